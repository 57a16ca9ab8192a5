//! Quotes in real and in random texts: each is found at its own place, and nowhere else.

use std::collections::BTreeMap;
use std::time::Instant;

use annals::parse::body::{Body, TextRange};
use annals::parse::document::{Occurrence, Quote};
use annals::parse::markdown;
use annals::parse::settings::MarkdownSettings;
use annals::resolve::anchor::{Asked, Finder, Guard, KnownNames, NotFound};
use annals::resolve::fold::is_grapheme_edge;
use annals::resolve::sentence::Sentences;
use annals::resolve::spot::Spotter;
use annals::span::{FileId, Spanned};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use crate::shared::shared;

/// Of no language, and no names.
const GUARD: Guard<'static> = Guard { language: "", names: &KnownNames::NONE };

/// A text without markup.
fn plain(text: &str) -> Body {
    Body::plain(text, FileId::of("plain.md"))
}

fn marked_up(text: &str) -> Body {
    let place = markdown::Place::At(FileId::of("text.md"), 0);
    markdown::body(text, place, &MarkdownSettings::default()).value
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap()
}

fn quote(words: &str) -> Quote {
    let text = Spanned::new(words.to_owned(), FileId::of("test.yaml").span(0, words.len()));
    Quote { quote: text, before: None, after: None, occurrence: None }
}

fn choose(words: &str, occurrence: Occurrence) -> Quote {
    let occurrence = Spanned::new(occurrence, FileId::of("test.yaml").span(0, 0));
    Quote { occurrence: Some(Box::new(occurrence)), ..quote(words) }
}

/// A document of a corpus: its text, and its mentions as ranges of bytes.
struct Document {
    id: String,
    text: String,
    mentions: Vec<std::ops::Range<usize>>,
}

fn documents(corpus: &str) -> Option<Vec<Document>> {
    let path = shared(&format!("corpora/{corpus}.documents.jsonl"))?;
    let lines = std::fs::read_to_string(path).unwrap();
    Some(lines.lines().map(|line| document(&serde_json::from_str(line).unwrap())).collect())
}

fn document(value: &Value) -> Document {
    let text = value["text"].as_str().unwrap().to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let at = |value: &Value| bytes[usize::try_from(value.as_u64().unwrap()).unwrap()];
    let mentions =
        value["mentions"].as_array().unwrap().iter().map(|mention| at(&mention["start"])..at(&mention["end"]));
    Document { id: value["id"].as_str().unwrap().to_owned(), mentions: mentions.collect(), text }
}

/// The reader's text that stands for a range of bytes of the file.
fn text_of(body: &Body, source: &std::ops::Range<usize>) -> Option<TextRange> {
    let (mut first, mut last) = (None, None);
    for (index, run) in body.map.runs.iter().enumerate() {
        let next = body.map.runs.get(index + 1).map_or(small(body.text.len()), |next| next.text);
        let (from, to) = (run.source as usize, (run.source + run.source_len) as usize);
        if to <= source.start || source.end <= from {
            continue;
        }
        let (start, end) = if run.exact {
            let inside = |at: usize| run.text + small(at.clamp(from, to) - from);
            (inside(source.start), inside(source.end))
        } else {
            (run.text, next)
        };
        first = Some(first.map_or(start, |first: u32| first.min(start)));
        last = Some(last.map_or(end, |last: u32| last.max(end)));
    }
    let range = first?..last?;
    let words = body.words(&range);
    let start = range.start + small(words.len() - words.trim_start().len());
    let range = start..start + small(words.trim().len());
    (range.start < range.end).then_some(range)
}

/// Looks for a passage by the words of its source, choosing among their places; how it was found, or why not.
fn found_by(finder: &Finder<'_>, body: &Body, words: &str, want: &TextRange) -> Result<&'static str, String> {
    // No context crosses the edge of a footnote.
    let part = body.footnote_at(want.start).map_or(&body.body_range, |note| &body.footnotes[note].range);
    let (left, right) = (body.words(&(part.start..want.start)), body.words(&(want.end..part.end)));
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside_word = touches(left.chars().next_back()) || touches(right.chars().next());
    match finder.find(&quote(words)) {
        Ok(places) if places == [want.clone()] => return Ok("alone"),
        // Whole words come before parts of words, the body before the footnotes. Anything else is a misquotation.
        Ok(places) if !inside_word && body.footnote_at(places[0].start) == body.footnote_at(want.start) => {
            return Err(format!("anchored elsewhere: {places:?} for {want:?}"));
        }
        _ => {}
    }
    let by_number = |asked: &Quote| -> bool {
        let Ok(all) = finder.find(asked) else { return false };
        let Some(number) = all.iter().position(|place| place == want) else { return false };
        let number = choose("", Occurrence::Numbers(vec![small(number + 1)])).occurrence;
        finder.find(&Quote { occurrence: number, ..asked.clone() }).is_ok_and(|places| places == [want.clone()])
    };
    let all = choose(words, Occurrence::All);
    if by_number(&all) {
        return Ok("by number");
    }
    // By more and more of the words around; inside a word, that is first the rest of the word.
    let gap = |c: char| c.is_whitespace();
    for count in 1..12 {
        let before = left.trim_end().rsplitn(count + 1, gap).take(count).last();
        let after = right.trim_start().splitn(count + 1, gap).take(count).last();
        let before = before.map(|word| &left[word.as_ptr() as usize - left.as_ptr() as usize..]);
        let after = after.map(|word| &right[..word.as_ptr() as usize + word.len() - right.as_ptr() as usize]);
        let said = |words: &&str| !words.trim().is_empty();
        let text = |words: Option<&str>| words.filter(said).map(|words| Box::new(quote(words).quote));
        if by_number(&Quote { before: text(before), after: text(after), ..all.clone() }) {
            return Ok("by the words around");
        }
    }
    Err(format!("not found at {want:?}: {:?}", finder.find(&all)))
}

/// Every mention of a sample of documents is found at its own place by its own words.
fn each_at_its_own_place(corpus: &str, every: usize, read: impl Fn(&str) -> Body) {
    let Some(documents) = documents(corpus) else { return };
    let (mut how, mut unseen): (BTreeMap<&str, usize>, usize) = (BTreeMap::new(), 0);
    let mut wrong = Vec::new();
    for document in documents.iter().step_by(every) {
        let body = read(&document.text);
        let finder = Finder::new(&body);
        for mention in &document.mentions {
            let words = &document.text[mention.clone()];
            let Some(want) = text_of(&body, mention) else {
                unseen += 1;
                continue;
            };
            match found_by(&finder, &body, words, &want) {
                Ok(by) => *how.entry(by).or_default() += 1,
                Err(why) => wrong.push(format!("{}: {words:?}: {why}", document.id)),
            }
        }
    }
    println!("{corpus}, every {every}: {how:?}, {unseen} without reader's text, {} not found", wrong.len());
    assert!(how.values().sum::<usize>() > 100, "the sample is too small to say anything");
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}

#[test]
fn mentions_in_letters_are_found_by_their_words() {
    each_at_its_own_place("schnitzler_letters", 5, marked_up);
}

#[test]
fn mentions_in_novels_are_found_by_their_words() {
    each_at_its_own_place("litbank", 5, plain);
}

/// Quotes against edited texts. What folding and context find is found, exactly; what needs alignment is not, and nothing is
/// ever found elsewhere.
#[test]
fn edited_texts_lead_no_quote_astray() {
    let Some(path) = shared("corpora/anchoring_cases.dev.jsonl") else { return };
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap().to_owned();
        let text = case["text"].as_str().unwrap();
        let body = if case["markdown_source"] == true { marked_up(text) } else { plain(text) };
        let part = |name: &str| case["quote"][name].as_str().unwrap();
        // Contexts of 32 characters are cut anywhere: the word at the cut is left out.
        let words = |words: &str| (!words.trim().is_empty()).then(|| Box::new(quote(words).quote));
        let before = part("prefix").split_once(char::is_whitespace).and_then(|(_, rest)| words(rest));
        let after = part("suffix").rsplit_once(char::is_whitespace).and_then(|(rest, _)| words(rest));
        let (finder, alone) = (Finder::new(&body), quote(part("exact")));
        let places = match finder.find(&alone) {
            Err(NotFound::Ambiguous { .. }) => finder.find(&Quote { before, after, ..alone.clone() }),
            other => other,
        };
        let Ok(places) = places else {
            missing.push(id);
            continue;
        };
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let at = |name: &str| bytes[usize::try_from(case["expected"][name].as_u64().unwrap()).unwrap()];
        assert!(!case["expected"].is_null(), "{id}: anchored at {places:?} what is not there");
        let span = body.map.span(places[0].clone()).unwrap();
        let slack = usize::try_from(case["slack"].as_u64().unwrap()).unwrap();
        let off = span.range().start.abs_diff(at("start")).max(span.range().end.abs_diff(at("end")));
        assert!(places.len() == 1 && off <= slack, "{id}: {span:?} for {}..{}", at("start"), at("end"));
        found.push(id);
    }
    println!("found: {found:?}; left to alignment: {missing:?}");
    assert_eq!(
        missing,
        [
            "typo-in-text",
            // Spaces around a dash: folding leaves them.
            "dashes",
            "insertion-in-text",
            "repeated-context-misprint",
            "repeated-its-sentence-deleted",
            "deleted-sentence",
            "deleted-paragraph-rewritten",
            "long-quote-scattered-typos",
        ]
    );
}

#[test]
#[ignore = "soak: the whole corpora"]
fn soak_mentions_are_found_by_their_words() {
    each_at_its_own_place("schnitzler_letters", 1, marked_up);
    each_at_its_own_place("litbank", 1, plain);
    each_at_its_own_place("schnitzler_diary", 1, plain);
    each_at_its_own_place("mueller_report", 1, marked_up);
}

/// What a large document costs: folding, finding 1,400 quotes that recur, explaining those that are not found, spotting
/// 50,000 names, and sentences. Run with `--release -- --ignored --nocapture large_document`.
#[test]
#[ignore = "measures; says nothing in a debug build"]
fn soak_large_document() {
    let (Some(mut documents), Some(more)) = (documents("litbank"), documents("mueller_report")) else { return };
    documents.extend(more);
    let mut text = String::new();
    for document in &documents {
        text.push_str(&document.text);
        text.push_str("\n\n");
        if text.len() > 460_000 {
            break;
        }
    }
    let body = plain(&text);
    let start = Instant::now();
    let finder = Finder::new(&body);
    println!("{} bytes folded in {:?}", text.len(), start.elapsed());

    let mentions: Vec<_> = documents
        .iter()
        .flat_map(|document| document.mentions.iter().map(|mention| &document.text[mention.clone()]))
        .take(1_400)
        .collect();
    let start = Instant::now();
    let places: usize = mentions
        .iter()
        .map(|words| finder.find(&choose(words, Occurrence::All)).map_or(0, |places| places.len()))
        .sum();
    println!("{} quotes found in {places} places in {:?}", mentions.len(), start.elapsed());

    let start = Instant::now();
    let mut ambiguous = 0;
    for words in &mentions {
        if let Err(why) = finder.find(&quote(words)) {
            ambiguous += usize::from(finder.explain(&quote(words), &why, Asked::default()).labels.len() > 1);
        }
    }
    println!("{ambiguous} ambiguous ones explained in {:?}", start.elapsed());

    let words: Vec<&str> = text.split_whitespace().collect();
    let altered = (0..1_400).map(|n| {
        let at = n * 50;
        let mut passage = words[at..at + 4 + n % 40].to_vec();
        let middle = passage.len() / 2;
        passage[middle] = "altered";
        passage.join(" ")
    });
    let altered: Vec<String> = altered.collect();
    let start = Instant::now();
    let near = altered.iter().filter(|words| finder.locate(&quote(words), None, &GUARD).proposal.is_some()).count();
    println!("{near} nearest passages of {} missing quotes in {:?}", altered.len(), start.elapsed());

    let names = words
        .windows(3)
        .step_by(2)
        .take(50_000)
        .enumerate()
        .map(|(at, words)| (words.join(" "), annals::id::EntityId(small(at))));
    let start = Instant::now();
    let spotter = Spotter::new(names, 50_000);
    println!("50,000 names made an automaton in {:?}", start.elapsed());
    let start = Instant::now();
    let spots = spotter.spot(&body, &std::collections::BTreeSet::new(), &[]);
    println!("{} spotted in {:?}", spots.spotted.len(), start.elapsed());
    let start = Instant::now();
    let sentences = Sentences::new(&body);
    println!("sentences in {:?}", start.elapsed());
    let start = Instant::now();
    let length: u32 = spots
        .spotted
        .iter()
        .map(|spot| {
            let range = sentences.around(&spot.range).range;
            range.end - range.start
        })
        .sum();
    println!("{} looked up ({length} bytes) in {:?}", spots.spotted.len(), start.elapsed());
}

/// Of the random texts below.
const SEED: u64 = 20_170_302;

/// Words as people type them, with what folding changes and what makes a grapheme of several characters.
fn words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        6 => "[a-d]{1,4}",
        1 => "[A-D][a-d]{1,3}’s",
        1 => "“[a-d]{1,3}”",
        1 => "[a-d]{1,2}(e\u{301}|\u{ad}|ﬁ|ﬀ)[a-d]{0,2}",
        1 => "(—|--|…|-|\\(|\\.|,)",
        1 => "[0-9]{1,3}",
        1 => "(👩\u{200d}🚀|🇦🇹|日本|한국|Ñandú)",
    ];
    prop::collection::vec(word, 4..60)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Any passage from word to word anchors to itself, or is said to stand in several places, its own among them.
    #[test]
    fn a_passage_anchors_to_itself(words in words(), from in any::<prop::sample::Index>(), length in 1usize..8) {
        let text = words.join(" ");
        let body = plain(&text);
        let from = from.index(words.len());
        let to = (from + length).min(words.len());
        let start = words[..from].iter().map(|word| word.len() + 1).sum::<usize>();
        let asked = words[from..to].join(" ");
        // Soft hyphens at the edges belong to no word.
        let inner = asked.trim_matches('\u{ad}');
        let start = start + asked.len() - asked.trim_start_matches('\u{ad}').len();
        let want = small(start)..small(start + inner.len());
        match Finder::new(&body).find(&quote(&asked)) {
            Ok(places) => prop_assert_eq!(places, [want]),
            Err(NotFound::Ambiguous { places }) => {
                prop_assert!(places.len() > 1);
                prop_assert!(places.contains(&want), "{:?} lacks {:?}", places, want);
                let number = places.iter().position(|place| *place == want).unwrap();
                let chosen = Finder::new(&body).find(&choose(&asked, Occurrence::Numbers(vec![small(number + 1)])));
                prop_assert_eq!(chosen, Ok(vec![want]));
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }

    /// Words put in elsewhere change nothing, or make it ambiguous; they never move it.
    #[test]
    fn words_elsewhere_move_nothing(
        words in words(),
        more in words(),
        from in any::<prop::sample::Index>(),
        length in 1usize..6,
        at in any::<prop::sample::Index>(),
    ) {
        let from = from.index(words.len());
        let to = (from + length).min(words.len());
        let asked = words[from..to].join(" ");
        let before = plain(&words.join(" "));
        let Ok(was) = Finder::new(&before).find(&quote(&asked)) else { return Ok(()) };
        // Put in before or after the passage, never into it.
        let at = match at.index(words.len() + 1) {
            at if at > from && at < to => to,
            at => at,
        };
        let mut grown = words.clone();
        grown.splice(at..at, more.iter().cloned());
        let shift = if at <= from { more.iter().map(|word| small(word.len()) + 1).sum() } else { 0 };
        let after = plain(&grown.join(" "));
        let want = was[0].start + shift..was[0].end + shift;
        match Finder::new(&after).find(&quote(&asked)) {
            Ok(places) => prop_assert_eq!(places, [want]),
            Err(NotFound::Ambiguous { places }) => prop_assert!(places.contains(&want)),
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }

    /// What is found lies on edges of graphemes and reads as the quote does; and nothing makes the finder, its
    /// diagnostics or the sentences fail.
    #[test]
    fn places_lie_on_grapheme_edges(words in words(), asked in "[a-d \u{301}\u{ad}👩\u{200d}🚀🇦🇹ﬁ.’'\"“—-]{1,6}", which in 0usize..3) {
        let body = plain(&words.join(" "));
        let finder = Finder::new(&body);
        let asked = [quote(&asked), choose(&asked, Occurrence::All), choose(&asked, Occurrence::Numbers(vec![2]))][which].clone();
        let sentences = Sentences::new(&body);
        match finder.find(&asked) {
            Ok(places) => {
                prop_assert!(!places.is_empty() && places.is_sorted_by_key(|place| place.start));
                for place in places {
                    prop_assert!(place.start < place.end);
                    prop_assert!(is_grapheme_edge(&body.text, place.start as usize));
                    prop_assert!(is_grapheme_edge(&body.text, place.end as usize));
                    let sentence = sentences.around(&place).range;
                    prop_assert!(sentence.start <= place.start && place.end <= sentence.end);
                    prop_assert!(body.text.get(sentence.start as usize..sentence.end as usize).is_some());
                }
            }
            Err(why) => {
                let found = finder.explain(&asked, &why, Asked::default());
                prop_assert!(found.span.is_some() && !found.message.is_empty());
            }
        }
    }

    /// A changed passage is never anchored; what is shown instead lies on the text's own characters.
    #[test]
    fn a_changed_passage_is_only_shown(words in words(), at in any::<prop::sample::Index>()) {
        let body = plain(&words.join(" "));
        let at = at.index(words.len());
        let mut asked = words[at.saturating_sub(3)..(at + 3).min(words.len())].to_vec();
        asked.insert(1, "zzz".into());
        let asked = quote(&asked.join(" "));
        let finder = Finder::new(&body);
        prop_assert_eq!(finder.find(&asked), Err(NotFound::Missing));
        let located = finder.locate(&asked, None, &GUARD);
        prop_assert!(located.places.is_empty());
        if let Some(nearest) = located.proposal {
            prop_assert!(body.text.get(nearest.range.start as usize..nearest.range.end as usize).is_some());
            prop_assert!(!nearest.differences.is_empty());
            prop_assert!(nearest.likeness >= 50);
        }
    }
}
