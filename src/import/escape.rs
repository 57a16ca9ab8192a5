//! Plain text as Markdown that shows the same text.
//!
//! What Markdown would read as markup gets a backslash; white space at the edges of lines, which Markdown reads as code or
//! as a hard break, is left out. Line ends stay (soft breaks), blank lines part paragraphs.

use std::collections::BTreeSet;

/// Plain text made Markdown, with the way from one to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escaped {
    /// The Markdown.
    pub markdown: String,
    /// For each byte of the plain text, and for its end, where it stands in the Markdown. A byte that was left out stands
    /// where the next one does.
    map: Vec<u32>,
}

impl Escaped {
    /// Where a place of the plain text stands in the Markdown; `end`: it is the end of something, so a backslash that comes
    /// next does not belong to it.
    pub fn place(&self, byte: usize, end: bool) -> usize {
        let at = |byte: usize| self.map.get(byte).map_or(self.markdown.len(), |&at| at as usize);
        match byte.checked_sub(1).map(at) {
            // A byte that was left out stands where the next one does.
            Some(last) if end && last < at(byte) => last + 1,
            _ => at(byte),
        }
    }
}

/// Escapes a plain text.
pub fn plain(text: &str) -> Escaped {
    let mut out = Writer {
        markdown: String::with_capacity(text.len() + text.len() / 32),
        map: Vec::with_capacity(text.len() + 1),
        left_out: 0,
    };
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        let break_length = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
        out.line(line);
        if break_length > 0 {
            out.left_out += break_length - 1;
            out.put('\n');
        }
        rest = &after[break_length..];
    }
    out.left_out += 1;
    out.catch_up();
    Escaped { markdown: out.markdown, map: out.map }
}

/// Keeps footnotes footnotes: `[^1](so)` is a link whose text is `^1` for Markdown, although a footnote has this label, and
/// whoever wrote it meant a footnote and words in brackets behind it. A backslash parts the two. Nothing else is changed.
pub fn footnotes(text: &str) -> Escaped {
    let labels: BTreeSet<&str> =
        text.lines().filter_map(|line| Some(line.trim_start().strip_prefix("[^")?.split_once("]:")?.0)).collect();
    let mut out =
        Writer { markdown: String::with_capacity(text.len()), map: Vec::with_capacity(text.len() + 1), left_out: 0 };
    // Where the last bracket was opened as a footnote's.
    let mut label: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let before = &text[..at];
        if c == '(' && before.ends_with(']') && label.is_some_and(|from| labels.contains(&text[from..at - 1])) {
            out.markdown.push('\\');
        }
        match c {
            '^' if before.ends_with('[') && !before.ends_with("\\[") => label = Some(at + 1),
            '[' => label = None,
            _ => {}
        }
        out.put(c);
    }
    out.left_out += 1;
    out.catch_up();
    Escaped { markdown: out.markdown, map: out.map }
}

struct Writer {
    markdown: String,
    map: Vec<u32>,
    /// Bytes of the plain text that were left out since the last one that was not.
    left_out: usize,
}

impl Writer {
    /// Maps what was left out to here.
    fn catch_up(&mut self) {
        let here = u32::try_from(self.markdown.len()).unwrap_or(u32::MAX);
        self.map.extend(std::iter::repeat_n(here, self.left_out));
        self.left_out = 0;
    }

    fn put(&mut self, c: char) {
        self.catch_up();
        let here = self.markdown.len();
        self.markdown.push(c);
        self.map.extend((here..self.markdown.len()).map(|at| u32::try_from(at).unwrap_or(u32::MAX)));
    }

    fn line(&mut self, line: &str) {
        // CommonMark's white space: what it strips from a line, or counts as indentation.
        let blank = [' ', '\t', '\u{b}', '\u{c}'];
        let words = line.trim_start_matches(blank);
        self.left_out += line.len() - words.len();
        let kept = words.trim_end_matches(blank);
        let opener = opener(kept);
        let mut rest = kept.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|&(_, next)| next);
            if Some(at) == opener || is_active(c, &kept[at..], next) {
                self.markdown.push('\\');
            }
            self.put(c);
        }
        self.left_out += words.len() - kept.len();
    }
}

/// Whether a character may be markup wherever it stands.
fn is_active(c: char, from: &str, next: Option<char>) -> bool {
    match c {
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        '`' | '*' | '_' | '[' | '~' | '<' | '|' => true,
        // Only what is written like one is a character reference.
        '&' => {
            let name = from[1..].trim_start_matches('#');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            end > 0 && name[end..].starts_with(';')
        }
        _ => false,
    }
}

/// The byte of a line at which a backslash keeps it from opening a block: a heading, a list, a quotation, a rule, the
/// underline of a heading, the second line of a table.
fn opener(line: &str) -> Option<usize> {
    let first = line.bytes().next()?;
    // A marker is one only before white space or at the line's end.
    let alone = |length: usize| line.as_bytes().get(length).is_none_or(|&next| next == b' ' || next == b'\t');
    let run = |sort: fn(&u8) -> bool| line.bytes().take_while(sort).count();
    let only = |sort: &str| line.chars().all(|c| sort.contains(c));
    let opens = match first {
        b'>' => true,
        b'#' => alone(run(|&b| b == b'#')),
        b'=' => only("= \t"),
        b'+' => alone(1),
        b'-' | b':' => alone(1) || only("-: \t"),
        b'0'..=b'9' => {
            let digits = run(u8::is_ascii_digit);
            let mark = line.as_bytes().get(digits).is_some_and(|&mark| mark == b'.' || mark == b')');
            return (mark && alone(digits + 1)).then_some(digits);
        }
        _ => false,
    };
    opens.then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::body::{Body, Event, Tag};
    use crate::parse::markdown::{Place, body};
    use crate::parse::settings::MarkdownSettings;
    use crate::span::FileId;
    use proptest::prelude::*;

    fn parsed(markdown: &str) -> Body {
        body(markdown, Place::At(FileId::of("escape.md"), 0), &MarkdownSettings::default()).value
    }

    /// White space at the edges of lines and runs of line ends are not text; nor is a paragraph's edge more than a line's.
    fn lines(text: &str) -> Vec<&str> {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\u{b}' | '\u{c}');
        text.split(['\n', '\r']).map(|line| line.trim_matches(blank)).filter(|line| !line.is_empty()).collect()
    }

    fn check(text: &str) {
        let escaped = plain(text);
        let body = parsed(&escaped.markdown);
        assert_eq!(lines(&body.text), lines(text), "{text:?} became {:?}", escaped.markdown);
        let only = |event: &Event| matches!(event, Event::Open(Tag::Paragraph) | Event::Close | Event::Text(_));
        assert!(body.events.iter().all(only), "{text:?}: {:?}", body.events);
        assert!(body.links.is_empty() && body.images.is_empty() && body.footnotes.is_empty(), "{text:?}");
    }

    #[test]
    fn markup_becomes_text() {
        for text in [
            "15. is a number",
            "15) too",
            "1. \n2. ",
            "_a_ *b* **c** ~~d~~ `e`",
            "# no heading",
            "#hash",
            "a\n===",
            "a\n---",
            "---",
            "- a\n- b",
            "+ a",
            "+",
            "-",
            "> a",
            "<b>a</b>",
            "<!-- a -->",
            "<https://a.b>",
            "a & b &amp; &#38; &x; &",
            "[a](b)",
            "[[a]]",
            "![a](b)",
            "[^1]\n\n[^1]: a",
            "[a]: b",
            "a | b\n--- | ---\nc | d",
            "|a|\n|-|\n|b|",
            "a\n:-:\nb",
            "a\\",
            "a\\\nb",
            "\\*",
            "    four",
            "a\n    b",
            "\tt",
            "a  \nb",
            "- [ ] a",
            "```\na\n```",
            "~~~\na\n~~~",
            "a\r\nb\rc",
            "\u{a0}a\n\u{a0}",
            "***",
            "* * *",
            "_ _ _",
            "- - -",
            "\u{2028}# a",
            "a\n\n\n\n\nb",
            "  15. a",
            "$a$ ^b^ {c}",
            "http://a.b www.a.b",
            "a\u{b}\n\u{c}# b",
            "&\\#35;",
            "\\",
            "1",
            "1.",
            "\n\na",
        ] {
            check(text);
        }
    }

    #[test]
    fn what_is_no_markup_stays_as_it_is() {
        for text in
            ["A. B. & C. – „so“ (15) a-b a+b a:b #1", "3/3 Soirée.\n\nAm nächsten Tag.― Bei ihr …", "AT&T; a = b"]
        {
            assert_eq!(plain(text).markdown, text.replace("AT&T;", "AT\\&T;"));
        }
    }

    #[test]
    fn footnotes_stay_footnotes() {
        for (text, markdown) in [
            ("a[^1](Mittwoch) b\n\n[^1]: c (d)", "a[^1]\\(Mittwoch) b\n\n[^1]: c (d)"),
            ("a[^1](b) [c](d) [^2](e)\n\n[^2]: x [y](z)", "a[^1](b) [c](d) [^2]\\(e)\n\n[^2]: x [y](z)"),
            ("\\[^1](b) [^1] (c)\n\n[^1]: x", "\\[^1](b) [^1] (c)\n\n[^1]: x"),
        ] {
            assert_eq!(footnotes(text).markdown, markdown);
        }
        let body = parsed(&footnotes("a[^1](Mittwoch) b\n\n[^1]: c").markdown);
        assert_eq!((body.text.as_str(), body.footnotes.len(), body.links.len()), ("a(Mittwoch) b\nc", 1, 0));
    }

    #[test]
    fn places_lead_to_the_same_characters() {
        let text = "  *ä* [b]\r\n15. c";
        let escaped = plain(text);
        assert_eq!(escaped.markdown, "\\*ä\\* \\[b]\n15\\. c");
        for (from, to, words) in
            [(2, 6, "*ä\\*"), (3, 5, "ä"), (7, 8, "["), (8, 9, "b"), (12, 15, "15\\."), (12, 14, "15"), (16, 17, "c")]
        {
            assert_eq!(&escaped.markdown[escaped.place(from, false)..escaped.place(to, true)], words, "{from}..{to}");
        }
    }

    proptest! {
        #[test]
        fn any_text_shows_as_it_is(text in "[-a-c0-9 #>*_`~+=|<&;:.)!\\[\\](){}\\\\\n\r\t/^\"'$äß…]{0,40}") {
            check(&text);
        }

        #[test]
        fn every_character_is_found_again(text in "[-ab1 #>*_`~+=|<&;:.)\\[\\]\\\\\n\tä…]{0,30}") {
            let escaped = plain(&text);
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let place = escaped.place(at, false)..escaped.place(at + c.len_utf8(), true);
                prop_assert_eq!(&escaped.markdown[place], c.to_string());
            }
        }
    }
}
