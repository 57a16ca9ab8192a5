//! Every mistake, its place, its words and its advice: `mistakes.txt` holds a file after each `===`, and after `>>>` what is
//! said of it. Where that changes on purpose, `ANNALS_WRITE_EXPECTED=1 cargo test --test it mistakes` writes it anew.

use std::collections::BTreeSet;

use annals::diag::Diagnostic;
use annals::parse;

use super::{read, said, source};

fn diagnostics(path: &str, text: &str) -> Vec<Diagnostic> {
    if path == "site.yaml" { parse::settings(&source(path, text)).diagnostics } else { read(path, text).diagnostics }
}

#[test]
fn every_mistake_is_said_at_its_place() {
    let wanted = include_str!("mistakes.txt");
    let mut written = String::new();
    let mut codes = BTreeSet::new();
    for case in wanted.split("=== ").skip(1) {
        let (head, _) = case.split_once(">>>\n").unwrap();
        let (path, text) = head.split_once('\n').unwrap();
        let found = diagnostics(path, text);
        codes.extend(found.iter().map(|diagnostic| diagnostic.code.name));
        written += &format!("=== {path}\n{text}>>>\n{}\n", said(text, &found));
    }
    if std::env::var_os("ANNALS_WRITE_EXPECTED").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/yaml/mistakes.txt"), &written).unwrap();
        return;
    }
    for (is, want) in written.split("=== ").zip(wanted.split("=== ")) {
        assert_eq!(is, want);
    }
    assert_eq!(written, wanted);
    let all = [
        "yaml-syntax",
        "yaml-too-deep",
        "yaml-feature",
        "duplicate-key",
        "unknown-key",
        "missing-key",
        "wrong-type",
        "empty-value",
        "bad-value",
        "text-cut-by-comment",
        "quote-this-date",
        "bad-date",
        "front-matter",
        "format-version",
        "bad-kind",
        "bad-id",
        "stray-file",
        "unsafe-link",
    ];
    let missing: Vec<&str> = all.into_iter().filter(|code| !codes.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn control_characters_are_said_and_the_rest_is_read() {
    let text = "---\ntitle: a\0b\ntags: [x\u{1}]\nbad: y\n---\ntext\0\u{7f}\n\u{c}é\u{85}\n";
    let expected = "\
control-character 2:9-2:10 a NUL character stands in the text
  Delete the character.
control-character 3:9-3:10 the control character U+0001 stands in the text
  Delete the character.
unknown-key 4:1-4:4 an article has no key `bad`
  Keys of your own begin with `x-`.
control-character 6:5-6:6 a NUL character stands in the text
  Delete the character.
control-character 6:6-6:7 the control character U+007F stands in the text
  Delete the character.
control-character 7:3-7:4 the control character U+0085 stands in the text
  Delete the character.
";
    assert_eq!(said(text, &diagnostics("content/articles/a.md", text)), expected);
    let escaped = "title: \"a\\0b\"\n";
    let expected = "\
bad-value 1:8-1:14 `title` holds the control character U+0000
  Delete the character.
";
    assert_eq!(said(escaped, &diagnostics("site.yaml", escaped)), expected);
}

#[test]
fn places_are_right_with_any_line_end_and_a_byte_order_mark() {
    let expected = "\
unknown-key 3:1-3:4 an article has no key `bäd`
  Keys of your own begin with `x-`.
wrong-type 4:8-4:14 `title` should be a text, not a map
  If the brackets belong to the text, put it between quotation marks: `title: \"{é: b}\"`.
bad-date 5:8-5:12 `20xx` is not a date: a year has four digits
  Write `20XX`.
";
    let lines = ["---", "description: é", "bäd: y", "title: {é: b}", "added: 20xx", "---", "text"];
    for end in ["\n", "\r\n", "\r"] {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{}", lines.join(end));
            assert_eq!(said(&text, &diagnostics("content/articles/a.md", &text)), expected, "{text:?}");
        }
    }
}

#[test]
fn line_separators_that_no_editor_shows_are_named() {
    let text = "title: a\u{2028}b\nlogo: x\n";
    let expected = "\
yaml-syntax 1:9-1:10 the line separator U+2028 ends a line here, though no editor shows it
  Delete the character, or put the text between quotation marks.
";
    assert_eq!(said(text, &diagnostics("site.yaml", text)), expected);
    let quoted = "title: \"a\u{2028}b\"\nlogo: x\n";
    assert_eq!(said(quoted, &diagnostics("site.yaml", quoted)), "");
}
