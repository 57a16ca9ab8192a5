//! Templates that stand in one another without an end, or so deep that making a page would take more memory than a thread
//! has: the engine looks for some rings only, and for no depth.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{Name, Part, parts};
use super::{DEFAULT, Own, TEMPLATES};
use crate::diag::{Diagnostic, code};
use crate::span::FileId;

/// So many templates may stand in one another, each included or extended by the one before it.
const DEEPEST: usize = 16;

/// A template without its components, or a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'t> {
    /// The site's.
    Own(&'t str),
    BuiltIn(&'t str),
    Component(&'t str),
}

/// A part, and the site's file that it stands in.
struct Place<'t> {
    file: Option<FileId>,
    part: Part<'t>,
}

/// All templates and components, the site's own in the place of those built in.
pub(super) struct Nesting<'t>(BTreeMap<Node<'t>, Place<'t>>);

impl<'t> Nesting<'t> {
    pub fn new(own: &'t Own) -> Nesting<'t> {
        let mut all = BTreeMap::new();
        let built_in = TEMPLATES.iter().map(|(name, text)| (*name, None, *text));
        let theirs = own.iter().map(|(name, (file, text))| (name.as_str(), Some(*file), &**text));
        for (name, file, text) in built_in.chain(theirs) {
            for part in parts(text) {
                let template = if file.is_some() { Node::Own(name) } else { Node::BuiltIn(name) };
                let node = part.component.map_or(template, |name| Node::Component(name.text));
                all.insert(node, Place { file, part });
            }
        }
        Nesting(all)
    }

    /// What the engine cannot be given.
    pub fn too_deep(&self) -> Vec<Diagnostic> {
        let mut found = self.rings();
        let depths = self.depths();
        for (&node, place) in &self.0 {
            let (Some(file), Some(&depth)) = (place.file, depths.get(&node)) else { continue };
            // Those further down are too deep for it, and it is for those further up.
            let is_over = |next: &Node<'t>| depths.get(next).is_some_and(|&depth| depth > DEEPEST);
            if depth > DEEPEST && !self.templates(place).any(|(next, _)| is_over(&next)) {
                let at = self.templates(place).max_by_key(|(next, _)| depths.get(next).copied());
                let span = at.map_or(file.span(0, 0), |(_, name)| file.span(name.at, name.at + name.text.len()));
                let message = format!("here more than {DEEPEST} templates stand in one another");
                let help = "Include or extend fewer templates one through the other.";
                found.push(Diagnostic::new(code::TEMPLATE, span, message).help(help));
            }
        }
        found
    }

    /// A component that shows itself, by way of components alone, where a site's own has a part in it.
    pub fn endless(&self) -> Option<Diagnostic> {
        self.0.iter().find_map(|(&node, place)| {
            let (Node::Component(component), Some(file)) = (node, place.file) else { return None };
            let name = place.part.shows.iter().find(|name| {
                let shown = Node::Component(name.text);
                shown == node || self.reached(shown, |node| self.components(node).collect()).contains(&node)
            })?;
            let message = format!("the component `{component}` shows itself without an end");
            let span = file.span(name.at, name.at + name.text.len());
            Some(Diagnostic::new(code::TEMPLATE, span, message).help(
                "To use the built-in one, copy its text: `annals theme eject components.html` writes all of them.",
            ))
        })
    }

    /// Components that show themselves by way of a template that is included.
    fn rings(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (&node, place) in &self.0 {
            let (Node::Component(component), Some(file)) = (node, place.file) else { continue };
            for name in &place.part.includes {
                if self.reached(self.template(name.text), |node| self.next(node)).contains(&node) {
                    let message = format!(
                        "the component `{component}` includes `{}`, which shows the component again",
                        name.text
                    );
                    let span = file.span(name.at, name.at + name.text.len());
                    found.push(Diagnostic::new(code::TEMPLATE, span, message));
                }
            }
        }
        found
    }

    /// How many templates stand in one another from each on. Of rings, and what leads to one, nothing is said.
    fn depths(&self) -> BTreeMap<Node<'t>, usize> {
        let mut above: BTreeMap<Node<'t>, Vec<Node<'t>>> = BTreeMap::new();
        let mut open: BTreeMap<Node<'t>, usize> = BTreeMap::new();
        for &node in self.0.keys() {
            // That a component shows itself ends somewhere, or the engine says so.
            let next: BTreeSet<_> = self.next(node).into_iter().filter(|&next| next != node).collect();
            open.insert(node, next.len());
            next.into_iter().for_each(|next| above.entry(next).or_default().push(node));
        }
        let mut depths: BTreeMap<Node<'t>, usize> = BTreeMap::new();
        let mut ready: Vec<Node<'t>> = open.iter().filter(|(_, open)| **open == 0).map(|(node, _)| *node).collect();
        while let Some(node) = ready.pop() {
            let below = self.next(node).iter().filter_map(|next| depths.get(next)).copied().max().unwrap_or_default();
            depths.insert(node, below + usize::from(!matches!(node, Node::Component(_))));
            for &above in above.get(&node).into_iter().flatten() {
                if let Some(open) = open.get_mut(&above) {
                    *open -= 1;
                    ready.extend((*open == 0).then_some(above));
                }
            }
        }
        depths
    }

    /// All that is reached from one, itself too.
    fn reached(&self, from: Node<'t>, next: impl Fn(Node<'t>) -> Vec<Node<'t>>) -> BTreeSet<Node<'t>> {
        let mut seen = BTreeSet::from([from]);
        let mut ready = vec![from];
        while let Some(node) = ready.pop() {
            ready.extend(next(node).into_iter().filter(|&next| seen.insert(next)));
        }
        seen
    }

    fn next(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let templates = self.0.get(&node).into_iter().flat_map(|place| self.templates(place)).map(|(node, _)| node);
        templates.chain(self.components(node)).collect()
    }

    /// The templates that one extends and includes, if there are such.
    fn templates<'a>(&'a self, place: &'a Place<'t>) -> impl Iterator<Item = (Node<'t>, Name<'t>)> + 'a {
        let names = place.part.extends.iter().chain(&place.part.includes);
        names.map(|name| (self.template(name.text), *name)).filter(|(node, _)| self.0.contains_key(node))
    }

    /// The template that is meant by a name.
    fn template(&self, name: &'t str) -> Node<'t> {
        match name.strip_prefix(DEFAULT) {
            Some(built_in) => Node::BuiltIn(built_in),
            None if self.0.contains_key(&Node::Own(name)) => Node::Own(name),
            None => Node::BuiltIn(name),
        }
    }

    fn components(&self, node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
        let shown = self.0.get(&node).into_iter().flat_map(|place| &place.part.shows);
        shown.map(|name| Node::Component(name.text)).filter(|node| self.0.contains_key(node))
    }
}
