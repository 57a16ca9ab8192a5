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

/// Splits a file. Front matter that does not end, or whose first line is not quite `---`, is an error; the whole rest is then
/// taken for front matter, so that no YAML is ever shown as text. `known` says which keys the front matter has.
///
/// # Errors
/// Front matter does not end, or does not begin as it should.
pub fn split(text: &str, file: FileId, known: &dyn Fn(&str) -> bool) -> Result<Parts, Box<Diagnostic>> {
    let start = bom(text);
    let mut lines = lines(text, start);
    let Some((_, first_end, next)) = lines.next().filter(|&(from, to, _)| text[from..to].trim_end() == "---") else {
        return match misbegun(text, start, known) {
            Some(((from, to), message, help)) => {
                Err(Box::new(Diagnostic::new(code::FRONT_MATTER, file.span(from, to), message).help(help)))
            }
            None => Ok(Parts { yaml: None, body: start }),
        };
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

/// The first line of what is meant as front matter and does not begin with a line `---`, with what to say and to advise.
/// A file may begin with a thematic break: what tells them apart is whether keys of the front matter follow.
fn misbegun(text: &str, start: usize, known: &dyn Fn(&str) -> bool) -> Option<((usize, usize), String, &'static str)> {
    let mut lines = lines(text, start).filter(|&(from, to, _)| !text[from..to].trim().is_empty());
    let (from, to, after) = lines.next()?;
    let first = text[from..to].trim();
    let place = (from + text[from..to].find(first).unwrap_or(0), from + text[from..to].trim_end().len());
    if is_fence(first) || first.starts_with("---") {
        let until_fence = |&(from, to, _): &(usize, usize, usize)| !is_end(text[from..to].trim());
        let mut inner = lines.take_while(until_fence).map(|(from, to, _)| &text[from..to]);
        let opens = inner.find(|line| !line.trim_start().starts_with('#')).and_then(key_of)?;
        if !known(opens) && !inner.filter_map(key_of).any(known) {
            return None;
        }
        if first == "---" && place.0 == from {
            let message = "the front matter does not begin in the first line of the file";
            return Some((place, message.to_owned(), "Delete the empty lines before it."));
        }
        let message = format!("front matter begins with a line `---`, not `{}`", shown(&text[from..to]));
        return Some((place, message, "Write three hyphens, and nothing else on the line."));
    }
    if !known(key_of(&text[from..to])?) {
        return None;
    }
    // One such line may be a sentence; what ends front matter, a second key, or `draft`, on which it depends whether the
    // text is shown at all, leaves no doubt.
    let mut block = self::lines(text, after).map(|(from, to, _)| &text[from..to]);
    let second = block.next().and_then(key_of).is_some_and(known);
    let ends = lines.any(|(from, to, _)| is_end(text[from..to].trim()));
    (ends || second || key_of(&text[from..to]) == Some("draft")).then(|| {
        let message = "keys of front matter stand here, but no line `---` before them";
        (place, message.to_owned(), "Put a line `---` before the first key, as the first line of the file.")
    })
}

/// Whether a line looks like one that is meant to begin front matter: dashes, stars and the like, and nothing else.
fn is_fence(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| "-*_=+~ \t‐‑‒–—―−".contains(c))
}

/// Whether a line looks like one that is meant to end front matter.
fn is_end(line: &str) -> bool {
    is_fence(line) || (!line.is_empty() && line.chars().all(|c| ".…".contains(c)))
}

/// The key of a line `key: value`.
fn key_of(line: &str) -> Option<&str> {
    let (key, value) = line.trim_start().split_once(':')?;
    let word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-$".contains(&b));
    (word && (value.is_empty() || value.starts_with(char::is_whitespace))).then_some(key)
}

/// A line as it can be quoted in a message, a space at its beginning kept.
fn shown(line: &str) -> String {
    let line = line.trim_end();
    if line.chars().count() <= 40 { line.to_owned() } else { line.chars().take(40).chain(['…']).collect() }
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
        let to = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[from..]).map_or(text.len(), |n| from + n);
        at = to + if text[to..].starts_with("\r\n") { 2 } else { usize::from(to < text.len()) };
        Some((from, to, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Option<&str>, &str)> {
        let known = |key: &str| matches!(key, "title" | "draft" | "annotations");
        let parts = split(text, FileId::of("front.md"), &known).ok()?;
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

    #[test]
    fn what_looks_like_front_matter_is_no_text() {
        for first in [
            "\n---",
            "\r\n \r\n---",
            " ---",
            "\u{feff}\n---",
            "----",
            "--",
            "—",
            "–––",
            "***",
            "+++",
            "--- # x",
            "---x",
        ] {
            for front in
                ["title: a\ndraft: true", "# x\n\ntitel: a\ndraft: true", "annotations:\n  - quote: b", "title:"]
            {
                for end in ["\n---\ntext", "\n...\ntext", "\n\ntext", ""] {
                    let text = format!("{first}\n{front}{end}");
                    assert_eq!(parts(&text), None, "{text:?}");
                }
            }
        }
        for text in [
            "title: a\ndraft: b\n---\ntext",
            "\ntitle: a\n\nb\n\n----\n",
            "draft: true\n\na",
            " title: a\n draft: a\n\nb",
        ] {
            assert_eq!(parts(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_thematic_break_and_sentences_with_colons_are_text() {
        for text in [
            "\n---\n\nWords: and more.\n",
            "***\n\nWords.\n\ntitle: a\n",
            "***\nso: it was\n\nand so on\n\n***\n\ntitle: a",
            "----\n# title: a\n\nWords",
            "title: one line of a poem\n\nand words.\n",
            "title:x\n---\n",
            "so: it was\ntitle: a\n---\n",
            "The title: a\n---\n",
            "Title: a\n---\n",
            "- title: a\n---\n",
            "—",
            "\n\n",
        ] {
            assert_eq!(parts(text), Some((None, text)), "{text:?}");
        }
    }
}
