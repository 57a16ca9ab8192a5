//! A Markdown text after parsing: owned events, the reader's text, and the way back to the source.
//!
//! The *reader's text* (format.md) is what quotes are looked for in: the text of the blocks in order, then the footnotes by
//! first reference, as one string. Every place in it is a byte offset into [`Body::text`]; [`SourceMap`] leads back to the
//! file. Marks are woven into [`Event`]s later; nothing here knows of annotations.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::span::{FileId, Span};

/// A range of bytes in the reader's text.
pub type TextRange = Range<u32>;

/// A parsed Markdown text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The body's events, without the footnotes' definitions. Well nested.
    pub events: Vec<Event>,
    /// Footnotes in order of first reference (numbered from 1 in this order); those never referred to come last, in source order.
    pub footnotes: Vec<Footnote>,
    /// The reader's text. Between two blocks, cells or items stands `\n`, as for every break.
    pub text: String,
    /// The part of `text` that is the body; each footnote has its own.
    pub body_range: TextRange,
    /// Leaf blocks in the order of the text: they cover it but for the breaks between them.
    pub blocks: Vec<Block>,
    /// From the reader's text to the file.
    pub map: SourceMap,
    /// Links, by the number that [`Tag::Link`] holds.
    pub links: Vec<Link>,
    /// Pictures, by the number that [`Event::Image`] and [`Tag::Figure`] hold.
    pub images: Vec<Image>,
    /// Text that is shown or stands in the source but is not reader's text (HTML blocks, alt texts): for `quote-in-html`
    /// and `quote-not-markable`.
    pub hidden: Vec<Hidden>,
    /// Every address in the text itself: headings' (`h-…`), footnotes' and their references' (`fn-…`, `fnref-…`), the author's
    /// own in raw HTML (`c-…`). What else gets an address in the page must keep clear of these.
    pub ids: BTreeSet<String>,
}

/// With what the addresses in [`Body::ids`] begin, and what they are of. No annotation's begins so.
pub const OWN_IDS: [(&str, &str); 4] =
    [("h-", "headings"), ("fn-", "footnotes"), ("fnref-", "references to footnotes"), ("c-", "ids in HTML")];

/// A footnote: a text of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// The label as written.
    pub label: String,
    /// Its address in the page, `fn-…`; see [`Footnote::reference_id`] for those of its references.
    pub id: String,
    /// Its events.
    pub events: Vec<Event>,
    /// Its part of the reader's text.
    pub range: TextRange,
    /// How often it is referred to.
    pub references: u32,
}

/// A leaf block: a paragraph, heading, table cell, list item's own text, caption, code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its part of the reader's text.
    pub range: TextRange,
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of the file from its first to its last text.
    pub source: Span,
    /// The event with which it begins, in [`Body::events`] or, for a footnote's block, in [`Footnote::events`].
    pub event: u32,
}

/// What a leaf block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or the text of a tight list item.
    Paragraph,
    /// A heading.
    Heading,
    /// A table's cell.
    Cell,
    /// A figure's caption.
    Caption,
    /// A code block.
    Code,
    /// A block that holds no reader's text (raw HTML, a picture, a rule): its range is empty, at a place of its own between
    /// the breaks before and after it.
    Opaque,
}

/// Text outside the reader's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The text.
    pub text: String,
    /// Why it cannot be marked.
    pub kind: HiddenKind,
    /// Where the reader's text goes on: an offset in it.
    pub at: u32,
    /// Where it was written.
    pub span: Span,
}

/// Why a text is not reader's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenKind {
    /// In an HTML block.
    Html,
    /// A picture's alt text.
    Alt,
}

/// One event. Text is a range of [`Body::text`], so that marks can be woven in at any of its bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An element begins.
    Open(Tag),
    /// The element last opened ends.
    Close,
    /// Reader's text. A soft break is a `\n` in it.
    Text(TextRange),
    /// Text that is shown but is not reader's text.
    Shown(Box<str>),
    /// A hard break: `<br>`; in the reader's text a `\n`, which stands at this offset.
    HardBreak(u32),
    /// `<hr>`.
    Rule,
    /// A picture.
    Image(u32),
    /// A reference to the footnote of this index in [`Body::footnotes`]; the number counts its references from 1.
    FootnoteReference(u32, u32),
    /// The box of a task list's item.
    Task(bool),
    /// An element without content from sanitised HTML.
    Void(Box<Element>),
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// `<p>`.
    Paragraph,
    /// `<h1>`–`<h6>`: level and address (`h-…`).
    Heading(u8, Box<str>),
    /// `<blockquote>`.
    BlockQuote,
    /// `<pre><code>`; the info string's first word.
    CodeBlock(Option<Box<str>>),
    /// Inline `<code>`.
    Code,
    /// `<ul>`.
    Bullets,
    /// `<ol>` with its first number.
    Numbers(u64),
    /// `<li>`.
    Item,
    /// `<table>`.
    Table,
    /// `<thead>`.
    TableHead,
    /// `<tbody>`.
    TableBody,
    /// `<tr>`.
    Row,
    /// `<th>` (in the head) or `<td>`.
    Cell(Alignment, bool),
    /// `<em>`.
    Emphasis,
    /// `<strong>`.
    Strong,
    /// `<del>`.
    Strikethrough,
    /// `<a>`: a number in [`Body::links`].
    Link(u32),
    /// `<figure>` of a picture alone in its paragraph: a number in [`Body::images`]. Inside stand [`Event::Image`] and, with a caption, [`Tag::Caption`].
    Figure(u32),
    /// `<figcaption>`.
    Caption,
    /// An element of sanitised HTML.
    Html(Box<Element>),
}

// A large site holds millions of them.
const _: () = assert!(size_of::<Event>() <= 24);

/// An element of sanitised HTML. It is rare, and events are many: they hold it in a box, and take less than half of the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes: names and values.
    pub attributes: Vec<(String, String)>,
}

/// The alignment of a table's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Not said.
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where to, as written (after Markdown's escapes).
    pub to: String,
    /// `[[…]]`: names an entity or article by id or name.
    pub wiki: bool,
    /// A wikilink without words of its own (`[[words]]`).
    pub bare: bool,
    /// The link's title.
    pub title: String,
    /// The words between the brackets, as a range of the reader's text; empty where they are not in it.
    pub range: TextRange,
    /// The whole link in the file (of an `<a>` in raw HTML, its tag).
    pub span: Span,
    /// Its address in the file: of a reference link that stands in a definition elsewhere. The whole link where the address
    /// cannot be told from the rest.
    pub target: Span,
    /// Further attributes of an `<a>` in raw HTML.
    pub attributes: Vec<(String, String)>,
}

/// A picture as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its address, as written.
    pub src: String,
    /// Its alt text, plain.
    pub alt: String,
    /// Whether it is said to be mere decoration: raw HTML with an empty `alt`.
    pub decorative: bool,
    /// Its title: the caption of a figure.
    pub title: String,
    /// The whole picture in the file.
    pub span: Span,
    /// Further attributes of an `<img>` in raw HTML.
    pub attributes: Vec<(String, String)>,
}

/// The way from the reader's text to the source: runs of text that stand in the file byte for byte, and *atoms* (an entity,
/// an escape, a smart quote, a break) that stand for some bytes of the file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// The file. Absent in the default (empty) map.
    pub file: Option<FileId>,
    /// Runs in order of `text`, covering it.
    pub runs: Vec<Run>,
}

/// One run of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First byte in the reader's text.
    pub text: u32,
    /// First byte in the file.
    pub source: u32,
    /// Bytes in the file.
    pub source_len: u32,
    /// Whether the file's bytes are the text's bytes (a line end may be a space), so that offsets inside can be carried over.
    pub exact: bool,
}

impl Footnote {
    /// The address of its reference number `count` (from 1): `fnref-LABEL`, from the second on `fnref-LABEL.2`. No label's
    /// address holds a full stop, so these are never another footnote's.
    pub fn reference_id(&self, count: u32) -> String {
        let rest = self.id.strip_prefix("fn-").unwrap_or(&self.id);
        if count > 1 { format!("fnref-{rest}.{count}") } else { format!("fnref-{rest}") }
    }
}

impl SourceMap {
    /// The bytes of the file that a range of the reader's text stands for.
    pub fn span(&self, range: TextRange) -> Option<Span> {
        Self::locate(&self.runs, self.file?, range)
    }

    /// The same for runs that are not yet a map.
    pub(super) fn locate(runs: &[Run], file: FileId, range: TextRange) -> Option<Span> {
        let start = Self::offset(runs, range.start, false)?;
        let end = if range.end > range.start { Self::offset(runs, range.end, true)? } else { start };
        Some(file.span(start as usize, end.max(start) as usize))
    }

    /// The byte of the file for a place in the text; `end`: the place is the end of something.
    fn offset(runs: &[Run], at: u32, end: bool) -> Option<u32> {
        let before = |run: &Run| if end { run.text < at } else { run.text <= at };
        let index = runs.partition_point(before).checked_sub(1)?;
        let run = runs[index];
        Some(if run.exact {
            run.source + (at - run.text).min(run.source_len)
        } else if end {
            run.source + run.source_len
        } else {
            run.source
        })
    }
}

impl Body {
    /// A text without markup: paragraphs parted by empty lines.
    pub fn plain(text: &str, file: FileId) -> Body {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut start = 0;
        let blocks = text.split("\n\n").map(|words| {
            let range = small(start)..small(start + words.len());
            start += words.len() + 2;
            let source = file.span(range.start as usize, range.end as usize);
            Block { range, kind: BlockKind::Paragraph, source, event: 0 }
        });
        let whole = Run { text: 0, source: 0, source_len: small(text.len()), exact: true };
        Body {
            blocks: blocks.collect(),
            text: text.to_owned(),
            body_range: 0..small(text.len()),
            map: SourceMap { file: Some(file), runs: vec![whole] },
            ..Body::default()
        }
    }

    /// The words of a range.
    pub fn words(&self, range: &TextRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// The footnote that a place in the reader's text lies in, as an index in [`Body::footnotes`].
    pub fn footnote_at(&self, at: u32) -> Option<usize> {
        if at < self.body_range.end || self.footnotes.is_empty() {
            return None;
        }
        self.footnotes.iter().position(|note| note.range.contains(&at) || note.range.start == at)
    }

    /// The leaf block that a place lies in, as an index in [`Body::blocks`].
    pub fn block_at(&self, at: u32) -> Option<usize> {
        let index = self.blocks.partition_point(|block| block.range.start <= at);
        (0..index).rev().find(|&i| self.blocks[i].kind != BlockKind::Opaque).filter(|&i| at <= self.blocks[i].range.end)
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

impl Tag {
    /// An element of sanitised HTML.
    pub fn html(name: &str, attributes: Vec<(String, String)>) -> Tag {
        Tag::Html(Box::new(Element { name: name.to_owned(), attributes }))
    }

    /// Whether the element is a block: text before, in and after it are different blocks.
    pub fn is_block(&self) -> bool {
        match self {
            Tag::Code | Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) => false,
            Tag::Html(element) => is_block_name(&element.name),
            _ => true,
        }
    }
}

/// Whether an HTML element that the sanitiser lets through is a block.
fn is_block_name(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&name).is_ok()
}
