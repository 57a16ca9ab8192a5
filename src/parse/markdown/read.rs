//! pulldown-cmark's events, made ours.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{self as md, CodeBlockKind, CowStr, LinkType, Options, Parser};

use super::scheme::{Use, unsafe_scheme};
use super::source::{Source, fit};
use super::{Draft, Node, Part};
use crate::parse::body::{Alignment, Image, Link, Tag};
use crate::parse::settings::MarkdownSettings;

/// Reads a text. The first part is the body, the others are its footnotes.
pub(super) fn read(source: &Source<'_>, settings: MarkdownSettings) -> Draft {
    let mut options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    options.set(Options::ENABLE_WIKILINKS, settings.wikilinks);
    options.set(Options::ENABLE_SMART_PUNCTUATION, settings.smart_punctuation);
    let mut reader = Reader {
        source,
        escape: settings.escape_html,
        draft: Draft { parts: vec![Part::default()], ..Draft::default() },
        here: vec![0],
        opened: Vec::new(),
        quotes: 0,
        tables: Vec::new(),
        picture: None,
        drawn: 0..0,
        html: None,
        seen: 0,
        inline: None,
        bare: false,
        definition: None,
    };
    let mut events = Parser::new_ext(&source.text, options).into_offset_iter();
    while let Some((event, range)) = events.next() {
        if let md::Event::Start(md::Tag::Link { id, .. }) = &event {
            let definition = events.reference_definitions().get(id);
            reader.definition = definition.map(|definition| definition.span.clone());
        }
        let seen = if matches!(event, md::Event::Start(_)) { range.start + 1 } else { range.end };
        reader.event(event, range);
        reader.seen = seen;
    }
    reader.draft
}

struct Reader<'s, 't> {
    source: &'s Source<'t>,
    escape: bool,
    draft: Draft,
    /// The part that is read, and those around it.
    here: Vec<usize>,
    /// How many nodes each of pulldown-cmark's open tags has to close.
    opened: Vec<u8>,
    /// How many block quotes are open.
    quotes: usize,
    tables: Vec<TableState>,
    /// The picture whose alt text is read.
    picture: Option<Picture>,
    /// The last picture's place.
    drawn: Range<usize>,
    /// The HTML block that is read: where its text begins in the strand.
    html: Option<u32>,
    /// Where the last event ended; of one that has others in it, after its first byte.
    seen: usize,
    /// The inline link that is read, whose address comes after its words.
    inline: Option<usize>,
    /// Whether the words of a `[[…]]` come next, which the parser gives as they stand in the source.
    bare: bool,
    /// The definition that the link which is read would have, were it a reference.
    definition: Option<Range<usize>>,
}

struct TableState {
    alignments: Vec<md::Alignment>,
    cell: usize,
    head: bool,
    body: bool,
}

struct Picture {
    image: Image,
    depth: usize,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: md::Event<'_>, range: Range<usize>) {
        if self.picture.is_some() {
            return self.alt(event);
        }
        match event {
            md::Event::Start(tag) => self.start(tag, range),
            md::Event::End(end) => self.end(end, range),
            md::Event::Text(words) => self.text(&words, range),
            md::Event::Code(words) => {
                self.push(Node::Open(Tag::Code));
                self.code(&words, range);
                self.push(Node::Close);
            }
            md::Event::SoftBreak => self.text("\n", range),
            md::Event::HardBreak => {
                let start = self.draft.strand.len();
                self.source.atom(&mut self.draft.strand, "\n", range);
                let end = self.draft.strand.len();
                self.push(Node::Break(start..end));
            }
            md::Event::Rule => self.push(Node::Rule),
            md::Event::TaskListMarker(done) => self.push(Node::Task(done)),
            md::Event::FootnoteReference(label) => {
                let start = self.draft.strand.len();
                self.source.exact(&mut self.draft.strand, range);
                let end = self.draft.strand.len();
                self.push(Node::Reference(label.into_string(), start..end));
            }
            md::Event::Html(html) | md::Event::InlineHtml(html) => self.html(&html, range),
            // Neither is switched on.
            md::Event::InlineMath(words) | md::Event::DisplayMath(words) => self.text(&words, range),
        }
    }

    fn part(&mut self) -> &mut Part {
        let index = self.here.last().copied().unwrap_or(0);
        &mut self.draft.parts[index]
    }

    fn push(&mut self, node: Node) {
        self.part().nodes.push(node);
    }

    fn start(&mut self, tag: md::Tag<'_>, range: Range<usize>) {
        let mut nodes = 1;
        match tag {
            md::Tag::Paragraph => self.push(Node::Open(Tag::Paragraph)),
            md::Tag::Heading { level, .. } => self.push(Node::Open(Tag::Heading(level as u8, "".into()))),
            md::Tag::BlockQuote(_) => {
                self.quotes += 1;
                self.push(Node::Open(Tag::BlockQuote));
            }
            md::Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info.split(' ').next().filter(|word| !word.is_empty()),
                    CodeBlockKind::Indented => None,
                };
                self.push(Node::Open(Tag::CodeBlock(info.map(|info| fit(info).into()))));
            }
            md::Tag::List(None) => self.push(Node::Open(Tag::Bullets)),
            md::Tag::List(Some(first)) => self.push(Node::Open(Tag::Numbers(first))),
            md::Tag::Item => self.push(Node::Open(Tag::Item)),
            md::Tag::Table(alignments) => {
                self.tables.push(TableState { alignments, cell: 0, head: false, body: false });
                self.push(Node::Open(Tag::Table));
            }
            md::Tag::TableHead => {
                self.push(Node::Open(Tag::TableHead));
                self.row(true);
                nodes = 2;
            }
            md::Tag::TableRow => self.row(false),
            md::Tag::TableCell => self.cell(),
            md::Tag::Emphasis => self.push(Node::Open(Tag::Emphasis)),
            md::Tag::Strong => self.push(Node::Open(Tag::Strong)),
            md::Tag::Strikethrough => self.push(Node::Open(Tag::Strikethrough)),
            md::Tag::Link { link_type, dest_url, title, .. } => nodes = self.link(link_type, &dest_url, title, range),
            md::Tag::Image { link_type: link_type @ LinkType::WikiLink { .. }, dest_url, title, .. } => {
                // `![[…]]` is no picture here: a `!` before a link.
                self.text("!", range.start..range.start + 1);
                nodes = self.link(link_type, &dest_url, title, range.start + 1..range.end);
            }
            md::Tag::Image { dest_url, title, .. } => {
                self.drawn = range.clone();
                let image = Image {
                    src: dest_url.into_string(),
                    alt: String::new(),
                    decorative: false,
                    title: fit(&title).into_owned(),
                    span: self.source.span(range),
                    attributes: Vec::new(),
                };
                self.picture = Some(Picture { image, depth: 0 });
                return;
            }
            md::Tag::FootnoteDefinition(label) => {
                self.draft.parts.push(Part { label: Some(label.into_string()), ..Part::default() });
                self.here.push(self.draft.parts.len() - 1);
                nodes = 0;
            }
            md::Tag::HtmlBlock => {
                self.html = Some(self.draft.strand.len());
                nodes = 0;
            }
            // None of these is switched on: their text is text.
            md::Tag::DefinitionList
            | md::Tag::DefinitionListTitle
            | md::Tag::DefinitionListDefinition
            | md::Tag::Superscript
            | md::Tag::Subscript
            | md::Tag::MetadataBlock(_) => nodes = 0,
        }
        self.opened.push(nodes);
    }

    fn end(&mut self, end: md::TagEnd, range: Range<usize>) {
        match end {
            md::TagEnd::Link => {
                if let Some(link) = self.inline.take()
                    && let Some(target) = self.address(self.seen..range.end, "](")
                {
                    self.draft.links[link].target = self.source.span(target);
                }
            }
            md::TagEnd::FootnoteDefinition => {
                self.here.pop();
            }
            md::TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            md::TagEnd::HtmlBlock => self.end_html(),
            md::TagEnd::Paragraph if self.figure() => {
                self.opened.pop();
                return;
            }
            md::TagEnd::Table => {
                let body = self.tables.pop().is_some_and(|table| table.body);
                self.part().nodes.extend(body.then_some(Node::Close));
            }
            _ => {}
        }
        for _ in 0..self.opened.pop().unwrap_or(0) {
            self.push(Node::Close);
        }
    }

    fn row(&mut self, head: bool) {
        let mut first = false;
        if let Some(table) = self.tables.last_mut() {
            first = !head && !table.body;
            table.body |= !head;
            table.head = head;
            table.cell = 0;
        }
        if first {
            self.push(Node::Open(Tag::TableBody));
        }
        self.push(Node::Open(Tag::Row));
    }

    fn cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let alignment = match table.alignments.get(table.cell) {
            Some(md::Alignment::Left) => Alignment::Left,
            Some(md::Alignment::Center) => Alignment::Center,
            Some(md::Alignment::Right) => Alignment::Right,
            Some(md::Alignment::None) | None => Alignment::None,
        };
        table.cell += 1;
        let head = table.head;
        self.push(Node::Open(Tag::Cell(alignment, head)));
    }

    /// Opens a link unless its scheme runs code; the number of nodes to close.
    fn link(&mut self, kind: LinkType, to: &str, title: CowStr<'_>, range: Range<usize>) -> u8 {
        let span = self.source.span(range.clone());
        let (wiki, bare, to) = match kind {
            LinkType::Email => (false, false, format!("mailto:{to}")),
            LinkType::WikiLink { has_pothole } => {
                // In a table the bar is written `\|`, and the parser leaves the backslash at the end of the name.
                let name = if has_pothole { to.strip_suffix('\\').unwrap_or(to) } else { to };
                let name = without_markers(name, self.quotes);
                (true, !has_pothole, name.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            _ => (false, false, to.to_owned()),
        };
        if !wiki && let Some(scheme) = unsafe_scheme(&to, Use::Link) {
            self.draft.unsafe_link("link", &scheme, span);
            return 0;
        }
        let title = fit(&title).into_owned();
        let target = match kind {
            LinkType::WikiLink { .. } => self.address(range, "[["),
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                self.definition.take().map(|whole| self.address(whole.clone(), "]:").unwrap_or(whole))
            }
            _ => None,
        };
        self.bare = bare;
        self.inline = (kind == LinkType::Inline).then_some(self.draft.links.len());
        let target = target.map_or(span, |target| self.source.span(target));
        self.draft.links.push(Link { to, wiki, bare, title, range: 0..0, span, target, attributes: Vec::new() });
        let number = super::source::short(self.draft.links.len() - 1);
        self.push(Node::Open(Tag::Link(number)));
        1
    }

    /// The address in a part of the text: what comes after these two signs, up to what ends it.
    fn address(&self, range: Range<usize>, after: &str) -> Option<Range<usize>> {
        let text = self.source.text.get(range.clone())?;
        // A label may hold the signs behind a backslash.
        let mut places = text.match_indices(after).map(|(at, _)| at);
        let from = places.find(|&at| after == "[[" || !text[..at].ends_with('\\'))? + after.len();
        let from = from + text[from..].len() - text[from..].trim_start().len();
        let rest = &text[from..];
        let length = match (after, rest.strip_prefix('<')) {
            // In a table the bar has a backslash before it.
            ("[[", _) => rest.find(['|', ']']).map(|at| at - usize::from(rest[..at].ends_with('\\'))),
            (_, Some(inner)) => inner.find('>').map(|at| at + 2),
            (_, None) => rest.find(char::is_whitespace),
        };
        let end = if after == "](" { rest.len().saturating_sub(1) } else { rest.len() };
        let at = range.start + from;
        Some(at..at + length.unwrap_or(end))
    }

    fn text(&mut self, words: &str, range: Range<usize>) {
        let start = self.draft.strand.len();
        let bare = std::mem::take(&mut self.bare);
        let slice = self.source.text.get(range.clone()).unwrap_or("");
        if slice == words {
            match without_markers(words, if bare { self.quotes } else { 0 }) {
                Cow::Borrowed(_) => self.source.exact(&mut self.draft.strand, range),
                Cow::Owned(words) => self.source.aligned(&mut self.draft.strand, &words, range),
            }
        } else {
            self.source.atom(&mut self.draft.strand, &fit(words), range);
        }
        self.push_text(start);
    }

    /// The words of a code span: between the backticks, one space at each end perhaps dropped (CommonMark 6.1).
    fn code(&mut self, words: &str, range: Range<usize>) {
        let slice = self.source.text.get(range.clone()).unwrap_or("");
        let ticks = slice.bytes().take_while(|&b| b == b'`').count();
        let (mut start, mut end) = (range.start + ticks, range.end.saturating_sub(ticks).max(range.start + ticks));
        let inner = self.source.text.get(start..end).unwrap_or("");
        let padded = inner.starts_with([' ', '\n']) && inner.ends_with([' ', '\n']);
        if padded && inner.contains(|c| !matches!(c, ' ' | '\n')) {
            (start, end) = (start + 1, end - 1);
        }
        let from = self.draft.strand.len();
        self.source.aligned(&mut self.draft.strand, words, start..end);
        self.push_text(from);
    }

    /// Makes what the strand got since `start` a node, or a part of the text before it.
    fn push_text(&mut self, start: u32) {
        let end = self.draft.strand.len();
        if start == end {
            return;
        }
        match self.part().nodes.last_mut() {
            Some(Node::Text(last)) if last.end == start => last.end = end,
            _ => self.push(Node::Text(start..end)),
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if self.escape && self.html.is_none() {
            return self.text(html, range);
        }
        let start = self.draft.strand.len();
        self.source.aligned(&mut self.draft.strand, html, range);
        let end = self.draft.strand.len();
        if self.html.is_none() && !is_comment(html) {
            self.part().raw = true;
            self.push(Node::Raw(start..end, false));
        }
    }

    /// The block's lines were gathered in the strand.
    fn end_html(&mut self) {
        let Some(start) = self.html.take() else { return };
        let end = self.draft.strand.len();
        let html = self.draft.strand.text.get(start as usize..end as usize).unwrap_or("");
        if self.escape {
            let end = start + super::source::short(html.trim_end().len());
            self.part().nodes.extend([Node::Open(Tag::Paragraph), Node::Text(start..end), Node::Close]);
        } else if !is_comment(html) {
            self.part().raw = true;
            self.push(Node::Raw(start..end, true));
        }
    }

    /// One event of a picture's alt text.
    fn alt(&mut self, event: md::Event<'_>) {
        let Some(picture) = &mut self.picture else { return };
        match event {
            md::Event::Start(_) => picture.depth += 1,
            md::Event::End(_) if picture.depth > 0 => picture.depth -= 1,
            md::Event::End(_) => self.end_picture(),
            md::Event::Text(words) | md::Event::Code(words) => picture.image.alt.push_str(&fit(&words)),
            md::Event::InlineHtml(html) if self.escape => picture.image.alt.push_str(&html),
            md::Event::SoftBreak | md::Event::HardBreak => picture.image.alt.push(' '),
            _ => {}
        }
    }

    fn end_picture(&mut self) {
        let Some(Picture { image, .. }) = self.picture.take() else { return };
        if let Some(scheme) = unsafe_scheme(&image.src, Use::Picture) {
            self.draft.unsafe_link("picture", &scheme, image.span);
            return self.push(Node::Shown(image.alt, Some(image.span)));
        }
        self.draft.images.push(image);
        let number = super::source::short(self.draft.images.len() - 1);
        self.push(Node::Image(number));
    }

    /// Makes a paragraph that ends here and is one picture a figure.
    fn figure(&mut self) -> bool {
        let nodes = &mut self.part().nodes;
        let &[.., Node::Open(Tag::Paragraph), Node::Image(number)] = nodes.as_slice() else { return false };
        let at = nodes.len() - 2;
        nodes[at] = Node::Open(Tag::Figure(number));
        let Some(image) = self.draft.images.get(number as usize) else { return false };
        if !image.title.trim().is_empty() {
            let start = self.draft.strand.len();
            // The title stands at the end of the picture, unless it holds escapes or the picture's definition is elsewhere.
            let here = self.drawn.clone();
            let slice = self.source.text.get(here.clone()).unwrap_or("");
            match slice.rfind(&image.title).map(|found| here.start + found) {
                Some(from) => self.source.exact(&mut self.draft.strand, from..from + image.title.len()),
                None => self.draft.strand.push(&image.title, image.span, false),
            }
            let end = self.draft.strand.len();
            let caption = [Node::Open(Tag::Caption), Node::Text(start..end), Node::Close];
            self.part().nodes.extend(caption);
        }
        self.push(Node::Close);
        true
    }
}

/// What the parser took out of the source as it stands there, without the signs `>` with which its lines begin in so many block
/// quotes. A line that goes on lazily has fewer of them.
fn without_markers(words: &str, quotes: usize) -> Cow<'_, str> {
    if quotes == 0 || !words.contains('\n') {
        return Cow::Borrowed(words);
    }
    let mut lines = words.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for mut line in lines {
        for _ in 0..quotes {
            line = line.trim_start().strip_prefix('>').unwrap_or(line);
        }
        out.push('\n');
        out.push_str(line.trim_start());
    }
    Cow::Owned(out)
}

/// Whether a piece of raw HTML is nothing but one comment. Such a piece is left out at once: a text with a comment in it need
/// not go through the sanitiser.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.len() >= 7
        && html.strip_prefix("<!--").and_then(|rest| rest.find("-->")).is_some_and(|end| end + 7 == html.len())
}
