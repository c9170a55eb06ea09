//! The answer under another choice: what the headline difference would be, had the study been made otherwise in one thing. Invariant: same articles, same years, same test;
//! only the thing that the name says differs.

use crate::compare::{By, Comparison, Difference, Gaps, Measure};

/// A choice and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The choice in words.
    pub name: String,
    /// The difference in net tone of all speakers together; none where there is nothing to compare.
    pub difference: Option<Difference>,
    /// What is not known of the statements behind it.
    pub gaps: Gaps,
}

impl Choice {
    /// What a comparison made under this choice found.
    pub fn of(name: impl Into<String>, comparison: &Comparison) -> Choice {
        Choice {
            name: name.into(),
            difference: comparison.difference(By::All, "all", Measure::Net).cloned(),
            gaps: comparison.gaps_of(&comparison.years_shown()),
        }
    }
}
