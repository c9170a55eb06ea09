//! Speakers: a person or an institution. Pass 1 finds [`LocalSpeaker`]s, one per article; pass 2 makes one [`Speaker`] of those that are the same across a
//! study, seeing names, roles and sides, never texts. Invariant: a capital, a palace and the officials of one state stay three institutions; their side is what they share.

use super::{Bond, Doubt};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What sort of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A named person.
    Person,
    /// A state, ministry, alliance, outlet, document.
    Institution,
    /// Several together ("both sides", "Russian officials").
    Group,
    /// A person the article does not name ("a senior diplomat").
    Anonymous,
}

/// A speaker as one article shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalSpeaker {
    /// The fullest name in the article ("Jens Stoltenberg").
    pub name: String,
    /// What sort.
    pub sort: Sort,
    /// Office ("Secretary-General"), where the article gives one.
    pub role: Option<String>,
    /// Whose ("Poland"), from the sides lexicon.
    pub affiliation: Option<String>,
    /// The bloc ("NATO"), from the sides lexicon.
    pub side: Option<String>,
    /// Every distinct wording that stood for them where a cue was, in order of first use, pronouns left out.
    pub aliases: Vec<String>,
}

/// A speaker of a study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// A stable slug of the name, unique in the study ("jens-stoltenberg").
    pub id: String,
    /// The fullest, most frequent name.
    pub name: String,
    /// What sort.
    pub sort: Sort,
    /// The office most often given.
    pub role: Option<String>,
    /// Whose.
    pub affiliation: Option<String>,
    /// The bloc.
    pub side: Option<String>,
    /// All wordings, most frequent first.
    pub aliases: Vec<String>,
    /// Why what single articles showed was taken for this one speaker.
    pub bonds: BTreeSet<Bond>,
    /// Sources of single articles that went in.
    pub mentions: u32,
    /// What speaks against all of it being this one speaker.
    pub doubts: BTreeSet<Doubt>,
    /// Whether the study keeps this speaker out of groups, comparison and charts.
    pub hidden: bool,
}

impl Speaker {
    /// How doubtful it is that all of it is this one speaker and nobody else, in hundredths, 0 to 100. Whom the study names is beyond doubt: somebody has looked.
    pub fn doubt(&self) -> u8 {
        if self.bonds.contains(&Bond::Study) {
            return 0;
        }
        let bonds = self.bonds.iter().map(|bond| bond.doubt());
        bonds.chain(self.doubts.iter().map(|doubt| doubt.weight())).max().unwrap_or(0)
    }
}
