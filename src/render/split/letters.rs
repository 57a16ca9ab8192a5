//! The letters of a language that names are listed under.

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Step;
use crate::graph::listed;

/// The letter that a name is listed under in a language: the first letter of it in upper case, without what the language
/// takes for an accent (`É` is `E`; in English `Ł` is `L`, in Polish it is a letter of its own), whatever signs stand before
/// it; `0–9` for a digit, `#` for a name without either.
pub fn letter(name: &str, language: &str) -> String {
    let [first, _] = letter_steps(name, &Headings::new(language));
    first.label
}

/// Which letters a language takes for the same.
pub(super) struct Headings(Option<CollatorBorrowed<'static>>);

impl Headings {
    /// Those of a language.
    pub(super) fn new(language: &str) -> Headings {
        let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        Headings(Collator::try_new((&locale).into(), options).ok())
    }

    /// The letter that stands for this one, in upper case.
    fn of(&self, c: char) -> char {
        let upper = upper(c);
        let Some(collator) = &self.0 else { return upper };
        let text = upper.to_string();
        let is = |other: &str| collator.compare(&text, other).is_eq();
        let same = |other: &char| is(other.encode_utf8(&mut [0; 4]));
        // Æ that is sorted as AE stands among the names with A, and is no letter of its own; Å that is sorted as AA is one, for
        // that stands behind Z.
        let is_pair = |first: &char| {
            let pair = |second: char| String::from_iter([*first, second]);
            ('A'..='Z').map(pair).any(|pair| is(&pair) && !self.is_letter(&pair, &first.to_string()))
        };
        let latin = collator.compare(&text, "A").is_ge() && collator.compare(&text, &beyond("Z")).is_lt();
        if latin && let Some(letter) = ('A'..='Z').find(same).or_else(|| ('A'..='Z').find(is_pair)) {
            return letter;
        }
        let base = std::iter::once(upper).nfd().next().filter(same).unwrap_or(upper);
        Some(hiragana(base)).filter(same).unwrap_or(base)
    }

    /// The heading of a name, by its first letters, and how many of them it stands for: `Ch` in Czech.
    fn first(&self, letters: &[char]) -> Option<(String, usize)> {
        let mut length = 1;
        let text = |length: usize| letters[..length].iter().copied().map(upper).collect::<String>();
        while length < LONGEST_LETTER
            && letters.get(length).is_some_and(|c| c.is_alphabetic())
            && self.is_letter(&text(length + 1), &text(length))
        {
            length += 1;
        }
        let heading = self.of(*letters.first()?);
        if length == 1 {
            return Some((heading.to_string(), 1));
        }
        // Aa that is sorted as Å stands under it.
        let pair = text(length);
        let is = |c: &char| self.0.as_ref().is_some_and(|all| all.compare(&pair, c.encode_utf8(&mut [0; 4])).is_eq());
        let single = ('À'..='Ž').filter(|c| c.is_uppercase()).find(is).map(String::from);
        let several = || pair.chars().take(1).chain(letters[1..length].iter().flat_map(|c| c.to_lowercase())).collect();
        Some((single.unwrap_or_else(several), length))
    }

    /// Whether several letters are one in this language: sorted behind all that begins with the same but for the last.
    fn is_letter(&self, letters: &str, but_last: &str) -> bool {
        self.0.as_ref().is_some_and(|collator| collator.compare(letters, &beyond(but_last)).is_gt())
    }
}

/// Of so many characters a letter is made at most: Hungarian `Dzs`.
const LONGEST_LETTER: usize = 3;

/// What is sorted behind everything that begins with this: U+FFFF is the last of all characters.
fn beyond(text: &str) -> String {
    format!("{text}\u{ffff}")
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

/// The hiragana of a katakana letter; anything else is itself.
fn hiragana(c: char) -> char {
    match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Whether a vowel is written before the consonant that it is spoken and sorted after, in Thai and Lao.
fn is_written_before(c: char) -> bool {
    matches!(c, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}')
}

/// The steps of a name: its letter, and the next with it.
pub(super) fn letter_steps(name: &str, headings: &Headings) -> [Step; 2] {
    // The letter, the one after it, and perhaps a vowel between that belongs behind.
    let mut letters: Vec<char> =
        listed(name).nfc().filter(|&c| !is_combining_mark(c)).take(LONGEST_LETTER + 2).collect();
    let mut at = 0;
    while at + 1 < letters.len() {
        if is_written_before(letters[at]) && letters[at + 1].is_alphabetic() {
            letters.swap(at, at + 1);
            at += 1;
        }
        at += 1;
    }
    let (step, length) = match letters.first() {
        Some(c) if c.is_numeric() => return one_step("0", "0–9"),
        Some(c) if c.is_alphanumeric() => match headings.first(&letters) {
            Some((heading, length)) => (Step { key: heading.to_lowercase(), label: heading }, length),
            None => return one_step("_", "#"),
        },
        _ => return one_step("_", "#"),
    };
    let second = letters.get(length).filter(|c| c.is_alphabetic());
    let second = match second.map(|&c| headings.of(c).to_lowercase().take(1).collect::<String>()) {
        Some(c) => Step { key: format!("{}{c}", step.key), label: format!("{}{c}", step.label) },
        None => step.clone(),
    };
    [step, second]
}

/// Where letters do not tell more.
fn one_step(key: &str, label: &str) -> [Step; 2] {
    let step = Step { key: key.to_owned(), label: label.to_owned() };
    [step.clone(), step]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_what_the_language_takes_for_one() {
        let under =
            |name, languages: &[&str]| languages.iter().map(|language| letter(name, language)).collect::<String>();
        assert_eq!(under("Łaski", &["en", "de", "pl"]), "LLŁ");
        assert_eq!(under("Åberg", &["en", "sv"]), "AÅ");
        assert_eq!(under("Æthelred", &["en", "de", "fr", "da"]), "AAAÆ");
        assert_eq!(under("Œuvre", &["en", "fr"]), "OO");
        assert_eq!(under("Ökonom", &["de", "sv"]), "OÖ");
        assert_eq!(under("éluard", &["fr"]), "E");
        assert_eq!(under("Шёлк", &["ru"]), "Ш");
    }

    #[test]
    fn letters_of_a_language_stand_in_its_order() {
        let under = |language: &str, names: &[&str]| -> Vec<String> {
            names.iter().map(|name| letter(name, language)).collect()
        };
        assert_eq!(under("ja", &["あい", "アイ", "ガラス", "か"]), ["あ", "あ", "か", "か"]);
        assert_eq!(under("th", &["กมล", "กานต์", "เกษม", "แก้ว"]), ["ก", "ก", "ก", "ก"]);
        assert_eq!(under("lo", &["ແກ້ວ"]), ["ກ"]);
        for language in ["cs", "sk"] {
            assert_eq!(under(language, &["Cyril", "Hora", "Chlad"]), ["C", "H", "Ch"]);
        }
        assert_eq!(under("hr", &["Lovrić", "Ljubić", "Njegoš"]), ["L", "Lj", "Nj"]);
        assert_eq!(under("hu", &["Sándor", "Szabó", "Dobos", "Dzsida"]), ["S", "Sz", "D", "Dzs"]);
        for language in ["da", "nb"] {
            assert_eq!(under(language, &["Anna", "Zeus", "Østrup", "Åse", "Aase"]), ["A", "Z", "Ø", "Å", "Å"]);
        }
        assert_eq!(under("lt", &["Ignas", "Yra", "Įva"]), ["I", "I", "I"]);
        assert_eq!(under("zh", &["Szabo", "Chlad"]), ["S", "C"]);
        assert_eq!(under("en", &["Chlad", "Ljubić", "Aase"]), ["C", "L", "A"]);
        let second = |name: &str| letter_steps(name, &Headings::new("th"))[1].label.clone();
        assert_eq!(["กมล", "เกม"].map(second), ["กม", "กเ"]);
    }
}
