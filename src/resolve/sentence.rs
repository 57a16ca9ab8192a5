//! The sentence around a mention: what its entity's page quotes.
//!
//! Sentences are those of UAX #29 within each leaf block, joined where the full stop before the break is one of an
//! abbreviation, an initial or a day's number, in English, German and French. Found once for a text, looked up for each mention.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

use crate::parse::body::{BlockKind, Body, TextRange};
use crate::resolve::fold::is_grapheme_edge;

/// The characters that are shown of a sentence.
const LENGTH: usize = 400;
/// The characters that are shown around a mention that is itself longer than that.
const AROUND: usize = 80;

/// The sentences of one text.
#[derive(Clone, Debug)]
pub struct Sentences<'b> {
    body: &'b Body,
    /// In order, without the white space around them.
    ranges: Vec<TextRange>,
    /// For each sentence the number of its leaf block, counted from 0 over the blocks that have sentences.
    paragraphs: Vec<u32>,
}

/// A sentence around a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its part of the reader's text; it holds the mention.
    pub range: TextRange,
    /// Whether more of it stands before.
    pub cut_before: bool,
    /// Whether more of it stands after.
    pub cut_after: bool,
}

/// The sentence around one range; for many ranges of a text use [`Sentences`].
pub fn sentence(body: &Body, range: &TextRange) -> Sentence {
    Sentences::new(body).around(range)
}

impl<'b> Sentences<'b> {
    /// Finds all sentences of a text.
    pub fn new(body: &'b Body) -> Self {
        let (mut ranges, mut blocks) = (Vec::new(), Vec::new());
        for block in body.blocks.iter().filter(|block| block.kind != BlockKind::Opaque) {
            let text = body.words(&block.range);
            if block.kind == BlockKind::Code {
                // A line of code is what a sentence is elsewhere.
                let lines = text.split_inclusive('\n').scan(block.range.start, |at, line| {
                    let start = *at;
                    *at += small(line.len());
                    Some(start..start + small(line.trim_end().len()))
                });
                ranges.extend(lines.filter(|line| line.start < line.end));
            } else {
                split(text, block.range.start, &mut ranges);
            }
            blocks.extend(
                (ranges.len() > blocks.last().map_or(0, |&(end, _)| end)).then_some((ranges.len(), block.range.start)),
            );
        }
        ranges.sort_by_key(|range| range.start);
        blocks.sort_by_key(|&(_, start)| start);
        let mut paragraphs = Vec::with_capacity(ranges.len());
        for range in &ranges {
            let paragraph = blocks.partition_point(|&(_, start)| start <= range.start).saturating_sub(1);
            paragraphs.push(small(paragraph));
        }
        Sentences { body, ranges, paragraphs }
    }

    /// The numbers of the sentences that a range has a letter of, counted from 0 through the text; none for a range without
    /// words.
    pub fn numbers(&self, range: &TextRange) -> TextRange {
        let first = self.ranges.partition_point(|sentence| sentence.end <= range.start);
        let after = self.ranges.partition_point(|sentence| sentence.start < range.end);
        let end = if range.is_empty() { first } else { after };
        small(first)..small(end.max(first))
    }

    /// The sentences of a text as [`Sentences::into_parts`] gave them.
    pub fn known(body: &'b Body, ranges: Vec<TextRange>, paragraphs: Vec<u32>) -> Self {
        Sentences { body, ranges, paragraphs }
    }

    /// Where they are, and of each the number of its paragraph (leaf block), counted from 0 over those that have sentences.
    pub fn into_parts(self) -> (Vec<TextRange>, Vec<u32>) {
        (self.ranges, self.paragraphs)
    }

    /// The sentence (or sentences) that a range lies in, at most about 400 characters, cut between words. The range itself is
    /// never cut.
    pub fn around(&self, range: &TextRange) -> Sentence {
        let holds = |at: u32| {
            let index = self.ranges.partition_point(|sentence| sentence.start <= at).checked_sub(1)?;
            self.ranges.get(index).filter(|sentence| at < sentence.end)
        };
        let start = holds(range.start).map_or(range.start, |sentence| sentence.start);
        let end = holds(range.end.saturating_sub(1).max(range.start)).map_or(range.end, |sentence| sentence.end);
        self.cut(start..end.max(range.end), range)
    }

    fn cut(&self, whole: TextRange, range: &TextRange) -> Sentence {
        let text = &self.body.text;
        let words = |range: TextRange| self.body.words(&range);
        let (before, after) = (words(whole.start..range.start), words(range.end..whole.end));
        // Characters there are on each side, as far as they matter.
        let (left, right) = (before.chars().rev().take(LENGTH).count(), after.chars().take(LENGTH).count());
        let length = words(range.clone()).chars().take(LENGTH).count();
        let mut cut = Sentence { range: whole, cut_before: false, cut_after: false };
        if left + length + right <= LENGTH {
            return cut;
        }
        let room = LENGTH.saturating_sub(length).max(AROUND);
        let (to_left, to_right) = match (left <= room / 2, right <= room / 2) {
            (true, _) => (left, room - left),
            (_, true) => (room - right, right),
            _ => (room / 2, room - room / 2),
        };
        if left > to_left {
            let at = before.char_indices().rev().nth(to_left.saturating_sub(1)).map_or(0, |(at, _)| at);
            let kept = &before[at..];
            // At the next word; where there is none, between two graphemes.
            let skip = kept.char_indices().find(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
            let mut start = cut.range.start as usize + at + skip.unwrap_or(0);
            while start < range.start as usize && !is_grapheme_edge(text, start) {
                start += 1;
            }
            (cut.range.start, cut.cut_before) = (small(start).min(range.start), true);
        }
        if right > to_right {
            let kept = after.char_indices().nth(to_right).map_or(after, |(at, _)| &after[..at]);
            let mut end = range.end as usize + kept.rfind(char::is_whitespace).unwrap_or(kept.len());
            while end > range.end as usize && !is_grapheme_edge(text, end) {
                end -= 1;
            }
            (cut.range.end, cut.cut_after) = (small(end), true);
        }
        cut
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Splits a block's text into sentences.
fn split(text: &str, base: u32, ranges: &mut Vec<TextRange>) {
    if is_one_line(text) {
        return split_line(text, |at| at, base, ranges);
    }
    // UAX #29 ends a sentence at every line end, and looks ahead over white space again and again: each run of it becomes one
    // space. `moved` says where the way back changes: (offset in the line, offset in the text).
    let (mut line, mut moved) = (String::with_capacity(text.len()), vec![(0, 0)]);
    let mut space = false;
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() {
            if space && moved.last().is_some_and(|&(here, there)| at - there != line.len() - here) {
                moved.push((line.len(), at));
            }
            line.push(c);
        } else if !space {
            line.push(' ');
        }
        space = c.is_whitespace();
    }
    let back = |at: usize| {
        let index = moved.partition_point(|&(here, _)| here <= at).saturating_sub(1);
        moved.get(index).map_or(at, |&(here, there)| there + at - here)
    };
    split_line(&line, back, base, ranges);
}

/// Whether all white space of a text is single spaces.
fn is_one_line(text: &str) -> bool {
    let mut last = b'x';
    for &byte in text.as_bytes() {
        if byte < b' ' || (byte == b' ' && last == b' ') {
            return false;
        }
        last = byte;
    }
    text.is_ascii() || !text.contains(|c: char| !c.is_ascii() && c.is_whitespace())
}

/// Splits a text in which all white space is single spaces; `back` leads from it to the block's text.
fn split_line(line: &str, back: impl Fn(usize) -> usize, base: u32, ranges: &mut Vec<TextRange>) {
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let words = &line[from..to];
        let from = from + words.len() - words.trim_start().len();
        let to = from + words.trim().len();
        if from < to {
            // The end by its last character: white space may lie before what follows.
            let last = line[from..to].chars().next_back().map_or(0, char::len_utf8);
            ranges.push(base + small(back(from))..base + small(back(to - last) + last));
        }
    };
    bounds(line, |at| {
        let at = before_opening(line, at);
        if at <= start || !ends_sentence(&line[start..at], &line[at..]) {
            return;
        }
        let at = behind_closing(line, at);
        if at < line.len() {
            push(start, at);
            start = at;
        }
    });
    push(start, line.len());
}

/// Calls `each` with every bound of sentences (UAX #29) inside a line.
///
/// A bound lies only behind a character that ends sentences, and whether it does there is told by the letter before it and
/// what comes up to the next letter (rules SB6 to SB11): where only `.`, `!` and `?` can end one, the segmenter is shown no
/// more than that, which is a tenth of the text.
fn bounds(line: &str, mut each: impl FnMut(usize)) {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    if !line.is_ascii() && line.contains(|c| !is_simple(c)) {
        // The first bound is the beginning, the last the end.
        return segmenter.segment_str(line).skip(1).filter(|&at| at < line.len()).for_each(each);
    }
    for end in memchr::memchr3_iter(b'.', b'!', b'?', line.as_bytes()) {
        let is_letter = |c: char| c.is_alphanumeric();
        // With marks and soft hyphens the letter before may be some characters away.
        let from = line[..end].rfind(|c: char| c.is_ascii() || is_letter(c)).unwrap_or(0);
        let stop = line[end + 1..].find(|c: char| c.is_alphabetic() || matches!(c, '.' | '!' | '?'));
        let to =
            stop.map_or(line.len(), |at| end + 1 + at + line[end + 1 + at..].chars().next().map_or(0, char::len_utf8));
        let bound = segmenter.segment_str(&line[from..to]).map(|at| from + at).find(|&at| at > end);
        // What ends the piece is no bound, unless the line ends there.
        if let Some(at) = bound.filter(|&at| at < to) {
            each(at);
        }
    }
}

/// Whether a character can stand in a text in which only `.`, `!` and `?` end sentences: letters of the scripts of Europe
/// that have no sign of their own for it, and the punctuation of typography but for ‥, ․ and double marks.
fn is_simple(c: char) -> bool {
    matches!(c, '\0'..='\u{588}' | '\u{2010}'..='\u{2023}' | '\u{2026}'..='\u{2027}' | '\u{2030}'..='\u{203a}'
        | '\u{20a0}'..='\u{20cf}')
}

/// A bound, before the opening marks that directly follow the end of a sentence: where no space parts sentences, UAX #29 takes
/// them for closing ones. Of “ and ‘ that can only be told after the full stops of Chinese and Japanese.
fn before_opening(line: &str, at: usize) -> usize {
    let curly = |c: char| matches!(c, '“' | '‘');
    let opens = |c: char| matches!(c, '「' | '『' | '（' | '《' | '〈' | '【' | '〔' | '〖' | '［' | '｛') || curly(c);
    let before = line[..at].trim_end_matches(opens);
    let wide =
        before.ends_with(['。', '！', '？', '」', '』', '）', '》', '〉', '】', '〕', '〗', '］', '｝', '”', '’']);
    if line[before.len()..at].contains(curly) && !wide { at } else { before.len() }
}

/// A bound, behind a closing mark that stands by itself after it, as French writes them: `« Non. » Et`.
fn behind_closing(line: &str, mut at: usize) -> usize {
    while let Some(rest) = line[at..].strip_prefix(['»', '›', '”', '’'])
        && (rest.is_empty() || rest.starts_with(' '))
    {
        at = line.len() - rest.trim_start().len();
    }
    at
}

/// Whether a sentence ends where UAX #29 lets it end: not after an abbreviation.
fn ends_sentence(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let after = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    if after.starts_with(char::is_lowercase) {
        // “No!” he said.
        return false;
    }
    let Some(before) = before.strip_suffix('.') else { return !before.is_empty() };
    let mut words = before.rsplit(' ').map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let (word, earlier) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let lower = word.to_lowercase();
    let listed = |list: &[&str], word: &str| list.contains(&word);
    let opens = || listed(OPENERS, next);
    if word.is_empty() || word.ends_with('.') {
        return true;
    }
    if is_ordinal(word) {
        // `2. 8. 1889`, `am 2. August`, `der 2. Akt`, `Wilhelm II. von`.
        let day = next.starts_with(|c: char| c.is_ascii_digit()) || is_month(next);
        let roman = word.starts_with(char::is_alphabetic);
        let counts = listed(ARTICLES, &earlier.to_lowercase());
        return !day && !counts && (!roman || opens());
    }
    if listed(ALWAYS, &lower) {
        return false;
    }
    let mut parts = word.split('.');
    let letters = parts.clone().count() > 1 && parts.all(|part| part.chars().count() <= 2);
    if letters || listed(OFTEN, &lower) || is_month(word) {
        return opens();
    }
    // An initial, `z. B.`; but `I` is a word.
    let mut letter = word.chars();
    !(letter.next().is_some_and(char::is_alphabetic) && letter.next().is_none() && word != "I")
}

/// One or two digits, or a Roman number of more than one letter.
fn is_ordinal(word: &str) -> bool {
    (word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
        || (word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')))
}

fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    let letters = word.chars().count();
    MONTHS.iter().any(|month| *month == word || ((3..=4).contains(&letters) && month.starts_with(word.as_str())))
}

/// Abbreviations that something always follows.
const ALWAYS: &[&str] = &[
    "mr", "mrs", "ms", "messrs", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "gen", "col", "lt", "capt", "sgt",
    "maj", "adm", "cmdr", "hon", "rev", "fr", "st", "ste", "pres", "amb", "sec", "supt", "atty", "mme", "mlle", "mons",
    "vs", "cf", "viz", "eg", "e.g", "i.e", "no", "nos", "nr", "vol", "vols", "fig", "ed", "eds", "ch", "pp", "fol",
    "ca", "approx", "hr", "hrn", "herrn", "frl", "frau", "dir", "exz", "mag", "ing", "dipl", "bzw", "vgl", "bd", "bde",
    "hg", "hrsg", "geb", "gest", "verh", "verw", "sog", "insb", "ebd", "kgl", "kais", "str", "abt", "abb", "anm",
    "aufl", "kap", "z.b", "d.h", "u.a", "ges", "gez", "jan", "sept", "okt", "dez", "av", "art", "tél", "sra", "sras",
    "sres", "srta", "dra", "dres", "dña", "ee", "ud", "uds", "excmo", "excma", "ilmo", "gral", "pág", "págs", "núm",
    "ej", "avda",
];

/// Abbreviations that may end a sentence: it ends where a word that opens sentences follows.
const OFTEN: &[&str] = &[
    "jr", "sr", "esq", "inc", "corp", "co", "ltd", "bros", "dept", "univ", "assn", "etc", "al", "ibid", "op", "usw",
    "usf", "resp", "ff", "jg", "jh", "jhdt", "p", "s", "uu", "cía",
];

/// Words that stand before a number that counts: the second act.
const ARTICLES: &[&str] = &[
    "der", "die", "das", "den", "dem", "des", "am", "im", "vom", "zum", "zur", "ein", "eine", "einen", "einem", "einer",
];

/// Capitalised words that open sentences more often than they follow an abbreviation.
const OPENERS: &[&str] = &[
    "The", "A", "An", "He", "She", "It", "They", "We", "You", "I", "In", "On", "At", "But", "And", "This", "That",
    "These", "Those", "There", "His", "Her", "Its", "Their", "When", "After", "Before", "If", "As", "For", "So", "Der",
    "Die", "Das", "Er", "Sie", "Es", "Ich", "Wir", "Ihr", "Und", "Aber", "Im", "Am", "Ein", "Eine", "Da", "Dann",
    "Wenn", "Als", "Le", "La", "Les", "Il", "Elle", "Ils", "Elles", "On", "Je", "Nous", "Vous", "Un", "Une", "Mais",
    "Et", "El", "Los", "Las", "Ella", "Ellos", "Ellas", "Una", "En", "Y", "Pero",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "jänner",
    "februar",
    "feber",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::Block;
    use crate::span::FileId;

    #[test]
    fn the_manual_has_the_same_lists() {
        let manual = include_str!("../../content/manual/sentences.md");
        let listed = |heading: &str| -> Vec<&str> {
            let (_, rest) = manual.split_once(&format!("### {heading}\n")).unwrap();
            rest.split("\n#").next().unwrap().split('`').skip(1).step_by(2).collect()
        };
        assert_eq!(listed("Abbreviations that something always follows"), ALWAYS);
        assert_eq!(listed("Abbreviations that may end a sentence"), OFTEN);
        assert_eq!(listed("Words that stand before numbers"), ARTICLES);
        assert_eq!(listed("Words that open sentences"), OPENERS);
        assert_eq!(listed("Months"), MONTHS);
    }

    fn body(paragraphs: &[&str]) -> Body {
        let text = paragraphs.join("\n");
        let (mut blocks, mut start) = (Vec::new(), 0);
        for words in paragraphs {
            let range = start..start + small(words.len());
            start = range.end + 1;
            blocks.push(Block { range, kind: BlockKind::Paragraph, source: FileId::of("x").span(0, 0), event: 0 });
        }
        Body { body_range: 0..small(text.len()), text, blocks, ..Body::default() }
    }

    fn sentences(text: &str) -> Vec<String> {
        let body = body(&[text]);
        Sentences::new(&body).ranges.iter().map(|range| body.words(range).to_owned()).collect()
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        for text in [
            "Sen. Sessions met Dr. J. Edgar Hoover of the U.S. Senate at St. Mary's.",
            "Sie kam, z. B. mit Hrn. Prof. Brandes, d. h. nicht allein.",
            "Frankfurt a. M., 2. Aug. 1889 an Arthur Schnitzler.",
            "Am 2. 8. 1889 und am 24. Dezember im 2. Akt.",
            "It was founded by Smith, Jones & Co. Ltd. Partners, et al. Smith.",
            "Kaiser Franz II. Joseph kam.",
            "He spoke to George W. Bush Jr. Foundation members.",
            "Mr.\nFlynn  said\n\nso",
            "He lives in Washington, D.C. Circuit judges know.",
            "La Sra. Anna y el Sr. Berg, de los EE. UU. Federales, con la Dra. Ruiz y Dña. Inés.",
            "« Non. » dit-il.",
        ] {
            assert_eq!(sentences(text), [text], "{text}");
        }
    }

    #[test]
    fn sentences_end_where_they_end() {
        for text in [
            "He left the U.S.| He came back at 9 p.m.| The end.",
            "What?| “No!” he said.| And so did I.| Then he went.",
            "It was 1889.| Then came 1890.| Version 2.5 was out.",
            "Er kam.| Sie ging … und blieb.| »Nein.«| Ende",
            "They had 12.| The others had 13.",
            "Dogs, cats, etc.| The rest\nstayed.\n| \n  Yes.",
            "Wilhelm I.| He died.",
            "XQ dit : « Non. »| Et XQ rit.",
            "XQ dit : «\u{a0}Non\u{202f}!\u{a0}»| Et XQ rit.| Fin.",
            "Elle : « ‹ Non. › »| Et « Oui. »",
            "Er kam.| »Nein.«| Ende",
            "XQ 来了。|「XQ 好。」|他说。",
            "彼は来た。|『はい。』|（注）",
            "他说。|“好。”|完。",
            "Vive en EE. UU.| El señor vino.",
        ] {
            let want: Vec<&str> = text.split('|').map(str::trim).collect();
            assert_eq!(sentences(&text.replace('|', "")), want, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 4000, ..Default::default() })]
        #[test]
        fn bounds_are_those_of_the_whole_line(line in "[aBé5\u{301}\u{ad} .!?,:;'\"“”’)(»…–\u{61}-\u{63}]{0,24}") {
            let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
            let whole: Vec<usize> = segmenter.segment_str(&line).skip(1).filter(|&at| at < line.len()).collect();
            let mut found = Vec::new();
            bounds(&line, |at| found.push(at));
            proptest::prop_assert_eq!(found, whole);
        }
    }

    #[test]
    fn sentences_and_paragraphs_are_numbered() {
        let body = body(&["One. Two and two.", "", "Three.  Four", "Five."]);
        let sentences = Sentences::new(&body);
        let at = |words: &str| small(body.text.find(words).unwrap());
        assert_eq!(sentences.numbers(&(at("One")..at("One") + 3)), 0..1);
        assert_eq!(sentences.numbers(&(at("two.")..at("Three") + 1)), 1..3);
        assert_eq!(sentences.numbers(&(at("  Four")..at("Five"))), 3..4);
        assert_eq!(sentences.numbers(&(at("Four")..at("Four"))), 3..3);
        assert_eq!(sentences.into_parts().1, [0, 0, 1, 1, 2]);
    }

    #[test]
    fn a_range_has_its_sentences() {
        let body = body(&["First one. Second Kislyak one.  Third.", "Other\nblock. End"]);
        let around = |words: &str| {
            let start = small(body.text.find(words).unwrap());
            let found = sentence(&body, &(start..start + small(words.len())));
            assert!(!found.cut_before && !found.cut_after);
            body.words(&found.range).to_owned()
        };
        assert_eq!(around("Kislyak"), "Second Kislyak one.");
        assert_eq!(around("one.  Third"), "Second Kislyak one.  Third.");
        assert_eq!(around("Third.\nOther"), "Third.\nOther\nblock.");
        assert_eq!(around("End"), "End");
        let empty = sentence(&body, &(11..11));
        assert_eq!(body.words(&empty.range), "Second Kislyak one.");
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let words = "wörter ".repeat(300);
        let text = format!("Start {words}Kislyak {words}end");
        let body = body(&[&text]);
        let start = small(text.find("Kislyak").unwrap());
        let found = sentence(&body, &(start..start + 7));
        assert!(found.cut_before && found.cut_after);
        let shown = body.words(&found.range);
        assert!(shown.starts_with("wörter ") && shown.ends_with(" wörter"), "{shown}");
        assert!((380..=400).contains(&shown.chars().count()), "{}", shown.chars().count());
        // Near the beginning all the room is after it.
        let found = sentence(&body, &(0..5));
        assert!(!found.cut_before && found.cut_after);
        assert!(body.words(&found.range).chars().count() > 380);
        // The mention itself is never cut.
        let found = sentence(&body, &(6..start));
        assert!(found.range.start <= 6 && found.range.end >= start && found.cut_after);
        assert!((found.range.end - start) < 100);
    }

    #[test]
    fn text_without_spaces_is_cut_between_graphemes() {
        let text = "e\u{301}".repeat(2000);
        let body = body(&[&text]);
        let found = sentence(&body, &(3000..3003));
        assert!(
            is_grapheme_edge(&text, found.range.start as usize) && is_grapheme_edge(&text, found.range.end as usize)
        );
        assert!(found.cut_before && found.cut_after && found.range.end - found.range.start <= 620);
    }
}
