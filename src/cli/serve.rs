//! `annals serve`: the site in a browser while it is written.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use clap::Args;

use super::progress::Progress;
use super::{Common, Failure, Format, Status, say, to_stderr};
use crate::progress::Observer;
use crate::report::counted;
use crate::serve::{self, Build, Listener};

/// Show the website in a browser, and keep it up to date while you write
///
/// Builds in memory and writes nothing: neither the website nor annals.lock. When a file in content/, templates/ or static/
/// changes, or site.yaml, the site is built anew, and a page that is open and has changed is loaded again where it stands.
/// If the content has errors the pages stay, and the open one shows what is wrong.
///
/// Only browsers on this machine can see it. For readers, `annals build` makes files for a web server.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals serve                              the site in this folder, at http://127.0.0.1:4000/
  annals serve --open                       and show it in the browser
  annals serve --root my-site --drafts      the site in my-site, with its drafts
  annals serve --port 0                     at a port that is free, whichever

Ctrl-C ends it.")]
pub(super) struct Arguments {
    /// The site's folder: the one that holds site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Where to answer on this machine; 0 is a free port. If it is taken, the next that is free [default: 4000]
    #[arg(long, value_name = "N")]
    port: Option<u16>,

    /// Show the home page in the browser
    #[arg(long)]
    open: bool,

    /// Show drafts as if they were published
    #[arg(long)]
    drafts: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let Arguments { root, port, open, drafts } = arguments;
    let common = Common {
        root: root.clone(),
        strict: false,
        drafts: *drafts,
        locked: false,
        format: Format::Human,
        quiet: false,
    };
    common.check_root()?;
    let terminal = Arc::new(Terminal { open: *open, ..Terminal::default() });
    let options = serve::Options { drafts: *drafts, port: *port, until_interrupted: true };
    let listener: Arc<dyn Listener> = terminal.clone();
    let server = serve::start(root, &options, listener).map_err(|error| Failure::Refused(error.to_string()))?;
    let address = server.address();
    if let Some(busy) = server.busy_port() {
        say(&format!("Port {busy} is taken; port {} is used instead.", address.port()))?;
    }
    terminal.address(&format!("http://{address}"));
    server.wait();
    say("Ended.")?;
    Ok(Status::Clean)
}

/// Tells of builds on standard error.
#[derive(Default)]
struct Terminal {
    open: bool,
    /// Scheme, host and port, once they are known.
    address: OnceLock<String>,
    known: std::sync::Condvar,
    waiting: Mutex<()>,
    /// There has been a build.
    begun: AtomicBool,
    /// Where the site is has been said.
    said: AtomicBool,
    /// What was said of the last build.
    last: Mutex<String>,
}

impl Terminal {
    fn address(&self, address: &str) {
        let _waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // It is set once.
        let _ = self.address.set(address.to_owned());
        self.known.notify_all();
    }

    /// The home page's address; it is known a moment after the first build may have ended.
    fn home(&self, base_path: &str) -> String {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while self.address.get().is_none() {
            waiting = self.known.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        format!("{}{base_path}", self.address.get().map_or("", String::as_str))
    }
}

impl Listener for Terminal {
    fn begins(&self) -> Box<dyn Observer + '_> {
        // Only the first build may be long enough to be looked at.
        if self.begun.swap(true, Ordering::Relaxed) { Box::new(()) } else { Box::new(Progress::start(true)) }
    }

    fn built(&self, build: &Build<'_>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let again = !build.text.is_empty() && *last == build.text;
        // A terminal that is gone is no reason to end.
        if !again {
            let _ = to_stderr(build.text);
        }
        last.clear();
        last.push_str(build.text);
        let first = !self.said.load(Ordering::Relaxed);
        let _ = say(&closing_line(build, first, again));
        let home = self.home(build.base_path);
        if !self.said.swap(true, Ordering::Relaxed) {
            let _ = say(&format!("The site is at {home} (Ctrl-C ends it)"));
            if self.open
                && let Err(error) = open::that_detached(&home)
            {
                let _ = say(&format!("warning: the browser could not be started: {error}"));
            }
        }
    }

    fn warned(&self, what: &str) {
        let _ = say(&format!("warning: {what}"));
    }
}

/// What became of a build, in a line.
fn closing_line(build: &Build<'_>, first: bool, again: bool) -> String {
    let time = format!("{:.2} s", build.took.as_secs_f64());
    let found = match (build.count.to_string(), again) {
        (found, _) if found.is_empty() => String::new(),
        (found, true) => format!(" {found}, as before."),
        (found, false) => format!(" {found}."),
    };
    match build.pages {
        None if first => format!("No page can be shown yet ({time}).{found}"),
        None => format!("The pages stay as they were ({time}).{found}"),
        Some(pages) if first => format!("{} ({time}).{found}", counted(pages, "page")),
        Some(pages) => {
            format!("{}, {} changed ({time}).{found}", counted(pages, "page"), counted(build.changed, "file"))
        }
    }
}
