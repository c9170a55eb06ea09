//! A mean with its interval. Invariant: the interval comes from the spread of the articles' means, never from the spread of the statements.

use super::interval;
use super::sample::Sample;
use serde::{Deserialize, Serialize};

/// A mean with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean of the articles' means, in points.
    pub value: f64,
    /// Lower end of the 95 % interval; none where one article is all there is, or where all articles agree exactly, so that nothing shows their spread. It may lie
    /// below the scale: few articles say little.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The plain mean over statements, which stands beside it.
    pub plain: f64,
    /// Statements counted.
    pub statements: u32,
    /// Articles (clusters) they come from.
    pub articles: u32,
}

impl Estimate {
    /// From the articles' means and the plain mean of their statements; none without an article.
    pub fn of(means: &[f64], plain: f64, statements: u32) -> Option<Estimate> {
        let sample = Sample::of(means)?;
        let (low, high) = interval::mean(&sample).unzip();
        Some(Estimate {
            value: sample.mean,
            low,
            high,
            plain,
            statements,
            articles: sample.n,
        })
    }
}
