//! The author's links in a text whose words are exchanged: each goes around the same words again, or is said to be lost.

use std::ops::Range;
use std::sync::Arc;

use super::{ArticleReport, LostLink, Site, parsed};
use crate::parse::body::{Body, Link, TextRange};
use crate::parse::document::{Article, Quote};
use crate::resolve::anchor::{Finder, Guard, Located, Status};
use crate::resolve::kept::{self, Print};
use crate::span::Text;

/// A link and where its words are in the new file.
struct Placed<'s> {
    at: Range<usize>,
    /// As it was written.
    written: &'s str,
    /// How it can be written there, the best first.
    ways: Vec<String>,
    to: &'s str,
}

/// The new body with the old one's links. `front`: what stands before it in the file.
pub(super) fn carried(
    front: &str,
    body: &str,
    article: &Article,
    site: &Site,
    guard: &Guard<'_>,
    report: &mut ArticleReport,
) -> String {
    let start = front.len();
    let path = article.file.path();
    let whole = format!("{front}{body}\n");
    let (Some((_, source)), Some(now)) = (site.source(path), parsed(path, &whole, &site.settings)) else {
        return body.to_owned();
    };
    let (before, after) = (Finder::new(&article.body), Finder::new(&now.body));
    let sentences = kept::sorted(before.prints());
    // What the new text brings along is not the author's.
    let brought = |link: &Link| now.body.links.iter().any(|other| (&other.to, other.wiki) == (&link.to, link.wiki));
    let mut placed: Vec<Placed<'_>> = Vec::new();
    for link in article.body.links.iter().filter(|link| !link.range.is_empty() && !brought(link)) {
        let written = source.get(link.span.range()).unwrap_or_default();
        let found = plain(link)
            .and_then(|()| place(link, &article.body, (&before, &sentences), &after, guard))
            .and_then(|range| written_there(&range, &now.body, &whole).ok_or(NOT_THERE))
            .and_then(|at| {
                let taken = |other: &Placed<'_>| other.at.start < at.end && at.start < other.at.end;
                if at.start < start || placed.iter().any(taken) { Err(NOT_THERE) } else { Ok(at) }
            });
        match found {
            Ok(at) => {
                let ways = ways(link, &article.body, source, &whole[at.clone()]);
                placed.push(Placed { at, written, ways, to: &link.to });
            }
            Err(why) => report.lost_links.push(LostLink { link: written.to_owned(), why }),
        }
    }
    placed.sort_by_key(|link| link.at.start);
    // The reader must see the same words, and a link where one was put.
    let proven = |chosen: &[(usize, usize)]| {
        let new = with(&whole, &placed, chosen);
        parsed(path, &new, &site.settings).is_some_and(|new| {
            let links = &new.body.links;
            new.body.text == now.body.text
                && links.len() == now.body.links.len() + chosen.len()
                && chosen.iter().all(|(number, _)| links.iter().any(|link| link.to == placed[*number].to))
        })
    };
    let mut chosen: Vec<(usize, usize)> = (0..placed.len()).map(|number| (number, 0)).collect();
    if !proven(&chosen) {
        chosen.clear();
        for (number, link) in placed.iter().enumerate() {
            let way = (0..link.ways.len()).find(|way| proven(&[&chosen[..], &[(number, *way)]].concat()));
            match way {
                Some(way) => chosen.push((number, way)),
                None => report.lost_links.push(LostLink { link: link.written.to_owned(), why: NOT_THERE }),
            }
        }
    }
    report.links = chosen.len();
    with(&whole, &placed, &chosen)[start..].trim_end_matches('\n').to_owned()
}

const NOT_THERE: &str = "its words are there, but in other markup";

/// The file with these links, each with its number and the way in which it is written.
fn with(whole: &str, placed: &[Placed<'_>], chosen: &[(usize, usize)]) -> String {
    let (mut out, mut at) = (String::with_capacity(whole.len()), 0);
    for &(number, way) in chosen {
        let link = &placed[number];
        out.push_str(&whole[at..link.at.start]);
        out.push_str(&link.ways[way]);
        at = link.at.end;
    }
    out + &whole[at..]
}

/// A link with attributes is HTML, of which only the tag is known.
fn plain(link: &Link) -> Result<(), &'static str> {
    if link.attributes.is_empty() { Ok(()) } else { Err("it has attributes that only HTML can say") }
}

/// How a link can be written around words: as it was, if these are the same, or with an address of its own, which a reference
/// link has elsewhere, in a definition that has gone with the old text.
fn ways(link: &Link, body: &Body, source: &str, words: &str) -> Vec<String> {
    let mut ways = Vec::new();
    let (span, target) = (link.span.range(), link.target.range());
    if body.words(&link.range) == words && span.start <= target.start && target.end <= span.end {
        ways.extend(source.get(span.clone()).map(str::to_owned));
    }
    ways.push(if link.wiki {
        format!("[[{}|{words}]]", link.to)
    } else {
        let own = source.get(target.clone()).filter(|_| target != span);
        let address = own.map_or_else(|| format!("<{}>", link.to), str::to_owned);
        let title = link.title.replace('\\', "\\\\").replace('"', "\\\"");
        let title = if title.is_empty() { title } else { format!(" \"{title}\"") };
        format!("[{words}]({address}{title})")
    });
    ways
}

/// Where a place of the text stands in its file, if nothing but its words stands there, white space apart.
fn written_there(range: &TextRange, body: &Body, whole: &str) -> Option<Range<usize>> {
    let at = body.map.span(range.clone())?.range();
    let is = whole.get(at.clone())?;
    is.split_whitespace().eq(body.words(range).split_whitespace()).then_some(at)
}

/// Where the words of a link are in the new text, or why they are nowhere.
fn place(
    link: &Link,
    body: &Body,
    (before, sentences): (&Finder<'_>, &Arc<[Print]>),
    after: &Finder<'_>,
    guard: &Guard<'_>,
) -> Result<TextRange, &'static str> {
    let quote = Quote {
        quote: Text::new(body.words(&link.range).to_owned(), link.span),
        before: None,
        after: None,
        occurrence: None,
    };
    let around = kept::locate(body, before, &quote, std::slice::from_ref(&link.range), false);
    let around = around.and_then(|around| kept::around(&around.passage, sentences));
    let Located { status, places, .. } = after.locate(&quote, around.as_ref(), guard);
    match (status, &places[..]) {
        (Status::Exact | Status::Folded | Status::Moved, [place]) => Ok(place.clone()),
        (Status::Edited | Status::SubstanceChanged, _) => Err("its words are others now"),
        (Status::Removed | Status::Lost, _) => match after.find_everywhere(&quote) {
            Ok(_) => Err("its words stand among other words, and whether they are the same is not sure"),
            Err(_) => Err("its words are not there any more"),
        },
        _ => Err("its words stand in several places, and which are meant is not sure"),
    }
}
