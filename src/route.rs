//! Pages → output paths and addresses: the only place that makes URLs.
//!
//! | what | path |
//! |---|---|
//! | home | `index.html` |
//! | article, entity | `articles/ID/index.html`, `KIND/ID/index.html` |
//! | their lists | `articles/index.html`, `KIND/index.html` |
//! | a further part of any list | `…/~PART/index.html` beside the list's own page |
//! | tag | `tags/index.html`, `tags/TAG/index.html` |
//! | timeline | `timeline/index.html` |
//! | publisher | `sources/index.html`, `sources/NAME/index.html` |
//! | letters | `letters/index.html`, `letters/~correspondents/index.html`, `letters/ID/index.html`, `letters/KIND/ID/index.html` |
//! | series | `series/index.html`, `series/ID/index.html` |
//! | plain page `a/b.md` | `a/b/index.html`; `a/index.md` is `a/index.html` |
//! | former address `/old/path/` | `old/path/index.html`; one that ends in `.html` is itself a file |
//! | file linked in content | `media/…` |
//! | theme's file | `assets/…` |
//!
//! `~` begins a part because no id can hold it and no address needs to escape it (RFC 3986, 2.3): a part never clashes
//! with an entity, whatever the entity is called.

mod url;

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::id::Slug;

pub use url::{UrlStyle, absolute, ascii, base_path, decode, external, relative, rooted};

/// The name in the output folder under which the writer keeps its own files.
pub const OWN_FOLDER: &str = ".annals";

/// Files that may have a hash in their names, by extension, and its hexadecimal digits.
const HASHED: [&str; 2] = ["css", "js"];
const HASH_DIGITS: usize = 8;

/// The most bytes of a path.
const LONGEST: usize = 1_024;

/// Whether a file of this name is a page.
pub fn is_html(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

/// A path in the output: relative, `/` between the parts, NFC, each part a name that every system can have.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// Reads a path. A leading `/` is dropped.
    ///
    /// # Errors
    /// What is wrong with it, in words that continue "a path …".
    pub fn new(path: &str) -> Result<OutPath, &'static str> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path: String = if path.is_ascii() { path.to_owned() } else { path.nfc().collect() };
        if path.is_empty() {
            return Err("must not be empty");
        }
        for part in path.split('/') {
            if part.is_empty() {
                return Err("has a name between any two `/`, and after the last");
            }
            if part == "." || part == ".." {
                return Err("must not hold `.` or `..` as a name");
            }
            if let Some(problem) = name_problem(part) {
                return Err(problem);
            }
        }
        // Systems know no longer ones, with the folder that they lie in.
        if path.len() > LONGEST {
            return Err("has at most 1,024 bytes");
        }
        let first = path.split('/').next().unwrap_or_default();
        if first.eq_ignore_ascii_case(OWN_FOLDER) {
            return Err("must not begin with `.annals`, where Annals keeps its own files");
        }
        Ok(OutPath(path.into()))
    }

    /// A path made of parts that are known to be good.
    fn known(path: String) -> OutPath {
        debug_assert_eq!(OutPath::new(&path).as_ref().map(OutPath::as_str), Ok(path.as_str()));
        OutPath(path.into())
    }

    /// The home page.
    pub fn home() -> OutPath {
        Self::known("index.html".into())
    }

    /// An article.
    pub fn article(id: &Slug) -> OutPath {
        Self::known(format!("articles/{id}/index.html"))
    }

    /// The articles by date.
    pub fn articles() -> OutPath {
        Self::known("articles/index.html".into())
    }

    /// An entity. A kind's name has an id's form; see `bad-kind`.
    pub fn entity(kind: &str, id: &Slug) -> OutPath {
        Self::known(format!("{kind}/{id}/index.html"))
    }

    /// The index of a kind.
    pub fn index(kind: &str) -> OutPath {
        Self::known(format!("{kind}/index.html"))
    }

    /// Who appears with whom.
    pub fn network() -> OutPath {
        Self::known("network/index.html".into())
    }

    /// All events by year.
    pub fn timeline() -> OutPath {
        Self::known("timeline/index.html".into())
    }

    /// All publishers. For one of them see [`sources`].
    pub fn all_sources() -> OutPath {
        Self::known("sources/index.html".into())
    }

    /// All letters in order of sending.
    pub fn letters() -> OutPath {
        Self::known("letters/index.html".into())
    }

    /// Everybody who sent or received a letter.
    pub fn correspondents() -> OutPath {
        Self::letters().part("correspondents")
    }

    /// The letters that somebody sent or received; of people the kind is not named.
    pub fn correspondence(kind: Option<&str>, id: &Slug) -> OutPath {
        Self::known(match kind {
            None => format!("letters/{id}/index.html"),
            Some(kind) => format!("letters/{kind}/{id}/index.html"),
        })
    }

    /// All series.
    pub fn all_series() -> OutPath {
        Self::known("series/index.html".into())
    }

    /// A series.
    pub fn series(id: &Slug) -> OutPath {
        Self::known(format!("series/{id}/index.html"))
    }

    /// All tags. For one tag see [`tags`].
    pub fn all_tags() -> OutPath {
        Self::known("tags/index.html".into())
    }

    /// A further part of the list on this page: `people/index.html`, `B 2` → `people/~b-2/index.html`. Letters of any
    /// script stay, white space and hyphens become `-`, any other character becomes `_` and its code point in hex, so
    /// that two parts that differ in more than case have two paths.
    #[must_use]
    pub fn part(&self, part: &str) -> OutPath {
        let mut name = String::from("~");
        for c in part.nfc().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                name.push(c);
            } else if c.is_whitespace() || c == '-' {
                name.push('-');
            } else {
                name.push_str(&format!("_{:x}", u32::from(c)));
            }
        }
        self.beside(&format!("{name}/index.html"))
    }

    /// A file in the folder of this page: `people/ID/index.html`, `atom.xml` → `people/ID/atom.xml`. `name` is one of the
    /// program's own.
    #[must_use]
    pub fn beside(&self, name: &str) -> OutPath {
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path: String = if folder.is_empty() { name.into() } else { format!("{folder}/{name}") };
        Self::known(path.nfc().collect())
    }

    /// A plain page, from its path below `content/`.
    ///
    /// # Errors
    /// As [`OutPath::new`].
    pub fn page(inner_path: &str) -> Result<OutPath, &'static str> {
        let stem = inner_path.strip_suffix(".md").unwrap_or(inner_path);
        if stem == "index" || stem.ends_with("/index") {
            Self::new(&format!("{stem}.html"))
        } else {
            Self::new(&format!("{stem}/index.html"))
        }
    }

    /// The page at a former address, from a path as it stood in addresses: percent signs are read, a query is none of it.
    ///
    /// # Errors
    /// What is wrong with it, in words that continue "a path …".
    pub fn redirect(old: &str) -> Result<OutPath, &'static str> {
        if old.contains("://") {
            return Err("begins with `/`, without the site's own address");
        }
        if old.contains(['?', '#']) {
            return Err("must not hold `?` or `#`: only files can be redirected");
        }
        let path = decode(old).ok_or("has `%` only before two hexadecimal digits that make UTF-8")?;
        let path = path.trim_start_matches('/');
        let lower = path.to_ascii_lowercase();
        if is_html(&lower) {
            return Self::new(path);
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() { Ok(Self::home()) } else { Self::new(&format!("{path}/index.html")) }
    }

    /// A file that content links to, from its path below `content/`.
    ///
    /// # Errors
    /// As [`OutPath::new`].
    pub fn media(inner_path: &str) -> Result<OutPath, &'static str> {
        Self::new(&format!("media/{inner_path}"))
    }

    /// A file of the theme.
    ///
    /// # Errors
    /// As [`OutPath::new`].
    pub fn asset(name: &str) -> Result<OutPath, &'static str> {
        Self::new(&format!("assets/{name}"))
    }

    /// A picture made of another, named after that one's file, its own width and what it holds.
    pub fn made_picture(of: &OutPath, width: u32, extension: &str, bytes: &[u8]) -> OutPath {
        let name = of.0.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let stem: String = stem.chars().take(60).map(plain).collect();
        let hash = blake3::hash(bytes).to_hex();
        Self::known(format!("assets/pictures/{stem}-{width}.{}.{extension}", &hash[..HASH_DIGITS]))
    }

    /// The page that a server shows for an address that leads nowhere.
    pub fn not_found() -> OutPath {
        Self::known("404.html".into())
    }

    /// The site's Atom feed.
    pub fn atom() -> OutPath {
        Self::known("atom.xml".into())
    }

    /// The list of all addresses, or the index of its parts.
    pub fn sitemap() -> OutPath {
        Self::known("sitemap.xml".into())
    }

    /// A part of the list of all addresses, from 1.
    pub fn sitemap_part(number: usize) -> OutPath {
        Self::known(format!("sitemap-{number}.xml"))
    }

    /// What robots may do.
    pub fn robots() -> OutPath {
        Self::known("robots.txt".into())
    }

    /// An empty file by which GitHub Pages serves a site as it is; else it would leave out addresses that begin with `~`.
    pub fn no_jekyll() -> OutPath {
        Self::known(".nojekyll".into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a style sheet or script with a hash of what it holds: `assets/annals.3f2a91c0.css`. Other files have none.
    pub fn hashed(&self, bytes: &[u8]) -> Option<OutPath> {
        let (stem, extension) = self.0.rsplit_once('.').filter(|(_, extension)| HASHED.contains(extension))?;
        let hash = blake3::hash(bytes).to_hex();
        OutPath::new(&format!("{stem}.{}.{extension}", &hash[..HASH_DIGITS])).ok()
    }

    /// Whether it is such a name.
    pub fn is_hashed(&self) -> bool {
        let mut parts = self.0.rsplit('.');
        let extension = parts.next().is_some_and(|extension| HASHED.contains(&extension));
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let hash = parts.next().is_some_and(|hash| hash.len() == HASH_DIGITS && hash.bytes().all(digit));
        extension && hash && parts.next().is_some_and(|stem| !stem.is_empty() && !stem.ends_with('/'))
    }

    /// Whether it is a web page.
    pub fn is_html(&self) -> bool {
        is_html(&self.0)
    }

    /// The path in the form in which paths are compared: as file systems do that know no case and no normalisation.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// NFC and full case folding (Unicode's `toNFKC_Casefold` without the K, as APFS and NTFS compare names).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let folded = icu_casemap::CaseMapper::new().fold_string(text);
    folded.nfc().collect()
}

/// [`fold`] for words of a language: in Turkish and Azerbaijani `I` is the capital of `ı`, and `İ` that of `i`.
pub fn fold_in(language: &str, text: &str) -> String {
    if matches!(language.split('-').next(), Some("tr" | "az")) {
        return icu_casemap::CaseMapper::new().fold_turkic_string(text).nfc().collect();
    }
    fold(text)
}

/// The page of each tag.
pub fn tags<'t>(tags: impl IntoIterator<Item = &'t str>) -> BTreeMap<String, OutPath> {
    named("tags", tags)
}

/// The page of each publisher.
pub fn sources<'t>(names: impl IntoIterator<Item = &'t str>) -> BTreeMap<String, OutPath> {
    named("sources", names)
}

/// The page of each of these free texts; its segment is the id nearest to the text (`Cold War` → `cold-war`). Where
/// several come out alike (`C`, `C++`), the one that is its own segment has it, else the first by text; the others
/// get `~` and a hash of the text after it, which no id and no other text has.
fn named<'t>(folder: &str, texts: impl IntoIterator<Item = &'t str>) -> BTreeMap<String, OutPath> {
    let all: BTreeSet<&str> = texts.into_iter().collect();
    let mut ordered: Vec<(Slug, bool, &str)> = all
        .into_iter()
        .map(|text| {
            let slug = Slug::propose(text);
            (slug.clone(), slug.as_str() != text, text)
        })
        .collect();
    ordered.sort();
    let mut taken = BTreeSet::new();
    let mut pages = BTreeMap::new();
    for (slug, _, text) in ordered {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        // Eight digits of a hash suffice but for bad luck, and then more do.
        let hashed = (8..=hash.len()).map(|digits| format!("{slug}~{}", &hash[..digits]));
        let segment = std::iter::once(slug.to_string()).chain(hashed).find(|segment| !taken.contains(segment));
        let segment = segment.unwrap_or_else(|| format!("{slug}~{hash}"));
        pages.insert(text.to_owned(), OutPath::known(format!("{folder}/{segment}/index.html")));
        taken.insert(segment);
    }
    pages
}

/// What makes a file's name unfit for the web or for one of the systems that Annals runs on, in words that continue
/// "the name …" or "a path …".
pub fn name_problem(name: &str) -> Option<&'static str> {
    if name.chars().any(char::is_control) {
        Some("holds a control character")
    } else if name.contains('\\') {
        Some("holds a backslash, which separates folders on Windows")
    } else if name.ends_with('.') {
        Some("ends in a dot, which Windows drops")
    } else if name.ends_with(' ') {
        Some("ends in a space, which Windows drops")
    } else if name.len() > 255 {
        Some("is longer than 255 bytes")
    } else if is_device(name) {
        Some("is reserved on Windows for a device")
    } else {
        None
    }
}

/// The names of devices, with any extension and in any case: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str()) {
        return true;
    }
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    number.is_some_and(|number| {
        let mut chars = number.chars();
        matches!((chars.next(), chars.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
    })
}

#[cfg(test)]
mod tests;
