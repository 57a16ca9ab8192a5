//! The second and later builds: everything into the staging folder, then the journal, then everything into place.
//!
//! The staging folder, `.annals/staging`, holds the new files under numbers and the new manifest. The journal,
//! `.annals/journal`, lists in lines of text what is to be done. Its presence means that the staging folder is complete.
//! Every step may be done again after a kill: a numbered file that is gone has been placed, the file `cleared` says that
//! the way is free, and when the new manifest is gone from the staging folder all is done.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::collections::HashSet;
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{self, Entry, Manifest, Stamp};
use super::plan::Plan;
use super::{Disk, WriteError, failed, folders, on_disk, place, remove_tree};
use crate::route::{OWN_FOLDER, OutPath};
use crate::site::Site;

/// The journal's name in the folder for Annals' own files.
pub(super) const NAME: &str = "journal";
/// The staging folder's name there.
pub(super) const STAGING: &str = "staging";
const HEAD: &str = "annals-journal 1";
const CLEARED: &str = "cleared";

/// Phase one: nothing that a reader of the site sees is changed. When it is done the journal stands.
pub(super) fn stage(disk: &dyn Disk, site: &Site, out: &Path, plan: &Plan) -> Result<(), WriteError> {
    let own = out.join(OWN_FOLDER);
    let staging = own.join(STAGING);
    disk.create_dir(&staging).map_err(failed("make the folder", &staging))?;

    let written: Result<Vec<(OutPath, Entry)>, WriteError> = plan
        .place
        .par_iter()
        .enumerate()
        .map(|(number, path)| {
            let file = staging.join(number.to_string());
            let bytes = site.get(path.as_str()).map_or(&[][..], |bytes| bytes);
            // The name that a person knows is the page's.
            let page = on_disk(out, path.as_str());
            disk.write(&file, bytes, false).map_err(failed("write", &page))?;
            let metadata = file.metadata().map_err(failed("look at", &page))?;
            let hash = plan.hashes.get(path).copied().unwrap_or_else(|| blake3::hash(bytes));
            Ok((path.clone(), Entry { hash, stamp: Stamp::of(&metadata) }))
        })
        .collect();
    let mut manifest =
        Manifest { files: plan.same.clone(), folders: plan.folders.clone(), leaving: plan.leaving.clone() };
    manifest.files.extend(written?);
    let path = staging.join(manifest::NAME);
    disk.write(&path, manifest.to_text().as_bytes(), true).map_err(failed("write", &path))?;

    let (staged, journal) = (staging.join(NAME), own.join(NAME));
    disk.write(&staged, text(plan).as_bytes(), true).map_err(failed("write", &staged))?;
    disk.rename(&staged, &journal).map_err(failed("put into place", &journal))
}

fn text(plan: &Plan) -> String {
    let mut text = format!("{HEAD}\n");
    // Writing to a string cannot fail.
    let mut line = |word: &str, path: &str| {
        let _ = writeln!(text, "{word} {path}");
    };
    plan.clear.iter().for_each(|path| line("clear", path.as_str()));
    plan.unmake.iter().for_each(|folder| line("unmake", folder));
    plan.make.iter().for_each(|folder| line("make", folder));
    plan.place.iter().for_each(|path| line("place", path.as_str()));
    plan.remove.iter().for_each(|path| line("remove", path.as_str()));
    plan.drop.iter().for_each(|folder| line("drop", folder));
    text.push_str("end\n");
    text
}

/// Phase two: does what a journal says, if there is one, from wherever it was left.
pub(super) fn finish(disk: &dyn Disk, out: &Path) -> Result<(), WriteError> {
    let own = out.join(OWN_FOLDER);
    let (journal, staging) = (own.join(NAME), own.join(STAGING));
    let text = match std::fs::read_to_string(&journal) {
        Ok(text) => text,
        Err(error) if place::is_absent(&error) => return Ok(()),
        Err(error) => return Err(failed("read", &journal)(error)),
    };
    let staged_manifest = staging.join(manifest::NAME);
    if staged_manifest.is_file() {
        let garbled = || WriteError::Garbled { path: journal.clone(), why: "it is no journal of this version" };
        let steps = text
            .strip_prefix(HEAD)
            .and_then(|text| text.strip_prefix('\n')?.strip_suffix("end\n"))
            .ok_or_else(garbled)?;
        let run = Run { disk, out, staging: &staging, manifest: Manifest::read(&own)?, checked: HashSet::new() };
        run.all(steps)?.ok_or_else(garbled)?;
        let manifest = own.join(manifest::NAME);
        disk.rename(&staged_manifest, &manifest).map_err(failed("put into place", &manifest))?;
    }
    disk.remove_file(&journal).map_err(failed("delete", &journal))?;
    remove_tree(disk, &staging)
}

struct Run<'r> {
    disk: &'r dyn Disk,
    out: &'r Path,
    staging: &'r Path,
    /// What was ours before.
    manifest: Manifest,
    /// Folders known to be real.
    checked: HashSet<String>,
}

impl Run<'_> {
    /// Does every step. Nothing if one makes no sense; then none after it is done.
    fn all(mut self, steps: &str) -> Result<Option<()>, WriteError> {
        let marker = self.staging.join(CLEARED);
        let mut cleared = marker.is_file();
        let mut number = 0;
        for step in steps.lines() {
            let Some((word, path)) = step.split_once(' ') else { return Ok(None) };
            let Ok(path) = OutPath::new(path) else { return Ok(None) };
            if !cleared && !["clear", "unmake"].contains(&word) {
                // Done again after the next steps it would delete what these have placed.
                self.disk.write(&marker, b"", false).map_err(failed("write", &marker))?;
                cleared = true;
            }
            match word {
                "clear" | "unmake" if cleared => {}
                "clear" | "remove" => self.remove(&path)?,
                "unmake" => self.drop(&path, false)?,
                "make" => self.make(&path)?,
                "place" => {
                    self.place(&path, number)?;
                    number += 1;
                }
                "drop" => self.drop(&path, true)?,
                _ => return Ok(None),
            }
        }
        Ok(Some(()))
    }

    fn make(&mut self, folder: &OutPath) -> Result<(), WriteError> {
        self.must_be_real(folder)?;
        super::make_dir(self.disk, &on_disk(self.out, folder.as_str()))
    }

    fn place(&mut self, path: &OutPath, number: usize) -> Result<(), WriteError> {
        let from = self.staging.join(number.to_string());
        if !from.exists() {
            // It was placed before the kill.
            return Ok(());
        }
        self.must_be_real(path)?;
        let to = on_disk(self.out, path.as_str());
        match to.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() || !self.manifest.files.contains_key(path) => {
                return Err(WriteError::Foreign { paths: vec![to] });
            }
            Err(error) if !place::is_absent(&error) => return Err(failed("look at", &to)(error)),
            _ => {}
        }
        self.disk.rename(&from, &to).map_err(failed("put into place", &to))
    }

    /// Deletes a file of ours. What is not there any more, or is something else now, is left alone.
    fn remove(&mut self, path: &OutPath) -> Result<(), WriteError> {
        let full = on_disk(self.out, path.as_str());
        let ours = self.manifest.files.contains_key(path) && self.unreal(path)?.is_none();
        if !ours || !full.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir()) {
            return Ok(());
        }
        self.disk.remove_file(&full).map_err(failed("delete", &full))
    }

    /// Deletes a folder of ours. With `if_empty` one that holds something is left alone.
    fn drop(&mut self, folder: &OutPath, if_empty: bool) -> Result<(), WriteError> {
        let full = on_disk(self.out, folder.as_str());
        let ours = self.manifest.folders.contains(folder.as_str()) && self.unreal(folder)?.is_none();
        if !ours || !full.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Ok(());
        }
        match self.disk.remove_dir(&full) {
            Err(error) if if_empty && error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            result => result.map_err(failed("delete the folder", &full)),
        }
    }

    fn must_be_real(&mut self, path: &OutPath) -> Result<(), WriteError> {
        match self.unreal(path)? {
            Some(full) => Err(WriteError::Foreign { paths: vec![full] }),
            None => Ok(()),
        }
    }

    /// The first folder on the way to `path` that is there and is none, or a link to one: through it the step would
    /// reach out of the output folder.
    fn unreal(&mut self, path: &OutPath) -> Result<Option<PathBuf>, WriteError> {
        for folder in folders(path.as_str()) {
            if self.checked.contains(folder) {
                continue;
            }
            let full = on_disk(self.out, folder);
            match full.symlink_metadata() {
                Ok(metadata) if metadata.is_dir() => drop(self.checked.insert(folder.to_owned())),
                Ok(_) => return Ok(Some(full)),
                Err(error) if place::is_absent(&error) => return Ok(None),
                Err(error) => return Err(failed("look at", &full)(error)),
            }
        }
        Ok(None)
    }
}
