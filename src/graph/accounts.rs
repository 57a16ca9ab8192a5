//! What articles tell of an entity, side by side: who asserts which value of which field, and which values disagree.
//!
//! 1. [`accounts`] finds the articles that tell of it, and in each what it asserts; 2. values that say the same become
//!    one [`Position`]; 3. positions are compared by [`disagree`], the record's among them; 4. articles that only pass on
//!    or translate another's account are counted with it ([`independent`]).
//!
//! Nothing here is rendered: pages and the rules on meaning ask the same questions and get the same answers.

mod number;

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::graph::Graph;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::Dated;
use crate::resolve::corpus::{Article, Asserted, Corpus, Entity, EntityRef, Role};
use number::Number;

/// What is told of an entity.
#[derive(Clone, Debug, Default)]
pub struct Accounts<'c> {
    /// Each article that has a passage on it, oldest first, undated last.
    pub told: Vec<Account>,
    /// Each field of which an article asserts something, in the order of the format's table; numbers by label.
    pub fields: Vec<FieldAccounts<'c>>,
    /// How many accounts there are, not counting twice what is only passed on or translated.
    pub independent: usize,
}

/// One article's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The article.
    pub article: ArticleId,
    /// What it asserts, in reading order: index of the annotation, and of the assertion there.
    pub asserts: Vec<(usize, usize)>,
    /// Annotations about the entity that assert nothing of it, in reading order.
    pub passages: Vec<usize>,
}

/// What is told of one field.
#[derive(Clone, Debug)]
pub struct FieldAccounts<'c> {
    /// Which.
    pub field: FieldName<'c>,
    /// The different values, the record's first, then as the oldest article gives them. Of a list each item is a position.
    pub positions: Vec<Position<'c>>,
    /// For each position whether another disagrees with it.
    pub disputed: Vec<bool>,
    /// For each position whether it is compared at all, and the number that it says: asked once, for each is held against all.
    compared: Vec<(bool, Option<Number>)>,
    corpus: &'c Corpus,
}

impl<'c> FieldAccounts<'c> {
    fn new(corpus: &'c Corpus, field: FieldName<'c>, positions: Vec<Position<'c>>) -> FieldAccounts<'c> {
        let number = |position: &Position<'_>| match position.value {
            Value::Number(text) => Number::read(text),
            _ => None,
        };
        let is_compared = |one: &Position<'_>| one.is_alone() || matches!(one.value, Value::Role(_));
        let compared = positions.iter().map(|one| (is_compared(one), number(one))).collect();
        let mut one = FieldAccounts { field, positions, disputed: Vec::new(), compared, corpus };
        one.disputed = (0..one.positions.len()).map(|at| one.against(at).next().is_some()).collect();
        one
    }

    /// The positions that disagree with this one, in order. There may be hundreds: who asks for some does not pay for all.
    pub fn against(&self, at: usize) -> impl Iterator<Item = usize> {
        (0..self.positions.len()).filter(move |&other| other != at && self.disagree(at.min(other), at.max(other)))
    }

    /// Whether two of the values disagree.
    pub fn is_disputed(&self) -> bool {
        self.disputed.contains(&true)
    }

    fn disagree(&self, at: usize, other_at: usize) -> bool {
        let ((true, own), (true, others)) = (&self.compared[at], &self.compared[other_at]) else { return false };
        let (one, other) = (&self.positions[at], &self.positions[other_at]);
        match (own, others) {
            (Some(own), Some(others)) => own.comparable(others) && !own.overlaps(others),
            // Who tells of two terms of one office means two.
            _ if matches!(one.value, Value::Role(_)) && one.has_giver_of(other) => false,
            _ => disagree(self.corpus, &one.value, &other.value),
        }
    }
}

/// The name of what is asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldName<'c> {
    /// A field of the format.
    Key(&'c str),
    /// A number, by its label.
    Number(&'c str),
}

/// A value, and who gives it.
#[derive(Clone, Debug)]
pub struct Position<'c> {
    /// The value.
    pub value: Value<'c>,
    /// How the record gives it.
    pub record: Option<Given>,
    /// The assertions that give it, oldest article first.
    pub said: Vec<Said<'c>>,
}

impl Position<'_> {
    /// Whether somebody gives it as the one value and not as an item of a list. Items of lists add and do not disagree, but for
    /// what they say of one office.
    pub fn is_alone(&self) -> bool {
        self.record == Some(Given::Alone) || self.said.iter().any(|said| said.given == Given::Alone)
    }

    /// Whether nobody gives it in another role than somebody else, or with another certainty.
    pub fn is_told_alike(&self) -> bool {
        let own = self.record.is_some().then_some(&self.value);
        let refs = own.into_iter().chain(self.said.iter().map(|said| &said.value)).filter_map(|value| match value {
            Value::Ref(reference) => Some(*reference),
            _ => None,
        });
        let refs: Vec<&EntityRef> = refs.collect();
        let mut roles = refs.iter().filter_map(|one| one.role.as_ref());
        let first = roles.next();
        roles.all(|role| Some(role) == first) && refs.iter().all(|one| one.certainty == refs[0].certainty)
    }

    /// Whether the record, or one article, gives both.
    fn has_giver_of(&self, other: &Position<'_>) -> bool {
        self.record.is_some() && other.record.is_some()
            || self.said.iter().any(|said| other.said.iter().any(|others| others.article == said.article))
    }

    /// The articles that give it, each once.
    pub fn articles(&self) -> Vec<ArticleId> {
        let mut seen = BTreeSet::new();
        self.said.iter().map(|said| said.article).filter(|&id| seen.insert(id)).collect()
    }
}

/// How a value is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// As the one value of its field.
    Alone,
    /// As an item of a list.
    Listed,
}

/// An assertion that gives a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Said<'c> {
    /// Where.
    pub article: ArticleId,
    /// Index of the annotation.
    pub annotation: usize,
    /// Index of the assertion in the annotation.
    pub assertion: usize,
    /// The value as it is given there: with the role that it gives, say.
    pub value: Value<'c>,
    /// How.
    pub given: Given,
}

/// A value of a field: of a list, one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'c> {
    /// A date.
    Date(&'c Date),
    /// A reference.
    Ref(&'c EntityRef),
    /// "value unit".
    Number(&'c str),
    /// Latitude and longitude in degrees.
    Coordinates(f64, f64),
    /// An office.
    Role(&'c Role),
    /// Words.
    Text(&'c str),
}

/// Puts side by side what the articles tell of an entity. Removed passages tell nothing any more.
pub fn accounts<'c>(corpus: &'c Corpus, graph: &Graph, id: EntityId) -> Accounts<'c> {
    let node = &graph.entities[id.index()];
    let mut by_article: BTreeMap<ArticleId, Account> = BTreeMap::new();
    let mut fields = Fields::new(corpus, id);
    let live = |article: ArticleId, at: usize| {
        corpus.article(article).annotations.get(at).filter(|annotation| annotation.more.removed.is_none())
    };
    for &(article, at, assertion) in &node.asserted {
        let Some(annotation) = live(article, at) else { continue };
        account(&mut by_article, article).asserts.push((at, assertion));
        for (field, value) in annotation.asserts.get(assertion).into_iter().flat_map(|assertion| &assertion.fields) {
            fields.add(field, value, (article, at, assertion));
        }
    }
    for &(article, at) in &node.whole {
        if live(article, at).is_some() {
            account(&mut by_article, article).passages.push(at);
        }
    }
    for (article, mentions) in node.mentions.iter() {
        for at in mentions.iter().filter_map(|&at| annotation_of(corpus.article(article), at as usize)) {
            account(&mut by_article, article).passages.push(at);
        }
    }
    let mut told: Vec<Account> = by_article
        .into_values()
        .map(|mut account| {
            let mut seen: BTreeSet<usize> = account.asserts.iter().map(|&(at, _)| at).collect();
            account.passages.retain(|&at| seen.insert(at));
            account
        })
        .collect();
    let date = |account: &Account| corpus.article(account.article).date.as_ref().map(|date| &date.value);
    told.sort_by(|a, b| super::by_date(date(a), date(b)).then(a.article.cmp(&b.article)));
    let independent = independent(corpus, told.iter().map(|account| account.article));
    Accounts { told, fields: fields.finish(corpus), independent }
}

fn account(all: &mut BTreeMap<ArticleId, Account>, article: ArticleId) -> &mut Account {
    all.entry(article).or_insert_with(|| Account { article, asserts: Vec::new(), passages: Vec::new() })
}

/// The annotation that makes a mention.
fn annotation_of(article: &Article, mention: usize) -> Option<usize> {
    let mention = article.mentions.get(mention)?;
    (mention.how == crate::resolve::corpus::How::Annotated).then_some(())?;
    article.passages.get(mention.passage?).map(|passage| passage.annotation)
}

/// How many accounts these articles are: those that pass on or translate another's count with it, and two that pass on
/// the same one count once.
pub fn independent(corpus: &Corpus, articles: impl IntoIterator<Item = ArticleId>) -> usize {
    articles.into_iter().map(|id| root(corpus, id)).collect::<BTreeSet<_>>().len()
}

/// Where an account comes from in the end.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Article(ArticleId),
    /// Somebody's account that is no article here, by its name.
    Elsewhere(String),
}

fn root(corpus: &Corpus, id: ArticleId) -> Root {
    let (mut at, mut seen) = (id, BTreeSet::from([id]));
    loop {
        let article = corpus.article(at);
        let Some(next) = article.after.or(article.translation_of) else { break };
        if !seen.insert(next) {
            // A circle: the least of it stands for all.
            return Root::Article(seen.first().copied().unwrap_or(id));
        }
        at = next;
    }
    let elsewhere = corpus.article(at).source.iter().find_map(|origin| origin.after.as_ref());
    elsewhere.map_or(Root::Article(at), |text| Root::Elsewhere(crate::route::fold(text.value.trim())))
}

/// Whether two values of a field disagree: date intervals that do not overlap; references of which neither equals nor is
/// part of the other; numbers and coordinates that differ; beginnings or ends of one office that do not overlap. Words never
/// do, nor do numbers of different units: they cannot be compared.
pub fn disagree(corpus: &Corpus, a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => !a.overlaps(b),
        (Value::Ref(a), Value::Ref(b)) => {
            a.entity != b.entity && !is_within(corpus, a.entity, b.entity) && !is_within(corpus, b.entity, a.entity)
        }
        (Value::Number(a), Value::Number(b)) => match (Number::read(a), Number::read(b)) {
            (Some(a), Some(b)) => a.comparable(&b) && !a.overlaps(&b),
            _ => false,
        },
        (Value::Coordinates(..), Value::Coordinates(..)) => !same(a, b),
        (Value::Role(a), Value::Role(b)) => are_of_one_term(a, b) && (differ(&a.from, &b.from) || differ(&a.to, &b.to)),
        _ => false,
    }
}

/// Whether two roles are one office, and not of terms of which one ends before the other begins.
fn are_of_one_term(a: &Role, b: &Role) -> bool {
    let at = |role: &Role| role.at.iter().map(|at| at.entity).collect::<BTreeSet<_>>();
    let title = |role: &Role| role.title.as_deref().map(str::to_lowercase);
    let is_over = |one: &Role, other: &Role| match (&one.to, &other.from) {
        (Some(to), Some(from)) => to.value.certainly_before(&from.value),
        _ => false,
    };
    title(a) == title(b) && at(a) == at(b) && !is_over(a, b) && !is_over(b, a)
}

fn differ(a: &Option<Dated>, b: &Option<Dated>) -> bool {
    a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| !a.value.overlaps(&b.value))
}

/// Whether two values are numbers that can be compared: both say how many or how much, of the same unit.
pub fn are_comparable(a: &Value<'_>, b: &Value<'_>) -> bool {
    let (Value::Number(a), Value::Number(b)) = (a, b) else { return false };
    Number::read(a).zip(Number::read(b)).is_some_and(|(a, b)| a.comparable(&b))
}

/// Whether one is part of the other, over any number of steps.
pub fn is_within(corpus: &Corpus, part: EntityId, whole: EntityId) -> bool {
    if corpus.entity(part).part_of.is_empty() {
        return false;
    }
    let (mut seen, mut next) = (BTreeSet::new(), vec![part]);
    while let Some(id) = next.pop() {
        for above in &corpus.entity(id).part_of {
            if above.entity == whole {
                return true;
            }
            if seen.insert(above.entity) {
                next.push(above.entity);
            }
        }
    }
    false
}

/// What values that say the same have alike: what is looked for among them only.
fn key(value: &Value<'_>) -> String {
    match value {
        Value::Date(date) => date.words(),
        Value::Ref(reference) => format!("{:?}", reference.entity),
        Value::Number(text) => plain(text),
        // What is near to another is not always near to a third.
        Value::Coordinates(..) => String::new(),
        Value::Role(role) => role.title.clone().unwrap_or_default(),
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// A number as it is compared: white space and capitals do not count.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether two values say the same.
fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => a == b || (a.chronology(b).is_eq() && a.words() == b.words()),
        (Value::Ref(a), Value::Ref(b)) => a.entity == b.entity,
        (Value::Number(a), Value::Number(b)) => plain(a) == plain(b),
        (Value::Coordinates(a_lat, a_lon), Value::Coordinates(b_lat, b_lon)) => {
            near(*a_lat, *b_lat) && near(*a_lon, *b_lon)
        }
        (Value::Role(a), Value::Role(b)) => {
            let at = |role: &Role| role.at.iter().map(|at| at.entity).collect::<Vec<_>>();
            let dates = |role: &Role| [&role.from, &role.to].map(|date| date.as_ref().map(|date| date.value.clone()));
            a.title == b.title && at(a) == at(b) && dates(a) == dates(b)
        }
        (Value::Text(a), Value::Text(b)) => a.split_whitespace().eq(b.split_whitespace()),
        _ => false,
    }
}

/// Degrees that agree as far as the less exact of them is written.
fn near(a: f64, b: f64) -> bool {
    let decimals = |value: f64| value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let places = i32::try_from(decimals(a).min(decimals(b))).unwrap_or(0);
    (a - b).abs() < 10f64.powi(-places)
}

/// Fields whose values are lists by their nature, even where only one item is given.
const LISTS: [&str; 4] = ["participants", "roles", "occupations", "reviewed_by"];

/// The order of the format's table.
const ORDER: [&str; 13] = [
    "date",
    "born",
    "died",
    "founded",
    "dissolved",
    "places",
    "birth_place",
    "death_place",
    "coordinates",
    "participants",
    "creators",
    "by",
    "part_of",
];

/// The fields of one entity on their way.
struct Fields<'c> {
    entity: &'c Entity,
    corpus: &'c Corpus,
    found: BTreeMap<FieldName<'c>, Positions<'c>>,
}

/// The different values of a field on their way.
#[derive(Default)]
struct Positions<'c> {
    all: Vec<Position<'c>>,
    /// Where those are that can be the same, by what is the same of them.
    by_key: BTreeMap<String, Vec<usize>>,
}

impl<'c> Positions<'c> {
    /// The position of a value; a new one if nobody has given it yet.
    fn of(&mut self, value: &Value<'c>) -> &mut Position<'c> {
        let known = self.by_key.entry(key(value)).or_default();
        let at = known.iter().copied().find(|&at| same(&self.all[at].value, value)).unwrap_or_else(|| {
            self.all.push(Position { value: value.clone(), record: None, said: Vec::new() });
            known.push(self.all.len() - 1);
            self.all.len() - 1
        });
        &mut self.all[at]
    }
}

impl<'c> Fields<'c> {
    fn new(corpus: &'c Corpus, id: EntityId) -> Fields<'c> {
        Fields { entity: corpus.entity(id), corpus, found: BTreeMap::new() }
    }

    fn add(&mut self, field: &'c str, value: &'c Asserted, place: (ArticleId, usize, usize)) {
        if let Asserted::Numbers(numbers) = value {
            for (label, number) in numbers {
                self.put(FieldName::Number(label), vec![Value::Number(number)], Some(place));
            }
            return;
        }
        self.put(FieldName::Key(field), values(value), Some(place));
    }

    /// Adds values as one giver gives them together; without a place it is the record.
    fn put(&mut self, field: FieldName<'c>, values: Vec<Value<'c>>, place: Option<(ArticleId, usize, usize)>) {
        let listed = values.len() > 1 || matches!(field, FieldName::Key(key) if self.is_list(key));
        let given = if listed { Given::Listed } else { Given::Alone };
        let positions = self.found.entry(field).or_default();
        for value in values {
            let position = positions.of(&value);
            match place {
                Some((article, annotation, assertion)) => {
                    position.said.push(Said { article, annotation, assertion, value, given });
                }
                None => position.record = Some(given),
            }
        }
    }

    /// Whether a field holds a list by its nature: those of the table, and related entities of any kind. Where something
    /// is (`places`) is a single value where the kind has such a field.
    fn is_list(&self, key: &str) -> bool {
        let kind = self.entity.kind;
        let has_places = kind == KindId::EVENTS || kind == KindId::ORGANIZATIONS || kind.is_further();
        LISTS.contains(&key) || (self.corpus.settings.kinds.find(key).is_some() && !(key == "places" && has_places))
    }

    fn finish(mut self, corpus: &'c Corpus) -> Vec<FieldAccounts<'c>> {
        let keys: Vec<_> = self.found.keys().copied().collect();
        for field in keys {
            let FieldName::Key(key) = field else { continue };
            // The record's value stands first.
            let articles = self.found.remove(&field).unwrap_or_default();
            self.put(field, record(corpus, self.entity, key), None);
            let own = self.found.entry(field).or_default();
            for Position { value, said, .. } in articles.all {
                own.of(&value).said.extend(said);
            }
        }
        let mut fields: Vec<_> = self.found.into_iter().collect();
        let order = |field: &FieldName<'_>| match field {
            FieldName::Key(key) => match ORDER.iter().position(|known| known == key) {
                Some(at) => (0, at),
                None => (2, 0),
            },
            FieldName::Number(_) => (1, 0),
        };
        fields.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)).then(a.cmp(b)));
        fields.into_iter().map(|(field, positions)| FieldAccounts::new(corpus, field, positions.all)).collect()
    }
}

/// What is given as the value of a field, item by item; numbers have each a field of their own.
pub fn values(given: &Asserted) -> Vec<Value<'_>> {
    match given {
        Asserted::Date(date) => vec![Value::Date(date)],
        Asserted::Refs(refs) => refs.iter().map(Value::Ref).collect(),
        Asserted::Roles(roles) => roles.iter().map(Value::Role).collect(),
        Asserted::Coordinates(lat, lon) => vec![Value::Coordinates(*lat, *lon)],
        Asserted::Text(text) => vec![Value::Text(text)],
        Asserted::Numbers(_) => Vec::new(),
    }
}

/// What a record says in a field.
pub fn record<'c>(corpus: &'c Corpus, entity: &'c Entity, field: &str) -> Vec<Value<'c>> {
    let dates = |date: &'c Option<Dated>| date.iter().map(|date| Value::Date(&date.value)).collect();
    let refs = |refs: &'c [EntityRef]| refs.iter().map(Value::Ref).collect();
    let text = |text: &'c Option<String>| text.iter().map(|text| Value::Text(text)).collect();
    let claim = &entity.claim;
    match field {
        "date" if entity.date.is_some() => dates(&entity.date),
        "date" => dates(&claim.date),
        "born" => dates(&entity.born),
        "died" => dates(&entity.died),
        "founded" => dates(&entity.founded),
        "dissolved" => dates(&entity.dissolved),
        "reviewed" => dates(&claim.reviewed),
        "birth_place" => refs(&entity.birth_place),
        "death_place" => refs(&entity.death_place),
        "part_of" => refs(&entity.part_of),
        "follows" => refs(&entity.follows),
        "creators" => refs(&entity.creators),
        "by" => refs(&claim.by),
        "participants" => entity.participants.iter().map(|participant| Value::Ref(&participant.who)).collect(),
        "roles" => entity.roles.iter().map(Value::Role).collect(),
        "occupations" => entity.occupations.iter().map(|text| Value::Text(text)).collect(),
        "reviewed_by" => claim.reviewed_by.iter().map(|text| Value::Text(text)).collect(),
        "coordinates" => entity.coordinates.iter().map(|&(lat, lon)| Value::Coordinates(lat, lon)).collect(),
        "type" => text(&entity.type_),
        "gender" => text(&entity.gender),
        "pronouns" => text(&entity.pronouns),
        "text" => text(&claim.text),
        "because" => text(&claim.because),
        "name" => vec![Value::Text(&entity.name)],
        "places" if !entity.places.is_empty() => refs(&entity.places),
        _ => {
            let kind = corpus.settings.kinds.find(field);
            entity.about.iter().filter(|about| Some(corpus.entity(about.entity).kind) == kind).map(Value::Ref).collect()
        }
    }
}
