//! All places that a quote may have come to: where its own words stand, and where alignments lead.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use crate::parse::body::TextRange;
use crate::parse::document::Quote;
use crate::resolve::anchor::align::{
    ADD, ADD_LONG, DROP, LETTER, Pattern, Side, Step, Table, added, swap_around, weight,
};
use crate::resolve::anchor::double::Was;
use crate::resolve::anchor::locate::Around;
use crate::resolve::anchor::others::{Sentences, Split};
use crate::resolve::anchor::passage::{Comparison, Passage, compare};
use crate::resolve::anchor::substance::Guard;
use crate::resolve::anchor::tokens::{Index, Token, Word};
use crate::resolve::anchor::windows::windows;
use crate::resolve::anchor::{Finder, Hit, Hits, readings};
use crate::resolve::fold::is_word;

/// Tokens of a quote that are aligned; of a longer one, its beginning.
const TOKENS: usize = 8_000;
/// Alignments that are read back.
const PATHS: usize = 8;
/// Places of a quote's own words that are compared with the words around.
const HITS: usize = 32;
/// What is looked at beside such a place, in tokens: more than the context, for what was put in between.
const NEAR: usize = 96;

/// A place that a quote may have come to.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// In the folded text; empty where the quote was taken out.
    pub range: Range<usize>,
    /// What the quote differs.
    pub quote_cost: u32,
    /// What the words around differ.
    pub context_cost: u32,
    /// By how much the words before and after differ, each.
    pub sides: (u32, u32),
    /// The quote's own words, unchanged.
    pub exact: bool,
    /// If so: whether all of the text before and after, each, is what stood there, up to where the text begins and ends.
    pub edges: (bool, bool),
    /// If so: the characters of these words and of those that touch them unchanged, and how many words these are.
    pub run: (u32, usize),
    /// Whether another sentence stood there already: it is only shown.
    pub is_other: bool,
    /// How it was read off an alignment.
    pub path: Option<(Passage, Vec<Step>)>,
}

impl Candidate {
    /// What it costs to take it for the quote's place.
    pub fn cost(&self) -> u32 {
        self.quote_cost + self.context_cost
    }

    /// Whether two share text; one that is empty also where it touches.
    pub fn overlaps(&self, other: &Candidate) -> bool {
        let (a, b) = (&self.range, &other.range);
        if a.is_empty() || b.is_empty() {
            a.start <= b.end && b.start <= a.end
        } else {
            a.start < b.end && b.start < a.end
        }
    }
}

/// What a quote and the words around it weigh.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weights {
    /// The quote.
    pub quote: u32,
    /// The words before.
    pub before: u32,
    /// The words after.
    pub after: u32,
    /// Characters of the quote's words.
    pub letters: u32,
    /// How many words these are.
    pub words: usize,
}

impl Weights {
    /// The words before and after.
    pub fn context(&self) -> u32 {
        self.before + self.after
    }
}

/// A quote on its way to its place.
pub struct Search<'f> {
    finder: &'f Finder<'f>,
    side: Side<'f>,
    pattern: Pattern,
    prefix: &'f str,
    suffix: &'f str,
    /// In how many places its words stood, if that is known.
    pub stood: usize,
    /// In how many of these the same words stood around.
    pub alike: usize,
    /// The same, before those in other sentences are taken off.
    was_alike: usize,
    /// Whether its words stood in several places, and in which sentence it did is known.
    pub recurs: bool,
    /// What is known of the text's sentences.
    sentences: &'f Sentences,
    /// Where the quote's words stand, once that was asked.
    known: Option<Arc<Hits>>,
    readings: Vec<String>,
    /// Places inside words count.
    inside_words: bool,
    /// What the pattern's parts weigh.
    pub weights: Weights,
}

impl<'f> Search<'f> {
    /// Prepares the search for a quote between folded words.
    pub fn new(finder: &'f Finder<'f>, quote: &Quote, around: &'f Around) -> Search<'f> {
        let (prefix, suffix) = (around.prefix.as_str(), around.suffix.as_str());
        let side = Side { text: finder.folded.as_str(), index: finder.index() };
        let readings = readings(&quote.quote.value);
        // As Markdown where that differs: nearer to the reader's text.
        let reading = readings.last().map(String::as_str).unwrap_or_default();
        let pattern = Pattern::new(side.index, prefix, reading, suffix, TOKENS);
        let rows = pattern.quote.clone();
        let weights = Weights {
            quote: pattern.weight(rows.clone()),
            before: pattern.weight(0..rows.start),
            after: pattern.weight(rows.end..pattern.tokens.len()),
            letters: rows.clone().map(|row| pattern.letters(row)).sum(),
            words: rows.filter(|&row| pattern.is_word(row)).count(),
        };
        let inside_words = quote.selects() && around.was_inside_word(&readings);
        let (stood, alike) = (around.stood as usize, around.alike as usize);
        Search {
            finder,
            side,
            pattern,
            prefix,
            suffix,
            stood,
            alike,
            was_alike: alike,
            recurs: stood > 1 && !around.sentences.own.is_empty(),
            sentences: &around.sentences,
            known: None,
            readings,
            inside_words,
            weights,
        }
    }

    /// Where the quote's own words stand, with what the words around differ.
    pub fn hits(&mut self) -> Vec<Candidate> {
        let text = self.side.text;
        let of = |reading: &String| Some(self.finder.hits(reading)).filter(|hits| self.count(hits) > 0);
        let known = self.readings.iter().find_map(of);
        let found = known.as_ref().map_or_else(Vec::new, |hits| self.in_no_other(hits));
        if let Some(hits) = &known {
            let is_alike = |hit: &&Hit| {
                self.counts(hit)
                    && text[..hit.start].ends_with(self.prefix)
                    && text[hit.end..].starts_with(self.suffix)
                    && self.is_other(&(hit.start..hit.end))
            };
            self.alike -= self.alike.min(hits.between(text, self.prefix, self.suffix).filter(is_alike).count());
            self.stood = self.stood.saturating_sub(self.count(hits) - found.len());
        }
        self.known = known;
        let same = |range: &Range<usize>| {
            let before = text[..range.start].bytes().rev().zip(self.prefix.bytes().rev());
            let after = text[range.end..].bytes().zip(self.suffix.bytes());
            let count = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
            count(&mut { before }) + count(&mut { after })
        };
        let all = self.prefix.len() + self.suffix.len();
        let mut ranked: Vec<(usize, Range<usize>)> = found.into_iter().map(|range| (same(&range), range)).collect();
        ranked.sort_by_key(|(same, range)| (std::cmp::Reverse(*same), range.start));
        ranked.truncate(HITS);
        ranked
            .into_iter()
            .map(|(same, range)| {
                let (sides, run) = if same == all { ((0, 0), (u32::MAX, usize::MAX)) } else { self.beside(&range) };
                let (quote_cost, context_cost) = (0, sides.0 + sides.1);
                let edges = (&text[..range.start] == self.prefix, &text[range.end..] == self.suffix);
                Candidate {
                    range,
                    quote_cost,
                    context_cost,
                    sides,
                    exact: true,
                    edges,
                    run,
                    is_other: false,
                    path: None,
                }
            })
            .collect()
    }

    /// Whether a match counts as a place of the quote's words.
    fn counts(&self, hit: &Hit) -> bool {
        (hit.whole_word || self.inside_words) && hit.place.is_some()
    }

    fn count(&self, hits: &Hits) -> usize {
        let (whole_words, all) = hits.counts();
        if self.inside_words { all } else { whole_words }
    }

    /// The places of the quote's words but those in sentences that stood beside the passage's own.
    fn in_no_other(&self, hits: &Hits) -> Vec<Range<usize>> {
        let may_be = hits.in_no_other(self.finder.split(), self.sentences).into_iter().map(|at| hits.get(at));
        may_be.filter(|hit| self.counts(hit)).map(|hit| hit.start..hit.end).collect()
    }

    /// Whether a passage of the quote's words, of which [`Search::hits`] has asked, lies in such a sentence.
    pub fn is_elsewhere(&self, place: &TextRange) -> bool {
        let folded = |at: u32| self.finder.folded.folded(at as usize);
        let (start, end) = (folded(place.start), folded(place.end));
        let is_it = |hit: &&Hit| self.counts(hit) && hit.place.as_ref() == Some(place);
        let hit = self.known.as_ref().and_then(|hits| hits.within(&(start..end)).iter().find(is_it));
        hit.is_some_and(|hit| self.is_other(&(hit.start..hit.end)))
    }

    /// A place without what stands at its ends and is of no word; all of one that has no word.
    pub fn words(&self, place: &Range<usize>) -> Range<usize> {
        let text = &self.side.text[place.clone()];
        let (Some(first), Some(last)) = (text.find(is_word), text.rfind(is_word)) else { return place.clone() };
        let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
        place.start + first..place.start + end
    }

    /// Whether a place lies in sentences that stood beside the passage's own.
    fn is_other(&self, place: &Range<usize>) -> bool {
        self.sentences.are_others(self.finder.split(), place)
    }

    /// Of places of the quote's words the one in its own sentence, unchanged.
    pub fn in_own_sentence<'c>(&self, hits: &'c [Candidate]) -> Option<&'c Candidate> {
        self.sentences.own_of((self.side.text, self.finder.split()), (self.prefix, self.suffix), hits)
    }

    /// Whether a place of the quote's words lies in its own sentence, unchanged.
    pub fn is_in_own_sentence(&self, hit: &Candidate) -> bool {
        let text = (self.side.text, self.finder.split());
        self.sentences.are_own(text, (self.prefix, self.suffix), &hit.range)
    }

    /// Another place that is as like the passage as this one: see [`Finder::double`].
    pub fn double(&self, place: &Range<usize>) -> Option<Range<usize>> {
        let Search { prefix, suffix, readings, sentences, .. } = self;
        let was = Was { before: prefix, readings, after: suffix, alike: self.was_alike, sentences };
        self.finder.double(was, place)
    }

    /// Whether it is known in which sentence it stood.
    pub fn knows_sentences(&self) -> bool {
        !self.sentences.own.is_empty()
    }

    /// Where the words before the quote and those after it meet, spaces apart, at or beside a place: the quote was cut out.
    pub fn cut(&self, place: &Range<usize>) -> Option<usize> {
        let (before, after) = (self.prefix.trim_end_matches(' '), self.suffix.trim_start_matches(' '));
        let text = self.side.text;
        let meets = |at: usize| {
            let rest = text[at..].trim_start_matches(' ');
            rest.starts_with(after) && (!after.is_empty() || rest.is_empty() || rest.starts_with('\n'))
        };
        let is_there = |at: &usize| place.start <= *at + after.len() && at.saturating_sub(before.len()) <= place.end;
        if before.is_empty() {
            let starts = std::iter::once(0).chain(memmem::find_iter(text.as_bytes(), b"\n").map(|at| at + 1));
            return starts.into_iter().filter(is_there).find(|&at| meets(at));
        }
        let ends = memmem::find_iter(text.as_bytes(), before).map(|at| at + before.len());
        ends.filter(is_there).find(|&at| meets(at))
    }

    /// Where alignments of the whole pattern lead.
    pub fn alignments(&self) -> Vec<Candidate> {
        let tables = windows(self.side.index, &self.pattern).into_iter();
        let tables: Vec<Table> =
            tables.map(|(window, begins)| Table::new(&self.pattern, &self.side, window, begins)).collect();
        let worst = (self.weights.quote + self.weights.context()) * 3 / 4;
        let ends = tables
            .iter()
            .enumerate()
            .flat_map(|(at, table)| table.ends(worst).into_iter().map(move |(cost, cell)| (cost, at, cell)));
        let mut ends: Vec<_> = ends.collect();
        ends.sort_unstable();
        let mut found: Vec<Candidate> = Vec::new();
        for (_, at, cell) in ends.into_iter().take(PATHS * 2) {
            let steps = tables[at].path(&self.pattern, &self.side, cell);
            let Some(passage) = Passage::read(&self.pattern, &self.side, &steps) else { continue };
            let candidate = Candidate {
                range: passage.range.clone(),
                quote_cost: passage.quote_cost,
                context_cost: passage.context_cost.0 + passage.context_cost.1,
                sides: passage.context_cost,
                exact: false,
                edges: (false, false),
                run: (0, 0),
                is_other: self.is_other(&passage.range),
                path: Some((passage, steps)),
            };
            if !found.iter().any(|other| other.overlaps(&candidate)) {
                found.push(candidate);
            }
            if found.len() == PATHS {
                break;
            }
        }
        found
    }

    /// Whether the words around a place of the quote's own words are those that were around it. Of a few words both sides
    /// must speak for it: what stands after the name in this sentence may stand after it in the sentence before.
    pub fn is_among_its_words(&self, candidate: &Candidate) -> bool {
        let weights = &self.weights;
        let sides = [(weights.before, candidate.sides.0), (weights.after, candidate.sides.1)];
        let kept = |percent: u32| sides.iter().all(|&(weight, cost)| cost * 100 <= weight * percent);
        let half = candidate.context_cost * 2 <= weights.context();
        match self.is_long() {
            true => half || sides.iter().any(|&(weight, cost)| weight >= SIDE && cost * 4 <= weight),
            // Where a text begins or ends only one side can speak.
            false if sides.iter().any(|&(weight, _)| weight == 0) => kept(25),
            // An edit changes one side.
            false => half && kept(75) && sides.iter().any(|&(weight, cost)| cost * 100 <= weight * 20),
        }
    }

    /// Whether the quote is so many words that they are their own proof where they stand once.
    pub fn is_long(&self) -> bool {
        self.weights.letters >= LONG.0 && self.weights.words >= LONG.1
    }

    /// A candidate beside the quote.
    pub fn compare(
        &self,
        candidate: &Candidate,
        guard: &Guard<'_>,
        begins_block: &dyn Fn(usize) -> bool,
    ) -> Option<Comparison> {
        let (passage, steps) = candidate.path.as_ref()?;
        let mut shown = compare(&self.pattern, &self.side, steps, passage, guard, begins_block);
        shown.substance.words = !passage.has_words;
        shown.substance.edge = passage.is_open;
        shown.substance.more = self.has_grown(passage, steps);
        Some(shown)
    }

    /// Whether so much was put into a quote that it says more than it did: a sentence of which it had no word, or more than
    /// half of its words again. A few words may always be put in.
    fn has_grown(&self, passage: &Passage, steps: &[Step]) -> bool {
        let index = self.side.index;
        let is_word = |column: &usize| index.words[index.tokens[*column].word as usize].letters > 0;
        let words = passage.tokens.clone().filter(is_word).count();
        if words > self.weights.words + (self.weights.words / 2).max(PUT_IN) {
            return true;
        }
        // A sentence is another's place if as many of the quote's own are gone.
        let alike = || steps.iter().filter(|step| step.alike && step.rows.clone().any(|row| self.pattern.is_word(row)));
        let in_quote = || alike().filter(|step| self.pattern.quote.contains(&step.rows.start));
        let columns = in_quote().map(|step| step.columns.clone()).collect::<Vec<_>>();
        let rows = in_quote().map(|step| step.rows.clone()).collect::<Vec<_>>();
        let new = apart(self.finder.split(), &index.tokens, &passage.tokens, &columns);
        let gone = || apart(&Split::new(&self.pattern.text, &[]), &self.pattern.tokens, &self.pattern.quote, &rows);
        new > 0 && new > gone()
    }

    /// What the words before and after a place of the quote's own words differ from those that were there.
    fn beside(&self, range: &Range<usize>) -> ((u32, u32), (u32, usize)) {
        let (text, index) = (self.side.text, self.side.index);
        let first = index.tokens.partition_point(|token| (token.end as usize) <= range.start);
        let last = index.tokens.partition_point(|token| (token.start as usize) < range.end);
        let part = index.part(first);
        let word = |token: usize| &index.words[index.tokens[token].word as usize];
        let before: Vec<&Word> = (part.start..first).rev().take(NEAR).map(word).collect();
        let after: Vec<&Word> = (last.max(part.start)..part.end).take(NEAR).map(word).collect();
        debug_assert!(range.end <= text.len());
        let rows = &self.pattern.quote;
        let words = self.pattern.words();
        let own_before: Vec<&Word> = words[..rows.start].iter().rev().collect();
        let own_after: Vec<&Word> = words[rows.end..].iter().collect();
        let same = |own: &[&Word], text: &[&Word]| {
            let run = own.iter().zip(text).take_while(|(own, text)| own.lower == text.lower);
            run.filter(|(own, _)| own.letters > 0).fold((0, 0), |sum, (own, _)| (sum.0 + own.letters, sum.1 + 1))
        };
        let runs = (same(&own_before, &before), same(&own_after, &after));
        let letters = self.weights.letters + runs.0.0 + runs.1.0;
        let run = (letters, self.weights.words + runs.0.1 + runs.1.1);
        ((outward(&own_before, &before, true), outward(&own_after, &after, false)), run)
    }
}

/// How many sentences have tokens among these, and none that is `alike` on the other side.
fn apart(split: &Split, tokens: &[Token], among: &Range<usize>, alike: &[Range<usize>]) -> usize {
    if among.is_empty() {
        return 0;
    }
    let sentences = split.around(&(tokens[among.start].start as usize..tokens[among.end - 1].end as usize));
    let of = |sentence: &Range<usize>| {
        let at = |byte: usize| tokens.partition_point(|token| (token.start as usize) < byte);
        at(sentence.start).max(among.start)..at(sentence.end).min(among.end)
    };
    let is_apart = |of: Range<usize>| alike.iter().all(|one| one.end <= of.start || of.end <= one.start);
    sentences.iter().filter(|(sentence, _)| is_apart(of(sentence))).count()
}

/// So many words may be put into a quote, however short it is.
const PUT_IN: usize = 3;
/// From so many letters on, and so many words.
const LONG: (u32, usize) = (24, 4);
/// How much context on one side must weigh to count for itself: some ten letters.
const SIDE: u32 = 10 * LETTER;

/// What words on one side of a place differ from those that were there, both from the place outward.
fn outward(own: &[&Word], text: &[&Word], before: bool) -> u32 {
    let columns = text.len();
    let adds: Vec<u32> = text.iter().map(|word| added(word)).collect();
    let mut best: Vec<u32> = Vec::with_capacity(columns + 1);
    let (mut add, mut long) = (ADD, ADD_LONG);
    best.push(0);
    for cost in &adds {
        add += cost;
        long += 1;
        best.push(add.min(long));
    }
    let mut drops: Vec<u32> = best.iter().map(|cost| cost + DROP).collect();
    for (row, word) in own.iter().enumerate() {
        let is_cut = row + 1 == own.len();
        let mut next = Vec::with_capacity(columns + 1);
        let (mut add, mut long) = (u32::MAX / 4, u32::MAX / 4);
        for column in 0..=columns {
            drops[column] = drops[column].min(best[column] + DROP) + weight(word);
            let mut least = drops[column];
            if let Some(at) = column.checked_sub(1) {
                let other = text[at];
                let cut = is_cut
                    && word.letters > 0
                    && if before { other.lower.ends_with(&word.lower) } else { other.lower.starts_with(&word.lower) };
                let cost = if cut || word.lower == other.lower { 0 } else { swap_around(word, other) };
                add = add.min(next[at] + ADD) + adds[at];
                long = long.min(next[at] + ADD_LONG) + 1;
                least = least.min(best[at] + cost).min(add).min(long);
            }
            next.push(least);
        }
        best = next;
    }
    best.into_iter().min().unwrap_or(0)
}

impl Finder<'_> {
    /// The words of the text.
    fn index(&self) -> &Index {
        self.tokens.get_or_init(|| Index::new(self.folded.as_str()))
    }
}
