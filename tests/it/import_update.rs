//! `annals import … --update`: a new version of a text, and nothing of the author's is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::fixture::Fixture;

fn annals(arguments: &[&str], root: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    let output = command.args(arguments).current_dir(root).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|one| one.file_type().is_file());
    files.map(|one| (one.path().strip_prefix(folder).unwrap().to_owned(), fs::read(one.path()).unwrap())).collect()
}

const SITE: &str = "=== site.yaml
title: T
=== content/people.yaml
ann-lee: {name: Ann Lee}
=== content/articles/deep/2017-03-02-bridge.md
---
title:   The bridge   # my own
x-mine: \"kept\"
annotations:
  - quote: The council met on Monday afternoon in the old town hall   # first
    note: One
  - {quote: 'the vote was 7 to 2', id: vote}
  - quote: >-
      the mayor was very
      tired that evening
  - quote: nobody from the newspaper
    draft: true
---

The council met on Monday afternoon in the old town hall, and [[Ann Lee]] took the chair. After a long debate about money the vote was 7 to 2 in favour of the new bridge over the river.

It was late, and the mayor was very tired that evening. A [clerk](people:ann-lee) wrote it all down, though nobody from the newspaper was present.
=== content/articles/deep/bridge.annotations.yaml
annotations:
- quote: wrote it all down
  note: Two
=== bridge.txt
The council met on Monday afternoon in the old town hall, and Ann Lee took the chair. After a long debate about money the vote was 8 to 2 in favour of the new bridge over the river.

A new paragraph [[with]] brackets. It was late, and the mayor was rather tired that evening. A clerk wrote it all down.
";

#[test]
fn what_became_of_each_passage_is_said_and_the_authors_part_stays() {
    let site = Fixture::new(SITE);
    let before = tree(site.root());
    let update = ["import", "text", "bridge.txt", "--into", ".", "--update", "--keep-old", "--format", "json"];
    let dry: Vec<&str> = update.iter().copied().chain(["--dry-run"]).collect();
    let (status, report, stderr) = annals(&dry, site.root());
    assert_eq!(status, 1, "{stderr}");
    assert!(stderr.contains("Nothing was written"), "{stderr}");
    assert_eq!(tree(site.root()), before);

    let (status, written, stderr) = annals(&update, site.root());
    assert_eq!((status, &written), (1, &report), "{stderr}");
    let report: Value = serde_json::from_str(&report).unwrap();
    let article = &report["articles"][0];
    let passages: Vec<(&str, &str, bool)> = article["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["annotation"].as_str().unwrap(), one["status"].as_str().unwrap(), one["written"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(
        passages,
        [
            ("the-council-met-on-monday-afternoon", "unchanged", false),
            ("vote", "substance-changed", false),
            ("the-mayor-was-very-tired-that", "edited", true),
            ("nobody-from-the-newspaper", passages[3].1, false),
            ("wrote-it-all-down", passages[4].1, false),
        ]
    );
    assert!(["removed", "lost"].contains(&passages[3].1), "{passages:?}");
    // Half of what stood around it is gone.
    assert!(["unchanged", "moved"].contains(&passages[4].1), "{passages:?}");
    assert_eq!(article["words"]["places"].as_u64().map(|places| places >= 3), Some(true), "{article}");
    assert_eq!((&article["links"], article["lost_links"].as_array().map(Vec::len)), (&2.into(), Some(0)), "{article}");

    // The old text is kept whole, and no build publishes it.
    let kept = article["kept"].as_str().unwrap();
    assert!(kept.starts_with("content/articles/deep/2017-03-02-bridge.20") && kept.ends_with(".old"), "{kept}");
    let path = Path::new("content/articles/deep/2017-03-02-bridge.md");
    assert_eq!(fs::read(site.root().join(kept)).unwrap(), before[path]);
    let built = site.build().value;
    assert!(built.site.is_none(), "the substance has changed: that is an error until its author has looked at it");

    let old = String::from_utf8(before[path].clone()).unwrap();
    let new = fs::read_to_string(site.root().join(path)).unwrap();
    let (head, body) = new.split_at(new.find("---\n\nThe").unwrap());
    assert_eq!(head, old[..old.find("---\n\nThe").unwrap()].replace("very\n      tired", "rather\n      tired"));
    assert_eq!(
        body,
        "---\n\nThe council met on Monday afternoon in the old town hall, and [[Ann Lee]] took the chair. After a long debate about money the vote was 8 to 2 in favour of the new bridge over the river.\n\nA new paragraph \\[[with]] brackets. It was late, and the mayor was rather tired that evening. A [clerk](people:ann-lee) wrote it all down.\n"
    );
    let sidecar = Path::new("content/articles/deep/bridge.annotations.yaml");
    assert_eq!(fs::read(site.root().join(sidecar)).unwrap(), before[sidecar]);

    // The same version again: nothing to do.
    let before = tree(site.root());
    let (_, text, stderr) =
        annals(&["import", "text", "bridge.txt", "--into", ".", "--update", "--keep-old"], site.root());
    assert!(text.starts_with("content/articles/deep/2017-03-02-bridge.md: the text is the same\n"), "{text}");
    assert!(stderr.contains("Changed 0 files and made 0 files"), "{stderr}");
    assert_eq!(tree(site.root()), before);
}

#[test]
fn a_text_that_is_new_becomes_an_article_and_without_update_nothing_is_touched() {
    let site = Fixture::new(SITE);
    fs::write(site.root().join("other.txt"), "Another text. It is short.\n").unwrap();
    let before = tree(site.root());
    let (status, _, stderr) = annals(&["import", "text", "bridge.txt", "--into", "."], site.root());
    assert_ne!(status, 0, "{stderr}");
    assert_eq!(tree(site.root()), before);
    assert_eq!(annals(&["import", "text", "other.txt", "--into", ".", "--dry-run"], site.root()).0, 2);
    let (status, text, stderr) = annals(&["import", "text", "other.txt", "--into", ".", "--update"], site.root());
    assert_eq!((status, text.as_str()), (0, "new: content/articles/other.md\n"), "{stderr}");
    assert_eq!(tree(site.root()).len(), before.len() + 1);
    assert_eq!(annals(&["import", "text", "other.txt", "--into", "nowhere", "--update"], site.root()).0, 2);
}

#[test]
fn a_file_that_cannot_be_written_leaves_all_as_it_was() {
    let site = Fixture::new(SITE);
    let path = site.root().join("content/articles/deep/2017-03-02-bridge.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let before = tree(site.root());
    let (status, stdout, stderr) =
        annals(&["import", "text", "bridge.txt", "--into", ".", "--update", "--keep-old"], site.root());
    assert_eq!((status, stdout.as_str()), (2, ""), "{stderr}");
    assert!(stderr.contains("nothing was changed") && stderr.contains("it is read-only"), "{stderr}");
    assert_eq!(tree(site.root()), before);
}

#[test]
fn line_ends_and_byte_order_mark_of_the_article_stay() {
    let site = Fixture::new(SITE);
    let path = "content/articles/deep/2017-03-02-bridge.md";
    let old = fs::read_to_string(site.root().join(path)).unwrap();
    site.write(path, format!("\u{feff}{}", old.replace('\n', "\r\n")).as_bytes());
    annals(&["import", "text", "bridge.txt", "--into", ".", "--update"], site.root());
    let new = fs::read_to_string(site.root().join(path)).unwrap();
    assert!(new.starts_with("\u{feff}---\r\ntitle:   The bridge"), "{new}");
    assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
    assert!(new.contains("rather\r\n      tired") && new.contains("8 to 2"), "{new}");
}

/// A document as a line: its mentions, each by kind, entity and words, at the first place of these.
fn document(id: &str, text: &str, mentions: &[(&str, &str, &str)]) -> String {
    let mentions: Vec<Value> = mentions
        .iter()
        .map(|(kind, reference, exact)| {
            let at = text[..text.find(exact).unwrap()].chars().count();
            serde_json::json!({"kind": kind, "ref": reference, "start": at, "end": at + exact.chars().count(), "exact": exact})
        })
        .collect();
    serde_json::json!({"id": id, "title": "A letter", "date": "1900-01-02", "text": text, "mentions": mentions})
        .to_string()
        + "\n"
}

fn entity(id: &str, name: &str) -> String {
    serde_json::json!({"kind": "person", "id": id, "name": name}).to_string() + "\n"
}

/// Two versions of a corpus: a mention more, a word less, a document more, an entity more.
#[test]
fn a_new_version_of_a_corpus_adds_and_keeps() {
    let site = Fixture::new("=== empty.md\n");
    let first =
        document("l1", "Dear Anna, the ship came in at last with Otto on board.", &[("person", "otto", "Otto")])
            + &entity("otto", "Otto Berg");
    site.write("one.jsonl", first.as_bytes());
    let (status, _, stderr) = annals(&["import", "standoff", "one.jsonl", "--into", "site"], site.root());
    assert_eq!(status, 0, "{stderr}");
    // What its author does then.
    let imported = fs::read(site.root().join("site/content/articles/l1.annotations.yaml")).unwrap();
    let mine = "annotations: # mine\n  - quote: the ship came in at last\n    note: Mine.\n";
    site.write("site/content/articles/l1.me.annotations.yaml", mine.as_bytes());
    let people = site.root().join("site/content/people.yaml");
    let record = "otto:\n  name: Otto Berg   # of Kiel\n  occupations: sailor";
    fs::write(&people, record).unwrap();

    let text = "Dear Anna, the ship came in very late with Otto on board.";
    let second = document("l1", text, &[("person", "otto", "Otto"), ("person", "anna", "Anna")])
        + &document("l2", "Dear Otto, come home.", &[("person", "otto", "Otto")])
        + &entity("otto", "Otto B.")
        + &entity("anna", "Anna Berg");
    site.write("two.jsonl", second.as_bytes());
    let (_, report, stderr) = annals(&["import", "standoff", "two.jsonl", "--into", "site", "--update"], site.root());
    assert!(report.contains("new: content/articles/l2.md"), "{report}{stderr}");
    assert!(report.contains("l1: 1 new in the source, put into content/articles/l1.added-20"), "{report}");
    assert!(report.contains("content/people.yaml: 1 new"), "{report}");
    assert_eq!(fs::read(site.root().join("site/content/articles/l1.annotations.yaml")).unwrap(), imported);
    let now = fs::read_to_string(site.root().join("site/content/articles/l1.me.annotations.yaml")).unwrap();
    let (head, tail) = ("annotations: # mine\n  - quote: the ship came in", "\n    note: Mine.\n");
    assert!(now.starts_with(head) && now.ends_with(tail), "{now}");
    let now = fs::read_to_string(&people).unwrap();
    assert!(now.starts_with(&format!("{record}\nanna:")) && now.matches("otto").count() == 1, "{now}");
    let article = fs::read_to_string(site.root().join("site/content/articles/l1.md")).unwrap();
    assert!(article.ends_with(&format!("\n\n{text}\n")), "{article}");
    let added: Vec<PathBuf> =
        tree(site.root()).into_keys().filter(|path| path.to_string_lossy().contains(".added-")).collect();
    assert_eq!(added.len(), 1);
    let added = fs::read_to_string(site.root().join(&added[0])).unwrap();
    assert!(added.contains("Anna") && !added.contains("Otto"), "{added}");

    // Once more: nothing is new any more.
    let before = tree(site.root());
    let (_, report, _) = annals(&["import", "standoff", "two.jsonl", "--into", "site", "--update"], site.root());
    assert_eq!(tree(site.root()), before, "{report}");
}

/// A site of a corpus, just imported, and its version again as a file to update from.
fn imported(lines: &str) -> Fixture {
    let site = Fixture::new("=== empty.md\n");
    site.write("one.jsonl", lines.as_bytes());
    let (status, _, stderr) = annals(&["import", "standoff", "one.jsonl", "--into", "site"], site.root());
    assert_eq!(status, 0, "{stderr}");
    site
}

/// Status and report of an update from a file.
fn updated(site: &Fixture, from: &str) -> (i32, String) {
    let (status, report, stderr) = annals(&["import", "standoff", from, "--into", "site", "--update"], site.root());
    (status, report + &stderr)
}

/// Whether the site builds without an error.
fn builds(site: &Fixture) -> Result<(), String> {
    let (status, _, stderr) = annals(&["build", "--root", "site"], site.root());
    if status == 0 { Ok(()) } else { Err(stderr) }
}

const BERG: &str = "Anna Berg came to the meeting of the council on Monday.";

#[test]
fn a_mention_that_its_author_corrected_does_not_come_back() {
    let lines =
        document("d", BERG, &[("person", "12", "Anna Berg")]) + &entity("12", "Anna Berg") + &entity("13", "Otto");
    let site = imported(&lines);
    let path = "site/content/articles/d.annotations.yaml";
    let old = fs::read_to_string(site.root().join(path)).unwrap();
    for people in ["[12, 13]", "13"] {
        site.write(path, old.replace("people: 12", &format!("people: {people}")).as_bytes());
        assert_ne!(fs::read_to_string(site.root().join(path)).unwrap(), old);
        let before = tree(site.root());
        let (status, report) = updated(&site, "one.jsonl");
        assert_eq!(status, 0, "{report}");
        assert_eq!(tree(site.root()), before, "{report}");
    }
}

#[test]
fn what_its_author_has_moved_elsewhere_is_not_made_anew() {
    let lines = document("d", BERG, &[("person", "12", "Anna Berg"), ("person", "13", "council")])
        + &entity("12", "Anna Berg")
        + &entity("13", "A. Berg");
    let site = imported(&lines);
    let root = site.root().join("site/content");
    let rest = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    // 13 is nobody else: one record in a file of its own. The article has another name.
    fs::remove_file(root.join("people.yaml")).unwrap();
    site.write("site/content/people/sub/12.md", b"---\nname: Anna Berg\npreviously: ['13']\n---\nText.\n");
    let annotations = rest("articles/d.annotations.yaml").replace("people: 13", "people: 12");
    fs::remove_file(root.join("articles/d.annotations.yaml")).unwrap();
    site.write("site/content/articles/new.annotations.yaml", annotations.as_bytes());
    let article = rest("articles/d.md").replacen("---\n", "---\npreviously: [d]\n", 1);
    fs::remove_file(root.join("articles/d.md")).unwrap();
    site.write("site/content/articles/new.md", article.as_bytes());
    builds(&site).unwrap();
    let before = tree(&site.root().join("site/content"));
    let (status, report) = updated(&site, "one.jsonl");
    assert_eq!(status, 0, "{report}");
    assert_eq!(tree(&site.root().join("site/content")), before, "{report}");

    // A new version goes into the article of today, and only who is new becomes a record.
    let text = format!("{BERG} Later on somebody else spoke.");
    let lines = document(
        "d",
        &text,
        &[("person", "12", "Anna Berg"), ("person", "13", "council"), ("person", "14", "somebody")],
    ) + &entity("12", "Anna Berg")
        + &entity("13", "A. Berg")
        + &entity("14", "Otto");
    site.write("two.jsonl", lines.as_bytes());
    let (_, report) = updated(&site, "two.jsonl");
    assert!(report.contains("content/articles/new.md: "), "{report}");
    assert_eq!(rest("people.yaml").matches("name:").count(), 1, "{report}");
    assert!(rest("people.yaml").contains("Otto") && rest("articles/new.md").contains("Later"), "{report}");
    builds(&site).unwrap();
}

/// Of two documents only one can be the new version of an article.
#[test]
fn an_article_gets_the_text_of_one_document() {
    let lines = document("d", BERG, &[]) + &document("e", "Another text of somebody else.", &[]);
    let site = imported(&lines);
    let root = site.root().join("site/content/articles");
    fs::remove_file(root.join("e.md")).unwrap();
    let article = fs::read_to_string(root.join("d.md")).unwrap().replacen("---\n", "---\npreviously: [e]\n", 1);
    fs::write(root.join("d.md"), &article).unwrap();
    let (_, report) = updated(&site, "one.jsonl");
    assert_eq!(fs::read_to_string(root.join("d.md")).unwrap(), article, "{report}");
    assert!(!root.join("e.md").exists());
    assert!(report.contains("e was left out: it is a former id of `d`, which has a text of its own"), "{report}");
}

const KLAGENFURT: &str =
    "In the morning we left Klagenfurt by train for Velden, and in the evening we came back to Klagenfurt by boat.";

#[test]
fn a_mention_that_has_moved_is_not_added_again() {
    let lines = |text: &str, back: &str| {
        let at = |exact: &str, skip: usize| {
            let found = text.match_indices(exact).nth(skip).unwrap().0;
            let at = text[..found].chars().count();
            serde_json::json!({"kind": "place", "ref": "k", "start": at, "end": at + exact.chars().count(), "exact": exact})
        };
        let mentions = [at("Klagenfurt", 0), at(back, usize::from(back == "Klagenfurt"))];
        serde_json::json!({"id": "d", "title": "A letter", "text": text, "mentions": mentions}).to_string()
            + "\n{\"kind\": \"place\", \"id\": \"k\", \"name\": \"Klagenfurt\"}\n"
    };
    let site = imported(&lines(KLAGENFURT, "Klagenfurt"));
    site.write("two.jsonl", lines(&KLAGENFURT.replace("to Klagenfurt", "to old Klagenfurt"), "Klagenfurt").as_bytes());
    let (status, report) = updated(&site, "two.jsonl");
    assert!(!report.contains("new in the source"), "{report}");
    assert_eq!(status, 0, "{report}");
    assert!(tree(site.root()).keys().all(|path| !path.to_string_lossy().contains(".added-")), "{report}");
}

/// What the lock follows, an update follows too; and a passage that wants its author is named although no word has changed.
#[test]
fn an_update_knows_what_the_lock_knows() {
    let site = Fixture::new(
        "=== site.yaml
title: T
=== content/articles/a.md
---
title: A
annotations:
  - quote: the vote was postponed
    note: One
---
On Monday the vote was postponed by the council until summer. On Friday evening the mayor left for the coast.
",
    );
    let path = "content/articles/a.md";
    assert!(site.build().value.site.is_some());
    let (status, _, stderr) = annals(&["build"], site.root());
    assert_eq!(status, 0, "{stderr}");
    let text = fs::read_to_string(site.root().join(path)).unwrap();
    let text = text.replace("left for the coast.", "said that the vote was postponed.");
    site.write(path, text.as_bytes());
    let (status, _, stderr) = annals(&["build"], site.root());
    assert_eq!(status, 0, "{stderr}");
    site.write("a.txt", &text.as_bytes()[text.rfind("---\n").unwrap() + 4..]);
    let update = ["import", "text", "a.txt", "--into", ".", "--update"];
    let (status, report, _) = annals(&update, site.root());
    assert_eq!((status, report.lines().next()), (0, Some("content/articles/a.md: the text is the same")), "{report}");

    fs::remove_file(site.root().join("annals.lock")).unwrap();
    let (status, report, _) = annals(&update, site.root());
    assert_eq!(status, 1);
    assert!(report.contains("content/articles/a.md:4: ambiguous: the-vote-was-postponed"), "{report}");
}

#[test]
fn each_link_is_carried_by_itself() {
    let site = Fixture::new(
        "=== site.yaml
title: T
=== content/people.yaml
anna: {name: Anna Berg}
nils: {name: Nils}
=== content/articles/a.md
---
title: A
---
[[Anna Berg]] came on Monday. [She][m] spoke to [Nils](people:nils) at noon, and [the
mayor](people:anna \"Anna\") said <b>no</b> to [*a friend*][m] of [the old town](people:nils) that day.

[m]: <people:anna> \"The \\\"mayor\\\"\"
=== a.txt
Anna Berg came on Monday. She spoke to Nils at midnight, and the mayor
said <b>no</b> to a friend of the new town that day.
",
    );
    let (status, report, stderr) = annals(&["import", "text", "a.txt", "--into", ".", "--update"], site.root());
    let article = fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    assert_eq!(
        article,
        "---
title: A
---
[[Anna Berg]] came on Monday. [She](<people:anna> \"The \\\"mayor\\\"\") spoke to [Nils](people:nils) at midnight, and [the mayor](people:anna \"Anna\")
said <b>no</b> to [a friend](<people:anna> \"The \\\"mayor\\\"\") of the new town that day.
",
        "{report}{stderr}"
    );
    assert!(report.contains("5 links put around the same words again"), "{report}");
    assert!(report.contains("link lost, for its words are others now: [the old town](people:nils)"), "{report}");
    assert_eq!(status, 1, "a lost link wants its author: {report}");
}

#[test]
fn brackets_stay_what_they_are_for_the_reader() {
    let site = Fixture::new(
        "=== site.yaml
title: T
=== content/people.yaml
anna: {name: Anna Berg}
=== content/articles/a.md
---
title: A
---
Use the index. It was late, said [[Anna Berg]] to the council on that day.
=== a.txt
Use `a[[0]]` here. It was late, said Anna Berg to the council on that day: \\\\[[x]], \\[[y]], ![[z]] and [[[[0]]]].

    let c = a[[0]];
=== content/articles/b.md
Before.
=== b.txt
A [[link]](https://example.org/) it is.
",
    );
    let (status, report, stderr) = annals(&["import", "text", "a.txt", "--into", ".", "--update"], site.root());
    assert_eq!(status, 0, "{report}{stderr}");
    let article = fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    let body = &article[article.rfind("---\n").unwrap() + 4..];
    assert!(body.starts_with("Use `a[[0]]` here. It was late, said [[Anna Berg]] to the council on that day: \\\\\\[[x]], \\[[y]], !\\[[z]] and "), "{body}");
    assert!(site.build().value.site.is_some(), "{body}");

    // What no backslash can say is left to the author.
    let before = tree(site.root());
    let (status, report, _) = annals(&["import", "text", "b.txt", "--into", ".", "--update"], site.root());
    assert_eq!((status, tree(site.root())), (1, before), "{report}");
    assert!(
        report.contains("content/articles/b.md: left as it is") && report.contains("`wikilinks: false`"),
        "{report}"
    );
    site.write("content/articles/b.md", b"---\nwikilinks: false\n---\nBefore.\n");
    let (status, report, _) = annals(&["import", "text", "b.txt", "--into", ".", "--update"], site.root());
    assert_eq!(status, 0, "{report}");
}

#[test]
fn title_and_date_of_an_article_that_is_there_are_its_authors() {
    let site = Fixture::new(SITE);
    let before = tree(site.root());
    for (option, value) in [("--title", "X"), ("--date", "2020-01-01")] {
        let (status, _, stderr) =
            annals(&["import", "text", "bridge.txt", "--into", ".", "--update", option, value], site.root());
        assert_eq!((status, tree(site.root()) == before), (2, true), "{stderr}");
        assert!(stderr.contains("content/articles/deep/2017-03-02-bridge.md"), "{stderr}");
    }
    let new = ["import", "text", "bridge.txt", "--into", ".", "--update", "--id", "new", "--title", "X"];
    assert_eq!(annals(&new, site.root()).0, 0);
}

/// A mention whose words have become others in substance is its author's to look at, today and at the next update.
#[test]
fn a_passage_of_other_substance_is_not_added_beside() {
    let lines = document("d", BERG, &[("person", "12", "Anna Berg")]) + &entity("12", "Anna Berg");
    let site = imported(&lines);
    builds(&site).unwrap();
    let two = document("d", &BERG.replace("Anna Berg", "Anna Borg"), &[("person", "12", "Anna Borg")]);
    site.write("two.jsonl", (two + &entity("12", "Anna Berg")).as_bytes());
    for _ in 0..2 {
        let (status, report) = updated(&site, "two.jsonl");
        assert_eq!(status, 1, "{report}");
        assert!(report.contains("substance-changed: anna-berg"), "{report}");
        assert!(tree(site.root()).keys().all(|path| !path.to_string_lossy().contains(".added-")), "{report}");
    }
}
