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
fn raw_html_is_hidden_as_it_is_read_and_not_tag_by_tag() {
    let text = "<div>block <em>html</em> <b>te</b>xt<p>next</p><p>last</p></div>\n";
    let body = parse_after("", text).value;
    let hidden: Vec<_> = body.hidden.iter().map(|hidden| hidden.text.trim()).collect();
    assert_eq!(hidden, ["block html text", "next", "last"]);
    assert_eq!(&text[body.hidden[0].span.range()], "block <em>html</em> <b>te</b>xt");
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
    assert!(body.events.iter().any(
        |e| matches!(e, Event::Open(Tag::Html(element)) if element.name == "div" && element.attributes.len() == 1)
    ));
}

#[test]
fn wikilinks_hold_what_the_reader_sees() {
    let text = "a [[Jeff  S]] [[x|*y* z]] \\[[no]] ![[p]]\n\n| a |\n|---|\n| [[id\\|w]] |\n";
    let body = parse(text);
    assert_eq!(body.text, "a Jeff  S y z [[no]] !p\na\nw");
    let links: Vec<_> =
        body.links.iter().map(|l| (l.to.as_str(), l.bare, body.words(&l.range), &text[l.span.range()])).collect();
    assert_eq!(
        links,
        [
            ("Jeff S", true, "Jeff  S", "[[Jeff  S]]"),
            ("x", false, "y z", "[[x|*y* z]]"),
            ("p", true, "p", "[[p]]"),
            ("id", false, "w", "[[id\\|w]]")
        ]
    );
    let off = MarkdownSettings { wikilinks: false, ..ON };
    let plain = body_with("a [[b]]", &off);
    assert_eq!((plain.text.as_str(), plain.links.len()), ("a [[b]]", 0));
}

fn body_with(text: &str, settings: &MarkdownSettings) -> Body {
    body(text, Place::At(FileId::of("t.md"), 0), settings).value
}

#[test]
fn settings_for_punctuation_and_html_are_kept() {
    let smart = body_with("\"a\" -- b...", &MarkdownSettings { smart_punctuation: true, ..ON });
    assert_eq!(smart.text, "“a” – b…");
    assert_eq!(source_of("\"a\" -- b...", &smart, "– b…"), "-- b...");
    let text = "a <b>c</b>\n\n<div>\nd\n</div>\n";
    let shown = body(text, Place::At(FileId::of("t.md"), 0), &MarkdownSettings { escape_html: true, ..ON });
    assert_eq!(shown.value.text, "a <b>c</b>\n<div>\nd\n</div>");
    assert_eq!(shown.diagnostics, []);
    assert_eq!(source_of(text, &shown.value, "<div>\nd"), "<div>\nd");
}

#[test]
fn links_that_run_code_are_dropped_and_their_words_stay() {
    let text = "[a](javascript:x) [b](JAVA&#10;script&colon;x) ![c](data:text/html,x) <a href='&#1;java\nscript:x'>d</a> <javascript:x> [e](people:x)\n\n\
                [f]\n\n[f]: vbscript:x\n";
    let outcome = parse_after("", text);
    assert_eq!(outcome.value.links.iter().map(|l| l.to.as_str()).collect::<Vec<_>>(), ["people:x"]);
    assert!(outcome.value.images.is_empty());
    assert_eq!(outcome.value.text, "a b  d javascript:x e\nf");
    let said: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code.name, &text[d.span.unwrap().range()])).collect();
    let unsafe_link = |words| ("unsafe-link", words);
    assert_eq!(
        said,
        [
            unsafe_link("[a](javascript:x)"),
            unsafe_link("[b](JAVA&#10;script&colon;x)"),
            unsafe_link("![c](data:text/html,x)"),
            unsafe_link("<a href='&#1;java\nscript:x'>"),
            unsafe_link("<javascript:x>"),
            unsafe_link("[f]"),
        ]
    );
}

#[test]
fn addresses_are_given_once() {
    let text = "# A b!\n\n# a B\n\n# A b 2\n\n# 東\n\n# …\n\n<i id=x>a</i> <i id=x>b</i> <a name=\"h-a\">c</a>\n\nd[^1] e[^1] f[^A B] g[^a-b]\n\n[^1]: h\n[^A B]: i\n[^a-b]: j\n";
    let body = parse(text);
    let headings = body.events.iter().filter_map(|e| match e {
        Event::Open(Tag::Heading(_, id)) => Some(&**id),
        _ => None,
    });
    assert_eq!(headings.collect::<Vec<_>>(), ["h-a-b", "h-a-b-2", "h-a-b-2-2", "h-dong", "h-untitled"]);
    let notes: Vec<_> = body.footnotes.iter().map(|n| n.id.as_str()).collect();
    assert_eq!(notes, ["fn-1", "fn-a-b", "fn-a-b-2"]);
    let own: Vec<_> = body.ids.iter().filter(|id| id.starts_with("c-")).collect();
    assert_eq!(own, ["c-h-a", "c-x"]);
    assert!(body.ids.contains("fnref-1.2"));
}

#[test]
fn a_picture_alone_is_a_figure_and_its_title_the_caption() {
    let text = "![a *b*](c.jpg \"The &amp; title\")\n\n![d](e.jpg) f\n\n![g][h]\n\n[h]: i.jpg 'Far'\n\n![j](k.jpg \"plain\")\n";
    let body = parse(text);
    assert_eq!(body.text, "\nThe & title\n f\n\nFar\n\nplain");
    assert_eq!(source_of(text, &body, "plain"), "plain");
    assert_eq!(source_of(text, &body, "Far"), "![g][h]");
    let alts: Vec<_> = body.hidden.iter().map(|h| (h.text.as_str(), h.kind, h.at)).collect();
    assert_eq!(alts[0], ("a b", HiddenKind::Alt, 0));
    assert_eq!(body.images.len(), 4);
}

/// No text costs more than its length: each of these, of sixty kilobytes, is read in a second or two even without optimisation;
/// what costs the square of its length would not come to an end.
#[test]
fn hostile_repetition_ends() {
    let patterns = [
        ("", "[[", ""),
        ("", "[[a|", ""),
        ("", "![", ""),
        ("", "[^a]", "\n\n[^a]: b"),
        ("", "[^a]: ", ""),
        ("", "> ", "a"),
        ("", "* ", "a"),
        ("", "<b>", "a"),
        ("", "<b id=x>a\n\n", ""),
        ("", "<div>\n\n", "a"),
        ("", "<table>\n\n", "a"),
        ("", "<a href=x>", "a"),
        ("", "<a ", ">"),
        ("<table>\n\n", "a\n\n", ""),
        ("", "<!--", ""),
        ("<i>x</i>\n", "# a\n", ""),
        ("<i>x</i>\n\n", "> ", "a"),
        ("", "</p>", "a"),
        ("", "<p>", "a"),
        ("", "&#xfdd0;1&#xfdd1;", "<b>"),
        ("", "`a", ""),
        ("", "a  \n", ""),
        ("a\r\n\0", "a\r\n\0", "\r"),
        ("", "<script>", ""),
        ("", "<", ""),
        ("<div>", "&#", ""),
        ("<div>", "&a", ""),
        ("<div>", "&#1", ""),
        ("", "<rt>", "a"),
        ("", "<b><i><u><p>", "a"),
        ("", "<li><b>", "a"),
        ("<div ", "a=1 ", ">"),
        ("", "*a **b ", ""),
        ("| a |\n|-|\n", "| [[a\\|b]] |\n", ""),
    ];
    for (before, pattern, after) in patterns {
        let text = format!("{before}{}{after}", pattern.repeat(60_000 / pattern.len()));
        let body = parse(&text);
        check_whole(&text, &body);
    }
}

/// What holds for every body.
#[track_caller]
fn check_whole(text: &str, body: &Body) {
    let mut at = 0;
    for run in &body.map.runs {
        assert!(run.text >= at && ((run.source + run.source_len) as usize) <= text.len(), "{run:?} in {text:?}");
        at = run.text + 1;
    }
    let mut last = 0;
    for events in std::iter::once(&body.events).chain(body.footnotes.iter().map(|n| &n.events)) {
        let mut depth = 0_usize;
        for event in events {
            match event {
                Event::Open(_) => depth += 1,
                Event::Close => depth = depth.checked_sub(1).expect("every element that ends has begun"),
                Event::Text(range) => {
                    assert!(range.start >= last && range.start < range.end, "{range:?} after {last}");
                    assert!(body.text.get(range.start as usize..range.end as usize).is_some());
                    last = range.end;
                }
                _ => {}
            }
        }
        assert_eq!(depth, 0);
    }
    for block in &body.blocks {
        assert!(body.text.get(block.range.start as usize..block.range.end as usize).is_some());
    }
}

proptest::proptest! {
    /// Pieces that mean something, in any order: nothing panics, and what comes out is a body.
    #[test]
    fn any_text_is_a_body(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40), smart: bool) {
        let text = pieces.concat();
        let settings = MarkdownSettings { smart_punctuation: smart, ..ON };
        let first = body(&text, Place::At(FileId::of("t.md"), 0), &settings);
        check_whole(&text, &first.value);
        let again = body(&text, Place::At(FileId::of("t.md"), 0), &settings);
        proptest::prop_assert_eq!(first, again);
    }
}

const PIECES: &[&str] = &[
    "a",
    "b c",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\0",
    "\u{fdd0}1\u{fdd1}",
    "&#xfdd0;E1&#xfdd1;",
    "  \n",
    "\\\n",
    "# ",
    "> ",
    "- ",
    "1. ",
    "    ",
    "```",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(x)",
    "[[",
    "]]",
    "|",
    "| a | b |\n|---|---|\n",
    "\\",
    "!",
    "[^n]",
    "[^n]: ",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<div>",
    "</div>\n",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<a href=x>",
    "</a>",
    "<br>",
    "<hr>",
    "<img src=x alt=y>",
    "<!-- c -->",
    "<script>",
    "</script>",
    "<pre>",
    "</pre>",
    "<textarea>",
    "<svg>",
    "<i id=q class=r>",
    "&amp;",
    "&lt;b&gt;",
    "\"",
    "'",
    "--",
    "...",
    "ü",
    "東",
    "<",
    ">",
    "<div",
    "- [ ] ",
    "![p](q \"r\")",
    "---\n",
    "<ul><li>",
    "<details>\n\n",
    "[x]: y\n",
    "<h2>",
    "<template>",
    "<select>",
    "<caption>",
];

#[test]
fn a_wikilink_broken_over_a_line_has_nothing_of_the_block_around_it() {
    for (text, words) in [
        ("She met [[Pat\nPoe]] and [[Pat\nPoe|him]] there.", "She met Pat\nPoe and him there."),
        ("> She met [[Pat\n> Poe]] and [[Pat\n> Poe|him]] there.", "She met Pat\nPoe and him there."),
        ("> - > She met [[Pat\n>   >Poe]] and [[Pat\n>   > Poe|him]] there.", "She met Pat\nPoe and him there."),
        // A line that goes on lazily has not all markers.
        ("> > She met [[Pat\n> Poe]] and [[Pat\nPoe|him]] there.", "She met Pat\nPoe and him there."),
    ] {
        let body = parse(text);
        assert_eq!(body.text, words, "{text}");
        assert!(body.links.iter().all(|link| link.to == "Pat Poe") && body.links.len() == 2, "{:?}", body.links);
        let poe = body.text.find("Poe").unwrap() as u32;
        let span = body.map.span(poe..poe + 3).unwrap();
        assert_eq!(&text[span.start as usize..span.end as usize], "Poe", "{text}");
    }
    // Outside of a quote, and beyond its markers, the sign is the author's.
    assert_eq!(parse("a [[b\n\\> c]]").links[0].to, "b \\> c");
    assert_eq!(parse("> a [[b\n> \\> c]]").links[0].to, "b \\> c");
}
