//! `uncorrected`: one row a statement that would be another's, or a repeat, or count otherwise, had nobody corrected any; without rows where the study has no corrections.

use super::StatementRow;
use super::table::table;

table! {
    /// A row of `uncorrected`.
    pub struct UncorrectedRow in "uncorrected" {
        /// Id of the statement.
        statement: String,
        /// Id of the article.
        article: String,
        /// Id of the speaker that was found; empty where none was.
        speaker: Option<String>,
        /// That speaker's name.
        name: Option<String>,
        /// That speaker's side.
        side: Option<String>,
        /// That speaker's office.
        role: Option<String>,
        /// How sure it is that this speaker said it, 0 to 1.
        confidence_speaker: f64,
        /// Id of the first statement of which it would be a repeat.
        echo: Option<String>,
        /// Why it would count nowhere: hidden (its speaker, by the study).
        left_out: Option<String>,
        /// Id of the first article of what would be its cluster.
        cluster: String,
    }
}

impl UncorrectedRow {
    /// Whether it says of its statement what the row of `statements` does, its rating aside.
    pub fn says(&self, row: &StatementRow) -> bool {
        (&self.speaker, &self.name, &self.side, &self.role) == (&row.speaker, &row.name, &row.side, &row.role)
            && (&self.echo, &self.left_out, &self.cluster) == (&row.echo, &row.left_out, &row.cluster)
            && self.confidence_speaker == row.confidence_speaker
    }
}
