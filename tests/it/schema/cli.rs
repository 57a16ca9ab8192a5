//! `annals schema` and the schemas that `annals new` makes, as they are used.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::*;

fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_annals")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn schemas_are_listed_and_printed() {
    let fixture = Fixture::new("=== site.yaml\nkinds: {documents: {one: D, many: Ds}}\n");
    let root = fixture.root().to_str().unwrap();
    let (status, list, stderr) = run(&["schema", "--root", root]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let names: Vec<&str> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    for name in ["site", "article", "annotations", "people", "people.yaml", "documents.yaml", "series", "page"] {
        assert!(names.contains(&name), "{list}");
    }
    for name in names {
        let (status, text, stderr) = run(&["schema", name, "--root", root]);
        assert_eq!((status, stderr.as_str()), (0, ""), "{name}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["$schema"], DRAFTS[0], "{name}");
    }
    let (status, stdout, stderr) = run(&["schema", "poeple", "--root", root]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(stderr.contains("Did you mean `people`?"), "{stderr}");
}

#[test]
fn a_mistake_in_the_settings_is_said_and_nothing_written_for_it() {
    let fixture = Fixture::new("=== site.yaml\nkinds: {documents: {one: D, many: Ds}}\nurl: x\n");
    let root = fixture.root().to_str().unwrap();
    let (status, stdout, stderr) = run(&["schema", "documents", "--root", root]);
    assert_eq!(status, 1);
    assert!(stdout.starts_with('{') && stderr.contains("unknown-key"), "{stderr}");
    let into = fixture.root().join("schemas");
    let (status, _, stderr) = run(&["schema", "--write", into.to_str().unwrap(), "--root", root]);
    assert_eq!(status, 1);
    assert!(stderr.contains("Nothing was written") && !into.exists(), "{stderr}");
}

#[test]
fn schemas_are_written_over_schemas_only() {
    let fixture = Fixture::new("=== content/a.md\nA.\n");
    let (root, into) = (fixture.root().to_str().unwrap(), fixture.root().join("schemas"));
    let write = ["schema", "--write", into.to_str().unwrap(), "--root", root];
    let (status, stdout, stderr) = run(&write);
    assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
    let all = schema::names(&Settings::default());
    assert_eq!(fs::read_dir(&into).unwrap().count(), all.len());

    fixture.write("site.yaml", b"kinds: {documents: {one: D, many: Ds}}\n");
    let (status, _, stderr) = run(&write);
    assert_eq!(status, 0, "{stderr}");
    assert!(fs::read_to_string(into.join("people.json")).unwrap().contains("documents"));
    assert!(into.join("documents.yaml.json").is_file());
    let (_, _, stderr) = run(&write);
    assert!(stderr.contains("Wrote 0 schemas") && stderr.contains("(18 unchanged)"), "{stderr}");

    // A file of somebody's own stays, and no other is written.
    fs::write(into.join("people.json"), "{\"mine\": true}").unwrap();
    fs::remove_file(into.join("article.json")).unwrap();
    let (status, _, stderr) = run(&write);
    assert_eq!(status, 2);
    assert!(stderr.contains("people.json") && stderr.contains("nothing was written"), "{stderr}");
    assert_eq!(fs::read_to_string(into.join("people.json")).unwrap(), "{\"mine\": true}");
    assert!(!into.join("article.json").exists());
}

#[test]
fn a_new_site_names_a_schema_in_each_yaml_file_and_obeys_it() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("site");
    assert_eq!(run(&["new", root.to_str().unwrap()]).0, 0);
    let mut named = 0;
    for entry in walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let line = text.lines().next().unwrap();
        let schema = line.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{line}"));
        let found = fs::read_to_string(path.parent().unwrap().join(schema)).unwrap_or_else(|_| panic!("{schema}"));
        let inner = path.strip_prefix(&root).unwrap().to_str().unwrap().replace(std::path::MAIN_SEPARATOR, "/");
        let wanted = schema::print(&what(&inner).unwrap(), &Settings::default()).unwrap();
        assert_eq!(found, wanted, "{inner} names {schema}");
        named += 1;
    }
    assert_eq!(named, 6);
    // The program itself finds nothing to write anew.
    let into = root.join("schemas");
    let (_, _, stderr) = run(&["schema", "--root", root.to_str().unwrap(), "--write", into.to_str().unwrap()]);
    assert!(stderr.contains("Wrote 0 schemas"), "{stderr}");

    let mut all = Comparison::default();
    all.folder(&Site::new(Settings::default()), Path::new(&root));
    assert!(all.files >= 8, "{}", all.files);
    all.check(&[], &[]);
    assert_eq!(all.agreed, [""; 0]);
}
