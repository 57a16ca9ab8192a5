//! Every list of a record that can grow: no page is too large, each row stands in exactly one part, and every link to a passage
//! or a part leads there.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::large::{MOST, every_fragment_leads_somewhere};
use crate::render::{attributes, pages};

#[test]
fn every_list_of_a_record_comes_in_parts() {
    check(140);
}

#[test]
#[ignore = "soak: 2,000 rows in every list"]
fn every_list_of_a_record_with_thousands_of_rows_comes_in_parts() {
    check(2_000);
}

/// A site in which each list of some record has so many rows.
fn site(rows: usize) -> String {
    let mut out = String::from("=== content/organizations.yaml\nguild: {name: The Guild}\n");
    let mut add = |text: std::fmt::Arguments<'_>| out.write_fmt(text).expect("a text takes all");
    for i in 0..rows {
        add(format_args!("o{i}: {{name: Section {i}, part_of: guild}}\n"));
    }
    add(format_args!("=== content/people.yaml\nhub: {{name: Hubert Hub}}\n"));
    for i in 0..rows {
        add(format_args!(
            "p{i}: {{name: Pia Number{i}, roles: [{{title: clerk {i}, at: organizations/guild, from: {}}}], relations: [{{with: hub, \
             role: pupil, inverse: teacher}}]}}\n",
            1500 + i % 400
        ));
    }
    add(format_args!("=== content/places.yaml\ntown: {{name: The Town}}\n"));
    for i in 0..rows {
        add(format_args!("l{i}: {{name: Lane {i}, part_of: town}}\n"));
    }
    let everybody: Vec<String> = (0..rows).map(|i| format!("{{who: p{i}}}")).collect();
    add(format_args!(
        "=== content/events.yaml\nfair: {{name: The fair, date: 1900, participants: [{}]}}\n",
        everybody.join(", ")
    ));
    for i in 0..rows {
        add(format_args!(
            "e{i}: {{name: Stall {i}, date: {}, part_of: fair, follows: fair, places: town, participants: [{{who: hub}}]}}\n",
            1900 + i % 90
        ));
    }
    add(format_args!(
        "=== content/claims.yaml\ngold: {{name: Of gold, text: All is gold., by: organizations/guild}}\n"
    ));
    for i in 0..rows {
        add(format_args!(
            "c{i}: {{name: Claim {i}, text: It weighs {i} pounds., by: hub, verdict: unproven, because: {LONG}}}\n"
        ));
    }
    add(format_args!("=== content/series.yaml\nrow: {{name: The row}}\n"));
    for i in 0..rows {
        add(format_args!("s{i}: {{name: Row {i}}}\n"));
    }
    for i in 0..rows {
        add(format_args!(
            "=== content/articles/a{i}.md\n---\ntitle: Letter {i}\ndate: {}-01-01\npeople: hub\ntags: [all, tag{i}]\nseries: row\n\
             correspondence: {{sender: hub, recipient: p{i}}}\nannotations:\n  - quote: weight {i} of {LONG}\n    speaker: \
             hub\n    tags: all\n  - {{quote: gold {i} shines, claim: gold}}\n  - {{quote: dross {i}, claims: gold, note: {LONG}}}\n  - \
             {{quote: stall {i} burned, asserts: {{events/fair: {{date: 1900-0{}, numbers: {{stalls: '{i}'}}}}}}}}\n  - {{people: hub, \
             note: {LONG}}}\n---\nweight {i} of {LONG} and gold {i} shines and dross {i} and stall {i} burned\n",
            1900 + i % 90,
            1 + i % 9,
        ));
    }
    out
}

const LONG: &str = "all that was ever put upon the great scales in the hall and written into the book of the year with the name of \
                    whoever brought it and of whoever took it away again before the snow";

fn check(rows: usize) {
    let pages = pages(&site(rows));
    let as_str: BTreeMap<&str, &str> = pages.iter().map(|(path, page)| (path.as_str(), page.as_str())).collect();
    let html = as_str.iter().filter(|(path, _)| path.ends_with(".html"));
    for (path, page) in html.clone() {
        assert!(page.len() <= MOST, "/{path} has {} bytes", page.len());
    }
    every_fragment_leads_somewhere(&html.map(|(path, page)| (*path, *page)).collect());
    for (of, list, section, selector) in [
        ("people/hub", "timeline", "#timeline", ".rows > li"),
        ("people/hub", "relations", "#relations", ".rows > li"),
        ("people/hub", "quotations", "#quotations", "figure"),
        ("people/hub", "claims", "#claims", ".passages > li"),
        ("people/hub", "subject-of", "#subject-of", ".rows > li"),
        ("people/hub", "whole", "#mentions", "ul.passages > li"),
        ("organizations/guild", "members", "#members", "tbody tr"),
        ("organizations/guild", "parts", "#parts", ".rows > li"),
        ("places/town", "within", "#within", ".rows > li"),
        ("places/town", "here", "#here", ".rows > li"),
        ("events/fair", "participants", "#participants", ".rows > li"),
        ("events/fair", "parts", "#parts", ".rows > li"),
        ("events/fair", "followed-by", "#followed-by", ".rows > li"),
        ("events/fair", "accounts", "#accounts", "tbody tr:not(.record)"),
        ("claims/gold", "claims", "#claims", ".passages > li"),
        ("claims/gold", "answers", "#answers", ".passages > li"),
        ("tags/all", "passages", "#passages", ".passages > li"),
        ("series/row", "articles", "#articles", "ol > li"),
    ] {
        let own = format!("{of}/index.html");
        let of_list = format!("{of}/~{list}-");
        let parts: Vec<&str> =
            as_str.keys().copied().filter(|path| *path == own || path.starts_with(&of_list)).collect();
        assert!(parts.len() > 1, "{of} #{list} is not split");
        let mut found = Vec::new();
        for part in &parts {
            let links = attributes(
                &pages[*part],
                &format!("{section} nav.parts:not([aria-label=\"Mentions by date\"]) a"),
                "href",
            );
            assert_eq!(links.len(), parts.len(), "/{part}: the parts of {list}: {links:?}");
            found.extend(crate::render::texts(&pages[*part], &format!("{section} {selector}")));
        }
        assert_eq!(found.len(), rows, "{of} #{list} in {} parts", parts.len());
        found.sort();
        found.dedup();
        assert_eq!(found.len(), rows, "{of} #{list}: a row stands twice");
    }
    // All tags and all series, by letter; all letters of one by date.
    for (list, selector, expected) in [
        ("tags/", ".rows a", rows + 1),
        ("series/", ".rows > li > a", rows + 1),
        ("letters/hub/", "ol.sent > li", rows),
    ] {
        let of_list = |path: &str| path == format!("{list}index.html") || path.starts_with(&format!("{list}~"));
        let parts: Vec<&str> = as_str.keys().copied().filter(|path| of_list(path)).collect();
        let found: usize = parts.iter().map(|part| crate::render::texts(&pages[*part], selector).len()).sum();
        assert!(parts.len() > 1, "/{list} is not split");
        assert_eq!(found, expected, "/{list} in {} parts", parts.len());
    }
}
