//! The examples of the CommonMark specification: what is woven without marks is what pulldown-cmark renders.

use annals::parse::markdown::{Place, body};
use annals::parse::settings::MarkdownSettings;
use annals::render::weave::{AsWritten, weave};
use annals::span::FileId;
use pulldown_cmark::{Event, Options, Parser, html::push_html};
use serde_json::Value;

use crate::html::{outline, tokens};
use crate::shared::shared;

/// Examples with raw HTML whose tree is another than that of pulldown-cmark's output cleaned by ammonia, and why.
const DIFFERENCES: &[(u64, &str)] = &[
    (21, ADDRESS),
    (31, ADDRESS),
    (148, "an empty paragraph, which the HTML parser makes of a lone `</p>`, is left out"),
    (182, "a processing instruction ends at `?>` as in Markdown, not at the first `>` as in HTML"),
    (189, UNCLOSED),
    (193, "what stands in a table and in none of its cells comes after it, where the HTML parser puts it before it"),
    (346, UNCLOSED),
    (477, "a picture without `alt` gets an empty one"),
    (478, UNCLOSED),
    (479, UNCLOSED),
    (496, UNCLOSED),
    (615, UNCLOSED),
    (616, UNCLOSED),
    (617, UNCLOSED),
    (618, UNCLOSED),
    (631, "a CDATA section ends at `]]>` as in Markdown, not at the first `>` as in HTML"),
    (632, UNCLOSED),
    (633, UNCLOSED),
    (645, UNCLOSED),
    (646, UNCLOSED),
];

const ADDRESS: &str = "addresses in raw HTML are percent-encoded as those of Markdown are";
const UNCLOSED: &str = "an author's tag without an end ends with its paragraph, and does not go on after it";

/// pulldown-cmark's own HTML, in our manner of writing: no ` />`, a picture alone in its paragraph a figure.
fn plain(markdown: &str, options: Options) -> String {
    let mut html = String::new();
    push_html(&mut html, Parser::new_ext(markdown, options));
    let html = html.replace(" />", ">");
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some(at) = rest.find("<p><img ") {
        let (before, picture) = rest.split_at(at);
        out.push_str(before);
        let end = 3 + picture[3..].find('>').unwrap() + 1;
        let (own, after) = picture.split_at(end);
        match after.strip_prefix("</p>\n") {
            Some(after) => {
                out.push_str(&figure(&own[3..]));
                rest = after;
            }
            None => {
                out.push_str(own);
                rest = after;
            }
        }
    }
    out + rest
}

fn figure(picture: &str) -> String {
    match picture.split_once(" title=\"") {
        Some((start, title)) => {
            let title = title.trim_end_matches("\">").replace("&quot;", "\"");
            format!("<figure>{start}><figcaption>{title}</figcaption></figure>\n")
        }
        None => format!("<figure>{picture}</figure>\n"),
    }
}

/// Headings without their addresses.
fn without_addresses(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"h-") {
        out.push_str(&rest[..at]);
        rest = rest[at + 7..].split_once('"').unwrap().1;
    }
    out + rest
}

#[test]
fn every_example_of_commonmark_reads_as_pulldown_cmark_reads_it() {
    let Some(path) = shared("third_party/commonmark/spec_tests.json") else { return };
    let examples: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let settings = MarkdownSettings { wikilinks: false, ..MarkdownSettings::default() };
    let (mut same, mut as_specified, mut raw, mut set_aside, mut wrong) = (0, 0, 0, 0, Vec::new());
    for example in &examples {
        let number = example["example"].as_u64().unwrap();
        let markdown = example["markdown"].as_str().unwrap();
        let parsed = body(markdown, Place::At(FileId::of("spec.md"), 0), &settings).value;
        let html = without_addresses(&weave(&parsed, &[], &AsWritten).html);
        if let Err(error) = tokens(&html) {
            wrong.push(format!("{number}: {error}\n{html}"));
        }
        let has_raw = |event| matches!(event, Event::Html(_) | Event::InlineHtml(_));
        let expected = plain(markdown, options);
        if Parser::new_ext(markdown, options).any(has_raw) {
            raw += 1;
            let (own, expected) = (outline(&html), outline(&clean(&expected)));
            let excused = DIFFERENCES.iter().any(|(own, _)| *own == number);
            set_aside += usize::from(excused);
            if (own == expected) == excused {
                wrong.push(format!("{number}: {markdown:?}\n{html}\n--- own\n{own}--- expected\n{expected}"));
            }
            continue;
        }
        same += usize::from(html == expected);
        as_specified += usize::from(html == example["html"].as_str().unwrap().replace(" />", ">"));
        if html != expected {
            wrong.push(format!("{number}: {markdown:?}\n--- own\n{html}--- expected\n{expected}"));
        }
    }
    println!(
        "{} examples: {same} without raw HTML equal pulldown-cmark's HTML byte for byte ({as_specified} also the specification's, \
         figures and all); {raw} with raw HTML, of which {} have the same tree after cleaning and {set_aside} differ for a reason given",
        examples.len(),
        raw - set_aside
    );
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(examples.len() > 600);
}

fn clean(html: &str) -> String {
    ammonia::Builder::default()
        .rm_tags(["map", "area"])
        .add_generic_attributes(["class", "id"])
        .link_rel(None)
        .id_prefix(Some("c-"))
        .clean(html)
        .to_string()
}
