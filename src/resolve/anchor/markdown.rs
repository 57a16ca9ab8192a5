//! A quote read as inline Markdown: what an author copied out of the source instead of the page.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The plain words of a text read as inline Markdown: emphasis, code, links of all sorts and HTML tags resolved, pictures and
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
    // Of the pictures that are open, whether each is one: `![[…]]` is a `!` before a link.
    let (mut out, mut pictures) = (String::new(), Vec::new());
    for event in Parser::new_with_broken_link_callback(&line, options, Some(defined)) {
        match event {
            Event::Start(Tag::Image { link_type, .. }) => {
                let is_link = matches!(link_type, LinkType::WikiLink { .. });
                if is_link && !pictures.contains(&true) {
                    out.push('!');
                }
                pictures.push(!is_link);
            }
            Event::End(TagEnd::Image) => _ = pictures.pop(),
            _ if pictures.contains(&true) => {}
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::InlineHtml(tag) if is_break(&tag) => out.push(' '),
            _ => {}
        }
    }
    let out = out.strip_prefix('.').unwrap_or(&out).trim();
    Some(out.to_owned())
}

/// What a quote holds of a reference link, `[words][label]` and `[label][]`, is one whatever the label: its definition stands in the
/// text. `[label]` alone is more often a bracket.
fn defined(link: BrokenLink<'_>) -> Option<(CowStr<'_>, CowStr<'_>)> {
    matches!(link.link_type, LinkType::Reference | LinkType::Collapsed).then(|| ("".into(), "".into()))
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
            ("Begin ![[p|w]] uu and ![[q]]", "Begin !w uu and !q"),
            ("see [the *words*][r] c, [those][] d", "see the words c, those d"),
            ("![a][r] b", "b"),
            ("he *wrote* [sic] so", "he wrote [sic] so"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(read), "{written}");
        }
        assert_eq!(plain("nothing here"), None);
    }
}
