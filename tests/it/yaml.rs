//! The YAML of the format: values as written, and every mistake with its place and advice.

mod hostile;
mod mistakes;
mod values;

use std::path::Path;
use std::sync::Arc;

use annals::diag::{Diagnostic, Outcome};
use annals::load::{self, Area, Data, Limits, Source};
use annals::parse;
use annals::parse::document::{Article, Document};
use annals::parse::record::Record;
use annals::parse::settings::Settings;
use annals::report;
use annals::span::LineIndex;

fn source(path: &str, text: &str) -> Source {
    let area = if path == "site.yaml" { Area::Settings } else { Area::Content };
    Source::new(path, area, Data::Text(Arc::from(text)))
}

fn read(path: &str, text: &str) -> Outcome<Option<Document>> {
    parse::parse(&source(path, text), &Settings::default())
}

/// The article of a text that has nothing wrong.
fn article(text: &str) -> Article {
    let outcome = read("content/articles/first.md", text);
    assert_eq!(said(text, &outcome.diagnostics), "");
    match outcome.value {
        Some(Document::Article(article)) => std::sync::Arc::unwrap_or_clone(article),
        other => panic!("{other:?}"),
    }
}

/// The records of a file of many that has nothing wrong.
fn records(path: &str, text: &str) -> Vec<Record> {
    let outcome = read(path, text);
    assert_eq!(said(text, &outcome.diagnostics), "");
    match outcome.value {
        Some(Document::Records(records)) => records.into_iter().map(Arc::unwrap_or_clone).collect(),
        other => panic!("{other:?}"),
    }
}

/// The diagnostics in their order: `code line:column-line:column message`, then labels and advice.
fn said(text: &str, diagnostics: &[Diagnostic]) -> String {
    let index = LineIndex::new(text);
    let place = |span: annals::span::Span| {
        let (from, to) = (index.position(span.start as usize), index.position(span.end as usize));
        format!("{}:{}-{}:{}", from.line, from.column, to.line, to.column)
    };
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| a.order(b));
    let mut out = String::new();
    for diagnostic in sorted {
        let at = diagnostic.span.map_or_else(|| "-".to_owned(), place);
        out += &format!("{} {at} {}\n", diagnostic.code.name, diagnostic.message);
        for label in &diagnostic.labels {
            out += &format!("  at {} {}\n", place(label.span), label.text);
        }
        for help in &diagnostic.help {
            out += &format!("  {}\n", help.replace('\n', "\n    "));
        }
    }
    out
}

#[test]
fn the_demonstration_site_has_nothing_wrong() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("site.yaml")).unwrap();
    let settings = parse::settings(&source("site.yaml", &text));
    assert_eq!(settings.diagnostics, []);
    let files = load::content(root, &Limits { file: settings.value.file_limit }).value;
    let mut documents = 0;
    for file in files.in_area(Area::Content) {
        let outcome = parse::parse(file, &settings.value);
        let text = |_| file.data.text().map(Arc::from);
        assert_eq!(report::render(&outcome.diagnostics, report::Format::Short, &text, false), "");
        documents += usize::from(outcome.value.is_some());
    }
    assert!(documents > 20, "{documents}");
}
