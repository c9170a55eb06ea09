//! `groups`: one row a group, year and measure: its mean with its interval. `meetings`: the same at each meeting, in a table of its own, so that nobody adds the
//! meetings of a year to the year.

use super::table::table;
use crate::compare::{Estimate, Group, Measure};

table! {
    /// A row of `groups`.
    pub struct GroupRow in "groups" {
        /// all, side, speaker, role or outlet.
        by: String,
        /// Key of the group: a speaker's id, a side's name, an office in small letters, an outlet, or all.
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

table! {
    /// A row of `meetings`.
    pub struct MeetingRow in "meetings" {
        /// all, side, speaker, role or outlet.
        by: String,
        /// Key of the group: a speaker's id, a side's name, an office in small letters, an outlet, or all.
        key: String,
        /// Name for people.
        name: String,
        /// Side of a speaker.
        side: Option<String>,
        /// Id of the meeting in the study's catalogue.
        meeting: String,
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

impl MeetingRow {
    /// The three rows of a group at a meeting; none for a group that is of none.
    pub fn of(group: &Group) -> Vec<MeetingRow> {
        let Some(meeting) = &group.meeting else { return Vec::new() };
        GroupRow::of(group)
            .map(|row| MeetingRow {
                by: row.by,
                key: row.key,
                name: row.name,
                side: row.side,
                meeting: meeting.clone(),
                year: row.year,
                measure: row.measure,
                value: row.value,
                low: row.low,
                high: row.high,
                plain: row.plain,
                statements: row.statements,
                articles: row.articles,
            })
            .into()
    }
}
