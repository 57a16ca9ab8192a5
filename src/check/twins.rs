//! Records: two that are probably one, and those that nobody refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Owner, Site, value};
use crate::diag::{Diagnostic, Severity, code};
use crate::id::{EntityId, KindId, Slug};
use crate::resolve::corpus::{Asserted, ClaimUse, Corpus, Entity, EntityRef, LinkTarget, Participant, Prose, Role};

/// The rule on two records of one.
pub(super) fn probably_one(site: &Site<'_>) -> Vec<Finding> {
    let mut by_address: BTreeMap<(KindId, String), Vec<EntityId>> = BTreeMap::new();
    let mut by_name: BTreeMap<(KindId, String), Vec<EntityId>> = BTreeMap::new();
    for (id, entity) in site.entities().into_iter().filter(|(_, entity)| !entity.is_stub()) {
        for address in &entity.same_as {
            by_address.entry((entity.kind, plain(address))).or_default().push(id);
        }
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            by_name.entry((entity.kind, words(name))).or_default().push(id);
        }
    }
    let mut seen: BTreeSet<(EntityId, EntityId)> = BTreeSet::new();
    let mut found = Vec::new();
    for ((_, address), ids) in &by_address {
        for (a, b) in pairs(ids) {
            if !is_parted(site.corpus, a, b) && seen.insert((a, b)) {
                let why = format!("both are `{address}`");
                found.push(finding(site, a, b, &why, Severity::Warning));
            }
        }
    }
    for ((_, name), ids) in by_name.iter().filter(|((_, name), _)| !name.is_empty()) {
        for (a, b) in pairs(ids) {
            let (one, other) = (site.corpus.entity(a), site.corpus.entity(b));
            // That two share a second name, as a family does, says little: it must be the name of one
            // of them; a single word, that of both.
            let mut main = [one, other].into_iter().map(|entity| words(&entity.name) == *name);
            let named = if name.contains(' ') { main.any(|is| is) } else { main.all(|is| is) };
            if named && !is_parted(site.corpus, a, b) && !are_unlike(one, other) && seen.insert((a, b)) {
                let why =
                    format!("both are named “{}”", if words(&one.name) == *name { &one.name } else { &other.name });
                found.push(finding(site, a, b, &why, Severity::Info));
            }
        }
    }
    found
}

fn pairs(ids: &[EntityId]) -> Vec<(EntityId, EntityId)> {
    let distinct: BTreeSet<EntityId> = ids.iter().copied().collect();
    let ids: Vec<EntityId> = distinct.into_iter().collect();
    // A name that very many share says nothing of any two.
    if ids.len() > 12 {
        return Vec::new();
    }
    ids.iter().enumerate().flat_map(|(at, &a)| ids[at + 1..].iter().map(move |&b| (a, b))).collect()
}

/// An address without what does not count in it.
fn plain(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
}

/// A name's words in order of the alphabet: `Sessions, Jeff` is `Jeff Sessions`.
fn words(name: &str) -> String {
    let folded = crate::id::Slug::propose(name);
    let mut words: Vec<&str> = folded.as_str().split('-').collect();
    words.sort_unstable();
    // What has no letter that can be written in ASCII is compared as it is.
    if folded == Slug::propose("") { name.to_lowercase() } else { words.join(" ") }
}

/// Whether one says that it is not the other.
fn is_parted(corpus: &Corpus, a: EntityId, b: EntityId) -> bool {
    let says = |one: EntityId, other: EntityId| corpus.entity(one).not_same_as.iter().any(|not| not.entity == other);
    says(a, b) || says(b, a)
}

/// Whether something that is known of both speaks against their being one.
fn are_unlike(one: &Entity, other: &Entity) -> bool {
    let dates =
        [(&one.born, &other.born), (&one.died, &other.died), (&one.date, &other.date), (&one.founded, &other.founded)];
    let apart =
        dates.into_iter().any(|(a, b)| value(a.as_ref()).zip(value(b.as_ref())).is_some_and(|(a, b)| !a.overlaps(b)));
    let lived = |one: &Entity, other: &Entity| {
        value(one.died.as_ref()).zip(value(other.born.as_ref())).is_some_and(|(died, born)| died.certainly_before(born))
    };
    let far = one.coordinates.zip(other.coordinates).is_some_and(|((lat, lon), (other_lat, other_lon))| {
        (lat - other_lat).abs() > 0.05 || (lon - other_lon).abs() > 0.05
    });
    // Two events of one name are two, unless one day is known to be theirs.
    let undated = one.kind == KindId::EVENTS && (one.date.is_none() || other.date.is_none());
    let disjoint = |a: &[EntityRef], b: &[EntityRef]| {
        !a.is_empty() && !b.is_empty() && !a.iter().any(|one| b.iter().any(|other| one.entity == other.entity))
    };
    let hosts = |entity: &Entity| -> BTreeMap<String, String> {
        let part = |address: &String| {
            let address = plain(address);
            let host = address.split('/').next()?.to_owned();
            Some((host, address))
        };
        entity.same_as.iter().filter_map(part).collect()
    };
    // One register has one entry for one.
    let (entries, other_entries) = (hosts(one), hosts(other));
    let registered = entries.iter().any(|(host, entry)| other_entries.get(host).is_some_and(|other| other != entry));
    let typed = one.type_.is_some() && other.type_.is_some() && one.type_ != other.type_;
    apart
        || lived(one, other)
        || lived(other, one)
        || far
        || undated
        || registered
        || typed
        || disjoint(&one.part_of, &other.part_of)
        || disjoint(&one.creators, &other.creators)
        || disjoint(&one.places, &other.places)
}

fn finding(site: &Site<'_>, a: EntityId, b: EntityId, why: &str, severity: Severity) -> Finding {
    let message = format!("{} and {} are probably one: {why}", site.written(a), site.written(b));
    let (first, second) = (site.corpus.entity(a), site.corpus.entity(b));
    let mut diagnostic = Diagnostic { span: second.span, ..Diagnostic::nowhere(code::PROBABLY_ONE, message) };
    if let Some(span) = first.span {
        diagnostic = diagnostic.label(span, "the other record");
    }
    let id = &first.id;
    let diagnostic = diagnostic.severity(severity).help(format!(
        "Make them one record, with the other id under `previously`; or say that they are two: `not_same_as: {id}`."
    ));
    Finding::new(diagnostic, [Owner::Entity(a), Owner::Entity(b)])
}

/// The rule on records that nobody refers to.
pub(super) fn unused(site: &Site<'_>) -> Vec<Finding> {
    let used = Used::of(site.corpus);
    let records = site.entities().into_iter().filter(|(id, entity)| !entity.is_stub() && !used.0[id.index()]);
    records
        .map(|(id, entity)| {
            let message = format!("nothing refers to {} (“{}”)", site.written(id), entity.name);
            let diagnostic = Diagnostic { span: entity.span, ..Diagnostic::nowhere(code::UNUSED_ID, message) };
            let help = "It has a page all the same. Mention it, take it out, or leave it for later.";
            Finding::new(diagnostic.help(help), [Owner::Entity(id)])
        })
        .collect()
}

/// Which entities something refers to, by number.
struct Used(Vec<bool>);

impl Used {
    fn of(corpus: &Corpus) -> Used {
        let mut used = Used(vec![false; corpus.entities.len()]);
        for article in &corpus.articles {
            used.refs(&article.subjects);
            article.mentions.iter().for_each(|mention| used.mark(mention.entity));
            used.prose(&article.prose);
            article.corrections.iter().for_each(|(_, prose)| used.prose(prose));
            if let Some(letter) = &article.correspondence {
                [&letter.sender, &letter.recipient, &letter.sent.1, &letter.received.1]
                    .into_iter()
                    .for_each(|refs| used.refs(refs));
            }
            for annotation in article.annotations.iter() {
                annotation.everybody().iter().for_each(|reference| used.mark(reference.entity));
                annotation.note.iter().for_each(|note| used.prose(note));
                if let Some(ClaimUse::Here(claim)) = &annotation.more.claim {
                    used.refs(&claim.by);
                }
                annotation
                    .asserts
                    .iter()
                    .flat_map(|assertion| &assertion.fields)
                    .for_each(|(_, value)| used.asserted(value));
            }
        }
        for entity in corpus.entities.iter() {
            used.record(entity);
        }
        corpus.pages.iter().for_each(|page| used.prose(&page.prose));
        corpus.series.iter().for_each(|series| used.prose(&series.prose));
        used
    }

    fn mark(&mut self, id: EntityId) {
        self.0[id.index()] = true;
    }

    fn refs(&mut self, refs: &[EntityRef]) {
        refs.iter().for_each(|reference| self.mark(reference.entity));
    }

    fn prose(&mut self, prose: &Prose) {
        for target in &prose.links {
            if let LinkTarget::Entity(id, _) = target {
                self.mark(*id);
            }
        }
    }

    fn roles(&mut self, roles: &[Role]) {
        roles.iter().for_each(|role| self.refs(&role.at));
    }

    fn asserted(&mut self, value: &Asserted) {
        match value {
            Asserted::Refs(refs) => self.refs(refs),
            Asserted::Roles(roles) => self.roles(roles),
            _ => {}
        }
    }

    fn record(&mut self, entity: &Entity) {
        let Entity { about, birth_place, death_place, places, part_of, follows, creators, participants, .. } = entity;
        [about, birth_place, death_place, places, part_of, follows, creators]
            .into_iter()
            .for_each(|refs| self.refs(refs));
        self.roles(&entity.roles);
        participants.iter().for_each(|Participant { who, .. }| self.mark(who.entity));
        entity.relations.iter().for_each(|relation| self.refs(&relation.with));
        self.refs(&entity.claim.by);
        entity.resolved.iter().flat_map(|resolved| &resolved.value).for_each(|value| self.asserted(value));
        self.prose(&entity.prose);
    }
}
