//! Links inside the finished site: a scan over the bytes of its pages.
//!
//! The pages are Annals' own well-formed HTML, so a scan of tags and attributes is exact. Each is scanned once.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::{memchr, memchr2, memmem};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{Bytes, File, Site};
use crate::diag::{Diagnostic, code};
use crate::route::{OutPath, decode};
use crate::span::Span;

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrokenLink {
    /// The page that it stands in.
    pub page: OutPath,
    /// The link as written, entities read.
    pub href: String,
    /// The path that it leads to, where no file is; or, if `fragment` is there, the page that lacks that id.
    pub target: String,
    /// The id that the page at `target` lacks.
    pub fragment: Option<String>,
}

impl BrokenLink {
    /// The diagnostic for it, at `place` where it is known in which the link is written, else at the source of the page.
    /// `base_path` is the path on its host that the site is made for.
    pub fn diagnostic(&self, site: &Site, place: Option<Span>, base_path: &str) -> Diagnostic {
        let leads_out = self.fragment.is_none() && (self.target.starts_with('/') || self.target.starts_with("../"));
        let what = match &self.fragment {
            Some(id) => format!("but `/{}` has no place with the id `{id}`", self.target),
            None if leads_out && base_path != "/" => {
                format!("which leads out of the site: the site lies under `{base_path}`")
            }
            None if leads_out => "which leads out of the site".to_owned(),
            None => format!("but there is no file `/{}`", self.target),
        };
        let message = format!("the page `/{}` links to `{}`, {what}", self.page, self.href);
        let mut diagnostic = Diagnostic::nowhere(code::BROKEN_LINK, message);
        diagnostic.span = place.or_else(|| site.files().get(&self.page).and_then(|file| self.place(file)));
        let inside = self.target.trim_start_matches("../").trim_start_matches('/');
        let mut paths = site.files().keys().map(OutPath::as_str);
        if leads_out && self.href.starts_with('/') && paths.any(|path| path == inside) {
            return diagnostic.help(format!("Write `{base_path}{}`.", &self.href[1..]));
        }
        let paths = site.files().keys().map(OutPath::as_str);
        if self.fragment.is_none()
            && let Some(near) = crate::diag::nearest(inside, paths)
        {
            diagnostic = diagnostic.help(format!("There is `/{near}`."));
        }
        diagnostic
    }

    /// The diagnostic for a place that a template of the site does not show, though the page has it.
    pub fn hidden(&self, template: &str, place: Span) -> Diagnostic {
        let BrokenLink { page, href, target, fragment } = self;
        let id = fragment.as_deref().unwrap_or_default();
        let message = format!(
            "the template `{template}` of this site does not show the place `{id}` of `/{target}`: the page `/{page}` links to `{href}`"
        );
        Diagnostic::new(code::BROKEN_LINK, place, message).help(
            "Other pages lead to what stands in the blocks of a template; change them, or what is around them, but show what is in them.",
        )
    }
}

impl BrokenLink {
    /// Where it is written: in a page that is the author's own file, that place; else the source of the page.
    fn place(&self, file: &File) -> Option<Span> {
        let span = file.origin.span?;
        let is_value = |&at: &usize| {
            let after = file.bytes.get(at + self.href.len());
            at > 0
                && matches!(file.bytes[at - 1], b'"' | b'\'' | b'=')
                && after.is_some_and(|byte| b"\"' >\t\r\n".contains(byte))
        };
        let is_copy = span.file.path().starts_with("static/");
        let mut places = memmem::find_iter(&file.bytes, &self.href).filter(is_value);
        match places.next().filter(|_| is_copy && !self.href.is_empty()) {
            Some(at) => Some(span.file.span(at, at + self.href.len())),
            None => Some(span),
        }
    }
}

/// What one scan finds in a page.
struct Scanned<'s> {
    ids: FxHashSet<Cow<'s, str>>,
    /// Links to a place in a page of this build: the page's number, the place, the link as written.
    places: Vec<(usize, Cow<'s, str>, Href<'s>)>,
    broken: BTreeSet<BrokenLink>,
}

/// A link as it is written.
enum Href<'s> {
    /// The value of an attribute.
    Value(&'s [u8]),
    /// A part of one.
    Part(Box<str>),
}

impl Href<'_> {
    fn text(&self) -> String {
        match self {
            Href::Value(raw) => entities(raw).into_owned(),
            Href::Part(url) => url.to_string(),
        }
    }
}

/// The files that links may lead to: of a page of this build its number, for only then its ids are known.
type Targets<'s> = FxHashMap<&'s str, Option<usize>>;

/// Each page is scanned once, for its links and its ids; what leads to a place is looked up when all ids are known.
pub(super) fn check(site: &Site, base_path: &str, kept: &BTreeSet<OutPath>) -> Vec<BrokenLink> {
    // Its own pages give nobody a reason to make hashes collide.
    let mut targets = Targets::with_capacity_and_hasher(site.files().len() + kept.len(), FxBuildHasher);
    targets.extend(kept.iter().map(|path| (path.as_str(), None)));
    let mut pages: Vec<(&OutPath, &Bytes)> = Vec::with_capacity(site.files().len());
    for (path, file) in site.files() {
        let number = path.is_html().then(|| {
            pages.push((path, &file.bytes));
            pages.len() - 1
        });
        targets.insert(path.as_str(), number);
    }
    let base = decode(base_path).unwrap_or_else(|| base_path.to_owned());
    let scanned: Vec<Scanned<'_>> =
        pages.par_iter().enumerate().map(|(number, page)| check_page(number, *page, &base, &targets)).collect();
    let missing = |(page, found): (&(&OutPath, &Bytes), &Scanned<'_>)| {
        let mut broken = found.broken.clone();
        for (target, id, href) in &found.places {
            if !scanned[*target].ids.contains(id) {
                broken.insert(BrokenLink {
                    page: page.0.clone(),
                    href: href.text(),
                    target: pages[*target].0.as_str().to_owned(),
                    fragment: Some(id.clone().into_owned()),
                });
            }
        }
        broken.into_iter().collect::<Vec<_>>()
    };
    pages.par_iter().zip(&scanned).flat_map_iter(missing).collect()
}

fn check_page<'s>(
    number: usize,
    (page, bytes): (&OutPath, &'s Bytes),
    base: &str,
    targets: &Targets<'_>,
) -> Scanned<'s> {
    let mut found = Scanned { ids: FxHashSet::default(), places: Vec::new(), broken: BTreeSet::new() };
    // Menus and names say the same address again and again.
    let mut seen: FxHashSet<&[u8]> = FxHashSet::default();
    let mut target = String::new();
    scan(bytes, |name, attribute, raw| {
        if attribute == b"id" || (attribute == b"name" && name == b"a") {
            found.ids.insert(entities(raw));
        }
        let Some(sort) = Sort::of(name, attribute) else { return };
        if sort == Sort::One && !seen.insert(raw) {
            return;
        }
        let mut one = |url: &str, leads: Leads<'s>| match leads {
            Leads::Well => {}
            Leads::Nowhere(target) => {
                found.broken.insert(BrokenLink { page: page.clone(), href: url.to_owned(), target, fragment: None });
            }
            Leads::To(to, id) => {
                let href = if sort == Sort::One { Href::Value(raw) } else { Href::Part(url.into()) };
                found.places.push((to.unwrap_or(number), id, href));
            }
        };
        match (sort, entities(raw)) {
            (Sort::One, Cow::Borrowed(url)) => {
                let leads = leads(page, url, base, targets, &mut target);
                one(url, leads);
            }
            (Sort::One, Cow::Owned(url)) => {
                let leads = leads(page, &url, base, targets, &mut target).into_owned();
                one(&url, leads);
            }
            // Between two candidates stands a comma and white space; our own addresses hold no comma.
            (Sort::Srcset, value) => {
                for url in value.split(',').filter_map(|candidate| candidate.split_ascii_whitespace().next()) {
                    let leads = leads(page, url, base, targets, &mut target).into_owned();
                    one(url, leads);
                }
            }
            (Sort::Refresh, value) => {
                if let Some((_, url)) = value.split_once("url=").or_else(|| value.split_once("URL=")) {
                    let leads = leads(page, url.trim(), base, targets, &mut target).into_owned();
                    one(url.trim(), leads);
                }
            }
        }
    });
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    One,
    Srcset,
    Refresh,
}

impl Sort {
    fn of(tag: &[u8], attribute: &[u8]) -> Option<Sort> {
        match attribute {
            b"href" | b"src" | b"poster" | b"action" | b"cite" | b"xlink:href" => Some(Sort::One),
            b"data" if tag == b"object" => Some(Sort::One),
            b"srcset" | b"imagesrcset" => Some(Sort::Srcset),
            b"content" if tag == b"meta" => Some(Sort::Refresh),
            _ => None,
        }
    }
}

/// Where a link leads.
enum Leads<'u> {
    /// To a file that is there, or away from the site.
    Well,
    /// To a path where no file is.
    Nowhere(String),
    /// To the place with this id in the page with this number; none is the page itself.
    To(Option<usize>, Cow<'u, str>),
}

impl Leads<'_> {
    fn into_owned<'o>(self) -> Leads<'o> {
        match self {
            Leads::Well => Leads::Well,
            Leads::Nowhere(target) => Leads::Nowhere(target),
            Leads::To(to, id) => Leads::To(to, Cow::Owned(id.into_owned())),
        }
    }
}

/// Follows a link of this page. `target` is room for the path that it leads to.
fn leads<'u>(page: &OutPath, url: &'u str, base: &str, targets: &Targets<'_>, target: &mut String) -> Leads<'u> {
    let url = url.trim_ascii();
    let (url, fragment) = url.split_once('#').map_or((url, None), |(url, fragment)| (url, Some(fragment)));
    // HTML, 7.4.6.4: the empty fragment and `top` are the top of the document.
    let place = fragment.map(decoded).filter(|id| !id.is_empty() && !id.eq_ignore_ascii_case("top"));
    if url.is_empty() {
        return place.map_or(Leads::Well, |id| Leads::To(None, id));
    }
    if url.starts_with("//") || has_scheme(url) {
        return Leads::Well;
    }
    target_of(page.as_str(), url, base, target);
    match (targets.get(target.as_str()), place) {
        (None, _) => Leads::Nowhere(target.clone()),
        (Some(Some(to)), Some(id)) => Leads::To(Some(*to), id),
        _ => Leads::Well,
    }
}

/// The path of the site that a link in the file `page` leads to. Absent where it leads away.
pub(super) fn leads_to(page: &str, url: &str, base: &str) -> Option<String> {
    let url = url.trim_ascii();
    let url = url.split('#').next().unwrap_or_default();
    if url.starts_with("//") || has_scheme(url) {
        return None;
    }
    let mut target = String::new();
    target_of(page, url, base, &mut target);
    Some(target)
}

/// Puts into `target` the path that an address without scheme and fragment leads to.
fn target_of(page: &str, url: &str, base: &str, target: &mut String) {
    let path = url.split('?').next().unwrap_or_default();
    target.clear();
    if path.is_empty() {
        target.push_str(page);
    } else {
        resolve(page, &decoded(path), base, target);
    }
    if target.is_empty() || target.ends_with('/') {
        target.push_str("index.html");
    }
}

/// Without percent signs; as it is where they are wrong.
fn decoded(text: &str) -> Cow<'_, str> {
    match memchr(b'%', text.as_bytes()) {
        Some(_) => decode(text).map_or(Cow::Borrowed(text), Cow::Owned),
        None => Cow::Borrowed(text),
    }
}

fn has_scheme(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// RFC 3986, 5.2, on paths of the site. What climbs over the site's root or begins elsewhere keeps a `../` or `/`, and so
/// is found nowhere. `out` is empty before.
fn resolve(page: &str, path: &str, base: &str, out: &mut String) {
    let rest = match path.strip_prefix('/') {
        Some(_) => match path.strip_prefix(base) {
            Some(inner) => inner,
            None => return out.push_str(path),
        },
        None => {
            out.push_str(&page[..page.rfind('/').map_or(0, |at| at + 1)]);
            path
        }
    };
    let mut parts = rest.split('/').peekable();
    while let Some(part) = parts.next() {
        match part {
            "." => {}
            ".." => match out.strip_suffix('/') {
                Some(above) => out.truncate(above.rfind('/').map_or(0, |at| at + 1)),
                None => {
                    out.clear();
                    return out.push_str(path);
                }
            },
            _ => {
                out.push_str(part);
                if parts.peek().is_some() {
                    out.push('/');
                }
            }
        }
    }
}

/// Calls `each` with tag, attribute and raw value of every attribute that has one.
pub(super) fn scan<'b>(html: &'b [u8], mut each: impl FnMut(&'b [u8], &'b [u8], &'b [u8])) {
    let mut at = 0;
    while let Some(found) = memchr(b'<', &html[at..]) {
        at += found + 1;
        let rest = &html[at..];
        if rest.starts_with(b"!--") {
            at = memmem::find(&rest[3..], b"-->").map_or(html.len(), |end| at + 3 + end + 3);
            continue;
        }
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name = &rest[..rest.iter().position(|b| b" \t\r\n\x0C/>".contains(b)).unwrap_or(rest.len())];
        at += name.len();
        at = attributes(html, at, |attribute, value| each(name, attribute, value));
        // What stands in these is no markup.
        let end: Option<&[u8]> = match name {
            b"script" => Some(b"</script"),
            b"style" => Some(b"</style"),
            b"title" => Some(b"</title"),
            b"textarea" => Some(b"</textarea"),
            _ => None,
        };
        if let Some(end) = end
            && let Some(found) = memmem::find(&html[at..], end)
        {
            at += found;
        }
    }
}

/// Reads attributes from `at` to the end of the tag, which is given back.
fn attributes<'b>(html: &'b [u8], mut at: usize, mut each: impl FnMut(&'b [u8], &'b [u8])) -> usize {
    let is_space = |b: &u8| b" \t\r\n\x0C/".contains(b);
    loop {
        at += html[at..].iter().take_while(|b| is_space(b)).count();
        match html.get(at) {
            None => return at,
            Some(b'>') => return at + 1,
            Some(_) => {}
        }
        let start = at;
        at += html[at..].iter().take_while(|&b| !is_space(b) && !b"=>".contains(b)).count();
        let name = &html[start..at];
        at += html[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if html.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        at += html[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let value = match html.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                at += 1;
                let end = memchr(quote, &html[at..]).map_or(html.len(), |end| at + end);
                let value = &html[at..end];
                at = (end + 1).min(html.len());
                value
            }
            _ => {
                let start = at;
                at += html[at..].iter().take_while(|&b| !b.is_ascii_whitespace() && *b != b'>').count();
                &html[start..at]
            }
        };
        each(name, value);
    }
}

/// The text of an attribute's value: the references that escaping makes, by name and by number. Any other stays as it is.
pub(super) fn entities(value: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(value);
    if memchr(b'&', value).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = memchr2(b';', b' ', rest.as_bytes()).filter(|&end| rest.as_bytes()[end] == b';');
        match end.and_then(|end| Some((reference(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}
