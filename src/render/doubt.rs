//! Whether a site has links that only its finished pages can prove.
//!
//! What the templates link to is a page of the site by construction, and what an author links to was found when it was
//! resolved. Left over are addresses inside raw HTML, pages of the author's own, places in pages whose text is not an
//! author's, and lists that the site may turn out not to have.

use std::collections::BTreeSet;

use crate::parse::body::{Event, Tag};
use crate::resolve::corpus::{Corpus, FileTarget, LinkTarget, Prose};
use crate::resolve::settle::SECTIONS;
use crate::route::OutPath;

/// Whether anything in the site needs its pages made to be checked. `paths` are those of all pages and files.
pub(super) fn exists(corpus: &Corpus, paths: &BTreeSet<&OutPath>) -> bool {
    let texts: BTreeSet<&OutPath> = corpus.pages.iter().map(|page| &page.to).collect();
    let series: BTreeSet<OutPath> = corpus.series.iter().map(|series| OutPath::series(&series.id)).collect();
    let is_settled = |path: &OutPath| texts.contains(path) || series.contains(path);
    let doubtful = |prose: &Prose, sections: bool| {
        prose.links.iter().any(|target| match target {
            LinkTarget::Path(path, fragment) => !paths.contains(path) || (fragment.is_some() && !is_settled(path)),
            LinkTarget::Fragment(fragment) => sections && SECTIONS.contains(&fragment.as_str()),
            _ => false,
        }) || prose.images.iter().any(|target| matches!(target, FileTarget::Path(path) if !paths.contains(path)))
            || has_addresses(prose)
    };
    corpus.files.iter().any(|file| file.to.is_html())
        || corpus.pages.iter().any(|page| doubtful(&page.prose, true))
        || corpus.series.iter().any(|series| doubtful(&series.prose, false))
        || corpus.entities.iter().any(|entity| doubtful(&entity.prose, true))
        || corpus.articles.iter().any(|article| {
            doubtful(&article.prose, false)
                || article.corrections.iter().any(|(_, prose)| doubtful(prose, false))
                || article.annotations.iter().flat_map(|one| &one.note).any(|note| doubtful(note, false))
        })
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
            Event::Open(Tag::Html(_, list)) | Event::Void(_, list) => attributes(list),
            _ => false,
        })
    };
    in_events(&body.events)
        || body.footnotes.iter().any(|note| in_events(&note.events))
        || body.links.iter().any(|link| attributes(&link.attributes))
        || body.images.iter().any(|image| attributes(&image.attributes))
}
