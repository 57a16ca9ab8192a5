//! Files kept by their stamps: one that nobody can have written since it was read is not read again.

use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;

use super::stamps::Stamp;
use super::walk::Found;
use super::{Limits, Source};

/// A disk's clock ticks at least so often, in nanoseconds (FAT: 2 s). A file whose stamp is younger than that when it is read
/// may be written again without another stamp.
pub const TICK: u128 = 2_500_000_000;

/// What was read, by path. Only what is text or bytes without a fault is kept.
#[derive(Debug, Default)]
pub struct Memo(FxHashMap<String, (Stamp, Source)>);

impl Memo {
    /// What is known of a file, if it is the very file that was read.
    pub(super) fn get(&self, found: &Found, limits: Limits) -> Option<Source> {
        let (stamp, source) = self.0.get(&found.path)?;
        (*stamp == found.stamp && stamp.size <= limits.file).then(|| source.clone())
    }

    /// Keeps these, which were found no earlier than `since`, and nothing else.
    pub(super) fn keep<'f>(&mut self, since: u128, all: impl Iterator<Item = (&'f Found, &'f Source)>) {
        // Where systems do not say when anything about a file was changed, somebody may have set the other time.
        let is_old = |stamp: &Stamp| stamp.changed != 0 && stamp.latest() + TICK <= since;
        let kept = all.filter(|(found, _)| is_old(&found.stamp));
        self.0 = kept.map(|(found, source)| (found.path.clone(), (found.stamp, source.clone()))).collect();
    }
}

/// Nanoseconds since 1970.
pub fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
