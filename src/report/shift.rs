//! `shift`: one row an entry, group and measure: what the entry did to the group's change. Over all entries the deltas sum to the change.

use super::table::table;
use crate::compare::Shift;

table! {
    /// A row of `shift`.
    pub struct ShiftRow in "shift" {
        /// all, side, speaker, role or outlet.
        by: String,
        /// Key of the group.
        key: String,
        /// hostility, conciliation or net.
        measure: String,
        /// lexicon:category:pattern, or "by no entry: the learned model, or a person" for the part of the ratings that no entry made: the learned model's, and ratings by hand.
        entry: String,
        /// Its share of the group's mean in the first year, in points.
        from: f64,
        /// In the second year.
        to: f64,
        /// Second less first.
        delta: f64,
    }
}

impl ShiftRow {
    /// The row of a shift; `entries` are the names that its index points into.
    pub fn of(shift: &Shift, entries: &[String]) -> ShiftRow {
        ShiftRow {
            by: super::word(&shift.by),
            key: shift.key.clone(),
            measure: super::word(&shift.measure),
            entry: entry_name(shift.entry, entries),
            from: shift.from,
            to: shift.to,
            delta: shift.delta,
        }
    }
}

/// The name that a shift's entry has in tables.
pub(super) fn entry_name(entry: Option<u32>, entries: &[String]) -> String {
    entry.map_or_else(
        || "by no entry: the learned model, or a person".to_owned(),
        |entry| entries.get(entry as usize).cloned().unwrap_or_default(),
    )
}
