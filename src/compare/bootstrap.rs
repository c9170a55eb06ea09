//! The cluster bootstrap: articles are drawn anew with replacement within their year, and what was taken of them is taken again.
//!
//! Means and differences are studentized draw by draw (bootstrap-t, Efron & Tibshirani 1993, ch. 12), since plain percentiles are too short for articles by the dozen.
//! Invariant: a year's draws depend on its articles, the seed and the names of group, measure and year; so the same draws serve the year's mean and every
//! difference, swapping years turns an interval over exactly, and threads do not matter.

use super::interval::LEVEL;
use super::permutation::{Stream, below};
use super::sample::Sample;

/// Draws of each year: 2,000 less one, so that the ends of a 95 % interval are the 50th draw from either side.
pub const DRAWS: u64 = 1_999;

/// From so many articles in a year the studentized bootstrap gives the interval; below, Student's t does.
pub const ENOUGH: u32 = 20;

/// Articles that each year must have for an interval of Cliff's delta: three give no more than ten different draws.
pub const FEWEST: usize = 4;

/// What a draw of articles gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Mean of the articles' means.
    pub mean: f64,
    /// Its squared standard error within the draw.
    pub error_squared: f64,
}

impl Drawn {
    /// Of the articles with these places in `values`; none for no article.
    pub fn of(values: &[f64], places: &[usize]) -> Option<Drawn> {
        let drawn: Vec<f64> = places.iter().map(|&place| values[place]).collect();
        let sample = Sample::of(&drawn)?;
        Some(Drawn {
            mean: sample.mean,
            error_squared: sample.error_squared(),
        })
    }
}

/// The places of each of [`DRAWS`] draws of `n` > 0 articles.
fn draws(n: usize, stream: &Stream) -> impl Iterator<Item = Vec<usize>> + '_ {
    (0..DRAWS).map(move |number| {
        let mut rng = stream.replicate(number);
        (0..n).map(|_| below(&mut rng, n as u64) as usize).collect()
    })
}

/// All draws of a year's articles, which must be in a fixed order.
pub fn drawn(values: &[f64], stream: &Stream) -> Vec<Drawn> {
    draws(values.len().max(1), stream)
        .filter_map(|places| Drawn::of(values, &places))
        .collect()
}

/// The studentized interval of a mean from its draws; none where too many draws have no spread to studentize by.
pub fn mean(sample: &Sample, drawn: &[Drawn]) -> Option<(f64, f64)> {
    if drawn.is_empty() {
        return None;
    }
    let t = drawn.iter().map(|draw| studentized(draw.mean - sample.mean, draw.error_squared));
    turned(t.collect(), sample.mean, sample.error_squared())
}

/// The studentized interval of `to - from`, draw by draw; none as for a mean, or where the years have not as many draws.
pub fn difference(from: (&Sample, &[Drawn]), to: (&Sample, &[Drawn])) -> Option<(f64, f64)> {
    let delta = to.0.mean - from.0.mean;
    let pairs = from.1.iter().zip(to.1);
    let t = pairs.map(|(from, to)| studentized(to.mean - from.mean - delta, from.error_squared + to.error_squared));
    turned(t.collect(), delta, from.0.error_squared() + to.0.error_squared()).filter(|_| from.1.len() == to.1.len())
}

fn studentized(off: f64, error_squared: f64) -> f64 {
    if off == 0.0 { 0.0 } else { off / error_squared.sqrt() }
}

/// The interval that the draws' t values give around `value`: the upper end comes from the lower tail.
fn turned(mut t: Vec<f64>, value: f64, error_squared: f64) -> Option<(f64, f64)> {
    if error_squared == 0.0 {
        return None;
    }
    t.sort_by(f64::total_cmp);
    let error = error_squared.sqrt();
    let (low, high) = (
        value - quantile(&t, 0.5 + LEVEL / 2.0)? * error,
        value - quantile(&t, 0.5 - LEVEL / 2.0)? * error,
    );
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

/// The middle [`LEVEL`] of the values; none without any spread.
pub fn percentiles(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&values, 0.5 - LEVEL / 2.0)?, quantile(&values, 0.5 + LEVEL / 2.0)?);
    (values.first() != values.last()).then_some((low, high))
}

/// The quantile at rank p (n + 1) of sorted values, between two by proportion (Weibull's positions, numpy's `weibull`). None for no value.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    // 0.025 of 2,000 is 50, whatever the binary fraction says.
    let rank = (p * (sorted.len() + 1) as f64 * 1e9).round() / 1e9;
    let below = (rank.floor() as usize).clamp(1, sorted.len().max(1));
    let lower = *sorted.get(below - 1)?;
    let share = rank - below as f64;
    match sorted.get(below) {
        Some(upper) if share > 0.0 && *upper != lower => Some(lower + share * (upper - lower)),
        _ => Some(lower),
    }
}

/// The interval of Cliff's delta of `to` against `from`, as percentiles of its draws; none where a year has fewer than [`FEWEST`] articles or no draw differs.
pub fn dominance(from: &[f64], to: &[f64], streams: [&Stream; 2]) -> Option<(f64, f64)> {
    if from.len().min(to.len()) < FEWEST {
        return None;
    }
    let ranked = Ranked::of(from, to);
    let pairs = draws(from.len(), streams[0]).zip(draws(to.len(), streams[1]));
    percentiles(pairs.map(|(from, to)| ranked.dominance(&from, &to)).collect())
}

/// Two years' values by rank, so that delta of a draw takes one walk and no sorting.
pub struct Ranked {
    /// Rank of each value of each year; equal values share one.
    ranks: [Vec<usize>; 2],
    /// How many ranks there are.
    many: usize,
}

impl Ranked {
    /// Ranks the values of both years together.
    pub fn of(from: &[f64], to: &[f64]) -> Ranked {
        let mut distinct = [from, to].concat();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        let ranks = |values: &[f64]| {
            let rank = |value: &f64| distinct.partition_point(|other| other < value);
            values.iter().map(rank).collect()
        };
        Ranked {
            ranks: [ranks(from), ranks(to)],
            many: distinct.len(),
        }
    }

    /// Cliff's delta of the articles at these places.
    pub fn dominance(&self, from: &[usize], to: &[usize]) -> f64 {
        let mut counts = vec![[0i64; 2]; self.many];
        for (year, places) in [from, to].into_iter().enumerate() {
            for &place in places {
                counts[self.ranks[year][place]][year] += 1;
            }
        }
        let (mut lower, mut balance) = ([0i64; 2], 0);
        for [one, other] in counts {
            balance += other * lower[0] - one * lower[1];
            lower = [lower[0] + one, lower[1] + other];
        }
        balance as f64 / (from.len() * to.len()) as f64
    }
}
