//! An article with its annotations: quotes become passages.
//!
//! 1. Links of the text are resolved.
//! 2. Annotations are resolved and their quotes found.
//! 3. Every passage gets its address.
//!
//! Who is mentioned where is the next step (`mentions`), which other names alone can ask for again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, code};
use crate::id::{ArticleId, EntityId, KindId, Slug};
use crate::parse::body::{BlockKind, Body};
use crate::parse::document::{self, Occurrence};
use crate::parse::seldom::Seldom;
use crate::resolve::anchor::{self, Asked, Finder, Guard, KnownNames, NotFound};
use crate::resolve::corpus::{
    Annotation, Article, Asserted, Assertion, ClaimUse, Correspondence, More, Outline, Passage, Prose, Quoted,
};
use crate::resolve::kept::{self, Kept, Lines};
use crate::resolve::links::Place;
use crate::resolve::records::{Context, pairs, word, words};
use crate::resolve::spot::{Excluded, Spotter};
use crate::span::{Span, Text};

/// What an article's text is searched for names with.
#[derive(Debug)]
pub struct Names {
    /// Names of the site's entities, and after them those of drafts, which published words may hold.
    pub spotted: Vec<(String, EntityId)>,
    /// What finds them; made when the first text is searched.
    pub spotter: OnceLock<Spotter>,
    /// How many entities are people: they have the first numbers.
    pub people: usize,
    /// How many entities there are: what has a greater number is a draft.
    pub live: usize,
    /// Names of drafts, in order of their numbers.
    pub drafts: Vec<String>,
    /// The words of all names, for telling whether a change touches one.
    pub known: KnownNames,
}

/// What an article's annotations were before this build.
#[derive(Clone, Copy, Default)]
pub struct Before<'b> {
    /// Whether there is to be a lock.
    pub locks: bool,
    /// The article's lines in it.
    pub lines: Option<&'b Lines>,
    /// Its draft annotations, which are not shown.
    pub hidden: &'b [document::Annotation],
}

/// Resolves an article but for its mentions, and says which words are not somebody. Its series' index is filled in by the caller.
pub fn article(
    context: &Context<'_>,
    names: &Names,
    mut written: document::Article,
    id: Slug,
    before: Before<'_>,
    said: &mut Vec<Diagnostic>,
) -> (Article, Vec<Excluded>) {
    let place = Place { file: written.file, article: true };
    let prose = context.linker.prose(written.body, place, said);
    let finder = Finder::new(&prose.body);
    let mut found = Found { annotations: Vec::with_capacity(written.annotations.len()), ..Found::default() };
    let title = written.title.as_ref().map(|title| title.value.as_str());
    let every: Vec<&document::Annotation> = written.annotations.iter().chain(before.hidden).collect();
    let mut kept = Kept::new(before.lines, &every);
    let language = written.language.as_ref().map_or(context.settings.language.as_str(), |text| text.value.as_str());
    let known = names.known.clone();
    let guard = Guard { language, names: &known };
    for annotation in &written.annotations {
        found.passages(
            &prose.body,
            &finder,
            before.locks.then_some(&kept),
            (&guard, Asked { title }),
            annotation,
            said,
        );
    }
    kept.settle(&every, &found.places, &prose.body);
    for annotation in &written.annotations {
        found.annotation(context, annotation, said);
    }
    found.addresses(&kept, &prose.body, said);
    let hidden = written.annotations.len()..every.len();
    let hidden = hidden.map(|at| kept.id(at).map_or_else(|| kept::given_id(every[at]), str::to_owned)).collect();
    let lines = if before.locks { found.lines(&every, &kept, &finder, before.lines) } else { Lines::default() };
    let excluded = exclusions(context, &finder, &written.not, said);
    let subjects = context.about(&written.about);
    let spots = context.settings.spot && written.spot.unwrap_or(true);
    context.linker.asks(|asked| {
        asked.known |= known.was_asked();
        asked.text |= spots || !names.drafts.is_empty();
    });
    found.passages.shrink_to_fit();
    let title = written.title.map(|title| title.value);
    let title = title.unwrap_or_else(|| first_heading(&prose).unwrap_or_else(|| in_words(id.as_str())));
    let reference =
        |to: &Option<Text>, said: &mut Vec<Diagnostic>| to.as_ref().and_then(|to| article_of(context, to, said));
    let letter = written.correspondence.as_ref().map(|letter| Correspondence {
        sender: context.refs(KindId::PEOPLE, &letter.sender),
        recipient: context.refs(KindId::PEOPLE, &letter.recipient),
        sent: (letter.sent.date.clone(), context.refs(KindId::PLACES, &letter.sent.place)),
        received: (letter.received.date.clone(), context.refs(KindId::PLACES, &letter.received.place)),
        reply_to: reference(&letter.reply_to, said),
    });
    // A text in `after` that is no article's id is a text about another's account; only an id makes a relation.
    let mut after = None;
    for origin in &mut written.source {
        let Some(named) = origin.after.as_ref().filter(|named| Slug::new(&named.value).is_ok()) else { continue };
        let found = article_of(context, named, said);
        after = after.or(found);
        // What names an article is shown as its title or, of a draft, not at all.
        origin.after = None;
    }
    let corrections = written.corrections.into_iter();
    let article = Article {
        id,
        file: written.file,
        span: written.span,
        title,
        draft: written.draft,
        // A letter that was not published has the date at which it was sent.
        date: written.date.or_else(|| letter.as_ref()?.sent.0.clone()),
        type_: word(written.type_).unwrap_or_else(|| "article".to_owned()),
        language: word(written.language).unwrap_or_else(|| context.settings.language.clone()),
        source: written.source,
        after,
        subjects,
        tags: words(written.tags),
        description: word(written.description),
        image: written.image.map(|picture| context.linker.picture(&picture, written.file, said)),
        updated: written.updated,
        corrections: corrections
            .map(|correction| {
                let place = Place { file: written.file, article: false };
                (correction.date, context.linker.prose(correction.text, place, said))
            })
            .collect(),
        translation_of: reference(&written.translation_of, said),
        translators: words(written.translators),
        series: None,
        added: written.added,
        spot: spots,
        menu: written.menu,
        correspondence: letter,
        accept: written.accept,
        fields: pairs(written.fields),
        prose: Arc::new(prose),
        annotations: Arc::new(found.annotations),
        passages: Arc::new(found.passages),
        mentions: Arc::default(),
        outline: Outline::default(),
        paragraphs: Vec::new(),
        extra: written.extra,
        lines: Arc::new(lines),
        hidden,
    };
    (article, excluded)
}

fn article_of(context: &Context<'_>, to: &Text, said: &mut Vec<Diagnostic>) -> Option<ArticleId> {
    use crate::resolve::directory::Found;
    match context.linker.directory.article(&to.value, to.span, said) {
        Some(Found::Article(id)) => Some(id),
        Some(_) => None,
        None => {
            said.extend(context.unknown_article(&to.value, to));
            None
        }
    }
}

/// The first heading's words, if the text begins with one.
pub fn first_heading(prose: &Prose) -> Option<String> {
    let body = &prose.body;
    let first = body.blocks.iter().find(|block| block.kind != BlockKind::Opaque)?;
    let words = body.words(&first.range).trim();
    (first.kind == BlockKind::Heading && !words.is_empty()).then(|| words.replace('\n', " "))
}

/// An id or path as words, for what has no title.
pub fn in_words(id: &str) -> String {
    let mut title = id.rsplit('/').next().unwrap_or(id).replace('-', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

/// Annotations on their way.
#[derive(Default)]
struct Found {
    annotations: Vec<Annotation>,
    passages: Vec<Passage>,
    /// By annotation: the id given, the former ids, the occurrence chosen of the first quote.
    ids: Vec<(Option<Text>, Vec<Text>, Option<Occurrence>)>,
    /// By annotation: of each quote, its first place, with what the lock is to say of it.
    places: Vec<Vec<Option<kept::Located>>>,
    /// By annotation: what has become of each quote.
    statuses: Vec<Vec<Quoted>>,
}

impl Found {
    /// Finds the quotes of the next annotation.
    fn passages(
        &mut self,
        body: &Body,
        finder: &Finder<'_>,
        kept: Option<&Kept<'_>>,
        (guard, asked): (&Guard<'_>, Asked<'_>),
        written: &document::Annotation,
        said: &mut Vec<Diagnostic>,
    ) {
        let number = self.places.len();
        let (mut locked, mut statuses) = (Vec::new(), Vec::new());
        let quotes = written.quotes.iter().filter(|_| written.more.removed.is_none());
        for (at, quote) in quotes.enumerate() {
            let around = kept.and_then(|kept| kept.around(number, at, quote));
            let located = finder.locate(quote, around.as_ref(), guard);
            said.extend(finder.report(quote, &located, asked));
            let several = matches!(located.missing, Some(NotFound::Ambiguous { .. }));
            let places = match located.missing {
                // A passage in an alt text has a place, and its note is shown there.
                Some(NotFound::NotMarkable { hidden }) => {
                    body.hidden.get(hidden).map(|hidden| hidden.at..hidden.at).into_iter().collect()
                }
                _ => located.places,
            };
            let place = places.first().cloned();
            statuses.push(Quoted { span: quote.quote.span, status: located.status, place });
            if let Some(kept) = kept {
                let located = kept::locate(body, finder, quote, &places, several);
                locked.push(located.map(|located| kept.follow(number, at, quote, located)));
            }
            self.passages.extend(places.into_iter().map(|range| Passage {
                annotation: number,
                footnote: body.footnote_at(range.start),
                markable: !range.is_empty(),
                range,
                anchor: String::new(),
                former: Vec::new(),
            }));
        }
        self.places.push(locked);
        self.statuses.push(statuses);
    }

    /// Resolves the next annotation.
    fn annotation(&mut self, context: &Context<'_>, written: &document::Annotation, said: &mut Vec<Diagnostic>) {
        let file = written.span.file;
        let speakers = context.refs(KindId::PEOPLE, &written.speaker);
        let claim = match &written.more.claim {
            Some(document::ClaimUse::Id(id)) => context.named(KindId::CLAIMS, id).map(ClaimUse::Of),
            Some(document::ClaimUse::Here(claim)) => {
                let mut claim = context.claim((**claim).clone(), said);
                if claim.by.is_empty() {
                    claim.by.clone_from(&speakers);
                }
                Some(ClaimUse::Here(Box::new(claim)))
            }
            None => None,
        };
        let occurrence = written.quotes.first().and_then(|quote| quote.occurrence.clone());
        let occurrence = occurrence.map(|occurrence| occurrence.value);
        self.ids.push((written.more.id.clone(), written.more.previously.clone(), occurrence));
        let place = Place { file, article: false };
        let more = &*written.more;
        self.annotations.push(Annotation {
            id: String::new(),
            span: written.span,
            passages: Vec::new(),
            statuses: self.statuses.get(self.annotations.len()).cloned().unwrap_or_default(),
            quotes: written.quotes.iter().map(|quote| quote.quote.value.clone()).collect(),
            about: context.about(&written.about),
            speakers,
            indirect: written.indirect,
            note: written.note.clone().map(|note| Box::new(context.linker.prose(*note, place, said))),
            asserts: written.asserts.iter().filter_map(|assertion| asserted(context, assertion, said)).collect(),
            tags: words(written.tags.clone()),
            by: words(written.by.clone()),
            more: Seldom::from(More {
                claim,
                date: more.date.clone(),
                language: word(more.language.clone()),
                removed: more.removed.clone(),
                accept: more.accept.clone(),
                extra: more.extra.clone(),
            }),
        });
    }

    /// What the lock is to say of all annotations: a line for each that is shown; that of a draft as it is. What is left is
    /// nobody's, unless it may be that of a draft whose quote has changed.
    fn lines(
        &self,
        every: &[&document::Annotation],
        kept: &Kept<'_>,
        finder: &Finder<'_>,
        before: Option<&Lines>,
    ) -> Lines {
        let mut lines = BTreeMap::new();
        let mut unsure = false;
        // What is said of a passage that was not found now is of the text as it was: a sentence that is new may be its own.
        let mut is_old = false;
        let knows = |passage: &crate::lock::Passage| !passage.sentences.is_empty();
        for (at, written) in every.iter().enumerate() {
            match (self.annotations.get(at), kept.id(at).zip(kept.line(at))) {
                (Some(annotation), known) => {
                    let entry = kept::entry(written, &self.places[at], known.map(|(_, entry)| entry));
                    let is_found = |at_quote: usize| self.places[at].get(at_quote).is_some_and(Option::is_some);
                    is_old |= entry.passages.iter().enumerate().any(|(at, one)| knows(one) && !is_found(at));
                    lines.insert(annotation.id.clone(), entry);
                }
                (None, Some((id, entry))) => {
                    is_old |= entry.passages.iter().any(knows);
                    lines.insert(id.to_owned(), entry.clone());
                }
                (None, None) => unsure = true,
            }
        }
        if unsure {
            for (id, entry) in kept.left() {
                is_old |= entry.passages.iter().any(knows);
                lines.entry(id.to_owned()).or_insert_with(|| entry.clone());
            }
        }
        // That of an annotation whose id is in error.
        lines.remove("");
        let mut lines = Lines { entries: lines, sentences: finder.prints() };
        if is_old {
            lines.keep_common(before.map_or(&[], |lines| &lines.sentences));
        }
        lines
    }

    /// Gives every annotation its id and every passage its address, and puts passages in reading order.
    fn addresses(&mut self, kept: &Kept<'_>, body: &Body, said: &mut Vec<Diagnostic>) {
        let mut taken: FxHashMap<String, Span> = FxHashMap::default();
        for (annotation, (given, ..)) in self.annotations.iter_mut().zip(&self.ids) {
            let Some(given) = given else { continue };
            if let Some(&first) = taken.get(&given.value) {
                said.push(
                    Diagnostic::new(
                        code::ANNOTATION_ID_TAKEN,
                        given.span,
                        format!("the id `{}` is taken", given.value),
                    )
                    .label(first, "it stands here first"),
                );
                continue;
            }
            taken.insert(given.value.clone(), given.span);
            annotation.id.clone_from(&given.value);
        }
        for (at, annotation) in self.annotations.iter_mut().enumerate() {
            // An older lock may hold addresses that begin as the text's own do (`OWN_IDS`): they stay where they meet none.
            let is_free = |id: &str| !taken.contains_key(id) && !body.ids.contains(id);
            let known = kept.id(at).filter(|id| annotation.id.is_empty() && is_free(id));
            if let Some(id) = known {
                annotation.id = id.to_owned();
                taken.insert(id.to_owned(), annotation.span);
            }
        }
        // An address that a draft had is not given to another meanwhile.
        let reserved = kept.reserved(self.annotations.len());
        // How many ids were built from the same words so far: a document in which a thousand quotes are alike is real.
        let mut alike: FxHashMap<String, usize> = FxHashMap::default();
        for (annotation, (_, _, occurrence)) in self.annotations.iter_mut().zip(&self.ids) {
            if !annotation.id.is_empty() {
                continue;
            }
            let quote = annotation.quotes.first().map(String::as_str);
            let built = |nth: usize| anchor::built_id(quote, occurrence.as_ref(), nth);
            let first = built(1);
            let count = alike.entry(first.clone()).or_insert(0);
            loop {
                *count += 1;
                annotation.id = if *count == 1 { first.clone() } else { built(*count) };
                if !taken.contains_key(&annotation.id) && !reserved.contains(annotation.id.as_str()) {
                    break;
                }
            }
            taken.insert(annotation.id.clone(), annotation.span);
        }
        self.passages
            .sort_by_key(|passage| (passage.range.start, std::cmp::Reverse(passage.range.end), passage.annotation));
        for (at, passage) in self.passages.iter_mut().enumerate() {
            let annotation = &mut self.annotations[passage.annotation];
            annotation.passages.push(at);
            // An id has no dot, so that further passages' addresses are nobody else's.
            passage.anchor = match annotation.passages.len() {
                1 => annotation.id.clone(),
                further => format!("{}.{further}", annotation.id),
            };
        }
        let mut former: FxHashMap<&str, Span> = FxHashMap::default();
        for (annotation, (_, previously, _)) in self.annotations.iter().zip(&self.ids) {
            for old in previously {
                let first = taken.get(&old.value).or_else(|| former.get(old.value.as_str())).copied();
                if let Some(first) = first {
                    let message = format!("`{}` cannot be a former id of `{}`", old.value, annotation.id);
                    said.push(
                        Diagnostic::new(code::PREVIOUSLY_TAKEN, old.span, message).label(first, "this one has it too"),
                    );
                    continue;
                }
                former.insert(&old.value, old.span);
                if let Some(&passage) = annotation.passages.first() {
                    self.passages[passage].former.push(old.value.clone());
                }
            }
        }
    }
}

fn asserted(context: &Context<'_>, written: &document::Assertion, said: &mut Vec<Diagnostic>) -> Option<Assertion> {
    let of = context.named(KindId::EVENTS, &written.of)?;
    let kind = context.linker.directory.keys().get(of.entity.index())?.0;
    let fields = written
        .fields
        .iter()
        .map(|(field, value)| (field.value.clone(), context.asserted(&field.value, kind, value, said)));
    let mut fields: Vec<(String, Asserted)> = fields.collect();
    let kinds = context.linker.directory.kinds();
    let related = written.about.iter().map(|(kind, refs)| (kinds.get(*kind).name.clone(), context.refs(*kind, refs)));
    fields.extend(related.map(|(kind, refs)| (kind, Asserted::Refs(refs))));
    // Where all who were named are drafts, nothing is left to agree with.
    fields.retain(|(_, value)| !matches!(value, Asserted::Refs(refs) if refs.is_empty()));
    Some(Assertion { fields, of })
}

/// The ranges that `not:` speaks of, with whom they are not (empty: nobody).
fn exclusions(
    context: &Context<'_>,
    finder: &Finder<'_>,
    not: &[document::Not],
    said: &mut Vec<Diagnostic>,
) -> Vec<Excluded> {
    let mut all = Vec::new();
    for not in not {
        let about: BTreeSet<EntityId> = context.about(&not.about).iter().map(|of| of.entity).collect();
        for (kind, refs) in &not.about {
            let directory = context.linker.directory;
            let unknown = |to: &str| directory.entity(*kind, to).is_none() && !directory.is_draft(*kind, to);
            for to in refs.iter().map(|reference| &reference.to).filter(|to| unknown(&to.value)) {
                let message = format!("there is no `{}`, so these words cannot be denied to it", to.value);
                said.push(Diagnostic::new(code::UNKNOWN_ID, to.span, message));
            }
        }
        // "Nobody" is only what names nobody.
        if about.is_empty() && not.about.iter().any(|(_, refs)| !refs.is_empty()) {
            continue;
        }
        match finder.find_everywhere(&not.quote) {
            Ok(ranges) => all.extend(ranges.into_iter().map(|range| Excluded { range, entities: about.clone() })),
            Err(missing) => {
                let why = finder.explain(&not.quote, &missing, Asked::default());
                let mut diagnostic = Diagnostic::new(
                    code::NOT_FINDS_NOTHING,
                    not.quote.quote.span,
                    "this `not` speaks of words that are not in the article",
                );
                diagnostic.labels = why.labels;
                diagnostic.help = why.help;
                said.push(diagnostic);
            }
        }
    }
    all
}
