//! What is wrong with a text that is no EDTF, and what was probably meant.
//!
//! A guess is only ever made where the text has one sensible meaning, and is only ever given if it reads as EDTF.
//! `03/02/2017` gets none: half of the world reads it as March, half as February.

use edtf_core::ParseError;

use super::read::read;
use super::{DateError, Words};

/// The error for a text that could not be read.
pub(super) fn error(text: &str, error: ParseError) -> DateError {
    let proposal = guess(text);
    let what = match error.message {
        _ if text.is_empty() => "a date must not be empty",
        _ if !readings(text).is_empty() => "it may be read with the day first or with the month first",
        _ if in_words(text) => "a date is written as in 2017-03-02, not in words",
        "year must have exactly four digits (or X)" if text.starts_with('+') => "a year has no plus sign",
        "year must have exactly four digits (or X)" => "a year has four digits",
        "expected '-' before month" => "four digits of a year are followed by a hyphen or nothing",
        "month must be two digits (or X)" => "a month has two digits",
        "day must be two digits (or X)" => "a day has two digits",
        "expected '-' before day" => "two digits of a month are followed by a hyphen or nothing",
        "unexpected characters after day" => "there is something after the day",
        "month must be 01-12 or a sub-year code 21-41" | "month must be 01-12" => {
            "a month is 01 to 12, or 21 to 41 for a season or another part of the year"
        }
        "day is out of range for the month" => &no_such_day(text),
        "interval end precedes interval start" => "the end is before the start",
        "interval needs at least one dated endpoint" => "a span needs at least one date",
        "whitespace is not allowed" => "there are no spaces in a date",
        "time must be hh:mm:ss" | "time components must be two digits" => "a time is hh:mm or hh:mm:ss",
        "date-times require a complete YYYY-MM-DD date" | "date-times require a plain all-digit date" => {
            "a time belongs to one whole day, as in 2017-03-01T21:30"
        }
        "Y-prefixed years require |year| > 9999" => "`Y` is only for years of more than four digits",
        "Y-prefixed years are year-precision only" => "a year with `Y` has no month and no day",
        "interval must contain exactly one '/'" => "a span has one slash",
        other => other,
    };
    let message = if text.is_empty() { what.to_owned() } else { format!("`{text}` is not a date: {what}") };
    let mut offset = error.offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    DateError { message, proposal, offset, readings: readings(text) }
}

/// What is said of a day that its month does not have.
fn no_such_day(text: &str) -> String {
    let what = "there is no such day in that month";
    for day in text.split(['/', '.', ',', '[', ']', '{', '}']) {
        let mut numbers = day.splitn(3, '-').map(|part| part.trim_matches(['?', '~', '%']).parse::<i16>().ok());
        let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (numbers.next(), numbers.next(), numbers.next())
        else {
            continue;
        };
        let Some(first) = i8::try_from(month).ok().and_then(|month| jiff::civil::Date::new(year, month, 1).ok()) else {
            continue;
        };
        let name = month_name(usize::from(first.month().unsigned_abs()));
        if day > i16::from(first.days_in_month()) {
            return format!("{what}: {name} {year} has {} days", first.days_in_month());
        }
    }
    what.to_owned()
}

/// The name of a month, from 1.
fn month_name(month: usize) -> &'static str {
    months().get(month - 1).map_or("", |name| name)
}

/// The months as they are written in English.
fn months() -> &'static [String; 12] {
    &Words::english().months
}

/// The two readings of day and month in numbers where each can be the other: `12/07/1897`.
fn readings(text: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.trim().split(['/', '-']).collect();
    let [a, b, year] = *parts else { return Vec::new() };
    let number = |part: &str| part.parse::<usize>().ok().filter(|number| part.len() <= 2 && (1..=12).contains(number));
    let (Some(a), Some(b)) = (number(a), number(b)) else { return Vec::new() };
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) || a == b {
        return Vec::new();
    }
    let reading = |month: usize, day: usize| {
        let name = month_name(month);
        (format!("{year}-{month:02}-{day:02}"), format!("{day} {name}"))
    };
    vec![reading(b, a), reading(a, b)]
}

/// Whether the text has words in it, not only the letters that EDTF has.
fn in_words(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().count() > 1 && !word.chars().all(|c| "XxUuYESTZtz".contains(c)))
}

/// What was probably meant.
pub(super) fn guess(text: &str) -> Option<String> {
    // Longer texts are no dates; this also bounds the work.
    if text.len() > 100 {
        return None;
    }
    let tidy = tidy(text);
    let guess = |guess: Option<String>| guess.filter(|guess| guess != text && read(guess).is_ok());
    guess(Some(tidy.replace(' ', "")).filter(|_| !in_words(&tidy)))
        .or_else(|| guess(old_edtf(&tidy)))
        .or_else(|| guess(reversed(&tidy)))
        .or_else(|| guess(timed(&tidy)))
        .or_else(|| guess(phrase(&tidy)))
}

/// Plain hyphens and single spaces.
fn tidy(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−') { '-' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', ',', ';']).to_owned()
}

/// The draft of 2012, and lower case.
fn old_edtf(text: &str) -> Option<String> {
    let mut out = text.replace(' ', "").replace("?~", "%").replace("~?", "%");
    for (old, new) in [("/open", "/.."), ("/unknown", "/"), ("unknown/", "/"), ("open/", "../")] {
        out = out.replace(old, new);
    }
    let digits = |c: char| c.is_ascii_digit();
    if let Some(rest) = out.strip_prefix('Y').filter(|rest| rest.trim_start_matches('-').len() == 4) {
        return Some(rest.to_owned());
    }
    if out.contains(digits) {
        out = out.replace(['u', 'x'], "X").replace('y', "Y").replace('t', "T").replace('z', "Z");
    }
    Some(out)
}

/// `2009/2008`
fn reversed(text: &str) -> Option<String> {
    let (start, end) = text.split_once('/')?;
    // Days with slashes are not spans.
    (start.len() >= 4 && end.len() >= 4).then(|| format!("{end}/{start}"))
}

/// A time that is nearly one: a space for the `T`, parts of seconds, an offset without colon, one digit for the hour.
fn timed(text: &str) -> Option<String> {
    let (day, clock) = text.split_once(['T', 't', ' ']).filter(|(_, clock)| clock.contains(':'))?;
    let day = single(day.trim_end_matches(','))?;
    let clock = clock.trim().replace(' ', "").to_ascii_uppercase();
    let at = clock.find(['Z', '+', '-', 'U']).unwrap_or(clock.len());
    let (clock, shift) = clock.split_at(at);
    let clock = clock.split('.').next()?;
    let parts: Vec<String> = clock.split(':').map(|part| format!("{part:0>2}")).collect();
    let shift = match shift {
        "UTC" => "Z".to_owned(),
        "+00:00" | "-00:00" | "-00" | "-0000" => "Z".to_owned(),
        _ => {
            let shift = shift.strip_prefix("UTC").unwrap_or(shift);
            match (shift.get(..1), shift.get(1..).map(|rest| (rest.len(), rest))) {
                (Some(sign @ ("+" | "-")), Some((1, hours))) => format!("{sign}0{hours}:00"),
                (Some(sign @ ("+" | "-")), Some((4, _))) if !shift.contains(':') => {
                    format!("{sign}{}:{}", shift.get(1..3)?, shift.get(3..)?)
                }
                (Some(sign @ ("+" | "-")), Some((4, rest))) => format!("{sign}0{rest}"),
                _ => shift.to_owned(),
            }
        }
    };
    Some(format!("{day}T{}{shift}", parts.join(":")))
}

/// A date in words, with what qualifies it.
fn phrase(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let text = lower.trim();
    for (words, qualifier) in [
        ("circa ", '~'),
        ("ca. ", '~'),
        ("ca ", '~'),
        ("ca.", '~'),
        ("c. ", '~'),
        ("c.", '~'),
        ("c ", '~'),
        ("about ", '~'),
        ("around ", '~'),
        ("approximately ", '~'),
        ("approx. ", '~'),
        ("roughly ", '~'),
        ("~ ", '~'),
        ("~", '~'),
        ("perhaps ", '?'),
        ("probably ", '?'),
        ("possibly ", '?'),
        ("maybe ", '?'),
    ] {
        if let Some(rest) = text.strip_prefix(words) {
            return single(rest).map(|date| format!("{date}{qualifier}"));
        }
    }
    if let Some(rest) = text.strip_prefix('c').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return single(rest).map(|date| format!("{date}~"));
    }
    for (words, qualifier) in
        [("(?)", '?'), ("?", '?'), ("(ca.)", '~'), ("(circa)", '~'), ("(approx.)", '~'), ("(uncertain)", '?')]
    {
        if let Some(rest) = text.strip_suffix(words) {
            return single(rest).map(|date| format!("{date}{qualifier}"));
        }
    }
    for words in ["before ", "until ", "till ", "up to ", "not after ", "no later than "] {
        if let Some(rest) = text.strip_prefix(words) {
            return single(rest).map(|date| format!("../{date}"));
        }
    }
    for words in ["after ", "since ", "not before ", "no earlier than ", "from "] {
        let Some(rest) = text.strip_prefix(words) else { continue };
        let rest = rest.strip_suffix(" on").or_else(|| rest.strip_suffix(" onwards")).unwrap_or(rest);
        if let Some(date) = single(rest) {
            return Some(format!("{date}/.."));
        }
    }
    single(text).or_else(|| span(text))
}

/// `between July and September 2016`, `1914-18`, `3 to 5 March 2017`
fn span(text: &str) -> Option<String> {
    let text = text.strip_prefix("between ").or_else(|| text.strip_prefix("from ")).unwrap_or(text);
    let (start, end) = [" and ", " to ", " until ", " till ", " - ", "-"].iter().find_map(|by| text.split_once(by))?;
    let (start, end) = (start.trim(), end.trim());
    if start.is_empty() {
        return None;
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if start.len() == 4 && end.len() == 2 && digits(start) && digits(end) {
        return Some(format!("{start}/{}{end}", start.get(..2)?));
    }
    let last = single(end)?;
    // What the start does not say it has from the end.
    let mut tail = end;
    loop {
        let whole = if tail.is_empty() { start.to_owned() } else { format!("{start} {tail}") };
        let first = if tail.is_empty() { single(start) } else { named(&whole) };
        if let Some(first) = first.filter(|first| read(&format!("{first}/{last}")).is_ok()) {
            return Some(format!("{first}/{last}"));
        }
        if tail.is_empty() {
            return None;
        }
        tail = tail.split_once(' ').map_or("", |(_, rest)| rest);
    }
}

/// One date: as it is, in numbers, or with names.
fn single(text: &str) -> Option<String> {
    let text = text.trim();
    [Some(text.to_owned()), numbers(text), named(&text.to_lowercase())].into_iter().flatten().find(|guess| {
        // A span is not one date.
        !guess.contains('/') && read(guess).is_ok()
    })
}

/// `2017-3-2`, `2017/03/02`, `2.3.2017`, `20170302`, `800`
fn numbers(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    match *parts {
        [day] if day.len() == 8 => Some(format!("{}-{}-{}", day.get(..4)?, day.get(4..6)?, day.get(6..)?)),
        [year] if year.len() == 3 => Some(format!("0{year}")),
        [year] if year.len() > 4 && !year.starts_with('0') => Some(format!("Y{year}")),
        [year, month] if year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [year, month, day] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [a, b, year] if year.len() == 4 => {
            let (first, second) = (number(a)?, number(b)?);
            // With points the day always comes first; with anything else it depends on the country.
            let (day, month) = if text.contains('.') || first > 12 || first == second {
                (first, second)
            } else if second > 12 {
                (second, first)
            } else {
                return None;
            };
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

/// `3 March 2017`, `March 3rd, 2017`, `Sept. 2016`, `spring 2016`, `the 1990s`, `19th century`, `44 BC`; in lower case.
fn named(text: &str) -> Option<String> {
    let mut tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|token| token.trim_matches(['(', ')']))
        .filter(|token| !matches!(*token, "" | "the" | "of" | "in" | "year" | "a" | "anno"))
        .collect();
    let mut bce = false;
    let before = tokens.len();
    tokens.retain(|token| match token.replace('.', "").as_str() {
        "bc" | "bce" => {
            bce = true;
            false
        }
        "ad" | "ce" => false,
        _ => true,
    });
    let era = tokens.len() != before;
    if let [number, "century"] = *tokens {
        let century: u32 = ordinal(number)?;
        return (!bce && (1..=99).contains(&century)).then(|| format!("{:02}XX", century - 1));
    }
    let (mut year, mut month, mut day, mut season) = (None, None, None, None);
    let count = tokens.len();
    for (index, token) in tokens.into_iter().enumerate() {
        let word = token.trim_end_matches('.');
        if let Some(code) = ["spring", "summer", "autumn", "winter", "fall"].iter().position(|name| *name == word) {
            set(&mut season, if code == 4 { 23 } else { 21 + code })?;
        } else if let Some(found) = (word.len() >= 3)
            .then(|| {
                months()
                    .iter()
                    .map(|name| name.to_lowercase())
                    .position(|name| name.starts_with(word) || (word == "sept" && name == "september"))
            })
            .flatten()
        {
            set(&mut month, found + 1)?;
        } else if let Some(decade) = word.strip_suffix("'s").or(word.strip_suffix("’s")).or(word.strip_suffix('s')) {
            // 1900s may be ten years or a hundred; the hundred holds the ten.
            let unknown = if decade.ends_with("00") { 2 } else { 1 };
            let known = decade.len().checked_sub(unknown)?;
            let ten = decade.len() == 4 && decade.ends_with('0') && decade.bytes().all(|b| b.is_ascii_digit());
            set(&mut year, format!("{}{}", decade.get(..known).filter(|_| ten)?, "X".repeat(unknown)))?;
        } else if let Some(number) = ordinal(word) {
            let is_year = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit());
            if is_year || (era && index + 1 == count) {
                let number = if bce { number.checked_sub(1)? } else { number };
                let sign = if bce && number > 0 { "-" } else { "" };
                let prefix = if number > 9999 { "Y" } else { "" };
                set(&mut year, format!("{prefix}{sign}{number:04}"))?;
            } else {
                set(&mut day, number)?;
            }
        } else {
            return None;
        }
    }
    let year = year?;
    match (season, month, day) {
        (None, None, None) => Some(year),
        (Some(season), None, None) => Some(format!("{year}-{season}")),
        (None, Some(month), None) => Some(format!("{year}-{month:02}")),
        (None, Some(month), Some(day)) => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

/// Puts a value where none is yet.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

/// `3`, `3rd`
fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    matches!(word.get(digits.len()..)?, "" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}
