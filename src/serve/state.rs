//! What is shown at a moment: the last good site, and what is wrong with the sources since.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::report::{Count, counted};
use crate::route::{self, OutPath, UrlStyle};
use crate::site::{Bytes, Site};

/// The site and its trouble.
#[derive(Clone, Default)]
pub(super) struct State {
    site: Option<Arc<Site>>,
    base: String,
    error: Option<Arc<str>>,
    /// There has been a build.
    pub ready: bool,
}

/// What an address leads to.
pub(super) enum Found<'s> {
    /// A file.
    File(&'s OutPath, &'s Bytes),
    /// Nothing; what the site shows then.
    Nothing(Option<(&'s OutPath, &'s Bytes)>),
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
    pub fn good(site: Arc<Site>, base: String) -> State {
        State { site: Some(site), base, error: None, ready: true }
    }

    /// After a build with errors: what was shown stays.
    pub fn in_error(&self, count: Count, text: &str, whole: usize) -> State {
        let more = match whole.saturating_sub(Self::SHOWN) {
            0 => String::new(),
            more => format!("\n… and {} more: see the terminal", counted(more, "message")),
        };
        let error = json!({ "head": count.to_string(), "text": format!("{}{more}", text.trim_end()) });
        State { error: Some(error.to_string().into()), ready: true, ..self.clone() }
    }

    pub fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref()
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
        let Some(site) = &self.site else { return Found::NoSite };
        let Some(inner) = path.strip_prefix(&*self.base) else {
            // The site does not lie at the root of its host: whoever comes there means the site.
            let above = path == "/" || format!("{path}/") == self.base;
            return if above { Found::Elsewhere(self.home()) } else { self.nothing() };
        };
        let file = if inner.is_empty() || inner.ends_with('/') {
            Cow::Owned(format!("{inner}index.html"))
        } else {
            Cow::Borrowed(inner)
        };
        if let Some((path, file)) = site.files().get_key_value(&*file) {
            return Found::File(path, &file.bytes);
        }
        match site.files().get_key_value(&*format!("{inner}/index.html")) {
            Some((page, _)) => Found::Elsewhere(route::rooted(&self.base, page, UrlStyle::Pretty)),
            None => self.nothing(),
        }
    }

    /// What tells whether a page that is open is still the one that would be shown: a hash of it and of what it is shown with.
    pub fn version(&self, raw: &str) -> String {
        let shown = match self.find(raw) {
            Found::File(path, bytes) => (200, Some((path, bytes))),
            Found::Nothing(page) => (404, page),
            Found::Elsewhere(_) => (302, None),
            Found::Bad(_) => (400, None),
            Found::NoSite => (503, None),
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{} {}", shown.0, self.base).as_bytes());
        if let (Some((path, bytes)), Some(site)) = (shown.1, &self.site) {
            hasher.update(bytes);
            if path.is_html() {
                for asset in site.assets(path, &self.base) {
                    hasher.update(asset.as_str().as_bytes());
                    hasher.update(site.get(asset.as_str()).map_or(&[], |bytes| bytes));
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
        let page = self.site.as_ref().and_then(|site| site.files().get_key_value(OutPath::not_found().as_str()));
        Found::Nothing(page.map(|(path, file)| (path, &file.bytes)))
    }
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
