//! Articles kept by what they were resolved from: the same documents, with the same lines of the lock, among the same records,
//! files and settings, are not resolved again.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::again::Ground;
use super::article::Names;
use super::corpus::Article;
use super::directory::{Directory, Written};
use super::kept::Lines;
use super::lines_of;
use super::renamed::{Asked, Concern, Renamed};
use super::spot::Excluded;
use crate::diag::Diagnostic;
use crate::id::Slug;
use crate::lock::Lock;
use crate::parse::body::TextRange;
use crate::parse::settings::Settings;
use crate::span::FileId;

/// What resolving an article gave.
#[derive(Debug)]
pub(super) struct Resolved {
    pub article: Arc<Article>,
    pub said: Vec<Diagnostic>,
    /// How many of these came before its mentions were made, the rest with them.
    pub unnamed: usize,
    /// Its words that are not somebody.
    pub excluded: Vec<Excluded>,
    /// Where its sentences are.
    pub sentences: Vec<TextRange>,
    /// The media files that it links to.
    pub media: Vec<String>,
    /// What was asked of the names of records.
    pub asked: Asked,
}

/// What resolving gave, by file.
#[derive(Debug, Default)]
pub struct Memo {
    /// All that every article is resolved with, but the names of records.
    with: Option<blake3::Hash>,
    lock: Option<Arc<Lock>>,
    articles: FxHashMap<FileId, Kept>,
    /// All that they were resolved with, as it is.
    pub(super) ground: Option<Ground>,
}

#[derive(Debug)]
struct Kept {
    written: Written,
    resolved: Arc<Resolved>,
    /// What is to be done again.
    stale: Concern,
}

impl Memo {
    /// Forgets what was resolved with something else, and sees what names that are others now concern.
    pub(super) fn begin(&mut self, with: blake3::Hash, directory: &Directory, names: &Names) {
        if self.with != Some(with) {
            self.articles.clear();
            self.with = Some(with);
        }
        if let Some(ground) = &self.ground {
            let renamed = Renamed::new(ground, directory, names);
            self.articles.par_iter_mut().for_each(|(_, kept)| kept.stale = renamed.concerns(&kept.resolved));
        }
    }

    /// What is known of an article, and what of it is to be done again.
    pub(super) fn get(
        &self,
        written: &Written,
        id: &Slug,
        lock: Option<&Arc<Lock>>,
    ) -> Option<(Arc<Resolved>, Concern)> {
        let kept = self.articles.get(&written.file)?;
        let same_lock = || match (&self.lock, lock) {
            (Some(old), Some(new)) if Arc::ptr_eq(old, new) => true,
            (old, new) => {
                let old = old.as_ref().and_then(|lock| lines_of(lock, id, &written.previously));
                same_lines(old, new.and_then(|lock| lines_of(lock, id, &written.previously)))
            }
        };
        (kept.written.is(written) && same_lock()).then(|| (Arc::clone(&kept.resolved), kept.stale))
    }

    /// Whether an article is the very same, with its sidecars, as when it was resolved last.
    pub(super) fn is_same(&self, written: &Written) -> bool {
        self.articles.get(&written.file).is_some_and(|kept| kept.written.is(written))
    }

    /// A hash of all that every article was resolved with last but names: who is who, what there is, the settings.
    pub fn with(&self) -> Option<blake3::Hash> {
        self.with
    }

    /// The settings of the site, as it was resolved last.
    pub fn settings(&self) -> Option<&Settings> {
        self.ground.as_ref().map(|ground| &ground.settings)
    }

    /// What is known of the article of a file.
    pub(super) fn known(&self, file: FileId) -> Option<(&Written, &Resolved)> {
        self.articles.get(&file).map(|kept| (&kept.written, &*kept.resolved))
    }

    /// Keeps these, and nothing else.
    pub(super) fn keep(&mut self, lock: Option<&Arc<Lock>>, all: impl Iterator<Item = (Written, Arc<Resolved>)>) {
        self.lock = lock.cloned();
        let kept = |(written, resolved): (Written, _)| (written.file, Kept { written, resolved, stale: Concern::None });
        let mut new = FxHashMap::with_capacity_and_hasher(self.articles.len(), FxBuildHasher);
        new.extend(all.map(kept));
        let gone = std::mem::replace(&mut self.articles, new);
        // What nobody else holds is freed meanwhile.
        rayon::spawn(move || drop(gone));
    }
}

/// Whether lines say the same and stand in the same places.
fn same_lines(one: Option<&Lines>, other: Option<&Lines>) -> bool {
    let spans = |lines: Option<&Lines>| {
        lines.into_iter().flat_map(|lines| lines.entries.values()).map(|line| line.span).collect::<Vec<_>>()
    };
    one == other && spans(one) == spans(other)
}
