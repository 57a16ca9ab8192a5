//! Annals makes a website from a folder of annotated articles: each article with its marked passages, a page for every
//! person and every event, all of it linked to the exact words that it rests on.
//!
//! A build is one line of stages, each a pure function of what the one before it gave ([`build`] is that line):
//!
//! | stage | from → to | after it |
//! | --- | --- | --- |
//! | [`load`] | disk → `Sources` | the disk is not read again |
//! | [`parse`] | one source → `Document` | no YAML or Markdown syntax is left |
//! | [`resolve`] | documents → `Corpus` | every name is an id, every quote a range |
//! | [`graph`] | `Corpus` → `Graph` | every relation exists both ways, in order |
//! | [`mod@check`] | corpus, graph → diagnostics | what is probably wrong in the meaning is said |
//! | [`render`] | corpus, graph, theme → `Site` | bytes by path, every internal link leads somewhere |
//! | [`mod@write`] | `Site` → disk | the folder equals the site |
//!
//! Beside each value stand [`diag::Diagnostic`]s; the library never prints, exits, or panics on input.

pub mod date;
pub mod diag;
pub mod digest;
pub mod id;
pub mod picture;
pub mod progress;
pub mod reads;
pub mod route;
pub mod span;
pub mod words;

pub mod fix;
pub mod import;
pub mod load;
pub mod lock;
pub mod parse;
pub mod resolve;
pub mod schema;

pub mod graph;

pub mod check;

pub mod render;
pub mod site;
pub mod write;

mod partial;
pub mod report;
pub mod serve;

pub mod cli;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use diag::{Diagnostic, Outcome, Severity};
use load::Sources;
use parse::settings::Settings;
use progress::{Observer, Stage};
use resolve::corpus::Anchored;
use resolve::{ResolveOptions, Unread};

use route::OutPath;
use site::{Site, Taker};
use span::FileId;

pub use resolve::anchor::cases as anchor_cases;

/// What a build is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Drafts are shown.
    pub drafts: bool,
    /// What is sound is made although there are errors.
    pub keep_going: bool,
    /// Every warning is an error (as `strict: true` in site.yaml).
    pub strict: bool,
    /// That `annals.lock` would have to change is an error.
    pub locked: bool,
    /// Style sheets and scripts have a hash of what they hold in their names, so that no reader gets an old one.
    pub hashed_assets: bool,
    /// Smaller pictures are made and kept here. Without it pages show the originals, and say how large they are.
    pub pictures: Option<Arc<dyn picture::Shelf>>,
}

/// What a build gives.
#[derive(Clone, Debug)]
pub struct Built {
    /// The site. Absent where there are errors, unless `keep_going` was asked for.
    pub site: Option<Site>,
    /// Pages whose source is in error: what an earlier build wrote there stays.
    pub keep: BTreeSet<OutPath>,
    /// What `annals.lock` is to be, where it is to change: there is no error, and no draft is shown.
    pub lock: Option<lock::Lock>,
    /// The path on its host that the site is made for: `/`, or that of `base_url`.
    pub base_path: String,
    /// What the pages were made of, where that was asked for and all of them are good.
    pub made: Option<render::Made>,
    /// How many pages were left as an earlier build made them.
    pub left: usize,
    /// The sources, for showing diagnostics.
    pub sources: Sources,
}

/// What a check gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// How many pages there would be.
    pub pages: usize,
    /// Whether every warning is an error.
    pub strict: bool,
    /// Every annotation with what has become of its quotes.
    pub anchors: Vec<Anchored>,
    /// The sources, for showing diagnostics.
    pub sources: Sources,
}

/// Makes the site in the folder `root`: the whole pipeline but for writing.
pub fn build(root: &Path, options: &Options) -> Outcome<Built> {
    build_observed(root, options, &())
}

/// [`build`], and `observer` is told how far it is.
pub fn build_observed(root: &Path, options: &Options, observer: &dyn Observer) -> Outcome<Built> {
    observer.begins(Stage::Load);
    build_from(read(root), options, observer)
}

/// [`build`] of what was read.
pub fn build_from(input: Input, options: &Options, observer: &dyn Observer) -> Outcome<Built> {
    build_into(input, options, observer, &(), None)
}

/// [`build_from`], and pages are offered to `taker` as they are made, if it is likely that all of them will be wanted. They
/// are to be forgotten if there is no site in the end. `last` is what an earlier build with the same options was made of:
/// pages that would be the same are not made if `taker` has them. Without it nothing is noted for the next.
pub fn build_into(
    input: Input,
    options: &Options,
    observer: &dyn Observer,
    taker: &dyn Taker,
    last: Option<&render::Made>,
) -> Outcome<Built> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let base_path = input.base_path();
    let Run { site, corpus, lock, made, left, failed: not_made, sources, strict } =
        run(input, options, (false, taker, last), observer, &mut said);
    let failed = |one: &Diagnostic| is_failure(one, strict);
    let errors = said.iter().any(failed);
    let mut keep = BTreeSet::new();
    if errors && options.keep_going {
        let (pages, left_out) = partial::in_error(&site, &corpus, not_made, said.iter().filter(|one| failed(one)));
        keep = pages;
        said.extend(left_out);
        said.sort_by(Diagnostic::order);
    }
    drop_aside(corpus);
    let site = (!errors || options.keep_going).then_some(site);
    let (lock, made) = (lock.filter(|_| !errors), made.filter(|_| !errors));
    Outcome { value: Built { site, keep, lock, base_path, made, left, sources }, diagnostics: said }
}

/// What was done in earlier builds of a preview, kept by what it was done with.
#[derive(Debug, Default)]
pub struct Memo {
    read: load::Memo,
    parsed: parse::Memo,
    lock: lock::Memo,
    resolved: resolve::Memo,
    themed: render::theme::Memo,
    checked: check::Memo,
    /// Who works when pages are shown already; none where the system has no threads to give.
    behind: OnceLock<Option<rayon::ThreadPool>>,
}

/// What a preview shows.
#[derive(Debug)]
pub struct Preview {
    /// The site, each page made when it is asked for. Absent where there are errors.
    pub pages: Option<Arc<render::Pages>>,
    /// The path on its host that the site is made for: `/`, or that of `base_url`.
    pub base_path: String,
    /// The sources, for showing diagnostics.
    pub sources: Sources,
}

/// [`build_from`], but pages are made when they are asked for, and of what was done with this memo already nothing is done
/// again. The pages and the diagnostics are the same.
pub fn preview(input: Input, options: &Options, observer: &dyn Observer, memo: &mut Memo) -> Outcome<Preview> {
    preview_early(input, options, observer, memo, &mut |_, _| ())
}

/// [`preview`], and `early` gets the pages and the path on their host as soon as nothing can be an error any more: what is
/// probably wrong in the meaning is looked for after that.
pub fn preview_early(
    input: Input,
    options: &Options,
    observer: &dyn Observer,
    memo: &mut Memo,
    early: &mut dyn FnMut(&Arc<render::Pages>, &str),
) -> Outcome<Preview> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let base_path = input.base_path();
    let Meaning { mut corpus, graph, theme, known, sources, strict } =
        mean(input, options, observer, Some(&mut *memo), &mut said);
    let lock = new_lock(&mut corpus, known.as_deref());
    observer.begins(Stage::Render);
    let pages = Arc::new(render::Pages::new(corpus, graph, theme).drain_into(&mut said));
    let has_failed = |said: &[Diagnostic]| said.iter().any(|one| is_failure(one, strict));
    if !strict && !options.locked && !has_failed(&said) {
        early(&pages, &base_path);
    }
    observer.begins(Stage::Check);
    let (corpus, graph) = pages.made_of();
    let Memo { resolved, checked, behind, .. } = memo;
    let with = records_digest(&sources, resolved);
    let mut check = || check::check_known(corpus, graph, with, checked);
    said.extend(match behind.get_or_init(all_but_one) {
        Some(threads) => threads.install(check),
        None => check(),
    });
    observer.begins(Stage::Report);
    put_in_order(&mut said, options, strict, (lock.as_ref(), known.as_deref(), &sources));
    let pages = (!has_failed(&said)).then_some(pages);
    Outcome { value: Preview { pages, base_path, sources }, diagnostics: said }
}

/// The page of the article in the file at `path` from the root: the one that [`preview`] will make, if nothing but this file
/// has changed since it filled `memo` and gave `pages`. None where anything else of the site changes with it, or there is
/// something wrong: then only the whole says what is so.
pub fn preview_article(
    root: &Path,
    path: &str,
    options: &Options,
    memo: &Memo,
    pages: &render::Pages,
) -> Option<(OutPath, site::Bytes)> {
    // Anything else has a part in more than one page.
    if !path.starts_with("content/articles/") || !path.ends_with(".md") {
        return None;
    }
    let settings = memo.resolved.settings()?;
    // Where warnings are errors, those on meaning have a say too, and they are asked for when all is known.
    if options.strict || settings.strict || options.locked {
        return None;
    }
    let source = load::again(root, path, load::Area::Content, &load::Limits { file: settings.file_limit })?;
    let mut said = Vec::new();
    let document = parse::parse(&source, settings).drain_into(&mut said)?;
    let parse::document::Document::Article(article) = document else { return None };
    let again = resolve::again(&memo.resolved, article)?;
    said.extend(again.said);
    if said.iter().any(|one| is_failure(one, false)) {
        return None;
    }
    pages.with_article(again.article)
}

/// Says what [`build`] would say of the site in the folder `root`. Pages are made only where something about them cannot
/// be known without, or `render` is asked for; what is said is the same.
pub fn check(root: &Path, options: &Options, render: bool) -> Outcome<Checked> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let Run { site, corpus, sources, strict, .. } = run(read(root), options, (!render, &(), None), &(), &mut said);
    let anchors = corpus.anchors();
    let pages = site.files().keys().filter(|path| path.is_html()).count();
    Outcome { value: Checked { pages, strict, anchors, sources }, diagnostics: said }
}

/// What the stages gave, in the end.
struct Run {
    site: Site,
    corpus: resolve::corpus::Corpus,
    lock: Option<lock::Lock>,
    made: Option<render::Made>,
    left: usize,
    failed: BTreeMap<OutPath, FileId>,
    sources: Sources,
    strict: bool,
}

/// All that a build is made from, read; the disk is not looked at again.
#[derive(Clone, Debug)]
pub struct Input {
    settings_file: load::Source,
    settings: Settings,
    sources: Sources,
    said: Vec<Diagnostic>,
}

/// Reads what a build of the site in the folder `root` is made from.
pub fn read(root: &Path) -> Input {
    read_with(root, None, None)
}

/// [`read`] of files that were looked at a moment ago.
pub fn read_seen(root: &Path, seen: &load::Stamps) -> Input {
    read_with(root, Some(seen), None)
}

/// [`read_seen`], but files that `memo` knows, and that nobody can have written since, are not read again.
pub fn read_known(root: &Path, seen: &load::Stamps, memo: &mut Memo) -> Input {
    read_with(root, Some(seen), Some(&mut memo.read))
}

fn read_with(root: &Path, seen: Option<&load::Stamps>, mut memo: Option<&mut load::Memo>) -> Input {
    let mut said = Vec::new();
    let settings_file = load::settings(root).drain_into(&mut said);
    let mut settings = parse::settings(&settings_file).drain_into(&mut said);
    if said.iter().any(|one| one.severity == diag::Severity::Error) {
        settings.kinds.doubt();
    }
    let limits = load::Limits { file: settings.file_limit };
    let content = match seen {
        Some(seen) => load::content_seen(root, &limits, seen, memo.as_deref_mut()),
        None => load::content(root, &limits),
    };
    let mut sources = content.drain_into(&mut said);
    if settings.lock {
        let lock = match seen.zip(memo) {
            Some((seen, memo)) => load::lock_seen(root, seen, memo),
            None => load::lock(root),
        };
        sources.lock = lock.drain_into(&mut said);
    }
    Input { settings_file, settings, sources, said }
}

impl Input {
    /// A hash of all of it: two inputs with the same give the same site and the same diagnostics, with the same options.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let files = std::iter::once(&self.settings_file).chain(&self.sources.files);
        for source in files.chain(&self.sources.lock).chain(&self.sources.refused) {
            hasher.update(&(source.path.len() as u64).to_le_bytes()).update(source.path.as_bytes());
            hasher.update(source.hash.as_bytes());
        }
        hasher.update(format!("{:?} {}", self.said, self.sources.folder_name()).as_bytes());
        hasher.finalize()
    }

    /// The hash of a file's bytes, by its path from the root.
    pub fn hash_of(&self, path: &str) -> Option<blake3::Hash> {
        let beside = [Some(&self.settings_file), self.sources.lock.as_ref()].into_iter().flatten();
        let file = beside.chain(&self.sources.refused).find(|source| source.path == path);
        file.or_else(|| self.sources.find(path)).map(|source| source.hash)
    }

    /// Whether there is such a file of content, templates or static files, by its path from the root.
    pub fn has(&self, path: &str) -> bool {
        self.sources.find(path).is_some()
    }

    /// Whether a folder of this path has such files.
    pub fn has_folder(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let files = &self.sources.files;
        let first = files.partition_point(|source| source.path < &*inside);
        files.get(first).is_some_and(|source| source.path.starts_with(&inside))
    }

    /// Reads these files again, which are there, and says whether one of them is another now; none where one cannot be read, and
    /// then nothing has changed.
    pub fn renew(&mut self, root: &Path, paths: &[String]) -> Option<bool> {
        let files = &mut self.sources.files;
        let limits = load::Limits { file: self.settings.file_limit };
        let read = |path: &String| {
            let at = files.binary_search_by(|source| source.path.cmp(path)).ok()?;
            Some((at, load::again(root, path, files[at].area, &limits)?))
        };
        let read: Vec<(usize, load::Source)> = paths.iter().map(read).collect::<Option<_>>()?;
        let mut is_other = false;
        for (at, source) in read {
            is_other |= files[at] != source;
            files[at] = source;
        }
        Some(is_other)
    }

    /// The path on its host that the site is made for: `/`, or that of `base_url`.
    pub fn base_path(&self) -> String {
        route::base_path(self.settings.base_url.as_ref().map(|url| url.value.as_str()))
    }
}

/// The stages in a line. With `unseen`, pages that have nothing to say are left empty.
fn run(
    input: Input,
    options: &Options,
    (unseen, taker, last): (bool, &dyn Taker, Option<&render::Made>),
    observer: &dyn Observer,
    said: &mut Vec<Diagnostic>,
) -> Run {
    let Meaning { mut corpus, graph, theme, known, sources, strict } = mean(input, options, observer, None, said);
    observer.begins(Stage::Check);
    said.extend(check::check(&corpus, &graph));
    let render_options = render::RenderOptions {
        unseen,
        keep_going: options.keep_going,
        hashed_assets: options.hashed_assets,
        pictures: options.pictures.clone(),
        ..render::RenderOptions::default()
    };
    // Of a site that is not whole, some pages stay as they were; and of one with errors none is wanted.
    let is_wanted = !options.keep_going && !said.iter().any(|one| is_failure(one, strict));
    let taker = if is_wanted { taker } else { &() };
    let before = last.map(|last| (last, &sources));
    let rendered = render::render_into(&corpus, &graph, &theme, &render_options, observer, (taker, before));
    let render::Rendered { site, made, left, failed } = rendered.drain_into(said);
    drop_aside(graph);

    observer.begins(Stage::Report);
    let lock = new_lock(&mut corpus, known.as_deref());
    put_in_order(said, options, strict, (lock.as_ref(), known.as_deref(), &sources));
    Run { site, corpus, lock, made, left, failed, sources, strict }
}

/// All that a site says, before it has a page.
struct Meaning {
    corpus: resolve::corpus::Corpus,
    graph: graph::Graph,
    theme: Arc<render::Theme>,
    /// What `annals.lock` says.
    known: Option<Arc<lock::Lock>>,
    sources: Sources,
    strict: bool,
}

/// The stages before pages.
fn mean(
    input: Input,
    options: &Options,
    observer: &dyn Observer,
    memo: Option<&mut Memo>,
    said: &mut Vec<Diagnostic>,
) -> Meaning {
    let Input { settings_file, settings, mut sources, said: read } = input;
    said.extend(read);
    let strict = options.strict || settings.strict;
    observer.begins(Stage::Parse);
    let locked = sources.lock.as_ref();
    let ((locked, documents), resolved, themed) = match memo {
        Some(Memo { parsed, lock, resolved, themed, .. }) => {
            let documents = || parse::all_known(&sources, &settings_file, &settings, parsed);
            (rayon::join(|| locked.map(|source| lock.parse(source)), documents), Some(resolved), Some(themed))
        }
        None => {
            let documents = || parse::all(&sources, &settings);
            (rayon::join(|| locked.map(lock::parse_shared), documents), None, None)
        }
    };
    let documents = documents.drain_into(said);
    let known = settings.lock.then(|| locked.map(|parsed| parsed.drain_into(said)).unwrap_or_default());
    let resolve_options = ResolveOptions {
        drafts: options.drafts,
        // A folder may be named by what no text can hold.
        fallback_title: sources.folder_name().replace(parse::is_noncharacter, "\u{fffd}"),
        unread: Unread::of(said, &settings.kinds),
        lock: known.clone(),
        lock_stays: resolved.is_some() && !options.locked,
    };
    observer.begins(Stage::Resolve);
    let corpus = resolve::resolve_known(documents, &sources, settings, &resolve_options, resolved).drain_into(said);
    observer.begins(Stage::Graph);
    let (graph, theme) = rayon::join(|| graph::graph(&corpus), || render::theme::theme_known(&sources.files, themed));
    let theme = theme.drain_into(said);
    sources.files.insert(0, settings_file);
    Meaning { corpus, graph, theme, known, sources, strict }
}

/// A hash of all that is known besides the articles.
fn records_digest(sources: &Sources, resolved: &resolve::Memo) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(resolved.with().unwrap_or(blake3::Hash::from_bytes([0; 32])).as_bytes());
    for source in sources.files.iter().filter(|source| !source.inner_path().starts_with("articles/")) {
        hasher.update(source.hash.as_bytes());
    }
    hasher.finalize()
}

/// What the lock is to be, where that is something else than it is.
fn new_lock(corpus: &mut resolve::corpus::Corpus, known: Option<&lock::Lock>) -> Option<lock::Lock> {
    corpus.lock.take().filter(|lock| Some(lock) != known)
}

/// Puts what there is to say in order, each once; and adds what there is to say of the lock.
fn put_in_order(
    said: &mut Vec<Diagnostic>,
    options: &Options,
    strict: bool,
    (lock, known, sources): (Option<&lock::Lock>, Option<&lock::Lock>, &Sources),
) {
    // What could not be read may be what refers to them.
    if said.iter().any(Unread::means) {
        said.retain(|one| one.code != diag::code::UNUSED_ID);
    }
    said.sort_by(Diagnostic::order);
    said.dedup();
    // What was in error may be why lines are missing.
    if let (false, true, Some(lock), Some(known)) =
        (said.iter().any(|one| is_failure(one, strict)), options.locked, lock, known)
    {
        said.extend(lock::outdated(known, lock, sources.lock.is_some()));
        said.sort_by(Diagnostic::order);
    }
}

/// Threads that leave a core to whoever asks for a page meanwhile.
fn all_but_one() -> Option<rayon::ThreadPool> {
    let threads = rayon::current_num_threads().saturating_sub(1).max(1);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok()
}

/// Gives the memory of a large value back without anybody waiting for it.
fn drop_aside(value: impl Send + 'static) {
    rayon::spawn(move || drop(value));
}

/// Whether nothing is written because of it.
fn is_failure(one: &Diagnostic, strict: bool) -> bool {
    one.severity == Severity::Error || strict && one.severity == Severity::Warning
}
