//! A site whose pages are made when they are asked for: what a preview answers from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use self_cell::self_cell;

use super::pictures::Pictures;
use super::plan::{Page, Plan};
use super::theme::Theme;
use super::{cards, once_each};
use crate::diag::{Diagnostic, Outcome};
use crate::graph::Graph;
use crate::resolve::corpus::{Article, Corpus};
use crate::route::OutPath;
use crate::site::{Bytes, Site};

/// All pages of a site, each made at most once. The bytes are those that [`super::render`] makes.
pub struct Pages {
    kept: Kept,
    /// Whether what there is to say of the pages is known without making them.
    is_proven: bool,
    /// What there is, by path; pages, and what [`Plan::rest`] makes only if it is seen, are empty in it.
    outline: Site,
}

/// What pages are made from.
struct Made {
    corpus: Corpus,
    graph: Graph,
    theme: Arc<Theme>,
}

/// The plan, and what was made by it.
struct Laid<'m> {
    plan: Plan<'m>,
    /// By path, the number of its job.
    numbers: FxHashMap<OutPath, usize>,
    /// By job.
    pages: Vec<OnceLock<Result<Bytes, Vec<Diagnostic>>>>,
    rest: OnceLock<BTreeMap<OutPath, Bytes>>,
}

self_cell!(
    struct Kept {
        owner: Made,
        #[not_covariant]
        dependent: Laid,
    }
);

impl Pages {
    /// Plans the pages. If what there is to say of them cannot be known without making them, all are made.
    pub fn new(corpus: Corpus, graph: Graph, theme: Arc<Theme>) -> Outcome<Pages> {
        let mut said = Vec::new();
        let kept = Kept::new(Made { corpus, graph, theme }, |made| {
            // Making pictures smaller would stand in the way of whoever waits for a page.
            let pictures = Pictures::new(&made.corpus, None, true, &(), &mut said);
            let plan = Plan::new(&made.corpus, &made.graph, &made.theme, false, pictures, &mut said);
            Laid {
                numbers: plan.jobs.iter().zip(0..).map(|(job, number)| (job.path.clone(), number)).collect(),
                pages: plan.jobs.iter().map(|_| OnceLock::new()).collect(),
                rest: OnceLock::new(),
                plan,
            }
        });
        let (is_proven, outline) = kept.with_dependent(|_, laid| {
            if laid.plan.is_proven() {
                let empty = Bytes::from("");
                let empty = laid.pages.iter().map(|_| Ok(empty.clone().into()));
                (true, laid.plan.site(empty.collect(), laid.plan.rest(true), &mut said))
            } else {
                let site = laid.site(&mut said);
                laid.plan.check_links(&site, &Default::default(), &mut said);
                (false, site)
            }
        });
        Outcome { value: Pages { kept, is_proven, outline }, diagnostics: once_each(said) }
    }

    /// What the pages are made of.
    pub(crate) fn made_of(&self) -> (&Corpus, &Graph) {
        let Made { corpus, graph, .. } = self.kept.borrow_owner();
        (corpus, graph)
    }

    /// The page of an article as it would be with this text of it. None where other pages have a part in that.
    pub fn with_article(&self, article: Arc<Article>) -> Option<(OutPath, Bytes)> {
        self.is_proven.then(|| self.kept.with_dependent(|_, laid| laid.plan.page_with(article))).flatten()
    }

    /// Whether what stands at a path is a file that no article has a part in.
    pub fn is_apart(&self, path: &str) -> bool {
        self.kept.with_dependent(|_, laid| laid.plan.is_apart(path))
    }

    /// The page or file that stands at a path.
    pub fn find(&self, path: &str) -> Option<&OutPath> {
        let there = self.outline.files().get_key_value(path).map(|(path, _)| path);
        let late = || self.kept.with_dependent(|_, laid| laid.rest().get_key_value(path).map(|(path, _)| path));
        there.or_else(|| cards::has(path).then(late).flatten())
    }

    /// What stands at a path, made now if it was not before. A page that cannot be made says why.
    pub fn get(&self, path: &str) -> Option<Bytes> {
        let outlined = self.outline.get(path);
        if let Some(bytes) = outlined.filter(|bytes| !bytes.is_empty()) {
            return Some(bytes.clone());
        }
        self.kept.with_dependent(|_, laid| match laid.numbers.get(path) {
            Some(&number) => outlined.map(|_| laid.page(number).unwrap_or_else(|found| excuse(&found))),
            None if outlined.is_some() || cards::has(path) => laid.rest().get(path).or(outlined).cloned(),
            None => None,
        })
    }

    /// [`Pages::find`] and [`Pages::get`].
    pub fn found(&self, path: &str) -> Option<(&OutPath, Bytes)> {
        Some((self.find(path)?, self.get(path)?))
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.outline.files().keys().filter(|path| path.is_html()).count()
    }

    /// The whole site, all of it made.
    pub fn site(&self) -> Outcome<Site> {
        let mut said = Vec::new();
        let value = self.kept.with_dependent(|_, laid| laid.site(&mut said));
        Outcome { value, diagnostics: once_each(said) }
    }

    /// [`Site::assets`].
    pub fn assets(&self, page: &OutPath, html: &[u8], base_path: &str) -> BTreeSet<OutPath> {
        self.outline.assets(page, html, base_path)
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("paths", &self.outline.files().keys()).finish_non_exhaustive()
    }
}

impl Laid<'_> {
    fn page(&self, number: usize) -> Result<Bytes, Vec<Diagnostic>> {
        let (page, job) = (&self.pages[number], &self.plan.jobs[number]);
        page.get_or_init(|| self.plan.page(job).map(Bytes::from)).clone()
    }

    fn rest(&self) -> &BTreeMap<OutPath, Bytes> {
        self.rest.get_or_init(|| self.plan.rest(false).into_iter().map(|(path, bytes, _)| (path, bytes)).collect())
    }

    fn site(&self, said: &mut Vec<Diagnostic>) -> Site {
        let pages: Vec<_> =
            (0..self.pages.len()).into_par_iter().map(|number| self.page(number).map(Page::from)).collect();
        self.plan.site(pages, self.plan.rest(false), said)
    }
}

/// In the place of a page that could not be made although nothing of the site's own can be why.
fn excuse(found: &[Diagnostic]) -> Bytes {
    found.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("\n").into()
}
