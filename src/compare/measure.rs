//! What is compared: the two ratings and their balance.

use crate::tone::{MOST, Micro, points};
use serde::{Deserialize, Serialize};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// 0 to 4.
    Hostility,
    /// 0 to 4.
    Conciliation,
    /// Conciliation less hostility, -4 to 4.
    Net,
}

impl Measure {
    /// All three, in the order of tables.
    pub const ALL: [Measure; 3] = [Measure::Hostility, Measure::Conciliation, Measure::Net];

    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Hostility => "hostility",
            Measure::Conciliation => "conciliation",
            Measure::Net => "net",
        }
    }

    /// The least and the most it can be, in points.
    pub fn scale(self) -> [f64; 2] {
        let most = points(MOST);
        match self {
            Measure::Hostility | Measure::Conciliation => [0.0, most],
            Measure::Net => [-most, most],
        }
    }

    /// The measure of a (hostility, conciliation) pair: exact, since both are integers.
    pub fn of(self, [hostility, conciliation]: [Micro; 2]) -> Micro {
        match self {
            Measure::Hostility => hostility,
            Measure::Conciliation => conciliation,
            Measure::Net => conciliation - hostility,
        }
    }
}
