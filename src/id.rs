//! Names that are decided: kinds, ids, and the typed indices that stand for them after resolving.

use std::fmt;

/// A valid id: `[a-z0-9]+(-[a-z0-9]+)*`, at most [`Slug::MAX`] characters, not `index`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(Box<str>);

impl Slug {
    /// The longest id.
    pub const MAX: usize = 100;

    /// Reads an id.
    ///
    /// # Errors
    /// What is wrong with it, in words that continue "an id …".
    pub fn new(text: &str) -> Result<Slug, &'static str> {
        if text.is_empty() {
            return Err("must not be empty");
        }
        if text.len() > Self::MAX {
            return Err("has at most 100 characters");
        }
        if text == "index" {
            return Err("must not be `index`, the name of a folder's own page");
        }
        if is_device(text) {
            return Err(
                "must not be `con`, `prn`, `aux`, `nul`, `com1` … or `lpt1` …, which Windows keeps for devices",
            );
        }
        if !text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err("has only the letters a–z, digits and single hyphens");
        }
        if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err("has hyphens only singly and between letters or digits");
        }
        Ok(Slug(text.into()))
    }

    /// The nearest valid id to any text: transliterated, lower-cased, hyphens for the rest. Never fails.
    pub fn propose(text: &str) -> Slug {
        let ascii = deunicode::deunicode(text).to_lowercase().replace(['\'', '’'], "");
        let mut out = String::new();
        for c in ascii.chars() {
            if c.is_ascii_alphanumeric() {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
        out.truncate(Self::MAX);
        let out = out.trim_end_matches('-');
        Slug::new(out).unwrap_or_else(|_| Slug("untitled".into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text that may be an id cannot be a folder's name on Windows.
fn is_device(text: &str) -> bool {
    let number = text.strip_prefix("com").or_else(|| text.strip_prefix("lpt"));
    matches!(text, "con" | "prn" | "aux" | "nul") || number.is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']))
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A kind of entity, by its place in the site's [`Kinds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindId(pub u16);

impl KindId {
    /// `people`.
    pub const PEOPLE: KindId = KindId(0);
    /// `events`.
    pub const EVENTS: KindId = KindId(1);
    /// `places`.
    pub const PLACES: KindId = KindId(2);
    /// `organizations`.
    pub const ORGANIZATIONS: KindId = KindId(3);
    /// `claims`.
    pub const CLAIMS: KindId = KindId(4);

    /// Whether the kind was added by site.yaml.
    pub fn is_further(self) -> bool {
        self.0 > Self::CLAIMS.0
    }
}

/// One kind: the word that is folder, YAML key and URL, and its labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word that names it everywhere: `people`.
    pub name: String,
    /// Label for one: `Person`.
    pub one: String,
    /// Label for many: `People`.
    pub many: String,
    /// schema.org type: `Person`.
    pub schema: String,
}

/// The site's kinds: the five built in, then those of site.yaml in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinds {
    all: Vec<Kind>,
    /// Whether there may be others, in a site.yaml that is in error.
    unsure: bool,
}

impl Default for Kinds {
    fn default() -> Self {
        let kind = |name: &str, one: &str, many: &str, schema: &str| Kind {
            name: name.into(),
            one: one.into(),
            many: many.into(),
            schema: schema.into(),
        };
        let all = vec![
            kind("people", "Person", "People", "Person"),
            kind("events", "Event", "Events", "Event"),
            kind("places", "Place", "Places", "Place"),
            kind("organizations", "Organization", "Organizations", "Organization"),
            kind("claims", "Claim", "Claims", "Claim"),
        ];
        Kinds { all, unsure: false }
    }
}

impl Kinds {
    /// Adds a further kind, or changes the labels of a kind that is there; its id.
    pub fn put(&mut self, kind: Kind) -> KindId {
        if let Some(id) = self.find(&kind.name) {
            self.all[id.0 as usize] = kind;
            return id;
        }
        self.all.push(kind);
        KindId(u16::try_from(self.all.len() - 1).unwrap_or(u16::MAX))
    }

    /// Says that there may be others: site.yaml is in error.
    pub fn doubt(&mut self) {
        self.unsure = true;
    }

    /// Whether there may be others than these. What is of no kind is then no mistake, or not the author's first.
    pub fn are_doubtful(&self) -> bool {
        self.unsure
    }

    /// The kind of this name.
    pub fn find(&self, name: &str) -> Option<KindId> {
        self.all.iter().position(|kind| kind.name == name).and_then(|at| u16::try_from(at).ok()).map(KindId)
    }

    /// The kind of this id. Ids come only from these kinds.
    pub fn get(&self, id: KindId) -> &Kind {
        &self.all[id.0 as usize]
    }

    /// All, with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.all.iter().enumerate().map(|(at, kind)| (KindId(u16::try_from(at).unwrap_or(u16::MAX)), kind))
    }
}

/// An entity (a person, an event, …) of a resolved corpus, by its place in `Corpus::entities`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub u32);

/// An article of a resolved corpus, by its place in `Corpus::articles`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

impl EntityId {
    /// The place in `Corpus::entities`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ArticleId {
    /// The place in `Corpus::articles`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_form() {
        for good in ["a", "a-1", "con-1", "com0", "lpt", "2017-03-02", "jeff-sessions"] {
            assert!(Slug::new(good).is_ok(), "{good}");
        }
        for bad in ["", "index", "A", "a--b", "-a", "a-", "a/b", "ä", "a b", "aux", "com1", "lpt9", &"a".repeat(101)] {
            assert!(Slug::new(bad).is_err(), "{bad}");
        }
        assert_eq!(Slug::propose("Łaski, Jan (1499)").as_str(), "laski-jan-1499");
        assert_eq!(Slug::propose("»…«").as_str(), "untitled");
    }
}
