//! Corpus and graph → the views of lists and plain pages.

use super::dossier::remarked;
use super::entity::{remark, row};
use super::here::{Here, Whole, one_line, part_label, year_month};
use super::split::{self, Part};
use super::text;
use super::view;
use crate::graph::Graph;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::body::{Event, Tag};
use crate::resolve::corpus::{Corpus, Page, Prose};
use crate::route::OutPath;

/// Articles on the home page.
const NEWEST: usize = 10;
/// Bytes of HTML of a part of what bears a tag, by guess: its page may hold two.
const TAGGED: usize = 60_000;
/// Bytes of HTML of a part of a list that has its page for itself.
const LISTED: usize = 120_000;

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
                count: match id {
                    // Those that annotations make in place are in the list too.
                    KindId::CLAIMS => whole.claims.len(),
                    _ => whole.graph.by_kind.get(usize::from(id.0)).map_or(0, Vec::len),
                },
            })
            .collect(),
        more: more(here),
        extra: text.map(|page| page.extra.clone()).unwrap_or_default(),
    }
}

/// The other lists of articles that the site has.
fn more(here: &Here<'_, '_>) -> Vec<view::KindCount> {
    let graph = here.whole.graph;
    let lists = [
        ("letters", OutPath::letters(), graph.letters.len()),
        ("sources", OutPath::all_sources(), graph.publishers.len()),
        ("tags", OutPath::all_tags(), graph.tags.len()),
        ("series", OutPath::all_series(), here.corpus().series.len()),
    ];
    let lists = lists.into_iter().filter(|(.., count)| *count > 0);
    lists
        .map(|(name, path, count)| view::KindCount {
            kind: name.to_owned(),
            many: here.words().get(name).to_owned(),
            href: here.href(&path, None),
            count,
        })
        .collect()
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
        split::years(&entities.map(|entity| year_month(entity.date.as_ref())).collect::<Vec<_>>(), here.words())
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
        draft: entity.draft,
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
        title: text.map_or_else(|| here.words().get("articles").to_owned(), |page| page.title.clone()),
        html: shown.map(|page| text::prose(here, &page.prose, "")).unwrap_or_default(),
        has_heading: shown.is_some_and(|page| has_heading(&page.prose)),
        total: whole.newest.len(),
        groups: by_year(here, whole.newest.get(rows).unwrap_or_default()),
        part: part_label(parts, part),
        parts: here.parts(&OutPath::articles(), parts, part),
        more: more(here),
        extra: text.map(|page| page.extra.clone()).unwrap_or_default(),
    }
}

fn by_year(here: &Here<'_, '_>, ids: &[ArticleId]) -> Vec<view::ArticleRows> {
    let mut groups: Vec<view::ArticleRows> = Vec::new();
    let dates: Vec<_> = ids.iter().map(|&id| year_month(here.corpus().article(id).date.as_ref())).collect();
    for (&id, label) in ids.iter().zip(split::years(&dates, here.words())) {
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

/// All tags as the language sorts them, and the parts of their list.
pub(super) fn sorted_tags(corpus: &Corpus, graph: &Graph) -> (Vec<String>, Vec<Part>) {
    let settings = &corpus.settings;
    let mut tags: Vec<&str> = graph.tags.keys().map(String::as_str).collect();
    let by_name = crate::graph::ByName::new(&settings.language);
    tags.sort_by(|a, b| by_name.compare(a, b));
    let parts = split::by_letter(&tags, settings.page_size, &settings.language);
    (tags.into_iter().map(str::to_owned).collect(), parts)
}

pub(super) fn tags(here: &Here<'_, '_>, part: usize) -> view::TagList {
    let (tags, parts) = &here.whole.tags;
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let row = |tag: &String| {
        let (path, tagged) = (here.whole.tag_paths.get(tag)?, here.whole.graph.tags.get(tag)?);
        Some(view::TagRow {
            tag: view::Link { text: tag.clone(), href: here.href(path, None) },
            count: tagged.articles.len() + tagged.annotations.len() + tagged.entities.len(),
        })
    };
    view::TagList {
        tags: tags.get(rows).unwrap_or_default().iter().filter_map(row).collect(),
        part: part_label(parts, part),
        parts: here.parts(&OutPath::all_tags(), parts, part),
    }
}

/// What bears a tag, apart from articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tagged {
    Passages,
    Records,
}

/// The parts of what bears a tag; articles have parts by date.
pub(super) fn tagged_parts(whole: &Whole<'_>, tag: &str, list: Tagged) -> Vec<Part> {
    let size = whole.settings().page_size;
    let Some(tagged) = whole.graph.tags.get(tag) else { return Vec::new() };
    match list {
        Tagged::Passages => {
            let guesses: Vec<usize> = tagged.annotations.iter().map(|&at| remarked(whole, at)).collect();
            split::by_number("passages", &guesses, size, TAGGED)
        }
        Tagged::Records => split::by_number("records", &vec![460; tagged.entities.len()], size, TAGGED),
    }
}

/// A part of a tag's articles; with the first the first passages and records.
pub(super) fn tag(here: &Here<'_, '_>, tag: &str, list: &OutPath, part: usize) -> view::Tag {
    let empty = crate::graph::Tagged::default();
    let tagged = here.whole.graph.tags.get(tag).unwrap_or(&empty);
    let parts = here.whole.tag_parts.get(tag).map(Vec::as_slice).unwrap_or_default();
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let mut view = view::Tag {
        name: tag.to_owned(),
        articles: here.articles(tagged.articles.get(rows).unwrap_or_default()),
        article_count: tagged.articles.len(),
        part: part_label(parts, part),
        parts: here.parts(list, parts, part),
        ..view::Tag::default()
    };
    if part == 0 {
        put_tagged(here, tag, list, Tagged::Passages, 0, &mut view);
        put_tagged(here, tag, list, Tagged::Records, 0, &mut view);
    }
    view
}

/// A further part of the passages or records that bear a tag.
pub(super) fn tagged(here: &Here<'_, '_>, tag: &str, list: &OutPath, which: Tagged, part: usize) -> view::Tag {
    let mut view = view::Tag { name: tag.to_owned(), ..view::Tag::default() };
    let label = put_tagged(here, tag, list, which, part, &mut view);
    let name = here.words().get(if which == Tagged::Passages { "passages" } else { "records" });
    view.part = Some(here.words().fill("part_of_list", &[("list", name), ("part", &label)]));
    view
}

/// Puts a part into the view and gives back its label.
fn put_tagged(
    here: &Here<'_, '_>,
    tag: &str,
    list: &OutPath,
    which: Tagged,
    at: usize,
    view: &mut view::Tag,
) -> String {
    let parts = tagged_parts(here.whole, tag, which);
    let (Some(part), Some(tagged)) = (parts.get(at), here.whole.graph.tags.get(tag)) else { return String::new() };
    let rows = part.rows.clone();
    let mut navigation = here.parts(list, &parts, at);
    let mut lead = |section| {
        if let Some(first) = navigation.first_mut().and_then(|group| group.parts.first_mut()).filter(|_| at > 0) {
            first.href = here.href(list, Some(section));
        }
    };
    match which {
        Tagged::Passages => {
            lead("passages");
            let all = tagged.annotations[rows].iter();
            view.passages = all.filter_map(|&(id, at)| remark(here, id, at, "p")).collect();
            view.passage_parts = navigation;
        }
        Tagged::Records => {
            lead("records");
            view.entities = tagged.entities[rows].iter().map(|&id| row(here, here.entity(id), id)).collect();
            view.entity_parts = navigation;
        }
    }
    part.label.clone()
}

/// The parts of the list of series.
pub(super) fn all_series_parts(corpus: &Corpus) -> Vec<Part> {
    split::by_number("part", &vec![400; corpus.series.len()], corpus.settings.page_size, LISTED)
}

pub(super) fn all_series(here: &Here<'_, '_>, part: usize) -> view::SeriesList {
    let parts = all_series_parts(here.corpus());
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    let row = |(at, series): (usize, &crate::resolve::corpus::Series)| view::SeriesRow {
        series: view::Link { text: series.name.clone(), href: here.href(&OutPath::series(&series.id), None) },
        description: series.description.clone(),
        count: here.whole.graph.series.get(at).map_or(0, Vec::len),
    };
    view::SeriesList {
        series: here.corpus().series.iter().enumerate().skip(rows.start).take(rows.len()).map(row).collect(),
        part: part_label(&parts, part),
        parts: here.parts(&OutPath::all_series(), &parts, part),
    }
}

/// The parts of a series' articles.
pub(super) fn series_parts(whole: &Whole<'_>, at: usize) -> Vec<Part> {
    let ids = whole.graph.series.get(at).map(Vec::as_slice).unwrap_or_default();
    let guess = |id: &ArticleId| 360 + whole.corpus.article(*id).description.as_ref().map_or(0, String::len);
    split::by_number("articles", &ids.iter().map(guess).collect::<Vec<_>>(), whole.settings().page_size, LISTED)
}

pub(super) fn series(here: &Here<'_, '_>, at: usize, part: usize) -> view::Series {
    let series = &here.corpus().series[at];
    let ids = here.whole.graph.series.get(at).map(Vec::as_slice).unwrap_or_default();
    let parts = series_parts(here.whole, at);
    let rows = parts.get(part).map(|part| part.rows.clone()).unwrap_or_default();
    view::Series {
        id: series.id.to_string(),
        name: series.name.clone(),
        description: series.description.clone().filter(|_| part == 0),
        html: if part == 0 { text::prose(here, &series.prose, "") } else { String::new() },
        articles: ids
            .get(rows)
            .unwrap_or_default()
            .iter()
            .map(|&id| view::NumberedArticle {
                number: here.corpus().article(id).series.and_then(|(_, number)| number),
                article: here.article(id),
            })
            .collect(),
        part: part_label(&parts, part),
        parts: here.parts(&OutPath::series(&series.id), &parts, part),
    }
}

pub(super) fn page(here: &Here<'_, '_>, page: &Page) -> view::PlainPage {
    view::PlainPage {
        path: page.path.clone(),
        title: page.title.clone(),
        draft: page.draft,
        language: here.other_language(&page.language),
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
