//! Sites and articles in other languages and scripts, on whole pages.

use crate::render::{pages, texts};

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
