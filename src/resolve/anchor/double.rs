//! Whether nearly the same passage has come to stand at another place too.
//!
//! Who copies a passage with all that is around it, and then changes one of the two, leaves nothing that tells which of them
//! was quoted: the one that is as it was may be the copy. So it is asked of every place that a quote is put at whether, in
//! sentences that are new, there is another with the words before it, or those after it, and nearly the rest. Where no
//! sentence is new, which is nearly always, nothing is searched.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use crate::lock::Print;
use crate::resolve::anchor::others::{Sentences, Split};
use crate::resolve::anchor::{Finder, grams};

/// So many characters before or after a passage tell it from others; fewer stand anywhere.
const TELLING: usize = 10;
/// So many characters are compared beyond these.
const COMPARED: usize = 200;
/// One in so many of these may differ; or all of one stretch, if that is not more than half.
const DIFFERING: usize = 3;
/// What may have been put in, in characters.
const MORE: usize = 32;

/// A passage as it was: how it and the words on both sides may be read, folded.
#[derive(Clone, Copy)]
pub struct Was<'w> {
    /// What stood before it.
    pub before: &'w str,
    /// Its own words.
    pub readings: &'w [String],
    /// What stood after it.
    pub after: &'w str,
    /// In how many places all of this stood; 0 or 1: in one.
    pub alike: usize,
    /// What was known of the text's sentences.
    pub sentences: &'w Sentences,
}

/// The parts of a text that are new, beside the sentences that they are new to.
#[derive(Debug)]
pub struct New(Arc<[Print]>, Vec<Range<usize>>);

impl Finder<'_> {
    /// Another place than this one, in new sentences, that is what a passage was with the words around it, but for a few words
    /// at one place. Where there was such a place before, one that is no different counts only if there are more now.
    pub(super) fn double(&self, was: Was<'_>, place: &Range<usize>) -> Option<Range<usize>> {
        let all = &was.sentences.all;
        if all.is_empty() {
            return None;
        }
        let New(known, new) = self.new.get_or_init(|| New(Arc::clone(all), self.split().new_since(all)));
        match Arc::ptr_eq(known, all) || known == all {
            true => self.double_in(new, was, place),
            false => self.double_in(&self.split().new_since(all), was, place),
        }
    }

    fn double_in(&self, new: &[Range<usize>], was: Was<'_>, place: &Range<usize>) -> Option<Range<usize>> {
        if new.is_empty() {
            return None;
        }
        let (before, after) = (was.before.len(), was.after.len());
        // New words in it or beside it; and a copy with the words around it does not reach into the place.
        let counts = |double: &Range<usize>| {
            let first = new.partition_point(|part| part.end + before < double.start);
            new.get(first).is_some_and(|part| part.start <= double.end + after)
                && (double.end + after <= place.start || place.end + before <= double.start)
                && !was.sentences.are_others(self.split(), double)
        };
        was.readings.iter().find_map(|reading| self.double_of_reading(was, reading, &counts))
    }

    fn double_of_reading(
        &self,
        was: Was<'_>,
        reading: &str,
        counts: &impl Fn(&Range<usize>) -> bool,
    ) -> Option<Range<usize>> {
        let text = self.folded.as_str();
        let places = |words: &str| grams::places(text, self.grams(), words);
        // Counted once, for there may be many.
        let are_no_more = LazyCell::new(|| {
            let now = places(&[was.before, reading, was.after].concat()).len();
            now <= was.alike.max(1)
        });
        let stood = |double: &Range<usize>| {
            text[double.clone()] == *reading
                && text[..double.start].ends_with(was.before)
                && text[double.end..].starts_with(was.after)
                && *are_no_more
        };
        let is_double = |double: &Range<usize>| counts(double) && !stood(double);
        // 1. The words before it are there: it ends where those after it begin, or nearly the rest follows.
        if is_telling(was.before) {
            for start in places(was.before).into_iter().map(|at| at + was.before.len()) {
                let behind = &text[start..];
                let reach = behind.floor_char_boundary(2 * reading.len() + MORE + was.after.len());
                let end = memmem::find(&behind.as_bytes()[..reach], was.after.as_bytes());
                let end = end.filter(|_| is_telling(was.after));
                let double = start..start + end.unwrap_or_else(|| behind.floor_char_boundary(reading.len()));
                let rest = || reading.chars().chain(was.after.chars());
                if is_double(&double) && (end.is_some() || is_near(rest(), behind.chars(), was.before)) {
                    return Some(double);
                }
            }
        }
        // 2. Those after it are.
        if is_telling(was.after) {
            for end in places(was.after) {
                let double = text.floor_char_boundary(end.saturating_sub(reading.len()))..end;
                let rest = || reading.chars().rev().chain(was.before.chars().rev());
                if is_double(&double) && is_near(rest(), text[..end].chars().rev(), was.after) {
                    return Some(double);
                }
            }
        }
        // 3. Its own are.
        let mut own = places(reading).into_iter().map(|at| at..at + reading.len());
        own.find(|double| {
            is_double(double)
                && is_near(was.after.chars(), text[double.end..].chars(), "")
                && is_near(was.before.chars().rev(), text[..double.start].chars().rev(), "")
        })
    }
}

impl Split {
    /// The parts of the text whose sentences did not stand among these, or not as often.
    fn new_since(&self, all: &[Print]) -> Vec<Range<usize>> {
        let mut now: Vec<Print> = self.sentences().map(|(_, print)| *print).collect();
        now.sort_unstable();
        let count = |among: &[Print], print: &Print| {
            let from = among.partition_point(|one| one < print);
            among[from..].partition_point(|one| one == print)
        };
        let mut parts: Vec<Range<usize>> = Vec::new();
        if now == all {
            return parts;
        }
        for (sentence, _) in self.sentences().filter(|(_, print)| count(&now, print) > count(all, print)) {
            match parts.last_mut() {
                Some(last) if last.end == sentence.start => last.end = sentence.end,
                _ => parts.push(sentence.clone()),
            }
        }
        parts
    }
}

fn is_telling(words: &str) -> bool {
    words.trim().chars().count() >= TELLING
}

/// Whether a text begins nearly with these words: but for one stretch of them, or by the least edit distance (Levenshtein) of
/// any of its beginnings. `beside` stands on their other side in any case. By characters: the words of a text are not told
/// apart before a quote has to be searched for.
fn is_near(words: impl Iterator<Item = char>, text: impl Iterator<Item = char>, beside: &str) -> bool {
    let words: Vec<char> = words.take(COMPARED).collect();
    let text: Vec<char> = text.take(words.len() + MORE).collect();
    let same = words.iter().zip(&text).take_while(|(word, other)| word == other).count();
    let (left, behind) = (&words[same..], &text[same..]);
    let stands = |part: &[char]| part.is_empty() || behind.windows(part.len()).any(|stretch| stretch == part);
    let gone = (0..=left.len()).find(|&gone| stands(&left[gone..])).unwrap_or(left.len());
    if gone * 2 <= words.len() || gone * DIFFERING <= words.len() + beside.chars().count() {
        return true;
    }
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (at, word) in words.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in text.iter().enumerate() {
            let swapped = diagonal + usize::from(word != other);
            diagonal = row[column + 1];
            row[column + 1] = swapped.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row.iter().min().is_some_and(|least| least * DIFFERING <= words.len())
}
