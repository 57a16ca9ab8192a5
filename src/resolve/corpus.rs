//! The corpus: what all documents say together, every name a typed id, every quote a range. Nothing dangles.
//!
//! Entities are in order of kind and id, articles in order of id; an id is an index. What was a draft is not here.

mod article;
mod outline;

use std::sync::Arc;

use crate::id::{ArticleId, EntityId, KindId, Slug};
use crate::parse::body::Body;
use crate::parse::record::{Accept, Certainty, Dated, Extra};
use crate::parse::settings::Settings;
use crate::reads::List;
use crate::route::OutPath;
use crate::span::{FileId, Span};

pub use article::{
    Annotation, Article, Asserted, Assertion, ClaimUse, Correspondence, How, Mention, More, Passage, Quoted,
};
pub use outline::Outline;

/// A resolved site.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The settings.
    pub settings: Settings,
    /// The site's title, the folder's name if none is given.
    pub title: String,
    /// Entities by kind and id; those that were only referred to are here too, as stubs.
    pub entities: Arc<Vec<Entity>>,
    /// Articles by id.
    pub articles: List<Arc<Article>>,
    /// Series by id.
    pub series: Arc<Vec<Series>>,
    /// Plain pages and texts of indexes, by path.
    pub pages: Arc<Vec<Page>>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// Files of the author's that are copied: those of `static/`, and those of `content/` that something links to.
    pub files: Arc<Vec<CopiedFile>>,
    /// `annals.lock` as it is to be after this build. Absent where it is not to be written: site.yaml turns it off, or drafts
    /// are shown, whose addresses are nobody's yet.
    pub lock: Option<crate::lock::Lock>,
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

/// What is shown in place of a link's own words, which are an id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// The name of a record.
    Name(String),
    /// The title of the article that it leads to.
    Title,
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
    pub shown: Vec<Option<Shown>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// To an entity's page, or to an address in it.
    Entity(EntityId, Option<String>),
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// Where its address stands.
    pub span: Option<Span>,
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
    /// Name to sort by; without one, the name, of a person with the family name first.
    pub sort_name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Names in other languages.
    pub names: Vec<(String, String)>,
    /// Names that are spotted in articles.
    pub spotted: Vec<String>,
    /// Whether it is a draft, which is shown because that was asked for.
    pub draft: bool,
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
    /// The value held to be right; empty where only a reason is given.
    pub value: Vec<Asserted>,
    /// Why.
    pub because: Option<String>,
    /// On what ground.
    pub sources: Vec<Citation>,
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
    /// Whether it is a draft, which is shown because that was asked for.
    pub draft: bool,
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

/// A quote, or an annotation that quotes nothing, with what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchored {
    /// Where it is written.
    pub span: Span,
    /// The article's id, and the annotation's.
    pub of: (String, String),
    /// A name of [`crate::resolve::anchor::Status`]; `whole` for an annotation of the whole article, `taken-out` for one
    /// whose passage its author says was removed.
    pub status: &'static str,
    /// The words quoted.
    pub quote: Option<String>,
    /// The first place in the article's source.
    pub place: Option<Span>,
    /// The words that stand there.
    pub words: Option<String>,
}

impl Corpus {
    /// Every annotation with what has become of its quotes, in the order of articles and as written.
    pub fn anchors(&self) -> Vec<Anchored> {
        let mut all = Vec::new();
        for article in &self.articles {
            for annotation in article.annotations.iter() {
                let of = || (article.id.to_string(), annotation.id.clone());
                let without = |status| Anchored {
                    span: annotation.span,
                    of: of(),
                    status,
                    quote: annotation.quotes.first().cloned(),
                    place: None,
                    words: None,
                };
                if annotation.is_whole() {
                    all.push(without("whole"));
                } else if annotation.more.removed.is_some() {
                    all.push(without("taken-out"));
                }
                let quotes = annotation.statuses.iter().zip(&annotation.quotes);
                all.extend(quotes.map(|(quoted, quote)| Anchored {
                    span: quoted.span,
                    of: of(),
                    status: quoted.status.as_str(),
                    quote: Some(quote.clone()),
                    place: quoted.place.as_ref().and_then(|place| article.prose.body.map.span(place.clone())),
                    words: quoted.place.as_ref().map(|place| article.prose.body.words(place).to_owned()),
                }));
            }
        }
        all
    }

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
