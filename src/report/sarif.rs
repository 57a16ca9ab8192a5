//! Diagnostics as one SARIF log (OASIS, Static Analysis Results Interchange Format, version 2.1.0).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Files;
use crate::diag::{Code, Diagnostic, Severity};
use crate::span::Span;

/// Where paths begin: the site's folder (3.14.14, `originalUriBaseIds`, which the reader of the log may set).
const ROOT: &str = "SITEROOT";

/// The log.
pub(super) fn log(diagnostics: &[Diagnostic], files: &Files<'_>) -> String {
    let codes: BTreeMap<&str, Code> = diagnostics.iter().map(|one| (one.code.name, one.code)).collect();
    let rules: Vec<Value> = codes.values().map(|&code| rule(code)).collect();
    let index = |code: Code| codes.keys().position(|name| *name == code.name);
    let results: Vec<Value> = diagnostics.iter().map(|one| result(one, index(one.code), files)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "Annals", "version": env!("CARGO_PKG_VERSION"), "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that holds site.yaml and content/."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// `error`, `warning` or `note`, as SARIF calls them (3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(code: Code) -> Value {
    let mut rule = Map::new();
    rule.insert("id".into(), code.name.into());
    if let Some(text) = super::explain(code) {
        rule.insert("help".into(), json!({"text": text}));
    }
    rule.insert("defaultConfiguration".into(), json!({"level": level(code.severity)}));
    rule.into()
}

fn result(diagnostic: &Diagnostic, rule: Option<usize>, files: &Files<'_>) -> Value {
    let mut text = format!("{}.", diagnostic.message);
    for help in &diagnostic.help {
        text.push('\n');
        text.push_str(help);
    }
    let mut result = Map::new();
    result.insert("ruleId".into(), diagnostic.code.name.into());
    if let Some(rule) = rule {
        result.insert("ruleIndex".into(), rule.into());
    }
    result.insert("level".into(), level(diagnostic.severity).into());
    result.insert("message".into(), json!({"text": text}));
    if let Some(span) = diagnostic.span {
        result.insert("locations".into(), json!([location(span, diagnostic.note.as_deref(), files)]));
    }
    if !diagnostic.labels.is_empty() {
        let related = diagnostic.labels.iter().map(|label| location(label.span, Some(&label.text), files));
        // 3.27.22: each once.
        let mut all: Vec<Value> = Vec::new();
        related.for_each(|one| {
            if !all.contains(&one) {
                all.push(one);
            }
        });
        result.insert("relatedLocations".into(), all.into());
    }
    result.into()
}

fn location(span: Span, words: Option<&str>, files: &Files<'_>) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({"uri": uri(span.file.path()), "uriBaseId": ROOT}));
    if let Some((start, end)) = files.positions(span) {
        let region = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
            "byteOffset": span.start,
            "byteLength": span.end - span.start,
        });
        physical.insert("region".into(), region);
    }
    let mut location = Map::new();
    location.insert("physicalLocation".into(), physical.into());
    if let Some(words) = words {
        location.insert("message".into(), json!({"text": words}));
    }
    location.into()
}

/// A path as a relative reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
