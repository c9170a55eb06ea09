//! A study that is rated again whenever one of its lexicons is saved, with the page that shows it. Invariant: a lexicon with a mistake in it changes nothing but the message: the last good result stays, on disk and on the page.
//!
//! Files are asked for their content a few times a second rather than watched by the system: there are at most a dozen, editors save in ways (a new file over the old one) that watching must be taught, and no
//! dependency is needed. A file that is being written is read again until it stays the same.

mod server;

pub use server::{Server, Shared, Shown};

use crate::pipeline::{Change, Effect, Options, Progress, Run, RunError};
use crate::study::{Named, Study};
use crate::tone::lexicon_name;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a file must stay the same before it is taken.
pub const SETTLE: Duration = Duration::from_millis(150);

/// A study being watched.
#[derive(Debug)]
pub struct Watch {
    file: PathBuf,
    out: PathBuf,
    threads: Option<usize>,
    /// The study of `base`, by which is told what changed since.
    study: Study,
    /// The run that is rated again: made from the articles.
    base: Run,
    /// Content of the files when they were last read.
    seen: Vec<(PathBuf, Option<Vec<u8>>)>,
}

/// What a look at the files led to.
#[derive(Debug)]
pub enum Step {
    /// They are as before.
    Same,
    /// A run from the articles.
    Made(Box<Run>),
    /// The run rated again, and what the change did.
    Rated(Box<Run>, Box<Effect>),
}

impl Watch {
    /// Makes the first run of the study in `file`, into a folder in `out`.
    ///
    /// # Errors
    /// Those of a run.
    pub fn begin(file: &Path, out: &Path, threads: Option<usize>, progress: &(dyn Fn(Progress) + Sync)) -> Result<(Watch, Run), RunError> {
        let study = Study::load(file)?;
        let seen = contents(&files(file, &study));
        let options = Options {
            out: out.to_owned(),
            threads,
            progress,
        };
        let run = Run::make(&study, &options)?;
        let base = Run::open(run.folder())?;
        let watch = Watch {
            file: file.to_owned(),
            out: out.to_owned(),
            threads,
            study,
            base,
            seen,
        };
        Ok((watch, run))
    }

    /// Looks at the files; where one is other than before, waits until it stays the same and rates again. After an error the same files are not tried a second time. `told` is told what a change of lexicons did while
    /// the charts are still to be drawn.
    ///
    /// # Errors
    /// Those of a study, of its lexicons, of a run. What was there before stays.
    pub fn step(&mut self, progress: &(dyn Fn(Progress) + Sync), told: &(dyn Fn(&Effect) + Sync)) -> Result<Step, RunError> {
        let watched: Vec<PathBuf> = self.seen.iter().map(|(path, _)| path.clone()).collect();
        let mut now = contents(&watched);
        if now == self.seen {
            return Ok(Step::Same);
        }
        loop {
            std::thread::sleep(SETTLE);
            let again = contents(&watched);
            if again == now {
                break;
            }
            now = again;
        }
        self.seen = now;
        let study = Study::load(&self.file)?;
        // The study may name other files now.
        self.seen = contents(&files(&self.file, &study));
        let options = Options {
            out: self.out.clone(),
            threads: self.threads,
            progress,
        };
        if self.only_rated_otherwise(&study) {
            let change = Change {
                lexicons: study.lexicons.clone(),
                rules: Some(study.rules.clone()),
                edits: Vec::new(),
            };
            let rerun = self.base.rerun_telling(&change, &options, told)?;
            return Ok(Step::Rated(Box::new(rerun.run), Box::new(rerun.effect)));
        }
        let run = Run::make(&study, &options)?;
        self.base = Run::open(run.folder())?;
        self.study = study;
        Ok(Step::Made(Box::new(run)))
    }

    /// Whether nothing but lexicons of the same names and rules is other than in the run that is rated again.
    fn only_rated_otherwise(&self, study: &Study) -> bool {
        let names = |study: &Study| {
            study
                .lexicons
                .iter()
                .map(|named| lexicon_name(&named.name, &named.text).ok())
                .collect::<Option<Vec<String>>>()
        };
        let same = |one: &[Named], other: &[Named]| one.iter().map(|named| &named.sha256).eq(other.iter().map(|named| &named.sha256));
        let (old, new) = (&self.study, study);
        old.text == new.text
            && old.output_text
            && names(old).is_some()
            && names(old) == names(new)
            && same(&old.sides, &new.sides)
            && same(std::slice::from_ref(&old.cues), std::slice::from_ref(&new.cues))
            && same(std::slice::from_ref(&old.titles), std::slice::from_ref(&new.titles))
            && same(std::slice::from_ref(&old.attribution), std::slice::from_ref(&new.attribution))
            && same(std::slice::from_ref(&old.model), std::slice::from_ref(&new.model))
            && old.catalogue == new.catalogue
            && old.corrections == new.corrections
    }
}

/// The files that a study rests on besides its articles: its own, and those of its lexicons that are no built-in ones.
fn files(file: &Path, study: &Study) -> Vec<PathBuf> {
    let named = study.lexicons.iter().chain(&study.sides).chain(&study.catalogue).chain([
        &study.rules,
        &study.cues,
        &study.titles,
        &study.attribution,
        &study.model,
    ]);
    let mut files: Vec<PathBuf> = named
        .filter(|named| Named::builtin(&named.name).is_none())
        .map(|named| study.folder.join(&named.name))
        .collect();
    files.push(file.to_owned());
    files.push(study.folder.join(crate::study::Corrections::FILE));
    files.sort();
    files.dedup();
    files
}

/// What stands in each file; none where there is none.
fn contents(files: &[PathBuf]) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    files.iter().map(|path| (path.clone(), std::fs::read(path).ok())).collect()
}
