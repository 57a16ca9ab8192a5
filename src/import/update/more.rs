//! What a new version of a corpus has and the site has not: mentions and records.

use std::collections::BTreeSet;

use super::{Exchange, Site, Update, free_name};
use crate::load::{Area, Data, Source};
use crate::parse;
use crate::parse::body::TextRange;
use crate::parse::document::{Annotation, Article, Document};
use crate::resolve::anchor::Finder;

/// Adds the annotations of the new version that the article has not: in a file of their own, for the others are the author's.
pub(super) fn annotations(article: &Article, now: &Article, fresh: &str, site: &Site, date: &str, update: &mut Update) {
    let source = Source::new("content/articles/new.annotations.yaml", Area::Content, Data::Text(fresh.into()));
    let Some(Document::Sidecar(sidecar)) = parse::parse(&source, &site.settings).value else { return };
    let (before, after) = (Finder::new(&article.body), Finder::new(&now.body));
    let of = |annotation: &Annotation, finder: &Finder<'_>| -> Option<(Vec<TextRange>, BTreeSet<String>)> {
        let mut places = Vec::new();
        for quote in &annotation.quotes {
            places.extend(finder.find(quote).ok()?);
        }
        Some((places, about(annotation)))
    };
    // Those that stay are where they are now; of quotes that were changed, where they were found before.
    let known: Vec<(Vec<TextRange>, BTreeSet<String>)> =
        site.annotations(article).into_iter().filter_map(|annotation| of(annotation, &after)).collect();
    let words = |annotation: &Annotation| annotation.quotes.first().map(|quote| quote.quote.value.clone());
    let changed: BTreeSet<(Option<String>, BTreeSet<String>)> = site
        .annotations(article)
        .into_iter()
        .filter(|annotation| of(annotation, &after).is_none() && of(annotation, &before).is_some())
        .map(|annotation| {
            let report = update.report.articles.last();
            let passage = report.and_then(|report| {
                report.passages.iter().find(|passage| Some(&passage.quote) == words(annotation).as_ref())
            });
            (passage.and_then(|passage| passage.now.clone()), about(annotation))
        })
        .collect();
    let new: Vec<&Annotation> = sidecar
        .annotations
        .iter()
        .filter(|annotation| match of(annotation, &after) {
            Some(found) => !known.contains(&found) && !changed.contains(&(words(annotation), found.1)),
            None => true,
        })
        .collect();
    if new.is_empty() {
        return;
    }
    // In a block the lines after the first are indented by four already.
    let item = |annotation: &&Annotation| format!("  - {}\n", fresh[annotation.span.range()].trim_end());
    let text = "annotations:\n".to_owned() + &new.iter().map(item).collect::<String>();
    let stem = article.file.path().strip_suffix(".md").unwrap_or(article.file.path());
    let name = free_name(&format!("{stem}.added-{date}"), ".annotations.yaml", site, &update.new);
    update.report.notes.push(format!("{}: {} new in the source, put into {name}", article.id.value, new.len()));
    update.new.insert(name, text);
}

/// Who and what an annotation is about, as written.
fn about(annotation: &Annotation) -> BTreeSet<String> {
    let refs = annotation
        .about
        .iter()
        .flat_map(|(kind, refs)| refs.iter().map(move |one| format!("{kind:?}/{}", one.to.value)));
    refs.chain(annotation.speaker.iter().map(|one| format!("speaker/{}", one.to.value))).collect()
}

/// Adds the records of the new version that the site has nowhere to the file of their kind; those that it has are the author's.
pub(super) fn records(path: &str, fresh: &str, site: &Site, update: &mut Update) {
    let Some((source, old)) = site.source(path) else { return };
    let read = |text: &str| {
        let source = Source::new(path, Area::Content, Data::Text(text.into()));
        parse::parse(&source, &site.settings)
    };
    let ids = |document: Option<Document>| match document {
        Some(Document::Records(records)) => records.into_iter().map(|record| record.id.clone()).collect(),
        _ => Vec::new(),
    };
    let known: BTreeSet<String> = ids(read(old).value).into_iter().map(|id| id.value).collect();
    let fresh_ids = ids(read(fresh).value);
    let folder = path.strip_suffix(".yaml").unwrap_or(path);
    let alone = |id: &str| site.sources.find(&format!("{folder}/{id}.md")).is_some();
    let crlf = old.contains("\r\n");
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(if crlf { "\r\n" } else { "\n" });
    }
    let mut added: Vec<&str> = Vec::new();
    for (at, id) in fresh_ids.iter().enumerate() {
        if known.contains(&id.value) || alone(&id.value) {
            continue;
        }
        let start = id.span.start as usize;
        let end = fresh_ids.get(at + 1).map_or(fresh.len(), |next| next.span.start as usize);
        let lines = &fresh[start..end];
        text.push_str(&if crlf { lines.replace('\n', "\r\n") } else { lines.to_owned() });
        added.push(&id.value);
    }
    if added.is_empty() {
        return;
    }
    let now = read(&text);
    let all: BTreeSet<String> = ids(now.value).into_iter().map(|id| id.value).collect();
    let complete = known.iter().all(|id| all.contains(id)) && added.iter().all(|id| all.contains(*id));
    if complete && now.diagnostics.len() <= read(old).diagnostics.len() {
        update.report.notes.push(format!("{path}: {} new", added.len()));
        update.changed.push(Exchange { path: path.to_owned(), old: old.to_owned(), hash: source.hash, new: text });
    } else {
        update
            .report
            .notes
            .push(format!("{path} is not written so that records can be added; it lacks {}", added.join(", ")));
    }
}
