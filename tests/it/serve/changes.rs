//! Changes of the sources: whatever happens to the files, what is shown in the end is what a clean build makes.

use std::fs;
use std::path::{Path, PathBuf};

use super::Preview;
use crate::edits::rng::Rng;
use crate::fixture::Fixture;

/// A site of some articles in two folders, people, a template and a static file.
fn site() -> Fixture {
    let site = Fixture::new(
        "=== content/people.yaml\nanna: {name: Anna Berg}\n\
         === static/style.css\nbody { background: url(\"dot.png\") }\n=== static/dot.png\none\n=== static/unused.txt\none\n\
         === templates/page.html\n{% extends \"default/page.html\" %}\n\
         === content/about.md\n---\ntitle: About\n---\nAbout.\n",
    );
    for number in 0..20 {
        site.write(&path_of(number), article(number, 0).as_bytes());
    }
    site
}

fn path_of(number: usize) -> String {
    format!("content/articles/{}/a{number}.md", number % 2)
}

fn article(number: usize, version: usize) -> String {
    format!(
        "---\ntitle: Article {number}\ndate: 1900-01-{:02}\n---\nAnna Berg wrote version {version}.\n",
        number % 28 + 1
    )
}

/// Waits until what is shown is what a clean build of the folder makes, page for page.
fn settles(preview: &Preview, root: &Path) {
    let clean = annals::build(root, &annals::Options::default());
    let site = clean.value.site.expect("the sources are sound in the end");
    let differs = |preview: &Preview| {
        site.files().iter().find_map(|(path, file)| {
            let address: String = format!("/{path}").replace('~', "%7E");
            let answer = preview.get(&address);
            let shown = match answer.text_without_script() {
                Some(text) => text.into_bytes(),
                None => answer.body.clone(),
            };
            (answer.status != 200 || shown != file.bytes.to_vec()).then(|| path.clone())
        })
    };
    // One that is gone is another build's affair: the number of pages tells.
    let pages = site.files().keys().filter(|path| path.is_html()).count();
    loop {
        let told = preview.built();
        if told.pages == Some(pages) && differs(preview).is_none() {
            return;
        }
    }
}

impl super::Answer {
    /// A page without the script that was added.
    fn text_without_script(&self) -> Option<String> {
        let text = String::from_utf8(self.body.clone()).ok()?;
        let (before, rest) = text.split_once("<script src=\"/.annals/reload.js\"")?;
        Some(before.to_owned() + rest.split_once("</script>\n")?.1)
    }
}

#[test]
fn an_open_page_is_reloaded_when_it_changes_and_not_when_another_does() {
    let site = site();
    let preview = Preview::of(site.root());
    preview.built();
    let (mut second, mut page) = (preview.follow("/articles/a2/"), preview.follow("/about/"));
    // Nothing of these two shows the text of another article.
    site.write(&path_of(5), article(5, 1).as_bytes());
    let told = preview.built();
    assert!(told.changed > 0);
    assert_eq!(preview.get("/articles/a5/").text().matches("version 1").count(), 1);
    // A file that no page names.
    site.write("static/unused.txt", b"two");
    assert_eq!(preview.built().changed, 1);
    // Had they been told to reload by these, that would come first.
    site.write("content/articles/bad.md", b"---\ntitle: [\n---\n");
    assert!(preview.built().pages.is_none());
    assert_eq!(second.next().0, "trouble");
    assert_eq!(page.next().0, "trouble");
    fs::remove_file(site.root().join("content/articles/bad.md")).unwrap();
    assert_eq!(second.next().0, "fine");
    site.write(&path_of(2), article(2, 1).as_bytes());
    assert_eq!(second.next().0, "reload");
    assert_eq!(page.next().0, "fine");
}

#[test]
fn an_open_page_is_reloaded_when_a_file_changes_that_it_is_shown_with() {
    let site = Fixture::new(
        "=== content/index.md\n---\ntitle: Home\n---\nHome.\n=== static/page.html\n<!DOCTYPE html><title>x</title>\
         <link href=a.css rel=stylesheet><link rel=alternate href=feed.txt>\
         <link rel=stylesheet href=g.css><img src=\"b.png\" srcset=\"c.png 2x\"><a href=d.txt>d</a>\n\
         === static/a.css\n@import 'e.css';\n=== static/e.css\np { background: url( f.png ) }\n=== static/b.png\n1\n\
         === static/c.png\n1\n=== static/d.txt\n1\n=== static/f.png\n1\n=== static/feed.txt\n1\n=== static/g.css\n\n",
    );
    let preview = Preview::of(site.root());
    preview.built();
    let mut version = preview.version("/page.html");
    for (name, shown) in [
        ("a.css", true),
        ("d.txt", false),
        ("e.css", true),
        ("feed.txt", false),
        ("g.css", true),
        ("b.png", true),
        ("c.png", true),
        ("f.png", true),
    ] {
        let mut open = shown.then(|| preview.follow("/page.html"));
        let old = fs::read(site.root().join("static").join(name)).unwrap();
        site.write(&format!("static/{name}"), &[&old[..], b"\n"].concat());
        assert_eq!(preview.built().changed, 1, "{name}");
        assert_eq!(preview.version("/page.html") != version, shown, "{name}");
        version = preview.version("/page.html");
        if let Some(open) = &mut open {
            assert_eq!(open.next().0, "reload", "{name}");
        }
    }
}

#[test]
fn errors_are_shown_over_the_page_that_was_and_go_when_mended() {
    let site = site();
    let preview = Preview::of(site.root());
    preview.built();
    let mut open = preview.follow("/articles/a1/");
    let before = preview.get("/articles/a1/").body;
    site.write(
        &path_of(1),
        b"---\ntitle: Article 1\ncolour: red\nannotations: [{quote: gone, note: n}]\n---\nWords.\n",
    );
    let told = preview.built();
    assert_eq!(told.pages, None);
    let (name, data) = open.next();
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!((name.as_str(), data["head"].as_str()), ("trouble", Some("2 errors")));
    assert_eq!(data["text"].as_str(), Some(told.text.trim_end()), "as the terminal shows it");
    assert!(told.text.contains("unknown-key") && told.text.contains("quote-not-found"), "{}", told.text);
    assert_eq!(preview.get("/articles/a1/").body, before, "the page stays");
    // Who comes while there are errors is told of them.
    assert_eq!(preview.follow("/articles/a2/").next().0, "trouble");
    site.write(&path_of(1), article(1, 7).as_bytes());
    let told = preview.built();
    assert!(told.pages.is_some());
    assert_eq!(open.next().0, "reload");
    assert_eq!(open.next().0, "fine");
    assert!(preview.get("/articles/a1/").text().contains("version 7"));
}

#[test]
fn whoever_comes_back_is_told_that_all_is_well() {
    let site = site();
    let preview = Preview::of(site.root());
    assert_eq!(preview.stream("/articles/a1/").next().0, "fine");
}

#[test]
fn with_strict_no_page_is_shown_before_all_is_known() {
    let site = site();
    fs::remove_dir_all(site.root().join("templates")).unwrap();
    site.write("site.yaml", b"base_url: https://example.org/\nstrict: true\n");
    let dated = |year: u32| format!("---\ntitle: Dated\ndate: 1931-05-04\n---\nIt happened on March 2, {year}.\n");
    site.write("content/articles/dated.md", dated(1930).as_bytes());
    for number in 20..300 {
        site.write(&path_of(number), article(number, 0).as_bytes());
    }
    let preview = Preview::of(site.root());
    assert!(preview.built().pages.is_some());
    let before = preview.get("/articles/dated/").body;
    for turn in 0..3 {
        site.write("content/articles/dated.md", dated(1935 + turn).as_bytes());
        let told = loop {
            assert!(preview.get("/articles/dated/").body == before, "turn {turn}: what is an error is shown");
            if let Some(told) = preview.is_built() {
                break told;
            }
        };
        assert_eq!(told.pages, None, "{}", told.text);
    }
}

#[test]
fn what_stops_the_site_is_shown_before_what_does_not() {
    let site = site();
    let preview = Preview::of(site.root());
    preview.built();
    let warnings: String = (0..120).map(|n| format!("[w{n}](javascript:x{n})\n\n")).collect();
    site.write("content/aaa.md", format!("---\ntitle: A\n---\n{warnings}").as_bytes());
    preview.until(|told| told.pages.is_some());
    site.write("content/zzz.md", b"---\ncolour: red\n---\nText.\n");
    preview.until(|told| told.pages.is_none());
    let (name, data) = preview.follow("/articles/a1/").next();
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    let text = data["text"].as_str().unwrap();
    assert_eq!((name.as_str(), data["head"].as_str()), ("trouble", Some("1 error, 120 warnings")));
    assert!(text.lines().next().unwrap().contains("error[unknown-key]"), "{text}");
    assert!(text.ends_with("… and 22 messages more: see the terminal"), "{text}");
}

#[test]
fn a_site_that_begins_with_errors_is_shown_as_soon_as_it_has_none() {
    let site = Fixture::new("=== content/index.md\n---\ntitle: [\n---\n");
    let preview = Preview::of(site.root());
    let none = preview.get("/");
    assert_eq!((none.status, none.header("content-type")), (503, "text/html; charset=utf-8"));
    assert!(none.text().contains("reload.js"));
    let mut open = preview.follow("/");
    assert_eq!(open.next().0, "trouble");
    site.write("content/index.md", b"---\ntitle: Home\n---\n");
    assert_eq!(open.next().0, "reload");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn nothing_is_written_and_nothing_is_built_for_files_that_are_none() {
    let site = site();
    let files = |root: &Path| {
        let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten();
        walk.map(|entry| entry.into_path()).collect::<Vec<_>>()
    };
    let before = files(site.root());
    let preview = Preview::of(site.root());
    preview.built();
    assert_eq!(files(site.root()), before, "neither annals.lock nor public/");
    for path in
        ["content/.a.md.swp", "content/articles/0/a0.md~", "content/.git/HEAD", "README.md", "public/index.html"]
    {
        site.write(path, b"x");
    }
    // The same bytes again are no change either.
    site.write(&path_of(3), article(3, 0).as_bytes());
    site.write(&path_of(4), article(4, 1).as_bytes());
    assert!(preview.built().changed > 0);
    assert!(preview.get("/articles/a4/").text().contains("version 1"));
    drop(preview);
}

#[test]
fn random_bursts_of_changes_end_in_what_a_clean_build_makes() {
    let site = site();
    let root = site.root().to_owned();
    let preview = Preview::of(&root);
    preview.built();
    let mut rng = Rng::of(20_170_302, &["serve"]);
    for round in 1..=12 {
        for step in 0..rng.below(25) + 1 {
            let number = rng.below(24);
            let path = root.join(path_of(number));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let text = article(number, round * 100 + step);
            match rng.below(7) {
                // As an editor that writes a copy and renames it.
                0 => {
                    let copy = path.with_extension("md.tmp");
                    fs::write(&copy, text).unwrap();
                    fs::rename(&copy, &path).unwrap();
                }
                // As one that moves the old file away first.
                1 => {
                    let _ = fs::rename(&path, path.with_extension("md~"));
                    fs::write(&path, text).unwrap();
                }
                // A file that is gone as soon as it is there.
                2 => {
                    let short = path.with_file_name(format!("short{step}.md"));
                    fs::write(&short, "---\ntitle: [\n---\n").unwrap();
                    fs::remove_file(&short).unwrap();
                }
                3 => {
                    let _ = fs::remove_file(&path);
                }
                // In two parts, the first of which is no article.
                4 => {
                    fs::write(&path, &text[..20]).unwrap();
                    fs::write(&path, &text).unwrap();
                }
                _ => fs::write(&path, text).unwrap(),
            }
        }
        // With templates of its own all pages are made before one is shown, without when they are asked for.
        if round % 2 == 0 {
            let _ = fs::remove_dir_all(root.join("templates"));
        } else {
            site.write("templates/page.html", b"{% extends \"default/page.html\" %}\n");
        }
        // One change is sure, so that there is a build to wait for.
        site.write("content/about.md", format!("---\ntitle: About\n---\nRound {round}\n").as_bytes());
        settles(&preview, &root);
    }
}

#[test]
fn a_folder_that_is_removed_and_restored_is_watched_again() {
    let site = site();
    let root = site.root().to_owned();
    let preview = Preview::of(&root);
    preview.built();
    for (folder, path) in [("content/articles/0", 2), ("content/articles", 3), ("content", 4)] {
        let (folder, away) = (root.join(folder), root.join("away"));
        fs::rename(&folder, &away).unwrap();
        // Without content/ there is nothing to show, and the pages stay.
        preview.until(|told| if folder.ends_with("content") { told.pages.is_none() } else { told.pages.is_some() });
        fs::rename(&away, &folder).unwrap();
        settles(&preview, &root);
        site.write(&path_of(path), article(path, 5).as_bytes());
        settles(&preview, &root);
    }
    // Removed and made again file by file, with another in it.
    let kept: Vec<(PathBuf, Vec<u8>)> = walkdir::WalkDir::new(root.join("content"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    fs::remove_dir_all(root.join("content")).unwrap();
    for (path, bytes) in kept {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    site.write("content/articles/deep/er/new.md", article(22, 1).as_bytes());
    settles(&preview, &root);
    site.write("content/articles/deep/er/new.md", article(22, 2).as_bytes());
    settles(&preview, &root);
}

#[test]
fn a_switch_of_many_files_ends_in_the_right_site() {
    let site = site();
    for number in 20..500 {
        site.write(&path_of(number), article(number, 0).as_bytes());
    }
    let root = site.root().to_owned();
    let preview = Preview::of(&root);
    preview.built();
    // As git does it: each file of the other branch is unlinked and written anew, some go, some come.
    let switch = |version: usize| {
        for number in 0..500 {
            let path = root.join(path_of(number));
            let _ = fs::remove_file(&path);
            if !(number + version).is_multiple_of(7) {
                fs::write(&path, article(number, version)).unwrap();
            }
        }
        site.write(
            "content/people.yaml",
            format!("anna: {{name: Anna Berg}}\nb{version}: {{name: Bo Ek}}\n").as_bytes(),
        );
    };
    for version in 1..=3 {
        switch(version);
        settles(&preview, &root);
    }
}

#[test]
fn a_thousand_saves_end_in_the_last_one() {
    let site = site();
    let preview = Preview::of(site.root());
    preview.built();
    for save in 1..=1000 {
        let number = save % 20;
        site.write(&path_of(number), article(number, save).as_bytes());
    }
    settles(&preview, site.root());
    assert!(preview.get("/articles/a0/").text().contains("version 1000."));
    // They were taken together.
    let mut more = 0;
    while preview.builds.try_recv().is_ok() {
        more += 1;
    }
    assert!(more < 20, "{more} builds for what one would do");
}

/// What an answer has to be, page for page, for whoever asks for all at once.
fn all_are_new(preview: &Preview, root: &Path, what: &str) {
    let clean = annals::build(root, &annals::Options::default()).value.site.unwrap();
    let files: Vec<_> = clean.files().iter().collect();
    std::thread::scope(|scope| {
        for part in files.chunks(files.len().div_ceil(8)) {
            let address = preview.server.address();
            scope.spawn(move || {
                for (path, file) in part {
                    let answer = super::ask(address, "GET", &format!("/{path}").replace('~', "%7E"), "");
                    let shown = answer.text_without_script().map_or(answer.body.clone(), String::into_bytes);
                    assert!(shown == *file.bytes, "{path}, {what}");
                }
            });
        }
    });
}

/// The page of the article comes before the others; none is ever an old one, however an editor writes.
#[test]
fn an_article_that_is_saved_is_shown_first_and_no_page_is_old() {
    let site = site();
    fs::remove_dir_all(site.root().join("templates")).unwrap();
    let preview = Preview::of(site.root());
    preview.built();
    let path = site.root().join(path_of(3));
    for version in 1..13 {
        let mut open = preview.follow("/articles/a3/");
        let text = match version % 3 {
            0 => article(3, version).replace("title: Article", "title: The article"),
            _ => article(3, version),
        };
        match version % 4 {
            0 => {
                let copy = path.with_extension("md.tmp");
                fs::write(&copy, &text).unwrap();
                fs::rename(&copy, &path).unwrap();
            }
            1 => {
                let old = path.with_extension("md~");
                fs::rename(&path, &old).unwrap();
                fs::write(&path, &text).unwrap();
                fs::remove_file(old).unwrap();
            }
            2 => {
                fs::write(&path, &text[..30]).unwrap();
                fs::write(&path, &text).unwrap();
            }
            _ => fs::write(&path, &text).unwrap(),
        }
        assert_eq!(open.next().0, "reload", "version {version}");
        assert!(preview.get("/articles/a3/").text().contains(&format!("version {version}.")));
        all_are_new(&preview, site.root(), &format!("version {version}"));
        preview.built();
    }
    // A folder that is moved away is told by its own name alone: an article saved beside it does not hide that.
    let (folder, away) = (site.root().join("content/articles/0"), tempfile::tempdir().unwrap());
    let mut open = preview.follow("/articles/a3/");
    fs::rename(&folder, away.path().join("0")).unwrap();
    fs::write(&path, article(3, 40)).unwrap();
    assert_eq!(open.next().0, "reload");
    assert_eq!(preview.get("/articles/a4/").status, 404);
    all_are_new(&preview, site.root(), "moved away");
    let mut open = preview.follow("/articles/a3/");
    fs::rename(away.path().join("0"), folder).unwrap();
    fs::write(&path, article(3, 12).replace("title: Article", "title: The article")).unwrap();
    assert_eq!(open.next().0, "reload");
    all_are_new(&preview, site.root(), "moved back");
    // What is taken back before anybody has looked over the whole leaves no trace.
    fs::write(&path, article(3, 50)).unwrap();
    fs::write(&path, article(3, 12).replace("title: Article", "title: The article")).unwrap();
    all_are_new(&preview, site.root(), "taken back");
}

#[test]
fn who_is_told_to_reload_gets_every_page_new_and_none_is_lost_in_an_error() {
    let site = site();
    // Then no page has to be made before it is asked for.
    fs::remove_dir_all(site.root().join("templates")).unwrap();
    let preview = Preview::of(site.root());
    preview.built();
    for name in ["Anna Sand", "Anna Berg", "Anna Hill"] {
        let mut open = preview.follow("/people/anna/");
        site.write("content/people.yaml", format!("anna: {{name: {name}, aliases: [Anna Berg]}}\n").as_bytes());
        assert_eq!(open.next().0, "reload");
        // All at once, none of which was asked for before.
        all_are_new(&preview, site.root(), name);
        preview.built();
    }
    // The last good site is there whole, though nobody has looked at it before the error.
    let mut open = preview.follow("/people/anna/");
    site.write("content/people.yaml", b"anna: {name: Anna Last, aliases: [Anna Berg]}\n");
    assert_eq!(open.next().0, "reload");
    site.write("content/articles/bad.md", b"---\ntitle: [\n---\n");
    preview.until(|told| told.pages.is_none());
    for number in [1, 7, 11] {
        let answer = preview.get(&format!("/articles/a{number}/"));
        assert!(answer.status == 200 && answer.text().contains("Anna Last"), "{number}: {}", answer.text());
    }
}
