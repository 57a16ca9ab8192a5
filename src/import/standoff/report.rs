//! What an import kept, changed and left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Markup;
use super::article::Made;
use crate::import::Problem;

/// The closing report: every mention and every field of the source is accounted for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents.
    pub documents: usize,
    /// Entities by kind.
    pub entities: BTreeMap<&'static str, usize>,
    /// How each file's texts were read.
    pub markups: Vec<Reading>,
    /// Distinct mentions of the source: document, kind, ref, start, end.
    pub mentions: usize,
    /// Distinct quotations with a speaker.
    pub quotations: usize,
    /// Mentions and quotations that are found again at their own place.
    pub found: usize,
    /// Lines of the source that say a mention a second time.
    pub repeated: usize,
    /// Mentions that are not found again, each with its reason.
    pub exceptions: Vec<String>,
    /// Ids that were too long: of the source, of the site.
    pub renamed: Vec<(String, String)>,
    /// References between entities to one that the source has no line for; kept as `x-…`.
    pub without_record: Vec<String>,
    /// Fields of the source and where they went: of what, field, key; and how often.
    pub moved: BTreeMap<(&'static str, String, String), usize>,
}

/// How a file's texts were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The file.
    pub file: String,
    /// As what.
    pub markup: Markup,
    /// Whether that was asked for.
    pub asked: bool,
    /// Documents that hold what plain text does not have.
    pub signs: usize,
    /// Documents.
    pub documents: usize,
}

impl Report {
    pub(super) fn moved(&mut self, of: &'static str, field: &str, key: &str) {
        *self.moved.entry((of, field.to_owned(), key.to_owned())).or_default() += 1;
    }

    /// Adds what one document became; its problems.
    pub(super) fn take(&mut self, made: &Made) -> Vec<Problem> {
        self.mentions += made.mentions;
        self.quotations += made.quotations;
        self.found += made.found;
        self.repeated += made.repeated;
        self.exceptions.extend(made.exceptions.iter().cloned());
        for (of, field, key) in &made.moved {
            self.moved(of, field, key);
        }
        made.problems.clone()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for reading in &self.markups {
            let Reading { file, signs, documents, .. } = reading;
            let (is, other) = match reading.markup {
                Markup::Markdown => ("Markdown", "--plain reads them as plain text"),
                Markup::Plain => ("plain text", "--markdown reads them as Markdown"),
            };
            write!(f, "{file}: the texts are read as {is}")?;
            if !reading.asked {
                let of =
                    if *signs == 0 { format!("none of the {documents}") } else { format!("{signs} of {documents}") };
                write!(
                    f,
                    ", for {of} documents have headings, footnotes, links or hard breaks as Markdown has them; {other}"
                )?;
            }
            writeln!(f, ".")?;
        }
        write!(f, "{}", counted(self.documents, "document"))?;
        for (kind, count) in &self.entities {
            write!(f, ", {count} {kind}")?;
        }
        writeln!(f, ".")?;
        write!(f, "{} in the source", counted(self.mentions, "mention"))?;
        if self.quotations > 0 {
            write!(f, " and {} with a speaker", counted(self.quotations, "quotation"))?;
        }
        let all = self.mentions + self.quotations;
        match all - self.found {
            0 => writeln!(f, "; all are found again at their own place.")?,
            lost => writeln!(f, "; {} of {all} are found again at their own place, {lost} are not:", self.found)?,
        }
        for exception in &self.exceptions {
            writeln!(f, "  {exception}")?;
        }
        if self.repeated > 0 {
            writeln!(f, "{} in the source a second time and counted once.", stand(self.repeated, "mention"))?;
        }
        if !self.renamed.is_empty() {
            writeln!(
                f,
                "{} too long, and cut (the whole id is kept as x-id):",
                stand_as(self.renamed.len(), "id", "is", "are")
            )?;
            for (source, id) in &self.renamed {
                writeln!(f, "  {source} → {id}")?;
            }
        }
        if !self.without_record.is_empty() {
            let some = stand_as(self.without_record.len(), "reference", "names an entity", "name entities");
            writeln!(f, "{some} without a line of their own, kept as x-… only:")?;
            for reference in &self.without_record {
                writeln!(f, "  {reference}")?;
            }
        }
        writeln!(f, "Fields of the source, and where they are now:")?;
        // By field: `people: born → fields (3), born (120)`.
        let mut fields: BTreeMap<(&str, &str), Vec<(&str, usize)>> = BTreeMap::new();
        for ((of, field, key), count) in &self.moved {
            fields.entry((of, field)).or_default().push((key, *count));
        }
        for ((of, field), keys) in fields {
            let keys: Vec<String> = keys.iter().map(|(key, count)| format!("{key} ({count})")).collect();
            writeln!(f, "  {of}: {field} → {}", keys.join(", "))?;
        }
        Ok(())
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn stand(count: usize, what: &str) -> String {
    stand_as(count, what, "stands", "stand")
}

fn stand_as(count: usize, what: &str, one: &str, many: &str) -> String {
    format!("{} {}", counted(count, what), if count == 1 { one } else { many })
}

/// Problems by file and line, each once.
pub(super) fn in_order(problems: Vec<Problem>) -> Vec<Problem> {
    let unique: BTreeSet<Problem> = problems.into_iter().collect();
    unique.into_iter().collect()
}
