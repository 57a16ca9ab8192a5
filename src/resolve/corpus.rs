//! The corpus: what all documents say together, every name a typed id, every quote a range. Nothing dangles.
//!
//! Entities are in order of kind and id, articles in order of id; an id is an index. What was a draft is not here.

use crate::date::Date;
use crate::id::{ArticleId, EntityId, KindId, Slug};
use crate::parse::body::{Body, TextRange};
use crate::parse::document::Origin;
use crate::parse::record::{Accept, Certainty, Dated, Extra};
use crate::parse::settings::Settings;
use crate::route::OutPath;
use crate::span::{FileId, Span};

/// A resolved site.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The settings.
    pub settings: Settings,
    /// The site's title, the folder's name if none is given.
    pub title: String,
    /// Entities by kind and id; those that were only referred to are here too, as stubs.
    pub entities: Vec<Entity>,
    /// Articles by id.
    pub articles: Vec<Article>,
    /// Series by id.
    pub series: Vec<Series>,
    /// Plain pages and texts of indexes, by path.
    pub pages: Vec<Page>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// Files of the author's that are copied: those of `static/`, and those of `content/` that something links to.
    pub files: Vec<CopiedFile>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct CopiedFile {
    /// Where it comes from.
    pub file: FileId,
    /// Where it goes.
    pub to: OutPath,
    /// Its bytes.
    pub bytes: std::sync::Arc<[u8]>,
}

/// An old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old page.
    pub from: OutPath,
    /// The page that it is now.
    pub to: OutPath,
    /// Where it is said.
    pub span: Span,
}

/// A resolved reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRef {
    /// To whom.
    pub entity: EntityId,
    /// In which role.
    pub role: Option<String>,
    /// How sure.
    pub certainty: Option<Certainty>,
    /// The words do not name it.
    pub implied: bool,
    /// Where it is said.
    pub span: Span,
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What.
    pub target: CitationTarget,
    /// Pages.
    pub pages: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Where it is said.
    pub span: Span,
}

/// What is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CitationTarget {
    /// An article of the site, or a passage of it by its address in the page.
    Article(ArticleId, Option<String>),
    /// An address.
    Url(String),
}

/// Markdown with its links and pictures resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// The text.
    pub body: Body,
    /// Where each of `body.links` leads.
    pub links: Vec<LinkTarget>,
    /// What each of `body.images` shows.
    pub images: Vec<FileTarget>,
    /// Words to show for a link in place of its own: `[[id]]` outside of articles shows the record's name.
    pub shown: Vec<Option<String>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To an entity's page.
    Entity(EntityId),
    /// To an article, or to an address in it.
    Article(ArticleId, Option<String>),
    /// To another page or file of the site, or to an address in it.
    Path(OutPath, Option<String>),
    /// To an address in this page.
    Fragment(String),
    /// Out of the site.
    External(String),
    /// Nowhere: it was in error, unsafe, or leads to a draft. Its words stay.
    Dropped,
}

/// What an address of a picture or file means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTarget {
    /// A file of the site.
    Path(OutPath),
    /// A file elsewhere.
    External(String),
    /// Nothing.
    Dropped,
}

/// A picture of a record or article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file; [`FileTarget::Dropped`] where only the credit is known, and nothing is shown.
    pub src: FileTarget,
    /// Alt text.
    pub alt: Option<String>,
    /// Caption.
    pub caption: Option<String>,
    /// Credit.
    pub credit: Option<String>,
    /// Licence.
    pub licence: Option<String>,
}

/// A person, event, place, organization, claim, or one of a further kind.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its kind.
    pub kind: KindId,
    /// Its id.
    pub id: Slug,
    /// Its record in its file; absent for a stub.
    pub span: Option<Span>,
    /// Its name; without one, the id.
    pub name: String,
    /// Name to sort by; without one, the name.
    pub sort_name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Names in other languages.
    pub names: Vec<(String, String)>,
    /// Names that are spotted in articles.
    pub spotted: Vec<String>,
    /// One line.
    pub description: Option<String>,
    /// A picture.
    pub image: Option<Picture>,
    /// A word of the author's own.
    pub type_: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Sources of the record.
    pub sources: Vec<Citation>,
    /// The same elsewhere.
    pub same_as: Vec<String>,
    /// Who it is not.
    pub not_same_as: Vec<EntityRef>,
    /// Relations as written here.
    pub relations: Vec<Relation>,
    /// Findings accepted.
    pub accept: Vec<Accept>,
    /// Labels and values.
    pub fields: Vec<(String, String)>,
    /// Related entities.
    pub about: Vec<EntityRef>,
    /// People.
    pub born: Option<Dated>,
    /// People.
    pub died: Option<Dated>,
    /// People.
    pub birth_place: Vec<EntityRef>,
    /// People.
    pub death_place: Vec<EntityRef>,
    /// People.
    pub gender: Option<String>,
    /// People.
    pub pronouns: Option<String>,
    /// People.
    pub occupations: Vec<String>,
    /// People, organizations.
    pub roles: Vec<Role>,
    /// Events, places, claims, further kinds.
    pub date: Option<Dated>,
    /// Events, organizations, further kinds.
    pub places: Vec<EntityRef>,
    /// Events.
    pub participants: Vec<Participant>,
    /// The whole that it is part of.
    pub part_of: Vec<EntityRef>,
    /// Events: what it follows.
    pub follows: Vec<EntityRef>,
    /// Events: how disagreements were resolved.
    pub resolved: Vec<Resolved>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// Organizations.
    pub founded: Option<Dated>,
    /// Organizations.
    pub dissolved: Option<Dated>,
    /// Further kinds.
    pub creators: Vec<EntityRef>,
    /// Claims.
    pub claim: Claim,
    /// The text.
    pub prose: Prose,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

impl Entity {
    /// Whether there is no record of it: it was only referred to.
    pub fn is_stub(&self) -> bool {
        self.span.is_none()
    }
}

/// What is said of a claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// What is claimed.
    pub text: Option<String>,
    /// By whom.
    pub by: Vec<EntityRef>,
    /// When.
    pub date: Option<Dated>,
    /// Index in `Settings::verdicts`.
    pub verdict: Option<usize>,
    /// Why.
    pub because: Option<String>,
    /// Who reviewed it.
    pub reviewed_by: Vec<String>,
    /// When.
    pub reviewed: Option<Dated>,
    /// Evidence.
    pub sources: Vec<Citation>,
}

/// An office, a membership.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// What.
    pub title: Option<String>,
    /// Where.
    pub at: Vec<EntityRef>,
    /// From when.
    pub from: Option<Dated>,
    /// Until when.
    pub to: Option<Dated>,
    /// Known from.
    pub sources: Vec<Citation>,
    /// A remark.
    pub note: Option<String>,
    /// Where it is said.
    pub span: Span,
}

/// A relation, as its record has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// With whom.
    pub with: Vec<EntityRef>,
    /// What this one is to the other.
    pub role: Option<String>,
    /// What the other is to this one.
    pub inverse: Option<String>,
    /// From when.
    pub from: Option<Dated>,
    /// Until when.
    pub to: Option<Dated>,
    /// Known from.
    pub sources: Vec<Citation>,
    /// A remark.
    pub note: Option<String>,
    /// Where it is said.
    pub span: Span,
}

/// Somebody's part in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Who, with role and certainty.
    pub who: EntityRef,
    /// Known from.
    pub sources: Vec<Citation>,
}

/// How a disagreement was resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// Which field.
    pub field: String,
    /// The value held to be right, as written.
    pub value: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// On what ground.
    pub sources: Vec<Citation>,
}

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
    /// When published or written.
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
    /// Stands in the menu.
    pub menu: bool,
    /// For letters.
    pub correspondence: Option<Correspondence>,
    /// Findings accepted.
    pub accept: Vec<Accept>,
    /// Labels and values.
    pub fields: Vec<(String, String)>,
    /// The text.
    pub prose: Prose,
    /// Its annotations, in the order written (front matter, then sidecars by name).
    pub annotations: Vec<Annotation>,
    /// The places of all annotations in reading order (start, then longest first).
    pub passages: Vec<Passage>,
    /// Who is mentioned where, in reading order.
    pub mentions: Vec<Mention>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
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
    /// Who and what it is about, as written.
    pub about: Vec<EntityRef>,
    /// Whose words.
    pub speakers: Vec<EntityRef>,
    /// Reported speech.
    pub indirect: bool,
    /// Margin note.
    pub note: Option<Prose>,
    /// What it asserts.
    pub asserts: Vec<Assertion>,
    /// The claim made.
    pub claim: Option<ClaimUse>,
    /// Tags.
    pub tags: Vec<String>,
    /// Who annotated.
    pub by: Vec<String>,
    /// When.
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

impl Annotation {
    /// Whether it is about the whole article: it quotes nothing.
    pub fn is_whole(&self) -> bool {
        self.quotes.is_empty()
    }

    /// Everybody and everything that the passage is about, each once: `about`, speakers, a claim's `by`, what is asserted of.
    pub fn everybody(&self) -> Vec<&EntityRef> {
        let mut all: Vec<&EntityRef> = Vec::new();
        let claim = self.claim.iter().flat_map(|claim| match claim {
            ClaimUse::Of(claim) => std::slice::from_ref(claim).iter(),
            ClaimUse::Here(claim) => claim.by.iter(),
        });
        let asserted = self.asserts.iter().map(|assertion| &assertion.of);
        for reference in self.about.iter().chain(&self.speakers).chain(claim).chain(asserted) {
            if !all.iter().any(|seen| seen.entity == reference.entity) {
                all.push(reference);
            }
        }
        all
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// A series.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its id.
    pub id: Slug,
    /// Its name.
    pub name: String,
    /// One line.
    pub description: Option<String>,
    /// Its text.
    pub prose: Prose,
}

/// A plain page, or the text of an index or of the home page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file.
    pub file: FileId,
    /// Where it goes.
    pub to: OutPath,
    /// Its path in `content/` without `.md`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// One line.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Stands in the menu.
    pub menu: bool,
    /// A picture.
    pub image: Option<Picture>,
    /// Its text.
    pub prose: Prose,
    /// The kind whose index's text it is (`KIND/index.md`).
    pub index_of: Option<KindId>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

impl Corpus {
    /// The entity of an id. Ids come only from this corpus.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// The article of an id.
    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.index()]
    }

    /// All ids of articles, in order of id.
    pub fn article_ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        (0..u32::try_from(self.articles.len()).unwrap_or(u32::MAX)).map(ArticleId)
    }

    /// All ids of entities, in order of kind and id.
    pub fn entity_ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..u32::try_from(self.entities.len()).unwrap_or(u32::MAX)).map(EntityId)
    }
}
