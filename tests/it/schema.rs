//! JSON Schemas against the parser: a validator that is not ours, and a YAML reader that is not ours, read every fixture,
//! and find the same mistakes at the same places. Where they differ it is listed, with the reason.

mod cli;
mod lists;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use annals::date::Date;
use annals::diag::{Diagnostic, Severity};
use annals::load::{self, Area, Data, Limits, Source};
use annals::parse::settings::Settings;
use annals::parse::yaml::{self, Node, NodeKind, Place};
use annals::parse::{self, front};
use annals::schema;
use annals::span::Span;
use boon::{Compiler, ErrorKind, InstanceToken, SchemaIndex, Schemas, ValidationError};
use serde_json::Value;

use crate::fixture::Fixture;
use crate::shared::shared;

const DRAFTS: [&str; 2] = ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"];

/// The schemas of a site, ready to validate.
pub struct Site {
    settings: Settings,
    schemas: Schemas,
    /// By name, of draft 2020-12 and of draft-07.
    compiled: BTreeMap<String, [SchemaIndex; 2]>,
}

impl Site {
    pub fn new(settings: Settings) -> Site {
        let (mut schemas, mut compiler, mut compiled) = (Schemas::new(), Compiler::new(), BTreeMap::new());
        for name in schema::names(&settings) {
            let text = schema::print(&name.name, &settings).unwrap();
            let indices = DRAFTS.map(|draft| {
                let mut value: Value = serde_json::from_str(&text).unwrap();
                let place = format!("file:///{}/{}", draft.len(), name.file());
                value["$schema"] = draft.into();
                compiler.add_resource(&place, value).unwrap();
                // The validator holds a schema against the meta-schema before it uses it.
                compiler.compile(&place, &mut schemas).unwrap_or_else(|error| panic!("{}: {error:#}", name.name))
            });
            compiled.insert(name.name, indices);
        }
        Site { settings, schemas, compiled }
    }

    /// What a schema finds: place, then what is said.
    fn validate(&self, what: &str, value: &Value, draft: usize) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        if let Err(error) = self.schemas.validate(value, self.compiled[what][draft]) {
            leaves(&error, value, &mut found);
        }
        found
    }
}

/// The mistakes at the leaves of a validation, each at its place: for a key that may not be, that key.
fn leaves(error: &ValidationError<'_, '_>, value: &Value, found: &mut BTreeMap<String, String>) {
    let tokens = error.instance_location.tokens.iter().map(|token| match token {
        InstanceToken::Prop(key) => key.to_string(),
        InstanceToken::Item(at) => at.to_string(),
    });
    let place: String = tokens.map(|token| format!("/{token}")).collect();
    let says = error.kind.to_string();
    match &error.kind {
        ErrorKind::AdditionalProperties { got } => {
            found.extend(got.iter().map(|key| (format!("{place}/{key}"), says.clone())));
        }
        // The validator does not say in which map the key stands.
        ErrorKind::PropertyName { prop } => {
            let mut places = Vec::new();
            keys(value, "", prop, &mut places);
            assert_eq!(places.len(), 1, "give `{prop}` a name that the file has once\n{value}");
            found.extend(places.into_iter().map(|place| (place, says.clone())));
        }
        _ if error.causes.is_empty() => _ = found.insert(place, says),
        _ => error.causes.iter().for_each(|cause| leaves(cause, value, found)),
    }
}

/// Where a key stands.
fn keys(value: &Value, place: &str, wanted: &str, found: &mut Vec<String>) {
    let mut inner = |key: &str, value| {
        let place = format!("{place}/{key}");
        keys(value, &place, wanted, found);
        if key == wanted {
            found.push(place);
        }
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inner(key, value)),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| inner(&at.to_string(), value)),
        _ => {}
    }
}

/// Which schema a file is held against.
fn what(path: &str) -> Option<String> {
    if path == "site.yaml" {
        return Some("site".to_owned());
    }
    let inner = path.strip_prefix("content/")?;
    let name = match inner.split_once('/') {
        Some(("articles", rest)) if rest.ends_with(".annotations.yaml") => "annotations",
        Some(("articles", rest)) if rest.ends_with(".md") => "article",
        Some((
            folder @ ("people" | "events" | "places" | "organizations" | "claims" | "documents" | "series"),
            rest,
        )) if rest.ends_with(".md") && rest != "index.md" => folder,
        None if inner.ends_with(".yaml") => inner,
        _ if inner.ends_with(".md") => "page",
        _ => return None,
    };
    Some(name.to_owned())
}

/// What YAML makes of a text, in JSON. Keys that are no texts become such, as in editors.
fn json(value: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Mapping(map) => {
            let key = |key| match json(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            map.into_iter().map(|(k, value)| (key(k), json(value))).collect()
        }
        Yaml::Sequence(list) => list.into_iter().map(json).collect(),
        Yaml::Tagged(tagged) => json(tagged.value),
        other => serde_json::to_value(other).unwrap(),
    }
}

fn source(path: &str, text: &str) -> Source {
    let area = if path == "site.yaml" { Area::Settings } else { Area::Content };
    Source::new(path, area, Data::Text(Arc::from(text)))
}

/// The place that a span has in the tree: `/annotations/0/quote`.
fn place(node: &Node, span: Span) -> String {
    let within = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    match &node.kind {
        NodeKind::Map(entries) => {
            for entry in entries {
                if within(entry.key.span) {
                    return format!("/{}", entry.key.value);
                }
                if within(entry.value.span) {
                    return format!("/{}{}", entry.key.value, place(&entry.value, span));
                }
            }
            String::new()
        }
        NodeKind::List(items) => {
            let found = items.iter().enumerate().find(|(_, item)| within(item.span));
            found.map_or_else(String::new, |(at, item)| format!("/{at}{}", place(item, span)))
        }
        _ => String::new(),
    }
}

/// What comes before any schema: YAML itself.
const OF_YAML: &[&str] = &["yaml-syntax", "yaml-feature", "yaml-too-deep", "duplicate-key", "front-matter"];

/// A comparison of many files.
#[derive(Default)]
struct Comparison {
    files: usize,
    /// Found by both.
    agreed: Vec<String>,
    codes: BTreeSet<&'static str>,
    /// Found by the parser alone, `code message`, with where.
    missed: Vec<(String, String)>,
    /// Found by the schema alone, what is said, with where.
    alarms: Vec<(String, String)>,
}

impl Comparison {
    /// Reads one file both ways.
    fn file(&mut self, site: &Site, path: &str, text: &str) {
        let source = source(path, text);
        let Some(what) = what(path).filter(|what| site.compiled.contains_key(what)) else { return };
        let (from, to) = if path.ends_with(".md") {
            let Ok(front::Parts { yaml: Some(yaml), .. }) = front::split(text, source.file, &|_| false) else { return };
            yaml
        } else {
            (front::bom(text), text.len())
        };
        let diagnostics: Vec<Diagnostic> = if path == "site.yaml" {
            parse::settings(&source).diagnostics
        } else {
            parse::parse(&source, &site.settings).diagnostics
        };
        // What the file is called, and what its Markdown says, is nothing that a schema sees.
        let seen = |one: &&Diagnostic| {
            one.span.is_some_and(|span| from <= span.start as usize && span.end as usize <= to)
                && one.severity == Severity::Error
        };
        let errors: Vec<&Diagnostic> = diagnostics.iter().filter(seen).collect();
        let tree = yaml::read(&text[from..to], Place { file: source.file, start: from }).value;
        let value = serde_yaml::from_str::<serde_yaml::Value>(&text[from..to]).map(json);
        let broken = errors.iter().any(|one| OF_YAML.contains(&one.code.name));
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                // `~` and `null` are one key to a YAML reader; the parser reads both as they are written.
                let twice = error.to_string().contains("duplicate entry");
                assert!(broken || twice, "{path}: a YAML reader refuses what the parser takes\n{text}");
                return;
            }
        };
        // Without a tree the parser has said nothing of what is in it.
        if tree.is_none() && broken {
            return;
        }
        self.files += 1;
        let at = |span| tree.as_ref().map_or_else(String::new, |tree| place(tree, span));
        let places: BTreeSet<String> = errors.iter().filter_map(|one| Some(at(one.span?))).collect();
        let found = site.validate(&what, &value, 0);
        for one in errors.iter().filter(|one| !OF_YAML.contains(&one.code.name)) {
            let place = one.span.map_or_else(String::new, at);
            if found.contains_key(&place) {
                self.agreed.push(format!("{path} {place}: {}", one.message));
                self.codes.insert(one.code.name);
            } else {
                self.missed.push((format!("{} {}", one.code.name, one.message), format!("{path} {place}\n{text}")));
            }
        }
        for (place, says) in &found {
            // Of a value that the parser does not go into, a schema may.
            if !places.iter().any(|known| place == known) {
                self.alarms.push((says.clone(), format!("{path} {place}\n{text}")));
            }
        }
        // A reader of draft-07 may pass over what stands beside `$ref`: it finds less, and nothing else.
        let older = site.validate(&what, &value, 1);
        assert!(older.keys().all(|place| found.contains_key(place)), "{path}: {older:?} {found:?}");
    }

    /// All files of a folder that has site.yaml and content/.
    fn folder(&mut self, site: &Site, root: &Path) {
        let settings = load::settings(root).value;
        self.file(site, "site.yaml", settings.data.text().unwrap());
        for file in load::content(root, &Limits::default()).value.in_area(Area::Content) {
            if let Some(text) = file.data.text() {
                self.file(site, file.path, text);
            }
        }
    }

    /// Both ways find the same, but for what is listed; and what is listed differs indeed.
    fn check(&self, missed: &[(&str, &str)], alarms: &[(&str, &str)]) {
        let mut wrong = Vec::new();
        for (found, listed, who) in [(&self.missed, missed, "parser"), (&self.alarms, alarms, "schema")] {
            for (says, place) in found {
                if !listed.iter().any(|(known, _)| says.contains(known)) {
                    wrong.push(format!("only the {who} says `{says}`\nof {place}"));
                }
            }
            for (known, _) in listed {
                if !found.iter().any(|(says, _)| says.contains(known)) {
                    wrong.push(format!("no longer said by the {who} only: {known}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

fn settings(text: &str) -> Settings {
    parse::settings(&source("site.yaml", text)).value
}

#[test]
fn every_file_of_the_demonstration_is_accepted_by_both() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new(settings(&std::fs::read_to_string(root.join("site.yaml")).unwrap()));
    let mut all = Comparison::default();
    all.folder(&site, root);
    assert!(all.files > 30, "{}", all.files);
    all.check(&[], &[]);
    assert_eq!(all.agreed, [""; 0], "the demonstration has no mistakes");
}

#[test]
fn both_find_the_same_mistakes() {
    let site = Site::new(Settings::default());
    let mut all = Comparison::default();
    for case in include_str!("yaml/mistakes.txt").split("=== ").skip(1) {
        let (head, _) = case.split_once(">>>\n").unwrap();
        let (path, text) = head.split_once('\n').unwrap();
        all.file(&site, path, text);
    }
    for (_, files, _) in crate::codes::CASES {
        all.folder(&site, Fixture::new(&format!("=== site.yaml\n{files}")).root());
    }
    let mut unfound = Vec::new();
    for (path, text) in lists::MISTAKES {
        let before = all.agreed.len();
        all.file(&site, path, text);
        if all.agreed.len() != before + 1 {
            unfound.push(format!("{path}: {} mistakes that both find\n{text}", all.agreed.len() - before));
        }
    }
    for (path, text) in lists::DIFFERENT {
        all.file(&site, path, text);
    }
    all.check(lists::PARSER_ONLY, lists::SCHEMA_ONLY);
    assert!(unfound.is_empty(), "{}", unfound.join("\n"));
    let wanted: BTreeSet<&str> = [
        "unknown-key",
        "missing-key",
        "wrong-type",
        "empty-value",
        "bad-value",
        "bad-id",
        "bad-kind",
        "bad-date",
        "quote-this-date",
        "format-version",
    ]
    .into();
    assert_eq!(all.codes, wanted, "codes of structure that both find");
    assert!(all.agreed.len() > 120, "{}", all.agreed.len());
}

#[test]
fn both_accept_what_yaml_takes_for_numbers_and_booleans() {
    let site = Site::new(settings(
        "kinds: {documents: {one: D, many: Ds}}\nverdicts: {half: {label: H}, '1': {}, 'true': {}}\n",
    ));
    let mut all = Comparison::default();
    for (path, text) in lists::VALID {
        all.file(&site, path, text);
    }
    all.check(&[], &[]);
    assert_eq!(all.agreed, [""; 0]);
    assert_eq!(all.files, lists::VALID.len());
}

#[test]
fn a_site_s_own_kinds_and_verdicts_are_in_its_schemas() {
    let own = Site::new(settings("kinds: {documents: {one: D, many: Ds}}\nverdicts: {half: {label: H}}\n"));
    let plain = Site::new(Settings::default());
    assert!(own.compiled.contains_key("documents") && own.compiled.contains_key("documents.yaml"));
    assert!(!plain.compiled.contains_key("documents"));
    let read = |text: &str| json(serde_yaml::from_str(text).unwrap());
    for (text, accepted_by_own, accepted_by_plain) in [
        ("documents: [a, people/b]", true, false),
        ("people: documents/a", true, false),
        ("annotations: [{quote: a, documents: b, asserts: {documents/a: {creators: b}}}]", true, false),
        ("annotations: [{quote: a, asserts: {documents/a: {born: 1900}}}]", false, false),
        ("annotations: [{quote: a, claim: {verdict: half}}]", true, false),
        ("annotations: [{quote: a, claim: {verdict: accurate}}]", false, true),
    ] {
        let value = read(text);
        assert_eq!(own.validate("article", &value, 0).is_empty(), accepted_by_own, "{text}");
        assert_eq!(plain.validate("article", &value, 0).is_empty(), accepted_by_plain, "{text}");
    }
}

/// `article` and `site` are names that a kind may have.
#[test]
fn no_two_schemas_have_one_name() {
    let settings = settings("kinds: {article: {one: A, many: As}, site: {one: S, many: Ss}}\n");
    let names: Vec<String> = schema::names(&settings).into_iter().map(|name| name.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(schema::print("site", &settings).unwrap().contains("base_url"));
    assert!(schema::print("site.md", &settings).unwrap().contains("sort_name"));
    assert!(schema::print("site.yaml", &settings).unwrap().contains("sort_name"));
}

/// No pattern refuses a date that the program reads, and it refuses most of those that it does not.
#[test]
fn the_pattern_of_dates_refuses_no_date() {
    let Some(path) = shared("third_party/edtf/edtf_tests.json") else { return };
    let data: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let site = Site::new(Settings::default());
    let mut texts = BTreeSet::new();
    strings(&data, &mut texts);
    let (mut good, mut refused, mut let_through) = (0, 0, Vec::new());
    for text in texts {
        let value = serde_json::json!({ "date": text });
        let accepted = site.validate("article", &value, 0).is_empty();
        match Date::parse(text, &jiff::tz::TimeZone::UTC) {
            Ok(_) => {
                assert!(accepted, "{text}");
                good += 1;
            }
            Err(_) if accepted => let_through.push(text),
            Err(_) => refused += 1,
        }
    }
    assert!(good > 200, "{good}");
    assert!(refused > 3 * let_through.len(), "{refused} refused, but not {let_through:?}");
}

fn strings<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) => _ = found.insert(text),
        Value::Array(list) => list.iter().for_each(|one| strings(one, found)),
        Value::Object(map) => map.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

/// Only words that editors know, and those of JSON Schema that mean the same in both drafts.
#[test]
fn schemas_are_made_of_words_that_both_drafts_have() {
    let known = [
        "$schema",
        "$comment",
        "$ref",
        "$defs",
        "title",
        "description",
        "type",
        "enum",
        "const",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "items",
        "anyOf",
        "not",
        "examples",
        "markdownDescription",
        "patternErrorMessage",
    ];
    fn schema(value: &Value, known: &[&str]) {
        let Value::Object(map) = value else {
            assert!(value.is_boolean(), "{value}");
            return;
        };
        for (word, value) in map {
            assert!(known.contains(&&**word), "{word}");
            match &**word {
                "properties" | "patternProperties" | "$defs" => {
                    value.as_object().unwrap().values().for_each(|one| schema(one, known));
                }
                "additionalProperties" | "propertyNames" | "items" | "not" => schema(value, known),
                "anyOf" => value.as_array().unwrap().iter().for_each(|one| schema(one, known)),
                _ => {}
            }
        }
    }
    for name in schema::names(&Settings::default()) {
        let text = schema::print(&name.name, &Settings::default()).unwrap();
        assert!(schema::is_ours(&text));
        schema(&serde_json::from_str(&text).unwrap(), &known);
    }
    assert_eq!(schema::print("nothing", &Settings::default()), None);
    assert!(!schema::is_ours("{}") && !schema::is_ours("x") && !schema::is_ours("{\"$comment\": 1}"));
}
