//! The list of the files that Annals has put into an output folder.
//!
//! It stands in `.annals/manifest` as lines of text: a head with the version, for each file its BLAKE3, its size, its time
//! of last change in nanoseconds since 1970 and its path, for each folder that was made `d` and its path, for each file that the next build deletes `k` and
//! its path, and an end.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::{WriteError, failed, place};
use crate::route::OutPath;

/// The manifest's name in the folder for Annals' own files.
pub(super) const NAME: &str = "manifest";
const HEAD: &str = "annals-manifest 1";

/// Size and time of last change: what tells without reading that a file is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    changed: u128,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Stamp {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Stamp { size: metadata.len(), changed: since.map_or(0, |since| since.as_nanos()) }
    }

    /// Whether equal stamps mean equal files. A file system that counts whole seconds says too little: a file may be
    /// written twice in one.
    pub fn tells(self) -> bool {
        !self.changed.is_multiple_of(1_000_000_000)
    }
}

/// A file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub hash: blake3::Hash,
    pub stamp: Stamp,
}

/// All files and folders that were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub files: BTreeMap<OutPath, Entry>,
    /// Folders that were not there before.
    pub folders: BTreeSet<String>,
    /// Those of the files that the site had no more, but the one before it had: pages that somebody still has open name
    /// them, and the next build deletes them.
    pub leaving: BTreeSet<OutPath>,
}

impl Manifest {
    /// Reads the manifest in a folder of ours. Where there is none nothing has been written.
    pub fn read(own: &Path) -> Result<Manifest, WriteError> {
        let path = own.join(NAME);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if place::is_absent(&error) => return Ok(Manifest::default()),
            Err(error) => return Err(failed("read", &path)(error)),
        };
        Manifest::parse(&text).ok_or(WriteError::Garbled { path, why: "it is no list of files of this version" })
    }

    pub fn parse(text: &str) -> Option<Manifest> {
        let mut manifest = Manifest::default();
        let lines = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_suffix("end\n")?;
        for line in lines.lines() {
            let (first, rest) = line.split_once(' ')?;
            if first == "d" {
                manifest.folders.insert(OutPath::new(rest).ok()?.to_string());
                continue;
            }
            if first == "k" {
                manifest.leaving.insert(OutPath::new(rest).ok()?);
                continue;
            }
            let (size, rest) = rest.split_once(' ')?;
            let (changed, path) = rest.split_once(' ')?;
            let stamp = Stamp { size: size.parse().ok()?, changed: changed.parse().ok()? };
            let hash = blake3::Hash::from_hex(first).ok()?;
            manifest.files.insert(OutPath::new(path).ok()?, Entry { hash, stamp });
        }
        Some(manifest)
    }

    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, Entry { hash, stamp }) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} {} {} {path}", hash.to_hex(), stamp.size, stamp.changed);
        }
        for folder in &self.folders {
            let _ = writeln!(text, "d {folder}");
        }
        for path in &self.leaving {
            let _ = writeln!(text, "k {path}");
        }
        text.push_str("end\n");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_survives_and_a_cut_one_is_refused() {
        let mut manifest = Manifest::default();
        let entry = Entry { hash: blake3::hash(b"x"), stamp: Stamp { size: 1, changed: 1_700_000_000_000_000_001 } };
        for path in ["a b/ü.html", "d x", "index.html"] {
            manifest.files.insert(OutPath::new(path).unwrap(), entry);
        }
        manifest.folders.insert("a b".into());
        manifest.leaving.insert(OutPath::new("d x").unwrap());
        let text = manifest.to_text();
        assert_eq!(Manifest::parse(&text), Some(manifest));
        for end in 0..text.len() {
            if text.is_char_boundary(end) {
                assert_eq!(Manifest::parse(&text[..end]), None, "{end}");
            }
        }
        assert_eq!(Manifest::parse(&text.replace("d a b", "d ../b")), None);
    }
}
