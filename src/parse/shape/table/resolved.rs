//! How disagreements are resolved: by field of events, what the value held to be right may be.

use super::{ANY_REFS, Field, Fields, PARTICIPANT_LIST, SOURCES_KEY, field, fields, record, refs};
use crate::id::KindId;
use crate::parse::shape::Keys;
use crate::parse::shape::Nature::{Kind, Same};
use crate::parse::shape::Shape::{self, Date, Either, MapOf, OneOrMany, Text, Word};

/// What `resolved:` holds under a field of events: why, as a text, or a map with a value of that field.
pub fn resolution(key: &str) -> &'static Shape {
    match key {
        "date" => &ON_DATE,
        "places" => &ON_PLACES,
        "participants" => &ON_PARTICIPANTS,
        "part_of" | "follows" => &ON_SAME,
        "numbers" => &ON_NUMBERS,
        // Another key of an event's record holds text; what is none is the name of a kind.
        _ if record(KindId::EVENTS, false).find(key).is_some() => &OTHER,
        _ => &ON_RELATED,
    }
}

static ON_DATE: Shape = Either(&Text, &DATE);
static ON_PLACES: Shape = Either(&Text, &PLACES);
static ON_PARTICIPANTS: Shape = Either(&Text, &PARTICIPANTS);
static ON_SAME: Shape = Either(&Text, &SAME);
static ON_NUMBERS: Shape = Either(&Text, &NUMBERS);
static ON_RELATED: Shape = Either(&Text, &RELATED);
/// Under a field that holds text.
pub static OTHER: Shape = Either(&Text, &TEXT);

/// The fields under which a disagreement can be resolved: those of an event's record, and what passages assert in numbers.
pub fn resolvable() -> impl Iterator<Item = &'static str> {
    record(KindId::EVENTS, false).all().map(|field| field.key).chain(["numbers"])
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
static PARTICIPANTS: Fields = fields(NAME, &[&[value(PARTICIPANT_LIST)], REST]);
static SAME: Fields = fields(NAME, &[&[value(refs(Same))], REST]);
static RELATED: Fields = fields(NAME, &[&[value(ANY_REFS)], REST]);
static NUMBERS: Fields = fields(NAME, &[&[value(MapOf(Keys::Labels, &Text))], REST]);
