//! Annotations, `not:` and sidecars.

use super::{Decode, about, accept, exact, references, refs, sources};
use crate::diag::{Diagnostic, code};
use crate::parse::document::{Annotation, AssertedValue, Assertion, ClaimUse, More, Not, Occurrence, Quote, Sidecar};
use crate::parse::record::ClaimFields;
use crate::parse::seldom::Seldom;
use crate::parse::shape::value::{Map, Value};
use crate::span::{Spanned, Text};

impl Decode<'_> {
    /// A file of annotations; `folder` and `article` are those of its path.
    pub fn sidecar(&mut self, mut map: Map, folder: String, article: String) -> Sidecar {
        let by = map.texts("by");
        let mut annotations = self.annotations(&mut map);
        for annotation in annotations.iter_mut().filter(|annotation| annotation.by.is_empty()) {
            annotation.by.clone_from(&by);
        }
        Sidecar { file: self.file, folder, article, annotations, not: nots(&mut map) }
    }

    /// The annotations of a map.
    pub fn annotations(&mut self, map: &mut Map) -> Vec<Annotation> {
        exact(map.maps("annotations").into_iter().map(|map| self.annotation(map)))
    }

    fn annotation(&mut self, mut map: Map) -> Annotation {
        let quotes = self.quotes(&mut map);
        let asserts =
            map.map("asserts").map_or_else(Vec::new, |map| map.entries.into_iter().filter_map(assertion).collect());
        Annotation {
            span: map.span,
            quotes,
            about: about(&mut map),
            speaker: refs(&mut map, "speaker"),
            indirect: map.text("speech").is_some_and(|speech| speech.value == "indirect"),
            note: map.text("note").map(|note| Box::new(self.scalar_body(&note))),
            asserts,
            tags: map.labels("tags"),
            by: map.texts("by"),
            draft: map.bool("draft").unwrap_or(false),
            more: Seldom::from(More {
                claim: map.take("claim").and_then(claim_use),
                date: map.date("date"),
                language: map.text("language"),
                id: map.text("id"),
                previously: map.texts("previously"),
                removed: map.date("removed"),
                accept: accept(&mut map),
                extra: map.extra,
            }),
        }
    }

    /// The passages. What selects stands beside a single passage, and in each item of a list.
    fn quotes(&mut self, map: &mut Map) -> Vec<Quote> {
        let selectors = ["before", "after", "occurrence"].into_iter().find_map(|key| Some((key, map.key(key)?)));
        let quote_key = map.key("quote");
        let mut quotes: Vec<Quote> = exact(map.list("quote").into_iter().filter_map(quote_item));
        let Some((key, span)) = selectors else { return quotes };
        match (quotes.as_mut_slice(), quote_key) {
            ([one], _) if one.before.is_none() && one.after.is_none() && one.occurrence.is_none() => {
                one.before = map.text("before").map(Box::new);
                one.after = map.text("after").map(Box::new);
                one.occurrence = occurrence(map).map(Box::new);
            }
            ([], None) => {
                let message = format!("`{key}` selects a place of `quote`, which is missing");
                self.found.push(
                    Diagnostic::new(code::MISSING_KEY, span, message).help("Write the `quote`, or remove the key."),
                );
            }
            ([], Some(_)) => {}
            ([..], _) => {
                let message = format!("`{key}` belongs to one passage, and `quote` holds its own");
                let help = format!("Write it into the item of the list: `- {{quote: …, {key}: …}}`.");
                self.found.push(Diagnostic::new(code::BAD_VALUE, span, message).help(help));
            }
        }
        quotes
    }
}

/// The items of `not:`.
pub fn nots(map: &mut Map) -> Vec<Not> {
    let not = |mut map: Map| Some(Not { quote: quote(&mut map)?, about: about(&mut map), span: map.span });
    map.maps("not").into_iter().filter_map(not).collect()
}

fn quote_item(value: Value) -> Option<Quote> {
    match value {
        Value::Text(quote) => Some(Quote { quote, before: None, after: None, occurrence: None }),
        Value::Map(mut map) => quote(&mut map),
        _ => None,
    }
}

fn quote(map: &mut Map) -> Option<Quote> {
    let quote = map.text("quote")?;
    let (before, after) = (map.text("before").map(Box::new), map.text("after").map(Box::new));
    Some(Quote { quote, before, after, occurrence: occurrence(map).map(Box::new) })
}

fn occurrence(map: &mut Map) -> Option<Spanned<Occurrence>> {
    match map.take("occurrence")? {
        Value::Text(all) => Some(all.map(|_| Occurrence::All)),
        Value::List(items, span) => {
            let number = |item| match item {
                Value::Count(number) => u32::try_from(number.value).ok(),
                _ => None,
            };
            let mut numbers: Vec<u32> = items.into_iter().filter_map(number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            (!numbers.is_empty()).then(|| Spanned::new(Occurrence::Numbers(numbers), span))
        }
        _ => None,
    }
}

fn claim_use(value: Value) -> Option<ClaimUse> {
    match value {
        Value::Text(id) => Some(ClaimUse::Id(id)),
        Value::Map(mut map) => {
            let mut claim = claim_fields(&mut map);
            claim.date = map.date("date");
            claim.sources = sources(&mut map);
            Some(ClaimUse::Here(Box::new(claim)))
        }
        _ => None,
    }
}

/// The fields of a claim that its record and a claim in place share: all but `date` and `sources`.
pub fn claim_fields(map: &mut Map) -> ClaimFields {
    ClaimFields {
        text: map.text("text"),
        by: refs(map, "by"),
        date: None,
        verdict: map.text("verdict"),
        because: map.text("because"),
        reviewed_by: map.texts("reviewed_by"),
        reviewed: map.date("reviewed"),
        sources: Vec::new(),
    }
}

fn assertion((of, value): (Text, Value)) -> Option<Assertion> {
    let map = value.map()?;
    let mut fields = Vec::new();
    for (key, span, value) in map.fields {
        fields.extend(asserted(key, value).into_iter().map(|value| (Text::new(key.to_owned(), span), value)));
    }
    Some(Assertion {
        of,
        fields,
        about: map.about.into_iter().map(|(kind, value)| (kind, references(value))).collect(),
    })
}

/// What the values of a field that is asserted, or in which a disagreement is resolved, are; each text of a list is one.
pub fn asserted(key: &str, value: Value) -> Vec<AssertedValue> {
    match (key, value) {
        (_, Value::Date(date)) => vec![AssertedValue::Date(date.value, date.span)],
        (_, Value::Text(text)) => vec![AssertedValue::Text(text)],
        ("numbers", Value::Map(map)) => {
            let pair = |(label, value): (Text, Value)| Some((label, value.text()?));
            vec![AssertedValue::Numbers(map.entries.into_iter().filter_map(pair).collect())]
        }
        ("coordinates", Value::Map(map)) => {
            super::record::coordinates(map).map(AssertedValue::Coordinates).into_iter().collect()
        }
        ("participants", value) => {
            let people = value.list().into_iter().filter_map(super::record::participant).collect();
            vec![AssertedValue::Participants(people)]
        }
        ("roles", value) => {
            vec![AssertedValue::Roles(
                value.list().into_iter().filter_map(Value::map).map(super::record::role).collect(),
            )]
        }
        (
            "occupations" | "reviewed_by" | "name" | "sort_name" | "aliases" | "description" | "type" | "tags"
            | "same_as",
            value,
        ) => value.list().into_iter().filter_map(Value::text).map(AssertedValue::Text).collect(),
        (_, value @ Value::List(..)) => vec![AssertedValue::Refs(references(value))],
        _ => Vec::new(),
    }
}
