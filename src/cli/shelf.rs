//! Where the command keeps the pictures that were made: a file each in the folder of the cache, under a hash of itself.
//!
//! A file that is missing, cut short, damaged or not from here means that the picture is made again. What no build has asked
//! for in two months is taken out.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use crate::picture::Shelf;

const HEAD: &[u8] = b"annals-picture 1\n";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const KEPT: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// A folder of pictures.
#[derive(Debug)]
pub(super) struct Folder {
    place: PathBuf,
    may_write: bool,
    /// Whether the folder has been made ready for writing.
    ready: AtomicBool,
    /// A number for each file that is written.
    count: AtomicU64,
}

impl Folder {
    /// The pictures in the folder of a cache.
    pub fn of(cache: &Path) -> Folder {
        Folder { place: cache.join("pictures"), may_write: true, ready: false.into(), count: 0.into() }
    }

    /// The same, and nothing is kept.
    pub fn to_read(cache: &Path) -> Folder {
        Folder { may_write: false, ..Folder::of(cache) }
    }

    fn file(&self, key: &blake3::Hash) -> PathBuf {
        self.place.join(&key.to_hex()[..32])
    }

    fn write(&self, key: &blake3::Hash, bytes: &[u8]) -> std::io::Result<()> {
        if !self.ready.swap(true, Ordering::Relaxed) {
            fs::create_dir_all(&self.place)?;
            // Nobody wants it in a repository.
            fs::write(self.place.join(".gitignore"), "*\n")?;
            self.prune();
        }
        let whole = [HEAD, blake3::hash(bytes).to_hex().as_bytes(), b"\n", bytes].concat();
        let file = self.file(key);
        // Whole or not at all, also where two builds do it at once.
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let copy = file.with_extension(format!("new-{}-{number}", std::process::id()));
        let placed = fs::create_dir_all(&self.place)
            .and_then(|()| fs::write(&copy, whole))
            .and_then(|()| fs::rename(&copy, &file));
        if placed.is_err() {
            // The first error is the one to tell of.
            let _ = fs::remove_file(&copy);
        }
        placed
    }

    /// Takes out what was not used for long, and what a build that was killed has left.
    fn prune(&self) {
        let Ok(entries) = fs::read_dir(&self.place) else { return };
        for entry in entries.flatten() {
            let is_ours = entry.file_name() != ".gitignore";
            let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
            if is_ours && age.is_some_and(|age| age > KEPT) {
                // Another build may have done it.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Shelf for Folder {
    fn get(&self, key: &blake3::Hash) -> Option<Vec<u8>> {
        let path = self.file(key);
        let mut bytes = fs::read(&path).ok()?;
        let (hash, rest) = bytes.strip_prefix(HEAD)?.split_at_checked(64)?;
        let picture = rest.strip_prefix(b"\n")?;
        if blake3::hash(picture).to_hex().as_bytes() != hash {
            return None;
        }
        let begins = bytes.len() - picture.len();
        bytes.drain(..begins);
        if self.may_write {
            used(&path);
        }
        Some(bytes)
    }

    fn put(&self, key: &blake3::Hash, bytes: &[u8]) {
        if self.may_write {
            // What cannot be kept is made again by the next build.
            let _ = self.write(key, bytes);
        }
    }
}

/// Says by its time that a file was used, once a day.
fn used(path: &Path) {
    let age = fs::metadata(path).and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
    if age.is_some_and(|age| age > DAY) {
        // Where it may not be said the picture is made again after two months.
        let _ = File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    }
}
