//! What speaks against a merged speaker being one person, and this one. Invariant: each doubt has a weight and words, so that what is to be looked at first can say why.

use serde::{Deserialize, Serialize};

/// What speaks against a speaker being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// A bare surname or initials, joined to the one person whom they fit without a side that would confirm it.
    NoSide,
    /// A bare surname that only sounds like the person's.
    SoundsAlike,
    /// A surname that several have, given to the one whose state or office is the same.
    ByOffice,
    /// Its articles give it different sides.
    TwoSides,
    /// A surname or initials that several persons have; left to themselves.
    SeveralFit,
    /// The same words for somebody unnamed in several articles.
    Unnamed,
}

impl Doubt {
    /// The words in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::NoSide => "no side to confirm a short name",
            Doubt::SoundsAlike => "a surname that only sounds alike",
            Doubt::ByOffice => "one of several of this name, chosen by state or office",
            Doubt::TwoSides => "of different sides in different articles",
            Doubt::SeveralFit => "a short name that several have",
            Doubt::Unnamed => "unnamed in several articles",
        }
    }

    /// How heavy it is, in hundredths. Not measured: an order of what to look at first.
    pub(super) fn weight(self) -> u8 {
        match self {
            Doubt::NoSide => 20,
            Doubt::SoundsAlike | Doubt::ByOffice => 40,
            Doubt::TwoSides | Doubt::SeveralFit => 50,
            Doubt::Unnamed => 60,
        }
    }
}
