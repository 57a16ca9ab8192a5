//! Numbers as passages assert them, "value unit": read as the interval that they can mean, in the languages of the interface.

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// The least that it can mean.
    least: f64,
    /// The most that it can mean.
    most: f64,
    /// The unit in lower case; empty without one.
    unit: String,
}

/// Words before a number that say nothing of its size.
const ABOUT: &[&str] = &[
    "about",
    "around",
    "approximately",
    "approx",
    "roughly",
    "circa",
    "ca",
    "c",
    "some",
    "exactly", // en
    "etwa",
    "rund",
    "ungefähr",
    "zirka",
    "gegen",
    "genau", // de
    "environ",
    "quelque",
    "à peu près",
    "exactement", // fr
    "unos",
    "unas",
    "aproximadamente",
    "alrededor de",
    "cerca de",
    "exactamente", // es
    "حوالي",
    "نحو",
    "قرابة", // ar
];
/// Words before a number that leave it open above.
const AT_LEAST: &[&str] = &[
    "at least",
    "more than",
    "over",
    "above",
    "no fewer than",
    ">",
    "≥", // en
    "mindestens",
    "wenigstens",
    "mehr als",
    "über", // de
    "au moins",
    "plus de", // fr
    "al menos",
    "por lo menos",
    "más de", // es
    "أكثر من",
    "على الأقل",
    "ما لا يقل عن", // ar
];
/// Words before a number that leave it open below.
const AT_MOST: &[&str] = &[
    "at most",
    "up to",
    "fewer than",
    "less than",
    "under",
    "below",
    "no more than",
    "nearly",
    "almost",
    "<",
    "≤", // en
    "höchstens",
    "weniger als",
    "bis zu",
    "unter",
    "fast",
    "knapp",
    "beinahe", // de
    "au plus",
    "moins de",
    "jusqu'à",
    "presque", // fr
    "como máximo",
    "menos de",
    "hasta",
    "casi", // es
    "أقل من",
    "على الأكثر",
    "ما لا يزيد على", // ar
];
/// What stands between the ends of a range, or between two that it may be. Words have a space after them.
const TO: &[&str] = &["-", "–", "—", "to ", "or ", "bis ", "oder ", "à ", "ou ", "a ", "o ", "u ", "إلى ", "أو "];
/// Words before a range whose ends are joined by one of [`AND`].
const BETWEEN: &[&str] = &["between", "zwischen", "entre", "بين"];
const AND: &[&str] = &["and ", "und ", "et ", "y ", "و"];
/// Words that multiply what stands before them. A billion is not the same in all languages, and so stays a unit.
const SCALES: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("millions", 1e6), // en, fr
    ("dutzend", 12.0),
    ("tausend", 1e3),
    ("tsd", 1e3),
    ("millionen", 1e6),
    ("mio", 1e6),
    ("milliarden", 1e9),
    ("milliarde", 1e9),
    ("mrd", 1e9), // de
    ("douzaine", 12.0),
    ("douzaines", 12.0),
    ("milliard", 1e9),
    ("milliards", 1e9), // fr
    ("docena", 12.0),
    ("docenas", 12.0),
    ("mil", 1e3),
    ("millón", 1e6),
    ("millones", 1e6), // es
    ("ألف", 1e3),
    ("آلاف", 1e3),
    ("مليون", 1e6),
    ("مليار", 1e9), // ar
];
/// What parts thousands and nothing else, but for the plain space.
const NARROW: [char; 4] = ['\u{a0}', '\u{2009}', '\u{202f}', '٬'];
/// The decimal sign that is nothing else.
const DECIMAL: char = '٫';
/// The zero of each script's decimal digits but the ASCII ones; the others follow it.
const ZEROS: &[char] = &[
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
];

impl Number {
    /// Reads `50`, `1,200 people`, `20–30 minutes`, `about 3.5 km`, `at least 5`, `50+`, `2 million`. None where there is no
    /// number, or where the words around it say something else than these.
    pub(super) fn read(text: &str) -> Option<Number> {
        let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let text = if text.is_ascii() { text } else { text.chars().map(ascii).collect() };
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let mut before = text[..start].trim_end();
        // The sign of a number; not the hyphen of a word.
        let negative = before.ends_with(['-', '−']);
        before = before.trim_end_matches(['-', '−']).trim_end();
        let word = before.trim_end_matches(['.', ':', '~', '≈']).trim_end().to_lowercase().replace('’', "'");
        let is = |words: &[&str]| words.contains(&word.as_str());
        let (first, mut rest) = digits(&text[start..])?;
        let mut second = None;
        let joins = if is(BETWEEN) { AND } else { TO };
        let join = joins.iter().find_map(|join| rest.trim_start().strip_prefix(join));
        if let Some((most, after)) = join.map(str::trim_start).and_then(digits) {
            (second, rest) = (Some(most), after);
        }
        let plus = rest.strip_prefix('+');
        let (scale, rest) = scale(plus.unwrap_or(rest));
        let first = if negative { -first } else { first } * scale;
        let (least, most) = match second.map(|second| second * scale) {
            Some(second) if first <= second => (first, second),
            Some(_) => return None,
            None if is(BETWEEN) => return None,
            None if plus.is_some() || is(AT_LEAST) => (first, f64::INFINITY),
            None if is(AT_MOST) => (f64::NEG_INFINITY, first),
            None => (first, first),
        };
        // A sign of currency may stand before the number; it is its unit.
        let mut unit = rest.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_lowercase();
        if !word.is_empty() && ![ABOUT, AT_LEAST, AT_MOST, BETWEEN].into_iter().any(is) {
            if word.chars().any(char::is_alphabetic) {
                return None;
            }
            unit = format!("{word}{unit}");
        }
        Some(Number { least, most, unit })
    }

    /// Whether the two can be compared: the units are alike, or one has none and the other's is nothing but a unit.
    pub(super) fn comparable(&self, other: &Number) -> bool {
        let none_beside = |none: &Number, other: &Number| {
            let counts = |word: &str| word.starts_with("billion") || word.starts_with("trillion");
            none.unit.is_empty() && !other.unit.contains(char::is_numeric) && !other.unit.split(' ').any(counts)
        };
        self.unit == other.unit || none_beside(self, other) || none_beside(other, self)
    }

    /// Whether the two can be the same.
    pub(super) fn overlaps(&self, other: &Number) -> bool {
        self.least <= other.most && other.least <= self.most
    }
}

/// What the words at the head of a text multiply a number by, and what follows them.
fn scale(text: &str) -> (f64, &str) {
    let (mut scale, mut rest) = (1.0, text);
    loop {
        let words = rest.trim_start();
        let end = words.find(|c: char| !c.is_alphabetic()).unwrap_or(words.len());
        let word = words[..end].to_lowercase();
        let Some((_, by)) = SCALES.iter().find(|(name, _)| *name == word) else { return (scale, rest) };
        // Of people, of euros, `de personas`, `d'hommes`.
        let after = words[end..].trim_start_matches('.');
        let bare = after.trim_start();
        let of = ["of ", "de ", "d'", "d’"].into_iter().find_map(|of| bare.strip_prefix(of));
        (scale, rest) = (scale * by, of.unwrap_or(after));
    }
}

/// A decimal digit of any script as that of ASCII, and so the signs beside full-width ones; anything else is itself.
fn ascii(c: char) -> char {
    let zero = ZEROS.iter().rfind(|&&zero| zero <= c).map_or(c, |&zero| zero);
    match (c, u32::from(c) - u32::from(zero)) {
        ('．', _) => '.',
        ('，', _) => ',',
        (_, digit @ 0..=9) if ZEROS.contains(&zero) => char::from_digit(digit, 10).unwrap_or(c),
        _ => c,
    }
}

/// A number without sign at the head of a text, and what follows. A comma, a point, an apostrophe or a space before exactly
/// three digits parts thousands; a point or comma before any other number of digits is the decimal sign. Arabic has a sign
/// for each.
fn digits(text: &str) -> Option<(f64, &str)> {
    let mut number = String::new();
    let mut rest = text;
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = run(rest);
    if first == 0 {
        return None;
    }
    number.push_str(&rest[..first]);
    rest = &rest[first..];
    let mut thousands = first <= 3;
    let sign = |text: &str| {
        text.chars().next().filter(|c| matches!(*c, ',' | '.' | '\'' | '’' | ' ' | DECIMAL) || NARROW.contains(c))
    };
    while let Some(sign) = sign(rest) {
        let after = &rest[sign.len_utf8()..];
        let length = run(after);
        if thousands && length == 3 && sign != DECIMAL && !(sign == '.' && number == "0") {
            number.push_str(&after[..3]);
            rest = &after[3..];
        } else if matches!(sign, '.' | ',' | DECIMAL) && length > 0 {
            number.push('.');
            number.push_str(&after[..length]);
            rest = &after[length..];
            break;
        } else {
            break;
        }
        thousands = true;
    }
    number.parse().ok().map(|number| (number, rest))
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn agree(a: &str, b: &str) -> Option<bool> {
        let (a, b) = (Number::read(a)?, Number::read(b)?);
        a.comparable(&b).then(|| a.overlaps(&b))
    }

    #[test]
    fn numbers_are_compared_by_what_they_can_mean() {
        for (a, b, expected) in [
            ("50", "50", Some(true)),
            ("50", "80", Some(false)),
            ("about 50", "50 people", Some(true)),
            ("about 50", "51", Some(false)),
            ("1,200 people", "1200 People", Some(true)),
            ("1.200", "1200", Some(true)),
            ("3.5 km", "3,5 km", Some(true)),
            ("0.125", "0.125", Some(true)),
            ("0.125", "125", Some(false)),
            ("20–30 minutes", "25 minutes", Some(true)),
            ("20 to 30 minutes", "31 minutes", Some(false)),
            ("at least 50", "80", Some(true)),
            ("at least 50", "49", Some(false)),
            ("fewer than 50", "80", Some(false)),
            ("≥ 50", "50", Some(true)),
            ("−3 °C", "3 °C", Some(false)),
            ("$5", "$6", Some(false)),
            ("$5", "5", Some(true)),
            ("5 km", "3 miles", None),
            ("the fiftieth", "50", None),
            ("room 12", "12", None),
            ("30-20", "25", None),
            ("1 200", "1,200", Some(true)),
            ("1\u{202f}200 hommes", "1200 hommes", Some(true)),
            ("1\u{a0}200", "1\u{2009}300", Some(false)),
            ("12 000 hommes", "12 500 hommes", Some(false)),
            ("2 million", "2,000,000", Some(true)),
            ("2 million people", "3 million people", Some(false)),
            ("1,5 Mio. Euro", "1.500.000 Euro", Some(true)),
            ("3 mil millones de euros", "3000 millones de euros", Some(true)),
            ("2 millions d’hommes", "2 000 000 hommes", Some(true)),
            ("2 billion", "2,000,000,000", None),
            ("2 billion", "3 billion", Some(false)),
            ("2 dozen", "24", Some(true)),
            ("50+", "60", Some(true)),
            ("50+ people", "40 people", Some(false)),
            ("30 or 40", "40", Some(true)),
            ("30 oder 40", "41", Some(false)),
            ("between 20 and 30 people", "25 people", Some(true)),
            ("zwischen 20 und 30", "31", Some(false)),
            ("between 20", "20", None),
            ("etwa 50", "50 Leute", Some(true)),
            ("au moins 50", "60", Some(true)),
            ("jusqu’à 50", "60", Some(false)),
            ("2½ km", "2", None),
            ("12 of 30", "12", None),
            ("٤٠٠", "٤١٠", Some(false)),
            ("١٬٢٠٠ رجل", "1200 رجل", Some(true)),
            ("٣٫٥", "3.5", Some(true)),
            ("۱۲", "12", Some(true)),
            ("４００人", "400人", Some(true)),
            ("४००", "410", Some(false)),
            ("5 km²", "5 km2", None),
        ] {
            assert_eq!(agree(a, b), expected, "{a} and {b}");
        }
    }
}
