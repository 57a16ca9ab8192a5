//! Where in a long text a pattern may stand: its words, the rarest first, vote for where it would begin.
//!
//! So that 10,000 lost quotes cost no more than their number, a text is aligned as a whole only where that is cheap; else in
//! the few windows with the most votes. A place that shares no rare words with the pattern is no rival to one that does.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::resolve::anchor::align::Pattern;
use crate::resolve::anchor::tokens::{Index, UNKNOWN, Word};

/// Places looked at before any is aligned.
const VOTES: usize = 4_000;
/// Windows that are aligned.
const WINDOWS: usize = 8;
/// Cells for which the whole text is aligned.
const WHOLE: usize = 150_000;
/// Tokens that a text may have gained within a passage, and the passage still lies in its window.
const GAINED: i64 = 160;

/// The windows of the text, in tokens, in which a pattern is to be looked for; and where in each it would begin.
pub fn windows(index: &Index, pattern: &Pattern) -> Vec<(Range<usize>, i64)> {
    let rows = pattern.tokens.len();
    if rows.saturating_mul(index.tokens.len()) <= WHOLE {
        return index.parts().filter(|part| !part.is_empty()).map(|part| (part, 0)).collect();
    }
    let width = size(rows / 2).max(4);
    let votes = Votes::count(index, pattern, width);
    let mut ranked: Vec<_> = votes.stretches.iter().map(|(&at, &(score, _, place))| (score, at, place)).collect();
    ranked.sort_unstable_by_key(|&(score, at, _)| (std::cmp::Reverse(score), at));
    let best = ranked.first().map_or(0, |&(score, ..)| score);
    let mut chosen: Vec<(i64, Range<usize>, i64)> = Vec::new();
    for (score, at, place) in ranked {
        // A third as likely as the best is not likely.
        if score * 3 < best {
            break;
        }
        if chosen.iter().any(|(other, ..)| (other - at).abs() <= 1) {
            continue;
        }
        let part = index.part(place as usize);
        let clip = |at: i64| usize::try_from(at).unwrap_or(0).clamp(part.start, part.end);
        let start = clip(at * width - width - GAINED);
        let end = clip(at * width + 3 * width + size(rows) + GAINED);
        let within = votes.begins.range(at * width..(at + 2) * width);
        let begin = within.max_by_key(|&(&begin, &weight)| (weight, -begin)).map_or(at * width, |(&begin, _)| begin);
        chosen.push((at, start..end.max(start), begin - size(start)));
        if chosen.len() == WINDOWS {
            break;
        }
    }
    chosen.into_iter().map(|(_, window, begin)| (window, begin)).collect()
}

/// Votes for where a pattern begins.
#[derive(Default)]
struct Votes {
    /// By beginning: the votes' weight.
    begins: BTreeMap<i64, u32>,
    /// By stretch of beginnings: the votes' weight, the heaviest vote, and where that stands.
    stretches: BTreeMap<i64, (u32, u32, u32)>,
}

impl Votes {
    fn count(index: &Index, pattern: &Pattern, width: i64) -> Votes {
        let total = index.tokens.len().max(1);
        let mut voters: Vec<(usize, usize, u32)> = Vec::new();
        let mut guesses = 0;
        for (at, token) in pattern.tokens.iter().enumerate().filter(|&(at, _)| pattern.is_word(at)) {
            if token.word != UNKNOWN {
                voters.push((index.places[token.word as usize].len(), at, token.word));
            } else if guesses < 8 {
                guesses += 1;
                let like = like(index, pattern.word(at));
                voters.extend(like.into_iter().map(|word| (index.places[word as usize].len() * 2, at, word)));
            }
        }
        voters.sort_unstable();
        let mut votes = Votes::default();
        let mut left = VOTES;
        for (count, at, word) in voters {
            let weight = (total / count.max(1)).max(1).ilog2() + 1;
            for &place in index.places[word as usize].iter().take(left) {
                let start = i64::from(place) - size(at);
                *votes.begins.entry(start).or_insert(0) += weight;
                let stretch = start.div_euclid(width);
                for stretch in [stretch - 1, stretch] {
                    let entry = votes.stretches.entry(stretch).or_insert((0, 0, place));
                    entry.0 += weight;
                    if weight > entry.1 {
                        (entry.1, entry.2) = (weight, place);
                    }
                }
            }
            left = left.saturating_sub(index.places[word as usize].len());
            if left == 0 {
                break;
            }
        }
        votes
    }
}

/// The text's words most like a word that it does not have.
fn like(index: &Index, word: &str) -> Vec<u32> {
    let word = Word::new(word);
    let mut like: Vec<(u32, u32)> = Vec::new();
    for (number, candidate) in index.words.iter().enumerate() {
        if candidate.letters > 0
            && word.may_be_like(candidate)
            && let Some(errors) = word.errors(candidate)
        {
            like.push((errors, u32::try_from(number).unwrap_or(UNKNOWN)));
        }
    }
    like.sort_unstable();
    like.truncate(3);
    like.into_iter().map(|(_, number)| number).collect()
}

fn size(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 2)
}
