//! Whether a folder may hold the output, and what is in it.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is written")]

use std::io;
use std::path::{Path, PathBuf};

use super::{WriteError, failed, journal, manifest};
use crate::route::OWN_FOLDER;

/// What stands at the output's path.
pub(super) enum State {
    /// Nothing.
    Absent,
    /// An empty folder, or one that Annals has written.
    Present,
}

/// Where the output really lies, links followed, if it may lie there.
pub(super) fn judge(root: &Path, out: &Path) -> Result<PathBuf, WriteError> {
    let refused = |why: String| WriteError::Refused { out: out.to_owned(), why };
    if out.as_os_str().is_empty() {
        return Err(refused("its name is empty".into()));
    }
    let real =
        real(out)?.ok_or_else(|| refused("it is a symbolic link that leads nowhere, or cannot be followed".into()))?;
    if real.parent().is_none() {
        return Err(refused("it is the root of the file system".into()));
    }
    if let Some(home) = std::env::home_dir().and_then(|home| home.canonicalize().ok()) {
        if home == real {
            return Err(refused("it is the home folder".into()));
        }
        if home.starts_with(&real) {
            return Err(refused("the home folder lies in it".into()));
        }
    }
    let root = root.canonicalize().map_err(failed("find", root))?;
    if root == real {
        return Err(refused(
            "it is the folder of the site's sources; name a folder of its own, for example `public` in it".into(),
        ));
    }
    if root.starts_with(&real) {
        return Err(refused(format!("the site's sources lie in it, in `{}`", root.display())));
    }
    for area in ["content", "static", "templates"] {
        let given = root.join(area);
        let followed = given.canonicalize().unwrap_or_else(|_| given.clone());
        for sources in [given, followed] {
            if real.starts_with(&sources) {
                return Err(refused(format!("it lies in `{area}`, which the site is made from")));
            }
            if sources.starts_with(&real) {
                return Err(refused(format!("`{area}`, which the site is made from, lies in it")));
            }
        }
    }
    if real.exists() && !real.is_dir() {
        return Err(refused("it is a file, not a folder".into()));
    }
    Ok(real)
}

/// The path with all links followed; of what is not there yet, as far as it is. Nothing for a link that leads nowhere.
fn real(path: &Path) -> Result<Option<PathBuf>, WriteError> {
    let path = std::path::absolute(path).map_err(failed("find", path))?;
    match path.canonicalize() {
        Ok(real) => return Ok(Some(real)),
        Err(error) if is_absent(&error) => {}
        Err(error) => return Err(failed("find", &path)(error)),
    }
    if path.is_symlink() {
        return Ok(None);
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(real(parent)?.map(|real| real.join(name))),
        _ => Ok(None),
    }
}

/// What stands at `real`; `out` is the name for it in messages.
pub(super) fn state(real: &Path, out: &Path) -> Result<State, WriteError> {
    let entries = match real.read_dir() {
        Ok(entries) => entries,
        Err(error) if is_absent(&error) => return Ok(State::Absent),
        Err(error) => return Err(failed("read the folder", out)(error)),
    };
    let own = real.join(OWN_FOLDER);
    if own.is_dir() && !own.is_symlink() && [manifest::NAME, journal::NAME].iter().any(|name| own.join(name).is_file())
    {
        return Ok(State::Present);
    }
    for entry in entries {
        let entry = entry.map_err(failed("read the folder", out))?;
        if entry.file_name() != OWN_FOLDER {
            let why = "it holds files that Annals has not made; name a new folder or an empty one";
            return Err(WriteError::Refused { out: out.to_owned(), why: why.into() });
        }
    }
    Ok(State::Present)
}

pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
