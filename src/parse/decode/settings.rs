//! `site.yaml`.

use crate::id::{Kind, Kinds};
use crate::parse::settings::{MarkdownSettings, MenuEntry, Omit, Settings, Verdict};
use crate::parse::shape::value::{Map, Value};
use crate::parse::shape::zone;
use crate::route::{self, UrlStyle};
use crate::span::Text;
use crate::words::Words;

/// The settings: what the map says, defaults for the rest.
pub fn settings(mut map: Map) -> Settings {
    let default = Settings::default();
    let language = map.text("language").map_or_else(|| default.language.clone(), |language| language.value);
    let words = Words::of(&language);
    let number = |map: &mut Map, key: &str| map.count(key).map(|count| count.value);
    let page_size = number(&mut map, "page_size").and_then(|size| usize::try_from(size).ok());
    Settings {
        title: map.text("title"),
        description: map.text("description"),
        author: map.text("author"),
        logo: map.text("logo"),
        favicon: map.text("favicon"),
        base_url: map.text("base_url").map(|url| {
            url.map(|url| {
                let url = route::ascii(&url);
                if url.ends_with('/') { url } else { url + "/" }
            })
        }),
        language,
        timezone: map.text("timezone").and_then(|name| zone(&name.value)).unwrap_or(default.timezone),
        kinds: kinds(map.map("kinds"), &words),
        verdicts: map.map("verdicts").map_or_else(
            || default.verdicts.into_iter().map(|verdict| spoken(&words, verdict)).collect(),
            |map| map.entries.into_iter().filter_map(|entry| verdict(entry, &words)).collect(),
        ),
        menu: map.take("menu").map(|menu| menu.list().into_iter().filter_map(menu_entry).collect()),
        spot: map.bool("spot").unwrap_or(default.spot),
        strict: map.bool("strict").unwrap_or(default.strict),
        lock: map.bool("lock").unwrap_or(default.lock),
        cards: map.bool("cards").unwrap_or(default.cards),
        pictures: map.bool("pictures").unwrap_or(default.pictures),
        urls: match map.text("urls") {
            Some(word) if word.value == "files" => UrlStyle::Files,
            _ => default.urls,
        },
        markdown: map.map("markdown").map_or(default.markdown, markdown),
        page_size: page_size.unwrap_or(default.page_size),
        omit: Omit::of(map.texts("omit").iter().map(|name| name.value.as_str())),
        file_limit: map.map("limits").and_then(|mut map| number(&mut map, "file")).unwrap_or(default.file_limit),
        css: map.map("theme").map_or_else(Vec::new, |mut map| map.texts("css")),
        extra: map.extra,
    }
}

/// A built-in verdict in the site's language.
fn spoken(words: &Words, verdict: Verdict) -> Verdict {
    let label = words.named("verdicts", &verdict.id).map_or(verdict.label, str::to_owned);
    Verdict { label, ..verdict }
}

/// The built-in kinds in the site's language, with the labels of `kinds:`, then the further ones.
fn kinds(map: Option<Map>, words: &Words) -> Kinds {
    let mut kinds = Kinds::default();
    for kind in kinds.iter().map(|(_, kind)| kind.clone()).collect::<Vec<_>>() {
        let label = |group, other: String| words.named(group, &kind.name).map_or(other, str::to_owned);
        let (one, many) = (label("kind", kind.one.clone()), label("kinds", kind.many.clone()));
        kinds.put(Kind { one, many, ..kind });
    }
    for (name, value) in map.into_iter().flat_map(|map| map.entries) {
        let Some(mut map) = value.map() else { continue };
        let known = kinds.find(&name.value).map(|id| kinds.get(id).clone());
        let known = known.unwrap_or_else(|| Kind {
            one: label(&name.value),
            many: label(&name.value),
            schema: "Thing".to_owned(),
            name: name.value,
        });
        kinds.put(Kind {
            one: map.text("one").map_or(known.one, |text| text.value),
            many: map.text("many").map_or(known.many, |text| text.value),
            schema: map.text("schema").map_or(known.schema, |text| text.value),
            name: known.name,
        });
    }
    kinds
}

fn verdict((id, value): (Text, Value), words: &Words) -> Option<Verdict> {
    let mut map = value.map()?;
    let built_in = || words.named("verdicts", &id.value).map(str::to_owned);
    let label = map.text("label").map(|text| text.value).or_else(built_in).unwrap_or_else(|| label(&id.value));
    Some(Verdict { id: id.value, label, rating: map.text("rating").map(|text| text.value) })
}

fn menu_entry(value: Value) -> Option<MenuEntry> {
    match value {
        Value::Text(to) => Some(MenuEntry { to, label: None }),
        Value::Map(mut map) => Some(MenuEntry { to: map.text("to")?, label: map.text("label") }),
        _ => None,
    }
}

fn markdown(mut map: Map) -> MarkdownSettings {
    let default = MarkdownSettings::default();
    MarkdownSettings {
        escape_html: map.text("html").map_or(default.escape_html, |html| html.value == "escape"),
        smart_punctuation: map.bool("smart_punctuation").unwrap_or(default.smart_punctuation),
        wikilinks: map.bool("wikilinks").unwrap_or(default.wikilinks),
    }
}

/// An id as a label: `half-true` → `Half true`.
fn label(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
