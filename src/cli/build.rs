//! `annals build`: the website, written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::cache::{self, Cache, Done};
use super::progress::Progress;
use super::shelf::Folder;
use super::{Common, Failure, Status, folder, say};
use crate::Options;
use crate::diag::Severity;
use crate::lock::{self, Lock};
use crate::picture::NoShelf;
use crate::progress::{Observer, Stage};
use crate::report::{Count, counted};
use crate::write::{self, Was};

/// Make the website
///
/// Reads site.yaml, content/, templates/ and static/ and writes the website as plain files, ready for any web server.
/// If there is an error in the content nothing is written and what was there stays. Files that did not change are not
/// touched, and nothing is deleted that an earlier build has not written.
///
/// Beside site.yaml it keeps annals.lock: the address of each annotation and what stands around its passage, so that both
/// survive an edit. Commit it with the sources.
#[derive(Args)]
#[command(after_help = "\
Examples:
  annals build                              the site in this folder, into public/
  annals build --root my-site               the site in my-site, into my-site/public/
  annals build --out /srv/www/example       to another place
  annals build --strict                     write nothing if there is as much as a warning
  annals build --locked                     in a continuous integration: fail if annals.lock was not committed
  annals build --keep-going                 write the pages that are sound although others are not")]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,

    /// Where the website goes [default: public in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write what is sound: a page whose source has an error stays as the last build left it. Exits with 1 all the same
    #[arg(long)]
    keep_going: bool,

    /// Say at the end where the time went, stage by stage
    #[arg(long)]
    timings: bool,

    /// Do everything, whatever the last build has done, and keep nothing for the next
    #[arg(long)]
    no_cache: bool,

    /// Where to keep what the next build can use. It can be deleted at any time [default: .annals-cache in the site's folder]
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    common.check_root()?;
    let progress = Progress::start(!common.quiet);
    let out = arguments.out.clone().unwrap_or_else(|| common.root.join("public"));
    write::may_lie_at(&common.root, &out).map_err(|error| Failure::Refused(error.to_string()))?;
    progress.begins(Stage::Load);
    let kept_in = arguments.cache_dir.clone().unwrap_or_else(|| common.root.join(cache::FOLDER));
    refuse_among_sources(&common.root, &kept_in)?;
    let options = Options {
        drafts: common.drafts,
        keep_going: arguments.keep_going,
        strict: common.strict,
        locked: common.locked,
        hashed_assets: true,
        pictures: Some(if arguments.no_cache { Arc::new(NoShelf) } else { Arc::new(Folder::of(&kept_in)) }),
    };
    let cache = (!arguments.no_cache).then(|| {
        let asked = format!("{options:?} {:?} {}", common.format, common.quiet);
        Cache::open(&kept_in, &common.root, &out, &asked)
    });
    if let Some(done) = cache.as_ref().and_then(Cache::same_stamps) {
        return again(arguments, &out, done, &progress);
    }
    let input = cache.as_ref().map_or_else(|| crate::read(&common.root), Cache::read);
    let seen = cache.as_ref().and_then(|cache| cache.seen(&input));
    if let (Some(cache), Some(seen)) = (&cache, &seen)
        && let Some(done) = cache.same_input(&input)
    {
        told(common, cache.keep(seen.clone(), done.clone()))?;
        return again(arguments, &out, done, &progress);
    }
    let ahead = write::Ahead::new(&common.root, &out);
    let last = cache.as_ref().map(Cache::pages);
    let built = crate::build_into(input, &options, &progress, &ahead, last.as_ref());
    let old_lock = built.value.sources.lock.as_ref().map(|source| source.hash);
    // What is only worth knowing of the meaning is for `check` to say: there may be much of it.
    let mut said = built.diagnostics;
    said.retain(|one| one.severity > Severity::Info || !crate::check::is_rule(one.code));
    progress.hide();
    let (text, count) = common.text(said, &built.value.sources, Severity::Info);
    common.print(&text)?;
    let found = count.to_string();
    let Some(site) = built.value.site else {
        let strict = if count.errors == 0 { " A warning is an error here (strict)." } else { "" };
        common.close(&format!("{found}. Nothing was written.{strict}"))?;
        return Ok(Status::Faulty);
    };
    progress.begins(Stage::Write);
    let changes = ahead
        .finish(&site, &write::Options { keep: arguments.keep_going.then_some(built.value.keep) })
        .map_err(|error| Failure::Refused(error.to_string()))?;

    let lock_is_known = built.value.lock.is_none();
    let locked = match built.value.lock {
        Some(lock) => {
            progress.begins(Stage::Lock);
            write_lock(&lock, &common.root, old_lock)?
        }
        None => "",
    };
    let pages = site.files().keys().filter(|path| path.is_html()).count();
    let mut kept = Ok(());
    if let (Some(cache), Some(made)) = (&cache, &built.value.made) {
        kept = cache.keep_pages(made);
    }
    // With another lock than the one that was read, the next build is another.
    if let (Some(cache), Some(seen), true, 0) = (&cache, seen, lock_is_known, count.errors) {
        let done = Done::new(text, count, pages, changes.written + changes.unchanged);
        kept = kept.and(cache.keep(seen, done));
    }
    told(common, kept)?;
    // The process ends: nobody needs the memory back.
    std::mem::forget((site, built.value.sources));
    close(arguments, &out, pages, changes, locked, count, &progress)
}

/// What is kept must not become a source of the next build.
fn refuse_among_sources(root: &Path, cache: &Path) -> Result<(), Failure> {
    let place = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (root, full) = (place(root), place(cache));
    let area = ["content", "templates", "static"].into_iter().find(|area| full.starts_with(root.join(area)));
    area.map_or(Ok(()), |area| {
        let cache = cache.display();
        Err(Failure::Refused(format!(
            "`{cache}` lies in `{area}`, which the site is made from; `--cache-dir` wants another place."
        )))
    })
}

/// Ends a build that had nothing to do: as the last one ended.
fn again(arguments: &Arguments, out: &Path, done: &Done, progress: &Progress) -> Result<Status, Failure> {
    progress.hide();
    arguments.common.print(&done.text)?;
    let changes = write::Changes { unchanged: done.files, ..write::Changes::default() };
    close(arguments, out, done.pages, changes, "", done.count(), progress)
}

/// The closing line.
fn close(
    arguments: &Arguments,
    out: &Path,
    pages: usize,
    changes: write::Changes,
    locked: &str,
    count: Count,
    progress: &Progress,
) -> Result<Status, Failure> {
    let common = &arguments.common;
    let time = progress.end();
    let found = count.to_string();
    let write::Changes { written, unchanged, deleted } = changes;
    let found = if found.is_empty() { String::new() } else { format!(" {found}.") };
    common.close(&format!(
        "{} in {} ({} written, {unchanged} unchanged, {deleted} removed; {:.1} s).{locked}{found}",
        counted(pages, "page"),
        folder(out),
        counted(written, "file"),
        time.as_secs_f64(),
    ))?;
    if arguments.timings {
        say(&progress.timings())?;
    }
    Ok(common.status(count))
}

/// Says if a build could not be kept. That makes the next one no worse than this one.
fn told(common: &Common, kept: std::io::Result<()>) -> Result<(), Failure> {
    match kept {
        Ok(()) => Ok(()),
        Err(error) => {
            common.close(&format!("note: nothing could be kept for the next build: {error} (see --no-cache)"))
        }
    }
}

/// Writes `annals.lock`; what to say of it. The site is written already, so that no address is locked that nobody has seen.
fn write_lock(lock: &Lock, root: &Path, old: Option<blake3::Hash>) -> Result<&'static str, Failure> {
    let was = old.map_or(Was::Absent, Was::Holding);
    match write::replace_by(&root.join(lock::NAME), lock.parts(), was) {
        Ok(()) if old.is_none() => Ok(" annals.lock is new: commit it with the sources."),
        Ok(()) => Ok(" annals.lock has changed."),
        Err(error) => Err(Failure::Refused(format!(
            "the site is written, but not annals.lock: {error}. Build again; where the sources cannot be written, commit an annals.lock that is up to date, or set `lock: false` in site.yaml."
        ))),
    }
}
