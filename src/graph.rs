//! Corpus → Graph: every relation in both directions and in order.
//!
//! 1. mentions, subjects and letters by entity; 2. what records say of each other, both ways; 3. order: chronology of
//!    articles and events, names as the language sorts them; 4. tags and series.

pub mod accounts;
mod build;
mod by_article;
mod by_name;
mod same;
mod together;

use std::collections::BTreeMap;

use crate::id::{ArticleId, EntityId};
use crate::reads::{List, Noted};

pub use build::{by_date, graph, is_dated, makers, newest_first, sent};
pub use by_article::ByArticle;
pub use by_name::{ByName, listed};
pub use same::is_alike;
pub use together::{Shared, Stand, Tie, Together};

/// Relations of a corpus.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// By `EntityId`.
    pub entities: List<EntityNode>,
    /// By `ArticleId`.
    pub articles: List<ArticleNode>,
    /// For each kind, by `KindId`: its entities by sort name, as the site's language sorts. Events: by date.
    pub by_kind: Vec<Vec<EntityId>>,
    /// Articles from the oldest to the newest, undated last, then by id.
    pub chronology: Vec<ArticleId>,
    /// Claims that annotations make in place: article and index of the annotation, oldest article first.
    pub claims_in_place: Vec<(ArticleId, usize)>,
    /// Tag → what bears it.
    pub tags: BTreeMap<String, Tagged>,
    /// Publishers of articles' texts, by name as the site's language sorts.
    pub publishers: Vec<Publisher>,
    /// Letters in order of sending (else of their date), undated last.
    pub letters: Vec<ArticleId>,
    /// Who sent or received letters, by kind and sort name.
    pub correspondents: Vec<EntityId>,
    /// By index of `Corpus::series`: its articles by number, then date.
    pub series: Vec<Vec<ArticleId>>,
}

/// A publisher and its articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Publisher {
    /// Its name, as it is written most often. Names that differ only in letter case and white space are one.
    pub name: String,
    /// Articles with it as the publisher of one of their sources, newest first.
    pub articles: Vec<ArticleId>,
}

/// What bears a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tagged {
    /// Articles, newest first.
    pub articles: Vec<ArticleId>,
    /// Passages: article and index of the annotation, newest article first.
    pub annotations: Vec<(ArticleId, usize)>,
    /// Entities by kind and sort name.
    pub entities: Vec<EntityId>,
}

/// What is known of an entity from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EntityNode {
    /// Mentions that count, by article (newest first, undated last), in reading order: indices of `Article::mentions`.
    pub mentions: ByArticle,
    /// Annotations about the whole article that name it: article and index of the annotation, newest first.
    pub whole: Vec<(ArticleId, usize)>,
    /// Articles with it as subject, newest first.
    pub subject_of: Vec<ArticleId>,
    /// Letters that it sent or received, in order of sending: true where it is the sender.
    pub letters: Vec<(ArticleId, bool)>,
    /// Quotations: annotations with it as speaker, in order of the articles (oldest first) and of reading.
    pub quotations: Vec<(ArticleId, usize)>,
    /// Events that it takes part in (by the records), in order of time: event and index of the participant there.
    pub events: Vec<(EntityId, usize)>,
    /// Events and others that lie here (`places`, `birth_place`, `death_place`), by kind, then date or name, with the field's name.
    pub here: Vec<(EntityId, &'static str)>,
    /// What has it as whole (`part_of`), in order.
    pub parts: Vec<EntityId>,
    /// Events that follow it.
    pub followed_by: Vec<EntityId>,
    /// Roles that others hold here: who and index of their role, by start.
    pub members: Vec<(EntityId, usize)>,
    /// Relations that others declare with it: who and index of their relation.
    pub relations: Vec<(EntityId, usize)>,
    /// Records that name it as related (a kind's key on a record, `creators`), by kind and name.
    pub related: Vec<EntityId>,
    /// Claims (records) made by it, see [`makers`].
    pub claims: Vec<EntityId>,
    /// Annotations that make a claim in place by it, or (for a claim) that make or answer it.
    pub claim_passages: Vec<(ArticleId, usize)>,
    /// Of a claim whose record does not say who makes it: the speakers of the passages that make it, each once. Article, index
    /// of the annotation, index of the speaker there.
    pub makers: Vec<(ArticleId, usize, usize)>,
    /// What articles assert of it: article, index of the annotation, index of the assertion; oldest article first.
    pub asserted: Vec<(ArticleId, usize, usize)>,
    /// Records that say that they are not the same.
    pub not_same_as: Vec<EntityId>,
    /// Who and what is mentioned together with it.
    pub together: Together,
}

impl Noted for EntityNode {
    const SORT: usize = 1;
}

impl Noted for ArticleNode {
    const SORT: usize = 2;
}

impl EntityNode {
    /// How many mentions count.
    pub fn mention_count(&self) -> usize {
        self.mentions.mentions()
    }
}

/// What is known of an article from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ArticleNode {
    /// Entities in it in the order they appear (mentions), then subjects not mentioned.
    pub entities: Vec<EntityId>,
    /// Translations of it.
    pub translations: Vec<ArticleId>,
    /// Articles that answer it.
    pub replies: Vec<ArticleId>,
    /// Articles that only pass on its account.
    pub passed_on_by: Vec<ArticleId>,
    /// The one before it in time.
    pub previous: Option<ArticleId>,
    /// The one after it in time.
    pub next: Option<ArticleId>,
    /// Where those mentioned in it stand, by entity.
    pub stands: Vec<Stand>,
}
