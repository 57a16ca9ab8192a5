//! From the text of a date to its form, by way of `edtf-core`, and from the form to its first and last day.
//!
//! Three things are read beyond what that library takes, all of them in use elsewhere (edtf-validate, python-edtf):
//! times without seconds (`T21:30`), times on days before year 0000, and unspecified digits in years before 0000
//! (`-01XX`). The last two are combinations of features which the grammar of EDTF neither shows nor forbids.

use edtf_core::{
    Bounds, Date, DateTime, Edtf, Interval, IntervalEndpoint, ParseError, Set, SetElement, SetKind, TimeShift, YearKind,
};

use super::{Bound, Day};

/// What was written.
#[derive(Debug)]
pub(super) enum Form {
    Date(Date),
    Timed(Date, Clock),
    Interval(Interval),
    Set(Set),
}

/// A time of day as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
    pub shift: Option<TimeShift>,
}

/// Reads a text of any form.
pub(super) fn read(text: &str) -> Result<Form, ParseError> {
    let bracket = text.starts_with(['[', '{']);
    if text.is_ascii() && text.contains('T') && !text.contains('/') && !bracket {
        return timed(text);
    }
    let error = match Edtf::parse(text) {
        Ok(Edtf::Date(date)) => return Ok(Form::Date(date)),
        Ok(Edtf::DateTime(DateTime { date, time })) => {
            let clock = Clock { hour: time.hour, minute: time.minute, second: Some(time.second), shift: time.shift };
            return Ok(Form::Timed(date, clock));
        }
        Ok(Edtf::Interval(interval)) => return Ok(Form::Interval(interval)),
        Ok(Edtf::Set(set)) => return Ok(Form::Set(set)),
        Err(error) => error,
    };
    // Only a year before 0000 with unspecified digits has a second chance; all else keeps the first error.
    let masked = text.is_ascii() && text.contains('-') && text.contains('X');
    let second = if !masked {
        None
    } else if bracket {
        set(text)
    } else if text.contains('/') {
        interval(text)
    } else {
        date(text).map(Form::Date)
    };
    second.ok_or(error)
}

fn timed(text: &str) -> Result<Form, ParseError> {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let (negative, positive) = match day.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, day),
    };
    if negative && positive.starts_with("0000") {
        return Err(ParseError { message: "-0000 is not a valid year", offset: 0 });
    }
    // EDTF has times only with seconds; the library gets the seconds that are not written, and we forget them again.
    let bytes = time.as_bytes();
    let to_the_minute = bytes.len() >= 5 && bytes[2] == b':' && bytes.get(5) != Some(&b':');
    let (clock, shift) = if to_the_minute { time.split_at(5) } else { (time, "") };
    let seconds = if to_the_minute { ":00" } else { "" };
    let whole = format!("{positive}T{clock}{seconds}{shift}");
    let moved = |error: ParseError| {
        let mut offset = error.offset + usize::from(negative);
        if to_the_minute && offset > day.len() + 1 + 5 {
            offset = offset.saturating_sub(3);
        }
        ParseError { offset: offset.min(text.len()), ..error }
    };
    match Edtf::parse(&whole).map_err(moved)? {
        Edtf::DateTime(DateTime { mut date, time }) => {
            if negative {
                negate(&mut date);
            }
            let second = (!to_the_minute).then_some(time.second);
            Ok(Form::Timed(date, Clock { hour: time.hour, minute: time.minute, second, shift: time.shift }))
        }
        _ => Err(ParseError { message: "a time belongs to one whole day, as in 2017-03-01T21:30", offset: 0 }),
    }
}

fn negate(date: &mut Date) {
    if let YearKind::Standard { negative, .. } = &mut date.year.kind {
        *negative = true;
    }
}

/// One date, which may be in a year like `-01XX`.
fn date(text: &str) -> Option<Date> {
    if let Ok(Edtf::Date(date)) = Edtf::parse(text) {
        return Some(date);
    }
    let at = usize::from(text.starts_with(['?', '~', '%']));
    let rest = text.get(at..)?.strip_prefix('-')?;
    if !rest.get(..4)?.contains('X') {
        return None;
    }
    // A year is a leap year exactly if its negative is one, so the positive date is valid exactly if this one is.
    match Edtf::parse(&format!("{}{rest}", &text[..at])) {
        Ok(Edtf::Date(mut date)) => {
            negate(&mut date);
            completions(&date).next().is_some().then_some(date)
        }
        _ => None,
    }
}

fn interval(text: &str) -> Option<Form> {
    let (start, end) = text.split_once('/')?;
    let endpoint = |text: &str| match text {
        "" => Some(IntervalEndpoint::Unknown),
        ".." => Some(IntervalEndpoint::Open),
        _ => date(text).map(IntervalEndpoint::Date),
    };
    let start = match start.strip_prefix("..") {
        Some(rest) if !rest.is_empty() => IntervalEndpoint::OnOrBefore(date(rest)?),
        _ => endpoint(start)?,
    };
    let end = match end.strip_suffix("..") {
        Some(rest) if !rest.is_empty() => IntervalEndpoint::OnOrAfter(date(rest)?),
        _ => endpoint(end)?,
    };
    let interval = Interval { start, end };
    match interval_bounds(&interval) {
        (Bound::Day(first), Bound::Day(last)) if first > last => None,
        _ => Some(Form::Interval(interval)),
    }
}

fn set(text: &str) -> Option<Form> {
    let (kind, inner) = match text.strip_prefix('{') {
        Some(rest) => (SetKind::AllMembers, rest.strip_suffix('}')?),
        None => (SetKind::OneMember, text.strip_prefix('[')?.strip_suffix(']')?),
    };
    let mut elements = Vec::new();
    for part in inner.split(',') {
        match Edtf::parse(&format!("{{{part}}}")) {
            Ok(Edtf::Set(one)) => elements.extend(one.elements),
            _ => elements.push(if let Some(rest) = part.strip_prefix("..") {
                SetElement::OnOrBefore(date(rest)?)
            } else if let Some(rest) = part.strip_suffix("..") {
                SetElement::OnOrAfter(date(rest)?)
            } else {
                SetElement::Date(date(part)?)
            }),
        }
    }
    Some(Form::Set(Set { kind, elements }))
}

/// First and last day of any form.
pub(super) fn bounds(form: &Form) -> (Bound, Bound) {
    match form {
        Form::Date(date) | Form::Timed(date, _) => date_bounds(date),
        Form::Interval(interval) => interval_bounds(interval),
        Form::Set(set) => set_bounds(set),
    }
}

/// First and last day of one date.
pub(super) fn date_bounds(date: &Date) -> (Bound, Bound) {
    if !is_masked_before_zero(date) {
        let Bounds { earliest, latest } = Edtf::Date(*date).bounds();
        return (bound(earliest), bound(latest));
    }
    // The completions run from the latest year to the earliest.
    let latest = completions(date).next().map_or(Bound::Unknown, |date| date_bounds(&date).1);
    let earliest = completions(date).last().map_or(Bound::Unknown, |date| date_bounds(&date).0);
    (earliest, latest)
}

fn bound(bound: edtf_core::Bound) -> Bound {
    match bound {
        edtf_core::Bound::NegativeInfinity => Bound::OpenStart,
        edtf_core::Bound::Date(day) => Bound::Day(Day { year: day.year, month: day.month, day: day.day }),
        edtf_core::Bound::PositiveInfinity => Bound::OpenEnd,
        edtf_core::Bound::Unknown => Bound::Unknown,
    }
}

fn is_masked_before_zero(date: &Date) -> bool {
    matches!(date.year.kind, YearKind::Standard { negative: true, .. }) && date.year.has_unspecified()
}

/// The dates with a whole year that a date with a year like `-01XX` can be, from -0001 backwards, leaving out the years
/// that do not have the day.
fn completions(date: &Date) -> impl Iterator<Item = Date> + '_ {
    let pattern = match date.year.kind {
        YearKind::Standard { digits, .. } => digits,
        _ => [None; 4],
    };
    (1..=9999u16).filter_map(move |year| {
        let digits = [1000, 100, 10, 1].map(|place| u8::try_from(year / place % 10).unwrap_or(0));
        if pattern.iter().zip(digits).any(|(wanted, digit)| wanted.is_some_and(|wanted| wanted != digit)) {
            return None;
        }
        let mut whole = *date;
        whole.year.kind = YearKind::Standard { negative: true, digits: digits.map(Some) };
        matches!(date_bounds(&whole).0, Bound::Day(_)).then_some(whole)
    })
}

fn interval_bounds(interval: &Interval) -> (Bound, Bound) {
    let earliest = match &interval.start {
        IntervalEndpoint::Open | IntervalEndpoint::OnOrBefore(_) => Bound::OpenStart,
        IntervalEndpoint::Unknown => Bound::Unknown,
        IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrAfter(date) => date_bounds(date).0,
    };
    let latest = match &interval.end {
        IntervalEndpoint::Open | IntervalEndpoint::OnOrAfter(_) => Bound::OpenEnd,
        IntervalEndpoint::Unknown => Bound::Unknown,
        IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrBefore(date) => date_bounds(date).1,
    };
    (earliest, latest)
}

fn set_bounds(set: &Set) -> (Bound, Bound) {
    let each = || {
        set.elements.iter().map(|element| match element {
            SetElement::Date(date) => date_bounds(date),
            SetElement::OnOrBefore(date) => (Bound::OpenStart, date_bounds(date).1),
            SetElement::OnOrAfter(date) => (date_bounds(date).0, Bound::OpenEnd),
            SetElement::Range(first, last) => (date_bounds(first).0, date_bounds(last).1),
        })
    };
    let earliest = each().map(|(earliest, _)| earliest).min_by_key(|bound| bound.as_earliest());
    let latest = each().map(|(_, latest)| latest).max_by_key(|bound| bound.as_latest());
    (earliest.unwrap_or(Bound::Unknown), latest.unwrap_or(Bound::Unknown))
}

/// The dates that a form names, in the order written.
pub(super) fn parts(form: &Form) -> Vec<&Date> {
    let mut all = Vec::new();
    match form {
        Form::Date(date) | Form::Timed(date, _) => all.push(date),
        Form::Interval(interval) => {
            for endpoint in [&interval.start, &interval.end] {
                match endpoint {
                    IntervalEndpoint::Date(date)
                    | IntervalEndpoint::OnOrBefore(date)
                    | IntervalEndpoint::OnOrAfter(date) => all.push(date),
                    IntervalEndpoint::Open | IntervalEndpoint::Unknown => {}
                }
            }
        }
        Form::Set(set) => {
            for element in &set.elements {
                match element {
                    SetElement::Date(date) | SetElement::OnOrBefore(date) | SetElement::OnOrAfter(date) => {
                        all.push(date);
                    }
                    SetElement::Range(first, last) => all.extend([first, last]),
                }
            }
        }
    }
    all
}
