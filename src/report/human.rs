//! Diagnostics for people, in the manner of rustc: message, place, the line with the words underlined, advice.
//!
//! The drawing is `annotate-snippets`'. What it needs is prepared here: of each file only the lines concerned, in pieces that
//! can be shown. A paragraph of Markdown is one line of thousands of characters, so two places in it are two pieces.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Files, Lines, visible, visible_char, visible_path};
use crate::diag::{Diagnostic, Severity};
use crate::span::{FileId, Span};

/// Columns of a terminal that are written at most.
const WIDTH: usize = 110;
/// Columns between the left edge of the first and the right edge of the last place in one piece, if its lines are longer.
const WINDOW: usize = 76;
/// Lines that a place may run over and still be drawn from end to end.
const TALL: usize = 40;
/// Unmarked lines between two places that are still shown in one piece.
const GAP: usize = 3;

/// Bytes from which on a line is not looked at as a whole: a file without line ends may have thousands of things to say of one.
const HUGE: usize = 2000;
/// Bytes of such a line that are given on both sides of the places in it: more than [`WIDTH`] columns, for the renderer cuts
/// finer.
const AROUND: usize = 600;
/// Stands after a place that is given with the path. The renderer adds where it thinks that the place is, counted in what was cut
/// out for it; [`visible`] leaves this sign in no text.
const PLACED: char = '\u{1}';

/// What a fix writes is shown up to so many characters.
const LONGEST_FIX: usize = 80;

pub(super) fn write(out: &mut String, diagnostic: &Diagnostic, files: &Files<'_>, styled: bool) {
    let level = || match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level().primary_title(visible(&diagnostic.message)).id(diagnostic.code.name);
    let fix = diagnostic.fix.as_ref().map(|fix| match &fix.edits[..] {
        [edit] if edit.to.chars().count() <= LONGEST_FIX => format!("`annals check --fix` writes “{}”.", edit.to),
        _ => "`annals check --fix` writes the new words.".to_owned(),
    });
    let help = diagnostic.help.iter().chain(&fix).map(|text| Element::from(Level::HELP.message(visible(text))));
    let group = Group::with_title(title).elements(places(diagnostic, files)).elements(help);
    let renderer = if styled { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let drawn = renderer.term_width(WIDTH).render(&[group]);
    let mut parts = drawn.split(PLACED);
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out.push_str("\n\n");
}

/// The pieces of source to show, that with the diagnostic's own place first.
fn places(diagnostic: &Diagnostic, files: &Files<'_>) -> Vec<Element<'static>> {
    let own = diagnostic.span.iter().map(|&span| (span, true, diagnostic.note.as_deref()));
    let further = diagnostic.labels.iter().map(|label| (label.span, false, Some(label.text.as_str())));
    let mut marks: Vec<(FileId, Option<Mark>)> = own
        .chain(further)
        .map(|(span, primary, text)| {
            (span.file, files.get(span.file).map(|lines| Mark::new(span, primary, text, lines)))
        })
        .collect();
    marks.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| key(&a.1).cmp(&key(&b.1))));

    let mut pieces: Vec<Piece> = Vec::new();
    for (file, mark) in marks {
        let joined = match (pieces.last_mut(), files.get(file), &mark) {
            (Some(piece), Some(lines), Some(mark)) if piece.file == file => piece.take(mark, lines),
            _ => false,
        };
        if !joined {
            pieces.push(Piece { file, marks: mark.into_iter().collect() });
        }
    }
    let own_file = diagnostic.span.map(|span| span.file);
    pieces.sort_by_key(|piece| (!piece.has_primary(own_file), Some(piece.file) != own_file));
    pieces.iter().map(|piece| piece.draw(files)).collect()
}

fn key(mark: &Option<Mark>) -> Option<(usize, usize)> {
    mark.as_ref().map(|mark| (mark.start, mark.end))
}

/// One place, cut to what can be shown.
#[derive(Clone)]
struct Mark {
    start: usize,
    end: usize,
    first_line: usize,
    last_line: usize,
    primary: bool,
    text: Option<String>,
}

impl Mark {
    fn new(span: Span, primary: bool, text: Option<&str>, lines: &Lines<'_>) -> Self {
        let (start, mut end) = (lines.clamp(span.range().start), lines.clamp(span.range().end));
        let first_line = lines.index.position(start).line;
        let mut last_line = lines.index.position(end).line;
        if last_line > first_line && end == lines.index.line_start(last_line) {
            // It ends with a line end: the line after is not meant.
            last_line -= 1;
            end = lines.line_end(last_line).max(start);
        }
        let mut text = text.filter(|text| !text.is_empty()).map(visible);
        let mut cut = |more: String| text = Some(text.take().map(|text| format!("{text} ({more})")).unwrap_or(more));
        let tall = last_line - first_line >= TALL;
        if last_line > first_line && (tall || (first_line..=last_line).any(|line| lines.is_long(line))) {
            cut(format!("runs on to line {last_line}"));
            last_line = first_line;
            end = lines.line_end(first_line).max(start);
        }
        if first_line == last_line
            && let Some((at, _)) = wide_end(&lines.text[start..end], WINDOW)
        {
            if last_line == lines.index.position(span.range().end).line {
                cut(format!("{} characters", lines.text[start..end].chars().count()));
            }
            end = start + at;
        }
        Mark { start, end, first_line, last_line, primary, text }
    }
}

/// Places that are shown together.
struct Piece {
    file: FileId,
    marks: Vec<Mark>,
}

impl Piece {
    fn has_primary(&self, own_file: Option<FileId>) -> bool {
        self.marks.iter().any(|mark| mark.primary) || (self.marks.is_empty() && Some(self.file) == own_file)
    }

    /// Takes `mark` in if it can be shown with the others.
    fn take(&mut self, mark: &Mark, lines: &Lines<'_>) -> bool {
        let Some(last_line) = self.marks.iter().map(|mark| mark.last_line).max() else { return false };
        if mark.first_line > last_line + GAP + 1 {
            return false;
        }
        let all = || self.marks.iter().chain([mark]);
        let first = all().map(|mark| mark.first_line).min().unwrap_or(mark.first_line);
        if (first..=last_line.max(mark.last_line)).any(|line| lines.is_huge(line)) {
            let left = all().map(|mark| mark.start).min().unwrap_or(mark.start);
            let right = all().map(|mark| mark.end).max().unwrap_or(mark.end);
            let one_line = last_line.max(mark.last_line) == first;
            if !one_line || wide_end(&lines.text[left..right], WINDOW).is_some() {
                return false;
            }
            self.marks.push(mark.clone());
            return true;
        }
        let long = all().any(|mark| (mark.first_line..=mark.last_line).any(|line| lines.is_long(line)));
        if long {
            let left = all().map(|mark| lines.column_shown(mark.start)).min().unwrap_or(0);
            let right = all().map(|mark| lines.column_shown(mark.end)).max().unwrap_or(0);
            if right - left > WINDOW {
                return false;
            }
        }
        self.marks.push(mark.clone());
        true
    }

    fn draw(&self, files: &Files<'_>) -> Element<'static> {
        let mut path = visible_path(self.file);
        let first = self.marks.iter().map(|mark| mark.first_line).min();
        let last = self.marks.iter().map(|mark| mark.last_line).max();
        let (Some(lines), Some(first), Some(last)) = (files.get(self.file), first, last) else {
            return Origin::path(path).into();
        };
        let view = View::new(lines, (first, last), &self.marks);
        let shown = self.marks.iter().find(|mark| mark.primary).or(self.marks.first());
        if let (true, Some(mark)) = (view.is_cut, shown) {
            let place = lines.index.position(mark.start);
            path.push_str(&format!(":{}:{}{PLACED}", place.line, place.column));
        }
        let annotations = self.marks.iter().map(|mark| -> Annotation<'static> {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let range = view.offset(mark.first_line, mark.start)..view.offset(mark.last_line, mark.end);
            kind.span(range).label(mark.text.clone())
        });
        let annotations: Vec<_> = annotations.collect();
        Snippet::source(view.text).line_start(first).path(path).annotations(annotations).into()
    }
}

/// Some lines of a file as they are shown: character for character, but visible, and every line ended by `\n`. Of a huge line
/// there is only what lies around the marks.
struct View<'t> {
    text: String,
    first: usize,
    /// Of each line where it begins in `text`, and what of the file stands there, with the byte at which that begins.
    lines: Vec<(usize, &'t str, usize)>,
    /// Whether the head of a line is missing.
    is_cut: bool,
}

impl<'t> View<'t> {
    fn new(lines: &Lines<'t>, (first, last): (usize, usize), marks: &[Mark]) -> Self {
        let mut view = View { text: String::new(), first, lines: Vec::new(), is_cut: false };
        for line in first..=last {
            let mut shown = lines.shown(line);
            let mut start = lines.line_end(line) - shown.len();
            if lines.is_huge(line) {
                let left = marks.iter().map(|mark| mark.start).min().unwrap_or(start).saturating_sub(start);
                let right = marks.iter().map(|mark| mark.end).max().unwrap_or(start).saturating_sub(start);
                let from = shown.floor_char_boundary(left.saturating_sub(AROUND));
                shown = &shown[from..shown.ceil_char_boundary((right + AROUND).min(shown.len()))];
                start += from;
                view.is_cut |= from > 0;
            }
            view.lines.push((view.text.len(), shown, start));
            view.text.extend(shown.chars().map(visible_char));
            view.text.push('\n');
        }
        view
    }

    /// Where a byte of the file, on `line`, stands in the view.
    fn offset(&self, line: usize, byte: usize) -> usize {
        let (at, shown, start) = self.lines.get(line - self.first).copied().unwrap_or_default();
        let before = shown.get(..byte.saturating_sub(start)).unwrap_or(shown);
        at + before.chars().map(|c| visible_char(c).len_utf8()).sum::<usize>()
    }
}

impl<'t> Lines<'t> {
    /// A byte moved back into the text and to the start of its character.
    fn clamp(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte.min(self.text.len()))
    }

    /// A line without its end and without the byte order mark.
    fn shown(&self, line: usize) -> &'t str {
        let text = self.index.line(line);
        if line == 1 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text }
    }

    /// The byte at which the text of a line ends.
    fn line_end(&self, line: usize) -> usize {
        self.index.line_start(line) + self.index.line(line).len()
    }

    fn is_long(&self, line: usize) -> bool {
        wide_end(self.shown(line), WIDTH - 12).is_some()
    }

    fn is_huge(&self, line: usize) -> bool {
        self.index.line(line).len() > HUGE
    }

    /// How far from the left a byte is shown.
    fn column_shown(&self, byte: usize) -> usize {
        let start = self.index.line_start(self.index.position(byte).line);
        self.text[start..byte].chars().map(width).sum()
    }
}

/// Where `text` passes `limit` columns, if it does.
fn wide_end(text: &str, limit: usize) -> Option<(usize, char)> {
    let mut columns = 0;
    text.char_indices().find(|&(_, c)| {
        columns += width(c);
        columns > limit
    })
}

/// Columns that a character takes, near enough to decide where to cut.
fn width(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{1100}'.. => 2,
        _ => 1,
    }
}
