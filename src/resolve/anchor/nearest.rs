//! The passage nearest to a quote that is not found: shown to the author, never anchored to.
//!
//! Words of the quote, the rarest first, vote for where in the text it would begin; in the few windows with the most votes
//! the quote is aligned word by word (semi-globally, in a band), and the cheapest alignment is shown. Cost is bounded by
//! [`VOTES`] and [`CELLS`], whatever the length of text and quote.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::parse::body::TextRange;
use crate::parse::document::Quote;
use crate::resolve::anchor::tokens::{Index, Token, UNKNOWN};
use crate::resolve::anchor::{Finder, readings, text_range};
use crate::resolve::fold::is_word;

/// Places looked at for a quote before any is aligned.
const VOTES: usize = 4_000;
/// Windows that are aligned.
const WINDOWS: usize = 4;
/// Cells of one alignment: with all windows about 1.2 million.
const CELLS: usize = 300_000;
/// Words and punctuation of a quote that are aligned; of a longer one, its beginning.
const TOKENS: usize = 8_000;

/// The passage most like a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Where it is.
    pub range: TextRange,
    /// How like it is, in hundredths.
    pub likeness: u32,
    /// The passage's words, those that differ from the quote in `[…]`.
    pub marked: String,
    /// What differs, in order.
    pub differences: Vec<Difference>,
    /// What the differences touch.
    pub substance: Substance,
}

/// Words that differ: one side is empty where words are missing on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What the quote has.
    pub quote: String,
    /// What the text has.
    pub text: String,
}

/// Whether a difference is one of substance: one that a reader must not be misled about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Substance {
    /// Digits differ.
    pub digits: bool,
    /// A negation is on one side only.
    pub negation: bool,
    /// A capitalised word within a sentence differs: perhaps a name.
    pub name: bool,
}

impl Substance {
    /// Whether anything of substance differs.
    pub fn any(self) -> bool {
        self.digits || self.negation || self.name
    }
}

impl Difference {
    /// Whether only letter case differs.
    pub fn is_case(&self) -> bool {
        self.quote != self.text && self.quote.to_lowercase() == self.text.to_lowercase()
    }

    /// Whether only punctuation and white space differ.
    pub fn is_punctuation(&self) -> bool {
        let words = |text: &str| text.chars().filter(|&c| is_word(c)).collect::<String>();
        words(&self.quote) == words(&self.text)
    }
}

impl Finder<'_> {
    /// The passage nearest to a quote, if any is near: at least half of the quote is in it.
    pub fn nearest(&self, quote: &Quote) -> Option<Nearest> {
        let index = self.tokens.get_or_init(|| Index::new(self.folded.as_str()));
        // As Markdown where that differs: nearer to the reader's text.
        let reading = readings(&quote.quote.value).pop()?;
        let tokens = index.read(&reading, TOKENS);
        let side = Side { quote: &reading, text: self.folded.as_str() };
        let paths = windows(index, &tokens, &reading).into_iter().filter_map(|(window, offset)| {
            let path = align(&side, &tokens, &index.tokens[window.clone()], offset)?;
            Some((path.cost, window.start, path))
        });
        let (cost, first, path) = paths.min_by_key(|(cost, start, _)| (*cost, *start))?;
        let worst: u32 = tokens.iter().map(|token| side.gap(side.quote, token)).sum();
        if cost * 2 > worst {
            return None;
        }
        let shown = show(&side, &tokens, &index.tokens[first..], &path);
        Some(Nearest {
            range: text_range(self.folded.source_around(shown.range)),
            likeness: 100 - cost * 100 / worst.max(1),
            marked: shown.marked,
            differences: shown.differences,
            substance: shown.substance,
        })
    }
}

/// The windows of the text, in tokens, that hold most of the quote's rarer words; and where in each the quote would begin.
fn windows(index: &Index, quote: &[Token], reading: &str) -> Vec<(Range<usize>, i64)> {
    let total = index.tokens.len().max(1);
    let is_word_token = |token: &Token| reading[token.start as usize..].starts_with(is_word);
    let mut voters: Vec<(usize, usize, u32)> = Vec::new();
    let mut guesses = 0;
    for (at, token) in quote.iter().enumerate().filter(|(_, token)| is_word_token(token)) {
        if token.word != UNKNOWN {
            voters.push((index.places[token.word as usize].len(), at, token.word));
        } else if guesses < 8 {
            guesses += 1;
            let like = like(index, &reading[token.start as usize..token.end as usize]);
            voters.extend(like.into_iter().map(|word| (index.places[word as usize].len() * 2, at, word)));
        }
    }
    voters.sort_unstable();
    let width = i64::try_from(quote.len() / 2).unwrap_or(0).max(4);
    // Votes for each beginning, and for each stretch of beginnings: its weight, its heaviest vote, where that stands.
    let mut begins: BTreeMap<i64, u32> = BTreeMap::new();
    let mut buckets: BTreeMap<i64, (u32, u32, u32)> = BTreeMap::new();
    let mut left = VOTES;
    for (count, at, word) in voters {
        let weight = (total / count.max(1)).max(1).ilog2() + 1;
        for &place in index.places[word as usize].iter().take(left) {
            let start = i64::from(place) - i64::try_from(at).unwrap_or(0);
            *begins.entry(start).or_insert(0) += weight;
            let bucket = start.div_euclid(width);
            for bucket in [bucket - 1, bucket] {
                let entry = buckets.entry(bucket).or_insert((0, 0, place));
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
    let mut ranked: Vec<_> = buckets.into_iter().map(|(bucket, (score, _, place))| (score, bucket, place)).collect();
    ranked.sort_unstable_by_key(|&(score, bucket, _)| (std::cmp::Reverse(score), bucket));
    let mut chosen: Vec<(i64, Range<usize>, i64)> = Vec::new();
    let length = i64::try_from(quote.len()).unwrap_or(0);
    let best = ranked.first().map_or(0, |&(score, ..)| score);
    for (score, bucket, place) in ranked {
        // Half as likely as the best is not likely.
        if score * 2 < best {
            break;
        }
        if chosen.iter().any(|(other, ..)| (other - bucket).abs() <= 1) {
            continue;
        }
        let part = index.part(place as usize);
        let clip = |at: i64| usize::try_from(at).unwrap_or(0).clamp(part.start, part.end);
        let start = clip(bucket * width - width);
        let end = clip(bucket * width + 3 * width + length);
        let within = begins.range(bucket * width..(bucket + 2) * width);
        let begin =
            within.max_by_key(|&(&begin, &weight)| (weight, -begin)).map_or(bucket * width, |(&begin, _)| begin);
        chosen.push((bucket, start..end.max(start), begin - i64::try_from(start).unwrap_or(0)));
        if chosen.len() == WINDOWS {
            break;
        }
    }
    chosen.into_iter().map(|(_, window, begin)| (window, begin)).collect()
}

/// The text's words most like a word that it does not have.
fn like(index: &Index, word: &str) -> Vec<u32> {
    let lower = word.to_lowercase();
    let (first, last) = (lower.chars().next(), lower.chars().next_back());
    let mut like: Vec<(u32, u32)> = Vec::new();
    for (number, candidate) in index.words.iter().enumerate() {
        let near = candidate.len().abs_diff(lower.len()) <= 3
            && (candidate.chars().next() == first || candidate.chars().next_back() == last);
        if near {
            let cost = word_cost(&lower, candidate);
            if cost <= 6 {
                like.push((cost, u32::try_from(number).unwrap_or(UNKNOWN)));
            }
        }
    }
    like.sort_unstable();
    like.truncate(3);
    like.into_iter().map(|(_, number)| number).collect()
}

/// What it costs to read one word for another, both in lower case: 1 to 6 where they are alike, else 12.
fn word_cost(left: &str, right: &str) -> u32 {
    let longer = left.chars().count().max(right.chars().count()).max(1);
    let errors = strsim::levenshtein(left, right);
    if errors * 2 > longer { 12 } else { u32::try_from(errors * 12 / longer).unwrap_or(6).max(1) }
}

/// The two texts that tokens are of.
struct Side<'t> {
    quote: &'t str,
    text: &'t str,
}

impl Side<'_> {
    fn words<'a>(&self, of: &'a str, token: &Token) -> &'a str {
        of.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    /// What it costs that a token has no counterpart.
    fn gap(&self, of: &str, token: &Token) -> u32 {
        match self.words(of, token).starts_with(is_word) {
            false => 2,
            // To miss a word of the quote is worse than to have one more: so `did approve` is near to `did not approve`.
            true if std::ptr::eq(of, self.quote) => 8,
            true => 6,
        }
    }

    fn swap(&self, quote: &Token, text: &Token, known: &mut BTreeMap<(u32, u32), u32>) -> u32 {
        let (left, right) = (self.words(self.quote, quote), self.words(self.text, text));
        if quote.word == text.word {
            return u32::from(left != right);
        }
        match (left.starts_with(is_word), right.starts_with(is_word)) {
            (false, false) => 2,
            (true, true) => {
                let alike = left.len().abs_diff(right.len()) <= left.len().min(right.len())
                    && (left.chars().next() == right.chars().next() || left.chars().last() == right.chars().last());
                if !alike {
                    return 12;
                }
                *known
                    .entry((quote.start, text.word))
                    .or_insert_with(|| word_cost(&left.to_lowercase(), &right.to_lowercase()))
            }
            _ => 10,
        }
    }
}

/// One step of an alignment: tokens of quote and text by their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Both(usize, usize),
    QuoteOnly(usize),
    TextOnly(usize),
}

struct Path {
    cost: u32,
    steps: Vec<Step>,
}

const FAR: u32 = u32::MAX / 2;

/// Aligns all of the quote with any part of a window, in a band around the diagonal that begins at `offset`.
fn align(side: &Side<'_>, quote: &[Token], window: &[Token], offset: i64) -> Option<Path> {
    let (rows, columns) = (quote.len(), window.len());
    if rows == 0 || columns == 0 {
        return None;
    }
    let size = |n: usize| i64::try_from(n).unwrap_or(0);
    let band = size((CELLS / rows / 2).max(16).min(columns + rows));
    let width = usize::try_from(band * 2 + 1).unwrap_or(1);
    // Column `j` of row `i` lies in cell `j - low(i)`.
    let low = |i: usize| size(i) + offset - band;
    let mut steps = vec![0u8; (rows + 1) * width];
    let mut above: Vec<u32> = (0..width).map(|cell| if in_row(low(0), cell, columns) { 0 } else { FAR }).collect();
    let mut known = BTreeMap::new();
    for i in 1..=rows {
        let token = &quote[i - 1];
        let drop = side.gap(side.quote, token);
        let mut row = vec![FAR; width];
        for cell in 0..width {
            if !in_row(low(i), cell, columns) {
                continue;
            }
            let j = usize::try_from(low(i) + size(cell)).unwrap_or(0);
            // In the row above, the same column is one cell further.
            let mut best = (FAR, 0u8);
            if j > 0 && above[cell] < FAR {
                best = best.min((above[cell] + side.swap(token, &window[j - 1], &mut known), 1));
            }
            if let Some(&cost) = above.get(cell + 1) {
                best = best.min((cost + drop, 2));
            }
            if j > 0 && cell > 0 {
                best = best.min((row[cell - 1] + side.gap(side.text, &window[j - 1]), 3));
            }
            row[cell] = best.0.min(FAR);
            steps[i * width + cell] = best.1;
        }
        above = row;
    }
    let (mut cell, cost) = above.into_iter().enumerate().min_by_key(|&(cell, cost)| (cost, cell))?;
    if cost >= FAR {
        return None;
    }
    let (mut i, mut path) = (rows, Vec::new());
    while i > 0 {
        let j = usize::try_from(low(i) + size(cell)).unwrap_or(0);
        match steps[i * width + cell] {
            1 => path.push(Step::Both(i - 1, j.checked_sub(1)?)),
            2 => path.push(Step::QuoteOnly(i - 1)),
            3 => path.push(Step::TextOnly(j.checked_sub(1)?)),
            _ => return None,
        }
        match path.last() {
            Some(Step::Both(..)) => i -= 1,
            Some(Step::QuoteOnly(_)) => (i, cell) = (i - 1, cell + 1),
            _ => cell = cell.checked_sub(1)?,
        }
    }
    path.reverse();
    Some(Path { cost, steps: path })
}

fn in_row(low: i64, cell: usize, columns: usize) -> bool {
    usize::try_from(low + i64::try_from(cell).unwrap_or(i64::MAX)).is_ok_and(|column| column <= columns)
}

struct Shown {
    /// In the folded text.
    range: Range<usize>,
    marked: String,
    differences: Vec<Difference>,
    substance: Substance,
}

/// Reads a path: runs of steps that are the same, and runs that differ.
fn show(side: &Side<'_>, quote: &[Token], text: &[Token], path: &Path) -> Shown {
    let range = |tokens: &[Token], at: &[usize]| match (at.first(), at.last()) {
        (Some(&first), Some(&last)) => tokens[first].start as usize..tokens[last].end as usize,
        _ => 0..0,
    };
    let same = |step: &Step| matches!(*step, Step::Both(q, t) if side.words(side.quote, &quote[q]) == side.words(side.text, &text[t]));
    let mut shown =
        Shown { range: 0..0, marked: String::new(), differences: Vec::new(), substance: Substance::default() };
    let all: Vec<usize> = path.steps.iter().filter_map(Step::text).collect();
    shown.range = range(text, &all);
    let mut written = shown.range.start;
    for run in path.steps.chunk_by(|left, right| same(left) == same(right)) {
        let of_quote: Vec<usize> = run.iter().filter_map(Step::quote).collect();
        let of_text: Vec<usize> = run.iter().filter_map(Step::text).collect();
        let (in_quote, in_text) = (range(quote, &of_quote), range(text, &of_text));
        let (quote_words, text_words) = (&side.quote[in_quote], &side.text[in_text.clone()]);
        if !of_text.is_empty() {
            shown.marked.push_str(&side.text[written..in_text.start]);
            written = in_text.end;
        }
        if same(&run[0]) {
            shown.marked.push_str(text_words);
            continue;
        }
        if !of_text.is_empty() {
            shown.marked.push_str(&format!("[{text_words}]"));
        }
        shown.differences.push(Difference { quote: quote_words.to_owned(), text: text_words.to_owned() });
        let words = of_quote.iter().map(|&at| (side.quote, &quote[at]));
        for (whole, token) in words.chain(of_text.iter().map(|&at| (side.text, &text[at]))) {
            shown.substance.digits |= side.words(whole, token).contains(char::is_numeric);
            shown.substance.name |= is_name(whole, token);
        }
        let negations = |whole: &str, tokens: &[Token], at: &[usize]| {
            at.iter().filter(|&&at| is_negation(side.words(whole, &tokens[at]))).count()
        };
        shown.substance.negation |= negations(side.quote, quote, &of_quote) != negations(side.text, text, &of_text);
    }
    // Letter case alone makes no other name.
    if shown.differences.iter().all(Difference::is_case) {
        shown.substance.name = false;
    }
    shown
}

impl Step {
    fn quote(&self) -> Option<usize> {
        match *self {
            Step::Both(at, _) | Step::QuoteOnly(at) => Some(at),
            Step::TextOnly(_) => None,
        }
    }

    fn text(&self) -> Option<usize> {
        match *self {
            Step::Both(_, at) | Step::TextOnly(at) => Some(at),
            Step::QuoteOnly(_) => None,
        }
    }
}

/// A capitalised word that does not begin a sentence (or the text).
fn is_name(whole: &str, token: &Token) -> bool {
    let word = &whole[token.start as usize..token.end as usize];
    let before = whole[..token.start as usize].trim_end_matches([' ', '"', '\'', '(']);
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n']);
    !begins && word != "I" && word.starts_with(char::is_uppercase)
}

/// Words of denial in English, German, French, Spanish and Italian.
fn is_negation(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("n't")
        || ["kein", "nessun", "aucun", "ningun", "ningún"].iter().any(|stem| word.starts_with(stem))
        || matches!(
            word.as_str(),
            "not"
                | "no"
                | "never"
                | "nor"
                | "none"
                | "nobody"
                | "nothing"
                | "neither"
                | "nowhere"
                | "without"
                | "cannot"
                | "nicht"
                | "nichts"
                | "nie"
                | "niemals"
                | "niemand"
                | "nirgends"
                | "weder"
                | "ohne"
                | "ne"
                | "pas"
                | "jamais"
                | "rien"
                | "sans"
                | "non"
                | "mai"
                | "senza"
                | "nunca"
                | "nadie"
                | "sin"
        )
}
