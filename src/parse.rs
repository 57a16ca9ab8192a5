//! One source file to one [`Document`]: YAML and Markdown read, checked by themselves, syntax gone.
//!
//! Depends on the one file and the site's settings only. Names are still texts with their places.
//!
//! The steps: [`place`] says by its path what a file is; [`front`] splits a Markdown file; [`yaml`] reads its YAML as a
//! tree of texts; [`shape`] holds the tree against the table of the format and reports what does not fit; [`decode`]
//! makes the typed document of the rest; [`markdown`] reads the text.

pub mod body;
mod decode;
pub mod document;
pub mod front;
pub mod markdown;
mod memo;
mod place;
pub mod record;
pub mod seldom;
pub mod settings;
pub mod shape;
pub mod yaml;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Outcome, Severity, code};
use crate::id::{KindId, Slug};
use crate::load::{Area, Source, Sources};
use crate::span::{FileId, Span, Text};

use decode::Decode;
use decode::article::Named;
use document::Document;
use place::Sort;
use settings::Settings;
use shape::read::Reader;
use shape::value::{Map, Value};
use shape::{Fields, Keys, table};
use yaml::{Node, NodeKind, Place};

pub use memo::Memo;

/// Reads `site.yaml`. An empty one gives the defaults.
pub fn settings(source: &Source) -> Outcome<Settings> {
    let start = Settings::default();
    let text = source.data.text().unwrap_or("");
    let mut file = File::new(source.file, text, &start);
    let value = file.yaml_map(&table::SITE).map_or_else(Settings::default, decode::settings::settings);
    Outcome { value, diagnostics: file.said() }
}

/// Reads all files of `content/`, in parallel; the documents are in the order of the files.
pub fn all(sources: &Sources, settings: &Settings) -> Outcome<Vec<Document>> {
    let parsed: Vec<Outcome<Option<Document>>> =
        sources.files.par_iter().map(|source| parse(source, settings)).collect();
    let mut diagnostics = Vec::new();
    let value = parsed.into_iter().filter_map(|one| one.drain_into(&mut diagnostics)).collect();
    Outcome { value, diagnostics }
}

/// [`all`], but what `memo` knows is not read again. `settings_file` is what the settings were read from.
pub fn all_known(
    sources: &Sources,
    settings_file: &Source,
    settings: &Settings,
    memo: &mut Memo,
) -> Outcome<Vec<Document>> {
    // A site.yaml that was refused has the hash of an empty one.
    let doubt: &[u8] = if settings.kinds.are_doubtful() { b"?" } else { b"" };
    memo.begin(blake3::hash(&[settings_file.hash.as_bytes(), doubt].concat()));
    let files = &sources.files;
    let known: Vec<Option<Arc<memo::Parsed>>> = files.par_iter().map(|source| memo.get(source)).collect();
    let unknown: Vec<&Source> =
        files.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(file, _)| file).collect();
    // Resolving uses documents up. What is large in them is shared.
    let with_copy = |one: Arc<memo::Parsed>| {
        let copy = Outcome::clone(&one);
        (one, copy)
    };
    let (new, known) = rayon::join(
        || unknown.into_par_iter().map(|source| Arc::new(parse(source, settings))).collect::<Vec<_>>(),
        || known.into_iter().map(|known| known.map(with_copy)).collect::<Vec<_>>(),
    );
    let mut new = new.into_iter().map(with_copy);
    let all = known.into_iter().filter_map(|known| known.or_else(|| new.next()));
    let (parsed, copies): (Vec<_>, Vec<_>) = all.unzip();
    memo.keep(files.iter().zip(parsed));
    let mut diagnostics = Vec::new();
    let value = copies.into_iter().filter_map(|one| one.drain_into(&mut diagnostics)).collect();
    Outcome { value, diagnostics }
}

/// Reads a file of `content/`. `None` for files that are no documents: media, strays, and files of other folders.
///
/// A document whose YAML cannot be read is there all the same, as a draft without fields, so that references to it find
/// it and nothing of it is shown.
pub fn parse(source: &Source, settings: &Settings) -> Outcome<Option<Document>> {
    let (Area::Content, Some(text)) = (source.area, source.data.text()) else { return Outcome::clean(None) };
    let mut file = File::new(source.file, text, settings);
    let inner = source.inner_path();
    let value = match place::sort(inner, &settings.kinds) {
        Sort::Article => Some(file.article(inner)),
        Sort::Sidecar { folder, article } => Some(file.sidecar(folder, article)),
        Sort::Record(kind) => Some(Document::Records(vec![Arc::new(file.record(inner, kind))])),
        Sort::Records(kind) => Some(Document::Records(file.records(kind).into_iter().map(Arc::new).collect())),
        Sort::OneSeries => Some(Document::Series(vec![file.one_series(inner)])),
        Sort::Series => Some(Document::Series(file.series())),
        Sort::Page(index_of) => Some(file.page(inner, index_of)),
        Sort::Media => None,
        // Records of a kind that could not be read.
        Sort::Stray(_) if settings.kinds.are_doubtful() && place::may_be_records(inner, &settings.kinds) => None,
        Sort::Stray(help) => {
            let message = "this file is of no sort that is known in `content/`; it is left out";
            file.reader.found.push(Diagnostic::new(code::STRAY_FILE, file.start(), message).help(help));
            None
        }
        Sort::StrayAnnotations(help) => {
            let message = "this file is not named as a file of annotations; what is in it would be lost";
            let diagnostic = Diagnostic::new(code::STRAY_FILE, file.start(), message);
            file.reader.found.push(diagnostic.severity(Severity::Error).help(help));
            None
        }
    };
    Outcome { value, diagnostics: file.said() }
}

/// The diagnostic of a date in a file's name that is none, so that the id would be `rest`.
fn misspelt_date(place::Misspelt { written, meant }: place::Misspelt, rest: &str, start: Span) -> Diagnostic {
    let message = format!("the file's name begins with `{written}`, which is no date; its id would be `{rest}`");
    let right = match meant {
        Some(meant) => format!("Rename it to `{meant}.md`."),
        None => "Correct the date; a file's name begins with `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.".to_owned(),
    };
    Diagnostic::new(code::BAD_DATE, start, message)
        .help(right)
        .help("If it is no date, write `date` and `id` in the front matter.")
}

/// Characters that neither YAML nor HTML can hold are said one by one up to so many; of more the first stands for all.
const MOST_CONTROLS: usize = 10;

/// The diagnostics of all such characters in a text.
fn control_characters(found: &[(Span, char)]) -> Vec<Diagnostic> {
    if let [(span, c), more @ ..] = found
        && found.len() > MOST_CONTROLS
    {
        let mut one = control_character(*span, *c);
        one.message.push_str(&format!(", and {} more such", more.len()));
        one.help = vec!["So many come from a file that is damaged, or in another encoding, such as UTF-16.".to_owned()];
        return vec![one.help("Save it as UTF-8, or get it again.")];
    }
    found.iter().map(|&(span, c)| control_character(span, c)).collect()
}

fn control_character(span: Span, c: char) -> Diagnostic {
    let name = match c {
        '\0' => "a NUL character".to_owned(),
        '\u{feff}' => "a byte order mark".to_owned(),
        _ => named(c),
    };
    Diagnostic::new(code::CONTROL_CHARACTER, span, format!("{name} stands in the text")).help("Delete the character.")
}

/// A character that cannot stand in a text, by its number.
pub(crate) fn named(c: char) -> String {
    let sort = if is_noncharacter(c) { "noncharacter" } else { "control character" };
    format!("the {sort} U+{:04X}", u32::from(c))
}

/// Whether it is one of the 66 code points that Unicode keeps for the use of programs among themselves. XML has none for the
/// last two of its first plane, and HTML calls all of them errors; so they are refused wherever a text is read, and inside of
/// this program some stand for what is no text.
pub fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// A file being read.
struct File<'s> {
    file: FileId,
    text: &'s str,
    reader: Reader<'s>,
}

/// A Markdown file's front matter, held against its table.
struct Front {
    /// Its fields.
    map: Map,
    /// The YAML in the file; empty at the start where there is none.
    span: Span,
    /// The `id:` as written, valid or not.
    id: Option<Text>,
    /// Where the Markdown begins.
    body: usize,
    /// It cannot be read, and does not look like that of a draft.
    unread: bool,
}

impl<'s> File<'s> {
    fn new(file: FileId, text: &'s str, settings: &'s Settings) -> Self {
        File { file, text, reader: Reader::new(settings, text) }
    }

    /// What there is to say of it. That a key is missing is not known of a map of which a part cannot be read.
    fn said(self) -> Vec<Diagnostic> {
        let mut found = self.reader.found;
        let syntax = found.iter().filter(|one| one.code == code::YAML_SYNTAX).filter_map(|one| one.span);
        let syntax: Vec<Span> = syntax.collect();
        if !syntax.is_empty() {
            let holds = |map: Span| syntax.iter().any(|error| map.start <= error.start && error.end <= map.end);
            found.retain(|one| one.code != code::MISSING_KEY || !one.span.is_some_and(holds));
        }
        found
    }

    fn start(&self) -> Span {
        self.file.span(0, 0)
    }

    fn decode(&mut self) -> Decode<'_> {
        Decode { file: self.file, markdown: self.reader.settings.markdown, found: &mut self.reader.found }
    }

    /// The whole file as one YAML node.
    fn yaml(&mut self) -> Option<Node> {
        let start = front::bom(self.text);
        let place = Place { file: self.file, start };
        yaml::read_parts(&self.text[start..], place).drain_into(&mut self.reader.found)
    }

    /// The whole file as one map.
    fn yaml_map(&mut self, fields: &'static Fields) -> Option<Map> {
        let node = self.yaml()?;
        self.reader.map(&node, fields)
    }

    fn front(&mut self, fields: &'static Fields) -> Front {
        let kinds = &self.reader.settings.kinds;
        let known = |key: &str| fields.find(key).is_some() || (fields.about && kinds.find(key).is_some());
        let parts = match front::split(self.text, self.file, &known) {
            Ok(parts) => {
                self.controls(parts.body);
                parts
            }
            Err(diagnostic) => {
                self.reader.found.push(*diagnostic);
                let (map, body) = (hidden(self.start()), self.text.len());
                return Front { map, span: self.start(), id: None, body, unread: false };
            }
        };
        let Some((from, to)) = parts.yaml else {
            let map = Map::new(self.start());
            return Front { map, span: self.start(), id: None, body: parts.body, unread: false };
        };
        let span = self.file.span(from, to);
        let place = Place { file: self.file, start: from };
        let Outcome { value: node, diagnostics } = yaml::read_parts(&self.text[from..to], place);
        let broken =
            diagnostics.iter().any(|one| one.code == code::YAML_SYNTAX) || (node.is_none() && !diagnostics.is_empty());
        self.reader.found.extend(diagnostics);
        let id = node.as_ref().and_then(written_id);
        let is_map = node.as_ref().is_some_and(|node| matches!(node.kind, NodeKind::Map(_)));
        let unread = (broken || !is_map) && node.as_ref().is_some_and(|node| !has_key(node, "draft"));
        let map = match node {
            // What else is wrong is said; but what a part means without the rest nobody knows.
            Some(node) if broken => {
                self.reader.map(&node, fields);
                hidden(span)
            }
            None if broken => hidden(span),
            None => Map::new(span),
            Some(node) if matches!(node.kind, NodeKind::Map(_)) => {
                self.reader.map(&node, fields).unwrap_or_else(|| hidden(span))
            }
            Some(node) => {
                let message = "the front matter is no map of keys and values";
                let line = self.text[node.span.range()].split(['\n', '\r']).next().unwrap_or("");
                let help = match line.split_once(':') {
                    Some(_) => yaml::no_space(line),
                    None => "Write each key on a line of its own: `title: …`.".to_owned(),
                };
                self.reader.found.push(Diagnostic::new(code::FRONT_MATTER, node.span, message).help(help));
                hidden(span)
            }
        };
        Front { map, span, id, body: parts.body, unread }
    }

    /// Says of control characters and noncharacters in the Markdown. Those of the YAML its reader finds.
    fn controls(&mut self, start: usize) {
        // A control character is one of these bytes, or begins with C2, a noncharacter with EF to F4.
        let may_be =
            |byte: u8| matches!(byte, 0..=0x1f | 0x7f | 0xc2 | 0xef..) && !matches!(byte, b'\t' | b'\n' | b'\r' | 0xc);
        if !self.text.as_bytes()[start..].iter().any(|&byte| may_be(byte)) {
            return;
        }
        let bad = |&(_, c): &(usize, char)| {
            c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}') || is_noncharacter(c)
        };
        let found = self.text[start..].char_indices().filter(bad);
        let found = found.map(|(at, c)| (self.file.span(start + at, start + at + c.len_utf8()), c));
        self.reader.found.extend(control_characters(&found.collect::<Vec<_>>()));
    }

    /// The id of a file: `id:` or the stem. Where it is none that is said, and the proposal taken.
    fn id(&mut self, front: &mut Front, stem: &str) -> Text {
        if let Some(id) = front.map.text("id") {
            return id;
        }
        if let Some(written) = &front.id {
            return Text::new(Slug::propose(&written.value).to_string(), written.span);
        }
        let start = self.start();
        if let Err(why) = Slug::new(stem) {
            let message = format!("the file's name gives the id `{stem}`, which is none: an id {why}");
            let help = format!("Rename the file, or write `id: {}` in its front matter.", Slug::propose(stem));
            self.reader.found.push(Diagnostic::new(code::BAD_ID, start, message).help(help));
            return Text::new(Slug::propose(stem).to_string(), start);
        }
        Text::new(stem.to_owned(), start)
    }

    fn article(&mut self, inner: &str) -> Document {
        let mut front = self.front(&table::ARTICLE);
        let stem = place::stem(inner);
        let (date, rest) = place::dated_stem(stem, &self.reader.settings.timezone);
        let start = self.start();
        // Who gives both in the front matter has nothing of the name.
        if !(front.map.key("date").is_some() && front.id.is_some())
            && let Some(misspelt) = place::misspelt_date(stem, rest, &self.reader.settings.timezone)
        {
            self.reader.found.push(misspelt_date(misspelt, rest, start));
        }
        let id = self.id(&mut front, rest);
        let date = date.map(|date| crate::span::Spanned::new(date, start));
        let named = Named { id, stem: stem.to_owned(), date };
        let (text, body) = (self.text, front.body);
        let article = self.decode().article(front.map, front.span, named, text, body);
        Document::Article(Arc::new(document::Article { unread: front.unread, ..article }))
    }

    fn sidecar(&mut self, folder: String, article: String) -> Document {
        let map = self.yaml_map(&table::SIDECAR).unwrap_or_else(|| Map::new(self.start()));
        Document::Sidecar(Arc::new(self.decode().sidecar(map, folder, article)))
    }

    fn record(&mut self, inner: &str, kind: KindId) -> record::Record {
        let mut front = self.front(table::record(kind, true));
        let id = self.id(&mut front, place::stem(inner));
        let (text, body) = (self.text, front.body);
        let record = self.decode().record(front.map, kind, id, front.span, Some((text, body)));
        record::Record { unread: front.unread, ..record }
    }

    fn records(&mut self, kind: KindId) -> Vec<record::Record> {
        let name = format!("{}.yaml", self.reader.settings.kinds.get(kind).name);
        let entries = self.entries(table::record_shape(kind), &name);
        let mut decode = self.decode();
        entries.into_iter().map(|(id, map)| decode.record(map, kind, id.clone(), id.span, None)).collect()
    }

    fn one_series(&mut self, inner: &str) -> document::Series {
        let mut front = self.front(&table::SERIES_FILE);
        let id = self.id(&mut front, place::stem(inner));
        let (text, body) = (self.text, front.body);
        self.decode().series(front.map, id, Some((text, body)))
    }

    fn series(&mut self) -> Vec<document::Series> {
        let entries = self.entries(&table::SERIES_SHAPE, "series.yaml");
        let mut decode = self.decode();
        entries.into_iter().map(|(id, map)| decode.series(map, id, None)).collect()
    }

    /// The whole file as a map from ids to maps of one shape.
    fn entries(&mut self, shape: &'static shape::Shape, name: &str) -> Vec<(Text, Map)> {
        let Some(node) = self.yaml() else { return Vec::new() };
        let Some(map) = self.reader.map_of(&node, Keys::Ids, shape, name) else { return Vec::new() };
        map.entries.into_iter().filter_map(|(id, value)| Some((id, value.map()?))).collect()
    }

    fn page(&mut self, inner: &str, index_of: Option<KindId>) -> Document {
        let before = self.reader.found.len();
        let front = self.front(&table::PAGE);
        let kinds = &self.reader.settings.kinds;
        // It may be a record of a kind that could not be read.
        if kinds.are_doubtful() && inner.contains('/') {
            let found = self.reader.found.split_off(before);
            self.reader.found.extend(found.into_iter().filter(|one| one.code != code::UNKNOWN_KEY));
        }
        if let Some(help) = place::misplaced(inner, &self.reader.settings.kinds) {
            let unknown = self.reader.found.iter_mut().skip(before).find(|one| one.code == code::UNKNOWN_KEY);
            unknown.into_iter().for_each(|one| one.help = vec![help.clone()]);
        }
        let path = inner.strip_suffix(".md").unwrap_or(inner).to_owned();
        let (text, body) = (self.text, front.body);
        let page = self.decode().page(front.map, path, text, body);
        Document::Page(Box::new(document::Page { index_of, unread: front.unread, ..page }))
    }
}

/// The map of a front matter that cannot be read: a draft, so that a draft with a mistake in it is not shown.
fn hidden(span: Span) -> Map {
    let mut map = Map::new(span);
    map.fields.push(("draft", span, Value::Bool(true)));
    map
}

fn has_key(node: &Node, key: &str) -> bool {
    matches!(&node.kind, NodeKind::Map(entries) if entries.iter().any(|entry| entry.key.value == key))
}

/// The text of an `id:` key.
fn written_id(node: &Node) -> Option<Text> {
    let NodeKind::Map(entries) = &node.kind else { return None };
    let entry = entries.iter().find(|entry| entry.key.value == "id")?;
    match &entry.value.kind {
        NodeKind::Scalar(scalar) => Some(Text::new(scalar.text.clone(), entry.value.span)),
        _ => Some(Text::new(String::new(), entry.value.span)),
    }
}
