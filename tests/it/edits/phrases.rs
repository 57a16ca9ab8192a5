//! Edits of sentences written by hand, in languages that the corpora do not hold: what has to be flagged and what not is
//! known of each.

use super::{Case, Kind, Lang, ROWS, Substance};

/// The names that a site's records would hold, by language.
pub fn records(lang: Lang) -> Vec<&'static str> {
    lines().filter(|line| line.lang == lang && line.sort == "record").map(|line| line.before).collect()
}

/// A case for each sentence: a text of all sentences of its language, that one changed, quoted without its full stop.
pub fn cases(lang: Lang) -> Vec<Case> {
    let sentences: Vec<Line> = lines().filter(|line| line.lang == lang && line.sort != "record").collect();
    let text = |changed: Option<usize>| {
        let (mut text, mut place) = (String::new(), 0..0);
        // Every fifth begins a paragraph; the sorts are mixed, so that alike stands by unlike.
        for nth in 0..sentences.len() {
            let index = nth * STEP % sentences.len();
            let line = &sentences[index];
            text.push_str(if nth == 0 {
                ""
            } else if nth % 5 == 0 {
                "\n\n"
            } else {
                " "
            });
            let start = text.len();
            text.push_str(if changed == Some(index) { line.after } else { line.before });
            if changed == Some(index) {
                place = start..text.len() - 1;
            }
        }
        (text, place)
    };
    let old = text(None).0;
    let case = |(index, line): (usize, &Line)| {
        let (new, truth) = text(Some(index));
        // All before it is unchanged.
        let quote = truth.start..truth.start + line.before.len() - 1;
        let length = old[quote.clone()].chars().count();
        let (kind, substance) = match line.sort {
            "number" => (Kind::NumberChanged, Substance::Number),
            "negation" => (Kind::NegationChanged, Substance::Negation),
            "name" => (Kind::NameCorrected, Substance::Name),
            _ => (Kind::WordReplaced, Substance::Same),
        };
        Case {
            name: format!("by hand / {} / {}", lang.tag(), line.after),
            document: "phrases.tsv".to_owned(),
            kind,
            row: *ROWS.iter().find(|row| length <= row.1).expect("a sentence is no longer than that"),
            lang,
            old: old.clone(),
            quote,
            new,
            truth: Some(truth),
            touched: true,
            alone: true,
            substance,
        }
    };
    sentences.iter().enumerate().map(case).collect()
}

/// Prime to the number of sentences of every language.
const STEP: usize = 11;

struct Line {
    lang: Lang,
    sort: &'static str,
    before: &'static str,
    after: &'static str,
}

fn lines() -> impl Iterator<Item = Line> {
    let lines = include_str!("phrases.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().expect("four columns");
        Line { lang: Lang::of(cell()), sort: cell(), before: cell(), after: cell() }
    })
}
