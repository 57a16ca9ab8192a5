//! [`Site`] → disk. The output folder equals the site afterwards; what did not change is not touched.
//!
//! The steps: judge the folder ([`place`]), lock it, finish what an earlier build left half done ([`journal`]), compare the
//! site with what lies there ([`plan`]), put everything that changed into a staging folder, then move it into place. Pages
//! can be given while others are still being made ([`Ahead`]).
//!
//! What is promised:
//! - Until the journal is written nothing but the staging folder is changed: an error, a full disk or a kill leaves the
//!   old site as it was.
//! - From then on files are renamed into place one by one: first what is new (pictures and styles before pages), then what
//!   changed, then what goes is deleted. A kill or an error in between leaves every file wholly old or wholly new, and the
//!   next build finishes the journal before anything else.
//! - A first build is staged whole beside the output folder and renamed once.
//! - Nothing is overwritten or deleted that Annals has not put there: it keeps a manifest of its files, `.annals/manifest`
//!   in the output folder. A file of its own that was changed by hand is put right again.
//! - Two builds at once: the second is refused (`.annals/lock`).
//!
//! This holds for a process that dies, not for power that fails: journal and manifest are flushed to the disk, the pages
//! are not, for that would cost more than all the rest. A power cut may leave a page cut short, which the next build sees
//! by its size and mends, or on some file systems filled with zeros; deleting the output folder always helps.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

mod ahead;
mod current;
mod disk;
mod first;
mod journal;
mod manifest;
mod place;
mod plan;
mod replace;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::route::{OWN_FOLDER, OutPath};
use crate::site::{Bytes, Site};

pub use ahead::Ahead;
pub use current::{is_current, left};
pub use disk::{Disk, RealDisk};
pub use replace::{Was, replace, replace_by, replace_with};

/// How to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The site is not whole (`--keep-going`): nothing that an earlier build wrote is deleted, and of these paths what it
    /// wrote stays as it is, even where the site has them. One that no earlier build wrote is written.
    pub keep: Option<BTreeSet<OutPath>>,
}

/// What a build did to the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have changed.
    pub written: usize,
    /// Files that were left as they are.
    pub unchanged: usize,
    /// Files that are gone.
    pub deleted: usize,
}

/// Why the output folder was not written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder is one that no site may be written to.
    Refused {
        /// The folder, as it was given.
        out: PathBuf,
        /// What is the matter with it, in words that continue "because".
        why: String,
    },
    /// Files that Annals has not written lie where it would write.
    Foreign {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// Another build is writing to the folder.
    Busy {
        /// The folder.
        out: PathBuf,
    },
    /// A file of the author's is not what it was when it was read.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A page of the site was taken by another writer ([`crate::site::Taker`]).
    Lost {
        /// The page.
        path: OutPath,
    },
    /// One of Annals' own files in the folder cannot be understood.
    Garbled {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The system refused something.
    Io {
        /// What was to be done, in words that continue "could not".
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Refused { out, why } => {
                write!(f, "the site is not written to `{}`, because {why}", out.display())
            }
            WriteError::Foreign { paths } => {
                f.write_str("nothing was overwritten: where pages would go lie files that Annals has not made: ")?;
                for (at, path) in paths.iter().take(10).enumerate() {
                    write!(f, "{}`{}`", if at == 0 { "" } else { ", " }, path.display())?;
                }
                match paths.len().saturating_sub(10) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
            WriteError::Busy { out } => write!(f, "another build is writing to `{}`", out.display()),
            WriteError::Changed { path } => {
                write!(f, "`{}` was changed by somebody else meanwhile, and was left as it is", path.display())
            }
            WriteError::Lost { path } => write!(f, "the page `/{path}` was given to another writer"),
            WriteError::Garbled { path, why } => {
                write!(f, "`{}` cannot be understood: {why}; delete the output folder and build again", path.display())
            }
            WriteError::Io { doing, path, source } => write!(f, "could not {doing} `{}`: {source}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// For `map_err`: the error of doing something to a path.
fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |source| WriteError::Io { doing, path: path.to_owned(), source }
}

/// Makes `out` equal the site. `root` is the folder of the site's sources.
///
/// # Errors
/// See [`WriteError`]. After any of them the output folder is as it was, or the next build completes it.
pub fn write(site: &Site, root: &Path, out: &Path, options: &Options) -> Result<Changes, WriteError> {
    write_with(&RealDisk, site, root, out, options)
}

/// Whether a site can be written to `out` at all, as far as that is known before there is one: so that nobody waits for it in vain.
///
/// # Errors
/// [`WriteError::Refused`], and what the system refuses.
pub fn may_lie_at(root: &Path, out: &Path) -> Result<(), WriteError> {
    place::judge(root, out).map(drop)
}

/// [`write`] on a disk that may fail; for tests.
///
/// # Errors
/// As [`write`].
#[doc(hidden)]
pub fn write_with(
    disk: &dyn Disk,
    site: &Site,
    root: &Path,
    out: &Path,
    options: &Options,
) -> Result<Changes, WriteError> {
    Ahead::on(disk, root, out).finish(site, options)
}

/// Refuses a site of whose pages some were taken by somebody else.
fn all_there(site: &Site, has: impl Fn(&OutPath) -> bool) -> Result<(), WriteError> {
    match site.files().iter().find(|(path, file)| file.taken && !has(path)) {
        None => Ok(()),
        Some((path, _)) => Err(WriteError::Lost { path: path.clone() }),
    }
}

/// The pages that stay as they are, where an earlier build wrote them. What cannot be read here the plan speaks of.
fn kept(out: &Path, keep: &BTreeSet<OutPath>) -> BTreeMap<OutPath, Bytes> {
    let page = |path: &OutPath| {
        let bytes = std::fs::read(on_disk(out, path.as_str())).ok()?;
        Some((path.clone(), Bytes::from(bytes)))
    };
    keep.iter().filter(|path| path.is_html()).filter_map(page).collect()
}

/// A lock that is held. A child process that is being started shares the open file for a moment, so that closing it here
/// would not suffice: it is unlocked in so many words.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file unlocks it too, if later.
        let _ = self.0.unlock();
    }
}

/// Locks a folder of ours, until the lock is dropped. Nothing if the lock was had on a folder that has gone since.
fn lock(own: &Path, out: &Path) -> Result<Option<Lock>, WriteError> {
    let path = own.join("lock");
    let file = match File::options().create(true).truncate(false).write(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("open the lock", &path)(error)),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(WriteError::Busy { out: out.to_owned() }),
        // Some network file systems have no locks; a build there is better than none.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(error)) => return Err(failed("lock", &path)(error)),
    }
    let lock = Lock(file);
    Ok(path.is_file().then_some(lock))
}

/// Makes a folder, unless it is there.
fn make_dir(disk: &dyn Disk, path: &Path) -> Result<(), WriteError> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => return Err(WriteError::Foreign { paths: vec![path.to_owned()] }),
        Err(error) if place::is_absent(&error) => {}
        Err(error) => return Err(failed("look at", path)(error)),
    }
    match disk.create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed("make the folder", path)(error)),
        _ => Ok(()),
    }
}

/// Deletes a folder of ours with all that is in it, if it is there. Symbolic links are deleted, never followed.
fn remove_tree(disk: &dyn Disk, path: &Path) -> Result<(), WriteError> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return disk.remove_file(path).map_err(failed("delete", path)),
        Err(error) if place::is_absent(&error) => return Ok(()),
        Err(error) => return Err(failed("look at", path)(error)),
    }
    for entry in path.read_dir().map_err(failed("read the folder", path))? {
        remove_tree(disk, &entry.map_err(failed("read the folder", path))?.path())?;
    }
    disk.remove_dir(path).map_err(failed("delete the folder", path))
}

/// Where a path of the site lies on the disk.
fn on_disk(out: &Path, path: &str) -> PathBuf {
    let mut full = out.to_owned();
    full.extend(path.split('/'));
    full
}

/// The folders that a path of the site lies in, from the outermost.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
