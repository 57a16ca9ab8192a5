//! Edits of more than a word: sentences moved and deleted, passages put in, words repeated elsewhere.

use std::ops::Range;

use super::super::pieces::{Piece, Pieces, Splice};
use super::super::words::Class;
use super::super::{Draft, Kind, Rng, Substance, pick};
use super::Maker;

impl Maker<'_> {
    /// A clause or some sentences out of another document of the corpus.
    pub fn long_insertion(&self, rng: &mut Rng) -> Option<Draft> {
        let word = rng.choose(&self.document.words)?;
        let at = word.range.start;
        let text = if word.first && rng.coin() {
            self.sentences_from_elsewhere(rng)?
        } else {
            let before = self.text()[..at].chars().next_back()?;
            if before != ' ' {
                return None;
            }
            let count = rng.within(6..41);
            let clause = self.words_from_elsewhere(count, rng)?;
            let form = rng.choose(&["(,) ", "– , – ", ", "])?;
            form.replace(',', &clause)
        };
        let quote = self.quote(&(at..at), rng)?;
        let substance = self.substance_of(&text);
        Some(self.draft(quote, vec![Splice::new(at..at, text)], substance))
    }

    fn sentences_from_elsewhere(&self, rng: &mut Rng) -> Option<String> {
        let other = rng.choose(&self.corpus.documents)?;
        let first = rng.below(other.sentences.len());
        let last = (first + rng.below(3)).min(other.sentences.len() - 1);
        let text = &other.text[other.sentences[first].start..other.sentences[last].end];
        let fits = other.id != self.document.id && (40..600).contains(&text.len()) && !text.contains('\n');
        fits.then(|| format!("{text} "))
    }

    /// The quoted words are put in at another place. Nearby nothing else happens; further away, the passage itself or its
    /// surroundings are edited too, so that the words now stand as they were quoted in the wrong place only.
    pub fn same_words_elsewhere(&self, rng: &mut Rng) -> Option<Draft> {
        let words = &self.document.words;
        let nearby = rng.one_in(4);
        let (range, by, substance) = if nearby {
            let (_, word) = self.pair(rng)?;
            (word.range.start..word.range.start, String::new(), Substance::Same)
        } else {
            self.word_changed(rng)?
        };
        let quote = pick::quote(self.document, &range, self.row, self.inside && !nearby, rng)?;
        let copy = self.copy(&quote, rng);
        let there = if nearby { range.start } else { rng.choose(words)?.range.start };
        // Not at the quote's own edge: which of the two is the copy nobody could say.
        let at_edge = there == quote.start || there >= quote.end && self.text()[quote.end..there].trim().is_empty();
        let (from, to) = (quote.start.min(range.start), quote.end.max(range.end));
        let too_near = from < there + 200 && there < to + 200;
        let before = &self.text()[..there];
        let between_words = before.is_empty() || before.ends_with(' ') || before.ends_with("\n\n");
        if at_edge || !nearby && too_near || !between_words {
            return None;
        }
        let mut splices = vec![Splice::new(there..there, copy)];
        if !nearby {
            splices.push(Splice::new(range, by));
        }
        Some(self.draft(quote, splices, substance))
    }

    /// A word replaced, deleted or misspelt.
    fn word_changed(&self, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        match rng.below(3) {
            0 => self.replaced(rng),
            1 => self.word_deleted(rng),
            _ => {
                let word = rng.choose(&self.document.words)?;
                let old = self.document.word(word);
                if old.chars().count() < 4 {
                    return None;
                }
                let new = self.typo(old, rng)?;
                let plain = [old, &new].iter().all(|word| self.corpus.class(word) == Class::Plain);
                Some((word.range.clone(), new, if plain { Substance::Same } else { Substance::Either }))
            }
        }
    }

    /// The passage is copied elsewhere, with its sentences or with some words on each side, and the one that was copied is
    /// changed: what stands as it did is the copy.
    pub fn copied(&self, rng: &mut Rng) -> Option<Draft> {
        let text = self.text();
        let (range, by, substance) = self.word_changed(rng)?;
        let quote = pick::quote(self.document, &range, self.row, self.inside, rng)?;
        let words = &self.document.words;
        let first = words.partition_point(|word| word.range.end <= quote.start);
        let last = words.partition_point(|word| word.range.start < quote.end);
        let more = *rng.choose(&[1, 2, 4, 8, 16])?;
        let mut copy = words[first.saturating_sub(more)].range.start.min(quote.start)
            ..words[(last + more - 1).min(words.len() - 1)].range.end.max(quote.end);
        if rng.coin() {
            let sentences = &self.document.sentences;
            copy.start = copy.start.min(sentences.iter().find(|one| one.end > quote.start)?.start);
            copy.end = copy.end.max(sentences.iter().rev().find(|one| one.start < quote.end)?.end);
        }
        let there = match rng.coin() {
            true => rng.choose(&self.document.sentences)?.start,
            false => rng.choose(words)?.range.start,
        };
        let (from, to) = (copy.start.min(range.start), copy.end.max(range.end));
        let before = &text[..there];
        let between_words = before.is_empty() || before.ends_with(' ') || before.ends_with("\n\n");
        if from < there + 200 && there < to + 200 || !between_words {
            return None;
        }
        let copy = format!("{} ", text[copy].replace("\n\n", " "));
        Some(self.draft(quote, vec![Splice::new(there..there, copy), Splice::new(range, by)], substance))
    }

    /// The quote's words, sometimes with a neighbour on each side, sometimes as a quotation.
    fn copy(&self, quote: &Range<usize>, rng: &mut Rng) -> String {
        let words = &self.document.words;
        let mut range = quote.clone();
        if rng.one_in(3) {
            let first = words.partition_point(|word| word.range.end <= quote.start);
            let last = words.partition_point(|word| word.range.start < quote.end);
            range.start = words[first.saturating_sub(1)].range.start.min(quote.start);
            range.end = words.get(last).map_or(quote.end, |word| word.range.end);
        }
        let text = self.text()[range].replace('\n', " ");
        if rng.one_in(3) { format!("“{text}” ") } else { format!("{text} ") }
    }

    /// The sentences that hold the quote are moved to another place; or one that stands beside it is.
    pub fn sentence_moved(&self, rng: &mut Rng) -> Option<Draft> {
        let sentences = &self.document.sentences;
        let (first, last, quote) = if self.inside {
            let quote = pick::any(self.document, self.row, rng)?;
            let first = sentences.partition_point(|sentence| sentence.end <= quote.start);
            let last = sentences.partition_point(|sentence| sentence.start < quote.end).checked_sub(1)?;
            (first, last, quote)
        } else {
            let moved = rng.below(sentences.len());
            let quote = self.quote(&sentences[moved], rng)?;
            (moved, moved, quote)
        };
        let there = rng.below(sentences.len());
        if first > last || (first..=last + 1).contains(&there) {
            return None;
        }
        let moved = sentences[first].start..sentences[last].end;
        let there = sentences[there].start;
        // A sentence beside the quote does not land inside it.
        if quote.start < there && there < quote.end {
            return None;
        }
        let gap = self.gap_at(&moved)?;
        let mut splices = vec![
            Splice {
                range: there..there,
                by: vec![Piece::Old(moved), Piece::New { text: " ".into(), at: there..there }],
            },
            Splice { range: gap, by: Vec::new() },
        ];
        splices.sort_by_key(|splice| splice.range.start);
        if splices[0].range.end > splices[1].range.start {
            return None;
        }
        let pieces = Pieces::splice(self.text().len(), splices);
        Some(self.draft_of(quote, pieces, Substance::Same))
    }

    /// The sentences with the white space on one side: what is to be cut so that nothing doubled is left.
    fn gap_at(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let text = self.text();
        let paragraph = self.document.paragraphs.iter().any(|paragraph| paragraph == range);
        if paragraph {
            return None;
        }
        if text[range.end..].starts_with(' ') {
            Some(range.start..range.end + 1)
        } else if text[..range.start].ends_with(' ') {
            Some(range.start - 1..range.end)
        } else {
            // Whole paragraphs, from edge to edge.
            text[range.end..].starts_with("\n\n").then(|| range.start..range.end + 2)
        }
    }

    pub fn deleted(&self, kind: Kind, rng: &mut Rng) -> Option<Draft> {
        let quote = pick::any(self.document, self.row, rng)?;
        let hull = |parts: &[Range<usize>]| -> Option<Range<usize>> {
            let first = parts.iter().find(|part| part.end > quote.start)?;
            let last = parts.iter().rev().find(|part| part.start < quote.end)?;
            Some(first.start.min(quote.start)..last.end.max(quote.end))
        };
        let (cut, by) = match kind {
            Kind::PassageDeleted => (quote.clone(), String::new()),
            Kind::SentenceDeleted => (hull(&self.document.sentences)?, String::new()),
            Kind::ParagraphDeleted => (hull(&self.document.paragraphs)?, String::new()),
            _ => {
                let other = rng.choose(&self.corpus.documents)?;
                let paragraph = &other.text[rng.choose(&other.paragraphs)?.clone()];
                if other.id == self.document.id || paragraph.len() < 80 {
                    return None;
                }
                (hull(&self.document.paragraphs)?, paragraph.to_owned())
            }
        };
        // Something has to be left for the passage to be missing from.
        if self.text().len() - cut.len() < 150 {
            return None;
        }
        let cut = if by.is_empty() { self.cut(cut) } else { cut };
        let splice = if by.is_empty() { Splice { range: cut, by: Vec::new() } } else { Splice::new(cut, by) };
        let mut draft = self.draft(quote, vec![splice], Substance::Same);
        // What stands in a replaced paragraph's place is another passage.
        draft.truth = None;
        Some(draft)
    }

    /// What is cut, with the white space or break that would be left over.
    fn cut(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text();
        let (before, after) = (&text[..range.start], &text[range.end..]);
        if after.starts_with("\n\n") && (before.is_empty() || before.ends_with("\n\n")) {
            range.start..range.end + 2
        } else if after.is_empty() && before.ends_with("\n\n") {
            range.start - 2..range.end
        } else if after.starts_with(' ') && (before.ends_with([' ', '\n']) || before.is_empty()) {
            range.start..range.end + 1
        } else if before.ends_with(' ') && !after.starts_with(char::is_alphanumeric) {
            range.start - 1..range.end
        } else {
            range
        }
    }
}
