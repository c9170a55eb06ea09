//! A mean with its interval. Invariant: the interval comes from the spread of the articles' means, never from the spread of the statements.

use super::Measure;
use super::bootstrap::Drawn;
use super::clustering::Clustering;
use super::interval::{Interval, Method};
use super::sample::Sample;
use super::sums::{self, Clusters};
use serde::{Deserialize, Serialize};

/// A mean with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean of the articles' means, in points.
    pub value: f64,
    /// Lower end of the 95 % interval, cut at the end of the scale; none where one article is all there is, or where all articles agree exactly, so that nothing shows their
    /// spread.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How the interval was made; none without one.
    pub interval: Option<Method>,
    /// The plain mean over statements, which stands beside it.
    pub plain: f64,
    /// Statements counted.
    pub statements: u32,
    /// Articles (clusters) they come from.
    pub articles: u32,
    /// Meetings of the catalogue they belong to; 0 in a study without one.
    pub meetings: u32,
    /// How alike the statements of an article are: intraclass correlation; none where that cannot be told.
    pub icc: Option<f64>,
    /// By what factor clustering widens the variance of the plain mean, at least 1; none where that cannot be told.
    pub design_effect: Option<f64>,
    /// As many independent statements would tell as much: statements over design effect.
    pub effective: Option<f64>,
}

impl Estimate {
    /// From the statements of one group in one year; none without an article. `drawn` are draws of its articles, none where they are few.
    pub fn of(clusters: &Clusters, measure: Measure, meetings: u32, drawn: &[Drawn]) -> Option<Estimate> {
        let sample = Sample::of(&sums::means(clusters, measure))?;
        let (plain, statements) = sums::plain(clusters, measure);
        let interval = Interval::of_mean(&sample, drawn, measure.scale());
        let Clustering {
            icc,
            design_effect,
            effective,
        } = Clustering::of(clusters, measure);
        Some(Estimate {
            value: sample.mean,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            interval: interval.map(|interval| interval.method),
            plain,
            statements,
            articles: sample.n,
            meetings,
            icc,
            design_effect,
            effective,
        })
    }
}
