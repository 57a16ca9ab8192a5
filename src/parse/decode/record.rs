//! Records and series.

use super::annotation::{asserted, claim_fields};
use super::{Decode, about, accept, certainty, picture, refs, sources};
use crate::diag::{Diagnostic, code};
use crate::id::KindId;
use crate::parse::body::Body;
use crate::parse::document::Series;
use crate::parse::record::{Alias, Extra, OwnFields, Participant, Record, Ref, Relation, Resolved, Role};
use crate::parse::shape::value::{Map, Value};
use crate::span::{Span, Spanned, Text};

impl Decode<'_> {
    /// A record. `below` is the Markdown of a file of its own, and where it begins.
    pub fn record(&mut self, mut map: Map, kind: KindId, id: Text, span: Span, below: Option<(&str, usize)>) -> Record {
        let body = self.text_of(&mut map, below);
        let own = own_fields(&mut map);
        let alias = |value| match value {
            Value::Text(name) => Some(Alias { name, spot: true }),
            Value::Map(mut map) => Some(Alias { name: map.text("name")?, spot: map.bool("spot").unwrap_or(true) }),
            _ => None,
        };
        Record {
            kind,
            id,
            span,
            name: map.text("name"),
            sort_name: map.text("sort_name"),
            aliases: map.list("aliases").into_iter().filter_map(alias).collect(),
            names: map.pairs("names"),
            description: map.text("description"),
            image: picture(&mut map),
            type_: map.label("type"),
            tags: map.labels("tags"),
            sources: sources(&mut map),
            same_as: map.texts("same_as"),
            not_same_as: refs(&mut map, "not_same_as"),
            relations: map.maps("relations").into_iter().map(relation).collect(),
            spot: map.bool("spot").unwrap_or(true),
            draft: map.bool("draft").unwrap_or(false),
            unread: false,
            previously: map.texts("previously"),
            accept: accept(&mut map),
            fields: map.pairs("fields"),
            about: about(&mut map),
            own,
            body,
            extra: map.extra,
        }
    }

    /// A series.
    pub fn series(&mut self, mut map: Map, id: Text, below: Option<(&str, usize)>) -> Series {
        let body = self.text_of(&mut map, below);
        Series { id, name: map.text("name"), description: map.text("description"), body, extra: map.extra }
    }

    /// The text of a record: `body:` or, in a file of its own, what stands below the front matter.
    fn text_of(&mut self, map: &mut Map, below: Option<(&str, usize)>) -> Body {
        let key = map.key("body");
        let scalar = map.text("body");
        match (scalar, below) {
            (Some(scalar), Some((text, start))) if !text[start..].trim().is_empty() => {
                let message = "the text stands twice: under `body` and below the front matter";
                let help = "Move one into the other.";
                self.found.push(Diagnostic::new(code::BAD_VALUE, key.unwrap_or(scalar.span), message).help(help));
                self.file_body(text, start)
            }
            (Some(scalar), _) => self.scalar_body(&scalar),
            (None, Some((text, start))) => self.file_body(text, start),
            (None, None) => Body::default(),
        }
    }
}

fn own_fields(map: &mut Map) -> OwnFields {
    OwnFields {
        born: map.date("born"),
        died: map.date("died"),
        birth_place: refs(map, "birth_place"),
        death_place: refs(map, "death_place"),
        gender: map.text("gender"),
        pronouns: map.text("pronouns"),
        occupations: map.texts("occupations"),
        roles: map.maps("roles").into_iter().map(role).collect(),
        date: map.date("date"),
        places: refs(map, "places"),
        participants: map.list("participants").into_iter().filter_map(participant).collect(),
        part_of: refs(map, "part_of"),
        follows: refs(map, "follows"),
        resolved: map
            .map("resolved")
            .map_or_else(Vec::new, |map| map.entries.into_iter().filter_map(resolved).collect()),
        coordinates: map.map("coordinates").and_then(coordinates),
        founded: map.date("founded"),
        dissolved: map.date("dissolved"),
        creators: refs(map, "creators"),
        claim: claim_fields(map),
    }
}

/// Latitude and longitude.
pub fn coordinates(mut map: Map) -> Option<Spanned<(f64, f64)>> {
    let mut number = |key| match map.take(key)? {
        Value::Number(number) => Some(number.value),
        _ => None,
    };
    let both = (number("lat")?, number("lon")?);
    Some(Spanned::new(both, map.span))
}

/// An item of `roles:`.
pub fn role(mut map: Map) -> Role {
    Role {
        title: map.text("title"),
        at: refs(&mut map, "at"),
        from: map.date("from"),
        to: map.date("to"),
        sources: sources(&mut map),
        note: map.text("note"),
        span: map.span,
        extra: map.extra,
    }
}

fn relation(mut map: Map) -> Relation {
    Relation {
        with: refs(&mut map, "with"),
        role: map.text("role"),
        inverse: map.text("inverse"),
        from: map.date("from"),
        to: map.date("to"),
        sources: sources(&mut map),
        note: map.text("note"),
        span: map.span,
        extra: map.extra,
    }
}

/// An item of `participants:`: a reference, or one with particulars.
pub fn participant(value: Value) -> Option<Participant> {
    let mut map = match value {
        Value::Map(map) => map,
        Value::Text(to) => {
            let span = to.span;
            let who = vec![Ref { to, role: None, certainty: None, implied: false }];
            return Some(Participant {
                who,
                role: None,
                certainty: None,
                sources: Vec::new(),
                span,
                extra: Extra::new(),
            });
        }
        _ => return None,
    };
    Some(Participant {
        who: refs(&mut map, "who"),
        role: map.text("role"),
        certainty: certainty(&mut map),
        sources: sources(&mut map),
        span: map.span,
        extra: map.extra,
    })
}

fn resolved((field, value): (Text, Value)) -> Option<Resolved> {
    match value {
        Value::Text(because) => {
            Some(Resolved { field, value: Vec::new(), because: Some(because), sources: Vec::new() })
        }
        Value::Map(mut map) => {
            let value = map.take("value").map_or_else(Vec::new, |value| asserted(&field.value, value));
            Some(Resolved { field, value, because: map.text("because"), sources: sources(&mut map) })
        }
        _ => None,
    }
}
