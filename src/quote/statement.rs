//! A statement: what one source says by one cue, however many pieces it stands in. Invariant: its spans are in text order, do not overlap, lie in the article's
//! text outside boilerplate, and hold the content without the outer quotation marks.

use crate::article::Span;
use serde::{Deserialize, Serialize};

/// Whether something was said or only thought, wanted, shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Reported speech: what runs use.
    Speech,
    /// Beliefs, intentions, what evidence "shows".
    Thought,
}

impl Act {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Speech => "speech",
            Act::Thought => "thought",
        }
    }
}

/// How much of a statement is verbatim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// All of it, by quotation marks, speaker label, dash or block.
    Direct,
    /// Paraphrase with quoted words.
    Mixed,
    /// Paraphrase.
    Indirect,
}

impl Kind {
    /// The word in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

/// One statement of one article, with its local speaker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Said or thought.
    pub act: Act,
    /// How verbatim.
    pub kind: Kind,
    /// The content, in text order, without outer quotation marks.
    pub spans: Vec<Span>,
    /// The verbatim fragments within `spans` (all of `spans` for [`Kind::Direct`]).
    pub quoted: Vec<Span>,
    /// The reporting verb or phrase ("said", "according to"); none for a bare label or colon.
    pub cue: Option<Span>,
    /// The words that name the source where the cue stands ("the NATO leader", "he").
    pub mention: Option<Span>,
    /// Index into [`super::Found::speakers`].
    pub speaker: Option<u32>,
    /// The sides the statement speaks of, in text order.
    pub targets: Vec<Target>,
    /// How sure the extraction is.
    pub confidence: Confidence,
}

/// A mention of a side or its member inside a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The words, in the article's text.
    pub span: Span,
    /// The affiliation they name ("Poland").
    pub affiliation: String,
    /// The side it belongs to ("NATO"); empty where it belongs to none.
    pub side: String,
}

/// Probabilities, 0 to 1, that a reader would agree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// Of the span: a statement stands here, with about these bounds.
    pub span: f32,
    /// Of the speaker: this source said it.
    pub speaker: f32,
}
