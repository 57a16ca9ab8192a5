//! What articles tell of an entity, side by side.

use serde::Serialize;

use super::{ArticleLink, Date, EntityLink, Resolved, Standing};

/// What articles tell of an entity.
#[derive(Clone, Debug, Serialize)]
pub struct Accounts {
    /// Whether these are the first rows of the table, with what is said of the whole of it.
    pub first: bool,
    /// How many articles tell of it.
    pub articles: usize,
    /// How many of these are accounts of their own: what is only passed on or translated is not counted again.
    pub independent: usize,
    /// How many fields are disputed.
    pub disputed: usize,
    /// What is asserted, field by field: the columns of the table.
    pub fields: Vec<AccountField>,
    /// What the record says in these fields; a cell for each.
    pub record: Vec<AccountCell>,
    /// Articles that assert something, oldest first; those of this part.
    pub rows: Vec<AccountRow>,
    /// Articles with passages that assert nothing, oldest first.
    pub passages: Vec<AccountPassages>,
    /// How many further articles have such passages and are not listed here; their passages stand among the mentions.
    pub more: usize,
    /// Resolutions of fields of which no article asserts anything.
    pub resolved: Vec<Resolved>,
}

/// A field that is asserted, and how the accounts of it stand to each other.
#[derive(Clone, Debug, Serialize)]
pub struct AccountField {
    /// Its label: `Date`, or that of a number.
    pub label: String,
    /// How the accounts stand to each other: `one`, `agree`, `exact` (they agree, and some are more exact), `add` (lists),
    /// `open` (cannot be compared), `record` (they agree, but not with the record), `disagree`.
    pub state: &'static str,
    /// The same in a sentence.
    pub words: String,
    /// The different values, if there are several: the first of them.
    pub positions: Vec<AccountPosition>,
    /// How many more values there are, in the table only.
    pub more: usize,
    /// How the disagreement was resolved.
    pub resolved: Option<Resolved>,
}

/// A value, and who gives it.
#[derive(Clone, Debug, Serialize)]
pub struct AccountPosition {
    /// The value.
    pub value: AccountValue,
    /// Whether the record gives it.
    pub record: bool,
    /// The articles that give it: their headlines, with links to the passages.
    pub articles: Vec<AccountLink>,
    /// How many more articles give it.
    pub more: usize,
    /// How many accounts of their own these are.
    pub independent: usize,
    /// The first values with which it does not agree, in words; none where these are all the others.
    pub against: Vec<String>,
    /// Whether it is the one that was held to be right.
    pub resolved: bool,
}

/// An article that gives a value.
#[derive(Clone, Debug, Serialize)]
pub struct AccountLink {
    /// Its headline.
    pub text: String,
    /// The passage.
    pub href: String,
    /// The article's language, if it is not the site's.
    pub language: Option<String>,
    /// How the claim has stood up that is made there; null where none is.
    pub standing: Option<Standing>,
}

/// A value in words, or the entity that it is.
#[derive(Clone, Debug, Serialize)]
pub struct AccountValue {
    /// The words; empty for an entity.
    pub text: String,
    /// The entity, with its role.
    pub entity: Option<EntityLink>,
    /// The date, if it is one.
    pub date: Option<Date>,
}

/// The way to a passage.
#[derive(Clone, Debug, Serialize)]
pub struct PassageLink {
    /// Its words, or the headline of its article; empty for an annotation of the whole article.
    pub text: String,
    /// Where to.
    pub href: String,
    /// How the claim has stood up that is made there; null where none is.
    pub standing: Option<Standing>,
}

/// A row of the table.
#[derive(Clone, Debug, Serialize)]
pub struct AccountRow {
    /// The article.
    pub article: ArticleLink,
    /// The article whose account it only passes on.
    pub after: Option<ArticleLink>,
    /// Whose account it only passes on, if that is no article here.
    pub after_text: Option<String>,
    /// The article that it translates.
    pub translation_of: Option<ArticleLink>,
    /// What it asserts, a cell for each field.
    pub cells: Vec<AccountCell>,
}

/// A cell of the table.
#[derive(Clone, Debug, Serialize)]
pub struct AccountCell {
    /// The field's label.
    pub label: String,
    /// What is asserted, by passage; empty if nothing is.
    pub items: Vec<AccountItem>,
}

/// What one passage asserts in a field.
#[derive(Clone, Debug, Serialize)]
pub struct AccountItem {
    /// The values.
    pub values: Vec<AccountValue>,
    /// The passage; null in the record's row.
    pub passage: Option<PassageLink>,
    /// Whether some other account, or the record, disagrees.
    pub disputed: bool,
}

/// Passages of an article that assert nothing.
#[derive(Clone, Debug, Serialize)]
pub struct AccountPassages {
    /// The article.
    pub article: ArticleLink,
    /// The article whose account it only passes on.
    pub after: Option<ArticleLink>,
    /// Whose account it only passes on, if that is no article here.
    pub after_text: Option<String>,
    /// The article that it translates.
    pub translation_of: Option<ArticleLink>,
    /// Their words, with links to them.
    pub passages: Vec<PassageLink>,
    /// How many more there are; they stand among the mentions.
    pub more: usize,
    /// BCP 47, where the article is in another language than the site.
    pub language: Option<String>,
}
