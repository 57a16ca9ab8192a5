//! The front matter of a Markdown file: YAML between a first line `---` and a line `---` or `...`.

use crate::diag::{Diagnostic, code};
use crate::span::FileId;

/// A Markdown file in its two parts, as bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The YAML, without its fences. Absent where the file has no front matter.
    pub yaml: Option<(usize, usize)>,
    /// The first byte of the Markdown.
    pub body: usize,
}

/// Splits a file. Front matter that does not end is an error; the whole rest is then taken for front matter, so that no
/// YAML is ever shown as text.
///
/// # Errors
/// Front matter does not end.
pub fn split(text: &str, file: FileId) -> Result<Parts, Box<Diagnostic>> {
    let start = bom(text);
    let mut lines = lines(text, start);
    let Some((_, first_end, next)) = lines.next().filter(|&(from, to, _)| text[from..to].trim_end() == "---") else {
        return Ok(Parts { yaml: None, body: start });
    };
    for (from, to, after) in lines {
        if matches!(text[from..to].trim_end(), "---" | "...") {
            return Ok(Parts { yaml: Some((next, from)), body: after });
        }
    }
    let diagnostic = Diagnostic::new(
        code::FRONT_MATTER,
        file.span(start, first_end),
        "the front matter that begins here does not end",
    )
    .help("Put a line `---` between the front matter and the text.");
    Err(Box::new(diagnostic))
}

/// The length of a byte order mark at the head of a file.
pub fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The lines of a text from a byte on: first byte, last, first of the next. Lines end at `\n`, `\r\n` or a lone `\r`.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let from = at;
        let to = text[from..].find(['\n', '\r']).map_or(text.len(), |n| from + n);
        at = to + if text[to..].starts_with("\r\n") { 2 } else { usize::from(to < text.len()) };
        Some((from, to, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Option<&str>, &str)> {
        let parts = split(text, FileId::of("front.md")).ok()?;
        Some((parts.yaml.map(|(from, to)| &text[from..to]), &text[parts.body..]))
    }

    #[test]
    fn front_matter_ends_at_any_line_end() {
        assert_eq!(parts("---\na: 1\n---\ntext\n"), Some((Some("a: 1\n"), "text\n")));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n...\r\ntext"), Some((Some("a: 1\r\n"), "text")));
        assert_eq!(parts("---\ra: 1\r---\rtext"), Some((Some("a: 1\r"), "text")));
        assert_eq!(parts("---  \n---"), Some((Some(""), "")));
        assert_eq!(parts("text\n---\n"), Some((None, "text\n---\n")));
        assert_eq!(parts("\u{feff}text"), Some((None, "text")));
        assert_eq!(parts("----\n"), Some((None, "----\n")));
        assert_eq!(parts(" ---\na"), Some((None, " ---\na")));
        assert_eq!(parts(""), Some((None, "")));
        assert_eq!(parts("---\na: 1\n --- \n"), None);
        assert_eq!(parts("---"), None);
    }
}
