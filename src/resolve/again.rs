//! One article resolved by itself, with all else as it was: what a preview shows while it looks over the whole site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::article::Names;
use super::corpus::Article;
use super::directory::{Directory, Written};
use super::links::Paths;
use super::memo::{Memo, Resolved};
use super::records::Context;
use super::{ResolveOptions, lines_of, one, uses};
use crate::diag::Diagnostic;
use crate::id::Slug;
use crate::parse::document;
use crate::parse::settings::Settings;

/// All that articles were resolved with.
#[derive(Debug)]
pub(super) struct Ground {
    pub directory: Directory,
    pub paths: Paths,
    pub settings: Settings,
    pub names: Names,
    /// Series by id, with their numbers.
    pub series: BTreeMap<String, usize>,
    pub options: ResolveOptions,
}

/// An article resolved once more.
#[derive(Debug)]
pub struct Again {
    /// The article.
    pub article: Arc<Article>,
    /// What there is to say of it.
    pub said: Vec<Diagnostic>,
}

/// Resolves the article of a document as [`super::resolve_known`] would, if nothing else of the site has changed since it
/// filled `memo`. None where something else changes with it: who there is, addresses, files, or places that others lead to;
/// and where it is no article that is known.
pub fn again(memo: &Memo, document: Arc<document::Article>) -> Option<Again> {
    let (kept, old) = memo.known(document.file)?;
    let ground = memo.ground.as_ref()?;
    let Ground { directory, paths, settings, names, series, options } = ground;
    let written = Written { article: document, sidecars: kept.sidecars.clone() };
    let values = |written: &Written| written.previously.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
    let uses = |written: &Written| uses::of_article(written, options.drafts, &settings.kinds);
    let is_same = written.id.value == kept.id.value
        && written.draft == kept.draft
        && values(&written) == values(kept)
        && uses(&written) == uses(kept);
    if !is_same {
        return None;
    }
    let id = Slug::new(&written.id.value).ok()?;
    let lines = options.lock.as_deref().and_then(|lock| lines_of(lock, &id, &written.previously));
    let context = Context::new(directory, paths, settings);
    let new = one(&context, names, series, id, written, (options, lines, options.drafts));
    let stays = new.media == old.media && !new.article.outline.leads;
    stays.then_some(new).map(|Resolved { article, said, .. }| Again { article, said })
}
