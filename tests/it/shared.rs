//! Test data that lies beside the repository, in `../shared`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A file or folder of `../shared`. If it is not there, `NOT RUN: <test> needs ../shared/<path>` is printed, once for
/// each test, and the test is to return.
pub fn shared(path: &str) -> Option<PathBuf> {
    let whole = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(path);
    if whole.exists() {
        return Some(whole);
    }
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    if SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(test.clone()) {
        println!("NOT RUN: {test} needs ../shared/{path}");
        // script/test counts them.
        if let Some(list) = std::env::var_os("ANNALS_NOT_RUN") {
            let mut list = std::fs::OpenOptions::new().append(true).create(true).open(list).unwrap();
            writeln!(list, "{test}").unwrap();
        }
    }
    None
}
