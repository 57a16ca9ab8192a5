//! What pages say of themselves to machines: valid in types and properties, leading somewhere, and no more exact than known.

use std::collections::BTreeSet;
use std::path::Path;

use annals::Options;
use annals::site::Site;
use serde_json::Value;

use crate::render::{attributes, pages, texts};

/// Of schema.org 29.0: each type that is used, with what it has to say and what it may say beyond `THING`.
const TYPES: &[(&str, &[&str], &[&str])] = &[
    ("WebSite", &["@id", "url", "name"], CREATIVE),
    ("WebPage", &["name"], PAGE),
    ("ProfilePage", &["url", "name", "mainEntity", "isPartOf"], PAGE),
    ("CollectionPage", &["url", "name", "isPartOf"], PAGE),
    ("Article", &["@id", "headline"], CREATIVE),
    ("NewsArticle", &["@id", "headline", "url", "publisher"], CREATIVE),
    ("Message", &["@id", "headline"], &["sender", "recipient", "dateSent", "dateReceived"]),
    ("CreativeWork", &[], CREATIVE),
    ("CreativeWorkSeries", &["@id", "name"], CREATIVE),
    ("CorrectionComment", &["text"], CREATIVE),
    ("Claim", &[], CLAIM),
    ("ClaimReview", &["url", "claimReviewed", "author", "itemReviewed", "reviewRating"], REVIEW),
    ("Rating", &["alternateName"], &["ratingValue", "bestRating", "worstRating"]),
    (
        "Person",
        &["name"],
        &["birthDate", "deathDate", "birthPlace", "deathPlace", "gender", "jobTitle", "memberOf", "hasOccupation"],
    ),
    ("Organization", &["name"], &["foundingDate", "dissolutionDate", "location", "parentOrganization"]),
    ("Place", &["@id", "name"], &["geo", "containedInPlace"]),
    ("GeoCoordinates", &["latitude", "longitude"], &["latitude", "longitude"]),
    ("Event", &["@id", "name"], &["startDate", "endDate", "location", "attendee", "superEvent", "subEvent"]),
    ("Role", &[], &["roleName", "startDate", "endDate", "attendee", "hasOccupation"]),
    ("OrganizationRole", &["memberOf"], &["roleName", "startDate", "endDate", "memberOf"]),
    ("Occupation", &["name"], &[]),
];

const THING: &[&str] = &["@id", "url", "name", "description", "image", "sameAs", "alternateName", "subjectOf"];
const CREATIVE: &[&str] = &[
    "headline",
    "inLanguage",
    "datePublished",
    "dateModified",
    "dateCreated",
    "author",
    "creator",
    "publisher",
    "isBasedOn",
    "keywords",
    "about",
    "mentions",
    "citation",
    "translationOfWork",
    "workTranslation",
    "translator",
    "correction",
    "isPartOf",
    "hasPart",
    "position",
    "text",
    "archivedAt",
];
const PAGE: &[&str] = &["inLanguage", "isPartOf", "mainEntity", "citation", "about", "keywords"];
const CLAIM: &[&str] = &["text", "author", "datePublished", "appearance"];
const REVIEW: &[&str] =
    &["claimReviewed", "reviewRating", "reviewBody", "datePublished", "author", "itemReviewed", "citation"];

/// Properties whose value must be a date.
const DATES: &[&str] = &[
    "datePublished",
    "dateModified",
    "dateCreated",
    "dateSent",
    "dateReceived",
    "birthDate",
    "deathDate",
    "foundingDate",
    "dissolutionDate",
    "startDate",
    "endDate",
];

/// What is wrong with an object, with its place.
fn faults(value: &Value, at: &str, leads: &dyn Fn(&str) -> bool, out: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    let types: Vec<&str> = match &object["@type"] {
        Value::String(one) => vec![one],
        many => many.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
    };
    let known: Vec<_> = TYPES.iter().filter(|(name, ..)| types.contains(name)).collect();
    if known.len() != types.len() || known.is_empty() {
        out.push(format!("{at}: types {types:?}"));
    }
    for (name, required, _) in &known {
        // What is only named needs no more than that.
        let is_named = object.len() <= 3 && at.contains('.');
        let missing = required.iter().filter(|key| !is_named && !object.contains_key(**key));
        out.extend(missing.map(|key| format!("{at}: {name} without {key}")));
    }
    for (key, value) in object {
        let may = known.iter().any(|(_, _, own)| own.contains(&&**key)) || THING.contains(&&**key);
        if !may && !matches!(&**key, "@type" | "@context") {
            out.push(format!("{at}: {types:?} has no {key}"));
        }
        let text = value.as_str();
        if value.is_null() || text.is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty) {
            out.push(format!("{at}.{key}: empty"));
        }
        if DATES.contains(&&**key) && !text.is_some_and(is_date) {
            out.push(format!("{at}.{key}: {value} is no date"));
        }
        if matches!(&**key, "@id" | "url" | "image") && !text.is_some_and(leads) {
            out.push(format!("{at}.{key}: {value} leads nowhere"));
        }
        let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in all.iter().filter(|value| value.is_object()) {
            faults(value, &format!("{at}.{key}"), leads, out);
        }
    }
}

fn is_date(text: &str) -> bool {
    let day = text.split('T').next().unwrap_or_default();
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    matches!(
        day.split('-').map(|part| (part.len(), digits(part))).collect::<Vec<_>>()[..],
        [(4, true)] | [(4, true), (2, true)] | [(4, true), (2, true), (2, true)]
    )
}

/// The object of a page.
fn object(html: &str) -> Option<Value> {
    let script = texts_raw(html)?;
    Some(serde_json::from_str(&script).unwrap_or_else(|error| panic!("{error}: {script}")))
}

fn texts_raw(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">")?;
    Some(rest.split_once("</script>")?.0.to_owned())
}

/// Whether an address leads to a file of the site: relative to a page, or under `base`, or out of the site.
fn leads(site: &BTreeSet<String>, page: &str, base: Option<&str>, to: &str) -> bool {
    let path = match (base, to.split_once("://")) {
        (Some(base), Some(_)) => match to.strip_prefix(base) {
            Some(rest) => rest.to_owned(),
            None => return true,
        },
        (None, Some(_)) => return true,
        (Some(_), None) => return false,
        (None, None) => {
            let mut parts: Vec<&str> = page.split('/').collect();
            parts.pop();
            for part in to.split('#').next().unwrap_or_default().split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    "." => {}
                    part => parts.push(part),
                }
            }
            parts.join("/")
        }
    };
    let path = path.split('#').next().unwrap_or_default();
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    site.contains(&file)
}

fn check(site: &Site, base: Option<&str>) -> (usize, Vec<String>) {
    let paths: BTreeSet<String> = site.files().keys().map(ToString::to_string).collect();
    let (mut objects, mut found) = (0, Vec::new());
    for (path, file) in site.files().iter().filter(|(path, _)| path.is_html()) {
        let html = String::from_utf8_lossy(&file.bytes);
        let Some(object) = object(&html) else {
            if !html.contains("http-equiv=\"refresh\"") {
                found.push(format!("{path} has none"));
            }
            continue;
        };
        objects += 1;
        faults(&object, path.as_str(), &|to| leads(&paths, path.as_str(), base, to), &mut found);
    }
    (objects, found)
}

#[test]
fn every_page_of_the_demonstration_says_what_it_is() {
    let built = annals::build(Path::new(env!("CARGO_MANIFEST_DIR")), &Options::default());
    let site = built.value.site.expect("the demonstration is sound");
    let (objects, found) = check(&site, None);
    assert!(found.is_empty(), "{found:#?}");
    assert!(objects > 100, "{objects}");
}

const SITE: &str = r#"=== site.yaml
title: The "site"
base_url: https://example.org/sub/
author: Ann
kinds: {works: {one: Work, many: Works, schema: Book}}
verdicts: {true: {label: True, rating: 5}, half: {label: Half true, rating: 3}, false: {label: "False", rating: 1}}
=== static/ann.avif
x
=== content/people/ann.md
---
name: Ann Berg
born: 1950-03
died: 1999~
image: {src: /ann.avif, alt: Ann at work}
occupations: [printer]
roles: [{title: Chair, at: house, from: 1970-05-01, to: 1975~}, {title: Poet}]
same_as: [https://www.wikidata.org/wiki/Q1]
---
=== content/organizations.yaml
house: {name: The House, founded: 1900}
=== content/places.yaml
town: {name: Town, coordinates: {lat: 1.5, lon: 2}}
=== content/works.yaml
poem: {name: A poem, creators: people/ann, date: 1980, x-not: shown}
=== content/events.yaml
fair: {name: Fair, date: 1970-07-01/1970-07-03, places: town, participants: [{who: ann, role: host}]}
flood: {name: Flood, date: 1970-07~, part_of: fair}
=== content/claims.yaml
wet: {name: It was wet, text: It was wet, by: ann, date: 1970-07-02, verdict: half, because: "Half </script> of it.", reviewed_by: Ben, reviewed: 1971-01-01, sources: a}
=== content/articles/a.md
---
title: A <b>day</b> at the fair
date: 1970-07-05
updated: 1970-07
source: {publisher: Daily, title: The fair, url: https://example.com/a, archived: https://web.archive.org/a, author: Cy}
events: fair
tags: [rain]
corrections: [{date: 1970-07-06, text: It was *not* wet.}]
annotations:
  - {quote: it was dry, speaker: ann, claim: {text: It was dry, verdict: false, because: It rained.}}
---
[[Ann Berg]] said it was dry, as [others](https://example.com/b) and [[b|it]] say.
=== content/articles/b.md
---
title: A letter
type: letter
correspondence: {sender: ann, recipient: organizations/house, sent: {date: 1970-07-04}}
translation_of: a
translators: Dee
---
Dear House.
"#;

#[test]
fn an_object_has_what_is_known_and_no_more() {
    let pages = pages(SITE);
    let object = |path: &str| object(&pages[path]).unwrap();
    let ann = &object("people/ann/index.html")["mainEntity"];
    assert_eq!(ann["@id"], "https://example.org/sub/people/ann/");
    assert_eq!((&ann["birthDate"], &ann["deathDate"]), (&Value::from("1950-03"), &Value::Null));
    assert_eq!(ann["image"], "https://example.org/sub/ann.avif");
    assert_eq!(ann["sameAs"][0], "https://www.wikidata.org/wiki/Q1");
    assert_eq!(ann["memberOf"][0]["startDate"], "1970-05-01");
    assert_eq!(ann["memberOf"][0]["endDate"], Value::Null);
    assert_eq!(ann["memberOf"][0]["memberOf"]["name"], "The House");
    assert_eq!(ann["hasOccupation"][0]["hasOccupation"]["name"], "Poet");

    let fair = &object("events/fair/index.html")["mainEntity"];
    assert_eq!((&fair["startDate"], &fair["endDate"]), (&"1970-07-01".into(), &"1970-07-03".into()));
    assert_eq!(fair["attendee"][0]["roleName"], "host");
    assert_eq!(fair["subjectOf"][0]["@id"], "https://example.org/sub/articles/a/");
    assert_eq!(fair["subEvent"][0]["name"], "Flood");
    assert_eq!(object("events/flood/index.html")["mainEntity"]["startDate"], Value::Null);
    assert_eq!(object("places/town/index.html")["mainEntity"]["geo"]["latitude"], 1.5);
    let poem = &object("works/poem/index.html")["mainEntity"];
    assert_eq!(
        (&poem["@type"], &poem["dateCreated"], &poem["creator"][0]["name"]),
        (&"Book".into(), &"1980".into(), &"Ann Berg".into())
    );

    let wet = &object("claims/wet/index.html")["mainEntity"];
    assert_eq!(wet["@type"], "ClaimReview");
    let rating = serde_json::json!({"@type": "Rating", "alternateName": "Half true", "ratingValue": 3, "bestRating": 5, "worstRating": 1});
    assert_eq!(wet["reviewRating"], rating);
    assert_eq!(wet["reviewBody"], "Half </script> of it.");
    assert_eq!(wet["itemReviewed"]["author"][0]["name"], "Ann Berg");
    assert_eq!(wet["citation"][0]["@id"], "https://example.org/sub/articles/a/");

    let a = object("articles/a/index.html");
    assert_eq!(a["@type"], "NewsArticle");
    assert_eq!(a["headline"], "A <b>day</b> at the fair");
    assert_eq!((&a["datePublished"], &a["dateModified"]), (&"1970-07-05".into(), &"1970-07".into()));
    assert_eq!(a["isBasedOn"][0]["archivedAt"], "https://web.archive.org/a");
    assert_eq!(a["about"][0]["name"], "Fair");
    assert_eq!(a["mentions"][0]["name"], "Ann Berg");
    assert_eq!(a["citation"][0]["url"], "https://example.com/b");
    assert_eq!(a["citation"][1]["headline"], "A letter");
    assert_eq!(a["correction"][0]["text"], "It was not wet.");
    assert_eq!(a["hasPart"][0]["url"], "https://example.org/sub/articles/a/#it-was-dry");
    assert_eq!(a["hasPart"][0]["reviewRating"]["alternateName"], "False");
    assert_eq!(a["workTranslation"][0]["headline"], "A letter");
    let b = object("articles/b/index.html");
    assert_eq!(b["@type"], serde_json::json!(["Article", "Message"]));
    assert_eq!(
        (&b["sender"][0]["name"], &b["recipient"][0]["name"], &b["dateSent"]),
        (&"Ann Berg".into(), &"The House".into(), &"1970-07-04".into())
    );
    assert_eq!(b["datePublished"], Value::Null);
    assert_eq!(b["publisher"]["name"], "Ann");
}

#[test]
fn a_preview_has_absolute_addresses_or_none() {
    let all = pages(SITE);
    let of = |pages: &std::collections::BTreeMap<String, String>, path: &str, name: &str| {
        attributes(&pages[path], &format!("meta[property='{name}']"), "content")
    };
    assert_eq!(of(&all, "people/ann/index.html", "og:image"), ["https://example.org/sub/ann.avif"]);
    assert_eq!(of(&all, "people/ann/index.html", "og:image:alt"), ["Ann at work"]);
    assert_eq!(of(&all, "people/ann/index.html", "og:type"), ["profile"]);
    assert_eq!(of(&all, "articles/a/index.html", "og:type"), ["article"]);
    assert_eq!(of(&all, "articles/a/index.html", "og:title"), ["A <b>day</b> at the fair"]);
    assert_eq!(of(&all, "articles/a/index.html", "og:url"), ["https://example.org/sub/articles/a/"]);
    assert_eq!(of(&all, "articles/a/index.html", "article:published_time"), ["1970-07-05"]);
    // A month is no moment.
    assert!(of(&all, "articles/a/index.html", "article:modified_time").is_empty());
    assert_eq!(of(&all, "index.html", "og:title"), ["The \"site\""]);

    let without = pages(&SITE.replace("base_url: https://example.org/sub/\n", ""));
    assert!(of(&without, "people/ann/index.html", "og:image").is_empty());
    assert!(of(&without, "articles/a/index.html", "og:url").is_empty());
    assert_eq!(object(&without["people/ann/index.html"]).unwrap()["mainEntity"]["@id"], "./");
    assert_eq!(texts(&without["people/ann/index.html"], "script:not([src])").len(), 1);
}

#[test]
fn with_a_base_address_every_object_is_valid_too() {
    // `Book` is the one type that a site's own kind brings in.
    let site = crate::render::build(&SITE.replace("schema: Book", "schema: CreativeWork")).value;
    let (objects, found) = check(&site, Some("https://example.org/sub/"));
    assert!(found.is_empty(), "{found:#?}");
    assert!(objects > 15, "{objects}");
}

#[test]
fn a_page_is_not_what_it_is_about() {
    for (path, html) in pages(
        &SITE.replace("=== content/events.yaml", "=== content/series.yaml\ns: {name: S}\n=== content/events.yaml"),
    ) {
        let Some(page) = path.ends_with(".html").then(|| object(&html)).flatten() else { continue };
        let id = page["@id"].as_str();
        for key in ["mainEntity", "about"] {
            let about = page[key].as_array().map_or(std::slice::from_ref(&page[key]), Vec::as_slice);
            assert!(id.is_none() || about.iter().all(|about| about["@id"].as_str() != id), "{path}: {page}");
        }
    }
}

const DOUBT: &str = r#"=== site.yaml
verdicts: {inaccurate: {label: Inaccurate}}
kinds: {works: {one: Work, many: Works, schema: Book}}
=== content/people.yaml
ann: {name: Ann, birth_place: {id: oslo, certainty: low}, death_place: {id: oslo, certainty: medium}, roles: [{title: Chair, at: {id: house, certainty: low}}]}
=== content/places.yaml
oslo: {name: Oslo}
=== content/organizations.yaml
house: {name: House, places: {id: oslo, certainty: low}, part_of: {id: firm, certainty: low}}
firm: {name: Firm}
=== content/works.yaml
poem: {name: Poem, creators: {id: people/ann, certainty: low}}
=== content/events.yaml
fair: {name: Fair, places: {id: oslo, certainty: low}, participants: [{who: {id: ann, certainty: low}, role: host}]}
flood: {name: Flood, part_of: {id: fair, certainty: low}}
=== content/claims.yaml
wet: {name: It was wet, verdict: inaccurate, by: {id: ann, certainty: low}}
=== content/articles/a.md
---
title: A
date: 2020-01-02
events: {id: fair, certainty: low}
correspondence: {sender: {id: ann, certainty: low}}
annotations:
  - {quote: it was wet, claim: wet}
  - {quote: Somebody, people: {id: ann, certainty: low}}
---
Somebody said that it was wet.
"#;

#[test]
fn what_is_doubtful_is_no_fact_for_machines() {
    for (path, names) in [
        ("people/ann", &["birthPlace", "memberOf"][..]),
        ("organizations/house", &["location", "parentOrganization"]),
        ("works/poem", &["creator"]),
        ("events/fair", &["location", "attendee", "subEvent", "subjectOf"]),
        ("events/flood", &["superEvent"]),
    ] {
        // Without the doubt each of them is said.
        let of = |site: &str| object(&pages(site)[&format!("{path}/index.html")]).unwrap()["mainEntity"].clone();
        let (doubtful, sure) = (of(DOUBT), of(&DOUBT.replace("certainty: low", "certainty: medium")));
        for name in names {
            assert_eq!((doubtful[name].is_null(), sure[name].is_null()), (true, false), "{path} {name}");
        }
    }
    let (doubtful, sure) = (pages(DOUBT), pages(&DOUBT.replace("certainty: low", "certainty: high")));
    let claim = |pages: &std::collections::BTreeMap<String, String>| {
        object(&pages["claims/wet/index.html"]).unwrap()["mainEntity"]["itemReviewed"].clone()
    };
    assert_eq!((claim(&doubtful)["author"].is_null(), claim(&sure)["author"].is_null()), (true, false));
    for name in ["about", "sender", "mentions"] {
        let of = |html: &str| object(html).unwrap()[name].to_string();
        let (doubtful, sure) = (of(&doubtful["articles/a/index.html"]), of(&sure["articles/a/index.html"]));
        assert!(!doubtful.contains("Ann") && !doubtful.contains("Fair"), "{name}: {doubtful}");
        assert!(sure.contains("Ann") || sure.contains("Fair"), "{name}: {sure}");
    }
    assert_eq!(object(&doubtful["people/ann/index.html"]).unwrap()["mainEntity"]["deathPlace"][0]["name"], "Oslo");
}

const CLAIMS: &str = r#"=== site.yaml
verdicts: {accurate: {label: Accurate}, inaccurate: {label: Inaccurate}}
=== content/claims.yaml
wet: {name: It was wet, verdict: accurate}
=== content/articles/a.md
---
title: A day
date: 2020-01-02
annotations:
  - {quote: it was wet, removed: 2020-01-03, claim: wet, id: gone}
  - {quote: it was dry, removed: 2020-01-03, id: gone2, claim: {text: It was dry, verdict: inaccurate}}
  - {quote: it was cold, removed: 2020-01-03, id: gone3, claim: {verdict: inaccurate}}
  - {note: whole, id: whole, claim: {text: All is well, verdict: accurate}}
  - {quote: It rained, id: rain, claim: {verdict: accurate}}
---
It rained.
"#;

#[test]
fn a_claim_that_was_taken_out_is_not_made_any_more() {
    let pages = pages(CLAIMS);
    let a = object(&pages["articles/a/index.html"]).unwrap();
    let made: Vec<_> = a["hasPart"].as_array().unwrap().iter().map(|claim| claim["url"].as_str().unwrap()).collect();
    assert_eq!(made, ["#whole", "#rain"]);
    let wet = object(&pages["claims/wet/index.html"]).unwrap();
    assert_eq!(wet["mainEntity"]["itemReviewed"]["appearance"], Value::Null);
    let rows = texts(&pages["claims/index.html"], ".claims li");
    let row = |text: &str| rows.iter().find(|row| row.contains(text)).unwrap_or_else(|| panic!("{text}: {rows:?}"));
    for gone in ["It was dry", "it was cold"] {
        assert!(row(gone).contains("taken out of the source"), "{rows:?}");
    }
    for there in ["All is well", "It rained"] {
        assert!(!row(there).contains("taken out"), "{rows:?}");
    }
}

#[test]
fn dates_for_machines_are_such_as_they_can_read() {
    let pages = pages(
        "=== content/people.yaml\nann: {name: Ann, born: 1900-02-28T12:00, died: 1950-01-01T01:00}\n\
         === content/organizations.yaml\nhouse: {name: House, founded: 1900-02-28T12:00, dissolved: 1950-01-01T01:00}\n\
         === content/events.yaml\nopen: {name: Open, date: ../1931}\nlate: {name: Late, date: 1930/1931}\n\
         on: {name: On, date: 1931/..}\nfar: {name: Far, date: Y12345}\n\
         === content/articles/a.md\n---\ntitle: A\ndate: Y1234567890\n---\nText.\n",
    );
    let of = |path: &str| object(&pages[&format!("{path}/index.html")]).unwrap()["mainEntity"].clone();
    let pair = |path: &str, a: &str, b: &str| {
        let value = of(path);
        [a, b].map(|key| value[key].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(pair("people/ann", "birthDate", "deathDate"), ["1900-02-28", "1950-01-01"]);
    assert_eq!(pair("organizations/house", "foundingDate", "dissolutionDate"), ["1900-02-28", "1950-01-01"]);
    assert_eq!(pair("events/open", "startDate", "endDate"), ["", ""]);
    assert_eq!(pair("events/late", "startDate", "endDate"), ["1930", "1931"]);
    assert_eq!(pair("events/on", "startDate", "endDate"), ["1931", ""]);
    assert_eq!(pair("events/far", "startDate", "endDate"), ["", ""]);
    let a = &pages["articles/a/index.html"];
    assert_eq!(object(a).unwrap()["datePublished"], Value::Null);
    assert!(attributes(a, "meta[property='article:published_time']", "content").is_empty());
}

#[test]
fn a_claim_of_a_record_without_by_is_its_speakers() {
    let site = "=== content/people.yaml\nann: {name: Ann}\n\
        === content/claims.yaml\nwet: {name: It was wet, verdict: inaccurate, because: It was dry., sources: a}\n\
        === content/articles/a.md\n---\nannotations: [{quote: it was wet, speaker: ann, claim: wet}]\n---\nShe said it was wet.\n";
    let pages = pages(&format!("=== site.yaml\nbase_url: https://example.org/\n{site}"));
    let claim = object(&pages["claims/wet/index.html"]).unwrap()["mainEntity"]["itemReviewed"].clone();
    assert_eq!(claim["author"][0]["name"], "Ann", "{claim}");
}
