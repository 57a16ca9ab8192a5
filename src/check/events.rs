//! Events against each other: outside of the whole, before what they follow, far apart on one day.

use std::collections::BTreeMap;

use super::{Finding, Owner, Site, is_sure, severity};
use crate::date::{Bound, Date, Day};
use crate::diag::{Diagnostic, Severity, code};
use crate::id::{EntityId, KindId};
use crate::resolve::corpus::Entity;
use crate::span::Span;

/// The rules on wholes and order.
pub(super) fn order(site: &Site<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, event) in site.entities() {
        let Some(date) = site.date_of(event).filter(|_| event.kind == KindId::EVENTS) else { continue };
        let other = |to: EntityId| site.date_of(site.corpus.entity(to));
        let span = event.date.as_ref().map(|date| date.span).or(event.span);
        for whole in &event.part_of {
            let Some((around, span)) = other(whole.entity).zip(span) else { continue };
            let outside = !date.overlaps(around);
            // A span that reaches over the edge of the whole may be a part of it in which much happened.
            if !outside && !reaches_over(date, around) {
                continue;
            }
            let how = if outside { "lies outside of" } else { "reaches over the edge of" };
            let message = format!(
                "{}, {}, {how} the whole that it is part of, {}, {}",
                site.written(id),
                date.words(),
                site.written(whole.entity),
                around.words()
            );
            let sure = outside && is_sure(date) && is_sure(around);
            found.push(pair(site, code::EVENT_OUTSIDE_WHOLE, message, span, sure, (id, whole.entity)));
        }
        for before in &event.follows {
            let Some((first, span)) = other(before.entity).zip(span) else { continue };
            if !date.certainly_before(first) {
                continue;
            }
            let message = format!(
                "{}, {}, is before what it follows, {}, {}",
                site.written(id),
                date.words(),
                site.written(before.entity),
                first.words()
            );
            let sure = is_sure(date) && is_sure(first);
            found.push(pair(site, code::EVENT_BEFORE_PREVIOUS, message, span, sure, (id, before.entity)));
        }
    }
    found
}

fn reaches_over(date: &Date, whole: &Date) -> bool {
    let days = |date: &Date| Some((date.earliest().day()?, date.latest().day()?));
    let Some(((first, last), (start, end))) = days(date).zip(days(whole)) else { return false };
    date.text().contains('/') && (first < start || last > end)
}

fn pair(
    site: &Site<'_>,
    code: crate::diag::Code,
    message: String,
    span: Span,
    sure: bool,
    (id, other): (EntityId, EntityId),
) -> Finding {
    let mut diagnostic = Diagnostic::new(code, span, message)
        .severity(severity(sure))
        .help("Correct one of the dates, or the relation between the two.");
    if let Some(date) = &site.corpus.entity(other).date {
        diagnostic = diagnostic.label(date.span, "as recorded here");
    }
    Finding::new(diagnostic, [Owner::Entity(id), Owner::Entity(other)])
}

/// Somebody somewhere on one day.
struct Stay<'c> {
    date: &'c Date,
    place: EntityId,
    at: (f64, f64),
    what: String,
    span: Span,
    owner: Owner,
}

/// The rule on far places: events that somebody takes part in, and letters that they send.
pub(super) fn two_places(site: &Site<'_>) -> Vec<Finding> {
    let mut stays: BTreeMap<(EntityId, Day), Vec<Stay<'_>>> = BTreeMap::new();
    for (id, event) in site.entities() {
        let Some(date) = site.date_of(event).filter(|_| event.kind == KindId::EVENTS) else { continue };
        let (Some(day), [place]) = (one_day(date), event.places.as_slice()) else { continue };
        let Some(at) = located(site, place.entity) else { continue };
        for who in event.participants.iter().map(|participant| &participant.who) {
            if site.corpus.entity(who.entity).kind == KindId::PEOPLE && super::is_certain(who) {
                let what = format!("takes part in {}", site.written(id));
                let stay = Stay { date, place: place.entity, at, what, span: who.span, owner: Owner::Entity(id) };
                stays.entry((who.entity, day)).or_default().push(stay);
            }
        }
    }
    for (id, article) in site.articles() {
        let Some(letter) = &article.correspondence else { continue };
        let ((Some(date), [place]), [who]) = ((&letter.sent.0, letter.sent.1.as_slice()), letter.sender.as_slice())
        else {
            continue;
        };
        let Some((day, at)) = one_day(&date.value).zip(located(site, place.entity)) else { continue };
        let what = format!("sends the letter `{}`", article.id);
        let stay =
            Stay { date: &date.value, place: place.entity, at, what, span: place.span, owner: Owner::Article(id) };
        stays.entry((who.entity, day)).or_default().push(stay);
    }
    let mut found = Vec::new();
    for ((who, day), mut all) in stays {
        all.sort_by(|a, b| a.date.chronology(b.date).then(a.span.cmp(&b.span)));
        found.extend(all.windows(2).filter_map(|two| far(site, who, day, &two[0], &two[1])));
    }
    found
}

fn far(site: &Site<'_>, who: EntityId, day: Day, one: &Stay<'_>, other: &Stay<'_>) -> Option<Finding> {
    let distance = distance(one.at, other.at);
    let hours = one.date.time().zip(other.date.time()).map(|(a, b)| (b.moment - a.moment).abs());
    // Faster than an aeroplane is impossible; farther than a day's journey of the time is worth a look.
    #[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
    let impossible = hours.is_some_and(|seconds| distance > 50.0 + 1000.0 * (seconds as f64 / 3600.0));
    let journey = match day.year {
        ..=1829 => 150.0,
        1830..=1919 => 600.0,
        _ => 2500.0,
    };
    if !impossible && distance <= journey {
        return None;
    }
    let message = format!(
        "{} is in two far places on one day, {}: {} ({}) and {} ({}), {distance:.0} km apart",
        site.written(who),
        one.date.words(),
        site.written(one.place),
        one.what,
        site.written(other.place),
        other.what
    );
    let diagnostic = Diagnostic::new(code::TWO_PLACES, other.span, message)
        .severity(if impossible { Severity::Warning } else { Severity::Info })
        .label(one.span, "the other place")
        .help("One of the days or places may be wrong, or somebody else may be meant.");
    Some(Finding::new(diagnostic, [one.owner, other.owner, Owner::Entity(who)]))
}

fn one_day(date: &Date) -> Option<Day> {
    match (date.earliest(), date.latest()) {
        (Bound::Day(first), Bound::Day(last)) if first == last && is_sure(date) => Some(first),
        _ => None,
    }
}

/// The coordinates of a place, or of the nearest whole that has some.
fn located(site: &Site<'_>, place: EntityId) -> Option<(f64, f64)> {
    let mut entity: &Entity = site.corpus.entity(place);
    for _ in 0..8 {
        match (entity.coordinates, entity.part_of.as_slice()) {
            (Some(at), _) => return Some(at),
            (None, [whole, ..]) => entity = site.corpus.entity(whole.entity),
            (None, []) => return None,
        }
    }
    None
}

/// Kilometres between two points, on a sphere (haversine).
fn distance((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let [lat, lon, other_lat, other_lon] = [lat, lon, other_lat, other_lon].map(f64::to_radians);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(other_lat - lat) + lat.cos() * other_lat.cos() * half(other_lon - lon);
    2.0 * 6371.0 * chord.sqrt().clamp(0.0, 1.0).asin()
}
