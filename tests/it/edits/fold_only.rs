//! Edits that change only how a text is typed: quotation marks, dashes, white space, invisible characters, composed letters.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Document, Rng};

/// A place, and how else it may be typed.
pub fn edit(document: &Document, rng: &mut Rng) -> Option<(Range<usize>, String)> {
    let text = &document.text;
    let all = |from: &[char]| -> Vec<(usize, char)> { text.char_indices().filter(|(_, c)| from.contains(c)).collect() };
    let of = |rng: &mut Rng, from: &[char], to: &[&str]| {
        let (at, c) = *rng.choose(&all(from))?;
        let by = (*rng.choose(to)?).to_owned();
        Some((at..at + c.len_utf8(), by))
    };
    match rng.below(7) {
        0 => of(rng, &[' '], &["\u{a0}", "  ", "\n", "\u{202f}", " \u{200b}"]),
        1 => of(rng, &['\'', '’', '‘', '‚'], &["'", "’", "‘", "\u{2bc}"]),
        2 => of(rng, &['"', '“', '”', '„', '«', '»'], &["\"", "“", "”", "„", "»", "«"]),
        3 => of(rng, &['-', '–', '—', '―'], &["-", "–", "—", "--", "---", "\u{2011}"]),
        4 => {
            let words: Vec<_> = document.words.iter().filter(|word| word.range.len() >= 6).collect();
            let word = rng.choose(&words)?;
            let inner: Vec<_> = text[word.range.clone()].char_indices().skip(2).collect();
            let at = word.range.start + rng.choose(&inner)?.0;
            Some((at..at, (*rng.choose(&["\u{ad}", "\u{200b}", "\u{2060}"])?).to_owned()))
        }
        5 => {
            let letters: Vec<_> = text.char_indices().filter(|(_, c)| std::iter::once(*c).nfd().count() > 1).collect();
            let &(at, c) = rng.choose(&letters)?;
            Some((at..at + c.len_utf8(), std::iter::once(c).nfd().collect()))
        }
        _ => {
            let (from, to) = *rng.choose(&[("...", "…"), ("…", "..."), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")])?;
            let places: Vec<_> = text.match_indices(from).collect();
            let at = rng.choose(&places)?.0;
            Some((at..at + from.len(), to.to_owned()))
        }
    }
}
