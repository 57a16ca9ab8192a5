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
