//! The finished website: bytes by path, and the check that every link inside it leads somewhere.

mod assets;
mod kept;
mod links;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diag::{Diagnostic, code};
use crate::route::OutPath;
use crate::span::Span;

pub use links::BrokenLink;

/// What a file of the site holds. Shared, so that a page from the memo costs nothing to put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes(pub Arc<[u8]>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes(bytes.into())
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        Bytes(text.into_bytes().into())
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Bytes(text.as_bytes().into())
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Bytes(bytes)
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Where a file of the site comes from, for diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What it is: `the article content/articles/a.md`, `the index of people`.
    pub what: Arc<str>,
    /// The file that it is made from, if it is made from one.
    pub span: Option<Span>,
}

impl Origin {
    /// Something made from one place in a source.
    pub fn at(what: impl Into<Arc<str>>, span: Span) -> Self {
        Origin { what: what.into(), span: Some(span) }
    }

    /// Something made by the program from the site as a whole.
    pub fn made(what: impl Into<Arc<str>>) -> Self {
        Origin { what: what.into(), span: None }
    }
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub bytes: Bytes,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether whoever writes the site has it already; then `bytes` may be empty.
    pub taken: bool,
}

/// Who takes pages as they are made, so that they need not all be held until the last one is.
pub trait Taker: Sync {
    /// Takes what goes to a path, and says its BLAKE3; none if it has to be kept, and given with the whole site.
    fn take(&self, path: &OutPath, bytes: &[u8]) -> Option<blake3::Hash>;

    /// Takes what goes to a path without seeing it, if it has it from an earlier build: bytes with this BLAKE3.
    fn has(&self, path: &OutPath, hash: blake3::Hash) -> bool;
}

/// Nobody, who takes nothing.
impl Taker for () {
    fn take(&self, _: &OutPath, _: &[u8]) -> Option<blake3::Hash> {
        None
    }

    fn has(&self, _: &OutPath, _: blake3::Hash) -> bool {
        false
    }
}

/// A whole website, as a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<OutPath, File>,
    /// Every path in the form in which paths are compared.
    folded: BTreeMap<String, OutPath>,
}

impl Site {
    /// A site without a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file in.
    ///
    /// # Errors
    /// `path-clash`, naming both origins, where another file has the path, or would have to be a folder for it, or lies
    /// in it as in a folder. Paths are compared after NFC and case folding. The file that was there first stays.
    pub fn insert(&mut self, path: OutPath, bytes: impl Into<Bytes>, origin: Origin) -> Result<(), Box<Diagnostic>> {
        self.put(path, File { bytes: bytes.into(), origin, taken: false })
    }

    /// [`Site::insert`] of a file that may have been taken ([`Taker`]).
    ///
    /// # Errors
    /// As [`Site::insert`].
    pub fn put(&mut self, path: OutPath, file: File) -> Result<(), Box<Diagnostic>> {
        let origin = &file.origin;
        let folded = path.folded();
        if let Some(other) = self.clash(&folded) {
            return Err(Box::new(self.clash_diagnostic(&path, origin, other)));
        }
        self.folded.insert(folded, path.clone());
        self.files.insert(path, file);
        Ok(())
    }

    /// [`Site::put`] of many files, in this order; gives what could not be put in. Where none stands in the way of another, none is
    /// looked for one by one.
    pub fn put_all(&mut self, files: Vec<(OutPath, File)>) -> Vec<Diagnostic> {
        let folded: Vec<String> = files.par_iter().map(|(path, _)| path.folded()).collect();
        if !self.files.is_empty() || has_clash(&folded) {
            let put = |(path, file)| self.put(path, file).err().map(|diagnostic| *diagnostic);
            return files.into_iter().filter_map(put).collect();
        }
        // Maps that are made at once.
        let paths: Vec<OutPath> = files.iter().map(|(path, _)| path.clone()).collect();
        (self.folded, self.files) =
            rayon::join(|| folded.into_iter().zip(paths).collect(), || files.into_iter().collect());
        Vec::new()
    }

    /// The files, by path.
    pub fn files(&self) -> &BTreeMap<OutPath, File> {
        &self.files
    }

    /// The bytes at a path.
    pub fn get(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path).map(|file| &file.bytes)
    }

    /// Checks every link of every page: that its path is in the site, and its fragment an id of that page. Links to other
    /// hosts are not followed. `base_path` is the path that links which begin with `/` start from (see
    /// [`crate::route::base_path`]). A path in `kept` stays in the output from an earlier build; links to it are good,
    /// with any fragment.
    pub fn check_links(&self, base_path: &str, kept: &BTreeSet<OutPath>) -> Vec<BrokenLink> {
        links::check(self, base_path, kept)
    }

    /// The files that a page with this HTML is shown with: styles, scripts, pictures and what its styles name, as far as the
    /// site has them.
    pub fn assets(&self, page: &OutPath, html: &[u8], base_path: &str) -> BTreeSet<OutPath> {
        assets::of(self, page, html, base_path)
    }

    /// The site as it is beside pages that stay as an earlier build wrote them, whose bytes these are: a link of a new page
    /// to a place that such a page does not have leads to the page's head.
    pub fn beside(&self, kept: &BTreeMap<OutPath, Bytes>) -> Site {
        kept::settle(self, kept)
    }

    fn clash(&self, folded: &str) -> Option<&OutPath> {
        if let Some(same) = self.folded.get(folded) {
            return Some(same);
        }
        // A file where this one needs a folder.
        let above = folded.match_indices('/').find_map(|(at, _)| self.folded.get(&folded[..at]));
        // Files in the folder of this one's name.
        above.or_else(|| {
            let inside = format!("{folded}/");
            let (next, path) = self.folded.range(inside.clone()..).next()?;
            next.starts_with(&inside).then_some(path)
        })
    }

    fn clash_diagnostic(&self, path: &OutPath, origin: &Origin, other: &OutPath) -> Diagnostic {
        let there =
            self.files.get(other).map(|file| file.origin.clone()).unwrap_or_else(|| Origin::made("another file"));
        let message = if path == other {
            format!("`/{path}` is made twice: from {} and from {}", there.what, origin.what)
        } else if path.folded() == other.folded() {
            format!(
                "`/{other}` (from {}) and `/{path}` (from {}) are one path where letter case does not count",
                there.what, origin.what
            )
        } else {
            format!(
                "`/{other}` (from {}) and `/{path}` (from {}) cannot both be: one is a file where the other needs a folder",
                there.what, origin.what
            )
        };
        let mut diagnostic = Diagnostic::nowhere(code::PATH_CLASH, message);
        // The later one is where the report points; the earlier one is the further place.
        match (origin.span, there.span) {
            (Some(span), first) => {
                diagnostic.span = Some(span);
                if let Some(first) = first {
                    diagnostic = diagnostic.label(first, format!("`/{other}` comes from here"));
                }
            }
            (None, span) => diagnostic.span = span,
        }
        diagnostic.help("Rename one of the two, or give it another `id`.")
    }
}

/// Whether two of these paths, in the form in which they are compared, are the same, or one is a folder of the other.
fn has_clash(folded: &[String]) -> bool {
    let all: FxHashSet<&str> = folded.iter().map(String::as_str).collect();
    let above = |path: &String| path.match_indices('/').any(|(at, _)| all.contains(&path[..at]));
    all.len() != folded.len() || folded.iter().any(above)
}

#[cfg(test)]
mod tests;
