//! The lists of an entity's page that can grow without bound, and their parts.
//!
//! Each is a section of the page and is split by itself ([`split::by_number`]): its first part stands on the entity's page,
//! every other at an address below that, as `people/anna/~quotations-2/`. The parts are short ([`ROWS`], [`BYTES`]), since
//! a page holds the first part of all of them. Mentions and those mentioned together have parts of their own making.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::entity::{self, remark};
use super::here::{Here, Whole, surest};
use super::split::{self, Part};
use super::{accounts, places, view};
use crate::graph::accounts as told;
use crate::id::{ArticleId, EntityId, KindId};
use crate::resolve::corpus::{ClaimUse, Entity, EntityRef, How, Prose};
use crate::words::Words;

/// Rows of a part at most; fewer where `page_size` is less.
const ROWS: usize = 50;
/// Bytes of HTML of a part, by guess.
const BYTES: usize = 24_000;
/// Letters that are listed on the page of somebody; the page of their letters has all.
const LETTERS: usize = 24;

/// So few assertions are one table, whatever they are.
pub(super) const FEW: usize = 8;

/// A list of an entity's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Participants,
    Roles,
    Members,
    Timeline,
    Parts,
    FollowedBy,
    Within,
    Here,
    Relations,
    Related,
    Quotations,
    Claims,
    Answers,
    Accounts,
    SubjectOf,
    Whole,
}

impl List {
    pub const ALL: [List; 16] = [
        List::Participants,
        List::Roles,
        List::Members,
        List::Timeline,
        List::Parts,
        List::FollowedBy,
        List::Within,
        List::Here,
        List::Relations,
        List::Related,
        List::Quotations,
        List::Claims,
        List::Answers,
        List::Accounts,
        List::SubjectOf,
        List::Whole,
    ];

    /// The name of its field in [`view::Entity`], from which its addresses are made; with hyphens it is the id of its section.
    fn key(self) -> &'static str {
        match self {
            List::Participants => "participants",
            List::Roles => "roles",
            List::Members => "members",
            List::Timeline => "timeline",
            List::Parts => "parts",
            List::FollowedBy => "followed_by",
            List::Within => "within",
            List::Here => "here",
            List::Relations => "relations",
            List::Related => "related",
            List::Quotations => "quotations",
            List::Claims => "claims",
            List::Answers => "answers",
            List::Accounts => "accounts",
            List::SubjectOf => "subject_of",
            List::Whole => "whole",
        }
    }

    /// Its heading, as the templates have it.
    fn title(self, words: &Words, kind: KindId) -> &'static str {
        let name = if self == List::Claims && kind == KindId::CLAIMS { "made" } else { self.key() };
        words.named("list", name).unwrap_or_default()
    }
}

/// The parts of a list; one where there is nothing to split.
pub(super) fn parts(whole: &Whole<'_>, id: EntityId, list: List) -> Vec<Part> {
    let size = whole.settings().page_size.min(ROWS);
    let section = list.key().replace('_', "-");
    split::by_number(&section, &guesses(whole, id, list), size, BYTES)
}

/// The page of a further part: nothing but its rows.
pub(super) fn part(here: &Here<'_, '_>, id: EntityId, list: List, at: usize) -> view::Entity {
    let mut page = entity::bare(here, id);
    let parts = parts(here.whole, id, list);
    if let Some(part) = parts.get(at) {
        page.part = Some(here.words().fill(
            "part_of_list",
            &[("list", list.title(here.words(), here.corpus().entity(id).kind)), ("part", &part.label)],
        ));
    }
    put(here, id, list, at, &parts, &mut page);
    page
}

/// The first part of every list, and the letters.
pub(super) fn first_parts(here: &Here<'_, '_>, id: EntityId, page: &mut view::Entity) {
    for list in List::ALL {
        put(here, id, list, 0, &parts(here.whole, id, list), page);
    }
    let letters = super::letters::of(here.whole.graph, id);
    page.letters = letters.iter().take(LETTERS).filter_map(|&letter| entity::letter_row(here, id, letter)).collect();
    page.letters_total = letters.len();
    if !letters.is_empty() {
        page.letters_href = Some(here.href(&super::letters::path(here.corpus(), id), None));
    }
}

fn put(here: &Here<'_, '_>, id: EntityId, list: List, at: usize, parts: &[Part], page: &mut view::Entity) {
    let rows = parts.get(at).map(|part| part.rows.clone()).unwrap_or_default();
    if rows.is_empty() && list != List::Accounts {
        return;
    }
    page.lists.insert(list.key(), navigation(here, id, list, at, parts));
    fill(here, id, list, rows, at == 0, page);
}

/// The parts as navigation. The first is the list's section of the entity's page.
fn navigation(here: &Here<'_, '_>, id: EntityId, list: List, at: usize, parts: &[Part]) -> Vec<view::PartGroup> {
    let path = &here.whole.entity_paths[id.index()];
    let mut groups = here.parts(path, parts, at);
    if let Some(first) = groups.first_mut().and_then(|group| group.parts.first_mut()).filter(|_| at > 0) {
        first.href = here.href(path, Some(&list.key().replace('_', "-")));
    }
    groups
}

/// About how many bytes of HTML each row of a list needs.
fn guesses(whole: &Whole<'_>, id: EntityId, list: List) -> Vec<usize> {
    let (corpus, graph) = (whole.corpus, whole.graph);
    let (entity, node) = (corpus.entity(id), &graph.entities[id.index()]);
    let is_place = entity.kind == KindId::PLACES;
    let described = |ids: &[EntityId]| -> Vec<usize> {
        let one = |id: &EntityId| {
            let entity = corpus.entity(*id);
            300 + entity.name.len() + super::here::one_line(entity).map_or(0, |line| line.len())
        };
        ids.iter().map(one).collect()
    };
    match list {
        List::Participants => entity.participants.iter().map(|one| 220 + 260 * one.sources.len()).collect(),
        List::Roles => entity.roles.iter().map(|role| 420 + 260 * role.sources.len()).collect(),
        List::Members => vec![480; node.members.len()],
        List::Timeline => described(&node.events.iter().map(|&(event, _)| event).collect::<Vec<_>>()),
        // What lies within a place is listed over all steps.
        List::Parts if is_place => Vec::new(),
        List::Parts => described(&node.parts),
        List::FollowedBy => described(&node.followed_by),
        List::Within if is_place && !node.parts.is_empty() => {
            described(&places::within(whole, id).into_iter().map(|(part, ..)| part).collect::<Vec<_>>())
        }
        List::Within => Vec::new(),
        List::Here => vec![280; node.here.len()],
        List::Relations => {
            let own = entity.relations.iter().filter(|own| !own.with.is_empty());
            own.map(|own| 220 + 180 * own.with.len() + 260 * own.sources.len())
                .chain(node.relations.iter().map(|_| 420))
                .collect()
        }
        List::Related => vec![160; entity.about.len() + node.related.len()],
        List::Quotations => node.quotations.iter().map(|&at| quotation(whole, at)).collect(),
        List::Claims => {
            let record = |id: &EntityId| {
                let claim = &corpus.entity(*id).claim;
                700 + [&claim.text, &claim.because].into_iter().flatten().map(String::len).sum::<usize>()
            };
            node.claims.iter().map(record).chain(node.claim_passages.iter().map(|&at| remarked(whole, at))).collect()
        }
        List::Answers => answers(whole, id).into_iter().map(|at| remarked(whole, at)).collect(),
        List::Accounts => accounted(whole, id),
        List::SubjectOf => {
            let one = |id: &ArticleId| 360 + corpus.article(*id).description.as_ref().map_or(0, String::len);
            node.subject_of.iter().map(one).collect()
        }
        List::Whole => node.whole.iter().map(|&at| remarked(whole, at)).collect(),
    }
}

fn prose(text: Option<&Prose>) -> usize {
    text.map_or(0, |note| note.body.text.len() * 5 / 4 + note.body.events.len() * 12)
}

fn quotation(whole: &Whole<'_>, (article, at): (ArticleId, usize)) -> usize {
    let Some(annotation) = whole.corpus.article(article).annotations.get(at) else { return 0 };
    420 + annotation.quotes.iter().map(|quote| quote.len().min(1_100)).sum::<usize>()
        + claimed(annotation.more.claim.as_ref())
}

/// Of an annotation as a row.
pub(super) fn remarked(whole: &Whole<'_>, (article, at): (ArticleId, usize)) -> usize {
    let Some(annotation) = whole.corpus.article(article).annotations.get(at) else { return 0 };
    600 + prose(annotation.note.as_deref()) + claimed(annotation.more.claim.as_ref())
}

fn claimed(claim: Option<&ClaimUse>) -> usize {
    match claim {
        None => 0,
        Some(ClaimUse::Of(_)) => 700,
        Some(ClaimUse::Here(claim)) => 500 + claim.because.as_ref().map_or(0, String::len),
    }
}

/// Rows of the table of accounts: an article each. Few of them are one part whatever they assert.
fn accounted(whole: &Whole<'_>, id: EntityId) -> Vec<usize> {
    let node = &whole.graph.entities[id.index()];
    if node.asserted.len() < FEW {
        return vec![0; usize::from(!node.asserted.is_empty())];
    }
    let told = told::accounts(whole.corpus, whole.graph, id);
    let asserting = told.told.iter().filter(|account| !account.asserts.is_empty());
    asserting.map(|account| 400 + 70 * told.fields.len() + 260 * account.asserts.len()).collect()
}

/// Annotations that are about a claim and do not make it, in order of the articles.
pub(super) fn answers(whole: &Whole<'_>, id: EntityId) -> Vec<(ArticleId, usize)> {
    let corpus = whole.corpus;
    if corpus.entity(id).kind != KindId::CLAIMS {
        return Vec::new();
    }
    let node = &whole.graph.entities[id.index()];
    let mentions = node.mentions.iter().flat_map(|(article_id, mentions)| {
        let article = corpus.article(article_id);
        let annotated =
            mentions.iter().filter_map(|&at| article.mentions.get(at as usize)).filter(|one| one.how == How::Annotated);
        annotated.filter_map(move |one| Some((article_id, article.passages.get(one.passage?)?.annotation)))
    });
    let answers = |&(article, at): &(ArticleId, usize)| {
        let annotation = corpus.article(article).annotations.get(at);
        annotation.is_some_and(|one| !matches!(&one.more.claim, Some(ClaimUse::Of(claim)) if claim.entity == id))
    };
    let mut seen = BTreeSet::new();
    let mut all: Vec<_> =
        mentions.chain(node.whole.iter().copied()).filter(answers).filter(|&at| seen.insert(at)).collect();
    all.sort_by_key(|&(article, _)| std::cmp::Reverse(whole.article_rows[article.index()]));
    all
}

fn fill(here: &Here<'_, '_>, id: EntityId, list: List, rows: Range<usize>, first: bool, page: &mut view::Entity) {
    let whole = here.whole;
    let (entity, node) = (whole.corpus.entity(id), &whole.graph.entities[id.index()]);
    let remarks = |all: &[(ArticleId, usize)], section: &str| -> Vec<view::Remark> {
        let one = |&(article, at): &(ArticleId, usize)| {
            let named = surest(whole.corpus.article(article).annotations.get(at)?.all_named(), id);
            let row = remark(here, article, at, section)?;
            Some(view::Remark { article: Some(here.article_by(article, named)), ..row })
        };
        all[rows.clone()].iter().filter_map(one).collect()
    };
    let listed = |ids: &[EntityId], refs: fn(&Entity) -> &[EntityRef]| -> Vec<view::TimelineRow> {
        let link = |other: EntityId| here.entity_by(other, surest(refs(whole.corpus.entity(other)), id));
        ids[rows.clone()].iter().map(|&other| entity::row(here, link(other), other)).collect()
    };
    match list {
        List::Participants => page.participants = entity::participants(here, &entity.participants[rows]),
        List::Roles => {
            page.roles = entity.roles[rows].iter().map(|own| entity::role(here, None, own)).collect();
            if first {
                page.roles_html = entity::own_bars(here, id);
            }
        }
        List::Members => {
            page.members = entity::members(here, id, &node.members[rows]);
            if first {
                page.members_html = entity::member_bars(here, id);
            }
        }
        List::Timeline => page.timeline = entity::events(here, &node.events[rows]),
        List::Parts => page.parts = listed(&node.parts, |part| &part.part_of),
        List::FollowedBy => page.followed_by = listed(&node.followed_by, |next| &next.follows),
        List::Within => {
            let all = places::within(whole, id);
            page.within = all[rows].iter().map(|&row| places::row(here, row)).collect();
        }
        List::Here => page.here = entity::here_rows(here, id, &node.here[rows]),
        List::Relations => page.relations = entity::relations(here, id, rows),
        List::Related => page.related = entity::related(here, id, rows),
        List::Quotations => {
            let all = node.quotations[rows].iter();
            page.quotations = all.filter_map(|&(article, at)| entity::quotation(here, id, article, at)).collect();
        }
        List::Claims => page.claims = entity::claims(here, id, rows),
        List::Answers => page.answers = remarks(&answers(whole, id), "a"),
        List::Accounts => page.accounts = accounts::accounts(here, id, rows, first),
        List::SubjectOf => {
            let one =
                |&article: &ArticleId| here.article_by(article, surest(&whole.corpus.article(article).subjects, id));
            page.subject_of = node.subject_of[rows].iter().map(one).collect();
        }
        List::Whole => page.whole = remarks(&node.whole, "w"),
    }
}

/// An entry for every list, so that a template may ask for any.
pub(super) fn unsplit() -> BTreeMap<&'static str, Vec<view::PartGroup>> {
    List::ALL.into_iter().map(|list| (list.key(), Vec::new())).collect()
}
