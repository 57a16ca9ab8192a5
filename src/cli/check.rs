//! `annals check`: all that `build` finds, and nothing written; with `--fix` what can be put right without a doubt is.

use clap::Args;

use super::{Common, Failure, Status, say, to_stdout};
use crate::Options;
use crate::fix::{self, Fixed};
use crate::load::Sources;
use crate::report::counted;
use crate::span::{LineIndex, Span};
use crate::write::{self, Was};

/// Say what is wrong with a site, and write nothing
///
/// Reads the site as `annals build` does and reports the same, so that an editor or a continuous integration can ask
/// before anything is published.
///
/// With --fix it puts right what leaves no doubt: quotes whose passage was edited and means the same, and ids that were
/// renamed. Only these values change in the sources, no other byte; the rest is reported as always.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals check                      the site in this folder
  annals check --root my-site       the site in my-site
  annals check --strict             fail on warnings too, before publishing
  annals check --format short       one line each, for editors that jump to path:line:column
  annals check --format json        one JSON object a line, for programs
  annals check --fix --dry-run      show as a diff what --fix would change
  annals check --fix                change it")]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,

    /// Put right in the sources what leaves no doubt, and say what was and what is left
    #[arg(long)]
    fix: bool,

    /// With --fix: change nothing, but print the changes as a unified diff to standard output
    #[arg(long, requires = "fix", conflicts_with = "format")]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    common.check_root()?;
    let options = Options { drafts: common.drafts, keep_going: false, strict: common.strict, locked: common.locked };
    let mut built = crate::build(&common.root, &options);
    if arguments.fix {
        let fixed = fix::fix(&built.diagnostics, &built.value.sources);
        if arguments.dry_run {
            show(&fixed, &built.value.sources)?;
        } else if !fixed.files.is_empty() || !fixed.refused.is_empty() {
            make(common, &fixed, &built.value.sources)?;
            // What is left is what a check of the new sources finds.
            built = crate::build(&common.root, &options);
        }
    }
    let count = common.show(built.diagnostics, &built.value.sources)?;
    let found = count.to_string();
    // `strict: true` may stand in site.yaml: whether a warning is an error is the library's to say.
    let status = if built.value.site.is_some() { common.status(count) } else { Status::Faulty };
    common.close(&match built.value.site {
        Some(site) => {
            let pages = counted(site.files().keys().filter(|path| path.is_html()).count(), "page");
            if found.is_empty() { format!("Nothing to report: {pages}.") } else { format!("{found}; {pages}.") }
        }
        None => format!("{found}."),
    })?;
    Ok(status)
}

/// Prints what would change.
fn show(fixed: &Fixed, sources: &Sources) -> Result<(), Failure> {
    let diff: String =
        fixed.files.iter().map(|file| fix::diff::unified(file.file.path(), &file.old, &file.new)).collect();
    to_stdout(&diff)?;
    refused(fixed, sources)
}

/// Changes the files, and says what was changed. A file that cannot be changed does not keep the others from it.
fn make(common: &Common, fixed: &Fixed, sources: &Sources) -> Result<(), Failure> {
    let mut failures = Vec::new();
    let (mut values, mut files) = (0, 0);
    for file in &fixed.files {
        let path = file.file.path().split('/').fold(common.root.clone(), |path, part| path.join(part));
        if let Err(error) = write::replace(&path, file.new.as_bytes(), Was::Holding(file.hash)) {
            failures.push(error.to_string());
            continue;
        }
        values += file.made.len();
        files += 1;
        let lines = LineIndex::new(&file.old);
        for edit in file.made.iter().filter(|_| !common.quiet) {
            let line = lines.position(edit.span.start as usize).line;
            say(&format!("fixed {}:{line}: {} → {}", file.file.path(), shown(&edit.from), shown(&edit.to)))?;
        }
    }
    refused(fixed, sources)?;
    if files > 0 {
        common.close(&format!("Fixed {} in {}.\n", counted(values, "value"), counted(files, "file")))?;
    }
    match failures.len() {
        0 => Ok(()),
        _ => Err(Failure::Refused(failures.join("\nerror: "))),
    }
}

/// Says what was proposed and not done.
fn refused(fixed: &Fixed, sources: &Sources) -> Result<(), Failure> {
    for refused in &fixed.refused {
        let Span { file, start, .. } = refused.span;
        let text = super::text_of(file, sources);
        let line = text.map_or(1, |text| LineIndex::new(&text).position(start as usize).line);
        say(&format!("not fixed {}:{line}: {}", file.path(), refused.why))?;
    }
    Ok(())
}

/// A value on one line, not too long, and harmless to a terminal.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if line.chars().count() <= MOST {
        return format!("“{line}”");
    }
    format!("“{}…”", line.chars().take(MOST).collect::<String>().trim_end())
}
