//! Intervals from Student's t on articles' means: right for few articles, where the percentile bootstrap is too short. The cluster bootstrap
//! for many articles comes with the sensitivity work.

use super::sample::Sample;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The share of intervals that hold the truth.
pub const LEVEL: f64 = 0.95;

/// `t` such that a Student variable of `freedom` degrees lies within ±t with probability [`LEVEL`].
fn quantile(freedom: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.5 + LEVEL / 2.0);
    t.is_finite().then_some(t)
}

/// The interval of a mean; none for one article or no spread.
pub fn mean(sample: &Sample) -> Option<(f64, f64)> {
    if sample.n < 2 || sample.variance == 0.0 {
        return None;
    }
    let half = quantile(f64::from(sample.n - 1))? * sample.error_squared().sqrt();
    Some((sample.mean - half, sample.mean + half))
}

/// The interval of `to - from` by Welch's t with Satterthwaite's degrees of freedom; none where a year has one article, or neither has a spread.
pub fn difference(from: &Sample, to: &Sample) -> Option<(f64, f64)> {
    if from.n < 2 || to.n < 2 {
        return None;
    }
    let (a, b) = (from.error_squared(), to.error_squared());
    if a + b == 0.0 {
        return None;
    }
    let freedom = (a + b).powi(2) / (a * a / f64::from(from.n - 1) + b * b / f64::from(to.n - 1));
    let half = quantile(freedom)? * (a + b).sqrt();
    let delta = to.mean - from.mean;
    Some((delta - half, delta + half))
}
