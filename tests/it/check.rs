//! Rules on meaning: for each a case that fires, a near miss that does not, and one that is accepted.

mod command;
mod contradictions;
mod dated;
mod events;
mod lives;
mod living;
mod names;
mod seed;

use crate::fixture::Fixture;

/// A rule's case: what fires, a near miss, and what is accepted.
pub struct Case<'c> {
    /// The rule.
    pub code: &'c str,
    /// A site on which it fires.
    pub fires: &'c str,
    /// Severity, place and words of the message that are expected.
    pub said: &'c [&'c str],
    /// Words of that site and what stands for them where all is well.
    pub near: (&'c str, &'c str),
    /// Words of that site and the same with an `accept`.
    pub accepted: (&'c str, &'c str),
}

/// What a rule says of a site: `severity code place message`.
pub fn said(site: &str, code: &str) -> Vec<String> {
    let all = Fixture::new(site).said();
    assert!(!all.iter().any(|line| line.starts_with("error ")), "the site is in error: {all:#?}\n{site}");
    all.into_iter().filter(|line| line.split(' ').nth(1) == Some(code)).collect()
}

/// Puts `to` for `from`, which must stand in `text`.
pub fn put(text: &str, (from, to): (&str, &str)) -> String {
    assert!(text.contains(from), "`{from}` is not in the case");
    text.replacen(from, to, 1)
}

/// Checks a case: it fires as said, the near miss is silent, and so is what is accepted, without anything left over.
pub fn check(case: &Case<'_>) {
    let Case { code, fires, .. } = case;
    let found = said(fires, code);
    assert_eq!(found.len(), 1, "{code} fires once: {found:#?}\n{:#?}", Fixture::new(fires).said());
    for words in case.said {
        assert!(found[0].contains(words), "{code}: `{words}` is not in: {}", found[0]);
    }
    let near = put(fires, case.near);
    assert_eq!(said(&near, code), [""; 0], "{code}: the near miss\n{near}");
    let accepted = put(fires, case.accepted);
    assert_eq!(said(&accepted, code), [""; 0], "{code}: accepted\n{accepted}");
    assert_eq!(said(&accepted, "accepted-nothing"), [""; 0], "{code}: the acceptance meets something\n{accepted}");
    // What is accepted where nothing is found is left over.
    if case.near.0 != case.accepted.0 {
        let left_over = put(&near, case.accepted);
        let found = said(&left_over, "accepted-nothing");
        assert!(found.len() == 1 && found[0].contains(code), "{code}: {found:?}\n{left_over}");
    }
}
