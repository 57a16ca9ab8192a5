//! `annals schema`: JSON Schemas of what authors write, for editors.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Common, Failure, Format, Status, folder, to_stdout};
use crate::diag::{Diagnostic, Severity, nearest};
use crate::load::{self, Sources};
use crate::parse::{self, settings::Settings};
use crate::report::counted;
use crate::schema;

/// Print JSON Schemas, by which an editor checks and completes YAML
///
/// A schema knows the kinds and verdicts of the site, from its site.yaml. It is of draft 2020-12, and reads the same as
/// draft-07. Without WHAT the schemas that there are are listed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals schema                             which schemas there are, and what each is of
  annals schema people                      of the front matter of content/people/ID.md
  annals schema people.yaml                 of content/people.yaml
  annals schema --write schemas             all, into schemas/, as `annals new` did")]
pub(super) struct Arguments {
    /// Which schema: site, article, annotations, page, series, a kind, or a kind with `.yaml`
    #[arg(value_name = "WHAT")]
    what: Option<String>,

    /// The site's folder: the one that holds site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Write all schemas into this folder. Only a file that is such a schema is written over
    #[arg(long, value_name = "DIR", conflicts_with = "what")]
    write: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let root = &arguments.root;
    let common =
        Common { root: root.clone(), strict: false, drafts: false, locked: false, format: Format::Human, quiet: false };
    common.check_root()?;
    let mut found: Vec<Diagnostic> = Vec::new();
    let file = load::settings(root).drain_into(&mut found);
    let settings = parse::settings(&file).drain_into(&mut found);
    let sources = Sources { root: root.clone(), files: vec![file], lock: None, refused: Vec::new() };
    let count = common.show(found, &sources, Severity::Info)?;
    // An editor wants the schema most of all where there is a mistake; but what it replaces is not to lose a kind by one.
    if let (Some(into), true) = (&arguments.write, count.errors > 0) {
        common.close(&format!("{count}. Nothing was written into {}", folder(into)))?;
        return Ok(Status::Faulty);
    }
    match (&arguments.what, &arguments.write) {
        (Some(what), _) => to_stdout(&printed(what, &settings)?)?,
        (None, Some(into)) => {
            let Written { files, unchanged } = write(into, &settings)?;
            let files = counted(files, "schema");
            common.close(&format!("Wrote {files} into {} ({unchanged} unchanged)", folder(into)))?;
        }
        (None, None) => {
            let names = schema::names(&settings);
            let width = names.iter().map(|name| name.name.len()).max().unwrap_or(0);
            let lines = names.iter().map(|name| format!("{:width$}  {}\n", name.name, name.what.replace('`', "")));
            to_stdout(&lines.collect::<String>())?;
        }
    }
    Ok(common.status(count))
}

fn printed(what: &str, settings: &Settings) -> Result<String, Failure> {
    schema::print(what, settings).ok_or_else(|| {
        let names = schema::names(settings);
        let help = match nearest(what, names.iter().map(|name| &*name.name)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "`annals schema` lists what there is.".to_owned(),
        };
        Failure::Refused(format!("there is no schema `{what}`. {help}"))
    })
}

/// What [`write()`] did.
pub(super) struct Written {
    /// How many files are new or have changed.
    pub files: usize,
    /// How many were as they should be.
    pub unchanged: usize,
}

/// Writes all schemas of a site into a folder. Where one would take the place of a file that is none, nothing is written.
pub(super) fn write(into: &Path, settings: &Settings) -> Result<Written, Failure> {
    let mut changed = Vec::new();
    let mut unchanged = 0;
    for name in schema::names(settings) {
        let path = into.join(name.file());
        let Some(text) = schema::print(&name.name, settings) else { continue };
        match fs::read(&path) {
            Ok(old) if old == text.as_bytes() => unchanged += 1,
            Ok(old) if std::str::from_utf8(&old).is_ok_and(schema::is_ours) => changed.push((path, text)),
            Ok(_) => {
                return Err(Failure::Refused(format!(
                    "`{}` is no schema that `annals schema` has printed, and nothing was written. Name another folder.",
                    path.display()
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => changed.push((path, text)),
            Err(error) => return Err(cannot("read", &path, &error)),
        }
    }
    fs::create_dir_all(into).map_err(|error| cannot("make", into, &error))?;
    for (path, text) in &changed {
        replace(path, text).map_err(|error| cannot("write", path, &error))?;
    }
    Ok(Written { files: changed.len(), unchanged })
}

/// Puts a file in its place whole: an editor may be reading it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension(format!("json.{}.new", std::process::id()));
    fs::File::create_new(&beside)?.write_all(text.as_bytes())?;
    fs::rename(&beside, path)
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::Refused(format!("could not {what} `{}`: {error}", path.display()))
}
