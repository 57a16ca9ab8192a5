//! Whether a sentence tells of what was, or speaks of what is to come: by words alone, in English and German.
//!
//! Only what is plain counts. A sentence with a word of the future, or with one that leaves it open (“would”, “may”), is
//! not taken to tell of the past, whatever else stands in it.

/// How a sentence tells what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tense {
    /// Of what is to come.
    Future,
    /// Neither is plain, or the language is not known here.
    Open,
    /// Of what was.
    Past,
}

/// The words of one language.
struct Language {
    future: &'static [&'static str],
    open: &'static [&'static str],
    past: &'static [&'static str],
    is_past: fn(&str) -> bool,
}

const ENGLISH: Language = Language {
    future: &[
        "ahead",
        "deadline",
        "due",
        "forthcoming",
        "next",
        "plan",
        "planned",
        "planning",
        "plans",
        "scheduled",
        "shall",
        "tomorrow",
        "until",
        "upcoming",
        "will",
        "won't",
    ],
    open: &[
        "can", "could", "expect", "expected", "expects", "going", "if", "intended", "intends", "may", "might", "must",
        "should", "would",
    ],
    past: &[
        "after", "became", "been", "began", "brought", "came", "did", "fell", "felt", "found", "gave", "got", "had",
        "held", "kept", "knew", "left", "lost", "made", "met", "ran", "read", "said", "sat", "saw", "sent", "spoke",
        "stood", "thought", "told", "took", "was", "went", "were", "won", "wrote",
    ],
    // “intensified”, but not “need” or “the United States”.
    is_past: |word| {
        word.len() > 4
            && word.ends_with("ed")
            && !word.starts_with(char::is_uppercase)
            && !word.ends_with("eed")
            && !matches!(word, "hundred" | "sacred" | "naked" | "kindred" | "hatred")
    },
};

const GERMAN: Language = Language {
    future: &[
        "bevorstehend",
        "bevorstehende",
        "bevorstehenden",
        "bis",
        "demnächst",
        "gedenke",
        "gedenkt",
        "geplant",
        "geplante",
        "geplanten",
        "kommenden",
        "kommende",
        "kommender",
        "künftig",
        "morgen",
        "nächste",
        "nächsten",
        "nächster",
        "nächstes",
        "soll",
        "sollen",
        "voraussichtlich",
        "werde",
        "werden",
        "wird",
        "wirst",
    ],
    open: &[
        "dürfte", "kann", "kannst", "können", "könnte", "könnten", "möchte", "möchten", "mögen", "muss", "muß",
        "müssen", "sollte", "sollten", "wenn", "will", "wolle", "wollen", "wollte", "wollten", "würde", "würden",
    ],
    past: &[
        "begann", "bekam", "blieb", "brachte", "dachte", "erhielt", "erschien", "fand", "fuhr", "gab", "gewesen",
        "ging", "hatte", "hatten", "hielt", "kam", "kamen", "las", "lag", "ließ", "nahm", "sagte", "sah", "sahen",
        "schrieb", "sprach", "stand", "starb", "traf", "trafen", "war", "waren", "wurde", "wurden",
    ],
    // “gesprochen”, “gehört”.
    is_past: |word| {
        word.len() > 5
            && word.starts_with("ge")
            && (word.ends_with('t') || word.ends_with("en"))
            && !is_no_participle(word)
    },
};

fn is_no_participle(word: &str) -> bool {
    matches!(
        word,
        "gegen"
            | "gegeben"
            | "genommen"
            | "gehen"
            | "geben"
            | "gelten"
            | "gerecht"
            | "gesamt"
            | "gestatten"
            | "gewöhnlichen"
            | "gewissen"
            | "genießen"
            | "gefallen"
            | "gehören"
            | "gehört"
            | "geschehen"
            | "gesund"
    )
}

/// How a sentence of a text in `language` (BCP 47) tells.
pub(super) fn tense(sentence: &str, language: &str) -> Tense {
    let words = match language.split('-').next() {
        Some("en") => &ENGLISH,
        Some("de") => &GERMAN,
        _ => return Tense::Open,
    };
    let (mut open, mut past) = (false, false);
    for word in sentence.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’') {
        if word.is_empty() {
            continue;
        }
        let lower = word.to_lowercase();
        let has = |list: &[&str]| list.contains(&lower.as_str());
        if has(words.future) {
            return Tense::Future;
        }
        // A name of a month is no verb.
        open |= has(words.open) && word != "May";
        past |= has(words.past) || (words.is_past)(word);
    }
    match (open, past) {
        (false, true) => Tense::Past,
        _ => Tense::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_decide() {
        for (sentence, language, wanted) in [
            ("Calls intensified on Wednesday night.", "en", Tense::Past),
            ("She met him in May 2016.", "en-GB", Tense::Past),
            ("The hearing will be held on January 10.", "en", Tense::Future),
            ("He said that the hearing would be on January 10.", "en", Tense::Open),
            ("The United States Senate: January 10.", "en", Tense::Open),
            ("Wir sprachen gestern; es war spät.", "de", Tense::Past),
            ("Die Premiere soll am 3. Mai sein.", "de", Tense::Future),
            ("Er wollte am 3. Mai hier sein.", "de", Tense::Open),
            ("Il parla hier.", "fr", Tense::Open),
        ] {
            assert_eq!(tense(sentence, language), wanted, "{sentence}");
        }
    }
}
