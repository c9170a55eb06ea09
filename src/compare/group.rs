//! One group in one year: who, when, and three means.

use super::{By, Estimate, Measure};
use serde::{Deserialize, Serialize};

/// One group in one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Grouping.
    pub by: By,
    /// Key: speaker id, side name, or "all".
    pub key: String,
    /// Display name.
    pub name: String,
    /// Side of a speaker group.
    pub side: Option<String>,
    /// Year.
    pub year: i16,
    /// The three measures.
    pub hostility: Estimate,
    /// Conciliation.
    pub conciliation: Estimate,
    /// Net.
    pub net: Estimate,
}

impl Group {
    /// The estimate of one measure.
    pub fn estimate(&self, measure: Measure) -> &Estimate {
        match measure {
            Measure::Hostility => &self.hostility,
            Measure::Conciliation => &self.conciliation,
            Measure::Net => &self.net,
        }
    }
}
