//! Whether a site has links that only its finished pages can prove.
//!
//! What the templates link to is a page of the site by construction, and what an author links to was found when it was
//! resolved. Left over are addresses inside raw HTML, pages of the author's own, places in pages whose text is not an
//! author's, and lists that the site may turn out not to have.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::parse::body::{Event, Tag};
use crate::resolve::corpus::{Article, Corpus, FileTarget, LinkTarget, Prose};
use crate::resolve::settle::SECTIONS;
use crate::route::OutPath;
use crate::span::{FileId, Span};

/// Whether anything in the site needs its pages made to be checked. `paths` are those of all pages and files.
pub(super) fn exists(corpus: &Corpus, paths: &FxHashSet<&OutPath>) -> bool {
    let texts: BTreeSet<&OutPath> = corpus.pages.iter().map(|page| &page.to).collect();
    let series: BTreeSet<OutPath> = corpus.series.iter().map(|series| OutPath::series(&series.id)).collect();
    let proof = Proof {
        is_page: &|path| paths.contains(path),
        is_settled: &|path| texts.contains(path) || series.contains(path),
    };
    corpus.files.iter().any(|file| file.to.is_html())
        || corpus.pages.iter().any(|page| proof.lacks(&page.prose, true))
        || corpus.series.iter().any(|series| proof.lacks(&series.prose, false))
        || corpus.entities.iter().any(|entity| proof.lacks(&entity.prose, true))
        || corpus.articles.as_slice().par_iter().any(|article| proof.lacks_in(article))
}

/// Whether an article's page, that of `old` until now, may have a link that is not proven: of those to addresses it has only
/// such as stood there before.
pub(super) fn is_new(old: &Article, article: &Article) -> bool {
    let known: BTreeSet<&OutPath> = proses(old).flat_map(addresses).collect();
    let proof = Proof { is_page: &|path| known.contains(path), is_settled: &|_| false };
    proof.lacks_in(article)
}

/// The addresses of pages and files that a text leads to.
fn addresses(prose: &Prose) -> impl Iterator<Item = &OutPath> {
    let links = prose.links.iter().filter_map(|target| match target {
        LinkTarget::Path(path, _) => Some(path),
        _ => None,
    });
    let images = prose.images.iter().filter_map(|target| match target {
        FileTarget::Path(path) => Some(path),
        _ => None,
    });
    links.chain(images)
}

/// Where an author's link to an address is written in a file.
pub(super) fn written(corpus: &Corpus, file: FileId, address: &str) -> Option<Span> {
    let articles = corpus.articles.iter().flat_map(|article| proses(article));
    let records = corpus.entities.iter().map(|entity| &entity.prose);
    let others = corpus.series.iter().map(|series| &series.prose).chain(corpus.pages.iter().map(|page| &page.prose));
    let links = articles.chain(records).chain(others).flat_map(|prose| prose.links.iter().zip(&prose.body.links));
    let is_it = |target: &LinkTarget| matches!(target, LinkTarget::Path(path, _) if path.as_str() == address);
    links.filter(|(target, link)| link.span.file == file && is_it(target)).map(|(_, link)| link.span).next()
}

/// All texts of an article.
fn proses(article: &Article) -> impl Iterator<Item = &Prose> {
    let notes = article.annotations.iter().filter_map(|one| one.note.as_deref());
    std::iter::once(&*article.prose).chain(article.corrections.iter().map(|(_, prose)| prose)).chain(notes)
}

/// What is known of addresses.
struct Proof<'p> {
    /// Whether a page or file stands there.
    is_page: &'p (dyn Fn(&OutPath) -> bool + Sync),
    /// Whether places in that page were found when links to them were resolved.
    is_settled: &'p (dyn Fn(&OutPath) -> bool + Sync),
}

impl Proof<'_> {
    fn lacks_in(&self, article: &Article) -> bool {
        proses(article).any(|prose| self.lacks(prose, false))
    }

    fn lacks(&self, prose: &Prose, sections: bool) -> bool {
        prose.links.iter().any(|target| match target {
            LinkTarget::Path(path, fragment) => {
                !(self.is_page)(path) || (fragment.is_some() && !(self.is_settled)(path))
            }
            LinkTarget::Entity(_, Some(fragment)) => SECTIONS.contains(&fragment.as_str()),
            LinkTarget::Fragment(fragment) => sections && SECTIONS.contains(&fragment.as_str()),
            _ => false,
        }) || prose.images.iter().any(|target| matches!(target, FileTarget::Path(path) if !(self.is_page)(path)))
            || has_addresses(prose)
    }
}

/// Whether raw HTML in a text holds addresses outside of its links and pictures.
fn has_addresses(prose: &Prose) -> bool {
    let body = &prose.body;
    let attributes = |list: &[(String, String)]| {
        list.iter().any(|(name, _)| {
            matches!(name.as_str(), "href" | "src" | "poster" | "action" | "cite" | "xlink:href" | "data" | "srcset")
        })
    };
    let in_events = |events: &[Event]| {
        events.iter().any(|event| match event {
            Event::Open(Tag::Html(element)) | Event::Void(element) => attributes(&element.attributes),
            _ => false,
        })
    };
    in_events(&body.events)
        || body.footnotes.iter().any(|note| in_events(&note.events))
        || body.links.iter().any(|link| attributes(&link.attributes))
        || body.images.iter().any(|image| attributes(&image.attributes))
}
