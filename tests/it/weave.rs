//! Random marks over real Markdown: what is woven is well nested, keeps the text, and every mark covers just its words.
//!
//! `ANNALS_CASES` says how many sets of marks are tried (2,000), `ANNALS_SEED` with which seed (fixed).

use std::collections::BTreeMap;
use std::ops::Range;

use annals::parse::body::Body;
use annals::parse::markdown::{Place, body};
use annals::parse::settings::MarkdownSettings;
use annals::render::weave::{AsWritten, Mark, MarkKind, NoteReference, Woven, weave};
use annals::span::FileId;
use serde_json::Value;

use crate::html::{Token, outline, tokens};
use crate::shared::shared;

#[test]
fn random_marks_over_real_texts() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (cases, seed) = (number("ANNALS_CASES", 2000), number("ANNALS_SEED", 20_170_302));
    let Some(texts) = texts() else { return };
    println!("{cases} sets of marks over {} texts, ANNALS_SEED={seed}", texts.len());
    let bodies: Vec<_> = texts
        .iter()
        .map(|text| body(text, Place::At(FileId::of("t.md"), 0), &MarkdownSettings::default()).value)
        .filter(|body| !body.text.trim().is_empty())
        .collect();
    let split = tried(&bodies, cases, &mut Random(seed));
    assert!(split > 0 || cases < 100, "no mark was ever cut: these texts test nothing");
}

/// The few texts that have most in them, again and again.
#[test]
fn random_marks_over_hard_texts() {
    let bodies = HARD.map(|text| body(text, Place::At(FileId::of("t.md"), 0), &MarkdownSettings::default()).value);
    assert!(tried(&bodies, 500, &mut Random(20_170_303)) > 0);
}

/// Weaves random marks into one text after another and looks at what comes out; how many marks were cut.
fn tried(bodies: &[Body], cases: u64, random: &mut Random) -> usize {
    let plain: Vec<_> = bodies.iter().map(|body| Read::of(&weave(body, &[], &AsWritten)).unwrap()).collect();
    let (mut all, mut pieces, mut split) = (0_usize, 0_usize, 0_usize);
    for case in 0..cases {
        let which = random.below(bodies.len());
        let body = &bodies[which];
        let marks = random_marks(body, random);
        let woven = weave(body, &marks, &AsWritten);
        let fail = |why: String| -> ! {
            panic!(
                "case {case}: {why}\n{marks:#?}\n--- text\n{}\n--- html\n{}\n{}",
                body.text,
                woven.html,
                woven.footnote_list()
            )
        };
        let read = Read::of(&woven).unwrap_or_else(|why| fail(why));
        if collapsed(&read.text) != collapsed(&plain[which].text) {
            fail("the text is not the text without marks".to_owned());
        }
        // The slowest check, so not for every case.
        if case % 4 == 0 {
            check_tree(&woven).unwrap_or_else(|why| fail(why));
        }
        for (index, mark) in marks.iter().enumerate() {
            check_mark(body, &woven, &read, index, mark).unwrap_or_else(|why| fail(format!("{}: {why}", mark.id)));
        }
        all += marks.len();
        pieces += woven.pieces.iter().map(|&n| n as usize).sum::<usize>();
        split += woven.pieces.iter().filter(|&&n| n > 1).count();
    }
    println!("{all} marks in {pieces} pieces; {split} marks have more than one");
    split
}

/// The letters and Mueller's report (Markdown), and the examples of CommonMark, some of them joined so that marks find more.
fn texts() -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for file in ["corpora/schnitzler_letters.documents.jsonl", "corpora/mueller_report.documents.jsonl"] {
        for line in std::fs::read_to_string(shared(file)?).unwrap().lines() {
            let document: Value = serde_json::from_str(line).unwrap();
            let text = document["text"].as_str().unwrap();
            // Long sections are cut, so that marks overlap.
            let end = (0..=text.len().min(6000)).rev().find(|&at| text.is_char_boundary(at)).unwrap();
            texts.push(text[..end].to_owned());
        }
    }
    let examples: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(shared("third_party/commonmark/spec_tests.json")?).unwrap())
            .unwrap();
    let examples: Vec<&str> = examples.iter().map(|example| example["markdown"].as_str().unwrap()).collect();
    texts.extend(examples.chunks(7).map(|some| some.join("\n\n")));
    texts.extend(examples.iter().map(|text| (*text).to_owned()));
    texts.extend(HARD.map(str::to_owned));
    Some(texts)
}

/// What the others have little of.
const HARD: [&str; 2] = [
    "# A *b* [c](d)\n\na [[b]] **c *d* `e`**[^n] f[^m]  \ng ~~h~~\ni <b>j <i>k</b> l</i> <a href=x>m [n](o)</a><br>p\n\n\
    | A | *b* c |\n|---|:-:|\n| d [e](f) | g<br>h |\n| | i[^n] |\n\n<details><summary>own</summary>\n\nj k\n\n- [x] l\n- m\n  > n o\n\n</details>\n\n\
    ![p](q \"a caption & more\")\n\n[^n]: r *s* t\n\n    u v\n[^m]: w [x](y)\n\n```z\na < b\nc\n```\n\n---\n\nend\n",
    "a <div>b *c*</div> d *e* f[^n] g<hr>h [i](j) <b>k</b>\n\n- l m\n  ***\n  n *o* p\n- q <i>r<hr>s</i> t\n\n\
    u <ruby>v<rt>w</rt>x <i>y</i><rp>(</rp><rt>z</rt></ruby> a [<ruby>b<rt>c</rt></ruby>](d) e\n\nf <ul><li>g</li></ul> h <h3>i</h3> *j*\n\n[^n]: k <hr>l *m*\n",
];

fn random_marks(body: &Body, random: &mut Random) -> Vec<Mark> {
    // Most marks lie near one place, so that they overlap.
    let centre = random.below(body.text.len());
    let most = [3, 8, 30][random.below(3)];
    let count = 1 + random.below(most);
    (0..count)
        .map(|number| {
            let reach = [20, 200, 2000][random.below(3)];
            let start = if random.below(4) == 0 {
                random.below(body.text.len())
            } else {
                (centre + random.below(reach)).saturating_sub(reach / 2)
            };
            let longest = [3, 30, 600][random.below(3)];
            let length = random.below(longest);
            let start = floor(&body.text, start);
            let mut end = floor(&body.text, start + length);
            // No passage crosses a footnote's edge.
            let own =
                |at: u32| body.footnote_at(at).map_or(&body.body_range, |note| &body.footnotes[note].range).clone();
            let part = own(start as u32);
            let start = (start as u32).clamp(part.start, part.end);
            end = end.min(part.end as usize);
            let kind = match random.below(3) {
                0 => MarkKind::Mention { href: format!("/people/{number}/") },
                _ => MarkKind::Passage,
            };
            let note = (random.below(3) == 0).then(|| NoteReference {
                id: format!("r{number}"),
                href: format!("#n{number}"),
                label: "*".to_owned(),
            });
            let classes = ["", "quote", "claim x"][random.below(3)].to_owned();
            Mark {
                range: start..(end as u32).max(start),
                id: format!("m{number}"),
                classes,
                attributes: Vec::new(),
                kind,
                note,
            }
        })
        .collect()
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// An open element: its name, the piece that it is (by address and number), whether its text is the weaver's.
type Opened = (String, Option<(String, usize)>, bool);

/// What a reader of the HTML finds.
struct Read {
    /// All text but what the weaver adds (numbers of notes).
    text: String,
    /// By address: the tag of the element that has it, and the text of all pieces.
    pieces: BTreeMap<String, Vec<(String, Option<String>, String)>>,
    ids: BTreeMap<String, usize>,
}

impl Read {
    /// Reads strictly: every element closed in its parent, no link in a link, no empty piece.
    fn of(woven: &Woven) -> Result<Read, String> {
        let mut read = Read { text: String::new(), pieces: BTreeMap::new(), ids: BTreeMap::new() };
        let mut open: Vec<Opened> = Vec::new();
        // Between two blocks a note can be put: each is whole by itself.
        let mut start = 0;
        for block in &woven.blocks {
            let html = &woven.html[std::mem::replace(&mut start, block.end)..block.end];
            tokens(html).map_err(|why| format!("{why}, in the block {html:?}"))?;
        }
        let html = woven.html.clone() + &woven.footnote_list();
        for token in tokens(&html)? {
            match token {
                Token::Start { name, attributes } => {
                    if let Some(id) = attributes.get("id") {
                        *read.ids.entry(id.clone()).or_default() += 1;
                    }
                    if name == "a" && open.iter().any(|(name, ..)| name == "a") {
                        return Err("a link in a link".to_owned());
                    }
                    let is_block = matches!(name.as_str(), "p" | "div" | "ul" | "ol" | "li" | "h3" | "table" | "hr");
                    if is_block && open.iter().any(|(_, piece, _)| piece.is_some()) {
                        return Err(format!("a mark lies around <{name}>"));
                    }
                    if matches!(name.as_str(), "rt" | "rp") && open.last().is_some_and(|(name, ..)| name != "ruby") {
                        return Err(format!("<{name}> does not stand in its <ruby>"));
                    }
                    let class = attributes.get("class").map_or("", String::as_str);
                    let added = matches!(class, "noteref" | "fnref" | "fnback");
                    let piece = attributes.get("data-p").map(|address| {
                        let own = read.pieces.entry(address.clone()).or_default();
                        own.push((name.clone(), attributes.get("class").cloned(), String::new()));
                        (address.clone(), own.len() - 1)
                    });
                    if name == "br" {
                        // The line end after it is in the text too.
                        continue;
                    }
                    if !matches!(name.as_str(), "hr" | "img" | "input" | "wbr" | "col") {
                        open.push((name, piece, added));
                    }
                }
                Token::End(_) => {
                    open.pop();
                }
                Token::Text(text) => {
                    if open.iter().any(|(.., added)| *added) {
                        continue;
                    }
                    read.text.push_str(&text);
                    for (address, index) in open.iter().filter_map(|(_, piece, _)| piece.as_ref()) {
                        read.pieces.get_mut(address).unwrap()[*index].2.push_str(&text);
                    }
                }
            }
        }
        Ok(read)
    }
}

/// A browser's parser makes the tree that was meant: written again and parsed again, it is the same.
fn check_tree(woven: &Woven) -> Result<(), String> {
    let parsed = scraper::Html::parse_fragment(&woven.html);
    let own = outline(&woven.html);
    let again = outline(&parsed.root_element().inner_html());
    if own != again {
        return Err("parsing it, writing it and parsing it again changes it".to_owned());
    }
    // Elements that the parser had to make or to drop would change their number.
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    for token in tokens(&woven.html)? {
        if let Token::Start { name, .. } = token {
            *written.entry(name).or_default() += 1;
        }
    }
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for element in parsed.root_element().descendent_elements().skip(1) {
        *found.entry(element.value().name().to_owned()).or_default() += 1;
    }
    if written == found { Ok(()) } else { Err(format!("written {written:?}, found by the parser {found:?}")) }
}

fn check_mark(body: &Body, woven: &Woven, read: &Read, index: usize, mark: &Mark) -> Result<(), String> {
    if read.ids.get(&mark.id) != Some(&1) {
        return Err(format!("{:?} elements have its address", read.ids.get(&mark.id)));
    }
    let none = Vec::new();
    let pieces = read.pieces.get(&mark.id).unwrap_or(&none);
    let words: String = pieces.iter().map(|(_, _, text)| text.as_str()).collect();
    let expected = body.words(&mark.range);
    if squeezed(&words) != squeezed(expected) {
        return Err(format!("its pieces hold {words:?}, it is {expected:?}"));
    }
    if woven.not_markable.contains(&index) {
        return if expected.trim().is_empty() {
            Ok(())
        } else {
            Err("it has words and is said to have none".to_owned())
        };
    }
    if pieces.iter().any(|(_, _, text)| text.is_empty()) {
        return Err("it has an empty piece".to_owned());
    }
    if pieces.len() != woven.pieces[index] as usize {
        return Err(format!("{} pieces, {} said", pieces.len(), woven.pieces[index]));
    }
    let group = |class: &Option<String>| {
        let names = class.as_deref().unwrap_or("").split(' ');
        names
            .filter(|name| name.strip_prefix('g').is_some_and(|n| n.parse::<u8>().is_ok()))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let groups: Vec<_> = pieces.iter().map(|(_, class, _)| group(class)).collect();
    let wanted = usize::from(mark.kind == MarkKind::Passage && pieces.len() > 1);
    if groups.iter().any(|own| own.len() != wanted || *own != groups[0]) {
        return Err(format!("its pieces have the classes {groups:?}"));
    }
    let good = |name: &str| match mark.kind {
        MarkKind::Passage => name == "mark",
        MarkKind::Mention { .. } => matches!(name, "a" | "span"),
    };
    if pieces.iter().any(|(name, ..)| !good(name)) {
        return Err("it is written as another element".to_owned());
    }
    let noted = mark.note.as_ref().is_none_or(|note| read.ids.get(&note.id) == Some(&1));
    if noted { Ok(()) } else { Err("its note has not one reference".to_owned()) }
}

/// With single spaces: a line end is added before a block that comes after an address without words.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without white space: between blocks the reader's text has breaks that are in no piece.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// The reader's text is what a reader of the plain HTML finds, white space and what raw HTML shows apart.
#[test]
fn the_readers_text_is_the_text_of_the_page() {
    let Some(texts) = texts() else { return };
    for text in &texts {
        let body = body(text, Place::At(FileId::of("t.md"), 0), &MarkdownSettings::default()).value;
        let covered: Vec<Range<u32>> = body.map.runs.windows(2).map(|pair| pair[0].text..pair[1].text).collect();
        assert!(covered.iter().all(|range| !range.is_empty()), "{text:?}");
        // A footnote's text is there once, wherever it stands in the source.
        let read = Read::of(&weave(&body, &[], &AsWritten)).unwrap_or_else(|why| panic!("{why}\n{text}"));
        if body.hidden.iter().any(|hidden| hidden.kind == annals::parse::body::HiddenKind::Html) {
            continue;
        }
        assert_eq!(squeezed(&read.text), squeezed(&body.text), "{text:?}");
        for run in
            body.map.runs.iter().zip(body.map.runs.iter().skip(1).map(|next| next.text).chain([body.text.len() as u32]))
        {
            let (run, end) = run;
            if run.exact {
                let words = body.words(&(run.text..end));
                let source = &text[run.source as usize..(run.source + run.source_len) as usize];
                // In a code span a line end is a space, and a lone carriage return is a line end: both of one byte.
                let spaced = |text: &str| text.replace(['\n', '\r'], " ");
                assert_eq!(spaced(words), spaced(source));
            }
        }
    }
}
