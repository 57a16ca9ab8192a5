//! The lock kept by the hash of its text: where it is the same it is not read again.

use std::sync::Arc;

use super::{Lock, parse_shared};
use crate::diag::Outcome;
use crate::load::Source;

/// The last lock that was read.
#[derive(Clone, Debug, Default)]
pub struct Memo(Option<(blake3::Hash, Outcome<Arc<Lock>>)>);

impl Memo {
    /// [`super::parse`], but the last one is not read again: it is the same value.
    pub fn parse(&mut self, source: &Source) -> Outcome<Arc<Lock>> {
        match &self.0 {
            Some((hash, parsed)) if *hash == source.hash => parsed.clone(),
            _ => self.0.insert((source.hash, parse_shared(source))).1.clone(),
        }
    }
}
