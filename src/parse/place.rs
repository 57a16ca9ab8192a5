//! What a file of `content/` is, by its path alone.

use jiff::tz::TimeZone;

use crate::date::Date;
use crate::diag::nearest;
use crate::id::{KindId, Kinds};
use crate::load::MARKDOWN;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// `articles/…/STEM.md`.
    Article,
    /// `articles/…/STEM.annotations.yaml` or `articles/…/STEM.WORD.annotations.yaml`.
    Sidecar {
        /// Its folder, from the site's root.
        folder: String,
        /// The name of its article: up to the first point.
        article: String,
    },
    /// `KIND/…/ID.md`.
    Record(KindId),
    /// `KIND.yaml`.
    Records(KindId),
    /// `series/ID.md`.
    OneSeries,
    /// `series.yaml`.
    Series,
    /// Any other Markdown file; the text of a kind's index, if it is one.
    Page(Option<KindId>),
    /// Neither Markdown nor YAML.
    Media,
    /// YAML that is none of these, with what to do about it.
    Stray(String),
    /// YAML in `articles/` that is none of these: annotations, most probably, which must not be lost.
    StrayAnnotations(String),
}

/// The end of a sidecar's name.
const SIDECAR: &str = ".annotations.yaml";

/// Sorts a file by its path below `content/`.
pub fn sort(inner: &str, kinds: &Kinds) -> Sort {
    let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
    let top = folder.split('/').next().unwrap_or("");
    let kind = kinds.find(top);
    if name.ends_with(".md") {
        return match (top, kind) {
            (_, Some(kind)) if folder == top && name == "index.md" => Sort::Page(Some(kind)),
            (_, Some(kind)) => Sort::Record(kind),
            ("articles" | "series", _) if folder == top && name == "index.md" => Sort::Page(None),
            ("articles", _) => Sort::Article,
            ("series", _) => Sort::OneSeries,
            _ => Sort::Page(None),
        };
    }
    if let Some(named) = markdown_name(name) {
        return Sort::Stray(format!("Rename it to `{named}`."));
    }
    if top == "articles" && !name.ends_with(SIDECAR) {
        return yaml_stem(name).map_or(Sort::Media, |stem| Sort::StrayAnnotations(meant_as(stem)));
    }
    let Some(stem) = name.strip_suffix(".yaml") else {
        return match yaml_stem(name) {
            Some(stem) => Sort::Stray(format!("Rename it to `{stem}.yaml`.")),
            None => Sort::Media,
        };
    };
    if let Some(rest) = name.strip_suffix(SIDECAR) {
        if top != "articles" {
            return Sort::Stray("A file of annotations lies beside its article, in `content/articles/`.".to_owned());
        }
        let article = rest.split('.').next().unwrap_or(rest).to_owned();
        return Sort::Sidecar { folder: format!("content/{folder}"), article };
    }
    if folder.is_empty() {
        if stem == "series" {
            return Sort::Series;
        }
        if let Some(kind) = kinds.find(stem) {
            return Sort::Records(kind);
        }
    }
    Sort::Stray(match (top, kind) {
        (_, Some(_)) => {
            format!(
                "A record with a file of its own is Markdown with front matter, `{stem}.md`; many in one file are `content/{top}.yaml`."
            )
        }
        _ => match nearest(stem, kinds.iter().map(|(_, kind)| &*kind.name).chain(["series"])) {
            Some(near) => format!("Did you mean `content/{near}.yaml`?"),
            None => {
                "A file of records is named like its kind: `content/people.yaml`. Further kinds are set in `site.yaml`."
                    .to_owned()
            }
        },
    })
}

/// Whether a YAML file may be the records of a kind that is not among these.
pub fn may_be_records(inner: &str, kinds: &Kinds) -> bool {
    let near = |stem| nearest(stem, kinds.iter().map(|(_, kind)| &*kind.name).chain(["series"]));
    inner.strip_suffix(".yaml").is_some_and(|stem| !stem.contains('/') && near(stem).is_none())
}

/// What to say of a plain page with keys that no page has: that it probably lies in the wrong folder.
pub fn misplaced(inner: &str, kinds: &Kinds) -> Option<String> {
    let (top, _) = inner.split_once('/')?;
    let plain = top.to_lowercase();
    if kinds.find(top).is_some() || matches!(top, "articles" | "series") {
        return None;
    }
    let one = kinds
        .iter()
        .map(|(_, kind)| kind)
        .find(|kind| crate::words::plain(&kind.one).to_lowercase() == plain || kind.schema.to_lowercase() == plain);
    let folders = || kinds.iter().map(|(_, kind)| &*kind.name).chain(["articles", "series"]);
    let folder = one.map(|kind| &*kind.name).or((plain == "article").then_some("articles"));
    let near = folder.or_else(|| folders().find(|name| *name == plain)).or_else(|| nearest(&plain, folders()));
    Some(match near {
        Some(near) => format!("Did you mean the folder `content/{near}/`? In `content/{top}/` this is a plain page."),
        None => format!(
            "In `content/{top}/` this is a plain page. Articles lie in `content/articles/`, records in a folder named like their kind; further kinds are set in `site.yaml`."
        ),
    })
}

/// The name of a YAML file without its ending, in capitals or not.
/// What a file is to be called whose name says that it is Markdown, but not as it is written here.
fn markdown_name(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    MARKDOWN.iter().any(|known| ending.eq_ignore_ascii_case(known)).then(|| format!("{stem}.md"))
}

fn yaml_stem(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")).then_some(stem)
}

/// What a file of annotations with a wrong name is to be called.
fn meant_as(stem: &str) -> String {
    let article = stem.rsplit_once(['.', '-', '_', ' ']).filter(|(article, last)| {
        let last = last.to_lowercase();
        !article.is_empty() && (last == "annotations" || nearest(&last, ["annotations"]).is_some())
    });
    match article {
        Some((article, _)) => format!("Rename it to `{article}{SIDECAR}`."),
        None => format!("A file of annotations is named like its article: `{stem}{SIDECAR}`."),
    }
}

/// A file's name without its folder and `.md`.
pub fn stem(inner: &str) -> &str {
    let name = inner.rsplit('/').next().unwrap_or(inner);
    name.strip_suffix(".md").unwrap_or(name)
}

/// The date that an article's stem is or begins with, and the rest, which gives the id. A stem that is only a date is both.
pub fn dated_stem<'n>(stem: &'n str, zone: &TimeZone) -> (Option<Date>, &'n str) {
    if let Some(date) = day_or_less(stem, zone) {
        return (Some(date), stem);
    }
    for length in [10, 7, 4] {
        let parts = stem.get(..length).zip(stem.get(length..).and_then(|rest| rest.strip_prefix('-')));
        if let Some((date, rest)) = parts.filter(|(_, rest)| !rest.is_empty())
            && let Some(date) = day_or_less(date, zone)
        {
            return (Some(date), rest);
        }
    }
    (None, stem)
}

/// A date at the head of a stem of which [`dated_stem`] could take a part only, the rest being digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misspelt {
    /// As it stands there.
    pub written: String,
    /// The name that was probably meant.
    pub meant: Option<String>,
}

/// Whether `rest`, which [`dated_stem`] left of `stem`, begins with what was to be a month or a day.
pub fn misspelt_date(stem: &str, rest: &str, zone: &TimeZone) -> Option<Misspelt> {
    let date = stem.strip_suffix(rest)?.strip_suffix('-').filter(|date| date.len() < 10)?;
    let mut parts: Vec<&str> = date.split('-').collect();
    let mut left = rest;
    while let Some((number, after)) = number(left).filter(|_| parts.len() < 3) {
        parts.push(number);
        left = after;
    }
    if left == rest {
        return None;
    }
    let dated = |parts: &[&str]| {
        let parts: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        Some(parts.join("-")).filter(|date| day_or_less(date, zone).is_some())
    };
    let turned = || match parts[..] {
        [year, day, month] => dated(&[year, month, day]),
        _ => None,
    };
    let meant = dated(&parts).or_else(turned);
    let meant = meant.map(|date| if left.is_empty() { date } else { format!("{date}-{left}") });
    Some(Misspelt { written: parts.join("-"), meant })
}

/// One or two digits and a hyphen or the end, and what follows.
fn number(text: &str) -> Option<(&str, &str)> {
    let (number, after) = text.split_once('-').unwrap_or((text, ""));
    (matches!(number.len(), 1 | 2) && number.bytes().all(|b| b.is_ascii_digit())).then_some((number, after))
}

/// A date that is written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn day_or_less(text: &str, zone: &TimeZone) -> Option<Date> {
    let form = |(at, b): (usize, u8)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() };
    if !matches!(text.len(), 4 | 7 | 10) || !text.bytes().enumerate().all(form) {
        return None;
    }
    // EDTF has seasons in the place of the month; a file's name has none.
    if text.get(5..7).is_some_and(|month| month > "12") {
        return None;
    }
    Date::parse(text, zone).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_files_are() {
        let kinds = Kinds::default();
        let sidecar = |folder: &str, article: &str| Sort::Sidecar { folder: folder.into(), article: article.into() };
        let cases = [
            ("articles/a.md", Sort::Article),
            ("articles/2017/deep/a.md", Sort::Article),
            ("articles/index.md", Sort::Page(None)),
            ("articles/x/a.annotations.yaml", sidecar("content/articles/x", "a")),
            ("articles/a.second-reader.annotations.yaml", sidecar("content/articles", "a")),
            ("people/jeff.md", Sort::Record(KindId::PEOPLE)),
            ("people/s/jeff.md", Sort::Record(KindId::PEOPLE)),
            ("people/index.md", Sort::Page(Some(KindId::PEOPLE))),
            ("people.yaml", Sort::Records(KindId::PEOPLE)),
            ("series.yaml", Sort::Series),
            ("series/a.md", Sort::OneSeries),
            ("series/index.md", Sort::Page(None)),
            ("index.md", Sort::Page(None)),
            ("manual/format.md", Sort::Page(None)),
            ("manual/picture.png", Sort::Media),
            ("articles/people.md", Sort::Article),
        ];
        for (path, sort_of) in cases {
            assert_eq!(sort(path, &kinds), sort_of, "{path}");
        }
        let strays = [
            ("poeple.yaml", "Did you mean `content/people.yaml`?"),
            ("people.yml", "Rename it to `people.yaml`."),
            ("people.YAML", "Rename it to `people.yaml`."),
            ("articles/a.MD", "Rename it to `a.md`."),
            ("people/a.markdown", "Rename it to `a.md`."),
            ("a.annotations.yaml", "A file of annotations lies beside its article, in `content/articles/`."),
        ];
        for (path, help) in strays {
            assert_eq!(sort(path, &kinds), Sort::Stray(help.into()), "{path}");
        }
        let like = "A file of annotations is named like its article: `a.annotations.yaml`.";
        let rename = "Rename it to `a.annotations.yaml`.";
        for (name, help) in [
            ("a.yaml", like),
            ("a.yml", like),
            ("a.annotation.yaml", rename),
            ("a.annotations.yml", rename),
            ("a.anotations.yml", rename),
            ("a.Annotations.YAML", rename),
            ("a-annotations.yaml", rename),
            ("a.second-reader.annotation.yaml", "Rename it to `a.second-reader.annotations.yaml`."),
        ] {
            assert_eq!(sort(&format!("articles/2017/{name}"), &kinds), Sort::StrayAnnotations(help.into()), "{name}");
        }
    }

    #[test]
    fn stems_begin_with_dates() {
        let read = |stem| {
            let (date, rest) = dated_stem(stem, &TimeZone::UTC);
            (date.map(|date| date.text().to_owned()), rest)
        };
        let some = |date: &str| Some(date.to_owned());
        assert_eq!(read("2017-03-02-ambassador"), (some("2017-03-02"), "ambassador"));
        assert_eq!(read("2017-03-ambassador"), (some("2017-03"), "ambassador"));
        assert_eq!(read("2017-ambassador"), (some("2017"), "ambassador"));
        assert_eq!(read("2017-03-02"), (some("2017-03-02"), "2017-03-02"));
        assert_eq!(read("2017-03"), (some("2017-03"), "2017-03"));
        assert_eq!(read("2017"), (some("2017"), "2017"));
        assert_eq!(read("2017-02-30-x"), (some("2017-02"), "30-x"));
        assert_eq!(read("2017-21-x"), (some("2017"), "21-x"));
        assert_eq!(read("20170302-x"), (None, "20170302-x"));
        assert_eq!(read("ambassador"), (None, "ambassador"));
        assert_eq!(read("2017-03-02-"), (some("2017-03"), "02-"));
    }

    #[test]
    fn misspelt_dates_are_known_by_the_digits_after_them() {
        let read = |stem| {
            let (_, rest) = dated_stem(stem, &TimeZone::UTC);
            misspelt_date(stem, rest, &TimeZone::UTC).map(|found| (found.written, found.meant))
        };
        let some = |written: &str, meant: Option<&str>| Some((written.to_owned(), meant.map(str::to_owned)));
        assert_eq!(read("1931-02-30-second"), some("1931-02-30", None));
        assert_eq!(read("1931-02-30"), some("1931-02-30", None));
        assert_eq!(read("1931-13-05-second"), some("1931-13-05", Some("1931-05-13-second")));
        assert_eq!(read("1931-2-3-second"), some("1931-2-3", Some("1931-02-03-second")));
        assert_eq!(read("1931-02-3-second"), some("1931-02-3", Some("1931-02-03-second")));
        assert_eq!(read("1931-2-second"), some("1931-2", Some("1931-02-second")));
        assert_eq!(read("1931-2"), some("1931-2", Some("1931-02")));
        assert_eq!(read("2017-21-x"), some("2017-21", None));
        assert_eq!(read("2017-03-02-"), some("2017-03-02", Some("2017-03-02")));
        let sound = ["1931-second", "1931-02-second", "1931-02-03-second", "1931-02-03-4-more", "1931", "1931-02-03"];
        for stem in sound.into_iter().chain(["second", "1931-100-days", "1931-2nd-part", "1931-02-3rd-part"]) {
            assert_eq!(read(stem), None, "{stem}");
        }
    }
}
