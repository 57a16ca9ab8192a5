//! What machines read: the Atom feed, the sitemap, `robots.txt`.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::here::Whole;
use crate::date::Date;
use crate::id::ArticleId;
use crate::resolve::corpus::{Article, Corpus};
use crate::route::{self, OutPath};

/// Entries of the feed.
const NEWEST: usize = 50;
/// Addresses in one sitemap: <https://www.sitemaps.org/protocol.html>.
const SITEMAP: usize = 50_000;

type Xml = Writer<Vec<u8>>;

/// The Atom feed (RFC 4287): the articles that entered the site last, by `added`, else by date. An entry's id is the
/// article's address, which stays as long as the article's id does. Atom wants to know when each of them changed, and when
/// the feed did: so there is no entry where nobody knows, and no feed without entries.
pub(super) fn atom(whole: &Whole<'_>, base: &str) -> Option<Vec<u8>> {
    let (corpus, style) = (whole.corpus, whole.settings().urls);
    let mut ids: Vec<ArticleId> = whole.newest.clone();
    ids.retain(|&id| updated(corpus.article(id)).is_some());
    let key = |id: &ArticleId| {
        let article = corpus.article(*id);
        article.added.as_ref().or(article.date.as_ref()).map(|date| &date.value)
    };
    // Stable, so that the order of the list decides among equals.
    ids.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) => b.chronology(a),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    ids.truncate(NEWEST);
    let updated = ids.iter().filter_map(|&id| updated(corpus.article(id))).max_by_key(|text| moment(text))?;
    let home = route::absolute(base, &OutPath::home(), None, style);
    let feed = xml("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &corpus.settings.language)], |w| {
        text(w, "title", &corpus.title)?;
        if let Some(description) = &corpus.settings.description {
            text(w, "subtitle", &description.value)?;
        }
        text(w, "id", &home)?;
        empty(w, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &home)])?;
        let own = route::absolute(base, &OutPath::atom(), None, style);
        empty(w, "link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
        text(w, "updated", &updated)?;
        let author = corpus.settings.author.as_ref().map_or(corpus.title.as_str(), |author| author.value.as_str());
        element(w, "author", &[], |w| text(w, "name", author))?;
        ids.iter().try_for_each(|&id| entry(w, whole, base, id))
    });
    Some(feed)
}

/// Whether there is anything that a feed can tell.
pub(super) fn exists(corpus: &Corpus) -> bool {
    corpus.settings.base_url.is_some() && corpus.articles.iter().any(|article| updated(article).is_some())
}

fn entry(w: &mut Xml, whole: &Whole<'_>, base: &str, id: ArticleId) -> std::io::Result<()> {
    let article = whole.corpus.article(id);
    let style = whole.settings().urls;
    let path = &whole.article_paths[id.index()];
    let href = route::absolute(base, path, None, style);
    let language = (article.language != whole.settings().language).then_some(("xml:lang", article.language.as_str()));
    element(w, "entry", language.as_slice(), |w| {
        text(w, "title", &article.title)?;
        // The same in both styles of links: the id must not change when the style does.
        text(w, "id", &route::absolute(base, path, None, route::UrlStyle::Pretty))?;
        empty(w, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &href)])?;
        if let Some(updated) = updated(article) {
            text(w, "updated", &updated)?;
        }
        if let Some(published) = article.own_date().and_then(|date| exact(&date.value)) {
            text(w, "published", &published)?;
        }
        // Without one it would be by the feed's author (RFC 4287, 4.2.1).
        for author in super::article::authors(article) {
            element(w, "author", &[], |w| text(w, "name", author))?;
        }
        for tag in &article.tags {
            empty(w, "category", &[("term", &clean(tag))])?;
        }
        match &article.description {
            Some(description) => text(w, "summary", description),
            None => Ok(()),
        }
    })
}

/// When an entry changed last: the latest of the article's days that is known, or the end of the latest of its dates where
/// none is known or that lies certainly after it.
fn updated(article: &Article) -> Option<String> {
    let dates = || [&article.updated, &article.added, &article.date].into_iter().flatten().map(|date| &date.value);
    let known = dates().filter_map(|date| Some((date, exact(date)?))).max_by_key(|(_, text)| moment(text));
    let is_later = |date: &&Date| {
        known.as_ref().is_none_or(|(known, _)| {
            date.certainly_after(known) && !date.is_uncertain() && !date.is_approximate() && exact(date).is_none()
        })
    };
    let ends = dates().filter(is_later).filter_map(|date| date.latest().day().or_else(|| date.earliest().day()));
    let end = ends.filter(|day| (0..=9999).contains(&day.year)).max();
    end.map(|day| format!("{day}T00:00:00Z")).or_else(|| known.as_ref().map(|(_, text)| text.clone()))
}

/// Moments are compared as such, for they are written at the clocks of several zones.
fn moment(text: &str) -> Option<jiff::Timestamp> {
    text.parse().ok()
}

/// The moment of a date whose day is known; that of any other nobody knows.
fn exact(date: &Date) -> Option<String> {
    let day = date.earliest().day()?;
    (date.latest().day() == Some(day) && !date.is_uncertain() && !date.is_approximate())
        .then(|| date.rfc3339())
        .flatten()
}

/// The sitemap, or, where one file cannot hold all addresses, an index and its parts. `pages` are the pages that search
/// engines may show.
pub(super) fn sitemap(whole: &Whole<'_>, base: &str, pages: &[OutPath]) -> Vec<(OutPath, Vec<u8>)> {
    sitemap_of(whole.settings().urls, base, pages, SITEMAP)
}

/// The paths of the files that [`sitemap`] makes for so many pages.
pub(super) fn sitemap_paths(pages: usize) -> Vec<OutPath> {
    paths_of(pages, SITEMAP)
}

fn paths_of(pages: usize, size: usize) -> Vec<OutPath> {
    let parts = if pages <= size { 0 } else { pages.div_ceil(size) };
    std::iter::once(OutPath::sitemap()).chain((1..=parts).map(OutPath::sitemap_part)).collect()
}

fn sitemap_of(style: route::UrlStyle, base: &str, pages: &[OutPath], size: usize) -> Vec<(OutPath, Vec<u8>)> {
    const SPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    let set = |pages: &[OutPath]| {
        xml("urlset", &[SPACE], |w| {
            pages.iter().try_for_each(|page| {
                element(w, "url", &[], |w| text(w, "loc", &route::absolute(base, page, None, style)))
            })
        })
    };
    if pages.len() <= size {
        return vec![(OutPath::sitemap(), set(pages))];
    }
    let parts: Vec<_> =
        pages.chunks(size).enumerate().map(|(at, pages)| (OutPath::sitemap_part(at + 1), set(pages))).collect();
    let index = xml("sitemapindex", &[SPACE], |w| {
        parts.iter().try_for_each(|(part, _)| {
            element(w, "sitemap", &[], |w| text(w, "loc", &route::absolute(base, part, None, style)))
        })
    });
    let mut files = vec![(OutPath::sitemap(), index)];
    files.extend(parts);
    files
}

/// `robots.txt` (RFC 9309): everything may be read; where the sitemap is.
pub(super) fn robots(base: Option<&str>, style: route::UrlStyle) -> Vec<u8> {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = base {
        out.push_str(&format!("\nSitemap: {}\n", route::absolute(base, &OutPath::sitemap(), None, style)));
    }
    out.into_bytes()
}

/// A document with its one outermost element. Writing to memory cannot fail.
fn xml(name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut w = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = w
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))
        .and_then(|()| element(&mut w, name, attributes, content));
    debug_assert!(written.is_ok());
    let mut out = w.into_inner();
    out.push(b'\n');
    out
}

fn element(
    w: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    content: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<()> {
    w.create_element(name).with_attributes(attributes.iter().copied()).write_inner_content(content).map(|_| ())
}

fn text(w: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    w.create_element(name).write_text_content(BytesText::new(&clean(text))).map(|_| ())
}

/// Without the characters that XML 1.0 does not have, not even escaped.
fn clean(text: &str) -> String {
    let unfit =
        |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\u{85}') || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|&c| !unfit(c)).collect()
}

fn empty(w: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    w.create_element(name).with_attributes(attributes.iter().copied()).write_empty().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_that_is_too_long_is_split_under_an_index() {
        let pages: Vec<_> = ["a", "b c", "d"].iter().filter_map(|name| OutPath::page(name).ok()).collect();
        for (count, size) in [(0, 2), (2, 2), (3, 2), (3, 1)] {
            let files = sitemap_of(route::UrlStyle::Pretty, "https://x.org/", &pages[..count], size);
            assert!(files.iter().map(|(path, _)| path).eq(&paths_of(count, size)), "{count} in parts of {size}");
        }
        let files = sitemap_of(route::UrlStyle::Pretty, "https://x.org/", &pages, 2);
        let files: Vec<_> =
            files.iter().map(|(path, xml)| (path.as_str(), std::str::from_utf8(xml).unwrap())).collect();
        let locations = |xml: &str| -> Vec<String> {
            xml.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).map(str::to_owned).collect()
        };
        assert_eq!(
            files.iter().map(|(path, _)| *path).collect::<Vec<_>>(),
            ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
        );
        assert_eq!(locations(files[0].1), ["https://x.org/sitemap-1.xml", "https://x.org/sitemap-2.xml"]);
        assert_eq!(locations(files[1].1), ["https://x.org/a/", "https://x.org/b%20c/"]);
        assert_eq!(locations(files[2].1), ["https://x.org/d/"]);
        assert!(files[0].1.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex "));
    }

    #[test]
    fn characters_that_xml_lacks_are_left_out() {
        assert_eq!(clean("a\u{0}\u{b}b\u{ffff}\n"), "ab\n");
    }
}
