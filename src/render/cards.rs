//! What cards say of the pages that links lead to, for a script to show.
//!
//! 1. [`all`] makes a card for each record and each article.
//! 2. [`shards`] packs them into as few files as stay under [`MOST`] bytes each, by a hash of the page's path, so that a card
//!    that changes changes its own file alone. `index.json` says how many there are.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::here::{Here, Whole, one_line, shorten};
use crate::id::{ArticleId, EntityId, KindId};
use crate::route::OutPath;

/// The most bytes of a shard.
const MOST: usize = 30_000;

/// The most characters of a card's description.
const DESCRIPTION: usize = 240;

/// Heading, what it is and when, description, counts; empty where there is nothing to say.
type Card = (String, Vec<String>, String, String);

/// The folder of the cards, with what says how many there are.
pub(super) fn index() -> Option<OutPath> {
    path("index")
}

/// Whether a path lies where cards do.
pub(super) fn has(path: &str) -> bool {
    path.starts_with("assets/cards/")
}

/// The files of the cards.
pub(super) fn files(whole: &Whole<'_>) -> Vec<(OutPath, Vec<u8>)> {
    let shards = shards(all(whole));
    let count = (index(), shards.len().to_string());
    let shards = shards.into_iter().enumerate().map(|(at, shard)| (path(&at.to_string()), shard));
    let files = std::iter::once(count).chain(shards);
    files.filter_map(|(path, text)| Some((path?, text.into_bytes()))).collect()
}

fn path(name: &str) -> Option<OutPath> {
    OutPath::asset(&format!("cards/{name}.json")).ok()
}

/// Every card as a line of JSON, `"path":[…]`, by the path of its page without `/index.html`.
fn all(whole: &Whole<'_>) -> BTreeMap<String, String> {
    let here = Here::new(whole, OutPath::home());
    let line = |path: &OutPath, card: Card| {
        let key = path.as_str().strip_suffix("/index.html").unwrap_or(path.as_str()).to_owned();
        let line = format!("{}:{}", serde_json::json!(key), serde_json::json!(card));
        (key, line)
    };
    let entities = whole.corpus.entity_ids().collect::<Vec<_>>();
    let articles = whole.corpus.article_ids().collect::<Vec<_>>();
    let entities = entities.par_iter().map(|&id| line(&whole.entity_paths[id.index()], entity(&here, id)));
    let articles = articles.par_iter().map(|&id| line(&whole.article_paths[id.index()], article(&here, id)));
    entities.chain(articles).collect()
}

fn entity(here: &Here<'_, '_>, id: EntityId) -> Card {
    let entity = here.corpus().entity(id);
    let node = &here.whole.graph.entities[id.index()];
    let words = |date: &Option<crate::parse::record::Dated>| here.date(date.as_ref()).map(|date| date.words);
    let life = match (words(&entity.born), words(&entity.died)) {
        (Some(born), Some(died)) => Some(format!("{born} – {died}")),
        (Some(born), None) => Some(here.words().fill("born_when", &[("date", &born)])),
        (None, died) => died.map(|died| here.words().fill("died_when", &[("date", &died)])),
    };
    let what = entity.occupations.first().or_else(|| entity.roles.first()?.title.as_ref()).cloned();
    let verdict = if entity.kind == KindId::CLAIMS { here.claim_record(id).verdict } else { None };
    let facts = [what, life, words(&entity.date), verdict];
    let one = here.whole.settings().kinds.get(entity.kind).one.clone();
    let facts = std::iter::once(one).chain(facts.into_iter().flatten()).collect();
    let counts = match (node.mention_count(), node.mentions.len()) {
        (0, _) => String::new(),
        (passages, articles) => {
            let (words, count) = (here.words(), |key: &str, number| here.words().count(key, number, &[]));
            let (passages, articles) = (count("passage_count", passages), count("in_articles_count", articles));
            words.fill("passages_in_articles", &[("passages", &passages), ("in_articles", &articles)])
        }
    };
    let description = one_line(entity).map(|text| shorten(&text, DESCRIPTION));
    (entity.name.clone(), facts, description.unwrap_or_default(), counts)
}

fn article(here: &Here<'_, '_>, id: ArticleId) -> Card {
    let article = here.corpus().article(id);
    let link = here.article(id);
    let facts = link.publisher.into_iter().chain(link.date.map(|date| date.words)).collect();
    let description = article.description.as_ref().map(|text| shorten(text, DESCRIPTION));
    let counts = match article.passages.len() {
        0 => String::new(),
        passages => here.words().count("passage_count", passages, &[]),
    };
    (article.title.clone(), facts, description.unwrap_or_default(), counts)
}

/// The cards in the fewest shards, of a row of numbers with steps of an eighth, that are all small enough. The steps are wide,
/// so that a card that is added seldom moves the others.
fn shards(cards: BTreeMap<String, String>) -> Vec<String> {
    let cards: Vec<_> = cards.into_iter().map(|(key, line)| (hash(&key) as usize, line)).collect();
    let mut count = 1;
    loop {
        let mut sizes = vec![2; count];
        for (hash, line) in &cards {
            sizes[hash % count] += line.len() + 1;
        }
        // A card that is too large for any shard is let be.
        if sizes.iter().all(|&size| size < MOST) || count > cards.len() {
            break;
        }
        count += 1 + count / 8;
    }
    let mut shards = vec![String::from("{"); count];
    for (hash, line) in cards {
        let shard = &mut shards[hash % count];
        if shard.len() > 1 {
            shard.push(',');
        }
        shard.push_str(&line);
    }
    shards.iter_mut().for_each(|shard| shard.push('}'));
    shards
}

/// FNV-1a, as `static/assets/annals.js` has it.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!([hash(""), hash("a"), hash("foobar")], [0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968]);
    }

    #[test]
    fn shards_are_small_and_a_changed_card_changes_its_own() {
        let cards = |changed: usize| -> BTreeMap<String, String> {
            let line = |at: usize| {
                format!("\"people/p{at}\":[\"{}\"]", if at == changed { "x".repeat(300) } else { "y".repeat(280) })
            };
            (0..3000).map(|at| (format!("people/p{at}"), line(at))).collect()
        };
        let (before, after) = (shards(cards(usize::MAX)), shards(cards(7)));
        assert!(before.iter().all(|shard| shard.len() < MOST));
        // At most two files for a hundred cards.
        assert!(before.len() <= 60, "{}", before.len());
        assert_eq!(before.len(), after.len());
        let changed: Vec<_> = (0..before.len()).filter(|&at| before[at] != after[at]).collect();
        assert_eq!(changed, [hash("people/p7") as usize % before.len()]);
        for shard in &before {
            serde_json::from_str::<serde_json::Value>(shard).unwrap();
        }
    }
}
