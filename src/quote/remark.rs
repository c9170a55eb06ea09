//! What the study says of speakers and silently comes to nothing. Invariant: a remark stops nothing.

use std::ops::Range;

/// A remark on a place of the study file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where, in bytes of the study file.
    pub at: Range<usize>,
    /// A sentence for the user.
    pub message: String,
}
