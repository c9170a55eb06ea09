//! By what statements are grouped.

use serde::{Deserialize, Serialize};

/// By what statements are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// All together.
    All,
    /// By side.
    Side,
    /// By speaker.
    Speaker,
}

impl By {
    /// Every grouping, in the order of tables.
    pub const ALL: [By; 3] = [By::All, By::Side, By::Speaker];

    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            By::All => "all",
            By::Side => "side",
            By::Speaker => "speaker",
        }
    }
}
