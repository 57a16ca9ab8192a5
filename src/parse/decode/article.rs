//! Articles and pages.

use super::annotation::nots;
use super::{Decode, about, accept, picture, refs};
use crate::parse::document::{Article, Correction, Correspondence, Dispatch, Origin, Page};
use crate::parse::record::Dated;
use crate::parse::shape::value::{Map, Value};
use crate::span::{Span, Spanned, Text};

/// What an article's path says.
pub struct Named {
    /// Its id, if neither stem nor `id:` is in error.
    pub id: Text,
    /// The file's stem.
    pub stem: String,
    /// The stem's date.
    pub date: Option<Dated>,
}

impl Decode<'_> {
    /// An article; `text` is the whole file, `start` where its Markdown begins.
    pub fn article(&mut self, mut map: Map, span: Span, named: Named, text: &str, start: usize) -> Article {
        // `wikilinks` is about the body and the notes of this article alone.
        self.markdown.wikilinks = map.bool("wikilinks").unwrap_or(self.markdown.wikilinks);
        let date = if map.key("date").is_some() { map.date("date") } else { named.date };
        let annotations = self.annotations(&mut map);
        let corrections = map.maps("corrections").into_iter().map(|map| self.correction(map)).collect();
        let body = self.file_body(text, start);
        Article {
            file: self.file,
            span,
            id: named.id,
            stem: named.stem,
            title: map.text("title"),
            date,
            type_: map.label("type"),
            language: map.text("language"),
            source: map.maps("source").into_iter().map(origin).collect(),
            about: about(&mut map),
            tags: map.labels("tags"),
            description: map.text("description"),
            image: picture(&mut map),
            updated: map.date("updated"),
            corrections,
            previously: map.texts("previously"),
            annotations,
            not: nots(&mut map),
            translation_of: map.text("translation_of"),
            translators: map.texts("translators"),
            series: map.take("series").and_then(in_series),
            added: map.date("added"),
            draft: map.bool("draft").unwrap_or(false),
            unread: false,
            spot: map.bool("spot"),
            menu: map.bool("menu").unwrap_or(false),
            correspondence: map.map("correspondence").map(correspondence),
            accept: accept(&mut map),
            fields: map.pairs("fields"),
            body,
            extra: map.extra,
        }
    }

    fn correction(&mut self, mut map: Map) -> Correction {
        let text = map.text("text").map(|text| self.scalar_body(&text)).unwrap_or_default();
        Correction { date: map.date("date"), text }
    }

    /// A plain page; `path` is its path in `content/` without `.md`.
    pub fn page(&mut self, mut map: Map, path: String, text: &str, start: usize) -> Page {
        Page {
            file: self.file,
            path,
            title: map.text("title"),
            description: map.text("description"),
            language: map.text("language"),
            menu: map.bool("menu").unwrap_or(false),
            draft: map.bool("draft").unwrap_or(false),
            unread: false,
            previously: map.texts("previously"),
            image: picture(&mut map),
            body: self.file_body(text, start),
            index_of: None,
            extra: map.extra,
        }
    }
}

fn origin(mut map: Map) -> Origin {
    let details = ["volume", "issue", "pages", "repository", "shelfmark", "licence", "note"];
    Origin {
        title: map.text("title"),
        publisher: map.text("publisher"),
        authors: map.texts("author"),
        url: map.text("url"),
        archived: map.text("archived"),
        accessed: map.date("accessed"),
        date: map.date("date"),
        details: details.into_iter().filter_map(|key| Some((key, map.text(key)?))).collect(),
        after: map.text("after"),
        extra: map.extra,
    }
}

fn in_series(value: Value) -> Option<(Text, Option<Spanned<u32>>)> {
    match value {
        Value::Text(id) => Some((id, None)),
        Value::Map(mut map) => {
            let id = map.text("id")?;
            let number = map.count("number").and_then(|n| Some(Spanned::new(u32::try_from(n.value).ok()?, n.span)));
            Some((id, number))
        }
        _ => None,
    }
}

fn correspondence(mut map: Map) -> Correspondence {
    let dispatch = |map: Option<Map>| {
        map.map_or_else(Dispatch::default, |mut map| Dispatch {
            date: map.date("date"),
            place: refs(&mut map, "place"),
        })
    };
    Correspondence {
        sender: refs(&mut map, "sender"),
        recipient: refs(&mut map, "recipient"),
        sent: dispatch(map.map("sent")),
        received: dispatch(map.map("received")),
        reply_to: map.text("reply_to"),
    }
}
