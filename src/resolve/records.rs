//! Records become entities; what articles and records share (references, citations, claims) is resolved here too.

use std::sync::Mutex;

use crate::diag::{Diagnostic, code, nearest};
use crate::id::{EntityId, KindId, Slug};
use crate::parse::document::AssertedValue;
use crate::parse::record::{self, ClaimFields, Record, Ref, SourceRef};
use crate::parse::settings::Settings;
use crate::resolve::corpus::{
    Asserted, Citation, CitationTarget, Claim, Entity, EntityRef, Participant, Prose, Relation, Resolved, Role,
};
use crate::resolve::directory::Directory;
use crate::resolve::directory::Found;
use crate::resolve::links::{Linker, Paths, Place};
use crate::resolve::sort_name;
use crate::resolve::uses::asserted_kind;
use crate::span::Text;

/// What every text, reference and citation is resolved with.
pub struct Context<'c> {
    /// Ids, names, files.
    pub linker: Linker<'c>,
    /// The site's settings.
    pub settings: &'c Settings,
}

impl<'c> Context<'c> {
    /// What texts are resolved with.
    pub fn new(directory: &'c Directory, paths: &'c Paths, settings: &'c Settings) -> Context<'c> {
        Context { linker: Linker { directory, paths, media: Mutex::default(), asked: Mutex::default() }, settings }
    }

    /// The entity of a record.
    pub fn entity(&self, record: Record, id: Slug, said: &mut Vec<Diagnostic>) -> Entity {
        let file = record.id.span.file;
        // A claim without a name is called by its text.
        let text = record.own.claim.text.as_ref().filter(|_| record.kind == KindId::CLAIMS);
        let name = record.name.as_ref().or(text).unwrap_or(&record.id).value.clone();
        // Whether an article spots names is for the article and the site to say.
        let spots = record.spot;
        let aliases = record.aliases.iter();
        let spotted_aliases = aliases.filter(|alias| alias.spot).map(|alias| alias.name.value.clone());
        // A record without a name has only an id, and an id is not a name that a text would hold.
        let spotted_name = record.name.as_ref().map(|name| name.value.clone());
        let spotted = if spots { spotted_name.into_iter().chain(spotted_aliases).collect() } else { Vec::new() };
        let own = record.own;
        let kind = record.kind;
        let place = Place { file, article: false };
        let mut claim = self.claim(own.claim, said);
        let sources = self.citations(&record.sources, said);
        if kind == KindId::CLAIMS {
            claim.date = own.date.clone();
            claim.sources.clone_from(&sources);
        }
        Entity {
            kind,
            id,
            span: Some(record.span),
            sort_name: match record.sort_name {
                Some(sort) => sort.value,
                None if kind == KindId::PEOPLE => sort_name::derived(&name),
                None => name.clone(),
            },
            name,
            aliases: record.aliases.into_iter().map(|alias| alias.name.value).collect(),
            names: pairs(record.names),
            spotted,
            draft: record.draft,
            description: word(record.description),
            image: record.image.map(|picture| self.linker.picture(&picture, file, said)),
            type_: word(record.type_),
            tags: words(record.tags),
            sources,
            same_as: words(record.same_as),
            not_same_as: self.refs(kind, &record.not_same_as),
            relations: record.relations.into_iter().map(|relation| self.relation(relation, said)).collect(),
            accept: record.accept,
            fields: pairs(record.fields),
            about: self.about(&record.about),
            born: own.born,
            died: own.died,
            birth_place: self.refs(KindId::PLACES, &own.birth_place),
            death_place: self.refs(KindId::PLACES, &own.death_place),
            gender: word(own.gender),
            pronouns: word(own.pronouns),
            occupations: words(own.occupations),
            roles: own.roles.into_iter().map(|role| self.role(role, said)).collect(),
            date: own.date,
            places: self.refs(KindId::PLACES, &own.places),
            participants: self.participants(own.participants, said),
            part_of: self.refs(kind, &own.part_of),
            follows: self.refs(kind, &own.follows),
            resolved: own.resolved.into_iter().map(|resolved| self.resolved(kind, resolved, said)).collect(),
            coordinates: own.coordinates.map(|coordinates| coordinates.value),
            founded: own.founded,
            dissolved: own.dissolved,
            creators: self.refs(KindId::PEOPLE, &own.creators),
            claim,
            prose: self.linker.prose(record.body, place, said),
            extra: record.extra,
        }
    }

    /// References of a field where an id alone is of `kind`. Those that lead nowhere were said, and are left out.
    pub fn refs(&self, kind: KindId, refs: &[Ref]) -> Vec<EntityRef> {
        let mut refs: Vec<EntityRef> = refs.iter().filter_map(|reference| self.reference(kind, reference)).collect();
        refs.shrink_to_fit();
        refs
    }

    /// One reference.
    pub fn reference(&self, kind: KindId, reference: &Ref) -> Option<EntityRef> {
        Some(EntityRef {
            role: reference.role.as_ref().map(|role| role.value.clone()),
            certainty: reference.certainty,
            implied: reference.implied,
            ..self.named(kind, &reference.to)?
        })
    }

    /// A reference that is an id alone.
    pub fn named(&self, kind: KindId, to: &Text) -> Option<EntityRef> {
        let entity = self.linker.directory.entity(kind, &to.value)?;
        Some(EntityRef { entity, role: None, certainty: None, implied: false, span: to.span })
    }

    /// References by kind, as one list.
    pub fn about(&self, about: &record::About) -> Vec<EntityRef> {
        let mut refs: Vec<EntityRef> = about.iter().flat_map(|(kind, refs)| self.refs(*kind, refs)).collect();
        refs.shrink_to_fit();
        refs
    }

    /// Sources.
    pub fn citations(&self, sources: &[SourceRef], said: &mut Vec<Diagnostic>) -> Vec<Citation> {
        let mut all = Vec::new();
        for source in sources {
            let to = &source.to.value;
            let target = if to.contains("://") {
                CitationTarget::Url(to.clone())
            } else {
                let (id, fragment) = match to.split_once('#') {
                    Some((id, fragment)) => (id, Some(fragment.to_owned())),
                    None => (to.as_str(), None),
                };
                match self.linker.directory.article(id, source.to.span, said) {
                    Some(Found::Article(article)) => CitationTarget::Article(article, fragment),
                    Some(_) => continue,
                    None => {
                        said.extend(self.unknown_article(id, &source.to));
                        continue;
                    }
                }
            };
            all.push(Citation {
                target,
                pages: source.pages.as_ref().map(|text| text.value.clone()),
                note: source.note.as_ref().map(|text| text.value.clone()),
                span: source.to.span,
            });
        }
        all
    }

    /// "There is no such article", unless it may be one that could not be read.
    pub fn unknown_article(&self, id: &str, written: &Text) -> Option<Diagnostic> {
        if self.linker.directory.unread().articles {
            return None;
        }
        let mut diagnostic =
            Diagnostic::new(code::UNKNOWN_ARTICLE, written.span, format!("there is no article `{id}`"));
        if let Some(near) = self.linker.directory.nearest_article(id) {
            diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
        }
        Some(
            diagnostic.help(
                "An article is named by its id; as a source also `article#annotation`, or an address with `://`.",
            ),
        )
    }

    /// What is said of a claim.
    pub fn claim(&self, claim: ClaimFields, said: &mut Vec<Diagnostic>) -> Claim {
        let verdict = claim.verdict.and_then(|verdict| {
            let known = self.settings.verdicts.iter();
            let found = known.clone().position(|known| known.id == verdict.value);
            if found.is_none() {
                let all: Vec<&str> = known.map(|known| known.id.as_str()).collect();
                let message = format!("`{}` is no verdict of this site", verdict.value);
                let mut diagnostic = Diagnostic::new(code::BAD_VALUE, verdict.span, message);
                if let Some(near) = nearest(&verdict.value, all.iter().copied()) {
                    diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
                }
                said.push(diagnostic.help(format!("The verdicts are {}.", all.join(", "))));
            }
            found
        });
        Claim {
            text: word(claim.text),
            by: self.refs(KindId::PEOPLE, &claim.by),
            date: claim.date,
            verdict,
            because: word(claim.because),
            reviewed_by: words(claim.reviewed_by),
            reviewed: claim.reviewed,
            sources: self.citations(&claim.sources, said),
        }
    }

    /// An office.
    pub fn role(&self, role: record::Role, said: &mut Vec<Diagnostic>) -> Role {
        Role {
            title: word(role.title),
            at: self.refs(KindId::ORGANIZATIONS, &role.at),
            from: role.from,
            to: role.to,
            sources: self.citations(&role.sources, said),
            note: word(role.note),
            span: role.span,
        }
    }

    fn relation(&self, relation: record::Relation, said: &mut Vec<Diagnostic>) -> Relation {
        Relation {
            with: self.refs(KindId::PEOPLE, &relation.with),
            role: word(relation.role),
            inverse: word(relation.inverse),
            from: relation.from,
            to: relation.to,
            sources: self.citations(&relation.sources, said),
            note: word(relation.note),
            span: relation.span,
        }
    }

    /// Participants, one by one.
    pub fn participants(&self, participants: Vec<record::Participant>, said: &mut Vec<Diagnostic>) -> Vec<Participant> {
        let mut all = Vec::new();
        for participant in participants {
            let sources = self.citations(&participant.sources, said);
            for who in self.refs(KindId::PEOPLE, &participant.who) {
                let role = participant.role.as_ref().map(|role| role.value.clone());
                let who = EntityRef {
                    role: role.or(who.role),
                    certainty: participant.certainty.or(who.certainty),
                    span: participant.span,
                    ..who
                };
                all.push(Participant { who, sources: sources.clone() });
            }
        }
        all
    }

    /// A value that a passage asserts of a field of an entity of a kind, or that is held to be right there.
    pub fn asserted(&self, field: &str, kind: KindId, value: &AssertedValue, said: &mut Vec<Diagnostic>) -> Asserted {
        match value {
            AssertedValue::Date(date, _) => Asserted::Date(date.clone()),
            AssertedValue::Refs(refs) => {
                Asserted::Refs(self.refs(asserted_kind(field, kind, self.linker.directory.kinds()), refs))
            }
            AssertedValue::Participants(participants) => {
                let participants = self.participants(participants.clone(), said);
                Asserted::Refs(participants.into_iter().map(|participant| participant.who).collect())
            }
            AssertedValue::Roles(roles) => {
                Asserted::Roles(roles.iter().map(|role| self.role(role.clone(), said)).collect())
            }
            AssertedValue::Coordinates(coordinates) => Asserted::Coordinates(coordinates.value.0, coordinates.value.1),
            AssertedValue::Numbers(numbers) => Asserted::Numbers(pairs(numbers.clone())),
            AssertedValue::Text(text) => Asserted::Text(text.value.clone()),
        }
    }

    fn resolved(&self, kind: KindId, resolved: record::Resolved, said: &mut Vec<Diagnostic>) -> Resolved {
        Resolved {
            value: resolved.value.iter().map(|value| self.asserted(&resolved.field.value, kind, value, said)).collect(),
            field: resolved.field.value,
            because: word(resolved.because),
            sources: self.citations(&resolved.sources, said),
        }
    }
}

/// The entity of an id that has no record.
pub fn stub(kind: KindId, id: Slug) -> Entity {
    let name = id.to_string();
    Entity {
        kind,
        id,
        span: None,
        sort_name: name.clone(),
        name,
        aliases: Vec::new(),
        names: Vec::new(),
        spotted: Vec::new(),
        draft: false,
        description: None,
        image: None,
        type_: None,
        tags: Vec::new(),
        sources: Vec::new(),
        same_as: Vec::new(),
        not_same_as: Vec::new(),
        relations: Vec::new(),
        accept: Vec::new(),
        fields: Vec::new(),
        about: Vec::new(),
        born: None,
        died: None,
        birth_place: Vec::new(),
        death_place: Vec::new(),
        gender: None,
        pronouns: None,
        occupations: Vec::new(),
        roles: Vec::new(),
        date: None,
        places: Vec::new(),
        participants: Vec::new(),
        part_of: Vec::new(),
        follows: Vec::new(),
        resolved: Vec::new(),
        coordinates: None,
        founded: None,
        dissolved: None,
        creators: Vec::new(),
        claim: Claim::default(),
        prose: Prose::default(),
        extra: record::Extra::default(),
    }
}

/// Reports records that are part of themselves, or follow themselves, by way of others.
pub fn circles(entities: &[Entity], said: &mut Vec<Diagnostic>) {
    type Field = fn(&Entity) -> &[EntityRef];
    let fields: [(&str, Field); 2] =
        [("part of", |entity| &entity.part_of), ("a successor of", |entity| &entity.follows)];
    for (words, field) in fields {
        // 0: not seen, 1: on the way, 2: done. Each circle is said once, at the link that closes it.
        let mut state = vec![0u8; entities.len()];
        for start in 0..entities.len() {
            let mut way: Vec<(usize, usize)> = vec![(start, 0)];
            if state[start] != 0 {
                continue;
            }
            state[start] = 1;
            while let Some(&(at, next)) = way.last() {
                let Some(reference) = field(&entities[at]).get(next) else {
                    state[at] = 2;
                    way.pop();
                    continue;
                };
                if let Some(last) = way.last_mut() {
                    last.1 += 1;
                }
                let to = reference.entity.index();
                match state[to] {
                    0 => {
                        state[to] = 1;
                        way.push((to, 0));
                    }
                    1 => {
                        let names =
                            way.iter().skip_while(|(on, _)| *on != to).map(|(on, _)| entities[*on].name.as_str());
                        let chain: Vec<&str> = names.chain([entities[to].name.as_str()]).collect();
                        let message = format!("`{}` is {words} itself: {}", entities[to].name, chain.join(" → "));
                        said.push(Diagnostic::new(code::CIRCLE, reference.span, message));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The value of a text that may be absent.
pub fn word(text: Option<Text>) -> Option<String> {
    text.map(|text| text.value)
}

/// The values of texts.
pub fn words(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// Pairs of texts.
pub fn pairs(pairs: Vec<(Text, Text)>) -> Vec<(String, String)> {
    pairs.into_iter().map(|(key, value)| (key.value, value.value)).collect()
}

/// An entity by number, for messages.
pub fn name_of(entities: &[Entity], id: EntityId) -> &str {
    entities.get(id.index()).map_or("", |entity| entity.name.as_str())
}
