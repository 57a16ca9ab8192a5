use proptest::prelude::*;

use super::*;

fn path(text: &str) -> OutPath {
    OutPath::new(text).unwrap()
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

#[test]
fn paths_are_of_one_form() {
    assert_eq!(path("/a/b.html").as_str(), "a/b.html");
    assert_eq!(path("cafe\u{301}.html").as_str(), "caf\u{e9}.html");
    for bad in [
        "",
        "/",
        "a//b",
        "a/",
        "//a",
        "../a",
        "a/../b",
        "a/.",
        "a\\b",
        "a/con",
        "a/NUL.txt",
        "com1.html",
        "LPT\u{b9}",
        "a.",
        "a /b",
        "a\u{7}",
        "a\n",
        ".annals/x",
        ".ANNALS",
        &"a".repeat(256),
    ] {
        assert!(OutPath::new(bad).is_err(), "{bad:?}");
    }
    for good in ["console.html", "com10", "com", "a/.well-known/x", "a b", "a:b", "x.annals", "..a"] {
        assert!(OutPath::new(good).is_ok(), "{good:?}");
    }
}

#[test]
fn pages_lie_where_the_manual_says() {
    let id = slug("jeff-sessions");
    assert_eq!(OutPath::article(&id).as_str(), "articles/jeff-sessions/index.html");
    assert_eq!(OutPath::entity("people", &id).as_str(), "people/jeff-sessions/index.html");
    assert_eq!(OutPath::index("people").part("B").as_str(), "people/~b/index.html");
    assert_eq!(OutPath::index("people").part("Ł 2").as_str(), "people/~ł-2/index.html");
    assert_eq!(OutPath::index("people").part("#").as_str(), "people/~_23/index.html");
    assert_eq!(OutPath::articles().part("2017-03").as_str(), "articles/~2017-03/index.html");
    assert_eq!(OutPath::entity("people", &id).beside("atom.xml").as_str(), "people/jeff-sessions/atom.xml");
    assert_eq!(OutPath::home().part("2").as_str(), "~2/index.html");
    for (file, at) in [
        ("about.md", "about/index.html"),
        ("a/b.md", "a/b/index.html"),
        ("a/index.md", "a/index.html"),
        ("index.md", "index.html"),
    ] {
        assert_eq!(OutPath::page(file).unwrap().as_str(), at);
    }
    assert_eq!(OutPath::page("a/reindex.md").unwrap().as_str(), "a/reindex/index.html");
    assert_eq!(OutPath::media("articles/a.jpg").unwrap().as_str(), "media/articles/a.jpg");
}

#[test]
fn former_addresses_become_files() {
    for (old, at) in [
        ("/old/path/", "old/path/index.html"),
        ("/old/path", "old/path/index.html"),
        ("old/", "old/index.html"),
        ("/2009/story.html", "2009/story.html"),
        ("/2009/story.HTM", "2009/story.HTM"),
        ("/caf%C3%A9/", "café/index.html"),
        ("/", "index.html"),
    ] {
        assert_eq!(OutPath::redirect(old).map(|path| path.to_string()), Ok(at.to_owned()), "{old}");
    }
    for bad in [
        "/a?p=1",
        "/a#b",
        "/../x",
        "/%2e%2e/x",
        "/a%zz",
        "/%ff/",
        "https://x.org/a/",
        "/a%00/",
        "/a%5Cb",
        "/.annals/x/",
    ] {
        assert!(OutPath::redirect(bad).is_err(), "{bad}");
    }
}

#[test]
fn relative_addresses_read_as_one_would_write_them() {
    use UrlStyle::{Files, Pretty};
    let (home, people) = (OutPath::home(), OutPath::index("people"));
    let (one, other) = (OutPath::entity("people", &slug("a")), OutPath::entity("people", &slug("ab")));
    let cases = [
        (relative(&one, &other, None, Pretty), "../ab/"),
        (relative(&one, &other, None, Files), "../ab/index.html"),
        (relative(&one, &people, None, Pretty), "../"),
        (relative(&one, &home, Some("x"), Pretty), "../../#x"),
        (relative(&home, &one, None, Pretty), "people/a/"),
        (relative(&home, &home, None, Pretty), "./"),
        (relative(&home, &home, None, Files), "index.html"),
        (relative(&home, &home, Some("words"), Pretty), "#words"),
        (relative(&OutPath::atom(), &home, None, Pretty), "./"),
        (relative(&one, &one.beside("atom.xml"), None, Pretty), "atom.xml"),
        (relative(&home, &path("a:b/index.html"), None, Pretty), "./a:b/"),
        (relative(&one, &path("people/a/x:y.html"), None, Files), "./x:y.html"),
        (relative(&home, &path("é/a b?%.html"), Some("ü \"#"), Pretty), "%C3%A9/a%20b%3F%25.html#%C3%BC%20%22%23"),
        (relative(&home, &path("reindex.html"), None, Pretty), "reindex.html"),
    ];
    for (is, should) in cases {
        assert_eq!(is, should);
    }
}

#[test]
fn absolute_and_rooted_addresses() {
    let one = OutPath::entity("people", &slug("a"));
    assert_eq!(absolute("https://x.org/sub", &one, None, UrlStyle::Pretty), "https://x.org/sub/people/a/");
    assert_eq!(absolute("https://x.org/", &OutPath::home(), Some("x"), UrlStyle::Pretty), "https://x.org/#x");
    assert_eq!(absolute("https://x.org/", &OutPath::home(), None, UrlStyle::Files), "https://x.org/index.html");
    for (url, base) in
        [("https://x.org", "/"), ("https://x.org/", "/"), ("https://x.org/a/b", "/a/b/"), ("https://x.org/a/?q", "/a/")]
    {
        assert_eq!(base_path(Some(url)), base);
    }
    assert_eq!(base_path(None), "/");
    assert_eq!(rooted("/", &one, UrlStyle::Pretty), "/people/a/");
    assert_eq!(rooted("/sub/", &one, UrlStyle::Files), "/sub/people/a/index.html");
}

#[test]
fn tags_get_segments_that_differ() {
    let pages = tags(["C", "C++", "c", "Cold War", "cold war", "recusal", "", "🎉", "…"]);
    let at = |tag: &str| pages[tag].as_str();
    assert_eq!(at("recusal"), "tags/recusal/index.html");
    assert_eq!(at("c"), "tags/c/index.html");
    assert!(at("C").starts_with("tags/c~") && at("C++").starts_with("tags/c~"));
    assert_eq!(at("Cold War"), "tags/cold-war/index.html");
    let folded: BTreeSet<String> = pages.values().map(OutPath::folded).collect();
    assert_eq!(folded.len(), 9);
}

#[test]
fn a_tag_keeps_its_page_whatever_the_order() {
    assert_eq!(tags(["b", "B", "a"]), tags(["a", "B", "b", "a"]));
}

/// RFC 3986, 5.2, for references without a scheme or host, on a path that begins with `/`.
fn resolve(base: &str, reference: &str) -> (String, Option<String>) {
    let (reference, fragment) = match reference.split_once('#') {
        Some((reference, fragment)) => (reference, Some(fragment.to_owned())),
        None => (reference, None),
    };
    let scheme = reference.split(['/', '?']).next().unwrap_or_default().contains(':');
    assert!(!scheme && !reference.starts_with('/') && !reference.contains('?'), "{reference}");
    if reference.is_empty() {
        return (base.to_owned(), fragment);
    }
    let merged = format!("{}/{reference}", base.rsplit_once('/').unwrap().0);
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = merged[1..].split('/').collect();
    for (at, part) in all.iter().enumerate() {
        let last = at + 1 == all.len();
        match *part {
            "." | ".." => {
                if *part == ".." {
                    assert!(parts.pop().is_some(), "{reference} climbs over the root");
                }
                if last {
                    parts.push("");
                }
            }
            part => parts.push(part),
        }
    }
    (format!("/{}", parts.join("/")), fragment)
}

fn any_path() -> impl Strategy<Value = OutPath> {
    let part = prop_oneof![3 => "[ab]", 1 => "[a-c:?#%&é' ~,ł]{1,3}x", 1 => Just("index.html".to_owned())];
    (
        prop::collection::vec(part, 0..4),
        prop_oneof![Just("index.html"), Just("a.html"), Just("x:y.xml"), Just("index.htmlx")],
    )
        .prop_map(|(parts, file)| path(&parts.iter().map(String::as_str).chain([file]).collect::<Vec<_>>().join("/")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
    #[test]
    fn relative_addresses_lead_to_their_target(
        from in any_path(), to in any_path(), fragment in prop::option::of(".{0,6}"), files in any::<bool>(),
    ) {
        let style = if files { UrlStyle::Files } else { UrlStyle::Pretty };
        let own = rooted("/", &from, style);
        let url = relative(&from, &to, fragment.as_deref(), style);
        prop_assert!(url.is_ascii() && !url.is_empty() && !url.contains(['"', '\'', '<', '&', ' ', ',']));
        let (reached, reached_fragment) = resolve(&own, &url);
        prop_assert_eq!(&reached, &rooted("/", &to, style), "{}", url);
        prop_assert_eq!(reached_fragment.map(|text| decode(&text).unwrap()), fragment);
        let named = decode(&reached[1..]).unwrap();
        let named = if named.is_empty() || named.ends_with('/') { format!("{named}index.html") } else { named };
        prop_assert_eq!(named, to.as_str());
    }
}

#[test]
fn addresses_out_of_the_site_are_valid_and_lead_to_the_same_place() {
    for (written, valid) in [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/\u{43c}\u{438}\u{440}", "https://example.org/\u{43c}\u{438}\u{440}"),
        ("https://example.org/a b\"<c>|100%", "https://example.org/a%20b%22%3Cc%3E%7C100%25"),
        ("http://[::1]/x[1]", "http://[::1]/x%5B1%5D"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ] {
        assert_eq!(external(written), valid);
    }
}
