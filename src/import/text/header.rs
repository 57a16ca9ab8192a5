//! The first line of a clipping: ` date 2017-03-02 Photo: A. Name/Agency`.

use crate::date::Date;

/// What the first line says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The date, as EDTF.
    pub date: Option<String>,
    /// Whose the picture is.
    pub credit: Option<String>,
}

/// What stands before the name of a picture's maker.
const CREDITS: [&str; 8] =
    ["photo credit:", "photo by", "photo:", "photograph:", "picture:", "image:", "foto:", "bild:"];

/// Reads the first line that is not empty, if it is a header, and gives the text below it.
pub fn split<'t>(text: &'t str, said: &mut Vec<String>) -> (Header, &'t str) {
    let lead = text.len() - text.trim_start().len();
    let line_end = text[lead..].find('\n').map_or(text.len(), |at| lead + at);
    let line = text[lead..line_end].trim();
    let below = text[line_end..].trim_start_matches('\n');
    let (before, credit) = credit(line);
    let (named, written) = match before.get(..4).filter(|word| word.eq_ignore_ascii_case("date")) {
        Some(_) if before[4..].is_empty() || before[4..].starts_with([' ', '\t', ':']) => {
            (true, before[4..].trim_start_matches([' ', '\t', ':']).trim())
        }
        _ => (false, before.trim()),
    };
    let read = match Date::parse(written, &jiff::tz::TimeZone::UTC) {
        Ok(_) => Some(written.to_owned()),
        Err(error) => error.proposal,
    };
    // Without the word, a line that only looks a little like a date is a line of the text.
    let read = read.filter(|_| named || written.len() >= 6);
    match (&read, &credit) {
        (Some(date), _) => {
            let from = if date == written { String::new() } else { format!(", which is how `{written}` is read") };
            said.push(format!("The date {date} is taken from the first line{from}."));
        }
        (None, Some(_)) if written.is_empty() => {}
        (None, _) => {
            if named || credit.is_some() {
                said.push(format!(
                    "The first line looks like a header but `{written}` is no date; it stays in the text."
                ));
            }
            return (Header::default(), text.trim_start_matches('\n'));
        }
    }
    if let Some(credit) = &credit {
        said.push(format!(
            "The credit of the picture is taken from the first line: `{credit}`. The picture itself is not there."
        ));
    }
    (Header { date: read, credit: credit.map(str::to_owned) }, below)
}

/// A line's part before the credit, and the credit.
fn credit(line: &str) -> (&str, Option<&str>) {
    let lower = line.to_ascii_lowercase();
    let found = CREDITS.iter().filter_map(|word| Some((lower.find(word)?, word.len()))).min();
    match found {
        Some((at, length)) if at == 0 || lower[..at].ends_with([' ', '\t', ';', ',', '|']) => {
            let credit = line[at + length..].trim();
            (line[..at].trim_end_matches([' ', '\t', ';', ',', '|']), (!credit.is_empty()).then_some(credit))
        }
        _ => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_lines_are_read() {
        for (text, date, credit, below) in [
            (
                " date 2017-01-03 Photo: A. B/Agency via C\n\nText.",
                Some("2017-01-03"),
                Some("A. B/Agency via C"),
                "Text.",
            ),
            ("Date: 2017-01-03\nText.", Some("2017-01-03"), None, "Text."),
            ("date March 2, 2017\n\nText.", Some("2017-03-02"), None, "Text."),
            ("2017-01-03\n\nText.", Some("2017-01-03"), None, "Text."),
            ("\n\nPhoto: A. B\nText.", None, Some("A. B"), "Text."),
            ("Text.\nMore.", None, None, "Text.\nMore."),
            ("date of birth unknown\nMore.", None, None, "date of birth unknown\nMore."),
            ("2017\nMore.", None, None, "2017\nMore."),
            ("Dates are sweet.", None, None, "Dates are sweet."),
            ("A photo: nothing more.\nText", None, None, "A photo: nothing more.\nText"),
            ("", None, None, ""),
        ] {
            let (header, rest) = split(text, &mut Vec::new());
            assert_eq!((header.date.as_deref(), header.credit.as_deref(), rest), (date, credit, below), "{text:?}");
        }
    }
}
