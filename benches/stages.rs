//! Each stage of a build alone, beside a floor: what its work costs when nothing but the unavoidable part of it is done.
//!
//! ```text
//! cargo bench --bench stages            10,000 articles, made by script/make-large with Python
//! ANNALS_SITE=DIR cargo bench --bench stages
//! ANNALS_ARTICLES=1000 cargo bench --bench stages
//! ```
//!
//! | stage | floor |
//! | --- | --- |
//! | `load` | the bytes of the same files, read |
//! | `parse` | `serde_yaml` reads each front matter as values; `pulldown-cmark` makes HTML of each text |
//! | `resolve` | none: quotes, names and sentences are what this program is for |
//! | `graph` | none |
//! | `check` | none |
//! | `render` | Tera fills one template a page, with its text ready-made: too low, for nothing of making views is in it |
//! | `write` | the same bytes into as many new files |
//!
//! All run on as many threads as there are cores (`RAYON_NUM_THREADS`), with what they are made from in memory.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench reads, measures and prints")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use annals::graph::Graph;
use annals::load::{Limits, Sources};
use annals::parse::document::Document;
use annals::parse::settings::Settings;
use annals::render::{RenderOptions, Theme};
use annals::resolve::ResolveOptions;
use annals::resolve::corpus::Corpus;
use annals::site::Site;
use divan::counter::{BytesCount, ItemsCount};
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Few, for each takes from a tenth of a second to some seconds.
const RUNS: u32 = 5;

fn main() {
    divan::main();
}

static ROOT: LazyLock<PathBuf> = LazyLock::new(|| match std::env::var_os("ANNALS_SITE") {
    Some(site) => site.into(),
    None => {
        let articles: usize =
            std::env::var("ANNALS_ARTICLES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
        let folder = std::env::temp_dir().join(format!("annals-stages-{articles}"));
        let _ = std::fs::remove_dir_all(&folder);
        let sizes = [
            ("--articles", articles),
            ("--mentions", articles * 6),
            ("--people", articles / 2),
            ("--events", articles / 40),
            ("--most", articles / 5),
            ("--seed", 1),
        ];
        let sizes = sizes.iter().flat_map(|(name, value)| [(*name).to_owned(), value.to_string()]);
        let made = Command::new("python3").arg("script/make-large").arg(&folder).args(sizes).status();
        assert!(made.is_ok_and(|status| status.success()), "script/make-large needs Python 3");
        folder
    }
});

/// All that was read, and the site's settings.
fn read() -> (Sources, Settings) {
    let settings = annals::load::settings(&ROOT).value;
    let settings = annals::parse::settings(&settings).value;
    let sources = annals::load::content(&ROOT, &Limits { file: settings.file_limit }).value;
    (sources, settings)
}

fn resolved((sources, settings): &(Sources, Settings), documents: Vec<Document>) -> Corpus {
    annals::resolve::resolve(documents, sources, settings.clone(), &ResolveOptions::default()).value
}

fn rendered((corpus, graph, theme): &(Corpus, Graph, Theme)) -> Site {
    annals::render::render(corpus, graph, theme, &RenderOptions::default(), &()).value
}

static INPUT: LazyLock<(Sources, Settings)> = LazyLock::new(read);
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| annals::parse::all(&INPUT.0, &INPUT.1).value);
static MEANING: LazyLock<(Corpus, Graph, Theme)> = LazyLock::new(|| {
    let corpus = resolved(&INPUT, DOCUMENTS.clone());
    let graph = annals::graph::graph(&corpus);
    (corpus, graph, annals::render::theme(&INPUT.0.files).value)
});
static SITE: LazyLock<Site> = LazyLock::new(|| rendered(&MEANING));

/// Front matter and text of each article.
static ARTICLES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let texts = INPUT.0.files.iter().filter(|file| file.path.ends_with(".md")).filter_map(|file| file.data.text());
    texts
        .filter_map(|text| text.strip_prefix("---\n")?.split_once("\n---\n"))
        .map(|(front, text)| (front.to_owned(), text.to_owned()))
        .collect()
});

fn bytes(all: impl Iterator<Item = usize>) -> BytesCount {
    BytesCount::new(all.sum::<usize>())
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn load(bencher: divan::Bencher<'_, '_>) {
    LazyLock::force(&ROOT);
    bencher.bench(read);
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn load_floor_bytes(bencher: divan::Bencher<'_, '_>) {
    let paths: Vec<PathBuf> = INPUT.0.files.iter().map(|file| ROOT.join(file.path)).collect();
    let read = || paths.par_iter().map(|path| std::fs::read(path).map_or(0, |bytes| bytes.len())).sum::<usize>();
    bencher.counter(BytesCount::new(read())).bench(read);
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn parse(bencher: divan::Bencher<'_, '_>) {
    let (sources, settings) = &*INPUT;
    bencher.counter(ItemsCount::new(sources.files.len())).bench(|| annals::parse::all(sources, settings));
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn parse_floor_yaml(bencher: divan::Bencher<'_, '_>) {
    let all = &*ARTICLES;
    bencher.counter(bytes(all.iter().map(|(front, _)| front.len()))).bench(|| {
        all.par_iter().map(|(front, _)| serde_yaml::from_str::<serde_yaml::Value>(front)).collect::<Vec<_>>()
    });
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn parse_floor_markdown(bencher: divan::Bencher<'_, '_>) {
    let all = &*ARTICLES;
    bencher.counter(bytes(all.iter().map(|(_, text)| text.len()))).bench(|| {
        let html = |text: &str| {
            let mut out = String::with_capacity(text.len() * 3 / 2);
            pulldown_cmark::html::push_html(&mut out, pulldown_cmark::Parser::new(text));
            out
        };
        all.par_iter().map(|(_, text)| html(text)).collect::<Vec<_>>()
    });
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn resolve(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(|| DOCUMENTS.clone()).bench_values(|documents| resolved(&INPUT, documents));
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn graph(bencher: divan::Bencher<'_, '_>) {
    let (corpus, ..) = &*MEANING;
    bencher.bench(|| annals::graph::graph(corpus));
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn check(bencher: divan::Bencher<'_, '_>) {
    let (corpus, graph, _) = &*MEANING;
    bencher.bench(|| annals::check::check(corpus, graph));
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn render(bencher: divan::Bencher<'_, '_>) {
    let meaning = &*MEANING;
    bencher.counter(ItemsCount::new(SITE.files().len())).bench(|| rendered(meaning));
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn render_floor_template(bencher: divan::Bencher<'_, '_>) {
    let pages: Vec<String> = SITE
        .files()
        .iter()
        .filter(|(path, _)| path.is_html())
        .map(|(_, file)| String::from_utf8_lossy(&file.bytes).into_owned())
        .collect();
    let mut tera = tera::Tera::new();
    let page = "<!doctype html>\n<title>{{ title }}</title>\n{{ text | safe }}\n";
    tera.add_raw_template("page.html", page).expect("the template is sound");
    bencher.counter(bytes(pages.iter().map(String::len))).bench(|| {
        let filled = |text: &String| {
            let mut context = tera::Context::new();
            context.insert("title", "A & B");
            context.insert("text", text);
            tera.render("page.html", &context).expect("the template is sound").len()
        };
        pages.par_iter().map(filled).sum::<usize>()
    });
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn write(bencher: divan::Bencher<'_, '_>) {
    let (site, out) = (&*SITE, ROOT.join("public"));
    bencher.with_inputs(|| emptied(&out)).bench_values(|()| {
        annals::write::write(site, &ROOT, &out, &annals::write::Options::default()).expect("the disk is sound")
    });
    emptied(&out);
}

#[divan::bench(sample_count = RUNS, sample_size = 1)]
fn write_floor_bytes(bencher: divan::Bencher<'_, '_>) {
    let (site, out) = (&*SITE, ROOT.join("floor"));
    let files: Vec<_> = site.files().iter().collect();
    bencher.with_inputs(|| emptied(&out)).bench_values(|()| {
        files.par_iter().for_each(|(path, file)| {
            let to = out.join(path.as_str());
            std::fs::create_dir_all(to.parent().unwrap_or(&out)).expect("the disk is sound");
            std::fs::write(to, &*file.bytes).expect("the disk is sound");
        });
    });
    emptied(&out);
}

fn emptied(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}
