use super::*;
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text, &TimeZone::UTC).unwrap_or_else(|error| panic!("{error}"))
}

fn day(year: i64, month: u8, day: u8) -> Day {
    Day { year, month, day }
}

fn span(text: &str) -> String {
    let date = date(text);
    let end = |bound: Bound| match bound {
        Bound::OpenStart => "-∞".to_owned(),
        Bound::Day(day) => day.to_string(),
        Bound::OpenEnd => "∞".to_owned(),
        Bound::Unknown => "unknown".to_owned(),
    };
    format!("{} {}", end(date.earliest()), end(date.latest()))
}

#[test]
fn a_date_is_an_interval() {
    for (text, expected) in [
        ("2017-03-02", "2017-03-02 2017-03-02"),
        ("2016-02", "2016-02-01 2016-02-29"),
        ("2016~", "2016-01-01 2016-12-31"),
        ("2016-07/2016-09", "2016-07-01 2016-09-30"),
        ("201X", "2010-01-01 2019-12-31"),
        ("2017-03-01T21:30-05:00", "2017-03-01 2017-03-01"),
        ("1843/", "1843-01-01 unknown"),
        ("/1843", "unknown 1843-12-31"),
        ("2016/..", "2016-01-01 ∞"),
        ("../1900", "-∞ 1900-12-31"),
        ("-01XX", "-0199-01-01 -0100-12-31"),
        ("-XXXX", "-9999-01-01 -0001-12-31"),
        ("-0XXX-02-29", "-0996-02-29 -0004-02-29"),
        ("-01XX/-005X", "-0199-01-01 -0050-12-31"),
        ("[-01XX,-005X-12..]", "-0199-01-01 ∞"),
        ("Y-170000002", "Y-170000002-01-01 Y-170000002-12-31"),
        ("Y9E99", "unknown unknown"),
        ("2016-24", "2016-12-01 2017-02-28"),
        ("[..1984,1990]", "-∞ 1990-12-31"),
    ] {
        assert_eq!(span(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused_with_what_was_meant() {
    for (text, expected) in [
        ("2017-3-2", "2017-03-02"),
        ("2017-3", "2017-03"),
        ("3 March 2017", "2017-03-03"),
        ("March 3rd, 2017", "2017-03-03"),
        ("Sept. 2016", "2016-09"),
        ("2017/03/02", "2017-03-02"),
        ("2017.03.02", "2017-03-02"),
        ("2.3.2017", "2017-03-02"),
        ("03/22/2017", "2017-03-22"),
        ("20170302", "2017-03-02"),
        ("c. 1900", "1900~"),
        ("ca. March 1900", "1900-03~"),
        ("c1900", "1900~"),
        ("1900 (?)", "1900?"),
        ("1990s", "199X"),
        ("the 1990's", "199X"),
        ("1900s", "19XX"),
        ("19th century", "18XX"),
        ("spring 2016", "2016-21"),
        ("fall of 2016", "2016-23"),
        ("before 1900", "../1900"),
        ("since March 2016", "2016-03/.."),
        ("between July and September 2016", "2016-07/2016-09"),
        ("3–5 March 2017", "2017-03-03/2017-03-05"),
        ("3 to 5 March 2017", "2017-03-03/2017-03-05"),
        ("1914–1918", "1914/1918"),
        ("1914-18", "1914/1918"),
        ("44 BC", "-0043"),
        ("15 March 44 BCE", "-0043-03-15"),
        ("1 BC", "0000"),
        ("AD 33", "0033"),
        ("800", "0800"),
        ("199u", "199X"),
        ("1984?~", "1984%"),
        ("2004/open", "2004/.."),
        ("2009/2008", "2008/2009"),
        ("2017-03-01 21:30", "2017-03-01T21:30"),
        ("2017-03-01T21:30:00.000Z", "2017-03-01T21:30:00Z"),
        ("2017-03-01T9:30-0500", "2017-03-01T09:30-05:00"),
        ("2017-03-01t21:30z", "2017-03-01T21:30Z"),
        ("[1667, 1668, 1670..1672]", "[1667,1668,1670..1672]"),
        (" 2017-03-02 ", "2017-03-02"),
        ("12017", "Y12017"),
        ("Y2006", "2006"),
    ] {
        let error = Date::parse(text, &TimeZone::UTC).expect_err(text);
        assert_eq!(error.proposal.as_deref(), Some(expected), "{text}");
        assert!(!error.message.ends_with('.') && !error.message.contains('\n'), "{error}");
    }
    for text in
        ["", "03/02/2017", "yesterday", "2017-02-30", "2017-13-01", "March 3", "٣ مارس", "c.", "-", "/", "[", "T"]
    {
        let error = Date::parse(text, &TimeZone::UTC).expect_err(text);
        assert_eq!(error.proposal, None, "{text}");
    }
}

#[test]
fn words_are_never_more_exact_than_what_is_known() {
    for (text, expected) in [
        ("2016-09-08", "8 September 2016"),
        ("2016-09", "September 2016"),
        ("2016", "2016"),
        ("2016~", "about 2016"),
        ("2016?", "perhaps 2016"),
        ("2016%", "perhaps about 2016"),
        ("2016-09-08?", "perhaps 8 September 2016"),
        ("2016-~09", "September 2016 (month approximate)"),
        ("?2016-09", "September 2016 (year uncertain)"),
        ("?2016-~09-~08", "8 September 2016 (year uncertain; month and day approximate)"),
        ("201X", "the 2010s"),
        ("201X~", "about the 2010s"),
        ("200X", "between 2000 and 2009"),
        ("19XX", "between 1900 and 1999"),
        ("19XX~", "roughly between 1900 and 1999"),
        ("XXXX", "an unknown year"),
        ("2016-XX", "2016 (month unknown)"),
        ("2016-09-XX", "September 2016 (day unknown)"),
        ("2016-XX-XX", "2016 (month and day unknown)"),
        ("201X-09-XX", "September of a year in the 2010s (day unknown)"),
        ("156X-12-25", "25 December of a year in the 1560s"),
        ("XXXX-12-25", "25 December of an unknown year"),
        ("1560-XX-25", "day 25 of an unknown month of 1560"),
        ("1919-0X-01", "day 1 of a month between January and September 1919"),
        ("1919-X1-2X", "day 20 to 29 of January or November 1919"),
        ("1560-X1", "January or November 1560"),
        ("1560-1X", "between October and December 1560"),
        ("1560-X3", "March 1560"),
        ("1984-11-2X", "between 20 and 29 November 1984"),
        ("2015-02-2X", "between 20 and 28 February 2015"),
        ("1984-11-X1", "1, 11 or 21 November 1984"),
        ("1950S2", "between 1900 and 1999 (estimated as 1950)"),
        ("2016-21", "spring 2016"),
        ("2016-29", "spring 2016 (southern hemisphere)"),
        ("2016-33", "the first quarter of 2016"),
        ("2016-39", "the last third of 2016"),
        ("2016-41", "the second half of 2016"),
        ("2016-07/2016-09", "between July and September 2016"),
        ("2016-09-01/2016-09-08", "between 1 and 8 September 2016"),
        ("2016-07-30/2016-09-08", "between 30 July and 8 September 2016"),
        ("2015-07/2016-09", "between July 2015 and September 2016"),
        ("1914/1918", "between 1914 and 1918"),
        ("1914~/1918", "between about 1914 and 1918"),
        ("2004-06-XX/2004-07-03", "between June 2004 (day unknown) and 3 July 2004"),
        ("19XX/2004", "from between 1900 and 1999 to 2004"),
        ("1984-11-2X/1984-11-30", "from between 20 and 29 November 1984 to 30 November 1984"),
        ("1984/1984", "1984"),
        ("../1900", "1900 or before"),
        ("2016/..", "from 2016 on"),
        ("1843/", "from 1843, end unknown"),
        ("/1843", "until 1843, start unknown"),
        ("..2016-02/2016-05..", "from February 2016 or before to May 2016 or after"),
        ("[1667,1668,1670..1672]", "1667, 1668 or between 1670 and 1672"),
        ("{1667,1668,1670..1672}", "1667, 1668 and every one from 1670 to 1672"),
        ("{1960,1961-12}", "1960 and December 1961"),
        ("[..1760-12-03]", "3 December 1760 or before"),
        ("[1667,1760-12]", "1667 or December 1760"),
        ("0000", "1 BCE"),
        ("-0043-03-15", "15 March 44 BCE"),
        ("-004X", "between 50 BCE and 41 BCE"),
        ("0800", "800 CE"),
        ("Y170000002", "170,000,002 CE"),
        ("Y-17E7", "170,000,001 BCE"),
        ("Y9E99", "9×10^99 CE"),
        ("2017-03-01T21:30-05:00", "1 March 2017, 21:30 (UTC−5)"),
        ("2017-03-01T21:30:00Z", "1 March 2017, 21:30 (UTC)"),
        ("2017-03-01T21:30:07+05:30", "1 March 2017, 21:30:07 (UTC+5:30)"),
        ("2017-03-01T21:30", "1 March 2017, 21:30"),
    ] {
        assert_eq!(date(text).words(), expected, "{text}");
    }
}

#[test]
fn a_time_without_offset_is_in_the_zone_of_the_site() {
    let zone = jiff::tz::TimeZoneDatabase::bundled().get("America/New_York").unwrap();
    let winter = Date::parse("2017-03-01T21:30", &zone).unwrap();
    let summer = Date::parse("2017-07-01T21:30", &zone).unwrap();
    assert_eq!(winter.time().unwrap().offset, -5 * 3600);
    assert_eq!(summer.time().unwrap().offset, -4 * 3600);
    assert_eq!(winter.iso().as_deref(), Some("2017-03-01T21:30-05:00"));
    assert_eq!(winter.rfc3339().as_deref(), Some("2017-03-01T21:30:00-05:00"));
    assert_eq!(winter.words(), "1 March 2017, 21:30");
    // The hour that is left out in spring, and the one that comes twice in autumn: the offset before the change.
    assert_eq!(Date::parse("2017-03-12T02:30", &zone).unwrap().time().unwrap().offset, -5 * 3600);
    assert_eq!(Date::parse("2017-11-05T01:30", &zone).unwrap().time().unwrap().offset, -4 * 3600);
    // Before standard time the offset has seconds: HTML and RFC 3339 cannot say it.
    let old = Date::parse("1880-01-01T12:00:00", &zone).unwrap();
    assert_eq!(old.iso().as_deref(), Some("1880-01-01T12:00:00"));
    assert_eq!(old.rfc3339().as_deref(), Some("1880-01-01T16:56:02Z"));
    assert_ne!(winter, date("2017-03-01T21:30"));
    for text in ["-9999-01-01T00:00:00", "9999-12-31T23:59:60", "-9999-01-01T00:00:00+14", "9999-12-31T23:59:60-14"] {
        let date = Date::parse(text, &zone).unwrap();
        assert!(date.time().is_some());
        date.rfc3339();
    }
}

#[test]
fn html_gets_only_what_it_can_say() {
    for (text, expected) in [
        ("2016", Some("2016")),
        ("2016-09", Some("2016-09")),
        ("2016-09-08", Some("2016-09-08")),
        ("Y12016", Some("12016")),
        ("2017-03-01T21:30-05", Some("2017-03-01T21:30-05:00")),
        ("2017-03-01T21:30:05Z", Some("2017-03-01T21:30:05Z")),
        ("2016-12-31T23:59:60Z", None),
        ("2016~", None),
        ("2016-?09", None),
        ("201X", None),
        ("2016-21", None),
        ("0000", None),
        ("-0043", None),
        ("1950S2", None),
        ("2016/2017", None),
        ("[2016]", None),
    ] {
        assert_eq!(date(text).iso().as_deref(), expected, "{text}");
    }
}

#[test]
fn feeds_get_the_earliest_moment() {
    for (text, expected) in [
        ("2016~", Some("2016-01-01T00:00:00Z")),
        ("2016-09-08/..", Some("2016-09-08T00:00:00Z")),
        ("2017-03-01T21:30+05:30", Some("2017-03-01T21:30:00+05:30")),
        ("2016-12-31T23:59:60Z", Some("2017-01-01T00:00:00Z")),
        ("../1900", None),
        ("-0043", None),
        ("Y12016", None),
    ] {
        assert_eq!(date(text).rfc3339().as_deref(), expected, "{text}");
    }
}

#[test]
fn sorting_is_by_interval_then_moment() {
    let sorted = [
        "../1900",
        "/1900",
        "-0043",
        "1843-01-01",
        "1843-01",
        "1843",
        "1843/",
        "1843/..",
        "2017-03-01",
        "2017-03-01T09:00-05:00",
        "2017-03-01T21:30Z",
        "2017-03-01T21:30-05:00",
        "2017-03",
        "Y170000002",
    ];
    for (i, a) in sorted.iter().enumerate() {
        for (j, b) in sorted.iter().enumerate() {
            assert_eq!(date(a).chronology(&date(b)), i.cmp(&j), "{a} {b}");
        }
    }
    assert_eq!(date("2016").chronology(&date("2016~")), Ordering::Equal);
}

#[test]
fn dates_agree_if_they_overlap() {
    for (a, b, expected) in [
        ("2016-09", "2016-09-08", true),
        ("2016-09-08", "2016-09-09", false),
        ("1843/", "1900", true),
        ("1843/", "1842", false),
        ("/1843", "1842", true),
        ("../1900", "1900-12-31", true),
        ("../1900", "1901", false),
        ("2017-03-01T21:30-05:00", "2017-03-02T02:30Z", true),
        ("2017-03-01T21:30-05:00", "2017-03-02T02:30:59Z", true),
        ("2017-03-01T21:30-05:00", "2017-03-02T02:31Z", false),
        ("2017-03-01T21:30-05:00", "2017-03-01", true),
        ("Y9E99", "2016", true),
    ] {
        assert_eq!(date(a).overlaps(&date(b)), expected, "{a} {b}");
    }
    assert!(date("2016").certainly_before(&date("2017-01")));
    assert!(date("2017-01").certainly_after(&date("2016")));
    assert!(!date("2016/..").certainly_before(&date("2020")));
    assert!(date("1843/").contains(day(1900, 1, 1)) && !date("1843/").contains(day(1842, 12, 31)));
}

#[test]
fn lists_split_only_by_what_is_known() {
    let known = |text: &str| (date(text).year(), date(text).month());
    assert_eq!(known("2016-09-08"), (Some(2016), Some(9)));
    assert_eq!(known("2016-07/2016-09"), (Some(2016), None));
    assert_eq!(known("2016-09-XX"), (Some(2016), Some(9)));
    assert_eq!(known("201X"), (None, None));
    assert_eq!(known("2016/.."), (None, None));
}

#[test]
fn days_are_numbered() {
    assert_eq!(day(1970, 1, 1).number(), 0);
    assert_eq!(day(2000, 3, 1).number(), 11_017);
    assert_eq!(day(0, 3, 1).number(), -719_468);
    assert_eq!(day(1969, 12, 31).number(), -1);
    assert!(day(i64::MAX, 12, 31).number() > day(i64::MIN, 1, 1).number());
}

#[test]
fn words_of_a_language_can_be_read_from_a_file() {
    let file = include_str!("../words/en.yaml");
    let read = |file: &str| Words::read(&serde_yaml::from_str::<serde_yaml::Value>(file).unwrap()["dates"], "fr-FR");
    let words = read(file).unwrap();
    assert_eq!(date("2016-09-08~").words_in(&words), "about 8 septembre 2016");
    assert!(read(&file.replace("  about:", "  abuot:")).is_err());
}

#[test]
fn patterns_are_filled_whatever_they_hold() {
    let mut words = Words::english().clone();
    words.month = "{year}年{month}{nonsense}{".into();
    assert_eq!(date("2016-09").words_in(&words), "2016年September");
}

/// A date that may lack anything, and whether it has a day.
fn dates(with_day: bool) -> impl Strategy<Value = String> {
    let year = prop_oneof![
        4 => (1000..=2100i32).prop_map(|year| year.to_string()),
        1 => (100..=210i32).prop_map(|decade| format!("{decade}X")),
        1 => (10..=21i32).prop_map(|century| format!("{century}XX")),
        1 => (1000..=9998i32).prop_map(|year| format!("-{year:04}")),
        1 => (100..=998i32).prop_map(|decade| format!("-{decade:03}X")),
    ];
    let month = prop_oneof![
        4 => (1..=12u8).prop_map(|month| format!("-{month:02}")),
        1 => Just("-XX".to_owned()),
        1 => Just("-1X".to_owned()),
        1 => Just("-X1".to_owned()),
    ];
    let day = prop_oneof![
        4 => (1..=28u8).prop_map(|day| format!("-{day:02}")),
        1 => Just("-2X".to_owned()),
    ];
    let season = (21..=41u8).prop_map(|season| format!("-{season}"));
    let rest = if with_day {
        prop_oneof![
            2 => Just(String::new()),
            2 => month.clone(),
            1 => season,
            4 => (month, day).prop_map(|(month, day)| month + &day),
        ]
        .boxed()
    } else {
        prop_oneof![
            2 => Just(String::new()),
            3 => month.clone(),
            1 => season,
            1 => month.prop_map(|month| month + "-XX"),
        ]
        .boxed()
    };
    let one = (year, rest, prop_oneof![4 => Just(""), 1 => Just("?"), 1 => Just("~"), 1 => Just("%")])
        .prop_map(|(year, rest, qualifier)| format!("{year}{rest}{qualifier}"));
    let side = prop_oneof![4 => one.clone(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let timed = (0..=3u8, 0..=23u8, 0..=59u8, prop_oneof![Just(""), Just("Z"), Just("-05:00"), Just("+05:30")])
        .prop_map(|(day, hour, minute, shift)| format!("2017-03-{:02}T{hour:02}:{minute:02}{shift}", day + 1));
    let any = prop_oneof![
        4 => one.clone(),
        2 => (side.clone(), side).prop_map(|(start, end)| format!("{start}/{end}")),
        1 => prop::collection::vec(one.clone(), 1..4).prop_map(|all| format!("[{}]", all.join(","))),
        1 => prop::collection::vec(one, 1..4).prop_map(|all| format!("{{{}}}", all.join(","))),
    ];
    let any = if with_day { prop_oneof![3 => any, 1 => timed].boxed() } else { any.boxed() };
    any.prop_filter("valid", |text| Date::parse(text, &TimeZone::UTC).is_ok())
}

proptest! {
    #[test]
    fn the_order_is_total(texts in prop::collection::vec(dates(true), 3)) {
        let [a, b, c] = [date(&texts[0]), date(&texts[1]), date(&texts[2])];
        prop_assert_eq!(a.chronology(&a), Ordering::Equal);
        prop_assert_eq!(a.chronology(&b), b.chronology(&a).reverse());
        if a.chronology(&b).is_le() && b.chronology(&c).is_le() {
            prop_assert!(a.chronology(&c).is_le());
        }
    }

    #[test]
    fn before_after_and_overlapping_are_all_there_is(a in dates(true), b in dates(true)) {
        let (a, b) = (date(&a), date(&b));
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        let ways = [a.overlaps(&b), a.certainly_before(&b), a.certainly_after(&b)];
        prop_assert_eq!(ways.iter().filter(|way| **way).count(), 1);
        prop_assert!(a.overlaps(&a));
        if let (Some(first), Some(last)) = (a.earliest().day(), a.latest().day()) {
            prop_assert!(first <= last && a.contains(first) && a.contains(last));
        }
    }

    #[test]
    fn words_have_no_day_where_the_date_has_none(text in dates(false)) {
        let words = date(&text).words();
        prop_assert!(!words.is_empty());
        for number in words.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()) {
            prop_assert!(number.len() >= 3, "{} → {}", text, words);
        }
        prop_assert!(date(&text).time().is_none());
    }

    #[test]
    fn bounds_are_those_of_the_library_where_it_reads_the_date(text in dates(true)) {
        if let Ok(edtf) = edtf_core::Edtf::parse(&text) {
            let theirs = |bound: edtf_core::Bound| match bound {
                edtf_core::Bound::Date(d) => Bound::Day(day(d.year, d.month, d.day)),
                edtf_core::Bound::NegativeInfinity => Bound::OpenStart,
                edtf_core::Bound::PositiveInfinity => Bound::OpenEnd,
                edtf_core::Bound::Unknown => Bound::Unknown,
            };
            let bounds = edtf.bounds();
            prop_assert_eq!(theirs(bounds.earliest), date(&text).earliest());
            prop_assert_eq!(theirs(bounds.latest), date(&text).latest());
        }
    }

    #[test]
    fn no_text_breaks_reading_or_guessing(text in "\\PC{0,40}", near in "[-0-9XTZ:/.,~?%\\[\\]{}YES +acm–]{0,24}") {
        for text in [text, near] {
            match Date::parse(&text, &TimeZone::UTC) {
                Ok(date) => {
                    prop_assert!(!date.words().is_empty());
                    date.iso();
                    date.rfc3339();
                }
                Err(error) => {
                    prop_assert!(text.is_char_boundary(error.offset));
                    if let Some(proposal) = error.proposal {
                        prop_assert!(Date::parse(&proposal, &TimeZone::UTC).is_ok());
                    }
                }
            }
        }
    }
}

#[test]
fn a_sentence_after_a_short_form_has_one_full_stop() {
    assert_eq!(words::fill("bis {date}.", &[("date", "2 n. Chr.")]), "bis 2 n. Chr.");
    assert_eq!(words::fill("bis {date}. Dann {x}.", &[("date", "1931"), ("x", "nichts")]), "bis 1931. Dann nichts.");
}
