//! `comparison`: one row a group and measure: its change from the first year of comparison to the second, and what can be said of it.

use super::table::table;
use crate::compare::{Difference, Estimate, Verdict};

table! {
    /// A row of `comparison`.
    pub struct ComparisonRow in "comparison" {
        /// all, side, speaker, role or outlet.
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
        /// Lower end of its 95 % interval.
        from_low: Option<f64>,
        /// Upper end of its 95 % interval.
        from_high: Option<f64>,
        /// Statements in the first year.
        from_statements: i64,
        /// Articles in the first year.
        from_articles: i64,
        /// The same of the second year.
        to_value: Option<f64>,
        /// Lower end of its 95 % interval.
        to_low: Option<f64>,
        /// Upper end of its 95 % interval.
        to_high: Option<f64>,
        /// Statements in the second year.
        to_statements: i64,
        /// Articles in the second year.
        to_articles: i64,
        /// Second less first, in points.
        delta: Option<f64>,
        /// Lower end of its 95 % interval.
        low: Option<f64>,
        /// Upper end of its 95 % interval.
        high: Option<f64>,
        /// Two-sided p of a studentized permutation of articles.
        p: Option<f64>,
        /// p after Holm over the speakers and measures compared.
        p_adjusted: Option<f64>,
        /// The smallest p that this design can reach.
        p_floor: Option<f64>,
        /// Hedges' g on article means.
        effect: Option<f64>,
        /// changed, no-clear-change, too-few-articles or one-year-only.
        verdict: String,
        /// The verdict in a sentence.
        sentence: String,
    }
}

impl ComparisonRow {
    /// The row of a difference.
    pub fn of(difference: &Difference) -> ComparisonRow {
        let from = difference.from.as_ref();
        let to = difference.to.as_ref();
        let statements = |side: Option<&Estimate>| side.map_or(0, |estimate| i64::from(estimate.statements));
        let articles = |side: Option<&Estimate>| side.map_or(0, |estimate| i64::from(estimate.articles));
        ComparisonRow {
            by: super::word(&difference.by),
            key: difference.key.clone(),
            name: difference.name.clone(),
            measure: super::word(&difference.measure),
            from_year: difference.from_year.into(),
            to_year: difference.to_year.into(),
            from_value: from.map(|estimate| estimate.value),
            from_low: from.and_then(|estimate| estimate.low),
            from_high: from.and_then(|estimate| estimate.high),
            from_statements: statements(from),
            from_articles: articles(from),
            to_value: to.map(|estimate| estimate.value),
            to_low: to.and_then(|estimate| estimate.low),
            to_high: to.and_then(|estimate| estimate.high),
            to_statements: statements(to),
            to_articles: articles(to),
            delta: difference.delta,
            low: difference.low,
            high: difference.high,
            p: difference.p,
            p_adjusted: difference.p_adjusted,
            p_floor: difference.p_floor,
            effect: difference.effect,
            verdict: super::word(&difference.verdict),
            sentence: Verdict::sentence(difference),
        }
    }
}
