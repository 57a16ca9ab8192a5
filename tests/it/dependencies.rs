//! The licences of all dependencies, the known advisories on them, and where they come from.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Licences under which a dependency may come: those of deny.toml. Annals is MIT or Apache-2.0; these ask for nothing that
/// would change it (MPL-2.0 is of files that are used unchanged).
fn allowed() -> BTreeSet<&'static str> {
    let text = include_str!("../../deny.toml");
    let (_, list) = text.split_once("\nallow = [").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    list.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().clone();
    assert!(packages.len() > 20, "cargo metadata lists {} packages", packages.len());
    packages
}

fn text<'v>(package: &'v Value, key: &str) -> &'v str {
    package[key].as_str().unwrap_or("")
}

#[test]
fn every_licence_is_allowed() {
    let refused: Vec<String> = packages()
        .iter()
        .filter(|package| !allows(text(package, "license")))
        .map(|package| format!("{} {}: {}", text(package, "name"), text(package, "version"), package["license"]))
        .collect();
    assert!(refused.is_empty(), "licences that are not allowed:\n{}", refused.join("\n"));
}

#[test]
fn every_dependency_comes_from_the_registry() {
    for package in packages() {
        let source = package["source"].as_str();
        let own = text(&package, "name") == "annals";
        assert_eq!(source.is_none(), own, "{package:#}");
        assert!(source.is_none_or(|source| source.starts_with("registry+")), "{}: {source:?}", package["name"]);
    }
}

/// `tests/advisories.tsv`: crate, advisory, the first good version, what it is about.
#[test]
fn no_dependency_has_a_known_advisory() {
    let list = include_str!("../advisories.tsv");
    let mut known: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [name, advisory, good, _] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four fields: {line}")
        };
        assert!(advisory.starts_with("RUSTSEC-"), "{line}");
        known.entry(name).or_default().push((advisory, good));
    }
    assert!(known.len() > 15);
    let mut found = Vec::new();
    for package in packages() {
        let (name, version) = (text(&package, "name"), text(&package, "version"));
        for (advisory, good) in known.get(name).into_iter().flatten() {
            if !is_good(version, good) {
                found.push(format!("{name} {version}: {advisory}, good from {good}"));
            }
        }
    }
    assert!(found.is_empty(), "advisories:\n{}", found.join("\n"));
}

/// Whether `version` is not older than `good`.
/// `never` is good for no version.
fn is_good(version: &str, good: &str) -> bool {
    let number = |text: &str| -> Vec<u64> {
        let core = text.split(['-', '+']).next().unwrap_or("");
        core.split('.').map(|part| part.parse().unwrap()).collect()
    };
    good != "never" && number(version) >= number(good)
}

/// Whether an SPDX expression can be satisfied with the allowed licences. `/` is the old way to write `OR`.
fn allows(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    either(&mut words).is_some_and(|allowed| allowed && words.is_empty())
}

fn either(words: &mut Vec<&str>) -> Option<bool> {
    let mut allowed = both(words)?;
    while words.last() == Some(&"OR") {
        words.pop();
        allowed |= both(words)?;
    }
    Some(allowed)
}

fn both(words: &mut Vec<&str>) -> Option<bool> {
    let mut allowed = licence(words)?;
    while words.last() == Some(&"AND") {
        words.pop();
        allowed &= licence(words)?;
    }
    Some(allowed)
}

fn licence(words: &mut Vec<&str>) -> Option<bool> {
    let word = words.pop()?;
    if word == "(" {
        let allowed = either(words)?;
        return (words.pop()? == ")").then_some(allowed);
    }
    let mut name = word.to_owned();
    if words.last() == Some(&"WITH") {
        words.pop();
        name = format!("{name} WITH {}", words.pop()?);
    }
    Some(allowed().contains(name.as_str()))
}

#[test]
fn licence_expressions_are_read_as_spdx_says() {
    for good in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "GPL-3.0 AND MIT OR ISC",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(allows(good), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "MIT WITH Some-exception", "MIT OR", "(MIT", "MIT ISC", "OR MIT"] {
        assert!(!allows(bad), "{bad}");
    }
    assert!(is_good("4.1.2", "4.1.2") && is_good("0.10.0", "0.9.3") && is_good("0.9.34+deprecated", "0.8.4"));
    assert!(!is_good("4.1.1", "4.1.2") && !is_good("0.9.3", "0.10.0") && !is_good("9.0.0", "never"));
}
