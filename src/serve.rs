//! Live preview: the site in memory, answered to a browser on this machine, built anew when a source changes.
//!
//! [`start`] takes a port; then two threads do the rest. [`builder`] waits for changes ([`watch`] tells of them), makes the
//! page of an article first if that is all that has changed, builds all but the pages, and puts what came out where the
//! other finds it, as a [`state`]; [`http`] answers from the last of
//! these: a page is made when it is asked for, and has the script added that reloads it ([`answer`]). Nothing is ever
//! written, and the disk is read by load alone.
#![expect(clippy::disallowed_methods, reason = "this edge of the program waits for changes and measures time")]

mod answer;
mod builder;
mod http;
mod state;
mod watch;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::sync::watch as latest;

use crate::diag::Diagnostic;
use crate::progress::Observer;
use crate::report::Count;

use builder::{Builder, News};
use state::State;

/// The port that is tried first where none is asked for.
pub const PORT: u16 = 4000;
/// So many ports after a busy one are tried before the system chooses.
const NEXT: u16 = 9;

/// What a preview is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Drafts are shown.
    pub drafts: bool,
    /// The port; 0 is one of the system's choice. Absent: [`PORT`].
    pub port: Option<u16>,
    /// Ends when the process is told to (Ctrl-C).
    pub until_interrupted: bool,
}

/// Who is told of what the preview does. The calls come from the thread that builds.
pub trait Listener: Send + Sync + 'static {
    /// A build begins; who is to be told how far it is.
    fn begins(&self) -> Box<dyn Observer + '_> {
        Box::new(())
    }

    /// A build has ended, and its site, if there is one, is shown.
    fn built(&self, build: &Build<'_>);

    /// Changes are not noticed as they should be; whole sentences.
    fn warned(&self, what: &str);
}

/// What became of a build.
#[derive(Clone, Debug)]
pub struct Build<'b> {
    /// How many pages the site has. Absent where it has errors: the pages of the last good build stay.
    pub pages: Option<usize>,
    /// How many sources are new, have changed or are gone since the last good build.
    pub changed: usize,
    /// What there is to say, in the order in which it is shown.
    pub diagnostics: &'b [Diagnostic],
    /// How much of it there is.
    pub count: Count,
    /// The same as text for people, with the colours of a terminal.
    pub text: &'b str,
    /// The path of the site on its host.
    pub base_path: &'b str,
    /// The time from the end of the changes until the new site was shown.
    pub took: Duration,
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// The port cannot be had.
    Port {
        /// Which.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// A thread or the network is refused by the system.
    Io(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Port { port, source } => {
                write!(f, "port {port} of this machine cannot be used: {source}. `--port 0` takes one that is free.")
            }
            ServeError::Io(error) => write!(f, "the preview cannot be started: {error}"),
        }
    }
}

impl std::error::Error for ServeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ServeError::Port { source, .. } | ServeError::Io(source) => Some(source),
        }
    }
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        ServeError::Io(error)
    }
}

/// A running preview. It ends with the value.
pub struct Server {
    address: SocketAddr,
    busy: Option<u16>,
    news: mpsc::Sender<News>,
    stop: latest::Sender<bool>,
    answering: Option<JoinHandle<()>>,
}

/// Begins to show the site in the folder `root`.
///
/// # Errors
/// See [`ServeError`]. What is wrong with the site is no such error: the listener is told of it.
pub fn start(root: &Path, options: &Options, listener: Arc<dyn Listener>) -> Result<Server, ServeError> {
    let (socket, busy) = bind(options.port)?;
    let address = socket.local_addr()?;
    let (news, told) = mpsc::channel();
    let (publish, states) = latest::channel(Arc::new(State::default()));
    let (stop, stopped) = latest::channel(false);
    let noticed = Arc::new(AtomicU64::new(0));
    let builder = Builder {
        root: root.to_owned(),
        options: crate::Options { drafts: options.drafts, ..crate::Options::default() },
        listener,
        states: publish,
        told,
        watch: watch::Watch::new(real(root), news.clone(), Arc::clone(&noticed)),
        noticed: Arc::clone(&noticed),
        memo: crate::Memo::default(),
        shown: FxHashMap::default(),
        last: None,
        heard: builder::Heard::default(),
        is_good: false,
    };
    std::thread::Builder::new().name("annals-build".to_owned()).spawn(move || builder.run())?;
    let answering = http::start(socket, http::Site { states, noticed }, stopped, options.until_interrupted)?;
    Ok(Server { address, busy, news, stop, answering: Some(answering) })
}

impl Server {
    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that was wanted, where another one had to be taken.
    pub fn busy_port(&self) -> Option<u16> {
        self.busy
    }

    /// Waits until the process is told to end.
    pub fn wait(mut self) {
        if let Some(answering) = self.answering.take() {
            // What it may have died of it cannot be asked any more.
            let _ = answering.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Who has ended already needs not be told.
        let _ = self.news.send(News::Stop);
        let _ = self.stop.send(true);
        if let Some(answering) = self.answering.take() {
            let _ = answering.join();
        }
    }
}

/// A socket on the loopback address, and nowhere else; and the port that was busy, if one was.
fn bind(port: Option<u16>) -> Result<(TcpListener, Option<u16>), ServeError> {
    let wanted = port.unwrap_or(PORT);
    let mut first = None;
    for port in (wanted..=wanted.saturating_add(NEXT)).chain([0]) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(socket) => return Ok((socket, first)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => first = first.or(Some(wanted)),
            // The next port after a busy one may be another's by right.
            Err(_) if first.is_some() => {}
            Err(source) => return Err(ServeError::Port { port, source }),
        }
        if wanted == 0 {
            break;
        }
    }
    Err(ServeError::Port { port: wanted, source: io::ErrorKind::AddrInUse.into() })
}

/// The folder as the system's notices name it.
fn real(root: &Path) -> PathBuf {
    root.canonicalize().unwrap_or_else(|_| root.to_owned())
}
