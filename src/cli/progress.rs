//! How far a build is: a bar on a terminal, plain lines elsewhere, nothing where it is short; and where the time went.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Observer, Stage};

/// A build that takes no longer shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// A build that takes no longer writes no lines of progress into a log.
const PATIENCE_OF_LOGS: Duration = Duration::from_secs(5);
/// So often the bar is drawn.
const FRAME: Duration = Duration::from_millis(100);

/// Watches a build.
pub(super) struct Progress {
    started: Instant,
    shared: Arc<Shared>,
    /// Tells the thread that draws to stop.
    drawing: Mutex<Option<(mpsc::Sender<()>, JoinHandle<()>)>>,
}

#[derive(Default)]
struct Shared {
    now: Mutex<Now>,
    steps: AtomicUsize,
    done: AtomicUsize,
}

#[derive(Default)]
struct Now {
    stage: Option<(Stage, Instant)>,
    took: Vec<(Stage, Duration)>,
}

impl Progress {
    /// Begins to count the time; where the build turns out to be long, its progress is shown, if `shown`.
    pub fn start(shown: bool) -> Progress {
        let started = Instant::now();
        let shared = Arc::new(Shared::default());
        let drawing = shown.then(|| {
            let (stop, stopped) = mpsc::channel();
            let shared = Arc::clone(&shared);
            (stop, std::thread::spawn(move || draw(&shared, &stopped)))
        });
        Progress { started, shared, drawing: Mutex::new(drawing) }
    }

    /// Takes the bar away, for good.
    pub fn hide(&self) {
        let drawing = self.drawing.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, thread)) = drawing {
            drop(stop);
            // What it may have died of is no matter of the build.
            let _ = thread.join();
        }
    }

    /// Ends the last stage; how long everything took.
    pub fn end(&self) -> Duration {
        self.hide();
        self.shared.now().end();
        self.started.elapsed()
    }

    /// A table of the stages, each with its time and its share of the whole.
    pub fn timings(&self) -> String {
        let took = &self.shared.now().took;
        let sum: f64 = took.iter().map(|(_, time)| time.as_secs_f64()).sum();
        let line = |name: &str, time: f64| {
            let share = if sum > 0.0 { time / sum * 100.0 } else { 0.0 };
            format!("  {name:<8} {time:>8.3} s  {share:>3.0} %\n")
        };
        let mut table = String::from("Where the time went:\n");
        for (stage, time) in took {
            table.push_str(&line(stage.name(), time.as_secs_f64()));
        }
        table.push_str(line("together", sum).trim_end());
        table
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.hide();
    }
}

impl Observer for Progress {
    fn begins(&self, stage: Stage) {
        let mut now = self.shared.now();
        now.end();
        now.stage = Some((stage, Instant::now()));
        self.shared.steps.store(0, Ordering::Relaxed);
        self.shared.done.store(0, Ordering::Relaxed);
    }

    fn steps(&self, steps: usize) {
        self.shared.steps.store(steps, Ordering::Relaxed);
    }

    fn step(&self) {
        self.shared.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Shared {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn end(&mut self) {
        if let Some((stage, since)) = self.stage.take() {
            self.took.push((stage, since.elapsed()));
        }
    }
}

/// Shows how far the build is until told to stop.
fn draw(shared: &Shared, stop: &mpsc::Receiver<()>) {
    let terminal = std::io::stderr().is_terminal();
    let patience = if terminal { PATIENCE } else { PATIENCE_OF_LOGS };
    if stop.recv_timeout(patience) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let counted = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}");
    let counted = counted.unwrap_or_else(|_| ProgressStyle::default_bar());
    let bare = ProgressStyle::with_template("{msg} …").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let mut last = None;
    loop {
        let stage = shared.now().stage.map(|(stage, _)| stage);
        let steps = shared.steps.load(Ordering::Relaxed);
        if let Some(stage) = stage {
            if terminal {
                bar.set_style(if steps > 0 { counted.clone() } else { bare.clone() });
                bar.set_length(steps as u64);
                bar.set_position(shared.done.load(Ordering::Relaxed) as u64);
                bar.set_message(doing(stage));
                bar.tick();
            } else if last != Some((stage, steps)) {
                let count = if steps > 0 { format!(" ({steps})") } else { String::new() };
                // A log that cannot be written is no reason to stop building.
                let _ = super::say(&format!("{}{count} …", doing(stage)));
            }
            last = Some((stage, steps));
        }
        if stop.recv_timeout(FRAME) != Err(RecvTimeoutError::Timeout) {
            bar.finish_and_clear();
            return;
        }
    }
}

/// What is being done in a stage.
fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::Load => "Reading files",
        Stage::Parse => "Reading YAML and Markdown",
        Stage::Resolve => "Finding names and quotes",
        Stage::Graph => "Drawing relations",
        Stage::Check => "Checking dates, names and sources",
        Stage::Pictures => "Making pictures smaller",
        Stage::Render => "Making pages",
        Stage::Links => "Checking links",
        Stage::Report => "Putting things in order",
        Stage::Write => "Writing files",
        Stage::Lock => "Writing annals.lock",
    }
}
