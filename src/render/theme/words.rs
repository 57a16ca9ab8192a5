//! The words of the interface as templates see them: the value `w` and the filters `fill` and `lang`.
//!
//! `{{ w.subject }}` is a text; `{{ w.claimed_by | fill(who=…) }}` one with its places filled; of one that a number
//! chooses, the number is `n`. Components take the value from where they are called: `{% component note(p, @w) -%}`.

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::render::here::direction;
use crate::render::svg::escape;
use crate::words::{Message, Words, category};

/// In a message that a number chooses: the language whose rules choose.
const LANGUAGE: &str = "language";

/// All words as one value, which is cheap to clone; their signs are escaped once and here.
pub(in crate::render) fn value(words: &Words) -> Value {
    let text = |text: &String| Value::safe_string(&escape(text));
    let message = |message: &Message| match message {
        Message::Text(one) => text(one),
        Message::Several(texts) => {
            let mut map: Map = texts.iter().map(|(name, one)| (Key::from(name.clone()), text(one))).collect();
            if message.is_plural() {
                map.insert(Key::from(LANGUAGE), Value::from(words.language()));
            }
            Value::from(map)
        }
    };
    let all: Map = words.messages().iter().map(|(key, one)| (Key::from(key.clone()), message(one))).collect();
    Value::from(all)
}

/// Makes the filters known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("fill", fill);
    tera.register_filter("lang", lang);
}

/// A message with its places filled. What fills them is escaped, unless it is HTML already.
fn fill(message: &Value, places: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let pattern = match message.as_map() {
        None => message.as_str(),
        Some(texts) => {
            let text = |name: &'static str| texts.get(&Key::Str(name)).and_then(Value::as_str);
            let chosen = category(text(LANGUAGE).unwrap_or_default(), places.must_get::<u64>("n")?);
            text(chosen).or_else(|| text("other"))
        }
    };
    let pattern = pattern.ok_or_else(|| Error::message("`fill` needs a message of `w`"))?;
    let out = crate::date::fill_with(pattern, |name, out| {
        let value = places.iter().find(|(place, _)| place.as_str() == Some(name));
        let (_, value) = value.ok_or_else(|| Error::message(format!("`fill` needs a value for `{name}`")))?;
        out.push_str(&state.escape_if_needed(value)?);
        Ok::<_, Error>(())
    })?;
    Ok(Value::safe_string(&out))
}

/// The attributes of text in another language than the page's; nothing for `null`.
fn lang(language: &Value, _: Kwargs, _: &State<'_>) -> Value {
    match language.as_str() {
        Some(tag) => Value::safe_string(&format!(" lang=\"{}\" dir=\"{}\"", escape(tag), direction(tag))),
        None => Value::safe_string(""),
    }
}
