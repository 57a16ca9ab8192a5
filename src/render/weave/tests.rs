use super::*;
use crate::parse::markdown::{Place, body};
use crate::parse::settings::MarkdownSettings;
use crate::span::FileId;

fn parse(text: &str) -> Body {
    body(text, Place::At(FileId::of("t.md"), 0), &MarkdownSettings::default()).value
}

/// Marks the first place of each of these words: `+` before the address makes it a mention.
fn marks(body: &Body, all: &[(&str, &str)]) -> Vec<Mark> {
    let mark = |&(id, words): &(&str, &str)| {
        let at = body.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {:?}", body.text)) as u32;
        mark(id, at..at + words.len() as u32)
    };
    all.iter().map(mark).collect()
}

fn mark(id: &str, range: TextRange) -> Mark {
    let (id, kind) = match id.strip_prefix('+') {
        Some(id) => (id, MarkKind::Mention { href: format!("/{id}") }),
        None => (id, MarkKind::Passage),
    };
    Mark { range, id: id.to_owned(), classes: String::new(), attributes: Vec::new(), kind, note: None }
}

#[track_caller]
fn check(text: &str, all: &[(&str, &str)], expected: &str) {
    let body = parse(text);
    let woven = weave(&body, &marks(&body, all), &AsWritten);
    // data-p is on every piece: left out here, so that the expected HTML can be read.
    let mut html = woven.html.clone() + &woven.footnote_list();
    for (id, _) in all {
        html = html.replace(&format!(" data-p=\"{}\"", id.trim_start_matches('+')), "");
    }
    assert_eq!(html, expected);
}

#[test]
fn one_mark() {
    check("one two three", &[("a", "two")], "<p>one <mark id=\"a\">two</mark> three</p>\n");
    let body = parse("x y");
    let mark = Mark {
        classes: "p \"q\"".into(),
        attributes: vec![("tabindex".into(), "0".into())],
        note: Some(NoteReference { id: "r<".into(), href: "#n".into(), label: "1".into() }),
        ..mark("a&b", 0..1)
    };
    assert_eq!(
        weave(&body, &[mark], &AsWritten).html,
        "<p><mark id=\"a&amp;b\" class=\"p &quot;q&quot;\" data-p=\"a&amp;b\" tabindex=\"0\">x</mark>\
         <sup class=\"noteref\" id=\"r&lt;\"><a href=\"#n\" role=\"doc-noteref\">1</a></sup> y</p>\n"
    );
}

#[test]
fn nested_identical_adjacent_and_crossing_marks() {
    check("a b c", &[("x", "b"), ("y", "a b c")], "<p><mark id=\"y\">a <mark id=\"x\">b</mark> c</mark></p>\n");
    check("a b c", &[("x", "b"), ("y", "b")], "<p>a <mark id=\"x\"><mark id=\"y\">b</mark></mark> c</p>\n");
    check("abc", &[("x", "a"), ("y", "b")], "<p><mark id=\"x\">a</mark><mark id=\"y\">b</mark>c</p>\n");
    check(
        "a b c d",
        &[("x", "a b"), ("y", "b c")],
        "<p><mark id=\"x\">a <mark id=\"y\" class=\"g0\">b</mark></mark><mark class=\"g0\"> c</mark> d</p>\n",
    );
    check(
        "a b c d e",
        &[("x", "a b c"), ("y", "b c d"), ("z", "c d e")],
        "<p><mark id=\"x\">a <mark id=\"y\" class=\"g0\">b <mark id=\"z\" class=\"g1\">c</mark></mark></mark>\
         <mark class=\"g1\"><mark class=\"g0\"> d</mark> e</mark></p>\n",
    );
}

#[test]
fn a_mark_lies_around_what_it_covers_and_is_cut_where_it_does_not() {
    check("a *b* c", &[("x", "b")], "<p>a <mark id=\"x\"><em>b</em></mark> c</p>\n");
    check("a *b* c", &[("x", "a b c")], "<p><mark id=\"x\">a <em>b</em> c</mark></p>\n");
    check("a *b c* d", &[("x", "c")], "<p>a <em>b <mark id=\"x\">c</mark></em> d</p>\n");
    check(
        "a *b c* d",
        &[("x", "a b")],
        "<p><mark id=\"x\" class=\"g0\">a </mark><em><mark class=\"g0\">b</mark> c</em> d</p>\n",
    );
    check(
        "a *b **c*** d",
        &[("x", "c d"), ("y", "b c")],
        "<p>a <mark id=\"y\"><em>b <mark id=\"x\" class=\"g0\"><strong>c</strong></mark></em></mark><mark class=\"g0\"> d</mark></p>\n",
    );
    check("`a < b`", &[("x", "<")], "<p><code>a <mark id=\"x\">&lt;</mark> b</code></p>\n");
    check("a  \nb\nc", &[("x", "a\nb\nc")], "<p><mark id=\"x\">a<br>\nb\nc</mark></p>\n");
    check("a  \nb", &[("x", "a\n")], "<p><mark id=\"x\">a</mark><br>\nb</p>\n");
    check("```\na\nb\n```", &[("x", "b")], "<pre><code>a\n<mark id=\"x\">b</mark>\n</code></pre>\n");
}

#[test]
fn a_mark_is_cut_at_blocks() {
    check(
        "a\n\n- b\n- c\n\n| d | e |\n|---|:-:|\n",
        &[("x", "a\nb\nc\nd\ne")],
        "<p><mark id=\"x\" class=\"g0\">a</mark></p>\n<ul>\n<li><mark class=\"g0\">b</mark></li>\n<li><mark class=\"g0\">c</mark></li>\n\
         </ul>\n<table><thead><tr><th><mark class=\"g0\">d</mark></th><th class=\"center\"><mark class=\"g0\">e</mark></th></tr></thead></table>\n",
    );
    check(
        "- a\n\n  b\n> c\n",
        &[("x", "b\nc")],
        "<ul>\n<li>\n<p>a</p>\n<p><mark id=\"x\" class=\"g0\">b</mark></p>\n</li>\n</ul>\n<blockquote>\n<p><mark class=\"g0\">c</mark></p>\n</blockquote>\n",
    );
}

#[test]
fn no_link_lies_in_a_link() {
    check("a b c", &[("+x", "b")], "<p>a <a href=\"/x\" id=\"x\">b</a> c</p>\n");
    check("a [b c](d) e", &[("+x", "b")], "<p>a <a href=\"d\"><span id=\"x\">b</span> c</a> e</p>\n");
    check("a [b](d) e", &[("+x", "b")], "<p>a <a href=\"d\"><span id=\"x\">b</span></a> e</p>\n");
    check(
        "a [b](d) e",
        &[("+x", "a b e")],
        "<p><a href=\"/x\" id=\"x\">a </a><a href=\"d\"><span>b</span></a><a href=\"/x\"> e</a></p>\n",
    );
    check("a [b](d) e", &[("x", "a b e")], "<p><mark id=\"x\">a <a href=\"d\">b</a> e</mark></p>\n");
    check("a b c", &[("+x", "a b c"), ("+y", "b")], "<p><a href=\"/x\" id=\"x\">a <span id=\"y\">b</span> c</a></p>\n");
    check("a *[b](d)* e", &[("+x", "b")], "<p>a <em><a href=\"d\"><span id=\"x\">b</span></a></em> e</p>\n");
}

#[test]
fn footnotes_are_numbered_and_lead_back() {
    check(
        "a[^x] b[^x]\n\n[^x]: c *d*\n\n    - e",
        &[("+m", "a b"), ("n", "d\ne")],
        "<p><a href=\"/m\" id=\"m\">a</a><sup class=\"fnref\" id=\"fnref-x\"><a href=\"#fn-x\" role=\"doc-noteref\">1</a></sup><a href=\"/m\"> b</a>\
         <sup class=\"fnref\" id=\"fnref-x.2\"><a href=\"#fn-x\" role=\"doc-noteref\">1</a></sup></p>\n\
         <ol class=\"footnotes\" role=\"doc-endnotes\">\n<li id=\"fn-x\"><p>c <mark id=\"n\" class=\"g0\"><em>d</em></mark></p>\n\
         <ul>\n<li><mark class=\"g0\">e</mark></li>\n</ul>\n\
         <p> <a class=\"fnback\" href=\"#fnref-x\" role=\"doc-backlink\" aria-label=\"Back to the text\">↩</a> \
         <a class=\"fnback\" href=\"#fnref-x.2\" role=\"doc-backlink\" aria-label=\"Back to the text\">↩<sup>2</sup></a></p>\n</li>\n</ol>\n",
    );
    check(
        "a[^1]\n\n[^1]: b",
        &[("x", "a")],
        "<p><mark id=\"x\">a</mark><sup class=\"fnref\" id=\"fnref-1\"><a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <ol class=\"footnotes\" role=\"doc-endnotes\">\n<li id=\"fn-1\"><p>b <a class=\"fnback\" href=\"#fnref-1\" role=\"doc-backlink\" \
         aria-label=\"Back to the text\">↩</a></p>\n</li>\n</ol>\n",
    );
}

#[test]
fn what_has_no_words_has_its_address_at_the_block() {
    let body = parse("a\n\n![alt](p.jpg \"cap & tion\")\n\n---\n\n![only](q.jpg)\n");
    assert_eq!(body.text, "a\n\ncap & tion\n\n");
    let at = |alt: &str| body.hidden.iter().find(|h| h.text == alt).unwrap().at;
    let marks = [mark("x", at("only")..at("only")), mark("y", at("alt")..at("alt")), mark("z", 1..2)];
    let woven = weave(&body, &marks, &AsWritten);
    assert_eq!(woven.not_markable, [0, 1, 2]);
    assert_eq!(
        woven.html,
        "<p><span id=\"z\" data-p=\"z\"></span>a</p>\n<figure><span id=\"y\" data-p=\"y\"></span><img src=\"p.jpg\" alt=\"alt\">\
         <figcaption>cap &amp; tion</figcaption></figure>\n<hr>\n<figure><span id=\"x\" data-p=\"x\"></span><img src=\"q.jpg\" alt=\"only\"></figure>\n"
    );
    let mut start = 0;
    let first_tag = |block: &WovenBlock| {
        let html = &woven.html[std::mem::replace(&mut start, block.end)..block.end];
        html[..=html.find('>').unwrap()].to_owned()
    };
    assert_eq!(woven.blocks.iter().map(first_tag).collect::<Vec<_>>(), ["<p>", "<figure>", "<hr>", "<figure>"]);
    let empty = parse("");
    let woven = weave(&empty, &[mark("x", 0..0)], &AsWritten);
    assert_eq!(woven.html, "<span id=\"x\" data-p=\"x\"></span>");
}

#[test]
fn links_that_lead_nowhere_keep_their_words() {
    struct Nowhere;
    impl Targets for Nowhere {
        fn link(&self, _: u32, link: &Link) -> Option<Target> {
            let named = Target {
                href: "../x/".into(),
                classes: "person".into(),
                words: Some("A & B".into()),
                ..Target::default()
            };
            link.wiki.then_some(named)
        }
        fn image(&self, _: u32, _: &Image) -> Option<Target> {
            None
        }
    }
    let body = parse("a [b *c*](d) ![e](f) [[id]]");
    assert_eq!(
        weave(&body, &[mark("+m", 2..5)], &Nowhere).html,
        "<p>a <a href=\"/m\" id=\"m\" data-p=\"m\">b <em>c</em></a>  <a href=\"../x/\" class=\"person\">A &amp; B</a></p>\n"
    );
}

#[test]
fn raw_html_is_woven_as_other_elements_are() {
    check(
        "a <b id=\"i\">b c</b> d<br>e",
        &[("x", "c d\ne")],
        "<p>a <b id=\"c-i\">b <mark id=\"x\" class=\"g0\">c</mark></b><mark class=\"g0\"> d<br>\ne</mark></p>\n",
    );
    check(
        "<details>\n<summary>more</summary>\n\na <a href=\"b\">c</a> <img src=\"d\" onerror=\"e\">\n\n</details>\n",
        &[("+x", "c")],
        "<details>\n<summary>more</summary>\n<p>a <a href=\"b\"><span id=\"x\">c</span></a> <img src=\"d\" alt=\"\"></p>\n</details>\n",
    );
    check("<pre>\n\na\n</pre>\n\nb", &[("x", "b")], "<pre>\n\na\n</pre>\n<p><mark id=\"x\">b</mark></p>\n");
}

#[test]
fn words_at_the_top_level_are_one_block_up_to_the_next() {
    let blocks = |text: &str, all: &[(&str, &str)]| {
        let body = parse(text);
        let woven = weave(&body, &marks(&body, all), &AsWritten);
        let mut start = 0;
        let html =
            woven.blocks.iter().map(|block| woven.html[std::mem::replace(&mut start, block.end)..block.end].to_owned());
        let ends: Vec<u32> = woven.blocks.iter().map(|block| block.range.end).collect();
        assert!(ends.is_sorted() && ends.last() == Some(&body.body_range.end), "{ends:?}");
        html.map(|html| html.replace(" data-p=\"x\"", "").replace(" data-p=\"y\"", "")).collect::<Vec<_>>()
    };
    // Raw HTML ends the paragraph, and what follows stands in none.
    assert_eq!(
        blocks("A <div>b</div> c *d* e[^1] `f`<br>g.\n\nh\n\n[^1]: i", &[("x", "c d e"), ("y", "d")]),
        [
            "<p>A </p>\n",
            "<div>b</div>",
            " <mark id=\"x\">c <mark id=\"y\"><em>d</em></mark> e</mark><sup class=\"fnref\" id=\"fnref-1\">\
             <a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup> <code>f</code><br>\ng.",
            "\n<p>h</p>\n",
        ]
    );
    assert_eq!(
        blocks("a<hr>b *c* d<hr>e", &[("x", "b c d")]),
        ["<p>a</p>\n", "<hr>\n", "<mark id=\"x\">b <em>c</em> d</mark>", "\n<hr>\n", "e"]
    );
}

#[test]
fn no_mark_lies_around_a_rule() {
    check(
        "- a b\n  ***\n  c d\n",
        &[("x", "b\n\nc")],
        "<ul>\n<li>a <mark id=\"x\" class=\"g0\">b</mark>\n<hr>\n<mark class=\"g0\">c</mark> d</li>\n</ul>\n",
    );
    check(
        "- a <b>b<hr>c</b> d",
        &[("x", "a b\n\nc d")],
        "<ul>\n<li><mark id=\"x\" class=\"g0\">a </mark><b><mark class=\"g0\">b</mark>\n<hr>\n<mark class=\"g0\">c</mark></b>\
         <mark class=\"g0\"> d</mark></li>\n</ul>\n",
    );
}

#[test]
fn a_mark_that_covers_a_part_of_ruby_leaves_words_and_readings_beside_each_other() {
    let text = "a <ruby>b<rt>c</rt>d<rp>(</rp><rt>e</rt></ruby> f";
    check(
        text,
        &[("x", "a bcd(e f")],
        "<p><mark id=\"x\">a <ruby>b<rt>c</rt>d<rp>(</rp><rt>e</rt></ruby> f</mark></p>\n",
    );
    check(
        text,
        &[("x", "a bcd")],
        "<p><mark id=\"x\" class=\"g0\">a </mark><ruby><mark class=\"g0\">b</mark><rt><mark class=\"g0\">c</mark></rt>\
         <mark class=\"g0\">d</mark><rp>(</rp><rt>e</rt></ruby> f</p>\n",
    );
    check(
        text,
        &[("x", "d(e f")],
        "<p>a <ruby>b<rt>c</rt><mark id=\"x\" class=\"g0\">d</mark><rp><mark class=\"g0\">(</mark></rp><rt><mark class=\"g0\">e</mark></rt></ruby>\
         <mark class=\"g0\"> f</mark></p>\n",
    );
    // Nor does the reference to a note stand among them.
    let body = parse(text);
    let note = Some(NoteReference { id: "r".into(), href: "#n".into(), label: "1".into() });
    let html = weave(&body, &[Mark { note, ..mark("x", 2..3) }], &AsWritten).html;
    assert!(html.contains("<ruby><mark id=\"x\" data-p=\"x\">b</mark><rt>c</rt>d"), "{html}");
    assert!(html.contains("</ruby><sup class=\"noteref\""), "{html}");
}
