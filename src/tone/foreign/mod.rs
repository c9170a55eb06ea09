//! Dictionaries of other programs, read and written. A [`Format`] turns a file into a [`Dictionary`] and back; [`Import`] makes a lexicon of ours of it, [`Dictionary::of`] the reverse.
//!
//! Invariant: nothing is lost in silence. What a file holds and a dictionary cannot, and what a dictionary holds and a format cannot, becomes a [`Note`] with its line; and of what a format can hold,
//! reading what was written gives the same terms again, without a note.

mod afinn;
mod decode;
mod dictionary;
mod dicx;
mod error;
mod hold;
mod import;
mod lexicoder;
mod liwc;
mod nrc;
mod reading;
mod sniff;
mod table;
mod tree;
mod vader;
mod wordstat;
mod yaml;
mod yoshikoder;

pub use dictionary::{Dictionary, Note, Term};
pub use error::ForeignError;
pub use import::{Import, Imported, Mapping, Taken, Target};
pub use table::Columns;

use reading::Reading;

/// A format of dictionaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// LIWC 2007 and 2015, `.dic`: a legend of categories between two `%`, then a term a line with the numbers of its categories.
    Liwc,
    /// LIWC-22, `.dicx`: a table with a column a category.
    Dicx,
    /// Lexicoder, `.lc3`: `+category+`, then a term a line.
    Lexicoder,
    /// Yoshikoder, `.ykd`: XML, categories nested.
    Yoshikoder,
    /// WordStat, `.cat`: categories nested by tabs, terms with a weight in brackets, rules of proximity.
    Wordstat,
    /// quanteda's YAML, also that of LSD2015: categories nested, lists of terms.
    Yaml,
    /// VADER's text: term, mean, deviation and ratings, parted by tabs.
    Vader,
    /// NRC EmoLex: term, emotion, 0 or 1.
    Nrc,
    /// AFINN: term and a whole number from -5 to 5.
    Afinn,
    /// A CSV or TSV with a header, a term a row.
    Table,
}

/// What a format has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    /// Categories within categories.
    pub nested: bool,
    /// Categories at all; where not, the sign of the weight is the category.
    pub categories: bool,
    /// Weights.
    pub weights: Weights,
    /// Gaps `…`, at most so many a term.
    pub gaps: usize,
    /// Terms of any characters, not only of words.
    pub any: bool,
    /// A remark on each term.
    pub notes: bool,
}

/// Which weights a format has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weights {
    /// None.
    No,
    /// A term may have one.
    May,
    /// Every term has one.
    Must,
    /// Every term has one, from -4 to 4.
    Four,
    /// Every term has one, a whole number from -5 to 5.
    Whole,
}

/// A dictionary as written in a format.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The file's text, UTF-8, lines ending in a line feed.
    pub text: String,
    /// The terms that stand in it, as reading it gives them.
    pub terms: Vec<Term>,
    /// What the format had no room for; lines are those of the terms given.
    pub notes: Vec<Note>,
}

impl Format {
    /// All, in the order of help texts.
    pub const ALL: [Format; 10] = [
        Format::Liwc,
        Format::Dicx,
        Format::Lexicoder,
        Format::Yoshikoder,
        Format::Wordstat,
        Format::Yaml,
        Format::Vader,
        Format::Nrc,
        Format::Afinn,
        Format::Table,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Liwc => "liwc",
            Format::Dicx => "dicx",
            Format::Lexicoder => "lexicoder",
            Format::Yoshikoder => "yoshikoder",
            Format::Wordstat => "wordstat",
            Format::Yaml => "yaml",
            Format::Vader => "vader",
            Format::Nrc => "nrc",
            Format::Afinn => "afinn",
            Format::Table => "table",
        }
    }

    /// What it is, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Format::Liwc => "LIWC 2007 and 2015 (.dic)",
            Format::Dicx => "LIWC-22 (.dicx)",
            Format::Lexicoder => "Lexicoder (.lc3)",
            Format::Yoshikoder => "Yoshikoder (.ykd)",
            Format::Wordstat => "WordStat (.cat)",
            Format::Yaml => "quanteda and LSD2015 (.yml)",
            Format::Vader => "VADER (word, mean, deviation, ratings)",
            Format::Nrc => "NRC EmoLex (word, emotion, 0 or 1)",
            Format::Afinn => "AFINN (word, whole number)",
            Format::Table => "any other table with a header (.csv, .tsv)",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.as_str() == name)
    }

    pub(crate) fn room(self) -> Room {
        let plain = Room {
            nested: false,
            categories: true,
            weights: Weights::No,
            gaps: 0,
            any: false,
            notes: false,
        };
        match self {
            Format::Liwc => Room { nested: true, ..plain },
            Format::Dicx => Room {
                weights: Weights::May,
                any: true,
                ..plain
            },
            Format::Lexicoder => plain,
            Format::Yoshikoder => Room {
                nested: true,
                weights: Weights::May,
                any: true,
                notes: true,
                ..plain
            },
            Format::Wordstat => Room {
                nested: true,
                weights: Weights::Must,
                gaps: 1,
                ..plain
            },
            Format::Yaml => Room {
                nested: true,
                any: true,
                ..plain
            },
            Format::Vader => Room {
                categories: false,
                weights: Weights::Four,
                any: true,
                notes: true,
                ..plain
            },
            Format::Nrc => Room { any: true, ..plain },
            Format::Afinn => Room {
                categories: false,
                weights: Weights::Whole,
                any: true,
                ..plain
            },
            Format::Table => Room {
                weights: Weights::May,
                gaps: usize::MAX,
                any: true,
                notes: true,
                ..plain
            },
        }
    }

    /// Reads the dictionary `bytes`, the content of `file`. `columns` are asked only for a table.
    ///
    /// # Errors
    /// What is no text, or not of this format, with line and column; a dictionary without a term.
    pub fn read(self, file: &str, bytes: &[u8], columns: &Columns) -> Result<Dictionary, ForeignError> {
        let (text, notes) = decode::decode(file, bytes)?;
        let mut reading = Reading::new(self, file, &text, notes);
        match self {
            Format::Liwc => liwc::read(&mut reading)?,
            Format::Dicx => dicx::read(&mut reading)?,
            Format::Lexicoder => lexicoder::read(&mut reading),
            Format::Yoshikoder => yoshikoder::read(&mut reading)?,
            Format::Wordstat => wordstat::read(&mut reading),
            Format::Yaml => yaml::read(&mut reading)?,
            Format::Vader => vader::read(&mut reading),
            Format::Nrc => nrc::read(&mut reading),
            Format::Afinn => afinn::read(&mut reading),
            Format::Table => table::read(&mut reading, columns)?,
        }
        reading.done()
    }

    /// Writes `terms`. What the format has no room for is left out or simplified, and named in the notes.
    pub fn write(self, terms: &[Term]) -> Written {
        let (terms, notes) = hold::hold(self, terms);
        let text = match self {
            Format::Liwc => liwc::write(&terms),
            Format::Dicx => dicx::write(&terms),
            Format::Lexicoder => lexicoder::write(&terms),
            Format::Yoshikoder => yoshikoder::write(&terms),
            Format::Wordstat => wordstat::write(&terms),
            Format::Yaml => yaml::write(&terms),
            Format::Vader => vader::write(&terms),
            Format::Nrc => nrc::write(&terms),
            Format::Afinn => afinn::write(&terms),
            Format::Table => table::write(&terms),
        };
        Written { text, terms, notes }
    }

    /// The format of `file` by its name and by what stands in it.
    ///
    /// # Errors
    /// No format, or several that it could be, with the choices.
    pub fn detect(file: &str, bytes: &[u8]) -> Result<Format, ForeignError> {
        let (text, _) = decode::decode(file, bytes)?;
        sniff::detect(file, &text)
    }
}

/// Reads `bytes` as `format`, writes what was read in every format and reads that again: for fuzzing, and for the property tests.
///
/// # Panics
/// What a format was said to hold does not come back.
#[doc(hidden)]
pub fn exercise(format: Format, bytes: &[u8]) {
    let _ = Format::detect("dictionary", bytes);
    let Ok(dictionary) = format.read("dictionary", bytes, &Columns::default()) else {
        return;
    };
    let bare = |terms: &[Term]| {
        let mut terms: Vec<Term> = terms.iter().map(|term| Term { line: 0, ..term.clone() }).collect();
        terms.sort_by(|a, b| (&a.category, &a.words).cmp(&(&b.category, &b.words)));
        terms
    };
    for other in Format::ALL {
        let written = other.write(&dictionary.terms);
        if !written.terms.is_empty() {
            let back = other.read("dictionary", written.text.as_bytes(), &Columns::default());
            let back = back.unwrap_or_else(|error| panic!("{other:?}: {error}\n{}", written.text));
            assert_eq!(bare(&back.terms), bare(&written.terms), "{other:?}: {}", written.text);
        }
    }
    if let Ok(made) = (Import {
        name: "fuzz".to_owned(),
        ..Import::default()
    })
    .make("dictionary", format, &dictionary)
    {
        assert!(super::entries("fuzz.toml", &made.toml).is_ok(), "{}", made.toml);
    }
}
