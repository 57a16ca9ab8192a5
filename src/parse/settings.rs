//! What site.yaml says.

use crate::id::Kinds;
use crate::parse::record::Extra;
use crate::span::Text;

/// The site's settings, every default filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's title; absent, the folder's name (filled in by the caller).
    pub title: Option<Text>,
    /// One line on the site.
    pub description: Option<Text>,
    /// Who makes it.
    pub author: Option<Text>,
    /// Address of a logo.
    pub logo: Option<Text>,
    /// Address of a favicon.
    pub favicon: Option<Text>,
    /// Where the site will be, ending in `/`.
    pub base_url: Option<Text>,
    /// BCP 47.
    pub language: String,
    /// Time zone for times without offset.
    pub timezone: jiff::tz::TimeZone,
    /// The kinds.
    pub kinds: Kinds,
    /// Verdicts in order.
    pub verdicts: Vec<Verdict>,
    /// Menu entries, if the author chose them.
    pub menu: Option<Vec<MenuEntry>>,
    /// Names in the text are mentions by themselves.
    pub spot: bool,
    /// Every warning is an error.
    pub strict: bool,
    /// Whether `annals.lock` is kept.
    pub lock: bool,
    /// Whether links have cards that say who or what they lead to.
    pub cards: bool,
    /// Whether smaller pictures are made.
    pub pictures: bool,
    /// How links look.
    pub urls: crate::route::UrlStyle,
    /// How Markdown is read.
    pub markdown: MarkdownSettings,
    /// Rows of a list before it is split.
    pub page_size: usize,
    /// What no page shows.
    pub omit: Omit,
    /// Greatest size of a file in bytes.
    pub file_limit: u64,
    /// Style sheets of the site, loaded last.
    pub css: Vec<Text>,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// What no page of the site shows, for a site that has no use for it or must be built as fast as can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Omit {
    /// Who is mentioned together: the lists and drawings, and the network.
    pub together: bool,
    /// The timeline of all events, and the small ones.
    pub timeline: bool,
    /// The list of all passages at the end of an article. Notes stay beside their passages.
    pub passages: bool,
    /// The ways from one mention to the one before and after it.
    pub steps: bool,
    /// What search engines and link previews read: JSON-LD and Open Graph.
    pub metadata: bool,
}

impl Omit {
    /// What can be left out, by its name in site.yaml.
    pub const NAMES: &[&str] = &["together", "timeline", "passages", "steps", "metadata"];

    /// Those of [`Omit::NAMES`] that are listed.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Omit {
        let mut omit = Omit::default();
        for name in names {
            match name {
                "together" => omit.together = true,
                "timeline" => omit.timeline = true,
                "passages" => omit.passages = true,
                "steps" => omit.steps = true,
                "metadata" => omit.metadata = true,
                _ => {}
            }
        }
        omit
    }
}

/// A verdict on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Its rating, as schema.org's ClaimReview has it.
    pub rating: Option<String>,
}

/// An entry of the menu: a kind's name, `timeline`, `articles`, … or a page's path or an address, with an own label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// Where to, as written.
    pub to: Text,
    /// The label, if the author gave one.
    pub label: Option<Text>,
}

/// How Markdown is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkdownSettings {
    /// Raw HTML is shown as text instead of sanitised.
    pub escape_html: bool,
    /// Straight quotation marks become curly, `--` a dash.
    pub smart_punctuation: bool,
    /// `[[…]]` are links.
    pub wikilinks: bool,
}

impl Default for MarkdownSettings {
    fn default() -> Self {
        MarkdownSettings { escape_html: false, smart_punctuation: false, wikilinks: true }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let verdicts = ["accurate", "inaccurate", "misleading", "unproven", "disputed"].map(|id| {
            let mut label = id.to_owned();
            label[..1].make_ascii_uppercase();
            Verdict { id: id.to_owned(), label, rating: None }
        });
        Settings {
            title: None,
            description: None,
            author: None,
            logo: None,
            favicon: None,
            base_url: None,
            language: "en".to_owned(),
            timezone: jiff::tz::TimeZone::UTC,
            kinds: Kinds::default(),
            verdicts: verdicts.into(),
            menu: None,
            spot: true,
            strict: false,
            lock: true,
            cards: true,
            pictures: true,
            urls: crate::route::UrlStyle::Pretty,
            markdown: MarkdownSettings::default(),
            page_size: 100,
            omit: Omit::default(),
            file_limit: 20_000_000,
            css: Vec::new(),
            extra: Extra::default(),
        }
    }
}
