use std::collections::BTreeSet;

use super::*;
use crate::id::{Kinds, Slug};

/// All maps that a shape leads to.
fn maps(shape: &'static Shape, found: &mut Vec<&'static Fields>) {
    match shape {
        Shape::Map(fields) => all(fields, found),
        Shape::Either(inner, fields) => {
            maps(inner, found);
            all(fields, found);
        }
        Shape::OneOrMany(inner) | Shape::List(inner) | Shape::MapOf(_, inner) => maps(inner, found),
        Shape::Asserts => Kinds::default().iter().for_each(|(kind, _)| all(table::asserted(kind), found)),
        _ => {}
    }
}

fn all(fields: &'static Fields, found: &mut Vec<&'static Fields>) {
    if found.iter().any(|known| std::ptr::eq(*known, fields)) {
        return;
    }
    found.push(fields);
    fields.all().for_each(|field| maps(&field.shape, found));
}

fn every() -> Vec<&'static Fields> {
    let mut found = Vec::new();
    for fields in [&table::SITE, &table::ARTICLE, &table::SIDECAR, &table::SERIES_FILE, &table::PAGE] {
        all(fields, &mut found);
    }
    for kind in 0..6 {
        all(table::record(KindId(kind), true), &mut found);
        all(table::record(KindId(kind), false), &mut found);
    }
    found
}

#[test]
fn no_key_stands_twice_in_a_map() {
    for fields in every() {
        let mut seen = BTreeSet::new();
        for field in fields.all() {
            assert!(seen.insert(field.key), "{} {}", fields.name, field.key);
            assert!(!field.doc.is_empty() && !field.key.starts_with("x-"), "{} {}", fields.name, field.key);
        }
    }
}

#[test]
fn every_key_is_reserved() {
    let reserved: BTreeSet<&str> = table::keys().collect();
    for fields in every() {
        for field in fields.all() {
            assert!(reserved.contains(field.key), "{} {}", fields.name, field.key);
        }
    }
    for word in table::RESERVED {
        assert!(Slug::new(word).is_ok() || *word == "index", "{word}");
    }
}

/// The keys of the format's document, so that none is lost from the table without notice.
#[test]
fn the_table_has_the_keys_of_the_format() {
    let keys = |fields: &Fields| fields.all().map(|field| field.key).collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(&table::SITE),
        "format title description author logo favicon base_url language timezone kinds verdicts menu spot strict lock cards pictures urls markdown page_size omit limits theme"
    );
    assert_eq!(
        keys(&table::ANNOTATION),
        "quote before after occurrence speaker speech note asserts claim tags by date language draft id previously removed accept"
    );
    assert_eq!(
        keys(&table::ORIGIN),
        "title publisher author url archived accessed date volume issue pages repository shelfmark licence note after"
    );
    let every = "name sort_name aliases names description image type tags sources same_as not_same_as relations spot draft previously accept body fields";
    for (kind, own) in [
        (KindId::PEOPLE, "born died birth_place death_place gender pronouns occupations roles"),
        (KindId::EVENTS, "date places participants part_of follows"),
        (KindId::PLACES, "part_of coordinates date"),
        (KindId::ORGANIZATIONS, "founded dissolved places part_of roles coordinates"),
        (KindId::CLAIMS, "text by date verdict because reviewed_by reviewed"),
        (KindId(5), "date creators part_of places coordinates"),
    ] {
        assert_eq!(keys(table::record(kind, false)), format!("{every} {own} resolved"));
        assert_eq!(keys(table::record(kind, true)), format!("id {every} {own} resolved"));
    }
}

#[test]
fn time_zones_are_carried_along() {
    assert!(zone("Europe/Paris").is_some());
    assert!(zone("UTC").is_some());
    assert!(zone("Europe/Atlantis").is_none());
    assert!(zone_names().len() > 400);
}
