//! What templates see: the theme's contract.
//!
//! Every template gets `site` ([`Site`]) and `page` ([`Page`]), and one value of its own, which the table in
//! [`mod@super::theme`] names. Every field is always there: one that has nothing to say is `null`, `""` or `[]`, so a template
//! tests it with `{% if … %}`. Addresses are ready to stand in `href` or `src`: relative to the page, percent-encoded.
//! Fields that are named `html` or end in `_html` hold finished HTML and are written with `| safe`; everything else is
//! plain text.

mod accounts;
mod article;
mod collected;
mod entity;
mod list;
mod ready;
mod timeline;
mod together;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::parse::record::Extra;

pub use accounts::{
    AccountCell, AccountField, AccountItem, AccountLink, AccountPassages, AccountPosition, AccountRow, AccountValue,
    Accounts, PassageLink,
};
pub use article::{
    Article, Block, Correction, EntityGroup, EntityPlace, Footnote, InTime, Letter, Origin, Passage, SeriesPlace,
    Statement, Step, ThreadRow,
};
pub use collected::{
    ClaimGroup, ClaimRow, Claims, CorrespondentGroup, CorrespondentRow, Correspondents, LetterEntry, LetterGroup,
    Letters, SourceArticle, SourceGroup, SourcePage, SourceRow, SourceStatement, SourceYear, Sources,
};
pub use entity::{
    Entity, Fact, FieldValue, Here, LetterRow, Mention, MentionGroup, Mentions, Name, Participant, Quotation, Relation,
    Remark, Resolved, Role, TimelineRow, WithinRow,
};
pub use list::{
    ArticleList, ArticleRows, Home, Index, IndexGroup, IndexRow, KindCount, NumberedArticle, Part, PartGroup,
    PlainPage, Series, SeriesList, SeriesRow, Tag, TagList, TagRow,
};
pub use ready::Ready;
pub use timeline::{Around, Timeline, TimelineEvent, TimelineFilter, TimelineGroup};
pub use together::{Network, NetworkTie, Tie, Together, TogetherGroup, TogetherRow};

/// `site`: the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// The site's title.
    pub title: String,
    /// One line on the site.
    pub description: Option<String>,
    /// Who makes it.
    pub author: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Where the site will be, ending in `/`; null if site.yaml does not say.
    pub base_url: Option<String>,
    /// The program's name and version.
    pub generator: &'static str,
    /// Keys of site.yaml that begin with `x-`.
    pub extra: Extra,
}

/// `page`: what surrounds every page.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// What sort of page it is: `home`, `article`, `entity`, `mentions`, `rows`, `together`, `index`, `articles`,
    /// `network`, `tags`, `tag`, `series-list`, `series`, `timeline`, `sources`, `source`, `letters`, `correspondents`, `claims`, `page`, `not-found`, `redirect`.
    pub sort: &'static str,
    /// The title of this page alone; empty on the home page.
    pub title: String,
    /// One line for search engines and previews.
    pub description: Option<String>,
    /// Who wrote it: of an article from elsewhere its authors there, or else its publisher; of all others who makes the site.
    pub authors: Vec<String>,
    /// BCP 47: the site's language, which all has that says no other.
    pub language: String,
    /// `rtl` for languages that are written from right to left, else `ltr`.
    pub direction: &'static str,
    /// The page's absolute address; null without `base_url`.
    pub canonical: Option<String>,
    /// Whether search engines are asked to leave it out.
    pub hidden: bool,
    /// The home page.
    pub home: String,
    /// The folder of the site, ending in `/`: `{{ page.root }}js/my.js` is the file `static/js/my.js`.
    pub root: String,
    /// Style sheets, in order.
    pub css: Vec<String>,
    /// The theme's scripts, by their names without `.js`.
    pub scripts: BTreeMap<String, String>,
    /// The folder of the cards; null with `cards: false`.
    pub cards: Option<String>,
    /// The site's Atom feed; null without `base_url`, and where no article has a date.
    pub feed: Option<String>,
    /// The icon of the site.
    pub favicon: Option<String>,
    /// The site's logo.
    pub logo: Option<String>,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// The pages above this one, the home page first.
    pub breadcrumbs: Vec<Link>,
    /// What link previews show of it.
    pub preview: Preview,
    /// What it says of itself to machines: the inside of `<script type="application/ld+json">`, written with `| safe`.
    /// Empty where the site omits it, and then `preview` has nothing to say either.
    pub json_ld: String,
}

/// What a link preview shows (Open Graph) that the page does not say elsewhere.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Preview {
    /// `article`, `profile` or `website`.
    #[serde(rename = "type")]
    pub type_: &'static str,
    /// The absolute address of a picture; null without `base_url`, unless it lies elsewhere.
    pub image: Option<String>,
    /// Its alt text.
    pub image_alt: Option<String>,
    /// The day or moment when an article was published; null where that is not known exactly.
    pub published: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuItem {
    /// Its label.
    pub text: String,
    /// Where to.
    pub href: String,
    /// `page` on that very page, `true` below it, else null: the value for `aria-current`.
    pub current: Option<&'static str>,
}

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The words.
    pub text: String,
    /// Where to.
    pub href: String,
}

/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Date {
    /// In words, no more exact than it is known: `about 1850`.
    pub words: String,
    /// For the attribute `datetime`; null if it is no exact year, month, day or moment.
    pub iso: Option<String>,
}

/// A person, event, … that is named on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityLink {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its kind, as in addresses: `people`.
    pub kind: String,
    /// The label for one of its kind: `Person`.
    pub one: String,
    /// Where another of its kind has the same name: what tells it apart, years or a few words.
    pub apart: Option<String>,
    /// Whether there is no record of it.
    pub stub: bool,
    /// Of a claim: how it has stood up; null for all others.
    pub standing: Option<Standing>,
    /// In which role it is named here.
    pub role: Option<String>,
    /// How sure that is: `high`, `medium`, `low`.
    pub certainty: Option<&'static str>,
    /// The words do not name it.
    pub implied: bool,
}

/// An article that is named on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleLink {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When it was published or written.
    pub date: Option<Date>,
    /// `article`, `letter`, …
    #[serde(rename = "type")]
    pub type_: String,
    /// Where its text comes from, in short.
    pub publisher: Option<String>,
    /// One line.
    pub description: Option<String>,
    /// Its language, if it is not the site's.
    pub language: Option<String>,
    /// Whether it is a draft (`--drafts`).
    pub draft: bool,
    /// In a list of what names somebody: how sure that is: `high`, `medium`, `low`.
    pub certainty: Option<&'static str>,
    /// There: the words do not name them.
    pub implied: bool,
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The article's headline, or the address.
    pub text: String,
    /// Where to.
    pub href: String,
    /// Whether it leads out of the site.
    pub external: bool,
    /// The language of the article, if it is not the site's.
    pub language: Option<String>,
    /// The words of the passage, where one is cited.
    pub words: Option<String>,
    /// When the cited article was published.
    pub date: Option<Date>,
    /// Pages.
    pub pages: Option<String>,
    /// 1, or 2 where these are several: what chooses the word before them.
    pub page_count: usize,
    /// A remark.
    pub note: Option<String>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Its address: of a picture that is there in several sizes, of a middle one.
    pub src: String,
    /// The sizes that there are, as the attribute `srcset` has them; null if there is one only.
    pub srcset: Option<String>,
    /// How wide the default theme shows it, as the attribute `sizes` has it; null without `srcset`.
    pub sizes: Option<String>,
    /// The width of the original in pixels; null if it is not known.
    pub width: Option<u32>,
    /// Its height.
    pub height: Option<u32>,
    /// The address of the original; null if it is the only size.
    pub original: Option<String>,
    /// Alt text; empty if the picture says nothing that the page does not.
    pub alt: String,
    /// Caption.
    pub caption: Option<String>,
    /// Credit.
    pub credit: Option<String>,
    /// Licence.
    pub licence: Option<String>,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The label.
    pub label: String,
    /// The value.
    pub value: String,
}

/// A claim: what was claimed, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// What is claimed.
    pub text: Option<String>,
    /// The claim's own page; null for a claim that is made in an annotation only.
    pub href: Option<String>,
    /// By whom.
    pub by: Vec<EntityLink>,
    /// When.
    pub date: Option<Date>,
    /// The verdict's label: `Misleading`.
    pub verdict: Option<String>,
    /// The verdict's id: `misleading`.
    pub verdict_id: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// Who reviewed it.
    pub reviewed_by: Vec<String>,
    /// When.
    pub reviewed: Option<Date>,
    /// Evidence.
    pub sources: Vec<Citation>,
}

/// How a claim has stood up: what stands beside it wherever it is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The verdict's label: `Misleading`; null if there is none yet.
    pub verdict: Option<String>,
    /// The verdict's id: `misleading`.
    pub verdict_id: Option<String>,
}

/// `redirect`: an old address.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect {
    /// The page that it is now.
    pub to: Link,
}
