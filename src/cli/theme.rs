//! `annals theme eject`: one file of the theme, put into the site for change.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Status, say, to_stdout};
use crate::diag::nearest;
use crate::render::theme::{ASSETS, TEMPLATES};

/// Copy a template, style sheet or script of the theme into the site, for change
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Eject(Eject),
}

/// Copy one file of the theme into the site, where it takes the place of the theme's
///
/// A template goes into templates/, a style sheet or script into static/assets/. Nothing is written over. Where only a part
/// is to change, a template that extends the theme's and overrides one block is shorter, and follows the theme as it gets
/// better. Without NAME the files that there are are listed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals theme eject                        which files there are
  annals theme eject article.html           to templates/article.html
  annals theme eject annals.css             to static/assets/annals.css")]
struct Eject {
    /// Which file, as it is listed
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// The site's folder: the one that holds site.yaml and content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let Command::Eject(eject) = &arguments.command;
    let templates = TEMPLATES.iter().map(|(name, text)| (*name, "templates", text.as_bytes()));
    let assets = ASSETS.iter().map(|(name, bytes)| (*name, "static/assets", *bytes));
    let files: Vec<(&str, &str, &[u8])> = templates.chain(assets).collect();
    let Some(wanted) = &eject.name else {
        let width = files.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        let lines = files.iter().map(|(name, folder, _)| format!("{name:width$}  to {folder}/{name}\n"));
        to_stdout(&lines.collect::<String>())?;
        return Ok(Status::Clean);
    };
    let Some((name, folder, bytes)) = files.iter().find(|(name, ..)| name == wanted) else {
        let help = match nearest(wanted, files.iter().map(|(name, ..)| *name)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "`annals theme eject` lists what there is.".to_owned(),
        };
        return Err(Failure::Refused(format!("the theme has no file `{wanted}`. {help}")));
    };
    if !eject.root.is_dir() {
        return Err(Failure::Refused(format!("there is no folder `{}`.", eject.root.display())));
    }
    let folder = folder.split('/').fold(eject.root.clone(), |path, part| path.join(part));
    let path = folder.join(name);
    let cannot = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::Refused(format!("`{}` is there already, and was left as it is.", path.display()))
        }
        _ => Failure::Refused(format!("could not write `{}`: {error}", path.display())),
    };
    fs::create_dir_all(&folder).map_err(cannot)?;
    fs::File::create_new(&path).and_then(|mut file| file.write_all(bytes)).map_err(cannot)?;
    say(&format!("Wrote {}: from now on the site uses it in place of the theme's.", path.display()))?;
    Ok(Status::Clean)
}
