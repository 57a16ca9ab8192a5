//! The files that pages load, by the names under which they load them: the theme's, in whose place a file of the same path in a
//! site's `static/` comes, and the site's own style sheets.
//!
//! With hashed names (`assets/annals.3f2a91c0.css`) a changed file has a new address, so that no browser keeps an old one, and
//! servers may let them be kept for ever. With plain names a change of a file changes no page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::menu::site_file;
use super::survey::Survey;
use super::theme::Theme;
use crate::diag::Diagnostic;
use crate::resolve::corpus::{Corpus, FileTarget};
use crate::route::OutPath;
use crate::site::{Bytes, Origin};

/// Files to put into the site, and under which names they are there.
pub(super) struct Assets {
    names: BTreeMap<OutPath, OutPath>,
    files: Vec<(OutPath, Bytes, Origin)>,
}

impl Assets {
    /// The theme's files, and the site's own `sheets`. Copies of the site's own files have their plain names beside these.
    pub fn new(corpus: &Corpus, theme: &Theme, sheets: &[&OutPath], hashed: bool) -> Assets {
        let mut assets = Assets { names: BTreeMap::new(), files: Vec::new() };
        let own = |path: &OutPath| corpus.files.iter().find(|file| file.to == *path);
        let of_theme = theme.assets().iter().map(|(path, bytes)| (path, Some(*bytes)));
        for (path, of_theme) in of_theme.chain(sheets.iter().map(|path| (*path, None))) {
            let (bytes, origin): (Bytes, _) = match (own(path), of_theme) {
                (Some(file), _) => {
                    let origin = Origin::at(format!("the file {}", file.file.path()), file.file.span(0, 0));
                    (Arc::clone(&file.bytes).into(), origin)
                }
                (None, Some(bytes)) => (bytes.to_vec().into(), Origin::made("the theme")),
                (None, None) => continue,
            };
            match path.hashed(&bytes).filter(|_| hashed) {
                Some(name) if !assets.names.contains_key(path) => {
                    assets.names.insert(path.clone(), name.clone());
                    assets.files.push((name, bytes, origin));
                }
                None if own(path).is_none() => assets.files.push((path.clone(), bytes, origin)),
                _ => {}
            }
        }
        assets
    }

    /// The name of a file.
    pub fn name<'p>(&'p self, path: &'p OutPath) -> &'p OutPath {
        self.names.get(path).unwrap_or(path)
    }

    /// All files, but for those that are copied anyway.
    pub fn files(&self) -> &[(OutPath, Bytes, Origin)] {
        &self.files
    }
}

/// The style sheets of pages in order: the theme's, then the site's own; those elsewhere by their addresses.
pub(super) fn sheets(
    corpus: &Corpus,
    theme: &Theme,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Result<OutPath, String>> {
    let mut css: Vec<_> = theme.css().into_iter().map(Ok).collect();
    css.extend(corpus.settings.css.iter().map(|text| match site_file(corpus, text, diagnostics) {
        FileTarget::Path(path) => Ok(path),
        FileTarget::External(url) => Err(url),
        FileTarget::Dropped => Err(String::new()),
    }));
    css.retain(|sheet| !matches!(sheet, Err(url) if url.is_empty()));
    css
}

impl Survey {
    /// The style sheets of the site and the theme.
    pub fn own_sheets(&self) -> Vec<&OutPath> {
        self.css.iter().filter_map(|sheet| sheet.as_ref().ok()).collect()
    }

    /// From here on pages name style sheets and scripts by the names under which they are in the site.
    pub fn rename(&mut self, assets: &Assets) {
        for path in self.css.iter_mut().flatten().chain(self.scripts.iter_mut().map(|(_, script)| script)) {
            *path = assets.name(path).clone();
        }
    }
}
