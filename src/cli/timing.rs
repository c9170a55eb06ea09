//! How long the stages of a run took, by the clock of the command line: the pipeline has none. Invariant: the times are those between what the pipeline tells, and sum to the whole.

use detente::pipeline::Progress;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A stop watch that is told how far a run is.
pub struct Timing(Mutex<Stages>);

struct Stages {
    since: Instant,
    now: &'static str,
    done: Vec<(&'static str, Duration)>,
}

impl Stages {
    fn turn(&mut self, stage: &'static str) {
        let took = self.since.elapsed();
        match self.done.iter_mut().find(|(name, _)| *name == self.now) {
            Some((_, so_far)) => *so_far += took,
            None => self.done.push((self.now, took)),
        }
        (self.since, self.now) = (Instant::now(), stage);
    }
}

/// What a run does when it tells this.
pub fn stage(progress: Progress) -> &'static str {
    match progress {
        Progress::Read { .. } => "reading and rating",
        Progress::Tables => "writing tables",
        Progress::Compare => "comparing",
        Progress::Draw { .. } => "drawing",
        Progress::Write => "writing the page",
    }
}

impl Timing {
    /// Starts with the first stage.
    pub fn start() -> Timing {
        Timing(Mutex::new(Stages {
            since: Instant::now(),
            now: "reading and rating",
            done: Vec::new(),
        }))
    }

    /// Is told how far the run is.
    pub fn told(&self, progress: Progress) {
        let mut stages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stage = stage(progress);
        if stages.now != stage {
            stages.turn(stage);
        }
    }

    /// A line a stage: its name and its seconds.
    pub fn lines(&self) -> String {
        let mut stages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stages.turn("");
        let lines = stages.done.iter().filter(|(name, _)| !name.is_empty());
        lines.map(|(name, took)| format!("{name:24} {:>9.2} s\n", took.as_secs_f64())).collect()
    }
}
