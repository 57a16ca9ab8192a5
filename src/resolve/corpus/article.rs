//! Articles of a resolved corpus: their annotations, passages and mentions.

use std::sync::Arc;

use crate::date::Date;
use crate::id::{ArticleId, EntityId, Slug};
use crate::parse::body::TextRange;
use crate::parse::document::Origin;
use crate::parse::record::{Accept, Certainty, Dated, Extra};
use crate::parse::seldom::{Absent, Seldom};
use crate::reads::Noted;
use crate::resolve::anchor::Status;
use crate::resolve::corpus::{Claim, EntityRef, Outline, Picture, Prose, Role};
use crate::span::{FileId, Span};

/// An article.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its id.
    pub id: Slug,
    /// Its file.
    pub file: FileId,
    /// Its front matter.
    pub span: Span,
    /// Headline.
    pub title: String,
    /// Whether it is a draft, which is shown because that was asked for.
    pub draft: bool,
    /// When published or written; of a letter that has no date of its own, when it was sent.
    pub date: Option<Dated>,
    /// `article`, `letter`, …
    pub type_: String,
    /// BCP 47; the site's if not its own.
    pub language: String,
    /// Where the text comes from, the copy text first. `Origin::after` that names an article is `after` too.
    pub source: Vec<Origin>,
    /// The article whose account it only passes on.
    pub after: Option<ArticleId>,
    /// Subjects.
    pub subjects: Vec<EntityRef>,
    /// Tags.
    pub tags: Vec<String>,
    /// One line.
    pub description: Option<String>,
    /// A picture.
    pub image: Option<Picture>,
    /// When last changed.
    pub updated: Option<Dated>,
    /// Corrections.
    pub corrections: Vec<(Option<Dated>, Prose)>,
    /// The article that it translates.
    pub translation_of: Option<ArticleId>,
    /// Who translated.
    pub translators: Vec<String>,
    /// Index in `Corpus::series`, and the number in it.
    pub series: Option<(usize, Option<u32>)>,
    /// When it entered the site.
    pub added: Option<Dated>,
    /// Names are spotted in it.
    pub spot: bool,
    /// Stands in the menu.
    pub menu: bool,
    /// For letters.
    pub correspondence: Option<Correspondence>,
    /// Findings accepted.
    pub accept: Vec<Accept>,
    /// Labels and values.
    pub fields: Vec<(String, String)>,
    /// The text.
    pub prose: Arc<Prose>,
    /// Its annotations, in the order written (front matter, then sidecars by name).
    pub annotations: Arc<Vec<Annotation>>,
    /// The places of all annotations in reading order (start, then longest first).
    pub passages: Arc<Vec<Passage>>,
    /// Who is mentioned where, in reading order.
    pub mentions: Arc<Vec<Mention>>,
    /// What the whole site needs to know of these.
    pub outline: Outline,
    /// For each sentence of the text the number of its paragraph (a leaf block), counted over those that have sentences.
    pub paragraphs: Vec<u32>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
    /// What `annals.lock` is to say of its annotations; empty where there is no lock.
    pub lines: Arc<crate::resolve::kept::Lines>,
    /// Ids of its draft annotations.
    pub hidden: Vec<String>,
}

impl Article {
    /// [`Article::date`], but for a letter that has it from when it was sent.
    pub fn own_date(&self) -> Option<&Dated> {
        let sent = self.correspondence.as_ref().and_then(|letter| letter.sent.0.as_ref());
        self.date.as_ref().filter(|date| sent.is_none_or(|sent| sent.span != date.span))
    }
}

impl Noted for Arc<Article> {
    const SORT: usize = 0;
}

/// A letter's ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correspondence {
    /// From whom.
    pub sender: Vec<EntityRef>,
    /// To whom.
    pub recipient: Vec<EntityRef>,
    /// Sent when and where.
    pub sent: (Option<Dated>, Vec<EntityRef>),
    /// Received when and where.
    pub received: (Option<Dated>, Vec<EntityRef>),
    /// What it answers.
    pub reply_to: Option<ArticleId>,
}

/// What has become of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Where it is written.
    pub span: Span,
    /// What has become of it since it was last anchored.
    pub status: Status,
    /// Its first place.
    pub place: Option<TextRange>,
}

/// An annotation.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// Its id: given, or built from its quote. The address of its first passage.
    pub id: String,
    /// Where it is written.
    pub span: Span,
    /// Its passages, as indices of `Article::passages`, in reading order. Empty: about the whole article, removed, or not found.
    pub passages: Vec<usize>,
    /// The words of its quotes as written (for removed passages and exports).
    pub quotes: Vec<String>,
    /// What has become of each quote.
    pub statuses: Vec<Quoted>,
    /// Who and what it is about, as written.
    pub about: Vec<EntityRef>,
    /// Whose words.
    pub speakers: Vec<EntityRef>,
    /// Reported speech.
    pub indirect: bool,
    /// Margin note.
    pub note: Option<Box<Prose>>,
    /// What it asserts.
    pub asserts: Vec<Assertion>,
    /// Tags.
    pub tags: Vec<String>,
    /// Who annotated.
    pub by: Vec<String>,
    /// What few annotations say.
    pub more: Seldom<More>,
}

/// What few annotations say.
#[derive(Clone, Debug, PartialEq)]
pub struct More {
    /// The claim made.
    pub claim: Option<ClaimUse>,
    /// When it was annotated.
    pub date: Option<Dated>,
    /// BCP 47.
    pub language: Option<String>,
    /// When the passage was taken out of the source.
    pub removed: Option<Dated>,
    /// Findings accepted.
    pub accept: Vec<Accept>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

impl Absent for More {
    const ABSENT: &'static More =
        &More { claim: None, date: None, language: None, removed: None, accept: Vec::new(), extra: Extra::new() };
}

impl Annotation {
    /// Whether it is about the whole article: it quotes nothing.
    pub fn is_whole(&self) -> bool {
        self.quotes.is_empty()
    }

    /// Everybody and everything that the passage is about, each once: `about`, speakers, a claim's `by`, what is asserted of.
    pub fn everybody(&self) -> Vec<&EntityRef> {
        let mut all: Vec<&EntityRef> = Vec::new();
        for reference in self.all_named() {
            if !all.iter().any(|seen| seen.entity == reference.entity) {
                all.push(reference);
            }
        }
        all
    }

    /// [`Annotation::everybody`], each as often as it is named.
    pub fn all_named(&self) -> impl Iterator<Item = &EntityRef> {
        let claim = self.more.claim.iter().flat_map(|claim| match claim {
            ClaimUse::Of(claim) => std::slice::from_ref(claim).iter(),
            ClaimUse::Here(claim) => claim.by.iter(),
        });
        let asserted = self.asserts.iter().map(|assertion| &assertion.of);
        self.about.iter().chain(&self.speakers).chain(claim).chain(asserted)
    }
}

/// A claim of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimUse {
    /// A record of kind claims.
    Of(EntityRef),
    /// In place; `by` is the speaker where none is given.
    Here(Box<Claim>),
}

/// What a passage claims as fact of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// Of whom.
    pub of: EntityRef,
    /// Field and value.
    pub fields: Vec<(String, Asserted)>,
}

/// An asserted value.
#[derive(Clone, Debug, PartialEq)]
pub enum Asserted {
    /// A date.
    Date(Date),
    /// References; participants with their roles.
    Refs(Vec<EntityRef>),
    /// Offices.
    Roles(Vec<Role>),
    /// Latitude and longitude in degrees.
    Coordinates(f64, f64),
    /// Label and "value unit".
    Numbers(Vec<(String, String)>),
    /// Anything else.
    Text(String),
}

/// One place of an annotation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// Index in `Article::annotations`.
    pub annotation: usize,
    /// Where, in the reader's text; empty where there is nothing to mark (`markable` is false).
    pub range: TextRange,
    /// Its address in the page.
    pub anchor: String,
    /// Former addresses.
    pub former: Vec<String>,
    /// Whether it has text that can be marked.
    pub markable: bool,
    /// The footnote that it lies in, as an index in `Body::footnotes`.
    pub footnote: Option<usize>,
}

/// One entity at one range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    /// Who.
    pub entity: EntityId,
    /// Where, in the reader's text.
    pub range: TextRange,
    /// How it is known.
    pub how: How,
    /// Its address in the page: the passage's, or `m.ID.N` for the Nth spotted or linked mention of that id in the article.
    pub anchor: String,
    /// The passage that makes it: the annotated one, or, for a spotted or linked mention that lies inside an annotated passage
    /// about the same entity, that passage: it is then a link, but counted with the passage.
    pub passage: Option<usize>,
    /// In which role (annotated).
    pub role: Option<String>,
    /// How sure (annotated).
    pub certainty: Option<Certainty>,
    /// The words do not name it (annotated).
    pub implied: bool,
    /// The footnote that it lies in.
    pub footnote: Option<usize>,
    /// The sentence around it, in the reader's text.
    pub sentence: TextRange,
    /// Whether the sentence goes on before and after that.
    pub cut: (bool, bool),
    /// The numbers of all sentences that it has a letter of: indices of [`Article::paragraphs`].
    pub sentences: TextRange,
    /// For a linked mention: its index in `Body::links`.
    pub link: Option<usize>,
}

impl Mention {
    /// Whether it counts as a mention of its own (see `passage`).
    pub fn counts(&self) -> bool {
        self.how == How::Annotated || self.passage.is_none()
    }
}

/// How a mention is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// By a name in the text.
    Spotted,
    /// By a link.
    Linked,
    /// By an annotation.
    Annotated,
}

impl How {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Spotted => "spotted",
            How::Linked => "linked",
            How::Annotated => "annotated",
        }
    }
}
