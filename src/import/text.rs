//! Clippings in plain text → articles.
//!
//! The steps: [`header`] reads the first line; the title comes from the first sentence if none is given; the text stays as it
//! is. Whatever was guessed, and whatever Markdown will read in a way that the clipping may not mean, is said.

mod header;
mod remarks;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::date::Date;
use crate::id::{EntityId, KindId, Slug};
use crate::import::select::squeeze;
use crate::import::yaml_out::{self, Map, Yaml};
use crate::import::{Files, Input, Problem, blanks};
use crate::load::{self, Limits};
use crate::parse::body::Body;
use crate::parse::markdown::{self, Place};
use crate::parse::settings::MarkdownSettings;
use crate::parse::{is_noncharacter, named};
use crate::resolve::sentence::Sentences;
use crate::resolve::spot::Spotter;
use crate::resolve::{self, ResolveOptions};
use crate::span::FileId;

/// What is given beside the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The article's id.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<String>,
}

/// What clippings became.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The articles.
    pub files: Files,
    /// What was taken from where, what is not sure, and who is named.
    pub report: String,
}

/// What the site knows already: its articles' ids and the names that are spotted.
#[derive(Debug, Default)]
pub struct Known {
    /// `kind/id` by entity.
    entities: BTreeMap<EntityId, String>,
    names: Vec<(String, EntityId)>,
    /// How many entities are people: they have the first numbers.
    people: usize,
    /// Whether the site spots names by itself.
    spot: bool,
    /// Id → file.
    articles: BTreeMap<String, &'static str>,
}

impl Known {
    /// Reads a site as far as it can be read; where there is none, nothing is known.
    pub fn of(root: &Path) -> Known {
        if !root.is_dir() {
            return Known::default();
        }
        // What is wrong with the site, `annals check` says.
        let settings = crate::parse::settings(&load::settings(root).value).value;
        let sources = load::content(root, &Limits { file: settings.file_limit }).value;
        let documents = crate::parse::all(&sources, &settings).value;
        let kinds = settings.kinds.clone();
        let spot = settings.spot;
        let corpus = resolve::resolve(
            documents,
            &sources,
            settings,
            &ResolveOptions { drafts: true, ..ResolveOptions::default() },
        )
        .value;
        let people = corpus.entities.iter().filter(|entity| entity.kind == KindId::PEOPLE).count();
        let mut known = Known { spot, people, ..Known::default() };
        for (at, entity) in corpus.entities.iter().enumerate() {
            let Ok(at) = u32::try_from(at) else { break };
            known.entities.insert(EntityId(at), format!("{}/{}", kinds.get(entity.kind).name, entity.id));
            known.names.extend(entity.spotted.iter().map(|name| (name.clone(), EntityId(at))));
        }
        let articles = corpus.articles.iter().map(|article| (article.id.to_string(), article.file.path()));
        known.articles.extend(articles);
        known
    }
}

/// Makes an article of each clipping.
///
/// # Errors
/// Everything that is wrong with the files and with what is given; then there is nothing to write.
pub fn import(inputs: &[Input], given: &Given, known: &Known) -> Result<Import, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut import = Import::default();
    let mut from: BTreeMap<String, &str> = BTreeMap::new();
    let spotter = Spotter::new(known.names.iter().cloned(), known.people);
    for input in inputs {
        let problem = |message: String| Problem { file: input.name.clone(), line: None, message, help: None };
        match clipping(input, given, known, &spotter) {
            Ok(made) => {
                if let Some(other) = from.insert(made.path.clone(), &input.name) {
                    problems.push(problem(format!("it would become `{}`, as {other} does", made.path)));
                }
                import.report.push_str(&made.said(&input.name));
                import.files.insert(made.path, made.article);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(import) } else { Err(problems) }
}

/// One clipping as an article.
struct Made {
    path: String,
    article: String,
    /// What was taken from where.
    said: Vec<String>,
}

impl Made {
    fn said(&self, from: &str) -> String {
        let lines: String = self.said.iter().map(|line| format!("  {line}\n")).collect();
        format!("{from} → {}\n{lines}", self.path)
    }
}

fn clipping(input: &Input, given: &Given, known: &Known, spotter: &Spotter) -> Result<Made, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut refuse = |line: Option<usize>, message: String, help: Option<String>| {
        problems.push(Problem { file: input.name.clone(), line, message, help });
    };
    let mut said = Vec::new();
    let text = blanks(&input.text).replace("\r\n", "\n").replace('\r', "\n");
    for (at, line) in text.lines().enumerate() {
        if let Some(c) = line.chars().find(|&c| c.is_control() && !c.is_whitespace() || is_noncharacter(c)) {
            refuse(Some(at + 1), format!("the line holds {}; this is no text", named(c)), None);
        }
    }
    let id = match id(&input.name, given, &mut said) {
        Ok(id) => Some(id),
        Err(message) => {
            refuse(None, message, None);
            None
        }
    };
    // The file of this name itself is found when it is to be written.
    let other = id.as_ref().and_then(|id| Some((id, known.articles.get(id.as_str())?)));
    if let Some((id, file)) = other.filter(|(id, file)| **file != format!("content/articles/{id}.md")) {
        let help = Some("Give another id with `--id`.".to_owned());
        refuse(None, format!("the site has an article `{id}` already, in {file}"), help);
    }
    let (head, body) = header::split(&text, &mut said);
    let date = match &given.date {
        Some(date) => match Date::parse(date, &jiff::tz::TimeZone::UTC) {
            Ok(_) => {
                if let Some(other) = head.date.as_ref().filter(|other| *other != date) {
                    said.push(format!("The first line's date {other} gives way to the one that was given, {date}."));
                }
                Some(date.clone())
            }
            Err(error) => {
                let help = error.proposal.map(|date| format!("Write `--date {date}`."));
                refuse(None, error.message, help);
                None
            }
        },
        None => head.date.clone(),
    };
    let lines_before = text.len() - body.len();
    let body = remarks::tidy(body, text[..lines_before].matches('\n').count(), &mut said);
    if body.trim().is_empty() {
        refuse(None, "there is no text in it".to_owned(), None);
    }
    let Some(id) = id.filter(|_| problems.is_empty()) else { return Err(problems) };

    let path = format!("content/articles/{id}.md");
    let wikilinks = !body.contains("[[");
    let options = MarkdownSettings { wikilinks, ..MarkdownSettings::default() };
    let read = markdown::body(&body, Place::At(FileId::of(&path), 0), &options);
    let title = given.title.as_ref().map(|title| squeeze(title)).filter(|title| !title.is_empty());
    let title = title.or_else(|| first_sentence(&read.value, &mut said));
    if date.is_none() {
        said.push(
            "No date was found: the article is undated. Give one with `--date`, or write it into the front matter."
                .to_owned(),
        );
    } else if given.date.is_none() {
        remarks::doubt(date.as_deref(), &read.value.text, &mut said);
    }
    remarks::markup(&read, &mut said);
    spotted(&read.value, known, spotter, &mut said);

    let mut map = Map::new();
    let mut put = |key: &str, value: Option<Yaml>| map.extend(value.map(|value| (key.to_owned(), value)));
    // A leading date of the file's name would be dropped from the id.
    put("id", begins_with_year(id.as_str()).then(|| Yaml::word(id.as_str())));
    put("title", title.map(Yaml::Text));
    put("date", date.map(Yaml::Word));
    put("image", head.credit.map(|credit| Yaml::Map(vec![("credit".to_owned(), Yaml::Text(credit))])));
    put("wikilinks", (!wikilinks).then(|| Yaml::word("false")));
    Ok(Made { path, article: format!("---\n{}---\n\n{}\n", yaml_out::file(&map), body.trim_end()), said })
}

fn begins_with_year(id: &str) -> bool {
    id.len() > 5 && id.bytes().take(4).all(|b| b.is_ascii_digit()) && id.as_bytes()[4] == b'-'
}

/// The id: given, or made from the file's name.
fn id(name: &str, given: &Given, said: &mut Vec<String>) -> Result<Slug, String> {
    if let Some(id) = &given.id {
        return Slug::new(id)
            .map_err(|why| format!("`{id}` is no id: an id {why}; `{}` would be one", Slug::propose(id)));
    }
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id = Slug::propose(&stem);
    said.push(format!("The id `{id}` is made from the file's name; `--id` gives another."));
    Ok(id)
}

/// The longest title that is made of a sentence, in characters.
const TITLE: usize = 120;

/// The first sentence, without markup, as a title.
fn first_sentence(body: &Body, said: &mut Vec<String>) -> Option<String> {
    let start = body.text.find(|c: char| !c.is_whitespace())?;
    let at = u32::try_from(start).ok()?;
    let first = body.text[start..].chars().next()?;
    let sentence = Sentences::new(body).around(&(at..at + u32::try_from(first.len_utf8()).ok()?));
    let sentence = squeeze(body.words(&sentence.range));
    let sentence = sentence.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(&sentence).to_owned();
    if sentence.chars().count() <= TITLE {
        said.push(format!("The title is the first sentence: `{sentence}`."));
        return Some(sentence);
    }
    let end = sentence.char_indices().nth(TITLE).map_or(sentence.len(), |(at, _)| at);
    let cut = sentence[..end].rfind(' ').unwrap_or(end);
    let title = format!("{}…", sentence[..cut].trim_end_matches([',', ';', ':', ' ', '–', '—', '-']));
    said.push(format!("The title is the beginning of the first sentence: `{title}`. `--title` gives another."));
    Some(title)
}

/// Names that the site knows.
fn spotted(body: &Body, known: &Known, spotter: &Spotter, said: &mut Vec<String>) {
    let spots = spotter.spot(body, &BTreeSet::new(), &[]);
    let mut found: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for spot in &spots.spotted {
        let Some(entity) = known.entities.get(&spot.entity) else { continue };
        let (count, words) = found.entry(entity).or_default();
        *count += 1;
        words.insert(body.words(&spot.range));
    }
    if !found.is_empty() {
        let how = if known.spot { "spotted" } else { "in the text, but not marked, for the site has `spot: false`" };
        said.push(format!("Names that the site knows, {how}:"));
        for (entity, (count, words)) in found {
            let words: Vec<String> = words.into_iter().map(squeeze).collect();
            said.push(format!("  {entity}: {count} × {}", words.join(", ")));
        }
    }
    for shared in &spots.shared {
        let ids: Vec<&str> =
            shared.entities.iter().filter_map(|id| known.entities.get(id).map(String::as_str)).collect();
        said.push(format!("`{}` may be {}: nobody is marked.", shared.name, ids.join(" or ")));
    }
}
