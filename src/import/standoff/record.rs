//! An entity of the source as a record of the site.

use serde_json::{Map as Json, Value};

use super::read::{Entity, KINDS, shown};
use super::{Index, Report};
use crate::date::Date;
use crate::import::yaml_out::{Map, Yaml};

/// The record of an entity. What is taken is counted in the report, what has no place in the format goes to `fields` (if a
/// reader can make something of it) or to `x-…`.
pub fn record(entity: Entity<'_>, index: &Index, report: &mut Report) -> Map {
    let Entity { kind, source_id, id, name, fields, .. } = entity;
    let mut record = Record { kind, map: Map::new(), shown: Map::new(), extra: Map::new(), rest: fields, report };
    match name {
        Some(name) => record.put("name", "name", Yaml::text(name)),
        None => record.put("id", "name", Yaml::text(source_id.clone())),
    }
    let sort_name = record.text("sort_name");
    if let Some(name) = &sort_name {
        record.put("sort_name", "sort_name", Yaml::text(name.clone()));
    }
    let mut aliases = record.texts("aliases");
    let count = aliases.len();
    // A form that is only for lists is no other name.
    aliases.retain(|alias| !(alias.contains(',') && Some(alias) == sort_name.as_ref()));
    if aliases.len() < count {
        record.note("aliases", "sort_name");
    }
    record.put_list("aliases", "aliases", aliases.into_iter().map(Yaml::Text).collect());
    record.dates();
    if let Some(place) = record.text("geo") {
        record.place_on_earth(place);
    }
    for (field, word, key) in [
        ("place", "place", "places"),
        ("persons", "person", "participants"),
        ("orgs", "org", "organizations"),
        ("works", "work", "works"),
    ] {
        record.related(field, word, key, index, &id.to_string());
    }
    if let Some(line) = record.text("description") {
        record.put("description", "description", Yaml::text(line));
    }
    let addresses = record.texts("same_as");
    let (good, other): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|address| is_address(address));
    record.put_list("same_as", "same_as", good.into_iter().map(Yaml::Word).collect());
    record.keep_list("same_as", other);
    for (key, value) in std::mem::take(&mut record.rest) {
        record.keep(&key, &value);
    }
    let source = source_id.to_lowercase();
    if source != id.as_str() {
        let key = extra_key("id", &record.extra);
        record.extra.push((key, Yaml::text(source_id.clone())));
        record.report.renamed.push((source_id, id.to_string()));
    }
    let Record { mut map, shown, extra, .. } = record;
    if !shown.is_empty() {
        map.push(("fields".to_owned(), Yaml::Map(shown)));
    }
    map.extend(extra);
    map
}

struct Record<'r> {
    kind: &'static str,
    map: Map,
    /// `fields:`.
    shown: Map,
    extra: Map,
    rest: Json<String, Value>,
    report: &'r mut Report,
}

impl Record<'_> {
    fn note(&mut self, from: &str, to: &str) {
        self.report.moved(self.kind, from, to);
    }

    fn put(&mut self, from: &str, key: &str, value: Yaml) {
        self.note(from, key);
        self.map.push((key.to_owned(), value));
    }

    fn put_list(&mut self, from: &str, key: &str, values: Vec<Yaml>) {
        if !values.is_empty() {
            self.put(from, key, Yaml::List(values));
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.rest.get(key)? {
            Value::String(text) if !text.trim().is_empty() => {
                let text = text.clone();
                self.rest.remove(key);
                Some(text)
            }
            _ => None,
        }
    }

    /// A list of texts, each once; anything else stays for `x-…`.
    fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(Value::Array(items)) = self.rest.get(key) else { return Vec::new() };
        if !items.iter().all(Value::is_string) {
            return Vec::new();
        }
        let mut texts: Vec<String> = Vec::new();
        for item in items.iter().filter_map(Value::as_str).filter(|item| !item.trim().is_empty()) {
            if !texts.iter().any(|text| text == item) {
                texts.push(item.to_owned());
            }
        }
        self.rest.remove(key);
        texts
    }

    fn keep(&mut self, key: &str, value: &Value) {
        if let Some(value) = Yaml::json(value).filter(|value| !matches!(value, Yaml::List(items) if items.is_empty())) {
            let name = extra_key(key, &self.extra);
            self.note(key, &name);
            self.extra.push((name, value));
        }
    }

    fn keep_list(&mut self, key: &str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.keep(key, &texts.into());
        }
    }

    /// `dates`, each to the format's own field; what is no EDTF is shown as it is.
    fn dates(&mut self) {
        let Some(Value::Object(dates)) = self.rest.get("dates") else { return };
        let dates = dates.clone();
        self.rest.remove("dates");
        for (key, value) in dates {
            let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty()) else {
                if !value.is_null() {
                    self.keep(&format!("dates-{key}"), &value);
                }
                continue;
            };
            let from = format!("dates.{key}");
            let own = own_date(self.kind, &key);
            match own.and_then(|own| Some((own, date(text)?))) {
                Some((own, date)) => {
                    // A date that had to be rewritten is kept as written beside it.
                    if date != text {
                        let extra = extra_key(&key, &self.extra);
                        self.note(&from, &extra);
                        self.extra.push((extra, Yaml::text(text)));
                    }
                    self.put(&from, own, Yaml::Word(date));
                }
                // A label cannot be empty.
                None if key.trim().is_empty() => self.keep("dates", &text.into()),
                None => {
                    self.note(&from, "fields");
                    self.shown.push((key, Yaml::text(text)));
                }
            }
        }
    }

    /// `53,3469 -6,2794`: latitude and longitude with decimal commas or points.
    fn place_on_earth(&mut self, text: String) {
        let numbers: Vec<String> = text.split_whitespace().map(|number| number.replace(',', ".")).collect();
        let within = |number: &str, most: f64| {
            let digits = number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
            digits && number.parse::<f64>().is_ok_and(|number| number.abs() <= most)
        };
        match numbers.as_slice() {
            [lat, lon]
                if within(lat, 90.0)
                    && within(lon, 180.0)
                    && matches!(self.kind, "places" | "organizations" | "works") =>
            {
                let both = vec![("lat".to_owned(), Yaml::word(lat)), ("lon".to_owned(), Yaml::word(lon))];
                self.put("geo", "coordinates", Yaml::Map(both));
            }
            _ => self.keep("geo", &text.into()),
        }
    }

    /// Entities that this one names. Those that the source has no line for have no name either: they are kept as `x-…`.
    fn related(&mut self, field: &str, word: &str, key: &str, index: &Index, of: &str) {
        let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == word) else { return };
        let (known, unknown): (Vec<_>, Vec<_>) = self
            .texts(field)
            .into_iter()
            .map(|to| index.find(kind, &to).map(ToString::to_string).ok_or(to))
            .partition(Result::is_ok);
        let known: Vec<Yaml> = known.into_iter().flatten().map(Yaml::Word).collect();
        let own = self.kind == "events" || (field == "place" && self.kind == "organizations");
        match key {
            "participants" if self.kind == "events" => {
                let who = |person| Yaml::Map(vec![("who".to_owned(), person)]);
                self.put_list(field, key, known.into_iter().map(who).collect());
            }
            "participants" => self.put_list(field, "people", known),
            // Every record may name entities of any kind under that kind's key.
            _ if own || key != "places" || self.kind != "places" => self.put_list(field, key, known),
            _ => self.put_list(field, "part_of", known),
        }
        let unknown: Vec<String> = unknown.into_iter().filter_map(Result::err).collect();
        for id in &unknown {
            self.report.without_record.push(format!("{}/{of}: {field} `{}`", self.kind, shown(id)));
        }
        self.keep_list(field, unknown);
    }
}

/// The format's own field for a date of the source.
fn own_date(kind: &str, key: &str) -> Option<&'static str> {
    Some(match (kind, key) {
        ("people", "born") => "born",
        ("people", "died") => "died",
        ("organizations", "founded") => "founded",
        ("organizations", "dissolved") => "dissolved",
        ("events" | "works" | "places", "edtf" | "date") | ("works", "created") => "date",
        _ => return None,
    })
}

/// A date as EDTF: as it is; `A – B` as a span; `words<EDTF>` where the words say the same year. Nothing else is guessed.
pub fn date(text: &str) -> Option<String> {
    let reads = |text: &str| Date::parse(text, &jiff::tz::TimeZone::UTC).is_ok();
    if reads(text) {
        return Some(text.to_owned());
    }
    if let Some((from, to)) = text.split_once(" – ").or_else(|| text.split_once(" - ")) {
        let span = format!("{}/{}", from.trim(), to.trim());
        return (reads(from.trim()) && reads(to.trim()) && reads(&span)).then_some(span);
    }
    let (words, inner) = text.strip_suffix('>')?.split_once('<')?;
    // `406/405 v. u. Z.<-0406-01-01>`: whether such a year counts a year 0 nobody can tell.
    let year = inner.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    (words.contains(year) && reads(inner)).then(|| inner.to_owned())
}

/// Whether a text is an address of the web.
pub fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// The key under which a field of the source is kept that the format does not have, beside those that are there already:
/// two fields may differ in nothing but what a key cannot hold.
pub fn extra_key(field: &str, there: &Map) -> String {
    let clean: String = deunicode::deunicode(field)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' })
        .take(60)
        .collect();
    let clean = match clean.trim_matches('-') {
        "" => "x-field".to_owned(),
        clean => format!("x-{clean}"),
    };
    let is_free = |key: &String| there.iter().all(|(other, _)| other != key);
    if is_free(&clean) {
        return clean;
    }
    (2..).map(|number| format!("{clean}-{number}")).find(is_free).unwrap_or(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_sure_becomes_a_date() {
        for (text, edtf) in [
            ("1855-01-08", Some("1855-01-08")),
            ("1836/1837", Some("1836/1837")),
            ("1789 – 1944", Some("1789/1944")),
            ("1894 – 1898-05-31", Some("1894/1898-05-31")),
            ("Januar 1864<1864-01>", Some("1864-01")),
            ("406/405 v. u. Z.<-0406-01-01>", None),
            ("Oktober 1892", None),
            ("1-01-01", None),
            ("58-07-02", None),
            ("1944 – 1789", None),
        ] {
            assert_eq!(date(text).as_deref(), edtf, "{text}");
        }
    }
}
