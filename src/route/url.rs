//! Addresses: relative ones between pages, absolute ones, and those from the site's root. RFC 3986 throughout.

use super::OutPath;

/// How links name a page that is its folder's `index.html`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UrlStyle {
    /// By the folder: `../people/`. For servers.
    #[default]
    Pretty,
    /// By the file: `../people/index.html`. For reading from a disk.
    Files,
}

/// The address of `to` as a link in the page `from` has it, percent-encoded.
pub fn relative(from: &OutPath, to: &OutPath, fragment: Option<&str>, style: UrlStyle) -> String {
    let mut out = String::with_capacity(to.as_str().len() + 6 + fragment.map_or(0, |fragment| 1 + fragment.len()));
    if from != to || fragment.is_none() {
        let here = folder(from.as_str());
        let there = folder(to.as_str());
        // The folders that both lie in, as a length that ends after a `/`.
        let same = here.bytes().zip(there.bytes()).take_while(|(a, b)| a == b).count();
        let common = here.as_bytes()[..same].iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
        for _ in here.as_bytes()[common..].iter().filter(|&&byte| byte == b'/') {
            out.push_str("../");
        }
        let rest = &to.as_str()[common..];
        let rest = if style == UrlStyle::Pretty { without_index(rest) } else { rest };
        // `a:b` would be read as a scheme, and nothing at all as this page.
        let first_has_colon = || rest.bytes().take_while(|&byte| byte != b'/').any(|byte| byte == b':');
        if out.is_empty() && (rest.is_empty() || first_has_colon()) {
            out.push_str("./");
        }
        encode(rest, &PATH, &mut out);
    }
    push_fragment(fragment, &mut out);
    out
}

/// The address of `to` with scheme and host. `base_url` is the site's, with or without `/` at its end.
pub fn absolute(base_url: &str, to: &OutPath, fragment: Option<&str>, style: UrlStyle) -> String {
    let mut out = base_url.trim_end_matches('/').to_owned();
    out.push('/');
    encode(if style == UrlStyle::Pretty { without_index(to.as_str()) } else { to.as_str() }, &PATH, &mut out);
    push_fragment(fragment, &mut out);
    out
}

/// The address of `to` from the root of its host, for `404.html`, which is shown at any depth. `base_path` is what
/// [`base_path`] gives.
pub fn rooted(base_path: &str, to: &OutPath, style: UrlStyle) -> String {
    let mut out = format!("/{}", base_path.trim_matches('/'));
    if out.len() > 1 {
        out.push('/');
    }
    encode(if style == UrlStyle::Pretty { without_index(to.as_str()) } else { to.as_str() }, &PATH, &mut out);
    out
}

/// An address of the author's that leads out of the site, as a valid one: what no address may hold is percent-encoded,
/// letters of all scripts stay as they are (WHATWG URL, "URL code points").
pub fn external(url: &str) -> String {
    // Brackets stand in a host alone: `http://[::1]/`.
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    let mut out = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        let encoded = match c {
            '%' => !url.as_bytes()[at + 1..].iter().take(2).filter(|byte| byte.is_ascii_hexdigit()).count().eq(&2),
            '[' | ']' => at >= path,
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' => true,
            _ => c.is_control(),
        };
        if encoded {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// [`external`], with letters outside ASCII percent-encoded too, as addresses for machines are written (RFC 3986).
pub fn ascii(url: &str) -> String {
    const ASCII: [bool; 256] = {
        let mut table = [false; 256];
        let (plain, _) = table.split_at_mut(128);
        let mut byte = 0;
        while byte < plain.len() {
            plain[byte] = true;
            byte += 1;
        }
        table
    };
    let mut out = String::with_capacity(url.len());
    encode(&external(url), &ASCII, &mut out);
    out
}

/// The path of a base address, with `/` at both ends: `https://x.org/sub` → `/sub/`. Without a base address it is `/`.
pub fn base_path(base_url: Option<&str>) -> String {
    let after_scheme = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    let path = after_scheme.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    if path.is_empty() { "/".into() } else { format!("/{path}/") }
}

/// Reads percent signs. Absent if one is not followed by two hexadecimal digits, or the bytes are not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    let digit = |byte: Option<u8>| {
        byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok())
    };
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
            out.push(high * 16 + low);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// The folder of a path with its `/`, or nothing.
fn folder(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |at| at + 1)]
}

fn without_index(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

fn push_fragment(fragment: Option<&str>, out: &mut String) {
    if let Some(fragment) = fragment {
        out.push('#');
        encode(fragment, &FRAGMENT, out);
    }
}

/// What stands in a path as it is: unreserved characters, `/`, and of the rest those that mean nothing in HTML, `srcset`
/// and CSS either.
const PATH: [bool; 256] = plain(b"-._~/:@!$+;=");
/// What stands in a fragment as it is.
const FRAGMENT: [bool; 256] = plain(b"-._~/:@!$+;=?");

/// For every byte whether it stands as it is: letters and digits of ASCII, and `others`.
const fn plain(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

/// Nearly every address is plain from end to end, and a page has hundreds: what is plain is copied in one.
fn encode(text: &str, plain: &[bool; 256], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let is_plain = |byte: u8| plain[usize::from(byte)];
    let mut rest = text;
    while !rest.is_empty() {
        // What is not plain ends at a plain byte, and that is ASCII: both cuts lie between characters.
        let end = rest.bytes().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        let end = rest.bytes().position(is_plain).unwrap_or(rest.len());
        for byte in rest[..end].bytes() {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        rest = &rest[end..];
    }
}
