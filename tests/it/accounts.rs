//! What articles tell of an event, side by side: agreement and disagreement by the rule of the authoring format.

use std::collections::BTreeSet;

use annals::graph::accounts::{Accounts, FieldName, Value, accounts};
use annals::resolve::corpus::Corpus;

use crate::mentions::corpus;
use crate::render::{attributes, pages, texts};

const WORLD: &str = "=== content/places.yaml
city: {name: City}
town: {name: Town}
hall: {name: Hall, part_of: city}
room: {name: Room, part_of: hall}
=== content/people.yaml
ann: {name: Ann Aster}
bob: {name: Bob Birch}
hidden: {name: Hidden Name, draft: true}
";

/// An event, and an article for each text of assertions about it: `a1`, `a2`, …
fn world(event: &str, told: &[&str]) -> String {
    let mut text = format!("{WORLD}=== content/events.yaml\nmeeting:\n  name: The meeting\n{event}\n");
    for (number, asserts) in (1..).zip(told) {
        let (head, asserts) = asserts.split_once('|').unwrap_or(("", asserts));
        text.push_str(&format!(
            "=== content/articles/a{number}.md\n---\ntitle: Account {number}\ndate: 2017-03-{number:02}\n{head}\nannotations:\n  \
             - {{quote: they met then, events: meeting, asserts: {{events/meeting: {asserts}}}}}\n---\nIt is said that they met then.\n"
        ));
    }
    text
}

fn of<'c>(corpus: &'c Corpus, id: &str) -> Accounts<'c> {
    let at = corpus.entity_ids().find(|&at| corpus.entity(at).id.as_str() == id).expect("the entity");
    accounts(corpus, &annals::graph::graph(corpus), at)
}

/// `field: value=who,who` for each position, `!` before those that disagree with another.
fn shown(corpus: &Corpus, told: &Accounts<'_>) -> Vec<String> {
    let field = |field: &annals::graph::accounts::FieldAccounts<'_>| {
        let name = match field.field {
            FieldName::Key(key) => key.to_owned(),
            FieldName::Number(label) => format!("#{label}"),
        };
        let all = 0..field.positions.len();
        let disputed: BTreeSet<usize> = all.flat_map(|at| field.against(at)).collect();
        let positions = field.positions.iter().enumerate().map(|(at, position)| {
            let value = match &position.value {
                Value::Date(date) => date.to_string(),
                Value::Ref(reference) => corpus.entity(reference.entity).id.to_string(),
                Value::Number(text) | Value::Text(text) => (*text).to_owned(),
                Value::Coordinates(lat, lon) => format!("{lat} {lon}"),
                Value::Role(role) => role.title.clone().unwrap_or_default(),
            };
            let record = position.record.map(|_| "record".to_owned());
            let who = position.articles().into_iter().map(|id| corpus.article(id).id.to_string());
            let who: Vec<_> = record.into_iter().chain(who).collect();
            format!("{}{value}={}", if disputed.contains(&at) { "!" } else { "" }, who.join(","))
        });
        format!("{name}: {}", positions.collect::<Vec<_>>().join(" "))
    };
    told.fields.iter().map(field).collect()
}

fn told(event: &str, asserts: &[&str]) -> Vec<String> {
    let corpus = corpus(&world(event, asserts));
    shown(&corpus, &of(&corpus, "meeting"))
}

#[test]
fn dates_disagree_when_their_intervals_do_not_overlap() {
    assert_eq!(
        told("  date: 2016-09", &["{date: 2016-09-08}", "{date: 2016-09-08}", "{date: 2016-09-09}"]),
        ["date: 2016-09=record !2016-09-08=a1,a2 !2016-09-09=a3"]
    );
    assert_eq!(told("  date: 2016-09", &["{date: 2016-09-08}"]), ["date: 2016-09=record 2016-09-08=a1"]);
    assert_eq!(told("  date: 2016-10", &["{date: 2016-09-08}"]), ["date: !2016-10=record !2016-09-08=a1"]);
    // Open and unknown ends are before nothing.
    assert_eq!(told("  date: 2016/..", &["{date: 2020}"]), ["date: 2016/..=record 2020=a1"]);
    // With times, by moment, not by the day as written.
    assert_eq!(
        told("  date: 2017-03-01T23:30-05:00", &["{date: 2017-03-02T04:30Z}"]),
        ["date: 2017-03-01T23:30-05:00=record 2017-03-02T04:30Z=a1"]
    );
}

#[test]
fn references_disagree_when_neither_equals_nor_is_part_of_the_other() {
    assert_eq!(
        told("  places: city", &["{places: room}", "{places: hall}", "{places: town}"]),
        ["places: !city=record !room=a1 !hall=a2 !town=a3"]
    );
    assert_eq!(told("  places: city", &["{places: room}", "{places: hall}"]), ["places: city=record room=a1 hall=a2"]);
}

#[test]
fn lists_add_and_never_disagree() {
    assert_eq!(
        told(
            "  participants: [{who: ann}]",
            &["{participants: [{who: bob}]}", "{participants: [{who: ann}, {who: bob}]}"]
        ),
        ["participants: ann=record,a2 bob=a1,a2"]
    );
    assert_eq!(told("  places: city", &["{places: [town, city]}"]), ["places: city=record,a1 town=a1"]);
    // One value against one value disagrees, whatever lists say beside them.
    assert_eq!(
        told("  places: city", &["{places: [town, city]}", "{places: town}"]),
        ["places: !city=record,a1 !town=a1,a2"]
    );
    assert_eq!(told("", &["{people: ann}", "{people: bob}"]), ["people: ann=a1 bob=a2"]);
}

#[test]
fn numbers_disagree_when_they_differ() {
    assert_eq!(
        told("", &["{numbers: {guests: '50', minutes: 20-30}}", "{numbers: {guests: about 50, minutes: '25'}}"]),
        ["#guests: 50=a1 about 50=a2", "#minutes: 20-30=a1 25=a2"]
    );
    assert_eq!(
        told("", &["{numbers: {guests: '1,200 guests'}}", "{numbers: {guests: '80'}}"]),
        ["#guests: !1,200 guests=a1 !80=a2"]
    );
    // Other units cannot be compared.
    assert_eq!(told("", &["{numbers: {way: 5 km}}", "{numbers: {way: 3 miles}}"]), ["#way: 5 km=a1 3 miles=a2"]);
    // Words never disagree.
    assert_eq!(told("  type: talk", &["{type: speech}"]), ["type: talk=record speech=a1"]);
}

#[test]
fn an_account_that_is_passed_on_or_translated_counts_once() {
    let count = |told: &[&str]| {
        let corpus = corpus(&world("", told));
        let told = of(&corpus, "meeting");
        (told.told.len(), told.independent)
    };
    assert_eq!(count(&["{date: 2016}", "{date: 2016}"]), (2, 2));
    assert_eq!(count(&["{date: 2016}", "source: {after: a1}|{date: 2016}", "translation_of: a2|{date: 2016}"]), (3, 1));
    // Two that pass on the same account elsewhere are one account.
    assert_eq!(
        count(&["source: {after: The wire}|{date: 2016}", "source: {after: the wire}|{date: 2016}", "{date: 2016}"]),
        (3, 2)
    );
    // A circle ends.
    assert_eq!(count(&["source: {after: a2}|{date: 2016}", "source: {after: a1}|{date: 2016}"]), (2, 1));
}

#[test]
fn removed_passages_tell_nothing_and_drafts_are_not_named() {
    let text = format!(
        "{WORLD}=== content/events.yaml
meeting: {{name: The meeting, resolved: {{participants: {{value: [ann, hidden], because: The list.}}}}}}
=== content/articles/a.md
---
title: A
source: {{after: secret}}
annotations:
  - {{quote: they met, events: meeting}}
  - {{quote: gone, removed: 2017, asserts: {{events/meeting: {{date: 2015}}}}}}
  - {{quote: it was late, asserts: {{events/meeting: {{participants: [{{who: ann}}, {{who: hidden}}]}}}}}}
---
So they met, and it was late.
=== content/articles/secret.md
---
title: Secret
draft: true
---
Nothing.
"
    );
    let corpus = corpus(&text);
    let told = of(&corpus, "meeting");
    assert_eq!(shown(&corpus, &told), ["participants: ann=a"]);
    assert_eq!(told.told.iter().map(|one| (one.asserts.len(), one.passages.len())).collect::<Vec<_>>(), [(1, 1)]);
    let pages = pages(&text);
    for (path, page) in &pages {
        assert!(
            path.starts_with("assets/") || !page.contains("hidden") && !page.contains("secret"),
            "{path} names a draft"
        );
    }
    assert!(texts(&pages["events/meeting/index.html"], "#accounts .resolved")[0].contains("Ann Aster. The list."));
}

#[test]
fn the_page_says_it_in_words_with_a_link_to_each_passage() {
    let pages = pages(&world(
        "  date: 2016-09-08\n  resolved: {date: {value: 2016-09-08, because: The diary says so.}}",
        &[
            "{date: 2016-09-08}",
            "source: {after: a1}|{date: 2016-09-08, places: hall}",
            "{date: 2016-09-09, places: room}",
        ],
    ));
    let page = &pages["events/meeting/index.html"];
    assert_eq!(
        texts(page, "#accounts > .aside"),
        [
            "3 articles tell of it; 2 are accounts of their own, not counting what only passes on or translates one of them."
        ]
    );
    assert_eq!(
        texts(page, "#accounts dd > p:first-child"),
        ["The accounts disagree.", "What is said agrees; some of it is more exact."]
    );
    assert_eq!(
        texts(page, "#accounts .disagree li"),
        ["8 September 2016: the record; Account 1; Account 2", "9 September 2016: Account 3",]
    );
    assert_eq!(texts(page, "#accounts .resolved"), ["Resolved 8 September 2016. The diary says so."]);
    assert_eq!(
        texts(page, "#accounts tbody tr"),
        [
            "This record8 September 2016–",
            "Account 1 (1 March 2017)8 September 2016 passage–",
            "Account 2 (2 March 2017) passes on Account 1 (1 March 2017)8 September 2016 passageHall passage",
            "Account 3 (3 March 2017)9 September 2016 passageRoom passage",
        ]
    );
    let passages = attributes(page, "#accounts tbody .passage", "href");
    assert_eq!(passages[0], "../../articles/a1/#they-met-then");
    assert!(pages["articles/a1/index.html"].contains("id=\"they-met-then\""));
}

/// Of three values that do not all disagree each says with which it does.
#[test]
fn a_value_that_disagrees_with_some_says_with_which() {
    let told = ["{date: 2016-09-08}", "{date: 2016-09}", "{date: 2016-09-09}"];
    let pages = pages(&world("  date: 2016-09-08", &told));
    assert_eq!(
        texts(&pages["events/meeting/index.html"], "#accounts .disagree li"),
        [
            "8 September 2016: the record; Account 1 against 9 September 2016",
            "September 2016: Account 2",
            "9 September 2016: Account 3 against 8 September 2016",
        ]
    );
}

#[test]
fn nobody_agrees_on_a_role_or_a_number_that_cannot_be_compared() {
    let said = |event: &str, asserts: &[&str]| {
        let pages = pages(&world(event, asserts));
        let page = &pages["events/meeting/index.html"];
        let words = |at: &str| texts(page, at).join(" | ");
        format!("{} / {}", words("#accounts .findings dd > p"), words("#accounts .findings li"))
    };
    let names = "The same names are not given the same role or the same certainty by all.";
    assert_eq!(
        said("", &["{participants: [{who: ann, role: murderer}]}", "{participants: [{who: ann, role: witness}]}"]),
        format!("{names} / Ann Aster (murderer): Account 1 | Ann Aster (witness): Account 2")
    );
    assert_eq!(
        said("  participants: [{who: ann}]", &["{participants: [{who: ann, certainty: low}]}"]),
        format!("{names} / Ann Aster: the record | Ann Aster (low certainty): Account 1")
    );
    // A role that only some give contradicts nothing.
    assert_eq!(
        said("  participants: [{who: ann, role: victim}]", &["{participants: [{who: ann}]}"]),
        "One account gives it, and the record has the same. / "
    );
    // Nor do lists only add to each other then.
    assert_eq!(
        said(
            "  participants: [{who: ann, role: victim}]",
            &["{participants: [{who: ann, role: witness}, {who: bob}]}"]
        ),
        format!("{names} / Ann Aster (victim): the record | Ann Aster (witness): Account 1 | Bob Birch: Account 1")
    );
    // In a list that others add to, each role stands with who gives it.
    assert_eq!(
        said("  participants: [{who: ann, role: victim}]", &["{participants: [{who: ann}, {who: bob}]}"]),
        "The lists add to each other. / Ann Aster (victim): the record | Ann Aster: Account 1 | Bob Birch: Account 1"
    );
    let numbers = |a: &str, b: &str| {
        let [a, b] = [a, b].map(|number| format!("{{numbers: {{all: '{number}'}}}}"));
        said("", &[&a, &b]).split(" / ").next().unwrap_or_default().to_owned()
    };
    let compatible = "The numbers are said in different ways and do not contradict each other.";
    assert_eq!(numbers("about 50", "50 men"), compatible);
    let other = "The numbers are given in different units or in words, and are not compared.";
    for (a, b) in [("3 km", "500 miles"), ("1.5 million dollars", "1.5 billion dollars"), ("fifty men", "eighty men")] {
        assert_eq!(numbers(a, b), other, "{a} and {b}");
    }
}
