//! From one mention of somebody to the one before and after it: within an article in reading order, and on to the article
//! before or after in time.

use super::here::Here;
use super::view;
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
                steps.push(view::Step { name: here.corpus().entity(stand.entity).name.clone(), previous, next });
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

/// Articles are listed from the newest: the one before in time comes next in the list.
fn before(here: &Here<'_, '_>, from: ArticleId, entity: EntityId, at: usize) -> Option<String> {
    let (article, mentions) = here.whole.graph.entities[entity.index()].mentions.get(at + 1)?;
    Some(href(here, from, article, *mentions.last()?))
}

fn after(here: &Here<'_, '_>, from: ArticleId, entity: EntityId, at: usize) -> Option<String> {
    let (article, mentions) = here.whole.graph.entities[entity.index()].mentions.get(at.checked_sub(1)?)?;
    Some(href(here, from, article, *mentions.first()?))
}

fn href(here: &Here<'_, '_>, from: ArticleId, to: ArticleId, mention: u32) -> String {
    let anchor = here.corpus().article(to).mentions.get(mention as usize).map_or("", |mention| mention.anchor.as_str());
    if from == to { format!("#{anchor}") } else { here.article_href(to, Some(anchor)) }
}
