//! Which files there are: the walk over a site's folders, names and links judged on the way.
#![expect(clippy::disallowed_methods, reason = "this stage is where the disk is read")]

use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use super::{Area, Stamp, unreadable};
use crate::diag::{Diagnostic, Severity, code};
use crate::route;
use crate::span::FileId;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it lies.
    pub disk: PathBuf,
    /// Its path from the site's root, `/` between the parts, NFC.
    pub path: String,
    /// The folder that it lies in.
    pub area: Area,
    /// What the system knows of it.
    pub stamp: Stamp,
}

/// Finds a file that is an area by itself, `site.yaml` or `annals.lock`, if it is there.
pub(super) fn single(root: &Path, area: Area) -> (Option<Found>, Vec<Diagnostic>) {
    let mut walk = Walk::new(root);
    let name = area.folder();
    let disk = root.join(name);
    let link = match std::fs::symlink_metadata(&disk) {
        Ok(metadata) => metadata.is_symlink(),
        Err(error) if is_absent(&error) => {
            if area == Area::Settings {
                walk.misnamed_settings();
            }
            return (None, walk.diagnostics);
        }
        Err(error) => return (None, vec![unreadable(name, &error)]),
    };
    if !link || walk.link_may_be_followed(&disk, name, None) {
        match std::fs::metadata(&disk) {
            Ok(metadata) => walk.file(disk, name.into(), area, &metadata),
            Err(error) => walk.diagnostics.push(unreadable(name, &error)),
        }
    }
    (walk.found.pop(), walk.diagnostics)
}

/// Finds the files of `content/`, `templates/` and `static/`, by path.
pub(super) fn site(root: &Path) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut walk = Walk::new(root);
    match std::fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            walk.diagnostics.push(no_content(root, format!("`{}` is a file, not a folder", root.display())));
            return (walk.found, walk.diagnostics);
        }
        Err(error) => {
            let message = if is_absent(&error) {
                format!("there is no folder `{}`", root.display())
            } else {
                format!("the folder `{}` cannot be read: {error}", root.display())
            };
            walk.diagnostics.push(no_content(root, message));
            return (walk.found, walk.diagnostics);
        }
    }
    for area in [Area::Content, Area::Static, Area::Template] {
        walk.area(area);
    }
    let any = walk.found.iter().any(|found| found.area == Area::Content && super::is_text(&found.path, found.area));
    // Where something else is the matter with content/, it has been said.
    if !any && walk.diagnostics.is_empty() {
        let what = if root.join("content").is_dir() {
            "holds no site: its folder `content` has no Markdown or YAML file"
        } else {
            "holds no site: it has no folder `content`"
        };
        let place = if root == Path::new(".") || root == Path::new("") {
            "this folder".into()
        } else {
            format!("`{}`", root.display())
        };
        walk.diagnostics.push(no_content(root, format!("{place} {what}")));
    }
    walk.sort();
    (walk.found, walk.diagnostics)
}

fn no_content(root: &Path, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::nowhere(code::NO_CONTENT, message);
    // Somebody who stands in content/ or one of its folders means the site around it.
    let full = root.canonicalize().unwrap_or_default();
    if let Some(above) = full.ancestors().skip(1).find(|above| above.join("site.yaml").is_file()) {
        diagnostic = diagnostic.help(format!("`{}` holds a site: `--root` names it.", above.display()));
    }
    diagnostic
        .help("A site is a folder with a folder `content`, which holds Markdown files; `site.yaml`, `templates` and `static` beside it are optional.")
        .help("`annals new DIR` makes a small site to begin with.")
}

struct Walk<'w> {
    root: &'w Path,
    /// Where the root really lies: links are judged by it.
    real_root: PathBuf,
    found: Vec<Found>,
    diagnostics: Vec<Diagnostic>,
}

impl<'w> Walk<'w> {
    fn new(root: &'w Path) -> Self {
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Walk { root, real_root, found: Vec::new(), diagnostics: Vec::new() }
    }

    /// Says of a `site.yml` or `Site.yaml` where there is no `site.yaml`: a site built without its settings is another site.
    fn misnamed_settings(&mut self) {
        // That the folder cannot be listed is said by the walk over its contents.
        let names = std::fs::read_dir(self.root).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
        names.retain(|name| is_misnamed_settings(name));
        names.sort();
        for name in names {
            let message = format!("`{name}` is not read: a site's settings are in `site.yaml`");
            let diagnostic = Diagnostic::new(code::STRAY_FILE, FileId::of(&name).span(0, 0), message);
            self.diagnostics.push(diagnostic.severity(Severity::Error).help("Rename it to `site.yaml`."));
        }
    }

    fn area(&mut self, area: Area) {
        let top = self.root.join(area.folder());
        match std::fs::symlink_metadata(&top) {
            Err(error) if is_absent(&error) => return,
            Err(error) => return self.diagnostics.push(unreadable(area.folder(), &error)),
            Ok(metadata) => {
                if metadata.is_symlink() && !self.link_may_be_followed(&top, area.folder(), None) {
                    return;
                }
            }
        }
        if !top.is_dir() {
            let message = format!("`{}` is a file, where a site has a folder", area.folder());
            return self.diagnostics.push(Diagnostic::new(
                code::UNREADABLE,
                FileId::of(area.folder()).span(0, 0),
                message,
            ));
        }
        let mut entries = WalkDir::new(&top).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    if !self.entry(&entry, &top, area) && entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                }
                Err(error) => self.error(&error, &top, area),
            }
        }
    }

    /// Takes an entry up; whether it is one (and, if a folder, to be walked).
    fn entry(&mut self, entry: &DirEntry, top: &Path, area: Area) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        if is_ignored(entry.file_name(), area) {
            return false;
        }
        let path = self.path(entry.path(), top, area);
        if let Some(problem) = name_problem(entry.file_name()) {
            let message = format!("the name of `{}` {problem}", path.escape_debug());
            let diagnostic = Diagnostic::new(code::BAD_FILE_NAME, FileId::of(&path).span(0, 0), message);
            self.diagnostics.push(diagnostic.help("Rename it: a name has to work on every system and in addresses."));
            return false;
        }
        if entry.path_is_symlink() && !self.link_may_be_followed(entry.path(), &path, Some(top)) {
            return false;
        }
        if entry.file_type().is_dir() {
            return true;
        }
        match entry.metadata() {
            Ok(metadata) => self.file(entry.path().to_owned(), path, area, &metadata),
            Err(error) => self.error(&error, top, area),
        }
        true
    }

    fn file(&mut self, disk: PathBuf, path: String, area: Area, metadata: &Metadata) {
        if !metadata.is_file() {
            // Opening a pipe would wait for ever.
            let message = format!("`{path}` is not an ordinary file");
            self.diagnostics.push(Diagnostic::new(code::UNREADABLE, FileId::of(&path).span(0, 0), message));
        } else {
            self.found.push(Found { disk, path, area, stamp: Stamp::of(metadata) });
        }
    }

    fn error(&mut self, error: &walkdir::Error, top: &Path, area: Area) {
        let disk = error.path().unwrap_or(top);
        if disk != top && disk.file_name().is_some_and(|name| is_ignored(name, area)) {
            // Emacs' lock files are links that lead nowhere, by design.
            return;
        }
        let path = self.path(disk, top, area);
        if error.loop_ancestor().is_some() {
            return self.bad_link(&path, "leads in a circle");
        }
        if disk.is_symlink() {
            self.link_may_be_followed(disk, &path, Some(top));
            return;
        }
        match error.io_error() {
            Some(error) => self.diagnostics.push(unreadable(&path, error)),
            None => self.diagnostics.push(unreadable(&path, &std::io::Error::other(error.to_string()))),
        }
    }

    /// Whether a symbolic link stays inside the site; if not, that is said. `top` is the folder that is being walked.
    fn link_may_be_followed(&mut self, disk: &Path, path: &str, top: Option<&Path>) -> bool {
        let target = match disk.canonicalize() {
            Ok(target) => target,
            Err(error) if is_absent(&error) => {
                let to = std::fs::read_link(disk).unwrap_or_default();
                self.bad_link(path, &format!("leads to `{}`, which is not there", to.display()));
                return false;
            }
            Err(_) => {
                self.bad_link(path, "leads in a circle, or to where it cannot be followed");
                return false;
            }
        };
        if !target.starts_with(&self.real_root) {
            self.bad_link(path, &format!("leads out of the site, to `{}`", target.display()));
            return false;
        }
        let around = top.map_or_else(|| Some(self.real_root.clone()), |top| top.canonicalize().ok());
        if around.is_some_and(|around| around.starts_with(&target)) {
            self.bad_link(path, "leads in a circle: to a folder that it lies in");
            return false;
        }
        true
    }

    fn bad_link(&mut self, path: &str, what: &str) {
        let message = format!("the symbolic link `{path}` {what}");
        let diagnostic = Diagnostic::new(code::BAD_LINK_FILE, FileId::of(path).span(0, 0), message);
        self.diagnostics.push(
            diagnostic.help("Links inside the site's folder are followed; put a copy in the place of any other."),
        );
    }

    /// The path from the site's root. A name that is not Unicode shows as far as it can; it is refused anyway.
    fn path(&self, disk: &Path, top: &Path, area: Area) -> String {
        let mut path = area.folder().to_owned();
        for part in disk.strip_prefix(top).unwrap_or(disk) {
            path.push('/');
            let part = part.to_string_lossy();
            if part.is_ascii() { path.push_str(&part) } else { path.extend(part.nfc()) }
        }
        path
    }

    /// Sorts by path; of two names that are the same text in other code points, one is left.
    fn sort(&mut self) {
        // The name on the disk decides between such two, not the order of the folder.
        self.found.sort_by(|a, b| (&a.path, &a.disk).cmp(&(&b.path, &b.disk)));
        let diagnostics = &mut self.diagnostics;
        self.found.dedup_by(|second, first| {
            let same = second.path == first.path;
            if same {
                let message = format!("two files have the name `{}`, written with different code points", first.path);
                let diagnostic = Diagnostic::new(code::PATH_CLASH, FileId::of(&first.path).span(0, 0), message);
                diagnostics
                    .push(diagnostic.help("One has its accents composed (NFC), one has them apart (NFD). Rename one."));
            }
            same
        });
    }
}

/// Whether a file in the site's root is meant to be `site.yaml`.
pub(super) fn is_misnamed_settings(name: &str) -> bool {
    name != "site.yaml" && ["site.yaml", "site.yml"].iter().any(|meant| name.eq_ignore_ascii_case(meant))
}

fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

pub(super) fn is_ignored(name: &OsStr, area: Area) -> bool {
    let name = name.to_string_lossy();
    if name.starts_with('.') {
        return !(area == Area::Static && [".well-known", ".nojekyll", ".htaccess"].contains(&&*name));
    }
    name.ends_with('~')
        || name.ends_with(".swp")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || ["thumbs.db", "desktop.ini"].iter().any(|system| name.eq_ignore_ascii_case(system))
}

fn name_problem(name: &OsStr) -> Option<&'static str> {
    match name.to_str() {
        None => Some("is not Unicode"),
        // A former address may have them, and so a path in the output: `/wiki/File:Boat.jpg`.
        Some(name) if name.contains(['<', '>', ':', '"', '|', '?', '*']) => {
            Some("holds one of the signs `< > : \" | ? *`, which Windows has in no name")
        }
        Some(name) => route::name_problem(name),
    }
}
