//! Who is who: every id, former id and name of the site, and the numbers that stand for them from here on.
//!
//! 1. Records and articles are entered; an id that is taken is said.
//! 2. Every use of an id is looked at: those without a record get a stub or are mistakes.
//! 3. Numbers are given, in order of kind and id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Diagnostic, code, nearest};
use crate::digest::Digest;
use crate::id::{ArticleId, EntityId, KindId, Kinds, Slug};
use crate::parse::document::{Annotation, Article, Page, Series, Sidecar};
use crate::parse::record::Record;
use crate::resolve::Unread;
use crate::resolve::uses::{IsSettled, each_use};
use crate::span::{FileId, Span, Text};

/// What the documents are before their names are resolved, drafts set apart.
#[derive(Default)]
pub struct Register {
    /// Live articles by id.
    pub articles: BTreeMap<Slug, Written>,
    /// Live records by kind and id.
    pub records: BTreeMap<(KindId, Slug), Arc<Record>>,
    /// Draft records.
    pub draft_records: BTreeMap<(KindId, Slug), Arc<Record>>,
    /// Draft articles' ids.
    pub draft_articles: BTreeSet<Slug>,
    /// Series by id.
    pub series: BTreeMap<Slug, Series>,
    /// Live plain pages, by path.
    pub pages: Vec<Page>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Paths of draft pages.
    pub draft_pages: BTreeSet<String>,
    /// Articles that are hidden because their front matter cannot be read.
    pub unread_articles: Vec<(Slug, Written)>,
    /// Such pages.
    pub unread_pages: Vec<Page>,
    /// What live articles and records were called before.
    pub previously: Vec<crate::resolve::settle::Previously>,
}

/// An article with the annotations beside it, as they were parsed.
#[derive(Clone, Debug)]
pub struct Written {
    /// The article.
    pub article: Arc<Article>,
    /// Its sidecars, in the order of their files.
    pub sidecars: Vec<Arc<Sidecar>>,
}

impl std::ops::Deref for Written {
    type Target = Article;

    fn deref(&self) -> &Article {
        &self.article
    }
}

impl Written {
    /// Whether it is the very same, not only alike.
    pub fn is(&self, other: &Written) -> bool {
        let (one, two) = (self.sidecars.iter(), other.sidecars.iter());
        Arc::ptr_eq(&self.article, &other.article)
            && one.len() == two.len()
            && one.zip(two).all(|(one, two)| Arc::ptr_eq(one, two))
    }

    /// Its annotations, those of drafts only if these are shown.
    pub fn live(&self, drafts: bool) -> impl Iterator<Item = &Annotation> {
        let beside = self.sidecars.iter().flat_map(|sidecar| &sidecar.annotations);
        self.article.annotations.iter().chain(beside).filter(move |annotation| drafts || !annotation.draft)
    }

    /// The whole article, and the annotations that are not shown.
    pub fn whole(self, drafts: bool) -> (Article, Vec<Annotation>) {
        let mut article = Arc::unwrap_or_clone(self.article);
        for sidecar in self.sidecars {
            let sidecar = Arc::unwrap_or_clone(sidecar);
            article.annotations.extend(sidecar.annotations);
            article.not.extend(sidecar.not);
        }
        let (hidden, live) =
            std::mem::take(&mut article.annotations).into_iter().partition(|annotation| annotation.draft && !drafts);
        article.annotations = live;
        (article, hidden)
    }
}

/// Who is who.
#[derive(Debug)]
pub struct Directory {
    kinds: Kinds,
    unread: Unread,
    entities: FxHashMap<(KindId, Box<str>), EntityId>,
    /// In order of number.
    keys: Vec<(KindId, Slug)>,
    by_id: FxHashMap<Box<str>, Vec<EntityId>>,
    drafts: FxHashSet<(KindId, Box<str>)>,
    former: FxHashMap<(KindId, Box<str>), EntityId>,
    articles: FxHashMap<Box<str>, ArticleId>,
    draft_articles: FxHashSet<Box<str>>,
    former_articles: FxHashMap<Box<str>, ArticleId>,
    /// By number; stubs have none.
    shown: Vec<Option<String>>,
    names: FxHashMap<String, Vec<EntityId>>,
    draft_names: FxHashSet<String>,
    /// Those of `keys` that have no record.
    stubs: FxHashSet<(KindId, Slug)>,
    /// Articles that name somebody who had no record.
    with_unknown: FxHashSet<FileId>,
    /// Whether drafts' annotations were looked at.
    shows_drafts: bool,
}

/// What an earlier build knew.
pub struct Before<'b> {
    /// Who was who.
    pub directory: &'b Directory,
    /// Whether an article is the very same as then.
    pub is_same: &'b (dyn Fn(&Written) -> bool + Sync),
}

/// What an id or name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An entity.
    Entity(EntityId),
    /// An article.
    Article(ArticleId),
    /// A draft of either: the words stay, the link goes.
    Draft,
}

/// What is in no order, in order.
fn in_order<T: Ord>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort();
    all
}

/// An id that is taken.
pub fn taken(id: &Text, first: Span) -> Diagnostic {
    Diagnostic::new(code::ID_TAKEN, id.span, format!("the id `{}` is taken", id.value))
        .label(first, "it stands here first")
        .help("Give one of the two another id, or make them one record.")
}

/// The form in which names are compared: typographic variants and white space are one.
pub fn name_key(name: &str) -> String {
    crate::resolve::fold::Folded::new(name).as_str().trim().to_owned()
}

impl Directory {
    /// Enters everything and gives numbers. With `before`, that of an earlier build, articles that are the same as then need
    /// not be looked through once more, if what could be known to them is.
    pub fn new(
        register: &Register,
        kinds: &Kinds,
        unread: &Unread,
        before: Option<Before<'_>>,
        said: &mut Vec<Diagnostic>,
    ) -> Directory {
        let drafts: FxHashSet<_> = register.draft_records.keys().map(owned).collect();
        let former = former_ids(register, said);
        let before = before.filter(|before| before.directory.knows_alike(register, kinds));
        let settled = |written: &Written| {
            before.as_ref().is_some_and(|Before { directory, is_same }| {
                !directory.with_unknown.contains(&written.file) && is_same(written)
            })
        };
        let (unknown, with_unknown) = unknown_uses(register, kinds, (&drafts, &former), &settled, said);
        let stubs = stubs(register, unknown, kinds, unread, said);

        let mut keys: Vec<(KindId, Slug)> = register.records.keys().cloned().chain(stubs.iter().cloned()).collect();
        keys.sort();
        let number = |at: usize| EntityId(u32::try_from(at).unwrap_or(u32::MAX));
        let entities =
            || keys.iter().enumerate().map(|(at, key)| (owned(key), number(at))).collect::<FxHashMap<_, _>>();
        let by_id = || {
            let mut by_id: FxHashMap<Box<str>, Vec<EntityId>> = FxHashMap::default();
            for (at, (_, id)) in keys.iter().enumerate() {
                by_id.entry(id.as_str().into()).or_default().push(number(at));
            }
            by_id
        };
        let (entities, by_id) = rayon::join(entities, by_id);
        let former = former.into_iter().filter_map(|(old, new)| Some((owned(&old), *entities.get(&owned(&new))?)));
        let article = |at: usize| ArticleId(u32::try_from(at).unwrap_or(u32::MAX));
        let mut former_articles = FxHashMap::default();
        for (at, written) in register.articles.values().enumerate() {
            for old in written.previously.iter().filter(|old| !old.value.contains('/')) {
                former_articles.insert(old.value.as_str().into(), article(at));
            }
        }
        let mut names: FxHashMap<String, Vec<EntityId>> = FxHashMap::default();
        let records: Vec<_> = register.records.iter().collect();
        let keyed = records.par_iter().map(|(key, record)| {
            Some((*entities.get(&owned(key))?, names_of(record).map(name_key).collect::<Vec<_>>()))
        });
        for (id, keys) in keyed.collect::<Vec<_>>().into_iter().flatten() {
            for name in keys {
                let all = names.entry(name).or_default();
                if !all.contains(&id) {
                    all.push(id);
                }
            }
        }
        let name = |key| register.records.get(key)?.name.as_ref().map(|name| name.value.clone());
        let shown = keys.iter().map(name).collect();
        let draft_names = register.draft_records.values().flat_map(|record| names_of(record)).map(name_key).collect();
        Directory {
            kinds: kinds.clone(),
            unread: unread.clone(),
            former: former.collect(),
            by_id,
            drafts,
            articles: register.articles.keys().enumerate().map(|(at, id)| (id.as_str().into(), article(at))).collect(),
            draft_articles: register.draft_articles.iter().map(|id| id.as_str().into()).collect(),
            former_articles,
            names,
            draft_names,
            shown,
            entities,
            keys,
            stubs: stubs.into_iter().collect(),
            with_unknown,
            shows_drafts: register.drafts,
        }
    }

    /// Whether the ids of records that documents can name are the same in a register.
    fn knows_alike(&self, register: &Register, kinds: &Kinds) -> bool {
        let own = self.keys.iter().filter(|key| !self.is_stub(key));
        self.kinds == *kinds && self.shows_drafts == register.drafts && own.eq(register.records.keys())
    }

    fn is_stub(&self, key: &(KindId, Slug)) -> bool {
        self.stubs.contains(key)
    }

    /// Adds all of it but the names of records; see [`Directory::names`].
    pub(super) fn digest(&self, digest: &mut Digest) {
        // Others that are left out follow from the keys.
        let Directory { kinds, unread, entities: _, keys, by_id: _, drafts, former, articles, .. } = self;
        let Directory { draft_articles, former_articles, shown: _, names: _, draft_names, .. } = self;
        // What is in error in one article changes nothing for another.
        digest.add_shown(kinds).add_shown(&(&unread.kinds, unread.articles, &unread.files)).add(keys);
        digest.add(&in_order(drafts)).add(&in_order(former)).add(&in_order(articles));
        digest.add(&in_order(draft_articles)).add(&in_order(former_articles));
        digest.add(&in_order(draft_names));
    }

    /// The names of records: by number that which is shown; and who bears each, as they are compared.
    pub(super) fn names(&self) -> (&[Option<String>], &FxHashMap<String, Vec<EntityId>>) {
        (&self.shown, &self.names)
    }

    /// What could not be read, and so may have what is not found here.
    pub fn unread(&self) -> &Unread {
        &self.unread
    }

    /// Whether all was read that names and ids can stand for: what is not found is then a mistake of who names it.
    pub fn is_whole(&self) -> bool {
        self.unread.kinds.is_empty() && !self.unread.articles && !self.kinds.are_doubtful()
    }

    /// Kind and id of every entity, in order of number.
    pub fn keys(&self) -> &[(KindId, Slug)] {
        &self.keys
    }

    /// The kinds.
    pub fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// The entity that `id` or `kind/id` means where an id alone is of `kind`. Mistakes were said when the directory was made.
    pub fn entity(&self, kind: KindId, to: &str) -> Option<EntityId> {
        let key = split(to, kind, &self.kinds)?;
        let key = (key.0, Box::from(key.1));
        self.entities.get(&key).or_else(|| self.former.get(&key)).copied()
    }

    /// Whether `kind` and `id` are those of a draft.
    pub fn is_draft(&self, kind: KindId, id: &str) -> bool {
        self.drafts.contains(&(kind, id.into()))
    }

    /// The article of an id, with the warning that the id is a former one.
    pub fn article(&self, id: &str, span: Span, said: &mut Vec<Diagnostic>) -> Option<Found> {
        if let Some(&found) = self.articles.get(id) {
            return Some(Found::Article(found));
        }
        if self.draft_articles.contains(id) {
            return Some(Found::Draft);
        }
        let &found = self.former_articles.get(id)?;
        let now = self.articles.iter().find(|&(_, &at)| at == found).map_or("", |(id, _)| id);
        said.push(former_id(span, id, now));
        Some(Found::Article(found))
    }

    /// Everything that an id alone can mean, of whatever kind: entities, and the article.
    pub fn by_id(&self, id: &str) -> Vec<Found> {
        let entities = self.by_id.get(id).into_iter().flatten().map(|&id| Found::Entity(id));
        let mut all: Vec<Found> = entities.collect();
        all.extend(self.articles.get(id).map(|&id| Found::Article(id)));
        if all.is_empty() {
            for (kind, _) in self.kinds.iter() {
                all.extend(self.former.get(&(kind, id.into())).map(|&id| Found::Entity(id)));
            }
        }
        let draft = self.draft_articles.contains(id) || self.kinds.iter().any(|(kind, _)| self.is_draft(kind, id));
        if all.is_empty() && draft {
            all.push(Found::Draft);
        }
        all
    }

    /// The name of an entity's record.
    pub fn name(&self, id: EntityId) -> Option<&str> {
        self.shown.get(id.index())?.as_deref()
    }

    /// Everything that bears a name or alias.
    pub fn by_name(&self, name: &str) -> Vec<Found> {
        let key = name_key(name);
        let mut all: Vec<Found> = self.names.get(&key).into_iter().flatten().map(|&id| Found::Entity(id)).collect();
        if self.draft_names.contains(&key) {
            all.push(Found::Draft);
        }
        all
    }

    /// `kind/id` of what was found, as an author would write it.
    pub fn written(&self, found: Found) -> String {
        match found {
            Found::Entity(id) => {
                let (kind, slug) = &self.keys[id.index()];
                format!("{}/{slug}", self.kinds.get(*kind).name)
            }
            Found::Article(id) => {
                let slug = self.articles.iter().find(|&(_, &at)| at == id).map_or("", |(slug, _)| slug);
                format!("the article {slug}")
            }
            Found::Draft => "a draft".to_owned(),
        }
    }

    /// What is nearest to what was written in double brackets, as it can stand there: a name before an id, which an
    /// article would not show. `words` are those that the link shows in its place.
    pub fn nearest(&self, written: &str, words: Option<&str>) -> Option<String> {
        let lower = written.to_lowercase();
        let names = || self.names.keys().map(String::as_str);
        let other_case = names().filter(|name| name.to_lowercase() == lower).min();
        if let Some(name) = other_case.or_else(|| nearest(written, names())) {
            return Some(match words {
                Some(words) => format!("[[{name}|{words}]]"),
                None => format!("[[{name}]]"),
            });
        }
        let ids = self.by_id.keys().chain(self.articles.keys()).map(|id| &**id);
        nearest(written, ids).map(|id| format!("[[{id}|{}]]", words.unwrap_or(written)))
    }

    /// The article's id nearest to what was written.
    pub fn nearest_article(&self, written: &str) -> Option<&str> {
        nearest(written, self.articles.keys().map(|id| &**id))
    }
}

/// Kind and id of `id` or `kind/id`; nothing if the kind is none.
fn split<'t>(to: &'t str, kind: KindId, kinds: &Kinds) -> Option<(KindId, &'t str)> {
    match to.split_once('/') {
        Some((name, id)) => Some((kinds.find(name)?, id)),
        None => Some((kind, to)),
    }
}

fn owned(key: &(KindId, Slug)) -> (KindId, Box<str>) {
    (key.0, key.1.as_str().into())
}

fn names_of(record: &Record) -> impl Iterator<Item = &str> {
    let name = record.name.as_ref().map_or(record.id.value.as_str(), |name| name.value.as_str());
    let aliases = record.aliases.iter().map(|alias| alias.name.value.as_str());
    let translated = record.names.iter().map(|(_, name)| name.value.as_str());
    std::iter::once(name).chain(aliases).chain(translated)
}

/// The warning that a former id is used.
pub fn former_id(span: Span, old: &str, now: &str) -> Diagnostic {
    let message = format!("`{old}` is a former id of `{now}`");
    Diagnostic::new(code::FORMER_ID, span, message).help(format!("Write `{now}`.")).fix(span, old, now)
}

type Former = BTreeMap<(KindId, Slug), (KindId, Slug)>;

/// Former ids of records. One that is alive, or is claimed twice, is an error.
fn former_ids(register: &Register, said: &mut Vec<Diagnostic>) -> Former {
    let mut former: BTreeMap<(KindId, Slug), ((KindId, Slug), Span)> = BTreeMap::new();
    for (key, record) in &register.records {
        for old in record.previously.iter().filter(|old| !old.value.contains('/')) {
            let Ok(slug) = Slug::new(&old.value) else { continue };
            let old_key = (record.kind, slug);
            let alive = register.records.get(&old_key).map(|other| (other.id.span, "this record has the id now"));
            let claimed = former.get(&old_key).map(|(_, span)| (*span, "it is claimed here too"));
            if let Some((span, why)) = alive.or(claimed) {
                let message = format!("`{}` cannot be a former id of `{}`", old.value, record.id.value);
                said.push(Diagnostic::new(code::PREVIOUSLY_TAKEN, old.span, message).label(span, why));
            } else {
                former.insert(old_key, (key.clone(), old.span));
            }
        }
    }
    former.into_iter().map(|(old, (new, _))| (old, new)).collect()
}

/// By kind and id, the places that name it.
type Unknown = BTreeMap<(KindId, String), Vec<Span>>;

/// Ids that are used but have no record, with the places of their uses; and the articles in which some are.
fn unknown_uses(
    register: &Register,
    kinds: &Kinds,
    (drafts, former): (&FxHashSet<(KindId, Box<str>)>, &Former),
    settled: IsSettled<'_>,
    said: &mut Vec<Diagnostic>,
) -> (Unknown, FxHashSet<FileId>) {
    let known: FxHashSet<(KindId, &str)> = register.records.keys().map(|(kind, id)| (*kind, id.as_str())).collect();
    let former: FxHashMap<(KindId, &str), &Slug> =
        former.iter().map(|((kind, old), (_, new))| ((*kind, old.as_str()), new)).collect();
    let mut unknown = Unknown::new();
    let mut each = |kind: KindId, to: &Text| {
        let Some((kind, id)) = split(&to.value, kind, kinds) else {
            let name = to.value.split('/').next().unwrap_or_default();
            let near = nearest(name, kinds.iter().map(|(_, kind)| kind.name.as_str()));
            if near.is_none() && kinds.are_doubtful() {
                return;
            }
            let mut diagnostic = Diagnostic::new(code::UNKNOWN_ID, to.span, format!("there is no kind `{name}`"));
            if let Some(near) = near {
                diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
            }
            said.push(diagnostic);
            return;
        };
        if known.contains(&(kind, id)) || drafts.contains(&(kind, Box::from(id))) {
            return;
        }
        if let Some(now) = former.get(&(kind, id)) {
            said.push(former_id(to.span, id, now.as_str()));
            return;
        }
        unknown.entry((kind, id.to_owned())).or_default().push(to.span);
    };
    let is_known = |kind: KindId, to: &Text| split(&to.value, kind, kinds).is_some_and(|key| known.contains(&key));
    let with_unknown = each_use(register, kinds, &is_known, settled, &mut each);
    (unknown, with_unknown)
}

/// Of the unknown ids, those that get a page made from what is known; the others are said.
fn stubs(
    register: &Register,
    unknown: Unknown,
    kinds: &Kinds,
    unread: &Unread,
    said: &mut Vec<Diagnostic>,
) -> Vec<(KindId, Slug)> {
    let mut by_kind: FxHashMap<KindId, Vec<(&str, Letters)>> = FxHashMap::default();
    for (kind, id) in register.records.keys() {
        by_kind.entry(*kind).or_default().push((id.as_str(), letters(id.as_str())));
    }
    let mut stubs = Vec::new();
    for ((kind, id), mut spans) in unknown {
        if unread.kinds.contains(&kind) {
            stubs.extend(Slug::new(&id).map(|slug| (kind, slug)));
            continue;
        }
        spans.sort();
        let name = &kinds.get(kind).name;
        let slug = match Slug::new(&id) {
            Ok(slug) => slug,
            Err(why) => {
                let proposal = Slug::propose(&id);
                let message = format!("`{id}` is no id: an id {why}");
                said.push(with_places(code::BAD_ID, &spans, message).help(format!("Write `{proposal}`.")));
                continue;
            }
        };
        let own = letters(&id);
        let candidates = by_kind.get(&kind).into_iter().flatten();
        let near = nearest(&id, candidates.filter(|(_, other)| distance(&own, other) <= 4).map(|(id, _)| *id));
        let elsewhere = kinds
            .iter()
            .find(|(other, _)| *other != kind && register.records.contains_key(&(*other, slug.clone())))
            .map(|(_, other)| format!("There is `{0}/{id}`; if you mean it, write `{0}/{id}`.", other.name));
        if let Some(near) = near {
            let message = format!("there is no `{name}/{id}`, but there is `{name}/{near}`");
            let mut diagnostic = with_places(code::UNKNOWN_ID, &spans, message)
                .help(format!("Write `{near}`; if `{id}` is another, give it a record, content/{name}/{id}.md."));
            diagnostic.help.extend(elsewhere);
            said.push(diagnostic);
            continue;
        }
        let message = format!("`{name}/{id}` has no record");
        let mut diagnostic = with_places(code::NO_RECORD, &spans, message)
            .help(format!("It gets a page made from what is known. To say more of it, write content/{name}/{id}.md."));
        diagnostic.help.extend(elsewhere);
        said.push(diagnostic);
        stubs.push((kind, slug));
    }
    stubs
}

fn with_places(code: crate::diag::Code, spans: &[Span], message: String) -> Diagnostic {
    let mut diagnostic = match spans.first() {
        Some(&first) => Diagnostic::new(code, first, message),
        None => Diagnostic::nowhere(code, message),
    };
    for &span in spans.iter().skip(1).take(3) {
        diagnostic = diagnostic.label(span, "and here");
    }
    if spans.len() > 4 {
        diagnostic = diagnostic.help(format!("It is used in {} places.", spans.len()));
    }
    diagnostic
}

/// How often each letter stands in an id: two ids within two edits differ in at most four of these counts, which is
/// much quicker to see than their distance.
type Letters = [i8; 40];

fn letters(id: &str) -> Letters {
    let mut counts = [0; 40];
    for byte in id.bytes() {
        let at = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => byte - b'0' + 26,
            b'-' => 36,
            _ => 37,
        };
        counts[at as usize] = i8::saturating_add(counts[at as usize], 1);
    }
    counts
}

fn distance(a: &Letters, b: &Letters) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
}
