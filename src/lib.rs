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
//! | [`render`] | corpus, graph, theme → `Site` | bytes by path, every internal link leads somewhere |
//! | [`mod@write`] | `Site` → disk | the folder equals the site |
//!
//! Beside each value stand [`diag::Diagnostic`]s; the library never prints, exits, or panics on input.

pub mod date;
pub mod diag;
pub mod id;
pub mod route;
pub mod span;

pub mod import;
pub mod load;
pub mod parse;
pub mod resolve;
pub mod schema;

pub mod graph;

pub mod render;
pub mod site;
pub mod write;

mod partial;
pub mod report;

pub mod cli;

use std::collections::BTreeSet;
use std::path::Path;

use diag::{Diagnostic, Outcome, Severity};
use load::Sources;
use resolve::{ResolveOptions, Unread};

use route::OutPath;
use site::Site;

/// What a build is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Drafts are shown.
    pub drafts: bool,
    /// What is sound is made although there are errors.
    pub keep_going: bool,
    /// Every warning is an error (as `strict: true` in site.yaml).
    pub strict: bool,
}

/// What a build gives.
#[derive(Clone, Debug)]
pub struct Built {
    /// The site. Absent where there are errors, unless `keep_going` was asked for.
    pub site: Option<Site>,
    /// Pages whose source is in error: what an earlier build wrote there stays.
    pub keep: BTreeSet<OutPath>,
    /// The sources, for showing diagnostics.
    pub sources: Sources,
}

/// Makes the site in the folder `root`: the whole pipeline but for writing.
pub fn build(root: &Path, options: &Options) -> Outcome<Built> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let settings_file = load::settings(root).drain_into(&mut said);
    let settings = parse::settings(&settings_file).drain_into(&mut said);
    let strict = options.strict || settings.strict;
    let mut sources = load::content(root, &load::Limits { file: settings.file_limit }).drain_into(&mut said);
    let documents = parse::all(&sources, &settings).drain_into(&mut said);
    let resolve_options = ResolveOptions {
        drafts: options.drafts,
        fallback_title: sources.folder_name(),
        unread: Unread::of(&said, &settings.kinds),
    };
    let corpus = resolve::resolve(documents, &sources, settings, &resolve_options).drain_into(&mut said);
    let graph = graph::graph(&corpus);
    let theme = render::theme(&sources.files).drain_into(&mut said);
    let site = render::render(&corpus, &graph, &theme, &render::RenderOptions::default()).drain_into(&mut said);

    sources.files.insert(0, settings_file);
    said.sort_by(Diagnostic::order);
    said.dedup();
    let failed = |one: &Diagnostic| one.severity == Severity::Error || strict && one.severity == Severity::Warning;
    let errors = said.iter().any(failed);
    let mut keep = BTreeSet::new();
    if errors && options.keep_going {
        let (pages, left_out) = partial::in_error(&site, &corpus, said.iter().filter(|one| failed(one)));
        keep = pages;
        said.extend(left_out);
        said.sort_by(Diagnostic::order);
    }
    let site = (!errors || options.keep_going).then_some(site);
    Outcome { value: Built { site, keep, sources }, diagnostics: said }
}
