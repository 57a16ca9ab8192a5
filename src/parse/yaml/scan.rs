//! The pass over saphyr's events: guard, kinds, styles, spans.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::{Chars, MAX_DEPTH, Place, Style, explain};
use crate::diag::{Diagnostic, Outcome, code};

/// After so many anchors, aliases and tags a file is no mistake any more.
const MAX_FEATURES: usize = 500;

/// The skeleton of a document: what [`super::values`] walks along. Spans are bytes of the text scanned.
pub struct Bone {
    pub start: usize,
    pub end: usize,
    pub kind: BoneKind,
}

pub enum BoneKind {
    Scalar {
        style: Style,
        comment: Option<(usize, usize)>,
    },
    List(Vec<Bone>),
    Map(Vec<(Bone, Bone)>),
    /// An alias, or a key that is no text.
    Refused,
}

/// Reads the structure of the first document, of at most so many events.
pub fn scan(text: &str, place: Place, limit: usize) -> Outcome<Option<Bone>> {
    let mut scan = Scan {
        text,
        place,
        chars: Chars::new(text),
        open: Vec::new(),
        root: None,
        last: 0,
        found: Vec::new(),
        features: 0,
    };
    let whole = scan.run(limit);
    Outcome { value: scan.root.filter(|_| whole), diagnostics: scan.found }
}

struct Scan<'t> {
    text: &'t str,
    place: Place,
    chars: Chars<'t>,
    open: Vec<Open>,
    root: Option<Bone>,
    /// The end of the last event: between it and the next stand anchors and tags.
    last: usize,
    found: Vec<Diagnostic>,
    /// How many anchors, aliases and tags were found.
    features: usize,
}

/// A list or map whose end is still to come.
struct Open {
    start: usize,
    map: bool,
    parts: Vec<Bone>,
}

impl Scan<'_> {
    /// Whether the document could be read to its end.
    fn run(&mut self, limit: usize) -> bool {
        let mut parser = Parser::new_from_str(self.text);
        let mut documents = 0;
        let mut count = 0;
        while let Some(next) = parser.next_event() {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    self.syntax(&error);
                    return false;
                }
            };
            let (start, end) = (self.chars.byte(span.start.index()), self.chars.byte(span.end.index()));
            count += 1;
            if count > limit {
                let message = format!("this YAML has more than {limit} parts");
                let help = "Split the file; records can have a file each.";
                self.found.push(Diagnostic::new(code::YAML_TOO_DEEP, self.place.span(start, end), message).help(help));
                return false;
            }
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        let (start, end) = explain::line_of(self.text, start);
                        self.feature(
                            start,
                            end,
                            "a second document begins here",
                            "One file holds one document: remove the line.",
                        );
                        return true;
                    }
                }
                Event::Alias(_) => {
                    self.alias(start, end);
                    self.put(Bone { start, end, kind: BoneKind::Refused });
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.properties(start, anchor > 0, tag.is_some(), true);
                    let style = match style {
                        ScalarStyle::Plain => Style::Plain,
                        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                    };
                    // An empty value's marker is where the parser stood when it noticed; a block's text has white space and
                    // perhaps comments around it that are no part of it.
                    let (start, end) = match style {
                        Style::Plain if value.is_empty() => {
                            let last = self.last.min(start);
                            let at = self.hyphen_after(last).filter(|&at| at <= start).unwrap_or(last);
                            (at, at)
                        }
                        Style::Block => {
                            let block = &self.text[start..end.max(start)];
                            let begin = start + block.len() - block.trim_start().len();
                            (begin, begin + block.trim().len())
                        }
                        Style::Quoted => (start, self.quoted_end(start)),
                        Style::Plain => (start, end.max(start)),
                    };
                    let comment = if style == Style::Plain { self.comment_after(end) } else { None };
                    if value == "<<" && style == Style::Plain && self.at_key() {
                        self.feature(
                            start,
                            end,
                            "`<<` merges maps, which this format does not have",
                            "Write the keys out.",
                        );
                        self.put(Bone { start, end, kind: BoneKind::Refused });
                        self.last = self.last.max(end);
                        continue;
                    }
                    self.put(Bone { start, end, kind: BoneKind::Scalar { style, comment } });
                }
                Event::SequenceStart(anchor, tag) => {
                    self.properties(start, anchor > 0, tag.is_some(), false);
                    if !self.begin(start, false) {
                        return false;
                    }
                }
                Event::MappingStart(anchor, tag) => {
                    self.properties(start, anchor > 0, tag.is_some(), false);
                    if !self.begin(start, true) {
                        return false;
                    }
                }
                // The event's own end is where white space and comments behind the bracket end.
                Event::SequenceEnd | Event::MappingEnd => self.close((start + 1).min(self.text.len())),
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
            self.last = self.last.max(end);
            if self.features > MAX_FEATURES {
                return false;
            }
        }
        true
    }

    fn begin(&mut self, start: usize, map: bool) -> bool {
        if self.open.len() == MAX_DEPTH {
            return self.too_deep(start);
        }
        self.open.push(Open { start, map, parts: Vec::new() });
        true
    }

    /// Says it; the document cannot be read.
    fn too_deep(&mut self, at: usize) -> bool {
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let message = format!("this YAML is nested more than {MAX_DEPTH} levels deep");
        let diagnostic = Diagnostic::new(code::YAML_TOO_DEEP, self.place.span(at, end), message)
            .help("Nothing in the format is nested so deep: look for brackets too many.");
        self.found.push(diagnostic);
        false
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        // A list or map in brackets ends with its bracket, any other with its last part.
        let flow = matches!(self.text.as_bytes().get(open.start), Some(b'[' | b'{'));
        let begin =
            if flow { open.start } else { open.parts.first().map_or(open.start, |part| part.start.min(open.start)) };
        let end = if flow { end } else { open.parts.last().map_or(begin, |part| part.end) };
        let kind = if open.map {
            let mut entries = Vec::with_capacity(open.parts.len() / 2);
            let mut parts = open.parts.into_iter();
            while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
                entries.push((self.key(key), value));
            }
            BoneKind::Map(entries)
        } else {
            BoneKind::List(open.parts)
        };
        self.put(Bone { start: begin, end: end.max(begin), kind });
    }

    /// Behind the quotation mark that closes a scalar; the parser's own mark is behind white space and comments too.
    fn quoted_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let Some(&quote) = bytes.get(start) else { return start };
        let mut at = start + 1;
        while let Some(&b) = bytes.get(at) {
            at += 1;
            match b {
                b'\\' if quote == b'"' => at += 1,
                _ if b != quote => {}
                _ if quote == b'\'' && bytes.get(at) == Some(&quote) => at += 1,
                _ => break,
            }
        }
        at.min(bytes.len())
    }

    /// Keys are texts.
    fn key(&mut self, key: Bone) -> Bone {
        if matches!(key.kind, BoneKind::Scalar { .. } | BoneKind::Refused) {
            return key;
        }
        let message = "a key is a text, not a list or map";
        let mut diagnostic = Diagnostic::new(code::WRONG_TYPE, self.place.span(key.start, key.end), message);
        if self.text[key.start..].starts_with(['[', '{']) {
            diagnostic = diagnostic.help("If the brackets belong to a text, put the text between quotation marks.");
        }
        self.found.push(diagnostic);
        Bone { kind: BoneKind::Refused, ..key }
    }

    fn put(&mut self, bone: Bone) {
        match self.open.last_mut() {
            Some(open) => open.parts.push(bone),
            None => self.root = self.root.take().or(Some(bone)),
        }
    }

    /// Where in a list the item without a value begins that comes next.
    fn hyphen_after(&self, from: usize) -> Option<usize> {
        self.open.last().filter(|open| !open.map)?;
        let mut at = from;
        loop {
            let rest = &self.text[at..];
            let begin = self.text.len() - rest.trim_start().len();
            match self.text.as_bytes().get(begin)? {
                b'-' => return Some(begin),
                b'#' => at = explain::line_end(self.text, begin),
                // The list's own mark may lie behind its first hyphen.
                _ => return self.text[..from].trim_end().strip_suffix('-').map(str::len),
            }
        }
    }

    fn at_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.map && open.parts.len().is_multiple_of(2))
    }

    /// A comment after a plain scalar that looks like a part of the text. `#` after one space, or with no space behind it,
    /// may be meant as text; a comment set off by more space on both sides is one.
    fn comment_after(&self, end: usize) -> Option<(usize, usize)> {
        let rest = self.text[end..].trim_start_matches([' ', '\t']);
        let at = self.text.len() - rest.len();
        let comment = rest.strip_prefix('#').map(|_| rest.split(['\n', '\r']).next().unwrap_or("").trim_end())?;
        let close = at - end == 1 || !comment[1..].starts_with([' ', '\t', '#']);
        (at > end && close && comment.len() > 1).then(|| (at, at + comment.len()))
    }

    fn feature(&mut self, start: usize, end: usize, message: &str, help: &str) {
        self.features += 1;
        self.found.push(Diagnostic::new(code::YAML_FEATURE, self.place.span(start, end), message).help(help));
    }

    fn alias(&mut self, start: usize, end: usize) {
        let word = self.text.get(start..end).unwrap_or("*").trim_end();
        let message = format!("`{word}` is an alias, which this format does not have");
        let help = explain::as_block(self.text, start).unwrap_or_else(|| {
            "Write the value out, or put a text that begins with `*` between quotation marks.".to_owned()
        });
        self.feature(start, start + word.len(), &message, &help);
    }

    /// Anchors and tags stand before their node.
    fn properties(&mut self, start: usize, anchor: bool, tag: bool, scalar: bool) {
        for (there, sign, what) in [(anchor, '&', "an anchor"), (tag, '!', "a tag")] {
            if !there {
                continue;
            }
            let from = self.last.min(start);
            let at = self.text[from..explain::line_end(self.text, start)].find(sign).map_or(start, |at| from + at);
            let length = self.text[at..].find([' ', '\t', '\n', '\r', ',', ']', '}']).unwrap_or(self.text.len() - at);
            let word = &self.text[at..at + length];
            let message = format!("`{word}` is {what}, which this format does not have");
            let block = if scalar { explain::as_block(self.text, at) } else { None };
            let help = block.unwrap_or_else(|| {
                format!("Remove it, or put a text that begins with `{sign}` between quotation marks.")
            });
            self.feature(at, at + length, &message, &help);
        }
    }

    fn syntax(&mut self, error: &ScanError) {
        let at = self.chars.byte(error.marker().index());
        if error.info().ends_with("found unknown anchor") {
            let end = self.text[at..].find([' ', '\t', '\n', '\r', ',', ']', '}']).map_or(self.text.len(), |n| at + n);
            self.alias(at, end);
        } else if error.info().contains("recursion limit") {
            // The parser looks ahead of its events, and has a limit of its own.
            self.too_deep(at);
        } else {
            self.found.push(explain::syntax(self.text, self.place, at, error.info()));
        }
    }
}
