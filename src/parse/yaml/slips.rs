//! The commonest slips behind a syntax error: a key beside its column, a hyphen without its space, a bracket or a quotation
//! mark that is not closed.

use super::explain::{COLON, NO_KEY, as_block, colon_of_key, is_key, line_end, line_of, line_start, no_space};

/// What is wrong, where, and what to do.
pub struct Slip {
    /// Its bytes.
    pub place: (usize, usize),
    /// What it is.
    pub message: String,
    /// What to do, in the order of likelihood.
    pub help: Vec<String>,
}

/// The slip that explains a parser's error at a byte of the text, if it is one of these.
pub fn find(text: &str, at: usize, info: &str) -> Option<Slip> {
    if info.contains("quoted scalar") || info.contains("double-quoted") {
        return quotation(text, at, info);
    }
    if info.contains("flow") || info.starts_with("illegal placement") || info.contains("end of stream") {
        return bracket(text, at);
    }
    let before = text[line_start(text, at)..at].trim_start();
    let of_key = info == COLON && colon_of_key(text, at);
    if !(of_key || before.trim_start_matches(['-', ' ']).is_empty()) || info.contains("tab") {
        return None;
    }
    let in_column = of_key || before.is_empty();
    hyphen(text, at).or_else(|| if in_column { no_key(text, at).or_else(|| column(text, at)) } else { None })
}

/// `-quote: …` on the line of the error or the one before.
fn hyphen(text: &str, at: usize) -> Option<Slip> {
    let this = line_of(text, at);
    let before = line_of(text, text[..line_start(text, at)].trim_end().len());
    [this, before].into_iter().find_map(|(start, end)| {
        let rest = text.get(start..end)?.strip_prefix('-')?;
        is_key(rest.split_once(':')?.0).then_some(())?;
        (!rest.starts_with('-')).then(|| Slip {
            place: (start, start + 1),
            message: "a space is missing behind this hyphen".to_owned(),
            help: vec![format!("Write `- {rest}`.")],
        })
    })
}

/// A line of a map or list: where its first hyphen is, if it has one, and its key.
struct Line<'t> {
    /// Column of the hyphen, from 1.
    hyphen: Option<usize>,
    /// Key, its column from 1, its byte.
    key: Option<(&'t str, usize, usize)>,
}

fn line(text: &str, start: usize) -> Line<'_> {
    let line = &text[start..line_end(text, start)];
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut at = indent;
    while let Some(rest) = line[at..].strip_prefix("- ") {
        at = line.len() - rest.trim_start_matches(' ').len();
    }
    let key = line[at..].split_once(':').map(|(key, _)| key).filter(|key| is_key(key));
    let hyphen = (at > indent || line[indent..].trim_end() == "-").then_some(indent + 1);
    Line { hyphen, key: key.map(|key| (key, at + 1, start + at)) }
}

/// `name Ida` on the line before, in the column of this key.
fn no_key(text: &str, at: usize) -> Option<Slip> {
    let start = line_start(text, at);
    let (_, column, _) = line(text, start).key?;
    let (from, to) = line_of(text, text[..start].trim_end().len());
    let words = text[from..to].trim_start_matches(['-', ' ']);
    let from = to - words.len();
    let is_text = !words.is_empty() && !words.contains(':') && !words.starts_with('#');
    (is_text && from - line_start(text, from) + 1 == column).then(|| Slip {
        place: (from, to),
        message: NO_KEY.to_owned(),
        help: vec![no_space(words)],
    })
}

/// A key or hyphen that does not stand below its neighbours.
fn column(text: &str, at: usize) -> Option<Slip> {
    // As far as this away from each other things are hardly meant to be neighbours.
    const NEAR: usize = 2;
    const LINES: usize = 50;
    let start = line_start(text, at);
    let this = line(text, start);
    let mut end = start;
    let mut lines = 0;
    while end > 0 && lines < LINES {
        end = line_start(text, end - 1);
        lines += 1;
        let other = line(text, end);
        if let Some(mine) = this.hyphen {
            let Some(theirs) = other.hyphen else { continue };
            if theirs > mine + NEAR {
                continue;
            }
            if theirs == mine || mine > theirs + NEAR {
                return None;
            }
            let message = format!("this hyphen stands in column {mine}, the one of the item before in column {theirs}");
            let place = (start + mine - 1, start + mine);
            return Some(Slip { place, message, help: vec![format!("Put it in column {theirs} too.")] });
        }
        let (key, mine, byte) = this.key?;
        let Some((neighbour, theirs, _)) = other.key else { continue };
        if theirs > mine + NEAR {
            continue;
        }
        if theirs == mine || mine > theirs + NEAR {
            return None;
        }
        let message = format!("`{key}` begins in column {mine}, its neighbour `{neighbour}` in column {theirs}");
        let help = format!("Keys of one map begin in one column: put `{key}` in column {theirs} too.");
        return Some(Slip { place: (byte, byte + key.len()), message, help: vec![help] });
    }
    None
}

/// The list or map in brackets that is still open at a byte.
fn bracket(text: &str, at: usize) -> Option<Slip> {
    // A value in brackets is short; this bounds the work.
    const LINES: usize = 50;
    let mut start = line_start(text, at);
    for _ in 0..LINES {
        let line = &text[start..line_end(text, start)];
        let key = line.trim_start_matches([' ', '-']);
        let value = key.split_once(": ").filter(|(key, _)| is_key(key)).map_or(key, |(_, value)| value).trim_start();
        let from = start + line.len() - value.len();
        if value.starts_with(['[', '{']) && text.get(from..at.max(from)).is_some_and(is_open) {
            let (what, open, close) = if value.starts_with('[') { ("list", '[', ']') } else { ("map", '{', '}') };
            // On one line the place of the error says more.
            if line_start(text, at) == start
                && !text[at..].trim_end().is_empty()
                && at < line_end(text, start)
                && line.contains(close)
            {
                return None;
            }
            let key = key.trim_end().trim_end_matches(',');
            let message = format!("the {what} that begins here with `{open}` does not end");
            let help = match is_open(value) {
                true => format!("Close it with `{close}`, perhaps at the end of the line: `{key}{close}`."),
                false => format!("Close it with `{close}`."),
            };
            return Some(Slip { place: (from, from + 1), message, help: vec![help] });
        }
        start = line_start(text, start.checked_sub(1)?);
    }
    None
}

/// Whether a text that begins with a bracket has more that open than that close, outside quotation marks.
fn is_open(text: &str) -> bool {
    let (mut depth, mut quoted, mut before) = (0_i32, None, ' ');
    for (at, c) in text.char_indices() {
        match quoted {
            Some(mark) => quoted = (c != mark).then_some(mark),
            None if matches!(c, '"' | '\'') && " [{,".contains(before) => quoted = Some(c),
            None if matches!(c, '[' | '{') => depth += 1,
            None if matches!(c, ']' | '}') => {
                depth -= 1;
                if depth == 0 && at > 0 {
                    return false;
                }
            }
            None => {}
        }
        before = c;
    }
    depth > 0
}

/// A quotation mark that no other answers on its line.
fn quotation(text: &str, at: usize, info: &str) -> Option<Slip> {
    let trailing = info.starts_with("invalid trailing content");
    let mut start = line_start(text, at);
    if !trailing && !info.contains("end of stream") && !info.contains("indentation") {
        return None;
    }
    // Words behind a closing mark: it may be the opening one of a later line.
    for back in 0..if trailing { 5 } else { 1 } {
        if back > 0 {
            start = line_start(text, start.checked_sub(1)?);
        } else if trailing {
            continue;
        }
        let line = &text[start..line_end(text, start)];
        let item = line.trim_start_matches([' ', '-']).trim_end();
        let value = item.split_once(": ").filter(|(key, _)| is_key(key)).map_or(item, |(_, value)| value).trim_start();
        let Some(mark) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        if value[1..].contains(mark) {
            if trailing {
                return None;
            } else {
                continue;
            };
        }
        let from = start + line.trim_end().len() - value.len();
        let mut help = vec![format!("Close it: `{item}{mark}`.")];
        help.extend(as_block(text, from));
        let message = "a text in quotation marks does not end".to_owned();
        return Some(Slip { place: (from, from + 1), message, help });
    }
    None
}
