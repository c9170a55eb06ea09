//! A dictionary being read: text with its lines, the terms and notes so far. Invariant: every term goes through [`Reading::add`], so words are clean and nothing is there twice, whatever the format.

use super::{Dictionary, ForeignError, Format, Note, Term};
use crate::article::Fault;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most characters of a term; what is longer is a file in the wrong format.
const LONGEST: usize = 400;

/// Most categories within each other.
pub(super) const DEEPEST: usize = 32;

/// What a cell says of a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// A number.
    Plain(f64),
    /// A number written in another way than with digits and a point: what way.
    Odd(f64, &'static str),
    /// No number.
    Bad,
}

pub(super) struct Reading<'t> {
    format: Format,
    pub file: &'t str,
    pub text: &'t str,
    terms: Vec<Term>,
    notes: Vec<Note>,
    /// Of words in lower case with their category, the index of the term.
    seen: BTreeMap<(String, Vec<String>), usize>,
    /// Where each line but the first starts.
    starts: Vec<usize>,
}

impl<'t> Reading<'t> {
    pub fn new(format: Format, file: &'t str, text: &'t str, notes: Vec<Note>) -> Self {
        Reading {
            format,
            file,
            text,
            terms: Vec::new(),
            notes,
            seen: BTreeMap::new(),
            starts: memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect(),
        }
    }

    /// The lines that are not blank, with their number and first byte.
    pub fn lines(&self) -> impl Iterator<Item = (u32, usize, &'t str)> + use<'t> {
        let text = self.text;
        let mut start = 0;
        (1..).zip(text.split('\n')).filter_map(move |(line, words)| {
            let at = start;
            start += words.len() + 1;
            (!words.trim().is_empty()).then_some((line, at, words))
        })
    }

    /// Line of a byte, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.starts.partition_point(|&start| start <= at) as u32 + 1
    }

    /// The byte in a line from 1 and a column from 0, in characters.
    pub fn at(&self, line: usize, column: usize) -> usize {
        let start = line.checked_sub(2).map_or(Some(0), |before| self.starts.get(before).copied());
        let start = start.unwrap_or(self.text.len());
        let rest = &self.text[start..];
        start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    }

    /// The file is refused.
    pub fn fault(&self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> ForeignError {
        ForeignError::Fault(Box::new(Fault::new(self.file, self.text, at, message).advise(help)))
    }

    pub fn note(&mut self, line: u32, subject: &str, message: impl Into<String>) {
        self.notes.push(Note::new(line, subject, message));
    }

    /// Adds a term in a category, both as written.
    pub fn add(&mut self, line: u32, words: &str, category: &[String], weight: Option<f64>) {
        self.add_noted(line, words, category, weight, None);
    }

    /// As [`Reading::add`], with a remark.
    pub fn add_noted(&mut self, line: u32, words: &str, category: &[String], weight: Option<f64>, note: Option<String>) {
        let room = self.format.room();
        if words.chars().count() > LONGEST {
            return self.note(
                line,
                words.trim(),
                format!("more than {LONGEST} characters are no entry: it was left out"),
            );
        }
        let (mut clean, dirt) = cleaned(words);
        if clean.is_empty() {
            return self.note(line, "", "an entry without words was left out");
        }
        if let Some(dirt) = dirt {
            self.note(line, &clean, dirt);
        }
        if self.format == Format::Wordstat {
            clean = clean
                .replace('_', " ")
                .split(' ')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
        } else if let Some(spaced) = without_underscores(&clean) {
            self.note(line, &clean, "underscores between words were read as spaces");
            clean = spaced;
        }
        if room.gaps == 0 && (clean.contains('…') || clean.contains("...")) {
            return self.note(
                line,
                &clean,
                "dots that stand for something left out: the entry was left out, since in a lexicon of detente they are a gap",
            );
        }
        let category = if category.is_empty() {
            vec!["entries".to_owned()]
        } else {
            category.to_vec()
        };
        let scope = if room.categories { category.clone() } else { Vec::new() };
        let next = self.terms.len();
        let first = *self.seen.entry((clean.to_lowercase(), scope)).or_insert(next);
        if first < next {
            let first = &self.terms[first];
            let message = match (first.weight, weight) {
                (Some(one), Some(other)) if one != other => format!(
                    "the words stand with the weight {one} in line {} already, which was kept; here they have {other}",
                    first.line
                ),
                _ => format!("the words stand in line {} already", first.line),
            };
            return self.note(line, &clean, message);
        }
        self.terms.push(Term {
            words: clean,
            category,
            weight,
            note: note.map(|note| cleaned(&note).0).filter(|note| !note.is_empty()),
            line,
        });
    }

    /// A number as a cell gives it. What is odd or bad about it is noted, and a bad one is none.
    pub fn number(&mut self, line: u32, words: &str, cell: &str) -> Option<f64> {
        match number(cell) {
            Number::Plain(value) => Some(value),
            Number::Odd(value, how) => {
                self.note(line, words, format!("{how} was read as {value}"));
                Some(value)
            }
            Number::Bad => {
                let message = match cell.trim() {
                    "" => "the weight is missing".to_owned(),
                    cell => format!("the weight {cell:?} is no number"),
                };
                self.note(line, words, format!("{message}: the entry was left out"));
                None
            }
        }
    }

    /// Everything read.
    pub fn done(mut self) -> Result<Dictionary, ForeignError> {
        if self.terms.is_empty() {
            let help = match self.notes.iter().find(|note| note.line > 0 && !note.subject.is_empty()) {
                Some(note) => format!("What was left out first: {note}. Another format is given with --format."),
                None => "Another format is given with --format.".to_owned(),
            };
            let message = format!("The file was read as {}, and no entry stands in it.", self.format.about());
            return Err(self.fault(0..0, message, help));
        }
        self.notes.sort_by_key(|note| note.line);
        Ok(Dictionary {
            terms: self.terms,
            notes: self.notes,
        })
    }
}

/// A name of a category, clean; none where nothing is left.
pub(super) fn name(raw: &str) -> Option<String> {
    Some(cleaned(raw).0).filter(|name| !name.is_empty())
}

/// Words with one space between them and without control and invisible characters, and what had to be done.
pub(super) fn cleaned(raw: &str) -> (String, Option<&'static str>) {
    let mut clean = String::with_capacity(raw.len());
    let (mut blank, mut blanks, mut dropped) = (false, false, false);
    for c in raw.trim().chars() {
        if c.is_whitespace() {
            blanks |= blank || c != ' ';
            blank = true;
        } else if c.is_control() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') {
            dropped = true;
        } else {
            if blank && !clean.is_empty() {
                clean.push(' ');
            }
            blank = false;
            clean.push(c);
        }
    }
    let dirt = match (dropped, blanks) {
        (true, _) => Some("control or invisible characters were dropped"),
        (false, true) => Some("several blanks or tabs between words were read as one space"),
        (false, false) => None,
    };
    (clean, dirt)
}

/// Underscores between letters are spaces; those of emoticons stay.
pub(super) fn without_underscores(words: &str) -> Option<String> {
    let between = |word: &str| {
        let parts: Vec<&str> = word.split('_').collect();
        parts.len() > 1 && parts.iter().all(|part| part.chars().filter(|c| c.is_alphanumeric()).count() > 1)
    };
    if !words.split(' ').any(between) {
        return None;
    }
    let words: Vec<String> = words
        .split(' ')
        .map(|word| if between(word) { word.replace('_', " ") } else { word.to_owned() })
        .collect();
    Some(words.join(" "))
}

/// What a cell says, with the ways in which spreadsheets of other countries write numbers.
pub(super) fn number(cell: &str) -> Number {
    let cell = cell.trim();
    let plain = |cell: &str| {
        let shape = cell.bytes().any(|byte| byte.is_ascii_digit())
            && cell
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
        let value: Option<f64> = if shape { cell.parse().ok() } else { None };
        // A negative zero is a zero, so that what is written and read again is the same.
        value.filter(|value| value.abs() <= 1e6).map(|value| value + 0.0)
    };
    if let Some(value) = plain(cell) {
        return Number::Plain(value);
    }
    if let Some(rest) = cell.strip_prefix('\u{2212}')
        && let Some(value) = plain(&format!("-{rest}"))
    {
        return Number::Odd(value, "a typographic minus");
    }
    if cell.matches(',').count() == 1
        && !cell.contains('.')
        && let Some(value) = plain(&cell.replace(',', "."))
    {
        return Number::Odd(value, "a decimal comma");
    }
    Number::Bad
}

/// A line less the comment that it ends with, and whether there was one.
pub(super) fn uncommented(line: &str) -> (&str, bool) {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if before.is_whitespace() && (c == '#' || line[at..].starts_with("//")) {
            return (&line[..at], true);
        }
        before = c;
    }
    (line, false)
}
