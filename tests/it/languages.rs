//! Sites and articles in other languages and scripts, on whole pages.

use crate::render::{attributes, pages, texts};

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
fn titles_in_another_language_say_so_wherever_they_stand() {
    let pages = letters();
    for (path, selector, count) in [
        ("articles/c/index.html", ".thread a", 2),
        ("articles/b/index.html", ".thread strong", 1),
        ("articles/c/index.html", ".neighbours a", 1),
        ("articles/a/index.html", ".neighbours a", 1),
        ("letters/index.html", "ol.sent li > a", 2),
        ("people/anna/index.html", "#roles td a", 1),
        ("people/anna/index.html", "section:last-of-type .rows a", 1),
    ] {
        let (lang, dir) = (attributes(&pages[path], selector, "lang"), attributes(&pages[path], selector, "dir"));
        assert_eq!((lang, dir), (vec!["ar".to_owned(); count], vec!["rtl".to_owned(); count]), "{path} {selector}");
    }
}

#[test]
fn accounts_name_articles_in_their_language() {
    let article = |id: &str, language: &str, houses: &str| {
        format!(
            "=== content/articles/{id}.md\n---\ntitle: Title {id}\nlanguage: {language}\nannotations:\n  \
             - {{quote: fire {id}, events: fire, asserts: {{events/fire: {{numbers: {{houses: {houses}}}}}}}}}\n---\nThe fire {id}.\n"
        )
    };
    let text = [
        "=== content/events.yaml\nfire: {name: The fire}\n".to_owned(),
        article("a", "ar", "5"),
        article("b", "en", "9"),
    ];
    let page = &pages(&text.concat())["events/fire/index.html"];
    assert_eq!(texts(page, ".findings li a"), ["Title a", "Title b"]);
    assert_eq!(attributes(page, ".findings li a", "lang"), ["ar"]);
    assert_eq!(attributes(page, ".findings li a", "dir"), ["rtl"]);
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

#[test]
fn other_names_with_a_comma_are_told_apart() {
    let page = |language: &str, record: &str| {
        let site = format!("=== site.yaml\nlanguage: {language}\n=== content/people.yaml\nhugo: {record}\n");
        texts(&pages(&site)["people/hugo/index.html"], ".heading .aside")
    };
    let hugo = |aliases: &str| format!("{{name: Hugo von Hofmannsthal, aliases: [{aliases}]}}");
    assert_eq!(page("en", &hugo("Loris, Theophil")), ["Also: Loris, Theophil"]);
    assert_eq!(page("en", &hugo("\"Hofmannsthal, H.\", Loris")), ["Also: Hofmannsthal, H.; Loris"]);
    assert_eq!(page("ar", &hugo("هوفمانستال، هوغو, Loris")), ["أيضًا: هوفمانستال، هوغو؛ Loris"]);
    // What is only the order of a list is no other name; what the list is sorted by may be one.
    assert_eq!(page("en", &hugo("\"Hofmannsthal, Hugo von\", Loris")), ["Also: Loris"]);
    assert_eq!(page("en", "{name: Hugo Loris, sort_name: \"Loris, H.\", aliases: [\"Loris, H.\"]}"), [""; 0]);
    assert_eq!(
        page("en", "{name: Wilhelm II., sort_name: Hohenzollern, aliases: [Hohenzollern]}"),
        ["Also: Hohenzollern"]
    );
}

#[test]
fn a_tag_and_a_type_are_the_same_however_they_are_composed() {
    let pages = pages(
        "=== content/articles/a.md\n---\ntags: [Caf\u{e9}]\ntype: m\u{e9}moire\n---\nText.\n\
         === content/articles/b.md\n---\ntags: [Cafe\u{301}]\ntype: me\u{301}moire\n---\nText.\n\
         === content/people.yaml\nanna: {name: Anna, tags: [Cafe\u{301}], type: e\u{301}lu}\n",
    );
    assert_eq!(texts(&pages["tags/index.html"], ".rows a"), ["Caf\u{e9}"]);
    assert_eq!(texts(&pages["articles/b/index.html"], ".type"), ["m\u{e9}moire"]);
    assert_eq!(texts(&pages["articles/b/index.html"], "ul.tags a"), ["Caf\u{e9}"]);
}

#[test]
fn publishers_are_compared_as_turkish_writes_capitals() {
    let site = |language: &str| {
        pages(&format!(
            "=== site.yaml\nlanguage: {language}\n\
             === content/articles/a.md\n---\nsource: {{publisher: İŞ BANKASI}}\n---\nText.\n\
             === content/articles/b.md\n---\nsource: {{publisher: iş bankası}}\n---\nText.\n"
        ))
    };
    for language in ["tr", "az-Latn"] {
        let pages = site(language);
        assert_eq!(texts(&pages["sources/index.html"], ".rows a").len(), 1, "{language}");
        let links = ["a", "b"].map(|id| attributes(&pages[&format!("articles/{id}/index.html")], ".source a", "href"));
        assert_eq!(links[0].len(), 1, "{language}");
        assert_eq!(links[0], links[1], "{language}");
    }
    assert_eq!(texts(&site("en")["sources/index.html"], ".rows a").len(), 2);
}
