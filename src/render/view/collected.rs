//! Claims, sources and letters: lists of what stands in several articles.

use serde::Serialize;

use super::{ArticleLink, Claim, Date, EntityLink, Link, PartGroup, Picture, Standing, Statement};
use crate::parse::record::Extra;

/// `claims`: all claims by verdict, those with a record and those made in place.
#[derive(Clone, Debug, Serialize)]
pub struct Claims {
    /// The heading: the title of the index's text, else the kind's label.
    pub title: String,
    /// The text of `claims/index.md`; only on the first part.
    pub html: String,
    /// Whether that text begins with its own heading of the first level.
    pub has_heading: bool,
    /// A picture.
    pub image: Option<Picture>,
    /// How many claims there are on all parts.
    pub total: usize,
    /// The claims of this part, by verdict in the order of site.yaml; those without one last.
    pub groups: Vec<ClaimGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
    /// Keys of the index's text that begin with `x-`.
    pub extra: Extra,
}

/// Claims with one verdict.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimGroup {
    /// The verdict's label, or `No verdict`.
    pub label: String,
    /// The verdict's id; null without one.
    pub verdict_id: Option<String>,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The claims.
    pub rows: Vec<ClaimRow>,
}

/// A claim in the list of claims.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimRow {
    /// The claim.
    pub claim: Claim,
    /// How many passages make it; 1 for a claim made in place.
    pub passages: usize,
    /// How many passages answer it.
    pub answers: usize,
    /// For a claim made in place: the passage.
    pub passage: Option<Link>,
    /// For a claim made in place: the article.
    pub article: Option<ArticleLink>,
    /// For a claim made in place: when its passage was taken out of the source.
    pub removed: Option<Date>,
}

/// `sources`: all publishers, by name.
#[derive(Clone, Debug, Serialize)]
pub struct Sources {
    /// How many publishers there are on all parts.
    pub total: usize,
    /// How many articles name no publisher.
    pub unnamed: usize,
    /// The publishers of this part, by letter.
    pub groups: Vec<SourceGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// Publishers under one letter.
#[derive(Clone, Debug, Serialize)]
pub struct SourceGroup {
    /// The letter.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The publishers.
    pub rows: Vec<SourceRow>,
}

/// A publisher in the list.
#[derive(Clone, Debug, Serialize)]
pub struct SourceRow {
    /// The publisher.
    pub source: Link,
    /// How many articles it has.
    pub count: usize,
    /// The year of the first and of the last: `1920`, `1920 – 1931`.
    pub years: Option<String>,
}

/// `source`: a publisher, its articles and what they assert.
#[derive(Clone, Debug, Serialize)]
pub struct SourcePage {
    /// Its name.
    pub name: String,
    /// How many articles it has on all parts.
    pub total: usize,
    /// The articles of this part by year, newest first.
    pub groups: Vec<SourceYear>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// Articles of one year.
#[derive(Clone, Debug, Serialize)]
pub struct SourceYear {
    /// The year, or `Undated`.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The articles.
    pub articles: Vec<SourceArticle>,
}

/// An article of a publisher.
#[derive(Clone, Debug, Serialize)]
pub struct SourceArticle {
    /// The article.
    pub article: ArticleLink,
    /// The article whose account it only passes on.
    pub after: Option<ArticleLink>,
    /// What it asserts, in reading order, each with its passage.
    pub asserts: Vec<SourceStatement>,
    /// How many more statements there are.
    pub more: usize,
}

/// What a passage asserts.
#[derive(Clone, Debug, Serialize)]
pub struct SourceStatement {
    /// What.
    pub statement: Statement,
    /// The passage.
    pub href: String,
    /// How the claim has stood up that is made there; null where none is.
    pub standing: Option<Standing>,
}

/// `letters`: letters in order of sending, all or one correspondence.
#[derive(Clone, Debug, Serialize)]
pub struct Letters {
    /// Whose correspondence it is; null for all letters.
    pub of: Option<EntityLink>,
    /// How many letters there are on all parts.
    pub total: usize,
    /// Of one's correspondence: how many they sent.
    pub sent: usize,
    /// Of these and those that they received: how many are not surely from or to them.
    pub unsure: usize,
    /// On the first part of all letters: who sent or received most of them.
    pub correspondents: Vec<CorrespondentRow>,
    /// How many correspondents there are.
    pub correspondent_count: usize,
    /// The list of all correspondents.
    pub correspondents_href: String,
    /// The letters of this part, by year.
    pub groups: Vec<LetterGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// Letters of one year.
#[derive(Clone, Debug, Serialize)]
pub struct LetterGroup {
    /// The year, or `Undated`.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The letters, in order of sending.
    pub letters: Vec<LetterEntry>,
}

/// A letter in a list.
#[derive(Clone, Debug, Serialize)]
pub struct LetterEntry {
    /// The letter.
    pub article: ArticleLink,
    /// When it was sent, else its date.
    pub sent: Option<Date>,
    /// From whom; empty in the correspondence of the only sender.
    pub sender: Vec<EntityLink>,
    /// To whom; empty in the correspondence of the only recipient.
    pub recipient: Vec<EntityLink>,
    /// From where.
    pub sent_from: Vec<EntityLink>,
    /// The letter that it answers, with when that was sent.
    pub reply_to: Option<ArticleLink>,
    /// The first letters that answer it.
    pub replies: Vec<ArticleLink>,
    /// How many more answer it.
    pub more: usize,
}

/// `correspondents`: who sent or received letters, by name.
#[derive(Clone, Debug, Serialize)]
pub struct Correspondents {
    /// How many there are on all parts.
    pub total: usize,
    /// Those of this part, by letter.
    pub groups: Vec<CorrespondentGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// Correspondents under one letter.
#[derive(Clone, Debug, Serialize)]
pub struct CorrespondentGroup {
    /// The letter.
    pub label: String,
    /// Its address in the page, without `#`.
    pub id: String,
    /// The correspondents.
    pub rows: Vec<CorrespondentRow>,
}

/// Somebody who sent or received letters.
#[derive(Clone, Debug, Serialize)]
pub struct CorrespondentRow {
    /// Who.
    pub entity: EntityLink,
    /// Their letters.
    pub href: String,
    /// How many they sent.
    pub sent: usize,
    /// How many they received.
    pub received: usize,
    /// How many of all these are not surely from or to them.
    pub unsure: usize,
    /// From when to when: `1890`, `1890 – 1931`.
    pub years: Option<String>,
}
