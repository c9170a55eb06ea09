//! A row of the statement table: one statement as comparison sees it, no words in it. Invariant: `rating` is at most the scale, hits say which entries made it.

use super::Selection;
use crate::quote::Kind;
use crate::tone::Micro;

/// One statement as comparison sees it: a row of the statement table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Statement id.
    pub statement: String,
    /// Article id.
    pub article: String,
    /// Articles that share echoes are one cluster: the id of the first of them; else the article's own id.
    pub cluster: String,
    /// Meeting id.
    pub meeting: Option<String>,
    /// Year of comparison.
    pub year: Option<i16>,
    /// Speaker id; none where no speaker was found.
    pub speaker: Option<String>,
    /// Display name of the speaker.
    pub name: Option<String>,
    /// Bloc of the speaker.
    pub side: Option<String>,
    /// Office of the speaker.
    pub role: Option<String>,
    /// Who published the article.
    pub outlet: Option<String>,
    /// Verbatim or not.
    pub kind: Kind,
    /// A repeat of an earlier statement; counts nowhere.
    pub echo: bool,
    /// How sure its bounds and its speaker both are at least, 0 to 1.
    pub confidence: f64,
    /// The rating that is compared: hostility, conciliation.
    pub rating: [Micro; 2],
    /// Hits' contributions: (entry index in the run's entry list, hostility, conciliation).
    pub hits: Vec<(u32, [Micro; 2])>,
}

impl Row {
    /// The year under which the row counts in a comparison of `selection` from `confidence` upward; none where it counts in no year: repeats, other kinds, doubtful ones,
    /// undated articles.
    pub fn counts(&self, selection: Selection, confidence: f64) -> Option<i16> {
        self.year
            .filter(|_| !self.echo && selection.takes(self.kind) && self.confidence >= confidence)
    }
}
