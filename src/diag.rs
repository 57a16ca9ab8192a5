//! What the library has to say to an author: diagnostics, collected beside values, never instead of them.

use crate::span::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably a mistake; the site is built. `strict` makes it an error.
    Warning,
    /// Nothing is written.
    Error,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The name of a kind of diagnostic. Each has a section in the manual under this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// The name: `quote-not-found`.
    pub name: &'static str,
    /// How bad it is unless said otherwise.
    pub severity: Severity,
}

/// A further place that belongs to a diagnostic, with a few words on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// One thing to tell the author: what, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of diagnostic.
    pub code: Code,
    /// How bad it is here.
    pub severity: Severity,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// Where. Absent only when it is about no file at all (`no-base-url`) or about a file that could not be read,
    /// which then has an empty span at its start.
    pub span: Option<Span>,
    /// Words at the primary span, if the message alone does not say it.
    pub note: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to do about it, each a sentence.
    pub help: Vec<String>,
    /// A change that would put it right, and that `annals check --fix` makes. Proposed only where there is no doubt.
    pub fix: Option<Fix>,
}

/// A change that would put something right: all of its edits, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What to change, all in one file.
    pub edits: Vec<Edit>,
}

/// A change of one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The place of the value, as its `Text` has it, quotation marks included; or of a link in a text.
    pub span: Span,
    /// What is to be replaced, as it reads, escapes and folds of YAML resolved: the whole value, or the only such word in it.
    pub from: String,
    /// What is to stand there.
    pub to: String,
}

impl Diagnostic {
    /// A diagnostic at a place, with the severity of its code.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { span: Some(span), ..Self::nowhere(code, message) }
    }

    /// A diagnostic about no place in a file.
    pub fn nowhere(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity,
            message: message.into(),
            span: None,
            note: None,
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Adds words at the primary span.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Proposes to change a value: at `span`, which is that of the value, `from` is to be `to`.
    #[must_use]
    pub fn fix(mut self, span: Span, from: impl Into<String>, to: impl Into<String>) -> Self {
        let edit = Edit { span, from: from.into(), to: to.into() };
        self.fix.get_or_insert_default().edits.push(edit);
        self
    }

    /// Changes the severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The order in which diagnostics are shown: by file, place, code, message; those without a place last.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |d: &Self| (d.span.is_none(), d.span, d.code.name);
        key(self).cmp(&key(other)).then_with(|| self.message.cmp(&other.message))
    }
}

/// A value and what there is to say about how it was made. The value is always usable: what was in error is left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The value.
    pub value: T,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// A value with nothing to say.
    pub fn clean(value: T) -> Self {
        Outcome { value, diagnostics: Vec::new() }
    }

    /// Hands the diagnostics to `all` and gives the value.
    pub fn drain_into(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// The candidate nearest to `word` by edit distance (Damerau–Levenshtein), if it is near: at most two letters off, and
/// less than half of the word.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= 2 && distance * 2 <= length)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `1 page`, `2 pages`.
pub fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal $severity:ident;)*) => {
        /// Every code that there is.
        pub mod code {
            use super::{Code, Severity};
            $($(#[$doc])* pub const $name: Code = Code { name: $text, severity: Severity::$severity };)*
            /// All codes, in the order of the pipeline.
            pub const ALL: &[Code] = &[$($name),*];
        }
    };
}

codes! {
    // load
    /// The folder has no `content/` with a Markdown or YAML file in it.
    NO_CONTENT = "no-content" Error;
    /// A file could not be read.
    UNREADABLE = "unreadable" Error;
    /// A text file is not UTF-8.
    NOT_UTF8 = "not-utf8" Error;
    /// A file is larger than `limits: {file: …}`.
    FILE_TOO_LARGE = "file-too-large" Error;
    /// A symbolic link leads out of the site's folder, in a circle, or nowhere.
    BAD_LINK_FILE = "symlink" Error;
    /// A file's name cannot be a path of a website or of Windows.
    BAD_FILE_NAME = "file-name" Error;

    // text
    /// A NUL, another control character or a noncharacter stands in a text.
    CONTROL_CHARACTER = "control-character" Error;

    // YAML
    /// The YAML cannot be read.
    YAML_SYNTAX = "yaml-syntax" Error;
    /// YAML is nested too deep or has too many parts.
    YAML_TOO_DEEP = "yaml-too-deep" Error;
    /// Anchors, aliases, `<<`, tags, several documents.
    YAML_FEATURE = "yaml-feature" Error;
    /// A key stands twice in one map.
    DUPLICATE_KEY = "duplicate-key" Error;
    /// A key that the format does not have.
    UNKNOWN_KEY = "unknown-key" Error;
    /// A key that must be there is not.
    MISSING_KEY = "missing-key" Error;
    /// A map where a text should be, and the like.
    WRONG_TYPE = "wrong-type" Error;
    /// A key without a value.
    EMPTY_VALUE = "empty-value" Error;
    /// A value of the right type that is none of those allowed.
    BAD_VALUE = "bad-value" Error;
    /// A plain text is cut short by ` #`.
    TEXT_CUT_BY_COMMENT = "text-cut-by-comment" Warning;
    /// A date that YAML reads as a list or map.
    QUOTE_THIS_DATE = "quote-this-date" Error;
    /// A text that is no EDTF date.
    BAD_DATE = "bad-date" Error;
    /// Front matter does not end, or is no map.
    FRONT_MATTER = "front-matter" Error;
    /// `format:` is of a later version.
    FORMAT_VERSION = "format-version" Error;
    /// A kind's name is no id or is reserved.
    BAD_KIND = "bad-kind" Error;

    // ids and paths
    /// A text that is no id.
    BAD_ID = "bad-id" Error;
    /// Two things of one kind have one id.
    ID_TAKEN = "id-taken" Error;
    /// Two outputs have one path.
    PATH_CLASH = "path-clash" Error;
    /// Two annotations, or an annotation and another anchor, have one id.
    ANNOTATION_ID_TAKEN = "annotation-id-taken" Error;
    /// A sidecar belongs to no article.
    SIDECAR_WITHOUT_ARTICLE = "sidecar-without-article" Error;
    /// A file in `content/` is of no sort that is known there.
    STRAY_FILE = "stray-file" Warning;

    // Markdown
    /// A link's or picture's scheme runs code; it was dropped.
    UNSAFE_LINK = "unsafe-link" Warning;
    /// Raw HTML was taken out by the sanitiser.
    HTML_REMOVED = "html-removed" Warning;
    /// A link or picture leads to no file of the site.
    BROKEN_LINK = "broken-link" Error;

    // references
    /// An id nearly like a known one.
    UNKNOWN_ID = "unknown-id" Error;
    /// An id without a record; it gets a page made from what is known.
    NO_RECORD = "no-record" Warning;
    /// A former id is used.
    FORMER_ID = "former-id" Warning;
    /// A `previously` that is alive or claimed twice.
    PREVIOUSLY_TAKEN = "previously-taken" Error;
    /// A record is part of itself, follows itself, and so on in a circle.
    CIRCLE = "circle" Error;
    /// A reference to an article or annotation that is not there.
    UNKNOWN_ARTICLE = "unknown-article" Error;

    // mentions
    /// `[[id]]` in an article's body, where the reader would see the id.
    LINK_SHOWS_ID = "link-shows-id" Error;
    /// `[[words]]` that find nothing.
    LINK_UNKNOWN = "link-unknown" Error;
    /// `[[words]]` that find two things.
    LINK_AMBIGUOUS = "link-ambiguous" Error;
    /// A name that two entities share is in the text.
    SHARED_NAME = "shared-name" Info;
    /// The words of a published article hold a draft entity's name.
    DRAFT_NAMED = "draft-named" Info;
    /// A `not:` whose quote is nowhere.
    NOT_FINDS_NOTHING = "not-finds-nothing" Warning;

    // quotes
    /// A quote is found more than once.
    QUOTE_AMBIGUOUS = "quote-ambiguous" Error;
    /// A quote is not found.
    QUOTE_NOT_FOUND = "quote-not-found" Error;
    /// A quote stands with other words in it: a number, a negation or a name is another.
    SUBSTANCE_CHANGED = "substance-changed" Error;
    /// A passage was taken out of the text.
    QUOTE_REMOVED = "quote-removed" Error;
    /// A passage stands with other words in it, of the same substance; it was followed there.
    QUOTE_EDITED = "quote-edited" Warning;
    /// A passage stands among other words than before, or in several places now, of which the words around chose one.
    QUOTE_MOVED = "quote-moved" Warning;
    /// A quote is found only in raw HTML.
    QUOTE_IN_HTML = "quote-in-html" Error;
    /// A passage has no text that can be marked; its note is at the block.
    QUOTE_NOT_MARKABLE = "quote-not-markable" Warning;

    // lock
    /// `annals.lock` cannot be read.
    BAD_LOCK = "bad-lock" Error;
    /// With `--locked`: `annals.lock` would have to change.
    LOCK_OUTDATED = "lock-outdated" Error;

    // rules on meaning
    /// An article is dated before an event that it tells of as past.
    DATE_BEFORE_EVENT = "date-before-event" Warning;
    /// An article is dated before a day that its own text names.
    DATE_BEFORE_TEXT = "date-before-text" Warning;
    /// A mention, participation or role before somebody's birth.
    BEFORE_BIRTH = "before-birth" Warning;
    /// A participation, role, letter or speech after somebody's death.
    AFTER_DEATH = "after-death" Warning;
    /// A mention, participation or role before an organization was founded.
    BEFORE_FOUNDING = "before-founding" Warning;
    /// A participation or role after an organization was dissolved.
    AFTER_DISSOLUTION = "after-dissolution" Warning;
    /// Somebody takes part in an event in an office that they did not hold then.
    OFFICE_OUTSIDE_TERM = "office-outside-term" Warning;
    /// Two hold one office at once.
    TWO_HOLDERS = "two-holders" Warning;
    /// A role or relation ends before it begins.
    ENDS_BEFORE_START = "ends-before-start" Warning;
    /// An event lies outside of the whole that it is part of.
    EVENT_OUTSIDE_WHOLE = "event-outside-whole" Warning;
    /// An event is before the one that it follows.
    EVENT_BEFORE_PREVIOUS = "event-before-previous" Warning;
    /// Somebody is in two far places on one day.
    TWO_PLACES = "two-places" Info;
    /// What articles assert disagrees, among them or with the record, and is not resolved.
    ACCOUNTS_DISAGREE = "accounts-disagree" Warning;
    /// A record gives another value than the one that it says is right.
    RESOLVED_DIFFERS = "resolved-differs" Warning;
    /// Two articles quote one speaker at one event in different words.
    QUOTATION_DIFFERS = "quotation-differs" Info;
    /// One name leads to two ids.
    NAME_TWO_IDS = "name-two-ids" Info;
    /// A known name stands unlinked where names are not spotted.
    NAME_NOT_LINKED = "name-not-linked" Info;
    /// Two records are probably one.
    PROBABLY_ONE = "probably-one" Warning;
    /// Nothing refers to a record.
    UNUSED_ID = "unused-id" Info;
    /// A quotation that no annotation gives a speaker.
    QUOTATION_WITHOUT_SPEAKER = "quotation-without-speaker" Info;
    /// A claim of a living person, or a verdict on one, without a source.
    LIVING_WITHOUT_SOURCE = "living-without-source" Warning;
    /// A source without an archived address.
    SOURCE_NOT_ARCHIVED = "source-not-archived" Info;
    /// An `accept` that meets no finding.
    ACCEPTED_NOTHING = "accepted-nothing" Warning;

    // pictures
    /// A picture says nothing to who does not see it.
    MISSING_ALT = "missing-alt" Info;
    /// A picture cannot be read.
    PICTURE_DAMAGED = "picture-damaged" Warning;

    // render
    /// A template has a mistake.
    TEMPLATE = "template" Error;
    /// `base_url` is not set, so what needs absolute addresses is left out.
    NO_BASE_URL = "no-base-url" Info;
    /// With `--keep-going`: a page that was left out or kept as it was.
    LEFT_OUT = "left-out" Warning;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_proposes_only_what_is_near() {
        assert_eq!(nearest("peeple", ["people", "events"]), Some("people"));
        assert_eq!(nearest("xy", ["people", "by"]), Some("by"));
        assert_eq!(nearest("zebra", ["people", "events"]), None);
    }

    #[test]
    fn no_code_stands_twice() {
        let mut names: Vec<_> = code::ALL.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), code::ALL.len());
    }
}
