//! The parts of a text that cannot be read whole: what one slip of the pen hides are not the other mistakes of the file.
//!
//! The lines are divided as their columns say: the keys of a map, the items of a list. A part that can be read alone is
//! taken; one that cannot is divided in turn, and what is left says why. What the text says up to the first error its
//! reader has taken, so that before it no part is in error by itself.

use super::explain::{is_key, line_end};
use super::{Entry, MAX_DEPTH, Node, NodeKind, Place, read_clean};
use crate::diag::{Diagnostic, Outcome, code};
use crate::span::Text;

/// So many errors of syntax are said of one file. One that has more is no YAML, and they are no longer of use.
const MOST: usize = 100;

/// What can be read of a text, and what is wrong behind the first error of syntax, which lies at byte `first` of it. The
/// value of a key that cannot be read is [`NodeKind::Refused`].
pub fn read(text: &str, place: Place, first: usize) -> Outcome<Option<Node>> {
    // Of two documents in one text nobody knows which is meant.
    if text.lines().skip(1).any(|line| ["---", "...", "%"].iter().any(|mark| line.starts_with(mark))) {
        return Outcome::clean(None);
    }
    let mut parts = Parts { place, first, found: Vec::new() };
    let value = parts.divide(text, 0, 0);
    Outcome { value, diagnostics: parts.found }
}

struct Parts {
    /// Of the whole text.
    place: Place,
    /// The byte of the first error.
    first: usize,
    found: Vec<Diagnostic>,
}

/// How the lines of one column begin.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    /// `key:`
    Key,
    /// `- `
    Item,
}

impl Parts {
    /// Reads a text part by part, which begins at byte `start` of the whole. Absent where it is not of two parts or more, or
    /// none can be read.
    fn divide(&mut self, text: &str, start: usize, depth: usize) -> Option<Node> {
        let (sort, begins) = division(text)?;
        if depth == MAX_DEPTH {
            return None;
        }
        let (mut entries, mut items) = (Vec::new(), Vec::new());
        for (at, &from) in begins.iter().enumerate() {
            let to = begins.get(at + 1).copied().unwrap_or(text.len());
            match (sort, self.part(&text[from..to], start + from, sort, depth)) {
                (Sort::Key, Some(Node { kind: NodeKind::Map(more), .. })) => entries.extend(more),
                (Sort::Item, Some(Node { kind: NodeKind::List(more), .. })) => items.extend(more),
                _ => {}
            }
        }
        let span = self.place.span(start + begins[0], start + text.trim_end().len().max(begins[0]));
        match sort {
            Sort::Key if !entries.is_empty() => Some(Node { span, kind: NodeKind::Map(entries) }),
            Sort::Item if !items.is_empty() => Some(Node { span, kind: NodeKind::List(items) }),
            _ => None,
        }
    }

    /// Reads one part: the map of one key, or the list of one item.
    fn part(&mut self, text: &str, start: usize, sort: Sort, depth: usize) -> Option<Node> {
        let place = Place { file: self.place.file, start: self.place.start + start };
        let Outcome { value, diagnostics } = read_clean(text, place);
        let is_behind = start > self.first;
        let failed = diagnostics.iter().any(|one| one.code == code::YAML_SYNTAX || one.code == code::YAML_TOO_DEEP);
        let is_whole = value.as_ref().is_some_and(|node| match sort {
            Sort::Key => matches!(node.kind, NodeKind::Map(_)),
            Sort::Item => matches!(node.kind, NodeKind::List(_)),
        });
        if is_whole && !failed {
            if is_behind {
                self.found.extend(diagnostics);
            }
            return value;
        }
        let said = self.found.len();
        let inner = self.inner(text, start, sort, depth);
        if is_behind && self.found.len() == said && self.found.len() < MOST {
            self.found.extend(diagnostics);
        }
        let end = start + text.trim_end().len();
        let refused = || Node { span: self.place.span(start, end), kind: NodeKind::Refused };
        let span = self.place.span(start, end);
        match sort {
            Sort::Key => {
                let indent = text.len() - text.trim_start_matches(' ').len();
                let line = &text[indent..line_end(text, indent)];
                let written = line.split_once(':')?.0;
                let key = written.trim_end().trim_matches(['"', '\'']);
                let key = Text::new(key.to_owned(), self.place.span(start + indent, start + indent + written.len()));
                let value = inner.unwrap_or_else(refused);
                Some(Node { span, kind: NodeKind::Map(vec![Entry { key, value }]) })
            }
            Sort::Item => Some(Node { span, kind: NodeKind::List(vec![inner?]) }),
        }
    }

    /// What stands within a part that cannot be read: below its key, or behind its hyphen.
    fn inner(&mut self, text: &str, start: usize, sort: Sort, depth: usize) -> Option<Node> {
        match sort {
            Sort::Key => {
                let end = line_end(text, 0);
                let (_, value) = text[..end].split_once(':')?;
                if !(value.trim().is_empty() || value.trim_start().starts_with('#')) {
                    return None;
                }
                self.divide(&text[end..], start + end, depth + 1)
            }
            Sort::Item => {
                // What is behind the hyphen begins in a column of its own.
                let hyphen = text.find('-')?;
                let mut behind = text.to_owned();
                behind.replace_range(hyphen..=hyphen, " ");
                self.divide(&behind, start, depth + 1)
            }
        }
    }
}

/// Where the parts of a text begin: the lines in the column of its first that begin as that does.
fn division(text: &str) -> Option<(Sort, Vec<usize>)> {
    let mut column = None;
    let mut begins = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (from, rest) = (at, line.trim_start_matches(' '));
        at += line.len();
        let bare = rest.trim_end();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let sort = if bare == "-" || bare.starts_with("- ") {
            Some(Sort::Item)
        } else if bare.split_once(':').is_some_and(|(key, value)| {
            // A hyphen without its space is a slip.
            !key.starts_with('-')
                && is_key(key.trim_end().trim_matches(['"', '\'']))
                && (value.is_empty() || value.starts_with([' ', '\t']))
        }) {
            Some(Sort::Key)
        } else {
            None
        };
        let indent = line.len() - rest.len();
        match column {
            None => {
                column = Some((sort?, indent));
                begins.push(from);
            }
            Some(of) if sort.is_some_and(|sort| (sort, indent) == of) => begins.push(from),
            Some(_) => {}
        }
    }
    column.map(|(sort, _)| (sort, begins))
}
