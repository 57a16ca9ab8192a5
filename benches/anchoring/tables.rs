//! The tables.

use std::collections::BTreeMap;

use crate::edits::measure::{Guarded, Verdict};
use crate::edits::{Kind, Lang, ROWS, Substance};
use crate::{BY_HAND, Measured};

pub fn print(all: &[Measured]) {
    let main: Vec<&Measured> =
        all.iter().filter(|one| Kind::MAIN.contains(&one.kind) && one.corpus != BY_HAND).collect();
    let row = |one: &Measured| length(one.row);
    let rows: Vec<String> = ROWS.iter().map(|row| length(*row)).collect();
    table("By the quote's length: nine kinds of edits in equal shares", "characters", &main, &rows, row);
    let kinds: Vec<String> = Kind::MAIN.iter().map(|kind| kind.name().to_owned()).collect();
    table("By the kind of edit", "edit", &main, &kinds, |one| one.kind.name().to_owned());
    let places = ["in the quote itself", "only around it"].map(str::to_owned);
    table("By where the edit is", "edit", &main, &places, |one| places[usize::from(!one.touched)].clone());
    let alone = ["once", "more than once"].map(str::to_owned);
    table("By how often the quote's words stood in the text before", "stood", &main, &alone, |one| {
        alone[usize::from(!one.alone)].clone()
    });
    let mut corpora: Vec<String> = main.iter().map(|one| one.corpus.clone()).collect();
    corpora.dedup();
    table("By corpus", "corpus", &main, &corpora, |one| one.corpus.clone());
    let folding: Vec<&Measured> = all.iter().filter(|one| one.kind == Kind::Folding).collect();
    table("Edits of how the text is typed only", "characters", &folding, &rows, row);
    let copied: Vec<&Measured> = all.iter().filter(|one| one.kind == Kind::Copied).collect();
    table("Passages copied, and changed where they stood: never the copy", "characters", &copied, &rows, row);
    let deleted: Vec<&Measured> = all.iter().filter(|one| Kind::DELETED.contains(&one.kind)).collect();
    table("Deleted passages, by the quote's length: not found is right", "characters", &deleted, &rows, row);
    let kinds: Vec<String> = Kind::DELETED.iter().map(|kind| kind.name().to_owned()).collect();
    table("Deleted passages, by what was deleted", "deleted", &deleted, &kinds, |one| one.kind.name().to_owned());
    let statuses: BTreeMap<&str, usize> = deleted.iter().fold(BTreeMap::new(), |mut count, one| {
        *count.entry(one.answer.status.as_str()).or_default() += 1;
        count
    });
    println!("What is said of deleted passages: {}.\n", counted(&statuses));
    substance(all);
}

pub fn length(row: (usize, usize)) -> String {
    format!("{}–{}", row.0, row.1)
}

pub fn counted(counts: &BTreeMap<&str, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

/// A table of verdicts, Annals' and the yardstick's: percent, and the number of wrong places.
fn table(title: &str, head: &str, of: &[&Measured], rows: &[String], row: impl Fn(&Measured) -> String) {
    println!("### {title}\n");
    println!(
        "| {head} | cases | exact | overlapping | wrong place | not found | yardstick: exact | overlapping | wrong place | not found |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
    for name in rows {
        let these: Vec<_> = of.iter().filter(|one| row(one) == *name).collect();
        let cells = |verdicts: Vec<Verdict>| -> String {
            let count = |verdict| verdicts.iter().filter(|&&one| one == verdict).count();
            let cells = Verdict::ALL.map(|verdict| match (verdicts.is_empty(), count(verdict)) {
                (true, _) => "–".to_owned(),
                (_, 0) => "0".to_owned(),
                (_, n) => format!("{:.1} % ({n})", percent(n, verdicts.len())),
            });
            cells.join(" | ")
        };
        let ours = cells(these.iter().map(|one| one.verdict).collect());
        let theirs = cells(these.iter().filter_map(|one| one.theirs).collect());
        println!("| {name} | {} | {ours} | {theirs} |", these.len());
    }
    println!();
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// By language: changes of substance that were flagged and missed, and edits without one that were flagged.
fn substance(all: &[Measured]) {
    println!("### Substance\n");
    println!("| language | the passage's | cases | flagged | missed | not located |");
    println!("| --- | --- | --: | --: | --: | --: |");
    let asked = [
        (Substance::Number, "number changed"),
        (Substance::Negation, "negation changed"),
        (Substance::Name, "name changed"),
        (Substance::Either, "words changed, arguably of substance: nothing asked"),
        (Substance::Same, "words changed, none of these"),
    ];
    for lang in Lang::ALL {
        for (substance, name) in asked {
            let these = all.iter().filter(|one| {
                one.lang == lang && one.substance == substance && one.touched && !Kind::DELETED.contains(&one.kind)
            });
            print_substance(lang, name, these.collect(), substance);
        }
        let whole = all.iter().filter(|one| {
            one.lang == lang && !one.touched && one.kind != Kind::Folding && !Kind::DELETED.contains(&one.kind)
        });
        print_substance(lang, "surroundings changed, not a word of it", whole.collect(), Substance::Same);
    }
    println!();
}

fn print_substance(lang: Lang, name: &str, these: Vec<&Measured>, asked: Substance) {
    let count = |guarded| these.iter().filter(|one| one.guarded == guarded).count();
    let (flagged, passed, lost) = (count(Guarded::Flagged), count(Guarded::Passed), count(Guarded::NotLocated));
    let located = flagged + passed;
    let share = |n: usize| if n == 0 { "0".to_owned() } else { format!("{:.1} % ({n})", percent(n, located)) };
    let missed = if matches!(asked, Substance::Same | Substance::Either) { "–".to_owned() } else { share(passed) };
    if !these.is_empty() {
        println!("| {} | {name} | {} | {} | {missed} | {lost} |", lang.tag(), these.len(), share(flagged));
    }
}
