//! JSON whose keys stay in the order in which they were put, for whoever reads a schema by eye.

use serde_json::Value;

/// A JSON object.
#[derive(Debug, Default)]
pub(super) struct Object(Vec<(String, Json)>);

/// What a key of an [`Object`] holds.
#[derive(Debug)]
pub(super) enum Json {
    Leaf(Value),
    Object(Object),
    List(Vec<Object>),
}

impl Object {
    pub fn new() -> Object {
        Object::default()
    }

    /// This, and a key behind the others.
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Json>) -> Object {
        self.0.push((key.into(), value.into()));
        self
    }

    /// This, and behind it the keys of another.
    pub fn and(mut self, other: Object) -> Object {
        self.0.extend(other.0);
        self
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Json {
        Json::Object(object)
    }
}

impl From<Vec<Object>> for Json {
    fn from(list: Vec<Object>) -> Json {
        Json::List(list)
    }
}

/// Everything else that is JSON: texts, numbers, booleans, lists of these.
macro_rules! leaves {
    ($($leaf:ty)*) => {$(
        impl From<$leaf> for Json {
            fn from(leaf: $leaf) -> Json {
                Json::Leaf(Value::from(leaf))
            }
        }
    )*};
}

leaves!(Value &str String bool i32 u32 f64);

impl Object {
    /// The text: a key a line, what holds no object on the line of its key.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out + "\n"
    }

    fn write(&self, depth: usize, out: &mut String) {
        if self.0.is_empty() {
            out.push_str("{}");
            return;
        }
        for (at, (key, value)) in self.0.iter().enumerate() {
            out.push_str(if at == 0 { "{\n" } else { ",\n" });
            indent(depth + 1, out);
            out.push_str(&format!("{}: ", Value::from(key.as_str())));
            match value {
                Json::Leaf(leaf) => out.push_str(&leaf.to_string()),
                Json::Object(object) => object.write(depth + 1, out),
                Json::List(list) => {
                    for (at, object) in list.iter().enumerate() {
                        out.push_str(if at == 0 { "[\n" } else { ",\n" });
                        indent(depth + 2, out);
                        object.write(depth + 2, out);
                    }
                    out.push('\n');
                    indent(depth + 1, out);
                    out.push(']');
                }
            }
        }
        out.push('\n');
        indent(depth, out);
        out.push('}');
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}
