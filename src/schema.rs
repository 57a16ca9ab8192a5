//! JSON Schemas of what authors write, for editors: printed from the one table of the format.
//!
//! They are schemas of draft 2020-12, made only of words that mean the same in draft-07, since editors know that one
//! longest. A schema knows the kinds and the verdicts of its site. It holds a value as a YAML reader hands it on: where
//! the format reads a text as it is written, a number and a boolean are allowed too, because YAML takes `1.10`, `007` and
//! `true` for such.
//!
//! A value may be of several types, and each keyword of JSON Schema speaks of one type only. So "a text, a map, or a list
//! of these" needs no `anyOf`: the keywords of all three stand side by side, and an editor has one thing to say about a
//! mistake instead of one for each alternative.

mod json;
mod pattern;

use serde_json::{Value, json};

use crate::id::KindId;
use crate::parse::settings::Settings;
use crate::parse::shape::{self, Field, Fields, Keys, Nature, Shape, table};

use json::Object;

/// By this a schema is known for one of ours, which may be written anew.
const MARK: &str = "Printed by `annals schema`.";

/// A schema that a site has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its name: `people`, `people.yaml`, `annotations`.
    pub name: String,
    /// What it is of.
    pub what: String,
}

impl Name {
    /// The name of its file. Kinds hold no point, so no two are alike.
    pub fn file(&self) -> String {
        format!("{}.json", self.name)
    }
}

/// The schemas that a site has, in order.
pub fn names(settings: &Settings) -> Vec<Name> {
    roots(settings).into_iter().map(|root| Name { name: root.name, what: root.what }).collect()
}

/// A schema as JSON. `None` if the site has none of this name.
pub fn print(name: &str, settings: &Settings) -> Option<String> {
    let root = roots(settings).into_iter().find(|root| root.name == name)?;
    let mut maker = Maker { settings, definitions: Vec::new() };
    Some(maker.top(&root).text())
}

/// Whether a file holds a schema that was printed here.
pub fn is_ours(text: &str) -> bool {
    let comment =
        serde_json::from_str::<Value>(text).ok().and_then(|value| Some(value["$comment"].as_str()?.to_owned()));
    comment.is_some_and(|comment| comment.starts_with(MARK))
}

struct Root {
    name: String,
    what: String,
    of: Of,
}

/// What a whole file, or its front matter, is.
enum Of {
    Map(&'static Fields),
    /// A map from ids.
    Many(&'static Shape),
}

fn roots(settings: &Settings) -> Vec<Root> {
    let root = |name: &str, what: &str, of| Root { name: name.to_owned(), what: what.to_owned(), of };
    let mut all = vec![
        root("site", "`site.yaml`", Of::Map(&table::SITE)),
        root("article", "the front matter of an article, `content/articles/ID.md`", Of::Map(&table::ARTICLE)),
        root(
            "annotations",
            "the annotations beside an article, `content/articles/ID.annotations.yaml`",
            Of::Map(&table::SIDECAR),
        ),
    ];
    for (id, kind) in settings.kinds.iter() {
        let kind = &kind.name;
        let one = format!("the front matter of a record, `content/{kind}/ID.md`");
        // A kind may have the name of another schema.
        let name = if all.iter().any(|known| known.name == *kind) { format!("{kind}.md") } else { kind.clone() };
        all.push(root(&name, &one, Of::Map(table::record(id, true))));
        let many = format!("records in one file, `content/{kind}.yaml`");
        all.push(root(&format!("{kind}.yaml"), &many, Of::Many(table::record_shape(id))));
    }
    all.extend([
        root("series", "the front matter of a series, `content/series/ID.md`", Of::Map(&table::SERIES_FILE)),
        root("series.yaml", "the series in one file, `content/series.yaml`", Of::Many(&table::SERIES_SHAPE)),
        root("page", "the front matter of a plain page", Of::Map(&table::PAGE)),
    ]);
    all
}

struct Maker<'s> {
    settings: &'s Settings,
    /// Name, what it was made from, and the definition once it is made.
    definitions: Vec<(String, Origin, Object)>,
}

/// What a definition is made from.
#[derive(Clone, Copy)]
enum Origin {
    Fields(&'static Fields),
    /// A shape that stands in many places: dates, and references and sources, one or a list.
    Shape(&'static str, &'static Shape),
}

impl Origin {
    fn is(self, other: Origin) -> bool {
        match (self, other) {
            (Origin::Fields(one), Origin::Fields(other)) => std::ptr::eq(one, other),
            (Origin::Shape(one, _), Origin::Shape(other, _)) => one == other,
            _ => false,
        }
    }
}

/// What is said of a value: its types, and the keywords for each of them.
struct Said {
    types: Vec<&'static str>,
    words: Object,
}

impl Said {
    fn new(types: &[&'static str], words: Object) -> Said {
        Said { types: types.to_vec(), words }
    }

    fn object(self) -> Object {
        let types = match &self.types[..] {
            [] => return self.words,
            [one] => json!(one),
            several => json!(several),
        };
        Object::new().with("type", types).and(self.words)
    }
}

/// What YAML may make of a text.
const SCALAR: &[&str] = &["string", "number", "boolean"];
/// What YAML may make of an id.
const WORD: &[&str] = &["string", "integer", "boolean"];

impl Maker<'_> {
    fn top(&mut self, root: &Root) -> Object {
        let what = text_of(&root.what);
        let top = Object::new()
            .with("$schema", "https://json-schema.org/draft/2020-12/schema")
            .with("$comment", format!("{MARK} Print it anew when kinds or verdicts change."))
            .with("title", root.name.as_str())
            .with("description", format!("Annals: {what}."))
            // An empty file is as good as one without keys.
            .with("type", json!(["object", "null"]));
        let words = match root.of {
            Of::Map(fields) => self.keys(fields),
            Of::Many(shape) => {
                let schema = Object::new().with("$schema", word("The JSON Schema of this file."));
                Object::new().with("properties", schema).and(self.pairs(Keys::Ids, shape, true))
            }
        };
        let mut definitions = Object::new();
        for (name, _, definition) in std::mem::take(&mut self.definitions) {
            definitions = definitions.with(name, definition);
        }
        top.and(words).with("$defs", definitions)
    }

    /// The schema of a value.
    fn value(&mut self, shape: &'static Shape) -> Object {
        match shape {
            Shape::Date => self.reference(Origin::Shape("date", shape)),
            // Which kind an id alone is of makes no difference to its form.
            Shape::OneOrMany(Shape::Either(Shape::Entity(_), _)) => self.reference(Origin::Shape("references", shape)),
            Shape::OneOrMany(Shape::Either(Shape::Source, _)) => self.reference(Origin::Shape("sources", shape)),
            _ => self.said(shape).object(),
        }
    }

    fn said(&mut self, shape: &'static Shape) -> Said {
        let new = Object::new;
        match shape {
            Shape::Text | Shape::Markdown | Shape::Word => {
                Said::new(SCALAR, matched(pattern::NOT_EMPTY, pattern::EMPTY_SAYS))
            }
            Shape::Id | Shape::Article => {
                Said::new(WORD, matched(pattern::id(), pattern::ID_SAYS).and(natural()).with("not", no_id()))
            }
            Shape::AnnotationId => {
                let not = matched_by(format!("{}|^(?:h|fn|fnref|c)-", pattern::NO_ID));
                Said::new(WORD, matched(pattern::id(), pattern::ANNOTATION_ID_SAYS).and(natural()).with("not", not))
            }
            Shape::Date => {
                let years = new().with("minimum", -9999).with("maximum", 9999);
                Said::new(&["string", "integer"], matched(pattern::date(), pattern::DATE_SAYS).and(years))
            }
            Shape::Bool => Said::new(&["boolean"], new()),
            Shape::Count(least, most) => Said::new(&["integer"], between(*least, *most)),
            Shape::Degrees(limit) => Said::new(&["number"], new().with("minimum", -limit).with("maximum", *limit)),
            Shape::Size => {
                let words = matched(pattern::SIZE, pattern::SIZE_SAYS).with("exclusiveMinimum", 0);
                Said::new(&["string", "number"], words)
            }
            Shape::Format => Said::new(&[], new().with("const", shape::FORMAT)),
            Shape::Url => {
                let words = matched(pattern::URL, pattern::URL_SAYS);
                Said::new(&["string"], words.with("not", matched_by(pattern::NO_HOST)))
            }
            Shape::BaseUrl => Said::new(&["string"], matched(pattern::BASE_URL, pattern::BASE_URL_SAYS)),
            Shape::Address => Said::new(SCALAR, matched(pattern::ADDRESS, pattern::ADDRESS_SAYS)),
            Shape::Previous { paths, ids } => {
                let words = matched(pattern::previous(*paths, *ids), pattern::previous_says(*paths, *ids));
                let not = matched_by(format!("{}|{}", pattern::NO_ID, pattern::DOTS));
                Said::new(if *ids { WORD } else { &["string"] }, words.and(natural()).with("not", not))
            }
            Shape::Language => Said::new(&["string"], matched(pattern::language(), pattern::LANGUAGE_SAYS)),
            Shape::Timezone => Said::new(&[], new().with("enum", json!(shape::zone_names()))),
            Shape::OneOf(words) => Said::new(&[], new().with("enum", spellings(words.iter().copied()))),
            Shape::Verdict => {
                let verdicts = self.settings.verdicts.iter().map(|verdict| &*verdict.id);
                Said::new(&[], new().with("enum", spellings(verdicts)))
            }
            Shape::Entity(_) => {
                let kinds = self.settings.kinds.iter().map(|(_, kind)| &*kind.name);
                let words = matched(pattern::entity(kinds), pattern::ENTITY_SAYS);
                Said::new(WORD, words.and(natural()).with("not", no_id()))
            }
            Shape::Source => {
                let words = matched(pattern::source(), pattern::SOURCE_SAYS);
                let not = matched_by(format!("{}|{}", pattern::NO_ID, pattern::NO_HOST));
                Said::new(WORD, words.and(natural()).with("not", not))
            }
            Shape::Occurrence => {
                let number = new().with("type", "integer").and(between(1, 1_000_000));
                let words = matched(pattern::ALL, pattern::ALL_SAYS).and(between(1, 1_000_000)).with("items", number);
                Said::new(&["integer", "string", "array"], words.with("examples", json!(["all"])))
            }
            Shape::Either(inner, fields) => {
                let mut said = self.said(inner);
                said.types.push("object");
                said.words = said.words.and(self.reference(Origin::Fields(fields)));
                said
            }
            Shape::OneOrMany(inner) => {
                let mut said = self.said(inner);
                if said.types.is_empty() {
                    // A list of words alone says nothing of types: beside it no list would be good.
                    let list = Object::new().with("type", "array").with("items", self.value(inner));
                    return Said::new(&[], new().with("anyOf", vec![said.object(), list]));
                }
                said.types.push("array");
                said.words = said.words.with("items", self.value(inner));
                said
            }
            Shape::List(inner) => Said::new(&["array"], new().with("items", self.value(inner))),
            Shape::Map(fields) => Said::new(&["object"], self.reference(Origin::Fields(fields))),
            Shape::MapOf(keys, inner) => Said::new(&["object"], self.pairs(*keys, inner, false)),
            Shape::Asserts => Said::new(&["object"], self.asserts()),
        }
    }

    /// A reference to a definition, which is made if there is none.
    fn reference(&mut self, from: Origin) -> Object {
        let known = self.definitions.iter().find(|(_, known, _)| known.is(from));
        let name = match known {
            Some((name, ..)) => name.clone(),
            None => self.define(from),
        };
        Object::new().with("$ref", format!("#/$defs/{name}"))
    }

    fn define(&mut self, from: Origin) -> String {
        let name = match from {
            Origin::Fields(fields) => name_of(fields),
            Origin::Shape(name, _) => name.to_owned(),
        };
        let taken = |name: &str| self.definitions.iter().any(|(known, ..)| known == name);
        let name = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name}-{n}") }).find(|name| !taken(name));
        let name = name.unwrap_or_default();
        let at = self.definitions.len();
        self.definitions.push((name.clone(), from, Object::new()));
        self.definitions[at].2 = match from {
            Origin::Fields(fields) => self.keys(fields),
            Origin::Shape(_, shape) => self.said(shape).object(),
        };
        name
    }

    /// The keywords of a map with these keys.
    fn keys(&mut self, fields: &'static Fields) -> Object {
        let mut properties = Object::new();
        if fields.top {
            properties = properties.with("$schema", word("The JSON Schema of this file."));
        }
        for field in fields.all() {
            properties = properties.with(field.key, described(&words_of(field)).and(self.value(&field.shape)));
        }
        if fields.about {
            for (_, kind) in self.settings.kinds.iter().filter(|(_, kind)| fields.find(&kind.name).is_none()) {
                let words = format!(
                    "{}. An id, `kind/id`, or a map with `id`; one or a list.",
                    crate::words::plain(&kind.many)
                );
                properties = properties.with(kind.name.as_str(), described(&words).and(self.value(&table::OF_KIND)));
            }
        }
        let mut object = Object::new().with("properties", properties);
        let required: Vec<&Field> = fields.all().filter(|field| field.required).collect();
        if let Some(Field { key, unless: Some(other), .. }) = required.iter().find(|field| field.unless.is_some()) {
            let one = |key: &str| Object::new().with("required", json!([key]));
            object = object.with("anyOf", vec![one(key), one(other)]);
        }
        let keys: Vec<&str> = required.iter().filter(|field| field.unless.is_none()).map(|field| field.key).collect();
        if !keys.is_empty() {
            object = object.with("required", json!(keys));
        }
        object.and(own_keys()).with("additionalProperties", false)
    }

    /// The keywords of a map whose keys the author chooses.
    fn pairs(&mut self, keys: Keys, inner: &'static Shape, top: bool) -> Object {
        let names = match keys {
            Keys::Ids => matched(pattern::id_key(top), pattern::ID_SAYS).with("not", matched_by(pattern::NO_ID)),
            Keys::Kinds => matched(pattern::id_key(top), pattern::KIND_SAYS).with("not", reserved()),
            Keys::Languages => matched(pattern::language_key(), pattern::LANGUAGE_SAYS),
            // A label may be anything, also `x-…`.
            Keys::Labels => {
                let names = Object::new().with("pattern", pattern::NOT_EMPTY);
                return Object::new().with("propertyNames", names).with("additionalProperties", self.value(inner));
            }
            Keys::FieldsOf(kind) => {
                let mut properties = Object::new();
                let fields: Vec<&str> = table::resolvable(kind).collect();
                let kinds = self.settings.kinds.iter().map(|(_, kind)| &*kind.name);
                let kinds = kinds.filter(|kind| !fields.contains(kind));
                for key in fields.iter().copied().chain(kinds) {
                    properties = properties.with(key, self.value(table::resolution(kind, key)));
                }
                let object = Object::new().with("properties", properties);
                return object.and(own_keys()).with("additionalProperties", false);
            }
        };
        own_keys().with("propertyNames", names).with("additionalProperties", self.value(inner))
    }

    /// The keywords of `asserts:`.
    fn asserts(&mut self) -> Object {
        let mut patterns = Object::new();
        for (id, kind) in self.settings.kinds.iter() {
            let fields = self.reference(Origin::Fields(table::asserted(id)));
            let key = pattern::of_kind(&kind.name);
            patterns = patterns.with(key, Object::new().with("type", "object").and(fields));
        }
        let patterns = patterns.with("^x-", true);
        let names = Object::new().with("not", matched_by(pattern::NO_ID));
        Object::new()
            .with("patternProperties", patterns)
            .with("propertyNames", names)
            .with("additionalProperties", false)
    }
}

/// Keys that begin with `x-` may stand in every map.
fn own_keys() -> Object {
    Object::new().with("patternProperties", Object::new().with("^x-", true))
}

/// A name that no kind can have. The built-in kinds are keys of the format too.
fn reserved() -> Object {
    let built_in = Settings::default().kinds;
    let mut words: Vec<String> = table::RESERVED.iter().map(|&word| word.to_owned()).collect();
    words.extend(table::keys().map(|key| key.replace('_', "-")));
    words.retain(|word| built_in.find(word).is_none());
    words.sort();
    words.dedup();
    let device = matched_by(pattern::NO_ID);
    Object::new().with("anyOf", vec![Object::new().with("enum", json!(words)), device])
}

fn word(words: &str) -> Object {
    described(words).with("type", "string").with("pattern", pattern::NOT_EMPTY)
}

/// A pattern, and what editors say instead of showing it.
fn matched(pattern: impl Into<String>, says: impl Into<String>) -> Object {
    Object::new().with("pattern", pattern.into()).with("patternErrorMessage", says.into())
}

fn matched_by(pattern: impl Into<String>) -> Object {
    Object::new().with("type", "string").with("pattern", pattern.into())
}

/// Texts that have an id's form and are none.
fn no_id() -> Object {
    matched_by(pattern::NO_ID)
}

/// An id that YAML takes for a number has no sign.
fn natural() -> Object {
    Object::new().with("minimum", 0)
}

fn between(least: u32, most: u32) -> Object {
    Object::new().with("minimum", least).with("maximum", most)
}

/// Words, and what YAML makes of those that look like a number or a boolean.
fn spellings<'w>(words: impl Iterator<Item = &'w str>) -> Value {
    let mut all = Vec::new();
    for word in words {
        all.push(json!(word));
        all.extend(word.parse::<i64>().ok().map(Value::from));
        all.extend(word.parse::<bool>().ok().map(Value::from));
    }
    Value::Array(all)
}

/// `a record of people` → `record-of-people`.
fn name_of(fields: &Fields) -> String {
    let name = text_of(fields.name);
    let name = name.strip_prefix("a ").or_else(|| name.strip_prefix("an ")).unwrap_or(&name);
    name.replace(' ', "-")
}

fn text_of(markdown: &str) -> String {
    markdown.replace('`', "")
}

/// Words in Markdown, twice: editors that do not know Markdown show them without the marks.
fn described(words: &str) -> Object {
    let text = text_of(words);
    let object = Object::new().with("description", text.as_str());
    if text == words { object } else { object.with("markdownDescription", words) }
}

/// What a key means, and how it is written.
fn words_of(field: &Field) -> String {
    let mut chars = field.doc.chars();
    let doc: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    let stop = if doc.ends_with('.') { "" } else { "." };
    let bare = matches!(field.shape, Shape::Id | Shape::AnnotationId);
    let how = how(&field.shape).filter(|_| !bare).map_or_else(String::new, |how| format!(" {how}"));
    format!("{doc}{stop}{how}")
}

/// How a value is written, where that is not seen from its type.
fn how(shape: &Shape) -> Option<String> {
    let text = match shape {
        Shape::Markdown => "Markdown.",
        Shape::Id | Shape::AnnotationId => "An id.",
        Shape::Article => "An article's id.",
        Shape::Date => "A date in EDTF: `2016-09-08`, `2016-09`, `2016~`, `2016-07/2016-09`.",
        Shape::Size => "As `20 MB`.",
        Shape::Url | Shape::BaseUrl => "As `https://example.org/page`.",
        Shape::Previous { paths: true, ids: false } => "A path from the site's root: `/old/path/`.",
        Shape::Source => "`article`, `article#annotation`, or an address.",
        Shape::Entity(nature) => match nature {
            Nature::Any => "An id, or `kind/id`.",
            Nature::Same => "An id of the same kind, or `kind/id`.",
            Nature::Kind(KindId::PEOPLE) => "An id of `people`, or `kind/id`.",
            Nature::Kind(KindId::PLACES) => "An id of `places`, or `kind/id`.",
            Nature::Kind(_) => "An id of `organizations`, or `kind/id`.",
        },
        Shape::Either(inner, fields) => {
            let keys: Vec<&str> = fields.all().map(|field| field.key).collect();
            let keys = format!("or a map of `{}`.", keys.join("`, `"));
            return Some(match how(inner) {
                Some(inner) => format!("{}; {keys}", inner.trim_end_matches('.')),
                None => format!("A text, {keys}"),
            });
        }
        Shape::OneOrMany(inner) => {
            return Some(match how(inner) {
                Some(inner) => format!("{inner} One, or a list."),
                None => "One, or a list.".to_owned(),
            });
        }
        Shape::Asserts => "`kind/id`, and under it fields of that kind.",
        _ => return None,
    };
    Some(text.to_owned())
}
