//! How claims have stood up: what stands beside them wherever they are named, so that none is taken for what the site says.

use super::{Here, Whole};
use crate::id::{EntityId, KindId};
use crate::parse::settings::Verdict;
use crate::render::view;
use crate::resolve::corpus::{Annotation, Claim, ClaimUse, Entity};

impl Whole<'_> {
    /// Words of a record where nothing stands beside them, as in a title: those of a claim say that it is one, and its verdict.
    pub fn alone(&self, id: EntityId, words: &str) -> String {
        let Some(claim) = claim_of(self.corpus.entity(id)) else { return words.to_owned() };
        let verdict = self.verdict(claim).map_or(self.words.get("no_verdict"), |verdict| &verdict.label);
        self.words.fill("claim_with_verdict", &[("claim", words), ("verdict", verdict)])
    }

    fn verdict(&self, claim: &Claim) -> Option<&Verdict> {
        claim.verdict.and_then(|verdict| self.settings().verdicts.get(verdict))
    }
}

impl Here<'_, '_> {
    /// Of a record, if it is one of a claim.
    pub fn standing(&self, id: EntityId) -> Option<view::Standing> {
        claim_of(self.corpus().entity(id)).map(|claim| self.standing_of(claim))
    }

    /// Of the claim that an annotation makes.
    pub fn standing_in(&self, annotation: &Annotation) -> Option<view::Standing> {
        annotation.more.claim.as_ref().map(|claim| match claim {
            ClaimUse::Of(reference) => self.standing_of(&self.corpus().entity(reference.entity).claim),
            ClaimUse::Here(claim) => self.standing_of(claim),
        })
    }

    fn standing_of(&self, claim: &Claim) -> view::Standing {
        let verdict = self.whole.verdict(claim);
        view::Standing {
            verdict: verdict.map(|verdict| verdict.label.clone()),
            verdict_id: verdict.map(|verdict| verdict.id.clone()),
        }
    }
}

fn claim_of(entity: &Entity) -> Option<&Claim> {
    (entity.kind == KindId::CLAIMS).then_some(&entity.claim)
}
