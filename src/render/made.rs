//! What the pages of a build were made of, so that the next leaves alone those that would be the same.
//!
//! 1. While a page is made it is noted which articles, nodes of the graph and lists it looks at ([`reads`](crate::reads)).
//! 2. Of each of these a hash is kept, and one of all that pages are made of besides ([`Digests`]).
//! 3. The next build takes the same hashes. Where the one of all else is the same, a page of which nothing that it looked at
//!    has changed is the same page ([`Known::same`]).
//!
//! What is not noted, records, settings, templates, files, the order of lists, so makes all pages anew when it changes. An
//! article is hashed by its files and by what is made of it with the lock and other articles: where its passages and mentions
//! stand, where links lead, which articles it names. Whom it names follows from records; and a source that is an article is
//! looked at where it is shown.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::here::Whole;
use crate::digest::Digest;
use crate::graph::Graph;
use crate::load::Sources;
use crate::reads::{Changed, Noted, Reads, SORTS};
use crate::resolve::corpus::{Article, Corpus, Prose};
use crate::route::OutPath;
use crate::span::FileId;

/// What the pages of a build were made of. The default is that of no build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    of: Digests,
    pages: Vec<MadePage>,
}

/// A page that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MadePage {
    pub path: OutPath,
    /// Of its bytes.
    pub hash: blake3::Hash,
    /// What was looked at for it.
    pub reads: Reads,
}

/// Half of a BLAKE3: enough to tell one value from another where nobody means to deceive.
type Short = [u8; 16];

/// What stands for all that pages are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Digests {
    /// All that is not noted. None where nothing is known.
    rest: Option<blake3::Hash>,
    /// By sort and number: what is noted.
    each: [Vec<Short>; SORTS],
}

/// What is known of the last build, beside what this one is made of.
pub(super) struct Known<'m> {
    now: Digests,
    /// Pages of the last build by path, where all that is not noted is the same.
    pages: FxHashMap<&'m OutPath, &'m MadePage>,
    changed: Changed,
}

impl<'m> Known<'m> {
    /// Compares what this build is made of with what the last one was.
    pub fn new(whole: &Whole<'_>, sources: &Sources, last: &'m Made) -> Known<'m> {
        let now = Digests::new(whole, sources);
        let (mut pages, mut changed) = (FxHashMap::default(), Changed::default());
        if now.rest == last.of.rest {
            pages = last.pages.iter().map(|page| (&page.path, page)).collect();
            // With another number of values `rest` is another too.
            changed = Changed::new(std::array::from_fn(|sort| {
                now.each[sort].iter().zip(&last.of.each[sort]).map(|(now, old)| now != old).collect()
            }));
        }
        Known { now, pages, changed }
    }

    /// The page at a path, if it would be made as the last build made it.
    pub fn same(&self, path: &OutPath) -> Option<&'m MadePage> {
        self.pages.get(path).copied().filter(|page| !page.reads.is_among(&self.changed))
    }

    /// What there is to know for the next build.
    pub fn made(self, pages: Vec<MadePage>) -> Made {
        Made { of: self.now, pages }
    }
}

impl Digests {
    fn new(whole: &Whole<'_>, sources: &Sources) -> Digests {
        let (corpus, graph) = (whole.corpus, whole.graph);
        let files: FxHashMap<FileId, blake3::Hash> = sources.files.iter().map(|file| (file.file, file.hash)).collect();
        let articles: Vec<(Short, FxHashSet<FileId>)> =
            corpus.articles.as_slice().par_iter().map(|one| article(one, &files)).collect();
        let own: FxHashSet<FileId> = articles.iter().flat_map(|(_, files)| files.iter().copied()).collect();
        let mut each = [const { Vec::new() }; SORTS];
        each[<Arc<Article> as Noted>::SORT] = articles.into_iter().map(|(digest, _)| digest).collect();
        fill(&mut each, graph.entities.as_slice());
        fill(&mut each, graph.articles.as_slice());
        fill(&mut each, whole.mention_parts.as_slice());
        Digests { rest: Some(rest(whole, sources, &own)), each }
    }
}

fn fill<T: Noted + std::hash::Hash + Sync>(each: &mut [Vec<Short>; SORTS], values: &[T]) {
    each[T::SORT] = values.par_iter().map(|value| short(Digest::default().add(value))).collect();
}

fn short(digest: &Digest) -> Short {
    let mut short = Short::default();
    short.copy_from_slice(&digest.hash().as_bytes()[..size_of::<Short>()]);
    short
}

/// All that is not noted. `own` are the files that articles are made from.
fn rest(whole: &Whole<'_>, sources: &Sources, own: &FxHashSet<FileId>) -> blake3::Hash {
    let (corpus, mut digest) = (whole.corpus, Digest::default());
    let Corpus { settings: _, title, entities, articles, series, pages, redirects, files, lock: _ } = corpus;
    for source in sources.files.iter().filter(|source| !own.contains(&source.file)) {
        digest.add(&(&source.path, source.hash.as_bytes()));
    }
    digest.add(title);
    digest.add(&articles.len());
    articles.iter().for_each(|article| {
        digest.add(&article.id);
    });
    digest.add(&entities.len());
    for entity in entities.iter() {
        digest.add(&(entity.kind, &entity.id, entity.is_stub()));
        links(&mut digest, &entity.prose);
    }
    series.iter().for_each(|series| links(&mut digest, &series.prose));
    pages.iter().for_each(|page| links(&mut digest, &page.prose));
    redirects.iter().for_each(|redirect| {
        digest.add(&(&redirect.from, &redirect.to));
    });
    files.iter().for_each(|file| {
        digest.add(&file.to);
    });
    let Graph {
        entities: _,
        articles: _,
        by_kind,
        chronology,
        claims_in_place,
        tags,
        publishers,
        letters,
        correspondents,
        series: in_series,
    } = whole.graph;
    digest.add(&(by_kind, chronology, claims_in_place, tags, publishers, letters, correspondents, in_series));
    whole.survey.digest(&mut digest);
    digest.hash()
}

/// An article, and the files that it is made from.
fn article(article: &Article, files: &FxHashMap<FileId, blake3::Hash>) -> (Short, FxHashSet<FileId>) {
    let mut digest = Digest::default();
    let mut own = FxHashSet::default();
    let mut add_file = |digest: &mut Digest, file: FileId| {
        if own.insert(file) {
            digest.add(&files.get(&file).map(blake3::Hash::as_bytes));
        }
    };
    add_file(&mut digest, article.file);
    digest.add(&(&article.id, article.after, article.translation_of, article.series, &article.hidden));
    digest.add(&article.correspondence.as_ref().map(|letter| letter.reply_to));
    digest.add(&(&article.passages, &article.mentions));
    links(&mut digest, &article.prose);
    article.corrections.iter().for_each(|(_, text)| links(&mut digest, text));
    for annotation in article.annotations.iter() {
        add_file(&mut digest, annotation.span.file);
        digest.add(&(&annotation.id, &annotation.passages));
        annotation.note.iter().for_each(|note| links(&mut digest, note));
    }
    (short(&digest), own)
}

/// What a text's links and pictures are: its own file does not say where they lead.
fn links(digest: &mut Digest, prose: &Prose) {
    let Prose { body: _, links, images, shown } = prose;
    digest.add(&(links, images, shown));
}

impl Made {
    /// As it is kept. Numbers are little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let Some(rest) = self.of.rest else { return bytes };
        bytes.extend(rest.as_bytes());
        for all in &self.of.each {
            put_length(&mut bytes, all.len());
            bytes.extend(all.iter().flatten());
        }
        put_length(&mut bytes, self.pages.len());
        for MadePage { path, hash, reads } in &self.pages {
            bytes.extend(hash.as_bytes());
            for part in [path.as_str().as_bytes(), reads.as_bytes()] {
                put_length(&mut bytes, part.len());
                bytes.extend(part);
            }
        }
        bytes
    }

    /// From [`Made::to_bytes`]; none if they are anything else.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Made> {
        let rest = Some(get_hash(&mut bytes)?);
        let mut each = [const { Vec::new() }; SORTS];
        for all in &mut each {
            let length = get_length(&mut bytes)?.checked_mul(size_of::<Short>())?;
            let shorts = bytes.split_off(..length)?.chunks_exact(size_of::<Short>());
            *all = shorts.map(Short::try_from).collect::<Result<_, _>>().ok()?;
        }
        let mut pages = Vec::new();
        for _ in 0..get_length(&mut bytes)? {
            let hash = get_hash(&mut bytes)?;
            let mut part = || {
                let length = get_length(&mut bytes)?;
                bytes.split_off(..length)
            };
            let path = OutPath::new(std::str::from_utf8(part()?).ok()?).ok()?;
            pages.push(MadePage { path, hash, reads: Reads::from_bytes(part()?) });
        }
        bytes.is_empty().then_some(Made { of: Digests { rest, each }, pages })
    }
}

fn put_length(bytes: &mut Vec<u8>, length: usize) {
    bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn get_length(bytes: &mut &[u8]) -> Option<usize> {
    let (length, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    usize::try_from(u32::from_le_bytes(*length)).ok()
}

fn get_hash(bytes: &mut &[u8]) -> Option<blake3::Hash> {
    let (hash, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(blake3::Hash::from_bytes(*hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_nothing_that_is_cut() {
        let path = |path: &str| OutPath::new(path).unwrap();
        let page = |at: &str| MadePage {
            path: path(at),
            hash: blake3::hash(at.as_bytes()),
            reads: Reads::from_bytes(at.as_bytes()),
        };
        let each = [vec![[1; 16]; 3], Vec::new(), vec![[2; 16]], vec![[3; 16]; 2]];
        let of = Digests { rest: Some(blake3::hash(b"rest")), each };
        let made = Made { of, pages: vec![page("index.html"), page("a/ü/index.html")] };
        let bytes = made.to_bytes();
        assert_eq!(Made::from_bytes(&bytes), Some(made));
        for end in 0..bytes.len() {
            assert_eq!(Made::from_bytes(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Made::from_bytes(&[&bytes[..], b"0"].concat()), None);
        assert_eq!(Made::default().to_bytes(), b"");
    }
}
