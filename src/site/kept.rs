//! Pages that stay as an earlier build wrote them: links to places that they do not have lead to their head.

use std::collections::{BTreeMap, BTreeSet};

use super::links::{self, entities, scan};
use super::{Bytes, Site};
use crate::route::OutPath;

/// The site with the fragments taken off links to places that a kept page lacks. Of a page that will not be written the
/// links are left.
pub(super) fn settle(site: &Site, kept: &BTreeMap<OutPath, Bytes>) -> Site {
    let mut whole = site.clone();
    for (path, bytes) in kept {
        if let Some(file) = whole.files.get_mut(path) {
            file.bytes = bytes.clone();
        }
    }
    let mut dead: BTreeMap<OutPath, BTreeSet<String>> = BTreeMap::new();
    for link in links::check(&whole, "/", &BTreeSet::new()) {
        let to_kept = link.fragment.is_some() && kept.keys().any(|path| path.as_str() == link.target);
        if to_kept && !kept.contains_key(&link.page) {
            dead.entry(link.page).or_default().insert(link.href);
        }
    }
    let mut settled = site.clone();
    for (page, links) in &dead {
        if let Some(file) = settled.files.get_mut(page) {
            file.bytes = without_fragments(&file.bytes, links).into();
        }
    }
    settled
}

/// A page with the fragments taken off these links.
fn without_fragments(html: &[u8], links: &BTreeSet<String>) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len());
    let mut from = 0;
    scan(html, |_, attribute, value| {
        if attribute == b"href"
            && links.contains(entities(value).as_ref())
            && let Some(fragment) = value.iter().position(|&byte| byte == b'#')
        {
            // Where the value stands: it is a slice of the page.
            let start = value.as_ptr().addr() - html.as_ptr().addr();
            out.extend_from_slice(&html[from..start + fragment]);
            from = start + value.len();
        }
    });
    out.extend_from_slice(&html[from..]);
    out
}
