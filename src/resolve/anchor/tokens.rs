//! The words of a folded text and where each stands: what near passages are looked up by.

use rustc_hash::FxHashMap;

use crate::resolve::anchor::is_unspaced;
use crate::resolve::anchor::substance::begins_sentence;
use crate::resolve::fold::is_word;

/// A word, or one character of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the folded text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The word without letter case, by its number in [`Index::words`].
    pub word: u32,
}

/// All words of a folded text.
#[derive(Debug, Default)]
pub struct Index {
    /// The text's tokens in order.
    pub tokens: Vec<Token>,
    /// The different words, in the order of their first places.
    pub words: Vec<Word>,
    /// Where each stands, as indices in `tokens`.
    pub places: Vec<Vec<u32>>,
    /// Where texts that no passage crosses end, as indices in `tokens`.
    pub edges: Vec<usize>,
    by_word: FxHashMap<String, u32>,
}

/// A word without letter case, and what tells soon that another is not like it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word in lower case.
    pub lower: String,
    /// How many characters it has; 0 for punctuation.
    pub letters: u32,
    /// Whether there are digits in it.
    pub is_number: bool,
    /// Whether the text has it in lower case.
    pub is_lower: bool,
    /// Whether the text has it capitalised within a sentence.
    pub is_capital_within: bool,
    /// A bit for each of its characters.
    mask: u64,
}

impl Word {
    /// Reads a word.
    pub fn new(word: &str) -> Word {
        let lower = word.to_lowercase();
        let letters = if word.starts_with(is_word) { small(lower.chars().count()) } else { 0 };
        let mask = lower.chars().fold(0, |mask, c| mask | 1 << (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26));
        Word {
            is_lower: lower == word,
            is_capital_within: false,
            is_number: word.contains(char::is_numeric),
            lower,
            letters,
            mask,
        }
    }

    /// How many letters of two words that are alike may differ: two in five.
    fn most(&self, other: &Word) -> u32 {
        self.letters.max(other.letters) * 2 / 5
    }

    /// False if it cannot be that they are alike.
    pub fn may_be_like(&self, other: &Word) -> bool {
        let most = self.most(other);
        // An error takes at most one character out of a set and puts at most one in.
        self.letters.abs_diff(other.letters) <= most
            && (self.mask & !other.mask).count_ones() <= most
            && (other.mask & !self.mask).count_ones() <= most
    }

    /// How many letters differ, if they are alike.
    pub fn errors(&self, other: &Word) -> Option<u32> {
        let errors = small(strsim::osa_distance(&self.lower, &other.lower));
        (errors <= self.most(other)).then_some(errors)
    }
}

/// The number of a word that the text does not have.
pub const UNKNOWN: u32 = u32::MAX;

impl Index {
    /// Indexes a folded text, whose parts `\n` parts.
    pub fn new(text: &str) -> Index {
        let mut index = Index::default();
        for (range, part_ends) in split(text) {
            if part_ends {
                index.edges.push(index.tokens.len());
                continue;
            }
            let lower = text[range.clone()].to_lowercase();
            let known = index.by_word.get(&lower).copied();
            let word = known.unwrap_or_else(|| {
                let word = small(index.words.len());
                index.by_word.insert(lower.clone(), word);
                index.words.push(Word { is_lower: false, ..Word::new(&lower) });
                index.places.push(Vec::new());
                word
            });
            let entry = &mut index.words[word as usize];
            entry.is_lower |= entry.lower == text[range.clone()];
            entry.is_capital_within |=
                text[range.clone()].starts_with(char::is_uppercase) && !begins_sentence(&text[..range.start]);
            index.places[word as usize].push(small(index.tokens.len()));
            index.tokens.push(Token { start: small(range.start), end: small(range.end), word });
        }
        index.edges.push(index.tokens.len());
        index
    }

    /// The tokens of another folded text, by the words of this.
    pub fn read(&self, text: &str, at_most: usize) -> Vec<Token> {
        let tokens = split(text).filter(|(_, part_ends)| !part_ends).take(at_most);
        let number = |word: &str| self.by_word.get(&word.to_lowercase()).copied().unwrap_or(UNKNOWN);
        tokens
            .map(|(range, _)| Token {
                word: number(&text[range.clone()]),
                start: small(range.start),
                end: small(range.end),
            })
            .collect()
    }

    /// The number of a word in lower case.
    pub fn find(&self, lower: &str) -> Option<u32> {
        self.by_word.get(lower).copied()
    }

    /// The parts of the text, in tokens: the body, each footnote.
    pub fn parts(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let starts = std::iter::once(0).chain(self.edges.iter().copied());
        starts.zip(self.edges.iter().copied()).map(|(start, end)| start..end)
    }

    /// The part of the text that a token lies in, in tokens.
    pub fn part(&self, token: usize) -> std::ops::Range<usize> {
        let at = self.edges.partition_point(|&edge| edge <= token);
        let start = at.checked_sub(1).map_or(0, |at| self.edges[at]);
        start..self.edges.get(at).copied().unwrap_or(self.tokens.len())
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The ranges of words and of single characters of punctuation; `true` beside the edge of a part.
fn split(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = text[at..].find(|c| c != ' ')?;
        let start = at + first;
        let rest = &text[start..];
        at = start + word_length(rest);
        Some((start..at, rest.starts_with('\n')))
    })
}

/// The length of the word that a text begins with: letters and digits, with an apostrophe, point or comma between two; or
/// one character.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return 0 };
    let mut end = first.len_utf8();
    if !is_word(first) || is_unspaced(first) {
        return end;
    }
    let mut last = first;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let joins = |c: char| {
            (c == '\'' && next.is_some_and(char::is_alphabetic))
                || (matches!(c, '.' | ',') && last.is_numeric() && next.is_some_and(char::is_numeric))
        };
        let goes_on = is_word(c) && !is_unspaced(c);
        if !goes_on && !joins(c) {
            break;
        }
        end = at + c.len_utf8();
        last = c;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_punctuation_are_tokens() {
        let text = "Didn't he pay $1,800,000, in 1.5 days?\nNo.";
        let words: Vec<_> = split(text).map(|(range, _)| &text[range]).collect();
        assert_eq!(words, ["Didn't", "he", "pay", "$", "1,800,000", ",", "in", "1.5", "days", "?", "\n", "No", "."]);
        let index = Index::new(text);
        assert_eq!(index.edges, [10, 12]);
        assert_eq!(index.part(11), 10..12);
        assert_eq!(index.part(3), 0..10);
        assert_eq!(index.read("no he never", 9).iter().map(|t| t.word).collect::<Vec<_>>(), [10, 1, UNKNOWN]);
    }
}
