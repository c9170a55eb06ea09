//! What can be wrong with the lexicons of extraction. Every message names the file, the line and what to do.

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// An error in a cue, title or sides lexicon.
#[derive(Debug, Error, Diagnostic)]
pub enum QuoteError {
    /// Not TOML, or a key or value that the format does not know.
    #[error("{file}:{line}:{column}: {message}")]
    Toml {
        /// File as the study names it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// The file's text.
        #[source_code]
        source_code: NamedSource<String>,
        /// Where.
        #[label("here")]
        at: SourceSpan,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// An entry that says something impossible.
    #[error("{file}: {message}")]
    Entry {
        /// File as the study names it.
        file: String,
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
}

impl QuoteError {
    pub(super) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let range = error.span().unwrap_or(0..0);
        let before = &text[..range.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        let message = error.message().to_string();
        let help = suggestion(&message);
        QuoteError::Toml {
            file: file.to_string(),
            line,
            column,
            message,
            source_code: NamedSource::new(file, text.to_string()),
            at: (range.start, range.len()).into(),
            help,
        }
    }
}

/// "unknown field `verb`, expected one of `verbs`, …" → did you mean `verbs`?
fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    message.starts_with("unknown").then_some(())?;
    let best = names.min_by_key(|name| strsim::damerau_levenshtein(wrong, name))?;
    Some(format!("did you mean `{best}`?"))
}
