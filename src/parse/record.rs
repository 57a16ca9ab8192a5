//! Records (people, events, places, …) and what articles share with them, as read: names are still texts with their places.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::id::KindId;
use crate::parse::body::Body;
use crate::parse::document::AssertedValue;
use crate::span::{Span, Spanned, Text};

/// Keys that begin with `x-`: never interpreted, handed on.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// A date as written, with its place.
pub type Dated = Spanned<Date>;

/// References by kind, in the order written: `people: [a, b]`.
pub type About = Vec<(KindId, Vec<Ref>)>;

/// A reference to an entity: `id`, `kind/id`, or `{id, role, certainty, implied}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// `id` or `kind/id`, as written.
    pub to: Text,
    /// In which role.
    pub role: Option<Text>,
    /// How sure.
    pub certainty: Option<Certainty>,
    /// The words do not name it.
    pub implied: bool,
}

/// How sure a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// `high`.
    High,
    /// `medium`.
    Medium,
    /// `low`.
    Low,
}

impl Certainty {
    /// The word of the format.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::High => "high",
            Certainty::Medium => "medium",
            Certainty::Low => "low",
        }
    }
}

/// Where a statement comes from: `article`, `article#annotation`, an address, or `{ref, pages, note}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRef {
    /// As written.
    pub to: Text,
    /// Pages.
    pub pages: Option<Text>,
    /// A remark.
    pub note: Option<Text>,
}

/// A record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its kind.
    pub kind: KindId,
    /// Its id: of the file's stem, the key, or `id:`. Already a valid id.
    pub id: Text,
    /// The whole record in its file (the key, or the front matter).
    pub span: Span,
    /// `name`; absent, the id stands for it.
    pub name: Option<Text>,
    /// Name to sort by.
    pub sort_name: Option<Text>,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// Names in other languages: language → name.
    pub names: Vec<(Text, Text)>,
    /// One line.
    pub description: Option<Text>,
    /// A picture.
    pub image: Option<Picture>,
    /// A word of the author's own: `meeting`.
    pub type_: Option<Text>,
    /// Tags.
    pub tags: Vec<Text>,
    /// Sources of the whole record.
    pub sources: Vec<SourceRef>,
    /// The same thing elsewhere: addresses.
    pub same_as: Vec<Text>,
    /// Records of the same kind that are somebody else.
    pub not_same_as: Vec<Ref>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// Whether its names are spotted.
    pub spot: bool,
    /// Not to be shown.
    pub draft: bool,
    /// Its front matter cannot be read. It is taken for a draft, but what is wrong in its text is said.
    pub unread: bool,
    /// Former ids and addresses.
    pub previously: Vec<Text>,
    /// Findings that the author accepts (kept for the rules on meaning).
    pub accept: Vec<Accept>,
    /// Labels and values, shown as they are.
    pub fields: Vec<(Text, Text)>,
    /// Related entities of any kind.
    pub about: About,
    /// Fields of some kinds only.
    pub own: OwnFields,
    /// The text: biography, narrative.
    pub body: Body,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// An alias: a text or `{name, spot}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: Text,
    /// Whether it is spotted.
    pub spot: bool,
}

/// Fields that only some kinds have (which, the format's table says); those of other kinds are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnFields {
    /// people.
    pub born: Option<Dated>,
    /// people.
    pub died: Option<Dated>,
    /// people.
    pub birth_place: Vec<Ref>,
    /// people.
    pub death_place: Vec<Ref>,
    /// people.
    pub gender: Option<Text>,
    /// people.
    pub pronouns: Option<Text>,
    /// people.
    pub occupations: Vec<Text>,
    /// people, organizations.
    pub roles: Vec<Role>,
    /// events, places, claims, further kinds.
    pub date: Option<Dated>,
    /// events, organizations, further kinds.
    pub places: Vec<Ref>,
    /// events.
    pub participants: Vec<Participant>,
    /// events, places, organizations, further kinds.
    pub part_of: Vec<Ref>,
    /// events.
    pub follows: Vec<Ref>,
    /// events: field → resolution.
    pub resolved: Vec<Resolved>,
    /// places, organizations, further kinds: latitude and longitude in degrees.
    pub coordinates: Option<Spanned<(f64, f64)>>,
    /// organizations.
    pub founded: Option<Dated>,
    /// organizations.
    pub dissolved: Option<Dated>,
    /// further kinds.
    pub creators: Vec<Ref>,
    /// claims (also those in place).
    pub claim: ClaimFields,
}

/// What is said of a claim, in its record or in place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimFields {
    /// What is claimed.
    pub text: Option<Text>,
    /// By whom.
    pub by: Vec<Ref>,
    /// When it was claimed. In a record of kind claims this is `OwnFields::date`.
    pub date: Option<Dated>,
    /// A verdict's id.
    pub verdict: Option<Text>,
    /// Why.
    pub because: Option<Text>,
    /// Who reviewed it.
    pub reviewed_by: Vec<Text>,
    /// When.
    pub reviewed: Option<Dated>,
    /// Evidence. In a record of kind claims this is `Record::sources`.
    pub sources: Vec<SourceRef>,
}

/// An office, a membership: what, where, when.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// What.
    pub title: Option<Text>,
    /// At which organization.
    pub at: Vec<Ref>,
    /// From when.
    pub from: Option<Dated>,
    /// Until when.
    pub to: Option<Dated>,
    /// Where that is known from.
    pub sources: Vec<SourceRef>,
    /// A remark.
    pub note: Option<Text>,
    /// The whole entry.
    pub span: Span,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// A relation to another entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// With whom.
    pub with: Vec<Ref>,
    /// What this one is to the other.
    pub role: Option<Text>,
    /// What the other is to this one.
    pub inverse: Option<Text>,
    /// From when.
    pub from: Option<Dated>,
    /// Until when.
    pub to: Option<Dated>,
    /// Where that is known from.
    pub sources: Vec<SourceRef>,
    /// A remark.
    pub note: Option<Text>,
    /// The whole entry.
    pub span: Span,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// Somebody's part in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Who.
    pub who: Vec<Ref>,
    /// In which role.
    pub role: Option<Text>,
    /// How sure.
    pub certainty: Option<Certainty>,
    /// Where that is known from.
    pub sources: Vec<SourceRef>,
    /// The whole entry.
    pub span: Span,
    /// Keys that begin with `x-`.
    pub extra: Extra,
}

/// How a disagreement was resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// Which field.
    pub field: Text,
    /// The value held to be right; empty where only a reason is given.
    pub value: Vec<AssertedValue>,
    /// Why.
    pub because: Option<Text>,
    /// On what ground.
    pub sources: Vec<SourceRef>,
}

/// A finding that the author accepts with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The rule's code.
    pub rule: Text,
    /// Why.
    pub because: Option<Text>,
}

/// A picture of a record or article: an address, or `{src, alt, caption, credit, licence}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Address, as written; absent where only the credit is known.
    pub src: Option<Text>,
    /// Alt text.
    pub alt: Option<Text>,
    /// Caption.
    pub caption: Option<Text>,
    /// Credit.
    pub credit: Option<Text>,
    /// Licence.
    pub licence: Option<Text>,
}
