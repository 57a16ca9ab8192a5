//! What rests on nothing that can be looked up: quotations without a speaker, verdicts without a source, sources that may
//! be gone tomorrow.

use super::{Finding, Owner, Site, severity, value};
use crate::date::Date;
use crate::diag::{Diagnostic, code};
use crate::graph::makers;
use crate::id::{ArticleId, KindId};
use crate::parse::body::{BlockKind, TextRange};
use crate::resolve::corpus::{Article, ClaimUse, Entity, EntityRef};

/// A quotation of so many words or fewer is a word or title that is set off.
const SHORT: usize = 6;
/// The oldest that anybody is taken to be.
const OLDEST: i64 = 115;
/// So many places are shown of one article.
const SHOWN: usize = 5;

/// The rule on quotation marks without an annotation.
pub(super) fn without_speaker(_: &Site<'_>, id: ArticleId, article: &Article) -> Vec<Finding> {
    quotations(id, article).into_iter().collect()
}

fn quotations(id: ArticleId, article: &Article) -> Option<Finding> {
    let body = &article.prose.body;
    let mut open: Vec<TextRange> = Vec::new();
    for block in body.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code | BlockKind::Opaque)) {
        if block.range.start < body.body_range.end {
            quoted(body.words(&block.range), block.range.start, &mut open);
        }
    }
    let annotated = |range: &TextRange| {
        article.passages.iter().any(|passage| passage.range.start < range.end && range.start < passage.range.end)
    };
    open.retain(|range| !annotated(range));
    let first = open.first()?;
    let count = crate::diag::counted(open.len(), "quotation");
    let message = format!("{count} of more than {SHORT} words without an annotation that says who speaks");
    let span = body.map.span(first.clone()).unwrap_or(article.span);
    let mut diagnostic = Diagnostic::new(code::QUOTATION_WITHOUT_SPEAKER, span, message);
    for range in open.iter().skip(1).take(SHOWN - 1) {
        if let Some(span) = body.map.span(range.clone()) {
            diagnostic = diagnostic.label(span, "and here");
        }
    }
    let diagnostic =
        diagnostic.help("Annotate it with `quote` and `speaker`, so that it stands on the speaker's page.");
    Some(Finding::new(diagnostic, [Owner::Article(id)]))
}

/// The parts of a text in quotation marks with more than a few words in them.
fn quoted(text: &str, offset: u32, found: &mut Vec<TextRange>) {
    // Most texts have no mark at all: `"`, or a first byte of one of the others.
    if memchr::memchr3(b'"', 0xc2, 0xe2, text.as_bytes()).is_none() {
        return;
    }
    let mut from: Option<(usize, char)> = None;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match from {
            None => {
                if let Some(end) = closing(c, last) {
                    from = Some((at, end));
                }
            }
            Some((start, end)) if c == end || (end == '“' && c == '”') => {
                let inside = &text[start..at];
                if inside.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() > SHORT {
                    let small = |n: usize| offset + u32::try_from(n).unwrap_or(0);
                    found.push(small(start)..small(at + c.len_utf8()));
                }
                from = None;
            }
            Some(_) => {}
        }
        last = Some(c);
    }
}

/// The mark that ends what this one begins, if it can begin something after `last`.
fn closing(c: char, last: Option<char>) -> Option<char> {
    let head = last.is_none_or(|last| !last.is_alphanumeric());
    match c {
        _ if !head => None,
        '“' => Some('”'),
        '„' => Some('“'),
        '»' => Some('«'),
        '«' => Some('»'),
        '"' => Some('"'),
        _ => None,
    }
}

/// Somebody who makes a claim, or whom it is about.
#[derive(Clone, Copy)]
struct Concerned<'c> {
    who: &'c EntityRef,
    makes: bool,
}

/// The rule on what is said of and by the living without a source.
pub(super) fn living(site: &Site<'_>) -> Vec<Finding> {
    let now = latest_year(site);
    let mut found = Vec::new();
    for (id, entity) in site.entities().into_iter().filter(|(_, entity)| entity.kind == KindId::CLAIMS) {
        let node = &site.graph.entities[id.index()];
        let what = match (entity.claim.sources.is_empty(), entity.claim.verdict) {
            (true, Some(_)) => "a verdict",
            (true, None) if node.claim_passages.is_empty() => "a claim",
            _ => continue,
        };
        let Some(span) = entity.span else { continue };
        let passages = node.claim_passages.iter().map(|&(article, at)| &site.corpus.article(article).annotations[at]);
        let about = entity.about.iter().chain(passages.flat_map(|annotation| &annotation.about));
        let makers = makers(site.corpus, node, entity);
        found.extend(by_living(site, now, makers, about, |one| {
            let message = format!("{what} on {} without a source: {}", living_words(site, one), site.written(id));
            let of = vec![Owner::Entity(id), Owner::Entity(one.who.entity)];
            (Diagnostic::new(code::LIVING_WITHOUT_SOURCE, span, message), of)
        }));
    }
    for (id, article) in site.articles() {
        for (at, annotation) in article.annotations.iter().enumerate() {
            // The passage is itself the source of the claim; the verdict needs another.
            let Some(ClaimUse::Here(claim)) = &annotation.more.claim else { continue };
            if claim.verdict.is_none() || !claim.sources.is_empty() {
                continue;
            }
            found.extend(by_living(site, now, &claim.by, &annotation.about, |one| {
                let message = format!("a verdict on {} without a source", living_words(site, one));
                let of = vec![Owner::Annotation(id, at), Owner::Article(id), Owner::Entity(one.who.entity)];
                (Diagnostic::new(code::LIVING_WITHOUT_SOURCE, annotation.span, message), of)
            }));
        }
    }
    found
}

/// The first of those who make a claim, or whom it is about, that lives, or may.
fn by_living<'c>(
    site: &Site<'_>,
    now: Option<i64>,
    makers: impl IntoIterator<Item = &'c EntityRef>,
    about: impl IntoIterator<Item = &'c EntityRef>,
    say: impl Fn(Concerned<'c>) -> (Diagnostic, Vec<Owner>),
) -> Option<Finding> {
    let makers = makers.into_iter().map(|who| Concerned { who, makes: true });
    let all = makers.chain(about.into_iter().map(|who| Concerned { who, makes: false }));
    let mut all: Vec<(bool, Concerned<'c>)> =
        all.filter_map(|one| Some((lives(site.corpus.entity(one.who.entity), now)?, one))).collect();
    all.sort_by_key(|(sure, _)| !sure);
    let (sure, one) = all.first()?;
    let (diagnostic, of) = say(*one);
    let diagnostic = diagnostic
        .severity(severity(*sure))
        .help("Give `sources`: what is said of the living must be open to be looked up.");
    Some(Finding::new(diagnostic, of))
}

fn living_words(site: &Site<'_>, one: Concerned<'_>) -> String {
    let who = site.written(one.who.entity);
    let what = if one.makes { format!("what {who} says") } else { format!("what is said of {who}") };
    format!("{what}, who is not recorded as dead,")
}

/// Whether a person lives: surely, possibly (nothing is recorded), or not. There is no clock here; now is the latest year
/// that the site itself knows of, if it knows any.
fn lives(entity: &Entity, now: Option<i64>) -> Option<bool> {
    if entity.kind != KindId::PEOPLE || entity.died.is_some() {
        return None;
    }
    let born = value(entity.born.as_ref()).and_then(last_year);
    match (born, now) {
        (Some(born), Some(now)) => (now - born <= OLDEST).then_some(true),
        _ => Some(false),
    }
}

/// The latest year in which anything was written, published, read, looked into or happened.
fn latest_year(site: &Site<'_>) -> Option<i64> {
    let articles = site.corpus.articles.iter().flat_map(|article| {
        let own = [&article.date, &article.updated, &article.added];
        let sources = article.source.iter().flat_map(|origin| [&origin.date, &origin.accessed]);
        let letter = article.correspondence.iter().flat_map(|letter| [&letter.sent.0, &letter.received.0]);
        let annotations = article.annotations.iter().flat_map(|annotation| {
            let claim = match &annotation.more.claim {
                Some(ClaimUse::Here(claim)) => Some([&claim.date, &claim.reviewed]),
                _ => None,
            };
            [&annotation.more.date, &annotation.more.removed].into_iter().chain(claim.into_iter().flatten())
        });
        let corrections = article.corrections.iter().map(|(date, _)| date);
        own.into_iter().chain(sources).chain(letter).chain(annotations).chain(corrections)
    });
    let records = site.corpus.entities.iter().flat_map(|entity| {
        let happened = [&entity.date].into_iter().filter(|_| entity.kind == KindId::EVENTS);
        happened.chain([&entity.claim.date, &entity.claim.reviewed])
    });
    articles.chain(records).filter_map(|date| value(date.as_ref()).and_then(last_year)).max()
}

fn last_year(date: &Date) -> Option<i64> {
    date.latest().day().or(date.earliest().day()).map(|day| day.year)
}

/// The rule on sources that nobody has archived.
pub(super) fn archived(site: &Site<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, article) in site.articles() {
        let open: Vec<_> = article
            .source
            .iter()
            .filter(|origin| origin.archived.is_none())
            .filter_map(|origin| origin.url.as_ref())
            .filter(|url| !is_archive(&url.value))
            .collect();
        let Some(first) = open.first() else { continue };
        let count = if open.len() > 1 { format!("{} sources have", open.len()) } else { "the source has".to_owned() };
        let mut diagnostic =
            Diagnostic::new(code::SOURCE_NOT_ARCHIVED, first.span, format!("{count} no archived address"))
                .help("Have the page kept, at web.archive.org for example, and give the address as `archived`.");
        for url in open.iter().skip(1).take(SHOWN - 1) {
            diagnostic = diagnostic.label(url.span, "nor this");
        }
        found.push(Finding::new(diagnostic, [Owner::Article(id)]));
    }
    found
}

/// Whether an address is that of an archive, or one that is made to last.
fn is_archive(url: &str) -> bool {
    const LASTING: [&str; 12] = [
        "archive.org",
        "archive.ph",
        "archive.today",
        "archive.is",
        "perma.cc",
        "webcitation.org",
        "doi.org",
        "hdl.handle.net",
        "nbn-resolving.org",
        "purl.org",
        "d-nb.info",
        "w3id.org",
    ];
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', ':']).next().unwrap_or_default();
    LASTING.iter().any(|known| host == *known || host.strip_suffix(known).is_some_and(|sub| sub.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_found_by_their_marks() {
        let long = "one two three four five six seven";
        for (text, count) in [
            (format!("He said: “{long}.”"), 1),
            (format!("Er sagte: „{long}“, und »{long}« und «{long}»"), 3),
            (format!("He said: \"{long}\" and \"no\" and \"{long}\"."), 2),
            ("He said: “one two three four five six.”".to_owned(), 0),
            (format!("12\" of snow and {long} 3\" more"), 0),
            (format!("“{long}, and no end"), 0),
        ] {
            let mut found = Vec::new();
            quoted(&text, 0, &mut found);
            assert_eq!(found.len(), count, "{text}");
        }
    }

    #[test]
    fn archives_are_known_by_their_hosts() {
        assert!(is_archive("https://web.archive.org/web/2017/https://example.org/"));
        assert!(is_archive("https://doi.org/10.1000/182"));
        assert!(!is_archive("https://example.org/web.archive.org/"));
        assert!(!is_archive("https://notdoi.org/"));
    }
}
