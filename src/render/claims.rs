//! All claims by verdict: those with a record of their own, and those that annotations make in place.

use super::entity::annotated_words;
use super::here::{Here, annotation_anchor, part_label};
use super::lists::has_heading;
use super::split::{self, Part};
use super::text;
use super::view;
use crate::graph::{Graph, by_date};
use crate::id::{ArticleId, EntityId, KindId};
use crate::resolve::corpus::{Claim, ClaimUse, Corpus};
use crate::route::OutPath;
use crate::words::Words;

/// A claim in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ClaimAt {
    /// With a record.
    Record(EntityId),
    /// Made in an annotation: article and index.
    Here(ArticleId, usize),
}

/// All claims, by verdict in the order of site.yaml, those without one last; in it by date.
pub(super) fn rows(corpus: &Corpus, graph: &Graph) -> Vec<ClaimAt> {
    let records = graph.by_kind.get(usize::from(KindId::CLAIMS.0)).into_iter().flatten().copied().map(ClaimAt::Record);
    let in_place = graph.claims_in_place.iter().map(|&(id, at)| ClaimAt::Here(id, at));
    let mut all: Vec<ClaimAt> = records.chain(in_place).collect();
    let key = |at: &ClaimAt| claim(corpus, *at).and_then(|claim| claim.verdict).unwrap_or(usize::MAX);
    let date = |at: &ClaimAt| match at {
        ClaimAt::Record(id) => claim(corpus, *at)?.date.as_ref().or(corpus.entity(*id).date.as_ref()),
        ClaimAt::Here(id, _) => claim(corpus, *at)?.date.as_ref().or(corpus.article(*id).date.as_ref()),
    };
    let date = |at: &ClaimAt| date(at).map(|date| &date.value);
    // Stable: what has neither verdict nor date stays by name, records first.
    all.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| by_date(date(a), date(b))));
    all
}

fn claim(corpus: &Corpus, at: ClaimAt) -> Option<&Claim> {
    match at {
        ClaimAt::Record(id) => Some(&corpus.entity(id).claim),
        ClaimAt::Here(id, at) => match &corpus.article(id).annotations.get(at)?.more.claim {
            Some(ClaimUse::Here(claim)) => Some(claim),
            _ => None,
        },
    }
}

/// Verdict's id and label for each row.
fn verdict<'c>(corpus: &'c Corpus, words: &Words, at: ClaimAt) -> (&'c str, &'c str) {
    let verdict = claim(corpus, at).and_then(|claim| claim.verdict).and_then(|at| corpus.settings.verdicts.get(at));
    verdict.map_or(("none", words.get("no_verdict")), |verdict| (verdict.id.as_str(), verdict.label.as_str()))
}

/// The parts of the list.
pub(super) fn parts(corpus: &Corpus, rows: &[ClaimAt], size: usize, words: &Words) -> Vec<Part> {
    split::by_group(&rows.iter().map(|&at| verdict(corpus, words, at)).collect::<Vec<_>>(), size)
}

/// A part of the list.
pub(super) fn claims(here: &Here<'_, '_>, part: usize) -> view::Claims {
    let (whole, corpus) = (here.whole, here.corpus());
    let kind = whole.settings().kinds.get(KindId::CLAIMS);
    let text = whole.index_text(KindId::CLAIMS);
    let shown = text.filter(|_| part == 0);
    let parts = &whole.index_parts[usize::from(KindId::CLAIMS.0)];
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut groups: Vec<view::ClaimGroup> = Vec::new();
    for &at in whole.claims.get(rows).unwrap_or_default() {
        let Some(row) = row(here, at) else { continue };
        let (id, label) = verdict(corpus, here.words(), at);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.rows.push(row),
            None => groups.push(view::ClaimGroup {
                label: label.to_owned(),
                verdict_id: claim(corpus, at).and_then(|claim| claim.verdict).map(|_| id.to_owned()),
                id: format!("group-{}", groups.len() + 1),
                rows: vec![row],
            }),
        }
    }
    view::Claims {
        title: text.map_or_else(|| kind.many.clone(), |page| page.title.clone()),
        html: shown.map(|page| text::prose(here, &page.prose, "")).unwrap_or_default(),
        has_heading: shown.is_some_and(|page| has_heading(&page.prose)),
        image: shown.and_then(|page| here.picture(page.image.as_ref())),
        total: whole.claims.len(),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&OutPath::index(&kind.name), parts, part),
        extra: text.map(|page| page.extra.clone()).unwrap_or_default(),
    }
}

fn row(here: &Here<'_, '_>, at: ClaimAt) -> Option<view::ClaimRow> {
    match at {
        ClaimAt::Record(id) => Some(view::ClaimRow {
            claim: here.claim_record(id),
            passages: here.whole.graph.entities[id.index()].claim_passages.len(),
            answers: super::dossier::answers(here.whole, id).len(),
            passage: None,
            article: None,
            removed: None,
        }),
        ClaimAt::Here(id, at) => {
            let article = here.corpus().article(id);
            let annotation = article.annotations.get(at)?;
            Some(view::ClaimRow {
                claim: here.claim_use(annotation.more.claim.as_ref()?),
                passages: 1,
                answers: 0,
                passage: Some(view::Link {
                    text: annotated_words(article, annotation).unwrap_or_default(),
                    href: here.article_href(id, annotation_anchor(article, at)),
                }),
                article: Some(here.article(id)),
                removed: here.date(annotation.more.removed.as_ref()),
            })
        }
    }
}
