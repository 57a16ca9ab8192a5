//! Pictures that say nothing to who does not see them.

use super::{Finding, Owner, Site};
use crate::diag::{Diagnostic, code};
use crate::resolve::corpus::{FileTarget, Picture, Prose};

/// The rule on pictures without alt text.
pub(super) fn without_alt(site: &Site<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, article) in site.articles() {
        let owner = Some(Owner::Article(id));
        shown(article.image.as_ref(), owner, &mut found);
        in_text(&article.prose, owner, &mut found);
        article.corrections.iter().for_each(|(_, text)| in_text(text, owner, &mut found));
        for (annotation, at) in article.annotations.iter().zip(0..) {
            if let Some(note) = &annotation.note {
                in_text(note, Some(Owner::Annotation(id, at)), &mut found);
            }
        }
    }
    for (id, entity) in site.entities() {
        let owner = Some(Owner::Entity(id));
        shown(entity.image.as_ref(), owner, &mut found);
        in_text(&entity.prose, owner, &mut found);
    }
    site.corpus.series.iter().for_each(|series| in_text(&series.prose, None, &mut found));
    for page in site.corpus.pages.iter() {
        shown(page.image.as_ref(), None, &mut found);
        in_text(&page.prose, None, &mut found);
    }
    found
}

/// The picture of an article, record or page.
fn shown(picture: Option<&Picture>, owner: Option<Owner>, found: &mut Vec<Finding>) {
    let Some(Picture { src, alt, span: Some(span), .. }) = picture else { return };
    if alt.is_none() && *src != FileTarget::Dropped {
        let diagnostic =
            Diagnostic::new(code::MISSING_ALT, *span, "this picture has no `alt`: words for who does not see it")
                .help("Write `image: {src: …, alt: …}`, with what there is to see.");
        found.push(Finding::new(diagnostic, owner));
    }
}

/// The pictures in a text.
fn in_text(prose: &Prose, owner: Option<Owner>, found: &mut Vec<Finding>) {
    for image in prose.body.images.iter().filter(|image| image.alt.trim().is_empty() && !image.decorative) {
        let message = "this picture has no words for who does not see it";
        let diagnostic = Diagnostic::new(code::MISSING_ALT, image.span, message)
            .help("Say what there is to see: `![A bridge over a river](bridge.jpg)`.")
            .help("If it is mere decoration, write `<img src=\"…\" alt=\"\">`.");
        found.push(Finding::new(diagnostic, owner));
    }
}
