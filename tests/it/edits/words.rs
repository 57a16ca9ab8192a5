//! What a word is, so far as an edit's substance goes: a number, a negation, a name. These lists are the measure's own: the
//! product's are measured by them.

/// A language of the corpora, or of the hand-written sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    De,
    En,
    Es,
    Fr,
    Ar,
}

impl Lang {
    pub const ALL: [Lang; 5] = [Lang::En, Lang::De, Lang::Fr, Lang::Es, Lang::Ar];

    pub fn of(tag: &str) -> Lang {
        match tag {
            "de" => Lang::De,
            "en" => Lang::En,
            "es" => Lang::Es,
            "fr" => Lang::Fr,
            "ar" => Lang::Ar,
            _ => panic!("no such language: {tag}"),
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Lang::De => "de",
            Lang::En => "en",
            Lang::Es => "es",
            Lang::Fr => "fr",
            Lang::Ar => "ar",
        }
    }
}

/// Numbers that can stand for one another in a text.
pub fn number_words(lang: Lang) -> &'static [&'static [&'static str]] {
    match lang {
        Lang::De => &[
            &["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
            &["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
            &["hundert", "tausend"],
        ],
        Lang::En => &[
            &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
            &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
            &["hundred", "thousand", "million"],
        ],
        _ => &[],
    }
}

/// Words that may count as numbers or not: nothing is asked of a change of them.
fn doubtful(lang: Lang, word: &str) -> bool {
    let starts = |parts: &[&str]| parts.iter().any(|part| word.starts_with(part));
    match lang {
        Lang::De => {
            let numbers = number_words(lang).iter().flat_map(|words| words.iter());
            word.starts_with("ein")
                || starts(&["erst", "zweit", "dritt", "halb", "million", "dutzend", "beid", "kaum", "zwo", "dreizehn"])
                || starts(&["siebzehn", "sechzehn", "null", "un", "miß", "dreiß", "fuenf", "zwölft"])
                || numbers.clone().any(|number| word.contains(number))
        }
        Lang::En => {
            starts(&["one", "first", "second", "third", "half", "dozen", "both", "once", "twice", "zero", "single"])
                || starts(&["hardly", "scarcely", "un", "dis", "refus", "den", "rather", "fail", "barely"])
                || word.ends_with("teen")
                || word.ends_with("th")
                || word.ends_with("ty")
                || number_words(lang).iter().flat_map(|words| words.iter()).any(|number| word.contains(number))
        }
        _ => false,
    }
}

/// Words that negate.
pub fn is_negation(lang: Lang, word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    match lang {
        Lang::De => {
            let listed = ["nicht", "nie", "niemals", "nichts", "weder", "nirgends", "niemand", "ohne"];
            listed.contains(&word.as_str()) || word.starts_with("kein") || word.starts_with("niemand")
        }
        Lang::En => {
            let listed = ["not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"];
            listed.contains(&word.as_str()) || word.ends_with("n't") || word == "nowhere"
        }
        _ => false,
    }
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Number,
    Negation,
    /// Begins with a capital letter. Whether it is a name is not a matter of the word alone.
    Capital,
    /// Nothing is asked of a change of it.
    Doubtful,
    /// None of these.
    Plain,
}

impl Class {
    pub fn of(lang: Lang, word: &str) -> Class {
        let lower = word.to_lowercase();
        if word.chars().any(|c| c.is_numeric()) || is_number_word(lang, &lower) {
            Class::Number
        } else if is_negation(lang, &lower) {
            Class::Negation
        } else if word.chars().next().is_some_and(char::is_uppercase) {
            Class::Capital
        } else if doubtful(lang, &lower) || word.chars().any(|c| !c.is_lowercase()) {
            Class::Doubtful
        } else {
            Class::Plain
        }
    }
}

pub fn is_number_word(lang: Lang, lower: &str) -> bool {
    number_words(lang).iter().any(|words| words.contains(&lower))
}
