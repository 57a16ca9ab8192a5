//! The patterns of a language for dates.

use std::sync::LazyLock;

use serde::Deserialize;

use super::manner;

pub(super) type Text = String;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    let all: serde_yaml::Value = serde_yaml::from_str(include_str!("../../words/en.yaml")).unwrap_or_default();
    // That the file can be read is what a test is for.
    Words::read(all.get("dates").unwrap_or(&serde_yaml::Value::Null), "en").unwrap_or_default()
});

/// The words of a language for dates: patterns whose `{places}` are filled, in its own order of words; `src/words/en.yaml`
/// says by example what each is for. Names of months and the four patterns after them are those of CLDR.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// January to December.
    #[serde(skip)]
    pub months: [Text; 12],
    /// `{day} {month} {year}`.
    #[serde(skip)]
    pub day: Text,
    /// `{day} {month}`, where the year follows later.
    #[serde(skip)]
    pub day_of_month: Text,
    /// `{month} {year}`.
    #[serde(skip)]
    pub month: Text,
    /// January to December in short, and the pattern of such a month with its year.
    #[serde(skip)]
    pub short_months: ([Text; 12], Text),
    /// The language, with a country, whose manner is meant where a site's language names none.
    pub locale: Text,

    /// The first day of a month.
    pub first_day: Text,
    /// A `{day}` whose month follows later, or any day in a list of days.
    pub bare_day: Text,
    /// A day (`{date}`) inside of a phrase: French says "vers le 8 mars", but "vers mars".
    pub inside: Text,
    /// Spring, summer, autumn, winter, each with `{year}`.
    pub seasons: [Text; 4],
    /// The quarters of a `{year}`.
    pub quarters: [Text; 4],
    /// The thirds of a `{year}`, of four months each.
    pub thirds: [Text; 3],
    /// The halves of a `{year}`.
    pub halves: [Text; 2],
    /// A season (`{date}`) that is said to be of the northern half of the earth.
    pub northern: Text,
    /// A season (`{date}`) that is said to be of the southern half of the earth.
    pub southern: Text,

    /// A day whose year is only roughly known: `{year}` is a phrase.
    pub day_of: Text,
    /// A day (`{day}`) of a month that is not known: `{month}` is a phrase.
    pub numbered_day: Text,
    /// A month whose year is only roughly known: `{year}` is a phrase.
    pub month_of: Text,
    /// A month that is not known, of `{year}`.
    pub unknown_month_of: Text,
    /// Some month between `{from}` and `{to}`.
    pub in_months: Text,
    /// A `{year}` before the year 1.
    pub bce: Text,
    /// A `{year}` that could be mistaken for something else: before 1000 or after 9999.
    pub ce: Text,
    /// What parts thousands in years after 9999.
    pub thousands: Text,
    /// A year beyond counting: `{digits}` times ten to the `{power}`.
    pub power_of_ten: Text,
    /// `{year}` is the first of ten.
    pub decade: Text,
    /// Some year of a decade.
    pub in_decade: Text,
    /// Some year between `{from}` and `{to}`.
    pub in_years: Text,
    /// No digit of the year is known.
    pub unknown_year: Text,
    /// `1950S2`: `{from}`, `{to}`, and the estimated `{year}`.
    pub estimated: Text,
    /// `{date}` is a year whose month is not known.
    pub month_unknown: Text,
    /// `{date}` is a month whose day is not known.
    pub day_unknown: Text,
    /// `{date}` is a year whose month and day are not known.
    pub month_and_day_unknown: Text,

    /// `~`.
    pub about: Text,
    /// `~` before a phrase with [`Words::between`].
    pub roughly: Text,
    /// `?`; with `%`, `{date}` already says "about".
    pub perhaps: Text,
    /// `{date}` with `{notes}` on its parts.
    pub with_notes: Text,
    /// The names of year, month and day, in notes on them.
    pub parts: [Text; 3],
    /// A note: these `{parts}` are uncertain.
    pub uncertain: Text,
    /// A note: these `{parts}` are approximate.
    pub approximate: Text,
    /// A note: these `{parts}` are both.
    pub uncertain_and_approximate: Text,
    /// What stands between two notes.
    pub next_note: Text,

    /// `{from}` and `{to}`.
    pub between: Text,
    /// `{from}` and `{to}`, which are themselves phrases with "between" or commas.
    pub from_to: Text,
    /// `../1900`, at an end (`{date}`), or one of a set.
    pub or_before: Text,
    /// At an end (`{date}`), or one of a set.
    pub or_after: Text,
    /// `2016/..`.
    pub from_on: Text,
    /// `/1900`.
    pub start_unknown: Text,
    /// `1843/`.
    pub end_unknown: Text,
    /// `2016-02/2016-05..` and the like where the other end is open.
    pub and_before: Text,
    /// As [`Words::and_before`], the other way.
    pub and_after: Text,
    /// All from `{from}` to `{to}`, in a set.
    pub each_from_to: Text,
    /// Two alternatives, `{a}` and `{b}`.
    pub or: Text,
    /// Two things, `{a}` and `{b}`.
    pub and: Text,
    /// What stands between the first of several things.
    pub comma: Text,
    /// As [`Words::comma`], between things that have commas in them.
    pub semicolon: Text,
    /// `{from}` and `{to}` as numbers.
    pub span: Text,

    /// `{date}` with `{time}`, in the site's own time zone.
    pub time: Text,
    /// `{date}` with `{time}` in a `{zone}`.
    pub time_in_zone: Text,
    /// UTC itself.
    pub utc: Text,
    /// `{offset}` from UTC.
    pub utc_offset: Text,
}

/// A pattern with its `{places}` filled; one without a value is left out.
pub(crate) fn fill(pattern: &str, places: &[(&str, &str)]) -> String {
    let value = |name: &str, out: &mut String| {
        if let Some((_, value)) = places.iter().find(|(place, _)| *place == name) {
            out.push_str(value);
        }
        Ok::<_, std::convert::Infallible>(())
    };
    fill_with(pattern, value).unwrap_or_else(|never| match never {})
}

/// A pattern, each of its `{places}` written by a function that is given its name. Two full stops there become one.
pub(crate) fn fill_with<E>(
    pattern: &str,
    mut write: impl FnMut(&str, &mut String) -> Result<(), E>,
) -> Result<String, E> {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        write(name, &mut out)?;
        // What ends with the full stop of a short form (n. Chr.) needs no second one.
        rest = tail.strip_prefix('.').filter(|_| out.ends_with('.')).unwrap_or(tail);
    }
    out.push_str(rest);
    Ok(out)
}

impl Words {
    /// English.
    pub fn english() -> &'static Words {
        &ENGLISH
    }

    /// The words of a language's file, in the manner of a country if the tag of the language names one.
    pub(crate) fn read(file: &serde_yaml::Value, tag: &str) -> Result<Words, serde_yaml::Error> {
        let mut words: Words = serde_yaml::from_value(file.clone())?;
        let own = if tag.contains('-') { tag } else { &words.locale };
        if let Some(manner) = manner::manner(own).or_else(|| manner::manner(&words.locale)) {
            (words.months, words.day) = (manner.months, manner.day);
            (words.month, words.day_of_month) = (manner.month, manner.day_of_month);
            words.short_months = manner.short_months;
        }
        Ok(words)
    }

    /// A year as a label, with its era where dates in words have it: `2017`, `43 CE`, `44 BCE`.
    pub fn year_label(&self, year: i64) -> String {
        let number = |year: i64| self.grouped(year.unsigned_abs());
        match year {
            1000..=9999 => number(year),
            1.. => fill(&self.ce, &[("year", &number(year))]),
            _ => fill(&self.bce, &[("year", &number(1 - year))]),
        }
    }

    /// Between two years: `between 44 BCE and 14 CE`.
    pub fn between_years(&self, from: i64, to: i64) -> String {
        fill(&self.between, &[("from", &self.year_label(from)), ("to", &self.year_label(to))])
    }

    /// A month of a year in short: `Mar 2017`.
    pub fn short_month_label(&self, year: i64, month: u8) -> String {
        let (names, pattern) = &self.short_months;
        let name = names.get(usize::from(month).wrapping_sub(1)).map_or("", String::as_str);
        fill(pattern, &[("month", name), ("year", &self.year_label(year))])
    }

    /// A month of a year as a label: `March 2017`.
    pub fn month_label(&self, year: i64, month: u8) -> String {
        fill(&self.month, &[("month", self.month_name(month)), ("year", &self.year_label(year))])
    }
}
