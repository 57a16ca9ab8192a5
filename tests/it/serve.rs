//! `annals serve`: what it answers, whom it refuses, and that what it shows after any changes is what a clean build makes.
//!
//! Ports are the system's choice. Tests wait for events (a build that is told of, a line of a stream) and assert no time.

mod answers;
mod changes;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use annals::serve::{Build, Listener, Options, Server, start};

/// Nothing that is waited for takes so long, on whatever machine.
const TOO_LONG: Duration = Duration::from_secs(120);

/// What was told of a build.
#[derive(Clone, Debug)]
pub struct Told {
    pub pages: Option<usize>,
    pub changed: usize,
    pub text: String,
}

struct Ear(Mutex<Sender<Told>>);

impl Listener for Ear {
    fn built(&self, build: &Build<'_>) {
        let told = Told { pages: build.pages, changed: build.changed, text: build.text.to_owned() };
        // At its end nobody listens.
        let _ = self.0.lock().unwrap().send(told);
    }

    fn warned(&self, what: &str) {
        panic!("{what}");
    }
}

/// A preview of a folder.
pub struct Preview {
    pub server: Server,
    builds: Receiver<Told>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Preview {
    pub fn of(root: &Path) -> Preview {
        Preview::with(root, &Options { port: Some(0), ..Options::default() })
    }

    pub fn with(root: &Path, options: &Options) -> Preview {
        let (told, builds) = channel();
        let server = start(root, options, Arc::new(Ear(Mutex::new(told)))).expect("a preview");
        Preview { server, builds }
    }

    /// Waits for the end of a build.
    pub fn built(&self) -> Told {
        self.builds.recv_timeout(TOO_LONG).expect("a build ends")
    }

    /// A build that has ended, if there is one.
    pub fn is_built(&self) -> Option<Told> {
        self.builds.try_recv().ok()
    }

    /// Waits until `is` of some build.
    pub fn until(&self, mut is: impl FnMut(&Told) -> bool) -> Told {
        let since = Instant::now();
        while since.elapsed() < TOO_LONG {
            let told = self.built();
            if is(&told) {
                return told;
            }
        }
        panic!("there was no such build");
    }

    /// Sends a request as it stands, and reads the answer to its end.
    pub fn raw(&self, request: &[u8]) -> Answer {
        raw(self.server.address(), request)
    }

    /// Asks for a path, with further lines of the head.
    pub fn ask(&self, method: &str, path: &str, more: &str) -> Answer {
        ask(self.server.address(), method, path, more)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// The version of a page, as its script has it.
    pub fn version(&self, path: &str) -> String {
        let text = self.get(path).text();
        let (_, rest) = text.split_once("data-version=\"").expect("the page has the script");
        rest.split('"').next().unwrap().to_owned()
    }

    /// Follows a page that is open, from after the stream has said that all is well.
    pub fn follow(&self, path: &str) -> Events {
        let mut events = self.stream(path);
        events.read = Some(events.next()).filter(|(name, _)| name != "fine");
        events
    }

    /// The stream of a page that is open.
    pub fn stream(&self, path: &str) -> Events {
        let version = self.version(path);
        let mut stream = TcpStream::connect(self.server.address()).expect("connected");
        stream.set_read_timeout(Some(TOO_LONG)).unwrap();
        let request =
            format!("GET /.annals/events?path={path}&version={version} HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let (status, headers) = head(&mut reader);
        assert_eq!((status, headers["content-type"].as_str()), (200, "text/event-stream"));
        Events { reader, read: None }
    }
}

fn ask(address: SocketAddr, method: &str, path: &str, more: &str) -> Answer {
    let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n");
    raw(address, request.as_bytes())
}

fn raw(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("connected");
    stream.set_read_timeout(Some(TOO_LONG)).unwrap();
    stream.write_all(request).unwrap();
    let mut reader = BufReader::new(stream);
    let (status, headers) = head(&mut reader);
    let mut body = Vec::new();
    reader.read_to_end(&mut body).expect("the answer ends");
    Answer { status, headers, body }
}

fn head(reader: &mut impl BufRead) -> (u16, BTreeMap<String, String>) {
    let mut line = String::new();
    reader.read_line(&mut line).expect("a status line");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.unwrap_or_else(|| panic!("no status: {line:?}"));
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a header");
        let Some((name, value)) = line.trim_end().split_once(':') else { return (status, headers) };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}

/// The stream of an open page.
pub struct Events {
    reader: BufReader<TcpStream>,
    /// What was read before anybody asked for it.
    read: Option<(String, String)>,
}

impl Events {
    /// Waits for the next event: its name and its data.
    pub fn next(&mut self) -> (String, String) {
        if let Some(read) = self.read.take() {
            return read;
        }
        let mut name = None;
        loop {
            let mut line = String::new();
            assert_ne!(self.reader.read_line(&mut line).expect("an event"), 0, "the stream has ended");
            if let Some(value) = line.strip_prefix("event: ") {
                name = Some(value.trim_end().to_owned());
            } else if let (Some(value), Some(name)) = (line.strip_prefix("data:"), name.clone()) {
                return (name, value.trim().to_owned());
            }
        }
    }
}
