//! Records that contradict themselves, and accounts of offices that contradict each other.

use super::{Case, check, put, said};

const RESOLVED: &str = "=== content/events.yaml
e:
  name: The meeting
  date: 2020-03-05
  resolved: {date: {value: 2020-03-06, because: Log.}}
";

#[test]
fn a_record_says_what_it_has_resolved() {
    check(&Case {
        code: "resolved-differs",
        fires: RESOLVED,
        said: &["warning", "content/events.yaml:1:1", "`events/e`", "`date`", "5 March 2020", "6 March 2020"],
        near: ("date: 2020-03-05", "date: 2020-03"),
        accepted: (
            "  name: The meeting\n",
            "  name: The meeting\n  accept: [{rule: resolved-differs, because: By tradition.}]\n",
        ),
    });
    assert_eq!(said(&put(RESOLVED, ("  date: 2020-03-05\n", "")), "resolved-differs"), [""; 0], "nothing recorded");
    let reason = put(RESOLVED, ("{value: 2020-03-06, because: Log.}", "Nobody knows."));
    assert_eq!(said(&reason, "resolved-differs"), [""; 0], "only why it is open");
}

const TERM: &str = "=== content/organizations.yaml
town: {name: The Town}
=== content/people.yaml
ann:
  name: Ann Berg
  roles: [{title: Mayor, at: town, from: 1996-05, to: 1990}]
";

#[test]
fn what_ends_before_it_begins() {
    check(&Case {
        code: "ends-before-start",
        fires: TERM,
        said: &["warning", "content/people.yaml:3:55", "“Mayor”", "`people/ann`", "May 1996", "1990"],
        near: ("to: 1990", "to: 1996"),
        accepted: (
            "  name: Ann Berg\n",
            "  name: Ann Berg\n  accept: [{rule: ends-before-start, because: By decree.}]\n",
        ),
    });
    let relation =
        put(TERM, ("roles: [{title: Mayor, at: town,", "relations: [{with: organizations/town, role: friend,"));
    assert!(said(&relation, "ends-before-start")[0].contains("relation"), "{:?}", said(&relation, "ends-before-start"));
    assert!(said(&put(TERM, ("to: 1990", "to: 1990~")), "ends-before-start")[0].starts_with("info"));
}

fn chiefs(record: &str, told: &[&str]) -> Vec<String> {
    let mut site = format!(
        "=== content/organizations.yaml\npolice: {{name: Police}}\n=== content/people.yaml\nbo: {{name: Bo Lund{record}}}\n"
    );
    for (number, roles) in (1..).zip(told) {
        site.push_str(&format!(
            "=== content/articles/a{number}.md\n---\ntitle: A{number}\ndate: 2010\nannotations:\n  - {{quote: they met, people: bo, asserts: {{people/bo: {{roles: [{roles}]}}}}}}\n---\nSo they met.\n"
        ));
    }
    said(&site, "accounts-disagree")
}

#[test]
fn accounts_of_one_office() {
    let found = chiefs("", &["{title: Chief, at: police, from: 2001}", "{title: Chief, at: police, from: 2002}"]);
    assert!(found.len() == 1 && found[0].contains("`roles`"), "{found:?}");
    assert!(found[0].contains("Chief, from 2001") && found[0].contains("Chief, from 2002"), "{found:?}");
    let found = chiefs(", roles: [{title: Chief, at: police, to: 2005}]", &["{title: Chief, at: police, to: 2006}"]);
    assert!(found.len() == 1 && found[0].contains("the record"), "{found:?}");
    for (one, other) in [
        ("{title: Chief, at: police, from: 2001}", "{title: Chief, at: police, from: 2001-03}"),
        ("{title: Chief, at: police, from: 2001}", "{title: Chief, at: police, to: 2004}"),
        ("{title: Chief, at: police, from: 2001}", "{title: Clerk, at: police, from: 2002}"),
        ("{title: Chief, at: police, from: 2001}", "{title: Chief, from: 2002}"),
        // Two terms of one office.
        ("{title: Chief, at: police, from: 2001, to: 2003}", "{title: Chief, at: police, from: 2005, to: 2007}"),
    ] {
        assert_eq!(chiefs("", &[one, other]), [""; 0], "{one} {other}");
    }
    let terms = "{title: Chief, at: police, from: 2001}, {title: Chief, at: police, from: 2005}";
    assert_eq!(chiefs("", &[terms]), [""; 0], "whoever tells of two terms does not contradict themselves");
    let settled = ", resolved: {roles: {value: [{title: Chief, at: police, from: 2001}], because: Log.}}";
    let told = ["{title: Chief, at: police, from: 2001}", "{title: Chief, at: police, from: 2002}"];
    assert_eq!(chiefs(settled, &told), [""; 0], "resolved");
}
