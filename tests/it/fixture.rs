//! A whole site in one string: files parted by lines `=== path`.

use std::path::Path;

use annals::diag::{Diagnostic, Outcome};
use annals::span::LineIndex;
use annals::{Built, Options};

/// A site in a folder of its own, gone with the value.
pub struct Fixture {
    dir: tempfile::TempDir,
}

impl Fixture {
    /// Writes the files of `text`; what stands before the first `=== path` is none.
    pub fn new(text: &str) -> Fixture {
        let fixture = Fixture { dir: tempfile::tempdir().expect("a temporary folder") };
        for part in text.split("=== ").skip(1) {
            let (path, content) = part.split_once('\n').unwrap_or((part, ""));
            fixture.write(path.trim(), content.as_bytes());
        }
        fixture
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Writes one file.
    pub fn write(&self, path: &str, content: &[u8]) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, content).expect("the file is written");
    }

    /// Builds in memory.
    pub fn build_with(&self, options: &Options) -> Outcome<Built> {
        annals::build(self.root(), options)
    }

    /// Builds in memory, as it is by default.
    pub fn build(&self) -> Outcome<Built> {
        self.build_with(&Options::default())
    }

    /// Builds, and shows each diagnostic in a line: `severity code path:line:column message`, in the order shown.
    pub fn said(&self) -> Vec<String> {
        let built = self.build();
        built.diagnostics.iter().map(|one| self.line(one)).collect()
    }

    /// A diagnostic in a line.
    pub fn line(&self, one: &Diagnostic) -> String {
        let place = one.span.map_or_else(String::new, |span| {
            let bytes = std::fs::read(self.root().join(span.file.path())).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let at = LineIndex::new(&text).position(span.start as usize);
            format!("{}:{}:{} ", span.file.path(), at.line, at.column)
        });
        format!("{} {} {place}{}", one.severity.as_str(), one.code.name, one.message)
    }
}
