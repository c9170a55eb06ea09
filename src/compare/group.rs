//! One group in one year or at one meeting: who, when, and three means.

use super::{By, Estimate, Measure};
use serde::{Deserialize, Serialize};

/// One group in one year, or at one meeting of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Grouping.
    pub by: By,
    /// Key: speaker id, side, office in small letters, outlet, or "all".
    pub key: String,
    /// Display name.
    pub name: String,
    /// Side of a speaker group.
    pub side: Option<String>,
    /// Year.
    pub year: i16,
    /// Id of the meeting; none for the whole year.
    pub meeting: Option<String>,
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
