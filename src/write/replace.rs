//! One file of the author's in another's place: wholly old or wholly new, and never over what somebody else wrote meanwhile.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::{WriteError, failed, place};

/// What lay at the path when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Was {
    /// Nothing.
    Absent,
    /// A file with this BLAKE3 hash.
    Holding(blake3::Hash),
}

/// Puts `bytes` at `path`: writes a copy beside it, compares what lies there with what `was` read, and renames the copy.
///
/// A symbolic link stays one: the file that it leads to is replaced. Permissions are kept. A kill leaves at most a hidden
/// file beside the old one.
///
/// # Errors
/// [`WriteError::Changed`] where something else lies at the path by now; what the system refuses. The file is then as it was.
pub fn replace(path: &Path, bytes: &[u8], was: Was) -> Result<(), WriteError> {
    replace_by(path, [bytes], was)
}

/// [`replace`] by bytes that come in parts.
///
/// # Errors
/// As [`replace`].
pub fn replace_by<P: AsRef<[u8]>>(path: &Path, parts: impl IntoIterator<Item = P>, was: Was) -> Result<(), WriteError> {
    replace_with(&RealDisk, path, parts, was)
}

/// [`replace_by`] on a disk that may fail; for tests.
///
/// # Errors
/// As [`replace`].
#[doc(hidden)]
pub fn replace_with<P: AsRef<[u8]>>(
    disk: &dyn Disk,
    path: &Path,
    parts: impl IntoIterator<Item = P>,
    was: Was,
) -> Result<(), WriteError> {
    let real = match was {
        Was::Absent => path.to_owned(),
        Was::Holding(_) => path.canonicalize().map_err(failed("find", path))?,
    };
    let copy = beside(&real);
    let placed = write_all(disk, &copy, parts)
        .map_err(failed("write", &copy))
        .and_then(|()| keep_permissions(&real, &copy, was))
        .and_then(|()| unchanged(&real, path, was))
        .and_then(|()| disk.rename(&copy, &real).map_err(failed("replace", path)));
    if placed.is_err() {
        // The first error is the one to tell of.
        let _ = disk.remove_file(&copy);
    }
    placed
}

/// All parts have reached the disk afterwards.
fn write_all<P: AsRef<[u8]>>(disk: &dyn Disk, path: &Path, parts: impl IntoIterator<Item = P>) -> io::Result<()> {
    let mut parts = parts.into_iter().peekable();
    let first = parts.next();
    disk.write(path, first.as_ref().map_or(&[], |part| part.as_ref()), parts.peek().is_none())?;
    while let Some(part) = parts.next() {
        disk.append(path, part.as_ref(), parts.peek().is_none())?;
    }
    Ok(())
}

/// A hidden name, which no build takes for a source, and no other process for its own.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.annals-{}", std::process::id()))
}

fn keep_permissions(real: &Path, copy: &Path, was: Was) -> Result<(), WriteError> {
    if was == Was::Absent {
        return Ok(());
    }
    let permissions = fs::metadata(real).map_err(failed("look at", real))?.permissions();
    if permissions.readonly() {
        // Renaming would get around what somebody has said of the file.
        let source = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(WriteError::Io { doing: "replace", path: real.to_owned(), source });
    }
    fs::set_permissions(copy, permissions).map_err(failed("set the permissions of", copy))
}

fn unchanged(real: &Path, path: &Path, was: Was) -> Result<(), WriteError> {
    let same = match (fs::read(real), was) {
        (Ok(bytes), Was::Holding(hash)) => blake3::hash(&bytes) == hash,
        (Ok(_), Was::Absent) => false,
        (Err(error), Was::Absent) if place::is_absent(&error) => !real.is_symlink(),
        (Err(error), Was::Holding(_)) if place::is_absent(&error) => false,
        (Err(error), _) => return Err(failed("read", path)(error)),
    };
    if same { Ok(()) } else { Err(WriteError::Changed { path: path.to_owned() }) }
}
