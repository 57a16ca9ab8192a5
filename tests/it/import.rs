//! Importing: real corpora and clippings, and hostile files.

use std::path::PathBuf;

use annals::import::standoff::{self, Import};
use annals::import::{self, Input};

use crate::shared::shared;

const CORPORA: [&str; 4] = ["schnitzler_letters", "schnitzler_diary", "mueller_report", "litbank"];

fn corpus(name: &str) -> Option<Import> {
    let paths: Option<Vec<PathBuf>> =
        ["documents", "entities"].iter().map(|part| shared(&format!("corpora/{name}.{part}.jsonl"))).collect();
    let inputs = import::read(&paths?, u64::MAX).unwrap();
    Some(standoff::import(&inputs, None).unwrap_or_else(|problems| panic!("{problems:#?}")))
}

#[test]
fn every_mention_of_the_corpora_is_found_again() {
    for name in CORPORA {
        let Some(import) = corpus(name) else { return };
        println!("{name}\n{}", import.report);
    }
}
