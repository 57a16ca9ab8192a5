//! Dates against the test data of two other implementations of EDTF: edtf-validate and python-edtf.

use std::collections::{BTreeMap, BTreeSet};

use annals::date::{Bound, Date};
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::shared::shared;

const SIGNIFICANT_OF_FOUR: &str = "a year of four digits has no five significant ones";
const NO_DATE_AT_ALL: &str = "a span without any date says nothing about time; leave the date out instead";
const TEN_YEARS: &str = "python-edtf lets an unknown end be ten years away; the standard says that it is unknown";
const MAY_BE_IN_ORDER: &str =
    "the end is less exact than the start and can be after it, as it can in 2004-02-01/2004 and the like";
const IN_ORDER: &str = "the year -61000 is before the year -2000";
const SIGNIFICANT_DIGITS: &str = "python-edtf gives the estimate; 1950S2 is \"some year between 1900 and 1999, \
     estimated to be 1950\" (Library of Congress), which python-edtf has as its bounds with a margin";
const WINTER: &str =
    "the standard has no months for seasons; a winter that ends in December is none, so it ends in February";
const SPACES: &str = "the standard has no spaces in sets, and edtf-validate lists them as invalid; the error proposes the \
                      set without them";

/// Where this implementation differs, and why. A string may stand in several lists of the data; it is judged in all.
const DIFFERENCES: &[(&str, &str)] = &[
    ("-1859S5", SIGNIFICANT_OF_FOUR),
    ("../", NO_DATE_AT_ALL),
    ("../..", NO_DATE_AT_ALL),
    ("/..", NO_DATE_AT_ALL),
    ("/2006", TEN_YEARS),
    ("1984-06-02?/", TEN_YEARS),
    ("2004-06-01/", TEN_YEARS),
    ("0000-01-03/0000-01", MAY_BE_IN_ORDER),
    ("0000-02/0000", MAY_BE_IN_ORDER),
    ("2004-06-11%/2004-%06", MAY_BE_IN_ORDER),
    ("2004-06-11%/2004-06~", MAY_BE_IN_ORDER),
    ("Y-61000/-2000", IN_ORDER),
    ("1950S2", SIGNIFICANT_DIGITS),
    ("1953S2", SIGNIFICANT_DIGITS),
    ("1953S3", SIGNIFICANT_DIGITS),
    ("Y171010000S3", SIGNIFICANT_DIGITS),
    ("Y17101E4S3", SIGNIFICANT_DIGITS),
    ("Y3388E2S3", SIGNIFICANT_DIGITS),
    ("2010-24", WINTER),
    ("[1667, 1668, 1670..1672]", SPACES),
    ("[1667, 1760-12]", SPACES),
    ("[1760-01, 1760-02, 1760-12..]", SPACES),
    ("{1667,1668, 1670..1672}", SPACES),
    ("{1960, 1961-12}", SPACES),
];

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a string")).collect()
}

fn written(bound: Bound) -> String {
    match bound {
        Bound::OpenStart => "-inf".to_owned(),
        Bound::Day(day) => day.to_string().trim_start_matches('Y').to_owned(),
        Bound::OpenEnd => "inf".to_owned(),
        Bound::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn edtf_strings_of_other_implementations() {
    let Some(path) = shared("third_party/edtf/edtf_tests.json") else { return };
    let data = std::fs::read_to_string(path).expect("readable");
    let data: BTreeMap<String, Value> = serde_json::from_str(&data).expect("JSON");
    let source = |name: &str| data.iter().find(|(key, _)| key.starts_with(name)).expect(name).1;
    let read = |text: &str| Date::parse(text, &TimeZone::UTC);

    let mut differences: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut differ = |text, how: String| {
        differences.entry(text).or_default().insert(how);
    };
    let (mut valid, mut invalid, mut bounds) = (BTreeSet::new(), BTreeSet::new(), 0);

    for (list, strings) in source("edtf-validate").as_object().expect("lists") {
        for text in texts(strings) {
            if list.starts_with("invalid") {
                invalid.insert(text);
                if read(text).is_ok() {
                    differ(text, format!("{list}: accepted"));
                }
            } else {
                valid.insert(text);
                if let Err(error) = read(text) {
                    differ(text, format!("{list}: {error}"));
                }
            }
        }
    }

    let python = source("python-edtf");
    for text in texts(&python["bad"]) {
        invalid.insert(text);
        if read(text).is_ok() {
            differ(text, "bad: accepted".to_owned());
        }
    }
    for example in python["examples"].as_array().expect("a list") {
        let text = example["edtf"].as_str().expect("a string");
        valid.insert(text);
        let date = match read(text) {
            Ok(date) => date,
            Err(error) => {
                differ(text, format!("examples: {error}"));
                continue;
            }
        };
        // One bound: both are that day. Two or more: the strict bounds come first, and then, for a qualified date, the
        // bounds with a margin around them, which ISO 8601-2 does not have (8.4.2: a qualifier moves no bounds).
        let expected = texts(&example["bounds"]);
        let [first, last] = match *expected {
            [day] => [day, day],
            // A single day that is qualified: the day, and the margin.
            [day, _, _] => [day, day],
            [first, last, ..] => [first, last],
            [] => continue,
        };
        bounds += 1;
        let (earliest, latest) = (written(date.earliest()), written(date.latest()));
        if [&*earliest, &*latest] != [first, last] {
            differ(text, format!("bounds {earliest} to {latest}, expected {first} to {last}"));
        }
    }

    let listed: BTreeMap<&str, &str> = DIFFERENCES.iter().copied().collect();
    assert_eq!(listed.len(), DIFFERENCES.len(), "a string is listed twice");
    println!(
        "EDTF: {} valid strings, {} invalid ones, {bounds} with bounds; {} differ, for these reasons:",
        valid.len(),
        invalid.len(),
        differences.len()
    );
    for (text, how) in &differences {
        let how = how.iter().cloned().collect::<Vec<_>>().join("; ");
        println!("  {text:?}: {how}: {}", listed.get(text).unwrap_or(&"NOT LISTED"));
    }
    let unlisted: Vec<_> = differences.iter().filter(|(text, _)| !listed.contains_key(*text)).collect();
    assert!(unlisted.is_empty(), "these differ and are not listed: {unlisted:#?}");
    let agreeing: Vec<_> = listed.keys().filter(|text| !differences.contains_key(*text)).collect();
    assert!(agreeing.is_empty(), "these are listed but do not differ: {agreeing:#?}");
    assert!(valid.len() > 200 && invalid.len() > 50 && bounds > 80, "the data is not what it was");
}
