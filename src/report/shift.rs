//! `shift`: one row an entry, group and measure: what the entry, under the rules that changed it, did to the group's change. Over all rows of a group and measure the deltas sum to the
//! change.

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
        /// lexicon:category:pattern; "the learned model" for what no entry made; "by hand" for ratings that a person gave.
        entry: String,
        /// The valence rules that changed the entry's weight, separated by "; "; empty where none did. The same entry under other rules has a row of its own.
        rules: String,
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
        let label = entry_name(shift.entry, entries);
        let (entry, rules) = ShiftRow::parts(&label);
        ShiftRow {
            by: super::word(&shift.by),
            key: shift.key.clone(),
            measure: super::word(&shift.measure),
            entry: entry.to_owned(),
            rules: rules.to_owned(),
            from: shift.from,
            to: shift.to,
            delta: shift.delta,
        }
    }
}

impl ShiftRow {
    /// The label of what no entry made.
    pub const LEARNED: &'static str = "the learned model";

    /// The label of ratings that a person gave.
    pub const BY_HAND: &'static str = "by hand";

    /// An entry under rules in one label: `lexicon:category:pattern [rule; rule]`.
    pub fn label(entry: &str, rules: &str) -> String {
        if rules.is_empty() {
            entry.to_owned()
        } else {
            format!("{entry} [{rules}]")
        }
    }

    /// A label's entry and rules again.
    pub fn parts(label: &str) -> (&str, &str) {
        let parts = label.strip_suffix(']').and_then(|label| label.rsplit_once(" ["));
        parts.unwrap_or((label, ""))
    }
}

/// The label of a shift's entry.
pub(super) fn entry_name(entry: Option<u32>, entries: &[String]) -> String {
    entry.map_or_else(
        || ShiftRow::LEARNED.to_owned(),
        |entry| entries.get(entry as usize).cloned().unwrap_or_default(),
    )
}
