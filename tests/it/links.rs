//! Where links lead that name a record, an article, or a place in the page of one; and those that lead nowhere.

use crate::fixture::Fixture;
use crate::render::{attributes, pages, texts};

/// A record with a heading, and an article with one.
const BASE: &str = "=== content/people/anna-berg.md
---
name: Anna Berg
---
## Early life

Born.
=== content/people.yaml
nils-brg: {name: Nils Brg}
=== content/articles/other.md
---
title: Other
---
## A part

Words.
";

/// The addresses of all links in the paragraph that begins with `Text`.
fn addresses(text: &str) -> Vec<String> {
    let fixture = Fixture::new(&format!("{BASE}=== content/articles/first.md\nText {text}.\n"));
    let built = fixture.build();
    let errors: Vec<_> = built.diagnostics.iter().filter(|one| one.severity == annals::diag::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let site = built.value.site.expect("a site");
    let page = site.get("articles/first/index.html").expect("the page");
    let page = String::from_utf8_lossy(page.as_ref());
    let start = page.find("<p>Text").or_else(|| page.find(">Text ")).expect("the text");
    let text = &page[start..start + page[start..].find("</p>").expect("an end")];
    text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

/// The errors of an article with this text: `code message | help`.
fn errors(text: &str) -> Vec<String> {
    let built = Fixture::new(&format!("{BASE}=== content/articles/first.md\nText {text}.\n")).build();
    let errors = built.diagnostics.iter().filter(|one| one.severity == annals::diag::Severity::Error);
    errors.map(|one| format!("{} {} | {}", one.code.name, one.message, one.help.join(" "))).collect()
}

#[test]
fn links_to_records_lead_to_the_place_that_they_name() {
    for link in [
        "[a](../people/anna-berg.md#early-life)",
        "[a](../people/anna-berg.md#h-early-life)",
        "[[anna-berg#h-early-life|a]]",
        "[[people/anna-berg#early-life|a]]",
        "[a](people:anna-berg#h-early-life)",
        "[[Anna Berg#early-life|a]]",
    ] {
        assert_eq!(addresses(link), ["../../people/anna-berg/#h-early-life"], "{link}");
    }
    for link in ["[a](../people/anna-berg.md)", "[[anna-berg|a]]", "[a](people:anna-berg)"] {
        assert_eq!(addresses(link), ["../../people/anna-berg/"], "{link}");
    }
    for link in
        ["[a](../people/anna-berg.md#erly-life)", "[[anna-berg#erly-life|a]]", "[a](people:anna-berg#erly-life)"]
    {
        let missing =
            "broken-link the page of `people/anna-berg` has no address `#erly-life` | The nearest is `#early-life`.";
        assert_eq!(errors(link), [missing], "{link}");
    }
}

#[test]
fn articles_are_linked_in_the_ways_of_records() {
    for link in ["[a](articles:other)", "[[articles/other|a]]", "[[other|a]]", "[a](other.md)"] {
        assert_eq!(addresses(link), ["../other/"], "{link}");
    }
    for link in ["[a](articles:other#h-a-part)", "[[articles/other#a-part|a]]"] {
        assert_eq!(addresses(link), ["../other/#h-a-part"], "{link}");
    }
    for link in ["[a](articles:othre)", "[[articles/othre|a]]"] {
        assert_eq!(errors(link), ["unknown-article there is no article `othre` | The nearest is `other`."], "{link}");
    }
    for link in ["[[articles/other]]", "[[other]]"] {
        assert!(errors(link).iter().any(|said| said.starts_with("link-shows-id ")), "{link}");
    }
}

#[test]
fn links_without_words_are_errors() {
    for link in [
        "[[anna-berg|]]",
        "[[anna-berg| ]]",
        "[](people:anna-berg)",
        "[ ](https://example.org/)",
        "x[^1]\n\n[^1]: [](other.md)",
    ] {
        let said = errors(link);
        assert_eq!(said.len(), 1, "{link}: {said:?}");
        assert!(said[0].starts_with("broken-link the link has no words"), "{link}: {said:?}");
    }
    for link in [
        "[`a`](people:anna-berg)",
        "[![](https://example.org/a.png)](people:anna-berg)",
        "<a href=\"https://example.org/\" class=\"icon\"></a>",
    ] {
        assert_eq!(errors(link), [""; 0], "{link}");
    }
}

#[test]
fn a_misspelt_kind_is_no_address_elsewhere() {
    for (link, kind) in [
        ("peple:anna-berg", "people"),
        ("person:anna-berg", "people"),
        ("People:anna-berg", "people"),
        ("article:other", "articles"),
    ] {
        let scheme = link.split(':').next().unwrap();
        let should = format!("unknown-id there is no kind `{scheme}` | Did you mean `{kind}:`?");
        assert_eq!(errors(&format!("[her]({link})")), [should]);
    }
    for link in ["mailto:a@example.org", "tel:123", "urn:isbn", "xyz:anna-berg", "peple:Anna%20Berg"] {
        assert_eq!(addresses(&format!("[her]({link})")), [link]);
    }
}

#[test]
fn what_is_proposed_keeps_the_words_of_the_link() {
    let said = errors("[[nils-brgs|the engineer]]");
    assert!(said[0].contains("The nearest is `[[nils-brg|the engineer]]`."), "{said:?}");
    let said = errors("[[Nils Brgs|the engineer]]");
    assert!(said[0].contains("The nearest is `[[Nils Brg|the engineer]]`."), "{said:?}");
    let said = errors("[[Nils Brgs]]");
    assert!(said[0].contains("The nearest is `[[Nils Brg]]`."), "{said:?}");
}

#[test]
fn the_menu_leads_to_single_tags_sources_series_and_parts_of_lists() {
    let article = |name: &str, date: u32| {
        format!(
            "=== content/articles/{name}.md\n---\ntitle: {name}\ndate: {date}\ntags: [Flood]\n\
             source: {{publisher: The Evening}}\nseries: board\n---\nText.\n"
        )
    };
    let site = |entry: &str| {
        let settings = format!("=== site.yaml\npage_size: 1\nmenu: [{entry}]\n");
        let records = "=== content/people.yaml\na: {name: Ann Aa}\nb: {name: Bob Bb}\n=== content/series.yaml\nboard: {name: The Board}\n";
        settings + records + &article("one", 1931) + &article("two", 1932)
    };
    for (entry, label, href) in [
        ("tags/flood", "Flood", "tags/flood/"),
        ("/tags/flood/", "Flood", "tags/flood/"),
        ("sources/the-evening", "The Evening", "sources/the-evening/"),
        ("series/board", "The Board", "series/board/"),
        ("articles/~1931", "Articles (1931)", "articles/~1931/"),
        ("people/~b", "People (B)", "people/~b/"),
    ] {
        let pages = pages(&site(entry));
        let home = &pages["index.html"];
        let (labels, hrefs) = (texts(home, "nav a"), attributes(home, "nav a", "href"));
        let at = hrefs.iter().position(|to| to == href).unwrap_or_else(|| panic!("{entry}: {hrefs:?}"));
        assert_eq!(labels[at], label);
        assert!(pages.contains_key(&format!("{href}index.html")), "{entry}");
    }
}
