//! One group's change from one year to another in one measure. Invariant: what is tested are articles' means, so the statement counts never enter p.

use super::interval::Method;
use super::{Adjustment, Block, By, Estimate, Measure, Verdict, WithoutOne, permutation};
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
    /// Lower end of the 95 % interval of delta, cut where the scale ends; none where a year has one article or neither has a spread.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How the interval was made; none without one.
    pub interval: Option<Method>,
    /// Two-sided permutation p, studentized, articles permuted (within `block`); none where a year has fewer than two articles.
    pub p: Option<f64>,
    /// Within what articles were dealt to years.
    pub block: Option<Block>,
    /// p after `correction` over `family`; none where the test is not in it.
    pub p_adjusted: Option<f64>,
    /// The smallest p this design can reach: 1 where a year has fewer than two articles and so no test.
    pub p_floor: Option<f64>,
    /// How p was corrected.
    pub correction: Adjustment,
    /// How many tests were corrected for: those of the same grouping, over its keys and the three measures, whose design can reach alpha at all (Tarone 1990).
    pub family: u32,
    /// Where the articles are too few: the smallest number in each year that could reach alpha; none where they are dealt within blocks.
    pub enough: Option<[u32; 2]>,
    /// Hedges' g on article means, exact J; none without two articles and some spread.
    pub effect: Option<f64>,
    /// Lower end of its 95 % interval.
    pub effect_low: Option<f64>,
    /// Upper end.
    pub effect_high: Option<f64>,
    /// Cliff's delta on article means, -1 to 1: the share of article pairs in which the second year is higher, less the share in which it is lower.
    pub dominance: Option<f64>,
    /// Lower end of its 95 % interval, percentiles of draws of articles: rather short below twenty articles a year. None below four, or where no draw differs.
    pub dominance_low: Option<f64>,
    /// Upper end.
    pub dominance_high: Option<f64>,
    /// What becomes of it where any one article is left out; none where a year has but one.
    pub without_one: Option<WithoutOne>,
    /// In one word; [`Verdict::sentence`] has the sentence.
    pub verdict: Verdict,
}

impl Difference {
    /// The family of tests that p was corrected for: "Holm over 15 tests: 5 speakers × 3 measures"; none where the test was in none.
    pub fn family_words(&self) -> Option<String> {
        let keys = self.family / Measure::ALL.len() as u32;
        self.p_adjusted.map(|_| {
            format!(
                "{} over {} tests: {} × {} measures",
                self.correction.words(),
                self.family,
                match self.by {
                    By::All => "all together".to_owned(),
                    by => super::verdict::counted(keys, by.noun()),
                },
                Measure::ALL.len()
            )
        })
    }

    /// What the meetings of both years can tell, where that is nothing: year belongs to meetings, and articles of the same meeting are about the same day. None where a test of meetings could
    /// reach `alpha`, in a study without meetings, or where a year has no statement.
    pub fn meetings_words(&self, alpha: f64) -> Option<String> {
        let (from, to) = (self.from?.meetings, self.to?.meetings);
        if from == 0 || to == 0 {
            return None;
        }
        let floor = permutation::floor(from, to);
        let counted = |year: i16, meetings: u32| format!("{} in {year}", super::verdict::counted(meetings, "meeting"));
        let these = "the articles can tell whether what is reported of these meetings differs, not whether the years do";
        let design = format!("With {} and {}", counted(self.from_year, from), counted(self.to_year, to));
        if floor >= 1.0 {
            Some(format!("{design} there is no test at the level of meetings: {these}."))
        } else if floor > alpha {
            Some(format!(
                "{design} no test at the level of meetings could go below p = {}: {these}.",
                super::verdict::number(floor)
            ))
        } else {
            None
        }
    }
}
