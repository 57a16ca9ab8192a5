//! `annals check`: all that `build` finds, and nothing written; with `--fix` what can be put right without a doubt is.

use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::shelf::Folder;
use super::{Common, Failure, Format, Status, anchors, cache, say, to_stdout};
use crate::Options;
use crate::diag::{self, Code, Severity, nearest};
use crate::fix::{self, Fixed};
use crate::load::Sources;
use crate::report::{self, counted};
use crate::span::{LineIndex, Span};
use crate::write::{self, Was};

/// Say what is wrong with a site, and write nothing
///
/// Reads the site as `annals build` does and reports the same, and besides what is worth knowing of its meaning, so that
/// an editor or a continuous integration can ask before anything is published. Pages are only made where what there is to
/// say cannot be known without; so it is faster than a build.
///
/// With --fix it puts right what leaves no doubt: quotes whose passage was edited and means the same, and ids that were
/// renamed. Only these values change in the sources, no other byte; the rest is reported as always.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals check                      the site in this folder
  annals check --root my-site       the site in my-site
  annals check --strict             fail on warnings too, before publishing
  annals check --severity warning   leave out what is only worth knowing
  annals check --rule after-death   only what this rule finds
  annals check --explain unknown-id what the manual says of a message
  annals check --format short       one line each, for editors that jump to path:line:column
  annals check --format sarif       one SARIF log, for code scanning
  annals check --anchors            list every annotation and what has become of its quote
  annals check --fix --dry-run      show as a diff what --fix would change
  annals check --fix                change it")]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,

    /// Put right in the sources what leaves no doubt, and say what was and what is left
    #[arg(long)]
    fix: bool,

    /// List every annotation to standard output: where it is written, what has become of its quote, and the passage
    #[arg(long, conflicts_with = "fix")]
    anchors: bool,

    /// With --fix: change nothing, but print the changes as a unified diff to standard output
    #[arg(long, requires = "fix", conflicts_with = "format")]
    dry_run: bool,

    /// Show only what has this name; can be given more than once
    #[arg(long, value_name = "CODE")]
    rule: Vec<String>,

    /// Show only what is at least so bad; the exit status stays
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Least::Info)]
    severity: Least,

    /// Make every page, also where its links are known to be good without
    #[arg(long)]
    render: bool,

    /// Print what the manual says of a message, by its name, and do nothing else
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    /// Only errors
    Error,
    /// Errors and warnings
    Warning,
    /// Everything
    Info,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    if let Some(name) = &arguments.explain {
        let text = report::explain(code(name)?).unwrap_or_default();
        to_stdout(&text)?;
        return Ok(Status::Clean);
    }
    let rules: Vec<Code> = arguments.rule.iter().map(|name| code(name)).collect::<Result<_, _>>()?;
    let common = &arguments.common;
    common.check_root()?;
    if arguments.anchors && matches!(common.format, Format::Sarif) {
        return Err(Failure::Refused("`--anchors` lists annotations, and SARIF has no place for them.".to_owned()));
    }
    let options = Options {
        drafts: common.drafts,
        keep_going: false,
        strict: common.strict,
        locked: common.locked,
        hashed_assets: true,
        // What a build has made need not be read again.
        pictures: Some(Arc::new(Folder::to_read(&common.root.join(cache::FOLDER)))),
    };
    let mut checked = crate::check(&common.root, &options, arguments.render);
    if arguments.fix {
        let fixed = fix::fix(&checked.diagnostics, &checked.value.sources);
        if arguments.dry_run {
            show(&fixed, &checked.value.sources)?;
        } else if !fixed.files.is_empty() || !fixed.refused.is_empty() {
            make(common, &fixed, &checked.value.sources)?;
            // What is left is what a check of the new sources finds.
            checked = crate::check(&common.root, &options, arguments.render);
        }
    }
    let mut said = checked.diagnostics;
    said.retain(|one| rules.is_empty() || rules.contains(&one.code));
    let least = match arguments.severity {
        Least::Error => Severity::Error,
        Least::Warning => Severity::Warning,
        Least::Info => Severity::Info,
    };
    let count = common.show(said, &checked.value.sources, least)?;
    if arguments.anchors {
        to_stdout(&anchors::list(&checked.value, matches!(common.format, Format::Json)))?;
    }
    let found = count.to_string();
    let pages = counted(checked.value.pages, "page");
    // `strict: true` may stand in site.yaml.
    let failed = count.errors > 0 || (checked.value.strict && count.warnings > 0);
    common.close(&match (failed, found.is_empty()) {
        (true, _) => format!("{found}."),
        (false, true) => format!("Nothing to report: {pages}."),
        (false, false) => format!("{found}; {pages}."),
    })?;
    Ok(if failed { Status::Faulty } else { Status::Clean })
}

/// The code of a name.
fn code(name: &str) -> Result<Code, Failure> {
    if let Some(code) = diag::code::ALL.iter().find(|code| code.name == name) {
        return Ok(*code);
    }
    let near = nearest(name, diag::code::ALL.iter().map(|code| code.name));
    let near = near.map_or_else(
        || "The manual lists all of them, under Diagnostics.".to_owned(),
        |near| format!("The nearest is `{near}`."),
    );
    Err(Failure::Refused(format!("there is no message `{name}`. {near}")))
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
        let text = sources.text(file);
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
