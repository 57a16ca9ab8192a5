//! The words of the interface: none stands in a template, and a site in another language shows none in English.

use std::collections::{BTreeMap, BTreeSet};

use annals::diag::Severity;
use annals::render::theme::TEMPLATES;
use annals::words::{Message, Words, languages};
use scraper::{ElementRef, Html, Node};

use crate::render::{attributes, build, pages, texts};

/// Attributes that are read to people.
const READ: [&str; 5] = ["aria-label", "title", "alt", "placeholder", "data-label"];

/// A template with what it computes taken out.
fn without_tags(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let end = match rest.get(at..at + 2) {
            Some("{%") => "%}",
            Some("{{") => "}}",
            Some("{#") => "#}",
            _ => {
                out.push('{');
                rest = &rest[at + 1..];
                continue;
            }
        };
        rest = rest[at..].find(end).map_or("", |found| &rest[at + found + 2..]);
    }
    out + rest
}

/// What a reader reads of HTML: texts, and the attributes that are read.
fn read(html: &str) -> Vec<String> {
    let html = Html::parse_document(html);
    let mut all = Vec::new();
    for node in html.tree.nodes() {
        let parent = node.parent().and_then(ElementRef::wrap);
        // Nor the names of keys.
        let in_code = parent.is_some_and(|element| matches!(element.value().name(), "script" | "style" | "kbd"));
        match node.value() {
            Node::Text(text) if !in_code => all.push(text.to_string()),
            Node::Element(element) => {
                all.extend(READ.iter().filter_map(|name| element.attr(name)).map(str::to_owned));
            }
            _ => {}
        }
    }
    all.into_iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn no_word_stands_in_a_template() {
    for (name, template) in TEMPLATES {
        let all = read(&without_tags(template));
        let words: Vec<_> = all.iter().filter(|text| text.chars().any(char::is_alphabetic)).collect();
        assert!(words.is_empty(), "{name}: {words:?}");
    }
}

/// The names after `w.` in a template: a key, or a key and a name in its group.
fn used(template: &str) -> BTreeSet<(String, Option<String>)> {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let mut found = BTreeSet::new();
    for (at, _) in template.match_indices("w.") {
        if template[..at].chars().next_back().is_some_and(|c| is_name(c) || c == '.') {
            continue;
        }
        let rest = &template[at + 2..];
        let key: String = rest.chars().take_while(|&c| is_name(c)).collect();
        let rest = &rest[key.len()..];
        let name = rest.strip_prefix('.').map(|rest| rest.chars().take_while(|&c| is_name(c)).collect());
        found.insert((key, name));
    }
    found
}

#[test]
fn every_word_of_a_template_is_there_and_every_word_is_used() {
    let messages = Words::of("en");
    let messages = messages.messages();
    let mut all: BTreeSet<String> = BTreeSet::new();
    for (name, template) in TEMPLATES {
        for (key, inner) in used(template) {
            let message = messages.get(&key).unwrap_or_else(|| panic!("{name}: there is no `w.{key}`"));
            if let (Some(inner), Message::Several(texts)) = (inner, message) {
                assert!(texts.contains_key(&inner), "{name}: there is no `w.{key}.{inner}`");
            }
            all.insert(key);
        }
    }
    let source = |part: &str| {
        let files = walkdir::WalkDir::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(part));
        let files = files.into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
        files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect::<String>()
    };
    let rust = source("render.rs") + &source("render") + &source("parse") + &source("words.rs");
    let unused: Vec<_> =
        messages.keys().filter(|key| !all.contains(*key) && !rust.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}

/// A site that has something for every template, in words of no language.
const SITE: &str = r#"title: Zqsite
base_url: https://example.org/
page_size: 3
=== content/about.md
---
title: Zqabout
---
Zqtext.
=== content/series.yaml
zqrow: {name: Zqrow, description: zqdescribed}
=== content/articles/2017-03-02-zqmet.md
---
title: Zqmet
type: letter
updated: 2017-03-04
series: {id: zqrow, number: 1}
source:
  - {title: Zqtitle, publisher: Zqdaily, author: Zqauthor, url: https://example.org/x, archived: https://example.org/a, accessed: 2017-03-05, volume: 3, repository: Zqarchive, note: Zqremark}
  - {publisher: Zqother, date: 2017-03-01}
correspondence: {sender: zqanna, recipient: zqbert, sent: {date: 2017-03-01, place: zqtown}, received: {date: 2017-03-03, place: zqhall}}
tags: [zqtag]
people: [zqanna]
corrections: [{date: 2017-03-03, text: Zqcorrected.}]
annotations:
  - quote: Zqanna zqspoke zqwith Zqbert zqtwice
    people: [zqanna, {id: zqbert, certainty: high}]
    events: [zqmeeting]
    note: Zqnote.
    by: Zqeditor
    date: 2017-03-06
    asserts: {events/zqmeeting: {date: 2016-09-08, places: zqtown, numbers: {zqcount: 3 zq}}}
  - quote: zqwords zqof zqhers
    speaker: zqanna
    claim: {text: Zqclaimed, verdict: misleading, because: Zqbecause., reviewed_by: Zqreviewer, reviewed: 2017-03-07}
  - quote: zqtwice, zqand zqwords
    note: Zqoverlap.
  - quote: Zqfootnote
    note: Zqbelow.
    claim: zqsaid
  - quote: zqgone
    removed: 2017-03-04
    note: Zqtaken.
  - note: Zqwhole.
    people: [zqanna]
    tags: [zqtag]
---
Zqanna zqspoke zqwith Zqbert zqtwice, zqand zqwords zqof zqhers.[^1] Zqcora zqmet Zqanna zqand Zqbert zqin Zqtown.

- [x] zqdone
- [ ] zqopen

[^1]: Zqfootnote zqof Zqanna.
=== content/articles/2017-03-09-zqreply.md
---
title: Zqreply
series: {id: zqrow, number: 2}
source: {publisher: Zqdaily, after: zqmet}
correspondence: {sender: zqbert, recipient: zqanna, sent: {date: 2017-03-09}, reply_to: zqmet}
annotations:
  - quote: Zqbert zqanswers
    events: [zqmeeting]
    asserts: {events/zqmeeting: {date: 2016-10-09, numbers: {zqcount: 4 zq}}}
  - quote: zqdenied
    claims: [zqsaid]
---
Zqbert zqanswers Zqanna: zqdenied. Zqcora zqmet Zqbert zqand Zqanna.
=== content/articles/2018-01-01-zqthird.md
---
title: Zqthird
translation_of: zqmet
translators: [Zqtranslator]
annotations:
  - quote: Zqanna zqand Zqbert zqagain
    events: [zqmeeting]
---
Zqanna zqand Zqbert zqagain; Zqcora zqand Zqanna; Zqcora zqand Zqbert.
=== content/articles/zqundated.md
---
title: Zqundated
source: {after: "Zq elsewherezq"}
---
Zqanna, zqand Zqcora.
=== content/people.yaml
zqanna:
  name: Zqanna
  aliases: [Zqann]
  born: 1946-12-24
  birth_place: zqtown
  occupations: [zqwork]
  sources: [zqmet, 'https://example.org/s']
  not_same_as: [zqcora]
  fields: {zqlabel: zqvalue}
  roles: [{title: Zqsenator, at: zqhouse, from: 1997-01-03, to: 2017-02-08, sources: zqmet}, {title: Zqclerk, at: zqhouse, from: 2018}]
  relations: [{with: zqbert, role: zqvisitor, inverse: zqhost, from: 2016}]
zqbert: {name: Zqbert, died: 2020-05, death_place: zqtown}
zqcora: {name: Zqcora, aliases: [Zqcorinna]}
=== content/events.yaml
zqmeeting:
  name: Zqmeeting
  date: 2016-09-08
  places: zqtown
  participants: [{who: zqanna, role: zqguest, sources: zqmet}, {who: zqbert, certainty: low}]
  part_of: zqyear
  resolved: {date: {value: 2016-09-08, because: Zqreason.}}
zqyear: {name: Zqyear, date: 2016}
zqbefore: {name: Zqbefore, date: 2015~, places: zqtown}
zqafter: {name: Zqafter, date: 2016-10/2016-12, follows: zqmeeting}
zqlate: {name: Zqlate, date: 2017-XX}
zqlater: {name: Zqlater, date: 2018-05?}
=== content/places.yaml
zqtown: {name: Zqtown, coordinates: {lat: 38.9, lon: -77.0}}
zqhall: {name: Zqhall, part_of: zqtown, coordinates: {lat: 38.91, lon: -77.01}}
=== content/organizations.yaml
zqhouse: {name: Zqhouse, founded: 1789, places: zqtown}
=== content/claims.yaml
zqsaid: {name: Zqsaid, text: Zqsaid zqit, by: zqbert, date: 2017-03-01, verdict: disputed, because: Zqso., sources: zqmet}
zqopen: {name: Zqopen}
"#;

fn site(language: &str) -> BTreeMap<String, String> {
    let built = build(&format!("=== site.yaml\nlanguage: {language}\n{SITE}"));
    let errors: Vec<_> = built.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let text = |(path, file): (&annals::route::OutPath, &annals::site::File)| {
        (path.to_string(), String::from_utf8_lossy(&file.bytes).into_owned())
    };
    built.value.files().iter().map(text).collect()
}

#[test]
fn a_site_in_arabic_shows_no_word_in_latin_letters() {
    for (path, page) in site("ar").iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_eq!(attributes(page, "html", "lang"), ["ar"], "{path}");
        assert_eq!(attributes(page, "html", "dir"), ["rtl"], "{path}");
        let words: Vec<String> = read(page)
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
            .map(str::to_lowercase)
            // What the site itself says, addresses, units.
            .filter(|word| !word.contains("zq"))
            .filter(|word| {
                !matches!(word.as_str(), "example" | "org" | "https" | "x" | "a" | "s" | "z" | "zq" | "m" | "km")
            })
            .collect();
        assert!(words.is_empty(), "{path}: {words:?}");
    }
}

#[test]
fn a_site_in_another_language_shows_no_message_of_english() {
    let english = Words::of("en");
    for language in languages().filter(|language| *language != "en") {
        let own = Words::of(language);
        let mut foreign: BTreeSet<&str> = BTreeSet::new();
        for (key, message) in english.messages() {
            match (message, &own.messages()[key]) {
                (Message::Text(text), Message::Text(own)) if text != own => _ = foreign.insert(text),
                (Message::Several(texts), Message::Several(own)) => {
                    let other = |(name, text): &(&String, &String)| own.get(*name).is_some_and(|own| own != *text);
                    foreign.extend(texts.iter().filter(other).map(|(_, text)| text.as_str()));
                }
                _ => {}
            }
        }
        let shown = |text: &str| {
            own.messages().values().any(|message| match message {
                Message::Text(own) => own == text,
                Message::Several(texts) => texts.values().any(|own| own == text),
            })
        };
        foreign.retain(|text| text.chars().any(char::is_alphabetic) && !text.contains('{') && !shown(text));
        assert!(foreign.len() > 100, "{language}");
        for (path, page) in site(language).iter().filter(|(path, _)| path.ends_with(".html")) {
            let found: Vec<_> = read(page).into_iter().filter(|text| foreign.contains(text.as_str())).collect();
            assert!(found.is_empty(), "{language}, {path}: {found:?}");
        }
    }
}

#[test]
fn built_in_labels_are_in_the_language_of_the_site() {
    let pages = site("de");
    assert_eq!(texts(&pages["people/index.html"], "h1"), ["Personen"]);
    assert_eq!(texts(&pages["people/zqanna/index.html"], "nav.breadcrumbs li"), ["Startseite", "Personen"]);
    assert!(texts(&pages["articles/zqmet/index.html"], ".verdict").contains(&"Irreführend".to_owned()));
    let dates = texts(&pages["articles/zqmet/index.html"], "time");
    assert!(dates.contains(&"2. März 2017".to_owned()), "{dates:?}");
    assert!(
        texts(&pages["events/zqmeeting/index.html"], "#accounts dd p")
            .contains(&"Die Berichte widersprechen einander.".to_owned())
    );
}

#[test]
fn labels_of_site_yaml_win_over_the_words_of_the_language() {
    let pages = pages(
        "=== site.yaml\nlanguage: de\nkinds: {people: {many: Leute}}\nverdicts: {misleading: {label: Schief}, inaccurate: {rating: 1}}\n\
         === content/people.yaml\na: {name: Anna}\n=== content/claims.yaml\nc: {text: Etwas, verdict: misleading, by: a}\n\
         d: {text: Anderes, verdict: inaccurate}\n",
    );
    assert_eq!(texts(&pages["claims/d/index.html"], "#verdict .verdict"), ["Unzutreffend"], "no label, no other words");
    assert_eq!(texts(&pages["people/index.html"], "h1"), ["Leute"]);
    assert_eq!(texts(&pages["claims/c/index.html"], "#verdict .verdict"), ["Schief"]);
}

#[test]
fn an_article_in_another_language_says_so_and_the_rest_speaks_as_the_site() {
    let pages = pages(
        "=== site.yaml\nlanguage: en\n=== content/articles/a.md\n---\ntitle: مقال\nlanguage: ar\nannotations:\n  - {quote: نص هنا, people: anna, note: ملاحظة, id: one}\n  - {quote: نص هنا عن, speaker: anna, note: Said here., language: en, id: two}\n---\n\
         نص هنا عن Anna.[^1]\n\n[^1]: حاشية.\n=== content/people.yaml\nanna: {name: Anna}\n",
    );
    let article = &pages["articles/a/index.html"];
    assert_eq!(
        (attributes(article, "html", "lang"), attributes(article, "html", "dir")),
        (vec!["en".to_owned()], vec![])
    );
    for selector in
        ["h1", "article .text", "#n\\.one > .quoted", "#n\\.one > div", "#n\\.one details p a[lang]", ".footnotes ol"]
    {
        assert_eq!(attributes(article, selector, "lang"), ["ar"], "{selector}");
        assert_eq!(attributes(article, selector, "dir"), ["rtl"], "{selector}");
    }
    // The words of a note that no author wrote.
    assert_eq!(attributes(article, "aside", "lang"), ["en", "en"]);
    assert_eq!(attributes(article, "aside", "dir"), ["ltr", "ltr"]);
    assert_eq!(attributes(article, "#n\\.two [lang]", "lang"), ["ar", "ar"]);
    let person = &pages["people/anna/index.html"];
    assert_eq!(attributes(person, ".mentions ul", "lang"), ["ar"]);
    assert_eq!(attributes(person, ".mentions h3 a", "lang"), ["ar"]);
    let of = |selector| attributes(person, selector, "lang");
    assert!(!of(".how").is_empty() && of(".how").iter().all(|language| language == "en"), "{:?}", of(".how"));
}

/// A site in a language without words of its own. All that its author wrote begins with `zq`.
const BORROWING: &str = "=== site.yaml
title: Zqsite
language: pt
base_url: https://zq.zq/
=== content/people.yaml
zqann: {name: Zqann, born: 1960, description: Zqdescription, sources: [zqone]}
zqbob: {name: Zqbob, roles: [{title: zqrole, from: 1990-03, to: 1995}]}
=== content/events.yaml
zqmet: {name: Zqmet, date: 1991-05~, participants: [{who: zqann}, {who: zqbob}], places: zqtown}
zqsaw: {name: Zqsaw, date: 1992-06-07, participants: [{who: zqann}, {who: zqbob}]}
=== content/places.yaml
zqtown: {name: Zqtown, coordinates: {lat: 38.7, lon: -9.1}}
=== content/articles/zqone.md
---
title: Zqtitle
date: 1991-06-02
source: {title: Zqsource, publisher: Zqpublisher, accessed: 2020-01-01}
tags: [zqtag]
annotations:
  - {quote: Zqwords zqmore, people: [zqann, zqbob], events: zqmet, note: zqnote}
  - {quote: zqsaid, speaker: zqann, claim: {text: Zqclaim, verdict: disputed, because: zqreason}}
---
Zqwords zqmore. Zqann and zqsaid.[^1] Zqbob.

[^1]: Zqfoot.
=== content/articles/zqtwo.md
---
title: Zqother
date: 1992-07-01
---
Zqann zq Zqbob.
";

#[test]
fn english_words_on_a_page_in_another_language_say_so() {
    let built = build(&BORROWING.replace(" and ", " zqand "));
    let site = built.value;
    let (mut marked, mut unmarked) = (0, Vec::new());
    for (path, bytes) in site.files().iter().map(|(path, file)| (path.as_str(), &file.bytes)) {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        assert!(!text.contains(['\u{fdd2}', '\u{fdd3}']) && !path.contains(['\u{fdd2}', '\u{fdd3}']), "{path}");
        assert!(!text.contains("%EF%B7%9"), "{path}");
        if !path.ends_with(".html") {
            continue;
        }
        let html = Html::parse_document(text);
        for node in html.tree.nodes() {
            let Node::Text(text) = node.value() else { continue };
            let around: Vec<_> = node.ancestors().filter_map(ElementRef::wrap).collect();
            let names: Vec<&str> = around.iter().map(|one| one.value().name()).collect();
            if names.iter().any(|name| ["head", "script", "option", "svg", "kbd"].contains(name)) {
                continue;
            }
            let language = around.iter().find_map(|one| one.attr("lang"));
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
            // A single letter is the head of a group of names.
            let own = |word: &&str| word.to_lowercase().starts_with("zq") || word.chars().count() == 1;
            let foreign: Vec<&str> = words.filter(|word| !own(word)).collect();
            if language == Some("en") {
                marked += 1;
            } else {
                assert_eq!(language, Some("pt"), "{path}");
                unmarked.extend((!foreign.is_empty()).then(|| format!("{path}: {text:?}")));
            }
        }
    }
    assert_eq!(unmarked, [""; 0]);
    assert!(marked > 200, "{marked}");
}

#[test]
fn a_draft_that_is_shown_is_marked_in_every_language() {
    for (language, word) in
        [("en", "Draft"), ("de", "Entwurf"), ("fr", "Brouillon"), ("es", "Borrador"), ("ar", "مسودة")]
    {
        let fixture = crate::fixture::Fixture::new(&format!(
            "=== site.yaml\nlanguage: {language}\n=== content/articles/a.md\n---\ntitle: A\ndraft: true\n---\nText.\n\
             === content/articles/b.md\n---\ntitle: B\n---\nText.\n=== content/people.yaml\nann: {{name: Ann, draft: true}}\n\
             === content/events.yaml\nday: {{name: Day, date: 2001-02-03, draft: true}}\neve: {{name: Eve, date: 2001-02-02}}\n\
             === content/c.md\n---\ntitle: C\ndraft: true\n---\nText.\n"
        ));
        let options = annals::Options { drafts: true, ..annals::Options::default() };
        let site = fixture.build_with(&options).value.site.unwrap();
        let of = |path: &str| texts(std::str::from_utf8(site.get(path).unwrap()).unwrap(), ".draft");
        let pages = ["articles/a", "people/ann", "c", "articles", "people", "events", "timeline"];
        for path in pages.map(|page| format!("{page}/index.html")) {
            let path = path.as_str();
            assert_eq!(of(path), [word], "{path}");
        }
        assert!(of("articles/b/index.html").is_empty() || of("articles/b/index.html") == [word], "only as a neighbour");
        let published = fixture.build().value.site.unwrap();
        for (path, file) in published.files() {
            assert!(!String::from_utf8_lossy(&file.bytes).contains("class=\"draft\""), "{path}");
        }
    }
}

#[test]
fn no_text_holds_the_signs_that_stand_around_borrowed_words() {
    let site = |files: &str| format!("=== site.yaml\nlanguage: it\n{files}");
    let said = |files: &str| -> Vec<String> {
        let built = build(&site(files));
        let spans = built.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        spans.map(|one| format!("{}: {}", one.code.name, one.message)).collect()
    };
    let (open, shut) = ('\u{fdd2}', '\u{fdd3}');
    let stands = |sign: &str| format!("control-character: the noncharacter U+{sign} stands in the text");
    assert_eq!(
        said(&format!("=== content/articles/a.md\n---\ntitle: A{shut}\n---\nMatrix {open} end \u{fffe}\u{1ffff}.\n")),
        ["FDD2", "FFFE", "1FFFF", "FDD3"].map(stands)
    );
    assert_eq!(said(&format!("=== content/people.yaml\nann: {{name: Ann{open}}}\n")), [stands("FDD2")]);
    let holds = |key: &str, sign: &str| format!("bad-value: `{key}` holds the noncharacter U+{sign}");
    let escaped = r#"=== content/people.yaml
ann: {name: "Ann\uFDD2", fields: {"\uFDD3": a}, x-mine: [{a: "\uFFFE"}]}
"#;
    assert_eq!(said(escaped), [holds("name", "FDD2"), holds("\u{fdd3}", "FDD3"), holds("x-mine", "FFFE")]);
    let template = format!("=== templates/page.html\n<p>{open}</p>\n");
    assert_eq!(said(&template), ["template: the template holds the noncharacter U+FDD2"]);

    // What references stand for is left out, and what stood at other places of Unicode for the same is a character like any.
    let body = "Matrix \u{f8f0} **b** &#xFDD2; [l](https://example.org/ \"t&#xFDD2;\") ![p&#xfdd2;](https://example.org/p.png \"q&#xfdd2;\")\n\n\
                <p title=\"&#xFDD2;\">raw &#xFDD2;</p>\n\n```&#xFDD2;\ncode\n```\n\n| a&#xFDD2; |\n|---|\n| `&#xFDD2;` |\n";
    let page = &pages(&site(&format!("=== content/a.md\n---\ntitle: A\n---\n{body}")))["a/index.html"];
    assert!(!page.contains([open, shut]), "{page}");
    assert!(
        page.contains("Matrix \u{f8f0} <strong>b</strong>") && page.contains("<code>&amp;#xFDD2;</code>"),
        "{page}"
    );
    assert_eq!(page.matches("<span").count(), page.matches("</span>").count(), "{page}");
}
