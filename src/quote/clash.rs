//! What the study's word on speakers cannot mean. Invariant: where two places contradict each other, both are given.

use std::ops::Range;

/// Two entries of `[speakers]` that cannot both hold, or one that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Where, in bytes of the study file.
    pub at: Range<usize>,
    /// What is wrong, in a sentence; `{line}` stands for the line of `first`.
    pub message: String,
    /// The other place.
    pub first: Option<Range<usize>>,
    /// What to do.
    pub advice: String,
}
