//! Places: what lies within them, and the maps that show them.

use std::collections::BTreeSet;

use super::here::{Here, Whole, surest};
use super::map::{self, Point};
use super::view;
use crate::id::{EntityId, KindId};

/// Neighbours that are shown around a place that would stand alone on its map.
const NEIGHBOURS: usize = 24;

/// What lies within a place over all steps, each with its depth and what it is directly part of, in the order of their names
/// under each whole.
pub(super) fn within(whole: &Whole<'_>, id: EntityId) -> Vec<(EntityId, usize, EntityId)> {
    let graph = whole.graph;
    let mut rows = Vec::new();
    let mut seen = BTreeSet::from([id]);
    let mut open: Vec<(EntityId, usize, EntityId)> = Vec::new();
    let parts = |id: EntityId| {
        let mut parts = graph.entities[id.index()].parts.clone();
        parts.sort_by_key(|part| (whole.corpus.entity(*part).kind, whole.index_rows[part.index()]));
        parts.into_iter().rev()
    };
    open.extend(parts(id).map(|part| (part, 0, id)));
    while let Some((part, depth, of)) = open.pop() {
        if seen.insert(part) {
            rows.push((part, depth, of));
            open.extend(parts(part).map(|inner| (inner, depth + 1, part)));
        }
    }
    rows
}

/// A row of what lies within a place.
pub(super) fn row(here: &Here<'_, '_>, (part, depth, of): (EntityId, usize, EntityId)) -> view::WithinRow {
    view::WithinRow {
        entity: here.entity_by(part, surest(&here.corpus().entity(part).part_of, of)),
        description: super::here::one_line(here.corpus().entity(part)),
        depth,
        mentions: here.whole.graph.entities[part.index()].mention_count(),
    }
}

/// The map of an entity that has coordinates, or has something within that does, or lies in a place that does; with the
/// place in which it lies, if it is that one which is shown.
pub(super) fn of(here: &Here<'_, '_>, id: EntityId) -> (String, Option<view::EntityLink>) {
    let corpus = here.corpus();
    let mut inside = Vec::new();
    if corpus.entity(id).kind == KindId::PLACES {
        inside = below(here, id);
    }
    let mut points: Vec<Point> = point(here, id, true).into_iter().collect();
    points.extend(inside.iter().filter_map(|&part| point(here, part, false)));
    if let [_] = points[..]
        && let Some(whole) = corpus.entity(id).part_of.first()
    {
        let whole = whole.entity;
        let near = std::iter::once(whole).chain(below(here, whole)).filter(|&other| other != id);
        let near: Vec<Point> = near.filter_map(|other| point(here, other, false)).take(NEIGHBOURS).collect();
        points.extend(near);
    }
    let mut in_place = None;
    if points.is_empty() {
        // The nearest whole that is known.
        let (mut at, mut seen) = (id, BTreeSet::from([id]));
        while let Some(whole) =
            corpus.entity(at).part_of.first().map(|whole| whole.entity).filter(|&whole| seen.insert(whole))
        {
            if let Some(point) = point(here, whole, false) {
                points.push(point);
                in_place = Some(here.entity(whole));
                break;
            }
            at = whole;
        }
    }
    let title = here.words().fill("map_of", &[("name", &corpus.entity(id).name)]);
    (map::map(here.words(), "map", &title, &points), in_place)
}

/// The map of all places of the site, those mentioned most first; empty with fewer than two.
pub(super) fn all(here: &Here<'_, '_>) -> String {
    let graph = here.whole.graph;
    let ids = graph.by_kind.get(usize::from(KindId::PLACES.0)).map(Vec::as_slice).unwrap_or_default();
    let mut places: Vec<EntityId> =
        ids.iter().copied().filter(|&id| here.corpus().entity(id).coordinates.is_some()).collect();
    places.sort_by_key(|id| std::cmp::Reverse(graph.entities[id.index()].mention_count()));
    let points: Vec<Point> = places.into_iter().filter_map(|id| point(here, id, false)).collect();
    if points.len() < 2 {
        String::new()
    } else {
        map::map(here.words(), "map", here.words().get("map_of_places"), &points)
    }
}

fn below(here: &Here<'_, '_>, id: EntityId) -> Vec<EntityId> {
    let (mut found, mut seen, mut open) = (Vec::new(), BTreeSet::from([id]), vec![id]);
    while let Some(at) = open.pop() {
        for &part in &here.whole.graph.entities[at.index()].parts {
            if seen.insert(part) {
                found.push(part);
                open.push(part);
            }
        }
    }
    found.sort_by_key(|part| std::cmp::Reverse(here.whole.graph.entities[part.index()].mention_count()));
    found
}

fn point(here: &Here<'_, '_>, id: EntityId, own: bool) -> Option<Point> {
    let entity = here.corpus().entity(id);
    let (lat, lon) = entity.coordinates?;
    let href = if own { String::new() } else { here.entity_href(id) };
    Some(Point { name: entity.name.clone(), href, lat, lon, own })
}
