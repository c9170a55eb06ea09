//! The ledger beside a run: which lexicons were tried against a comparison, when, and what came out. It is history, and no part of a run, so here alone stands a time.
//!
//! Invariant: lines are only ever added, one JSON object each; a line that cannot be read is told of with its number and stays where it is.

use super::{ComparisonRow, Manifest, ReportError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// One line: lexicons that were tried, or pinned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// When, in UTC.
    pub time: String,
    /// run, rerun, watch or freeze.
    pub command: String,
    /// SHA-256 over lexicons and rules, as in the manifest: equal ones rate alike.
    pub rater: String,
    /// What was changed against the run before: "reweighted hostility:threat:consequences"; empty for a run of the study itself.
    pub changed: Vec<String>,
    /// The two years compared; none where there were not two.
    pub years: Option<[i16; 2]>,
    /// Which statements were compared.
    pub statements: String,
    /// Which rating was compared.
    pub scorer: String,
    /// Net tone of all statements in the first year.
    pub from: Option<f64>,
    /// In the second.
    pub to: Option<f64>,
    /// Second less first.
    pub delta: Option<f64>,
    /// p of the difference, corrected where it was.
    pub p: Option<f64>,
    /// The verdict's word.
    pub verdict: Option<String>,
}

impl Tried {
    /// Of a run: what it was rated with, and its headline.
    pub fn of(command: &str, time: String, changed: Vec<String>, manifest: &Manifest, comparison: &[ComparisonRow]) -> Tried {
        let headline = comparison.iter().find(|row| row.by == "all" && row.measure == "net");
        Tried {
            time,
            command: command.to_owned(),
            rater: manifest.rater.clone(),
            changed,
            years: manifest.years,
            statements: super::word(&manifest.settings.statements),
            scorer: super::word(&manifest.settings.scorer),
            from: headline.and_then(|row| row.from_value),
            to: headline.and_then(|row| row.to_value),
            delta: headline.and_then(|row| row.delta),
            p: headline.and_then(|row| row.p_adjusted.or(row.p)),
            verdict: headline.map(|row| row.verdict.clone()),
        }
    }

    /// Whether the two are of one comparison: years, statements and kind of rating.
    pub fn same_comparison(&self, other: &Tried) -> bool {
        (self.years, &self.statements, &self.scorer) == (other.years, &other.statements, &other.scorer)
    }
}

/// A ledger as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Its lines, in order.
    pub lines: Vec<Tried>,
    /// Lines that could not be read: number, from 1, and why.
    pub broken: Vec<(usize, String)>,
}

impl Ledger {
    /// Where that of a study stands, in the folder of results.
    pub fn path(results: &Path, study: &str) -> PathBuf {
        results.join(format!("{study}.ledger.jsonl"))
    }

    /// Reads one; a file that is not there is an empty ledger.
    ///
    /// # Errors
    /// A file that cannot be read. A broken line is none: see [`Ledger::broken`].
    pub fn read(path: &Path) -> Result<Ledger, ReportError> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Ledger::default()),
            Err(why) => return Err(ReportError::read(path, why)),
        };
        let mut ledger = Ledger::default();
        for (number, line) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
            match serde_json::from_str(line) {
                Ok(tried) => ledger.lines.push(tried),
                Err(_) if line.trim().is_empty() => {}
                Err(why) => ledger.broken.push((number, why.to_string())),
            }
        }
        Ok(ledger)
    }

    /// Adds a line at the end of the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn append(path: &Path, tried: &Tried) -> Result<(), ReportError> {
        let fault = |why: std::io::Error| ReportError::write(path, why);
        // Behind a line that was cut off a new one begins, so that neither spoils the other.
        let torn = fs::read(path).is_ok_and(|bytes| bytes.last().is_some_and(|last| *last != b'\n'));
        let line = serde_json::to_string(tried).map_err(|why| ReportError::write(path, why))?;
        let mut file: File = File::options().create(true).append(true).open(path).map_err(fault)?;
        file.write_all(format!("{}{line}\n", if torn { "\n" } else { "" }).as_bytes())
            .map_err(fault)
    }

    /// How many different lexicons this comparison has been run with.
    pub fn lexicons(&self, tried: &Tried) -> usize {
        let same = self.lines.iter().filter(|line| line.command != "freeze" && line.same_comparison(tried));
        same.map(|line| line.rater.as_str()).collect::<BTreeSet<&str>>().len()
    }

    /// The line that pins lexicons, where one does: the last.
    pub fn frozen(&self) -> Option<&Tried> {
        self.lines.iter().rev().find(|line| line.command == "freeze")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(command: &str, rater: &str) -> Tried {
        Tried {
            time: "2026-11-25T12:00:00Z".to_owned(),
            command: command.to_owned(),
            rater: rater.to_owned(),
            changed: Vec::new(),
            years: Some([2016, 2022]),
            statements: "verbatim".to_owned(),
            scorer: "blend".to_owned(),
            from: None,
            to: None,
            delta: Some(-0.25),
            p: None,
            verdict: Some("too-few-articles".to_owned()),
        }
    }

    #[test]
    fn lines_are_added_and_broken_ones_told_of_and_kept() {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        let path = Ledger::path(folder.path(), "harbour");
        assert_eq!(Ledger::read(&path).unwrap(), Ledger::default());
        Ledger::append(&path, &tried("run", "a")).unwrap();
        let whole = fs::read_to_string(&path).unwrap();
        // A line that was cut off.
        fs::write(&path, format!("{whole}{{\"time\": \"20")).unwrap();
        for (command, rater) in [("rerun", "b"), ("rerun", "a"), ("freeze", "c")] {
            Ledger::append(&path, &tried(command, rater)).unwrap();
        }
        let ledger = Ledger::read(&path).unwrap();
        assert_eq!(ledger.lines.len(), 4);
        assert_eq!(ledger.broken.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2]);
        assert!(
            fs::read_to_string(&path).unwrap().contains("\n{\"time\": \"20\n"),
            "the broken line stays"
        );
        assert_eq!(ledger.lexicons(&tried("run", "z")), 2);
        let other = Tried {
            statements: "all".to_owned(),
            ..tried("run", "z")
        };
        assert_eq!(ledger.lexicons(&other), 0);
        assert_eq!(ledger.frozen().map(|line| line.rater.as_str()), Some("c"));
    }
}
