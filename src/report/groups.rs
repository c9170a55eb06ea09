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
        /// How the interval was made: t (Student's, on articles' means) or bootstrap (articles drawn anew, studentized; from 20 articles).
        interval: Option<String>,
        /// The plain mean over statements.
        plain: f64,
        /// Statements counted.
        statements: i64,
        /// Articles (clusters) they come from.
        articles: i64,
        /// Meetings they belong to; 0 in a study without a catalogue.
        meetings: i64,
        /// How alike the statements of an article are: intraclass correlation; empty where that cannot be told.
        icc: Option<f64>,
        /// By what factor clustering widens the variance of the plain mean.
        design_effect: Option<f64>,
        /// As many independent statements would tell as much: statements over design effect.
        effective: Option<f64>,
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
        /// How the interval was made: t or bootstrap, as in `groups`.
        interval: Option<String>,
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
            interval: estimate.interval.map(|method| method.as_str().to_owned()),
            plain: estimate.plain,
            statements: estimate.statements.into(),
            articles: estimate.articles.into(),
            meetings: estimate.meetings.into(),
            icc: estimate.icc,
            design_effect: estimate.design_effect,
            effective: estimate.effective,
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
                interval: row.interval,
                plain: row.plain,
                statements: row.statements,
                articles: row.articles,
            })
            .into()
    }
}
