//! What is wrong in a hand-written file (TOML, or a table of corrections) and where: the file's own words with the place marked, and what was probably meant.
//!
//! Invariant: `line` and `column` count from 1 (columns in characters) and say the same place as the label.

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceSpan};
use std::ops::Range;

/// A fault in a file written by hand: a study, a catalogue, a lexicon, corrections.
#[derive(Clone, Debug, thiserror::Error, Diagnostic)]
#[error("{file}, line {line}, column {column}: {message}")]
pub struct Fault {
    /// The file, as the user named it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// A sentence that names what is wrong.
    pub message: String,
    /// What to do.
    #[help]
    pub help: Option<String>,
    #[source_code]
    code: NamedSource<String>,
    #[label(collection)]
    labels: Vec<LabeledSpan>,
}

impl Fault {
    /// A fault at the bytes `at` of `text`, the content of `file`.
    pub fn new(file: &str, text: &str, at: Range<usize>, message: impl Into<String>) -> Self {
        let (line, column) = place(text, at.start);
        let span = SourceSpan::from(at.start.min(text.len())..at.end.min(text.len()));
        Fault {
            file: file.to_owned(),
            line,
            column,
            message: message.into(),
            help: None,
            code: NamedSource::new(file, text.to_owned()),
            labels: vec![LabeledSpan::new_primary_with_span(Some("here".to_owned()), span)],
        }
    }

    /// With what to do about it.
    pub fn advise(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a second place, such as the first of two equal entries.
    pub fn and(mut self, at: Range<usize>, label: &str) -> Self {
        self.labels.push(LabeledSpan::new_with_span(Some(label.to_owned()), SourceSpan::from(at)));
        self
    }

    /// From an error of the TOML parser. An unknown key or word gets the nearest known one as help.
    pub fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().unwrap_or(0..0);
        let (message, help) = say(error.message());
        let mut fault = Fault::new(file, text, at, message);
        fault.help = help;
        fault
    }
}

/// Line and column, both from 1, of byte `at` of `text`; columns in characters.
pub(crate) fn place(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The known word that `word` was probably meant to be.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = strsim::jaro_winkler(&folded, &candidate.to_lowercase());
        // Below .75 jaro_winkler pairs words that share little but a letter or two.
        if likeness >= 0.75 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The parser's message as a sentence, and the help that follows from it. serde names the unknown word first and the known ones after it, all in backticks.
fn say(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (noun, known) = match quoted.split_first() {
        Some((_, known)) if message.starts_with("unknown field") => ("key", known),
        Some((_, known)) if message.starts_with("unknown variant") => ("word", known),
        _ => {
            let mut sentence = message.trim().replace('\n', ": ");
            if !sentence.ends_with('.') {
                sentence.push('.');
            }
            return (sentence, None);
        }
    };
    let list = known.join("`, `");
    let help = match nearest(quoted[0], known.iter().copied()) {
        Some(meant) => format!("Did you mean `{meant}`? Known here: `{list}`."),
        None if known.is_empty() => "Nothing may stand here; take it out.".to_owned(),
        None => format!("Known here: `{list}`."),
    };
    (format!("`{}` is no {noun} that may stand here.", quoted[0]), Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("añb\nc", 3), (1, 3));
        assert_eq!(place("a\nb", 2), (2, 1));
        assert_eq!(place("a\nb", 99), (2, 2));
    }

    #[test]
    fn the_nearest_word_is_found_and_far_ones_are_not() {
        assert_eq!(nearest("alhpa", ["alpha", "years"]), Some("alpha"));
        assert_eq!(nearest("zzz", ["alpha", "years"]), None);
    }
}
