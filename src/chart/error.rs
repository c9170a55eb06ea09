//! What can go wrong in drawing.

use miette::Diagnostic;
use thiserror::Error;

/// What can go wrong in drawing.
#[derive(Clone, Debug, PartialEq, Error, Diagnostic)]
pub enum ChartError {
    /// A speaker nobody heard.
    #[error("There is no speaker `{key}` with counted statements in this run.{}", near.as_ref().map(|near| format!(" Is `{near}` meant?")).unwrap_or_default())]
    #[diagnostic(code(detente::chart::no_speaker), help("The ids of all speakers stand in the run's speakers.csv."))]
    NoSpeaker {
        /// The id asked for.
        key: String,
        /// The id most like it.
        near: Option<String>,
    },
    /// Nothing at all.
    #[error("There is nothing to draw: no statement of this run is counted in any year.")]
    #[diagnostic(
        code(detente::chart::nothing),
        help("Look at the run's articles.csv for articles without a year, and at the selection of statements.")
    )]
    Nothing,
    /// A group of one year.
    #[error("There is no change of {name} to show: there are statements of one year only.")]
    #[diagnostic(
        code(detente::chart::no_change),
        help("`detente chart RUN --kind distribution` and `--kind timeline` show what one year holds.")
    )]
    NoChange {
        /// The group.
        name: String,
    },
    /// No side names anybody.
    #[error("There is no stance to draw: no counted statement of a side names a side or a country of the study's sides.")]
    #[diagnostic(
        code(detente::chart::no_stance),
        help("The lexicon of sides says who belongs to whom; the study's `sides` names it.")
    )]
    NoStance,
    /// A broken build.
    #[error("The font that is built into the program cannot be read.")]
    #[diagnostic(
        code(detente::chart::font),
        help("The program was built from damaged files; build it again from a clean checkout.")
    )]
    Font,
    /// plotters or the PNG encoder failed.
    #[error("The chart could not be drawn: {why}.")]
    #[diagnostic(code(detente::chart::backend), help("Please report this with the run's manifest.json."))]
    Backend {
        /// In the words of the library.
        why: String,
    },
}
