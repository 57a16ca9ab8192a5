//! The command `annals`: parse the arguments, run, give the exit status back.

use std::process::ExitCode;

fn main() -> ExitCode {
    annals::cli::run(std::env::args_os())
}
