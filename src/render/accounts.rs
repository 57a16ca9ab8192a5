//! What articles tell of an entity → [`view::Accounts`]: the comparison that `graph::accounts` makes, in words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::entity::{coordinates, resolved as resolved_view};
use super::here::{Here, annotation_anchor, capital, passage_words, shorten};
use super::view;
use crate::graph::accounts::{self, Account, FieldAccounts, FieldName, Position, Said, Value};
use crate::id::{ArticleId, EntityId, KindId};
use crate::resolve::corpus::{Asserted, Corpus, Resolved, Role};

/// Passages of one article that are listed by their words.
const PASSAGES: usize = 6;
/// Articles of which such passages are listed.
const TOLD: usize = 30;
/// Values of one field that are set against each other.
const POSITIONS: usize = 20;
/// Articles that are named for a value, and values that it is said to be against.
const NAMED: usize = 12;

/// The section of an entity's page, with these rows of the table; none where nothing is told and nothing was resolved.
/// What is said of the whole table stands with its first part.
pub(super) fn accounts(here: &Here<'_, '_>, id: EntityId, rows: Range<usize>, first: bool) -> Option<view::Accounts> {
    let (corpus, graph) = (here.corpus(), here.whole.graph);
    let entity = corpus.entity(id);
    let told = accounts::accounts(corpus, graph, id);
    let is_event = entity.kind == KindId::EVENTS;
    if entity.resolved.is_empty() && (told.told.is_empty() || !is_event && told.fields.is_empty()) {
        return None;
    }
    let of_field = |field: &FieldAccounts<'_>| match field.field {
        FieldName::Key(key) => entity.resolved.iter().find(|resolved| resolved.field == key),
        FieldName::Number(label) => entity.resolved.iter().find(|resolved| {
            let named = |(other, _): &(String, String)| other == label;
            // A reason alone is one for every number that is disputed.
            resolved.field == "numbers" && resolved.value.is_empty() && field.is_disputed()
                || resolved.value.iter().any(|value| matches!(value, Asserted::Numbers(all) if all.iter().any(named)))
        }),
    };
    // What is accepted with a reason is left open with that reason.
    let accepted = entity.accept.iter().find(|accept| accept.rule.value == "accounts-disagree");
    let open = accepted.and_then(|accept| accept.because.as_ref()).map(|because| view::Resolved {
        field: String::new(),
        values: Vec::new(),
        because: Some(because.value.clone()),
        sources: Vec::new(),
    });
    let fields: Vec<_> = told
        .fields
        .iter()
        .map(|field| {
            let mut shown = account_field(here, field, of_field(field));
            if shown.resolved.is_none() && field.is_disputed() {
                shown.resolved.clone_from(&open);
            }
            shown
        })
        .collect();
    let cell = |field: &FieldAccounts<'_>, items| view::AccountCell { label: label(here, field.field), items };
    let disputed: Vec<&[bool]> = told.fields.iter().map(|field| &*field.disputed).collect();
    let record = told.fields.iter().zip(&disputed).map(|(field, disputed)| {
        let own = field.positions.iter().enumerate().filter(|(_, position)| position.record.is_some());
        let own: Vec<_> = own.collect();
        let item = view::AccountItem {
            disputed: own.iter().any(|&(at, _)| disputed[at]),
            values: own.iter().map(|(_, position)| value(here, &position.value)).collect(),
            passage: None,
        };
        cell(field, if own.is_empty() { Vec::new() } else { vec![item] })
    });
    let asserting = told.told.iter().filter(|account| !account.asserts.is_empty());
    // A short table is one part, and its rows were not counted.
    let few = graph.entities[id.index()].asserted.len() < super::dossier::FEW;
    let asserting = asserting.skip(rows.start).take(if few { usize::MAX } else { rows.len() });
    let rows = asserting.map(|account| {
        let origin = Origin::of(here, account.article);
        view::AccountRow {
            article: here.article(account.article),
            after: origin.after,
            after_text: origin.after_text,
            translation_of: origin.translation_of,
            cells: told
                .fields
                .iter()
                .zip(&disputed)
                .map(|(field, disputed)| cell(field, items(here, account.article, field, disputed)))
                .collect(),
        }
    });
    let silent: Vec<_> = told.told.iter().filter(|account| first && is_event && !account.passages.is_empty()).collect();
    let shown = |one: &&Resolved| told.fields.iter().any(|field| of_field(field).is_some_and(|other| other == *one));
    let resolved = entity.resolved.iter().filter(|one| first && !shown(one));
    Some(view::Accounts {
        first,
        articles: told.told.len(),
        independent: told.independent,
        disputed: told.fields.iter().filter(|field| field.is_disputed()).count(),
        record: record.collect(),
        rows: rows.collect(),
        passages: silent.iter().take(TOLD).map(|account| passages(here, account)).collect(),
        more: silent.len().saturating_sub(TOLD),
        resolved: resolved.map(|one| resolved_view(here, one)).collect(),
        fields,
    })
}

/// Whose account an article gives, if not its own.
struct Origin {
    after: Option<view::ArticleLink>,
    after_text: Option<String>,
    translation_of: Option<view::ArticleLink>,
}

impl Origin {
    fn of(here: &Here<'_, '_>, id: ArticleId) -> Origin {
        let article = here.corpus().article(id);
        let text = article.source.iter().find_map(|origin| origin.after.as_ref()).map(|text| text.value.clone());
        Origin {
            after: article.after.map(|after| here.article(after)),
            after_text: text.filter(|_| article.after.is_none()),
            translation_of: article.translation_of.map(|of| here.article(of)),
        }
    }
}

/// What an article asserts in a field, by passage; of each position it is known whether it is disputed.
fn items(here: &Here<'_, '_>, id: ArticleId, field: &FieldAccounts<'_>, disputed: &[bool]) -> Vec<view::AccountItem> {
    let mut by_passage: BTreeMap<(usize, usize), view::AccountItem> = BTreeMap::new();
    for (position, disputed) in field.positions.iter().zip(disputed) {
        for said in position.said.iter().filter(|said| said.article == id) {
            let item = by_passage.entry((said.annotation, said.assertion)).or_insert_with(|| view::AccountItem {
                values: Vec::new(),
                passage: Some(passage(here, id, said.annotation)),
                disputed: false,
            });
            item.values.push(value(here, &said.value));
            item.disputed |= disputed;
        }
    }
    by_passage.into_values().collect()
}

/// The link to an annotation's words; to the article where it quotes none.
fn passage(here: &Here<'_, '_>, id: ArticleId, at: usize) -> view::PassageLink {
    let article = here.corpus().article(id);
    let annotation = article.annotations.get(at);
    let first = annotation.and_then(|annotation| annotation.passages.first());
    let words = first.and_then(|&at| article.passages.get(at)).and_then(|passage| passage_words(article, passage));
    view::PassageLink {
        text: words.unwrap_or_default(),
        href: here.article_href(id, annotation_anchor(article, at)),
        standing: annotation.and_then(|annotation| here.standing_in(annotation)),
    }
}

fn passages(here: &Here<'_, '_>, account: &Account) -> view::AccountPassages {
    let id = account.article;
    let origin = Origin::of(here, id);
    view::AccountPassages {
        article: here.article(id),
        after: origin.after,
        after_text: origin.after_text,
        translation_of: origin.translation_of,
        passages: account.passages.iter().take(PASSAGES).map(|&at| passage(here, id, at)).collect(),
        more: account.passages.len().saturating_sub(PASSAGES),
        language: here.other_language(&here.corpus().article(id).language),
    }
}

fn account_field(here: &Here<'_, '_>, field: &FieldAccounts<'_>, resolved: Option<&Resolved>) -> view::AccountField {
    let (state, words) = state(here, field);
    let one = |Way { at, value: given, record, mut said }: Way<'_, '_>| {
        // What disagrees with all that stands beside it needs not say with what.
        let others: Vec<usize> = field.against(at).collect();
        let some = if others.len() + 1 < field.positions.len() { NAMED } else { 0 };
        let mut seen = BTreeSet::new();
        said.retain(|said| seen.insert(said.article));
        let links = said.iter().take(NAMED).map(|said| {
            let article = here.article(said.article);
            let view::PassageLink { href, standing, .. } = passage(here, said.article, said.annotation);
            view::AccountLink { text: article.title, href, language: article.language, standing }
        });
        view::AccountPosition {
            value: value(here, given),
            record,
            articles: links.collect(),
            more: said.len().saturating_sub(NAMED),
            independent: accounts::independent(here.corpus(), said.iter().map(|said| said.article)),
            against: others.iter().take(some).map(|&other| plain(here, &field.positions[other].value)).collect(),
            resolved: resolved.is_some_and(|resolved| is_settled(here.corpus(), resolved, field.field, given)),
        }
    };
    let ways: Vec<Way<'_, '_>> = field.positions.iter().enumerate().flat_map(|(at, one)| Way::all(at, one)).collect();
    let count = ways.len();
    let several = count > 1 && state != "agree";
    let shown: Vec<_> = if several { ways.into_iter().take(POSITIONS).map(one).collect() } else { Vec::new() };
    view::AccountField {
        label: label(here, field.field),
        state,
        words,
        more: if several { count - shown.len() } else { 0 },
        positions: shown,
        resolved: resolved.map(|resolved| resolved_view(here, resolved)),
    }
}

/// A value as some give it: of one person one role, with one certainty.
struct Way<'p, 'c> {
    /// Of which position.
    at: usize,
    value: &'p Value<'c>,
    record: bool,
    said: Vec<&'p Said<'c>>,
}

impl<'p, 'c> Way<'p, 'c> {
    fn all(at: usize, position: &'p Position<'c>) -> Vec<Way<'p, 'c>> {
        let own = position.record.map(|_| Way { at, value: &position.value, record: true, said: Vec::new() });
        let mut ways: Vec<Way<'p, 'c>> = own.into_iter().collect();
        let alike = |a: &Value<'_>, b: &Value<'_>| match (a, b) {
            (Value::Ref(a), Value::Ref(b)) => (&a.role, a.certainty) == (&b.role, b.certainty),
            _ => true,
        };
        for said in &position.said {
            match ways.iter_mut().find(|way| alike(way.value, &said.value)) {
                Some(way) => way.said.push(said),
                None => ways.push(Way { at, value: &said.value, record: false, said: vec![said] }),
            }
        }
        ways
    }
}

/// How the accounts of a field stand to each other.
fn state(here: &Here<'_, '_>, field: &FieldAccounts<'_>) -> (&'static str, String) {
    let articles = || field.positions.iter().flat_map(Position::articles);
    let count = articles().collect::<BTreeSet<_>>().len();
    let record = field.positions.iter().any(|position| position.record.is_some());
    let independent = accounts::independent(here.corpus(), articles());
    let once = independent < count && independent == 1;
    let said = |name: &str| here.words().named("agreement", name).unwrap_or_default().to_owned();
    let agree = || match (count, record, once) {
        (1, false, _) => said("one"),
        (1, true, _) => said("one_and_record"),
        (2, false, false) => said("both"),
        (2, true, false) => said("both_and_record"),
        (2, false, true) => said("both_once"),
        (2, true, true) => said("both_and_record_once"),
        (_, false, false) => here.words().count("all_agree", count, &[]),
        (_, true, false) => here.words().count("all_agree_and_record", count, &[]),
        (_, false, true) => here.words().count("all_agree_once", count, &[]),
        (_, true, true) => here.words().count("all_agree_and_record_once", count, &[]),
    };
    let listed = field.positions.iter().any(|position| !position.is_alone());
    let list_named =
        |position: &Position<'_>| position.articles().len() == count && position.record.is_some() == record;
    if field.is_disputed() {
        let is_told = |&at: &usize| !field.positions[at].said.is_empty();
        let among = (0..field.positions.len()).filter(is_told).any(|at| field.against(at).any(|other| is_told(&other)));
        return match (among, count) {
            (true, 1) => ("disagree", said("one_against_itself")),
            (true, _) => ("disagree", said("disagree")),
            (false, 1) => ("record", said("one_against_record")),
            (false, _) => ("record", said("all_against_record")),
        };
    }
    if !field.positions.iter().all(Position::is_told_alike) {
        return ("open", said("ways_differ"));
    }
    if field.positions.len() == 1 || (listed && field.positions.iter().all(list_named)) {
        let state = if count == 1 && !record { "one" } else { "agree" };
        return (state, agree());
    }
    if listed {
        return ("add", said("lists_add"));
    }
    let kind = |position: &Position<'_>| match position.value {
        Value::Date(_) | Value::Ref(_) => true,
        Value::Number(_) | Value::Coordinates(..) | Value::Role(_) | Value::Text(_) => false,
    };
    if field.positions.iter().all(kind) {
        return ("exact", said("more_exact"));
    }
    if matches!(field.field, FieldName::Number(_)) {
        let values = || field.positions.iter().map(|position| &position.value);
        let are_comparable =
            values().enumerate().all(|(at, a)| values().skip(at + 1).all(|b| accounts::are_comparable(a, b)));
        return ("open", said(if are_comparable { "numbers_differ" } else { "numbers_incomparable" }));
    }
    ("open", said("words_differ"))
}

/// Whether a value is among those held to be right.
fn is_settled(corpus: &Corpus, resolved: &Resolved, field: FieldName<'_>, value: &Value<'_>) -> bool {
    resolved.value.iter().any(|settled| match (settled, value, field) {
        (Asserted::Date(settled), Value::Date(date), _) => settled.overlaps(date),
        (Asserted::Refs(refs), Value::Ref(own), _) => refs.iter().any(|one| one.entity == own.entity),
        (Asserted::Text(text), Value::Text(own), _) => text == own,
        (Asserted::Coordinates(lat, lon), Value::Coordinates(own_lat, own_lon), _) => (lat, lon) == (own_lat, own_lon),
        (Asserted::Roles(roles), Value::Role(own), _) => {
            let is_against = |role: &Role| accounts::disagree(corpus, &Value::Role(role), value);
            roles.iter().any(|role| role.title == own.title && !is_against(role))
        }
        (Asserted::Numbers(all), Value::Number(own), FieldName::Number(label)) => {
            all.iter().any(|(other, number)| other == label && number == own)
        }
        _ => false,
    })
}

fn label(here: &Here<'_, '_>, field: FieldName<'_>) -> String {
    match field {
        FieldName::Key(key) => here.field(key),
        FieldName::Number(label) => capital(label),
    }
}

fn value(here: &Here<'_, '_>, value: &Value<'_>) -> view::AccountValue {
    view::AccountValue {
        text: if matches!(value, Value::Ref(_)) { String::new() } else { plain(here, value) },
        entity: if let Value::Ref(reference) = value { Some(here.entity_ref(reference)) } else { None },
        date: if let Value::Date(date) = value { Some(here.date_view(date)) } else { None },
    }
}

/// A value in words.
fn plain(here: &Here<'_, '_>, value: &Value<'_>) -> String {
    match value {
        Value::Date(date) => here.words().date(date),
        Value::Ref(reference) => here.named(&here.entity(reference.entity)),
        Value::Number(number) => shorten(number, 200),
        Value::Coordinates(lat, lon) => coordinates(here, *lat, *lon),
        Value::Role(role) => self::role(here, role),
        Value::Text(text) => shorten(text, 300),
    }
}

/// An office in words: `senator, United States Senate (from 1997)`.
fn role(here: &Here<'_, '_>, role: &Role) -> String {
    let at = role.at.iter().map(|at| here.corpus().entity(at.entity).name.as_str());
    let words: Vec<&str> = role.title.as_deref().into_iter().chain(at).collect();
    let mut out = words.join(here.words().get("comma"));
    let words = here.words();
    let date = |date: &Option<crate::parse::record::Dated>| date.as_ref().map(|date| words.date(&date.value));
    let when = match (date(&role.from), date(&role.to)) {
        (Some(from), Some(to)) => words.fill("from_to_dates", &[("from", &from), ("to", &to)]),
        (Some(from), None) => words.fill("from_date", &[("date", &from)]),
        (None, Some(to)) => words.fill("until_date", &[("date", &to)]),
        (None, None) => return out,
    };
    out.push_str(&format!(" ({when})"));
    out
}
