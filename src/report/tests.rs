use super::*;
use crate::diag::code;
use proptest::prelude::*;

const ARTICLE: &str = "content/a.md";

/// The span of `words` in `text`, which is the text of [`ARTICLE`].
fn at(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    FileId::of(ARTICLE).span(start, start + words.len())
}

fn show(diagnostic: &Diagnostic, format: Format, text: &str) -> String {
    let text: Arc<str> = text.into();
    let texts = |file| (file == FileId::of(ARTICLE)).then(|| text.clone());
    render(std::slice::from_ref(diagnostic), format, &texts, false)
}

#[track_caller]
fn shows(diagnostic: &Diagnostic, text: &str, expected: &str) {
    let shown = show(diagnostic, Format::Human, text);
    assert_eq!(shown.trim_end(), expected.trim(), "\n{shown}");
}

#[test]
fn a_place_is_shown_with_its_labels_and_advice() {
    let text = "---\ntitle: A\npeeple: [x]\n---\nText ü.\n";
    let found = Diagnostic::new(code::UNKNOWN_KEY, at(text, "peeple"), "unknown key `peeple`")
        .note("not a key")
        .label(at(text, "title"), "a key")
        .label(FileId::of("content/unread.yaml").span(2, 5), "not shown")
        .help("did you mean `people`?")
        .help("keys that begin with `x-` are allowed");
    shows(
        &found,
        text,
        "
error[unknown-key]: unknown key `peeple`
 --> content/a.md:3:1
  |
2 | title: A
  | ----- a key
3 | peeple: [x]
  | ^^^^^^ not a key
 ::: content/unread.yaml
  = help: did you mean `people`?
  = help: keys that begin with `x-` are allowed",
    );
    assert_eq!(show(&found, Format::Short, text), "content/a.md:3:1: error[unknown-key]: unknown key `peeple`\n");
}

#[test]
fn two_places_in_one_long_paragraph_are_two_pieces() {
    let text = format!("{}first place{}second place{}\n", "word ".repeat(90), " more".repeat(100), " rest".repeat(99));
    let found = Diagnostic::new(code::QUOTE_AMBIGUOUS, at(&text, "first place"), "found twice")
        .note("here")
        .label(at(&text, "second place"), "and here");
    shows(
        &found,
        &text,
        "
error[quote-ambiguous]: found twice
 --> content/a.md:1:451
  |
1 | ...d word word word word word word word word first place more more more more more more more more more m...
  |                                              ^^^^^^^^^^^ here
  |
 ::: content/a.md:1:962
  |
1 | ...more more more more more more more moresecond place rest rest rest rest rest rest rest rest rest res...
  |                                           ------------ and here",
    );
}

#[test]
fn a_path_stands_on_one_line() {
    let bad = Diagnostic::new(code::BAD_FILE_NAME, FileId::of("content/a\nb\t.md").span(0, 0), "bad");
    assert_eq!(show(&bad, Format::Short, ""), "content/a\u{240a}b\u{2409}.md:1:1: error[file-name]: bad\n");
    assert!(show(&bad, Format::Human, "").contains("--> content/a\u{240a}b\u{2409}.md\n"));
}

#[test]
fn of_a_huge_line_the_same_is_shown_as_of_a_long_one() {
    // Huge only by what lies far from the places, on either side.
    let middle = format!("{} first, second {}", "ü word".repeat(30), "rest é ".repeat(30));
    let at = |text: &str, words: &str| {
        let start = text.find(words).unwrap();
        FileId::of(ARTICLE).span(start, start + words.len())
    };
    let drawn = |text: &str| {
        let found =
            Diagnostic::new(code::QUOTE_AMBIGUOUS, at(text, "second"), "found").label(at(text, "first"), "and here");
        let shown = show(&found, Format::Human, text);
        let (head, lines) = shown.split_once("  |\n").unwrap();
        (head.lines().last().unwrap().trim().to_owned(), lines.to_owned())
    };
    let long = drawn(&middle);
    assert!(long.1.contains("first, second"), "{long:?}");
    for (left, right) in [(0, 3000), (3000, 0), (700, 3000), (3000, 3000)] {
        let huge = drawn(&format!("{}{middle}{}\n", "é ".repeat(left), " ü".repeat(right)));
        let column = left * 2 + middle.chars().take_while(|&c| c != ',').count() + 3;
        assert_eq!(huge.0, format!("--> content/a.md:1:{column}"));
        assert_eq!(huge.1, long.1);
    }
    // What is said of one line does not bring the next one with it, if that is huge.
    let text = format!("first\n{}\n", "word ".repeat(1000));
    let found = Diagnostic::new(code::QUOTE_AMBIGUOUS, FileId::of(ARTICLE).span(3006, 3010), "found")
        .label(at(&text, "first"), "and here");
    let shown = show(&found, Format::Human, &text);
    assert!(shown.lines().all(|line| line.chars().count() < 130), "{shown}");
    assert!(shown.contains("--> content/a.md:2:3001\n") && shown.contains("::: content/a.md:1:1\n"), "{shown}");
}

#[test]
fn a_place_too_wide_or_too_tall_is_cut_and_says_so() {
    let text = format!("a {} b\nlast\n", "x".repeat(300));
    let wide = Diagnostic::new(code::BAD_VALUE, FileId::of(ARTICLE).span(2, 302), "wide");
    let shown = show(&wide, Format::Human, &text);
    assert!(shown.contains(&format!(" {} 300 characters\n", "^".repeat(76))), "{shown}");
    let tall = Diagnostic::new(code::BAD_VALUE, FileId::of(ARTICLE).span(290, 307), "tall").note("this");
    let shown = show(&tall, Format::Human, &text);
    assert!(shown.contains("^ this (runs on to line 2)\n"), "{shown}");
}

#[test]
fn several_short_lines_are_drawn_from_end_to_end() {
    let text = "abc\r\ndef\r\n\r\nlast\r\n";
    let found = Diagnostic::new(code::FRONT_MATTER, FileId::of(ARTICLE).span(1, 14), "does not end").note("all this");
    shows(
        &found,
        text,
        "
error[front-matter]: does not end
 --> content/a.md:1:2
  |
1 |   abc
  |  __^
2 | | def
3 | |
4 | | last
  | |__^ all this",
    );
}

#[test]
fn the_end_of_a_file_is_a_place() {
    let text = "abc\n";
    shows(
        &Diagnostic::new(code::FRONT_MATTER, FileId::of(ARTICLE).span(4, 4), "does not end"),
        text,
        "
error[front-matter]: does not end
 --> content/a.md:2:1
  |
2 |
  | ^",
    );
    shows(
        &Diagnostic::new(code::FRONT_MATTER, FileId::of(ARTICLE).span(0, 0), "empty"),
        "",
        "
error[front-matter]: empty
 --> content/a.md:1:1
  |
1 |
  | ^",
    );
}

#[test]
fn nothing_in_a_file_commands_the_terminal() {
    let text = "a\u{1b}[31mred\u{202e}x\u{0}y\rnext\tline";
    let found = Diagnostic::new(code::BAD_VALUE, at(text, "\u{1b}[31m"), "an \u{1b}[31m escape")
        .note("\u{7}")
        .label(at(text, "line"), "after a tab");
    shows(
        &found,
        text,
        "
error[bad-value]: an ␛[31m escape
 --> content/a.md:1:2
  |
1 | a␛[31mred�x␀y
  |  ^^^^^ ␇
2 | next    line
  |         ---- after a tab",
    );
}

#[test]
fn without_a_place_the_message_and_advice_are_shown() {
    let found = Diagnostic::nowhere(code::NO_BASE_URL, "`base_url` is not set").help("set it in site.yaml");
    shows(&found, "", "info[no-base-url]: `base_url` is not set\n |\n = help: set it in site.yaml");
    assert_eq!(show(&found, Format::Short, ""), "info[no-base-url]: `base_url` is not set\n");
    let unread = Diagnostic::new(code::UNREADABLE, FileId::of("content/gone.md").span(0, 0), "cannot be read");
    assert_eq!(show(&unread, Format::Short, ""), "content/gone.md:1:1: error[unreadable]: cannot be read\n");
}

#[test]
fn json_has_every_part_and_counts_in_characters() {
    let text = "\u{feff}äö wörds\r\nand more\r\n";
    let found = Diagnostic::new(code::QUOTE_NOT_FOUND, at(text, "wörds"), "not \"found\"")
        .label(at(text, "more"), "nearest")
        .help("one")
        .help("two");
    let value: serde_json::Value = serde_json::from_str(&show(&found, Format::Json, text)).unwrap();
    assert_eq!(
        value,
        serde_json::json!({
            "code": "quote-not-found", "severity": "error", "message": "not \"found\"", "note": null,
            "file": ARTICLE, "line": 1, "column": 4, "end_line": 1, "end_column": 9, "bytes": {"start": 8, "end": 14},
            "labels": [{
                "file": ARTICLE, "line": 2, "column": 5, "end_line": 2, "end_column": 9,
                "bytes": {"start": 20, "end": 24}, "text": "nearest",
            }],
            "fix": null, "help": ["one", "two"],
        })
    );
    let nowhere = show(&Diagnostic::nowhere(code::NO_BASE_URL, "m"), Format::Json, "");
    let value: serde_json::Value = serde_json::from_str(&nowhere).unwrap();
    assert!(value["file"].is_null() && value["bytes"].is_null());
}

#[test]
fn the_order_is_by_place_and_nothing_is_said_twice() {
    let (a, b) = (FileId::of("content/order-a.md"), FileId::of("content/order-b.md"));
    let one = Diagnostic::new(code::BAD_ID, b.span(3, 4), "one");
    let two = Diagnostic::new(code::BAD_ID, a.span(9, 9), "two");
    let nowhere = Diagnostic::nowhere(code::NO_BASE_URL, "three");
    let other_help = one.clone().help("help");
    let all = vec![nowhere.clone(), one.clone(), two.clone(), other_help.clone(), one.clone()];
    let ordered = in_order(all);
    assert_eq!(ordered, [two, one, other_help, nowhere]);
    let count = Count::of(&ordered);
    assert_eq!((count.errors, count.infos), (3, 1));
    assert_eq!(count.to_string(), "3 errors");
    assert_eq!(Count { errors: 1, warnings: 2, infos: 3 }.to_string(), "1 error, 2 warnings");
    assert_eq!(Count { errors: 0, warnings: 0, infos: 1 }.to_string(), "1 note");
}

proptest! {
    /// Whatever the text and the spans, every form is written, and the place it names is the right one.
    #[test]
    fn any_place_is_shown(
        text in "(\\PC|[\t\r\n\u{0}\u{1b}\u{feff}\u{202e}日é ]|[a-z ]{0,200}){0,40}",
        own in (0usize..900, 0usize..900),
        further in prop::collection::vec((0usize..900, 0usize..900), 0..4),
    ) {
        let file = FileId::of(ARTICLE);
        let mut found = Diagnostic::new(code::BAD_VALUE, file.span(own.0, own.1), "message").note("note");
        for (start, end) in further {
            found = found.label(file.span(start, end), "label");
        }
        let start = LineIndex::new(&text).position(own.0);
        let place = format!("{ARTICLE}:{}:{}", start.line, start.column);
        let human = show(&found, Format::Human, &text);
        prop_assert!(human.contains(&format!("--> {place}\n")), "{place} is not in\n{human}");
        prop_assert!(human.contains('^'), "{human}");
        prop_assert!(show(&found, Format::Short, &text).starts_with(&place));
        let json = show(&found, Format::Json, &text);
        prop_assert_eq!(json.matches('\n').count(), 1);
    }
}
