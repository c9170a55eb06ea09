//! `stance`: one row a side, target, year and measure: what the words that the side's statements aim at the target say. The rows without a target count the hits that are about nobody for sure.

use super::table::table;
use crate::compare::{Difference, Estimate, Measure, Stance, Stances};

table! {
    /// A row of `stance`.
    pub struct StanceRow in "stance" {
        /// The side that speaks.
        side: String,
        /// The side that is spoken of, or an affiliation without a side; empty in the row that counts the hits aimed at nobody.
        target: Option<String>,
        /// Year of comparison.
        year: i64,
        /// hostility, conciliation or net.
        measure: String,
        /// Mean of the articles' means over the side's statements that name the target, each rated only by the hits that are about it, in points of the lexicons.
        value: Option<f64>,
        /// Lower end of the 95 % interval; empty where one article is all there is.
        low: Option<f64>,
        /// Upper end of the 95 % interval.
        high: Option<f64>,
        /// Statements of the side that name the target.
        statements: i64,
        /// Articles (clusters) they come from.
        articles: i64,
        /// Hits in them that are about the target; without a target: about nobody for sure.
        hits: i64,
        /// In the second of the years compared: its value less the first's.
        change: Option<f64>,
        /// Lower end of its 95 % interval.
        change_low: Option<f64>,
        /// Upper end of its 95 % interval.
        change_high: Option<f64>,
        /// Two-sided p of a studentized permutation of articles.
        p: Option<f64>,
        /// The same after Holm's correction over all stances and measures whose articles could show a change.
        p_adjusted: Option<f64>,
        /// changed, no-clear-change, too-few-articles or one-year-only; empty in other years than the second compared.
        verdict: Option<String>,
    }
}

impl StanceRow {
    /// The rows of all stances, side by side: its targets, then nobody.
    pub fn of(stances: &Stances) -> Vec<StanceRow> {
        let mut rows = Vec::new();
        for side in stances.sides() {
            for stance in stances.stances.iter().filter(|stance| stance.side == side) {
                for group in &stance.years {
                    let hits = stance.hits.get(&group.year).copied().unwrap_or(0);
                    for measure in Measure::ALL {
                        let change = stance
                            .changes
                            .iter()
                            .find(|change| change.measure == measure && change.to_year == group.year);
                        rows.push(Self::row(stance, (group.year, measure), group.estimate(measure), hits, change));
                    }
                }
            }
            for ((_, year), hits) in stances.untargeted.iter().filter(|((other, _), _)| other == side) {
                rows.push(Self::nobody(side, *year, *hits));
            }
        }
        rows
    }

    fn row(stance: &Stance, (year, measure): (i16, Measure), estimate: &Estimate, hits: u64, change: Option<&Difference>) -> StanceRow {
        StanceRow {
            side: stance.side.clone(),
            target: Some(stance.target.clone()),
            year: year.into(),
            measure: super::word(&measure),
            value: Some(estimate.value),
            low: estimate.low,
            high: estimate.high,
            statements: estimate.statements.into(),
            articles: estimate.articles.into(),
            hits: hits as i64,
            change: change.and_then(|change| change.delta),
            change_low: change.and_then(|change| change.low),
            change_high: change.and_then(|change| change.high),
            p: change.and_then(|change| change.p),
            p_adjusted: change.and_then(|change| change.p_adjusted),
            verdict: change.map(|change| super::word(&change.verdict)),
        }
    }

    fn nobody(side: &str, year: i16, hits: u64) -> StanceRow {
        StanceRow {
            side: side.to_owned(),
            target: None,
            year: year.into(),
            measure: super::word(&Measure::Net),
            value: None,
            low: None,
            high: None,
            statements: 0,
            articles: 0,
            hits: hits as i64,
            change: None,
            change_low: None,
            change_high: None,
            p: None,
            p_adjusted: None,
            verdict: None,
        }
    }
}
