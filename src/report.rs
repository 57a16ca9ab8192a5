//! Diagnostics as text: for people, in short, as JSON and as SARIF.
//!
//! The four forms say the same of every diagnostic; [`render`] chooses. Nothing here prints: the command line does.

mod explain;
mod human;
mod json;
mod sarif;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Severity};
use crate::span::{FileId, LineIndex, Position, Span};

/// In which form diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the line itself, the place underlined, and advice.
    #[default]
    Human,
    /// One line each: `path:line:column: severity[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// One SARIF 2.1.0 log.
    Sarif,
}

/// Finds the text of a file: what the spans of the diagnostics count in. `None` where the file could not be read as text.
pub type Texts<'t> = &'t dyn Fn(FileId) -> Option<Arc<str>>;

/// All of `diagnostics` as text, each ending with a line end; empty if there are none (a SARIF log is there always).
///
/// `styled` puts terminal colours into [`Format::Human`]; the other forms never have them.
pub fn render(diagnostics: &[Diagnostic], format: Format, texts: Texts<'_>, styled: bool) -> String {
    let texts = texts_of(diagnostics, texts);
    let files = Files::new(&texts);
    if format == Format::Sarif {
        return sarif::log(diagnostics, &files);
    }
    let write = |diagnostic: &Diagnostic| {
        let mut out = String::new();
        match format {
            Format::Human => human::write(&mut out, diagnostic, &files, styled),
            Format::Short => short(&mut out, diagnostic, &files),
            Format::Json | Format::Sarif => json::write(&mut out, diagnostic, &files),
        }
        out
    };
    diagnostics.par_iter().map(write).collect::<Vec<_>>().concat()
}

/// The order in which diagnostics are shown, exact duplicates dropped.
#[must_use]
pub fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| {
        let rest = |d: &Diagnostic| (std::cmp::Reverse(d.severity), d.note.clone(), d.labels.clone(), d.help.clone());
        a.order(b).then_with(|| rest(a).cmp(&rest(b)))
    });
    diagnostics.dedup();
    diagnostics
}

/// How many there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Everything less.
    pub infos: usize,
}

impl Count {
    /// Counts `diagnostics`.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut count = Count::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => count.errors += 1,
                Severity::Warning => count.warnings += 1,
                Severity::Info => count.infos += 1,
            }
        }
        count
    }
}

/// `3 errors, 1 warning`; notes are named only where there is nothing worse; empty if there is nothing.
impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = Vec::new();
        if self.errors > 0 {
            parts.push(counted(self.errors, "error"));
        }
        if self.warnings > 0 {
            parts.push(counted(self.warnings, "warning"));
        }
        if parts.is_empty() && self.infos > 0 {
            parts.push(counted(self.infos, "note"));
        }
        f.write_str(&parts.join(", "))
    }
}

pub use crate::diag::counted;
pub use explain::explain;

fn short(out: &mut String, diagnostic: &Diagnostic, files: &Files<'_>) {
    if let Some(span) = diagnostic.span {
        out.push_str(&visible_path(span.file));
        if let Some((start, _)) = files.positions(span) {
            out.push_str(&format!(":{}:{}", start.line, start.column));
        }
        out.push_str(": ");
    }
    let message = visible(&diagnostic.message).replace('\n', " ");
    out.push_str(&format!("{}[{}]: {message}\n", diagnostic.severity.as_str(), diagnostic.code.name));
}

/// The texts of all files that `diagnostics` speak of.
fn texts_of(diagnostics: &[Diagnostic], texts: Texts<'_>) -> BTreeMap<FileId, Arc<str>> {
    let mut found: BTreeMap<FileId, Option<Arc<str>>> = BTreeMap::new();
    for diagnostic in diagnostics {
        for span in diagnostic.span.iter().chain(diagnostic.labels.iter().map(|label| &label.span)) {
            found.entry(span.file).or_insert_with(|| texts(span.file));
        }
    }
    found.into_iter().filter_map(|(file, text)| Some((file, text?))).collect()
}

/// The texts with their lines.
struct Files<'t>(BTreeMap<FileId, Lines<'t>>);

struct Lines<'t> {
    text: &'t str,
    index: LineIndex<'t>,
}

impl<'t> Files<'t> {
    fn new(texts: &'t BTreeMap<FileId, Arc<str>>) -> Self {
        Files(texts.iter().map(|(&file, text)| (file, Lines { text, index: LineIndex::new(text) })).collect())
    }

    fn get(&self, file: FileId) -> Option<&Lines<'t>> {
        self.0.get(&file)
    }

    /// Where a span begins and ends. Without the text only the head of the file has a known place.
    fn positions(&self, span: Span) -> Option<(Position, Position)> {
        let range = span.range();
        match self.get(span.file) {
            Some(lines) => Some((lines.index.position(range.start), lines.index.position(range.end.max(range.start)))),
            None if range.end == 0 => {
                let head = Position { line: 1, column: 1 };
                Some((head, head))
            }
            None => None,
        }
    }
}

/// Text that cannot command a terminal: control characters, and those that turn the direction of text, are made visible,
/// one character for one. Line feeds and tabs stay.
fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

/// A file's path, on one line.
fn visible_path(file: FileId) -> String {
    visible(file.path()).replace('\n', "\u{240a}").replace('\t', "\u{2409}")
}

fn visible_char(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
        _ => c,
    }
}

#[cfg(test)]
mod tests;
