//! The pictures that pages show: how large they are, and smaller ones of them, so that no reader loads more than is seen.
//!
//! 1. Which files are shown as pictures, and where that is said first ([`named`]).
//! 2. Each is looked at, and made smaller where that was asked for and is not done already ([`one`]), in parallel.

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;

use super::here::Here;
use crate::diag::{Diagnostic, code};
use crate::digest::Digest;
use crate::picture::{self, Form, Look, Shelf};
use crate::progress::Observer;
use crate::resolve::corpus::{CopiedFile, Corpus, FileTarget, Picture, Prose};
use crate::route::OutPath;
use crate::site::{Bytes, Origin};
use crate::span::Span;

/// The column of the default theme, in pixels and as `sizes` has it.
const COLUMN: (u32, &str) = (608, "(min-width: 40em) 38em, 100vw");
/// The size that is named where only one can be.
const MIDDLE: u32 = 960;

/// What is known of the site's pictures, by their paths.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    shown: BTreeMap<OutPath, Shown>,
    /// Those that were made. Two files that hold the same may give one.
    made: BTreeMap<OutPath, (Bytes, Origin)>,
}

/// One picture.
#[derive(Debug, Hash)]
struct Shown {
    look: Look,
    /// Smaller ones, by width.
    smaller: Vec<(u32, OutPath)>,
}

/// A picture as a page shows it.
#[derive(Debug, Default)]
pub(super) struct Sized {
    pub src: String,
    pub srcset: Option<String>,
    pub sizes: Option<String>,
    pub size: Option<(u32, u32)>,
    /// The original's address, if there are smaller ones.
    pub original: Option<String>,
}

/// A file that was made.
type Made = (OutPath, Bytes, Origin);

impl Pictures {
    /// Looks at all pictures. Smaller ones are made where there is a `shelf`, and kept there; if only what there is to say is
    /// wanted (`unseen`), they are only read.
    pub fn new(
        corpus: &Corpus,
        shelf: Option<&dyn Shelf>,
        unseen: bool,
        observer: &dyn Observer,
        said: &mut Vec<Diagnostic>,
    ) -> Pictures {
        let named = named(corpus);
        observer.steps(named.len());
        let shelf = shelf.filter(|_| corpus.settings.pictures);
        let seen = named.par_iter().map(|(file, _)| {
            let found = one(file, shelf, unseen);
            observer.step();
            found
        });
        let mut pictures = Pictures::default();
        for ((file, span), seen) in named.iter().zip(seen.collect::<Vec<_>>()) {
            match seen {
                Ok(Some((shown, made))) => {
                    pictures.shown.insert(file.to.clone(), shown);
                    pictures.made.extend(made.into_iter().map(|(path, bytes, origin)| (path, (bytes, origin))));
                }
                Ok(None) => {}
                Err(why) => said.push(damaged(file, *span, &why)),
            }
        }
        pictures
    }

    /// The files that were made.
    pub fn files(&self) -> Vec<Made> {
        self.made.iter().map(|(path, (bytes, origin))| (path.clone(), bytes.clone(), origin.clone())).collect()
    }

    /// What pages say of them, into a hash.
    pub fn digest(&self, digest: &mut Digest) {
        digest.add(&self.shown);
    }

    /// The size for link previews, of a picture of the site: wide enough, and not as large as a camera makes it.
    pub fn preview<'p>(&'p self, path: &'p OutPath) -> &'p OutPath {
        let widest = self.shown.get(path).and_then(|shown| shown.smaller.last());
        widest.filter(|(width, _)| picture::WIDTHS.last() == Some(width)).map_or(path, |(_, path)| path)
    }
}

impl Here<'_, '_> {
    /// A picture from where the page stands.
    pub fn sized(&self, file: &FileTarget) -> Option<Sized> {
        let src = self.file(file)?;
        let FileTarget::Path(path) = file else { return Some(Sized { src, ..Sized::default() }) };
        let Some(Shown { look, smaller }) = self.whole.pictures.shown.get(path) else {
            return Some(Sized { src, ..Sized::default() });
        };
        let size = Some((look.width, look.height));
        let Some((_, first)) = smaller.first() else { return Some(Sized { src, size, ..Sized::default() }) };
        let mut srcset = String::new();
        for (width, path) in smaller {
            let _ = write!(srcset, "{} {width}w, ", self.href(path, None));
        }
        // A larger one than these is for whoever asks for it.
        if smaller.last().map(|(width, _)| width) == picture::WIDTHS.last() {
            srcset.truncate(srcset.len() - 2);
        } else {
            let _ = write!(srcset, "{} {}w", src.replace(',', "%2C"), look.width);
        }
        let middle = smaller.iter().rev().find(|(width, _)| *width <= MIDDLE).map_or(first, |(_, path)| path);
        let sizes = if look.width < COLUMN.0 {
            format!("(min-width: {}px) {}px, 100vw", look.width + 40, look.width)
        } else {
            COLUMN.1.to_owned()
        };
        let src = if look.width <= MIDDLE { src.clone() } else { self.href(middle, None) };
        let original = self.file(file);
        Some(Sized { src, srcset: Some(srcset), sizes: Some(sizes), size, original })
    }
}

/// The files that are shown as pictures, each with the first place that names it.
fn named(corpus: &Corpus) -> Vec<(&CopiedFile, Option<Span>)> {
    let files: BTreeMap<&OutPath, &CopiedFile> =
        corpus.files.iter().filter(|file| picture::is_known(file.to.as_str())).map(|file| (&file.to, file)).collect();
    // Most sites have many texts, and many have no pictures.
    if files.is_empty() {
        return Vec::new();
    }
    let mut places: BTreeMap<&OutPath, Option<Span>> = BTreeMap::new();
    each(corpus, &mut |target, span| {
        if let FileTarget::Path(path) = target {
            let first = places.entry(path).or_insert(span);
            *first = (*first).into_iter().chain(span).min();
        }
    });
    places.into_iter().filter_map(|(path, span)| Some((*files.get(path)?, span))).collect()
}

/// Every place where a picture is shown.
fn each<'c>(corpus: &'c Corpus, found: &mut dyn FnMut(&'c FileTarget, Option<Span>)) {
    let mut prose = |prose: &'c Prose| {
        for (target, image) in prose.images.iter().zip(&prose.body.images) {
            found(target, Some(image.span));
        }
    };
    for article in &corpus.articles {
        prose(&article.prose);
        article.corrections.iter().for_each(|(_, text)| prose(text));
        article.annotations.iter().flat_map(|one| &one.note).for_each(|note| prose(note));
    }
    corpus.entities.iter().for_each(|entity| prose(&entity.prose));
    corpus.series.iter().for_each(|series| prose(&series.prose));
    corpus.pages.iter().for_each(|page| prose(&page.prose));
    let articles = corpus.articles.iter().map(|article| &article.image);
    let entities = corpus.entities.iter().map(|entity| &entity.image);
    let pages = corpus.pages.iter().map(|page| &page.image);
    for Picture { src, span, .. } in articles.chain(entities).chain(pages).flatten() {
        found(src, *span);
    }
}

/// What there is to know of a picture, and the smaller ones; nothing of a format that is not known.
fn one(file: &CopiedFile, shelf: Option<&dyn Shelf>, unseen: bool) -> Result<Option<(Shown, Vec<Made>)>, String> {
    let Some(look) = picture::look(file.to.as_str(), &file.bytes)? else { return Ok(None) };
    let (mut smaller, mut files) = (Vec::new(), Vec::new());
    if let (Some(shelf), Some(form)) = (shelf, look.made_as) {
        for (width, bytes) in versions(file, &look, form, shelf, unseen)? {
            // One that is not smaller serves nobody.
            if bytes.len() < file.bytes.len() {
                let path = OutPath::made_picture(&file.to, width, form.extension(), &bytes);
                let origin = Origin::at(format!("the picture {}", file.file.path()), file.file.span(0, 0));
                files.push((path.clone(), bytes.into(), origin));
                smaller.push((width, path));
            }
        }
    }
    Ok(Some((Shown { look, smaller }, files)))
}

fn versions(
    file: &CopiedFile,
    look: &Look,
    form: Form,
    shelf: &dyn Shelf,
    unseen: bool,
) -> Result<Vec<(u32, Vec<u8>)>, String> {
    let hash = blake3::hash(&file.bytes);
    let widths: Vec<u32> = picture::widths(look).collect();
    let kept: Vec<_> = widths.iter().map(|&width| shelf.get(&picture::key(&hash, width))).collect();
    let missing: Vec<u32> =
        widths.iter().zip(&kept).filter(|(_, kept)| kept.is_none()).map(|(&width, _)| width).collect();
    if widths.is_empty() || unseen && !missing.is_empty() {
        picture::verify(&file.bytes)?;
        return Ok(Vec::new());
    }
    let mut made = Vec::new();
    if !missing.is_empty() {
        made = picture::make(&file.bytes, look, form, &missing)?;
        for (width, bytes) in missing.iter().zip(&made) {
            shelf.put(&picture::key(&hash, *width), bytes);
        }
    }
    let mut made = made.into_iter();
    Ok(widths.into_iter().zip(kept).filter_map(|(width, kept)| Some((width, kept.or_else(|| made.next())?))).collect())
}

fn damaged(file: &CopiedFile, span: Option<Span>, why: &str) -> Diagnostic {
    let message = format!("the picture {} {why}", file.file.path());
    let found = match span {
        Some(span) => Diagnostic::new(code::PICTURE_DAMAGED, span, message),
        None => Diagnostic::nowhere(code::PICTURE_DAMAGED, message),
    };
    found.help("The page shows the file as it is, in its own size only. Save it anew as JPEG, PNG or WebP.")
}
