//! The values along the skeleton: as they stand in the text, where that is what they mean ([`as_written`]), else read by
//! serde_yaml, each node asked for as what it is ([`values`]).

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::scan::{Bone, BoneKind};
use super::{Chars, Entry, Node, NodeKind, Place, Scalar, Style, explain};
use crate::diag::Diagnostic;
use crate::span::Text;

/// The values of a document all of whose scalars stand in the text as they are: plain or in quotation marks, on one line,
/// without an escape. Absent where one does not, or something was refused. Most files are such, and are read once.
pub fn as_written(text: &str, place: Place, tree: &Bone) -> Option<Node> {
    let walk = Walk { bone: tree, place };
    let node = |bone| as_written(text, place, bone);
    Some(walk.node(match &tree.kind {
        BoneKind::Scalar { style, comment } => {
            let comment = comment.map(|(start, end)| place.span(start, end));
            let text = scalar(text.get(tree.start..tree.end)?, *style)?.to_owned();
            NodeKind::Scalar(Scalar { text, style: *style, comment })
        }
        BoneKind::List(bones) => NodeKind::List(bones.iter().map(node).collect::<Option<_>>()?),
        BoneKind::Map(bones) => {
            let mut entries = Vec::with_capacity(bones.len());
            for (key, value) in bones {
                let (key, value) = (node(key)?, node(value)?);
                match key.kind {
                    NodeKind::Scalar(scalar) if !scalar.text.is_empty() => {
                        entries.push(Entry { key: Text::new(scalar.text, key.span), value });
                    }
                    _ => return None,
                }
            }
            NodeKind::Map(entries)
        }
        BoneKind::Refused => return None,
    }))
}

/// What a scalar means, if that is what stands there.
fn scalar(written: &str, style: Style) -> Option<&str> {
    // YAML 1.1, which serde_yaml reads, breaks lines at these, too.
    if written.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return None;
    }
    match style {
        // What begins with a sign may be more than a text to one of the two parsers.
        Style::Plain => {
            let word = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '/' | '(' | '.');
            (written.is_empty() || written.starts_with(word)).then_some(written)
        }
        Style::Quoted => {
            let inner = |mark| written.strip_prefix(mark)?.strip_suffix(mark);
            inner('"').filter(|text| !text.contains('\\')).or_else(|| inner('\'').filter(|text| !text.contains('\'')))
        }
        Style::Block => None,
    }
}

/// Reads the values of the first document of `text`, whose structure is `tree`.
///
/// # Errors
/// What serde_yaml refuses although the pass before has taken it, with its place.
pub fn values(text: &str, place: Place, tree: &Bone) -> Result<Node, Box<Diagnostic>> {
    let Some(document) = serde_yaml::Deserializer::from_str(text).next() else {
        return Err(Box::new(explain::syntax(text, place, 0, "did not find a document")));
    };
    Walk { bone: tree, place }.deserialize(document).map_err(|error| {
        let at = error.location().map_or(0, |location| Chars::new(text).byte(location.index()));
        Box::new(explain::refused(text, place, at, &error))
    })
}

#[derive(Clone, Copy)]
struct Walk<'b> {
    bone: &'b Bone,
    place: Place,
}

impl<'b> Walk<'b> {
    fn to(self, bone: &'b Bone) -> Self {
        Walk { bone, ..self }
    }

    fn node(self, kind: NodeKind) -> Node {
        Node { span: self.place.span(self.bone.start, self.bone.end), kind }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        match &self.bone.kind {
            BoneKind::Scalar { .. } => deserializer.deserialize_str(self),
            BoneKind::List(_) => deserializer.deserialize_seq(self),
            BoneKind::Map(_) => deserializer.deserialize_map(self),
            BoneKind::Refused => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                Ok(self.node(NodeKind::Refused))
            }
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.bone.kind {
            BoneKind::Scalar { .. } => "a text",
            BoneKind::List(_) => "a list",
            BoneKind::Map(_) => "a map",
            BoneKind::Refused => "anything",
        })
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Node, E> {
        let BoneKind::Scalar { style, comment } = self.bone.kind else {
            return Err(E::custom("a text stands where none was found before"));
        };
        let comment = comment.map(|(start, end)| self.place.span(start, end));
        Ok(self.node(NodeKind::Scalar(Scalar { text: text.to_owned(), style, comment })))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let BoneKind::List(bones) = &self.bone.kind else {
            return Err(A::Error::custom("a list stands where none was found before"));
        };
        let mut items = Vec::with_capacity(bones.len());
        for bone in bones {
            items.push(access.next_element_seed(self.to(bone))?.ok_or_else(|| A::Error::custom("a list ends early"))?);
        }
        if access.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom("a list goes on where its end was found before"));
        }
        Ok(self.node(NodeKind::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let BoneKind::Map(bones) = &self.bone.kind else {
            return Err(A::Error::custom("a map stands where none was found before"));
        };
        let mut entries = Vec::with_capacity(bones.len());
        for (key, value) in bones {
            let key = access.next_key_seed(self.to(key))?.ok_or_else(|| A::Error::custom("a map ends early"))?;
            let value = access.next_value_seed(self.to(value))?;
            if let NodeKind::Scalar(scalar) = key.kind {
                entries.push(Entry { key: Text::new(scalar.text, key.span), value });
            }
        }
        if access.next_key::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom("a map goes on where its end was found before"));
        }
        Ok(self.node(NodeKind::Map(entries)))
    }
}
