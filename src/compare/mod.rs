//! Stage 4, counting: the statement table becomes groups, differences and word shifts.
//!
//! Invariant: the article is the unit of inference, never the statement. A group's headline value is the mean of its articles' means; intervals, tests, effects
//! and shifts use those same weights. Sums are taken in a fixed order, so the result is the same bits for any number of threads and any order of files.

use crate::tone::Micro;
use serde::{Deserialize, Serialize};

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
    /// Verbatim or not.
    pub kind: crate::quote::Kind,
    /// A repeat of an earlier statement; counts nowhere.
    pub echo: bool,
    /// The rating that is compared: hostility, conciliation.
    pub rating: [Micro; 2],
    /// Hits' contributions: (entry index in the run's entry list, hostility, conciliation).
    pub hits: Vec<(u32, [Micro; 2])>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// 0 to 4.
    Hostility,
    /// 0 to 4.
    Conciliation,
    /// Conciliation less hostility, -4 to 4.
    Net,
}

/// By what statements are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// All together.
    All,
    /// By side.
    Side,
    /// By speaker.
    Speaker,
}

/// Which statements are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selection {
    /// Direct statements only.
    Direct,
    /// Direct and mixed ones: the default.
    #[default]
    Verbatim,
    /// Indirect ones too.
    All,
}

/// A mean with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean of the articles' means, in points.
    pub value: f64,
    /// Lower end of the 95 % interval; none where one article is all there is.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The plain mean over statements, which stands beside it.
    pub plain: f64,
    /// Statements counted.
    pub statements: u32,
    /// Articles (clusters) they come from.
    pub articles: u32,
}

/// One group in one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Grouping.
    pub by: By,
    /// Key: speaker id, side name, or "all".
    pub key: String,
    /// Display name.
    pub name: String,
    /// Side of a speaker group.
    pub side: Option<String>,
    /// Year.
    pub year: i16,
    /// The three measures.
    pub hostility: Estimate,
    /// Conciliation.
    pub conciliation: Estimate,
    /// Net.
    pub net: Estimate,
}

/// What can be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// p <= alpha: it changed.
    Changed,
    /// The design could have shown a change and did not.
    NoClearChange,
    /// The smallest p that the design can reach is above alpha.
    TooFewArticles,
    /// One of the years has no statement.
    OneYearOnly,
}

/// One group's change from one year to another in one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// Display name.
    pub name: String,
    /// What is compared.
    pub measure: Measure,
    /// From this year …
    pub from_year: i16,
    /// … to this one.
    pub to_year: i16,
    /// The group in the first year.
    pub from: Option<Estimate>,
    /// The group in the second.
    pub to: Option<Estimate>,
    /// `to - from` in points.
    pub delta: Option<f64>,
    /// 95 % interval of delta.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Two-sided permutation p, studentized, articles permuted.
    pub p: Option<f64>,
    /// p after Holm over the family that `family` names.
    pub p_adjusted: Option<f64>,
    /// The smallest p this design can reach.
    pub p_floor: Option<f64>,
    /// Hedges' g on article means, exact J.
    pub effect: Option<f64>,
    /// In one word; [`Verdict`] has the sentence.
    pub verdict: Verdict,
}

/// What one entry did to a difference. Over all entries of a (by, key, measure) the deltas sum to the difference exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// Hostility or conciliation or net.
    pub measure: Measure,
    /// Index in the run's entry list.
    pub entry: u32,
    /// Its share of the group's mean in the first year, points.
    pub from: f64,
    /// In the second.
    pub to: f64,
    /// `to - from`.
    pub delta: f64,
}
