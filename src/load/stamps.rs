//! What tells without reading a site that nothing in it has changed: sizes, times and names.

use std::fs::Metadata;
use std::path::{Component, Path};
use std::time::UNIX_EPOCH;

use super::walk::Found;
use super::{Area, walk};
use crate::diag::Diagnostic;

/// What the system knows of a file. Another stamp means that it may be another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// How many bytes it has.
    pub size: u64,
    /// When its bytes were last changed, in nanoseconds since 1970, as the system says or somebody has set it.
    pub modified: u128,
    /// When anything about it was last changed, which nobody can set. 0 where systems do not say.
    pub changed: u128,
    /// Its number on the disk: renaming another over it gives another. 0 where systems have none.
    pub inode: u64,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Stamp {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.map_or(0, |since| since.as_nanos());
        let (changed, inode) = more(metadata);
        Stamp { size: metadata.len(), modified, changed, inode }
    }

    /// The later of its two times.
    pub fn latest(&self) -> u128 {
        self.modified.max(self.changed)
    }
}

#[cfg(unix)]
fn more(metadata: &Metadata) -> (u128, u64) {
    use std::os::unix::fs::MetadataExt;
    let part = |value: i64| u128::try_from(value).unwrap_or(0);
    (part(metadata.ctime()) * 1_000_000_000 + part(metadata.ctime_nsec()), metadata.ino())
}

#[cfg(not(unix))]
fn more(_: &Metadata) -> (u128, u64) {
    (0, 0)
}

/// All files of a site, and what there is to say of their names: equal ones mean, but for a file that was written twice within
/// one tick of the disk's clock, that reading gives the same.
#[derive(Clone, Debug)]
pub struct Stamps {
    /// The files, by path; those that are an area by themselves last.
    pub files: Vec<Found>,
    /// When the look began, in nanoseconds since 1970.
    pub since: u128,
    /// What the walk over the folders says.
    pub(super) said: Vec<Diagnostic>,
    /// What the look at single files says.
    beside: Vec<Diagnostic>,
}

impl PartialEq for Stamps {
    fn eq(&self, other: &Stamps) -> bool {
        (&self.files, &self.said, &self.beside) == (&other.files, &other.said, &other.beside)
    }
}

/// Looks at all that a build would read, and reads none of it.
pub fn stamps(root: &Path) -> Stamps {
    let since = super::now();
    let (mut files, said) = walk::site(root);
    let mut beside = Vec::new();
    for area in [Area::Settings, Area::Lock] {
        let (one, more) = walk::single(root, area);
        files.extend(one);
        beside.extend(more);
    }
    Stamps { files, since, said, beside }
}

impl Stamps {
    /// A hash of all of it.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for Found { path, stamp, .. } in &self.files {
            hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes());
            hasher.update(format!("{stamp:?}").as_bytes());
        }
        hasher.update(format!("{:?} {:?}", self.said, self.beside).as_bytes());
        hasher.finalize()
    }
}

/// Whether a change at `path`, which lies in the folder `root`, can be one of the site: it is, or is in, one of its folders
/// and is nothing that is left out.
pub fn concerns(root: &Path, path: &Path) -> bool {
    let Ok(inner) = path.strip_prefix(root) else { return true };
    let mut parts = inner.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    let Some(first) = parts.next() else { return true };
    if first.to_str().is_some_and(walk::is_misnamed_settings) {
        return parts.next().is_none();
    }
    let areas = [Area::Settings, Area::Content, Area::Template, Area::Static, Area::Lock];
    let area = areas.into_iter().find(|area| first == area.folder());
    area.is_some_and(|area| !parts.any(|name| walk::is_ignored(name, area)))
}
