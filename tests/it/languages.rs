//! Sites and articles in other languages and scripts, on whole pages.

use crate::render::{pages, texts};

/// Letters in Arabic on an English site, and two that are published much later than they were sent.
fn letters() -> std::collections::BTreeMap<String, String> {
    let letter = |id: &str, day: usize, language: &str, more: &str| {
        format!(
            "=== content/articles/{id}.md\n---\ntitle: Letter {id}\ndate: 2001-01-0{day}\nlanguage: {language}\n\
             correspondence: {{sender: anna, recipient: nils, {more}}}\n---\nText.\n"
        )
    };
    let text = [
        "=== content/people.yaml\nanna: {name: Anna, roles: [{title: Editor, sources: [a]}], sources: [b]}\n\
         nils: {name: Nils}\n"
            .to_owned(),
        letter("a", 1, "ar", "sent: {date: 1930-11-01}"),
        letter("b", 2, "ar", "sent: {date: 1930-12-01}, reply_to: a"),
        letter("c", 3, "en", "reply_to: b"),
    ];
    pages(&text.concat())
}

#[test]
fn a_list_of_letters_shows_when_they_were_sent() {
    let pages = letters();
    assert_eq!(
        texts(&pages["people/anna/index.html"], "#letters .rows time"),
        ["1 November 1930", "1 December 1930", "3 January 2001"]
    );
}

#[test]
fn names_and_what_is_said_of_them_run_their_own_way() {
    let pages = pages(
        "=== site.yaml\nlanguage: ar\n=== content/people.yaml\nbob: {name: Robert Smith Jr., aliases: [Bob Jr., M. Bob], \
         occupations: [M.P.], description: A man (old).}\n=== content/events.yaml\nwho: {name: Who won?}\n",
    );
    let page = &pages["people/bob/index.html"];
    assert_eq!(texts(page, "h1 > bdi"), ["Robert Smith Jr."]);
    assert_eq!(texts(page, ".heading .aside bdi"), ["Bob Jr.", "M. Bob"]);
    assert_eq!(texts(page, ".facts dd > bdi"), ["M.P."]);
    assert_eq!(texts(&pages["events/who/index.html"], "h1 > bdi"), ["Who won?"]);
}
