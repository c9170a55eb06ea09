//! A dictionary as all formats share it: terms with category, weight and line, and what had to be said while reading. Invariant: the words of a term have no control characters and one space between them, categories at
//! least one name; weights are finite.

use super::super::{Dimension, Entry, points};

/// A term of a dictionary in one category.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The words; `*` is any ending, `…` a gap.
    pub words: String,
    /// Names of the category, outermost first.
    pub category: Vec<String>,
    /// As the dictionary scales it; none where it only lists.
    pub weight: Option<f64>,
    /// A remark.
    pub note: Option<String>,
    /// Line of the file, from 1.
    pub line: u32,
}

/// What was tolerated, changed or lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What happened, the same words for the same case.
    pub message: String,
    /// Line of the file, from 1; 0 for the whole file.
    pub line: u32,
    /// The words in question; may be empty.
    pub subject: String,
}

/// A dictionary as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {
    /// In the order of the file; a pair of words and category stands once.
    pub terms: Vec<Term>,
    /// In the order of lines.
    pub notes: Vec<Note>,
}

impl Note {
    /// A note on `subject` in `line`.
    pub(crate) fn new(line: u32, subject: &str, message: impl Into<String>) -> Note {
        // A whole file on one line is no help in a message.
        let subject = match subject.char_indices().nth(60) {
            Some((end, _)) => format!("{} …", &subject[..end]),
            None => subject.to_owned(),
        };
        Note {
            message: message.into(),
            line,
            subject,
        }
    }
}

impl std::fmt::Display for Note {
    /// `line 3, "words": message`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.subject.as_str()) {
            (0, "") => write!(f, "{}", self.message),
            (0, subject) => write!(f, "\"{subject}\": {}", self.message),
            (line, "") => write!(f, "line {line}: {}", self.message),
            (line, subject) => write!(f, "line {line}, \"{subject}\": {}", self.message),
        }
    }
}

impl Term {
    /// The category as one word: names joined by `/`.
    pub fn label(&self) -> String {
        self.category.join("/")
    }
}

impl Dictionary {
    /// Entries of our lexicons as a dictionary for `format`: category `[dimension, category]`, the weight from 0 to 4. Where a format tells hostility from conciliation by sign alone, hostility is negative; for AFINN, whose
    /// scale ends at 5, weights are times 5/4.
    pub fn of(entries: &[Entry], format: super::Format) -> Dictionary {
        let mut dictionary = Dictionary::default();
        let signed = !format.room().categories;
        let scale = if format == super::Format::Afinn { 1.25 } else { 1.0 };
        for entry in entries {
            let sign = if signed && entry.dimension == Dimension::Hostility { -1.0 } else { 1.0 };
            if !entry.not_in.is_empty() {
                dictionary.notes.push(Note::new(
                    entry.line,
                    &entry.pattern,
                    "no other program knows not_in: the phrases in which it does not count are lost",
                ));
            }
            dictionary.terms.push(Term {
                words: entry.pattern.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" "),
                category: vec![entry.dimension.as_str().to_owned(), entry.category.clone()],
                weight: Some(sign * scale * points(entry.weight)),
                note: entry.note.clone(),
                line: entry.line,
            });
        }
        dictionary
    }
}
