//! Valid maps → the typed documents. Only the format's rules that join several keys are checked here.

pub mod annotation;
pub mod article;
pub mod record;
pub mod settings;

use crate::diag::Diagnostic;
use crate::parse::body::Body;
use crate::parse::markdown;
use crate::parse::record::{About, Accept, Certainty, Picture, Ref, SourceRef};
use crate::parse::settings::MarkdownSettings;
use crate::parse::shape::value::{Map, Value};
use crate::span::{FileId, Text};

/// What the decoding of one file needs besides its values.
pub struct Decode<'f> {
    /// The file.
    pub file: FileId,
    /// How its Markdown is read.
    pub markdown: MarkdownSettings,
    /// What there is to say.
    pub found: &'f mut Vec<Diagnostic>,
}

impl Decode<'_> {
    /// Reads the Markdown of a scalar, whose span stands for every part of it.
    fn scalar_body(&mut self, text: &Text) -> Body {
        markdown::body(&text.value, markdown::Place::Within(text.span), &self.markdown).drain_into(self.found)
    }

    /// Reads the Markdown that stands in the file from `start` on.
    pub fn file_body(&mut self, text: &str, start: usize) -> Body {
        markdown::body(&text[start..], markdown::Place::At(self.file, start), &self.markdown).drain_into(self.found)
    }
}

/// References of a value.
fn references(value: Value) -> Vec<Ref> {
    exact(value.list().into_iter().filter_map(reference))
}

/// A list without room for more: of most lists there are many thousands, with one item each, and all are kept.
fn exact<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.shrink_to_fit();
    list
}

fn reference(value: Value) -> Option<Ref> {
    match value {
        Value::Text(to) => Some(Ref { to, role: None, certainty: None, implied: false }),
        Value::Map(mut map) => Some(Ref {
            to: map.text("id")?,
            role: map.text("role"),
            certainty: certainty(&mut map),
            implied: map.bool("implied").unwrap_or(false),
        }),
        _ => None,
    }
}

/// References under a key.
fn refs(map: &mut Map, key: &str) -> Vec<Ref> {
    map.take(key).map_or_else(Vec::new, references)
}

/// References under the keys of kinds.
fn about(map: &mut Map) -> About {
    exact(std::mem::take(&mut map.about).into_iter().map(|(kind, value)| (kind, references(value))))
}

fn certainty(map: &mut Map) -> Option<Certainty> {
    match &*map.text("certainty")?.value {
        "high" => Some(Certainty::High),
        "medium" => Some(Certainty::Medium),
        "low" => Some(Certainty::Low),
        _ => None,
    }
}

fn sources(map: &mut Map) -> Vec<SourceRef> {
    let source = |value| match value {
        Value::Text(to) => Some(SourceRef { to, pages: None, note: None }),
        Value::Map(mut map) => {
            Some(SourceRef { to: map.text("ref")?, pages: map.text("pages"), note: map.text("note") })
        }
        _ => None,
    };
    map.list("sources").into_iter().filter_map(source).collect()
}

fn accept(map: &mut Map) -> Vec<Accept> {
    let accept = |value| match value {
        Value::Text(rule) => Some(Accept { rule, because: None }),
        Value::Map(mut map) => Some(Accept { rule: map.text("rule")?, because: map.text("because") }),
        _ => None,
    };
    map.list("accept").into_iter().filter_map(accept).collect()
}

fn picture(map: &mut Map) -> Option<Picture> {
    match map.take("image")? {
        Value::Text(src) => Some(Picture { src: Some(src), alt: None, caption: None, credit: None, licence: None }),
        Value::Map(mut map) => Some(Picture {
            src: map.text("src"),
            alt: map.text("alt"),
            caption: map.text("caption"),
            credit: map.text("credit"),
            licence: map.text("licence"),
        }),
        _ => None,
    }
}
