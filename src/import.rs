//! Other people's files → the files of a site: clippings ([`text`]) and corpora with stand-off annotation ([`standoff`]).
//!
//! An edge of its own over the public API. Everything is made in memory first; [`write()`] then puts it on the disk, and never
//! over a file that is there. What an import keeps, changes or leaves out stands in its report.
#![expect(clippy::disallowed_methods, reason = "an import reads files and writes a site's")]

pub mod escape;
pub mod select;
pub mod standoff;
pub mod text;
pub mod update;
pub mod yaml_out;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::load::{self, Limits};

/// Files to be written: path from the site's root, with `/` between the parts, and text.
pub type Files = BTreeMap<String, String>;

/// What is wrong with a file that is to be imported. Its place is a line of a file that belongs to no site, and such a line
/// may have megabytes: so this is no [`Diagnostic`](crate::diag::Diagnostic), which shows the line itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// Its line, from 1, if it is about one.
    pub line: Option<usize>,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": error: {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  {help}"),
            None => Ok(()),
        }
    }
}

/// A file to import, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name, as it was given.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
}

/// A text with white space of every sort as a site can hold it: what is a control character and ends no line becomes a blank,
/// one for one, so that whoever counts characters counts the same.
pub fn blanks(text: &str) -> String {
    text.replace(|c: char| c.is_whitespace() && c.is_control() && !matches!(c, '\n' | '\r' | '\t'), " ")
}

/// Reads the files to import.
///
/// # Errors
/// A file that cannot be read, is larger than `limit` bytes, or is not UTF-8 (with the line).
pub fn read(paths: &[PathBuf], limit: u64) -> Result<Vec<Input>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut inputs = Vec::new();
    for path in paths {
        match read_one(path, limit) {
            Ok(input) => inputs.push(input),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(inputs) } else { Err(problems) }
}

fn read_one(path: &Path, limit: u64) -> Result<Input, Problem> {
    let name = path.display().to_string();
    let problem = |line, message| Problem { file: name.clone(), line, message, help: None };
    let cannot = |error: io::Error| problem(None, format!("the file cannot be read: {error}"));
    let size = fs::metadata(path).map_err(cannot)?.len();
    if size > limit {
        return Err(problem(None, format!("the file has {size} bytes; more than {limit} are not read")));
    }
    let text = String::from_utf8(fs::read(path).map_err(cannot)?).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
        problem(Some(line), "the file is not UTF-8".to_owned())
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Input { name, text })
}

/// Which of these files a site will not read because of their size, as its site.yaml has it: a line each, with what to do.
/// `files`: paths from the site's root, and texts.
pub fn too_large<'f>(files: impl Iterator<Item = (&'f str, &'f str)>, site: &Path) -> Vec<String> {
    // What is wrong with the settings, `annals check` says.
    let limits = Limits { file: crate::parse::settings(&load::settings(site).value).value.file_limit };
    let size = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX);
    let large = files.filter(|(path, text)| !path.ends_with(update::OLD) && size(text) > limits.file);
    let warning = |(path, text): (&str, &str)| {
        let found = load::too_large(path, size(text), limits);
        format!("warning: {}\n  {}", found.message, found.help.join("\n  "))
    };
    large.map(warning).collect()
}

/// Why files were not written.
#[derive(Debug)]
pub enum NotWritten {
    /// Files of these names are there already. Nothing was written.
    Exists(Vec<PathBuf>),
    /// The disk refused. Files written before were taken away again.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for NotWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotWritten::Exists(paths) => {
                let some =
                    paths.iter().take(5).map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ");
                let more = if paths.len() > 5 { format!(" and {} more", paths.len() - 5) } else { String::new() };
                let verb = if paths.len() == 1 { "is" } else { "are" };
                write!(f, "{some}{more} {verb} there already; nothing was written.")
            }
            NotWritten::Disk(path, error) => write!(f, "`{}` cannot be written: {error}", path.display()),
        }
    }
}

/// Writes new files into the folder of a site, all or none.
///
/// # Errors
/// A file that is there already, or that cannot be written.
pub fn write(files: &Files, into: &Path) -> Result<(), NotWritten> {
    let path = |name: &str| name.split('/').fold(into.to_path_buf(), |path, part| path.join(part));
    let there: Vec<PathBuf> =
        files.keys().map(|name| path(name)).filter(|path| fs::symlink_metadata(path).is_ok()).collect();
    if !there.is_empty() {
        return Err(NotWritten::Exists(there));
    }
    let mut written = Written::default();
    for (name, text) in files {
        let path = path(name);
        if let Err(error) = written.file(&path, text) {
            written.take_back();
            return Err(if error.kind() == io::ErrorKind::AlreadyExists {
                NotWritten::Exists(vec![path])
            } else {
                NotWritten::Disk(path, error)
            });
        }
    }
    Ok(())
}

/// What was written so far, so that it can be taken away again.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Written {
    fn file(&mut self, path: &Path, text: &str) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            let missing: Vec<&Path> = parent
                .ancestors()
                .take_while(|folder| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err())
                .collect();
            for folder in missing.into_iter().rev() {
                fs::create_dir(folder)?;
                self.folders.push(folder.to_path_buf());
            }
        }
        // A file that somebody else puts here meanwhile stays.
        let mut file = fs::File::create_new(path)?;
        self.files.push(path.to_path_buf());
        file.write_all(text.as_bytes())
    }

    /// The first error is the one to tell of; what cannot be taken away stays.
    fn take_back(&self) {
        for path in &self.files {
            let _ = fs::remove_file(path);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
