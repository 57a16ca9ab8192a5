//! The places of a reading's words, and of many of them those that may stand between given words without all being looked at.
//!
//! A name can stand in a long text a thousand times and be quoted as often. Each of these quotes, told from the others by the
//! words around it, would have to look at the text around each place. Instead the letters beside all places are noted when they
//! are asked for again: a place that has others there is passed over.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::parse::body::TextRange;
use crate::resolve::anchor::GAP;
use crate::resolve::fold::is_word;

/// A match in the folded text.
#[derive(Clone, Debug)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub whole_word: bool,
    /// The passage that it is; none where it is half of a grapheme or of a folded unit.
    pub place: Option<TextRange>,
}

/// All matches of some words in the folded text, in order, overlapping ones too.
#[derive(Debug)]
pub struct Hits {
    all: Box<[Hit]>,
    places: OnceLock<Places>,
    /// Whether places between some words were asked for before.
    asked: AtomicBool,
    beside: OnceLock<Beside>,
}

/// Passages that matches are, in order, by how well they count.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// On whole words: in the body, in the footnotes.
    pub whole_words: [Vec<TextRange>; 2],
    /// The same inside words.
    pub inside_words: [Vec<TextRange>; 2],
}

/// As many are looked at one by one.
const FEW: usize = 8;

impl Hits {
    pub fn new(all: impl Iterator<Item = Hit>) -> Hits {
        Hits { all: all.collect(), places: OnceLock::new(), asked: AtomicBool::new(false), beside: OnceLock::new() }
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Hit> {
        self.all.iter()
    }

    /// The passages that all of them are; `body_end` is where footnotes begin.
    pub fn places(&self, body_end: usize) -> &Places {
        self.places.get_or_init(|| Places::of(self.all.iter(), body_end))
    }

    /// Those that may stand between these words of `text`, in which they were found: at least all that do if white space,
    /// punctuation and letter case count for nothing.
    pub fn between(&self, text: &str, before: &str, after: &str) -> impl Iterator<Item = &Hit> {
        // What is asked once is answered sooner by looking at each.
        let is_worth_it = self.all.len() > FEW && self.asked.swap(true, Ordering::Relaxed);
        let told = is_worth_it.then(|| {
            let beside = self.beside.get_or_init(|| Beside::new(text, &self.all));
            (beside, Letters::before(before, FURTHEST), Letters::after(after, FURTHEST))
        });
        let may_be =
            move |at: usize| told.as_ref().is_none_or(|(beside, before, after)| beside.may_be(at, before, after));
        self.all.iter().enumerate().filter(move |(at, _)| may_be(*at)).map(|(_, hit)| hit)
    }
}

impl Places {
    pub fn of<'h>(hits: impl Iterator<Item = &'h Hit>, body_end: usize) -> Places {
        let mut places = Places::default();
        for hit in hits {
            // No reading reaches over the breaks between body and footnotes.
            let note = usize::from(hit.start >= body_end);
            let group = if hit.whole_word { &mut places.whole_words[note] } else { &mut places.inside_words[note] };
            // Two halves of one ligature are one place.
            group.extend(hit.place.clone().filter(|place| group.last() != Some(place)));
        }
        places
    }

    /// All of them, as they count.
    pub fn all(&self) -> impl Iterator<Item = &TextRange> {
        self.whole_words.iter().chain(&self.inside_words).flatten()
    }
}

/// The letters and digits next to a place, the nearest first, in lower case: as many as eight bytes hold.
#[derive(Clone, Copy, Debug)]
struct Letters {
    /// The first byte is the highest; what there is no letter for is zero.
    bytes: u64,
    /// One for each bit that is a letter's.
    mask: u64,
}

/// So many characters of given words are looked at: between letters there may be any number of others.
const FURTHEST: usize = 100;
/// And so many beside a place: as many letters and signs, a space between any two, and what may part these words from it.
const BESIDE: usize = 2 * FURTHEST + GAP;

impl Letters {
    /// Of the last characters of a text, as far as `furthest`.
    fn before(text: &str, furthest: usize) -> Letters {
        let ascii = Letters::of_ascii(text.bytes().rev().take(furthest));
        ascii.unwrap_or_else(|| Letters::of(text.chars().rev().take(furthest)))
    }

    /// Of the first.
    fn after(text: &str, furthest: usize) -> Letters {
        let ascii = Letters::of_ascii(text.bytes().take(furthest));
        ascii.unwrap_or_else(|| Letters::of(text.chars().take(furthest)))
    }

    /// Of characters, the nearest first.
    fn of(chars: impl Iterator<Item = char>) -> Letters {
        let mut letters = Letters { bytes: 0, mask: 0 };
        for c in chars.flat_map(lower).filter(|&c| is_word(c)) {
            for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
                if !letters.push(byte) {
                    return letters;
                }
            }
        }
        letters
    }

    /// The same of bytes, if those that matter are ASCII, as most are.
    fn of_ascii(bytes: impl Iterator<Item = u8>) -> Option<Letters> {
        let mut letters = Letters { bytes: 0, mask: 0 };
        for byte in bytes {
            if !byte.is_ascii() {
                return None;
            }
            if byte.is_ascii_alphanumeric() && !letters.push(byte.to_ascii_lowercase()) {
                break;
            }
        }
        Some(letters)
    }

    /// Adds a byte, if there is room for it.
    fn push(&mut self, byte: u8) -> bool {
        let room = self.mask.trailing_zeros();
        if room < u8::BITS {
            return false;
        }
        self.bytes |= u64::from(byte) << (room - u8::BITS);
        self.mask |= u64::from(u8::MAX) << (room - u8::BITS);
        true
    }
}

/// A character in lower case, where a sigma has two forms by what stands after it.
pub fn lower(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}

/// The letters before and after each place.
#[derive(Debug)]
struct Beside(Box<[(u64, u64)]>);

impl Beside {
    fn new(text: &str, all: &[Hit]) -> Beside {
        let of = |hit: &Hit| {
            let (before, after) = (&text[..hit.start], &text[hit.end..]);
            (Letters::before(before, BESIDE).bytes, Letters::after(after, BESIDE).bytes)
        };
        Beside(all.iter().map(of).collect())
    }

    /// Whether a place may stand between these letters.
    fn may_be(&self, at: usize, before: &Letters, after: &Letters) -> bool {
        let may_be = |known: u64, asked: &Letters| (known ^ asked.bytes) & asked.mask == 0;
        let (left, right) = self.0[at];
        may_be(left, before) && may_be(right, after)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::resolve::anchor::Context;
    use crate::resolve::anchor::locate::{begins_otherwise, ends_otherwise};

    fn hits(text: &str) -> Hits {
        let hit = |(start, _)| Hit { start, end: start + 1, whole_word: true, place: None };
        Hits::new(text.match_indices('x').map(hit))
    }

    /// As the second who asks gets them.
    fn between(hits: &Hits, text: &str, before: &str, after: &str) -> Vec<usize> {
        hits.asked.store(true, Ordering::Relaxed);
        hits.between(text, before, after).map(|hit| hit.start).collect()
    }

    const DOTS: &str = "..............................";

    fn text(least: usize) -> impl Strategy<Value = String> {
        let parts = ["x", "x", "a", "A", "b", "K", "\u{212a}", "ς", "Σ", "İ", "i\u{307}", "字", " ", ". ", "\n", DOTS];
        prop::collection::vec(prop::sample::select(parts.to_vec()), least..60).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(7),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        /// Whatever tells places apart tells them of those that are looked at as of all.
        #[test]
        fn no_place_between_the_words_is_left_out(
            whole in text(30),
            (at, before, after) in (0usize..30, 0usize..70, 0usize..70),
            more in prop::option::of(0usize..90),
        ) {
            let mut whole = whole;
            whole.push_str(&"x ".repeat(FEW + 1));
            let hits = hits(&whole);
            let own = &hits.all[at % hits.all.len()];
            let left: String = whole[..own.start].chars().rev().take(before).collect::<Vec<_>>().into_iter().rev().collect();
            let right: String = whole[own.end..].chars().take(after).collect();
            // The same words again, further from a place.
            if let Some(more) = more {
                whole.push_str(&format!(" {left}{}x{}{right}", ".".repeat(more), ".".repeat(more)));
            }
            let hits = self::hits(&whole);
            let near = between(&hits, &whole, &left, &right);
            prop_assert!(near.is_sorted());
            let of_left = between(&hits, &whole, &left, "");
            let of_right = between(&hits, &whole, "", &right);
            let (one, other) = (Context::new(left.clone(), true), Context::new(right.clone(), false));
            for (start, left_of, right_of) in hits.iter().map(|hit| (hit.start, &whole[..hit.start], &whole[hit.end..])) {
                let is_between = !ends_otherwise(left_of, &left) && !begins_otherwise(right_of, &right);
                prop_assert!(!is_between || near.contains(&start), "{start} of {whole:?} between {left:?} and {right:?}");
                prop_assert!(!one.ends(left_of) || of_left.contains(&start), "{start} of {whole:?} after {left:?}");
                prop_assert!(!other.begins(right_of) || of_right.contains(&start), "{start} of {whole:?} before {right:?}");
            }
        }

        /// Bytes and characters say the same.
        #[test]
        fn letters_of_bytes_are_those_of_characters(text in "[aZ9 .]{0,120}") {
            let pairs = [
                (Letters::of_ascii(text.bytes()), Letters::of(text.chars())),
                (Letters::of_ascii(text.bytes().rev()), Letters::of(text.chars().rev())),
            ];
            for (bytes, characters) in pairs {
                let bytes = bytes.map(|letters| (letters.bytes, letters.mask));
                prop_assert_eq!(bytes, Some((characters.bytes, characters.mask)));
            }
        }
    }

    #[test]
    fn of_many_places_few_are_looked_at() {
        let text: String = (0..1000).map(|n| format!("number {n} x then {}. ", 5000 - n)).collect();
        let hits = hits(&text);
        let between = |before, after| between(&hits, &text, before, after).len();
        assert_eq!(between("", ""), 1000);
        assert_eq!(between("Number 77 ", ""), 1);
        assert_eq!(between("", " THEN 4711"), 1);
        assert_eq!(between("77", " t"), 10);
        assert_eq!(between("number 77 ", "then 4923"), 1);
        assert_eq!(between("number 77 ", "then 4924"), 0);
        assert_eq!(between("elsewhere", ""), 0);
    }

    #[test]
    fn places_count_apart_by_where_they_are_and_once() {
        let hit = |start, whole_word, place| Hit { start, end: start + 1, whole_word, place };
        let all = [
            hit(0, true, Some(0..1)),
            hit(1, false, Some(1..2)),
            hit(2, false, Some(1..2)),
            hit(3, true, None),
            hit(9, false, Some(9..10)),
            hit(10, true, Some(10..11)),
        ];
        let places = Places::of(all.iter(), 9);
        let starts = |places: &[Vec<TextRange>; 2]| {
            let of = |places: &Vec<TextRange>| places.iter().map(|place| place.start).collect::<Vec<_>>();
            (of(&places[0]), of(&places[1]))
        };
        assert_eq!(starts(&places.whole_words), (vec![0], vec![10]));
        assert_eq!(starts(&places.inside_words), (vec![1], vec![9]));
        assert_eq!(places.all().map(|place| place.start).collect::<Vec<_>>(), [0, 10, 1, 9]);
    }
}
