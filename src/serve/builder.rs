//! The thread that builds: waits for changes, lets them come to rest, builds, and sees to it that nothing was missed.
//!
//! Notices of the system say *that* something may have changed, and are never relied on for what: whatever the editor did, the
//! folders are read as they are. (Only what comes first do they decide: [`Builder::what_was_told`].) While reading they
//! may change. So what was looked at before reading is looked at again after the build; if it differs, or a notice has come
//! meanwhile, there is another build. Because notices can be lost (a queue that is full, a disk of another machine, a folder
//! that was made a moment ago), the folders are looked at now and then without one.
#![expect(clippy::disallowed_methods, reason = "this edge of the program waits for changes and measures time")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use tokio::sync::watch as latest;
use unicode_normalization::UnicodeNormalization;

use super::state::State;
use super::watch::Watch;
use super::{Build, Listener};
use crate::diag::{Diagnostic, Severity};
use crate::load::{self, Stamps};
use crate::render::Pages;
use crate::report::{self, Count};
use crate::span::FileId;

/// Changes have come to rest when for so long there was none.
const REST: Duration = Duration::from_millis(30);
/// If they do not, there is a build all the same.
const PATIENCE: Duration = Duration::from_secs(1);
/// So often the folders are looked at without a notice, at most.
const LOOK: Duration = Duration::from_secs(1);
/// Of the time, one part in so many goes into these looks, at most.
const SHARE: u32 = 40;
/// More files than so many are read with the folders.
const MANY: usize = 100;
/// So often in a row a build is not shown that met files on their way.
const RETRIES: usize = 5;

/// What the thread is told.
pub(super) enum News {
    /// A file may have changed.
    Changed {
        /// The number of the notice, from 1 on without gaps.
        number: u64,
        /// Which files it is about, from the root; none if that is not known.
        paths: Option<Vec<PathBuf>>,
    },
    /// The preview ends.
    Stop,
}

/// The end of the preview.
struct Stopped;

/// What was told since the folders were looked over last.
#[derive(Default)]
pub(super) struct Heard {
    /// The number of the last notice.
    number: u64,
    /// The files that the notices are about.
    paths: BTreeSet<PathBuf>,
    /// Whether a notice did not say what it is about.
    anything: bool,
}

impl Heard {
    fn add(&mut self, number: u64, paths: Option<Vec<PathBuf>>) {
        self.number = number;
        self.anything |= paths.is_none();
        self.paths.extend(paths.into_iter().flatten());
    }
}

pub(super) struct Builder {
    pub root: PathBuf,
    pub options: crate::Options,
    pub listener: Arc<dyn Listener>,
    pub states: latest::Sender<Arc<State>>,
    pub told: Receiver<News>,
    pub watch: Watch,
    /// How many notices have come.
    pub noticed: Arc<AtomicU64>,
    pub memo: crate::Memo,
    /// What the site that is shown was made from.
    pub shown: FxHashMap<FileId, blake3::Hash>,
    /// What was read last, with what was told of since: what the last build was made from.
    pub last: Option<crate::Input>,
    /// What was told since the folders were looked over last.
    pub heard: Heard,
    /// Whether the last build was good, and its site is shown.
    pub is_good: bool,
}

impl Builder {
    pub fn run(mut self) {
        let mut built_of = None;
        let mut retries = 0;
        loop {
            let begun = Instant::now();
            self.watch.renew();
            self.heard = Heard::default();
            let noticed = self.noticed.load(Ordering::SeqCst);
            let before = load::stamps(&self.root);
            let input = crate::read_known(&self.root, &before, &mut self.memo);
            let digest = input.digest();
            let mut moving = false;
            if built_of != Some(digest) {
                self.last = Some(input.clone());
                moving = self.build(input, begun, (retries < RETRIES).then_some(Some(&before)), noticed);
                built_of = (!moving).then_some(digest);
            } else {
                self.last = Some(input);
                self.nothing_new(noticed);
            }
            if moving {
                self.last = None;
            }
            retries = if moving { retries + 1 } else { 0 };
            if let Some(trouble) = self.watch.trouble() {
                self.listener.warned(&format!(
                    "The system does not tell of every change ({trouble}). The site's folders are looked at every few seconds instead."
                ));
            }
            if let Err(Stopped) = self.wait(&before) {
                return;
            }
            built_of = self.what_was_told(built_of).or(built_of);
        }
    }

    /// If it was told which files have changed, all of which are known, makes the site with these read again, before the folders
    /// are looked over; they are next, and have the last word. Gives the digest of what was built, if it was.
    fn what_was_told(&mut self, built_of: Option<blake3::Hash>) -> Option<blake3::Hash> {
        let begun = Instant::now();
        let number = self.heard.number;
        let known = self.known_files()?;
        if let [path] = known.as_slice() {
            self.article_first(path, number);
        }
        let last = self.last.as_mut()?;
        // One save is often told twice.
        if !last.renew(&self.root, &known)? && built_of.is_some() {
            return None;
        }
        let input = last.clone();
        let is_built = !self.build(input, begun, Some(None), number);
        is_built.then(|| self.last.as_ref().map(crate::Input::digest)).flatten()
    }

    /// The files that have changed, if it is told which, and all are known.
    fn known_files(&self) -> Option<Vec<String>> {
        let Heard { paths, anything, .. } = &self.heard;
        let last = self.last.as_ref().filter(|_| !anything && paths.len() <= MANY)?;
        let mut known = Vec::new();
        for inner in paths {
            let parts: Vec<&str> = inner.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
            let path: String = parts.join("/").nfc().collect();
            if last.has(&path) {
                known.push(path);
            } else if last.has_folder(&path) || self.root.join(inner).symlink_metadata().is_ok() {
                return None;
            }
            // What an editor has left behind and taken away again is no change.
        }
        (!known.is_empty()).then_some(known)
    }

    /// If all that has changed is an article, and nothing but its page changes with it, shows that page before all others:
    /// whoever writes looks at what is written.
    fn article_first(&self, path: &str, number: u64) {
        let state = Arc::clone(&self.states.borrow());
        let Some(pages) = state.pages().filter(|_| self.is_good) else { return };
        if let Some((page, bytes)) = crate::preview_article(&self.root, path, &self.options, &self.memo, pages) {
            self.states.send_replace(Arc::new(state.with_page(page, bytes, number)));
        }
    }

    /// Builds and shows what came out. Nothing is shown, and that is given back, if there are errors and files changed
    /// meanwhile: what was read may be of two times. `wait` is what was looked at before reading, if there may be another
    /// build; where nothing was, there will be one, and errors are left to it.
    fn build(&mut self, input: crate::Input, begun: Instant, wait: Option<Option<&Stamps>>, noticed: u64) -> bool {
        let observer = self.listener.begins();
        self.is_good = false;
        let states = &self.states;
        let mut shown = false;
        let mut early = |pages: &Arc<Pages>, base: &str| {
            show(states, State::good(Arc::clone(pages), base.to_owned(), noticed));
            shown = true;
        };
        let built = crate::preview_early(input, &self.options, &*observer, &mut self.memo, &mut early);
        drop(observer);
        let moved = |before: Option<&Stamps>| before.is_none_or(|before| load::stamps(&self.root) != *before);
        if built.value.pages.is_none() && wait.is_some_and(moved) {
            return true;
        }
        let mut diagnostics = report::in_order(built.diagnostics);
        // As in `annals build`.
        diagnostics.retain(|one| one.severity > Severity::Info || !crate::check::is_rule(one.code));
        let sources = built.value.sources;
        let texts = |file| sources.text(file);
        let text = report::render(&diagnostics, report::Format::Human, &texts, true);
        let count = Count::of(&diagnostics);

        let good = built.value.pages.is_some();
        let pages = built.value.pages.as_ref().map(|pages| pages.count());
        match built.value.pages {
            Some(_) if shown => {}
            Some(pages) => show(&self.states, State::good(pages, built.value.base_path.clone(), noticed)),
            None => {
                // What stops the site first: a page has no room for all.
                let mut first: Vec<&Diagnostic> = diagnostics.iter().collect();
                first.sort_by_key(|one| std::cmp::Reverse(one.severity));
                let first: Vec<Diagnostic> = first.into_iter().take(State::SHOWN).cloned().collect();
                let shown = report::render(&first, report::Format::Human, &texts, true);
                let old = Arc::clone(&self.states.borrow());
                show(&self.states, old.in_error(count, &shown, diagnostics.len(), noticed));
            }
        }
        let took = begun.elapsed();
        let mut changed = 0;
        if good {
            let hashes = sources.hashes();
            changed = self::changed(&self.shown, &hashes);
            self.shown = hashes;
            self.is_good = true;
        }
        self.listener.built(&Build {
            pages,
            changed,
            diagnostics: &diagnostics,
            count,
            text: &text,
            base_path: &built.value.base_path,
            took,
        });
        false
    }

    /// What is shown is what a build would give now.
    fn nothing_new(&mut self, noticed: u64) {
        // A build in between may have met an error that is no more.
        self.is_good = {
            let state = self.states.borrow();
            state.error().is_none() && state.pages().is_some()
        };
        self.states.send_if_modified(|state| {
            let is_known = state.built >= Some(noticed) && !state.has_page();
            if !is_known {
                *state = Arc::new(state.still(noticed));
            }
            !is_known
        });
    }

    /// Waits until something has changed since `before`, or may have, and then until it has come to rest.
    fn wait(&mut self, before: &Stamps) -> Result<(), Stopped> {
        let mut pause = Duration::ZERO;
        loop {
            match self.told.recv_timeout(pause) {
                Ok(News::Changed { number, paths }) => {
                    self.heard.add(number, paths);
                    return self.rest();
                }
                Ok(News::Stop) | Err(RecvTimeoutError::Disconnected) => return Err(Stopped),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let look = Instant::now();
            if load::stamps(&self.root) != *before {
                return self.rest();
            }
            pause = LOOK.max(look.elapsed() * SHARE);
        }
    }

    /// Waits until for a while nobody tells of a change.
    fn rest(&mut self) -> Result<(), Stopped> {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            match self.told.recv_timeout(REST) {
                Ok(News::Changed { number, paths }) => self.heard.add(number, paths),
                Ok(News::Stop) | Err(RecvTimeoutError::Disconnected) => return Err(Stopped),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
            }
        }
        Ok(())
    }
}

/// Shows a state. The memory of the one before is given back without anybody waiting for it.
fn show(states: &latest::Sender<Arc<State>>, state: State) {
    let old = states.send_replace(Arc::new(state));
    rayon::spawn(move || drop(old));
}

/// How many files differ between two states of the sources.
fn changed(old: &FxHashMap<FileId, blake3::Hash>, new: &FxHashMap<FileId, blake3::Hash>) -> usize {
    let gone = old.keys().filter(|file| !new.contains_key(file)).count();
    gone + new.iter().filter(|(file, hash)| old.get(file) != Some(hash)).count()
}
