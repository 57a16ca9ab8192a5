//! What lies before somebody's birth or after their death, before an organization's founding or after its dissolution.
//!
//! That the dead are spoken of is no mistake: after an end only what needs a living hand counts, to take part, to hold an
//! office, to write or to speak. Before a beginning a mention counts too: nobody writes of those not yet born.

use rayon::prelude::*;

use super::tense::{Tense, tense};
use super::{Finding, Owner, Site, is_certain, is_sure, severity, value};
use crate::date::Date;
use crate::diag::{Code, Diagnostic, code};
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::{Certainty, Dated};
use crate::resolve::corpus::{Article, Entity};
use crate::span::Span;

/// So many days before its birth a child can be expected.
const EXPECTED: i128 = 300;

/// The rule for what records say: participants, roles, claims.
pub(super) fn records(site: &Site<'_>) -> Vec<Finding> {
    site.entities().into_par_iter().flat_map_iter(|(id, entity)| of_record(site, id, entity)).collect()
}

/// One end of a life.
#[derive(Clone, Copy)]
struct End<'c> {
    code: Code,
    date: &'c Date,
    word: &'static str,
}

fn beginning(entity: &Entity) -> Option<End<'_>> {
    let end = |date: &'_ Option<Dated>| value(date.as_ref()).is_some();
    match entity.kind {
        KindId::PEOPLE if end(&entity.born) => {
            Some(End { code: code::BEFORE_BIRTH, date: value(entity.born.as_ref())?, word: "was born" })
        }
        KindId::ORGANIZATIONS => {
            Some(End { code: code::BEFORE_FOUNDING, date: value(entity.founded.as_ref())?, word: "was founded" })
        }
        _ => None,
    }
}

fn end(entity: &Entity) -> Option<End<'_>> {
    match entity.kind {
        KindId::PEOPLE => Some(End { code: code::AFTER_DEATH, date: value(entity.died.as_ref())?, word: "died" }),
        KindId::ORGANIZATIONS => {
            Some(End { code: code::AFTER_DISSOLUTION, date: value(entity.dissolved.as_ref())?, word: "was dissolved" })
        }
        _ => None,
    }
}

/// The end of a life that a date lies beyond.
fn beyond<'c>(entity: &'c Entity, date: &Date) -> Option<End<'c>> {
    let before = beginning(entity).filter(|end| date.certainly_before(end.date));
    before.or_else(|| end(entity).filter(|end| date.certainly_after(end.date)))
}

/// What is said: `people/x was born 1946, but takes part in … on …`.
fn finding(site: &Site<'_>, id: EntityId, end: End<'_>, does: &str, date: &Date, at: (Span, bool)) -> Diagnostic {
    let (span, sure) = at;
    let message = format!("{} {} {}, but {does}, {}", site.written(id), end.word, on(end.date), date.words());
    let mut diagnostic = Diagnostic::new(end.code, span, message)
        .severity(severity(sure && is_sure(date) && is_sure(end.date)))
        .help("One of the dates is wrong, or somebody else of the name is meant.");
    let record = site.corpus.entity(id);
    let dated = [&record.born, &record.died, &record.founded, &record.dissolved];
    if let Some(place) = dated.into_iter().flatten().find(|dated| dated.value == *end.date) {
        diagnostic = diagnostic.label(place.span, "as recorded here");
    }
    diagnostic
}

fn on(date: &Date) -> String {
    let words = date.words();
    if words.starts_with(|c: char| c.is_ascii_digit()) && date.month().is_none() {
        format!("in {words}")
    } else {
        words
    }
}

fn of_record(site: &Site<'_>, id: EntityId, entity: &Entity) -> Vec<Finding> {
    let mut found = Vec::new();
    let ends = [(&entity.died, "died"), (&entity.dissolved, "was dissolved")];
    for (date, does) in ends.into_iter().filter_map(|(date, does)| Some((date.as_ref()?, does))) {
        if let Some(first) = beginning(entity).filter(|first| date.value.certainly_before(first.date)) {
            let diagnostic = finding(site, id, first, does, &date.value, (date.span, true));
            found.push(Finding::new(diagnostic, [Owner::Entity(id)]));
        }
    }
    if let Some(date) = site.date_of(entity).filter(|_| entity.kind == KindId::EVENTS) {
        for participant in &entity.participants {
            let who = &participant.who;
            if who.role.as_deref().is_some_and(is_of_the_dead) {
                continue;
            }
            if let Some(end) = beyond(site.corpus.entity(who.entity), date) {
                let does = format!("takes part in {}", site.written(id));
                let diagnostic = finding(site, who.entity, end, &does, date, (who.span, is_certain(who)));
                found.push(Finding::new(diagnostic, [Owner::Entity(id), Owner::Entity(who.entity)]));
            }
        }
    }
    for role in &entity.roles {
        let title = role.title.as_ref().map_or_else(|| "a role".to_owned(), |title| format!("the role “{title}”"));
        let holders = std::iter::once(id).chain(role.at.iter().map(|at| at.entity));
        for whose in holders {
            let other = site.corpus.entity(whose);
            let does = if whose == id { format!("has {title}") } else { format!("gives {} {title}", site.written(id)) };
            let (from, to) = (value(role.from.as_ref()), value(role.to.as_ref()));
            let before = beginning(other)
                .and_then(|end| Some((end, from.or(to).filter(|date| date.certainly_before(end.date))?)));
            let after =
                end(other).and_then(|end| Some((end, to.or(from).filter(|date| date.certainly_after(end.date))?)));
            if let Some((end, date)) = before.or(after) {
                let diagnostic = finding(site, whose, end, &does, date, (role.span, true));
                found.push(Finding::new(diagnostic, [Owner::Entity(id), Owner::Entity(whose)]));
            }
        }
    }
    if let Some(date) = value(entity.claim.date.as_ref()).filter(|_| entity.kind == KindId::CLAIMS) {
        for by in &entity.claim.by {
            if let Some(end) = beyond(site.corpus.entity(by.entity), date) {
                let does = format!("makes the claim {}", site.written(id));
                let diagnostic = finding(site, by.entity, end, &does, date, (by.span, is_certain(by)));
                found.push(Finding::new(diagnostic, [Owner::Entity(id), Owner::Entity(by.entity)]));
            }
        }
    }
    found
}

/// Roles that one has in an event after one's death.
fn is_of_the_dead(role: &str) -> bool {
    const ROLES: [&str; 12] = [
        "deceased",
        "buried",
        "honoured",
        "honored",
        "commemorated",
        "remembered",
        "subject",
        "dedicatee",
        "namesake",
        "verstorben",
        "geehrt",
        "begraben",
    ];
    let role = role.to_lowercase();
    ROLES.iter().any(|word| role.contains(word))
}

/// The rule for articles: mentions, speakers, letters.
pub(super) fn article(site: &Site<'_>, id: ArticleId, article: &Article) -> Vec<Finding> {
    let mut found = mentions(site, id, article);
    let letter = article.correspondence.as_ref();
    if let Some((letter, date)) =
        letter.and_then(|letter| Some((letter, value(letter.sent.0.as_ref().or(article.date.as_ref()))?)))
    {
        let people = letter.sender.iter().map(|who| (who, "sends this letter"));
        for (who, does) in people.chain(letter.recipient.iter().map(|who| (who, "is sent this letter"))) {
            if let Some(end) = beyond(site.corpus.entity(who.entity), date) {
                let diagnostic = finding(site, who.entity, end, does, date, (who.span, is_certain(who)));
                found.push(Finding::new(diagnostic, [Owner::Article(id), Owner::Entity(who.entity)]));
            }
        }
    }
    for (at, annotation) in article.annotations.iter().enumerate() {
        let events = annotation.about.iter().filter(|about| site.corpus.entity(about.entity).kind == KindId::EVENTS);
        for event in events {
            let Some(date) = site.date_of(site.corpus.entity(event.entity)) else { continue };
            for who in &annotation.speakers {
                if let Some(end) = beyond(site.corpus.entity(who.entity), date) {
                    let does = format!("speaks at {}", site.written(event.entity));
                    let diagnostic = finding(site, who.entity, end, &does, date, (who.span, is_certain(who)));
                    let of = [
                        Owner::Annotation(id, at),
                        Owner::Article(id),
                        Owner::Entity(who.entity),
                        Owner::Entity(event.entity),
                    ];
                    found.push(Finding::new(diagnostic, of));
                }
            }
        }
    }
    found
}

/// Who is mentioned before there was such a one: each once, at the first place.
fn mentions(site: &Site<'_>, id: ArticleId, article: &Article) -> Vec<Finding> {
    let Some(date) = site.written_by(article) else { return Vec::new() };
    let mut seen: Vec<EntityId> = Vec::new();
    let mut found = Vec::new();
    let body = &article.prose.body;
    for mention in article.mentions.iter().filter(|mention| mention.footnote.is_none()) {
        let entity = site.corpus.entity(mention.entity);
        let Some(end) = beginning(entity).filter(|end| date.certainly_before(end.date)) else { continue };
        if seen.contains(&mention.entity) || tense(body.words(&mention.sentence), &article.language) == Tense::Future {
            continue;
        }
        seen.push(mention.entity);
        let span = body.map.span(mention.range.clone()).unwrap_or(article.span);
        // A child that is expected is spoken of before it is born.
        let days = date.latest().day().zip(end.date.earliest().day());
        let is_far = days.is_none_or(|(last, first)| first.number() - last.number() > EXPECTED);
        let sure = mention.certainty != Some(Certainty::Low) && entity.kind == KindId::PEOPLE && is_far;
        let does = "is mentioned in an article that is earlier";
        let diagnostic = finding(site, mention.entity, end, does, date, (span, sure));
        let annotation = mention.passage.and_then(|at| article.passages.get(at)).map(|passage| passage.annotation);
        let of = [Owner::Article(id), Owner::Entity(mention.entity)].into_iter();
        found.push(Finding::new(diagnostic, of.chain(annotation.map(|at| Owner::Annotation(id, at)))));
    }
    found
}
