//! `annals new`: a small site that builds without a warning and explains itself.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, Status, folder, schema, to_stdout};
use crate::parse::settings::Settings;

/// Make a small site to begin with
///
/// The folder must be new or empty. What is put there builds as it is and says in comments what each part does: settings,
/// an article with annotations of several sorts, and records of people, events, places and an organization. In
/// schemas/ lie the JSON Schemas by which an editor checks and completes the YAML.
#[derive(Args)]
#[command(after_help = "\
Example:
  annals new my-site
  annals build --root my-site       then open my-site/public/index.html in a browser")]
pub(super) struct Arguments {
    /// The folder to make
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

macro_rules! starter {
    ($($path:literal from $file:literal,)*) => {
        /// The files of the starter site: where each goes, and its text.
        const STARTER: &[(&str, &str)] = &[$(($path, include_str!(concat!("starter/", $file)))),*];
    };
}

starter! {
    "README.md" from "README.md",
    ".gitignore" from "gitignore",
    "site.yaml" from "site.yaml",
    "annals.lock" from "annals.lock",
    "content/index.md" from "content/index.md",
    "content/about.md" from "content/about.md",
    "content/articles/1962-10-05-the-clock-stops.md" from "content/articles/1962-10-05-the-clock-stops.md",
    "content/articles/1962-10-05-the-clock-stops.annotations.yaml" from "content/articles/1962-10-05-the-clock-stops.annotations.yaml",
    "content/people/hanna-orme.md" from "content/people/hanna-orme.md",
    "content/people.yaml" from "content/people.yaml",
    "content/events.yaml" from "content/events.yaml",
    "content/places.yaml" from "content/places.yaml",
    "content/organizations.yaml" from "content/organizations.yaml",
    "static/custom.css" from "static/custom.css",
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let root = &arguments.folder;
    refuse_if_used(root)?;
    for (path, text) in STARTER {
        let path = root.join(path);
        write_new(&path, text).map_err(|error| cannot("write", &path, &error))?;
    }
    // The starter's site.yaml adds no kinds.
    schema::write(&root.join("schemas"), &Settings::default())?;
    to_stdout(&format!(
        "Made a small site in {shown}

Next:
  cd {root}
  annals build              makes the website in public/
                            then open public/index.html in a browser

Its README.md says which file does what. Begin with content/articles/: change some
words, build again, and see what Annals says about a quote that no longer fits.
",
        shown = folder(root),
        root = root.display(),
    ))?;
    Ok(Status::Clean)
}

/// A folder with anything in it is somebody's.
fn refuse_if_used(root: &Path) -> Result<(), Failure> {
    let shown = root.display();
    match fs::read_dir(root) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Failure::Refused(format!(
                "`{shown}` is not empty, and nothing in it was touched. `annals new` wants a folder that is new or empty."
            ))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Refused(format!("`{shown}` is a file; `annals new` wants the name of a folder.")))
        }
        Err(error) => Err(cannot("read", root, &error)),
    }
}

/// Writes a file that is not there yet: what somebody else puts in its place meanwhile stays.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::Refused(format!("could not {what} `{}`: {error}", path.display()))
}
