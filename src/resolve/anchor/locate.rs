//! Where a quote is that was anchored once, after the text has been edited.

use crate::parse::body::TextRange;
use crate::parse::document::Quote;
use crate::resolve::anchor::substance::Guard;
use crate::resolve::anchor::{Difference, Finder, NotFound, Substance};

/// The words around a passage when it was last anchored: reader's text as it stood there, up to 32 characters on each side.
///
/// They are to be given only for a quote that its author has not changed since (nor its `before`, `after`, `occurrence`):
/// they say where these very words stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// What stood before it; empty at the beginning of the text.
    pub prefix: String,
    /// What stood after it; empty at the end of the text.
    pub suffix: String,
}

/// What has become of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It stands as it is written.
    Exact,
    /// It stands, but for how it is typed: quotation marks, dashes, white space, normal form, Markdown.
    Folded,
    /// It stands in several places, of which the words around choose one; or in one, among other words than before.
    Moved,
    /// It stands with other words in it, of the same substance.
    Edited,
    /// It stands with other words in it: a number, a negation or a name is another.
    SubstanceChanged,
    /// It stands in several places, and nothing chooses with a clear margin.
    Ambiguous,
    /// The words around it are there and touch: it was taken out.
    Removed,
    /// Nothing in the text is near enough.
    Lost,
}

impl Status {
    /// Its name: `exact`, `folded`, `moved`, `edited`, `substance-changed`, `ambiguous`, `removed`, `lost`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Exact => "exact",
            Status::Folded => "folded",
            Status::Moved => "moved",
            Status::Edited => "edited",
            Status::SubstanceChanged => "substance-changed",
            Status::Ambiguous => "ambiguous",
            Status::Removed => "removed",
            Status::Lost => "lost",
        }
    }
}

/// What has become of a quote, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// What has become of it.
    pub status: Status,
    /// Where it is anchored, in reading order. Of `exact`, `folded` and `moved` always; of `edited` if [`Around`] was given,
    /// for only then it is known to have been anchored before.
    pub places: Vec<TextRange>,
    /// The passage that it seems to be: of `edited` and `substance-changed` always, of `lost` where something is near.
    pub proposal: Option<Proposal>,
    /// Why it is not found as it is written.
    pub missing: Option<NotFound>,
}

/// A passage that a quote seems to have become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Where it is, on edges of graphemes.
    pub range: TextRange,
    /// What of substance differs.
    pub substance: Substance,
    /// What differs, in order.
    pub differences: Vec<Difference>,
    /// The passage's words, those that differ from the quote in `[…]`.
    pub marked: String,
    /// How like the quote it is, in hundredths.
    pub likeness: u32,
}

impl Finder<'_> {
    /// Where a quote is now, given the words around it when it was last anchored (`None`: it never was).
    pub fn locate(&self, quote: &Quote, around: Option<&Around>, guard: &Guard<'_>) -> Located {
        let _ = guard;
        let missing = match self.find(quote) {
            Ok(places) => {
                let literal = places.iter().all(|place| self.body.words(place) == quote.quote.value);
                let status = if literal { Status::Exact } else { Status::Folded };
                return Located { status, places, proposal: None, missing: None };
            }
            Err(missing) => missing,
        };
        let located =
            |status, proposal| Located { status, places: Vec::new(), proposal, missing: Some(missing.clone()) };
        if matches!(missing, NotFound::Ambiguous { .. }) {
            return located(Status::Ambiguous, None);
        }
        let Some(near) = self.nearest(quote) else { return located(Status::Lost, None) };
        let proposal = Proposal {
            range: near.range,
            substance: near.substance,
            differences: near.differences,
            marked: near.marked,
            likeness: near.likeness,
        };
        let changed = proposal.substance.any();
        let status = if changed { Status::SubstanceChanged } else { Status::Edited };
        let places = if changed || around.is_none() { Vec::new() } else { vec![proposal.range.clone()] };
        Located { status, places, proposal: Some(proposal), missing: Some(missing) }
    }
}
