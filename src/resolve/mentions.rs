//! Who is mentioned where in an article whose passages are known: annotated, linked, spotted, in this order of weight, and put in
//! reading order.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Diagnostic, code};
use crate::id::EntityId;
use crate::parse::body::TextRange;
use crate::resolve::article::Names;
use crate::resolve::corpus::{Article, How, LinkTarget, Mention, Outline, Prose};
use crate::resolve::records::Context;
use crate::resolve::sentence::Sentences;
use crate::resolve::spot::{Excluded, Spotter, shared_name};

/// Puts an article's mentions into it, and its outline; whatever it had of them before is gone. `known`: where its sentences
/// are, if that was found before; it is returned.
pub fn mentions(
    context: &Context<'_>,
    names: &Names,
    article: &mut Article,
    excluded: &[Excluded],
    known: Option<Vec<TextRange>>,
    said: &mut Vec<Diagnostic>,
) -> Vec<TextRange> {
    let Article { prose, annotations, passages, subjects, .. } = &*article;
    let subjects: BTreeSet<EntityId> = subjects.iter().map(|subject| subject.entity).collect();
    let spots = article.spot;
    let body = &prose.body;
    let sentences = match known {
        Some(ranges) => Sentences::known(body, ranges, article.paragraphs.clone()),
        None => Sentences::new(body),
    };
    let mut all: Vec<Mention> = Vec::with_capacity(passages.len().max(article.mentions.len()));
    let mut passages_of: FxHashMap<EntityId, Vec<usize>> = FxHashMap::default();
    for (at, passage) in passages.iter().enumerate() {
        let annotation = &annotations[passage.annotation];
        let (sentence, numbers) = (sentences.around(&passage.range), sentences.numbers(&passage.range));
        for about in annotation.everybody() {
            passages_of.entry(about.entity).or_default().push(at);
            all.push(Mention {
                entity: about.entity,
                range: passage.range.clone(),
                how: How::Annotated,
                anchor: passage.anchor.clone(),
                passage: Some(at),
                role: about.role.clone(),
                certainty: about.certainty,
                implied: about.implied,
                footnote: passage.footnote,
                sentence: sentence.range.clone(),
                cut: (sentence.cut_before, sentence.cut_after),
                sentences: numbers.clone(),
                link: None,
            });
        }
    }
    let mut links: Vec<(EntityId, TextRange, Option<usize>)> = Vec::new();
    let mut covered: Vec<TextRange> = Vec::new();
    for (at, (link, target)) in body.links.iter().zip(&prose.links).enumerate() {
        if link.range.is_empty() {
            continue;
        }
        covered.push(link.range.clone());
        if let LinkTarget::Entity(entity, _) = target {
            links.push((*entity, link.range.clone(), Some(at)));
        }
    }
    if spots || !names.drafts.is_empty() {
        let spotter = names.spotter.get_or_init(|| Spotter::new(names.spotted.iter().cloned(), names.people));
        let spotted = spotter.spot(body, &subjects, excluded);
        let is_draft = |entity: &EntityId| entity.index() >= names.live;
        let mut drafts: Vec<(EntityId, TextRange)> = Vec::new();
        for shared in &spotted.shared {
            use crate::resolve::directory::Found;
            let directory = context.linker.directory;
            drafts.extend(shared.entities.iter().filter(|id| is_draft(id)).map(|&id| (id, shared.range.clone())));
            let live = shared.entities.iter().filter(|id| !is_draft(id));
            let mut ids: Vec<String> = live.map(|&id| directory.written(Found::Entity(id))).collect();
            if spots && !ids.is_empty() {
                ids.extend(shared.entities.iter().any(is_draft).then(|| directory.written(Found::Draft)));
                said.push(shared_name(body, shared, &ids));
            }
        }
        for spot in spotted.spotted {
            if is_draft(&spot.entity) {
                drafts.push((spot.entity, spot.range));
            } else if spots && !covered.iter().any(|link| overlap(link, &spot.range)) {
                links.push((spot.entity, spot.range, None));
            }
        }
        draft_names(names, prose, &drafts, said);
    }
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    links.sort_by_key(|(entity, range, _)| (range.start, range.end, *entity));
    for (entity, range, link) in links {
        let slug = context.linker.directory.keys().get(entity.index()).map_or("", |(_, slug)| slug.as_str());
        let count = counts.entry(slug).or_insert(0);
        *count += 1;
        let inside = |&&at: &&usize| {
            let passage = &passages[at].range;
            passage.start <= range.start && range.end <= passage.end
        };
        let sentence = sentences.around(&range);
        all.push(Mention {
            entity,
            how: if link.is_some() { How::Linked } else { How::Spotted },
            // No id of an annotation has a dot.
            anchor: format!("m.{slug}.{count}"),
            passage: passages_of.get(&entity).and_then(|passages| passages.iter().find(inside)).copied(),
            role: None,
            certainty: None,
            implied: false,
            footnote: body.footnote_at(range.start),
            sentence: sentence.range,
            cut: (sentence.cut_before, sentence.cut_after),
            sentences: sentences.numbers(&range),
            link,
            range,
        });
    }
    // Stable: those of one annotation stay in the order in which its author names them.
    all.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end), mention.how));
    all.shrink_to_fit();
    let (ranges, paragraphs) = sentences.into_parts();
    (article.mentions, article.paragraphs) = (Arc::new(all), paragraphs);
    article.outline = Outline::of(article);
    ranges
}

fn overlap(a: &TextRange, b: &TextRange) -> bool {
    a.start < b.end && b.start < a.end
}

/// Lists published words that hold a draft's name.
fn draft_names(names: &Names, prose: &Prose, found: &[(EntityId, TextRange)], said: &mut Vec<Diagnostic>) {
    let mut seen = FxHashSet::default();
    for (entity, range) in found {
        let name = names.drafts.get(entity.index() - names.live).map_or("", String::as_str);
        if !seen.insert(name) {
            continue;
        }
        let message = format!("the published words hold the name of a draft, `{name}`");
        let mut diagnostic = Diagnostic::nowhere(code::DRAFT_NAMED, message);
        diagnostic.span = prose.body.map.span(range.clone());
        said.push(diagnostic.help("The words stay as they are written; nothing of the record is published."));
    }
}
