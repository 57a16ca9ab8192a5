//! The thread that builds: waits for changes, lets them come to rest, builds, and sees to it that nothing was missed.
//!
//! Notices of the system say *that* something may have changed, never what: whatever the editor did, the folders are read
//! as they are. While reading they may change. So what was looked at before reading is looked at again after the build; if
//! it differs, or a notice has come meanwhile, there is another build. Because notices can be lost (a queue that is full, a
//! disk of another machine, a folder that was made a moment ago), the folders are looked at now and then without one.
#![expect(clippy::disallowed_methods, reason = "this edge of the program waits for changes and measures time")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tokio::sync::watch as latest;

use super::state::State;
use super::watch::Watch;
use super::{Build, Listener};
use crate::diag::Severity;
use crate::load::{self, Stamps};
use crate::report::{self, Count};
use crate::site::Site;

/// Changes have come to rest when for so long there was none.
const REST: Duration = Duration::from_millis(30);
/// If they do not, there is a build all the same.
const PATIENCE: Duration = Duration::from_secs(1);
/// So often the folders are looked at without a notice, at most.
const LOOK: Duration = Duration::from_secs(1);
/// Of the time, one part in so many goes into these looks, at most.
const SHARE: u32 = 40;
/// So often in a row a build is not shown that met files on their way.
const RETRIES: usize = 5;

/// What the thread is told.
pub(super) enum News {
    /// A file may have changed.
    Changed,
    /// The preview ends.
    Stop,
}

/// The end of the preview.
struct Stopped;

pub(super) struct Builder {
    pub root: PathBuf,
    pub options: crate::Options,
    pub listener: Arc<dyn Listener>,
    pub states: latest::Sender<Arc<State>>,
    pub told: Receiver<News>,
    pub watch: Watch,
    pub memo: crate::parse::Memo,
}

impl Builder {
    pub fn run(mut self) {
        let mut built_of = None;
        let mut retries = 0;
        loop {
            let begun = Instant::now();
            self.watch.renew();
            let before = load::stamps(&self.root);
            let input = crate::read(&self.root);
            let digest = input.digest();
            let mut moving = false;
            if built_of != Some(digest) {
                moving = self.build(input, begun, retries < RETRIES, &before);
                built_of = (!moving).then_some(digest);
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
        }
    }

    /// Builds and shows what came out. Nothing is shown, and that is given back, if there are errors and files changed
    /// meanwhile: what was read may be of two times.
    fn build(&mut self, input: crate::Input, begun: Instant, may_wait: bool, before: &Stamps) -> bool {
        let observer = self.listener.begins();
        let built = crate::build_known(input, &self.options, &*observer, &mut self.memo);
        drop(observer);
        if built.value.site.is_none() && may_wait && load::stamps(&self.root) != *before {
            return true;
        }
        let mut diagnostics = report::in_order(built.diagnostics);
        // As in `annals build`.
        diagnostics.retain(|one| one.severity > Severity::Info || !crate::check::is_rule(one.code));
        let sources = built.value.sources;
        let texts = |file| sources.text(file);
        let text = report::render(&diagnostics, report::Format::Human, &texts, true);
        let count = Count::of(&diagnostics);

        let old = Arc::clone(&self.states.borrow());
        let new = match built.value.site {
            Some(site) => State::good(Arc::new(site), built.value.base_path.clone()),
            None => {
                let shown = report::render(
                    &diagnostics[..diagnostics.len().min(State::SHOWN)],
                    report::Format::Human,
                    &texts,
                    true,
                );
                old.in_error(count, &shown, diagnostics.len())
            }
        };
        let new = Arc::new(new);
        self.states.send_replace(Arc::clone(&new));
        let took = begun.elapsed();
        let good = new.error().is_none();
        let pages = |site: &Arc<Site>| site.files().keys().filter(|path| path.is_html()).count();
        self.listener.built(&Build {
            pages: new.site().filter(|_| good).map(pages),
            changed: if good { changed(old.site(), new.site()) } else { 0 },
            diagnostics: &diagnostics,
            count,
            text: &text,
            base_path: &built.value.base_path,
            took,
        });
        false
    }

    /// Waits until something has changed since `before`, or may have, and then until it has come to rest.
    fn wait(&self, before: &Stamps) -> Result<(), Stopped> {
        let mut pause = Duration::ZERO;
        loop {
            match self.told.recv_timeout(pause) {
                Ok(News::Changed) => return self.rest(),
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
    fn rest(&self) -> Result<(), Stopped> {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            match self.told.recv_timeout(REST) {
                Ok(News::Changed) => {}
                Ok(News::Stop) | Err(RecvTimeoutError::Disconnected) => return Err(Stopped),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
            }
        }
        Ok(())
    }
}

/// How many files differ between two sites.
fn changed(old: Option<&Arc<Site>>, new: Option<&Arc<Site>>) -> usize {
    let empty = Arc::new(Site::new());
    let (old, new) = (old.unwrap_or(&empty).files(), new.unwrap_or(&empty).files());
    let gone = old.keys().filter(|path| !new.contains_key(*path)).count();
    let other = new.par_iter().filter(|(path, file)| old.get(*path).is_none_or(|old| old.bytes != file.bytes)).count();
    gone + other
}
