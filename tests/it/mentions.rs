//! Who is mentioned where, and how that is known: the rules of the authoring format, on small sites.

use annals::diag::Severity;
use annals::id::ArticleId;
use annals::load::Limits;
use annals::resolve::ResolveOptions;
use annals::resolve::corpus::Corpus;

use crate::fixture::Fixture;

const PEOPLE: &str = "=== content/people.yaml
sessions: {name: Jeff Sessions, aliases: [Sessions, {name: Jeff, spot: false}]}
pete: {name: Pete Sessions}
kislyak: {name: Sergey Kislyak, aliases: [Kislyak]}
quiet: {name: Quiet Man, spot: false}
ross-a: {name: Ross Alder, aliases: [Ross]}
ross-b: {name: Ross Birch, aliases: [Ross]}
hidden: {name: Hidden Name, draft: true}
";

pub fn corpus(text: &str) -> Corpus {
    let fixture = Fixture::new(text);
    let settings_file = annals::load::settings(fixture.root()).value;
    let settings = annals::parse::settings(&settings_file);
    let sources = annals::load::content(fixture.root(), &Limits::default());
    let documents = annals::parse::all(&sources.value, &settings.value);
    let options = ResolveOptions::default();
    let corpus = annals::resolve::resolve(documents.value, &sources.value, settings.value, &options);
    let said = settings.diagnostics.iter().chain(&sources.diagnostics).chain(&documents.diagnostics);
    for one in said.chain(&corpus.diagnostics) {
        assert!(one.severity < Severity::Error, "{}: {}", one.code.name, one.message);
    }
    corpus.value
}

/// `words=id(how)` for each mention that counts, in reading order; a `+` before those counted with a passage.
fn mentions(article: &str) -> Vec<String> {
    let corpus = corpus(&format!("{PEOPLE}=== content/articles/a.md\n{article}"));
    let article = corpus.article(ArticleId(0));
    let shown = article.mentions.iter().map(|mention| {
        let with = if mention.counts() { "" } else { "+" };
        let words = article.prose.body.words(&mention.range).replace('\n', " ");
        format!("{with}{words}={}({})", corpus.entity(mention.entity).id, mention.how.as_str())
    });
    shown.collect()
}

#[test]
fn names_are_spotted_whole_and_the_longest_wins() {
    assert_eq!(
        mentions("Jeff Sessions met Kislyak's aide. Sessions said so; the sessions, Sessionsbury and Jeff did not.\n"),
        ["Jeff Sessions=sessions(spotted)", "Kislyak=kislyak(spotted)", "Sessions=sessions(spotted)"],
    );
    assert_eq!(mentions("Pete Sessions spoke.\n"), ["Pete Sessions=pete(spotted)"]);
    assert_eq!(mentions("Sergey\nKislyak spoke. Quiet Man did not.\n"), ["Sergey Kislyak=kislyak(spotted)"]);
}

#[test]
fn names_are_spotted_in_text_that_is_read_and_nowhere_else() {
    assert_eq!(
        mentions(
            "# Of Kislyak\n\n| A | B |\n| - | - |\n| Kislyak | x |\n\n`Kislyak` and ![Kislyak](/k.png)[^1] \
             [x](https://example.org/Kislyak)\n\n    Kislyak\n\n[^1]: By Kislyak.\n=== static/k.png\nP\n"
        ),
        ["Kislyak=kislyak(spotted)", "Kislyak=kislyak(spotted)", "Kislyak=kislyak(spotted)"],
    );
}

#[test]
fn a_shared_name_is_nobodys_but_the_subjects() {
    assert_eq!(mentions("Ross spoke.\n"), [""; 0]);
    assert_eq!(mentions("---\npeople: ross-b\n---\nRoss spoke.\n"), ["Ross=ross-b(spotted)"]);
    assert_eq!(mentions("---\npeople: [ross-a, ross-b]\n---\nRoss spoke.\n"), [""; 0]);
}

#[test]
fn spotting_can_be_turned_off_and_denied() {
    assert_eq!(mentions("---\nspot: false\n---\nKislyak and [[Kislyak]].\n"), ["Kislyak=kislyak(linked)"]);
    assert_eq!(
        mentions(
            "---\nnot:\n  - {quote: Sessions of the court, people: sessions}\n---\nSessions of the court. Sessions.\n"
        ),
        ["Sessions=sessions(spotted)"],
    );
    assert_eq!(
        mentions("---\nnot:\n  - quote: Kislyak\n---\nKislyak and Kislyak and Sessions.\n"),
        ["Sessions=sessions(spotted)"],
    );
}

#[test]
fn links_name_whom_they_mean_and_drop_the_spotted_name_under_them() {
    assert_eq!(
        mentions(
            "[[Jeff Sessions]], [[kislyak|the envoy]], [[people/pete|Sessions]], [he](people:sessions), [Jeff](../people.md).\n=== content/people.md\nPage.\n"
        ),
        ["Jeff Sessions=sessions(linked)", "the envoy=kislyak(linked)", "Sessions=pete(linked)", "he=sessions(linked)",],
    );
    assert_eq!(mentions("[Kislyak](https://example.org) and [[Hidden Name]].\n"), [""; 0]);
}

#[test]
fn annotations_never_suppress_each_other_and_hold_what_lies_in_them() {
    assert_eq!(
        mentions(
            "---\nannotations:\n  - {quote: Sessions met Kislyak, people: [sessions, kislyak]}\n  \
             - {quote: met Kislyak, people: kislyak}\n  - {quote: He said no, speaker: sessions}\n---\n\
             Sessions met Kislyak. He said no. Sessions left.\n"
        ),
        [
            "Sessions met Kislyak=sessions(annotated)",
            "Sessions met Kislyak=kislyak(annotated)",
            "+Sessions=sessions(spotted)",
            "met Kislyak=kislyak(annotated)",
            "+Kislyak=kislyak(spotted)",
            "He said no=sessions(annotated)",
            "Sessions=sessions(spotted)",
        ],
    );
}

#[test]
fn a_claims_maker_and_what_is_asserted_of_are_what_the_passage_is_about() {
    let found = mentions(
        "---\nannotations:\n  - quote: He never met him\n    claim: {text: No meeting, by: sessions, verdict: disputed}\n    \
         asserts:\n      events/meeting: {date: 2016-09}\n---\nHe never met him.\n=== content/events.yaml\nmeeting: {name: Meeting}\n",
    );
    assert_eq!(found, ["He never met him=sessions(annotated)", "He never met him=meeting(annotated)"]);
}

#[test]
fn several_places_of_one_annotation_have_addresses_of_their_own() {
    let corpus = corpus(&format!(
        "{PEOPLE}=== content/articles/a.md\n---\nannotations:\n  - {{quote: the same, occurrence: all, note: N}}\n  \
         - {{quote: the same, occurrence: 2, note: M}}\n  - {{quote: [Here, there], people: pete}}\n  \
         - {{quote: 'H 2 O', note: W}}\n---\nHere the same and there the same. H 2 O.\n"
    ));
    let article = corpus.article(ArticleId(0));
    let anchors: Vec<&str> = article.passages.iter().map(|passage| passage.anchor.as_str()).collect();
    assert_eq!(anchors, ["here", "the-same", "here.2", "the-same.2", "the-same-2", "a-h-2-o"]);
}

#[test]
fn drafts_are_nowhere_and_make_no_pages() {
    let fixture = Fixture::new(&format!(
        "{PEOPLE}=== content/articles/a.md\nThe [[hidden|secret words]] of [[Hidden Name]].\n\
         === content/articles/d.md\n---\ntitle: Canary title\ndraft: true\npeople: [only-in-draft, hidden]\n---\nCanary text.\n\
         === content/articles/e.md\n---\ntitle: E\nannotations:\n  - {{quote: One, note: Canary note, draft: true}}\n---\nOne. [That](d.md).\n"
    ));
    let built = fixture.build();
    let site = built.value.site.expect("no errors");
    for (path, file) in site.files() {
        let text = String::from_utf8_lossy(&file.bytes);
        for canary in ["Canary", "only-in-draft", "people/hidden", "articles/d/"] {
            assert!(!text.contains(canary) && !path.as_str().contains(canary), "{canary} in /{path}");
        }
    }
    let page = String::from_utf8_lossy(site.get("articles/a/index.html").expect("the page"));
    assert!(page.contains("secret words") && page.contains("Hidden Name"), "the words stay");
}

#[test]
fn a_name_denied_to_one_is_not_by_that_anothers() {
    let article = "---\nnot:\n  - {quote: Ross of the hills, people: ross-a}\n---\nRoss of the hills. [[Sessions]].\n";
    assert_eq!(mentions(article), ["Sessions=sessions(linked)"]);
}

#[test]
fn a_drafts_name_is_nobody_elses() {
    let site = "=== content/people.yaml\nlive: {name: John Smith}\nsecret: {name: John Smith, draft: true}\n\
                === content/articles/a.md\n---\npeople: [secret]\n---\nJohn Smith spoke.\n";
    let corpus = corpus(site);
    assert!(corpus.article(ArticleId(0)).mentions.is_empty());
    let said = Fixture::new(&format!("{site}=== content/articles/b.md\n[[John Smith]] and [[secret]].\n")).said();
    for expected in [
        "info shared-name content/articles/a.md:4:1",
        "info draft-named content/articles/a.md:4:1",
        "error link-ambiguous content/articles/b.md:1:1",
        "error link-shows-id content/articles/b.md:1:20",
    ] {
        assert!(said.iter().any(|line| line.starts_with(expected)), "{expected}: {said:#?}");
    }
}

#[test]
fn a_denial_makes_nobody_a_page() {
    let site = "=== content/articles/a.md\n---\nnot:\n  - {quote: Ross, people: no-such-person}\n---\nRoss.\n";
    let said = Fixture::new(site).said();
    assert!(said[0].starts_with("error unknown-id content/articles/a.md:3:27"), "{said:#?}");
    assert!(!said.iter().any(|line| line.contains("no-record")), "{said:#?}");
}

#[test]
fn links_to_old_addresses_and_to_drafts_lead_where_they_should() {
    let fixture = Fixture::new(
        "=== content/articles/new.md\n---\ntitle: New\npreviously: [old, /very/old/]\nannotations:\n  \
         - {quote: One, id: hidden, note: X, draft: true}\n---\nOne.\n\
         === content/articles/secret.md\n---\ntitle: S\ndraft: true\n---\nS.\n\
         === content/articles/a.md\n[x](/very/old/), [y](/articles/old/), [z](/articles/secret/), [[new#hidden|w]].\n",
    );
    let said = fixture.said();
    let former = said.iter().filter(|line| line.starts_with("warning former-id content/articles/a.md")).count();
    assert!(former == 2 && !said.iter().any(|line| line.starts_with("error")), "{said:#?}");
    let site = fixture.build().value.site.expect("no errors");
    let page = String::from_utf8_lossy(site.get("articles/a/index.html").expect("the page")).into_owned();
    assert!(page.matches("href=\"../new/\"").count() >= 2, "{page}");
    assert!(page.contains("z, w."), "{page}");
}

#[test]
fn a_sidecar_belongs_to_one_article() {
    let site = "=== content/articles/x.md\n---\nid: y\n---\nX.\n=== content/articles/y.md\n---\nid: z\n---\nY.\n\
                === content/articles/y.annotations.yaml\nannotations: [{note: Whose}]\n";
    let said = Fixture::new(site).said();
    assert!(said[0].starts_with("error sidecar-without-article content/articles/y.annotations.yaml:1:1"), "{said:#?}");
    assert!(said[0].contains("`y` is a name of 2 articles here: `y`, `z`"), "{said:#?}");
    // In folders of their own they are told apart, and of two with one id the first has it, with the annotations.
    let site = "=== content/articles/a/x.md\n---\nid: y\n---\nX.\n=== content/articles/b/y.md\n---\nid: z\n---\nY.\n\
                === content/articles/b/y.annotations.yaml\nannotations: [{quote: Y, note: There}]\n\
                === content/articles/c/w.md\n---\nid: y\n---\nW.\n";
    let said = Fixture::new(site).said();
    let errors: Vec<_> = said.iter().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors.len(), 1, "{said:#?}");
    assert!(errors[0].starts_with("error id-taken content/articles/c/w.md:2:5"), "{said:#?}");
}

#[test]
fn a_text_that_is_written_as_a_name_is_not_spotted() {
    let found = |length: usize| {
        let name = "y".repeat(length);
        let site = format!(
            "=== content/people.yaml\nx: {{name: {name}}}\n=== content/articles/a.md\n---\ntitle: A\n---\n{name}\n"
        );
        corpus(&site).articles.iter().next().unwrap().mentions.len()
    };
    assert_eq!([found(1_000), found(1_001)], [1, 0]);
}

#[test]
fn a_link_by_an_id_shows_the_title_of_an_article_where_nothing_is_annotated() {
    let pages = crate::render::pages(
        "=== content/articles/a-one.md
---
title: The <first>
annotations: [{id: x, quote: words, note: n}]
---
Some words.
=== content/articles/b.md
---
title: B
annotations: [{quote: 'See', note: 'As [[a-one]], [[a-one#x]], [[a-one|that]] and [[zed]].'}]
---
See [[a-one|one]].
=== content/p.md
Page [[a-one]].
=== content/people.yaml
zed: {name: Zed Foo, body: 'Record [[a-one]].'}
",
    );
    let links = |page: &str, at: &str| crate::render::texts(&pages[page], at);
    let title = "The <first>";
    assert_eq!(links("articles/b/index.html", "aside.note p a"), ["“See”", title, title, "that", "Zed Foo"]);
    assert_eq!(links("articles/b/index.html", ".text > p a, .noted > p a").last().unwrap(), "one");
    assert_eq!(links("p/index.html", "main p a"), [title]);
    assert_eq!(links("people/zed/index.html", ".text a"), [title]);
}
