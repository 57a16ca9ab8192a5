//! What pages a site has, before any of them is made: [`Plan`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tera::Value;

use super::assets::Assets;
use super::here::Whole;
use super::pictures::Pictures;
use super::survey::Survey;
use super::theme::{self, Theme};
use super::{cards, dossier, doubt, feed, letters, lists, make, network, site_view, split, timeline, together};
use crate::diag::{Diagnostic, code};
use crate::graph::{self, Graph};
use crate::id::{ArticleId, EntityId, KindId};
use crate::resolve::corpus::{Article, CopiedFile, Corpus, Redirect};
use crate::route::OutPath;
use crate::site::{BrokenLink, Bytes, File, Origin, Site};
use crate::span::Span;
use crate::words;

/// All pages and files of a site, by what makes them. Each can be made by itself, in any order.
pub(super) struct Plan<'c> {
    pub whole: Whole<'c>,
    /// Every page of the site, in a fixed order.
    pub jobs: Vec<Job<'c>>,
    theme: &'c Theme,
    /// Where the site's templates fail.
    built_in: OnceLock<Theme>,
    assets: Assets,
    /// What all templates see of the site, and the words of the interface.
    shared: (Value, Value),
}

impl<'c> Plan<'c> {
    /// Looks over the whole site once.
    pub fn new(
        corpus: &'c Corpus,
        graph: &'c Graph,
        theme: &'c Theme,
        hashed_assets: bool,
        pictures: Pictures,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Plan<'c> {
        diagnostics.extend(theme.unused(&corpus.settings.kinds));
        let mut survey = Survey::new(corpus, graph, theme, diagnostics);
        let assets = Assets::new(corpus, theme, &survey.own_sheets(), hashed_assets);
        survey.rename(&assets);
        survey.pictures = pictures;
        let whole = Whole { corpus, graph, survey: Arc::new(survey) };
        if corpus.settings.base_url.is_none() {
            diagnostics.push(
                Diagnostic::nowhere(
                    code::NO_BASE_URL,
                    "site.yaml has no `base_url`, so canonical links, the sitemap and the Atom feed are left out",
                )
                .help("Say where the site will be: `base_url: https://example.org/`."),
            );
        }
        let shared = (Value::from_serializable(&site_view(corpus)), theme::words_value(&whole.words));
        Plan { jobs: jobs(&whole), whole, theme, built_in: OnceLock::new(), assets, shared }
    }

    /// Whether the routes alone tell that every link is good and every page can be made: then no page has to be made to
    /// know what there is to say about it.
    pub fn is_proven(&self) -> bool {
        let corpus = self.whole.corpus;
        let mut paths: FxHashSet<&OutPath> = self.jobs.iter().map(|job| &job.path).collect();
        paths.extend(corpus.files.iter().map(|file| &file.to));
        paths.extend(self.assets.files().iter().map(|(path, ..)| path));
        // What stands in the way of a card is only seen when the cards are made.
        let blocked = |file: &CopiedFile| corpus.settings.cards && cards::has(&file.to.folded());
        !self.theme.has_own() && !corpus.files.iter().any(blocked) && !doubt::exists(corpus, &paths)
    }

    /// Makes a page.
    pub fn page(&self, job: &Job<'_>) -> Result<String, Vec<Diagnostic>> {
        self.page_of(&self.whole, self.theme, job)
    }

    fn page_of(&self, whole: &Whole<'_>, theme: &Theme, job: &Job<'_>) -> Result<String, Vec<Diagnostic>> {
        let page = make(whole, theme, (&self.shared.0, &self.shared.1), job)?;
        Ok(if whole.words.is_borrowed() { words::on_page(&page) } else { page })
    }

    /// Makes the page of an article as it would be with this text of it, if all else that it shows stays; see
    /// [`graph::is_alike`] and [`doubt`].
    pub fn page_with(&self, article: Arc<Article>) -> Option<(OutPath, Bytes)> {
        let Whole { corpus, graph, survey } = &self.whole;
        let (id, old) = corpus.article_ids().zip(&corpus.articles).find(|(_, other)| other.id == article.id)?;
        if !graph::is_alike(old, &article) || doubt::is_new(old, &article) {
            return None;
        }
        let mut changed = Corpus::clone(corpus);
        changed.articles[id.index()] = article;
        let whole = Whole { corpus: &changed, graph, survey: Arc::clone(survey) };
        let job = Job { path: whole.article_paths[id.index()].clone(), task: Task::Article(id) };
        let page = self.page_of(&whole, self.theme, &job).ok()?;
        Some((job.path, page.into()))
    }

    /// Whether what stands at a path is a file that no article has a part in.
    pub fn is_apart(&self, path: &str) -> bool {
        let mut files = self.whole.corpus.files.iter().map(|file| &file.to);
        files.any(|file| file.as_str() == path) || self.assets.files().iter().any(|file| file.0.as_str() == path)
    }

    /// The files that are made of the site as a whole. What is `unseen` is empty, or left out where no page links to it.
    pub fn rest(&self, unseen: bool) -> Vec<(OutPath, Bytes, Origin)> {
        let corpus = self.whole.corpus;
        let mut files: Vec<(OutPath, Bytes, Origin)> = self.whole.pictures.files();
        if let Some((path, bytes)) = timeline::filter_file(&self.whole) {
            files.push((path, bytes.into(), Origin::made("the filter of the timeline")));
        }
        if !unseen && corpus.settings.cards {
            let cards = cards::files(&self.whole).into_iter();
            files.extend(cards.map(|(path, bytes)| (path, bytes.into(), Origin::made("the cards"))));
        }
        let base = corpus.settings.base_url.as_ref().map(|url| url.value.as_str());
        if let Some(base) = base {
            let shown = self.jobs.iter().filter(|job| !job.is_hidden()).map(|job| &job.path);
            let (atom, sitemap) = if unseen {
                let paths = feed::sitemap_paths(shown.count()).into_iter();
                (self.whole.has_feed.then(Vec::new), paths.map(|path| (path, Vec::new())).collect())
            } else {
                (feed::atom(&self.whole, base), feed::sitemap(&self.whole, base, &shown.cloned().collect::<Vec<_>>()))
            };
            files.extend(atom.map(|atom| (OutPath::atom(), atom.into(), Origin::made("the Atom feed"))));
            let sitemap = sitemap.into_iter();
            files.extend(sitemap.map(|(path, bytes)| (path, bytes.into(), Origin::made("the sitemap"))));
        }
        let is_theirs = |path: &OutPath| corpus.files.iter().any(|file| file.to == *path);
        if !is_theirs(&OutPath::robots()) {
            let robots = feed::robots(base, corpus.settings.urls);
            files.push((OutPath::robots(), robots.into(), Origin::made("robots.txt")));
        }
        if !is_theirs(&OutPath::no_jekyll()) {
            files.push((OutPath::no_jekyll(), Vec::new().into(), Origin::made("what keeps Jekyll away")));
        }
        if self.whole.words.is_borrowed() {
            for (_, bytes, _) in &mut files {
                if let Ok(text) = std::str::from_utf8(bytes) {
                    *bytes = words::plain(text).as_ref().into();
                }
            }
        }
        files
    }

    /// Puts pages, in the order of the jobs, and files together. What could not be made is left out.
    pub fn site(
        &self,
        pages: Vec<Result<Page, Vec<Diagnostic>>>,
        rest: Vec<(OutPath, Bytes, Origin)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Site {
        let file = |bytes, origin| File { bytes, origin, taken: false };
        let page = |(job, page): (&Job<'c>, Result<Page, _>)| {
            let Page { html, taken, wrong, .. } = page?;
            Ok(((job.path.clone(), File { taken, ..file(html, origin(&self.whole, job)) }), wrong))
        };
        let made: Vec<Result<_, Vec<Diagnostic>>> = self.jobs.par_iter().zip(pages).map(page).collect();
        let mut files = Vec::with_capacity(made.len());
        for page in made {
            match page {
                Ok((page, wrong)) => {
                    files.push(page);
                    diagnostics.extend(wrong);
                }
                Err(found) => diagnostics.extend(found),
            }
        }
        files.extend(self.whole.corpus.files.iter().map(|copied| {
            let origin = Origin::at(format!("the file {}", copied.file.path()), copied.file.span(0, 0));
            (copied.to.clone(), file(Arc::clone(&copied.bytes).into(), origin))
        }));
        let assets = self.assets.files().iter().cloned();
        files.extend(assets.chain(rest).map(|(path, bytes, origin)| (path, file(bytes, origin))));
        let mut site = Site::new();
        diagnostics.extend(site.put_all(files));
        site
    }

    /// Checks the links of a site whose pages were made.
    pub fn check_links(&self, site: &Site, kept: &BTreeSet<OutPath>, diagnostics: &mut Vec<Diagnostic>) {
        // A page that its template could not make is missed by every link to it: the template's mistake says enough.
        if !diagnostics.iter().any(|found| found.code == code::TEMPLATE) {
            let broken = site.check_links(&self.whole.base_path, kept);
            diagnostics.extend(self.say_broken(site, &broken));
        }
    }
}

/// Broken links, where they are written.
impl Plan<'_> {
    fn say_broken(&self, site: &Site, broken: &[BrokenLink]) -> Vec<Diagnostic> {
        let base = &self.whole.base_path;
        let mut said: Vec<Diagnostic> = Vec::new();
        let mut of_templates: BTreeSet<Span> = BTreeSet::new();
        let jobs: BTreeMap<&str, &Job<'_>> = match self.theme.has_own() {
            true => self.jobs.iter().map(|job| (job.path.as_str(), job)).collect(),
            false => BTreeMap::new(),
        };
        // The target pages, as they would be without templates of the site.
        let mut plain: BTreeMap<&str, String> = BTreeMap::new();
        for link in broken {
            let origin = site.files().get(&link.page).and_then(|file| file.origin.span);
            let written = origin.and_then(|span| doubt::written(self.whole.corpus, span.file, &link.target));
            if written.is_some() || !jobs.contains_key(link.page.as_str()) {
                said.push(link.diagnostic(site, written, base));
                continue;
            }
            // A template writes it on many pages.
            if let Some(span) = self.theme.place_of(&link.href) {
                said.extend(of_templates.insert(span).then(|| link.diagnostic(site, Some(span), base)));
                continue;
            }
            let hidden = jobs.get(&*link.target).zip(link.fragment.as_deref()).and_then(|(job, id)| {
                let (name, file) = self.theme.first(&job.task.template(&self.whole, self.theme))?;
                let page = plain.entry(&link.target).or_insert_with(|| self.plain_page(job).unwrap_or_default());
                page.contains(&format!("id=\"{id}\"")).then(|| (name, file.span(0, 0)))
            });
            match hidden {
                Some((name, span)) => said.extend(of_templates.insert(span).then(|| link.hidden(name, span))),
                None => said.push(link.diagnostic(site, None, base)),
            }
        }
        said
    }

    /// A page as it would be without the site's templates.
    pub fn plain_page(&self, job: &Job<'_>) -> Result<String, Vec<Diagnostic>> {
        let theme = self.built_in.get_or_init(|| theme::theme(&[]).value);
        self.page_of(&self.whole, theme, job)
    }
}

/// A page that was made.
pub(super) struct Page {
    /// Empty where it was taken, and nobody looks at it any more.
    pub html: Bytes,
    /// Whether whoever writes the site has it.
    pub taken: bool,
    /// Whether it is the last build's.
    pub left: bool,
    /// What is wrong in the templates of the site that it was to be made with, and is not.
    pub wrong: Vec<Diagnostic>,
}

impl From<Bytes> for Page {
    fn from(html: Bytes) -> Page {
        Page { html, taken: false, left: false, wrong: Vec::new() }
    }
}

/// A page to make.
pub(super) struct Job<'c> {
    pub path: OutPath,
    pub task: Task<'c>,
}

/// What is on the page.
pub(super) enum Task<'c> {
    Home,
    Article(ArticleId),
    Articles(usize),
    Entity(EntityId),
    Mentions(EntityId, usize),
    Together(EntityId, usize),
    Rows(EntityId, dossier::List, usize),
    Index(KindId, usize),
    Claims(usize),
    Timeline(usize),
    Network,
    Sources(usize),
    Source(usize, usize),
    Letters(Option<EntityId>, usize),
    Correspondents(usize),
    Tags(usize),
    Tag(&'c str, usize),
    Tagged(&'c str, lists::Tagged, usize),
    AllSeries(usize),
    Series(usize, usize),
    Page(usize),
    NotFound,
    Redirect(&'c Redirect),
}

impl Task<'_> {
    /// The template that the page is made with.
    pub fn template(&self, whole: &Whole<'_>, theme: &Theme) -> String {
        let name = match *self {
            Task::Home => "home.html",
            Task::Article(_) => "article.html",
            Task::Articles(_) => "articles.html",
            Task::Entity(id) => {
                let kind = whole.corpus.entity(id).kind;
                return theme.entity_template(kind, &whole.settings().kinds.get(kind).name);
            }
            Task::Mentions(..) => "mentions.html",
            Task::Together(..) => "together.html",
            Task::Rows(..) => "rows.html",
            Task::Index(..) => "index.html",
            Task::Claims(_) => "claims.html",
            Task::Timeline(_) => "timeline.html",
            Task::Network => "network.html",
            Task::Sources(_) => "sources.html",
            Task::Source(..) => "source.html",
            Task::Letters(..) => "letters.html",
            Task::Correspondents(_) => "correspondents.html",
            Task::Tags(_) => "tags.html",
            Task::Tag(..) | Task::Tagged(..) => "tag.html",
            Task::AllSeries(_) => "series-list.html",
            Task::Series(..) => "series.html",
            Task::Page(_) => "page.html",
            Task::NotFound => "not-found.html",
            Task::Redirect(_) => "redirect.html",
        };
        name.to_owned()
    }
}

impl Job<'_> {
    /// Whether search engines are to leave it out.
    fn is_hidden(&self) -> bool {
        matches!(self.task, Task::NotFound | Task::Redirect(_))
    }
}

/// Every page of the site, in a fixed order.
fn jobs<'c>(whole: &Whole<'c>) -> Vec<Job<'c>> {
    let (corpus, graph) = (whole.corpus, whole.graph);
    let kinds = &corpus.settings.kinds;
    let mut jobs = Vec::new();
    let mut add = |path, task| jobs.push(Job { path, task });
    add(OutPath::home(), Task::Home);
    for id in corpus.article_ids() {
        add(whole.article_paths[id.index()].clone(), Task::Article(id));
    }
    if !corpus.articles.is_empty() || whole.text_of("articles/index").is_some() {
        for (part, at) in whole.article_parts.iter().zip(0..) {
            add(whole.part_path(&OutPath::articles(), part), Task::Articles(at));
        }
    }
    let entities: Vec<EntityId> = corpus.entity_ids().collect();
    let of_entities: Vec<Job<'c>> = entities.into_par_iter().flat_map_iter(|id| entity_jobs(whole, id)).collect();
    of_entities.into_iter().for_each(|Job { path, task }| add(path, task));
    for (id, kind) in kinds.iter().filter(|&(id, _)| whole.has_index(id)) {
        for (part, at) in whole.index_parts[usize::from(id.0)].iter().zip(0..) {
            let task = if id == KindId::CLAIMS { Task::Claims(at) } else { Task::Index(id, at) };
            add(whole.part_path(&OutPath::index(&kind.name), part), task);
        }
    }
    let mut list = |list: &OutPath, parts: &[split::Part], task: &dyn Fn(usize) -> Task<'c>| {
        for (part, at) in parts.iter().zip(0..) {
            add(whole.part_path(list, part), task(at));
        }
    };
    if timeline::exists(corpus, graph) {
        list(&OutPath::timeline(), &whole.index_parts[usize::from(KindId::EVENTS.0)], &Task::Timeline);
    }
    if !graph.publishers.is_empty() {
        list(&OutPath::all_sources(), &whole.source_list, &Task::Sources);
    }
    for (number, (publisher, parts)) in graph.publishers.iter().zip(&whole.source_parts).enumerate() {
        if let Some(path) = whole.source_path(&publisher.name) {
            list(path, parts, &|at| Task::Source(number, at));
        }
    }
    if !graph.letters.is_empty() {
        list(&OutPath::letters(), &whole.letter_parts, &|at| Task::Letters(None, at));
        list(&OutPath::correspondents(), &whole.correspondent_parts, &Task::Correspondents);
    }
    for &id in &graph.correspondents {
        let own: Vec<_> = letters::of(graph, id).into_iter().map(|(letter, _)| letter).collect();
        let parts = letters::parts(corpus, &own, corpus.settings.page_size, &whole.words);
        list(&letters::path(corpus, id), &parts, &|at| Task::Letters(Some(id), at));
    }
    if network::exists(corpus, graph) {
        add(OutPath::network(), Task::Network);
    }
    if !graph.tags.is_empty() {
        for (part, at) in whole.tags.1.iter().zip(0..) {
            add(whole.part_path(&OutPath::all_tags(), part), Task::Tags(at));
        }
    }
    for tag in graph.tags.keys().map(String::as_str) {
        let (Some(path), Some(parts)) = (whole.tag_paths.get(tag), whole.tag_parts.get(tag)) else { continue };
        for (part, at) in parts.iter().zip(0..) {
            add(whole.part_path(path, part), Task::Tag(tag, at));
        }
        for list in [lists::Tagged::Passages, lists::Tagged::Records] {
            for (part, at) in lists::tagged_parts(whole, tag, list).iter().zip(0..).skip(1) {
                add(whole.part_path(path, part), Task::Tagged(tag, list, at));
            }
        }
    }
    if !corpus.series.is_empty() {
        for (part, at) in lists::all_series_parts(corpus).iter().zip(0..) {
            add(whole.part_path(&OutPath::all_series(), part), Task::AllSeries(at));
        }
    }
    for (series, at) in corpus.series.iter().zip(0..) {
        for (part, number) in lists::series_parts(whole, at).iter().zip(0..) {
            add(whole.part_path(&OutPath::series(&series.id), part), Task::Series(at, number));
        }
    }
    for (page, at) in corpus.pages.iter().zip(0..) {
        // The texts of other pages stand there.
        if page.index_of.is_none() && page.path != "index" && page.path != "articles/index" {
            add(page.to.clone(), Task::Page(at));
        }
    }
    add(OutPath::not_found(), Task::NotFound);
    for redirect in &corpus.redirects {
        add(redirect.from.clone(), Task::Redirect(redirect));
    }
    jobs
}

/// The pages of an entity.
fn entity_jobs<'c>(whole: &Whole<'c>, id: EntityId) -> Vec<Job<'c>> {
    let path = &whole.entity_paths[id.index()];
    let mut jobs = vec![Job { path: path.clone(), task: Task::Entity(id) }];
    let mut further = |parts: &[split::Part], task: &dyn Fn(usize) -> Task<'c>| {
        for (part, at) in parts.iter().zip(0..).skip(1) {
            jobs.push(Job { path: whole.part_path(path, part), task: task(at) });
        }
    };
    further(&whole.mention_parts[id.index()], &|at| Task::Mentions(id, at));
    let together = &whole.graph.entities[id.index()].together;
    further(&together::parts(together, whole.settings().page_size), &|at| Task::Together(id, at));
    for list in dossier::List::ALL {
        further(&dossier::parts(whole, id, list), &|at| Task::Rows(id, list, at));
    }
    jobs
}

/// What a page is made from, for diagnostics.
fn origin(whole: &Whole<'_>, job: &Job<'_>) -> Origin {
    let corpus = whole.corpus;
    let kinds = &corpus.settings.kinds;
    match job.task {
        Task::Home => match whole.text_of("index") {
            Some(page) => Origin::at(format!("the page {}", page.file.path()), page.file.span(0, 0)),
            None => Origin::made("the home page"),
        },
        Task::Article(id) => {
            let article = corpus.article(id);
            Origin::at(format!("the article {}", article.file.path()), article.span)
        }
        Task::Articles(_) => Origin::made("the list of articles"),
        Task::Entity(id) | Task::Mentions(id, _) | Task::Together(id, _) | Task::Rows(id, ..) => {
            let entity = corpus.entity(id);
            let name = format!("{}/{}", kinds.get(entity.kind).name, entity.id);
            match entity.span {
                Some(span) => Origin::at(format!("the record {name} in {}", span.file.path()), span),
                None => Origin::made(format!("{name}, which has no record")),
            }
        }
        Task::Index(id, _) => match whole.index_text(id) {
            Some(page) => Origin::at(format!("the index {}", page.file.path()), page.file.span(0, 0)),
            None => Origin::made(format!("the index of {}", kinds.get(id).name)),
        },
        Task::Claims(_) => Origin::made("the list of claims"),
        Task::Timeline(_) => Origin::made("the timeline"),
        Task::Sources(_) => Origin::made("the list of sources"),
        Task::Source(at, _) => Origin::made(format!("the source `{}`", whole.graph.publishers[at].name)),
        Task::Letters(None, _) => Origin::made("the list of letters"),
        Task::Letters(Some(id), _) => Origin::made(format!("the letters of {}", corpus.entity(id).id)),
        Task::Correspondents(_) => Origin::made("the list of correspondents"),
        Task::Network => Origin::made("the network"),
        Task::Tags(_) => Origin::made("the list of tags"),
        Task::Tag(tag, _) | Task::Tagged(tag, ..) => Origin::made(format!("the tag `{tag}`")),
        Task::AllSeries(_) => Origin::made("the list of series"),
        Task::Series(at, _) => Origin::made(format!("the series {}", corpus.series[at].id)),
        Task::Page(at) => {
            let page = &corpus.pages[at];
            Origin::at(format!("the page {}", page.file.path()), page.file.span(0, 0))
        }
        Task::NotFound => Origin::made("the page for addresses that lead nowhere"),
        Task::Redirect(redirect) => Origin::at("an old address", redirect.span),
    }
}
