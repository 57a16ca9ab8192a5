//! Holding a node against a shape: everything that does not fit is reported, the rest is kept.

use std::collections::BTreeMap;

use super::value::{Map, Value};
use super::{Field, Fields, Keys, Shape, table};
use crate::diag::{Code, Diagnostic, code, nearest};
use crate::id::{KindId, Slug};
use crate::parse::settings::Settings;
use crate::parse::yaml::{Entry, Node, NodeKind, Style, quote};
use crate::span::{Span, Text};

/// Reads the nodes of one file.
pub struct Reader<'s> {
    /// Kinds, verdicts and time zone.
    pub settings: &'s Settings,
    /// The whole file.
    pub text: &'s str,
    /// What there is to say so far.
    pub found: Vec<Diagnostic>,
}

/// What a value belongs to: for messages, and as the place of a value that is not there.
#[derive(Clone, Copy)]
pub(super) struct At<'k> {
    pub key: &'k str,
    pub span: Span,
    /// It is one item of a list.
    pub item: bool,
}

impl At<'_> {
    pub fn words(&self) -> String {
        if self.item { format!("an item of `{}`", self.key) } else { format!("`{}`", self.key) }
    }
}

impl<'s> Reader<'s> {
    /// A reader of one file's nodes.
    pub fn new(settings: &'s Settings, text: &'s str) -> Self {
        Reader { settings, text, found: Vec::new() }
    }

    /// Reads a map with the keys of a table. `None` if it is no map or lacks what it must have.
    pub fn map(&mut self, node: &Node, fields: &'static Fields) -> Option<Map> {
        match &node.kind {
            NodeKind::Map(entries) => self.entries(node.span, entries, fields),
            NodeKind::Refused => None,
            _ => {
                self.say(code::WRONG_TYPE, node.span, format!("{} is a map, not {}", fields.name, is(node)));
                None
            }
        }
    }

    /// Reads a whole file that is a map from keys of the author's own to values of one shape.
    pub fn map_of(&mut self, node: &Node, keys: Keys, shape: &'static Shape, name: &str) -> Option<Map> {
        self.pairs(node, keys, shape, At { key: name, span: node.span, item: false }, true)
    }

    pub(super) fn say(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(code, span, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn value(&mut self, node: &Node, shape: &'static Shape, at: At<'_>) -> Option<Value> {
        if let NodeKind::Refused = node.kind {
            return None;
        }
        if let NodeKind::Scalar(scalar) = &node.kind {
            let null = scalar.style == Style::Plain && matches!(&*scalar.text, "" | "~" | "null" | "Null" | "NULL");
            if null || scalar.text.trim().is_empty() {
                let span = if node.span.range().is_empty() { at.span } else { node.span };
                let message =
                    if at.item { format!("{} is empty", at.words()) } else { format!("{} has no value", at.words()) };
                let help = match &*scalar.text {
                    word @ ("null" | "Null" | "NULL") => {
                        format!("Write a value, or remove it; for the word, write `\"{word}\"`.")
                    }
                    _ if at.item => "Write a value, or remove the item.".to_owned(),
                    _ => "Write a value, or remove the key.".to_owned(),
                };
                let comment = self.comment_behind(at.span);
                let diagnostic = self.say(code::EMPTY_VALUE, span, message);
                if let Some(comment) = comment {
                    let quoted = quote(&comment);
                    diagnostic.help.push(format!("A `#` begins a comment: if it is the value, write `{quoted}`."));
                }
                diagnostic.help.push(help);
                return None;
            }
        }
        match (shape, &node.kind) {
            (Shape::OneOrMany(inner), NodeKind::List(items)) => Some(self.items(node, items, inner, at)),
            (Shape::OneOrMany(inner), _) => self.value(node, inner, at).map(|one| Value::List(vec![one], node.span)),
            (Shape::List(inner), NodeKind::List(items)) => Some(self.items(node, items, inner, at)),
            (Shape::Occurrence, NodeKind::List(items)) => Some(self.items(node, items, &OCCURRENCE_NUMBER, at)),
            (Shape::Either(_, fields) | Shape::Map(fields), NodeKind::Map(entries)) => {
                self.entries(node.span, entries, fields).map(Value::Map)
            }
            (Shape::MapOf(keys, inner), NodeKind::Map(_)) => self.pairs(node, *keys, inner, at, false).map(Value::Map),
            (Shape::Asserts, NodeKind::Map(_)) => self.asserts(node, at).map(Value::Map),
            (Shape::Either(inner, _), NodeKind::Scalar(_)) => self.value(node, inner, at),
            (
                Shape::List(_) | Shape::Map(_) | Shape::MapOf(..) | Shape::Asserts,
                NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_),
            ) => self.wrong_type(node, shape, at),
            (_, NodeKind::Scalar(scalar)) => self.scalar(node.span, scalar, shape, at),
            _ => self.wrong_type(node, shape, at),
        }
    }

    /// What stands behind a key or hyphen on its line, if it is a comment and looks like a text.
    fn comment_behind(&self, span: Span) -> Option<String> {
        let line = self.text.get(span.range().end..)?.split(['\n', '\r']).next()?;
        let line = line.trim_start_matches(['"', '\'', ':', '-', ' ', '\t']).trim_end();
        let is_text =
            line.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && c != '#'));
        is_text.then(|| line.to_owned())
    }

    fn items(&mut self, node: &Node, items: &[Node], shape: &'static Shape, at: At<'_>) -> Value {
        let at = At { item: true, ..at };
        let place = |item: &Node| if item.span.range().is_empty() { At { span: item.span, ..at } } else { at };
        Value::List(items.iter().filter_map(|item| self.value(item, shape, place(item))).collect(), node.span)
    }

    fn entries(&mut self, span: Span, entries: &[Entry], fields: &'static Fields) -> Option<Map> {
        let mut map = Map::new(span);
        let mut seen = BTreeMap::new();
        let mut whole = true;
        for Entry { key, value } in entries {
            if self.duplicate(key, &mut seen) {
                continue;
            }
            let at = At { key: &key.value, span: key.span, item: false };
            if key.value.starts_with("x-") {
                self.extra(&mut map, key, value);
            } else if let Some(field) = fields.find(&key.value) {
                match self.value(value, &field.shape, at) {
                    Some(value) => map.fields.push((field.key, key.span, value)),
                    // What is meant is not known; what may be a draft is not shown.
                    None if field.key == "draft" => map.fields.push((field.key, key.span, Value::Bool(true))),
                    None => whole &= !field.required,
                }
            } else if let Some(kind) = self.settings.kinds.find(&key.value).filter(|_| fields.about) {
                map.about.extend(self.value(value, &table::OF_KIND, at).map(|value| (kind, value)));
            } else if fields.top && key.value == "$schema" {
                self.value(value, &Shape::Word, at);
            } else {
                self.unknown(key, value, fields);
            }
        }
        let there =
            |field: &Field| seen.contains_key(field.key) || field.unless.is_some_and(|key| seen.contains_key(key));
        let missing: Vec<&Field> = fields.all().filter(|field| field.required && !there(field)).collect();
        for field in &missing {
            let message = format!("{} needs the key `{}`", fields.name, field.key);
            self.say(code::MISSING_KEY, span, message).help.push(format!("Write `{}: …`.", field.key));
        }
        (whole && missing.is_empty()).then_some(map)
    }

    /// Whether a key has stood in its map before, which is said.
    fn duplicate<'n>(&mut self, key: &'n Text, seen: &mut BTreeMap<&'n str, Span>) -> bool {
        let Some(&first) = seen.get(&*key.value) else {
            seen.insert(&key.value, key.span);
            return false;
        };
        let message = format!("`{}` stands twice in one map", key.value);
        let diagnostic = self.say(code::DUPLICATE_KEY, key.span, message);
        diagnostic.labels.push(crate::diag::Label { span: first, text: "it stands here first".to_owned() });
        diagnostic.help.push("Remove one of the two, or join their values.".to_owned());
        true
    }

    fn unknown(&mut self, key: &Text, value: &Node, fields: &'static Fields) {
        let mut keys: Vec<&str> = fields.all().map(|field| field.key).collect();
        let settings = self.settings;
        if fields.about {
            for (_, kind) in settings.kinds.iter().filter(|(_, kind)| fields.find(&kind.name).is_none()) {
                keys.push(&kind.name);
            }
        }
        let word = key.value.trim();
        let plain = word.to_lowercase().replace([' ', '-'], "_");
        let kind = settings.kinds.iter().map(|(_, kind)| kind).find(|kind| {
            fields.about
                && (crate::words::plain(&kind.one).to_lowercase() == plain || kind.schema.to_lowercase() == plain)
        });
        let near = keys
            .iter()
            .copied()
            .find(|known| *known == plain)
            .or(kind.map(|kind| &*kind.name))
            .or_else(|| nearest(&plain, keys.iter().copied()));
        // It may be a kind that could not be read.
        if near.is_none() && fields.about && settings.kinds.are_doubtful() {
            return;
        }
        let record = match &value.kind {
            NodeKind::Scalar(scalar) if key.value == "id" && std::ptr::eq(fields, &table::CLAIM) => Some(&scalar.text),
            _ => None,
        };
        let help = match near {
            _ if let Some(id) = record => format!("A claim that has a record is named by its id alone: `claim: {id}`."),
            Some(near) => format!("Did you mean `{near}`?"),
            None if keys.len() <= 8 => format!("Its keys are {}.", list(&keys)),
            None => "Keys of your own begin with `x-`.".to_owned(),
        };
        if let Some(c) = key.value.chars().find(|&c| is_unseen(c)) {
            let message = format!("{} has no key `{}`: it holds {}", fields.name, key.value, unseen(c));
            let clean: String = key.value.chars().filter(|&c| !is_unseen(c)).collect();
            let help = format!("Write `{}` without the character, and spaces where it indents.", clean.trim());
            self.say(code::UNKNOWN_KEY, key.span, message).help.push(help);
            return;
        }
        let message = format!("{} has no key `{}`", fields.name, key.value);
        self.say(code::UNKNOWN_KEY, key.span, message).help.push(help);
    }

    fn pairs(&mut self, node: &Node, keys: Keys, shape: &'static Shape, at: At<'_>, top: bool) -> Option<Map> {
        let NodeKind::Map(entries) = &node.kind else {
            if !matches!(node.kind, NodeKind::Refused) {
                self.say(code::WRONG_TYPE, node.span, format!("{} should be a map, not {}", at.words(), is(node)));
            }
            return None;
        };
        let mut map = Map::new(node.span);
        let mut seen = BTreeMap::new();
        for Entry { key, value } in entries {
            if self.duplicate(key, &mut seen) {
                continue;
            }
            if keys != Keys::Labels && key.value.starts_with("x-") {
                self.extra(&mut map, key, value);
                continue;
            }
            if top && key.value == "$schema" {
                self.value(value, &Shape::Word, At { key: &key.value, span: key.span, item: false });
                continue;
            }
            // A value is read even where its key is no good, so that all its mistakes are found at once.
            let good = self.good_key(key, keys);
            let shape = if let Keys::FieldsOf(kind) = keys { table::resolution(kind, &key.value) } else { shape };
            let value = self.value(value, shape, At { key: &key.value, span: key.span, item: false });
            if good && let Some(value) = value {
                map.entries.push((key.clone(), value));
            }
        }
        Some(map)
    }

    /// A key of the author's own.
    fn extra(&mut self, map: &mut Map, key: &Text, value: &Node) {
        let at = At { key: &key.value, span: key.span, item: false };
        if !self.is_unfit(&key.value, key.span, at)
            && !self.has_unfit(value, at)
            && let Some(json) = json(value)
        {
            map.extra.insert(key.value.clone(), json);
        }
    }

    /// Says of the first text in a value that no text of a site can be.
    fn has_unfit(&mut self, node: &Node, at: At<'_>) -> bool {
        match &node.kind {
            NodeKind::Scalar(scalar) => self.is_unfit(&scalar.text, node.span, at),
            NodeKind::List(items) => items.iter().any(|item| self.has_unfit(item, at)),
            NodeKind::Map(entries) => entries
                .iter()
                .any(|Entry { key, value }| self.is_unfit(&key.value, key.span, at) || self.has_unfit(value, at)),
            NodeKind::Refused => false,
        }
    }

    fn good_key(&mut self, key: &Text, keys: Keys) -> bool {
        match keys {
            Keys::Ids => self.id(&key.value, key.span),
            Keys::Kinds => self.kind_name(key),
            Keys::Labels => {
                let empty = key.value.trim().is_empty();
                if empty {
                    self.say(code::EMPTY_VALUE, key.span, "a label is empty");
                }
                !empty && !self.is_unfit(&key.value, key.span, At { key: &key.value, span: key.span, item: false })
            }
            Keys::Languages => self.language(&key.value, key.span),
            Keys::FieldsOf(kind) => {
                let known = table::resolvable(kind).any(|field| field == key.value)
                    || self.settings.kinds.find(&key.value).is_some();
                if !known {
                    let near = nearest(&key.value, table::resolvable(kind));
                    let help = near.map(|near| format!("Did you mean `{near}`?"));
                    let what = table::record(kind, false).name;
                    let message = format!("{what} has no field `{}` that could be resolved", key.value);
                    self.say(code::UNKNOWN_KEY, key.span, message).help.extend(help);
                }
                known
            }
        }
    }

    /// An id's form.
    pub(super) fn id(&mut self, text: &str, span: Span) -> bool {
        self.id_after("", text, span)
    }

    /// An id's form, where something stands before it that the proposal has to keep.
    pub(super) fn id_after(&mut self, before: &str, text: &str, span: Span) -> bool {
        let Err(why) = Slug::new(text) else { return true };
        if let Some(c) = text.chars().find(|&c| is_unseen(c)) {
            let diagnostic = self.say(code::BAD_ID, span, format!("`{text}` is no id: it holds {}", unseen(c)));
            diagnostic.help.push("Delete the character, and write spaces where it indents.".to_owned());
            return false;
        }
        let diagnostic = self.say(code::BAD_ID, span, format!("`{text}` is no id: an id {why}"));
        diagnostic.help.push(format!("Write `{before}{}`.", Slug::propose(text)));
        false
    }

    fn kind_name(&mut self, key: &Text) -> bool {
        let name = &*key.value;
        let built_in = self.settings.kinds.find(name).is_some_and(|kind| !kind.is_further());
        if built_in {
            return true;
        }
        if let Err(why) = Slug::new(name) {
            let proposal = Slug::propose(name);
            let diagnostic = self.say(code::BAD_KIND, key.span, format!("`{name}` is no name for a kind: it {why}"));
            diagnostic.help.push(format!("Write `{proposal}`."));
            return false;
        }
        let underscored = name.replace('-', "_");
        if table::RESERVED.contains(&name) || table::keys().any(|key| key == name || key == underscored) {
            let message = format!("`{name}` cannot be the name of a kind: the word is reserved");
            self.say(code::BAD_KIND, key.span, message).help.push("Choose another word.".to_owned());
            return false;
        }
        true
    }

    fn asserts(&mut self, node: &Node, at: At<'_>) -> Option<Map> {
        let NodeKind::Map(entries) = &node.kind else { return None };
        let mut map = Map::new(node.span);
        let mut seen = BTreeMap::new();
        for Entry { key, value } in entries {
            if self.duplicate(key, &mut seen) {
                continue;
            }
            if key.value.starts_with("x-") {
                map.extra.extend(json(value).map(|json| (key.value.clone(), json)));
                continue;
            }
            let Some((kind, id)) = key.value.split_once('/') else {
                let message = format!("a key of {} is `kind/id`, not `{}`", at.words(), key.value);
                let names: Vec<&str> = self.settings.kinds.iter().map(|(_, kind)| &*kind.name).collect();
                let id = Slug::propose(&key.value);
                let help = format!("Write its kind before it, `kind/{id}`; the kinds are {}.", list(&names));
                self.say(code::BAD_VALUE, key.span, message).help.push(help);
                continue;
            };
            let good = self.id_after(&format!("{kind}/"), id, key.span);
            let Some(kind) = self.known_kind(kind, key.span) else { continue };
            let fields = match &value.kind {
                NodeKind::Map(inner) => self.entries(value.span, inner, table::asserted(kind)),
                NodeKind::Refused => None,
                NodeKind::Scalar(_) if value.span.range().is_empty() => {
                    let message = format!("`{}` has no value", key.value);
                    self.say(code::EMPTY_VALUE, key.span, message)
                        .help
                        .push("Write a value, or remove the key.".to_owned());
                    None
                }
                _ => {
                    let message = format!("`{}` should be a map of fields, not {}", key.value, is(value));
                    self.say(code::WRONG_TYPE, value.span, message);
                    None
                }
            };
            if good && let Some(fields) = fields {
                map.entries.push((key.clone(), Value::Map(fields)));
            }
        }
        Some(map)
    }

    /// The kind of a name, or what to say of it.
    pub(super) fn known_kind(&mut self, name: &str, span: Span) -> Option<KindId> {
        if let Some(kind) = self.settings.kinds.find(name) {
            return Some(kind);
        }
        let settings = self.settings;
        let names: Vec<&str> = settings.kinds.iter().map(|(_, kind)| &*kind.name).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None if settings.kinds.are_doubtful() => return None,
            None => format!("The kinds are {}.", list(&names)),
        };
        self.say(code::BAD_VALUE, span, format!("there is no kind `{name}`")).help.push(help);
        None
    }

    fn wrong_type(&mut self, node: &Node, shape: &Shape, at: At<'_>) -> Option<Value> {
        let source = self.text.get(node.span.range()).unwrap_or("").to_owned();
        let flow = source.starts_with(['[', '{']) && !source.contains(['\n', '\r']);
        let quoted = if at.item { quote(&source) } else { format!("{}: {}", at.key, quote(&source)) };
        if let Shape::Date = shape {
            let message = format!("YAML reads this date as {}", is(node));
            let diagnostic = self.say(code::QUOTE_THIS_DATE, node.span, message);
            diagnostic.help.push(if flow {
                format!("Put it between quotation marks: `{quoted}`.")
            } else {
                "A date is one text, as EDTF has it: `2016-09-08`.".to_owned()
            });
            return None;
        }
        let message = format!("{} should be {}, not {}", at.words(), expected(shape), is(node));
        let diagnostic = self.say(code::WRONG_TYPE, node.span, message);
        match shape {
            Shape::Text | Shape::Markdown | Shape::Word | Shape::Either(Shape::Text, _) if flow => {
                diagnostic
                    .help
                    .push(format!("If the brackets belong to the text, put it between quotation marks: `{quoted}`."));
            }
            Shape::List(Shape::Map(fields)) => {
                let hyphen = source.strip_prefix('-').and_then(|rest| rest.split(['\n', '\r']).next());
                if let Some(first) = hyphen {
                    diagnostic.help.push(format!("Put a space behind the hyphen: `- {first}`."));
                    return None;
                }
                let key =
                    fields.all().find(|field| field.required).or(fields.all().next()).map_or("key", |field| field.key);
                diagnostic.help.push(format!("Begin each item with `- `: `- {key}: …`."));
            }
            Shape::List(_) => diagnostic.help.push("Begin each item with `- `, on a line of its own.".to_owned()),
            Shape::Map(fields) if std::ptr::eq(*fields, &table::ORIGIN) && !source.contains(['\n', '\r']) => {
                let inner = if source.starts_with("http") { "url" } else { "publisher" };
                let value = if source.contains([',', ':', '{', '}', '[', ']']) && !source.starts_with(['"', '\'']) {
                    quote(&source)
                } else {
                    source
                };
                diagnostic.help.push(format!("Write `{}: {{{inner}: {value}}}`.", at.key));
            }
            Shape::Map(fields) => {
                let keys: Vec<&str> = fields.all().map(|field| field.key).collect();
                if keys.len() <= 8 {
                    diagnostic.help.push(format!("Its keys are {}.", list(&keys)));
                }
            }
            _ => {}
        }
        None
    }
}

static OCCURRENCE_NUMBER: Shape = Shape::Count(1, 1_000_000);

/// A node of any sort as JSON, its scalars as strings.
fn json(node: &Node) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    match &node.kind {
        NodeKind::Scalar(scalar) => Some(Json::String(scalar.text.clone())),
        NodeKind::List(items) => Some(Json::Array(items.iter().filter_map(json).collect())),
        NodeKind::Map(entries) => {
            let pairs = entries.iter().filter_map(|entry| Some((entry.key.value.clone(), json(&entry.value)?)));
            Some(Json::Object(pairs.collect()))
        }
        NodeKind::Refused => None,
    }
}

/// What a node is, with its article.
fn is(node: &Node) -> &'static str {
    match node.kind {
        NodeKind::Scalar(_) => "a text",
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a map",
        NodeKind::Refused => "an alias",
    }
}

/// What a shape wants, with its article.
pub(super) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::OneOrMany(inner @ Shape::Either(..)) => format!("{}, or a list", expected(inner)),
        Shape::OneOrMany(inner) => format!("{} or a list", expected(inner)),
        Shape::Either(inner, _) => format!("{} or a map", expected(inner)),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) | Shape::MapOf(..) | Shape::Asserts => "a map".to_owned(),
        Shape::Text | Shape::Markdown | Shape::Word => "a text".to_owned(),
        Shape::Id | Shape::AnnotationId | Shape::Article | Shape::Verdict => "an id".to_owned(),
        Shape::Entity(_) => "a reference".to_owned(),
        Shape::Source => "a source".to_owned(),
        Shape::Date => "a date".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Count(..) | Shape::Format => "a whole number".to_owned(),
        Shape::Degrees(_) => "a number of degrees".to_owned(),
        Shape::Size => "a size".to_owned(),
        Shape::Url | Shape::BaseUrl | Shape::Address => "an address".to_owned(),
        Shape::Previous { paths: true, ids: true } => "a path or an id".to_owned(),
        Shape::Previous { paths: true, .. } => "a path".to_owned(),
        Shape::Previous { .. } => "an id".to_owned(),
        Shape::Language => "a language".to_owned(),
        Shape::Timezone => "a time zone".to_owned(),
        Shape::OneOf(_) => "a word".to_owned(),
        Shape::Occurrence => "a number, a list of numbers or `all`".to_owned(),
    }
}

/// Words as a list in a sentence.
pub(super) fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Whether a character shows nothing, or a space that is none to YAML.
fn is_unseen(c: char) -> bool {
    let space = c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r');
    let format = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    space || format
}

fn unseen(c: char) -> String {
    let what = if c.is_whitespace() { "which looks like a space and is none" } else { "which cannot be seen" };
    format!("the character U+{:04X}, {what}", u32::from(c))
}
