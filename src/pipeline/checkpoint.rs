//! What tells a batch of pass 1 that an interrupted run finished from one that it did not, or that was made of something else: `detente run --resume`.
//!
//! Invariant: a batch is taken over only if it is whole and was made by this program, of this study, out of these very inputs: files of the same place, size and time of change, rows of tables of
//! the same words. So a run that goes on gives the bytes of one that was never stopped.

use crate::article::hex;
use crate::report::{ReportError, Skip};
use crate::study::Study;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What was noted of a finished batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    /// What it was made of, as [`Origin`] has it.
    pub origin: String,
    /// SHA-256 of the batch as it stands in the spool.
    pub spooled: String,
    /// How many of its records, from the first on, are of files.
    pub files: usize,
    /// What of it could not be read.
    pub skipped: Vec<Skip>,
}

/// What a batch is made of, while its parts are named.
pub(super) struct Origin(Sha256);

impl Origin {
    /// One more part: words that tell it from any other.
    pub fn part(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// One more part: a file, by its place, size and time of change. One that is gone is told from one that stands there.
    pub fn file(&mut self, file: &Path) {
        self.part(file.display().to_string());
        self.part(state(file));
    }

    /// As hexadecimal digits.
    pub fn hash(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Size and time of change of a file.
fn state(file: &Path) -> String {
    let Ok(meta) = fs::metadata(file) else { return "gone".to_owned() };
    let changed = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{} {:?}", meta.len(), changed)
}

/// The notes of the batches of one run.
pub(super) struct Checkpoints {
    folder: PathBuf,
    /// Of program and study.
    base: String,
}

impl Checkpoints {
    /// Of a run of `study` whose spool is `folder`.
    pub fn of(study: &Study, folder: &Path) -> Checkpoints {
        let mut base = Origin(Sha256::new());
        base.part(env!("CARGO_PKG_VERSION"));
        // A program that was built anew may read otherwise.
        if let Ok(program) = std::env::current_exe() {
            base.part(state(&program));
        }
        base.part(format!("{study:?}"));
        Checkpoints {
            folder: folder.to_owned(),
            base: base.hash(),
        }
    }

    /// What the batch of this number will be made of, to be added to.
    pub fn origin(&self, batch: usize) -> Origin {
        let mut origin = Origin(Sha256::new());
        origin.part(&self.base);
        origin.part(batch.to_string());
        origin
    }

    fn file(&self, batch: usize) -> PathBuf {
        self.folder.join(format!("{batch:08}.done"))
    }

    /// What was noted of a batch, if it was made of the same and stands in the file `spooled` as it was written.
    pub fn done(&self, batch: usize, origin: &str, spooled: &Path) -> Option<Done> {
        let done: Done = serde_json::from_slice(&fs::read(self.file(batch)).ok()?).ok()?;
        let whole = done.origin == origin && done.spooled == hex(&Sha256::digest(fs::read(spooled).ok()?));
        whole.then_some(done)
    }

    /// Notes a batch that stands in the file `spooled`.
    pub fn note(&self, batch: usize, origin: String, spooled: &Path, files: usize, skipped: Vec<Skip>) -> Result<(), ReportError> {
        let path = self.file(batch);
        let written = fs::read(spooled).and_then(|bytes| {
            let done = Done {
                origin,
                spooled: hex(&Sha256::digest(bytes)),
                files,
                skipped,
            };
            fs::write(&path, serde_json::to_vec(&done)?)
        });
        written.map_err(|why| ReportError::write(&path, why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_taken_over_only_as_it_was() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let (spooled, input) = (folder.path().join("batch"), folder.path().join("input"));
        fs::write(&spooled, "records").expect("it can be written");
        fs::write(&input, "words").expect("it can be written");
        let study = Study::defaults();
        let checkpoints = Checkpoints::of(&study, folder.path());
        let origin = |batch: usize| {
            let mut origin = checkpoints.origin(batch);
            origin.file(&input);
            origin.hash()
        };
        let before = origin(0);
        checkpoints.note(0, before.clone(), &spooled, 1, Vec::new()).expect("it can be noted");
        let known = |origin: &str, batch: usize| checkpoints.done(batch, origin, &spooled).map(|done| done.files);
        assert_eq!(known(&before, 0), Some(1));
        assert_eq!(known(&before, 1), None);
        assert_ne!(origin(1), before);
        let other = Checkpoints::of(
            &Study {
                seed: study.seed + 1,
                ..study
            },
            folder.path(),
        );
        assert_ne!(other.base, checkpoints.base);
        fs::write(&input, "other words").expect("it can be written");
        assert_ne!(origin(0), before);
        fs::write(&spooled, "recor").expect("it can be written");
        assert_eq!(known(&before, 0), None);
    }
}
