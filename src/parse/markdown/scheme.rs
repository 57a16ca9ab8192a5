//! Which addresses run code.

/// What an address is used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Use {
    Link,
    Picture,
}

/// The scheme of an address if following it runs code, read as browsers read it (WHATWG URL, 4.4: C0 controls and spaces at the
/// ends are dropped, tabs and line ends anywhere, letter case does not count).
pub(in crate::parse) fn unsafe_scheme(address: &str, used: Use) -> Option<String> {
    let mut scheme = String::new();
    let mut rest = address.trim_start_matches(|c| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    loop {
        match rest.next()? {
            ':' => break,
            c if c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.') => scheme.push(c.to_ascii_lowercase()),
            _ => return None,
        }
        if scheme.len() > 20 {
            return None;
        }
    }
    let runs_code = match scheme.as_str() {
        "javascript" | "vbscript" | "livescript" | "mocha" | "jscript" | "view-source" | "blob" | "filesystem" => true,
        "data" => used == Use::Link || !is_pixels(rest),
        _ => false,
    };
    runs_code.then_some(scheme)
}

/// Whether what follows `data:` is a picture made of pixels. SVG may hold scripts.
fn is_pixels(rest: impl Iterator<Item = char>) -> bool {
    let media: String = rest.take_while(|c| !matches!(c, ';' | ',')).take(40).collect();
    let kinds = ["image/png", "image/gif", "image/jpeg", "image/webp", "image/avif", "image/apng"];
    kinds.contains(&media.trim().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read_as_browsers_read_them() {
        for bad in [
            "javascript:x",
            " \u{1}JavaScript:x",
            "java\nscr\tipt:x",
            "javascript\r:x",
            "VBScript:x",
            "data:text/html,x",
            "view-source:x",
        ] {
            assert!(unsafe_scheme(bad, Use::Link).is_some(), "{bad:?}");
        }
        for good in [
            "",
            "x",
            "/javascript:x",
            "#javascript:",
            "https://x.org",
            "mailto:a@b",
            "people:jeff",
            "java script:x",
            "?data:x",
            "a/b:c",
        ] {
            assert_eq!(unsafe_scheme(good, Use::Link), None, "{good:?}");
        }
        assert_eq!(unsafe_scheme("data:image/png;base64,xx", Use::Picture), None);
        assert!(unsafe_scheme("data:image/png;base64,xx", Use::Link).is_some());
        assert!(unsafe_scheme("data:image/svg+xml,x", Use::Picture).is_some());
    }
}
