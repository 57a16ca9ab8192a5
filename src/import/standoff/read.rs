//! JSON lines to documents and entities, with every offset checked.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::diag::nearest;
use crate::id::Slug;
use crate::import::{Input, Problem, blanks};
use crate::parse::is_noncharacter;
use crate::resolve::fold::is_grapheme_edge;

/// The sorts of entity that the form has: its word, the kind of the site, and the article that the words of a report use.
pub const KINDS: [(&str, &str); 5] =
    [("person", "people"), ("event", "events"), ("place", "places"), ("org", "organizations"), ("work", "works")];

/// The documents and entities of all files.
#[derive(Default)]
pub struct Lines<'i> {
    pub documents: Vec<Document<'i>>,
    pub entities: Vec<Entity<'i>>,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'i> {
    pub file: &'i str,
    pub line: usize,
}

/// A document. Its text is moved out of the JSON, the fields that are not of the form are in `rest`.
pub struct Document<'i> {
    pub place: Place<'i>,
    pub source_id: String,
    pub id: Slug,
    pub title: Option<String>,
    pub date: Option<String>,
    pub date_edtf: Option<String>,
    pub source: Option<String>,
    pub language: Option<String>,
    pub from: Vec<String>,
    pub to: Vec<String>,
    pub text: String,
    pub mentions: Vec<Mention>,
    pub quotations: Vec<Mention>,
    pub rest: Map<String, Value>,
}

/// Some words that are about an entity, or (in `quotations`) are those of a person.
pub struct Mention {
    /// The site's kind.
    pub kind: &'static str,
    /// As the source has it.
    pub to: String,
    /// Bytes of the text.
    pub range: Range<usize>,
    pub implied: bool,
    pub rest: Map<String, Value>,
}

/// An entity.
pub struct Entity<'i> {
    pub place: Place<'i>,
    pub kind: &'static str,
    pub source_id: String,
    pub id: Slug,
    pub name: Option<String>,
    pub fields: Map<String, Value>,
}

/// Reads all files, told apart by the fields of their lines.
pub fn read<'i>(inputs: &'i [Input], problems: &mut Vec<Problem>) -> Lines<'i> {
    let mut lines = Lines::default();
    for input in inputs {
        for (at, line) in input.text.split('\n').enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let place = Place { file: &input.name, line: at + 1 };
            match serde_json::from_str::<Value>(line) {
                Ok(Value::Object(map)) => read_line(place, map, &mut lines, problems),
                Ok(_) => problems.push(place.problem("the line is no JSON object")),
                Err(error) => problems.push(syntax(place, &error)),
            }
        }
    }
    check_ids(&lines, problems);
    lines
}

fn syntax(place: Place<'_>, error: &serde_json::Error) -> Problem {
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or(&what);
    let message = if error.is_eof() {
        format!("the line's JSON is cut off after column {}: {what}", error.column())
    } else {
        format!("the line is not JSON: column {}: {what}", error.column())
    };
    place.problem(message)
}

fn read_line<'i>(place: Place<'i>, map: Map<String, Value>, lines: &mut Lines<'i>, problems: &mut Vec<Problem>) {
    for (key, value) in &map {
        if let Some(c) = control(key, value) {
            problems.push(place.problem(format!("`{}` holds {}", shown(key), crate::parse::named(c))));
        }
    }
    let mut fields = Fields { place, map, what: String::new(), problems };
    if fields.map.contains_key("text") {
        if let Some(document) = document(&mut fields) {
            lines.documents.push(document);
        }
    } else if fields.map.contains_key("kind") && fields.map.contains_key("id") {
        if let Some(entity) = entity(&mut fields) {
            lines.entities.push(entity);
        }
    } else {
        let message = "the line is neither a document (which has `text`) nor an entity (which has `kind` and `id`)";
        fields.problems.push(place.problem(message));
    }
}

/// A character that no text of a site may hold. White space of any sort is allowed in a text and in what quotes it, for it
/// becomes blanks ([`blanks`]) and line ends there.
fn control(key: &str, value: &Value) -> Option<char> {
    match value {
        Value::String(text) if key == "text" || key == "exact" => {
            text.chars().find(|&c| (c.is_control() && !c.is_whitespace()) || is_noncharacter(c))
        }
        Value::String(text) => text.chars().find(|&c| c.is_control() && c != '\n' && c != '\t' || is_noncharacter(c)),
        Value::Array(items) => items.iter().find_map(|item| control(key, item)),
        Value::Object(map) => map.iter().find_map(|(key, value)| control(key, value)),
        _ => None,
    }
}

fn document<'i>(fields: &mut Fields<'i, '_>) -> Option<Document<'i>> {
    let source_id = fields.text("id");
    let text = fields.text("text");
    let mentions = fields.objects("mentions");
    let quotations = fields.objects("quotations");
    let (source_id, text) = (source_id?, blanks(&text?));
    let id = fields.slug(&source_id, false)?;
    let offsets = Offsets::new(&text);
    let mentions = fields.mentions("mentions", mentions, &text, &offsets, "ref");
    let quotations = fields.mentions("quotations", quotations, &text, &offsets, "speaker");
    Some(Document {
        place: fields.place,
        source_id,
        id,
        title: fields.optional("title"),
        date: fields.optional("date"),
        date_edtf: fields.optional("date_edtf"),
        source: fields.optional("source"),
        language: fields.optional("lang"),
        from: fields.texts("from"),
        to: fields.texts("to"),
        text,
        mentions,
        quotations,
        rest: std::mem::take(&mut fields.map),
    })
}

fn entity<'i>(fields: &mut Fields<'i, '_>) -> Option<Entity<'i>> {
    let kind = fields.text("kind");
    let source_id = fields.text("id");
    let name = fields.optional("name");
    let kind = fields.kind(&kind?);
    let source_id = source_id?;
    // Ids that are made of a whole sentence are real: they are cut, and listed.
    let id = fields.slug(&source_id, true)?;
    Some(Entity { place: fields.place, kind: kind?, source_id, id, name, fields: std::mem::take(&mut fields.map) })
}

/// The id that an id of the source becomes: lower-cased; if it is too long its head and its last part.
fn slug(source: &str, cut: bool) -> Result<Slug, &'static str> {
    let lower = source.to_lowercase();
    match Slug::new(&lower) {
        Err(_) if cut && lower.len() > Slug::MAX && lower.is_ascii() => {
            let last = lower.rfind('-').map_or("", |at| &lower[at..]);
            let last = if last.len() <= 20 { last } else { "" };
            let head = lower[..Slug::MAX - last.len()].trim_end_matches('-');
            Slug::new(&format!("{head}{last}"))
        }
        read => read,
    }
}

/// Two lines with one id.
fn check_ids(lines: &Lines<'_>, problems: &mut Vec<Problem>) {
    let mut taken: BTreeMap<(&str, &Slug), (Place<'_>, &str)> = BTreeMap::new();
    let documents =
        lines.documents.iter().map(|document| ("documents", &document.id, document.place, &document.source_id));
    let entities = lines.entities.iter().map(|entity| (entity.kind, &entity.id, entity.place, &entity.source_id));
    for (kind, id, place, source) in documents.chain(entities) {
        if let Some((first, other)) = taken.insert((kind, id), (place, source)) {
            let where_ = if first.file == place.file {
                format!("line {}", first.line)
            } else {
                format!("{}:{}", first.file, first.line)
            };
            let message = if other == source {
                format!("the id `{}` is taken: {where_} has it too", shown(source))
            } else {
                format!("the id `{}` becomes `{id}`, as `{}` in {where_} does", shown(source), shown(other))
            };
            problems.push(place.problem(message));
        }
    }
}

impl Place<'_> {
    pub fn problem(self, message: impl Into<String>) -> Problem {
        Problem { file: self.file.to_owned(), line: Some(self.line), message: message.into(), help: None }
    }
}

/// The fields of one JSON object, taken one by one; what is of the wrong type is a problem that names its place.
struct Fields<'i, 'p> {
    place: Place<'i>,
    map: Map<String, Value>,
    /// `mentions[3].` for the fields of an item.
    what: String,
    problems: &'p mut Vec<Problem>,
}

impl Fields<'_, '_> {
    fn say(&mut self, message: String) {
        self.problems.push(self.place.problem(message));
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.map.remove(key) {
            Some(Value::String(text)) => return Some(text),
            Some(_) => self.say(format!("`{}{key}` is no text", self.what)),
            None => self.say(format!("`{}{key}` is missing", self.what)),
        }
        None
    }

    /// A text that may be absent, `null` or empty.
    fn optional(&mut self, key: &str) -> Option<String> {
        match self.map.remove(key) {
            Some(Value::String(text)) => (!text.trim().is_empty()).then_some(text),
            Some(Value::Null) | None => None,
            Some(_) => {
                self.say(format!("`{}{key}` is no text", self.what));
                None
            }
        }
    }

    fn texts(&mut self, key: &str) -> Vec<String> {
        match self.map.remove(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                items.into_iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
            }
            Some(_) => {
                self.say(format!("`{}{key}` is no list of texts", self.what));
                Vec::new()
            }
        }
    }

    fn objects(&mut self, key: &str) -> Vec<Map<String, Value>> {
        let mut objects = Vec::new();
        match self.map.remove(key) {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) => {
                for (at, item) in items.into_iter().enumerate() {
                    match item {
                        Value::Object(map) => objects.push(map),
                        _ => self.say(format!("`{key}[{at}]` is no object")),
                    }
                }
            }
            Some(_) => self.say(format!("`{key}` is no list")),
        }
        objects
    }

    fn offset(&mut self, key: &str) -> Option<usize> {
        let value = self.map.remove(key);
        let number = value.as_ref().and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
        if number.is_none() {
            let found = value.map_or("missing".to_owned(), |value| format!("`{}`", shown(&value.to_string())));
            self.say(format!("`{}{key}` is {found}, not a whole number from 0", self.what));
        }
        number
    }

    fn kind(&mut self, word: &str) -> Option<&'static str> {
        let kind = KINDS.iter().find(|(known, _)| *known == word).map(|&(_, kind)| kind);
        if kind.is_none() {
            let words = KINDS.map(|(word, _)| word);
            let near = nearest(word, words).map(|near| format!("; `{near}` is near")).unwrap_or_default();
            self.say(format!("`{}kind` is `{}`, not one of {}{near}", self.what, shown(word), words.join(", ")));
        }
        kind
    }

    fn slug(&mut self, source: &str, cut: bool) -> Option<Slug> {
        match slug(source, cut) {
            Ok(id) => Some(id),
            Err(why) => {
                let proposal = Slug::propose(source);
                let mut problem = self.place.problem(format!("`{}` is no id: an id {why}", shown(source)));
                problem.help =
                    Some(format!("In the source it would have to be `{proposal}`, in each place that names it."));
                self.problems.push(problem);
                None
            }
        }
    }

    /// Mentions; `to` is the field that names the entity. Quotations have no `kind`: they are of people.
    fn mentions(
        &mut self,
        list: &str,
        items: Vec<Map<String, Value>>,
        text: &str,
        offsets: &Offsets,
        to: &str,
    ) -> Vec<Mention> {
        let mut mentions = Vec::with_capacity(items.len());
        let outer = std::mem::take(&mut self.map);
        for (at, item) in items.into_iter().enumerate() {
            self.map = item;
            self.what = format!("{list}[{at}].");
            let kind =
                if to == "speaker" { Some("people") } else { self.text("kind").and_then(|kind| self.kind(&kind)) };
            let (named, range) = (self.text(to), self.range(text, offsets));
            let implied = match self.map.remove("implied") {
                None | Some(Value::Null) => Some(false),
                Some(Value::Bool(implied)) => Some(implied),
                Some(_) => {
                    self.say(format!("`{}implied` is neither true nor false", self.what));
                    None
                }
            };
            if let (Some(kind), Some(named), Some(range), Some(implied)) = (kind, named, range, implied) {
                mentions.push(Mention { kind, to: named, range, implied, rest: std::mem::take(&mut self.map) });
            }
        }
        self.what.clear();
        self.map = outer;
        mentions
    }

    /// `start` and `end` as bytes of the text, held against `exact`.
    fn range(&mut self, text: &str, offsets: &Offsets) -> Option<Range<usize>> {
        let (start, end) = (self.offset("start"), self.offset("end"));
        let exact = self.optional("exact").map(|exact| blanks(&exact));
        let (start, end) = (start?, end?);
        let what = self.what.trim_end_matches('.').to_owned();
        let (Some(from), Some(to)) = (offsets.byte(start, text), offsets.byte(end, text)) else {
            self.say(format!(
                "`{what}` is {start}–{end}, but the text has only {} characters",
                offsets.characters(text)
            ));
            return None;
        };
        if from >= to {
            self.say(format!("`{what}` is {start}–{end}, which is no passage: its end is not behind its start"));
            return None;
        }
        let words = &text[from..to];
        if exact.as_ref().is_some_and(|exact| exact != words) {
            let exact = exact.unwrap_or_default();
            let mut problem = self.place.problem(format!(
                "`{what}`: the text has `{}` at {start}–{end}, not `{}`",
                shown(words),
                shown(&exact)
            ));
            problem.help = Some("Offsets count Unicode code points, not bytes and not UTF-16 units.".to_owned());
            self.problems.push(problem);
            return None;
        }
        for (byte, at) in [(from, start), (to, end)] {
            if !is_grapheme_edge(text, byte) {
                self.say(format!(
                    "`{what}`: offset {at} lies inside of a character that is written with several code points"
                ));
                return None;
            }
        }
        if words.trim().is_empty() {
            self.say(format!("`{what}`: at {start}–{end} there is only white space"));
            return None;
        }
        Some(from..to)
    }
}

/// From code points to bytes. A text of ASCII needs no table.
struct Offsets(Option<Vec<u32>>);

impl Offsets {
    fn new(text: &str) -> Offsets {
        let table = || text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        Offsets((!text.is_ascii()).then(table))
    }

    fn characters(&self, text: &str) -> usize {
        self.0.as_ref().map_or(text.len(), Vec::len)
    }

    fn byte(&self, character: usize, text: &str) -> Option<usize> {
        if character == self.characters(text) {
            return Some(text.len());
        }
        match &self.0 {
            None => (character < text.len()).then_some(character),
            Some(table) => table.get(character).map(|&at| at as usize),
        }
    }
}

/// A text of the source as a message shows it: not more than it needs to be known by, and in one line.
pub fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut out: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}
