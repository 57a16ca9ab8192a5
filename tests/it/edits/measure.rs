//! What is made of a case, and how right that is.

use std::ops::Range;

use annals::parse::body::Body;
use annals::parse::document::{Occurrence, Quote};
use annals::resolve::anchor::{Around, Finder, Guard, KnownNames, Sentences, Status};
use annals::span::{FileId, Spanned};
use unicode_segmentation::UnicodeSegmentation;

use super::{Case, Substance};

/// Where a quote was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `None`: nowhere, which is always said to the author.
    pub place: Option<Range<usize>>,
    pub status: Status,
}

/// How right an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same first and last grapheme.
    Exact,
    /// Some of the right words, with an edge that is wrong.
    Overlapping,
    /// None of the right words, or any place when the passage was deleted.
    Wrong,
    NotFound,
}

impl Verdict {
    pub const ALL: [Verdict; 4] = [Verdict::Exact, Verdict::Overlapping, Verdict::Wrong, Verdict::NotFound];

    pub fn of(case: &Case, place: Option<&Range<usize>>) -> Verdict {
        let Some(place) = place else { return Verdict::NotFound };
        let Some(truth) = &case.truth else { return Verdict::Wrong };
        if place.start.max(truth.start) >= place.end.min(truth.end) {
            Verdict::Wrong
        } else if graphemes(&case.new, place) == graphemes(&case.new, truth) {
            Verdict::Exact
        } else {
            Verdict::Overlapping
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Overlapping => "overlapping",
            Verdict::Wrong => "wrong place",
            Verdict::NotFound => "not found",
        }
    }
}

/// Where the first and the last grapheme of a passage begin, white space and invisible characters at its ends left out of
/// account: a reader sees no difference.
fn graphemes(text: &str, place: &Range<usize>) -> Option<(usize, usize)> {
    let seen = |c: char| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}');
    let words = &text[place.clone()];
    let first = place.start + words.find(seen)?;
    let last = place.start + words.rfind(seen)?;
    let from = text[..last].char_indices().rev().take(32).last().map_or(last, |(at, _)| at);
    let (offset, _) = text[from..].grapheme_indices(true).take_while(|(at, _)| from + at <= last).last()?;
    Some((first, from + offset))
}

/// Where Annals puts the quote of a case, given what a lock keeps of it.
pub fn ours(case: &Case, names: &KnownNames) -> Answer {
    located(case, names, (&case.old, &case.quote))
}

/// Where it puts the quote the next time, nothing having been edited since but the lock written.
pub fn again(case: &Case, names: &KnownNames, answer: &Answer) -> Option<Answer> {
    let is_anchored = matches!(answer.status, Status::Exact | Status::Folded | Status::Moved | Status::Edited);
    let place = answer.place.as_ref().filter(|_| is_anchored)?;
    Some(located(case, names, (&case.new, place)))
}

/// Where the quote of a case is in its new text, given what a lock keeps of a passage of a text.
fn located(case: &Case, names: &KnownNames, (text, passage): (&str, &Range<usize>)) -> Answer {
    let words = Spanned::new(case.words().to_owned(), FileId::of("quotes.yaml").span(0, case.words().len()));
    let span = words.span;
    let quote = Quote { quote: words, before: None, after: None, occurrence: None };
    let near = super::around(text, passage);
    let (prefix, suffix) = (text[near.start..passage.start].to_owned(), text[passage.end..near.end].to_owned());
    // In how many places its words stood the lock knows too.
    let everywhere = Quote { occurrence: Some(Box::new(Spanned::new(Occurrence::All, span))), ..quote.clone() };
    let old = Body::plain(text, FileId::of("plain.md"));
    let old = Finder::new(&old);
    let stood = u32::try_from(old.find(&everywhere).map_or(0, |places| places.len())).unwrap();
    let alike = if stood > 1 { old.alike(&quote, &prefix, &suffix) } else { 1 };
    // And the sentences of the text, and which were its own.
    let place = u32::try_from(passage.start).unwrap()..u32::try_from(passage.end).unwrap();
    let mut all = old.prints();
    all.sort_unstable();
    let sentences = Sentences { own: old.prints_of(&place), all: all.into() };
    let around = Around { prefix, suffix, stood, alike, sentences };
    let guard = Guard { language: case.lang.tag(), names };
    let body = Body::plain(&case.new, FileId::of("plain.md"));
    let located = Finder::new(&body).locate(&quote, Some(&around), &guard);
    let range = |range: &Range<u32>| range.start as usize..range.end as usize;
    let place = match located.status {
        Status::Exact | Status::Folded | Status::Moved | Status::Edited => {
            assert_eq!(located.places.len(), 1, "{}: {located:?}", case.name);
            located.places.first().map(range)
        }
        Status::SubstanceChanged => {
            assert_eq!(located.places, [], "{}: what changed its substance is never anchored", case.name);
            located.proposal.as_ref().map(|proposal| range(&proposal.range))
        }
        Status::Ambiguous | Status::Removed | Status::Lost => {
            assert_eq!(located.places, [], "{}: {located:?}", case.name);
            None
        }
    };
    Answer { place, status: located.status }
}

/// What the substance guard made of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guarded {
    /// Put somewhere, and flagged.
    Flagged,
    /// Put somewhere, and not flagged.
    Passed,
    /// Not put anywhere, or in the wrong place, which the other tables count.
    NotLocated,
}

impl Guarded {
    pub fn of(case: &Case, answer: &Answer) -> Guarded {
        match (Verdict::of(case, answer.place.as_ref()), answer.status) {
            (Verdict::Wrong | Verdict::NotFound, _) => Guarded::NotLocated,
            (_, Status::SubstanceChanged) => Guarded::Flagged,
            _ => Guarded::Passed,
        }
    }

    /// A change that had to be flagged and was not.
    pub fn is_miss(self, asked: Substance) -> bool {
        self == Guarded::Passed && matches!(asked, Substance::Number | Substance::Negation | Substance::Name)
    }
}
