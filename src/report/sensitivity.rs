//! `sensitivity`: one row a choice, group and measure: what the comparison says as the run made it, and what it would say had one choice been another.

use super::table::table;
use crate::compare::{By, Comparison, Difference};

table! {
    /// A row of `sensitivity`.
    pub struct SensitivityRow in "sensitivity" {
        /// as compared, or what is otherwise: without corrections.
        choice: String,
        /// all or side.
        by: String,
        /// Key of the group.
        key: String,
        /// Name for people.
        name: String,
        /// hostility, conciliation or net.
        measure: String,
        /// First year.
        from_year: i64,
        /// Second year.
        to_year: i64,
        /// Mean of the articles' means in the first year; empty where it has no statement.
        from_value: Option<f64>,
        /// Mean of the articles' means in the second year.
        to_value: Option<f64>,
        /// Statements of both years.
        statements: i64,
        /// Second less first, in points.
        delta: Option<f64>,
        /// Lower end of its 95 % interval.
        low: Option<f64>,
        /// Upper end of its 95 % interval.
        high: Option<f64>,
        /// Two-sided p of a studentized permutation of articles.
        p: Option<f64>,
        /// changed, no-clear-change, too-few-articles or one-year-only.
        verdict: String,
    }
}

impl SensitivityRow {
    /// The choice that the run itself made.
    pub const AS_COMPARED: &'static str = "as compared";
    /// As if nobody had corrected a statement.
    pub const WITHOUT_CORRECTIONS: &'static str = "without corrections";

    /// The rows of a choice: everything together and the sides, in all measures.
    pub fn of(choice: &str, comparison: &Comparison) -> Vec<SensitivityRow> {
        let headline = comparison.differences.iter().filter(|difference| difference.by != By::Speaker);
        headline.map(|difference| Self::row(choice, difference)).collect()
    }

    fn row(choice: &str, difference: &Difference) -> SensitivityRow {
        let statements = |side: &Option<crate::compare::Estimate>| side.as_ref().map_or(0, |estimate| i64::from(estimate.statements));
        SensitivityRow {
            choice: choice.to_owned(),
            by: super::word(&difference.by),
            key: difference.key.clone(),
            name: difference.name.clone(),
            measure: super::word(&difference.measure),
            from_year: difference.from_year.into(),
            to_year: difference.to_year.into(),
            from_value: difference.from.as_ref().map(|estimate| estimate.value),
            to_value: difference.to.as_ref().map(|estimate| estimate.value),
            statements: statements(&difference.from) + statements(&difference.to),
            delta: difference.delta,
            low: difference.low,
            high: difference.high,
            p: difference.p,
            verdict: super::word(&difference.verdict),
        }
    }
}
