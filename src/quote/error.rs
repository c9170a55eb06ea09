//! What can be wrong with the lexicons of extraction. Every message names the file, the line and what to do.

use crate::article::Fault;
use miette::Diagnostic;

/// An error in a cue, title or sides lexicon.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum QuoteError {
    /// Not TOML, a key or value that the format does not know, or an entry that cannot be meant.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Lexicon(#[from] Box<Fault>),
}
