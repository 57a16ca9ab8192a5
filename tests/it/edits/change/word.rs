//! Edits of single words.

use std::ops::Range;

use super::super::corpus::Word;
use super::super::pieces::{Pieces, Splice};
use super::super::words::{Class, is_number_word, number_words};
use super::super::{Draft, Kind, Lang, Rng, Substance};
use super::Maker;

impl Maker<'_> {
    /// A place, what is to stand there, and what that does to the substance of a passage that holds it.
    pub fn word_edit(&self, kind: Kind, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        match kind {
            Kind::WordInserted => self.inserted(rng),
            Kind::WordDeleted => self.word_deleted(rng),
            Kind::WordReplaced => self.replaced(rng),
            Kind::NameCorrected => self.name(rng),
            Kind::NumberChanged => self.number(rng),
            _ => None,
        }
    }

    /// The quote was taken while the text had a typing mistake, which is then put right.
    pub fn typo_fixed(&self, rng: &mut Rng) -> Option<Draft> {
        let word = rng.choose(&self.document.words)?;
        let right = self.document.word(word);
        if right.chars().count() < 4 || !right.chars().all(char::is_alphabetic) {
            return None;
        }
        let wrong = self.typo(right, rng)?;
        let quote = self.quote(&word.range, rng)?;
        let substance = match (self.corpus.class(right), self.corpus.class(&wrong)) {
            (Class::Plain, Class::Plain) => Substance::Same,
            _ => Substance::Either,
        };
        let pieces = Pieces::splice(self.text().len(), vec![Splice::new(word.range.clone(), wrong)]);
        let (mistaken, marked) = pieces.apply(self.text(), &quote);
        // Turned round: the text with the mistake is the old one.
        Some(Draft {
            old: mistaken,
            quote: marked?,
            new: self.text().to_owned(),
            truth: Some(quote),
            substance,
            pieces,
        })
    }

    fn inserted(&self, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        let (before, word) = self.pair(rng)?;
        let next = self.corpus.next.get(self.document.word(before))?;
        let new = rng.choose(next)?;
        if new == self.document.word(word) || self.corpus.class(new) != Class::Plain {
            return None;
        }
        let at = word.range.start;
        Some((at..at, format!("{new} "), Substance::Same))
    }

    pub(super) fn word_deleted(&self, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        let word = rng.choose(&self.document.words)?;
        let substance = self.substance_of(self.document.word(word));
        let rest = &self.text()[word.range.end..];
        let range = if rest.starts_with(' ') {
            word.range.start..word.range.end + 1
        } else if self.text()[..word.range.start].ends_with(' ') {
            word.range.start - 1..word.range.end
        } else {
            return None;
        };
        Some((range, String::new(), substance))
    }

    pub(super) fn replaced(&self, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        let (before, word) = self.pair(rng)?;
        let old = self.document.word(word);
        let new = rng.choose(self.corpus.next.get(self.document.word(before))?)?;
        let substance = match (self.corpus.class(old), self.corpus.class(new)) {
            (Class::Plain, Class::Plain) => Substance::Same,
            // A noun for a noun; names and numbers have kinds of their own.
            (Class::Capital, Class::Capital) if !word.first => Substance::Either,
            _ => return None,
        };
        let is_name = |word: &str| self.corpus.name_words.contains_key(word);
        if old == new || is_name(old) || is_name(new) {
            return None;
        }
        Some((word.range.clone(), new.clone(), substance))
    }

    fn name(&self, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        // Most words are no names: a few tries at a document.
        let word = (0..40)
            .filter_map(|_| rng.choose(&self.document.words))
            .find(|word| self.corpus.name_words.contains_key(self.document.word(word)))?;
        let old = self.document.word(word);
        let new = if rng.coin() {
            let kinds: Vec<_> = self.corpus.name_words[old].iter().collect();
            let kind = *rng.choose(&kinds)?;
            rng.choose(self.corpus.names.get(kind)?)?.clone()
        } else {
            self.typo(old, rng)?
        };
        (new != old).then(|| (word.range.clone(), new, Substance::Name))
    }

    fn number(&self, rng: &mut Rng) -> Option<(Range<usize>, String, Substance)> {
        let word = (0..60).filter_map(|_| rng.choose(&self.document.words)).find(|word| {
            let text = self.document.word(word);
            text.chars().any(|c| c.is_ascii_digit()) || is_number_word(self.corpus.lang, &text.to_lowercase())
        })?;
        let old = self.document.word(word);
        let new = if old.chars().any(|c| c.is_ascii_digit()) {
            other_digits(old, rng)?
        } else {
            self.other_number(old, rng)?
        };
        (new != old).then(|| (word.range.clone(), new, Substance::Number))
    }

    fn other_number(&self, old: &str, rng: &mut Rng) -> Option<String> {
        let lower = old.to_lowercase();
        let group = number_words(self.corpus.lang).iter().find(|group| group.contains(&lower.as_str()))?;
        let new = *rng.choose(group)?;
        if new == lower {
            return None;
        }
        Some(if old.chars().next().is_some_and(char::is_uppercase) { capital(new) } else { new.to_owned() })
    }

    /// A negation put in, taken out or turned round.
    pub fn negation(&self, rng: &mut Rng) -> Option<(Range<usize>, String)> {
        let lang = self.corpus.lang;
        if rng.one_in(3) {
            let (before, word) = self.pair(rng)?;
            let after = match lang {
                Lang::De => ["ist", "war", "hat", "hatte", "habe", "bin", "sind", "wird", "kann", "will"],
                _ => ["is", "was", "had", "did", "were", "would", "could", "has", "are", "will"],
            };
            let negation = if lang == Lang::De { "nicht " } else { "not " };
            let fits = after.contains(&self.document.word(before))
                && self.corpus.class(self.document.word(word)) != Class::Negation;
            let at = word.range.start;
            return fits.then(|| (at..at, negation.to_owned()));
        }
        let word = (0..60)
            .filter_map(|_| rng.choose(&self.document.words))
            .find(|word| self.corpus.class(self.document.word(word)) == Class::Negation)?;
        let old = self.document.word(word);
        let other = match (lang, old.to_lowercase().as_str()) {
            (Lang::De, "nicht") => &["", "auch", "schon"][..],
            (Lang::De, "nie" | "niemals") => &["immer", "oft", "einst"],
            (Lang::De, "nichts") => &["alles", "manches"],
            (Lang::De, "ohne") => &["mit"],
            (Lang::De, "niemand") => &["jeder", "mancher"],
            (Lang::De, word) if word.starts_with("kein") => &["d"],
            (Lang::En, "not" | "never") => &["", "always", "also", "really"],
            (Lang::En, "no") => &["some", "the", "any"],
            (Lang::En, "without") => &["with"],
            (Lang::En, "nothing") => &["something", "everything"],
            (Lang::En, "nobody" | "none") => &["all", "some"],
            _ => return None,
        };
        let new = match *rng.choose(other)? {
            // keine, keinen, keinem: diese, diesen, diesem.
            "d" => format!("dies{}", old.get(4..).filter(|end| !end.is_empty()).unwrap_or("er")),
            new => new.to_owned(),
        };
        let new = if word.first { capital(&new) } else { new };
        let range = if new.is_empty() && self.text()[word.range.end..].starts_with(' ') {
            word.range.start..word.range.end + 1
        } else {
            word.range.clone()
        };
        Some((range, new))
    }

    /// Two words parted by one space.
    pub(super) fn pair(&self, rng: &mut Rng) -> Option<(&Word, &Word)> {
        let words = &self.document.words;
        let at = rng.within(1..words.len());
        let pair = (&words[at - 1], &words[at]);
        (&self.text()[pair.0.range.end..pair.1.range.start] == " ").then_some(pair)
    }

    /// A word as a hurried hand types it.
    pub(super) fn typo(&self, word: &str, rng: &mut Rng) -> Option<String> {
        let mut letters: Vec<char> = word.chars().collect();
        let at = rng.within(1..letters.len());
        match rng.below(4) {
            0 if at + 1 < letters.len() => letters.swap(at, at + 1),
            1 => {
                letters.remove(at);
            }
            2 => letters.insert(at, letters[at]),
            _ => {
                let rows = ["qwertzuiop", "asdfghjkl", "yxcvbnm", "qwertyuiop", "zxcvbnm"];
                let row: Vec<char> = rows.iter().find(|row| row.contains(letters[at]))?.chars().collect();
                let here = row.iter().position(|&c| c == letters[at])?;
                letters[at] = row[if here + 1 < row.len() { here + 1 } else { here - 1 }];
            }
        }
        let typed: String = letters.into_iter().collect();
        (typed != word).then_some(typed)
    }
}

/// Another number with as many digits, its points and commas where they were.
fn other_digits(old: &str, rng: &mut Rng) -> Option<String> {
    let mut chars: Vec<char> = old.chars().collect();
    let digits: Vec<usize> = (0..chars.len()).filter(|&at| chars[at].is_ascii_digit()).collect();
    for _ in 0..rng.within(1..3) {
        let &at = rng.choose(&digits)?;
        let low = usize::from(Some(&at) == digits.first() && digits.len() > 1);
        chars[at] = char::from_digit(u32::try_from(rng.within(low..10)).ok()?, 10)?;
    }
    Some(chars.into_iter().collect())
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
