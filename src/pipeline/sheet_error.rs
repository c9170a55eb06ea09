//! What can go wrong with coding sheets: drawing one from a run, and comparing filled ones with it.

use crate::tone::LabelledError;
use miette::Diagnostic;
use thiserror::Error;

/// An error of a coding sheet.
#[derive(Debug, Error, Diagnostic)]
pub enum SheetError {
    /// The run holds no words to be graded.
    #[error("{path} holds no text of statements, so there is nothing that people could grade.")]
    #[diagnostic(
        code(detente::sheet::no_text),
        help("Run the study with text: leave out `text = false` under `[output]`, and use `--out DIR` to keep that run to yourself.")
    )]
    NoText {
        /// The run.
        path: String,
    },
    /// No statement counts.
    #[error("{path} has no statement that counts, so there is nothing to draw from.")]
    #[diagnostic(
        code(detente::sheet::nothing),
        help(
            "Repeats, undated statements and those of a kind or confidence that the run does not compare are not drawn; see `statements` under `[compare]` in the study."
        )
    )]
    Nothing {
        /// The run.
        path: String,
    },
    /// A sheet cannot be opened.
    #[error("`{path}` cannot be read: {why}.")]
    #[diagnostic(
        code(detente::sheet::read),
        help("Check the path. A sheet is a CSV file that `detente sample` wrote and a coder filled.")
    )]
    Read {
        /// The sheet.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A sheet is no table of grades.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Labelled(Box<LabelledError>),
    /// A statement is graded twice in one sheet.
    #[error("`{path}` grades the statement {id} twice, in the lines {first} and {second}.")]
    #[diagnostic(
        code(detente::sheet::twice),
        help("A sheet holds the grades of one coder: delete one of the two lines, or give a second coder a sheet of their own.")
    )]
    Twice {
        /// The sheet.
        path: String,
        /// The statement.
        id: String,
        /// Line, from 1.
        first: String,
        /// Line, from 1.
        second: String,
    },
    /// One sheet has grades of several coders.
    #[error("`{path}` has grades of several coders.")]
    #[diagnostic(
        code(detente::sheet::coders),
        help("Give each coder a sheet, with the columns statement, hostility and conciliation, and name all sheets on the command line.")
    )]
    Coders {
        /// The sheet.
        path: String,
    },
    /// One sheet is named twice.
    #[error("`{path}` is named twice; a coder would be compared with himself.")]
    #[diagnostic(code(detente::sheet::same), help("Name the sheet of each coder once."))]
    Same {
        /// The sheet.
        path: String,
    },
    /// Nothing that was graded stands in the run.
    #[error("None of the {graded} graded statements is one of {path}.")]
    #[diagnostic(
        code(detente::sheet::unknown),
        help(
            "Name the run that the sheet was drawn from. An id belongs to a text and the bounds of the statement in it: other articles, or another version's extraction, give others."
        )
    )]
    Unknown {
        /// The run.
        path: String,
        /// Ids in all sheets.
        graded: usize,
    },
}

impl From<LabelledError> for SheetError {
    fn from(error: LabelledError) -> Self {
        SheetError::Labelled(Box::new(error))
    }
}
