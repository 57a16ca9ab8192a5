//! What is shown at a moment: the last good site, and what is wrong with the sources since.

use std::sync::Arc;

use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::render::Pages;
use crate::report::{Count, counted};
use crate::route::{self, OutPath, UrlStyle};
use crate::site::Bytes;

/// The site and its trouble.
#[derive(Clone, Default)]
pub(super) struct State {
    pages: Option<Arc<Pages>>,
    base: String,
    /// The same as it is found in addresses that were decoded.
    below: String,
    error: Option<Arc<str>>,
    /// How many notices of changes had come when what this was built from was read; none before the first build.
    pub built: Option<u64>,
    /// A page that is newer than the site.
    first: Option<Arc<First>>,
}

/// The page of the one article that has changed, made before the whole site is looked over.
struct First {
    path: OutPath,
    bytes: Bytes,
    /// How many notices of changes had come when the article was read.
    noticed: u64,
}

/// What an address leads to.
pub(super) enum Found<'s> {
    /// A file.
    File(&'s OutPath, Bytes),
    /// Nothing; what the site shows then.
    Nothing(Option<(&'s OutPath, Bytes)>),
    /// Another address.
    Elsewhere(String),
    /// It is none that a site can have.
    Bad(&'static str),
    /// There has been no good build yet.
    NoSite,
}

impl State {
    /// So many diagnostics a page shows.
    pub const SHOWN: usize = 100;

    /// After a good build.
    pub fn good(pages: Arc<Pages>, base: String, built: u64) -> State {
        let below = read(&base).unwrap_or_else(|_| base.clone());
        State { pages: Some(pages), base, below, error: None, built: Some(built), first: None }
    }

    /// After a build with errors: what was shown stays.
    pub fn in_error(&self, count: Count, text: &str, whole: usize, built: u64) -> State {
        let more = match whole.saturating_sub(Self::SHOWN) {
            0 => String::new(),
            more => format!("\n… and {} more: see the terminal", counted(more, "message")),
        };
        let error = json!({ "head": count.to_string(), "text": format!("{}{more}", text.trim_end()) });
        State { error: Some(error.to_string().into()), first: None, built: Some(built), ..self.clone() }
    }

    /// When more notices have come, and yet what is shown is as it would be.
    pub fn still(&self, built: u64) -> State {
        State { built: Some(built), first: None, ..self.clone() }
    }

    /// When one page is as it will be, and the others are not known yet.
    pub fn with_page(&self, path: OutPath, bytes: Bytes, noticed: u64) -> State {
        State { first: Some(Arc::new(First { path, bytes, noticed })), ..self.clone() }
    }

    /// Whether a page is newer than the site.
    pub fn has_page(&self) -> bool {
        self.first.is_some()
    }

    /// Whether what is shown at an address, as it stands in the request, is what it is to be after so many notices.
    pub fn is_new(&self, raw: &str, noticed: u64) -> bool {
        let is_first = |first: &Arc<First>| {
            let file = read(raw).ok().and_then(|path| path.strip_prefix(&*self.below).map(file_of));
            let is_apart = |file: &str| self.pages.as_ref().is_some_and(|pages| pages.is_apart(file));
            first.noticed >= noticed && file.is_some_and(|file| file == first.path.as_str() || is_apart(&file))
        };
        self.built >= Some(noticed) || self.first.as_ref().is_some_and(is_first)
    }

    pub fn pages(&self) -> Option<&Arc<Pages>> {
        self.pages.as_ref()
    }

    /// What is wrong, as the client reads it.
    pub fn error(&self) -> Option<&Arc<str>> {
        self.error.as_ref()
    }

    /// What the path of an address, as it stands in the request, leads to.
    pub fn find(&self, raw: &str) -> Found<'_> {
        let path = match read(raw) {
            Ok(path) => path,
            Err(why) => return Found::Bad(why),
        };
        let Some(pages) = &self.pages else { return Found::NoSite };
        let Some(inner) = path.strip_prefix(&*self.below) else {
            // The site does not lie at the root of its host: whoever comes there means the site.
            let above = path == "/" || format!("{path}/") == self.below;
            return if above { Found::Elsewhere(self.home()) } else { self.nothing() };
        };
        let file = file_of(inner);
        if let Some(first) = self.first.as_ref().filter(|first| file == first.path.as_str()) {
            return Found::File(&first.path, first.bytes.clone());
        }
        if let Some((path, bytes)) = pages.found(&file) {
            return Found::File(path, bytes);
        }
        match pages.find(&format!("{inner}/index.html")) {
            Some(page) => Found::Elsewhere(route::rooted(&self.base, page, UrlStyle::Pretty)),
            None => self.nothing(),
        }
    }

    /// What tells whether a page that is open is still the one that would be shown: a hash of it and of what it is shown with.
    pub fn version(&self, raw: &str) -> String {
        self.version_of(&self.find(raw))
    }

    /// The version of what was found.
    pub fn version_of(&self, found: &Found<'_>) -> String {
        let shown = match found {
            Found::File(path, bytes) => (200, Some((*path, bytes))),
            Found::Nothing(page) => (404, page.as_ref().map(|(path, bytes)| (*path, bytes))),
            Found::Elsewhere(_) => (302, None),
            Found::Bad(_) => (400, None),
            Found::NoSite => (503, None),
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{} {}", shown.0, self.base).as_bytes());
        if let (Some((path, bytes)), Some(pages)) = (shown.1, &self.pages) {
            hasher.update(bytes);
            if path.is_html() {
                for asset in pages.assets(path, bytes, &self.base) {
                    hasher.update(asset.as_str().as_bytes());
                    hasher.update(pages.get(asset.as_str()).as_deref().unwrap_or_default());
                }
            }
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// The address of the home page.
    fn home(&self) -> String {
        route::rooted(&self.base, &OutPath::home(), UrlStyle::Pretty)
    }

    fn nothing(&self) -> Found<'_> {
        let page = || self.pages.as_ref()?.found(OutPath::not_found().as_str());
        Found::Nothing(page())
    }
}

/// The file that an address below the site's means.
fn file_of(inner: &str) -> String {
    if inner.is_empty() || inner.ends_with('/') { format!("{inner}index.html") } else { inner.to_owned() }
}

/// A path as text. What could be taken for a way out of the site, by whatever server, is refused; a site has no such names.
fn read(raw: &str) -> Result<String, &'static str> {
    let path = route::decode(raw).ok_or("has `%` only before two hexadecimal digits that make UTF-8")?;
    if !path.starts_with('/') {
        return Err("begins with `/`");
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return Err("holds no backslash and no control character");
    }
    if path.split('/').any(|part| part == "." || part == "..") {
        return Err("holds no `.` or `..` as a name");
    }
    Ok(if path.is_ascii() { path } else { path.nfc().collect() })
}
