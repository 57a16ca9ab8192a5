//! Input made to hurt: refused at once, with a place, and never a panic.

use annals::diag::Diagnostic;
use annals::parse;
use annals::parse::document::Document;
use proptest::prelude::*;

use super::{article, read, said, source};

/// The diagnostics of `site.yaml`. A quadratic reader would not come to an end; how long it takes is measured in
/// `benches/hostile_yaml`.
fn refused(text: &str) -> Vec<Diagnostic> {
    parse::settings(&source("site.yaml", text)).diagnostics
}

/// Code, line and column of each.
fn places(text: &str, found: &[Diagnostic]) -> Vec<String> {
    let said = said(text, found);
    let first = |line: &str| line.split('-').take(2).collect::<Vec<_>>().join("-");
    said.lines().filter(|line| !line.starts_with(' ')).map(first).collect()
}

#[test]
fn deep_flow_is_refused_at_once() {
    for open in ["[", "{a: ", "[{a: ", "{? ", "- "] {
        let text = format!("x-a: {}", open.repeat(100_000));
        let found = refused(&text);
        assert_eq!(found.len(), 1, "{open}");
        assert!(matches!(found[0].code.name, "yaml-too-deep" | "yaml-syntax"), "{open} {found:?}");
    }
    // The parser looks ahead, and gives up at 255 brackets before our own limit is met.
    let text = format!("x-a: {}", "[".repeat(100_000));
    assert_eq!(
        said(&text, &refused(&text)),
        "yaml-too-deep 1:261-1:262 this YAML is nested more than 64 levels deep\n  Nothing in the format is nested so deep: look for brackets too many.\n"
    );
}

#[test]
fn deep_blocks_are_refused() {
    let mut text = String::new();
    for depth in 0..200 {
        text += &format!("{}x-a:\n", " ".repeat(depth));
    }
    assert_eq!(places(&text, &refused(&text)), ["yaml-too"]);
    let text = format!("x-a:\n  {}x\n", "- ".repeat(70));
    assert!(said(&text, &refused(&text)).starts_with("yaml-too-deep 2:129-2:130 "));
    let text = format!("x-a:\n  {}x\n", "- ".repeat(63));
    assert_eq!(said(&text, &refused(&text)), "");
}

#[test]
fn a_bomb_of_aliases_does_not_go_off() {
    let mut text = "x-0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text += &format!("x-{level}: &a{level} [{aliases}]\n");
    }
    let found = refused(&text);
    assert_eq!(found.len(), 40 + 39 * 9);
    assert!(found.iter().all(|d| d.code.name == "yaml-feature"));
    let text = format!("x-a: &a [{}]\n", "*a, ".repeat(100_000));
    assert_eq!(refused(&text).len(), 501);
}

#[test]
fn large_scalars_and_maps_are_read() {
    let long = |length: usize| "word ".repeat(length / 5);
    for (text, length) in [
        (format!("---\ntitle: {}\n---\n", long(1_000_000)), 999_999),
        (format!("---\ntitle: >-\n  {}x\n---\n", long(1_000_000)), 1_000_001),
        (format!("---\ntitle: \"{}\"\n---\n", long(100_000)), 100_000),
        (format!("---\ntitle: {}\n---\n", "word\n  ".repeat(20_000)), 99_999),
        (format!("---\ntitle: {}é\n---\n", "wörd ".repeat(20_000)), 120_002),
    ] {
        let title = article(&text).title.unwrap().value;
        assert_eq!(title.len(), length);
    }
    let many: String = (0..5_000).map(|n| format!("p{n}: {{name: P {n}, born: 1900}}\n")).collect();
    let outcome = read("content/people.yaml", &many);
    assert_eq!(outcome.diagnostics, []);
    assert!(matches!(outcome.value, Some(Document::Records(records)) if records.len() == 5_000));
    let twice: String = (0..5_000).map(|_| "x-a: b\n").collect();
    assert_eq!(refused(&twice).len(), 4_999);
}

#[test]
fn strange_files_are_read_or_refused() {
    for (path, text, codes) in [
        ("site.yaml", "\u{feff}", ""),
        ("site.yaml", "\u{feff}title: x", ""),
        ("site.yaml", "title: x\u{feff}", "control-character"),
        ("site.yaml", "\0\0\0", "control-character control-character control-character"),
        ("site.yaml", "---\n---\n", "yaml-feature"),
        ("site.yaml", "...", ""),
        ("site.yaml", "\t", ""),
        ("site.yaml", "%", "yaml-syntax"),
        ("site.yaml", "%%%%\n---\n", "yaml-syntax"),
        ("site.yaml", "]", "yaml-syntax"),
        ("site.yaml", "!", "yaml-feature"),
        ("content/people.yaml", "a: {<<: x, name: A}\n", "yaml-feature"),
        ("site.yaml", "&", "yaml-syntax"),
        ("site.yaml", "*", "yaml-syntax"),
        ("site.yaml", "?", "yaml-syntax"),
        ("site.yaml", ":", "yaml-syntax"),
        ("site.yaml", "- - -", "wrong-type"),
        ("site.yaml", "'", "yaml-syntax"),
        ("site.yaml", "title: \"\\ud800\"", "yaml-syntax"),
        ("content/a.md", "---\r---\r", ""),
        ("content/a.md", "---", "front-matter"),
        ("content/a.md", "---\n\u{feff}---\n", "front-matter"),
        ("content/a.md", "\u{feff}\u{feff}---\n", ""),
    ] {
        let source = source(path, text);
        let found =
            if path == "site.yaml" { parse::settings(&source).diagnostics } else { read(path, text).diagnostics };
        let mut names: Vec<&str> = found.iter().map(|d| d.code.name).collect();
        names.sort_unstable();
        assert_eq!(names.join(" "), codes, "{text:?} {}", said(text, &found));
        for diagnostic in &found {
            let span = diagnostic.span.unwrap();
            assert!(text.get(span.range()).is_some(), "{text:?} {diagnostic:?}");
        }
    }
}

/// YAML-like noise: what the format uses, in any order.
fn noise() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "---\n",
        "...\n",
        "\n",
        "\r\n",
        "\r",
        "  ",
        "    ",
        "\t",
        "- ",
        ": ",
        ":",
        "#",
        " # c",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        "\"",
        "\\",
        "|\n",
        ">-\n",
        "&a ",
        "*a",
        "!t ",
        "<<",
        "? ",
        "~",
        "null",
        "title",
        "quote",
        "date",
        "people",
        "annotations",
        "asserts",
        "claim",
        "x-y",
        "2016-09",
        "true",
        "1.10",
        "é",
        "\u{2028}",
        "\u{85}",
        "\0",
        "\u{feff}",
        "%",
        "@",
        "`",
        "a b",
        "kinds",
        "not",
        "source",
        "\u{1f600}",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_every_place_is_in_the_file(text in noise(), any in any::<String>()) {
        for text in [text.as_str(), &format!("---\n{text}\n---\n{any}"), &any] {
            for path in ["content/articles/a.md", "content/articles/a.annotations.yaml", "content/people.yaml", "content/a.md", "content/events/e.md"] {
                let found = read(path, text).diagnostics;
                for span in found.iter().flat_map(|d| d.span.into_iter().chain(d.labels.iter().map(|label| label.span))) {
                    prop_assert!(text.get(span.range()).is_some(), "{:?} {:?} {:?}", path, text, span);
                }
            }
            parse::settings(&source("site.yaml", text));
        }
    }

    /// Any text that an author quotes in YAML's double quotation marks arrives as it is.
    #[test]
    fn quoted_texts_arrive_whole(words in "[^\\p{C}]{0,40}[a-z]") {
        let text = format!("---\ntitle: {}\n---\n", serde_json::to_string(&words).unwrap());
        prop_assert_eq!(article(&text).title.unwrap().value, words);
    }

    /// As does any line in a block, as the advice for syntax errors promises.
    #[test]
    fn block_texts_arrive_whole(words in "[a-z:#'\"*&!%@`{}\\[\\],?\\-]([ -~]{0,40}[a-z:#'\"])?") {
        let text = format!("---\nannotations:\n  - quote: >-\n      {words}\n---\n");
        prop_assert_eq!(&article(&text).annotations[0].quotes[0].quote.value, &words);
    }
}
