//! Names, records and sources.

use super::{Case, check, put, said};

const TWO: &str = "=== content/people.yaml
ann: {name: Ann Berg}
bob: {name: Bob Lund}
=== content/articles/a.md
Here Ann Berg spoke first.
=== content/articles/b.md
---
title: B
---
Here [[bob|Ann Berg]] spoke last.
";

#[test]
fn one_name_for_two() {
    check(&Case {
        code: "name-two-ids",
        fires: TWO,
        said: &[
            "info",
            "content/articles/b.md:4:12",
            "“Ann Berg” is `people/bob` here (1 time)",
            "`people/ann` (1 time)",
        ],
        near: ("name: Bob Lund", "name: Bob Lund, aliases: [{name: Ann Berg, spot: false}]"),
        accepted: ("title: B\n", "title: B\naccept: [{rule: name-two-ids, because: A mask.}]\n"),
    });
    let same =
        put(TWO, ("Here [[bob|Ann Berg]] spoke last.", "Here [[bob|Ann Berg]] spoke last, then [[ann|Ann Berg]]."));
    let same = put(&same, ("Here Ann Berg spoke first.", "Here."));
    assert_eq!(said(&same, "name-two-ids"), [""; 0], "one article that tells them apart");
}

const UNLINKED: &str = "=== content/people.yaml
ann: {name: Ann Berg}
bob: {name: Bob Lund, spot: false}
=== content/articles/a.md
---
title: A
spot: false
---
Here Ann Berg spoke to Bob Lund.
";

#[test]
fn a_known_name_unlinked() {
    check(&Case {
        code: "name-not-linked",
        fires: UNLINKED,
        said: &["info", "content/articles/a.md:5:6", "“Ann Berg” (`people/ann`)"],
        near: ("Ann Berg spoke", "[[Ann Berg]] spoke"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: name-not-linked, because: A list.}]\n"),
    });
    assert!(!said(UNLINKED, "name-not-linked")[0].contains("Bob"), "a name that is not to be spotted");
    let site = format!("=== site.yaml\nspot: false\n{}", put(UNLINKED, ("spot: false\n---", "---")));
    assert_eq!(said(&site, "name-not-linked").len(), 1, "spotting is off for the whole site");
}

const TWINS: &str = "=== content/people.yaml
ann:
  name: Ann Berg
  same_as: https://www.wikidata.org/wiki/Q1
berg:
  name: A. Berg
  same_as: https://www.wikidata.org/wiki/Q1
";

#[test]
fn probably_one() {
    check(&Case {
        code: "probably-one",
        fires: TWINS,
        said: &[
            "warning",
            "content/people.yaml:4:1",
            "`people/ann` and `people/berg` are probably one",
            "wikidata.org/wiki/q1",
        ],
        near: ("  name: A. Berg\n", "  name: A. Berg\n  not_same_as: ann\n"),
        accepted: (
            "  name: Ann Berg\n",
            "  name: Ann Berg\n  accept: [{rule: probably-one, because: A slip there.}]\n",
        ),
    });
    let named = |more: &str| {
        format!("=== content/people.yaml\nann: {{name: Ann Berg, born: 1950}}\nberg: {{name: 'Berg, Ann'{more}}}\n")
    };
    assert!(said(&named(""), "probably-one")[0].starts_with("info"));
    for more in [", born: 1980", ", died: 1949", ", not_same_as: ann"] {
        assert_eq!(said(&named(more), "probably-one"), [""; 0], "{more}");
    }
}

const UNUSED: &str = "=== content/people.yaml
ann: {name: Ann Berg}
=== content/articles/a.md
Nobody spoke.
";

#[test]
fn an_id_that_nobody_refers_to() {
    check(&Case {
        code: "unused-id",
        fires: UNUSED,
        said: &["info", "content/people.yaml:1:1", "nothing refers to `people/ann` (“Ann Berg”)"],
        near: ("Nobody spoke", "Ann Berg spoke"),
        accepted: ("name: Ann Berg", "name: Ann Berg, accept: [{rule: unused-id, because: For later.}]"),
    });
    for text in [
        "=== content/events.yaml\ne: {name: E, participants: [{who: ann}]}\n",
        "=== content/articles/b.md\n---\npeople: ann\n---\nA.\n",
        "=== content/articles/b.md\n---\nannotations: [{quote: A, note: 'See [[ann]].'}]\n---\nA.\n",
        "=== content/other.md\nSee [her](people:ann).\n",
        "=== content/articles/b.md\n---\ncorrespondence: {recipient: ann}\n---\nA.\n",
    ] {
        let all = said(&format!("{UNUSED}{text}"), "unused-id");
        assert!(!all.iter().any(|line| line.contains("people/ann")), "{text}: {all:?}");
    }
}

const SAID: &str = "=== content/people.yaml
ann: {name: Ann Berg}
=== content/articles/a.md
---
title: A
---
“I was not there at all on that day,” she said.
";

#[test]
fn quotations_without_a_speaker() {
    check(&Case {
        code: "quotation-without-speaker",
        fires: SAID,
        said: &["info", "content/articles/a.md:4:1", "1 quotation of more than 6 words"],
        near: ("title: A\n", "title: A\nannotations: [{quote: I was not there, speaker: ann}]\n"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: quotation-without-speaker, because: Of nobody.}]\n"),
    });
    assert_eq!(said(&put(SAID, (" at all on that day", "")), "quotation-without-speaker"), [""; 0], "few words");
}

const VERDICT: &str = "=== content/people.yaml
ann: {name: Ann Berg, born: 1950}
=== content/articles/a.md
---
date: 2017-01-01
annotations:
  - quote: I was not there
    speaker: ann
    claim: {text: She was not there., verdict: inaccurate}
---
She said: I was not there.
";

#[test]
fn verdicts_on_the_living() {
    check(&Case {
        code: "living-without-source",
        fires: VERDICT,
        said: &["warning", "content/articles/a.md:4:5", "a verdict on what `people/ann` says"],
        near: ("verdict: inaccurate}", "verdict: inaccurate, sources: 'https://example.org/log'}"),
        accepted: ("  - quote: I", "  - accept: [{rule: living-without-source, because: She says so.}]\n    quote: I"),
    });
    for (change, wanted) in [
        (("born: 1950", "born: 1950, died: 2010"), None),
        (("born: 1950", "born: 1850"), None),
        (("{name: Ann Berg, born: 1950}", "{name: Ann Berg}"), Some("info")),
        ((", verdict: inaccurate", ""), None),
    ] {
        let found = said(&put(VERDICT, change), "living-without-source");
        assert_eq!(found.first().and_then(|line| line.split(' ').next()), wanted, "{change:?}");
    }
    let claim = |more: &str| {
        format!(
            "=== content/articles/n.md\n---\ndate: 2017\n---\nN.\n=== content/people.yaml\nann: {{name: Ann Berg, born: 1950}}\n=== content/claims.yaml\nc: {{name: C, text: C, by: ann{more}}}\n"
        )
    };
    assert!(said(&claim(""), "living-without-source")[0].contains("a claim on what `people/ann`"));
    assert_eq!(said(&claim(", sources: 'https://example.org/'"), "living-without-source"), [""; 0]);
}

const SOURCE: &str = "=== content/articles/a.md
---
title: A
source: {title: Log, url: https://example.org/log}
---
A.
";

#[test]
fn sources_that_are_not_archived() {
    check(&Case {
        code: "source-not-archived",
        fires: SOURCE,
        said: &["info", "content/articles/a.md:3:27", "the source has no archived address"],
        near: ("log}", "log, archived: https://web.archive.org/web/2017/https://example.org/log}"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: source-not-archived, because: Ours.}]\n"),
    });
    assert_eq!(
        said(&put(SOURCE, ("https://example.org/log", "https://doi.org/10.1/1")), "source-not-archived"),
        [""; 0]
    );
}
