//! JSON written as it grows: pages have one object of known shape each, and no tree is needed to write it.

/// An object, member by member. What has no value is left out.
pub(super) struct Node(String);

impl Node {
    /// An object of one type of schema.org, or of several.
    pub fn new(types: &[&str]) -> Node {
        Node(String::from("{")).member("@type", |out| match types {
            [one] => push_text(out, one),
            many => push_list(out, many.iter().copied(), push_text),
        })
    }

    /// The object of a page.
    pub fn page(types: &[&str]) -> Node {
        let Node(typed) = Node::new(types);
        Node(format!("{{\"@context\":\"https://schema.org\",{}", &typed[1..]))
    }

    /// A text.
    pub fn text(self, key: &str, value: &str) -> Node {
        self.member(key, |out| push_text(out, value))
    }

    /// A text, if there is one.
    pub fn some(self, key: &str, value: Option<impl AsRef<str>>) -> Node {
        match value {
            Some(value) => self.text(key, value.as_ref()),
            None => self,
        }
    }

    /// Texts, if there are any.
    pub fn texts(self, key: &str, values: &[String]) -> Node {
        if values.is_empty() {
            return self;
        }
        self.member(key, |out| push_list(out, values, |out, text| push_text(out, text)))
    }

    /// A number, if it is one.
    pub fn number(self, key: &str, value: Option<f64>) -> Node {
        match value.filter(|value| value.is_finite()).map(|value| value.to_string()) {
            Some(number) => self.member(key, |out| out.push_str(&number)),
            None => self,
        }
    }

    /// An object.
    pub fn node(self, key: &str, value: Node) -> Node {
        self.member(key, |out| push_node(out, value))
    }

    /// An object, if there is one.
    pub fn some_node(self, key: &str, value: Option<Node>) -> Node {
        match value {
            Some(value) => self.node(key, value),
            None => self,
        }
    }

    /// Objects, if there are any.
    pub fn nodes(self, key: &str, values: impl IntoIterator<Item = Node>) -> Node {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return self;
        }
        self.member(key, |out| push_list(out, values, push_node))
    }

    /// The whole as it can stand inside `<script>`: no text of it can end the element or begin a comment in it.
    pub fn finish(self) -> String {
        let mut out = self.0;
        out.push('}');
        if memchr::memchr(b'<', out.as_bytes()).is_some() { out.replace('<', "\\u003c") } else { out }
    }

    fn member(mut self, key: &str, value: impl FnOnce(&mut String)) -> Node {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_text(&mut self.0, key);
        self.0.push(':');
        value(&mut self.0);
        self
    }
}

fn push_node(out: &mut String, node: Node) {
    out.push_str(&node.0);
    out.push('}');
}

fn push_list<T>(out: &mut String, items: impl IntoIterator<Item = T>, mut push: impl FnMut(&mut String, T)) {
    out.push('[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        push(out, item);
    }
    out.push(']');
}

fn push_text(out: &mut String, text: &str) {
    // A text is always valid JSON.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json_that_cannot_end_its_element() {
        let inner = Node::new(&["Person"]).text("name", "A \"B\" </script><!-- \u{2028}").number("age", Some(1.5));
        let node = Node::page(&["Article", "Message"])
            .texts("keywords", &["a".into(), "b\n".into()])
            .texts("empty", &[])
            .number("not", Some(f64::NAN))
            .nodes("about", [inner, Node::new(&["Thing"])])
            .some("none", None::<&str>);
        let text = node.finish();
        assert!(!text.contains('<'), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "@context": "https://schema.org", "@type": ["Article", "Message"], "keywords": ["a", "b\n"],
            "about": [{"@type": "Person", "name": "A \"B\" </script><!-- \u{2028}", "age": 1.5}, {"@type": "Thing"}],
        });
        assert_eq!(value, expected);
    }
}
