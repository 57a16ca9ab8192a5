//! A claim is nowhere shown as what the site says: its verdict, or that it has none, stands beside it.

use serde_json::Value;

use crate::render::{attributes, pages, texts};

const RECORDS: &str = "\
=== site.yaml
base_url: https://example.org/
=== content/people.yaml
anna: {name: Anna Berg, born: 1961}
=== content/events.yaml
e: {name: E, date: 2020-01-01}
=== content/claims.yaml
theft:
  name: The theft
  text: Anna Berg stole the ring.
  people: anna
  events: e
  tags: [t]
  verdict: inaccurate
  because: It was found.
  sources: a
sold:
  text: Anna Berg sold it.
  people: anna
  tags: [t]
=== content/articles/a.md
---
title: A
date: 2020-02-02
claims: theft
annotations:
  - {quote: She was seen, claims: [theft, sold]}
  - {quote: He knows, claims: theft}
---
[[claims/theft|He]] knows. She was seen.
";

fn json_ld(page: &str) -> Value {
    serde_json::from_str(&texts(page, "script[type='application/ld+json']").join("")).unwrap()
}

#[test]
fn a_link_to_a_claim_says_how_the_claim_has_stood_up() {
    let pages = pages(RECORDS);
    let sold = "Anna Berg sold it. (claim without a verdict)";
    for (path, selector, says) in [
        ("tags/t/index.html", "#records li", &["The theft InaccurateAnna Berg stole the ring.", sold][..]),
        ("people/anna/index.html", "#related", &[&*format!("{sold}, The theft Inaccurate")]),
        ("events/e/index.html", "#related", &["The theft Inaccurate"]),
    ] {
        let mut found = texts(&pages[path], selector);
        found.sort_by_key(|row| !row.contains("theft"));
        assert_eq!(found, says, "{path}");
    }
    let article = &pages["articles/a/index.html"];
    let links = texts(article, "a.entity.claims").len();
    assert_eq!(texts(article, "a.entity.claims + .verdict.inaccurate, a.entity.claims + .aside").len(), links);
    assert!(links >= 5, "{links}");
    assert_eq!(texts(article, ".steps > .label + span")[0], "Claim: The theft (Inaccurate) ›");
}

#[test]
fn the_page_of_a_claim_names_it_as_one_wherever_the_name_goes() {
    let pages = pages(RECORDS);
    let (theft, sold) = (&pages["claims/theft/index.html"], &pages["claims/sold/index.html"]);
    assert_eq!(texts(theft, "h1"), ["The theft Inaccurate"]);
    assert_eq!(texts(sold, "h1"), ["Anna Berg sold it. (claim without a verdict)"]);
    assert_eq!(texts(sold, "title"), ["Claim: Anna Berg sold it. (No verdict) · Test"]);
    let property = |name: &str| attributes(theft, &format!("meta[property='{name}'], meta[name='{name}']"), "content");
    let said = "Claim: Anna Berg stole the ring. (Inaccurate)";
    assert_eq!(property("og:title"), ["Claim: The theft (Inaccurate)"]);
    assert_eq!(property("description"), [said]);
    assert_eq!(property("og:description"), [said]);
    let object = json_ld(theft);
    assert_eq!((&object["name"], &object["description"]), (&"Claim: The theft (Inaccurate)".into(), &said.into()));
}

#[test]
fn machines_are_told_the_verdict_on_a_claim_that_is_named() {
    let pages = pages(RECORDS);
    let about = &json_ld(&pages["articles/a/index.html"])["about"];
    let about = about.get(0).unwrap_or(about);
    assert_eq!((&about["@type"], &about["name"]), (&"Claim".into(), &"Claim: The theft (Inaccurate)".into()));
}

const LIES: &str = "\
=== content/people.yaml
anna: {name: Anna Berg, born: 1961}
bo: {name: Bo Lind}
=== content/articles/b.md
---
title: B
---
She was at home.
=== content/articles/a.md
---
title: A
annotations:
  - {quote: Anna Berg lied, people: anna, speaker: bo, claim: {text: Anna lied., verdict: inaccurate, because: She did not., sources: b}}
  - {quote: [she stole, she hid], speaker: bo, claim: {text: Anna stole., verdict: disputed}}
  - {quote: it rained, people: anna, note: It did.}
  - {quote: he slept, people: bo}
---
He said Anna Berg lied, that she stole. Then it rained.

In the evening he slept, as she hid.
";

#[test]
fn a_claim_has_a_note_where_the_list_of_passages_is_omitted() {
    let omitted = pages(&format!("=== site.yaml\nomit: [passages]\n{LIES}"));
    let page = &omitted["articles/a/index.html"];
    let notes = texts(page, ".note");
    let claim = "“Anna Berg lied” Words of Bo Lind Claim Anna lied. Inaccurate";
    assert!(notes[0].starts_with(&format!("1 {claim}")) && notes[0].contains("She did not. Source: B"), "{notes:#?}");
    assert!(notes[1].starts_with("2 “she stole” Words of Bo Lind Claim Anna stole. Disputed"), "{notes:#?}");
    assert!(notes[2].starts_with("3 “it rained” It did."), "{notes:#?}");
    assert_eq!(notes[3], "“she hid” See the note on “she stole”.");
    // What has neither note nor claim has none here either; and each number in the text leads to its note.
    assert_eq!(notes.len(), 4);
    for href in attributes(page, ".text a[href^='#n.']", "href") {
        assert_eq!(texts(page, &format!("[id='{}']", &href[1..])).len(), 1, "{href}");
    }
    // Where the list is, it has the claims, and only what has a note of its own stands beside the text.
    let listed = pages(LIES);
    let page = &listed["articles/a/index.html"];
    assert_eq!(texts(page, ".note").len(), 1);
    assert_eq!(texts(page, ".passages .verdict").len(), 3);
}

#[test]
fn a_mention_in_a_claim_says_how_the_claim_has_stood_up() {
    let pages = pages(LIES);
    let rows = texts(&pages["people/anna/index.html"], ".mentions li");
    // The name in the passage is found in the text, too: that is the same claim.
    assert!(rows[0].starts_with("He said Anna Berg lied") && rows[0].contains("Inaccurate"), "{rows:#?}");
    for row in &rows {
        assert_eq!(row.contains("Inaccurate"), row.starts_with("He said Anna Berg lied"), "{rows:#?}");
    }
}

const SPEAKERS: &str = "\
=== content/people.yaml
eva: {name: Eva Dahl}
kari: {name: Kari Vik}
ola: {name: Ola Moe}
=== content/claims.yaml
rep: {text: Eva took money., by: ola, verdict: inaccurate, because: No., sources: pub}
=== content/articles/pub.md
---
title: Pub
annotations:
  - {quote: Eva took the money, speaker: kari, claim: rep, tags: [pubtag]}
  - {quote: She did not, speaker: eva, speech: indirect, claims: rep}
  - {speaker: kari, claims: rep, tags: [pubtag]}
---
They say that Eva took the money. She did not, she says.
";

#[test]
fn a_passage_on_another_page_says_whose_words_it_has() {
    let pages = pages(SPEAKERS);
    let of = |path: &str, selector: &str| texts(&pages[path], &format!("{selector} .said-by"));
    assert_eq!(of("claims/rep/index.html", "#claims"), ["Words of Kari Vik"]);
    assert_eq!(of("claims/rep/index.html", "#answers"), ["Reported words of Eva Dahl", "Words of Kari Vik"]);
    assert_eq!(of("tags/pubtag/index.html", "#passages"), ["Words of Kari Vik"; 2]);
    assert_eq!(of("claims/rep/index.html", "#mentions .passages"), ["Words of Kari Vik"]);
}

const ACCOUNTS: &str = "\
=== content/people.yaml
bo: {name: Bo Lind}
=== content/events.yaml
e5: {name: The fire, date: 2020}
=== content/articles/b.md
---
title: B
source: {publisher: Daily}
annotations:
  - {quote: Four, events: e5, asserts: {events/e5: {numbers: {dead: 4}}}}
  - {quote: beta, events: e5, claim: {text: It was lit.}, speaker: bo}
---
Four died. Then beta.
=== content/articles/a.md
---
title: A
source: {publisher: Daily}
annotations:
  - {quote: Gamma, claim: {text: Five died., verdict: inaccurate, by: bo, sources: b}, asserts: {events/e5: {numbers: {dead: 5}}}}
---
Gamma.
";

#[test]
fn what_a_claim_asserts_is_marked_as_one_among_accounts() {
    let built = crate::render::build(ACCOUNTS);
    let page = |path: &str| {
        let file = built.value.files().iter().find(|(to, _)| to.as_str() == path).expect(path).1;
        String::from_utf8_lossy(&file.bytes).into_owned()
    };
    let event = page("events/e5/index.html");
    assert_eq!(texts(&event, ".findings li"), ["5: A Inaccurate", "4: B"]);
    let cells = texts(&event, ".accounts td");
    assert_eq!(cells, ["–", "5 passage Inaccurate", "4 passage"]);
    assert_eq!(texts(&event, ".told li li"), ["“beta” (claim without a verdict)"]);
    let source = texts(&page("sources/daily/index.html"), ".asserts li");
    assert_eq!(source, ["The fire: dead: 5 passage Inaccurate", "The fire: dead: 4 passage"]);
}

#[test]
fn translated_words_are_said_to_be_a_translation() {
    let pages = pages(
        "\
=== content/people.yaml
eva: {name: Eva Dahl}
=== content/articles/a.md
---
title: A
annotations:
  - {quote: I never met him, speaker: eva, claim: {text: Eva never met him., verdict: inaccurate}}
---
I never met him.
=== content/articles/b.md
---
title: Bericht
translation_of: a
language: de
annotations:
  - {quote: Ich habe ihn gar nie getroffen, speaker: eva}
---
Ich habe ihn gar nie getroffen.
",
    );
    let page = &pages["people/eva/index.html"];
    let mut said = texts(page, ".quotation figcaption");
    said.sort();
    assert_eq!(said, ["A Inaccurate", "Bericht translates A"]);
    assert_eq!(attributes(page, ".quotation .aside a", "href"), ["../../articles/a/"]);
}
