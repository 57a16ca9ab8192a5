//! Long lists, on a site that `script/make-large` makes: no part is too large, every row stands in one part, and every link to
//! a passage leads to the words.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::process::Command;

use annals::Options;

/// Bytes of HTML of one part of a list at most.
pub const MOST: usize = 300_000;

struct Sizes {
    articles: usize,
    mentions: usize,
    people: usize,
    events: usize,
    most: usize,
}

#[test]
fn long_lists_have_parts_and_every_link_leads_to_its_passage() {
    check(&Sizes { articles: 240, mentions: 1_200, people: 150, events: 120, most: 220 });
}

#[test]
#[ignore = "soak: 16,000 articles"]
fn long_lists_of_a_large_site_have_parts_and_every_link_leads_to_its_passage() {
    check(&Sizes { articles: 16_000, mentions: 100_000, people: 7_500, events: 361, most: 3_500 });
}

fn check(sizes: &Sizes) {
    let seed = std::env::var("ANNALS_SEED").unwrap_or_else(|_| "1".into());
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    let made = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("script/make-large"))
        .arg(&site)
        .args(["--seed", &seed])
        .args(["--articles", &sizes.articles.to_string(), "--mentions", &sizes.mentions.to_string()])
        .args(["--people", &sizes.people.to_string(), "--events", &sizes.events.to_string()])
        .args(["--most", &sizes.most.to_string()])
        .output();
    let Ok(made) = made else { return println!("NOT RUN: the lists of a large site need python3") };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let name =
        said.split("mentions of ").nth(1).and_then(|rest| rest.split(';').next()).expect("the name with the most");
    let person = name.trim().to_lowercase().replace(' ', "-");

    let built = annals::build(&site, &Options::default()).value.site.expect("the site has no error");
    let pages: BTreeMap<&str, &str> = built
        .files()
        .iter()
        .filter(|(path, _)| path.is_html())
        .map(|(path, file)| (path.as_str(), std::str::from_utf8(&file.bytes).expect("HTML is UTF-8")))
        .collect();
    // Of everything but articles, which are as long as they are written.
    for (path, page) in pages.iter().filter(|(path, _)| !path.starts_with("articles/") || path.contains('~')) {
        assert!(page.len() <= MOST, "/{path} has {} bytes (seed {seed})", page.len());
    }
    every_row_once(&pages, &person, sizes);
    every_fragment_leads_somewhere(&pages);
}

fn every_row_once(pages: &BTreeMap<&str, &str>, person: &str, sizes: &Sizes) {
    let rows = |list: &str, marker: &str| {
        let own = format!("{list}index.html");
        let (mut all, mut count) = (Vec::new(), 0);
        for (path, page) in pages.iter().filter(|(path, _)| **path == own || path.starts_with(&format!("{list}~"))) {
            count += 1;
            let hrefs = page.split(marker).skip(1).filter_map(|rest| rest.split('"').next());
            all.extend(hrefs.map(|href| resolved(path, href).0));
        }
        (all, count)
    };
    // The mentions of the person with the most: one link for each, in several parts.
    let own = format!("people/{person}/");
    let mut mentions = HashSet::new();
    let mut parts = 0;
    for (path, page) in pages.iter().filter(|(path, _)| path.starts_with(&own)) {
        let places = page.split("<a class=\"words\" href=\"").skip(1);
        let hrefs: Vec<_> = places.map(|rest| resolved(path, rest.split('"').next().unwrap_or_default())).collect();
        parts += usize::from(!hrefs.is_empty());
        for href in hrefs {
            assert!(mentions.insert(href.clone()), "{href:?} stands in two rows");
        }
    }
    assert_eq!(mentions.len(), sizes.most, "mentions of {person}");
    assert!(parts > 1, "the list of {} mentions is not split", sizes.most);
    for (list, marker, to, expected) in [
        ("people/", "<a class=\"entity people\" href=\"", "people/", sizes.people),
        ("timeline/", "<a class=\"entity events\" href=\"", "events/", sizes.events),
        ("articles/", "<li><a href=\"", "articles/", sizes.articles),
        ("sources/example-daily/", "<li><a href=\"", "articles/", sizes.articles),
    ] {
        let (mut all, parts) = rows(list, marker);
        all.retain(|path| path.starts_with(to) && !path.contains('~') && *path != format!("{to}index.html"));
        let once: HashSet<_> = all.iter().collect();
        assert!(parts > 1, "/{list} is not split");
        assert_eq!((once.len(), all.len()), (expected, expected), "/{list} in {parts} parts");
    }
}

/// The page that an address on a page leads to, and the fragment.
fn resolved(from: &str, href: &str) -> (String, String) {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let mut parts: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        parts.pop();
        for step in path.split('/') {
            match step {
                "." | "" => {}
                ".." => drop(parts.pop()),
                name => parts.push(name),
            }
        }
        if path.ends_with('/') || path.ends_with("..") || path == "." {
            parts.push("index.html");
        }
    }
    let decoded = annals::route::decode(fragment).unwrap_or_else(|| fragment.to_owned());
    (annals::route::decode(&parts.join("/")).unwrap_or_default(), decoded)
}

pub fn every_fragment_leads_somewhere(pages: &BTreeMap<&str, &str>) {
    let mut ids: HashMap<&str, HashSet<String>> = HashMap::new();
    for (path, page) in pages {
        let own = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        ids.insert(path, own.map(|id| id.replace("&#39;", "'").replace("&amp;", "&")).collect());
    }
    let mut links = 0;
    for (path, page) in pages {
        for href in page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if !href.contains('#') || href.contains("://") || *path == "404.html" {
                continue;
            }
            let href = href.replace("&#39;", "'").replace("&amp;", "&");
            let (to, fragment) = resolved(path, &href);
            let there = ids.get(to.as_str()).is_some_and(|ids| ids.contains(&fragment));
            assert!(there, "on /{path} the link {href} leads to /{to}, which has no #{fragment}");
            links += 1;
        }
    }
    assert!(links > pages.len(), "{links} links on {} pages", pages.len());
}
