//! Corpus and graph → [`view::Article`].

use std::collections::{BTreeMap, BTreeSet};

use super::entity::{fields, statements};
use super::here::{Here, capital, own_anchor, passage_words, shorten};
use super::text;
use super::view;
use crate::id::{ArticleId, EntityId, KindId};
use crate::parse::document::Origin;
use crate::resolve::corpus::{Annotation, Article, ClaimUse, Correspondence, EntityRef, Passage};
use crate::route::{self, OutPath};

/// Everything on an article's page.
pub(super) fn article(here: &Here<'_, '_>, id: ArticleId) -> view::Article {
    let article = here.corpus().article(id);
    let node = &here.whole.graph.articles[id.index()];
    let woven = text::article(here, article);
    let listed = !here.whole.settings().omit.passages;
    let noted = |at: usize| is_noted(here, &article.annotations[article.passages[at].annotation]);
    let passages: Vec<(usize, view::Passage)> = woven
        .numbers
        .iter()
        .enumerate()
        .zip(super::walk::steps(here, id))
        .filter(|((at, _), _)| listed || noted(*at))
        .map(|((at, number), steps)| (at, view::Passage { number: *number, steps, ..passage(here, article, at) }))
        .collect();
    let (blocks, footnotes) = with_notes(woven, article, &passages, noted);
    let passages = passages.into_iter().filter(|_| listed).map(|(_, passage)| passage).collect();
    let there = |wanted: &&str| article.passages.iter().any(|at| sort(&article.annotations[at.annotation]) == *wanted);
    let sorts = SORTS.iter().copied().filter(there).collect();
    let of = |wanted: fn(&Annotation) -> bool| {
        let found = article.annotations.iter().enumerate().filter(|(_, a)| a.passages.is_empty() && wanted(a));
        found.map(|(at, annotation)| remark(here, article, at, annotation)).collect::<Vec<_>>()
    };
    // Translations of one original know each other.
    let mut translations = node.translations.clone();
    let original = article.translation_of.map(|of| &here.whole.graph.articles[of.index()].translations);
    translations.extend(original.into_iter().flatten().filter(|&&other| other != id));
    view::Article {
        id: article.id.to_string(),
        title: article.title.clone(),
        draft: article.draft,
        language: here.other_language(&article.language),
        has_heading: super::text::heads_itself(article),
        type_: article.type_.clone(),
        // When a letter was sent stands with who sent it.
        date: here.date(article.own_date()),
        updated: here.date(article.updated.as_ref()),
        description: article.description.clone(),
        image: here.picture(article.image.as_ref()),
        sources: article.source.iter().map(|source| origin(here, source)).collect(),
        after: article.after.map(|after| here.article(after)),
        letter: article.correspondence.as_ref().map(|letter| self::letter(here, letter)),
        subjects: here.refs(&article.subjects),
        tags: here.tags(&article.tags),
        translation_of: article.translation_of.map(|other| here.article(other)),
        translators: article.translators.clone(),
        translations: here.articles(&translations),
        replies: here.articles(&node.replies),
        thread: super::letters::thread(here, id),
        passed_on_by: here.articles(&node.passed_on_by),
        series: series(here, article, id),
        sorts,
        blocks,
        footnotes,
        whole: of(|annotation| annotation.more.removed.is_none() && annotation.is_whole()),
        removed: of(|annotation| annotation.more.removed.is_some()),
        passages,
        corrections: article
            .corrections
            .iter()
            .zip(1..)
            .map(|((date, text), number)| view::Correction {
                date: here.date(date.as_ref()),
                html: text::prose(here, text, &format!("k.{number}.")),
            })
            .collect(),
        entities: entities(here, id, &node.entities),
        fields: fields(&article.fields),
        previous: node.previous.map(|other| here.article(other)),
        next: node.next.map(|other| here.article(other)),
        in_time: view::InTime {
            previous: node.previous.is_some_and(|other| is_before(here.corpus().article(other), article)),
            next: node.next.is_some_and(|other| is_before(article, here.corpus().article(other))),
        },
        extra: article.extra.clone(),
    }
}

/// Whether it is known of two articles that the one is from before the other.
fn is_before(one: &Article, other: &Article) -> bool {
    let dates = one.date.as_ref().zip(other.date.as_ref());
    dates.is_some_and(|(one, other)| one.value.certainly_before(&other.value))
}

/// What surrounds an article's page.
pub(super) fn page(here: &Here<'_, '_>, id: ArticleId) -> view::Page {
    let article = here.corpus().article(id);
    let whole = here.whole;
    // The list of all articles, at the part that has this one.
    let row = whole.article_rows[id.index()];
    let part = whole.article_parts.get(super::split::part_of(&whole.article_parts, row));
    let list = part.map_or_else(OutPath::articles, |part| whole.part_path(&OutPath::articles(), part));
    let breadcrumb = view::Link { text: here.words().get("articles").into(), href: here.href(&list, None) };
    let page = here.page("article", &article.title, vec![breadcrumb]);
    let authors: Vec<String> = authors(article).into_iter().map(str::to_owned).collect();
    let authors = if authors.is_empty() { page.authors } else { authors };
    view::Page { description: article.description.clone(), authors, ..page }
}

/// Who wrote the text of an article that comes from elsewhere: its authors there, or else its publisher.
pub(super) fn authors(article: &Article) -> Vec<&str> {
    let authors = article.source.iter().flat_map(|source| &source.authors);
    let authors: Vec<&str> = authors.map(|author| author.value.as_str()).collect();
    if !authors.is_empty() {
        return authors;
    }
    let mut publishers = article.source.iter().filter_map(|source| source.publisher.as_ref());
    publishers.next().map(|publisher| publisher.value.as_str()).into_iter().collect()
}

/// The sorts of passages, as [`sort`] gives them.
const SORTS: [&str; 4] = ["about", "quotation", "claim", "note"];

/// Which sort of passage it is, by the weightiest thing that is said of it.
pub(super) fn sort(annotation: &Annotation) -> &'static str {
    if annotation.more.claim.is_some() {
        "claim"
    } else if !annotation.speakers.is_empty() {
        "quotation"
    } else if !annotation.about.is_empty() || !annotation.asserts.is_empty() {
        "about"
    } else {
        "note"
    }
}

/// Whether a note stands beside the passages of an annotation: what somebody noted; and a claim, where no list at the end has
/// it, for no claim stands without its verdict.
pub(super) fn is_noted(here: &Here<'_, '_>, annotation: &Annotation) -> bool {
    annotation.note.is_some() || here.whole.settings().omit.passages && annotation.more.claim.is_some()
}

/// Lays the notes beside the blocks in which their passages end.
fn with_notes(
    woven: text::Woven,
    article: &Article,
    passages: &[(usize, view::Passage)],
    noted: impl Fn(usize) -> bool,
) -> (Vec<view::Block>, Vec<view::Footnote>) {
    let ends: Vec<u32> = woven.blocks.iter().map(|block| block.end).collect();
    let mut notes: Vec<Vec<view::Passage>> = vec![Vec::new(); ends.len()];
    let mut footnotes: Vec<_> = woven
        .footnotes
        .into_iter()
        .map(|note| view::Footnote { id: note.id, html: note.html, notes: Vec::new() })
        .collect();
    let noted = passages.iter().filter(|(at, _)| noted(*at));
    for (place, passage) in noted.map(|(at, passage)| (&article.passages[*at], passage)) {
        if let Some(footnote) = place.footnote.and_then(|at| footnotes.get_mut(at)) {
            footnote.notes.push(passage.clone());
            continue;
        }
        let last = if place.range.is_empty() { place.range.start } else { place.range.end - 1 };
        let at = ends.partition_point(|&end| end <= last).min(notes.len().saturating_sub(1));
        // Two passages of one annotation that end in one block have one note there.
        let shown =
            |note: &view::Passage| passage.see.as_ref().is_some_and(|see| note.href.as_ref() == Some(&see.href));
        if let Some(notes) = notes.get_mut(at)
            && !notes.iter().any(shown)
        {
            notes.push(passage.clone());
        }
    }
    // By their numbers, then those that lead to another note.
    let in_order = |notes: &mut Vec<view::Passage>| notes.sort_by_key(|note| note.number.unwrap_or(usize::MAX));
    notes.iter_mut().for_each(in_order);
    footnotes.iter_mut().for_each(|footnote| in_order(&mut footnote.notes));
    (stretches(woven.blocks, notes), footnotes)
}

/// Puts each block that has notes together with those after it that have none: beside these its notes have room, too.
fn stretches(blocks: Vec<text::Block>, notes: Vec<Vec<view::Passage>>) -> Vec<view::Block> {
    let mut all: Vec<view::Block> = Vec::new();
    for (block, notes) in blocks.into_iter().zip(notes) {
        match all.last_mut() {
            Some(last) if notes.is_empty() => {
                let html = if last.notes.is_empty() { &mut last.html } else { &mut last.rest_html };
                html.push_str(&block.html);
            }
            _ => all.push(view::Block { html: block.html, notes, rest_html: String::new() }),
        }
    }
    all
}

fn passage(here: &Here<'_, '_>, article: &Article, at: usize) -> view::Passage {
    let place = &article.passages[at];
    let annotation = &article.annotations[place.annotation];
    let first = annotation.passages.first().and_then(|&first| Some((first, article.passages.get(first)?)));
    let mut view = remark(here, article, place.annotation, annotation);
    view.id = place.anchor.clone();
    view.note_id = format!("n.{}", place.anchor);
    view.href = Some(local(&place.anchor));
    view.words = passage_words(article, place).or(view.words);
    view.in_footnote = place.footnote.is_some();
    (view.over, view.over_more) = over(article, at);
    if let Some((first_at, first)) = first
        && first_at != at
        && is_noted(here, annotation)
    {
        let text = passage_words(article, first).unwrap_or_default();
        view.note_html = None;
        view.see = Some(view::Link { text, href: local(&first.anchor) });
    }
    view
}

/// The address of a place in the same page.
fn local(anchor: &str) -> String {
    format!("#{anchor}")
}

/// The most overlapping passages that are named.
const OVER: usize = 12;

/// The passages that share words with this one, of those in one place the first; and how many more there are. The longest
/// are named, in the order of the text.
fn over(article: &Article, at: usize) -> (Vec<view::Link>, usize) {
    let place = &article.passages[at];
    let touches = |other: &Passage| other.range.start < place.range.end && place.range.start < other.range.end;
    // Passages are in order of their start, so none after the first that starts past this one's end can touch it.
    let end = article.passages.partition_point(|other| other.range.start < place.range.end);
    let mut ranges = BTreeSet::new();
    let mut others: Vec<_> = article.passages[..end]
        .iter()
        .enumerate()
        .filter(|(other_at, other)| *other_at != at && other.annotation != place.annotation && touches(other))
        .filter(|(_, other)| ranges.insert((other.range.start, other.range.end)))
        .collect();
    let more = others.len().saturating_sub(OVER);
    if more > 0 {
        others.sort_by_key(|(at, other)| (std::cmp::Reverse(other.range.end - other.range.start), *at));
        others.truncate(OVER);
        others.sort_by_key(|(at, _)| *at);
    }
    let link = |(_, other): (usize, &Passage)| view::Link {
        text: shorten(article.prose.body.words(&other.range), 80),
        href: local(&other.anchor),
    };
    (others.into_iter().map(link).collect(), more)
}

/// An annotation without its place.
fn remark(here: &Here<'_, '_>, article: &Article, at: usize, annotation: &Annotation) -> view::Passage {
    let own_claim = annotation.more.claim.as_ref().map(|claim| match claim {
        ClaimUse::Of(reference) => reference.entity,
        ClaimUse::Here(_) => EntityId(u32::MAX),
    });
    // Speakers and a claim's record are shown as what they are; the others are whom it is about, and who is named as more than
    // the speaker.
    let says_more = |one: &EntityRef| {
        (one.role.is_some() || one.certainty.is_some() || one.implied) && annotation.about.contains(one)
    };
    let about = annotation.everybody().into_iter().filter(|reference| {
        Some(reference.entity) != own_claim
            && (!annotation.speakers.iter().any(|speaker| speaker.entity == reference.entity) || says_more(reference))
            && (annotation.about.contains(reference)
                || !annotation.asserts.iter().any(|assertion| assertion.of.entity == reference.entity))
    });
    let words = annotation.quotes.join(" … ");
    view::Passage {
        // Of an annotation without passages: sources may cite it. Where something else has the address, that keeps it.
        id: own_anchor(article, at).unwrap_or_default().to_owned(),
        note_id: format!("n.{}", if annotation.id.is_empty() { at.to_string() } else { annotation.id.clone() }),
        number: None,
        href: None,
        words: (!words.is_empty()).then(|| shorten(&words, 400)),
        sort: sort(annotation),
        note_html: annotation.note.as_ref().map(|note| text::prose(here, note, &format!("n.{at}."))),
        see: None,
        about: here.refs(about),
        speakers: here.refs(&annotation.speakers),
        indirect: annotation.indirect,
        claim: annotation.more.claim.as_ref().map(|claim| here.claim_use(claim)),
        asserts: annotation.asserts.iter().flat_map(|assertion| statements(here, assertion)).collect(),
        tags: here.tags(&annotation.tags),
        by: annotation.by.clone(),
        date: here.date(annotation.more.date.as_ref()),
        removed: here.date(annotation.more.removed.as_ref()),
        steps: Vec::new(),
        over: Vec::new(),
        over_more: 0,
        in_footnote: false,
        language: here.other_language(annotation.more.language.as_ref().unwrap_or(&article.language)),
        words_language: here.other_language(&article.language),
        extra: annotation.more.extra.clone(),
    }
}

fn origin(here: &Here<'_, '_>, source: &Origin) -> view::Origin {
    let text = |text: &Option<crate::span::Text>| text.as_ref().map(|text| text.value.clone());
    view::Origin {
        title: text(&source.title),
        publisher: text(&source.publisher),
        publisher_href: source
            .publisher
            .as_ref()
            .and_then(|name| here.whole.source_path(&name.value))
            .map(|path| here.href(path, None)),
        authors: source.authors.iter().map(|author| author.value.clone()).collect(),
        url: text(&source.url).map(|url| route::external(&url)),
        archived: text(&source.archived).map(|url| route::external(&url)),
        accessed: here.date(source.accessed.as_ref()),
        date: here.date(source.date.as_ref()),
        details: source
            .details
            .iter()
            .map(|(key, value)| view::Field {
                label: here.words().named("origin", key).map_or_else(|| capital(key), str::to_owned),
                value: value.value.clone(),
            })
            .collect(),
        after: text(&source.after),
        extra: source.extra.clone(),
    }
}

fn letter(here: &Here<'_, '_>, letter: &Correspondence) -> view::Letter {
    view::Letter {
        sender: here.refs(&letter.sender),
        recipient: here.refs(&letter.recipient),
        sent: here.date(letter.sent.0.as_ref()),
        sent_from: here.refs(&letter.sent.1),
        received: here.date(letter.received.0.as_ref()),
        received_at: here.refs(&letter.received.1),
        reply_to: letter.reply_to.map(|other| here.article(other)),
    }
}

fn series(here: &Here<'_, '_>, article: &Article, id: ArticleId) -> Option<view::SeriesPlace> {
    let (at, number) = article.series?;
    let series = here.corpus().series.get(at)?;
    let articles = here.whole.graph.series.get(at)?;
    let place = articles.iter().position(|&other| other == id)?;
    let link = |at: Option<usize>| at.and_then(|at| articles.get(at)).map(|&other| here.article(other));
    Some(view::SeriesPlace {
        series: view::Link { text: series.name.clone(), href: here.href(&OutPath::series(&series.id), None) },
        number,
        previous: link(place.checked_sub(1)),
        next: link(Some(place + 1)),
    })
}

/// Those named in the article, by kind, in the order that they appear.
fn entities(here: &Here<'_, '_>, article: ArticleId, ids: &[EntityId]) -> Vec<view::EntityGroup> {
    let beyond = |id: EntityId| super::walk::beyond(here, article, id);
    let article = here.corpus().article(article);
    let mut places: BTreeMap<EntityId, (usize, String)> = BTreeMap::new();
    for mention in article.mentions.iter() {
        let place = places.entry(mention.entity).or_insert_with(|| (0, local(&mention.anchor)));
        place.0 += usize::from(mention.counts());
    }
    let mut groups: BTreeMap<KindId, Vec<view::EntityPlace>> = BTreeMap::new();
    for &id in ids {
        let place = places.get(&id);
        let (previous, next) = beyond(id);
        groups.entry(here.corpus().entity(id).kind).or_default().push(view::EntityPlace {
            entity: here.ready_entity(id),
            count: place.map_or(0, |(count, _)| *count),
            first: place.map(|(_, first)| first.clone()),
            previous,
            next,
        });
    }
    let kinds = &here.whole.settings().kinds;
    let group = |(kind, entities)| {
        let kind = kinds.get(kind);
        view::EntityGroup { kind: kind.name.clone(), many: kind.many.clone(), entities }
    };
    groups.into_iter().map(group).collect()
}
