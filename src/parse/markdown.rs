//! Markdown to a [`Body`].
//!
//! Three steps: [`read`] takes pulldown-cmark's events and makes them ours, one list for the body and one for each footnote;
//! [`html`] takes every list that holds raw HTML through the sanitiser and an HTML parser, and makes the tree that comes out
//! such a list again; [`assemble`] puts the footnotes in order and makes the reader's text with its way back to the file.

mod assemble;
mod html;
mod read;
mod scan;
pub(super) mod scheme;
mod source;
mod tree;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::diag::{Diagnostic, Outcome, code};
use crate::parse::body::{Body, Image, Link, Tag};
use crate::parse::settings::MarkdownSettings;
use crate::span::Span;

pub use source::Place;
use source::{Source, Strand};

/// Parses a Markdown text (CommonMark 0.31.2 with GitHub's tables, strikethrough, task lists and footnotes, and `[[…]]`).
/// A byte order mark is no part of `text`.
///
/// # Errors
/// `unsafe-link` for links and pictures whose scheme runs code, `html-removed` for what the sanitiser takes out of raw HTML.
/// Any text is a body.
pub fn body(text: &str, place: Place, options: &MarkdownSettings) -> Outcome<Body> {
    let source = Source::new(text, place);
    let mut draft = read::read(&source, *options);
    for index in 0..draft.parts.len() {
        if draft.parts[index].raw {
            html::sanitise(&mut draft, index, place.file());
        }
    }
    assemble::assemble(draft, place.file())
}

/// A text between reading and assembling.
#[derive(Default)]
struct Draft {
    /// The text of all nodes, in the order of the source.
    strand: Strand,
    /// The body, then the footnotes in the order of the source.
    parts: Vec<Part>,
    links: Vec<Link>,
    images: Vec<Image>,
    diagnostics: Vec<Diagnostic>,
    /// Ids of the author's that are taken.
    ids: std::collections::BTreeSet<String>,
}

/// The body or a footnote.
#[derive(Default)]
struct Part {
    nodes: Vec<Node>,
    /// A footnote's label.
    label: Option<String>,
    /// Whether raw HTML is in it.
    raw: bool,
}

/// An event whose text is a range of [`Draft::strand`].
#[derive(Clone, Debug)]
enum Node {
    Open(Tag),
    Close,
    Text(Range<u32>),
    /// A hard break and its `\n`.
    Break(Range<u32>),
    Rule,
    Image(u32),
    /// A reference to the footnote of this label, and the text that it is if there is none.
    Reference(String, Range<u32>),
    Task(bool),
    /// Text that is shown and is not reader's text.
    Shown(String, Option<Span>),
    Void(String, Vec<(String, String)>),
    /// Raw HTML: a whole block's, or one tag in a line.
    Raw(Range<u32>, bool),
}

impl Draft {
    /// Says that a link or picture was dropped.
    fn unsafe_link(&mut self, what: &str, scheme: &str, span: Span) {
        let diagnostic =
            Diagnostic::new(code::UNSAFE_LINK, span, format!("the scheme of this {what} runs code: `{scheme}:`")).help(
                format!("The {what} is left out, its words stay. Use an address that begins with `https:`, or a path."),
            );
        self.diagnostics.push(diagnostic);
    }
}
