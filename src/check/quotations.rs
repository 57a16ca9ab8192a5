//! One speaker at one event, quoted in two articles in different words.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Finding, Owner, Site};
use crate::diag::{Diagnostic, code};
use crate::id::{ArticleId, EntityId, KindId};
use crate::resolve::fold::Folded;
use crate::span::Span;

/// A quotation is taken for another's variant where the words that they share are this many at least …
const LEAST: usize = 5;
/// … and three of four.
const SHARE: (usize, usize) = (3, 4);
/// Longer passages are compared in their first words only.
const MOST: usize = 400;

/// A passage of direct speech.
struct Quotation<'c> {
    article: ArticleId,
    annotation: usize,
    span: Span,
    language: &'c str,
    words: Vec<Word>,
}

/// A word as it is compared and as it is shown.
struct Word {
    key: String,
    shown: String,
}

impl Word {
    /// Words that the editor has put in (`[he]`) or left out (`…`).
    fn is_marked(&self) -> bool {
        self.key == "…" || self.key.starts_with('[')
    }
}

/// The rule.
pub(super) fn differ(site: &Site<'_>) -> Vec<Finding> {
    let mut by_event: BTreeMap<(EntityId, EntityId), Vec<Quotation<'_>>> = BTreeMap::new();
    for (id, article) in site.articles() {
        for (at, annotation) in article.annotations.iter().enumerate() {
            if annotation.indirect || annotation.more.removed.is_some() || annotation.speakers.is_empty() {
                continue;
            }
            let events = annotation.about.iter().map(|about| about.entity);
            let events: Vec<_> = events.filter(|&id| site.corpus.entity(id).kind == KindId::EVENTS).collect();
            for passage in annotation.passages.iter().filter_map(|&at| article.passages.get(at)) {
                for (&event, speaker) in
                    events.iter().flat_map(|event| annotation.speakers.iter().map(move |who| (event, who)))
                {
                    let text = article.prose.body.words(&passage.range);
                    by_event.entry((speaker.entity, event)).or_default().push(Quotation {
                        article: id,
                        annotation: at,
                        span: article.prose.body.map.span(passage.range.clone()).unwrap_or(annotation.span),
                        language: annotation.more.language.as_deref().unwrap_or(&article.language),
                        words: words(text),
                    });
                }
            }
        }
    }
    let groups: Vec<_> = by_event.into_iter().collect();
    groups.into_par_iter().flat_map_iter(|((who, event), all)| of_one(site, who, event, &all)).collect()
}

fn of_one(site: &Site<'_>, who: EntityId, event: EntityId, all: &[Quotation<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, one) in all.iter().enumerate() {
        for other in all[at + 1..].iter().filter(|other| other.article != one.article && other.language == one.language)
        {
            let Some(pieces) = difference(&one.words, &other.words) else { continue };
            let id = |quotation: &Quotation<'_>| site.corpus.article(quotation.article).id.to_string();
            let shown: Vec<String> = pieces.iter().map(|(a, b)| format!("{} / {}", quoted(a), quoted(b))).collect();
            let message = format!(
                "the words of {} at {} differ between `{}` and `{}`: {}",
                site.written(who),
                site.written(event),
                id(one),
                id(other),
                super::listed(&shown, 4)
            );
            let diagnostic = Diagnostic::new(code::QUOTATION_DIFFERS, other.span, message)
                .label(one.span, "the same words, as the other article has them")
                .help(
                    "If one of them is a slip of yours, mend it; if the sources differ, accept the finding and say so.",
                );
            let of = [one, other]
                .into_iter()
                .flat_map(|one| [Owner::Annotation(one.article, one.annotation), Owner::Article(one.article)]);
            found.push(Finding::new(diagnostic, of.chain([Owner::Entity(event), Owner::Entity(who)])));
        }
    }
    found
}

fn quoted(words: &str) -> String {
    if words.is_empty() { "nothing".to_owned() } else { format!("“{words}”") }
}

fn words(text: &str) -> Vec<Word> {
    let folded = Folded::new(text);
    let mut all = Vec::new();
    for piece in folded.as_str().split(|c: char| c.is_whitespace() || c == '-') {
        let shown = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '[' && c != ']');
        if piece.contains("...") {
            let mut parts = piece.split("...").map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
            let first = parts.next().unwrap_or_default();
            all.extend((!first.is_empty()).then(|| Word { key: first.to_lowercase(), shown: first.to_owned() }));
            all.push(Word { key: "…".to_owned(), shown: "…".to_owned() });
            all.extend(
                parts
                    .filter(|part| !part.is_empty())
                    .map(|part| Word { key: part.to_lowercase(), shown: part.to_owned() }),
            );
        } else if !shown.is_empty() {
            all.push(Word { key: shown.to_lowercase(), shown: shown.to_owned() });
        }
        if all.len() >= MOST {
            break;
        }
    }
    all
}

/// The words in which two quotations of one saying differ; nothing where they are not of one saying, or do not differ, or
/// only in what is marked as left out or put in.
fn difference(one: &[Word], other: &[Word]) -> Option<Vec<(String, String)>> {
    let pairs = align(one, other);
    let (&(first, other_first), &(last, other_last)) = (pairs.first()?, pairs.last()?);
    let longest = (last - first + 1).max(other_last - other_first + 1);
    if pairs.len() < LEAST || pairs.len() * SHARE.1 < longest * SHARE.0 {
        return None;
    }
    let mut pieces = Vec::new();
    for two in pairs.windows(2) {
        let (a, b) = (&one[two[0].0 + 1..two[1].0], &other[two[0].1 + 1..two[1].1]);
        if (a.is_empty() && b.is_empty()) || a.iter().chain(b).any(Word::is_marked) {
            continue;
        }
        let show = |words: &[Word]| words.iter().map(|word| word.shown.as_str()).collect::<Vec<_>>().join(" ");
        pieces.push((show(a), show(b)));
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// The pairs of equal words of the best local alignment (Smith and Waterman 1981: 2 for a pair, −1 for a word left out).
fn align(one: &[Word], other: &[Word]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    let mut score = vec![0i32; (one.len() + 1) * width];
    let (mut best, mut end) = (0, (0, 0));
    for i in 1..=one.len() {
        for j in 1..=other.len() {
            let pair = if one[i - 1].key == other[j - 1].key { score[(i - 1) * width + j - 1] + 2 } else { 0 };
            let here = pair.max(score[(i - 1) * width + j] - 1).max(score[i * width + j - 1] - 1).max(0);
            score[i * width + j] = here;
            if here > best {
                (best, end) = (here, (i, j));
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = end;
    while i > 0 && j > 0 && score[i * width + j] > 0 {
        let here = score[i * width + j];
        if one[i - 1].key == other[j - 1].key && here == score[(i - 1) * width + j - 1] + 2 {
            pairs.push((i - 1, j - 1));
            (i, j) = (i - 1, j - 1);
        } else if here == score[(i - 1) * width + j] - 1 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(one: &str, other: &str) -> String {
        let found = difference(&words(one), &words(other)).unwrap_or_default();
        found.iter().map(|(a, b)| format!("{a}/{b}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_variants_of_one_saying_differ() {
        for (one, other, wanted) in [
            ("I did not have communications with the Russians", "I had no communications with the Russians", ""),
            (
                "and I did not have communications with the Russians",
                "and I did not have any communications with the Russians",
                "/any",
            ),
            (
                "we spoke of the weather and the state of the roads",
                "We spoke of the weather, and the price of the roads.",
                "state/price",
            ),
            ("we spoke of the weather and the state of the roads", "the weather and the state of the roads", ""),
            (
                "we spoke of the weather … the state of the roads",
                "we spoke of the weather and the state of the roads",
                "",
            ),
            (
                "he spoke of the weather and of [the] roads in May",
                "he spoke of the weather and of their roads in May",
                "",
            ),
            ("one sentence about the harbour and its lights", "quite another thing that was said that evening", ""),
        ] {
            assert_eq!(pieces(one, other), wanted, "{one} / {other}");
        }
    }
}
