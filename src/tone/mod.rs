//! Stage 3, rating: a statement's words become hostility and conciliation on the human 0-4 scale, every number taken apart into hits.
//!
//! Invariant: rating is a pure function of (utterance, lexicons, rules): no clock, files, threads or globals; a rating is exactly the sum of its hits' contributions.

//!
//! Lexicons (`lexicon`, `entry`) and valence rules (`rule`) are compiled into a [`Rater`]; its `matcher` finds entries among the words of the one tokenizer
//! ([`token`]) within the reach of `clause`s, `rating` adds up. A [`Model`] learned (`learn`) from rated statements (`labelled`) stands beside the rater and reads `feature`s and a frozen lexicon of its own;
//! [`Blend`] makes one rating of both, and an [`Instrument`] is all of it together. `agreement` says how far ratings agree with people's.

pub mod agreement;
mod blend;
mod card;
mod change;
mod check;
mod clause;
mod edit;
mod entry;
mod error;
mod explain;
mod extend;
mod feature;
pub mod foreign;
mod frame;
mod instrument;
mod labelled;
mod learn;
mod lexicon;
mod matcher;
mod micro;
mod model;
mod rater;
mod rating;
mod rule;
mod search;
mod target;
pub mod token;
mod tree;
mod vocabulary;

pub use agreement::Agreement;
pub use blend::Blend;
pub use card::model_card;
pub use change::{Change, Changes, Sources, What};
pub use check::{Finding, check};
pub use edit::{Address, Edit, EditError};
pub use entry::{ASIDE, Entry, GAP, GAPS, LONGEST, WITHIN};
pub use error::{Collision, Elsewhere, ToneError};
pub use explain::{ExplainedHit, Explanation, Step};
pub use extend::bases;
pub(crate) use feature::seen_words;
pub use instrument::{Derivation, Instrument, Ratings};
pub use labelled::{Columns, LabelMap, Labelled, LabelledError, labelled};
pub use learn::{Curve, TrainError, Trained, Training, agreement_with, learning_curve, train};
pub use lexicon::{entries, faults, lexicon_name};
pub use matcher::Scratch;
pub use micro::{MOST, Micro, POINT, points};
pub use model::{About, Beside, Evidence, Frozen, Head, Model, ModelFile, Reasons};
pub use rater::{REACH, Rater};
pub use rule::{Factors, Rule, Scope, UNIT};
pub use search::Sought;
pub use target::{Named, hit_targets};
pub use tree::{Forest, Node};

use crate::article::Span;
use crate::quote::Kind;
use serde::{Deserialize, Serialize};

/// What the rating sees of a statement.
#[derive(Clone, Debug)]
pub struct Utterance<'a> {
    /// The content; several spans joined by [`JOIN`].
    pub text: &'a str,
    /// The reporting verb or phrase; empty where there is none.
    pub cue: &'a str,
    /// The verbatim stretches of `text`.
    pub quoted: &'a [Span],
    /// How verbatim.
    pub kind: Kind,
}

/// What stands between two spans of a statement in an [`Utterance`]. No hit crosses it.
pub const JOIN: &str = " … ";

/// The two scales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// 0 none to 4 extreme.
    Hostility,
    /// 0 none to 4 extreme.
    Conciliation,
}

impl Dimension {
    /// Both, in the order of tables.
    pub const ALL: [Dimension; 2] = [Dimension::Hostility, Dimension::Conciliation];

    /// The word in tables and lexicons.
    pub fn as_str(self) -> &'static str {
        match self {
            Dimension::Hostility => "hostility",
            Dimension::Conciliation => "conciliation",
        }
    }
}

/// Where a hit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the utterance's text.
    Text,
    /// In its cue.
    Cue,
}

/// A valence rule that changed a hit, and the words that set it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Index of the rule in the rater's list of rules (`Rater::rules`).
    pub rule: u16,
    /// Where the trigger stands: with the hit, or in the cue that governs it.
    pub place: Place,
    /// Bytes of the trigger in that place.
    pub span: Span,
}

/// An entry found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Index of the entry in the rater's list of entries (`Rater::entry`).
    pub entry: u32,
    /// Text or cue.
    pub place: Place,
    /// Bytes of the utterance's text or cue.
    pub span: Span,
    /// Valence rules that changed it, in the order of application.
    pub rules: Vec<Applied>,
    /// What it weighs after the rules: hostility and conciliation parts, before the falling factors.
    pub parts: [Micro; 2],
    /// What it adds to each rating. Summed over the hits of a tone this is the rating.
    pub contribution: [Micro; 2],
}

/// A rating with its reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tone {
    /// 0 to [`MOST`].
    pub hostility: Micro,
    /// 0 to [`MOST`].
    pub conciliation: Micro,
    /// In order of place and span.
    pub hits: Vec<Hit>,
}

impl Tone {
    /// Conciliation less hostility, -[`MOST`] to [`MOST`].
    pub fn net(&self) -> Micro {
        self.conciliation - self.hostility
    }
}
