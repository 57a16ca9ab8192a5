//! What a new version of a corpus has and the site has not: mentions and records.

use std::collections::BTreeSet;

use super::{Exchange, Places, Site, Update, free_name};
use crate::load::{Area, Data, Source};
use crate::parse;
use crate::parse::document::{Annotation, Article, Document, Quote};
use crate::resolve::anchor::Finder;

/// Adds the annotations of the new version that are where the article has none: in a file of their own, for the others are the
/// author's. Whom an annotation is about does not count: that may be what the author has put right. `places`: of the annotations
/// that are there.
pub(super) fn annotations(now: &Article, places: &Places, fresh: &str, site: &Site, date: &str, update: &mut Update) {
    let source = Source::new("content/articles/new.annotations.yaml", Area::Content, Data::Text(fresh.into()));
    let Some(Document::Sidecar(sidecar)) = parse::parse(&source, &site.settings).value else { return };
    let finder = Finder::new(&now.body);
    let is_known = |quote: &Quote| {
        finder.find(quote).is_ok_and(|found| found.iter().all(|place| places.contains(&(place.start, place.end))))
    };
    let is_new = |annotation: &&Annotation| !annotation.quotes.iter().all(is_known);
    let new: Vec<&Annotation> = sidecar.annotations.iter().filter(is_new).collect();
    if new.is_empty() {
        return;
    }
    // In a block the lines after the first are indented by four already.
    let item = |annotation: &&Annotation| format!("  - {}\n", fresh[annotation.span.range()].trim_end());
    let text = "annotations:\n".to_owned() + &new.iter().map(item).collect::<String>();
    let stem = now.file.path().strip_suffix(".md").unwrap_or(now.file.path());
    let name = free_name(&format!("{stem}.added-{date}"), ".annotations.yaml", site, &update.new);
    update.report.notes.push(format!("{}: {} new in the source, put into {name}", now.id.value, new.len()));
    update.new.insert(name, text);
}

/// Adds the records of the new version that the site has nowhere, under no former id either, to the file of their kind; those
/// that it has are the author's.
pub(super) fn records(path: &str, fresh: &str, site: &Site, update: &mut Update) {
    let read = |text: &str| {
        let source = Source::new(path, Area::Content, Data::Text(text.into()));
        parse::parse(&source, &site.settings)
    };
    let ids = |document: Option<Document>| match document {
        Some(Document::Records(records)) => {
            records.into_iter().map(|record| (record.kind, record.id.clone())).collect()
        }
        _ => Vec::new(),
    };
    let there = site.source(path);
    let old = there.map_or("", |(_, old)| old);
    let known = ids(read(old).value);
    let fresh_ids = ids(read(fresh).value);
    let crlf = old.contains("\r\n");
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(if crlf { "\r\n" } else { "\n" });
    }
    let mut added: Vec<&str> = Vec::new();
    for (at, (kind, id)) in fresh_ids.iter().enumerate() {
        if site.records.contains(&(*kind, id.value.clone())) {
            continue;
        }
        let start = id.span.start as usize;
        let end = fresh_ids.get(at + 1).map_or(fresh.len(), |(_, next)| next.span.start as usize);
        let lines = &fresh[start..end];
        text.push_str(&if crlf { lines.replace('\n', "\r\n") } else { lines.to_owned() });
        added.push(&id.value);
    }
    if added.is_empty() {
        return;
    }
    let Some((source, _)) = there else {
        update.new.insert(path.to_owned(), text);
        update.report.new.push(path.to_owned());
        return;
    };
    let now = read(&text);
    let all: BTreeSet<String> = ids(now.value).into_iter().map(|(_, id)| id.value).collect();
    let complete = known.iter().all(|(_, id)| all.contains(&id.value)) && added.iter().all(|id| all.contains(*id));
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
