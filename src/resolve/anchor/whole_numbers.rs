//! Whether a place cuts a number: `200` in `1,200`, `5` in `5.5`, `-5` or `5–10`. The words of a quote may stand there as
//! they are, and say something else.

use crate::parse::document::Quote;
use crate::resolve::anchor::locate::{Around, Located, Status};
use crate::resolve::anchor::{Finder, NotFound, readings};

impl Finder<'_> {
    /// What was found, unless it is a part of a number now and was a whole one when it was anchored.
    pub(super) fn in_whole_numbers(&self, quote: &Quote, around: &Around, found: Located) -> Located {
        let ([place], Status::Exact | Status::Folded | Status::Moved) = (&found.places[..], found.status) else {
            return found;
        };
        let text = self.folded.as_str();
        let cuts = |at: u32| cuts_number(text, self.folded.folded(at as usize));
        if !(cuts(place.start) || cuts(place.end)) || around.was_cut_out(&readings(&quote.quote.value), cuts_number) {
            return found;
        }
        let missing = NotFound::PartOfNumber { places: found.places };
        Located { status: Status::SubstanceChanged, places: Vec::new(), missing: Some(missing), ..found }
    }
}

/// Whether what stands on both sides of a byte is one number, or its sign and the number.
fn cuts_number(text: &str, at: usize) -> bool {
    let (Some(left), Some(right)) = (text.get(..at), text.get(at..)) else { return false };
    let (mut before, mut behind) = (left.chars().rev(), right.chars());
    let (Some(l), Some(r)) = (before.next(), behind.next()) else { return false };
    if r.is_numeric() {
        let further = before.next();
        return match l {
            ' ' => further.is_some_and(char::is_numeric) && is_group(digits(left.trim_end().chars().rev()), right),
            _ if joins(l) && further.is_some_and(char::is_numeric) => true,
            '-' | '\u{2212}' | '+' => further.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[')),
            _ => false,
        };
    }
    l.is_numeric()
        && behind.next().is_some_and(char::is_numeric)
        && match r {
            ' ' => is_group(digits(left.chars().rev()), &right[1..]),
            _ => joins(r),
        }
}

/// Signs between the digits of a number, a span, a fraction, a time or a date.
fn joins(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '\u{2019}' | '\u{66b}' | '\u{66c}' | ':' | '/' | '-' | '\u{2013}' | '\u{2212}')
}

fn digits(chars: impl Iterator<Item = char>) -> usize {
    chars.take_while(|c| c.is_numeric()).count()
}

/// Whether digits before a space and those that a text begins with are groups of one number: `1 200`.
fn is_group(before: usize, text: &str) -> bool {
    before <= 3 && digits(text.chars()) == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cut_where_they_are_one() {
        for (text, want) in [
            ("1,|200 men", true),
            ("1.|5", true),
            ("5|.5", true),
            ("5|,000", true),
            ("1 |200 men", true),
            ("1| 200 men", true),
            ("was -|5", true),
            ("\u{2212}|5", true),
            ("5|\u{2013}10", true),
            ("at 5|:30", true),
            ("1914-|18", true),
            // Two numbers, or none on one side.
            ("in 1914 |200 men", false),
            ("1914| 200", false),
            ("men 2 |20", false),
            ("the |5 men", false),
            ("It was 5|. Then", false),
            ("5|, 6", false),
            ("A-|5", false),
            ("\u{a3}|200", false),
            ("|5", false),
            ("5|", false),
        ] {
            let at = text.find('|').unwrap();
            assert_eq!(cuts_number(&text.replace('|', ""), at), want, "{text}");
        }
    }
}
