//! The table: every key of the format.

mod asserted;
mod resolved;

use super::Nature::{Any, Kind, Same};
use super::Shape::{
    Address, AnnotationId, Article, Asserts, BaseUrl, Bool, Count, Date, Degrees, Either, Entity, Format, Id, Language,
    List, Map, MapOf, Markdown, Occurrence, OneOf, OneOrMany, Previous, Size, Source, Text, Timezone, Url, Verdict,
    Word,
};
use super::{Field, Fields, Keys, Nature, Shape};
use crate::id::KindId;
use crate::parse::settings::Omit;

pub use asserted::asserted;
pub use resolved::{resolution, resolvable};

/// Names of kinds that would stand in the way of something else; besides these, every key of the format is reserved.
pub const RESERVED: &[&str] = &[
    "articles",
    "letters",
    "sources",
    "series",
    "collections",
    "tags",
    "timeline",
    "network",
    "search",
    "data",
    "feed",
    "feeds",
    "static",
    "assets",
    "media",
    "page",
    "pages",
    "index",
    "about",
    "languages",
    "redirects",
    "404",
];

/// Every key of the format, for the names that are reserved.
pub fn keys() -> impl Iterator<Item = &'static str> {
    let every = [
        &SITE,
        &KIND,
        &VERDICT,
        &MENU,
        &MARKDOWN,
        &LIMITS,
        &THEME,
        &ARTICLE,
        &ORIGIN,
        &CORRECTION,
        &CORRESPONDENCE,
        &DISPATCH,
        &IN_SERIES,
        &ANNOTATION,
        &QUOTE,
        &NOT,
        &CLAIM,
        &SIDECAR,
        &PERSON_FILE,
        &EVENT_FILE,
        &PLACE_FILE,
        &ORGANIZATION_FILE,
        &CLAIM_FILE,
        &FURTHER_FILE,
        &ALIAS,
        &PICTURE,
        &REFERENCE,
        &SOURCE_REF,
        &ROLE,
        &RELATION,
        &PARTICIPANT,
        &resolved::TEXT,
        &ACCEPT,
        &COORDINATES,
        &SERIES,
        &PAGE,
        &asserted::PERSON,
    ];
    every.into_iter().flat_map(Fields::all).map(|field| field.key)
}

/// The fields of a record of a kind; `file`: in a file of its own, where `id` may stand.
pub fn record(kind: KindId, file: bool) -> &'static Fields {
    match (kind, file) {
        (KindId::PEOPLE, true) => &PERSON_FILE,
        (KindId::PEOPLE, false) => &PERSON,
        (KindId::EVENTS, true) => &EVENT_FILE,
        (KindId::EVENTS, false) => &EVENT,
        (KindId::PLACES, true) => &PLACE_FILE,
        (KindId::PLACES, false) => &PLACE,
        (KindId::ORGANIZATIONS, true) => &ORGANIZATION_FILE,
        (KindId::ORGANIZATIONS, false) => &ORGANIZATION,
        (KindId::CLAIMS, true) => &CLAIM_FILE,
        (KindId::CLAIMS, false) => &CLAIM_RECORD,
        (_, true) => &FURTHER_FILE,
        (_, false) => &FURTHER,
    }
}

/// The shape of a record of a kind in a file of many.
pub fn record_shape(kind: KindId) -> &'static Shape {
    static PEOPLE: Shape = Map(&PERSON);
    static EVENTS: Shape = Map(&EVENT);
    static PLACES: Shape = Map(&PLACE);
    static ORGANIZATIONS: Shape = Map(&ORGANIZATION);
    static CLAIMS: Shape = Map(&CLAIM_RECORD);
    static FURTHER_KINDS: Shape = Map(&FURTHER);
    match kind {
        KindId::PEOPLE => &PEOPLE,
        KindId::EVENTS => &EVENTS,
        KindId::PLACES => &PLACES,
        KindId::ORGANIZATIONS => &ORGANIZATIONS,
        KindId::CLAIMS => &CLAIMS,
        _ => &FURTHER_KINDS,
    }
}

const fn field(key: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { key, shape, required: false, unless: None, doc }
}

const fn required(key: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { key, shape, required: true, unless: None, doc }
}

const fn fields(name: &'static str, groups: &'static [&'static [Field]]) -> Fields {
    Fields { name, groups, about: false, top: false }
}

const fn with_about(name: &'static str, groups: &'static [&'static [Field]]) -> Fields {
    Fields { name, groups, about: true, top: false }
}

const fn top(name: &'static str, groups: &'static [&'static [Field]]) -> Fields {
    Fields { name, groups, about: false, top: true }
}

/// One reference or a list of them; an id alone is of this kind.
const fn refs(nature: Nature) -> Shape {
    match nature {
        Any => ANY_REFS,
        Same => SAME_REFS,
        Kind(KindId::PEOPLE) => PEOPLE,
        Kind(KindId::PLACES) => PLACES,
        Kind(_) => ORGANIZATIONS,
    }
}

/// References under the key of a kind.
pub static OF_KIND: Shape = ANY_REFS;

const ANY_REFS: Shape = OneOrMany(&Either(&Entity(Any), &REFERENCE));
const SAME_REFS: Shape = OneOrMany(&Either(&Entity(Same), &REFERENCE));
const PEOPLE: Shape = OneOrMany(&Either(&Entity(Kind(KindId::PEOPLE)), &REFERENCE));
const PLACES: Shape = OneOrMany(&Either(&Entity(Kind(KindId::PLACES)), &REFERENCE));
const ORGANIZATIONS: Shape = OneOrMany(&Either(&Entity(Kind(KindId::ORGANIZATIONS)), &REFERENCE));
const SOURCES: Shape = OneOrMany(&Either(&Source, &SOURCE_REF));
const ACCEPTED: Shape = OneOrMany(&Either(&Word, &ACCEPT));
const NOTS: Shape = List(&Map(&NOT));
const ANNOTATION_LIST: Shape = List(&Map(&ANNOTATION));
const ROLE_LIST: Shape = List(&Map(&ROLE));
const PARTICIPANT_LIST: Shape = List(&Either(&Entity(Kind(KindId::PEOPLE)), &PARTICIPANT));
const ALIASES: Shape = OneOrMany(&Either(&Text, &ALIAS));
const RELATION_LIST: Shape = List(&Map(&RELATION));
const TEXTS: Shape = OneOrMany(&Text);
const WORDS: Shape = OneOrMany(&Word);
const TYPE: Field = field("type", Word, "what sort of thing it is, in a word");
const TAGS: Field = field("tags", WORDS, "tags");
const DESCRIPTION: Field = field("description", Text, "one line for indexes and link previews");
const IMAGE: Field = field("image", Either(&Address, &PICTURE), "a picture");
const LANGUAGE: Field = field("language", Language, "language (BCP 47)");
const DRAFT: Field = field("draft", Bool, "not to be shown");
const MENU_KEY: Field = field("menu", Bool, "stands in the menu");
const ID: Field = field("id", Id, "its id, in place of the file's name");
const FIELDS: Field = field("fields", MapOf(Keys::Labels, &Text), "labels and values, shown as they are");
const ACCEPT_KEY: Field = field("accept", ACCEPTED, "findings that the author accepts");
const PREVIOUSLY: Field =
    field("previously", OneOrMany(&Previous { paths: true, ids: true }), "former ids and addresses");
const NOTE: Field = field("note", Text, "a remark");
const DATE: Field = field("date", Date, "when");
const PART_OF: Field = field("part_of", refs(Same), "what it is part of");
const WHERE: Field = field("places", refs(Kind(KindId::PLACES)), "where");
const COORDINATES_KEY: Field = field("coordinates", Map(&COORDINATES), "latitude and longitude");
const SOURCES_KEY: Field = field("sources", SOURCES, "where this is known from");
const FROM: Field = field("from", Date, "from when");
const TO: Field = field("to", Date, "until when");
const FORMAT: Field = field("format", Format, "version of the format");
const NOT_KEY: Field = field("not", NOTS, "words that are not an entity");
const ANNOTATIONS: Field = field("annotations", ANNOTATION_LIST, "annotations");
const ROLES: Field = field("roles", ROLE_LIST, "offices and memberships");
const PARTICIPANTS: Field = field("participants", PARTICIPANT_LIST, "who took part");

// site.yaml

/// `site.yaml`.
pub static SITE: Fields = top(
    "`site.yaml`",
    &[&[
        FORMAT,
        field("title", Text, "the site's title"),
        field("description", Text, "one line on the site"),
        field("author", Text, "who makes it"),
        field("logo", Address, "address of a logo"),
        field("favicon", Address, "address of a favicon"),
        field("base_url", BaseUrl, "where the site will be"),
        LANGUAGE,
        field("timezone", Timezone, "time zone of times without offset (IANA)"),
        field("kinds", MapOf(Keys::Kinds, &Map(&KIND)), "further kinds, and labels"),
        field("verdicts", MapOf(Keys::Ids, &Map(&VERDICT)), "verdicts on claims, in order"),
        field("menu", List(&Either(&Word, &MENU)), "entries of the menu"),
        field("spot", Bool, "names in the text are mentions by themselves"),
        field("strict", Bool, "every warning is an error"),
        field("lock", Bool, "`annals.lock` keeps the addresses of annotations and what stands around them"),
        field("cards", Bool, "links have cards that say who or what they lead to"),
        field("pictures", Bool, "pictures are made in smaller sizes, too"),
        field("urls", OneOf(&["pretty", "files"]), "how links look"),
        field("markdown", Map(&MARKDOWN), "how Markdown is read"),
        field("page_size", Count(1, 100_000), "rows of a list before it is split"),
        field("omit", OneOrMany(&OneOf(Omit::NAMES)), "what no page shows"),
        field("limits", Map(&LIMITS), "limits"),
        field("theme", Map(&THEME), "the theme"),
    ]],
);

/// A kind under `kinds:`.
pub static KIND: Fields = fields(
    "a kind",
    &[&[
        field("one", Word, "label for one"),
        field("many", Word, "label for many"),
        field("schema", Word, "type of schema.org"),
    ]],
);

/// A verdict under `verdicts:`.
pub static VERDICT: Fields =
    fields("a verdict", &[&[field("label", Word, "its label"), field("rating", Word, "its rating, for ClaimReview")]]);

/// An entry of the menu.
pub static MENU: Fields = fields(
    "a menu entry",
    &[&[
        required("to", Word, "a kind, a list of the site, a page's path or an address"),
        field("label", Word, "its label"),
    ]],
);

/// `markdown:`.
pub static MARKDOWN: Fields = fields(
    "`markdown`",
    &[&[
        field("html", OneOf(&["sanitize", "escape"]), "what becomes of raw HTML"),
        field("smart_punctuation", Bool, "straight quotation marks become curly"),
        field("wikilinks", Bool, "`[[…]]` are links"),
    ]],
);

/// `limits:`.
pub static LIMITS: Fields = fields("`limits`", &[&[field("file", Size, "greatest size of a file")]]);

/// `theme:`.
pub static THEME: Fields = fields("`theme`", &[&[field("css", OneOrMany(&Address), "style sheets, loaded last")]]);

// articles

/// The front matter of an article.
pub static ARTICLE: Fields = with_about(
    "an article",
    &[&[
        ID,
        field("title", Text, "headline"),
        field("date", Date, "when it was published or written"),
        field("type", Word, "article, letter, diary, interview, document, transcript, or a word of your own"),
        LANGUAGE,
        field("source", OneOrMany(&Map(&ORIGIN)), "where the text comes from, the copy text first"),
        TAGS,
        DESCRIPTION,
        IMAGE,
        field("updated", Date, "when last changed"),
        field("added", Date, "when it entered this site"),
        field("corrections", List(&Map(&CORRECTION)), "corrections"),
        PREVIOUSLY,
        ANNOTATIONS,
        NOT_KEY,
        field("translation_of", Article, "the article that this one is a translation of"),
        field("translators", TEXTS, "who translated it"),
        field("series", Either(&Id, &IN_SERIES), "the series it belongs to"),
        DRAFT,
        field("spot", Bool, "names are spotted"),
        field("wikilinks", Bool, "`[[…]]` are links"),
        MENU_KEY,
        field("correspondence", Map(&CORRESPONDENCE), "for letters: from whom, to whom, when"),
        ACCEPT_KEY,
        FIELDS,
    ]],
);

/// `source:` of an article.
pub static ORIGIN: Fields = fields(
    "a source",
    &[&[
        field("title", Text, "title there"),
        field("publisher", Text, "publisher"),
        field("author", TEXTS, "author or authors"),
        field("url", Url, "address"),
        field("archived", Url, "address of an archived copy"),
        field("accessed", Date, "when it was read"),
        DATE,
        field("volume", Word, "volume"),
        field("issue", Word, "issue"),
        field("pages", Word, "pages"),
        field("repository", Text, "archive or library"),
        field("shelfmark", Text, "shelf mark"),
        field("licence", Text, "licence"),
        NOTE,
        field("after", Text, "the article that it only passes on"),
    ]],
);

/// An item of `corrections:`.
pub static CORRECTION: Fields = fields("a correction", &[&[DATE, required("text", Markdown, "what was wrong")]]);

/// `correspondence:`.
pub static CORRESPONDENCE: Fields = fields(
    "a correspondence",
    &[&[
        field("sender", refs(Kind(KindId::PEOPLE)), "from whom"),
        field("recipient", refs(Kind(KindId::PEOPLE)), "to whom"),
        field("sent", Map(&DISPATCH), "when and where it was sent"),
        field("received", Map(&DISPATCH), "when and where it was received"),
        field("reply_to", Article, "the article that it answers"),
    ]],
);

/// `sent:` and `received:`.
pub static DISPATCH: Fields = fields("a dispatch", &[&[DATE, field("place", refs(Kind(KindId::PLACES)), "where")]]);

/// `series:` with a number.
pub static IN_SERIES: Fields = fields(
    "a series",
    &[&[required("id", Id, "the series"), field("number", Count(0, 1_000_000), "the number in it")]],
);

// annotations

/// An annotation.
pub static ANNOTATION: Fields = with_about(
    "an annotation",
    &[&[
        field("quote", OneOrMany(&Either(&Text, &QUOTE)), "the passage, or a list of passages"),
        BEFORE,
        AFTER,
        OCCURRENCE,
        field("speaker", refs(Kind(KindId::PEOPLE)), "whose words these are"),
        field("speech", OneOf(&["direct", "indirect"]), "direct or reported speech"),
        field("note", Markdown, "the margin note"),
        field("asserts", Asserts, "what the passage claims as fact"),
        field("claim", Either(&Id, &CLAIM), "a claim, by id or in place"),
        TAGS,
        field("by", TEXTS, "who annotated"),
        field("date", Date, "when"),
        LANGUAGE,
        DRAFT,
        field("id", AnnotationId, "its address in the page"),
        field("previously", OneOrMany(&Previous { paths: false, ids: true }), "former ids"),
        field("removed", Date, "when the passage was taken out of the source"),
        ACCEPT_KEY,
    ]],
);

const BEFORE: Field = field("before", Text, "words that touch the quote before");
const AFTER: Field = field("after", Text, "words that touch the quote after");
const OCCURRENCE: Field = field("occurrence", Occurrence, "which of several places: numbers from 1, or `all`");

/// An item of `quote:`.
pub static QUOTE: Fields = fields("a passage", &[&[required("quote", Text, "the passage"), BEFORE, AFTER, OCCURRENCE]]);

/// An item of `not:`.
pub static NOT: Fields = with_about("a `not`", &[&[required("quote", Text, "the words"), BEFORE, AFTER, OCCURRENCE]]);

/// A claim in place.
pub static CLAIM: Fields = fields("a claim", &[CLAIM_FIELDS, &[SOURCES_KEY]]);

/// A sidecar.
pub static SIDECAR: Fields = top(
    "a file of annotations",
    &[&[FORMAT, field("by", TEXTS, "who annotated, where an annotation does not say"), ANNOTATIONS, NOT_KEY]],
);

// records

const EVERY: &[Field] = &[
    field("name", Text, "its name"),
    field("sort_name", Text, "name to sort by"),
    field("aliases", ALIASES, "other names"),
    field("names", MapOf(Keys::Languages, &Text), "names in other languages"),
    DESCRIPTION,
    IMAGE,
    TYPE,
    TAGS,
    SOURCES_KEY,
    field("same_as", OneOrMany(&Url), "the same thing elsewhere"),
    field("not_same_as", refs(Same), "records that are somebody else"),
    field("relations", RELATION_LIST, "relations to others"),
    field("spot", Bool, "its names are spotted"),
    DRAFT,
    PREVIOUSLY,
    ACCEPT_KEY,
    field("body", Markdown, "its text"),
    FIELDS,
];

const PERSON_FIELDS: &[Field] = &[
    field("born", Date, "date of birth"),
    field("died", Date, "date of death"),
    field("birth_place", refs(Kind(KindId::PLACES)), "place of birth"),
    field("death_place", refs(Kind(KindId::PLACES)), "place of death"),
    field("gender", Text, "gender, in free words"),
    field("pronouns", Text, "pronouns, in free words"),
    field("occupations", TEXTS, "occupations"),
    ROLES,
];

const EVENT_FIELDS: &[Field] = &[DATE, WHERE, PARTICIPANTS, PART_OF, field("follows", refs(Same), "the event before")];

/// What a record says of accounts that disagree.
const fn resolved(kind: KindId) -> [Field; 1] {
    [field("resolved", MapOf(Keys::FieldsOf(kind), &resolved::OTHER), "how disagreements were resolved")]
}
/// Stands for all further kinds.
const FURTHER_KIND: KindId = KindId(KindId::CLAIMS.0 + 1);

const PLACE_FIELDS: &[Field] = &[PART_OF, COORDINATES_KEY, DATE];

const ORGANIZATION_FIELDS: &[Field] = &[
    field("founded", Date, "when founded"),
    field("dissolved", Date, "when dissolved"),
    WHERE,
    PART_OF,
    ROLES,
    COORDINATES_KEY,
];

const CLAIM_FIELDS: &[Field] = &[
    field("text", Text, "what is claimed"),
    field("by", refs(Kind(KindId::PEOPLE)), "who claims it"),
    field("date", Date, "when it was claimed"),
    field("verdict", Verdict, "whether it holds"),
    field("because", Text, "why"),
    field("reviewed_by", TEXTS, "who reviewed it"),
    field("reviewed", Date, "when it was reviewed"),
];

const FURTHER_FIELDS: &[Field] =
    &[DATE, field("creators", refs(Kind(KindId::PEOPLE)), "who made it"), PART_OF, WHERE, COORDINATES_KEY];

static PERSON: Fields = with_about("a record of people", &[EVERY, PERSON_FIELDS, &resolved(KindId::PEOPLE)]);
static EVENT: Fields = with_about("a record of events", &[EVERY, EVENT_FIELDS, &resolved(KindId::EVENTS)]);
static PLACE: Fields = with_about("a record of places", &[EVERY, PLACE_FIELDS, &resolved(KindId::PLACES)]);
static ORGANIZATION: Fields =
    with_about("a record of organizations", &[EVERY, ORGANIZATION_FIELDS, &resolved(KindId::ORGANIZATIONS)]);
static CLAIM_RECORD: Fields = with_about("a record of claims", &[EVERY, CLAIM_FIELDS, &resolved(KindId::CLAIMS)]);
static FURTHER: Fields = with_about("a record of a further kind", &[EVERY, FURTHER_FIELDS, &resolved(FURTHER_KIND)]);

static PERSON_FILE: Fields =
    with_about("a record of people", &[&[ID], EVERY, PERSON_FIELDS, &resolved(KindId::PEOPLE)]);
static EVENT_FILE: Fields = with_about("a record of events", &[&[ID], EVERY, EVENT_FIELDS, &resolved(KindId::EVENTS)]);
static PLACE_FILE: Fields = with_about("a record of places", &[&[ID], EVERY, PLACE_FIELDS, &resolved(KindId::PLACES)]);
static ORGANIZATION_FILE: Fields =
    with_about("a record of organizations", &[&[ID], EVERY, ORGANIZATION_FIELDS, &resolved(KindId::ORGANIZATIONS)]);
static CLAIM_FILE: Fields = with_about("a record of claims", &[&[ID], EVERY, CLAIM_FIELDS, &resolved(KindId::CLAIMS)]);
static FURTHER_FILE: Fields =
    with_about("a record of a further kind", &[&[ID], EVERY, FURTHER_FIELDS, &resolved(FURTHER_KIND)]);

/// An item of `aliases:`.
pub static ALIAS: Fields =
    fields("an alias", &[&[required("name", Text, "the name"), field("spot", Bool, "it is spotted")]]);

/// `image:` with words.
pub static PICTURE: Fields = fields(
    "a picture",
    &[&[
        Field {
            unless: Some("credit"),
            ..required("src", Address, "its address; a clipping may have only the credit")
        },
        field("alt", Text, "what it shows, for those who do not see it"),
        field("caption", Text, "caption"),
        field("credit", Text, "who made it"),
        field("licence", Text, "licence"),
    ]],
);

/// A reference with particulars.
pub static REFERENCE: Fields = fields(
    "a reference",
    &[&[
        required("id", Entity(Any), "whom or what"),
        field("role", Text, "in which role"),
        CERTAINTY,
        field("implied", Bool, "the words do not name it"),
    ]],
);

const CERTAINTY: Field = field("certainty", OneOf(&["high", "medium", "low"]), "how sure");

/// An item of `sources:` with particulars.
pub static SOURCE_REF: Fields = fields(
    "a source",
    &[&[required("ref", Source, "an article, a passage, or an address"), field("pages", Word, "pages"), NOTE]],
);

/// An item of `roles:`.
pub static ROLE: Fields = fields(
    "a role",
    &[&[
        field("title", Text, "what"),
        field("at", refs(Kind(KindId::ORGANIZATIONS)), "at which organization"),
        FROM,
        TO,
        SOURCES_KEY,
        NOTE,
    ]],
);

/// An item of `relations:`.
pub static RELATION: Fields = fields(
    "a relation",
    &[&[
        required("with", refs(Kind(KindId::PEOPLE)), "with whom"),
        field("role", Text, "what this one is to the other"),
        field("inverse", Text, "what the other is to this one"),
        FROM,
        TO,
        SOURCES_KEY,
        NOTE,
    ]],
);

/// An item of `participants:`.
pub static PARTICIPANT: Fields = fields(
    "a participant",
    &[&[
        required("who", refs(Kind(KindId::PEOPLE)), "who"),
        field("role", Text, "in which role"),
        CERTAINTY,
        SOURCES_KEY,
    ]],
);

/// An item of `accept:`.
pub static ACCEPT: Fields =
    fields("an accepted finding", &[&[required("rule", Word, "the rule's code"), field("because", Text, "why")]]);

/// `coordinates:`.
pub static COORDINATES: Fields = fields(
    "a pair of coordinates",
    &[&[
        required("lat", Degrees(90.0), "latitude in degrees"),
        required("lon", Degrees(180.0), "longitude in degrees"),
    ]],
);

// the rest

/// A series, in `series.yaml` or a file of its own.
pub static SERIES: Fields = fields("a series", &[SERIES_FIELDS]);
/// The shape of a series in a file of many.
pub static SERIES_SHAPE: Shape = Map(&SERIES);
/// A series in a file of its own.
pub static SERIES_FILE: Fields = fields("a series", &[&[ID], SERIES_FIELDS]);

const SERIES_FIELDS: &[Field] = &[field("name", Text, "its name"), DESCRIPTION, field("body", Markdown, "its text")];

/// The front matter of a plain page.
pub static PAGE: Fields = fields(
    "a page",
    &[&[
        field("title", Text, "its title"),
        DESCRIPTION,
        LANGUAGE,
        MENU_KEY,
        DRAFT,
        field("previously", OneOrMany(&Previous { paths: true, ids: false }), "former addresses"),
        IMAGE,
    ]],
);
