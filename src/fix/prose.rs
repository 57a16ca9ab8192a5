//! A Markdown text of the site, and what a change of it changed for its reader.

use std::collections::BTreeMap;

use crate::load::{Area, Data, Source};
use crate::parse;
use crate::parse::body::{Body, Link};
use crate::parse::document::Document;
use crate::parse::settings::Settings;
use crate::span::{FileId, Span};

/// A Markdown text.
pub(super) struct Prose {
    body: Body,
    /// Whether a link without words of its own shows a name and not what is written in it (all texts but an article's).
    pub shows_names: bool,
}

impl Prose {
    /// Reads a file's.
    pub fn read(file: FileId, text: &str, settings: &Settings) -> Option<Prose> {
        if !file.path().ends_with(".md") {
            return None;
        }
        let source = Source::new(file.path(), Area::Content, Data::Text(text.into()));
        let (body, shows_names) = match parse::parse(&source, settings).value? {
            Document::Article(article) => (article.body.clone(), false),
            Document::Records(records) => (records.first()?.body.clone(), true),
            Document::Page(page) => (page.body, true),
            Document::Sidecar(_) | Document::Series(_) => return None,
        };
        Some(Prose { body, shows_names })
    }

    /// The link that stands exactly there.
    pub fn link_at(&self, span: Span) -> Option<&Link> {
        self.body.links.iter().find(|link| link.span == span)
    }

    /// Whether another version differs in the addresses of links alone, and these lead where it was wanted.
    pub fn differs_only(&self, new: &Prose, wanted: &BTreeMap<Span, &str>) -> bool {
        let is_wanted = |(old, new): (&Link, &Link)| {
            new.to == *wanted.get(&old.target).unwrap_or(&old.to.as_str())
                && (old.wiki, old.bare, &old.title, &old.attributes)
                    == (new.wiki, new.bare, &new.title, &new.attributes)
        };
        let pictures = |body: &Body| body.images.iter().map(|image| image.src.clone()).collect::<Vec<_>>();
        self.body.links.len() == new.body.links.len()
            && self.body.links.iter().zip(&new.body.links).all(is_wanted)
            && pictures(&self.body) == pictures(&new.body)
            && self.shown() == new.shown()
    }

    /// The words that a reader sees.
    fn shown(&self) -> String {
        let text = &self.body.text;
        let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
        for link in self.body.links.iter().filter(|link| self.shows_names && link.bare) {
            let range = link.range.start as usize..link.range.end as usize;
            if at <= range.start {
                shown.push_str(&text[at..range.start]);
                at = range.end;
            }
        }
        shown + &text[at..]
    }
}
