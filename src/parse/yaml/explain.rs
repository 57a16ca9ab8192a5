//! Syntax errors in words that help an author.

use super::{Place, slips};
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
    if let Some(slip) = slips::find(text, at, info) {
        let diagnostic = Diagnostic::new(code::YAML_SYNTAX, place.span(slip.place.0, slip.place.1), slip.message);
        return slip.help.into_iter().fold(diagnostic, Diagnostic::help);
    }
    let one = |at: usize| (at, text[at..].chars().next().map_or(at, |c| at + c.len_utf8()));
    if let Some(at) = no_space_indent(text, at) {
        let (start, end) = one(at);
        let c = text[start..end].chars().next().map_or(0, u32::from);
        let message =
            format!("the character U+{c:04X} indents this line, which looks like a space and is none to YAML");
        return Diagnostic::new(code::YAML_SYNTAX, place.span(start, end), message).help("Indent with spaces.");
    }
    // Of a line that is no `key: value` the parsers notice only when the next one is.
    let no_key = if info.starts_with("simple key expect") {
        Some(if text[line_start(text, at)..at].trim().is_empty() { line_before(text, at) } else { line_of(text, at) })
    } else {
        let (before, this) = (line_before(text, at), line_of(text, at));
        let indented = this.0 - line_start(text, this.0) > before.0 - line_start(text, before.0);
        (info == COLON && colon_of_key(text, at) && !indented).then_some(before)
    };
    let ((start, end), message, help) = if let Some(line) = no_key {
        (line, NO_KEY.to_owned(), no_space(&text[line.0..line.1]))
    } else if info == COLON && colon_of_key(text, at) {
        (one(at), "this key is indented as if its line belonged to the text before".to_owned(), COLUMN.to_owned())
    } else if info == KEY && line_value(text, at).is_some_and(|(_, _, value)| value.starts_with(['[', '{'])) {
        (one(at), "words follow the closing bracket".to_owned(), "Put the text between quotation marks.".to_owned())
    } else if info.contains("valid YAML whitespace") && text[..at].ends_with('\t') {
        let tab = at - 1;
        let help = "Put a space behind the colon in place of the tab.".to_owned();
        (one(tab), "a tab stands where YAML wants a space".to_owned(), help)
    } else if info.contains("tab") {
        let tab = text[line_start(text, at)..].find('\t').map_or(at, |tab| line_start(text, at) + tab);
        (one(tab), "a tab stands where YAML wants spaces".to_owned(), "Indent with spaces.".to_owned())
    } else {
        let (message, help) = words(info);
        (one(at), message, help.to_owned())
    };
    let diagnostic = Diagnostic::new(code::YAML_SYNTAX, place.span(start, end), message);
    match as_block(text, at) {
        Some(block) => diagnostic.help(block),
        None if help.is_empty() => diagnostic,
        None => diagnostic.help(help),
    }
}

/// The diagnostic of what serde_yaml refuses.
pub fn refused(text: &str, place: Place, at: usize, error: &serde_yaml::Error) -> Diagnostic {
    // To YAML 1.1, which serde_yaml reads, three more characters end a line (YAML 1.2.2, 5.4); editors do not show them.
    if let Some((at, c)) = text.char_indices().find(|(_, c)| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')) {
        let message = format!("the line separator U+{:04X} ends a line here, though no editor shows it", u32::from(c));
        let help = "Delete the character, or put the text between quotation marks.";
        return Diagnostic::new(code::YAML_SYNTAX, place.span(at, at + c.len_utf8()), message).help(help);
    }
    syntax(text, place, at, &without_place(error))
}

/// serde_yaml's message without its place.
fn without_place(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    match message.find(" at line ") {
        Some(at) => message[..at].to_owned(),
        None => message,
    }
}

/// What saphyr says of a colon in a text.
pub const COLON: &str = "mapping values are not allowed in this context";

/// What is said of a line that should be `key: value`.
pub const NO_KEY: &str = "this line is neither `key: value` nor part of the text before";

/// What saphyr says where a key should be.
const KEY: &str = "while parsing a block mapping, did not find expected key";

const COLUMN: &str = "Keys of one map begin in one column.";

/// What the parser says, in plain words, and what to do about it.
fn words(info: &str) -> (String, &'static str) {
    let (message, help) = match info {
        COLON => {
            ("a colon with a space after it is not allowed here", "Put a text that holds `: ` between quotation marks.")
        }
        KEY => ("a key is expected here: `key: value`", "Look at the indentation of this line and the line before."),
        "did not find expected <document start>" => ("this line begins further left than the first key", COLUMN),
        "while scanning a quoted scalar, found unexpected end of stream" | "invalid indentation in quoted scalar" => {
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
            ("a `,` or a `}` is missing before this", "Put commas between the entries and `}` at the end.")
        }
        "while parsing a flow sequence, expected ',' or ']'" => {
            ("a `,` or a `]` is missing before this", "Put commas between the items and `]` at the end.")
        }
        "illegal placement of ':' indicator" => {
            ("a `]` or a `}` is missing before this", "Close the list or map that begins further up.")
        }
        _ if info.contains("indentation") => ("this line is indented wrongly", COLUMN),
        _ => match info.strip_prefix("unexpected character: ") {
            Some(c) => {
                let c = c.trim_start_matches('`').trim_end_matches('\'');
                let c = if c.is_empty() { "a backtick".to_owned() } else { format!("`{c}`") };
                return (format!("{c} cannot begin a value"), "Put the text between quotation marks.");
            }
            None if info.contains("'-' indicator") => {
                let help = "Each item of a list begins with `- `, all hyphens in one column, its keys below the first.";
                return ("an item of the list, `- …`, is expected here".to_owned(), help);
            }
            None => {
                let help =
                    "Look at the indentation, the brackets and the quotation marks of this line and the one before.";
                return (format!("this is no YAML: {info}"), help);
            }
        },
    };
    (message.to_owned(), help)
}

/// Whether the colon at `at` is the one of a line `key: value`.
pub fn colon_of_key(text: &str, at: usize) -> bool {
    let before = text[line_start(text, at)..at].trim_start_matches([' ', '-']);
    is_key(before) && !text[..line_start(text, at)].trim().is_empty()
}

pub fn is_key(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-$".contains(&b))
}

/// Advice for a line that is no `key: value`.
pub fn no_space(line: &str) -> String {
    match line.split_once(':') {
        Some((key, value)) if is_key(key) && !value.is_empty() => {
            format!("Put a space after the colon: `{key}: {value}`.")
        }
        _ => "Write `key: value`, or indent the line if it belongs to the text before.".to_owned(),
    }
}

/// Where `at` lies on a line `key: text` that YAML cannot read as meant: advice that says why and shows it written so that it
/// can, a text as a `>-` block, anything else between quotation marks.
pub fn as_block(text: &str, at: usize) -> Option<String> {
    let (head, key, value) = line_value(text, at)?;
    let first = value.chars().next()?;
    let is_text = TEXT_KEYS.contains(&key);
    let inside = unquoted(value);
    let why = match first {
        '|' | '>' | '#' => return None,
        '[' | '{' if !is_text => return None,
        '"' | '\'' if inside == value => format!("A text that begins with {first} ends at the next {first}."),
        '"' | '\'' => {
            "Between quotation marks, further quotation marks and backslashes have a meaning of their own.".to_owned()
        }
        '[' => "A value that begins with `[` is read as a list.".to_owned(),
        '{' => "A value that begins with `{` is read as a map.".to_owned(),
        '`' => "A backtick at the beginning of a value has a meaning of its own in YAML.".to_owned(),
        '*' | '&' | '!' | '%' | '@' | '?' | ',' => {
            format!("A `{first}` at the beginning of a value has a meaning of its own in YAML.")
        }
        _ if value.contains(": ") || value.ends_with(':') => {
            "A colon with a space after it begins a new key.".to_owned()
        }
        _ => return None,
    };
    if !is_text && !"\"'".contains(first) && !value.contains(": ") {
        return Some(format!("{why} Put it between quotation marks: `{key}: {}`.", quote(value)));
    }
    let indent = " ".repeat(head.chars().count() + 2);
    Some(format!(
        "{why} Write the text as a block, where every character stands for itself:\n{head}{key}: >-\n{indent}{inside}"
    ))
}

/// A text between quotation marks, as YAML reads it.
pub fn quote(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
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

/// The line `key: value` that `at` lies on: what stands before the key, the key, the value.
fn line_value(text: &str, at: usize) -> Option<(&str, &str, &str)> {
    // A line of more than some thousand bytes is too long to be shown twice, and to be searched for each mistake on it.
    const LONG: usize = 2000;
    let bytes = text.as_bytes();
    let from = at.saturating_sub(LONG);
    let start = memchr::memrchr2(b'\n', b'\r', bytes.get(from..at)?).map_or(from, |newline| from + newline + 1);
    let to = (at + LONG).min(bytes.len());
    let end = memchr::memchr2(b'\n', b'\r', bytes.get(at..to)?).map_or(to, |length| at + length);
    if (start == from && from > 0) || (end == to && to < bytes.len()) {
        return None;
    }
    let line = text.get(start..end)?;
    let mut key_at = line.len() - line.trim_start_matches([' ', '\t']).len();
    while let Some(rest) = line[key_at..].strip_prefix("- ") {
        key_at = line.len() - rest.trim_start_matches(' ').len();
    }
    let (key, value) = line[key_at..].split_once(": ")?;
    is_key(key).then(|| (&line[..key_at], key, value.trim()))
}

pub fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..at.min(text.len())]).map_or(0, |newline| newline + 1)
}

/// The end of the line that begins at or before `at`.
pub fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length)
}

/// The line that `at` lies on, without the white space around it.
pub fn line_of(text: &str, at: usize) -> (usize, usize) {
    let start = line_start(text, at);
    let line = &text[start..line_end(text, at)];
    let start = start + line.len() - line.trim_start().len();
    (start, start + line.trim().len())
}

/// White space that is neither a space nor a tab, at the head of the line of `at` or of the one before.
fn no_space_indent(text: &str, at: usize) -> Option<usize> {
    let this = line_start(text, at);
    let before = line_start(text, text[..this].trim_end_matches(['\n', '\r', ' ']).len());
    [this, before].into_iter().find_map(|start| {
        let line = &text[start..line_end(text, start)];
        let head = &line[..line.len() - line.trim_start().len()];
        head.find(|c| !matches!(c, ' ' | '\t')).map(|at| start + at)
    })
}

/// The last line before that of `at` that holds anything.
fn line_before(text: &str, at: usize) -> (usize, usize) {
    let end = text[..line_start(text, at)].trim_end().len();
    line_of(text, end)
}
