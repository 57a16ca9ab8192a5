//! Which of several places a quote has come to, if any.

use std::ops::Range;

use crate::resolve::anchor::align::LETTER;
use crate::resolve::anchor::passage::Passage;
use crate::resolve::anchor::search::{Candidate, Search};

/// What was decided.
#[derive(Clone, Debug)]
pub enum Decision {
    /// It is there.
    At(Candidate),
    /// It was there, and was taken out.
    Removed(Candidate),
    /// It is there, and nearly the same is at another place, in words that are new.
    Double(Candidate, Range<usize>),
    /// Several places are as good.
    Unclear,
    /// Nothing is good enough; the nearest, for showing.
    Lost(Option<Candidate>),
}

/// Below so many letters of context a quote is not recognised by it.
const LEAST_CONTEXT: u32 = 10 * LETTER;
/// A quote of few words is its own proof together with words that touch it, from so many letters and words on.
const RUN: (u32, usize) = (30, 5);
/// The same where its own sentence is known: what it has in common with a new one may be a phrase.
const LONG_RUN: (u32, usize) = (36, 8);
/// So many words may all be replaced at once, between the same words on each side.
const FEW: usize = 3;

/// Chooses among places of the quote's own words and places that alignments lead to.
pub fn decide(search: &Search<'_>, hits: Vec<Candidate>) -> Decision {
    match choose(search, hits) {
        Decision::At(best) => match search.double(&best.range) {
            Some(other) => Decision::Double(best, other),
            None => Decision::At(best),
        },
        decision => decision,
    }
}

fn choose(search: &Search<'_>, hits: Vec<Candidate>) -> Decision {
    if let Some(own) = search.in_own_sentence(&hits) {
        return Decision::At(own.clone());
    }
    let exact: Vec<&Candidate> = hits.iter().filter(|hit| hit.context_cost == 0).collect();
    if !exact.is_empty() && exact.len() < search.alike {
        return Decision::Unclear;
    }
    if let [only] = exact[..] {
        return Decision::At(only.clone());
    }
    // Two that differ in nothing: whatever else there is, nothing tells which is meant.
    let same = exact.iter().filter(|hit| hit.run == (u32::MAX, usize::MAX)).count();
    let first = exact.iter().min_by_key(|hit| hit.range.start);
    if same > 1 && first.is_some_and(|first| exact.iter().any(|other| !other.overlaps(first))) {
        return Decision::Unclear;
    }
    let mut all = hits.clone();
    for found in search.alignments() {
        // With less or more punctuation it is the same place, and the quote's own words are all there.
        if !all.iter().any(|hit| hit.exact && search.words(&hit.range) == search.words(&found.range)) {
            all.push(found);
        }
    }
    all.sort_by_key(|one| (one.cost(), !one.exact, one.range.start));
    let shown = all.clone();
    all.retain(|one| !one.is_other);
    let Some(best) = all.first().cloned() else {
        return Decision::Lost(shown.into_iter().find(|one| is_near(search, one)));
    };
    let weights = &search.weights;
    let margin = (2 * LETTER).max((weights.quote + weights.context()) / 12);
    let rival = all.iter().find(|other| !other.overlaps(&best));
    let is_clear = rival.is_none_or(|rival| rival.cost() >= best.cost() + margin);
    // Words that stand once, and are many, are where they are, whatever is around.
    let least = if search.knows_sentences() { LONG_RUN } else { RUN };
    let mut runs = hits.iter().filter(|hit| hit.run.0 >= least.0 && hit.run.1 >= least.1);
    let alone = match (&hits[..], runs.next(), runs.next()) {
        ([only], ..) if search.is_long() => {
            let is_run = only.run.0 >= least.0 && only.run.1 >= least.1;
            let is_known = !search.knows_sentences() || is_run || search.is_in_own_sentence(only);
            is_known.then(|| only.clone())
        }
        (_, Some(only), None) if !search.is_long() => Some(only.clone()),
        _ => None,
    };
    let is_claimed = |only: &Candidate| all.iter().any(|other| is_as_likely(search, only, other));
    // Words that stood several times prove nothing by themselves.
    let alone = alone.filter(|_| !search.recurs).filter(|only| !is_twin(search, only, &hits) && !is_claimed(only));
    if is_twin(search, &best, &hits) || all.iter().any(|other| is_as_likely(search, &best, other)) {
        return Decision::Unclear;
    }
    let good = match &best.path {
        None => search.is_among_its_words(&best),
        Some(_) => is_good(search, &best),
    };
    // Its words are gone, and those around it meet: what is like it there are words of these.
    if best.path.is_some()
        && let Some(cut) = search.cut(&best.range)
    {
        return alone.map_or(Decision::Removed(Candidate { range: cut..cut, ..best }), Decision::At);
    }
    let removed = is_removed(search, &best);
    match (good || removed, is_clear) {
        // Taken out here and put in there, in words that stand nowhere else.
        (true, false) if removed => alone.map_or(Decision::Unclear, Decision::At),
        (true, false) => Decision::Unclear,
        (true, true) if removed => alone.map_or(Decision::Removed(best), Decision::At),
        (true, true) if best.path.is_some() && is_doubtful(search, &best, &hits) => Decision::Unclear,
        (true, true) => Decision::At(best),
        (false, _) => match alone {
            Some(alone) => Decision::At(alone),
            None => Decision::Lost(shown.into_iter().find(|one| is_near(search, one))),
        },
    }
}

/// One of several places of the quote's words is gone: what is left is another of them, unless the very same words stand
/// around it, as they did around one place only.
fn is_twin(search: &Search<'_>, candidate: &Candidate, hits: &[Candidate]) -> bool {
    candidate.exact && candidate.context_cost > 0 && search.stood > 1 && hits.len() < search.stood
}

/// Whether the words that stood on one side of the quote are at another place, where the quote is too, and not at this one:
/// an edit changes one side, and nothing tells which side it was. The quote's own words with a side of theirs are as likely,
/// too, as other words between both.
fn is_as_likely(search: &Search<'_>, best: &Candidate, other: &Candidate) -> bool {
    if best.cost() == 0 || other.overlaps(best) || other.range.is_empty() {
        return false;
    }
    // However much was put in between its first and its last word.
    let is_framed = other.path.as_ref().is_some_and(|(passage, _)| passage.has_edges) && touches(search, other);
    let is_quote = other.exact || is_framed || other.quote_cost * 100 <= search.weights.quote * 34;
    let sides =
        [(search.weights.before, best.sides.0, other.sides.0), (search.weights.after, best.sides.1, other.sides.1)];
    let mut sides = sides.iter().filter(|(weight, ..)| *weight >= LEAST_CONTEXT);
    let changed = !best.exact && best.quote_cost > 0 && other.exact;
    // Where the text began or ended, few words or none are all that stood on that side.
    let is_edge = |here: bool, there: bool| there && (changed || !here);
    if is_edge(best.edges.0, other.edges.0) || is_edge(best.edges.1, other.edges.1) {
        return true;
    }
    is_quote && sides.any(|&(weight, here, there)| there * 10 <= weight && (changed || here * 10 > weight))
}

/// The quote's own words stand elsewhere, and the words around speak for here, but not clearly.
fn is_doubtful(search: &Search<'_>, best: &Candidate, hits: &[Candidate]) -> bool {
    best.context_cost * 4 > search.weights.context() && hits.iter().any(|hit| !hit.overlaps(best))
}

/// Whether an alignment is near enough to be the quote's place.
fn is_good(search: &Search<'_>, candidate: &Candidate) -> bool {
    let Some((passage, _)) = &candidate.path else { return true };
    let weights = &search.weights;
    let context = weights.context();
    let quote_within = |percent: u32| candidate.quote_cost * 100 <= weights.quote * percent;
    let context_within = |percent: u32| candidate.context_cost * 100 <= context * percent;
    if candidate.range.is_empty() {
        return false;
    }
    if !passage.has_words {
        let length = u32::try_from(candidate.range.len()).unwrap_or(u32::MAX);
        return weights.words <= FEW
            && context >= LEAST_CONTEXT
            && touches(search, candidate)
            && context_within(12)
            && length <= weights.letters * 3 + 20;
    }
    if context < LEAST_CONTEXT {
        return weights.letters >= 12 && quote_within(34) || weights.letters >= 40 && quote_within(40);
    }
    // However much was put in between its first and its last word.
    let framed = passage.has_edges && touches(search, candidate) && context_within(12);
    let is_like = (framed && passage.own_cost * 100 <= weights.quote * 34)
        || (context_within(25) && quote_within(70))
        || (context_within(50) && quote_within(34));
    is_like && has_both_sides(search, passage)
}

/// Whether the words around an aligned quote are there, on each side on which there were any, whatever was put in among
/// them.
///
/// An edit is one event: it changes the quote, or what stands on one side of it. Where the quote differs and words around
/// it are gone too, there were two; or this is another passage that says nearly the same, and the quote's own is gone.
/// Nothing in the text tells which.
fn has_both_sides(search: &Search<'_>, passage: &Passage) -> bool {
    let weights = &search.weights;
    let sides = [(weights.before, passage.missing_cost.0), (weights.after, passage.missing_cost.1)];
    sides.iter().all(|&(weight, cost)| cost * 100 <= weight * 20)
}

/// Whether the words around a quote are there, and nothing of it between them.
fn is_removed(search: &Search<'_>, candidate: &Candidate) -> bool {
    let context = search.weights.context();
    candidate.path.is_some()
        && candidate.range.is_empty()
        && context >= LEAST_CONTEXT
        && touches(search, candidate)
        && candidate.context_cost * 100 <= context * 35
}

/// Whether the words that touched the quote touch the place, on each side on which there were any.
fn touches(search: &Search<'_>, candidate: &Candidate) -> bool {
    let Some((passage, _)) = &candidate.path else { return false };
    let weights = &search.weights;
    (passage.touches.0 || weights.before == 0) && (passage.touches.1 || weights.after == 0)
}

/// Whether a place is worth showing.
fn is_near(search: &Search<'_>, candidate: &Candidate) -> bool {
    let has_words = candidate.path.as_ref().is_some_and(|(passage, _)| passage.has_words);
    has_words && !candidate.range.is_empty() && candidate.quote_cost * 2 <= search.weights.quote
}
