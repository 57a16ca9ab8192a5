//! From a site in one string to its pages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use annals::diag::Outcome;
use annals::load::{Area, Data, Source, Sources};
use annals::render::{RenderOptions, render, theme};
use annals::resolve::{ResolveOptions, resolve};
use annals::site::Site;
use annals::{graph, parse};
use scraper::{Html, Selector};

/// The files of a site: each begins with a line `=== PATH`.
pub fn sources(text: &str) -> Sources {
    let mut files = Vec::new();
    for part in text.split("\n=== ").map(|part| part.trim_start_matches("=== ")) {
        let Some((path, text)) = part.split_once('\n') else { continue };
        let area = match path.split('/').next() {
            Some("content") => Area::Content,
            Some("templates") => Area::Template,
            Some("static") => Area::Static,
            _ => Area::Settings,
        };
        let text = format!("{text}\n");
        let data = if area == Area::Static { Data::Bytes(text.into_bytes().into()) } else { Data::Text(text.into()) };
        files.push(Source::new(path.trim(), area, data));
    }
    files.sort_by(|a, b| a.path.cmp(b.path));
    Sources { root: PathBuf::from("site"), files, lock: None, refused: Vec::new() }
}

/// The whole pipeline but for the disk.
pub fn build(text: &str) -> Outcome<Site> {
    let mut all = sources(text);
    let empty = || Source::new("site.yaml", Area::Settings, Data::Text("".into()));
    let at = all.files.iter().position(|source| source.area == Area::Settings);
    let settings = at.map_or_else(empty, |at| all.files.remove(at));
    let mut diagnostics = Vec::new();
    let settings = parse::settings(&settings).drain_into(&mut diagnostics);
    let documents = parse::all(&all, &settings).drain_into(&mut diagnostics);
    let options = ResolveOptions { fallback_title: "Test".into(), ..ResolveOptions::default() };
    let corpus = resolve(documents, &all, settings, &options).drain_into(&mut diagnostics);
    let graph = graph::graph(&corpus);
    let theme = theme(&all.files).drain_into(&mut diagnostics);
    let site = render(&corpus, &graph, &theme, &RenderOptions::default(), &()).drain_into(&mut diagnostics);
    Outcome { value: site, diagnostics }
}

/// The pages of a site about which there is nothing to say.
pub fn pages(text: &str) -> BTreeMap<String, String> {
    let built = build(text);
    let said: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code.name != "no-base-url")
        .map(|diagnostic| format!("{}: {} {:?}", diagnostic.code.name, diagnostic.message, diagnostic.span))
        .collect();
    assert!(said.is_empty(), "{said:#?}");
    let text = |(path, file): (&annals::route::OutPath, &annals::site::File)| {
        (path.to_string(), String::from_utf8_lossy(&file.bytes).into_owned())
    };
    built.value.files().iter().map(text).collect()
}

/// What one CSS selector finds on a page, each as its text on one line.
pub fn texts(page: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let html = Html::parse_document(page);
    let text = |element: scraper::ElementRef<'_>| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    html.select(&selector).map(text).collect()
}

/// An attribute of what one CSS selector finds.
pub fn attributes(page: &str, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let html = Html::parse_document(page);
    html.select(&selector).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}

const STORY: &str = r#"=== site.yaml
title: The story
base_url: https://example.org/sub/
=== content/articles/2017-03-02-met.md
---
title: Sessions met the ambassador
source: {publisher: Daily, url: https://example.org/x, archived: https://web.archive.org/x}
tags: [recusal]
people: [jeff-sessions]
corrections: [{date: 2017-03-03, text: The year was wrong.}]
annotations:
  - quote: spoke with the ambassador twice
    people: [jeff-sessions, {id: sergey-kislyak, certainty: high}]
    events: [office-meeting]
    note: "First reported *that evening*."
    asserts: {events/office-meeting: {date: 2016-09-08}}
  - quote: I did not have communications
    speaker: jeff-sessions
    claim: {text: He had none, verdict: misleading, because: He had two.}
    previously: [old-place]
  - quote: twice, and said so
    note: An overlap.
  - quote: A footnote on
    note: Below.
    previously: [old-footnote]
  - quote: gone
    removed: 2017-03-04
    note: Taken out.
---
Jeff Sessions spoke with the ambassador twice, and said so.[^1]

“I did not have communications with the Russians,” he said to [[Kislyak]].

[^1]: A footnote on Jeff Sessions.
=== content/articles/2016-01-01-before.md
---
title: Before
---
Nothing on anybody, but [a link](2017-03-02-met.md).
=== content/people/jeff-sessions.md
---
name: Jeff Sessions
sort_name: Sessions, Jeff
born: 1946-12-24
previously: [/old/sessions/]
roles: [{title: Senator, at: us-senate, from: 1997-01-03, to: 2017-02-08}]
relations: [{with: sergey-kislyak, role: visitor, inverse: host}]
---
A senator.
=== content/people/sergey-kislyak.md
---
name: Sergey Kislyak
aliases: [Kislyak]
---
=== content/events.yaml
office-meeting:
  name: The meeting
  date: 2016-09-08
  participants: [{who: jeff-sessions, role: senator}, {who: sergey-kislyak}]
=== content/organizations.yaml
us-senate: {name: US Senate}
=== content/about.md
---
title: About
menu: true
---
Text.
"#;

#[test]
fn an_article_has_its_text_marked_and_its_notes_beside_it() {
    let pages = pages(STORY);
    let page = &pages["articles/met/index.html"];
    assert_eq!(texts(page, "h1"), ["Sessions met the ambassador"]);
    assert_eq!(attributes(page, ".byline time", "datetime"), ["2017-03-02"]);
    assert_eq!(
        attributes(page, ".source a", "href"),
        ["https://example.org/x", "../../sources/daily/", "https://web.archive.org/x"]
    );
    assert_eq!(texts(page, "#spoke-with-the-ambassador-twice"), ["spoke with the ambassador twice"]);
    assert_eq!(attributes(page, "#spoke-with-the-ambassador-twice", "class"), ["about"]);
    // The note stands after the first paragraph and before the second.
    assert_eq!(attributes(page, ".noted > .notes > aside", "class"), ["note about", "note note"]);
    assert_eq!(attributes(page, ".text > *", "class"), ["noted"]);
    assert_eq!(attributes(page, ".noted > *", "class"), ["notes", "anchor"]);
    let note = texts(page, "aside.about");
    assert!(note[0].contains("First reported that evening."), "{note:?}");
    assert!(note[0].contains("Overlaps “twice, and said so”"), "{note:?}");
    assert!(note[0].contains("Asserts The meeting: Date: 8 September 2016"), "{note:?}");
    assert_eq!(
        attributes(page, "aside.about p > a.entity", "href"),
        ["../../people/jeff-sessions/", "../../people/sergey-kislyak/", "../../events/office-meeting/"]
    );
    // An annotation without a note is at the end with all that it says, as is one whose passage is gone.
    let list = texts(page, "ol.passages > li");
    assert_eq!(list.len(), 4);
    assert!(list[2].contains("Words of Jeff Sessions Claim He had none Misleading"), "{list:?}");
    assert!(texts(page, "ul.passages > li")[0].contains("“gone” Taken out. taken out of the source 4 March 2017"));
    assert_eq!(texts(page, ".correction"), ["3 March 2017 The year was wrong."]);
    assert_eq!(attributes(page, "span.anchor", "id"), ["old-place", "old-footnote"]);
    assert_eq!(attributes(page, "#fn-1 span.anchor", "id"), ["old-footnote"], "in its footnote");
    assert_eq!(texts(page, ".neighbours"), ["Earlier Before"]);
    assert_eq!(attributes(page, "link[rel=canonical]", "href"), ["https://example.org/sub/articles/met/"]);
}

#[test]
fn a_person_has_every_mention_in_its_sentence() {
    let pages = pages(STORY);
    let page = &pages["people/jeff-sessions/index.html"];
    assert_eq!(
        texts(page, "#mentions li"),
        [
            "Jeff Sessions spoke with the ambassador twice, and said so. spotted",
            "Jeff Sessions spoke with the ambassador twice, and said so. annotated",
            "“I did not have communications with the Russians,” he said to Kislyak. annotated, the speaker Misleading",
            "A footnote on Jeff Sessions. spotted, in a footnote",
        ]
    );
    assert_eq!(
        attributes(page, "#mentions a.words", "href"),
        [
            "../../articles/met/#m.jeff-sessions.1",
            "../../articles/met/#spoke-with-the-ambassador-twice",
            "../../articles/met/#i-did-not-have-communications",
            "../../articles/met/#m.jeff-sessions.2",
        ]
    );
    assert_eq!(texts(page, "#quotations blockquote"), ["I did not have communications"]);
    assert_eq!(texts(page, "#quotations .verdict"), ["Misleading"]);
    assert_eq!(texts(page, "#roles td")[..3], ["Senator", "US Senate", "3 January 1997 – 8 February 2017"]);
    // Where the office is held need not be said on the page of that place.
    let senate = &pages["organizations/us-senate/index.html"];
    assert_eq!(texts(senate, "#members thead th"), ["Who", "Role", "When"]);
    assert_eq!(texts(senate, "#members tbody tr"), ["Jeff SessionsSenator3 January 1997 – 8 February 2017"]);
    assert_eq!(texts(page, "#timeline li"), ["8 September 2016 The meeting (senator)"]);
    assert_eq!(texts(page, "#relations li"), ["Sergey Kislyak, host (here: visitor)"]);
    // The other side of the relation, from the other's page.
    let other = &pages["people/sergey-kislyak/index.html"];
    assert_eq!(texts(other, "#relations li"), ["Jeff Sessions, visitor (here: host)"]);
    assert!(texts(other, "#mentions li")[1].ends_with("linked"), "{:?}", texts(other, "#mentions li"));
}

#[test]
fn the_home_page_counts_what_its_lists_have() {
    let counts = |site: &str| texts(&pages(site)["index.html"], "ul.rows > li").join("; ");
    assert!(counts(STORY).contains("Claims 1"), "made in place: {}", counts(STORY));
    let record = format!("{STORY}\n=== content/claims.yaml\nnone: {{text: There was none}}\n");
    assert!(counts(&record).contains("Claims 2"), "{}", counts(&record));
}

#[test]
fn an_event_has_its_date_participants_and_accounts() {
    let pages = pages(STORY);
    let page = &pages["events/office-meeting/index.html"];
    assert_eq!(texts(page, ".facts time"), ["8 September 2016"]);
    assert_eq!(texts(page, "#participants li"), ["Jeff Sessions (senator)", "Sergey Kislyak"]);
    assert_eq!(texts(page, "#accounts dd"), ["One account gives it, and the record has the same."]);
    assert_eq!(attributes(page, "#accounts .passage", "href"), ["../../articles/met/#spoke-with-the-ambassador-twice"]);
}

#[test]
fn lists_feed_sitemap_redirects_and_404() {
    let pages = pages(STORY);
    let list: Vec<_> = pages.keys().map(String::as_str).collect();
    assert_eq!(
        list,
        [
            ".nojekyll",
            "404.html",
            "about/index.html",
            "articles/before/index.html",
            "articles/index.html",
            "articles/met/index.html",
            "assets/annals.css",
            "assets/annals.js",
            "assets/article.js",
            "assets/cards/0.json",
            "assets/cards/index.json",
            "assets/over.js",
            "assets/theme.js",
            "assets/timeline.js",
            "assets/tokens.css",
            "atom.xml",
            "claims/index.html",
            "events/index.html",
            "events/office-meeting/index.html",
            "index.html",
            "network/index.html",
            "old/sessions/index.html",
            "organizations/index.html",
            "organizations/us-senate/index.html",
            "people/index.html",
            "people/jeff-sessions/index.html",
            "people/sergey-kislyak/index.html",
            "robots.txt",
            "sitemap.xml",
            "sources/daily/index.html",
            "sources/index.html",
            "tags/index.html",
            "tags/recusal/index.html",
        ]
    );
    assert_eq!(texts(&pages["articles/index.html"], "h2"), ["2017", "2016"]);
    assert_eq!(texts(&pages["people/index.html"], "h2"), ["K", "S"]);
    assert_eq!(
        texts(&pages["people/index.html"], ".rows li"),
        ["Sergey Kislyak 2 passages in 1 article", "Jeff Sessions 4 passages in 1 article"]
    );
    assert_eq!(
        texts(&pages["index.html"], "nav li"),
        ["Articles", "People", "Events", "Organizations", "Claims", "Network", "About"]
    );
    // A redirect says where to in three ways.
    let old = &pages["old/sessions/index.html"];
    assert_eq!(attributes(old, "meta[http-equiv]", "content"), ["0; url=../../people/jeff-sessions/"]);
    assert_eq!(attributes(old, "main a", "href"), ["../../people/jeff-sessions/"]);
    assert_eq!(attributes(old, "link", "href"), ["https://example.org/sub/people/jeff-sessions/"]);
    // The page for any address links from the root, under the site's own path.
    let links = attributes(&pages["404.html"], "a[href], link[rel=stylesheet]", "href");
    assert!(links.iter().all(|href| href.starts_with("/sub/") || href == "#s.main"), "{links:?}");
    assert!(pages["robots.txt"].ends_with("Sitemap: https://example.org/sub/sitemap.xml\n"));
    assert_eq!(pages["sitemap.xml"].matches("<loc>").count(), 18);
    assert!(!pages["sitemap.xml"].contains("/old/"));
    let feed = &pages["atom.xml"];
    assert!(feed.contains("<id>https://example.org/sub/articles/met/</id>"), "{feed}");
    assert!(feed.contains("<updated>2017-03-02T00:00:00Z</updated>"), "{feed}");
}

#[test]
fn every_page_has_its_language_and_no_script_or_style_of_its_own() {
    for (path, page) in pages(STORY).iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_eq!(attributes(page, "html", "lang"), ["en"], "{path}");
        assert_eq!(texts(page, "h1").len(), usize::from(!path.starts_with("old/")), "{path}");
        let own = "script:not([type='application/ld+json'], [src]), style, [style]";
        assert!(texts(page, own).is_empty(), "{path}");
        let html = Html::parse_document(page);
        assert_eq!(html.errors, Vec::<String>::new(), "{path}");
        let mut ids = attributes(page, "[id]", "id");
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "{path}: an id stands twice");
    }
}

#[test]
fn long_lists_are_split_and_every_mention_is_on_one_part() {
    let mut site = String::from("=== site.yaml\npage_size: 3\n=== content/people.yaml\nanna: {name: Anna Berg}\n");
    for (name, id) in [("Bert", "bert"), ("Cora", "cora"), ("Dora", "dora")] {
        site.push_str(&format!("{id}: {{name: {name}}}\n"));
    }
    for (id, date) in [("a", "2016-01-02"), ("b", "2017-03-01"), ("c", "2017-03-02"), ("d", "2017-04-01")] {
        site.push_str(&format!(
            "=== content/articles/{id}.md\n---\ntitle: {id}\ndate: {date}\n---\nAnna Berg. Anna Berg.\n"
        ));
    }
    let pages = pages(&site);
    let parts: Vec<_> = pages.keys().filter(|path| path.starts_with("people/anna/")).cloned().collect();
    assert_eq!(
        parts,
        [
            "people/anna/index.html",
            "people/anna/~2016/index.html",
            "people/anna/~2017-03-2/index.html",
            "people/anna/~2017-03/index.html",
        ]
    );
    let mut all: Vec<_> = parts.iter().flat_map(|part| attributes(&pages[part], "#mentions a.words", "href")).collect();
    assert_eq!(all.len(), 8);
    all.sort();
    all.dedup();
    // The first part lies one folder higher.
    assert_eq!(all.len(), 8);
    for part in &parts {
        assert_eq!(texts(&pages[part], ".parts a").len(), 4, "{part}");
        assert_eq!(texts(&pages[part], ".parts [aria-current]").len(), 1, "{part}");
    }
    // A, B and C fit into one part.
    assert_eq!(texts(&pages["people/~d/index.html"], "h1"), ["People: D"]);
    assert_eq!(attributes(&pages["people/bert/index.html"], ".breadcrumbs a", "href"), ["../../", "../"]);
    assert_eq!(attributes(&pages["people/dora/index.html"], ".breadcrumbs a", "href"), ["../../", "../~d/"]);
    assert_eq!(attributes(&pages["articles/a/index.html"], ".breadcrumbs a", "href"), ["../../", "../~2016/"]);
}

#[test]
fn a_template_of_the_site_overrides_one_block_everywhere() {
    let site = format!(
        "{STORY}=== templates/base.html\n{{% extends \"default/base.html\" %}}\n{{% block foot %}}<p id=\"own\">Set in {{{{ site.title }}}}.</p>{{% endblock %}}\n=== templates/components.html\n{{% component date(d) %}}<b class=\"own\">{{{{ d.words }}}}</b>{{% endcomponent %}}"
    );
    let pages = pages(&site);
    for page in ["index.html", "articles/met/index.html", "people/jeff-sessions/index.html", "404.html"] {
        assert_eq!(texts(&pages[page], "#own"), ["Set in The story."], "{page}");
        assert_eq!(texts(&pages[page], "header.site").len(), 1, "{page}");
    }
    assert_eq!(texts(&pages["articles/met/index.html"], ".byline .own"), ["2 March 2017"]);
}

#[test]
fn mistakes_in_templates_are_said_at_their_place() {
    let site = |path: &str, text: &str| {
        let built =
            build(&format!("=== content/about.md\n---\ntitle: About\n---\nText.\n=== templates/{path}\n{text}"));
        let found = built.diagnostics.into_iter().filter(|found| found.code.name == "template");
        let text = format!("{text}\n");
        found
            .map(|found| {
                let span = found.span.map(|span| {
                    assert_eq!(span.file.path(), format!("templates/{path}"));
                    let at = annals::span::LineIndex::new(&text).position(span.start as usize);
                    format!("{}:{}", at.line, at.column)
                });
                (found.message, span.unwrap_or_default(), found.help.join(" "))
            })
            .collect::<Vec<_>>()
    };
    let one = |path: &str, text: &str| {
        let mut found = site(path, text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    };
    let (message, at, help) =
        one("page.html", "{% extends \"default/page.html\" %}\n{% block text %}{{ content.titel }}{% endblock %}");
    assert_eq!((message.as_str(), at.as_str()), ("field `titel` is not defined", "2:28"));
    assert!(help.starts_with("Did you mean `title`? Available fields: "), "{help}");
    let (message, at, help) = one(
        "page.html",
        "{% extends \"default/page.html\" %}\n{% block main %}ä{% endblock %}{% block txt %}{% endblock %}",
    );
    assert_eq!((message.as_str(), at.as_str()), ("block `txt` is not defined in any parent template", "2:41"));
    assert!(help.starts_with("Did you mean `text`? Available blocks: "), "{help}");
    let (message, at, help) = one("page.html", "{% extends \"default/pages.html\" %}");
    assert_eq!((message.as_str(), at.as_str()), ("there is no template `default/pages.html`", "1:13"));
    assert_eq!(help, "Did you mean `default/page.html`?");
    let (message, at, help) = one("page.html", "{{ site.title | uper }}");
    assert_eq!((message.as_str(), at.as_str()), ("unknown filter `uper`", "1:17"));
    assert_eq!(help, "Did you mean `upper`?");
    let (_, at, _) = one("base.html", "<p>\n{% if %}");
    assert_eq!(at, "2:7");
    let (message, _, help) = one("base.html", "{% extends \"base.html\" %}");
    assert_eq!(message, "the template extends itself");
    assert!(help.contains("default/base.html"), "{help}");
}

#[test]
fn a_template_that_no_page_is_made_with_is_named() {
    let found = |kinds: &str, path: &str, more: &str| {
        let site = format!(
            "=== site.yaml\n{kinds}\n=== content/about.md\n---\ntitle: About\n---\nText.\n=== templates/{path}\n<p>x</p>\n{more}"
        );
        let found = build(&site).diagnostics.into_iter().filter(|found| found.code.name == "template");
        found.map(|found| (found.severity.as_str(), found.message, found.help.join(" "))).collect::<Vec<_>>()
    };
    let bass = found("", "bass.html", "");
    assert_eq!(bass.len(), 1, "{bass:?}");
    assert_eq!((bass[0].0, bass[0].1.as_str()), ("warning", "no page is made with the template `bass.html`"));
    assert!(bass[0].2.starts_with("Did you mean `base.html`? Available templates: article.html, "), "{bass:?}");
    assert!(found("", "people.html", "")[0].2.starts_with("Did you mean `person.html`? "));
    let included = "=== templates/base.html\n{% extends \"default/base.html\" %}\n{% block foot %}{% include \"bass.html\" %}{% endblock %}";
    assert_eq!(found("", "bass.html", included), []);
    assert_eq!(found("kinds: {ships: {one: Ship, many: Ships}}", "ships.html", ""), []);
    assert_eq!(found("", "ships.html", "").len(), 1);
}

#[test]
fn the_manual_names_every_template_block_component_and_property() {
    let manual = include_str!("../../content/manual/templates.md");
    let words: std::collections::BTreeSet<&str> = manual.split('`').skip(1).step_by(2).collect();
    for (name, text) in annals::render::theme::TEMPLATES {
        if *name == "components.html" {
            for tag in text.split("{% component ").skip(1) {
                let component = tag.split('(').next().unwrap();
                assert!(words.contains(component), "the component `{component}`");
            }
            continue;
        }
        let row = manual.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("the template `{name}` has no row"));
        let blocks: Vec<_> = annals::render::theme::block_names(text).collect();
        let cell = row.split('|').nth(4).unwrap();
        let named: Vec<_> = cell.split('`').skip(1).step_by(2).collect();
        assert_eq!(named, blocks, "the blocks of `{name}`");
    }
    let css = include_str!("../../static/assets/tokens.css");
    for line in css.split(":root {").nth(1).unwrap().split('}').next().unwrap().lines() {
        let Some((property, _)) = line.trim().split_once(':').filter(|(name, _)| name.starts_with("--")) else {
            continue;
        };
        assert!(words.contains(property), "the property `{property}`");
    }
}

#[test]
fn notes_are_numbered_as_their_markers_stand() {
    let site = r#"=== content/articles/a.md
---
title: A
date: 2020-01-01
source: {archived: https://web.archive.org/x, accessed: 2020-01-02}
annotations:
  - {quote: one two three, note: The longer.}
  - {quote: two, note: The shorter.}
  - {quote: "“four” five", note: Its own marks.}
---
Zero one two three “four” five.[^f]

[^f]: A footnote.
"#;
    let pages = pages(site);
    let page = &pages["articles/a/index.html"];
    assert_eq!(texts(page, ".text .noteref"), ["1", "2", "3"]);
    assert_eq!(attributes(page, ".text .noteref a", "href"), ["#n.two", "#n.one-two-three", "#n.four-five"]);
    assert_eq!(texts(page, ".notes .quoted"), ["1 “two”", "2 “one two three”", "3 “four” five"]);
    assert_eq!(texts(page, ".source"), ["archived copy · read 2 January 2020"]);
}

#[test]
fn no_heading_is_more_exact_than_a_date() {
    let mut site = String::from("=== site.yaml\npage_size: 2\n");
    for (id, date) in [("a", "2009"), ("b", "2010-03-01"), ("c", "201X"), ("d", "2010-01"), ("e", "../2008")] {
        site.push_str(&format!("=== content/articles/{id}.md\n---\ntitle: {id}\ndate: {date}\n---\nText.\n"));
        site.push_str(&format!("=== content/events/{id}.md\n---\nname: {id}\ndate: {date}\n---\n"));
    }
    let built = build(&site);
    let page = |path: &str| {
        let (_, file) = built.value.files().iter().find(|(at, _)| at.as_str() == path).unwrap();
        String::from_utf8_lossy(&file.bytes).into_owned()
    };
    for list in ["articles", "events"] {
        let parts = texts(&page(&format!("{list}/index.html")), ".parts a");
        let all = parts.join(" | ");
        assert!(all.contains("January 2010 or later") && all.contains("2008 or earlier"), "{all}");
        assert!(!all.contains("January 2009"), "{all}");
    }
}

#[test]
fn a_speaker_keeps_the_role_that_the_annotation_gives() {
    let site = "=== content/people.yaml\nanna: {name: Anna Berg}\n=== content/articles/a.md\n---\ntitle: T\nannotations:\n\
                \x20 - {quote: We shall see, speaker: anna, people: [{id: anna, role: mayor, certainty: low}]}\n\
                \x20 - {quote: said she, speaker: anna, people: anna, note: N.}\n---\n\"We shall see\", said she.\n";
    let page = &pages(site)["articles/a/index.html"];
    assert_eq!(page.matches("mayor").count(), 1, "{page}");
}
