//! One statement as charts see it. Invariant: no words of the statement, so that charts can be published where the articles cannot.

use crate::compare::By;
use crate::tone::Micro;

/// One counted statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Speaker id; none where no speaker was found.
    pub speaker: Option<String>,
    /// The speaker's side.
    pub side: Option<String>,
    /// Year of comparison.
    pub year: i16,
    /// Id of the meeting.
    pub meeting: Option<String>,
    /// Hostility and conciliation.
    pub rating: [Micro; 2],
    /// Statement id.
    pub statement: String,
    /// Article id.
    pub article: String,
}

impl Dot {
    /// Whether it is one of a group's; offices and outlets are not drawn dot by dot.
    pub fn is_of(&self, by: By, key: &str) -> bool {
        match by {
            By::All => true,
            By::Side => self.side.as_deref() == Some(key),
            By::Speaker => self.speaker.as_deref() == Some(key),
            By::Role | By::Outlet => false,
        }
    }
}
