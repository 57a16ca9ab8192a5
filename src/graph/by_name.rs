//! The order of an index: names as the language sorts them, whatever signs stand before their first letter or digit.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

/// Compares names as a language does; by code points where it is unknown.
pub struct ByName(Option<CollatorBorrowed<'static>>);

impl ByName {
    /// For a language, as a BCP 47 tag.
    pub fn new(language: &str) -> ByName {
        let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
        ByName(Collator::try_new((&locale).into(), CollatorOptions::default()).ok())
    }

    /// Which of two names comes first: `?? [Advocate]` under A, `“Berg”` beside `Berg`. Two are equal if they are the same.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let as_sorted = self.0.as_ref().map_or(Ordering::Equal, |collator| {
            collator.compare(listed(a), listed(b)).then_with(|| collator.compare(a, b))
        });
        as_sorted.then_with(|| a.cmp(b))
    }
}

/// A name from its first letter or digit; the whole of it if there is none.
pub fn listed(name: &str) -> &str {
    match name.trim_start_matches(|c: char| !c.is_alphanumeric()) {
        "" => name,
        listed => listed,
    }
}
