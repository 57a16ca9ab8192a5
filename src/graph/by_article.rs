//! Where an entity is mentioned.

use crate::id::ArticleId;

/// Indices of mentions by article: those of all articles in one list, for most have only one or two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ByArticle {
    /// Each with the end of its part of `indices`.
    articles: Vec<(ArticleId, u32)>,
    indices: Vec<u32>,
}

impl ByArticle {
    /// Adds an article, and the indices of its mentions.
    pub fn push(&mut self, article: ArticleId, indices: &[u32]) {
        self.indices.extend(indices);
        self.articles.push((article, u32::try_from(self.indices.len()).unwrap_or(u32::MAX)));
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// How many mentions there are in all.
    pub fn mentions(&self) -> usize {
        self.indices.len()
    }

    /// The article at a place in the list, and the indices of its mentions.
    pub fn get(&self, at: usize) -> Option<(ArticleId, &[u32])> {
        let &(article, end) = self.articles.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.articles[before].1);
        Some((article, &self.indices[start as usize..end as usize]))
    }

    /// The articles in order, each with the indices of its mentions.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ArticleId, &[u32])> + Clone {
        let mut start = 0;
        self.articles.iter().map(move |&(article, end)| {
            let own = &self.indices[start..end as usize];
            start = end as usize;
            (article, own)
        })
    }
}
