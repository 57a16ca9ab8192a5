//! The cache of `annals build`: what the last build was made from and came to, so that the next one can see that there is
//! nothing to do, or which pages stay as they are.
//!
//! A file for each output folder and set of options holds, under a hash of itself: which program it was, the hash of the
//! stamps of all sources and of their bytes, the hash of what was left in the output folder, and what was printed. A build
//! whose sources have the same stamps (or the same bytes), whose output folder is as it was left, prints the same and ends.
//! Anything else about the file, that it is missing, cut short, damaged or of another program, means that the build is done.
//! Another file holds what each page was made of ([`Made`]), for builds that have something to do; of it the same is true.
//!
//! A file that was changed shortly before the stamps were taken may be changed again without another stamp, for the clocks
//! of disks tick slowly (git has the same trouble with its index). Of such a file the bytes are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Input;
use crate::load::{self, Stamps};
use crate::render::Made;
use crate::report::Count;
use crate::write;

/// The folder beside site.yaml.
pub(super) const FOLDER: &str = ".annals-cache";
/// So many records are kept, of builds into other folders or with other options.
const KEPT: usize = 16;
const HEAD: &str = "annals-cache 1";
const PAGES_HEAD: &[u8] = b"annals-pages 1\n";
/// The cache of one build.
pub(super) struct Cache<'b> {
    file: PathBuf,
    root: &'b Path,
    out: &'b Path,
    /// All that a build depends on besides its sources.
    asked: String,
    stamps: Stamps,
    last: Option<Record>,
}

#[derive(Serialize, Deserialize)]
struct Record {
    asked: String,
    stamps: String,
    /// Files whose stamps do not tell enough, with the hashes of their bytes.
    fresh: Vec<(String, String)>,
    input: String,
    left: String,
    done: Done,
}

/// What a build came to.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Done {
    /// What it had to say, as it was printed.
    pub text: String,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// How many pages the site has.
    pub pages: usize,
    /// How many files.
    pub files: usize,
}

impl Done {
    pub fn new(text: String, count: Count, pages: usize, files: usize) -> Done {
        Done { text, errors: count.errors, warnings: count.warnings, infos: count.infos, pages, files }
    }

    pub fn count(&self) -> Count {
        Count { errors: self.errors, warnings: self.warnings, infos: self.infos }
    }
}

impl<'b> Cache<'b> {
    /// Looks at the sources and at what is known of them. `asked` is all that was asked for.
    pub fn open(folder: &Path, root: &'b Path, out: &'b Path, asked: &str) -> Cache<'b> {
        let place = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or(path.to_owned());
        let asked = format!("{}\n{:?}\n{:?}\n{asked}", program(), place(root), place(out));
        // One file for each place and wish, of whichever program: caches do not grow.
        let name = blake3::hash(asked.split_once('\n').map_or("", |(_, rest)| rest).as_bytes()).to_hex();
        let file = folder.join(format!("build-{}", &name[..16]));
        let last = read(&file).filter(|record| record.asked == asked);
        Cache { file, root, out, asked, stamps: load::stamps(root), last }
    }

    /// What the last build came to, if this one would do the same, by a look at the stamps.
    pub fn same_stamps(&self) -> Option<&Done> {
        let last = self.last.as_ref()?;
        if self.stamps.digest().to_hex().as_str() != last.stamps {
            return None;
        }
        let disk: BTreeMap<&str, &Path> = if last.fresh.is_empty() {
            BTreeMap::new()
        } else {
            self.stamps.files.iter().map(|found| (&*found.path, &*found.disk)).collect()
        };
        let is_same = |(path, hash): &(String, String)| {
            let bytes = disk.get(&**path).and_then(|disk| fs::read(disk).ok());
            bytes.is_some_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
        };
        let done = self.done(last, last.fresh.par_iter().all(is_same))?;
        if !last.fresh.is_empty() {
            // By now their stamps may tell enough.
            let young = self.fresh();
            let fresh = last.fresh.iter().filter(|(path, _)| young.contains(path.as_str())).cloned().collect();
            // If it cannot be kept the next build compares them again.
            let _ = self.keep(Seen { fresh, input: last.input.clone() }, done.clone());
        }
        Some(done)
    }

    /// Reads the sources that were looked at.
    pub fn read(&self) -> Input {
        crate::read_seen(self.root, &self.stamps)
    }

    /// The same, by what was read.
    pub fn same_input(&self, input: &Input) -> Option<&Done> {
        let last = self.last.as_ref()?;
        self.done(last, input.digest().to_hex().as_str() == last.input)
    }

    fn done<'r>(&self, last: &'r Record, same: bool) -> Option<&'r Done> {
        let left = blake3::Hash::from_hex(&last.left).ok()?;
        (same && write::is_current(self.root, self.out, left)).then_some(&last.done)
    }

    /// What has to be kept of the sources before a build uses them up.
    pub fn seen(&self, input: &Input) -> Option<Seen> {
        // What was not read, though it is there, cannot be compared: then nothing is kept.
        let fresh =
            self.fresh().into_iter().map(|path| Some((path.to_owned(), input.hash_of(path)?.to_hex().to_string())));
        Some(Seen { fresh: fresh.collect::<Option<_>>()?, input: input.digest().to_hex().to_string() })
    }

    /// The files that were changed so shortly before they were looked at that they may change without another stamp.
    fn fresh(&self) -> BTreeSet<&str> {
        let files = self.stamps.files.iter();
        files.filter(|found| found.stamp.latest() + load::TICK > self.stamps.since).map(|found| &*found.path).collect()
    }

    /// Keeps what a build came to.
    ///
    /// # Errors
    /// What the system says; the cache is then as it was, or empty.
    pub fn keep(&self, seen: Seen, done: Done) -> std::io::Result<()> {
        let Some(left) = write::left(self.out) else { return Ok(()) };
        let record = Record {
            asked: self.asked.clone(),
            stamps: self.stamps.digest().to_hex().to_string(),
            fresh: seen.fresh,
            input: seen.input,
            left: left.to_hex().to_string(),
            done,
        };
        let json = serde_json::to_string(&record)?;
        let text = format!("{HEAD}\n{}\n{json}", blake3::hash(json.as_bytes()).to_hex());
        put(&self.file, text.as_bytes())?;
        prune(&self.file, "build-");
        Ok(())
    }

    /// What the pages of the last build were made of.
    pub fn pages(&self) -> Made {
        let kept = fs::read(self.pages_file()).ok();
        let made = kept.as_deref().and_then(|bytes| {
            let (hash, made) = bytes.strip_prefix(PAGES_HEAD)?.split_first_chunk()?;
            (self.hash(made).as_bytes() == hash).then(|| Made::from_bytes(made))?
        });
        made.unwrap_or_default()
    }

    /// Keeps what the pages were made of.
    ///
    /// # Errors
    /// As [`Cache::keep`].
    pub fn keep_pages(&self, made: &Made) -> std::io::Result<()> {
        let (file, made) = (self.pages_file(), made.to_bytes());
        put(&file, &[PAGES_HEAD, self.hash(&made).as_bytes(), &made].concat())?;
        prune(&file, "pages-");
        Ok(())
    }

    fn pages_file(&self) -> PathBuf {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        self.file.with_file_name(name.replacen("build-", "pages-", 1))
    }

    /// Of what is kept, and what it is kept for.
    fn hash(&self, kept: &[u8]) -> blake3::Hash {
        blake3::Hasher::new().update(blake3::hash(self.asked.as_bytes()).as_bytes()).update(kept).finalize()
    }
}

/// Puts a file into the cache: whole or not at all, also where two builds do it at once.
fn put(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        // Nobody wants it in a repository.
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    let copy = file.with_extension(format!("new-{}", std::process::id()));
    let placed = fs::write(&copy, bytes).and_then(|()| fs::rename(&copy, file));
    if placed.is_err() {
        // The first error is the one to tell of.
        let _ = fs::remove_file(&copy);
    }
    placed
}

/// Leaves the youngest records: one for an output folder that is not used any more would stay for ever.
fn prune(file: &Path, of: &str) {
    let Some(Ok(entries)) = file.parent().map(fs::read_dir) else { return };
    let records = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(of));
    let mut records: Vec<_> =
        records.map(|entry| (entry.metadata().and_then(|it| it.modified()).ok(), entry.path())).collect();
    records.sort();
    for (_, old) in records.iter().rev().skip(KEPT) {
        // Another build may have done it.
        let _ = fs::remove_file(old);
    }
}

/// The sources as they were read.
#[derive(Clone)]
pub(super) struct Seen {
    fresh: Vec<(String, String)>,
    input: String,
}

fn read(file: &Path) -> Option<Record> {
    let text = fs::read_to_string(file).ok()?;
    let (hash, json) = text.strip_prefix(HEAD)?.strip_prefix('\n')?.split_once('\n')?;
    (blake3::hash(json.as_bytes()).to_hex().as_str() == hash).then(|| serde_json::from_str(json).ok())?
}

/// Which program this is: its version, and size and time of its file, by which two builds of one version differ.
fn program() -> String {
    let file = std::env::current_exe().and_then(|path| path.metadata()).ok();
    let stamp = file.map(|file| {
        let since = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        (file.len(), since.map(|since| since.as_nanos()))
    });
    format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"))
}
