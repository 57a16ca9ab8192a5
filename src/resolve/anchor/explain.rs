//! A quote that is not anchored, as a diagnostic: every place, or the nearest passage and what differs.

use crate::diag::{Diagnostic, code};
use crate::parse::body::TextRange;
use crate::parse::document::Quote;
use crate::resolve::anchor::{Finder, Guard, KnownNames, Needle, NotFound, Proposal, Substance, readings};
use crate::resolve::fold::Folded;

/// Places shown; of more, how many.
const PLACES: usize = 8;
/// Differences shown.
const DIFFERENCES: usize = 5;
/// Bytes of the reader's text shown on each side of a place.
const AROUND: usize = 36;

/// What stands beside the reader's text, for telling an author that a quote is from there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'t> {
    /// The article's title.
    pub title: Option<&'t str>,
}

impl Finder<'_> {
    /// What to tell the author about a quote that was not anchored.
    pub fn explain(&self, quote: &Quote, why: &NotFound, asked: Asked<'_>) -> Diagnostic {
        let guard = Guard { language: "", names: &KnownNames::NONE };
        let nearest = match why {
            NotFound::Missing => self.propose(quote, NotFound::Missing, &guard).proposal,
            _ => None,
        };
        self.explain_beside(quote, why, nearest.as_ref(), asked)
    }

    /// The same, with the passage that it seems to be.
    pub(super) fn explain_beside(
        &self,
        quote: &Quote,
        why: &NotFound,
        nearest: Option<&Proposal>,
        asked: Asked<'_>,
    ) -> Diagnostic {
        let words = clip(&quote.quote.value);
        let span = quote.quote.span;
        let not_found = |message: String| Diagnostic::new(code::QUOTE_NOT_FOUND, span, message);
        match why {
            NotFound::Empty => not_found("the quote holds nothing to look for".to_owned())
                .help("Write the words as they stand in the text; for the whole article leave `quote` out."),
            NotFound::Ambiguous { places } => {
                let message = format!("“{words}” stands in {} places", places.len());
                let found = Diagnostic::new(code::QUOTE_AMBIGUOUS, span, message);
                let found = self.show_places(found, places);
                let more = if quote.before.is_some() || quote.after.is_some() { "longer " } else { "" };
                found
                    .help(format!("Add {more}`before` or `after` with the words that touch it at the right place."))
                    .help("Or say which it is, counted from 1 in reading order: `occurrence: 2`; all of them: `occurrence: all`.")
            }
            NotFound::OccurrenceOutOfRange { wanted, places } => {
                let at = quote.occurrence.as_ref().map_or(span, |chosen| chosen.span);
                let left = if quote.before.is_some() || quote.after.is_some() { " between these words" } else { "" };
                let count = match places.len() {
                    1 => "in one place".to_owned(),
                    count => format!("in {count} places"),
                };
                let message = format!("`occurrence: {wanted}`, but “{words}” stands{left} {count}");
                self.show_places(Diagnostic::new(code::QUOTE_NOT_FOUND, at, message), places)
                    .help(format!("Write a number from 1 to {}, or `all`.", places.len()))
            }
            NotFound::InsideWord { places } if quote.selects() => {
                let found = not_found(format!("“{words}” stands here only inside another word, and was a whole one"));
                self.show_places(found, places)
                    .help("Quote the words that stand there now; or, where the passage went, its own.")
            }
            NotFound::InsideWord { places } => {
                let found = not_found(format!("“{words}” stands only inside other words"));
                self.show_places(found, places)
                    .help("Quote whole words; or single the place out with `before`, `after` or `occurrence`.")
            }
            NotFound::PartOfNumber { places } => {
                let message = format!("a number in “{words}” is a part of another now");
                self.show_places(Diagnostic::new(code::SUBSTANCE_CHANGED, span, message), places)
                    .help("Is the note still true of it? Then quote the whole number.")
            }
            NotFound::Elsewhere { places } => {
                let found = not_found(format!("“{words}” stands here, but not among the words it was anchored by"));
                let found = self.show_places(found, places);
                if quote.occurrence.is_some() {
                    return found.help("The places may have other numbers now: write the one that is meant, or add `before` or `after` with words that touch it.");
                }
                let more = if quote.before.is_some() || quote.after.is_some() { "longer " } else { "" };
                found.help(format!(
                    "If it is meant here, say so: add {more}`before` or `after` with words that touch it here."
                ))
            }
            NotFound::Double { places } => {
                let message =
                    format!("“{words}” stands here, and nearly the same stands elsewhere, in words that are new");
                self.show_places(Diagnostic::new(code::QUOTE_AMBIGUOUS, span, message), places)
                    .note("one may be a copy of the other: nothing tells which of them was quoted")
                    .help("If the first is meant, say so by quoting a word more, or one less; if the other, quote its words.")
            }
            NotFound::Context { places } => self.explain_context(quote, places, &words),
            NotFound::InHtml { hidden } => {
                let message = format!("“{words}” stands only in raw HTML, where nothing can be marked");
                let found = Diagnostic::new(code::QUOTE_IN_HTML, span, message)
                    .help("Write the block in Markdown, or leave `quote` out to annotate the whole article.");
                match self.body.hidden.get(*hidden) {
                    Some(text) => found.label(text.span, "the raw HTML"),
                    None => found,
                }
            }
            NotFound::NotMarkable { hidden } => {
                let message = format!("“{words}” stands only in a picture's alt text, which cannot be marked");
                let found = Diagnostic::new(code::QUOTE_NOT_MARKABLE, span, message)
                    .note("its note is shown at the picture")
                    .help("Quote the caption or the text beside the picture.");
                match self.body.hidden.get(*hidden) {
                    Some(text) => found.label(text.span, "the alt text"),
                    None => found,
                }
            }
            NotFound::Missing => {
                self.explain_missing(quote, nearest, not_found(format!("“{words}” is not in the text")), asked)
            }
        }
    }

    fn explain_context(&self, quote: &Quote, places: &[TextRange], words: &str) -> Diagnostic {
        let needle = Needle::new(quote);
        let touches = |before: bool| {
            needle.readings.iter().any(|reading| {
                self.hits(reading).iter().any(|hit| {
                    let text = self.folded.as_str();
                    if before {
                        needle.before.iter().any(|words| words.ends(&text[..hit.start]))
                    } else {
                        needle.after.iter().any(|words| words.begins(&text[hit.end..]))
                    }
                })
            })
        };
        let (before, after) = (needle.asks.0 && !touches(true), needle.asks.1 && !touches(false));
        let (what, at) = match (before, after) {
            (true, false) => ("its `before` does not touch it there", quote.before.as_ref()),
            (false, true) => ("its `after` does not touch it there", quote.after.as_ref()),
            (true, true) => ("neither its `before` nor its `after` touches it there", quote.before.as_ref()),
            (false, false) => ("its `before` and `after` do not touch it together", quote.before.as_ref()),
        };
        let where_ = if places.len() == 1 { "is in the text" } else { "is in the text more than once" };
        let span = at.map_or(quote.quote.span, |text| text.span);
        let found = Diagnostic::new(code::QUOTE_NOT_FOUND, span, format!("“{words}” {where_}, but {what}"));
        self.show_places(found, places).help(
            "`before` and `after` are whole words that touch the quote; white space and punctuation between may be left out.",
        )
    }

    fn explain_missing(
        &self,
        quote: &Quote,
        nearest: Option<&Proposal>,
        mut found: Diagnostic,
        asked: Asked<'_>,
    ) -> Diagnostic {
        let readings = readings(&quote.quote.value);
        let stands_in = |text: &str| readings.iter().any(|reading| text.contains(reading.as_str()));
        if asked.title.is_some_and(|title| stands_in(Folded::new(title).as_str())) {
            found = found.help(
                "It stands in the title, which is no part of the text: leave `quote` out to annotate the whole article.",
            );
        }
        if let Some(link) = self.body.links.iter().find(|link| stands_in(Folded::new(&link.to).as_str())) {
            found = found
                .label(link.span, "it stands in this address")
                .help("A link's address is no part of the text: quote the words that the reader sees.");
        }
        if !self.body.footnotes.is_empty() && stands_in(&self.folded.as_str().replace('\n', " ")) {
            found = found.help(
                "It would run over the edge of a footnote. Each footnote is a text of its own: quote the parts as a list.",
            );
        }
        let Some(nearest) = nearest else {
            return found.help("Nothing in the text is like it. Is it from another article, or was it taken out?");
        };
        if let Some(span) = self.body.map.span(nearest.range.clone()) {
            found = found.label(span, format!("the nearest passage: “{}”", nearest.marked));
        } else {
            found = found.help(format!("The nearest passage: “{}”.", nearest.marked));
        }
        self.show_differences(found, nearest)
    }

    /// Word by word what a passage has that the quote has not, and whether that is one of substance.
    pub(super) fn show_differences(&self, mut found: Diagnostic, nearest: &Proposal) -> Diagnostic {
        if nearest.differences.is_empty() {
            return found.help(format!("Only spaces differ. Write: “{}”.", self.body.words(&nearest.range)));
        }
        if nearest.differences.iter().all(super::Difference::is_case) {
            return found.help(format!("Only letter case differs. Write: “{}”.", self.body.words(&nearest.range)));
        }
        for difference in nearest.differences.iter().take(DIFFERENCES) {
            found = found.help(match (difference.quote.as_str(), difference.text.as_str()) {
                (quote, "") => format!("The quote has “{}”, the text has not.", clip(quote)),
                ("", text) => format!("The text has “{}”, the quote has not.", clip(text)),
                (quote, text) => format!("The quote has “{}”, the text “{}”.", clip(quote), clip(text)),
            });
        }
        if nearest.differences.len() > DIFFERENCES {
            found = found.help(format!("And {} more differences.", nearest.differences.len() - DIFFERENCES));
        }
        if !nearest.substance.any() && nearest.differences.iter().all(super::Difference::is_punctuation) {
            return found.help("Only punctuation differs.");
        }
        match substance(nearest.substance) {
            Some(what) => found.help(format!("The difference is one of substance: {what}. Look at the source again.")),
            None => found,
        }
    }

    fn show_places(&self, mut found: Diagnostic, places: &[TextRange]) -> Diagnostic {
        for (at, place) in places.iter().take(PLACES).enumerate() {
            let words = self.around(place);
            let note = if self.body.footnote_at(place.start).is_some() { " (in a footnote)" } else { "" };
            let text = format!("{}{note}: {words}", at + 1);
            found = match self.body.map.span(place.clone()) {
                Some(span) => found.label(span, text),
                None => found.help(format!("Place {text}")),
            };
        }
        if places.len() > PLACES {
            found = found.help(format!("{} more places are not shown.", places.len() - PLACES));
        }
        found
    }

    /// A place with its words around: `… before [words] after …`.
    fn around(&self, place: &TextRange) -> String {
        let text = &self.body.text;
        let (start, end) = (place.start as usize, place.end as usize);
        let part = match self.body.footnote_at(place.start) {
            Some(note) => &self.body.footnotes[note].range,
            None => &self.body.body_range,
        };
        let (first, last) = (part.start as usize, (part.end as usize).min(text.len()));
        let mut from = start.saturating_sub(AROUND).max(first);
        while from < start && !text.is_char_boundary(from) {
            from += 1;
        }
        let mut to = (end + AROUND).min(last).max(end);
        while to > end && !text.is_char_boundary(to) {
            to -= 1;
        }
        // Cut between words where there is a place for it.
        let (left, right) = (text.get(from..start).unwrap_or(""), text.get(end..to).unwrap_or(""));
        let left = match left.find(char::is_whitespace) {
            Some(at) if from > first => format!("…{}", &left[at..]),
            _ => left.to_owned(),
        };
        let right = match right.rfind(char::is_whitespace) {
            Some(at) if to < last => format!("{}…", &right[..=at].trim_end_matches(|c: char| c != ' ' && c != '\n')),
            _ => right.to_owned(),
        };
        let line = format!("{left}[{}]{right}", clip(self.body.words(place)));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What of substance differs, in words.
fn substance(substance: Substance) -> Option<String> {
    let parts = [
        (substance.number, "a number"),
        (substance.negation, "a negation"),
        (substance.name, "a name, or what looks like one"),
        (substance.words, "all words are other ones"),
        (substance.edge, "first or last words that are missing where the text begins or ends"),
        (substance.more, "a whole sentence was put in, or more than half as much as was quoted"),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| part.0).map(|part| part.1).collect();
    substance.any().then(|| parts.join(", "))
}

/// The beginning of a text, on one line, with `…` where it goes on.
pub(super) fn clip(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(72) {
        None => line,
        Some((end, _)) => {
            let end = line[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &line[..end])
        }
    }
}
