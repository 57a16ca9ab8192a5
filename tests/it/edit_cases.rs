//! The generator of edits: its cases are what they say they are, and the same every time.

use std::collections::BTreeMap;

use annals::resolve::fold::Folded;

use crate::edits::{Case, Corpus, Kind, REPORTED, ROWS, Substance, TUNING, around, case};
use crate::shared::shared;

const SEED: u64 = 1;

fn folded(text: &str) -> String {
    Folded::new(text).as_str().trim().to_owned()
}

fn corpora() -> Option<Vec<Corpus>> {
    let folder = shared("corpora")?;
    Some([TUNING].iter().chain(&REPORTED).map(|name| Corpus::read(&folder, name)).collect())
}

#[test]
fn edits_are_what_they_say_and_the_truth_is_at_the_markers() {
    let Some(corpora) = corpora() else { return };
    let mut count: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    for corpus in &corpora {
        for kind in Kind::all() {
            for row in ROWS {
                for number in 0..4 {
                    let Some(case) = case(corpus, kind, row, number, SEED) else { continue };
                    sound(&case);
                    *count.entry((corpus.lang.tag(), kind)).or_default() += 1;
                }
            }
        }
    }
    for lang in ["de", "en"] {
        for kind in Kind::all() {
            let made = count.get(&(lang, kind)).copied().unwrap_or_default();
            assert!(made >= 36, "seed {SEED}: only {made} of 40 cases of {kind:?} in {lang}");
        }
    }
}

fn sound(case: &Case) {
    let name = format!("seed {SEED}, {}", case.name);
    let length = case.words().chars().count();
    assert!((case.row.0..=case.row.1).contains(&length), "{name}: {length} characters");
    assert_ne!(case.old, case.new, "{name}");
    assert_eq!(case.words().trim(), case.words(), "{name}");
    let (before, after) = case.context();
    assert!(case.old.contains(&format!("{before}{}{after}", case.words())), "{name}");
    let Some(truth) = &case.truth else {
        assert!(Kind::DELETED.contains(&case.kind), "{name}");
        return;
    };
    let now = &case.new[truth.clone()];
    assert_eq!(now.trim(), now, "{name}");
    assert_eq!(case.touched, folded(case.words()) != folded(now), "{name}");
    if case.kind == Kind::Folding {
        assert_eq!(folded(&case.old), folded(&case.new), "{name}");
    } else {
        let around = |text: &str, range| folded(&text[around(text, range)]);
        assert_ne!(around(&case.old, &case.quote), around(&case.new, truth), "{name}");
    }
    let class = |words: &str| words.chars().filter(|c| c.is_ascii_digit()).collect::<String>();
    if case.substance == Substance::Same {
        assert_eq!(class(case.words()), class(now), "{name}: the numbers of the passage changed");
    }
}

#[test]
fn a_case_is_the_same_every_time() {
    let Some(folder) = shared("corpora") else { return };
    let make = || {
        let corpus = Corpus::read(&folder, TUNING);
        Kind::MAIN
            .map(|kind| case(&corpus, kind, ROWS[2], 7, 3).map(|case| (case.old, case.quote, case.new, case.truth)))
    };
    assert_eq!(make(), make());
}
