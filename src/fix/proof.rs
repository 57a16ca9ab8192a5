//! What a change of a text changed: the trees before and after, held against each other.

use std::collections::BTreeMap;

use crate::parse::yaml::{Node, NodeKind, Style};
use crate::span::Span;

/// A scalar, whether it is a value or a key.
pub(super) struct Scalar<'n> {
    /// Its text.
    pub text: &'n str,
    /// How it is written; of a key, which the tree does not say, nothing.
    pub style: Option<Style>,
}

/// The scalar that stands exactly there.
pub(super) fn scalar_at(node: &Node, span: Span) -> Option<Scalar<'_>> {
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            (node.span == span).then_some(Scalar { text: &scalar.text, style: Some(scalar.style) })
        }
        NodeKind::List(items) => items.iter().find_map(|item| scalar_at(item, span)),
        NodeKind::Map(entries) => entries.iter().find_map(|entry| {
            let key = (entry.key.span == span).then_some(Scalar { text: &entry.key.value, style: None });
            key.or_else(|| scalar_at(&entry.value, span))
        }),
        NodeKind::Refused => None,
    }
}

/// The value that a place lies in.
pub(super) fn scalar_around(node: &Node, span: Span) -> Option<(Span, &str)> {
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            (node.span.start <= span.start && span.end <= node.span.end).then_some((node.span, &*scalar.text))
        }
        NodeKind::List(items) => items.iter().find_map(|item| scalar_around(item, span)),
        NodeKind::Map(entries) => entries.iter().find_map(|entry| scalar_around(&entry.value, span)),
        NodeKind::Refused => None,
    }
}

/// Whether two trees are the same, but that the values at these places are what was wanted, white space apart.
pub(super) fn differs_only(old: &Node, new: &Node, wanted: &BTreeMap<Span, &str>) -> bool {
    let text = |span: Span, was: &str, is: &str| match wanted.get(&span) {
        Some(wanted) => wanted.split_whitespace().eq(is.split_whitespace()),
        None => was == is,
    };
    match (&old.kind, &new.kind) {
        (NodeKind::Scalar(was), NodeKind::Scalar(is)) => {
            text(old.span, &was.text, &is.text) && was.comment.is_some() == is.comment.is_some()
        }
        (NodeKind::List(was), NodeKind::List(is)) => {
            was.len() == is.len() && was.iter().zip(is).all(|(was, is)| differs_only(was, is, wanted))
        }
        (NodeKind::Map(was), NodeKind::Map(is)) => {
            was.len() == is.len()
                && was.iter().zip(is).all(|(was, is)| {
                    text(was.key.span, &was.key.value, &is.key.value) && differs_only(&was.value, &is.value, wanted)
                })
        }
        (NodeKind::Refused, NodeKind::Refused) => true,
        _ => false,
    }
}
