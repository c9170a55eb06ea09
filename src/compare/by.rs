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
    /// By the speaker's office.
    Role,
    /// By who published the article.
    Outlet,
}

impl By {
    /// Every grouping, in the order of tables.
    pub const ALL: [By; 5] = [By::All, By::Side, By::Speaker, By::Role, By::Outlet];

    /// Everything together and the sides: of these a headline is made, and these are compared again under other choices.
    pub const HEADLINE: [By; 2] = [By::All, By::Side];

    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            By::All => "all",
            By::Side => "side",
            By::Speaker => "speaker",
            By::Role => "role",
            By::Outlet => "outlet",
        }
    }

    /// What one of its groups is called: "1 side", "3 sides".
    pub fn noun(self) -> &'static str {
        match self {
            By::All => "group",
            _ => self.as_str(),
        }
    }
}
