//! The order of an index: names as the language sorts them, whatever signs stand before their first letter or digit.

use std::borrow::Cow;
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

    /// Which of two names comes first: `?? [Advocate]` under A, `“Berg”` beside `Berg`, `Beer, Xaver` before `Beer Hof, Anna`.
    /// Two are equal if they are the same.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let as_sorted = self.0.as_ref().map_or(Ordering::Equal, |collator| {
            collator.compare(&parted(a), &parted(b)).then_with(|| collator.compare(a, b))
        });
        as_sorted.then_with(|| a.cmp(b))
    }
}

/// A name as it is compared, with U+FFFE for the comma behind the family name. Languages sort that before everything else, so
/// that a family name comes before all that begin with it; the comma itself comes after the space and the hyphen.
fn parted(name: &str) -> Cow<'_, str> {
    match listed(name).split_once(", ") {
        Some((family, rest)) => format!("{family}\u{fffe}{rest}").into(),
        None => listed(name).into(),
    }
}

/// A name from its first letter or digit; the whole of it if there is none.
pub fn listed(name: &str) -> &str {
    match name.trim_start_matches(|c: char| !c.is_alphanumeric()) {
        "" => name,
        listed => listed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_family_name_stand_together() {
        let names = [
            "Beer, Friedrich",
            "Beer, Xaver",
            "Beer Hof, Anna",
            "Beer-Hofmann, Paula",
            "Beerbaum, Otto",
            "Muller, Anna",
            "Müller, Berta",
            "Muller, Carl",
        ];
        for language in ["en", "de", "es", "fr", "ar"] {
            let by_name = ByName::new(language);
            let mut sorted = names;
            sorted.reverse();
            sorted.sort_by(|a, b| by_name.compare(a, b));
            assert_eq!(sorted, names, "{language}");
        }
    }
}
