//! What a change of the lexicons did to the groups and their differences. Invariant: of everyone and of each side, the shares of the changed entries sum to the move of the mean, and of
//! the difference, up to the rounding of floats (1e-9): they are taken with the estimate's own weights.

use super::sums::Clusters;
use super::{By, Comparison, Difference, Measure, Sums, Verdict, shift};
use std::collections::BTreeMap;

/// Of each change, by its number: what it did to the first year's mean, to the second's, and to the difference, in points.
pub type Shares = Vec<(u32, [f64; 3])>;

/// What is known of a difference as it was: what its table says.
#[derive(Clone, Debug, PartialEq)]
pub struct Was {
    /// Grouping.
    pub by: By,
    /// Key of the group.
    pub key: String,
    /// What is compared.
    pub measure: Measure,
    /// Mean of the first year, in points; none where it has no statement.
    pub from: Option<f64>,
    /// Mean of the second.
    pub to: Option<f64>,
    /// The second less the first.
    pub delta: Option<f64>,
    /// p, corrected where it was.
    pub p: Option<f64>,
    /// In one word.
    pub verdict: Verdict,
}

/// One group's difference in one measure, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// As it was.
    pub before: Was,
    /// As it is.
    pub after: Difference,
    /// What each change did. Empty for speakers and other fine groups.
    pub shares: Shares,
}

impl Moved {
    /// Whether another verdict is given.
    pub fn flipped(&self) -> bool {
        self.before.verdict != self.after.verdict
    }

    /// Whether any number is another.
    pub fn moved(&self) -> bool {
        let after = [self.after.from, self.after.to].map(|year| year.map(|estimate| estimate.value));
        [self.before.from, self.before.to] != after || self.flipped()
    }

    /// What of the difference moved, in points; none where a year has no statement.
    pub fn delta(&self) -> Option<f64> {
        Some(self.after.delta? - self.before.delta?)
    }
}

/// Every difference that was, as it is in `after`, which is of the same statements. `moves` are the sums of what each statement's rating moved by, each change an entry.
pub fn moved(before: &[Was], after: &Comparison, moves: &Sums) -> Vec<Moved> {
    let mut shares: BTreeMap<(By, &str, Measure), Shares> = BTreeMap::new();
    if let Some([from, to]) = after.years {
        for (subject, _, years) in moves.subjects() {
            let (from, to) = (years.get(&from), years.get(&to));
            for measure in Measure::ALL {
                let of = |year: Option<&Clusters>| year.map(|clusters| shift::shares(clusters.values(), measure)).unwrap_or_default();
                let each = shift::between(&of(from), &of(to)).into_iter();
                let each = each.filter_map(|(change, from, to)| Some((change?, [from, to, to - from])));
                shares.insert((subject.by, &subject.key, measure), each.collect());
            }
        }
    }
    let differences = before.iter().filter_map(|old| {
        let new = after.difference(old.by, &old.key, old.measure)?;
        Some(Moved {
            before: old.clone(),
            after: new.clone(),
            shares: shares.remove(&(old.by, old.key.as_str(), old.measure)).unwrap_or_default(),
        })
    });
    differences.collect()
}
