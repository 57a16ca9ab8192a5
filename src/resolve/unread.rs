//! What could not be read, and so is not to be missed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Severity, code};
use crate::id::{KindId, Kinds};
use crate::span::{FileId, Span};

/// What could not be read. That something of it is not found is no mistake of those who name it, and is not said: the one
/// slip that hides a file would otherwise hide itself among a dozen consequences.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// Kinds some of whose records could not be read, or not as they were meant.
    pub kinds: BTreeSet<KindId>,
    /// Some article could not be read.
    pub articles: bool,
    /// Files of which nothing was read, by their path from the site's root.
    pub files: BTreeSet<String>,
    /// What is in error in articles and in files of annotations, by file.
    pub errors: BTreeMap<FileId, Vec<Span>>,
}

/// What says that a file is not there for the stages after loading.
const REFUSED: [Code; 5] =
    [code::UNREADABLE, code::NOT_UTF8, code::FILE_TOO_LARGE, code::BAD_LINK_FILE, code::BAD_FILE_NAME];

impl Unread {
    /// What the diagnostics of loading and parsing say could not be read.
    pub fn of(said: &[Diagnostic], kinds: &Kinds) -> Unread {
        let mut unread = Unread::default();
        unread.add(said, kinds);
        unread
    }

    /// Adds what further diagnostics say.
    pub fn add(&mut self, said: &[Diagnostic], kinds: &Kinds) {
        for (one, span) in said.iter().filter_map(|one| Some((one, one.span?))) {
            let path = span.file.path();
            if REFUSED.contains(&one.code) {
                self.files.insert(path.to_owned());
            }
            let Some(inner) = path.strip_prefix("content/") else { continue };
            let folder = inner.split(['/', '.']).next().unwrap_or_default();
            if folder == "articles" {
                self.articles |= inner.ends_with(".md") && (Unread::means(one) || one.code == code::BAD_ID);
                if one.severity == Severity::Error {
                    self.errors.entry(span.file).or_default().push(span);
                }
            }
            // Of a record that is not as it should be the id or a name may be missing.
            let in_part = [code::WRONG_TYPE, code::BAD_ID, code::ID_TAKEN].contains(&one.code);
            self.kinds.extend(kinds.find(folder).filter(|_| in_part || Unread::means(one)));
        }
    }

    /// Whether a diagnostic says that a file could not be read at all.
    pub fn means(one: &Diagnostic) -> bool {
        const CODES: [Code; 4] = [code::YAML_SYNTAX, code::YAML_TOO_DEEP, code::YAML_FEATURE, code::FRONT_MATTER];
        REFUSED.contains(&one.code) || CODES.contains(&one.code)
    }

    /// Whether something is in error in an article's file, or in a file of annotations beside it: an address may be missing.
    pub fn is_faulty(&self, file: FileId, id: &str) -> bool {
        let (folder, name) = file.path().rsplit_once('/').unwrap_or(("", file.path()));
        let stem = name.strip_suffix(".md").unwrap_or(name);
        self.errors.keys().any(|other| {
            let (beside, name) = other.path().rsplit_once('/').unwrap_or(("", other.path()));
            let of = name.strip_suffix(".annotations.yaml").map(|name| name.split('.').next().unwrap_or(name));
            *other == file || (beside == folder && of.is_some_and(|of| of == stem || of == id))
        })
    }

    /// Whether something is in error in this part of a file.
    pub fn is_in_error(&self, part: Span) -> bool {
        let errors = self.errors.get(&part.file);
        errors.is_some_and(|all| all.iter().any(|error| part.start <= error.start && error.end <= part.end))
    }
}
