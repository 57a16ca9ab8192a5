//! Articles that are dated before what they tell.

use super::{Case, check, put, said};

const MEETING: &str = "=== content/events.yaml
meeting: {name: The meeting, date: 2017-03-01}
=== content/articles/a.md
---
title: A
date: 2017-01-03
---
Both of them spoke at [[meeting|the meeting]] in the old house.
";

#[test]
fn before_an_event() {
    check(&Case {
        code: "date-before-event",
        fires: MEETING,
        said: &["warning", "content/articles/a.md:3:7", "dated 3 January 2017", "`events/meeting`, 1 March 2017"],
        near: ("date: 2017-01-03", "date: 2017-03-01"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: date-before-event, because: It is a story.}]\n"),
    });
    // The event's record can accept it too.
    let accepted = put(
        MEETING,
        ("date: 2017-03-01}", "date: 2017-03-01, accept: [{rule: date-before-event, because: Moved twice.}]}"),
    );
    assert_eq!(said(&accepted, "date-before-event"), [""; 0]);
    assert_eq!(said(&accepted, "accepted-nothing"), [""; 0]);
}

#[test]
fn intervals_and_words_decide() {
    let severity = |change| {
        let found = said(&put(MEETING, change), "date-before-event");
        found.first().map(|line| line.split(' ').next().unwrap_or_default().to_owned())
    };
    for (change, wanted) in [
        // What is to come is not told as past.
        (("spoke at", "will speak at"), None),
        (("spoke at", "would have spoken at"), Some("info")),
        (("spoke at", "at"), Some("info")),
        // A date that is not sure, or not wholly later.
        (("2017-03-01", "2017-03~"), Some("info")),
        (("2017-03-01", "2017"), None),
        // What is near is spoken of beforehand.
        (("2017-03-01", "2017-01-20"), Some("info")),
        (("2017-03-01", "2016-12/2017-03"), None),
        (("date: 2017-01-03", "date: 2017-01-03?"), Some("info")),
        (("date: 2017-01-03", "date: 2017"), None),
        // Added to later.
        (("title: A\n", "title: A\nupdated: 2017-03-02\n"), None),
        (("title: A\n", "title: A\ncorrections: [{date: 2017-03-02, text: B}]\n"), None),
        // In another language nothing is known of tenses.
        (("title: A\n", "title: A\nlanguage: nl\n"), Some("info")),
    ] {
        assert_eq!(severity(change).as_deref(), wanted, "{change:?}");
    }
    // Commentary is later than its text.
    let footnote = put(
        MEETING,
        (
            "Both of them spoke at [[meeting|the meeting]] in the old house.",
            "A.[^1]\n\n[^1]: They met at [[meeting|the meeting]].",
        ),
    );
    assert_eq!(said(&footnote, "date-before-event"), [""; 0]);
}

const DAY: &str = "=== content/articles/a.md
---
title: A
date: 2017-05-03
---
The bridge was opened on 5 March 2018, at noon.
";

#[test]
fn before_a_day_in_its_text() {
    check(&Case {
        code: "date-before-text",
        fires: DAY,
        said: &["warning", "content/articles/a.md:3:7", "“5 March 2018”"],
        near: ("was opened", "will be opened"),
        accepted: ("title: A\n", "title: A\naccept: [{rule: date-before-text, because: It is a story.}]\n"),
    });
    for (change, count) in [
        (("5 March 2018", "5 March 2016"), 0),
        (("5 March 2018", "3 May 2017"), 0),
        (("5 March 2018", "04/05/2017"), 0),
        (("5 March 2018", "05/06/2017"), 1),
        (("5 March 2018", "March 2018"), 1),
        (("5 March 2018, at noon.", "a day.[^1]\n\n[^1]: It was 5 March 2018."), 0),
        (("on 5 March 2018", "`on 5 March 2018`"), 1),
        (("The bridge was opened on 5 March 2018, at noon.", "```\nwas 5 March 2018\n```"), 0),
    ] {
        assert_eq!(said(&put(DAY, change), "date-before-text").len(), count, "{change:?}");
    }
    let german =
        put(DAY, ("The bridge was opened on 5 March 2018, at noon.", "Die Brücke wurde am 5. März 2018 eröffnet."));
    assert!(said(&german, "date-before-text")[0].starts_with("info"), "German words in an English text");
    let german = put(&german, ("title: A\n", "title: A\nlanguage: de-AT\n"));
    assert!(said(&german, "date-before-text")[0].starts_with("warning"));
}

#[test]
fn what_is_accepted_and_met_by_nothing_is_said() {
    let with =
        |accept: &str| put(DAY, ("title: A\n", &format!("title: A\naccept: [{{rule: {accept}, because: B}}]\n")));
    assert_eq!(said(&with("date-before-text"), "accepted-nothing"), [""; 0]);
    for (rule, words) in [
        ("date-before-event", "`date-before-event` finds nothing here any more"),
        ("date-before-txt", "there is no rule `date-before-txt`"),
        ("quote-not-found", "`quote-not-found` cannot be accepted"),
    ] {
        let found = said(&with(rule), "accepted-nothing");
        assert!(found.len() == 1 && found[0].contains(words), "{found:?}");
        assert!(found[0].contains("content/articles/a.md:3:17"), "{found:?}");
    }
}
