//! A quote read as inline Markdown: what an author copied out of the source instead of the page.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The plain words of a text read as inline Markdown: emphasis, code, links, wikilinks and HTML tags resolved, pictures and
/// references to footnotes left out. `None` where there is nothing to resolve.
pub fn plain(text: &str) -> Option<String> {
    if !text.contains(['*', '_', '`', '[', '<', '\\', '&', '~', '!']) {
        return None;
    }
    // Blocks are no part of a quote: white space made one line, and a full stop before it, so that no list, heading or
    // rule begins. A full stop is punctuation, and so changes nothing for the emphasis after it.
    let mut line = String::from(".");
    for part in text.replace("\\\n", "\n").split_whitespace() {
        line.push_str(if line.len() > 1 { " " } else { "" });
        line.push_str(&without_footnotes(part));
    }
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_WIKILINKS;
    let (mut out, mut pictures) = (String::new(), 0u32);
    for event in Parser::new_ext(&line, options) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            _ if pictures > 0 => {}
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::InlineHtml(tag) if is_break(&tag) => out.push(' '),
            _ => {}
        }
    }
    let out = out.strip_prefix('.').unwrap_or(&out).trim();
    Some(out.to_owned())
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<br")) && !tag[3..].starts_with(char::is_alphanumeric)
}

/// A word without the references to footnotes in it: `twice[^1],` is `twice,`. Read by hand, for pulldown-cmark knows a
/// reference only beside its definition.
fn without_footnotes(word: &str) -> String {
    let (mut out, mut rest) = (String::new(), word);
    while let Some(at) = rest.find("[^") {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        match reference.find(']') {
            Some(end) if end > 2 && !before.ends_with('\\') => rest = &reference[end + 1..],
            _ => {
                out.push_str("[^");
                rest = &reference[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_resolved_and_words_are_kept() {
        for (written, read) in [
            ("denying **under oath**", "denying under oath"),
            ("**so** _said_ `x`", "so said x"),
            ("[the ambassador](../people/k.md) met", "the ambassador met"),
            ("[[sergey-kislyak|the ambassador]] and [[Jeff Sessions]]", "the ambassador and Jeff Sessions"),
            ("[him](people:k)", "him"),
            ("twice[^1], he said[^b]", "twice, he said"),
            ("a<br>b <em>c</em>&amp;d", "a b c&d"),
            ("![alt](x.jpg) word", "word"),
            ("1\\. Mai, \\[sic\\]", "1. Mai, [sic]"),
            ("Zeitung\\\nund", "Zeitung und"),
            ("- *one*\n- two", "- one - two"),
            ("# *one*", "# one"),
            ("1 < 2 & 3", "1 < 2 & 3"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(read), "{written}");
        }
        assert_eq!(plain("nothing here"), None);
    }
}
