//! Doubt, and who is who: what is not sure is not sure on either side of a reference, a claim is its speaker's, and two of one
//! name are told apart.

use annals::id::ArticleId;

use crate::mentions::corpus;
use crate::render::{pages, texts};

/// References of which each is unsure, told from the side that does not write them.
const UNSURE: &str = "=== content/people.yaml
anna:
  name: Anna Berg
  birth_place: {id: town, certainty: low}
  relations: [{with: {id: bo, certainty: low}, role: lover}]
  roles: [{title: Spy, from: 1930, at: {id: police, certainty: low}}]
bo: {name: Bo Lund}
carl: {name: Carl Lund}
=== content/organizations.yaml
police: {name: The police}
=== content/places.yaml
town: {name: Town}
street: {name: Street, part_of: {id: town, certainty: low}}
=== content/events.yaml
dinner:
  name: The dinner
  date: 1931
  places: {id: town, certainty: low}
  participants: [{who: {id: carl, certainty: low}}]
talk: {name: The talk, date: 1932, follows: {id: dinner, certainty: medium}}
=== content/articles/a.md
---
title: A
people: [{id: bo, certainty: low}]
annotations:
  - {quote: Take it, speaker: {id: bo, certainty: low}}
  - {quote: Leave it, speaker: {id: carl, implied: true}}
  - {people: {id: bo, certainty: low}, note: On him.}
---
“Take it”, he said. “Leave it.”
=== content/articles/l.md
---
title: L
date: 1931
type: letter
correspondence: {sender: {id: bo, certainty: low}, recipient: carl}
---
Come.
=== content/articles/m.md
---
title: M
date: 1932
type: letter
correspondence: {sender: bo, recipient: anna}
---
Come soon.
";

#[test]
fn what_is_not_sure_is_not_sure_on_the_other_side_either() {
    let pages = pages(UNSURE);
    let shown = |path: &str, selector: &str| texts(&pages[&format!("{path}index.html")], selector).join(" | ");
    for (path, selector, wanted) in [
        ("people/bo/", "#quotations figcaption", "A, low certainty"),
        ("people/carl/", "#quotations figcaption", "A, not named in the words"),
        ("people/bo/", "#relations li", "Anna Berg (low certainty), lover"),
        ("people/bo/", "#subject-of li", "A (low certainty)"),
        ("people/bo/", "#whole + ul .aside", "A, low certainty"),
        ("people/bo/", "#letters li", "L (1931; low certainty) to Carl Lund | M (1932) to Anna Berg"),
        ("people/carl/", "#letters li", "L (1931) from Bo Lund (low certainty)"),
        ("organizations/police/", "#members tbody th", "Anna Berg (low certainty)"),
        ("organizations/police/", "#members svg", "Anna Berg (low certainty), Spy"),
        ("people/anna/", "#roles svg", "Spy, The police (low certainty)"),
        ("places/town/", "#here", "1931 The dinner (low certainty)"),
        ("places/town/", "#here", "Anna Berg (low certainty) (born here)"),
        ("places/town/", "#within li", "Street (low certainty)"),
        ("events/dinner/", "#timeline .what", "1932 The talk (medium certainty) followed"),
        ("timeline/", ".lines .aside", "Town (low certainty) · Carl Lund (low certainty)"),
        ("letters/", ".correspondents", "Bo Lund 2 sent; 1 not certain; 1931 – 1932"),
        ("letters/bo/", "h1 + .aside", "2 sent by Bo Lund; 1 not certain"),
        ("letters/bo/", "ol.sent li:first-child .aside", "from Bo Lund (low certainty) to Carl Lund"),
        ("letters/bo/", "ol.sent li:last-child .aside", "to Anna Berg"),
    ] {
        let page = format!("{path}index.html");
        assert!(pages.contains_key(&page), "{path}: {:?}", pages.keys().collect::<Vec<_>>());
        let found = shown(path, selector);
        assert!(found.contains(wanted), "{path} {selector}: `{wanted}` is not in `{found}`");
    }
}

#[test]
fn who_is_sure_of_one_part_is_sure_of_the_event() {
    let site = UNSURE.replace("certainty: low}}]\ntalk", "certainty: low}}, {who: carl, role: host}]\ntalk");
    let row = texts(&pages(&site)["timeline/index.html"], ".lines .aside").join(" | ");
    assert!(row.contains("· Carl Lund") && !row.contains("Carl Lund (low"), "{row}");
}

const CLAIM: &str = "=== content/people.yaml
anna: {name: Anna Berg, born: 1961}
bo: {name: Bo Lund, born: 1961}
=== content/claims.yaml
c: {text: She was not there., verdict: inaccurate}
=== content/articles/a.md
---
title: A
date: 2020
annotations:
  - {quote: I was not there, speaker: {id: anna, certainty: low}, claim: c}
  - {quote: she was, speaker: bo, claims: c}
---
I was not there, she said; but she was, said he.
";

#[test]
fn a_claim_is_its_speakers_where_its_record_says_no_other() {
    let built = pages(CLAIM);
    for path in ["claims/c/", "claims/", "articles/a/"] {
        let page = texts(&built[&format!("{path}index.html")], "main").join(" ");
        assert!(page.contains("Anna Berg (low certainty)"), "{path}: {page}");
    }
    assert_eq!(texts(&built["people/anna/index.html"], "#claims .claim a").join(" "), "She was not there. Anna Berg");
    assert_eq!(texts(&built["people/bo/index.html"], "#claims"), [""; 0], "an answer makes no claim");
    let other = CLAIM.replace("c: {text", "c: {by: bo, text");
    let built = pages(&other);
    assert_eq!(texts(&built["people/anna/index.html"], "#claims"), [""; 0], "the record says whose it is");
    assert!(texts(&built["claims/c/index.html"], "main").join(" ").contains("Claimed by Bo Lund"));
}

const NAMESAKES: &str = "=== content/people.yaml
anna: {name: Anna Berg, born: 1900-04-02, died: 1970, not_same_as: painter}
painter: {name: Anna Berg, born: 1950~}
kari: {name: Kari Vik}
roe-a: {name: John Roe, description: A smith}
roe-b: {name: John Roe, description: A clerk}
poe-a: {name: Jane Poe}
poe-b: {name: Jane Poe, description: A poet}
=== content/places.yaml
berg: {name: Anna Berg}
=== content/articles/a.md
---
title: A
people: [roe-a, roe-b]
annotations:
  - {quote: They met, people: [anna, kari]}
  - {quote: she met him, people: [painter, kari]}
---
They met. Then she met him.
";

#[test]
fn two_of_one_name_are_told_apart() {
    let pages = pages(NAMESAKES);
    let index = texts(&pages["people/index.html"], "a.entity, a.entity + .aside").join(" ");
    for wanted in [
        "Anna Berg (1900–1970)",
        "Anna Berg (born about 1950)",
        "Jane Poe (poe-a)",
        "Jane Poe (A poet)",
        "John Roe (A smith)",
        "John Roe (A clerk)",
    ] {
        assert!(index.contains(wanted), "`{wanted}` is not in {index}");
    }
    assert!(!index.contains("Kari Vik ("), "{index}");
    let berg = texts(&pages["places/index.html"], "main").join(" ");
    assert!(berg.contains("Anna Berg") && !berg.contains("(berg)"), "of another kind: {berg}");
    let ties = texts(&pages["network/index.html"], "table th, table td").join(" | ");
    assert!(ties.contains("Anna Berg (1900–1970)") && ties.contains("Anna Berg (born about 1950)"), "{ties}");
    let drawn = &pages["network/index.html"];
    assert!(drawn.contains("title=\"Anna Berg (1900–1970)") || drawn.contains(">Anna Berg (19"), "the drawing");
    let subjects = texts(&pages["articles/a/index.html"], "dd").join(" | ");
    assert!(subjects.contains("John Roe (A smith), John Roe (A clerk)"), "{subjects}");
    for (id, other) in [("anna", "Anna Berg (born about 1950)"), ("painter", "Anna Berg (1900–1970)")] {
        let heading = texts(&pages[&format!("people/{id}/index.html")], "header.heading").join(" ");
        assert!(heading.contains(&format!("Not to be confused with {other}")), "{id}: {heading}");
    }
}

#[test]
fn a_letter_to_oneself_is_one_letter() {
    let pages = pages(
        "=== content/people.yaml\nanna: {name: Anna Berg}\n=== content/articles/l.md\n---\ntitle: L\ntype: letter\n\
         correspondence: {sender: anna, recipient: anna}\n---\nRemember.\n",
    );
    assert_eq!(texts(&pages["people/anna/index.html"], "#letters li").len(), 1);
}

#[test]
fn half_of_a_double_name_is_nobody() {
    let mentioned = |text: &str| {
        let site = format!(
            "=== content/people.yaml\nanna: {{name: Anna Berg, aliases: [Lund]}}\n=== content/places.yaml\nvik: {{name: Vik}}\n\
             === content/articles/a.md\n---\ntitle: A\n---\n{text}\n"
        );
        corpus(&site).article(ArticleId(0)).mentions.len()
    };
    for text in [
        "Here Anna Berg-Holm spoke.",
        "Then Maria-Anna Berg.",
        "Then Eva Berg-Lund.",
        "Eva Berg‑Lund came.",
        "Write to @Lund.",
        "Write to Lund@example.org.",
        "See www.Lund.com for more.",
        "Jean-Luc-Lund was there.",
    ] {
        assert_eq!(mentioned(text), 0, "{text}");
    }
    for text in [
        "An Anna Berg-led group.",
        "The anti-Lund party.",
        "So said Anna Berg.Then all left.",
        "It was Dr.Lund who came.",
        "The years 1930-Lund.",
        "The Vik-Holm road.",
        "So - Lund - it was.",
        "It was —Lund—Holm.",
    ] {
        assert_eq!(mentioned(text), 1, "{text}");
    }
}
