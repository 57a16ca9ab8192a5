//! What a difference touches: numbers, negations, names.

use std::collections::BTreeSet;

use crate::resolve::fold::Folded;

/// What is known for judging whether a difference is one of substance.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'g> {
    /// The article's language, a BCP 47 tag.
    pub language: &'g str,
    /// The names of the site's records.
    pub names: &'g KnownNames,
}

/// The words of all names and aliases of a site's records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownNames {
    words: BTreeSet<String>,
}

impl KnownNames {
    /// Takes names and aliases as they are written.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> KnownNames {
        let mut words = BTreeSet::new();
        for name in names {
            words.extend(Folded::new(name).as_str().split_whitespace().map(str::to_owned));
        }
        KnownNames { words }
    }

    /// Whether a folded word is one of a name.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}
