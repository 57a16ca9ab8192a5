//! Documents kept by what they were made from: a file whose path and bytes are the same is not parsed again.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::Document;
use crate::diag::Outcome;
use crate::load::Source;
use crate::span::FileId;

/// What parsing a file gave.
pub(super) type Parsed = Outcome<Option<Document>>;

/// What parsing gave, by file and the hash of its bytes.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    /// The hash of site.yaml, which says how files are parsed.
    settings: Option<blake3::Hash>,
    parsed: FxHashMap<(FileId, blake3::Hash), Arc<Parsed>>,
}

impl Memo {
    /// Forgets what was parsed with other settings.
    pub(super) fn begin(&mut self, settings: blake3::Hash) {
        if self.settings != Some(settings) {
            self.parsed.clear();
            self.settings = Some(settings);
        }
    }

    /// What is known of a file.
    pub(super) fn get(&self, source: &Source) -> Option<Arc<Parsed>> {
        self.parsed.get(&(source.file, source.hash)).map(Arc::clone)
    }

    /// Keeps these, and nothing else: what is of no file any more goes.
    pub(super) fn keep<'s>(&mut self, all: impl Iterator<Item = (&'s Source, Arc<Parsed>)>) {
        self.parsed = all.map(|(source, parsed)| ((source.file, source.hash), parsed)).collect();
    }
}
