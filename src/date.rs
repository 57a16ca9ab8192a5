//! EDTF dates as intervals.
//!
//! A date is read from its text ([`Date::parse`]) and is from then on an interval: the earliest and the latest day that
//! it can mean, in the proleptic Gregorian calendar. Sorting ([`Date::chronology`]) and comparing ([`Date::overlaps`],
//! [`Date::certainly_before`]) look at nothing else, but for the time of day where both dates have one. What is shown
//! ([`Date::words`]) is never more exact than what is known.
//!
//! The language is EDTF (ISO 8601-2:2019, Annex A; <https://www.loc.gov/standards/datetime/>), levels 0 to 2. Three
//! things beyond it are read: times without seconds (`2017-03-01T21:30-05:00`), times on days before year 0000, and
//! unspecified digits in years before 0000 (`-01XX`). Where the standard leaves the bounds open:
//!
//! - `?`, `~` and `%` do not move the bounds: `1984~` is the year 1984, approximately.
//! - Seasons are those of the northern half of the earth, unless written as southern (29–32): spring is March to May,
//!   winter (`2016-24`) December to the February after.
//! - `1950S2` is 1900 to 1999.

mod guess;
mod read;
mod words;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::tz::{AmbiguousOffset, TimeZone};

use read::{Clock, Form};
pub use words::Words;
pub(crate) use words::{fill, fill_with};

/// A day of the proleptic Gregorian calendar, with astronomical years: 0 is 1 BCE. Years may lie far outside ±9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    /// The year; 0 is 1 BCE.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Day {
    /// The day's number, counted from 1970-01-01 as 0.
    pub fn number(self) -> i128 {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil.
        let (month, day) = (i128::from(self.month), i128::from(self.day));
        let year = i128::from(self.year) - i128::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }
}

/// As EDTF writes it, with `Y` before years of more than four digits.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        let prefix = if self.year.unsigned_abs() > 9999 { "Y" } else { "" };
        write!(f, "{prefix}{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

/// One end of the interval that a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// No beginning: `../1900`.
    OpenStart,
    /// A day, which belongs to the interval.
    Day(Day),
    /// No end: `2016/..`.
    OpenEnd,
    /// Not known (`1843/`), or a year of more than 18 digits.
    Unknown,
}

impl Bound {
    /// The day, if there is one.
    pub fn day(self) -> Option<Day> {
        match self {
            Bound::Day(day) => Some(day),
            Bound::OpenStart | Bound::OpenEnd | Bound::Unknown => None,
        }
    }

    /// The key by which earliest bounds are ordered: what is unknown comes before every day, after what has no beginning.
    fn as_earliest(self) -> (u8, Option<Day>) {
        match self {
            Bound::OpenStart => (0, None),
            Bound::Unknown => (1, None),
            Bound::Day(day) => (2, Some(day)),
            Bound::OpenEnd => (3, None),
        }
    }

    /// The key by which latest bounds are ordered: what is unknown comes after every day, before what has no end.
    fn as_latest(self) -> (u8, Option<Day>) {
        match self {
            Bound::OpenStart => (0, None),
            Bound::Day(day) => (1, Some(day)),
            Bound::Unknown => (2, None),
            Bound::OpenEnd => (3, None),
        }
    }
}

/// A date's place among others; see [`Date::chronology`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    earliest: (u8, Option<Day>),
    latest: (u8, Option<Day>),
    moment: Option<i64>,
}

/// A time of day on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60, if written.
    pub second: Option<u8>,
    /// Seconds east of UTC: as written, or else what the site's time zone had then.
    pub offset: i32,
    /// Whether the offset was written.
    pub offset_written: bool,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub moment: i64,
}

impl Time {
    /// The first second after what was written: the next minute, or the next second where seconds are written.
    fn end(&self) -> i64 {
        self.moment + if self.second.is_some() { 1 } else { 60 }
    }
}

/// A date as an author wrote it, and the interval that it is. Cheap to clone.
#[derive(Clone)]
pub struct Date(Arc<Inner>);

struct Inner {
    text: Box<str>,
    form: Form,
    earliest: Bound,
    latest: Bound,
    time: Option<Time>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// What was probably meant, as valid EDTF.
    pub proposal: Option<String>,
    /// The two things that may be meant where numbers have two readings, each as valid EDTF and in words: `03/02/2017`
    /// is the second of March in one half of the world and the third of February in the other.
    pub readings: Vec<(String, String)>,
    /// Where in the text, in bytes, reading stopped. Never beyond its end.
    pub offset: usize,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

impl Date {
    /// Reads an EDTF date. A time without offset is in `zone`; where clocks were put back or forward, the offset before
    /// the change counts.
    ///
    /// # Errors
    /// What is wrong with the text and what was probably meant, if it is no EDTF.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Date, DateError> {
        let form = read::read(text).map_err(|error| guess::error(text, error))?;
        let (earliest, latest) = read::bounds(&form);
        let time = match (&form, earliest) {
            (Form::Timed(_, clock), Bound::Day(day)) => Some(time(*clock, day, zone)),
            _ => None,
        };
        Ok(Date(Arc::new(Inner { text: text.into(), form, earliest, latest, time })))
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The earliest day that it can mean.
    pub fn earliest(&self) -> Bound {
        self.0.earliest
    }

    /// The latest day that it can mean.
    pub fn latest(&self) -> Bound {
        self.0.latest
    }

    /// The time of day, if one is given. Its day, as written, is both [`Date::earliest`] and [`Date::latest`].
    pub fn time(&self) -> Option<&Time> {
        self.0.time.as_ref()
    }

    /// Whether any part of it is marked as uncertain, with `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        read::parts(&self.0.form).iter().any(|date| date.is_uncertain())
    }

    /// Whether any part of it is marked as approximate, with `~` or `%`, or has significant digits (`1950S2`).
    pub fn is_approximate(&self) -> bool {
        read::parts(&self.0.form).iter().any(|date| date.is_approximate() || date.year.significant_digits.is_some())
    }

    /// Whether it is a set: all of some dates, or one of them.
    pub fn is_set(&self) -> bool {
        matches!(self.0.form, Form::Set(_))
    }

    /// Whether nothing of a year is said (`XXXX`): that four digits can be written is no limit of time.
    pub fn has_unknown_year(&self) -> bool {
        self.text().contains("XXXX")
    }

    /// Whether it has a season of no hemisphere (21–24): that it is taken for a northern one puts it in order, and is no more.
    pub fn has_open_season(&self) -> bool {
        self.text().split(['/', ',', '[', ']', '{', '}']).any(|one| {
            let mut parts = one.trim_start_matches(['-', '.']).split('-').skip(1);
            let season = parts.next().map(|part| part.trim_matches(['?', '~', '%']));
            matches!(season, Some("21" | "22" | "23" | "24")) && parts.next().is_none()
        })
    }

    /// The year, if it is known to lie in one.
    pub fn year(&self) -> Option<i64> {
        let (earliest, latest) = (self.earliest().day()?, self.latest().day()?);
        (earliest.year == latest.year).then_some(earliest.year)
    }

    /// The month (1 to 12), if it is known to lie in one month of one year.
    pub fn month(&self) -> Option<u8> {
        let (earliest, latest) = (self.earliest().day()?, self.latest().day()?);
        (earliest.year == latest.year && earliest.month == latest.month).then_some(earliest.month)
    }

    /// The total order for sorting: by earliest day, then by latest day (unknown and open ones at their outer ends);
    /// within a day those without a time first, then by moment. Equal is what an id must decide.
    pub fn chronology(&self, other: &Date) -> Ordering {
        self.rank().cmp(&other.rank())
    }

    /// Its place in that order: for sorting many.
    pub fn rank(&self) -> Rank {
        Rank {
            earliest: self.earliest().as_earliest(),
            latest: self.latest().as_latest(),
            moment: self.time().map(|time| time.moment),
        }
    }

    /// Whether all of it lies before all of the other. Two dates with times are compared by moment, others by day as
    /// written; an open or unknown end is before nothing.
    pub fn certainly_before(&self, other: &Date) -> bool {
        if let (Some(mine), Some(theirs)) = (self.time(), other.time()) {
            return mine.end() <= theirs.moment;
        }
        matches!((self.latest(), other.earliest()), (Bound::Day(last), Bound::Day(first)) if last < first)
    }

    /// Whether all of it lies after all of the other.
    pub fn certainly_after(&self, other: &Date) -> bool {
        other.certainly_before(self)
    }

    /// Whether the two can be about the same time: neither is certainly before the other. Dates that do not overlap
    /// disagree.
    pub fn overlaps(&self, other: &Date) -> bool {
        !self.certainly_before(other) && !other.certainly_before(self)
    }

    /// Whether the day can be meant: it lies between the earliest and the latest day.
    pub fn contains(&self, day: Day) -> bool {
        self.earliest().day().is_none_or(|earliest| earliest <= day)
            && self.latest().day().is_none_or(|latest| day <= latest)
    }

    /// The date in English words: `8 September 2016`, `about 2016`, `between July and September 2016`.
    pub fn words(&self) -> String {
        self.words_in(Words::english())
    }

    /// The date in the words of a language.
    pub fn words_in(&self, words: &Words) -> String {
        words::say(words, &self.0.form, self.time())
    }

    /// The value for the `datetime` attribute of HTML's `<time>`, if it says exactly this: a year from 1 on, a month, a
    /// day, or a day with its time; nothing that is qualified, unspecified or a span.
    pub fn iso(&self) -> Option<String> {
        let date = match &self.0.form {
            Form::Date(date) | Form::Timed(date, _) => date,
            Form::Interval(_) | Form::Set(_) => return None,
        };
        let mut out = plain(date)?;
        if let Some(time) = self.time() {
            out.push_str(&format!("T{:02}:{:02}", time.hour, time.minute));
            match time.second {
                // HTML has no leap seconds.
                Some(60) => return None,
                Some(second) => out.push_str(&format!(":{second:02}")),
                None => {}
            }
            // Nor has it offsets with seconds, which zones had before they had standard time.
            if time.offset % 60 == 0 {
                out.push_str(&offset(time.offset));
            }
        }
        Some(out)
    }

    /// Beginning and end of a span, each as [`Date::iso`] has it if it says exactly this: a day, a month, a year. Of any other
    /// date the beginning is that date. A span that is open at its beginning has neither: `../1931` is in or before 1931.
    pub fn ends(&self) -> (Option<String>, Option<String>) {
        use edtf_core::IntervalEndpoint::Date;
        let Form::Interval(interval) = &self.0.form else { return (self.iso(), None) };
        if self.earliest() == Bound::OpenStart {
            return (None, None);
        }
        let end = |end: &edtf_core::IntervalEndpoint| if let Date(date) = end { plain(date) } else { None };
        (end(&interval.start), end(&interval.end))
    }

    /// The moment for feeds and sitemaps (RFC 3339): its own, or midnight UTC of the earliest day. None if that is not
    /// known or lies outside the years 0 to 9999.
    pub fn rfc3339(&self) -> Option<String> {
        let day = self.earliest().day().filter(|day| (0..=9999).contains(&day.year))?;
        let Some(time) = self.time() else { return Some(format!("{day}T00:00:00Z")) };
        if time.offset % 60 == 0 && time.second != Some(60) {
            let second = time.second.unwrap_or(0);
            return Some(format!("{day}T{:02}:{:02}:{second:02}{}", time.hour, time.minute, offset(time.offset)));
        }
        let moment = jiff::Timestamp::from_second(time.moment).ok()?.to_string();
        (!moment.starts_with('-')).then_some(moment)
    }
}

/// A year from 1 on, a month or a day without any qualification, as ISO 8601 writes it.
fn plain(date: &edtf_core::Date) -> Option<String> {
    if date.is_uncertain()
        || date.is_approximate()
        || date.has_unspecified()
        || date.year.significant_digits.is_some()
        || date.precision() == edtf_core::Precision::Season
    {
        return None;
    }
    let mut out = date.year.value().filter(|&year| year > 0).map(|year| format!("{year:04}"))?;
    for field in [date.month, date.day].into_iter().flatten() {
        out.push_str(&format!("-{:02}", field.value()?));
    }
    Some(out)
}

/// `Z`, `+05:30`, `-05:00`.
fn offset(seconds: i32) -> String {
    if seconds == 0 {
        return "Z".to_owned();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A clock time as a moment.
fn time(clock: Clock, day: Day, zone: &TimeZone) -> Time {
    use edtf_core::TimeShift;
    let local = i64::try_from(day.number()).unwrap_or(0) * 86_400
        + i64::from(clock.hour) * 3600
        + i64::from(clock.minute) * 60
        + i64::from(clock.second.unwrap_or(0));
    let (offset, offset_written) = match clock.shift {
        Some(TimeShift::Utc) => (0, true),
        Some(TimeShift::Offset { minutes, .. }) => (i32::from(minutes) * 60, true),
        None => (zone_offset(clock, day, zone), false),
    };
    Time {
        hour: clock.hour,
        minute: clock.minute,
        second: clock.second,
        offset,
        offset_written,
        moment: local - i64::from(offset),
    }
}

/// The offset that a zone has at a clock time.
fn zone_offset(clock: Clock, day: Day, zone: &TimeZone) -> i32 {
    // The leap second has the offset of the second before it.
    let second = i64::from(clock.second.unwrap_or(0).min(59));
    let civil = i16::try_from(day.year).ok().and_then(|year| {
        let [month, day, hour, minute] = [day.month, day.day, clock.hour, clock.minute].map(u8::cast_signed);
        jiff::civil::DateTime::new(year, month, day, hour, minute, i8::try_from(second).ok()?, 0).ok()
    });
    // Only years of four digits have times, so there is always a civil date.
    let Some(civil) = civil else { return 0 };
    match zone.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.seconds(),
        AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before.seconds(),
    }
}

impl PartialEq for Date {
    /// Dates are equal if they are written alike and, with a time, mean the same moment.
    fn eq(&self, other: &Date) -> bool {
        self.text() == other.text() && self.time() == other.time()
    }
}

impl Eq for Date {}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
        self.time().hash(state);
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({})", self.text())
    }
}

/// The text as written.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

#[cfg(test)]
mod tests;
