//! Names: one that leads to two, and one that is left unlinked.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Finding, Owner, Site};
use crate::diag::{Diagnostic, code};
use crate::graph::accounts::is_within;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::body::TextRange;
use crate::resolve::corpus::{Article, Entity, How, Mention};
use crate::resolve::directory::name_key;
use crate::resolve::spot::Spotter;

/// A longer passage is no name.
const WORDS: usize = 4;
/// So few characters are an abbreviation, which may mean anybody.
const SHORT: usize = 3;

/// Where a name leads to somebody: how often, and where first.
struct Leads {
    count: usize,
    first: (ArticleId, usize),
    articles: BTreeSet<ArticleId>,
}

/// The rule on one surface form that leads to two ids. What is a name of one, as its record has it, and of the other
/// not, is looked at: that two share a name is known where both have it.
pub(super) fn two_ids(site: &Site<'_>) -> Vec<Finding> {
    let by_article: Vec<Vec<(String, EntityId, ArticleId, usize)>> = site
        .articles()
        .into_par_iter()
        .map(|(id, article)| {
            let named = article.mentions.iter().enumerate().filter(|(_, mention)| is_name(article, mention));
            let words = |mention: &Mention| name_key(article.prose.body.words(&mention.range));
            named.map(|(at, mention)| (words(mention), mention.entity, id, at)).collect()
        })
        .collect();
    // Most forms lead to one: only the others are looked at.
    let mut first: FxHashMap<&str, EntityId> = FxHashMap::default();
    let mut several: BTreeSet<String> = BTreeSet::new();
    for (form, entity, ..) in by_article.iter().flatten() {
        if *first.entry(form).or_insert(*entity) != *entity && !several.contains(form) {
            several.insert(form.clone());
        }
    }
    let mut forms: BTreeMap<String, BTreeMap<EntityId, Leads>> = BTreeMap::new();
    for (form, entity, article, at) in by_article.into_iter().flatten().filter(|(form, ..)| several.contains(form)) {
        let leads = forms.entry(form).or_default().entry(entity);
        let leads = leads.or_insert_with(|| Leads { count: 0, first: (article, at), articles: BTreeSet::new() });
        leads.count += 1;
        leads.articles.insert(article);
    }
    let mut found = Vec::new();
    for (form, all) in forms.iter().filter(|(form, all)| all.len() > 1 && form.chars().count() > SHORT) {
        for (&stranger, here) in all.iter().filter(|(id, _)| !has_name(site.corpus.entity(**id), form)) {
            let owner = all.iter().find(|&(&id, there)| {
                let (one, other) = (site.corpus.entity(id), site.corpus.entity(stranger));
                // A work bears the name of its hero, and families share theirs.
                one.kind == other.kind
                    && (form.contains(' ') || one.kind != KindId::PEOPLE)
                    && has_name(one, form)
                    && there.articles.is_disjoint(&here.articles)
                    && !is_within(site.corpus, id, stranger)
                    && !is_within(site.corpus, stranger, id)
            });
            if let Some((&owner, there)) = owner {
                found.push(leads_to_two(site, (stranger, here), (owner, there)));
            }
        }
    }
    found
}

/// Whether a mention's words are a name: of one entity, short, and with a capital at the head.
fn is_name(article: &Article, mention: &Mention) -> bool {
    let words = article.prose.body.words(&mention.range);
    let annotation =
        mention.passage.and_then(|at| article.passages.get(at)).map(|passage| &article.annotations[passage.annotation]);
    let alone = match (mention.how, annotation) {
        (How::Annotated, Some(annotation)) => annotation.everybody().len() == 1 && annotation.speakers.is_empty(),
        (How::Annotated, None) => false,
        _ => true,
    };
    alone && !mention.implied && words.starts_with(char::is_uppercase) && words.split_whitespace().count() <= WORDS
}

fn has_name(entity: &Entity, form: &str) -> bool {
    let names = entity.aliases.iter().chain(entity.names.iter().map(|(_, name)| name));
    std::iter::once(&entity.name).chain(names).any(|name| name_key(name) == form)
}

fn leads_to_two(site: &Site<'_>, (id, here): (EntityId, &Leads), (owner, there): (EntityId, &Leads)) -> Finding {
    let place = |&(article, at): &(ArticleId, usize)| {
        let article = site.corpus.article(article);
        let mention = &article.mentions[at];
        (
            article.prose.body.words(&mention.range),
            article.prose.body.map.span(mention.range.clone()).unwrap_or(article.span),
        )
    };
    let (words, span) = place(&here.first);
    let times = |leads: &Leads| crate::diag::counted(leads.count, "time");
    let message = format!(
        "“{words}” is {} here ({}), and in other articles {} ({}), whose name it is",
        site.written(id),
        times(here),
        site.written(owner),
        times(there)
    );
    let diagnostic = Diagnostic::new(code::NAME_TWO_IDS, span, message)
        .label(place(&there.first).1, format!("{} here", site.written(owner)))
        .help(format!(
            "If it is a name of {} too, add it to its `aliases`; if not, correct the link.",
            site.written(id)
        ));
    let articles = here.articles.iter().map(|&article| Owner::Article(article));
    Finding::new(diagnostic, articles.chain([Owner::Entity(id), Owner::Entity(owner)]))
}

/// The rule on known names that are left unlinked where names are not spotted.
pub(super) fn not_linked(site: &Site<'_>, id: ArticleId, article: &Article) -> Vec<Finding> {
    if article.spot {
        return Vec::new();
    }
    let telling = || {
        let names = site.entities().into_iter().flat_map(|(id, entity)| {
            entity.spotted.iter().filter(|name| is_telling(entity, name)).map(move |name| (name.clone(), id))
        });
        let people = site.corpus.entities.iter().filter(|entity| entity.kind == KindId::PEOPLE).count();
        Spotter::new(names, people)
    };
    in_article(site, site.telling.get_or_init(telling), id, article).into_iter().collect()
}

/// Whether a name tells by itself who or what is meant: it has two words, or it is the main name of a place or an
/// organization. “Friend” and “Richard” are names of somebody too, and of many others.
fn is_telling(entity: &Entity, name: &str) -> bool {
    let is_main = *name == entity.name && matches!(entity.kind, KindId::PLACES | KindId::ORGANIZATIONS);
    name.trim().contains(char::is_whitespace) || (is_main && name.chars().count() > SHORT)
}

fn in_article(site: &Site<'_>, spotter: &Spotter, id: ArticleId, article: &Article) -> Option<Finding> {
    let body = &article.prose.body;
    let subjects: BTreeSet<EntityId> = article.subjects.iter().map(|subject| subject.entity).collect();
    let spots = spotter.spot(body, &subjects, &[]).spotted;
    let mut taken: Vec<&TextRange> = article.mentions.iter().map(|mention| &mention.range).collect();
    taken.extend(body.links.iter().map(|link| &link.range));
    let touches = |range: &TextRange| taken.iter().any(|other| other.start < range.end && range.start < other.end);
    let mut found: BTreeMap<EntityId, (TextRange, usize)> = BTreeMap::new();
    for spot in spots {
        // Whoever is linked somewhere in the article is found from it: a first mention is enough for many editors.
        let linked = article.mentions.iter().any(|mention| mention.entity == spot.entity);
        if !linked && !touches(&spot.range) {
            found.entry(spot.entity).or_insert((spot.range, 0)).1 += 1;
        }
    }
    let first = found.values().map(|(range, _)| range.clone()).min_by_key(|range| range.start)?;
    let mut in_order: Vec<_> = found.iter().collect();
    in_order.sort_by_key(|(_, (range, _))| range.start);
    let all: Vec<String> = in_order
        .iter()
        .map(|&(&entity, (range, _))| {
            format!(
                "“{}” ({})",
                body.words(range).split_whitespace().collect::<Vec<_>>().join(" "),
                site.written(entity)
            )
        })
        .collect();
    let message = format!("known names stand here unlinked: {}", super::listed(&all, 5));
    let span = body.map.span(first).unwrap_or(article.span);
    let diagnostic = Diagnostic::new(code::NAME_NOT_LINKED, span, message)
        .help("Names are not spotted in this article (`spot: false`): link or annotate those that are meant.");
    Some(Finding::new(diagnostic, [Owner::Article(id)].into_iter().chain(found.keys().map(|&id| Owner::Entity(id)))))
}
