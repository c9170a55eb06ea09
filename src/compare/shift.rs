//! The word shift: what each lexicon entry did to a difference. Invariant: over all entries of a (by, key, measure) the deltas sum to the difference, because the
//! weights are those of the estimate: one over (articles × statements in its article).

use super::sums::Cell;
use super::{By, Measure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one entry did to a difference. Over all entries of a (by, key, measure) the deltas sum to the difference exactly (up to the rounding of floats, 1e-9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// Hostility or conciliation or net.
    pub measure: Measure,
    /// Index in the run's entry list; none for the part of the ratings that no entry made: the learned term.
    pub entry: Option<u32>,
    /// Its share of the group's mean in the first year, points.
    pub from: f64,
    /// In the second.
    pub to: f64,
    /// `to - from`.
    pub delta: f64,
}

/// Each entry's share of a group's mean: the mean over articles of its mean contribution over the article's statements. Sums to the mean.
pub fn shares<'a>(cells: impl ExactSizeIterator<Item = &'a Cell>, measure: Measure) -> BTreeMap<Option<u32>, f64> {
    let articles = cells.len() as f64;
    let mut shares = BTreeMap::new();
    for cell in cells {
        for (entry, contribution) in cell.parts() {
            let part = measure.of(contribution);
            if part != 0 {
                *shares.entry(entry).or_insert(0.0) += cell.per_statement(part) / articles;
            }
        }
    }
    shares
}

/// The shift between two years' shares, by entry, the learned term first. Entries without a share in either year are left out.
pub fn between(from: &BTreeMap<Option<u32>, f64>, to: &BTreeMap<Option<u32>, f64>) -> Vec<(Option<u32>, f64, f64)> {
    let entries: std::collections::BTreeSet<_> = from.keys().chain(to.keys()).copied().collect();
    let share = |of: &BTreeMap<Option<u32>, f64>, entry| of.get(&entry).copied().unwrap_or(0.0);
    entries.into_iter().map(|entry| (entry, share(from, entry), share(to, entry))).collect()
}
