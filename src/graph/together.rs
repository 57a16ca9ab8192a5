//! Who and what is mentioned together, and how closely.
//!
//! 1. For each article, in which sentences and paragraphs everybody in it stands ([`Stand`]). 2. For each entity, over all its
//!    articles, what it shares with each other one ([`Tie`]), ranked. What is close is kept; of the rest only the number is.
//!
//! The manual (`content/manual/pages.md`) has the rule in words, exact enough to be counted by hand: each shared sentence
//! counts 4, each shared paragraph in which no sentence is shared 2, each shared article in which no paragraph is shared 1.
//!
//! No pair is stored twice over: an article of n names costs n² steps but keeps only what is close. Which articles a pair
//! shares is found again when a page asks ([`Graph::shared`]), of all pairs of one entity at once.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::id::{ArticleId, EntityId, KindId};
use crate::resolve::corpus::{Article, Corpus};

/// Of each kind so many are kept, however far.
pub const NEAREST: usize = 6;
/// How close the others are that are kept: more than a paragraph, or two articles.
pub const CLOSE: u32 = 3;

/// Where an entity stands in an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stand {
    /// Who.
    pub entity: EntityId,
    /// The article's place in [`EntityNode::mentions`](crate::graph::EntityNode::mentions) of that entity.
    pub at: usize,
    /// The sentences that its mentions have a letter of; in order, apart from each other.
    pub sentences: Vec<Range<u32>>,
    /// The paragraphs of these sentences, likewise.
    pub paragraphs: Vec<Range<u32>>,
}

/// What two entities share in one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Sentences in which both stand.
    pub sentences: u32,
    /// Paragraphs in which both stand, but in no sentence together.
    pub paragraphs: u32,
    /// The first sentence that they share; else the first of the first paragraph that they share; else none.
    pub first: Option<u32>,
}

impl Shared {
    /// 1 where they share the article and no paragraph of it, else 0.
    pub fn articles(&self) -> u32 {
        u32::from(self.sentences == 0 && self.paragraphs == 0)
    }

    /// What it counts.
    pub fn closeness(&self) -> u32 {
        closeness(self.sentences, self.paragraphs, self.articles())
    }
}

/// What an entity shares with another one over all articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tie {
    /// With whom.
    pub with: EntityId,
    /// Sentences in which both stand.
    pub sentences: u32,
    /// Paragraphs in which both stand, but in no sentence together.
    pub paragraphs: u32,
    /// Articles in which both stand, but in no paragraph together.
    pub articles: u32,
}

impl Tie {
    /// How close they are: 4 for each sentence, 2 for each further paragraph, 1 for each further article.
    pub fn closeness(&self) -> u32 {
        closeness(self.sentences, self.paragraphs, self.articles)
    }
}

fn closeness(sentences: u32, paragraphs: u32, articles: u32) -> u32 {
    sentences.saturating_mul(4).saturating_add(paragraphs.saturating_mul(2)).saturating_add(articles)
}

/// Those that are mentioned together with an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Together {
    /// By kind; in a kind the closest first, then by sentences, paragraphs, and the order of the kind's index. Those that
    /// are not [`CLOSE`] are kept only among the first [`NEAREST`] of their kind.
    pub ties: Vec<Tie>,
    /// How many are not kept.
    pub further: usize,
    /// Indices of `ties` by `with`.
    by_entity: Vec<u32>,
}

impl Together {
    /// Ties in order, and how many are not among them.
    pub fn new(ties: Vec<Tie>, further: usize) -> Together {
        let mut by_entity: Vec<u32> = (0..u32::try_from(ties.len()).unwrap_or(u32::MAX)).collect();
        by_entity.sort_by_key(|&at| ties[at as usize].with);
        Together { ties, further, by_entity }
    }

    /// The tie with this one, if it is kept.
    pub fn with(&self, id: EntityId) -> Option<&Tie> {
        let tie = |at: &u32| &self.ties[*at as usize];
        self.by_entity.binary_search_by_key(&id, |at| tie(at).with).ok().map(|at| tie(&self.by_entity[at]))
    }
}

/// Fills in `ArticleNode::stands` and `EntityNode::together`, as far as the site shows them; `rank` is an entity's place in
/// its kind's index.
pub fn together(corpus: &Corpus, rank: impl Fn(EntityId) -> usize + Sync, graph: &mut Graph) {
    let omit = corpus.settings.omit;
    if omit.together && omit.steps {
        return;
    }
    let mut places: Vec<Vec<(EntityId, usize)>> = vec![Vec::new(); corpus.articles.len()];
    for (id, node) in corpus.entity_ids().zip(&graph.entities) {
        for (at, (article, _)) in node.mentions.iter().enumerate() {
            places[article.index()].push((id, at));
        }
    }
    let stands: Vec<Vec<Stand>> = corpus
        .articles
        .as_slice()
        .par_iter()
        .zip(&places)
        .map(|(article, places)| {
            let stand = |&(entity, at): &(EntityId, usize)| {
                let (_, mentions) = graph.entities[entity.index()].mentions.get(at)?;
                Some(Stand::new(article, entity, at, mentions))
            };
            places.iter().filter_map(stand).collect()
        })
        .collect();
    let counted = |id: EntityId| corpus.entity(id).kind != KindId::CLAIMS;
    let shown: Vec<EntityId> = if omit.together { Vec::new() } else { corpus.entity_ids().collect() };
    let ties: Vec<Together> = shown
        .par_iter()
        .map(|&id| {
            let mut pairs: Vec<(EntityId, Shared)> = Vec::new();
            let mentions = counted(id).then(|| graph.entities[id.index()].mentions.iter());
            for (article, _) in mentions.into_iter().flatten() {
                let (article, stands) = (corpus.article(article), &stands[article.index()]);
                let Some(own) = find(stands, id) else { continue };
                let others = stands.iter().filter(|other| other.entity != id && counted(other.entity));
                pairs.extend(others.map(|other| (other.entity, own.shared(article, other))));
            }
            ranked(corpus, &rank, add_up(pairs))
        })
        .collect();
    for (node, stands) in graph.articles.iter_mut().zip(stands) {
        node.stands = stands;
    }
    for (node, together) in graph.entities.iter_mut().zip(ties) {
        node.together = together;
    }
}

impl Graph {
    /// Where an entity stands in an article.
    pub fn stand(&self, article: ArticleId, entity: EntityId) -> Option<&Stand> {
        find(&self.articles[article.index()].stands, entity)
    }

    /// The articles that an entity shares with each of others, and what they share there: the closest first, then in the
    /// order of `EntityNode::mentions`, the newest first. One walk over its articles, however many others there are.
    pub fn shared(&self, corpus: &Corpus, one: EntityId, others: &[EntityId]) -> Vec<Vec<(ArticleId, Shared)>> {
        let numbers: FxHashMap<EntityId, usize> = others.iter().copied().zip(0..).collect();
        let mut all = vec![Vec::new(); others.len()];
        for (id, _) in self.entities[one.index()].mentions.iter() {
            let stands = &self.articles[id.index()].stands;
            let Some(own) = find(stands, one) else { continue };
            for other in stands {
                if let Some(&number) = numbers.get(&other.entity) {
                    all[number].push((id, own.shared(corpus.article(id), other)));
                }
            }
        }
        for shared in &mut all {
            shared.sort_by_key(|(_, shared)| (shared.sentences == 0, shared.paragraphs == 0));
        }
        all
    }
}

fn find(stands: &[Stand], entity: EntityId) -> Option<&Stand> {
    stands.binary_search_by_key(&entity, |stand| stand.entity).ok().map(|at| &stands[at])
}

/// The ties of one entity, from what it shares with each other one in each article.
fn add_up(mut pairs: Vec<(EntityId, Shared)>) -> Vec<Tie> {
    pairs.sort_by_key(|(with, _)| *with);
    let mut ties: Vec<Tie> = Vec::new();
    for (with, shared) in pairs {
        if ties.last().is_none_or(|last| last.with != with) {
            ties.push(Tie { with, sentences: 0, paragraphs: 0, articles: 0 });
        }
        if let Some(tie) = ties.last_mut() {
            tie.sentences += shared.sentences;
            tie.paragraphs += shared.paragraphs;
            tie.articles += shared.articles();
        }
    }
    ties
}

fn ranked(corpus: &Corpus, rank: &impl Fn(EntityId) -> usize, mut ties: Vec<Tie>) -> Together {
    let kind = |tie: &Tie| corpus.entity(tie.with).kind;
    ties.sort_by_cached_key(|tie| {
        let down = std::cmp::Reverse((tie.closeness(), tie.sentences, tie.paragraphs));
        (kind(tie), down, rank(tie.with))
    });
    let all = ties.len();
    let (mut last, mut seen) = (None, 0);
    ties.retain(|tie| {
        seen = if last == Some(kind(tie)) { seen + 1 } else { 1 };
        last = Some(kind(tie));
        tie.closeness() >= CLOSE || seen <= NEAREST
    });
    ties.shrink_to_fit();
    let further = all - ties.len();
    Together::new(ties, further)
}

impl Stand {
    fn new(article: &Article, entity: EntityId, at: usize, mentions: &[u32]) -> Stand {
        let ranges = mentions
            .iter()
            .filter_map(|&at| article.mentions.get(at as usize))
            .map(|mention| mention.sentences.clone());
        let sentences = joined(ranges.collect());
        let paragraphs = joined(paragraphs(article, &sentences));
        Stand { entity, at, sentences, paragraphs }
    }

    /// What it shares with another one in the same article.
    pub fn shared(&self, article: &Article, other: &Stand) -> Shared {
        // Nothing is kept of what lies in both but numbers: this is asked for every pair in every article.
        let paragraph = |sentence: u32| article.paragraphs.get(sentence as usize).copied().unwrap_or(u32::MAX - 1);
        let (mut sentences, mut first, mut close, mut last) = (0, None, 0, None);
        each_common(&self.sentences, &other.sentences, |both| {
            first = first.or(Some(both.start));
            sentences += both.end - both.start;
            let (from, to) = (paragraph(both.start), paragraph(both.end - 1));
            // The paragraph in which the one before ended is counted.
            close += to - from + u32::from(last != Some(from));
            last = Some(to);
        });
        let (mut paragraphs, mut first_paragraph) = (0, None);
        each_common(&self.paragraphs, &other.paragraphs, |both| {
            first_paragraph = first_paragraph.or(Some(both.start));
            paragraphs += both.end - both.start;
        });
        let first_of = |paragraph: u32| article.paragraphs.partition_point(|&number| number < paragraph);
        let first = first.or_else(|| u32::try_from(first_of(first_paragraph?)).ok());
        Shared { sentences, paragraphs: paragraphs - close, first }
    }
}

/// The paragraphs of sentences.
fn paragraphs(article: &Article, sentences: &[Range<u32>]) -> Vec<Range<u32>> {
    let of = |sentence: u32| article.paragraphs.get(sentence as usize).copied().unwrap_or(u32::MAX - 1);
    sentences.iter().map(|range| of(range.start)..of(range.end - 1) + 1).collect()
}

/// Ranges in order, those that touch or overlap as one, empty ones left out.
fn joined(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// Calls `each` with every range that lies in both.
fn each_common(a: &[Range<u32>], b: &[Range<u32>], mut each: impl FnMut(Range<u32>)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(one), Some(other)) = (a.get(i), b.get(j)) {
        let both = one.start.max(other.start)..one.end.min(other.end);
        if !both.is_empty() {
            each(both);
        }
        if one.end <= other.end {
            i += 1;
        } else {
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(ranges: &[Range<u32>]) -> BTreeSet<u32> {
        ranges.iter().flat_map(Clone::clone).collect()
    }

    #[test]
    fn the_closest_counts_most() {
        let tie = Tie { with: EntityId(1), sentences: 2, paragraphs: 1, articles: 3 };
        assert_eq!(tie.closeness(), 13);
        let shared = |sentences, paragraphs| Shared { sentences, paragraphs, first: None }.closeness();
        assert_eq!([shared(0, 0), shared(0, 1), shared(1, 0), shared(2, 3)], [1, 2, 4, 14]);
    }

    proptest! {
        #[test]
        fn ranges_are_sets(
            a in prop::collection::vec((0u32..40, 0u32..6), 0..9),
            b in prop::collection::vec((0u32..40, 0u32..6), 0..9),
        ) {
            let ranges = |list: &[(u32, u32)]| list.iter().map(|&(start, long)| start..start + long).collect::<Vec<_>>();
            let (a, b) = (ranges(&a), ranges(&b));
            let (one, other) = (joined(a.clone()), joined(b.clone()));
            prop_assert_eq!(set(&one), set(&a));
            prop_assert!(one.windows(2).all(|pair| pair[0].end < pair[1].start));
            let mut common = Vec::new();
            each_common(&one, &other, |range| common.push(range));
            let both: BTreeSet<u32> = set(&a).intersection(&set(&b)).copied().collect();
            prop_assert_eq!(common.iter().map(|range| (range.end - range.start) as usize).sum::<usize>(), both.len());
            prop_assert_eq!(set(&common), both);
        }
    }
}
