//! A [`Body`] and marks to HTML.
//!
//! Two steps: [`plan`] splices the marks into the stream of events, so that what comes out is well nested whatever way the marks
//! overlap; [`mod@write`] writes that stream. A mark never crosses an element: it is cut at the element's edges, into as few pieces
//! as a pass from left to right can, and where it covers an inline element whole it lies around that element.
//!
//! Every piece of a mark has `data-p="ADDRESS"`, the first `id="ADDRESS"`. A passage of several pieces has on each a class
//! `g0`–`g99`, its number among these in the page modulo 100: by `article:has(mark.g7:target) mark.g7` a style sheet lights the whole
//! passage when its first piece is the target, without a script.

mod plan;
mod write;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::parse::body::{Body, Image, Link, TextRange};

/// A range of the reader's text to be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What is marked. Empty: the place of a note without words, which gets an empty `<span>` with the address at the
    /// beginning of the block that is there.
    pub range: TextRange,
    /// Its address in the page.
    pub id: String,
    /// Classes, with spaces between. May be empty.
    pub classes: String,
    /// Further attributes of its first piece.
    pub attributes: Vec<(String, String)>,
    /// What it is.
    pub kind: MarkKind,
    /// A reference to its note, written after its last piece.
    pub note: Option<NoteReference>,
}

/// What a mark is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// An annotated passage: `<mark>`.
    Passage,
    /// A name: `<a>`; where there is a link already, `<span>`.
    Mention {
        /// Where it leads.
        href: String,
    },
}

/// A reference from the end of a passage to its note: `<sup class="noteref" id=…><a href=…>label</a></sup>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteReference {
    /// Its own address, so that the note can lead back.
    pub id: String,
    /// The note's.
    pub href: String,
    /// A number or sign.
    pub label: String,
}

/// Where the text's own links and pictures lead, as the page needs it.
pub trait Targets {
    /// A link of [`Body::links`]; none: its words stay, the link goes.
    fn link(&self, number: u32, link: &Link) -> Option<Target>;

    /// A picture of [`Body::images`]; none: it is left out.
    fn image(&self, number: u32, image: &Image) -> Option<Target>;

    /// The address in the page of an id of the text's own (heading, footnote, author's). Several texts on one page need this.
    fn id<'i>(&self, id: &'i str) -> Cow<'i, str> {
        Cow::Borrowed(id)
    }

    /// The level at which a heading is shown, by its id in the text: a text on a page has other headings above it.
    fn level(&self, _id: &str, level: u8) -> u8 {
        level
    }

    /// Whether the parts of code blocks are told apart, where their language is known.
    fn highlights(&self) -> bool {
        false
    }

    /// A word in the page's language.
    fn word(&self, word: Word) -> &str {
        match word {
            Word::BackToText => "Back to the text",
            Word::Done => "Done",
            Word::NotDone => "Not done",
        }
    }
}

/// Words that the writer needs for screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// From a footnote to its reference.
    BackToText,
    /// A ticked box.
    Done,
    /// An empty box.
    NotDone,
}

/// Where a link or picture leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// `href` or `src`. What a URL cannot hold is percent-encoded in writing.
    pub href: String,
    /// Classes, with spaces between. May be empty.
    pub classes: String,
    /// Further attributes.
    pub attributes: Vec<(String, String)>,
    /// Words to show in place of the link's own (`[[id]]` in a note shows the record's name).
    pub words: Option<String>,
    /// Of a picture: where a link around it leads, if it stands by itself in a figure.
    pub around: Option<String>,
}

/// Links and pictures as they were written.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsWritten;

impl Targets for AsWritten {
    fn link(&self, _: u32, link: &Link) -> Option<Target> {
        Some(Target { href: link.to.clone(), ..Target::default() })
    }

    fn image(&self, _: u32, image: &Image) -> Option<Target> {
        Some(Target { href: image.src.clone(), ..Target::default() })
    }
}

/// What weaving gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Woven {
    /// The body.
    pub html: String,
    /// The body's top-level blocks: between two of them notes can be put.
    pub blocks: Vec<WovenBlock>,
    /// The footnotes, as in [`Body::footnotes`].
    pub footnotes: Vec<WovenFootnote>,
    /// Marks, by their place in what was given, in whose range no text can be marked. Their addresses stand at a block.
    pub not_markable: Vec<usize>,
    /// Into how many pieces each mark was cut.
    pub pieces: Vec<u32>,
}

/// A top-level block of the woven body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WovenBlock {
    /// Where it ends in [`Woven::html`]. It begins where the one before ends.
    pub end: usize,
    /// Its part of the reader's text.
    pub range: TextRange,
}

/// A woven footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WovenFootnote {
    /// Its address in the page.
    pub id: String,
    /// The content of its `<li>`, with links back to its references.
    pub html: String,
}

impl Woven {
    /// The footnotes as a list, empty if there are none.
    pub fn footnote_list(&self) -> String {
        if self.footnotes.is_empty() {
            return String::new();
        }
        let mut out = String::from("<ol class=\"footnotes\" role=\"doc-endnotes\">\n");
        for note in &self.footnotes {
            out.push_str("<li id=\"");
            write::attribute(&mut out, &note.id);
            out.push_str("\">");
            out.push_str(&note.html);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n");
        out
    }
}

/// The marks that have notes, by their place in what was given, in the order in which the notes' references stand: what
/// [`weave`] writes first comes first, and footnotes come after the body. So a caller can number its notes.
pub fn note_order(body: &Body, marks: &[Mark], targets: &dyn Targets) -> Vec<usize> {
    let links: Vec<_> = (0..).zip(&body.links).map(|(number, link)| targets.link(number, link)).collect();
    let ops = plan::plan(body, marks, &links).parts.into_iter().flatten();
    ops.filter_map(|op| if let plan::Op::Note(mark) = op { Some(mark as usize) } else { None }).collect()
}

/// Weaves marks into a body, in any number and in any order; they may overlap in any way.
pub fn weave(body: &Body, marks: &[Mark], targets: &dyn Targets) -> Woven {
    let links: Vec<_> = (0..).zip(&body.links).map(|(number, link)| targets.link(number, link)).collect();
    let plans = plan::plan(body, marks, &links);
    let mut woven = write::write(body, marks, &plans, &links, targets);
    woven.not_markable = plans.not_markable;
    woven.pieces = plans.pieces;
    woven
}
