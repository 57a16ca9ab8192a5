//! What one source file says, syntax gone: the values that resolve works on.

use std::sync::Arc;

use crate::date::Date;
use crate::id::KindId;
use crate::parse::body::Body;
use crate::parse::record::{About, Accept, ClaimFields, Dated, Extra, Participant, Picture, Record, Ref, Role};
use crate::parse::seldom::{Absent, Seldom};
use crate::span::{FileId, Span, Spanned, Text};

/// One source file of `content/`, parsed.
#[derive(Clone, Debug)]
pub enum Document {
    /// `articles/…/STEM.md`.
    Article(Arc<Article>),
    /// `articles/…/STEM.annotations.yaml`.
    Sidecar(Arc<Sidecar>),
    /// `KIND/ID.md` (one record) or `KIND.yaml` (a map of them).
    Records(Vec<Arc<Record>>),
    /// `series.yaml`.
    Series(Vec<Series>),
    /// Any other Markdown file; `index.md` of the site or of a folder of a kind too.
    Page(Box<Page>),
}

/// An article.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its file.
    pub file: FileId,
    /// Its front matter in the file (an empty span at the start where there is none).
    pub span: Span,
    /// Its id: `id:`, or the stem without a leading date. Already a valid id.
    pub id: Text,
    /// The file's stem, by which a sidecar may also find it.
    pub stem: String,
    /// Headline. Absent: the first heading of the body, else the id in words.
    pub title: Option<Text>,
    /// When published or written; absent, the stem's date.
    pub date: Option<Dated>,
    /// `article`, `letter`, … or a word of the author's own.
    pub type_: Option<Text>,
    /// BCP 47.
    pub language: Option<Text>,
    /// Where the text comes from, the copy text first. Empty: the site's own writing.
    pub source: Vec<Origin>,
    /// Subjects: the whole article is about these.
    pub about: About,
    /// Tags.
    pub tags: Vec<Text>,
    /// One line.
    pub description: Option<Text>,
    /// A picture.
    pub image: Option<Picture>,
    /// When last changed.
    pub updated: Option<Dated>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// Former ids and addresses.
    pub previously: Vec<Text>,
    /// Annotations of the front matter.
    pub annotations: Vec<Annotation>,
    /// What words are not.
    pub not: Vec<Not>,
    /// The article that this one is a translation of.
    pub translation_of: Option<Text>,
    /// Who translated it.
    pub translators: Vec<Text>,
    /// The series, with the number in it if given.
    pub series: Option<(Text, Option<Spanned<u32>>)>,
    /// When it entered this site.
    pub added: Option<Dated>,
    /// Not to be shown.
    pub draft: bool,
    /// Its front matter cannot be read. It is taken for a draft, but what is wrong in its text is said.
    pub unread: bool,
    /// Whether names are spotted; absent, as the site says.
    pub spot: Option<bool>,
    /// Whether it stands in the menu.
    pub menu: bool,
    /// For letters.
    pub correspondence: Option<Correspondence>,
    /// Findings that the author accepts.
    pub accept: Vec<Accept>,
    /// Labels and values, shown as they are.
    pub fields: Vec<(Text, Text)>,
    /// The text.
    pub body: Body,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// Where an article's text comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// Title there.
    pub title: Option<Text>,
    /// Publisher.
    pub publisher: Option<Text>,
    /// Authors.
    pub authors: Vec<Text>,
    /// Address.
    pub url: Option<Text>,
    /// Archived address.
    pub archived: Option<Text>,
    /// When it was read.
    pub accessed: Option<Dated>,
    /// When it was published there.
    pub date: Option<Dated>,
    /// `volume, issue, pages, repository, shelfmark, licence, note`: key and value, in this order.
    pub details: Vec<(&'static str, Text)>,
    /// The account that it only passes on: an article's id, or a text.
    pub after: Option<Text>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// A correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// When.
    pub date: Option<Dated>,
    /// What.
    pub text: Body,
}

/// A letter's ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correspondence {
    /// From whom.
    pub sender: Vec<Ref>,
    /// To whom.
    pub recipient: Vec<Ref>,
    /// When and where it was sent.
    pub sent: Dispatch,
    /// When and where it was received.
    pub received: Dispatch,
    /// The article that it answers.
    pub reply_to: Option<Text>,
}

/// When and where a letter was sent or received.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dispatch {
    /// When.
    pub date: Option<Dated>,
    /// Where.
    pub place: Vec<Ref>,
}

/// An annotation.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// The whole entry in its file.
    pub span: Span,
    /// Its passages. Empty: the whole article.
    pub quotes: Vec<Quote>,
    /// Who and what it is about.
    pub about: About,
    /// Whose words these are.
    pub speaker: Vec<Ref>,
    /// `speech: indirect`.
    pub indirect: bool,
    /// The margin note.
    pub note: Option<Box<Body>>,
    /// What the passage claims as fact.
    pub asserts: Vec<Assertion>,
    /// Tags.
    pub tags: Vec<Text>,
    /// Who annotated (a sidecar's `by` filled in).
    pub by: Vec<Text>,
    /// Not to be shown.
    pub draft: bool,
    /// What few annotations say.
    pub more: Seldom<More>,
}

/// What few annotations say.
#[derive(Clone, Debug, PartialEq)]
pub struct More {
    /// A claim made here.
    pub claim: Option<ClaimUse>,
    /// When it was annotated.
    pub date: Option<Dated>,
    /// BCP 47.
    pub language: Option<Text>,
    /// Its own id: valid, and not beginning with `h-`, `fn-`.
    pub id: Option<Text>,
    /// Former ids.
    pub previously: Vec<Text>,
    /// When the passage was taken out of the source.
    pub removed: Option<Dated>,
    /// Findings that the author accepts.
    pub accept: Vec<Accept>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

impl Absent for More {
    const ABSENT: &'static More = &More {
        claim: None,
        date: None,
        language: None,
        id: None,
        previously: Vec::new(),
        removed: None,
        accept: Vec::new(),
        extra: Extra::new(),
    };
}

/// A passage to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Its words.
    pub quote: Text,
    /// Words that touch it before.
    pub before: Option<Box<Text>>,
    /// Words that touch it after.
    pub after: Option<Box<Text>>,
    /// Which of what is left.
    pub occurrence: Option<Box<Spanned<Occurrence>>>,
}

impl Quote {
    /// Whether more than its words says which place is meant.
    pub fn selects(&self) -> bool {
        self.before.is_some() || self.after.is_some() || self.occurrence.is_some()
    }

    /// The same words, wherever they stand.
    pub fn everywhere(&self) -> Quote {
        let all = Spanned::new(Occurrence::All, self.quote.span);
        Quote { quote: self.quote.clone(), before: None, after: None, occurrence: Some(Box::new(all)) }
    }
}

/// Which of several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// These, from 1, in reading order.
    Numbers(Vec<u32>),
    /// All of them.
    All,
}

/// What a passage claims as fact of one entity.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// `kind/id`, as written.
    pub of: Text,
    /// Fields of that kind with their values: the field as its key stands there. A field that lists several texts
    /// stands once for each.
    pub fields: Vec<(Text, AssertedValue)>,
    /// Entities of any kind that it is said to be related to.
    pub about: About,
}

/// An asserted value.
#[derive(Clone, Debug, PartialEq)]
pub enum AssertedValue {
    /// A date.
    Date(Date, Span),
    /// References: places, part_of, follows, creators, by, …
    Refs(Vec<Ref>),
    /// Participants with their roles.
    Participants(Vec<Participant>),
    /// Offices and memberships.
    Roles(Vec<Role>),
    /// Latitude and longitude in degrees.
    Coordinates(Spanned<(f64, f64)>),
    /// `numbers: {label: "value unit"}`.
    Numbers(Vec<(Text, Text)>),
    /// Anything else, as text.
    Text(Text),
}

/// A claim of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimUse {
    /// The id of a record of kind claims.
    Id(Text),
    /// In place.
    Here(Box<ClaimFields>),
}

/// "These words are not that entity."
#[derive(Clone, Debug)]
pub struct Not {
    /// The words.
    pub quote: Quote,
    /// Whom they are not; empty: nobody.
    pub about: About,
    /// The whole entry.
    pub span: Span,
}

/// A file of annotations beside an article.
#[derive(Clone, Debug)]
pub struct Sidecar {
    /// Its file.
    pub file: FileId,
    /// The folder it lies in, and the name of the article that it belongs to (file name up to the first `.`): stem or id.
    pub folder: String,
    /// See `folder`.
    pub article: String,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// What words are not.
    pub not: Vec<Not>,
}

/// A series of articles.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub name: Option<Text>,
    /// One line.
    pub description: Option<Text>,
    /// Its text.
    pub body: Body,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// A plain page, or the text of an index.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file.
    pub file: FileId,
    /// Its path in `content/` without `.md`: `about`, `manual/format`, `index`, `people/index`.
    pub path: String,
    /// Its title; absent, the first heading, else the path's last part in words.
    pub title: Option<Text>,
    /// One line.
    pub description: Option<Text>,
    /// BCP 47.
    pub language: Option<Text>,
    /// Whether it stands in the menu.
    pub menu: bool,
    /// Not to be shown.
    pub draft: bool,
    /// Its front matter cannot be read. It is taken for a draft, but what is wrong in its text is said.
    pub unread: bool,
    /// Former addresses.
    pub previously: Vec<Text>,
    /// Its picture.
    pub image: Option<Picture>,
    /// Its text.
    pub body: Body,
    /// The index text's kind, where it is `KIND/index.md`.
    pub index_of: Option<KindId>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}
