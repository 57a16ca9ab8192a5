//! Files kept by their stamps: one that nobody can have written since it was read is not read again.

use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;

use super::stamps::Stamp;
use super::walk::Found;
use super::{Limits, Source};

/// A disk's clock ticks at least so often, in nanoseconds (FAT: 2 s). A file whose stamp is younger than that when it is read
/// may be written again without another stamp.
pub const TICK: u128 = 2_500_000_000;

/// What was read. Only what is text or bytes without a fault is kept.
#[derive(Debug, Default)]
pub struct Memo {
    /// By path.
    content: FxHashMap<&'static str, (Stamp, Source)>,
    lock: Option<(Stamp, Source)>,
}

impl Memo {
    /// What is known of a file, if it is the very file that was read.
    pub(super) fn get(&self, found: &Found, limits: Limits) -> Option<Source> {
        let (stamp, source) = self.content.get(&*found.path)?;
        (*stamp == found.stamp && stamp.size <= limits.file).then(|| source.clone())
    }

    /// Keeps these, which were found no earlier than `since`, and nothing else.
    pub(super) fn keep<'f>(&mut self, since: u128, all: impl Iterator<Item = (&'f Found, &'f Source)>) {
        let kept = all.filter(|(found, _)| is_old(&found.stamp, since));
        self.content = kept.map(|(found, source)| (source.path, (found.stamp, source.clone()))).collect();
    }

    /// The lock, if it is the very file that was read.
    pub(super) fn lock(&self, found: &Found) -> Option<Source> {
        let (stamp, source) = self.lock.as_ref()?;
        (*stamp == found.stamp).then(|| source.clone())
    }

    /// Keeps the lock, which was found no earlier than `since`.
    pub(super) fn keep_lock(&mut self, since: u128, lock: Option<(&Found, &Source)>) {
        let kept = lock.filter(|(found, _)| is_old(&found.stamp, since));
        self.lock = kept.map(|(found, source)| (found.stamp, source.clone()));
    }
}

/// Where systems do not say when anything about a file was changed, somebody may have set the other time.
fn is_old(stamp: &Stamp, since: u128) -> bool {
    stamp.changed != 0 && stamp.latest() + TICK <= since
}

/// Nanoseconds since 1970.
pub fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
