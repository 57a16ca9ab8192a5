//! What a difference touches: numbers, negations, names. A passage in which one of them is another is never taken for the
//! one that was annotated, however like it is.
//!
//! The words are listed in `substance.txt`, by language. An article in a language that is not listed is judged by all lists.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::resolve::anchor::tokens::Index;
use crate::resolve::fold::{Folded, is_word};

/// Whether a difference is one of substance: one that a reader must not be misled about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Substance {
    /// A number differs, in digits or in words.
    pub number: bool,
    /// A negation is on one side only, or is another.
    pub negation: bool,
    /// A name differs, or what looks like one.
    pub name: bool,
    /// Nothing of the quote's words is left: only the words around it say that this is its place.
    pub words: bool,
    /// Its first or last words are missing where the text began or ended, so that nothing tells what is there in their place.
    pub edge: bool,
    /// A whole sentence was put into it, or more than half as much as it was.
    pub more: bool,
}

impl Substance {
    /// Whether anything of substance differs.
    pub fn any(self) -> bool {
        self.number || self.negation || self.name || self.words || self.edge || self.more
    }
}

/// What is known for judging whether a difference is one of substance.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'g> {
    /// The article's language, a BCP 47 tag.
    pub language: &'g str,
    /// The names of the site's records.
    pub names: &'g KnownNames,
}

/// The words of all names and aliases of a site's records. A copy shares them, and knows by itself whether it was asked.
#[derive(Debug, Default)]
pub struct KnownNames {
    words: Option<Arc<FxHashSet<String>>>,
    asked: Option<Arc<AtomicBool>>,
}

impl Clone for KnownNames {
    fn clone(&self) -> Self {
        KnownNames { words: self.words.clone(), asked: Some(Arc::default()) }
    }
}

impl PartialEq for KnownNames {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl KnownNames {
    /// No names.
    pub const NONE: KnownNames = KnownNames { words: None, asked: None };

    /// Takes names and aliases as they are written.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> KnownNames {
        let words = |name: &str| -> Vec<String> {
            let folded = Folded::new(name);
            let index = Index::new(folded.as_str());
            let words = index.tokens.iter().map(|token| &folded.as_str()[token.start as usize..token.end as usize]);
            let is_name = |word: &&str| looks_like_name(word) && !Words::all().is(Sort::Particle, &word.to_lowercase());
            words.filter(is_name).map(str::to_owned).collect()
        };
        let names: Vec<&str> = names.into_iter().collect();
        let words: Vec<Vec<String>> = names.into_par_iter().map(words).collect();
        KnownNames { words: Some(Arc::new(words.into_iter().flatten().collect())), asked: None }
    }

    /// Whether anybody has asked for a word.
    pub fn was_asked(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.load(Ordering::Relaxed))
    }

    /// Whether a folded word is one of a name.
    pub fn contains(&self, word: &str) -> bool {
        if let Some(asked) = &self.asked {
            asked.store(true, Ordering::Relaxed);
        }
        let whole = self.contains_part(word);
        whole
            || word.split_once('\'').is_some_and(|(left, right)| self.contains_part(left) || self.contains_part(right))
    }

    fn contains_part(&self, word: &str) -> bool {
        self.words.as_ref().is_some_and(|words| words.contains(word))
    }
}

/// A capitalised word, or one of a script without letter case that is more than a particle.
fn looks_like_name(word: &str) -> bool {
    match word.chars().next() {
        Some(first) if first.is_uppercase() => true,
        Some(first) => first.is_alphabetic() && !first.is_lowercase() && word.chars().count() >= 3,
        None => false,
    }
}

/// A word that is on one side of a difference only.
#[derive(Clone, Copy, Debug)]
pub struct Changed<'t> {
    /// The folded word.
    pub word: &'t str,
    /// What stands before it in the same text.
    pub before: &'t str,
    /// What stands after it.
    pub after: &'t str,
    /// Whether a block of the text begins with it.
    pub begins_block: bool,
    /// Only its letter case differs.
    pub only_case: bool,
}

impl Guard<'_> {
    /// Enters in `substance` what the change of a word touches.
    pub fn judge(&self, substance: &mut Substance, changed: &Changed<'_>, index: &Index) {
        let word = changed.word;
        if !word.starts_with(is_word) {
            // A number's sign, not the dash between two.
            substance.number |= matches!(word, "-" | "+" | "±")
                && changed.after.starts_with(char::is_numeric)
                && !changed.before.ends_with(is_word);
            return;
        }
        let words = Words::of(self.language);
        let lower = word.to_lowercase();
        if !changed.only_case {
            substance.number |= word.contains(char::is_numeric) || is_roman(word) || words.is(Sort::Number, &lower);
            substance.negation |= words.is(Sort::Negation, &lower);
        }
        substance.name |= self.is_name(changed, &lower, index);
    }

    /// Whether one of these words has a prefix that makes the contrary of one of those: each in lower case.
    pub fn negates(&self, some: &FxHashSet<String>, others: &FxHashSet<String>) -> bool {
        let words = Words::of(self.language);
        let bare = |word: &str, prefix: &str| {
            // `into` is not the contrary of `to`.
            let rest = word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= SHORTEST);
            rest.is_some_and(|rest| others.contains(rest))
        };
        some.iter().any(|word| words.prefixes().any(|prefix| bare(word, prefix)))
    }

    /// Whether a word is, or may be, one of a name.
    fn is_name(&self, changed: &Changed<'_>, lower: &str, index: &Index) -> bool {
        let word = changed.word;
        if self.names.contains(word) {
            return true;
        }
        if changed.only_case || !word.starts_with(char::is_uppercase) || is_first_person(word) {
            return false;
        }
        let known = index.find(lower).map(|at| &index.words[at as usize]);
        let is_lower = known.is_some_and(|word| word.is_lower);
        let german = primary(self.language) == "de";
        if changed.begins_block || begins_sentence(changed.before) {
            // Elsewhere, within a sentence, it is a name.
            return !german && !is_lower && known.is_some_and(|word| word.is_capital_within);
        }
        !german || !is_lower
    }
}

/// The least length of a word that a prefix makes the contrary of.
const SHORTEST: usize = 3;

/// The pronoun, in English always a capital.
fn is_first_person(word: &str) -> bool {
    word == "I" || word.starts_with("I'")
}

/// Whether a sentence begins after these words.
pub fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '\'', '(', '[', '-', '*', '_']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '؟', '¿', '¡'])
}

/// A Roman number of two figures or more.
fn is_roman(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|c| b"IVXLCDM".contains(&c))
}

/// The language of a BCP 47 tag without script and region.
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

/// What a listed word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Negation,
    Number,
    Stem,
    Particle,
    Prefix,
}

/// The listed words of a language.
#[derive(Debug, Default)]
struct Words {
    whole: HashSet<(Sort, &'static str)>,
    endings: Vec<(Sort, &'static str)>,
    beginnings: Vec<(Sort, &'static str)>,
    arabic: bool,
}

impl Words {
    /// The words of a language; of one that is not listed, all.
    fn of(language: &str) -> &'static Words {
        let language = primary(language).to_ascii_lowercase();
        lists().get(language.as_str()).filter(|_| !language.is_empty()).unwrap_or_else(|| Words::all())
    }

    /// The words of all languages.
    fn all() -> &'static Words {
        static EMPTY: OnceLock<Words> = OnceLock::new();
        lists().get("").unwrap_or_else(|| EMPTY.get_or_init(Words::default))
    }

    /// Whether a word in lower case is of a sort.
    fn is(&self, sort: Sort, lower: &str) -> bool {
        if self.is_whole(sort, lower) {
            return true;
        }
        // Of `qu'aucun` and `l'un`, of `forty's`, the parts.
        if lower.contains('\'') && lower.split('\'').any(|part| self.is_whole(sort, part)) {
            return true;
        }
        if sort == Sort::Number && self.is_made_of_stems(lower) {
            return true;
        }
        self.arabic && self.is_arabic(sort, lower)
    }

    fn prefixes(&self) -> impl Iterator<Item = &'static str> {
        self.beginnings.iter().filter(|(of, _)| *of == Sort::Prefix).map(|(_, first)| *first)
    }

    fn is_whole(&self, sort: Sort, lower: &str) -> bool {
        self.whole.contains(&(sort, lower))
            || self
                .endings
                .iter()
                .any(|&(of, ending)| of == sort && lower.len() > ending.len() && lower.ends_with(ending))
            || self
                .beginnings
                .iter()
                .any(|&(of, first)| of == sort && lower.len() > first.len() && lower.starts_with(first))
    }

    /// Whether a word is nothing but stems of numbers, two at least: `fünfundzwanzig`.
    fn is_made_of_stems(&self, lower: &str) -> bool {
        // By byte: how many stems lead there, at most.
        let mut reached: Vec<u32> = vec![0; lower.len() + 1];
        for start in 0..lower.len() {
            if start > 0 && reached[start] == 0 || !lower.is_char_boundary(start) {
                continue;
            }
            for end in start + 1..=lower.len() {
                let Some(part) = lower.get(start..end) else { continue };
                let goes_on = start > 0 && self.endings.contains(&(Sort::Stem, part));
                if goes_on || self.whole.contains(&(Sort::Stem, part)) {
                    reached[end] = reached[end].max(reached[start] + 1);
                }
            }
        }
        reached[lower.len()] >= 2
    }

    /// Arabic writes articles and prepositions on the word, and may write the vowels.
    fn is_arabic(&self, sort: Sort, lower: &str) -> bool {
        let bare: String =
            lower.chars().filter(|c| !matches!(c, '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}')).collect();
        let mut forms = vec![bare.as_str()];
        // With a preposition a short negation is another word: “when”, “as”, “with what”.
        let prepositions: &[&str] = match sort {
            Sort::Negation => &[""],
            _ => &["", "ب", "ل", "ك", "ال", "بال", "كال", "لل"],
        };
        for conjunction in ["", "و", "ف"] {
            for &preposition in prepositions {
                let rest = bare.strip_prefix(conjunction).and_then(|rest| rest.strip_prefix(preposition));
                forms.extend(rest.filter(|rest| rest.chars().count() >= 2));
            }
        }
        forms.iter().any(|form| self.is_whole(sort, form))
    }
}

/// The lists by language; `""`: all of them.
fn lists() -> &'static HashMap<&'static str, Words> {
    static LISTS: OnceLock<HashMap<&'static str, Words>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut lists: HashMap<&'static str, Words> = HashMap::new();
        for line in include_str!("substance.txt").lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_whitespace();
            let (Some(sort), Some(language)) = (parts.next(), parts.next()) else { continue };
            let sort = match sort {
                "negation" => Sort::Negation,
                "number" => Sort::Number,
                "stem" => Sort::Stem,
                "prefix" => Sort::Prefix,
                _ => Sort::Particle,
            };
            for word in parts {
                for list in [language, ""] {
                    let words = lists.entry(list).or_default();
                    words.arabic |= language == "ar";
                    if let Some(ending) = word.strip_prefix('-') {
                        words.endings.push((sort, ending));
                    } else if let Some(beginning) = word.strip_suffix('-') {
                        words.beginnings.push((sort, beginning));
                    } else {
                        words.whole.insert((sort, word));
                    }
                }
            }
        }
        lists
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(sort: Sort, language: &str, words: &str) -> Vec<bool> {
        words.split(' ').map(|word| Words::of(language).is(sort, word)).collect()
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        for line in include_str!("substance.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut parts = line.split(' ');
            assert!(["negation", "number", "stem", "particle", "prefix"].contains(&parts.next().unwrap()), "{line}");
            let language = parts.next().unwrap();
            assert!(language.len() == 2 && parts.next().is_some(), "{line}");
            for word in line.split(' ').skip(2) {
                assert_eq!(word, Folded::new(&word.to_lowercase()).as_str(), "in lower case and folded: {line}");
            }
        }
    }

    #[test]
    fn numbers_in_words() {
        let all = |language, words: &str| assert!(!is(Sort::Number, language, words).contains(&false), "{words}");
        let none = |language, words: &str| assert!(!is(Sort::Number, language, words).contains(&true), "{words}");
        all("en", "two twenty five's hundred twofold twentyone");
        none("en", "too tone once-er seventhly the and");
        all("de", "zwei fünfundzwanzig neunzehnhundert vierte zwanzigsten zweimal hunderttausend dritte");
        none("de", "und ein eine achtung dreist elfen unter mal");
        all("fr-CA", "deux quatre soixante premier l'onze");
        none("fr", "un une sien");
        all("es", "dos veintitrés quinientos once");
        none("es", "un una sino");
        all("ar", "ثلاثة وثلاثة الثالث بخمسة مليون");
        none("ar", "كتاب ولد");
        all("it", "deux dos zwei");
    }

    #[test]
    fn negations() {
        let all = |language, words: &str| assert!(!is(Sort::Negation, language, words).contains(&false), "{words}");
        let none = |language, words: &str| assert!(!is(Sort::Negation, language, words).contains(&true), "{words}");
        all("en", "not didn't cannot nobody non");
        none("en", "note nothings knot isn nt");
        all("de-AT", "nicht keinem ohne");
        none("de", "nichte noch keim");
        all("fr", "n'est pas qu'aucun");
        none("fr", "passe nid");
        all("es", "no ningún sin");
        all("ar", "لم ليس ولا بدون ما وما");
        none("ar", "لما ليل");
    }

    #[test]
    fn prefixes_that_make_the_contrary() {
        let guard = |language| Guard { language, names: &KnownNames::NONE };
        let negates = |language, one: &str, other: &str| {
            let [one, other] = [one, other].map(|word| FxHashSet::from_iter([word.to_owned()]));
            guard(language).negates(&one, &other)
        };
        for (language, one, other) in [
            ("en", "unsafe", "safe"),
            ("en", "impossible", "possible"),
            ("en", "dishonest", "honest"),
            ("de", "unmöglich", "möglich"),
            ("fr", "désagréable", "agréable"),
            ("es", "ilegal", "legal"),
            ("it", "impossibile", "possibile"),
        ] {
            assert!(negates(language, one, other), "{one}");
            assert!(!negates(language, other, one), "{other}");
        }
        for (language, one, other) in [("en", "into", "to"), ("de", "indem", "dem"), ("en", "unsafe", "sane")] {
            assert!(!negates(language, one, other), "{one}");
        }
    }

    #[test]
    fn names() {
        let names = KnownNames::new(["The New York Times", "Sergey Kislyak", "von Hofmannsthal", "محمد علي"]);
        assert!(["New", "Kislyak", "Kislyak's", "Hofmannsthal", "محمد"].iter().all(|word| names.contains(word)));
        assert!(["The", "the", "von", "york"].iter().all(|word| !names.contains(word)));
    }
}
