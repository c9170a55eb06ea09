//! Intervals on articles' means: Student's t where they are few, the studentized bootstrap ([`bootstrap`]) where there are twenty and more in each year concerned.
//! Invariant: an interval lies on the scale of what it is of. Cutting it there loses no truth, since none lies beyond.

use super::bootstrap::{self, Drawn};
use super::sample::Sample;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The share of intervals that hold the truth.
pub const LEVEL: f64 = 0.95;

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Student's t on articles' means; Welch's for a difference.
    T,
    /// Articles drawn anew, studentized.
    Bootstrap,
}

impl Method {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::T => "t",
            Method::Bootstrap => "bootstrap",
        }
    }
}

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How it was made.
    pub method: Method,
}

impl Interval {
    /// Of a mean that lies on `scale`; none as for [`mean`]. `drawn` are the year's draws, empty below [`bootstrap::ENOUGH`] articles.
    pub fn of_mean(sample: &Sample, drawn: &[Drawn], scale: [f64; 2]) -> Option<Interval> {
        Interval::first(bootstrap::mean(sample, drawn), mean(sample), scale)
    }

    /// Of a difference of two means that lie on `scale`; none as for [`difference`].
    pub fn of_difference(from: (&Sample, &[Drawn]), to: (&Sample, &[Drawn]), [low, high]: [f64; 2]) -> Option<Interval> {
        let drawn = if from.1.is_empty() || to.1.is_empty() {
            None
        } else {
            bootstrap::difference(from, to)
        };
        Interval::first(drawn, difference(from.0, to.0), [low - high, high - low])
    }

    fn first(drawn: Option<(f64, f64)>, t: Option<(f64, f64)>, [least, most]: [f64; 2]) -> Option<Interval> {
        let drawn = drawn.map(|ends| (ends, Method::Bootstrap));
        let ((low, high), method) = drawn.or_else(|| t.map(|ends| (ends, Method::T)))?;
        Some(Interval {
            low: low.max(least),
            high: high.min(most),
            method,
        })
    }
}

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
