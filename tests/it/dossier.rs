//! What a person's page, an article and the network say of those who are mentioned together.

use std::collections::BTreeMap;

use crate::render::{attributes, pages, texts};

const SITE: &str = "\
=== site.yaml
page_size: 2
=== content/people.yaml
anna: {name: Anna Berg}
bo: {name: Bo Lind}
cy: {name: Cy Dahl}
=== content/places.yaml
sund: {name: Sund}
=== content/organizations.yaml
union: {name: The Union}
guild: {name: The Guild}
=== content/articles/one.md
---
title: One
date: 1931-05-04
annotations:
  - quote: for three hundred years. It stood
    people: anna
    note: For thirty-eight.
---
Anna Berg met Bo Lind in Sund. She stayed.

Anna Berg left. Then came Bo Lind. So did Cy Dahl, St. Bo Lind said. It was built for three hundred years. It stood.

Cy Dahl[^a] waited.

[^a]: With Anna Berg.
=== content/articles/two.md
---
title: Two
date: 1932
---
Bo Lind wrote to Anna Berg and The Union.

- Cy Dahl
- The Guild
";

/// The rows of the tables: what their cells say.
fn ties(page: &str) -> Vec<String> {
    let cells = texts(page, "#together tbody th, #together tbody td");
    cells.chunks(3).map(|row| row.join(" | ")).collect()
}

#[test]
fn what_two_share_counts_once_at_its_closest() {
    let pages = pages(SITE);
    // With Bo: a sentence in each article; in the first one also a paragraph, the second. With Cy: that paragraph, and the
    // articles: one shares no more than an article with him.
    assert_eq!(
        ties(&pages["people/anna/index.html"]),
        [
            "Bo Lind | 10 (2 sentences, 1 paragraph) | 1932, 4 May 1931",
            "Cy Dahl | 3 (1 paragraph, 1 article) | 1932, 4 May 1931",
        ]
    );
    assert_eq!(
        ties(&pages["people/anna/~together-2/index.html"]),
        ["Sund | 4 (1 sentence) | 4 May 1931", "The Union | 4 (1 sentence) | 1932"]
    );
    assert_eq!(ties(&pages["people/anna/~together-3/index.html"]), ["The Guild | 1 (1 article) | 1932"]);
    // Seen from the other side it is the same.
    assert_eq!(ties(&pages["people/cy/index.html"])[0], "Bo Lind | 5 (1 sentence, 1 article) | 1932, 4 May 1931");
    assert_eq!(ties(&pages["people/bo/index.html"])[1], "Cy Dahl | 5 (1 sentence, 1 article) | 1932, 4 May 1931");
}

#[test]
fn shared_passages_lead_to_the_closest_place() {
    let pages = pages(SITE);
    let page = &pages["people/anna/index.html"];
    let links: Vec<&str> = page.split("href=\"").filter(|rest| rest.contains("#m.anna.")).collect();
    let links: Vec<&str> = links.iter().map(|link| link.split('"').next().unwrap()).collect();
    let together = page.split_once("id=\"together\"").unwrap().1;
    let shared: Vec<&str> = links.into_iter().filter(|link| together.contains(link)).collect();
    assert!(shared.contains(&"../../articles/one/#m.anna.1"), "the sentence shared with Bo: {shared:?}");
    assert!(shared.contains(&"../../articles/one/#m.anna.2"), "the paragraph shared with Cy: {shared:?}");
}

#[test]
fn one_step_leads_to_the_mention_before_and_after() {
    let pages = pages(SITE);
    let steps = |page: &str, selector: &str| -> Vec<String> {
        let html = scraper::Html::parse_document(&pages[page]);
        let selector = scraper::Selector::parse(selector).unwrap();
        html.select(&selector).map(|link| link.value().attr("href").unwrap().to_owned()).collect()
    };
    // The passage lies between Anna's second mention and the one in the footnote.
    // What its note says is not said again in the list of passages.
    assert!(steps("articles/one/index.html", ".passages .step").is_empty());
    assert_eq!(steps("articles/one/index.html", "aside .step"), ["#m.anna.2", "#m.anna.3"]);
    // On to the other article: Anna, Bo, Cy.
    let next = ["../two/#m.anna.1", "../two/#m.bo.1", "../two/#m.cy.1"];
    assert_eq!(steps("articles/one/index.html", ".facts .step"), next);
    let previous = ["../one/#m.bo.3", "../one/#m.anna.3", "../one/#m.cy.2"];
    assert_eq!(steps("articles/two/index.html", ".facts .step"), previous);
}

/// The steps of a mention and those of its article lead the same way: undated articles come after the newest.
#[test]
fn steps_follow_the_order_of_articles_in_time() {
    let article =
        |id: &str, date: &str| format!("=== content/articles/{id}.md\n---\ntitle: {id}\n{date}---\nAnn Vis.\n");
    let text = [
        "=== content/people.yaml\nann: {name: Ann Vis}\n".to_owned(),
        article("old", "date: 1900\n"),
        article("middle", "date: 1925\n"),
        article("new", "date: 1950\n"),
        article("u1", ""),
        article("u2", ""),
        article("u3", ""),
    ];
    for dated in [true, false] {
        let pages = pages(&if dated { text.concat() } else { text.concat().replace("date: ", "x-date: ") });
        let all = |selector: &str| -> Vec<String> {
            let of = |id: &str| attributes(&pages[&format!("articles/{id}/index.html")], selector, "href");
            let ids = ["old", "middle", "new", "u1", "u2", "u3"];
            ids.iter().map(|id| of(id).join(" ").replace("#m.ann.1", "")).collect()
        };
        assert_eq!(all(".facts .step"), all("nav.neighbours a"));
    }
}

#[test]
fn the_network_and_its_table_say_the_same() {
    let pages = pages(SITE);
    let page = &pages["network/index.html"];
    assert_eq!(
        ties(page),
        [
            "Anna Berg and Bo Lind | 10 (2 sentences, 1 paragraph) | 1932, 4 May 1931",
            "Bo Lind and Cy Dahl | 5 (1 sentence, 1 article) | 1932, 4 May 1931",
            "Anna Berg and Cy Dahl | 3 (1 paragraph, 1 article) | 1932, 4 May 1931",
        ]
    );
    assert_eq!(page.matches("<line class=\"tie\"").count(), 3);
    let names: BTreeMap<String, usize> =
        texts(page, "svg a text").into_iter().fold(BTreeMap::new(), |mut names, name| {
            *names.entry(name).or_default() += 1;
            names
        });
    assert_eq!(
        names.into_iter().collect::<Vec<_>>(),
        [("Anna Berg", 1), ("Bo Lind", 1), ("Cy Dahl", 1)].map(|(n, c)| (n.to_owned(), c))
    );
}

#[test]
fn without_two_people_there_is_no_network() {
    let pages = pages(
        "=== content/people.yaml\nanna: {name: Anna Berg}\n=== content/articles/a.md\n---\ntitle: A\ndate: 1931\n---\nAnna Berg.\n",
    );
    assert!(!pages.contains_key("network/index.html"));
    assert!(!pages["people/anna/index.html"].contains("together"));
}

#[test]
fn words_that_were_taken_out_are_shown_as_such_wherever_they_stand() {
    let pages = pages(
        "=== content/people.yaml\nanna: {name: Anna Berg}\n=== content/claims.yaml\nc: {text: It stood}\n\
         === content/articles/first.md\n---\ntitle: First\ndate: 1931-05-04\nannotations:\n\
         - {quote: old words, id: old, removed: 1931-05-06, note: R, speaker: anna, claim: c, tags: t}\n\
         - {note: On all of it, id: all, tags: t}\n---\nNew words.\n",
    );
    let at = "../../articles/first/#old";
    let gone = "taken out of the source 6 May 1931";
    for (page, quoted, place) in [
        ("claims/c/index.html", ".quoted a", ".aside"),
        ("tags/t/index.html", ".quoted a", ".aside"),
        ("people/anna/index.html", "#quotations blockquote p", "#quotations figcaption"),
    ] {
        let html = &pages[page];
        assert!(texts(html, quoted)[0].contains("old words"), "{page}: {:?}", texts(html, quoted));
        assert!(texts(html, place).iter().any(|text| text.contains(gone)), "{page}: {:?}", texts(html, place));
        assert!(attributes(html, "main a", "href").contains(&at.to_owned()), "{page}");
    }
    let hrefs = attributes(&pages["tags/t/index.html"], "main a", "href");
    assert!(hrefs.contains(&"../../articles/first/#all".to_owned()), "{hrefs:?}");
}

#[test]
fn what_two_records_say_alike_is_said_once() {
    let pages = pages(
        "=== content/people.yaml\nann: {name: Ann Vis, relations: [{with: bo, role: sister, inverse: brother}]}\n\
         bo: {name: Bo Vis, relations: [{with: ann, role: brother, inverse: sister}, {with: ann, role: clerk, inverse: mayor}]}\n\
         === content/events.yaml\ne: {name: Fair, date: 1900, participants: [{who: bo, role: host}, {who: bo, role: guest}]}\nf: {name: Other, date: 1901}\n",
    );
    for (page, other) in [("ann", "../bo/"), ("bo", "../ann/")] {
        let links = attributes(&pages[&format!("people/{page}/index.html")], "#relations a", "href");
        assert_eq!(links, [other; 2], "{page}: as siblings, and as mayor and clerk");
    }
    let rows = attributes(&pages["timeline/index.html"], "main a", "href");
    assert_eq!(rows.iter().filter(|href| href.ends_with("people/bo/")).count(), 1, "{rows:?}");
}

#[test]
fn closest_passages_of_one_date_have_different_words() {
    let article = |name: &str, title: &str, date: &str| {
        format!("=== content/articles/{name}.md\n---\ntitle: {title}\ndate: {date}\n---\nAnn Aa met Bob Bb.\n")
    };
    let minutes = |end: &str| format!("\"Minutes of the Harbour Board of the Northern Town, {end}\"");
    let pages = pages(&format!(
        "=== content/people.yaml\na: {{name: Ann Aa}}\nb: {{name: Bob Bb}}\n{}{}{}{}",
        article("one", &minutes("part 1"), "1931-05"),
        article("two", &minutes("part 2"), "1931-05"),
        article("three", &minutes("part 3"), "1931-05"),
        article("four", "The Flood", "1932"),
    ));
    let mut links = texts(&pages["people/a/index.html"], "#together td a");
    links.sort();
    let board = |part: u8| format!("…Board of the Northern Town, part {part}");
    assert_eq!(links, ["1932".to_owned(), board(1), board(2), board(3)]);
}
