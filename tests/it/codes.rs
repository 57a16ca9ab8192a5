//! Every code fires, at the very place where the mistake stands.

use annals::diag::code;

use crate::fixture::Fixture;

/// What a site must have to be one: an article that is about nobody.
const BASE: &str = "=== content/articles/base.md\n---\ntitle: Base\n---\nWords.\n";

/// Code, site (besides [`BASE`]), and where it must be said: `path:line:column`, each.
pub const CASES: &[(&str, &str, &[&str])] = &[
    ("control-character", "=== content/articles/a.md\nA \0 b.\n", &["content/articles/a.md:1:3"]),
    ("yaml-syntax", "=== content/people.yaml\na: {name: A\n", &["content/people.yaml:"]),
    ("yaml-feature", "=== content/people.yaml\na: &x {name: A}\n", &["content/people.yaml:1:4"]),
    ("duplicate-key", "=== content/people.yaml\na:\n  name: A\n  name: B\n", &["content/people.yaml:3:3"]),
    (
        "unknown-key",
        "=== content/people.yaml\na: {nam: A, bron: 1900}\n",
        &["content/people.yaml:1:5", "content/people.yaml:1:13"],
    ),
    ("wrong-type", "=== content/people.yaml\na: {name: [A]}\n", &["content/people.yaml:1:11"]),
    (
        "empty-value",
        "=== content/people.yaml\na:\n  name:\n  born: ~\n",
        &["content/people.yaml:2:", "content/people.yaml:3:"],
    ),
    ("bad-value", "=== site.yaml\nurls: pertty\n", &["site.yaml:1:7"]),
    ("text-cut-by-comment", "=== content/people.yaml\na:\n  name: Agent #7\n", &["content/people.yaml:2:"]),
    ("quote-this-date", "=== content/people.yaml\na:\n  name: A\n  born: [1900, 1901]\n", &["content/people.yaml:3:9"]),
    ("bad-date", "=== content/people.yaml\na:\n  name: A\n  born: 3 March 1900\n", &["content/people.yaml:3:9"]),
    ("front-matter", "=== content/articles/open.md\n---\ntitle: Open\n", &["content/articles/open.md:1:1"]),
    ("format-version", "=== site.yaml\nformat: 2\n", &["site.yaml:1:9"]),
    ("bad-kind", "=== site.yaml\nkinds:\n  articles: {one: A, many: B}\n", &["site.yaml:2:3"]),
    ("bad-id", "=== content/people/Jeff Sessions.md\n---\nname: A\n---\n", &["content/people/Jeff Sessions.md:1:1"]),
    (
        "id-taken",
        "=== content/people/a.md\n---\nname: A\n---\n=== content/people.yaml\na: {name: B}\n",
        &["content/people/a.md:"],
    ),
    (
        "annotation-id-taken",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: One, id: x, note: A}\n  - {quote: Two, id: x, note: B}\n---\nOne. Two.\n",
        &["content/articles/a.md:4:22"],
    ),
    (
        "sidecar-without-article",
        "=== content/articles/bsae.annotations.yaml\nannotations: [{quote: A, note: B}]\n",
        &["content/articles/bsae.annotations.yaml:1:1"],
    ),
    ("stray-file", "=== content/notes.yaml\na: b\n", &["content/notes.yaml:1:1"]),
    (
        "missing-alt",
        "=== static/a.svg\n<svg viewBox=\"0 0 2 1\"/>\n=== content/people.yaml\na: {name: A, image: /a.svg}\n=== content/articles/a.md\nSee ![](/a.svg).\n",
        &["content/people.yaml:1:21", "content/articles/a.md:1:5"],
    ),
    (
        "picture-damaged",
        "=== content/articles/a.jpg\nno picture\n=== content/articles/a.md\n---\ntitle: A\n---\nSee ![words](a.jpg).\n",
        &["content/articles/a.md:4:5"],
    ),
    ("unsafe-link", "=== content/articles/a.md\nSee [this](javascript:alert(1)).\n", &["content/articles/a.md:1:5"]),
    ("html-removed", "=== content/articles/a.md\nA <script>alert(1)</script> b.\n", &["content/articles/a.md:1:3"]),
    (
        "broken-link",
        "=== content/articles/a.md\nSee [this](nowhere.md), [that](/no/page/), [here](#nothing).\n",
        &["content/articles/a.md:1:5", "content/articles/a.md:1:25", "content/articles/a.md:1:44"],
    ),
    (
        "unknown-id",
        "=== content/people.yaml\njeff-sessions: {name: Jeff Sessions}\n=== content/articles/a.md\n---\npeople: [jeff-sesions]\n---\nA.\n",
        &["content/articles/a.md:2:10"],
    ),
    ("no-record", "=== content/articles/a.md\n---\npeople: somebody\n---\nA.\n", &["content/articles/a.md:2:9"]),
    (
        "former-id",
        "=== content/people.yaml\nnew-name: {name: N, previously: [old-one]}\n=== content/articles/a.md\n---\npeople: old-one\n---\nA.\n",
        &["content/articles/a.md:2:9"],
    ),
    (
        "previously-taken",
        "=== content/people.yaml\na: {name: A, previously: [b, /about/]}\nb: {name: B}\nc: {name: C, previously: [/x/]}\nd: {name: D, previously: [/x/]}\n=== content/about.md\nAbout.\n",
        &["content/people.yaml:1:27", "content/people.yaml:1:30", "content/people.yaml:4:27"],
    ),
    (
        "circle",
        "=== content/events.yaml\na: {name: A, part_of: b}\nb: {name: B, part_of: a}\n",
        &["content/events.yaml:2:23"],
    ),
    (
        "unknown-article",
        "=== content/events.yaml\na: {name: A, sources: [basse, 'base#nothing']}\n",
        &["content/events.yaml:1:24", "content/events.yaml:1:31"],
    ),
    (
        "link-shows-id",
        "=== content/people.yaml\njeff-sessions: {name: Jeff Sessions}\n=== content/articles/a.md\nCalls for [[jeff-sessions]].\n",
        &["content/articles/a.md:1:11"],
    ),
    ("link-unknown", "=== content/articles/a.md\nCalls for [[Nobody Known]].\n", &["content/articles/a.md:1:11"]),
    (
        "link-ambiguous",
        "=== content/people.yaml\na: {name: Ross}\nb: {name: Ross}\n=== content/articles/a.md\nCalls for [[Ross]].\n",
        &["content/articles/a.md:1:11"],
    ),
    (
        "shared-name",
        "=== content/people.yaml\na: {name: Ross}\nb: {name: Ross}\n=== content/articles/a.md\nCalls for Ross.\n",
        &["content/articles/a.md:1:11"],
    ),
    (
        "draft-named",
        "=== content/people.yaml\na: {name: Ross, draft: true}\n=== content/articles/a.md\nCalls for Ross.\n",
        &["content/articles/a.md:1:11"],
    ),
    (
        "not-finds-nothing",
        "=== content/articles/a.md\n---\nnot:\n  - {quote: recess}\n---\nA.\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-ambiguous",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: One, note: A}\n---\nOne and One.\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-edited",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: the hall was full, note: A}\n---\nWhen they came the hall was quite full of people, and nobody saw it.\n=== annals.lock\nannals.lock 1\na\tthe-hall-was-full\t1/1\tWhen they came \t of people, and nobody saw it.\t604e770af724fe4f\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-moved",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: the hall was full, note: A}\n---\nLater the hall was full again. When they came the hall was full of people, and nobody saw it.\n=== annals.lock\nannals.lock 1\na\tthe-hall-was-full\t1/1\tWhen they came \t of people, and nobody saw it.\t604e770af724fe4f\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-removed",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: the hall was full, note: A}\n---\nWhen they came of people, and nobody saw it.\n=== annals.lock\nannals.lock 1\na\tthe-hall-was-full\t1/1\tWhen they came \t of people, and nobody saw it.\t604e770af724fe4f\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "substance-changed",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: the hall was full, note: A}\n---\nWhen they came the hall was not full of people, and nobody saw it.\n=== annals.lock\nannals.lock 1\na\tthe-hall-was-full\t1/1\tWhen they came \t of people, and nobody saw it.\t604e770af724fe4f\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-not-found",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: One and two, note: A}\n---\nOne and three.\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-in-html",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: hidden words, note: A}\n---\n<div>hidden <em>words</em></div>\n\nOthers.\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "quote-not-markable",
        "=== content/articles/a.md\n---\nannotations:\n  - {quote: a tall house, note: A}\n---\n![a tall house](/h.png)\n\nOthers.\n=== static/h.png\nPNG\n",
        &["content/articles/a.md:3:13"],
    ),
    (
        "date-before-event",
        "=== content/events.yaml\ne: {name: E, date: 2017-03-01}\n=== content/articles/a.md\n---\ndate: 2017-01-03\n---\nThey met at [[e|it]].\n",
        &["content/articles/a.md:2:7"],
    ),
    (
        "date-before-text",
        "=== content/articles/a.md\n---\ndate: 2017-01-03\n---\nThey met on 1 March 2017.\n",
        &["content/articles/a.md:2:7"],
    ),
    (
        "accepted-nothing",
        "=== content/articles/a.md\n---\naccept: [{rule: date-before-text, because: B}]\n---\nA.\n",
        &["content/articles/a.md:2:17"],
    ),
    (
        "template",
        "=== templates/article.html\n{% extends \"default/article.html\" %}\n{% block main %}{{ nonsense }}{% endblock %}\n",
        &["templates/article.html:2:"],
    ),
    ("no-base-url", "", &[""]),
    ("path-clash", "=== static/articles/base/index.html\n<p>\n", &["static/articles/base/index.html:1:1"]),
    ("bad-value", "=== content/claims.yaml\na: {name: A, verdict: inacurate}\n", &["content/claims.yaml:1:23"]),
    (
        "missing-key",
        "=== content/articles/a.md\n---\nannotations:\n  - quote: [{before: x}]\n---\nA.\n",
        &["content/articles/a.md:3:13"],
    ),
    ("not-utf8", "", &[]),
    ("file-too-large", "=== site.yaml\nlimits: {file: 1 kB}\n", &[]),
    ("no-content", "", &[]),
    ("unreadable", "", &[]),
    ("symlink", "", &[]),
    ("file-name", "", &[]),
    ("yaml-too-deep", "", &[]),
    ("left-out", "", &[]),
    ("bad-lock", "=== annals.lock\nannals.lock 1\nwords\n", &["annals.lock:2:1"]),
    ("lock-outdated", "", &[]),
    // Rules on meaning: `check` has a case, a near miss and an acceptance of each.
    ("before-birth", "", &[]),
    ("after-death", "", &[]),
    ("before-founding", "", &[]),
    ("after-dissolution", "", &[]),
    ("office-outside-term", "", &[]),
    ("two-holders", "", &[]),
    ("ends-before-start", "", &[]),
    ("event-outside-whole", "", &[]),
    ("event-before-previous", "", &[]),
    ("two-places", "", &[]),
    ("accounts-disagree", "", &[]),
    ("resolved-differs", "", &[]),
    ("quotation-differs", "", &[]),
    ("name-two-ids", "", &[]),
    ("name-not-linked", "", &[]),
    ("probably-one", "", &[]),
    ("unused-id", "", &[]),
    ("quotation-without-speaker", "", &[]),
    ("living-without-source", "", &[]),
    ("source-not-archived", "", &[]),
];

#[test]
fn every_code_fires_where_the_mistake_stands() {
    let mut wrong = Vec::new();
    for (code, site, places) in CASES.iter().filter(|(_, _, places)| !places.is_empty()) {
        let said = Fixture::new(&format!("{BASE}{site}")).said();
        for place in *places {
            let found = said.iter().any(|line| {
                let mut words = line.splitn(3, ' ').skip(1);
                words.next() == Some(*code) && words.next().is_some_and(|rest| rest.starts_with(place))
            });
            if !found {
                wrong.push(format!("{code} at `{place}`, but said was:\n    {}", said.join("\n    ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes whose causes lie on the disk or need a special file; each has a test of its own.
#[test]
fn codes_of_the_disk_fire_too() {
    let code_of = |fixture: &Fixture| fixture.said().join("\n");

    let fixture = Fixture::new(BASE);
    fixture.write("content/articles/latin.md", b"caf\xe9");
    assert!(code_of(&fixture).contains("not-utf8 content/articles/latin.md:1:4"), "{}", code_of(&fixture));

    let fixture = Fixture::new(BASE);
    fixture.write("site.yaml", b"limits: {file: 1 kB}\n");
    fixture.write("content/articles/long.md", &b"word ".repeat(1000));
    assert!(code_of(&fixture).contains("file-too-large content/articles/long.md"), "{}", code_of(&fixture));

    let fixture = Fixture::new("");
    assert!(code_of(&fixture).contains("no-content"), "{}", code_of(&fixture));

    let fixture = Fixture::new(BASE);
    fixture.write("content/people.yaml", "[".repeat(100_000).as_bytes());
    assert!(code_of(&fixture).contains("yaml-too-deep content/people.yaml"), "{}", code_of(&fixture));

    #[cfg(unix)]
    {
        let fixture = Fixture::new(BASE);
        std::os::unix::fs::symlink("/etc/hostname", fixture.root().join("content/out.md")).expect("a link");
        std::os::unix::fs::symlink("nowhere.md", fixture.root().join("content/dangling.md")).expect("a link");
        std::os::unix::fs::symlink("..", fixture.root().join("content/circle")).expect("a link");
        let said = code_of(&fixture);
        for name in ["out.md", "dangling.md", "circle"] {
            assert!(said.contains(&format!("symlink content/{name}")), "{name}: {said}");
        }

        let fixture = Fixture::new(BASE);
        fixture.write("content/articles/con.md", b"A");
        assert!(code_of(&fixture).contains("file-name content/articles/con.md"), "{}", code_of(&fixture));
    }
}

/// `unreadable` is tested where the reader can be made to fail, in `load`; `left-out` with the command line, `lock-outdated` with the lock.
#[test]
fn no_code_is_without_a_case() {
    for code in code::ALL {
        assert!(CASES.iter().any(|(name, ..)| *name == code.name), "no case for {}", code.name);
    }
    for (name, ..) in CASES {
        assert!(code::ALL.iter().any(|code| code.name == *name), "no code {name}");
    }
}
