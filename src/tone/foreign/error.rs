//! What can be wrong with a dictionary of another program so that it is not read at all. Invariant: every error names the file, and its place where there is one, and says what to do.

use crate::article::Fault;
use miette::Diagnostic;
use thiserror::Error;

/// Why a dictionary is refused.
#[derive(Debug, Error, Diagnostic)]
pub enum ForeignError {
    /// A fault in the file, with line and column.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Fault(Box<Fault>),
    /// The file's format cannot be told.
    #[error("The format of `{file}` cannot be told: {why}.")]
    #[diagnostic(code(detente::lexicon::format))]
    Format {
        /// The file.
        file: String,
        /// What it could be.
        why: String,
        /// The choices.
        #[help]
        help: String,
    },
    /// What was asked for does not fit the dictionary.
    #[error("{problem}.")]
    #[diagnostic(code(detente::lexicon::import))]
    Import {
        /// What does not fit.
        problem: String,
        /// What to ask for instead.
        #[help]
        help: String,
    },
}
