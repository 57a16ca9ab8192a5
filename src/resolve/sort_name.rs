//! The name by which a person is sorted where the record gives none: the family name first.
//!
//! `Anna Berg` is `Berg, Anna`. A particle in small letters stays with the given names, as in most libraries
//! (`Hofmannsthal, Hugo von`, `Alembert, Jean d’`, `Bashir, Omar al-`); one with a capital is part of the family name (`De Niro,
//! Robert`, `Van den Broeck, Pieter`), and so is the first of two that are joined (`Ortega y Gasset, José`). What
//! may be no given and family name stays as it is: a name of one word, with a comma, a number or quotation marks, of a ruler
//! (`Wilhelm II.`, `Karl der Große`, `Elizabeth of York`), or in a script in which the family name comes first anyway.

/// Words in small letters that stand before a family name.
const PARTICLES: &[&str] = &[
    "von", "vom", "van", "de", "der", "den", "ten", "ter", "zu", "zum", "zur", "di", "da", "do", "dos", "du", "del",
    "della", "dei", "degli", "des", "la", "le", "les", "los", "las", "af", "av", "y", "e", "i", "und", "d'", "d’",
    "'t",
];
/// Words with a capital that may begin a family name of two words.
const BEGINNINGS: &[&str] = &[
    "Van", "De", "Di", "Da", "Del", "Della", "Du", "La", "Le", "Der", "Ten", "Ter", "Mac", "St.", "Saint", "San", "Ó",
    "Ní",
];
/// Particles that by themselves make an epithet: `Karl der Große`, `Philippe le Bel`.
const ARTICLES: &[&str] = &["der", "le", "la"];
/// Particles that join two family names.
const AND: &[&str] = &["y", "e", "i", "und"];
/// Articles that stand before an Arabic family name.
const ARABIC: &[&str] = &["al-", "el-", "ad-", "adh-", "an-", "ar-", "as-", "ash-", "at-", "ath-", "az-", "ud-", "ul-"];
/// What follows a family name and is none.
const AFTER: &[&str] = &["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "jun.", "sen.", "d. J.", "d. Ä."];

/// The name to sort a person by.
pub fn derived(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let mut after: Vec<&str> = Vec::new();
    while words.len() > 2 && words.last().is_some_and(|word| AFTER.contains(&word.trim_start_matches(','))) {
        after.extend(words.pop());
    }
    let strange =
        |c: char| c.is_numeric() || matches!(c, ',' | '"' | '“' | '”' | '„' | '»' | '«' | '(' | ')' | '?' | '/' | '&');
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_particle = |word: &str| PARTICLES.contains(&word);
    // A word in small letters that is no particle makes it another sort of name: “Elizabeth of York”, “his mother”.
    let plain = words.len() > 1
        && words.first().is_some_and(|word| capital(word))
        && words.last().is_some_and(|word| capital(word) || joined(word).is_some() || word.starts_with(['ʻ', '\'']))
        && words.iter().all(|word| {
            let of_a_name = capital(word) || is_particle(word) || joined(word).is_some();
            !word.contains(strange) && (of_a_name || word.contains(['\'', '’']))
        })
        && !words.last().is_some_and(|word| is_number(word.trim_end_matches('.')));
    if !plain {
        return name.to_owned();
    }
    let family = if let Some((particle, family)) = words.last().and_then(|word| joined(word)) {
        words.pop();
        words.extend([particle, family]);
        words.len() - 1
    } else if let Some(at) = family_at(&words) {
        at
    } else {
        return name.to_owned();
    };
    let (given, family) = words.split_at(family);
    let mut out = format!("{}, {}", family.join(" "), given.join(" "));
    for word in after.iter().rev() {
        out.push(' ');
        out.push_str(word);
    }
    out
}

/// Where the family name begins: the last word, with what begins it; or all that follows the last particle. None where the
/// name has none.
fn family_at(words: &[&str]) -> Option<usize> {
    let is_particle = |at: usize| PARTICLES.contains(&words[at]);
    let last = (1..words.len() - 1).rev().find(|&at| is_particle(at));
    let mut family = match last {
        // Two family names, of which the first decides.
        Some(at) if AND.contains(&words[at]) && !is_particle(at - 1) => Some(at - 1).filter(|&at| at > 0)?,
        Some(1) if ARTICLES.contains(&words[1]) => return None,
        Some(at) => at + 1,
        None => words.len() - 1,
    };
    let mut begins = family;
    while begins > 1 && is_particle(begins - 1) {
        begins -= 1;
    }
    while begins > 1 && BEGINNINGS.contains(&words[begins - 1]) {
        begins -= 1;
        family = begins;
    }
    Some(family)
}

/// A word that is a particle in small letters and a family name: `d’Alembert`, `al-Bashir`.
fn joined(word: &str) -> Option<(&str, &str)> {
    let elided = || {
        let (particle, _) = word.split_once(['\'', '’'])?;
        let is_small = !particle.is_empty() && particle.chars().all(char::is_lowercase);
        is_small.then(|| word.split_at(word.len() - word[particle.len()..].trim_start_matches(['\'', '’']).len()))
    };
    let article = || {
        ARABIC.iter().find_map(|article| word.strip_prefix(article)).map(|name| word.split_at(word.len() - name.len()))
    };
    let (particle, name) = elided().or_else(article)?;
    let first = name.chars().find(|c| !matches!(c, 'ʻ' | 'ʿ' | 'ʾ' | '‘' | '’' | '\''))?;
    first.is_uppercase().then_some((particle, name))
}

/// A Roman number.
fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_name_comes_first() {
        for (name, sorted) in [
            ("Anna Berg", "Berg, Anna"),
            ("Hugo von Hofmannsthal", "Hofmannsthal, Hugo von"),
            ("Ludwig van Beethoven", "Beethoven, Ludwig van"),
            ("Hans van der Berg", "Berg, Hans van der"),
            ("Maria von und zu Stein", "Stein, Maria von und zu"),
            ("Robert De Niro", "De Niro, Robert"),
            ("Martin Van Buren", "Van Buren, Martin"),
            ("Pieter Van den Broeck", "Van den Broeck, Pieter"),
            ("Jean d’Alembert", "Alembert, Jean d’"),
            ("Jean Le Rond d'Alembert", "Alembert, Jean Le Rond d'"),
            ("Jean de La Fontaine", "La Fontaine, Jean de"),
            ("José Ortega y Gasset", "Ortega y Gasset, José"),
            ("João da Silva e Costa", "Silva e Costa, João da"),
            ("Eamon Ó Cuív", "Ó Cuív, Eamon"),
            ("Omar al-Bashir", "Bashir, Omar al-"),
            ("Jefferson Beauregard Sessions III", "Sessions, Jefferson Beauregard III"),
            ("Sammy Davis, Jr.", "Sammy Davis, Jr."),
            ("J.D. Gordon", "Gordon, J.D."),
            ("Łukasz Łaski", "Łaski, Łukasz"),
            ("Richard Beer-Hofmann", "Beer-Hofmann, Richard"),
        ] {
            assert_eq!(derived(name), sorted, "{name}");
        }
    }

    #[test]
    fn what_is_no_such_name_stays_as_it_is() {
        for name in [
            "Sappho",
            "Berg, Anna",
            "Wilhelm II.",
            "Elizabeth of York",
            "his mother",
            "毛 泽东",
            "Karl der Große",
            "Philippe le Bel",
            "Tom und Jerry",
            "Frau K. (1890)",
            "von Stein",
            "",
        ] {
            assert_eq!(derived(name), name);
        }
    }
}
