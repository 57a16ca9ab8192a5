//! Ops to HTML. What Markdown makes looks as pulldown-cmark writes it, but for `<br>` in place of `<br />`, for headings' addresses,
//! figures, footnotes, and cells, which have a class in place of a style.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::plan::{Op, Plans};
use super::{Mark, MarkKind, Target, Targets, Word, Woven, WovenBlock, WovenFootnote};
use crate::parse::body::{Alignment, Body, Event, Footnote, Tag, TextRange};
use crate::render::syntax;

pub(super) fn write(
    body: &Body,
    marks: &[Mark],
    plans: &Plans,
    links: &[Option<Target>],
    targets: &dyn Targets,
) -> Woven {
    let mut woven = Woven::default();
    let size = body.text.len() + body.text.len() / 4 + 64 * body.events.len() + 160 * marks.len();
    let writer = |events, size| Writer {
        body,
        events,
        marks,
        groups: &plans.groups,
        links,
        targets,
        out: String::with_capacity(size),
        line_start: true,
        open: Vec::new(),
        hidden: 0,
        head: false,
        blocks: Vec::new(),
        text: 0..0,
        back: None,
        code: Vec::new(),
    };
    for (index, ops) in plans.parts.iter().enumerate() {
        match index.checked_sub(1).and_then(|note| body.footnotes.get(note)) {
            None => {
                let mut writer = writer(&body.events, size);
                writer.run(ops);
                woven.blocks = writer.blocks;
                woven.html = writer.out;
            }
            Some(note) => {
                let mut writer = writer(&note.events, 256);
                let last = last_paragraph(&note.events);
                writer.back = last.map(|close| (close, note));
                writer.run(ops);
                if last.is_none() && note.references > 0 {
                    writer.out.push_str("<p>");
                    writer.back_links(note);
                    writer.out.push_str("</p>\n");
                }
                woven.footnotes.push(WovenFootnote { id: targets.id(&note.id).into_owned(), html: writer.out });
            }
        }
    }
    woven
}

/// The event that closes the paragraph with which a footnote ends.
fn last_paragraph(events: &[Event]) -> Option<u32> {
    let (mut depth, mut paragraph) = (0_usize, false);
    for event in events {
        match event {
            Event::Open(tag) => {
                if depth == 0 {
                    paragraph = *tag == Tag::Paragraph;
                }
                depth += 1;
            }
            Event::Close => depth = depth.saturating_sub(1),
            _ if depth == 0 => paragraph = false,
            _ => {}
        }
    }
    let last = u32::try_from(events.len()).ok()?.checked_sub(1)?;
    paragraph.then_some(last)
}

/// Escapes an attribute's value.
pub(super) fn attribute(out: &mut String, value: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html(out, value);
}

struct Writer<'w> {
    body: &'w Body,
    events: &'w [Event],
    marks: &'w [Mark],
    groups: &'w [Option<u32>],
    links: &'w [Option<Target>],
    targets: &'w dyn Targets,
    out: String,
    /// Whether a line begins here, as pulldown-cmark counts it.
    line_start: bool,
    /// Open elements, by the events that opened them.
    open: Vec<u32>,
    /// In how many elements whose content is not shown this is: a link with other words, and what is in it.
    hidden: usize,
    /// In a table's head.
    head: bool,
    blocks: Vec<WovenBlock>,
    /// The text of the top-level block that is written.
    text: std::ops::Range<u32>,
    /// Before which event the links back stand.
    back: Option<(u32, &'w Footnote)>,
    /// The parts of the code block that is open, with their classes.
    code: Vec<(TextRange, &'static str)>,
}

impl Writer<'_> {
    fn run(&mut self, ops: &[Op]) {
        for op in ops {
            if self.hidden > 0 {
                self.skip(op);
                continue;
            }
            match op {
                Op::Event(index) => self.event(*index),
                Op::Text(range) => {
                    self.text(range.clone());
                    self.cover(range.start, range.end);
                }
                Op::Open { mark, first, link } => self.piece(*mark as usize, *first, *link),
                Op::Shut { mark, link } => {
                    let passage = self.marks[*mark as usize].kind == MarkKind::Passage;
                    self.write(if passage {
                        "</mark>"
                    } else if *link {
                        "</a>"
                    } else {
                        "</span>"
                    });
                }
                Op::Note(mark) => self.note(*mark as usize),
                Op::Anchor(mark) => self.anchor(*mark as usize),
            }
        }
        self.end_block();
    }

    /// An op in a link whose words are others. Its marks are not written either: such links stand where nothing is anchored.
    fn skip(&mut self, op: &Op) {
        let Op::Event(index) = op else { return };
        match self.events.get(*index as usize) {
            Some(Event::Open(_)) => self.hidden += 1,
            Some(Event::Close) => {
                self.hidden -= 1;
                if self.hidden == 0 {
                    self.close(*index);
                }
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        if !text.is_empty() {
            self.line_start = text.ends_with('\n');
        }
    }

    /// Text; in a code block cut at the edges of its parts.
    fn text(&mut self, range: TextRange) {
        let mut at = range.start;
        let first = self.code.partition_point(|(part, _)| part.end <= at);
        for (part, class) in self.code.iter().skip(first).take_while(|(part, _)| part.start < range.end) {
            let (start, end) = (part.start.max(at), part.end.min(range.end));
            let _ = escape_html_body_text(&mut self.out, self.body.words(&(at..start)));
            self.out.push_str("<span class=\"");
            self.out.push_str(class);
            self.out.push_str("\">");
            let _ = escape_html_body_text(&mut self.out, self.body.words(&(start..end)));
            self.out.push_str("</span>");
            at = end;
        }
        let rest = self.body.words(&(at..range.end));
        let _ = escape_html_body_text(&mut self.out, rest);
        self.line_start = rest.ends_with('\n');
    }

    /// Finds the parts of the code block that was opened last.
    fn find_parts(&mut self, language: &str) {
        let from = self.open.last().map_or(0, |&open| open as usize + 1);
        let inside = self.events.iter().skip(from).take_while(|event| **event != Event::Close);
        let mut texts = inside.filter_map(|event| if let Event::Text(range) = event { Some(range) } else { None });
        let Some(first) = texts.next() else { return };
        let (start, end) = (first.start, texts.last().map_or(first.end, |last| last.end));
        let place = |at: usize| start + u32::try_from(at).unwrap_or(u32::MAX);
        let parts = syntax::parts(language, self.body.words(&(start..end)));
        self.code = parts.into_iter().map(|(part, class)| (place(part.start)..place(part.end), class)).collect();
    }

    /// Begins a block on a line of its own.
    fn line(&mut self) {
        if !self.line_start {
            self.write("\n");
        }
    }

    fn cover(&mut self, start: u32, end: u32) {
        if self.text.is_empty() {
            self.text.start = start;
        }
        self.text.end = end;
    }

    /// Ends the top-level block at the edge of what is a block itself, if nothing is open. Words that stand in no block (after raw
    /// HTML) are one up to the next: a mark may lie around some of them.
    fn end_top(&mut self) {
        if self.open.is_empty() {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        if self.blocks.last().map_or(0, |block| block.end) < self.out.len() {
            self.blocks.push(WovenBlock { end: self.out.len(), range: self.text.clone() });
            self.text.start = self.text.end;
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        attribute(&mut self.out, value);
        self.out.push('"');
    }

    fn attributes(&mut self, all: &[(String, String)]) {
        for (name, value) in all {
            self.attribute(name, value);
        }
    }

    /// An address; what is no character of a URL is percent-encoded, and nothing in it ends the attribute.
    fn address(&mut self, name: &str, href: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        let _ = escape_href(&mut self.out, href);
        self.out.push('"');
    }

    fn end_tag(&mut self) {
        self.out.push('>');
        self.line_start = false;
    }

    fn piece(&mut self, index: usize, first: bool, link: bool) {
        let mark = &self.marks[index];
        match &mark.kind {
            MarkKind::Passage => self.out.push_str("<mark"),
            MarkKind::Mention { href } if link => {
                self.out.push_str("<a");
                self.address("href", href);
            }
            MarkKind::Mention { .. } => self.out.push_str("<span"),
        }
        if first {
            self.attribute("id", &mark.id);
        }
        let group = self.groups[index].map(|group| format!("g{}", group % 100));
        match (mark.classes.is_empty(), group) {
            (true, None) => {}
            (true, Some(group)) => self.attribute("class", &group),
            (false, None) => self.attribute("class", &mark.classes),
            (false, Some(group)) => self.attribute("class", &format!("{} {group}", mark.classes)),
        }
        self.attribute("data-p", &mark.id);
        if first {
            self.attributes(&mark.attributes);
        }
        self.end_tag();
    }

    fn anchor(&mut self, index: usize) {
        let mark = &self.marks[index];
        self.out.push_str("<span");
        self.attribute("id", &mark.id);
        if !mark.classes.is_empty() {
            self.attribute("class", &mark.classes);
        }
        self.attribute("data-p", &mark.id);
        self.attributes(&mark.attributes);
        self.out.push_str("></span>");
        self.line_start = false;
    }

    fn note(&mut self, index: usize) {
        let Some(note) = &self.marks[index].note else { return };
        self.out.push_str("<sup class=\"noteref\"");
        self.attribute("id", &note.id);
        self.out.push_str("><a");
        self.address("href", &note.href);
        self.out.push_str(" role=\"doc-noteref\">");
        let _ = escape_html_body_text(&mut self.out, &note.label);
        self.write("</a></sup>");
    }

    fn event(&mut self, index: u32) {
        let events = self.events;
        match &events[index as usize] {
            Event::Open(tag) => {
                if tag.is_block() {
                    self.end_top();
                }
                self.open.push(index);
                self.start(tag);
            }
            Event::Close => self.close(index),
            // Text comes as ops of its own.
            Event::Text(_) => {}
            Event::Shown(text) => {
                let in_pre = matches!(self.open.last().map(|&open| &events[open as usize]), Some(Event::Open(Tag::Html(element))) if element.name == "pre");
                if in_pre && text.starts_with('\n') && self.out.ends_with('>') {
                    // HTML drops the first line end in a <pre>.
                    self.out.push('\n');
                }
                let _ = escape_html_body_text(&mut self.out, text);
                self.line_start = text.ends_with('\n') || (self.line_start && text.is_empty());
            }
            Event::HardBreak(at) => {
                self.write("<br>\n");
                self.cover(*at, at + 1);
            }
            Event::Rule => {
                self.end_top();
                self.line();
                self.write("<hr>\n");
                self.end_top();
            }
            Event::Image(number) => self.image(*number),
            Event::FootnoteReference(note, count) => self.reference(*note, *count),
            Event::Task(done) => {
                self.out.push_str("<input type=\"checkbox\" disabled");
                self.out.push_str(if *done { " checked" } else { "" });
                let targets = self.targets;
                self.attribute("aria-label", targets.word(if *done { Word::Done } else { Word::NotDone }));
                self.write(">\n");
            }
            Event::Void(element) => {
                self.out.push('<');
                self.out.push_str(&element.name);
                self.attributes(&element.attributes);
                self.end_tag();
            }
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph => {
                self.line();
                self.write("<p>");
            }
            Tag::Heading(level, id) => {
                self.line();
                let targets = self.targets;
                let level = targets.level(id, *level).clamp(1, 6);
                self.out.push_str(["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"][usize::from(level) - 1]);
                self.attribute("id", &targets.id(id));
                self.end_tag();
            }
            Tag::BlockQuote => {
                self.line();
                self.write("<blockquote>\n");
            }
            Tag::CodeBlock(None) => {
                self.line();
                self.write("<pre><code>");
            }
            Tag::CodeBlock(Some(language)) => {
                self.line();
                self.out.push_str("<pre><code class=\"language-");
                attribute(&mut self.out, language);
                self.write("\">");
                if self.targets.highlights() {
                    self.find_parts(language);
                }
            }
            Tag::Code => self.write("<code>"),
            Tag::Bullets => {
                self.line();
                self.write("<ul>\n");
            }
            Tag::Numbers(1) => {
                self.line();
                self.write("<ol>\n");
            }
            Tag::Numbers(first) => {
                self.line();
                self.write(&format!("<ol start=\"{first}\">\n"));
            }
            Tag::Item => {
                self.line();
                self.write("<li>");
            }
            Tag::Table => {
                self.line();
                self.write("<table>");
            }
            Tag::TableHead => {
                self.head = true;
                self.write("<thead>");
            }
            Tag::TableBody => self.write("<tbody>\n"),
            Tag::Row => self.write("<tr>"),
            Tag::Cell(alignment, head) => {
                self.out.push_str(if *head { "<th" } else { "<td" });
                self.write(match alignment {
                    Alignment::None => ">",
                    Alignment::Left => " class=\"left\">",
                    Alignment::Center => " class=\"center\">",
                    Alignment::Right => " class=\"right\">",
                });
            }
            Tag::Emphasis => self.write("<em>"),
            Tag::Strong => self.write("<strong>"),
            Tag::Strikethrough => self.write("<del>"),
            Tag::Link(number) => self.link(*number),
            Tag::Figure(_) => {
                self.line();
                self.write("<figure>");
            }
            Tag::Caption => self.write("<figcaption>"),
            Tag::Html(element) => {
                self.out.push('<');
                self.out.push_str(&element.name);
                for (name, value) in &element.attributes {
                    let targets = self.targets;
                    if name == "id" {
                        self.attribute(name, &targets.id(value));
                    } else {
                        self.attribute(name, value);
                    }
                }
                self.end_tag();
            }
        }
    }

    fn close(&mut self, index: u32) {
        if let Some((before, note)) = self.back
            && before == index
        {
            self.back_links(note);
        }
        let Some(open) = self.open.pop() else { return };
        let events = self.events;
        let Event::Open(tag) = &events[open as usize] else { return };
        match tag {
            Tag::Paragraph => self.write("</p>\n"),
            Tag::Heading(level, id) => {
                let level = self.targets.level(id, *level).clamp(1, 6);
                self.write(["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"][usize::from(level) - 1]);
            }
            Tag::BlockQuote => self.write("</blockquote>\n"),
            Tag::CodeBlock(_) => {
                self.code.clear();
                self.write("</code></pre>\n");
            }
            Tag::Code => self.write("</code>"),
            Tag::Bullets => self.write("</ul>\n"),
            Tag::Numbers(_) => self.write("</ol>\n"),
            Tag::Item => self.write("</li>\n"),
            Tag::Table => self.write("</table>\n"),
            Tag::TableHead => {
                self.head = false;
                self.write("</thead>");
            }
            Tag::TableBody => self.write("</tbody>"),
            Tag::Row => self.write(if self.head { "</tr>" } else { "</tr>\n" }),
            Tag::Cell(_, true) => self.write("</th>"),
            Tag::Cell(_, false) => self.write("</td>"),
            Tag::Emphasis => self.write("</em>"),
            Tag::Strong => self.write("</strong>"),
            Tag::Strikethrough => self.write("</del>"),
            Tag::Link(number) => {
                if self.links.get(*number as usize).is_some_and(Option::is_some) {
                    self.write("</a>");
                }
            }
            Tag::Figure(_) => self.write("</figure>\n"),
            Tag::Caption => self.write("</figcaption>"),
            Tag::Html(element) => {
                self.out.push_str("</");
                self.out.push_str(&element.name);
                self.end_tag();
            }
        }
        if tag.is_block() {
            self.end_top();
        }
    }

    fn link(&mut self, number: u32) {
        let (links, body) = (self.links, self.body);
        let Some(target) = links.get(number as usize).and_then(Option::as_ref) else { return };
        self.out.push_str("<a");
        self.address("href", &target.href);
        if let Some(link) = body.links.get(number as usize) {
            if !link.title.is_empty() {
                self.attribute("title", &link.title);
            }
            for (name, value) in &link.attributes {
                let targets = self.targets;
                match name.as_str() {
                    "id" => self.attribute(name, &targets.id(value)),
                    "class" if !target.classes.is_empty() => {}
                    _ => self.attribute(name, value),
                }
            }
        }
        if !target.classes.is_empty() {
            self.attribute("class", &target.classes);
        }
        self.attributes(&target.attributes);
        self.end_tag();
        if let Some(words) = &target.words {
            let _ = escape_html_body_text(&mut self.out, words);
            self.hidden = 1;
        }
    }

    fn image(&mut self, number: u32) {
        let body = self.body;
        let Some(image) = body.images.get(number as usize) else { return };
        let Some(target) = self.targets.image(number, image) else { return };
        let in_figure =
            matches!(self.open.last().map(|&open| &self.events[open as usize]), Some(Event::Open(Tag::Figure(_))));
        // A link has to have words.
        let around = target.around.as_ref().filter(|_| in_figure && !image.alt.trim().is_empty());
        if let Some(href) = around {
            self.out.push_str("<a");
            self.address("href", href);
            self.end_tag();
        }
        self.out.push_str("<img");
        self.address("src", &target.href);
        self.attribute("alt", &image.alt);
        if !image.title.is_empty() && !in_figure {
            self.attribute("title", &image.title);
        }
        for (name, value) in &image.attributes {
            let targets = self.targets;
            match name.as_str() {
                "id" => self.attribute(name, &targets.id(value)),
                "class" if !target.classes.is_empty() => {}
                name if target.attributes.iter().any(|(own, _)| own == name) => {}
                _ => self.attribute(name, value),
            }
        }
        if !target.classes.is_empty() {
            self.attribute("class", &target.classes);
        }
        self.attributes(&target.attributes);
        self.end_tag();
        if around.is_some() {
            self.write("</a>");
        }
    }

    fn reference(&mut self, index: u32, count: u32) {
        let body = self.body;
        let Some(note) = body.footnotes.get(index as usize) else { return };
        let targets = self.targets;
        self.out.push_str("<sup class=\"fnref\"");
        self.attribute("id", &targets.id(&note.reference_id(count)));
        self.out.push_str("><a");
        self.address("href", &format!("#{}", targets.id(&note.id)));
        self.write(&format!(" role=\"doc-noteref\">{}</a></sup>", index + 1));
    }

    /// The links from a footnote back to where it is referred to.
    fn back_links(&mut self, note: &Footnote) {
        let targets = self.targets;
        for count in 1..=note.references {
            self.out.push_str(" <a class=\"fnback\"");
            self.address("href", &format!("#{}", targets.id(&note.reference_id(count))));
            self.out.push_str(" role=\"doc-backlink\"");
            self.attribute("aria-label", targets.word(Word::BackToText));
            self.out.push_str(">↩");
            if count > 1 {
                self.out.push_str(&format!("<sup>{count}</sup>"));
            }
            self.write("</a>");
        }
    }
}
