//! What can stop a run. An article that cannot be read does not: it is listed, and the run goes on.

use crate::article::ArticleError;
use crate::chart::ChartError;
use crate::compare::CompareError;
use crate::quote::QuoteError;
use crate::report::ReportError;
use crate::study::StudyError;
use crate::tone::ToneError;
use miette::Diagnostic;
use thiserror::Error;

/// An error of a run: that of a stage, or one of its own.
#[derive(Debug, Error, Diagnostic)]
pub enum RunError {
    /// Of the study file.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Study(Box<StudyError>),
    /// Of reading.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Article(#[from] ArticleError),
    /// Of finding.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Quote(Box<QuoteError>),
    /// Of rating.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Tone(Box<ToneError>),
    /// Of counting.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Compare(#[from] CompareError),
    /// Of drawing.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Chart(#[from] ChartError),
    /// Of writing.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Report(#[from] ReportError),
    /// Of coding sheets.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Sheet(#[from] super::SheetError),
    /// No article is left to work on.
    #[error("None of the {listed} articles could be read. {first}")]
    #[diagnostic(
        code(detente::run::no_article),
        help("The first of them is named above; every article must be a text or HTML file under the size limit.")
    )]
    NoArticle {
        /// Articles listed.
        listed: usize,
        /// What was wrong with the first.
        first: String,
    },
    /// Something was passed over where nothing may be.
    #[error("`{path}` would be passed over, and `fail` on errors forbids it: {why}. So would {others} others.")]
    #[diagnostic(
        code(detente::run::passed_over),
        help(
            "Move what is no article out of the folder or convert it; or run with on_error = \"skip\" (--on-error skip), which lists it and goes on."
        )
    )]
    PassedOver {
        /// Path under its folder.
        path: String,
        /// Why, and what to do.
        why: String,
        /// How many more.
        others: usize,
    },
    /// Two articles would have one name.
    #[error("Two articles are named `{stem}`: {first} and {second}.")]
    #[diagnostic(
        code(detente::run::stem),
        help("`extract` names articles by their file's stem: rename one, or extract the folders one by one.")
    )]
    Stem {
        /// The name.
        stem: String,
        /// One.
        first: String,
        /// The other.
        second: String,
    },
    /// A table to be scored lacks a column or is no table.
    #[error("{path} could not be scored: {why}.")]
    #[diagnostic(code(detente::run::score))]
    Score {
        /// The file.
        path: String,
        /// What is wrong.
        why: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// An edit of a lexicon that cannot be made.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Edit(Box<crate::tone::EditError>),
    /// A run without the words of its statements.
    #[error("{path} cannot be rated again: it was made with `text = false`, so the words of its statements are not in it.")]
    #[diagnostic(
        code(detente::rerun::no_text),
        help("This needs `detente run`, with the articles: detente run study.toml --lexicon FILE.")
    )]
    NoText {
        /// The run.
        path: String,
    },
    /// A run that compares no two years.
    #[error("{path} compares no two years, so there is no difference that could hang on an entry.")]
    #[diagnostic(
        code(detente::sensitivity::one_year),
        help("Give the study articles of two years, or name them under [compare].")
    )]
    OneYear {
        /// The run.
        path: String,
    },
    /// A run of another version.
    #[error("{path} was made by detente {made}, and this is {this}, which may find other statements.")]
    #[diagnostic(code(detente::rerun::version), help("This needs `detente run`, with the articles."))]
    OtherVersion {
        /// The run.
        path: String,
        /// Its version.
        made: String,
        /// That of this program.
        this: String,
    },
    /// A file that changes which statements are found.
    #[error("`{file}` holds {what}, which decide what statements are found: that needs detente run.")]
    #[diagnostic(
        code(detente::rerun::extraction),
        help(
            "Name the file in the study (`cues`, `titles` under [lexicons]; `sides`, `catalogue` under [study]) and run `detente run` with the articles."
        )
    )]
    Extraction {
        /// The file.
        file: String,
        /// cues, titles, sides or meetings.
        what: String,
    },
    /// A run without words, of which a lexicon finds nothing.
    #[error("The run in {path} holds no text of statements, so no lexicon can be held against it.")]
    #[diagnostic(
        code(detente::run::no_words),
        help("Run the study with text: leave out `text = false` under `[output]`, and use `--out DIR` to keep that run to yourself.")
    )]
    NoWords {
        /// The run.
        path: String,
    },
    /// Threads could not be started.
    #[error("{threads} threads could not be started: {why}.")]
    #[diagnostic(code(detente::run::threads), help("Ask for fewer with `--threads`."))]
    Threads {
        /// How many.
        threads: usize,
        /// What the system said.
        why: String,
    },
}

/// Errors that carry a file's text are large: boxed, so that a success costs nothing.
macro_rules! boxed {
    ($($variant:ident($error:ty)),+) => {
        $(impl From<$error> for RunError {
            fn from(error: $error) -> Self {
                RunError::$variant(Box::new(error))
            }
        })+
    };
}
boxed!(Study(StudyError), Quote(QuoteError), Tone(ToneError), Edit(crate::tone::EditError));
