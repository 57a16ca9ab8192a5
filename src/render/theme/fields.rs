//! Fields that there are not. The engine takes a value that is not there for false, so that a slip in a condition would show
//! nothing; what a site's templates ask for is therefore held against the values of each page.

use std::collections::{BTreeMap, BTreeSet};

use tera::value::Key;
use tera::{Context, Value};

use super::scan::{Part, parts};
use super::{DEFAULT, Own, TEMPLATES};
use crate::span::{FileId, Span};

/// The values of pages, beside `site`, `page` and `w`. A template that several sorts of pages are made with may ask for all.
const VALUES: &[&str] = &[
    "site",
    "page",
    "w",
    "home",
    "article",
    "entity",
    "mentions",
    "together",
    "network",
    "timeline",
    "claims",
    "sources",
    "source",
    "letters",
    "correspondents",
    "index",
    "list",
    "all",
    "tag",
    "series",
    "content",
    "redirect",
];

/// Fields below which the names are the author's, or are not there on every page.
const OPEN: &[&str] = &["extra", "lists"];

/// Templates that see of an entity only how it is linked to.
const LINKED: &[&str] = &["mentions.html", "together.html"];

/// What the site's templates ask for outside of components, by the names of the templates.
#[derive(Debug, Default)]
pub(super) struct Asked {
    templates: BTreeMap<String, Template>,
    /// What templates call values themselves: whoever is included may be meant by it.
    bound: BTreeSet<String>,
}

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    file: FileId,
    /// What it extends and includes.
    leads: Vec<String>,
    paths: Vec<Vec<(String, Span)>>,
}

/// A name that is not there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Missing {
    /// The template, and the place of the name in it.
    pub template: String,
    pub span: Span,
    /// As the engine says it.
    pub message: String,
}

impl Asked {
    pub fn new(own: &Own) -> Asked {
        let read: Vec<(&String, FileId, Vec<Part<'_>>)> =
            own.iter().map(|(name, (file, text))| (name, *file, parts(text))).collect();
        let built_in = TEMPLATES.iter().flat_map(|(_, text)| parts(text).into_iter().take(1));
        let built_in = built_in.flat_map(|part| part.bound.into_iter().map(str::to_owned).collect::<Vec<_>>());
        // A component keeps its names to itself, unless it includes a template.
        let is_seen = |part: &&Part<'_>| part.component.is_none() || !part.includes.is_empty();
        let theirs = read.iter().flat_map(|(.., parts)| parts).filter(is_seen).flat_map(|part| &part.bound);
        let bound = built_in.chain(theirs.map(|name| (*name).to_owned())).collect();
        let doubted: BTreeSet<&Vec<&str>> =
            read.iter().flat_map(|(.., parts)| parts).flat_map(|part| &part.doubted).collect();
        let mut templates = BTreeMap::new();
        for (name, file, parts) in &read {
            let [part, ..] = &parts[..] else { continue };
            let leads = part.extends.iter().chain(&part.includes).map(|name| name.text.to_owned()).collect();
            // What is allowed to be absent, and all below it.
            let is_sure = |path: &&Vec<super::scan::Name<'_>>| {
                let names: Vec<&str> = path.iter().map(|name| name.text).collect();
                !(1..=names.len()).any(|end| doubted.contains(&names[..end].to_vec()))
            };
            let spanned = |path: &Vec<super::scan::Name<'_>>| {
                let name = |name: &super::scan::Name<'_>| {
                    (name.text.to_owned(), file.span(name.at, name.at + name.text.len()))
                };
                path.iter().map(name).collect()
            };
            let paths = part.paths.iter().filter(is_sure).map(spanned).collect();
            templates.insert((*name).clone(), Template { file: *file, leads, paths });
        }
        Asked { templates, bound }
    }

    /// What templates of the site that have a part in a page ask for, and there is not.
    pub fn missing(&self, template: &str, context: &Context) -> Vec<Missing> {
        let mut found = Vec::new();
        for (name, asked) in self.chain(template) {
            let is_linked = LINKED.contains(&template);
            for path in &asked.paths {
                let Some(((root, span), fields)) = path.split_first() else { continue };
                if self.bound.contains(root) || is_linked && root == "entity" {
                    continue;
                }
                let message = match context.get(root) {
                    Some(value) => missing_field(root, value, fields),
                    None if VALUES.contains(&root.as_str()) => None,
                    None => {
                        let values = VALUES.iter().filter(|name| context.contains_key(name));
                        let mut values: Vec<&str> = values.copied().collect();
                        values.sort_unstable();
                        let known = values.join(", ");
                        Some((*span, format!("Variable `{root}` is not defined. Available variables: {known}")))
                    }
                };
                let missing = |(span, message)| Missing { template: name.to_owned(), span, message };
                found.extend(message.map(missing));
            }
        }
        found
    }

    /// The site's templates that a page is made with: the template itself, what it extends and what it includes.
    pub fn chain<'a>(&'a self, template: &str) -> Vec<(&'a str, &'a Template)> {
        let mut seen = BTreeSet::new();
        let mut chain = Vec::new();
        let mut next = vec![template.to_owned()];
        while let Some(name) = next.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if let Some((name, template)) = self.templates.get_key_value(&name) {
                next.extend(template.leads.iter().rev().cloned());
                chain.push((name.as_str(), template));
            } else {
                let built_in = name.strip_prefix(DEFAULT).unwrap_or(&name);
                let text = TEMPLATES.iter().find(|(name, _)| *name == built_in).map(|(_, text)| *text);
                next.extend(text.and_then(super::parent));
            }
        }
        chain
    }

    /// The first of the site's templates that a page is made with.
    pub fn first(&self, template: &str) -> Option<(&str, FileId)> {
        self.chain(template).first().map(|(name, template)| (*name, template.file))
    }
}

/// The first field of a path that is not there.
fn missing_field<'v>(root: &str, mut value: &'v Value, fields: &'v [(String, Span)]) -> Option<(Span, String)> {
    for (field, span) in fields {
        // Of a list, a text or nothing there is nothing to tell.
        let map = value.as_map()?;
        let Some(next) = map.get(&Key::Str(field)) else {
            let known: BTreeSet<&str> = map.iter().filter_map(|(key, _)| key.as_str()).collect();
            return Some((
                *span,
                format!("Field `{field}` is not defined. Available fields: {}", Vec::from_iter(known).join(", ")),
            ));
        };
        // Of words that a number chooses there are as many as the language has.
        if OPEN.contains(&field.as_str()) || root == "w" {
            return None;
        }
        value = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_that_pages_are_made_with_is_known() {
        let source = include_str!("../../render.rs");
        let given =
            ["insert(&mut context, \"", "insert_value(\""].into_iter().flat_map(|call| source.split(call).skip(1));
        let given: BTreeSet<&str> = given.filter_map(|rest| rest.split('"').next()).collect();
        assert!(given.len() > 10);
        assert_eq!(given, VALUES.iter().copied().collect::<BTreeSet<_>>());
    }
}
