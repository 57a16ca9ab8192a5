//! Where a quote is found in the reader's text, by the rules of the authoring format.
//!
//! [`Finder`] folds an article's text once for all its quotes. A quote is searched in the folded text ([`grams`]): literally,
//! then as inline Markdown; in the body, then in the footnotes; on whole words, then, where the author singles a place out,
//! inside words. What is not found once is a [`NotFound`], which [`Finder::explain`] makes a diagnostic.
//!
//! A quote that was anchored once is followed after edits by [`Finder::locate`], with the words that stood around it; what
//! has become of it is a [`Status`], of which [`Finder::report`] tells the author. Never silently, and never where it is not
//! sure: a wrong place is worse than none.

mod align;
pub mod cases;
mod decide;
mod double;
mod explain;
mod grams;
mod hits;
mod locate;
mod markdown;
mod others;
mod passage;
mod report;
mod search;
mod substance;
#[cfg(test)]
mod tests;
mod tokens;
mod whole_numbers;
mod windows;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use memchr::memmem;
use rustc_hash::FxHashMap;

pub use explain::Asked;
use hits::{Hit, Hits, Places};
pub use locate::{Around, Located, Proposal, Status};
pub use markdown::plain;
pub use others::Sentences;
pub use passage::Difference;
pub use substance::{Guard, KnownNames, Substance};

use crate::parse::body::{Body, HiddenKind, OWN_IDS, TextRange};
use crate::parse::document::{Occurrence, Quote};
use crate::resolve::fold::{Folded, is_word};

/// Finds quotes in one text.
#[derive(Debug)]
pub struct Finder<'b> {
    body: &'b Body,
    /// The body, then the footnotes, parted by `\n`.
    folded: Folded,
    /// Where the body ends in the folded text.
    body_end: usize,
    /// Texts outside the reader's text, folded; made when first needed.
    hidden: OnceLock<Vec<Folded>>,
    /// The words of the folded text; made when first needed.
    tokens: OnceLock<tokens::Index>,
    /// Its sentences; made when first needed.
    sentences: OnceLock<others::Split>,
    /// Those of them that are new; found when first needed.
    new: OnceLock<double::New>,
    /// Where what stands, if it is long; made when first needed.
    grams: OnceLock<Option<grams::Grams>>,
    /// Where readings stand that were looked for: each is more than once, and many a name is quoted again and again.
    known: Mutex<FxHashMap<String, Arc<Hits>>>,
}

/// Why a quote is not anchored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// The quote holds nothing to look for.
    Empty,
    /// It stands in several places, and nothing chooses.
    Ambiguous {
        /// The places in reading order.
        places: Vec<TextRange>,
    },
    /// It stands here, but nowhere do `before` and `after` touch it.
    Context {
        /// The places in reading order.
        places: Vec<TextRange>,
    },
    /// It stands only inside words, and nothing singles one out.
    InsideWord {
        /// The places in reading order.
        places: Vec<TextRange>,
    },
    /// It stands here as a part of a number, and did not when it was last anchored.
    PartOfNumber {
        /// The place.
        places: Vec<TextRange>,
    },
    /// It stands here, but among other words than when it was last anchored; or the words around lead to the last of these.
    Elsewhere {
        /// The places: first what `quote`, `before`, `after` and `occurrence` lead to.
        places: Vec<TextRange>,
    },
    /// It stands here, and nearly the same stands at the last of these, with nothing to tell which was quoted.
    Double {
        /// Both places.
        places: Vec<TextRange>,
    },
    /// `occurrence` counts further than there are places.
    OccurrenceOutOfRange {
        /// The number that is out of range.
        wanted: u32,
        /// What there was to count, in reading order.
        places: Vec<TextRange>,
    },
    /// It stands only in raw HTML.
    InHtml {
        /// Which of [`Body::hidden`].
        hidden: usize,
    },
    /// It stands only in a picture's alt text, which cannot be marked.
    NotMarkable {
        /// Which of [`Body::hidden`]; its `at` says where in the reader's text.
        hidden: usize,
    },
    /// It stands nowhere.
    Missing,
}

/// What of an author's quote is looked for: each text as it may be read, folded.
struct Needle {
    /// The quote, literally, then as inline Markdown where that differs.
    readings: Vec<String>,
    before: Vec<Context>,
    after: Vec<Context>,
    /// Whether `before` and `after` are given.
    asks: (bool, bool),
}

/// Words that touch a quote.
struct Context {
    /// Without white space and punctuation on the side of the quote.
    bare: String,
    /// Without white space: compared where nothing else is left.
    whole: String,
}

impl<'b> Finder<'b> {
    /// Folds a text's body and footnotes.
    pub fn new(body: &'b Body) -> Finder<'b> {
        let folded = fold(body);
        let body_end = folded.as_str().find('\n').unwrap_or(folded.as_str().len());
        Finder {
            body,
            folded,
            body_end,
            hidden: OnceLock::new(),
            tokens: OnceLock::new(),
            sentences: OnceLock::new(),
            new: OnceLock::new(),
            grams: OnceLock::new(),
            known: Mutex::default(),
        }
    }

    /// The places of a quote: one, or with `occurrence` as many as it chooses, in reading order.
    ///
    /// # Errors
    /// Why there is none, or more than one.
    pub fn find(&self, quote: &Quote) -> Result<Vec<TextRange>, NotFound> {
        let needle = Needle::new(quote);
        let occurrence = quote.occurrence.as_ref().map(|chosen| &chosen.value);
        let selects = needle.asks != (false, false) || occurrence.is_some();
        if needle.readings.is_empty() {
            return Err(NotFound::Empty);
        }
        // Places that would count if `before` and `after` fitted, or if a place inside a word counted: for the error.
        let (mut elsewhere, mut inside_words) = (Vec::new(), Vec::new());
        for reading in &needle.readings {
            let hits = self.hits(reading);
            let fitting = self.fitting(&hits, &needle);
            if let Some(found) = fitting.whole_words.iter().find(|found| !found.is_empty()) {
                return choose(found, occurrence);
            }
            if selects && let Some(found) = fitting.inside_words.iter().find(|found| !found.is_empty()) {
                return choose(found, occurrence);
            }
            inside_words.extend(fitting.inside_words.iter().flatten().cloned());
            elsewhere.extend(hits.places(self.body_end).all().cloned());
        }
        elsewhere.sort_by_key(|range| (range.start, range.end));
        elsewhere.dedup();
        Err(if !inside_words.is_empty() {
            NotFound::InsideWord { places: inside_words }
        } else if !elsewhere.is_empty() {
            NotFound::Context { places: elsewhere }
        } else {
            self.hidden_or_missing(&needle)
        })
    }

    /// Every place where words stand, in the body and in the footnotes: what `not:` without `occurrence` means. With
    /// `occurrence` as [`Finder::find`].
    ///
    /// # Errors
    /// Why there is none.
    pub fn find_everywhere(&self, quote: &Quote) -> Result<Vec<TextRange>, NotFound> {
        if quote.occurrence.is_some() {
            return self.find(quote);
        }
        let needle = Needle::new(quote);
        for reading in &needle.readings {
            let found = self.fitting(&self.hits(reading), &needle).whole_words.concat();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        self.find(quote)
    }

    /// All matches in the folded text in order, overlapping ones too.
    fn hits(&self, reading: &str) -> Arc<Hits> {
        let text = self.folded.as_str();
        let hit = |start| {
            let end = start + reading.len();
            let whole_word = is_word_edge(text, start) && is_word_edge(text, end);
            let place = self.folded.place(&self.body.text, start..end).map(text_range);
            Hit { start, end, whole_word, place }
        };
        let find = |grams| Arc::new(Hits::new(grams::places(text, grams, reading).into_iter().map(hit)));
        // A short text is gone through faster than anything is kept of it.
        let Some(grams) = self.grams() else { return find(None) };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hits) = known.get(reading) {
            return Arc::clone(hits);
        }
        let hits = find(Some(grams));
        known.insert(reading.to_owned(), Arc::clone(&hits));
        hits
    }

    fn grams(&self) -> Option<&grams::Grams> {
        self.grams.get_or_init(|| grams::Grams::new(self.folded.as_str())).as_ref()
    }

    /// The passages that matches are, of those that stand between `before` and `after`.
    fn fitting<'h>(&self, hits: &'h Hits, needle: &Needle) -> Cow<'h, Places> {
        if needle.asks == (false, false) {
            return Cow::Borrowed(hits.places(self.body_end));
        }
        // Of two ways to read them either may fit.
        let [before, after] = [&needle.before, &needle.after].map(|words| match &words[..] {
            [only] => only.whole.as_str(),
            _ => "",
        });
        let near = hits.between(self.folded.as_str(), before, after);
        Cow::Owned(Places::of(near.filter(|hit| self.fits(hit, needle)), self.body_end))
    }

    fn fits(&self, hit: &Hit, needle: &Needle) -> bool {
        let text = self.folded.as_str();
        let before = || needle.before.iter().any(|words| words.ends(&text[..hit.start]));
        let after = || needle.after.iter().any(|words| words.begins(&text[hit.end..]));
        (!needle.asks.0 || before()) && (!needle.asks.1 || after())
    }

    fn hidden_or_missing(&self, needle: &Needle) -> NotFound {
        let hidden = self.hidden.get_or_init(|| self.body.hidden.iter().map(|text| Folded::new(&text.text)).collect());
        let stands = |folded: &Folded| {
            needle.readings.iter().any(|reading| memmem::find(folded.as_str().as_bytes(), reading.as_bytes()).is_some())
        };
        // Alt text first: what stands in both is at least beside something that is shown.
        let find =
            |kind: HiddenKind| (0..hidden.len()).find(|&at| self.body.hidden[at].kind == kind && stands(&hidden[at]));
        if let Some(hidden) = find(HiddenKind::Alt) {
            NotFound::NotMarkable { hidden }
        } else if let Some(hidden) = find(HiddenKind::Html) {
            NotFound::InHtml { hidden }
        } else {
            NotFound::Missing
        }
    }
}

impl Needle {
    fn new(quote: &Quote) -> Needle {
        let context = |text: &Option<Box<crate::span::Text>>, inner_end: bool| -> Vec<Context> {
            let readings = text.as_ref().map(|text| readings(&text.value)).unwrap_or_default();
            readings.into_iter().map(|whole| Context::new(whole, inner_end)).collect()
        };
        let (before, after) = (context(&quote.before, true), context(&quote.after, false));
        // A context of white space alone asks for nothing.
        let asks = (!before.is_empty(), !after.is_empty());
        Needle { readings: readings(&quote.quote.value), before, after, asks }
    }
}

/// The white space and punctuation that may stand between a quote and the words that touch it, in characters: more than any
/// text has, so that a text of nothing else costs nothing.
const GAP: usize = 64;

impl Context {
    fn new(whole: String, inner_end: bool) -> Context {
        let gap = |c: char| !is_word(c);
        let bare = if inner_end { whole.trim_end_matches(gap) } else { whole.trim_start_matches(gap) };
        Context { bare: bare.to_owned(), whole }
    }

    /// Whether a text that stands before a quote ends in these words.
    fn ends(&self, text: &str) -> bool {
        if self.bare.is_empty() {
            return text.strip_suffix(' ').unwrap_or(text).ends_with(&self.whole);
        }
        let mut left = GAP;
        let text = text.trim_end_matches(|c| is_gap(c, &mut left));
        text.ends_with(&self.bare) && is_word_edge(text, text.len() - self.bare.len())
    }

    /// Whether a text that stands after a quote begins with these words.
    fn begins(&self, text: &str) -> bool {
        if self.bare.is_empty() {
            return text.strip_prefix(' ').unwrap_or(text).starts_with(&self.whole);
        }
        let mut left = GAP;
        let text = text.trim_start_matches(|c| is_gap(c, &mut left));
        text.starts_with(&self.bare) && is_word_edge(text, self.bare.len())
    }
}

/// Whether a character may part a quote from the words that touch it. The edge of a footnote may not.
fn is_gap(c: char, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    *left > 0 && c != '\n' && !is_word(c)
}

/// How a text of the author's may be read, folded and trimmed: literally, then as inline Markdown where that differs.
fn readings(text: &str) -> Vec<String> {
    let fold = |text: &str| Folded::new(text).as_str().trim_matches(' ').to_owned();
    let literal = fold(text);
    let mut readings = Vec::new();
    if let Some(read) = plain(text) {
        let read = fold(&read);
        if !read.is_empty() && read != literal {
            readings.push(read);
        }
    }
    if !literal.is_empty() {
        readings.insert(0, literal);
    }
    readings
}

/// A text's body and footnotes, folded, parted by `\n`.
pub fn fold(body: &Body) -> Folded {
    let range = |range: &TextRange| range.start as usize..range.end as usize;
    let notes = body.footnotes.iter().map(|note| range(&note.range));
    Folded::of_parts(&body.text, std::iter::once(range(&body.body_range)).chain(notes))
}

/// One place, or those that `occurrence` chooses.
fn choose(places: &[TextRange], occurrence: Option<&Occurrence>) -> Result<Vec<TextRange>, NotFound> {
    match occurrence {
        None if places.len() > 1 => Err(NotFound::Ambiguous { places: places.to_vec() }),
        None | Some(Occurrence::All) => Ok(places.to_vec()),
        Some(Occurrence::Numbers(numbers)) => {
            let there = |n: u32| n > 0 && places.len() >= n as usize;
            if let Some(&wanted) = numbers.iter().find(|&&n| !there(n)) {
                return Err(NotFound::OccurrenceOutOfRange { wanted, places: places.to_vec() });
            }
            let mut chosen: Vec<usize> = numbers.iter().map(|&n| n as usize - 1).collect();
            chosen.sort_unstable();
            chosen.dedup();
            Ok(chosen.into_iter().map(|at| places[at].clone()).collect())
        }
    }
}

fn text_range(range: Range<usize>) -> TextRange {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    small(range.start)..small(range.end)
}

/// Whether a place is no inside of a word: not both sides letters, marks or digits. In scripts that do not part words by
/// spaces every letter stands for itself.
fn is_word_edge(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(&left), Some(&right)) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at)) else {
        return true;
    };
    if left.is_ascii() && right.is_ascii() {
        return !(left.is_ascii_alphanumeric() && right.is_ascii_alphanumeric());
    }
    let sides =
        (text.get(..at).and_then(|text| text.chars().next_back()), text.get(at..).and_then(|t| t.chars().next()));
    let (Some(left), Some(right)) = sides else { return false };
    !(is_word(left) && is_word(right)) || is_unspaced(left) || is_unspaced(right)
}

/// Whether a letter is of a script that is written without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer, kana,
/// Han and its kin.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// The address that an annotation gets where it has no `id`: its quote's first six words as ASCII; without any, `a-` and 8
/// hex digits of a hash of quote and occurrence. `nth` counts the annotations of the article whose words give the same
/// address, from 1: all but the first get it at their end.
///
/// A quote that begins as the addresses of the text's own do ([`OWN_IDS`]) gets `a-` before it.
pub fn built_id(quote: Option<&str>, occurrence: Option<&Occurrence>, nth: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let mut id = String::new();
    let plain_quote = quote.map(|quote| plain(quote).unwrap_or_else(|| quote.to_owned())).unwrap_or_default();
    let folded = Folded::new(&plain_quote);
    for word in folded.as_str().unicode_words().take(6) {
        let mut ascii = if word.is_ascii() { word.to_owned() } else { deunicode::deunicode(word) };
        ascii.make_ascii_lowercase();
        for part in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
            if !id.is_empty() {
                id.push('-');
            }
            id.push_str(part);
        }
    }
    if id.is_empty() {
        let chosen = match occurrence {
            None => String::new(),
            Some(Occurrence::All) => "all".to_owned(),
            Some(Occurrence::Numbers(numbers)) => numbers.iter().map(|n| format!("{n} ")).collect(),
        };
        let hash = blake3::hash(format!("{}\n{chosen}", quote.unwrap_or_default()).as_bytes());
        id = format!("a-{}", &hash.to_hex()[..8]);
    }
    let number = if nth > 1 { format!("-{nth}") } else { String::new() };
    // A quote of one letter, `H.`, begins so only with its number.
    let begins = |with: &str| id.starts_with(with) || !number.is_empty() && id == with.trim_end_matches('-');
    if OWN_IDS.iter().any(|(with, _)| begins(with)) || id == "index" {
        id.insert_str(0, "a-");
    }
    id.truncate(crate::id::Slug::MAX - number.len());
    format!("{}{number}", id.trim_end_matches('-'))
}
