//! What a template names: other templates, components, and fields of values. The engine shows nobody its syntax tree.
//!
//! Only templates that the engine could read are asked about, so nothing here has to find mistakes of syntax.

use std::collections::BTreeSet;

/// A name at its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name<'t> {
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// A template without its components, or a component.
#[derive(Debug, Default)]
pub(super) struct Part<'t> {
    /// The name of the component.
    pub component: Option<Name<'t>>,
    /// The template that it extends.
    pub extends: Option<Name<'t>>,
    pub includes: Vec<Name<'t>>,
    /// The components that it shows.
    pub shows: Vec<Name<'t>>,
    /// The values that it asks for, each with the fields below it: `article.date.words`.
    pub paths: Vec<Vec<Name<'t>>>,
    /// Those of which it says itself that they may not be there.
    pub doubted: Vec<Vec<&'t str>>,
    /// The names that it gives to values.
    pub bound: BTreeSet<&'t str>,
}

/// The parts of a template: what stands outside its components first.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part::default()];
    let mut open = 0;
    for tag in tags(text) {
        let part = &mut parts[open];
        match tag.first().filter(|token| token.sort == Sort::Word).map(|token| token.name.text) {
            Some("component") => {
                let component = dotted(text, &tag, 1).0;
                let bound = tag.iter().skip(2).filter(|token| token.sort == Sort::Word).map(|token| token.name.text);
                let bound = bound.chain(["body"]).collect();
                parts.push(Part { component, bound, ..Part::default() });
                open = parts.len() - 1;
            }
            Some("endcomponent") => open = 0,
            Some("extends") => part.extends = tag.get(1).and_then(Token::quoted),
            Some("include") => part.includes.extend(tag.iter().filter_map(Token::quoted)),
            Some("set" | "set_global") => {
                part.bound.extend(tag.get(1).map(|token| token.name.text));
                part.read(text, tag.get(2..).unwrap_or_default());
            }
            Some("if" | "elif" | "for") | None => part.read(text, &tag),
            // `{{ value }}`, for a statement begins with one of a few words.
            Some(word) if !STATEMENTS.contains(&word) => part.read(text, &tag),
            Some(_) => {}
        }
    }
    parts
}

/// The other statements: what stands behind these words is no value.
const STATEMENTS: &[&str] =
    &["block", "endblock", "filter", "endfilter", "else", "endif", "endfor", "endset", "break", "continue", "raw"];

/// Words of expressions that are no names.
const KEYWORDS: &[&str] = &[
    "if", "elif", "else", "and", "or", "not", "in", "is", "true", "True", "false", "False", "none", "None", "null",
    "loop", "self",
];

impl<'t> Part<'t> {
    /// Reads an expression.
    fn read(&mut self, text: &'t str, tokens: &[Token<'t>]) {
        let is = |at: Option<usize>, sign: &str| at.and_then(|at| tokens.get(at)).is_some_and(|token| token.is(sign));
        let is_word = |at: usize| tokens.get(at).is_some_and(|token| token.sort == Sort::Word);
        let mut at = 0;
        while at < tokens.len() {
            let (before, here) = (at.checked_sub(1), at);
            at += 1;
            if !is_word(here) {
                continue;
            }
            let word = tokens[here].name;
            // `<name …>`, not `a < b`.
            let opens = is(before, "<") && !here.checked_sub(2).is_some_and(|at| tokens[at].ends_value());
            if opens || is(before, "</") {
                let (name, end) = dotted(text, tokens, here);
                self.shows.extend(name.filter(|_| opens));
                at = end;
                continue;
            }
            if word.text == "for" {
                while at < tokens.len() && !tokens[at].is("in") {
                    self.bound.extend(is_word(at).then(|| tokens[at].name.text));
                    at += 1;
                }
                continue;
            }
            let is_test = is(before, "is") || is(before, "not") && is(here.checked_sub(2), "is");
            let is_no_value = is_test
                || is(before, "|")
                || is(before, ".")
                || is(before, "?.")
                || is(Some(at), "=")
                || is(Some(at), "(");
            if is_no_value || KEYWORDS.contains(&word.text) {
                continue;
            }
            let mut path = vec![word];
            while is(Some(at), ".") && is_word(at + 1) {
                path.push(tokens[at + 1].name);
                at += 2;
            }
            let test = at + 1 + usize::from(is(Some(at + 1), "not"));
            let is_asked = is(Some(at), "is") && (is(Some(test), "defined") || is(Some(test), "undefined"));
            if is_asked || is(Some(at), "|") && is(Some(at + 1), "default") {
                self.doubted.push(path.iter().map(|name| name.text).collect());
            }
            self.paths.push(path);
        }
    }
}

/// The name of a component, which may hold dots, and where it ends.
fn dotted<'t>(text: &'t str, tokens: &[Token<'t>], from: usize) -> (Option<Name<'t>>, usize) {
    let Some(first) = tokens.get(from).map(|token| token.name) else { return (None, from) };
    let (mut end, mut at) = (first.at + first.text.len(), from + 1);
    while let [dot, word, ..] = &tokens[at..]
        && dot.is(".")
        && word.sort == Sort::Word
    {
        end = word.name.at + word.name.text.len();
        at += 2;
    }
    (Some(Name { text: &text[first.at..end], at: first.at }), at)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Word,
    Text,
    Number,
    Sign,
}

#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    name: Name<'t>,
    sort: Sort,
}

impl<'t> Token<'t> {
    fn is(&self, text: &str) -> bool {
        self.sort != Sort::Text && self.name.text == text
    }

    /// Whether a value can end with it, so that `<` behind it compares.
    fn ends_value(&self) -> bool {
        match self.sort {
            Sort::Word => !KEYWORDS.contains(&self.name.text) || matches!(self.name.text, "loop" | "self"),
            Sort::Text | Sort::Number => true,
            Sort::Sign => matches!(self.name.text, ")" | "]"),
        }
    }

    /// The inside of a text between quotation marks.
    fn quoted(&self) -> Option<Name<'t>> {
        let inside = self.name.text.get(1..self.name.text.len().checked_sub(1)?)?;
        (self.sort == Sort::Text).then_some(Name { text: inside, at: self.name.at + 1 })
    }
}

/// The insides of `{{ … }}` and `{% … %}`, but for those in comments and `raw`.
fn tags(text: &str) -> Vec<Vec<Token<'_>>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        at += found + 1;
        match text.as_bytes().get(at) {
            Some(b'#') => at = text[at..].find("#}").map_or(text.len(), |end| at + end + 2),
            Some(&open @ (b'{' | b'%')) => {
                let (tag, end) = tag(text, at + 1, if open == b'{' { "}}" } else { "%}" });
                at = end;
                if open == b'%' && tag.first().is_some_and(|word| word.is("raw")) {
                    at = text[at..].find("endraw").map_or(text.len(), |end| at + end);
                }
                tags.push(tag);
            }
            _ => {}
        }
    }
    tags
}

/// The inside of a tag, and where it ends.
fn tag<'t>(text: &'t str, mut at: usize, close: &str) -> (Vec<Token<'t>>, usize) {
    let mut tokens = Vec::new();
    let mut braces = 0_usize;
    // `{%-` and `-%}` take the white space away.
    at += usize::from(text[at..].starts_with('-'));
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if braces == 0 && rest.starts_with(close) {
            return (tokens, at + close.len());
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (length, sort) = match first {
            '"' | '\'' | '`' => (text_length(rest, first), Sort::Text),
            c if c.is_ascii_digit() => {
                (rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(rest.len()), Sort::Number)
            }
            c if is_word(c) => (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), Sort::Word),
            c => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                (sign.map_or(c.len_utf8(), |sign| sign.len()), Sort::Sign)
            }
        };
        match first {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
        if !first.is_whitespace() {
            tokens.push(Token { name: Name { text: &rest[..length], at }, sort });
        }
        at += length;
    }
    (tokens, text.len())
}

/// Signs of more than one character.
const SIGNS: &[&str] = &["...", "==", "!=", "<=", ">=", "</", "/>", "?.", "?[", "//", "**"];

/// The length of a text with its quotation marks.
fn text_length(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == mark && !is_escaped {
            return at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

/// The values of attributes between quotation marks, with the tags in them.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = Name<'_>> {
    let opens = text.match_indices("=\"").chain(text.match_indices("='"));
    opens.filter_map(|(at, open)| {
        let start = at + open.len();
        let mark = &open[1..];
        let mut end = start;
        loop {
            let rest = &text[end..];
            let close = end + rest.find(mark)?;
            match rest.find("{{").map(|tag| end + tag).filter(|tag| *tag < close) {
                Some(tag) => end = tag + text[tag..].find("}}")? + 2,
                None => return Some(Name { text: &text[start..close], at: start }),
            }
        }
    })
}

/// Whether an address can come of the value of an attribute. Where it has parts that are filled, something must stand beside
/// them that tells addresses apart.
pub(super) fn is_filled(value: &str, href: &str) -> bool {
    let mut pieces = value.split("{{").enumerate().map(|(number, piece)| match number {
        0 => piece,
        _ => piece.split_once("}}").map_or("", |(_, after)| after),
    });
    let Some(mut rest) = pieces.next().and_then(|first| href.strip_prefix(first)) else { return false };
    let Some(last) = value.rsplit_once("}}").map(|(_, last)| last) else { return rest.is_empty() };
    let mut longest = href.len() - rest.len();
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
        longest = longest.max(piece.len());
    }
    longest >= 3 && href.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let path = |path: &Vec<Name<'_>>| {
            assert!(path.iter().all(|name| text[name.at..].starts_with(name.text)));
            path.iter().map(|name| name.text).collect::<Vec<_>>().join(".")
        };
        parts(text)[0].paths.iter().map(path).collect()
    }

    #[test]
    fn addresses_are_known_by_what_is_written_of_them() {
        let values: Vec<&str> = attributes("<a href=\"{{ f(x=\"y\") }}z\" b='c'>").map(|value| value.text).collect();
        assert_eq!(values, ["{{ f(x=\"y\") }}z", "y", "c"]);
        assert!(is_filled("/a/", "/a/") && !is_filled("/a/", "/a/b/"));
        assert!(is_filled("{{ page.home }}more/", "../../more/") && !is_filled("{{ page.home }}more/", "../../less/"));
        assert!(is_filled("/x/{{ a }}/y.html#{{ b }}", "/x/1/y.html#2") && !is_filled("{{ a }}", "/x/"));
    }

    #[test]
    fn values_are_told_from_other_words() {
        for (text, wanted) in [
            ("{{ a.b }}{%- if c.d.e and not f == 'g.h' -%}", &["a.b", "c.d.e", "f"][..]),
            ("{{ a | filter(key=b.c) | default(value=d) }}{{ f(x=y) }}", &["a", "b.c", "d", "y"]),
            ("{{ <x.y a={b.c} d=\"e\" /> }}{% if a < b %}{% endif %}{{ a<b }}", &["b.c", "a", "b", "a", "b"]),
            ("{% <x a={ {\"k\": v}}> %}{% </x> %}{{ {\"k\": w}}}", &["v", "w"]),
            ("{# a #}{% raw %}{{ b }}{% endraw %}{{ c is not divisible_by(divisor=d) }}", &["c", "d"]),
            (
                "{% for k, v in a.b %}{{ k[c].d }}{% endfor %}{% set x = y %}{{ \"a\\\"b\" ~ z }}",
                &["a.b", "k", "c", "y", "z"],
            ),
            (
                "{% block a %}{% endblock a %}{% include \"b\" %}{{ 1.5 + a?.b }}{{ [x for x in y if x.z] }}",
                &["a", "x", "y", "x.z"],
            ),
        ] {
            assert_eq!(paths(text), wanted, "{text}");
        }
        let all =
            parts("{% component one(d, e=1) %}{{ d.x }}{{ <two /> }}{% include 'i' %}{% endcomponent one %}{{ f }}");
        assert_eq!((all.len(), all[0].paths.len(), all[1].component.map(|name| name.text)), (2, 1, Some("one")));
        assert_eq!((all[1].shows[0].text, all[1].includes[0].text), ("two", "i"));
        assert!(all[1].bound.contains("d") && all[1].bound.contains("e"));
        assert_eq!(
            parts("{% if a.b is not defined %}{{ c | default }}").remove(0).doubted,
            [vec!["a", "b"], vec!["c"]]
        );
    }
}
