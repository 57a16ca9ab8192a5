//! Folding: the form in which quotes, names and texts are compared, with the way back to the text.
//!
//! Two texts are the same for a reader where they differ only in how they were typed. Folding makes them equal bytes:
//!
//! | in the text | folded | characters |
//! | --- | --- | --- |
//! | canonical equivalents | NFC | UAX #15 |
//! | a run of white space | one space | the Unicode property `White_Space`, U+00A0 NO-BREAK SPACE and U+202F NARROW NO-BREAK SPACE among it |
//! | single quotation marks, apostrophes | `'` | [`SINGLE`] |
//! | double quotation marks, guillemets | `"` | [`DOUBLE`] |
//! | hyphens, dashes, minus | `-` | [`DASHES`] |
//! | a run of two or more U+002D HYPHEN-MINUS | `-` | `--`, `---` |
//! | U+2026 HORIZONTAL ELLIPSIS | `...` | |
//! | soft hyphens, zero-width characters, variation selectors | nothing | [`DROPPED`], [`VARIATION_SELECTORS`] |
//! | Latin ligatures | their letters | [`LIGATURES`] |
//!
//! Letter case counts. A folded text never holds `\n`, which therefore parts texts that no match may cross.

mod tables;

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::GraphemeCursor;

pub use tables::{DASHES, DOUBLE, DROPPED, LIGATURES, SINGLE, VARIATION_SELECTORS};

/// A folded text and the way back to the text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    runs: Vec<Run>,
}

/// A run of the folded text, up to the next run's start, and the bytes of the text that it stands for. Dropped characters
/// lie between runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    folded: u32,
    source: u32,
    source_len: u32,
    sort: Sort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Byte for byte.
    Exact,
    /// Some bytes stand for some others as a whole.
    Unit,
    /// As a unit, but its letters can be quoted one by one: half of it selects the whole character.
    Ligature,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(text.len()), runs: Vec::new() };
        folded.append(text, 0);
        folded
    }

    /// Folds parts of a text, in order, with `\n` between them: no needle holds one, so no match crosses a part's edge.
    /// Offsets lead back to the whole text. A part that does not lie in the text is left out.
    pub fn of_parts(text: &str, parts: impl IntoIterator<Item = Range<usize>>) -> Folded {
        let mut folded = Folded { text: String::with_capacity(text.len()), runs: Vec::new() };
        for (count, part) in parts.into_iter().enumerate() {
            if count > 0 {
                folded.push("\n", part.start, 0, Sort::Unit);
            }
            if let Some(words) = text.get(part.clone()) {
                folded.append(words, part.start);
            }
        }
        folded
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the text that a range of the folded text stands for. `None` where an edge of it cuts a folded unit:
    /// half of `--` or of `…` is not a passage. Half of a ligature selects the whole character.
    pub fn source(&self, range: Range<usize>) -> Option<Range<usize>> {
        let start = self.source_start(range.start)?;
        let end = if range.end > range.start { self.source_end(range.end)? } else { start };
        Some(start..end)
    }

    /// As [`Folded::source`], but a cut unit is taken in whole.
    pub fn source_around(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        while start > 0 && self.source_start(start).is_none() {
            start -= 1;
        }
        while end < self.text.len() && end > range.start && self.source_end(end).is_none() {
            end += 1;
        }
        self.source(start..end).unwrap_or_default()
    }

    /// The passage of `text`, from which this was folded, that a match in the folded text is: on edges of folded units and
    /// of graphemes. `None` where it is not one. Dropped characters that belong to the last grapheme are taken in.
    pub fn place(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let Range { start, mut end } = self.source(range)?;
        if !is_grapheme_edge(text, start) {
            return None;
        }
        while !is_grapheme_edge(text, end) {
            end += text[end..].chars().next().filter(|&c| is_dropped(c))?.len_utf8();
        }
        Some(start..end)
    }

    /// Where in the folded text a place of the text is; of one that was folded away or into a unit, where that begins.
    pub fn folded(&self, at: usize) -> usize {
        let after = self.runs.partition_point(|run| run.source as usize <= at);
        let Some(run) = after.checked_sub(1).map(|at| self.runs[at]) else { return 0 };
        let end = self.runs.get(after).map_or(self.text.len(), |next| next.folded as usize);
        let inside = at - run.source as usize;
        match run.sort {
            Sort::Exact => (run.folded as usize + inside).min(end),
            Sort::Unit | Sort::Ligature if inside >= run.source_len as usize => end,
            Sort::Unit | Sort::Ligature => run.folded as usize,
        }
    }

    fn source_start(&self, at: usize) -> Option<usize> {
        let run = self.runs[self.runs.partition_point(|run| run.folded as usize <= at).checked_sub(1)?];
        let inside = at - run.folded as usize;
        match run.sort {
            Sort::Exact => Some(run.source as usize + inside.min(run.source_len as usize)),
            Sort::Unit if inside > 0 => None,
            Sort::Unit | Sort::Ligature => Some(run.source as usize),
        }
    }

    fn source_end(&self, at: usize) -> Option<usize> {
        let index = self.runs.partition_point(|run| (run.folded as usize) < at).checked_sub(1)?;
        let run = self.runs[index];
        let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.folded as usize);
        match run.sort {
            Sort::Exact => Some(run.source as usize + (at - run.folded as usize).min(run.source_len as usize)),
            Sort::Unit if at < end => None,
            Sort::Unit | Sort::Ligature => Some((run.source + run.source_len) as usize),
        }
    }

    fn append(&mut self, text: &str, base: usize) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = plain_end(text, at);
            if end > at {
                self.push(&text[at..end], base + at, end - at, Sort::Exact);
                at = end;
                continue;
            }
            let Some(c) = text[at..].chars().next() else { break };
            at = if is_dropped(c) {
                at + c.len_utf8()
            } else if c.is_whitespace() {
                let end = run_end(text, at, char::is_whitespace);
                self.push_one(" ", base + at, end - at);
                end
            } else if c == '-' {
                let end = run_end(text, at, |c| c == '-');
                self.push_one("-", base + at, end - at);
                end
            } else {
                self.append_cluster(text, at, base)
            };
        }
    }

    /// Folds one character with what composes with it; where it ends.
    fn append_cluster(&mut self, text: &str, at: usize, base: usize) -> usize {
        let mut chars = text[at..].char_indices();
        let Some((_, first)) = chars.next() else { return text.len() };
        let (mut end, mut more) = (at + first.len_utf8(), None);
        for (offset, c) in chars {
            if is_dropped(c) {
                continue;
            }
            if starts_cluster(c) {
                break;
            }
            more.get_or_insert_with(|| String::from(first)).push(c);
            end = at + offset + c.len_utf8();
        }
        match more {
            None if is_nfc_char(first) => self.push_char(first, base + at, end - at),
            None => self.push_composed(first.nfc(), base + at, end - at, &text[at..end]),
            Some(cluster) => self.push_composed(cluster.nfc(), base + at, end - at, &text[at..end]),
        }
        end
    }

    fn push_char(&mut self, c: char, source: usize, len: usize) {
        match fold_char(c) {
            Some((text, ligature)) => {
                self.push(text, source, len, if ligature { Sort::Ligature } else { Sort::Unit });
            }
            None => self.push(c.encode_utf8(&mut [0; 4]), source, len, Sort::Exact),
        }
    }

    fn push_composed(&mut self, chars: impl Iterator<Item = char>, source: usize, len: usize, written: &str) {
        let mut out = String::new();
        for c in chars {
            match fold_char(c) {
                Some((text, _)) => out.push_str(text),
                None => out.push(c),
            }
        }
        let sort = if out == written { Sort::Exact } else { Sort::Unit };
        self.push(&out, source, len, sort);
    }

    /// Pushes one byte that stands for some: byte for byte where it is one.
    fn push_one(&mut self, text: &str, source: usize, len: usize) {
        self.push(text, source, len, if len == 1 { Sort::Exact } else { Sort::Unit });
    }

    fn push(&mut self, text: &str, source: usize, len: usize, sort: Sort) {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (folded, source, source_len) = (small(self.text.len()), small(source), small(len));
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some(last)
                if sort == Sort::Exact && last.sort == Sort::Exact && last.source + last.source_len == source =>
            {
                last.source_len += source_len;
            }
            _ => self.runs.push(Run { folded, source, source_len, sort }),
        }
    }
}

/// Whether a character counts as nothing.
pub fn is_dropped(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether an offset lies on the edge of a grapheme (an extended grapheme cluster, UAX #29).
pub fn is_grapheme_edge(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if at == 0 || at >= bytes.len() {
        return at == 0 || at == bytes.len();
    }
    if bytes[at - 1].is_ascii() && bytes[at].is_ascii() {
        return !(bytes[at - 1] == b'\r' && bytes[at] == b'\n');
    }
    text.is_char_boundary(at) && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

/// Whether a character is a letter, a mark or a digit: what words are made of.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// What a character is folded to, where it is not itself, and whether it is a ligature.
fn fold_char(c: char) -> Option<(&'static str, bool)> {
    Some(match c {
        '\u{2bb}'
        | '\u{2bc}'
        | '\u{5f3}'
        | '\u{2018}'..='\u{201b}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{275b}'
        | '\u{275c}'
        | '\u{275f}'
        | '\u{ff07}' => ("'", false),
        '\u{ab}'
        | '\u{bb}'
        | '\u{2ee}'
        | '\u{5f4}'
        | '\u{201c}'..='\u{201f}'
        | '\u{275d}'
        | '\u{275e}'
        | '\u{2760}'
        | '\u{2e42}'
        | '\u{300c}'..='\u{300f}'
        | '\u{301d}'..='\u{301f}'
        | '\u{fe41}'..='\u{fe44}'
        | '\u{ff02}'
        | '\u{ff62}'..='\u{ff63}' => ("\"", false),
        '\u{58a}'
        | '\u{5be}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2e17}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => ("-", false),
        '\u{2026}' => ("...", false),
        '\u{132}' | '\u{133}' | '\u{152}' | '\u{153}' | '\u{fb00}'..='\u{fb06}' => {
            (LIGATURES.iter().find(|row| row.0 == c)?.2, true)
        }
        _ => return None,
    })
}

/// The ASCII characters that folding leaves as they are wherever they stand.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        plain[byte as usize] = byte != b'-';
        byte += 1;
    }
    plain
};

/// Where the run of ASCII from `at` ends that folding leaves as it is: the fast path.
fn plain_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize| {
        bytes[from..].iter().position(|&byte| !PLAIN[usize::from(byte)]).map_or(bytes.len(), |n| from + n)
    };
    let mut end = run(at);
    // A single space or hyphen between two such runs belongs to them.
    while end > at
        && matches!(bytes.get(end), Some(b' ' | b'-'))
        && bytes.get(end + 1).is_some_and(|&byte| PLAIN[usize::from(byte)])
    {
        end = run(end + 1);
    }
    // The last character may compose with what follows.
    if end > at && bytes.get(end).is_some_and(|b| !b.is_ascii()) {
        let next = text[end..].chars().next();
        if next.is_some_and(|c| c >= '\u{300}' || is_dropped(c)) {
            end -= 1;
        }
    }
    end
}

/// Where a run of such characters ends, with what counts as nothing between them.
fn run_end(text: &str, at: usize, of: impl Fn(char) -> bool) -> usize {
    let mut end = at;
    for (offset, c) in text[at..].char_indices() {
        if of(c) {
            end = at + offset + c.len_utf8();
        } else if !is_dropped(c) {
            break;
        }
    }
    end
}

/// Whether a character is its own NFC.
fn is_nfc_char(c: char) -> bool {
    c < '\u{300}' || is_nfc_quick(std::iter::once(c)) != IsNormalized::No
}

/// Whether a character can never compose with what stands before it.
fn starts_cluster(c: char) -> bool {
    if c < '\u{300}' {
        return true;
    }
    if canonical_combining_class(c) != 0 {
        return false;
    }
    match is_nfc_quick(std::iter::once(c)) {
        IsNormalized::Yes => true,
        IsNormalized::Maybe => false,
        IsNormalized::No => {
            let mut first = None;
            decompose_canonical(c, |part| {
                first.get_or_insert(part);
            });
            first.is_some_and(|part| {
                canonical_combining_class(part) == 0 && is_nfc_quick(std::iter::once(part)) == IsNormalized::Yes
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn fold(text: &str) -> String {
        Folded::new(text).as_str().to_owned()
    }

    #[test]
    fn the_tables_are_what_is_folded() {
        for &(c, name) in SINGLE {
            assert_eq!(fold(&c.to_string()), "'", "{name}");
        }
        for &(c, name) in DOUBLE {
            assert_eq!(fold(&c.to_string()), "\"", "{name}");
        }
        for &(c, name) in DASHES {
            assert_eq!(fold(&format!("a{c}b")), "a-b", "{name}");
        }
        for &(c, name) in DROPPED {
            assert_eq!(fold(&format!("a{c}b")), "ab", "{name}");
        }
        for &(c, name, letters) in LIGATURES {
            assert_eq!(fold(&format!("a{c}b")), format!("a{letters}b"), "{name}");
        }
        for c in VARIATION_SELECTORS.iter().cloned().flatten() {
            assert_eq!(fold(&format!("a{c}b")), "ab", "{}", c.escape_unicode());
        }
        // And nothing else is: every other character keeps its own NFC.
        let listed = |c: char| {
            let in_table = |table: &[(char, &str)]| table.iter().any(|row| row.0 == c);
            [SINGLE, DOUBLE, DASHES, DROPPED].into_iter().any(in_table)
                || VARIATION_SELECTORS.iter().any(|range| range.contains(&c))
                || LIGATURES.iter().any(|row| row.0 == c)
        };
        // Beyond U+323AF nothing but tags and private use is assigned.
        let others = ('\0'..='\u{323af}').filter(|&c| !(c.is_whitespace() || c == '…' || listed(c)));
        let text: String = others.flat_map(|c| ['x', c, 'x']).collect();
        assert!(fold(&text) == text.nfc().collect::<String>());
    }

    #[test]
    fn typing_makes_no_difference() {
        for (left, right) in [
            ("it’s  “so”\u{a0}— he said…", "it's \"so\" - he said..."),
            ("»Der\u{ad} Sohn«\n\tist", "\"Der Sohn\" ist"),
            ("a -- b --- c ---- d", "a – b — c ‒ d"),
            ("Cafe\u{301} au\u{200b}lait", "Café aulait"),
            ("e\u{ad}\u{301}", "é"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("oﬃce, Œuvre", "office, OEuvre"),
            ("a \u{ad} b", "a b"),
            ("\u{212b}", "Å"),
            ("「はい」と『いいえ』", "“はい”と\"いいえ\""),
            ("❤\u{fe0f} 葛\u{e0100}", "❤ 葛"),
            ("צה\u{5f4}ל ג\u{5f3}", "צה\"ל ג'"),
        ] {
            assert_eq!(fold(left), fold(right), "{left} | {right}");
        }
        assert_ne!(fold("Sessions"), fold("sessions"));
    }

    #[test]
    fn places_lead_back() {
        let text = "He said…  “It’s a co\u{ad}op”—oﬃce cafe\u{301}s";
        let folded = Folded::new(text);
        let find = |needle: &str| {
            let at = folded.as_str().find(needle).unwrap();
            folded.place(text, at..at + needle.len()).map(|range| &text[range])
        };
        assert_eq!(find("said... \"It's"), Some("said…  “It’s"));
        assert_eq!(find("coop"), Some("co\u{ad}op"));
        assert_eq!(find("co"), Some("co"), "a soft hyphen is no part of the word before it");
        assert_eq!(find("said."), None, "half of an ellipsis");
        assert_eq!(find(".. "), None);
        assert_eq!(find("of"), Some("oﬃ"), "half of a ligature selects the character");
        assert_eq!(find("ice"), Some("ﬃce"));
        assert_eq!(find("café"), Some("cafe\u{301}"));
        assert_eq!(Folded::new("a -- b").source(2..3), Some(2..4));
    }

    #[test]
    fn joined_pictures_are_not_halved() {
        let text = "x \u{1f469}\u{200d}\u{1f680} y";
        let folded = Folded::new(text);
        assert_eq!(folded.as_str(), "x \u{1f469}\u{1f680} y");
        assert_eq!(folded.place(text, 2..6), None);
        assert_eq!(folded.place(text, 2..10), Some(2..13));
    }

    #[test]
    fn parts_keep_their_offsets_and_edges() {
        let text = "one\ntwo\nthree";
        let folded = Folded::of_parts(text, [0..3, 8..13]);
        assert_eq!(folded.as_str(), "one\nthree");
        assert_eq!(folded.source(4..9), Some(8..13));
        assert_eq!(Folded::of_parts(text, [0..0, 8..13]).as_str(), "\nthree");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(20_170_302),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn every_folded_character_has_its_place(text in "[a-c é…“”\u{ad}\u{200d}\u{301}ﬁ\\-\n 한\u{1100}\u{1161}👩🚀]{0,40}") {
            let folded = Folded::new(&text);
            let mut last = 0;
            for (at, c) in folded.as_str().char_indices() {
                let range = folded.source_around(at..at + c.len_utf8());
                prop_assert!(range.start < range.end && range.end <= text.len());
                prop_assert!(text.get(range.clone()).is_some());
                prop_assert!(range.end >= last, "in order");
                last = range.end;
            }
            let dropped: String = text.chars().filter(|&c| !is_dropped(c)).collect();
            prop_assert_eq!(fold(&dropped), folded.as_str());
            let nfd: String = text.chars().filter(|&c| !is_dropped(c)).nfd().collect();
            prop_assert_eq!(fold(&nfd), folded.as_str());
        }
    }
}
