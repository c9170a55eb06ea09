//! `corrections.csv`: what a person who read the statements says of single ones. Invariant: every row is checked when the study is read, so a slip stops a run before
//! it begins, with line and column; a statement has one row at most.

use super::StudyError;
use crate::article::{Fault, hex, nearest};
use crate::tone::{MOST, Micro, POINT};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// The columns that may stand in the file.
const COLUMNS: [&str; 6] = ["statement", "speaker", "drop", "hostility", "conciliation", "note"];

/// The corrections of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrections {
    /// The file, as messages name it.
    pub name: String,
    /// Its text, a byte order mark left off.
    pub text: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// In the order of the file.
    pub rows: Vec<Correction>,
}

/// What is said of one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Id of the statement.
    pub statement: String,
    /// Whose it is, if another's than was found.
    pub speaker: Option<Whose>,
    /// Whether it is no statement, or none that counts.
    pub drop: bool,
    /// Own ratings of hostility and conciliation, in micro-points, 0 to 4 points.
    pub rating: [Option<Micro>; 2],
    /// Line of the file, from 1.
    pub line: usize,
    /// Where the cell of the speaker stands, in bytes of the file.
    pub speaker_at: Range<usize>,
}

/// Whose a statement is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This speaker's: a name or an id.
    Of(String),
    /// Nobody's that can be named.
    Nobodys,
}

impl Correction {
    /// Whether it changes anything.
    pub fn corrects(&self) -> bool {
        self.speaker.is_some() || self.drop || self.rating.iter().any(Option::is_some)
    }
}

impl Corrections {
    /// File name of the corrections that a study need not name.
    pub const FILE: &'static str = "corrections.csv";

    /// Reads and checks the text of the file `name`.
    ///
    /// # Errors
    /// With line and column: an unknown column or none `statement`, a row of another length, a cell that cannot be meant, two rows for one statement.
    pub fn parse(name: &str, text: &str) -> Result<Corrections, Box<Fault>> {
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        // Spreadsheets write a mark before the first character.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let table = Table { name, text };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = match records.next() {
            Some(header) => header.map_err(|error| table.broken(&error))?,
            None => {
                return Err(table.fault(
                    0..0,
                    "The file is empty.",
                    format!("Its first line names the columns: {}.", COLUMNS.join(",")),
                ));
            }
        };
        let columns = table.columns(&header)?;
        let mut rows = Vec::new();
        let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for record in records {
            let record = record.map_err(|error| table.broken(&error))?;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let row = table.row(&columns, &record)?;
            let at = table.cell(&record, columns["statement"]);
            if let Some(first) = seen.insert(row.statement.clone(), at.clone()) {
                let line = Fault::new(name, text, first.clone(), "").line;
                let message = format!("The statement `{}` has a row in line {line} already.", row.statement);
                return Err(Box::new(
                    Fault::new(name, text, at, message)
                        .and(first, "first here")
                        .advise("Put all that you say of a statement into one row."),
                ));
            }
            rows.push(row);
        }
        Ok(Corrections {
            name: name.to_owned(),
            text: text.to_owned(),
            sha256,
            rows,
        })
    }

    /// A fault of the file that shows only when the articles are read.
    pub fn fault(&self, at: Range<usize>, message: impl Into<String>, advice: impl Into<String>) -> StudyError {
        let table = Table {
            name: &self.name,
            text: &self.text,
        };
        table.fault(at, message, advice).into()
    }

    /// The file's name without folders, for results: they hold no path of a machine.
    pub fn file_name(&self) -> String {
        Path::new(&self.name).file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// A file being checked.
struct Table<'a> {
    name: &'a str,
    text: &'a str,
}

impl Table<'_> {
    fn fault(&self, at: Range<usize>, message: impl Into<String>, advice: impl Into<String>) -> Box<Fault> {
        Box::new(Fault::new(self.name, self.text, at, message).advise(advice))
    }

    fn broken(&self, error: &csv::Error) -> Box<Fault> {
        let at = error.position().map_or(0, |position| position.byte() as usize);
        self.fault(
            at..at,
            format!("The line is no CSV: {error}."),
            "Save the file as CSV in UTF-8, separated by commas.",
        )
    }

    /// The bytes of a cell, quotation marks included: the reader does not tell them.
    fn cell(&self, record: &csv::StringRecord, column: usize) -> Range<usize> {
        let mut at = record.position().map_or(0, |position| position.byte() as usize).min(self.text.len());
        // The reader counts line ends before a record, those of empty lines too, as the record's own.
        at += self.text[at..].len() - self.text[at..].trim_start_matches(['\r', '\n']).len();
        for _ in 0..column {
            at = (at + self.width(at) + 1).min(self.text.len());
        }
        at..at + self.width(at)
    }

    /// Bytes of the cell that begins at `start`.
    fn width(&self, start: usize) -> usize {
        let mut quoted = false;
        let end = self.text[start..].find(|letter| {
            quoted ^= letter == '"';
            !quoted && matches!(letter, ',' | '\n' | '\r')
        });
        end.unwrap_or(self.text.len() - start)
    }

    /// Where each column stands.
    fn columns(&self, header: &csv::StringRecord) -> Result<BTreeMap<&'static str, usize>, Box<Fault>> {
        let known = COLUMNS.join(",");
        let mut columns = BTreeMap::new();
        for (index, cell) in header.iter().enumerate() {
            let at = || self.cell(header, index);
            let Some(column) = COLUMNS.into_iter().find(|column| *column == cell.trim()) else {
                let advice = match nearest(cell, COLUMNS) {
                    _ if header.len() == 1 && cell.contains([';', '\t']) => {
                        "Separate the columns by commas: save the file as CSV with commas.".to_owned()
                    }
                    Some(meant) => format!("Did you mean `{meant}`? Known are: {known}."),
                    None => format!("Known are: {known}."),
                };
                return Err(self.fault(at(), format!("`{cell}` is no column of corrections."), advice));
            };
            if columns.insert(column, index).is_some() {
                return Err(self.fault(at(), format!("The column `{column}` stands twice."), "Take one of the two out."));
            }
        }
        if !columns.contains_key("statement") {
            return Err(self.fault(
                self.cell(header, 0),
                "There is no column `statement`.",
                "It holds the ids of statements, as in statements.csv.",
            ));
        }
        Ok(columns)
    }

    fn row(&self, columns: &BTreeMap<&'static str, usize>, record: &csv::StringRecord) -> Result<Correction, Box<Fault>> {
        if record.len() != columns.len() {
            let at = self.cell(record, 0);
            let message = format!("The row has {} cells, the first line has {}.", record.len(), columns.len());
            return Err(self.fault(at, message, "A cell with a comma in it stands in quotation marks."));
        }
        let cell = |column: &str| {
            let index = columns.get(column).copied();
            let text = index.and_then(|index| record.get(index)).unwrap_or("").trim();
            (text, index.map_or(0..0, |index| self.cell(record, index)))
        };
        let (statement, at) = cell("statement");
        if statement.len() != 16 || !statement.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) {
            return Err(self.fault(
                at,
                format!("`{statement}` is no id of a statement."),
                "An id is 16 digits and letters a to f, as in statements.csv. A spreadsheet may have taken it for a number: give the column the form of text.",
            ));
        }
        let (speaker, speaker_at) = cell("speaker");
        let (drop, drop_at) = cell("drop");
        let drop = match drop {
            "yes" => true,
            "no" | "" => false,
            other => {
                return Err(self.fault(
                    drop_at,
                    format!("`{other}` is neither `yes` nor `no`."),
                    "`yes` leaves the statement out; `no` or nothing keeps it.",
                ));
            }
        };
        let rating = |column: &str| {
            let (text, at) = cell(column);
            if text.is_empty() {
                return Ok(None);
            }
            let points: Option<f64> = text.parse().ok();
            let micro = points
                .filter(|points| (0.0..=4.0).contains(points))
                .map(|points| (points * POINT as f64).round() as Micro);
            micro.filter(|micro| (0..=MOST).contains(micro)).map(Some).ok_or_else(|| {
                self.fault(
                    at,
                    format!("`{text}` is no rating of {column}."),
                    "A rating is a number from 0 (none) to 4 (extreme), with a point before decimals: 2.5. Without a number the program's rating stays.",
                )
            })
        };
        Ok(Correction {
            statement: statement.to_owned(),
            speaker: match speaker {
                "" => None,
                "-" | "'-" => Some(Whose::Nobodys),
                name => Some(Whose::Of(name.to_owned())),
            },
            drop,
            rating: [rating("hostility")?, rating("conciliation")?],
            line: Fault::new(self.name, self.text, at, "").line,
            speaker_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miette::Diagnostic;

    const GOOD: &str = "\u{feff}statement,speaker,drop,hostility,conciliation,note\r\n\
        0123456789abcdef,\"Korrin, Ada\",,2.5,,\"read twice,\r\nand again\"\r\n\
        \r\n\
        ffffffffffffffff,-,no,,0,\r\n\
        00000000000000e1,,yes,,,\r\n";

    #[test]
    fn rows_are_read_as_meant() {
        let read = Corrections::parse("corrections.csv", GOOD).unwrap();
        let row = |index: usize| &read.rows[index];
        assert_eq!(row(0).speaker, Some(Whose::Of("Korrin, Ada".to_owned())));
        assert_eq!(row(0).rating, [Some(2_500_000), None]);
        assert_eq!(
            (row(1).speaker.clone(), row(1).drop, row(1).rating),
            (Some(Whose::Nobodys), false, [None, Some(0)])
        );
        assert_eq!((row(2).drop, row(2).corrects(), read.rows.len()), (true, true, 3));
        assert_eq!(read.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5, 6]);
        assert_eq!(&read.text[row(0).speaker_at.clone()], "\"Korrin, Ada\"");
    }

    /// What is changed in the file, and what the error says.
    #[test]
    fn faults_say_where_and_what_to_do() {
        let cases: &[(&str, &str, &[&str])] = &[
            (
                "speaker,drop",
                "speeker,drop",
                &["line 1, column 11", "`speeker`", "Did you mean `speaker`?"],
            ),
            ("drop,hostility", "note,hostility", &["line 1", "`note` stands twice"]),
            ("statement,", "note,", &["line 1"]),
            (",2.5,", ",\"2,5\",", &["line 2, column 33", "`2,5`", "2.5"]),
            (",2.5,", ",4.01,", &["line 2, column 33", "`4.01`", "0 (none) to 4"]),
            (",2.5,", ",NaN,", &["line 2", "`NaN`"]),
            (",no,", ",perhaps,", &["line 5, column 20", "`perhaps`", "`yes`"]),
            ("00000000000000e1", "1.23E+15", &["line 6, column 1", "1.23E+15", "spreadsheet"]),
            ("00000000000000e1", "ffffffffffffffff", &["line 6, column 1", "line 5"]),
            (",yes,,,", ",yes,,", &["line 6", "5 cells", "first line has 6"]),
        ];
        for (from, to, says) in cases {
            assert!(GOOD.contains(from), "{from}");
            let error = Corrections::parse("corrections.csv", &GOOD.replacen(from, to, 1)).expect_err(to);
            let whole = format!("{error} {}", error.help().map(|help| help.to_string()).unwrap_or_default());
            for word in *says {
                assert!(whole.contains(word), "{to}: {whole} does not say {word}");
            }
        }
        let error = Corrections::parse("corrections.csv", "statement;speaker\n").unwrap_err();
        assert!(error.help().is_some_and(|help| help.to_string().contains("commas")), "{error}");
        assert!(Corrections::parse("corrections.csv", "").is_err());
    }
}
