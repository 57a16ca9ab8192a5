//! Where a quote is that was anchored once, after the text has been edited.
//!
//! 1. Found as it is written, among the same words: there.
//! 2. Else every place of its own words, and every place that an alignment of prefix, quote and suffix leads to, is a
//!    candidate ([`Search`]).
//! 3. The candidate that costs least is taken if it is good enough, and clearly better than the next that does not overlap
//!    it ([`decide`]). A wrong place is never acceptable: what is not sure is not found.

use std::ops::Range;

use crate::parse::body::TextRange;
use crate::parse::document::{Occurrence, Quote};
use crate::resolve::anchor::decide::{Decision, decide};
use crate::resolve::anchor::double::Was;
use crate::resolve::anchor::hits::lower;
use crate::resolve::anchor::others::Sentences;
use crate::resolve::anchor::search::{Candidate, Search};
use crate::resolve::anchor::substance::Guard;
use crate::resolve::anchor::{Difference, Finder, Hit, NotFound, Substance, is_word_edge, readings, text_range};
use crate::resolve::fold::{Folded, is_grapheme_edge};

/// The words around a passage when it was last anchored: reader's text as it stood there, up to 32 characters on each side.
///
/// They are to be given only for a quote that its author has not changed since (nor its `before`, `after`, `occurrence`):
/// they say where these very words stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// What stood before it; empty at the beginning of the text.
    pub prefix: String,
    /// What stood after it; empty at the end of the text.
    pub suffix: String,
    /// In how many places its words stood; 0 where that is not known.
    pub stood: u32,
    /// In how many of these the same words stood around, itself counted; 0 or 1: in none but its own.
    pub alike: u32,
    /// What is known of the text's sentences.
    pub sentences: Sentences,
}

impl Around {
    fn was<'w>(&'w self, readings: &'w [String]) -> Was<'w> {
        let Around { prefix: before, suffix: after, alike, sentences, .. } = self;
        Was { before, readings, after, alike: *alike as usize, sentences }
    }

    /// Whether the passage was a part of a word, as the words around it tell: what was whole words has not become a part of
    /// others.
    pub(super) fn was_inside_word(&self, readings: &[String]) -> bool {
        self.was_cut_out(readings, |text, at| !is_word_edge(text, at))
    }

    /// Whether an edge of the passage cut what stood there, as `cuts` says of a byte of a text.
    pub(super) fn was_cut_out(&self, readings: &[String], cuts: impl Fn(&str, usize) -> bool) -> bool {
        let cuts = |left: &str, right: &str| cuts(&[left, right].concat(), left.len());
        readings.iter().any(|reading| cuts(&self.prefix, reading) || cuts(reading, &self.suffix))
    }
}

/// What has become of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It stands as it is written.
    Exact,
    /// It stands, but for how it is typed: quotation marks, dashes, white space, normal form, Markdown.
    Folded,
    /// It stands in several places, of which the words around choose one; or in one, among other words than before.
    Moved,
    /// It stands with other words in it, of the same substance.
    Edited,
    /// It stands with other words in it: a number, a negation or a name is another.
    SubstanceChanged,
    /// It stands in several places, and nothing chooses with a clear margin.
    Ambiguous,
    /// The words around it are there and touch: it was taken out.
    Removed,
    /// Nothing in the text is near enough.
    Lost,
}

impl Status {
    /// Its name: `exact`, `folded`, `moved`, `edited`, `substance-changed`, `ambiguous`, `removed`, `lost`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Exact => "exact",
            Status::Folded => "folded",
            Status::Moved => "moved",
            Status::Edited => "edited",
            Status::SubstanceChanged => "substance-changed",
            Status::Ambiguous => "ambiguous",
            Status::Removed => "removed",
            Status::Lost => "lost",
        }
    }
}

/// What has become of a quote, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// What has become of it.
    pub status: Status,
    /// Where it is anchored, in reading order. Of `exact`, `folded` and `moved` always; of `edited` if [`Around`] was given,
    /// for only then it is known to have been anchored before.
    pub places: Vec<TextRange>,
    /// The passage that it seems to be: of `edited` always, of `substance-changed` but where it is a part of a number, of `lost` where something is near.
    pub proposal: Option<Proposal>,
    /// Why it is not anchored as it is written.
    pub missing: Option<NotFound>,
    /// Of `removed`: where it was.
    pub was_at: Option<u32>,
}

/// A passage that a quote seems to have become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Where it is, on edges of graphemes.
    pub range: TextRange,
    /// What of substance differs.
    pub substance: Substance,
    /// What differs, in order.
    pub differences: Vec<Difference>,
    /// The passage's words, those that differ from the quote in `[…]`.
    pub marked: String,
    /// How like the quote it is, in hundredths.
    pub likeness: u32,
}

impl Finder<'_> {
    /// Where a quote is now, given the words around it when it was last anchored (`None`: it never was).
    pub fn locate(&self, quote: &Quote, around: Option<&Around>, guard: &Guard<'_>) -> Located {
        let around = around.map(folded).filter(|one| !one.prefix.trim().is_empty() || !one.suffix.trim().is_empty());
        let found = self.find(quote).and_then(|places| match &around {
            Some(around)
                if self.are_parts_of_words(&places) && !around.was_inside_word(&readings(&quote.quote.value)) =>
            {
                Err(NotFound::InsideWord { places })
            }
            _ => Ok(places),
        });
        let chosen = quote.occurrence.as_ref().map(|chosen| &chosen.value);
        let many = matches!(chosen, Some(Occurrence::All))
            || matches!(chosen, Some(Occurrence::Numbers(all)) if all.len() > 1);
        let located = match (found, &around) {
            (Ok(places), None) => self.anchored(quote, places),
            (Ok(places), Some(around)) if many => self.recount(quote, around, places),
            (Ok(places), Some(around)) => self.confirm(quote, around, places, guard),
            (Err(missing), Some(around)) if !many && missing != NotFound::Empty => {
                self.follow(quote, around, missing, guard)
            }
            (Err(missing), _) => self.propose(quote, missing, guard),
        };
        match &around {
            Some(around) => self.in_whole_numbers(quote, around, located),
            None => located,
        }
    }

    /// In how many places a quote's words stand between these, white space and letter case apart: see [`Around::alike`].
    pub fn alike(&self, quote: &Quote, prefix: &str, suffix: &str) -> u32 {
        let text = self.folded.as_str();
        let [prefix, suffix] = [prefix, suffix].map(Folded::new);
        let is_alike = |hit: &Hit| {
            !ends_otherwise(&text[..hit.start], prefix.as_str()) && !begins_otherwise(&text[hit.end..], suffix.as_str())
        };
        let count = |reading: &String| {
            let hits = self.hits(reading);
            hits.between(text, prefix.as_str(), suffix.as_str()).filter(|hit| hit.whole_word && is_alike(hit)).count()
        };
        let counts = readings(&quote.quote.value).iter().map(count).max();
        u32::try_from(counts.unwrap_or(0)).unwrap_or(u32::MAX)
    }

    /// Whether there are places inside words among these.
    fn are_parts_of_words(&self, places: &[TextRange]) -> bool {
        let text = self.folded.as_str();
        let cuts = |at: u32| !is_word_edge(text, self.folded.folded(at as usize));
        places.iter().any(|place| cuts(place.start) || cuts(place.end))
    }

    fn anchored(&self, quote: &Quote, places: Vec<TextRange>) -> Located {
        let literal = places.iter().all(|place| self.body.words(place) == quote.quote.value);
        let status = if literal { Status::Exact } else { Status::Folded };
        Located { places, ..Located::without(status, None) }
    }

    /// A quote that is found once as it is written: is that where it was?
    fn confirm(&self, quote: &Quote, around: &Around, places: Vec<TextRange>, guard: &Guard<'_>) -> Located {
        if let [place] = &places[..]
            && self.is_unchanged(quote, around, place)
        {
            return self.anchored(quote, places);
        }
        self.weigh(quote, around, places, guard)
    }

    /// The same, by what the words around each place of the quote's words differ.
    fn weigh(&self, quote: &Quote, around: &Around, places: Vec<TextRange>, guard: &Guard<'_>) -> Located {
        let singled_out = quote.selects();
        let mut search = Search::new(self, quote, around);
        let hits = search.hits();
        if places.first().is_some_and(|place| search.is_elsewhere(place)) {
            let located = self.follow(quote, around, NotFound::Elsewhere { places: places.clone() }, guard);
            return match singled_out {
                true => elsewhere(places.into_iter().chain(located.places).collect()),
                false => located,
            };
        }
        let is_own = |hit: &Candidate| self.place(hit).as_ref() == places.first();
        let Some(own) = hits.iter().find(|hit| is_own(hit)).cloned() else {
            // So many other places are as near to what it was, or nearer, that this one is not even looked at.
            let are_alike = hits.iter().all(|hit| hit.context_cost == 0) && self.is_counted_alike(quote, around);
            return if hits.is_empty() || are_alike { self.anchored(quote, places) } else { elsewhere(places) };
        };
        let are_all = around.alike < 2;
        let is_alone = || hits.iter().all(|hit| hit.context_cost > 0 || is_own(hit));
        if own.context_cost == 0 && are_all && is_alone() && search.double(&own.range).is_none() {
            return self.anchored(quote, places);
        }
        // Others may be as near: that the author's own words tell them apart is what these are for.
        let is_nearest = hits.iter().all(|hit| hit.context_cost >= own.context_cost);
        match decide(&search, hits) {
            Decision::At(best) if best.exact && is_own(&best) => self.among(&search, &best, quote, places),
            // The words around lead to another place than the author's words.
            Decision::At(best) if best.exact => elsewhere(places.into_iter().chain(self.place(&best)).collect()),
            Decision::At(best) if singled_out => elsewhere(places.into_iter().chain(self.place(&best)).collect()),
            Decision::At(best) => self.changed(&search, &best, None, guard),
            Decision::Double(best, other) => self.double_of(&best, &other),
            Decision::Removed(best) if !singled_out => self.removed(&best, None),
            // The author's own words choose, if nothing speaks for another place, and if what they count is as many as it was.
            Decision::Unclear if singled_out && is_nearest && self.is_counted_alike(quote, around) => {
                self.among(&search, &own, quote, places)
            }
            Decision::Removed(_) | Decision::Unclear => match search.double(&own.range) {
                Some(other) => self.double_of(&own, &other),
                None => elsewhere(places),
            },
            Decision::Lost(_) if singled_out => elsewhere(places),
            Decision::Lost(_) => Located::without(Status::Lost, Some(NotFound::Elsewhere { places })),
        }
    }

    /// A quote that is anchored at a place of its words, which may be among other words than before.
    fn among(&self, search: &Search<'_>, own: &Candidate, quote: &Quote, places: Vec<TextRange>) -> Located {
        let mut located = self.anchored(quote, places);
        if !search.is_among_its_words(own) {
            located.status = Status::Moved;
        }
        located
    }

    /// Several places, by their numbers: what they were is known of the first alone, so that they are trusted as long as
    /// there is nothing more or less to count.
    fn recount(&self, quote: &Quote, around: &Around, places: Vec<TextRange>) -> Located {
        match self.is_counted_alike(quote, around) {
            true => self.anchored(quote, places),
            false => elsewhere(places),
        }
    }

    /// Whether there are as many places to count as there were, where places are counted: one more or less before the place
    /// that is meant makes its number another's.
    fn is_counted_alike(&self, quote: &Quote, around: &Around) -> bool {
        let counts = matches!(quote.occurrence.as_ref().map(|chosen| &chosen.value), Some(Occurrence::Numbers(_)));
        if !counts || around.stood == 0 {
            return true;
        }
        self.find(&quote.everywhere()).is_ok_and(|all| all.len() == around.stood as usize)
    }

    /// Whether a quote stands between the very words that were around it, and nowhere else do its words stand so: what
    /// nearly every quote of nearly every build does. Told without the words of the text being indexed.
    fn is_unchanged(&self, quote: &Quote, around: &Around, place: &TextRange) -> bool {
        let text = self.folded.as_str();
        if around.alike > 1 {
            return false;
        }
        let mut is_there = false;
        let readings = readings(&quote.quote.value);
        let was = around.was(&readings);
        let inside_words = quote.selects() && around.was_inside_word(&readings);
        for reading in &readings {
            let hits = self.hits(reading);
            let counts = |hit: &&Hit| (hit.whole_word || inside_words) && hit.place.is_some();
            let mut others = true;
            for hit in hits.between(text, &around.prefix, &around.suffix).filter(counts) {
                let (before, after) = (&text[..hit.start], &text[hit.end..]);
                if hit.place.as_ref() == Some(place) {
                    is_there |= before.ends_with(&around.prefix)
                        && after.starts_with(&around.suffix)
                        && !around.sentences.are_others(self.split(), &(hit.start..hit.end))
                        && self.double(was, &(hit.start..hit.end)).is_none();
                } else {
                    others &= ends_otherwise(before, &around.prefix) || begins_otherwise(after, &around.suffix);
                }
            }
            if hits.iter().any(|hit| counts(&hit)) {
                return is_there && others;
            }
        }
        false
    }

    /// A quote that is not found, or not once, but was anchored before.
    fn follow(&self, quote: &Quote, around: &Around, missing: NotFound, guard: &Guard<'_>) -> Located {
        let mut search = Search::new(self, quote, around);
        let several = matches!(missing, NotFound::Ambiguous { .. });
        let hits = search.hits();
        match decide(&search, hits) {
            Decision::At(best) if best.exact => match self.place(&best) {
                Some(place) => Located { places: vec![place], ..Located::without(Status::Moved, Some(missing)) },
                None => Located::without(Status::Lost, Some(missing)),
            },
            Decision::At(best) => self.changed(&search, &best, Some(missing), guard),
            Decision::Double(best, other) => self.double_of(&best, &other),
            Decision::Removed(best) => self.removed(&best, Some(missing)),
            Decision::Unclear => Located::without(Status::Ambiguous, Some(missing)),
            Decision::Lost(_) if several => Located::without(Status::Ambiguous, Some(missing)),
            Decision::Lost(near) => {
                let proposal = near.and_then(|near| self.proposal(&search, &near, guard));
                Located { proposal, ..Located::without(Status::Lost, Some(missing)) }
            }
        }
    }

    /// A quote that is not found, and was never anchored: nothing but a proposal.
    pub(super) fn propose(&self, quote: &Quote, missing: NotFound, guard: &Guard<'_>) -> Located {
        let is_lost = matches!(missing, NotFound::Missing | NotFound::Context { .. });
        if !is_lost {
            let several = matches!(missing, NotFound::Ambiguous { .. });
            let status = if several { Status::Ambiguous } else { Status::Lost };
            return Located::without(status, Some(missing));
        }
        let context = |text: &Option<Box<crate::span::Text>>| {
            text.as_ref().and_then(|text| readings(&text.value).pop()).unwrap_or_default()
        };
        let (before, after) = (context(&quote.before), context(&quote.after));
        let around = Around { prefix: format!("{before} "), suffix: format!(" {after}"), ..Around::default() };
        let search = Search::new(self, quote, &around);
        let (status, best) = match decide(&search, Vec::new()) {
            Decision::At(best) => (Status::Edited, Some(best)),
            Decision::Lost(near) => (Status::Lost, near),
            Decision::Removed(_) | Decision::Double(..) | Decision::Unclear => (Status::Lost, None),
        };
        let Some(proposal) = best.and_then(|best| self.proposal(&search, &best, guard)) else {
            return Located::without(Status::Lost, Some(missing));
        };
        let status = match status {
            Status::Edited if proposal.substance.any() => Status::SubstanceChanged,
            status => status,
        };
        Located { proposal: Some(proposal), ..Located::without(status, Some(missing)) }
    }

    fn changed(&self, search: &Search<'_>, best: &Candidate, missing: Option<NotFound>, guard: &Guard<'_>) -> Located {
        let missing = missing.or(Some(NotFound::Missing));
        let Some(proposal) = self.proposal(search, best, guard) else { return Located::without(Status::Lost, missing) };
        if proposal.substance.any() {
            return Located { proposal: Some(proposal), ..Located::without(Status::SubstanceChanged, missing) };
        }
        let places = vec![proposal.range.clone()];
        Located { places, proposal: Some(proposal), ..Located::without(Status::Edited, missing) }
    }

    fn removed(&self, best: &Candidate, missing: Option<NotFound>) -> Located {
        let at = text_range(self.folded.source_around(best.range.clone())).start;
        Located { was_at: Some(at), ..Located::without(Status::Removed, missing.or(Some(NotFound::Missing))) }
    }

    fn double_of(&self, best: &Candidate, other: &Range<usize>) -> Located {
        let places = self.place(best).into_iter().chain(self.whole(other)).collect();
        Located::without(Status::Ambiguous, Some(NotFound::Double { places }))
    }

    fn place(&self, candidate: &Candidate) -> Option<TextRange> {
        self.whole(&candidate.range)
    }

    /// A part of the folded text as a passage, those that are cut taken in whole.
    fn whole(&self, range: &Range<usize>) -> Option<TextRange> {
        if let Some(place) = self.folded.place(&self.body.text, range.clone()) {
            return (!range.is_empty()).then(|| text_range(place));
        }
        // Half of a unit or of a grapheme: the whole.
        let around = self.folded.source_around(range.clone());
        let (mut start, mut end) = (around.start, around.end);
        while start > 0 && !is_grapheme_edge(&self.body.text, start) {
            start -= 1;
        }
        while end < self.body.text.len() && !is_grapheme_edge(&self.body.text, end) {
            end += 1;
        }
        (end > start).then(|| text_range(start..end))
    }

    fn proposal(&self, search: &Search<'_>, best: &Candidate, guard: &Guard<'_>) -> Option<Proposal> {
        let range = self.place(best)?;
        let begins_block = |at: usize| {
            let at = self.folded.source_around(at..at).start;
            self.body.blocks.binary_search_by_key(&at, |block| block.range.start as usize).is_ok()
        };
        let shown = search.compare(best, guard, &begins_block)?;
        let likeness = 100 - (best.quote_cost * 100 / search.weights.quote.max(1)).min(100);
        Some(Proposal {
            range,
            substance: shown.substance,
            differences: shown.differences,
            marked: shown.marked,
            likeness,
        })
    }
}

impl Located {
    fn without(status: Status, missing: Option<NotFound>) -> Located {
        Located { status, places: Vec::new(), proposal: None, missing, was_at: None }
    }
}

/// The author's words lead to places of which it is not sure that they are meant.
fn elsewhere(places: Vec<TextRange>) -> Located {
    Located::without(Status::Ambiguous, Some(NotFound::Elsewhere { places }))
}

/// Whether a text surely begins with other words, white space and letter case apart.
pub(super) fn begins_otherwise(text: &str, words: &str) -> bool {
    at_a_glance(words.bytes(), text.bytes()).unwrap_or_else(|| differs(words.chars(), text.chars()))
}

/// The same of its end.
pub(super) fn ends_otherwise(text: &str, words: &str) -> bool {
    at_a_glance(words.bytes().rev(), text.bytes().rev())
        .unwrap_or_else(|| differs(words.chars().rev(), text.chars().rev()))
}

/// What [`differs`] says as far as there is only ASCII; nothing if there is more. Each place of a quote is asked, and of nearly
/// all the first letter says it.
fn at_a_glance(words: impl Iterator<Item = u8>, text: impl Iterator<Item = u8>) -> Option<bool> {
    let mut text = text.filter(|&byte| byte != b' ');
    for word in words.filter(|&byte| byte != b' ') {
        let other = text.next();
        if !word.is_ascii() || other.is_some_and(|other| !other.is_ascii()) {
            return None;
        }
        if other.is_none_or(|other| !other.eq_ignore_ascii_case(&word)) {
            return Some(true);
        }
    }
    Some(false)
}

/// Whether a text begins with other letters.
fn differs(words: impl Iterator<Item = char>, text: impl Iterator<Item = char>) -> bool {
    let mut text = text.filter(|&c| c != ' ').flat_map(lower);
    words.filter(|&c| c != ' ').flat_map(lower).any(|c| text.next() != Some(c))
}

fn folded(around: &Around) -> Around {
    let fold = |text: &str| Folded::new(text).as_str().to_owned();
    Around { prefix: fold(&around.prefix), suffix: fold(&around.suffix), ..around.clone() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::resolve::anchor::tests::{GUARD, body};
    use crate::span::{FileId, Spanned};

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(7),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        /// What the bytes say is what the letters say.
        #[test]
        fn words_that_are_other_bytes_are_other_letters(
            words in "[ abAKkσςΣéİi\u{212a}]{0,5}",
            text in "[ abAKkσςΣéİi\u{212a}]{0,7}",
        ) {
            for text in [text.clone(), format!("{}{text}", words.to_lowercase()), format!("{text}{words}")] {
                prop_assert_eq!(begins_otherwise(&text, &words), differs(words.chars(), text.chars()));
                prop_assert_eq!(ends_otherwise(&text, &words), differs(words.chars().rev(), text.chars().rev()));
            }
        }

        /// What is told at a glance is what weighing every place says.
        #[test]
        fn a_quote_that_is_unchanged_is_where_weighing_puts_it(
            words in prop::collection::vec(prop::sample::select(vec!["a", "b", "A", "bc", "ΟΔΟΣ", "οδος", ".", "b\u{301}", "ﬀ"]), 1..14),
            note in prop::collection::vec(prop::sample::select(vec!["a", "b", "bc", "οδος"]), 0..5),
            (first, length, around) in (0usize..14, 1usize..3, 0usize..9),
            (occurrence, changed) in (prop::option::of(1u32..3), 0u32..4),
        ) {
            let first = first.min(words.len() - 1);
            let length = length.min(words.len() - first);
            let body = body(&words.join(" "), &[&note.join(" ")]);
            let start = words[..first].iter().map(|word| word.len() + 1).sum::<usize>();
            let quoted = words[first..first + length].join(" ");
            let (left, right) = (&body.text[..start], &body.text[start + quoted.len()..words.join(" ").len()]);
            let skip = left.chars().count().saturating_sub(around);
            let mut prefix: String = left.chars().skip(skip).collect();
            let suffix: String = right.chars().take(around).collect();
            if changed == 0 {
                prefix = prefix.to_uppercase();
            }
            let span = FileId::of("x").span(0, 1);
            let occurrence = occurrence.map(|n| Box::new(Spanned::new(Occurrence::Numbers(vec![n]), span)));
            let quote = Quote { quote: Spanned::new(quoted, span), before: None, after: None, occurrence };
            let finder = Finder::new(&body);
            let around = folded(&Around { prefix, suffix, ..Around::default() });
            if let Ok(places) = finder.find(&quote)
                && finder.is_unchanged(&quote, &around, &places[0])
            {
                let weighed = finder.weigh(&quote, &around, places.clone(), &GUARD);
                prop_assert_eq!(weighed, finder.anchored(&quote, places));
            }
        }
    }
}
