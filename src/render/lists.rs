//! Corpus and graph → the views of lists and plain pages.

use super::entity::{remark, row};
use super::here::{Here, one_line, part_label, year_month};
use super::split;
use super::text;
use super::view;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::body::{Event, Tag};
use crate::resolve::corpus::{Page, Prose};
use crate::route::OutPath;

/// Articles on the home page.
const NEWEST: usize = 10;

pub(super) fn home(here: &Here<'_, '_>) -> view::Home {
    let whole = here.whole;
    let text = whole.text_of("index");
    let kinds = whole.settings().kinds.iter().filter(|&(id, _)| whole.has_index(id));
    view::Home {
        title: text.map_or_else(|| here.corpus().title.clone(), |page| page.title.clone()),
        html: text.map(|page| text::prose(here, &page.prose, "")).unwrap_or_default(),
        has_heading: text.is_some_and(|page| has_heading(&page.prose)),
        image: text.and_then(|page| here.picture(page.image.as_ref())),
        articles: here.articles(whole.newest.iter().take(NEWEST)),
        article_count: whole.newest.len(),
        articles_href: (!whole.newest.is_empty()).then(|| here.href(&OutPath::articles(), None)),
        kinds: kinds
            .map(|(id, kind)| view::KindCount {
                kind: kind.name.clone(),
                many: kind.many.clone(),
                href: here.href(&OutPath::index(&kind.name), None),
                count: whole.graph.by_kind.get(usize::from(id.0)).map_or(0, Vec::len),
            })
            .collect(),
        more: [
            ("letters", "Letters", OutPath::letters(), whole.graph.letters.len()),
            ("sources", "Sources", OutPath::all_sources(), whole.graph.publishers.len()),
            ("tags", "Tags", OutPath::all_tags(), whole.graph.tags.len()),
            ("series", "Series", OutPath::all_series(), here.corpus().series.len()),
        ]
        .into_iter()
        .filter(|(.., count)| *count > 0)
        .map(|(name, many, path, count)| view::KindCount {
            kind: name.to_owned(),
            many: many.to_owned(),
            href: here.href(&path, None),
            count,
        })
        .collect(),
        extra: text.map(|page| page.extra.clone()).unwrap_or_default(),
    }
}

pub(super) fn index(here: &Here<'_, '_>, id: KindId, part: usize) -> view::Index {
    let whole = here.whole;
    let kind = whole.settings().kinds.get(id);
    let at = usize::from(id.0);
    let text = whole.index_text(id);
    let shown = text.filter(|_| part == 0);
    let (ids, parts) = (&whole.graph.by_kind[at], &whole.index_parts[at]);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut groups: Vec<view::IndexGroup> = Vec::new();
    let rows = ids.get(rows).unwrap_or_default();
    for (&entity, label) in rows.iter().zip(group_labels(here, id, rows)) {
        let row = index_row(here, entity);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.rows.push(row),
            None => groups.push(view::IndexGroup { id: String::new(), label, rows: vec![row] }),
        }
    }
    for (number, group) in groups.iter_mut().enumerate() {
        group.id = format!("group-{}", number + 1);
    }
    view::Index {
        kind: kind.name.clone(),
        title: text.map_or_else(|| kind.many.clone(), |page| page.title.clone()),
        one: kind.one.clone(),
        html: shown.map(|page| text::prose(here, &page.prose, "")).unwrap_or_default(),
        has_heading: shown.is_some_and(|page| has_heading(&page.prose)),
        image: shown.and_then(|page| here.picture(page.image.as_ref())),
        map_html: if id == KindId::PLACES && part == 0 { super::places::all(here) } else { String::new() },
        total: ids.len(),
        groups,
        part: part_label(parts, part),
        parts: here.parts(&OutPath::index(&kind.name), parts, part),
        extra: text.map(|page| page.extra.clone()).unwrap_or_default(),
    }
}

/// The letters, or of events the years, under which they stand in their index.
fn group_labels(here: &Here<'_, '_>, kind: KindId, ids: &[EntityId]) -> Vec<String> {
    let entities = ids.iter().map(|&id| here.corpus().entity(id));
    if kind == KindId::EVENTS {
        split::years(&entities.map(|entity| year_month(entity.date.as_ref())).collect::<Vec<_>>())
    } else {
        let language = &here.whole.settings().language;
        entities.map(|entity| split::letter(&entity.sort_name, language)).collect()
    }
}

fn index_row(here: &Here<'_, '_>, id: EntityId) -> view::IndexRow {
    let entity = here.corpus().entity(id);
    let node = &here.whole.graph.entities[id.index()];
    let verdict = entity.claim.verdict.and_then(|verdict| here.whole.settings().verdicts.get(verdict));
    view::IndexRow {
        entity: here.entity(id),
        sort_name: entity.sort_name.clone(),
        date: here.date(entity.date.as_ref()),
        description: one_line(entity),
        verdict: verdict.map(|verdict| verdict.label.clone()),
        verdict_id: verdict.map(|verdict| verdict.id.clone()),
        mentions: node.mention_count(),
        articles: node.mentions.len(),
    }
}

pub(super) fn articles(here: &Here<'_, '_>, part: usize) -> view::ArticleList {
    let whole = here.whole;
    let parts = &whole.article_parts;
    let text = whole.text_of("articles/index");
    let shown = text.filter(|_| part == 0);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    view::ArticleList {
        title: text.map_or_else(|| "Articles".to_owned(), |page| page.title.clone()),
        html: shown.map(|page| text::prose(here, &page.prose, "")).unwrap_or_default(),
        has_heading: shown.is_some_and(|page| has_heading(&page.prose)),
        total: whole.newest.len(),
        groups: by_year(here, whole.newest.get(rows).unwrap_or_default()),
        part: part_label(parts, part),
        parts: here.parts(&OutPath::articles(), parts, part),
        extra: text.map(|page| page.extra.clone()).unwrap_or_default(),
    }
}

fn by_year(here: &Here<'_, '_>, ids: &[ArticleId]) -> Vec<view::ArticleRows> {
    let mut groups: Vec<view::ArticleRows> = Vec::new();
    let dates: Vec<_> = ids.iter().map(|&id| year_month(here.corpus().article(id).date.as_ref())).collect();
    for (&id, label) in ids.iter().zip(split::years(&dates)) {
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.articles.push(here.article(id)),
            None => groups.push(view::ArticleRows { id: String::new(), label, articles: vec![here.article(id)] }),
        }
    }
    for (number, group) in groups.iter_mut().enumerate() {
        group.id = format!("group-{}", number + 1);
    }
    groups
}

pub(super) fn tags(here: &Here<'_, '_>) -> view::TagList {
    let row = |(tag, tagged): (&String, &crate::graph::Tagged)| {
        let path = here.whole.tag_paths.get(tag)?;
        Some(view::TagRow {
            tag: view::Link { text: tag.clone(), href: here.href(path, None) },
            count: tagged.articles.len() + tagged.annotations.len() + tagged.entities.len(),
        })
    };
    view::TagList { tags: here.whole.graph.tags.iter().filter_map(row).collect() }
}

pub(super) fn tag(here: &Here<'_, '_>, tag: &str, list: &OutPath, part: usize) -> view::Tag {
    let empty = crate::graph::Tagged::default();
    let tagged = here.whole.graph.tags.get(tag).unwrap_or(&empty);
    let parts = here.whole.tag_parts.get(tag).map(Vec::as_slice).unwrap_or_default();
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let (passages, entities) = if part == 0 {
        (
            tagged.annotations.iter().filter_map(|&(id, at)| remark(here, id, at, "p")).collect(),
            tagged.entities.iter().map(|&id| row(here, here.entity(id), id)).collect(),
        )
    } else {
        (Vec::new(), Vec::new())
    };
    view::Tag {
        name: tag.to_owned(),
        articles: here.articles(tagged.articles.get(rows).unwrap_or_default()),
        article_count: tagged.articles.len(),
        passages,
        entities,
        part: part_label(parts, part),
        parts: here.parts(list, parts, part),
    }
}

pub(super) fn all_series(here: &Here<'_, '_>) -> view::SeriesList {
    let row = |(at, series): (usize, &crate::resolve::corpus::Series)| view::SeriesRow {
        series: view::Link { text: series.name.clone(), href: here.href(&OutPath::series(&series.id), None) },
        description: series.description.clone(),
        count: here.whole.graph.series.get(at).map_or(0, Vec::len),
    };
    view::SeriesList { series: here.corpus().series.iter().enumerate().map(row).collect() }
}

pub(super) fn series(here: &Here<'_, '_>, at: usize) -> view::Series {
    let series = &here.corpus().series[at];
    let ids = here.whole.graph.series.get(at).map(Vec::as_slice).unwrap_or_default();
    view::Series {
        id: series.id.to_string(),
        name: series.name.clone(),
        description: series.description.clone(),
        html: text::prose(here, &series.prose, ""),
        articles: ids
            .iter()
            .map(|&id| view::NumberedArticle {
                number: here.corpus().article(id).series.and_then(|(_, number)| number),
                article: here.article(id),
            })
            .collect(),
    }
}

pub(super) fn page(here: &Here<'_, '_>, page: &Page) -> view::PlainPage {
    view::PlainPage {
        path: page.path.clone(),
        title: page.title.clone(),
        has_heading: has_heading(&page.prose),
        description: page.description.clone(),
        image: here.picture(page.image.as_ref()),
        html: text::prose(here, &page.prose, ""),
        extra: page.extra.clone(),
    }
}

/// The plain pages above a plain page: those whose path is a beginning of its own.
pub(super) fn above(here: &Here<'_, '_>, page: &Page) -> Vec<view::Link> {
    let parents = page.path.match_indices('/').map(|(at, _)| &page.path[..at]);
    let link = |parent: &str| {
        let index = format!("{parent}/index");
        let above = here.corpus().pages.iter().find(|other| other.path == parent || other.path == index)?;
        (above.path != page.path).then(|| view::Link { text: above.title.clone(), href: here.href(&above.to, None) })
    };
    parents.filter_map(link).collect()
}

/// Whether a text begins with a heading of the first level.
pub(super) fn has_heading(prose: &Prose) -> bool {
    matches!(prose.body.events.first(), Some(Event::Open(Tag::Heading(1, _))))
}
