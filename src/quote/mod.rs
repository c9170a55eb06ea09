//! Stage 2, finding: who said what. Pass 1 ([`Finder::find`]) is a function of one article; pass 2 ([`merge_speakers`]) sees local speakers and fingerprints only.

mod annotated;
mod closed;
pub mod echo;
mod error;
mod finder;
mod grammar;
mod judge;
mod learn;
mod lexicon;
mod mark;
mod merge;
mod note;
mod phrase;
mod reliability;
mod resolve;
mod sentence;
mod speaker;
mod statement;
mod word;

pub use annotated::{Annotated, AnnotationError, Attribution};
pub use error::QuoteError;
pub use finder::Finder;
pub use learn::{LearnError, Learned, learn};
pub use merge::{Merged, merge_speakers};
pub use reliability::{Band, Reliability};
pub use speaker::{LocalSpeaker, Sort, Speaker};
pub use statement::{Act, Confidence, Kind, Statement, Target};

/// What one article gave.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In order of their first span.
    pub statements: Vec<Statement>,
    /// The article's own speakers; [`Statement::speaker`] points here.
    pub speakers: Vec<LocalSpeaker>,
}
