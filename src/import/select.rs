//! The lightest quote that finds a passage: the words alone where they stand once, else with the words before or after
//! them, else with a number. Each is proven by the finder that every build uses.

use std::collections::HashMap;

use crate::parse::body::{Body, TextRange};
use crate::parse::document::{Occurrence, Quote};
use crate::resolve::anchor::{Finder, NotFound};
use crate::span::{FileId, Spanned, Text};

/// A quote, as it is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The words.
    pub quote: String,
    /// Words that touch it before.
    pub before: Option<String>,
    /// Words that touch it after.
    pub after: Option<String>,
    /// Which of what is left, from 1.
    pub occurrence: Option<u32>,
}

/// Words of context that are tried before a number is.
const WORDS: usize = 6;

/// Chooses quotes in one text.
pub struct Selector<'b> {
    body: &'b Body,
    finder: Finder<'b>,
    /// What each quote finds by itself.
    alone: HashMap<String, Result<Vec<TextRange>, NotFound>>,
}

impl<'b> Selector<'b> {
    /// Makes a text ready.
    pub fn new(body: &'b Body) -> Self {
        Selector { body, finder: Finder::new(body), alone: HashMap::new() }
    }

    /// The lightest selection that finds this passage and nothing else. `None` where there is none: the passage cuts a
    /// character, or holds nothing that counts.
    pub fn select(&mut self, range: &TextRange) -> Option<Selection> {
        let quote = squeeze(self.body.words(range));
        let plain = Selection { quote, ..Selection::default() };
        let finder = &self.finder;
        let alone = self.alone.entry(plain.quote.clone()).or_insert_with(|| finder.find(&written(&plain))).clone();
        let rivals = match alone {
            Ok(places) if places == [range.clone()] => return Some(plain),
            Ok(places) => places,
            Err(NotFound::Ambiguous { places } | NotFound::InsideWord { places }) => places,
            Err(_) => return None,
        };
        let sides = Sides::of(self.body, range);
        let rivals: Vec<Sides> =
            rivals.iter().filter(|&place| place != range).map(|place| Sides::of(self.body, place)).collect();
        self.by_context(range, &plain, &sides, &rivals).or_else(|| self.by_number(range, &plain, &sides))
    }

    /// Words before, words after, or both, as few as are enough.
    fn by_context(&self, range: &TextRange, plain: &Selection, sides: &Sides, rivals: &[Sides]) -> Option<Selection> {
        let tries = |both: bool| {
            (1..=WORDS).flat_map(move |words| if both { vec![(words, words)] } else { vec![(words, 0), (0, words)] })
        };
        for (before, after) in tries(false).chain(tries(true)) {
            let candidate = sides.with(plain, before, after);
            if (before > 0 && candidate.before.is_none()) || (after > 0 && candidate.after.is_none()) {
                continue;
            }
            // A look at the places that the words alone have spares most searches; the search itself is what counts.
            if rivals.iter().any(|rival| rival.with(plain, before, after) == candidate) {
                continue;
            }
            if self.finds(&candidate, range) {
                return Some(candidate);
            }
        }
        None
    }

    /// A number, counted among the places that the words and, if need be, their context have.
    fn by_number(&self, range: &TextRange, plain: &Selection, sides: &Sides) -> Option<Selection> {
        let tries = [(0, 0), (1, 0), (0, 1), (2, 2), (WORDS, 0), (0, WORDS), (WORDS, WORDS)];
        tries.into_iter().find_map(|(before, after)| {
            let mut candidate = sides.with(plain, before, after);
            let places = match self.finder.find(&written(&candidate)) {
                Ok(places) | Err(NotFound::Ambiguous { places } | NotFound::InsideWord { places }) => places,
                Err(_) => return None,
            };
            let at = places.iter().position(|place| place == range)?;
            candidate.occurrence = Some(u32::try_from(at).ok()? + 1);
            self.finds(&candidate, range).then_some(candidate)
        })
    }

    fn finds(&self, candidate: &Selection, range: &TextRange) -> bool {
        self.finder.find(&written(candidate)).is_ok_and(|places| places == [range.clone()])
    }
}

/// The words on both sides of a passage, nearest first.
struct Sides {
    before: Vec<String>,
    after: Vec<String>,
}

impl Sides {
    fn of(body: &Body, range: &TextRange) -> Sides {
        let part = part(body, range);
        let before = body.words(&(part.start..range.start)).split_whitespace().rev().map(str::to_owned);
        let after = body.words(&(range.end..part.end)).split_whitespace().map(str::to_owned);
        // Dashes and other marks that stand alone are no words and come for nothing.
        let enough = |words: &mut dyn Iterator<Item = String>| {
            let mut counted = 0;
            words
                .take_while(|word| {
                    counted += usize::from(has_word(word));
                    counted <= WORDS
                })
                .take(2 * WORDS)
                .collect()
        };
        Sides { before: enough(&mut { before }), after: enough(&mut { after }) }
    }

    /// A selection with so many words before and after; fewer where there are no more. A context without a letter or digit is none.
    fn with(&self, plain: &Selection, before: usize, after: usize) -> Selection {
        let mut left = near(&self.before, before);
        left.reverse();
        let context = |words: Vec<&str>| {
            let text = words.join(" ");
            let text = text.trim_matches(|c: char| !is_word(c)).to_owned();
            (!text.is_empty()).then_some(text)
        };
        Selection { before: context(left), after: context(near(&self.after, after)), ..plain.clone() }
    }
}

/// So many of the nearest words, with what stands between them.
fn near(words: &[String], count: usize) -> Vec<&str> {
    let mut left = count;
    let wanted = |word: &&String| {
        let take = left > 0;
        left -= usize::from(take && has_word(word));
        take
    };
    words.iter().take_while(wanted).map(String::as_str).collect()
}

/// The body or the footnote that a passage lies in: no context crosses its edge.
fn part(body: &Body, range: &TextRange) -> TextRange {
    if range.end <= body.body_range.end {
        return body.body_range.clone();
    }
    body.footnotes
        .iter()
        .map(|note| &note.range)
        .find(|note| note.start <= range.start && range.end <= note.end)
        .cloned()
        .unwrap_or_else(|| range.clone())
}

fn has_word(text: &str) -> bool {
    text.chars().any(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// A text with every run of white space one space.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A selection as the finder takes it.
fn written(selection: &Selection) -> Quote {
    let nowhere = FileId::of("").span(0, 0);
    let text = |text: &String| Text::new(text.clone(), nowhere);
    let numbers = |number| Box::new(Spanned::new(Occurrence::Numbers(vec![number]), nowhere));
    Quote {
        quote: text(&selection.quote),
        before: selection.before.as_ref().map(text).map(Box::new),
        after: selection.after.as_ref().map(text).map(Box::new),
        occurrence: selection.occurrence.map(numbers),
    }
}
