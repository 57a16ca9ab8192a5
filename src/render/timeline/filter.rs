//! What the script of the timeline filters by: who took part in each event, where it was, and of what type.
//!
//! It is a file of its own, `timeline/events.js`, which all parts of the timeline share; it assigns to a name, as a page
//! that is opened from a disk may load a script and nothing else. Events and parts stand in it in the order of the pages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::here::{Here, Whole};
use super::super::view;
use crate::id::{EntityId, KindId};
use crate::resolve::corpus::Entity;
use crate::route::OutPath;

#[derive(Serialize)]
struct Index<'c> {
    /// Key and name of everybody who took part in something, by name.
    who: Vec<(String, &'c str)>,
    /// The same of the places, with those that they lie in.
    places: Vec<(String, &'c str)>,
    types: Vec<&'c str>,
    /// The number of the first event of each part.
    parts: Vec<usize>,
    /// Of each event the numbers of who, places and types.
    events: Vec<(Vec<usize>, Vec<usize>, Vec<usize>)>,
}

/// The address of the file; none where there is nothing to filter by.
pub(super) fn of(here: &Here<'_, '_>) -> Option<view::TimelineFilter> {
    exists(here.whole).then(|| view::TimelineFilter { index: here.href(&path(), None) })
}

/// Whether there is anything to filter by.
pub(super) fn exists(whole: &Whole<'_>) -> bool {
    let has_any =
        |entity: &Entity| !entity.participants.is_empty() || !entity.places.is_empty() || entity.type_.is_some();
    events(whole).iter().any(|&id| has_any(whole.corpus.entity(id)))
}

/// Where the file lies.
pub(super) fn path() -> OutPath {
    OutPath::timeline().beside("events.js")
}

/// The file.
pub(super) fn file(whole: &Whole<'_>) -> Vec<u8> {
    let corpus = whole.corpus;
    let (mut who, mut places, mut types) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let found: Vec<(BTreeSet<EntityId>, BTreeSet<EntityId>, Option<&str>)> = events(whole)
        .iter()
        .map(|&id| {
            let entity = corpus.entity(id);
            let people: BTreeSet<_> = entity.participants.iter().map(|participant| participant.who.entity).collect();
            let there = with_wholes(whole, entity.places.iter().map(|place| place.entity));
            who.extend(&people);
            places.extend(&there);
            types.extend(entity.type_.as_deref());
            (people, there, entity.type_.as_deref())
        })
        .collect();
    let (who, who_numbers) = listed(whole, who, KindId::PEOPLE);
    let (places, place_numbers) = listed(whole, places, KindId::PLACES);
    let types: Vec<&str> = types.into_iter().collect();
    let numbers = |of: &BTreeMap<EntityId, usize>, ids: &BTreeSet<EntityId>| ids.iter().map(|id| of[id]).collect();
    let events = found.iter().map(|(people, there, type_)| {
        let type_ = type_.and_then(|type_| types.iter().position(|other| *other == type_));
        (numbers(&who_numbers, people), numbers(&place_numbers, there), type_.into_iter().collect())
    });
    let index = Index {
        events: events.collect(),
        parts: whole.index_parts[usize::from(KindId::EVENTS.0)].iter().map(|part| part.rows.start).collect(),
        who,
        places,
        types,
    };
    format!("window.annalsTimeline = {};\n", serde_json::json!(index)).into_bytes()
}

fn events<'c>(whole: &Whole<'c>) -> &'c [EntityId] {
    &whole.graph.by_kind[usize::from(KindId::EVENTS.0)]
}

/// Places with all that they lie in: what happened in a street happened in its town.
fn with_wholes(whole: &Whole<'_>, places: impl Iterator<Item = EntityId>) -> BTreeSet<EntityId> {
    let mut open: Vec<EntityId> = places.collect();
    let mut found = BTreeSet::new();
    while let Some(place) = open.pop() {
        if found.insert(place) {
            open.extend(whole.corpus.entity(place).part_of.iter().map(|whole| whole.entity));
        }
    }
    found
}

/// Keys and names in the order of their kinds' indexes, and the number of each. The key is the id; of another kind than one
/// expects here, with that kind.
fn listed<'c>(
    whole: &Whole<'c>,
    ids: BTreeSet<EntityId>,
    usual: KindId,
) -> (Vec<(String, &'c str)>, BTreeMap<EntityId, usize>) {
    let corpus = whole.corpus;
    let mut ids: Vec<EntityId> = ids.into_iter().collect();
    ids.sort_by_key(|id| (corpus.entity(*id).kind != usual, corpus.entity(*id).kind, whole.index_rows[id.index()]));
    let names = ids.iter().map(|&id| {
        let entity = corpus.entity(id);
        let key = match &corpus.settings.kinds.get(entity.kind).name {
            _ if entity.kind == usual => entity.id.to_string(),
            kind => format!("{kind}/{}", entity.id),
        };
        (key, entity.name.as_str())
    });
    (names.collect(), ids.iter().copied().zip(0..).collect())
}
