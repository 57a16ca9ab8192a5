//! Pages that the next build leaves as they are: they are those that it would make.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use annals::render::Made;
use annals::route::OutPath;
use annals::site::Taker;
use annals::{Options, build, build_into};

use crate::edits::rng::Rng;
use crate::fixture::Fixture;
use crate::memo::{annals, cases, clean, copy, edit, entangled, files, forget, said, written};

const SEED: u64 = 20_170_302;

/// What a folder would be: the pages of the last build, and what they were made of.
#[derive(Default)]
struct Folder {
    pages: BTreeMap<OutPath, Vec<u8>>,
    made: Made,
}

impl Taker for Folder {
    fn take(&self, path: &OutPath, bytes: &[u8]) -> Option<blake3::Hash> {
        self.pages.get(path).filter(|there| *there == bytes).map(|there| blake3::hash(there))
    }

    fn has(&self, path: &OutPath, hash: blake3::Hash) -> bool {
        self.pages.get(path).is_some_and(|there| blake3::hash(there) == hash)
    }
}

impl Folder {
    /// Builds over the last build, and holds what comes of it against a clean build. How many pages were left and how many
    /// files there are; none where there is no site. What was left is looked at by the build itself, too, in a debug build.
    fn build(&mut self, root: &Path, what: &str) -> Option<(usize, usize)> {
        let options = Options::default();
        let input = annals::read(root);
        // As it lies on the disk.
        let last = Made::from_bytes(&self.made.to_bytes()).unwrap_or_default();
        let known = build_into(input, &options, &(), self, Some(&last));
        let clean = build(root, &options);
        assert_eq!(known.diagnostics, clean.diagnostics, "{what}");
        assert_eq!(known.value.lock, clean.value.lock, "{what}");
        assert_eq!(known.value.site.is_some(), clean.value.site.is_some(), "{what}");
        let (site, clean) = (known.value.site?, clean.value.site?);
        let paths = |site: &annals::site::Site| site.files().keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&site), paths(&clean), "{what}");
        let mut pages = BTreeMap::new();
        for ((path, file), expected) in site.files().iter().zip(clean.files().values()) {
            let bytes = if file.taken { self.pages[path].clone() } else { file.bytes.to_vec() };
            assert!(bytes == *expected.bytes, "{path}: {what}");
            pages.insert(path.clone(), bytes);
        }
        *self = Folder { pages, made: known.value.made.expect("it was asked for") };
        Some((known.value.left, self.pages.len()))
    }
}

/// An edit of one article, as authors make them.
fn touch(root: &Path, rng: &mut Rng) -> String {
    let articles = files(&root.join("content/articles"));
    let texts: Vec<_> =
        articles.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    let path = rng.choose(&texts).unwrap();
    let other = 1 + rng.below(6);
    let text = fs::read_to_string(path).unwrap();
    let line = |line: String| text.replacen("---\n", &format!("---\n{line}\n"), 1);
    let without = |begins: &str| -> String {
        text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with(begins)).collect()
    };
    let with = |begins: &str, more: String| without(begins).replacen("---\n", &format!("---\n{more}\n"), 1);
    let what = rng.below(19);
    let new = match what {
        0 => with("title:", format!("title: Headline {other}")),
        1 => with("date:", format!("date: 190{}-02-0{other}", rng.below(3))),
        2 => with("tags:", format!("tags: [tag-{other}]")),
        3 => with("description:", format!("description: In short, {other}.")),
        4 => with("source:", format!("source: {{publisher: Paper {}, url: \"https://example.org/\"}}", other % 2)),
        5 => with("series:", "series: wars".to_owned()),
        6 => without("- {id: first"),
        7 => text.replacen("{id: first", "{id: other", 1),
        8 => text.replacen("{id: other", "{id: first", 1),
        9 => line(format!("people: [{}]", ["anna", "bert"][other % 2])),
        10 => without("people:"),
        11 => format!("{text}\nAnna Berg and Mr. Berg met in Rome, {other}.\n"),
        12 => format!("{text}\n[See](a{other}.md#first) what [[a{other}]] says, and [[people/nobody-{other}]].\n"),
        13 => text.replacen("This is", "That was", 1),
        14 => text.replacen("people: [anna]", "people: [bert], tags: [quoted]", 1),
        15 => text.replacen("people: [bert], tags: [quoted]", "people: [anna]", 1),
        16 => with("type:", format!("type: {}", ["letter", "report"][other % 2])),
        17 => with("menu:", format!("menu: {}", other.is_multiple_of(2))),
        _ => with("image:", "image: {src: pic.png, alt: x}".to_owned()),
    };
    fs::write(path, new).unwrap();
    format!("{what} {other} {}", path.display())
}

#[test]
fn pages_that_are_left_are_those_that_would_be_made() {
    let (first, site) = (entangled(), entangled());
    let root = site.root();
    let mut folder = Folder::default();
    let mut rng = Rng::of(SEED, &["pages"]);
    let mut done: Vec<String> = Vec::new();
    let (mut failed, mut sound, mut left) = (false, 0, 0);
    for case in 0..cases() / 3 {
        // Back to the beginning, before there is little left of it; and whoever has made a mistake goes back.
        if case % 12 == 11 || failed {
            forget(root);
            copy(first.root(), root);
            done.clear();
        }
        done.push(if case % 5 == 4 { edit(root, &mut rng) } else { touch(root, &mut rng) });
        if case % 7 == 3 {
            // A line of the lock goes.
            let lock = fs::read_to_string(root.join("annals.lock")).unwrap();
            let mut lines: Vec<&str> = lock.split_inclusive('\n').collect();
            let at = 1 + rng.below(lines.len() - 1);
            lines.remove(at);
            fs::write(root.join("annals.lock"), lines.concat()).unwrap();
            done.push(format!("a line of the lock, {at}"));
        }
        let what = format!("seed {SEED}, case {case}, after {done:#?}");
        let built = folder.build(root, &what);
        failed = built.is_none();
        sound += usize::from(!failed);
        left += usize::from(built.is_some_and(|(left, _)| left > 0));
    }
    assert!(sound > cases() / 6, "{sound} states without an error are too few to prove anything");
    assert!(left > cases() / 12, "pages were left in {left} states: too few to prove anything");
}

/// Each by itself, so that nothing else makes the page anew.
#[test]
fn what_other_articles_say_of_one_is_noticed() {
    let a1 = "content/articles/a1.md";
    noticed(
        "",
        &[
            // Its title, date and description stand on pages that link to it.
            (a1, "title: Number 1", "title: Another headline"),
            (a1, "date: 1900-01-01", "date: 1900-01-09"),
            // A link in an article, in a page, and a source in a record lead to a passage that is not shown any more, or that has
            // other words.
            ("content/articles/a4.md", "{id: first,", "{id: first, draft: true,"),
            (a1, "{id: first,", "{id: first, draft: true,"),
            ("content/articles/a3.md", "{id: first,", "{id: first, draft: true,"),
            ("content/articles/a3.md", "quote: wrote to Rome", "quote: Berg wrote to Rome"),
            ("content/articles/a2.md", "wrote to Rome 2 times", "wrote to Rome, as he said, 2 times"),
            // The parts of a person's long list, which are more than those of the list of articles.
            ("content/articles/a6.md", "date: 1900-01-06", "date: 1901-01-06"),
            // One that says what it is to the other.
            ("content/articles/a4.md", "series: wars", "series: wars\ntranslation_of: a1"),
            // Who is mentioned, and in which sentence.
            (a1, "[[people/bert|him]]", "[[people/anna|him]]"),
            (a1, "second sentence, of Mr. Berg", "second sentence, of Mr. Berg and of Anna Berg"),
            (a1, "people: [anna]", "people: [anna, bert]"),
            // A sidecar.
            ("content/articles/a1.annotations.yaml", "See [[a2]].", "See [[a3]]."),
            // Records, settings, pages.
            ("content/people.yaml", "Anna Berg", "Anna Maria Berg"),
            ("site.yaml", "title: A", "title: B"),
            ("content/about.md", "title: About", "title: About it"),
            ("content/series.yaml", "Wars", "Peace"),
        ],
    );
    // Where passages lead to no others, a page looks at fewer articles.
    noticed(
        "omit: [together, timeline, passages, steps, metadata]\n",
        &[
            ("content/articles/a4.md", "{id: first,", "{id: first, draft: true,"),
            ("content/articles/a4.md", "series: wars", "series: wars\ntranslation_of: a1"),
            // A note shows its title.
            ("content/articles/a5.md", "title: Number 5", "title: Another headline"),
        ],
    );
}

fn noticed(settings: &str, edits: &[(&str, &str, &str)]) {
    for (file, from, to) in edits {
        let site = entangled();
        site.write(
            "content/people.yaml",
            b"anna: {name: Anna Berg, sources: ['a3#first']}\nbert: {name: Bert, aliases: [Mr. Berg]}\n",
        );
        site.write("site.yaml", format!("title: A\npage_size: 8\n{settings}").as_bytes());
        // To one that is no neighbour of it.
        let linking = "content/articles/a1.md";
        let text = fs::read_to_string(site.root().join(linking)).unwrap();
        site.write(linking, text.replace("[then](a2.md#first)", "[then](a4.md#first)").as_bytes());
        let beside = "content/articles/a1.annotations.yaml";
        let text = fs::read_to_string(site.root().join(beside)).unwrap();
        site.write(beside, text.replace("See [[a2]].", "See [[a2]]. And [[a5]].").as_bytes());
        let mut folder = Folder::default();
        let what = format!("{file}: {to}");
        folder.build(site.root(), &what).unwrap_or_else(|| panic!("{what}: not sound"));
        let text = fs::read_to_string(site.root().join(file)).unwrap();
        assert!(text.contains(from), "{what}");
        site.write(file, text.replacen(from, to, 1).as_bytes());
        folder.build(site.root(), &what).unwrap_or_else(|| panic!("{what}: not sound"));
        site.write(file, text.as_bytes());
        folder.build(site.root(), &what).unwrap_or_else(|| panic!("{what}: not sound"));
    }
}

#[test]
fn only_what_an_edit_may_have_changed_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), root);
    let mut folder = Folder::default();
    let (left, files) = folder.build(root, "at first").expect("a sound site");
    assert_eq!(left, 0);
    let (left, pages) = folder.build(root, "nothing changed").expect("a sound site");
    assert_eq!(pages, files);
    let html = folder.pages.keys().filter(|path| path.is_html()).count();
    assert_eq!(left, html);
    let article = files_of_articles(root).into_iter().next().expect("an article");
    let text = fs::read_to_string(&article).unwrap();
    fs::write(&article, text + "\nOne more sentence of words.\n").unwrap();
    let (left, _) = folder.build(root, "one more sentence").expect("a sound site");
    assert!(left < html && left * 10 > html * 6, "{left} of {html}");
    // With other settings nothing is known.
    let settings = fs::read_to_string(root.join("site.yaml")).unwrap();
    fs::write(root.join("site.yaml"), settings + "# more\n").unwrap();
    assert_eq!(folder.build(root, "settings").expect("a sound site").0, 0);
}

fn files_of_articles(root: &Path) -> Vec<std::path::PathBuf> {
    let all = files(&root.join("content/articles")).into_iter();
    all.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}

/// On the disk: what was touched by hand, cut short or kept by another program is made anew.
#[test]
fn what_is_kept_of_pages_is_used_where_it_is_sound_and_only_there() {
    let site = Fixture::new(
        "=== content/people.yaml\nanna: {name: Anna Berg}\n\
         === content/articles/a.md\n---\ntitle: A\ndate: 1900-01-01\n---\nAnna Berg wrote.\n\
         === content/articles/b.md\n---\ntitle: B\ndate: 1870-01-01\n---\nNobody wrote.\n",
    );
    let root = site.root();
    let out = root.join("public");
    let kept = || {
        let all = files(&root.join(".annals-cache"));
        let all = all.into_iter().filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("pages-"));
        all.collect::<Vec<_>>()
    };
    annals(root, &[]);
    annals(root, &[]);
    let [file] = &kept()[..] else { panic!("{:?}", kept()) };
    let whole = fs::read(file).unwrap();
    let mut number = 0;
    let mut same = |what: &str| {
        number += 1;
        site.write(
            "content/articles/b.md",
            format!("---\ntitle: B\ndate: 1870-01-01\n---\nNobody wrote {number}.\n").as_bytes(),
        );
        let output = annals(root, &[]);
        assert!(output.status.success(), "{what}: {}", said(&output));
        assert_eq!(written(&out), clean(root), "{what}");
    };
    same("as it is");
    // Pages that the edit has nothing to do with.
    fs::write(out.join("people/anna/index.html"), "mine").unwrap();
    same("a page changed by hand");
    fs::remove_file(out.join("articles/a/index.html")).unwrap();
    same("a page taken out");
    fs::remove_dir_all(out.join("people")).unwrap();
    same("a folder taken out");
    fs::remove_dir_all(&out).unwrap();
    same("no output");
    // Into another folder and back, and with drafts: what is known of one build is not known of another.
    annals(root, &["--out", root.join("elsewhere").to_str().unwrap()]);
    annals(root, &["--drafts"]);
    same("after other builds");
    let mut rng = Rng::of(SEED, &["pages-cache"]);
    let mut spoilt: Vec<Vec<u8>> = (0..10).map(|cut| whole[..whole.len() * cut / 10].to_vec()).collect();
    for _ in 0..10 {
        let mut bytes = whole.clone();
        let at = rng.below(bytes.len());
        bytes[at] ^= 1 << rng.below(7);
        spoilt.push(bytes);
    }
    // Sound in itself, but of another program, or of an older state.
    let (head, made) = whole.split_at(b"annals-pages 1\n".len() + 32);
    spoilt.push([&head[..head.len() - 32], blake3::hash(made).as_bytes(), made].concat());
    spoilt.push(whole.clone());
    for (at, bytes) in spoilt.into_iter().enumerate() {
        fs::write(file, bytes).unwrap();
        same(&format!("spoilt {at}"));
    }
}
