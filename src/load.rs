//! Disk → [`Sources`]: all that a site is made from, read once. Nobody after this stage reads the disk.
//!
//! The steps: walk the three folders of a site ([`walk`]), read what was found in parallel, sort text from bytes.
//!
//! What is read: `site.yaml`, `annals.lock`, and every file below `content/`, `templates/` and `static/`; nothing beside them, so that
//! a site may lie in the folder of a larger project. Left out without a word:
//! - hidden files and folders (their name begins with `.`), except `.well-known`, `.nojekyll` and `.htaccess` in `static/`;
//! - what editors leave behind: names that end in `~` or `.swp`, or stand between `#` and `#`;
//! - what systems leave behind: `Thumbs.db`, `desktop.ini`.
//!
//! Symbolic links are followed as long as they stay inside the site's folder. Text is kept exactly as it lies on the
//! disk, with byte order mark, line ends and NUL: the stages after this one normalise it and count bytes as they are.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is read")]

mod memo;
mod stamps;
mod walk;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, Outcome, code};
use crate::span::{FileId, LineIndex};

pub use memo::{Memo, TICK, now};
pub use stamps::{Stamp, Stamps, concerns, stamps};
pub use walk::Found;

/// The folder of a site that a file lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// `site.yaml`.
    Settings,
    /// `content/`.
    Content,
    /// `templates/`.
    Template,
    /// `static/`.
    Static,
    /// `annals.lock`.
    Lock,
}

impl Area {
    /// The folder's name; of the settings and of the lock, the file's.
    pub fn folder(self) -> &'static str {
        match self {
            Area::Settings => "site.yaml",
            Area::Content => "content",
            Area::Template => "templates",
            Area::Static => "static",
            Area::Lock => "annals.lock",
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Text in UTF-8, byte for byte as on the disk: `.md`, `.yaml` and `.yml` in `content/`, `site.yaml`, `annals.lock`, all
    /// of `templates/`.
    Text(Arc<str>),
    /// Anything else.
    Bytes(Arc<[u8]>),
}

impl Data {
    /// The bytes as they lie on the disk.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Data::Text(text) => text.as_bytes(),
            Data::Bytes(bytes) => bytes,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Data::Text(text) => Some(text),
            Data::Bytes(_) => None,
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number; made from `path`.
    pub file: FileId,
    /// Its path from the site's root: `content/articles/a.md`. NFC, so that a name is one name on every system. That of
    /// `file`, so that a copy of a source shares all it has.
    pub path: &'static str,
    /// The folder that it lies in.
    pub area: Area,
    /// What it holds.
    pub data: Data,
    /// BLAKE3 of what it holds.
    pub hash: blake3::Hash,
}

impl Source {
    /// A source from memory; tests and `annals new` make their sites with it.
    pub fn new(path: &str, area: Area, data: Data) -> Self {
        let file = FileId::of(path);
        Source { file, hash: blake3::hash(data.bytes()), path: file.path(), area, data }
    }

    /// The path below the folder of its area: `articles/a.md`.
    pub fn inner_path(&self) -> &'static str {
        self.path.split_once('/').map_or(self.path, |(_, inner)| inner)
    }
}

/// All files of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// The site's folder, as it was given.
    pub root: PathBuf,
    /// The files, by path. `site.yaml` is not among them: [`settings`] reads it, for it sets the limits of this.
    pub files: Vec<Source>,
    /// `annals.lock`, if there is one: [`lock`] reads it, where site.yaml does not turn it off.
    pub lock: Option<Source>,
    /// Text files that are not UTF-8, each byte that does not belong there replaced by `?`. They are kept only so that a
    /// report can show the place.
    pub refused: Vec<Source>,
}

impl Sources {
    /// The name of the site's folder: the title of a site that gives itself none.
    pub fn folder_name(&self) -> String {
        let whole = self.root.canonicalize();
        let root = whole.as_deref().unwrap_or(&self.root);
        root.file_name().map_or_else(|| "Untitled".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    /// The hashes of all files.
    pub fn hashes(&self) -> FxHashMap<FileId, blake3::Hash> {
        let beside = self.lock.iter().chain(&self.refused);
        beside.chain(&self.files).map(|source| (source.file, source.hash)).collect()
    }

    /// The files of one area, by path.
    pub fn in_area(&self, area: Area) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(move |source| source.area == area)
    }

    /// The text that spans of `file` count in. site.yaml, which is not among the sources if it is in error, is read again, by the
    /// same rules: what was refused as no file of the site is not opened. A byte that is no character is shown as `?`, so that
    /// every other stays at its place.
    pub fn text(&self, file: FileId) -> Option<Arc<str>> {
        if file.path() == Area::Settings.folder() {
            let found = walk::single(&self.root, Area::Settings).0?;
            let read = read_one(&found, Limits::default(), &|path| std::fs::read(path));
            let source = read.or_else(|refusal| refusal.shown.ok_or(())).ok()?;
            return source.data.text().map(Arc::from);
        }
        if file.path() == Area::Lock.folder() {
            return self.lock.as_ref()?.data.text().map(Arc::from);
        }
        let refused = || self.refused.iter().find(|source| source.file == file);
        let source = self.find(file.path()).or_else(refused)?;
        match &source.data {
            Data::Text(text) => Some(text.clone()),
            // A page of the author's own, whose links are looked at.
            Data::Bytes(bytes) if crate::route::is_html(source.path) => std::str::from_utf8(bytes).ok().map(Arc::from),
            Data::Bytes(_) => None,
        }
    }

    /// The file at `path` from the site's root.
    pub fn find(&self, path: &str) -> Option<&Source> {
        self.files.binary_search_by(|source| source.path.cmp(path)).ok().and_then(|at| self.files.get(at))
    }
}

/// What is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { file: 20_000_000 }
    }
}

/// How a file's bytes are had. The disk in life; tests make it fail.
pub type Reader<'r> = &'r (dyn Fn(&Path) -> io::Result<Vec<u8>> + Sync);

/// Reads `site.yaml`. A site without one has the defaults: the text is then empty.
pub fn settings(root: &Path) -> Outcome<Source> {
    settings_with(root, &|path| std::fs::read(path))
}

/// [`settings`] with a reader.
#[doc(hidden)]
pub fn settings_with(root: &Path, read: Reader<'_>) -> Outcome<Source> {
    let empty = || Source::new("site.yaml", Area::Settings, Data::Text("".into()));
    let (found, mut diagnostics) = walk::single(root, Area::Settings);
    let Some(found) = found else { return Outcome { value: empty(), diagnostics } };
    let value = match read_one(&found, Limits::default(), read) {
        Ok(source) => source,
        Err(refusal) => {
            diagnostics.push(refusal.diagnostic);
            // The shown text is no settings: nobody may take it for them.
            empty()
        }
    };
    Outcome { value, diagnostics }
}

/// Reads `annals.lock`, if there is one. No limit is set to it: it is as large as the site makes it.
pub fn lock(root: &Path) -> Outcome<Option<Source>> {
    let limits = Limits { file: u64::MAX };
    let (found, mut diagnostics) = walk::single(root, Area::Lock);
    let read = found.map(|found| read_one(&found, limits, &|path| std::fs::read(path)));
    let value = read.and_then(|read| read.map_err(|refusal| diagnostics.push(refusal.diagnostic)).ok());
    Outcome { value, diagnostics }
}

/// [`lock`], if it is not known.
pub fn lock_seen(root: &Path, seen: &Stamps, memo: &mut Memo) -> Outcome<Option<Source>> {
    let found = seen.files.iter().find(|found| found.area == Area::Lock);
    if let Some(known) = found.and_then(|found| memo.lock(found)) {
        return Outcome { value: Some(known), diagnostics: Vec::new() };
    }
    let read = lock(root);
    memo.keep_lock(seen.since, found.zip(read.value.as_ref()));
    read
}

/// Reads `content/`, `templates/` and `static/`.
pub fn content(root: &Path, limits: &Limits) -> Outcome<Sources> {
    content_with(root, limits, &|path| std::fs::read(path))
}

/// [`content`], of files that were looked at a moment ago. With a memo, what it knows is not read again.
pub fn content_seen(root: &Path, limits: &Limits, seen: &Stamps, memo: Option<&mut Memo>) -> Outcome<Sources> {
    let found: Vec<&Found> =
        seen.files.iter().filter(|found| !matches!(found.area, Area::Settings | Area::Lock)).collect();
    let known = memo.as_deref();
    let read = |found: &&Found| match known.and_then(|memo| memo.get(found, *limits)) {
        Some(source) => Ok(source),
        None => read_one(found, *limits, &|path| std::fs::read(path)),
    };
    let read: Vec<_> = found.par_iter().map(read).collect();
    if let Some(memo) = memo {
        let all = found.iter().zip(&read).filter_map(|(found, read)| Some((*found, read.as_ref().ok()?)));
        memo.keep(seen.since, all);
    }
    sorted(root, read, seen.said.clone())
}

/// Reads a file again; none if it is no file by itself now, or cannot be read.
pub fn again(root: &Path, path: &str, area: Area, limits: &Limits) -> Option<Source> {
    let disk = root.join(path);
    let metadata = std::fs::symlink_metadata(&disk).ok().filter(std::fs::Metadata::is_file)?;
    let found = Found { disk, path: path.to_owned(), area, stamp: Stamp::of(&metadata) };
    read_one(&found, *limits, &|path| std::fs::read(path)).ok()
}

/// [`content`] with a reader.
#[doc(hidden)]
pub fn content_with(root: &Path, limits: &Limits, read: Reader<'_>) -> Outcome<Sources> {
    let (found, diagnostics) = walk::site(root);
    let read: Vec<_> = found.par_iter().map(|found| read_one(found, *limits, read)).collect();
    sorted(root, read, diagnostics)
}

/// What was read, apart from what could not be.
fn sorted(root: &Path, read: Vec<Result<Source, Box<Refusal>>>, mut diagnostics: Vec<Diagnostic>) -> Outcome<Sources> {
    let (mut files, mut refused) = (Vec::with_capacity(read.len()), Vec::new());
    for result in read {
        match result {
            Ok(source) => files.push(source),
            Err(refusal) => {
                diagnostics.push(refusal.diagnostic);
                refused.extend(refusal.shown);
            }
        }
    }
    diagnostics.sort_by(Diagnostic::order);
    Outcome { value: Sources { root: root.to_owned(), files, lock: None, refused }, diagnostics }
}

/// A file that is not used, and its text for showing, if it has some.
struct Refusal {
    diagnostic: Diagnostic,
    shown: Option<Source>,
}

impl From<Diagnostic> for Box<Refusal> {
    fn from(diagnostic: Diagnostic) -> Self {
        Box::new(Refusal { diagnostic, shown: None })
    }
}

fn read_one(found: &Found, limits: Limits, read: Reader<'_>) -> Result<Source, Box<Refusal>> {
    if found.stamp.size > limits.file {
        return Err(too_large(&found.path, found.stamp.size, limits).into());
    }
    let bytes = read(&found.disk).map_err(|error| unreadable(&found.path, &error))?;
    // It may have grown since it was looked at.
    if bytes.len() as u64 > limits.file {
        return Err(too_large(&found.path, bytes.len() as u64, limits).into());
    }
    let data = if is_text(&found.path, found.area) {
        match String::from_utf8(bytes) {
            Ok(text) => Data::Text(text.into()),
            Err(error) => return Err(not_utf8(found, error.as_bytes())),
        }
    } else {
        Data::Bytes(bytes.into())
    };
    Ok(Source::new(&found.path, found.area, data))
}

/// Endings of names that say that a file is Markdown, here or elsewhere.
pub const MARKDOWN: [&str; 4] = ["md", "markdown", "mdown", "mkd"];

fn is_text(path: &str, area: Area) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match area {
        Area::Settings | Area::Lock | Area::Template => true,
        Area::Content => {
            let mut texts = MARKDOWN.iter().chain(&["yaml", "yml"]);
            texts.any(|text| extension.eq_ignore_ascii_case(text))
        }
        Area::Static => false,
    }
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(code::UNREADABLE, FileId::of(path).span(0, 0), format!("`{path}` cannot be read: {error}"))
}

/// What to say of a file that has more bytes than is read.
pub fn too_large(path: &str, size: u64, limits: Limits) -> Diagnostic {
    let message = format!("`{path}` has {}, and a file may have {}", in_words(size), in_words(limits.file));
    Diagnostic::new(code::FILE_TOO_LARGE, FileId::of(path).span(0, 0), message)
        .help("`limits: {file: …}` in site.yaml sets the limit, for example to `100 MB`.")
}

/// A size for people, in the decimal units that site.yaml uses, rounded up: a file over the limit never looks as large as it.
fn in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(100) as f64 / 10.0),
        _ => format!("{} MB", bytes.div_ceil(100_000) as f64 / 10.0),
    }
}

fn not_utf8(found: &Found, bytes: &[u8]) -> Box<Refusal> {
    let path = &found.path;
    let shown = question_marks(bytes);
    let good = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    let file = FileId::of(path);
    let diagnostic = if let Some(encoding) = wide_encoding(bytes) {
        Diagnostic::new(code::NOT_UTF8, file.span(0, 2), format!("`{path}` is {encoding}, not UTF-8"))
            .help("Save it as UTF-8: editors call this the file's encoding.")
    } else {
        let byte = bytes.get(good).copied().unwrap_or(0);
        let place = LineIndex::new(&shown).position(good);
        let message = format!(
            "`{path}` is not UTF-8: line {}, column {} holds the byte {byte:02X}, which is no character",
            place.line, place.column
        );
        let mut diagnostic = Diagnostic::new(code::NOT_UTF8, file.span(good, good + 1), message);
        if byte >= 0xA0 {
            let guess = char::from(byte);
            diagnostic = diagnostic.help(format!("In the encoding Windows-1252 it is `{guess}`."));
        }
        diagnostic.help("Save the file as UTF-8: editors call this the file's encoding.")
    };
    let shown = Source::new(path, found.area, Data::Text(shown.into()));
    Box::new(Refusal { diagnostic, shown: Some(shown) })
}

/// The name of an encoding that its byte order mark gives away.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}

/// The text with `?` for each byte that is not UTF-8, so that every other byte stays at its place.
fn question_marks(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| '?'));
    }
    out
}

#[cfg(test)]
mod tests;
