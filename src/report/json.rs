//! Diagnostics for programs: one JSON object a line, always with the same keys.

use serde::Serialize;

use super::Files;
use crate::diag::Diagnostic;
use crate::span::Span;

/// One line. Lines and columns count from 1, columns in characters; bytes count from 0 in the file as it lies on the disk.
#[derive(Serialize)]
struct Line<'d> {
    code: &'d str,
    severity: &'d str,
    message: &'d str,
    #[serde(flatten)]
    place: Place<'d>,
    note: Option<&'d str>,
    labels: Vec<Labelled<'d>>,
    help: &'d [String],
    fix: Option<Vec<Change<'d>>>,
}

/// A change of one value.
#[derive(Serialize)]
struct Change<'d> {
    #[serde(flatten)]
    place: Place<'d>,
    from: &'d str,
    to: &'d str,
}

#[derive(Serialize)]
struct Labelled<'d> {
    #[serde(flatten)]
    place: Place<'d>,
    text: &'d str,
}

/// A place; all `null` where a diagnostic is about no file.
#[derive(Default, Serialize)]
struct Place<'d> {
    file: Option<&'d str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    bytes: Option<Bytes>,
}

#[derive(Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

impl Place<'static> {
    fn of(span: Span, files: &Files<'_>) -> Self {
        let (start, end) = files.positions(span).unzip();
        Place {
            file: Some(span.file.path()),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
            bytes: Some(Bytes { start: span.start, end: span.end }),
        }
    }
}

pub(super) fn write(out: &mut String, diagnostic: &Diagnostic, files: &Files<'_>) {
    let line = Line {
        code: diagnostic.code.name,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        place: diagnostic.span.map(|span| Place::of(span, files)).unwrap_or_default(),
        note: diagnostic.note.as_deref(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Labelled { place: Place::of(label.span, files), text: &label.text })
            .collect(),
        help: &diagnostic.help,
        fix: diagnostic.fix.as_ref().map(|fix| {
            let edits = fix.edits.iter();
            edits.map(|edit| Change { place: Place::of(edit.span, files), from: &edit.from, to: &edit.to }).collect()
        }),
    };
    // Texts, numbers and lists always serialise.
    if let Ok(text) = serde_json::to_string(&line) {
        out.push_str(&text);
        out.push('\n');
    }
}
