//! What a passage can claim as fact: the fields of the entity's kind, participants, and numbers.

use super::{
    CLAIM_FIELDS, EVENT_FIELDS, FURTHER_FIELDS, ORGANIZATION_FIELDS, PARTICIPANTS, PERSON_FIELDS, PLACE_FIELDS, TYPE,
    field, with_about,
};
use crate::id::KindId;
use crate::parse::shape::Shape::{MapOf, Text};
use crate::parse::shape::{Field, Fields, Keys};

/// What a passage can claim as fact of an entity of a kind.
pub fn asserted(kind: KindId) -> &'static Fields {
    match kind {
        KindId::PEOPLE => &PERSON,
        KindId::EVENTS => &EVENT,
        KindId::PLACES => &PLACE,
        KindId::ORGANIZATIONS => &ORGANIZATION,
        KindId::CLAIMS => &CLAIM,
        _ => &FURTHER,
    }
}

const NUMBERS: &[Field] = &[
    field("numbers", MapOf(Keys::Labels, &Text), "numbers by label, with their unit"),
    field("name", Text, "its name"),
    TYPE,
];
pub(super) static PERSON: Fields = with_about("an assertion about people", &[PERSON_FIELDS, &[PARTICIPANTS], NUMBERS]);
static EVENT: Fields = with_about("an assertion about events", &[EVENT_FIELDS, NUMBERS]);
static PLACE: Fields = with_about("an assertion about places", &[PLACE_FIELDS, &[PARTICIPANTS], NUMBERS]);
static ORGANIZATION: Fields =
    with_about("an assertion about organizations", &[ORGANIZATION_FIELDS, &[PARTICIPANTS], NUMBERS]);
static CLAIM: Fields = with_about("an assertion about claims", &[CLAIM_FIELDS, &[PARTICIPANTS], NUMBERS]);
static FURTHER: Fields = with_about("an assertion about a further kind", &[FURTHER_FIELDS, &[PARTICIPANTS], NUMBERS]);
