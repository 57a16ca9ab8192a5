//! `annals build --timings`, and the order in which a build tells of its stages.

use std::process::Command;
use std::sync::Mutex;

use annals::Options;
use annals::progress::{Observer, Stage};

use crate::fixture::Fixture;

const SITE: &str = "=== content/articles/a.md\n---\ntitle: A\ndate: 1900-01-01\nannotations:\n- {quote: Words, note: A word}\n---\nWords.\n";

/// Writes down what it is told.
#[derive(Default)]
struct Told(Mutex<(Vec<Stage>, usize, usize)>);

impl Observer for Told {
    fn begins(&self, stage: Stage) {
        self.0.lock().unwrap().0.push(stage);
    }

    fn steps(&self, steps: usize) {
        self.0.lock().unwrap().1 += steps;
    }

    fn step(&self) {
        self.0.lock().unwrap().2 += 1;
    }
}

#[test]
fn a_build_tells_of_each_stage_once_and_in_order() {
    let told = Told::default();
    let built = annals::build_observed(Fixture::new(SITE).root(), &Options::default(), &told).value;
    let (stages, steps, done) = told.0.into_inner().unwrap();
    use Stage::{Check, Graph, Links, Load, Parse, Pictures, Render, Report, Resolve};
    assert_eq!(stages, [Load, Parse, Resolve, Graph, Check, Pictures, Render, Links, Report]);
    let pages = built.site.expect("a site").files().keys().filter(|path| path.is_html()).count();
    assert_eq!((steps, done), (pages, pages));
}

#[test]
fn timings_name_every_stage_and_quiet_leaves_only_them() {
    let fixture = Fixture::new(SITE);
    let root = fixture.root().to_str().unwrap();
    let run = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_annals"))
            .args(["build", "--root", root])
            .args(more)
            .output()
            .expect("the program runs");
        assert!(output.status.success() && output.stdout.is_empty());
        String::from_utf8(output.stderr).expect("text")
    };
    let said = run(&["--timings", "--quiet"]);
    let names: Vec<&str> = said.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    let all = [
        "load", "parse", "resolve", "graph", "check", "pictures", "render", "links", "report", "write", "lock",
        "together",
    ];
    assert_eq!(names, all, "{said}");
    let again = run(&["--timings", "--quiet"]);
    assert!(!again.contains("lock "), "the lock did not change: {again}");
    assert_eq!(run(&["--quiet"]), "");
}
