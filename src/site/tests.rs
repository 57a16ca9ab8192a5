use super::*;
use crate::route::OutPath;
use crate::span::FileId;

fn path(text: &str) -> OutPath {
    OutPath::new(text).unwrap()
}

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::new();
    for (at, text) in files {
        site.insert(path(at), *text, Origin::made("a test")).unwrap();
    }
    site
}

fn broken(files: &[(&str, &str)]) -> Vec<String> {
    site(files).check_links("/", &BTreeSet::new()).into_iter().map(|link| link.href).collect()
}

#[test]
fn a_path_is_made_once() {
    let cases = [
        ("a/index.html", "a/index.html", "made twice"),
        ("A/index.html", "a/Index.html", "letter case"),
        ("straße/index.html", "STRASSE/index.html", "letter case"),
        ("É.html", "e\u{301}.html", "letter case"),
        ("a", "A/index.html", "needs a folder"),
        ("a/b/c", "a/b", "needs a folder"),
    ];
    for (first, second, words) in cases {
        let mut site = Site::new();
        let (one, two) = (FileId::of("content/one.md").span(0, 1), FileId::of("content/two.md").span(0, 1));
        site.insert(path(first), "1", Origin::at("the page one.md", one)).unwrap();
        let diagnostic = site.insert(path(second), "2", Origin::at("the page two.md", two)).unwrap_err();
        assert_eq!(diagnostic.code, code::PATH_CLASH);
        assert!(diagnostic.message.contains(words), "{}", diagnostic.message);
        assert!(diagnostic.message.contains("one.md") && diagnostic.message.contains("two.md"));
        assert_eq!((diagnostic.span, diagnostic.labels[0].span), (Some(two), one));
        assert_eq!(&**site.get(path(first).as_str()).unwrap(), b"1");
    }
}

#[test]
fn neighbours_are_no_clash() {
    let site = site(&[("a", ""), ("a.html", ""), ("a-b/index.html", ""), ("ab/index.html", ""), ("b/a", "")]);
    assert_eq!(site.files().len(), 5);
}

#[test]
fn files_put_in_at_once_are_as_one_after_the_other() {
    let paths = ["a", "A", "a.html", "a/b", "a/B", "a/b/c", "a-b/index.html", "b/a", "B/A/x", "É", "e\u{301}", "ab"];
    let all = || paths.into_iter().zip(0..);
    for (one, first) in all() {
        for (two, second) in all() {
            for (three, third) in all() {
                let file = |path: &str, number: i32| {
                    let origin = Origin::made(format!("file {number}"));
                    (self::path(path), File { bytes: number.to_string().into(), origin, taken: false })
                };
                let files = vec![file(one, first), file(two, 20 + second), file(three, 40 + third)];
                let (mut slow, mut fast) = (Site::new(), Site::new());
                let put = |(path, file)| slow.put(path, file).err().map(|diagnostic| *diagnostic);
                let said: Vec<Diagnostic> = files.clone().into_iter().filter_map(put).collect();
                assert_eq!(fast.put_all(files), said, "{one}, {two}, {three}");
                assert_eq!(fast, slow, "{one}, {two}, {three}");
            }
        }
    }
}

#[test]
fn good_links_are_quiet() {
    let home = r##"<!doctype html><title>a < b <a href="no"></title><a href="people/">x</a> <a href='people/index.html#x&amp;y'>
        <A HREF="ignored-case-is-not-ours"><a href="#here" id=here><a href="./"><a href=""><a href="?q=1"><a href="#top"><a href="#">
        <a href="/media/a%20b.jpg"><img src="media/a%20b.jpg" srcset="media/a%20b.jpg 1x, media/a%20b.jpg 2x">
        <a href="https://x.org/nowhere"><a href="//x.org/nowhere"><a href="mailto:a@b.org"><a href="data:,x">
        <!-- <a href="nowhere"> --><script>"<a href='nowhere'>"</script><style>a::after{content:"<a href=x>"}</style>
        <a href="p.pdf#page=3"><meta http-equiv="refresh" content="0; url=people/"><meta name=description content="no link">"##;
    let people = r#"<p id="x&amp;y"><a href="../">"#;
    assert_eq!(
        broken(&[("index.html", home), ("people/index.html", people), ("media/a b.jpg", ""), ("p.pdf", "")]),
        Vec::<String>::new()
    );
}

#[test]
fn each_bad_link_is_found() {
    let page = r##"<a href="nowhere/"><a class="x" href = 'b.html'><img src=a.png><video poster="p.jpg">
        <img srcset="../ok.png 1x, ../no.png 2x"><a href="#words"><a href="../index.html#w%C3%B6rter"><a href="../../x">
        <meta http-equiv=refresh content="0;url=gone/"><a href="/elsewhere/"><svg><use xlink:href="i.svg#a"/></svg>
        <link rel=stylesheet href="s.css"><a href="b.html">"##;
    let mut found = broken(&[("a/index.html", page), ("index.html", "<p id=worter>"), ("ok.png", "")]);
    found.sort();
    let mut should = vec![
        "#words",
        "../../x",
        "../index.html#w%C3%B6rter",
        "../no.png",
        "/elsewhere/",
        "a.png",
        "b.html",
        "gone/",
        "i.svg#a",
        "nowhere/",
        "p.jpg",
        "s.css",
    ];
    should.sort_unstable();
    assert_eq!(found, should);
}

#[test]
fn a_site_below_a_path_is_judged_by_that_path() {
    let site = site(&[
        ("404.html", r#"<a href="/sub/a/"><a href="/a/"><a href="/sub/"><a href="/subway/">"#),
        ("a/index.html", ""),
        ("index.html", ""),
    ]);
    let found: Vec<_> = site.check_links("/sub/", &BTreeSet::new()).into_iter().map(|link| link.href).collect();
    assert_eq!(found, ["/a/", "/subway/"]);
}

#[test]
fn links_to_kept_pages_are_good() {
    let site = site(&[("index.html", r##"<a href="old/#any"><a href="old2/">"##)]);
    let kept = BTreeSet::from([path("old/index.html")]);
    let found = site.check_links("/", &kept);
    assert_eq!(found.len(), 1);
    let diagnostic = found[0].diagnostic(&site, None, "/");
    assert_eq!(diagnostic.message, "the page `/index.html` links to `old2/`, but there is no file `/old2/index.html`");
}

#[test]
fn what_a_page_is_shown_with_is_told_by_each_link_alone() {
    let html = "<link rel=canonical href=a.txt><link rel=alternate href=b.txt><link rel=stylesheet href=c.css>\
                <link href=d.css rel=stylesheet><link href=e.txt><link rel='shortcut icon' href=f.ico><link href=g.txt>\
                <link rel=stylesheet><link rel=stylesheet href=h.css>";
    let mut files = vec![("index.html", html)];
    files.extend(["a.txt", "b.txt", "c.css", "d.css", "e.txt", "f.ico", "g.txt", "h.css"].map(|name| (name, "")));
    let found = site(&files).assets(&path("index.html"), html.as_bytes(), "/");
    assert_eq!(found.iter().map(OutPath::as_str).collect::<Vec<_>>(), ["c.css", "d.css", "f.ico", "h.css"]);
}

#[test]
fn half_a_tag_is_no_harm() {
    for html in [
        "<a href=\"",
        "<a href",
        "<a",
        "<",
        "<!--",
        "<a href=",
        "<script",
        "<a href='x",
        "<a =x><b/ / c>",
        "&#xFFFFFFFF;",
        "<a id='&#xD800;&;& '>",
    ] {
        broken(&[("index.html", html), ("x", ""), ("other.html", "<a href='index.html#q'>")]);
    }
}

#[test]
fn links_to_places_that_a_kept_page_lacks_lead_to_its_head() {
    let new =
        r#"<a href="b.html#new">n</a> <a href="b.html#old">o</a> <a href='b.html#new'>n</a> <a href="c.html#x">x</a>"#;
    let site = site(&[("a.html", new), ("b.html", r#"<p id="new">"#), ("c.html", r#"<p id="x">"#)]);
    let kept = BTreeMap::from([(path("b.html"), Bytes::from(r##"<p id="old"><a href="c.html#gone">"##))]);
    let beside = site.beside(&kept);
    let expected =
        r#"<a href="b.html">n</a> <a href="b.html#old">o</a> <a href='b.html'>n</a> <a href="c.html#x">x</a>"#;
    assert_eq!(std::str::from_utf8(beside.get("a.html").unwrap()), Ok(expected));
    assert_eq!(beside.get("b.html"), site.get("b.html"), "which of the two is written is not decided here");
}
