//! `annals import`: other people's files become the files of a site.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::{Failure, Status, say, to_stdout};
use crate::import::standoff::{self, Markup};
use crate::import::text::{self, Given, Known};
use crate::import::update::{self, Exchange, Site, Update};
use crate::import::{self, Files, Input, NotWritten, Problem};
use crate::report::counted;
use crate::write::{self, Was};

/// The largest file that is read.
const LIMIT: u64 = 2_000_000_000;

/// Make articles, records and annotations of files from elsewhere
///
/// Nothing that is there is ever written over, and where one file cannot be read or written none is. With --update the text
/// of an article that is there is exchanged for a new version; all that its author put there stays.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    form: Form,
}

#[derive(Subcommand)]
enum Form {
    Text(Clippings),
    Standoff(Corpora),
}

/// Clippings in plain text, each an article
///
/// A first line such as `date 2017-03-02 Photo: A. Name` becomes the date and the picture's credit. A title that is not
/// given is taken from the first sentence. Paragraphs and inline Markdown stay as they are. What was guessed is said, and
/// so are the names in the text that the site already knows.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals import text clipping.txt --into my-site
  annals import text clipping.txt --into my-site --id recusal-calls --date 2017-03-02
  annals import text clippings/*.txt --into my-site
  annals import text clipping.txt --into my-site --update --dry-run    what a new version would change")]
struct Clippings {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The folder of the site
    #[arg(long, value_name = "DIR")]
    into: PathBuf,

    /// The article's id; otherwise made from the file's name (for one FILE only)
    #[arg(long)]
    id: Option<String>,

    /// The headline; otherwise the first sentence (for one FILE only)
    #[arg(long)]
    title: Option<String>,

    /// When it was published, as 2017-03-02 or any other EDTF; otherwise from the first line (for one FILE only)
    #[arg(long)]
    date: Option<String>,

    #[command(flatten)]
    updating: Updating,
}

/// Annotated corpora in JSON lines: documents with mentions, and the entities that these name
///
/// Makes a whole site: articles, their annotations, records, and site.yaml. A line with `text` is a document, one with
/// `kind` and `id` an entity. Each annotation is proven to find its own words again; the report that goes to standard
/// output accounts for every mention and every field.
#[derive(Args)]
#[command(after_help = "\
Example:
  annals import standoff letters.documents.jsonl letters.entities.jsonl --into letters
  annals build --root letters")]
struct Corpora {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The folder of the site, new or without the files that are made
    #[arg(long, value_name = "DIR")]
    into: PathBuf,

    /// The texts are Markdown; without this and --plain each file is read as what it looks like, and the report says so
    #[arg(long, conflicts_with = "plain")]
    markdown: bool,

    /// The texts are plain: nothing in them is markup
    #[arg(long)]
    plain: bool,

    #[command(flatten)]
    updating: Updating,
}

/// What `--update` can be told.
#[derive(Args)]
struct Updating {
    /// The files are new versions of articles that the site has: exchange their texts, keep their annotations, and say what
    /// became of each passage. Exits with 1 where a passage wants its author
    #[arg(long)]
    update: bool,

    /// With --update: keep the old text beside the new one, as NAME.DATE.old, which no build publishes
    #[arg(long, requires = "update")]
    keep_old: bool,

    /// With --update: say what would become of the passages, and write nothing
    #[arg(long, requires = "update")]
    dry_run: bool,

    /// With --update: how to write the report
    #[arg(long, requires = "update", value_enum, value_name = "FORMAT", default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    match &arguments.form {
        Form::Text(arguments) => clippings(arguments),
        Form::Standoff(arguments) => corpora(arguments),
    }
}

fn corpora(arguments: &Corpora) -> Result<Status, Failure> {
    let markup = match (arguments.markdown, arguments.plain) {
        (true, _) => Some(Markup::Markdown),
        (_, true) => Some(Markup::Plain),
        _ => None,
    };
    let Some(inputs) = read(&arguments.files)? else { return Ok(Status::Faulty) };
    let made = match standoff::import(&inputs, markup) {
        Ok(made) => made,
        Err(problems) => return refused(&problems),
    };
    if arguments.updating.update {
        return exchange(&made.files, &arguments.into, &arguments.updating, &[]);
    }
    import::write(&made.files, &arguments.into).map_err(not_written)?;
    to_stdout(&made.report.to_string())?;
    close(&made.files, &arguments.into)
}

fn clippings(arguments: &Clippings) -> Result<Status, Failure> {
    let given = Given { id: arguments.id.clone(), title: arguments.title.clone(), date: arguments.date.clone() };
    if arguments.files.len() > 1 && given != Given::default() {
        return Err(Failure::Refused("`--id`, `--title` and `--date` are for one file only.".to_owned()));
    }
    let Some(inputs) = read(&arguments.files)? else { return Ok(Status::Faulty) };
    // An update is of articles that are there.
    let known = if arguments.updating.update { Known::default() } else { Known::of(&arguments.into) };
    let made = match text::import(&inputs, &given, &known) {
        Ok(made) => made,
        Err(problems) => return refused(&problems),
    };
    if arguments.updating.update {
        let of_new = [("--title", &arguments.title), ("--date", &arguments.date)];
        let of_new: Vec<&str> = of_new.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| *name).collect();
        return exchange(&made.files, &arguments.into, &arguments.updating, &of_new);
    }
    import::write(&made.files, &arguments.into).map_err(not_written)?;
    to_stdout(&made.report)?;
    close(&made.files, &arguments.into)
}

/// Puts the files into a site that has earlier versions of them. `of_new`: options given that only a new article can follow.
fn exchange(files: &Files, into: &Path, asked: &Updating, of_new: &[&str]) -> Result<Status, Failure> {
    if !into.is_dir() {
        return Err(Failure::Refused(format!("there is no folder `{}` to update.", into.display())));
    }
    let today = jiff::ZonedDateTime::now().date().to_string();
    let update = update::update(files, &Site::read(into), &today, asked.keep_old);
    if let (Some(article), Some(option)) = (update.report.articles.first(), of_new.first()) {
        return Err(Failure::Refused(format!(
            "`{option}` is for a new article: an update leaves the front matter of {} to its author. Change it there.",
            article.file
        )));
    }
    if !asked.dry_run {
        write(&update, into)?;
    }
    to_stdout(&match asked.format {
        ReportFormat::Text => update.report.to_string(),
        ReportFormat::Json => update.report.json(),
    })?;
    let new = update.new.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let changed = update.changed.iter().map(|file| (file.path.as_str(), file.new.as_str()));
    warn_of_large(new.chain(changed), into)?;
    let (changed, new) = (counted(update.changed.len(), "file"), counted(update.new.len(), "file"));
    let shown = super::folder(into);
    say(&if asked.dry_run {
        format!("Nothing was written: {changed} would change and {new} be new in {shown}")
    } else {
        format!("Changed {changed} and made {new} in {shown}")
    })?;
    Ok(if update.report.wants_author() { Status::Faulty } else { Status::Clean })
}

/// Writes an update: all of it, or, where the disk refuses, none.
fn write(update: &Update, into: &Path) -> Result<(), Failure> {
    let path = |name: &str| name.split('/').fold(into.to_path_buf(), |path, part| path.join(part));
    import::write(&update.new, into).map_err(not_written)?;
    let mut done: Vec<&Exchange> = Vec::new();
    for file in &update.changed {
        let was = Was::Holding(file.hash);
        if let Err(error) = write::replace(&path(&file.path), file.new.as_bytes(), was) {
            // As far as that can be done: the first error is the one to tell of.
            for file in done {
                let was = Was::Holding(blake3::hash(file.new.as_bytes()));
                let _ = write::replace(&path(&file.path), file.old.as_bytes(), was);
            }
            for name in update.new.keys() {
                let _ = std::fs::remove_file(path(name));
            }
            return Err(Failure::Refused(format!("nothing was changed: {error}")));
        }
        done.push(file);
    }
    Ok(())
}

/// Reads the files. A file that cannot be read is wrong usage; one that is no text is faulty.
fn read(files: &[PathBuf]) -> Result<Option<Vec<Input>>, Failure> {
    match import::read(files, LIMIT) {
        Ok(inputs) => Ok(Some(inputs)),
        Err(problems) => {
            let unreadable = problems.iter().filter(|problem| problem.line.is_none()).count();
            refused(&problems)?;
            match unreadable {
                0 => Ok(None),
                1 => Err(Failure::Refused("1 file cannot be read.".to_owned())),
                many => Err(Failure::Refused(format!("{many} files cannot be read."))),
            }
        }
    }
}

/// What is wrong with the files goes to standard error, a line each.
fn refused(problems: &[Problem]) -> Result<Status, Failure> {
    const MOST: usize = 50;
    for problem in problems.iter().take(MOST) {
        say(&problem.to_string())?;
    }
    if problems.len() > MOST {
        say(&format!("… and {} more.", problems.len() - MOST))?;
    }
    say("Nothing was written.")?;
    Ok(Status::Faulty)
}

fn not_written(error: NotWritten) -> Failure {
    Failure::Refused(error.to_string())
}

fn close(files: &Files, into: &Path) -> Result<Status, Failure> {
    warn_of_large(files.iter().map(|(path, text)| (path.as_str(), text.as_str())), into)?;
    say(&format!("Wrote {} into {}", counted(files.len(), "file"), super::folder(into)))?;
    Ok(Status::Clean)
}

/// Says which files the next command will refuse for their size. They are made all the same: site.yaml can allow them.
fn warn_of_large<'f>(files: impl Iterator<Item = (&'f str, &'f str)>, into: &Path) -> Result<(), Failure> {
    import::too_large(files, into).iter().try_for_each(|warning| say(warning))
}
