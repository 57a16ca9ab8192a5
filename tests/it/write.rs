//! Writing to a disk that fails, is full of others' files, or ends in the middle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use annals::route::OutPath;
use annals::site::{Origin, Site};
use annals::write::{Changes, Disk, Options, RealDisk, WriteError, write, write_with};
use tempfile::TempDir;

mod ahead;

type Files = BTreeMap<String, Vec<u8>>;

fn path(text: &str) -> OutPath {
    OutPath::new(text).unwrap()
}

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::new();
    for (at, text) in files {
        site.insert(path(at), *text, Origin::made("a test")).unwrap();
    }
    site
}

/// The site before and after an edit that holds all that can happen to a path.
fn before() -> Site {
    site(&[
        ("index.html", "before: home"),
        ("same.css", "the same"),
        ("articles/a/index.html", "before: a"),
        ("articles/gone/index.html", "before: gone"),
        ("articles/index.html", "before: articles"),
        ("becomes-a-folder", "before: a file"),
        ("becomes-a-file/deep/index.html", "before: in a folder"),
        ("becomes-a-file/index.html", "before: in a folder"),
        ("Case/Index.html", "before: case"),
        ("notes/page/index.html", "before: beside a foreign file"),
    ])
}

fn after() -> Site {
    site(&[
        ("index.html", "after: home, which is longer"),
        ("same.css", "the same"),
        ("articles/a/index.html", "after.: a"),
        ("articles/new/index.html", "after: new"),
        ("articles/index.html", "after: articles"),
        ("assets/a.css", "after: css"),
        ("becomes-a-folder/index.html", "after: in a folder"),
        ("becomes-a-folder/more/index.html", "after: in a folder"),
        ("becomes-a-file", "after: a file"),
        ("case/index.html", "after: case"),
    ])
}

const FOREIGN: [(&str, &str); 2] = [("notes/mine.txt", "foreign"), ("articles/mine.txt", "foreign")];

fn files_of(site: &Site) -> Files {
    site.files().iter().map(|(path, file)| (path.to_string(), file.bytes.to_vec())).collect()
}

fn with_foreign(site: &Site) -> Files {
    let mut files = files_of(site);
    files.extend(FOREIGN.map(|(path, text)| (path.to_owned(), text.into())));
    files
}

/// All files below a folder but Annals' own; empty folders as their path and `/`.
fn on_disk(dir: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(dir).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/");
        if path.split('/').next() == Some(".annals") {
            continue;
        }
        if entry.file_type().is_dir() {
            if fs::read_dir(entry.path()).unwrap().next().is_none() {
                files.insert(path + "/", Vec::new());
            }
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// A folder for a site's sources, in which the output will be `public`.
fn root() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("content/index.md"), "source").unwrap();
    let out = dir.path().join("public");
    (dir, out)
}

/// The site before the edit, written, with foreign files beside its own.
fn written() -> (TempDir, PathBuf) {
    let (dir, out) = root();
    write(&before(), dir.path(), &out, &Options::default()).unwrap();
    for (path, text) in FOREIGN {
        fs::write(out.join(path), text).unwrap();
    }
    (dir, out)
}

fn build(dir: &TempDir, out: &Path, site: &Site) -> Result<Changes, WriteError> {
    write(site, dir.path(), out, &Options::default())
}

/// What a failing disk does at its operation number `at`, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Failure {
    /// Fails once, a write in its middle.
    Once,
    /// Fails, and every operation after it.
    FromThenOn,
    /// The process ends, a write in its middle.
    Kill,
}

struct FailingDisk {
    at: usize,
    failure: Failure,
    count: AtomicUsize,
}

impl FailingDisk {
    fn new(at: usize, failure: Failure) -> Self {
        FailingDisk { at, failure, count: AtomicUsize::new(0) }
    }

    fn step(&self, half: impl FnOnce()) -> io::Result<()> {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        if count < self.at || (count > self.at && self.failure == Failure::Once) {
            return Ok(());
        }
        if count == self.at {
            half();
            if self.failure == Failure::Kill {
                std::process::abort();
            }
        }
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }
}

impl Disk for FailingDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step(|| {})?;
        RealDisk.create_dir(path)
    }

    fn write(&self, path: &Path, bytes: &[u8], flush: bool) -> io::Result<()> {
        self.step(|| RealDisk.write(path, &bytes[..bytes.len() / 2], false).unwrap())?;
        RealDisk.write(path, bytes, flush)
    }

    fn append(&self, path: &Path, bytes: &[u8], flush: bool) -> io::Result<()> {
        self.step(|| RealDisk.append(path, &bytes[..bytes.len() / 2], false).unwrap())?;
        RealDisk.append(path, bytes, flush)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| {})?;
        RealDisk.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(|| {})?;
        RealDisk.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step(|| {})?;
        RealDisk.remove_dir(path)
    }
}

/// How many operations a build takes.
fn operations(out: impl Fn() -> (TempDir, PathBuf), site: &Site) -> usize {
    let (dir, out) = out();
    let disk = FailingDisk::new(usize::MAX, Failure::Once);
    // Several threads may ask for one folder: what one alone asks for is the least.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    alone.install(|| write_with(&disk, site, dir.path(), &out, &Options::default())).unwrap();
    disk.count.into_inner()
}

/// What must be true wherever an update was broken off: every file is wholly of the old or the new site or foreign, no
/// foreign one is touched, and without a journal the old site stands whole. Then the next build completes.
fn check_broken_off(dir: &TempDir, out: &Path, what: &str) {
    let (old, new) = (with_foreign(&before()), with_foreign(&after()));
    let found = on_disk(out);
    for (path, bytes) in &found {
        let whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes) || path.ends_with('/');
        assert!(whole, "{what}: {path} holds {:?}", String::from_utf8_lossy(bytes));
    }
    for (path, text) in FOREIGN {
        assert_eq!(found.get(path).map(Vec::as_slice), Some(text.as_bytes()), "{what}: {path}");
    }
    if !out.join(".annals/journal").exists() {
        assert!(found == old || found == new, "{what}: neither the old site nor the new one: {found:?}");
    }
    build(dir, out, &after()).unwrap_or_else(|error| panic!("{what}: the next build: {error}"));
    check_complete(out, &new, what);
    let idle = build(dir, out, &after()).unwrap();
    assert_eq!(idle, Changes { written: 0, unchanged: after().files().len(), deleted: 0 }, "{what}");
}

fn check_complete(out: &Path, files: &Files, what: &str) {
    assert_eq!(&on_disk(out), files, "{what}");
    let own: BTreeSet<_> = fs::read_dir(out.join(".annals")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(own, BTreeSet::from(["lock".into(), "manifest".into()]), "{what}");
    let beside: Vec<_> = fs::read_dir(out.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(beside.iter().all(|name| !name.to_string_lossy().contains("annals-new")), "{what}: {beside:?}");
}

#[test]
fn builds_follow_each_other() {
    let (dir, out) = root();
    let first = build(&dir, &out, &before()).unwrap();
    assert_eq!(first, Changes { written: 10, unchanged: 0, deleted: 0 });
    check_complete(&out, &files_of(&before()), "first");
    let second = build(&dir, &out, &after()).unwrap();
    assert_eq!(second, Changes { written: 9, unchanged: 1, deleted: 6 });
    check_complete(&out, &files_of(&after()), "second");
    build(&dir, &out, &before()).unwrap();
    check_complete(&out, &files_of(&before()), "and back");
    build(&dir, &out, &Site::new()).unwrap();
    check_complete(&out, &Files::new(), "an empty site leaves no folder");
}

#[test]
fn a_build_without_changes_touches_nothing() {
    let (dir, out) = written();
    let stamps = || -> Vec<_> {
        walkdir::WalkDir::new(&out)
            .sort_by_file_name()
            .into_iter()
            .map(|e| e.unwrap().metadata().unwrap().modified().unwrap())
            .collect()
    };
    let stamps_before = stamps();
    // Whatever it did would fail.
    let disk = FailingDisk::new(0, Failure::FromThenOn);
    let changes = write_with(&disk, &before(), dir.path(), &out, &Options::default()).unwrap();
    assert_eq!(changes, Changes { written: 0, unchanged: 10, deleted: 0 });
    assert_eq!(stamps(), stamps_before);
}

#[test]
fn unchanged_files_keep_their_time_and_touched_ones_are_seen_to_be_the_same() {
    let (dir, out) = written();
    let time = |path: &str| out.join(path).metadata().unwrap().modified().unwrap();
    let same = time("same.css");
    let home = fs::File::options().write(true).open(out.join("articles/index.html")).unwrap();
    home.set_modified(same + std::time::Duration::from_millis(1234)).unwrap();
    drop(home);
    let touched = time("articles/index.html");
    let changes = build(&dir, &out, &before()).unwrap();
    assert_eq!(changes, Changes { written: 0, unchanged: 10, deleted: 0 });
    build(&dir, &out, &after()).unwrap();
    assert_eq!(time("same.css"), same);
    assert_ne!(time("articles/index.html"), touched);
}

#[test]
fn files_of_ours_that_were_changed_by_hand_are_put_right() {
    let (dir, out) = written();
    fs::write(out.join("index.html"), "BEFORE: HOME").unwrap();
    fs::write(out.join("same.css"), "longer than it was").unwrap();
    fs::remove_file(out.join("articles/a/index.html")).unwrap();
    fs::remove_dir_all(out.join("becomes-a-file")).unwrap();
    let changes = build(&dir, &out, &before()).unwrap();
    assert_eq!(changes, Changes { written: 5, unchanged: 5, deleted: 0 });
    check_complete(&out, &with_foreign(&before()), "restored");
}

#[test]
fn an_error_at_any_operation_of_an_update_harms_nothing() {
    let count = operations(written, &after());
    assert!(count > 40, "{count}");
    for failure in [Failure::Once, Failure::FromThenOn] {
        for at in 0..count {
            let what = format!("{failure:?} at {at} of {count}");
            let (dir, out) = written();
            let result = write_with(&FailingDisk::new(at, failure), &after(), dir.path(), &out, &Options::default());
            let error = result.expect_err(&what).to_string();
            assert!(
                error.starts_with("could not ") && error.contains(dir.path().file_name().unwrap().to_str().unwrap()),
                "{error}"
            );
            check_broken_off(&dir, &out, &what);
        }
    }
}

#[test]
fn an_error_at_any_operation_of_a_first_build_leaves_no_output_folder() {
    let count = operations(root, &after());
    assert!(count > 20, "{count}");
    for failure in [Failure::Once, Failure::FromThenOn] {
        for at in 0..count {
            let what = format!("{failure:?} at {at} of {count}");
            let (dir, out) = root();
            write_with(&FailingDisk::new(at, failure), &after(), dir.path(), &out, &Options::default())
                .expect_err(&what);
            assert!(!out.exists(), "{what}");
            build(&dir, &out, &after()).unwrap();
            check_complete(&out, &files_of(&after()), &what);
        }
    }
}

#[test]
fn an_error_at_any_operation_in_an_empty_folder_is_made_good() {
    let empty = || {
        let (dir, out) = root();
        fs::create_dir(&out).unwrap();
        (dir, out)
    };
    for at in 0..operations(empty, &after()) {
        let (dir, out) = empty();
        let disk = FailingDisk::new(at, Failure::FromThenOn);
        write_with(&disk, &after(), dir.path(), &out, &Options::default()).expect_err("the disk fails");
        let found = on_disk(&out);
        assert!(
            found.iter().all(|(path, bytes)| path.ends_with('/') || files_of(&after()).get(path) == Some(bytes)),
            "{at}: {found:?}"
        );
        build(&dir, &out, &after()).unwrap();
        check_complete(&out, &files_of(&after()), &at.to_string());
    }
}

/// A small generator of numbers (Knuth's MMIX), so that a printed seed says all.
fn random(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    usize::try_from(*state >> 33).unwrap()
}

/// Runs a build in a process of its own, which ends at an operation.
fn kill(dir: &TempDir, out: &Path, at: usize) {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["write::the_process_that_is_killed", "--exact", "--ignored"])
        .env("ANNALS_TEST_ROOT", dir.path())
        .env("ANNALS_TEST_OUT", out)
        .env("ANNALS_TEST_KILL_AT", at.to_string())
        .output()
        .unwrap();
    // A failed assertion exits with 101; only an abort is what was asked for.
    assert!(!done.status.success() && done.status.code() != Some(101), "{at}: {done:?}");
}

#[test]
#[ignore = "is run by the tests that kill it"]
fn the_process_that_is_killed() {
    // script/soak runs ignored tests too: alone this one has nothing to do.
    let Some(at) = std::env::var_os("ANNALS_TEST_KILL_AT") else { return };
    let get = |name: &str| std::env::var_os(name).unwrap_or_else(|| panic!("{name} is set by the test that runs this"));
    let at = at.to_str().unwrap().parse().unwrap();
    let (root, out) = (PathBuf::from(get("ANNALS_TEST_ROOT")), PathBuf::from(get("ANNALS_TEST_OUT")));
    write_with(&FailingDisk::new(at, Failure::Kill), &after(), &root, &out, &Options::default()).unwrap();
}

#[test]
fn a_killed_update_is_completed_by_the_next_build() {
    let seed = 20170302;
    println!("seed {seed}");
    let (mut state, count) = (seed, operations(written, &after()));
    let (mut before_journal, mut after_journal) = (0, 0);
    for _ in 0..30 {
        let at = random(&mut state) % count;
        let (dir, out) = written();
        kill(&dir, &out, at);
        *if out.join(".annals/journal").exists() { &mut after_journal } else { &mut before_journal } += 1;
        check_broken_off(&dir, &out, &format!("killed at {at} of {count}"));
    }
    println!("{before_journal} kills in the first phase, {after_journal} in the second");
    assert!(before_journal >= 5 && after_journal >= 5, "{before_journal}, {after_journal}");
}

#[test]
fn a_killed_first_build_leaves_no_output_folder() {
    let seed = 20160908;
    println!("seed {seed}");
    let (mut state, count) = (seed, operations(root, &after()));
    for _ in 0..10 {
        let at = random(&mut state) % count;
        let (dir, out) = root();
        kill(&dir, &out, at);
        assert!(!out.exists(), "killed at {at}");
        build(&dir, &out, &after()).unwrap();
        check_complete(&out, &files_of(&after()), &format!("killed at {at} of {count}"));
    }
}

#[test]
fn a_foreign_file_that_appears_before_the_journal_is_finished_is_not_overwritten() {
    let count = operations(written, &after());
    let mut seen = 0;
    for at in 0..count {
        let (dir, out) = written();
        write_with(&FailingDisk::new(at, Failure::FromThenOn), &after(), dir.path(), &out, &Options::default())
            .unwrap_err();
        let new = out.join("assets/a.css");
        if !out.join(".annals/journal").exists() || new.exists() {
            continue;
        }
        seen += 1;
        fs::create_dir_all(out.join("assets")).unwrap();
        fs::write(&new, "foreign").unwrap();
        let error = build(&dir, &out, &after()).unwrap_err();
        assert!(matches!(&error, WriteError::Foreign { paths } if paths[0].ends_with("a.css")), "{error}");
        assert_eq!(fs::read(&new).unwrap(), b"foreign");
        fs::remove_file(&new).unwrap();
        build(&dir, &out, &after()).unwrap();
        assert_eq!(on_disk(&out), with_foreign(&after()));
    }
    assert!(seen > 0);
}

#[test]
fn foreign_files_in_the_way_are_named_and_nothing_is_done() {
    let cases: [(&str, &str); 4] = [
        ("articles/new/index.html", "articles/new/index.html"),
        ("assets", "assets"),
        ("becomes-a-file/mine.txt", "becomes-a-file/mine.txt"),
        ("becomes-a-file/mine/", "becomes-a-file/mine"),
    ];
    for (foreign, named) in cases {
        let (dir, out) = written();
        if let Some(folder) = foreign.strip_suffix('/') {
            fs::create_dir(out.join(folder)).unwrap();
        } else {
            fs::create_dir_all(out.join(foreign).parent().unwrap()).unwrap();
            fs::write(out.join(foreign), "mine").unwrap();
        }
        let found = on_disk(&out);
        let error = build(&dir, &out, &after()).unwrap_err();
        let WriteError::Foreign { paths } = &error else { panic!("{foreign}: {error}") };
        assert!(paths.len() == 1 && paths[0].ends_with(named), "{foreign}: {error}");
        assert_eq!(on_disk(&out), found, "{foreign}");
    }
}

#[test]
fn of_a_site_that_is_not_whole_nothing_is_deleted_and_kept_pages_stay() {
    let (dir, out) = written();
    let keep = ["index.html", "articles/gone/index.html", "articles/new/index.html"].map(path);
    let options = Options { keep: Some(keep.into_iter().collect()) };
    let changes = write(&after(), dir.path(), &out, &options).unwrap();
    assert_eq!(changes.deleted, 4, "only what stands where a new file or folder must be");
    let mut files = with_foreign(&after());
    files.insert("articles/gone/index.html".into(), b"before: gone".to_vec());
    files.insert("notes/page/index.html".into(), b"before: beside a foreign file".to_vec());
    files.insert("index.html".into(), b"before: home".to_vec());
    assert_eq!(on_disk(&out), files);
    // They are still ours: the next whole build may change and delete them.
    assert_eq!(build(&dir, &out, &after()).unwrap().deleted, 2);
    assert_eq!(on_disk(&out), with_foreign(&after()));
}

#[test]
fn folders_that_no_site_may_be_written_to_are_refused() {
    let (dir, _) = root();
    let root = dir.path();
    fs::create_dir_all(root.join("static/deep")).unwrap();
    fs::create_dir(root.join("full")).unwrap();
    fs::write(root.join("full/mine.txt"), "mine").unwrap();
    fs::write(root.join("file"), "mine").unwrap();
    let home = std::env::home_dir().unwrap();
    let top = root.ancestors().last().unwrap().to_owned();
    let cases: [(PathBuf, &str); 13] = [
        (root.to_owned(), "folder of the site's sources"),
        (root.join("content/.."), "folder of the site's sources"),
        (root.parent().unwrap().to_owned(), "sources lie in it"),
        (root.join("content"), "lies in `content`"),
        (root.join("content/public"), "lies in `content`"),
        (root.join("new/../content/public"), "cannot be followed"),
        (root.join("static/deep/new/public"), "lies in `static`"),
        (root.join("templates"), "lies in `templates`"),
        (root.join("full"), "files that Annals has not made"),
        (root.join("file"), "is a file"),
        (PathBuf::new(), "empty"),
        (home, "home folder"),
        (top, "root of the file system"),
    ];
    let found = on_disk(root);
    for (out, words) in cases {
        let error = write(&before(), root, &out, &Options::default()).unwrap_err();
        assert!(matches!(error, WriteError::Refused { .. }), "{}: {error}", out.display());
        assert!(error.to_string().contains(words), "{}: {error}", out.display());
    }
    assert_eq!(on_disk(root), found);
}

#[test]
fn two_builds_at_once_are_not_begun() {
    let (dir, out) = written();
    let lock = fs::File::open(out.join(".annals/lock")).unwrap();
    lock.try_lock().unwrap();
    assert!(matches!(build(&dir, &out, &after()), Err(WriteError::Busy { .. })));
    assert_eq!(on_disk(&out), with_foreign(&before()));
    lock.unlock().unwrap();
    build(&dir, &out, &after()).unwrap();

    let (dir, out) = root();
    let staging = dir.path().join(".public.annals-new/.annals");
    fs::create_dir_all(&staging).unwrap();
    let lock = fs::File::create(staging.join("lock")).unwrap();
    lock.try_lock().unwrap();
    assert!(matches!(build(&dir, &out, &after()), Err(WriteError::Busy { .. })));
    lock.unlock().unwrap();
    build(&dir, &out, &after()).unwrap();
    check_complete(&out, &files_of(&after()), "after the lock");
}

#[test]
fn a_staging_folder_that_is_not_ours_is_left_alone() {
    let (dir, out) = root();
    let staging = dir.path().join(".public.annals-new");
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("mine.txt"), "mine").unwrap();
    assert!(matches!(build(&dir, &out, &after()), Err(WriteError::Foreign { .. })));
    assert_eq!(fs::read(staging.join("mine.txt")).unwrap(), b"mine");
}

#[test]
fn a_manifest_that_cannot_be_read_is_not_guessed_at() {
    let (dir, out) = written();
    fs::write(out.join(".annals/manifest"), "annals-manifest 1\nnonsense\n").unwrap();
    assert!(matches!(build(&dir, &out, &after()), Err(WriteError::Garbled { .. })));
    assert_eq!(on_disk(&out), with_foreign(&before()));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_to_forbidden_folders_are_refused_and_to_others_followed() {
        let (dir, out) = root();
        for target in [
            dir.path().join("content"),
            dir.path().to_owned(),
            std::env::home_dir().unwrap(),
            dir.path().join("nowhere"),
        ] {
            symlink(&target, &out).unwrap();
            let error = build(&dir, &out, &before()).unwrap_err();
            assert!(matches!(error, WriteError::Refused { .. }), "{}: {error}", target.display());
            fs::remove_file(&out).unwrap();
        }
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(elsewhere.path(), &out).unwrap();
        build(&dir, &out, &before()).unwrap();
        assert_eq!(on_disk(elsewhere.path()), files_of(&before()));
    }

    #[test]
    fn nothing_is_written_or_deleted_through_a_link_in_the_output() {
        let elsewhere = tempfile::tempdir().unwrap();
        fs::create_dir_all(elsewhere.path().join("gone")).unwrap();
        fs::write(elsewhere.path().join("gone/index.html"), "theirs").unwrap();
        let (dir, out) = written();
        fs::remove_dir_all(out.join("articles")).unwrap();
        symlink(elsewhere.path(), out.join("articles")).unwrap();
        let error = build(&dir, &out, &after()).unwrap_err();
        assert!(matches!(&error, WriteError::Foreign { paths } if paths[0].ends_with("articles")), "{error}");
        // Without articles nothing goes there, and what was there is not ours to delete.
        build(&dir, &out, &site(&[("index.html", "home")])).unwrap();
        assert_eq!(fs::read(elsewhere.path().join("gone/index.html")).unwrap(), b"theirs");
    }

    #[test]
    fn a_link_in_the_place_of_a_page_is_replaced_and_its_target_kept() {
        let (dir, out) = written();
        let target = dir.path().join("target.html");
        fs::write(&target, "before: home").unwrap();
        fs::remove_file(out.join("index.html")).unwrap();
        symlink(&target, out.join("index.html")).unwrap();
        build(&dir, &out, &after()).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"before: home");
        assert_eq!(on_disk(&out), with_foreign(&after()));
        assert!(!out.join("index.html").is_symlink());
    }
}
