//! Lives and offices.

use super::{Case, check, put, said};

const HEARING: &str = "=== content/people.yaml
ann:
  name: Ann Berg
  born: 1950-04-02
  died: 2001-06-01
=== content/events.yaml
hearing:
  name: Hearing
  date: 2001-06-01
  participants: [{who: ann, role: chair}]
";

#[test]
fn after_death() {
    let fires = put(HEARING, ("date: 2001-06-01", "date: 2001-06-02"));
    check(&Case {
        code: "after-death",
        fires: &fires,
        said: &[
            "warning",
            "content/events.yaml:4:18",
            "`people/ann` died 1 June 2001",
            "takes part in `events/hearing`, 2 June 2001",
        ],
        near: ("date: 2001-06-02", "date: 2001-06"),
        accepted: ("  name: Hearing\n", "  name: Hearing\n  accept: [{rule: after-death, because: A memorial.}]\n"),
    });
    assert_eq!(said(HEARING, "after-death"), [""; 0], "on the day itself");
    let funeral = put(&fires, ("role: chair", "role: the deceased"));
    assert_eq!(said(&funeral, "after-death"), [""; 0]);
    let about = put(&fires, ("2001-06-01\n===", "2001-05~\n==="));
    assert!(said(&about, "after-death")[0].starts_with("info"), "a date that is not sure");

    let role =
        put(HEARING, ("  died: 2001-06-01\n", "  died: 2001-06-01\n  roles: [{title: Chair, from: 1990, to: 2003}]\n"));
    assert!(said(&role, "after-death")[0].contains("has the role “Chair”"));
    let letter = |day: &str| {
        format!(
            "{HEARING}=== content/articles/l.md\n---\ncorrespondence: {{sender: ann, sent: {{date: {day}}}}}\n---\nA letter.\n"
        )
    };
    assert!(said(&letter("2001-06-03"), "after-death")[0].contains("sends this letter"));
    assert_eq!(said(&letter("2001-05-03"), "after-death"), [""; 0]);
    let speech = |day: &str| {
        let site = put(HEARING, ("date: 2001-06-01\n  p", &format!("date: {day}\n  x-p")));
        let site = put(&site, ("x-participants: [{who: ann, role: chair}]\n", "x-p: a\n"));
        format!(
            "{site}=== content/articles/l.md\n---\ndate: 2020\nannotations: [{{quote: I was there, speaker: ann, events: hearing}}]\n---\nShe said: I was there.\n"
        )
    };
    assert!(said(&speech("2001-07"), "after-death")[0].contains("speaks at `events/hearing`"));
    assert_eq!(said(&speech("2001-06"), "after-death"), [""; 0]);
    // To be spoken of after death is no mistake.
    let spoken = format!("{HEARING}=== content/articles/a.md\n---\ndate: 2020-01-01\n---\nAnn Berg was remembered.\n");
    assert_eq!(said(&spoken, "after-death"), [""; 0]);
    // A claim that is made after death.
    let claim = format!("{HEARING}=== content/claims.yaml\nc: {{name: C, by: ann, date: 2002}}\n");
    assert!(said(&claim, "after-death")[0].contains("makes the claim `claims/c`"));
}

#[test]
fn before_birth() {
    let fires =
        format!("{HEARING}=== content/articles/a.md\n---\ntitle: A\ndate: 1949-01-01\n---\nAnn Berg was seen here.\n");
    check(&Case {
        code: "before-birth",
        fires: &fires,
        said: &["warning", "content/articles/a.md:5:1", "`people/ann` was born 2 April 1950", "1 January 1949"],
        near: ("date: 1949-01-01", "date: 1950"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: before-birth, because: Her grandmother.}]\n"),
    });
    let turned = put(HEARING, ("died: 2001-06-01", "died: 1949"));
    let said_of = said(&turned, "before-birth");
    assert!(said_of[0].contains("content/people.yaml:4:9") && said_of[0].contains("but died, 1949"), "{said_of:?}");
    assert_eq!(said(&put(HEARING, ("died: 2001-06-01", "died: 1950")), "before-birth"), [""; 0]);
    let role = put(HEARING, ("  died: 2001-06-01\n", "  roles: [{title: Chair, from: 1940, to: 1999}]\n"));
    assert!(said(&role, "before-birth")[0].contains("has the role “Chair”, 1940"));
}

const SOCIETY: &str = "=== content/organizations.yaml
society: {name: The Society, founded: 1900, dissolved: 1950}
=== content/events.yaml
meeting:
  name: Meeting
  date: 1899-12-31
  participants: [{who: organizations/society}]
";

#[test]
fn before_founding_and_after_dissolution() {
    check(&Case {
        code: "before-founding",
        fires: SOCIETY,
        said: &[
            "warning",
            "content/events.yaml:4:18",
            "`organizations/society` was founded in 1900",
            "31 December 1899",
        ],
        near: ("date: 1899-12-31", "date: 1900-01-01"),
        accepted: (
            "  name: Meeting\n",
            "  name: Meeting\n  accept: [{rule: before-founding, because: The first plan.}]\n",
        ),
    });
    let after = put(SOCIETY, ("1899-12-31", "1951-01-01"));
    check(&Case {
        code: "after-dissolution",
        fires: &after,
        said: &["warning", "content/events.yaml:4:18", "was dissolved in 1950", "1 January 1951"],
        near: ("date: 1951-01-01", "date: 1950-12-31"),
        accepted: ("dissolved: 1950}", "dissolved: 1950, accept: [{rule: after-dissolution, because: Its heirs.}]}"),
    });
    let member = format!(
        "{SOCIETY}=== content/people.yaml\nann: {{name: Ann, roles: [{{title: Member, at: society, from: 1960}}]}}\n"
    );
    assert!(said(&member, "after-dissolution")[0].contains("gives `people/ann` the role “Member”"));
}

const OFFICE: &str = "=== content/organizations.yaml
house: {name: The House}
=== content/people.yaml
ann:
  name: Ann Berg
  roles: [{title: Senator for the North, at: house, from: 2001-01-03, to: 2007-01-03}]
=== content/events.yaml
vote:
  name: Vote
  date: 2008-05-01
  participants: [{who: ann, role: senator}]
";

#[test]
fn outside_of_a_term() {
    check(&Case {
        code: "office-outside-term",
        fires: OFFICE,
        said: &["warning", "content/events.yaml:4:18", "as “senator”", "from 3 January 2001 to 3 January 2007"],
        near: ("role: senator", "role: former senator"),
        accepted: ("  name: Vote\n", "  name: Vote\n  accept: [{rule: office-outside-term, because: By courtesy.}]\n"),
    });
    for change in [
        ("date: 2008-05-01", "date: 2007"),
        ("to: 2007-01-03", "note: open"),
        ("role: senator", "role: witness"),
        ("to: 2007-01-03}]", "to: 2007-01-03}, {title: Senator for the South, at: house, from: 2008}]"),
    ] {
        assert_eq!(said(&put(OFFICE, change), "office-outside-term"), [""; 0], "{change:?}");
    }
    assert!(said(&put(OFFICE, ("to: 2007-01-03", "to: 2007~")), "office-outside-term")[0].starts_with("info"));
}

const MAYORS: &str = "=== content/organizations.yaml
town: {name: The Town}
=== content/people.yaml
ann:
  name: Ann Berg
  roles: [{title: Mayor, at: town, from: 1990, to: 1996-05-01}]
bob:
  name: Bob Lund
  roles: [{title: Mayor, at: town, from: 1995-05-01, to: 2001}]
";

#[test]
fn two_holders_of_one_office() {
    check(&Case {
        code: "two-holders",
        fires: MAYORS,
        said: &[
            "warning",
            "content/people.yaml:6:11",
            "`people/ann` and `people/bob` are both “Mayor” at `organizations/town`",
        ],
        near: ("from: 1995-05-01", "from: 1996-05-01"),
        accepted: ("  name: Bob Lund\n", "  name: Bob Lund\n  accept: [{rule: two-holders, because: Disputed.}]\n"),
    });
    let members = MAYORS.replace("Mayor", "Member");
    assert_eq!(said(&members, "two-holders"), [""; 0], "an office of many");
    let open = put(MAYORS, (", to: 1996-05-01", ""));
    assert_eq!(said(&open, "two-holders"), [""; 0], "an end that is not known");
    let both = put(&open, (", to: 2001", ""));
    assert!(said(&both, "two-holders")[0].starts_with("info"), "both still there");
}
