//! Importing: real corpora and clippings, and hostile files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use annals::import::standoff::{self, Import, Markup};
use annals::import::text::{self, Given, Known};
use annals::import::{self, Files, Input, NotWritten, Problem};

use crate::shared::shared;

/// Id and words → how often.
type Counts = BTreeMap<(String, String), usize>;

const CORPORA: [&str; 4] = ["schnitzler_letters", "schnitzler_diary", "mueller_report", "litbank"];

/// Importing all four takes a while without optimisation: each is imported once for all tests.
fn corpus(name: &str) -> Option<Arc<(Import, String)>> {
    static MADE: Mutex<BTreeMap<String, Arc<(Import, String)>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if !made.contains_key(name) {
        made.insert(name.to_owned(), Arc::new(import_corpus(name)?));
    }
    made.get(name).cloned()
}

fn import_corpus(name: &str) -> Option<(Import, String)> {
    let paths: Option<Vec<PathBuf>> =
        ["documents", "entities"].iter().map(|part| shared(&format!("corpora/{name}.{part}.jsonl"))).collect();
    let inputs = import::read(&paths?, u64::MAX).unwrap();
    let import = standoff::import(&inputs, None).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Some((import, inputs[0].text.clone()))
}

/// Mentions as the source has them: distinct (document, kind, ref, start, end), and quotations with speakers.
fn counted(documents: &str) -> (usize, usize) {
    let (mut mentions, mut quotations) = (BTreeSet::new(), BTreeSet::new());
    for line in documents.lines() {
        let document: serde_json::Value = serde_json::from_str(line).unwrap();
        let list = |key: &str| document[key].as_array().cloned().unwrap_or_default();
        for m in list("mentions") {
            mentions.insert(format!("{} {} {} {} {}", document["id"], m["kind"], m["ref"], m["start"], m["end"]));
        }
        for m in list("quotations") {
            quotations.insert(format!("{} {} {} {}", document["id"], m["speaker"], m["start"], m["end"]));
        }
    }
    (mentions.len(), quotations.len())
}

#[test]
fn every_mention_of_the_corpora_is_found_again() {
    for name in CORPORA {
        let Some(made) = corpus(name) else { return };
        let (Import { report, files }, documents) = &*made;
        let (mentions, quotations) = counted(documents);
        assert_eq!((report.mentions, report.quotations), (mentions, quotations), "{name}");
        assert_eq!(report.found, mentions + quotations, "{name}: {:#?}", report.exceptions);
        assert_eq!(report.exceptions, [""; 0], "{name}");
        let articles = files.keys().filter(|path| path.ends_with(".md")).count();
        assert_eq!((articles, report.documents), (documents.lines().count(), articles), "{name}");
        let markup =
            if matches!(name, "schnitzler_letters" | "mueller_report") { Markup::Markdown } else { Markup::Plain };
        assert_eq!(report.markups.iter().map(|reading| reading.markup).collect::<Vec<_>>(), [markup], "{name}");
    }
}

/// The corpora as the pipeline reads them: every n-th article of each, with all records.
#[test]
fn corpora_build_with_each_mention_at_the_words_of_the_source() {
    for (name, step) in [("schnitzler_letters", 40), ("schnitzler_diary", 120), ("mueller_report", 9), ("litbank", 15)]
    {
        let Some(made) = corpus(name) else { return };
        let (Import { files, report }, documents) = &*made;
        let chosen: Vec<serde_json::Value> =
            documents.lines().step_by(step).map(|line| serde_json::from_str(line).unwrap()).collect();
        let ids: BTreeSet<String> =
            chosen.iter().map(|document| document["id"].as_str().unwrap().to_lowercase()).collect();
        let in_part = |path: &str| {
            path.strip_prefix("content/articles/").is_none_or(|name| ids.contains(name.split('.').next().unwrap()))
        };
        let part: Files =
            files.iter().filter(|(path, _)| in_part(path)).map(|(path, text)| (path.clone(), text.clone())).collect();
        let dir = tempfile::tempdir().unwrap();
        import::write(&part, dir.path()).unwrap();
        let corpus = resolved(dir.path());
        assert_eq!(corpus.articles.len(), chosen.len(), "{name}");
        for document in &chosen {
            let id = document["id"].as_str().unwrap().to_lowercase();
            let article = corpus.articles.iter().find(|article| article.id.as_str() == id).unwrap();
            let mut expected: Counts = BTreeMap::new();
            let mut seen = BTreeSet::new();
            for m in document["mentions"].as_array().unwrap() {
                if !seen.insert(format!("{} {} {} {}", m["kind"], m["ref"], m["start"], m["end"])) {
                    continue;
                }
                let source = m["ref"].as_str().unwrap();
                let cut = report.renamed.iter().find(|(long, _)| long == source).map(|(_, id)| id.clone());
                let id = cut.unwrap_or_else(|| source.to_lowercase());
                *expected.entry((id, words(m["exact"].as_str().unwrap()))).or_default() += 1;
            }
            let mut found: Counts = BTreeMap::new();
            for passage in article.passages.iter() {
                let annotation = &article.annotations[passage.annotation];
                for about in &annotation.about {
                    // The speaker of a quotation is not among the mentions of the source.
                    if annotation.speakers.iter().any(|speaker| speaker.entity == about.entity) {
                        continue;
                    }
                    let id = corpus.entities[about.entity.index()].id.to_string();
                    let text = words(article.prose.body.words(&passage.range));
                    *found.entry((id, text)).or_default() += 1;
                }
            }
            let differ = |a: &Counts, b: &Counts| -> Counts {
                let unlike = |(key, count): &(&(String, String), &usize)| b.get(*key) != Some(*count);
                a.iter().filter(unlike).map(|(key, count)| (key.clone(), *count)).collect()
            };
            assert_eq!(differ(&found, &expected), differ(&expected, &found), "{name}: {id}");
            assert!(!expected.is_empty() || document["mentions"].as_array().unwrap().is_empty());
        }
    }
}

/// Letters and digits only, without footnotes' labels: what stays of words whatever marks they have.
fn words(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(start) = text.find("[^") {
        let Some(end) = text[start..].find(']') else { break };
        text.replace_range(start..=start + end, "");
    }
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn resolved(root: &Path) -> annals::resolve::corpus::Corpus {
    let settings = annals::parse::settings(&annals::load::settings(root).value);
    assert_eq!(settings.diagnostics, []);
    let sources = annals::load::content(root, &annals::load::Limits::default()).value;
    let documents = annals::parse::all(&sources, &settings.value);
    let resolved = annals::resolve::resolve(documents.value, &sources, settings.value, &Default::default());
    let errors: Vec<_> = documents
        .diagnostics
        .iter()
        .chain(&resolved.diagnostics)
        .filter(|one| one.severity != annals::diag::Severity::Info)
        .take(5)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    resolved.value
}

#[test]
fn the_seed_is_imported_and_each_of_its_passages_stands_at_its_place() {
    let (Some(clipping), Some(site)) = (shared("seeds/000_7b26a201a710dbff.txt"), shared("seeds/site")) else { return };
    let dir = tempfile::tempdir().unwrap();
    for path in
        ["site.yaml", "content/people.yaml", "content/events.yaml", "content/places.yaml", "content/organizations.yaml"]
    {
        let to = dir.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(site.join(path), to).unwrap();
    }
    let given = Given { id: Some("recusal-calls".to_owned()), ..Given::default() };
    let inputs = import::read(&[clipping], 1_000_000).unwrap();
    let known = Known::of(dir.path());
    let import = text::import(&inputs, &given, &known).unwrap();
    for said in [
        "The date 2017-01-03 is taken from the first line.",
        "The credit of the picture is taken from the first line",
        "The title is the beginning of the first sentence",
        "the text names 2 March 2017, which is later",
        "were 2017-03-01",
        "people/sergey-kislyak:",
    ] {
        assert!(import.report.contains(said), "{said}: {}", import.report);
    }
    import::write(&import.files, dir.path()).unwrap();
    let sidecar = "recusal-calls.annotations.yaml";
    std::fs::copy(site.join(sidecar), dir.path().join("content/articles").join(sidecar)).unwrap();

    let corpus = resolved(dir.path());
    let [article] = corpus.articles.as_slice() else { panic!("one article") };
    assert_eq!(article.date.as_ref().map(|date| date.value.text()), Some("2017-01-03"));
    let image = article.image.as_ref().unwrap();
    assert!(image.credit.as_ref().is_some_and(|credit| credit.contains('/')), "{image:?}");
    assert_eq!((article.annotations.len(), article.passages.len()), (27, 28));
    for passage in article.passages.iter() {
        let annotation = &article.annotations[passage.annotation];
        let words = words(article.prose.body.words(&passage.range));
        let quote = crate::import::words(&annotation.quotes[0]);
        assert_eq!(words, quote);
    }

    let built = annals::build(dir.path(), &annals::Options::default()).value.site.expect("no errors");
    let page = |path: &str| String::from_utf8(built.get(path).unwrap_or_else(|| panic!("no {path}")).to_vec()).unwrap();
    let html = page("articles/recusal-calls/index.html");
    for passage in article.passages.iter() {
        assert!(html.contains(&format!("id=\"{}\"", passage.anchor)), "{}", passage.anchor);
        let annotation = &article.annotations[passage.annotation];
        for about in &annotation.about {
            let entity = &corpus.entities[about.entity.index()];
            let kind = &corpus.settings.kinds.get(entity.kind).name;
            let path = format!("{kind}/{}/index.html", entity.id);
            let link = format!("recusal-calls/#{}\"", passage.anchor);
            assert!(page(&path).contains(&link), "{path} does not lead to {link}");
        }
    }
}

// hostile files

fn document(fields: &str) -> String {
    format!(r#"{{"id":"d","text":"Ada said so. 👩‍👩‍👧 é","mentions":[{fields}]}}"#)
}

const ADA: &str = r#"{"kind":"person","id":"ada","name":"Ada"}"#;

/// What is wrong with a file of these lines.
fn refused(lines: &[&str]) -> Vec<String> {
    let input = Input { name: "in.jsonl".to_owned(), text: lines.join("\n") };
    match standoff::import(&[input], None) {
        Ok(import) => panic!("{}", import.report),
        Err(problems) => problems.iter().map(Problem::to_string).collect(),
    }
}

#[test]
fn hostile_files_are_refused_with_the_line() {
    let mention =
        |start: i64, end: i64| document(&format!(r#"{{"kind":"person","ref":"ada","start":{start},"end":{end}}}"#));
    let long = format!(r#"{{"kind":"person","id":"{}"#, "x".repeat(10_000_000));
    let slash = r#"{"kind":"person","id":"../ada","name":"Ada"}"#;
    let cases: Vec<(Vec<String>, &str)> = vec![
        (
            vec![ADA.into(), document("")[..30].to_owned()],
            "in.jsonl:2: error: the line's JSON is cut off after column 30",
        ),
        (vec!["[]".into()], "in.jsonl:1: error: the line is no JSON object"),
        (vec!["{}".into()], "in.jsonl:1: error: the line is neither a document"),
        (vec!["no".into()], "in.jsonl:1: error: the line is not JSON: column 2"),
        (vec![String::new()], "in.jsonl: error: there is no line with a document or an entity"),
        (
            vec![ADA.into(), mention(0, 99)],
            "in.jsonl:2: error: `mentions[0]` is 0–99, but the text has only 20 characters",
        ),
        (vec![ADA.into(), mention(-1, 3)], "in.jsonl:2: error: `mentions[0].start` is `-1`, not a whole number from 0"),
        (vec![ADA.into(), mention(3, 3)], "in.jsonl:2: error: `mentions[0]` is 3–3, which is no passage"),
        (vec![ADA.into(), mention(3, 0)], "in.jsonl:2: error: `mentions[0]` is 3–0, which is no passage"),
        (vec![ADA.into(), mention(3, 4)], "in.jsonl:2: error: `mentions[0]`: at 3–4 there is only white space"),
        (vec![ADA.into(), mention(13, 14)], "in.jsonl:2: error: `mentions[0]`: offset 14 lies inside of a character"),
        (vec![ADA.into(), mention(15, 18)], "in.jsonl:2: error: `mentions[0]`: offset 15 lies inside of a character"),
        (
            vec![ADA.into(), document(r#"{"kind":"person","ref":"ada","start":0,"end":3,"exact":"Bob"}"#)],
            "in.jsonl:2: error: `mentions[0]`: the text has `Ada` at 0–3, not `Bob`",
        ),
        (
            vec![ADA.into(), document(r#"{"kind":"person","ref":"bob","start":0,"end":3}"#)],
            "in.jsonl:2: error: the person `bob`, named at 0–3, has no line among the entities",
        ),
        (
            vec![ADA.into(), document(r#"{"kind":"ship","ref":"ada","start":0,"end":3}"#)],
            "in.jsonl:2: error: `mentions[0].kind` is `ship`, not one of person, event, place, org, work",
        ),
        (vec![r#"{"id":"d","text":"a \ud83d b"}"#.into()], "in.jsonl:1: error: the line is not JSON"),
        (
            vec![r#"{"id":"d","text":"a \u0000 b"}"#.into()],
            "in.jsonl:1: error: `text` holds the control character U+0000",
        ),
        (vec![slash.into()], "in.jsonl:1: error: `../ada` is no id: an id has only the letters"),
        (vec![r#"{"id":"a/b","text":"a"}"#.into()], "in.jsonl:1: error: `a/b` is no id"),
        (vec![r#"{"id":"index","text":"a"}"#.into()], "in.jsonl:1: error: `index` is no id"),
        (vec![ADA.into(), ADA.into()], "in.jsonl:2: error: the id `ada` is taken: line 1 has it too"),
        (
            vec![ADA.into(), r#"{"kind":"person","id":"ADA","name":"Ada"}"#.into()],
            "in.jsonl:2: error: the id `ADA` becomes `ada`, as `ada` in line 1 does",
        ),
        (vec![r#"{"id":"d","text":"a","from":["ada"]}"#.into()], "in.jsonl:1: error: `from` names the person `ada`"),
        (vec![r#"{"id":"d","text":5}"#.into()], "in.jsonl:1: error: `text` is no text"),
        (vec![long], "in.jsonl:1: error: the line's JSON is cut off after column 10000023"),
    ];
    for (lines, expected) in cases {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let problems = refused(&lines);
        assert!(problems.iter().any(|problem| problem.starts_with(expected)), "{expected}\n{problems:#?}");
        assert!(problems.iter().all(|problem| problem.len() < 500), "no line of megabytes is shown");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let problems = refused(&["{", ADA, ADA, r#"{"id":"a b","text":"a"}"#]);
    let lines: Vec<&str> = problems.iter().map(|problem| problem.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["in.jsonl:1", "in.jsonl:3", "in.jsonl:4"]);
}

#[test]
fn nothing_is_written_over_and_nothing_by_halves() {
    let dir = tempfile::tempdir().unwrap();
    let files: Files = [("a/b.md", "new"), ("a/c.md", "new"), ("d.md", "new")]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into();
    std::fs::write(dir.path().join("d.md"), "old").unwrap();
    let refused = import::write(&files, dir.path()).unwrap_err();
    assert!(matches!(&refused, NotWritten::Exists(paths) if *paths == [dir.path().join("d.md")]), "{refused}");
    assert_eq!(std::fs::read_to_string(dir.path().join("d.md")).unwrap(), "old");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    // A file where a folder is needed: what was written before is taken away again.
    std::fs::remove_file(dir.path().join("d.md")).unwrap();
    let mut files = files;
    files.insert("d.md/e.md".to_owned(), "new".to_owned());
    let refused = import::write(&files, dir.path()).unwrap_err();
    assert!(matches!(refused, NotWritten::Disk(..)), "{refused}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn every_sort_of_place_gets_its_quote() {
    let text = "Ann saw Ann. Annabel saw Ann's [^n]\\n\\n> Bob\\n\\n*Ann* and Ann\\n\\n[^n]: Ann here, Ann.";
    let plain = text.replace("\\n", "\n");
    let starts: Vec<usize> = plain.match_indices("Ann").map(|(at, _)| at).collect();
    assert_eq!(starts.len(), 8);
    let mentions: Vec<String> = starts
        .iter()
        .map(|at| format!(r#"{{"kind":"person","ref":"ada","start":{at},"end":{}}}"#, at + 3))
        // Inside a word, nested, crossing, and two at one place.
        .chain([
            r#"{"kind":"person","ref":"bob","start":0,"end":3,"implied":true}"#.to_owned(),
            r#"{"kind":"person","ref":"bob","start":0,"end":11}"#.to_owned(),
            r#"{"kind":"person","ref":"bob","start":4,"end":20}"#.to_owned(),
            r#"{"kind":"person","ref":"bob","start":15,"end":18,"cat":"X"}"#.to_owned(),
        ])
        .collect();
    let line = format!(r#"{{"id":"D","text":"{text}","mentions":[{}]}}"#, mentions.join(","));
    let bob = r#"{"kind":"person","id":"bob","name":"Bob"}"#;
    let input = Input { name: "in.jsonl".to_owned(), text: [&line, ADA, bob].join("\n") };
    let import = standoff::import(&[input], Some(Markup::Markdown)).unwrap();
    assert_eq!((import.report.mentions, import.report.found), (12, 12), "{}", import.report);
    let sidecar = &import.files["content/articles/d.annotations.yaml"];
    assert!(sidecar.contains("people: [ada, {id: bob, implied: true}]"), "{sidecar}");
    let dir = tempfile::tempdir().unwrap();
    import::write(&import.files, dir.path()).unwrap();
    let corpus = resolved(dir.path());
    assert_eq!(corpus.articles[0].passages.len(), 11);
}

// the command

fn annals(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_annals")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_writes_reports_and_refuses() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (site, clipping, bad) = (path("site"), path("A clipping.txt"), path("bad.jsonl"));
    std::fs::write(&clipping, " date 2017-03-02\r\n\r\nIt is said. More of it,\r\nand *more*.\r\n\r\n    Far in.")
        .unwrap();
    std::fs::write(&bad, "{}\n").unwrap();
    std::fs::create_dir(&site).unwrap();

    let (status, report, said) = annals(&["import", "text", &clipping, "--into", &site]);
    assert_eq!(status, Some(0), "{said}");
    assert!(report.contains("The id `a-clipping` is made from the file's name"), "{report}");
    assert!(report.contains("The title is the first sentence: `It is said`."), "{report}");
    assert!(report.contains("1 line is indented by four blanks or more"), "{report}");
    let article = Path::new(&site).join("content/articles/a-clipping.md");
    let text = "---\ntitle: It is said\ndate: 2017-03-02\n---\n\nIt is said. More of it,\nand *more*.\n\nFar in.\n";
    assert_eq!(std::fs::read_to_string(&article).unwrap(), text);

    // The site knows the article now; under another id a clash is found on the disk, and nothing is changed.
    let (status, _, said) = annals(&["import", "text", &clipping, "--into", &site]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("there already"), "{said}");
    assert_eq!(std::fs::read_to_string(&article).unwrap(), text);

    let two = annals(&["import", "text", &clipping, &clipping, "--into", &site, "--id", "x"]);
    assert_eq!((two.0, two.2.contains("for one file only")), (Some(2), true), "{}", two.2);
    let (status, _, said) = annals(&["import", "text", &clipping, "--into", &site, "--id", "A B"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("`a-b` would be one"), "{said}");

    let (status, _, said) = annals(&["import", "standoff", &bad, "--into", &path("new")]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("bad.jsonl:1: error:") && said.ends_with("Nothing was written.\n"), "{said}");
    assert!(!Path::new(&path("new")).exists());
    let (status, _, said) = annals(&["import", "standoff", &path("none"), "--into", &path("new")]);
    assert_eq!(status, Some(2), "{said}");
}

#[test]
fn an_import_warns_of_what_is_too_large_to_be_built() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let site = path("site");
    std::fs::create_dir(&site).unwrap();
    std::fs::write(path("site/site.yaml"), "limits: {file: 1 kB}\n").unwrap();
    std::fs::write(path("small.txt"), "It is said.\n").unwrap();
    std::fs::write(path("large.txt"), "It is said. ".repeat(100)).unwrap();
    let import = |file: &str, more: &[&str]| {
        let (status, _, said) = annals(&[&["import", "text", &path(file), "--into", &site], more].concat());
        assert_eq!(status, Some(0), "{said}");
        said
    };
    let warning =
        "warning: `content/articles/large.md` has 1.3 kB, and a file may have 1 kB\n  `limits: {file: …}` in site.yaml";
    assert!(!import("small.txt", &[]).contains("warning"));
    let said = import("large.txt", &[]);
    assert!(said.starts_with(warning), "{said}");
    let (status, _, said) = annals(&["build", "--root", &site]);
    assert!(status == Some(1) && said.contains("file-too-large"), "{said}");
    // So where an article grows by an update.
    std::fs::write(path("small.txt"), "It is said. ".repeat(100)).unwrap();
    let said = import("small.txt", &["--update"]);
    assert!(said.starts_with("warning: `content/articles/small.md` has 1."), "{said}");
}

/// What an import takes, a build takes.
#[test]
fn names_that_clean_to_one_key_and_strange_white_space_can_be_built() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    // So long an id is cut, and kept as `x-id`.
    let long = "a-".repeat(200) + "a";
    let lines = [
        serde_json::json!({"id": "d", "title": "T", "text": "Anna\u{b}came\u{85}home\u{c}late.", "Foo": 1, "foo": 2, "\u{3b1}": 3, "\u{6771}": 4, "!": 5,
            "mentions": [{"kind": "person", "ref": long, "start": 0, "end": 9, "exact": "Anna\u{b}came", "A": 1, "a": 2}]}),
        serde_json::json!({"kind": "person", "id": long, "name": "Anna", "Foo Bar": 1, "foo-bar": 2, "Id": 3, "\u{437}": 4, "\u{436}": 5,
            "dates": {"": "z", "birth": "about then"}}),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(path("a.jsonl"), lines).unwrap();
    std::fs::write(path("b.txt"), "It\u{b}is\u{85}so.\u{c}\n").unwrap();
    let site = path("site");
    let (status, report, said) = annals(&["import", "standoff", &path("a.jsonl"), "--into", &site]);
    assert_eq!(status, Some(0), "{report}{said}");
    let (status, _, said) = annals(&["import", "text", &path("b.txt"), "--into", &site]);
    assert_eq!(status, Some(0), "{said}");
    let (status, _, said) = annals(&["build", "--root", &site]);
    assert_eq!(status, Some(0), "{said}");
    let read = |name: &str| std::fs::read_to_string(Path::new(&site).join("content").join(name)).unwrap();
    assert!(read("articles/d.md").contains("\nx-foo: 1\nx-foo-2: 2\n"), "{}", read("articles/d.md"));
    assert!(read("articles/d.md").ends_with("\n\nAnna came home late.\n"), "{}", read("articles/d.md"));
    assert!(read("articles/d.annotations.yaml").contains("quote: Anna came\n"));
    for value in ["x-foo-bar: 1", "x-foo-bar-2: 2", "x-id: 3", "x-id-2: a-a-", "x-dates: z", "birth: about then"] {
        assert!(read("people.yaml").contains(value), "{value}: {}", read("people.yaml"));
    }
    assert!(read("articles/b.md").ends_with("\n\nIt is so.\n"), "{}", read("articles/b.md"));
}

#[test]
fn what_a_record_is_sorted_by_is_not_made_another_name() {
    let people = |aliases: &str| {
        let loris = format!(
            r#"{{"kind":"person","id":"loris","name":"Hugo Loris","sort_name":"Loris, Hugo","aliases":[{aliases}]}}"#
        );
        let text = [document(""), loris].join("\n");
        let import = standoff::import(&[Input { name: "in.jsonl".to_owned(), text }], None)
            .unwrap_or_else(|all| panic!("{all:?}"));
        (import.files["content/people.yaml"].clone(), import.report.to_string())
    };
    let (file, report) = people(r#""Loris, Hugo","Theophil""#);
    assert!(file.contains("sort_name: 'Loris, Hugo'") && file.contains("Theophil"), "{file}");
    assert_eq!(file.matches("Loris, Hugo").count(), 1, "{file}");
    assert!(report.contains("people: aliases → aliases (1), sort_name (1)"), "{report}");
    let (file, _) = people(r#""Loris, Hugo""#);
    assert!(!file.contains("aliases"), "{file}");
}

/// The count by a script that knows nothing of this program: it reads the JSON lines and the built HTML.
#[test]
fn pages_show_as_many_mentions_as_the_source_has_and_the_same_words() {
    let paths = ["documents", "entities"].map(|part| shared(&format!("corpora/mueller_report.{part}.jsonl")));
    let [Some(documents), Some(entities)] = paths else { return };
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let [site, documents, entities] = [&site, &documents, &entities].map(|path| path.to_str().unwrap());
    assert_eq!(annals(&["import", "standoff", documents, entities, "--into", site]).0, Some(0));
    let (status, _, said) = annals(&["build", "--root", site]);
    assert_eq!(status, Some(0), "{said}");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/count_mentions.py");
    let public = format!("{site}/public");
    let count = || std::process::Command::new("python3").args([script, documents, entities, &public]).output();
    let Ok(output) = count() else { return println!("NOT RUN: the count of mentions needs python3") };
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("4213 mentions in the source, 4213 on the pages; 4213 texts compared"), "{text}");
    // It would see a mark that is missing.
    let mark = "data-p=\"hope-hicks\"";
    let page = std::fs::read_dir(Path::new(site).join("public/articles")).unwrap();
    let page = page.map(|entry| entry.unwrap().path().join("index.html")).filter(|page| page.is_file());
    let read = |page: &PathBuf| std::fs::read_to_string(page).unwrap();
    let page = page.into_iter().find(|page| read(page).contains(mark)).expect("an article in which she is named");
    std::fs::write(&page, read(&page).replacen(mark, "data-p=\"nobody\"", 1)).unwrap();
    assert_eq!(count().unwrap().status.code(), Some(1));
}
