//! What of a site can be written although there are errors: `--keep-going`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, code};
use crate::id::Slug;
use crate::resolve::Unread;
use crate::resolve::corpus::Corpus;
use crate::route::OutPath;
use crate::site::Site;
use crate::span::{FileId, Span};

/// The pages whose source is in error, or that the site's templates `failed` to make, and a diagnostic for each. What an earlier build wrote there stays; where none did,
/// the page is made from what is sound.
pub fn in_error<'d>(
    site: &Site,
    corpus: &Corpus,
    failed: BTreeMap<OutPath, FileId>,
    errors: impl Iterator<Item = &'d Diagnostic>,
) -> (BTreeSet<OutPath>, Vec<Diagnostic>) {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for error in errors {
        if let Some(span) = error.span {
            by_file.entry(span.file).or_default().push(error);
        }
    }
    let mut keep: BTreeMap<OutPath, FileId> = failed;
    for (path, file) in site.files() {
        let Some(origin) = file.origin.span else { continue };
        let concerned = |error: &&Diagnostic| error.span.is_some_and(|error| concerns(error, origin));
        if by_file.get(&origin.file).is_some_and(|errors| errors.iter().any(concerned)) {
            keep.insert(path.clone(), origin.file);
        }
    }
    for (&file, errors) in &by_file {
        for path in pages_of(file, corpus) {
            keep.entry(path).or_insert(file);
        }
        // Of a file of many records that cannot be read nobody knows which pages it has.
        if let Some(kind) = file.path().strip_prefix("content/").and_then(|path| path.strip_suffix(".yaml"))
            && corpus.settings.kinds.find(kind).is_some()
            && errors.iter().any(|error| Unread::means(error))
        {
            let folder = format!("{kind}/");
            let pages = site.files().keys().filter(|path| path.as_str().starts_with(&folder));
            pages.for_each(|path| _ = keep.entry(path.clone()).or_insert(file));
        }
    }
    let mut said: Vec<Diagnostic> = Vec::new();
    for (path, file) in &keep {
        let message =
            format!("`/{path}` is as the last build wrote it; where none did, it is without what is in error");
        said.push(Diagnostic::new(code::LEFT_OUT, file.span(0, 0), message));
    }
    let named: BTreeSet<FileId> = keep.values().copied().collect();
    for file in by_file.keys().filter(|file| !named.contains(file)) {
        said.push(Diagnostic::new(code::LEFT_OUT, file.span(0, 0), "what is in error in this file was left out"));
    }
    (keep.into_keys().collect(), said)
}

/// Whether an error at one place concerns what is made from another place of the same file. In a file of many records
/// each has its own part; a Markdown file is one page.
fn concerns(error: Span, origin: Span) -> bool {
    !origin.file.path().ends_with(".yaml") || error.start < origin.end && origin.start <= error.end
}

/// The pages that a file was to make, where it made none, and those of the article that a sidecar belongs to.
fn pages_of(file: FileId, corpus: &Corpus) -> Vec<OutPath> {
    let path = file.path().strip_prefix("content/").unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(article) = name.strip_suffix(".annotations.yaml") {
        let stem = article.split('.').next().unwrap_or(article);
        return corpus
            .articles
            .iter()
            .filter(|article| article.id.as_str() == stem || article.file.path().ends_with(&format!("/{stem}.md")))
            .map(|article| OutPath::article(&article.id))
            .collect();
    }
    let Some(stem) = name.strip_suffix(".md") else { return Vec::new() };
    let folder = path.split('/').next().unwrap_or_default();
    if folder == "articles" {
        // Its id cannot be read: the stem's, whose leading date is none of it.
        let undated = stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let id = if undated.is_empty() { stem } else { undated };
        return Slug::new(id).ok().map(|id| OutPath::article(&id)).into_iter().collect();
    }
    match (corpus.settings.kinds.find(folder), Slug::new(stem)) {
        (Some(kind), Ok(id)) => vec![OutPath::entity(&corpus.settings.kinds.get(kind).name, &id)],
        _ => OutPath::page(path).into_iter().collect(),
    }
}
