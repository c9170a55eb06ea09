//! The strongest statement of a speaker in one dimension, to be cited beside the dots. Invariant: the strongest, of equals the one whose id is smallest, whatever the order in which they come; no
//! words where the study gives out none.

use crate::tone::Micro;
use std::collections::BTreeMap;

/// A statement to be cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strongest {
    /// Its rating in the dimension, above 0.
    pub rating: Micro,
    /// Statement id.
    pub statement: String,
    /// Article id.
    pub article: String,
    /// Year of comparison.
    pub year: i16,
    /// Its words; none where the study gives out no text.
    pub text: Option<String>,
}

/// By speaker id: the most hostile statement, and the most conciliatory one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations(BTreeMap<String, [Option<Strongest>; 2]>);

impl Citations {
    /// Sees a statement; `dimension` is 0 for hostility, 1 for conciliation. One rated 0 is the strongest of nothing.
    pub fn see(&mut self, speaker: &str, dimension: usize, seen: Strongest) {
        if seen.rating <= 0 {
            return;
        }
        let held = self.0.entry(speaker.to_owned()).or_default();
        if let Some(held) = held.get_mut(dimension)
            && held
                .as_ref()
                .is_none_or(|held| (seen.rating, &held.statement) > (held.rating, &seen.statement))
        {
            *held = Some(seen);
        }
    }

    /// A speaker's most hostile and most conciliatory statement.
    pub fn of(&self, speaker: &str) -> [Option<&Strongest>; 2] {
        self.0.get(speaker).map_or([None, None], |held| [held[0].as_ref(), held[1].as_ref()])
    }
}
