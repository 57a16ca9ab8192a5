//! Whether a graph stays what it is when an article's text changes.

use crate::graph::sent;
use crate::id::EntityId;
use crate::resolve::corpus::{Annotation, Article, ClaimUse, EntityRef};

/// Whether the graph of a corpus is the same with one of these in the place of the other, but for the sentences that those in
/// it share ([`Stand`](super::Stand) and what is counted from them); and so is all that other pages list by it.
pub fn is_alike(old: &Article, new: &Article) -> bool {
    let mentions = |article: &Article| -> Vec<_> {
        article.mentions.iter().map(|one| (one.entity, one.counts(), one.passage, one.anchor.clone())).collect()
    };
    let letter = |article: &Article| {
        article.correspondence.as_ref().map(|letter| (ids(&letter.sender), ids(&letter.recipient), letter.reply_to))
    };
    let publishers = |article: &Article| -> Vec<_> {
        article.source.iter().map(|origin| origin.publisher.as_ref().map(|name| name.value.clone())).collect()
    };
    let menu = |article: &Article| article.menu.then(|| article.title.clone());
    let related = |article: &Article| (article.translation_of, article.after, article.series, article.spot);
    let date = |article: &Article| article.date.as_ref().map(|date| date.value.clone());
    old.id == new.id
        && old.draft == new.draft
        && old.tags == new.tags
        && date(old) == date(new)
        && sent(old) == sent(new)
        && menu(old) == menu(new)
        && related(old) == related(new)
        && letter(old) == letter(new)
        && publishers(old) == publishers(new)
        && ids(&old.subjects) == ids(&new.subjects)
        && mentions(old) == mentions(new)
        && old.annotations.len() == new.annotations.len()
        && old.annotations.iter().zip(new.annotations.iter()).all(|(old, new)| is_alike_annotation(old, new))
}

fn is_alike_annotation(old: &Annotation, new: &Annotation) -> bool {
    let asserted = |one: &Annotation| one.asserts.iter().map(|assertion| assertion.of.entity).collect::<Vec<_>>();
    let everybody =
        |one: &Annotation| one.everybody().into_iter().map(|reference| reference.entity).collect::<Vec<_>>();
    // A claim in place is listed by its verdict and date, and under whoever makes it.
    let claim = |one: &Annotation| match &one.more.claim {
        Some(ClaimUse::Of(claim)) => (Some(claim.entity), None),
        Some(ClaimUse::Here(claim)) => {
            let date = claim.date.as_ref().map(|date| date.value.clone());
            (None, Some((ids(&claim.by), claim.verdict, date)))
        }
        None => (None, None),
    };
    old.id == new.id
        && old.is_whole() == new.is_whole()
        && old.passages == new.passages
        && old.tags == new.tags
        && everybody(old) == everybody(new)
        && ids(&old.speakers) == ids(&new.speakers)
        && asserted(old) == asserted(new)
        && claim(old) == claim(new)
}

fn ids(references: &[EntityRef]) -> Vec<EntityId> {
    references.iter().map(|reference| reference.entity).collect()
}
