//! The whole format as one table of data, and its reading.
//!
//! [`table`] says, for every map of the format, which keys it has and what each holds; a [`Shape`] is what one value may
//! be. [`read`](read::Reader) holds a [`Node`](super::yaml::Node) against a shape, reports everything that does not fit,
//! all at once, and gives the rest as [`value::Value`]s, in which dates, numbers and booleans are read and "one or a list"
//! is a list. JSON Schemas are printed from the same table.

pub mod read;
mod scalar;
pub mod table;
pub mod value;

use crate::id::KindId;

pub use scalar::FORMAT;

/// What a value may be. Pure data.
#[derive(Debug)]
pub enum Shape {
    /// A text for readers: any characters.
    Text,
    /// A text for readers, in Markdown.
    Markdown,
    /// A short text that is a name for something or a value: no sentence.
    Word,
    /// An id.
    Id,
    /// The id of an annotation: an id that does not begin with `h-` or `fn-`.
    AnnotationId,
    /// An EDTF date.
    Date,
    /// `true` or `false`.
    Bool,
    /// A whole number between these.
    Count(u32, u32),
    /// A decimal number of degrees, at most this far from zero.
    Degrees(f64),
    /// An amount of bytes: `20 MB`.
    Size,
    /// The version of the format.
    Format,
    /// An address with a scheme.
    Url,
    /// An address on the web (`https://…`), without query and fragment.
    BaseUrl,
    /// A path or an address.
    Address,
    /// A former address (a path that begins with `/`) or, if allowed, a former id.
    Previous {
        /// Paths are allowed.
        paths: bool,
        /// Ids are allowed.
        ids: bool,
    },
    /// A language tag of BCP 47.
    Language,
    /// A time zone of the IANA database.
    Timezone,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The id of a verdict of the site.
    Verdict,
    /// A reference to an entity: `id` or `kind/id`; an id alone is of this kind.
    Entity(Nature),
    /// The id of an article.
    Article,
    /// `article`, `article#annotation`, or an address.
    Source,
    /// A number, a list of numbers, or `all`.
    Occurrence,
    /// A scalar of this shape, or a map.
    Either(&'static Shape, &'static Fields),
    /// One, or a list.
    OneOrMany(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// A map with these keys.
    Map(&'static Fields),
    /// A map whose keys the author chooses.
    MapOf(Keys, &'static Shape),
    /// `kind/id` → fields of that kind, as [`table::asserted`] says.
    Asserts,
}

/// Of which kind an id alone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Any: the kind has to be found.
    Any,
    /// This one.
    Kind(KindId),
    /// The kind of the record it stands in.
    Same,
}

/// What the keys of a [`Shape::MapOf`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Ids.
    Ids,
    /// The names of kinds.
    Kinds,
    /// Any texts.
    Labels,
    /// Languages.
    Languages,
    /// Fields of records of a kind; any further kind stands for all of them.
    FieldsOf(KindId),
}

/// The keys of one map.
#[derive(Debug)]
pub struct Fields {
    /// What the map is, with its article: `an annotation`.
    pub name: &'static str,
    /// Its keys, in groups that maps share.
    pub groups: &'static [&'static [Field]],
    /// Whether the name of any kind is a key too, holding references to entities of that kind.
    pub about: bool,
    /// Whether the map is the top of a YAML file, where `$schema` may stand.
    pub top: bool,
}

/// One key of a map.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// The key that may stand in its place, where it must be there.
    pub unless: Option<&'static str>,
    /// What it means, in a few words.
    pub doc: &'static str,
}

impl Fields {
    /// All its fields in order.
    pub fn all(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().copied().flatten()
    }

    /// The field of a key.
    pub fn find(&self, key: &str) -> Option<&'static Field> {
        self.all().find(|field| field.key == key)
    }
}

/// A time zone by its IANA name, from the database that the program carries: the same on every machine.
pub fn zone(name: &str) -> Option<jiff::tz::TimeZone> {
    jiff::tz::TimeZoneDatabase::bundled().get(name).ok()
}

/// The names of all time zones.
pub fn zone_names() -> Vec<String> {
    jiff::tz::TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests;
