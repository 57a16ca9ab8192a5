//! Where a build is: told to whoever asks, for showing progress and for saying where the time went.
//!
//! The library reads no clock; who is told can.

/// A part of a build. They come in this order, each once, and one begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Sources are read.
    Load,
    /// YAML and Markdown are read.
    Parse,
    /// Names and quotes are found.
    Resolve,
    /// Relations are drawn.
    Graph,
    /// The rules on meaning look.
    Check,
    /// Pictures are made smaller.
    Pictures,
    /// Pages are made.
    Render,
    /// Links of pages are checked.
    Links,
    /// What was found is put in order and shown, and what is not needed any more is given back.
    Report,
    /// The output folder is written.
    Write,
    /// `annals.lock` is written.
    Lock,
}

impl Stage {
    /// Its name, one word.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Load => "load",
            Stage::Parse => "parse",
            Stage::Resolve => "resolve",
            Stage::Graph => "graph",
            Stage::Check => "check",
            Stage::Pictures => "pictures",
            Stage::Render => "render",
            Stage::Links => "links",
            Stage::Report => "report",
            Stage::Write => "write",
            Stage::Lock => "lock",
        }
    }
}

/// Who is told how far a build is.
pub trait Observer: Sync {
    /// A stage begins.
    fn begins(&self, stage: Stage);

    /// The stage has so many steps.
    fn steps(&self, _steps: usize) {}

    /// One of them is done. Called by many threads.
    fn step(&self) {}
}

/// Nobody.
impl Observer for () {
    fn begins(&self, _: Stage) {}
}
