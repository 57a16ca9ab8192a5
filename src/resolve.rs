//! Documents → Corpus: names become ids, quotes become ranges, names in the text are spotted. Nothing dangles after it.
//!
//! 1. Documents are entered in a register, drafts set apart, sidecars put to their articles ([`enter`]).
//! 2. The directory says who is who.
//! 3. Records and articles are resolved, each by itself and in parallel.
//! 4. Fragments of links, old addresses and copied files are settled, now that all pages are known.

mod again;
pub mod anchor;
pub mod article;
pub mod corpus;
pub mod directory;
mod elsewhere;
mod enter;
pub mod fold;
pub mod kept;
pub mod links;
mod memo;
mod mentions;
pub mod records;
mod renamed;
pub mod sentence;
pub mod settle;
mod sort_name;
pub mod spot;
mod unread;
pub mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Outcome, Severity, code, nearest};
use crate::digest::Digest;
use crate::id::{ArticleId, EntityId, KindId, Slug};
use crate::load::{Area, Sources};
use crate::lock::Lock;
use crate::parse::document::{self, Document};
use crate::parse::record::Record;
use crate::parse::settings::Settings;
use crate::route::OutPath;
use crate::span::Span;

use again::Ground;
use article::{Before, Names};
use corpus::{Article, Corpus, Entity, LinkTarget, Page, Series};
use directory::{Directory, Register, Written};
use links::{FileMeaning, Paths, Place};
use memo::Resolved;
use renamed::Concern;

pub use again::{Again, again};
pub use memo::Memo;
pub use unread::Unread;

use records::{Context, stub, word};

/// What resolving needs to know besides the documents.
#[derive(Clone, Debug, Default)]
pub struct ResolveOptions {
    /// Drafts are shown.
    pub drafts: bool,
    /// The site's title where site.yaml gives none: the folder's name.
    pub fallback_title: String,
    /// What could not be read.
    pub unread: Unread,
    /// What `annals.lock` says. Absent where site.yaml turns it off.
    pub lock: Option<Arc<Lock>>,
    /// Nobody writes the lock after this: what it is to be need not be known.
    pub lock_stays: bool,
}

/// Resolves all documents.
pub fn resolve(
    documents: Vec<Document>,
    sources: &Sources,
    settings: Settings,
    options: &ResolveOptions,
) -> Outcome<Corpus> {
    resolve_known(documents, sources, settings, options, None)
}

/// [`resolve`], but articles that `memo` knows are not resolved again.
pub fn resolve_known(
    documents: Vec<Document>,
    sources: &Sources,
    settings: Settings,
    options: &ResolveOptions,
    mut memo: Option<&mut Memo>,
) -> Outcome<Corpus> {
    let mut said = Vec::new();
    let mut register = enter::enter(documents, options, &mut said);
    let mut unread = options.unread.clone();
    unread.add(&said, &settings.kinds);
    let known = memo.as_deref();
    let is_same = |written: &Written| known.is_some_and(|memo| memo.is_same(written));
    let before = known.and_then(|memo| memo.ground.as_ref());
    let before = before.map(|ground| directory::Before { directory: &ground.directory, is_same: &is_same });
    let (directory, targets) = rayon::join(
        || Directory::new(&register, &settings.kinds, &unread, before, &mut said),
        || targets(&register, sources),
    );
    let paths = paths(&register, &directory, targets);
    let context = Context::new(&directory, &paths, &settings);

    let records = std::mem::take(&mut register.records);
    let (entities, with) = rayon::join(
        || entities(&context, records, &mut said),
        // What articles are resolved with is only asked for by a memo.
        || memo.is_some().then(|| ground(&context, register.drafts, options)),
    );
    let names = names(&register, &entities);
    let series: BTreeMap<String, usize> =
        register.series.keys().enumerate().map(|(at, id)| (id.to_string(), at)).collect();
    let known = memo.as_deref_mut().zip(with);
    let articles = articles(&context, (&names, &series), &mut register, options, known, &mut said);
    unread_texts(&context, (&names, &series), &mut register, options, &mut said);
    let all_series = std::mem::take(&mut register.series).into_iter().map(|(id, series)| {
        let place = Place { file: series.id.span.file, article: false };
        Series {
            name: word(series.name).unwrap_or_else(|| article::in_words(id.as_str())),
            description: word(series.description),
            prose: context.linker.prose(series.body, place, &mut said),
            id,
        }
    });
    let all_series: Vec<Series> = all_series.collect();
    let written_pages = std::mem::take(&mut register.pages);
    let old_pages: Vec<_> = written_pages.iter().map(|page| (page.file, page.previously.clone())).collect();
    let pages = written_pages.into_iter().filter_map(|page| self::page(&context, page, &mut said)).collect();

    let media = std::mem::take(&mut *context.linker.media.lock().unwrap_or_else(PoisonError::into_inner));
    drop(context);
    settle::strays(sources, &media, &settings.kinds, &mut said);
    let title = settings.title.as_ref().map_or_else(|| options.fallback_title.clone(), |title| title.value.clone());
    let lock = options.lock.as_ref().filter(|_| !options.drafts && !options.lock_stays);
    let mut corpus = Corpus {
        lock: lock.map(|lock| next_lock(lock, &articles, &register)),
        title,
        entities: Arc::new(entities),
        articles: articles.into(),
        series: Arc::new(all_series),
        pages: Arc::new(pages),
        redirects: Vec::new(),
        files: Arc::new(settle::files(sources, &media)),
        settings,
    };
    records::circles(&corpus.entities, &mut said);
    settle::fragments(&mut corpus, &unread, &mut said);
    corpus.redirects = settle::redirects(&corpus, &register.previously, &old_pages, &mut said);
    if let Some(memo) = memo {
        let (settings, options) = (corpus.settings.clone(), options.clone());
        let ground = Ground { directory, paths, settings, names, series, options };
        // What nobody needs any more is freed meanwhile.
        let gone = memo.ground.replace(ground);
        rayon::spawn(move || drop(gone));
    }
    Outcome { value: corpus, diagnostics: said }
}

/// What links can lead to, by path: files of `content/` and what became of them; pages and files of `static/`.
struct Targets {
    files: Vec<(String, FileMeaning)>,
    rooted: Vec<OutPath>,
}

/// Those of all but records.
fn targets(register: &Register, sources: &Sources) -> Targets {
    let (mut files, mut rooted) = (Vec::new(), Vec::new());
    for source in &sources.files {
        match source.area {
            Area::Content => {
                let inner = source.inner_path();
                let text = inner.ends_with(".md") || inner.ends_with(".yaml") || inner.ends_with(".yml");
                files.push((inner.to_owned(), if text { FileMeaning::NoPage } else { FileMeaning::Media }));
            }
            Area::Static => rooted.extend(OutPath::new(source.inner_path())),
            Area::Settings | Area::Lock | Area::Template => {}
        }
    }
    for (at, (id, article)) in register.articles.iter().enumerate() {
        let target = LinkTarget::Article(ArticleId(u32::try_from(at).unwrap_or(u32::MAX)), None);
        rooted.push(OutPath::article(id));
        files.push((inner_path(article.file.path()).to_owned(), FileMeaning::Page(target)));
    }
    for (id, series) in &register.series {
        rooted.push(OutPath::series(id));
        let path = series.id.span.file.path();
        if path.ends_with(".md") {
            let target = LinkTarget::Path(OutPath::series(id), None);
            files.push((inner_path(path).to_owned(), FileMeaning::Page(target)));
        }
    }
    for page in &register.pages {
        if let Ok(path) = OutPath::page(&page.path) {
            rooted.push(path.clone());
            files.push((inner_path(page.file.path()).to_owned(), FileMeaning::Page(LinkTarget::Path(path, None))));
        }
    }
    rooted.extend([OutPath::home(), OutPath::articles(), OutPath::all_series(), OutPath::all_tags(), OutPath::atom()]);
    Targets { files, rooted }
}

/// What links can lead to.
fn paths(register: &Register, directory: &Directory, targets: Targets) -> Paths {
    let Targets { mut files, mut rooted } = targets;
    let kinds = directory.kinds();
    for ((kind, id), record) in &register.records {
        let path = record.id.span.file.path();
        if path.ends_with(".md")
            && let Some(entity) = directory.entity(*kind, id.as_str())
        {
            files.push((inner_path(path).to_owned(), FileMeaning::Page(LinkTarget::Entity(entity, None))));
        }
    }
    rooted.extend(directory.keys().iter().map(|(kind, id)| OutPath::entity(&kinds.get(*kind).name, id)));
    rooted.extend(kinds.iter().map(|(_, kind)| OutPath::index(&kind.name)));
    for record in register.draft_records.values() {
        files.push((inner_path(record.id.span.file.path()).to_owned(), FileMeaning::Draft));
    }
    files.extend(register.draft_pages.iter().map(|path| (format!("{path}.md"), FileMeaning::Draft)));
    // Of a path that stands there twice the later meaning holds.
    let (mut files, rooted): (BTreeMap<_, _>, BTreeSet<_>) =
        rayon::join(|| files.into_iter().collect(), || rooted.into_iter().collect());
    for (inner, meaning) in &mut files {
        if *meaning == FileMeaning::NoPage && inner.starts_with("articles/") && inner.ends_with(".md") {
            *meaning = FileMeaning::Draft;
        }
    }
    let mut drafts: BTreeSet<OutPath> = register.draft_articles.iter().map(OutPath::article).collect();
    drafts.extend(register.draft_records.keys().map(|(kind, id)| OutPath::entity(&kinds.get(*kind).name, id)));
    drafts.extend(register.draft_pages.iter().filter_map(|path| OutPath::page(path).ok()));
    let moved = register.previously.iter().flat_map(|previously| settle::moved(previously, kinds)).collect();
    Paths { files, rooted, drafts, moved }
}

/// A path below its area's folder.
fn inner_path(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, inner)| inner)
}

/// Resolves records, and makes the stubs between them.
fn entities(
    context: &Context<'_>,
    mut records: BTreeMap<(KindId, Slug), Arc<Record>>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Entity> {
    let keys = context.linker.directory.keys();
    let written: Vec<_> = keys.iter().map(|key| (key.clone(), records.remove(key))).collect();
    let resolved: Vec<(Entity, Vec<Diagnostic>)> = written
        .into_par_iter()
        .map(|((kind, id), record)| {
            let mut said = Vec::new();
            let entity = match record {
                Some(record) => context.entity(Arc::unwrap_or_clone(record), id, &mut said),
                None => stub(kind, id),
            };
            (entity, said)
        })
        .collect();
    gather(resolved, said)
}

/// The lock as it is to be after this build. The lines of drafts stay as they are: an address that was given once is kept
/// for the day when they are published again.
fn next_lock(lock: &Lock, articles: &[Arc<Article>], register: &Register) -> Lock {
    let lines = articles.iter().filter(|article| !article.lines.entries.is_empty());
    let mut next: BTreeMap<String, Arc<kept::Lines>> =
        lines.map(|article| (article.id.to_string(), Arc::clone(&article.lines))).collect();
    for id in &register.draft_articles {
        if let Some(lines) = lock.articles.get(id.as_str()) {
            next.insert(id.to_string(), Arc::clone(lines));
        }
    }
    Lock { articles: next, crlf: lock.crlf }
}

/// What texts are searched for.
fn names(register: &Register, entities: &[Entity]) -> Names {
    let number = |at: usize| EntityId(u32::try_from(at).unwrap_or(u32::MAX));
    // A draft's name is a name: words that may mean it mean nobody else. Drafts are numbered after the live ones.
    let drafts = register.draft_records.values().flat_map(|record| {
        record.name.iter().chain(record.aliases.iter().map(|alias| &alias.name)).map(|name| name.value.clone())
    });
    let drafts: Vec<String> = drafts.collect();
    let live = entities
        .iter()
        .enumerate()
        .flat_map(|(at, entity)| entity.spotted.iter().map(move |name| (name.clone(), number(at))));
    let hidden = drafts.iter().enumerate().map(|(at, name)| (name.clone(), number(entities.len() + at)));
    let own = entities.iter().flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases));
    let known = anchor::KnownNames::new(own.chain(&drafts).map(String::as_str));
    let spotted: Vec<(String, EntityId)> = live.chain(hidden).collect();
    let people = entities.iter().filter(|entity| entity.kind == KindId::PEOPLE).count();
    Names { spotted, spotter: OnceLock::new(), people, live: entities.len(), drafts, known }
}

/// All that every article is resolved with, but the names of records and series.
fn ground(context: &Context<'_>, drafts: bool, options: &ResolveOptions) -> Digest {
    let mut digest = Digest::default();
    context.linker.directory.digest(&mut digest);
    digest.add(context.linker.paths).add_shown(context.settings).add(&drafts).add(&options.lock.is_some());
    digest
}

/// Resolves articles.
fn articles(
    context: &Context<'_>,
    (names, series): (&Names, &BTreeMap<String, usize>),
    register: &mut Register,
    options: &ResolveOptions,
    known: Option<(&mut Memo, Digest)>,
    said: &mut Vec<Diagnostic>,
) -> Vec<Arc<Article>> {
    let memo = known.map(|(memo, mut with)| {
        with.add(&names.live).add(&names.drafts).add(series);
        memo.begin(with.hash(), context.linker.directory, names);
        memo
    });
    let known_articles = memo.as_deref();
    let lock = options.lock.as_ref();

    let written: Vec<(Slug, Written)> = std::mem::take(&mut register.articles).into_iter().collect();
    let resolve = |(id, written): (Slug, Written)| {
        let lines = lock.and_then(|lock| lines_of(lock, &id, &written.previously));
        let Some(memo) = known_articles else {
            let resolved = one(context, names, series, id, written, (options, lines, register.drafts));
            return (None, Arc::new(Resolved { sentences: Vec::new(), ..resolved }));
        };
        let resolved = match memo.get(&written, &id, lock) {
            Some((known, Concern::None)) => known,
            Some((known, Concern::Text)) => Arc::new(renamed::again(context, names, &known)),
            _ => Arc::new(one(context, names, series, id, written.clone(), (options, lines, register.drafts))),
        };
        (Some(written), resolved)
    };
    let resolved: Vec<_> = written.into_par_iter().map(resolve).collect();
    let mut media = context.linker.media.lock().unwrap_or_else(PoisonError::into_inner);
    for (_, one) in &resolved {
        media.extend(one.media.iter().cloned());
        said.extend(one.said.iter().cloned());
    }
    drop(media);
    let articles: Vec<Arc<Article>> = resolved.iter().map(|(_, one)| Arc::clone(&one.article)).collect();
    if let Some(memo) = memo {
        memo.keep(lock, resolved.into_iter().filter_map(|(written, one)| Some((written?, one))));
    }
    elsewhere::suggest(&articles, said);
    articles
}

/// Resolves an article.
fn one(
    context: &Context<'_>,
    names: &Names,
    series: &BTreeMap<String, usize>,
    id: Slug,
    written: Written,
    (options, lines, drafts): (&ResolveOptions, Option<&kept::Lines>, bool),
) -> Resolved {
    let mut said = Vec::new();
    // What it links to is its own.
    let context = Context::new(context.linker.directory, context.linker.paths, context.settings);
    // Which of several places a quote means may be what its annotation says where it is in error.
    let unread = context.linker.directory.unread();
    let entries = written.live(drafts).map(|annotation| annotation.span);
    let faulty: Vec<Span> = entries.filter(|&entry| unread.is_in_error(entry)).collect();
    let (mut written, hidden) = written.whole(drafts);
    let in_series = written.series.take();
    let before = Before { locks: options.lock.is_some(), lines, hidden: &hidden };
    let (mut article, excluded) = article::article(&context, names, written, id, before, &mut said);
    let lies_in = |one: &Diagnostic, part: Span| {
        one.span.is_some_and(|span| span.file == part.file && part.start <= span.start && span.end <= part.end)
    };
    said.retain(|one| one.code != code::QUOTE_AMBIGUOUS || !faulty.iter().any(|&part| lies_in(one, part)));
    if let Some((to, place)) = in_series {
        match series.get(to.value.as_str()) {
            Some(&at) => article.series = Some((at, place.map(|place| place.value))),
            None => {
                let message = format!("there is no series `{}`", to.value);
                let mut diagnostic = Diagnostic::new(code::UNKNOWN_ID, to.span, message);
                if let Some(near) = nearest(&to.value, series.keys().map(String::as_str)) {
                    diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
                }
                said.push(
                    diagnostic.help(format!("Give it a name in content/series.yaml: `{}: {{name: …}}`.", to.value)),
                );
            }
        }
    }
    let unnamed = said.len();
    let sentences = mentions::mentions(&context, names, &mut article, &excluded, None, &mut said);
    let media = context.linker.media.into_inner().unwrap_or_else(PoisonError::into_inner);
    let asked = context.linker.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
    Resolved {
        article: Arc::new(article),
        said,
        unnamed,
        excluded,
        sentences,
        media: media.into_iter().collect(),
        asked,
    }
}

/// Says what is wrong in the texts of files whose front matter cannot be read, and in annotations beside them, and keeps
/// nothing of it. What an annotation means where there are several places, those that could not be read may say.
fn unread_texts(
    context: &Context<'_>,
    (names, series): (&Names, &BTreeMap<String, usize>),
    register: &mut Register,
    options: &ResolveOptions,
    said: &mut Vec<Diagnostic>,
) {
    let mut found = Vec::new();
    for (id, written) in std::mem::take(&mut register.unread_articles) {
        let lines = options.lock.as_ref().and_then(|lock| lines_of(lock, &id, &written.previously));
        let one = one(context, names, series, id, written, (options, lines, register.drafts));
        context.linker.media.lock().unwrap_or_else(PoisonError::into_inner).extend(one.media);
        found.extend(one.said);
    }
    for record in register.draft_records.values().filter(|record| record.unread) {
        let place = Place { file: record.id.span.file, article: false };
        context.linker.prose(record.body.clone(), place, &mut found);
    }
    for page in std::mem::take(&mut register.unread_pages) {
        context.linker.prose(page.body, Place { file: page.file, article: false }, &mut found);
    }
    said.extend(found.into_iter().filter(|one| one.severity == Severity::Error && one.code != code::QUOTE_AMBIGUOUS));
}

/// What the lock says of an article. One that was renamed, and says so, takes its lines along.
fn lines_of<'l>(lock: &'l Lock, id: &Slug, previously: &[crate::span::Text]) -> Option<&'l kept::Lines> {
    let former = || previously.iter().find_map(|old| lock.articles.get(&old.value));
    lock.articles.get(id.as_str()).or_else(former).map(Arc::as_ref)
}

fn gather<T>(resolved: Vec<(T, Vec<Diagnostic>)>, said: &mut Vec<Diagnostic>) -> Vec<T> {
    let take = |(value, mut diagnostics): (T, Vec<Diagnostic>)| {
        said.append(&mut diagnostics);
        value
    };
    resolved.into_iter().map(take).collect()
}

fn page(context: &Context<'_>, written: document::Page, said: &mut Vec<Diagnostic>) -> Option<Page> {
    let to = match OutPath::page(&written.path) {
        Ok(to) => to,
        Err(why) => {
            let message = format!("this page cannot be published at `/{}/`: a path {why}", written.path);
            said.push(Diagnostic::new(code::BAD_FILE_NAME, written.file.span(0, 0), message));
            return None;
        }
    };
    let place = Place { file: written.file, article: false };
    let prose = context.linker.prose(written.body, place, said);
    let title = word(written.title).or_else(|| article::first_heading(&prose));
    Some(Page {
        file: written.file,
        to,
        title: title.unwrap_or_else(|| article::in_words(written.path.trim_end_matches("/index"))),
        path: written.path,
        draft: written.draft,
        description: word(written.description),
        language: word(written.language).unwrap_or_else(|| context.settings.language.clone()),
        menu: written.menu,
        image: written.image.map(|picture| context.linker.picture(&picture, written.file, said)),
        prose,
        index_of: written.index_of,
        extra: written.extra,
    })
}
