//! Offices: held outside of their term, by two at once, or with an end before the beginning.

use std::collections::BTreeMap;

use super::{Finding, Owner, Site, is_sure, severity, value};
use crate::date::{Bound, Date};
use crate::diag::{Diagnostic, code};
use crate::id::{EntityId, KindId};
use crate::resolve::corpus::Role;

/// The rules.
pub(super) fn offices(site: &Site<'_>) -> Vec<Finding> {
    let mut found = outside_term(site);
    found.extend(two_holders(site));
    found
}

/// The rule on roles and relations that end before they begin.
pub(super) fn backwards(site: &Site<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, entity) in site.entities() {
        let named = |what: &str, name: &Option<String>| match name {
            Some(name) => format!("the {what} “{name}”"),
            None => format!("a {what}"),
        };
        let roles = entity.roles.iter().map(|role| (named("role", &role.title), &role.from, &role.to));
        let relations = entity.relations.iter().map(|one| (named("relation", &one.role), &one.from, &one.to));
        for (what, from, to) in roles.chain(relations) {
            let (Some(from), Some(to)) = (from, to) else { continue };
            if !to.value.certainly_before(&from.value) {
                continue;
            }
            let (first, last) = (from.value.words(), to.value.words());
            let message = format!("{what} of {} begins {first}, but ends before that, {last}", site.written(id));
            let diagnostic = Diagnostic::new(code::ENDS_BEFORE_START, to.span, message)
                .severity(severity(is_sure(&from.value) && is_sure(&to.value)))
                .label(from.span, "the beginning")
                .help("One of the two dates is wrong, or they have changed places.");
            found.push(Finding::new(diagnostic, [Owner::Entity(id)]));
        }
    }
    found
}

/// Somebody takes part in an event in an office that they did not hold then.
fn outside_term(site: &Site<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, event) in site.entities() {
        let Some(date) = site.date_of(event).filter(|_| event.kind == KindId::EVENTS) else { continue };
        for participant in &event.participants {
            let who = &participant.who;
            let Some(as_what) = who.role.as_deref() else { continue };
            let person = site.corpus.entity(who.entity);
            let held: Vec<&Role> = person.roles.iter().filter(|role| is_office(role, as_what)).collect();
            // If one of them may have been held, none was held in vain.
            if held.is_empty() || held.iter().any(|role| !is_outside(role, date)) {
                continue;
            }
            let terms: Vec<String> = held.iter().map(|role| term(role)).collect();
            let message = format!(
                "{} takes part in {}, {}, as “{as_what}”, an office held {}",
                site.written(who.entity),
                site.written(id),
                date.words(),
                super::listed(&terms, 3)
            );
            let dates = held.iter().flat_map(|role| role.from.iter().chain(&role.to));
            let sure = is_sure(date) && dates.map(|date| &date.value).all(is_sure);
            let mut diagnostic = Diagnostic::new(code::OFFICE_OUTSIDE_TERM, who.span, message)
                .severity(severity(sure && super::is_certain(who)))
                .help("Say the office held then, or none: `role: former senator` is another word.");
            for role in held.iter().take(3) {
                diagnostic = diagnostic.label(role.span, "the office, with its term");
            }
            found.push(Finding::new(diagnostic, [Owner::Entity(id), Owner::Entity(who.entity)]));
        }
    }
    found
}

/// Whether words for somebody's part name this office: its title, or the beginning of it (`senator`: “Senator for Alabama”).
fn is_office(role: &Role, as_what: &str) -> bool {
    let (title, what) = (role.title.as_deref().unwrap_or_default().to_lowercase(), as_what.trim().to_lowercase());
    title.strip_prefix(&what).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && !what.is_empty())
}

fn is_outside(role: &Role, date: &Date) -> bool {
    value(role.from.as_ref()).is_some_and(|from| date.certainly_before(from))
        || value(role.to.as_ref()).is_some_and(|to| date.certainly_after(to))
}

fn term(role: &Role) -> String {
    let words = |date: &crate::parse::record::Dated| date.value.words();
    match (&role.from, &role.to) {
        (Some(from), Some(to)) => format!("from {} to {}", words(from), words(to)),
        (Some(from), None) => format!("from {}", words(from)),
        (None, Some(to)) => format!("until {}", words(to)),
        (None, None) => "at no known time".to_owned(),
    }
}

/// Two hold one office at once. Only offices that one alone holds are looked at.
fn two_holders(site: &Site<'_>) -> Vec<Finding> {
    let mut offices: BTreeMap<(String, EntityId), Vec<(EntityId, &Role)>> = BTreeMap::new();
    for (id, person) in site.entities().into_iter().filter(|(_, entity)| entity.kind == KindId::PEOPLE) {
        for role in &person.roles {
            let title = role.title.as_deref().unwrap_or_default().trim().to_lowercase();
            if let ([at], true) = (role.at.as_slice(), is_single(&title)) {
                offices.entry((title, at.entity)).or_default().push((id, role));
            }
        }
    }
    let mut found = Vec::new();
    for ((_, at), holders) in offices {
        for (n, &(first, one)) in holders.iter().enumerate() {
            for &(second, other) in holders[n + 1..].iter().filter(|(second, _)| *second != first) {
                let Some(sure) = overlap(one, other) else { continue };
                let message = format!(
                    "{} and {} are both “{}” at {} at one time: {} and {}",
                    site.written(first),
                    site.written(second),
                    other.title.as_deref().unwrap_or_default(),
                    site.written(at),
                    term(one),
                    term(other)
                );
                let dates = [&one.from, &one.to, &other.from, &other.to].into_iter().flatten();
                let sure = sure && dates.map(|date| &date.value).all(is_sure);
                let diagnostic = Diagnostic::new(code::TWO_HOLDERS, other.span, message)
                    .severity(severity(sure))
                    .label(one.span, "the other holder")
                    .help("Correct the terms, or make the titles different if there are two such offices.");
                found.push(Finding::new(diagnostic, [Owner::Entity(first), Owner::Entity(second)]));
            }
        }
    }
    found
}

/// Whether two terms share more than the day on which one ends and the other begins: surely, possibly (an end is not
/// known), or not at all.
fn overlap(one: &Role, other: &Role) -> Option<bool> {
    let (from, other_from) = (value(one.from.as_ref())?, value(other.from.as_ref())?);
    let (earlier, later, later_from) =
        if from.chronology(other_from).is_gt() { (other, one, from) } else { (one, other, other_from) };
    let Some(to) = value(earlier.to.as_ref()) else {
        // Without an end the first may have gone before the second came; only that both are still there is sure to be odd.
        return later.to.is_none().then_some(false);
    };
    let (Bound::Day(end), Bound::Day(start)) = (to.earliest(), later_from.latest()) else { return None };
    (end.number() > start.number() + 1).then_some(true)
}

/// Whether an office has one holder at a time, by its title.
fn is_single(title: &str) -> bool {
    const SINGLE: [&str; 34] = [
        "ambassador",
        "attorney general",
        "chair",
        "chairman",
        "chairwoman",
        "chancellor",
        "chief executive",
        "chief justice",
        "editor-in-chief",
        "emperor",
        "empress",
        "first minister",
        "governor",
        "king",
        "mayor",
        "minister of",
        "pope",
        "president",
        "prime minister",
        "queen",
        "secretary of",
        "secretary-general",
        "speaker",
        "taoiseach",
        "bundeskanzler",
        "bundespräsident",
        "bürgermeister",
        "intendant",
        "kaiser",
        "kaiserin",
        "könig",
        "ministerpräsident",
        "papst",
        "präsident",
    ];
    SINGLE.iter().any(|office| title.strip_prefix(office).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}
