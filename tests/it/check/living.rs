//! What is said of and by the living without a source: whose claim it is, whom it is about, and what counts as today.

use super::{put, said};

const RULE: &str = "living-without-source";

const RECORD: &str = "=== content/people.yaml
anna: {name: Anna Berg, born: 1961}
old: {name: Old Vik, born: 1800, died: 1880}
=== content/claims.yaml
c: {text: She was not there., verdict: inaccurate}
=== content/articles/a.md
---
title: A
date: 2020
annotations:
  - {quote: I was not there, speaker: anna, claim: c}
---
I was not there, she said.
";

fn first(site: &str) -> String {
    said(site, RULE).first().cloned().unwrap_or_default()
}

#[test]
fn the_speaker_makes_the_claim() {
    let found = said(RECORD, RULE);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("warning") && found[0].contains("a verdict on what `people/anna` says"), "{found:?}");
    assert_eq!(first(&put(RECORD, ("speaker: anna", "speaker: old"))), "", "who is dead");
    assert_eq!(first(&put(RECORD, ("c: {", "c: {by: old, "))), "", "the record says whose it is");
    assert_eq!(first(&put(RECORD, ("claim: c}", "claims: c}"))), "", "an answer makes no claim");
}

#[test]
fn whom_the_verdict_is_about() {
    let about = "a verdict on what is said of `people/anna`";
    let record = put(RECORD, ("c: {", "c: {people: anna, "));
    let record = put(&record, ("speaker: anna", "speaker: old"));
    assert!(first(&record).contains(about), "{}", first(&record));
    let passage = put(RECORD, ("speaker: anna", "people: anna"));
    assert!(first(&passage).contains(about), "{}", first(&passage));
    let here = put(&passage, ("claim: c}", "claim: {text: She lied., verdict: accurate}}"));
    let here = put(&here, ("c: {text: She was not there., verdict: inaccurate}", "{}"));
    assert!(first(&here).contains(about), "{}", first(&here));
    assert_eq!(first(&put(&here, ("people: anna", "people: old"))), "");
    assert_eq!(first(&put(&here, ("verdict: accurate", "verdict: accurate, sources: 'https://example.org/'"))), "");
}

#[test]
fn today_is_the_latest_year_that_is_known() {
    let undated = put(RECORD, ("date: 2020\n", ""));
    let level = |site: &str| first(site).split(' ').next().unwrap_or_default().to_owned();
    // With no year at all, who has no `died` may live.
    assert_eq!(level(&undated), "info", "{}", first(&undated));
    let in_place = |more: &str| {
        let site = put(&undated, ("claim: c}", &format!("claim: {{text: No., verdict: inaccurate{more}}}}}")));
        put(&site, ("c: {text: She was not there., verdict: inaccurate}", "{}"))
    };
    for site in [
        in_place(", reviewed: 2024-01-01"),
        in_place(", date: 2019"),
        put(&in_place(""), ("speaker: anna", "speaker: anna, date: 2020-01-01")),
        put(&in_place(""), ("title: A\n", "title: A\nsource: {date: 2020-01-01}\n")),
        put(&in_place(""), ("title: A\n", "title: A\nsource: {title: Log, accessed: 2020-01-01}\n")),
        put(&in_place(""), ("title: A\n", "title: A\ncorrections: [{date: 2020, text: Wrong.}]\n")),
        format!("{}=== content/events.yaml\ne: {{name: E, date: 2020}}\n", in_place("")),
    ] {
        assert_eq!(level(&site), "warning", "{site}");
    }
    // Who was born in 1884 does not live when the article of 1931 is put into the site in 2024.
    let long_ago = put(RECORD, ("born: 1961", "born: 1884"));
    let long_ago = put(&long_ago, ("date: 2020\n", "date: 1931\n"));
    assert_eq!(level(&long_ago), "warning");
    let read = put(&long_ago, ("title: A\n", "title: A\nsource: {title: Log, accessed: 2024-02-11}\n"));
    assert_eq!(level(&read), "");
    let open = put(RECORD, ("born: 1961", "born: 1961/.."));
    assert_eq!(level(&open), "warning", "the year before which it was not is known");
}
