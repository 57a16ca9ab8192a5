//! Days and months that a text names with their year: `March 2, 2017`, `2. März 2017`, `2.3.2017`, `2017-03-02`.
//!
//! The year is looked for first, and what stands beside it decides. A form that can be read in two ways (`02/03/2017`)
//! is both.

use jiff::tz::TimeZone;

use crate::date::Date;
use crate::parse::body::{BlockKind, Body, TextRange};

/// A date in a text.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    /// Where, in the reader's text.
    pub range: TextRange,
    /// What it can mean, in order: one date, or two.
    pub readings: Vec<Date>,
}

/// The dates in the body of a text, without its footnotes and code, in reading order.
pub(super) fn literals(body: &Body) -> Vec<Literal> {
    let mut found = Vec::new();
    for block in &body.blocks {
        if matches!(block.kind, BlockKind::Code | BlockKind::Opaque) || block.range.start >= body.body_range.end {
            continue;
        }
        in_text(body.words(&block.range), block.range.start, &mut found);
    }
    found
}

fn in_text(text: &str, offset: u32, found: &mut Vec<Literal>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = start + length;
        let touches = |c: char| c.is_alphanumeric() || c == '_';
        let free = !text[..start].ends_with(touches) && !text[at..].starts_with(touches);
        if length != 4 || !free || !matches!(bytes[start], b'1' | b'2') {
            continue;
        }
        let year = &text[start..at];
        let Some((range, dates)) = iso(text, start, at).or_else(|| before(text, start, at, year)) else { continue };
        let readings: Vec<Date> = dates.iter().filter_map(|date| Date::parse(date, &TimeZone::UTC).ok()).collect();
        if readings.is_empty() {
            continue;
        }
        let small = |n: usize| offset + u32::try_from(n).unwrap_or(0);
        at = at.max(range.end);
        found.push(Literal { range: small(range.start)..small(range.end), readings });
    }
}

type Read = (std::ops::Range<usize>, Vec<String>);

/// `2017-03-02`
fn iso(text: &str, start: usize, end: usize) -> Option<Read> {
    let rest = text[end..].strip_prefix('-')?;
    let (month, rest) = (number(rest.get(..2)?, 12)?, rest.get(2..)?.strip_prefix('-')?);
    let day = number(rest.get(..2)?, 31)?;
    let whole = end + "-03-02".len();
    let free =
        !text[whole..].starts_with(|c: char| c.is_ascii_digit() || c == '-') && !text[..start].ends_with(['-', '/']);
    free.then(|| (start..whole, vec![format!("{}-{month:02}-{day:02}", &text[start..end])]))
}

/// Everything that ends in the year.
fn before(text: &str, start: usize, end: usize, year: &str) -> Option<Read> {
    let head = &text[..start];
    // `02/03/2017`, and with other strokes.
    if let Some(rest) = head.strip_suffix('/') {
        let (at, second) = last_number(rest)?;
        let (from, first) = last_number(rest[..at].strip_suffix('/')?)?;
        return Some((from..end, readings(year, first, second))).filter(|_| !head[..from].ends_with(['/', '-', '.']));
    }
    let open = head.trim_end_matches([' ', '\u{a0}', '\n']);
    // `2.3.2017`, `2. 3. 2017`: always the day first.
    if let Some(rest) = open.strip_suffix('.')
        && let Some((at, month)) = last_number(rest)
        && let Some(rest) = rest[..at].trim_end_matches([' ', '\u{a0}']).strip_suffix('.')
        && let Some((from, day)) = last_number(rest)
    {
        let date = (day <= 31 && month <= 12).then(|| format!("{year}-{month:02}-{day:02}"))?;
        return Some((from..end, vec![date]));
    }
    if open.len() == head.len() {
        return None;
    }
    // `March 2, 2017`, `March 2nd 2017`.
    let words = open.trim_end_matches(',').trim_end();
    let plain = ["st", "nd", "rd", "th"].iter().find_map(|suffix| words.strip_suffix(suffix)).unwrap_or(words);
    if let Some((at, day)) = last_number(plain) {
        let (from, month) = last_month(plain[..at].trim_end())?;
        return (day <= 31).then(|| (from..end, vec![format!("{year}-{month:02}-{day:02}")]));
    }
    // `2 March 2017`, `2. März 2017`, `the 2nd of March 2017`, `March 2017`.
    let (from, month) = last_month(words)?;
    let rest = text[..from].trim_end();
    let rest = rest.strip_suffix(" of").unwrap_or(rest).trim_end_matches('.');
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|suffix| rest.strip_suffix(suffix)).unwrap_or(rest);
    match last_number(rest).filter(|&(_, day)| (1..=31).contains(&day)) {
        Some((from, day)) => Some((from..end, vec![format!("{year}-{month:02}-{day:02}")])),
        None => Some((from..end, vec![format!("{year}-{month:02}")])),
    }
}

/// A day and a month in either order.
fn readings(year: &str, first: u32, second: u32) -> Vec<String> {
    let date = |month: u32, day: u32| (month <= 12 && day <= 31).then(|| format!("{year}-{month:02}-{day:02}"));
    let mut all: Vec<String> = [date(first, second), date(second, first)].into_iter().flatten().collect();
    all.sort();
    all.dedup();
    all
}

fn number(text: &str, most: u32) -> Option<u32> {
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| all && (1..=most).contains(number))
}

/// The number of one or two digits that a text ends in, and where it begins.
fn last_number(text: &str) -> Option<(usize, u32)> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = text.len() - digits;
    let free = !text[..start].ends_with(char::is_alphanumeric);
    (matches!(digits, 1 | 2) && free).then(|| Some((start, number(&text[start..], 99)?)))?
}

/// The month that a text ends in, and where its name begins.
fn last_month(text: &str) -> Option<(usize, u32)> {
    let words = text.strip_suffix('.').unwrap_or(text);
    let start = words.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    let name = &words[start..];
    if !name.starts_with(char::is_uppercase) {
        return None;
    }
    let dotted = words.len() < text.len();
    let month = MONTHS.iter().position(|names| names.contains(&name));
    let short = || SHORT.iter().position(|names| names.contains(&name));
    // `Mar 2017` without a full stop is as good; a full stop after a whole name ends a sentence.
    let month = if dotted { short() } else { month.or_else(short) };
    Some((start, u32::try_from(month?).ok()? + 1))
}

/// Names of the months in English and German; `Jänner` and `Feber` are Austrian.
const MONTHS: [&[&str]; 12] = [
    &["January", "Januar", "Jänner"],
    &["February", "Februar", "Feber"],
    &["March", "März"],
    &["April"],
    &["May", "Mai"],
    &["June", "Juni"],
    &["July", "Juli"],
    &["August"],
    &["September"],
    &["October", "Oktober"],
    &["November"],
    &["December", "Dezember"],
];

const SHORT: [&[&str]; 12] = [
    &["Jan", "Jän"],
    &["Feb", "Febr"],
    &["Mar", "Mär"],
    &["Apr"],
    &[],
    &["Jun"],
    &["Jul"],
    &["Aug"],
    &["Sep", "Sept"],
    &["Oct", "Okt"],
    &["Nov"],
    &["Dec", "Dez"],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        in_text(text, 0, &mut found);
        let words = |literal: &Literal| text[literal.range.start as usize..literal.range.end as usize].to_owned();
        let dates =
            |literal: &Literal| literal.readings.iter().map(|date| date.text()).collect::<Vec<_>>().join(" or ");
        found.iter().map(|literal| (words(literal), dates(literal))).collect()
    }

    #[test]
    fn dates_are_read_in_their_forms() {
        for (text, words, date) in [
            ("posted — CAP (@CAP) March 2, 2017", "March 2, 2017", "2017-03-02"),
            ("on March 2nd, 2017.", "March 2nd, 2017", "2017-03-02"),
            ("the 2nd of March 2017", "2nd of March 2017", "2017-03-02"),
            ("am 2. März 2017 kam", "2. März 2017", "2017-03-02"),
            ("3. Jänner 1901", "3. Jänner 1901", "1901-01-03"),
            ("12. 11. 1905.", "12. 11. 1905", "1905-11-12"),
            ("Wien, 1.2.1905", "1.2.1905", "1905-02-01"),
            ("(2017-03-02)", "2017-03-02", "2017-03-02"),
            ("on 02/03/2017", "02/03/2017", "2017-02-03 or 2017-03-02"),
            ("on 13/03/2017", "13/03/2017", "2017-03-13"),
            ("Sept. 8, 2016", "Sept. 8, 2016", "2016-09-08"),
            ("in Mar 2017", "Mar 2017", "2017-03"),
            ("in May 2017, he", "May 2017", "2017-05"),
        ] {
            assert_eq!(read(text), [(words.to_owned(), date.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "in 2017",
            "the march 2017",
            "No. 1234.2017",
            "12017-03-02",
            "https://x.org/2017/03/02/",
            "1.2.19055",
            "31. 13. 1905",
            "Feb 30, 2017",
            "a2017-03-02",
            "A first of May. 2017 came",
            "room 12 2017",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
