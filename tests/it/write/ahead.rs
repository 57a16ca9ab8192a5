//! Pages that go to the disk while others are still being made.

use annals::site::{File, Taker};
use annals::write::Ahead;

use super::*;
use crate::fixture::Fixture;

/// The same site, of which `ahead` has taken the files of which `which` is true; how many it took.
fn given(ahead: &Ahead<'_>, site: &Site, which: impl Fn(usize) -> bool) -> (Site, usize) {
    let (mut rest, mut count) = (Site::new(), 0);
    for (at, (path, file)) in site.files().iter().enumerate() {
        let taken = which(at) && ahead.take(path, &file.bytes).is_some();
        count += usize::from(taken);
        let bytes = if taken { "".into() } else { file.bytes.clone() };
        rest.put(path.clone(), File { bytes, origin: file.origin.clone(), taken }).unwrap();
    }
    (rest, count)
}

#[test]
fn pages_given_ahead_make_the_same_folder() {
    for which in [|_| true, |at| at % 2 == 0, |_| false] {
        let (dir, out) = root();
        let ahead = Ahead::new(dir.path(), &out);
        let (first, taken) = given(&ahead, &before(), which);
        assert_eq!(taken, (0..10).filter(|&at| which(at)).count());
        assert!(!out.exists(), "nobody sees it yet");
        let changes = ahead.finish(&first, &Options::default()).unwrap();
        assert_eq!(changes, Changes { written: 10, unchanged: 0, deleted: 0 });
        check_complete(&out, &files_of(&before()), "first");
        assert_eq!(build(&dir, &out, &before()).unwrap().unchanged, 10, "its list of files is right");

        let ahead = Ahead::new(dir.path(), &out);
        let (second, taken) = given(&ahead, &after(), which);
        // Only what is as it was needs no keeping.
        assert_eq!(
            taken,
            usize::from(after().files().keys().zip(0..).any(|(path, at)| which(at) && path.as_str() == "same.css"))
        );
        assert_eq!(on_disk(&out), files_of(&before()));
        let changes = ahead.finish(&second, &Options::default()).unwrap();
        assert_eq!(changes, Changes { written: 9, unchanged: 1, deleted: 6 });
        check_complete(&out, &files_of(&after()), "second");
    }
}

#[test]
fn given_up_it_leaves_everything_as_it_was() {
    let (dir, out) = root();
    let ahead = Ahead::new(dir.path(), &out);
    assert_eq!(given(&ahead, &before(), |_| true).1, 10);
    drop(ahead);
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["content"], "no output folder, and nothing beside it");

    let (dir, out) = written();
    let ahead = Ahead::new(dir.path(), &out);
    given(&ahead, &after(), |_| true);
    drop(ahead);
    check_complete(&out, &with_foreign(&before()), "a later build given up");
    check_broken_off(&dir, &out, "a later build given up");
}

#[test]
fn a_page_that_is_made_no_more_is_not_left_behind() {
    let (dir, out) = root();
    let ahead = Ahead::new(dir.path(), &out);
    let (all, _) = given(&ahead, &before(), |_| true);
    let mut fewer = Site::new();
    for (path, file) in all.files().iter().filter(|(path, _)| path.as_str() != "articles/gone/index.html") {
        fewer.put(path.clone(), file.clone()).unwrap();
    }
    ahead.finish(&fewer, &Options::default()).unwrap();
    let files = on_disk(&out);
    assert!(!files.contains_key("articles/gone/index.html") && files.len() >= 9, "{files:?}");
    assert_eq!(build(&dir, &out, &after()).map(|changes| changes.unchanged).unwrap(), 1);
}

#[test]
fn an_error_with_a_page_given_ahead_is_said_in_the_end_and_leaves_no_output_folder() {
    let count = operations(root, &after());
    for failure in [Failure::Once, Failure::FromThenOn] {
        for at in 0..count {
            let what = format!("{failure:?} at {at} of {count}");
            let (dir, out) = root();
            let disk = FailingDisk::new(at, failure);
            let ahead = Ahead::on(&disk, dir.path(), &out);
            let (site, _) = given(&ahead, &after(), |_| true);
            let error = ahead.finish(&site, &Options::default()).expect_err(&what).to_string();
            assert!(error.starts_with("could not "), "{what}: {error}");
            assert!(!out.exists(), "{what}");
            build(&dir, &out, &after()).unwrap();
            check_complete(&out, &files_of(&after()), &what);
        }
    }
}

#[test]
fn a_site_whose_pages_another_took_is_refused() {
    let (dir, out) = written();
    let elsewhere = dir.path().join("elsewhere");
    let ahead = Ahead::new(dir.path(), &elsewhere);
    let (site, _) = given(&ahead, &after(), |at| at == 3);
    for to in [&out, &dir.path().join("new")] {
        let error = build(&dir, to, &site).expect_err("a page is missing").to_string();
        assert!(error.contains("was given to another writer"), "{error}");
    }
    assert_eq!(on_disk(&out), with_foreign(&before()));
    assert!(!dir.path().join("new").exists());
}

#[test]
fn another_build_is_kept_out_as_soon_as_a_page_is_taken() {
    for (dir, out) in [root(), written()] {
        let ahead = Ahead::new(dir.path(), &out);
        let (site, _) = given(&ahead, &after(), |at| at == 0);
        assert!(matches!(build(&dir, &out, &before()), Err(WriteError::Busy { .. })));
        ahead.finish(&site, &Options::default()).unwrap();
        build(&dir, &out, &before()).unwrap();
    }
}

#[test]
fn a_build_waits_with_its_pages_for_one_that_is_done_before_it() {
    for (dir, out) in [root(), written()] {
        let ahead = Ahead::new(dir.path(), &out);
        let (site, _) = given(&ahead, &before(), |at| at == 0);
        let second = Ahead::new(dir.path(), &out);
        let (whole, taken) = given(&second, &after(), |_| true);
        assert_eq!(taken, 0, "it has not got the folder");
        ahead.finish(&site, &Options::default()).unwrap();
        second.finish(&whole, &Options::default()).unwrap();
        let (files, found) = (files_of(&after()), on_disk(&out));
        assert!(files.iter().all(|(path, bytes)| found.get(path) == Some(bytes)), "{found:?}");
    }
}

#[test]
fn many_first_builds_at_once_make_one_whole_site() {
    let (dir, out) = root();
    let results: Vec<_> = std::thread::scope(|scope| {
        let builds: Vec<_> = (0..8).map(|_| scope.spawn(|| build(&dir, &out, &after()))).collect();
        builds.into_iter().map(|build| build.join().unwrap()).collect()
    });
    assert!(results.iter().any(Result::is_ok));
    assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(WriteError::Busy { .. }))), "{results:?}");
    check_complete(&out, &files_of(&after()), "at once");
}

#[test]
fn an_error_that_only_finished_pages_show_leaves_nothing_of_them() {
    let text = "=== content/articles/a.md\n---\ntitle: A\n---\nText.\n";
    let fixture = Fixture::new(text);
    let out = fixture.root().join("public");
    let run = || {
        let root = fixture.root().to_str().unwrap();
        Command::new(env!("CARGO_BIN_EXE_annals")).args(["build", "--quiet", "--root", root]).status().unwrap()
    };
    let names = || -> BTreeSet<String> {
        let entries = fs::read_dir(fixture.root()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let names_before = names();
    // A template of the site's own whose link leads nowhere: that is seen when its page is made.
    fixture.write("templates/not-found.html", b"<p><a href=\"/nowhere/\">lost</a></p>");
    assert_eq!(run().code(), Some(1));
    let mut there = names();
    there.remove("templates");
    there.remove(".annals-cache");
    assert_eq!(there, names_before);
    fs::remove_dir_all(fixture.root().join("templates")).unwrap();
    assert_eq!(run().code(), Some(0));
    let whole = on_disk(&out);
    fixture.write("templates/not-found.html", b"<p><a href=\"/nowhere/\">lost</a></p>");
    fixture.write("content/articles/a.md", b"---\ntitle: B\n---\nText.\n");
    assert_eq!(run().code(), Some(1));
    assert_eq!(on_disk(&out), whole);
}
