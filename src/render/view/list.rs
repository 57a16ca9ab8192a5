//! Home, lists, plain pages.

use serde::Serialize;

use super::{ArticleLink, Date, EntityLink, Link, Picture, Remark, TimelineRow};
use crate::parse::record::Extra;

/// `home`: the home page.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// The heading: the title of `content/index.md`, else the site's.
    pub title: String,
    /// The text of `content/index.md`.
    pub html: String,
    /// Whether the text begins with its own heading of the first level, so that the title need not be shown again.
    pub has_heading: bool,
    /// A picture.
    pub image: Option<Picture>,
    /// The newest articles.
    pub articles: Vec<ArticleLink>,
    /// How many articles there are.
    pub article_count: usize,
    /// The list of all articles; null if there is none.
    pub articles_href: Option<String>,
    /// The kinds that have pages.
    pub kinds: Vec<KindCount>,
    /// The lists of letters, sources, tags and series, those that there are.
    pub more: Vec<KindCount>,
    /// Keys of `content/index.md` that begin with `x-`.
    pub extra: Extra,
}

/// A kind or another list, and how many it has.
#[derive(Clone, Debug, Serialize)]
pub struct KindCount {
    /// Its name: `people`, `letters`.
    pub kind: String,
    /// Its label: `People`.
    pub many: String,
    /// Its index.
    pub href: String,
    /// How many there are; of claims those too that are made in annotations and have no page.
    pub count: usize,
}

/// One part of a list that is split.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its label: `March 2017`, `Be`.
    pub label: String,
    /// Its page.
    pub href: String,
    /// How many rows it has.
    pub count: usize,
    /// Whether it is this page.
    pub current: bool,
}

/// Parts that belong together: those of one year, of one letter.
#[derive(Clone, Debug, Serialize)]
pub struct PartGroup {
    /// The year, the letter.
    pub label: String,
    /// The parts.
    pub parts: Vec<Part>,
}

/// `index`: the index of a kind.
#[derive(Clone, Debug, Serialize)]
pub struct Index {
    /// The kind: `people`.
    pub kind: String,
    /// The heading: the title of the index's text, else the kind's label.
    pub title: String,
    /// The label for one: `Person`.
    pub one: String,
    /// The text of `KIND/index.md`; only on the first part.
    pub html: String,
    /// Whether that text begins with its own heading of the first level.
    pub has_heading: bool,
    /// A picture.
    pub image: Option<Picture>,
    /// For places: a map of those with coordinates; only on the first part.
    pub map_html: String,
    /// How many rows there are on all parts.
    pub total: usize,
    /// The rows of this part, by letter; of events, by year.
    pub groups: Vec<IndexGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
    /// Keys of the index's text that begin with `x-`.
    pub extra: Extra,
}

/// Rows under one letter or year.
#[derive(Clone, Debug, Serialize)]
pub struct IndexGroup {
    /// The letter or year.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The rows.
    pub rows: Vec<IndexRow>,
}

/// A row of an index.
#[derive(Clone, Debug, Serialize)]
pub struct IndexRow {
    /// Who or what.
    pub entity: EntityLink,
    /// Whether it is a draft (`--drafts`).
    pub draft: bool,
    /// The name that it is sorted by.
    pub sort_name: String,
    /// When, for events and others that have a date.
    pub date: Option<Date>,
    /// One line; of a claim, what is claimed.
    pub description: Option<String>,
    /// Of a claim: the verdict's label.
    pub verdict: Option<String>,
    /// Of a claim: the verdict's id.
    pub verdict_id: Option<String>,
    /// How often it is mentioned.
    pub mentions: usize,
    /// In how many articles.
    pub articles: usize,
}

/// `list`: articles by date, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleList {
    /// The heading.
    pub title: String,
    /// The text of `articles/index.md`; only on the first part.
    pub html: String,
    /// Whether that text begins with its own heading of the first level.
    pub has_heading: bool,
    /// How many articles there are on all parts.
    pub total: usize,
    /// The articles of this part, by year.
    pub groups: Vec<ArticleRows>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
    /// The other lists of articles: letters, sources, tags, series.
    pub more: Vec<KindCount>,
    /// Keys of the list's text that begin with `x-`.
    pub extra: Extra,
}

/// Articles of one year.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleRows {
    /// The year, or `Undated`.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The articles.
    pub articles: Vec<ArticleLink>,
}

/// `all`, on the page of all tags.
#[derive(Clone, Debug, Serialize)]
pub struct TagList {
    /// The tags of this part, by name.
    pub tags: Vec<TagRow>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// A tag in the list of tags.
#[derive(Clone, Debug, Serialize)]
pub struct TagRow {
    /// The tag.
    pub tag: Link,
    /// How many articles, passages and records bear it.
    pub count: usize,
}

/// `tag`: what bears a tag.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// Articles, newest first: those of this part.
    pub articles: Vec<ArticleLink>,
    /// How many articles there are on all parts.
    pub article_count: usize,
    /// Passages: the first, or those of this part.
    pub passages: Vec<Remark>,
    /// The parts of the passages; empty if there is one only.
    pub passage_parts: Vec<PartGroup>,
    /// Records: the first, or those of this part.
    pub entities: Vec<TimelineRow>,
    /// The parts of the records; empty if there is one only.
    pub entity_parts: Vec<PartGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts of the articles; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// `all`, on the page of all series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesList {
    /// The series of this part.
    pub series: Vec<SeriesRow>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// A series in the list of series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesRow {
    /// The series.
    pub series: Link,
    /// One line.
    pub description: Option<String>,
    /// How many articles it has.
    pub count: usize,
}

/// `series`: a series and its articles.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One line.
    pub description: Option<String>,
    /// Its text.
    pub html: String,
    /// Its articles, in order: those of this part.
    pub articles: Vec<NumberedArticle>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// An article of a series.
#[derive(Clone, Debug, Serialize)]
pub struct NumberedArticle {
    /// The number in the series.
    pub number: Option<u32>,
    /// The article.
    pub article: ArticleLink,
}

/// `content`: a plain page.
#[derive(Clone, Debug, Serialize)]
pub struct PlainPage {
    /// Its path in `content/` without `.md`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Whether it is a draft (`--drafts`).
    pub draft: bool,
    /// Its language, if it is not the site's.
    pub language: Option<String>,
    /// Whether the text begins with its own heading of the first level, so that the title need not be shown again.
    pub has_heading: bool,
    /// One line.
    pub description: Option<String>,
    /// A picture.
    pub image: Option<Picture>,
    /// The text.
    pub html: String,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}
