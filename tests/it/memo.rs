//! What is kept from one build to the next changes nothing but the time: in memory (`serve`) and on disk (`build`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use annals::render::Pages;
use annals::site::Site;
use annals::{Memo, Options, load, parse};

use crate::edits::rng::Rng;
use crate::fixture::Fixture;

const SEED: u64 = 20_170_302;

/// A site's sources, without its templates, in another folder.
pub fn copy(from: &Path, to: &Path) {
    for part in ["content", "static", "site.yaml", "annals.lock"] {
        for entry in
            walkdir::WalkDir::new(from.join(part)).into_iter().flatten().filter(|one| one.file_type().is_file())
        {
            let target = to.join(entry.path().strip_prefix(from).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// All files of a folder, by path.
pub fn files(root: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten();
    walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Changes a site at random: words, lines, bytes, files that come, go, move, or get another's text, settings, templates and
/// static files.
pub fn edit(root: &Path, rng: &mut Rng) -> String {
    let content = files(&root.join("content"));
    let Some(path) = rng.choose(&content).cloned() else {
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("content/index.md"), "---\ntitle: Home\n---\n").unwrap();
        return "begun anew".into();
    };
    let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = rng.below(lines.len().max(1));
    let what = rng.below(13);
    match what {
        0 => fs::remove_file(&path).unwrap(),
        1 => fs::rename(&path, path.with_file_name(format!("moved-{}.md", rng.below(50)))).unwrap(),
        2 => fs::write(path.with_file_name(format!("new-{}.md", rng.below(50))), &text).unwrap(),
        3 => {
            let other = rng.choose(&content).unwrap();
            fs::write(other, &text).unwrap();
        }
        4 => {
            let settings =
                ["title: A\n", "title: B\nmarkdown: {raw_html: true}\n", "languag: de\n", "kinds: {ships: {}}\n", ""];
            fs::write(root.join("site.yaml"), rng.choose(&settings).unwrap()).unwrap();
        }
        5 if lines.len() > 1 => {
            lines.remove(at);
            fs::write(&path, lines.concat()).unwrap();
        }
        6 if lines.len() > 1 => {
            let other = rng.below(lines.len());
            lines.swap(at, other);
            fs::write(&path, lines.concat()).unwrap();
        }
        7 => fs::write(&path, text.replacen("e", "ë", 1 + rng.below(3))).unwrap(),
        8 => {
            let mut bytes = text.clone().into_bytes();
            bytes.truncate(rng.below(bytes.len() + 1));
            fs::write(&path, bytes).unwrap();
        }
        9 => fs::write(&path, text.replace("\n", "\r\n")).unwrap(),
        11 => {
            let own = |text: &str| {
                format!("{{% extends \"default/article.html\" %}}{{% block foot %}}{text}{{% endblock %}}\n")
            };
            let files = [
                ("templates/article.html", own("A foot.")),
                ("templates/article.html", own("Another foot of {{ site.title }}.")),
                ("templates/article.html", own("{{ no.such.value }}")),
                ("templates/article.html", "{% block %}".to_owned()),
                ("templates/unheard-of.html", own("Nobody's foot.")),
                ("static/words.txt", rng.below(3).to_string()),
            ];
            // It goes as often as it comes: with templates of its own a site is proven by all its pages.
            let (file, text) = rng.choose(&files).unwrap();
            let file = root.join(file);
            if file.exists() && rng.below(3) > 0 {
                fs::remove_file(file).unwrap();
            } else {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, text).unwrap();
            }
        }
        // Saved again as it was.
        10 => fs::write(&path, &text).unwrap(),
        _ => fs::write(&path, text.clone() + "\nOne more sentence of words.\n").unwrap(),
    }
    format!("{what} {}", path.display())
}

/// Takes away what [`edit`] changes.
pub fn forget(root: &Path) {
    for folder in ["content", "templates", "static"] {
        let _ = fs::remove_dir_all(root.join(folder));
    }
}

/// The cases that a run is to do: 300, and as many as script/soak says.
pub fn cases() -> usize {
    let asked = std::env::var("ANNALS_CASES").ok().and_then(|cases| cases.parse::<usize>().ok());
    asked.map_or(300, |cases| cases.min(10_000))
}

/// Everything after parsing is a function of the documents, which are compared whole; and of every fiftieth state the site.
#[test]
fn a_build_that_remembers_equals_one_that_does_not_after_any_edits() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    copy(demo, folder.path());
    let root = folder.path();
    let (mut memo, mut whole) = (parse::Memo::default(), Memo::default());
    let mut rng = Rng::of(SEED, &["memo"]);
    let mut done: Vec<String> = Vec::new();
    for case in 0..cases() {
        // From time to time back to the demonstration, before there is nothing left of it.
        if case % 40 == 39 {
            forget(root);
            copy(demo, root);
        }
        done.push(edit(root, &mut rng));
        let settings_file = load::settings(root).value;
        let settings = parse::settings(&settings_file).value;
        let sources = load::content(root, &load::Limits { file: settings.file_limit }).value;
        let known = parse::all_known(&sources, &settings_file, &settings, &mut memo);
        let clean = parse::all(&sources, &settings);
        assert!(format!("{known:?}") == format!("{clean:?}"), "seed {SEED}, after {done:#?}");
        if case % 50 == 0 {
            let known = annals::preview(annals::read(root), &Options::default(), &(), &mut whole);
            let clean = annals::build(root, &Options::default());
            assert_eq!(known.diagnostics, clean.diagnostics, "seed {SEED}, after {done:#?}");
            same_pages(
                known.value.pages.as_deref(),
                clean.value.site.as_ref(),
                &format!("seed {SEED}, after {done:#?}"),
            );
        }
    }
}

/// A site with what an article's resolution depends on besides its own text: names in other files, a sidecar, a picture, a
/// series, former ids, links to places in other articles, a lock.
pub fn entangled() -> Fixture {
    let site = Fixture::new(
        "=== site.yaml\ntitle: A\n=== content/people.yaml\nanna: {name: Anna Berg}\nbert: {name: Bert, aliases: [Mr. Berg]}\n\
         === content/places.yaml\nrome: {name: Rome}\n=== content/series.yaml\nwars: {name: Wars}\n\
         === content/articles/pic.png\nno picture\n=== content/about.md\n---\ntitle: About\n---\n[A](articles/a1.md#first)\n\
         === content/articles/a1.annotations.yaml\nannotations:\n  - {quote: the second sentence, people: [bert], note: \"See [[a2]].\"}\n\
         === content/articles/a2.b.annotations.yaml\nannotations:\n  - {quote: Rome, places: [rome], draft: true}\n",
    );
    for number in 1..7 {
        let next = number % 6 + 1;
        let text = format!(
            "---\ntitle: Number {number}\ndate: 1900-01-0{number}\nseries: wars\npreviously: [old-{number}]\n\
             annotations:\n  - {{id: first, quote: wrote to Rome, people: [anna], note: \"[next](a{next}.md#first)\"}}\n\
             ---\n\nAnna Berg wrote to Rome {number} times.\n\nThis is the second sentence, of Mr. Berg.\n\n\
             ![x](pic.png) [then](a{next}.md#first), [[old-{next}|before]], [[people/bert|him]].\n"
        );
        site.write(&format!("content/articles/a{number}.md"), text.as_bytes());
    }
    let built = annals::build(site.root(), &Options::default());
    let errors = built.diagnostics.iter().filter(|one| one.severity == annals::diag::Severity::Error);
    assert_eq!(errors.map(|one| format!("{:?} {}", one.span, one.message)).collect::<Vec<_>>(), [""; 0]);
    site.write("annals.lock", built.value.lock.expect("a sound site").text().as_bytes());
    site
}

/// The site itself and what there is to say of it, after each edit.
#[test]
fn a_preview_equals_a_build_after_any_edits() {
    let (first, site) = (entangled(), entangled());
    let root = site.root();
    let mut memo = Memo::default();
    let mut rng = Rng::of(SEED, &["entangled"]);
    let mut done: Vec<String> = Vec::new();
    let mut sound = 0;
    for case in 0..cases() / 6 {
        if case % 8 == 7 {
            forget(root);
            copy(first.root(), root);
            done.clear();
        } else {
            done.push(edit(root, &mut rng));
        }
        if case % 4 == 2 {
            // A line of the lock goes, or says other words.
            let lock = fs::read_to_string(root.join("annals.lock")).unwrap();
            let mut lines: Vec<&str> = lock.split_inclusive('\n').collect();
            let at = 1 + rng.below(lines.len() - 1);
            lines.remove(at);
            fs::write(root.join("annals.lock"), lines.concat().replacen("2 times", "3 times", rng.below(2))).unwrap();
            done.push(format!("a line of the lock, {at}"));
        }
        let what = format!("seed {SEED}, case {case}, after {done:#?}");
        let options = Options { drafts: case % 5 == 4, ..Options::default() };
        let known = annals::preview(annals::read(root), &options, &(), &mut memo);
        let clean = annals::build(root, &options);
        assert_eq!(known.diagnostics, clean.diagnostics, "{what}");
        same_pages(known.value.pages.as_deref(), clean.value.site.as_ref(), &what);
        sound += usize::from(clean.value.site.is_some());
    }
    assert!(sound > cases() / 40, "{sound} states without an error are too few to prove anything");
}

/// Names of records that come, go and change, where texts hold them, links call them, notes show them, and changed quotes
/// are judged by them: no article keeps what came of names that are others now.
#[test]
fn a_preview_equals_a_build_after_any_names() {
    const NAMES: [&str; 14] = [
        "Anna Berg",
        "Mr. Berg",
        "Berg",
        "Bert",
        "Rome",
        "second",
        "Number",
        "This is",
        "nobody",
        "Ли Ю",
        "am",
        "Berghof",
        "Graf",
        "Anna Berg wrote",
    ];
    for settings in ["title: A\n", "title: A\nspot: false\n"] {
        with_names(settings, &NAMES);
    }
}

fn with_names(settings: &str, all: &[&str]) {
    let site = entangled();
    let root = site.root();
    site.write("site.yaml", settings.as_bytes());
    for (number, text) in [
        (7, "[[Berg|He]] and Bert. Am Berg\u{ad}hof, with Gra\u{fb00}. Ли Ю.\n"),
        (8, "It lay by the house. Number was there in the spring of that year.\n"),
    ] {
        let (quote, note) = match number {
            7 => ("and Bert", ", note: \"[[anna]]\""),
            _ => ("It lay by the house. Number was there in the spring of that year", ""),
        };
        let front = format!("title: B\nannotations:\n  - {{quote: {quote}, people: [bert]{note}}}\n");
        site.write(&format!("content/articles/b{number}.md"), format!("---\n{front}---\n{text}").as_bytes());
    }
    // Asks nothing of names but which stand in it; some of its words are not somebody, and some are not there.
    site.write(
        "content/articles/b10.md",
        b"---\ntitle: C\nannotations:\n  - {quote: some words, people: [anna]}\n\
          not: [{quote: Anna Berg wrote, people: anna}, {quote: Bert of Rome}, {quote: not there}]\n---\n\
          Here are some words, and no more. Anna Berg wrote. Then Berg and Bert wrote to Bert of Rome, and second to Rome.\n",
    );
    site.write("content/people.yaml", b"anna: {name: Anna}\nbert: {name: Bert, aliases: [Berg]}\n");
    // What an edit has done to the passage is judged by the names that there are.
    let lock = annals::build(root, &Options::default()).value.lock.expect("a sound site");
    site.write("annals.lock", lock.text().as_bytes());
    let own = fs::read_to_string(root.join("content/articles/b8.md")).unwrap();
    site.write(
        "content/articles/b8.md",
        own.replace(
            "house. Number was there in the spring of that year.\n",
            "house. Something was there in the spring of that year.\n",
        )
        .as_bytes(),
    );
    let mut memo = Memo::default();
    let mut rng = Rng::of(SEED, &["names"]);
    let (mut sound, mut failing) = (0, 0);
    for case in 0..cases() / 10 {
        let name = |rng: &mut Rng| *rng.choose(all).unwrap();
        let (anna, bert, rome) = (name(&mut rng), name(&mut rng), name(&mut rng));
        let alias = if rng.below(4) > 0 { "Berg" } else { name(&mut rng) };
        let spot = ["", ", spot: false"][rng.below(2)];
        let (people, places) = (
            format!("anna: {{name: \"{anna}\"{spot}}}\nbert: {{name: \"{bert}\", aliases: [\"{alias}\"]}}\n"),
            format!("rome: {{name: \"{rome}\"}}\n"),
        );
        site.write("content/people.yaml", people.as_bytes());
        if rng.below(3) == 0 {
            site.write("content/places.yaml", places.as_bytes());
        }
        // For a while something is amiss, and the nearest name is proposed.
        match case % 9 {
            2 => site.write("content/articles/b9.md", b"---\ntitle: B\n---\n[[Bergg]].\n"),
            6 => fs::remove_file(root.join("content/articles/b9.md")).unwrap(),
            _ => {}
        }
        let what = format!("seed {SEED}, case {case}: {people}{places}");
        let known = annals::preview(annals::read(root), &Options::default(), &(), &mut memo);
        let clean = annals::build(root, &Options::default());
        assert_eq!(known.diagnostics, clean.diagnostics, "{what}");
        same_pages(known.value.pages.as_deref(), clean.value.site.as_ref(), &what);
        *(if clean.value.site.is_some() { &mut sound } else { &mut failing }) += 1;
    }
    assert!(sound > cases() / 100 && failing > 0, "{sound} sound states and {failing} others are too few");
}

/// Every file of the site, as a preview gives it when it is asked for it alone, and the site made whole.
fn same_pages(pages: Option<&Pages>, site: Option<&Site>, what: &str) {
    assert_eq!(pages.is_some(), site.is_some(), "{what}");
    let (Some(pages), Some(site)) = (pages, site) else { return };
    for (path, file) in site.files().iter().rev() {
        assert!(pages.get(path.as_str()).as_ref() == Some(&file.bytes), "{path}: {what}");
        assert_eq!(pages.find(path.as_str()), Some(path), "{what}");
    }
    assert!(pages.site().value == *site, "{what}");
    assert_eq!(pages.find("no/such/page.html").or(pages.find("assets/cards/999999.json")), None, "{what}");
    assert_eq!(pages.count(), site.files().keys().filter(|path| path.is_html()).count(), "{what}");
}

/// What has to be made before anything can be said of it is made: links to places that templates make, own templates, what stands in a card's way.
#[test]
fn a_preview_says_what_a_build_says() {
    let article = "=== content/articles/a.md\n---\ntitle: A\ndate: 1900-01-01\n---\nAnna Berg wrote.\n";
    for (files, says) in [
        ("=== content/index.md\nA [place](/articles/#nowhere).\n", Some("broken-link")),
        (
            "=== templates/article.html\n{% extends \"default/article.html\" %}{% block main %}{{ nothing.at.all }}{% endblock %}\n",
            Some("template"),
        ),
        ("=== static/assets/cards/INDEX.json\n{}\n", Some("path-clash")),
        ("=== static/page.html\n<a href=nowhere/>x</a>\n", Some("broken-link")),
        ("=== content/people.yaml\nanna: {name: Anna Berg}\n=== site.yaml\nbase_url: https://a.example/b/\n", None),
    ] {
        let site = Fixture::new(&format!("{article}{files}"));
        let clean = annals::build(site.root(), &Options::default());
        let known = annals::preview(annals::read(site.root()), &Options::default(), &(), &mut Memo::default());
        assert_eq!(known.diagnostics, clean.diagnostics, "{files}");
        let errors = clean.diagnostics.iter().filter(|one| one.severity == annals::diag::Severity::Error);
        assert_eq!(errors.map(|one| one.code.name).next(), says, "{files}");
        same_pages(known.value.pages.as_deref(), clean.value.site.as_ref(), files);
    }
}

/// A small site, sound and with a warning.
fn small() -> Fixture {
    Fixture::new(
        "=== content/people.yaml\nanna: {name: Anna Berg, born: 1880}\n\
         === content/articles/a.md\n---\ntitle: A\ndate: 1900-01-01\n---\nAnna Berg wrote.\n\
         === content/articles/b.md\n---\ntitle: B\ndate: 1870-01-01\n---\nAnna Berg wrote again.\n\
         === static/style.css\np { color: red }\n",
    )
}

pub fn annals(root: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.args(["build", "--root"]).arg(root).args(more).output().expect("annals runs")
}

/// What was said, without the time and what is said on the way.
pub fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    // A slow machine is told how far the build is.
    let lines =
        text.lines().filter(|line| !line.ends_with('…')).map(|line| match (line.rfind("; "), line.find(" s).")) {
            (Some(from), Some(to)) if from < to => format!("{}{}", &line[..from], &line[to..]),
            _ => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a build with `--timings` has made pages.
fn worked(output: &Output) -> bool {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("Where the time went"), "{text}");
    text.contains("  render")
}

/// The output as a clean build makes it.
pub fn clean(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let site =
        annals::build(root, &Options { hashed_assets: true, ..Options::default() }).value.site.expect("a sound site");
    site.files().iter().map(|(path, file)| (path.to_string(), file.bytes.to_vec())).collect()
}

pub fn written(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let own = out.join(".annals");
    let all = files(out).into_iter().filter(|path| !path.starts_with(&own));
    all.map(|path| (path.strip_prefix(out).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_build_with_nothing_to_do_does_nothing_and_says_the_same() {
    let site = small();
    let root = site.root();
    let out = root.join("public");
    let first = annals(root, &["--timings"]);
    assert!(worked(&first), "there is nothing to go by");
    assert!(said(&first).contains("warning[") && said(&first).contains("written, 0 unchanged"), "{}", said(&first));
    let full = annals(root, &["--no-cache", "--timings"]);
    assert!(worked(&full), "it was asked to");
    let again = annals(root, &["--timings"]);
    assert!(!worked(&again), "{}", said(&again));
    let before_table = |output: &Output| said(output).split("Where the time").next().unwrap().to_owned();
    assert_eq!(before_table(&again), before_table(&full));
    assert_eq!(again.status, full.status);
    assert_eq!(written(&out), clean(root));

    // In another format, quietly, or with drafts it is another build.
    for more in [&["--format", "json"][..], &["--quiet"], &["--drafts"], &["--strict"], &["--out", "elsewhere"]] {
        let other = root.join("elsewhere");
        let more: Vec<&str> =
            more.iter().map(|one| if *one == "elsewhere" { other.to_str().unwrap() } else { one }).collect();
        annals(root, &[&more[..], &["--no-cache"]].concat());
        let expected = annals(root, &[&more[..], &["--no-cache"]].concat());
        for _ in 0..2 {
            let got = annals(root, &more);
            assert_eq!(
                (said(&got), &got.stdout, got.status),
                (said(&expected), &expected.stdout, expected.status),
                "{more:?}"
            );
        }
    }
}

#[test]
fn whatever_changed_is_noticed() {
    let site = small();
    let root = site.root();
    let out = root.join("public");
    annals(root, &[]);
    assert!(!worked(&annals(root, &["--timings"])));
    let article = root.join("content/articles/a.md");
    let modified = fs::metadata(&article).unwrap().modified().unwrap();
    let same = |what: &str, works: bool| {
        let output = annals(root, &["--timings"]);
        assert_eq!(worked(&output), works, "{what}: {}", said(&output));
        assert_eq!(written(&out), clean(root), "{what}");
        assert!(!worked(&annals(root, &["--timings"])), "{what}: a second time");
    };
    // Another text of the same length, with the old time.
    fs::write(&article, fs::read_to_string(&article).unwrap().replace("wrote", "spoke")).unwrap();
    fs::File::options().write(true).open(&article).unwrap().set_modified(modified).unwrap();
    same("the same length and time", true);
    fs::write(&article, fs::read(&article).unwrap()).unwrap();
    same("saved again as it was", false);
    fs::rename(&article, root.join("content/articles/c.md")).unwrap();
    same("another name", true);
    site.write("content/articles/.hidden.md", b"nothing");
    same("a file that is none", false);
    site.write("static/new.txt", b"new");
    same("a new file", true);
    fs::remove_file(root.join("static/new.txt")).unwrap();
    same("a file that is gone", true);
    site.write("site.yaml", b"title: Other\n");
    same("settings", true);
    site.write("templates/page.html", b"{% extends \"default/page.html\" %}\n");
    same("a template", true);
    // The output.
    fs::write(out.join("index.html"), "mine").unwrap();
    same("a page changed by hand", true);
    fs::remove_file(out.join("style.css")).unwrap();
    same("a file taken out", true);
    fs::remove_dir_all(&out).unwrap();
    same("no output", true);
    fs::write(out.join("mine.txt"), "mine").unwrap();
    assert!(!worked(&annals(root, &["--timings"])), "what is not ours is not looked at");
    assert!(out.join("mine.txt").exists());
    fs::remove_file(out.join("mine.txt")).unwrap();
    // A text that cannot be taken: the old site stays, and is right again as soon as the text is.
    let people = fs::read(root.join("content/people.yaml")).unwrap();
    site.write("content/people.yaml", b"anna: [\n");
    assert_eq!(annals(root, &[]).status.code(), Some(1));
    assert_eq!(annals(root, &[]).status.code(), Some(1), "an error is said each time");
    site.write("content/people.yaml", &people);
    same("as it was before", false);
}

#[test]
fn a_cache_that_is_cut_short_damaged_or_foreign_is_as_none() {
    let site = small();
    let root = site.root();
    let cache = root.join(".annals-cache");
    annals(root, &[]);
    let expected = said(&annals(root, &["--no-cache"]));
    annals(root, &[]);
    let is_record = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("build-");
    let records = || files(&cache).into_iter().filter(is_record).collect::<Vec<_>>();
    let [record] = &records()[..] else { panic!("{:?}", records()) };
    let whole = fs::read(record).unwrap();
    let mut spoilt: Vec<Vec<u8>> = (0..50).map(|cut| whole[..whole.len() * cut / 50].to_vec()).collect();
    let mut rng = Rng::of(SEED, &["cache"]);
    for _ in 0..10 {
        let mut bytes = whole.clone();
        let at = rng.below(bytes.len());
        bytes[at] ^= 1 << rng.below(7);
        spoilt.push(bytes);
    }
    // Of another version: sound in itself.
    let json =
        String::from_utf8(whole.clone()).unwrap().split_once("\n{").map(|(_, json)| format!("{{{json}")).unwrap();
    let version = format!("\"asked\":\"{} ", env!("CARGO_PKG_VERSION"));
    assert!(json.contains(&version), "{json}");
    let other = json.replace(&version, "\"asked\":\"99.0.0 ").replace("warning", "nothing");
    spoilt.push(format!("annals-cache 1\n{}\n{other}", blake3::hash(other.as_bytes()).to_hex()).into_bytes());
    spoilt.push(b"{}".to_vec());
    for bytes in spoilt {
        fs::write(record, &bytes).unwrap();
        let output = annals(root, &["--timings"]);
        assert!(worked(&output), "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(said(&output).split("Where the time").next().unwrap().trim_end(), expected.trim_end());
    }
    assert!(!worked(&annals(root, &["--timings"])));
    // A folder where the record goes, and a file where the folder goes.
    fs::remove_file(record).unwrap();
    fs::create_dir(record).unwrap();
    assert!(annals(root, &[]).status.success());
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, "mine").unwrap();
    let output = annals(root, &[]);
    assert!(output.status.success() && said(&output).contains("note: nothing could be kept"), "{}", said(&output));
    fs::remove_file(&cache).unwrap();
    annals(root, &["--no-cache"]);
    assert!(!cache.exists());
    let elsewhere = root.join("kept");
    annals(root, &["--cache-dir", elsewhere.to_str().unwrap()]);
    assert!(!cache.exists() && elsewhere.is_dir());
    let refused = annals(root, &["--cache-dir", root.join("content/kept").to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
}

#[test]
fn builds_after_random_edits_leave_what_a_clean_build_makes() {
    let site = small();
    let root = site.root();
    let out = root.join("public");
    let mut rng = Rng::of(SEED, &["build"]);
    for round in 0..25 {
        for _ in 0..rng.below(3) {
            let name = format!("content/articles/n{}.md", rng.below(6));
            let path = root.join(&name);
            match rng.below(3) {
                0 => drop(fs::remove_file(&path)),
                _ => site.write(&name, format!("---\ntitle: N\n---\nAnna Berg {}.\n", rng.below(4)).as_bytes()),
            }
        }
        // Two at once, now and then: the second may be refused, and neither does harm.
        let both = round % 5 == 0;
        std::thread::scope(|scope| {
            let other = both.then(|| scope.spawn(|| annals(root, &[])));
            let output = annals(root, &[]);
            let other = other.map(|other| other.join().unwrap());
            let fine = |output: &Output| output.status.success() || both && said(output).contains("another build");
            assert!(fine(&output) && other.as_ref().is_none_or(fine), "{}", said(&output));
        });
        assert_eq!(written(&out), clean(root), "round {round}, seed {SEED}");
    }
}
