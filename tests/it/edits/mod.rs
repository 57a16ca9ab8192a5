//! Edits of real texts, made by a seeded program, each with the place where the quoted passage stands afterwards: what the
//! anchoring of quotes is measured by, in `benches/anchoring` and, bounded, in the tests.
//!
//! A case is named by corpus, kind, row, number and seed, and is the same whenever and wherever it is made. It is an old text
//! with a quoted passage, a new text, and the truth: the passage's place in the new text, carried through the edit by
//! [`Pieces`], never found by looking for words. Nothing here knows how the product anchors quotes; of the product only the
//! Markdown reader and the folding are used, the latter to tell which edits change nothing that counts.
//!
//! This is `edits/mod.rs`, not `edits.rs`, because the benchmark takes it in by `#[path]`.

pub mod change;
mod corpus;
mod fold_only;
pub mod measure;
pub mod phrases;
pub mod pick;
mod pieces;
pub mod rng;
mod words;

use std::ops::Range;

use annals::resolve::fold::{Folded, is_grapheme_edge};

pub use corpus::{Corpus, Document, REPORTED, TUNING};
pub use pieces::Pieces;
pub use rng::Rng;
pub use words::Lang;

/// What is done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TypoFixed,
    WordInserted,
    WordDeleted,
    WordReplaced,
    SentenceMoved,
    NameCorrected,
    NumberChanged,
    LongInsertion,
    SameWordsElsewhere,
    /// The passage is copied with words around it, and one of these or of its own is changed where it stood: for itself.
    Copied,
    /// Only how the text is typed, not what it says.
    Folding,
    /// A negation put in, taken out or turned round: for the table of substance.
    NegationChanged,
    PassageDeleted,
    SentenceDeleted,
    ParagraphDeleted,
    ParagraphReplaced,
}

impl Kind {
    /// The kinds of the main table, in equal shares.
    pub const MAIN: [Kind; 9] = [
        Kind::TypoFixed,
        Kind::WordInserted,
        Kind::WordDeleted,
        Kind::WordReplaced,
        Kind::SentenceMoved,
        Kind::NameCorrected,
        Kind::NumberChanged,
        Kind::LongInsertion,
        Kind::SameWordsElsewhere,
    ];
    /// The kinds after which the passage is gone.
    pub const DELETED: [Kind; 4] =
        [Kind::PassageDeleted, Kind::SentenceDeleted, Kind::ParagraphDeleted, Kind::ParagraphReplaced];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Kind> {
        Kind::MAIN.into_iter().chain(Kind::DELETED).chain([Kind::Copied, Kind::Folding, Kind::NegationChanged])
    }

    pub fn name(self) -> &'static str {
        match self {
            Kind::TypoFixed => "typo fixed",
            Kind::WordInserted => "word inserted",
            Kind::WordDeleted => "word deleted",
            Kind::WordReplaced => "word replaced",
            Kind::SentenceMoved => "sentence moved",
            Kind::NameCorrected => "name corrected",
            Kind::NumberChanged => "number changed",
            Kind::LongInsertion => "longer insertion",
            Kind::SameWordsElsewhere => "same words elsewhere",
            Kind::Copied => "copied and changed",
            Kind::Folding => "folding only",
            Kind::NegationChanged => "negation changed",
            Kind::PassageDeleted => "passage deleted",
            Kind::SentenceDeleted => "its sentences deleted",
            Kind::ParagraphDeleted => "its paragraphs deleted",
            Kind::ParagraphReplaced => "its paragraphs replaced",
        }
    }
}

/// The rows of the tables: a quote's length in characters, first and last.
pub const ROWS: [(usize, usize); 5] = [(4, 9), (10, 19), (20, 39), (40, 79), (80, 400)];

/// As far around a quote as an edit may be for the main table, and as long as the context on each side.
pub const AROUND: usize = 32;

/// What must be said of the difference between the quote and the passage that now stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Substance {
    Number,
    Negation,
    Name,
    /// Whether it is one of these is arguable: nothing is asked.
    Either,
    /// None of these changed.
    Same,
}

/// A quote, an edit, and the truth.
#[derive(Clone, Debug)]
pub struct Case {
    /// What to make it again from: corpus, kind, row and number. With the seed that is all.
    pub name: String,
    pub document: String,
    pub kind: Kind,
    pub row: (usize, usize),
    pub lang: Lang,
    pub old: String,
    /// In the old text.
    pub quote: Range<usize>,
    pub new: String,
    /// The passage in the new text; `None` if it was deleted.
    pub truth: Option<Range<usize>>,
    /// The passage itself now reads differently, not only its surroundings.
    pub touched: bool,
    /// The words of the quote stand once in the old text.
    pub alone: bool,
    pub substance: Substance,
}

impl Case {
    pub fn words(&self) -> &str {
        &self.old[self.quote.clone()]
    }

    /// The characters before and after the quote in the old text, as a lock or an annotation keeps them.
    pub fn context(&self) -> (&str, &str) {
        let around = around(&self.old, &self.quote);
        (&self.old[around.start..self.quote.start], &self.old[self.quote.end..around.end])
    }
}

/// A range with [`AROUND`] characters more on each side.
pub fn around(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].char_indices().rev().take(AROUND).last().map_or(range.start, |(at, _)| at);
    let end = text[range.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| range.end + at);
    start..end
}

/// An edit as its maker made it.
pub struct Draft {
    /// If the edit first had to make the text that is then mended, that text; otherwise the document's.
    pub old: String,
    pub quote: Range<usize>,
    pub new: String,
    pub truth: Option<Range<usize>>,
    pub substance: Substance,
    /// The edit itself; the other way round if the text that is mended had first to be made.
    pub pieces: Pieces,
}

/// The case of this kind, row and number. `None` if a corpus has no text for it.
pub fn case(corpus: &Corpus, kind: Kind, row: (usize, usize), number: usize, seed: u64) -> Option<Case> {
    let name = format!("{} / {} / {}-{} / {number}", corpus.name, kind.name(), row.0, row.1);
    let mut rng = Rng::of(seed, &[&name]);
    for _ in 0..4_000 {
        let document = rng.choose(&corpus.documents)?;
        // Both in equal shares, whatever the length: most of a long quote's neighbourhood is the quote itself.
        let inside = rng.coin();
        let Some(draft) = change::change(corpus, document, kind, row, inside, &mut rng) else { continue };
        if let Some(case) = checked(corpus, &document.id, kind, row, &name, draft) {
            return Some(case);
        }
    }
    None
}

fn checked(corpus: &Corpus, document: &str, kind: Kind, row: (usize, usize), name: &str, draft: Draft) -> Option<Case> {
    let Draft { old, quote, new, truth, substance, pieces } = draft;
    let fold = |text: &str, range: &Range<usize>| Folded::new(&text[range.clone()]).as_str().trim().to_owned();
    let length = old[quote.clone()].chars().count();
    if !(row.0..=row.1).contains(&length) || truth.is_none() != Kind::DELETED.contains(&kind) {
        return None;
    }
    // Of "a b" made "a c a b" nobody can say whether "a c" was put in before "a" or "c a" after it.
    if pieces.is_shiftable(&old) {
        return None;
    }
    let edges =
        |text: &str, range: &Range<usize>| is_grapheme_edge(text, range.start) && is_grapheme_edge(text, range.end);
    let mut touched = true;
    if let Some(truth) = &truth {
        if !edges(&new, truth) || !edges(&old, &quote) {
            return None;
        }
        touched = fold(&old, &quote) != fold(&new, truth);
        let changed = fold(&old, &around(&old, &quote)) != fold(&new, &around(&new, truth));
        let raw = old[around(&old, &quote)] != new[around(&new, truth)];
        let fits = if kind == Kind::Folding {
            raw && Folded::new(&old).as_str() == Folded::new(&new).as_str()
        } else {
            changed
        };
        if !fits {
            return None;
        }
    }
    let needle = fold(&old, &quote);
    let alone = Folded::new(&old).as_str().matches(&needle).count() == 1;
    let substance = if touched { substance } else { Substance::Same };
    let (name, document) = (name.to_owned(), document.to_owned());
    Some(Case { name, document, kind, row, lang: corpus.lang, old, quote, new, truth, touched, alone, substance })
}
