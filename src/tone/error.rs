//! What can be wrong with a lexicon or with valence rules. Every message names file, line and column, and every error says what to do.

use miette::{Diagnostic, NamedSource, SourceSpan};
use std::ops::Range;
use std::sync::Arc;
use thiserror::Error;

/// An error of the rating stage. Rating itself has none: what can fail is reading lexicons and rules.
#[derive(Debug, Error, Diagnostic)]
pub enum ToneError {
    /// A model file cannot be used.
    #[error("`{file}` is no model that can be used: {why}.")]
    #[diagnostic(
        code(detente::tone::model),
        help("Model files are written by `detente train`, not by hand; train it anew with this program.")
    )]
    Model {
        /// The file.
        file: String,
        /// What is wrong.
        why: String,
    },

    /// The file is not TOML.
    #[error("{at}, the file is not valid TOML: {message}.")]
    #[diagnostic(code(detente::tone::syntax))]
    Syntax {
        /// "file, line l, column c".
        at: String,
        /// The parser's words.
        message: String,
        /// What to do.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        text: Arc<NamedSource<String>>,
        /// Where.
        #[label("here")]
        span: SourceSpan,
    },

    /// A key that nothing reads.
    #[error("{at}, the key \"{key}\" is unknown here.")]
    #[diagnostic(code(detente::tone::unknown_key))]
    UnknownKey {
        /// "file, line l, column c".
        at: String,
        /// The key.
        key: String,
        /// The nearest known key, or all of them.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        text: Arc<NamedSource<String>>,
        /// Where.
        #[label("unknown")]
        span: SourceSpan,
    },

    /// A table or key that must be there is missing.
    #[error("{at}, {what} is missing.")]
    #[diagnostic(code(detente::tone::missing))]
    Missing {
        /// "file, line l, column c".
        at: String,
        /// What is missing.
        what: String,
        /// What to write.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        text: Arc<NamedSource<String>>,
        /// The table it is missing from.
        #[label("missing here")]
        span: SourceSpan,
    },

    /// A value of another kind than expected, or out of its range.
    #[error("{at}, {problem}.")]
    #[diagnostic(code(detente::tone::value))]
    Value {
        /// "file, line l, column c".
        at: String,
        /// What is wrong.
        problem: String,
        /// What to write.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        text: Arc<NamedSource<String>>,
        /// Where.
        #[label("here")]
        span: SourceSpan,
    },

    /// Words that are no pattern.
    #[error("{at}, the pattern \"{pattern}\" {problem}.")]
    #[diagnostic(code(detente::tone::pattern))]
    Pattern {
        /// "file, line l, column c".
        at: String,
        /// As written.
        pattern: String,
        /// What is wrong.
        problem: String,
        /// What to write.
        #[help]
        help: String,
        /// The file.
        #[source_code]
        text: Arc<NamedSource<String>>,
        /// Where.
        #[label("this pattern")]
        span: SourceSpan,
    },

    /// The same pattern twice where it may stand once.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Collision(Box<Collision>),
}

/// The same pattern twice where it may stand once, with both places.
#[derive(Debug, Error, Diagnostic)]
#[error("{at}, the pattern \"{pattern}\" stands a second time in {place}; it stands first in {first_at}.")]
#[diagnostic(code(detente::tone::collision))]
pub struct Collision {
    /// "file, line l, column c" of the second.
    at: String,
    /// The same of the first.
    first_at: String,
    /// As compared.
    pattern: String,
    /// The dimension or rule in which it may stand once.
    place: String,
    /// What to do.
    #[help]
    help: String,
    /// The file of the second.
    #[source_code]
    text: Arc<NamedSource<String>>,
    /// The second.
    #[label("again here")]
    span: SourceSpan,
    /// The first, if it stands in the same file.
    #[label("first here")]
    first: Option<SourceSpan>,
    /// The first, if it stands in another.
    #[related]
    elsewhere: Vec<Elsewhere>,
}

/// The other end of an error that concerns two files.
#[derive(Debug, Error, Diagnostic)]
#[error("It stands first in {at}.")]
pub struct Elsewhere {
    /// "file, line l, column c".
    at: String,
    #[source_code]
    text: Arc<NamedSource<String>>,
    #[label("first here")]
    span: SourceSpan,
}

/// A file being read, which knows how to name a place in itself.
#[derive(Clone, Debug)]
pub(crate) struct Source<'t> {
    pub file: &'t str,
    pub text: &'t str,
    named: Arc<NamedSource<String>>,
    /// Where each line but the first starts.
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        let lines = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1)
            .collect();
        Source {
            file,
            text,
            named: Arc::new(NamedSource::new(file, text.to_owned()).with_language("toml")),
            lines,
        }
    }

    /// Line of a byte, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.lines.partition_point(|&start| start <= at) as u32 + 1
    }

    /// The text before the byte `at`, or before the nearest boundary to its left.
    fn before(&self, at: usize) -> &'t str {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        &self.text[..at]
    }

    /// "file, line l, column c", with columns in code points.
    pub fn at(&self, range: &Range<usize>) -> String {
        let before = self.before(range.start);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("In {}, line {}, column {column}", self.file, self.line(range.start))
    }

    pub fn syntax(&self, error: &toml::de::Error) -> ToneError {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().trim().trim_end_matches('.').replace('\n', ", ");
        let mut help = "An entry is one line, \"words\" = weight, under a [dimension.category] line; quote the words.";
        if message.contains("duplicate key") {
            help = "One key stands once in its table: keep one of the two lines.";
            if let Some(first) = self.first_of(&range) {
                let key = self.text.get(range.clone()).unwrap_or("").trim_matches(['"', '\'']).to_owned();
                return self.collision(&key, "its table".to_owned(), range, self, first, help);
            }
        }
        ToneError::Syntax {
            at: self.at(&range),
            message,
            help: help.to_owned(),
            text: self.named.clone(),
            span: range.into(),
        }
    }

    /// Where the key or table that the parser met a second time at `again` stands first, if it is written the same way there.
    fn first_of(&self, again: &Range<usize>) -> Option<Range<usize>> {
        let key = self.text.get(again.clone())?;
        let head = self.before(again.start).rsplit('\n').next().unwrap_or("").trim_start();
        let header = |line: &str| line.trim_start().starts_with('[');
        let mut end = self.before(again.start).rfind('\n')?;
        loop {
            let start = self.text[..end].rfind('\n').map_or(0, |at| at + 1);
            let line = &self.text[start..end];
            let indent = line.len() - line.trim_start().len();
            let rest = line.trim_start().strip_prefix(head).and_then(|rest| rest.strip_prefix(key));
            if rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ']'])) {
                let from = start + indent + head.len();
                return Some(from..from + key.len());
            }
            // A key repeats within its table, a table anywhere before.
            if start == 0 || (header(line) && !header(head)) {
                return None;
            }
            end = start - 1;
        }
    }

    /// An unknown key, with the nearest of the `known` ones.
    pub fn unknown(&self, key: &str, range: Range<usize>, known: &[&str]) -> ToneError {
        let nearest = known.iter().map(|known| (strsim::damerau_levenshtein(key, known), *known)).min();
        let help = match nearest {
            Some((distance, nearest)) if distance <= 2 || distance * 3 <= key.chars().count() => format!("Did you mean \"{nearest}\"?"),
            _ => format!("Known here: {}.", known.join(", ")),
        };
        ToneError::UnknownKey {
            at: self.at(&range),
            key: key.to_owned(),
            help,
            text: self.named.clone(),
            span: range.into(),
        }
    }

    pub fn missing(&self, what: &str, range: Range<usize>, help: &str) -> ToneError {
        ToneError::Missing {
            at: self.at(&range),
            what: what.to_owned(),
            help: help.to_owned(),
            text: self.named.clone(),
            span: range.into(),
        }
    }

    pub fn value(&self, problem: String, range: Range<usize>, help: &str) -> ToneError {
        ToneError::Value {
            at: self.at(&range),
            problem,
            help: help.to_owned(),
            text: self.named.clone(),
            span: range.into(),
        }
    }

    pub fn pattern(&self, pattern: &str, fault: super::entry::PatternFault, range: Range<usize>) -> ToneError {
        let mut help = fault.advice;
        if let Some(first) = help.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        help.push('.');
        ToneError::Pattern {
            at: self.at(&range),
            pattern: pattern.to_owned(),
            problem: fault.problem,
            help,
            text: self.named.clone(),
            span: range.into(),
        }
    }

    /// `range` here repeats `first_range` in `first`.
    pub fn collision(
        &self,
        pattern: &str,
        place: String,
        range: Range<usize>,
        first: &Source<'_>,
        first_range: Range<usize>,
        help: &str,
    ) -> ToneError {
        let same = Arc::ptr_eq(&self.named, &first.named);
        let first_at = first.at(&first_range);
        let first_at = first_at.strip_prefix("In ").unwrap_or(&first_at).to_owned();
        let elsewhere = if same {
            Vec::new()
        } else {
            vec![Elsewhere {
                at: first_at.clone(),
                text: first.named.clone(),
                span: first_range.clone().into(),
            }]
        };
        ToneError::Collision(Box::new(Collision {
            at: self.at(&range),
            first_at,
            pattern: pattern.to_owned(),
            place,
            help: help.to_owned(),
            text: self.named.clone(),
            span: range.into(),
            first: same.then(|| first_range.into()),
            elsewhere,
        }))
    }
}
