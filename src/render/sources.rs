//! Publishers, their articles, and what these assert.

use super::entity::statements;
use super::here::{Here, annotation_anchor, part_label, year_month};
use super::split::{self, Part};
use super::view;
use crate::graph::Publisher;
use crate::id::ArticleId;
use crate::route::OutPath;
use crate::words::Words;

/// Statements of one article that are listed.
const STATEMENTS: usize = 12;

/// The parts of the list of publishers.
pub(super) fn parts(publishers: &[Publisher], size: usize, language: &str) -> Vec<Part> {
    split::by_letter(&publishers.iter().map(|publisher| publisher.name.as_str()).collect::<Vec<_>>(), size, language)
}

/// A part of the list of publishers.
pub(super) fn sources(here: &Here<'_, '_>, part: usize) -> view::Sources {
    let whole = here.whole;
    let (all, parts) = (&whole.graph.publishers, &whole.source_list);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut groups: Vec<view::SourceGroup> = Vec::new();
    for publisher in all.get(rows).unwrap_or_default() {
        let Some(path) = whole.source_path(&publisher.name) else { continue };
        let row = view::SourceRow {
            source: view::Link { text: publisher.name.clone(), href: here.href(path, None) },
            count: publisher.articles.len(),
            years: years(here, publisher.articles.iter().copied()),
        };
        let label = split::letter(&publisher.name, &whole.settings().language);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.rows.push(row),
            None => {
                let id = format!("group-{}", groups.len() + 1);
                groups.push(view::SourceGroup { id, label, rows: vec![row] });
            }
        }
    }
    let named =
        |article: &crate::resolve::corpus::Article| article.source.iter().any(|origin| origin.publisher.is_some());
    view::Sources {
        total: all.len(),
        unnamed: here.corpus().articles.iter().filter(|article| !named(article)).count(),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&OutPath::all_sources(), parts, part),
    }
}

/// The years of the first and of the last of these articles.
fn years(here: &Here<'_, '_>, articles: impl Iterator<Item = ArticleId>) -> Option<String> {
    let dates = articles.filter_map(|id| here.corpus().article(id).date.as_ref());
    span(here.words(), dates.filter_map(|date| date.value.earliest().day().map(|day| day.year)))
}

/// `1920`, `1920 – 1931`.
pub(super) fn span(words: &Words, years: impl Iterator<Item = i64>) -> Option<String> {
    let (first, last) = years.fold(None, |ends: Option<(i64, i64)>, year| {
        Some(ends.map_or((year, year), |(first, last)| (first.min(year), last.max(year))))
    })?;
    let label = |year| words.dates().year_label(year);
    Some(if first == last { label(first) } else { format!("{} – {}", label(first), label(last)) })
}

/// A part of a publisher's page.
pub(super) fn source(here: &Here<'_, '_>, at: usize, part: usize) -> view::SourcePage {
    let whole = here.whole;
    let publisher = &whole.graph.publishers[at];
    let parts = &whole.source_parts[at];
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let ids = publisher.articles.get(rows).unwrap_or_default();
    let dates: Vec<_> = ids.iter().map(|&id| year_month(here.corpus().article(id).date.as_ref())).collect();
    let mut groups: Vec<view::SourceYear> = Vec::new();
    for (&id, label) in ids.iter().zip(split::years(&dates, here.words())) {
        let row = article(here, id);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.articles.push(row),
            None => {
                let id = format!("group-{}", groups.len() + 1);
                groups.push(view::SourceYear { id, label, articles: vec![row] });
            }
        }
    }
    let list = whole.source_path(&publisher.name).cloned().unwrap_or_else(OutPath::all_sources);
    view::SourcePage {
        name: publisher.name.clone(),
        total: publisher.articles.len(),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&list, parts, part),
    }
}

fn article(here: &Here<'_, '_>, id: ArticleId) -> view::SourceArticle {
    let article = here.corpus().article(id);
    let mut asserts = Vec::new();
    for (at, annotation) in article.annotations.iter().enumerate().filter(|(_, one)| one.more.removed.is_none()) {
        let href = || here.article_href(id, annotation_anchor(article, at));
        let found = annotation.asserts.iter().flat_map(|assertion| statements(here, assertion));
        asserts.extend(found.map(|statement| view::SourceStatement { statement, href: href() }));
    }
    let more = asserts.len().saturating_sub(STATEMENTS);
    asserts.truncate(STATEMENTS);
    view::SourceArticle {
        article: here.article(id),
        after: article.after.map(|after| here.article(after)),
        asserts,
        more,
    }
}
