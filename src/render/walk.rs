//! From one mention of somebody to the one before and after it: within an article in reading order, and on to the article
//! before or after in time.

use super::here::Here;
use super::view;
use crate::graph;
use crate::id::{ArticleId, EntityId};

/// For each passage of an article, the mentions before and after it of everybody whom it is about.
pub(super) fn steps(here: &Here<'_, '_>, id: ArticleId) -> Vec<Vec<view::Step>> {
    let article = here.corpus().article(id);
    let mut all: Vec<Vec<view::Step>> = article.passages.iter().map(|_| Vec::new()).collect();
    if here.whole.settings().omit.steps {
        return all;
    }
    for stand in &here.whole.graph.articles[id.index()].stands {
        let lists = &here.whole.graph.entities[stand.entity.index()].mentions;
        let Some((_, own)) = lists.get(stand.at) else { continue };
        for (place, &mention) in own.iter().enumerate() {
            // Those in the text alone are reached from the list of all who stand in the article.
            let Some(steps) = article.mentions.get(mention as usize).and_then(|mention| all.get_mut(mention.passage?))
            else {
                continue;
            };
            let inside = |at: Option<usize>| Some(href(here, id, id, *own.get(at?)?));
            let previous = inside(place.checked_sub(1)).or_else(|| before(here, id, stand.entity, stand.at));
            let next = inside(Some(place + 1)).or_else(|| after(here, id, stand.entity, stand.at));
            if previous.is_some() || next.is_some() {
                let name = here.whole.alone(stand.entity, &here.corpus().entity(stand.entity).name);
                steps.push(view::Step { name, previous, next });
            }
        }
    }
    all
}

/// The last mention in the article before this one in time, and the first in the one after it.
pub(super) fn beyond(here: &Here<'_, '_>, id: ArticleId, entity: EntityId) -> (Option<String>, Option<String>) {
    match here.whole.graph.stand(id, entity).filter(|_| !here.whole.settings().omit.steps) {
        Some(stand) => (before(here, id, entity, stand.at), after(here, id, entity, stand.at)),
        None => (None, None),
    }
}

fn before(here: &Here<'_, '_>, from: ArticleId, entity: EntityId, at: usize) -> Option<String> {
    let (article, mentions) = in_time(here, from, entity, at, false)?;
    Some(href(here, from, article, *mentions.last()?))
}

fn after(here: &Here<'_, '_>, from: ArticleId, entity: EntityId, at: usize) -> Option<String> {
    let (article, mentions) = in_time(here, from, entity, at, true)?;
    Some(href(here, from, article, *mentions.first()?))
}

/// The article with mentions of somebody before or after this one in time, as articles themselves lead on: undated ones come
/// after the newest. In the list they come last, the others from the newest.
fn in_time<'h>(
    here: &Here<'h, '_>,
    from: ArticleId,
    entity: EntityId,
    at: usize,
    forward: bool,
) -> Option<(ArticleId, &'h [u32])> {
    let lists = &here.whole.graph.entities[entity.index()].mentions;
    let dated = |id: ArticleId| graph::is_dated(here.corpus().article(id).date.as_ref());
    let is_dated = |at: usize| lists.get(at).map(|(id, _)| dated(id));
    let undated = |at: usize| (is_dated(at) == Some(false)).then_some(at);
    let to = match (dated(from), forward) {
        (true, false) => Some(at + 1).filter(|&at| is_dated(at) == Some(true)),
        (true, true) if at > 0 => Some(at - 1),
        (true, true) => first_undated(lists.len(), is_dated),
        // The newest stands first.
        (false, false) => at.checked_sub(1).map(|before| undated(before).unwrap_or(0)),
        (false, true) => Some(at + 1),
    };
    lists.get(to?)
}

/// The first that has no date, of a list in which those come last. Few are looked at: the page is made anew when they change.
fn first_undated(count: usize, is_dated: impl Fn(usize) -> Option<bool>) -> Option<usize> {
    let last = count.checked_sub(1).filter(|&last| is_dated(last) == Some(false))?;
    let (mut from, mut to) = (0, last);
    while from < to {
        let middle = from.midpoint(to);
        if is_dated(middle) == Some(true) { from = middle + 1 } else { to = middle }
    }
    Some(from)
}

fn href(here: &Here<'_, '_>, from: ArticleId, to: ArticleId, mention: u32) -> String {
    let anchor = here.corpus().article(to).mentions.get(mention as usize).map_or("", |mention| mention.anchor.as_str());
    if from == to { format!("#{anchor}") } else { here.article_href(to, Some(anchor)) }
}
