//! Where words stand in a text, without going through all of it for each: by four bytes of theirs.
//!
//! A document of half a million characters has its thousand quotes, each of which is looked for several times. Every place of
//! the text is entered under a hash of the four bytes there; words are looked for only at the places of the rarest four of
//! theirs. It holds four bytes for each of the text.

use memchr::memmem;

/// Texts shorter than this are gone through: that costs less than an index.
const LONG: usize = 1 << 15;
/// So many bytes are one entry's.
const SIZE: usize = 4;
/// Of longer words the rarest of so many entries is taken.
const LOOKED_AT: usize = 64;

/// The places of a text.
#[derive(Debug)]
pub struct Grams {
    /// By hash: where its places begin in `places`; one more at the end.
    starts: Box<[u32]>,
    /// Of each hash in order.
    places: Box<[u32]>,
    /// How many bits of a hash count.
    bits: u32,
}

impl Grams {
    /// Of a text that is long enough to want an index.
    pub fn new(text: &str) -> Option<Grams> {
        let bytes = text.as_bytes();
        if bytes.len() < LONG || u32::try_from(bytes.len()).is_err() {
            return None;
        }
        // As many entries as there are places, or nearly.
        let bits = bytes.len().ilog2().min(20);
        let mut starts = vec![0u32; (1 << bits) + 1];
        for gram in bytes.windows(SIZE) {
            starts[hash(gram, bits) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![0u32; bytes.len() + 1 - SIZE];
        for (at, gram) in (0u32..).zip(bytes.windows(SIZE)) {
            let slot = &mut next[hash(gram, bits)];
            places[*slot as usize] = at;
            *slot += 1;
        }
        Some(Grams { starts: starts.into(), places: places.into(), bits })
    }

    fn of(&self, gram: &[u8]) -> &[u32] {
        let at = hash(gram, self.bits);
        &self.places[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn hash(gram: &[u8], bits: u32) -> usize {
    let number = gram.iter().fold(0u32, |number, &byte| number << 8 | u32::from(byte));
    (number.wrapping_mul(0x9e37_79b1) >> (32 - bits)) as usize
}

/// Where words begin in a text, overlapping ones too, in order. `grams` is the text's index, if it has one.
pub fn places(text: &str, grams: Option<&Grams>, words: &str) -> Vec<usize> {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    let rarest = grams.and_then(|grams| {
        let entries = words.windows(SIZE).take(LOOKED_AT).enumerate().map(|(at, gram)| (at, grams.of(gram)));
        entries.min_by_key(|(_, places)| places.len())
    });
    let Some((into, places)) = rarest else {
        let finder = memmem::Finder::new(words);
        let (mut at, mut found) = (0, Vec::new());
        while let Some(offset) = text.get(at..).and_then(|rest| finder.find(rest)).filter(|_| !words.is_empty()) {
            found.push(at + offset);
            // What begins as a character does begins nowhere inside of one.
            at += offset + 1;
        }
        return found;
    };
    let begin = |&place: &u32| (place as usize).checked_sub(into).filter(|&at| text[at..].starts_with(words));
    places.iter().filter_map(begin).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_has_no_index() {
        assert!(Grams::new(&"a".repeat(LONG - 1)).is_none());
        assert!(Grams::new(&"a".repeat(LONG)).is_some());
    }

    #[test]
    fn overlapping_places_are_all_found() {
        let text = "aa".repeat(LONG);
        let grams = Grams::new(&text);
        for words in ["a", "aaaa", "aaaaaaaaa"] {
            let all: Vec<usize> = (0..=text.len() - words.len()).collect();
            assert_eq!(places(&text, grams.as_ref(), words), all);
            assert_eq!(places(&text, None, words), all);
        }
        assert_eq!(places(&text, grams.as_ref(), ""), [0; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn the_index_finds_what_going_through_finds(
            parts in prop::collection::vec("[ab ü\u{1f600}]{1,9}", 30),
            order in prop::collection::vec(0usize..30, 9_000),
            (from, long) in (0usize..20_000, 1usize..40),
        ) {
            let mut text: String = order.iter().map(|&at| parts[at].as_str()).collect();
            text.push_str(&"x".repeat(LONG.saturating_sub(text.len())));
            let grams = Grams::new(&text);
            prop_assert!(grams.is_some());
            let words: String = text.chars().skip(from).take(long).collect();
            for words in [words.as_str(), "ab ü", "b", "a ab ba üü"] {
                let slowly: Vec<usize> = text.char_indices().map(|(at, _)| at).filter(|&at| text[at..].starts_with(words)).collect();
                prop_assert_eq!(&places(&text, grams.as_ref(), words), &slowly);
                prop_assert_eq!(&places(&text, None, words), &slowly);
            }
        }
    }
}
