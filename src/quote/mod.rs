//! Stage 2, finding: who said what. Pass 1 ([`Finder::find`]) is a function of one article; pass 2 ([`merge_speakers`]) sees local speakers and fingerprints only.

mod annotated;
mod bond;
mod clash;
mod closed;
mod doubt;
pub mod echo;
mod entry;
mod error;
mod finder;
mod grammar;
mod judge;
mod learn;
mod lexicon;
mod mark;
mod merge;
mod name;
mod note;
mod overrule;
mod packed;
mod phrase;
mod register;
mod reliability;
mod remark;
mod resolve;
mod sentence;
mod speaker;
mod statement;
mod twin;
mod word;

pub use annotated::{Annotated, AnnotationError, Attribution};
pub use bond::Bond;
pub use clash::Clash;
pub(crate) use closed::function_words;
pub use doubt::Doubt;
pub use entry::{SpeakerEntry, Told};
pub use error::QuoteError;
pub use finder::Finder;
pub use learn::{LearnError, Learned, learn};
pub use merge::{Merged, merge_speakers};
pub use overrule::{Overruled, overrule};
pub use register::{Called, Register};
pub use reliability::{Band, Reliability};
pub use remark::Remark;
pub use speaker::{LocalSpeaker, Sort, Speaker};
pub use statement::{Act, Confidence, Kind, Statement, Target};
pub use twin::{Likeness, Twin, twins};

/// What one article gave.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In order of their first span.
    pub statements: Vec<Statement>,
    /// The article's own speakers; [`Statement::speaker`] points here.
    pub speakers: Vec<LocalSpeaker>,
}
