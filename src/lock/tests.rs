use super::*;
use crate::load::{Area, Data, Source};

fn read(text: &str) -> (Lock, Vec<String>) {
    let source = Source::new(NAME, Area::Lock, Data::Text(text.into()));
    let outcome = parse(&source);
    let line = |one: &Diagnostic| {
        let at = one.span.expect("a place").start as usize;
        format!("{}: {} {}", text[..at].matches('\n').count() + 1, one.code.name, one.message)
    };
    (outcome.value, outcome.diagnostics.iter().map(line).collect())
}

fn sample() -> Lock {
    let passage = |place: Place, before: &str, after: &str| Passage {
        // Of several, two with the same words around.
        alike: if matches!(place, Place::Of(_, 2..)) { 2 } else { 1 },
        place,
        before: before.to_owned(),
        after: after.to_owned(),
        hash: Hash::of(after),
        sentences: if before.is_empty() { Vec::new() } else { vec![Print::of(before), Print::of(after)] },
    };
    let entry = |passages: Vec<Passage>| Entry { passages, span: None };
    let mut lock = Lock::default();
    let one = BTreeMap::from([
        ("said-so".to_owned(), entry(vec![passage(Place::Of(vec![1], 1), "he ", "")])),
        (
            "twice".to_owned(),
            entry(vec![passage(Place::Of(vec![2, 4], 5), "", " #1 \\ ^$"), passage(Place::All, "ü ", " «")]),
        ),
    ]);
    let sentences = ["One. ", "Two.", "One."].map(Print::of).to_vec();
    lock.articles.insert("b".to_owned(), Lines { entries: one, sentences }.into());
    let two = BTreeMap::from([
        ("a-00000000".to_owned(), entry(vec![passage(Place::None, "", "")])),
        ("con".to_owned(), entry(vec![passage(Place::Of(vec![], 3), "x", "y")])),
    ]);
    lock.articles.insert("a".to_owned(), Lines { entries: two, sentences: Vec::new() }.into());
    lock
}

#[test]
fn what_is_written_is_read_whatever_the_line_ends() {
    for crlf in [false, true] {
        let lock = Lock { crlf, ..sample() };
        let text = lock.text();
        assert_eq!(text.contains("\r\n"), crlf);
        let (back, said) = read(&text);
        assert_eq!(said, [""; 0]);
        assert_eq!(back, lock);
        assert_eq!(back.text(), text);
        assert_eq!(read(&format!("\u{feff}{text}")), (back, vec![]));
    }
    let text = sample().text();
    let lines: Vec<&str> = text.lines().skip(3).filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(lines, ["a-00000000", "con", "*", "said-so", "twice"]);
}

#[test]
fn no_line_ends_in_white_space() {
    assert!(sample().text().lines().all(|line| line.trim_end() == line));
}

#[test]
fn a_later_version_is_refused_whole() {
    let text = sample().text().replace("annals.lock 2", "annals.lock 3");
    let (lock, said) = read(&text);
    assert!(lock.is_empty());
    assert_eq!(said, ["1: format-version `annals.lock` is of version 3, and this Annals reads version 2"]);
}

#[test]
fn a_conflict_is_named_with_its_lines_and_both_sides_are_read() {
    let text = sample().text();
    let mut lines: Vec<&str> = text.lines().collect();
    let other = lines[6].replace("he ", "she ");
    lines.splice(6..7, ["<<<<<<< HEAD", lines[6], "||||||| base", "=======", &other, ">>>>>>> topic"]);
    let text = lines.join("\n") + "\n";
    let (lock, said) = read(&text);
    assert_eq!(said, ["7: bad-lock `annals.lock` holds an unresolved merge conflict"]);
    assert_eq!(lock, sample());
    let source = Source::new(NAME, Area::Lock, Data::Text(text.as_str().into()));
    let one = &parse(&source).diagnostics[0];
    assert!(text[one.span.unwrap().range()].ends_with(">>>>>>> topic"));
    assert_eq!(&text[one.labels[0].span.range()], ">>>>>>> topic");
    assert_eq!(one.labels[0].text, "it ends here: topic");

    // Only an end, only a beginning: a conflict all the same.
    for cut in [">>>>>>> topic", "<<<<<<< HEAD"] {
        let (_, said) = read(&format!("annals.lock 1\n{cut}\n"));
        assert_eq!(said, ["2: bad-lock `annals.lock` holds an unresolved merge conflict"]);
    }
}

#[test]
fn every_bad_line_is_named_and_the_others_are_read() {
    let good = "a\tx\t1/1\t\t\t0123456789abcdef";
    for (bad, why) in [
        ("words", "this line has no tabulator, so it is none of an annotation"),
        ("A\tx\t1/1\t\t\t0123456789abcdef", "`A` cannot be the id of an article"),
        ("a\th-x\t1/1\t\t\t0123456789abcdef", "`h-x` cannot be the id of an annotation"),
        ("a\tX y\t1/1\t\t\t0123456789abcdef", "`X y` cannot be the id of an annotation"),
        ("a\ty\t1/1\t\t0123456789abcdef", "this line has 5 fields; 6 are wanted, or 4 more for each further quote"),
        ("a\ty\t0,1/1\t\t\t0123456789abcdef", "`0,1/1` is no place; `1/1`, `2,4/5`, `*` or `-` would be"),
        ("a\ty\t1\t\t\t0123456789abcdef", "`1` is no place; `1/1`, `2,4/5`, `*` or `-` would be"),
        ("a\ty\t2/2=x\t\t\t0123456789abcdef", "`2/2=x` is no place; `1/1`, `2,4/5`, `*` or `-` would be"),
        ("a\ty\t1/1\t\t\t0123456789abcdeg", "the line does not end in a hash of 16 digits"),
        ("a\ty\t1/1\t\t\t+123456789abcdef", "the line does not end in a hash of 16 digits"),
        ("a\ty\t1/1\t\t\t0123456789abcdef 12345", "`12345` is no hash of a sentence, of 6 digits"),
        ("a\t*\t123456  123456", "`` is no hash of a sentence, of 6 digits"),
        ("A\t*\t123456", "`A` cannot be the id of an article"),
        ("a\tx\t1/2\t\t\t0123456789abcdef", "`a#x` has two lines, which differ"),
    ] {
        let (lock, said) = read(&format!("annals.lock 1\n{good}\n{good}\n{bad}\nb\tz\t*\t\t\t0123456789abcdef\n"));
        assert_eq!(said, [format!("4: bad-lock {why}")]);
        assert_eq!(lock.len(), 2, "{bad}");
    }
    let (lock, said) = read(&format!("{good}\n"));
    assert_eq!(said, ["1: bad-lock `annals.lock` does not begin with the line `annals.lock 2`"]);
    assert_eq!(lock.len(), 1);
}

#[test]
fn what_the_head_says_of_a_merge_is_said_of_two_lines_that_differ() {
    let text = format!("annals.lock 2\n{HEAD}a\tx\t1/1\t\t\t0123456789abcdef\na\tx\t1/2\t\t\t0123456789abcdef\n");
    let said = parse(&Source::new(NAME, Area::Lock, Data::Text(text.into()))).diagnostics;
    let [said] = &said[..] else { panic!("{said:?}") };
    assert!(said.help[0].contains("keep either") && HEAD.contains("either"), "{said:?}");
}

#[test]
fn of_two_lines_of_sentences_both_sides_are_true() {
    let (lock, said) = read("annals.lock 2\na\t*\t000001 000002 000003\na\t*\t000003 000004 000001\n");
    assert_eq!(said, [""; 0]);
    assert_eq!(lock.articles["a"].sentences, [Print(1), Print(3)]);
    let (old, said) = read("annals.lock 1\na\tx\t1/1\t\t\t0123456789abcdef\n");
    assert_eq!((said, old.len(), old.text().lines().next()), (vec![], 1, Some("annals.lock 2")));
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,80}", lines in proptest::collection::vec("[a-c\t/*0-9f<>=|#\n\r-]{0,30}", 0..8)) {
        let _ = read(&format!("annals.lock 1\n{}\n{text}", lines.join("\n")));
    }
}
