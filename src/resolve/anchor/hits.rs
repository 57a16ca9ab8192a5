//! The places of a reading's words, and of many of them those that may stand between given words without all being looked at.
//!
//! A name can stand in a long text a thousand times and be quoted as often. Each of these quotes, told from the others by the
//! words around it, would have to look at the text around each place. Instead the letters beside all places are noted, and put in
//! order, when they are asked for again: only places that have the asked ones there are looked at.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::lock::Print;
use crate::parse::body::TextRange;
use crate::resolve::anchor::GAP;
use crate::resolve::anchor::others::{Sentences, Split};
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
    by_sentence: OnceLock<BySentence>,
    counts: OnceLock<(usize, usize)>,
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
        Hits {
            all: all.collect(),
            places: OnceLock::new(),
            asked: AtomicBool::new(false),
            beside: OnceLock::new(),
            by_sentence: OnceLock::new(),
            counts: OnceLock::new(),
        }
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Hit> {
        self.all.iter()
    }

    /// The match of this number.
    pub fn get(&self, number: usize) -> &Hit {
        &self.all[number]
    }

    /// How many are passages, on whole words, and in all.
    pub fn counts(&self) -> (usize, usize) {
        *self.counts.get_or_init(|| {
            let passages = || self.all.iter().filter(|hit| hit.place.is_some());
            (passages().filter(|hit| hit.whole_word).count(), passages().count())
        })
    }

    /// Those that begin within a range of the folded text.
    pub fn within(&self, range: &Range<usize>) -> &[Hit] {
        let first = self.all.partition_point(|hit| hit.start < range.start);
        let count = self.all[first..].partition_point(|hit| hit.start < range.end);
        &self.all[first..first + count]
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
        let near = is_worth_it.then(|| {
            let beside = self.beside.get_or_init(|| Beside::new(text, &self.all));
            beside.between(&Letters::before(before, FURTHEST), &Letters::after(after, FURTHEST))
        });
        let count = near.as_ref().map_or(self.all.len(), Vec::len);
        (0..count).map(move |at| &self.all[near.as_ref().map_or(at, |near| near[at])])
    }
}

impl Hits {
    /// The numbers of the matches, in order, that may be the passage's for all that is known of sentences: all but those
    /// that lie in others ([`Sentences::are_others`]).
    pub fn in_no_other(&self, split: &Split, sentences: &Sentences) -> Vec<usize> {
        if sentences.own.is_empty() {
            return (0..self.all.len()).collect();
        }
        // Of one text the same sentences are known to all quotes.
        let known = self.by_sentence.get_or_init(|| BySentence::new(&self.all, split, &sentences.all));
        if !Arc::ptr_eq(&known.all, &sentences.all) {
            let is_other = |hit: &Hit| sentences.are_others(split, &(hit.start..hit.end));
            return (0..self.all.len()).filter(|&at| !is_other(&self.all[at])).collect();
        }
        let of = |print: Print| {
            let first = known.in_known.partition_point(|(one, _)| *one < print);
            known.in_known[first..].iter().take_while(move |(one, _)| *one == print).map(|(_, at)| *at as usize)
        };
        let strange = known.strange.iter().map(|&at| at as usize);
        let mut numbers: Vec<usize> = strange.chain(sentences.own.iter().copied().flat_map(of)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The matches by the sentences that they lie in.
#[derive(Debug)]
struct BySentence {
    /// The sentences that were known.
    all: Arc<[Print]>,
    /// Matches that lie in some other, or in none.
    strange: Box<[u32]>,
    /// Of the others each with each of its sentences, sorted.
    in_known: Box<[(Print, u32)]>,
}

impl BySentence {
    fn new(hits: &[Hit], split: &Split, all: &Arc<[Print]>) -> BySentence {
        let (mut strange, mut in_known) = (Vec::new(), Vec::new());
        for (at, hit) in (0..).zip(hits) {
            let around = split.around(&(hit.start..hit.end));
            if around.is_empty()
                || hit.start == hit.end
                || !around.iter().all(|(_, print)| all.binary_search(print).is_ok())
            {
                strange.push(at);
            } else {
                in_known.extend(around.iter().map(|(_, print)| (*print, at)));
            }
        }
        in_known.sort_unstable();
        BySentence { all: Arc::clone(all), strange: strange.into(), in_known: in_known.into() }
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

    /// Whether other letters begin with these.
    fn begin(&self, other: u64) -> bool {
        (other ^ self.bytes) & self.mask == 0
    }

    /// Of places in order of their letters those whose letters begin with these.
    fn among<'p>(&self, places: &'p [u32], letters: impl Fn(&u32) -> u64) -> &'p [u32] {
        let first = places.partition_point(|at| letters(at) < self.bytes);
        let count = places[first..].partition_point(|at| letters(at) <= self.bytes | !self.mask);
        &places[first..first + count]
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
struct Beside {
    /// By place.
    letters: Box<[(u64, u64)]>,
    /// The places in order of what stands before them.
    by_left: Box<[u32]>,
    /// The same of what stands after them.
    by_right: Box<[u32]>,
}

impl Beside {
    fn new(text: &str, all: &[Hit]) -> Beside {
        let of = |hit: &Hit| {
            let (before, after) = (&text[..hit.start], &text[hit.end..]);
            (Letters::before(before, BESIDE).bytes, Letters::after(after, BESIDE).bytes)
        };
        let letters: Box<[(u64, u64)]> = all.iter().map(of).collect();
        let mut by_left: Box<[u32]> = (0..).take(all.len()).collect();
        let mut by_right = by_left.clone();
        by_left.sort_unstable_by_key(|&at| letters[at as usize].0);
        by_right.sort_unstable_by_key(|&at| letters[at as usize].1);
        Beside { letters, by_left, by_right }
    }

    /// The places that may stand between these letters, in order.
    fn between(&self, before: &Letters, after: &Letters) -> Vec<usize> {
        let left = |at: &u32| self.letters[*at as usize].0;
        let right = |at: &u32| self.letters[*at as usize].1;
        let (left, right) = (before.among(&self.by_left, left), after.among(&self.by_right, right));
        let fewer = if left.len() < right.len() { left } else { right };
        let is_between = |&at: &usize| before.begin(self.letters[at].0) && after.begin(self.letters[at].1);
        let mut near: Vec<usize> = fewer.iter().map(|&at| at as usize).filter(is_between).collect();
        near.sort_unstable();
        near
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

        /// Told by the sentences at once, or for each place.
        #[test]
        fn places_in_other_sentences_are_those_that_lie_there(
            whole in text(30),
            (known, own) in (prop::collection::vec(any::<bool>(), 12), prop::collection::vec(0usize..12, 0..3)),
        ) {
            let whole = format!("{}{whole}", ["x a. ", "b x x! ", "x x. ", "\n"].concat());
            let split = Split::new(&whole, &[]);
            let prints: Vec<Print> = split.sentences().map(|(_, print)| *print).collect();
            let is_known = |at: &usize| known[at % known.len()];
            let mut all: Vec<Print> = (0..prints.len()).filter(is_known).map(|at| prints[at]).collect();
            all.sort_unstable();
            let own = own.into_iter().map(|at| prints[at % prints.len()]).collect();
            let sentences = Sentences { own, all: all.into() };
            let hits = hits(&whole);
            let may_be = |at: &usize| !sentences.are_others(&split, &(hits.get(*at).start..hits.get(*at).end));
            let want: Vec<usize> = (0..hits.all.len()).filter(may_be).collect();
            prop_assert_eq!(&hits.in_no_other(&split, &sentences), &want);
            // Other sentences may be known than when it was asked first.
            let fewer = Sentences { all: sentences.all.iter().skip(1).copied().collect(), ..sentences.clone() };
            let may_be = |at: &usize| !fewer.are_others(&split, &(hits.get(*at).start..hits.get(*at).end));
            let want: Vec<usize> = (0..hits.all.len()).filter(may_be).collect();
            prop_assert_eq!(hits.in_no_other(&split, &fewer), want);
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
