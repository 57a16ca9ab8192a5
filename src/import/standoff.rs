//! Corpora with stand-off annotation, in JSON lines, → a site.
//!
//! A line is a document (`id`, `title`, `date`, `date_edtf`, `source`, `lang`, `text`, `mentions`, and `from`, `to`, `quotations`) or
//! an entity (`kind`, `id`, `name`, `sort_name`, `aliases`, `dates`, `geo`, `description`, `same_as`, `place`, `persons`, `orgs`,
//! `works`). A mention is `kind`, `ref`, `start`, `end`, `exact`, `implied`; offsets count Unicode code points of `text`. What a
//! line has besides is kept under `x-…`.
//!
//! The steps: [`read`] checks every line and every offset; [`record`] makes the records; [`article`] makes each document an
//! article and a sidecar, whose quotes are proven by the finder that builds use; nothing is written here.

mod article;
mod read;
mod record;
mod report;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::id::Slug;
use crate::import::yaml_out::{self, Map, Yaml};
use crate::import::{Files, Input, Problem};

pub use report::Report;

/// How the documents' texts are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// As Markdown.
    Markdown,
    /// As plain text, in which nothing is markup.
    Plain,
}

/// What an import made.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The site's files.
    pub files: Files,
    /// What was kept, changed and left out.
    pub report: Report,
}

/// Ids of the source → ids of the site, by kind.
#[derive(Debug, Default)]
pub(crate) struct Index(BTreeMap<&'static str, BTreeMap<String, Slug>>);

impl Index {
    fn find(&self, kind: &str, source: &str) -> Option<&Slug> {
        self.0.get(kind)?.get(source)
    }
}

/// Makes a site of the lines of all files. `markup`: how all texts are read; absent, each file's are read as it looks, and
/// the report says as what.
///
/// # Errors
/// Everything that is wrong with the files; then there is nothing to write.
pub fn import(inputs: &[Input], markup: Option<Markup>) -> Result<Import, Vec<Problem>> {
    let mut problems = Vec::new();
    let read::Lines { documents, entities } = read::read(inputs, &mut problems);
    if documents.is_empty() && entities.is_empty() && problems.is_empty() {
        let file = inputs.first().map(|input| input.name.clone()).unwrap_or_default();
        problems.push(Problem {
            file,
            line: None,
            message: "there is no line with a document or an entity".to_owned(),
            help: None,
        });
    }
    if !problems.is_empty() {
        return Err(report::in_order(problems));
    }
    let mut index = Index::default();
    for entity in &entities {
        index.0.entry(entity.kind).or_default().insert(entity.source_id.clone(), entity.id.clone());
    }
    let mut report = Report { documents: documents.len(), ..Report::default() };
    let mut files = Files::new();
    records(entities, &index, &mut report, &mut files);
    let markups = markups(inputs, &documents, markup, &mut report);
    let language = most_common(documents.iter().filter_map(|document| document.language.as_deref())).unwrap_or("en");
    let made: Vec<_> = documents
        .par_iter()
        .map(|document| {
            let markup = markups.get(document.place.file).copied().unwrap_or(Markup::Plain);
            article::article(document, &index, markup, language)
        })
        .collect();
    for made in made {
        problems.extend(report.take(&made));
        files.insert(format!("{}.md", made.path), made.article);
        if !made.sidecar.is_empty() {
            files.insert(format!("{}.annotations.yaml", made.path), made.sidecar);
        }
    }
    if !problems.is_empty() {
        return Err(report::in_order(problems));
    }
    files.insert("site.yaml".to_owned(), settings(language, &files));
    Ok(Import { files, report })
}

/// One file a kind: a map from id to record.
fn records(entities: Vec<read::Entity<'_>>, index: &Index, report: &mut Report, files: &mut Files) {
    let mut kinds: BTreeMap<&'static str, Map> = BTreeMap::new();
    for entity in entities {
        let (kind, id) = (entity.kind, entity.id.to_string());
        *report.entities.entry(kind).or_default() += 1;
        let record = record::record(entity, index, report);
        kinds.entry(kind).or_default().push((id, Yaml::Map(record)));
    }
    for (kind, mut map) in kinds {
        map.sort_by(|(a, _), (b, _)| a.cmp(b));
        files.insert(format!("content/{kind}.yaml"), yaml_out::file(&map));
    }
}

fn settings(language: &str, files: &Files) -> String {
    let mut map = vec![
        ("language".to_owned(), Yaml::text(language)),
        // The source says which words are about whom; names that it does not mark are not ours to mark.
        ("spot".to_owned(), Yaml::word("false")),
    ];
    if files.contains_key("content/works.yaml") {
        let labels = [("one", "Work"), ("many", "Works"), ("schema", "CreativeWork")];
        let labels = labels.map(|(key, label)| (key.to_owned(), Yaml::text(label)));
        map.push(("kinds".to_owned(), Yaml::Map(vec![("works".to_owned(), Yaml::Map(labels.into()))])));
    }
    let largest = files.values().map(String::len).max().unwrap_or(0);
    if largest > 20_000_000 {
        let megabytes = largest / 1_000_000 + 1;
        map.push(("limits".to_owned(), Yaml::Map(vec![("file".to_owned(), Yaml::word(format!("{megabytes} MB")))])));
    }
    yaml_out::file(&map)
}

/// How the texts of each file are read.
fn markups<'i>(
    inputs: &'i [Input],
    documents: &[read::Document<'i>],
    markup: Option<Markup>,
    report: &mut Report,
) -> BTreeMap<&'i str, Markup> {
    let mut markups = BTreeMap::new();
    for input in inputs {
        let texts: Vec<&str> = documents
            .iter()
            .filter(|document| document.place.file == input.name)
            .map(|document| &*document.text)
            .collect();
        if texts.is_empty() {
            continue;
        }
        let signs = texts.iter().filter(|text| looks_like_markdown(text)).count();
        // Footnotes and the like come by no accident, but one document of a thousand may talk about Markdown.
        let looks = if signs * 10 >= texts.len() { Markup::Markdown } else { Markup::Plain };
        let chosen = markup.unwrap_or(looks);
        report.markups.push(report::Reading {
            file: input.name.clone(),
            markup: chosen,
            asked: markup.is_some(),
            signs,
            documents: texts.len(),
        });
        markups.insert(&*input.name, chosen);
    }
    markups
}

/// Whether a text holds what no plain text has: a footnote that is referred to and defined, a hard break written as `\` at a
/// line's end, a heading written with `#`, a link with its address.
fn looks_like_markdown(text: &str) -> bool {
    let footnote = || {
        let labels = text.lines().filter_map(|line| line.strip_prefix("[^")?.split_once("]:").map(|(label, _)| label));
        labels.take(3).any(|label| text.matches(&format!("[^{label}]")).take(2).count() == 2)
    };
    let heading = |line: &str| {
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        (1..=6).contains(&level) && words.starts_with(' ') && !words.trim().is_empty()
    };
    text.contains("\\\n") || text.contains("](http") || text.lines().any(heading) || footnote()
}

fn most_common<'t>(words: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(word, count)| (count, std::cmp::Reverse(word))).map(|(word, _)| word)
}
