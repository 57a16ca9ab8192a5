//! Corpus + Graph → what is probably wrong in the meaning: dates, lives, offices, accounts, names, sources.
//!
//! 1. Every rule of [`RULES`] looks at the whole site, every one of [`ARTICLE_RULES`] at an article and the records, all by
//!    themselves and in parallel ([`Finding`]s). What the latter found is kept ([`Memo`]).
//! 2. What an author has accepted, with a reason, is taken out; an acceptance that meets nothing is said.
//!
//! A rule compares intervals: what is so on every reading of the dates is a warning, what is so on some is an info. A rule
//! whose findings are facts more often than mistakes is an info altogether.

mod accounts;
mod dated;
mod events;
mod literal;
mod lives;
mod names;
mod offices;
mod pictures;
mod quotations;
mod sources;
mod tense;
mod twins;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::date::Date;
use crate::diag::{Code, Diagnostic, Severity, code, nearest};
use crate::graph::Graph;
use crate::id::{ArticleId, EntityId};
use crate::parse::record::{Accept, Certainty, Dated};
use crate::resolve::corpus::{Article, Asserted, Corpus, Entity, EntityRef};
use crate::resolve::spot::Spotter;
use crate::span::{FileId, Span};

/// A rule: what it looks for in a site.
type Rule = for<'c> fn(&Site<'c>) -> Vec<Finding>;

/// A rule that asks of nothing but one article, the records and the settings.
type ArticleRule = for<'c> fn(&Site<'c>, ArticleId, &'c Article) -> Vec<Finding>;

/// The rules on single articles, with the codes that each gives.
const ARTICLE_RULES: &[(ArticleRule, &[Code])] = &[
    (dated::dated, &[code::DATE_BEFORE_EVENT, code::DATE_BEFORE_TEXT]),
    (lives::article, LIVES),
    (names::not_linked, &[code::NAME_NOT_LINKED]),
    (sources::without_speaker, &[code::QUOTATION_WITHOUT_SPEAKER]),
];

/// The other rules, with the codes that each gives.
const RULES: &[(Rule, &[Code])] = &[
    (lives::records, LIVES),
    (offices::backwards, &[code::ENDS_BEFORE_START]),
    (offices::offices, &[code::OFFICE_OUTSIDE_TERM, code::TWO_HOLDERS]),
    (events::order, &[code::EVENT_OUTSIDE_WHOLE, code::EVENT_BEFORE_PREVIOUS]),
    (events::two_places, &[code::TWO_PLACES]),
    (accounts::accounts_disagree, &[code::ACCOUNTS_DISAGREE]),
    (accounts::resolved, &[code::RESOLVED_DIFFERS]),
    (quotations::differ, &[code::QUOTATION_DIFFERS]),
    (names::two_ids, &[code::NAME_TWO_IDS]),
    (twins::probably_one, &[code::PROBABLY_ONE]),
    (twins::unused, &[code::UNUSED_ID]),
    (sources::living, &[code::LIVING_WITHOUT_SOURCE]),
    (sources::archived, &[code::SOURCE_NOT_ARCHIVED]),
    (pictures::without_alt, &[code::MISSING_ALT]),
];

const LIVES: &[Code] = &[code::BEFORE_BIRTH, code::AFTER_DEATH, code::BEFORE_FOUNDING, code::AFTER_DISSOLUTION];

/// What the rules on articles found, by article.
#[derive(Debug, Default)]
pub struct Memo {
    /// A hash of all that they were asked with besides the article.
    with: Option<blake3::Hash>,
    articles: FxHashMap<FileId, (Arc<Article>, Arc<[Finding]>)>,
    telling: OnceLock<Spotter>,
}

/// Says what is probably wrong in what a site tells.
pub fn check(corpus: &Corpus, graph: &Graph) -> Vec<Diagnostic> {
    all(&Site { corpus, graph, telling: &OnceLock::new() }, &|_| None, |_| ())
}

/// [`check`], but what `memo` knows of an article is not looked for again. `with` is a hash of the records, the settings and
/// who is who.
pub fn check_known(corpus: &Corpus, graph: &Graph, with: blake3::Hash, memo: &mut Memo) -> Vec<Diagnostic> {
    if memo.with != Some(with) {
        *memo = Memo { with: Some(with), ..Memo::default() };
    }
    let Memo { articles, telling, .. } = memo;
    let known = |article: &Arc<Article>| {
        let (of, found) = articles.get(&article.file)?;
        Arc::ptr_eq(of, article).then(|| Arc::clone(found))
    };
    let mut kept = FxHashMap::default();
    let keep = |found: &[Arc<[Finding]>]| {
        let all = corpus.articles.iter().zip(found);
        kept = all.map(|(article, found)| (article.file, (Arc::clone(article), Arc::clone(found)))).collect();
    };
    let said = all(&Site { corpus, graph, telling }, &known, keep);
    memo.articles = kept;
    said
}

fn all<'c>(
    site: &Site<'c>,
    known: &(dyn Fn(&'c Arc<Article>) -> Option<Arc<[Finding]>> + Sync),
    keep: impl FnOnce(&[Arc<[Finding]>]),
) -> Vec<Diagnostic> {
    let of_one = |(id, article): (ArticleId, &'c Arc<Article>)| {
        known(article).unwrap_or_else(|| ARTICLE_RULES.iter().flat_map(|(rule, _)| rule(site, id, article)).collect())
    };
    let articles: Vec<_> = site.corpus.article_ids().zip(&site.corpus.articles).collect();
    let (mut found, of_articles): (Vec<Finding>, Vec<Arc<[Finding]>>) = rayon::join(
        || RULES.par_iter().flat_map_iter(|(rule, _)| rule(site)).collect(),
        || articles.into_par_iter().map(of_one).collect(),
    );
    keep(&of_articles);
    found.extend(of_articles.iter().flat_map(|found| found.iter().cloned()));
    settle(site.corpus, found)
}

/// Whether a code is that of a rule on meaning, and so can be accepted.
pub fn is_rule(code: Code) -> bool {
    rules().any(|rule| rule == code)
}

fn rules() -> impl Iterator<Item = Code> {
    let of_articles = ARTICLE_RULES.iter().flat_map(|(_, codes)| codes.iter().copied());
    of_articles.chain(RULES.iter().flat_map(|(_, codes)| codes.iter().copied()))
}

/// What a rule found, and whose `accept` it can be accepted by.
#[derive(Clone, Debug)]
struct Finding {
    diagnostic: Diagnostic,
    of: Vec<Owner>,
}

/// What bears an `accept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Article(ArticleId),
    Annotation(ArticleId, usize),
    Entity(EntityId),
}

impl Finding {
    fn new(diagnostic: Diagnostic, of: impl IntoIterator<Item = Owner>) -> Finding {
        Finding { diagnostic, of: of.into_iter().collect() }
    }
}

/// What the rules look at, with a few questions that most of them ask.
struct Site<'c> {
    corpus: &'c Corpus,
    graph: &'c Graph,
    /// Finds the names that tell by themselves who is meant; made when it is asked for.
    telling: &'c OnceLock<Spotter>,
}

impl<'c> Site<'c> {
    /// `events/post-report`, in code.
    fn written(&self, id: EntityId) -> String {
        let entity = self.corpus.entity(id);
        format!("`{}/{}`", self.corpus.settings.kinds.get(entity.kind).name, entity.id)
    }

    /// The articles with their ids.
    fn articles(&self) -> Vec<(ArticleId, &'c Article)> {
        self.corpus.article_ids().map(|id| (id, self.corpus.article(id))).collect()
    }

    /// The entities with their ids.
    fn entities(&self) -> Vec<(EntityId, &'c Entity)> {
        self.corpus.entity_ids().map(|id| (id, self.corpus.entity(id))).collect()
    }

    /// When the last of an article was written, as far as it says so.
    fn written_by(&self, article: &'c Article) -> Option<&'c Date> {
        let sent = article.correspondence.as_ref().and_then(|letter| letter.sent.0.as_ref());
        let later = article.updated.iter().chain(article.corrections.iter().filter_map(|(date, _)| date.as_ref()));
        let dates = article.date.as_ref().or(sent).into_iter().chain(later);
        dates.map(|date| &date.value).max_by(|a, b| a.chronology(b))
    }

    /// When something was, as it is resolved or else recorded.
    fn date_of(&self, entity: &'c Entity) -> Option<&'c Date> {
        let resolved = entity.resolved.iter().filter(|resolved| resolved.field == "date");
        let resolved = resolved.flat_map(|resolved| &resolved.value).find_map(|value| match value {
            Asserted::Date(date) => Some(date),
            _ => None,
        });
        resolved.or_else(|| value(entity.date.as_ref()))
    }
}

fn value(date: Option<&Dated>) -> Option<&Date> {
    date.map(|date| &date.value)
}

/// Whether the author is sure of a date: nothing in it is marked as uncertain or approximate.
fn is_sure(date: &Date) -> bool {
    !date.is_uncertain() && !date.is_approximate()
}

/// Whether the author is sure of a reference.
fn is_certain(reference: &EntityRef) -> bool {
    reference.certainty != Some(Certainty::Low)
}

/// A warning where all is sure, else an info.
fn severity(sure: bool) -> Severity {
    if sure { Severity::Warning } else { Severity::Info }
}

/// Takes out what is accepted, and says which acceptances meet nothing.
fn settle(corpus: &Corpus, found: Vec<Finding>) -> Vec<Diagnostic> {
    let mut met: Vec<Span> = Vec::new();
    let mut said = Vec::new();
    for finding in found {
        let rule = finding.diagnostic.code.name;
        let by = finding.of.iter().flat_map(|&owner| accepted(corpus, owner));
        let before = met.len();
        met.extend(by.filter(|accept| accept.rule.value == rule).map(|accept| accept.rule.span));
        if met.len() == before {
            said.push(finding.diagnostic);
        }
    }
    met.sort_unstable();
    for accept in all_accepted(corpus) {
        if met.binary_search(&accept.rule.span).is_err() {
            said.push(meets_nothing(accept));
        }
    }
    said
}

fn accepted(corpus: &Corpus, owner: Owner) -> &[Accept] {
    match owner {
        Owner::Article(id) => &corpus.article(id).accept,
        Owner::Annotation(id, at) => corpus.article(id).annotations.get(at).map_or(&[], |one| &one.more.accept),
        Owner::Entity(id) => &corpus.entity(id).accept,
    }
}

fn all_accepted(corpus: &Corpus) -> impl Iterator<Item = &Accept> {
    let articles = corpus.articles.iter().flat_map(|article| {
        article.accept.iter().chain(article.annotations.iter().flat_map(|annotation| &annotation.more.accept))
    });
    articles.chain(corpus.entities.iter().flat_map(|entity| &entity.accept))
}

fn meets_nothing(accept: &Accept) -> Diagnostic {
    let name = accept.rule.value.as_str();
    let at = |message: String| Diagnostic::new(code::ACCEPTED_NOTHING, accept.rule.span, message);
    if rules().any(|rule| rule.name == name) {
        return at(format!("`{name}` finds nothing here any more"))
            .help("Take this entry of `accept` out: it would hide the next finding of the rule unseen.");
    }
    let is_code = code::ALL.iter().any(|code| code.name == name);
    let message = if is_code {
        format!("`{name}` cannot be accepted: it is no rule on meaning")
    } else {
        format!("there is no rule `{name}`")
    };
    let mut diagnostic = at(message);
    if let Some(near) = nearest(name, rules().map(|rule| rule.name)).filter(|_| !is_code) {
        diagnostic = diagnostic.help(format!("The nearest is `{near}`."));
    }
    diagnostic
}

/// `a, b and 3 more`.
fn listed(all: &[String], most: usize) -> String {
    let shown = all.get(..most).filter(|_| all.len() > most + 1).unwrap_or(all);
    let rest = all.len() - shown.len();
    match shown {
        _ if rest > 0 => format!("{} and {rest} more", shown.join(", ")),
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => shown.join(", "),
    }
}
