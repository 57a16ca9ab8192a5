//! The sentences of a text, as hashes: what tells a passage's place from others that look like it.
//!
//! After an edit the few words around a passage tell little where another sentence says nearly the same. But who edits a
//! sentence leaves the others as they were. So the lock keeps a [`Print`] of each sentence of an article, and of each passage
//! those of its own. A sentence that stood beside the passage's own, and still stands, word for word, has not become it: no
//! place within it is looked at. And where the passage's own sentence stands, unchanged and once, there the passage is.

use std::ops::Range;
use std::sync::Arc;

use crate::lock::Print;
use crate::parse::body::TextRange;
use crate::resolve::anchor::Finder;
use crate::resolve::anchor::search::Candidate;
use crate::resolve::fold::is_word;

/// So many letters and digits beside a passage make its sentence its own proof.
const LETTERS: usize = 24;

/// What was known of the sentences when a passage was last anchored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    /// The passage's own; none where that is not known.
    pub own: Vec<Print>,
    /// All of the text, sorted; as often as each stood.
    pub all: Arc<[Print]>,
}

impl Sentences {
    /// Whether a place lies in sentences that stood beside the passage's own.
    pub fn are_others(&self, text: &Split<'_>, place: &Range<usize>) -> bool {
        if self.own.is_empty() || place.is_empty() {
            return false;
        }
        let prints = text.prints(place);
        let is_other = |print: &Print| !self.own.contains(print) && self.all.binary_search(print).is_ok();
        !prints.is_empty() && prints.iter().all(is_other)
    }

    /// Whether a place lies in the passage's own sentences, as they were.
    pub fn are_own(&self, text: &Split<'_>, place: &Range<usize>) -> bool {
        text.prints(place) == self.own
    }

    /// Of places of a quote's words the one that lies in its own sentences, if these are told by more than the quote, stood
    /// once and stand once.
    pub fn own_of<'c>(&self, text: &Split<'_>, places: &'c [Candidate]) -> Option<&'c Candidate> {
        let stood_once = |print: &Print| {
            let first = self.all.partition_point(|one| one < print);
            self.all.get(first) == Some(print) && self.all.get(first + 1) != Some(print)
        };
        if self.own.is_empty() || !self.own.iter().all(stood_once) {
            return None;
        }
        let mut own = places.iter().filter(|place| self.are_own(text, &place.range));
        let only = own.next().filter(|_| own.next().is_none())?;
        let letters = |range: Range<usize>| text.text[range].chars().filter(|&c| is_word(c)).count();
        // Where the passage is all of its sentence, a copy of the one is a copy of the other.
        let all: usize = text.around(&only.range).into_iter().map(letters).sum();
        (all >= letters(only.range.clone()) + LETTERS).then_some(only)
    }
}

impl Finder<'_> {
    /// The prints of the text's sentences, in order.
    pub fn prints(&self) -> Vec<Print> {
        let split = self.split();
        split.prints(&(0..split.text.len()))
    }

    /// The prints of the sentences that a passage lies in.
    pub fn prints_of(&self, place: &TextRange) -> Vec<Print> {
        let at = |at: u32| self.folded.folded(at as usize);
        self.split().prints(&(at(place.start)..at(place.end)))
    }

    /// How the text falls into sentences.
    pub(super) fn split(&self) -> Split<'_> {
        let blocks = || self.body.blocks.iter().map(|block| self.folded.folded(block.range.start as usize)).collect();
        Split { text: self.folded.as_str(), blocks: self.blocks.get_or_init(blocks) }
    }
}

/// How a folded text falls into sentences. What ends one is told roughly, by signs alone: it has to be told the same way
/// before an edit and after it, and not as a reader would.
#[derive(Clone, Copy, Debug)]
pub struct Split<'t> {
    text: &'t str,
    /// Where blocks begin, in order.
    blocks: &'t [usize],
}

impl Split<'_> {
    fn prints(&self, place: &Range<usize>) -> Vec<Print> {
        self.around(place).into_iter().map(|one| Print::of(&self.text[one])).collect()
    }

    /// The sentences that a place lies in, those without a word left out.
    fn around(&self, place: &Range<usize>) -> Vec<Range<usize>> {
        let (mut at, mut found) = (self.start(place.start), Vec::new());
        while at < place.end.max(place.start + 1) && at < self.text.len() {
            let end = self.end(at);
            if self.text[at..end].contains(is_word) {
                found.push(at..end);
            }
            at = end;
        }
        found
    }

    /// Where the sentence begins that a place is in.
    fn start(&self, at: usize) -> usize {
        let mut ends = self.text.as_bytes()[..at].iter().enumerate().rev();
        ends.find(|&(at, byte)| self.is_end(at, *byte)).map_or(0, |(at, _)| at + 1)
    }

    /// Where the sentence ends that begins here.
    fn end(&self, from: usize) -> usize {
        let mut ends = self.text.as_bytes().iter().enumerate().skip(from);
        ends.find(|&(at, byte)| self.is_end(at, *byte)).map_or(self.text.len(), |(at, _)| at + 1)
    }

    /// Whether a sentence ends with this byte: the edge of a part of the text or of a block, or the space after a sign.
    fn is_end(&self, at: usize, byte: u8) -> bool {
        match byte {
            b'\n' => true,
            b' ' => {
                let before = self.text[..at].trim_end_matches(CLOSING);
                let ends = match before.strip_suffix('.') {
                    // An initial, a short form, a day's number.
                    Some(word) => word.chars().rev().take_while(|c| c.is_alphabetic()).take(3).count() == 3,
                    None => before.ends_with(['!', '?', '؟', '。']),
                };
                ends && !self.text[at + 1..].trim_start_matches(['"', '\'', '(', '[']).starts_with(char::is_lowercase)
                    || self.blocks.binary_search(&(at + 1)).is_ok()
            }
            _ => false,
        }
    }
}

/// What may stand between a sentence's last sign and the space after it.
const CLOSING: [char; 5] = ['"', '\'', ')', ']', '*'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_signs_with_a_space_after_them_and_at_edges_of_blocks() {
        let text = "Once, of 1.5 days. \"Two?\" Three U.S. days... four - Head Mr. T. saw. \n. \nFive";
        let split = Split { text, blocks: &[0, text.find("Head").unwrap()] };
        let of = |place: Range<usize>| split.around(&place).into_iter().map(|one| &text[one]).collect::<Vec<_>>();
        let all = of(0..text.len());
        assert_eq!(
            all,
            ["Once, of 1.5 days. ", "\"Two?\" ", "Three U.S. days... four - ", "Head Mr. T. saw. ", "Five"]
        );
        assert_eq!(of(0..1), ["Once, of 1.5 days. "]);
        assert_eq!(of(18..19), ["Once, of 1.5 days. "]);
        assert_eq!(of(19..20), ["\"Two?\" "]);
        assert_eq!(of(15..21), ["Once, of 1.5 days. ", "\"Two?\" "]);
        assert_eq!(of(text.len()..text.len()), ["Five"], "an empty place is in the sentence before it");
    }
}
