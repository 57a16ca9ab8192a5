//! Where links and pictures of a Markdown text lead.
//!
//! 1. Each link is read by itself: a name or id (wikilinks, `kind:id`), a file of `content/`, a path from the site's root,
//!    an address elsewhere ([`Linker::prose`]). 2. When every page's anchors are known, fragments are settled
//!    ([`super::settle`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::diag::{Code, Diagnostic, code, nearest};
use crate::id::Slug;
use crate::parse::body::{Body, Event, Link, Tag};
use crate::parse::record;
use crate::resolve::corpus::{FileTarget, LinkTarget, Picture, Prose, Shown};
use crate::resolve::directory::{Directory, Found, former_id, name_key};
use crate::resolve::renamed::Asked;
use crate::resolve::uses::explicit_link;
use crate::route::{OutPath, decode};
use crate::span::{FileId, Span};

/// What a file of `content/` became.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FileMeaning {
    /// A page of its own, with what it is if it is an entity or article.
    Page(LinkTarget),
    /// A draft: links to it keep their words only.
    Draft,
    /// A file with many records, or a sidecar: no page.
    NoPage,
    /// Anything else: copied to `/media/` if something links to it.
    Media,
}

/// What links are looked up in.
pub struct Linker<'c> {
    /// Ids and names.
    pub directory: &'c Directory,
    /// Files and pages.
    pub paths: &'c Paths,
    /// Media files that something links to, by their path below `content/`.
    pub media: Mutex<BTreeSet<String>>,
    /// What was asked of names.
    pub asked: Mutex<Asked>,
}

/// What a site has, by address.
#[derive(Clone, Debug, Default, Hash)]
pub struct Paths {
    /// Files below `content/`, by their path there.
    pub files: BTreeMap<String, FileMeaning>,
    /// Files of `static/`, by their path there, and the pages of the site: what `/x` can mean.
    pub rooted: BTreeSet<OutPath>,
    /// Pages of drafts: links to them keep their words only.
    pub drafts: BTreeSet<OutPath>,
    /// Old addresses, and the pages that they are now.
    pub moved: BTreeMap<OutPath, OutPath>,
}

/// Where a Markdown text stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The file that it is in.
    pub file: FileId,
    /// Whether it is an article's own text, where a link may not show a bare id.
    pub article: bool,
}

impl Linker<'_> {
    /// Resolves the links and pictures of a text. Fragments are settled later, by [`super::settle`].
    pub fn prose(&self, body: Body, place: Place, said: &mut Vec<Diagnostic>) -> Prose {
        let mut links = Vec::with_capacity(body.links.len());
        let mut shown = Vec::with_capacity(body.links.len());
        for (number, link) in body.links.iter().enumerate() {
            // One of raw HTML may show something by its attributes.
            let is_plain = link.attributes.is_empty();
            if is_plain && body.words(&link.range).trim().is_empty() && is_empty(&body, number) {
                said.push(without_words(link));
                links.push(LinkTarget::Dropped);
                shown.push(None);
                continue;
            }
            let (target, words) =
                if link.wiki { self.wiki(link, place, &body, said) } else { (self.plain(link, place, said), None) };
            links.push(target);
            shown.push(words);
        }
        let images = body.images.iter().map(|image| self.file(&image.src, image.span, place.file, said)).collect();
        Prose { links, images, shown, body }
    }

    /// A picture of a record or article.
    pub fn picture(&self, picture: &record::Picture, file: FileId, said: &mut Vec<Diagnostic>) -> Picture {
        let text = |text: &Option<crate::span::Text>| text.as_ref().map(|text| text.value.clone());
        Picture {
            src: picture.src.as_ref().map_or(FileTarget::Dropped, |src| self.file(&src.value, src.span, file, said)),
            alt: text(&picture.alt),
            caption: text(&picture.caption),
            credit: text(&picture.credit),
            licence: text(&picture.licence),
            span: picture.src.as_ref().map(|src| src.span),
        }
    }

    /// A picture's or file's address.
    pub fn file(&self, to: &str, span: Span, from: FileId, said: &mut Vec<Diagnostic>) -> FileTarget {
        if to.is_empty() {
            return FileTarget::Dropped;
        }
        if is_external(to) {
            return FileTarget::External(to.to_owned());
        }
        match self.path(to, span, from, said) {
            Some(LinkTarget::Path(path, _)) if !path.is_html() => FileTarget::Path(path),
            Some(LinkTarget::Dropped) | None => FileTarget::Dropped,
            Some(_) => {
                said.push(Diagnostic::new(code::BROKEN_LINK, span, format!("`{to}` is a page, not a picture")));
                FileTarget::Dropped
            }
        }
    }

    /// `[[…]]`: an id, a name or alias, `kind/id`, an article, `article#annotation`.
    fn wiki(&self, link: &Link, place: Place, body: &Body, said: &mut Vec<Diagnostic>) -> (LinkTarget, Option<Shown>) {
        let (to, fragment) = match link.to.split_once('#') {
            Some((to, fragment)) => (to.trim(), Some(fragment.trim().to_owned())),
            None => (link.to.trim(), None),
        };
        if to.is_empty() {
            return (fragment.map_or(LinkTarget::Dropped, LinkTarget::Fragment), None);
        }
        if let Some((kind, id)) = explicit_link(to, true, self.directory.kinds()) {
            let target = match self.directory.entity(kind, id) {
                Some(id) => LinkTarget::Entity(id, fragment),
                None => LinkTarget::Dropped,
            };
            if link.bare && self.directory.is_draft(kind, id) && !self.directory.unread().kinds.contains(&kind) {
                said.push(shows_draft(link));
            }
            self.check_bare(link, place, body, &target, said);
            let words = (link.bare && !place.article).then(|| self.name_of(&target)).flatten();
            return (target, words);
        }
        if let Some(id) = to.strip_prefix("articles/") {
            let target = self.article(id, fragment, link, said);
            self.check_bare(link, place, body, &target, said);
            let words = (link.bare && !place.article).then(|| self.name_of(&target)).flatten();
            return (target, words);
        }
        let by_id = self.directory.by_id(to);
        let found_by_id = !by_id.is_empty();
        let mut found = if found_by_id { by_id } else { self.by_name(to) };
        if found.is_empty() {
            found.extend(self.directory.article(to, link.span, said));
        }
        if let (true, [Found::Entity(id)]) = (found_by_id, found.as_slice()) {
            let now = self.directory.keys().get(id.index()).map_or("", |(_, id)| id.as_str());
            if now != to {
                said.push(former_id(link.span, to, now));
            }
        }
        if found.len() > 1 {
            let all: Vec<String> = found.iter().map(|&found| self.directory.written(found)).collect();
            let message = format!("`{to}` means {} things: {}", all.len(), all.join(", "));
            let help = format!("Name one of them: {}.", choices(&all, &link_words(link, body)));
            said.push(Diagnostic::new(code::LINK_AMBIGUOUS, link.span, message).help(help));
            return (LinkTarget::Dropped, None);
        }
        let target = match found.first() {
            Some(Found::Entity(id)) => LinkTarget::Entity(*id, fragment),
            Some(Found::Article(id)) => LinkTarget::Article(*id, fragment),
            Some(Found::Draft) => {
                // What could not be read stands for a draft here, and its own diagnostic says so.
                if link.bare && self.directory.is_whole() && (found_by_id || fragment.is_some()) {
                    said.push(shows_draft(link));
                }
                return (LinkTarget::Dropped, None);
            }
            None if !self.directory.is_whole() => return (LinkTarget::Dropped, None),
            None => {
                let mut diagnostic = Diagnostic::new(
                    code::LINK_UNKNOWN,
                    link.span,
                    format!("`[[{to}]]` finds nothing: no id, name or alias is `{to}`"),
                );
                self.asks(|asked| asked.every_name = true);
                let words = (!link.bare).then(|| link_words(link, body));
                if let Some(near) = self.directory.nearest(to, words.as_deref()) {
                    diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
                }
                said.push(diagnostic.help("To show the brackets themselves, write `\\[[`; to make a page for a new id, name its kind: `[[people/new-id|words]]`."));
                return (LinkTarget::Dropped, None);
            }
        };
        if found_by_id {
            self.check_bare(link, place, body, &target, said);
        }
        let words = (link.bare && found_by_id && !place.article).then(|| self.name_of(&target)).flatten();
        (target, words)
    }

    /// In an article the reader would see a bare id, and the text is somebody's: it must be a name too.
    fn check_bare(&self, link: &Link, place: Place, body: &Body, target: &LinkTarget, said: &mut Vec<Diagnostic>) {
        if !link.bare || !place.article {
            return;
        }
        let shows_name = match target {
            LinkTarget::Entity(id, _) => self.by_name(&link_words(link, body)).contains(&Found::Entity(*id)),
            // An article has no name but its id.
            LinkTarget::Article(..) => false,
            _ => true,
        };
        if !shows_name {
            said.push(shows_id(link));
        }
    }

    /// `articles/id` or `articles:id`.
    fn article(&self, id: &str, fragment: Option<String>, link: &Link, said: &mut Vec<Diagnostic>) -> LinkTarget {
        match self.directory.article(id, link.span, said) {
            Some(Found::Article(id)) => return LinkTarget::Article(id, fragment),
            None if !self.directory.unread().articles => {
                let message = format!("there is no article `{id}`");
                let mut diagnostic = Diagnostic::new(code::UNKNOWN_ARTICLE, link.span, message);
                if let Some(near) = self.directory.nearest_article(id) {
                    diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
                }
                said.push(diagnostic);
            }
            // A draft's words stay, and what could not be read has been said.
            Some(_) | None => {}
        }
        LinkTarget::Dropped
    }

    /// What to show for a target in place of its id.
    fn name_of(&self, target: &LinkTarget) -> Option<Shown> {
        match target {
            LinkTarget::Entity(id, _) => {
                self.asks(|asked| asked.shown.insert(*id));
                self.directory.name(*id).map(|name| Shown::Name(name.to_owned()))
            }
            LinkTarget::Article(..) => Some(Shown::Title),
            _ => None,
        }
    }

    /// Everything that bears a name or alias.
    fn by_name(&self, name: &str) -> Vec<Found> {
        self.asks(|asked| asked.names.insert(name_key(name)));
        self.directory.by_name(name)
    }

    /// Notes what is asked.
    pub fn asks<T>(&self, note: impl FnOnce(&mut Asked) -> T) {
        note(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A Markdown link.
    fn plain(&self, link: &Link, place: Place, said: &mut Vec<Diagnostic>) -> LinkTarget {
        let to = link.to.trim();
        if to.is_empty() {
            return LinkTarget::Dropped;
        }
        if let Some(fragment) = to.strip_prefix('#') {
            return LinkTarget::Fragment(decode(fragment).unwrap_or_else(|| fragment.to_owned()));
        }
        let fragment = to.split_once('#').map(|(_, fragment)| decode(fragment).unwrap_or_else(|| fragment.to_owned()));
        if let Some((kind, id)) = explicit_link(to, false, self.directory.kinds()) {
            return match self.directory.entity(kind, id) {
                Some(id) => LinkTarget::Entity(id, fragment),
                None => LinkTarget::Dropped,
            };
        }
        if let Some(id) = to.strip_prefix("articles:") {
            return self.article(id.split('#').next().unwrap_or(id).trim(), fragment, link, said);
        }
        if is_external(to) {
            if let Some(kind) = self.kind_meant(to) {
                let scheme = to.split(':').next().unwrap_or(to);
                let message = format!("there is no kind `{scheme}`");
                let help = format!("Did you mean `{kind}:`?");
                said.push(Diagnostic::new(code::UNKNOWN_ID, link.span, message).help(help));
                return LinkTarget::Dropped;
            }
            return LinkTarget::External(to.to_owned());
        }
        self.path(to, link.span, place.file, said).unwrap_or(LinkTarget::Dropped)
    }

    /// The kind whose name was misspelt in what reads as an address elsewhere: `peple:anna-berg`.
    fn kind_meant(&self, to: &str) -> Option<&str> {
        let (scheme, rest) = to.split_once(':')?;
        let id = rest.split('#').next().unwrap_or(rest).trim();
        if Slug::new(id).is_err() || SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return None;
        }
        let kinds = || self.directory.kinds().iter().map(|(_, kind)| kind);
        let one = kinds().find(|kind| kind.one.eq_ignore_ascii_case(scheme) || kind.name.eq_ignore_ascii_case(scheme));
        one.map(|kind| &*kind.name).or_else(|| nearest(scheme, kinds().map(|kind| &*kind.name).chain(["articles"])))
    }

    /// A path: from the site's root, or relative to the source file. `None` and a diagnostic where nothing is there.
    fn path(&self, to: &str, span: Span, from: FileId, said: &mut Vec<Diagnostic>) -> Option<LinkTarget> {
        let (path, fragment) = match to.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment).unwrap_or_else(|| fragment.to_owned()))),
            None => (to, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        let broken = |message: String| Diagnostic::new(code::BROKEN_LINK, span, message);
        let Some(decoded) = decode(path) else {
            said.push(broken(format!("`{to}` has a `%` that is not followed by two hexadecimal digits")));
            return None;
        };
        if decoded.starts_with('/') {
            return self.at_root(&decoded, fragment, to, &broken, said);
        }
        let from = from.path().strip_prefix("content/").unwrap_or(from.path());
        let Some(inner) = join(from, &decoded) else {
            said.push(broken(format!("`{to}` leads out of content/")));
            return None;
        };
        match self.paths.files.get(&inner) {
            Some(FileMeaning::Page(LinkTarget::Article(id, _))) => Some(LinkTarget::Article(*id, fragment)),
            Some(FileMeaning::Page(LinkTarget::Entity(id, _))) => Some(LinkTarget::Entity(*id, fragment)),
            Some(FileMeaning::Page(LinkTarget::Path(path, _))) => Some(LinkTarget::Path(path.clone(), fragment)),
            Some(FileMeaning::Page(target)) => Some(target.clone()),
            Some(FileMeaning::Draft) => Some(LinkTarget::Dropped),
            Some(FileMeaning::Media) => match OutPath::media(&inner) {
                Ok(path) => {
                    self.media.lock().unwrap_or_else(PoisonError::into_inner).insert(inner);
                    Some(LinkTarget::Path(path, None))
                }
                Err(why) => {
                    said.push(broken(format!("`{to}` cannot be published: a path {why}")));
                    None
                }
            },
            Some(FileMeaning::NoPage) => {
                said.push(
                    broken(format!("`{to}` is not published: it has no page of its own"))
                        .help("Link to what it describes by its id: `[words](people:id)` or `[[id|words]]`."),
                );
                None
            }
            // It is there, and could not be read.
            None if self.directory.unread().files.contains(&format!("content/{inner}")) => Some(LinkTarget::Dropped),
            None => {
                let mut diagnostic = broken(format!("there is no file content/{inner}"));
                diagnostic.help.extend(self.near_file(&inner));
                said.push(diagnostic);
                None
            }
        }
    }

    /// Whether an address may be that of a page that is made of the site as a whole, or of a part of a list.
    fn may_be_made(&self, decoded: &str) -> bool {
        let mut parts = decoded.trim_matches('/').split('/');
        match (parts.next(), parts.next()) {
            (Some("timeline" | "network" | "letters" | "sources" | "tags" | "series"), _) => true,
            (Some(list), Some(part)) if part.starts_with('~') => {
                list == "articles" || self.directory.kinds().find(list).is_some()
            }
            _ => false,
        }
    }

    fn at_root(
        &self,
        decoded: &str,
        fragment: Option<String>,
        to: &str,
        broken: &dyn Fn(String) -> Diagnostic,
        said: &mut Vec<Diagnostic>,
    ) -> Option<LinkTarget> {
        let file = OutPath::new(decoded).ok().filter(|path| self.paths.rooted.contains(path));
        let page =
            || OutPath::redirect(decoded.split('?').next()?).ok().filter(|path| self.paths.rooted.contains(path));
        if let Some(path) = file.or_else(page) {
            return Some(LinkTarget::Path(path, fragment));
        }
        if let Ok(old) = OutPath::redirect(decoded) {
            if self.paths.drafts.contains(&old) {
                return Some(LinkTarget::Dropped);
            }
            if let Some(now) = self.paths.moved.get(&old) {
                let shown = now.as_str().trim_end_matches("index.html");
                let mut former = broken(format!("`{to}` is a former address of `/{shown}`"));
                (former.code, former.severity) = (code::FORMER_ID, code::FORMER_ID.severity);
                let path = to.split(['#', '?']).next().unwrap_or(to);
                let span = former.span;
                former = former.help(format!("Write `/{shown}`."));
                said.push(match span {
                    Some(span) => former.fix(span, path, format!("/{shown}")),
                    None => former,
                });
                return Some(LinkTarget::Path(now.clone(), fragment));
            }
        }
        if self.may_be_unread(decoded) {
            return Some(LinkTarget::Dropped);
        }
        // Whether the site has such a page its finished pages tell.
        if let Some(path) = OutPath::redirect(decoded).ok().filter(|_| self.may_be_made(decoded)) {
            return Some(LinkTarget::Path(path, fragment));
        }
        let mut diagnostic = broken(format!("there is no page or file `{to}` on the site"));
        let wanted = decoded.trim_matches('/');
        let known = self.paths.rooted.iter().map(|path| path.as_str().trim_end_matches("/index.html"));
        if let Some(near) = nearest(wanted, known) {
            diagnostic = diagnostic.help(format!("The nearest is `/{near}`."));
        }
        said.push(
            diagnostic
                .help(format!("A path that begins with `/` is from the site's root: static{decoded} would be there.")),
        );
        None
    }

    /// Whether an address from the site's root may be that of something that could not be read.
    fn may_be_unread(&self, decoded: &str) -> bool {
        let unread = self.directory.unread();
        let folder = decoded.trim_start_matches('/').split('/').next().unwrap_or_default();
        let kind = self.directory.kinds().find(folder);
        unread.files.contains(&format!("static{decoded}"))
            || (folder == "articles" && unread.articles)
            || kind.is_some_and(|kind| unread.kinds.contains(&kind))
    }

    fn near_file(&self, inner: &str) -> Option<String> {
        let name = inner.rsplit('/').next().unwrap_or(inner);
        let same_name = self.paths.files.keys().find(|path| path.rsplit('/').next() == Some(name));
        let near =
            same_name.map(String::as_str).or_else(|| nearest(inner, self.paths.files.keys().map(String::as_str)));
        near.map(|near| format!("There is content/{near}."))
    }
}

/// Schemes of addresses that people write, besides those of kinds, with what may be an id behind them.
const SCHEMES: &[&str] = &[
    "mailto", "tel", "sms", "news", "urn", "doi", "geo", "isbn", "sip", "xmpp", "about", "skype", "magnet", "bitcoin",
];

/// Whether a link has nothing between its tags that could be seen.
fn is_empty(body: &Body, number: usize) -> bool {
    let lists = std::iter::once(&body.events).chain(body.footnotes.iter().map(|note| &note.events));
    let opens = |event: &Event| matches!(event, Event::Open(Tag::Link(link)) if *link as usize == number);
    lists.flat_map(|events| events.iter().position(opens).map(|at| &events[at + 1..])).any(|after| {
        let blank = |event: &&Event| matches!(event, Event::Text(range) if body.words(range).trim().is_empty());
        matches!(after.iter().find(|event| !blank(event)), Some(Event::Close))
    })
}

fn without_words(link: &Link) -> Diagnostic {
    let right = if link.wiki { format!("[[{}|words]]", link.to) } else { format!("[words]({})", link.to) };
    Diagnostic::new(code::BROKEN_LINK, link.span, "the link has no words: nobody would see it")
        .help(format!("Write the words that the text has: `{right}`."))
}

fn shows_id(link: &Link) -> Diagnostic {
    Diagnostic::new(code::LINK_SHOWS_ID, link.span, format!("`[[{}]]` shows the reader an id", link.to))
        .help(format!("Write the words that the text has: `[[{}|words]]`.", link.to))
}

/// A draft's id would stand on a page, and nothing of a draft may.
fn shows_draft(link: &Link) -> Diagnostic {
    Diagnostic::new(code::LINK_SHOWS_ID, link.span, format!("`[[{}]]` shows the reader the id of a draft", link.to))
        .help(format!("Write the words that are to stand there: `[[{}|words]]`.", link.to))
}

/// Whether an address leads out of the site: it has a scheme, or begins with `//`.
fn is_external(to: &str) -> bool {
    let scheme = to.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    to.starts_with("//") || scheme.is_some_and(is_scheme)
}

/// The path that `to` means, seen from the file `from`; nothing if it leads out.
fn join(from: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    use unicode_normalization::UnicodeNormalization;
    Some(parts.join("/").nfc().collect())
}

fn link_words(link: &Link, body: &Body) -> String {
    body.words(&link.range).to_owned()
}

fn choices(all: &[String], words: &str) -> String {
    let written: Vec<String> = all
        .iter()
        .map(|one| match one.strip_prefix("the article ") {
            Some(id) => format!("the article by a link to its file, or `[[{id}#…]]`"),
            None => format!("`[[{one}|{words}]]`"),
        })
        .collect();
    written.join(" or ")
}

/// The anchors of a page, for settling fragments.
#[derive(Clone, Debug, Default)]
pub struct Anchors(pub BTreeSet<String>);

impl Anchors {
    /// The anchors that a text's headings, footnotes and sanitised HTML have.
    pub fn of(body: &Body) -> Anchors {
        let mut all = BTreeSet::new();
        let footnotes = body.footnotes.iter();
        all.extend(footnotes.clone().map(|note| note.id.clone()));
        for event in body.events.iter().chain(footnotes.flat_map(|note| &note.events)) {
            match event {
                Event::Open(Tag::Heading(_, id)) => {
                    all.insert(id.to_string());
                }
                Event::Open(Tag::Html(element)) | Event::Void(element) => {
                    all.extend(element.attributes.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.clone()));
                }
                _ => {}
            }
        }
        Anchors(all)
    }

    /// The anchor that an author means: itself, or a heading, footnote or own id of that name.
    pub fn settle(&self, fragment: &str) -> Option<String> {
        ["", "h-", "fn-", "c-"].iter().map(|prefix| format!("{prefix}{fragment}")).find(|id| self.0.contains(id))
    }

    /// A diagnostic for a fragment that is not there.
    pub fn missing(&self, code: Code, fragment: &str, page: &str, span: Span) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(code, span, format!("{page} has no address `#{fragment}`"));
        let bare = self.0.iter().flat_map(|id| [Some(id.as_str()), id.strip_prefix("h-")]).flatten();
        if let Some(near) = nearest(fragment, bare) {
            diagnostic = diagnostic.help(format!("The nearest is `#{near}`."));
        }
        diagnostic
    }
}
