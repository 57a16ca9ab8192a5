//! What can only be said when every page is known: fragments of links, old addresses, files to copy.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Diagnostic, code};
use crate::id::{ArticleId, EntityId, KindId, Kinds};
use crate::load::{Area, Data, Sources};
use crate::resolve::Unread;
use crate::resolve::corpus::{
    Annotation, Article, Citation, CitationTarget, ClaimUse, CopiedFile, Corpus, Entity, LinkTarget, Prose, Redirect,
};
use crate::resolve::links::Anchors;
use crate::route::OutPath;
use crate::span::{FileId, Text};

/// The files that are copied as they are: all of `static/`, and of `content/` what something links to.
pub fn files(sources: &Sources, media: &BTreeSet<String>) -> Vec<CopiedFile> {
    let copied = sources.files.iter().filter_map(|source| {
        let inner = source.path.split_once('/')?.1;
        let to = match source.area {
            Area::Static => OutPath::new(inner).ok()?,
            Area::Content if media.contains(inner) => OutPath::media(inner).ok()?,
            _ => return None,
        };
        let bytes: Arc<[u8]> = match &source.data {
            Data::Bytes(bytes) => bytes.clone(),
            Data::Text(text) => text.as_bytes().into(),
        };
        Some(CopiedFile { file: source.file, to, bytes })
    });
    copied.collect()
}

/// Endings of texts that are written with other programs than those for Markdown.
const TEXTS: [&str; 6] = ["txt", "mdx", "docx", "odt", "rtf", "doc"];

/// Says of texts that lie among articles or records, are neither, and are linked from nowhere: somebody may wait for them.
pub fn strays(sources: &Sources, media: &BTreeSet<String>, kinds: &Kinds, said: &mut Vec<Diagnostic>) {
    for source in sources.in_area(Area::Content) {
        let inner = source.inner_path();
        let Some((folder, name)) = inner.split_once('/') else { continue };
        let Some((stem, ending)) = name.rsplit_once('.') else { continue };
        let is_text = TEXTS.iter().any(|text| ending.eq_ignore_ascii_case(text));
        if !is_text || media.contains(inner) || (folder != "articles" && kinds.find(folder).is_none()) {
            continue;
        }
        let what = if folder == "articles" { "An article" } else { "A record with a file of its own" };
        let stem = stem.rsplit('/').next().unwrap_or(stem);
        let message = "this file is of no sort that is known in `content/`, and nothing links to it; it is left out";
        said.push(Diagnostic::new(code::STRAY_FILE, source.file.span(0, 0), message).help(format!(
            "{what} is Markdown: `{stem}.md`. A file that nobody is to see lies outside of `content/`."
        )));
    }
}

/// Fixed ids of sections of entities' pages, which links may name.
pub const SECTIONS: &[&str] =
    &["accounts", "mentions", "quotations", "claims", "timeline", "participants", "roles", "relations", "together"];

/// Finds every fragment of a link and source on the page that it leads to; what is not there is said.
///
/// A link to an annotation that is not shown, a draft's or one whose quote was not found, keeps its words, a source its article.
pub fn fragments(corpus: &mut Corpus, unread: &Unread, said: &mut Vec<Diagnostic>) {
    let with: Vec<usize> = (0..corpus.articles.len()).filter(|&at| corpus.articles[at].outline.leads).collect();
    let (articles, entities) = led_to(corpus, &with);
    let articles: BTreeMap<ArticleId, Place> =
        articles.into_iter().map(|id| (id, Place::new(corpus.article(id), unread))).collect();
    let stubs: BTreeSet<EntityId> = entities.iter().copied().filter(|&id| corpus.entity(id).is_stub()).collect();
    let entities: BTreeMap<EntityId, (String, Anchors)> =
        entities.into_iter().map(|id| (id, entity_place(corpus, id))).collect();
    let mut pages: BTreeMap<OutPath, Anchors> = BTreeMap::new();
    for page in corpus.pages.iter() {
        pages.insert(page.to.clone(), Anchors::of(&page.prose.body));
    }
    for series in corpus.series.iter() {
        pages.insert(OutPath::series(&series.id), Anchors::of(&series.prose.body));
    }
    let mut settle =
        Settle { articles: &articles, entities: &entities, stubs: &stubs, pages: &pages, is_whole: true, said };

    // An article that has nothing to settle stays shared.
    for at in with {
        let article = Arc::make_mut(&mut corpus.articles[at]);
        let own = &article_anchors(article);
        settle.is_whole = !unread.is_faulty(article.file, article.id.as_str());
        settle.prose(Arc::make_mut(&mut article.prose), own, "this article");
        for (_, correction) in &mut article.corrections {
            settle.prose(correction, own, "this article");
        }
        for annotation in Arc::make_mut(&mut article.annotations) {
            if let Some(note) = &mut annotation.note {
                settle.prose(note, own, "this article");
            }
            if let Some(ClaimUse::Here(claim)) = annotation.more.as_mut().and_then(|more| more.claim.as_mut()) {
                settle.citations(&mut claim.sources);
            }
        }
    }
    settle.is_whole = true;
    for entity in Arc::make_mut(&mut corpus.entities) {
        if !entity.prose.links.is_empty() {
            let own = entity_anchors(entity);
            settle.prose(&mut entity.prose, &own, "this page");
        }
        citations_of(entity).for_each(|citations| settle.citations(citations));
    }
    for page in Arc::make_mut(&mut corpus.pages) {
        let own = Anchors::of(&page.prose.body);
        settle.prose(&mut page.prose, &own, "this page");
    }
    for series in Arc::make_mut(&mut corpus.series) {
        let own = Anchors::of(&series.prose.body);
        settle.prose(&mut series.prose, &own, "this page");
    }
}

/// The articles and entities that something leads to a place in; `with` are the articles that have fragments themselves.
fn led_to(corpus: &mut Corpus, with: &[usize]) -> (BTreeSet<ArticleId>, BTreeSet<EntityId>) {
    let (mut all, mut entities) = (BTreeSet::new(), BTreeSet::new());
    let mut prose = |prose: &Prose| {
        for target in &prose.links {
            match target {
                LinkTarget::Article(id, Some(_)) => all.extend([*id]),
                LinkTarget::Entity(id, Some(_)) => entities.extend([*id]),
                _ => {}
            }
        }
    };
    let mut cited: Vec<Citation> = Vec::new();
    for article in with.iter().map(|&at| &corpus.articles[at]) {
        prose(&article.prose);
        article.corrections.iter().for_each(|(_, correction)| prose(correction));
        for annotation in article.annotations.iter() {
            annotation.note.iter().for_each(|note| prose(note));
            if let Some(ClaimUse::Here(claim)) = &annotation.more.claim {
                cited.extend(claim.sources.iter().cloned());
            }
        }
    }
    for entity in Arc::make_mut(&mut corpus.entities) {
        prose(&entity.prose);
        citations_of(entity).for_each(|citations| cited.extend(citations.iter().cloned()));
    }
    corpus.pages.iter().for_each(|page| prose(&page.prose));
    corpus.series.iter().for_each(|series| prose(&series.prose));
    all.extend(cited.iter().filter_map(|citation| match citation.target {
        CitationTarget::Article(id, Some(_)) => Some(id),
        _ => None,
    }));
    (all, entities)
}

/// All lists of sources in an entity's record.
fn citations_of(entity: &mut Entity) -> impl Iterator<Item = &mut Vec<Citation>> {
    [&mut entity.sources, &mut entity.claim.sources]
        .into_iter()
        .chain(entity.roles.iter_mut().map(|role| &mut role.sources))
        .chain(entity.relations.iter_mut().map(|relation| &mut relation.sources))
        .chain(entity.participants.iter_mut().map(|participant| &mut participant.sources))
        .chain(entity.resolved.iter_mut().map(|resolved| &mut resolved.sources))
}

/// An article that something leads to a place in.
struct Place {
    name: String,
    anchors: Anchors,
    /// Its annotations that have no place: drafts, and those whose quotes were not found, which has been said.
    hidden: Vec<String>,
    /// Whether all of it could be read.
    is_whole: bool,
}

impl Place {
    fn new(article: &Article, unread: &Unread) -> Place {
        let anchors = article_anchors(article);
        let lost = article.annotations.iter().filter(|one| is_lost(one)).map(|one| &one.id);
        let hidden = article.hidden.iter().chain(lost.filter(|id| !anchors.0.contains(*id))).cloned().collect();
        let is_whole = !unread.is_faulty(article.file, article.id.as_str());
        Place { name: format!("the article `{}`", article.id), anchors, hidden, is_whole }
    }
}

fn article_anchors(article: &Article) -> Anchors {
    let mut anchors = Anchors::of(&article.prose.body);
    for passage in article.passages.iter() {
        anchors.0.insert(passage.anchor.clone());
        anchors.0.extend(passage.former.iter().cloned());
    }
    // A removed passage has its place in the list of removed passages, a note on the whole article at its head.
    let shown = article.annotations.iter().filter(|annotation| !is_lost(annotation));
    anchors.0.extend(shown.map(|annotation| annotation.id.clone()));
    anchors
}

/// Whether an annotation is nowhere on the page: none of its quotes was found.
fn is_lost(annotation: &Annotation) -> bool {
    annotation.passages.is_empty() && annotation.more.removed.is_none() && !annotation.is_whole()
}

fn entity_anchors(entity: &Entity) -> Anchors {
    let mut anchors = Anchors::of(&entity.prose.body);
    anchors.0.extend(SECTIONS.iter().map(|&section| section.to_owned()));
    anchors
}

/// An entity that something leads to a place in: what to call it, and its anchors.
fn entity_place(corpus: &Corpus, id: EntityId) -> (String, Anchors) {
    let entity = corpus.entity(id);
    let name = format!("the page of `{}/{}`", corpus.settings.kinds.get(entity.kind).name, entity.id);
    (name, entity_anchors(entity))
}

struct Settle<'s> {
    articles: &'s BTreeMap<ArticleId, Place>,
    entities: &'s BTreeMap<EntityId, (String, Anchors)>,
    /// Those of them that have no record.
    stubs: &'s BTreeSet<EntityId>,
    pages: &'s BTreeMap<OutPath, Anchors>,
    /// Whether all addresses of the page are known whose texts are being settled.
    is_whole: bool,
    said: &'s mut Vec<Diagnostic>,
}

impl Settle<'_> {
    fn prose(&mut self, prose: &mut Prose, own: &Anchors, here: &str) {
        for (target, link) in prose.links.iter_mut().zip(&prose.body.links) {
            let mut is_whole = true;
            let (anchors, page, fragment) = match target {
                LinkTarget::Fragment(fragment) => {
                    is_whole = self.is_whole;
                    (own, here.to_owned(), fragment)
                }
                LinkTarget::Article(id, Some(fragment)) => {
                    let Some(place) = self.articles.get(id) else { continue };
                    if place.hidden.contains(fragment) {
                        *target = LinkTarget::Dropped;
                        continue;
                    }
                    is_whole = place.is_whole;
                    (&place.anchors, place.name.clone(), fragment)
                }
                LinkTarget::Entity(id, Some(fragment)) => match self.entities.get(id) {
                    Some((name, anchors)) => (anchors, name.clone(), fragment),
                    None => continue,
                },
                LinkTarget::Path(path, Some(fragment)) => match self.pages.get(path) {
                    Some(anchors) => (anchors, format!("the page `/{path}`"), fragment),
                    None => continue,
                },
                _ => continue,
            };
            if fragment.is_empty() {
                continue;
            }
            match anchors.settle(fragment) {
                Some(settled) => *fragment = settled,
                None => {
                    let missing = anchors.missing(code::BROKEN_LINK, fragment, &page, link.span);
                    match target {
                        // Whom the words mean is known all the same. Of an id without a record, or one that could not be
                        // read, it has been said.
                        LinkTarget::Entity(id, place) => {
                            *place = None;
                            if self.stubs.contains(id) {
                                continue;
                            }
                        }
                        _ => *target = LinkTarget::Dropped,
                    }
                    if is_whole {
                        self.said.push(missing);
                    }
                }
            }
        }
    }

    fn citations(&mut self, citations: &mut Vec<Citation>) {
        for citation in citations {
            let CitationTarget::Article(id, fragment) = &mut citation.target else { continue };
            let Some(wanted) = fragment else { continue };
            let Some(Place { name, anchors, hidden, is_whole }) = self.articles.get(id) else { continue };
            let settled = anchors.settle(wanted);
            if settled.is_none() && !hidden.contains(wanted) && *is_whole {
                self.said.push(anchors.missing(code::UNKNOWN_ARTICLE, wanted, name, citation.span));
            }
            *fragment = settled;
        }
    }
}

/// What a document was called before: its id, its kind (none for an article), and what it says of old ids and addresses.
pub type Previously = (Option<String>, Option<KindId>, Vec<Text>);

/// The old pages of one document, with the page that each is now.
pub fn moved((id, kind, old): &Previously, kinds: &crate::id::Kinds) -> Vec<(OutPath, OutPath)> {
    let Some(id) = id.as_deref().and_then(|id| crate::id::Slug::new(id).ok()) else { return Vec::new() };
    let page = |id: &crate::id::Slug| match kind {
        Some(kind) => OutPath::entity(&kinds.get(*kind).name, id),
        None => OutPath::article(id),
    };
    let from = |old: &Text| match crate::id::Slug::new(&old.value) {
        Ok(former) => Some(page(&former)),
        Err(_) => OutPath::redirect(&old.value).ok(),
    };
    old.iter().filter_map(|old| Some((from(old)?, page(&id)))).collect()
}

/// Old addresses. One that is a live page, or is claimed twice, is an error.
pub fn redirects(
    corpus: &Corpus,
    previously: &[Previously],
    pages: &[(FileId, Vec<Text>)],
    said: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    if previously.iter().all(|(.., old)| old.is_empty()) && pages.iter().all(|(_, old)| old.is_empty()) {
        return Vec::new();
    }
    let kinds = &corpus.settings.kinds;
    let mut live: BTreeSet<OutPath> = corpus.files.iter().map(|file| file.to.clone()).collect();
    live.extend(corpus.pages.iter().map(|page| page.to.clone()));
    live.extend(corpus.articles.iter().map(|article| OutPath::article(&article.id)));
    live.extend(corpus.entities.iter().map(|entity| OutPath::entity(&kinds.get(entity.kind).name, &entity.id)));
    live.extend(corpus.series.iter().map(|series| OutPath::series(&series.id)));
    live.extend(kinds.iter().map(|(_, kind)| OutPath::index(&kind.name)));
    live.extend([OutPath::home(), OutPath::articles(), OutPath::all_tags(), OutPath::all_series(), OutPath::network()]);

    let mut wanted: Vec<(Result<OutPath, &str>, OutPath, &Text)> = Vec::new();
    for (id, kind, old) in previously {
        let Some(id) = id.as_deref().and_then(|id| crate::id::Slug::new(id).ok()) else { continue };
        let page = |id: &crate::id::Slug| match kind {
            Some(kind) => OutPath::entity(&kinds.get(*kind).name, id),
            None => OutPath::article(id),
        };
        for old in old {
            let from = match crate::id::Slug::new(&old.value) {
                Ok(former) => Ok(page(&former)),
                Err(_) => OutPath::redirect(&old.value),
            };
            wanted.push((from, page(&id), old));
        }
    }
    for (file, old) in pages {
        let Some(page) = corpus.pages.iter().find(|page| page.file == *file) else { continue };
        wanted.extend(old.iter().map(|old| (OutPath::redirect(&old.value), page.to.clone(), old)));
    }

    let mut all: BTreeMap<OutPath, Redirect> = BTreeMap::new();
    for (from, to, old) in wanted {
        let from = match from {
            Ok(from) => from,
            Err(why) => {
                let message = format!("`{}` cannot be an old address: a path {why}", old.value);
                said.push(Diagnostic::new(code::BAD_VALUE, old.span, message));
                continue;
            }
        };
        if live.contains(&from) {
            // Former ids of records that are alive were said already, with the record.
            if old.value.contains('/') || !said.iter().any(|other| other.span == Some(old.span)) {
                let message = format!("`{}` is a live page of the site", old.value);
                said.push(Diagnostic::new(code::PREVIOUSLY_TAKEN, old.span, message));
            }
        } else if let Some(first) = all.get(&from) {
            let message = format!("the old address `{}` is claimed twice", old.value);
            said.push(Diagnostic::new(code::PREVIOUSLY_TAKEN, old.span, message).label(first.span, "here first"));
        } else {
            all.insert(from.clone(), Redirect { from, to, span: old.span });
        }
    }
    all.into_values().collect()
}
