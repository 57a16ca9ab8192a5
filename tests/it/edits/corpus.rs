//! The corpora as the generator sees them: the reader's texts with their words, sentences, paragraphs and names, and which
//! words follow which.
//!
//! Markdown corpora are parsed, and the blocks of their bodies are the paragraphs; what is edited is the reader's text, which
//! is what quotes are looked for in. Plain ones have their hard line breaks undone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;

use annals::parse::markdown;
use annals::parse::settings::MarkdownSettings;
use annals::span::FileId;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::words::{Class, Lang};

/// The corpus on which the aligner may be tuned.
pub const TUNING: &str = "schnitzler_letters";
/// The corpora whose figures are reported.
pub const REPORTED: [&str; 3] = ["litbank", "mueller_report", "schnitzler_diary"];

/// Shorter documents are left out: in them every passage is near every other.
const LEAST: usize = 400;

/// Words of records' names that name nobody.
const TITLES: [&str; 22] = [
    "Baron",
    "Captain",
    "Colonel",
    "Doktor",
    "Frau",
    "Fräulein",
    "Graf",
    "Gräfin",
    "Herr",
    "Herrn",
    "Hofrat",
    "Hotel",
    "Lady",
    "Lord",
    "Miss",
    "Prinz",
    "Professor",
    "Prof",
    "Senator",
    "Street",
    "Straße",
    "Theater",
];

pub struct Corpus {
    pub name: String,
    pub lang: Lang,
    pub documents: Vec<Document>,
    /// Names and aliases of the records.
    pub records: Vec<String>,
    /// The capitalised words of records' names, and which sorts of things they name.
    pub name_words: BTreeMap<String, BTreeSet<String>>,
    /// Words of a sort's names that the texts hold.
    pub names: BTreeMap<String, Vec<String>>,
    /// The words that follow a word, as often as they do.
    pub next: HashMap<String, Vec<String>>,
    /// Every word of the texts that begins with a small letter.
    pub lower: BTreeSet<String>,
}

pub struct Document {
    pub id: String,
    pub text: String,
    pub paragraphs: Vec<Range<usize>>,
    pub sentences: Vec<Range<usize>>,
    pub words: Vec<Word>,
    /// Passages that the corpus marks as a name, wherever they stand.
    pub spots: Vec<Range<usize>>,
}

pub struct Word {
    pub range: Range<usize>,
    /// The same in characters.
    pub chars: Range<usize>,
    /// It is the first of its sentence.
    pub first: bool,
}

impl Corpus {
    /// Reads a corpus from the folder in which all lie.
    pub fn read(folder: &Path, name: &str) -> Corpus {
        let lines = |part: &str| -> Vec<Value> {
            let text =
                std::fs::read_to_string(folder.join(format!("{name}.{part}.jsonl"))).expect("the corpus is there");
            text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
        };
        let (documents, entities) = (lines("documents"), lines("entities"));
        let lang = Lang::of(documents[0]["lang"].as_str().expect("a language"));
        let is_markdown = matches!(name, "schnitzler_letters" | "mueller_report");
        let mut corpus = Corpus {
            name: name.to_owned(),
            lang,
            documents: Vec::new(),
            records: Vec::new(),
            name_words: BTreeMap::new(),
            names: BTreeMap::new(),
            next: HashMap::new(),
            lower: BTreeSet::new(),
        };
        let marked: BTreeSet<&str> = documents.iter().flat_map(names_in).collect();
        for value in &documents {
            let text = value["text"].as_str().expect("a text");
            let text = if is_markdown { reader_text(text) } else { unwrapped(text.split("\n\n")) };
            if text.chars().count() >= LEAST {
                let id = value["id"].as_str().expect("an id").to_owned();
                corpus.documents.push(Document::new(id, text, &names_in(value).collect()));
            }
        }
        corpus.learn_words();
        corpus.learn_names(&entities, &marked);
        corpus
    }

    fn learn_words(&mut self) {
        for document in &self.documents {
            let mut before: Option<&Word> = None;
            for word in &document.words {
                let text = document.word(word);
                if text.chars().next().is_some_and(char::is_lowercase) {
                    self.lower.insert(text.to_owned());
                }
                if let Some(before) = before
                    && &document.text[before.range.end..word.range.start] == " "
                {
                    self.next.entry(document.word(before).to_owned()).or_default().push(text.to_owned());
                }
                before = Some(word);
            }
        }
    }

    fn learn_names(&mut self, entities: &[Value], marked: &BTreeSet<&str>) {
        for entity in entities {
            let kind = entity["kind"].as_str().unwrap_or_default();
            // A novel's "the author" is a record, but no name.
            if !matches!(kind, "person" | "place" | "org") || entity["named"] == Value::Bool(false) {
                continue;
            }
            let aliases = entity["aliases"].as_array().into_iter().flatten();
            for name in std::iter::once(&entity["name"]).chain(aliases).filter_map(Value::as_str) {
                self.records.push(name.to_owned());
                let words: Vec<_> = name.unicode_words().filter(|word| self.is_name_word(word)).collect();
                // "Frankfurter Zeitung" does not make every newspaper a name.
                let words = if kind == "org" && self.lang == Lang::De { &[] } else { &words[..] };
                for &word in words {
                    self.name_words.entry(word.to_owned()).or_default().insert(kind.to_owned());
                }
            }
        }
        self.records.sort();
        self.records.dedup();
        let in_texts: BTreeSet<&str> = marked.iter().flat_map(|name| name.unicode_words()).collect();
        for (word, kinds) in &self.name_words {
            for kind in kinds.iter().filter(|_| in_texts.contains(word.as_str())) {
                self.names.entry(kind.clone()).or_default().push(word.clone());
            }
        }
    }

    /// A word of a record's name that is not also a word of the language.
    fn is_name_word(&self, word: &str) -> bool {
        word.chars().count() >= 4
            && word.chars().all(char::is_alphabetic)
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
            && !self.lower.contains(&word.to_lowercase())
            && !TITLES.contains(&word)
    }

    pub fn class(&self, word: &str) -> Class {
        Class::of(self.lang, word)
    }
}

impl Document {
    pub fn new(id: String, text: String, names: &BTreeSet<&str>) -> Document {
        let (mut paragraphs, mut sentences, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let mut start = 0;
        for paragraph in text.split("\n\n") {
            paragraphs.push(start..start + paragraph.len());
            for (at, sentence) in paragraph.split_sentence_bound_indices() {
                let at = start + at;
                sentences.push(at..at + sentence.trim_end().len());
                for (nth, (offset, word)) in sentence.unicode_word_indices().enumerate() {
                    words.push(Word { range: at + offset..at + offset + word.len(), chars: 0..0, first: nth == 0 });
                }
            }
            start += paragraph.len() + 2;
        }
        sentences.retain(|sentence| !sentence.is_empty());
        let (mut at, mut chars) = (0, 0);
        for word in &mut words {
            chars += text[at..word.range.start].chars().count();
            let len = text[word.range.clone()].chars().count();
            word.chars = chars..chars + len;
            (at, chars) = (word.range.end, chars + len);
        }
        let starts: BTreeSet<usize> = words.iter().map(|word| word.range.start).collect();
        let ends: BTreeSet<usize> = words.iter().map(|word| word.range.end).collect();
        let mut spots: Vec<_> = names
            .iter()
            .flat_map(|name| text.match_indices(*name).map(|(at, name)| at..at + name.len()))
            .filter(|spot| starts.contains(&spot.start) && ends.contains(&spot.end))
            .collect();
        spots.sort_by_key(|spot| (spot.start, spot.end));
        Document { id, text, paragraphs, sentences, words, spots }
    }

    pub fn word(&self, word: &Word) -> &str {
        &self.text[word.range.clone()]
    }

    /// The length of a passage in characters.
    pub fn len(&self, range: &Range<usize>) -> usize {
        self.text[range.clone()].chars().count()
    }
}

/// The names that a document's mentions are, as they stand there.
fn names_in(document: &Value) -> impl Iterator<Item = &str> {
    let mentions = document["mentions"].as_array().into_iter().flatten();
    mentions.filter_map(|mention| {
        let kind = mention["kind"].as_str()?;
        let is_name = matches!(kind, "person" | "place" | "org")
            && mention["implied"] != Value::Bool(true)
            && mention["form"].as_str().is_none_or(|form| form == "PROP");
        let name = mention["exact"].as_str()?;
        (is_name && !name.contains(['\n', '[', '*', '\\'])).then_some(name)
    })
}

fn reader_text(source: &str) -> String {
    let place = markdown::Place::At(FileId::of("text.md"), 0);
    let body = markdown::body(source, place, &MarkdownSettings::default()).value;
    let blocks = body.blocks.iter().filter(|block| block.range.end <= body.body_range.end);
    unwrapped(blocks.map(|block| body.words(&block.range)))
}

fn unwrapped<'t>(paragraphs: impl Iterator<Item = &'t str>) -> String {
    let paragraphs = paragraphs.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}
