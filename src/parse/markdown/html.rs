//! Raw HTML: sanitised, parsed as a browser parses it, and made nodes like those of Markdown.
//!
//! A part with raw HTML is written once as HTML in which everything of Markdown's is a number: an element of Markdown's says
//! its own in `data-n`, a text is only its number between two noncharacters, which keep it whole in every place where text can
//! stand. That goes through the sanitiser and the parser; the tree that comes out is read back, and the numbers say what was
//! there. So Markdown's texts keep their places in the source whatever the HTML around them does to them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;
use std::sync::LazyLock;

use super::scan::{self, Piece};
use super::scheme::{Use, unsafe_scheme};
use super::source::{OPEN, SHUT, fit, short};
use super::tree::{self, Data, Item};
use super::{Draft, Node};
use crate::diag::{Diagnostic, code};
use crate::parse::body::{Image, Link, Tag};
use crate::span::{FileId, Span};

/// Markdown nested deeper than this does not go through the HTML parser, whose cost grows with depth times length: its raw
/// HTML is left out.
const MARKDOWN_DEPTH: usize = 200;

/// Sanitises one part.
pub(super) fn sanitise(draft: &mut Draft, index: usize, file: FileId) {
    let nodes = std::mem::take(&mut draft.parts[index].nodes);
    let mut writer = Writer::new(draft, &nodes, file);
    if depth(&nodes) > MARKDOWN_DEPTH {
        writer.refuse();
        draft.parts[index].nodes = nodes;
        return;
    }
    let html = writer.write();
    let (tags, texts) = writer.finish();
    let clean = SANITISER.clean(&html).to_string();
    let (items, root) = tree::parse(&clean);
    let mut reader = Reader { draft, from: &nodes, tags, texts, nodes: Vec::new() };
    reader.read(items, root);
    draft.parts[index].nodes = reader.nodes;
}

/// Names of attributes in between: addresses go under other names, so that one function alone decides on schemes.
const NUMBER: &str = "data-n";
const HREF: &str = "data-href";
const SRC: &str = "data-src";

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    let of_element = scan::OF_ELEMENT.iter().map(|(name, attributes)| {
        let safe = attributes.iter().copied().filter(|name| !matches!(*name, "href" | "src"));
        (*name, safe.collect::<HashSet<_>>())
    });
    builder
        .tags(scan::ELEMENTS.iter().copied().collect())
        .clean_content_tags(scan::WITH_CONTENT.iter().copied().collect())
        .generic_attributes(scan::ATTRIBUTES.iter().copied().chain([NUMBER, HREF, SRC]).collect())
        .tag_attributes(of_element.collect::<HashMap<_, _>>())
        .link_rel(None);
    builder
});

fn depth(nodes: &[Node]) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for node in nodes {
        match node {
            Node::Open(_) => depth += 1,
            Node::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// A text in raw HTML and its place.
type RawText = (String, Option<Span>);

/// Writes the HTML that goes to the sanitiser.
struct Writer<'d> {
    draft: &'d mut Draft,
    nodes: &'d [Node],
    file: FileId,
    out: String,
    /// The places of raw tags with addresses.
    tags: Vec<Option<Span>>,
    /// Raw texts with their places.
    texts: Vec<RawText>,
    /// Raw elements that are open.
    depth: usize,
    /// Raw elements opened in the line of text that is written: an author's `<b>` without end ends with its block.
    inline: Vec<String>,
    /// For each table that is open, whether one of its cells (or its caption) is.
    tables: Vec<bool>,
    /// What was left out: what it is, to its places.
    removed: BTreeMap<String, Vec<Span>>,
}

impl<'d> Writer<'d> {
    fn new(draft: &'d mut Draft, nodes: &'d [Node], file: FileId) -> Self {
        Writer {
            draft,
            nodes,
            file,
            out: String::new(),
            tags: Vec::new(),
            texts: Vec::new(),
            depth: 0,
            inline: Vec::new(),
            tables: Vec::new(),
            removed: BTreeMap::new(),
        }
    }

    fn write(&mut self) -> String {
        let mut names: Vec<(&str, bool)> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            match node {
                Node::Open(tag) => {
                    if tag.is_block() {
                        self.end_inline();
                    }
                    let name = name(tag);
                    self.table_start(name);
                    names.push((name, tag.is_block()));
                    let _ = write!(self.out, "<{name} {NUMBER}=E{index}>");
                }
                Node::Close => {
                    let Some((name, block)) = names.pop() else { continue };
                    if block {
                        self.end_inline();
                    }
                    self.table_end(name);
                    let _ = write!(self.out, "</{name}>");
                }
                Node::Rule => {
                    self.end_inline();
                    self.table_start("hr");
                    let _ = write!(self.out, "<hr {NUMBER}=E{index}>");
                }
                Node::Break(_) => {
                    self.table_start("br");
                    let _ = write!(self.out, "<br {NUMBER}=E{index}>");
                }
                Node::Raw(range, block) => self.raw(range.clone(), *block),
                _ => {
                    self.table_start("");
                    let _ = write!(self.out, "{OPEN}E{index}{SHUT}");
                }
            }
        }
        self.end_inline();
        std::mem::take(&mut self.out)
    }

    fn end_inline(&mut self) {
        while let Some(name) = self.inline.pop() {
            let _ = write!(self.out, "</{name}>");
            self.depth = self.depth.saturating_sub(usize::from(scan::nests(&name)));
        }
    }

    /// Keeps track of tables, and ends one before anything (an element, or `""` for text) that stands in it and in none of its
    /// cells. The HTML parser would move that in front of the table, one thing after another, each at the cost of all before.
    fn table_start(&mut self, name: &str) {
        match name {
            "caption" | "td" | "th" => {
                if let Some(cell) = self.tables.last_mut() {
                    *cell = true;
                }
            }
            "col" | "colgroup" | "tbody" | "tfoot" | "thead" | "tr" => {
                if let Some(cell) = self.tables.last_mut() {
                    *cell = false;
                }
            }
            _ => {
                while self.tables.pop_if(|cell| !*cell).is_some() {
                    self.out.push_str("</table>");
                }
                if name == "table" {
                    self.tables.push(false);
                }
            }
        }
    }

    fn table_end(&mut self, name: &str) {
        match name {
            "table" => {
                self.tables.pop();
            }
            "caption" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => {
                if let Some(cell) = self.tables.last_mut() {
                    *cell = false;
                }
            }
            _ => {}
        }
    }

    fn span(&self, range: &Range<u32>, part: &Range<usize>) -> Option<Span> {
        let at = |n: usize| range.start + short(n);
        self.draft.strand.span(self.file, at(part.start)..at(part.end))
    }

    fn raw(&mut self, range: Range<u32>, block: bool) {
        let html = self.draft.strand.text[range.start as usize..range.end as usize].to_owned();
        let mut in_pre = false;
        for piece in scan::scan(&html, block) {
            let after_pre =
                std::mem::replace(&mut in_pre, matches!(&piece, Piece::Start { name, .. } if name == "pre"));
            match piece {
                Piece::Text(text, part) => {
                    // HTML drops a line end right after <pre>; the number that comes before the text would keep it.
                    let text = text.strip_prefix('\n').filter(|_| after_pre).unwrap_or(text);
                    // Only white space goes through the sanitiser itself, which takes the square of the length for text with
                    // many references in it.
                    if text.trim().is_empty() {
                        self.out.push_str(text);
                    } else {
                        self.table_start("");
                        self.texts.push((resolved(text), self.span(&range, &part)));
                        let _ = write!(self.out, "{OPEN}R{}{SHUT}", self.texts.len() - 1);
                    }
                }
                Piece::Start { name, attributes, range: part } => {
                    let gone = scan::WITH_CONTENT.contains(&name.as_str());
                    let deep = scan::nests(&name) && self.depth >= scan::DEPTH;
                    if gone || deep || !scan::ELEMENTS.contains(&name.as_str()) {
                        let what = if deep {
                            format!("`<{name}>`, nested more than {} deep,", scan::DEPTH)
                        } else {
                            format!("`<{name}>`")
                        };
                        self.remove(what, self.span(&range, &part));
                        if !gone {
                            continue;
                        }
                    }
                    self.table_start(&name);
                    self.depth += usize::from(scan::nests(&name));
                    let _ = write!(self.out, "<{name} {NUMBER}=R{}", self.tags.len());
                    self.tags.push(self.span(&range, &part));
                    for attribute in attributes {
                        if gone || !scan::allowed(&name, &attribute.name) {
                            if !gone {
                                let what = format!("the attribute `{}` of `<{name}>`", attribute.name);
                                self.remove(what, self.span(&range, &attribute.range));
                            }
                            continue;
                        }
                        let own = match attribute.name.as_str() {
                            "href" => HREF,
                            "src" => SRC,
                            other => other,
                        };
                        let _ = write!(self.out, " {own}=\"{}\"", attribute.value.replace('"', "&quot;"));
                    }
                    self.out.push('>');
                    if !block && !scan::VOID.contains(&name.as_str()) {
                        self.inline.push(name);
                    }
                }
                Piece::End { name } => {
                    let gone = scan::WITH_CONTENT.contains(&name.as_str());
                    if gone || scan::ELEMENTS.contains(&name.as_str()) {
                        self.depth = self.depth.saturating_sub(usize::from(scan::nests(&name)));
                        if let Some(at) = self.inline.iter().rposition(|open| *open == name) {
                            self.inline.remove(at);
                        }
                        self.table_end(&name);
                        let _ = write!(self.out, "</{name}>");
                    }
                }
                Piece::Gone { name, range: part } => self.remove(format!("`<{name}>`"), self.span(&range, &part)),
                Piece::Unfinished(part) => self.remove("a tag that does not end".to_owned(), self.span(&range, &part)),
            }
        }
    }

    fn remove(&mut self, what: String, span: Option<Span>) {
        self.removed.entry(what).or_default().extend(span);
    }

    /// Leaves all raw HTML out.
    fn refuse(&mut self) {
        for node in self.nodes {
            if let Node::Raw(range, _) = node {
                let span = self.draft.strand.span(self.file, range.clone());
                self.remove(format!("raw HTML in Markdown nested more than {MARKDOWN_DEPTH} deep"), span);
            }
        }
        self.report();
    }

    fn finish(mut self) -> (Vec<Option<Span>>, Vec<RawText>) {
        self.report();
        (self.tags, self.texts)
    }

    /// Says what was left out: each sort once, at its first place.
    fn report(&mut self) {
        for (what, places) in std::mem::take(&mut self.removed) {
            let Some(&first) = places.first() else { continue };
            let verb = if what.starts_with("raw") { "is" } else { "may not stand in a text, and is" };
            let mut diagnostic = Diagnostic::new(code::HTML_REMOVED, first, format!("{what} {verb} left out"));
            for &more in places.iter().skip(1).take(3) {
                diagnostic = diagnostic.label(more, "and here");
            }
            if places.len() > 4 {
                diagnostic = diagnostic.help(format!("It stands in {} places of this text.", places.len()));
            }
            self.draft.diagnostics.push(diagnostic.help(
                "Text can hold the HTML of texts (`<sup>`, `<details>`, `<table>`, `<span class=\"…\">`), without styles, scripts and forms.",
            ));
        }
    }
}

/// Raw text with its character references resolved.
fn resolved(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let (items, _) = tree::parse(&text.replace('<', "&lt;"));
    let text: String = items
        .iter()
        .filter_map(|item| if let Data::Text(text) = &item.data { Some(text.as_str()) } else { None })
        .collect();
    fit(&text).into_owned()
}

/// The element as which a tag of ours goes through the parser.
fn name(tag: &Tag) -> &'static str {
    match tag {
        Tag::Paragraph => "p",
        Tag::Heading(1, _) => "h1",
        Tag::Heading(2, _) => "h2",
        Tag::Heading(3, _) => "h3",
        Tag::Heading(4, _) => "h4",
        Tag::Heading(5, _) => "h5",
        Tag::Heading(..) => "h6",
        Tag::BlockQuote => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::Code => "code",
        Tag::Bullets => "ul",
        Tag::Numbers(_) => "ol",
        Tag::Item => "li",
        Tag::Table => "table",
        Tag::TableHead => "thead",
        Tag::TableBody => "tbody",
        Tag::Row => "tr",
        Tag::Cell(_, true) => "th",
        Tag::Cell(_, false) => "td",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "del",
        Tag::Link(_) => "a",
        Tag::Figure(_) => "figure",
        Tag::Caption => "figcaption",
        // There is none before this step.
        Tag::Html(..) => "span",
    }
}

/// Reads the tree.
struct Reader<'d> {
    draft: &'d mut Draft,
    from: &'d [Node],
    tags: Vec<Option<Span>>,
    texts: Vec<RawText>,
    nodes: Vec<Node>,
}

enum Visit {
    Enter(usize),
    Leave,
}

impl Reader<'_> {
    fn read(&mut self, mut items: Vec<Item>, root: usize) {
        let mut visits: Vec<Visit> =
            items.get(root).and_then(|item| item.first).map(Visit::Enter).into_iter().collect();
        while let Some(visit) = visits.pop() {
            let at = match visit {
                Visit::Enter(at) => at,
                Visit::Leave => {
                    // `<p>a<div>b</div></p>`: the parser makes an empty paragraph of the last tag.
                    match self.nodes.last() {
                        Some(Node::Open(Tag::Html(last))) if last.name == "p" && last.attributes.is_empty() => {
                            self.nodes.pop();
                        }
                        _ => self.nodes.push(Node::Close),
                    }
                    continue;
                }
            };
            let item = &mut items[at];
            visits.extend(item.next.map(Visit::Enter));
            match std::mem::replace(&mut item.data, Data::Root) {
                Data::Text(text) => self.text(&text),
                Data::Element(name, attributes) => {
                    let attributes =
                        attributes.into_iter().map(|a| (a.name.local.to_string(), fit(&a.value).into_owned()));
                    if self.element(&name.local, attributes.collect()) {
                        visits.push(Visit::Leave);
                    }
                    visits.extend(item.first.map(Visit::Enter));
                }
                Data::Root => {}
            }
        }
    }

    /// A text node: numbers of Markdown's nodes and of raw texts, and white space.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(OPEN) {
            self.shown(&rest[..at], None);
            let (number, after) = rest[at + OPEN.len_utf8()..].split_once(SHUT).unwrap_or(("", ""));
            rest = after;
            let index = |letter| number.strip_prefix(letter).and_then(|number: &str| number.parse::<usize>().ok());
            if let Some(node) = index('E').and_then(|index| self.from.get(index)) {
                if !matches!(node, Node::Open(_) | Node::Close | Node::Raw(..)) {
                    self.nodes.push(node.clone());
                }
            } else if let Some((text, span)) = index('R').and_then(|index| self.texts.get_mut(index)) {
                self.nodes.push(Node::Shown(std::mem::take(text), *span));
            }
        }
        self.shown(rest, None);
    }

    fn shown(&mut self, text: &str, place: Option<Span>) {
        if !text.is_empty() {
            self.nodes.push(Node::Shown(text.to_owned(), place));
        }
    }

    /// Opens an element; whether it has to be closed.
    fn element(&mut self, name: &str, mut attributes: Vec<(String, String)>) -> bool {
        let number = take(&mut attributes, NUMBER).unwrap_or_default();
        if let Some(index) = number.strip_prefix('E').and_then(|number| number.parse::<usize>().ok()) {
            match self.from.get(index) {
                Some(node @ Node::Open(_)) => {
                    self.nodes.push(node.clone());
                    return true;
                }
                Some(node @ (Node::Rule | Node::Break(_))) => self.nodes.push(node.clone()),
                _ => {}
            }
            return false;
        }
        let tag = number.strip_prefix('R').and_then(|number| number.parse::<usize>().ok());
        let span = tag.and_then(|tag| self.tags.get(tag).copied().flatten());
        self.own_ids(name, &mut attributes);
        match name {
            "a" => return self.link(attributes, span),
            "img" => self.picture(attributes, span),
            "br" => {
                let start = self.draft.strand.len();
                let Some(span) = span else { return false };
                self.draft.strand.push("\n", span, false);
                self.nodes.push(Node::Break(start..start + 1));
            }
            "hr" => self.nodes.push(Node::Rule),
            "wbr" | "col" => self.nodes.push(Node::Void(name.to_owned(), attributes)),
            _ => {
                self.nodes.push(Node::Open(Tag::html(name, attributes)));
                return true;
            }
        }
        false
    }

    /// The author's ids get the prefix `c-`. An `<a name>` is an id too; a second of one name is none (the parser itself makes
    /// copies of elements that are closed in the wrong order).
    fn own_ids(&mut self, name: &str, attributes: &mut Vec<(String, String)>) {
        let named = if name == "a" { take(attributes, "name") } else { None };
        let Some(id) = take(attributes, "id").or(named) else { return };
        let id: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let id = format!("c-{id}");
        if id.len() > 2 && self.draft.ids.insert(id.clone()) {
            attributes.insert(0, ("id".to_owned(), id));
        }
    }

    fn link(&mut self, mut attributes: Vec<(String, String)>, span: Option<Span>) -> bool {
        let to = take(&mut attributes, HREF).map(|to| stripped(&to));
        let (Some(to), Some(span)) = (to, span) else {
            self.nodes.push(Node::Open(Tag::html("a", attributes)));
            return true;
        };
        if let Some(scheme) = unsafe_scheme(&to, Use::Link) {
            self.draft.unsafe_link("link", &scheme, span);
            self.nodes.push(Node::Open(Tag::html("span", attributes)));
            return true;
        }
        let title = take(&mut attributes, "title").unwrap_or_default();
        let link = Link { to, wiki: false, bare: false, title, range: 0..0, span, target: span, attributes };
        self.draft.links.push(link);
        self.nodes.push(Node::Open(Tag::Link(short(self.draft.links.len() - 1))));
        true
    }

    fn picture(&mut self, mut attributes: Vec<(String, String)>, span: Option<Span>) {
        let src = stripped(&take(&mut attributes, SRC).unwrap_or_default());
        let alt = take(&mut attributes, "alt");
        let decorative = alt.as_deref() == Some("");
        let alt = alt.unwrap_or_default();
        let title = take(&mut attributes, "title").unwrap_or_default();
        let Some(span) = span else { return };
        if let Some(scheme) = unsafe_scheme(&src, Use::Picture) {
            self.draft.unsafe_link("picture", &scheme, span);
            return self.shown(&alt, Some(span));
        }
        self.draft.images.push(Image { src, alt, decorative, title, span, attributes });
        self.nodes.push(Node::Image(short(self.draft.images.len() - 1)));
    }
}

/// An address as a URL parser takes it: no white space at its ends, no tabs and line ends in it.
fn stripped(address: &str) -> String {
    address.trim_matches(|c| c <= ' ').replace(['\t', '\n', '\r'], "")
}

fn take(attributes: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = attributes.iter().position(|(own, _)| own == name)?;
    Some(attributes.remove(at).1)
}
