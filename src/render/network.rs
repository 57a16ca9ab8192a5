//! `/network/`: who appears with whom, thinned so that it stays readable, and the table that says the same.
//!
//! 1. [`chosen`] picks the ties: from the closest on, those that are among the [`NEAREST`] closest of one of the two, as long
//!    as there are at most [`PEOPLE`] people and [`TIES`] ties. 2. [`mod@layout`] finds a place for each person so that no two
//!    names overlap. 3. The drawing and the table are made of the same ties.

mod layout;

use std::collections::BTreeMap;

use super::here::Here;
use super::svg::{self, LETTERS, NARROW, Size, Svg, fit, number, percent, text_width};
use super::together::{self, line};
use super::view;
use crate::graph::{Graph, Tie};
use crate::id::{EntityId, KindId};
use crate::resolve::corpus::Corpus;

/// So many of a person's ties are drawn, the closest, unless they are among the closest of the other one.
const NEAREST: usize = 3;
/// So many people are drawn at most.
const PEOPLE: usize = 36;
/// So many ties are drawn at most.
const TIES: usize = 54;
/// How close two are at least that are drawn: a paragraph, or two articles.
const DRAWN: u32 = 2;
/// The widest label, in pixels.
const LABEL: f64 = 132.0;

/// Whether there is anything to draw.
pub(super) fn exists(corpus: &Corpus, graph: &Graph) -> bool {
    people(corpus, graph).any(|id| close(corpus, graph, id).next().is_some())
}

/// The page's value.
pub(super) fn network(here: &Here<'_, '_>) -> view::Network {
    let (corpus, graph) = (here.corpus(), here.whole.graph);
    let ties = chosen(corpus, graph);
    let mut drawn: BTreeMap<EntityId, usize> = BTreeMap::new();
    for (one, tie) in &ties {
        drawn.entry(*one).or_default();
        drawn.entry(tie.with).or_default();
    }
    drawn.values_mut().zip(0..).for_each(|(number, at)| *number = at);
    let with_others = people(corpus, graph).filter(|&id| any_person(corpus, graph, id));
    view::Network {
        drawing_html: drawing(here, &drawn, &ties),
        people: drawn.len(),
        people_in_all: with_others.count(),
        nearest: NEAREST,
        most_people: PEOPLE,
        most_ties: TIES,
        ties: ties
            .iter()
            .flat_map(|(one, tie)| together::ties(here, *one, std::slice::from_ref(tie)))
            .zip(&ties)
            .map(|((tie, said), (one, _))| view::NetworkTie {
                one: here.entity(*one),
                other: here.entity(tie.with),
                tie: said,
            })
            .collect(),
    }
}

fn people<'g>(corpus: &'g Corpus, graph: &'g Graph) -> impl Iterator<Item = EntityId> + 'g {
    graph.by_kind.get(usize::from(KindId::PEOPLE.0)).into_iter().flatten().copied().filter(|id| {
        debug_assert_eq!(corpus.entity(*id).kind, KindId::PEOPLE);
        !graph.entities[id.index()].together.ties.is_empty()
    })
}

/// A person's closest people, the closest first.
fn close<'g>(corpus: &'g Corpus, graph: &'g Graph, id: EntityId) -> impl Iterator<Item = &'g Tie> {
    let ties = &graph.entities[id.index()].together.ties;
    let people = ties.iter().take_while(|tie| corpus.entity(tie.with).kind == KindId::PEOPLE);
    people.take(NEAREST).filter(|tie| tie.closeness() >= DRAWN)
}

fn any_person(corpus: &Corpus, graph: &Graph, id: EntityId) -> bool {
    let first = graph.entities[id.index()].together.ties.first();
    first.is_some_and(|tie| corpus.entity(tie.with).kind == KindId::PEOPLE)
}

/// The ties that are drawn, the closest first: each once, from the one who has more mentions to the other.
fn chosen(corpus: &Corpus, graph: &Graph) -> Vec<(EntityId, Tie)> {
    let mut all: BTreeMap<(EntityId, EntityId), Tie> = BTreeMap::new();
    for id in people(corpus, graph) {
        for tie in close(corpus, graph, id) {
            let key = (id.min(tie.with), id.max(tie.with));
            all.entry(key).or_insert(Tie { with: key.1, ..*tie });
        }
    }
    let mut all: Vec<(EntityId, Tie)> = all.into_iter().map(|((one, _), tie)| (one, tie)).collect();
    all.sort_by_key(|(one, tie)| (std::cmp::Reverse((tie.closeness(), tie.sentences, tie.paragraphs)), *one, tie.with));
    let mut drawn: Vec<EntityId> = Vec::new();
    let mut ties = Vec::new();
    for (one, tie) in all {
        let new: Vec<EntityId> = [one, tie.with].into_iter().filter(|id| !drawn.contains(id)).collect();
        if drawn.len() + new.len() > PEOPLE {
            continue;
        }
        drawn.extend(new);
        let mentions = |id: EntityId| graph.entities[id.index()].mention_count();
        ties.push(if mentions(tie.with) > mentions(one) { (tie.with, Tie { with: one, ..tie }) } else { (one, tie) });
        if ties.len() == TIES {
            break;
        }
    }
    ties
}

fn drawing(here: &Here<'_, '_>, drawn: &BTreeMap<EntityId, usize>, ties: &[(EntityId, Tie)]) -> String {
    // Two of one name are told apart here as in the table.
    let name = |id: EntityId| here.named(&here.entity(id));
    let labels: Vec<String> = drawn.keys().map(|&id| fit(&name(id), LETTERS, LABEL)).collect();
    let widths: Vec<f64> = labels.iter().map(|label| text_width(label, LETTERS)).collect();
    let most = ties.first().map_or(1, |(_, tie)| tie.closeness());
    let edges: Vec<(usize, usize)> = ties.iter().map(|(one, tie)| (drawn[one], drawn[&tie.with])).collect();
    // Where the style sheet shows what is wide there is so much more room, and only names that were cut need it.
    let wide = |id: EntityId| fit(&name(id), LETTERS, LABEL * svg::WIDE / NARROW);
    let (places, height) = layout::layout(&widths, &edges, NARROW);
    let closest = here.words().count("closest_ties", ties.len(), &[]);
    let title = here.words().count("network_title", drawn.len(), &[("ties", &closest)]);
    let mut svg = Svg::group(
        "drawing network",
        "network.drawing",
        Size::Fluid(height),
        &title,
        here.words().get("table_says_same"),
    );
    let across = |x: f64| x / NARROW * 100.0;
    let at = |number: usize| (across(places[number].x), places[number].y);
    for ((_, tie), &(one, other)) in ties.iter().zip(&edges) {
        line(&mut svg, "tie", at(one), at(other), tie.closeness(), most);
    }
    for ((&id, label), spot) in drawn.keys().zip(&labels).zip(&places) {
        let degree = edges.iter().filter(|&&(a, b)| drawn[&id] == a || drawn[&id] == b).count();
        let radius = number(3.5 + svg::count(degree.min(12)).sqrt());
        svg.link(&here.entity_href(id));
        let x = percent(across(spot.x));
        svg.element("circle", &[("cx", &x), ("cy", &number(spot.y)), ("r", &radius)]);
        svg.either("halo", &x, spot.baseline(), "middle", label, &wide(id));
        svg.close();
    }
    svg.finish()
}
