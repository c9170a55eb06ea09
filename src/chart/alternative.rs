//! The answer under one choice, as the chart of sensitivity shows it. Invariant: one alternative of every (group, measure) is the run's own.

use crate::compare::{By, Measure, Verdict};

/// What a group's change would be under a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The choice, in words.
    pub choice: String,
    /// The article left out, where the choice is to leave out one; such are no choices of method and not counted among them.
    pub article: Option<String>,
    /// Whether the run itself made it.
    pub own: bool,
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What is compared.
    pub measure: Measure,
    /// From this year to that.
    pub years: [i16; 2],
    /// Change in points; none where a year has no statement.
    pub delta: Option<f64>,
    /// Its 95 % interval; none where a year has one article.
    pub interval: Option<(f64, f64)>,
    /// What can be said of it.
    pub verdict: Verdict,
    /// Statements of the group in both years.
    pub statements: u32,
}
