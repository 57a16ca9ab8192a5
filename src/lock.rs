//! `annals.lock`: what was known of each annotation when the site was last built.
//!
//! An author quotes, and nothing else. The lock remembers for each annotation the address that it was given, and the words
//! around its passage: so an address stays when the quote changes, and after an edit of the article the passage is found
//! by what stood around it. It follows what was anchored; it decides nothing that `before`, `after` and `occurrence` decide.
//!
//! The form is made for diffs and merges: one line an annotation, sorted, and in each nothing that changes when the article
//! changes elsewhere: no offset, no line number, no hash of the whole text. Before them one line for the article, of its
//! sentences: what changes in it is what changed in the article.
//!
//! ```text
//! annals.lock 2
//! # …a comment…
//! ARTICLE ⇥ * ⇥ PRINT…
//! ARTICLE ⇥ ID ( ⇥ WHERE ⇥ BEFORE ⇥ AFTER ⇥ HASH PRINT… )…
//! ```
//!
//! | field | what it is |
//! | --- | --- |
//! | `ARTICLE`, `ID` | ids of the article and of the annotation; the lines are sorted by them |
//! | `WHERE` | `1/1`: the first of one place of these words; `2,4/5`; `*`: all of them; `-`: none (the whole article, or taken out); `2/5=3`: of the five, three with the same words around |
//! | `BEFORE`, `AFTER` | up to 32 characters of the reader's text, folded as for comparing (`resolve/fold`); fewer where the text, or the footnote, begins or ends there |
//! | `HASH` | the first 16 hex digits of BLAKE3 of the passage's words, folded; of the note where nothing is quoted |
//! | `PRINT…` | parted by spaces: of each sentence of the article, in order; after `HASH` of those that the passage lies in. The first 6 hex digits of BLAKE3 of the sentence, folded (`resolve/anchor/others`) |
//!
//! Version 1 had no `PRINT`; it is read.
//!
//! The last four stand once for each quote of the annotation; where `occurrence` chooses several places they are the first's.
//!
//! [`parse`] reads it, [`Lock::parts`] writes it. Who gets which line is settled in `resolve`; who writes it, in `cli`.

mod memo;
mod read;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Outcome, code};
use crate::load::Source;
use crate::span::Span;

pub use memo::Memo;
pub use read::parse;

/// The file, beside site.yaml.
pub const NAME: &str = "annals.lock";

/// The version of the form that is written, and the latest that is read.
pub const VERSION: u32 = 2;

/// How many characters of the reader's text are kept on each side of a passage.
pub const AROUND: usize = 32;

/// How many articles' lines are made into text at a time.
const A_PART: usize = 500;

/// What the lock says, by article; an article's lines by the annotation's id.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// The lines.
    pub articles: BTreeMap<String, Arc<Lines>>,
    /// Whether the file's lines end in CR LF, as a checkout on Windows may have them.
    pub crlf: bool,
}

/// [`parse`], to be shared.
pub fn parse_shared(source: &Source) -> Outcome<Arc<Lock>> {
    let Outcome { value, diagnostics } = parse(source);
    Outcome { value: Arc::new(value), diagnostics }
}

/// The lines of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// By the annotation's id.
    pub entries: BTreeMap<String, Entry>,
    /// Of its sentences, in order.
    pub sentences: Vec<Print>,
}

impl Lines {
    /// The lines as they are written.
    fn text(&self, article: &str) -> String {
        use fmt::Write as _;
        let Lines { entries, sentences } = self;
        let mut text = String::new();
        // Writing to a String cannot fail.
        for (at, print) in sentences.iter().enumerate() {
            let _ = match at {
                0 => write!(text, "{article}\t*\t{print}"),
                _ => write!(text, " {print}"),
            };
        }
        if !sentences.is_empty() {
            text.push('\n');
        }
        for (id, entry) in entries {
            text.push_str(article);
            text.push('\t');
            text.push_str(id);
            for passage in &entry.passages {
                let Passage { place, alike, before, after, hash, sentences } = passage;
                let _ = match alike {
                    0 | 1 => write!(text, "\t{place}\t{before}\t{after}\t{hash}"),
                    _ => write!(text, "\t{place}={alike}\t{before}\t{after}\t{hash}"),
                };
                for print in sentences {
                    let _ = write!(text, " {print}");
                }
            }
            text.push('\n');
        }
        text
    }

    /// What both know of the sentences, in this one's order.
    pub fn keep_common(&mut self, other: &[Print]) {
        let other: std::collections::BTreeSet<&Print> = other.iter().collect();
        self.sentences.retain(|print| other.contains(print));
    }
}

/// An annotation's line.
#[derive(Clone, Debug)]
pub struct Entry {
    /// One for each of its quotes, in the order written; one without a place where it quotes nothing.
    pub passages: Vec<Passage>,
    /// Where the line stands, if it was read.
    pub span: Option<Span>,
}

/// Two lines are the same if they say the same, wherever they stand.
impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.passages == other.passages
    }
}

impl Eq for Entry {}

/// What is known of the place of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Passage {
    /// Which of the places of these words it was.
    pub place: Place,
    /// In how many of these places the same words stand around; 1: in its own alone.
    pub alike: u32,
    /// What stood before, folded: fewer than [`AROUND`] characters only where the text begins there.
    pub before: String,
    /// What stood after, likewise.
    pub after: String,
    /// Of its words.
    pub hash: Hash,
    /// Of the sentences that it lies in.
    pub sentences: Vec<Print>,
}

/// A hash of a folded sentence, 24 bits: enough to tell it from the others of its article.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Print(u32);

impl Print {
    /// Of a folded sentence; spaces at its ends do not count.
    pub fn of(folded: &str) -> Print {
        let [a, b, c, ..] = *blake3::hash(folded.trim_matches([' ', '\n']).as_bytes()).as_bytes();
        Print(u32::from_be_bytes([0, a, b, c]))
    }
}

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06x}", self.0)
    }
}

impl fmt::Debug for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Which of the places of some words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// These, from 1, of so many. An empty list: one inside a word, which is not counted.
    Of(Vec<u32>, u32),
    /// All.
    All,
    /// None.
    None,
}

/// A hash of words: as many digits as tell the words of one article apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(u64);

impl Hash {
    /// Of folded words.
    pub fn of(folded: &str) -> Hash {
        let hash = blake3::hash(folded.trim_matches(' ').as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        Hash(u64::from_be_bytes(first))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::All => f.write_str("*"),
            Place::None => f.write_str("-"),
            Place::Of(which, of) => {
                if which.is_empty() {
                    f.write_str("0")?;
                }
                for (at, one) in which.iter().enumerate() {
                    write!(f, "{}{one}", if at > 0 { "," } else { "" })?;
                }
                write!(f, "/{of}")
            }
        }
    }
}

/// Two locks are the same if they say the same: line ends, order and comments apart.
impl PartialEq for Lock {
    fn eq(&self, other: &Lock) -> bool {
        self.articles == other.articles
    }
}

impl Eq for Lock {}

const HEAD: &str = "# Where each annotation stood at the last build, and its address. `annals build` keeps this file:
# commit it with the sources. After a merge keep the lines of both sides, and of two for one annotation either.
";

impl Lock {
    /// The file's text.
    pub fn text(&self) -> String {
        self.parts().collect()
    }

    /// The file's text in parts, of which a large site's are not to be held all at once.
    pub fn parts(&self) -> impl Iterator<Item = String> {
        let articles: Vec<_> = self.articles.iter().collect();
        let lines = (0..articles.len()).step_by(A_PART).map(move |start| {
            let part = &articles[start..articles.len().min(start + A_PART)];
            part.par_iter().map(|(article, lines)| lines.text(article)).collect::<Vec<String>>().concat()
        });
        let head = format!("{NAME} {VERSION}\n{HEAD}");
        let ends = |text: String| if self.crlf { text.replace('\n', "\r\n") } else { text };
        std::iter::once(head).chain(lines).map(ends)
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.articles.values().map(|lines| lines.entries.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }
}

/// What to say where the lock would have to change and may not: each annotation, where it is written. `there`: whether the
/// site has a lock at all.
pub fn outdated(known: &Lock, next: &Lock, there: bool) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let mut more = 0;
    let mut say = |span: Option<Span>, message: String| {
        if said.len() == NAMED {
            more += 1;
            return;
        }
        let mut diagnostic = Diagnostic::nowhere(code::LOCK_OUTDATED, message);
        diagnostic.span = span;
        said.push(diagnostic.help(HELP));
    };
    if !there {
        say(None, format!("the site has no `{NAME}`, and its {} annotations want lines in it", next.len()));
        return said;
    }
    // What is new of an article's sentences alone is not asked for: whoever edits an article need not build it.
    let empty = BTreeMap::new();
    for (article, lines) in &next.articles {
        let before = known.articles.get(article).map_or(&empty, |lines| &lines.entries);
        for (id, entry) in &lines.entries {
            match before.get(id) {
                None => say(entry.span, format!("`{NAME}` has no line for `{article}#{id}`")),
                Some(old) if old != entry => {
                    say(entry.span, format!("`{NAME}` says something else of `{article}#{id}`"));
                }
                Some(_) => {}
            }
        }
    }
    for (article, lines) in &known.articles {
        let after = next.articles.get(article).map_or(&empty, |lines| &lines.entries);
        for (id, entry) in lines.entries.iter().filter(|(id, _)| !after.contains_key(*id)) {
            say(entry.span, format!("`{NAME}` has a line for `{article}#{id}`, which is gone"));
        }
    }
    if more > 0 {
        let message = format!("{more} further annotations want `{NAME}` changed");
        said.push(Diagnostic::nowhere(code::LOCK_OUTDATED, message).help(HELP));
    }
    said
}

/// So many annotations are named.
const NAMED: usize = 100;
const HELP: &str = "Run `annals build` without `--locked`, and commit `annals.lock` with the sources.";

#[cfg(test)]
mod tests;
