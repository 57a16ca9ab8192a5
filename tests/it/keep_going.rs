//! `--keep-going`: what is sound is written, and what is not neither lost nor made up.

use std::collections::BTreeSet;

use annals::Options;
use annals::write::{self, write};

use crate::fixture::Fixture;

const SITE: &str = "=== content/people.yaml
anna: {name: Anna Berg, born: 1900}
bert: {name: Bert Berg, born: 1901}
=== content/articles/1920-01-02-met.md
---
title: They met
people: anna
annotations:
  - {quote: They met, people: [anna, bert], note: In the garden.}
---
They met. [[Anna Berg]] said so.
=== content/articles/other.md
---
title: Another
people: bert
sources_of_truth: none
---
Another.
";

fn build(fixture: &Fixture) -> Vec<String> {
    let built = fixture.build_with(&Options { keep_going: true, ..Options::default() });
    let site = built.value.site.expect("with keep_going there is a site");
    let out = fixture.root().join("public");
    write(&site, fixture.root(), &out, &write::Options { keep: Some(built.value.keep) }).expect("written");
    built.diagnostics.iter().map(|one| format!("{} {}", one.code.name, one.message)).collect()
}

fn page(fixture: &Fixture, path: &str) -> String {
    std::fs::read_to_string(fixture.root().join("public").join(path)).unwrap_or_default()
}

#[test]
fn pages_of_a_file_that_cannot_be_read_stay_and_its_consequences_are_not_said() {
    let fixture = Fixture::new(&SITE.replace("sources_of_truth: none\n", ""));
    build(&fixture);
    let before = page(&fixture, "people/anna/index.html");
    assert!(before.contains("1900"), "{before}");

    fixture.write("content/people.yaml", b"anna: {name: Anna: Berg, born: 1900}\nbert: {name: Bert Berg}\n");
    fixture.write("content/articles/other.md", b"---\ntitle: Changed\npeople: bert\n---\nChanged.\n");
    let said = build(&fixture);
    let codes: BTreeSet<&str> = said.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(codes, BTreeSet::from(["left-out", "no-base-url", "yaml-syntax"]), "{said:#?}");
    assert_eq!(page(&fixture, "people/anna/index.html"), before);
    assert!(page(&fixture, "articles/other/index.html").contains("Changed."), "what is sound is written");
}

#[test]
fn a_page_in_error_stays_and_is_named_by_its_own_address() {
    let fixture = Fixture::new(&SITE.replace("sources_of_truth: none\n", ""));
    build(&fixture);
    let before = page(&fixture, "articles/met/index.html");
    assert!(before.contains("In the garden."));

    let broken = "---\ntitle: They met\nannotations:\n  - {quote: They parted, note: X}\n---\nThey met.\n";
    fixture.write("content/articles/1920-01-02-met.md", broken.as_bytes());
    let said = build(&fixture);
    assert!(said.iter().any(|line| line.starts_with("quote-not-found")), "{said:#?}");
    let left: Vec<_> = said.iter().filter(|line| line.starts_with("left-out")).collect();
    assert!(left.len() == 1 && left[0].contains("`/articles/met/index.html`"), "{left:?}");
    assert_eq!(page(&fixture, "articles/met/index.html"), before);
}

#[test]
fn no_new_page_leads_to_a_place_that_a_kept_page_does_not_have() {
    let site = SITE.replace("sources_of_truth: none\n", "");
    let fixture = Fixture::new(&site);
    build(&fixture);
    // The first article is in error and stays, without the passage that Bert's page now tells of.
    let broken = "---\ntitle: They met\nannotations:\n  - {quote: said so, people: bert, note: Y}\n  - {quote: They parted}\n---\nThey met. She said so.\n";
    fixture.write("content/articles/1920-01-02-met.md", broken.as_bytes());
    build(&fixture);
    let bert = page(&fixture, "people/bert/index.html");
    assert!(bert.contains("../../articles/met/\""), "{bert}");
    assert!(!bert.contains("articles/met/#said-so") && bert.contains("said so"), "{bert}");
}

#[test]
fn without_keep_going_an_error_leaves_no_site() {
    let fixture = Fixture::new(SITE);
    assert!(fixture.build().value.site.is_none());
    assert!(fixture.said().iter().any(|line| line.starts_with("error unknown-key content/articles/other.md:4:1")));
}
