//! What the parts of a program text are: comments, strings, keywords, …, found when the site is built.
//!
//! Only where a code block says its language, and only once such a block is met, the grammars are unpacked. A language that
//! is not known stays plain, as does a text that is too long, or from the place on at which its grammar fails.

use std::ops::Range;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// Longer texts stay plain: their grammars need about a second for two megabytes.
const LONGEST: usize = 200_000;
/// Some rules of grammars need time that grows with the square of a line; what is longer is data, not written by hand.
const LONGEST_LINE: usize = 4_000;

/// Grammars' names for parts of a text, and the class for each; the first that fits a name counts. Without a class are those
/// inside others that are themselves no such part: code in a string.
const SCOPES: [(&str, &str); 30] = [
    ("comment", "c"),
    ("meta.interpolation", ""),
    ("string.unquoted", ""),
    ("string", "s"),
    ("constant.character", "s"),
    ("constant.numeric", "n"),
    ("constant.language", "n"),
    ("constant.other.color", "n"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical", "k"),
    ("keyword.operator", ""),
    ("keyword.other.unit", "n"),
    ("keyword", "k"),
    ("storage", "k"),
    ("variable.language", "k"),
    ("entity.name.tag", "g"),
    ("entity.other.attribute-name", "a"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("entity.name", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type.property-name", "a"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("markup.heading", "k"),
    ("markup.raw", "s"),
    ("markup.underline.link", "s"),
];

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars {
    set: SyntaxSet::load_defaults_newlines(),
    scopes: SCOPES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect(),
});

struct Grammars {
    set: SyntaxSet,
    scopes: Vec<(Scope, &'static str)>,
}

/// The parts of a text in a language (`rust`, `yaml`, `py`), in order, with a class for each; nothing lies in two.
pub(super) fn parts(language: &str, text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut parts: Vec<(Range<usize>, &'static str)> = Vec::new();
    // `rust,ignore`, `{.python}`
    let language = language.trim_start_matches(['{', '.']).split([',', '}', ' ']).next().unwrap_or_default();
    if language.is_empty() || text.len() > LONGEST || text.lines().any(|line| line.len() > LONGEST_LINE) {
        return parts;
    }
    let Grammars { set, scopes } = &*GRAMMARS;
    let Some(syntax) = set.find_syntax_by_token(language).filter(|syntax| syntax.name != "Plain Text") else {
        return parts;
    };
    let class = |stack: &ScopeStack| {
        let of = |scope: &Scope| scopes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
        stack.as_slice().iter().rev().find_map(of).filter(|class| !class.is_empty())
    };
    let mut add = |range: Range<usize>, class: Option<&'static str>| {
        let Some(class) = class.filter(|_| !range.is_empty()) else { return };
        match parts.last_mut() {
            Some((last, same)) if last.end == range.start && *same == class => last.end = range.end,
            _ => parts.push((range, class)),
        }
    };
    let (mut state, mut stack, mut start) = (ParseState::new(syntax), ScopeStack::new(), 0);
    for line in text.split_inclusive('\n') {
        let Ok(changes) = state.parse_line(line, set) else { break };
        let mut at = 0;
        // A line's end is no part of a word.
        let end = start + line.trim_end_matches(['\r', '\n']).len();
        for (offset, change) in changes {
            add(start + at..(start + offset).min(end), class(&stack));
            at = offset;
            if stack.apply(&change).is_err() {
                return parts;
            }
        }
        add(start + at..end, class(&stack));
        start += line.len();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: &str, text: &str) -> Vec<(String, &'static str)> {
        let parts = parts(language, text);
        let mut at = 0;
        for (range, _) in &parts {
            assert!(at <= range.start && range.start < range.end && text.get(range.clone()).is_some(), "{parts:?}");
            at = range.end;
        }
        parts.into_iter().map(|(range, class)| (text[range].to_owned(), class)).collect()
    }

    #[test]
    fn parts_are_found_by_language() {
        let rust = found("rust,ignore", "// A ü.\nfn main() { let s = \"x{}\"; 1 }\n");
        for part in [("// A ü.", "c"), ("main", "f"), ("\"x{}\"", "s"), ("1", "n")] {
            assert!(rust.contains(&(part.0.to_owned(), part.1)), "{part:?} in {rust:?}");
        }
        let yaml = found("yaml", "name: Jeff Sessions\ndate: \"2017\" # noted\n");
        for part in [("name", "g"), ("\"2017\"", "s"), ("# noted", "c")] {
            assert!(yaml.contains(&(part.0.to_owned(), part.1)), "{part:?} in {yaml:?}");
        }
        assert!(!yaml.iter().any(|(words, _)| words.contains("Jeff")), "{yaml:?}");
        assert!(!found("py", "def f(x):\n    return 'a' + \"\"\"b\nc\"\"\"").is_empty());
    }

    #[test]
    fn what_is_not_known_or_too_long_is_plain() {
        for language in ["", "no-such-language", "text", "{}"] {
            assert_eq!(parts(language, "fn main() {}"), [], "{language}");
        }
        assert_eq!(parts("rust", &"fn main() {} ".repeat(400)), []);
        assert_eq!(parts("rust", &"fn main() {}\n".repeat(20_000)), []);
    }
}
