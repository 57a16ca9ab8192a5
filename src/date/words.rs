//! Dates in words, never more exact than they are known.

use edtf_core::{
    Date, DateField, Interval, IntervalEndpoint, Precision, Qualifier, Set, SetElement, SetKind, YearKind,
};

use super::read::{Form, date_bounds};
use super::{Bound, Day, Time};

mod language;
mod manner;

use language::Text;
pub use language::Words;
pub(crate) use language::{fill, fill_with};

/// Any form in words.
pub(super) fn say(words: &Words, form: &Form, time: Option<&Time>) -> String {
    match form {
        Form::Date(date) => words.date(date).text,
        Form::Timed(date, _) => {
            let date = words.date(date).text;
            time.map_or(date.clone(), |time| words.timed(&date, time))
        }
        Form::Interval(interval) => words.interval(interval),
        Form::Set(set) => words.set(set),
    }
}

/// A date in words, and what must be known to put it into a sentence.
struct Phrase {
    text: String,
    /// It says "between", or has a list in it.
    complex: bool,
    /// It is one day, with nothing said of it.
    day: bool,
}

impl Phrase {
    fn simple(text: String) -> Phrase {
        Phrase { text, complex: false, day: false }
    }

    fn of(text: String, complex: bool) -> Phrase {
        Phrase { text, complex, day: false }
    }
}

/// What is known of a year.
enum YearWords {
    Known(String),
    Decade(String),
    Between(String, String),
    Estimated(String, String, String),
    Unknown,
}

impl Words {
    fn date(&self, date: &Date) -> Phrase {
        let mut phrase = self.unqualified(date);
        let qualifiers =
            [Some(date.year.qualifier), date.month.map(|field| field.qualifier), date.day.map(|field| field.qualifier)];
        let whole = qualifiers.iter().flatten().all(|qualifier| *qualifier == date.year.qualifier);
        if !whole {
            let notes = self.notes(&qualifiers);
            phrase.text = fill(&self.with_notes, &[("date", &phrase.text), ("notes", &notes)]);
            phrase.day = false;
            return phrase;
        }
        let Qualifier { uncertain, approximate } = date.year.qualifier;
        if approximate {
            let pattern = if phrase.complex { &self.roughly } else { &self.about };
            phrase.text = fill(pattern, &[("date", &self.inside(&phrase))]);
            phrase.day = false;
        }
        if uncertain {
            phrase.text = fill(&self.perhaps, &[("date", &self.inside(&phrase))]);
            phrase.day = false;
        }
        phrase
    }

    /// A phrase as a part of another.
    fn inside(&self, phrase: &Phrase) -> String {
        if phrase.day { fill(&self.inside, &[("date", &phrase.text)]) } else { phrase.text.clone() }
    }

    /// A pattern with a date in it.
    fn with(&self, pattern: &str, date: &Date) -> String {
        fill(pattern, &[("date", &self.inside(&self.date(date)))])
    }

    /// `year uncertain; month and day approximate`
    fn notes(&self, qualifiers: &[Option<Qualifier>; 3]) -> String {
        let with = |uncertain: bool, approximate: bool, pattern: &str| {
            let parts: Vec<String> = std::iter::zip(qualifiers, &self.parts)
                .filter(|(qualifier, _)| **qualifier == Some(Qualifier { uncertain, approximate }))
                .map(|(_, part)| part.to_string())
                .collect();
            (!parts.is_empty()).then(|| fill(pattern, &[("parts", &self.list(&parts, &self.and))]))
        };
        let notes = [
            with(true, false, &self.uncertain),
            with(false, true, &self.approximate),
            with(true, true, &self.uncertain_and_approximate),
        ];
        notes.into_iter().flatten().collect::<Vec<_>>().join(&self.next_note)
    }

    fn unqualified(&self, date: &Date) -> Phrase {
        let year = self.year_words(date);
        let Some(month) = date.month else {
            return self.year_alone(&year);
        };
        if let Some(code) = month.value().filter(|code| *code > 12) {
            return Phrase::simple(self.season(code, &self.year_inside(&year)));
        }
        let months = candidates(month, 12);
        let Some(day) = date.day else {
            if months.len() == 12 {
                let text = fill(&self.month_unknown, &[("date", &self.year_alone(&year).text)]);
                return Phrase::of(text, self.year_alone(&year).complex);
            }
            return Phrase::of(self.months(&months, &year), months.len() > 2);
        };
        let days = candidates(day, longest(date, &months));
        let unknown_day = day.digits == [None, None];
        match (unknown_day, &*months, &*days) {
            (true, months, _) if months.len() == 12 => {
                let text = fill(&self.month_and_day_unknown, &[("date", &self.year_alone(&year).text)]);
                Phrase::of(text, self.year_alone(&year).complex)
            }
            (true, months, _) => {
                let text = fill(&self.day_unknown, &[("date", &self.months(months, &year))]);
                Phrase::of(text, months.len() > 2)
            }
            (false, [month], [day]) => Phrase { day: true, ..Phrase::simple(self.full(*day, *month, &year)) },
            (false, [month], [others @ .., last]) => {
                let last = self.full(*last, *month, &year);
                match consecutive(&days) {
                    Some(first) => {
                        let first = self.short_day(first, *month);
                        let (first, last) = (self.one_day(first), self.one_day(last));
                        let text = fill(&self.between, &[("from", &first), ("to", &last)]);
                        Phrase::of(text, true)
                    }
                    None => {
                        let others = others.iter().map(|day| self.short_day(*day, *month));
                        let mut all: Vec<String> = others.map(|day| self.one_day(day)).collect();
                        all.push(self.one_day(last));
                        Phrase::of(self.list(&all, &self.or), true)
                    }
                }
            }
            (false, months, days) => {
                let numbers: Vec<String> = days.iter().map(u8::to_string).collect();
                let number = match (numbers.as_slice(), consecutive(days)) {
                    ([first, .., last], Some(_)) => fill(&self.span, &[("from", first), ("to", last)]),
                    _ => self.list(&numbers, &self.or),
                };
                let month = match *months {
                    [..] if months.len() == 12 => fill(&self.unknown_month_of, &[("year", &self.year_inside(&year))]),
                    [first, _, .., last] => {
                        let (from, to) = (self.month_name(first), self.one_month(last, &year));
                        fill(&self.in_months, &[("from", from), ("to", &to)])
                    }
                    _ => self.months(months, &year),
                };
                Phrase::of(fill(&self.numbered_day, &[("day", &number), ("month", &month)]), true)
            }
        }
    }

    fn full(&self, day: u8, month: u8, year: &YearWords) -> String {
        let pattern = if matches!(year, YearWords::Known(_)) { &self.day } else { &self.day_of };
        let (day, month) = (self.number_of(day), self.month_name(month));
        fill(pattern, &[("day", &day), ("month", month), ("year", &self.year_inside(year))])
    }

    /// A day, whatever its year.
    pub fn in_words(&self, day: Day) -> String {
        self.full(day.day, day.month, &YearWords::Known(self.year(day.year)))
    }

    fn number_of(&self, day: u8) -> String {
        if day == 1 { self.first_day.clone() } else { day.to_string() }
    }

    /// A day whose month and year follow: its number alone, where the language puts that before the month.
    fn short_day(&self, day: u8, month: u8) -> String {
        let at = |place: &str| self.day.find(place);
        let pattern = if at("{day}") < at("{month}") { &self.bare_day } else { &self.day_of_month };
        fill(pattern, &[("day", &self.number_of(day)), ("month", self.month_name(month))])
    }

    /// A day inside of a phrase.
    fn one_day(&self, text: String) -> String {
        self.inside(&Phrase { day: true, ..Phrase::simple(text) })
    }

    fn one_month(&self, month: u8, year: &YearWords) -> String {
        let pattern = if matches!(year, YearWords::Known(_)) { &self.month } else { &self.month_of };
        fill(pattern, &[("month", self.month_name(month)), ("year", &self.year_inside(year))])
    }

    /// One, two or some months of a year.
    fn months(&self, months: &[u8], year: &YearWords) -> String {
        match months {
            [month] => self.one_month(*month, year),
            [first, last] => fill(&self.or, &[("a", self.month_name(*first)), ("b", &self.one_month(*last, year))]),
            [first, .., last] => {
                fill(&self.between, &[("from", self.month_name(*first)), ("to", &self.one_month(*last, year))])
            }
            [] => self.year_alone(year).text,
        }
    }

    fn month_name(&self, month: u8) -> &str {
        self.months.get(usize::from(month).wrapping_sub(1)).map_or("", |name| name)
    }

    fn season(&self, code: u8, year: &str) -> String {
        let at = |names: &[Text], first: u8| {
            let name = names.get(usize::from(code.wrapping_sub(first))).map_or("", |name| &**name);
            fill(name, &[("year", year)])
        };
        match code {
            0..=24 => at(&self.seasons, 21),
            25..=28 => fill(&self.northern, &[("date", &at(&self.seasons, 25))]),
            29..=32 => fill(&self.southern, &[("date", &at(&self.seasons, 29))]),
            33..=36 => at(&self.quarters, 33),
            37..=39 => at(&self.thirds, 37),
            40.. => at(&self.halves, 40),
        }
    }

    fn year_words(&self, date: &Date) -> YearWords {
        let year = Date { month: None, day: None, ..*date };
        if let YearKind::Standard { digits: [None, None, None, None], .. } = date.year.kind {
            return YearWords::Unknown;
        }
        let bounds = match date_bounds(&year) {
            (Bound::Day(first), Bound::Day(last)) => Some((first.year, last.year)),
            _ => None,
        };
        match (date.year.value(), bounds) {
            (Some(value), Some((first, last))) if date.year.significant_digits.is_some() && first != last => {
                YearWords::Estimated(self.year(first), self.year(last), self.year(value))
            }
            (Some(value), _) => YearWords::Known(self.year(value)),
            (None, Some((first, last))) if first == last => YearWords::Known(self.year(first)),
            // The 2000s are ten years to some and a hundred to others, so those are said in full.
            (None, Some((first, last))) if first >= 1000 && last - first == 9 && first % 100 != 0 => {
                YearWords::Decade(first.to_string())
            }
            (None, Some((first, last))) => YearWords::Between(self.year(first), self.year(last)),
            (None, None) => YearWords::Known(self.vast_year(date)),
        }
    }

    fn year_alone(&self, year: &YearWords) -> Phrase {
        let simple = Phrase::simple;
        match year {
            YearWords::Known(year) => simple(year.clone()),
            YearWords::Decade(year) => simple(fill(&self.decade, &[("year", year)])),
            YearWords::Unknown => simple(self.unknown_year.to_string()),
            YearWords::Between(from, to) => Phrase::of(fill(&self.between, &[("from", from), ("to", to)]), true),
            YearWords::Estimated(from, to, year) => {
                let text = fill(&self.estimated, &[("from", from), ("to", to), ("year", year)]);
                Phrase::of(text, true)
            }
        }
    }

    /// The year as a part of a longer phrase.
    fn year_inside(&self, year: &YearWords) -> String {
        match year {
            YearWords::Known(year) => year.clone(),
            YearWords::Decade(year) => fill(&self.in_decade, &[("year", year)]),
            YearWords::Between(from, to) | YearWords::Estimated(from, to, _) => {
                fill(&self.in_years, &[("from", from), ("to", to)])
            }
            YearWords::Unknown => self.unknown_year.to_string(),
        }
    }

    fn year(&self, year: i64) -> String {
        if year > 0 {
            let number = self.grouped(year.unsigned_abs());
            return if (1000..=9999).contains(&year) { number } else { fill(&self.ce, &[("year", &number)]) };
        }
        // There is no year 0 in words: 0 is 1 BCE, -1 is 2 BCE.
        fill(&self.bce, &[("year", &self.grouped(year.unsigned_abs().saturating_add(1)))])
    }

    fn grouped(&self, number: u64) -> String {
        let digits = number.to_string();
        if number <= 9999 {
            return digits;
        }
        let mut out = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push_str(&self.thousands);
            }
            out.push(digit);
        }
        out
    }

    /// A year that no number here can hold.
    fn vast_year(&self, date: &Date) -> String {
        match date.year.kind {
            YearKind::Exponential { significand, exponent } => {
                let (digits, power) = (self.grouped(significand.unsigned_abs()), exponent.to_string());
                let number = fill(&self.power_of_ten, &[("digits", &digits), ("power", &power)]);
                fill(if significand < 0 { &self.bce } else { &self.ce }, &[("year", &number)])
            }
            YearKind::Big { value } => self.year(value),
            YearKind::Standard { .. } => self.unknown_year.to_string(),
        }
    }

    fn interval(&self, interval: &Interval) -> String {
        use IntervalEndpoint as End;
        let one = |pattern: &str, date: &Date| self.with(pattern, date);
        match (&interval.start, &interval.end) {
            (End::Date(first), End::Date(last)) => self.span_words(first, last),
            (End::Open, End::Date(date) | End::OnOrBefore(date)) => one(&self.or_before, date),
            (End::Unknown, End::Date(date) | End::OnOrBefore(date)) => one(&self.start_unknown, date),
            (End::Date(date) | End::OnOrAfter(date), End::Open) => one(&self.from_on, date),
            (End::Date(date) | End::OnOrAfter(date), End::Unknown) => one(&self.end_unknown, date),
            (start, end) => {
                let side = |end: &End, open: &str| match end {
                    End::Date(date) => self.date(date).text,
                    End::OnOrBefore(date) => one(&self.or_before, date),
                    End::OnOrAfter(date) => one(&self.or_after, date),
                    End::Open | End::Unknown => open.to_owned(),
                };
                let (from, to) = (side(start, ""), side(end, ""));
                match (from.is_empty(), to.is_empty()) {
                    (true, _) => to,
                    (_, true) => from,
                    _ => fill(&self.from_to, &[("from", &from), ("to", &to)]),
                }
            }
        }
    }

    /// `between July and September 2016`
    fn span_words(&self, first: &Date, last: &Date) -> String {
        let (from, to) = (self.date(first), self.date(last));
        if from.text == to.text && !from.complex {
            return from.text;
        }
        if from.complex || to.complex {
            return fill(&self.from_to, &[("from", &from.text), ("to", &to.text)]);
        }
        // What both have in common at the end is said once.
        let plain = |date: &Date| {
            !date.is_uncertain() && !date.is_approximate() && !date.has_unspecified() && date.year.value().is_some()
        };
        let (mut from, to) = (self.inside(&from), self.inside(&to));
        if plain(first) && plain(last) && first.year == last.year && first.precision() == last.precision() {
            let value = |field: Option<DateField>| field.and_then(DateField::value);
            match (first.precision(), value(first.month), value(first.day)) {
                (Precision::Month, Some(month), _) => from = self.month_name(month).to_owned(),
                (Precision::Day, Some(month), Some(day)) if Some(month) == value(last.month) => {
                    from = self.one_day(self.short_day(day, month));
                }
                (Precision::Day, Some(month), Some(day)) => {
                    let (day, month) = (self.number_of(day), self.month_name(month));
                    from = self.one_day(fill(&self.day_of_month, &[("day", &day), ("month", month)]));
                }
                _ => {}
            }
        }
        fill(&self.between, &[("from", &from), ("to", &to)])
    }

    fn set(&self, set: &Set) -> String {
        let one = set.kind == SetKind::OneMember;
        let said = |pattern: &str, date: &Date| self.with(pattern, date);
        let all: Vec<String> = set
            .elements
            .iter()
            .map(|element| match element {
                SetElement::Date(date) => self.date(date).text,
                SetElement::OnOrBefore(date) => said(if one { &self.or_before } else { &self.and_before }, date),
                SetElement::OnOrAfter(date) => said(if one { &self.or_after } else { &self.and_after }, date),
                SetElement::Range(first, last) if one => self.span_words(first, last),
                SetElement::Range(first, last) => {
                    fill(&self.each_from_to, &[("from", &self.date(first).text), ("to", &self.date(last).text)])
                }
            })
            .collect();
        self.list(&all, if one { &self.or } else { &self.and })
    }

    /// `a, b or c`
    fn list(&self, all: &[String], last_two: &str) -> String {
        let comma = if all.iter().any(|one| one.contains(',')) { &self.semicolon } else { &self.comma };
        match all {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => fill(last_two, &[("a", &first.join(comma)), ("b", last)]),
        }
    }

    fn timed(&self, date: &str, time: &Time) -> String {
        let mut clock = format!("{:02}:{:02}", time.hour, time.minute);
        // Zero seconds are mostly there because EDTF wants them; they claim nothing.
        if let Some(second) = time.second.filter(|second| *second != 0) {
            clock.push_str(&format!(":{second:02}"));
        }
        if !time.offset_written {
            return fill(&self.time, &[("date", date), ("time", &clock)]);
        }
        let zone = if time.offset == 0 {
            self.utc.to_string()
        } else {
            let minutes = time.offset.unsigned_abs() / 60;
            let mut offset = format!("{}{}", if time.offset < 0 { '−' } else { '+' }, minutes / 60);
            if !minutes.is_multiple_of(60) {
                offset.push_str(&format!(":{:02}", minutes % 60));
            }
            fill(&self.utc_offset, &[("offset", &offset)])
        };
        fill(&self.time_in_zone, &[("date", date), ("time", &clock), ("zone", &zone)])
    }
}

/// The numbers from 1 to `most` that a field with unspecified digits can be.
fn candidates(field: DateField, most: u8) -> Vec<u8> {
    let fits = |digit: Option<u8>, actual: u8| digit.is_none_or(|digit| digit == actual);
    (1..=most).filter(|n| fits(field.digits[0], n / 10) && fits(field.digits[1], n % 10)).collect()
}

/// The first, if all follow one another.
fn consecutive(numbers: &[u8]) -> Option<u8> {
    numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]).then(|| numbers.first().copied()).flatten()
}

/// How many days the longest of the months has.
fn longest(date: &Date, months: &[u8]) -> u8 {
    let leap = date.year.value().is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let days = |month: &u8| match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    months.iter().map(days).max().unwrap_or(31)
}
