//! Where following ends: what says something else is reported, and nothing is found that the next build would not find.

use annals::diag::Severity;
use annals::lock::NAME;

use crate::follow::{after, built, one, put};

/// What was a whole word is not taken for a part of another, whatever chooses the place.
#[test]
fn a_word_that_was_whole_is_not_found_inside_another() {
    for (quote, text, from, to, status) in [
        (
            "10 crowns, after: for each",
            "They paid 10 crowns for each horse. The year after they paid 10 crowns for nothing.",
            "paid 10 crowns for each",
            "paid 110 crowns for each",
            "substance-changed",
        ),
        ("'10', before: paid", "They paid 10 for the horse, and rode home.", "10", "100", "substance-changed"),
        (
            "Ann, before: met",
            "In the spring he met Ann at the mill. Nobody knew Ann there, and nobody asked.",
            "met Ann",
            "met Annabel",
            "substance-changed",
        ),
        ("'10', occurrence: 1", "They paid 10 for the horse, and rode home.", "10", "100", "substance-changed"),
        (
            "possible, after: to cross",
            "It was possible to cross the river, and they did.",
            "was possible",
            "was impossible",
            "substance-changed",
        ),
        (
            "able to walk, after: far",
            "She was able to walk far on that day, and did.",
            "was able",
            "was unable",
            "substance-changed",
        ),
        ("'10', occurrence: all", "They paid 10 for the horse, and 10 for the cart.", "10", "210", "lost"),
        ("u, before: O. bei Schwarz", "Mit O. bei Schwarz u. Steiner", "O. bei Schwarz u.", "nun.", "lost"),
    ] {
        let quote = format!("  - {{quote: {quote}, note: N}}\n");
        let site = built(&quote, &format!("{text}\n"));
        put(&site, &quote, &format!("{}\n", text.replace(from, to)));
        let (all, said) = after(&site);
        assert_eq!(all[0].1, None, "{quote}: {all:?}");
        assert_eq!(said[0].severity, Severity::Error, "{quote}: {said:?}");
        assert_eq!(all[0].0, status, "{quote}: {said:?}");
    }
}

/// But a part of a word that was singled out is one still.
#[test]
fn a_part_of_a_word_that_was_singled_out_is_followed() {
    for quote in ["ridge, occurrence: 1", "hips, after: in the"] {
        let quote = format!("  - {{quote: {quote}, note: N}}\n");
        let text = "The ships in the harbour lay still, and nobody crossed the Cambridge road on that day.\n";
        let site = built(&quote, text);
        assert_eq!(after(&site).0[0].0, "exact", "{quote}");
        put(&site, &quote, &text.replace("lay still", "lay quite still"));
        let (all, said) = after(&site);
        assert_eq!((all[0].0.as_str(), said.len()), ("exact", 0), "{quote}: {said:?}");
    }
}

/// What its author says of a place may not be true of it any more, and be left so: whatever is built, and however often.
#[test]
fn a_place_that_its_authors_words_do_not_fit_any_more_is_found_by_the_next_build_too() {
    let text = "In the morning the old mayor cut the ribbon, and all the people cheered him. Then they went home.\n";
    let passage = "the old mayor cut the ribbon";
    for (quote, from, to) in [
        (format!("{{quote: {passage}, before: morning, note: N}}"), "In the morning", "In the early morning hours"),
        (format!("{{quote: {passage}, after: and all, note: N}}"), "and all the", "and, as they say, all the"),
        (
            format!("{{quote: [{{quote: they went}}, {{quote: {passage}, before: morning}}], note: N}}"),
            "In the morning",
            "In the early morning hours",
        ),
        (format!("{{quote: {passage}, occurrence: 1, note: N}}"), "mayor cut", "mayor himself cut"),
    ] {
        let quote = format!("  - {quote}\n");
        let site = built(&quote, text);
        put(&site, &quote, &text.replace(from, to));
        let first = after(&site);
        let [said] = &first.1[..] else { panic!("{quote}: {first:?}") };
        assert_eq!(said.severity, Severity::Warning, "{quote}: {said:?}");
        let is_edited = said.code.name == "quote-edited";
        assert!(is_edited || said.help[0].contains("is not true of this place"), "{quote}: {said:?}");
        // Its sentence is another, and nothing else of it.
        site.write(NAME, site.build().value.lock.expect("a new lock").text().as_bytes());
        assert_eq!(after(&site), first, "{quote}");
        assert!(site.build().value.lock.is_none(), "{quote}");
        // Mended, it is as any other.
        let quote =
            quote.replace("before: morning", "before: morning hours").replace("after: and all", "after: and, as");
        let quote = if from.contains("cut") { quote.replace(from, to) } else { quote };
        put(&site, &quote, &text.replace(from, to));
        let (all, said) = after(&site);
        assert_eq!((all.last().unwrap().0.as_str(), said.len()), ("exact", 0), "{quote}: {said:?}");
    }
}

#[test]
fn a_passage_that_says_the_contrary_or_much_more_is_not_followed() {
    let text = "The clerk wrote that the bridge is safe in winter, at a loss of -5 crowns a day. The day was over. He went \
        home by boat, as was possible then.\n";
    for (quote, from, to, what) in [
        ("the bridge is safe in winter", "is safe", "is unsafe", "a negation"),
        ("as was possible then", "possible", "impossible", "a negation"),
        ("at a loss of -5 crowns", "of -5", "of 5", "a number"),
        ("at a loss of -5 crowns", "of -5", "of +5", "a number"),
        ("as was possible then", "was possible", "was non-possible", "a negation"),
        ("over. He went", "over. He", "over. It rained all night. He", "a whole sentence"),
        ("over. He went", "over. He", "over. He ate. He", "a whole sentence"),
        ("over. He went", "over. He", "over. It rained. It snowed. Nothing was dry. He", "a whole sentence"),
        ("The day was over. He went home by boat", "over. He", "over. Rain fell. He", "a whole sentence"),
        ("wrote that the bridge is", "wrote that", "wrote, as all who knew her then had said, that", "half as much"),
    ] {
        let site = built(&one(&format!("'{quote}'")), text);
        put(&site, &one(&format!("'{quote}'")), &text.replace(from, to));
        let (all, said) = after(&site);
        assert_eq!(all, [("substance-changed".to_owned(), None)], "{quote}, {to}: {said:?}");
        assert!(said[0].help.iter().any(|help| help.contains(what)) && said[0].fix.is_none(), "{said:?}");
    }
    // A few words more, or two sentences of one, are an edit as any other.
    for (quote, from, to) in [
        ("over. He went", "over. He went", "over. He then went"),
        ("The day was over. He went home", "over. He", "over, and he"),
        ("is safe in winter, at a loss", "winter, at", "winter. All that at"),
        ("clerk wrote that", "wrote that", "always wrote down that"),
    ] {
        let site = built(&one(&format!("'{quote}'")), text);
        put(&site, &one(&format!("'{quote}'")), &text.replace(from, to));
        let (all, said) = after(&site);
        assert_eq!(all[0].0, "edited", "{quote}, {to}: {said:?}");
    }
}

#[test]
fn a_number_that_has_become_a_part_of_another_is_another() {
    let text = |words: &str| format!("The council met in the hall. There came {words} at dawn to the old gate.\n");
    for (quote, was, now) in [
        ("200 men", "200 men", "1,200 men"),
        ("200 men", "200 men", "1 200 men"),
        ("paid 200", "paid 200 for it", "paid 200,000 for it"),
        ("5 degrees", "5 degrees of frost", "1.5 degrees of frost"),
        ("5 degrees", "5 degrees of frost", "-5 degrees of frost"),
        ("the 5", "the 5 men", "the 5–10 men"),
    ] {
        let annotation = one(&format!("\"{quote}\""));
        let site = built(&annotation, &text(was));
        put(&site, &annotation, &text(now));
        let (all, said) = after(&site);
        assert_eq!(all, [("substance-changed".to_owned(), None)], "{quote}: {now}");
        assert_eq!(said.iter().map(|one| one.code.name).collect::<Vec<_>>(), ["substance-changed"], "{quote}: {now}");
    }
    // What was quoted as a part of a number, and what only has another sentence or number beside it.
    for (quote, was, now) in [
        ("200 men", "1,200 men", "1,200 men all"),
        ("1914", "1914–18 men", "1914–18 men all"),
        ("200 men", "200 men", "in 1914 200 men"),
        ("in 1914", "in 1914 men", "in 1914. 12 men"),
    ] {
        let annotation = one(&format!("\"{quote}\""));
        let site = built(&annotation, &text(was));
        put(&site, &annotation, &text(now));
        let (all, _) = after(&site);
        assert_eq!(all[0].1.as_deref(), Some(quote), "{quote}: {now}");
    }
}
