//! Hashes of values, exact enough to stand for them.

use std::fmt::Write;
use std::hash::{Hash, Hasher};

/// Hashes values as BLAKE3 does.
#[derive(Debug, Default)]
pub struct Digest(blake3::Hasher);

impl Digest {
    /// Adds a value.
    pub fn add(&mut self, value: &impl Hash) -> &mut Self {
        value.hash(self);
        self
    }

    /// Adds a value by its form for debugging, which says all of it.
    pub fn add_shown(&mut self, value: &impl std::fmt::Debug) -> &mut Self {
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = write!(text, "{value:?}");
        self.add(&text)
    }

    /// The hash of all that was added.
    pub fn hash(&self) -> blake3::Hash {
        self.0.finalize()
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first eight bytes; [`Digest::hash`] is what is asked for.
    fn finish(&self) -> u64 {
        self.0.finalize().as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}
