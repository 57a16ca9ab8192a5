//! The passes that make a graph; see the steps in the module above.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::date::{Date, Rank};
use crate::graph::by_name::ByName;
use crate::graph::{ArticleNode, ByArticle, EntityNode, Graph, Publisher, Tagged};
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::Dated;
use crate::resolve::corpus::{Article, ClaimUse, Corpus, Entity, EntityRef, Relation};

/// Makes the graph of a corpus.
pub fn graph(corpus: &Corpus) -> Graph {
    let mut graph = Graph {
        entities: vec![EntityNode::default(); corpus.entities.len()].into(),
        articles: vec![ArticleNode::default(); corpus.articles.len()].into(),
        ..Graph::default()
    };
    let order = Order::new(corpus);
    graph.chronology = order.chronology.clone();
    let Graph { entities, articles, series, tags, publishers, claims_in_place, .. } = &mut graph;
    let (entities, articles) = (entities.as_mut_slice(), articles.as_mut_slice());
    // What is most of it, apart from the rest.
    let (mentions, ()) = rayon::join(
        || mentions(corpus, &order),
        || {
            passages(corpus, &order, entities);
            records(corpus, &order, entities);
            self::articles(corpus, &order, articles);
            *series = self::series(corpus, &order);
            *tags = self::tags(corpus, &order);
            *publishers = self::publishers(corpus, &order);
            *claims_in_place = self::claims_in_place(corpus, &order);
        },
    );
    entities.iter_mut().zip(mentions).for_each(|(node, mentions)| node.mentions = mentions);
    letters(corpus, &order, &mut graph);
    super::together::together(corpus, |id| order.rank[id.index()].1, &mut graph);
    graph.by_kind = order.by_kind;
    graph
}

/// Ranks: the place of every article in time, of every entity in its kind's index.
struct Order {
    chronology: Vec<ArticleId>,
    /// From the newest to the oldest, undated last.
    newest_first: Vec<ArticleId>,
    /// By article: its place there.
    newest: Vec<usize>,
    by_kind: Vec<Vec<EntityId>>,
    /// By entity: kind, then place in the kind's index.
    rank: Vec<(KindId, usize)>,
}

/// Dates in order, none last.
pub fn by_date(a: Option<&Date>, b: Option<&Date>) -> Ordering {
    rank(a).cmp(&rank(b))
}

fn value(date: Option<&Dated>) -> Option<&Date> {
    date.map(|date| &date.value)
}

/// A date's place among others, none last.
type OrUndated = (bool, Option<Rank>);

fn rank(date: Option<&Date>) -> OrUndated {
    date.filter(|date| !date.has_unknown_year()).map_or((true, None), |date| (false, Some(date.rank())))
}

/// Whether a date says when among others something was.
pub fn is_dated(date: Option<&Dated>) -> bool {
    value(date).is_some_and(|date| !date.has_unknown_year())
}

/// Articles from the oldest to the newest.
fn by_date_then_id(corpus: &Corpus) -> Vec<(OrUndated, ArticleId)> {
    let ids: Vec<ArticleId> = corpus.article_ids().collect();
    let mut all: Vec<_> = ids.into_par_iter().map(|id| (rank(value(corpus.article(id).date.as_ref())), id)).collect();
    all.par_sort_unstable();
    all
}

/// Articles as lists have them, from the newest to the oldest, undated last; `chronology` as in [`Graph`].
pub fn newest_first(corpus: &Corpus, chronology: &[ArticleId]) -> Vec<ArticleId> {
    let dated = chronology.partition_point(|&id| is_dated(corpus.article(id).date.as_ref()));
    let (dated, undated) = chronology.split_at(dated);
    dated.iter().rev().chain(undated).copied().collect()
}

impl Order {
    fn new(corpus: &Corpus) -> Order {
        let (sorted, by_kind) = rayon::join(|| by_date_then_id(corpus), || by_kind(corpus));
        let chronology: Vec<ArticleId> = sorted.iter().map(|&(_, id)| id).collect();
        let newest_first = newest_first(corpus, &chronology);
        let places = |sorted: &[ArticleId]| {
            let mut places = vec![0; sorted.len()];
            sorted.iter().enumerate().for_each(|(at, id)| places[id.index()] = at);
            places
        };
        let mut rank = vec![(KindId::PEOPLE, 0); corpus.entities.len()];
        for (kind, ids) in corpus.settings.kinds.iter().map(|(kind, _)| kind).zip(&by_kind) {
            ids.iter().enumerate().for_each(|(at, id)| rank[id.index()] = (kind, at));
        }
        Order { newest: places(&newest_first), newest_first, chronology, by_kind, rank }
    }

    fn put_newest_first(&self, ids: &mut [ArticleId]) {
        ids.sort_by_key(|id| self.newest[id.index()]);
    }
}

/// Every kind's entities as its index lists them: by sort name as the language sorts; events by date, undated last.
fn by_kind(corpus: &Corpus) -> Vec<Vec<EntityId>> {
    let by_name = ByName::new(&corpus.settings.language);
    let mut all: Vec<Vec<EntityId>> = corpus.settings.kinds.iter().map(|_| Vec::new()).collect();
    for id in corpus.entity_ids() {
        if let Some(kind) = all.get_mut(corpus.entity(id).kind.0 as usize) {
            kind.push(id);
        }
    }
    for (kind, ids) in all.iter_mut().enumerate() {
        let names = |a: EntityId, b: EntityId| {
            by_name.compare(&corpus.entity(a).sort_name, &corpus.entity(b).sort_name).then_with(|| a.cmp(&b))
        };
        if kind == KindId::EVENTS.0 as usize {
            let mut ranked: Vec<_> = ids.iter().map(|&id| (rank(value(corpus.entity(id).date.as_ref())), id)).collect();
            ranked.par_sort_by(|(rank, a), (other, b)| rank.cmp(other).then_with(|| names(*a, *b)));
            *ids = ranked.into_iter().map(|(_, id)| id).collect();
        } else {
            ids.par_sort_by(|&a, &b| names(a, b));
        }
    }
    all
}

/// Mentions by entity.
fn mentions(corpus: &Corpus, order: &Order) -> Vec<ByArticle> {
    let mut all = vec![ByArticle::default(); corpus.entities.len()];
    for &id in &order.newest_first {
        let mentioned = corpus.article(id).outline.mentioned();
        for (entity, counting) in mentioned.filter(|(_, counting)| !counting.is_empty()) {
            all[entity.index()].push(id, counting);
        }
    }
    all
}

/// Quotations, assertions, subjects and letters, by entity.
fn passages(corpus: &Corpus, order: &Order, entities: &mut [EntityNode]) {
    // Oldest first, so that what is in order of time only needs to be appended.
    for &id in &order.chronology {
        let article = corpus.article(id);
        for subject in &article.subjects {
            push_new(&mut entities[subject.entity.index()].subject_of, id);
        }
        if let Some(letter) = &article.correspondence {
            for (refs, sender) in [(&letter.sender, true), (&letter.recipient, false)] {
                for reference in refs {
                    push_new(&mut entities[reference.entity.index()].letters, (id, sender));
                }
            }
        }
        for at in article.outline.telling() {
            annotation(entities, article, id, at);
        }
    }
    let date = |id: ArticleId| sent(corpus.article(id));
    entities.par_iter_mut().for_each(|node| {
        node.whole.sort_by_key(|(id, _)| order.newest[id.index()]);
        order.put_newest_first(&mut node.subject_of);
        node.letters.sort_by(|&(a, _), &(b, _)| by_date(date(a), date(b)).then(a.cmp(&b)));
    });
}

fn annotation(entities: &mut [EntityNode], article: &Article, id: ArticleId, at: usize) {
    let annotation = &article.annotations[at];
    if annotation.is_whole() {
        for reference in annotation.everybody() {
            push_new(&mut entities[reference.entity.index()].whole, (id, at));
        }
    }
    for speaker in &annotation.speakers {
        push_new(&mut entities[speaker.entity.index()].quotations, (id, at));
    }
    match &annotation.more.claim {
        Some(ClaimUse::Of(claim)) => push_new(&mut entities[claim.entity.index()].claim_passages, (id, at)),
        Some(ClaimUse::Here(claim)) => {
            for by in &claim.by {
                push_new(&mut entities[by.entity.index()].claim_passages, (id, at));
            }
        }
        None => {}
    }
    for (number, assertion) in annotation.asserts.iter().enumerate() {
        entities[assertion.of.entity.index()].asserted.push((id, at, number));
    }
}

/// Appends what is not there yet. The passes go through articles and records in turn, so that the same can only come again
/// at once: a look at the last one is enough, and no long list is searched.
fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.last() != Some(&item) {
        list.push(item);
    }
}

/// What articles are to each other, and who stands in them.
fn articles(corpus: &Corpus, order: &Order, nodes: &mut [ArticleNode]) {
    // By entity: the last article that it was seen in.
    let mut last_seen: Vec<Option<ArticleId>> = vec![None; corpus.entities.len()];
    for (at, &id) in order.chronology.iter().enumerate() {
        let article = corpus.article(id);
        let node = &mut nodes[id.index()];
        let mentioned = article.outline.mentioned().map(|(entity, _)| entity);
        let telling = article.outline.telling().map(|at| &article.annotations[at]);
        let whole = telling.filter(|annotation| annotation.is_whole());
        let whole = whole.flat_map(|annotation| annotation.everybody()).map(|reference| reference.entity);
        let letter = article.correspondence.iter().flat_map(|letter| letter.sender.iter().chain(&letter.recipient));
        let subjects = article.subjects.iter().chain(letter).map(|reference| reference.entity);
        let is_new = |entity: &EntityId| last_seen[entity.index()].replace(id) != Some(id);
        node.entities = mentioned.chain(subjects).chain(whole).filter(is_new).collect();
        node.previous = at.checked_sub(1).map(|before| order.chronology[before]);
        node.next = order.chronology.get(at + 1).copied();
        if let Some(of) = article.translation_of {
            nodes[of.index()].translations.push(id);
        }
        if let Some(to) = article.correspondence.as_ref().and_then(|letter| letter.reply_to) {
            nodes[to.index()].replies.push(id);
        }
        if let Some(after) = article.after {
            nodes[after.index()].passed_on_by.push(id);
        }
    }
}

/// The articles of every series.
fn series(corpus: &Corpus, order: &Order) -> Vec<Vec<ArticleId>> {
    let mut all = vec![Vec::new(); corpus.series.len()];
    for &id in &order.chronology {
        if let Some((series, _)) = corpus.article(id).series {
            all[series].push(id);
        }
    }
    for ids in &mut all {
        // Numbered ones first, by number; the sort is stable, so the others stay in order of time.
        ids.sort_by_key(|&id| corpus.article(id).series.and_then(|(_, number)| number).unwrap_or(u32::MAX));
    }
    all
}

/// What records say of each other, from the other side.
fn records(corpus: &Corpus, order: &Order, nodes: &mut [EntityNode]) {
    let entities = || corpus.entity_ids().map(|id| (id, corpus.entity(id)));
    for (id, entity) in entities() {
        for (at, participant) in entity.participants.iter().enumerate() {
            nodes[participant.who.entity.index()].events.push((id, at));
        }
        here(nodes, id, entity);
        for whole in &entity.part_of {
            push_new(&mut nodes[whole.entity.index()].parts, id);
        }
        for before in &entity.follows {
            push_new(&mut nodes[before.entity.index()].followed_by, id);
        }
        for (at, role) in entity.roles.iter().enumerate() {
            for organization in &role.at {
                push_new(&mut nodes[organization.entity.index()].members, (id, at));
            }
        }
        for (at, relation) in entity.relations.iter().enumerate() {
            for with in &relation.with {
                // What both records say is said once.
                let theirs = corpus.entity(with.entity).relations.iter();
                if !theirs.clone().any(|theirs| is_mirror(relation, theirs, id)) {
                    push_new(&mut nodes[with.entity.index()].relations, (id, at));
                }
            }
        }
        for other in &entity.not_same_as {
            push_new(&mut nodes[other.entity.index()].not_same_as, id);
        }
        for related in entity.about.iter().chain(&entity.creators) {
            push_new(&mut nodes[related.entity.index()].related, id);
        }
        if entity.kind == KindId::CLAIMS {
            if entity.claim.by.is_empty() {
                nodes[id.index()].makers = speakers(corpus, &nodes[id.index()].claim_passages);
            }
            for by in makers(corpus, &nodes[id.index()], entity) {
                push_new(&mut nodes[by.entity.index()].claims, id);
            }
        }
    }
    let rank = |id: EntityId| order.rank[id.index()];
    let date = |id: EntityId| value(corpus.entity(id).date.as_ref());
    let by_start = |(a, role_a): (EntityId, usize), (b, role_b): (EntityId, usize)| {
        let from = |id: EntityId, at: usize| value(corpus.entity(id).roles.get(at).and_then(|role| role.from.as_ref()));
        by_date(from(a, role_a), from(b, role_b)).then_with(|| rank(a).cmp(&rank(b)))
    };
    nodes.par_iter_mut().for_each(|node| {
        node.events.sort_by_key(|&(id, at)| (rank(id), at));
        node.here.sort_by_key(|&(id, field)| (rank(id), field));
        node.parts.sort_by(|&a, &b| by_date(date(a), date(b)).then_with(|| rank(a).cmp(&rank(b))));
        node.followed_by.sort_by_key(|&id| rank(id));
        node.members.sort_by(|&a, &b| by_start(a, b));
        node.relations.sort_by_key(|&(id, at)| (rank(id), at));
        node.related.sort_by_key(|&id| rank(id));
        node.not_same_as.sort_by_key(|&id| rank(id));
        node.claims.sort_by_key(|&id| rank(id));
    });
}

/// Who makes a claim with a record, each once: those whom it names, else the speakers of the passages that make it.
/// `node` is the claim's own.
pub fn makers<'c>(corpus: &'c Corpus, node: &EntityNode, claim: &'c Entity) -> Vec<&'c EntityRef> {
    if !claim.claim.by.is_empty() {
        return claim.claim.by.iter().collect();
    }
    let speaker = |&(article, at, speaker): &(ArticleId, usize, usize)| {
        corpus.article(article).annotations.get(at)?.speakers.get(speaker)
    };
    node.makers.iter().filter_map(speaker).collect()
}

/// The speakers of annotations, each once: one may speak in several, and is as sure as in the surest.
fn speakers(corpus: &Corpus, annotations: &[(ArticleId, usize)]) -> Vec<(ArticleId, usize, usize)> {
    let mut found: Vec<((ArticleId, usize, usize), &EntityRef)> = Vec::new();
    let mut places: FxHashMap<EntityId, usize> = FxHashMap::default();
    for &(article, at) in annotations {
        for (number, speaker) in corpus.article(article).annotations[at].speakers.iter().enumerate() {
            let place = *places.entry(speaker.entity).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, other)) if (speaker.certainty, speaker.implied) >= (other.certainty, other.implied) => {}
                Some(one) => *one = ((article, at, number), speaker),
                None => found.push(((article, at, number), speaker)),
            }
        }
    }
    found.into_iter().map(|(place, _)| place).collect()
}

fn here(nodes: &mut [EntityNode], id: EntityId, entity: &Entity) {
    let fields =
        [("places", &entity.places), ("birth_place", &entity.birth_place), ("death_place", &entity.death_place)];
    for (field, refs) in fields {
        for place in refs {
            push_new(&mut nodes[place.entity.index()].here, (id, field));
        }
    }
}

/// Claims that annotations make themselves.
fn claims_in_place(corpus: &Corpus, order: &Order) -> Vec<(ArticleId, usize)> {
    let of_article = |&id: &ArticleId| {
        let article = corpus.article(id);
        let is_claim = |at: &usize| matches!(article.annotations[*at].more.claim, Some(ClaimUse::Here(_)));
        article.outline.telling_as_written().into_iter().filter(is_claim).map(move |at| (id, at))
    };
    order.chronology.iter().flat_map(of_article).collect()
}

/// Tags of articles, annotations and records.
fn tags(corpus: &Corpus, order: &Order) -> BTreeMap<String, Tagged> {
    let mut tags: BTreeMap<String, Tagged> = BTreeMap::new();
    let mut newest: Vec<ArticleId> = corpus.article_ids().collect();
    order.put_newest_first(&mut newest);
    for &id in &newest {
        let article = corpus.article(id);
        for tag in &article.tags {
            push_new(&mut tags.entry(tag.clone()).or_default().articles, id);
        }
        for at in article.outline.telling_as_written() {
            for tag in &article.annotations[at].tags {
                push_new(&mut tags.entry(tag.clone()).or_default().annotations, (id, at));
            }
        }
    }
    for ids in &order.by_kind {
        for &id in ids {
            for tag in &corpus.entity(id).tags {
                let tagged = tags.entry(tag.clone()).or_default();
                push_new(&mut tagged.entities, id);
            }
        }
    }
    tags
}

/// When a letter was sent, else its date.
pub fn sent(article: &Article) -> Option<&Date> {
    let sent = article.correspondence.as_ref().and_then(|letter| letter.sent.0.as_ref());
    value(sent.or(article.date.as_ref()))
}

/// Publishers by name.
fn publishers(corpus: &Corpus, order: &Order) -> Vec<Publisher> {
    let mut found: BTreeMap<String, (BTreeMap<String, usize>, BTreeSet<ArticleId>)> = BTreeMap::new();
    for id in corpus.article_ids() {
        for name in corpus.article(id).source.iter().filter_map(|origin| origin.publisher.as_ref()) {
            let name = name.value.split_whitespace().collect::<Vec<_>>().join(" ");
            let (spellings, articles) =
                found.entry(crate::route::fold_in(&corpus.settings.language, &name)).or_default();
            *spellings.entry(name).or_default() += 1;
            articles.insert(id);
        }
    }
    let mut all: Vec<Publisher> = found
        .into_values()
        .map(|(spellings, articles)| {
            // The spelling used most often; of several, the first by its letters.
            let name = spellings.iter().max_by_key(|&(name, count)| (*count, std::cmp::Reverse(name)));
            let mut articles: Vec<_> = articles.into_iter().collect();
            order.put_newest_first(&mut articles);
            Publisher { name: name.map(|(name, _)| name.clone()).unwrap_or_default(), articles }
        })
        .collect();
    let by_name = ByName::new(&corpus.settings.language);
    all.sort_by(|a, b| by_name.compare(&a.name, &b.name));
    all
}

/// Whether the other side's relation with `of` says all that this one of `of`'s does.
fn is_mirror(one: &Relation, other: &Relation, of: EntityId) -> bool {
    let dates =
        |relation: &Relation| [&relation.from, &relation.to].map(|date| date.as_ref().map(|date| date.value.clone()));
    other.with.iter().any(|with| with.entity == of)
        && (&one.role, &one.inverse) == (&other.inverse, &other.role)
        && dates(one) == dates(other)
        && one.sources.is_empty()
        && one.note.is_none()
}

/// Letters in order of sending, and who wrote them to whom.
fn letters(corpus: &Corpus, order: &Order, graph: &mut Graph) {
    let mut letters: Vec<_> = corpus.article_ids().filter(|&id| corpus.article(id).correspondence.is_some()).collect();
    letters.sort_by(|&a, &b| by_date(sent(corpus.article(a)), sent(corpus.article(b))).then(a.cmp(&b)));
    graph.letters = letters;
    let wrote = |id: &EntityId| !graph.entities[id.index()].letters.is_empty();
    graph.correspondents = order.by_kind.iter().flatten().copied().filter(wrote).collect();
    // Each kind is in order of names; together they are to be so too.
    let by_name = ByName::new(&corpus.settings.language);
    graph.correspondents.sort_by(|&a, &b| by_name.compare(&corpus.entity(a).sort_name, &corpus.entity(b).sort_name));
}
