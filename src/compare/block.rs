//! Within what articles are dealt to years. Invariant: an article is exchanged only with articles of the same block, so what is the same within a block never counts as a change.

use super::Row;
use serde::{Deserialize, Serialize};

/// Within what articles are dealt to years, where a study declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// Articles in which the same speakers of the group are heard.
    Speaker,
    /// Articles of the same outlet.
    Outlet,
}

impl Block {
    /// The word in studies and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Block::Speaker => "speaker",
            Block::Outlet => "outlet",
        }
    }

    /// What the articles of a block share, for people.
    pub fn words(self) -> &'static str {
        match self {
            Block::Speaker => "the same speakers",
            Block::Outlet => "the same outlet",
        }
    }

    /// What a statement gives to its article's block: its speaker or outlet, empty where it is not known. An article with several (speakers, or outlets that carry one quotation) is
    /// of the block of just these together.
    pub fn of(self, row: &Row) -> &str {
        let name = match self {
            Block::Speaker => &row.speaker,
            Block::Outlet => &row.outlet,
        };
        name.as_deref().unwrap_or_default()
    }
}
