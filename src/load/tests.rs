#![allow(clippy::disallowed_methods, reason = "tests of reading make folders to read")]

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::diag::Severity;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn load(dir: &TempDir) -> (Vec<String>, Vec<(&'static str, String)>) {
    let outcome = content(dir.path(), &Limits::default());
    let paths = outcome.value.files.iter().map(|source| source.path.to_owned()).collect();
    (paths, outcome.diagnostics.into_iter().map(|d| (d.code.name, d.message)).collect())
}

const INDEX: (&str, &[u8]) = ("content/index.md", b"hello");

#[test]
fn only_the_sites_own_folders_are_read() {
    let dir = folder(&[
        INDEX,
        ("site.yaml", b"title: x"),
        ("src/main.rs", b""),
        ("target/x.md", b""),
        ("content/.git/config", b""),
        ("content/.hidden.md", b""),
        ("content/a.md~", b""),
        ("content/.a.md.swp", b""),
        ("content/a.md.swp", b""),
        ("content/#a.md#", b""),
        ("content/#a.md", b""),
        ("content/Thumbs.db", b"\xFF"),
        ("content/Desktop.ini", b"\xFF"),
        ("content/.nojekyll", b""),
        ("content/people/x.YAML", b""),
        ("content/people/x.jpg", b"\xFF\xD8"),
        ("templates/page.html", b""),
        ("static/.well-known/security.txt", b""),
        ("static/.nojekyll", b""),
        ("static/.htaccess", b""),
        ("static/.DS_Store", b""),
        ("static/readme.md", b"\xFF is a byte here"),
    ]);
    let (paths, said) = load(&dir);
    assert_eq!(said, []);
    assert_eq!(
        paths,
        [
            "content/#a.md",
            "content/index.md",
            "content/people/x.YAML",
            "content/people/x.jpg",
            "static/.htaccess",
            "static/.nojekyll",
            "static/.well-known/security.txt",
            "static/readme.md",
            "templates/page.html",
        ]
    );
    let sources = content(dir.path(), &Limits::default()).value;
    let texts: Vec<_> = sources.files.iter().filter(|s| s.data.text().is_some()).map(|s| s.path).collect();
    assert_eq!(texts, ["content/#a.md", "content/index.md", "content/people/x.YAML", "templates/page.html"]);
    assert_eq!(sources.find("content/index.md").unwrap().inner_path(), "index.md");
    assert_eq!(sources.in_area(Area::Static).count(), 4);
    assert_eq!(settings(dir.path()).value.data.text(), Some("title: x"));
}

#[test]
fn settings_under_another_name_are_not_passed_over() {
    for name in ["site.yml", "Site.yaml", "SITE.YML"] {
        let dir = folder(&[INDEX, (name, b"title: x")]);
        if dir.path().join("site.yaml").exists() {
            // A disk that does not tell capitals from small letters.
            continue;
        }
        let said = settings(dir.path()).diagnostics;
        let said: Vec<_> = said.iter().map(|d| (d.code.name, d.severity, d.help[0].as_str())).collect();
        assert_eq!(said, [("stray-file", Severity::Error, "Rename it to `site.yaml`.")], "{name}");
        assert!(concerns(dir.path(), &dir.path().join(name)));
        fs::write(dir.path().join("site.yaml"), "").unwrap();
        assert_eq!(settings(dir.path()).diagnostics, [], "{name}");
    }
    assert_eq!(settings(folder(&[INDEX, ("my-site.yml", b"title: x")]).path()).diagnostics, []);
}

#[test]
fn text_is_kept_as_it_is() {
    let text = "\u{feff}a\r\nb\rc\0d\n";
    let dir = folder(&[("content/a.md", text.as_bytes())]);
    let outcome = content(dir.path(), &Limits::default());
    assert_eq!(outcome.diagnostics, []);
    assert_eq!(outcome.value.files[0].data.text(), Some(text));
    assert_eq!(outcome.value.files[0].hash, blake3::hash(text.as_bytes()));
}

#[test]
fn settings_may_be_absent() {
    let outcome = settings(folder(&[INDEX]).path());
    assert_eq!((outcome.value.data.text(), outcome.diagnostics.len()), (Some(""), 0));
    assert_eq!(outcome.value.area, Area::Settings);
}

#[test]
fn a_folder_that_is_no_site_is_told_what_a_site_is() {
    let empty = tempfile::tempdir().unwrap();
    let cases = [
        (empty.path().to_owned(), "holds no site: it has no folder `content`"),
        (empty.path().join("nowhere"), "there is no folder"),
        (folder(&[("content/a.jpg", b"")]).keep(), "has no Markdown or YAML file"),
        (folder(&[("content", b"")]).keep().join("content"), "is a file, not a folder"),
    ];
    for (root, words) in cases {
        let outcome = content(&root, &Limits::default());
        assert_eq!(outcome.diagnostics.len(), 1, "{words}");
        let diagnostic = &outcome.diagnostics[0];
        assert_eq!(diagnostic.code, code::NO_CONTENT);
        assert!(diagnostic.message.contains(words), "{}", diagnostic.message);
        assert!(diagnostic.help.iter().any(|help| help.contains("annals new DIR")));
        assert!(settings(&root).value.data.bytes().is_empty());
    }
    let site = folder(&[INDEX, ("site.yaml", b""), ("content/people/a.md", b"")]);
    let inside = content(&site.path().join("content/people"), &Limits::default());
    assert!(inside.diagnostics[0].help[0].contains("--root"), "{:?}", inside.diagnostics);
}

#[test]
fn content_that_is_a_file_is_said() {
    let (_, said) = load(&folder(&[("content", b"")]));
    assert_eq!(said, [("unreadable", "`content` is a file, where a site has a folder".to_owned())]);
}

#[test]
fn what_is_not_utf8_is_shown_at_its_byte() {
    let dir = folder(&[
        INDEX,
        ("content/latin.md", b"\xEF\xBB\xBFone\r\nt\xC3\xBCr f\xFCr"),
        ("content/wide.md", b"\xFF\xFEa\0"),
        ("templates/cut.html", b"ab\xC3"),
        ("site.yaml", b"\xFE\xFF\0a"),
    ]);
    let outcome = content(dir.path(), &Limits::default());
    let said: Vec<_> =
        outcome.diagnostics.iter().map(|d| (d.code.name, d.message.as_str(), d.span.unwrap().start)).collect();
    assert_eq!(
        said,
        [
            (
                "not-utf8",
                "`content/latin.md` is not UTF-8: line 2, column 6 holds the byte FC, which is no character",
                14
            ),
            ("not-utf8", "`content/wide.md` is UTF-16, not UTF-8", 0),
            (
                "not-utf8",
                "`templates/cut.html` is not UTF-8: line 1, column 3 holds the byte C3, which is no character",
                2
            ),
        ]
    );
    assert!(outcome.diagnostics[0].help[0].contains("`ü`"));
    assert_eq!(outcome.value.files.len(), 1);
    assert_eq!(outcome.value.refused[0].data.text(), Some("\u{feff}one\r\ntür f?r"));
    let settings = settings(dir.path());
    assert_eq!((settings.value.data.text(), settings.diagnostics[0].code), (Some(""), code::NOT_UTF8));
    let shown = outcome.value.text(FileId::of("site.yaml"));
    assert!(shown.is_some_and(|text| text.contains('?')));
}

#[test]
fn a_file_over_the_limit_is_refused_before_and_after_reading() {
    let dir = folder(&[INDEX, ("static/big", &[0; 1500]), ("static/fits", &[0; 1000])]);
    let outcome = content(dir.path(), &Limits { file: 1000 });
    let said: Vec<_> = outcome.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(said, ["`static/big` has 1.5 kB, and a file may have 1 kB"]);
    assert_eq!(outcome.value.files.len(), 2);
    let grown = content_with(dir.path(), &Limits { file: 2000 }, &|_| Ok(vec![0; 2001]));
    assert_eq!(grown.diagnostics.iter().filter(|d| d.code == code::FILE_TOO_LARGE).count(), 3);
}

#[test]
fn an_unreadable_file_leaves_the_others() {
    let dir = folder(&[INDEX, ("content/a.md", b"a"), ("content/b.md", b"b"), ("site.yaml", b"")]);
    let read = |path: &Path| {
        if path.ends_with("index.md") {
            std::fs::read(path)
        } else {
            Err(io::Error::from(io::ErrorKind::PermissionDenied))
        }
    };
    let outcome = content_with(dir.path(), &Limits::default(), &read);
    let said: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code.name, d.message.as_str())).collect();
    assert_eq!(
        said,
        [
            ("unreadable", "`content/a.md` cannot be read: permission denied"),
            ("unreadable", "`content/b.md` cannot be read: permission denied")
        ]
    );
    assert_eq!(outcome.value.files.len(), 1);
    assert_eq!(settings_with(dir.path(), &read).diagnostics[0].code, code::UNREADABLE);
}

#[test]
fn paths_are_nfc_and_two_spellings_of_one_name_clash() {
    let (_, said) = load(&folder(&[("content/caf\u{e9}.md", b"1"), ("content/cafe\u{301}.md", b"2")]));
    // Where the file system itself compares normalised names the second write went to the first file.
    assert!(said.is_empty() && cfg!(not(target_os = "linux")) || said[0].0 == "path-clash", "{said:?}");
    let (paths, said) = load(&folder(&[("content/cafe\u{301}/e\u{301}.md", b"")]));
    assert_eq!((paths, said), (vec!["content/caf\u{e9}/\u{e9}.md".to_owned()], vec![]));
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn names_that_do_not_work_everywhere_are_refused() {
        let dir = folder(&[INDEX]);
        let bad: [&[u8]; 11] = [
            b"CON",
            b"nul.md",
            b"com1.txt",
            b"a\\b.md",
            b"a\n.md",
            b"a.",
            b"a ",
            b"\xFF.md",
            b"what is this?.jpg",
            b"a:b.jpg",
            b"a*.md",
        ];
        for name in bad {
            fs::write(dir.path().join("content").join(OsStr::from_bytes(name)), "").unwrap();
        }
        fs::create_dir(dir.path().join("content/aux")).unwrap();
        fs::write(dir.path().join("content/aux/within.md"), "").unwrap();
        let (paths, said) = load(&dir);
        assert_eq!(paths, ["content/index.md"]);
        assert_eq!(said.len(), 12, "{said:#?}");
        assert!(said.iter().all(|(code, message)| *code == "file-name" && !message.contains('\n')));
    }

    #[test]
    fn links_inside_are_followed() {
        let dir = folder(&[INDEX, ("shared/a.md", b"a"), ("content/people/b.md", b"b"), ("texts/x.md", b"")]);
        let root = dir.path();
        symlink("../shared", root.join("content/linked")).unwrap();
        symlink("people/b.md", root.join("content/c.md")).unwrap();
        symlink("texts", root.join("templates")).unwrap();
        let (paths, said) = load(&dir);
        assert_eq!(said, []);
        assert_eq!(
            paths,
            ["content/c.md", "content/index.md", "content/linked/a.md", "content/people/b.md", "templates/x.md"]
        );
    }

    #[test]
    fn links_that_lead_astray_are_named() {
        let outside = folder(&[("secret.md", b"s")]);
        let dir = folder(&[INDEX, ("content/a/x.md", b""), ("content/b/y.md", b"")]);
        let root = dir.path();
        symlink(outside.path(), root.join("content/out")).unwrap();
        symlink(outside.path().join("secret.md"), root.join("content/out.md")).unwrap();
        symlink("nowhere.md", root.join("content/dangling.md")).unwrap();
        symlink("self.md", root.join("content/self.md")).unwrap();
        symlink("..", root.join("content/up")).unwrap();
        symlink("../b", root.join("content/a/to-b")).unwrap();
        symlink("../a", root.join("content/b/to-a")).unwrap();
        symlink("nowhere", root.join("content/.#lock.md")).unwrap();
        symlink(outside.path(), root.join("static")).unwrap();
        symlink(outside.path().join("secret.md"), root.join("site.yaml")).unwrap();
        let (paths, said) = load(&dir);
        assert!(said.iter().all(|(code, _)| *code == "symlink"), "{said:#?}");
        for (link, words) in [
            ("content/out", "leads out"),
            ("content/out.md", "leads out"),
            ("content/dangling.md", "which is not there"),
            ("content/self.md", "circle"),
            ("content/up", "circle"),
            ("content/a/to-b/to-a", "circle"),
            ("content/b/to-a/to-b", "circle"),
            ("static", "leads out"),
        ] {
            let named = said.iter().filter(|(_, message)| message.contains(&format!("`{link}`"))).collect::<Vec<_>>();
            assert!(named.len() == 1 && named[0].1.contains(words), "{link}: {said:#?}");
        }
        assert_eq!(said.len(), 8);
        assert!(paths.iter().all(|path| !path.contains("secret") && !path.contains("out")), "{paths:?}");
        assert_eq!(settings(root).diagnostics[0].code, code::BAD_LINK_FILE);
        // Nor is a line of it shown.
        assert_eq!(content(root, &Limits::default()).value.text(FileId::of("site.yaml")), None);
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let dir = folder(&[INDEX]);
        for pipe in ["content/pipe.md", "site.yaml"] {
            let made = std::process::Command::new("mkfifo").arg(dir.path().join(pipe)).status();
            assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
        }
        let (_, said) = load(&dir);
        assert_eq!(said, [("unreadable", "`content/pipe.md` is not an ordinary file".to_owned())]);
        let said = settings(dir.path()).diagnostics;
        assert_eq!(said[0].message, "`site.yaml` is not an ordinary file");
        assert_eq!(content(dir.path(), &Limits::default()).value.text(FileId::of("site.yaml")), None);
    }
}

#[test]
fn a_file_is_read_again_unless_it_is_the_very_file_that_was_read() {
    let dir = folder(&[INDEX, ("content/b.md", b"b")]);
    let limits = Limits::default();
    let texts = |sources: &Sources| -> Vec<String> {
        sources.files.iter().filter_map(|file| file.data.text().map(str::to_owned)).collect()
    };
    let mut memo = Memo::default();
    let read = content_seen(dir.path(), &limits, &stamps(dir.path()), Some(&mut memo)).value;
    assert_eq!(texts(&read), ["b", "hello"]);
    // Written a moment ago, it may be written again within one tick of the clock: nothing is kept yet.
    let (found, _) = walk::site(dir.path());
    assert!(found.iter().all(|found| memo.get(found, limits).is_none()));
    // Later it is, where systems say enough, as long as it is the same file.
    let later = now() + 2 * TICK;
    memo.keep(later, found.iter().zip(&read.files));
    assert!(found.iter().all(|found| memo.get(found, limits).is_some() == (found.stamp.changed != 0)));
    fs::write(dir.path().join("content/new"), "c").unwrap();
    fs::rename(dir.path().join("content/new"), dir.path().join("content/b.md")).unwrap();
    assert_eq!(texts(&content_seen(dir.path(), &limits, &stamps(dir.path()), Some(&mut memo)).value), ["c", "hello"]);
    // Nor is what is over another limit now.
    memo.keep(later, found.iter().zip(&read.files));
    assert!(found.iter().all(|found| memo.get(found, Limits { file: 0 }).is_none()));
}

#[test]
fn a_lock_that_may_have_been_written_since_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("annals.lock");
    let mut memo = Memo::default();
    let read = |memo: &mut Memo, since: Option<u128>| {
        let mut seen = stamps(dir.path());
        seen.since = since.unwrap_or(seen.since);
        lock_seen(dir.path(), &seen, memo).value
    };
    let text = |source: &Option<Source>| source.as_ref().map(|source| source.data.text().unwrap().to_owned());
    assert_eq!(text(&read(&mut memo, None)), None);
    for words in ["one", "two"] {
        // Written a moment ago, it may be written again within one tick of the clock: nothing is kept yet.
        fs::write(&path, words).unwrap();
        assert_eq!(text(&read(&mut memo, None)).as_deref(), Some(words));
        assert!(memo.lock(&stamps(dir.path()).files[0]).is_none());
    }
    // One that had come to rest is not read again, where systems say enough: the very same text is given.
    let later = Some(now() + 2 * TICK);
    let (first, second) = (read(&mut memo, later), read(&mut memo, later));
    assert_eq!((text(&first), text(&second)), (Some("two".to_owned()), Some("two".to_owned())));
    let place = |source: &Option<Source>| source.as_ref().and_then(|source| source.data.text()).map(str::as_ptr);
    let says_enough = stamps(dir.path()).files[0].stamp.changed != 0;
    assert_eq!(place(&first) == place(&second), says_enough);
    // With another stamp it is.
    fs::write(&path, "three").unwrap();
    assert_eq!(text(&read(&mut memo, later)).as_deref(), Some("three"));
    fs::remove_file(&path).unwrap();
    assert_eq!(text(&read(&mut memo, later)), None);
}
