//! YAML → [`Node`]: a tree of maps, lists and texts in which every scalar is its text as written, with its place.
//!
//! Three steps:
//! 1. characters that YAML forbids are reported and blanked out;
//! 2. a pass over the parser's events ([`scan`]) guards against depth and size, refuses what the format does not have
//!    (anchors, aliases, tags, several documents), and notes kind, style and span of every node;
//! 3. where every scalar stands in the text as it is, on one line and without an escape, these are the values; else
//!    serde_yaml reads them along that tree ([`values`]). Either way nothing ever passes through an untyped value, and `no`,
//!    `007` and `1.10` stay words.
//!
//! Where that fails, [`read_parts`] reads what can be read alone ([`parts`]), so that all mistakes are said at once.
//!
//! What a key means, and whether it is known, is none of this module's business: that is [`super::shape`].

mod explain;
mod parts;
mod scan;
mod slips;
mod values;

use std::borrow::Cow;

use crate::diag::{Diagnostic, Outcome, code};
use crate::span::{FileId, Span, Text};

pub use explain::{no_space, quote};

/// The greatest depth of nesting. The format itself needs eight levels.
pub const MAX_DEPTH: usize = 64;

/// The greatest number of parser events in one text: about two for each line of a large file of records.
pub const MAX_EVENTS: usize = 1_000_000;

/// Where a piece of YAML lies: in which file, and at which byte it begins.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
}

impl Place {
    /// The span of bytes of the piece.
    pub fn span(self, start: usize, end: usize) -> Span {
        self.file.span(self.start + start, self.start + end)
    }
}

/// A value of YAML, its syntax gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands, quotation marks and brackets included.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A text, as written.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written; a key may stand in it twice.
    Map(Vec<Entry>),
    /// Something that has been reported already (an alias): to be passed over in silence.
    Refused,
}

/// A scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, escapes and folds resolved.
    pub text: String,
    /// How it is written.
    pub style: Style,
    /// A comment that follows a plain scalar on its line so closely that it may be meant as text: ` #…`.
    pub comment: Option<Span>,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// In quotation marks.
    Quoted,
    /// As a block: `|` or `>`.
    Block,
}

/// An entry of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub value: Node,
}

/// Reads one YAML document. `None` where there is nothing but comments, or nothing that can be read.
pub fn read(text: &str, place: Place) -> Outcome<Option<Node>> {
    let mut diagnostics = Vec::new();
    let text = printable(text, place, &mut diagnostics);
    let value = read_clean(&text, place).drain_into(&mut diagnostics);
    Outcome { value, diagnostics }
}

/// [`read`], but of a text with errors of syntax all that can be read, and the errors of all its parts. Not to be taken for
/// what the author meant: it is there to be looked through for further mistakes, and its other values hold.
pub fn read_parts(text: &str, place: Place) -> Outcome<Option<Node>> {
    let mut whole = read(text, place);
    let syntax = whole.diagnostics.iter().filter(|one| one.code == code::YAML_SYNTAX).filter_map(|one| one.span);
    let Some(first) = syntax.map(|span| span.range().start).min().filter(|_| whole.value.is_none()) else {
        return whole;
    };
    // Characters that are not allowed have been said.
    let text = printable(text, place, &mut Vec::new());
    whole.value = parts::read(&text, place, first - place.start).drain_into(&mut whole.diagnostics);
    whole
}

fn read_clean(text: &str, place: Place) -> Outcome<Option<Node>> {
    let Outcome { value: tree, mut diagnostics } = scan::scan(text, place, MAX_EVENTS);
    // Of directives (`%…`) the two parsers take different ones.
    let clean = diagnostics.is_empty() && !text.starts_with('%') && !text.contains("\n%");
    let value = tree.and_then(|tree| {
        let written = if clean { values::as_written(text, place, &tree) } else { None };
        written.or_else(|| match values::values(text, place, &tree) {
            Ok(node) => Some(node),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                None
            }
        })
    });
    // A line `---` and nothing behind it, or a null.
    let is_nothing = |node: &Node| {
        matches!(&node.kind, NodeKind::Scalar(scalar) if scalar.style == Style::Plain
            && matches!(&*scalar.text, "" | "~" | "null" | "Null" | "NULL"))
    };
    Outcome { value: value.filter(|node| !is_nothing(node)), diagnostics }
}

/// Reports characters that YAML does not allow (YAML 1.2.2, 5.1: `c-printable`), and noncharacters, and puts others of the same length in their
/// place, so that the rest can be read and every place stays what it is.
fn printable<'t>(text: &'t str, place: Place, diagnostics: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
            && c != '\u{feff}'
            && !super::is_noncharacter(c)
    };
    // What is ASCII is nearly always all that there is, and told faster.
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if text.bytes().all(plain) || text.chars().all(allowed) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut bad = Vec::new();
    for (at, c) in text.char_indices() {
        if allowed(c) {
            clean.push(c);
            continue;
        }
        bad.push((place.span(at, at + c.len_utf8()), c));
        clean.push(match c.len_utf8() {
            1 => ' ',
            2 => '\u{a0}',
            3 => '\u{fffd}',
            _ => '\u{10000}',
        });
    }
    diagnostics.extend(super::control_characters(&bad));
    Cow::Owned(clean)
}

/// From the parsers' places, which are counted in characters, to bytes.
struct Chars<'t> {
    text: &'t str,
    /// The byte of every 64th character; empty if every character is one byte.
    marks: Vec<usize>,
}

impl<'t> Chars<'t> {
    const STEP: usize = 64;

    fn new(text: &'t str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(Self::STEP).map(|(byte, _)| byte).collect()
        };
        Chars { text, marks }
    }

    fn byte(&self, index: usize) -> usize {
        if self.marks.is_empty() {
            return index.min(self.text.len());
        }
        let Some(&start) = self.marks.get(index / Self::STEP) else { return self.text.len() };
        let rest = &self.text[start..];
        rest.char_indices().nth(index % Self::STEP).map_or(self.text.len(), |(byte, _)| start + byte)
    }
}

#[cfg(test)]
mod tests;
