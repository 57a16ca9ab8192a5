//! YAML as an author would write it, and as every reader of YAML reads it back: each text is written in the plainest style
//! that cannot be taken for anything else.

use std::fmt::Write as _;

/// A value to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Yaml {
    /// A text: it is put between quotation marks where YAML would read it as a number, a truth value, a date or nothing.
    Text(String),
    /// An id, a date, a number, a truth value: written bare wherever the syntax allows.
    Word(String),
    /// A list.
    List(Vec<Yaml>),
    /// A map, in this order.
    Map(Map),
}

/// A map, in the order of writing.
pub type Map = Vec<(String, Yaml)>;

/// Lists and maps up to this width stand on one line.
const WIDTH: usize = 110;

/// Deeper values stand on one line whatever their width, so that hostile depth costs no indentation.
const DEPTH: usize = 8;

impl Yaml {
    /// A text.
    pub fn text(text: impl Into<String>) -> Yaml {
        Yaml::Text(text.into())
    }

    /// An id or a date.
    pub fn word(word: impl Into<String>) -> Yaml {
        Yaml::Word(word.into())
    }

    /// One value as it is, several as a list.
    pub fn one_or_many(mut values: Vec<Yaml>) -> Yaml {
        match values.pop() {
            Some(only) if values.is_empty() => only,
            last => {
                values.extend(last);
                Yaml::List(values)
            }
        }
    }

    /// A value of JSON. Nothing (`null`) is left out, for no key of the format may be empty.
    pub fn json(value: &serde_json::Value) -> Option<Yaml> {
        use serde_json::Value;
        Some(match value {
            Value::Null => return None,
            Value::Bool(truth) => Yaml::Word(truth.to_string()),
            Value::Number(number) => Yaml::Word(number.to_string()),
            Value::String(text) if text.is_empty() => return None,
            Value::String(text) => Yaml::text(text),
            Value::Array(items) => Yaml::List(items.iter().filter_map(Yaml::json).collect()),
            Value::Object(entries) => {
                let entry = |(key, value): (&String, &Value)| Some((key.clone(), Yaml::json(value)?));
                Yaml::Map(entries.iter().filter_map(entry).collect())
            }
        })
    }

    fn is_empty(&self) -> bool {
        match self {
            Yaml::Text(_) | Yaml::Word(_) => false,
            Yaml::List(items) => items.is_empty(),
            Yaml::Map(entries) => entries.is_empty(),
        }
    }
}

/// Writes a map as the lines of a file.
pub fn file(map: &Map) -> String {
    let mut out = String::new();
    entries(&mut out, map, 0);
    out
}

fn entries(out: &mut String, map: &Map, depth: usize) {
    for (at, (name, value)) in map.iter().enumerate() {
        if at > 0 || depth == 0 {
            indent(out, depth);
        }
        key(out, name);
        out.push(':');
        block(out, value, depth);
    }
}

/// Writes a value behind `key:` or `-`, and the line's end.
fn block(out: &mut String, value: &Yaml, depth: usize) {
    let line = out.len() - out.rfind('\n').map_or(0, |end| end + 1);
    match value {
        Yaml::Text(_) | Yaml::Word(_) => scalar(out, value, Some(depth)),
        _ if value.is_empty() || depth >= DEPTH => flow_line(out, value),
        Yaml::Map(_) | Yaml::List(_) if short(value).is_some_and(|flow| line + flow.chars().count() < WIDTH) => {
            flow_line(out, value);
        }
        Yaml::List(items) => {
            out.push('\n');
            for item in items {
                indent(out, depth + 1);
                out.push('-');
                match item {
                    Yaml::Map(map) if short(item).is_none_or(|flow| flow.chars().count() + 2 * depth > WIDTH) => {
                        out.push(' ');
                        entries(out, map, depth + 2);
                    }
                    item => block(out, item, depth + 1),
                }
            }
        }
        Yaml::Map(map) => {
            out.push('\n');
            indent(out, depth + 1);
            entries(out, map, depth + 1);
        }
    }
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn flow_line(out: &mut String, value: &Yaml) {
    out.push(' ');
    flow(out, value);
    out.push('\n');
}

/// The value on one line, if it is fit for that: of few and simple parts.
fn short(value: &Yaml) -> Option<String> {
    let simple = |value: &Yaml| match value {
        Yaml::Text(text) => text.len() <= WIDTH,
        Yaml::Word(_) => true,
        Yaml::List(items) => items.len() <= 8 && items.iter().all(|item| matches!(item, Yaml::Text(_) | Yaml::Word(_))),
        Yaml::Map(entries) => {
            entries.len() <= 4 && entries.iter().all(|(_, value)| matches!(value, Yaml::Text(_) | Yaml::Word(_)))
        }
    };
    let fit = match value {
        Yaml::List(items) => items.len() <= 20 && items.iter().all(simple),
        Yaml::Map(entries) => entries.len() <= 6 && entries.iter().all(|(_, value)| simple(value)),
        scalar => simple(scalar),
    };
    let mut out = String::new();
    fit.then(|| {
        flow(&mut out, value);
        out
    })
}

fn flow(out: &mut String, value: &Yaml) {
    match value {
        Yaml::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                flow(out, item);
            }
            out.push(']');
        }
        Yaml::Map(entries) => {
            out.push('{');
            for (at, (name, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                key(out, name);
                out.push_str(": ");
                flow(out, value);
            }
            out.push('}');
        }
        Yaml::Text(text) => one_line(out, text, true, true),
        Yaml::Word(word) => one_line(out, word, false, true),
    }
}

fn key(out: &mut String, name: &str) {
    one_line(out, name, true, true);
}

/// Writes a scalar in a block, with the line's end.
fn scalar(out: &mut String, value: &Yaml, depth: Option<usize>) {
    let (text, careful) = match value {
        Yaml::Text(text) => (text, true),
        Yaml::Word(word) => (word, false),
        _ => return,
    };
    // A text with both sorts of quotation marks is easiest to read, and to mend, as a block.
    let mixed = text.contains('\'') && text.contains('"') || text.contains('\\');
    let blockable = !text.starts_with([' ', '-']) && !text.ends_with(' ') && text.chars().all(is_plain_char);
    if let Some(depth) = depth.filter(|_| mixed && blockable && !is_bare(text, careful, false)) {
        out.push_str(" >-\n");
        indent(out, depth + 1);
        out.push_str(text);
        // A block ends where the indentation does.
        out.push('\n');
        return;
    }
    out.push(' ');
    one_line(out, text, careful, false);
    out.push('\n');
}

/// Writes a scalar on the line: bare, in single or in double quotation marks.
fn one_line(out: &mut String, text: &str, careful: bool, in_flow: bool) {
    if is_bare(text, careful, in_flow) {
        out.push_str(text);
    } else if !text.contains('\'') && text.chars().all(is_plain_char) {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
    } else {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                c if is_plain_char(c) => out.push(c),
                // Writing to a String cannot fail.
                c if u32::from(c) <= 0xff => drop(write!(out, "\\x{:02x}", u32::from(c))),
                c if u32::from(c) <= 0xffff => drop(write!(out, "\\u{:04x}", u32::from(c))),
                c => drop(write!(out, "\\U{:08x}", u32::from(c))),
            }
        }
        out.push('"');
    }
}

/// Whether a text stands without quotation marks and is still itself; `in_flow`: between brackets or braces.
fn is_bare(text: &str, careful: bool, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if !text.chars().all(is_plain_char) || text.starts_with(' ') || text.ends_with([' ', ':']) {
        return false;
    }
    // Readers do not agree on ` -` before the bracket that ends a flow.
    if in_flow && text.ends_with(['-', '?']) {
        return false;
    }
    if text.starts_with([',', '[', ']', '{', '}']) || (in_flow && text.contains([',', '[', ']', '{', '}'])) {
        return false;
    }
    if text.contains(": ") || text.contains(" #") {
        return false;
    }
    if "&*!|>'\"%@`#".contains(first) || text.starts_with("---") || text.starts_with("...") {
        return false;
    }
    // `-`, `?` and `:` open a list, a key and a value where a blank follows; in a flow `-` and `?` are not worth a thought.
    let number = !careful && text[1..].chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-') && text.len() > 1;
    if "-?:".contains(first) && !(first == '-' && number) {
        return false;
    }
    // Readers do not agree on a colon before other marks in a flow.
    let colon = |at: usize| text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
    if !text.match_indices(':').all(|(at, _)| colon(at)) || text.starts_with('=') || text.starts_with("<<") {
        return false;
    }
    if !careful {
        return !matches!(text, "~" | "null" | "Null" | "NULL");
    }
    // Numbers, dates and times of YAML 1.1 and 1.2 begin with a digit, a sign or a point.
    let numeric = first.is_ascii_digit() || "+.".contains(first);
    let looks = numeric && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-._:/ ".contains(c));
    let word = text.to_ascii_lowercase();
    !looks
        && !matches!(&*word, "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan" | "inf")
}

/// Whether a character stands for itself outside double quotation marks: printable, and no break in any reader's eyes.
fn is_plain_char(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') && !crate::parse::is_noncharacter(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Area, Data, Source};
    use crate::parse::document::Document;
    use crate::parse::settings::Settings;
    use proptest::prelude::*;

    fn back(yaml: &Yaml) -> serde_json::Value {
        fn of(value: serde_yaml::Value) -> serde_json::Value {
            serde_json::to_value(value).expect("JSON has a place for it")
        }
        let text = file(&vec![("k".to_owned(), yaml.clone()), ("end".to_owned(), Yaml::text("end"))]);
        let value: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut value = of(value);
        assert_eq!(value["end"], "end", "{text}");
        value["k"].take()
    }

    fn expected(yaml: &Yaml) -> serde_json::Value {
        match yaml {
            Yaml::Text(text) | Yaml::Word(text) => text.clone().into(),
            Yaml::List(items) => items.iter().map(expected).collect(),
            Yaml::Map(map) => map.iter().map(|(key, value)| (key.clone(), expected(value))).collect(),
        }
    }

    #[test]
    fn what_ends_like_a_list_begins_is_quoted_in_a_flow() {
        let list = Yaml::List(vec![Yaml::text("a -"), Yaml::text("b ?"), Yaml::text("c-d")]);
        assert_eq!(file(&vec![("k".to_owned(), list)]), "k: ['a -', 'b ?', c-d]\n");
    }

    #[test]
    fn texts_that_yaml_would_read_as_something_else_are_quoted() {
        for text in [
            "",
            " ",
            "~",
            "null",
            "true",
            "No",
            "12",
            "1.5",
            "1e3",
            "0x1f",
            "2016-09-08",
            "2017-03-01T21:30",
            "12:30",
            ".5",
            "-1",
            "- a",
            "?",
            "? a",
            ": a",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "a#b",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "[1891..1900]",
            "{a}",
            "a, b",
            "'",
            "\"",
            "it's",
            "say \"it's\"",
            "\\",
            "a\nb",
            "\n",
            "a\n",
            "\ta",
            "a\t",
            "\u{feff}",
            "\u{85}",
            "\u{2028}",
            "\u{0}",
            "\u{fffe}",
            "---",
            "--- a",
            "...",
            "=",
            "<<",
            "- ",
            "-",
            "--",
            "—",
            "»a«",
            "it's \"so\" #1: yes",
            " it's \"so\"",
            "it's \"so\"\nand",
            "ends 'with' \"colon\":",
            "\u{10fffe}",
            "- it's \"so\"",
        ] {
            assert_eq!(back(&Yaml::text(text)), serde_json::Value::from(text), "{text:?}");
        }
    }

    #[test]
    fn values_are_written_as_an_author_would() {
        let map = vec![
            ("date".to_owned(), Yaml::word("2016-09-08")),
            ("when".to_owned(), Yaml::word("[1891-06-01..1900-12-31]")),
            (
                "people".to_owned(),
                Yaml::List(vec![
                    Yaml::word("a"),
                    Yaml::Map(vec![("id".into(), Yaml::word("b")), ("implied".into(), Yaml::word("true"))]),
                ]),
            ),
            ("note".to_owned(), Yaml::text("\"it's\" so")),
            (
                "list".to_owned(),
                Yaml::List(vec![Yaml::Map(vec![
                    ("quote".into(), Yaml::text("w ".repeat(80).trim_end())),
                    ("lat".into(), Yaml::word("-1.5")),
                ])]),
            ),
        ];
        let long = "w ".repeat(80);
        let long = long.trim_end();
        assert_eq!(
            file(&map),
            format!(
                "date: 2016-09-08\nwhen: '[1891-06-01..1900-12-31]'\npeople: [a, {{id: b, implied: true}}]\nnote: >-\n  \"it's\" so\nlist:\n  - quote: {long}\n    lat: -1.5\n"
            )
        );
    }

    fn values() -> impl Strategy<Value = Yaml> {
        let text =
            prop_oneof![any::<String>(), "[-a-z0-9:#,'\"\\[\\]{}&*!|>%@`?~. \\\\\n\t]{0,12}"].prop_map(Yaml::Text);
        text.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Yaml::List),
                prop::collection::btree_map("[a-z0-9 :#'\"-]{1,8}", inner, 0..5)
                    .prop_map(|map| Yaml::Map(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_parser_of_sites_reads_the_same_text(text in prop_oneof!["\\PC{1,20}", "[-a-z0-9:#,'\"\\[\\]{}&*!|>%@`?~. \\\\\n\t]{1,14}"]) {
            // Nothing but white space is refused there, whatever its marks.
            prop_assume!(!text.trim().is_empty());
            let record = vec![("description".to_owned(), Yaml::text(&text)), ("x-list".to_owned(), Yaml::List(vec![Yaml::text(&text)]))];
            let source = file(&vec![("a".to_owned(), Yaml::Map(record))]);
            let source = Source::new("content/people.yaml", Area::Content, Data::Text(source.into()));
            let read = crate::parse::parse(&source, &Settings::default());
            prop_assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
            let Some(Document::Records(records)) = read.value else { panic!("records") };
            prop_assert_eq!(records[0].description.as_ref().map(|text| &*text.value), Some(&*text));
            prop_assert_eq!(&records[0].extra["x-list"][0], &serde_json::Value::from(text));
        }

        #[test]
        fn what_is_written_is_read_back(value in values()) {
            prop_assert_eq!(back(&value), expected(&value));
        }
    }
}
