//! The command `annals`: parse the arguments, run, give the exit status back.
#![expect(clippy::disallowed_methods, reason = "the arguments are read here, and handed on")]

use std::process::ExitCode;

fn main() -> ExitCode {
    annals::cli::run(std::env::args_os())
}
