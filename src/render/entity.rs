//! Corpus and graph → [`view::Entity`]: the page of a person, event, place, organization, claim, or further kind.

use std::ops::Range;

use super::bars::Bar;
use super::here::{Here, annotation_anchor, each_once, one_line, part_label, passage_words, shorten, surest};
use super::places;
use super::split::Part;
use super::text;
use super::timeline;
use super::view;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::{Dated, Extra};
use crate::resolve::corpus::{
    Annotation, Article, Asserted, Entity, EntityRef, Mention, Participant, Passage, Relation, Resolved, Role,
};
use crate::route;

/// The whole page, with the first part of every list.
pub(super) fn entity(here: &Here<'_, '_>, id: EntityId) -> view::Entity {
    let corpus = here.corpus();
    let entity = corpus.entity(id);
    let is_event = entity.kind == KindId::EVENTS;
    let (map_html, map_of) = places::of(here, id);
    let others = here.whole.graph.entities[id.index()].not_same_as.iter();
    let others = others.map(|&other| here.entity_by(other, surest(&corpus.entity(other).not_same_as, id)));
    let not_same_as = here.refs(&entity.not_same_as).into_iter().chain(others);
    let mut page = view::Entity {
        type_: entity.type_.clone(),
        description: entity.description.clone(),
        aliases: other_names(entity, entity.aliases.iter()),
        names: entity
            .names
            .iter()
            .map(|(language, name)| view::Name { language: language.clone(), name: name.clone() })
            .collect(),
        image: here.picture(entity.image.as_ref()),
        tags: here.tags(&entity.tags),
        date: here.date(entity.date.as_ref()),
        facts: facts(here, entity),
        html: text::prose(here, &entity.prose, ""),
        // On its own page it leads nowhere else.
        claim: (entity.kind == KindId::CLAIMS).then(|| view::Claim { href: None, ..here.claim_record(id) }),
        open: entity.date.as_ref().filter(|_| is_event).and_then(|date| timeline::open(here.words(), &date.value)),
        around: if is_event { timeline::around(here, id) } else { None },
        map_html,
        map_of,
        mentions: mentions(here, id, 0),
        together: super::together::together(here, id, 0),
        same_as: entity
            .same_as
            .iter()
            .map(|url| view::Link { text: plain_address(url), href: route::external(url) })
            .collect(),
        not_same_as: each_once(not_same_as.collect()),
        // The evidence for a claim stands with its verdict.
        sources: if entity.kind == KindId::CLAIMS { Vec::new() } else { here.citations(&entity.sources) },
        fields: fields(&entity.fields),
        extra: entity.extra.clone(),
        ..bare(here, id)
    };
    super::dossier::first_parts(here, id, &mut page);
    page
}

/// A page that says of an entity only who or what it is.
pub(super) fn bare(here: &Here<'_, '_>, id: EntityId) -> view::Entity {
    let entity = here.corpus().entity(id);
    let kind = here.whole.settings().kinds.get(entity.kind);
    view::Entity {
        id: entity.id.to_string(),
        name: entity.name.clone(),
        href: here.entity_href(id),
        kind: kind.name.clone(),
        one: kind.one.clone(),
        many: kind.many.clone(),
        stub: entity.is_stub(),
        draft: entity.draft,
        standing: here.standing(id),
        part: None,
        lists: super::dossier::unsplit(),
        type_: None,
        description: None,
        aliases: Vec::new(),
        names: Vec::new(),
        image: None,
        tags: Vec::new(),
        date: None,
        facts: Vec::new(),
        html: String::new(),
        claim: None,
        participants: Vec::new(),
        timeline: Vec::new(),
        open: None,
        around: None,
        parts: Vec::new(),
        within: Vec::new(),
        map_html: String::new(),
        map_of: None,
        followed_by: Vec::new(),
        here: Vec::new(),
        roles: Vec::new(),
        roles_html: String::new(),
        members: Vec::new(),
        members_html: String::new(),
        relations: Vec::new(),
        related: Vec::new(),
        quotations: Vec::new(),
        claims: Vec::new(),
        answers: Vec::new(),
        accounts: None,
        subject_of: Vec::new(),
        letters: Vec::new(),
        letters_total: 0,
        letters_href: None,
        whole: Vec::new(),
        mentions: view::Mentions::default(),
        together: view::Together::default(),
        same_as: Vec::new(),
        not_same_as: Vec::new(),
        sources: Vec::new(),
        fields: Vec::new(),
        extra: Extra::default(),
    }
}

pub(super) fn participants(here: &Here<'_, '_>, all: &[Participant]) -> Vec<view::Participant> {
    let row =
        |one: &Participant| view::Participant { who: here.entity_ref(&one.who), sources: here.citations(&one.sources) };
    all.iter().map(row).collect()
}

/// Events in which somebody took part, each with the role there.
pub(super) fn events(here: &Here<'_, '_>, all: &[(EntityId, usize)]) -> Vec<view::TimelineRow> {
    let one = |&(event, participant): &(EntityId, usize)| {
        let part = here.corpus().entity(event).participants.get(participant).map(|part| &part.who);
        let link = view::EntityLink { role: part.and_then(|part| part.role.clone()), ..here.entity_by(event, part) };
        row(here, link, event)
    };
    all.iter().map(one).collect()
}

/// What lies or happened at a place.
pub(super) fn here_rows(here: &Here<'_, '_>, place: EntityId, all: &[(EntityId, &'static str)]) -> Vec<view::Here> {
    let row = |&(id, field): &(EntityId, &'static str)| {
        let entity = here.corpus().entity(id);
        let (places, how) = match field {
            "birth_place" => (&entity.birth_place, Some(here.words().get("born_here"))),
            "death_place" => (&entity.death_place, Some(here.words().get("died_here"))),
            _ => (&entity.places, None),
        };
        let date = here.date(when(entity, field));
        view::Here { entity: here.entity_by(id, surest(places, place)), date, how }
    };
    all.iter().map(row).collect()
}

/// The roles that others hold at an organization.
pub(super) fn members(here: &Here<'_, '_>, id: EntityId, all: &[(EntityId, usize)]) -> Vec<view::Role> {
    let one = |&(who, at): &(EntityId, usize)| {
        let held = here.corpus().entity(who).roles.get(at)?;
        let mut row = role(here, Some(here.entity_by(who, surest(&held.at, id))), held);
        // That it is held here is what the page says.
        row.at = here.refs(held.at.iter().filter(|at| at.entity != id));
        Some(row)
    };
    all.iter().filter_map(one).collect()
}

/// Somebody's roles as bars.
pub(super) fn own_bars(here: &Here<'_, '_>, id: EntityId) -> String {
    let entity = here.corpus().entity(id);
    role_bars(
        here,
        &here.words().fill("roles_of", &[("name", &entity.name)]),
        entity.roles.iter().map(|own| (None, own)),
    )
}

/// The roles that others hold at an organization as bars.
pub(super) fn member_bars(here: &Here<'_, '_>, id: EntityId) -> String {
    let members = here.whole.graph.entities[id.index()].members.iter();
    let title = here.words().fill("people_of", &[("name", &here.corpus().entity(id).name)]);
    let roles = members.filter_map(|&(who, at)| {
        let held = here.corpus().entity(who).roles.get(at)?;
        Some((Some(here.entity_by(who, surest(&held.at, id))), held))
    });
    role_bars(here, &title, roles)
}

/// Others whose records name it, and others that its record names.
pub(super) fn related(here: &Here<'_, '_>, id: EntityId, rows: Range<usize>) -> Vec<view::EntityLink> {
    let related = here.whole.graph.entities[id.index()].related.iter().map(|&other| {
        let record = here.corpus().entity(other);
        here.entity_by(other, surest(record.about.iter().chain(&record.creators), id))
    });
    let all = here.refs(&here.corpus().entity(id).about).into_iter().chain(related);
    each_once(all.collect()).into_iter().skip(rows.start).take(rows.len()).collect()
}

/// How a disagreement was resolved.
pub(super) fn resolved(here: &Here<'_, '_>, resolved: &Resolved) -> view::Resolved {
    view::Resolved {
        field: here.field(&resolved.field),
        values: resolved.value.iter().flat_map(|value| values(here, &resolved.field, value)).collect(),
        because: resolved.because.clone(),
        sources: here.citations(&resolved.sources),
    }
}

/// Labels and values as they are.
pub(super) fn fields(fields: &[(String, String)]) -> Vec<view::Field> {
    fields.iter().map(|(label, value)| view::Field { label: label.clone(), value: value.clone() }).collect()
}

/// The mentions of one part.
pub(super) fn mentions(here: &Here<'_, '_>, id: EntityId, part: usize) -> view::Mentions {
    let whole = here.whole;
    let node = &whole.graph.entities[id.index()];
    let parts: &[Part] = &whole.mention_parts[id.index()];
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut groups = Vec::new();
    let mut first = 0;
    for (article_id, mentions) in node.mentions.iter() {
        let end = first + mentions.len();
        let (from, to) = (rows.start.clamp(first, end), rows.end.clamp(first, end));
        if from < to {
            let article = here.corpus().article(article_id);
            groups.push(view::MentionGroup {
                article: here.ready_article(article_id),
                language: here.other_language(&article.language),
                mentions: mentions[from - first..to - first]
                    .iter()
                    .filter_map(|&at| Some(mention(here, article_id, article, article.mentions.get(at as usize)?)))
                    .collect(),
            });
        }
        first = end;
    }
    view::Mentions {
        total: first,
        articles: node.mentions.len(),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&whole.entity_paths[id.index()], parts, part),
    }
}

fn mention(here: &Here<'_, '_>, id: ArticleId, article: &Article, mention: &Mention) -> view::Mention {
    let (before, words, after) = text::excerpt(&article.prose.body.text, mention);
    let annotation = mention
        .passage
        .and_then(|passage| article.passages.get(passage))
        .and_then(|passage| article.annotations.get(passage.annotation));
    let speaker =
        annotation.is_some_and(|annotation| annotation.speakers.iter().any(|speaker| speaker.entity == mention.entity));
    let certainty = mention.certainty.map(|certainty| certainty.as_str());
    let in_footnote = mention.footnote.is_some();
    view::Mention {
        href: here.article_href(id, Some(&mention.anchor)),
        before,
        words,
        after,
        how: here.words().named("how", mention.how.as_str()).unwrap_or_default(),
        qualified: speaker || in_footnote || mention.implied || mention.role.is_some() || certainty.is_some(),
        role: mention.role.clone(),
        certainty,
        implied: mention.implied,
        in_footnote,
        speaker,
        standing: claimed_around(article, mention).and_then(|annotation| here.standing_in(annotation)),
    }
}

/// The annotation with the claim that the words of a mention are part of: its own, or the innermost around it.
fn claimed_around<'a>(article: &'a Article, mention: &Mention) -> Option<&'a Annotation> {
    let claims = article.outline.claimed();
    let passage = |&at: &u32| article.passages.get(at as usize);
    let starts_before = |at: &u32| passage(at).is_some_and(|passage| passage.range.start <= mention.range.start);
    let own = mention.passage.and_then(|at| article.passages.get(at)).filter(|own| claims_in(article, own).is_some());
    let around = || {
        let before = &claims[..claims.partition_point(starts_before)];
        before.iter().rev().filter_map(passage).find(|passage| mention.range.end <= passage.range.end)
    };
    claims_in(article, own.or_else(around)?)
}

/// The annotation of a passage, if it makes a claim.
fn claims_in<'a>(article: &'a Article, passage: &Passage) -> Option<&'a Annotation> {
    article.annotations.get(passage.annotation).filter(|annotation| annotation.more.claim.is_some())
}

/// What a record says in single lines, in the order of the format's table.
fn facts(here: &Here<'_, '_>, entity: &Entity) -> Vec<view::Fact> {
    let mut facts = Vec::new();
    let mut add = |name, key: &str, text: Option<String>, date: Option<&Dated>, refs: &[EntityRef]| {
        let label = here.words().named("field", key).unwrap_or_default();
        if text.is_some() || date.is_some() || !refs.is_empty() {
            facts.push(view::Fact { name, label, text, date: here.date(date), entities: here.refs(refs) });
        }
    };
    let occupations = (!entity.occupations.is_empty()).then(|| entity.occupations.join(here.words().get("comma")));
    let coordinates = entity.coordinates.map(|(lat, lon)| coordinates(here, lat, lon));
    let place = if entity.kind == KindId::ORGANIZATIONS { "based_in" } else { "places" };
    add("type", "type", entity.type_.clone(), None, &[]);
    if entity.kind != KindId::CLAIMS {
        add("date", "date", None, entity.date.as_ref(), &[]);
    }
    add("born", "born", None, entity.born.as_ref(), &entity.birth_place);
    add("died", "died", None, entity.died.as_ref(), &entity.death_place);
    add("gender", "gender", entity.gender.clone(), None, &[]);
    add("pronouns", "pronouns", entity.pronouns.clone(), None, &[]);
    add("occupations", "occupations", occupations, None, &[]);
    add("founded", "founded", None, entity.founded.as_ref(), &[]);
    add("dissolved", "dissolved", None, entity.dissolved.as_ref(), &[]);
    add("creators", "creators", None, None, &entity.creators);
    add("places", place, None, None, &entity.places);
    add("part_of", "part_of", None, None, &entity.part_of);
    add("follows", "follows", None, None, &entity.follows);
    add("coordinates", "coordinates", coordinates, None, &[]);
    facts
}

/// `38.8928° N, 77.0043° W`.
pub(super) fn coordinates(here: &Here<'_, '_>, lat: f64, lon: f64) -> String {
    let words = here.words();
    let side = |value: f64, plus, minus| {
        words.fill(
            if value < 0.0 { minus } else { plus },
            &[("degrees", &format!("{}°", words.decimal(&value.abs().to_string())))],
        )
    };
    let (lat, lon) = (side(lat, "degrees_north", "degrees_south"), side(lon, "degrees_east", "degrees_west"));
    format!("{lat}{}{lon}", words.get("comma"))
}

/// The date that belongs to a field that names a place.
fn when<'e>(entity: &'e Entity, field: &str) -> Option<&'e Dated> {
    match field {
        "birth_place" => entity.born.as_ref(),
        "death_place" => entity.died.as_ref(),
        _ => entity.date.as_ref().or(entity.founded.as_ref()),
    }
}

/// An event or part in a list.
pub(super) fn row(here: &Here<'_, '_>, link: view::EntityLink, id: EntityId) -> view::TimelineRow {
    let entity = here.corpus().entity(id);
    view::TimelineRow { entity: link, date: here.date(entity.date.as_ref()), description: one_line(entity) }
}

pub(super) fn role(here: &Here<'_, '_>, who: Option<view::EntityLink>, role: &Role) -> view::Role {
    view::Role {
        who,
        title: role.title.clone(),
        at: here.refs(&role.at),
        from: here.date(role.from.as_ref()),
        to: here.date(role.to.as_ref()),
        sources: here.citations(&role.sources),
        note: role.note.clone(),
    }
}

/// Names that are not the record's own nor only its form for lists (`Berg, Anna`), each once.
pub(super) fn other_names<'n>(entity: &Entity, names: impl Iterator<Item = &'n String>) -> Vec<String> {
    let mut all = vec![&entity.name];
    for name in names {
        let for_lists = name.contains(',') && *name == entity.sort_name;
        if !for_lists && !all.contains(&name) {
            all.push(name);
        }
    }
    all.into_iter().skip(1).cloned().collect()
}

/// Roles as bars; of others with who holds them.
fn role_bars<'r>(
    here: &Here<'_, '_>,
    title: &str,
    roles: impl Iterator<Item = (Option<view::EntityLink>, &'r Role)>,
) -> String {
    let mut drawing = "roles.drawing";
    let bar = |(who, role): (Option<view::EntityLink>, &'r Role)| {
        if who.is_some() {
            drawing = "members.drawing";
        }
        let at = role.at.iter().map(|at| here.named(&here.entity_ref(at))).filter(|_| who.is_none());
        let parts = who.as_ref().map(|who| here.named(who)).into_iter().chain(role.title.clone()).chain(at);
        Bar {
            label: parts.collect::<Vec<_>>().join(", "),
            when: when_words(here, role),
            from: role.from.as_ref().map(|date| &date.value),
            to: role.to.as_ref().map(|date| &date.value),
        }
    };
    let bars: Vec<Bar<'_>> = roles.map(bar).collect();
    super::bars::bars(here.words(), drawing, title, &bars)
}

/// When a role was held: `2009 – 2017`, `from 2017`.
fn when_words(here: &Here<'_, '_>, role: &Role) -> String {
    let words = here.words();
    let date = |date: &Option<Dated>| date.as_ref().map(|date| words.date(&date.value));
    match (date(&role.from), date(&role.to)) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => words.fill("from_to_dates", &[("from", &from), ("to", &to)]),
        (Some(from), None) => words.fill("from_date", &[("date", &from)]),
        (None, Some(to)) => words.fill("until_date", &[("date", &to)]),
        (None, None) => String::new(),
    }
}

/// Relations of its own record, then those that others' records say.
pub(super) fn relations(here: &Here<'_, '_>, id: EntityId, rows: Range<usize>) -> Vec<view::Relation> {
    let corpus = here.corpus();
    let relation =
        |relation: &Relation, with: Vec<view::EntityLink>, role: &Option<String>, inverse: &Option<String>| {
            view::Relation {
                role: role.clone(),
                inverse: inverse.clone(),
                with,
                from: here.date(relation.from.as_ref()),
                to: here.date(relation.to.as_ref()),
                sources: here.citations(&relation.sources),
                note: relation.note.clone(),
            }
        };
    let own = corpus
        .entity(id)
        .relations
        .iter()
        .filter(|own| !own.with.is_empty())
        .map(|own| relation(own, here.refs(&own.with), &own.role, &own.inverse));
    let others = here.whole.graph.entities[id.index()].relations.iter().filter_map(|&(who, at)| {
        let theirs = corpus.entity(who).relations.get(at)?;
        let who = here.entity_by(who, surest(&theirs.with, id));
        Some(relation(theirs, vec![who], &theirs.inverse, &theirs.role))
    });
    own.chain(others).skip(rows.start).take(rows.len()).collect()
}

fn annotation(article: &Article, annotation: usize) -> Option<&Annotation> {
    article.annotations.get(annotation)
}

/// An annotation as words of one of its speakers.
pub(super) fn quotation(here: &Here<'_, '_>, whose: EntityId, id: ArticleId, at: usize) -> Option<view::Quotation> {
    let article = here.corpus().article(id);
    let annotation = annotation(article, at)?;
    let words = annotation.passages.iter().filter_map(|&passage| article.passages.get(passage)).filter_map(|passage| {
        let words = article.prose.body.words(&passage.range);
        (!words.trim().is_empty()).then(|| shorten(words, 1_000))
    });
    let mut words: Vec<_> = words.collect();
    if words.is_empty() {
        words.extend(annotation.quotes.iter().map(|quote| shorten(quote, 1_000)));
    }
    (!words.is_empty()).then(|| view::Quotation {
        words,
        href: here.article_href(id, annotation_anchor(article, at)),
        article: here.article_by(id, surest(&annotation.speakers, whose)),
        indirect: annotation.indirect,
        removed: here.date(annotation.more.removed.as_ref()),
        claim: annotation.more.claim.as_ref().map(|claim| here.claim_use(claim)),
        translation_of: article.translation_of.map(|of| here.article(of)),
        language: here.other_language(&article.language),
    })
}

/// An annotation as a row of another page. `section` keeps the addresses in its note apart from those of other sections.
pub(super) fn remark(here: &Here<'_, '_>, id: ArticleId, at: usize, section: &str) -> Option<view::Remark> {
    let article = here.corpus().article(id);
    let annotation = annotation(article, at)?;
    Some(view::Remark {
        language: here.other_language(annotation.more.language.as_ref().unwrap_or(&article.language)),
        words_language: here.other_language(&article.language),
        words: annotated_words(article, annotation),
        removed: here.date(annotation.more.removed.as_ref()),
        href: here.article_href(id, annotation_anchor(article, at)),
        article: Some(here.article(id)),
        speakers: here.refs(&annotation.speakers),
        indirect: annotation.indirect,
        claim: annotation.more.claim.as_ref().map(|claim| here.claim_use(claim)),
        note_html: annotation
            .note
            .as_ref()
            .map(|note| text::prose(here, note, &format!("{section}.{}.{at}.", article.id))),
    })
}

/// The words that an annotation is about.
pub(super) fn annotated_words(article: &Article, annotation: &Annotation) -> Option<String> {
    let passage = annotation.passages.first().and_then(|&passage| article.passages.get(passage));
    passage.and_then(|passage| passage_words(article, passage)).or_else(|| {
        // Words that were taken out of the source stand in no passage.
        let quotes = annotation.quotes.iter().map(|quote| shorten(quote, 1_000)).collect::<Vec<_>>();
        (!quotes.is_empty()).then(|| quotes.join(" … "))
    })
}

pub(super) fn claims(here: &Here<'_, '_>, id: EntityId, rows: Range<usize>) -> Vec<view::Remark> {
    let node = &here.whole.graph.entities[id.index()];
    let records = node.claims.iter().map(|&claim| view::Remark {
        language: None,
        words_language: None,
        words: None,
        removed: None,
        href: here.entity_href(claim),
        article: None,
        speakers: Vec::new(),
        indirect: false,
        claim: Some(here.claim_record(claim)),
        note_html: None,
    });
    let is_claim = here.corpus().entity(id).kind == KindId::CLAIMS;
    let passages = node.claim_passages.iter().filter_map(|&(article, annotation)| {
        let mut remark = remark(here, article, annotation, "c")?;
        if is_claim {
            // On the claim's own page the claim itself stands above.
            remark.claim = None;
        }
        Some(remark)
    });
    records.chain(passages).skip(rows.start).take(rows.len()).collect()
}

/// A letter that somebody sent or received.
pub(super) fn letter_row(
    here: &Here<'_, '_>,
    whose: EntityId,
    (id, sent): (ArticleId, bool),
) -> Option<view::LetterRow> {
    let letter = here.corpus().article(id).correspondence.as_ref()?;
    let (own, with) = if sent { (&letter.sender, &letter.recipient) } else { (&letter.recipient, &letter.sender) };
    let article =
        view::ArticleLink { date: super::letters::dated(here, id).date, ..here.article_by(id, surest(own, whose)) };
    Some(view::LetterRow { article, sent, with: here.refs(with) })
}

/// What an annotation asserts of one entity, field by field.
pub(super) fn statements(here: &Here<'_, '_>, assertion: &crate::resolve::corpus::Assertion) -> Vec<view::Statement> {
    let of = here.entity_ref(&assertion.of);
    let values = assertion.fields.iter().flat_map(|(field, value)| values(here, field, value));
    let statement = |value: view::FieldValue| view::Statement {
        of: of.clone(),
        field: value.field,
        value: value.value,
        entities: value.entities,
    };
    values.map(statement).collect()
}

/// One value of a field: numbers each with a label of their own; nothing where all that it names is a draft.
fn values(here: &Here<'_, '_>, field: &str, value: &Asserted) -> Vec<view::FieldValue> {
    let (value, entities) = match value {
        Asserted::Date(date) => (here.words().date(date), Vec::new()),
        Asserted::Refs(refs) => (String::new(), here.refs(refs)),
        Asserted::Numbers(numbers) => {
            let one = |(label, value): &(String, String)| view::FieldValue {
                field: label.clone(),
                value: value.clone(),
                entities: Vec::new(),
            };
            return numbers.iter().map(one).collect();
        }
        Asserted::Coordinates(lat, lon) => (coordinates(here, *lat, *lon), Vec::new()),
        Asserted::Roles(roles) => {
            let title = |role: &Role| role.title.clone().unwrap_or_default();
            let when = |role: &Role| {
                let date =
                    |date: &Option<Dated>| date.as_ref().map(|date| here.words().date(&date.value)).unwrap_or_default();
                match (date(&role.from), date(&role.to)) {
                    (from, to) if from.is_empty() && to.is_empty() => String::new(),
                    (from, to) => format!(" ({from}–{to})"),
                }
            };
            let words: Vec<_> = roles.iter().map(|role| title(role) + &when(role)).collect();
            (words.join(here.words().get("comma")), roles.iter().flat_map(|role| here.refs(&role.at)).collect())
        }
        Asserted::Text(text) => (text.clone(), Vec::new()),
    };
    if value.is_empty() && entities.is_empty() {
        return Vec::new();
    }
    vec![view::FieldValue { field: here.field(field), value, entities }]
}

/// An address as it is read: without scheme and a closing `/`.
fn plain_address(url: &str) -> String {
    let plain = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    plain.strip_prefix("www.").unwrap_or(plain).trim_end_matches('/').to_owned()
}
