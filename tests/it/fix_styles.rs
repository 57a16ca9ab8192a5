//! `annals check --fix` over files written in every way that YAML has: only the quotes change.
//!
//! Each article is a text of the corpora with an annotation; the text is edited, the substance stays; the fix writes the new
//! words into the YAML. Every byte outside of that one value has to be what it was, the tree of values too, and the value has
//! to keep the style that it was written in.

use std::collections::BTreeMap;
use std::process::Command;

use annals::diag::{Edit, Fix, code};
use annals::import::escape;
use annals::load::{Area, Data, Source};
use annals::parse::document::Document;
use annals::parse::settings::Settings;

use crate::edits::{Case, Corpus, Kind, ROWS, Rng, Substance, case};
use crate::fixture::Fixture;
use crate::shared::shared;

const SEED: u64 = 6;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Plain,
    PlainLines,
    Single,
    SingleLines,
    Double,
    DoubleEscaped,
    DoubleLines,
    Literal,
    Folded,
    FoldedKept,
    Indicated,
}

impl Style {
    const ALL: [Style; 11] = [
        Style::Plain,
        Style::PlainLines,
        Style::Single,
        Style::SingleLines,
        Style::Double,
        Style::DoubleEscaped,
        Style::DoubleLines,
        Style::Literal,
        Style::Folded,
        Style::FoldedKept,
        Style::Indicated,
    ];

    fn is_block(self) -> bool {
        matches!(self, Style::Literal | Style::Folded | Style::FoldedKept | Style::Indicated)
    }

    /// With what a value of this style begins.
    fn mark(self) -> &'static str {
        match self {
            Style::Plain | Style::PlainLines => "",
            Style::Single | Style::SingleLines => "'",
            Style::Double | Style::DoubleEscaped | Style::DoubleLines => "\"",
            Style::Literal => "|-",
            Style::Folded => ">-",
            Style::FoldedKept => ">",
            Style::Indicated => ">2-",
        }
    }
}

/// A value in a style, its further lines indented so far; `None` where YAML does not allow it.
fn scalar(value: &str, style: Style, indent: usize, in_flow: bool, rng: &mut Rng) -> Option<String> {
    let gap = format!("\n{}", " ".repeat(indent));
    // A line may end at some of the spaces.
    let mut lines = |text: &str, end: &str| -> String {
        let mut out = String::new();
        for (at, word) in text.split(' ').enumerate() {
            if at > 0 {
                // No line begins with what YAML would read as something else.
                let sound = word.starts_with(char::is_alphabetic);
                out.push_str(if sound && rng.one_in(4) { end } else { " " });
            }
            out.push_str(word);
        }
        out
    };
    let has = |signs: &[&str]| signs.iter().any(|sign| value.contains(sign));
    let in_doubt = has(&[": ", " #"]) || value.ends_with(':') || in_flow && has(&[",", "[", "]", "{", "}"]);
    let plain = value.starts_with(char::is_alphabetic) && value.contains(' ') && !in_doubt;
    let escaped = |all: bool| -> String {
        value
            .chars()
            .map(|c| match c {
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                c if all && !c.is_ascii() => format!("\\U{:08X}", u32::from(c)),
                c => c.to_string(),
            })
            .collect()
    };
    match style {
        Style::Plain => plain.then(|| value.to_owned()),
        Style::PlainLines => plain.then(|| lines(value, &gap)),
        Style::Single => Some(format!("'{}'", value.replace('\'', "''"))),
        Style::SingleLines => Some(format!("'{}'", lines(&value.replace('\'', "''"), &gap))),
        Style::Double => Some(format!("\"{}\"", escaped(false))),
        Style::DoubleEscaped => Some(format!("\"{}\"", escaped(true))),
        Style::DoubleLines => Some(format!("\"{}\"", lines(&escaped(false), &format!(" \\{gap}")))),
        Style::Literal => Some(format!("|-{gap}{value}")),
        Style::Folded => Some(format!(">-{gap}{}", lines(value, &gap))),
        Style::FoldedKept => Some(format!(">{gap}{}", lines(value, &gap))),
        Style::Indicated => Some(format!(">2-{gap}{}", lines(value, &gap))),
    }
}

const COMMENTS: [&str; 4] = ["# as quoted in 1912", "# «نقل» 🗞 — “so”", "# quote: not this one", "#"];

/// The YAML of an article's annotations: what stands before the quote that is to change, the quote, and what stands after.
struct Yaml {
    parts: [String; 3],
    style: Style,
}

/// Annotations in some form: the quote, and others that must not change.
fn yaml(quote: &str, others: &[&str], rng: &mut Rng) -> Yaml {
    loop {
        let style = Style::ALL[rng.below(Style::ALL.len())];
        let in_flow = !style.is_block() && rng.one_in(4);
        let as_list = !in_flow && style != Style::Indicated && rng.one_in(5);
        let indent = if in_flow { 10 } else { 6 };
        let Some(value) = scalar(quote, style, indent, in_flow, rng) else { continue };
        let comment = |rng: &mut Rng| {
            if rng.coin() { format!(" {}", COMMENTS[rng.below(COMMENTS.len())]) } else { String::new() }
        };
        let line =
            |rng: &mut Rng| if rng.one_in(3) { format!("  {}\n\n", COMMENTS[rng.below(4)]) } else { String::new() };
        let mut before = format!("annotations:{}\n{}", comment(rng), line(rng));
        let mut after = String::new();
        let other = |words: &str, rng: &mut Rng| {
            let style =
                [Style::Single, Style::Double, Style::DoubleEscaped, Style::Folded, Style::Literal][rng.below(5)];
            let value = scalar(words, style, 8, false, rng).expect("it can be written so");
            format!("  -   quote: {value}\n{}      note: \"Ein Wort: \\u00fc # 🗞\"\n", line(rng))
        };
        let first = rng.below(others.len() + 1);
        for words in &others[..first] {
            before.push_str(&other(words, rng));
        }
        let end = if style.is_block() { String::new() } else { comment(rng) };
        if in_flow {
            before.push_str("  - {note: 'It''s so.', quote: ");
            after.push_str(&format!(", tags: [a, b]}}{}\n", comment(rng)));
        } else if as_list {
            before.push_str(&format!("  - note: Über  alles{}\n    quote:{}\n    - ", comment(rng), comment(rng)));
            after.push_str(&format!("{end}\n"));
        } else if rng.coin() {
            // Below an item that stands at two, a value's further lines stand at six; `2` counts from four.
            before.push_str(&format!("  - note: >-\n      Über\n      alles{}\n    quote: ", "\n"));
            after.push_str(&format!("{end}\n"));
        } else {
            before.push_str("  - quote: ");
            after.push_str(&format!("{end}\n{}    note: 'It''s so.'{}\n", line(rng), comment(rng)));
        }
        for words in &others[first..] {
            after.push_str(&other(words, rng));
        }
        return Yaml { parts: [before, value, after], style };
    }
}

/// A file with an article's annotations, and the value in it that may change.
struct File {
    path: String,
    parts: [String; 3],
    style: Style,
    front: bool,
    /// The quote, as it was and as it now has to be.
    was: String,
    is: String,
}

fn article(number: usize, text: &str) -> String {
    // A text may begin like front matter's end; none of a corpus does.
    format!("\n{}\n\nUnd 🗞 — ⟨naïve⟩ 𝔘𝔫𝔱𝔢𝔯 أحمد 北京 e\u{301}nd {number}.\n", escape::plain(text).markdown)
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An article in two versions, and the file in which its annotations are.
struct Subject {
    file: File,
    /// The article's file without annotations, where these are in a sidecar.
    head: String,
    bodies: [String; 2],
}

impl Subject {
    /// Its files with the old or the new text.
    fn write(&self, fixture: &Fixture, version: usize) {
        let (file, body) = (&self.file, &self.bodies[version]);
        if file.front {
            fixture.write(&file.path, format!("{}{body}", file.parts.concat()).as_bytes());
        } else {
            fixture.write(&file.path, file.parts.concat().as_bytes());
            let article = file.path.replace(".annotations.yaml", ".md");
            fixture.write(&article, format!("{}{body}", self.head).as_bytes());
        }
    }

    /// What follows the quote in its file, with the old or the new text.
    fn tail(&self, version: usize) -> String {
        let body = if self.file.front { self.bodies[version].as_str() } else { "" };
        format!("{}{body}", self.file.parts[2])
    }
}

/// So many articles whose quotes are edited, the substance being the same.
fn subjects(seed: u64, count: usize) -> Option<Vec<Subject>> {
    let folder = shared("corpora")?;
    let corpora = ["mueller_report", "schnitzler_diary"].map(|name| Corpus::read(&folder, name));
    let mut rng = Rng::of(seed, &["fix"]);
    let kinds = [Kind::TypoFixed, Kind::WordInserted, Kind::WordReplaced, Kind::WordDeleted];
    let mut subjects = Vec::new();
    for number in 0.. {
        if subjects.len() == count {
            break;
        }
        let row = ROWS[2 + rng.below(3)];
        let Some(case) = case(&corpora[number % 2], kinds[rng.below(kinds.len())], row, number, seed) else { continue };
        let Case { old, new, truth: Some(truth), .. } = &case else { continue };
        let (was, is) = (case.words().to_owned(), one_space(&new[truth.clone()]));
        let fits = case.touched && case.alone && case.substance == Substance::Same && old.len() < 12_000;
        if !fits || was.contains('\n') || new[truth.clone()].contains('\n') {
            continue;
        }
        let id = format!("a{number}");
        let yaml = yaml(&was, &["Und 🗞 — ⟨naïve⟩ 𝔘𝔫𝔱𝔢𝔯 أحمد", &format!("北京 e\u{301}nd {number}")], &mut rng);
        let (front, crlf) = (rng.coin(), rng.coin());
        let ends = |text: String| if crlf { text.replace('\n', "\r\n") } else { text };
        let head = format!("title: {id}  {}\nlanguage: {}\n", COMMENTS[1], case.lang.tag());
        let [before, value, after] = yaml.parts;
        let parts = if front {
            [format!("---\n{head}{before}"), value, format!("{after}---\n")]
        } else {
            [format!("{}{before}", if rng.one_in(4) { "\u{feff}" } else { "" }), value, after]
        };
        let path = format!("content/articles/{id}.{}", if front { "md" } else { "annotations.yaml" });
        let file = File { path, parts: parts.map(ends), style: yaml.style, front, was, is };
        let bodies = [old, new].map(|text| ends(article(number, text)));
        subjects.push(Subject { file, head: ends(format!("---\n{head}---\n")), bodies });
    }
    Some(subjects)
}

/// Asks of a changed file that only the one value is another, that it is the wanted one, and that it is written as before;
/// whether it is not.
fn restyled(subject: &Subject, version: usize, before: &str, after: &str, wanted: &str) -> bool {
    let file = &subject.file;
    let name = format!("{} ({:?})\n{before}\n---- became\n{after}", file.path, file.style);
    let value = after.strip_prefix(&file.parts[0]).and_then(|rest| rest.strip_suffix(&subject.tail(version)));
    let value = value.unwrap_or_else(|| panic!("bytes outside of the quote changed: {name}"));
    let crlf = file.parts[0].contains("\r\n");
    assert!(!crlf || value.matches('\n').count() == value.matches("\r\n").count(), "the line ends stay: {name}");
    assert!(crlf || !value.contains('\r'), "the line ends stay: {name}");
    let (old, new) = (values(file, before), values(file, after));
    assert_eq!(trimmed(replaced(old, &file.was, wanted)), trimmed(new), "{name}");
    let mark = file.style.mark();
    !value.starts_with(mark) || mark.is_empty() && value.starts_with(['"', '\'', '|', '>'])
}

/// Values that YAML would read as something else if they were written without care.
const HARD: [&str; 12] = [
    "- so: it # was",
    "it’s “so”, 'twas \"so\": \\ and \\n # not",
    "ends with a colon:",
    "# begins with a hash",
    "12",
    "yes",
    "[brackets, {braces}]",
    "*star and &and",
    "أحمد 🗞 e\u{301} 北京",
    "'quoted'",
    "%percent @at `tick`",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
];

/// So many files, each changed by the mechanism alone.
fn values_are_changed_in_place(seed: u64, count: usize) {
    let Some(subjects) = subjects(seed, count) else { return };
    let mut other_style: BTreeMap<Style, usize> = BTreeMap::new();
    let mut refused = 0;
    for (number, subject) in subjects.iter().enumerate() {
        let file = &subject.file;
        let text = format!("{}{}{}", file.parts[0], file.parts[1], subject.tail(0));
        let source = Source::new(&file.path, Area::Content, Data::Text(text.as_str().into()));
        let read = annals::parse::parse(&source, &Settings::default());
        let annotations = match &read.value {
            Some(Document::Article(article)) => &article.annotations,
            Some(Document::Sidecar(sidecar)) => &sidecar.annotations,
            other => panic!("{}: {other:?} {:?}\n{text}", file.path, read.diagnostics),
        };
        let mut quotes = annotations.iter().flat_map(|annotation| &annotation.quotes).map(|quote| &quote.quote);
        let quote = quotes.find(|quote| quote.value.trim() == file.was).expect("the quote is read");
        // Every third is to become something that is hard to write.
        let wanted = if number % 3 == 0 { HARD[number / 3 % HARD.len()] } else { &file.is };
        let edit = Edit { span: quote.span, from: quote.value.clone(), to: wanted.to_owned() };
        let (new, made, not) =
            annals::fix::text(source.file, &text, &[&Fix { edits: vec![edit] }], &Settings::default());
        if made.is_empty() {
            assert_eq!(new, text, "what is refused changes nothing");
            // A comment that may be a part of the value: Annals warns of it, and does not touch it where it would have to
            // write the value in another style.
            let in_doubt = read.diagnostics.iter().any(|one| one.code == code::TEXT_CUT_BY_COMMENT);
            assert!(in_doubt && file.style.mark().is_empty(), "{}: {}\n{text}", file.path, not[0].why);
            refused += 1;
            continue;
        }
        *other_style.entry(file.style).or_default() += usize::from(restyled(subject, 0, &text, &new, wanted));
    }
    other_style.retain(|_, count| *count > 0);
    println!(
        "Seed {seed}: {count} files, every other byte as it was; in another style {other_style:?}; refused {refused}"
    );
    assert!(refused * 50 <= count, "seed {seed}: {refused} refused");
    // A value that the plain style cannot hold has to take another one; nothing else may.
    assert!(other_style.keys().all(|style| style.mark().is_empty()), "seed {seed}: {other_style:?}");
}

/// So many articles on the disk, fixed by the program after their texts were edited.
fn only_quotes_change(seed: u64, count: usize) {
    let Some(subjects) = subjects(seed, count) else { return };
    let fixture = Fixture::new("=== site.yaml\ntitle: Fixed\n");
    let root = fixture.root().to_str().expect("a path").to_owned();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
        let output = command.args(arguments).args(["--root", &root]).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
    };
    subjects.iter().for_each(|subject| subject.write(&fixture, 0));
    let (status, said) = run(&["build"]);
    assert_eq!(status, Some(0), "seed {seed}: {said}");
    subjects.iter().for_each(|subject| subject.write(&fixture, 1));
    let before: Vec<String> = subjects.iter().map(|subject| read(&fixture, &subject.file)).collect();
    let (_, diff) = run(&["check", "--fix", "--dry-run"]);
    assert!(diff.contains("\n+"), "a unified diff is shown: {diff}");
    for (subject, before) in subjects.iter().zip(&before) {
        assert_eq!(&read(&fixture, &subject.file), before, "--dry-run writes nothing");
    }
    let (_, said) = run(&["check", "--fix"]);
    let (mut fixed, mut other_style) = (0, Vec::new());
    for (subject, before) in subjects.iter().zip(&before) {
        let (file, after) = (&subject.file, read(&fixture, &subject.file));
        if &after == before {
            assert!(said.contains(&file.path), "seed {seed}: nothing is said of {}", file.path);
            continue;
        }
        fixed += 1;
        if restyled(subject, 1, before, &after, &file.is) {
            other_style.push(file.style);
        }
    }
    println!(
        "Seed {seed}: {fixed} of {count} quotes fixed, every other byte as it was; in another style {other_style:?}"
    );
    assert!(fixed * 10 >= count * 9, "seed {seed}: only {fixed} of {count} were fixed:\n{said}");
    assert!(other_style.iter().all(|style| style.mark().is_empty()), "seed {seed}: {other_style:?}");
    let (_, again) = run(&["check", "--fix", "--dry-run"]);
    assert!(!again.contains("\n+"), "nothing is left to fix: {again}");
}

fn read(fixture: &Fixture, file: &File) -> String {
    std::fs::read_to_string(fixture.root().join(&file.path)).expect("it is there")
}

/// The values of a file, by a reader of YAML that is not ours.
fn values(file: &File, text: &str) -> serde_yaml::Value {
    let text = text.replace("\r\n", "\n");
    let yaml = text.trim_start_matches('\u{feff}');
    let yaml = if file.front { yaml[4..].split("\n---\n").next().expect("front matter") } else { yaml };
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{}: {error}\n{text}", file.path))
}

fn replaced(value: serde_yaml::Value, was: &str, is: &str) -> serde_yaml::Value {
    use serde_yaml::Value;
    match value {
        Value::String(text) if text.trim() == was => Value::String(is.to_owned()),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(|item| replaced(item, was, is)).collect()),
        Value::Mapping(map) => {
            Value::Mapping(map.into_iter().map(|(key, value)| (key, replaced(value, was, is))).collect())
        }
        other => other,
    }
}

/// White space at a text's ends, which the block styles may keep or not, left out of account; a number is the text that it
/// is written as, which is how Annals reads every value.
fn trimmed(value: serde_yaml::Value) -> serde_yaml::Value {
    use serde_yaml::Value;
    match value {
        Value::String(text) => Value::String(text.trim().to_owned()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(trimmed).collect()),
        Value::Mapping(map) => Value::Mapping(map.into_iter().map(|(key, value)| (key, trimmed(value))).collect()),
        other => other,
    }
}

#[test]
fn five_hundred_values_are_changed_in_place() {
    values_are_changed_in_place(SEED, 500);
}

#[test]
fn a_fix_changes_the_quotes_alone() {
    only_quotes_change(SEED, 40);
}

#[test]
#[ignore = "soak: 500 files"]
fn a_fix_changes_the_quotes_alone_in_500_files() {
    let seed = std::env::var("ANNALS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    values_are_changed_in_place(seed, 2_000);
    only_quotes_change(seed, 500);
}
