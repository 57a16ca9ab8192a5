//! How a language writes days and months, from CLDR.

use std::fmt::{self, Write};

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{MD, YM, YMD};
use icu_datetime::{FixedCalendarDateTimeFormatter, parts};
use icu_locale_core::Locale;
use writeable::{Part, PartsWrite, Writeable};

/// The names of the months, and the patterns for a day, a month, and a day without its year.
pub(super) struct Manner {
    pub months: [String; 12],
    pub day: String,
    pub month: String,
    pub day_of_month: String,
    pub short_months: ([String; 12], String),
}

/// None for a tag that is no language. Digits are European ones in every language, as everywhere on the pages.
pub(super) fn manner(tag: &str) -> Option<Manner> {
    let latin = if tag.contains("-u-") { tag.to_owned() } else { format!("{tag}-u-nu-latn") };
    let locale: Locale = latin.parse().ok()?;
    let day = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), YMD::long()).ok()?;
    let month = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), YM::long()).ok()?;
    let abbreviated = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), YM::medium()).ok()?;
    let short = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), MD::long()).ok()?;
    let date = |month: u8| Date::try_new_gregorian(2001, month, 22).ok();
    let mut months = <[String; 12]>::default();
    let mut short_months = months.clone();
    for ((name, short), number) in months.iter_mut().zip(&mut short_months).zip(1..) {
        *name = Pattern::of(&day.format(&date(number)?))?.month;
        *short = Pattern::of(&abbreviated.format(&date(number)?))?.month;
    }
    let pattern = |formatted: Pattern| formatted.text;
    let mut short_pattern = pattern(Pattern::of(&abbreviated.format(&date(1)?))?);
    // Some languages write a month in short as a number, which says little beside a year and turns in Arabic.
    if short_months.iter().any(|name| !name.contains(char::is_alphabetic)) {
        short_months.clone_from(&months);
        short_pattern = pattern(Pattern::of(&month.format(&date(1)?))?);
    }
    Some(Manner {
        months,
        day: pattern(Pattern::of(&day.format(&date(1)?))?),
        month: pattern(Pattern::of(&month.format(&date(1)?))?),
        short_months: (short_months, short_pattern),
        day_of_month: pattern(Pattern::of(&short.format(&date(1)?))?),
    })
}

/// A formatted date with `{year}`, `{month}` and `{day}` in place of these.
#[derive(Default)]
struct Pattern {
    text: String,
    month: String,
    /// Inside of a part, which is a place of the pattern.
    part: Option<Part>,
}

impl Pattern {
    fn of(date: &impl Writeable) -> Option<Pattern> {
        let mut pattern = Pattern::default();
        date.write_to_parts(&mut pattern).ok()?;
        Some(pattern)
    }
}

impl Write for Pattern {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.part {
            None => self.text.push_str(text),
            Some(part) if part == parts::MONTH => self.month.push_str(text),
            Some(_) => {}
        }
        Ok(())
    }
}

impl PartsWrite for Pattern {
    type SubPartsWrite = Pattern;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Pattern) -> fmt::Result) -> fmt::Result {
        let place = [(parts::YEAR, "{year}"), (parts::MONTH, "{month}"), (parts::DAY, "{day}")];
        let place = place.iter().find(|(known, _)| *known == part).map(|(_, place)| *place);
        let (Some(place), None) = (place, self.part) else { return write(self) };
        self.text.push_str(place);
        self.part = Some(part);
        let written = write(self);
        self.part = None;
        written
    }
}
