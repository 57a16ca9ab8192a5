//! What an update did, for people and for programs.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Changed;
use crate::diag::Fix;

/// What an update did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The articles that were there.
    pub articles: Vec<ArticleReport>,
    /// Files that are new.
    pub new: Vec<String>,
    /// What is left to the author.
    pub notes: Vec<String>,
}

/// What became of an article.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ArticleReport {
    /// Its id.
    pub article: String,
    /// Its file.
    pub file: String,
    /// Whether its file changes.
    pub changed: bool,
    /// What differs in its text, if any word does.
    pub words: Option<Changed>,
    /// What became of each passage.
    pub passages: Vec<PassageReport>,
    /// How many links of the old text went around the same words again.
    pub links: usize,
    /// Links of the old text that the new one has not.
    pub lost_links: Vec<LostLink>,
    /// Why nothing was changed, if that is so.
    pub refused: Option<String>,
    /// Where the old text is kept.
    pub kept: Option<String>,
}

/// A link of the author's that could not be put into the new text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostLink {
    /// As it was written.
    pub link: String,
    /// Why it is lost, in words that continue "link lost, for".
    pub why: &'static str,
}

/// What became of a passage.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PassageReport {
    /// Its annotation.
    pub annotation: String,
    /// The file in which it is quoted.
    pub file: String,
    /// The line of the quote.
    pub line: usize,
    /// The quote.
    pub quote: String,
    /// `unchanged`, `moved`, `edited`, `substance-changed`, `ambiguous`, `removed`, `lost`.
    pub status: &'static str,
    /// The words that stand there now, where they are others.
    pub now: Option<String>,
    /// These, with what differs in `[…]`.
    pub difference: Option<String>,
    /// Whether the quote was changed to them.
    pub written: bool,
    /// What else there is to say.
    pub note: Option<String>,
    /// The change of the quote.
    #[serde(skip)]
    pub(super) pending: Option<Fix>,
}

impl PassageReport {
    /// Whether the author has to look at it.
    pub fn wants_author(&self) -> bool {
        !(matches!(self.status, "unchanged" | "moved") || self.status == "edited" && self.written)
    }
}

impl Report {
    /// Whether some passage, link or article wants its author.
    pub fn wants_author(&self) -> bool {
        self.articles.iter().any(|article| {
            article.refused.is_some()
                || !article.lost_links.is_empty()
                || article.passages.iter().any(PassageReport::wants_author)
        })
    }

    /// As JSON: one object.
    pub fn json(&self) -> String {
        // Texts, numbers and lists always serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for article in &self.articles {
            write!(f, "{article}")?;
        }
        for file in &self.new {
            writeln!(f, "new: {file}")?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ArticleReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.refused {
            return writeln!(f, "{}: left as it is: {why}", self.file);
        }
        let s = |count: usize| if count == 1 { "" } else { "s" };
        match &self.words {
            Some(Changed { removed, added, places, shown }) => {
                let (gone, there) = (s(*removed), s(*places));
                writeln!(f, "{}: {removed} word{gone} gone, {added} came, in {places} place{there}", self.file)?;
                for change in shown {
                    writeln!(f, "    {change}")?;
                }
                if *places > shown.len() {
                    writeln!(f, "    … and {} more", places - shown.len())?;
                }
            }
            None if self.changed => writeln!(f, "{}: only white space or markup differs", self.file)?,
            None => writeln!(f, "{}: the text is the same", self.file)?,
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.passages.iter().for_each(|passage| *counts.entry(passage.status).or_default() += 1);
        let order = ["unchanged", "moved", "edited", "substance-changed", "ambiguous", "removed", "lost"];
        let counts = order.iter().filter_map(|status| Some(format!("{} {status}", counts.get(status)?)));
        let counts: Vec<String> = counts.collect();
        if !counts.is_empty() {
            writeln!(f, "  passages: {}", counts.join(", "))?;
        }
        for passage in self.passages.iter().filter(|passage| passage.status != "unchanged") {
            write!(f, "{passage}")?;
        }
        if self.links > 0 {
            writeln!(f, "  {} link{} put around the same words again", self.links, s(self.links))?;
        }
        for LostLink { link, why } in &self.lost_links {
            writeln!(f, "  link lost, for {why}: {}", link.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
        if let Some(kept) = &self.kept {
            writeln!(f, "  the old text is kept as {kept}")?;
        }
        Ok(())
    }
}

impl fmt::Display for PassageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}:{}: {}: {}", self.file, self.line, self.status, self.annotation)?;
        writeln!(f, "    was: {}", self.quote.split_whitespace().collect::<Vec<_>>().join(" "))?;
        if let Some(now) = self.difference.as_ref().or(self.now.as_ref()) {
            let now = now.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(f, "    {}: {now}", if self.status == "lost" { "nearest" } else { "now" })?;
        }
        if self.written {
            writeln!(f, "    the quote was changed")?;
        }
        if let Some(note) = &self.note {
            writeln!(f, "    {note}")?;
        }
        Ok(())
    }
}
