//! Quotes after an edit of their article: followed where it is sure, with a word on it, and never to a wrong place.

use annals::Options;
use annals::diag::{Diagnostic, Severity};
use annals::lock::NAME;

use crate::fixture::Fixture;

const TEXT: &str = "The council met on 4 March in the old town hall of the harbour.\n\n\
    Its chairman said that the bridge would be finished before the winter, and that the money was there. \
    Nobody asked him about the price of the stones.\n\n\
    The bridge was opened by Anna Berg in the autumn of the next year.\n";

/// A site with one article and its annotations, built once, with its lock.
pub fn built(annotations: &str, text: &str) -> Fixture {
    let site = Fixture::new("=== content/people.yaml\nanna-berg: {name: Anna Berg}\nbert-holm: {name: Bert Holm}\n");
    put(&site, annotations, text);
    let built = site.build();
    let errors: Vec<_> = built.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    site.write(NAME, built.value.lock.expect("a lock").text().as_bytes());
    site
}

pub fn put(site: &Fixture, annotations: &str, text: &str) {
    let article = format!("---\ntitle: A\nannotations:\n{annotations}---\n\n{text}");
    site.write("content/articles/a.md", article.as_bytes());
}

/// Status and words of each quote, and what was said of them.
pub fn after(site: &Fixture) -> (Vec<(String, Option<String>)>, Vec<Diagnostic>) {
    let built = annals::check(site.root(), &Options::default(), false);
    let all = built.value.anchors.into_iter().map(|one| (one.status.to_owned(), one.words)).collect();
    let said = built
        .diagnostics
        .into_iter()
        .filter(|one| ["quote-", "substance"].iter().any(|begin| one.code.name.starts_with(begin)));
    (all, said.collect())
}

pub fn one(quote: &str) -> String {
    format!("  - {{quote: {quote}, note: N}}\n")
}

#[test]
fn an_edited_passage_is_followed_and_said_and_mended() {
    let quote = one("the bridge would be finished before the winter");
    let site = built(&quote, TEXT);
    put(&site, &quote, &TEXT.replace("finished before", "completed well before"));
    let (all, said) = after(&site);
    let words = "the bridge would be completed well before the winter";
    assert_eq!(all, [("edited".to_owned(), Some(words.to_owned()))]);
    let [edited] = &said[..] else { panic!("{said:?}") };
    assert_eq!((edited.code.name, edited.severity), ("quote-edited", Severity::Warning));
    assert!(edited.labels[0].text.contains("[completed well] before"), "{edited:?}");
    assert!(
        edited.help.iter().any(|help| help == "The quote has “finished”, the text “completed well”."),
        "{edited:?}"
    );
    let fix = &edited.fix.as_ref().expect("a fix").edits[0];
    assert_eq!((fix.from.as_str(), fix.to.as_str()), ("the bridge would be finished before the winter", words));

    // Built again, with the lock that this build leaves: the same. And without the lock it is an error, not another place.
    let lock = site.build().value.lock.expect("its sentence is another");
    std::fs::write(site.root().join(NAME), lock.text()).unwrap();
    assert!(site.build().value.lock.is_none(), "what stands around it is the same");
    assert_eq!(after(&site), (all, said));
    std::fs::remove_file(site.root().join(NAME)).unwrap();
    let (all, said) = after(&site);
    assert_eq!(all, [("edited".to_owned(), None)]);
    assert_eq!((said[0].code.name, said[0].fix.is_some()), ("quote-not-found", true));
}

#[test]
fn another_number_name_or_negation_is_an_error() {
    for (quote, from, to) in [
        ("The council met on 4 March", "4 March", "5 March"),
        ("opened by Anna Berg in the autumn", "Anna Berg", "Bert Holm"),
        ("that the money was there", "money was", "money was not"),
    ] {
        let site = built(&one(quote), TEXT);
        put(&site, &one(quote), &TEXT.replace(from, to));
        let (all, said) = after(&site);
        assert_eq!(all, [("substance-changed".to_owned(), None)], "{quote}");
        assert_eq!((said[0].code.name, said[0].severity), ("substance-changed", Severity::Error), "{quote}");
        assert!(said[0].fix.is_none() && said[0].labels[0].text.contains('['), "{said:?}");
        assert!(said[0].help.iter().any(|help| help.contains("one of substance")), "{said:?}");
    }
}

#[test]
fn words_that_stand_twice_now_are_followed_by_what_is_around_them() {
    let site = built(&one("The bridge"), TEXT);
    put(&site, &one("The bridge"), &format!("The bridge is old, says the mayor.\n\n{TEXT}"));
    let built = annals::check(site.root(), &Options::default(), false);
    let (status, place) = (built.value.anchors[0].status, built.value.anchors[0].place.expect("a place"));
    let text = std::fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    assert_eq!(status, "moved");
    assert!(text[place.start as usize..].starts_with("The bridge was opened"), "{}", &text[place.start as usize..]);
    let (_, said) = after(&site);
    assert_eq!((said[0].code.name, said[0].severity), ("quote-moved", Severity::Warning));
    std::fs::remove_file(site.root().join(NAME)).unwrap();
    assert_eq!(after(&site).1[0].code.name, "quote-ambiguous", "without the lock nothing chooses");
}

#[test]
fn of_two_places_among_the_same_words_what_is_left_is_not_taken_for_the_other() {
    let sentence = "In the evening the clerk wrote down that the bridge had been inspected by nobody at all that year.";
    let text = format!("First. {sentence} Then.\n\nLast. {sentence} Now.\n");
    let quote = "  - {quote: bridge, after: had been inspected, occurrence: 1, note: N}\n";
    let site = built(quote, &text);
    let lock = std::fs::read_to_string(site.root().join(NAME)).unwrap();
    assert!(lock.contains("\t1/2=2\t"), "{lock}");
    // Without a selector only the words around are left to tell, and they stood twice.
    let quote = "  - {quote: bridge, note: N}\n";
    put(&site, quote, &text.replacen(sentence, "Nothing.", 1));
    let (all, _) = after(&site);
    assert_eq!(all[0].1.as_deref(), None, "{all:?}");
}

#[test]
fn nearly_the_same_words_among_others_are_shown_and_not_taken() {
    let quote = one("he mentioned having spoken to the candidate");
    let was = "Although he said it was possible that he mentioned having spoken to the candidate about the matter, no record was found.";
    let twin = "The report says it was possible that he had mentioned having spoken to the candidate in the summer, when he was away.";
    let site = built(&quote, &format!("{was}\n\n{twin}\n"));
    put(&site, &quote, &format!("{twin}\n"));
    let (all, said) = after(&site);
    assert_eq!(all[0].1.as_deref(), None, "{all:?}");
    assert_eq!(said[0].severity, Severity::Error);
    assert!(said[0].labels.iter().any(|label| label.text.contains("mentioned having spoken")), "{said:?}");
}

/// What stands elsewhere stood there before: so the words in the edited sentence are the passage, and nothing else is.
#[test]
fn a_sentence_that_stood_beside_its_own_is_no_rival_to_it() {
    let text =
        "The door stood open, and so the clerk went home at last. On Friday the clerk fell ill. Nobody knew of it.\n";
    let quote = "  - {quote: the clerk, before: and so, note: N}\n";
    let site = built(quote, text);
    put(&site, quote, &text.replacen("so the clerk", "so the tired clerk", 1));
    assert_eq!(after(&site).0, [("edited".to_owned(), Some("the tired clerk".to_owned()))]);
}

/// As many places as before, among the same words as before: but the first of them is one that was the second.
#[test]
fn a_number_does_not_lead_into_a_sentence_that_stood_beside_its_own() {
    let alike = "was careful, and all the while the old promise went with it, as far as that evening had held a crowd";
    let text = format!("In June the sale {alike}. In July the inquiry {alike}. The end.\n");
    let quote = "  - {quote: went with it, occurrence: 1, note: N}\n";
    let site = built(quote, &text);
    assert_eq!(after(&site).0, [("exact".to_owned(), Some("went with it".to_owned()))]);
    put(&site, quote, &format!("In July the inquiry {alike}. In May the harbour {alike}. The end.\n"));
    let (all, said) = after(&site);
    assert_eq!((all[0].1.as_deref(), said[0].code.name), (None, "quote-not-found"), "{all:?} {said:?}");
}

/// A short word that stands often, in a short sentence that is put elsewhere: nothing else around it is as it was.
#[test]
fn an_unchanged_sentence_is_known_wherever_it_goes() {
    let own = "He saw the mayor once during that week.";
    let text =
        format!("The sale began at noon. {own} The mayor was away. In the end the mayor came.\n\nIt was late.\n");
    let site = built("  - {quote: mayor, before: saw the, note: N}\n", &text);
    // Without what chose among them: the lock knows the place all the same.
    let text =
        text.replace(&format!("{own} "), "").replace("It was late.", &format!("It was late. {own} So it ended."));
    put(&site, "  - {quote: mayor, note: N}\n", &text);
    let built = annals::check(site.root(), &Options::default(), false);
    let place = built.value.anchors[0].place.expect("a place");
    let text = std::fs::read_to_string(site.root().join("content/articles/a.md")).unwrap();
    assert!(
        text[place.start as usize..].starts_with("mayor once during that week"),
        "{}",
        &text[place.start as usize..]
    );
}

/// Where a text begins or ends, nothing beyond says which words a changed number became: as many as are missing.
#[test]
fn a_number_at_the_edge_of_a_text_is_shown_with_what_it_became() {
    let text = "14/4 Thursday in the park with all the others, until the evening came and we went home by tram 38.\n";
    for (quote, from, to, shown) in [
        ("14/4 Thursday in the park", "14/4", "17/4", "[17]/4 Thursday"),
        ("and we went home by tram 38.", "tram 38", "tram 41", "by tram [41]"),
    ] {
        let site = built(&one(quote), text);
        put(&site, &one(quote), &text.replace(from, to));
        let (all, said) = after(&site);
        assert_eq!(all, [("substance-changed".to_owned(), None)], "{quote}");
        assert!(said[0].labels.iter().any(|label| label.text.contains(shown)), "{said:?}");
    }
}

/// Two annotations quote the same words between the same 32 characters, in sentences that differ further away.
#[test]
fn two_lines_that_are_alike_lend_nobody_the_sentence_of_the_other() {
    let alike = "was careful, and all the while the old promise went with it, as far as that evening had held";
    let text = format!("In June the sale {alike} a crowd. In July the inquiry {alike} a crowd. The end.\n");
    let quote = |month: &str| {
        let before = format!("{month} was careful, and all the while the old promise");
        format!("  - {{quote: went with it, before: \"{before}\", note: N}}\n")
    };
    let quotes = quote("In June the sale") + &quote("In July the inquiry");
    let site = built(&quotes, &text);
    let (all, said) = after(&site);
    assert_eq!((all.len(), said.len()), (2, 0), "{all:?} {said:?}");
    assert!(all.iter().all(|(status, _)| status == "exact"), "{all:?}");
}

/// The words before a quote and those after it meet: it was cut out, though a word beside it is one of its own.
#[test]
fn a_word_beside_is_not_taken_for_one_that_was_cut_out() {
    let quote = one("rush of the");
    let text = "In their harbour, undisturbed by the rush of the passing current, they spent the long winter.\n";
    let site = built(&quote, text);
    put(&site, &quote, &text.replace("rush of the ", ""));
    assert_eq!(after(&site).0, [("removed".to_owned(), None)]);
}

#[test]
fn a_sentence_that_went_elsewhere_is_where_it_went() {
    let quote = one("Nobody asked him about the price of the stones");
    let site = built(&quote, TEXT);
    let sentence = "Nobody asked him about the price of the stones.";
    put(&site, &quote, &format!("{sentence}\n\n{}", TEXT.replace(sentence, "")));
    let (all, said) = after(&site);
    assert_eq!(all, [("moved".to_owned(), Some("Nobody asked him about the price of the stones".to_owned()))]);
    assert_eq!(said[0].severity, Severity::Info, "it stands once, as it is written");
}

#[test]
fn what_was_taken_out_is_not_found_anywhere() {
    let quote = one("and that the money was there");
    let site = built(&quote, TEXT);
    put(&site, &quote, &TEXT.replace(", and that the money was there", ""));
    let (all, said) = after(&site);
    assert_eq!((all[0].1.as_ref(), said[0].severity), (None, Severity::Error), "{all:?}");
    assert_eq!((all[0].0.as_str(), said[0].code.name), ("removed", "quote-removed"));
    assert!(said[0].help.iter().any(|help| help.contains("removed:")), "{said:?}");
}

#[test]
fn a_passage_that_stands_in_another_article_is_suggested_there_and_not_moved() {
    let quote = one("Nobody asked him about the price of the stones");
    let site = built(&quote, TEXT);
    let sentence = "Nobody asked him about the price of the stones.";
    put(&site, &quote, &TEXT.replace(sentence, ""));
    site.write("content/articles/b.md", format!("---\ntitle: B\n---\n\nFirst. {sentence}\n").as_bytes());
    let (all, said) = after(&site);
    assert_eq!(all[0].1, None);
    assert_eq!(said[0].severity, Severity::Error);
    assert!(said[0].help.iter().any(|help| help.contains("is now in the article `b`")), "{said:?}");
    assert!(said[0].labels.iter().any(|label| label.span.file.path() == "content/articles/b.md"), "{said:?}");
}

#[test]
fn the_list_of_annotations_says_what_has_become_of_each() {
    let notes = "  - {quote: the price of the stones, note: One}\n  - {note: Whole}\n  - {quote: gone, removed: 1931, note: G}\n";
    let site = built(notes, TEXT);
    let run = |more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_annals"));
        let output = command.args(["check", "--anchors", "--root"]).arg(site.root()).args(more).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, list) = run(&[]);
    assert_eq!(status, Some(0));
    let expected = "content/articles/a.md:4: exact a#the-price-of-the-stones “the price of the stones” (content/articles/a.md:11)\n\
        content/articles/a.md:5: whole ";
    assert!(list.starts_with(expected), "{list}");
    assert!(list.contains("content/articles/a.md:6: taken-out a#gone “gone”\n"), "{list}");
    let (_, json) = run(&["--format", "json"]);
    let objects: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let exact = objects.iter().find(|one| one["status"] == "exact").expect("a line");
    assert_eq!(
        (&exact["annotation"], &exact["at"]["line"], &exact["words"]),
        (&"the-price-of-the-stones".into(), &4.into(), &"the price of the stones".into())
    );
}

#[test]
fn cases_of_edited_texts_are_located_rightly() {
    let Some(cases) = crate::shared::shared("corpora/anchoring_cases.dev.jsonl") else { return };
    let run = |path: &std::path::Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_annals"));
        let output = command.args(["dev", "anchor-cases"]).arg(path).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, out) = run(&cases);
    assert_eq!((status, out.lines().last()), (Some(0), Some("must 17/17, should 2/2, wrong 0")), "{out}");
    // What is expected is read for the score alone.
    let text = std::fs::read_to_string(&cases).unwrap();
    let other: Vec<String> = text
        .lines()
        .map(|line| {
            let mut case: serde_json::Value = serde_json::from_str(line).unwrap();
            case["expected"] = serde_json::json!({"start": 1, "end": 2});
            case.to_string()
        })
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cases.jsonl");
    std::fs::write(&path, other.join("\n")).unwrap();
    let (status, changed) = run(&path);
    assert_eq!(status, Some(1));
    let without_score =
        |out: &str| out.lines().filter(|line| line.starts_with('{')).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(without_score(&changed), without_score(&out));
}

/// Three sentences, of which each is told from the others by its month.
const MEETINGS: &str = "The committee met in May and heard the report on the mill. The committee met in June. \
    The committee met in July. The chairman went home after that, and nothing more was written down.\n";

#[test]
fn a_number_counts_anew_only_where_as_many_places_are_left() {
    let quote = "  - {quote: The committee met, occurrence: 2, note: N}\n";
    let site = built(quote, MEETINGS);
    // The first goes: the second is the one in July now. Or the second goes: so it is, too.
    for gone in ["The committee met in May and heard the report on the mill. ", "The committee met in June. "] {
        put(&site, quote, &MEETINGS.replace(gone, ""));
        let (all, said) = after(&site);
        assert_eq!(all, [("ambiguous".to_owned(), None)], "{gone}");
        assert_eq!((said.len(), said[0].code.name), (1, "quote-not-found"), "{said:?}");
        assert!(said[0].help.iter().any(|help| help.contains("other numbers now")), "{said:?}");
    }
    // One more in front.
    put(&site, quote, &format!("The committee met in April. {MEETINGS}"));
    assert_eq!(after(&site).0, [("ambiguous".to_owned(), None)]);
    // Words beside it are others, and none came or went.
    put(&site, quote, &MEETINGS.replace("in June", "in the first days of June"));
    let (all, said) = after(&site);
    assert_eq!((all[0].1.as_deref(), said.len()), (Some("The committee met"), 0), "{all:?} {said:?}");
    // Who writes the number that is right now says so.
    let corrected = "  - {quote: The committee met, occurrence: 1, note: N}\n";
    put(&site, corrected, &MEETINGS.replace("The committee met in May and heard the report on the mill. ", ""));
    assert_eq!(after(&site).0, [("exact".to_owned(), Some("The committee met".to_owned()))]);
}

#[test]
fn several_numbers_count_anew_only_where_as_many_places_are_left() {
    let quote = "  - {quote: The committee met, occurrence: [1, 3], note: N}\n";
    let site = built(quote, MEETINGS);
    assert_eq!(after(&site).0[0].0, "exact");
    put(&site, quote, &MEETINGS.replace("in July. ", "in July. The committee met in August. "));
    assert_eq!(after(&site).1[0].code.name, "quote-not-found");
}

#[test]
fn words_before_a_quote_do_not_lead_to_another_passage_that_has_them() {
    let quote = "  - {quote: met, before: The committee, after: in June, note: N}\n";
    let site = built(quote, MEETINGS);
    let other = "Of the harbour nobody spoke for a long time, and when it was asked, the clerk said that another board, which \
        they called The committee, met in June of the year before.";
    put(&site, quote, &format!("{}\n{other}\n", MEETINGS.replace("The committee met in June. ", "")));
    assert_eq!(after(&site).0[0].1.as_deref(), None, "what was quoted is gone");
}

#[test]
fn places_among_the_same_words_stay_where_their_authors_words_put_them() {
    let sentence = "In the evening the clerk wrote down that the bridge had been inspected by nobody at all that year.";
    let text = format!("First. {sentence} Then.\n\nLast. {sentence} Now.\n");
    for select in ["occurrence: 2", "after: 'had been inspected by nobody at all that year. Now'", "occurrence: [1, 2]"]
    {
        let quote = format!("  - {{quote: bridge, {select}, note: N}}\n");
        let site = built(&quote, &text);
        assert_eq!(after(&site).0[0].0, "exact", "{select}");
        put(&site, &quote, &format!("Before all. {text}"));
        assert_eq!(after(&site).0[0].0, "exact", "{select}, with more before");
    }
}

#[test]
fn a_number_among_dozens_of_alike_places_stays_where_it_is() {
    // More places than are ever looked at, each among the same words farther than what is kept of them reaches.
    let sentence =
        "In the evening the clerk wrote down that the bridge had been inspected by nobody at all that year. ";
    let text = format!("First. {}Then.\n", sentence.repeat(60));
    for number in [2, 31, 45, 59] {
        let quote = format!("  - {{quote: bridge, occurrence: {number}, note: N}}\n");
        let site = built(&quote, &text);
        let (all, said) = after(&site);
        assert_eq!((all[0].0.as_str(), said.len()), ("exact", 0), "{number}: {said:?}");
        // One more before it makes the number another's: said, and never taken for it.
        put(&site, &quote, &format!("{sentence}{text}"));
        assert_eq!(after(&site).1[0].severity, Severity::Error, "{number}");
    }
}

#[test]
fn words_that_went_elsewhere_too_are_not_followed_from_a_place_that_still_has_a_side_of_theirs() {
    let quote = one("'the bridge would be finished before the winter, and that the money was there'");
    let site = built(&quote, TEXT);
    let words = "the bridge would be finished before the winter, and that the money was there";
    // The passage is edited, and what stood before it; its old words stand in a sentence of somebody else's.
    let edited = TEXT
        .replace("Its chairman said that", "Anna Berg, who came late and left early, wrote")
        .replace("finished before", "closed before");
    put(
        &site,
        &quote,
        &format!("{edited}\nOthers wrote in the paper, long afterwards: {words}; nobody believed it.\n"),
    );
    assert_eq!(after(&site).0[0].1.as_deref(), None, "two places have as much claim");
}

#[test]
fn of_a_passage_and_its_copy_the_one_where_the_text_began_or_ended_is_not_left() {
    let words = "Nobody asked about the price of the stones";
    let text = format!("{words} for the bridge, and so it was built in the end.\n");
    let site = built(&one(words), &text);
    assert_eq!(after(&site).0[0].0, "exact");
    put(&site, &one(words), &text.replace(" for the", &format!(" for {words} the")));
    assert_eq!(after(&site).0[0].1, None, "either may be meant");
    let text = format!("So it was built in the end, that long bridge: {words}.\n");
    let site = built(&one(words), &text);
    put(&site, &one(words), &text.replace("long bridge: ", &format!("long “bridge: {words}” bridge: ")));
    assert_eq!(after(&site).0[0].1, None, "either may be meant");
}

#[test]
fn words_that_are_missing_where_the_text_ends_are_not_left_out_in_silence() {
    let quote = one("'Its chairman said on the following day that the money for all of the stones was there'");
    let text = "The council met in May. Its chairman said on the following day that the money for all of the stones was there\n";
    let site = built(&quote, text);
    let put_in = "was not yet to be had, as he had been told by those who knew, and it never ";
    put(&site, &quote, &text.replace("was there", &format!("{put_in}was there")));
    let (all, said) = after(&site);
    let said: Vec<_> = said.iter().map(|one| (one.code.name, one.severity)).collect();
    assert!(said.iter().all(|(_, severity)| *severity == Severity::Error) && !said.is_empty(), "{all:?} {said:?}");
}

/// [`TEXT`] with the chairman's paragraph copied to the front, and the one that stood there before changed.
fn copied(from: &str, to: &str) -> String {
    let paragraph = TEXT.split("\n\n").nth(1).unwrap();
    assert!(paragraph.contains(from), "{from}");
    format!("Once more, and first of all:\n\n{paragraph}\n\n{}", TEXT.replace(from, to))
}

#[test]
fn a_copy_of_a_passage_is_not_taken_for_one_that_was_changed() {
    let whole = "Its chairman said that the bridge would be finished before the winter, and that the money was there.";
    for quote in ["the bridge would be finished", "finished", whole] {
        // In the quote, or beside it on either side.
        for (from, to) in
            [("chairman said", "chairmann said"), ("be finished", "be finishd"), ("the winter", "the wintr")]
        {
            let site = built(&one(&format!("'{quote}'")), TEXT);
            put(&site, &one(&format!("'{quote}'")), &copied(from, to));
            let (all, said) = after(&site);
            assert_eq!(all, [("ambiguous".to_owned(), None)], "{quote}, {from}: {said:?}");
            let [said] = &said[..] else { panic!("{said:?}") };
            assert_eq!((said.severity, said.labels.len()), (Severity::Error, 2), "{said:?}");
        }
    }
}

#[test]
fn of_a_passage_and_its_copy_the_author_says_which() {
    let quote = one("the bridge would be finished");
    let site = built(&quote, TEXT);
    put(&site, &quote, &copied("be finished", "be finishd"));
    let (_, said) = after(&site);
    let [double] = &said[..] else { panic!("{said:?}") };
    assert_eq!(double.code.name, "quote-ambiguous");
    assert!(double.labels[0].text.contains("[the bridge would be finished]"), "{double:?}");
    assert!(double.labels[1].text.contains("[the bridge would be finishd]"), "{double:?}");
    put(&site, &one("bridge would be finished"), &copied("be finished", "be finishd"));
    assert_eq!(after(&site).0, [("exact".to_owned(), Some("bridge would be finished".to_owned()))]);
    put(&site, &one("the bridge would be finishd"), &copied("be finished", "be finishd"));
    assert_eq!(after(&site).0, [("exact".to_owned(), Some("the bridge would be finishd".to_owned()))]);
}

#[test]
fn a_sentence_that_begins_like_a_passage_is_no_double_of_it() {
    let quote = one("the bridge would be finished");
    let site = built(&quote, TEXT);
    let more = "Later its chairman said that the bridge would be closed in the spring, and that the money was gone.";
    put(&site, &quote, &format!("{TEXT}\n{more}\n"));
    assert_eq!(after(&site).0[0].0, "exact");
    // Nor is one that stood there before, whatever is put in beside it.
    let twin = more.replace("closed", "furnished").replace("in the spring", "before the winter");
    let site = built(&quote, &format!("{TEXT}\n{twin}\n"));
    put(&site, &quote, &format!("{TEXT}\nThe words were few. {twin}\n"));
    assert_eq!(after(&site).0[0].0, "exact");
}

#[test]
fn an_edited_passage_that_was_followed_stays_where_it_is() {
    let text = "The week before the speech Simes had let him know that time he would be invited to the speech, \
        and that he would have the opportunity to meet the speaker.\n";
    for more in [", before: that time", ", after: be invited", ", before: that time, after: be invited to"] {
        let quote = format!("  - {{quote: he would{more}, note: N}}\n");
        let site = built(&quote, text);
        put(&site, &quote, &text.replace("time he would", "time period would"));
        let edited = [("edited".to_owned(), Some("period would".to_owned()))];
        assert_eq!(after(&site).0, edited, "{more}");
        // Its own words stand in the same sentence once more.
        site.write(NAME, site.build().value.lock.expect("a new lock").text().as_bytes());
        assert_eq!(after(&site).0, edited, "{more}");
    }
}

#[test]
fn a_passage_whose_words_are_all_there_is_found_with_its_full_stop() {
    let quote = one("'2016.'");
    let begins = "Berg was chosen for the council on November 8, 2016.";
    let rest = "Beginning immediately after the vote, the men of the harbour came to the chairman through many doors, some of \
        them with boats and ropes.\n";
    let heading = "After-Vote and Winter-Time Meetings";
    let site = built(&quote, &format!("{heading}\n\n{begins} {rest}"));
    // The sentence is moved before the block that it stood after.
    put(&site, &quote, &format!("{begins} {heading}\n\n{rest}"));
    let (all, _) = after(&site);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].1.as_deref(), Some("2016."), "{all:?}");
}
