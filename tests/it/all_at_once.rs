//! Behind an error of syntax the other mistakes of the file are said too, and none that is not there.

use crate::fixture::Fixture;

/// The errors and warnings of a site: `code place`.
fn said(site: &str) -> Vec<String> {
    let lines = Fixture::new(site).said().into_iter().filter(|line| !line.starts_with("info no-base-url"));
    lines.map(|line| line.splitn(4, ' ').skip(1).take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn records_behind_one_that_cannot_be_read() {
    let said = said(
        "=== content/people.yaml
ida:
  name: \"Ida
  born: 1870-13
bob: {name: Bob, died: 19999x}
carl:
  name: Carl: no
  born: 1900
   died: 1950
  # One that is unknown.
  dieds: 1950
dora: {name: Dora, born: [1}
emil:
  name Emil
  born: 1900
fritz:
  name: >-
    A: text
  born: 1801-02-30
",
    );
    assert_eq!(
        said,
        [
            "yaml-syntax content/people.yaml:2:9",
            "bad-date content/people.yaml:3:9",
            "bad-date content/people.yaml:4:24",
            "yaml-syntax content/people.yaml:6:13",
            "yaml-syntax content/people.yaml:8:4",
            "unknown-key content/people.yaml:10:3",
            "yaml-syntax content/people.yaml:11:28",
            "yaml-syntax content/people.yaml:13:3",
            "bad-date content/people.yaml:18:9",
        ]
    );
}

#[test]
fn annotations_behind_one_that_cannot_be_read() {
    let article = "=== content/articles/a.md\nSome words of the text.\n=== content/articles/a.annotations.yaml\n";
    for (annotations, want) in [
        (
            "annotations:\n- quote: \"Some\n  person: x\n- quote: other\n- quote: 'words\n  date: 19-1\n- quote: text\n",
            &[
                "yaml-syntax content/articles/a.annotations.yaml:2:10",
                "unknown-key content/articles/a.annotations.yaml:3:3",
                "quote-not-found content/articles/a.annotations.yaml:4:10",
                "yaml-syntax content/articles/a.annotations.yaml:5:10",
                "bad-date content/articles/a.annotations.yaml:6:9",
            ][..],
        ),
        // A hyphen without its space is no key.
        (
            "annotations:\n- quote: Some\n-quote: words\n- quote: text\n  dates: x\n",
            &[
                "yaml-syntax content/articles/a.annotations.yaml:3:1",
                "unknown-key content/articles/a.annotations.yaml:5:3",
            ],
        ),
        // What a broken line may have been is not missed.
        (
            "annotations:\n- quote Some\n  note: x\n- quote: text\n",
            &["yaml-syntax content/articles/a.annotations.yaml:2:3"],
        ),
    ] {
        let said = said(&format!("{article}{annotations}"));
        assert_eq!(said, want, "{annotations}");
    }
}

#[test]
fn the_text_below_a_front_matter_that_cannot_be_read() {
    let text = "See [one](gone.md).\n=== content/articles/a.annotations.yaml\nannotations:\n- quote: nothing such\n";
    let body = ["broken-link content/articles/a.md:5:5", "quote-not-found content/articles/a.annotations.yaml:2:10"];
    let article = |front: &str| {
        let mut said = said(&format!("=== content/articles/a.md\n---\n{front}\n---\n{text}"));
        said.sort();
        said
    };
    let with = |front: &[&str]| {
        let mut all: Vec<String> = front.iter().chain(&body).map(|one| (*one).to_owned()).collect();
        all.sort();
        all
    };
    assert_eq!(article("title: A: b\ndate: 1900"), with(&["yaml-syntax content/articles/a.md:2:9"]));
    let both = ["yaml-syntax content/articles/a.md:2:9", "unknown-key content/articles/a.md:3:1"];
    assert_eq!(article("title: A: b\ndates: 1900"), with(&both));
    // A draft is not looked at, whichever line of it cannot be read.
    assert_eq!(article("title: A: b\ndraft: true"), ["yaml-syntax content/articles/a.md:2:9"]);
    assert_eq!(article("title: A\ndraft: \"true"), ["yaml-syntax content/articles/a.md:3:8"]);
    for folder in ["content/people/ida.md", "content/about.md"] {
        let said = said(&format!("=== {folder}\n---\nname: A: b\n---\nSee [one](gone.md).\n"));
        assert!(said.contains(&format!("broken-link {folder}:4:5")), "{said:#?}");
    }
}

#[test]
fn nothing_is_made_up_of_parts() {
    // What is right as a whole up to the error, and would be wrong by itself; two documents; no YAML at all.
    for (people, want) in [
        ("ida: {name: Ida,\n  born: 1870}\nbob: {name: \"Bob}\n", &["yaml-syntax content/people.yaml:3:13"][..]),
        ("ida: {name: Ida}\n---\nbob: {name: \"Bob}\ncarl: {nam: Carl}\n", &["yaml-feature content/people.yaml:2:1"]),
        ("Once upon a time: there was.\nAnd then: nothing.\n\tTab\n", &["yaml-syntax"]),
    ] {
        let said = said(&format!("=== content/people.yaml\n{people}"));
        let fits = said.len() == want.len() && said.iter().zip(want).all(|(one, want)| one.starts_with(want));
        assert!(fits, "{people}\n{said:#?}");
    }
}

#[test]
fn who_is_named_in_what_cannot_be_read_is_not_said_to_be_unused() {
    let site = |title: &str| {
        said(&format!(
            "=== content/people.yaml\nida: {{name: Ida}}\n=== content/articles/a.md\n---\ntitle: {title}\npeople: ida\n---\nWords.\n"
        ))
    };
    assert_eq!(site("A: b"), ["yaml-syntax content/articles/a.md:2:9"]);
    assert_eq!(site("A"), [""; 0]);
}
