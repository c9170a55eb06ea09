//! What can go wrong in counting.

use miette::Diagnostic;
use thiserror::Error;

/// What can go wrong in counting.
#[derive(Clone, Debug, PartialEq, Error, Diagnostic)]
pub enum CompareError {
    /// A level that is none.
    #[error("The level alpha is {alpha}, which is not between 0 and 1.")]
    #[diagnostic(
        code(detente::compare::alpha),
        help("Set `alpha` to the chance of a false alarm you accept, such as 0.05.")
    )]
    Alpha {
        /// The level given.
        alpha: f64,
    },
    /// A confidence that is none.
    #[error("The confidence is {confidence}, which is not from 0 to 1.")]
    #[diagnostic(
        code(detente::compare::confidence),
        help("Set `confidence` to how sure an extraction must be to count: 0 takes all, 0.7 leaves out the doubtful ones.")
    )]
    Confidence {
        /// The confidence given.
        confidence: f64,
    },
    /// A year against itself.
    #[error("The two years to compare are both {year}.")]
    #[diagnostic(
        code(detente::compare::same_year),
        help("Name two different years, the earlier one first: `years = [2016, 2022]`.")
    )]
    SameYear {
        /// The year.
        year: i16,
    },
    /// A rating that no rater gives.
    #[error(
        "Statement {statement} is rated {hostility} for hostility and {conciliation} for conciliation (micro-points), outside the scale of 0 to 4 points."
    )]
    #[diagnostic(
        code(detente::compare::rating),
        help("The statement table is damaged or was made by another program; make the run again.")
    )]
    Rating {
        /// Statement id.
        statement: String,
        /// Micro-points.
        hostility: i64,
        /// Micro-points.
        conciliation: i64,
    },
}
