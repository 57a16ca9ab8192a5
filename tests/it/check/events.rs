//! Events against each other, and accounts.

use super::{Case, check, put, said};

const WHOLE: &str = "=== content/events.yaml
talks: {name: Talks, date: 2016-07/2016-09}
dinner:
  name: Dinner
  date: 2016-10-02
  part_of: talks
  follows: lunch
lunch: {name: Lunch, date: 2016-08}
";

#[test]
fn outside_of_the_whole() {
    check(&Case {
        code: "event-outside-whole",
        fires: WHOLE,
        said: &[
            "warning",
            "content/events.yaml:4:9",
            "`events/dinner`, 2 October 2016, lies outside of",
            "`events/talks`",
        ],
        near: ("date: 2016-10-02", "date: 2016-09-30"),
        accepted: ("  name: Dinner\n", "  name: Dinner\n  accept: [{rule: event-outside-whole, because: Its end.}]\n"),
    });
    assert_eq!(said(&put(WHOLE, ("2016-10-02", "2016")), "event-outside-whole"), [""; 0], "the year holds the whole");
    let over = said(&put(WHOLE, ("2016-10-02", "2016-09-30/2016-10-02")), "event-outside-whole");
    assert!(over[0].starts_with("info") && over[0].contains("reaches over the edge"), "{over:?}");
}

#[test]
fn before_what_it_follows() {
    let fires = put(WHOLE, ("date: 2016-08", "date: 2016-11-01"));
    check(&Case {
        code: "event-before-previous",
        fires: &fires,
        said: &[
            "warning",
            "content/events.yaml:4:9",
            "`events/dinner`, 2 October 2016, is before what it follows",
            "1 November 2016",
        ],
        near: ("date: 2016-11-01", "date: 2016-10"),
        accepted: (
            "  name: Dinner\n",
            "  name: Dinner\n  accept: [{rule: event-before-previous, because: As told.}]\n",
        ),
    });
}

const FAR: &str = "=== content/people.yaml
ann: {name: Ann Berg}
=== content/places.yaml
vienna: {name: Vienna, coordinates: {lat: 48.21, lon: 16.37}}
berlin: {name: Berlin, coordinates: {lat: 52.52, lon: 13.40}}
paris: {name: Paris, coordinates: {lat: 48.86, lon: 2.35}}
hotel: {name: Hotel, part_of: paris}
=== content/events.yaml
play:
  name: Play
  date: 1890-05-01
  places: vienna
  participants: [{who: ann}]
walk:
  name: Walk
  date: 1890-05-01
  places: hotel
  participants: [{who: ann}]
";

#[test]
fn two_far_places_on_one_day() {
    check(&Case {
        code: "two-places",
        fires: FAR,
        said: &[
            "info",
            "content/events.yaml:10:18",
            "`people/ann` is in two far places on one day, 1 May 1890",
            "1033 km",
        ],
        near: ("places: hotel", "places: berlin"),
        accepted: ("  name: Walk\n", "  name: Walk\n  accept: [{rule: two-places, because: By balloon.}]\n"),
    });
    for change in [
        ("1890-05-01\n  places: hotel", "1890-05-02\n  places: hotel"),
        ("1890-05-01\n  places: hotel", "1890-05\n  places: hotel"),
    ] {
        assert_eq!(said(&put(FAR, change), "two-places"), [""; 0], "{change:?}");
    }
    let modern = FAR.replace("1890", "1990");
    assert_eq!(said(&modern, "two-places"), [""; 0], "one flies");
    let timed = put(&modern, ("1990-05-01\n  places: vienna", "1990-05-01T12:00\n  places: vienna"));
    let late = put(&timed, ("1990-05-01\n  places: hotel", "1990-05-01T16:00\n  places: hotel"));
    assert_eq!(said(&late, "two-places"), [""; 0]);
    let soon = put(&timed, ("1990-05-01\n  places: hotel", "1990-05-01T12:30\n  places: hotel"));
    assert!(said(&soon, "two-places")[0].starts_with("warning"), "faster than an aeroplane");
}

const ACCOUNTS: &str = "=== content/events.yaml
fire:
  name: The fire
  date: 2016-09
=== content/articles/a.md
---
date: 2017-01-01
annotations:
  - {quote: on 8 September, asserts: {events/fire: {date: 2016-09-08}}}
---
It burned on 8 September.
=== content/articles/b.md
---
date: 2017-01-02
annotations:
  - {quote: on 9 September, asserts: {events/fire: {date: 2016-09-09}}}
---
It burned on 9 September.
";

#[test]
fn accounts_that_disagree() {
    check(&Case {
        code: "accounts-disagree",
        fires: ACCOUNTS,
        said: &[
            "warning",
            "content/events.yaml:1:1",
            "`events/fire` disagree in the field `date`",
            "8 September 2016 (`a`) and 9 September 2016 (`b`)",
        ],
        near: ("date: 2016-09-09", "date: 2016-09"),
        accepted: (
            "quote: on 9 September,",
            "quote: on 9 September, accept: [{rule: accounts-disagree, because: A slip.}],",
        ),
    });
    let resolved = put(
        ACCOUNTS,
        ("  name: The fire\n", "  name: The fire\n  resolved: {date: {value: 2016-09-08, because: The log.}}\n"),
    );
    assert_eq!(said(&resolved, "accounts-disagree"), [""; 0], "resolved");
    let record = put(ACCOUNTS, ("date: 2016-09-09", "date: 2016-10"));
    assert!(
        said(&record, "accounts-disagree")[0].contains("September 2016 (the record)"),
        "{:?}",
        said(&record, "accounts-disagree")
    );
}

/// Whatever passages can assert of a record can be resolved in it, as the help of the finding says.
#[test]
fn accounts_of_any_record_are_resolved_in_it() {
    for (file, one, other, resolved) in [
        ("people", "born: 1821", "born: 1823", "born: {value: 1821, because: The register.}"),
        ("people", "birth_place: rome", "birth_place: paris", "birth_place: {value: rome, because: The register.}"),
        (
            "places",
            "coordinates: {lat: 1, lon: 2}",
            "coordinates: {lat: 5, lon: 6}",
            "coordinates: {value: {lat: 1, lon: 2}}",
        ),
        ("organizations", "founded: 1900", "founded: 1901", "founded: Both are in the minutes."),
        ("claims", "by: ann", "by: bob", "by: {value: ann, because: Signed.}"),
        ("works", "creators: ann", "creators: bob", "creators: {value: [ann], because: Signed.}"),
        ("works", "numbers: {pages: '5'}", "numbers: {pages: '6'}", "numbers: {value: {pages: '5'}}"),
    ] {
        let article = |id: &str, asserts: &str| {
            format!(
                "=== content/articles/{id}.md\n---\nannotations: [{{quote: word, asserts: {{{file}/x: {{{asserts}}}}}}}]\n---\nA word.\n"
            )
        };
        let site = |more: &str| {
            format!(
                "=== site.yaml\nkinds: {{works: {{one: Work, many: Works}}}}\n=== content/{file}.yaml\nx: {{name: Some Thing{more}}}\n{}{}",
                article("a", one),
                article("b", other)
            )
        };
        let open = said(&site(""), "accounts-disagree");
        assert_eq!(open.len(), 1, "{one}: {open:?}");
        let settled = site(&format!(", resolved: {{{resolved}}}"));
        assert_eq!(said(&settled, "accounts-disagree"), [""; 0], "{one}");
        assert_eq!(said(&settled, "unknown-key"), [""; 0], "{one}");
    }
}

const QUOTED: &str = "=== content/people.yaml
ann: {name: Ann Berg}
=== content/events.yaml
hearing: {name: Hearing, date: 2017-01-10}
=== content/articles/a.md
---
date: 2017-01-11
annotations:
  - {quote: I did not speak with any of the men of the harbour, speaker: ann, events: hearing}
---
She said: I did not speak with any of the men of the harbour.
=== content/articles/b.md
---
date: 2017-01-12
annotations:
  - {quote: I did not speak with one of the men of the harbour, speaker: ann, events: hearing}
---
She said: I did not speak with one of the men of the harbour.
";

#[test]
fn quotations_that_differ() {
    check(&Case {
        code: "quotation-differs",
        fires: QUOTED,
        said: &["info", "content/articles/b.md:6:11", "“any” / “one”"],
        near: ("date: 2017-01-12", "date: 2017-01-12\nlanguage: fr"),
        accepted: ("date: 2017-01-12", "date: 2017-01-12\naccept: [{rule: quotation-differs, because: As printed.}]"),
    });
    for (from, to) in
        [("speaker: ann, events", "speaker: ann, speech: indirect, events"), ("with one of", "with any of")]
    {
        assert_eq!(said(&QUOTED.replace(from, to), "quotation-differs"), [""; 0], "{from}");
    }
}
