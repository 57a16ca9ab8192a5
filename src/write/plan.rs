//! What has to be done so that the output folder equals the site. Looks, and changes nothing.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{Entry, Manifest, Stamp};
use super::{Changes, WriteError, failed, folders, on_disk, place};
use crate::route::{OutPath, fold};
use crate::site::{Bytes, Site};

/// What to do, in this order.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files of ours that stand in the way of what comes: where a folder must be, or in another letter case.
    pub clear: BTreeSet<OutPath>,
    /// Folders of ours that stand where a file must be, the innermost first.
    pub unmake: Vec<String>,
    /// Folders to make, the outermost first.
    pub make: Vec<String>,
    /// Files to put into place.
    pub place: Vec<OutPath>,
    /// Files to delete.
    pub remove: Vec<OutPath>,
    /// Folders to delete if they are empty then, the innermost first.
    pub drop: Vec<String>,
    /// Files that stay, as they are.
    pub same: BTreeMap<OutPath, Entry>,
    /// The hashes of the files to put into place.
    pub hashes: BTreeMap<OutPath, blake3::Hash>,
    /// The folders that are ours afterwards.
    pub folders: BTreeSet<String>,
    /// Files that stay until the next build though the site has them no more.
    pub leaving: BTreeSet<OutPath>,
    pub changes: Changes,
    /// Whether the manifest changes at all.
    stale: bool,
}

impl Plan {
    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        !self.stale
    }
}

/// What stands on the disk where a file of the site goes.
pub(super) enum Standing {
    Absent,
    /// The same bytes.
    Same(Stamp),
    /// Another file of ours.
    Changed,
    /// A file of ours under a name that this disk holds for the same one.
    OtherCase,
    /// A folder of ours with nothing else in it: its files and folders.
    Folder(Vec<OutPath>, Vec<String>),
    Foreign(PathBuf),
}

/// What earlier builds have left.
#[derive(Clone, Copy)]
pub(super) struct Before<'m> {
    pub out: &'m Path,
    pub manifest: &'m Manifest,
    /// The manifest's files by folded path.
    pub folded: &'m BTreeMap<String, OutPath>,
}

/// Files that were found to be as they are to be.
type Known = BTreeMap<OutPath, (blake3::Hash, Stamp)>;

pub(super) fn make(
    site: &Site,
    before: &Before<'_>,
    known: &Known,
    keep: Option<&BTreeSet<OutPath>>,
) -> Result<Plan, WriteError> {
    let manifest = before.manifest;
    let mut plan = Plan::default();
    let mut foreign = Vec::new();

    let needed: BTreeSet<&str> = site.files().keys().flat_map(|path| folders(path.as_str())).collect();
    plan_folders(before, &needed, &mut plan, &mut foreign)?;
    let news = plan_files(before, (site, known), keep, &mut plan, &mut foreign)?;
    if !foreign.is_empty() {
        foreign.sort();
        return Err(WriteError::Foreign { paths: foreign });
    }
    plan_rest(before, site, keep, needed, &mut plan);

    // What is new before what links to it: files that pages use, then pages; then the pages that were there.
    plan.place.sort_by_key(|path| (!news.contains(path), path.is_html(), path.clone()));
    plan.changes.written = plan.place.len();
    plan.changes.deleted = manifest
        .files
        .keys()
        .filter(|path| plan.clear.contains(*path) || plan.remove.binary_search(path).is_ok())
        .count();
    plan.stale = !plan.place.is_empty()
        || manifest.files != plan.same
        || manifest.folders != plan.folders
        || manifest.leaving != plan.leaving;
    Ok(plan)
}

/// Which folders to make, and what is in their way.
fn plan_folders(
    before: &Before<'_>,
    needed: &BTreeSet<&str>,
    plan: &mut Plan,
    foreign: &mut Vec<PathBuf>,
) -> Result<(), WriteError> {
    let ours: BTreeSet<String> = before.manifest.folders.iter().map(|folder| fold(folder)).collect();
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for &folder in needed {
        // Text order puts a folder before what is in it.
        let inside_new = folder.rsplit_once('/').is_some_and(|(above, _)| made.contains(above));
        if !inside_new {
            let full = on_disk(before.out, folder);
            match full.symlink_metadata() {
                Ok(metadata) if metadata.is_dir() => {
                    if ours.contains(&fold(folder)) {
                        plan.folders.insert(folder.to_owned());
                    }
                    continue;
                }
                Ok(_) => match before.folded.get(&fold(folder)) {
                    Some(file) => {
                        plan.clear.insert(file.clone());
                    }
                    None => {
                        foreign.push(full);
                        continue;
                    }
                },
                Err(error) if place::is_absent(&error) => {}
                Err(error) => return Err(failed("look at", &full)(error)),
            }
        }
        made.insert(folder);
        plan.make.push(folder.to_owned());
        plan.folders.insert(folder.to_owned());
    }
    Ok(())
}

/// Which files to write; those among them that are new.
fn plan_files(
    before: &Before<'_>,
    (site, known): (&Site, &Known),
    keep: Option<&BTreeSet<OutPath>>,
    plan: &mut Plan,
    foreign: &mut Vec<PathBuf>,
) -> Result<BTreeSet<OutPath>, WriteError> {
    let made: BTreeSet<&str> = plan.make.iter().map(String::as_str).collect();
    let files: Vec<(&OutPath, &Bytes)> = site.files().iter().map(|(path, file)| (path, &file.bytes)).collect();
    let judged: Vec<(blake3::Hash, Result<Standing, WriteError>)> = files
        .par_iter()
        .map(|(path, bytes)| {
            if let Some(&(hash, stamp)) = known.get(*path) {
                return (hash, Ok(Standing::Same(stamp)));
            }
            let hash = blake3::hash(bytes);
            let new = path.as_str().rsplit_once('/').is_some_and(|(folder, _)| made.contains(folder));
            (hash, if new { Ok(Standing::Absent) } else { before.standing(path, bytes, hash) })
        })
        .collect();
    let mut news = BTreeSet::new();
    for ((path, _), (hash, standing)) in files.into_iter().zip(judged) {
        match standing? {
            Standing::Same(stamp) => {
                plan.changes.unchanged += 1;
                plan.same.insert(path.clone(), Entry { hash, stamp });
                continue;
            }
            Standing::Foreign(full) => {
                foreign.push(full);
                continue;
            }
            Standing::Changed => {
                let kept = keep.is_some_and(|keep| keep.contains(path));
                if let Some(entry) = before.manifest.files.get(path).filter(|_| kept) {
                    plan.changes.unchanged += 1;
                    plan.same.insert(path.clone(), *entry);
                    continue;
                }
            }
            Standing::Absent => {
                news.insert(path.clone());
            }
            Standing::OtherCase => {
                news.insert(path.clone());
                plan.clear.extend(before.folded.get(&path.folded()).cloned());
            }
            Standing::Folder(files, folders) => {
                news.insert(path.clone());
                plan.clear.extend(files);
                plan.unmake.extend(folders);
            }
        }
        plan.place.push(path.clone());
        plan.hashes.insert(path.clone(), hash);
    }
    Ok(news)
}

/// What goes, and what stays without being of the site.
fn plan_rest(
    before: &Before<'_>,
    site: &Site,
    keep: Option<&BTreeSet<OutPath>>,
    needed: BTreeSet<&str>,
    plan: &mut Plan,
) {
    let folded: BTreeSet<String> = site.files().keys().map(OutPath::folded).collect();
    let mut needed: BTreeSet<String> = needed.into_iter().map(String::from).collect();
    for (path, entry) in &before.manifest.files {
        if site.files().contains_key(path) || plan.clear.contains(path) {
            continue;
        }
        if folded.contains(&path.folded()) {
            // On some disks the new file is this one.
            plan.clear.insert(path.clone());
        } else if (keep.is_some() || path.is_hashed() && !before.manifest.leaving.contains(path))
            && on_disk(before.out, path.as_str()).symlink_metadata().is_ok()
        {
            // A page that was loaded a moment ago may still ask for the style sheet that it names.
            if path.is_hashed() {
                plan.leaving.insert(path.clone());
            }
            plan.same.insert(path.clone(), *entry);
            needed.extend(folders(path.as_str()).map(String::from));
        } else {
            plan.remove.push(path.clone());
        }
    }
    let unmade: BTreeSet<&String> = plan.unmake.iter().collect();
    for folder in &before.manifest.folders {
        if needed.contains(folder) {
            plan.folders.insert(folder.clone());
        } else if !unmade.contains(folder) {
            // One that is needed in another letter case is not empty where case does not count, and so stays.
            plan.drop.push(folder.clone());
        }
    }
    // A folder's name is the beginning of the names of those in it.
    plan.drop.reverse();
    plan.unmake.sort();
    plan.unmake.reverse();
}

impl Before<'_> {
    /// What stands where a file goes.
    pub fn standing(&self, path: &OutPath, bytes: &[u8], hash: blake3::Hash) -> Result<Standing, WriteError> {
        let full = on_disk(self.out, path.as_str());
        let metadata = match full.symlink_metadata() {
            Ok(metadata) => metadata,
            Err(error) if place::is_absent(&error) => return Ok(Standing::Absent),
            Err(error) => return Err(failed("look at", &full)(error)),
        };
        if metadata.is_dir() {
            return self.folder(path, &full);
        }
        let Some(entry) = self.manifest.files.get(path) else {
            let other = self.folded.get(&path.folded());
            let same = other.is_some_and(|other| is_same_file(&full, &on_disk(self.out, other.as_str())));
            return Ok(if same { Standing::OtherCase } else { Standing::Foreign(full) });
        };
        if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
            return Ok(Standing::Changed);
        }
        let stamp = Stamp::of(&metadata);
        if stamp == entry.stamp && stamp.tells() {
            return Ok(if hash == entry.hash { Standing::Same(stamp) } else { Standing::Changed });
        }
        let there = std::fs::read(&full).map_err(failed("read", &full))?;
        Ok(if there == *bytes { Standing::Same(stamp) } else { Standing::Changed })
    }

    /// A folder that stands where a file goes.
    fn folder(&self, path: &OutPath, full: &Path) -> Result<Standing, WriteError> {
        let (mut files, mut folders, mut open) = (Vec::new(), Vec::new(), vec![(path.to_string(), full.to_owned())]);
        while let Some((folder, full)) = open.pop() {
            if !self.manifest.folders.contains(&folder) {
                return Ok(Standing::Foreign(full));
            }
            for entry in full.read_dir().map_err(failed("read the folder", &full))? {
                let entry = entry.map_err(failed("read the folder", &full))?;
                let kind = entry.file_type().map_err(failed("look at", &full))?;
                let Some(inner) = entry.file_name().to_str().map(|name| format!("{folder}/{name}")) else {
                    return Ok(Standing::Foreign(entry.path()));
                };
                if kind.is_dir() {
                    open.push((inner, entry.path()));
                    continue;
                }
                match self.manifest.files.get_key_value(inner.as_str()) {
                    Some((file, _)) => files.push(file.clone()),
                    None => return Ok(Standing::Foreign(entry.path())),
                }
            }
            folders.push(folder);
        }
        Ok(Standing::Folder(files, folders))
    }
}

/// Whether two names are of one file: on disks to which letter case or composed accents mean nothing.
#[cfg(unix)]
fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| path.symlink_metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()));
    id(a).is_some() && id(a) == id(b)
}

/// Whether two names are of one file: on disks to which letter case or composed accents mean nothing.
#[cfg(not(unix))]
fn is_same_file(a: &Path, b: &Path) -> bool {
    // Windows gives the name as it is on the disk.
    a.canonicalize().ok().is_some_and(|a| b.canonicalize().ok() == Some(a))
}
