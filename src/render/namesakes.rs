//! What tells those apart that have one name: the years of their lives, else what they are in short, else their ids.

use std::collections::BTreeMap;

use super::here::{one_line, shorten};
use crate::date::Date;
use crate::id::{EntityId, KindId};
use crate::parse::record::Dated;
use crate::resolve::corpus::{Corpus, Entity};
use crate::words::Words;

/// So many letters of a description are shown.
const SHORT: usize = 60;

/// For each entity of which another of its kind has the name, words that no other of these has.
pub(super) fn apart(corpus: &Corpus, words: &Words) -> Vec<Option<String>> {
    let mut by_name: BTreeMap<(KindId, &str), Vec<EntityId>> = BTreeMap::new();
    for id in corpus.entity_ids() {
        let entity = corpus.entity(id);
        by_name.entry((entity.kind, &entity.name)).or_default().push(id);
    }
    let mut apart = vec![None; corpus.entities.len()];
    for ids in by_name.into_values().filter(|ids| ids.len() > 1) {
        let all = |say: &dyn Fn(&Entity) -> Option<String>| -> Vec<Option<String>> {
            ids.iter().map(|&id| say(corpus.entity(id))).collect()
        };
        let ways = [
            all(&|entity| when(words, entity)),
            all(&|entity| one_line(entity).map(|line| shorten(&line, SHORT))),
            all(&|entity| Some(entity.id.to_string())),
        ];
        for (at, id) in ids.iter().enumerate() {
            let alone = |way: &&Vec<Option<String>>| {
                way[at].is_some() && way.iter().filter(|other| **other == way[at]).count() == 1
            };
            apart[id.index()] = ways.iter().find(alone).and_then(|way| way[at].clone());
        }
    }
    apart
}

/// From when to when somebody lived or something was, in short.
fn when(words: &Words, entity: &Entity) -> Option<String> {
    let (from, to, keys) = match entity.kind {
        KindId::PEOPLE => (&entity.born, &entity.died, ("born_date", "died_date")),
        KindId::ORGANIZATIONS => (&entity.founded, &entity.dissolved, ("from_date", "until_date")),
        _ => return entity.date.as_ref().map(|date| words.date(&date.value)),
    };
    let one = |key: &str, date: &Dated| words.fill(key, &[("date", &in_short(words, &date.value))]);
    match (from, to) {
        (Some(from), Some(to)) => {
            let ends = [&from.value, &to.value];
            let dash = if ends.into_iter().all(is_plain) { "–" } else { " – " };
            Some(ends.map(|date| in_short(words, date)).join(dash))
        }
        (Some(from), None) => Some(one(keys.0, from)),
        (None, Some(to)) => Some(one(keys.1, to)),
        (None, None) => None,
    }
}

/// The year of a date, unless that would say more than is known.
fn in_short(words: &Words, date: &Date) -> String {
    let year = date.year().filter(|_| is_plain(date));
    year.map_or_else(|| words.date(date), |year| words.dates().year_label(year))
}

fn is_plain(date: &Date) -> bool {
    date.year().is_some() && !date.is_uncertain() && !date.is_approximate() && !date.is_set()
}
