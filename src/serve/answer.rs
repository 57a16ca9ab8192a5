//! Request → answer, as values: nothing here touches the network.

use std::net::Ipv4Addr;

use super::state::{Found, State};
use crate::route::OWN_FOLDER;

/// The part of a request that an answer depends on.
pub(super) struct Request {
    pub method: String,
    /// The path as it stands in the request, without the query.
    pub path: String,
    pub query: Option<String>,
    /// The hosts that the request names, in its head and in its address.
    pub hosts: Vec<String>,
    pub if_none_match: Option<String>,
    pub range: Option<String>,
    pub if_range: Option<String>,
}

/// What is answered.
pub(super) enum Answer {
    /// The whole of it.
    Whole(Whole),
    /// A stream that tells when the page at `path`, of which the browser has `version`, is another.
    Follow { path: String, version: String },
}

pub(super) struct Whole {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// The script that follows changes, and its style. Served as files, so that a strict content security policy holds.
const CLIENT: &str = include_str!("reload.js");
const STYLE: &str = include_str!("overlay.css");

/// What every page of a site works under; the search needs WebAssembly besides.
const POLICY: &str = "default-src 'self'; frame-ancestors 'self'";
const POLICY_OF_SEARCH: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'self'";

/// Answers a request from what is shown.
pub(super) fn answer(request: &Request, state: &State) -> Answer {
    // A page of another site that has its own name lead to this machine (DNS rebinding) would read drafts otherwise.
    if request.hosts.is_empty() || !request.hosts.iter().all(|host| is_loopback(host)) {
        let why = "This preview answers only to names of this machine: localhost, 127.0.0.1.\n";
        return Answer::Whole(text(403, why));
    }
    let own = format!("/{OWN_FOLDER}/");
    let is_read = request.method == "GET" || request.method == "HEAD";
    if !is_read {
        let mut refused = text(405, "Only GET and HEAD are answered.\n");
        refused.headers.push(("allow", "GET, HEAD".to_owned()));
        return Answer::Whole(refused);
    }
    match request.path.strip_prefix(&own) {
        Some("events") => follow(request.query.as_deref().unwrap_or_default()),
        Some("reload.js") => Answer::Whole(file("text/javascript; charset=utf-8", CLIENT, request)),
        Some("overlay.css") => Answer::Whole(file("text/css; charset=utf-8", STYLE, request)),
        _ => Answer::Whole(page(request, state)),
    }
}

/// What is answered where answering went wrong.
pub(super) fn failed() -> Answer {
    Answer::Whole(text(500, "This page could not be made: a mistake in Annals. The terminal says more.\n"))
}

/// Whether a host, with or without a port, is this machine by name or number.
fn is_loopback(host: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    // The number of an IPv6 address has colons of its own.
    if name.starts_with('[') || host.starts_with('[') {
        return host == "[::1]" || name == "[::1]";
    }
    name.eq_ignore_ascii_case("localhost") || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

fn follow(query: &str) -> Answer {
    let value = |key: &str| {
        let pair = query.split('&').find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == key));
        pair.map(|(_, value)| crate::route::decode(value).unwrap_or_default()).unwrap_or_default()
    };
    Answer::Follow { path: value("path"), version: value("version") }
}

fn page(request: &Request, state: &State) -> Whole {
    let found = state.find(&request.path);
    let version = state.version_of(&found);
    let (status, path, bytes) = match found {
        Found::File(path, bytes) => (200, path, bytes),
        Found::Nothing(Some((path, bytes))) => (404, path, bytes),
        Found::Nothing(None) => return text(404, "There is no such page.\n"),
        Found::Bad(rule) => return text(400, &format!("A path of a site {rule}.\n")),
        Found::NoSite => return no_site(&version),
        Found::Elsewhere(address) => {
            let address = request.query.as_ref().map_or(address.clone(), |query| format!("{address}?{query}"));
            let mut moved = text(302, "");
            moved.headers.push(("location", address));
            return moved;
        }
    };
    let kind = content_type(path.as_str());
    let body = if path.is_html() { with_client(&bytes, &version) } else { bytes.to_vec() };
    let whole = known(status, kind, body, request);
    let mut whole = if path.is_html() { whole } else { part(whole, request) };
    if path.is_html() {
        let search = path.as_str().starts_with("search/");
        whole.headers.push(("content-security-policy", if search { POLICY_OF_SEARCH } else { POLICY }.to_owned()));
    }
    whole
}

/// A page with the script at its end.
fn with_client(html: &[u8], version: &str) -> Vec<u8> {
    let script = format!("<script src=\"/{OWN_FOLDER}/reload.js\" data-version=\"{version}\" defer></script>\n");
    let end = html.windows(6).rposition(|six| six.eq_ignore_ascii_case(b"</body")).unwrap_or(html.len());
    [&html[..end], script.as_bytes(), &html[end..]].concat()
}

/// What is shown until there is a site.
fn no_site(version: &str) -> Whole {
    let html = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
                <meta name=\"viewport\" content=\"width=device-width\">\n<title>No site yet</title>\n<body>\n\
                <h1>No site yet</h1>\n<p>The content has errors: <code>annals serve</code> shows them in the terminal. \
                This page shows the site as soon as they are mended.</p>\n</body>\n</html>\n";
    let mut whole = text(503, "");
    whole.headers.retain(|(name, _)| *name != "content-type");
    whole.headers.push(("content-type", "text/html; charset=utf-8".to_owned()));
    whole.headers.push(("content-security-policy", POLICY.to_owned()));
    whole.body = with_client(html.as_bytes(), version);
    whole
}

fn file(kind: &'static str, text: &str, request: &Request) -> Whole {
    known(200, kind, text.as_bytes().to_vec(), request)
}

/// An answer that the browser may have already.
fn known(status: u16, kind: &'static str, body: Vec<u8>, request: &Request) -> Whole {
    let tag = format!("\"{}\"", &blake3::hash(&body).to_hex()[..32]);
    let same = |known: &str| known.trim().trim_start_matches("W/") == tag || known.trim() == "*";
    let has_it = status == 200 && request.if_none_match.as_ref().is_some_and(|known| known.split(',').any(same));
    let mut headers = common();
    headers.push(("etag", tag));
    if has_it {
        return Whole { status: 304, headers, body: Vec::new() };
    }
    headers.push(("content-type", kind.to_owned()));
    Whole { status, headers, body }
}

/// The part of a file that is asked for: a browser seeks in sound and video by it (RFC 9110, 14). Of several parts the
/// whole is answered, as a server may.
fn part(mut whole: Whole, request: &Request) -> Whole {
    if whole.status != 200 {
        return whole;
    }
    whole.headers.push(("accept-ranges", "bytes".to_owned()));
    let tag = whole.headers.iter().find(|(name, _)| *name == "etag").map(|(_, tag)| tag);
    let is_same = request.if_range.as_ref().is_none_or(|known| Some(known) == tag);
    let size = whole.body.len();
    let asked = request.range.as_ref().filter(|_| is_same).and_then(|range| bounds(range, size));
    match asked {
        None => {}
        Some(Some((first, last))) => {
            whole.status = 206;
            whole.headers.push(("content-range", format!("bytes {first}-{last}/{size}")));
            whole.body = whole.body[first..=last].to_vec();
        }
        Some(None) => {
            whole.status = 416;
            whole.headers.push(("content-range", format!("bytes */{size}")));
            whole.body = Vec::new();
        }
    }
    whole
}

/// The first and last byte that a range means; none if the file has none of it. Absent where it is no single range.
fn bounds(range: &str, size: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?;
    if first.is_empty() {
        // The last so many bytes.
        let count: usize = number(last)?;
        let count = count.min(size);
        return Some((count > 0).then(|| (size - count, size - 1)));
    }
    let first: usize = number(first)?;
    let last = if last.is_empty() { usize::MAX } else { number(last)? };
    (first <= last).then(|| (first < size).then(|| (first, last.min(size - 1))))
}

fn text(status: u16, text: &str) -> Whole {
    let mut headers = common();
    headers.push(("content-type", "text/plain; charset=utf-8".to_owned()));
    Whole { status, headers, body: text.as_bytes().to_vec() }
}

/// What every answer says: ask again each time, take nothing for what it is not, and show nothing of it in other sites.
fn common() -> Vec<(&'static str, String)> {
    [
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// The media type of a file, by its name.
fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        _ if name == "atom.xml" => "application/atom+xml",
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "jsonld" => "application/ld+json",
        "geojson" => "application/geo+json",
        "webmanifest" => "application/manifest+json",
        "xml" | "gexf" | "graphml" => "application/xml",
        "txt" | "md" | "bib" | "yaml" | "yml" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
