//! The command `annals`: parse the arguments, run, give the exit status back.
#![expect(clippy::disallowed_methods, reason = "the arguments are read here, and handed on")]

use std::process::ExitCode;

/// Pages are made of many small texts on several threads: a fifth of a build's time was the system's allocator's.
/// It asks for no huge pages (`no_thp`), which are counted whole wherever a part is used: a twelfth of a large site's memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    annals::cli::run(std::env::args_os())
}
