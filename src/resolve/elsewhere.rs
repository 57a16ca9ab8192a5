//! Passages that are lost in their article and stand in another: suggested, never moved.
//!
//! All of them are looked for at once in one pass over every other article's text, so that ten thousand cost no more than one.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use crate::diag::{Diagnostic, code};
use crate::parse::body::TextRange;
use crate::resolve::anchor::{self, Status};
use crate::resolve::corpus::Article;
use crate::resolve::fold::{Folded, is_word};
use crate::span::Span;

/// Below so many characters and words, the same words elsewhere are no sign of the same passage.
const LEAST: (usize, usize) = (16, 3);

/// Adds to what was said of lost quotes where else they stand.
pub fn suggest(articles: &[Arc<Article>], said: &mut [Diagnostic]) {
    let lost = lost(articles);
    let mut words: Vec<&str> = lost.iter().map(|(_, _, words)| words.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    if words.is_empty() {
        return;
    }
    let Ok(automaton) = AhoCorasick::new(&words) else { return };
    let found: Vec<Vec<(usize, TextRange)>> =
        articles.par_iter().map(|article| stands_in(article, &automaton)).collect();
    // By words: the articles that they stand in, in order.
    let mut places: BTreeMap<&str, Vec<(usize, TextRange)>> = BTreeMap::new();
    for (article, found) in found.into_iter().enumerate() {
        for (which, range) in found {
            places.entry(words[which]).or_default().push((article, range));
        }
    }
    for (own, span, words) in &lost {
        let there = places.get(words.as_str()).into_iter().flatten().find(|(article, _)| article != own);
        let Some((article, range)) = there.map(|(at, range)| (&articles[*at], range)) else { continue };
        let lost = |one: &&mut Diagnostic| {
            one.span == Some(*span) && [code::QUOTE_NOT_FOUND, code::QUOTE_REMOVED].contains(&one.code)
        };
        for diagnostic in said.iter_mut().filter(lost) {
            let text = format!("these words stand in the article `{}`", article.id);
            let place = article.prose.body.map.span(range.clone());
            let label = place.map(|span| crate::diag::Label { span, text: text.clone() });
            diagnostic.labels.extend(label);
            diagnostic.help.push(format!(
                "{}. If the passage belongs there now, move the annotation to {}.",
                text.replacen("these words stand", "This passage is now", 1),
                article.file.path()
            ));
        }
    }
}

/// The quotes that are lost: their article, where they are written, their words, folded.
fn lost(articles: &[Arc<Article>]) -> Vec<(usize, Span, String)> {
    let of_article = |(at, article): (usize, &Arc<Article>)| {
        let mut lost = Vec::new();
        for annotation in article.outline.telling_as_written().into_iter().map(|at| &article.annotations[at]) {
            for (quoted, quote) in annotation.statuses.iter().zip(&annotation.quotes) {
                if !matches!(quoted.status, Status::Lost | Status::Removed) {
                    continue;
                }
                let plain = anchor::plain(quote);
                let folded = Folded::new(plain.as_deref().unwrap_or(quote)).as_str().trim_matches(' ').to_owned();
                if folded.chars().count() >= LEAST.0 && folded.split(' ').count() >= LEAST.1 {
                    lost.push((at, quoted.span, folded));
                }
            }
        }
        lost
    };
    articles.par_iter().enumerate().flat_map_iter(of_article).collect()
}

/// Which of the words stand in an article as whole words: the first place of each.
fn stands_in(article: &Article, automaton: &AhoCorasick) -> Vec<(usize, TextRange)> {
    let body = &article.prose.body;
    let folded = Folded::new(&body.text);
    let text = folded.as_str();
    let mut found: BTreeMap<usize, TextRange> = BTreeMap::new();
    for hit in automaton.find_overlapping_iter(text) {
        let inside = |at: usize| {
            let left = text.get(..at).and_then(|text| text.chars().next_back()).is_some_and(is_word);
            left && text.get(at..).and_then(|text| text.chars().next()).is_some_and(is_word)
        };
        let which = hit.pattern().as_usize();
        if found.contains_key(&which) || inside(hit.start()) || inside(hit.end()) {
            continue;
        }
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if let Some(place) = folded.place(&body.text, hit.start()..hit.end()) {
            found.insert(which, small(place.start)..small(place.end));
        }
    }
    found.into_iter().collect()
}
