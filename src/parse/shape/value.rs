//! What is left of a [`Node`](crate::parse::yaml::Node) once it was held against its shape: only what is valid.

use unicode_normalization::UnicodeNormalization;

use crate::id::KindId;
use crate::parse::record::{Dated, Extra};
use crate::span::{Span, Spanned, Text};

/// A valid value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Any scalar that stays a text: texts, ids, references, addresses, words of a list.
    Text(Text),
    /// A date.
    Date(Dated),
    /// A boolean.
    Bool(bool),
    /// A whole number; of a size, its bytes.
    Count(Spanned<u64>),
    /// A decimal number.
    Number(Spanned<f64>),
    /// A list, also of one.
    List(Vec<Value>, Span),
    /// A map.
    Map(Map),
}

/// A valid map.
#[derive(Clone, Debug)]
pub struct Map {
    /// The whole map.
    pub span: Span,
    /// What it has of the table's keys, each once, with the place of its key.
    pub fields: Vec<(&'static str, Span, Value)>,
    /// References by kind, in the order written.
    pub about: Vec<(KindId, Value)>,
    /// Entries with keys of the author's, in the order written.
    pub entries: Vec<(Text, Value)>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

impl Map {
    /// An empty map.
    pub fn new(span: Span) -> Self {
        Map { span, fields: Vec::new(), about: Vec::new(), entries: Vec::new(), extra: Extra::new() }
    }

    /// Takes the value of a key out.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        let at = self.fields.iter().position(|(name, ..)| *name == key)?;
        Some(self.fields.remove(at).2)
    }

    /// Where a key stands, if it is there.
    pub fn key(&self, key: &str) -> Option<Span> {
        self.fields.iter().find(|(name, ..)| *name == key).map(|&(_, span, _)| span)
    }

    /// Takes a text.
    pub fn text(&mut self, key: &str) -> Option<Text> {
        self.take(key)?.text()
    }

    /// Takes a date.
    pub fn date(&mut self, key: &str) -> Option<Dated> {
        match self.take(key)? {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// Takes a boolean.
    pub fn bool(&mut self, key: &str) -> Option<bool> {
        match self.take(key)? {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Takes a whole number.
    pub fn count(&mut self, key: &str) -> Option<Spanned<u64>> {
        match self.take(key)? {
            Value::Count(value) => Some(value),
            _ => None,
        }
    }

    /// Takes a list; empty where the key is not there.
    pub fn list(&mut self, key: &str) -> Vec<Value> {
        self.take(key).map_or_else(Vec::new, Value::list)
    }

    /// Takes a list of texts.
    pub fn texts(&mut self, key: &str) -> Vec<Text> {
        let mut texts: Vec<Text> = self.list(key).into_iter().filter_map(Value::text).collect();
        texts.shrink_to_fit();
        texts
    }

    /// Takes a list of texts by which things are put together, such as tags: composed, so that how one was typed makes no
    /// difference.
    pub fn labels(&mut self, key: &str) -> Vec<Text> {
        self.texts(key).into_iter().map(composed).collect()
    }

    /// Takes such a text.
    pub fn label(&mut self, key: &str) -> Option<Text> {
        self.text(key).map(composed)
    }

    /// Takes a list of maps.
    pub fn maps(&mut self, key: &str) -> Vec<Map> {
        self.list(key).into_iter().filter_map(Value::map).collect()
    }

    /// Takes a map.
    pub fn map(&mut self, key: &str) -> Option<Map> {
        self.take(key)?.map()
    }

    /// Takes a map from the author's own keys to texts.
    pub fn pairs(&mut self, key: &str) -> Vec<(Text, Text)> {
        let entries = self.map(key).map_or_else(Vec::new, |map| map.entries);
        entries.into_iter().filter_map(|(label, value)| Some((label, value.text()?))).collect()
    }
}

fn composed(mut text: Text) -> Text {
    if !text.value.is_ascii() {
        text.value = text.value.nfc().collect();
    }
    text
}

impl Value {
    /// The text, if it is one.
    pub fn text(self) -> Option<Text> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The map, if it is one.
    pub fn map(self) -> Option<Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list; anything else as a list of one.
    pub fn list(self) -> Vec<Value> {
        match self {
            Value::List(items, _) => items,
            one => vec![one],
        }
    }
}
