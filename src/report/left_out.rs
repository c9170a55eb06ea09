//! How much of the headline hangs on single entries, as tables of their own beside a run: `left_out` and `bands`. The headline is the difference of everyone's net tone.

use super::table::table;

table! {
    /// A row of `left_out`: an entry, and the headline without it.
    pub struct LeftOutRow in "left_out" {
        /// lexicon:category:pattern.
        entry: String,
        /// Its weight, 0 to 4.
        weight: f64,
        /// Statements of the two years in which it was found.
        statements: i64,
        /// The headline's difference without it, in points.
        delta_without: f64,
        /// Less the difference as it is.
        moved: f64,
        /// Whether the difference has the other sign without it.
        turns: bool,
        /// p without it, corrected where it was; only of the twenty that move most.
        p_without: Option<f64>,
        /// The verdict without it; only of the twenty that move most.
        verdict_without: Option<String>,
        /// yes where the verdict is another without it, no where it is not; empty where it was not tested.
        decides: Option<String>,
    }
}

table! {
    /// A row of `bands`: what random losses of entries, or shaken weights, make of the headline.
    pub struct BandRow in "bands" {
        /// What was done.
        what: String,
        /// How often.
        draws: i64,
        /// The headline's difference as it is, in points.
        delta: f64,
        /// The 2.5th percentile of the draws.
        low: f64,
        /// Their median.
        median: f64,
        /// The 97.5th percentile.
        high: f64,
        /// The share of draws with the sign that the difference has, 0 to 1.
        same_sign: f64,
    }
}
