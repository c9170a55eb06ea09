//! `sensitivity`: one row a choice, group and measure: what the run found, and what it would have found had one choice been another.

use super::table::table;
use crate::compare::{By, Comparison, Difference, Estimate, Gaps};

table! {
    /// A row of `sensitivity`.
    pub struct SensitivityRow in "sensitivity" {
        /// this run, or what is otherwise: other kinds of statements, doubtful ones left out (or not), repeats counted, another rating, no corrections, one article left out.
        choice: String,
        /// The article left out, with those that share its quotations; empty but where it is one article that is left out.
        article: Option<String>,
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
        /// Second less first, in points.
        delta: Option<f64>,
        /// Lower end of its 95 % interval.
        low: Option<f64>,
        /// Upper end of its 95 % interval.
        high: Option<f64>,
        /// Two-sided p of a studentized permutation of articles.
        p: Option<f64>,
        /// The same after Holm's correction; empty where the design cannot reach the level.
        p_adjusted: Option<f64>,
        /// changed, no-clear-change, too-few-articles or one-year-only.
        verdict: String,
        /// Statements of the group in both years.
        statements: i64,
        /// Statements of both years that count under this choice, whichever the group.
        counted: i64,
        /// Of these, those without a speaker.
        without_speaker: i64,
        /// Statements of both years that this choice leaves out as doubtful, whichever the group.
        doubtful: i64,
    }
}

impl SensitivityRow {
    /// What the rows of single articles left out are called.
    pub const WITHOUT: [&'static str; 2] = ["without the article that raises it most", "without the article that lowers it most"];

    /// The rows of a choice: everything together and the sides, in all measures. A group of which a choice leaves nothing has no row under it.
    pub fn of(choice: &str, comparison: &Comparison) -> Vec<SensitivityRow> {
        let gaps = comparison.gaps_of(&comparison.years_shown());
        let headline = comparison.differences.iter().filter(|difference| By::HEADLINE.contains(&difference.by));
        let mut rows: Vec<SensitivityRow> = headline.map(|difference| Self::row(choice, difference, gaps)).collect();
        // Two of each difference: without the one article the least of it is left, without the other the most.
        for (left_out, choice) in comparison.left_out.iter().zip(Self::WITHOUT.into_iter().cycle()) {
            rows.push(SensitivityRow {
                article: Some(left_out.article.clone()),
                ..Self::row(choice, &left_out.difference, gaps)
            });
        }
        rows
    }

    fn row(choice: &str, difference: &Difference, gaps: Gaps) -> SensitivityRow {
        let statements = |year: &Option<Estimate>| year.as_ref().map_or(0, |estimate| i64::from(estimate.statements));
        SensitivityRow {
            choice: choice.to_owned(),
            article: None,
            by: super::word(&difference.by),
            key: difference.key.clone(),
            name: difference.name.clone(),
            measure: super::word(&difference.measure),
            from_year: difference.from_year.into(),
            to_year: difference.to_year.into(),
            from_value: difference.from.as_ref().map(|estimate| estimate.value),
            to_value: difference.to.as_ref().map(|estimate| estimate.value),
            delta: difference.delta,
            low: difference.low,
            high: difference.high,
            p: difference.p,
            p_adjusted: difference.p_adjusted,
            verdict: super::word(&difference.verdict),
            statements: statements(&difference.from) + statements(&difference.to),
            counted: gaps.counted as i64,
            without_speaker: gaps.without_speaker as i64,
            doubtful: gaps.doubtful as i64,
        }
    }
}
