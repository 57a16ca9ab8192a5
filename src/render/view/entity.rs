//! `entity`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Accounts, Around, ArticleLink, Citation, Claim, Date, EntityLink, Field, Link, PartGroup, Picture, Ready, Standing,
    Together,
};
use crate::parse::record::Extra;

/// `entity`: a person, event, place, organization, claim, or one of a further kind.
#[derive(Clone, Debug, Serialize)]
pub struct Entity {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its kind: `people`.
    pub kind: String,
    /// The label for one of the kind: `Person`.
    pub one: String,
    /// The label for many: `People`.
    pub many: String,
    /// Whether there is no record: the page is made from what articles say.
    pub stub: bool,
    /// Whether it is a draft (`--drafts`).
    pub draft: bool,
    /// Of a claim: how it has stood up; null for all others.
    pub standing: Option<Standing>,
    /// On the page of a further part of a list: which. Only that list has rows then.
    pub part: Option<String>,
    /// The parts of each list that can be long, by the list's name here (`lists.quotations`); `[]` where there is one only.
    pub lists: BTreeMap<&'static str, Vec<PartGroup>>,
    /// A word of the author's own.
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// One line.
    pub description: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Names in other languages.
    pub names: Vec<Name>,
    /// A picture.
    pub image: Option<Picture>,
    /// Tags.
    pub tags: Vec<Link>,
    /// When: events, places, further kinds.
    pub date: Option<Date>,
    /// What its record says in single lines (`born`, `places`, `part_of`, `coordinates`, …), in a fixed order.
    pub facts: Vec<Fact>,
    /// Biography, narrative, description.
    pub html: String,
    /// For a claim: what was claimed, and what was found.
    pub claim: Option<Claim>,
    /// For an event: who took part.
    pub participants: Vec<Participant>,
    /// Events that it took part in, in order of time.
    pub timeline: Vec<TimelineRow>,
    /// For an event: what its date leaves open, in a sentence.
    pub open: Option<String>,
    /// For an event: what was before and after it, on a small timeline; null where nothing beside it has a date.
    pub around: Option<Around>,
    /// What it consists of: parts of an event, an organization; of a place see `within`.
    pub parts: Vec<TimelineRow>,
    /// For a place: what lies within it, over all steps.
    pub within: Vec<WithinRow>,
    /// A map, where it or something within has coordinates.
    pub map_html: String,
    /// The place in which it lies, where the map shows that because of this one no coordinates are known.
    pub map_of: Option<EntityLink>,
    /// Events that follow it.
    pub followed_by: Vec<TimelineRow>,
    /// What lies or happened here: events, organizations, births.
    pub here: Vec<Here>,
    /// Offices and memberships.
    pub roles: Vec<Role>,
    /// The same as bars under one axis of years; empty where none has a date.
    pub roles_html: String,
    /// Offices and memberships that others hold here.
    pub members: Vec<Role>,
    /// The same as bars under one axis of years; empty where none has a date.
    pub members_html: String,
    /// Relations, whoever's record says them.
    pub relations: Vec<Relation>,
    /// Others whose records name it, and others that its record names.
    pub related: Vec<EntityLink>,
    /// Its words: quotations with it as the speaker.
    pub quotations: Vec<Quotation>,
    /// Claims that it made; for a claim, the passages that make it.
    pub claims: Vec<Remark>,
    /// For a claim: the passages that are about it and do not make it.
    pub answers: Vec<Remark>,
    /// What articles tell of it, side by side; of kinds other than events only where something is asserted.
    pub accounts: Option<Accounts>,
    /// Articles with it as the subject, newest first.
    pub subject_of: Vec<ArticleLink>,
    /// The first letters that it sent or received.
    pub letters: Vec<LetterRow>,
    /// How many there are.
    pub letters_total: usize,
    /// The page that has all; null where there are none.
    pub letters_href: Option<String>,
    /// Annotations of whole articles that name it.
    pub whole: Vec<Remark>,
    /// Every mention in its sentence.
    pub mentions: Mentions,
    /// Who and what is mentioned together with it.
    pub together: Together,
    /// The same thing elsewhere.
    pub same_as: Vec<Link>,
    /// Who it is not, whoever's record says so.
    pub not_same_as: Vec<EntityLink>,
    /// Sources of the record.
    pub sources: Vec<Citation>,
    /// Labels and values.
    pub fields: Vec<Field>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// A name in another language.
#[derive(Clone, Debug, Serialize)]
pub struct Name {
    /// BCP 47.
    pub language: String,
    /// The name.
    pub name: String,
}

/// Something that lies within a place.
#[derive(Clone, Debug, Serialize)]
pub struct WithinRow {
    /// What.
    pub entity: EntityLink,
    /// One line.
    pub description: Option<String>,
    /// 0 for a part of the place itself, 1 for a part of a part.
    pub depth: usize,
    /// How often it is mentioned.
    pub mentions: usize,
}

/// A single line of a record: text, date or references.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// The field's name: `birth_place`.
    pub name: &'static str,
    /// Its label: `Born in`.
    pub label: &'static str,
    /// The value, if it is a text.
    pub text: Option<String>,
    /// The value, if it is a date.
    pub date: Option<Date>,
    /// The value, if it is references.
    pub entities: Vec<EntityLink>,
}

/// Somebody who took part.
#[derive(Clone, Debug, Serialize)]
pub struct Participant {
    /// Who, with role and certainty.
    pub who: EntityLink,
    /// Known from.
    pub sources: Vec<Citation>,
}

/// An event or part in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineRow {
    /// Which; with the role and certainty in which somebody took part.
    pub entity: EntityLink,
    /// When.
    pub date: Option<Date>,
    /// One line.
    pub description: Option<String>,
}

/// What lies or happened at a place.
#[derive(Clone, Debug, Serialize)]
pub struct Here {
    /// Which or who.
    pub entity: EntityLink,
    /// When.
    pub date: Option<Date>,
    /// How it belongs here: `born here`, `died here`; null where it simply lies or happened here.
    pub how: Option<&'static str>,
}

/// An office, a membership.
#[derive(Clone, Debug, Serialize)]
pub struct Role {
    /// Who holds it; null on the holder's own page.
    pub who: Option<EntityLink>,
    /// What.
    pub title: Option<String>,
    /// Where; on an organization's own page, where else.
    pub at: Vec<EntityLink>,
    /// From when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Known from.
    pub sources: Vec<Citation>,
    /// A remark.
    pub note: Option<String>,
}

/// A relation to others.
#[derive(Clone, Debug, Serialize)]
pub struct Relation {
    /// What this one is to the others: `campaign adviser` (of).
    pub role: Option<String>,
    /// What the others are to this one.
    pub inverse: Option<String>,
    /// With whom.
    pub with: Vec<EntityLink>,
    /// From when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Known from.
    pub sources: Vec<Citation>,
    /// A remark.
    pub note: Option<String>,
}

/// Somebody's words.
#[derive(Clone, Debug, Serialize)]
pub struct Quotation {
    /// The words, each passage of them.
    pub words: Vec<String>,
    /// The place.
    pub href: String,
    /// Where it is quoted.
    pub article: ArticleLink,
    /// Whether it is reported speech.
    pub indirect: bool,
    /// When the words were taken out of the source; null where they stand.
    pub removed: Option<Date>,
    /// The claim that is made.
    pub claim: Option<Claim>,
    /// The article that the one where it is quoted translates: these are a translator's words.
    pub translation_of: Option<ArticleLink>,
    /// BCP 47, where the article is in another language than the site.
    pub language: Option<String>,
}

/// A passage or record that is about the entity.
#[derive(Clone, Debug, Serialize)]
pub struct Remark {
    /// The language of the note, if it is not the site's.
    pub language: Option<String>,
    /// The language of the words, if it is not the site's.
    pub words_language: Option<String>,
    /// The words of the passage; null for an annotation of a whole article, or a record.
    pub words: Option<String>,
    /// When the words were taken out of the source; null where they stand.
    pub removed: Option<Date>,
    /// The place.
    pub href: String,
    /// In which article; null for a record.
    pub article: Option<ArticleLink>,
    /// Whose words these are.
    pub speakers: Vec<EntityLink>,
    /// Whether it is reported speech.
    pub indirect: bool,
    /// The claim that is made.
    pub claim: Option<Claim>,
    /// The margin note.
    pub note_html: Option<String>,
}

/// A value of a field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldValue {
    /// The field, or the label of a number, in words.
    pub field: String,
    /// The value in words; empty where it is entities.
    pub value: String,
    /// The entities that it is.
    pub entities: Vec<EntityLink>,
}

/// How a disagreement was resolved.
#[derive(Clone, Debug, Serialize)]
pub struct Resolved {
    /// The field in words.
    pub field: String,
    /// The value held to be right; empty where only a reason is given.
    pub values: Vec<FieldValue>,
    /// Why.
    pub because: Option<String>,
    /// On what ground.
    pub sources: Vec<Citation>,
}

/// A letter that somebody sent or received.
#[derive(Clone, Debug, Serialize)]
pub struct LetterRow {
    /// The letter, with the date on which it was sent.
    pub article: ArticleLink,
    /// Whether the entity sent it.
    pub sent: bool,
    /// The other side.
    pub with: Vec<EntityLink>,
}

/// Mentions of an entity, newest article first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Mentions {
    /// How many there are on all parts.
    pub total: usize,
    /// In how many articles.
    pub articles: usize,
    /// Those of this part, by article.
    pub groups: Vec<MentionGroup>,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// Mentions in one article.
#[derive(Clone, Debug, Serialize)]
pub struct MentionGroup {
    /// The article.
    pub article: Ready<ArticleLink>,
    /// BCP 47, where the article is in another language than the site.
    pub language: Option<String>,
    /// The mentions, in reading order.
    pub mentions: Vec<Mention>,
}

/// One mention.
#[derive(Clone, Debug, Serialize)]
pub struct Mention {
    /// The words themselves: `articles/ID/#anchor`.
    pub href: String,
    /// The sentence before the words, shortened where it is long.
    pub before: String,
    /// The words.
    pub words: String,
    /// The sentence after the words.
    pub after: String,
    /// How it is known: `spotted`, `linked` or `annotated`.
    pub how: &'static str,
    /// Whether any of the following says something: most often none does.
    pub qualified: bool,
    /// In which role.
    pub role: Option<String>,
    /// How sure: `high`, `medium`, `low`.
    pub certainty: Option<&'static str>,
    /// The words do not name it.
    pub implied: bool,
    /// Whether it lies in a footnote.
    pub in_footnote: bool,
    /// Whether it is the speaker of these words.
    pub speaker: bool,
    /// How the claim has stood up that these words are part of; null where there is none.
    pub standing: Option<Standing>,
}
