//! Bad input gets a clear error and loses nothing: whatever lies in the folder, the site that was built before stays.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use annals::load;
use serde_json::Value;

/// A site that was built once, when it was sound.
struct Built {
    dir: tempfile::TempDir,
}

impl Built {
    fn new() -> Built {
        let built = Built { dir: tempfile::tempdir().unwrap() };
        built.put("site.yaml", "format: 1\ntitle: Before\nbase_url: https://example.org/\nlimits: {file: 100 kB}\n");
        built.put("content/index.md", "Home.\n");
        built.put("content/articles/sound.md", "---\ntitle: Sound\ndate: 2017-03-02\n---\n\nA sound article.\n");
        built.put("content/people/jeff-sessions.md", "---\nname: Jeff Sessions\n---\n");
        let (status, said) = built.run("build");
        assert_eq!((status, said), (0, Vec::new()));
        built
    }

    fn root(&self) -> &Path {
        self.dir.path()
    }

    fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs a command; its status and what it said.
    fn run(&self, command: &str) -> (i32, Vec<Value>) {
        let mut process = Command::new(env!("CARGO_BIN_EXE_annals"));
        let output = process.args([command, "--format", "json", "--root"]).arg(self.root()).output().unwrap();
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        let status = output.status.code().unwrap_or_else(|| panic!("no status: {err}"));
        assert!(status < 2, "status {status}\n{out}\n{err}");
        let mut said: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        // Nobody refers to the records of these sites, which is not what they are about.
        said.retain(|one| one["code"] != "unused-id");
        (status, said)
    }

    fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        walkdir::WalkDir::new(self.root().join("public"))
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
            .collect()
    }

    /// The errors of a build, which must leave the output as it was: `code path:line:column`.
    #[track_caller]
    fn refuses(&self, expected: &[&str]) -> Vec<Value> {
        let before = self.output();
        let (status, said) = self.run("build");
        let errors: Vec<Value> = said.into_iter().filter(|one| one["severity"] == "error").collect();
        let places: Vec<String> = errors
            .iter()
            .map(|one| {
                let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
                match one["line"].as_u64() {
                    Some(line) => format!("{} {}:{line}:{}", text("code"), text("file"), one["column"]),
                    None => format!("{} {}", text("code"), text("file")),
                }
            })
            .collect();
        assert_eq!(places, expected, "{errors:#?}");
        assert_eq!(status, 1);
        assert!(self.output() == before, "the output has changed");
        errors
    }
}

/// A site with one more file is refused, with these errors.
#[track_caller]
fn refused(path: &str, content: impl AsRef<[u8]>, expected: &[&str]) -> Vec<Value> {
    let site = Built::new();
    site.put(path, content);
    site.refuses(expected)
}

/// An article with this front matter.
fn with(front: &str) -> String {
    format!("---\n{front}\n---\n\nThe text. The text again.\n")
}

const BAD: &str = "content/articles/bad.md";

#[test]
fn a_folder_without_content() {
    for make in [&[][..], &["content"], &["content", "content/articles"]] {
        let site = Built { dir: tempfile::tempdir().unwrap() };
        for folder in make {
            fs::create_dir(site.root().join(folder)).unwrap();
        }
        let (status, said) = site.run("build");
        let errors: Vec<_> = said.iter().filter(|one| one["severity"] == "error").collect();
        assert_eq!((status, errors.len()), (1, 1), "{said:?}");
        assert_eq!(errors[0]["code"], "no-content");
    }
}

#[test]
fn front_matter_that_does_not_end_or_is_no_map() {
    refused(BAD, "---\ntitle: A\n\nText.\n", &["front-matter content/articles/bad.md:1:1"]);
    refused(BAD, "---", &["front-matter content/articles/bad.md:1:1"]);
    refused(BAD, with("- a\n- b"), &["front-matter content/articles/bad.md:2:1"]);
    refused(BAD, with("just words"), &["front-matter content/articles/bad.md:2:1"]);
}

#[test]
fn a_draft_whose_front_matter_begins_wrongly_is_not_published() {
    let front = "title: A\ndraft: true\nannotations:\n  - quote: The text\n";
    for (first, place) in
        [("", "1:1"), ("\n---\n", "2:1"), (" ---\n", "1:2"), ("----\n", "1:1"), ("—\n", "1:1"), ("***\n", "1:1")]
    {
        let expected = format!("front-matter content/articles/bad.md:{place}");
        let site = Built::new();
        site.put(BAD, format!("{first}{front}---\n\nThe text.\n"));
        site.refuses(&[&expected]);
        let mut process = Command::new(env!("CARGO_BIN_EXE_annals"));
        process.args(["build", "--keep-going", "--root"]).arg(site.root()).output().unwrap();
        assert!(site.output().values().all(|bytes| !String::from_utf8_lossy(bytes).contains("The text")), "{first:?}");
    }
    let site = Built::new();
    site.put(BAD, "***\n\nThe text: a sentence.\n\n***\n\nMore.\n");
    assert_eq!(site.run("build"), (0, Vec::new()));
}

#[test]
fn many_control_characters_are_one_mistake() {
    for (path, place) in [(BAD, "1:1"), ("content/people.yaml", "1:1")] {
        let bad = format!("control-character {path}:{place}");
        let errors = refused(path, "\0".repeat(11), &[&bad]);
        assert!(errors[0]["message"].as_str().unwrap().ends_with("and 10 more such"), "{errors:#?}");
    }
    let each = ["control-character content/articles/bad.md:1:1", "control-character content/articles/bad.md:1:3"];
    refused(BAD, "\0a\0", &each);
}

#[test]
fn unknown_duplicate_mistyped_and_empty_keys() {
    let errors = refused(BAD, with("titel: A"), &["unknown-key content/articles/bad.md:2:1"]);
    assert!(errors[0]["help"].to_string().contains("title"), "{errors:#?}");
    refused(BAD, with("title: A\ntitle: B"), &["duplicate-key content/articles/bad.md:3:1"]);
    refused(BAD, with("title: [A]"), &["wrong-type content/articles/bad.md:2:8"]);
    refused(BAD, with("annotations: {quote: x}"), &["wrong-type content/articles/bad.md:2:14"]);
    for empty in ["title:", "title: ''", "title: null", "title: ~"] {
        let errors = Built::new().tap(BAD, &with(empty)).run("check").1;
        assert_eq!(errors[0]["code"], "empty-value", "{empty}: {errors:#?}");
        assert_eq!(errors[0]["line"], 2, "{empty}: {errors:#?}");
    }
}

impl Built {
    fn tap(self, path: &str, content: &str) -> Self {
        self.put(path, content);
        self
    }
}

#[test]
fn all_errors_are_said_at_once() {
    let site = Built::new();
    site.put(BAD, with("titel: A\ndate: 2017-13-45\nannotations:\n  - quote: The text\n  - quote: not there at all"));
    site.put("content/people/worse.md", "---\nborn: never\n---\n");
    let said = site.run("check").1;
    let codes: Vec<&str> = said.iter().filter_map(|one| one["code"].as_str()).collect();
    for code in ["unknown-key", "bad-date", "quote-ambiguous", "quote-not-found"] {
        assert!(codes.contains(&code), "{code} is not in {codes:?}");
    }
    assert!(said.iter().any(|one| one["file"] == "content/people/worse.md"), "{said:#?}");
}

#[test]
fn deep_and_aliased_yaml() {
    let deep = format!("x-deep: {}1{}", "[".repeat(5000), "]".repeat(5000));
    let said = Built::new().tap(BAD, &with(&deep)).run("check").1;
    assert_eq!(said[0]["code"], "yaml-too-deep", "{said:#?}");
    let said = Built::new().tap(BAD, &with("title: &a A\ndescription: *a")).run("check").1;
    assert!(said.iter().all(|one| one["code"] == "yaml-feature"), "{said:#?}");
    // The billion laughs: nothing is ever opened up.
    let mut bomb = "x-0: &x0 [ha]".to_owned();
    for at in 1..40 {
        bomb += &format!("\nx-{at}: &x{at} [{}*x{}]", format!("*x{}, ", at - 1).repeat(9), at - 1);
    }
    let said = Built::new().tap(BAD, &with(&bomb)).run("check").1;
    assert!(!said.is_empty() && said.iter().all(|one| one["code"] == "yaml-feature"), "{said:#?}");
}

#[test]
fn files_that_are_not_utf8() {
    refused(BAD, b"---\ntitle: A\n---\n\nna\xefve\n", &["not-utf8 content/articles/bad.md:5:3"]);
    refused("site.yaml", b"title: na\xefve\n", &["not-utf8 site.yaml:1:10"]);
    refused("content/people.yaml", b"\xff\xfea\0", &["not-utf8 content/people.yaml:1:1"]);
}

#[test]
fn byte_order_marks_and_line_ends_are_no_errors_and_count_right() {
    let plain = with("title: A\nannotations:\n  - quote: text\n    occurrence: 2");
    let site = Built::new();
    site.put(BAD, &plain);
    assert_eq!(site.run("build"), (0, Vec::new()));
    let page = site.root().join("public/articles/bad/index.html");
    let built = fs::read_to_string(&page).unwrap();
    for (what, text) in [
        ("byte order mark", format!("\u{feff}{plain}")),
        ("carriage returns and line feeds", plain.replace('\n', "\r\n")),
        ("carriage returns", plain.replace('\n', "\r")),
        ("all of them", format!("\u{feff}{}", plain.replace('\n', "\r\n"))),
    ] {
        site.put(BAD, &text);
        assert_eq!(site.run("build"), (0, Vec::new()), "{what}");
        assert_eq!(fs::read_to_string(&page).unwrap(), built, "{what}");
        site.put(BAD, text.replace("occurrence: 2", "occurence: 2"));
        // What the lock knows of the words around would choose the place all the same.
        fs::remove_file(site.root().join(annals::lock::NAME)).unwrap();
        site.refuses(&["unknown-key content/articles/bad.md:5:5"]);
        site.put(BAD, text.replace("occurrence: 2", "id: abc"));
        site.refuses(&["quote-ambiguous content/articles/bad.md:4:12"]);
        site.put(BAD, &text);
    }
}

#[test]
fn nul_characters_reach_no_page() {
    let site = Built::new();
    site.put(BAD, "---\ntitle: A\n---\n\nA\0B.\n");
    let (status, said) = site.run("build");
    assert!(status == 1 || site.output().values().all(|bytes| !bytes.contains(&0)), "{said:#?}");
    let site = Built::new();
    site.put(BAD, "---\ntitle: A\0B\n---\n");
    let (status, said) = site.run("build");
    assert!(status == 1 || site.output().values().all(|bytes| !bytes.contains(&0)), "{said:#?}");
}

#[test]
fn a_file_over_the_limit() {
    let errors = refused(BAD, "x".repeat(100_001), &["file-too-large content/articles/bad.md:1:1"]);
    assert!(errors[0]["help"].to_string().contains("limits"), "{errors:#?}");
}

#[test]
fn ids_that_collide_or_are_none() {
    let site = Built::new();
    site.put("content/people.yaml", "jeff-sessions: {name: Another}\n");
    let errors = site.refuses(&["id-taken content/people/jeff-sessions.md:1:1"]);
    assert_eq!(errors[0]["labels"][0]["file"], "content/people.yaml", "{errors:#?}");

    for (path, proposes) in [
        ("content/people/Jeff-Sessions.md", "jeff-sessions"),
        ("content/people/con-nection_.md", "con-nection"),
        ("content/people/Łaski.md", "laski"),
    ] {
        let errors = Built::new().tap(path, "---\nname: X\n---\n").run("check").1;
        assert_eq!(errors[0]["code"], "bad-id", "{path}: {errors:#?}");
        assert!(errors[0].to_string().contains(proposes), "{path}: {errors:#?}");
    }
    for id in ["../../etc/passwd", "a/b", "..", "\"a\\u0001b\"", "\"a\\0b\"", "A", "con/nul"] {
        let site = Built::new();
        site.put(BAD, with(&format!("id: {id}")));
        let before = site.output();
        let (status, said) = site.run("build");
        assert_eq!(status, 1, "{id}");
        let code = if id.contains('\\') { ["bad-value", "yaml-syntax"] } else { ["bad-id"; 2] };
        assert!(said.iter().any(|one| code.iter().any(|code| one["code"] == *code)), "{id}: {said:#?}");
        assert!(site.output() == before, "{id}");
    }
}

#[test]
fn names_that_are_reserved_on_windows() {
    let (status, said) = Built::new().tap("content/people/nul.md", "---\nname: X\n---\n").run("check");
    assert_eq!(status, 1);
    assert_eq!(said[0]["code"], "file-name", "{said:#?}");
    // The same as a key, which is a folder of the website.
    refused("content/people.yaml", "aux: {name: X}\n", &["bad-id content/people.yaml:1:1"]);
}

#[test]
fn outputs_that_have_one_path() {
    let site = Built::new();
    site.put("static/articles/sound/INDEX.html", "mine");
    let errors = site.refuses(&["path-clash static/articles/sound/INDEX.html:1:1"]);
    let text = errors[0].to_string();
    assert!(text.contains("content/articles/sound.md"), "{text}");
}

#[test]
fn links_in_pages_of_the_authors_own() {
    // The words alone are not the link.
    let page = "<!DOCTYPE html>\n<title>x</title>\n<p>nowhere.html is\n<a href=\"nowhere.html\">here</a>\n<img alt=ä src=no.png>\n";
    refused("static/old.html", page, &["broken-link static/old.html:4:10", "broken-link static/old.html:5:16"]);
}

#[test]
fn addresses_in_a_page_that_collide() {
    let twice = "title: A\nannotations:\n  - {quote: The text again, id: here}\n  - {quote: again, id: here}";
    refused(BAD, with(twice), &["annotation-id-taken content/articles/bad.md:5:24"]);
    for id in ["h-the-text", "fn-1"] {
        let said = Built::new().tap(BAD, &with(&format!("annotations: [{{quote: again, id: {id}}}]"))).run("check").1;
        assert_eq!(said[0]["severity"], "error", "{id}: {said:#?}");
    }
    // Headings and footnotes get their addresses from Annals, which parts them by itself.
    let page = "# Same\n\n# Same\n\nA[^1] B[^one].\n\n[^1]: One.\n[^one]: Two.\n";
    assert_eq!(Built::new().tap(BAD, page).run("build"), (0, Vec::new()));
}

#[cfg(unix)]
#[test]
fn symbolic_links_that_lead_out_or_in_circles() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "---\ntitle: Secret\n---\n").unwrap();
    for (target, link) in [
        (outside.path().join("secret.md"), "content/articles/out.md"),
        (outside.path().to_owned(), "content/articles/out"),
        (PathBuf::from(".."), "content/articles/round"),
        (PathBuf::from("nowhere.md"), "content/articles/nowhere.md"),
        (PathBuf::from("itself.md"), "content/articles/itself.md"),
    ] {
        let site = Built::new();
        symlink(&target, site.root().join(link)).unwrap();
        let said = site.run("check").1;
        assert_eq!(said[0]["code"], "symlink", "{link}: {said:#?}");
        assert_eq!(said[0]["file"], link);
        assert!(!format!("{said:?}").contains("Secret"), "{said:#?}");
        let code = format!("symlink {link}:1:1");
        site.refuses(&[&code]);
    }
}

#[test]
fn files_that_cannot_be_read() {
    let site = Built::new();
    site.put(BAD, with("title: A"));
    // Injected, for tests may run as a user who can read everything.
    let read = |path: &Path| {
        if path.ends_with("bad.md") { Err(io::Error::from(io::ErrorKind::PermissionDenied)) } else { fs::read(path) }
    };
    let sources = load::content_with(site.root(), &load::Limits::default(), &read);
    assert_eq!(sources.diagnostics.len(), 1, "{:?}", sources.diagnostics);
    assert_eq!(sources.diagnostics[0].code.name, "unreadable");
    assert!(sources.value.find(BAD).is_none() && sources.value.find("content/articles/sound.md").is_some());
}

#[test]
fn a_template_with_a_mistake() {
    let site = Built::new();
    site.put(
        "templates/article.html",
        "{% extends \"default/article.html\" %}\n{% block head %}{{ article.tytle }}{% endblock %}\n",
    );
    let errors = site.refuses(&["template templates/article.html:2:28"]);
    assert!(errors[0].to_string().contains("title"), "the fields that are there are named\n{errors:#?}");
    let site = Built::new();
    site.put("templates/article.html", "{% if %}\n");
    let said = site.run("check").1;
    assert_eq!((&said[0]["code"], &said[0]["line"]), (&"template".into(), &1.into()), "{said:#?}");
}

#[test]
fn what_links_to_a_file_that_cannot_be_read_is_not_blamed() {
    let site = crate::fixture::Fixture::new(
        "=== content/articles/broken.md
---
title: A
tags: [x
---
Text.
=== content/articles/a.md
---
title: A
---
See [[broken]].
=== content/p.md
See [[broken]] and [[broken#x]].
",
    );
    let said = site.said();
    let errors: Vec<&String> = said.iter().filter(|one| one.starts_with("error ")).collect();
    assert_eq!(errors.len(), 1, "{said:#?}");
    assert!(errors[0].starts_with("error yaml-syntax content/articles/broken.md:3:7"), "{said:#?}");
}
