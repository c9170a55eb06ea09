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
        /// Offices by year, where they are not the same in all: 2016: ambassador; 2022: minister.
        roles: Option<String>,
        /// Whose (Poland).
        affiliation: Option<String>,
        /// The bloc (NATO).
        side: Option<String>,
        /// All wordings, most frequent first, separated by "; ". Empty where the study gives out no text.
        aliases: Option<String>,
        /// Why sources of single articles were taken for this one speaker: one name, surname, spelling, respelled, initial, surname first, study, corrections, separated by "; ". Empty where there was nothing to merge.
        merged_by: Option<String>,
        /// Sources of single articles that went in.
        mentions: i64,
        /// How doubtful it is that all of it is one speaker, and this one, 0 to 1: an order for review, not a probability.
        doubt: f64,
        /// What speaks against it, in words, separated by "; ".
        doubts: Option<String>,
        /// Whether the study keeps the speaker out of groups, comparison and charts.
        hidden: bool,
        /// Statements, repeats included, dropped ones not.
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
