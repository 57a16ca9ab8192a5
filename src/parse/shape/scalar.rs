//! Reading one scalar as what its shape says.

use icu_locale_core::Locale;

use super::Shape;
use super::read::{At, Reader, list};
use super::value::Value;
use crate::date::Date;
use crate::diag::{code, nearest};
use crate::parse::body::OWN_IDS;
use crate::parse::is_noncharacter;
use crate::parse::markdown::scheme::{Use, unsafe_scheme};
use crate::parse::yaml::{Scalar, Style, quote};
use crate::span::{Span, Spanned, Text};

/// The version of the format that this program reads.
pub const FORMAT: u32 = 1;

impl Reader<'_> {
    /// Reads a scalar that is not empty.
    pub(super) fn scalar(&mut self, span: Span, scalar: &Scalar, shape: &Shape, at: At<'_>) -> Option<Value> {
        // A block ends with a line end, which is no part of a name, an id or a date.
        let text = if scalar.style == Style::Block && !matches!(shape, Shape::Markdown) {
            scalar.text.trim_end_matches('\n')
        } else {
            &scalar.text
        };
        if self.is_unfit(text, span, at) {
            return None;
        }
        let plain = scalar.style == Style::Plain;
        let good = match shape {
            Shape::Text | Shape::Markdown => {
                self.cut(span, scalar, at);
                true
            }
            Shape::Id | Shape::Article => self.id(text, span),
            Shape::AnnotationId => self.annotation_id(text, span),
            Shape::Date => return self.date(text, span).map(Value::Date),
            Shape::Bool => return self.bool(text, plain, span, at),
            Shape::Count(least, most) => return self.count(text, plain, (*least, *most), span, at),
            Shape::Degrees(limit) => return self.degrees(text, plain, *limit, span, at),
            Shape::Size => return self.size(text, span, at),
            Shape::Format => self.format(text, plain, span),
            Shape::Url => self.url(text, span, at),
            Shape::BaseUrl => self.base_url(text, span),
            Shape::Address => self.address(text, span, at),
            Shape::Previous { paths, ids } => self.previous(text, (*paths, *ids), span),
            Shape::Language => self.language(text, span),
            Shape::Timezone => self.timezone(text, span),
            Shape::OneOf(words) => self.one_of(text, words, span, at),
            Shape::Verdict => {
                let settings = self.settings;
                let words: Vec<&str> = settings.verdicts.iter().map(|verdict| &*verdict.id).collect();
                self.one_of(text, &words, span, at)
            }
            Shape::Entity(_) => self.entity(text, span),
            Shape::Source => self.source(text, span, at),
            Shape::Occurrence if text == "all" => true,
            Shape::Occurrence if text.bytes().all(|b| b.is_ascii_digit()) => {
                let number = self.count(text, plain, (1, 1_000_000), span, at)?;
                return Some(Value::List(vec![number], span));
            }
            Shape::Occurrence => {
                let message = format!("`{}` is a number, a list of numbers or `all`, not `{text}`", at.key);
                self.say(code::BAD_VALUE, span, message);
                false
            }
            Shape::Word => true,
            Shape::OneOrMany(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::MapOf(..)
            | Shape::Either(..)
            | Shape::Asserts => false,
        };
        good.then(|| Value::Text(Text::new(text.to_owned(), span)))
    }

    /// Says where a text is probably cut by what YAML takes for a comment.
    fn cut(&mut self, span: Span, scalar: &Scalar, at: At<'_>) {
        let Some(comment) = scalar.comment else { return };
        let whole = self.text.get(span.start as usize..comment.end as usize).unwrap_or("");
        let quoted = if at.item { quote(whole) } else { format!("{}: {}", at.key, quote(whole)) };
        let help = if whole.contains(['\n', '\r']) {
            "If it belongs to the text, put the whole text between quotation marks.".to_owned()
        } else {
            format!("If it belongs to the text, put the text between quotation marks: `{quoted}`.")
        };
        let message = format!("{} ends before the `#`: what follows is a comment", at.words());
        let diagnostic = self.say(code::TEXT_CUT_BY_COMMENT, comment, message);
        diagnostic.help.push(help);
        diagnostic.help.push("If it is a comment, put two spaces before the `#` and one behind it.".to_owned());
    }

    fn annotation_id(&mut self, text: &str, span: Span) -> bool {
        if !self.id(text, span) {
            return false;
        }
        let Some((begin, what)) = OWN_IDS.into_iter().find(|(begin, _)| text.starts_with(begin)) else { return true };
        let message = format!("an annotation's id does not begin with `{begin}`, which is for {what}");
        let diagnostic = self.say(code::BAD_ID, span, message);
        diagnostic.help.push(format!("Write `a-{text}`."));
        false
    }

    fn date(&mut self, text: &str, span: Span) -> Option<Spanned<Date>> {
        match Date::parse(text, &self.settings.timezone) {
            Ok(date) => Some(Spanned::new(date, span)),
            Err(error) => {
                let readings = error.readings.into_iter().map(|(edtf, words)| format!("For {words} write `{edtf}`."));
                let help = error.proposal.map(|proposal| format!("Write `{proposal}`.")).into_iter().chain(readings);
                self.say(code::BAD_DATE, span, error.message).help.extend(help);
                None
            }
        }
    }

    fn bool(&mut self, text: &str, plain: bool, span: Span, at: At<'_>) -> Option<Value> {
        match text {
            "true" if plain => return Some(Value::Bool(true)),
            "false" if plain => return Some(Value::Bool(false)),
            _ => {}
        }
        let meant = match &*text.to_lowercase() {
            "yes" | "on" | "y" | "true" => Some("true"),
            "no" | "off" | "n" | "false" => Some("false"),
            _ => None,
        };
        let help = meant.map(|word| format!("Write `{}: {word}`.", at.key));
        let message = format!("{} is `true` or `false`, not `{text}`", at.words());
        let message = if matches!(text, "true" | "false") {
            format!("{} is `true` or `false` without quotation marks", at.words())
        } else {
            message
        };
        self.say(code::BAD_VALUE, span, message).help.extend(help);
        None
    }

    fn count(&mut self, text: &str, plain: bool, (least, most): (u32, u32), span: Span, at: At<'_>) -> Option<Value> {
        let digits = plain && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|number| digits && (least..=most).contains(number));
        let Some(number) = number else {
            let message = format!("{} is a whole number from {least} to {most}, not `{text}`", at.words());
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            if text.parse::<u32>().is_ok_and(|number| !plain && (least..=most).contains(&number)) {
                diagnostic.help.push("Write it without quotation marks.".to_owned());
            }
            return None;
        };
        Some(Value::Count(Spanned::new(u64::from(number), span)))
    }

    fn degrees(&mut self, text: &str, plain: bool, limit: f64, span: Span, at: At<'_>) -> Option<Value> {
        let digits = plain && text.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
        let number = text.parse::<f64>().ok().filter(|number| digits && number.abs() <= limit);
        let Some(number) = number else {
            let message = format!("{} is a decimal number from -{limit} to {limit}, not `{text}`", at.words());
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            if text.parse::<f64>().is_ok_and(|number| !plain && number.abs() <= limit) {
                diagnostic.help.push("Write it without quotation marks.".to_owned());
            } else if text.contains(['°', '′', '\'', ',']) {
                diagnostic
                    .help
                    .push("Write decimal degrees with a point, south and west negative: `-77.0043`.".to_owned());
            }
            return None;
        };
        Some(Value::Number(Spanned::new(number, span)))
    }

    fn size(&mut self, text: &str, span: Span, at: At<'_>) -> Option<Value> {
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let factor: Option<u64> = match &*unit.trim().to_ascii_lowercase() {
            "" | "b" => Some(1),
            "kb" => Some(1_000),
            "mb" => Some(1_000_000),
            "gb" => Some(1_000_000_000),
            "kib" => Some(1 << 10),
            "mib" => Some(1 << 20),
            "gib" => Some(1 << 30),
            _ => None,
        };
        let bytes = match (number.parse::<u64>(), number.parse::<f64>(), factor) {
            (Ok(number), _, Some(factor)) => number.checked_mul(factor),
            // Up to 2^53 a float holds every whole number; more is no file's size.
            (_, Ok(number), Some(factor)) if number < 1e6 => Some((number * factor as f64).round() as u64),
            _ => None,
        };
        let Some(bytes) = bytes.filter(|&bytes| bytes > 0) else {
            let message = format!("{} is a size, not `{text}`", at.words());
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            diagnostic
                .help
                .push("Write a number and a unit: `20 MB`. Units are B, kB, MB, GB, KiB, MiB and GiB.".to_owned());
            return None;
        };
        Some(Value::Count(Spanned::new(bytes, span)))
    }

    fn format(&mut self, text: &str, plain: bool, span: Span) -> bool {
        match text.parse::<u32>() {
            Ok(FORMAT) if plain => return true,
            Ok(later) if later > FORMAT => {
                let message = format!(
                    "this file is written in version {later} of the format; this program reads version {FORMAT}"
                );
                let diagnostic = self.say(code::FORMAT_VERSION, span, message);
                diagnostic.help.push("Install a later version of Annals.".to_owned());
            }
            _ => {
                let message = if plain {
                    format!("`format` is the version of the format, {FORMAT}, not `{text}`")
                } else {
                    "`format` is a whole number without quotation marks".to_owned()
                };
                self.say(code::BAD_VALUE, span, message).help.push(format!("Write `format: {FORMAT}`."));
            }
        }
        false
    }

    /// Says of an address that runs code that it was dropped.
    fn safe(&mut self, text: &str, used: Use, span: Span, at: At<'_>) -> bool {
        let Some(scheme) = unsafe_scheme(text, used) else { return true };
        let message =
            format!("the address of {} begins with `{scheme}:`, which can run code; it was dropped", at.words());
        self.say(code::UNSAFE_LINK, span, message)
            .help
            .push("Write an address that begins with `https://`.".to_owned());
        false
    }

    fn url(&mut self, text: &str, span: Span, at: At<'_>) -> bool {
        if !self.safe(text, Use::Link, span, at) {
            return false;
        }
        let scheme = scheme(text);
        let web = matches!(scheme.as_deref(), Some("http" | "https"));
        let whole = scheme.is_some() && !text.contains(char::is_whitespace) && (!web || host(text).is_some());
        if !whole {
            let message = format!("{} is a whole address, not `{text}`", at.words());
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            diagnostic.help.push(if scheme.is_none() && text.contains('.') && !text.contains(char::is_whitespace) {
                format!("Write `https://{}`.", text.trim_start_matches('/'))
            } else {
                "A whole address looks like `https://example.org/page`.".to_owned()
            });
        }
        whole
    }

    /// Says of a character that no text can hold, which stands there as an escape: in the file it has been said.
    pub(super) fn is_unfit(&mut self, text: &str, span: Span, at: At<'_>) -> bool {
        let unfit = |&c: &char| c.is_control() && c != '\n' && c != '\t' || is_noncharacter(c);
        let Some(c) = text.chars().find(unfit) else { return false };
        let message = format!("{} holds {}", at.words(), crate::parse::named(c));
        self.say(code::BAD_VALUE, span, message).help.push("Delete the character.".to_owned());
        true
    }

    fn base_url(&mut self, text: &str, span: Span) -> bool {
        let web = matches!(scheme(text).as_deref(), Some("http" | "https"));
        let good = web
            && host(text).is_some_and(|host| !host.contains('@'))
            && !text.contains(['?', '#', '\\', '"', '\'', '<', '>', '`', '{', '|', '}'])
            && !text.contains(char::is_whitespace);
        if !good {
            let message = format!("`base_url` is a web address without query and fragment, not `{text}`");
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            diagnostic.help.push("It looks like `https://example.org/` or `https://example.org/site/`.".to_owned());
        }
        let foreign = host(text).filter(|host| good && !host.is_ascii());
        if let Some(host) = foreign {
            let message =
                format!("the host `{host}` of `base_url` has letters outside ASCII, which no address for machines has");
            let help = "Write its name as browsers send it, which begins with `xn--`: whoever registered it knows it.";
            self.say(code::BAD_VALUE, span, message).help.push(help.to_owned());
            return false;
        }
        good
    }

    fn address(&mut self, text: &str, span: Span, at: At<'_>) -> bool {
        if !self.safe(text, Use::Picture, span, at) {
            return false;
        }
        let good = !text.contains(['\\', '\n', '\t']);
        if !good {
            let message = format!("{} is an address, not `{}`", at.words(), text.escape_debug());
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            if text.contains('\\') {
                diagnostic.help.push(format!("Write `/` between the parts: `{}`.", text.replace('\\', "/")));
            }
        }
        good
    }

    fn previous(&mut self, text: &str, (paths, ids): (bool, bool), span: Span) -> bool {
        if !text.contains('/') && ids {
            return self.id(text, span);
        }
        if !paths {
            let message = format!("a former id is expected here, not the path `{text}`");
            self.say(code::BAD_VALUE, span, message);
            return false;
        }
        let part = |part: &str| part == "." || part == "..";
        let good = text.starts_with('/')
            && !text.contains("//")
            && !text.contains(['\\', '?', '#', '\n', '\t'])
            && !text.split('/').any(part);
        if !good {
            let message = format!("`{text}` is no path from the site's root");
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            let path =
                text.split_once("://").map_or(text, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
            let path: Vec<&str> = path
                .split(['?', '#'])
                .next()
                .unwrap_or("")
                .split(['/', '\\'])
                .filter(|p| !p.is_empty() && !part(p))
                .collect();
            let end = if path.last().is_some_and(|last| last.contains('.')) || path.is_empty() { "" } else { "/" };
            diagnostic.help.push(format!("Write `/{}{end}`.", path.join("/")));
        }
        good
    }

    pub(super) fn language(&mut self, text: &str, span: Span) -> bool {
        // Languages of four letters and more are reserved and never were given out (BCP 47, 2.2.1).
        let good = Locale::try_from_str(text).is_ok_and(|locale| locale.id.language.as_str().len() <= 3);
        if !good {
            let message = format!("`{text}` is no language tag");
            let diagnostic = self.say(code::BAD_VALUE, span, message);
            diagnostic.help.push("Write a tag of BCP 47: `en`, `de`, `pt-BR`, `zh-Hant`.".to_owned());
        }
        good
    }

    fn timezone(&mut self, text: &str, span: Span) -> bool {
        if super::zone(text).is_some() {
            return true;
        }
        let names: Vec<String> = super::zone_names();
        let lower = text.to_lowercase().replace(' ', "_");
        let near = names
            .iter()
            .find(|name| name.to_lowercase() == lower)
            .or_else(|| names.iter().find(|name| name.to_lowercase().rsplit('/').next() == Some(&lower)))
            .map(String::as_str)
            .or_else(|| nearest(text, names.iter().map(String::as_str)));
        let help = match near {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Write a name of the IANA database: `Europe/Paris`, `America/New_York`, `UTC`.".to_owned(),
        };
        self.say(code::BAD_VALUE, span, format!("there is no time zone `{text}`")).help.push(help);
        false
    }

    fn one_of(&mut self, text: &str, words: &[&str], span: Span, at: At<'_>) -> bool {
        if words.contains(&text) {
            return true;
        }
        let help = match nearest(&text.to_lowercase(), words.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("The words are {}.", list(words)),
        };
        self.say(code::BAD_VALUE, span, format!("{} cannot be `{text}`", at.words())).help.push(help);
        false
    }

    /// `id` or `kind/id`.
    fn entity(&mut self, text: &str, span: Span) -> bool {
        match text.split_once('/') {
            Some((kind, id)) => {
                let known = self.known_kind(kind, span).is_some();
                known & self.id_after(&format!("{kind}/"), id, span)
            }
            None => self.id(text, span),
        }
    }

    /// `article`, `article#annotation`, or an address.
    fn source(&mut self, text: &str, span: Span, at: At<'_>) -> bool {
        if text.contains("://") {
            return self.url(text, span, at);
        }
        if !self.safe(text, Use::Link, span, at) {
            return false;
        }
        // No id has a point: it is an address of which the head is missing.
        let host = text.split(['/', '?', '#']).next().unwrap_or(text);
        if !text.contains(char::is_whitespace) && host.contains('.') && !host.ends_with('.') && !host.ends_with(".md") {
            let diagnostic =
                self.say(code::BAD_ID, span, format!("`{text}` is neither an article nor a whole address"));
            diagnostic.help.push(format!("Write `https://{text}`."));
            return false;
        }
        let (article, annotation) = text.split_once('#').map_or((text, None), |(article, id)| (article, Some(id)));
        let good = self.id(article, span);
        good & annotation.is_none_or(|id| self.id_after(&format!("{article}#"), id, span))
    }
}

/// The scheme of an address, in small letters (RFC 3986, 3.1).
fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once(':')?;
    let mut chars = scheme.chars();
    let good = chars.next()?.is_ascii_alphabetic() && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    good.then(|| scheme.to_ascii_lowercase())
}

/// The host of a web address.
fn host(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}
