//! Links that many pages have alike, made ready once: the relative address of an entity or article is the same from all pages
//! that stand two folders deep in another folder of the site, as nearly all do that link to it: `../../KIND/ID/`.

use std::sync::OnceLock;

use super::here::Here;
use super::view::{ArticleLink, EntityLink, Ready};
use crate::id::{ArticleId, EntityId};
use crate::resolve::corpus::Corpus;
use crate::route::OutPath;

/// The links made so far.
pub(super) struct Alike {
    entities: Vec<OnceLock<Ready<EntityLink>>>,
    articles: Vec<OnceLock<Ready<ArticleLink>>>,
}

impl Alike {
    pub fn new(corpus: &Corpus) -> Alike {
        Alike {
            entities: corpus.entities.iter().map(|_| OnceLock::new()).collect(),
            articles: corpus.articles.iter().map(|_| OnceLock::new()).collect(),
        }
    }
}

impl Here<'_, '_> {
    /// [`Here::entity`], made ready.
    pub fn ready_entity(&self, id: EntityId) -> Ready<EntityLink> {
        let make = || Ready::new(&self.entity(id));
        let shared = self.is_elsewhere(&self.whole.entity_paths[id.index()]);
        if shared { self.whole.alike.entities[id.index()].get_or_init(make).clone() } else { make() }
    }

    /// [`Here::article`], made ready.
    pub fn ready_article(&self, id: ArticleId) -> Ready<ArticleLink> {
        // Looked at in any case, so that this page is known to show it, whichever page the link was made for.
        let article = self.corpus().article(id);
        let make = || Ready::new(&self.link_of(id, article));
        let shared = self.is_elsewhere(&self.whole.article_paths[id.index()]);
        if shared { self.whole.alike.articles[id.index()].get_or_init(make).clone() } else { make() }
    }

    /// Whether this page stands two folders deep, and not in the first folder of that one.
    fn is_elsewhere(&self, to: &OutPath) -> bool {
        let (here, there) = (self.path.as_str(), to.as_str());
        let apart = here.split('/').next() != there.split('/').next();
        !self.rooted && apart && here.bytes().filter(|&byte| byte == b'/').count() == 2
    }
}
