//! Who is mentioned together with whom: the list on an entity's page, its further parts, and the small drawing of a person's
//! closest people.

use super::here::{Here, part_label, told_apart};
use super::split::{self, Part};
use super::svg::{self, LETTERS, NARROW, Size, Svg, fit, number, percent, text_width};
use super::view;
use crate::graph::{Shared, Tie, Together};
use crate::id::{ArticleId, EntityId, KindId};

/// So many passages are named of two that are mentioned together.
const PASSAGES: usize = 5;
/// So many people are drawn around a person.
const AROUND: usize = 12;
/// How close somebody is at least that is drawn: a sentence.
const DRAWN: u32 = 4;

/// How far below its dot a name stands.
const BELOW: f64 = 19.0;
/// How far above it: in the upper half, so that the line from the middle does not run through the name.
const ABOVE: f64 = 10.0;
/// The first dot's distance from the upper edge, and the last one's from the lower.
const TOP: f64 = 26.0;
const BOTTOM: f64 = 30.0;

/// The parts of an entity's list: the first stands on its page.
pub(super) fn parts(together: &Together, size: usize) -> Vec<Part> {
    split::by_number("together", &vec![0; together.ties.len()], size, 1)
}

/// One part of the list.
pub(super) fn together(here: &Here<'_, '_>, id: EntityId, part: usize) -> view::Together {
    let whole = here.whole;
    let together = &whole.graph.entities[id.index()].together;
    let parts = parts(together, whole.settings().page_size);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut groups: Vec<view::TogetherGroup> = Vec::new();
    for (tie, said) in ties(here, id, together.ties.get(rows).unwrap_or_default()) {
        let kind = whole.settings().kinds.get(here.corpus().entity(tie.with).kind);
        if groups.last().is_none_or(|group| group.kind != kind.name) {
            let (kind, many) = (kind.name.clone(), kind.many.clone());
            groups.push(view::TogetherGroup { kind, many, rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(view::TogetherRow { entity: here.entity(tie.with), tie: said });
        }
    }
    view::Together {
        total: together.ties.len(),
        further: together.further,
        groups,
        drawing_html: if part == 0 { drawing(here, id).unwrap_or_default() } else { String::new() },
        part: part_label(&parts, part),
        parts: here.parts(&whole.entity_paths[id.index()], &parts, part),
    }
}

/// What an entity shares with each of others, with the places where they are closest.
pub(super) fn ties<'t>(here: &Here<'_, '_>, one: EntityId, ties: &'t [Tie]) -> Vec<(&'t Tie, view::Tie)> {
    let others: Vec<EntityId> = ties.iter().map(|tie| tie.with).collect();
    let shared = here.whole.graph.shared(here.corpus(), one, &others);
    ties.iter().zip(shared).map(|(tie, shared)| (tie, self::tie(here, one, tie, &shared))).collect()
}

fn tie(here: &Here<'_, '_>, one: EntityId, tie: &Tie, shared: &[(ArticleId, Shared)]) -> view::Tie {
    let mut closest: Vec<&(ArticleId, Shared)> = shared.iter().take(PASSAGES).collect();
    closest.sort_by_key(|(article, _)| here.whole.article_rows[article.index()]);
    let labels = labels(here, &closest.iter().map(|(article, _)| *article).collect::<Vec<_>>());
    let passages = closest.into_iter().zip(labels);
    let passages = passages.filter_map(|((article, shared), label)| passage(here, one, (*article, label), shared));
    view::Tie {
        closeness: tie.closeness(),
        sentences: tie.sentences,
        paragraphs: tie.paragraphs,
        articles: tie.articles,
        counted: counted(here, tie),
        passages: passages.collect(),
        more: shared.len().saturating_sub(PASSAGES),
    }
}

fn counted(here: &Here<'_, '_>, tie: &Tie) -> String {
    let words = here.words();
    let counts =
        [(tie.sentences, "sentence_count"), (tie.paragraphs, "paragraph_count"), (tie.articles, "article_count")];
    let counted = counts.into_iter().filter(|(number, _)| *number > 0);
    let counted: Vec<String> = counted.map(|(number, key)| words.count(key, number as usize, &[])).collect();
    counted.join(words.get("comma"))
}

/// What articles are called whose links stand together and have to be told apart: by their dates, else by their titles.
fn labels(here: &Here<'_, '_>, articles: &[ArticleId]) -> Vec<String> {
    let date = |id: ArticleId| here.whole.article_date(here.corpus(), id).map(|date| &date.words);
    let is_only = |own: &String| articles.iter().filter(|&&id| date(id) == Some(own)).count() == 1;
    let own_date = |id: ArticleId| date(id).filter(|own| is_only(own)).cloned();
    let titled = articles.iter().filter(|&&id| own_date(id).is_none());
    let titles: Vec<&str> = titled.map(|&id| here.corpus().article(id).title.as_str()).collect();
    let mut titles = told_apart(&titles, 40).into_iter();
    articles.iter().filter_map(|&id| own_date(id).or_else(|| titles.next())).collect()
}

/// The place of one of the two in the first sentence or paragraph that they share.
fn passage(here: &Here<'_, '_>, one: EntityId, (id, text): (ArticleId, String), shared: &Shared) -> Option<view::Link> {
    let graph = here.whole.graph;
    let article = here.corpus().article(id);
    let stand = graph.stand(id, one)?;
    let (_, mentions) = graph.entities[one.index()].mentions.get(stand.at)?;
    let mut mentions = mentions.iter().filter_map(|&at| article.mentions.get(at as usize));
    let first = mentions.clone().next()?;
    // In a paragraph without a shared sentence it may stand in any: the first mention that ends after its beginning.
    let is_there = |range: &std::ops::Range<u32>, at: u32| {
        if shared.sentences > 0 { range.contains(&at) } else { range.end > at }
    };
    let mention = shared.first.and_then(|at| mentions.find(|mention| is_there(&mention.sentences, at)));
    let anchor = &mention.unwrap_or(first).anchor;
    Some(view::Link { text, href: here.article_href(id, Some(anchor)) })
}

/// The people closest to a person, and the ties among these.
fn drawing(here: &Here<'_, '_>, id: EntityId) -> Option<String> {
    let corpus = here.corpus();
    let of = |id: EntityId| &here.whole.graph.entities[id.index()].together;
    if corpus.entity(id).kind != KindId::PEOPLE {
        return None;
    }
    let close = of(id).ties.iter().take_while(|tie| corpus.entity(tie.with).kind == KindId::PEOPLE);
    let close: Vec<&Tie> = close.take(AROUND).filter(|tie| tie.closeness() >= DRAWN).collect();
    if close.len() < 2 {
        return None;
    }
    // Round the circle, each beside the one that is closest to it among those that are left.
    let between = |a: &Tie, b: &Tie| of(a.with).with(b.with).map_or(0, Tie::closeness);
    let mut left = close.clone();
    let mut ring = vec![left.remove(0)];
    while let Some(last) = ring.last().filter(|_| !left.is_empty()) {
        let next = (0..left.len()).max_by_key(|&at| (between(last, left[at]), std::cmp::Reverse(at))).unwrap_or(0);
        ring.push(left.remove(next));
    }
    let places = places(ring.len());
    let mut ties = Vec::new();
    for (i, one) in ring.iter().enumerate() {
        let mut best: Vec<(u32, usize)> = (0..ring.len())
            .filter(|&j| j != i)
            .map(|j| (between(one, ring[j]), j))
            .filter(|&(closeness, _)| closeness >= DRAWN)
            .collect();
        best.sort_by_key(|&(closeness, j)| (std::cmp::Reverse(closeness), j));
        ties.extend(best.into_iter().take(2).map(|(closeness, j)| (i.min(j), i.max(j), closeness)));
    }
    ties.sort_unstable();
    ties.dedup();

    let name = |id: EntityId| here.named(&here.entity(id));
    let names: Vec<String> = close.iter().map(|tie| name(tie.with)).collect();
    let title = here.words().fill("closest_to", &[("name", &corpus.entity(id).name)]);
    let description = here.words().fill("bars_described", &[("bars", &names.join(here.words().get("comma")))]);
    let height = height(ring.len());
    let mut svg = Svg::group("drawing network", "together.drawing", Size::Fluid(height), &title, &description);
    // In the middle, or as near to it as no other name is beside its own.
    let (half, own) = (half(height), fit(&corpus.entity(id).name, LETTERS, NARROW * 0.48));
    let beside =
        |shift: &f64| places.iter().all(|(_, y)| (half + shift + 4.5 - baseline(*y, half)).abs() >= LETTERS + 2.0);
    let shift = (0..30).flat_map(|by| [f64::from(by), -f64::from(by)]).find(beside).unwrap_or(0.0);
    let middle = (50.0, half + shift);
    let most = close.first().map_or(1, |tie| tie.closeness());
    for &(i, j, closeness) in &ties {
        line(&mut svg, "between", places[i], places[j], closeness, most);
    }
    for (tie, &place) in ring.iter().zip(&places) {
        line(&mut svg, "tie", middle, place, tie.closeness(), most);
    }
    for (tie, &(x, y)) in ring.iter().zip(&places) {
        let label = fit(&name(tie.with), LETTERS, room(x, y, &places));
        svg.link(&here.entity_href(tie.with));
        svg.element("circle", &[("cx", &percent(x)), ("cy", &number(y)), ("r", &"5")]);
        let wide = fit(&name(tie.with), LETTERS, room(x, y, &places) * svg::WIDE / NARROW);
        svg.either("halo", &percent(x), baseline(y, half), "middle", &label, &wide);
        svg.close();
    }
    svg.text("halo self", "50%", middle.1 + 4.5, "middle", &own);
    Some(svg.finish())
}

/// A line, the thicker the closer.
pub(super) fn line(svg: &mut Svg, class: &str, from: (f64, f64), to: (f64, f64), closeness: u32, most: u32) {
    let width = number(0.8 + 4.2 * (f64::from(closeness) / f64::from(most.max(1))).sqrt());
    let (x1, y1, x2, y2) = (percent(from.0), number(from.1), percent(to.0), number(to.1));
    let place: [(&str, &dyn std::fmt::Display); 6] =
        [("class", &class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2), ("stroke-width", &width)];
    svg.element("line", &place);
}

fn height(number: usize) -> f64 {
    let rows = svg::count(number.div_ceil(2)).max(3.0);
    rows * 44.0 + TOP + BOTTOM
}

fn half(height: f64) -> f64 {
    (height - TOP - BOTTOM) / 2.0 + TOP
}

/// The line on which the name of a dot stands.
fn baseline(y: f64, half: f64) -> f64 {
    if y < half - 1.0 { y - ABOVE } else { y + BELOW }
}

/// Places round an ellipse at even heights, from the top to the right: across in percents, down in pixels.
fn places(number: usize) -> Vec<(f64, f64)> {
    let down = height(number) - TOP - BOTTOM;
    let place = |at: usize| {
        let turn = svg::count(at) / svg::count(number.max(1));
        let fall = 1.0 - (1.0 - 2.0 * turn).abs();
        let out = (1.0 - (2.0 * fall - 1.0) * (2.0 * fall - 1.0)).max(0.0).sqrt();
        (if turn <= 0.5 { 50.0 + 30.0 * out } else { 50.0 - 30.0 * out }, TOP + fall * down)
    };
    (0..number).map(place).collect()
}

/// The pixels that a label has around its place on a narrow screen.
fn room(x: f64, y: f64, places: &[(f64, f64)]) -> f64 {
    let edge = x.min(100.0 - x) / 100.0 * NARROW * 2.0;
    let beside = places.iter().filter(|other| (other.1 - y).abs() < LETTERS + 3.0 && (other.0 - x).abs() > 0.1);
    let nearest = beside.map(|other| (other.0 - x).abs() / 100.0 * NARROW - 8.0).fold(edge, f64::min);
    debug_assert!(nearest > text_width("…", LETTERS));
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_of_the_ring_has_room() {
        for number in 2..=AROUND {
            let places = places(number);
            for &(x, y) in &places {
                assert!(room(x, y, &places) > 84.0, "{number}: {x} {y}: {}", room(x, y, &places));
                let line = baseline(y, half(height(number)));
                assert!(line + 4.0 < height(number) && line >= LETTERS, "{number}: {line}");
            }
        }
    }

    #[test]
    fn a_long_list_has_numbered_parts() {
        let tie = |with| Tie { with: EntityId(with), sentences: 1, paragraphs: 0, articles: 0 };
        let together = Together::new((0..5).map(tie).collect(), 0);
        let all = parts(&together, 2);
        let labels: Vec<_> = all.iter().map(|part| (part.key.as_deref(), part.label.as_str())).collect();
        assert_eq!(labels, [(None, "1–2"), (Some("together-2"), "3–4"), (Some("together-3"), "5")]);
        assert_eq!(parts(&Together::default(), 2).len(), 1);
    }
}
