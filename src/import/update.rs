//! A new version of documents that a site has already: the text is exchanged, and all that its author put there stays.
//!
//! 1. The importers make their files as always.
//! 2. An article that the site has keeps its front matter, byte for byte; only the text under it is exchanged. Links that
//!    the author has put into the old text are put around the same words of the new one ([`links`]).
//! 3. Each annotation of it is looked for in the new text, with the words around its place in the old one, where the last
//!    build found it, and what became
//!    of it is said. Where the words are others and mean the same, its quote is changed, as `annals check --fix` does it.
//! 4. What the site does not have is new: documents, mentions of a corpus, records.
//!
//! Nothing is written here. What is needed to write safely, the hashes of what was read, comes with the result.

mod links;
mod more;
mod report;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::diag::{Edit, Fix};
use crate::fix;
use crate::id::KindId;
use crate::import::Files;
use crate::load::{self, Area, Data, Limits, Source, Sources};
use crate::lock::{self, Lock};
use crate::parse;
use crate::parse::body::{Body, TextRange};
use crate::parse::document::{Annotation, Article, Document, Quote, Sidecar};
use crate::parse::front;
use crate::parse::settings::Settings;
use crate::resolve::anchor::{Finder, Guard, KnownNames, Located, NotFound, Status};
use crate::resolve::kept::{self, Kept};
use crate::span::{FileId, LineIndex};

pub use report::{ArticleReport, LostLink, PassageReport, Report};
pub use words::Changed;

/// How the name of an old text ends that is kept beside the new one; no build reads it.
pub const OLD: &str = ".old";

/// What an update makes.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// Files that are new.
    pub new: Files,
    /// Files that are there and are to change.
    pub changed: Vec<Exchange>,
    /// What became of what.
    pub report: Report,
}

/// A file that is there, and its new text.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Its path from the site's root.
    pub path: String,
    /// Its text.
    pub old: String,
    /// BLAKE3 of the text's bytes.
    pub hash: blake3::Hash,
    /// What its text is to be.
    pub new: String,
}

/// The site that is to be updated, read as far as it can be.
#[derive(Debug)]
pub struct Site {
    settings: Settings,
    sources: Sources,
    articles: Vec<Article>,
    sidecars: Vec<Sidecar>,
    names: KnownNames,
    /// The ids of all records, former ones too.
    records: BTreeSet<(KindId, String)>,
    lock: Lock,
}

impl Site {
    /// Reads the site in a folder.
    pub fn read(root: &Path) -> Site {
        // What is wrong with the site, `annals check` says.
        let settings = parse::settings(&load::settings(root).value).value;
        let sources = load::content(root, &Limits { file: settings.file_limit }).value;
        let documents = parse::all(&sources, &settings).value;
        let (mut articles, mut sidecars, mut names) = (Vec::new(), Vec::new(), Vec::new());
        let mut ids = BTreeSet::new();
        for document in documents {
            match document {
                Document::Article(article) => articles.push(Arc::unwrap_or_clone(article)),
                Document::Sidecar(sidecar) => sidecars.push(Arc::unwrap_or_clone(sidecar)),
                Document::Records(records) => {
                    for record in &records {
                        names.extend(record.name.iter().map(|name| name.value.clone()));
                        names.extend(record.aliases.iter().map(|alias| alias.name.value.clone()));
                        let all = std::iter::once(&record.id).chain(&record.previously);
                        ids.extend(all.map(|id| (record.kind, id.value.clone())));
                    }
                }
                Document::Series(_) | Document::Page(_) => {}
            }
        }
        sidecars.sort_by_key(|sidecar| sidecar.file);
        let names = KnownNames::new(names.iter().map(String::as_str));
        let locked = settings.lock.then(|| load::lock(root).value).flatten();
        let lock = locked.map(|source| lock::parse(&source).value).unwrap_or_default();
        Site { settings, sources, articles, sidecars, names, records: ids, lock }
    }

    fn source(&self, path: &str) -> Option<(&Source, &str)> {
        let source = self.sources.find(path)?;
        Some((source, source.data.text()?))
    }

    /// The article that has an id, or else had it.
    fn article(&self, id: &str) -> Option<&Article> {
        let had = |article: &&Article| article.previously.iter().any(|old| old.value == id);
        self.articles.iter().find(|article| article.id.value == id).or_else(|| self.articles.iter().find(had))
    }

    /// The annotations of an article: its own, then those beside it.
    fn annotations<'s>(&'s self, article: &'s Article) -> Vec<&'s Annotation> {
        let folder = article.file.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = |sidecar: &&Sidecar| {
            sidecar.file.path().rsplit_once('/').map_or("", |(folder, _)| folder) == folder
                && (sidecar.article == article.id.value || sidecar.article == article.stem)
        };
        let beside = self.sidecars.iter().filter(own).flat_map(|sidecar| &sidecar.annotations);
        article.annotations.iter().chain(beside).collect()
    }
}

/// Puts the files that an import made into a site that has earlier versions of them. `date`: of today, for the names of new
/// files. `keep_old`: whether old texts are kept beside the new ones.
pub fn update(fresh: &Files, site: &Site, date: &str, keep_old: bool) -> Update {
    let mut update = Update::default();
    let mut sidecars: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for (path, text) in fresh {
        if let Some(stem) = path.strip_suffix(".annotations.yaml") {
            sidecars.insert(stem, (path, text));
        }
    }
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (path, text) in fresh {
        if let Some(stem) = path.strip_prefix("content/articles/").and_then(|inner| inner.strip_suffix(".md")) {
            let read = parsed(path, text, &site.settings);
            ids.insert(path, read.map_or_else(|| stem.to_owned(), |article| article.id.value.clone()));
        }
    }
    // Of several documents that one article has been, that of its own id is its new version, or the first.
    let mut taken: BTreeSet<&str> =
        site.articles.iter().map(|article| &*article.id.value).filter(|id| ids.values().any(|own| own == id)).collect();
    for (path, text) in fresh {
        if let Some(id) = ids.get(&**path) {
            let sidecar = sidecars.get(&path[..path.len() - ".md".len()]);
            match site.article(id) {
                Some(article) if article.id.value != *id && !taken.insert(&article.id.value) => {
                    let now = &article.id.value;
                    let note = format!("{id} was left out: it is a former id of `{now}`, which has a text of its own");
                    update.report.notes.push(note);
                }
                Some(article) => {
                    let added = exchange(article, text, site, keep_old.then_some(date), &mut update);
                    if let (Some((_, annotations)), Some((now, places))) = (sidecar, added) {
                        more::annotations(&now, &places, annotations, site, date, &mut update);
                    }
                }
                None => {
                    update.new.insert(path.clone(), text.clone());
                    update.new.extend(sidecar.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
                    update.report.new.push(path.clone());
                }
            }
        } else if path.ends_with(".annotations.yaml") {
            // With its article.
        } else if path.starts_with("content/") {
            more::records(path, text, site, &mut update);
        } else if site.source(path).is_none() && path != Area::Settings.folder() {
            update.new.insert(path.clone(), text.clone());
            update.report.new.push(path.clone());
        }
    }
    update
}

/// Exchanges the text of an article; the article as it is now, and the places of its annotations in it.
fn exchange(
    article: &Article,
    fresh: &str,
    site: &Site,
    keep: Option<&str>,
    update: &mut Update,
) -> Option<(Arc<Article>, Places)> {
    let path = article.file.path();
    let (source, old) = site.source(path)?;
    let mut report =
        ArticleReport { article: article.id.value.clone(), file: path.to_owned(), ..ArticleReport::default() };
    let head = front::split(old, article.file, &|_| false).map_or(0, |parts| parts.body);
    let guard = Guard {
        language: article.language.as_ref().map_or(&*site.settings.language, |language| &language.value),
        names: &site.names,
    };
    let Some(text) = new_text(old.split_at(head), fresh, article, site, &guard, &mut report) else {
        let why = "no backslash keeps the brackets of the new text what they are; say `wikilinks: false` in its front matter, \
                   and write links of yours without double brackets";
        update.report.articles.push(ArticleReport { refused: Some(why.to_owned()), ..report });
        return None;
    };
    let now = parsed(path, &text, &site.settings)?;
    let (fixes, places) = passages(article, &now, site, &guard, &mut report);
    report.words = Changed::between(&article.body.text, &now.body.text);
    let mut texts: BTreeMap<&str, (String, &str, blake3::Hash)> = BTreeMap::new();
    texts.insert(path, (text, old, source.hash));
    for (at, fix) in fixes {
        let file = fix.edits[0].span.file;
        let entry = match texts.entry(file.path()) {
            std::collections::btree_map::Entry::Occupied(entry) => Some(entry.into_mut()),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let read = site.source(file.path());
                read.map(|(source, text)| entry.insert((text.to_owned(), text, source.hash)))
            }
        };
        if entry.is_some() {
            report.passages[at].pending = Some(fix);
        }
    }
    for (file, (text, ..)) in &mut texts {
        let pending: Vec<Fix> = report
            .passages
            .iter()
            .filter_map(|passage| passage.pending.clone())
            .filter(|fix| fix.edits[0].span.file.path() == *file)
            .collect();
        if pending.is_empty() {
            continue;
        }
        let (new, made, refused) =
            fix::text(FileId::of(file), text, &pending.iter().collect::<Vec<_>>(), &site.settings);
        *text = new;
        for passage in &mut report.passages {
            let Some(fix) = passage.pending.as_ref().filter(|fix| fix.edits[0].span.file.path() == *file) else {
                continue;
            };
            passage.written = fix.edits.iter().all(|edit| made.contains(edit));
            let why = refused.iter().find(|refused| refused.span == fix.edits[0].span);
            passage.note = why.map(|refused| format!("the quote was left as it is: {}", refused.why));
        }
    }
    report.changed = texts[path].0 != old;
    if report.changed
        && let Some(date) = keep
    {
        let kept = free_name(&format!("{}.{date}", path.strip_suffix(".md").unwrap_or(path)), OLD, site, &update.new);
        update.new.insert(kept.clone(), old.to_owned());
        report.kept = Some(kept);
    }
    for (path, (new, old, hash)) in texts {
        if new != old {
            update.changed.push(Exchange { path: path.to_owned(), old: old.to_owned(), hash, new });
        }
    }
    update.report.articles.push(report);
    Some((now, places))
}

/// The article's text with the new words: its own front matter, and what parts it from the text. Nothing where its reader
/// would see other words than those of the new version.
fn new_text(
    (head, old): (&str, &str),
    fresh: &str,
    article: &Article,
    site: &Site,
    guard: &Guard<'_>,
    report: &mut ArticleReport,
) -> Option<String> {
    let came = front::split(fresh, FileId::of("content/articles/new.md"), &|_| false).map_or(0, |parts| parts.body);
    let shown = parsed("content/articles/new.md", fresh, &site.settings)?;
    let gap = &old[..old.len() - old.trim_start_matches(['\n', '\r']).len()];
    let end = &old[old.trim_end_matches(['\n', '\r']).len()..];
    let front = format!("{head}{gap}");
    let body = escaped(&front, fresh[came..].trim(), article, &shown.body, site)?;
    let body = links::carried(&front, &body, article, site, guard, report);
    let crlf = head.contains("\r\n") || old.contains("\r\n");
    let body = if crlf { body.replace("\r\n", "\n").replace('\n', "\r\n") } else { body };
    Some(format!("{front}{body}{}", if end.is_empty() { "\n" } else { end }))
}

/// A new body with backslashes before the brackets that would be links here, and that its reader shall see: an import says
/// `wikilinks: false` for them, but the article may have such links of its author's.
fn escaped(front: &str, body: &str, article: &Article, shown: &Body, site: &Site) -> Option<String> {
    let mut whole = format!("{front}{body}\n");
    // In brackets there may be brackets: what is inside is a link once what is around it is none.
    loop {
        let now = parsed(article.file.path(), &whole, &site.settings)?.body.clone();
        if now.text == shown.text && now.links.len() == shown.links.len() {
            return Some(whole[front.len()..].trim_end_matches('\n').to_owned());
        }
        let mut places: Vec<usize> =
            now.links.iter().filter(|link| link.wiki).map(|link| link.span.start as usize).collect();
        places.sort_unstable();
        places.dedup();
        // Each backslash goes before brackets that had none, so that this ends.
        let opens = |at: &usize| *at >= front.len() && whole[*at..].starts_with("[[");
        if places.is_empty() || !places.iter().all(opens) {
            return None;
        }
        places.into_iter().rev().for_each(|at| whole.insert(at, '\\'));
    }
}

/// Places in an article's text, each from … up to.
type Places = BTreeSet<(u32, u32)>;

/// Looks for every passage in the new text. The changes of quotes that are in order, each with the number of its passage; and
/// where the passages are.
fn passages(
    article: &Article,
    now: &Article,
    site: &Site,
    guard: &Guard<'_>,
    report: &mut ArticleReport,
) -> (Vec<(usize, Fix)>, Places) {
    let (before, after) = (Finder::new(&article.body), Finder::new(&now.body));
    let sentences = kept::sorted(before.prints());
    let (mut fixes, mut found) = (Vec::new(), Places::new());
    let annotations = site.annotations(article);
    // In the old text a passage is where a build finds it.
    let lines = site.lock.articles.get(&article.id.value);
    let locked = Kept::new(lines.map(|lines| &**lines), &annotations);
    for (number, annotation) in annotations.iter().enumerate() {
        let id = kept::given_id(annotation);
        if annotation.more.removed.is_some() {
            let there = annotation.quotes.iter().filter_map(|quote| after.find(quote).ok()).flatten();
            found.extend(there.map(|place| (place.start, place.end)));
            continue;
        }
        for (at, quote) in annotation.quotes.iter().enumerate() {
            let was = before.locate(quote, locked.around(number, at, quote).as_ref(), guard);
            let several = matches!(was.missing, Some(NotFound::Ambiguous { .. }));
            let stood = there(&was);
            let place = kept::locate(&article.body, &before, quote, &stood, several);
            let around = place.and_then(|place| kept::around(&place.passage, &sentences));
            let located = after.locate(quote, around.as_ref(), guard);
            let words = |range: &TextRange| now.body.words(range).split_whitespace().collect::<Vec<_>>().join(" ");
            let proposal = located.proposal.as_ref();
            found.extend(there(&located).iter().map(|place| (place.start, place.end)));
            let mut passage = PassageReport {
                annotation: id.clone(),
                file: quote.quote.span.file.path().to_owned(),
                line: line(site, quote),
                quote: quote.quote.value.clone(),
                status: status(located.status),
                now: proposal.map(|proposal| words(&proposal.range)),
                difference: proposal.map(|proposal| proposal.marked.clone()),
                ..PassageReport::default()
            };
            if stood.is_empty() {
                passage.note = Some("it was not found in the old text either".to_owned());
            }
            if let (Status::Edited, Some(proposal)) = (located.status, proposal) {
                let to = words(&proposal.range);
                // The new words must lead there, and nowhere else.
                let mut there = quote.clone();
                there.quote.value.clone_from(&to);
                if after.find(&there).is_ok_and(|places| places == [proposal.range.clone()]) {
                    let edit = Edit { span: quote.quote.span, from: quote.quote.value.clone(), to };
                    fixes.push((report.passages.len(), Fix { edits: vec![edit] }));
                } else {
                    passage.note =
                        Some("the new words stand in more than one place: the quote is left to you".to_owned());
                }
            }
            report.passages.push(passage);
        }
    }
    (fixes, found)
}

/// Where a quote is: of one whose words are others, the passage that it became, whether or not it leads there by itself.
fn there(located: &Located) -> Vec<TextRange> {
    let became = matches!(located.status, Status::Edited | Status::SubstanceChanged);
    let passage = located.proposal.as_ref().filter(|_| became && located.places.is_empty());
    located.places.iter().chain(passage.map(|passage| &passage.range)).cloned().collect()
}

fn line(site: &Site, quote: &Quote) -> usize {
    let span = quote.quote.span;
    let text = site.source(span.file.path()).map_or("", |(_, text)| text);
    LineIndex::new(text).position(span.start as usize).line
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Exact | Status::Folded => "unchanged",
        other => other.as_str(),
    }
}

/// An article of a text in memory.
fn parsed(path: &str, text: &str, settings: &Settings) -> Option<Arc<Article>> {
    let source = Source::new(path, Area::Content, Data::Text(text.into()));
    match parse::parse(&source, settings).value {
        Some(Document::Article(article)) => Some(article),
        _ => None,
    }
}

/// A name that no file of the site has, nor one that is to be written.
fn free_name(stem: &str, end: &str, site: &Site, new: &Files) -> String {
    let taken = |name: &String| site.sources.find(name).is_some() || new.contains_key(name);
    let first = format!("{stem}{end}");
    if !taken(&first) {
        return first;
    }
    (2..).map(|n| format!("{stem}-{n}{end}")).find(|name| !taken(name)).unwrap_or(first)
}
