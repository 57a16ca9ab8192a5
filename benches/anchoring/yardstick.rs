//! The yardstick: a Node.js program that is given the same cases over a pipe.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::edits::Case;
use crate::edits::measure::Answer;

/// The running program.
pub struct Yardstick {
    child: Child,
    into: Option<BufWriter<ChildStdin>>,
    out: BufReader<ChildStdout>,
}

impl Yardstick {
    /// Starts it, installing by npm what it needs. `None` if there is no Node.js or no npm to install by.
    pub fn start(folder: &Path) -> Option<Yardstick> {
        if !folder.join("node_modules").exists() {
            let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
            npm.args(["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--silent"]).current_dir(folder);
            npm.stdout(Stdio::null()).stderr(Stdio::null()).status().ok().filter(|status| status.success())?;
        }
        let mut node = Command::new("node");
        node.arg("yardstick.mjs").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().ok()?;
        let into = BufWriter::new(child.stdin.take()?);
        let out = BufReader::new(child.stdout.take()?);
        Some(Yardstick { child, into: Some(into), out })
    }

    /// Where it puts the quotes of cases, in bytes of their new texts.
    pub fn anchor(&mut self, cases: &[(Case, Answer)]) -> Vec<Option<Range<usize>>> {
        let mut into = self.into.take().expect("it takes cases");
        std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                for (case, _) in cases {
                    let (prefix, suffix) = case.context();
                    let hint = case.old[..case.quote.start].encode_utf16().count();
                    let line =
                        json!({"text": case.new, "quote": case.words(), "prefix": prefix, "suffix": suffix, "hint": hint});
                    writeln!(into, "{line}").expect("the yardstick reads");
                }
                into.flush().expect("the yardstick reads");
                into
            });
            let places = cases.iter().map(|(case, _)| {
                let mut line = String::new();
                self.out.read_line(&mut line).expect("the yardstick answers");
                let value: Value = serde_json::from_str(&line).expect("it answers in JSON");
                let at = |index: usize| value[index].as_u64().map(|at| byte(&case.new, at));
                Some(at(0)?..at(1)?)
            });
            let places = places.collect();
            self.into = Some(writer.join().expect("all cases are written"));
            places
        })
    }
}

impl Drop for Yardstick {
    fn drop(&mut self) {
        // The end of its input is the end of it.
        self.into = None;
        let _ = self.child.wait();
    }
}

/// The byte at which a UTF-16 unit's character begins.
fn byte(text: &str, unit: u64) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= unit {
            return at;
        }
        units += c.len_utf16() as u64;
    }
    text.len()
}
