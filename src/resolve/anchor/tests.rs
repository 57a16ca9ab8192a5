use super::*;
use crate::diag::{Severity, code};
use crate::parse::body::{Block, BlockKind, Footnote, Hidden, Link, Run, SourceMap};
use crate::span::{FileId, Spanned, Text};

/// No names, English.
pub(super) const GUARD: Guard<'static> = Guard { language: "en", names: &KnownNames::NONE };

/// A body of paragraphs (one a line) and footnotes, each byte where it stands in a file of the same text.
pub(super) fn body(paragraphs: &str, notes: &[&str]) -> Body {
    let file = FileId::of("articles/test.md");
    let mut body = Body { text: paragraphs.to_owned(), body_range: 0..small(paragraphs.len()), ..Body::default() };
    for (at, note) in notes.iter().enumerate() {
        body.text.push('\n');
        let start = small(body.text.len());
        body.text.push_str(note);
        let range = start..small(body.text.len());
        let label = (at + 1).to_string();
        body.footnotes.push(Footnote { id: format!("fn-{label}"), label, events: Vec::new(), range, references: 1 });
    }
    let mut start = 0;
    for line in body.text.split('\n') {
        let range = start..start + small(line.len());
        let source = file.span(range.start as usize, range.end as usize);
        start = range.end + 1;
        body.blocks.push(Block { range, kind: BlockKind::Paragraph, source, event: 0 });
    }
    let source_len = small(body.text.len());
    body.map = SourceMap { file: Some(file), runs: vec![Run { text: 0, source: 0, source_len, exact: true }] };
    body
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap()
}

fn text(words: &str) -> Text {
    Spanned::new(words.to_owned(), FileId::of("articles/test.annotations.yaml").span(0, words.len()))
}

fn quote(words: &str) -> Quote {
    Quote { quote: text(words), before: None, after: None, occurrence: None }
}

fn with(words: &str, before: &str, after: &str, occurrence: &[u32]) -> Quote {
    let given = |words: &str| (!words.is_empty()).then(|| Box::new(text(words)));
    let span = FileId::of("articles/test.annotations.yaml").span(100, 101);
    let numbers = || Box::new(Spanned::new(Occurrence::Numbers(occurrence.to_vec()), span));
    let occurrence = (!occurrence.is_empty()).then(numbers);
    Quote { quote: text(words), before: given(before), after: given(after), occurrence }
}

fn all(words: &str) -> Quote {
    let span = FileId::of("x").span(0, 1);
    Quote { occurrence: Some(Box::new(Spanned::new(Occurrence::All, span))), ..quote(words) }
}

/// Where a quote is found, with `[…]` around each place.
fn marked(body: &Body, quote: &Quote) -> String {
    let places = Finder::new(body).find(quote).unwrap_or_else(|why| panic!("{why:?}"));
    let mut out = body.text.clone();
    for place in places.iter().rev() {
        out.insert(place.end as usize, ']');
        out.insert(place.start as usize, '[');
    }
    out
}

fn why(body: &Body, quote: &Quote) -> NotFound {
    Finder::new(body).find(quote).unwrap_err()
}

fn explained(body: &Body, quote: &Quote) -> Diagnostic {
    let finder = Finder::new(body);
    let why = finder.find(quote).unwrap_err();
    finder.explain(quote, &why, Asked::default())
}

use crate::diag::Diagnostic;

#[test]
fn a_quote_that_stands_once_is_found_however_it_is_typed() {
    let body = body("He said: “It’s a co\u{ad}-op…” — oﬃce 3\u{a0}pm.\nSo it\nwas.", &[]);
    for (words, found) in [
        ("\"It's a co-op...\"", "“It’s a co\u{ad}-op…”"),
        ("  said:   “It’s\n", "said: “It’s"),
        ("op…” -- office 3 pm", "op…” — oﬃce 3\u{a0}pm"),
        ("3 pm. So it was", "3\u{a0}pm.\nSo it\nwas"),
    ] {
        let places = Finder::new(&body).find(&quote(words)).unwrap();
        assert_eq!(places.iter().map(|place| body.words(place)).collect::<Vec<_>>(), [found], "{words}");
    }
    assert_eq!(why(&body, &quote("so it was")), NotFound::Missing, "letter case counts");
    assert_eq!(why(&body, &quote(" \u{200b}\n")), NotFound::Empty);
}

#[test]
fn whole_words_come_first() {
    let party = body("The party had no art but art-house parts.", &[]);
    assert_eq!(marked(&party, &with("art", "no", "", &[])), "The party had no [art] but art-house parts.");
    assert!(matches!(why(&party, &quote("art")), NotFound::Ambiguous { places } if places.len() == 2));
    assert_eq!(marked(&party, &with("art", "", "", &[2])), "The party had no art but [art]-house parts.");
    // Inside a word only where it is singled out.
    assert_eq!(marked(&party, &with("art", "p", "y", &[])), "The p[art]y had no art but art-house parts.");
    assert!(matches!(why(&party, &quote("ous")), NotFound::InsideWord { places } if places.len() == 1));
    assert_eq!(marked(&party, &with("ous", "", "", &[1])), "The party had no art but art-h[ous]e parts.");
    assert_eq!(marked(&body("Kislyak's talk", &[]), &quote("Kislyak")), "[Kislyak]'s talk");
    assert_eq!(marked(&body("北京大学很大。", &[]), &quote("大学")), "北京[大学]很大。", "no spaces between words");
}

#[test]
fn before_and_after_are_words_that_touch() {
    let body = body("She said “no”, he said: “no”! And\nno one else. A (no) b. – no –", &[]);
    let at = |before, after| marked(&body, &with("no", before, after, &[])).find('[');
    assert_eq!(at("he said", ""), Some(body.text.rfind("“no").unwrap() + 3));
    assert_eq!(at("She said \"", ""), Some(body.text.find("no").unwrap()));
    assert_eq!(at("", "one"), body.text.find("no one"));
    assert_eq!(at("(", ""), body.text.find("no)"), "punctuation alone is compared as it is");
    assert_eq!(at("b", ""), body.text.rfind("no"));
    assert_eq!(at("And", "one else"), body.text.find("no one"));
    // `e said` is no word that touches.
    assert!(matches!(why(&body, &with("no", "e said", "", &[])), NotFound::Context { places } if places.len() == 5));
    // They select first, then `occurrence` counts what is left.
    assert_eq!(
        marked(&body, &with("no", "said", "", &[2])).find('['),
        Some(body.text.find("he said: “no").map(|at| at + "he said: “".len()).unwrap())
    );
}

#[test]
fn occurrence_counts_in_reading_order() {
    let body = body("na na na, no", &[]);
    assert_eq!(marked(&body, &with("na na", "", "", &[2])), "na [na na], no", "places may overlap");
    assert_eq!(marked(&body, &with("na", "", "", &[3, 1, 1])), "[na] na [na], no");
    assert_eq!(marked(&body, &all("na")), "[na] [na] [na], no");
    assert_eq!(marked(&body, &all("no")), "na na na, [no]");
    let NotFound::OccurrenceOutOfRange { wanted: 4, places } = why(&body, &with("na", "", "", &[1, 4])) else {
        panic!()
    };
    assert_eq!(places.len(), 3);
    assert!(matches!(why(&body, &with("na", "", "", &[0])), NotFound::OccurrenceOutOfRange { wanted: 0, .. }));
}

#[test]
fn footnotes_are_searched_only_where_the_body_has_no_match() {
    let body = body("Sessions met Kislyak. End", &["See the Post.", "Kislyak left. The Post"]);
    assert_eq!(marked(&body, &quote("Kislyak")).find('['), Some(13));
    assert_eq!(marked(&body, &quote("Kislyak left")).find('['), body.text.find("Kislyak left"));
    assert!(matches!(why(&body, &quote("The Post.")), NotFound::Missing));
    assert!(matches!(why(&body, &quote("Post")), NotFound::Ambiguous { places } if places.len() == 2));
    // A place that `before` does not fit is none.
    assert_eq!(marked(&body, &with("Kislyak", "", "left", &[])).find('['), body.text.find("Kislyak left"));
    // No quote and no context crosses an edge.
    assert_eq!(why(&body, &quote("End See the Post")), NotFound::Missing);
    assert!(matches!(why(&body, &with("See", "End", "", &[])), NotFound::Context { .. }));
    let found = explained(&body, &quote("End See the Post"));
    assert!(found.help.iter().any(|help| help.contains("edge of a footnote")), "{found:?}");
}

#[test]
fn a_body_without_text_has_footnotes_all_the_same() {
    let body = body("", &["only here"]);
    assert_eq!(marked(&body, &quote("only")), "\n[only] here");
}

#[test]
fn literally_first_then_as_markdown() {
    let body = body("He *denied* it. Denying under oath what the ambassador said.", &[]);
    assert_eq!(marked(&body, &quote("He *denied*")).find('['), Some(0));
    assert_eq!(marked(&body, &quote("Denying **under oath**")).find('['), body.text.find("Denying"));
    assert_eq!(marked(&body, &quote("what [[k|the ambassador]]")).find('['), body.text.find("what"));
    assert_eq!(
        marked(&body, &with("oath[^3]", "**under**", "what [the](x.md)", &[])).find('['),
        body.text.find("oath")
    );
    assert_eq!(why(&body, &quote("[](x.md)")), NotFound::Missing);
}

#[test]
fn hidden_text_is_told_from_missing_text() {
    let mut with_hidden = body("Some words.", &[]);
    let span = FileId::of("articles/test.md").span(50, 60);
    for (kind, words) in [(HiddenKind::Html, "a boxed aside"), (HiddenKind::Alt, "a man in grey")] {
        with_hidden.hidden.push(Hidden { text: words.to_owned(), kind, at: 11, span });
    }
    assert_eq!(why(&with_hidden, &quote("boxed aside")), NotFound::InHtml { hidden: 0 });
    assert_eq!(why(&with_hidden, &quote("man in grey")), NotFound::NotMarkable { hidden: 1 });
    let found = explained(&with_hidden, &quote("boxed aside"));
    assert_eq!((found.code, found.labels[0].span), (code::QUOTE_IN_HTML, span));
    let found = explained(&with_hidden, &quote("man in grey"));
    assert_eq!((found.code, found.severity), (code::QUOTE_NOT_MARKABLE, Severity::Warning));
}

#[test]
fn a_part_of_a_character_is_no_place() {
    let body = body("wait… and a\u{308}b — 👩\u{200d}🚀", &[]);
    assert_eq!(why(&body, &quote("wait.")), NotFound::Missing);
    assert_eq!(why(&body, &all("a\u{308}\u{301}")), NotFound::Missing);
    assert_eq!(why(&body, &quote("👩")), NotFound::Missing);
    assert_eq!(marked(&body, &quote("wait...")).find(']'), Some("wait…".len() + 1));
    assert_eq!(marked(&body, &with("äb", "and", "", &[])).find('['), body.text.find("a\u{308}"));
}

#[test]
fn an_ambiguous_quote_is_shown_with_every_place() {
    let many = "He met the ambassador in July. ".repeat(12);
    let body = body(many.trim_end(), &[]);
    let found = explained(&body, &quote("the ambassador"));
    assert_eq!(found.code, code::QUOTE_AMBIGUOUS);
    assert_eq!(found.message, "“the ambassador” stands in 12 places");
    assert_eq!(found.labels.len(), 8);
    assert_eq!(found.labels[0].text, "1: He met [the ambassador] in July. He met the ambassador in …");
    assert_eq!(
        found.labels[1].text,
        "2: … met the ambassador in July. He met [the ambassador] in July. He met the ambassador in …"
    );
    assert_eq!(found.labels[1].span.range(), 38..52);
    assert!(found.help.iter().any(|help| help.contains("4 more places")));
}

#[test]
fn what_does_not_fit_is_said() {
    let body = body("In July he met the ambassador. In September he met the ambassador again.", &[]);
    let found = explained(&body, &with("the ambassador", "he saw", "", &[]));
    assert!(found.message.ends_with("is in the text more than once, but its `before` does not touch it there"));
    let found = explained(&body, &with("the ambassador", "met", "twice", &[]));
    assert!(found.message.ends_with("but its `after` does not touch it there"));
    let found = explained(&body, &with("met", "In July he", "the ambassador again", &[]));
    assert!(found.message.ends_with("but its `before` and `after` do not touch it together"));
    let found = explained(&body, &with("the ambassador", "", "", &[7]));
    assert_eq!(found.message, "`occurrence: 7`, but “the ambassador” stands in 2 places");
    assert_eq!(found.span.unwrap().start, 100, "at the number");
}

#[test]
fn the_nearest_passage_is_shown_and_never_anchored_to() {
    let body = body(
        "Sessions spoke with Russia’s ambassador twice last year.\nThe sum was $1,500,000 in 1998.\n\
         The committee did not approve the plan of Mr Flynn in the end.",
        &["A note on the Treasury."],
    );
    let finder = Finder::new(&body);
    let near = |words: &str| {
        assert_eq!(finder.find(&quote(words)), Err(NotFound::Missing), "{words}");
        finder.propose(&quote(words), NotFound::Missing, &GUARD).proposal
    };
    let found = near("spoke with the Russian ambassador twice last year").unwrap();
    assert!(
        found.marked.contains("spoke with [") && found.marked.ends_with("] ambassador twice last year"),
        "{found:?}"
    );
    assert_eq!(body.words(&found.range), "spoke with Russia’s ambassador twice last year");

    let found = near("The sum was $1,800,000 in 1996").unwrap();
    assert_eq!(found.marked, "The sum was $[1,500,000] in [1998]");
    let pair = |quote: &str, text: &str| Difference { quote: quote.into(), text: text.into() };
    assert_eq!(found.differences, [pair("1,800,000", "1,500,000"), pair("1996", "1998")]);
    assert_eq!(found.substance, Substance { number: true, ..Substance::default() });

    let found = near("The committee did approve the plan").unwrap();
    assert_eq!(found.differences, [pair("", "not")]);
    assert!(found.substance.negation && !found.substance.number);

    let found = near("the plan of Mr Kislyak in the end").unwrap();
    assert!(found.substance.name && !found.substance.negation, "{found:?}");

    let found = near("comittee did not aprove").unwrap();
    assert_eq!((found.marked.as_str(), found.substance.any()), ("[committee] did not [approve]", false));

    let found = near("sessions spoke").unwrap();
    assert!(found.differences.iter().all(Difference::is_case) && !found.substance.any());
    assert_eq!(near("Tresury").unwrap().marked, "[Treasury]");
    assert_eq!(near("Lorem ipsum dolor sit amet"), None);
    assert_eq!(near("?!"), None);
}

#[test]
fn a_missing_quote_is_explained() {
    let mut body = body("The committee did not approve it. See the report.", &[]);
    let span = FileId::of("articles/test.md").span(40, 48);
    body.links.push(Link {
        to: "https://example.org/report-7".into(),
        wiki: false,
        bare: false,
        title: String::new(),
        range: 38..48,
        attributes: Vec::new(),
        span,
        target: span,
    });
    let found = explained(&body, &quote("committee did approve"));
    assert_eq!(found.labels[0].text, "the nearest passage: “committee did [not] approve”");
    assert_eq!(found.labels[0].span.range(), 4..29);
    assert!(found.help[0].contains("The text has “not”, the quote has not"), "{found:?}");
    assert!(found.help[1].contains("substance: a negation"), "{found:?}");
    let found = explained(&body, &quote("the COMMITTEE did"));
    assert_eq!(found.help, ["Only letter case differs. Write: “The committee did”."]);
    let spaced = self::body("Il dit : « Bonjour ! » Et puis.", &[]);
    let found = explained(&spaced, &quote("Il dit: «Bonjour!» Et puis"));
    assert_eq!(found.help, ["Only spaces differ. Write: “Il dit : « Bonjour ! » Et puis”."]);
    let found = explained(&body, &quote("example.org/report-7"));
    assert_eq!(found.labels[0].span, span);
    let finder = Finder::new(&body);
    let found = finder.explain(&quote("A Verdict"), &NotFound::Missing, Asked { title: Some("A Verdict at Last") });
    assert!(found.help[0].contains("title"), "{found:?}");
}

#[test]
fn long_quotes_and_texts_have_a_bounded_cost() {
    let words: Vec<String> = (0..60_000).map(|n: u32| format!("w{}", n.wrapping_mul(2_654_435_761) % 9_973)).collect();
    let body = body(&words.join(" "), &[]);
    let mut asked: Vec<String> = words[20_000..26_000].to_vec();
    asked[3_000] = "changed".into();
    asked.insert(4_000, "added".into());
    let found = Finder::new(&body).propose(&quote(&asked.join(" ")), NotFound::Missing, &GUARD).proposal.unwrap();
    assert_eq!(found.differences.len(), 2, "{:?}", found.differences);
    assert_eq!(found.range.start as usize, words[..20_000].iter().map(|word| word.len() + 1).sum::<usize>());
}

#[test]
fn what_is_excluded_is_excluded_wherever_it_stands() {
    let body = body("two sessions and sessions", &["more sessions, obsessions"]);
    let finder = Finder::new(&body);
    assert_eq!(finder.find_everywhere(&quote("sessions")).unwrap().len(), 3);
    assert_eq!(finder.find_everywhere(&with("sessions", "more", "", &[])).unwrap().len(), 1);
    assert_eq!(finder.find_everywhere(&with("sessions", "", "", &[2])).unwrap()[0].start, 17);
    assert_eq!(finder.find_everywhere(&quote("nothing")), Err(NotFound::Missing));
}

#[test]
fn ids_are_built_of_the_first_six_words() {
    let id = |words: &str, nth| built_id(Some(words), None, nth);
    assert_eq!(
        id("spoke with Russia's ambassador to the United States twice last year", 1),
        "spoke-with-russia-s-ambassador-to-the"
    );
    assert_eq!(id("Österreich—Ungarn", 2), "osterreich-ungarn-2");
    assert_eq!(id("denying **under oath**", 1), "denying-under-oath");
    assert_eq!(id("H. said", 1), "a-h-said");
    assert_eq!(id("fn 1", 1), "a-fn-1");
    assert_eq!(id("index", 1), "a-index");
    // One letter begins as headings' addresses do only where it is numbered.
    assert_eq!([id("H.", 1), id("H.", 2), id("Fn", 3), id("Hm", 2)], ["h", "a-h-2", "a-fn-3", "hm-2"]);
    // Those of ids in HTML, and of references to footnotes.
    assert_eq!(
        [id("C’est bien", 1), id("Fnref 1", 1), id("C.", 2), id("CX", 1)],
        ["a-c-est-bien", "a-fnref-1", "a-c-2", "cx"]
    );
    let hashed = id("— … —", 1);
    assert!(hashed.starts_with("a-") && hashed.len() == 10, "{hashed}");
    assert_ne!(hashed, built_id(Some("— … —"), Some(&Occurrence::Numbers(vec![2])), 1));
    assert_ne!(hashed, built_id(None, None, 1));
    assert_eq!(built_id(None, None, 3), format!("{}-3", built_id(None, None, 1)));
    let long = id(&"x".repeat(300), 12);
    assert!(long.len() == 100 && long.ends_with("x-12"));
    assert!(crate::id::Slug::new(&long).is_ok());
}

#[test]
fn a_long_text_is_searched_as_a_short_one_is() {
    // A long text has an index, and keeps what was found; without these it must find the same, again and again.
    let mut state = 7u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let words = ["He", "said", "ﬁne", "to", "Ärger", "10", "an", "and", "“no”", "e\u{301}tude", "漢字", "Anna"];
    let mut lines = String::new();
    while lines.len() < 40_000 {
        lines.push_str(words[next(words.len())]);
        lines.push(if next(20) == 0 { '\n' } else { ' ' });
    }
    let body = body(lines.trim_end(), &["said Anna and He", "10 an"]);
    let long = Finder::new(&body);
    let short = Finder { grams: OnceLock::from(None), ..Finder::new(&body) };
    let starts: Vec<usize> = body.text.char_indices().map(|(at, _)| at).collect();
    let (mut found, mut missed) = (0, 0);
    for _ in 0..400 {
        let from = next(starts.len() - 60);
        let mut part = |at: usize, long: usize| body.text[starts[at]..starts[at + 1 + next(long)]].to_owned();
        let (words, before, after) = (part(from, 40), part(from.saturating_sub(9), 8), part(from + 5, 12));
        let number = u32::try_from(next(9)).unwrap();
        for quote in [
            quote(&words),
            with(&words, &before, "", &[]),
            with(&words, "", &after, &[]),
            with(&words, "", "", &[number]),
            all(&words),
        ] {
            let places = long.find(&quote);
            found += u32::from(places.is_ok());
            missed += u32::from(places.is_err());
            assert_eq!(places, short.find(&quote), "{quote:?}");
            assert_eq!(long.find_everywhere(&quote), short.find_everywhere(&quote), "{quote:?}");
            assert_eq!(long.alike(&quote, &before, &after), short.alike(&quote, &before, &after), "{quote:?}");
        }
    }
    assert!(found > 300 && missed > 300, "{found} found, {missed} missed");
}

#[test]
fn a_context_is_read_in_both_ways_where_many_places_are_told_apart() {
    let mut lines: String = (0..3_000).map(|n| format!("{n} he said no to ")).collect();
    lines.push_str("[two](a) he said yes");
    let body = body(&lines, &[]);
    let finder = Finder::new(&body);
    // The first look notes nothing yet.
    for _ in 0..3 {
        for (before, whole) in [("[two](a)", "he said yes"), ("[1999](a)", "he said no to 2000 ")] {
            let start = u32::try_from(lines.find(whole).unwrap()).unwrap();
            let places = finder.find(&with("he said", before, "", &[])).unwrap();
            assert_eq!(places.iter().map(|place| place.start).collect::<Vec<_>>(), [start], "{before}");
        }
    }
}
