//! Day and month that have changed places: what is proposed, what speaks for it and what against it.

use std::path::Path;

use annals::diag::Diagnostic;
use annals::import::{self, text};

use crate::fixture::Fixture;
use crate::shared::shared;

fn finding(root: &Path) -> Diagnostic {
    let built = annals::build(root, &annals::Options::default());
    let mut found = built.diagnostics.into_iter().filter(|one| one.code.name.starts_with("date-before"));
    let one = found.next().expect("a finding");
    assert!(found.next().is_none(), "one finding");
    one
}

/// What the finding must say: the other date, the event that agrees, the words that do not.
fn holds(found: &Diagnostic, event: &str) {
    let said = found.help.join("\n");
    assert_eq!(found.severity.as_str(), "warning");
    for words in ["2017-03-01", "this agrees with the recorded", event, "Against it stands", "“March 2, 2017”"] {
        assert!(said.contains(words), "`{words}` is not in: {said}");
    }
}

#[test]
fn the_seed_is_proposed_its_date() {
    let (Some(clipping), Some(site)) = (shared("seeds/000_7b26a201a710dbff.txt"), shared("seeds/site")) else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = [
        "site.yaml",
        "content/people.yaml",
        "content/events.yaml",
        "content/places.yaml",
        "content/organizations.yaml",
    ];
    for path in files {
        let to = dir.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(site.join(path), to).unwrap();
    }
    let given = text::Given { id: Some("recusal-calls".to_owned()), ..text::Given::default() };
    let inputs = import::read(&[clipping], 1_000_000).unwrap();
    let import = text::import(&inputs, &given, &text::Known::of(dir.path())).unwrap();
    import::write(&import.files, dir.path()).unwrap();
    let sidecar = "recusal-calls.annotations.yaml";
    std::fs::copy(site.join(sidecar), dir.path().join("content/articles").join(sidecar)).unwrap();

    let article = dir.path().join("content/articles/recusal-calls.md");
    let before = std::fs::read(&article).unwrap();
    let found = finding(dir.path());
    holds(&found, "`events/post-report` (“The Washington Post reports the meetings”, 1 March 2017)");
    assert_eq!(std::fs::read(&article).unwrap(), before, "nothing is written");
}

/// Of the same shape, in our own words.
const HARBOUR: &str = "=== content/events.yaml
report: {name: The Gazette reports the sale, date: 2017-03-01}
inquiry: {name: Inquiry, date: 2017-03-01/2017-03-02}
hearing: {name: Hearing, date: 2017-01-10}
=== content/articles/harbour.md
---
title: Harbour
date: 2017-01-03
annotations:
  - {quote: the Gazette reported that the harbour had been sold, events: report}
  - {quote: asked for an inquiry, events: inquiry}
  - {quote: At the hearing, events: hearing}
---
On Wednesday night the Gazette reported that the harbour had been sold. Two members asked for an inquiry.

At the hearing he denied it. A member of the council posted this — A. Member (@member) March 2, 2017
";

#[test]
fn day_and_month_may_have_changed_places() {
    let found = finding(Fixture::new(HARBOUR).root());
    holds(&found, "`events/report` (“The Gazette reports the sale”, 1 March 2017)");
    assert!(found.help[0].contains("and `events/inquiry`"), "{:?}", found.help);

    // Without the contrary evidence none is named.
    let found = finding(Fixture::new(&HARBOUR.replace(" March 2, 2017", "")).root());
    assert!(!found.help.join("\n").contains("Against"), "{found:?}");

    // The exchanged date must agree with all that is told: here it does not.
    let found = finding(Fixture::new(&HARBOUR.replace("date: 2017-03-01}", "date: 2017-03-04}")).root());
    assert!(!found.help.join("\n").contains("changed places"), "{found:?}");

    // A day above the twelfth has no month to change with.
    let found = finding(Fixture::new(&HARBOUR.replace("date: 2017-01-03", "date: 2017-01-23")).root());
    assert!(!found.help.join("\n").contains("changed places"), "{found:?}");
}
