use super::*;
use crate::parse::body::{BlockKind, Event, HiddenKind};
use crate::span::FileId;

const ON: MarkdownSettings = MarkdownSettings { escape_html: false, smart_punctuation: false, wikilinks: true };

/// Parses a text that stands in a file after `front`.
fn parse_after(front: &str, text: &str) -> Outcome<Body> {
    body(text, Place::At(FileId::of("t.md"), front.len()), &ON)
}

fn parse(text: &str) -> Body {
    parse_after("", text).value
}

/// For every word of the reader's text, the source that its span covers.
#[track_caller]
fn source_of<'t>(text: &'t str, body: &Body, words: &str) -> &'t str {
    let at = body.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {:?}", body.text)) as u32;
    let span = body.map.span(at..at + words.len() as u32).unwrap();
    &text[span.range()]
}

#[test]
fn the_readers_text_is_blocks_then_footnotes_by_first_reference() {
    let text = "# Head *line*\n\npara[^b] one  \ntwo[^a]\nthree\n\n- x\n  - y\n\n[^a]: first\n\n    more\n[^b]: second[^d]\n[^c]: none\n[^d]: last\n\n| A | B |\n|---|---|\n| c | `d` |\n\n```rust x\ncode\n```\n";
    let body = parse(text);
    assert_eq!(body.text, "Head line\npara one\ntwo\nthree\nx\ny\nA\nB\nc\nd\ncode\n\nsecond\nfirst\nmore\nlast\nnone");
    let notes: Vec<_> = body.footnotes.iter().map(|n| (n.label.as_str(), body.words(&n.range), n.references)).collect();
    assert_eq!(notes, [("b", "second", 1), ("a", "first\nmore", 1), ("d", "last", 1), ("c", "none", 0)]);
    assert_eq!(body.words(&body.body_range), "Head line\npara one\ntwo\nthree\nx\ny\nA\nB\nc\nd\ncode\n");
    let kinds: Vec<_> = body.blocks.iter().map(|b| (b.kind, body.words(&b.range))).collect();
    assert_eq!(kinds[0], (BlockKind::Heading, "Head line"));
    assert_eq!(kinds[1], (BlockKind::Paragraph, "para one\ntwo\nthree"));
    assert_eq!(kinds[4], (BlockKind::Cell, "A"));
    assert_eq!(kinds[8], (BlockKind::Code, "code\n"));
}

#[test]
fn every_place_leads_back_to_the_source() {
    let text = "a *b&amp;c* d\\*e `f  g`\r\n> h\r\n> `i\r\n> j` k\rl\0m\r\n\r\n```\r\nx\r\ny\r\n```\r\n";
    let body = parse(text);
    assert_eq!(body.text, "a b&c d*e f  g\nh\ni j k\nl\u{fffd}m\nx\ny\n");
    assert_eq!(source_of(text, &body, "b&c"), "b&amp;c");
    assert_eq!(source_of(text, &body, "&"), "&amp;");
    assert_eq!(source_of(text, &body, "*e"), "*e");
    assert_eq!(source_of(text, &body, "f  g"), "f  g");
    assert_eq!(source_of(text, &body, "i j k"), "i\r\n> j` k");
    assert_eq!(source_of(text, &body, "l\u{fffd}m"), "l\0m");
    assert_eq!(source_of(text, &body, "x\ny"), "x\r\ny");
    let front = "\u{feff}---\nx: 1\n---\n";
    let moved = parse_after(front, text).value;
    let at = moved.text.find("f  g").unwrap() as u32;
    assert_eq!(moved.map.span(at..at + 4).unwrap().range().start, front.len() + text.find("f  g").unwrap());
    let whole = Place::Within(FileId::of("y.yaml").span(7, 20));
    let body = super::body(text, whole, &ON).value;
    assert_eq!(body.map.span(3..8), Some(FileId::of("y.yaml").span(7, 20)));
}

#[test]
fn raw_html_keeps_markdowns_text_and_hides_its_own() {
    let text = "one <b>two</b> <kbd>three\n\nfour\n\n<div class=\"x\" onclick=\"y\">own\n\n*five*\n\n</div><script>evil</script>\n";
    let outcome = parse_after("", text);
    let body = outcome.value;
    assert_eq!(body.text, "one two three\nfour\n\nfive");
    assert_eq!(source_of(text, &body, "five"), "five");
    assert_eq!(body.hidden.len(), 1);
    assert_eq!((body.hidden[0].text.trim(), body.hidden[0].kind), ("own", HiddenKind::Html));
    assert_eq!(&text[body.hidden[0].span.range()], "own\n");
    let said: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code.name, &text[d.span.unwrap().range()])).collect();
    assert_eq!(said, [("html-removed", "onclick=\"y\""), ("html-removed", "<script>")]);
    assert!(body.events.iter().any(|e| matches!(e, Event::Open(Tag::Html(name, a)) if name == "div" && a.len() == 1)));
}
