//! Documents → [`Register`]: what is live and what is a draft, each id once, sidecars put to their articles.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::ResolveOptions;
use super::directory::{Register, Written, taken};
use crate::diag::{Diagnostic, code, nearest};
use crate::id::Slug;
use crate::parse::document::{Article, Document, Sidecar};
use crate::parse::record::Record;
use crate::span::Text;

/// Enters the documents: what is live, what is a draft; annotations of sidecars go to their articles.
pub(super) fn enter(documents: Vec<Document>, options: &ResolveOptions, said: &mut Vec<Diagnostic>) -> Register {
    let drafts = options.drafts;
    let mut register = Register { drafts, ..Register::default() };
    let mut sidecars: Vec<Arc<Sidecar>> = Vec::new();
    let (mut articles, mut records) = (Vec::new(), Vec::new());
    for document in documents {
        match document {
            Document::Article(article) => articles.push(article),
            Document::Sidecar(sidecar) => sidecars.push(sidecar),
            Document::Records(some) => records.extend(some),
            Document::Series(all) => {
                for series in all {
                    let Ok(id) = Slug::new(&series.id.value) else { continue };
                    match register.series.get(&id) {
                        Some(first) => said.push(taken(&series.id, first.id.span)),
                        None => {
                            register.series.insert(id, series);
                        }
                    }
                }
            }
            Document::Page(page) => {
                if page.draft && !drafts {
                    register.draft_pages.insert(page.path.clone());
                    if page.unread {
                        register.unread_pages.push(*page);
                    }
                } else {
                    register.pages.push(*page);
                }
            }
        }
    }
    register.pages.sort_by(|a, b| a.path.cmp(&b.path));
    // Maps that are made at once need not look for the place of each.
    let records = |said: &mut Vec<Diagnostic>| {
        let entered = |record: Arc<Record>| Some(((record.kind, Slug::new(&record.id.value).ok()?), record));
        let mut all: Vec<_> = records.into_iter().filter_map(entered).collect();
        each_once(&mut all, |record| &record.id, said);
        let (live, hidden): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, record)| !record.draft || drafts);
        (live.into_iter().collect(), hidden.into_iter().collect())
    };
    let articles = |said: &mut Vec<Diagnostic>| {
        let written = |article: Arc<Article>| Written { article, sidecars: Vec::new() };
        let entered = |article: Arc<Article>| Some((Slug::new(&article.id.value).ok()?, written(article)));
        let mut all: Vec<(Slug, Written)> = articles.into_par_iter().filter_map(entered).collect();
        each_once(&mut all, |article| &article.id, said);
        sidecars.sort_by_key(|sidecar| sidecar.file);
        // Its article may be the one that could not be read.
        let mut unheard = Vec::new();
        put_sidecars(&mut all, sidecars, if options.unread.articles { &mut unheard } else { said });
        let (live, hidden): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, article)| !article.draft || drafts);
        let ids = hidden.iter().map(|(id, _)| id.clone()).collect();
        let unread = hidden.into_iter().filter(|(_, article)| article.unread).collect();
        ((live.into_iter().collect(), ids), unread)
    };
    let mut said_of_records = Vec::new();
    let (articles, records) = rayon::join(|| articles(said), || records(&mut said_of_records));
    ((register.articles, register.draft_articles), register.unread_articles) = articles;
    (register.records, register.draft_records) = records;
    said.append(&mut said_of_records);
    for article in register.articles.values().filter(|article| !article.previously.is_empty()) {
        register.previously.push((Some(article.id.value.clone()), None, article.previously.clone()));
    }
    for ((kind, id), record) in register.records.iter().filter(|(_, record)| !record.previously.is_empty()) {
        register.previously.push((Some(id.to_string()), Some(*kind), record.previously.clone()));
    }
    register
}

/// Sorts by id. One that is taken is said, and what came second is left out.
fn each_once<K: Ord, T>(all: &mut Vec<(K, T)>, id: impl Fn(&T) -> &Text, said: &mut Vec<Diagnostic>) {
    // It keeps the order of those with one id.
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all.dedup_by(|(key, later), (first_key, first)| {
        let is_taken = key == first_key;
        if is_taken {
            said.push(taken(id(later), id(first).span));
        }
        is_taken
    });
}

/// Puts sidecars to their articles. That of a draft goes with its article.
fn put_sidecars(articles: &mut [(Slug, Written)], sidecars: Vec<Arc<Sidecar>>, said: &mut Vec<Diagnostic>) {
    let names = SidecarNames::new(articles);
    let places: Vec<_> = sidecars.par_iter().map(|sidecar| names.find(sidecar)).collect();
    for (sidecar, place) in sidecars.into_iter().zip(places) {
        match place {
            Ok(at) => articles[at].1.sidecars.push(sidecar),
            Err(diagnostic) => said.push(*diagnostic),
        }
    }
}

/// The names that sidecars find articles by.
struct SidecarNames<'a> {
    articles: &'a [(Slug, Written)],
    /// By folder and name: the last article's place in that list, and how many there are.
    by_name: FxHashMap<(&'static str, &'a str), (usize, usize)>,
}

impl<'a> SidecarNames<'a> {
    fn new(articles: &'a [(Slug, Written)]) -> Self {
        let mut by_name = FxHashMap::with_capacity_and_hasher(articles.len(), FxBuildHasher);
        for (at, (folder, names)) in articles.iter().map(Self::names).enumerate() {
            for name in names {
                by_name.entry((folder, name)).and_modify(|(_, count)| *count += 1).or_insert((at, 1));
            }
        }
        SidecarNames { articles, by_name }
    }

    /// The folder of an article, and its names there: its id, and its stem where that is another.
    fn names((id, article): &'a (Slug, Written)) -> (&'static str, impl Iterator<Item = &'a str>) {
        let stem = Some(article.stem.as_str()).filter(|&stem| stem != id.as_str());
        (folder(article.file.path()), std::iter::once(id.as_str()).chain(stem))
    }

    /// The place of a sidecar's article in the list, or what there is to say.
    fn find(&self, sidecar: &Sidecar) -> Result<usize, Box<Diagnostic>> {
        let in_folder = folder(sidecar.file.path());
        match self.by_name.get(&(in_folder, sidecar.article.as_str())) {
            Some(&(at, 1)) => Ok(at),
            Some(_) => Err(Box::new(self.several(sidecar, in_folder))),
            None => Err(Box::new(self.without_article(sidecar, in_folder))),
        }
    }

    fn several(&self, sidecar: &Sidecar, in_folder: &str) -> Diagnostic {
        let is_named = |one| {
            let (folder, mut names) = Self::names(one);
            folder == in_folder && names.any(|name| name == sidecar.article)
        };
        let named = self.articles.iter().filter(|&one| is_named(one));
        let all: Vec<String> = named.map(|(id, _)| format!("`{id}`")).collect();
        let message = format!("`{}` is a name of {} articles here: {}", sidecar.article, all.len(), all.join(", "));
        Diagnostic::new(code::SIDECAR_WITHOUT_ARTICLE, sidecar.file.span(0, 0), message)
            .help("One has it as id, another as the name of its file. Rename that file.")
    }

    fn without_article(&self, sidecar: &Sidecar, in_folder: &str) -> Diagnostic {
        let message = format!("there is no article `{}` beside these annotations", sidecar.article);
        let diagnostic = Diagnostic::new(code::SIDECAR_WITHOUT_ARTICLE, sidecar.file.span(0, 0), message);
        let names = || self.by_name.keys();
        let here = names().filter(|(folder, _)| *folder == in_folder).map(|&(_, name)| name);
        let elsewhere = names().filter(|&&(_, name)| name == sidecar.article).map(|(folder, _)| folder).min();
        let diagnostic = match (nearest(&sidecar.article, here), elsewhere) {
            (Some(near), _) => {
                diagnostic.help(format!("The nearest is `{near}`: name the file {near}.annotations.yaml."))
            }
            (None, Some(elsewhere)) => {
                diagnostic.help(format!("The article is in {elsewhere}; a sidecar lies in the folder of its article."))
            }
            (None, None) => diagnostic,
        };
        diagnostic.help("A sidecar is named STEM.annotations.yaml or STEM.WORD.annotations.yaml, after the file or the id of its article.")
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
