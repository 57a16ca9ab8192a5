//! The YAML of the format: values as written, and every mistake with its place and advice.

use std::path::Path;
use std::sync::Arc;

use annals::load::{self, Area, Data, Limits, Source};
use annals::parse;
use annals::report;

fn source(path: &str, text: &str) -> Source {
    let area = if path == "site.yaml" { Area::Settings } else { Area::Content };
    Source::new(path, area, Data::Text(Arc::from(text)))
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
