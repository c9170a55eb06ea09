//! The three ratings of a statement, and the one that is compared. Invariant: a blend is the lexicon's rating and the model's by fixed shares, in integers, so it is the sum of the hits' scaled contributions
//! and one learned term, and lies on the scale.

use super::Micro;
use serde::{Deserialize, Serialize};

/// One whole, in the unit of shares.
const WHOLE: Micro = 100;

/// How much of a rating is the model's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blend {
    /// The model's share in hundredths, 0 to 100.
    share: u8,
}

impl Blend {
    /// The lexicon alone.
    pub const LEXICON: Blend = Blend { share: 0 };
    /// The model alone.
    pub const MODEL: Blend = Blend { share: 100 };
    /// The share where a study names none. On statements like those it learned from the model alone is best, on quotations of another kind half of each (ARCHITECTURE.md, The learned model).
    pub const DEFAULT: Blend = Blend { share: 50 };

    /// Of the model's share, 0 to 1, to the hundredth; none where it is off that scale.
    pub fn of(share: f64) -> Option<Blend> {
        (0.0..=1.0).contains(&share).then(|| Blend {
            share: (share * 100.0).round() as u8,
        })
    }

    /// The model's share, 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.share) / 100.0
    }

    /// What of the lexicon's `part` (a hit's contribution, or a rating) stands in the blend.
    pub fn lexicon(self, part: Micro) -> Micro {
        scaled(part, WHOLE - Micro::from(self.share))
    }

    /// The blend of a lexicon's and a model's rating.
    pub fn rating(self, lexicon: [Micro; 2], model: [Micro; 2]) -> [Micro; 2] {
        [0, 1].map(|d| scaled(lexicon[d], WHOLE - Micro::from(self.share)) + scaled(model[d], self.share.into()))
    }
}

/// So many hundredths of `part`, rounded down: two shares of one whole never sum to more than it.
fn scaled(part: Micro, hundredths: Micro) -> Micro {
    part * hundredths / WHOLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::MOST;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_blend_lies_between_its_parts(share in 0u8..=100, lexicon in [0..=MOST, 0..=MOST], model in [0..=MOST, 0..=MOST]) {
            let blend = Blend { share };
            for (d, rating) in blend.rating(lexicon, model).into_iter().enumerate() {
                prop_assert!(rating <= lexicon[d].max(model[d]));
                prop_assert!(rating + 2 > lexicon[d].min(model[d]));
            }
            prop_assert_eq!(Blend::LEXICON.rating(lexicon, model), lexicon);
            prop_assert_eq!(Blend::MODEL.rating(lexicon, model), model);
        }
    }
}
