//! What site.yaml says of the pages' surroundings, looked up: the menu, and files that it names.

use super::here::has_index;
use super::split::Part;
use super::survey::Survey;
use crate::diag::{Diagnostic, code, nearest};
use crate::graph::Graph;
use crate::resolve::corpus::{Corpus, FileTarget};
use crate::route::{self, OutPath};
use crate::span::Text;

/// Where a menu entry leads.
#[derive(Hash)]
pub(super) enum MenuTarget {
    Path(OutPath),
    Url(String),
}

/// The menu that the site chose, else its lists and the pages that ask to be in it.
pub(super) fn menu(
    corpus: &Corpus,
    graph: &Graph,
    survey: &Survey,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, MenuTarget)> {
    let words = &survey.words;
    let kinds = &corpus.settings.kinds;
    let mut lists: Vec<(String, String, OutPath)> = Vec::new();
    if !corpus.articles.is_empty() {
        lists.push(("articles".into(), words.get("articles").into(), OutPath::articles()));
    }
    if !graph.letters.is_empty() {
        lists.push(("letters".into(), words.get("letters").into(), OutPath::letters()));
    }
    for (id, kind) in kinds.iter().filter(|&(id, _)| has_index(corpus, graph, id)) {
        debug_assert_eq!(kinds.find(&kind.name), Some(id));
        lists.push((kind.name.clone(), kind.many.clone(), OutPath::index(&kind.name)));
    }
    if super::timeline::exists(corpus, graph) {
        lists.push(("timeline".into(), words.get("timeline").into(), OutPath::timeline()));
    }
    if super::network::exists(corpus, graph) {
        lists.push(("network".into(), words.get("network").into(), OutPath::network()));
    }
    let Some(entries) = &corpus.settings.menu else {
        let pages = corpus.pages.iter().filter(|page| page.menu).map(|page| (page.title.clone(), page.to.clone()));
        let articles = corpus
            .articles
            .iter()
            .filter(|article| article.menu)
            .map(|article| (article.title.clone(), OutPath::article(&article.id)));
        let lists = lists.into_iter().map(|(_, label, path)| (label, path));
        return lists.chain(articles).chain(pages).map(|(label, path)| (label, MenuTarget::Path(path))).collect();
    };
    if !graph.tags.is_empty() {
        lists.push(("tags".into(), words.get("tags").into(), OutPath::all_tags()));
    }
    if !graph.publishers.is_empty() {
        lists.push(("sources".into(), words.get("sources").into(), OutPath::all_sources()));
    }
    if !corpus.series.is_empty() {
        lists.push(("series".into(), words.get("series").into(), OutPath::all_series()));
    }
    lists.push(("index".into(), words.get("home").into(), OutPath::home()));
    for page in corpus.pages.iter() {
        lists.push((page.path.clone(), page.title.clone(), page.to.clone()));
    }
    for (article, id) in corpus.articles.iter().zip(corpus.article_ids()) {
        lists.push((
            format!("articles/{}", article.id),
            article.title.clone(),
            OutPath::article(&corpus.article(id).id),
        ));
    }
    for entity in corpus.entities.iter() {
        let kind = &kinds.get(entity.kind).name;
        lists.push((format!("{kind}/{}", entity.id), entity.name.clone(), OutPath::entity(kind, &entity.id)));
    }
    let mut further = |label: String, path: OutPath| {
        lists.push((path.as_str().trim_end_matches("/index.html").to_owned(), label, path));
    };
    survey.tag_paths.iter().for_each(|(tag, path)| further(tag.clone(), path.clone()));
    for publisher in &graph.publishers {
        let folded = route::fold_in(&corpus.settings.language, &publisher.name);
        if let Some(path) = survey.source_paths.get(&folded) {
            further(publisher.name.clone(), path.clone());
        }
    }
    corpus.series.iter().for_each(|series| further(series.name.clone(), OutPath::series(&series.id)));
    let mut parts = |many: &str, path: &OutPath, parts: &[Part]| {
        for part in parts {
            if let Some(key) = &part.key {
                further(format!("{many} ({})", part.label), path.part(key));
            }
        }
    };
    parts(words.get("articles"), &OutPath::articles(), &survey.article_parts);
    for (id, kind) in kinds.iter().filter(|&(id, _)| has_index(corpus, graph, id)) {
        parts(&kind.many, &OutPath::index(&kind.name), &survey.index_parts[usize::from(id.0)]);
    }
    let mut out = Vec::new();
    for entry in entries {
        let to = &entry.to.value;
        let label = entry.label.as_ref().map(|label| label.value.clone());
        if to.contains("://") || to.starts_with("mailto:") {
            out.push((label.unwrap_or_else(|| to.clone()), MenuTarget::Url(to.clone())));
            continue;
        }
        let name = to.trim_matches('/').trim_end_matches(".md");
        let name = if name.is_empty() { "index" } else { name };
        if let Some((_, own, path)) = lists.iter().find(|(key, _, _)| key == name) {
            out.push((label.unwrap_or_else(|| own.clone()), MenuTarget::Path(path.clone())));
            continue;
        }
        let mut diagnostic = Diagnostic::new(
            code::BROKEN_LINK,
            entry.to.span,
            format!("the menu names `{to}`, but there is no such page"),
        );
        diagnostic = match nearest(name, lists.iter().map(|(key, _, _)| key.as_str())) {
            Some(near) => diagnostic.help(format!("There is `{near}`.")),
            None => diagnostic.help(
                "A menu names kinds, `articles`, `timeline`, `network`, `letters`, `sources`, `tags`, `series`, pages by their \
                 path (`tags/flood`, `people/~b`), or addresses.",
            ),
        };
        diagnostics.push(diagnostic);
    }
    out
}

/// A file of the site that site.yaml names: `custom.css`, `/logo.svg`, or an address.
pub(super) fn site_file(corpus: &Corpus, text: &Text, diagnostics: &mut Vec<Diagnostic>) -> FileTarget {
    if text.value.contains("://") {
        return FileTarget::External(text.value.clone());
    }
    let wanted = route::decode(text.value.trim_start_matches("./")).and_then(|path| OutPath::new(&path).ok());
    let found = wanted.filter(|path| corpus.files.iter().any(|file| file.to == *path));
    if let Some(path) = found {
        return FileTarget::Path(path);
    }
    let name = text.value.trim_start_matches('/');
    let mut diagnostic = Diagnostic::new(code::BROKEN_LINK, text.span, format!("there is no file `static/{name}`"));
    if let Some(near) = nearest(name, corpus.files.iter().map(|file| file.to.as_str())) {
        diagnostic = diagnostic.help(format!("There is `static/{near}`."));
    }
    diagnostics.push(diagnostic);
    FileTarget::Dropped
}
