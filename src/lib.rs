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
//! | [`write`] | `Site` → disk | the folder equals the site |
//!
//! Beside each value stand [`diag::Diagnostic`]s; the library never prints, exits, or panics on input.

pub mod date;
pub mod diag;
pub mod id;
pub mod route;
pub mod span;

pub mod load;
pub mod parse;
pub mod resolve;

pub mod graph;

pub mod render;
pub mod site;
pub mod write;

#[expect(dead_code, reason = "the pipeline that calls it lands next")]
mod partial;
pub mod report;

use std::collections::BTreeSet;

use load::Sources;

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
    /// What was left out or kept, in words, in order.
    pub left_out: Vec<String>,
    /// The sources, for showing diagnostics.
    pub sources: Sources,
}
