//! The first build: the whole site beside the output folder, renamed once.
//!
//! It is staged in `.NAME.annals-new` beside the folder `NAME`, which has its own lock: the lock's file becomes that of
//! the output folder by the renaming.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::manifest::{self, Entry, Manifest, Stamp};
use super::{Changes, Disk, Lock, WriteError, failed, folders, lock, make_dir, on_disk, place, remove_tree};
use crate::route::{OWN_FOLDER, OutPath};
use crate::site::{File, Site};

/// A first build under way. Dropped before it is finished, it leaves nothing.
pub(super) struct First<'d> {
    disk: &'d dyn Disk,
    out: PathBuf,
    staging: PathBuf,
    /// Until the folder is in its place, or is given up.
    lock: Option<Lock>,
    /// Folders that are there.
    made: Mutex<FxHashSet<String>>,
    /// Files that are there.
    entries: Mutex<BTreeMap<OutPath, Entry>>,
}

impl<'d> First<'d> {
    /// Makes the folder that is filled. Nothing if there is something at `out` after all.
    pub fn begin(disk: &'d dyn Disk, out: &Path) -> Result<Option<First<'d>>, WriteError> {
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else { return Ok(None) };
        std::fs::create_dir_all(parent).map_err(failed("make the folder", parent))?;
        let mut staging = OsString::from(".");
        staging.push(name);
        staging.push(".annals-new");
        let staging = parent.join(staging);
        let own = staging.join(OWN_FOLDER);

        make_dir(disk, &staging)?;
        // A build makes its own folder before anything else, so that this order of asking cannot take another for a stranger.
        match staging.read_dir().map(|mut entries| entries.next().is_some()) {
            Ok(true) if !own.is_dir() && staging.is_dir() => return Err(WriteError::Foreign { paths: vec![staging] }),
            Err(error) if place::is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed("read the folder", &staging)(error)),
            Ok(_) => {}
        }
        match make_dir(disk, &own) {
            // Another build has renamed it away, and will be found at work.
            Err(WriteError::Io { source, .. }) if place::is_absent(&source) => return Ok(None),
            result => result?,
        }
        let Some(lock) = lock(&own, out)? else { return Ok(None) };
        if out.symlink_metadata().is_ok() {
            return Ok(None);
        }
        let first = First {
            disk,
            out: out.to_owned(),
            staging,
            lock: Some(lock),
            made: Mutex::default(),
            entries: Mutex::default(),
        };
        first.clear()?;
        Ok(Some(first))
    }

    /// Deletes what a killed build has left, but for the lock, which is in use.
    fn clear(&self) -> Result<(), WriteError> {
        let own = self.staging.join(OWN_FOLDER);
        for (folder, keep) in [(&self.staging, &own), (&own, &own.join("lock"))] {
            for entry in folder.read_dir().map_err(failed("read the folder", folder))? {
                let entry = entry.map_err(failed("read the folder", folder))?;
                if entry.path() != *keep {
                    remove_tree(self.disk, &entry.path())?;
                }
            }
        }
        Ok(())
    }

    /// Puts a file in; its hash.
    pub fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<blake3::Hash, WriteError> {
        // The name that a person knows is the page's.
        let (staged, page) = (on_disk(&self.staging, path.as_str()), on_disk(&self.out, path.as_str()));
        self.make_folders(path)?;
        self.disk.write(&staged, bytes, false).map_err(failed("write", &page))?;
        let metadata = staged.metadata().map_err(failed("look at", &page))?;
        let entry = Entry { hash: blake3::hash(bytes), stamp: Stamp::of(&metadata) };
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), entry);
        Ok(entry.hash)
    }

    /// Makes the folders that a file lies in, by whichever thread needs them first.
    fn make_folders(&self, path: &OutPath) -> Result<(), WriteError> {
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = path.as_str().rsplit_once('/').map(|(folder, _)| folder);
        if inner.is_none_or(|folder| made().contains(folder)) {
            return Ok(());
        }
        for folder in folders(path.as_str()) {
            if made().contains(folder) {
                continue;
            }
            let full = on_disk(&self.staging, folder);
            match self.disk.create_dir(&full) {
                // Another thread was faster.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                result => result.map_err(failed("make the folder", &full))?,
            }
            made().insert(folder.to_owned());
        }
        Ok(())
    }

    /// Puts in what is missing, and the folder into its place.
    pub fn finish(mut self, site: &Site) -> Result<Changes, WriteError> {
        let missing: Vec<(&OutPath, &File)> = site.files().iter().filter(|(_, file)| !file.taken).collect();
        missing.into_par_iter().try_for_each(|(path, file)| self.put(path, &file.bytes).map(|_| ()))?;
        let files = std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner));
        super::all_there(site, |path| files.contains_key(path))?;
        let (files, strays): (BTreeMap<_, _>, BTreeMap<_, _>) =
            files.into_iter().partition(|(path, _)| site.files().contains_key(path));
        for path in strays.keys() {
            let full = on_disk(&self.staging, path.as_str());
            self.disk.remove_file(&full).map_err(failed("delete", &full))?;
        }
        let folders: BTreeSet<String> =
            site.files().keys().flat_map(|path| folders(path.as_str())).map(String::from).collect();
        let manifest = Manifest { files, folders, ..Manifest::default() };
        let path = self.staging.join(OWN_FOLDER).join(manifest::NAME);
        self.disk.write(&path, manifest.to_text().as_bytes(), true).map_err(failed("write", &path))?;
        // Windows renames no folder in which a file is open.
        if cfg!(windows) {
            self.lock = None;
        }
        self.disk.rename(&self.staging, &self.out).map_err(failed("put into place", &self.out))?;
        self.lock = None;
        // What Drop would delete has gone to its place.
        self.staging = PathBuf::new();
        Ok(Changes { written: site.files().len(), unchanged: 0, deleted: 0 })
    }
}

impl Drop for First<'_> {
    fn drop(&mut self) {
        if !self.staging.as_os_str().is_empty() {
            // Windows deletes no file that is open.
            if cfg!(windows) {
                self.lock = None;
            }
            let _ = remove_tree(self.disk, &self.staging);
        }
    }
}
