//! What can go wrong when a run is written or read back. Messages name the file and say what to do.

use miette::Diagnostic;
use std::path::Path;
use thiserror::Error;

/// An error of the report stage.
#[derive(Debug, Error, Diagnostic)]
pub enum ReportError {
    /// A file could not be written.
    #[error("{path} could not be written: {why}.")]
    #[diagnostic(
        code(detente::report::write),
        help("Is there room on the disk, and may you write there? `--out DIR` writes elsewhere.")
    )]
    Write {
        /// Which.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A file of a run could not be read.
    #[error("{path} could not be read: {why}.")]
    #[diagnostic(
        code(detente::report::read),
        help("A run is the folder that `detente run` writes, such as results/NAME. Make it again if a file of it was lost or changed.")
    )]
    Read {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// An output stream could not be written.
    #[error("The output could not be written: {why}.")]
    #[diagnostic(code(detente::report::output))]
    Output {
        /// What the system said; a broken pipe among them, which is no fault.
        #[source]
        why: std::io::Error,
    },
    /// A folder is not a run.
    #[error("{path} is not a run of detente: it has no manifest.json.")]
    #[diagnostic(code(detente::report::no_run), help("Name the folder that `detente run` wrote, such as results/NAME."))]
    NoRun {
        /// Which.
        path: String,
    },
    /// The folder of results holds something that detente did not write.
    #[error("{path} stands where the results go and is not a run of detente (it has no manifest.json), so it was left as it is.")]
    #[diagnostic(
        code(detente::report::occupied),
        help("Move it away, give the study another `name`, or choose another folder with `--out DIR`.")
    )]
    Occupied {
        /// Which.
        path: String,
    },
    /// The page could not be made.
    #[error("The report page could not be made: {why}.")]
    #[diagnostic(code(detente::report::page), help("This is a fault of detente: please report it with this message."))]
    Page {
        /// What the template engine said.
        why: String,
    },
}

impl ReportError {
    pub(crate) fn write(path: &Path, why: impl std::fmt::Display) -> Self {
        ReportError::Write {
            path: path.display().to_string(),
            why: why.to_string(),
        }
    }

    pub(crate) fn read(path: &Path, why: impl std::fmt::Display) -> Self {
        ReportError::Read {
            path: path.display().to_string(),
            why: why.to_string(),
        }
    }
}
