use super::*;
use crate::span::FileId;

fn node(text: &str) -> Node {
    let outcome = read(text, Place { file: FileId::of("unit.yaml"), start: 0 });
    assert_eq!(outcome.diagnostics, [], "{text}");
    outcome.value.unwrap()
}

/// A node as one line: `{k: [a, b]}`, every part followed by what it covers of the source.
fn show(text: &str, node: &Node) -> String {
    let source = &text[node.span.range()];
    match &node.kind {
        NodeKind::Scalar(scalar) => format!("{:?}<{source}>", scalar.text),
        NodeKind::List(items) => {
            format!("[{}]<{source}>", items.iter().map(|item| show(text, item)).collect::<Vec<_>>().join(" "))
        }
        NodeKind::Map(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", &text[entry.key.span.range()], show(text, &entry.value));
            format!("{{{}}}<{source}>", entries.iter().map(entry).collect::<Vec<_>>().join(" "))
        }
        NodeKind::Refused => "refused".to_owned(),
    }
}

#[test]
fn every_node_covers_its_source() {
    for (text, want) in [
        ("a: b", r#"{a: "b"<b>}<a: b>"#),
        ("a:   'é'' x'  # c\n", r#"{a: "é' x"<'é'' x'>}<a:   'é'' x'>"#),
        ("- a\n- - b\n  - c\n", r#"["a"<a> ["b"<b> "c"<c>]<- b"#),
        ("[a, {b: c}] # d\n", r#"["a"<a> {b: "c"<c>}<{b: c}>]<[a, {b: c}]>"#),
        ("[a: b]", r#"[{a: "b"<b>}<a: b>]<[a: b]>"#),
        ("a:\n- b\n- c\nd: e\n", r#"{a: ["b"<b> "c"<c>]<b"#),
        ("a: x\n  y\n\n  z\n", r#"{a: "x y\nz"<x"#),
        ("a: >-\n  x\n  y\nb: c\n", r#"{a: "x y"<x"#),
        ("a:\nb: \"c\"\n", r#"{a: ""<> b: "c"<"c">}<a:"#),
        ("a: {}\nb: []\n", r#"{a: {}<{}> b: []<[]>}<a: {}"#),
        ("\"a b\": c\n? d\n: e\n", r#"{"a b": "c"<c> d: "e"<e>}<"a b": c"#),
        ("a: b\r\nc: d\r\n", r#"{a: "b"<b> c: "d"<d>}<a: b"#),
        ("😀: [é, ü]", r#"{😀: ["é"<é> "ü"<ü>]<[é, ü]>}<😀: [é, ü]>"#),
    ] {
        let shown = show(text, &node(text));
        assert!(shown.starts_with(want), "{text:?}\n{shown}\n{want}");
    }
}

#[test]
fn styles_and_comments_are_kept() {
    let scalar = |text: &str| match node(text).kind {
        NodeKind::Map(mut entries) => match entries.remove(0).value.kind {
            NodeKind::Scalar(scalar) => (scalar.style, scalar.comment.map(|span| text[span.range()].to_owned())),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let comment = |text: &str| Some(text.to_owned());
    assert_eq!(scalar("a: b #3"), (Style::Plain, comment("#3")));
    assert_eq!(scalar("a: b # c \n"), (Style::Plain, comment("# c")));
    assert_eq!(scalar("a: b   #c\n"), (Style::Plain, comment("#c")));
    assert_eq!(scalar("a: b  # c\n"), (Style::Plain, None));
    assert_eq!(scalar("a: b\t# c\n"), (Style::Plain, comment("# c")));
    assert_eq!(scalar("a: b #\n"), (Style::Plain, None));
    assert_eq!(scalar("a: b#c\n"), (Style::Plain, None));
    assert_eq!(scalar("a: 'b' # c\n"), (Style::Quoted, None));
    assert_eq!(scalar("a: \"b\"\n"), (Style::Quoted, None));
    assert_eq!(scalar("a: |\n  b # c\n"), (Style::Block, None));
}

#[test]
fn nothing_but_comments_is_nothing() {
    for text in ["", "\n", "# a\n", "---\n# a", "..."] {
        let outcome = read(text, Place { file: FileId::of("unit.yaml"), start: 0 });
        assert_eq!(outcome.diagnostics, []);
        let empty =
            outcome.value.is_none_or(|node| matches!(node.kind, NodeKind::Scalar(scalar) if scalar.text.is_empty()));
        assert!(empty, "{text:?}");
    }
}

#[test]
fn too_many_parts_are_refused() {
    let text = "[a, b, c, d]";
    let place = Place { file: FileId::of("unit.yaml"), start: 5 };
    assert!(scan::scan(text, place, 10).value.is_some());
    let refused = scan::scan(text, place, 5);
    assert!(refused.value.is_none());
    assert_eq!(refused.diagnostics[0].message, "this YAML has more than 5 parts");
    assert_eq!(refused.diagnostics[0].span, Some(place.file.span(12, 13)));
}

#[test]
fn characters_become_bytes() {
    for text in ["abc".repeat(100), "aé😀".repeat(100), String::new()] {
        let chars = Chars::new(&text);
        for (index, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(chars.byte(index), byte);
        }
        assert_eq!(chars.byte(text.chars().count()), text.len());
        assert_eq!(chars.byte(9999), text.len());
    }
}

/// What stands in a text as it is means to serde_yaml what it means to [`values::as_written`].
fn agree(text: &str) {
    let place = Place { file: FileId::of("unit.yaml"), start: 0 };
    let outcome = scan::scan(text, place, MAX_EVENTS);
    let (Some(tree), true) = (outcome.value, outcome.diagnostics.is_empty()) else { return };
    let (Some(written), Ok(read)) = (values::as_written(text, place, &tree), values::values(text, place, &tree)) else {
        return;
    };
    assert_eq!(written, read, "{text}");
}

#[test]
fn what_is_written_plainly_is_what_serde_yaml_reads() {
    for text in [
        "a: ~\nb: null\nc: no\nd: 007\ne: 1.10\nf: 2017-03-02\ng: 0x1F\nh: .inf\n",
        "a:\nb: \n- c\n",
        "a: 'b'\nc: \"d e\"\nf: ''\ng: \"\"\n",
        "- {quote: Minna Sanddorf, people: minna-sanddorf}\n- {quote: \"it is: so\", before: 'x', people: [a, b]}\n",
        "a: b # c\nd: e #f\ng: h#i\n",
        "key with spaces: “quoted” – dash\n? a\n: b\n",
        "a:  b  \nc:\td\n",
    ] {
        agree(text);
    }
}

#[test]
fn a_quotation_mark_that_is_doubled_is_left_to_the_reader_of_yaml() {
    let place = Place { file: FileId::of("unit.yaml"), start: 0 };
    assert!(values::as_written("a: 'b''c'", place, &scan::scan("a: 'b''c'", place, 99).value.unwrap()).is_none());
}

proptest::proptest! {
    #[test]
    fn plain_values_are_read_alike(
        pairs in proptest::collection::vec(("[a-z]{1,4}", "[ -~é“]{0,12}", 0..4_u8), 1..6),
    ) {
        let mut text = String::new();
        for (key, value, style) in &pairs {
            match style {
                0 => text += &format!("{key}: {value}\n"),
                1 => text += &format!("{key}: '{}'\n", value.replace('\'', "")),
                2 => text += &format!("{key}: \"{}\"\n", value.replace(['"', '\\'], "")),
                _ => text += &format!("{key}: [{value}, b]\n"),
            }
        }
        agree(&text);
    }
}
