//! What a change of lexicons did, as tables of its own beside the new run: `changes`, `moves`, `effects`, `shares`. Invariant: over the changes of a statement the shares sum to its move, and over
//! those of a group to the move of its mean.

use super::table::table;

table! {
    /// A row of `changes`: an entry or a rule that is other than before.
    pub struct ChangeRow in "changes" {
        /// From 1, in the order in which changes are taken: entries by their line, then rules.
        number: i64,
        /// added, removed, reweighted, or altered (another category or exceptions; of a rule anything).
        what: String,
        /// lexicon:category:pattern, or rules:NAME.
        entry: String,
        /// An entry's dimension.
        dimension: Option<String>,
        /// An entry's weight before, 0 to 4.
        weight_before: Option<f64>,
        /// An entry's weight after.
        weight_after: Option<f64>,
        /// The lexicon's file.
        file: String,
        /// Its line there; of a removed one its old line.
        line: i64,
        /// Statements whose rating it moved.
        statements: i64,
        /// What it added to the hostility of all of them, in points.
        hostility: f64,
        /// What it added to the conciliation of all of them, in points.
        conciliation: f64,
        /// Its share of the move of net tone of everyone in the first year; empty where nothing is compared.
        net_from: Option<f64>,
        /// In the second year.
        net_to: Option<f64>,
        /// Its share of the move of the difference between the years.
        net_delta: Option<f64>,
    }
}

table! {
    /// A row of `moves`: a statement whose rating moved, the farthest first.
    pub struct MoveRow in "moves" {
        /// Id of the statement.
        statement: String,
        /// Id of the article.
        article: String,
        /// Year of comparison.
        year: Option<i64>,
        /// The speaker's name.
        name: Option<String>,
        /// The speaker's side.
        side: Option<String>,
        /// Its reporting words, where one of them made a difference.
        cue: Option<String>,
        /// The statement.
        text: Option<String>,
        /// The rating that is compared, before.
        hostility_before: f64,
        /// And after.
        hostility_after: f64,
        /// The rating that is compared, before.
        conciliation_before: f64,
        /// And after.
        conciliation_after: f64,
        /// Net tone before.
        net_before: f64,
        /// Net tone after.
        net_after: f64,
        /// After less before.
        net_move: f64,
        /// The words that made the lexicon's rating before, each with its entry and what it added.
        words_before: String,
        /// And after.
        words_after: String,
        /// What each change did to the net tone: number and points.
        shares: String,
    }
}

table! {
    /// A row of `effects`: a group's difference in a measure, before and after.
    pub struct EffectRow in "effects" {
        /// The grouping.
        by: String,
        /// Key of the group.
        key: String,
        /// Name for people.
        name: String,
        /// hostility, conciliation or net.
        measure: String,
        /// First year.
        from_year: i64,
        /// Second year.
        to_year: i64,
        /// The first year's mean before.
        from_before: Option<f64>,
        /// And after.
        from_after: Option<f64>,
        /// The second year's mean before.
        to_before: Option<f64>,
        /// And after.
        to_after: Option<f64>,
        /// The difference before.
        delta_before: Option<f64>,
        /// And after.
        delta_after: Option<f64>,
        /// p before, corrected where it was.
        p_before: Option<f64>,
        /// And after.
        p_after: Option<f64>,
        /// The verdict before.
        verdict_before: String,
        /// And after.
        verdict_after: String,
        /// Whether the verdict is another.
        flipped: bool,
        /// The verdict after, in a sentence.
        sentence: String,
    }
}

table! {
    /// A row of `shares`: what a change did to the means and the difference of everyone or of a side.
    pub struct ShareRow in "shares" {
        /// all or side.
        by: String,
        /// Key of the group.
        key: String,
        /// hostility, conciliation or net.
        measure: String,
        /// Number of the change.
        number: i64,
        /// lexicon:category:pattern, or rules:NAME.
        entry: String,
        /// Its share of the move of the first year's mean, in points.
        from: f64,
        /// Of the second year's.
        to: f64,
        /// Of the difference.
        delta: f64,
    }
}
