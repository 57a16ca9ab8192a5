use std::collections::BTreeSet;

use super::*;

/// The places of a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

fn read(tag: &'static str, text: &str) -> Language {
    Language::read(tag, text).unwrap_or_else(|error| panic!("{tag}.yaml: {error}"))
}

#[test]
fn every_language_has_the_messages_of_english() {
    let english = read("en", FILES[0].1);
    for (tag, text) in FILES {
        let language = read(tag, text);
        let keys = |language: &Language| language.messages.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&language), keys(&english), "{tag}");
        let categories: BTreeSet<&str> = rules(tag)
            .unwrap()
            .categories()
            .map(|category| match category {
                PluralCategory::Zero => "zero",
                PluralCategory::One => "one",
                PluralCategory::Two => "two",
                PluralCategory::Few => "few",
                PluralCategory::Many => "many",
                PluralCategory::Other => "other",
            })
            .collect();
        for (key, own) in &language.messages {
            let pattern = &english.messages[key];
            let alike = |own: &str, pattern: &str, optional: &[&str]| {
                let (own, pattern) = (places(own), places(pattern));
                let left: Vec<_> = pattern.difference(&own).filter(|place| !optional.contains(place)).collect();
                assert!(left.is_empty(), "{tag}.yaml: `{key}` lacks {left:?}");
                let more: Vec<_> = own.difference(&pattern).collect();
                assert!(more.is_empty(), "{tag}.yaml: `{key}` has {more:?}, which nothing fills");
            };
            match (own, pattern) {
                (Message::Text(own), Message::Text(pattern)) => alike(own, pattern, &["kind"]),
                (Message::Several(texts), Message::Several(patterns)) if pattern.is_plural() => {
                    let own: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
                    assert_eq!(own, categories, "{tag}.yaml: `{key}`");
                    for (category, text) in texts {
                        // "One passage" and "two passages" need no number.
                        let is_word = matches!(category.as_str(), "zero" | "one" | "two");
                        alike(text, &patterns["other"], if is_word { &["n"] } else { &[] });
                    }
                }
                (Message::Several(texts), Message::Several(patterns)) => {
                    assert!(texts.keys().eq(patterns.keys()), "{tag}.yaml: `{key}` has {:?}", texts.keys());
                    texts.iter().for_each(|(name, text)| alike(text, &patterns[name], &[]));
                }
                _ => panic!("{tag}.yaml: `{key}` is of another sort than in English"),
            }
        }
    }
}

#[test]
fn dates_have_every_pattern_in_every_language() {
    let english = read("en", FILES[0].1);
    for (tag, text) in FILES {
        let language = read(tag, text);
        date::Words::read(&language.dates, tag).unwrap_or_else(|error| panic!("{tag}.yaml: {error}"));
        let fields = |language: &Language| language.dates.as_mapping().unwrap().clone();
        for (key, pattern) in fields(&english) {
            let key = key.as_str().unwrap().to_owned();
            let own = &fields(&language)[key.as_str()];
            let all = |value: &serde_yaml::Value| -> Vec<String> {
                match value.as_sequence() {
                    Some(list) => list.iter().map(|one| one.as_str().unwrap().to_owned()).collect(),
                    None => vec![value.as_str().unwrap().to_owned()],
                }
            };
            for (own, pattern) in all(own).iter().zip(all(&pattern)) {
                assert_eq!(places(own), places(&pattern), "{tag}.yaml: dates, `{key}`");
            }
        }
    }
}

#[test]
fn a_tag_with_a_country_has_the_words_of_its_language() {
    for (tag, file) in
        [("de-AT", "de"), ("AR", "ar"), ("fr", "fr"), ("es-MX", "es"), ("en-US", "en"), ("pl", "en"), ("x", "en")]
    {
        assert_eq!(Words::of(tag).language(), file, "{tag}");
    }
}

#[test]
fn numbers_choose_by_the_rules_of_the_language() {
    let said = |tag: &str, numbers: &[usize]| {
        let words = Words::of(tag);
        numbers.iter().map(|&number| words.count("article_count", number, &[])).collect::<Vec<_>>()
    };
    assert_eq!(said("en", &[0, 1, 2]), ["0 articles", "1 article", "2 articles"]);
    assert_eq!(said("fr", &[0, 1, 2, 1_000_000]), ["0 article", "1 article", "2 articles", "1000000 d’articles"]);
    assert_eq!(said("ar", &[0, 1, 2, 3, 11, 100]), ["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]);
    let words = Words::of("de");
    assert_eq!(words.count("in_articles_count", 2, &[]), "in 2 Artikeln");
    assert_eq!(words.fill("reported_by", &[("article", "A")]), "Wiedergegeben in A");
}

#[test]
fn dates_are_in_the_manner_of_the_language() {
    let said = |tag: &str| {
        let words = Words::of(tag);
        let say = |text: &&str| date::Date::parse(text, &jiff::tz::TimeZone::UTC).unwrap().words_in(words.dates());
        ["2016-01-01", "2016-09", "2016-09-08~", "2016-09-08/2016-09-10", "2016-07/2016-09", "-0043"]
            .iter()
            .map(say)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said("en"),
        [
            "1 January 2016",
            "September 2016",
            "about 8 September 2016",
            "between 8 and 10 September 2016",
            "between July and September 2016",
            "44 BCE"
        ]
    );
    assert_eq!(
        said("en-US"),
        [
            "January 1, 2016",
            "September 2016",
            "about September 8, 2016",
            "between September 8 and September 10, 2016",
            "between July and September 2016",
            "44 BCE"
        ]
    );
    assert_eq!(
        said("de"),
        [
            "1. Januar 2016",
            "September 2016",
            "ca. 8. September 2016",
            "zwischen 8. und 10. September 2016",
            "zwischen Juli und September 2016",
            "44 v. Chr."
        ]
    );
    assert_eq!(said("de-AT")[0], "1. Jänner 2016");
    let short = |tag: &str| Words::of(tag).dates().short_month_label(2016, 7);
    assert_eq!([short("en"), short("de"), short("ar")], ["Jul 2016", "Juli 2016", "يوليو 2016"]);
    assert_eq!(
        said("fr"),
        [
            "1er janvier 2016",
            "septembre 2016",
            "vers le 8 septembre 2016",
            "entre le 8 et le 10 septembre 2016",
            "entre juillet et septembre 2016",
            "44 av. J.-C."
        ]
    );
    assert_eq!(
        said("es"),
        [
            "1 de enero de 2016",
            "septiembre de 2016",
            "hacia el 8 de septiembre de 2016",
            "entre el 8 y el 10 de septiembre de 2016",
            "entre julio y septiembre de 2016",
            "44 a. C."
        ]
    );
    assert_eq!(
        said("ar"),
        [
            "1 يناير 2016",
            "سبتمبر 2016",
            "نحو 8 سبتمبر 2016",
            "بين 8 و10 سبتمبر 2016",
            "بين يوليو وسبتمبر 2016",
            "44 ق.م"
        ]
    );
}
