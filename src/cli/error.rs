//! What the command line shows: an error of the library, or one of its own.

use detente::pipeline::RunError;
use detente::report::{ReportError, RosterError};
use miette::Diagnostic;
use thiserror::Error;

#[derive(Debug, Error, Diagnostic)]
pub enum CliError {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Roster(#[from] RosterError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Annotation(#[from] detente::quote::AnnotationError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Learn(#[from] detente::quote::LearnError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Labelled(Box<detente::tone::LabelledError>),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Train(#[from] detente::tone::TrainError),
    #[error(transparent)]
    #[diagnostic(transparent)]
    Foreign(#[from] detente::tone::foreign::ForeignError),
    #[error("No lexicon looked at has the entry \"{entry}\".")]
    #[diagnostic(code(detente::lexicon::no_entry), help("{near}"))]
    NoEntry { entry: String, near: String },
    #[error("{all} things are wrong in {file}.")]
    #[diagnostic(code(detente::lexicon::mistakes), help("{more}"))]
    Mistakes {
        file: String,
        all: usize,
        more: String,
        #[related]
        wrong: Vec<detente::tone::ToneError>,
    },
    #[error("No lexicon looked at has the category \"{category}\".")]
    #[diagnostic(code(detente::lexicon::no_category), help("There are: {known}."))]
    NoCategory { category: String, known: String },
    #[error("The page cannot be served at port {port} of this machine: {why}.")]
    #[diagnostic(code(detente::watch::port), help("Give another port with --port, or none to take a free one."))]
    Port { port: u16, why: String },
    #[error("`{path}` cannot be read: {why}.")]
    #[diagnostic(code(detente::cli::read), help("Check the path."))]
    Unread { path: String, why: String },
    #[error("No statement that counts is of {year}.")]
    #[diagnostic(code(detente::compare::no_such_year))]
    NoSuchYear {
        year: i16,
        #[help]
        help: String,
    },
    #[error("{path} would be packed, and `score` writes nothing packed.")]
    #[diagnostic(
        code(detente::cli::packed),
        help("Leave the last extension off and pack the file afterwards, or write .parquet, which is packed in itself.")
    )]
    Packed { path: String },
    #[error("These arguments do not go together: {why}.")]
    #[diagnostic(code(detente::cli::unfit))]
    Unfit {
        why: String,
        #[help]
        help: String,
    },
    #[error("{path} stands there already, so nothing was written.")]
    #[diagnostic(code(detente::init::exists), help("Choose another place, or move it away."))]
    Exists { path: String },
}

/// Every stage's error is one of a run.
macro_rules! through_run {
    ($($error:ty),+) => {
        $(impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                CliError::Run(error.into())
            }
        })+
    };
}
through_run!(ReportError, detente::study::StudyError, detente::compare::CompareError);

impl From<detente::tone::LabelledError> for CliError {
    fn from(error: detente::tone::LabelledError) -> Self {
        CliError::Labelled(Box::new(error))
    }
}

impl CliError {
    /// Whether the reader of our output closed it, as `head` does: that is no fault.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, CliError::Run(RunError::Report(ReportError::Output { why })) if why.kind() == std::io::ErrorKind::BrokenPipe)
    }
}
