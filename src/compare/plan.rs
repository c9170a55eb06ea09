//! What is to be compared, and how strictly. Invariant: a plan is data; it is checked where it is used, by [`super::compare`].

use super::{CompareError, Selection};

/// What is to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The two years; none: the first and the last that have statements.
    pub years: Option<[i16; 2]>,
    /// Which statements.
    pub selection: Selection,
    /// Level of verdicts, above 0 and below 1.
    pub alpha: f64,
    /// Seed of random draws.
    pub seed: u64,
}

impl Plan {
    /// Checks that the plan can be carried out.
    ///
    /// # Errors
    /// The level is not between 0 and 1; the two years are one.
    pub fn check(&self) -> Result<(), CompareError> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(CompareError::Alpha { alpha: self.alpha });
        }
        match self.years {
            Some([from, to]) if from == to => Err(CompareError::SameYear { year: from }),
            _ => Ok(()),
        }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            years: None,
            selection: Selection::default(),
            alpha: 0.05,
            seed: 0,
        }
    }
}
