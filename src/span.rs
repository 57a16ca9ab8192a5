//! Places in source files: files by number, spans by byte, lines and columns for people.

use std::cmp::Ordering;
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

/// A source file, named by its path relative to the site's root with `/` between the parts.
///
/// Paths are interned for the life of the process, so that a span is small and can be copied.
/// Ids are ordered by path: which thread met a path first changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileId(u32);

/// By number. Many threads ask for paths at once, so that nobody is to wait for another to have one.
static PATHS: boxcar::Vec<&'static str> = boxcar::Vec::new();

/// By path. Who adds one to [`PATHS`] holds this.
fn numbers() -> &'static Mutex<FxHashMap<&'static str, FileId>> {
    static NUMBERS: OnceLock<Mutex<FxHashMap<&'static str, FileId>>> = OnceLock::new();
    NUMBERS.get_or_init(Mutex::default)
}

impl FileId {
    /// The id of `path` (relative to the site's root, `/` between the parts).
    pub fn of(path: &str) -> FileId {
        let mut numbers = numbers().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&id) = numbers.get(path) {
            return id;
        }
        let kept: &'static str = Box::leak(path.to_owned().into_boxed_str());
        let id = FileId(u32::try_from(PATHS.push(kept)).unwrap_or(u32::MAX));
        numbers.insert(kept, id);
        id
    }

    /// The path that this id was made from.
    pub fn path(self) -> &'static str {
        PATHS.get(self.0 as usize).copied().unwrap_or("")
    }

    /// The span of `start..end`, in bytes of this file.
    pub fn span(self, start: usize, end: usize) -> Span {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file: self, start: clamp(start), end: clamp(end.max(start)) }
    }
}

impl PartialOrd for FileId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FileId {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.0 == other.0 { Ordering::Equal } else { self.path().cmp(other.path()) }
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

/// A range of bytes in one source file, as the file lies on the disk (byte order mark and line ends included).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range in bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}:{}..{}", self.file, self.start, self.end)
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// Text as an author wrote it, with its place.
pub type Text = Spanned<String>;

/// A line and a column, both counted from 1; columns in characters (Unicode code points).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// Where the lines of a text begin. A line ends at `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        LineIndex { text, starts }
    }

    /// Line and column of a byte. A byte inside a character counts as that character; one past the end as the end.
    /// A byte order mark at the head of the file is not a column.
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= byte).max(1);
        let start = self.starts[line - 1];
        let before = &self.text[start..byte];
        let before = if line == 1 { before.strip_prefix('\u{feff}').unwrap_or(before) } else { before };
        Position { line, column: before.chars().count() + 1 }
    }

    /// The text of a line (from 1) without its end.
    pub fn line(&self, line: usize) -> &'t str {
        let Some(&start) = line.checked_sub(1).and_then(|at| self.starts.get(at)) else { return "" };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\r', '\n'])
    }

    /// The byte at which a line (from 1) begins.
    pub fn line_start(&self, line: usize) -> usize {
        let at = line.saturating_sub(1);
        self.starts.get(at).copied().unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_line_end() {
        let text = "\u{feff}ab\r\nüx\rlast\n";
        let index = LineIndex::new(text);
        assert_eq!(index.position(3), Position { line: 1, column: 1 });
        assert_eq!(index.position(text.find('x').unwrap()), Position { line: 2, column: 2 });
        assert_eq!(index.position(text.find("ast").unwrap()), Position { line: 3, column: 2 });
        assert_eq!(index.position(999), Position { line: 4, column: 1 });
        assert_eq!(index.line(2), "üx");
        let index = LineIndex::new("\u{feff}\u{feff}a\n\u{feff}b");
        assert_eq!(index.position(6), Position { line: 1, column: 2 });
        assert_eq!(index.position(11), Position { line: 2, column: 2 });
    }

    #[test]
    fn files_are_ordered_by_path() {
        let (b, a) = (FileId::of("order/b.md"), FileId::of("order/a.md"));
        assert!(a < b);
        assert_eq!(a, FileId::of("order/a.md"));
    }
}
