//! One statement as charts see it. Invariant: no words of the statement, so that charts can be published where the articles cannot.

use crate::tone::Micro;

/// One counted statement of a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Speaker id.
    pub speaker: String,
    /// Year of comparison.
    pub year: i16,
    /// Hostility and conciliation.
    pub rating: [Micro; 2],
    /// Statement id.
    pub statement: String,
    /// Article id.
    pub article: String,
}
