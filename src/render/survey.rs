//! What every page needs of the whole site, worked out once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::alike::Alike;
use super::assets;
use super::claims::{self, ClaimAt};
use super::feed;
use super::here::{date_view, year_month};
use super::menu::{MenuTarget, menu, site_file};
use super::pictures::Pictures;
use super::split::{self, Part, YearMonth};
use super::theme::Theme;
use super::view;
use super::{letters, lists, namesakes, sources};
use crate::diag::Diagnostic;
use crate::digest::Digest;
use crate::graph::{Graph, newest_first};
use crate::id::{ArticleId, KindId};
use crate::reads::List;
use crate::resolve::corpus::{Corpus, FileTarget};
use crate::route::{self, OutPath};
use crate::words::Words;

/// What all pages need of a corpus and its graph.
pub(super) struct Survey {
    /// The words of the interface.
    pub words: Words,
    pub base_path: String,
    pub entity_paths: Vec<OutPath>,
    /// By entity: what tells it apart from others of its name.
    pub apart: Vec<Option<String>>,
    pub article_paths: Vec<OutPath>,
    pub tag_paths: BTreeMap<String, OutPath>,
    /// Articles from the newest to the oldest, undated last.
    pub newest: Vec<ArticleId>,
    pub article_parts: Vec<Part>,
    /// By article: its row among the newest.
    pub article_rows: Vec<usize>,
    /// By article: its date in words, which many pages say; made when the first of them does.
    article_dates: Vec<OnceLock<Option<view::Date>>>,
    /// By kind.
    pub index_parts: Vec<Vec<Part>>,
    /// By entity: its row in the index of its kind.
    pub index_rows: Vec<usize>,
    /// By entity.
    pub mention_parts: List<Vec<Part>>,
    /// By tag: the parts of its articles.
    pub tag_parts: BTreeMap<String, Vec<Part>>,
    /// All tags as the language sorts them, and the parts of their list.
    pub tags: (Vec<String>, Vec<Part>),
    /// All claims.
    pub claims: Vec<ClaimAt>,
    /// By publisher's name, folded.
    pub source_paths: BTreeMap<String, OutPath>,
    pub source_list: Vec<Part>,
    /// By publisher.
    pub source_parts: Vec<Vec<Part>>,
    pub letter_parts: Vec<Part>,
    pub correspondent_parts: Vec<Part>,
    pub alike: Alike,
    /// Whether there is an Atom feed.
    pub has_feed: bool,
    pub menu: Vec<(String, MenuTarget)>,
    pub css: Vec<Result<OutPath, String>>,
    pub scripts: Vec<(String, OutPath)>,
    pub pictures: Pictures,
    pub favicon: Option<FileTarget>,
    pub logo: Option<FileTarget>,
}

impl Survey {
    /// An article's date in words.
    pub fn article_date(&self, corpus: &Corpus, id: ArticleId) -> Option<&view::Date> {
        // Looked at in any case, so that this page is known to show it, whichever page it was put in words for.
        let date = corpus.article(id).date.as_ref();
        let make = || date.map(|date| date_view(&self.words, &date.value));
        self.article_dates[id.index()].get_or_init(make).as_ref()
    }

    /// All of it but what is noted when it is read, into a hash.
    pub fn digest(&self, digest: &mut Digest) {
        let Survey {
            // These are as the settings and the program have them; and the dates and links are made of what is noted.
            words: _,
            base_path: _,
            article_dates: _,
            alike: _,
            mention_parts: _,
            entity_paths,
            apart,
            article_paths,
            tag_paths,
            newest,
            article_parts,
            article_rows,
            index_parts,
            index_rows,
            tag_parts,
            tags,
            claims,
            source_paths,
            source_list,
            source_parts,
            letter_parts,
            correspondent_parts,
            has_feed,
            menu,
            css,
            scripts,
            pictures,
            favicon,
            logo,
        } = self;
        digest.add(apart);
        digest.add(&(entity_paths, article_paths, tag_paths, newest, article_parts, article_rows));
        digest.add(&(index_parts, index_rows, tag_parts, tags, claims));
        digest.add(&(source_paths, source_list, source_parts, letter_parts, correspondent_parts));
        digest.add(&(has_feed, menu, css, scripts, favicon, logo));
        pictures.digest(digest);
    }

    /// Looks over the whole site once.
    pub fn new(corpus: &Corpus, graph: &Graph, theme: &Theme, diagnostics: &mut Vec<Diagnostic>) -> Survey {
        let settings = &corpus.settings;
        let kinds = &settings.kinds;
        let size = settings.page_size;
        let words = Words::of(&settings.language);
        let newest = newest_first(corpus, &graph.chronology);
        let mut article_rows = vec![0; corpus.articles.len()];
        for (row, id) in newest.iter().enumerate() {
            article_rows[id.index()] = row;
        }
        let all = corpus.articles.as_slice();
        let month_of: Vec<_> = all.par_iter().map(|article| year_month(article.date.as_ref())).collect();
        let month_of = |id: ArticleId| month_of[id.index()];
        let months = |ids: &[ArticleId]| -> Vec<Option<YearMonth>> { ids.iter().copied().map(month_of).collect() };
        let claims = claims::rows(corpus, graph);
        let index_parts = graph.by_kind.iter().enumerate().map(|(kind, ids)| {
            if kind == usize::from(KindId::CLAIMS.0) {
                claims::parts(corpus, &claims, size, &words)
            } else if kind == usize::from(KindId::EVENTS.0) {
                let rows: Vec<_> = ids.iter().map(|&id| year_month(corpus.entity(id).date.as_ref())).collect();
                split::by_date(&rows, size, &words)
            } else {
                let names: Vec<_> = ids.iter().map(|&id| corpus.entity(id).sort_name.as_str()).collect();
                split::by_letter(&names, size, &settings.language)
            }
        });
        let mention_parts = graph.entities.as_slice().par_iter().map(|node| {
            if let Some(part) = split::whole(node.mention_count(), size) {
                return part;
            }
            let rows = node.mentions.iter();
            let rows = rows.flat_map(|(id, mentions)| std::iter::repeat_n(month_of(id), mentions.len()));
            split::by_date(&rows.collect::<Vec<_>>(), size, &words)
        });
        let tag_parts = graph
            .tags
            .iter()
            .map(|(tag, tagged)| (tag.clone(), split::by_date(&months(&tagged.articles), size, &words)));
        let mut index_rows = vec![0; corpus.entities.len()];
        for ids in &graph.by_kind {
            for (row, id) in ids.iter().enumerate() {
                index_rows[id.index()] = row;
            }
        }
        for (row, claim) in claims.iter().enumerate() {
            if let ClaimAt::Record(id) = claim {
                index_rows[id.index()] = row;
            }
        }
        let index_parts = index_parts.collect();
        let publishers = &graph.publishers;
        let mut survey = Survey {
            has_feed: feed::exists(corpus),
            base_path: route::base_path(settings.base_url.as_ref().map(|url| url.value.as_str())),
            entity_paths: corpus
                .entities
                .par_iter()
                .map(|entity| OutPath::entity(&kinds.get(entity.kind).name, &entity.id))
                .collect(),
            apart: namesakes::apart(corpus, &words),
            article_paths: all.par_iter().map(|article| OutPath::article(&article.id)).collect(),
            tag_paths: route::tags(graph.tags.keys().map(String::as_str)),
            article_rows,
            article_dates: corpus.articles.iter().map(|_| OnceLock::new()).collect(),
            article_parts: split::by_date(&months(&newest), size, &words),
            index_parts,
            index_rows,
            mention_parts: mention_parts.collect::<Vec<_>>().into(),
            tag_parts: tag_parts.collect(),
            tags: lists::sorted_tags(corpus, graph),
            source_paths: route::sources(publishers.iter().map(|publisher| publisher.name.as_str()))
                .into_iter()
                .map(|(name, path)| (route::fold_in(&settings.language, &name), path))
                .collect(),
            source_list: sources::parts(publishers, size, &settings.language),
            source_parts: publishers
                .iter()
                .map(|publisher| split::by_date(&months(&publisher.articles), size, &words))
                .collect(),
            letter_parts: letters::parts(corpus, &graph.letters, size, &words),
            correspondent_parts: letters::correspondent_parts(corpus, graph, size),
            claims,
            alike: Alike::new(corpus),
            menu: Vec::new(),
            css: assets::sheets(corpus, theme, diagnostics),
            scripts: theme.scripts(),
            pictures: Pictures::default(),
            favicon: settings.favicon.as_ref().map(|text| site_file(corpus, text, diagnostics)),
            logo: settings.logo.as_ref().map(|text| site_file(corpus, text, diagnostics)),
            newest,
            words,
        };
        survey.menu = menu(corpus, graph, &survey, diagnostics);
        survey
    }
}
