//! `groups`: one row a group, year and measure: its mean with its interval.

use super::table::table;
use crate::compare::{Estimate, Group, Measure};

table! {
    /// A row of `groups`.
    pub struct GroupRow in "groups" {
        /// all, side or speaker.
        by: String,
        /// Key of the group: a speaker's id, a side's name, or all.
        key: String,
        /// Name for people.
        name: String,
        /// Side of a speaker.
        side: Option<String>,
        /// Year of comparison.
        year: i64,
        /// hostility, conciliation or net.
        measure: String,
        /// Mean of the articles' means, in points.
        value: f64,
        /// Lower end of the 95 % interval; empty where one article is all there is.
        low: Option<f64>,
        /// Upper end of the 95 % interval.
        high: Option<f64>,
        /// The plain mean over statements.
        plain: f64,
        /// Statements counted.
        statements: i64,
        /// Articles (clusters) they come from.
        articles: i64,
    }
}

impl GroupRow {
    /// The three rows of a group, in the order hostility, conciliation, net.
    pub fn of(group: &Group) -> [GroupRow; 3] {
        [
            (Measure::Hostility, &group.hostility),
            (Measure::Conciliation, &group.conciliation),
            (Measure::Net, &group.net),
        ]
        .map(|(measure, estimate): (Measure, &Estimate)| GroupRow {
            by: super::word(&group.by),
            key: group.key.clone(),
            name: group.name.clone(),
            side: group.side.clone(),
            year: group.year.into(),
            measure: super::word(&measure),
            value: estimate.value,
            low: estimate.low,
            high: estimate.high,
            plain: estimate.plain,
            statements: estimate.statements.into(),
            articles: estimate.articles.into(),
        })
    }
}
