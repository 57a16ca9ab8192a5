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
    pub fn are_others(&self, text: &Split, place: &Range<usize>) -> bool {
        if self.own.is_empty() || place.is_empty() {
            return false;
        }
        let around = text.around(place);
        let is_other = |print: &Print| !self.own.contains(print) && self.all.binary_search(print).is_ok();
        !around.is_empty() && around.iter().all(|(_, print)| is_other(print))
    }

    /// Whether a place lies in the passage's own sentences, as they were, and where it lay in these.
    pub fn are_own(&self, (text, split): (&str, &Split), (before, after): (&str, &str), place: &Range<usize>) -> bool {
        let around = split.around(place);
        let (Some((first, _)), Some((last, _))) = (around.first(), around.last()) else { return false };
        let left = text[first.start.min(place.start)..place.start].trim_start();
        let right = text[place.end..last.end.max(place.end)].trim_end();
        let (before, after) = (before.trim_start(), after.trim_end());
        around.iter().map(|(_, print)| *print).eq(self.own.iter().copied())
            && (before.ends_with(left) || left.ends_with(before))
            && (after.starts_with(right) || right.starts_with(after))
    }

    /// Of places of a quote's words the one that lies in its own sentences, if these are told by more than the quote, stood
    /// once and stand once.
    pub fn own_of<'c>(
        &self,
        (text, split): (&str, &Split),
        context: (&str, &str),
        places: &'c [Candidate],
    ) -> Option<&'c Candidate> {
        let stood_once = |print: &Print| {
            let first = self.all.partition_point(|one| one < print);
            self.all.get(first) == Some(print) && self.all.get(first + 1) != Some(print)
        };
        if self.own.is_empty() || !self.own.iter().all(stood_once) {
            return None;
        }
        let mut own = places.iter().filter(|place| self.are_own((text, split), context, &place.range));
        let only = own.next().filter(|_| own.next().is_none())?;
        let letters = |range: Range<usize>| text[range].chars().filter(|&c| is_word(c)).count();
        // Where the passage is all of its sentence, a copy of the one is a copy of the other.
        let all: usize = split.around(&only.range).iter().map(|(one, _)| letters(one.clone())).sum();
        (all >= letters(only.range.clone()) + LETTERS).then_some(only)
    }
}

impl Finder<'_> {
    /// The prints of the text's sentences, in order.
    pub fn prints(&self) -> Vec<Print> {
        self.split().0.iter().map(|(_, print)| *print).collect()
    }

    /// The prints of the sentences that a passage lies in.
    pub fn prints_of(&self, place: &TextRange) -> Vec<Print> {
        let at = |at: u32| self.folded.folded(at as usize);
        self.split().prints(&(at(place.start)..at(place.end))).collect()
    }

    /// How the text falls into sentences; found once for all its quotes.
    pub(super) fn split(&self) -> &Split {
        self.sentences.get_or_init(|| {
            let blocks = self.body.blocks.iter().map(|block| self.folded.folded(block.range.start as usize));
            Split::new(self.folded.as_str(), &blocks.collect::<Vec<_>>())
        })
    }
}

/// The sentences of a folded text, those without a word left out, in order. What ends one is told roughly, by signs alone: it
/// has to be told the same way before an edit and after it, and not as a reader would.
#[derive(Clone, Debug, Default)]
pub struct Split(Vec<(Range<usize>, Print)>);

impl Split {
    /// Finds them; `blocks` is where blocks begin, in order.
    pub(super) fn new(text: &str, blocks: &[usize]) -> Split {
        let mut start = 0;
        let ends = text.bytes().enumerate().filter(|&(at, byte)| is_end(text, blocks, at, byte)).map(|(at, _)| at + 1);
        let all = ends.chain([text.len()]).map(|end| std::mem::replace(&mut start, end)..end);
        let all = all.filter(|one| text[one.clone()].contains(is_word));
        Split(all.map(|one| (one.clone(), Print::of(&text[one]))).collect())
    }

    /// Those that a place lies in.
    pub(super) fn around(&self, place: &Range<usize>) -> &[(Range<usize>, Print)] {
        let first = self.0.partition_point(|(one, _)| one.end <= place.start);
        let count = self.0[first..].partition_point(|(one, _)| one.start < place.end.max(place.start + 1));
        &self.0[first..first + count]
    }

    /// All of them, in order.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &(Range<usize>, Print)> {
        self.0.iter()
    }

    fn prints(&self, place: &Range<usize>) -> impl Iterator<Item = Print> {
        self.around(place).iter().map(|(_, print)| *print)
    }
}

/// Whether a sentence ends with this byte: the edge of a part of the text or of a block, or the space after a sign.
fn is_end(text: &str, blocks: &[usize], at: usize, byte: u8) -> bool {
    match byte {
        b'\n' => true,
        // Most words end in a letter: nothing is to be asked.
        b' ' if at > 0 && text.as_bytes()[at - 1].is_ascii_alphanumeric() => blocks.binary_search(&(at + 1)).is_ok(),
        b' ' => {
            let before = text[..at].trim_end_matches(CLOSING);
            let ends = match before.strip_suffix('.') {
                // An initial, a short form, a day's number.
                Some(word) => word.chars().rev().take_while(|c| c.is_alphabetic()).take(3).count() == 3,
                None => before.ends_with(['!', '?', '؟', '。']),
            };
            ends && !text[at + 1..].trim_start_matches(['"', '\'', '(', '[']).starts_with(char::is_lowercase)
                || blocks.binary_search(&(at + 1)).is_ok()
        }
        _ => false,
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
        let split = Split::new(text, &[0, text.find("Head").unwrap()]);
        let of =
            |place: Range<usize>| split.around(&place).iter().map(|(one, _)| &text[one.clone()]).collect::<Vec<_>>();
        let all = of(0..text.len());
        assert_eq!(
            all,
            ["Once, of 1.5 days. ", "\"Two?\" ", "Three U.S. days... four - ", "Head Mr. T. saw. ", "Five"]
        );
        assert_eq!(of(0..1), ["Once, of 1.5 days. "]);
        assert_eq!(of(18..19), ["Once, of 1.5 days. "]);
        assert_eq!(of(19..20), ["\"Two?\" "]);
        assert_eq!(of(15..21), ["Once, of 1.5 days. ", "\"Two?\" "]);
        assert_eq!(of(text.len()..text.len()), [""; 0]);
    }
}
