//! Roles as bars under one axis of years.
//!
//! What is certain is drawn solid: from the last day on which a role can have begun to the first on which it can have ended.
//! What a date leaves open (`1917`, `about 1920`) is drawn light at that end, and where no date is given at all the bar runs
//! on, dashed, to the edge.

use super::svg::{self, Axis, LETTERS, NARROW, Size, Svg, WIDE, fit, number, percent, text_width};
use crate::date::Date;
use crate::words::Words;

/// So many bars are drawn; the table has all.
const MOST: usize = 40;
/// From the top of one bar's label to that of the next.
const ROW: f64 = 36.0;

/// A role.
pub(super) struct Bar<'d> {
    /// What it is.
    pub label: String,
    /// When, in words, for the description.
    pub when: String,
    pub from: Option<&'d Date>,
    pub to: Option<&'d Date>,
}

/// The drawing; empty where no role has a date.
pub(super) fn bars(words: &Words, id: &str, title: &str, all: &[Bar<'_>]) -> String {
    let moments = |bar: &Bar<'_>| {
        [
            bar.from.and_then(svg::first),
            bar.from.and_then(svg::last),
            bar.to.and_then(svg::first),
            bar.to.and_then(svg::last),
        ]
    };
    let dated: Vec<&Bar<'_>> = all.iter().filter(|bar| moments(bar).iter().any(Option::is_some)).take(MOST).collect();
    let Some(axis) = Axis::over(dated.iter().flat_map(|bar| moments(bar)).flatten()) else { return String::new() };
    let bottom = ROW * svg::count(dated.len()) + 6.0;
    let colon = words.get("colon");
    let said: Vec<String> = dated.iter().map(|bar| format!("{}{colon}{}", bar.label, bar.when)).collect();
    let description = words.fill("bars_described", &[("bars", &said.join(words.get("semicolon")))]);
    let mut drawing = Svg::picture("drawing bars", id, Size::Fluid(bottom + LETTERS + 8.0), title, &description);
    drawing.axis(&axis, words.dates(), 0.0, bottom);
    for (bar, row) in dated.iter().zip(0..) {
        let top = ROW * svg::count(row);
        let years = fit(&years(words, bar), LETTERS, NARROW * 0.7);
        let room = NARROW - text_width(&years, LETTERS) - 12.0;
        let label = fit(&bar.label, LETTERS, room);
        let wide = fit(&bar.label, LETTERS, room + WIDE - NARROW);
        drawing.either("halo", "0", top + LETTERS, "start", &label, &wide);
        drawing.text("halo soft", "100%", top + LETTERS, "end", &years);
        pieces(&mut drawing, &axis, bar, top + LETTERS + 6.0);
    }
    drawing.finish()
}

/// From which year to which, in short; where a date does not say its year for certain, as the table has it.
fn years(words: &Words, bar: &Bar<'_>) -> String {
    let is_plain =
        |date: &Date| date.year().is_some() && !date.is_uncertain() && !date.is_approximate() && !date.is_set();
    let is_told = |date: Option<&Date>| date.is_none_or(is_plain);
    if !is_told(bar.from) || !is_told(bar.to) {
        return bar.when.clone();
    }
    let year = |date: Option<&Date>| date.and_then(Date::year).map(|year| words.dates().year_label(year));
    match (year(bar.from), year(bar.to)) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => words.fill("from_date", &[("date", &from)]),
        (None, Some(to)) => words.fill("until_date", &[("date", &to)]),
        (None, None) => String::new(),
    }
}

fn pieces(drawing: &mut Svg, axis: &Axis, bar: &Bar<'_>, y: f64) {
    let begin = (bar.from.and_then(svg::first), bar.from.and_then(svg::last));
    let end = (bar.to.and_then(svg::first), bar.to.and_then(svg::last));
    // Where it may have begun at the earliest, and must have at the latest; the same for its end.
    let (open_start, open_end) = (begin.0.is_none(), end.1.is_none());
    let early = begin.0.unwrap_or(axis.from);
    let late = end.1.unwrap_or(axis.to);
    let sure_from = if open_start { end.0.unwrap_or(late) } else { begin.1.unwrap_or(late) };
    let sure_to = if open_end { begin.1.unwrap_or(early) } else { end.0.unwrap_or(early) };
    let (x1, x2) = (axis.at(early), axis.at(late).max(axis.at(early) + 0.6));
    let class = if open_start || open_end { "maybe open" } else { "maybe" };
    let mut rect = |class: &str, from: f64, to: f64| {
        let (x, y, width) = (percent(from), number(y), percent(to - from));
        let place: [(&str, &dyn std::fmt::Display); 6] =
            [("class", &class), ("x", &x), ("y", &y), ("width", &width), ("height", &"9"), ("rx", &"2")];
        drawing.element("rect", &place);
    };
    rect(class, x1, x2);
    if sure_from < sure_to {
        let (from, to) = (axis.at(sure_from), axis.at(sure_to));
        rect("sure", from, to.max(from + 0.6));
    } else if !open_start && !open_end && late - early < 0.02 {
        // A day or a week is certain, if hardly to be seen.
        rect("sure", x1, x2);
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn drawn(from: &str, to: &str) -> String {
        let date = |text: &str| (!text.is_empty()).then(|| Date::parse(text, &TimeZone::UTC).unwrap());
        let (from, to) = (date(from), date(to));
        let frame = Date::parse("2000/2010", &TimeZone::UTC).unwrap();
        let bar = Bar { label: "A".into(), when: "then".into(), from: from.as_ref(), to: to.as_ref() };
        let whole = Bar { label: "B".into(), when: "then".into(), from: Some(&frame), to: Some(&frame) };
        let all = bars(&Words::of("en"), "x", "T", &[bar, whole]);
        // The rectangles of the first bar.
        let rects = all.split("<rect ").skip(1).filter(|rect| rect.contains("y=\"19\""));
        let part = |rect: &str, name: &str| {
            rect.split_once(&format!("{name}=\"")).unwrap().1.split(['"', '.', '%']).next().unwrap().to_owned()
        };
        rects
            .map(|rect| format!("{} {}+{}", part(rect, "class"), part(rect, "x"), part(rect, "width")))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn ends_are_as_sure_as_their_dates() {
        // The axis is from 2000 to the end of 2010, with 2 % more at both ends.
        assert_eq!(drawn("2002-01-01", "2005-12-31"), "maybe 19+34, sure 19+34");
        assert_eq!(drawn("2002", "2005"), "maybe 19+34, sure 28+17");
        assert_eq!(drawn("2002", ""), "maybe open 19+80");
        assert_eq!(drawn("", "2005"), "maybe open 0+54");
        assert_eq!(drawn("2002", "2002"), "maybe 19+8");
    }

    #[test]
    fn years_are_no_more_exact_than_the_dates() {
        let label = |from: &str, to: &str| {
            let date = |text: &str| (!text.is_empty()).then(|| Date::parse(text, &TimeZone::UTC).unwrap());
            let (from, to) = (date(from), date(to));
            years(
                &Words::of("en"),
                &Bar { label: String::new(), when: "as said".into(), from: from.as_ref(), to: to.as_ref() },
            )
        };
        assert_eq!(label("1500-02", "1510"), "1500–1510");
        assert_eq!(label("1500", "1500-12-01"), "1500");
        assert_eq!([label("1500", ""), label("", "1500")], ["from 1500", "until 1500"]);
        for (from, to) in
            [("1500~", "1510"), ("1500", "1510?"), ("1490/1495", ""), ("1700", "1720/.."), ("[1500,1500-02]", "")]
        {
            assert_eq!(label(from, to), "as said", "{from} {to}");
        }
    }

    #[test]
    fn without_dates_nothing_is_drawn() {
        let bar = Bar { label: "A".into(), when: String::new(), from: None, to: None };
        assert_eq!(bars(&Words::of("en"), "x", "T", &[bar]), "");
    }
}
