//! The changes that diagnostics propose, made in the texts of the sources: `annals check --fix`.
//!
//! Any stage may propose a [`Fix`]; this one mechanism makes them.
//! 1. The edits are gathered by file, each once; of two that want different things of one value the first is made.
//! 2. [`scalar`] writes each new value in the style that the old one has.
//!    Of a link in a text its address is written, which may stand in a definition elsewhere.
//! 3. The new text is read again: it must differ from the old one in exactly these values, and in nothing else; a text must
//!    have the same words for its reader, and no other link may lead elsewhere. What would differ otherwise is refused, and
//!    said.
//!
//! Every byte that does not belong to a changed value stays as it is. Nothing is written here.

pub mod diff;
mod proof;
mod prose;
mod scalar;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Edit, Fix};
use crate::load::{Area, Sources};
use crate::parse;
use crate::parse::front;
use crate::parse::settings::Settings;
use crate::parse::yaml::{self, Node};
use crate::span::{FileId, Span};

use prose::Prose;

/// What became of the proposals.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// Files with their new text.
    pub files: Vec<FixedFile>,
    /// Proposals that were not made, with the reason.
    pub refused: Vec<Refused>,
}

/// A file that is to change.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// The file.
    pub file: FileId,
    /// Its text.
    pub old: Arc<str>,
    /// What its text is to be.
    pub new: String,
    /// BLAKE3 of the old text's bytes.
    pub hash: blake3::Hash,
    /// The edits made, in order.
    pub made: Vec<Edit>,
}

/// A proposal that was not made.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Where.
    pub span: Span,
    /// Why, in words that continue "not changed, because".
    pub why: String,
}

/// Makes what the diagnostics propose.
pub fn fix(diagnostics: &[Diagnostic], sources: &Sources) -> Fixed {
    let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in diagnostics.iter().filter_map(|one| one.fix.as_ref()) {
        if let Some(first) = fix.edits.first() {
            let fixes = by_file.entry(first.span.file).or_default();
            if !fixes.contains(&fix) {
                fixes.push(fix);
            }
        }
    }
    let mut fixed = Fixed::default();
    let settings =
        sources.find(Area::Settings.folder()).map(|source| parse::settings(source).value).unwrap_or_default();
    for (file, fixes) in by_file {
        let source = sources.find(file.path());
        match source.and_then(|source| match &source.data {
            crate::load::Data::Text(text) => Some((source, text)),
            crate::load::Data::Bytes(_) => None,
        }) {
            Some((source, text)) => {
                let mut work = File::new(file, text, &settings, &mut fixed.refused);
                let (new, made) = work.apply(&fixes);
                if !made.is_empty() {
                    fixed.files.push(FixedFile { file, old: Arc::clone(text), new, hash: source.hash, made });
                }
            }
            None => fixed.refuse(&fixes, "the file is none of the site's texts"),
        }
    }
    fixed
}

/// Makes fixes in one text of a site with these settings; the new text, and how many were made.
///
/// # Errors
/// Those that were not made, with the reason; the others are.
pub fn text(file: FileId, text: &str, fixes: &[&Fix], settings: &Settings) -> (String, Vec<Edit>, Vec<Refused>) {
    let mut refused = Vec::new();
    let (new, made) = File::new(file, text, settings, &mut refused).apply(fixes);
    (new, made, refused)
}

impl Fixed {
    fn refuse(&mut self, fixes: &[&Fix], why: &str) {
        let spans = fixes.iter().filter_map(|fix| fix.edits.first()).map(|edit| edit.span);
        self.refused.extend(spans.map(|span| Refused { span, why: why.to_owned() }));
    }
}

/// A file at work.
struct File<'f> {
    file: FileId,
    text: &'f str,
    /// Where its YAML is.
    yaml: Range<usize>,
    tree: Option<Node>,
    settings: &'f Settings,
    /// What its Markdown is, read when a link in it is to change.
    prose: OnceCell<Option<Prose>>,
    refused: &'f mut Vec<Refused>,
}

/// An edit of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Replacement {
    range: Range<usize>,
    text: String,
}

/// One proposal: its edits, each with the ways to write it, the best first.
struct Unit<'u> {
    fix: &'u Fix,
    ways: Vec<Vec<Replacement>>,
    /// What the values are to be: span of the old value and new text.
    wanted: Vec<(Span, String)>,
    /// Where links in a text are to lead: the place of the old address, and the new address.
    links: Vec<(Span, String)>,
}

impl<'f> File<'f> {
    fn new(file: FileId, text: &'f str, settings: &'f Settings, refused: &'f mut Vec<Refused>) -> Self {
        let yaml = yaml_of(file, text);
        let place = yaml::Place { file, start: yaml.start };
        let tree = yaml::read(&text[yaml.clone()], place).value;
        File { file, text, yaml, tree, settings, prose: OnceCell::new(), refused }
    }

    fn apply(&mut self, fixes: &[&Fix]) -> (String, Vec<Edit>) {
        let mut units: Vec<Unit<'_>> = Vec::new();
        for fix in fixes {
            match self.unit(fix) {
                Ok(unit) => {
                    // Links may share a definition: the same change of it is none more.
                    let taken = |way: &Replacement| {
                        let mut others = units.iter().flat_map(|unit| &unit.ways).flatten();
                        others.any(|other| overlap(&other.range, &way.range) && other != way)
                    };
                    if unit.ways.iter().flatten().any(taken) {
                        self.refuse(fix, "another change of the same value was made; run it again");
                    } else {
                        units.push(unit);
                    }
                }
                Err(why) => self.refuse(fix, &why),
            }
        }
        let chosen = self.settle(&units);
        let mut made: Vec<Edit> = Vec::new();
        let mut replacements: Vec<Replacement> = Vec::new();
        for (unit, chosen) in units.iter().zip(chosen) {
            match chosen {
                Some(chosen) => {
                    replacements.extend(chosen);
                    made.extend(unit.fix.edits.iter().cloned());
                }
                None => self.refuse(unit.fix, "the value cannot be written so that it alone changes"),
            }
        }
        made.sort_by_key(|edit| edit.span);
        (replaced(self.text, &mut replacements), made)
    }

    fn refuse(&mut self, fix: &Fix, why: &str) {
        if let Some(edit) = fix.edits.first() {
            self.refused.push(Refused { span: edit.span, why: why.to_owned() });
        }
    }

    fn unit<'u>(&self, fix: &'u Fix) -> Result<Unit<'u>, String> {
        let mut unit = Unit { fix, ways: Vec::new(), wanted: Vec::new(), links: Vec::new() };
        for edit in &fix.edits {
            let range = edit.span.range();
            if edit.span.file != self.file || self.text.get(range.clone()).is_none() {
                return Err("the place is not in this file any more".to_owned());
            }
            if let Some(scalar) = self.tree.as_ref().and_then(|tree| proof::scalar_at(tree, edit.span)) {
                let new = if scalar.text.trim() == edit.from.trim() {
                    edit.to.clone()
                } else {
                    let at = only_word(scalar.text, &edit.from)?;
                    format!("{}{}{}", &scalar.text[..at.start], edit.to, &scalar.text[at.end..])
                };
                unit.ways.push(scalar::ways(self.text, range, scalar.text, scalar.style, &new));
                unit.wanted.push((edit.span, new));
            } else {
                // A link in a text: only the word in its address.
                let link = self.prose().and_then(|prose| prose.link_at(edit.span));
                let target = link.map_or_else(|| range.clone(), |link| link.target.range());
                let at = only_word(&self.text[target.clone()], &edit.from)?;
                let at = target.start + at.start..target.start + at.end;
                if let Some(link) = link {
                    if link.bare && !self.prose().is_some_and(|prose| prose.shows_names) {
                        let (to, words) = (&edit.to, &link.to);
                        return Err(format!("its address is what the reader sees; write `[[{to}|{words}]]`"));
                    }
                    let word = only_word(&link.to, &edit.from)?;
                    let to = format!("{}{}{}", &link.to[..word.start], edit.to, &link.to[word.end..]);
                    unit.links.push((link.target, to));
                } else if let Some((span, text)) =
                    self.tree.as_ref().and_then(|tree| proof::scalar_around(tree, edit.span))
                {
                    // In a note there is more text: the word must be found in its value as well.
                    let before = self.text[span.range().start..at.start].matches(edit.from.as_str()).count();
                    let nth = text.match_indices(edit.from.as_str()).nth(before).map(|(at, _)| at);
                    let start = nth.ok_or("it is not found in the value again")?;
                    let new = format!("{}{}{}", &text[..start], edit.to, &text[start + edit.from.len()..]);
                    unit.wanted.push((span, new));
                }
                unit.ways.push(vec![Replacement { range: at, text: edit.to.clone() }]);
            }
        }
        Ok(unit)
    }

    /// What the file's Markdown is.
    fn prose(&self) -> Option<&Prose> {
        self.prose.get_or_init(|| Prose::read(self.file, self.text, self.settings)).as_ref()
    }

    /// Which way of writing each unit has: all at once if that can be proven, else half by half.
    fn settle(&self, units: &[Unit<'_>]) -> Vec<Option<Vec<Replacement>>> {
        let best = |unit: &Unit<'_>, way: usize| -> Vec<Replacement> {
            unit.ways.iter().filter_map(|ways| ways.get(way).or(ways.last()).cloned()).collect()
        };
        let first: Vec<Vec<Replacement>> = units.iter().map(|unit| best(unit, 0)).collect();
        if self.proven(units, &first) {
            return first.into_iter().map(Some).collect();
        }
        if let [unit] = units {
            let most = unit.ways.iter().map(Vec::len).max().unwrap_or(0);
            let way = (1..most).map(|way| best(unit, way)).find(|way| self.proven(units, std::slice::from_ref(way)));
            return vec![way];
        }
        let (left, right) = units.split_at(units.len() / 2);
        let mut chosen = self.settle(left);
        chosen.extend(self.settle(right));
        chosen
    }

    /// Whether the text with these replacements differs in the wanted values, and in nothing else.
    fn proven(&self, units: &[Unit<'_>], replacements: &[Vec<Replacement>]) -> bool {
        let mut all: Vec<Replacement> = replacements.concat();
        let new = replaced(self.text, &mut all);
        let yaml = yaml_of(self.file, &new);
        let longer = |range: &Range<usize>| range.end - range.start;
        let before = all.iter().filter(|one| one.range.start < self.yaml.end);
        let (gone, come) = before.fold((0, 0), |(gone, come), one| (gone + longer(&one.range), come + one.text.len()));
        if yaml.start != self.yaml.start || yaml.end + gone != self.yaml.end + come {
            return false;
        }
        let read = yaml::read(&new[yaml.clone()], yaml::Place { file: self.file, start: yaml.start });
        let wanted: BTreeMap<Span, &str> =
            units.iter().flat_map(|unit| &unit.wanted).map(|(span, text)| (*span, text.as_str())).collect();
        let in_yaml = match (&self.tree, &read.value) {
            (Some(old), Some(new)) => read.diagnostics.is_empty() && proof::differs_only(old, new, &wanted),
            (None, None) => wanted.is_empty(),
            _ => false,
        };
        let links: BTreeMap<Span, &str> =
            units.iter().flat_map(|unit| &unit.links).map(|(span, to)| (*span, to.as_str())).collect();
        in_yaml
            && (links.is_empty()
                || self.prose().is_some_and(|old| {
                    Prose::read(self.file, &new, self.settings).is_some_and(|new| old.differs_only(&new, &links))
                }))
    }
}

/// The YAML of a file: all of it, or the front matter.
fn yaml_of(file: FileId, text: &str) -> Range<usize> {
    if !file.path().ends_with(".md") {
        return front::bom(text)..text.len();
    }
    match front::split(text, file, &|_| false) {
        Ok(parts) => parts.yaml.map_or(0..0, |(from, to)| from..to),
        Err(_) => 0..0,
    }
}

fn replaced(text: &str, replacements: &mut Vec<Replacement>) -> String {
    replacements.sort_by_key(|one| (one.range.start, one.range.end));
    replacements.dedup();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for one in replacements.iter() {
        new.push_str(text.get(at..one.range.start).unwrap_or(""));
        new.push_str(&one.text);
        at = one.range.end;
    }
    new.push_str(&text[at..]);
    new
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end || a == b
}

/// The only place of a word in a text, no letter, digit or hyphen touching it.
fn only_word(text: &str, word: &str) -> Result<Range<usize>, String> {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let whole = |&(at, _): &(usize, &str)| {
        !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part) && !word.is_empty()
    };
    let mut places = text.match_indices(word).filter(whole);
    match (places.next(), places.next()) {
        (Some((at, _)), None) => Ok(at..at + word.len()),
        (None, _) => Err(format!("`{word}` does not stand there")),
        (Some(_), Some(_)) => Err(format!("`{word}` stands there more than once")),
    }
}

#[cfg(test)]
mod tests;
