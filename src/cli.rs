//! The command line: arguments, streams and the exit status. One file a command.
//!
//! Diagnostics and the closing line go to standard error; what a program reads (`--format json`) goes to standard output,
//! and nothing else goes there.
#![expect(clippy::disallowed_methods, reason = "the command line is where the environment is known")]

mod anchors;
mod build;
mod cache;
mod check;
mod dev;
mod import;
mod new;
mod progress;
mod schema;
mod serve;
mod shelf;
mod theme;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diag::{Diagnostic, Severity};
use crate::load::Sources;
use crate::report::{self, Count};

/// Runs the command that `args` (the program's name first) ask for.
///
/// The exit status is 0 if all is well, 1 if the content has errors (with `--strict` also warnings), 2 if the command was
/// used wrongly or something could not be read or written.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let status = match Arguments::try_parse_from(args) {
        Ok(Arguments { command }) => match command {
            Command::Build(arguments) => build::run(&arguments),
            Command::Check(arguments) => check::run(&arguments),
            Command::Dev(arguments) => dev::run(&arguments),
            Command::Import(arguments) => import::run(&arguments),
            Command::New(arguments) => new::run(&arguments),
            Command::Schema(arguments) => schema::run(&arguments),
            Command::Serve(arguments) => serve::run(&arguments),
            Command::Theme(arguments) => theme::run(&arguments),
        },
        Err(error) => {
            // Help and version come this way too, for standard output. If nobody reads it there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match status {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Faulty) => ExitCode::from(1),
        Err(failure) => {
            let _ = say(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

/// A static site generator for annotated articles: each person, event and claim is linked to the exact words it rests on.
#[derive(Parser)]
#[command(name = "annals", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "\
To begin:
  annals new my-site        makes a small site that explains itself
  cd my-site
  annals serve --open       shows the website in a browser while you write
  annals build              makes it in public/, as files for any web server

Exit status: 0 clean, 1 errors in the content (with --strict also warnings), 2 wrong usage or a file that cannot be \
read or written.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Check(check::Arguments),
    #[command(hide = true)]
    Dev(dev::Arguments),
    Import(import::Arguments),
    New(new::Arguments),
    Schema(schema::Arguments),
    Serve(serve::Arguments),
    Theme(theme::Arguments),
}

/// What `build` and `check` have in common.
#[derive(Args)]
struct Common {
    /// The site's folder: the one that holds site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Take every warning for an error
    #[arg(long)]
    strict: bool,

    /// Show drafts as if they were published
    #[arg(long)]
    drafts: bool,

    /// Fail where annals.lock would have to change, and name the annotations; for a continuous integration
    #[arg(long, conflicts_with = "drafts")]
    locked: bool,

    /// How to write what is found: for people, one line each, as JSON (one object a line) or as one SARIF log. JSON and
    /// SARIF go to standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,

    /// Say nothing but warnings and errors, and show no progress
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The line itself with the words underlined, and advice
    Human,
    /// `path:line:column: severity[code]: message`
    #[value(help = "path:line:column: severity[code]: message")]
    Short,
    /// One object a line, with the same keys always
    Json,
    /// One SARIF 2.1.0 log, for code scanning and editors
    Sarif,
}

/// How a command ended that could do its work.
enum Status {
    Clean,
    Faulty,
}

/// Why a command could not do its work.
#[derive(Debug)]
enum Failure {
    /// What was asked for cannot be done; whole sentences.
    Refused(String),
    /// A stream could not be written.
    Stream(io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Refused(why) => write!(f, "error: {why}"),
            Failure::Stream(error) => write!(f, "error: the output cannot be written: {error}"),
        }
    }
}

impl Common {
    /// Refuses a root that is no folder before anything is read.
    fn check_root(&self) -> Result<(), Failure> {
        let root = self.root.display();
        match std::fs::metadata(&self.root) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(Failure::Refused(format!("`{root}` is a file; `--root` wants the site's folder."))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Refused(format!(
                "there is no folder `{root}`. `annals new {root}` would make one with a small site in it."
            ))),
            Err(error) => Err(Failure::Refused(format!("`{root}` cannot be read: {error}"))),
        }
    }

    /// Shows the diagnostics that are at least so bad, in order, and counts all of them.
    fn show(&self, diagnostics: Vec<Diagnostic>, sources: &Sources, least: Severity) -> Result<Count, Failure> {
        let (text, count) = self.text(diagnostics, sources, least);
        self.print(&text)?;
        Ok(count)
    }

    /// The text of the diagnostics that are at least so bad, in order, and the number of all of them.
    fn text(&self, diagnostics: Vec<Diagnostic>, sources: &Sources, least: Severity) -> (String, Count) {
        let mut diagnostics = report::in_order(diagnostics);
        if self.quiet {
            diagnostics.retain(|diagnostic| diagnostic.severity > Severity::Info);
        }
        let count = Count::of(&diagnostics);
        diagnostics.retain(|diagnostic| diagnostic.severity >= least);
        let texts = |file| sources.text(file);
        let (format, styled) = match self.format {
            Format::Human => (report::Format::Human, true),
            Format::Short => (report::Format::Short, false),
            Format::Json => (report::Format::Json, false),
            Format::Sarif => (report::Format::Sarif, false),
        };
        (report::render(&diagnostics, format, &texts, styled), count)
    }

    /// Prints what [`Common::text`] gave, where it belongs.
    fn print(&self, text: &str) -> Result<(), Failure> {
        match self.format {
            Format::Human | Format::Short => to_stderr(text),
            Format::Json | Format::Sarif => to_stdout(text),
        }
    }

    /// The status that goes with what was found.
    fn status(&self, count: Count) -> Status {
        if count.errors > 0 || (self.strict && count.warnings > 0) { Status::Faulty } else { Status::Clean }
    }

    /// Writes a closing line.
    fn close(&self, line: &str) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { say(line) }
    }
}

/// A path as it is shown: with `/` at its end, so that it is seen to be a folder.
fn folder(path: &Path) -> String {
    let path = path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path);
    let text = path.display().to_string();
    if text.ends_with(std::path::is_separator) { text } else { format!("{text}{}", std::path::MAIN_SEPARATOR) }
}

/// A line on standard error.
fn say(line: &str) -> Result<(), Failure> {
    to_stderr(&format!("{line}\n"))
}

/// Colours go through only to a terminal, and not where NO_COLOR is set.
fn to_stderr(text: &str) -> Result<(), Failure> {
    written(anstream::stderr().lock().write_all(text.as_bytes()))
}

fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// A reader that went away (`annals check | head`) has read all that it wanted.
fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Stream(error)),
        _ => Ok(()),
    }
}
