use super::*;
use proptest::prelude::*;

fn file(path: &str) -> FileId {
    FileId::of(path)
}

/// The scalar whose text is `from`, with the edit that makes it `to`.
fn edit_of(id: FileId, text: &str, from: &str, to: &str) -> Option<Fix> {
    let yaml = yaml_of(id, text);
    let tree = yaml::read(&text[yaml.clone()], yaml::Place { file: id, start: yaml.start }).value?;
    fn find(node: &Node, from: &str) -> Option<Span> {
        use crate::parse::yaml::NodeKind;
        match &node.kind {
            NodeKind::Scalar(scalar) => scalar.text.split_whitespace().eq(from.split_whitespace()).then_some(node.span),
            NodeKind::List(items) => items.iter().find_map(|item| find(item, from)),
            NodeKind::Map(entries) => entries.iter().find_map(|entry| {
                (entry.key.value == from).then_some(entry.key.span).or_else(|| find(&entry.value, from))
            }),
            NodeKind::Refused => None,
        }
    }
    let span = find(&tree, from)?;
    // As its `Text` reads.
    let whole = proof::scalar_at(&tree, span)?.text.to_owned();
    Some(Fix { edits: vec![Edit { span, from: whole, to: to.to_owned() }] })
}

fn fixed(path: &str, text: &str, from: &str, to: &str) -> String {
    let fix = edit_of(file(path), text, from, to).unwrap_or_else(|| panic!("no value {from:?} in\n{text}"));
    let (new, made, refused) = super::text(file(path), text, &[&fix], &Settings::default());
    assert_eq!((made.len(), refused.len()), (1, 0), "{refused:?}\n{text}");
    new
}

#[test]
fn every_style_keeps_itself_and_its_line_breaks() {
    const OLD: &str = "the mayor saw it";
    const NEW: &str = "the old mayor saw it";
    for (text, after) in [
        ("a: the mayor saw it # why\n", "a: the old mayor saw it # why\n"),
        ("a: 'the mayor saw it'  # why\n", "a: 'the old mayor saw it'  # why\n"),
        ("a: \"the mayor \\u0073aw it\"\n", "a: \"the old mayor \\u0073aw it\"\n"),
        ("a: the mayor\n   saw it\nb: 1\n", "a: the old mayor\n   saw it\nb: 1\n"),
        ("a: 'the\n\n  mayor saw\n  it'\n", "a: 'the old\n\n  mayor saw\n  it'\n"),
        ("a: >-\n  the mayor\n  saw it\n\n# c\nb: 1\n", "a: >-\n  the old mayor\n  saw it\n\n# c\nb: 1\n"),
        ("a: |\n    the mayor\n    saw it\nb: 1\n", "a: |\n    the old mayor\n    saw it\nb: 1\n"),
        ("a: |2+\n    the mayor\n  saw it\n\n", "a: |2+\n    the old mayor\n  saw it\n\n"),
        ("[{x: the mayor saw it}, b]\n", "[{x: the old mayor saw it}, b]\n"),
        ("? the mayor saw it\n: b\n", "? the old mayor saw it\n: b\n"),
        ("\u{feff}a: the mayor saw it\r\nb: ü\r\n", "\u{feff}a: the old mayor saw it\r\nb: ü\r\n"),
        ("a: >\r\n  the mayor\r\n  saw it\r\n", "a: >\r\n  the old mayor\r\n  saw it\r\n"),
    ] {
        assert_eq!(fixed("x.yaml", text, OLD, NEW), after);
        if !text.contains("\n\n  mayor") {
            assert_eq!(fixed("x.yaml", after, NEW, OLD), text, "and back");
        }
    }
}

#[test]
fn what_a_style_cannot_hold_goes_into_quotation_marks() {
    for (to, after) in [
        ("it was: so", "a: 'it was: so'\n"),
        ("number #1", "a: number #1\n"),
        ("a #1 it's", "a: 'a #1 it''s'\n"),
        ("\"so\" it's", "a: '\"so\" it''s'\n"),
        ("- item", "a: '- item'\n"),
        ("null", "a: null\n"),
        ("line\u{85}end", "a: \"line\\u0085end\"\n"),
        ("[b]", "a: '[b]'\n"),
    ] {
        let new = fixed("x.yaml", "a: words\n", "words", to);
        let back = yaml::read(&new, yaml::Place { file: file("x.yaml"), start: 0 }).value.expect("YAML");
        assert!(proof::scalar_around(&back, file("x.yaml").span(3, 4)).is_some(), "{new}");
        if to != "number #1" && to != "null" {
            assert_eq!(new, after);
        }
    }
    assert_eq!(fixed("x.yaml", "{a: words, b: c}\n", "words", "one, two"), "{a: 'one, two', b: c}\n");
    assert_eq!(fixed("x.yaml", "a: 'words'\n", "words", "it's"), "a: 'it''s'\n");
    assert_eq!(fixed("x.yaml", "a: \"words\"\n", "words", "say \"it\\\""), "a: \"say \\\"it\\\\\\\"\"\n");
}

#[test]
fn what_cannot_be_proven_is_refused_and_the_rest_is_done() {
    let text = "a: >-\n  words\nb: other\n";
    let id = file("x.yaml");
    // No block can hold a line end that is none of its own.
    let bad = edit_of(id, text, "words", "wor\u{0}ds").unwrap();
    let good = edit_of(id, text, "other", "others").unwrap();
    let (new, made, refused) = super::text(id, text, &[&bad, &good], &Settings::default());
    assert_eq!(new, "a: >-\n  words\nb: others\n");
    assert_eq!((made.len(), refused.len()), (1, 1));
    assert_eq!(refused[0].why, "the value cannot be written so that it alone changes");

    // Two that want one value: the first is made.
    let other = edit_of(id, text, "other", "another").unwrap();
    let (new, _, refused) = super::text(id, text, &[&good, &other], &Settings::default());
    assert_eq!((new.as_str(), refused.len()), ("a: >-\n  words\nb: others\n", 1));

    // A place where the value does not stand any more.
    let gone = Fix { edits: vec![Edit { span: id.span(0, 1), from: "z".into(), to: "y".into() }] };
    assert_eq!(super::text(id, text, &[&gone], &Settings::default()).2[0].why, "`z` does not stand there");
}

#[test]
fn words_in_values_and_links_are_exchanged_one_by_one() {
    let text = "---\npeople: [people/old, {id: old}]\nsources: 'x#old'\nnote: \"é [[people/old|old man]]\\n and old-er\"\n---\nHe met [[people/old|words]] here.\n";
    let id = file("content/articles/x.md");
    let edit = |what: &str, skip: usize| {
        let start = text.match_indices(what).nth(skip).expect("it is there").0;
        Fix { edits: vec![Edit { span: id.span(start, start + what.len()), from: "old".into(), to: "new".into() }] }
    };
    let all = [
        edit("people/old", 0),
        Fix {
            edits: vec![Edit {
                span: id.span(text.find("old}").unwrap(), text.find("old}").unwrap() + 3),
                from: "old".into(),
                to: "new".into(),
            }],
        },
        edit("'x#old'", 0),
        edit("[[people/old|words]]", 0),
    ];
    let (new, made, refused) = super::text(id, text, &all.iter().collect::<Vec<_>>(), &Settings::default());
    assert_eq!((made.len(), refused.len()), (4, 0), "{refused:?}");
    assert_eq!(
        new,
        "---\npeople: [people/new, {id: new}]\nsources: 'x#new'\nnote: \"é [[people/old|old man]]\\n and old-er\"\n---\nHe met [[people/new|words]] here.\n"
    );
    // In the link's words it stands as well: which is meant is not for us to say.
    let (_, _, refused) = super::text(id, text, &[&edit("[[people/old|old man]]", 0)], &Settings::default());
    assert_eq!(refused[0].why, "`old` stands there more than once");
    let (new, ..) = super::text(id, text, &[&edit("[[people/old|", 0)], &Settings::default());
    assert!(new.contains("\"é [[people/new|old man]]\\n and old-er\""), "{new}");
}

#[test]
fn the_diff_can_be_applied() {
    let old: String = (1..=30).map(|n| format!("line {n}\n")).collect();
    let new = old.replace("line 3\n", "line three\n").replace("line 8\n", "line 8\nline 8b\n").replace("line 25\n", "");
    assert_eq!(
        diff::unified("x", &old, &new),
        "--- a/x\n+++ b/x\n@@ -1,11 +1,12 @@\n line 1\n line 2\n-line 3\n+line three\n line 4\n line 5\n line 6\n line 7\n line 8\n+line 8b\n line 9\n line 10\n line 11\n@@ -22,7 +23,6 @@\n line 22\n line 23\n line 24\n-line 25\n line 26\n line 27\n line 28\n"
    );
    assert_eq!(diff::unified("x", "a", "a\n"), "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    assert_eq!(diff::unified("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    assert_eq!(diff::unified("x", &old, &old), "");
}

/// A text in some style, with what may stand around it.
fn written(value: &str, style: usize, around: usize, end: &str) -> String {
    let indent = "    ";
    let folded = value.split(' ').collect::<Vec<_>>();
    let broken = folded.join(&format!("\n{indent}"));
    let scalar = match style {
        0 => value.to_owned(),
        1 => format!("'{}'", value.replace('\'', "''")),
        2 => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        3 => format!(">-\n{indent}{broken}"),
        4 => format!("|\n{indent}{broken}"),
        5 => format!(">\n{indent}{value}\n"),
        6 => format!("'{}'", broken.replace('\'', "''")),
        _ => format!("\"{}\"", broken.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    let block = (3..=5).contains(&style);
    let comment = if around.is_multiple_of(2) && !block { "   # ünd: 'more'" } else { "" };
    let text = match around % 3 {
        0 => format!(
            "# head\nannotations:\n  - note: before\n    quote: {scalar}{comment}\n    people: [a, b]   # c\n\n  # between\n  - quote: other\n"
        ),
        1 => format!("annotations:\n- quote: {scalar}{comment}\n\n\n- {{quote: other, note: 'x'}}\n"),
        _ => format!("annotations:\n  -\n    quote:\n      - 'first'\n      - {scalar}{comment}\nlast: \"z\"\n"),
    };
    text.replace('\n', end)
}

proptest! {
    #[test]
    fn the_value_changes_and_not_a_byte_around_it(
        old in "[a-zà-ÿ'\"#:,*&!%@`\\[\\]{}\\\\-]{1,8}( [a-zà-ÿ'\"#:,|>?-]{1,6}){0,6}",
        new in "[a-zà-ÿ'\"#:,*&!%@`\\[\\]{}\\\\-]{1,8}( [a-zà-ÿ'\"#:,|>?-]{1,6}){0,6}",
        style in 0usize..8,
        around in 0usize..6,
        end in prop_oneof![Just("\n"), Just("\r\n")],
        bom in any::<bool>(),
        front in any::<bool>(),
    ) {
        let mut text = written(&old, style, around, end);
        if front {
            text = format!("---{end}{text}---{end}# {old}{end}{old}{end}");
        }
        if bom {
            text.insert(0, '\u{feff}');
        }
        let id = file(if front { "content/articles/p.md" } else { "content/articles/p.annotations.yaml" });
        // What is no YAML, or another value than was meant, is nobody's to mend.
        let Some(fix) = edit_of(id, &text, &old, &new) else { return Ok(()) };
        let (result, made, refused) = super::text(id, &text, &[&fix], &Settings::default());
        prop_assert_eq!(made.len() + refused.len(), 1);
        if made.is_empty() {
            prop_assert_eq!(&result, &text);
            // Only a block has no other style to go to.
            prop_assert!((3..=5).contains(&style), "{:?} {:?}\n{}", refused, new, text);
            return Ok(());
        }
        let span = fix.edits[0].span.range();
        prop_assert!(result.starts_with(&text[..span.start]));
        prop_assert!(result.ends_with(&text[span.end..]));
        // Proven by the reader of sites: the wanted value is there, and the way back restores the words.
        let back = edit_of(id, &result, &new, &old);
        prop_assert!(back.is_some(), "{}", result);
    }
}
