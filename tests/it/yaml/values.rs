//! What a file without mistakes gives.

use annals::id::KindId;
use annals::parse;
use annals::parse::document::{AssertedValue, ClaimUse, Document, Occurrence};
use annals::parse::record::{Certainty, Ref};
use annals::parse::settings::Settings;
use annals::route::UrlStyle;
use annals::span::{Spanned, Text};

use super::{article, read, records, said, source};

fn words(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

fn ids(refs: &[Ref]) -> Vec<&str> {
    refs.iter().map(|one| one.to.value.as_str()).collect()
}

fn word(text: Option<&Text>) -> &str {
    text.map_or("-", |text| &text.value)
}

#[test]
fn values_are_as_written() {
    let text = "---\ntags: [1.10, 007, no, true, 0x1F, 1e3, \"null\", 2017-03-02, .5, 'it''s', \"a\\u00e9\"]\n\
        title: yes\nid: 2024\ntype: 1_000\ndescription: >-\n  folded\n  text\n\n  here\ntranslators: |\n  kept\n   as is\n\
        x-own: {a: [1.0, no], b: {c: ~}}\nx-2: 0o7\nfields: {007: 1.10, no: off, x-ray: 5}\n---\n";
    let article = article(text);
    let tags = ["1.10", "007", "no", "true", "0x1F", "1e3", "null", "2017-03-02", ".5", "it's", "aé"];
    assert_eq!(words(&article.tags), tags);
    assert_eq!(word(article.title.as_ref()), "yes");
    assert_eq!(article.id.value, "2024");
    assert_eq!(word(article.type_.as_ref()), "1_000");
    assert_eq!(word(article.description.as_ref()), "folded text\nhere");
    assert_eq!(words(&article.translators), ["kept\n as is"]);
    let fields: Vec<(&str, &str)> = article.fields.iter().map(|(k, v)| (&*k.value, &*v.value)).collect();
    assert_eq!(fields, [("007", "1.10"), ("no", "off"), ("x-ray", "5")]);
    let extra = serde_json::json!({"x-own": {"a": ["1.0", "no"], "b": {"c": "~"}}, "x-2": "0o7"});
    assert_eq!(serde_json::to_value(&article.extra).unwrap(), extra);
}

#[test]
fn every_text_knows_its_place() {
    let text = "\u{feff}---\r\ntitle: Ünder\r\ntags: [\"é\", b]\r\nannotations:\r\n  - quote: 'a  b'\r\n    people: jeff\r\n---\r\n";
    let article = article(text);
    let at = |span: annals::span::Span| &text[span.range()];
    assert_eq!(at(article.title.as_ref().unwrap().span), "Ünder");
    assert_eq!(article.tags.iter().map(|tag| at(tag.span)).collect::<Vec<_>>(), ["\"é\"", "b"]);
    let annotation = &article.annotations[0];
    assert_eq!(at(annotation.quotes[0].quote.span), "'a  b'");
    assert_eq!(at(annotation.about[0].1[0].to.span), "jeff");
    assert_eq!(at(annotation.span), "quote: 'a  b'\r\n    people: jeff");
    assert_eq!(at(article.span), &text[8..text.len() - 5]);
}

#[test]
fn a_block_is_where_its_text_is() {
    for head in ["|", ">-", "|2", "|+ # a comment", "|\n"] {
        let text = format!("---\ntitle: {head}\n  One\n  two\n\n# a comment\ntype: x\n---\n");
        let article = article(&text);
        assert_eq!(&text[article.title.unwrap().span.range()], "One\n  two", "{head}");
    }
}

#[test]
fn an_article_has_all_that_its_front_matter_says() {
    let text = "---\n\
        title: T\ndate: 2017-03-02\ntype: letter\nlanguage: pt-BR\n\
        source:\n  - {title: A, publisher: P, author: [X, Y], url: 'https://x.org', accessed: 2017, pages: 1-2, note: n, after: other}\n  - {author: Z}\n\
        people: [jeff, {id: events/e, role: r, certainty: low, implied: true}]\nevents: e\n\
        image: {src: /a.jpg, alt: b}\nupdated: 2017-03-04\nadded: 2018\n\
        corrections: [{date: 2017-03-04, text: An *earlier* version}]\n\
        previously: [/old/path/, old-id]\ntranslation_of: first\nseries: {id: s, number: 3}\n\
        draft: true\nspot: false\nmenu: true\n\
        correspondence: {sender: a, recipient: [b, c], sent: {date: 2016, place: p}, reply_to: q}\n\
        accept: [rule-one, {rule: rule-two, because: so}]\n---\nBody *text*.\n";
    let article = article(text);
    assert_eq!(article.date.as_ref().unwrap().value.text(), "2017-03-02");
    assert_eq!(article.source.len(), 2);
    let origin = &article.source[0];
    assert_eq!(words(&origin.authors), ["X", "Y"]);
    assert_eq!(
        origin.details.iter().map(|(key, text)| (*key, &*text.value)).collect::<Vec<_>>(),
        [("pages", "1-2"), ("note", "n")]
    );
    assert_eq!(word(origin.after.as_ref()), "other");
    assert_eq!(
        article.about.iter().map(|(kind, refs)| (*kind, ids(refs))).collect::<Vec<_>>(),
        [(KindId::PEOPLE, vec!["jeff", "events/e"]), (KindId::EVENTS, vec!["e"]),]
    );
    let second = &article.about[0].1[1];
    assert_eq!((second.certainty, second.implied, word(second.role.as_ref())), (Some(Certainty::Low), true, "r"));
    assert_eq!(word(article.image.as_ref().unwrap().alt.as_ref()), "b");
    assert_eq!(article.corrections[0].text.text, "An earlier version");
    assert_eq!(words(&article.previously), ["/old/path/", "old-id"]);
    let (series, number) = article.series.as_ref().unwrap();
    assert_eq!((&*series.value, number.as_ref().map(|n| n.value)), ("s", Some(3)));
    assert_eq!((article.draft, article.spot, article.menu), (true, Some(false), true));
    let letter = article.correspondence.as_ref().unwrap();
    assert_eq!(
        (ids(&letter.sender), ids(&letter.recipient), ids(&letter.sent.place)),
        (vec!["a"], vec!["b", "c"], vec!["p"])
    );
    assert_eq!(
        article.accept.iter().map(|a| (&*a.rule.value, word(a.because.as_ref()))).collect::<Vec<_>>(),
        [("rule-one", "-"), ("rule-two", "so")]
    );
    assert_eq!(article.body.text, "Body text.");
}

#[test]
fn annotations_have_all_that_they_say() {
    let text = "---\nannotations:\n\
        \x20 - quote: one\n    before: a\n    after: b\n    occurrence: [2, 1, 2]\n    speaker: jeff\n    speech: indirect\n    note: A *note*.\n    id: own\n    previously: [older]\n    by: me\n    draft: true\n    removed: 2018\n\
        \x20 - quote: [two, {quote: three, occurrence: all}]\n    claim: {text: t, by: [x], verdict: disputed, sources: 'https://x.org/a#b'}\n\
        \x20 - claim: of-record\n    asserts:\n      events/e: {date: 2016-09-08, places: p, participants: [q, {who: r, role: s}], numbers: {people: 3}, people: [z]}\n      people/a: {occupations: [x, y], roles: [{title: t}]}\n      places/p: {coordinates: {lat: 1.5, lon: -2}}\n\
        not: [{quote: recess, occurrence: 2, people: jeff}, {quote: nobody}]\n---\n";
    let article = article(text);
    let [first, second, third] = &article.annotations[..] else { panic!("{:?}", article.annotations) };
    let quote = &first.quotes[0];
    assert_eq!((word(quote.before.as_deref()), word(quote.after.as_deref())), ("a", "b"));
    assert_eq!(quote.occurrence.as_ref().unwrap().value, Occurrence::Numbers(vec![1, 2]));
    assert_eq!((ids(&first.speaker), first.indirect, first.draft), (vec!["jeff"], true, true));
    assert_eq!(first.note.as_ref().unwrap().text, "A note.");
    assert_eq!(
        (word(first.more.id.as_ref()), words(&first.more.previously), words(&first.by)),
        ("own", vec!["older"], vec!["me"])
    );
    assert_eq!(first.more.removed.as_ref().unwrap().value.text(), "2018");
    assert_eq!(second.quotes.iter().map(|q| &*q.quote.value).collect::<Vec<_>>(), ["two", "three"]);
    assert_eq!(second.quotes[1].occurrence.as_ref().unwrap().value, Occurrence::All);
    let Some(ClaimUse::Here(claim)) = &second.more.claim else { panic!("{:?}", second.more.claim) };
    assert_eq!((word(claim.text.as_ref()), ids(&claim.by), word(claim.verdict.as_ref())), ("t", vec!["x"], "disputed"));
    assert_eq!(claim.sources[0].to.value, "https://x.org/a#b");
    assert!(matches!(&third.more.claim, Some(ClaimUse::Id(id)) if id.value == "of-record"));
    let [event, person, place] = &third.asserts[..] else { panic!("{:?}", third.asserts) };
    assert_eq!(
        event.fields.iter().map(|(key, _)| &*key.value).collect::<Vec<_>>(),
        ["date", "places", "participants", "numbers"]
    );
    assert!(matches!(&event.fields[0].1, AssertedValue::Date(date, _) if date.text() == "2016-09-08"));
    assert!(matches!(&event.fields[1].1, AssertedValue::Refs(refs) if ids(refs) == ["p"]));
    let AssertedValue::Participants(people) = &event.fields[2].1 else { panic!() };
    assert_eq!(
        people.iter().map(|p| (ids(&p.who), word(p.role.as_ref()))).collect::<Vec<_>>(),
        [(vec!["q"], "-"), (vec!["r"], "s")]
    );
    assert!(matches!(&event.fields[3].1, AssertedValue::Numbers(n) if n[0].0.value == "people" && n[0].1.value == "3"));
    assert_eq!(ids(&event.about[0].1), ["z"]);
    assert!(matches!(&person.fields[1].1, AssertedValue::Text(text) if text.value == "y"));
    assert!(matches!(&person.fields[2].1, AssertedValue::Roles(roles) if word(roles[0].title.as_ref()) == "t"));
    assert!(matches!(&place.fields[0].1, AssertedValue::Coordinates(Spanned { value: (1.5, -2.0), .. })));
    assert_eq!(
        article.not.iter().map(|not| (&*not.quote.quote.value, not.about.len())).collect::<Vec<_>>(),
        [("recess", 1), ("nobody", 0)]
    );
}

#[test]
fn records_have_all_that_they_say() {
    let text = "office-meeting:\n  name: Meeting\n  sort_name: M\n  aliases: [The meeting, {name: Ross, spot: false}]\n  names: {de: Treffen}\n  type: meeting\n  date: 2016-09-08\n  places: senate-office\n  participants: [{who: jeff, role: senator, certainty: high}, sergey]\n  part_of: kislyak\n  follows: [convention]\n  sources: [ambassador, 'ambassador#words', {ref: 'https://x.org', pages: 3}]\n  resolved: {date: {value: 2016-09-08, because: agreed}, places: so, numbers: {value: {doors: 2}}}\n  people: [a]\n  organizations: b\n  body: The *text*.\n  same_as: https://x.org/1\n  relations: [{with: x, role: y, inverse: z}]\nother: {}\n";
    let list = records("content/events.yaml", text);
    assert_eq!(list.iter().map(|record| &*record.id.value).collect::<Vec<_>>(), ["office-meeting", "other"]);
    let record = &list[0];
    assert_eq!(&text[record.span.range()], "office-meeting");
    assert_eq!(
        record.aliases.iter().map(|a| (&*a.name.value, a.spot)).collect::<Vec<_>>(),
        [("The meeting", true), ("Ross", false)]
    );
    assert_eq!(record.names[0].1.value, "Treffen");
    assert_eq!(record.own.participants[0].certainty, Some(Certainty::High));
    assert_eq!(ids(&record.own.participants[1].who), ["sergey"]);
    assert_eq!(
        (ids(&record.own.places), ids(&record.own.part_of), ids(&record.own.follows)),
        (vec!["senate-office"], vec!["kislyak"], vec!["convention"])
    );
    assert_eq!(
        record.sources.iter().map(|s| (&*s.to.value, word(s.pages.as_ref()))).collect::<Vec<_>>(),
        [("ambassador", "-"), ("ambassador#words", "-"), ("https://x.org", "3")]
    );
    let resolved: Vec<_> = record.own.resolved.iter().map(|r| (&*r.field.value, word(r.because.as_ref()))).collect();
    assert_eq!(resolved, [("date", "agreed"), ("places", "so"), ("numbers", "-")]);
    let values: Vec<_> = record.own.resolved.iter().map(|resolved| resolved.value.as_slice()).collect();
    assert!(
        matches!(values[..], [[AssertedValue::Date(date, _)], [], [AssertedValue::Numbers(doors)]]
            if date.text() == "2016-09-08" && doors[0].1.value == "2"),
        "{values:?}"
    );
    // `places` is a field of events; the other kinds' keys are related entities.
    assert_eq!(record.about.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [KindId::PEOPLE, KindId::ORGANIZATIONS]);
    assert_eq!(record.body.text, "The text.");
    assert_eq!((record.spot, record.draft), (true, false));
}

#[test]
fn files_name_what_they_hold() {
    let name = |path: &str, text: &str| {
        let outcome = read(path, text);
        assert_eq!(said(text, &outcome.diagnostics), "", "{path}");
        match outcome.value {
            Some(Document::Article(a)) => {
                format!("{} {}", a.id.value, a.date.as_ref().map_or("-".into(), |d| d.value.text().to_owned()))
            }
            Some(Document::Records(records)) => format!("{:?} {}", records[0].kind, records[0].id.value),
            Some(Document::Series(series)) => format!("series {}", series[0].id.value),
            Some(Document::Page(page)) => format!("page {} {:?}", page.path, page.index_of),
            Some(Document::Sidecar(sidecar)) => format!("sidecar {} {}", sidecar.folder, sidecar.article),
            None => "-".to_owned(),
        }
    };
    assert_eq!(name("content/articles/2017-03-02-ambassador.md", "text"), "ambassador 2017-03-02");
    assert_eq!(name("content/articles/x/2017-03-02-ambassador.md", "---\ndate: 2018\n---\n"), "ambassador 2018");
    assert_eq!(name("content/articles/2017-03-02.md", ""), "2017-03-02 2017-03-02");
    assert_eq!(name("content/articles/Bad Name.md", "---\nid: good\n---\n"), "good -");
    assert_eq!(name("content/people/s/jeff.md", "---\nname: J\n---\n"), "KindId(0) jeff");
    assert_eq!(name("content/people/index.md", "text"), "page people/index Some(KindId(0))");
    assert_eq!(name("content/series/a.md", "text"), "series a");
    assert_eq!(name("content/manual/a b.md", "text"), "page manual/a b None");
    assert_eq!(
        name("content/articles/x/a.me.annotations.yaml", "$schema: a\nformat: 1\nby: me\n"),
        "sidecar content/articles/x a"
    );
    assert_eq!(name("content/articles/x/empty.annotations.yaml", "# nothing\n"), "sidecar content/articles/x empty");
}

#[test]
fn a_sidecar_signs_its_annotations() {
    let outcome =
        read("content/articles/a.annotations.yaml", "by: me\nannotations: [{note: a}, {note: b, by: [you, they]}]\n");
    let Some(Document::Sidecar(sidecar)) = outcome.value else { panic!() };
    assert_eq!(sidecar.annotations.iter().map(|a| words(&a.by)).collect::<Vec<_>>(), [vec!["me"], vec!["you", "they"]]);
}

#[test]
fn what_cannot_be_read_is_a_draft() {
    for text in [
        "---\ntitle: a: b\n---\n",
        "---\ntitle: a\n",
        "---\n- a\n---\n",
        "---\ndraft: yes\n---\n",
        "---\ndraft:\n---\n",
    ] {
        let outcome = read("content/articles/a.md", text);
        assert_ne!(outcome.diagnostics, [], "{text}");
        let Some(Document::Article(article)) = outcome.value else { panic!("{text}") };
        assert!(article.draft, "{text}");
    }
}

#[test]
fn settings_have_all_that_site_yaml_says() {
    let read = |text: &str| {
        let outcome = parse::settings(&source("site.yaml", text));
        assert_eq!(said(text, &outcome.diagnostics), "");
        outcome.value
    };
    let empty = read("# nothing\n");
    assert_eq!(format!("{empty:?}"), format!("{:?}", Settings::default()));
    let settings = read(
        "$schema: x\nformat: 1\ntitle: T\nbase_url: https://x.org/sub\nlanguage: de\ntimezone: Europe/Berlin\n\
         kinds: {works: {one: Work, many: Works, schema: CreativeWork}, people: {many: Persons}, law-suits: {}}\n\
         verdicts: {true-enough: {}, 'false': {label: Wrong, rating: 1}}\nmenu: [people, {to: about, label: Us}]\n\
         spot: false\nstrict: true\nurls: files\nmarkdown: {html: escape, smart_punctuation: true, wikilinks: false}\n\
         page_size: 7\nlimits: {file: 1.5 MiB}\ntheme: {css: a.css}\nx-a: b\n",
    );
    assert_eq!(word(settings.base_url.as_ref()), "https://x.org/sub/");
    assert_eq!(settings.timezone.iana_name(), Some("Europe/Berlin"));
    let kinds: Vec<_> = settings.kinds.iter().map(|(_, k)| (&*k.name, &*k.one, &*k.many, &*k.schema)).collect();
    assert_eq!(kinds[0], ("people", "Person", "Persons", "Person"));
    assert_eq!(
        kinds[5..],
        [("works", "Work", "Works", "CreativeWork"), ("law-suits", "Law suits", "Law suits", "Thing")]
    );
    let verdicts: Vec<_> = settings.verdicts.iter().map(|v| (&*v.id, &*v.label, v.rating.as_deref())).collect();
    assert_eq!(verdicts, [("true-enough", "True enough", None), ("false", "Wrong", Some("1"))]);
    let menu = settings.menu.as_ref().unwrap();
    assert_eq!((&*menu[0].to.value, word(menu[1].label.as_ref())), ("people", "Us"));
    assert_eq!((settings.spot, settings.strict, settings.urls), (false, true, UrlStyle::Files));
    let markdown = settings.markdown;
    assert_eq!((markdown.escape_html, markdown.smart_punctuation, markdown.wikilinks), (true, true, false));
    assert_eq!((settings.page_size, settings.file_limit), (7, 1_572_864));
    assert_eq!(words(&settings.css), ["a.css"]);

    let text = "a: {date: 2016, creators: b}\n";
    let works = parse::parse(&source("content/works.yaml", text), &settings);
    assert_eq!(said(text, &works.diagnostics), "");
    let text = "---\nworks: [a]\nannotations: [{law-suits: b, claim: {verdict: 'false'}}]\n---\n";
    let article = parse::parse(&source("content/articles/a.md", text), &settings);
    assert_eq!(said(text, &article.diagnostics), "");
}

#[test]
fn an_article_switches_wikilinks_off() {
    let with = article("---\nannotations: [{note: '[[a|b]]'}]\n---\n[[a|b]]\n");
    let without = article("---\nwikilinks: false\nannotations: [{note: '[[a|b]]'}]\n---\n[[a|b]]\n");
    assert_eq!((with.body.links.len(), with.annotations[0].note.as_ref().unwrap().links.len()), (1, 1));
    assert_eq!((without.body.links.len(), without.annotations[0].note.as_ref().unwrap().links.len()), (0, 0));
    assert_eq!(without.body.text, "[[a|b]]");
}
