//! One mistake is said, and not what follows from it.

use crate::fixture::Fixture;

/// The errors and warnings of a site: `code place`.
fn said(site: &str) -> Vec<String> {
    codes(&Fixture::new(site))
}

fn codes(fixture: &Fixture) -> Vec<String> {
    let lines = fixture.said().into_iter().filter(|line| !line.starts_with("info "));
    lines.map(|line| line.splitn(4, ' ').skip(1).take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn kinds_of_a_settings_file_in_error_are_not_missed() {
    let rest = "=== content/works.yaml
sonata: {name: Sonata}
=== content/works/other.md
---
name: Other
creators: x
---
Words.
=== content/articles/a.md
---
works: [sonata]
annotations:
  - {quote: Once, works: sonata, asserts: {works/sonata: {date: 1900}}}
---
Once of [[works/sonata|it]], [[sonata|that]] and [[Sonata]].
";
    let sound = format!("=== site.yaml\nkinds:\n  works: {{one: Work, many: Works}}\n{rest}");
    assert!(!said(&sound).iter().any(|line| line.contains("works.yaml") || line.contains("articles/a.md")));
    for (settings, place) in [
        ("kinds:\n  works: {one: Work, many: Works\n", "yaml-syntax site.yaml:2:"),
        ("titel: A\n", "unknown-key site.yaml:1:1"),
    ] {
        let said = said(&format!("=== site.yaml\n{settings}{rest}"));
        assert!(said.len() == 1 && said[0].starts_with(place), "{said:#?}");
    }
    // Without such a mistake all of it is one.
    let said = said(&format!("=== site.yaml\ntitle: A\n{rest}"));
    assert!(said.len() > 4, "{said:#?}");
}

#[test]
fn a_misspelt_key_is_one_whatever_the_settings_say() {
    let said = said("=== site.yaml\ntitel: A\n=== content/articles/a.md\n---\npeeple: x\n---\nWords.\n");
    assert_eq!(said, ["unknown-key content/articles/a.md:2:1", "unknown-key site.yaml:1:1"]);
}

#[test]
fn files_that_were_refused_are_there() {
    let fixture = Fixture::new(
        "=== site.yaml\nlimits: {file: 1 kB}\n=== content/articles/a.md\nSee [one](latin.md), [two](/articles/latin/), [three](large.md), [four](/big.txt) and ![five](big.png).\n",
    );
    fixture.write("content/articles/latin.md", b"caf\xe9");
    fixture.write("content/articles/large.md", &b"word ".repeat(300));
    fixture.write("content/articles/big.png", &[0; 1500]);
    fixture.write("static/big.txt", &b"word ".repeat(300));
    let mut said = codes(&fixture);
    said.retain(|line| !line.starts_with("not-utf8") && !line.starts_with("file-too-large"));
    assert_eq!(said, [""; 0]);
    fixture.write("content/articles/a.md", b"See [one](latn.md).\n");
    assert!(codes(&fixture).iter().any(|line| line.starts_with("broken-link ")));
}

#[test]
fn records_that_could_not_be_taken_are_not_missed() {
    let article = "=== content/articles/a.md\n---\npeople: anna-brg\n---\nOf [[Anna Berg]].\n=== content/people/anna-berg.md\n---\nname: A\n---\n";
    for (records, one) in [
        ("- anna-brg\n", "wrong-type content/people.yaml:1:1"),
        ("anna-brg: Anna Berg\n", "wrong-type content/people.yaml:1:11"),
        ("Anna_Brg: {name: Anna Berg}\n", "bad-id content/people.yaml:1:1"),
        ("anna-berg: {name: Anna Berg}\n", "id-taken content/people"),
    ] {
        let said = said(&format!("{article}=== content/people.yaml\n{records}"));
        assert!(said.len() == 1 && said[0].starts_with(one), "{said:#?}");
    }
    assert!(said(article).len() == 2, "{:?}", said(article));
}

#[test]
fn addresses_of_an_article_in_error_are_not_missed() {
    let other = "=== content/articles/b.md\nSee [one](a.md#prediction) and [[a#prediction|two]].\n";
    let article = |key: &str| {
        format!(
            "{other}=== content/articles/a.md\n---\n{key}:\n  - {{quote: One, id: prediction, note: N}}\n---\nOne. [Here](#prediction).\n"
        )
    };
    assert_eq!(said(&article("annotations")), [""; 0]);
    assert_eq!(said(&article("anotations")), ["unknown-key content/articles/a.md:2:1"]);
    let beside = format!(
        "{other}=== content/articles/a.md\nOne.\n=== content/articles/a.annotations.yaml\nanotations: [{{quote: One, id: prediction, note: N}}]\n"
    );
    assert_eq!(said(&beside), ["unknown-key content/articles/a.annotations.yaml:1:1"]);
    assert_eq!(said(&format!("{other}=== content/articles/a.md\nOne.\n")).len(), 2);
}

#[test]
fn a_quote_is_not_ambiguous_where_what_singles_it_out_is_in_error() {
    let article = |which: &str| {
        format!("=== content/articles/a.md\n---\nannotations:\n  - {{quote: One, {which}, note: N}}\n---\nOne. One.\n")
    };
    assert_eq!(said(&article("occurrence: 2")), [""; 0]);
    let said_of = said(&article("occurrence: two"));
    assert!(said_of.len() == 1 && said_of[0].starts_with("bad-value "), "{said_of:?}");
    assert_eq!(said(&article("occurence: 2")), ["unknown-key content/articles/a.md:3:18"]);
    assert_eq!(said(&article("id: x")), ["quote-ambiguous content/articles/a.md:3:13"]);
}

#[test]
fn texts_of_other_programs_among_articles_are_not_passed_over() {
    let fixture = Fixture::new("=== content/articles/a.md\nSee [it](linked.docx).\n");
    for path in ["articles/notes.docx", "articles/2017/first.TXT", "articles/first.mdx", "people/anna.odt"] {
        fixture.write(&format!("content/{path}"), b"x");
    }
    for path in ["articles/linked.docx", "articles/a.png", "notes.txt", "manual/a.txt"] {
        fixture.write(&format!("content/{path}"), b"x");
    }
    let all = ["articles/2017/first.TXT", "articles/first.mdx", "articles/notes.docx", "people/anna.odt"];
    let all = all.map(|path| format!("stray-file content/{path}:1:1"));
    assert_eq!(codes(&fixture), all);
}
