//! `entity.together` and `network`.

use serde::Serialize;

use super::{EntityLink, Link, PartGroup};

/// Who and what is mentioned together with an entity, the closest first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Together {
    /// How many are listed on all parts.
    pub total: usize,
    /// How many more are not listed, since they share no more than a paragraph, or two articles.
    pub further: usize,
    /// Those of this part, by kind.
    pub groups: Vec<TogetherGroup>,
    /// For a person: a drawing of the closest people; empty where there are not two.
    pub drawing_html: String,
    /// The label of this part; null if there is one part only.
    pub part: Option<String>,
    /// All parts; empty if there is one only.
    pub parts: Vec<PartGroup>,
}

/// Those of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct TogetherGroup {
    /// Their kind: `people`.
    pub kind: String,
    /// The label for many: `People`.
    pub many: String,
    /// The rows, the closest first.
    pub rows: Vec<TogetherRow>,
}

/// One that is mentioned together with another.
#[derive(Clone, Debug, Serialize)]
pub struct TogetherRow {
    /// Which.
    pub entity: EntityLink,
    /// What the two share.
    pub tie: Tie,
}

/// What two share: counted, and where.
#[derive(Clone, Debug, Serialize)]
pub struct Tie {
    /// 4 for each sentence, 2 for each paragraph, 1 for each article.
    pub closeness: u32,
    /// Sentences that both stand in.
    pub sentences: u32,
    /// Paragraphs that both stand in, but in no sentence together.
    pub paragraphs: u32,
    /// Articles that both stand in, but in no paragraph together.
    pub articles: u32,
    /// These numbers in words: `2 sentences, 1 article`.
    pub counted: String,
    /// The passages in the articles where they are closest, one an article, newest first: date or headline, and place.
    pub passages: Vec<Link>,
    /// How many more articles they share.
    pub more: usize,
}

/// `network`: who appears with whom.
#[derive(Clone, Debug, Serialize)]
pub struct Network {
    /// The drawing.
    pub drawing_html: String,
    /// The ties that are drawn, the closest first.
    pub ties: Vec<NetworkTie>,
    /// How many people are drawn.
    pub people: usize,
    /// How many people are mentioned together with another one.
    pub people_in_all: usize,
    /// How many of each person's ties are drawn at most, unless they are among the closest of the other one.
    pub nearest: usize,
    /// How many people are drawn at most.
    pub most_people: usize,
    /// How many ties are drawn at most.
    pub most_ties: usize,
}

/// A tie that is drawn.
#[derive(Clone, Debug, Serialize)]
pub struct NetworkTie {
    /// The one that has more mentions.
    pub one: EntityLink,
    /// The other one.
    pub other: EntityLink,
    /// What they share.
    pub tie: Tie,
}
