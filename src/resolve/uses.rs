//! Every place where a document names an entity by its id, in one walk: what decides which ids need a record.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::id::{KindId, Kinds};
use crate::parse::body::Body;
use crate::parse::document::{Annotation, Article, AssertedValue, ClaimUse};
use crate::parse::record::{About, ClaimFields, OwnFields, Record, Ref};
use crate::resolve::directory::{Register, Written};
use crate::span::{FileId, Spanned, Text};

/// Whether of an article it is known that all it names is known.
pub type IsSettled<'s> = &'s (dyn Fn(&Written) -> bool + Sync);

/// Calls `each` with every id that the live documents name, and the kind that an id alone is of there; those in articles
/// only where they are not `known`, and of articles that are `settled`, in which all are, none. Gives the articles in which
/// one is not known.
pub fn each_use(
    register: &Register,
    kinds: &Kinds,
    known: &(dyn Fn(KindId, &Text) -> bool + Sync),
    settled: IsSettled<'_>,
    each: &mut dyn FnMut(KindId, &Text),
) -> FxHashSet<FileId> {
    let of_article = |written: &Written| {
        let mut all = Vec::new();
        if settled(written) {
            return all;
        }
        let mut each = |kind, id: &Text| {
            if !known(kind, id) {
                all.push((kind, id.clone()));
            }
        };
        Walk { kinds, each: &mut each }.written(written, register.drafts);
        all
    };
    let articles: Vec<&Written> = register.articles.values().collect();
    let unknown: Vec<Vec<(KindId, Text)>> = articles.par_iter().map(|written| of_article(written)).collect();
    let mut walk = Walk { kinds, each };
    register.records.values().for_each(|record| walk.record(record));
    unknown.iter().flatten().for_each(|(kind, id)| (walk.each)(*kind, id));
    register.series.values().for_each(|series| walk.body(&series.body));
    register.pages.iter().for_each(|page| walk.body(&page.body));
    let with_unknown = articles.iter().zip(&unknown).filter(|(_, unknown)| !unknown.is_empty());
    with_unknown.map(|(written, _)| written.file).collect()
}

/// [`each_use`] of one article alone: what it names, each once.
pub fn of_article(written: &Written, drafts: bool, kinds: &Kinds) -> BTreeSet<(KindId, String)> {
    let mut all = BTreeSet::new();
    let mut each = |kind, id: &Text| {
        all.insert((kind, id.value.clone()));
    };
    Walk { kinds, each: &mut each }.written(written, drafts);
    all
}

/// The kind that an id alone is of in an assertion's field: `places` and `participants` by their nature, a kind's own
/// name that kind, anything else the kind of what is asserted of.
pub fn asserted_kind(field: &str, of: KindId, kinds: &Kinds) -> KindId {
    match field {
        "participants" | "creators" | "by" => KindId::PEOPLE,
        "birth_place" | "death_place" => KindId::PLACES,
        _ => kinds.find(field).unwrap_or(of),
    }
}

/// A link that names a kind and an id: `kind/id` in a wikilink, `kind:id` elsewhere. An address in the page of it is left out.
pub fn explicit_link<'l>(to: &'l str, wiki: bool, kinds: &Kinds) -> Option<(KindId, &'l str)> {
    let (kind, id) = to.split_once(if wiki { '/' } else { ':' })?;
    Some((kinds.find(kind)?, id.split('#').next().unwrap_or(id).trim()))
}

struct Walk<'w> {
    kinds: &'w Kinds,
    each: &'w mut dyn FnMut(KindId, &Text),
}

impl Walk<'_> {
    fn refs(&mut self, kind: KindId, refs: &[Ref]) {
        refs.iter().for_each(|reference| (self.each)(kind, &reference.to));
    }

    fn about(&mut self, about: &About) {
        about.iter().for_each(|(kind, refs)| self.refs(*kind, refs));
    }

    fn written(&mut self, written: &Written, drafts: bool) {
        self.article(written);
        written.live(drafts).for_each(|annotation| self.annotation(annotation));
    }

    /// An article without its annotations.
    fn article(&mut self, article: &Article) {
        self.about(&article.about);
        // `not` names whom words do not mean: that makes nobody a page. Unknown ids there are said with the article.
        if let Some(letter) = &article.correspondence {
            self.refs(KindId::PEOPLE, &letter.sender);
            self.refs(KindId::PEOPLE, &letter.recipient);
            self.refs(KindId::PLACES, &letter.sent.place);
            self.refs(KindId::PLACES, &letter.received.place);
        }
        article.corrections.iter().for_each(|correction| self.body(&correction.text));
        self.body(&article.body);
    }

    fn annotation(&mut self, annotation: &Annotation) {
        self.about(&annotation.about);
        self.refs(KindId::PEOPLE, &annotation.speaker);
        for assertion in &annotation.asserts {
            // `of` always names its kind; the default is only there for the walk.
            (self.each)(KindId::EVENTS, &assertion.of);
            let of = assertion.of.value.split_once('/').and_then(|(kind, _)| self.kinds.find(kind));
            self.about(&assertion.about);
            for (field, value) in &assertion.fields {
                self.asserted(&field.value, of.unwrap_or(KindId::EVENTS), value);
            }
        }
        match &annotation.more.claim {
            Some(ClaimUse::Id(id)) => (self.each)(KindId::CLAIMS, id),
            Some(ClaimUse::Here(claim)) => self.claim(claim),
            None => {}
        }
        if let Some(note) = &annotation.note {
            self.body(note);
        }
    }

    fn asserted(&mut self, field: &str, of: KindId, value: &AssertedValue) {
        match value {
            AssertedValue::Refs(refs) => self.refs(asserted_kind(field, of, self.kinds), refs),
            AssertedValue::Participants(participants) => {
                participants.iter().for_each(|participant| self.refs(KindId::PEOPLE, &participant.who));
            }
            AssertedValue::Roles(roles) => roles.iter().for_each(|role| self.refs(KindId::ORGANIZATIONS, &role.at)),
            _ => {}
        }
    }

    fn claim(&mut self, claim: &ClaimFields) {
        self.refs(KindId::PEOPLE, &claim.by);
    }

    fn record(&mut self, record: &Record) {
        let kind = record.kind;
        self.refs(kind, &record.not_same_as);
        for relation in &record.relations {
            self.refs(KindId::PEOPLE, &relation.with);
        }
        self.about(&record.about);
        let OwnFields {
            birth_place,
            death_place,
            roles,
            places,
            participants,
            part_of,
            follows,
            creators,
            claim,
            resolved,
            ..
        } = &record.own;
        self.refs(KindId::PLACES, birth_place);
        self.refs(KindId::PLACES, death_place);
        for role in roles {
            self.refs(KindId::ORGANIZATIONS, &role.at);
        }
        self.refs(KindId::PLACES, places);
        for participant in participants {
            self.refs(KindId::PEOPLE, &participant.who);
        }
        self.refs(kind, part_of);
        self.refs(kind, follows);
        self.refs(KindId::PEOPLE, creators);
        self.claim(claim);
        for resolved in resolved {
            resolved.value.iter().for_each(|value| self.asserted(&resolved.field.value, kind, value));
        }
        self.body(&record.body);
    }

    fn body(&mut self, body: &Body) {
        for link in &body.links {
            if let Some((kind, id)) = explicit_link(&link.to, link.wiki, self.kinds) {
                (self.each)(kind, &Spanned::new(id.to_owned(), link.span));
            }
        }
    }
}
