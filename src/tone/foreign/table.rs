//! Any table with a header, a term a row: CSV, TSV, or parted by semicolons. Invariant: columns are found by the names given, else by names that tables of words usually have; a column that was asked for and is missing is an error.

use super::reading::{Reading, name};
use super::{ForeignError, Term};

/// Which columns of a table hold what, by name. Without a name the usual ones are tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The words.
    pub entry: Option<String>,
    /// The category.
    pub category: Option<String>,
    /// The weight.
    pub weight: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Usual names of columns, in lower case.
pub(super) const ENTRY: &[&str] = &["entry", "term", "word", "words", "token", "pattern", "phrase", "lemma"];
const CATEGORY: &[&str] = &["category", "class", "label", "emotion", "dimension", "key"];
const WEIGHT: &[&str] = &["weight", "score", "valence", "value", "mean", "sentiment", "polarity"];
const NOTE: &[&str] = &["note", "comment", "remark"];

/// A row with its line.
#[derive(Default)]
pub(super) struct Row {
    pub line: u32,
    pub cells: Vec<String>,
}

/// What parts the cells: a tab where the name or the first line says so, else the commoner of comma and semicolon in that line.
pub(super) fn delimiter(file: &str, text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let tsv = file.rsplit('.').next().is_some_and(|extension| extension.eq_ignore_ascii_case("tsv"));
    let outside = |c: char| {
        let mut open = false;
        let counts = |&here: &char| {
            open ^= here == '"';
            !open && here == c
        };
        first.chars().filter(counts).count()
    };
    let count = |c: char| outside(c);
    if tsv || count('\t') > count(',').max(count(';')) {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    }
}

/// All rows that have a cell, the header first.
pub(super) fn cells(reading: &mut Reading<'_>, delimiter: u8) -> Result<Vec<Row>, ForeignError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(reading.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let at = error.position().map_or(0, |position| position.byte() as usize);
            reading.fault(
                at..at,
                format!("The table cannot be read: {error}."),
                "Check the quotation marks in that line.",
            )
        })?;
        // The reader counts a blank line before the row to it.
        let mut start = record.position().map_or(0, |position| position.byte() as usize);
        start += reading.text[start..].bytes().take_while(|byte| *byte == b'\n').count();
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row {
                line: reading.line(start),
                cells,
            });
        }
    }
    Ok(rows)
}

pub(super) fn read(reading: &mut Reading<'_>, columns: &Columns) -> Result<(), ForeignError> {
    let parted = delimiter(reading.file, reading.text);
    let mut rows = cells(reading, parted)?.into_iter();
    let header = rows.next().unwrap_or_default();
    let names: Vec<String> = header.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let column = |wanted: &Option<String>, usual: &[&str], reading: &Reading<'_>| match wanted {
        Some(wanted) => match names.iter().position(|name| *name == wanted.trim().to_lowercase()) {
            Some(column) => Ok(Some(column)),
            None => Err(reading.fault(
                0..reading.text.find('\n').unwrap_or(reading.text.len()),
                format!("The table has no column `{wanted}`."),
                format!("Its columns are: {}.", names.join(", ")),
            )),
        },
        None => Ok(usual.iter().find_map(|usual| names.iter().position(|name| name == usual))),
    };
    let Some(entry) = column(&columns.entry, ENTRY, reading)? else {
        return Err(reading.fault(
            0..reading.text.find('\n').unwrap_or(reading.text.len()),
            "No column of the table is known as that of the words.",
            format!(
                "Name it: --column entry=NAME (and category, weight, note). The columns are: {}.",
                names.join(", ")
            ),
        ));
    };
    let category = column(&columns.category, CATEGORY, reading)?;
    let weight = column(&columns.weight, WEIGHT, reading)?;
    let note = column(&columns.note, NOTE, reading)?;
    for (n, name) in names.iter().enumerate() {
        if ![Some(entry), category, weight, note].contains(&Some(n)) {
            reading.note(header.line, name, "the column was not read");
        }
    }
    for row in rows {
        let cell = |column: Option<usize>| column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.trim());
        let words = cell(Some(entry));
        if row.cells.len() != names.len() {
            reading.note(
                row.line,
                words,
                format!("the row has {} cells, the header {}", row.cells.len(), names.len()),
            );
        }
        let value = match cell(weight) {
            "" => None,
            value => match reading.number(row.line, words, value) {
                Some(value) => Some(value),
                None => continue,
            },
        };
        let names = match (category, name(cell(category))) {
            (_, Some(name)) => vec![name],
            (Some(_), None) => {
                reading.note(row.line, words, "the category is empty: the entry was put into \"entries\"");
                Vec::new()
            }
            (None, None) => Vec::new(),
        };
        reading.add_noted(row.line, words, &names, value, Some(cell(note).to_owned()));
    }
    Ok(())
}

/// A cell, in quotation marks where it must be.
pub(super) fn quoted(cell: &str) -> String {
    let trimmed = cell.trim() != cell;
    if trimmed || cell.is_empty() || cell.contains(['"', ',', ';', '\t', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut out = String::from("entry,category,weight,note\n");
    for term in terms {
        let weight = term.weight.map(|weight| weight.to_string()).unwrap_or_default();
        let note = term.note.as_deref().filter(|note| !note.is_empty()).map(quoted).unwrap_or_default();
        out.push_str(&format!("{},{},{weight},{note}\n", quoted(&term.words), quoted(&term.category[0])));
    }
    out
}
