//! The thread that answers: HTTP/1.1 on the loopback address.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{mpsc, watch as latest};

use super::answer::{self, Answer};
use super::state::State;
use crate::route::OWN_FOLDER;

/// A stream says so often that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

type States = latest::Receiver<Arc<State>>;

/// What is answered from.
#[derive(Clone)]
pub(super) struct Site {
    pub states: States,
    /// How many notices of changes have come.
    pub noticed: Arc<AtomicU64>,
}

/// Answers on the socket until `stopped`, or, if `until_interrupted`, the process is told to end.
pub(super) fn start(
    socket: TcpListener,
    site: Site,
    stopped: latest::Receiver<bool>,
    until_interrupted: bool,
) -> io::Result<JoinHandle<()>> {
    socket.set_nonblocking(true)?;
    // One thread suffices: everything is in memory.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("annals-http".to_owned()).spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                () = accept(socket, site) => {}
                () = end(stopped) => {}
                () = interrupted(), if until_interrupted => {}
            }
        });
        // What is still open is closed with the runtime.
    })
}

async fn end(mut stopped: latest::Receiver<bool>) {
    // That nobody can stop it any more is the end too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return ctrl_c().await };
    tokio::select! {
        () = ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    ctrl_c().await;
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        // The system then ends the process by itself.
        std::future::pending::<()>().await;
    }
}

async fn accept(socket: TcpListener, site: Site) {
    let Ok(socket) = tokio::net::TcpListener::from_std(socket) else { return };
    loop {
        match socket.accept().await {
            Ok((stream, _)) => {
                let site = site.clone();
                tokio::spawn(async move {
                    let service = service_fn(|request| respond(request, site.clone()));
                    let mut http = http1::Builder::new();
                    // A connection that breaks is the browser's affair.
                    let _ = http.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
                });
            }
            // No file handle is left, or a connection went away before it was taken: others may come.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn respond(request: Request<Incoming>, site: Site) -> Result<Response<Content>, Infallible> {
    let Site { mut states, noticed } = site;
    // A request waits for the first build, and for that of each change that was noticed before it came; what belongs to the
    // preview itself is the same always.
    let noticed = noticed.load(Ordering::SeqCst);
    let own = request.uri().path().strip_prefix('/').is_some_and(|path| path.starts_with(OWN_FOLDER));
    let is_new = |state: &Arc<State>| state.is_new(request.uri().path(), noticed) || own && state.built.is_some();
    let state = match states.wait_for(is_new).await {
        Ok(state) => Arc::clone(&state),
        Err(_) => Arc::new(State::default()),
    };
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let mut hosts: Vec<String> = request.headers().get_all(HOST).iter().map(text).collect();
    hosts.extend(request.uri().authority().map(ToString::to_string));
    let if_none_match = request.headers().get(IF_NONE_MATCH).map(text);
    let range = request.headers().get(RANGE).map(text);
    let if_range = request.headers().get(IF_RANGE).map(text);
    let asked = answer::Request {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        hosts,
        if_none_match,
        range,
        if_range,
    };
    let is_head = asked.method == "HEAD";
    // A page may have to be made first.
    let answered = tokio::task::spawn_blocking(move || answer::answer(&asked, &state)).await;
    Ok(match answered.unwrap_or_else(|_| answer::failed()) {
        Answer::Whole(whole) => {
            let mut response = Response::new(Content::Whole(Bytes::new()));
            *response.status_mut() = StatusCode::from_u16(whole.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            for (name, value) in whole.headers {
                if let Ok(value) = HeaderValue::from_str(&value) {
                    response.headers_mut().insert(name, value);
                }
            }
            if is_head {
                response.headers_mut().insert(hyper::header::CONTENT_LENGTH, whole.body.len().into());
            } else {
                *response.body_mut() = Content::Whole(whole.body.into());
            }
            response
        }
        Answer::Follow { path, version } => {
            let content = if is_head {
                Content::Whole(Bytes::new())
            } else {
                let (out, stream) = mpsc::channel(4);
                tokio::spawn(follow(states, path, version, out));
                Content::Stream(stream)
            };
            let mut response = Response::new(content);
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
            headers.insert("cache-control", HeaderValue::from_static("no-store"));
            headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
            response
        }
    })
}

/// Tells one open page of its changes (HTML, 9.2): `reload` when it is another, `trouble` and `fine` of the sources.
async fn follow(mut states: States, path: String, version: String, out: mpsc::Sender<Bytes>) {
    // Nothing yet: a page that comes back to the stream may show what was wrong when it left.
    let mut told: Option<Option<Arc<str>>> = None;
    let mut text = String::from("retry: 500\n\n");
    loop {
        let state = Arc::clone(&states.borrow_and_update());
        let (shown, asked) = (Arc::clone(&state), path.clone());
        // Of a page that cannot be told nothing is told.
        let now = tokio::task::spawn_blocking(move || shown.version(&asked)).await;
        if now.is_ok_and(|now| now != version) {
            text.push_str("event: reload\ndata:\n\n");
        }
        if told.as_ref().map(Option::as_ref) != Some(state.error()) {
            let error = told.insert(state.error().cloned());
            match error {
                // JSON has no line end.
                Some(error) => text.push_str(&format!("event: trouble\ndata: {error}\n\n")),
                None => text.push_str("event: fine\ndata:\n\n"),
            }
        }
        drop(state);
        if !text.is_empty() && out.send(std::mem::take(&mut text).into()).await.is_err() {
            return;
        }
        tokio::select! {
            changed = states.changed() => if changed.is_err() { return },
            () = out.closed() => return,
            () = tokio::time::sleep(HEARTBEAT) => text.push_str(": \n\n"),
        }
    }
}

/// The body of an answer.
enum Content {
    Whole(Bytes),
    Stream(mpsc::Receiver<Bytes>),
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Stream(stream) => stream.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Stream(_) => SizeHint::default(),
        }
    }
}
