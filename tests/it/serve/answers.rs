//! Requests and answers.

use annals::serve::Options;
use std::net::{Ipv4Addr, TcpListener};

use super::Preview;
use crate::fixture::Fixture;

const SITE: &str = "=== content/articles/a.md\n---\ntitle: First\ndate: 1900-01-01\n---\nWords of [[Åsa Öberg]].\n\
    === content/people.yaml\nasa: {name: Åsa Öberg}\n\
    === content/zoë.md\n---\ntitle: Zoë\n---\nA page.\n\
    === static/odd.xyz\n?\n=== static/a picture.png\nno picture\n=== static/raw.html\n<BODY><p>Raw</BODY>\n";

#[test]
fn what_an_open_page_listens_to_has_a_head() {
    let site = Fixture::new(SITE);
    let preview = Preview::of(site.root());
    let target = "/.annals/events?path=/&version=x";
    let head =
        preview.raw(format!("HEAD {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes());
    assert_eq!((head.status, head.header("content-type")), (200, "text/event-stream"));
    assert!(head.body.is_empty());
}

#[test]
fn files_are_answered_as_a_server_would() {
    let site = Fixture::new(SITE);
    let preview = Preview::of(site.root());
    assert!(preview.server.address().ip().is_loopback());

    // A request waits for the first build.
    let home = preview.get("/");
    assert_eq!((home.status, home.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(home.header("content-security-policy"), "default-src 'self'; frame-ancestors 'self'");
    let clean = site.build().value.site.expect("a site");
    let page = String::from_utf8(clean.get("articles/a/index.html").unwrap().to_vec()).unwrap();
    let shown = preview.get("/articles/a/").text();
    let (before, rest) = shown.split_once("<script src=\"/.annals/reload.js\" data-version=\"").expect("the script");
    let (_, after) = rest.split_once("\" defer></script>\n").unwrap();
    assert_eq!(before.to_owned() + after, page, "the page is as built but for one script");
    assert!(after.starts_with("</body>"));
    assert!(!page.contains("reload.js"));
    assert!(preview.get("/raw.html").text().ends_with("defer></script>\n</BODY>\n"));

    for (path, kind) in [
        ("/odd.xyz", "application/octet-stream"),
        ("/a%20picture.png", "image/png"),
        ("/.annals/reload.js", "text/javascript; charset=utf-8"),
        ("/.annals/overlay.css", "text/css; charset=utf-8"),
        ("/zo%C3%AB/", "text/html; charset=utf-8"),
        // The same name with its accent apart (NFD).
        ("/zoe%CC%88/", "text/html; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    }
    for (path, to) in
        [("/articles/a", "/articles/a/"), ("/zo%C3%AB?q=1", "/zo%C3%AB/?q=1"), ("/articles", "/articles/")]
    {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (302, to), "{path}");
    }
    for path in
        ["/nowhere", "/nowhere/", "//", "/articles//a/", "/odd.xyz/", "/content/people.yaml", "/.annals/manifest"]
    {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let own = String::from_utf8(clean.get("404.html").unwrap().to_vec()).unwrap();
        assert!(answer.text().starts_with(own.split("</body>").next().unwrap()), "{path}");
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again_and_nothing_but_reading_is_done() {
    let site = Fixture::new(SITE);
    let preview = Preview::of(site.root());
    let first = preview.get("/articles/a/");
    let tag = first.header("etag").to_owned();
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let again = preview.ask("GET", "/articles/a/", &format!("If-None-Match: {known}\r\n"));
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, &*tag), "{known}");
    }
    assert_eq!(preview.ask("GET", "/articles/a/", "If-None-Match: \"x\"\r\n").status, 200);
    assert_eq!(preview.ask("GET", "/nowhere/", "If-None-Match: *\r\n").status, 404);
    let head = preview.ask("HEAD", "/articles/a/", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = preview.ask(method, "/", "Content-Length: 0\r\n");
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let site = Fixture::new(SITE);
    let preview = Preview::of(site.root());
    let ask = |hosts: &[&str], target: &str| {
        let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
        preview.raw(format!("GET {target} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n").as_bytes())
    };
    for host in ["localhost", "LOCALHOST:4000", "127.0.0.1", "127.0.0.1:80", "127.8.9.1:1", "[::1]", "[::1]:4000"] {
        assert_eq!(ask(&[host], "/").status, 200, "{host}");
    }
    let foreign = [
        "evil.example",
        "evil.example:4000",
        "localhost.evil.example",
        "evil.example:localhost",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "0.0.0.0",
        "[::1]evil.example",
        "[::1].evil.example:80",
        "[::2]",
        "[fe80::1]:4000",
        "",
        "localhost:x",
        "2130706433",
        "0x7f.1",
    ];
    for host in foreign {
        for target in ["/", "/.annals/events?path=/&version=x", "/.annals/reload.js", "/nowhere"] {
            let answer = ask(&[host], target);
            assert_eq!(answer.status, 403, "{host} {target}");
            assert!(!answer.text().contains("First"));
        }
    }
    assert_eq!(ask(&["localhost"], "http://evil.example/").status, 403);
    assert_eq!(ask(&["localhost"], "http://localhost/").status, 200);
    assert_eq!(ask(&["localhost", "evil.example"], "/").status, 403);
    assert!([400, 403].contains(&ask(&[], "/").status));
    assert!([400, 403].contains(&preview.raw(b"GET / HTTP/1.0\r\n\r\n").status));
}

#[test]
fn no_path_leads_out_of_the_site() {
    let site = Fixture::new(SITE);
    site.write("site.yaml", b"title: secret\n");
    let preview = Preview::of(site.root());
    let secret = site.root().join("site.yaml");
    let absolute = secret.to_str().expect("Unicode").to_owned();
    let bad = [
        "/../site.yaml",
        "/articles/../../site.yaml",
        "/%2e%2e/site.yaml",
        "/%2E%2E%2Fsite.yaml",
        "/.%2e/site.yaml",
        "/./",
        "/articles/./a/",
        "/..",
        "/%5c..%5csite.yaml",
        "/..\\site.yaml",
        "/a%00",
        "/a%0d%0aX:%20y",
        "/%",
        "/%f",
        "/%ff",
        "/%c0%ae%c0%ae/site.yaml",
    ];
    for path in bad {
        let answer = preview.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(!answer.text().contains("secret"), "{path}");
        assert_eq!(answer.header("x"), "");
    }
    for path in [absolute.clone(), format!("/{absolute}"), format!("/file://{absolute}"), "/%2fetc/passwd".to_owned()] {
        assert_eq!(preview.get(&path).status, 404, "{path}");
    }
    assert_eq!(preview.raw(b"GET /\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status, 400);
    // What is no path at all.
    for target in ["*", "site.yaml"] {
        assert!([400, 403, 404].contains(&preview.ask("GET", target, "").status), "{target}");
    }
}

#[test]
fn a_site_below_a_path_of_its_host_is_served_there() {
    let site = Fixture::new(SITE);
    site.write("site.yaml", b"base_url: https://x.org/sub/dir/\n");
    let preview = Preview::of(site.root());
    for path in ["/", "/sub/dir"] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (302, "/sub/dir/"), "{path}");
    }
    assert_eq!(preview.get("/sub/dir/articles/a/").status, 200);
    assert_eq!(preview.get("/sub/dir/articles/a").header("location"), "/sub/dir/articles/a/");
    assert_eq!(preview.get("/articles/a/").status, 404);
    let lost = preview.get("/sub/dir/nowhere");
    assert_eq!(lost.status, 404);
    assert!(lost.text().contains("href=\"/sub/dir/"), "{}", lost.text());
}

#[test]
fn a_path_of_a_host_that_is_written_with_percents_is_found() {
    let site = Fixture::new(SITE);
    site.write("site.yaml", b"base_url: https://x.org/my%20site/%C3%BC/\n");
    let preview = Preview::of(site.root());
    assert_eq!(preview.get("/").header("location"), "/my%20site/%C3%BC/");
    for path in ["/my%20site/%C3%BC/", "/my%20site/u%CC%88/articles/a/"] {
        assert_eq!(preview.get(path).status, 200, "{path}");
    }
    assert_eq!(preview.get("/my%20site/%C3%BC/articles/a").header("location"), "/my%20site/%C3%BC/articles/a/");
}

#[test]
fn a_port_that_is_taken_is_said() {
    let site = Fixture::new(SITE);
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let preview = Preview::with(site.root(), &Options { port: Some(port), ..Options::default() });
    assert_eq!(preview.server.busy_port(), Some(port));
    assert_ne!(preview.server.address().port(), port);
    assert_eq!(preview.get("/").status, 200);
    let free = Preview::of(site.root());
    assert_eq!(free.server.busy_port(), None);
}

#[test]
fn drafts_are_shown_only_if_asked_for() {
    let site = Fixture::new(SITE);
    site.write("content/articles/d.md", b"---\ntitle: Draft\ndraft: true\n---\nWords.\n");
    assert_eq!(Preview::of(site.root()).get("/articles/d/").status, 404);
    let options = Options { drafts: true, port: Some(0), ..Options::default() };
    assert_eq!(Preview::with(site.root(), &options).get("/articles/d/").status, 200);
}

#[test]
fn a_part_of_a_file_is_answered_to_whom_asks_for_one() {
    let site = Fixture::new(SITE);
    site.write("static/s.wav", b"0123456789");
    let preview = Preview::of(site.root());
    let ask = |more: &str| preview.ask("GET", "/s.wav", more);
    let whole = ask("");
    assert_eq!((whole.status, whole.header("accept-ranges"), &whole.body[..]), (200, "bytes", &b"0123456789"[..]));
    for (range, part, bounds) in [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=8-", "89", "bytes 8-9/10"),
        ("bytes=8-100", "89", "bytes 8-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=-100", "0123456789", "bytes 0-9/10"),
    ] {
        let answer = ask(&format!("Range: {range}\r\n"));
        assert_eq!(
            (answer.status, answer.text().as_str(), answer.header("content-range")),
            (206, part, bounds),
            "{range}"
        );
    }
    for range in ["bytes=10-", "bytes=-0"] {
        let answer = ask(&format!("Range: {range}\r\n"));
        assert_eq!((answer.status, answer.header("content-range")), (416, "bytes */10"), "{range}");
    }
    for range in ["bytes=5-3", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes=", "bytes=+1-2"] {
        assert_eq!(ask(&format!("Range: {range}\r\n")).status, 200, "{range}");
    }
    let tag = whole.header("etag");
    assert_eq!(ask(&format!("Range: bytes=0-3\r\nIf-Range: {tag}\r\n")).status, 206);
    assert_eq!(ask("Range: bytes=0-3\r\nIf-Range: \"other\"\r\n").status, 200);
    // A page gets the script, and is never cut.
    assert_eq!(preview.ask("GET", "/", "Range: bytes=0-3\r\n").status, 200);
}
