//! What an importer of clippings is not sure of.

use crate::date::{Date, Words};
use crate::diag::Outcome;
use crate::parse::body::{BlockKind, Body, Event, Tag};

/// Takes away white space at the beginning of lines that would make them code, and at their end that would break them.
/// `before`: lines of the file that stand above.
pub fn tidy(text: &str, before: usize, said: &mut Vec<String>) -> String {
    let mut indented = Vec::new();
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let words = line.trim_start();
            let width: usize = line[..line.len() - words.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            if width >= 4 && !words.is_empty() {
                indented.push(before + at + 1);
                return words.trim_end();
            }
            line.trim_end()
        })
        .collect();
    if let Some(first) = indented.first() {
        said.push(format!(
            "{} indented by four blanks or more, which Markdown reads as code; the indentation is left out (the first is line {first}).",
            if indented.len() == 1 { "1 line is".to_owned() } else { format!("{} lines are", indented.len()) }
        ));
    }
    lines.join("\n")
}

/// What Markdown makes of the text besides paragraphs and inline markup.
pub fn markup(read: &Outcome<Body>, said: &mut Vec<String>) {
    let body = &read.value;
    let opens = |wanted: fn(&Tag) -> bool| {
        body.events.iter().filter(|event| matches!(event, Event::Open(tag) if wanted(tag))).count()
    };
    let counts = [
        (opens(|tag| matches!(tag, Tag::Heading(..))), "heading"),
        (opens(|tag| matches!(tag, Tag::Bullets | Tag::Numbers(_))), "list"),
        (opens(|tag| matches!(tag, Tag::BlockQuote)), "block quotation"),
        (opens(|tag| matches!(tag, Tag::CodeBlock(_))), "code block"),
        (opens(|tag| matches!(tag, Tag::Table)), "table"),
        (body.blocks.iter().filter(|block| block.kind == BlockKind::Opaque).count(), "block of HTML, picture or rule"),
    ];
    let found: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| if *count == 1 { format!("1 {what}") } else { format!("{count} × {what}") })
        .collect();
    if !found.is_empty() {
        said.push(format!(
            "Markdown reads in the text: {}. A backslash before its mark makes it plain text.",
            found.join(", ")
        ));
    }
    for diagnostic in &read.diagnostics {
        said.push(format!("Markdown says: {}.", diagnostic.message));
    }
}

/// Why a date may be wrong: day and month may have changed places, or the text names a later day.
pub fn doubt(date: Option<&str>, text: &str, said: &mut Vec<String>) {
    let Some(date) = date.and_then(read) else { return };
    if let Some(latest) =
        named_days(text).into_iter().filter(|day| day.certainly_after(&date)).max_by(|a, b| a.chronology(b))
    {
        said.push(format!("The date {} is not sure: the text names {}, which is later.", date.text(), latest.words()));
    }
    if let [year, month, day] = date.text().split('-').collect::<Vec<_>>()[..]
        && month != day
        && let Some(swapped) = read(&format!("{year}-{day}-{month}"))
    {
        said.push(format!(
            "{} is read as {}; with day and month the other way round it were {}.",
            date.text(),
            date.words(),
            swapped.text()
        ));
    }
}

fn read(text: &str) -> Option<Date> {
    Date::parse(text, &jiff::tz::TimeZone::UTC).ok()
}

/// Whole days that a text names in English: `March 2, 2017`, `2 March 2017`.
fn named_days(text: &str) -> Vec<Date> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let months = &Words::english().months;
    let number = |word: &str, most: u32| word.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
    words
        .windows(3)
        .filter_map(|three| {
            let (day, month, year) = match months.iter().position(|month| *month == three[0]) {
                Some(month) => (three[1], month, three[2]),
                None => (three[0], months.iter().position(|month| *month == three[1])?, three[2]),
            };
            let year = number(year, 9999).filter(|year| *year >= 1000)?;
            read(&format!("{year:04}-{:02}-{:02}", month + 1, number(day, 31)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_are_said() {
        let mut said = Vec::new();
        doubt(Some("2017-01-03"), "She said so (March 2, 2017) and on 10 January 2016.", &mut said);
        assert_eq!(
            said,
            [
                "The date 2017-01-03 is not sure: the text names 2 March 2017, which is later.",
                "2017-01-03 is read as 3 January 2017; with day and month the other way round it were 2017-03-01.",
            ]
        );
        said.clear();
        doubt(Some("2017-03-22"), "On March 2, 2017 and May 40, 2018.", &mut said);
        doubt(Some("2017-03-03"), "", &mut said);
        assert_eq!(said, [""; 0]);
    }

    #[test]
    fn indentation_is_no_code() {
        let mut said = Vec::new();
        assert_eq!(tidy("a  \n    b\n  c\n\td", 2, &mut said), "a\nb\n  c\nd");
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("2 lines are") && said[0].contains("line 4"), "{said:?}");
    }
}
