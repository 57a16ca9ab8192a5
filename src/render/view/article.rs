//! `article`.

use serde::Serialize;

use super::{ArticleLink, Claim, Date, EntityLink, Field, Link, Picture, Ready};
use crate::parse::record::Extra;

/// `article`: an article with all that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Whether it is a draft (`--drafts`).
    pub draft: bool,
    /// Its language, if it is not the site's.
    pub language: Option<String>,
    /// Whether the text begins with its own headline, so that the page shows no other.
    pub has_heading: bool,
    /// `article`, `letter`, …
    #[serde(rename = "type")]
    pub type_: String,
    /// When it was published or written.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// One line.
    pub description: Option<String>,
    /// A picture.
    pub image: Option<Picture>,
    /// Where the text comes from, the copy text first.
    pub sources: Vec<Origin>,
    /// The article whose account it only passes on.
    pub after: Option<ArticleLink>,
    /// A letter's ways.
    pub letter: Option<Letter>,
    /// Subjects.
    pub subjects: Vec<EntityLink>,
    /// Tags.
    pub tags: Vec<Link>,
    /// The article that it translates.
    pub translation_of: Option<ArticleLink>,
    /// Who translated it.
    pub translators: Vec<String>,
    /// Translations of it.
    pub translations: Vec<ArticleLink>,
    /// Letters and articles that answer it.
    pub replies: Vec<ArticleLink>,
    /// The thread of replies that a letter stands in, from its first letter on; empty where there is none.
    pub thread: Vec<ThreadRow>,
    /// Articles that only pass on its account.
    pub passed_on_by: Vec<ArticleLink>,
    /// Its place in a series.
    pub series: Option<SeriesPlace>,
    /// The sorts of its passages that there are: of `about`, `quotation`, `claim` and `note`, in this order.
    pub sorts: Vec<&'static str>,
    /// The text, cut before each block that has notes.
    pub blocks: Vec<Block>,
    /// The footnotes, in order of their numbers.
    pub footnotes: Vec<Footnote>,
    /// Every passage in reading order, with all that is said of it.
    pub passages: Vec<Passage>,
    /// Annotations of the article as a whole.
    pub whole: Vec<Passage>,
    /// Annotations of passages that were taken out of the source.
    pub removed: Vec<Passage>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// Who and what is named in it, by kind, in the order that they appear.
    pub entities: Vec<EntityGroup>,
    /// Labels and values.
    pub fields: Vec<Field>,
    /// The article before it in time.
    pub previous: Option<ArticleLink>,
    /// The article after it in time.
    pub next: Option<ArticleLink>,
    /// Whether that is known of these.
    pub in_time: InTime,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// Where a text comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Origin {
    /// Title there.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// The publisher's page.
    pub publisher_href: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// The address of an archived copy.
    pub archived: Option<String>,
    /// When it was read.
    pub accessed: Option<Date>,
    /// When it was published there.
    pub date: Option<Date>,
    /// Volume, issue, pages, repository, shelfmark, licence, note: labels and values.
    pub details: Vec<Field>,
    /// The account that it passes on, where that is no article of the site.
    pub after: Option<String>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// A letter's ways.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// From whom.
    pub sender: Vec<EntityLink>,
    /// To whom.
    pub recipient: Vec<EntityLink>,
    /// When it was sent.
    pub sent: Option<Date>,
    /// From where.
    pub sent_from: Vec<EntityLink>,
    /// When it was received.
    pub received: Option<Date>,
    /// Where.
    pub received_at: Vec<EntityLink>,
    /// What it answers.
    pub reply_to: Option<ArticleLink>,
}

/// A letter in a thread of replies.
#[derive(Clone, Debug, Serialize)]
pub struct ThreadRow {
    /// The letter, with when it was sent.
    pub article: ArticleLink,
    /// How many letters it answers in turn: 0 for the first.
    pub depth: usize,
    /// Whether it is this one.
    pub current: bool,
}

/// Whether the articles before and after one are of days before and after it: not if a date is missing, or both may be of one day.
#[derive(Clone, Debug, Serialize)]
pub struct InTime {
    /// The one before.
    pub previous: bool,
    /// The one after.
    pub next: bool,
}

/// An article's place in a series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPlace {
    /// The series.
    pub series: Link,
    /// The number in it.
    pub number: Option<u32>,
    /// The one before.
    pub previous: Option<ArticleLink>,
    /// The one after.
    pub next: Option<ArticleLink>,
}

/// A stretch of the text: a block (a paragraph, a list, a table, …) with the notes on the passages that end in it, and all
/// that follows up to the next that has notes. Only the first may have none.
#[derive(Clone, Debug, Serialize)]
pub struct Block {
    /// The block, its passages marked; of a text that begins without notes, all blocks that have none.
    pub html: String,
    /// The notes on passages that end in the block.
    pub notes: Vec<Passage>,
    /// The blocks after it that have no notes.
    pub rest_html: String,
}

/// A footnote.
#[derive(Clone, Debug, Serialize)]
pub struct Footnote {
    /// Its address in the page, without `#`.
    pub id: String,
    /// Its text with the links back, its passages marked: the inside of a list item.
    pub html: String,
    /// The notes on passages that end in it.
    pub notes: Vec<Passage>,
}

/// A passage and what is said of it.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// Its address in the page, without `#`. Where there is no place in the text, for it is of the article as a whole or was removed,
    /// the annotation's own id, by which sources cite it; empty if it has none, or something else has that address.
    pub id: String,
    /// The address of its note in the page, without `#`.
    pub note_id: String,
    /// The number of its note, which stands at the end of the passage too; null for a passage without a note of its own.
    pub number: Option<usize>,
    /// The place in the text; null where there is none.
    pub href: Option<String>,
    /// Its words, shortened where they are many.
    pub words: Option<String>,
    /// Which sort of passage it is: `claim`, `quotation`, `about` or `note`.
    pub sort: &'static str,
    /// The margin note.
    pub note_html: Option<String>,
    /// For a further passage of an annotation: the place of the first, where the note stands.
    pub see: Option<Link>,
    /// Who and what it is about.
    pub about: Vec<EntityLink>,
    /// Whose words these are.
    pub speakers: Vec<EntityLink>,
    /// Whether it is reported speech.
    pub indirect: bool,
    /// The claim that is made.
    pub claim: Option<Claim>,
    /// What it asserts.
    pub asserts: Vec<Statement>,
    /// Tags.
    pub tags: Vec<Link>,
    /// Who annotated.
    pub by: Vec<String>,
    /// When.
    pub date: Option<Date>,
    /// When it was taken out of the source.
    pub removed: Option<Date>,
    /// The mentions before and after it of those whom it is about.
    pub steps: Vec<Step>,
    /// Passages that lie over it, or under it.
    pub over: Vec<Link>,
    /// How many further ones are not listed.
    pub over_more: usize,
    /// Whether it lies in a footnote.
    pub in_footnote: bool,
    /// The language of the note, if it is not the site's.
    pub language: Option<String>,
    /// The language of the words, if it is not the site's.
    pub words_language: Option<String>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// What a passage asserts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Of whom.
    pub of: EntityLink,
    /// The field in words: `Date`, `Birth place`; of a number its own label.
    pub field: String,
    /// The value in words; empty for fields that hold references alone.
    pub value: String,
    /// Those that the value names.
    pub entities: Vec<EntityLink>,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct Correction {
    /// When.
    pub date: Option<Date>,
    /// What.
    pub html: String,
}

/// Those of one kind that are named in an article.
#[derive(Clone, Debug, Serialize)]
pub struct EntityGroup {
    /// The kind: `people`.
    pub kind: String,
    /// Its label: `People`.
    pub many: String,
    /// Those named, in the order that they appear.
    pub entities: Vec<EntityPlace>,
}

/// Somebody who is named in an article.
#[derive(Clone, Debug, Serialize)]
pub struct EntityPlace {
    /// Who.
    pub entity: Ready<EntityLink>,
    /// How often.
    pub count: usize,
    /// The first place; null for a subject that the text does not mention.
    pub first: Option<String>,
    /// The last mention in the article before this one in time.
    pub previous: Option<String>,
    /// The first mention in the article after this one in time.
    pub next: Option<String>,
}

/// From a passage to the mentions before and after it of somebody.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Whose.
    pub name: String,
    /// The mention before.
    pub previous: Option<String>,
    /// The mention after.
    pub next: Option<String>,
}
