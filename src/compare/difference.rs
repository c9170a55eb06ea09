//! One group's change from one year to another in one measure. Invariant: what is tested are articles' means, so the statement counts never enter p.

use super::{By, Estimate, Measure, Verdict};
use serde::{Deserialize, Serialize};

/// One group's change from one year to another in one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// Display name.
    pub name: String,
    /// What is compared.
    pub measure: Measure,
    /// From this year …
    pub from_year: i16,
    /// … to this one.
    pub to_year: i16,
    /// The group in the first year.
    pub from: Option<Estimate>,
    /// The group in the second.
    pub to: Option<Estimate>,
    /// `to - from` in points.
    pub delta: Option<f64>,
    /// Lower end of the 95 % interval of delta (Welch's t on articles' means); none where a year has one article.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Two-sided permutation p, studentized, articles permuted; none where a year has fewer than two articles.
    pub p: Option<f64>,
    /// p after Holm over `family`; none where the test is not in it.
    pub p_adjusted: Option<f64>,
    /// The smallest p this design can reach: 1 where a year has fewer than two articles and so no test.
    pub p_floor: Option<f64>,
    /// How many tests Holm corrected for: those of the same grouping, over its keys and the three measures, whose design can reach alpha at all (Tarone 1990).
    pub family: u32,
    /// Where the articles are too few: the smallest number in each year that could reach alpha.
    pub enough: Option<[u32; 2]>,
    /// Hedges' g on article means, exact J; none without two articles and some spread.
    pub effect: Option<f64>,
    /// Cliff's delta on article means, -1 to 1: the share of article pairs in which the second year is higher, less the share in which it is lower.
    pub dominance: Option<f64>,
    /// In one word; [`Verdict::sentence`] has the sentence.
    pub verdict: Verdict,
}
