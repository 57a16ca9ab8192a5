//! What every page shares ([`Whole`]), and a page's own standpoint ([`Here`]), from which all its links
//! are relative.

mod short;
mod standing;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use super::menu::MenuTarget;
use super::split::{Known, Part, YearMonth};
use super::survey::Survey;
use super::view;
use crate::date::Date;
use crate::graph::{Graph, makers};
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::record::Dated;
use crate::parse::settings::Settings;
use crate::resolve::corpus::{
    Article, Citation, CitationTarget, Claim, ClaimUse, Corpus, Entity, EntityRef, FileTarget, Page, Passage, Picture,
};
use crate::route::{self, OutPath};
use crate::words::Words;

pub(super) use short::{capital, shorten, told_apart};

/// The corpus and graph with what all pages need of them.
pub(super) struct Whole<'c> {
    pub corpus: &'c Corpus,
    pub graph: &'c Graph,
    pub survey: Arc<Survey>,
}

impl Deref for Whole<'_> {
    type Target = Survey;

    fn deref(&self) -> &Survey {
        &self.survey
    }
}

impl<'c> Whole<'c> {
    /// The settings.
    pub fn settings(&self) -> &'c Settings {
        &self.corpus.settings
    }

    /// Whether a kind has an index: something of it, or a text for the index.
    pub fn has_index(&self, kind: KindId) -> bool {
        has_index(self.corpus, self.graph, kind)
    }

    /// The text of a kind's index.
    pub fn index_text(&self, kind: KindId) -> Option<&'c Page> {
        self.corpus.pages.iter().find(|page| page.index_of == Some(kind))
    }

    /// The plain page of this path that is the text of another page (`index`, `articles/index`).
    pub fn text_of(&self, path: &str) -> Option<&'c Page> {
        self.corpus.pages.iter().find(|page| page.path == path)
    }

    /// The page of a publisher, however its name is spelt.
    pub fn source_path(&self, name: &str) -> Option<&OutPath> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.source_paths.get(&route::fold_in(&self.settings().language, &name))
    }

    /// The page of a part of a list.
    pub fn part_path(&self, list: &OutPath, part: &Part) -> OutPath {
        part.key.as_ref().map_or_else(|| list.clone(), |key| list.part(key))
    }
}

pub(super) fn has_index(corpus: &Corpus, graph: &Graph, kind: KindId) -> bool {
    graph.by_kind.get(usize::from(kind.0)).is_some_and(|ids| !ids.is_empty())
        || corpus.pages.iter().any(|page| page.index_of == Some(kind))
        || kind == KindId::CLAIMS && !graph.claims_in_place.is_empty()
}

/// Year and month by which a list is split: those of the earliest day, by which it is sorted, and how much of them is known.
pub(super) fn year_month(date: Option<&Dated>) -> Option<YearMonth> {
    let date = date.map(|date| &date.value).filter(|date| !date.has_unknown_year())?;
    let (day, known) = match (date.earliest().day(), date.latest().day()) {
        (Some(day), _) if date.month().is_some() => (day, Known::Month),
        (Some(day), _) if date.year().is_some() => (day, Known::Year),
        (Some(day), _) => (day, Known::NotBefore),
        (None, Some(day)) => (day, Known::NotAfter),
        (None, None) => return None,
    };
    Some(YearMonth { year: day.year, month: Some(day.month), known })
}

/// A page: all links are made from here.
pub(super) struct Here<'w, 'c> {
    pub whole: &'w Whole<'c>,
    pub path: OutPath,
    /// Links start from the root of the host: for the page that is shown at any address.
    pub rooted: bool,
}

impl<'w, 'c> Here<'w, 'c> {
    pub fn new(whole: &'w Whole<'c>, path: OutPath) -> Self {
        Here { whole, path, rooted: false }
    }

    /// The words of the interface.
    pub fn words(&self) -> &'w Words {
        &self.whole.words
    }

    pub fn corpus(&self) -> &'c Corpus {
        self.whole.corpus
    }

    /// The address of a page or file of the site.
    pub fn href(&self, to: &OutPath, fragment: Option<&str>) -> String {
        let style = self.whole.settings().urls;
        if self.rooted {
            let mut href = route::rooted(&self.whole.base_path, to, style);
            if let Some(fragment) = fragment {
                href.push('#');
                href.push_str(fragment);
            }
            href
        } else {
            route::relative(&self.path, to, fragment, style)
        }
    }

    pub fn entity_href(&self, id: EntityId) -> String {
        self.href(&self.whole.entity_paths[id.index()], None)
    }

    pub fn article_href(&self, id: ArticleId, anchor: Option<&str>) -> String {
        self.href(&self.whole.article_paths[id.index()], anchor)
    }

    pub fn entity(&self, id: EntityId) -> view::EntityLink {
        let entity = self.corpus().entity(id);
        let kind = self.whole.settings().kinds.get(entity.kind);
        view::EntityLink {
            name: entity.name.clone(),
            href: self.entity_href(id),
            kind: kind.name.clone(),
            one: kind.one.clone(),
            apart: self.whole.apart[id.index()].clone(),
            stub: entity.is_stub(),
            standing: self.standing(id),
            role: None,
            certainty: None,
            implied: false,
        }
    }

    pub fn entity_ref(&self, reference: &EntityRef) -> view::EntityLink {
        view::EntityLink {
            role: reference.role.clone(),
            certainty: reference.certainty.map(|certainty| certainty.as_str()),
            implied: reference.implied,
            ..self.entity(reference.entity)
        }
    }

    /// What stands on the other side of a reference: no surer than that is.
    pub fn entity_by(&self, id: EntityId, reference: Option<&EntityRef>) -> view::EntityLink {
        let (certainty, implied) = how_sure(reference);
        view::EntityLink { certainty, implied, ..self.entity(id) }
    }

    /// A name as drawings have it: with what its link says beside it.
    pub fn named(&self, link: &view::EntityLink) -> String {
        let words = self.words();
        let certainty = link.certainty.and_then(|certainty| words.named("certainty", certainty));
        let implied = link.implied.then(|| words.get("not_named_in_words"));
        let aside: Vec<&str> = link.apart.as_deref().into_iter().chain(certainty).chain(implied).collect();
        if aside.is_empty() {
            link.name.clone()
        } else {
            format!("{} ({})", link.name, aside.join(words.get("semicolon")))
        }
    }

    pub fn refs<'r>(&self, references: impl IntoIterator<Item = &'r EntityRef>) -> Vec<view::EntityLink> {
        references.into_iter().map(|reference| self.entity_ref(reference)).collect()
    }

    pub fn article(&self, id: ArticleId) -> view::ArticleLink {
        self.link_of(id, self.corpus().article(id))
    }

    /// An article that names somebody: no surer than the reference is.
    pub fn article_by(&self, id: ArticleId, reference: Option<&EntityRef>) -> view::ArticleLink {
        let (certainty, implied) = how_sure(reference);
        view::ArticleLink { certainty, implied, ..self.article(id) }
    }

    /// [`Here::article`] of this article.
    pub fn link_of(&self, id: ArticleId, article: &Article) -> view::ArticleLink {
        view::ArticleLink {
            id: article.id.to_string(),
            title: article.title.clone(),
            href: self.article_href(id, None),
            date: self.whole.article_date(self.corpus(), id).cloned(),
            type_: article.type_.clone(),
            publisher: publisher(article),
            description: article.description.clone(),
            language: self.other_language(&article.language),
            draft: article.draft,
            certainty: None,
            implied: false,
        }
    }

    pub fn articles<'r>(&self, ids: impl IntoIterator<Item = &'r ArticleId>) -> Vec<view::ArticleLink> {
        ids.into_iter().map(|&id| self.article(id)).collect()
    }

    pub fn date(&self, date: Option<&Dated>) -> Option<view::Date> {
        date.map(|date| self.date_view(&date.value))
    }

    pub fn date_view(&self, date: &Date) -> view::Date {
        date_view(self.words(), date)
    }

    /// A field of a record as a label: the word for it, the name of a kind, or the key itself.
    pub fn field(&self, key: &str) -> String {
        let kinds = &self.whole.settings().kinds;
        let kind = || kinds.find(key).map(|id| kinds.get(id).many.clone());
        let known = self.words().named("field", key).map(str::to_owned);
        known.or_else(kind).unwrap_or_else(|| capital(&key.replace('_', " ")))
    }

    pub fn citation(&self, citation: &Citation) -> view::Citation {
        let (pages, note) = (citation.pages.clone(), citation.note.clone());
        // A range or a list: `4–5`, `4, 7`.
        let is_several =
            pages.as_ref().is_some_and(|pages| pages.contains(['-', '‐', '‑', '–', '—', ',', ';', '،', '؛']));
        let page_count = 1 + usize::from(is_several);
        match &citation.target {
            CitationTarget::Url(url) => view::Citation {
                text: url.clone(),
                href: route::external(url),
                external: true,
                language: None,
                words: None,
                date: None,
                pages,
                page_count,
                note,
            },
            CitationTarget::Article(id, anchor) => {
                let article = self.corpus().article(*id);
                let passage = anchor.as_ref().and_then(|anchor| article.passages.iter().find(|p| p.anchor == *anchor));
                view::Citation {
                    text: article.title.clone(),
                    href: self.article_href(*id, anchor.as_deref()),
                    external: false,
                    language: self.other_language(&article.language),
                    words: passage.and_then(|passage| passage_words(article, passage)),
                    date: self.whole.article_date(self.corpus(), *id).cloned(),
                    pages,
                    page_count,
                    note,
                }
            }
        }
    }

    pub fn citations(&self, citations: &[Citation]) -> Vec<view::Citation> {
        citations.iter().map(|citation| self.citation(citation)).collect()
    }

    /// The address of a picture or file.
    pub fn file(&self, file: &FileTarget) -> Option<String> {
        match file {
            FileTarget::Path(path) => Some(self.href(path, None)),
            FileTarget::External(url) => Some(route::external(url)),
            FileTarget::Dropped => None,
        }
    }

    pub fn picture(&self, picture: Option<&Picture>) -> Option<view::Picture> {
        let picture = picture?;
        let sized = self.sized(&picture.src)?;
        let (width, height) = sized.size.unzip();
        Some(view::Picture {
            src: sized.src,
            srcset: sized.srcset,
            sizes: sized.sizes,
            width,
            height,
            original: sized.original,
            alt: picture.alt.clone().unwrap_or_default(),
            caption: picture.caption.clone(),
            credit: picture.credit.clone(),
            licence: picture.licence.clone(),
        })
    }

    pub fn tags(&self, tags: &[String]) -> Vec<view::Link> {
        let link = |tag: &String| {
            let path = self.whole.tag_paths.get(tag)?;
            Some(view::Link { text: tag.clone(), href: self.href(path, None) })
        };
        tags.iter().filter_map(link).collect()
    }

    /// A claim as it is made in an annotation.
    pub fn claim_use(&self, claim: &ClaimUse) -> view::Claim {
        match claim {
            ClaimUse::Of(reference) => self.claim_record(reference.entity),
            ClaimUse::Here(claim) => self.claim(claim),
        }
    }

    /// A claim with a record of its own.
    pub fn claim_record(&self, id: EntityId) -> view::Claim {
        let entity = self.corpus().entity(id);
        let mut claim = self.claim(&entity.claim);
        claim.by = self.refs(makers(self.corpus(), &self.whole.graph.entities[id.index()], entity));
        claim.text.get_or_insert_with(|| entity.name.clone());
        claim.href = Some(self.entity_href(id));
        claim.date = claim.date.or_else(|| self.date(entity.date.as_ref()));
        if claim.sources.is_empty() {
            claim.sources = self.citations(&entity.sources);
        }
        claim
    }

    fn claim(&self, claim: &Claim) -> view::Claim {
        let verdict = claim.verdict.and_then(|verdict| self.whole.settings().verdicts.get(verdict));
        view::Claim {
            text: claim.text.clone(),
            href: None,
            by: self.refs(&claim.by),
            date: self.date(claim.date.as_ref()),
            verdict: verdict.map(|verdict| verdict.label.clone()),
            verdict_id: verdict.map(|verdict| verdict.id.clone()),
            because: claim.because.clone(),
            reviewed_by: claim.reviewed_by.clone(),
            reviewed: self.date(claim.reviewed.as_ref()),
            sources: self.citations(&claim.sources),
        }
    }

    /// What surrounds the page. `breadcrumbs` are the pages between the home page and this one.
    pub fn page(&self, sort: &'static str, title: &str, breadcrumbs: Vec<view::Link>) -> view::Page {
        let settings = self.whole.settings();
        let base = settings.base_url.as_ref().map(|url| url.value.as_str());
        let home = self.href(&OutPath::home(), None);
        let mut above = Vec::new();
        if self.path != OutPath::home() {
            above.push(view::Link { text: self.words().get("home").into(), href: home.clone() });
            above.extend(breadcrumbs);
        }
        let css = self.whole.css.iter().map(|sheet| match sheet {
            Ok(path) => self.href(path, None),
            Err(url) => url.clone(),
        });
        view::Page {
            sort,
            title: title.to_owned(),
            description: None,
            authors: settings.author.iter().map(|author| author.value.clone()).collect(),
            direction: direction(&settings.language),
            language: settings.language.clone(),
            canonical: base.map(|base| route::absolute(base, &self.path, None, settings.urls)),
            hidden: false,
            // The last part of an address is the home page's file, where addresses name files.
            root: home.rfind('/').map_or("./", |at| &home[..=at]).to_owned(),
            home,
            css: css.collect(),
            scripts: self.whole.scripts.iter().map(|(name, path)| (name.clone(), self.href(path, None))).collect(),
            cards: super::cards::index()
                .filter(|_| settings.cards)
                .map(|index| self.href(&index, None).trim_end_matches("index.json").to_owned()),
            feed: self.whole.has_feed.then(|| self.href(&OutPath::atom(), None)),
            favicon: self.whole.favicon.as_ref().and_then(|file| self.file(file)),
            logo: self.whole.logo.as_ref().and_then(|file| self.file(file)),
            menu: self.menu(),
            breadcrumbs: above,
            preview: view::Preview::default(),
            json_ld: String::new(),
        }
    }

    fn menu(&self) -> Vec<view::MenuItem> {
        let item = |(label, target): &(String, MenuTarget)| {
            let (href, current) = match target {
                MenuTarget::Path(path) => (self.href(path, None), self.current(path)),
                MenuTarget::Url(url) => (url.clone(), None),
            };
            view::MenuItem { text: label.clone(), href, current }
        };
        self.whole.menu.iter().map(item).collect()
    }

    fn current(&self, path: &OutPath) -> Option<&'static str> {
        let folder = path.as_str().strip_suffix("index.html").unwrap_or(path.as_str());
        if *path == self.path {
            Some("page")
        } else if !folder.is_empty() && self.path.as_str().starts_with(folder) {
            Some("true")
        } else {
            None
        }
    }

    /// The parts of a list as navigation; nothing if there is one only.
    pub fn parts(&self, list: &OutPath, parts: &[Part], current: usize) -> Vec<view::PartGroup> {
        let mut groups: Vec<view::PartGroup> = Vec::new();
        if parts.len() < 2 {
            return groups;
        }
        for (at, part) in parts.iter().enumerate() {
            let link = view::Part {
                label: part.label.clone(),
                href: self.href(&self.whole.part_path(list, part), None),
                count: part.rows.len(),
                current: at == current,
            };
            match groups.last_mut().filter(|group| group.label == part.group) {
                Some(group) => group.parts.push(link),
                None => groups.push(view::PartGroup { label: part.group.clone(), parts: vec![link] }),
            }
        }
        groups
    }

    /// A language, if it is not that of the page around it.
    pub fn other_language(&self, language: &str) -> Option<String> {
        (language != self.whole.settings().language).then(|| language.to_owned())
    }
}

/// The label of a part; none if the list is not split.
pub(super) fn part_label(parts: &[Part], current: usize) -> Option<String> {
    parts.get(current).filter(|_| parts.len() > 1).map(|part| part.label.clone())
}

pub(super) fn date_view(words: &Words, date: &Date) -> view::Date {
    view::Date { words: words.date(date), iso: date.iso() }
}

/// `ltr`, or `rtl` for what is written so: by the script, where the tag names one, else by the language.
pub(super) fn direction(language: &str) -> &'static str {
    const SCRIPTS: [&str; 14] = [
        "adlm", "arab", "aran", "armi", "hebr", "mand", "nkoo", "phnx", "rohg", "samr", "syrc", "syre", "syrj", "thaa",
    ];
    const LANGUAGES: [&str; 50] = [
        "acm", "aeb", "afb", "aii", "ajp", "apc", "apd", "ar", "arc", "arq", "ars", "ary", "arz", "azb", "bal", "bgn",
        "bqi", "ckb", "dv", "fa", "glk", "haz", "he", "iw", "ji", "khw", "ks", "lad", "lrc", "luz", "mid", "mzn",
        "nqo", "pbt", "pbu", "pes", "pnb", "prs", "ps", "rhg", "sam", "sd", "skr", "syc", "syr", "tmr", "trw", "ug",
        "ur", "yi",
    ];
    // What follows `-x-` is nobody's but the author's.
    let mut tags = language.split('-').take_while(|tag| tag.len() != 1).map(str::to_ascii_lowercase);
    let primary = tags.next().unwrap_or_default();
    let script = tags.find(|tag| tag.len() == 4 && tag.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_rtl = match script {
        Some(script) => SCRIPTS.contains(&script.as_str()),
        None => LANGUAGES.contains(&primary.as_str()),
    };
    if is_rtl { "rtl" } else { "ltr" }
}

/// Where an article's text comes from, in short.
fn publisher(article: &Article) -> Option<String> {
    let origin = article.source.first()?;
    let text = origin.publisher.as_ref().or(origin.title.as_ref()).or(origin.authors.first());
    text.map(|text| text.value.clone())
}

/// The words of a passage in one line, shortened where they are many.
pub(super) fn passage_words(article: &Article, passage: &Passage) -> Option<String> {
    let words = article.prose.body.words(&passage.range);
    (!words.trim().is_empty()).then(|| shorten(words, 140))
}

/// The surest of the references to an entity.
pub(super) fn surest<'r>(references: impl IntoIterator<Item = &'r EntityRef>, to: EntityId) -> Option<&'r EntityRef> {
    let all = references.into_iter().filter(|reference| reference.entity == to);
    all.min_by_key(|reference| (reference.certainty, reference.implied))
}

fn how_sure(reference: Option<&EntityRef>) -> (Option<&'static str>, bool) {
    let certainty = reference.and_then(|reference| reference.certainty).map(|certainty| certainty.as_str());
    (certainty, reference.is_some_and(|reference| reference.implied))
}

/// Entities without those that came before.
pub(super) fn each_once(links: Vec<view::EntityLink>) -> Vec<view::EntityLink> {
    let mut seen = BTreeSet::new();
    links.into_iter().filter(|link| seen.insert(link.href.clone())).collect()
}

/// The place of an annotation in its article, as address: its first passage, or the article.
pub(super) fn annotation_anchor(article: &Article, at: usize) -> Option<&str> {
    match article.annotations.get(at)?.passages.first() {
        Some(&first) => article.passages.get(first).map(|passage| passage.anchor.as_str()),
        None => own_anchor(article, at),
    }
}

/// The address in an article's page of an annotation without passages, of the whole article or of words that were taken out.
/// Where something else there has the address, that keeps it.
pub(super) fn own_anchor(article: &Article, at: usize) -> Option<&str> {
    let annotation = article.annotations.get(at)?;
    let (id, passages) = (&annotation.id, &annotation.passages);
    let is_taken = || {
        article.passages.iter().any(|passage| passage.anchor == *id)
            || article.prose.body.ids.contains(id)
            || article.annotations[..at].iter().any(|before| before.passages.is_empty() && before.id == *id)
    };
    (passages.is_empty() && !id.is_empty() && !is_taken()).then_some(id)
}

/// What an entity is, in one line: its description, of a claim what is claimed.
pub(super) fn one_line(entity: &Entity) -> Option<String> {
    entity.description.clone().or_else(|| entity.claim.text.clone().filter(|text| *text != entity.name))
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn the_script_decides_which_way_a_language_runs() {
        for language in [
            "ar",
            "he",
            "fa-IR",
            "az-Arab",
            "pa-Arab-PK",
            "uz-arab",
            "ku-Arab",
            "ms-Arab",
            "ff-Adlm",
            "arz",
            "ary",
            "azb",
            "prs",
            "ks",
            "nqo",
            "rhg",
            "iw",
            "ji",
            "zh-min-Arab",
            "ar-x-latn",
        ] {
            assert_eq!(direction(language), "rtl", "{language}");
        }
        for language in
            ["en", "sd-Deva", "ks-Deva", "ar-Latn", "az", "ku", "uz-Cyrl", "de-x-arab", "zh-Hant-TW", "", "fa-Cyrl"]
        {
            assert_eq!(direction(language), "ltr", "{language}");
        }
    }
}
