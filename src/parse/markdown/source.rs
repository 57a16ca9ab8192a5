//! The text that the parser reads, and the way from it back to the file.

use std::borrow::Cow;
use std::ops::Range;

use crate::parse::body::{Run, SourceMap};
use crate::parse::is_noncharacter;
use crate::span::{FileId, Span};

/// Where a Markdown text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The text is the file's, byte for byte, from this byte on.
    At(FileId, usize),
    /// The text was made out of these bytes (a YAML scalar): the whole span stands for every part of it.
    Within(Span),
}

impl Place {
    pub(super) fn file(self) -> FileId {
        match self {
            Place::At(file, _) => file,
            Place::Within(span) => span.file,
        }
    }
}

/// Opens a number of ours in the text that goes through the HTML parser. A noncharacter, so no text has it.
pub(super) const OPEN: char = '\u{fdd0}';
/// Closes such a number.
pub(super) const SHUT: char = '\u{fdd1}';

/// A text without noncharacters: in a [`Source`] there is none, but a reference (`&#xfdd0;`) may stand for one.
pub(super) fn fit(text: &str) -> Cow<'_, str> {
    if text.contains(is_noncharacter) { text.replace(is_noncharacter, "").into() } else { text.into() }
}

/// A text in the form that the parser needs: every line end `\n` (pulldown-cmark loses text at a lone `\r` in a heading),
/// no NUL (CommonMark 2.3: U+FFFD in its place), no noncharacter.
pub(super) struct Source<'t> {
    pub text: Cow<'t, str>,
    place: Place,
    /// Where the distance to the file's offsets changes, in order. Empty for a text that was right as it was.
    steps: Vec<Step>,
}

/// From `text` on (up to the next step) bytes stand at `file` and after; an atom is one whole.
struct Step {
    text: usize,
    file: usize,
    atom: bool,
}

impl<'t> Source<'t> {
    pub fn new(text: &'t str, place: Place) -> Self {
        let strange = |c: char| matches!(c, '\r' | '\0') || is_noncharacter(c);
        // Noncharacters begin with the bytes EF to F4.
        let may_be = |&byte: &u8| matches!(byte, b'\r' | b'\0' | 0xef..);
        if !text.as_bytes().iter().any(may_be) || !text.contains(strange) {
            return Source { text: Cow::Borrowed(text), place, steps: Vec::new() };
        }
        let (mut out, mut steps, mut rest) = (String::with_capacity(text.len()), Vec::new(), 0);
        while let Some(found) = text[rest..].find(strange) {
            let at = rest + found;
            out.push_str(&text[rest..at]);
            let strange = text[at..].chars().next().map_or(0, char::len_utf8);
            let (with, length) = match text.as_bytes()[at] {
                b'\r' if text.as_bytes().get(at + 1) == Some(&b'\n') => ("\n", 2),
                b'\r' => ("\n", 1),
                b'\0' => ("\u{fffd}", 1),
                _ => ("", strange),
            };
            if with.len() != length {
                if !with.is_empty() {
                    steps.push(Step { text: out.len(), file: at, atom: true });
                }
                steps.push(Step { text: out.len() + with.len(), file: at + length, atom: false });
            }
            out.push_str(with);
            rest = at + length;
        }
        out.push_str(&text[rest..]);
        Source { text: Cow::Owned(out), place, steps }
    }

    /// The bytes of the file that a part of the text stands for.
    pub fn span(&self, range: Range<usize>) -> Span {
        match self.place {
            Place::Within(span) => span,
            Place::At(file, start) => {
                let from = self.offset(range.start, false);
                file.span(start + from, start + self.offset(range.end, true).max(from))
            }
        }
    }

    /// The byte of the original text for a byte of this one; `end`: it is the end of something.
    fn offset(&self, at: usize, end: bool) -> usize {
        let index = self.steps.partition_point(|step| if end { step.text < at } else { step.text <= at });
        let Some(step) = index.checked_sub(1).map(|last| &self.steps[last]) else { return at };
        match (step.atom, end) {
            (false, _) => step.file + (at - step.text),
            (true, false) => step.file,
            (true, true) => self.steps.get(index).map_or(step.file, |next| next.file),
        }
    }

    /// Adds a part of the text to a strand as it is.
    pub fn exact(&self, strand: &mut Strand, range: Range<usize>) {
        let Some(text) = self.text.get(range.clone()) else { return };
        if matches!(self.place, Place::Within(_)) {
            return self.atom(strand, text, range);
        }
        let mut from = range.start;
        let mut index = self.steps.partition_point(|step| step.text <= from);
        while from < range.end {
            let to = self.steps.get(index).map_or(range.end, |step| step.text.min(range.end));
            if to > from {
                let atom = index.checked_sub(1).is_some_and(|last| self.steps[last].atom);
                let span = self.span(from..to);
                strand.push(&self.text[from..to], span, !atom);
                from = to;
            }
            index += 1;
        }
    }

    /// Adds words that stand for a part of the text as a whole.
    pub fn atom(&self, strand: &mut Strand, words: &str, range: Range<usize>) {
        strand.push(words, self.span(range), false);
    }

    /// Adds words that came out of `range` by leaving bytes out and by making line ends spaces (a code span, whose lines may
    /// begin with the markers of a block quote); as a whole where that is not so.
    pub fn aligned(&self, strand: &mut Strand, words: &str, range: Range<usize>) {
        let Some(source) = self.text.get(range.clone()) else { return };
        let mut pieces: Vec<(Range<usize>, usize)> = Vec::new();
        let mut rest = source.char_indices().peekable();
        for (at, c) in words.char_indices() {
            let same = |s: char| s == c || (c == ' ' && s == '\n');
            let Some((found, s)) = rest.find(|&(_, s)| same(s)) else {
                return self.atom(strand, words, range);
            };
            let end = at + c.len_utf8();
            match pieces.last_mut() {
                Some((last, start))
                    if last.end == at && *start + last.len() == found && s.len_utf8() == c.len_utf8() =>
                {
                    last.end = end;
                }
                _ => pieces.push((at..end, found)),
            }
        }
        for (piece, start) in pieces {
            let from = range.start + start;
            strand.push_mapped(&words[piece.clone()], self, from..from + piece.len());
        }
    }
}

/// A text that grows together with its way back to the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Strand {
    pub text: String,
    pub runs: Vec<Run>,
}

impl Strand {
    pub fn len(&self) -> u32 {
        short(self.text.len())
    }

    /// Adds words that stand for `span`; `exact`: byte for byte.
    pub fn push(&mut self, words: &str, span: Span, exact: bool) {
        if words.is_empty() {
            return;
        }
        let run = Run { text: self.len(), source: span.start, source_len: span.end - span.start, exact };
        self.text.push_str(words);
        self.push_run(run);
    }

    fn push_run(&mut self, run: Run) {
        if let Some(last) = self.runs.last_mut() {
            let touches = last.exact && run.exact && last.source + last.source_len == run.source;
            if touches && run.text - last.text == last.source_len {
                last.source_len += run.source_len;
                return;
            }
            if !last.exact
                && !run.exact
                && (last.source, last.source_len) == (run.source, run.source_len)
                && run.source_len > 0
            {
                return;
            }
        }
        self.runs.push(run);
    }

    /// Adds words of the same length as `range`, line ends in it perhaps made spaces.
    fn push_mapped(&mut self, words: &str, source: &Source<'_>, range: Range<usize>) {
        let (text, first) = (self.text.len(), self.runs.len());
        source.exact(self, range);
        if self.text.len() - text == words.len() {
            self.text.truncate(text);
            self.text.push_str(words);
        } else {
            // Cannot be: `exact` adds just what is in the range. Kept so that no mistake here could shift the map.
            self.text.truncate(text);
            self.runs.truncate(first);
        }
    }

    /// Adds a part of another strand.
    pub fn copy(&mut self, from: &Strand, range: Range<u32>) {
        let Some(words) = from.text.get(range.start as usize..range.end as usize) else { return };
        if words.is_empty() {
            return;
        }
        let base = self.len();
        self.text.push_str(words);
        let first = from.runs.partition_point(|run| run.text <= range.start).saturating_sub(1);
        for (index, run) in from.runs.iter().enumerate().skip(first) {
            if run.text >= range.end {
                break;
            }
            let next = from.runs.get(index + 1).map_or(from.len(), |next| next.text);
            let (start, end) = (run.text.max(range.start), next.min(range.end));
            let text = base + (start - range.start);
            if run.exact {
                let source = run.source + (start - run.text);
                self.push_run(Run { text, source, source_len: end - start, exact: true });
            } else {
                self.push_run(Run { text, ..*run });
            }
        }
    }

    /// The bytes of the file that a part stands for.
    pub fn span(&self, file: FileId, range: Range<u32>) -> Option<Span> {
        // Borrowing the runs into a map would need a copy of them: the few lines of SourceMap::span again.
        SourceMap::locate(&self.runs, file, range)
    }
}

/// Offsets are kept in 32 bits: files are limited to 20 MB, and a text that is longer than 4 GB has no parse.
pub(super) fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
