//! An edit as a list of pieces, through which markers are carried: where a passage stands in the new text follows from how
//! the text was put together, never from looking for its words.

use std::ops::Range;

/// A piece of the new text.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Taken over from the old text, and the markers in it with it. No byte of the old text is taken over twice.
    Old(Range<usize>),
    /// Written anew, in the place of these bytes of the old text: perhaps of none, between two.
    New { text: String, at: Range<usize> },
}

/// The pieces of a new text, in its order.
#[derive(Clone, Debug, Default)]
pub struct Pieces(pub Vec<Piece>);

/// Bytes of the old text, and what stands in their place.
pub struct Splice {
    pub range: Range<usize>,
    pub by: Vec<Piece>,
}

impl Splice {
    /// `text` in the place of `range`.
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Splice {
        Splice { by: vec![Piece::New { text: text.into(), at: range.clone() }], range }
    }
}

impl Pieces {
    /// The old text with splices, which do not overlap.
    pub fn splice(len: usize, mut splices: Vec<Splice>) -> Pieces {
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let (mut at, mut pieces) = (0, Vec::new());
        for splice in splices {
            assert!(at <= splice.range.start, "splices overlap");
            pieces.push(Piece::Old(at..splice.range.start));
            pieces.extend(splice.by);
            at = splice.range.end;
        }
        pieces.push(Piece::Old(at..len));
        Pieces(pieces)
    }

    /// The new text, and where in it the passage stands that stood at `quote`: from the first to the last of its bytes that
    /// were taken over or written in their place, without white space at its ends. `None` if nothing of it is left.
    ///
    /// What is put in the place of words of the passage is part of it, and what is put in inside it; what is put in at its
    /// edge stands beside it.
    pub fn apply(&self, old: &str, quote: &Range<usize>) -> (String, Option<Range<usize>>) {
        let mut new = String::with_capacity(old.len() + 64);
        let mut hull: Option<Range<usize>> = None;
        let mut grow = |part: Range<usize>| {
            if !part.is_empty() {
                let whole = hull.get_or_insert(part.clone());
                *whole = whole.start.min(part.start)..whole.end.max(part.end);
            }
        };
        for piece in &self.0 {
            let start = new.len();
            match piece {
                Piece::Old(range) => {
                    new.push_str(&old[range.clone()]);
                    let part = range.start.max(quote.start)..range.end.min(quote.end);
                    if part.start < part.end {
                        grow(start + part.start - range.start..start + part.end - range.start);
                    }
                }
                Piece::New { text, at } => {
                    new.push_str(text);
                    if quote.start < at.end && at.start < quote.end {
                        grow(start..new.len());
                    }
                }
            }
        }
        let truth = hull.and_then(|hull| trim(&new, hull));
        (new, truth)
    }
}

impl Pieces {
    /// Whether words are put in or taken out next to the same words, so that the same text comes of another edit, and where
    /// a passage stands depends on which it was.
    pub fn is_shiftable(&self, old: &str) -> bool {
        self.0.iter().any(|piece| {
            let Piece::New { text, at } = piece else { return false };
            let words = match (at.is_empty(), text.is_empty()) {
                (true, _) => text.as_str(),
                (false, true) => &old[at.clone()],
                (false, false) => return false,
            };
            let (before, after) = (&old[..at.start], &old[at.end..]);
            let (first, last) = (words.split_whitespace().next(), words.split_whitespace().next_back());
            first.is_some() && first == after.split_whitespace().next()
                || last.is_some() && last == before.split_whitespace().next_back()
        })
    }
}

/// A range without the white space at its ends.
pub fn trim(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = &text[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    let range = start..start + words.trim().len();
    (!range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(old: &str, quote: Range<usize>, pieces: Pieces) -> (String, Option<String>) {
        let (new, truth) = pieces.apply(old, &quote);
        let words = truth.map(|range| new[range].to_owned());
        (new, words)
    }

    #[test]
    fn markers_are_carried_through_every_edit() {
        let (old, quote) = ("He met the tall man there.", 7..19);
        assert_eq!(&old[quote.clone()], "the tall man");
        let splice = |range, text: &str| Pieces::splice(old.len(), vec![Splice::new(range, text)]);
        let passage = |range, text| after(old, quote.clone(), splice(range, text)).1;
        assert_eq!(passage(11..15, "old").as_deref(), Some("the old man"));
        assert_eq!(passage(7..11, "").as_deref(), Some("tall man"), "white space at the edge is no part of it");
        assert_eq!(passage(7..10, "a").as_deref(), Some("a tall man"), "what stands in its place is part of it");
        assert_eq!(passage(7..7, "all ").as_deref(), Some("the tall man"), "what is put in at the edge is not");
        assert_eq!(passage(19..19, " now").as_deref(), Some("the tall man"));
        assert_eq!(passage(11..11, "very ").as_deref(), Some("the very tall man"));
        assert_eq!(passage(3..20, ""), None);
        assert!(splice(11..11, "fat the ").is_shiftable(old));
        assert!(splice(11..11, "tall and ").is_shiftable(old));
        assert!(!splice(11..11, "old and ").is_shiftable(old));
        let twice = "He met the the man.";
        assert!(Pieces::splice(twice.len(), vec![Splice::new(7..11, "")]).is_shiftable(twice));
        let moved = Pieces(vec![
            Piece::Old(19..26),
            Piece::New { text: " the tall man".into(), at: 19..19 },
            Piece::Old(0..19),
        ]);
        let (new, truth) = moved.apply(old, &quote);
        assert_eq!((new.as_str(), truth), (" there. the tall manHe met the tall man", Some(27..39)));
    }
}
