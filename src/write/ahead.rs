//! Pages that go to the disk as soon as they are made.
//!
//! A large site's pages need not all be held at once, and the disk works while the next are made. What is promised of
//! [`super`] holds all the same: a first build is filled beside its place, and a later one only finds out here which pages
//! are as they were, so that nobody sees anything before [`Ahead::finish`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::first::First;
use super::manifest::{Manifest, Stamp};
use super::plan::{Before, Standing};
use super::{
    Changes, Disk, Lock, OWN_FOLDER, Options, RealDisk, WriteError, journal, kept, lock, make_dir, on_disk, place,
    plan, remove_tree,
};
use crate::route::OutPath;
use crate::site::{Site, Taker};

/// A site on its way into an output folder.
///
/// The folder is locked and looked at when the first page comes. Dropped before it is finished, it leaves the folder as it
/// was.
pub struct Ahead<'d> {
    disk: &'d dyn Disk,
    root: PathBuf,
    out: PathBuf,
    begun: OnceLock<Result<Begun<'d>, WriteError>>,
    /// The first thing that went wrong with a page.
    failed: OnceLock<WriteError>,
}

enum Begun<'d> {
    First(First<'d>),
    Later(Later<'d>),
}

/// A build over an earlier one, or into an empty folder.
struct Later<'d> {
    disk: &'d dyn Disk,
    out: PathBuf,
    _lock: Lock,
    manifest: Manifest,
    /// The manifest's files by folded path.
    folded: BTreeMap<String, OutPath>,
    /// Pages that are on the disk as they are to be.
    same: Mutex<BTreeMap<OutPath, (blake3::Hash, Stamp)>>,
}

impl Ahead<'static> {
    /// A site that goes to `out`. `root` is the folder of its sources.
    pub fn new(root: &Path, out: &Path) -> Ahead<'static> {
        Ahead::on(&RealDisk, root, out)
    }
}

impl<'d> Ahead<'d> {
    /// [`Ahead::new`] on a disk that may fail; for tests.
    #[doc(hidden)]
    pub fn on(disk: &'d dyn Disk, root: &Path, out: &Path) -> Ahead<'d> {
        Ahead { disk, root: root.to_owned(), out: out.to_owned(), begun: OnceLock::new(), failed: OnceLock::new() }
    }

    /// Nothing once something went wrong, which is said in the end; from then on no page is taken.
    fn begun(&self) -> Option<&Begun<'d>> {
        let begun = self.begun.get_or_init(|| begin(self.disk, &self.root, &self.out)).as_ref().ok()?;
        self.failed.get().is_none().then_some(begun)
    }

    /// Makes the folder equal the site, whose pages may have been taken.
    ///
    /// # Errors
    /// See [`WriteError`]. After any of them the output folder is as it was, or the next build completes it.
    pub fn finish(self, site: &Site, options: &Options) -> Result<Changes, WriteError> {
        let Ahead { disk, root, out, begun, failed } = self;
        let begun = match begun.into_inner() {
            // A build that was at work when the first page came may be done by now.
            None | Some(Err(WriteError::Busy { .. })) => begin(disk, &root, &out)?,
            Some(begun) => begun?,
        };
        if let Some(error) = failed.into_inner() {
            return Err(error);
        }
        match begun {
            Begun::First(first) => first.finish(site),
            Begun::Later(later) => later.finish(site, options),
        }
    }
}

impl Taker for Ahead<'_> {
    fn take(&self, path: &OutPath, bytes: &[u8]) -> Option<blake3::Hash> {
        let taken = match self.begun()? {
            Begun::First(first) => first.put(path, bytes).map(Some),
            Begun::Later(later) => later.is_same(path, bytes),
        };
        taken.unwrap_or_else(|error| {
            let _ = self.failed.set(error);
            None
        })
    }

    fn has(&self, path: &OutPath, hash: blake3::Hash) -> bool {
        match self.begun() {
            Some(Begun::Later(later)) => later.has(path, hash),
            _ => false,
        }
    }
}

fn begin<'d>(disk: &'d dyn Disk, root: &Path, out: &Path) -> Result<Begun<'d>, WriteError> {
    let real = place::judge(root, out)?;
    // The folder may appear or go while its lock is being had; few rounds always suffice.
    for _ in 0..10 {
        let begun = match place::state(&real, out)? {
            place::State::Absent => First::begin(disk, &real)?.map(Begun::First),
            place::State::Present => Later::begin(disk, &real)?.map(Begun::Later),
        };
        if let Some(begun) = begun {
            return Ok(begun);
        }
    }
    Err(WriteError::Busy { out: out.to_owned() })
}

impl<'d> Later<'d> {
    /// Nothing if the folder went away meanwhile.
    fn begin(disk: &'d dyn Disk, out: &Path) -> Result<Option<Later<'d>>, WriteError> {
        let own = out.join(OWN_FOLDER);
        make_dir(disk, &own)?;
        let Some(lock) = lock(&own, out)? else { return Ok(None) };
        journal::finish(disk, out)?;
        remove_tree(disk, &own.join(journal::STAGING))?;
        let manifest = Manifest::read(&own)?;
        let folded = manifest.files.keys().map(|path| (path.folded(), path.clone())).collect();
        Ok(Some(Later { disk, out: out.to_owned(), _lock: lock, manifest, folded, same: Mutex::default() }))
    }

    fn before(&self) -> Before<'_> {
        Before { out: &self.out, manifest: &self.manifest, folded: &self.folded }
    }

    /// The hash of a page, if it is on the disk as it is to be.
    fn is_same(&self, path: &OutPath, bytes: &[u8]) -> Result<Option<blake3::Hash>, WriteError> {
        if !self.manifest.files.contains_key(path) {
            return Ok(None);
        }
        let hash = blake3::hash(bytes);
        let Standing::Same(stamp) = self.before().standing(path, bytes, hash)? else { return Ok(None) };
        self.keep(path, hash, stamp);
        Ok(Some(hash))
    }

    /// Whether a page with this hash was written here, and nobody has touched it since. What stands in its way is found when
    /// the page is made.
    fn has(&self, path: &OutPath, hash: blake3::Hash) -> bool {
        let entry = self.manifest.files.get(path).filter(|entry| entry.hash == hash && entry.stamp.tells());
        let there = || on_disk(&self.out, path.as_str()).symlink_metadata().ok();
        let same = entry.is_some_and(|entry| there().is_some_and(|it| it.is_file() && Stamp::of(&it) == entry.stamp));
        if let (true, Some(entry)) = (same, entry) {
            self.keep(path, hash, entry.stamp);
        }
        same
    }

    fn keep(&self, path: &OutPath, hash: blake3::Hash, stamp: Stamp) {
        self.same.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), (hash, stamp));
    }

    fn finish(self, site: &Site, options: &Options) -> Result<Changes, WriteError> {
        let same = std::mem::take(&mut *self.same.lock().unwrap_or_else(PoisonError::into_inner));
        super::all_there(site, |path| same.contains_key(path))?;
        let beside = options.keep.as_ref().map(|keep| site.beside(&kept(&self.out, keep)));
        let site = beside.as_ref().unwrap_or(site);
        let plan = plan::make(site, &self.before(), &same, options.keep.as_ref())?;
        if !plan.is_empty() {
            if let Err(error) = journal::stage(self.disk, site, &self.out, &plan) {
                // Nothing has happened yet; what was staged is of no use.
                let _ = remove_tree(self.disk, &self.out.join(OWN_FOLDER).join(journal::STAGING));
                return Err(error);
            }
            journal::finish(self.disk, &self.out)?;
        }
        Ok(plan.changes)
    }
}
