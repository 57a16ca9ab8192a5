//! The patterns of texts, and what an editor says of a text that does not match.
//!
//! They use only what every dialect of regular expressions has: no looking ahead, no classes beyond `\s` and `\S`. None
//! refuses what the format allows; where a pattern cannot say a rule wholly, `annals check` does. A line end at the end
//! is the one of a block (`|`), which is no part of the value.

/// An id, without the exceptions in [`NO_ID`].
const ID: &str = "[a-z0-9]+(?:-[a-z0-9]+)*";
/// The end of a value.
const END: &str = r"\n*$";

/// Anything but nothing.
pub const NOT_EMPTY: &str = r"\S";

/// Texts of an id's form that are none: the name of a folder's own page, names that Windows keeps for devices, and what is
/// too long. Also behind a kind or an article, and before an annotation.
pub const NO_ID: &str =
    r"^(?:[a-z0-9-]+[/#])?(?:index|con|prn|aux|nul|com[1-9]|lpt[1-9]|[a-z0-9-]{101,})(?:#[a-z0-9-]*)?\n*$";

pub const EMPTY_SAYS: &str = "Write a value, or remove the key.";
pub const ID_SAYS: &str =
    "An id has only the letters a–z, digits and single hyphens, and is at most 100 characters long.";
pub const ANNOTATION_ID_SAYS: &str = "An id has only the letters a–z, digits and single hyphens; an annotation's does not begin with `h-`, `fn-`, `fnref-` or `c-`.";
pub const KIND_SAYS: &str = "The name of a kind has only the letters a–z, digits and single hyphens.";
pub const DATE_SAYS: &str = "A date is written in EDTF: 2016-09-08, 2016-09, 2016, 2016~ or 2016-07/2016-09.";
pub const URL_SAYS: &str = "A whole address looks like https://example.org/page.";
pub const BASE_URL_SAYS: &str = "`base_url` is a web address without query and fragment, such as https://example.org/ or https://example.org/site/.";
pub const ADDRESS_SAYS: &str = "An address is one line, with `/` between its parts.";
pub const LANGUAGE_SAYS: &str = "A language is a tag of BCP 47: en, de, pt-BR, zh-Hant.";
pub const SIZE_SAYS: &str = "A size is a number and a unit, B, kB, MB, GB, KiB, MiB or GiB: 20 MB.";
pub const ENTITY_SAYS: &str = "A reference is an id or kind/id, with a kind of this site; an id has only the letters a–z, digits and single hyphens.";
pub const SOURCE_SAYS: &str = "A source is article, article#annotation, or a whole address.";
pub const ALL_SAYS: &str = "`occurrence` is a number, a list of numbers, or all.";

/// `all`.
pub const ALL: &str = r"^all\n*$";
/// An amount of bytes.
pub const SIZE: &str = r"^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*(?:[kKmMgG][iI]?)?[bB]?\n*$";
/// An address on the web, without user, query and fragment.
pub const BASE_URL: &str = r"^[hH][tT][tT][pP][sS]?://[^/?#\\@\s]+(?:/[^?#\\\s]*)?\n*$";
/// A path or an address.
pub const ADDRESS: &str = r"^[^\\\n\t]*[^\\\s][^\\\n\t]*\n*$";
/// A path that holds `.` or `..` as a name.
pub const DOTS: &str = r"/\.{1,2}(?:/|\n*$)";

/// An id.
pub fn id() -> String {
    format!("^{ID}{END}")
}

/// An id as a key, a key of the author's own, or, at the top of a file, `$schema`.
pub fn id_key(top: bool) -> String {
    let schema = if top { r"|\$schema$" } else { "" };
    format!("^(?:{ID}$|x-{schema})")
}

/// `id` or `kind/id`.
pub fn entity<'k>(kinds: impl Iterator<Item = &'k str>) -> String {
    let kinds: Vec<&str> = kinds.collect();
    format!("^(?:(?:{})/)?{ID}{END}", kinds.join("|"))
}

/// `kind/id`, of this kind.
pub fn of_kind(kind: &str) -> String {
    format!("^{kind}/{ID}$")
}

/// A web address without a host.
pub const NO_HOST: &str = r"^[hH][tT][tT][pP][sS]?:(?:[^/]|/[^/]|//[/?#]|/{0,2}\n*$)";

/// A whole address. See also [`NO_HOST`].
pub const URL: &str = r"^[a-zA-Z][a-zA-Z0-9+.-]*:\S*\n*$";

/// `article`, `article#annotation`, or an address. See also [`NO_HOST`].
pub fn source() -> String {
    format!(r"^(?:{ID}(?:#{ID})?|[a-zA-Z][a-zA-Z0-9+.-]*://\S*){END}")
}

/// A former path or id.
pub fn previous(paths: bool, ids: bool) -> String {
    let path = r"/(?:[^/\\?#\n\t]+/?)*";
    match (paths, ids) {
        (true, true) => format!("^(?:{path}|{ID}){END}"),
        (true, false) => format!("^{path}{END}"),
        (false, _) => id(),
    }
}

/// What is said of [`previous`].
pub fn previous_says(paths: bool, ids: bool) -> &'static str {
    match (paths, ids) {
        (true, true) => {
            "A former address is a path from the site's root, such as /old/path/; without a `/` it is a former id."
        }
        (true, false) => "A former address is a path from the site's root, such as /old/path/.",
        (false, _) => ID_SAYS,
    }
}

/// A language tag (BCP 47, 2.1), with `_` allowed between its parts.
const LANGUAGE: &str = "[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*(?:[-_][A-WYZa-wyz0-9](?:[-_][A-Za-z0-9]{2,8})+)*\
     (?:[-_][xX](?:[-_][A-Za-z0-9]{1,8})+)?";

/// A language tag.
pub fn language() -> String {
    format!("^{LANGUAGE}{END}")
}

/// A language tag as a key, or a key of the author's own.
pub fn language_key() -> String {
    format!("^(?:{LANGUAGE}$|x-)")
}

/// A date in EDTF (ISO 8601-2), and times with or without seconds and offset. Whether a month has the day, and an interval
/// is in order, no pattern can say.
pub fn date() -> String {
    let mark = "[?~%]?";
    let year = "(?:-?[0-9X]{4}|Y-?[0-9]+(?:E[0-9]+)?)(?:S[0-9]+)?";
    let month = "(?:0[1-9X]|1[0-2X]|2[1-9X]|3[0-9X]|4[01X]|X[0-9X])";
    let day = "(?:0[1-9X]|[12][0-9X]|3[01X]|X[0-9X])";
    let date = format!("{mark}{year}{mark}(?:-{mark}{month}{mark}(?:-{mark}{day}{mark})?)?");
    let time = r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?";
    let interval = format!(r"(?:(?:\.\.)?{date}|\.\.)?/(?:{date}(?:\.\.)?|\.\.)?");
    let some = format!(r"(?:\.\.)?{date}(?:\.\.(?:{date})?)?");
    format!(r"^(?:{date}(?:{time})?|{interval}|[\[{{]{some}(?:,{some})*[\]}}]){END}")
}
