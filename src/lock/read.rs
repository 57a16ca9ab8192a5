//! The file's text → [`Lock`], with every mistake at its line.

use std::sync::Arc;

use super::{Entry, Hash, Lock, NAME, Passage, Place, Print, VERSION};
use crate::diag::{Diagnostic, Outcome, code};
use crate::id::Slug;
use crate::load::Source;
use crate::span::{FileId, Span};

/// A byte order mark, which an editor may have put there.
const BOM: char = '\u{feff}';

/// Reads the file. Lines that cannot be read are said and left out.
pub fn parse(source: &Source) -> Outcome<Lock> {
    let text = source.data.text().unwrap_or("");
    let mut read = Read { file: source.file, lock: Lock::default(), said: Vec::new(), conflict: None };
    read.lock.crlf = text.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n"));
    let mut at = usize::from(text.starts_with(BOM)) * BOM.len_utf8();
    let mut headed = false;
    for line in text[at..].split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let span = source.file.span(at, at + bare.len());
        at += line.len();
        if bare.trim().is_empty() || bare.starts_with('#') {
            continue;
        }
        if read.marker(bare, span) {
            continue;
        }
        if !headed {
            headed = true;
            match version(bare) {
                Some(1..=VERSION) => continue,
                Some(later) => {
                    let message = format!("`{NAME}` is of version {later}, and this Annals reads version {VERSION}");
                    let help = "Use the Annals that wrote it, or a later one.";
                    read.said.push(Diagnostic::new(code::FORMAT_VERSION, span, message).help(help));
                    return Outcome { value: Lock::default(), diagnostics: read.said };
                }
                None => {
                    let message = format!("`{NAME}` does not begin with the line `{NAME} {VERSION}`");
                    read.said.push(garbled(span, message));
                    // It may be that only the head was lost in a merge.
                }
            }
        }
        read.line(bare, span);
    }
    if let Some((start, _)) = read.conflict.take() {
        read.conflict_said(start, None, at);
    }
    Outcome { value: read.lock, diagnostics: read.said }
}

struct Read {
    file: FileId,
    lock: Lock,
    said: Vec<Diagnostic>,
    /// An open conflict of a merge: where it begins, and its sides as they are named.
    conflict: Option<(Span, String)>,
}

impl Read {
    /// Takes up a line that a merge left behind; whether it was one. No article's id begins so.
    fn marker(&mut self, line: &str, span: Span) -> bool {
        let is = |sign: &str| line.strip_prefix(sign).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        if let Some(side) = is("<<<<<<<") {
            if let Some((start, _)) = self.conflict.take() {
                self.conflict_said(start, None, span.start as usize);
            }
            self.conflict = Some((span, side.trim().to_owned()));
            true
        } else if let Some(side) = is(">>>>>>>") {
            let (start, _) = self.conflict.take().unwrap_or((span, String::new()));
            self.conflict_said(start, Some((span, side.trim())), span.end as usize);
            true
        } else {
            is("=======").is_some() || is("|||||||").is_some()
        }
    }

    fn conflict_said(&mut self, start: Span, end: Option<(Span, &str)>, to: usize) {
        let span = self.file.span(start.start as usize, to);
        let message = format!("`{NAME}` holds an unresolved merge conflict");
        let mut diagnostic = Diagnostic::new(code::BAD_LOCK, span, message);
        if let Some((end, side)) = end.filter(|(end, _)| *end != start) {
            let words = if side.is_empty() { "it ends here".to_owned() } else { format!("it ends here: {side}") };
            diagnostic = diagnostic.label(end, words);
        }
        self.said.push(diagnostic.help(
            "Delete the lines that begin with `<<<<<<<`, `=======`, `|||||||` and `>>>>>>>`, keep the others of both sides, and of two for one annotation either; `annals build` puts the rest right.",
        ));
    }

    fn line(&mut self, line: &str, span: Span) {
        // The sides of a conflict say two things of one annotation: that is not a second mistake.
        let conflict = self.conflict.is_some();
        if let Some((article, prints)) = line.split_once("\t*\t").filter(|(article, _)| !article.contains('\t')) {
            match sentences(article, prints) {
                // Both sides of a merge may have one: what both know is true of either.
                Ok(prints) => {
                    let lines = Arc::make_mut(self.lock.articles.entry(article.to_owned()).or_default());
                    if lines.sentences.is_empty() {
                        lines.sentences = prints;
                    } else {
                        lines.keep_common(&prints);
                    }
                }
                Err(why) => self.said.push(garbled(span, why)),
            }
            return;
        }
        match entry(line, span) {
            Ok((article, id, entry)) => {
                let lines = Arc::make_mut(self.lock.articles.entry(article.clone()).or_default());
                let entries = &mut lines.entries;
                match entries.get(&id) {
                    Some(first) if *first != entry && !conflict => {
                        let message = format!("`{article}#{id}` has two lines, which differ");
                        let diagnostic = Diagnostic::new(code::BAD_LOCK, span, message).help(
                            "After a merge keep either of them, whichever, and delete the other; `annals build` puts the rest right.",
                        );
                        self.said.push(match first.span {
                            Some(first) => diagnostic.label(first, "it stands here first"),
                            None => diagnostic,
                        });
                    }
                    Some(_) => {}
                    None => {
                        entries.insert(id, entry);
                    }
                }
            }
            Err(why) => self.said.push(garbled(span, why)),
        }
    }
}

/// A line that nothing can be made of.
fn garbled(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(code::BAD_LOCK, span, message).help(
        "Nobody writes this file by hand: take it from the last commit, or delete the line, whose address is then built anew from the quote.",
    )
}

fn version(line: &str) -> Option<u32> {
    line.strip_prefix(NAME)?.trim().parse().ok()
}

fn entry(line: &str, span: Span) -> Result<(String, String, Entry), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [article, id, rest @ ..] = fields.as_slice() else {
        return Err("this line has no tabulator, so it is none of an annotation".to_owned());
    };
    let refused = |id: &str, of: &str| Err(format!("`{}` cannot be the id of an {of}", id.escape_debug()));
    if Slug::new(article).is_err() {
        return refused(article, "article");
    }
    // Built from words, it may be one that no file could have.
    let plain = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain || id.is_empty() || id.len() > Slug::MAX || id.starts_with("h-") || id.starts_with("fn-") {
        return refused(id, "annotation");
    }
    let (groups, left) = rest.as_chunks::<4>();
    if !left.is_empty() || groups.is_empty() {
        return Err(format!("this line has {} fields; 6 are wanted, or 4 more for each further quote", fields.len()));
    }
    let passages = groups.iter().map(|[text, before, after, hash]| {
        let (which, alike) = match text.split_once('=') {
            Some((which, alike)) => (which, alike.parse().ok().filter(|&alike| alike > 1)),
            None => (*text, Some(1)),
        };
        let place = self::place(which).zip(alike);
        let (place, alike) =
            place.ok_or_else(|| format!("`{text}` is no place; `1/1`, `2,4/5`, `*` or `-` would be"))?;
        let (hash, sentences) = hash.split_once(' ').map_or((*hash, Ok(Vec::new())), |(hash, all)| (hash, prints(all)));
        let hash = Some(hash).filter(|hash| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()));
        let hash = hash.and_then(|hash| u64::from_str_radix(hash, 16).ok());
        let hash = Hash(hash.ok_or("the line does not end in a hash of 16 digits")?);
        let (before, after) = ((*before).to_owned(), (*after).to_owned());
        Ok(Passage { place, alike, before, after, hash, sentences: sentences? })
    });
    let mut passages = passages.collect::<Result<Vec<_>, String>>()?;
    passages.shrink_to_fit();
    Ok(((*article).to_owned(), (*id).to_owned(), Entry { passages, span: Some(span) }))
}

/// An article's line of sentences.
fn sentences(article: &str, text: &str) -> Result<Vec<Print>, String> {
    match Slug::new(article) {
        Ok(_) => prints(text),
        Err(_) => Err(format!("`{}` cannot be the id of an article", article.escape_debug())),
    }
}

fn prints(text: &str) -> Result<Vec<Print>, String> {
    let print = |print: &str| {
        let digits = print.len() == 6 && print.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u32::from_str_radix(print, 16).ok().filter(|_| digits);
        number.map(Print).ok_or_else(|| format!("`{}` is no hash of a sentence, of 6 digits", print.escape_debug()))
    };
    text.split(' ').map(print).collect()
}

fn place(text: &str) -> Option<Place> {
    Some(match text {
        "*" => Place::All,
        "-" => Place::None,
        _ => {
            let (which, of) = text.split_once('/')?;
            let which = if which == "0" {
                Vec::new()
            } else {
                which.split(',').map(|one| one.parse().ok().filter(|&one| one > 0)).collect::<Option<_>>()?
            };
            Place::Of(which, of.parse().ok()?)
        }
    })
}
