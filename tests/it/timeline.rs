//! What the script of the timeline filters by agrees with the pages that it filters.

use crate::render::{attributes, pages, texts};

const SITE: &str = "\
=== site.yaml
page_size: 2
=== content/people.yaml
anna: {name: Anna Berg}
bo: {name: Bo Lind}
=== content/organizations.yaml
guild: {name: The Guild}
=== content/places.yaml
sund: {name: Sund}
quay: {name: Long Quay, part_of: sund}
=== content/events.yaml
late: {name: The last one, date: 1950, participants: [{who: bo}]}
first: {name: The first one, date: 1900-02-01, type: meeting, places: quay, participants: [{who: anna}, {who: organizations/guild}]}
second: {name: The second one, date: 1900-03-01, type: vote, places: sund}
third: {name: The third one, date: 1901, type: meeting}
secret: {name: A draft, date: 1901, draft: true, participants: [{who: anna}]}
";

#[test]
fn the_index_of_events_agrees_with_the_pages() {
    let pages = pages(SITE);
    let all = &pages["timeline/index.html"];
    // Without a script there is nothing to be seen of it.
    assert_eq!(texts(all, ".filter"), [""]);
    let scripts = attributes(all, "script[src*='events.js'], script[src*='timeline.js']", "src");
    assert_eq!(scripts, ["events.js", "../assets/timeline.js"]);

    let text = &pages["timeline/events.js"];
    let json =
        text.strip_prefix("window.annalsTimeline = ").and_then(|text| text.strip_suffix(";\n")).expect("a value");
    let index: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(
        index,
        serde_json::json!({
            // People first, by sort name; others with their kind.
            "who": [["anna", "Anna Berg"], ["bo", "Bo Lind"], ["organizations/guild", "The Guild"]],
            "places": [["quay", "Long Quay"], ["sund", "Sund"]],
            "types": ["meeting", "vote"],
            "parts": [0, 2],
            // What happened on the quay happened in Sund.
            "events": [[[0, 2], [0, 1], [0]], [[], [1], [1]], [[], [], [0]], [[1], [], []]],
        })
    );
    // As many rows on each part as the index says, in its order.
    let parts = attributes(all, "nav.parts a", "href");
    assert_eq!(parts.len(), 2);
    assert_eq!(texts(all, ".lines a.events"), ["The first one", "The second one"]);
}

#[test]
fn without_anything_to_filter_by_there_is_no_filter() {
    let pages = pages("=== content/events.yaml\na: {name: Alpha, date: 1900}\nb: {name: Beta, date: 1901}\n");
    assert!(!pages["timeline/index.html"].contains("events.js") && !pages.contains_key("timeline/events.js"));
}

/// What is not known of dates is neither given limits nor called the same.
#[test]
fn dates_that_tell_little_are_given_no_more() {
    let pages = pages(
        "=== content/events.yaml\na: {name: A, date: XXXX}\nb: {name: B, date: XXXX/1931}\nc: {name: C, date: 0001}\n\
         d: {name: D, date: 1931-24}\ne: {name: E, date: 1931}\nf: {name: F, date: 1931~}\n\
         g: {name: G, date: '{1931-05-04,1931-05-06}'}\nh: {name: H, date: 1931-05-04/1931-05-06}\ni: {name: I, date: 1931}\n",
    );
    let main = |page: &str| texts(&pages[&format!("{page}/index.html")], "main").concat();
    assert_eq!(texts(&pages["timeline/index.html"], "main h2"), ["1 CE", "1931 or later", "Undated"]);
    for (event, limits, same) in
        [("a", 0, 0), ("b", 0, 0), ("d", 0, 0), ("e", 1, 1), ("f", 0, 0), ("g", 0, 0), ("h", 0, 0)]
    {
        let text = main(&format!("events/{event}"));
        assert_eq!(text.matches("it lies between").count(), limits, "{event}: {text}");
        assert_eq!(text.matches("same date").count(), same, "{event}: {text}");
    }
}

/// However little of a span is seen, what goes on has its arrow, as a day that is no span has none.
#[test]
fn what_goes_on_beyond_the_axis_has_an_arrow_however_short_its_bar() {
    let pages = pages(
        "=== content/events.yaml\nold: {name: Old, date: 1800}\nlong: {name: Long, date: 1800/..}\n\
         late: {name: Late, date: 1999/..}\nearly: {name: Early, date: ../1800-02}\nlast: {name: Last, date: 2000}\n",
    );
    let strips = |page: &str| {
        let page = &pages[page];
        let rows = page.split("<div class=\"what\">").skip(1).filter_map(|row| row.split_once("<svg class=\"strip\""));
        rows.map(|(what, strip)| {
            let name = what.split_once("</strong>").or(what.split_once("</a>")).unwrap().0.rsplit('>').next().unwrap();
            let strip = strip.split_once("</li>").unwrap().0;
            (name.to_owned(), strip.contains("translate(-5"), strip.matches("class=\"on\"").count())
        })
        .collect::<Vec<_>>()
    };
    let mut found = strips("events/late/index.html");
    found.sort();
    let row = |name: &str, dot, arrows| (name.to_owned(), dot, arrows);
    assert_eq!(
        found,
        [
            row("Early", false, 1),
            row("Last", true, 0),
            row("Late", false, 1),
            row("Long", false, 1),
            row("Old", true, 0)
        ]
    );
}
