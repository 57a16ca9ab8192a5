//! The author's links in a text whose words are exchanged: each goes around the same words again, or is said to be lost.

use std::sync::Arc;

use super::{ArticleReport, Site, parsed};
use crate::parse::body::{Body, Link, TextRange};
use crate::parse::document::{Article, Quote};
use crate::resolve::anchor::{Finder, Guard, Status};
use crate::resolve::kept::{self, Print};
use crate::span::Text;

/// The new body with the old one's links. `start`: where it will begin in the file; `head` and `gap` stand before it.
pub(super) fn carried(
    start: usize,
    head: &str,
    gap: &str,
    body: &str,
    article: &Article,
    site: &Site,
    report: &mut ArticleReport,
) -> String {
    let Some((_, source)) = site.source(article.file.path()) else { return body.to_owned() };
    let whole = format!("{head}{gap}{body}\n");
    let Some(now) = parsed(article.file.path(), &whole, &site.settings) else { return body.to_owned() };
    let (before, after) = (Finder::new(&article.body), Finder::new(&now.body));
    let sentences = kept::sorted(before.prints());
    let guard = Guard { language: &site.settings.language, names: &site.names };
    // What the new text brings along is not the author's.
    let brought = |link: &Link| now.body.links.iter().any(|other| (&other.to, other.wiki) == (&link.to, link.wiki));
    let mut placed: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    for link in article.body.links.iter().filter(|link| !link.range.is_empty() && !brought(link)) {
        let written = source.get(link.span.range()).unwrap_or_default();
        let place = place(link, &article.body, (&before, &sentences), &after, &guard)
            .and_then(|range| Some((now.body.map.span(range.clone())?.range(), range)))
            .filter(|(at, range)| whole.get(at.clone()) == Some(now.body.words(range)))
            .filter(|(at, _)| {
                at.start >= start && !placed.iter().any(|(other, _)| other.start < at.end && at.start < other.end)
            });
        match place {
            // What is in the brackets must be what stands there.
            Some((at, _)) if article.body.words(&link.range) == &whole[at.clone()] => placed.push((at, written)),
            _ => report.lost_links.push(written.to_owned()),
        }
    }
    placed.sort_by_key(|(at, _)| at.start);
    let mut out = String::with_capacity(whole.len());
    let mut at = start;
    for (range, written) in &placed {
        out.push_str(&whole[at..range.start]);
        out.push_str(written);
        at = range.end;
    }
    out.push_str(whole[at..].trim_end_matches('\n'));
    // The reader must see the same words, or no link goes back.
    let proof = parsed(article.file.path(), &format!("{head}{gap}{out}\n"), &site.settings);
    if proof.is_some_and(|proof| proof.body.text == now.body.text) {
        report.links = placed.len();
        return out;
    }
    report.lost_links.extend(placed.into_iter().map(|(_, written)| written.to_owned()));
    body.to_owned()
}

/// Where the words of a link are in the new text.
fn place(
    link: &Link,
    body: &Body,
    (before, sentences): (&Finder<'_>, &Arc<[Print]>),
    after: &Finder<'_>,
    guard: &Guard<'_>,
) -> Option<TextRange> {
    let quote = Quote {
        quote: Text::new(body.words(&link.range).to_owned(), link.span),
        before: None,
        after: None,
        occurrence: None,
    };
    let around = kept::locate(body, before, &quote, std::slice::from_ref(&link.range), false)?;
    let around = kept::around(&around.passage, sentences)?;
    let located = after.locate(&quote, Some(&around), guard);
    let sure = matches!(located.status, Status::Exact | Status::Folded | Status::Moved);
    located.places.first().filter(|_| sure && located.places.len() == 1).cloned()
}
