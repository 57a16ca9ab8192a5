//! What is there for machines beside the pages: the feed, and the addresses in it, the sitemap and robots.txt.

use crate::render::{attributes, build, pages};

#[test]
fn the_feed_says_no_day_that_nobody_knows() {
    let mut site = String::from("=== site.yaml\nbase_url: https://example.org/\n");
    for (id, dates) in
        [("a", "date: 2011"), ("b", "date: 2012-05-06\nupdated: 2012-07"), ("c", "date: 2013-05-06\nadded: 2014-01-02")]
    {
        site.push_str(&format!("=== content/articles/{id}.md\n---\ntitle: {id}\n{dates}\n---\nText.\n"));
    }
    let feed = &pages(&site)["atom.xml"];
    let of = |name: &str| -> Vec<String> {
        let open = format!("<{name}>");
        feed.split(&open).skip(1).map(|rest| rest[..10].to_owned()).collect()
    };
    assert_eq!(of("published"), ["2013-05-06", "2012-05-06"]);
    // A month in which something changed is said by its end, if that lies after all that is known by the day.
    assert_eq!(of("updated"), ["2014-01-02", "2014-01-02", "2012-07-31", "2011-12-31"]);
}

#[test]
fn the_feed_is_as_new_as_its_newest_entry() {
    let site = "=== site.yaml\nbase_url: https://example.org/\n\
                === content/articles/a.md\n---\ntitle: A\ndate: 2020-01-01T23:00-05:00\n---\nText.\n\
                === content/articles/b.md\n---\ntitle: B\ndate: 2020-01-02\nupdated: 2020-01\n---\nText.\n";
    let feed = &pages(site)["atom.xml"];
    let updated: Vec<&str> =
        feed.split("<updated>").skip(1).filter_map(|rest| rest.split("</updated>").next()).collect();
    assert_eq!(updated, ["2020-01-01T23:00:00-05:00", "2020-01-02T00:00:00Z", "2020-01-01T23:00:00-05:00"]);
}

#[test]
fn the_feed_has_no_entry_without_a_date() {
    let site = "=== site.yaml\nbase_url: https://example.org/\n\
                === content/articles/a.md\n---\ntitle: A\n---\nText.\n\
                === content/articles/b.md\n---\ntitle: B\nadded: 2020-01-02\n---\nText.\n";
    let all = pages(site);
    assert_eq!(all["atom.xml"].matches("<entry>").count(), 1);
    assert!(!all["atom.xml"].contains("1970"));
    let feeds = |html: &str| attributes(html, "[href$='atom.xml']", "href").len();
    assert_eq!(feeds(&all["index.html"]), 2);
    let undated = pages(&site.replace("added: 2020-01-02\n", ""));
    assert!(!undated.contains_key("atom.xml"));
    assert_eq!(feeds(&undated["index.html"]), 0);
}

#[test]
fn a_text_from_elsewhere_is_not_by_who_makes_the_site() {
    let mut site = String::from("=== site.yaml\nbase_url: https://example.org/\nauthor: Site Owner\n");
    for (id, keys) in [
        ("a", "source: {publisher: Courier, url: 'https://example.com/'}"),
        ("b", "source: {publisher: Courier, author: [Cy, Dee]}\nlanguage: de"),
        ("c", "language: en"),
    ] {
        site.push_str(&format!(
            "=== content/articles/{id}.md\n---\ntitle: {id}\ndate: 2020-01-02\n{keys}\n---\nText.\n"
        ));
    }
    let pages = pages(&site);
    let by = |path: &str| attributes(&pages[path], "meta[name=author]", "content");
    assert_eq!(by("articles/a/index.html"), ["Courier"]);
    assert_eq!(by("articles/b/index.html"), ["Cy", "Dee"]);
    assert_eq!(by("articles/c/index.html"), ["Site Owner"]);
    assert_eq!(by("index.html"), ["Site Owner"]);
    let entry = |id: &str| {
        let feed = pages["atom.xml"].replace([' ', '\n'], "");
        let title = format!("<title>{id}</title>");
        let entry = feed.split("<entry").find(|entry| entry.contains(&title)).unwrap().to_owned();
        let authors: Vec<String> =
            entry.split("<author><name>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
        (entry.starts_with("xml:lang=\"de\""), authors)
    };
    assert_eq!(entry("a"), (false, vec!["Courier".to_owned()]));
    assert_eq!(entry("b"), (true, vec!["Cy".to_owned(), "Dee".to_owned()]));
    assert_eq!(entry("c"), (false, Vec::new()));
}

#[test]
fn addresses_for_machines_are_ascii() {
    let site = "=== site.yaml\nbase_url: https://example.org/süd%20west\n\
                === content/articles/ö.md\n---\ntitle: O\nid: o\ndate: 2020-01-02\n---\n[x](/über)\n\
                === content/über.md\n---\ntitle: U\n---\nText.\n";
    let pages = pages(site);
    let base = "https://example.org/s%C3%BCd%20west/";
    for path in ["sitemap.xml", "robots.txt", "atom.xml"] {
        assert!(pages[path].contains(base) && pages[path].is_ascii(), "{}", pages[path]);
    }
    assert_eq!(attributes(&pages["index.html"], "link[rel=canonical]", "href"), [base]);
    let home = attributes(&pages["404.html"], "p.title a", "href");
    assert_eq!(home, ["/s%C3%BCd%20west/"]);
    let host = build("=== site.yaml\nbase_url: https://süd.example/\n");
    let said: Vec<_> = host.diagnostics.iter().map(|one| (one.code.name, one.help.concat())).collect();
    assert!(said[0].0 == "bad-value" && said[0].1.contains("xn--"), "{said:?}");
}
