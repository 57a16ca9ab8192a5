//! Choosing what is quoted.

use std::ops::Range;

use super::corpus::Document;
use super::{AROUND, Rng};

/// A passage of whole words to quote, its length within `row`, that holds the place of an edit or (not `inside`) stands near
/// it. Half of the shorter ones are names that the corpus marks, where there is one.
pub fn quote(
    document: &Document,
    edit: &Range<usize>,
    row: (usize, usize),
    inside: bool,
    rng: &mut Rng,
) -> Option<Range<usize>> {
    let fits = |quote: &Range<usize>| {
        let length = document.len(quote);
        row.0 <= length && length <= row.1 && if inside { holds(quote, edit) } else { is_near(document, quote, edit) }
    };
    if row.1 < 20 && rng.coin() {
        let from = document.spots.partition_point(|spot| spot.start + 200 < edit.start);
        let near = document.spots[from..].iter().take_while(|spot| spot.start < edit.end + 200);
        let near: Vec<_> = near.filter(|spot| fits(spot)).collect();
        if let Some(spot) = rng.choose(&near) {
            return Some((*spot).clone());
        }
    }
    (0..24).find_map(|_| {
        let quote = some_words(document, edit, row, inside, rng)?;
        let quote = if rng.one_in(6) { with_point(&document.text, &quote) } else { quote };
        fits(&quote).then_some(quote)
    })
}

/// Any passage of whole words.
pub fn any(document: &Document, row: (usize, usize), rng: &mut Rng) -> Option<Range<usize>> {
    let word = rng.choose(&document.words)?.range.clone();
    quote(document, &word, row, true, rng)
}

fn some_words(
    document: &Document,
    edit: &Range<usize>,
    row: (usize, usize),
    inside: bool,
    rng: &mut Rng,
) -> Option<Range<usize>> {
    let words = &document.words;
    let want = rng.within(row.0..row.1 + 1);
    // The words at which the passage may begin.
    let here = words.partition_point(|word| word.range.end <= edit.start);
    let reach = row.1 / 2 + AROUND / 2 + 2;
    let from = here.saturating_sub(reach);
    let to = if inside { (here + 1).min(words.len()) } else { (here + AROUND).min(words.len()) };
    if from >= to {
        return None;
    }
    let first = rng.within(from..to);
    let begin = words[first].chars.start;
    let length = |last: usize| words[last].chars.end - begin;
    let last = (first..words.len())
        .take_while(|&last| length(last) <= row.1)
        .min_by_key(|&last| (length(last) < row.0, length(last).abs_diff(want)))?;
    Some(words[first].range.start..words[last].range.end)
}

fn holds(quote: &Range<usize>, edit: &Range<usize>) -> bool {
    if edit.is_empty() {
        quote.start < edit.start && edit.end < quote.end
    } else {
        quote.start <= edit.start && edit.end <= quote.end
    }
}

fn is_near(document: &Document, quote: &Range<usize>, edit: &Range<usize>) -> bool {
    let gap = if edit.end <= quote.start {
        edit.end..quote.start
    } else if quote.end <= edit.start {
        quote.end..edit.start
    } else {
        return false;
    };
    document.len(&gap) < AROUND - 2
}

/// With the punctuation that follows.
fn with_point(text: &str, quote: &Range<usize>) -> Range<usize> {
    let more = text[quote.end..].chars().take_while(|c| matches!(c, '.' | ',' | ';' | '!' | '?' | '”' | '“' | ')'));
    quote.start..quote.end + more.map(char::len_utf8).sum::<usize>()
}
