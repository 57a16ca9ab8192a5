//! The few things that are done to a disk, so that tests can make each of them fail or be the last.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What changes a disk.
#[doc(hidden)]
pub trait Disk: Sync {
    /// Makes a folder in one that is there.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Writes a file; with `flush`, it has reached the disk afterwards.
    fn write(&self, path: &Path, bytes: &[u8], flush: bool) -> io::Result<()>;
    /// Writes on at the end of a file that is there.
    fn append(&self, path: &Path, bytes: &[u8], flush: bool) -> io::Result<()>;
    /// Moves a file or folder, over a file that is there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Deletes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Deletes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
}

/// The system's own file systems.
#[doc(hidden)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, bytes: &[u8], flush: bool) -> io::Result<()> {
        put(fs::File::create(path)?, bytes, flush)
    }

    fn append(&self, path: &Path, bytes: &[u8], flush: bool) -> io::Result<()> {
        put(fs::OpenOptions::new().append(true).open(path)?, bytes, flush)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

fn put(mut file: fs::File, bytes: &[u8], flush: bool) -> io::Result<()> {
    file.write_all(bytes)?;
    if flush { file.sync_all() } else { Ok(()) }
}
