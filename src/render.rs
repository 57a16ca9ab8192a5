//! Corpus + Graph + Theme → [`Site`]: the jobs first, then each job by itself.
//!
//! 1. [`jobs`] lists every page with its address.
//! 2. Each is made in parallel: job → view → bytes.
//! 3. The pages are put into the site in the order of the jobs, then files that are copied, feeds, sitemap and
//!    `robots.txt`.
//! 4. Every link is checked against the pages that there are.

mod accounts;
mod alike;
mod article;
mod assets;
mod bars;
mod cards;
mod claims;
mod dossier;
mod doubt;
mod entity;
mod feed;
mod here;
mod json_ld;
mod letters;
mod lists;
mod map;
mod menu;
mod network;
mod places;
mod sources;
pub mod split;
pub mod svg;
mod syntax;
mod text;
pub mod theme;
mod timeline;
mod together;
pub mod view;
mod walk;
pub mod weave;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Outcome, code};
use crate::graph::Graph;
use crate::id::{ArticleId, EntityId, KindId};
use crate::progress::{Observer, Stage};
use crate::resolve::corpus::{Corpus, Redirect};
use crate::route::OutPath;
use crate::site::{Bytes, Origin, Site};
use crate::words::Words;
use here::{Here, Whole};

pub use theme::{Theme, theme};

/// How to render.
#[derive(Clone, Debug, Default)]
pub struct RenderOptions {
    /// Paths that stay in the output from an earlier build though this one does not make them (`--keep-going`): links to
    /// them are good.
    pub kept: BTreeSet<OutPath>,
    /// Pages are wanted only for what there is to say about them. Where the routes alone tell that every link is good, and
    /// no template is the site's own, none is made: their files are empty.
    pub unseen: bool,
    /// Style sheets and scripts have a hash of what they hold in their names.
    pub hashed_assets: bool,
}

/// The name of the program and its version, for `<meta name="generator">`.
pub const GENERATOR: &str = concat!("Annals ", env!("CARGO_PKG_VERSION"));

/// Makes the website. What could not be made is left out and reported.
pub fn render(
    corpus: &Corpus,
    graph: &Graph,
    theme: &Theme,
    options: &RenderOptions,
    observer: &dyn Observer,
) -> Outcome<Site> {
    observer.begins(Stage::Render);
    let mut diagnostics = theme.unused(&corpus.settings.kinds);
    let mut whole = Whole::new(corpus, graph, theme, &mut diagnostics);
    let assets = assets::Assets::new(corpus, theme, &whole.own_sheets(), options.hashed_assets);
    whole.rename(&assets);
    let whole = whole;
    let site_view = Value::from_serializable(&site_view(corpus));
    let words = theme::words_value(&whole.words);
    let jobs = jobs(&whole);
    observer.steps(jobs.len());
    let made = !options.unseen || theme.has_own() || doubt::exists(corpus, &paths(&jobs, corpus, &assets));
    // As bytes at once: a text has room to grow that nothing needs any more, on all pages together a third.
    let page = |job| -> Result<Bytes, Vec<Diagnostic>> {
        let page = if made {
            make(&whole, theme, (&site_view, &words), job).map(Bytes::from)
        } else {
            Ok(String::new().into())
        };
        observer.step();
        page
    };
    let pages: Vec<_> = jobs.par_iter().map(page).collect();

    let mut site = Site::new();
    let mut put = |path, bytes: Bytes, origin, diagnostics: &mut Vec<Diagnostic>| {
        if let Err(diagnostic) = site.insert(path, bytes, origin) {
            diagnostics.push(*diagnostic);
        }
    };
    for (job, page) in jobs.iter().zip(pages) {
        match page {
            Ok(html) => put(job.path.clone(), html, origin(&whole, job), &mut diagnostics),
            Err(found) => diagnostics.extend(found),
        }
    }
    for file in &corpus.files {
        let origin = Origin::at(format!("the file {}", file.file.path()), file.file.span(0, 0));
        put(file.to.clone(), Arc::clone(&file.bytes).into(), origin, &mut diagnostics);
    }
    for (path, bytes, origin) in assets.files() {
        put(path.clone(), bytes.clone(), origin.clone(), &mut diagnostics);
    }
    if let Some((path, bytes)) = timeline::filter_file(&whole) {
        put(path, bytes.into(), Origin::made("the filter of the timeline"), &mut diagnostics);
    }
    if made && corpus.settings.cards {
        for (path, bytes) in cards::files(&whole) {
            put(path, bytes.into(), Origin::made("the cards"), &mut diagnostics);
        }
    }
    let base = corpus.settings.base_url.as_ref().map(|url| url.value.as_str());
    if let Some(base) = base {
        let atom = if made { feed::atom(&whole, base) } else { Vec::new() };
        put(OutPath::atom(), atom.into(), Origin::made("the Atom feed"), &mut diagnostics);
        let shown: Vec<_> = jobs.iter().filter(|job| !job.is_hidden()).map(|job| job.path.clone()).collect();
        for (path, bytes) in feed::sitemap(&whole, base, &shown) {
            put(path, bytes.into(), Origin::made("the sitemap"), &mut diagnostics);
        }
    } else {
        diagnostics.push(
            Diagnostic::nowhere(
                code::NO_BASE_URL,
                "site.yaml has no `base_url`, so canonical links, the sitemap and the Atom feed are left out",
            )
            .help("Say where the site will be: `base_url: https://example.org/`."),
        );
    }
    if !corpus.files.iter().any(|file| file.to == OutPath::robots()) {
        let robots = feed::robots(base, corpus.settings.urls);
        put(OutPath::robots(), robots.into(), Origin::made("robots.txt"), &mut diagnostics);
    }
    observer.begins(Stage::Links);
    // A page that its template could not make is missed by every link to it: the template's mistake says enough.
    if made && !diagnostics.iter().any(|found| found.code == code::TEMPLATE) {
        let broken = site.check_links(&whole.base_path, &options.kept);
        diagnostics.extend(broken.iter().map(|link| link.diagnostic(&site)));
    }
    // One mistake in a template is one mistake, however many pages meet it.
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    Outcome { value: site, diagnostics }
}

/// The paths of all pages and files but for feeds.
fn paths<'p>(jobs: &'p [Job<'_>], corpus: &'p Corpus, assets: &'p assets::Assets) -> BTreeSet<&'p OutPath> {
    let files = corpus.files.iter().map(|file| &file.to);
    jobs.iter().map(|job| &job.path).chain(files).chain(assets.files().iter().map(|(path, ..)| path)).collect()
}

/// A page to make.
struct Job<'c> {
    path: OutPath,
    task: Task<'c>,
}

/// What is on the page.
enum Task<'c> {
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
    for id in corpus.entity_ids() {
        let path = &whole.entity_paths[id.index()];
        add(path.clone(), Task::Entity(id));
        for (part, at) in whole.mention_parts[id.index()].iter().zip(0..).skip(1) {
            add(whole.part_path(path, part), Task::Mentions(id, at));
        }
        let together = together::parts(&graph.entities[id.index()].together, corpus.settings.page_size);
        for (part, at) in together.iter().zip(0..).skip(1) {
            add(whole.part_path(path, part), Task::Together(id, at));
        }
        for list in dossier::List::ALL {
            for (part, at) in dossier::parts(whole, id, list).iter().zip(0..).skip(1) {
                add(whole.part_path(path, part), Task::Rows(id, list, at));
            }
        }
    }
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
        let parts = letters::parts(corpus, &letters::of(graph, id), corpus.settings.page_size, &whole.words);
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
    for (&tag, parts) in &whole.tag_parts {
        let Some(path) = whole.tag_paths.get(tag) else { continue };
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

/// Job → view → bytes.
fn make(whole: &Whole<'_>, theme: &Theme, shared: (&Value, &Value), job: &Job<'_>) -> Result<String, Vec<Diagnostic>> {
    let (corpus, words) = (whole.corpus, &whole.words);
    let kinds = &corpus.settings.kinds;
    let in_part = |title: &str, part: Option<&str>| in_part(words, title, part);
    let mut here = Here::new(whole, job.path.clone());
    let mut context = Context::new();
    context.insert_value("site", shared.0.clone());
    context.insert_value("w", shared.1.clone());
    let crumb = |here: &Here<'_, '_>, text: &str, path: &OutPath| view::Link {
        text: text.to_owned(),
        href: here.href(path, None),
    };
    let (template, page) = match job.task {
        Task::Home => {
            let home = lists::home(&here);
            let description = whole.text_of("index").and_then(|page| page.description.clone());
            let site_description = || corpus.settings.description.as_ref().map(|text| text.value.clone());
            let page =
                view::Page { description: description.or_else(site_description), ..here.page("home", "", Vec::new()) };
            insert(&mut context, "home", &home)?;
            ("home.html".to_owned(), page)
        }
        Task::Article(id) => {
            insert(&mut context, "article", &article::article(&here, id))?;
            ("article.html".to_owned(), article::page(&here, id))
        }
        Task::Articles(part) => {
            let list = lists::articles(&here, part);
            insert(&mut context, "list", &list)?;
            let title = in_part(&list.title, list.part.as_deref());
            ("articles.html".to_owned(), here.page("articles", &title, Vec::new()))
        }
        Task::Entity(id) => {
            let entity = corpus.entity(id);
            let kind = kinds.get(entity.kind);
            insert(&mut context, "entity", &entity::entity(&here, id))?;
            let index = vec![crumb(&here, &kind.many, &index_of(whole, id))];
            let page = view::Page { description: here::one_line(entity), ..here.page("entity", &entity.name, index) };
            (theme.entity_template(entity.kind, &kind.name), page)
        }
        Task::Mentions(id, part) => {
            let entity = corpus.entity(id);
            let kind = kinds.get(entity.kind);
            let mentions = entity::mentions(&here, id, part);
            insert(&mut context, "entity", &here.entity(id))?;
            insert(&mut context, "mentions", &mentions)?;
            let above = vec![
                crumb(&here, &kind.many, &index_of(whole, id)),
                crumb(&here, &entity.name, &whole.entity_paths[id.index()]),
            ];
            let title = in_part(&entity.name, mentions.part.as_deref());
            ("mentions.html".to_owned(), here.page("mentions", &title, above))
        }
        Task::Together(id, part) => {
            let entity = corpus.entity(id);
            let together = together::together(&here, id, part);
            insert(&mut context, "entity", &here.entity(id))?;
            insert(&mut context, "together", &together)?;
            let above = vec![
                crumb(&here, &kinds.get(entity.kind).many, &index_of(whole, id)),
                crumb(&here, &entity.name, &whole.entity_paths[id.index()]),
            ];
            let who = in_part(&entity.name, together.part.as_deref());
            let title = words.fill("together_with", &[("who", &who)]);
            ("together.html".to_owned(), here.page("together", &title, above))
        }
        Task::Rows(id, list, part) => {
            let entity = dossier::part(&here, id, list, part);
            let above = vec![
                crumb(&here, &entity.many, &index_of(whole, id)),
                crumb(&here, &entity.name, &whole.entity_paths[id.index()]),
            ];
            let page = here.page("rows", &in_part(&entity.name, entity.part.as_deref()), above);
            insert(&mut context, "entity", &entity)?;
            ("rows.html".to_owned(), page)
        }
        Task::Claims(part) => {
            let claims = claims::claims(&here, part);
            insert(&mut context, "claims", &claims)?;
            let title = in_part(&claims.title, claims.part.as_deref());
            let description = whole.index_text(KindId::CLAIMS).and_then(|page| page.description.clone());
            ("claims.html".to_owned(), view::Page { description, ..here.page("claims", &title, Vec::new()) })
        }
        Task::Timeline(part) => {
            let timeline = timeline::timeline(&here, part);
            insert(&mut context, "timeline", &timeline)?;
            let title = in_part(words.get("timeline"), timeline.part.as_deref());
            ("timeline.html".to_owned(), here.page("timeline", &title, Vec::new()))
        }
        Task::Sources(part) => {
            let sources = sources::sources(&here, part);
            insert(&mut context, "sources", &sources)?;
            let title = in_part(words.get("sources"), sources.part.as_deref());
            ("sources.html".to_owned(), here.page("sources", &title, Vec::new()))
        }
        Task::Source(at, part) => {
            let source = sources::source(&here, at, part);
            insert(&mut context, "source", &source)?;
            let above = vec![crumb(&here, words.get("sources"), &OutPath::all_sources())];
            let title = in_part(&source.name, source.part.as_deref());
            ("source.html".to_owned(), here.page("source", &title, above))
        }
        Task::Letters(whose, part) => {
            let letters = letters::letters(&here, whose, part);
            insert(&mut context, "letters", &letters)?;
            let title = in_part(words.get("letters"), letters.of.as_ref().map(|of| of.name.as_str()));
            let above = whose.map(|_| crumb(&here, words.get("letters"), &OutPath::letters())).into_iter().collect();
            let title = in_part(&title, letters.part.as_deref());
            ("letters.html".to_owned(), here.page("letters", &title, above))
        }
        Task::Correspondents(part) => {
            let all = letters::correspondents(&here, part);
            insert(&mut context, "correspondents", &all)?;
            let title = in_part(words.get("correspondents"), all.part.as_deref());
            let above = vec![crumb(&here, words.get("letters"), &OutPath::letters())];
            ("correspondents.html".to_owned(), here.page("correspondents", &title, above))
        }
        Task::Network => {
            insert(&mut context, "network", &network::network(&here))?;
            ("network.html".to_owned(), here.page("network", words.get("network"), Vec::new()))
        }
        Task::Index(kind, part) => {
            let index = lists::index(&here, kind, part);
            insert(&mut context, "index", &index)?;
            let title = in_part(&index.title, index.part.as_deref());
            let description = whole.index_text(kind).and_then(|page| page.description.clone());
            ("index.html".to_owned(), view::Page { description, ..here.page("index", &title, Vec::new()) })
        }
        Task::Tags(part) => {
            let all = lists::tags(&here, part);
            insert(&mut context, "all", &all)?;
            ("tags.html".to_owned(), here.page("tags", &in_part(words.get("tags"), all.part.as_deref()), Vec::new()))
        }
        Task::Tag(tag, _) | Task::Tagged(tag, ..) => {
            let list = whole.tag_paths.get(tag).unwrap_or(&job.path);
            let view = match job.task {
                Task::Tagged(_, which, part) => lists::tagged(&here, tag, list, which, part),
                Task::Tag(_, part) => lists::tag(&here, tag, list, part),
                _ => lists::tag(&here, tag, list, 0),
            };
            insert(&mut context, "tag", &view)?;
            let above = vec![crumb(&here, words.get("tags"), &OutPath::all_tags())];
            ("tag.html".to_owned(), here.page("tag", &in_part(tag, view.part.as_deref()), above))
        }
        Task::AllSeries(part) => {
            let all = lists::all_series(&here, part);
            insert(&mut context, "all", &all)?;
            let title = in_part(words.get("series"), all.part.as_deref());
            ("series-list.html".to_owned(), here.page("series-list", &title, Vec::new()))
        }
        Task::Series(at, part) => {
            let series = &corpus.series[at];
            let view = lists::series(&here, at, part);
            insert(&mut context, "series", &view)?;
            let title = in_part(&series.name, view.part.as_deref());
            let above = vec![crumb(&here, words.get("series"), &OutPath::all_series())];
            let page = view::Page { description: series.description.clone(), ..here.page("series", &title, above) };
            ("series.html".to_owned(), page)
        }
        Task::Page(at) => {
            let source = &corpus.pages[at];
            insert(&mut context, "content", &lists::page(&here, source))?;
            let page = view::Page {
                description: source.description.clone(),
                ..here.page("page", &source.title, lists::above(&here, source))
            };
            ("page.html".to_owned(), page)
        }
        Task::NotFound => {
            here.rooted = true;
            let page = here.page("not-found", words.get("not_found"), Vec::new());
            ("not-found.html".to_owned(), view::Page { canonical: None, hidden: true, ..page })
        }
        Task::Redirect(redirect) => {
            let to = view::Link { text: title_of(whole, &redirect.to), href: here.href(&redirect.to, None) };
            let canonical = Here::new(whole, redirect.to.clone()).page("redirect", "", Vec::new()).canonical;
            let page = view::Page { canonical, hidden: true, ..here.page("redirect", &to.text, Vec::new()) };
            insert(&mut context, "redirect", &view::Redirect { to })?;
            ("redirect.html".to_owned(), page)
        }
    };
    insert(&mut context, "page", &json_ld::describe(&here, &job.task, page))?;
    theme.render(&template, &context)
}

fn insert(context: &mut Context, name: &'static str, view: &impl Serialize) -> Result<(), Vec<Diagnostic>> {
    let value = Value::try_from_serializable(view)
        .map_err(|error| vec![Diagnostic::nowhere(code::TEMPLATE, format!("the value `{name}`: {error}"))])?;
    context.insert_value(name, value);
    Ok(())
}

fn site_view(corpus: &Corpus) -> view::Site {
    let settings = &corpus.settings;
    let text = |text: &Option<crate::span::Text>| text.as_ref().map(|text| text.value.clone());
    view::Site {
        title: corpus.title.clone(),
        description: text(&settings.description),
        author: text(&settings.author),
        language: settings.language.clone(),
        base_url: text(&settings.base_url),
        generator: GENERATOR,
        extra: settings.extra.clone(),
    }
}

/// A title with the label of a part.
fn in_part(words: &Words, title: &str, part: Option<&str>) -> String {
    part.map_or_else(|| title.to_owned(), |part| format!("{title}{}{part}", words.get("colon")))
}

/// The part of its kind's index that an entity stands in.
fn index_of(whole: &Whole<'_>, id: EntityId) -> OutPath {
    let entity = whole.corpus.entity(id);
    let at = usize::from(entity.kind.0);
    let list = OutPath::index(&whole.settings().kinds.get(entity.kind).name);
    let row = whole.index_rows[id.index()];
    let parts = &whole.index_parts[at];
    parts.get(split::part_of(parts, row)).map_or(list.clone(), |part| whole.part_path(&list, part))
}

/// The title of the page at a path, for redirects; if it is not known, the path.
fn title_of(whole: &Whole<'_>, path: &OutPath) -> String {
    let corpus = whole.corpus;
    let article = whole.article_paths.iter().position(|other| other == path).map(|at| &corpus.articles[at].title);
    let entity = || whole.entity_paths.iter().position(|other| other == path).map(|at| &corpus.entities[at].name);
    let page = || corpus.pages.iter().find(|page| page.to == *path).map(|page| &page.title);
    article.or_else(entity).or_else(page).cloned().unwrap_or_else(|| path.to_string())
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
