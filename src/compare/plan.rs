//! What is to be compared, and how strictly. Invariant: a plan is data; it is checked where it is used, by [`super::compare`].

use super::{Adjustment, Block, CompareError, Selection};

/// What is to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The two years; none: the first and the last that have statements.
    pub years: Option<[i16; 2]>,
    /// Which statements.
    pub selection: Selection,
    /// The confidence, 0 to 1, that a statement's bounds and speaker must both have to count; at 0 all count. A statement without a speaker has a confidence of 0.
    pub confidence: f64,
    /// Level of verdicts, above 0 and below 1.
    pub alpha: f64,
    /// How the p values of a grouping are corrected together.
    pub correction: Adjustment,
    /// Within what articles are dealt to years; none: among all.
    pub block: Option<Block>,
    /// Seed of random draws.
    pub seed: u64,
}

impl Plan {
    /// The confidence below which an extraction is called doubtful where nobody has said another: what the finder gives to a speaker who is only a likely reading of a
    /// pronoun or a bare title lies below it.
    pub const DOUBTFUL: f64 = 0.7;

    /// Checks that the plan can be carried out.
    ///
    /// # Errors
    /// The level is not between 0 and 1, or the confidence not from 0 to 1; the two years are one.
    pub fn check(&self) -> Result<(), CompareError> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(CompareError::Alpha { alpha: self.alpha });
        }
        if !(0.0..=1.0).contains(&self.confidence) {
            return Err(CompareError::Confidence { confidence: self.confidence });
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
            confidence: 0.0,
            alpha: 0.05,
            correction: Adjustment::default(),
            block: None,
            seed: 0,
        }
    }
}
