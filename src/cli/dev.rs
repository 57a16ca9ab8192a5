//! `annals dev`: what the project's own tests and benchmarks ask for. Not in the help.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Status, to_stdout};

/// Work on Annals itself
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Locate the quotes of a file of edited texts, and count how many are right
    AnchorCases {
        /// A JSON object a line
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let What::AnchorCases { file } = &arguments.what;
    let shown = file.display();
    let lines =
        fs::read_to_string(file).map_err(|error| Failure::Refused(format!("`{shown}` cannot be read: {error}")))?;
    let (lines, score) = crate::anchor_cases::run(&lines)
        .map_err(|why| Failure::Refused(format!("`{shown}` has no case there: {why}")))?;
    let mut out: String = lines.iter().map(|line| format!("{line}\n")).collect();
    out.push_str(&format!("{score}\n"));
    to_stdout(&out)?;
    Ok(if score.is_good() { Status::Clean } else { Status::Faulty })
}
