//! What a page is shown with: the files that its tags name, and those that its styles name.

use std::collections::BTreeSet;

use super::Site;
use super::links::{entities, leads_to, scan};
use crate::route::{OutPath, decode};

pub(super) fn of(site: &Site, page: &OutPath, html: &[u8], base_path: &str) -> BTreeSet<OutPath> {
    let base_path = &decode(base_path).unwrap_or_else(|| base_path.to_owned());
    let mut found = BTreeSet::new();
    let mut open = named(page.as_str(), html);
    while let Some((from, url)) = open.pop() {
        let Some(target) = leads_to(&from, &url, base_path) else { continue };
        let Some((path, file)) = site.files().get_key_value(target.as_str()) else { continue };
        // A link of another sort may lead to a page: that is none that this one is shown with.
        if path.is_html() || !found.insert(path.clone()) {
            continue;
        }
        if path.as_str().ends_with(".css") {
            open.extend(in_style(&file.bytes).into_iter().map(|url| (target.clone(), url)));
        }
    }
    found
}

/// What a `<link>` is for that a page is shown with.
const SHOWN: [&str; 3] = ["stylesheet", "icon", "preload"];

/// A `<link>`: its attributes come one by one, in any order, and only both together say what it is.
#[derive(Default)]
struct Link<'h> {
    /// The name of the tag, where it stands in the page.
    tag: &'h [u8],
    href: Option<String>,
    is_shown: bool,
}

/// The addresses that a page is shown with, each with the file that names it.
fn named(page: &str, html: &[u8]) -> Vec<(String, String)> {
    let mut found: Vec<String> = Vec::new();
    let mut link = Link::default();
    scan(html, |tag, attribute, value| match (tag, attribute) {
        (b"link", b"href" | b"rel") => {
            if !std::ptr::eq(link.tag, tag) {
                link = Link { tag, ..Link::default() };
            }
            if attribute == b"href" {
                link.href = Some(entities(value).into_owned());
            } else {
                let rel = entities(value).to_ascii_lowercase();
                link.is_shown = rel.split_ascii_whitespace().any(|word| SHOWN.contains(&word));
            }
            if link.is_shown {
                found.extend(link.href.take());
            }
        }
        (_, b"src" | b"poster") => found.push(entities(value).into_owned()),
        (b"object", b"data") | (b"image" | b"use", b"href" | b"xlink:href") => found.push(entities(value).into_owned()),
        (_, b"srcset" | b"imagesrcset") => {
            let value = entities(value);
            let urls = value.split(',').filter_map(|one| one.split_ascii_whitespace().next());
            found.extend(urls.map(str::to_owned));
        }
        _ => {}
    });
    found.into_iter().map(|url| (page.to_owned(), url)).collect()
}

/// The addresses in a style sheet: what stands in `url(…)`, and after `@import`.
fn in_style(css: &[u8]) -> Vec<String> {
    let css = String::from_utf8_lossy(css);
    let quoted = |text: &str| {
        let text = text.trim_start();
        let quote = text.chars().next().filter(|c| ['"', '\''].contains(c))?;
        text[1..].split(quote).next().map(str::to_owned)
    };
    let mut found = Vec::new();
    for (at, begin) in css.match_indices("url(") {
        let rest = &css[at + begin.len()..];
        found.extend(quoted(rest).or_else(|| rest.split(')').next().map(|url| url.trim().to_owned())));
    }
    found.extend(css.match_indices("@import").filter_map(|(at, begin)| quoted(&css[at + begin.len()..])));
    found
}
