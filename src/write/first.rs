//! The first build: the whole site beside the output folder, renamed once.
//!
//! It is staged in `.NAME.annals-new` beside the folder `NAME`, which has its own lock: the lock's file becomes that of
//! the output folder by the renaming.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, Entry, Manifest, Stamp};
use super::{Changes, Disk, WriteError, failed, folders, lock, make_dir, on_disk, place, remove_tree};
use crate::route::{OWN_FOLDER, OutPath};
use crate::site::{File, Site};

/// Writes a site where there is nothing. Nothing if there is something after all.
pub(super) fn write(disk: &dyn Disk, site: &Site, out: &Path) -> Result<Option<Changes>, WriteError> {
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
    let result = clear(disk, &staging).and_then(|()| fill(disk, site, &staging, out)).and_then(|()| {
        // Windows renames no folder in which a file is open.
        let lock = if cfg!(windows) { None } else { Some(lock) };
        disk.rename(&staging, out).map_err(failed("put into place", out))?;
        drop(lock);
        Ok(())
    });
    if let Err(error) = result {
        let _ = remove_tree(disk, &staging);
        return Err(error);
    }
    Ok(Some(Changes { written: site.files().len(), unchanged: 0, deleted: 0 }))
}

/// Deletes what a killed build has left, but for the lock, which is in use.
fn clear(disk: &dyn Disk, staging: &Path) -> Result<(), WriteError> {
    let own = staging.join(OWN_FOLDER);
    for (folder, keep) in [(staging, &own), (&own, &own.join("lock"))] {
        for entry in folder.read_dir().map_err(failed("read the folder", folder))? {
            let entry = entry.map_err(failed("read the folder", folder))?;
            if entry.path() != *keep {
                remove_tree(disk, &entry.path())?;
            }
        }
    }
    Ok(())
}

fn fill(disk: &dyn Disk, site: &Site, staging: &Path, out: &Path) -> Result<(), WriteError> {
    let needed: BTreeSet<&str> = site.files().keys().flat_map(|path| folders(path.as_str())).collect();
    let make = |folder: &str| {
        let full = on_disk(staging, folder);
        disk.create_dir(&full).map_err(failed("make the folder", &full))
    };
    // Most folders hold one page and no folder: these are made by the thread that writes the page.
    let inner: BTreeSet<&str> = needed.iter().filter_map(|folder| Some(folder.rsplit_once('/')?.0)).collect();
    inner.iter().copied().try_for_each(make)?;
    let mut by_folder: BTreeMap<&str, Vec<(&OutPath, &File)>> = BTreeMap::new();
    for (path, file) in site.files() {
        by_folder
            .entry(path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder))
            .or_default()
            .push((path, file));
    }
    let written: Result<Vec<Vec<(OutPath, Entry)>>, WriteError> = by_folder
        .into_par_iter()
        .map(|(folder, files)| {
            if !folder.is_empty() && !inner.contains(folder) {
                make(folder)?;
            }
            let entry = |(path, file): (&OutPath, &File)| {
                // The name that a person knows is the page's.
                let (staged, page) = (on_disk(staging, path.as_str()), on_disk(out, path.as_str()));
                disk.write(&staged, &file.bytes, false).map_err(failed("write", &page))?;
                let metadata = staged.metadata().map_err(failed("look at", &page))?;
                Ok((path.clone(), Entry { hash: blake3::hash(&file.bytes), stamp: Stamp::of(&metadata) }))
            };
            files.into_iter().map(entry).collect()
        })
        .collect();
    let mut manifest = Manifest { folders: needed.into_iter().map(String::from).collect(), ..Manifest::default() };
    manifest.files.extend(written?.into_iter().flatten());
    let path = staging.join(OWN_FOLDER).join(manifest::NAME);
    disk.write(&path, manifest.to_text().as_bytes(), true).map_err(failed("write", &path))
}
