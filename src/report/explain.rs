//! The manual's section on a code, as plain text.

use crate::diag::Code;

/// The manual's page on diagnostics, as it is in this version.
const MANUAL: &str = include_str!("../../content/manual/diagnostics.md");
/// The longest line.
const WIDTH: usize = 80;

/// What the manual says of a code: its name, then the section with its examples set in. None if there is no section.
pub fn explain(code: Code) -> Option<String> {
    let heading = format!("## {}", code.name);
    let mut lines = MANUAL.lines().skip_while(|line| *line != heading);
    lines.next()?;
    let section: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    let mut out = format!("{}\n\n", code.name);
    let (mut paragraph, mut in_code) = (String::new(), false);
    for line in section.iter().copied().chain([""]) {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            out.push_str(&format!("    {line}"));
            out.truncate(out.trim_end().len());
            out.push('\n');
        } else if line.trim().is_empty() {
            if !paragraph.is_empty() {
                wrap(&plain(&std::mem::take(&mut paragraph)), &mut out);
            }
            if !out.ends_with("\n\n") {
                out.push('\n');
            }
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    Some(out)
}

/// Without marks of emphasis, and of links only the words. Code keeps its marks and what is in them.
fn plain(text: &str) -> String {
    // Of a link whose words are code, first of all.
    let mut text = text.to_owned();
    while let Some(start) = text.find("[`")
        && let Some(end) = text[start..].find("`](").map(|at| start + at)
        && let Some(close) = text[end..].find(')').map(|at| end + at)
    {
        text = format!("{}{}{}", &text[..start], &text[start + 1..=end], &text[close + 1..]);
    }
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        if at % 2 == 1 {
            out.push_str(part);
            continue;
        }
        let mut rest = part;
        while let Some((before, (words, after))) =
            rest.split_once('[').and_then(|(before, link)| Some((before, link.split_once("](")?)))
        {
            out.push_str(&before.replace('*', ""));
            out.push_str(&words.replace('*', ""));
            rest = after.split_once(')').map_or("", |(_, after)| after);
        }
        out.push_str(&rest.replace('*', ""));
    }
    out
}

fn wrap(text: &str, out: &mut String) {
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code;

    #[test]
    fn every_code_is_explained_in_plain_text() {
        for &code in code::ALL {
            let text = explain(code).unwrap_or_else(|| panic!("no section for {}", code.name));
            assert!(text.starts_with(&format!("{}\n\n", code.name)), "{text}");
            assert!(text.contains("What to do."), "{text}");
            // Between code marks anything may stand.
            let prose: String = text.lines().filter(|line| !line.starts_with("    ")).collect();
            let words: String = prose.split('`').step_by(2).collect();
            assert!(!words.contains("](") && !prose.contains("```") && !words.contains("**"), "{text}");
            let long = text.lines().find(|line| !line.starts_with("    ") && line.chars().count() > 2 * WIDTH);
            assert_eq!(long, None);
        }
    }
}
