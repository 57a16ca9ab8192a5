//! Cases of edited texts from a file, and how many are located rightly: for `annals dev anchor-cases`.
//!
//! A line is a JSON object: `id`, `text`, `quote` (`exact`, `prefix`, `suffix`), `markdown_source` (whether `text` is Markdown
//! and places count in its source), and for scoring alone `expected` (`start` and `end` in code points, or null), `level`
//! (`must`, `should`), `slack` (how far an edge may be off). What else is there is not looked at.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::parse::body::Body;
use crate::parse::document::Quote;
use crate::parse::markdown;
use crate::parse::settings::MarkdownSettings;
use crate::resolve::anchor::{Around, Finder, Guard, KnownNames, Status};
use crate::span::{FileId, Spanned};

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    quote: Words,
    #[serde(default)]
    markdown_source: bool,
    #[serde(default)]
    expected: Option<Place>,
    #[serde(default)]
    level: String,
    #[serde(default)]
    slack: usize,
}

#[derive(Deserialize)]
struct Words {
    exact: String,
    #[serde(default)]
    prefix: Option<String>,
    #[serde(default)]
    suffix: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

/// How many cases there are of each level and how many are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Of level `must`: right, and all.
    pub must: (usize, usize),
    /// Of level `should` or any other.
    pub should: (usize, usize),
    /// Located where the expected place is not: beside it, or anywhere where nothing is expected.
    pub wrong: usize,
}

impl Score {
    /// Whether all that must be right is, and nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.must.0 == self.must.1 && self.wrong == 0
    }

    /// Enters a case: right within the slack; wrong where it shares nothing with what is expected.
    fn enter(&mut self, case: &Case, found: Option<(usize, usize)>) {
        let right = match (case.expected, found) {
            (None, None) => true,
            (Some(place), Some((start, end))) => {
                place.start.abs_diff(start) <= case.slack && place.end.abs_diff(end) <= case.slack
            }
            _ => false,
        };
        self.wrong += usize::from(match (case.expected, found) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(place), Some((start, end))) => start >= place.end || end <= place.start,
        });
        let of = if case.level == "must" { &mut self.must } else { &mut self.should };
        of.1 += 1;
        of.0 += usize::from(right);
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Score { must, should, wrong } = self;
        write!(f, "must {}/{}, should {}/{}, wrong {wrong}", must.0, must.1, should.0, should.1)
    }
}

/// Locates the quotes of all cases: a JSON line each, `{id, status, start, end}`, and the score.
///
/// # Errors
/// The first line that is no case: its number and why.
pub fn run(lines: &str) -> Result<(Vec<String>, Score), String> {
    let (mut out, mut score) = (Vec::new(), Score::default());
    for (at, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let case: Case = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?;
        let (status, found) = locate(&case);
        let (start, end) = found.map_or((Value::Null, Value::Null), |(start, end)| (json!(start), json!(end)));
        // Written by hand, for the order of the keys.
        out.push(format!(
            "{{\"id\":{},\"status\":\"{}\",\"start\":{start},\"end\":{end}}}",
            Value::String(case.id.clone()),
            status.as_str()
        ));
        score.enter(&case, found);
    }
    Ok((out, score))
}

/// Where a case's quote is, in code points of its text.
fn locate(case: &Case) -> (Status, Option<(usize, usize)>) {
    let file = FileId::of("case");
    let body = if case.markdown_source {
        markdown::body(&case.text, markdown::Place::At(file, 0), &MarkdownSettings::default()).value
    } else {
        Body::plain(&case.text, file)
    };
    let words = Spanned::new(case.quote.exact.clone(), file.span(0, 0));
    let quote = Quote { quote: words, before: None, after: None, occurrence: None };
    let around = Around {
        prefix: case.quote.prefix.clone().unwrap_or_default(),
        suffix: case.quote.suffix.clone().unwrap_or_default(),
        ..Around::default()
    };
    let guard = Guard { language: "", names: &KnownNames::NONE };
    let located = Finder::new(&body).locate(&quote, Some(&around), &guard);
    let proposed = matches!(located.status, Status::Edited | Status::SubstanceChanged);
    let proposal = located.proposal.filter(|_| proposed).map(|proposal| proposal.range);
    let place = located.places.into_iter().next().or(proposal);
    let span = place.and_then(|place| body.map.span(place)).map(|span| {
        let points = |byte: usize| case.text.get(..byte).map_or(0, |text| text.chars().count());
        (points(span.start as usize), points(span.end as usize))
    });
    (located.status, span)
}
