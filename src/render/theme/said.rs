//! What errors of the template engine say to the author of a template: where, and what would be right.

use std::collections::BTreeSet;

use tera::ErrorKind;

use super::nesting::Nesting;
use super::{DEFAULT, Own, TEMPLATES, Theme, block_names, mark, parent, scan};
use crate::diag::{Diagnostic, code, nearest};
use crate::span::{LineIndex, Span};

/// Whether a message says that a template or component is not there which a template has that was left out: what is wrong
/// with that was said.
pub(super) fn is_missing_from(message: &str, left_out: &Own) -> bool {
    let Some(name) = message.split('`').nth(1) else { return false };
    if message.starts_with("unknown template ") || message.starts_with("there is no template ") {
        left_out.contains_key(name)
    } else {
        let defines =
            |text: &str| scan::parts(text).iter().any(|part| part.component.is_some_and(|it| it.text == name));
        message.starts_with("unknown component ") && left_out.values().any(|(_, text)| defines(text))
    }
}

impl Theme {
    /// What an error of the template engine says to the author of a template.
    pub(super) fn diagnose(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let nowhere = |message: String| vec![Diagnostic::nowhere(code::TEMPLATE, message)];
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = self.own.get(report.filename()).map(|(file, text)| {
                    let shift = mark(text);
                    file.span(report.span().range.start + shift, report.span().range.end + shift)
                });
                vec![self.diagnostic(report.filename(), span, report.message())]
            }
            ErrorKind::MissingParent { current, parent } => {
                let span = self.span_of(current, parent);
                let mut diagnostic = self.diagnostic(current, span, &format!("there is no template `{parent}`"));
                if let Some(near) = self.nearest_template(parent) {
                    diagnostic = diagnostic.help(format!("Did you mean `{near}`?"));
                }
                vec![diagnostic]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => vec![self.endless_extends(tpl, inheritance_chain)],
            ErrorKind::CircularInclude { tpl, .. } => {
                vec![self.diagnostic(tpl, self.span_of(tpl, "include"), "the template includes itself")]
            }
            ErrorKind::Msg(message) => {
                // Several reports as text: "error: …" and the place in the line below.
                let mut lines = message.lines().peekable();
                let mut found = Vec::new();
                while let Some(line) = lines.next() {
                    let (Some(text), Some(place)) = (line.strip_prefix("error: "), lines.peek()) else { continue };
                    let Some((name, line, column)) = place.trim_start().strip_prefix("--> ").and_then(place_of) else {
                        continue;
                    };
                    found.push(self.diagnostic(name, self.span_at(name, line, column), text));
                }
                if found.is_empty() {
                    found.extend(self.defined_twice(message));
                }
                if found.is_empty() && message.starts_with("Maximum render recursion depth") {
                    found.extend(Nesting::new(&self.own).endless());
                }
                if found.is_empty() { nowhere(sentence(message)) } else { found }
            }
            other => nowhere(sentence(&other.to_string())),
        }
    }

    /// A ring of templates that extend one another, at the one that means to extend a built-in one, if there is such.
    fn endless_extends(&self, template: &str, chain: &[String]) -> Diagnostic {
        let parent = |name: &str| self.own.get(name).and_then(|(_, text)| parent(text));
        let is_built_in = |name: &String| TEMPLATES.iter().any(|(built_in, _)| built_in == name);
        let ring: Vec<&str> = std::iter::once(template).chain(chain.iter().map(String::as_str)).collect();
        let meant = ring.iter().find_map(|&name| Some((name, parent(name).filter(is_built_in)?)));
        let (at, meant) = meant.map_or((template, None), |(at, meant)| (at, Some(meant)));
        let message = match parent(at).filter(|parent| parent != at) {
            Some(parent) => format!("the template extends itself, by way of `{parent}`"),
            None => "the template extends itself".to_owned(),
        };
        let diagnostic = self.diagnostic(at, self.span_of(at, "extends"), &message);
        match meant {
            Some(name) => diagnostic
                .help(format!("To extend the built-in template, write `{{% extends \"{DEFAULT}{name}\" %}}`.")),
            None => diagnostic,
        }
    }

    /// "Component `x` is defined in both `a.html` and `b.html`".
    fn defined_twice(&self, message: &str) -> Option<Diagnostic> {
        let rest = message.strip_prefix("Component `")?;
        let (component, rest) = rest.split_once("` is defined in both `")?;
        let (one, other) = rest.trim_end_matches('`').split_once("` and `")?;
        let place = |name: &str| {
            let (file, text) = self.own.get(name)?;
            let part = scan::parts(text).into_iter().find(|part| part.component.is_some_and(|it| it.text == component));
            let at = part?.component?.at;
            Some(file.span(at, at + component.len()))
        };
        let message = format!("the component `{component}` is defined in `{one}` too");
        Some(self.diagnostic(other, Some(place(other)?), &message).label(place(one)?, "and here"))
    }

    pub(super) fn diagnostic(&self, name: &str, span: Option<Span>, message: &str) -> Diagnostic {
        // "Field `x` is not defined. Available fields: a, b"
        let (message, known) = match message.split_once(". Available ") {
            Some((message, known)) => (message, known.split_once(": ")),
            None => match message.split_once(". Possible argument(s) are: ") {
                Some((message, known)) => (message, Some(("arguments", known))),
                None => (message, None),
            },
        };
        // Names of arguments are quoted, and in no order.
        let known = known.map(|(what, names)| {
            let mut names: Vec<&str> = names.split(", ").map(|name| name.trim_matches('`')).collect();
            names.sort_unstable();
            (what, names)
        });
        let message = sentence(message);
        let word = message.split('`').nth(1).unwrap_or_default().to_owned();
        let mut diagnostic = match span {
            Some(span) => Diagnostic::new(code::TEMPLATE, span, message.clone()),
            None => Diagnostic::nowhere(code::TEMPLATE, format!("in the template `{name}`: {message}")),
        };
        if let Some((what, names)) = known {
            if let Some(near) = nearest(&word, names.iter().copied()) {
                diagnostic = diagnostic.help(format!("Did you mean `{near}`?"));
            }
            return diagnostic.help(format!("Available {what}: {}.", names.join(", ")));
        }
        if message.starts_with("block ") {
            let blocks = self.blocks(name);
            if let Some(near) = nearest(&word, blocks.iter().map(String::as_str)) {
                diagnostic = diagnostic.help(format!("Did you mean `{near}`?"));
            }
            let blocks: Vec<_> = blocks.into_iter().collect();
            return diagnostic.help(match blocks.is_empty() {
                true => "The template that it extends has no blocks.".to_owned(),
                false => format!("Available blocks: {}.", blocks.join(", ")),
            });
        }
        if message.starts_with("field ") {
            return diagnostic
                .help("The value before it has no fields here. Where it may be null, ask with `{% if … %}` first.");
        }
        let own =
            |text| scan::parts(text).into_iter().filter_map(|part| Some(part.component?.text)).collect::<Vec<_>>();
        let near = if message.starts_with("unknown template ") {
            self.nearest_template(&word)
        } else if message.starts_with("unknown component ") {
            let own = self.own.values().flat_map(|(_, text)| own(text));
            nearest(&word, self.tera.get_component_names().chain(own)).map(str::to_owned)
        } else if message.starts_with("unknown filter ") {
            nearest(&word, FILTERS.iter().copied()).map(str::to_owned)
        } else if message.starts_with("unknown test ") {
            nearest(&word, TESTS.iter().copied()).map(str::to_owned)
        } else if message.starts_with("unknown function ") {
            nearest(&word, FUNCTIONS.iter().copied()).map(str::to_owned)
        } else {
            None
        };
        match near {
            Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
            None => diagnostic,
        }
    }

    fn nearest_template(&self, name: &str) -> Option<String> {
        let names: BTreeSet<&str> = self.tera.get_template_names().chain(self.own.keys().map(String::as_str)).collect();
        let plain = TEMPLATES.iter().map(|(name, _)| *name);
        nearest(name, names.iter().copied().chain(plain)).map(str::to_owned)
    }

    /// The blocks that a template's ancestors have.
    fn blocks(&self, name: &str) -> BTreeSet<String> {
        let mut blocks = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut next = self.own.get(name).and_then(|(_, text)| parent(text));
        while let Some(name) = next.filter(|name| seen.insert(name.clone())) {
            let built_in = name.strip_prefix(DEFAULT).unwrap_or(&name);
            let own = self.own.get(&name).map(|(_, text)| &**text);
            let text = own.or_else(|| TEMPLATES.iter().find(|(name, _)| *name == built_in).map(|(_, text)| *text));
            let Some(text) = text else { break };
            blocks.extend(block_names(text).map(str::to_owned));
            next = parent(text);
        }
        blocks
    }

    /// The first place of a text in one of the site's templates, else its first line.
    fn span_of(&self, name: &str, needle: &str) -> Option<Span> {
        let (file, text) = self.own.get(name)?;
        let at = text.find(needle);
        Some(at.map_or_else(|| file.span(0, 0), |at| file.span(at, at + needle.len())))
    }

    /// A line and column as the engine counts them, from 1 and in characters.
    fn span_at(&self, name: &str, line: usize, column: usize) -> Option<Span> {
        let (file, text) = self.own.get(name)?;
        let index = LineIndex::new(text);
        let content = index.line(line);
        let skip = if line == 1 { mark(text) } else { 0 };
        let chars = content.get(skip..).unwrap_or_default().char_indices();
        let at = chars.map(|(at, _)| at).nth(column.saturating_sub(1)).unwrap_or(content.len() - skip);
        let start = index.line_start(line) + skip + at;
        Some(file.span(start, start))
    }
}

/// `base.html:3:7` → name, line, column.
fn place_of(place: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name, line.parse().ok()?, column.parse().ok()?))
}

/// A message as diagnostics have it: without a capital at its head and a full stop at its end.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
    first + chars.as_str()
}

/// The filters of the engine, for proposals.
const FILTERS: &[&str] = &[
    "fill",
    "lang",
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
];

/// Its tests.
const TESTS: &[&str] = &[
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "none",
    "iterable",
    "defined",
    "undefined",
    "odd",
    "even",
    "divisible_by",
    "starting_with",
    "ending_with",
    "containing",
];

/// Its functions.
const FUNCTIONS: &[&str] = &["range", "throw", "super"];
