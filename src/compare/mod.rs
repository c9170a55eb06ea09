//! Stage 4, counting: the statement table becomes groups, differences and word shifts.
//!
//! Invariant: what is sampled are articles, not statements. A group's headline value is the mean of its articles' means; intervals, tests, effects
//! and shifts use those same weights. Sums are taken in a fixed order, so the result is the same bits for any number of threads and any order of files.

pub mod adjust;
mod block;
pub mod bootstrap;
mod by;
pub mod change;
mod clustering;
mod comparison;
mod difference;
pub mod effect;
mod error;
mod estimate;
mod gaps;
mod group;
pub mod interval;
pub mod keyness;
mod measure;
pub mod noncentral;
pub mod permutation;
mod plan;
mod row;
mod sample;
mod selection;
mod shift;
mod stance;
mod sums;
mod verdict;
mod without_one;

pub use adjust::Adjustment;
pub use block::Block;
pub use by::By;
pub use clustering::Clustering;
pub(crate) use comparison::compare_choice;
pub use comparison::{Comparison, LeftOut, compare, compare_sums};
pub use difference::Difference;
pub use error::CompareError;
pub use estimate::Estimate;
pub use gaps::Gaps;
pub(crate) use gaps::grouped;
pub use group::Group;
pub use interval::{Interval, Method};
pub use keyness::{Key, Keyness};
pub use measure::Measure;
pub use plan::Plan;
pub use row::Row;
pub use sample::Sample;
pub use selection::Selection;
pub use shift::Shift;
pub use stance::{Aim, Stance, StanceSums, Stances};
pub use sums::{Counts, Sums};
pub use verdict::Verdict;
pub use without_one::WithoutOne;
