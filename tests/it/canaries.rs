//! Nothing of a draft is in any byte of the output: words that stand nowhere else are put into every field of drafts, and
//! looked for in all that is built, as it is and decoded. (Pictures of the fixture are text, so that they are seen too.)

use annals::Options;

use crate::fixture::Fixture;

/// The words, each in one place of a draft. Each is a word that no transliteration or case folding changes, but for the
/// last two: letters that are written otherwise in addresses and in HTML.
const CANARIES: &[&str] = &[
    "zqperson",
    "zqname",
    "zqalias",
    "zqdescription",
    "zqbody",
    "zqrole",
    "zqfield",
    "zqsame",
    "zqlanguage",
    "zqevent",
    "zqarticle",
    "zqtitle",
    "zqtext",
    "zqstem",
    "zqnote",
    "zqquote",
    "zqtag",
    "zqannotation",
    "zqpage",
    "zqpicture",
    "zqcredit",
    "zqmedia",
    "zqsource",
    "zqclaim",
    "zqplace",
    "zqformer",
    "zqextra",
    "zqseen",
    "zqbefore",
    "zqafter",
    "zqälter",
    "zq&<co",
];

const SITE: &str = "=== site.yaml
base_url: https://example.org/
=== content/people/zqperson.md
---
name: Zqname Lund
aliases: [zqalias, 'zq&<co', zqälter]
names: {de: zqlanguage}
description: zqdescription
draft: true
tags: [zqtag]
previously: [/zqformer/, zqformer]
image: {src: zqpicture.png, credit: zqcredit}
fields: {zqfield: zqfield}
roles: [{title: zqrole, at: house}]
same_as: https://example.org/zqsame
x-zqextra: zqextra
---
zqbody [a file](zqmedia.txt)
=== content/people/zqmedia.txt
zqmedia
=== content/people/zqpicture.png
zqpicture
=== content/people.yaml
ann: {name: Ann Berg, roles: [{title: Chair, at: house}], relations: [{with: zqperson, role: zqrole}]}
=== content/organizations.yaml
house: {name: The House}
=== content/events.yaml
zqevent: {name: zqevent, draft: true, date: 2017-01-02, places: zqplace, participants: [{who: ann}]}
meeting: {name: Meeting, date: 2017-01-01, participants: [{who: ann}, {who: zqperson, role: zqrole}], follows: zqevent}
=== content/places.yaml
zqplace: {name: zqplace, draft: true, coordinates: {lat: 1, lon: 2}}
=== content/claims.yaml
zqclaim: {name: zqclaim, text: zqclaim, draft: true, by: ann}
=== content/articles/2017-01-03-zqstem.md
---
id: zqarticle
title: zqtitle
draft: true
source: {title: zqsource, url: https://example.org/zqsource}
tags: [zqtag]
people: ann
annotations: [{quote: zqquote, people: ann, note: zqnote}]
---
zqtext of Ann Berg, zqquote.
=== content/articles/a.md
---
title: A
date: 2017-01-04
people: [ann, zqperson]
annotations:
  - {quote: the second word, before: of, people: [ann, zqperson], note: Seen.}
  - {quote: Some words, people: ann, draft: true, id: zqannotation, note: zqnote, tags: zqtag, x-zq: zqextra}
  - {quote: no more of it, people: ann, draft: true, before: zqbefore, after: zqafter}
---
Some words of Ann Berg: of the second word, [him](people:zqperson), [[zqperson|that man]], [[zqarticle|an article]],
[[a#zqannotation|a passage]], [a page](../zqpage.md), [a record](../people/zqperson.md), and no more of it.
=== content/zqpage.md
---
title: zqpage
draft: true
menu: true
---
zqpage
";

#[test]
fn nothing_of_a_draft_is_in_any_output() {
    // A quote that stands nowhere would be a mistake if it were not a draft's.
    let fixture = Fixture::new(SITE);
    let built = fixture.build();
    let errors: Vec<_> = built.diagnostics.iter().filter(|one| one.severity.as_str() == "error").collect();
    let site = built.value.site.unwrap_or_else(|| panic!("{errors:#?}"));
    let mut found = Vec::new();
    for (path, file) in site.files() {
        for canary in seen(path.as_str()).into_iter().chain(seen_in(&file.bytes)) {
            found.push(format!("{canary} in {path}"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");

    // The written folder, with what the program keeps for itself, and the lock.
    let out = fixture.root().join("public");
    annals::write::write(&site, fixture.root(), &out, &annals::write::Options::default()).unwrap();
    for file in files(&out) {
        let name = file.strip_prefix(&out).unwrap().to_string_lossy().into_owned();
        let in_bytes = seen_in(&std::fs::read(&file).unwrap());
        found.extend(seen(&name).into_iter().chain(in_bytes).map(|canary| format!("{canary} in {name}")));
    }
    assert!(found.is_empty(), "{found:#?}");

    // And they are there where drafts are shown: the search itself works.
    let shown = fixture.build_with(&Options { drafts: true, keep_going: true, ..Options::default() });
    let Some(site) = shown.value.site else { panic!("{:#?}", shown.diagnostics) };
    let all: std::collections::BTreeSet<String> = site
        .files()
        .iter()
        .flat_map(|(path, file)| seen(path.as_str()).into_iter().chain(seen_in(&file.bytes)))
        .collect();
    // What no page shows in any case.
    let never = ["zqextra", "zqformer", "zqseen", "zqstem", "zqbefore", "zqafter"];
    let missing: Vec<_> = CANARIES.iter().filter(|canary| !all.contains(**canary) && !never.contains(canary)).collect();
    assert!(missing.is_empty(), "not even with drafts: {missing:?}");
}

#[test]
fn the_words_of_an_article_that_name_a_draft_are_listed() {
    let named = format!("{SITE}=== content/articles/b.md\nIt was zqalias who came.\n");
    let said = Fixture::new(&named).said();
    let listed: Vec<_> = said.iter().filter(|line| line.contains("draft-named")).collect();
    assert!(listed.len() == 1 && listed[0].contains("content/articles/b.md:1:8"), "{said:#?}");
}

/// Files below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

fn seen_in(bytes: &[u8]) -> Vec<String> {
    // Nothing is compressed as yet; what will be must be opened here.
    let is_compressed =
        [&b"\x1f\x8b"[..], b"PK\x03\x04", b"\x28\xb5\x2f\xfd"].iter().any(|magic| bytes.starts_with(magic));
    assert!(!is_compressed, "a compressed file, which this test cannot look into");
    seen(&String::from_utf8_lossy(bytes))
}

/// The canaries in a text: as it is, and with what addresses, HTML and JSON write otherwise read again, twice over.
fn seen(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    for _ in 0..2 {
        let last = forms.last().cloned().unwrap_or_default();
        forms.push(json(&html(&percent(&last))));
    }
    let forms: Vec<String> = forms.into_iter().map(|form| form.to_lowercase()).collect();
    let is_in = |canary: &&&str| forms.iter().any(|form| form.contains(**canary));
    CANARIES.iter().filter(is_in).map(|canary| (*canary).to_owned()).collect()
}

fn percent(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn html(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or(("", ""));
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let read = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "auml" => Some('ä'),
            _ => number.and_then(char::from_u32),
        };
        match read {
            Some(c) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

fn json(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u") {
        out.push_str(before);
        match after.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &after[4..];
            }
            None => {
                out.push_str("\\u");
                rest = after;
            }
        }
    }
    out + rest
}

#[test]
fn canaries_are_seen_in_every_form() {
    for (text, canary) in [
        ("a zqname b", "zqname"),
        ("A ZqName b", "zqname"),
        ("/zq%C3%A4lter/", "zqälter"),
        ("zq&#228;lter", "zqälter"),
        ("zq&amp;#228;lter", "zqälter"),
        ("zq\\u00e4lter", "zqälter"),
        ("zq&amp;&lt;co", "zq&<co"),
        ("zq\\u0026\\u003cco", "zq&<co"),
    ] {
        assert_eq!(seen(text), [canary], "{text}");
    }
}
