//! `comparison`: one row a group and measure: its change from the first year of comparison to the second, and what can be said of it.

use super::table::table;
use crate::compare::{Difference, Estimate, Verdict};

table! {
    /// A row of `comparison`.
    pub struct ComparisonRow in "comparison" {
        /// all, side, speaker, role or outlet.
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
        /// Mean of the articles' means in the first year; empty where it has no statement.
        from_value: Option<f64>,
        /// Lower end of its 95 % interval.
        from_low: Option<f64>,
        /// Upper end of its 95 % interval.
        from_high: Option<f64>,
        /// Statements in the first year.
        from_statements: i64,
        /// Articles in the first year.
        from_articles: i64,
        /// Meetings in the first year; 0 in a study without a catalogue.
        from_meetings: i64,
        /// As many independent statements would tell as much as those of the first year.
        from_effective: Option<f64>,
        /// The same of the second year.
        to_value: Option<f64>,
        /// Lower end of its 95 % interval.
        to_low: Option<f64>,
        /// Upper end of its 95 % interval.
        to_high: Option<f64>,
        /// Statements in the second year.
        to_statements: i64,
        /// Articles in the second year.
        to_articles: i64,
        /// Meetings in the second year.
        to_meetings: i64,
        /// As many independent statements would tell as much as those of the second year.
        to_effective: Option<f64>,
        /// Second less first, in points.
        delta: Option<f64>,
        /// Lower end of its 95 % interval.
        low: Option<f64>,
        /// Upper end of its 95 % interval.
        high: Option<f64>,
        /// How the interval was made: t (Welch's, on articles' means) or bootstrap (articles drawn anew, studentized; where both years have 20 or more).
        interval: Option<String>,
        /// Two-sided p of a studentized permutation of articles.
        p: Option<f64>,
        /// p after the correction that `family` names; empty where the design cannot reach the level.
        p_adjusted: Option<f64>,
        /// The smallest p that this design can reach.
        p_floor: Option<f64>,
        /// What p was corrected by, and for how many tests: those of the same grouping whose articles could reach the level.
        family: Option<String>,
        /// Within what articles were dealt to years: speaker, outlet, or empty for among all.
        block: Option<String>,
        /// Hedges' g on article means.
        effect: Option<f64>,
        /// Lower end of its 95 % interval.
        effect_low: Option<f64>,
        /// Upper end of its 95 % interval.
        effect_high: Option<f64>,
        /// Cliff's delta on article means, -1 to 1: how much oftener an article of the second year lies above one of the first than below.
        dominance: Option<f64>,
        /// Lower end of its 95 % interval; too short below some twenty articles a year.
        dominance_low: Option<f64>,
        /// Upper end of its 95 % interval.
        dominance_high: Option<f64>,
        /// The smallest delta where any one article is left out.
        lowest: Option<f64>,
        /// The largest delta where any one article is left out.
        highest: Option<f64>,
        /// The article that moves delta most.
        moved_by: Option<String>,
        /// Whether leaving out one article makes the verdict another; empty for single speakers, offices and outlets, and where too few articles were the verdict.
        flips: Option<bool>,
        /// changed, no-clear-change, too-few-articles or one-year-only.
        verdict: String,
        /// The verdict in a sentence.
        sentence: String,
        /// Why the meetings of the two years are too few for a test of the years; empty where they are not, or there are none.
        meetings: Option<String>,
    }
}

impl ComparisonRow {
    /// The row of a difference.
    pub fn of(difference: &Difference, alpha: f64) -> ComparisonRow {
        let from = difference.from.as_ref();
        let to = difference.to.as_ref();
        let statements = |side: Option<&Estimate>| side.map_or(0, |estimate| i64::from(estimate.statements));
        let articles = |side: Option<&Estimate>| side.map_or(0, |estimate| i64::from(estimate.articles));
        let meetings = |side: Option<&Estimate>| side.map_or(0, |estimate| i64::from(estimate.meetings));
        let without_one = difference.without_one.as_ref();
        ComparisonRow {
            by: super::word(&difference.by),
            key: difference.key.clone(),
            name: difference.name.clone(),
            measure: super::word(&difference.measure),
            from_year: difference.from_year.into(),
            to_year: difference.to_year.into(),
            from_value: from.map(|estimate| estimate.value),
            from_low: from.and_then(|estimate| estimate.low),
            from_high: from.and_then(|estimate| estimate.high),
            from_statements: statements(from),
            from_articles: articles(from),
            from_meetings: meetings(from),
            from_effective: from.and_then(|estimate| estimate.effective),
            to_value: to.map(|estimate| estimate.value),
            to_low: to.and_then(|estimate| estimate.low),
            to_high: to.and_then(|estimate| estimate.high),
            to_statements: statements(to),
            to_articles: articles(to),
            to_meetings: meetings(to),
            to_effective: to.and_then(|estimate| estimate.effective),
            delta: difference.delta,
            low: difference.low,
            high: difference.high,
            interval: difference.interval.map(|method| method.as_str().to_owned()),
            p: difference.p,
            p_adjusted: difference.p_adjusted,
            p_floor: difference.p_floor,
            family: difference.family_words(),
            block: difference.block.map(|block| block.as_str().to_owned()),
            effect: difference.effect,
            effect_low: difference.effect_low,
            effect_high: difference.effect_high,
            dominance: difference.dominance,
            dominance_low: difference.dominance_low,
            dominance_high: difference.dominance_high,
            lowest: without_one.map(|one| one.lowest),
            highest: without_one.map(|one| one.highest),
            moved_by: without_one.map(|one| one.moved_by.clone()),
            flips: without_one.and_then(|one| one.flips),
            verdict: super::word(&difference.verdict),
            sentence: Verdict::sentence(difference),
            meetings: difference.meetings_words(alpha),
        }
    }
}
