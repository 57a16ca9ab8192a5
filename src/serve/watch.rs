//! Who notices that a file has changed: the system's notices, as hints only. What has changed says a look at the folders.
#![expect(clippy::disallowed_methods, reason = "what is watched has to be looked at")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::builder::News;
use crate::load::{self, Area};

/// Watches a site's folders.
pub(super) struct Watch {
    root: PathBuf,
    system: Result<RecommendedWatcher, notify::Error>,
    /// The folders that are watched, each with what tells that it is still the same.
    folders: Vec<(PathBuf, same_folder::Id)>,
    /// Why something is not watched.
    trouble: Option<String>,
    /// What was said of that.
    said: Option<String>,
    /// Whether a notice said that one of these folders itself came or went: the system may have ceased to watch it, even if it
    /// is the same folder that stands there again.
    moved: Arc<AtomicBool>,
}

impl Watch {
    /// Begins to tell `news`, and to count in `noticed`; `root` is a real path.
    pub fn new(root: PathBuf, news: Sender<News>, noticed: Arc<AtomicU64>) -> Watch {
        let (base, moved) = (root.clone(), Arc::new(AtomicBool::new(false)));
        let seen = Arc::clone(&moved);
        let system = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if is_of_folder(&base, &event) {
                seen.store(true, Ordering::SeqCst);
            }
            if is_news(&base, &event) {
                let number = noticed.fetch_add(1, Ordering::SeqCst) + 1;
                // Nobody listens any more at the end.
                let _ = news.send(News::Changed { number, paths: paths(&base, &event) });
            }
        });
        let mut watch = Watch { root, system, folders: Vec::new(), trouble: None, said: None, moved };
        match &watch.system {
            Err(error) => watch.trouble = Some(error.to_string()),
            Ok(_) => watch.renew(),
        }
        watch
    }

    /// Watches the folders that are there now: one that was removed and made again is another.
    pub fn renew(&mut self) {
        let moved = self.moved.swap(false, Ordering::SeqCst);
        // The site's own folder for what lies in it, the others with all that is in them.
        let own = (self.root.clone(), RecursiveMode::NonRecursive);
        let areas = FOLDERS.map(|area| (self.root.join(area.folder()), RecursiveMode::Recursive));
        for (folder, mode) in std::iter::once(own).chain(areas) {
            let id = same_folder::id(&folder);
            let known = self.folders.iter().position(|(path, _)| *path == folder);
            match (known, id) {
                (Some(at), Some(id)) if self.folders[at].1 == id && !moved => {}
                (at, id) => {
                    if let Some(at) = at {
                        self.folders.remove(at);
                        if let Ok(system) = &mut self.system {
                            // The watch of a folder that is gone has gone with it.
                            let _ = system.unwatch(&folder);
                        }
                    }
                    if let Some(id) = id
                        && self.add(&folder, mode)
                    {
                        self.folders.push((folder, id));
                    }
                }
            }
        }
    }

    /// Why some changes are only seen by looking, once. What cannot be watched is tried again before each build.
    pub fn trouble(&mut self) -> Option<String> {
        let trouble = self.trouble.take().filter(|trouble| self.said.as_ref() != Some(trouble))?;
        self.said = Some(trouble.clone());
        Some(trouble)
    }

    fn add(&mut self, folder: &std::path::Path, mode: RecursiveMode) -> bool {
        let Ok(system) = &mut self.system else { return false };
        let added = system.watch(folder, mode);
        // One that went away meanwhile is not missed; it is looked for again.
        if let Err(error) = &added
            && folder.is_dir()
        {
            self.trouble = Some(error.to_string());
        }
        added.is_ok()
    }
}

/// The areas whose folders are watched with all that is in them.
const FOLDERS: [Area; 3] = [Area::Content, Area::Template, Area::Static];

/// Whether an event says that one of the watched folders itself was moved, removed or made.
fn is_of_folder(root: &std::path::Path, event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return true };
    let is_folder = |path: &std::path::PathBuf| FOLDERS.iter().any(|area| *path == root.join(area.folder()));
    let moves =
        matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
    moves && event.paths.iter().any(is_folder)
}

/// Whether an event can mean a change of the site.
fn is_news(root: &std::path::Path, event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return true };
    // That a file is read is told too, and we read them all.
    let read = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    let concerns = event.paths.is_empty() || event.paths.iter().any(|path| load::concerns(root, path));
    event.need_rescan() || !read && concerns
}

/// Which files an event is about, from the root; none if it does not say.
fn paths(root: &std::path::Path, event: &notify::Result<Event>) -> Option<Vec<PathBuf>> {
    let event = event.as_ref().ok().filter(|event| !event.need_rescan() && !event.paths.is_empty())?;
    event.paths.iter().map(|path| path.strip_prefix(root).ok().map(PathBuf::from)).collect()
}

/// What tells two folders of one name apart.
mod same_folder {
    #![expect(clippy::disallowed_methods, reason = "what is watched has to be looked at")]

    use std::path::Path;

    #[cfg(unix)]
    pub type Id = (u64, u64);
    #[cfg(unix)]
    pub fn id(folder: &Path) -> Option<Id> {
        use std::os::unix::fs::MetadataExt;
        folder.metadata().ok().filter(|found| found.is_dir()).map(|found| (found.dev(), found.ino()))
    }

    #[cfg(not(unix))]
    pub type Id = Option<std::time::SystemTime>;
    #[cfg(not(unix))]
    pub fn id(folder: &Path) -> Option<Id> {
        folder.metadata().ok().filter(|found| found.is_dir()).map(|found| found.created().ok())
    }
}
