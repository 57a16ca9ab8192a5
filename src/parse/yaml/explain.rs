//! Syntax errors in words that help an author.

use super::Place;
use crate::diag::{Diagnostic, code};

/// Keys whose value is a text that may begin with any character.
const TEXT_KEYS: &[&str] = &[
    "after",
    "alt",
    "because",
    "before",
    "body",
    "caption",
    "credit",
    "description",
    "label",
    "name",
    "note",
    "quote",
    "role",
    "text",
    "title",
    "value",
];

/// The diagnostic of a syntax error at a byte of `text`.
pub fn syntax(text: &str, place: Place, at: usize, info: &str) -> Diagnostic {
    let mut at = at.min(text.len());
    // The end of the text is no place to look at: the last character is.
    if text[at..].trim().is_empty() {
        at = text.trim_end().char_indices().next_back().map_or(0, |(byte, _)| byte);
    }
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let (message, help) = words(info);
    let mut diagnostic = Diagnostic::new(code::YAML_SYNTAX, place.span(at, end), message);
    let block = as_block(text, at).or_else(|| {
        let before = text[..line_start(text, at)].trim_end();
        as_block(text, before.len())
    });
    let separator = text.find(['\u{85}', '\u{2028}', '\u{2029}']);
    if let Some(block) = block {
        diagnostic = diagnostic.help(block);
    } else if !help.is_empty() {
        diagnostic = diagnostic.help(help);
    }
    if let Some(at) = separator {
        let span = place.span(at, at + text[at..].chars().next().map_or(0, char::len_utf8));
        diagnostic = diagnostic.label(span, "a line separator, which ends a line in YAML though no editor shows it");
    }
    diagnostic
}

/// serde_yaml's message without its place.
pub fn without_place(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(at) => message[..at].to_owned(),
        None => message,
    }
}

/// What the parser says, in plain words, and what to do about it.
fn words(info: &str) -> (String, &'static str) {
    let (message, help) = match info {
        "mapping values are not allowed in this context" => (
            "a colon with a space after it is not allowed here",
            "Put a text that holds `: ` between quotation marks; or look at the indentation of this line.",
        ),
        "while parsing a block mapping, did not find expected key" => {
            ("a key is expected here: `key: value`", "Look at the indentation of this line and the line before.")
        }
        "simple key expect ':'" | "simple key expected" => (
            "this line is neither `key: value` nor part of the text before",
            "Write `key: value`, or indent the line if it belongs to the text before.",
        ),
        "while scanning a quoted scalar, found unexpected end of stream" => {
            ("a text in quotation marks does not end", "Put the closing quotation mark.")
        }
        "invalid trailing content after double-quoted scalar" => (
            "words follow the closing quotation mark",
            "A text that begins with a quotation mark ends at the next one.",
        ),
        "while parsing a quoted scalar, found unknown escape character" => {
            ("a backslash in quotation marks begins an escape that YAML does not have", "Write `\\\\` for a backslash.")
        }
        "while parsing a flow mapping, did not find expected ',' or '}'" => {
            ("a `,` or a `}` is missing", "Put commas between the entries and `}` at the end.")
        }
        "while parsing a flow sequence, expected ',' or ']'"
        | "while parsing a flow sequence, did not find expected ',' or ']'" => {
            ("a `,` or a `]` is missing", "Put commas between the items and `]` at the end.")
        }
        _ if info.contains("tab") => ("a tab is used where YAML wants spaces", "Indent with spaces."),
        _ if info.contains("indentation") => ("this line is indented wrongly", "Keys of one map begin in one column."),
        _ => return (format!("this is no YAML: {info}"), ""),
    };
    (message.to_owned(), help)
}

/// Where `at` lies on a line `key: text`: advice that shows the line as a `>-` block, and why.
pub fn as_block(text: &str, at: usize) -> Option<String> {
    let start = line_start(text, at);
    let line = text[start..].split(['\n', '\r']).next().unwrap_or("");
    let words = line.trim_start_matches([' ', '\t']);
    let mut key_at = line.len() - words.len();
    while let Some(rest) = line[key_at..].strip_prefix("- ") {
        key_at = line.len() - rest.trim_start_matches(' ').len();
    }
    let (key, value) = line[key_at..].split_once(": ")?;
    let value = value.trim();
    let word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-$".contains(&b));
    let first = value.chars().next()?;
    let meant = if TEXT_KEYS.contains(&key) { !"|>".contains(first) } else { !"|>[{#".contains(first) };
    if !word || !meant {
        return None;
    }
    let inside = unquoted(value);
    let why = match first {
        '"' | '\'' if inside == value => format!("A text that begins with {first} ends at the next {first}."),
        '"' | '\'' => "Quotation marks and backslashes inside quotation marks need care.".to_owned(),
        '[' | '{' => {
            format!("A value that begins with `{first}` is read as a {}.", if first == '[' { "list" } else { "map" })
        }
        '*' | '&' | '!' | '%' | '@' | '`' | '?' | ',' => {
            format!("A `{first}` at the beginning of a value has a meaning of its own in YAML.")
        }
        _ if value.contains(": ") || value.ends_with(':') => {
            "A colon with a space after it begins a new key.".to_owned()
        }
        _ => "Some characters have a meaning of their own in YAML.".to_owned(),
    };
    let indent = " ".repeat(line[..key_at].chars().count() + 2);
    Some(format!(
        "{why} Write the text as a block, where every character stands for itself:\n{}{key}: >-\n{indent}{inside}",
        &line[..key_at]
    ))
}

/// A value without the quotation marks that YAML needs around it, if they hold the whole.
fn unquoted(value: &str) -> &str {
    let inside = |mark| value.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    match (inside('"'), inside('\'')) {
        (Some(inside), _) if !inside.contains('"') => inside,
        (_, Some(inside)) => inside,
        _ => value,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |newline| newline + 1)
}
