//! How alike the statements of an article are, and what that leaves of their number. Invariant: never more statements are left than there are.

use super::Measure;
use super::sums::Clusters;
use crate::tone::POINT;

/// How alike the statements of an article are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clustering {
    /// Intraclass correlation of statements within articles, by analysis of variance: (MSB - MSW) / (MSB + (n₀ - 1) MSW), n₀ the articles' mean size less what their unevenness takes.
    /// 1: an article says one thing; 0: no more alike than statements of two articles; below 0: less alike. None for one article, one statement an article, or no spread at all.
    pub icc: Option<f64>,
    /// 1 + (mean size - 1) icc, at least 1 (Kish 1965): by what factor the variance of the plain mean is larger than were the statements independent. 1 where every article
    /// has one statement.
    pub design_effect: Option<f64>,
    /// Statements over design effect: as many independent statements would tell as much.
    pub effective: Option<f64>,
}

impl Clustering {
    /// Of the articles of one group in one year.
    pub fn of(clusters: &Clusters, measure: Measure) -> Clustering {
        let articles = clusters.len() as f64;
        let sizes = || clusters.values().map(|cell| f64::from(cell.statements()));
        let statements: f64 = sizes().sum();
        if clusters.is_empty() {
            return Clustering::default();
        }
        if statements == articles {
            return Clustering {
                icc: None,
                design_effect: Some(1.0),
                effective: Some(statements),
            };
        }
        if clusters.len() < 2 {
            return Clustering::default();
        }
        let grand = clusters
            .values()
            .map(|cell| cell.mean(measure) * f64::from(cell.statements()))
            .sum::<f64>()
            / statements;
        let between: f64 = clusters
            .values()
            .map(|cell| f64::from(cell.statements()) * (cell.mean(measure) - grand).powi(2))
            .sum();
        let within: f64 = clusters.values().map(|cell| cell.scatter(measure)).sum();
        let (between, within) = (between / (articles - 1.0), within / (statements - articles));
        let typical = (statements - sizes().map(|size| size * size).sum::<f64>() / statements) / (articles - 1.0);
        let whole = between + (typical - 1.0) * within;
        let icc = (whole > 0.0).then(|| (between - within) / whole);
        let design_effect = icc.map(|icc| 1.0 + (statements / articles - 1.0) * icc.max(0.0));
        Clustering {
            icc,
            design_effect,
            effective: design_effect.map(|effect| statements / effect),
        }
    }
}

/// Micro-points squared as points squared.
pub(super) fn squared(micro: f64) -> f64 {
    micro / (POINT as f64 * POINT as f64)
}
