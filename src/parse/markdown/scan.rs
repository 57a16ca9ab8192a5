//! Raw HTML, tag by tag, as HTML's tokenizer cuts it (WHATWG HTML 13.2.5): what may stay, and where what may not stands.

use std::ops::Range;

/// Elements that stay.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that go with all that is in them.
pub(super) const WITH_CONTENT: &[&str] = &["script", "style"];

/// Elements without content.
pub(super) const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements whose end HTML lets an author leave out: they do not nest.
const NO_END: &[&str] = &["colgroup", "dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Attributes that stay on every element.
pub(super) const ATTRIBUTES: &[&str] = &["class", "dir", "id", "lang", "title"];

/// Attributes that stay on some elements.
pub(super) const OF_ELEMENT: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("td", &["colspan", "headers", "rowspan"]),
    ("th", &["colspan", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// How deep raw HTML may nest. HTML's tree builder looks at all open elements at many a tag: without a limit, a hostile
/// text costs the square of its length.
pub(super) const DEPTH: usize = 64;

/// Whether an attribute may stay.
pub(super) fn allowed(element: &str, attribute: &str) -> bool {
    let own = OF_ELEMENT.iter().find(|(name, _)| *name == element);
    ATTRIBUTES.contains(&attribute) || own.is_some_and(|(_, names)| names.contains(&attribute))
}

/// Whether an element counts for [`DEPTH`].
pub(super) fn nests(element: &str) -> bool {
    !VOID.contains(&element) && !NO_END.contains(&element)
}

/// A piece of raw HTML. Ranges are of the text that was scanned.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str, Range<usize>),
    Start {
        name: String,
        attributes: Vec<Attribute<'t>>,
        range: Range<usize>,
    },
    End {
        name: String,
    },
    /// `<script>` or `<style>` with its content: its start tag's place.
    Gone {
        name: String,
        range: Range<usize>,
    },
    /// A tag that does not end.
    Unfinished(Range<usize>),
}

/// An attribute. Its value is as written, character references and all.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    pub name: String,
    pub value: &'t str,
    pub range: Range<usize>,
}

/// Cuts raw HTML into pieces, comments and declarations left out. `block`: it is a block of its own, so that a `<script>`
/// in it has its content there.
pub(super) fn scan(html: &str, block: bool) -> Vec<Piece<'_>> {
    let mut scanner = Scanner { html, bytes: html.as_bytes(), at: 0 };
    let mut pieces = Vec::new();
    while scanner.at < html.len() {
        let start = scanner.at;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            scanner.comment();
        } else if rest.starts_with("<![CDATA[") {
            scanner.past("]]>");
        } else if rest.starts_with("<?") {
            scanner.past("?>");
        } else if rest.starts_with("<!") {
            scanner.past(">");
        } else if rest.starts_with("</") && scanner.letter(2) {
            scanner.at += 2;
            let (name, _) = scanner.name();
            match scanner.attributes() {
                Some(_) => pieces.push(Piece::End { name }),
                None => pieces.push(Piece::Unfinished(start..html.len())),
            }
        } else if rest.starts_with('<') && scanner.letter(1) {
            scanner.at += 1;
            let (name, _) = scanner.name();
            let Some(attributes) = scanner.attributes() else {
                pieces.push(Piece::Unfinished(start..html.len()));
                continue;
            };
            let range = start..scanner.at;
            if block && WITH_CONTENT.contains(&name.as_str()) {
                scanner.past_end(&name);
                pieces.push(Piece::Gone { name, range });
            } else {
                pieces.push(Piece::Start { name, attributes, range });
            }
        } else {
            let next = scanner.bytes[start + 1..].iter().position(|&b| b == b'<');
            scanner.at = next.map_or(html.len(), |next| start + 1 + next);
            let range = start..scanner.at;
            pieces.push(Piece::Text(&html[range.clone()], range));
        }
    }
    pieces
}

struct Scanner<'t> {
    html: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    fn letter(&self, ahead: usize) -> bool {
        self.bytes.get(self.at + ahead).is_some_and(u8::is_ascii_alphabetic)
    }

    fn past(&mut self, end: &str) {
        self.at = self.html[self.at..].find(end).map_or(self.html.len(), |found| self.at + found + end.len());
    }

    /// A comment also ends at `<!-->` and `<!--->`, and at `--!>`.
    fn comment(&mut self) {
        let rest = &self.html[self.at..];
        if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
            return self.past(">");
        }
        let ends = ["-->", "--!>"].map(|end| rest[4..].find(end).map(|found| 4 + found + end.len()));
        self.at += ends.into_iter().flatten().min().unwrap_or(rest.len());
    }

    /// Past the end tag of an element whose content is no markup.
    fn past_end(&mut self, name: &str) {
        let mut from = self.at;
        while let Some(found) = self.html[from..].find("</") {
            let at = from + found + 2;
            let tag = self.bytes.get(at..at + name.len());
            let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
            if tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
                && self.bytes.get(at + name.len()).is_some_and(ends)
            {
                self.at = at;
                return self.past(">");
            }
            from = at;
        }
        self.at = self.html.len();
    }

    fn until(&mut self, stop: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|&b| !stop(b)) {
            self.at += 1;
        }
        start..self.at
    }

    fn name(&mut self) -> (String, Range<usize>) {
        let range = self.until(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        (self.html[range.clone()].to_ascii_lowercase(), range)
    }

    /// The attributes up to and with the `>`; none if there is no `>`.
    fn attributes(&mut self) -> Option<Vec<Attribute<'t>>> {
        let mut all: Vec<Attribute<'t>> = Vec::new();
        loop {
            self.until(|b| !b.is_ascii_whitespace() && b != b'/');
            let start = self.at;
            if *self.bytes.get(self.at)? == b'>' {
                self.at += 1;
                return Some(all);
            }
            // A `=` at the front is a part of the name.
            self.at += 1;
            self.until(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
            let name = self.html.get(start..self.at)?.to_ascii_lowercase();
            let end = self.at;
            self.until(|b| !b.is_ascii_whitespace());
            let mut value = "";
            let mut range = start..end;
            if *self.bytes.get(self.at)? == b'=' {
                self.at += 1;
                self.until(|b| !b.is_ascii_whitespace());
                let part = match *self.bytes.get(self.at)? {
                    quote @ (b'"' | b'\'') => {
                        self.at += 1;
                        let part = self.until(|b| b == quote);
                        self.bytes.get(self.at)?;
                        self.at += 1;
                        part
                    }
                    _ => self.until(|b| b.is_ascii_whitespace() || b == b'>'),
                };
                value = self.html.get(part)?;
                range = start..self.at;
            }
            if all.len() < 100 && !all.iter().any(|attribute| attribute.name == name) {
                all.push(Attribute { name, value, range });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(html: &str) -> String {
        let mut out = String::new();
        for piece in scan(html, true) {
            out.push_str(&match piece {
                Piece::Text(text, _) => format!("[{text}]"),
                Piece::Start { name, attributes, .. } => {
                    let all: Vec<_> = attributes.iter().map(|a| format!(" {}={}", a.name, a.value)).collect();
                    format!("<{name}{}>", all.join(""))
                }
                Piece::End { name } => format!("</{name}>"),
                Piece::Gone { name, .. } => format!("-{name}-"),
                Piece::Unfinished(_) => "!".to_owned(),
            });
        }
        out
    }

    #[test]
    fn tags_are_cut_as_html_cuts_them() {
        assert_eq!(show("a<B x=1 y='>' z>b</B >c"), "[a]<b x=1 y=> z=>[b]</b>[c]");
        assert_eq!(show("<!-- <b> --><!--><?x <b> ?><!DOCTYPE x><![CDATA[ > ]]>x"), "[x]");
        assert_eq!(show("1 < 2 <3 </ x"), "[1 ][< 2 ][<3 ][</ x]");
        assert_eq!(show("<p><a href=\"x"), "<p>!");
        assert_eq!(show("<script>if (a<b) '</scripty>'</SCRIPT >x<style>y"), "-script-[x]-style-");
        assert_eq!(show("<a/href='x'/><img src=x/y=1>"), "<a href=x><img src=x/y=1>");
        assert_eq!(show("<p =x=1 a = 2 a=3>"), "<p =x=1 a=2>");
    }
}
