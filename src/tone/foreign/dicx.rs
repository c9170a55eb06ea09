//! LIWC-22's `.dicx`: a table with the words first and a column a category. Invariant: a cell is a mark (`X`) or a weight; where the whole file has no number but 1, 1 is a mark.

use super::reading::{Number, Reading, name, number};
use super::table::{cells, delimiter, quoted};
use super::{ForeignError, Term};
use std::collections::BTreeMap;

/// What the first column may be called, in lower case.
pub(super) const HEADS: &[&str] = &["dicterm", "entry", "term"];

pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), ForeignError> {
    let parted = delimiter(reading.file, reading.text);
    let rows = cells(reading, parted)?;
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default();
    let first = header.cells.first().map(|cell| cell.trim().to_lowercase()).unwrap_or_default();
    if !HEADS.contains(&first.as_str()) || header.cells.len() < 2 {
        return Err(reading.fault(
            0..reading.text.find('\n').unwrap_or(reading.text.len()),
            "The first line is not that of a LIWC-22 dictionary.",
            "It is the header DicTerm,First category,Second category and so on.",
        ));
    }
    let mut names: Vec<Option<String>> = Vec::new();
    for cell in &header.cells[1..] {
        let name = name(cell);
        if name.is_none() {
            reading.note(header.line, "", "a column without a name was passed over");
        } else if names.contains(&name) {
            reading.note(header.line, cell.trim(), "two columns have this name, and are one category");
        }
        names.push(name);
    }
    let rows: Vec<_> = rows.collect();
    let mark = |cell: &str| matches!(cell.trim(), "X" | "x" | "1");
    let weighted = rows
        .iter()
        .flat_map(|row| row.cells.iter().skip(1))
        .any(|cell| !mark(cell) && !matches!(cell.trim(), "" | "0") && number(cell) != Number::Bad);
    for row in rows {
        let Some(words) = row.cells.first() else { continue };
        let mut any = false;
        for (n, cell) in row.cells.iter().enumerate().skip(1) {
            let cell = cell.trim();
            if cell.is_empty() || (cell == "0" && !weighted) {
                continue;
            }
            let Some(category) = names.get(n - 1).cloned().flatten() else {
                reading.note(
                    row.line,
                    words.trim(),
                    format!("the cell {cell:?} stands in no category: it was left out"),
                );
                continue;
            };
            let weight = match cell {
                "X" | "x" => None,
                "1" if !weighted => None,
                cell => match reading.number(row.line, words.trim(), cell) {
                    Some(weight) => Some(weight),
                    None => continue,
                },
            };
            any = true;
            reading.add(row.line, words, &[category], weight);
        }
        if !any {
            reading.note(row.line, words.trim(), "the entry is in no category: it was left out");
        }
    }
    Ok(())
}

pub(super) fn write(terms: &[Term]) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    let mut rows: BTreeMap<&str, BTreeMap<usize, String>> = BTreeMap::new();
    for term in terms {
        let name = term.category[0].as_str();
        let next = names.len();
        let column = *columns.entry(name).or_insert(next);
        if column == next {
            names.push(name);
        }
        let row = rows.entry(&term.words).or_default();
        if row.is_empty() {
            order.push(&term.words);
        }
        // A weight always has a point, so that it cannot be taken for a mark.
        row.insert(column, term.weight.map_or_else(|| "X".to_owned(), |weight| format!("{weight:?}")));
    }
    let mut out = String::from("DicTerm");
    for name in &names {
        out.push(',');
        out.push_str(&quoted(name));
    }
    out.push('\n');
    for words in order {
        out.push_str(&quoted(words));
        for column in 0..names.len() {
            out.push(',');
            if let Some(cell) = rows[words].get(&column) {
                out.push_str(cell);
            }
        }
        out.push('\n');
    }
    out
}
