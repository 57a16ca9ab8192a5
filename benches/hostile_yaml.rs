//! How long it takes to refuse hostile YAML: it has to be refused before a reader that is quadratic in it sees it.
//!
//! `cargo bench --bench hostile_yaml` prints the least and the middle of 21 runs for each; the aim is under 50 ms.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench measures and prints")]

use std::time::Instant;

use annals::diag::Severity;
use annals::load::{Area, Data, Source};
use annals::parse::settings::Settings;

fn main() {
    let deep_block: String = (0..5_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let mut aliases = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for step in 1..40 {
        aliases.push_str(&format!("k{step}: &k{step} [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"));
    }
    let cases = [
        ("100,000 opening brackets", "[".repeat(100_000)),
        ("100,000 opening braces", "{".repeat(100_000)),
        ("5,000 levels of indentation", deep_block),
        ("40 steps of aliases", aliases),
        ("1,000,000 entries of one list", format!("a: [{}]\n", "x,".repeat(1_000_000))),
    ];
    for (name, text) in cases {
        let source = Source::new("content/people.yaml", Area::Content, Data::Text(text.into()));
        let mut times: Vec<f64> = (0..21)
            .map(|_| {
                let start = Instant::now();
                let parsed = annals::parse::parse(&source, &Settings::default());
                let time = start.elapsed().as_secs_f64() * 1000.0;
                assert!(parsed.diagnostics.iter().any(|one| one.severity == Severity::Error), "{name} is refused");
                time
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{name}: {:.1} ms at least, {:.1} ms in the middle", times[0], times[10]);
    }
}
