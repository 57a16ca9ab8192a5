//! An article dated before what it tells: an event, or a day that its own text names.
//!
//! Where day and month of its date may have changed places, what speaks for that and what speaks against it is said.
//! Nothing is ever written.

use super::literal::{Literal, literals};
use super::tense::{Tense, tense};
use super::{Finding, Owner, Site, is_sure, severity};
use crate::date::{Bound, Date};
use crate::diag::{Diagnostic, code};
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::{Certainty, Dated};
use crate::resolve::corpus::{Article, Mention};
use crate::resolve::sentence::Sentences;
use crate::span::Span;

/// An event so many days ahead is often spoken of before it is: as planned, with a ticket bought, with a verb of something
/// else in the past tense.
const AHEAD: i128 = 31;

/// An event that an article tells of, later than the article's date.
struct Told<'c> {
    event: EntityId,
    date: &'c Date,
    /// Where it tells of it.
    span: Option<Span>,
    annotation: Option<usize>,
    /// As of something past, and of a date that is sure.
    sure: bool,
}

/// A date in the text that is later than the article's.
struct Named {
    literal: Literal,
    words: String,
    span: Option<Span>,
    sure: bool,
}

/// The rule.
pub(super) fn dated(site: &Site<'_>, id: ArticleId, article: &Article) -> Vec<Finding> {
    // A footnote of the text is often later than the text; so is what `updated` and corrections have added.
    let sent = article.correspondence.as_ref().and_then(|letter| letter.sent.0.as_ref());
    let Some(date) = article.date.as_ref().or(sent) else { return Vec::new() };
    let later = article.updated.iter().chain(article.corrections.iter().filter_map(|(date, _)| date.as_ref()));
    let dates: Vec<&Date> = std::iter::once(date).chain(later).map(|date| &date.value).collect();
    let is_before = |other: &Date| dates.iter().all(|date| date.certainly_before(other));

    let told = told(site, article, &date.value, &is_before);
    let named = named(article, &is_before);
    let mut found = Vec::new();
    if !told.is_empty() {
        found.push(before_event(site, id, date, &told, &named));
    }
    // What has been accepted of an event is accepted of its date in the text.
    let accepted = article.accept.iter().any(|accept| accept.rule.value == code::DATE_BEFORE_EVENT.name);
    let is_told =
        |named: &Named| told.iter().any(|told| named.literal.readings.iter().any(|date| date.overlaps(told.date)));
    let rest: Vec<Named> = named.into_iter().filter(|named| told.is_empty() || !is_told(named)).collect();
    if !rest.is_empty() && (told.is_empty() || accepted) {
        found.push(before_text(id, date, &rest));
    }
    found
}

/// The events that lie after the article, each at the place that tells of it most plainly.
fn told<'c>(site: &Site<'c>, article: &Article, dated: &Date, is_before: &dyn Fn(&Date) -> bool) -> Vec<Told<'c>> {
    let mut all: Vec<Told<'c>> = Vec::new();
    let body = &article.prose.body;
    for mention in article.mentions.iter().filter(|mention| mention.footnote.is_none()) {
        let entity = site.corpus.entity(mention.entity);
        if entity.kind != KindId::EVENTS {
            continue;
        }
        let Some(date) = site.date_of(entity).filter(|date| is_before(date)) else { continue };
        let how = tense(body.words(&mention.sentence), &article.language);
        let is_far = is_far(dated, date);
        if how == Tense::Future || (how == Tense::Open && !is_far) {
            continue;
        }
        let sure = how == Tense::Past && is_far && is_sure(date) && mention.certainty != Some(Certainty::Low);
        let one = Told {
            event: mention.entity,
            date,
            span: body.map.span(mention.range.clone()),
            annotation: annotation(article, mention),
            sure,
        };
        match all.iter_mut().find(|told| told.event == one.event) {
            Some(told) if one.sure && !told.sure => *told = one,
            Some(_) => {}
            None => all.push(one),
        }
    }
    all
}

/// Whether an event is so far ahead, or of so exactly the day with day and month changed, that who tells of it as past
/// has seen it.
fn is_far(dated: &Date, event: &Date) -> bool {
    let days = dated.latest().day().zip(event.earliest().day());
    days.is_some_and(|(last, first)| first.number() - last.number() > AHEAD)
        || exchanged(dated).is_some_and(|other| other.overlaps(event))
}

fn annotation(article: &Article, mention: &Mention) -> Option<usize> {
    Some(article.passages.get(mention.passage?)?.annotation)
}

/// The dates in the text that lie after the article.
fn named(article: &Article, is_before: &dyn Fn(&Date) -> bool) -> Vec<Named> {
    let body = &article.prose.body;
    let mut sentences = None;
    let mut all = Vec::new();
    for literal in literals(body) {
        if !literal.readings.iter().all(is_before) {
            continue;
        }
        let sentence = sentences.get_or_insert_with(|| Sentences::new(body)).around(&literal.range);
        let how = tense(body.words(&sentence.range), &article.language);
        if how != Tense::Future {
            all.push(Named {
                words: body.words(&literal.range).to_owned(),
                span: body.map.span(literal.range.clone()),
                sure: how == Tense::Past,
                literal,
            });
        }
    }
    all
}

fn before_event(site: &Site<'_>, id: ArticleId, date: &Dated, told: &[Told<'_>], named: &[Named]) -> Finding {
    let sure: Vec<&Told<'_>> = told.iter().filter(|told| told.sure).collect();
    let shown: Vec<&Told<'_>> = if sure.is_empty() { told.iter().collect() } else { sure.clone() };
    let all_sure = !sure.is_empty() && is_sure(&date.value);
    let written = |told: &Told<'_>| format!("{}, {}", site.written(told.event), told.date.words());
    let verb = if sure.is_empty() { "speaks" } else { "tells" };
    let events: Vec<String> = shown.iter().map(|told| written(told)).collect();
    let message =
        format!("this is dated {} and {verb} of what was later: {}", date.value.words(), super::listed(&events, 3));
    let mut diagnostic = Diagnostic::new(code::DATE_BEFORE_EVENT, date.span, message).severity(severity(all_sure));
    for told in shown.iter().take(3) {
        if let Some(span) = told.span {
            diagnostic = diagnostic.label(span, format!("{} is of {}", site.written(told.event), told.date.words()));
        }
    }
    let exchanged = exchanged(&date.value);
    if let Some(other) = exchanged.filter(|other| shown.iter().all(|told| !other.certainly_before(told.date))) {
        let days: Vec<&&Told<'_>> = shown.iter().filter(|told| told.date.overlaps(&other)).collect();
        let agrees: Vec<String> = days
            .iter()
            .map(|told| {
                let name = &site.corpus.entity(told.event).name;
                format!("{} (“{name}”, {})", site.written(told.event), told.date.words())
            })
            .collect();
        let with = if agrees.is_empty() {
            "no event that it tells of is later".to_owned()
        } else {
            format!("this agrees with the recorded {}", super::listed(&agrees, 3))
        };
        diagnostic = diagnostic.help(format!(
            "Day and month may have changed places: {} ({}); {with}.",
            other.text(),
            other.words()
        ));
        diagnostic = contrary(diagnostic, &other, named);
    } else {
        diagnostic = diagnostic.help(
            "Correct the date of the article or of the event, or say `updated:` where something was added later.",
        );
        for one in named.iter().take(3) {
            diagnostic = label(diagnostic, one, "the text names a later day too");
        }
    }
    let annotations = shown.iter().filter_map(|told| told.annotation).map(|at| Owner::Annotation(id, at));
    let events = shown.iter().map(|told| Owner::Entity(told.event));
    Finding::new(diagnostic, std::iter::once(Owner::Article(id)).chain(annotations).chain(events))
}

fn before_text(id: ArticleId, date: &Dated, named: &[Named]) -> Finding {
    let sure: Vec<&Named> = named.iter().filter(|named| named.sure).collect();
    let shown: Vec<&Named> = if sure.is_empty() { named.iter().collect() } else { sure.clone() };
    let words: Vec<String> = shown.iter().map(|named| format!("“{}”", flat(&named.words))).collect();
    let message =
        format!("this is dated {}, and its text names what is later: {}", date.value.words(), super::listed(&words, 3));
    let all_sure = !sure.is_empty() && is_sure(&date.value);
    let mut diagnostic = Diagnostic::new(code::DATE_BEFORE_TEXT, date.span, message).severity(severity(all_sure));
    for one in shown.iter().take(3) {
        diagnostic = label(diagnostic, one, "later than the article's date");
    }
    let agrees = |other: &Date| {
        let dates = || shown.iter().flat_map(|named| &named.literal.readings);
        dates().all(|date| !other.certainly_before(date)) && dates().any(|date| date.overlaps(other))
    };
    diagnostic = match exchanged(&date.value).filter(agrees) {
        Some(other) => diagnostic.help(format!(
            "Day and month may have changed places: {} ({}), which the text names.",
            other.text(),
            other.words()
        )),
        None => diagnostic.help("Correct the article's date, or say `updated:` where something was added later."),
    };
    Finding::new(diagnostic, [Owner::Article(id)])
}

/// What stands in the text against a date that is proposed.
fn contrary(mut diagnostic: Diagnostic, other: &Date, named: &[Named]) -> Diagnostic {
    let against = named.iter().filter(|named| named.literal.readings.iter().all(|date| other.certainly_before(date)));
    let against: Vec<&Named> = against.collect();
    if against.is_empty() {
        return diagnostic;
    }
    let mut words: Vec<String> = against.iter().map(|named| format!("“{}”", flat(&named.words))).collect();
    words.dedup();
    for one in against.iter().take(3) {
        diagnostic = label(diagnostic, one, &format!("later than {} too", other.text()));
    }
    diagnostic.help(format!(
        "Against it stands {} in the text, which is later still: the text may have been added to, or be of that day.",
        super::listed(&words, 3)
    ))
}

fn label(diagnostic: Diagnostic, named: &Named, words: &str) -> Diagnostic {
    match named.span {
        Some(span) => diagnostic.label(span, words),
        None => diagnostic,
    }
}

fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The date with day and month changed: only of a whole day, and only where that is another one.
fn exchanged(date: &Date) -> Option<Date> {
    let (Bound::Day(first), Bound::Day(last)) = (date.earliest(), date.latest()) else { return None };
    if first != last || first.day == first.month || first.day > 12 {
        return None;
    }
    let text = format!("{:04}-{:02}-{:02}", first.year, first.day, first.month);
    Date::parse(&text, &jiff::tz::TimeZone::UTC).ok()
}
