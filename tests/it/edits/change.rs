//! The edits, one maker for each kind.

mod sentence;
mod word;

use std::ops::Range;

use super::corpus::{Corpus, Document};
use super::pieces::{Pieces, Splice};
use super::words::Class;
use super::{Draft, Kind, Rng, Substance, fold_only, pick};

pub struct Maker<'c> {
    pub corpus: &'c Corpus,
    pub document: &'c Document,
    pub row: (usize, usize),
    /// The edit is to be inside the quote, not beside it.
    pub inside: bool,
}

/// One try at an edit; `None` if what was drawn does not do.
pub fn change(
    corpus: &Corpus,
    document: &Document,
    kind: Kind,
    row: (usize, usize),
    inside: bool,
    rng: &mut Rng,
) -> Option<Draft> {
    let maker = Maker { corpus, document, row, inside };
    match kind {
        Kind::TypoFixed => maker.typo_fixed(rng),
        Kind::WordInserted | Kind::WordDeleted | Kind::WordReplaced | Kind::NameCorrected | Kind::NumberChanged => {
            let (range, by, substance) = maker.word_edit(kind, rng)?;
            let quote = maker.quote(&range, rng)?;
            Some(maker.draft(quote, vec![Splice::new(range, by)], substance))
        }
        Kind::NegationChanged => {
            let maker = Maker { inside: true, ..maker };
            let (range, by) = maker.negation(rng)?;
            let quote = maker.quote(&range, rng)?;
            Some(maker.draft(quote, vec![Splice::new(range, by)], Substance::Negation))
        }
        Kind::Folding => {
            let (range, by) = fold_only::edit(document, rng)?;
            let quote = maker.quote(&range, rng)?;
            Some(maker.draft(quote, vec![Splice::new(range, by)], Substance::Same))
        }
        Kind::LongInsertion => maker.long_insertion(rng),
        Kind::SameWordsElsewhere => maker.same_words_elsewhere(rng),
        Kind::Copied => maker.copied(rng),
        Kind::SentenceMoved => maker.sentence_moved(rng),
        Kind::PassageDeleted | Kind::SentenceDeleted | Kind::ParagraphDeleted | Kind::ParagraphReplaced => {
            maker.deleted(kind, rng)
        }
    }
}

impl Maker<'_> {
    pub fn text(&self) -> &str {
        &self.document.text
    }

    fn quote(&self, edit: &Range<usize>, rng: &mut Rng) -> Option<Range<usize>> {
        pick::quote(self.document, edit, self.row, self.inside, rng)
    }

    fn draft(&self, quote: Range<usize>, splices: Vec<Splice>, substance: Substance) -> Draft {
        self.draft_of(quote, Pieces::splice(self.text().len(), splices), substance)
    }

    fn draft_of(&self, quote: Range<usize>, pieces: Pieces, substance: Substance) -> Draft {
        let (new, truth) = pieces.apply(self.text(), &quote);
        Draft { old: self.text().to_owned(), quote, new, truth, substance, pieces }
    }

    /// What taking these words out or putting them in does to a passage's substance.
    fn substance_of(&self, words: &str) -> Substance {
        use unicode_segmentation::UnicodeSegmentation;
        let mut worst = Substance::Same;
        for word in words.unicode_words() {
            let this = match self.corpus.class(word) {
                Class::Number => Substance::Number,
                Class::Negation => Substance::Negation,
                Class::Capital if self.corpus.name_words.contains_key(word) => Substance::Name,
                Class::Capital | Class::Doubtful => Substance::Either,
                Class::Plain => Substance::Same,
            };
            worst = worst.min(this);
        }
        worst
    }

    /// A passage of some words out of another document, within one paragraph.
    fn words_from_elsewhere(&self, count: usize, rng: &mut Rng) -> Option<String> {
        let other = rng.choose(&self.corpus.documents)?;
        if other.id == self.document.id || other.words.len() <= count {
            return None;
        }
        let first = rng.below(other.words.len() - count);
        let words = &other.text[other.words[first].range.start..other.words[first + count - 1].range.end];
        // Nothing that opens and does not close.
        let sound = !words.contains(['\n', '(', ')', '"', '“', '”', '„', '«', '»', '[', ']']);
        sound.then(|| words.to_owned())
    }
}
