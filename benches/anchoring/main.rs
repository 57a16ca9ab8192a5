//! How well quotes are found again after edits: seeded edits of real texts, Annals' answers and those of a yardstick, as
//! tables.
//!
//! ```text
//! cargo bench --bench anchoring -- [--seed N] [--per-row N] [--corpus reported|tuning|NAME] [--list N] [--show N] [--case NAME]
//! ```
//!
//! `--corpus` is by default `reported`: the corpora on which the aligner is not tuned. `--list` prints up to N cases of each
//! sort that went wrong, `--show` N cases of each kind as they are made, `--case` one case by its name. The yardstick is
//! Hypothesis' published rule, in `yardstick/`, and needs Node.js.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench reads, measures and prints")]

#[path = "../../tests/it/edits/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod edits;
mod tables;
mod yardstick;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use annals::resolve::anchor::KnownNames;
use rayon::prelude::*;

use edits::measure::{Answer, Guarded, Verdict, ours};
use edits::{Case, Corpus, Kind, Lang, REPORTED, ROWS, TUNING, around, case, phrases};
use yardstick::Yardstick;

/// One case, and what was made of it.
struct Measured {
    name: String,
    corpus: String,
    lang: Lang,
    kind: Kind,
    row: (usize, usize),
    touched: bool,
    alone: bool,
    substance: edits::Substance,
    answer: Answer,
    verdict: Verdict,
    guarded: Guarded,
    /// The yardstick's.
    theirs: Option<Verdict>,
    /// The case as text, if it is one to look at.
    shown: Option<String>,
}

/// What is not of a corpus counts in the table of substance only.
const BY_HAND: &str = "by hand";

struct Options {
    seed: u64,
    per_row: usize,
    corpus: String,
    list: usize,
    show: usize,
    case: Option<String>,
}

fn main() {
    let options = options();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !folder.exists() {
        println!("NOT RUN: the benchmark of anchoring needs ../shared/corpora");
        return;
    }
    let names: Vec<&str> = match options.corpus.as_str() {
        "reported" => REPORTED.to_vec(),
        "tuning" => vec![TUNING],
        name => vec![name],
    };
    let corpora: Vec<Corpus> = names.iter().map(|name| Corpus::read(&folder, name)).collect();
    if let Some(name) = &options.case {
        return one(&corpora, name, options.seed);
    }
    if options.show > 0 {
        return show(&corpora, &options);
    }
    let mut yardstick =
        Yardstick::start(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/anchoring/yardstick"));
    if yardstick.is_none() {
        println!("NOT RUN: yardstick needs node, and `npm ci --ignore-scripts` in benches/anchoring/yardstick");
    }
    let start = Instant::now();
    let (measured, time) = measure(&corpora, &options, yardstick.as_mut());
    println!("Seed {}, {} cases of {}. Tuned on {TUNING} only.\n", options.seed, measured.len(), names.join(", "));
    tables::print(&measured);
    if options.list > 0 {
        list(&measured, options.list);
    }
    println!(
        "Time: {:.0} s in all; Annals {:.1} ms, the yardstick {:.1} ms a case, in the mean.",
        start.elapsed().as_secs_f64(),
        time.ours / measured.len() as f64,
        time.theirs / measured.len() as f64
    );
}

/// Which cases there are: kind, row, number. `per_row` of the main table are made up of all its kinds in equal shares.
fn plan(per_row: usize, corpora: usize) -> Vec<(Kind, (usize, usize), usize)> {
    let share = |parts: usize| per_row.div_ceil(parts * corpora);
    let mut plan = Vec::new();
    for row in ROWS {
        for kind in Kind::MAIN {
            plan.extend((0..share(Kind::MAIN.len())).map(|number| (kind, row, number)));
        }
        for kind in Kind::DELETED {
            plan.extend((0..share(Kind::DELETED.len())).map(|number| (kind, row, number)));
        }
        plan.extend((0..share(2)).map(|number| (Kind::Folding, row, number)));
        plan.extend((0..share(4)).map(|number| (Kind::NegationChanged, row, number)));
        plan.extend((0..share(4)).map(|number| (Kind::Copied, row, number)));
    }
    plan
}

/// Milliseconds of processor.
#[derive(Default)]
struct Time {
    ours: f64,
    theirs: f64,
}

fn measure(corpora: &[Corpus], options: &Options, mut yardstick: Option<&mut Yardstick>) -> (Vec<Measured>, Time) {
    let (mut all, mut time) = (Vec::new(), Time::default());
    let mut unmade: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for corpus in corpora {
        let names = KnownNames::new(corpus.records.iter().map(String::as_str));
        for batch in plan(options.per_row, corpora.len()).chunks(512) {
            let made: Vec<_> = batch
                .par_iter()
                .map(|&(kind, row, number)| {
                    let case = case(corpus, kind, row, number, options.seed).ok_or(kind)?;
                    let start = Instant::now();
                    let answer = ours(&case, &names);
                    Ok::<_, Kind>((case, answer, start.elapsed().as_secs_f64() * 1000.0))
                })
                .collect();
            let mut cases = Vec::new();
            for made in made {
                match made {
                    Ok((case, answer, took)) => {
                        time.ours += took;
                        cases.push((case, answer));
                    }
                    Err(kind) => *unmade.entry((&corpus.name, kind.name())).or_default() += 1,
                }
            }
            let start = Instant::now();
            let theirs = yardstick.as_mut().map(|yardstick| yardstick.anchor(&cases));
            time.theirs += start.elapsed().as_secs_f64() * 1000.0;
            for (index, (case, answer)) in cases.into_iter().enumerate() {
                let theirs = theirs.as_ref().map(|theirs| Verdict::of(&case, theirs[index].as_ref()));
                all.push(measured(&corpus.name, case, answer, theirs));
            }
        }
    }
    for lang in [Lang::Fr, Lang::Es, Lang::Ar] {
        let names = KnownNames::new(phrases::records(lang));
        let cases = phrases::cases(lang);
        all.extend(cases.into_iter().map(|case| {
            let answer = ours(&case, &names);
            measured(BY_HAND, case, answer, None)
        }));
    }
    for ((corpus, kind), count) in unmade {
        println!("Not made, for want of a text: {count} cases of {corpus}, {kind}");
    }
    (all, time)
}

fn measured(corpus: &str, case: Case, answer: Answer, theirs: Option<Verdict>) -> Measured {
    let verdict = Verdict::of(&case, answer.place.as_ref());
    let guarded = Guarded::of(&case, &answer);
    let doubtful = verdict != Verdict::Exact && case.truth.is_some()
        || verdict == Verdict::Wrong
        || guarded.is_miss(case.substance)
        || guarded == Guarded::Flagged && case.substance == edits::Substance::Same;
    let shown = doubtful.then(|| text(&case, &answer));
    Measured {
        corpus: corpus.to_owned(),
        lang: case.lang,
        kind: case.kind,
        row: case.row,
        touched: case.touched,
        alone: case.alone,
        substance: case.substance,
        name: case.name,
        answer,
        verdict,
        guarded,
        theirs,
        shown,
    }
}

/// A case for reading: the quote in its old text, the truth and the answer in the new one.
fn text(case: &Case, answer: &Answer) -> String {
    let cut = |text: &str, range: &std::ops::Range<usize>| {
        let all = around(text, range);
        let [left, words, right] = [all.start..range.start, range.clone(), range.end..all.end].map(|part| &text[part]);
        format!("{left}⟦{words}⟧{right}").replace('\n', "⏎")
    };
    let now = case.truth.as_ref().map_or("gone".to_owned(), |truth| cut(&case.new, truth));
    let place = answer.place.as_ref().map_or("nowhere".to_owned(), |place| cut(&case.new, place));
    format!(
        "{} ({}{:?} asked)\n  was   {}\n  is    {now}\n  found {place} ({})",
        case.name,
        if case.alone { "" } else { "quote stood more than once; " },
        case.substance,
        cut(&case.old, &case.quote),
        answer.status.as_str()
    )
}

fn list(measured: &[Measured], count: usize) {
    type Sort<'s> = (&'s str, &'s dyn Fn(&Measured) -> bool);
    let sorts: [Sort<'_>; 5] = [
        ("Wrong places", &|one| one.verdict == Verdict::Wrong),
        ("Substance missed", &|one| one.guarded.is_miss(one.substance)),
        ("Flagged without need", &|one| one.guarded == Guarded::Flagged && one.substance == edits::Substance::Same),
        ("Wrong edges", &|one| one.verdict == Verdict::Overlapping),
        ("Not found", &|one| one.verdict == Verdict::NotFound && !Kind::DELETED.contains(&one.kind)),
    ];
    for (title, is) in sorts {
        let these: Vec<_> = measured.iter().filter(|one| is(one)).collect();
        println!("\n## {title}: {}\n", these.len());
        // Some of each kind and length, not only of the first.
        let step = these.len().div_ceil(count).max(1);
        for one in these.iter().step_by(step) {
            println!("{}", one.shown.as_deref().unwrap_or(&one.name));
        }
    }
    println!();
}

fn show(corpora: &[Corpus], options: &Options) {
    let nowhere = Answer { place: None, status: annals::resolve::anchor::Status::Lost };
    for corpus in corpora {
        for kind in Kind::all() {
            for row in ROWS {
                for case in (0..options.show).filter_map(|number| case(corpus, kind, row, number, options.seed)) {
                    println!("{}", text(&case, &nowhere));
                }
            }
        }
    }
}

/// One case by its name: `corpus / kind / from-to / number`.
fn one(corpora: &[Corpus], name: &str, seed: u64) {
    for corpus in corpora {
        let names = KnownNames::new(corpus.records.iter().map(String::as_str));
        for kind in Kind::all() {
            for row in ROWS {
                let prefix = format!("{} / {} / {}-{} / ", corpus.name, kind.name(), row.0, row.1);
                let number = name.strip_prefix(&prefix).and_then(|number| number.trim().parse().ok());
                if let Some(case) = number.and_then(|number| case(corpus, kind, row, number, seed)) {
                    println!("{}", text(&case, &ours(&case, &names)));
                    println!("\nOld text:\n{}\n\nNew text:\n{}", case.old, case.new);
                    println!("\nTruth: {:?}, {:?}", case.truth, ours(&case, &names));
                    return;
                }
            }
        }
    }
    println!("There is no case named {name}. Is --corpus right?");
}

fn options() -> Options {
    let mut options = Options { seed: 1, per_row: 2_000, corpus: "reported".to_owned(), list: 0, show: 0, case: None };
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        let number = || value.parse::<usize>().unwrap_or_else(|_| panic!("{word} needs a number, not {value}"));
        match word.as_str() {
            "--seed" => options.seed = number() as u64,
            "--per-row" => options.per_row = number(),
            "--corpus" => options.corpus = value,
            "--list" => options.list = number(),
            "--show" => options.show = number(),
            "--case" => options.case = Some(value),
            _ => panic!("no such option: {word}"),
        }
    }
    options
}
