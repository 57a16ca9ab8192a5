//! `annals.lock`: an address that was given once stays, and nothing is lost by the way.

use std::collections::BTreeMap;
use std::fs;

use annals::Options;
use annals::lock::NAME;

use crate::fixture::Fixture;

/// An article with its annotations.
fn site(annotations: &str, text: &str) -> Fixture {
    let site = Fixture::new("=== site.yaml\ntitle: T\n");
    put(&site, annotations, text);
    site
}

fn put(site: &Fixture, annotations: &str, text: &str) {
    let article = format!("---\ntitle: A\nannotations:\n{annotations}---\n\n{text}\n");
    site.write("content/articles/a.md", article.as_bytes());
}

/// Builds and writes the lock, as `annals build` does. The errors, if there are any.
fn build(site: &Fixture) -> Vec<String> {
    let built = site.build();
    if let Some(lock) = &built.value.lock {
        site.write(NAME, lock.text().as_bytes());
    }
    let errors = built.diagnostics.iter().filter(|one| one.severity == annals::diag::Severity::Error);
    errors.map(|one| format!("{} {}", one.code.name, one.message)).collect()
}

fn locked(site: &Fixture) -> String {
    fs::read_to_string(site.root().join(NAME)).unwrap_or_default()
}

/// Id and place by note, from the page of the article.
fn ids(site: &Fixture) -> BTreeMap<String, String> {
    let built = site.build().value;
    let site = built.site.expect("no errors");
    let page = site.files().iter().find(|(path, _)| path.as_str() == "articles/a/index.html").expect("the page");
    let page = String::from_utf8(page.1.bytes.to_vec()).unwrap();
    let document = scraper::Html::parse_document(&page);
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let mut found = BTreeMap::new();
    for mark in document.select(&select("mark[id]")) {
        let words: String = mark.text().collect();
        found.insert(words, mark.value().attr("id").unwrap().to_owned());
    }
    found
}

#[test]
fn a_line_an_annotation_with_what_stands_around_it() {
    let site = site(
        "  - {quote: brown fox, note: One}\n  - {quote: [lazy, {quote: the, occurrence: all}], note: Two}\n  - {note: Three}\n  - {quote: fox, occurrence: 2, id: second, note: Four}\n",
        "The quick *brown* fox jumps over the lazy dog.\n\nThe fox “sleeps” -- and the dog, too, at the end of a rather long day.",
    );
    assert_eq!(build(&site), [""; 0]);
    let text = locked(&site);
    let mut lines = text.lines().skip(3);
    // Both of its sentences; then of each passage that of its own.
    let sentences = lines.next().unwrap().strip_prefix("a\t*\t").unwrap();
    let sentences: Vec<&str> = sentences.split(' ').collect();
    assert_eq!(sentences.len(), 2, "{text}");
    assert!(text.contains(&format!(" {}\na\tlazy\t", sentences[0])) && text.ends_with(&format!(" {}\n", sentences[1])));
    assert!(lines.next().unwrap().starts_with("a\ta-"), "{text}");
    assert!(
        lines.next().unwrap().starts_with("a\tbrown-fox\t1/1\tThe quick \t jumps over the lazy dog. The fo\t"),
        "{text}"
    );
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("a\tlazy\t1/1\t quick brown fox jumps over the \t dog. The fox \"sleeps\" - and the\t"),
        "{text}"
    );
    assert!(lines.next().unwrap().starts_with("a\tsecond\t2/2\t"), "{text}");
    assert_eq!(lines.next(), None);
    assert_eq!(text.lines().nth(6).unwrap().split('\t').nth(6), Some("*"), "{text}");

    // Again: nothing to write.
    assert!(site.build().value.lock.is_none());
}

#[test]
fn an_edit_elsewhere_changes_no_line() {
    let site =
        site("  - {quote: brown fox, note: One}\n", "Words. The quick brown fox jumps over the lazy dog and sleeps.");
    build(&site);
    let before = locked(&site);
    put(
        &site,
        "  - {quote: brown fox, note: One}\n",
        "# A heading\n\nMany more words, here. The quick brown fox jumps over the lazy dog and sleeps.\n\nAnd more.",
    );
    put(
        &site,
        "  - {quote: brown fox, note: One}\n",
        "# A heading\n\nMany more words, hereafter too: The quick brown fox jumps over the lazy dog and sleeps.",
    );
    let _ = build(&site);
    let text = locked(&site);
    let changed: Vec<_> = text.lines().filter(|line| !before.contains(line) && !line.contains("\t*\t")).collect();
    assert_eq!(changed.len(), 1, "only what stands within 32 characters, or in its sentence\n{changed:?}");
    put(
        &site,
        "  - {quote: brown fox, note: One}\n",
        "# Another\n\nMany more words, hereafter too: The quick brown fox jumps over the lazy dog and sleeps.\n\nLonger by far.",
    );
    // The article's own line changes, and nobody is asked for it.
    let before = locked(&site);
    let options = Options { locked: true, ..Options::default() };
    assert!(site.build_with(&options).value.site.is_some());
    assert_eq!(build(&site), [""; 0]);
    let own = |text: &str| text.lines().filter(|line| !line.contains("\t*\t")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(own(&locked(&site)), own(&before));
    assert_ne!(locked(&site), before);
}

#[test]
fn an_address_stays_when_the_quote_changes() {
    const TEXT: &str = "In the spring the council met twice and voted for the bridge; the mayor was not there.";
    let site =
        site("  - {quote: the council met twice, note: One}\n  - {quote: voted for the bridge, note: Two}\n", TEXT);
    build(&site);
    // Longer, shorter, and moved by a word: the author's, and what --fix writes.
    for (one, two) in [
        ("In the spring the council met twice", "voted for the bridge"),
        ("council met", "voted for the bridge; the mayor"),
        ("the council met twice", "and voted for the bridge"),
    ] {
        put(
            &site,
            &format!("  - {{quote: {two}, note: Two}}\n  - {{quote: {one}, note: One}}\n")
                .replace("bridge; the mayor", "\"bridge; the mayor\"")
                .replace("voted for the \"bridge; the mayor\"", "\"voted for the bridge; the mayor\""),
            TEXT,
        );
        assert_eq!(build(&site), [""; 0]);
        let ids = ids(&site);
        assert_eq!(ids.get(one).map(String::as_str), Some("the-council-met-twice"), "{ids:?}");
        assert_eq!(ids.get(two).map(String::as_str), Some("voted-for-the-bridge"), "{ids:?}");
    }
    // The text and the quote at once.
    let text = TEXT.replace("met twice", "met three times");
    put(
        &site,
        "  - {quote: the council met three times, note: One}\n  - {quote: and voted for the bridge, note: Two}\n",
        &text,
    );
    assert_eq!(build(&site), [""; 0]);
    assert_eq!(ids(&site)["the council met three times"], "the-council-met-twice");
    // Without the lock the same places, and addresses built anew.
    fs::remove_file(site.root().join(NAME)).unwrap();
    assert_eq!(ids(&site)["the council met three times"], "the-council-met-three-times");
}

#[test]
fn quotes_that_are_alike_keep_their_numbers() {
    let text = "The dog saw it. Then a dog ran. At last the dog slept; every dog does.";
    let quote = |n: u32| format!("  - {{quote: dog, occurrence: {n}, note: N{n}}}\n");
    let site = site(&(quote(1) + &quote(2) + &quote(3) + &quote(4)), text);
    build(&site);
    put(&site, &(quote(4) + &quote(3)), text);
    assert_eq!(build(&site), [""; 0]);
    let text = locked(&site);
    let lines: Vec<_> =
        text.lines().skip(4).map(|line| line.split('\t').take(3).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(lines, ["a dog-3 3/4", "a dog-4 4/4"]);
}

#[test]
fn no_two_annotations_get_one_id() {
    let text = "One dog here and two dogs there, said the keeper of the pound.";
    let site = site("  - {quote: dog here, note: One}\n", text);
    build(&site);
    // Another claims the locked id as its own; the one that had it gets one anew.
    put(&site, "  - {quote: dog here, note: One}\n  - {quote: two dogs, id: dog-here, note: Two}\n", text);
    assert_eq!(build(&site), [""; 0]);
    let ids = ids(&site);
    assert_eq!((ids["two dogs"].as_str(), ids["dog here"].as_str()), ("dog-here", "dog-here-2"));
}

#[test]
fn what_is_only_hidden_or_wrong_keeps_its_line() {
    let text = "In the spring the council met twice and voted for the bridge.";
    let both = "  - {quote: the council met twice, note: One}\n  - {quote: voted for the bridge, note: Two}\n";
    let site = site(both, text);
    build(&site);
    let whole = locked(&site);

    // A draft annotation, a draft article.
    put(&site, &both.replace("note: One", "draft: true, note: One"), text);
    assert_eq!(build(&site), [""; 0]);
    assert_eq!(locked(&site), whole);
    put(
        &site,
        &both.replace("- {quote: the council met twice, note: One}", "- {quote: the council met often, draft: true}"),
        text,
    );
    assert_eq!(build(&site), [""; 0]);
    assert_eq!(locked(&site), whole, "it may be that the draft's quote has changed");
    let draft = format!("---\ntitle: A\ndraft: true\nannotations:\n{both}---\n\n{text}\n");
    site.write("content/articles/a.md", draft.as_bytes());
    site.write("content/articles/b.md", b"Words.\n");
    assert_eq!(build(&site), [""; 0]);
    assert_eq!(locked(&site), whole);

    // Errors: nothing is written, also with --keep-going.
    put(&site, both, "In the spring the council met.");
    assert!(!build(&site).is_empty());
    assert_eq!(locked(&site), whole);
    let options = Options { keep_going: true, ..Options::default() };
    assert!(site.build_with(&options).value.lock.is_none());
    site.write("content/articles/a.md", b"---\ntitle: [\n---\n");
    assert!(site.build_with(&options).value.lock.is_none());

    // A --drafts build reads the lock, and changes nothing.
    put(
        &site,
        &(both.replace("note: One", "draft: true, note: One") + "  - {quote: In the spring, note: New}\n"),
        text,
    );
    let options = Options { drafts: true, ..Options::default() };
    assert!(site.build_with(&options).value.lock.is_none());

    // Taken out of the source: the address stays.
    put(
        &site,
        &both.replace("note: One", "removed: 2020, note: One"),
        "In the spring the mayor met twice and voted for the bridge.",
    );
    assert_eq!(build(&site), [""; 0]);
    assert!(locked(&site).contains("\ta\t") || locked(&site).contains("a\tthe-council-met-twice\t1/1\tIn the spring "));

    // Gone from the YAML: the line goes.
    put(&site, "  - {quote: voted for the bridge, note: Two}\n", text);
    assert_eq!(build(&site), [""; 0]);
    assert_eq!(locked(&site).lines().count(), 5);
    assert!(!locked(&site).contains("council-met"));
}

#[test]
fn the_address_of_a_draft_is_not_given_away() {
    let text = "The dog saw it. Then a dog ran.";
    let site = site("  - {quote: dog, occurrence: 1, note: One}\n", text);
    build(&site);
    put(&site, "  - {quote: dog, occurrence: 1, draft: true}\n  - {quote: dog, occurrence: 2, note: Two}\n", text);
    assert_eq!(build(&site), [""; 0]);
    assert_eq!(ids(&site)["dog"], "dog-2");
    put(&site, "  - {quote: dog, occurrence: 1, note: One}\n  - {quote: dog, occurrence: 2, note: Two}\n", text);
    assert_eq!(build(&site), [""; 0]);
    let lines = locked(&site);
    assert!(lines.contains("a\tdog\t1/2\t") && lines.contains("a\tdog-2\t2/2\t"), "{lines}");
}

#[test]
fn an_article_that_says_its_former_id_takes_its_lines_along() {
    let text = "In the spring the council met twice.";
    let site = site("  - {quote: council met, note: One}\n", text);
    build(&site);
    put(&site, "  - {quote: the council met twice, note: One}\n", text);
    let article = fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    fs::remove_file(site.root().join("content/articles/a.md")).unwrap();
    site.write("content/articles/z.md", article.replace("title: A", "title: A\npreviously: [a]").as_bytes());
    assert_eq!(build(&site), [""; 0]);
    let lines = locked(&site);
    assert!(lines.contains("\nz\tcouncil-met\t") && lines.lines().count() == 5, "{lines}");
}

#[test]
fn what_would_have_to_change_is_named_with_its_place() {
    let text = "In the spring the council met twice and voted for the bridge.";
    let site = site("  - {quote: the council met twice, note: One}\n", text);
    let options = Options { locked: true, ..Options::default() };
    let said = |site: &Fixture| {
        let built = site.build_with(&options);
        assert_eq!(built.value.site.is_none(), built.diagnostics.iter().any(|one| one.code.name == "lock-outdated"));
        let found = built.diagnostics.into_iter().filter(|one| one.code.name == "lock-outdated");
        found.map(|one| (one.span.map(|span| (span.file.path(), span.start)), one.message)).collect::<Vec<_>>()
    };
    assert_eq!(
        said(&site),
        [(None, "the site has no `annals.lock`, and its 1 annotations want lines in it".to_owned())]
    );
    build(&site);
    assert_eq!(said(&site), []);
    put(&site, "  - {quote: voted for the bridge, note: Two}\n  - {quote: the council met, note: One}\n", text);
    let found: Vec<String> = said(&site).into_iter().map(|(_, message)| message).collect();
    assert_eq!(
        found,
        [
            "`annals.lock` says something else of `a#the-council-met-twice`",
            "`annals.lock` has no line for `a#voted-for-the-bridge`"
        ]
        .iter()
        .rev()
        .map(|&s| s.to_owned())
        .collect::<Vec<_>>()
    );
    put(&site, "  - {note: Nothing}\n", text);
    let found = said(&site);
    assert!(
        found.iter().any(|(place, message)| place.unwrap().0 == "annals.lock" && message.ends_with("which is gone")),
        "{found:?}"
    );
}

#[test]
fn a_site_may_do_without() {
    let site = site("  - {quote: dog, note: One}\n", "A dog.");
    site.write("site.yaml", b"title: T\nlock: false\n");
    site.write(NAME, b"<<<<<<< nonsense");
    let built = site.build_with(&Options { locked: true, ..Options::default() });
    assert!(built.value.lock.is_none() && built.value.site.is_some(), "{:?}", built.diagnostics);
}

#[test]
fn a_place_that_the_lock_chose_among_several_is_locked_as_one_of_them() {
    let quote = "  - {quote: the old bridge over the river, note: One}\n";
    let text =
        "In the spring the council looked at the old bridge over the river and found that it was safe for carts.";
    let site = site(quote, text);
    build(&site);
    let again = "Long afterwards a stranger came by who had heard of the old bridge over the river, he told them.";
    put(&site, quote, &format!("{again}\n\n{text}"));
    assert_eq!(build(&site), [""; 0], "the words around it choose");
    assert!(locked(&site).contains("\t2/2\t"), "{}", locked(&site));
    assert!(site.build().value.lock.is_none());
    fs::remove_file(site.root().join(NAME)).unwrap();
    assert!(build(&site)[0].starts_with("quote-ambiguous"), "without it, an error");
}

#[test]
fn two_that_come_to_quote_the_same_keep_their_addresses_from_then_on() {
    let text = "The spring was long. The council looked at the old bridge over the river and found it safe.";
    let quotes = |one: &str, two: &str| format!("  - {{quote: {one}, note: One}}\n  - {{quote: {two}, note: Two}}\n");
    let site = site(&quotes("council looked at the old", "old bridge over"), text);
    assert_eq!(build(&site), [""; 0]);
    let given = |site: &Fixture| {
        let anchors = annals::check(site.root(), &Options::default(), false).value.anchors;
        anchors.into_iter().map(|one| one.of.1).collect::<Vec<_>>()
    };
    // In the order of letters the longer comes first, in the order in which addresses are given the shorter.
    assert_eq!(given(&site), ["council-looked-at-the-old", "old-bridge-over"]);
    let both = "council looked at the old bridge over the river";
    put(&site, &quotes(both, both), text);
    let addresses = given(&site);
    assert!(addresses.contains(&"council-looked-at-the-old".to_owned()), "{addresses:?}");
    for _ in 0..2 {
        assert_eq!(build(&site), [""; 0]);
        assert_eq!(given(&site), addresses);
    }
}

/// All ids of the article's page, sorted.
fn all_ids(site: &Fixture) -> Vec<String> {
    let site = site.build().value.site.expect("no errors");
    let page = site.files().iter().find(|(path, _)| path.as_str() == "articles/a/index.html").expect("the page");
    let document = scraper::Html::parse_document(std::str::from_utf8(&page.1.bytes).unwrap());
    let all = scraper::Selector::parse("[id]").unwrap();
    let mut ids: Vec<_> = document.select(&all).map(|element| element.value().attr("id").unwrap().to_owned()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn an_address_never_meets_one_of_the_texts_own() {
    let site = site(
        "  - {quote: C x marks, note: One}\n  - {quote: Fnref 1, note: Two}\n",
        "C x marks. Fnref 1. Text[^1] <b id=\"x-marks\">a</b>.\n\n[^1]: Words.",
    );
    assert_eq!(build(&site), [""; 0]);
    let unique = |all: &[String]| all.windows(2).all(|two| two[0] != two[1]);
    let all = all_ids(&site);
    assert!(unique(&all), "{all:?}");
    let is = |all: &[String], id: &str| all.iter().any(|one| one == id);
    assert!(["c-x-marks", "fnref-1", "a-c-x-marks", "a-fnref-1"].iter().all(|id| is(&all, id)), "{all:?}");
    assert!(locked(&site).contains("\na\ta-c-x-marks\t") && locked(&site).contains("\na\ta-fnref-1\t"));

    // A lock of an earlier version has them without `a-`. Where they meet nothing they stay.
    let earlier = locked(&site).replace("\ta-c-", "\tc-").replace("\ta-fnref-", "\tfnref-");
    site.write(NAME, earlier.as_bytes());
    assert_eq!(build(&site), [""; 0]);
    let all = all_ids(&site);
    assert!(unique(&all) && is(&all, "a-c-x-marks") && is(&all, "a-fnref-1"), "{all:?}");
    site.write(NAME, earlier.as_bytes());
    put(
        &site,
        "  - {quote: C x marks, note: One}\n  - {quote: Fnref 1, note: Two}\n",
        "C x marks. Fnref 1. Text[^1] <b id=\"x\">a</b>.\n\n[^1]: Words.",
    );
    assert_eq!(build(&site), [""; 0]);
    let all = all_ids(&site);
    assert!(unique(&all) && is(&all, "c-x-marks") && !is(&all, "a-c-x-marks"), "{all:?}");
    assert!(locked(&site).contains("\na\tc-x-marks\t") && locked(&site).contains("\na\ta-fnref-1\t"));
}
