//! Long lists in parts: by year, then month, then number; by letter, then two letters, then number; or by number alone.
//!
//! A list that has at most `size` rows is one part. Otherwise each year (letter) is a part of its own; one that is still
//! too long is split into months (two letters), and one of these that is still too long into numbered parts. Then
//! neighbours that are short are joined (`1900 – 1946`, `Ba – Bo`) as long as they fit into one part: a person with 110
//! mentions in a hundred years has two parts and not a hundred, and a long list's parts, each of which links to all
//! others, stay few. The first part stands at the list's own address, every other at an address made from the key of its
//! first rows.

mod letters;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::reads::Noted;
use crate::words::Words;

pub use letters::letter;
use letters::{Headings, letter_steps};

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// Its rows.
    pub rows: Range<usize>,
    /// What its address is made from; none for the first part, which has the list's own.
    pub key: Option<String>,
    /// Its label: `March 2017`, `Be`, `March 2017, 2`. Empty if the list is not split.
    pub label: String,
    /// The year or letter that it belongs to.
    pub group: String,
}

impl Noted for Vec<Part> {
    const SORT: usize = 3;
}

/// Year and month of a row, as far as they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearMonth {
    /// The year; 0 is 1 BCE.
    pub year: i64,
    /// The month.
    pub month: Option<u8>,
    /// How much of it is known, so that no label says more.
    pub known: Known,
}

/// What of a [`YearMonth`] is known of a date that is sorted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// That it lies in this month.
    Month,
    /// That it lies in this year.
    Year,
    /// That it does not begin before: `201X`, `2016-09/..`.
    NotBefore,
    /// That it does not end after, and nothing of its beginning: `../2010`.
    NotAfter,
}

/// One step of a key: what the address is made from, and the label.
#[derive(Clone, PartialEq, Eq)]
struct Step {
    key: String,
    label: String,
}

/// Splits rows that are in order of time, either way.
pub fn by_date(rows: &[Option<YearMonth>], size: usize, words: &Words) -> Vec<Part> {
    split(&Dates { rows, words }, size)
}

/// The label of each row's year in a list that is in order of time: `2017`, `2010 or later`, `Undated`.
pub fn years(rows: &[Option<YearMonth>], words: &Words) -> Vec<String> {
    let dates = Dates { rows, words };
    let mut labels = Vec::with_capacity(rows.len());
    for run in runs(&dates, 0, 0..rows.len()) {
        let label = dates.step(0, run.clone()).label;
        labels.extend(run.map(|_| label.clone()));
    }
    labels
}

/// Rows of which each stands in two steps of a key, one within the other.
trait Rows {
    fn len(&self) -> usize;
    /// Whether two rows stand in the same step of a level, 0 or 1.
    fn is_same(&self, level: usize, one: usize, other: usize) -> bool;
    /// The step of a level in which all of these rows stand, and no neighbour of theirs.
    fn step(&self, level: usize, run: Range<usize>) -> Step;
}

impl Rows for [[Step; 2]] {
    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn is_same(&self, level: usize, one: usize, other: usize) -> bool {
        self[one][level] == self[other][level]
    }

    fn step(&self, level: usize, run: Range<usize>) -> Step {
        self[run.start][level].clone()
    }
}

/// Rows in order of time. What a step is called is only found out when it is asked for, which few are.
struct Dates<'d> {
    rows: &'d [Option<YearMonth>],
    words: &'d Words,
}

impl Rows for Dates<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_same(&self, level: usize, one: usize, other: usize) -> bool {
        // Of what is not known to begin only the year of its end is told.
        let key = |row: Option<YearMonth>| {
            row.map(|row| {
                let ends = row.known == Known::NotAfter;
                (row.year, ends, row.month.filter(|_| level == 1 && !ends))
            })
        };
        key(self.rows[one]) == key(self.rows[other])
    }

    /// With a label that is true of all its rows, without parting what is sorted together.
    fn step(&self, level: usize, run: Range<usize>) -> Step {
        let (rows, words) = (&self.rows[run], self.words);
        let Some(first) = rows.first().copied().flatten() else { return undated(words) };
        let step = date_step(level, first, words);
        let all = |known: Known| rows.iter().flatten().all(|row| row.known == known);
        let vague = rows.iter().flatten().any(|row| row.known == Known::NotBefore);
        let label = if first.known == Known::NotAfter || first.month.is_none() && !vague {
            step.label
        } else if level == 1 && all(Known::Year) {
            words.fill("month_not_known", &[("year", &words.dates().year_label(first.year))])
        } else if vague || level == 1 && !all(Known::Month) {
            words.fill("or_later", &[("date", &step.label)])
        } else {
            step.label
        };
        Step { label, ..step }
    }
}

/// Splits rows that are in order of these names, as this language sorts.
pub fn by_letter<S: AsRef<str>>(names: &[S], size: usize, language: &str) -> Vec<Part> {
    if let Some(part) = whole(names.len(), size) {
        return part;
    }
    let headings = Headings::new(language);
    let steps: Vec<[Step; 2]> = names.iter().map(|name| letter_steps(name.as_ref(), &headings)).collect();
    split(&steps[..], size)
}

/// Splits rows that are in order of groups, each with a key for its address and a label.
pub fn by_group(rows: &[(&str, &str)], size: usize) -> Vec<Part> {
    let steps = rows.iter().map(|(key, label)| {
        let step = Step { key: (*key).to_owned(), label: (*label).to_owned() };
        [step.clone(), step]
    });
    split(&steps.collect::<Vec<_>>()[..], size)
}

/// Splits rows that no date or name orders into numbered parts of at most `size` rows (`1–50`), and of no more bytes of
/// HTML than `most` by the guess that is given for each row; one that is heavier by itself is a part of its own.
pub fn by_number(key: &str, guesses: &[usize], size: usize, most: usize) -> Vec<Part> {
    let size = size.max(1);
    if guesses.iter().sum::<usize>() <= most
        && let Some(part) = whole(guesses.len(), size)
    {
        return part;
    }
    let mut starts = vec![0];
    let (mut rows, mut bytes) = (0, 0);
    for (at, guess) in guesses.iter().enumerate() {
        if rows > 0 && (rows == size || bytes + guess > most) {
            starts.push(at);
            (rows, bytes) = (0, 0);
        }
        rows += 1;
        bytes += guess;
    }
    let ends = starts[1..].iter().copied().chain([guesses.len()]);
    let split = starts.len() > 1;
    let part = |(number, (&start, end)): (usize, (&usize, usize))| Part {
        rows: start..end,
        key: (number > 1).then(|| format!("{key}-{number}")),
        label: match end - start {
            _ if !split => String::new(),
            1 => end.to_string(),
            _ => format!("{}–{end}", start + 1),
        },
        group: String::new(),
    };
    (1..).zip(starts.iter().zip(ends)).map(part).collect()
}

/// The part that a row lies in, as an index.
pub fn part_of(parts: &[Part], row: usize) -> usize {
    parts.partition_point(|part| part.rows.end <= row).min(parts.len().saturating_sub(1))
}

fn undated(words: &Words) -> Step {
    Step { key: "undated".to_owned(), label: words.get("undated").to_owned() }
}

fn date_step(level: usize, row: YearMonth, words: &Words) -> Step {
    let YearMonth { year: number, month, known } = row;
    let label = words.dates().year_label(number);
    let key = if number > 0 { number.to_string() } else { format!("bce{}", 1 - number) };
    if known == Known::NotAfter {
        return Step { key: format!("to-{key}"), label: words.fill("or_earlier", &[("date", &label)]) };
    }
    match month {
        _ if level == 0 => Step { key, label },
        Some(month) => Step { key: format!("{key}-{month:02}"), label: words.dates().month_label(number, month) },
        None => Step { key: format!("{key}-00"), label: words.fill("month_not_known", &[("year", &label)]) },
    }
}

/// How far a part was split: only neighbours of one level are joined, and months or two letters only in one group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    First,
    Second,
    Number,
}

/// The one part of a list that is not split.
pub fn whole(rows: usize, size: usize) -> Option<Vec<Part>> {
    (rows <= size.max(1)).then(|| vec![Part { rows: 0..rows, key: None, label: String::new(), group: String::new() }])
}

fn split(steps: &(impl Rows + ?Sized), size: usize) -> Vec<Part> {
    let size = size.max(1);
    if let Some(part) = whole(steps.len(), size) {
        return part;
    }
    let mut parts = Vec::new();
    let mut levels = Vec::new();
    let mut keys = BTreeSet::new();
    for first in runs(steps, 0, 0..steps.len()) {
        let year = steps.step(0, first.clone());
        let group = year.label.clone();
        if first.len() <= size {
            push(&mut parts, &mut keys, first.clone(), &year, None, &group);
            levels.push(Level::First);
            continue;
        }
        for second in runs(steps, 1, first) {
            let step = &steps.step(1, second.clone());
            let mut rest = second.clone();
            let mut number = 1;
            while !rest.is_empty() {
                let end = rest.end.min(rest.start + size);
                let shown = (second.len() > size).then_some(number);
                push(&mut parts, &mut keys, rest.start..end, step, shown, &group);
                levels.push(if shown.is_some() { Level::Number } else { Level::Second });
                rest.start = end;
                number += 1;
            }
        }
    }
    let mut parts = join(parts, &levels, size);
    if let Some(first) = parts.first_mut() {
        first.key = None;
    }
    parts
}

/// Joins neighbours that fit into one part.
fn join(parts: Vec<Part>, levels: &[Level], size: usize) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    let mut last: Option<(Level, String)> = None;
    for (part, &level) in parts.into_iter().zip(levels) {
        let fits = |before: &Part| before.rows.len() + part.rows.len() <= size;
        let like = |(before, group): &(Level, String)| {
            *before == level && (level == Level::First || level == Level::Second && *group == part.group)
        };
        match joined.last_mut() {
            Some(before) if fits(before) && last.as_ref().is_some_and(like) => {
                before.rows.end = part.rows.end;
                let from = before.label.split(" – ").next().unwrap_or_default();
                before.label = format!("{from} – {}", part.label);
                if level == Level::First {
                    before.group.clone_from(&before.label);
                }
            }
            _ => {
                last = Some((level, part.group.clone()));
                joined.push(part);
            }
        }
    }
    joined
}

/// The runs of rows that agree in a step.
fn runs(steps: &(impl Rows + ?Sized), level: usize, rows: Range<usize>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = rows.start;
    for at in rows.start + 1..=rows.end {
        if at == rows.end || !steps.is_same(level, at, start) {
            runs.push(start..at);
            start = at;
        }
    }
    runs
}

fn push(
    parts: &mut Vec<Part>,
    keys: &mut BTreeSet<String>,
    rows: Range<usize>,
    step: &Step,
    number: Option<usize>,
    group: &str,
) {
    let base = match number {
        Some(number) if number > 1 => format!("{}-{number}", step.key),
        _ => step.key.clone(),
    };
    // A language may sort a letter with an accent apart (Å after Z): then its base letter comes twice.
    let mut key = base.clone();
    let mut again = 2;
    while !keys.insert(key.clone()) {
        key = format!("{base}-again-{again}");
        again += 1;
    }
    let label = match number {
        // In brackets, which every language has: commas differ.
        Some(number) => format!("{} ({number})", step.label),
        None => step.label.clone(),
    };
    parts.push(Part { rows, key: Some(key), label, group: group.to_owned() });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn english() -> Words {
        Words::of("en")
    }

    fn dated(year: i64, month: u8) -> Option<YearMonth> {
        Some(YearMonth { year, month: Some(month), known: Known::Month })
    }

    fn shape(parts: &[Part]) -> Vec<(&str, &str, usize)> {
        parts.iter().map(|part| (part.key.as_deref().unwrap_or("."), part.label.as_str(), part.rows.len())).collect()
    }

    #[test]
    fn a_short_list_is_one_part() {
        assert_eq!(shape(&by_date(&[dated(2017, 3), None], 2, &english())), [(".", "", 2)]);
        assert_eq!(shape(&by_date(&[], 2, &english())), [(".", "", 0)]);
    }

    #[test]
    fn numbered_parts_are_bounded_by_rows_and_bytes() {
        assert_eq!(shape(&by_number("x", &[], 2, 10)), [(".", "", 0)]);
        assert_eq!(shape(&by_number("x", &[1, 1], 2, 10)), [(".", "", 2)]);
        assert_eq!(
            shape(&by_number("x", &[1, 1, 30, 5, 5, 1], 2, 10)),
            [(".", "1–2", 2), ("x-2", "3", 1), ("x-3", "4–5", 2), ("x-4", "6", 1)]
        );
    }

    #[test]
    fn years_then_months_then_numbers() {
        let mut rows = vec![dated(2018, 1)];
        rows.extend([dated(2017, 4), dated(2017, 3), dated(2017, 3), dated(2017, 3)]);
        rows.extend([Some(YearMonth { year: 2017, month: None, known: Known::Year }), dated(-43, 3), None]);
        assert_eq!(
            shape(&by_date(&rows, 2, &english())),
            [
                (".", "2018", 1),
                ("2017-04", "April 2017", 1),
                ("2017-03", "March 2017 (1)", 2),
                ("2017-03-2", "March 2017 (2)", 1),
                ("2017-00", "2017, month not known", 1),
                ("bce44", "44 BCE – Undated", 2),
            ]
        );
    }

    #[test]
    fn no_label_is_more_exact_than_its_rows() {
        let at = |year, month, known| Some(YearMonth { year, month: Some(month), known });
        let rows = [
            at(2010, 5, Known::NotAfter),
            at(2009, 1, Known::Month),
            at(2010, 1, Known::Month),
            at(2010, 1, Known::NotBefore),
            at(2011, 1, Known::Year),
            at(2011, 3, Known::Month),
            at(2012, 1, Known::Month),
            at(2012, 1, Known::Year),
        ];
        assert_eq!(
            years(&rows, &english()),
            ["2010 or earlier", "2009", "2010 or later", "2010 or later", "2011", "2011", "2012", "2012"]
        );
        let labels: Vec<_> = by_date(&rows, 1, &english()).into_iter().map(|part| part.label).collect();
        assert_eq!(
            labels,
            [
                "2010 or earlier",
                "2009",
                "January 2010 or later (1)",
                "January 2010 or later (2)",
                "2011, month not known",
                "March 2011",
                "January 2012 or later (1)",
                "January 2012 or later (2)",
            ]
        );
    }

    #[test]
    fn letters_then_two_letters_then_numbers() {
        let names = ["?!", "3M", "[Adams]", "Ahern", "“Ählström”", "Ahmed", "Aho", "b", "Łaski", "Éluard"];
        assert_eq!(
            shape(&by_letter(&names, 3, "en")),
            [(".", "# – 0–9", 2), ("ad", "Ad", 1), ("ah", "Ah (1)", 3), ("ah-2", "Ah (2)", 1), ("b", "B – E", 3),]
        );
    }

    #[test]
    fn a_letter_that_comes_twice_has_two_addresses() {
        let names = ["Abel", "Zorn", "Åberg"];
        assert_eq!(shape(&by_letter(&names, 1, "en")), [(".", "A", 1), ("z", "Z", 1), ("a-again-2", "A", 1)]);
        assert_eq!(shape(&by_letter(&names, 1, "sv")), [(".", "A", 1), ("z", "Z", 1), ("å", "Å", 1)]);
    }

    #[test]
    fn every_row_is_found_in_its_part() {
        let parts = by_letter(&["a", "b", "c", "c"], 1, "en");
        assert_eq!((0..4).map(|row| part_of(&parts, row)).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }

    fn sound(parts: &[Part], rows: usize, size: usize) {
        assert_eq!(parts.iter().flat_map(|part| part.rows.clone()).collect::<Vec<_>>(), (0..rows).collect::<Vec<_>>());
        assert!(parts.iter().all(|part| part.rows.len() <= size.max(1)));
        assert!(parts.len() == 1 || parts.iter().all(|part| !part.rows.is_empty()));
        assert_eq!(parts[0].key, None);
        let keys: BTreeSet<_> = parts.iter().map(|part| part.key.as_ref().map(|key| key.to_lowercase())).collect();
        assert_eq!(keys.len(), parts.len(), "two parts with one address");
    }

    proptest! {
        #[test]
        fn all_rows_once_and_in_order_by_date(
            mut rows in prop::collection::vec(prop::option::of((-3i64..4, prop::option::of(0u8..14))), 0..80),
            size in 0usize..9,
        ) {
            rows.sort();
            let rows: Vec<_> =
                rows.into_iter().map(|row| row.map(|(year, month)| YearMonth { year, month, known: Known::Month })).collect();
            sound(&by_date(&rows, size, &english()), rows.len(), size);
        }

        #[test]
        fn all_rows_once_and_in_order_by_letter(names in prop::collection::vec("\\PC{0,4}", 0..80), size in 0usize..9) {
            sound(&by_letter(&names, size, "en"), names.len(), size);
        }
    }
}
