//! Leave one article out: how far a difference hangs on a single article. Invariant: what is left is compared by the same plan and corrected in the same family.

use super::permutation::{self, Design, Statistic};
use super::sums::{self, Clusters, Subject};
use super::{By, Difference, Measure, Plan, Sample, Verdict, comparison};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Articles of which the test is run again, from those that lower the difference most and from those that raise it most.
const TRIED: usize = 10;

/// The same where deals are drawn, not listed: there are more articles then, each moves less, and a test takes longer.
const TRIED_OF_MANY: usize = 2;

/// What becomes of a difference where any one article is left out (with those that share its quotations).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithoutOne {
    /// The smallest delta that is left, …
    pub lowest: f64,
    /// … without this article: the id of its cluster.
    pub lowest_without: String,
    /// The largest, …
    pub highest: f64,
    /// … without this one.
    pub highest_without: String,
    /// The article that moves delta most: one of the two.
    pub moved_by: String,
    /// Whether leaving out one article makes the verdict another. Of many articles only those that move delta most are tried; none for single speakers, offices and outlets, and where too few articles were the verdict.
    pub flips: Option<bool>,
}

impl WithoutOne {
    /// Of a judged difference; none where a year has but one article. `others` are the p values of the other tests of its family.
    pub(super) fn of(difference: &Difference, subject: &Subject, years: [&Clusters; 2], others: &[f64], plan: &Plan) -> Option<WithoutOne> {
        let (delta, measure) = (difference.delta?, difference.measure);
        if years.iter().any(|clusters| clusters.len() < 2) {
            return None;
        }
        let means = years.map(|clusters| Sample::of(&sums::means(clusters, measure)));
        let [Some(from), Some(to)] = means else { return None };
        // A screening in one walk; what it picks is computed exactly below.
        let without = |year: &Sample, clusters: &Clusters, id: &String| {
            clusters.get(id).map_or(year.mean, |cell| {
                (year.mean * f64::from(year.n) - cell.mean(measure)) / f64::from(year.n - 1)
            })
        };
        let ids: BTreeSet<&String> = years.iter().flat_map(|clusters| clusters.keys()).collect();
        let mut left: Vec<(f64, &String)> = ids
            .into_iter()
            .map(|id| (without(&to, years[1], id) - without(&from, years[0], id), id))
            .collect();
        left.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)));
        let many = permutation::deals(from.n, to.n) > permutation::MOST_EXACT;
        let tried = if many { TRIED_OF_MANY } else { TRIED };
        let judged = difference.p_adjusted.is_some() && By::HEADLINE.contains(&difference.by);
        let ends = left
            .iter()
            .take(tried)
            .chain(left.iter().skip(tried.max(left.len().saturating_sub(tried))));
        let mut lowest: Option<(f64, &String)> = None;
        let mut highest: Option<(f64, &String)> = None;
        let mut flips = false;
        for &(_, id) in ends {
            let rest = Rest::of(years, id, measure, plan);
            let Some(delta) = rest.delta() else { continue };
            if lowest.is_none_or(|(least, _)| delta < least) {
                lowest = Some((delta, id));
            }
            if highest.is_none_or(|(most, _)| delta > most) {
                highest = Some((delta, id));
            }
            if judged {
                let stream = comparison::test_stream(subject, [difference.from_year, difference.to_year], measure, plan.seed, Some(id));
                let p = permutation::test_within(rest.blocks(), &rest.means[0], &rest.means[1], Statistic::Welch, &stream);
                let (_, verdict) = judged_again(p.map_or(1.0, |tested| tested.p), rest.floor(), others, plan);
                flips |= verdict != difference.verdict;
            }
        }
        let ((lowest, lowest_without), (highest, highest_without)) = lowest.zip(highest)?;
        let moved_by = if delta - lowest >= highest - delta {
            lowest_without
        } else {
            highest_without
        };
        Some(WithoutOne {
            lowest,
            lowest_without: lowest_without.clone(),
            highest,
            highest_without: highest_without.clone(),
            moved_by: moved_by.clone(),
            flips: judged.then_some(flips),
        })
    }
}

/// p corrected among the other tests of the family, and the verdict that it gives.
pub(super) fn judged_again(p: f64, floor: f64, others: &[f64], plan: &Plan) -> (Option<f64>, Verdict) {
    if floor > plan.alpha {
        return (None, Verdict::TooFewArticles);
    }
    let adjusted = plan.correction.of(&[others, &[p]].concat()).last().copied().unwrap_or(p);
    (Some(adjusted), comparison::judged(adjusted, plan.alpha))
}

/// The articles of both years less one.
struct Rest {
    means: [Vec<f64>; 2],
    blocks: [Vec<u32>; 2],
}

impl Rest {
    fn of(years: [&Clusters; 2], without: &str, measure: Measure, plan: &Plan) -> Rest {
        let blocks = comparison::blocks(years, plan);
        let kept = |year: usize| {
            let cells = years[year].iter().zip(&blocks[year]);
            let kept = cells.filter(|((id, _), _)| *id != without);
            kept.map(|((_, cell), block)| (cell.mean(measure), *block)).unzip()
        };
        let ((from, from_blocks), (to, to_blocks)) = (kept(0), kept(1));
        Rest {
            means: [from, to],
            blocks: [from_blocks, to_blocks],
        }
    }

    fn blocks(&self) -> [&[u32]; 2] {
        [&self.blocks[0], &self.blocks[1]]
    }

    fn delta(&self) -> Option<f64> {
        Some(Sample::of(&self.means[1])?.mean - Sample::of(&self.means[0])?.mean)
    }

    fn floor(&self) -> f64 {
        Design::of(&self.blocks[0], &self.blocks[1]).floor()
    }
}
