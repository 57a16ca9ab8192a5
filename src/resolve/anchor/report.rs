//! What has become of a quote, as a diagnostic: followed with a warning, or not found with all that is known.

use crate::diag::{Diagnostic, code};
use crate::parse::document::Quote;
use crate::resolve::anchor::explain::clip;
use crate::resolve::anchor::{Asked, Finder, Located, NotFound, Proposal, Status};
use crate::span::Spanned;

impl Finder<'_> {
    /// What to tell the author about a quote that is not simply where it was.
    pub fn report(&self, quote: &Quote, located: &Located, asked: Asked<'_>) -> Option<Diagnostic> {
        let words = clip(&quote.quote.value);
        let span = quote.quote.span;
        let proposal = located.proposal.as_ref();
        Some(match (located.status, proposal) {
            (Status::Exact | Status::Folded, _) => return None,
            (Status::Moved, _) => self.moved(quote, located),
            (Status::Edited, Some(proposal)) if !located.places.is_empty() => {
                let message = format!("“{words}” has other words now; it was followed to where it stands");
                let found = self.proposed(Diagnostic::new(code::QUOTE_EDITED, span, message), proposal);
                self.with_fix(quote, proposal, found)
            }
            (Status::SubstanceChanged, Some(proposal)) => {
                let message = format!("“{words}” is not in the text, and what stands there says something else");
                self.proposed(Diagnostic::new(code::SUBSTANCE_CHANGED, span, message), proposal)
                    .help("Is the note still true of it? Then quote the new words.")
            }
            (Status::Removed, _) => {
                let message = format!("“{words}” was taken out of the text; the words around it are there");
                let found = Diagnostic::new(code::QUOTE_REMOVED, span, message);
                let place = located.was_at.and_then(|at| self.body.map.span(at..at + self.character(at)));
                let found = place.into_iter().fold(found, |found, place| found.label(place, "it stood before this"));
                found.help("If its source took it out, say when and keep the note: `removed: 2017-03-04`.")
            }
            (Status::Ambiguous, None) if located.missing == Some(NotFound::Missing) => {
                let message =
                    format!("“{words}” is not in the text, and more than one passage may be what became of it");
                Diagnostic::new(code::QUOTE_NOT_FOUND, span, message)
                    .help("Look for it where the text was changed, and quote the words that stand there now.")
            }
            (Status::Edited, Some(proposal)) => {
                let missing = located.missing.as_ref().unwrap_or(&NotFound::Missing);
                self.with_fix(quote, proposal, self.explain_beside(quote, missing, Some(proposal), asked))
            }
            _ => {
                let missing = located.missing.as_ref().unwrap_or(&NotFound::Missing);
                self.explain_beside(quote, missing, proposal, asked)
            }
        })
    }

    fn moved(&self, quote: &Quote, located: &Located) -> Diagnostic {
        let words = clip(&quote.quote.value);
        let place = located.places.first().and_then(|place| self.body.map.span(place.clone()));
        let (message, label) = match &located.missing {
            Some(NotFound::Ambiguous { places }) => (
                format!("“{words}” stands in {} places now; it was followed by the words around it", places.len()),
                "to this one",
            ),
            _ => (format!("“{words}” stands among other words than before"), "here"),
        };
        let found = Diagnostic::new(code::QUOTE_MOVED, quote.quote.span, message);
        let found = place.into_iter().fold(found, |found, place| found.label(place, label));
        if quote.selects() && !matches!(located.missing, None | Some(NotFound::Ambiguous { .. })) {
            let help = "What its `before`, `after` or `occurrence` says is not true of this place: write what is, or quote more.";
            return found.help(help);
        }
        if located.missing.is_some() {
            return found.help("Add `before` or `after` with the words that touch it, or quote more.");
        }
        // It stands once, as it is written: worth knowing, and nothing to be done.
        found.severity(crate::diag::Severity::Info)
    }

    /// The passage that a quote seems to be, and what differs.
    fn proposed(&self, found: Diagnostic, proposal: &Proposal) -> Diagnostic {
        let label = format!("the passage: “{}”", proposal.marked);
        let found = match self.body.map.span(proposal.range.clone()) {
            Some(span) => found.label(span, label),
            None => found.help(format!("The passage: “{}”.", proposal.marked)),
        };
        self.show_differences(found, proposal)
    }

    /// With the quote's new words, where they lead to the passage and nowhere else.
    fn with_fix(&self, quote: &Quote, proposal: &Proposal, found: Diagnostic) -> Diagnostic {
        let words = self.body.words(&proposal.range).split_whitespace().collect::<Vec<_>>().join(" ");
        let new = Quote { quote: Spanned::new(words.clone(), quote.quote.span), ..quote.clone() };
        if proposal.substance.any() || self.find(&new).as_deref() != Ok(std::slice::from_ref(&proposal.range)) {
            return found;
        }
        found.fix(quote.quote.span, &quote.quote.value, words)
    }

    /// The length of the character at a place of the reader's text.
    fn character(&self, at: u32) -> u32 {
        let next = self.body.text.get(at as usize..).and_then(|text| text.chars().next());
        next.and_then(|c| u32::try_from(c.len_utf8()).ok()).unwrap_or(0)
    }
}
