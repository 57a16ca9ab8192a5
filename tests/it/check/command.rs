//! The command: SARIF, filters, explanations, and what a check without pages says.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::fixture::Fixture;
use crate::shared::shared;

fn annals(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.args(["check", "--root"]).arg(root).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// One error, one warning, and what is only worth knowing; a name that needs escaping in an address.
const FAULTS: &str = "=== site.yaml
title: Faults
=== content/people.yaml
ann: {name: Ann Berg, died: 2001-06-01}
bob: {name: Bob Lund}
=== content/events.yaml
e: {name: E, date: 2002, participants: [{who: ann}]}
=== content/articles/ä b.md
---
id: a
annotations: [{quote: nowhere, people: ann}]
---
Wörter ändern sich.
";

/// The schema of the OASIS standard, SARIF 2.1.0 (JSON Schema, draft-04; the text of the release candidate, rtm.5), as Microsoft's `@microsoft/jest-sarif` (npm, MIT)
/// ships it.
const SCHEMA: &str = include_str!("sarif-schema-2.1.0.json");

fn assert_sarif(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.set_default_draft(boon::Draft::V4);
    compiler.enable_format_assertions();
    compiler.add_resource("https://example.org/sarif.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let schema = compiler.compile("https://example.org/sarif.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(&log, schema) {
        panic!("{error:#}\n{text}");
    }
    log
}

#[test]
fn sarif_is_valid_and_says_what_the_others_say() {
    let fixture = Fixture::new(FAULTS);
    let log = assert_sarif(&out(&annals(fixture.root(), &["--format", "sarif"])));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let json = out(&annals(fixture.root(), &["--format", "json"]));
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results.len(), lines.len());
    for (result, line) in results.iter().zip(&lines) {
        assert_eq!(result["ruleId"], line["code"]);
        let rule = &log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], line["code"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains("What to do."));
        assert!(result["message"]["text"].as_str().unwrap().starts_with(line["message"].as_str().unwrap()));
        let level = if line["severity"] == "info" { "note".into() } else { line["severity"].clone() };
        assert_eq!(result["level"], level);
        if line["file"].is_null() {
            assert!(result.get("locations").is_none());
        } else {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["region"]["startLine"], line["line"]);
            assert_eq!(place["region"]["endColumn"], line["end_column"]);
            assert_eq!(place["region"]["byteOffset"], line["bytes"]["start"]);
        }
    }
    let of = |code: &str| results.iter().find(|one| one["ruleId"] == code).unwrap_or_else(|| panic!("no {code}"));
    let place = |one: &Value| one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert_eq!(place(of("quote-not-found")), "content/articles/%C3%A4%20b.md");
    assert_eq!(of("after-death")["relatedLocations"][0]["message"]["text"], "as recorded here");

    let clean = Fixture::new("=== site.yaml\nbase_url: https://example.org/\n=== content/articles/a.md\nA.\n");
    let log = assert_sarif(&out(&annals(clean.root(), &["--format", "sarif"])));
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn rules_and_severities_are_chosen() {
    let fixture = Fixture::new(FAULTS);
    let codes = |arguments: &[&str]| -> (Vec<String>, Option<i32>) {
        let output = annals(fixture.root(), &[&["--format", "json"], arguments].concat());
        let lines = out(&output);
        let code = |line: &str| serde_json::from_str::<Value>(line).unwrap()["code"].as_str().unwrap().to_owned();
        let mut all: Vec<String> = lines.lines().map(code).collect();
        all.sort();
        (all, output.status.code())
    };
    let of = |all: &[&str], status| (all.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>(), Some(status));
    assert_eq!(codes(&[]), of(&["after-death", "no-base-url", "quote-not-found", "unused-id", "unused-id"], 1));
    assert_eq!(codes(&["--severity", "warning"]), of(&["after-death", "quote-not-found"], 1));
    assert_eq!(codes(&["--severity", "error"]), of(&["quote-not-found"], 1));
    assert_eq!(codes(&["--rule", "after-death"]), of(&["after-death"], 0));
    assert_eq!(
        codes(&["--rule", "after-death", "--rule", "unused-id"]),
        of(&["after-death", "unused-id", "unused-id"], 0)
    );
    assert_eq!(
        codes(&["--rule", "after-death", "--strict", "--severity", "error"]),
        of(&[], 1),
        "the status is of all"
    );
    let wrong = annals(fixture.root(), &["--rule", "after-deaht"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("The nearest is `after-death`."), "{}", err(&wrong));
}

#[test]
fn a_message_is_explained() {
    let nowhere = Path::new("no/such/folder");
    let text = out(&annals(nowhere, &["--explain", "date-before-event"]));
    assert!(
        text.starts_with("date-before-event\n\nWarning; info where it is only possible. An article is dated"),
        "{text}"
    );
    assert!(text.contains("    date: 2017-01-03\n") && text.contains("see Accepting a finding."), "{text}");
    let wrong = annals(nowhere, &["--explain", "date-before"]);
    assert_eq!((wrong.status.code(), out(&wrong).as_str()), (Some(2), ""));
}

/// A build says nothing of what is only worth knowing of the meaning.
#[test]
fn a_build_leaves_advice_to_check() {
    let fixture = Fixture::new(&FAULTS.replace("quote: nowhere", "quote: ändern"));
    let build =
        Command::new(env!("CARGO_BIN_EXE_annals")).args(["build", "--root"]).arg(fixture.root()).output().unwrap();
    let said = err(&build);
    assert!(build.status.success() && said.contains("after-death") && said.contains("no-base-url"), "{said}");
    assert!(!said.contains("unused-id"), "{said}");
}

// without pages

/// What is said with and without making the pages, as text.
fn both(root: &Path) -> [Vec<String>; 2] {
    let options = annals::Options::default();
    [true, false].map(|render| {
        let checked = annals::check(root, &options, render);
        let mut all: Vec<String> = checked.diagnostics.iter().map(|one| format!("{one:?}")).collect();
        all.push(format!("{} pages", checked.value.pages));
        all
    })
}

fn same(root: &Path, what: &str) -> Vec<String> {
    let [rendered, unseen] = both(root);
    let differ: Vec<_> = rendered.iter().zip(&unseen).filter(|(a, b)| a != b).take(3).collect();
    assert!(rendered == unseen, "{what}: {differ:#?}; {} and {} lines", rendered.len(), unseen.len());
    unseen
}

#[test]
fn without_pages_the_same_is_said() {
    same(Path::new(env!("CARGO_MANIFEST_DIR")), "the demonstration");
    // Every fault that only a finished page shows, and links that are good.
    let base = "=== content/people.yaml\nann: {name: Ann Berg}\n=== content/articles/a.md\n---\npeople: ann\n---\n## Head\n\nA word.\n";
    let fixture = Fixture::new(base);
    same(fixture.root(), "a clean site");
    for (broken, more) in [
        (false, "=== content/b.md\n[a](articles/a.md#head) [b](/people/ann/) [c](/people/) [d](people/ann.md#x)\n"),
        (false, "=== content/b.md\n[a](/articles/) [b](/) [c](/people/ann/#mentions)\n"),
        (true, "=== content/b.md\n[a](/people/ann/#nothing)\n"),
        (true, "=== content/b.md\n[a](/events/)\n"),
        (true, "=== content/b.md\n[a](/tags/)\n"),
        (true, "=== content/b.md\n[a](/series/)\n"),
        (true, "=== content/b.md\n[a](/atom.xml)\n"),
        (true, "=== content/people/bob.md\n---\nname: Bob\n---\nSee [below](#timeline).\n"),
        (true, "=== content/b.md\n<blockquote cite=\"/nowhere/\">Words.</blockquote>\n"),
        (true, "=== static/old.html\n<a href=\"nowhere/\">Words.</a>\n"),
        (
            true,
            "=== content/articles/c.md\n---\nannotations: [{quote: word, people: ann, note: '[a](/tags/)'}]\n---\nA word.\n",
        ),
        (true, "=== content/articles/c.md\n---\ncorrections: [{text: '[a](/tags/)'}]\n---\nA word.\n"),
        (true, "=== static/articles/a/index.html\n<p>\n"),
        (true, "=== site.yaml\ntheme: {css: [nothing.css]}\n"),
        (true, "=== site.yaml\nmenu: [tags]\n"),
        (true, "=== site.yaml\nfavicon: nothing.png\n"),
        (
            true,
            "=== templates/person.html\n{% extends \"default/person.html\" %}\n{% block main %}{{ nonsense }}{% endblock %}\n",
        ),
        (true, "=== templates/base.html\n<a href=\"nowhere/\">\n"),
    ] {
        let fixture = Fixture::new(&format!("{base}{more}"));
        let said = same(fixture.root(), more);
        if broken {
            assert!(
                said.iter().any(|one| one.contains("severity: Error") || one.contains("severity: Warning")),
                "{more}: {said:#?}"
            );
        }
    }
}

#[test]
fn without_pages_the_same_is_said_of_the_corpora() {
    use annals::import::{self, standoff};
    for name in ["schnitzler_letters", "mueller_report"] {
        let paths = ["documents", "entities"].map(|part| shared(&format!("corpora/{name}.{part}.jsonl")));
        let [Some(documents), Some(entities)] = paths else { return };
        let dir = tempfile::tempdir().unwrap();
        let mut inputs = import::read(&[documents, entities], u64::MAX).unwrap();
        // A bounded sample: rendering is slow without optimisation.
        let text: Vec<&str> = inputs[0].text.lines().take(12).collect();
        inputs[0].text = text.join("\n");
        let import = standoff::import(&inputs, None).unwrap_or_else(|problems| panic!("{problems:#?}"));
        import::write(&import.files, dir.path()).unwrap();
        same(dir.path(), name);
    }
}
