//! The name by which a person is sorted where the record gives none: the family name first.
//!
//! `Anna Berg` is `Berg, Anna`. A particle in small letters stays with the given names, as in most libraries
//! (`Hofmannsthal, Hugo von`); one with a capital is part of the family name (`De Niro, Robert`, `Van Buren, Martin`). What
//! may be no given and family name stays as it is: a name of one word, with a comma, a number or quotation marks, of a ruler
//! (`Wilhelm II.`, `Elizabeth of York`), or in a script in which the family name comes first anyway.

/// Words in small letters that stand before a family name.
const PARTICLES: &[&str] = &[
    "von", "vom", "van", "de", "der", "den", "ten", "ter", "zu", "zum", "zur", "di", "da", "do", "dos", "du", "del",
    "della", "dei", "degli", "des", "la", "le", "les", "los", "las", "af", "av", "y", "e", "und", "d'", "d’", "'t",
];
/// Words with a capital that may begin a family name of two words.
const BEGINNINGS: &[&str] =
    &["Van", "De", "Di", "Da", "Del", "Della", "Du", "La", "Le", "Der", "Ten", "Ter", "Mac", "St.", "Saint", "San"];
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
        && words.last().is_some_and(|word| capital(word) || word.starts_with(['d', 'l', 'ʻ', '\'']))
        && words
            .iter()
            .all(|word| !word.contains(strange) && (capital(word) || is_particle(word) || word.contains(['\'', '’'])))
        && !words.last().is_some_and(|word| is_number(word.trim_end_matches('.')));
    if !plain {
        return name.to_owned();
    }
    // The last word, with what begins it; or all that follows the last particle.
    let last_particle = words.iter().rposition(|word| is_particle(word));
    let family = match last_particle {
        Some(at) if at > 0 && at + 1 < words.len() => at + 1,
        _ if words.len() > 2 && BEGINNINGS.contains(&words[words.len() - 2]) => words.len() - 2,
        _ => words.len() - 1,
    };
    let (given, family) = words.split_at(family);
    let mut out = format!("{}, {}", family.join(" "), given.join(" "));
    for word in after.iter().rev() {
        out.push(' ');
        out.push_str(word);
    }
    out
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
            "Frau K. (1890)",
            "von Stein",
            "",
        ] {
            assert_eq!(derived(name), name);
        }
    }
}
