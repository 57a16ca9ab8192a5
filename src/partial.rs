//! What of a site can be written although there are errors: `--keep-going`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::id::Slug;
use crate::resolve::corpus::Corpus;
use crate::route::OutPath;
use crate::site::Site;
use crate::span::{FileId, Span};

/// The site, the pages whose source is in error (an earlier build's file stays there; without one the page is made from
/// what is sound), and a list of them in words.
pub fn sound<'d>(
    site: Site,
    corpus: &Corpus,
    errors: impl Iterator<Item = &'d Diagnostic>,
) -> (Option<Site>, BTreeSet<OutPath>, Vec<String>) {
    let mut by_file: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for span in errors.filter_map(|error| error.span) {
        by_file.entry(span.file).or_default().push(span);
    }
    let mut keep: BTreeMap<OutPath, FileId> = BTreeMap::new();
    for (path, file) in site.files() {
        let Some(origin) = file.origin.span else { continue };
        if by_file.get(&origin.file).is_some_and(|errors| errors.iter().any(|error| concerns(*error, origin))) {
            keep.insert(path.clone(), origin.file);
        }
    }
    for &file in by_file.keys() {
        for path in pages_of(file, corpus) {
            keep.entry(path).or_insert(file);
        }
    }
    let words = |(path, file): (&OutPath, &FileId)| format!("/{path} (from {})", file.path());
    let mut left_out: Vec<String> = keep.iter().map(words).collect();
    let named: BTreeSet<FileId> = keep.values().copied().collect();
    left_out
        .extend(by_file.keys().filter(|file| !named.contains(file)).map(|file| format!("what is in {}", file.path())));
    (Some(site), keep.into_keys().collect(), left_out)
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
        let undated = stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        return [stem, undated].iter().filter_map(|id| Slug::new(id).ok()).map(|id| OutPath::article(&id)).collect();
    }
    match (corpus.settings.kinds.find(folder), Slug::new(stem)) {
        (Some(kind), Ok(id)) => vec![OutPath::entity(&corpus.settings.kinds.get(kind).name, &id)],
        _ => OutPath::page(path).into_iter().collect(),
    }
}
