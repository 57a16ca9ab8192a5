//! The list of `annals check --anchors`: every annotation, and what has become of its quote.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::Checked;
use crate::span::{FileId, LineIndex, Span};

/// A line each: `path:line: status article#id “quote”`, with the passage where it has other words; or a JSON object.
pub(super) fn list(checked: &Checked, as_json: bool) -> String {
    let mut texts: BTreeMap<FileId, Option<Arc<str>>> = BTreeMap::new();
    let spans = checked.anchors.iter().flat_map(|one| std::iter::once(one.span).chain(one.place));
    for span in spans {
        texts.entry(span.file).or_insert_with(|| checked.sources.text(span.file));
    }
    let lines: BTreeMap<FileId, LineIndex<'_>> =
        texts.iter().filter_map(|(&file, text)| Some((file, LineIndex::new(text.as_deref()?)))).collect();
    let line = |span: Span| lines.get(&span.file).map(|lines| lines.position(span.start as usize).line);
    let mut out = String::new();
    for one in &checked.anchors {
        let (article, id) = &one.of;
        if as_json {
            let place = |span: Span| json!({"file": span.file.path(), "line": line(span), "bytes": {"start": span.start, "end": span.end}});
            let object = json!({
                "article": article,
                "annotation": id,
                "status": one.status,
                "quote": one.quote,
                "at": place(one.span),
                "passage": one.place.map(place),
                "words": one.words,
            });
            out.push_str(&format!("{object}\n"));
            continue;
        }
        out.push_str(one.span.file.path());
        out.extend(line(one.span).map(|line| format!(":{line}")));
        out.push_str(&format!(": {} {article}#{id}", one.status));
        out.extend(one.quote.as_deref().map(|quote| format!(" “{}”", short(quote))));
        let others = one.words.as_deref().filter(|words| Some(*words) != one.quote.as_deref());
        out.extend(others.map(|words| format!(" → “{}”", short(words))));
        if let Some(place) = one.place {
            out.push_str(&format!(" ({}", place.file.path()));
            out.extend(line(place).map(|line| format!(":{line}")));
            out.push(')');
        }
        out.push('\n');
    }
    out
}

/// On one line, shortened, and nothing in it that commands a terminal.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    match line.char_indices().nth(MOST) {
        Some((end, _)) => line[..end].chars().map(visible).chain(['…']).collect(),
        None => line.chars().map(visible).collect(),
    }
}
