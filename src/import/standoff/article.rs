//! A document of the source as an article with its sidecar.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::read::{Document, KINDS, Mention, shown};
use super::record::{date, extra_key, is_address};
use super::{Index, Markup};
use crate::import::Problem;
use crate::import::escape;
use crate::import::select::{Selection, Selector, squeeze};
use crate::import::yaml_out::{self, Map, Yaml};
use crate::parse::body::{Body, TextRange};
use crate::parse::markdown::{self, Place};
use crate::parse::settings::MarkdownSettings;
use crate::span::FileId;

/// What a document became.
#[derive(Default)]
pub struct Made {
    /// `content/articles/ID`, without the ends of the two files' names.
    pub path: String,
    pub article: String,
    /// Empty where nothing is annotated.
    pub sidecar: String,
    /// Distinct mentions and quotations of the source.
    pub mentions: usize,
    pub quotations: usize,
    /// Those that are found again at their own place.
    pub found: usize,
    /// Those that say twice what another one at the same words says.
    pub repeated: usize,
    /// Mentions that are not found again, each named.
    pub exceptions: Vec<String>,
    /// Fields of the source and where they went.
    pub moved: Vec<(&'static str, String, String)>,
    pub problems: Vec<Problem>,
}

/// Makes an article. `language`: the site's.
pub fn article(document: &Document<'_>, index: &Index, markup: Markup, language: &str) -> Made {
    let mut made = Made { path: format!("content/articles/{}", document.id), ..Made::default() };
    let text = Text::new(document, markup, &made.path);
    if markup == Markup::Plain && !document.text.split_whitespace().eq(text.body.text.split_whitespace()) {
        // No text is known for which this happens; if there is one it must not be changed in silence.
        made.problems.push(document.place.problem("the text cannot be written as Markdown that shows the same text"));
    }
    let annotations = annotations(document, index, &text, &mut made);
    let front = front(document, index, language, &text.escaped.markdown, &mut made);
    made.article =
        format!("---\n{}---\n\n{}\n", yaml_out::file(&front), text.escaped.markdown.trim_end_matches(['\n', '\r']));
    if !annotations.is_empty() {
        made.sidecar = yaml_out::file(&vec![("annotations".to_owned(), Yaml::List(annotations))]);
    }
    made
}

fn front(document: &Document<'_>, index: &Index, language: &str, markdown: &str, made: &mut Made) -> Map {
    let mut map = Map::new();
    let mut put = |from: &str, key: &str, value: Yaml| {
        made.moved.push(("documents", from.to_owned(), key.to_owned()));
        map.push((key.to_owned(), value));
    };
    // A leading date of the file's name would be dropped from the id.
    let id = document.id.as_str();
    if id.len() > 10 && id.as_bytes()[4] == b'-' && id.bytes().take(4).all(|b| b.is_ascii_digit()) {
        put("id", "id", Yaml::word(id));
    }
    if let Some(title) = &document.title {
        put("title", "title", Yaml::text(squeeze(title)));
    }
    let edtf = document.date_edtf.as_deref().and_then(|text| Some((text, date(text)?)));
    let written = document.date.as_deref().and_then(|text| Some((text, date(text)?)));
    let taken = edtf.as_ref().map(|taken| ("date_edtf", taken)).or(written.as_ref().map(|taken| ("date", taken)));
    if let Some((from, (_, edtf))) = &taken {
        put(from, "date", Yaml::word(edtf));
    }
    for (key, text) in [("date", &document.date), ("date_edtf", &document.date_edtf)] {
        if let Some(text) = text.as_ref().filter(|text| taken.as_ref().is_none_or(|(_, (_, edtf))| edtf != *text)) {
            put(key, &extra_key(key, &Map::new()), Yaml::text(text));
        }
    }
    if !document.from.is_empty() || !document.to.is_empty() {
        put("from, to", "type", Yaml::word("letter"));
    }
    if let Some(own) = document.language.as_ref().filter(|own| *own != language) {
        put("lang", "language", Yaml::word(own));
    }
    if let Some(source) = &document.source {
        let key = if is_address(source) { "url" } else { "title" };
        put("source", "source", Yaml::Map(vec![(key.to_owned(), Yaml::word(source))]));
    }
    let mut correspondence = Map::new();
    for (from, key, people) in [("from", "sender", &document.from), ("to", "recipient", &document.to)] {
        let mut known = Vec::new();
        for person in people {
            match index.find("people", person) {
                Some(id) => known.push(Yaml::word(id.as_str())),
                None => made.problems.push(
                    document
                        .place
                        .problem(format!("`{from}` names the person `{}`, for whom there is no line", shown(person))),
                ),
            }
        }
        if !known.is_empty() {
            correspondence.push((key.to_owned(), Yaml::one_or_many(known)));
        }
    }
    if !correspondence.is_empty() {
        made.moved.push(("documents", "from, to".to_owned(), "correspondence".to_owned()));
        map.push(("correspondence".to_owned(), Yaml::Map(correspondence)));
    }
    if markdown.contains("[[") {
        map.push(("wikilinks".to_owned(), Yaml::word("false")));
    }
    for (key, value) in &document.rest {
        if let Some(value) = Yaml::json(value).filter(|value| !matches!(value, Yaml::List(items) if items.is_empty())) {
            let name = extra_key(key, &map);
            made.moved.push(("documents", key.clone(), name.clone()));
            map.push((name, value));
        }
    }
    map
}

/// A document's text as the reader sees it, with the way from the source's offsets.
struct Text {
    body: Body,
    escaped: escape::Escaped,
    /// Runs of the map by place in the Markdown: start, end, the largest end so far, index of the run.
    runs: Vec<(u32, u32, u32, usize)>,
}

impl Text {
    fn new(document: &Document<'_>, markup: Markup, path: &str) -> Text {
        let escaped = match markup {
            Markup::Plain => escape::plain(&document.text),
            Markup::Markdown => escape::footnotes(&document.text),
        };
        let markdown = &escaped.markdown;
        let options = MarkdownSettings { wikilinks: !markdown.contains("[["), ..MarkdownSettings::default() };
        let file = FileId::of(&format!("{path}.md"));
        // What Markdown has to say (links left out, HTML removed) the first build says, with its place.
        let body = markdown::body(markdown, Place::At(file, 0), &options).value;
        let mut runs: Vec<_> = body
            .map
            .runs
            .iter()
            .enumerate()
            .map(|(at, run)| (run.source, run.source + run.source_len, 0, at))
            .collect();
        runs.sort_unstable();
        let mut furthest = 0;
        for run in &mut runs {
            furthest = furthest.max(run.1);
            run.2 = furthest;
        }
        Text { body, escaped, runs }
    }

    /// The reader's text that a part of the source's text became. `None` where no reader sees any of it.
    fn range(&self, source: &Range<usize>) -> Option<TextRange> {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (start, end) = (self.escaped.place(source.start, false), self.escaped.place(source.end, true));
        let (start, end) = (small(start), small(end));
        let first = self.runs.partition_point(|&(.., furthest, _)| furthest <= start);
        let mut whole: Option<TextRange> = None;
        let mut part = None;
        for &(from, to, _, at) in &self.runs[first..] {
            if from >= end {
                break;
            }
            if to <= start {
                continue;
            }
            let run = self.body.map.runs[at];
            let text_end = self.body.map.runs.get(at + 1).map_or(small(self.body.text.len()), |next| next.text);
            let piece = if run.exact {
                let length = text_end - run.text;
                run.text + start.saturating_sub(from).min(length)..run.text + (end - from).min(length)
            } else {
                run.text..text_end
            };
            let Some(piece) = self.trimmed(piece) else { continue };
            // A passage lies in the body or in one footnote; what else the source's range touches is not part of it.
            let here = self.body.footnote_at(piece.start);
            if *part.get_or_insert(here) != here {
                continue;
            }
            whole = Some(match whole {
                None => piece,
                Some(whole) => whole.start.min(piece.start)..whole.end.max(piece.end),
            });
        }
        whole
    }

    /// A range without white space at its edges.
    fn trimmed(&self, range: TextRange) -> Option<TextRange> {
        let words = self.body.words(&range);
        let start = words.len() - words.trim_start().len();
        let length = words.trim().len();
        let from = range.start + u32::try_from(start).ok()?;
        (length > 0).then_some(from..from + u32::try_from(length).ok()?)
    }
}

/// Mentions at the same words that say the same beside whom they are about.
#[derive(Default)]
struct Group<'m> {
    refs: BTreeMap<(&'static str, &'m str), bool>,
    speakers: BTreeSet<&'m str>,
    /// How many mentions of the source came here.
    members: usize,
}

fn annotations(document: &Document<'_>, index: &Index, text: &Text, made: &mut Made) -> Vec<Yaml> {
    // By place: from left to right, the longer first; then by what else the source says of them.
    let mut groups: BTreeMap<(u32, std::cmp::Reverse<u32>, bool, String), Group<'_>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let all = document.mentions.iter().map(|m| (m, false)).chain(document.quotations.iter().map(|m| (m, true)));
    let mut extras: BTreeMap<String, Map> = BTreeMap::new();
    for (mention, spoken) in all {
        if !seen.insert((spoken, mention.kind, &mention.to, mention.range.start, mention.range.end)) {
            made.repeated += 1;
            // Said twice, once as implied: then the words do name it.
            if !mention.implied
                && let Some(range) = text.range(&mention.range)
            {
                soften(&mut groups, mention, &range);
            }
            continue;
        }
        if spoken {
            made.quotations += 1;
        } else {
            made.mentions += 1;
        }
        if index.find(mention.kind, &mention.to).is_none() {
            let word = KINDS.iter().find(|(_, kind)| *kind == mention.kind).map_or("entity", |(word, _)| word);
            let place = characters(&document.text, &mention.range);
            made.problems.push(document.place.problem(format!(
                "the {word} `{}`, named at {place}, has no line among the entities",
                shown(&mention.to)
            )));
            continue;
        }
        let Some(range) = text.range(&mention.range) else {
            made.exceptions.push(exception(
                document,
                mention,
                "no reader sees these words (they are markup, or stand in an address)",
            ));
            continue;
        };
        let mut rest = Map::new();
        for (from, value) in &mention.rest {
            if let Some(value) = Yaml::json(value) {
                let key = extra_key(from, &rest);
                let list = if spoken { "quotations" } else { "mentions" };
                made.moved.push((list, from.clone(), key.clone()));
                rest.push((key, value));
            }
        }
        let extra = format!("{rest:?}");
        extras.entry(extra.clone()).or_insert(rest);
        let group = groups.entry((range.start, std::cmp::Reverse(range.end), spoken, extra)).or_default();
        group.members += 1;
        if spoken {
            group.speakers.insert(&mention.to);
        } else {
            group.refs.insert((mention.kind, &mention.to), mention.implied);
        }
    }
    let mut selector = Selector::new(&text.body);
    let mut annotations = Vec::new();
    for ((start, std::cmp::Reverse(end), _, extra), group) in &groups {
        let range = *start..*end;
        let Some(selection) = selector.select(&range) else {
            let words = shown(text.body.words(&range));
            for (kind, to) in group.refs.keys().copied().chain(group.speakers.iter().map(|to| ("speaker", *to))) {
                made.exceptions.push(format!(
                    "{}: {kind}/{} `{words}`: no quote finds this place",
                    document.id,
                    shown(to)
                ));
            }
            continue;
        };
        made.found += group.members;
        let extra = extras.get(extra).cloned().unwrap_or_default();
        annotations.push(Yaml::Map(annotation(selection, group, extra, index)));
    }
    annotations
}

/// Takes back that a mention is implied.
fn soften<'m>(
    groups: &mut BTreeMap<(u32, std::cmp::Reverse<u32>, bool, String), Group<'m>>,
    mention: &'m Mention,
    range: &TextRange,
) {
    let first = (range.start, std::cmp::Reverse(range.end), false, String::new());
    for ((start, std::cmp::Reverse(end), ..), group) in groups.range_mut(first..) {
        if (*start, *end) != (range.start, range.end) {
            break;
        }
        if let Some(implied) = group.refs.get_mut(&(mention.kind, mention.to.as_str())) {
            *implied = false;
        }
    }
}

fn annotation(selection: Selection, group: &Group<'_>, extra: Map, index: &Index) -> Map {
    let mut map = vec![("quote".to_owned(), Yaml::Text(selection.quote))];
    let mut put = |key: &str, value: Option<Yaml>| map.extend(value.map(|value| (key.to_owned(), value)));
    put("before", selection.before.map(Yaml::Text));
    put("after", selection.after.map(Yaml::Text));
    put("occurrence", selection.occurrence.map(|number| Yaml::Word(number.to_string())));
    for (_, kind) in KINDS {
        let refs: Vec<Yaml> = group
            .refs
            .iter()
            .filter(|((of, _), _)| *of == kind)
            .filter_map(|((_, to), implied)| {
                let id = Yaml::word(index.find(kind, to)?.as_str());
                let said =
                    || Yaml::Map(vec![("id".to_owned(), id.clone()), ("implied".to_owned(), Yaml::word("true"))]);
                Some(if *implied { said() } else { id })
            })
            .collect();
        put(kind, (!refs.is_empty()).then(|| Yaml::one_or_many(refs)));
    }
    let speakers: Vec<Yaml> =
        group.speakers.iter().filter_map(|to| Some(Yaml::word(index.find("people", to)?.as_str()))).collect();
    put("speaker", (!speakers.is_empty()).then(|| Yaml::one_or_many(speakers)));
    map.extend(extra);
    map
}

fn exception(document: &Document<'_>, mention: &Mention, why: &str) -> String {
    let words = document.text.get(mention.range.clone()).unwrap_or("");
    let place = characters(&document.text, &mention.range);
    format!("{}: {}/{} `{}` at {place}: {why}", document.id, mention.kind, shown(&mention.to), shown(words))
}

/// A range as the source counts it.
fn characters(text: &str, range: &Range<usize>) -> String {
    let count = |part: Option<&str>| part.map_or(0, |part| part.chars().count());
    let start = count(text.get(..range.start));
    format!("{start}–{}", start + count(text.get(range.clone())))
}
