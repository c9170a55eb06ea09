//! `speakers`: one row a speaker of the study, a person or an institution.

use super::table::table;

table! {
    /// A row of `speakers`.
    pub struct SpeakerRow in "speakers" {
        /// Id: a slug of the name, unique in the study.
        id: String,
        /// The fullest, most frequent name.
        name: String,
        /// person, institution, group or anonymous.
        sort: String,
        /// Office most often given.
        role: Option<String>,
        /// Whose (Poland).
        affiliation: Option<String>,
        /// The bloc (NATO).
        side: Option<String>,
        /// All wordings, most frequent first, separated by "; ". Empty where the study gives out no text.
        aliases: Option<String>,
        /// Statements, repeats included.
        statements: i64,
        /// Articles they come from.
        articles: i64,
        /// Of the statements, direct ones.
        direct: i64,
        /// Mixed ones.
        mixed: i64,
        /// Indirect ones.
        indirect: i64,
        /// Repeats, which count nowhere.
        echoes: i64,
        /// First year with a statement.
        first_year: Option<i64>,
        /// Last year with a statement.
        last_year: Option<i64>,
    }
}
