//! The program as it is used: arguments in, exit status, two streams and a folder out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The program, free of what the environment says of colours.
fn annals(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

/// How a run ended: status, standard output, standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().expect("the program ends by itself"), text(stdout), text(stderr))
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// A starter site in a folder of its own.
fn starter() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("site");
    let (status, _, stderr) = run(&mut annals(&["new", root.to_str().unwrap()]));
    assert_eq!((status, stderr.as_str()), (0, ""));
    let root = root.to_str().unwrap().to_owned();
    (dir, root)
}

fn article(root: &str) -> PathBuf {
    Path::new(root).join("content/articles/1962-10-05-the-clock-stops.md")
}

/// Puts one error and one warning into a starter site, at known places.
fn spoil(root: &str) {
    let path = article(root);
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("\npeople: [hanna-orme", "\npeeple: x\npeople: [nobody-at-all, hanna-orme");
    fs::write(path, text).unwrap();
}

#[test]
fn help_and_version_are_asked_for_and_go_to_standard_output() {
    for arguments in [&["--help"][..], &["-h"], &["build", "--help"], &["check", "-h"], &["new", "--help"], &["help"]] {
        let (status, stdout, stderr) = run(&mut annals(arguments));
        assert_eq!((status, stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(stdout.contains("Usage: annals"), "{arguments:?}\n{stdout}");
    }
    for arguments in [["build", "--help"], ["check", "--help"], ["new", "--help"]] {
        let (_, stdout, _) = run(&mut annals(&arguments));
        assert!(stdout.contains("\nExample"), "{arguments:?} shows no example\n{stdout}");
    }
    let (status, stdout, _) = run(&mut annals(&["--version"]));
    assert_eq!((status, stdout), (0, format!("annals {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn wrong_usage_is_status_2_and_goes_to_standard_error() {
    for arguments in [
        &[][..],
        &["biuld"],
        &["build", "--strickt"],
        &["build", "--format", "xml"],
        &["new"],
        &["check", "--out", "x"],
    ] {
        let (status, stdout, stderr) = run(&mut annals(arguments));
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_new_site_builds_without_a_warning_and_again_without_a_change() {
    let (_dir, root) = starter();
    let (status, stdout, stderr) = run(&mut annals(&["build", "--strict", "--locked", "--root", &root]));
    assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
    assert!(!stderr.contains("warning") && !stderr.contains("error"), "{stderr}");
    let public = Path::new(&root).join("public");
    let built = tree(&public);
    for page in
        ["index.html", "articles/the-clock-stops/index.html", "people/hanna-orme/index.html", "about/index.html"]
    {
        assert!(built.contains_key(Path::new(page)), "{page} is not among {:?}", built.keys());
    }
    let (status, _, stderr) = run(&mut annals(&["build", "--root", &root]));
    assert_eq!(status, 0);
    assert!(stderr.contains("0 files written") && stderr.contains("0 removed"), "{stderr}");
    assert_eq!(tree(&public), built);

    let (status, stdout, stderr) = run(&mut annals(&["build", "--quiet", "--root", &root]));
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (0, "", ""));
}

#[test]
fn new_leaves_a_folder_with_something_in_it_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let (status, stdout, stderr) = run(&mut annals(&["new", dir.path().to_str().unwrap()]));
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(stderr.contains("is not empty"), "{stderr}");
    assert_eq!(tree(dir.path()).len(), 1);

    let file = dir.path().join("notes.txt");
    let (status, _, stderr) = run(&mut annals(&["new", file.to_str().unwrap()]));
    assert_eq!(status, 2);
    assert!(stderr.contains("is a file"), "{stderr}");
    assert_eq!(fs::read(file).unwrap(), b"mine");

    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (status, stdout, _) = run(&mut annals(&["new", empty.to_str().unwrap()]));
    assert_eq!(status, 0);
    assert!(stdout.contains("annals build"), "the first words say what to do next\n{stdout}");
    assert!(empty.join(".gitignore").is_file() && empty.join("README.md").is_file());
}

#[test]
fn errors_are_status_1_and_nothing_is_written() {
    let (_dir, root) = starter();
    spoil(&root);
    let (status, stdout, stderr) = run(&mut annals(&["build", "--root", &root]));
    assert_eq!((status, stdout.as_str()), (1, ""), "{stderr}");
    assert!(stderr.contains("error[unknown-key]"), "{stderr}");
    assert!(stderr.contains("peeple: x\n"), "the line itself is shown\n{stderr}");
    assert!(stderr.ends_with("1 error, 1 warning. Nothing was written.\n"), "{stderr}");
    assert!(!stderr.contains('\u{1b}'), "no colours where no terminal is\n{stderr}");
    assert!(!Path::new(&root).join("public").exists());

    let (status, stdout, stderr) = run(&mut annals(&["check", "--root", &root]));
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(stderr.ends_with("1 error, 1 warning.\n"), "{stderr}");
}

#[test]
fn a_warning_is_an_error_only_where_strict_is_asked_for() {
    let (_dir, root) = starter();
    let path = article(&root);
    let text =
        fs::read_to_string(&path).unwrap().replace("\npeople: [hanna-orme", "\npeople: [nobody-at-all, hanna-orme");
    fs::write(path, text).unwrap();
    assert_eq!(run(&mut annals(&["check", "--root", &root])).0, 0);
    assert_eq!(run(&mut annals(&["check", "--strict", "--root", &root])).0, 1);
    let (status, _, stderr) = run(&mut annals(&["build", "--strict", "--locked", "--root", &root]));
    assert_eq!(status, 1);
    assert!(stderr.ends_with("1 warning. Nothing was written. A warning is an error here (strict).\n"), "{stderr}");
    assert!(!Path::new(&root).join("public").exists());

    let settings = Path::new(&root).join("site.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text + "\nstrict: true\n").unwrap();
    assert_eq!(run(&mut annals(&["check", "--root", &root])).0, 1);
    assert_eq!(run(&mut annals(&["build", "--root", &root])).0, 1);
}

#[test]
fn json_stands_alone_on_standard_output() {
    let (_dir, root) = starter();
    spoil(&root);
    for command in ["check", "build"] {
        let (status, stdout, stderr) = run(&mut annals(&[command, "--format", "json", "--root", &root]));
        assert_eq!(status, 1);
        assert_eq!(stderr.lines().count(), 1, "only the closing line\n{stderr}");
        let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let severities: Vec<_> = lines.iter().map(|line| line["severity"].as_str().unwrap()).collect();
        assert!(severities.contains(&"error") && severities.contains(&"warning"), "{stdout}");
        let error = lines.iter().find(|line| line["code"] == "unknown-key").unwrap();
        assert_eq!(error["file"], "content/articles/1962-10-05-the-clock-stops.md");
        let text = fs::read_to_string(article(&root)).unwrap();
        let at = text.find("peeple").unwrap();
        assert_eq!(error["bytes"], serde_json::json!({"start": at, "end": at + "peeple".len()}));
        let line = text[..at].matches('\n').count() + 1;
        assert_eq!((&error["line"], &error["column"]), (&line.into(), &1.into()));
    }
}

#[test]
fn short_is_one_line_each() {
    let (_dir, root) = starter();
    spoil(&root);
    let (_, stdout, stderr) = run(&mut annals(&["check", "--format", "short", "--root", &root]));
    assert_eq!(stdout, "");
    let found: Vec<&str> = stderr.lines().collect();
    assert_eq!(found.len(), 4, "an error, a warning, a note and the closing line\n{stderr}");
    assert!(found[0].contains(".md:11:1: error[unknown-key]: "), "{stderr}");
    assert!(found[2].starts_with("info[no-base-url]: ") && found[3] == "1 error, 1 warning.", "{stderr}");
}

#[test]
fn keep_going_writes_what_is_sound_and_keeps_the_old_page() {
    let (_dir, root) = starter();
    assert_eq!(run(&mut annals(&["build", "--root", &root])).0, 0);
    let page = Path::new(&root).join("public/articles/the-clock-stops/index.html");
    let old = fs::read(&page).unwrap();

    let text = fs::read_to_string(article(&root)).unwrap();
    fs::write(article(&root), text.replace("\ntitle: The clock that", "\ntitel: x\ntitle: Another clock that"))
        .unwrap();
    let about = Path::new(&root).join("content/about.md");
    let text = fs::read_to_string(&about).unwrap();
    fs::write(&about, text + "\nA sentence that is new.\n").unwrap();

    assert_eq!(run(&mut annals(&["build", "--root", &root])).0, 1);
    let built = Path::new(&root).join("public/about/index.html");
    assert!(
        !fs::read_to_string(&built).unwrap().contains("A sentence that is new"),
        "one error, and nothing is written"
    );

    let (status, _, stderr) = run(&mut annals(&["build", "--keep-going", "--root", &root]));
    assert_eq!(status, 1);
    assert!(stderr.contains("articles/the-clock-stops/"), "what was left out is listed\n{stderr}");
    assert_eq!(fs::read(&page).unwrap(), old);
    assert!(fs::read_to_string(&built).unwrap().contains("A sentence that is new"));
}

#[test]
fn folders_that_cannot_be_used_are_status_2() {
    let (dir, root) = starter();
    let here = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let inside = format!("{root}/content/public");
    let file = format!("{root}/site.yaml");
    for (arguments, says) in [
        (vec!["build", "--root", &here("nowhere")], "there is no folder"),
        (vec!["check", "--root", &here("nowhere")], "there is no folder"),
        (vec!["check", "--root", &file], "is a file"),
        (vec!["build", "--root", &root, "--out", &inside], "content"),
        (vec!["build", "--root", &root, "--out", &root], "is not written"),
        (vec!["build", "--root", &root, "--out", &file], ""),
    ] {
        let before = tree(dir.path());
        let (status, stdout, stderr) = run(&mut annals(&arguments));
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}\n{stderr}");
        assert!(stderr.contains("error: ") && stderr.contains(says), "{arguments:?}\n{stderr}");
        assert_eq!(tree(dir.path()), before, "{arguments:?} changed something");
    }
}

#[test]
fn nobody_waits_for_a_site_that_could_not_be_written() {
    let (_dir, root) = starter();
    spoil(&root);
    let (status, _, stderr) = run(&mut annals(&["build", "--root", &root, "--out", &root]));
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("is not written to") && !stderr.contains("content/"), "{stderr}");
}

#[test]
fn the_home_folder_is_refused() {
    let (dir, root) = starter();
    let home = dir.path().join("home");
    fs::create_dir(&home).unwrap();
    let mut command = annals(&["build", "--root", &root, "--out", home.to_str().unwrap()]);
    let (status, _, stderr) = run(command.env("HOME", &home).env("USERPROFILE", &home));
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("home"), "{stderr}");
    assert!(tree(&home).is_empty());
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let (_dir, root) = starter();
    spoil(&root);
    let mut child = annals(&["check", "--format", "json", "--root", &root])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_status_2() {
    let (_dir, root) = starter();
    spoil(&root);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = annals(&["check", "--format", "json", "--root", &root]);
    let (status, _, stderr) = run(command.stdout(full));
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("cannot be written"), "{stderr}");
}

#[test]
fn colours_are_there_if_forced_and_not_if_unwanted() {
    let (_dir, root) = starter();
    spoil(&root);
    let (_, _, stderr) = run(annals(&["check", "--root", &root]).env("CLICOLOR_FORCE", "1"));
    assert!(stderr.contains("\u{1b}["), "{stderr}");
    let (_, _, stderr) = run(annals(&["check", "--root", &root]).env("NO_COLOR", "1"));
    assert!(!stderr.contains('\u{1b}'), "{stderr}");
}

#[test]
fn a_file_of_the_theme_is_ejected_once_and_never_over_another() {
    let (_dir, root) = starter();
    let eject = |name: &str| run(&mut annals(&["theme", "eject", name, "--root", &root]));
    let (status, listed, _) = run(&mut annals(&["theme", "eject"]));
    assert_eq!(status, 0);
    assert!(
        listed.contains("to templates/article.html\n") && listed.contains("to static/assets/annals.css\n"),
        "{listed}"
    );

    assert_eq!(eject("article.html").0, 0);
    assert_eq!(eject("annals.css").0, 0);
    let read = |path: &str| fs::read(Path::new(&root).join(path)).unwrap();
    assert_eq!(read("templates/article.html"), include_bytes!("../../templates/article.html"));
    assert_eq!(read("static/assets/annals.css"), include_bytes!("../../static/assets/annals.css"));
    // The site is built with them.
    let (status, _, stderr) = run(&mut annals(&["build", "--quiet", "--root", &root]));
    assert_eq!((status, stderr.as_str()), (0, ""));

    fs::write(Path::new(&root).join("templates/article.html"), "mine").unwrap();
    let (status, _, stderr) = eject("article.html");
    assert!(status == 2 && stderr.contains("is there already"), "{stderr}");
    assert_eq!(read("templates/article.html"), b"mine");
    let (status, _, stderr) = eject("artcle.html");
    assert!(status == 2 && stderr.contains("Did you mean `article.html`?"), "{stderr}");
}
