//! Publishers, their articles, and what these assert.

use super::entity::statements;
use super::here::{Here, annotation_anchor, part_label, year_month};
use super::split::{self, Part};
use super::view;
use crate::date::Date;
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
    span(here.words(), dates.map(|date| &date.value))
}

/// The years of dates: `1920`, `1920 – 1931`; where one does not tell its year, `between 1920 and 1939`, or itself if it is alone.
/// None where that would be more than is known.
pub(super) fn span<'d>(words: &Words, dates: impl Iterator<Item = &'d Date>) -> Option<String> {
    let dates: Vec<&Date> = dates.collect();
    let first = *dates.first()?;
    let unsure = |date: &Date| date.is_uncertain() || date.is_approximate();
    let told: Option<Vec<i64>> =
        dates.iter().map(|date| date.year().filter(|_| !unsure(date) && !date.is_set())).collect();
    let label = |year| words.dates().year_label(year);
    if let Some((first, last)) = told.and_then(|years| Some((*years.iter().min()?, *years.iter().max()?))) {
        return Some(if first == last { label(first) } else { format!("{} – {}", label(first), label(last)) });
    }
    if dates.iter().all(|date| date.text() == first.text()) {
        return Some(words.date(first));
    }
    if dates.iter().any(|date| unsure(date)) {
        return None;
    }
    // One that is open at an end leaves all of them open there.
    let from: Option<Vec<i64>> = dates.iter().map(|date| Some(date.earliest().day()?.year)).collect();
    let to: Option<Vec<i64>> = dates.iter().map(|date| Some(date.latest().day()?.year)).collect();
    match (from.and_then(|years| years.into_iter().min()), to.and_then(|years| years.into_iter().max())) {
        (Some(from), Some(to)) if from == to => Some(label(from)),
        (Some(from), Some(to)) => Some(words.dates().between_years(from, to)),
        (Some(from), None) => Some(words.fill("from_date", &[("date", &label(from))])),
        (None, Some(to)) => Some(words.fill("until_date", &[("date", &label(to))])),
        (None, None) => None,
    }
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
        asserts.extend(found.map(|statement| view::SourceStatement {
            statement,
            href: href(),
            standing: here.standing_in(annotation),
        }));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_no_more_exact_than_the_dates() {
        let words = Words::of("en");
        for (dates, says) in [
            ("1920 1931-05", Some("1920 – 1931")),
            ("1931-05-04 1931", Some("1931")),
            ("-0043 0014", Some("44 BCE – 14 CE")),
            ("193X", Some("the 1930s")),
            ("1850~ 1850~", Some("about 1850")),
            ("193X 1840", Some("between 1840 and 1939")),
            ("[1840..1860] 1850", Some("between 1840 and 1860")),
            ("1840/1860 1900", Some("between 1840 and 1900")),
            ("1850~ 1900", None),
            ("1900/.. 1910", Some("from 1900")),
            ("../1850 1840", Some("until 1850")),
            ("", None),
        ] {
            let zone = jiff::tz::TimeZone::UTC;
            let dates: Vec<Date> = dates.split_whitespace().map(|date| Date::parse(date, &zone).unwrap()).collect();
            assert_eq!(span(&words, dates.iter()).as_deref(), says, "{dates:?}");
        }
    }
}
