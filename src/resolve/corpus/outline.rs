//! What the passes over the whole site need of an article, noted once: they would have to go through the annotations and mentions of
//! all articles for it, each of them anew.

use rustc_hash::FxHashMap;

use super::{Annotation, Article, Citation, CitationTarget, ClaimUse, LinkTarget, Passage, Prose};
use crate::id::EntityId;
use crate::resolve::anchor::Status;

/// An article in outline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Who is mentioned, in the order of first mentions; with the end of their part of `counting`.
    mentioned: Box<[(EntityId, u32)]>,
    /// Indices of the mentions that count, in reading order; those of one entity together.
    counting: Box<[u32]>,
    telling: Box<[u32]>,
    /// Indices of the passages whose annotations make a claim, in order of their start.
    claimed: Box<[u32]>,
    /// Whether something in it leads to a place in a page.
    pub leads: bool,
}

impl Outline {
    /// The outline of an article whose mentions are known.
    pub fn of(article: &Article) -> Outline {
        let claims = |passage: &Passage| {
            article.annotations.get(passage.annotation).is_some_and(|annotation| annotation.more.claim.is_some())
        };
        let claimed =
            (0..).zip(article.passages.iter()).filter(|(_, passage)| claims(passage)).map(|(at, _)| at).collect();
        Outline { telling: telling(article), claimed, leads: leads(article), ..mentioned(article) }
    }

    /// Who is mentioned, in the order of first mentions, and the indices of the mentions that count, in reading order.
    pub fn mentioned(&self) -> impl Iterator<Item = (EntityId, &[u32])> {
        let mut start = 0;
        self.mentioned.iter().map(move |&(entity, end)| {
            let own = &self.counting[start..end as usize];
            start = end as usize;
            (entity, own)
        })
    }

    /// The annotations, by index, that say more than whom and what a passage is about: that are about the whole article, have
    /// speakers, claims, assertions or tags, or a quote that is lost. In reading order: an annotation stands where its first
    /// passage stands, and last if it has none.
    pub fn telling(&self) -> impl Iterator<Item = usize> {
        self.telling.iter().map(|&at| at as usize)
    }

    /// The passages, by index, whose annotations make a claim, in order of their start.
    pub fn claimed(&self) -> &[u32] {
        &self.claimed
    }

    /// [`Outline::telling`], as they are written.
    pub fn telling_as_written(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.telling().collect();
        all.sort_unstable();
        all
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// An outline with the mentions alone.
fn mentioned(article: &Article) -> Outline {
    let mut places: FxHashMap<EntityId, usize> = FxHashMap::default();
    let mut each: Vec<(EntityId, Vec<u32>)> = Vec::new();
    for (at, mention) in article.mentions.iter().enumerate() {
        let place = *places.entry(mention.entity).or_insert_with(|| {
            each.push((mention.entity, Vec::new()));
            each.len() - 1
        });
        if mention.counts() {
            each[place].1.push(small(at));
        }
    }
    let mut counting = Vec::with_capacity(article.mentions.len());
    let ends = each.into_iter().map(|(entity, own)| {
        counting.extend(own);
        (entity, small(counting.len()))
    });
    let mentioned = ends.collect();
    Outline { mentioned, counting: counting.into(), ..Outline::default() }
}

fn telling(article: &Article) -> Box<[u32]> {
    let is_lost =
        |one: &Annotation| one.statuses.iter().any(|one| matches!(one.status, Status::Lost | Status::Removed));
    let is_telling = |one: &Annotation| {
        one.is_whole()
            || !one.speakers.is_empty()
            || one.more.claim.is_some()
            || !one.asserts.is_empty()
            || !one.tags.is_empty()
            || is_lost(one)
    };
    let all = article.annotations.iter().enumerate().filter(|(_, one)| is_telling(one));
    let mut all: Vec<usize> = all.map(|(at, _)| at).collect();
    all.sort_by_key(|&at| (article.annotations[at].passages.first().copied().unwrap_or(usize::MAX), at));
    all.into_iter().map(small).collect()
}

fn leads(article: &Article) -> bool {
    let leads = |target: &LinkTarget| {
        matches!(
            target,
            LinkTarget::Fragment(_)
                | LinkTarget::Entity(_, Some(_))
                | LinkTarget::Article(_, Some(_))
                | LinkTarget::Path(_, Some(_))
        )
    };
    let prose = |prose: &Prose| prose.links.iter().any(leads);
    let cites = |citation: &Citation| matches!(citation.target, CitationTarget::Article(_, Some(_)));
    let claims = |annotation: &Annotation| match &annotation.more.claim {
        Some(ClaimUse::Here(claim)) => claim.sources.iter().any(cites),
        _ => false,
    };
    prose(&article.prose)
        || article.corrections.iter().any(|(_, text)| prose(text))
        || article.annotations.iter().any(|one| one.note.as_ref().is_some_and(|note| prose(note)) || claims(one))
}
