//! `annals check --fix`: what is proposed is done in the sources, and not a byte besides.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use annals::write::{Disk, RealDisk, Was, WriteError, replace, replace_by, replace_with};

use crate::fixture::Fixture;

/// Status, standard output, standard error.
fn annals(arguments: &[&str], root: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    let output = command.args(arguments).arg("--root").arg(root).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|one| one.file_type().is_file());
    files.map(|one| (one.path().strip_prefix(folder).unwrap().to_owned(), fs::read(one.path()).unwrap())).collect()
}

const SITE: &str = "=== content/people.yaml
# Two people.
new-name: {name: New Name, previously: [old-one]}
ann: {name: Ann, not_same_as: [ 'old-one' ]}   # no kin
=== content/events.yaml
fair:
  name: The fair
  participants:
    - {who: \"old-one\", role: host}
  sources: old-article
=== content/articles/a.md
---
title: A
previously: [old-article]
people:
    - people/old-one   # why
    - ann
annotations:
  - quote: came late
    speaker: {id: old-one, certainty: low}
    asserts:
      people/old-one: {born: 1900}
    note: \"See [[people/old-one|him]] \\u2013 or [her](people:ann).\"
---
He came late to [the fair](/articles/old-article/#h-x), said [[old-one|a neighbour]].

# X
=== content/articles/a.annotations.yaml
by: Second
annotations:
- quote: said
  people: [ann, old-one]
";

#[test]
fn former_ids_are_mended_wherever_they_stand() {
    let site = Fixture::new(SITE);
    let before = tree(site.root());
    let (status, diff, stderr) = annals(&["check", "--fix", "--dry-run", "--strict"], site.root());
    assert_eq!(status, 1, "{stderr}");
    assert_eq!(tree(site.root()), before);
    assert!(
        diff.starts_with("--- a/content/articles/a.annotations.yaml\n+++ b/content/articles/a.annotations.yaml\n@@ "),
        "{diff}"
    );
    assert!(diff.contains("\n-    - people/old-one   # why\n+    - people/new-name   # why\n"), "{diff}");

    let (status, stdout, stderr) = annals(&["check", "--fix", "--strict"], site.root());
    assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.contains("fixed content/events.yaml:4: “old-one” → “new-name”\n"), "{stderr}");
    assert!(stderr.contains("\nFixed 10 values in 4 files.\n"), "{stderr}");
    for (path, bytes) in &before {
        let old = String::from_utf8(bytes.clone()).unwrap();
        let new = fs::read_to_string(site.root().join(path)).unwrap();
        // Everything but the ids themselves, and where they are declared.
        let expected = old.replace("old-one", "new-name").replace("old-article", "a");
        let expected = expected.replace("previously: [new-name]", "previously: [old-one]");
        assert_eq!(new, expected.replace("previously: [a]", "previously: [old-article]"), "{}", path.display());
    }
    // And once more: nothing to do.
    let again = tree(site.root());
    assert_eq!(annals(&["check", "--fix", "--strict"], site.root()).0, 0);
    assert_eq!(tree(site.root()), again);
}

/// Addresses of links stand in definitions too, and words like a former id are the author's.
#[test]
fn only_addresses_of_links_change() {
    let site = Fixture::new(
        "=== content/people.yaml
berg: {name: Anna Berg, previously: [mayor, anna-berg]}
=== content/people/ott.md
---
name: Otto Ott
---
He knew [[mayor]], and [mayor][x].

[x]: <people:mayor> \"The mayor\"
=== content/articles/a.md
---
title: A
---
The [mayor of the town][m] came, and [he][mayor] spoke, [anna-berg][] too. [The mayor](people:mayor \"mayor\") and
[*mayor* `mayor`]( <people:mayor> ) and [[mayor|the mayor]].

> ![The mayor](/mayor.png) said it to [the mayor's
> man][Mayor].

[m]: people:mayor
[mayor]:
    people:mayor
[anna-berg]: people:anna-berg
=== static/mayor.png
x
",
    );
    let (_, _, stderr) = annals(&["check", "--fix"], site.root());
    let article = fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    assert_eq!(
        article,
        "---
title: A
---
The [mayor of the town][m] came, and [he][mayor] spoke, [anna-berg][] too. [The mayor](people:berg \"mayor\") and
[*mayor* `mayor`]( <people:berg> ) and [[berg|the mayor]].

> ![The mayor](/mayor.png) said it to [the mayor's
> man][Mayor].

[m]: people:berg
[mayor]:
    people:berg
[anna-berg]: people:berg
",
        "{stderr}"
    );
    let record = fs::read_to_string(site.root().join("content/people/ott.md")).unwrap();
    assert!(record.ends_with("He knew [[berg]], and [mayor][x].\n\n[x]: <people:berg> \"The mayor\"\n"), "{record}");
    let (status, _, stderr) = annals(&["check"], site.root());
    assert_eq!((status, stderr.contains("former-id")), (0, false), "{stderr}");
}

/// In an article the words of a link without others are the text, and somebody's.
#[test]
fn a_link_whose_address_is_its_words_is_left_to_the_author() {
    let site = Fixture::new(
        "=== content/people.yaml
berg: {name: Anna Berg, aliases: [mayor], previously: [mayor]}
=== content/articles/a.md
The [[mayor]] came, and [she](people:mayor) spoke.
",
    );
    let (_, _, stderr) = annals(&["check", "--fix"], site.root());
    assert!(stderr.contains("not fixed content/articles/a.md:1: its address is what the reader sees"), "{stderr}");
    let article = fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    assert_eq!(article, "The [[mayor]] came, and [she](people:berg) spoke.\n", "{stderr}");
}

#[test]
fn the_diff_is_one_that_patch_and_git_take() {
    let site = Fixture::new(SITE);
    let (_, diff, _) = annals(&["check", "--fix", "--dry-run"], site.root());
    let other = Fixture::new(SITE);
    fs::write(other.root().join("fix.diff"), diff).unwrap();
    let applied = Command::new("git").args(["apply", "--no-index", "fix.diff"]).current_dir(other.root()).output();
    let Ok(applied) = applied else {
        println!("NOT RUN: the_diff_is_one_that_patch_and_git_take needs git");
        return;
    };
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    fs::remove_file(other.root().join("fix.diff")).unwrap();
    annals(&["check", "--fix"], site.root());
    assert_eq!(tree(other.root()), tree(site.root()));
}

#[test]
fn a_report_holds_the_change() {
    let site = Fixture::new(SITE);
    let (_, stdout, _) = annals(&["check", "--format", "json"], site.root());
    let lines: Vec<serde_json::Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let one = lines.iter().find(|line| line["code"] == "former-id" && line["file"] == "content/events.yaml").unwrap();
    assert_eq!((&one["fix"][0]["from"], &one["fix"][0]["to"]), (&"old-one".into(), &"new-name".into()));
    assert_eq!((&one["fix"][0]["line"], &one["fix"][0]["column"]), (&4.into(), &13.into()));
    assert!(lines.iter().filter(|line| line["code"] != "former-id").all(|line| line["fix"].is_null()));
    let (_, _, stderr) = annals(&["check"], site.root());
    assert!(stderr.contains("help: `annals check --fix` writes “new-name”."), "{stderr}");
}

#[test]
fn what_cannot_be_written_is_status_2_and_the_rest_is_done() {
    let site = Fixture::new(SITE);
    let path = site.root().join("content/events.yaml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let (status, _, stderr) = annals(&["check", "--fix"], site.root());
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("events.yaml`: it is read-only"), "{stderr}");
    assert!(stderr.contains("in 3 files"), "{stderr}");
    assert!(fs::read_to_string(&path).unwrap().contains("old-one"));
    assert!(!fs::read_to_string(site.root().join("content/articles/a.md")).unwrap().contains("people/old-one"));
}

#[test]
fn wrong_usage_is_refused() {
    let site = Fixture::new(SITE);
    assert_eq!(annals(&["check", "--dry-run"], site.root()).0, 2);
    assert_eq!(annals(&["check", "--locked", "--drafts"], site.root()).0, 2);
}

/// A disk on which one step fails; with `other`, on which somebody else writes the file before that step.
struct Failing {
    at: &'static str,
    other: Option<PathBuf>,
}

impl Failing {
    fn step(&self, name: &str) -> std::io::Result<()> {
        match &self.other {
            _ if self.at != name => Ok(()),
            Some(path) => fs::write(path, "somebody else's"),
            None => Err(std::io::Error::other("the disk is full")),
        }
    }
}

impl Disk for Failing {
    fn create_dir(&self, path: &Path) -> std::io::Result<()> {
        RealDisk.create_dir(path)
    }
    fn write(&self, path: &Path, bytes: &[u8], flush: bool) -> std::io::Result<()> {
        // Half of it may be there.
        if self.step("write").is_err() {
            RealDisk.write(path, &bytes[..bytes.len() / 2], flush)?;
            return Err(std::io::Error::other("the disk is full"));
        }
        RealDisk.write(path, bytes, flush)
    }
    fn append(&self, path: &Path, bytes: &[u8], flush: bool) -> std::io::Result<()> {
        if self.step("append").is_err() {
            RealDisk.append(path, &bytes[..bytes.len() / 2], flush)?;
            return Err(std::io::Error::other("the disk is full"));
        }
        RealDisk.append(path, bytes, flush)
    }
    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        self.step("rename")?;
        RealDisk.rename(from, to)
    }
    fn remove_file(&self, path: &Path) -> std::io::Result<()> {
        RealDisk.remove_file(path)
    }
    fn remove_dir(&self, path: &Path) -> std::io::Result<()> {
        RealDisk.remove_dir(path)
    }
}

#[test]
fn a_file_is_wholly_old_or_wholly_new() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.yaml");
    let was = Was::Holding(blake3::hash(b"old"));
    for at in ["write", "append", "rename"] {
        fs::write(&path, "old").unwrap();
        assert!(replace_with(&Failing { at, other: None }, &path, ["new", "er"], was).is_err());
        assert_eq!(tree(dir.path()), BTreeMap::from([(PathBuf::from("a.yaml"), b"old".to_vec())]), "{at}");
    }
    let disk = Failing { at: "write", other: Some(path.clone()) };
    assert!(matches!(replace_with(&disk, &path, ["newer"], was), Err(WriteError::Changed { .. })));
    assert_eq!(tree(dir.path()), BTreeMap::from([(PathBuf::from("a.yaml"), b"somebody else's".to_vec())]));
    fs::write(&path, "old").unwrap();
    replace_by(&path, ["new", "", "er"], was).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"newer");
    // It is not what it was.
    assert!(matches!(replace(&path, b"newest", was), Err(WriteError::Changed { .. })));
    assert!(matches!(replace(&path, b"newest", Was::Absent), Err(WriteError::Changed { .. })));
    assert_eq!(tree(dir.path()).len(), 1);
    fs::remove_file(&path).unwrap();
    assert!(replace(&path, b"newest", was).is_err());
    replace(&path, b"newest", Was::Absent).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"newest");
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real.yaml"), dir.path().join("link.yaml"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.yaml", &link).unwrap();
    replace(&link, b"new", Was::Holding(blake3::hash(b"old"))).unwrap();
    assert_eq!(fs::read_link(&link).unwrap(), Path::new("real.yaml"));
    assert_eq!(fs::read(&real).unwrap(), b"new");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    // A link that leads nowhere is no place for a new file.
    fs::remove_file(&real).unwrap();
    assert!(replace(&link, b"new", Was::Absent).is_err());
    assert!(!real.exists());
}
