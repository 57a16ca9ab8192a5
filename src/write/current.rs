//! Whether an output folder is still as a build left it, without the site.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, Manifest, Stamp};
use super::{OWN_FOLDER, journal, lock, on_disk, place};

/// What a build has left in an output folder: a hash of the list of its files. Nothing where there is no such list.
pub fn left(out: &Path) -> Option<blake3::Hash> {
    let bytes = std::fs::read(out.join(OWN_FOLDER).join(manifest::NAME)).ok()?;
    Some(blake3::hash(&bytes))
}

/// Whether writing the same site into the folder would change nothing: its list of files is the one that was `left`,
/// every file is as the list says, by size and time, and nothing is half done.
///
/// False where that is not sure, for whatever reason; writing finds out and says it.
pub fn is_current(root: &Path, out: &Path, left: blake3::Hash) -> bool {
    looked_at(root, out, left).unwrap_or(false)
}

fn looked_at(root: &Path, out: &Path, left: blake3::Hash) -> Option<bool> {
    let real = place::judge(root, out).ok()?;
    let own = real.join(OWN_FOLDER);
    // Before a folder is locked it must be known to be one of ours.
    if !own.join(manifest::NAME).is_file() || own.is_symlink() {
        return Some(false);
    }
    let _lock = lock(&own, out).ok()??;
    let half_done = [journal::NAME, journal::STAGING].iter().any(|name| own.join(name).symlink_metadata().is_ok());
    let bytes = std::fs::read(own.join(manifest::NAME)).ok()?;
    if half_done || blake3::hash(&bytes) != left {
        return Some(false);
    }
    let manifest = Manifest::parse(std::str::from_utf8(&bytes).ok()?)?;
    let files = manifest.files.par_iter().all(|(path, entry)| {
        let there = on_disk(&real, path.as_str()).symlink_metadata();
        there.is_ok_and(|there| there.is_file() && Stamp::of(&there) == entry.stamp && entry.stamp.tells())
    });
    let folders = manifest
        .folders
        .iter()
        .all(|folder| on_disk(&real, folder).symlink_metadata().is_ok_and(|there| there.is_dir()));
    Some(files && folders)
}
