//! Numbers as passages assert them, "value unit": read as the interval that they can mean.

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
const ABOUT: [&str; 10] =
    ["about", "around", "approximately", "approx", "roughly", "circa", "ca", "c", "some", "exactly"];
/// Words before a number that leave it open above.
const AT_LEAST: [&str; 5] = ["at least", "more than", "over", "above", "no fewer than"];
/// Words before a number that leave it open below.
const AT_MOST: [&str; 8] = ["at most", "up to", "fewer than", "less than", "under", "below", "no more than", "nearly"];

impl Number {
    /// Reads `50`, `1,200 people`, `20–30 minutes`, `about 3.5 km`, `at least 5`. None where there is no number, or where
    /// the words around it say something else than these.
    pub(super) fn read(text: &str) -> Option<Number> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (mut before, mut rest) = (text[..start].trim_end(), &text[start..]);
        // The sign of a number; not the hyphen of a word.
        let negative = before.ends_with(['-', '−']);
        before = before.trim_end_matches(['-', '−']).trim_end();
        let (first, after) = digits(rest)?;
        rest = after;
        let mut second = None;
        let trimmed = rest.trim_start();
        let dash = ["-", "–", "—", "to "].into_iter().find_map(|dash| trimmed.strip_prefix(dash));
        if let Some((most, after)) = dash.map(str::trim_start).and_then(digits) {
            (second, rest) = (Some(most), after);
        }
        let sign = if negative { -first } else { first };
        let word = before.trim_end_matches(['.', ':', '~', '≈']).trim_end().to_lowercase();
        let (least, most) = match second {
            Some(second) if sign <= second => (sign, second),
            Some(_) => return None,
            None if AT_LEAST.contains(&word.as_str()) || matches!(before, ">" | "≥") => (sign, f64::INFINITY),
            None if AT_MOST.contains(&word.as_str()) || matches!(before, "<" | "≤") => (f64::NEG_INFINITY, sign),
            None => (sign, sign),
        };
        let known = |word: &str| [&ABOUT[..], &AT_LEAST, &AT_MOST].iter().any(|words| words.contains(&word));
        // A sign of currency may stand before the number; it is its unit.
        let mut unit = rest.trim().trim_end_matches('.').to_lowercase();
        if !word.is_empty() && !known(&word) && !matches!(before, ">" | "≥" | "<" | "≤") {
            if word.chars().any(char::is_alphabetic) {
                return None;
            }
            unit = format!("{word}{unit}");
        }
        Some(Number { least, most, unit })
    }

    /// Whether the two can be compared: the units are alike, or one has none.
    pub(super) fn comparable(&self, other: &Number) -> bool {
        self.unit == other.unit || self.unit.is_empty() || other.unit.is_empty()
    }

    /// Whether the two can be the same.
    pub(super) fn overlaps(&self, other: &Number) -> bool {
        self.least <= other.most && other.least <= self.most
    }
}

/// A number without sign at the head of a text, and what follows. A comma, a point or a thin space before exactly three
/// digits parts thousands; a point or comma before any other number of digits is the decimal sign.
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
    let sign = |text: &str| text.chars().next().filter(|c| matches!(c, ',' | '.' | '\'' | '’' | '\u{202f}' | '\u{a0}'));
    while let Some(sign) = sign(rest) {
        let after = &rest[sign.len_utf8()..];
        let length = run(after);
        if thousands && length == 3 && !(sign == '.' && number == "0") {
            number.push_str(&after[..3]);
            rest = &after[3..];
        } else if matches!(sign, '.' | ',') && length > 0 {
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
        ] {
            assert_eq!(agree(a, b), expected, "{a} and {b}");
        }
    }
}
