//! Corpus + Graph + Theme → [`Site`]: the jobs first, then each job by itself.
//!
//! 1. [`plan`] lists every page with its address: a job for each.
//! 2. Each is made in parallel: job → view → bytes.
//! 3. The pages are put into the site in the order of the jobs, then files that are copied, feeds, sitemap and
//!    `robots.txt`.
//! 4. Every link is checked against the pages that there are.
//!
//! A preview keeps the plan ([`Pages`]), and makes a page when somebody asks for it.

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
mod made;
mod map;
mod menu;
mod namesakes;
mod network;
mod pages;
mod pictures;
mod places;
mod plan;
mod sources;
pub mod split;
mod survey;
pub mod svg;
mod syntax;
mod text;
pub mod theme;
mod timeline;
mod together;
pub mod view;
mod walk;
pub mod weave;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Outcome, code};
use crate::graph::Graph;
use crate::id::{EntityId, KindId};
use crate::load::Sources;
use crate::picture::Shelf;
use crate::progress::{Observer, Stage};
use crate::reads::watch;
use crate::resolve::corpus::Corpus;
use crate::route::OutPath;
use crate::site::{Bytes, Site, Taker};
use crate::span::FileId;
use crate::words::Words;
use here::{Here, Whole};

use made::{Known, MadePage};
use pictures::Pictures;
use plan::{Job, Page, Plan, Task};

pub use made::Made;
pub use pages::Pages;
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
    /// A page that the site's templates fail to make is made with the built-in ones (`--keep-going`).
    pub keep_going: bool,
    /// Style sheets and scripts have a hash of what they hold in their names.
    pub hashed_assets: bool,
    /// Smaller pictures are made and kept here. Without it pages show the originals, and say how large they are.
    pub pictures: Option<Arc<dyn Shelf>>,
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
    let Outcome { value, diagnostics } = render_into(corpus, graph, theme, options, observer, (&(), None));
    Outcome { value: value.site, diagnostics }
}

/// What the last build into the same place was made of, and the sources of this one.
pub type Before<'b> = (&'b Made, &'b Sources);

/// What rendering gives.
#[derive(Debug)]
pub struct Rendered {
    /// The website.
    pub site: Site,
    /// What its pages were made of, where that was asked for.
    pub made: Option<Made>,
    /// How many pages were left as the last build made them.
    pub left: usize,
    /// The pages that the site's templates failed to make, each with a template that is at fault.
    pub failed: BTreeMap<OutPath, FileId>,
}

/// [`render`], and each page is offered to `taker` as soon as it is made. With `before`, those that `taker` has from the last
/// build, and that would be the same, are not made; and what the pages were made of is said.
pub fn render_into(
    corpus: &Corpus,
    graph: &Graph,
    theme: &Theme,
    options: &RenderOptions,
    observer: &dyn Observer,
    (taker, before): (&dyn Taker, Option<Before<'_>>),
) -> Outcome<Rendered> {
    let mut diagnostics = Vec::new();
    observer.begins(Stage::Pictures);
    let shelf = options.pictures.as_deref();
    let pictures = Pictures::new(corpus, shelf, options.unseen, observer, &mut diagnostics);
    observer.begins(Stage::Render);
    let plan = Plan::new(corpus, graph, theme, options.hashed_assets, pictures, &mut diagnostics);
    observer.steps(plan.jobs.len());
    let is_proven = plan.is_proven();
    let unseen = options.unseen && is_proven;
    // Where it is proven that every link is good, looking at each costs a twentieth of a build. Builds for testing look
    // all the same, and so hold the proof against the pages.
    let looks = !unseen && (cfg!(debug_assertions) || !is_proven);
    let known = before.filter(|_| !unseen).map(|(last, sources)| Known::new(&plan.whole, sources, last));
    let page = |job: &Job<'_>| {
        let page =
            if unseen { Ok((Bytes::from("").into(), None)) } else { page(&plan, job, taker, looks, known.as_ref()) };
        observer.step();
        match page {
            Err(wrong) if options.keep_going => match plan.plain_page(job) {
                Ok(html) => Ok((Page { wrong, ..Page::from(Bytes::from(html)) }, None)),
                Err(_) => Err(wrong),
            },
            page => page,
        }
    };
    let pages: Vec<Result<(Page, Option<MadePage>), _>> = plan.jobs.par_iter().map(page).collect();
    let left = pages.iter().flatten().filter(|(page, _)| page.left).count();
    let mut made = Vec::with_capacity(if known.is_some() { pages.len() } else { 0 });
    let failed = plan.jobs.iter().zip(&pages).filter_map(|(job, page)| {
        let wrong = page.as_ref().map_or_else(Vec::as_slice, |(page, _)| &page.wrong);
        Some((job.path.clone(), wrong.iter().find_map(|found| found.span)?.file))
    });
    let failed = failed.collect();
    let pages = pages.into_iter().map(|page| page.map(|(page, of)| (page, made.extend(of)).0)).collect();
    let site = plan.site(pages, plan.rest(unseen), &mut diagnostics);
    let made = known.map(|known| known.made(made));
    observer.begins(Stage::Links);
    if looks {
        plan.check_links(&site, &options.kept, &mut diagnostics);
    }
    Outcome { value: Rendered { site, made, left, failed }, diagnostics: once_each(diagnostics) }
}

/// Makes a page and offers it to whoever writes the site. One that lies there, and would be the same, is not made, if nobody
/// looks at its links: builds for testing do, and so hold what is known against the pages.
fn page(
    plan: &Plan<'_>,
    job: &Job<'_>,
    taker: &dyn Taker,
    looks: bool,
    known: Option<&Known<'_>>,
) -> Result<(Page, Option<MadePage>), Vec<Diagnostic>> {
    let Some(known) = known else { return Ok((give(job, plan.page(job)?, taker, looks).0, None)) };
    if let Some(same) = known.same(&job.path).filter(|same| taker.has(&job.path, same.hash)) {
        let html = if looks { plan.page(job)? } else { String::new() };
        debug_assert!(same.hash == blake3::hash(html.as_bytes()), "{} would be another page", job.path);
        return Ok((Page { html: html.into(), taken: true, left: true, wrong: Vec::new() }, Some(same.clone())));
    }
    let (html, reads) = watch(|| plan.page(job));
    let (page, hash) = give(job, html?, taker, looks);
    let hash = hash.unwrap_or_else(|| blake3::hash(&page.html));
    Ok((page, Some(MadePage { path: job.path.clone(), hash, reads })))
}

/// Offers a page to whoever writes the site; its hash, if it is taken.
fn give(job: &Job<'_>, html: String, taker: &dyn Taker, looks: bool) -> (Page, Option<blake3::Hash>) {
    let taken = taker.take(&job.path, html.as_bytes());
    let html = if taken.is_some() && !looks { "".into() } else { html.into() };
    (Page { html, taken: taken.is_some(), left: false, wrong: Vec::new() }, taken)
}

/// One mistake in a template is one mistake, however many pages meet it.
fn once_each(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    diagnostics
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
    let page = match job.task {
        Task::Home => {
            let home = lists::home(&here);
            let description = whole.text_of("index").and_then(|page| page.description.clone());
            let site_description = || corpus.settings.description.as_ref().map(|text| text.value.clone());
            let page =
                view::Page { description: description.or_else(site_description), ..here.page("home", "", Vec::new()) };
            insert(&mut context, "home", &home)?;
            page
        }
        Task::Article(id) => {
            insert(&mut context, "article", &article::article(&here, id))?;
            article::page(&here, id)
        }
        Task::Articles(part) => {
            let list = lists::articles(&here, part);
            insert(&mut context, "list", &list)?;
            let title = in_part(&list.title, list.part.as_deref());
            here.page("articles", &title, Vec::new())
        }
        Task::Entity(id) => {
            let entity = corpus.entity(id);
            let kind = kinds.get(entity.kind);
            insert(&mut context, "entity", &entity::entity(&here, id))?;
            let index = vec![crumb(&here, &kind.many, &index_of(whole, id))];
            let description = here::one_line(entity).map(|line| whole.alone(id, &line));
            view::Page { description, ..here.page("entity", &whole.alone(id, &entity.name), index) }
        }
        Task::Mentions(id, part) => {
            let entity = corpus.entity(id);
            let kind = kinds.get(entity.kind);
            let mentions = entity::mentions(&here, id, part);
            insert(&mut context, "entity", &here.entity(id))?;
            insert(&mut context, "mentions", &mentions)?;
            let above = vec![
                crumb(&here, &kind.many, &index_of(whole, id)),
                crumb(&here, &whole.alone(id, &entity.name), &whole.entity_paths[id.index()]),
            ];
            let title = in_part(&whole.alone(id, &entity.name), mentions.part.as_deref());
            here.page("mentions", &title, above)
        }
        Task::Together(id, part) => {
            let entity = corpus.entity(id);
            let together = together::together(&here, id, part);
            insert(&mut context, "entity", &here.entity(id))?;
            insert(&mut context, "together", &together)?;
            let above = vec![
                crumb(&here, &kinds.get(entity.kind).many, &index_of(whole, id)),
                crumb(&here, &whole.alone(id, &entity.name), &whole.entity_paths[id.index()]),
            ];
            let who = in_part(&whole.alone(id, &entity.name), together.part.as_deref());
            let title = words.fill("together_with", &[("who", &who)]);
            here.page("together", &title, above)
        }
        Task::Rows(id, list, part) => {
            let entity = dossier::part(&here, id, list, part);
            let above = vec![
                crumb(&here, &entity.many, &index_of(whole, id)),
                crumb(&here, &whole.alone(id, &entity.name), &whole.entity_paths[id.index()]),
            ];
            let page = here.page("rows", &in_part(&whole.alone(id, &entity.name), entity.part.as_deref()), above);
            insert(&mut context, "entity", &entity)?;
            page
        }
        Task::Claims(part) => {
            let claims = claims::claims(&here, part);
            insert(&mut context, "claims", &claims)?;
            let title = in_part(&claims.title, claims.part.as_deref());
            let description = whole.index_text(KindId::CLAIMS).and_then(|page| page.description.clone());
            view::Page { description, ..here.page("claims", &title, Vec::new()) }
        }
        Task::Timeline(part) => {
            let timeline = timeline::timeline(&here, part);
            insert(&mut context, "timeline", &timeline)?;
            let title = in_part(words.get("timeline"), timeline.part.as_deref());
            here.page("timeline", &title, Vec::new())
        }
        Task::Sources(part) => {
            let sources = sources::sources(&here, part);
            insert(&mut context, "sources", &sources)?;
            let title = in_part(words.get("sources"), sources.part.as_deref());
            here.page("sources", &title, Vec::new())
        }
        Task::Source(at, part) => {
            let source = sources::source(&here, at, part);
            insert(&mut context, "source", &source)?;
            let above = vec![crumb(&here, words.get("sources"), &OutPath::all_sources())];
            let title = in_part(&source.name, source.part.as_deref());
            here.page("source", &title, above)
        }
        Task::Letters(whose, part) => {
            let letters = letters::letters(&here, whose, part);
            insert(&mut context, "letters", &letters)?;
            let title = in_part(words.get("letters"), letters.of.as_ref().map(|of| of.name.as_str()));
            let above = whose.map(|_| crumb(&here, words.get("letters"), &OutPath::letters())).into_iter().collect();
            let title = in_part(&title, letters.part.as_deref());
            here.page("letters", &title, above)
        }
        Task::Correspondents(part) => {
            let all = letters::correspondents(&here, part);
            insert(&mut context, "correspondents", &all)?;
            let title = in_part(words.get("correspondents"), all.part.as_deref());
            let above = vec![crumb(&here, words.get("letters"), &OutPath::letters())];
            here.page("correspondents", &title, above)
        }
        Task::Network => {
            insert(&mut context, "network", &network::network(&here))?;
            here.page("network", words.get("network"), Vec::new())
        }
        Task::Index(kind, part) => {
            let index = lists::index(&here, kind, part);
            insert(&mut context, "index", &index)?;
            let title = in_part(&index.title, index.part.as_deref());
            let description = whole.index_text(kind).and_then(|page| page.description.clone());
            view::Page { description, ..here.page("index", &title, Vec::new()) }
        }
        Task::Tags(part) => {
            let all = lists::tags(&here, part);
            insert(&mut context, "all", &all)?;
            here.page("tags", &in_part(words.get("tags"), all.part.as_deref()), Vec::new())
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
            here.page("tag", &in_part(tag, view.part.as_deref()), above)
        }
        Task::AllSeries(part) => {
            let all = lists::all_series(&here, part);
            insert(&mut context, "all", &all)?;
            let title = in_part(words.get("series"), all.part.as_deref());
            here.page("series-list", &title, Vec::new())
        }
        Task::Series(at, part) => {
            let series = &corpus.series[at];
            let view = lists::series(&here, at, part);
            insert(&mut context, "series", &view)?;
            let title = in_part(&series.name, view.part.as_deref());
            let above = vec![crumb(&here, words.get("series"), &OutPath::all_series())];
            view::Page { description: series.description.clone(), ..here.page("series", &title, above) }
        }
        Task::Page(at) => {
            let source = &corpus.pages[at];
            insert(&mut context, "content", &lists::page(&here, source))?;
            view::Page {
                description: source.description.clone(),
                ..here.page("page", &source.title, lists::above(&here, source))
            }
        }
        Task::NotFound => {
            here.rooted = true;
            let page = here.page("not-found", words.get("not_found"), Vec::new());
            view::Page { canonical: None, hidden: true, ..page }
        }
        Task::Redirect(redirect) => {
            let to = view::Link { text: title_of(whole, &redirect.to), href: here.href(&redirect.to, None) };
            let canonical = Here::new(whole, redirect.to.clone()).page("redirect", "", Vec::new()).canonical;
            let page = view::Page { canonical, hidden: true, ..here.page("redirect", &to.text, Vec::new()) };
            insert(&mut context, "redirect", &view::Redirect { to })?;
            page
        }
    };
    insert(&mut context, "page", &json_ld::describe(&here, &job.task, page))?;
    theme.render(&job.task.template(whole, theme), &context)
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
    let article = whole.article_paths.iter().position(|other| other == path);
    let article = article.map(|at| corpus.articles[at].title.clone());
    let entity = || {
        let id = corpus.entity_ids().find(|id| whole.entity_paths[id.index()] == *path)?;
        Some(whole.alone(id, &corpus.entity(id).name))
    };
    let page = || corpus.pages.iter().find(|page| page.to == *path).map(|page| page.title.clone());
    article.or_else(entity).or_else(page).unwrap_or_else(|| path.to_string())
}
