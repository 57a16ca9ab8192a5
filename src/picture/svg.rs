//! The size of a drawing (SVG).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A drawing that has only a shape takes the width that there is; so wide is it said to be, for what counts then is the shape.
const WIDE: f64 = 1200.0;

/// Whether it is a drawing at all: XML, if one can read it, whose root is `svg`.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    // Of another encoding the browser is the judge.
    std::str::from_utf8(bytes).map_or(!bytes.is_empty(), |text| root(text).is_some())
}

fn root(text: &str) -> Option<BytesStart<'_>> {
    let mut reader = Reader::from_str(text);
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => break root,
            Event::Eof => return None,
            _ => {}
        }
    };
    (root.local_name().as_ref() == "svg").then_some(root)
}

/// Its own width and height in pixels, else such as have its shape.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let root = root(std::str::from_utf8(bytes).ok()?)?;
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok()??;
        Some(attribute.value.into_owned())
    };
    let pixels = |name: &str| {
        let value = value(name)?;
        value.trim().trim_end_matches("px").parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0)
    };
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return rounded(width, height);
    }
    let shape = value("viewBox")?;
    let numbers: Vec<f64> = shape
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let &[_, _, width, height] = numbers.as_slice() else { return None };
    let scale = (WIDE / width).max(1.0);
    rounded(width * scale, height * scale)
}

fn rounded(width: f64, height: f64) -> Option<(u32, u32)> {
    let whole = |number: f64| {
        let number = number.round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in the range")]
        (1.0..=1_000_000.0).contains(&number).then_some(number as u32)
    };
    Some((whole(width)?, whole(height)?))
}
