//! What tests need to read HTML.

use std::collections::BTreeMap;

/// One token of HTML that was written by us: tags in lower case, all attributes in double quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Start { name: String, attributes: BTreeMap<String, String> },
    End(String),
    Text(String),
}

const VOID: &[&str] = &["br", "col", "hr", "img", "input", "wbr"];

/// Cuts HTML into tokens, stricter than any browser.
///
/// # Errors
/// The first thing that is not well formed: a tag that is not closed in its own parent, an attribute that stands twice, a
/// bare `<`.
pub fn tokens(html: &str) -> Result<Vec<Token>, String> {
    let (mut all, mut open, mut rest) = (Vec::new(), Vec::new(), html);
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            all.push(Token::Text(decode(&rest[..end])?));
            rest = &rest[end..];
            continue;
        };
        let near = || tag.chars().take(60).collect::<String>();
        if let Some(end) = tag.strip_prefix('/') {
            let (name, after) = end.split_once('>').ok_or_else(near)?;
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes no open element near <{}", near()));
            }
            all.push(Token::End(name.to_owned()));
            rest = after;
            continue;
        }
        let length = tag.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit()).unwrap_or(0);
        let name = &tag[..length];
        if name.is_empty() {
            return Err(format!("a bare < near {}", near()));
        }
        let (mut attributes, mut inside) = (BTreeMap::new(), &tag[length..]);
        while !inside.starts_with('>') {
            inside = inside.strip_prefix(' ').ok_or_else(near)?;
            let length = inside.find(['=', ' ', '>', '"', '<']).ok_or_else(near)?;
            let (key, after) = inside.split_at(length);
            let mut value = String::new();
            inside = after;
            if let Some(quoted) = after.strip_prefix("=\"") {
                let (own, after) = quoted.split_once('"').ok_or_else(near)?;
                value = decode(own)?;
                inside = after;
            }
            if attributes.insert(key.to_owned(), value).is_some() {
                return Err(format!("{key} stands twice near <{}", near()));
            }
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
        all.push(Token::Start { name: name.to_owned(), attributes });
        rest = &inside[1..];
    }
    if open.is_empty() { Ok(all) } else { Err(format!("not closed: {open:?}")) }
}

fn decode(text: &str) -> Result<String, String> {
    if text.contains('<') {
        return Err(format!("< in {text:?}"));
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after.split_once(';').ok_or_else(|| format!("a bare & in {text:?}"))?;
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#x27" | "#39" => '\'',
            other => return Err(format!("&{other}; in {text:?}")),
        });
        rest = after;
    }
    Ok(out + rest)
}

/// A tree as text, one node a line: what two pieces of HTML are compared by where their bytes may differ. White space around
/// tags is not in it.
pub fn outline(html: &str) -> String {
    let tree = scraper::Html::parse_fragment(html);
    let mut out = String::new();
    outline_of(&tree.root_element(), &mut out);
    out
}

fn outline_of(element: &scraper::ElementRef<'_>, out: &mut String) {
    let mut attributes: Vec<_> = element.value().attrs().collect();
    attributes.sort_unstable();
    out.push_str(&format!("<{} {attributes:?}\n", element.value().name()));
    for child in element.children() {
        if let Some(child) = scraper::ElementRef::wrap(child) {
            outline_of(&child, out);
        } else if let scraper::Node::Text(text) = child.value()
            && !text.trim().is_empty()
        {
            out.push_str(&format!("{:?}\n", text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    out.push_str(&format!("/{}\n", element.value().name()));
}
