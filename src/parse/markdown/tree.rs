//! A tree for html5ever to build: nodes in one list, linked by number.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, ParseOpts, QualName, local_name, ns, parse_fragment};

/// A node.
#[derive(Debug)]
pub(super) struct Item {
    pub data: Data,
    pub first: Option<usize>,
    pub next: Option<usize>,
    parent: Option<usize>,
    previous: Option<usize>,
    last: Option<usize>,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    Root,
    Element(QualName, Vec<Attribute>),
    Text(String),
}

/// Parses a fragment as the content of a `<div>`: the list of nodes, and the number of the one that holds all others.
pub(super) fn parse(html: &str) -> (Vec<Item>, usize) {
    let name = QualName::new(None, ns!(html), local_name!("div"));
    let items =
        parse_fragment(Sink::default(), ParseOpts::default(), name, Vec::new(), false).one(StrTendril::from(html));
    // A fragment's nodes are in the one `<html>` element in the document.
    let root = items.first().and_then(|document| document.first).unwrap_or(0);
    (items, root)
}

struct Sink(RefCell<Vec<Item>>);

impl Default for Sink {
    fn default() -> Self {
        Sink(RefCell::new(vec![Item::new(Data::Root)]))
    }
}

impl Item {
    fn new(data: Data) -> Item {
        Item { data, first: None, next: None, parent: None, previous: None, last: None }
    }
}

fn detach(items: &mut [Item], at: usize) {
    let Item { parent, previous, next, .. } = items[at];
    match (previous, parent) {
        (Some(previous), _) => items[previous].next = next,
        (None, Some(parent)) => items[parent].first = next,
        (None, None) => {}
    }
    match (next, parent) {
        (Some(next), _) => items[next].previous = previous,
        (None, Some(parent)) => items[parent].last = previous,
        (None, None) => {}
    }
    (items[at].parent, items[at].previous, items[at].next) = (None, None, None);
}

/// Puts `child` into `parent` before `next`, or at the end.
fn insert(items: &mut Vec<Item>, parent: usize, next: Option<usize>, child: NodeOrText<usize>) {
    let previous = next.map_or(items[parent].last, |next| items[next].previous);
    let child = match child {
        NodeOrText::AppendNode(child) => {
            detach(items, child);
            child
        }
        NodeOrText::AppendText(text) => {
            if let Some(Data::Text(before)) = previous.map(|previous| &mut items[previous].data) {
                before.push_str(&text);
                return;
            }
            items.push(Item::new(Data::Text(text.to_string())));
            items.len() - 1
        }
    };
    let previous = next.map_or(items[parent].last, |next| items[next].previous);
    (items[child].parent, items[child].previous, items[child].next) = (Some(parent), previous, next);
    match previous {
        Some(previous) => items[previous].next = Some(child),
        None => items[parent].first = Some(child),
    }
    match next {
        Some(next) => items[next].previous = Some(child),
        None => items[parent].last = Some(child),
    }
}

/// An element's name, its own copy: names are shared, so this costs a count.
#[derive(Debug)]
pub(super) struct Name(QualName);

impl html5ever::interface::ElemName for Name {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Vec<Item>;
    type ElemName<'a> = Name;

    fn finish(self) -> Vec<Item> {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match &self.0.borrow()[*target].data {
            Data::Element(name, _) => Name(name.clone()),
            // The tree builder asks for the names of elements only.
            _ => Name(QualName::new(None, ns!(), local_name!(""))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let mut items = self.0.borrow_mut();
        items.push(Item::new(Data::Element(name, attributes)));
        items.len() - 1
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        let mut items = self.0.borrow_mut();
        items.push(Item::new(Data::Text(String::new())));
        items.len() - 1
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.create_comment(StrTendril::new())
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        insert(&mut self.0.borrow_mut(), *parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let has_parent = self.0.borrow()[*element].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let mut items = self.0.borrow_mut();
        if let Some(parent) = items[*sibling].parent {
            insert(&mut items, parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &usize) {
        detach(&mut self.0.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &usize, parent: &usize) {
        let mut items = self.0.borrow_mut();
        while let Some(child) = items[*node].first {
            insert(&mut items, *parent, None, NodeOrText::AppendNode(child));
        }
    }
}
