//! Letters in order of sending: all of them, by correspondent, and the thread of replies that a letter stands in.

use std::collections::BTreeSet;

use super::here::{Here, part_label, surest, year_month};
use super::sources::span;
use super::split::{self, Part};
use super::view;
use crate::graph::{Graph, sent};
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::Certainty;
use crate::resolve::corpus::{Corpus, Correspondence, EntityRef};
use crate::route::OutPath;
use crate::words::Words;

/// Correspondents who are named above all letters.
const MOST: usize = 24;
/// Replies to a letter that are named in its row.
const REPLIES: usize = 12;
/// Most letters of a thread that are listed.
const THREAD: usize = 60;

/// The parts of a list of letters.
pub(super) fn parts(corpus: &Corpus, letters: &[ArticleId], size: usize, words: &Words) -> Vec<Part> {
    let rows: Vec<_> = letters.iter().map(|&id| date_of(corpus, id)).collect();
    split::by_date(&rows, size, words)
}

fn date_of(corpus: &Corpus, id: ArticleId) -> Option<split::YearMonth> {
    let article = corpus.article(id);
    year_month(article.correspondence.as_ref().and_then(|letter| letter.sent.0.as_ref()).or(article.date.as_ref()))
}

/// The letters that somebody sent or received, each once, in order of sending: true where sent, to oneself too.
pub(super) fn of(graph: &Graph, id: EntityId) -> Vec<(ArticleId, bool)> {
    let mut all = graph.entities[id.index()].letters.clone();
    all.dedup_by_key(|&mut (letter, _)| letter);
    all
}

/// The page of somebody's letters.
pub(super) fn path(corpus: &Corpus, id: EntityId) -> OutPath {
    let entity = corpus.entity(id);
    let kind = (entity.kind != KindId::PEOPLE).then(|| corpus.settings.kinds.get(entity.kind).name.as_str());
    OutPath::correspondence(kind, &entity.id)
}

/// A part of all letters, or of somebody's.
pub(super) fn letters(here: &Here<'_, '_>, whose: Option<EntityId>, part: usize) -> view::Letters {
    let (whole, corpus) = (here.whole, here.corpus());
    let own: Option<Vec<ArticleId>> =
        whose.map(|id| of(whole.graph, id).into_iter().map(|(letter, _)| letter).collect());
    let all = own.as_deref().unwrap_or(&whole.graph.letters);
    let split_own = whose.map(|_| parts(corpus, all, whole.settings().page_size, here.words()));
    let parts = split_own.as_deref().unwrap_or(&whole.letter_parts);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let shown = all.get(rows).unwrap_or_default();
    let labels = split::years(&shown.iter().map(|&id| date_of(corpus, id)).collect::<Vec<_>>(), here.words());
    let mut groups: Vec<view::LetterGroup> = Vec::new();
    for (&id, label) in shown.iter().zip(labels) {
        let Some(letter) = entry(here, id, whose) else { continue };
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.letters.push(letter),
            None => {
                let id = format!("group-{}", groups.len() + 1);
                groups.push(view::LetterGroup { id, label, letters: vec![letter] });
            }
        }
    }
    let list = whose.map_or_else(OutPath::letters, |id| path(corpus, id));
    let mut first = Vec::new();
    if whose.is_none() && part == 0 {
        let mut by_count = whole.graph.correspondents.clone();
        by_count.sort_by_key(|&id| std::cmp::Reverse(of(whole.graph, id).len()));
        first = by_count.into_iter().take(MOST).map(|id| correspondent(here, id)).collect();
    }
    let sent = whose.map_or(0, |id| count(whole.graph, id, true));
    view::Letters {
        of: whose.map(|id| here.entity(id)),
        total: all.len(),
        sent,
        unsure: whose.map_or(0, |id| unsure(here, id)),
        correspondents: first,
        correspondent_count: whole.graph.correspondents.len(),
        correspondents_href: here.href(&OutPath::correspondents(), None),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&list, parts, part),
    }
}

fn count(graph: &Graph, id: EntityId, sender: bool) -> usize {
    graph.entities[id.index()].letters.iter().filter(|(_, sent)| *sent == sender).count()
}

/// How many of somebody's letters are not surely from or to them.
fn unsure(here: &Here<'_, '_>, id: EntityId) -> usize {
    let is_unsure = |&(letter, sent): &(ArticleId, bool)| {
        let letter = here.corpus().article(letter).correspondence.as_ref();
        let own = letter.map(|letter| if sent { &letter.sender } else { &letter.recipient });
        let certainty = own.and_then(|own| surest(own, id)).and_then(|own| own.certainty);
        certainty.is_some_and(|certainty| certainty != Certainty::High)
    };
    of(here.whole.graph, id).iter().filter(|letter| is_unsure(letter)).count()
}

fn entry(here: &Here<'_, '_>, id: ArticleId, whose: Option<EntityId>) -> Option<view::LetterEntry> {
    let article = here.corpus().article(id);
    let letter: &Correspondence = article.correspondence.as_ref()?;
    // Whose letters these are is said above them; not, which of these are perhaps not theirs.
    let is_plain = |one: &EntityRef| one.certainty.is_none() && !one.implied && one.role.is_none();
    let alone = |refs: &[EntityRef]| matches!(refs, [one] if Some(one.entity) == whose && is_plain(one));
    let replies = &here.whole.graph.articles[id.index()].replies;
    let people = |refs: &[EntityRef]| if alone(refs) { Vec::new() } else { here.refs(refs) };
    Some(view::LetterEntry {
        article: here.article(id),
        sent: sent(article).map(|date| here.date_view(date)),
        sender: people(&letter.sender),
        recipient: people(&letter.recipient),
        sent_from: here.refs(&letter.sent.1),
        reply_to: letter.reply_to.map(|to| dated(here, to)),
        replies: replies.iter().take(REPLIES).map(|&reply| dated(here, reply)).collect(),
        more: replies.len().saturating_sub(REPLIES),
    })
}

/// A letter with the date of sending.
pub(super) fn dated(here: &Here<'_, '_>, id: ArticleId) -> view::ArticleLink {
    view::ArticleLink { date: sent(here.corpus().article(id)).map(|date| here.date_view(date)), ..here.article(id) }
}

/// A part of the list of correspondents.
pub(super) fn correspondents(here: &Here<'_, '_>, part: usize) -> view::Correspondents {
    let whole = here.whole;
    let parts = &whole.correspondent_parts;
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut groups: Vec<view::CorrespondentGroup> = Vec::new();
    for &id in whole.graph.correspondents.get(rows).unwrap_or_default() {
        let label = split::letter(&here.corpus().entity(id).sort_name, &whole.settings().language);
        let row = correspondent(here, id);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.rows.push(row),
            None => {
                let id = format!("group-{}", groups.len() + 1);
                groups.push(view::CorrespondentGroup { id, label, rows: vec![row] });
            }
        }
    }
    view::Correspondents {
        total: whole.graph.correspondents.len(),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&OutPath::correspondents(), parts, part),
    }
}

/// The parts of the list of correspondents.
pub(super) fn correspondent_parts(corpus: &Corpus, graph: &Graph, size: usize) -> Vec<Part> {
    let names: Vec<_> = graph.correspondents.iter().map(|&id| corpus.entity(id).sort_name.as_str()).collect();
    split::by_letter(&names, size, &corpus.settings.language)
}

fn correspondent(here: &Here<'_, '_>, id: EntityId) -> view::CorrespondentRow {
    let graph = here.whole.graph;
    let letters = graph.entities[id.index()].letters.iter();
    let dates = letters.filter_map(|&(letter, _)| sent(here.corpus().article(letter)));
    view::CorrespondentRow {
        entity: here.entity(id),
        href: here.href(&path(here.corpus(), id), None),
        sent: count(graph, id, true),
        received: count(graph, id, false),
        unsure: unsure(here, id),
        years: span(here.words(), dates),
    }
}

/// The thread of replies that a letter stands in, from its first letter on: each with its depth, this one unlinked. Empty
/// where it neither answers nor is answered.
pub(super) fn thread(here: &Here<'_, '_>, id: ArticleId) -> Vec<view::ThreadRow> {
    let (corpus, graph) = (here.corpus(), here.whole.graph);
    let answers = |id: ArticleId| corpus.article(id).correspondence.as_ref().and_then(|letter| letter.reply_to);
    let (mut first, mut seen) = (id, BTreeSet::from([id]));
    // A long exchange is shown from some letters before this one.
    while let Some(before) = answers(first).filter(|&before| seen.len() < THREAD / 2 && seen.insert(before)) {
        first = before;
    }
    let (mut rows, mut open, mut shown) = (Vec::new(), vec![(first, 0)], BTreeSet::new());
    while let Some((at, depth)) = open.pop() {
        if rows.len() == THREAD || !shown.insert(at) {
            continue;
        }
        rows.push(view::ThreadRow { article: dated(here, at), depth, current: at == id });
        // The last opened is taken first: in order of sending, the earliest reply last onto the heap.
        let mut replies = graph.articles[at.index()].replies.clone();
        replies
            .sort_by(|&a, &b| crate::graph::by_date(sent(corpus.article(a)), sent(corpus.article(b))).then(a.cmp(&b)));
        open.extend(replies.into_iter().rev().map(|reply| (reply, depth + 1)));
    }
    if rows.len() < 2 { Vec::new() } else { rows }
}
