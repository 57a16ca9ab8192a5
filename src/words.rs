//! The words of the interface: what pages say that no author wrote, in one file a language.
//!
//! A file of `src/words` holds messages, each a text, a text for each plural category of CLDR, or a group of texts by name;
//! `en.yaml` explains it. `{places}` in a text are filled. [`Words::of`] finds the file for a language: that of the tag
//! without its country or script, and English where there is none. Names of months and the order of a date are CLDR's, and
//! are the country's where the tag names one (`de-AT`).

mod mark;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use icu_locale_core::LanguageIdentifier;
use icu_plurals::{PluralCategory, PluralRules};
use serde::Deserialize;

use crate::date::{self, Date};

pub use mark::{on_page, plain};

/// Every language that has a file: its tag and the file.
const FILES: [(&str, &str); 5] = [
    ("en", include_str!("words/en.yaml")),
    ("de", include_str!("words/de.yaml")),
    ("fr", include_str!("words/fr.yaml")),
    ("es", include_str!("words/es.yaml")),
    ("ar", include_str!("words/ar.yaml")),
];

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| FILES.iter().filter_map(|(tag, text)| Language::read(tag, text).ok()).collect());

/// The words of English for a site in a language without a file: each says on the page that it is English.
static BORROWED: LazyLock<Language> = LazyLock::new(|| {
    let between = |texts: &BTreeMap<String, String>| {
        texts.iter().map(|(name, text)| (name.clone(), mark::between(text))).collect::<BTreeMap<_, _>>()
    };
    let marked = |message: &Message| match message {
        Message::Text(text) => Message::Text(mark::between(text)),
        Message::Several(texts) => Message::Several(between(texts)),
    };
    let english = &LANGUAGES[0];
    let messages = english.messages.iter().map(|(key, message)| (key.clone(), marked(message)));
    Language { tag: english.tag, messages: messages.collect(), dates: english.dates.clone() }
});

/// The words of one file.
struct Language {
    tag: &'static str,
    messages: BTreeMap<String, Message>,
    dates: serde_yaml::Value,
}

/// A message as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// A text.
    Text(String),
    /// Texts by plural category, of which `other` is always there, or a group by name.
    Several(BTreeMap<String, String>),
}

impl Message {
    /// Whether a number chooses among its texts.
    pub fn is_plural(&self) -> bool {
        matches!(self, Message::Several(texts) if texts.contains_key("other"))
    }
}

impl Language {
    fn read(tag: &'static str, text: &str) -> Result<Language, serde_yaml::Error> {
        let mut all: BTreeMap<String, serde_yaml::Value> = serde_yaml::from_str(text)?;
        let dates = all.remove("dates").unwrap_or_default();
        let messages = all.into_iter().map(|(key, value)| Ok((key, serde_yaml::from_value(value)?)));
        Ok(Language { tag, messages: messages.collect::<Result<_, serde_yaml::Error>>()?, dates })
    }
}

thread_local! {
    /// The plural rules of each file's language: they cannot be shared between threads.
    static RULES: Vec<(&'static str, Option<PluralRules>)> = languages().map(|tag| (tag, rules(tag))).collect();
}

fn rules(tag: &str) -> Option<PluralRules> {
    let language: LanguageIdentifier = tag.parse().ok()?;
    PluralRules::try_new_cardinal((&language).into()).ok()
}

/// The languages that have words of their own.
pub fn languages() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(tag, _)| *tag)
}

/// The plural category of a number in a language that has a file: `one`, `other`, …
pub fn category(language: &str, number: u64) -> &'static str {
    let category = RULES.with(|all| {
        let (_, rules) = all.iter().find(|(tag, _)| *tag == language)?;
        rules.as_ref().map(|rules| rules.category_for(number))
    });
    match category {
        Some(PluralCategory::Zero) => "zero",
        Some(PluralCategory::One) => "one",
        Some(PluralCategory::Two) => "two",
        Some(PluralCategory::Few) => "few",
        Some(PluralCategory::Many) => "many",
        Some(PluralCategory::Other) | None => "other",
    }
}

/// The words in which a site speaks.
pub struct Words {
    language: &'static Language,
    dates: date::Words,
    borrowed: bool,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.language.tag).finish()
    }
}

impl Words {
    /// The words for a language (BCP 47).
    ///
    /// # Panics
    /// Never: the files are part of the program, and a test reads them all.
    pub fn of(tag: &str) -> Words {
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let own = LANGUAGES.iter().find(|one| one.tag == primary);
        let language = own.unwrap_or_else(|| &*BORROWED);
        // Of a language without a file the dates are in English, too.
        let tag = if language.tag == primary { tag } else { language.tag };
        let dates = date::Words::read(&language.dates, tag).unwrap_or_else(|_| date::Words::english().clone());
        Words { language, dates, borrowed: own.is_none() }
    }

    /// Whether these are English words on a site in another language: [`on_page`] marks them, [`plain`] leaves them bare.
    pub fn is_borrowed(&self) -> bool {
        self.borrowed
    }

    /// A date in words.
    pub fn date(&self, date: &Date) -> String {
        let words = date.words_in(&self.dates);
        if self.borrowed { mark::between(&words) } else { words }
    }

    /// The language of the file.
    pub fn language(&self) -> &'static str {
        self.language.tag
    }

    /// The words for dates.
    pub fn dates(&self) -> &date::Words {
        &self.dates
    }

    /// All messages by key, for templates.
    pub fn messages(&self) -> &'static BTreeMap<String, Message> {
        &self.language.messages
    }

    /// A text.
    pub fn get(&self, key: &str) -> &'static str {
        match self.language.messages.get(key) {
            Some(Message::Text(text)) => text,
            other => {
                debug_assert!(false, "`{key}` is no text: {other:?}");
                ""
            }
        }
    }

    /// A text of a group, if the group has it.
    pub fn named(&self, group: &str, name: &str) -> Option<&'static str> {
        match self.language.messages.get(group) {
            Some(Message::Several(texts)) => texts.get(name).map(String::as_str),
            _ => None,
        }
    }

    /// A number with the decimal sign of the language.
    pub fn decimal(&self, number: &str) -> String {
        number.replace('.', self.get("decimal"))
    }

    /// A text with its places filled.
    pub fn fill(&self, key: &str, places: &[(&str, &str)]) -> String {
        date::fill(self.get(key), places)
    }

    /// The text for a number, which fills `{n}`.
    pub fn count(&self, key: &str, number: usize, places: &[(&str, &str)]) -> String {
        let category = category(self.language.tag, u64::try_from(number).unwrap_or(u64::MAX));
        let text = self.named(key, category).or_else(|| self.named(key, "other"));
        debug_assert!(text.is_some(), "`{key}` has no plural");
        let digits = number.to_string();
        let all: Vec<_> = places.iter().copied().chain([("n", digits.as_str())]).collect();
        date::fill(text.unwrap_or_default(), &all)
    }
}

#[cfg(test)]
mod tests;
