//! `annals check`: all that `build` finds, and nothing written.

use clap::Args;

use super::{Common, Failure, Status};
use crate::Options;
use crate::report::counted;

/// Say what is wrong with a site, and write nothing
///
/// Reads the site as `annals build` does and reports the same, so that an editor or a continuous integration can ask
/// before anything is published.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals check                      the site in this folder
  annals check --root my-site       the site in my-site
  annals check --strict             fail on warnings too, before publishing
  annals check --format short       one line each, for editors that jump to path:line:column
  annals check --format json        one JSON object a line, for programs")]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    common.check_root()?;
    let options = Options { drafts: common.drafts, keep_going: false, strict: common.strict, locked: common.locked };
    let built = crate::build(&common.root, &options);
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
