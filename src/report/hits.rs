//! `hits`: one row a lexicon entry found in a statement or in its cue, in the order of the statements. The contributions of a statement's hits sum to its lexicon rating.

use super::table::table;

table! {
    /// A row of `hits`.
    pub struct HitRow in "hits" {
        /// Id of the statement.
        statement: String,
        /// Id of the article.
        article: String,
        /// text or cue.
        place: String,
        /// First code point in the article.
        start: i64,
        /// One past the last code point.
        end: i64,
        /// The words found. Empty where the study gives out no text.
        words: Option<String>,
        /// lexicon:category:pattern.
        entry: String,
        /// The dimension the entry belongs to: hostility or conciliation.
        dimension: String,
        /// The entry's weight, 0 to 4, before any rule.
        weight: f64,
        /// Valence rules that changed it, in the order of application, separated by "; ".
        rules: String,
        /// The words that set the rules off, in the same order. Empty where the study gives out no text.
        triggers: Option<String>,
        /// What it adds to the lexicon's rating of the statement's hostility.
        hostility: f64,
        /// What it adds to the lexicon's rating of the statement's conciliation.
        conciliation: f64,
        /// The affiliation that it is about.
        target_affiliation: Option<String>,
        /// The side of that affiliation.
        target_side: Option<String>,
    }
}
