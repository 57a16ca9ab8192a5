//! Events on lines of time: the timeline of all events, and the few around one event on its page.
//!
//! An event is a row of text with a strip beside or under it, so that no label can meet another however narrow the screen.
//! A day is a dot; what lasted (`2016-04/2016-09`) a full bar; what fell somewhere within a span (`2016-09`, `201X`) an
//! empty one, as long as the span; dashed where the date itself is uncertain or approximate. What goes beyond the axis, or
//! has no known end, ends in an arrow.

mod filter;

use std::collections::{BTreeMap, BTreeSet};

use super::here::{Here, Whole, part_label, surest, year_month};
use super::split::{self, Part};
use super::svg::{self, Axis, LETTERS, Size, Svg, number, percent};
use super::view;
use crate::date::Date;
use crate::graph::{Graph, by_date};
use crate::id::{EntityId, KindId};
use crate::resolve::corpus::Corpus;
use crate::route::OutPath;
use crate::words::Words;

/// People who are named in a row.
const NAMED: usize = 4;
/// Events before and after an event on its page.
const AROUND: usize = 3;
/// Most events on the small timeline.
const MOST: usize = 14;
/// Most bars in the overview.
const BINS: i64 = 60;
/// Bars that are narrower, in percents, are drawn as dots.
const NARROW: f64 = 1.6;

/// A part of the timeline of all events.
pub(super) fn timeline(here: &Here<'_, '_>, part: usize) -> view::Timeline {
    let whole = here.whole;
    let ids = &whole.graph.by_kind[usize::from(KindId::EVENTS.0)];
    let parts = parts(here);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let shown = ids.get(rows).unwrap_or_default();
    let mut groups: Vec<(String, Vec<EntityId>)> = Vec::new();
    for (&id, label) in shown.iter().zip(labels(here, shown)) {
        match groups.last_mut().filter(|(other, _)| *other == label) {
            Some((_, events)) => events.push(id),
            None => groups.push((label, vec![id])),
        }
    }
    let groups = groups.into_iter().zip(1..).map(|((label, events), number)| {
        let axis = group_axis(here, &label, &events);
        view::TimelineGroup {
            id: format!("group-{number}"),
            axis_html: axis.as_ref().map(|axis| scale(here, axis)).unwrap_or_default(),
            events: events.iter().map(|&id| event(here, axis.as_ref(), id, None)).collect(),
            label,
        }
    });
    let (overview_html, overview_years) = if part == 0 { overview(here, ids, parts) } else { (String::new(), 1) };
    view::Timeline {
        total: ids.len(),
        groups: groups.collect(),
        overview_html,
        overview_years,
        filter: filter::of(here),
        part: part_label(parts, part),
        parts: here.parts(&OutPath::timeline(), parts, part),
    }
}

/// Whether there is a timeline: two events or more, one of them with a date.
pub(super) fn exists(corpus: &Corpus, graph: &Graph) -> bool {
    let events = graph.by_kind.get(usize::from(KindId::EVENTS.0)).map(Vec::as_slice).unwrap_or_default();
    !corpus.settings.omit.timeline
        && events.len() > 1
        && events.first().is_some_and(|&id| corpus.entity(id).date.is_some())
}

/// The file that the timeline's script filters by; none where there is no timeline, or nothing to filter by.
pub(super) fn filter_file(whole: &Whole<'_>) -> Option<(OutPath, Vec<u8>)> {
    let is_there = exists(whole.corpus, whole.graph) && filter::exists(whole);
    is_there.then(|| (filter::path(), filter::file(whole)))
}

/// The parts of the timeline: those of the index of events.
fn parts<'w>(here: &Here<'w, '_>) -> &'w [Part] {
    &here.whole.index_parts[usize::from(KindId::EVENTS.0)]
}

fn date<'c>(here: &Here<'_, 'c>, id: EntityId) -> Option<&'c Date> {
    here.corpus().entity(id).date.as_ref().map(|date| &date.value)
}

fn labels(here: &Here<'_, '_>, ids: &[EntityId]) -> Vec<String> {
    split::years(
        &ids.iter().map(|&id| year_month(here.corpus().entity(id).date.as_ref())).collect::<Vec<_>>(),
        here.words(),
    )
}

/// The year, if the events lie in one; else as much time as they need.
fn group_axis(here: &Here<'_, '_>, label: &str, ids: &[EntityId]) -> Option<Axis> {
    let dates: Vec<&Date> = ids.iter().filter_map(|&id| date(here, id)).collect();
    let year = dates.iter().find_map(|date| date.earliest().day()).map(|day| day.year);
    if let Some(year) = year.filter(|&year| here.words().dates().year_label(year) == label) {
        let from = svg::moment(crate::date::Day { year, month: 1, day: 1 });
        return Some(Axis { from, to: from + 1.0, left: 0.0, right: 100.0 });
    }
    over(&dates)
}

fn over(dates: &[&Date]) -> Option<Axis> {
    Axis::over(dates.iter().flat_map(|date| [svg::first(date), svg::last(date)]).flatten())
}

fn event(here: &Here<'_, '_>, axis: Option<&Axis>, id: EntityId, how: Option<&'static str>) -> view::TimelineEvent {
    let entity = here.corpus().entity(id);
    // One may take part in two roles, and is as sure as in the surer one.
    let mut seen = BTreeSet::new();
    let parts = || entity.participants.iter().map(|participant| &participant.who);
    let people = parts().map(|who| who.entity).filter(|&who| seen.insert(who)).collect::<Vec<_>>();
    view::TimelineEvent {
        entity: here.entity(id),
        draft: entity.draft,
        date: here.date(entity.date.as_ref()),
        how,
        places: entity.places.iter().map(|place| here.entity_by(place.entity, Some(place))).collect(),
        participants: people.iter().take(NAMED).map(|&who| here.entity_by(who, surest(parts(), who))).collect(),
        more: people.len().saturating_sub(NAMED),
        bar_html: match (axis, &entity.date) {
            (Some(axis), Some(date)) => strip(here, axis, &date.value),
            _ => String::new(),
        },
    }
}

/// The small timeline of an event: its whole, its parts, what it follows and what follows it, and the nearest before and
/// after it. None where there is nothing beside it that has a date.
pub(super) fn around(here: &Here<'_, '_>, id: EntityId) -> Option<view::Around> {
    let corpus = here.corpus();
    date(here, id).filter(|_| !corpus.settings.omit.timeline)?;
    let (entity, node) = (corpus.entity(id), &here.whole.graph.entities[id.index()]);
    let is_event = |id: &EntityId| corpus.entity(*id).kind == KindId::EVENTS && date(here, *id).is_some();
    let mut chosen: BTreeMap<EntityId, &'static str> = BTreeMap::from([(id, "this")]);
    let mut add = |ids: Vec<EntityId>, how: &'static str, most: usize| {
        for id in ids.into_iter().filter(is_event) {
            if chosen.len() < most {
                chosen.entry(id).or_insert(how);
            }
        }
    };
    add(entity.part_of.iter().map(|whole| whole.entity).collect(), "whole", 3);
    add(entity.follows.iter().map(|before| before.entity).collect(), "before", 6);
    add(node.followed_by.clone(), "followed", 9);
    add(node.parts.clone(), "part", MOST - 2);
    // Other parts of the same whole, then whatever is nearest in time.
    let siblings = entity.part_of.iter().flat_map(|whole| &here.whole.graph.entities[whole.entity.index()].parts);
    let near = |all: &[EntityId]| {
        let at = all.iter().position(|&other| other == id)?;
        let before = all[..at].iter().rev().copied().filter(is_event).take(AROUND);
        Some(before.chain(all[at + 1..].iter().copied().filter(is_event).take(AROUND)).collect::<Vec<_>>())
    };
    let siblings: Vec<EntityId> = siblings.copied().collect();
    add(near(&siblings).unwrap_or_default(), "sibling", MOST - 1);
    let row = here.whole.index_rows[id.index()];
    let all = &here.whole.graph.by_kind[usize::from(KindId::EVENTS.0)];
    // A window is enough, and no long list is searched.
    let window = &all[row.saturating_sub(20)..(row + 20).min(all.len())];
    let (this, nearest) = (date(here, id)?, near(window).unwrap_or_default());
    let (mut before, mut after) = (0, 0);
    for &other in chosen.keys() {
        let Some(other) = date(here, other) else { continue };
        before += usize::from(by_date(Some(other), Some(this)).is_lt());
        after += usize::from(by_date(Some(other), Some(this)).is_gt());
    }
    for other in nearest {
        let Some(when) = date(here, other).filter(|when| !when.has_unknown_year()) else { continue };
        let how = match () {
            () if when.certainly_before(this) => "earlier",
            () if when.certainly_after(this) => "later",
            () if is_same(when, this) => "same",
            () => "overlapping",
        };
        // What overlaps stands above or below by where it begins.
        let side = if here.whole.index_rows[other.index()] < row { &mut before } else { &mut after };
        if *side < AROUND && chosen.len() < MOST && !chosen.contains_key(&other) {
            *side += 1;
            chosen.insert(other, how);
        }
    }
    if chosen.len() < 2 {
        return None;
    }
    let dates: Vec<&Date> = chosen.keys().filter_map(|&id| date(here, id)).collect();
    let axis = over(&dates)?;
    let mut rows: Vec<(EntityId, &'static str)> = chosen.into_iter().collect();
    rows.sort_by_key(|&(id, _)| here.whole.index_rows[id.index()]);
    let shown = |other: &EntityId| rows.iter().any(|(id, _)| id == other);
    let row = |(other, how): (EntityId, &'static str)| {
        let named = match how {
            "whole" => surest(&entity.part_of, other),
            "before" => surest(&entity.follows, other),
            "followed" => surest(&corpus.entity(other).follows, id),
            "part" => surest(&corpus.entity(other).part_of, id),
            _ => None,
        };
        view::TimelineEvent { entity: here.entity_by(other, named), ..event(here, Some(&axis), other, Some(how)) }
    };
    Some(view::Around {
        complete: node.parts.iter().chain(&node.followed_by).all(shown),
        axis_html: scale(here, &axis),
        events: rows.into_iter().map(row).collect(),
    })
}

/// What a date leaves open, in a sentence; none where it is a day.
pub(super) fn open(words: &Words, date: &Date) -> Option<String> {
    let mut said = Vec::new();
    let in_words = |day| words.dates().in_words(day);
    // What is about or perhaps so has no limits, and a season not all over the earth; of several dates those between them are
    // not meant.
    match (date.earliest().day(), date.latest().day()) {
        _ if is_unsure(date) || date.is_set() || date.has_open_season() || date.has_unknown_year() => {}
        (Some(first), Some(last)) if first == last => {}
        (Some(first), Some(last)) => {
            let (first, last) = (in_words(first), in_words(last));
            let ends = [("first", first.as_str()), ("last", last.as_str())];
            said.push(if lasted(date) {
                words.fill("began_and_ended", &ends)
            } else {
                words.fill("day_between", &ends)
            });
        }
        (Some(first), None) => said.push(words.fill("no_earlier", &[("first", &in_words(first))])),
        (None, Some(last)) => said.push(words.fill("no_later", &[("last", &in_words(last))])),
        (None, None) => {}
    }
    let unsure = match (date.is_uncertain(), date.is_approximate()) {
        (true, true) => Some("both"),
        (true, false) => Some("uncertain"),
        (false, true) => Some("approximate"),
        (false, false) => None,
    };
    said.extend(unsure.and_then(|how| words.named("date_unsure", how)).map(str::to_owned));
    (!said.is_empty()).then(|| said.join(" "))
}

/// Whether two dates say the same: not only that they lie between the same days.
fn is_same(one: &Date, other: &Date) -> bool {
    let plain = |date: &Date| !is_unsure(date) && !date.is_set();
    (one.earliest(), one.latest()) == (other.earliest(), other.latest())
        && plain(one)
        && plain(other)
        && lasted(one) == lasted(other)
}

fn is_unsure(date: &Date) -> bool {
    date.is_uncertain() || date.is_approximate()
}

/// Whether a date is a span from one date to another, and not a time somewhere within a span.
fn lasted(date: &Date) -> bool {
    date.text().contains('/') && !date.is_set()
}

/// The axis above rows: ticks that the strips go on with.
fn scale(here: &Here<'_, '_>, axis: &Axis) -> String {
    let mut out =
        format!("<svg class=\"scale\" width=\"100%\" height=\"{}\" aria-hidden=\"true\">", number(LETTERS + 7.0));
    for tick in axis.ticks(svg::NARROW, here.words().dates()) {
        let x = percent(tick.at);
        let anchor = if tick.anchor == "start" { String::new() } else { format!(" text-anchor=\"{}\"", tick.anchor) };
        out.push_str(&format!(
            "<text class=\"tick\" x=\"{x}\" y=\"{}\"{anchor}>{}</text>",
            number(LETTERS),
            svg::escape(&tick.label)
        ));
    }
    out.push_str("</svg>");
    out
}

/// A date under an axis.
fn strip(here: &Here<'_, '_>, axis: &Axis, date: &Date) -> String {
    let mut out = String::from("<svg class=\"strip\" width=\"100%\" height=\"16\" aria-hidden=\"true\">");
    for tick in axis.ticks(svg::NARROW, here.words().dates()) {
        let x = percent(tick.at);
        out.push_str(&format!("<line class=\"tick\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"100%\"/>"));
    }
    let (first, last) = (svg::first(date), svg::last(date));
    let (from, to) = (axis.at(first.unwrap_or(axis.from)), axis.at(last.unwrap_or(axis.to)));
    let unsure = if is_unsure(date) { " unsure" } else { "" };
    let day = date.earliest().day().is_some() && date.earliest().day() == date.latest().day();
    let sort = if day {
        "day"
    } else if lasted(date) {
        "lasted"
    } else {
        "within"
    };
    let middle = || percent(f64::midpoint(from, to).clamp(0.8, 99.2));
    let before = first.is_none_or(|first| first < axis.from);
    let beyond = last.is_none_or(|last| last > axis.to);
    if day {
        out.push_str(&format!("<circle class=\"{sort}{unsure}\" cx=\"{}\" cy=\"50%\" r=\"4\"/>", middle()));
    } else if to - from < NARROW {
        // However short, no dot: that is a day's. What goes beyond an end of the axis touches it, and has room for the arrow.
        let (x, left) = match (before, beyond) {
            (true, _) => ("0".to_owned(), "0"),
            (_, true) => ("100%".to_owned(), "-10"),
            _ => (middle(), "-5"),
        };
        out.push_str(&format!(
            "<rect class=\"{sort}{unsure}\" x=\"{x}\" y=\"50%\" width=\"10\" height=\"7\" rx=\"2\" transform=\"translate({left} -3.5)\"/>"
        ));
    } else {
        out.push_str(&format!(
            "<rect class=\"{sort}{unsure}\" x=\"{}\" y=\"50%\" width=\"{}\" height=\"7\" rx=\"2\" transform=\"translate(0 -3.5)\"/>",
            percent(from),
            percent(to - from)
        ));
    }
    if !day && before {
        out.push_str("<svg class=\"on\" x=\"0\" y=\"50%\"><path d=\"M7 -4 L1 0 L7 4\"/></svg>");
    }
    if !day && beyond {
        out.push_str("<svg class=\"on\" x=\"100%\" y=\"50%\"><path d=\"M-7 -4 L-1 0 L-7 4\"/></svg>");
    }
    out.push_str("</svg>");
    out
}

/// How many events begin in which years, each bar a link to the first of them; and how many years are
/// a bar's; empty where there are few years.
fn overview(here: &Here<'_, '_>, ids: &[EntityId], parts: &[Part]) -> (String, u64) {
    let years: Vec<(i64, usize)> = ids
        .iter()
        .enumerate()
        .filter_map(|(row, &id)| date(here, id)?.earliest().day().map(|day| (day.year, row)))
        .collect();
    let (Some(&(first, _)), Some(&(last, _))) = (years.first(), years.last()) else { return (String::new(), 1) };
    if years.iter().map(|&(year, _)| year).collect::<BTreeSet<_>>().len() < 4 {
        return (String::new(), 1);
    }
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
    let step =
        steps.into_iter().find(|step| (last - first) / step < BINS).unwrap_or(((last - first) / BINS + 1).max(1));
    let start = first.div_euclid(step) * step;
    let mut bins: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
    for (year, row) in years {
        bins.entry((year - start) / step).or_insert((0, row)).0 += 1;
    }
    let count = (last - start) / step + 1;
    let most = bins.values().map(|&(count, _)| count).max().unwrap_or(1);
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    let (part, unit) =
        (|bin: i64| bin as f64 / count as f64 * 100.0, |events: usize| events as f64 / most as f64 * 64.0);
    let label = |year: i64| here.words().dates().year_label(year);
    let span = |bin: i64| {
        let year = start + bin * step;
        if step == 1 { label(year) } else { format!("{} – {}", label(year), label(year + step - 1)) }
    };
    let title = here.words().fill("overview_title", &[("from", &label(first)), ("to", &label(last))]);
    let description = here.words().get("overview_described");
    let mut drawing =
        Svg::group("drawing overview", "overview", Size::Fluid(64.0 + LETTERS + 12.0), &title, description);
    for (&bin, &(events, row)) in &bins {
        let height = unit(events).max(2.0);
        let at = split::part_of(parts, row);
        let path =
            parts.get(at).map_or_else(OutPath::timeline, |part| here.whole.part_path(&OutPath::timeline(), part));
        let group = parts.get(at).and_then(|part| group_of(here, ids, part, row));
        // By its first row the filter's script knows which events are the bar's.
        drawing.open("a", &[("href", &here.href(&path, group.as_deref())), ("data-row", &row)]);
        let words = here.words().count("bar_of_events", events, &[("years", &span(bin))]);
        drawing.titled_bar(&words, (part(bin), part(bin + 1) - part(bin)), 66.0 - height, height);
        drawing.close();
    }
    #[allow(clippy::cast_precision_loss, reason = "years that are drawn have few digits")]
    let axis = Axis { from: start as f64, to: (start + count * step) as f64, left: 0.0, right: 100.0 };
    drawing.axis(&axis, here.words().dates(), 66.0, 68.0);
    (drawing.finish(), step.unsigned_abs())
}

/// The address of the group in its part that a row stands in.
fn group_of(here: &Here<'_, '_>, ids: &[EntityId], part: &Part, row: usize) -> Option<String> {
    let labels = labels(here, ids.get(part.rows.clone())?);
    let upto = labels.get(..=row.checked_sub(part.rows.start)?)?;
    Some(format!("group-{}", 1 + upto.windows(2).filter(|pair| pair[0] != pair[1]).count()))
}
