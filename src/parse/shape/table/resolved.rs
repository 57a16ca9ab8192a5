//! How disagreements are resolved: by field of a kind's records, what the value held to be right may be.

use super::{
    ANY_REFS, COORDINATES, Field, Fields, PARTICIPANT_LIST, ROLE_LIST, SOURCES_KEY, field, fields, record, refs,
};
use crate::id::KindId;
use crate::parse::shape::Keys;
use crate::parse::shape::Nature::{Kind, Same};
use crate::parse::shape::Shape::{self, Date, Either, Map, MapOf, OneOrMany, Text, Word};

/// What `resolved:` holds under a field of a kind: why, as a text, or a map with a value of that field.
pub fn resolution(kind: KindId, key: &str) -> &'static Shape {
    match (record(kind, false).find(key).map(|field| &field.shape), key) {
        (_, "numbers") => &ON_NUMBERS,
        // What is no key is the name of a kind.
        (None, _) => &ON_RELATED,
        (Some(Date), _) => &ON_DATE,
        (_, "places" | "birth_place" | "death_place") => &ON_PLACES,
        (_, "by" | "creators") => &ON_PEOPLE,
        (_, "participants") => &ON_PARTICIPANTS,
        (_, "part_of" | "follows") => &ON_SAME,
        (_, "coordinates") => &ON_COORDINATES,
        (_, "roles") => &ON_ROLES,
        // The others hold text.
        _ => &OTHER,
    }
}

static ON_DATE: Shape = Either(&Text, &DATE);
static ON_PLACES: Shape = Either(&Text, &PLACES);
static ON_PEOPLE: Shape = Either(&Text, &PEOPLE);
static ON_PARTICIPANTS: Shape = Either(&Text, &PARTICIPANTS);
static ON_SAME: Shape = Either(&Text, &SAME);
static ON_COORDINATES: Shape = Either(&Text, &AT);
static ON_ROLES: Shape = Either(&Text, &ROLES);
static ON_NUMBERS: Shape = Either(&Text, &NUMBERS);
static ON_RELATED: Shape = Either(&Text, &RELATED);
/// Under a field that holds text.
pub static OTHER: Shape = Either(&Text, &TEXT);

/// The fields under which a disagreement can be resolved: those of a kind's records, and what passages assert in numbers.
pub fn resolvable(kind: KindId) -> impl Iterator<Item = &'static str> {
    record(kind, false).all().map(|field| field.key).filter(|&key| key != "resolved").chain(["numbers"])
}

const NAME: &str = "a resolution";
const REST: &[Field] = &[field("because", Text, "why"), SOURCES_KEY];
const fn value(shape: Shape) -> Field {
    field("value", shape, "the value held to be right")
}

/// The value of a field that holds text.
pub static TEXT: Fields = fields(NAME, &[&[value(OneOrMany(&Word))], REST]);
static DATE: Fields = fields(NAME, &[&[value(Date)], REST]);
static PLACES: Fields = fields(NAME, &[&[value(refs(Kind(KindId::PLACES)))], REST]);
static PEOPLE: Fields = fields(NAME, &[&[value(refs(Kind(KindId::PEOPLE)))], REST]);
static AT: Fields = fields(NAME, &[&[value(Map(&COORDINATES))], REST]);
static ROLES: Fields = fields(NAME, &[&[value(ROLE_LIST)], REST]);
static PARTICIPANTS: Fields = fields(NAME, &[&[value(PARTICIPANT_LIST)], REST]);
static SAME: Fields = fields(NAME, &[&[value(refs(Same))], REST]);
static RELATED: Fields = fields(NAME, &[&[value(ANY_REFS)], REST]);
static NUMBERS: Fields = fields(NAME, &[&[value(MapOf(Keys::Labels, &Text))], REST]);
