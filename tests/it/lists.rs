//! Lists of what stands in several articles: the timeline, claims, sources, letters, translations.

use crate::fixture::Fixture;
use crate::render::{attributes, pages, texts};

const EVENTS: &str = "=== site.yaml
page_size: 3
=== content/events.yaml
born: {name: The birth, date: 1900-05-12}
war: {name: The war, date: 1900-10/1902-03, participants: [{who: ann}, {who: bob}]}
summer: {name: The summer, date: 1901-06?}
talk: {name: The talk, date: 1901-08-01, part_of: war, follows: born}
decade: {name: The decade, date: 190X}
open: {name: The open end, date: 1903/..}
never: {name: The undated}
=== content/people.yaml
ann: {name: Ann Aster}
bob: {name: Bob Birch}
";

#[test]
fn the_timeline_has_every_event_once_undated_last_and_in_parts() {
    let pages = pages(EVENTS);
    let first = &pages["timeline/index.html"];
    assert_eq!(texts(first, "h1"), ["Timeline: 1900 or later"]);
    let parts = attributes(first, "nav.parts a", "href");
    assert_eq!(parts.len(), 3, "{parts:?}");
    let mut all = Vec::new();
    for part in &parts {
        let path = if part == "./" { "timeline/index.html".into() } else { format!("timeline/{part}index.html") };
        all.extend(texts(&pages[&path], ".lines a.entity.events"));
    }
    assert_eq!(all, ["The decade", "The birth", "The war", "The summer", "The talk", "The open end", "The undated"]);
    // A day is a dot, a span a full bar, a time within a span an empty one; a bar that goes on has an arrow.
    let marks = |page: &str, class: &str| attributes(page, &format!(".strip .{class}"), "class");
    assert_eq!((marks(first, "day").len(), marks(first, "lasted").len(), marks(first, "within").len()), (1, 1, 1));
    let second = &pages["timeline/~1901/index.html"];
    assert_eq!(attributes(second, ".strip rect", "class"), ["within unsure", "lasted"]);
    assert_eq!(attributes(second, ".strip circle", "class"), ["day"]);
    assert_eq!(attributes(second, ".strip .on", "x"), ["100%"]);
    assert_eq!(texts(second, "h2"), ["1901", "1903 or later"]);
    assert_eq!(texts(&pages["timeline/~undated/index.html"], "h2"), ["Undated"]);
    assert!(texts(first, "header nav a").contains(&"Timeline".to_owned()));
}

#[test]
fn an_event_says_what_its_date_leaves_open_and_what_was_around_it() {
    let pages = pages(EVENTS);
    let open = |id: &str| texts(&pages[&format!("events/{id}/index.html")], ".open").join("");
    assert_eq!(open("talk"), "");
    assert_eq!(open("war"), "It began no earlier than 1 October 1900 and ended no later than 31 March 1902.");
    // What is perhaps so has no limits.
    assert_eq!(open("summer"), "The date is uncertain.");
    assert_eq!(open("open"), "No earlier than 1 January 1903; its end is not known.");
    let around = texts(&pages["events/talk/index.html"], "#timeline .what");
    assert_eq!(
        around,
        [
            "12 May 1900 The birth came before",
            "between October 1900 and March 1902 The war the whole",
            "perhaps June 1901 The summer earlier",
            "1 August 1901 The talk",
            "from 1903 on The open end later",
        ]
    );
    assert_eq!(texts(&pages["events/never/index.html"], "#timeline"), Vec::<String>::new());
}

#[test]
fn no_limit_is_said_of_a_date_that_has_none() {
    let open = |date: &str| {
        let pages = pages(&format!("=== content/events.yaml\none: {{name: One, date: '{date}'}}\n"));
        texts(&pages["events/one/index.html"], ".open").join("")
    };
    assert_eq!(open("1500"), "The day is not known: it lies between 1 January 1500 and 31 December 1500.");
    assert_eq!(open("1500~"), "The date is approximate.");
    assert_eq!(open("1500~/1510"), "The date is approximate.");
    assert_eq!(open("1500-03%"), "The date is uncertain and approximate.");
    // Of several dates those between them are not meant.
    assert_eq!([open("{1500,1502}"), open("[1500,1502,1504]")], ["", ""]);
    assert_eq!(
        open("Y-17000"),
        "The day is not known: it lies between 1 January 17,001 BCE and 31 December 17,001 BCE."
    );
}

#[test]
fn events_are_called_earlier_or_later_only_where_that_is_known() {
    let pages = pages(
        "=== content/events.yaml
a: {name: Aa, date: 1500-06}
b: {name: Bb, date: 1500-06}
before: {name: Before, date: 1500-05}
long: {name: Long, date: 1499/1501}
z: {name: Zz, date: 1500-07-01}
",
    );
    let around = |id: &str| texts(&pages[&format!("events/{id}/index.html")], "#timeline .what");
    assert_eq!(
        around("b"),
        [
            "between 1499 and 1501 Long overlapping dates",
            "May 1500 Before earlier",
            "June 1500 Aa same date",
            "June 1500 Bb",
            "1 July 1500 Zz later"
        ]
    );
    assert_eq!(around("a")[3], "June 1500 Bb same date");
}

#[test]
fn articles_are_called_earlier_or_later_only_where_that_is_known() {
    let article = |id: &str, head: &str| format!("=== content/articles/{id}.md\n---\ntitle: {id}\n{head}---\nText.\n");
    let pages = pages(
        &[
            "=== content/people.yaml\nann: {name: Ann Aster}\n".to_owned(),
            article("a", "date: 1801-03-01\n"),
            article("b", "date: 1801-03-01\npeople: ann\n"),
            article("c", "date: 1801-03-02\npeople: ann\n"),
            article("letter", "correspondence: {sender: ann, sent: {date: 1799-01-01}}\n"),
            article("undated", ""),
        ]
        .concat(),
    );
    let near = |id: &str| texts(&pages[&format!("articles/{id}/index.html")], ".neighbours p").join("; ");
    // A letter without a date of its own stands where it was sent.
    assert_eq!(near("letter"), "Later a");
    assert_eq!(near("a"), "Earlier letter; Next b");
    assert_eq!(near("b"), "Previous a; Later c");
    assert_eq!(near("c"), "Earlier b; Next undated");
    assert_eq!(near("undated"), "Previous c");
    let index = texts(&pages["articles/index.html"], "main .rows li a");
    assert_eq!(index, ["c", "b", "a", "letter", "undated"], "the order of the neighbours, the newest first");
    assert_eq!(texts(&pages["people/ann/index.html"], "#subject-of a"), ["c", "b"]);
    let letter = &pages["articles/letter/index.html"];
    assert!(!letter.contains("datePublished") && letter.matches("1 January 1799").count() == 1, "{letter}");
}

#[test]
fn what_stands_side_by_side_is_told_apart_and_once() {
    let article = |id: &str, date: &str| {
        format!("=== content/articles/{id}.md\n---\ntitle: Title {id}\ndate: {date}\n---\nAnn Aster met Bob Birch.\n")
    };
    let pages = pages(
        &[
            "=== content/people.yaml\nann: {name: Ann Aster, aliases: [Ann, Ann Aster, A. A., Ann]}\nbob: {name: Bob Birch}\n",
            "=== content/events.yaml\nday: {name: Day, date: 1900-01-01}\nshort: {name: Short, date: 1900-01-01/1900-01-02}\n",
            "within: {name: Within, date: 1900-02}\nlong: {name: Long, date: 1800/1900}\n",
            &article("a", "1901-01-01"),
            &article("b", "1901-01-01"),
            &article("c", "1902-02-02"),
        ]
        .concat(),
    );
    let ann = &pages["people/ann/index.html"];
    assert!(texts(ann, "header .aside").contains(&"Also: Ann, A. A.".to_owned()), "{:?}", texts(ann, "header .aside"));
    assert_eq!(texts(ann, ".ties td:last-child a"), ["2 February 1902", "Title b", "Title a"]);
    // Of an axis of a century only the day is a dot.
    let of = |at: &str| attributes(&pages["timeline/index.html"], at, "class");
    assert_eq!(of(".strip circle"), ["day"]);
    assert_eq!(of(".strip rect"), ["lasted", "lasted", "within"]);
}

const CLAIMS: &str = "=== site.yaml
page_size: 2
=== content/claims.yaml
round: {name: It is round, text: The thing is round., by: ann, date: 1901, verdict: accurate, because: We looked., reviewed_by: We, reviewed: 1902}
none: {name: Nothing is known}
=== content/people.yaml
ann: {name: Ann Aster}
=== content/articles/a.md
---
title: A
annotations:
  - {quote: it is round, speaker: ann, claim: round}
  - {quote: it is square, speaker: ann, claim: {text: It has corners., verdict: inaccurate}}
  - {quote: it is red, speaker: ann, claim: {verdict: accurate, date: 1900}}
---
She said it is round, it is square, it is red.
";

#[test]
fn claims_stand_by_verdict_those_in_place_too() {
    let pages = pages(CLAIMS);
    let first = &pages["claims/index.html"];
    assert_eq!(texts(first, "h2"), ["Accurate"]);
    assert_eq!(texts(first, ".claims .said"), ["“it is red”", "The thing is round."]);
    assert_eq!(attributes(first, ".claims .said", "href"), ["../articles/a/#it-is-red", "round/"]);
    let parts = attributes(first, "nav.parts a", "href");
    assert_eq!(parts, ["./", "~inaccurate/"]);
    assert_eq!(
        texts(&pages["claims/~inaccurate/index.html"], ".claims .said"),
        ["It has corners.", "Nothing is known"]
    );
    // The claim's page leads back to the part that it stands in.
    let none = attributes(&pages["claims/none/index.html"], ".breadcrumbs a", "href");
    assert_eq!(none, ["../../", "../~inaccurate/"]);
    let round = &pages["claims/round/index.html"];
    for words in ["The thing is round.", "We looked.", "Ann Aster", "Reviewed by We, 1902", "“it is round”"] {
        assert!(texts(round, "main").join(" ").contains(words), "{words}");
    }
    // Claims in place alone make the list too.
    let in_place = crate::render::pages(
        "=== content/articles/a.md\n---\ntitle: A\nannotations:\n  - {quote: it is so, claim: {text: So it is.}}\n---\nShe said it is so.\n",
    );
    assert_eq!(texts(&in_place["claims/index.html"], ".claims .said"), ["So it is."]);
}

#[test]
fn each_publisher_has_a_page_and_names_that_come_out_alike_have_two() {
    let article = |id: &str, source: &str| {
        format!("=== content/articles/{id}.md\n---\ntitle: {id}\ndate: 1900-01-0{id}\nsource: {source}\n---\nText.\n")
    };
    let text = [
        article("1", "{publisher: The Daily}"),
        article("2", "{publisher: 'the  daily', title: T}"),
        article("3", "{publisher: The Daily}"),
        article("4", "[{publisher: C}, {publisher: C++}]"),
        article("5", "{title: Alone}"),
    ];
    let pages = pages(&text.concat());
    let index = &pages["sources/index.html"];
    assert_eq!(texts(index, ".rows a"), ["C", "C++", "The Daily"]);
    assert!(texts(index, ".aside")[0].contains("1 article without a named publisher"));
    let at = attributes(index, ".rows a", "href");
    assert!(at[0] == "c/" && at[1].starts_with("c~") && at[2] == "the-daily/", "{at:?}");
    assert_eq!(texts(&pages["sources/the-daily/index.html"], ".rows li > a"), ["3", "2", "1"]);
    assert_eq!(attributes(&pages["articles/2/index.html"], ".source a", "href"), ["../../sources/the-daily/"]);
}

#[test]
fn a_publisher_shows_what_its_articles_assert() {
    let pages = pages(
        "=== content/events.yaml\nfire: {name: The fire, date: 1900}\n=== content/articles/a.md\n---\ntitle: A\n\
         source: {publisher: Daily}\nannotations:\n  - {quote: it burned, asserts: {events/fire: {date: 1900-05, numbers: {houses: '5'}}}}\n\
         ---\nThen it burned.\n",
    );
    let page = &pages["sources/daily/index.html"];
    assert_eq!(texts(page, ".asserts li"), ["The fire: Date: May 1900 passage", "The fire: houses: 5 passage"]);
    assert_eq!(attributes(page, ".asserts .passage", "href")[0], "../../articles/a/#it-burned");
}

#[test]
fn letters_stand_in_order_of_sending_with_their_replies() {
    let letter = |id: &str, from: &str, to: &str, more: &str| {
        format!(
            "=== content/articles/{id}.md\n---\ntitle: Letter {id}\ncorrespondence: {{sender: {from}, recipient: {to}, {more}}}\n---\nText.\n"
        )
    };
    let text = [
        "=== content/people.yaml\nann: {name: Ann Aster}\nbob: {name: Bob Birch}\n".to_owned(),
        letter("c", "ann", "bob", "sent: {date: 1900-03-01}, reply_to: b"),
        letter("b", "bob", "ann", "sent: {date: 1900-02-01}, reply_to: a"),
        letter("a", "ann", "bob", "sent: {date: 1900-01-01}"),
        letter("d", "ann", "[bob, organizations/club]", "sent: {date: 1901}"),
        "=== content/organizations.yaml\nclub: {name: Athletic Club}\n".to_owned(),
    ];
    let pages = pages(&text.concat());
    let all = &pages["letters/index.html"];
    assert_eq!(texts(all, "ol.sent li > a"), ["Letter a", "Letter b", "Letter c", "Letter d"]);
    assert_eq!(
        texts(all, ".correspondents li"),
        [
            "Ann Aster 3 sent, 1 received; 1900 – 1901",
            "Bob Birch 1 sent, 3 received; 1900 – 1901",
            "Athletic Club 1 received; 1901"
        ]
    );
    assert_eq!(
        texts(&pages["letters/bob/index.html"], "ol.sent li p")[1],
        "to Ann Aster · answers 1 January 1900 · answered by 1 March 1900"
    );
    assert_eq!(texts(&pages["letters/organizations/club/index.html"], "ol.sent li > a"), ["Letter d"]);
    assert_eq!(
        texts(&pages["letters/~correspondents/index.html"], ".rows a"),
        ["Ann Aster", "Athletic Club", "Bob Birch"]
    );
    let thread = &pages["articles/b/index.html"];
    assert_eq!(
        texts(thread, ".thread li"),
        ["1 January 1900 Letter a", "1 February 1900 Letter b", "1 March 1900 Letter c"]
    );
    assert_eq!(attributes(thread, ".thread li", "class"), ["d0", "d1", "d2"]);
    assert_eq!(texts(&pages["articles/d/index.html"], ".thread"), Vec::<String>::new());
}

#[test]
fn translations_of_one_original_know_each_other() {
    let pages = pages(
        "=== content/articles/a.md\n---\ntitle: A\n---\nText.\n=== content/articles/b.md\n---\ntitle: B\nlanguage: de\ntranslation_of: a\n\
         ---\nText.\n=== content/articles/c.md\n---\ntitle: C\nlanguage: fr\ntranslation_of: a\n---\nText.\n",
    );
    let leads =
        |id: &str, to: &str| pages[&format!("articles/{id}/index.html")].contains(&format!("href=\"../{to}/\""));
    for (from, to) in [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")] {
        assert!(leads(from, to), "{from} does not lead to {to}");
    }
}

/// What a site omits is on none of its pages, and nothing leads to it; without `omit` it is there.
#[test]
fn what_a_site_omits_is_on_no_page() {
    let content = "=== content/people.yaml
ann: {name: Ann Aster}
bob: {name: Bob Birch}
=== content/events.yaml
talk: {name: The talk, date: 1900-05-12}
war: {name: The war, date: 1901, follows: talk}
=== content/articles/one.md
---
title: One
date: 1900
annotations:
  - {quote: Ann Aster met Bob Birch, people: [ann, bob], events: talk}
  - {quote: here, note: A note that stays.}
---
Ann Aster met Bob Birch here.
=== content/articles/two.md
---
title: Two
date: 1902
annotations: [{quote: Ann Aster and Bob Birch, people: [ann, bob], events: war}]
---
Ann Aster and Bob Birch.
";
    let marks = [
        ("together", "people/ann/index.html", "id=\"together\""),
        ("timeline", "events/talk/index.html", "id=\"timeline\""),
        ("passages", "articles/one/index.html", "<ol class=\"passages\">"),
        ("steps", "articles/one/index.html", "articles/two/#"),
        ("steps", "articles/one/index.html", "../two/#"),
        ("metadata", "articles/one/index.html", "ld+json"),
    ];
    let has = |settings: &str, path: &str, words: &str| {
        pages(&format!("=== site.yaml\n{settings}\n{content}")).get(path).is_some_and(|page| page.contains(words))
    };
    let shown: Vec<_> = marks.iter().filter(|(_, path, words)| has("", path, words)).collect();
    let names: std::collections::BTreeSet<_> = shown.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names.len(), 5, "each is there by default: {names:?}");
    for (name, path, words) in shown {
        assert!(!has(&format!("omit: {name}"), path, words), "{name}");
    }
    let all = pages(&format!("=== site.yaml\nomit: [together, timeline, passages, steps, metadata]\n{content}"));
    assert!(!all.contains_key("network/index.html") && !all.contains_key("timeline/index.html"));
    assert!(texts(&all["index.html"], "nav a").iter().all(|entry| entry != "Network" && entry != "Timeline"));
    assert!(texts(&all["articles/one/index.html"], ".note").join("").contains("A note that stays."));
}

#[test]
fn a_passage_that_has_nothing_but_a_tag_is_listed_under_it() {
    let pages = pages(
        "=== content/people.yaml\nann: {name: Ann Aster}\n=== content/articles/a.md\n---\ntitle: A\nannotations:\n  \
         - {quote: three, tags: [red]}\n  - {quote: one, tags: [red]}\n  - {quote: two, people: ann}\n---\none two three\n",
    );
    let page = &pages["tags/red/index.html"];
    assert_eq!(attributes(page, "main a[href*='#']", "href"), ["../../articles/a/#three", "../../articles/a/#one"]);
}

#[test]
fn who_translated_is_said_without_the_original_too() {
    let article = |more: &str| {
        let text = format!(
            "=== content/articles/a.md\n---\ntitle: A\ndate: 1901\n{more}---\nText.\n=== content/articles/b.md\n---\ntitle: B\ndate: 1900\n---\nText.\n"
        );
        texts(&pages(&text)["articles/a/index.html"], "header .source")
    };
    assert_eq!(article("translators: [Dee, Eve]\n"), ["Translated by Dee, Eve"]);
    assert_eq!(article("translation_of: b\ntranslators: [Dee]\n"), ["Translation of B (1900), by Dee"]);
    assert_eq!(article("translation_of: b\n"), ["Translation of B (1900)"]);
    assert_eq!(article(""), Vec::<String>::new());
}

#[test]
fn the_overview_says_how_many_years_a_bar_is_for() {
    let caption = |years: [u32; 4]| {
        let event = |year| format!("e{year}: {{name: E{year}, date: {year}-05-01}}\n");
        let events: String = years.into_iter().map(event).collect();
        texts(&pages(&format!("=== content/events.yaml\n{events}"))["timeline/index.html"], ".overview figcaption")
    };
    assert_eq!(caption([1900, 1910, 1930, 1950]), ["Events by the year in which they begin; each bar leads there."]);
    let several = "Events by the years in which they begin, 2 years to a bar; each bar leads there.";
    assert_eq!(caption([1900, 1910, 1930, 1990]), [several]);
}

#[test]
fn one_tie_and_one_page_are_one() {
    let site = |language: &str, ties: &str, pages: &str| {
        format!(
            "=== site.yaml\nlanguage: {language}\n=== content/articles/a.md\n---\ntitle: A\ndate: 1901\n---\nAnn met Bob. Bob met Ann.{ties}\n\
             === content/people.yaml\nann: {{name: Ann, sources: [{{ref: 'https://example.org/m', pages: {pages}}}]}}\nbob: {{name: Bob}}\ncy: {{name: Cy}}\n"
        )
    };
    let network = |language: &str, ties: &str| {
        let page = pages(&site(language, ties, "4")).remove("network/index.html").unwrap();
        (texts(&page, "main p:not([class])").remove(0), texts(&page, "svg title").remove(0))
    };
    let (drawn, title) = network("en", "");
    assert!(drawn.contains(" are drawn, with the closest tie between them."), "{drawn}");
    assert_eq!(title, "2 people and the closest tie between them");
    let (drawn, title) = network("en", " Cy met Ann.");
    assert!(drawn.contains(" are drawn, with the 3 closest ties between them."), "{drawn}");
    assert_eq!(title, "3 people and the 3 closest ties between them");
    let titles = ["de", "fr", "es", "ar"].map(|language| network(language, "").1);
    let expected = [
        "2 Personen und die engste Verbindung zwischen ihnen",
        "2 personnes et le lien le plus étroit entre elles",
        "2 personas y el vínculo más estrecho entre ellas",
        "شخصان وأقرب رابط بينهما",
    ];
    assert_eq!(titles, expected);
    let cited = |language: &str, at: &str| {
        let page = pages(&site(language, "", at)).remove("people/ann/index.html").unwrap();
        texts(&page, "a[rel=external] + .aside").remove(0)
    };
    assert_eq!(
        ["4", "iv", "4–5", "'4, 7'"].map(|at| cited("en", at)),
        ["(p. 4)", "(p. iv)", "(pp. 4–5)", "(pp. 4, 7)"]
    );
    assert_eq!(["de", "fr", "es"].map(|language| cited(language, "4–5")), ["(S. 4–5)", "(p. 4–5)", "(págs. 4–5)"]);
}

/// Pages that are made of the site as a whole can be linked to, with a query; that there is none is said at the link.
#[test]
fn links_to_pages_that_no_file_stands_for() {
    let site = |text: &str| {
        format!(
            "=== site.yaml\nbase_url: https://x.org/\npage_size: 2\n=== content/people.yaml\nann: {{name: Ann Ask}}\nbob: {{name: Bob Ulm}}\n\
             cy: {{name: Cy Zorn}}\n=== content/events.yaml\ne: {{name: E, date: 1931, participants: [{{who: ann}}]}}\n\
             f: {{name: F, date: 1932, participants: [{{who: ann}}]}}\n=== static/viewer.html\n<!DOCTYPE html><title>v</title>\n\
             === content/articles/a.md\n---\ntitle: A\ntags: red\nsource: {{publisher: Pub}}\n---\nBetween lines.\n\n{text}\n"
        )
    };
    for (link, href) in [
        ("/timeline/", "../../timeline/"),
        ("/timeline/?who=ann&x=ö \"1", "../../timeline/?who=ann&x=%C3%B6%20%221"),
        ("/tags/red/", "../../tags/red/"),
        ("/sources/pub/", "../../sources/pub/"),
        ("/people/~u/#h", ""),
        ("/viewer.html?id=3#x", ""),
        ("/viewer.html?id=3", "../../viewer.html?id=3"),
        ("/tags/rde/", ""),
        ("/people/~q/", ""),
        ("/letters/", ""),
    ] {
        let fixture = Fixture::new(&site(&format!("See <a href='{}'>this</a>.", link.replace('&', "&amp;"))));
        let built = annals::build(fixture.root(), &annals::Options::default());
        let errors: Vec<_> =
            built.diagnostics.iter().filter(|one| one.severity == annals::diag::Severity::Error).collect();
        if href.is_empty() {
            let [error] = &errors[..] else { panic!("{link}: {errors:?}") };
            let span = error.span.unwrap();
            let text = site(&format!("See <a href='{link}'>this</a>."));
            let article = text.split_once("articles/a.md\n").unwrap().1;
            assert!(article[span.range()].starts_with("<a href='"), "{link}: {error:?}");
        } else {
            assert!(errors.is_empty(), "{link}: {errors:?}");
            let site = built.value.site.unwrap();
            let html = String::from_utf8_lossy(site.get("articles/a/index.html").unwrap()).into_owned();
            assert!(attributes(&html, "main .text a", "href").contains(&href.to_owned()), "{link}: {html}");
        }
    }
}
