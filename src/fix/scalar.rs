//! A new value in the place of an old one, written as that was.
//!
//! Each way of writing is only a proposal: what reads back as the wanted value is taken. So nothing here has to know all that
//! YAML knows.

use std::fmt::Write as _;
use std::ops::Range;

use super::Replacement;
use crate::parse::yaml::Style;

/// How a scalar is written, as far as it matters for writing another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Plain,
    Single,
    Double,
    Block,
}

/// The ways to write `new` over the scalar at `range` whose text is `old`, the best first: only the words that differ; the
/// whole in the same style; the whole in quotation marks.
pub(super) fn ways(source: &str, range: Range<usize>, old: &str, style: Option<Style>, new: &str) -> Vec<Replacement> {
    let written = &source[range.clone()];
    let how = match (style, written.chars().next()) {
        (Some(Style::Block), _) => Written::Block,
        (Some(Style::Plain), _) => Written::Plain,
        (_, Some('\'')) => Written::Single,
        (_, Some('"')) => Written::Double,
        _ => Written::Plain,
    };
    let new = new.trim();
    let inner = match how {
        Written::Single | Written::Double => range.start + 1..(range.end - 1).max(range.start + 1),
        Written::Plain | Written::Block => range.clone(),
    };
    // What no editor shows is written so that it is seen.
    if how != Written::Block && new.chars().any(|c| !is_space(c) && is_unseen(c)) {
        return vec![Replacement { range, text: format!("\"{}\"", encoded(new, Written::Double)) }];
    }
    let words =
        only_words(&source[inner.clone()], old, new, how).map(|text| Replacement { range: inner.clone(), text });
    let mut ways: Vec<Replacement> = words.into_iter().collect();
    let one_line = new.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    ways.push(Replacement { range: inner, text: encoded(&one_line, how) });
    // A block would have to give up its head as well.
    if how == Written::Plain {
        ways.push(Replacement { range: range.clone(), text: format!("'{}'", encoded(&one_line, Written::Single)) });
    }
    if how != Written::Block {
        ways.push(Replacement { range, text: format!("\"{}\"", encoded(&one_line, Written::Double)) });
    }
    ways
}

/// The source with only those words changed that differ, so that lines break where the author broke them.
fn only_words(source: &str, old: &str, new: &str, how: Written) -> Option<String> {
    let places = words(source);
    let old: Vec<&str> = old.split(is_space).filter(|word| !word.is_empty()).collect();
    let new: Vec<&str> = new.split(is_space).filter(|word| !word.is_empty()).collect();
    // An escape may hold a space, or a line end that is none.
    if places.len() != old.len() || new.is_empty() {
        return None;
    }
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let middle: Vec<String> = new[start..new.len() - end].iter().map(|word| encoded(word, how)).collect();
    let middle = middle.join(" ");
    let (gone, kept) = (&places[start..places.len() - end], &places[places.len() - end..]);
    let head = start.checked_sub(1).and_then(|last| places.get(last)).map(|last| last.end);
    let tail = kept.first().map(|first| first.start);
    Some(match (gone.first(), gone.last()) {
        // Some words for others: the white space around them stays.
        (Some(first), Some(last)) if !middle.is_empty() => {
            format!("{}{middle}{}", &source[..first.start], &source[last.end..])
        }
        // Words less: of the white space on both sides that before stays.
        (Some(first), Some(last)) => match tail {
            Some(tail) => format!("{}{}", &source[..first.start], &source[tail..]),
            None => format!("{}{}", &source[..head.unwrap_or(0)], &source[last.end..]),
        },
        // Words more.
        _ => match (head, tail) {
            (Some(head), _) => format!("{} {middle}{}", &source[..head], &source[head..]),
            (None, Some(tail)) => format!("{}{middle} {}", &source[..tail], &source[tail..]),
            (None, None) => middle,
        },
    })
}

/// What YAML takes for white space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// What an editor does not show, or YAML does not allow.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

fn words(source: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in source.split(is_space) {
        if !part.is_empty() {
            words.push(at..at + part.len());
        }
        at += part.len() + 1;
    }
    words
}

fn encoded(text: &str, how: Written) -> String {
    match how {
        Written::Plain | Written::Block => text.to_owned(),
        Written::Single => text.replace('\'', "''"),
        Written::Double => {
            let mut out = String::with_capacity(text.len());
            for c in text.chars() {
                match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    c if is_unseen(c) => {
                        let _ = write!(out, "\\u{:04x}", u32::from(c));
                    }
                    c => out.push(c),
                }
            }
            out
        }
    }
}
