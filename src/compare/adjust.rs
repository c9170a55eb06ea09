//! p values of several tests together. Invariant: raw <= Benjamini-Hochberg <= Holm <= 1, each in the order of the input.

use serde::{Deserialize, Serialize};

/// How p values of several tests are corrected together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adjustment {
    /// Holm: the chance of even one false finding in the family is at most alpha. For few tests, planned before.
    #[default]
    Holm,
    /// Benjamini and Hochberg: of the findings, at most a share of alpha is expected to be false. For many tests, where something to look at is sought.
    #[serde(rename = "bh")]
    BenjaminiHochberg,
}

impl Adjustment {
    /// The word in studies and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Adjustment::Holm => "holm",
            Adjustment::BenjaminiHochberg => "bh",
        }
    }

    /// Whose it is, for people.
    pub fn words(self) -> &'static str {
        match self {
            Adjustment::Holm => "Holm",
            Adjustment::BenjaminiHochberg => "Benjamini-Hochberg",
        }
    }

    /// The p values of a family, corrected, in their order.
    pub fn of(self, p: &[f64]) -> Vec<f64> {
        match self {
            Adjustment::Holm => holm(p),
            Adjustment::BenjaminiHochberg => benjamini_hochberg(p),
        }
    }
}

/// Holm's step-down: holds the chance of even one false finding in the family at alpha, whatever the dependence.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut running: f64 = 0.0;
    for (rank, index) in ascending(p).into_iter().enumerate() {
        running = running.max((p[index] * (p.len() - rank) as f64).min(1.0));
        adjusted[index] = running;
    }
    adjusted
}

/// Benjamini and Hochberg's step-up: holds the expected share of false findings among the findings at alpha.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut running: f64 = 1.0;
    for (rank, index) in ascending(p).into_iter().enumerate().rev() {
        running = running.min(p[index] * p.len() as f64 / (rank + 1) as f64);
        // A product such as p * 3 / 3 may round to just below p.
        adjusted[index] = running.max(p[index]);
    }
    adjusted
}

/// Indices from the smallest p to the largest, equal ones in the order of the input.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    order
}
