//! The page of the manual on what templates see is what `src/render/view` says: every struct, field and doc comment.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A struct that templates see.
struct View {
    name: String,
    about: String,
    /// Name, type, doc comment.
    fields: Vec<(String, String, String)>,
}

/// The structs of a file that are serialised, in its order.
fn views(source: &str) -> Vec<View> {
    let (mut all, mut doc, mut serialised, mut renamed) = (Vec::<View>::new(), String::new(), false, None);
    let mut open: Option<View> = None;
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let text = line.trim();
        if let Some(more) = text.strip_prefix("///") {
            if !doc.is_empty() {
                doc.push(' ');
            }
            doc.push_str(more.trim());
        } else if text.starts_with("#[derive") {
            serialised = text.contains("Serialize");
        } else if let Some(name) = text.strip_prefix("#[serde(rename = \"") {
            renamed = name.split('"').next().map(str::to_owned);
        } else if let Some(rest) = text.strip_prefix("pub struct ").filter(|_| serialised && text.ends_with('{')) {
            let name = rest.split([' ', '<']).next().unwrap_or_default().to_owned();
            open = Some(View { name, about: std::mem::take(&mut doc), fields: Vec::new() });
        } else if text == "}" {
            all.extend(open.take());
            serialised = false;
        } else if let Some((name, rest)) = text.strip_prefix("pub ").and_then(|text| text.split_once(": "))
            && let Some(view) = &mut open
        {
            let mut type_ = rest.to_owned();
            while !type_.ends_with(',') {
                type_.push_str(lines.next().map_or(",", str::trim));
            }
            let name = renamed.take().unwrap_or_else(|| name.to_owned());
            view.fields.push((name, said(type_.trim_end_matches(',')), std::mem::take(&mut doc)));
        } else if !text.starts_with("#[") {
            doc.clear();
        }
    }
    all
}

/// A type in words.
fn said(type_: &str) -> String {
    let inside = |name: &str| type_.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(inner) = inside("Option") {
        return format!("{} or null", said(inner));
    }
    if let Some(inner) = inside("Vec") {
        return format!("list of {}", said(inner));
    }
    if let Some(inner) = inside("Ready").or_else(|| inside("Arc")).or_else(|| inside("Box")) {
        return said(inner);
    }
    if let Some((_, value)) = inside("BTreeMap").and_then(|inner| inner.split_once(", ")) {
        return format!("map of {}", said(value));
    }
    match type_ {
        "String" | "&'static str" | "str" => "text".into(),
        "bool" => "true or false".into(),
        "usize" | "u32" | "u64" | "i64" | "i32" | "u8" | "f64" => "number".into(),
        "Extra" => "map".into(),
        "Value" => "value".into(),
        name => format!("`{name}`"),
    }
}

#[test]
fn the_manual_lists_every_field_that_templates_see() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("src/render/view.rs")];
    let mut more: Vec<_> =
        fs::read_dir(root.join("src/render/view")).unwrap().map(|entry| entry.unwrap().path()).collect();
    more.sort();
    files.extend(more);
    let mut all: Vec<View> = files.iter().flat_map(|file| views(&fs::read_to_string(file).unwrap())).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(all.len() > 40, "{}", all.len());
    let mut page = String::from(
        "---\ntitle: What templates see\ndescription: Every value that a template has, with its fields.\n---\n\n\
         Each template has `site`, `page` and the values that [Templates](templates.md) names. A field is always there: one that has \
         nothing to say is null, an empty text or an empty list. Fields named `html`, or that end in `_html`, hold finished HTML and \
         are written with `| safe`; so is `page.json_ld`. Addresses are ready to stand in `href` or `src`.\n",
    );
    // A struct's name leads to it; of anything else the name alone stands.
    let names: Vec<String> = all.iter().map(|view| view.name.clone()).collect();
    let linked = |type_: &str| {
        let Some((before, name)) =
            type_.split_once('`').and_then(|(before, rest)| Some((before, rest.split_once('`')?)))
        else {
            return type_.to_owned();
        };
        let (name, after) = name;
        if !names.iter().any(|known| known == name) {
            return type_.to_owned();
        }
        format!("{before}[{name}](#h-{}){after}", name.to_lowercase())
    };
    let plain = |text: &str| text.replace("[`", "`").replace("`]", "`").replace('|', "\\|").replace("super::", "");
    for view in &all {
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n| field | value | what it is |\n| --- | --- | --- |\n",
            view.name,
            plain(&view.about)
        );
        for (name, type_, about) in &view.fields {
            assert!(!about.is_empty(), "{}.{name} says nothing", view.name);
            let _ = writeln!(page, "| `{name}` | {} | {} |", linked(type_), plain(about));
        }
    }
    let written = fs::read_to_string(root.join("content/manual/views.md")).unwrap_or_default();
    if written != page {
        let expected = Path::new(env!("CARGO_TARGET_TMPDIR")).join("views.md");
        fs::write(&expected, &page).unwrap();
        let first = page.lines().zip(written.lines()).find(|(a, b)| a != b);
        panic!("content/manual/views.md is to be as {}; the first difference: {first:?}", expected.display());
    }
}
