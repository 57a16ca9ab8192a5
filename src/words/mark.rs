//! English words on a site whose language has none of its own: they say that they are English.
//!
//! Words go through views and templates into texts, attributes and files, and only the finished page tells which it is. So on
//! their way they stand between two signs ([`between`]); in the text of a page these become a `<span>` with a language
//! ([`on_page`]), and everywhere else they go ([`plain`]). Other sites have no such signs.
//!
//! The signs are noncharacters, which Unicode keeps for the use of programs among themselves. No text has them, because
//! none of these characters is let in where texts, settings and templates are read (`parse::is_noncharacter`).

use std::borrow::Cow;

const OPEN: char = '\u{fdd2}';
const SHUT: char = '\u{fdd3}';

/// Elements in which there can be no `<span>`.
const NO_SPAN: [&str; 6] = ["script", "style", "title", "option", "textarea", "svg"];

/// The words between the signs; signs of punctuation are of no language.
pub(super) fn between(words: &str) -> String {
    if words.chars().any(char::is_alphabetic) { format!("{OPEN}{words}{SHUT}") } else { words.to_owned() }
}

/// A text without the signs.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains([OPEN, SHUT]) { text.replace([OPEN, SHUT], "").into() } else { text.into() }
}

/// A page on which what stands between the signs is marked as English.
pub fn on_page(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    // The element without spans that this is in, and whether this is in a tag and there in quotation marks.
    let (mut inside, mut tag, mut quoted): (Option<&str>, bool, bool) = (None, false, false);
    for (at, c) in html.char_indices() {
        match c {
            OPEN if !tag && inside.is_none() => out.push_str("<span lang=\"en\" dir=\"ltr\">"),
            SHUT if !tag && inside.is_none() => out.push_str("</span>"),
            OPEN | SHUT => {}
            _ => out.push(c),
        }
        match c {
            '"' if tag => quoted = !quoted,
            '>' if !quoted => tag = false,
            '<' if !tag => {
                let rest = &html[at + 1..];
                let begins = |rest: &str, name: &str| {
                    rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
                };
                match inside {
                    Some(name) if rest.strip_prefix('/').is_some_and(|rest| begins(rest, name)) => {
                        (inside, tag) = (None, true);
                    }
                    // Inside of these `<` may be a sign like any other.
                    Some(name) => tag = name == "svg" || name == "option",
                    None => {
                        tag = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
                        inside = NO_SPAN.into_iter().find(|name| begins(rest, name));
                    }
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_their_language_in_texts_alone() {
        let (a, b) = (between("Next"), between("{n} of"));
        let page = format!(
            "<title>{a}</title><script>if (a < 1) \"{a}\"</script><p title=\"> {a}\">{a} 1</p><svg><text>{a}</text></svg>\
             <select><option>{a}</option></select>{b}"
        );
        let span = "<span lang=\"en\" dir=\"ltr\">";
        assert_eq!(
            on_page(&page),
            format!(
                "<title>Next</title><script>if (a < 1) \"Next\"</script><p title=\"> Next\">{span}Next</span> 1</p>\
                 <svg><text>Next</text></svg><select><option>Next</option></select>{span}{{n}} of</span>"
            )
        );
        assert_eq!(between(", "), ", ");
        assert_eq!(plain(&a), "Next");
    }
}
