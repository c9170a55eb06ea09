//! One row of a table, as it was taken out of it. What is dear (reading JSON) is left to whoever reads the row, on any thread. Invariant: a row holds no more than the
//! limits let one line have.

use super::columns::{Cells, Columns, Field, Ranked};
use super::table::json;
use super::{ArticleError, decode};
use std::sync::Arc;

/// A table that rows are of.
#[derive(Debug)]
pub(super) struct Table {
    /// Path under its root, for messages.
    pub path: String,
    /// The same without extensions: ids of rows without one begin with it.
    pub id: String,
    pub columns: Columns,
    /// Whether its rows are ready statements.
    pub ready: bool,
    pub ranked: Ranked,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) table: Arc<Table>,
    pub(super) line: u64,
    pub(super) raw: Raw,
}

/// As it came out of the table.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    /// A JSON object.
    Json(Vec<u8>),
    /// The cells that were asked for.
    Cells([Option<Vec<u8>>; Field::ALL.len()]),
}

impl Row {
    /// Where it stands, for messages and tables: the table's path and the line (JSON lines, CSV) or row (Parquet), counted from 1.
    pub fn place(&self) -> String {
        format!("{}:{}", self.table.path, self.line)
    }

    /// How many bytes of text it holds, or a little more.
    pub fn bytes(&self) -> u64 {
        match &self.raw {
            Raw::Json(line) => line.len() as u64,
            Raw::Cells(cells) => cells.iter().flatten().map(|cell| cell.len() as u64).sum(),
        }
    }

    /// Its bytes as they came out of the table: the line, or cell by cell, nothing for an empty one.
    pub(crate) fn raw(&self) -> Vec<&[u8]> {
        match &self.raw {
            Raw::Json(line) => vec![line],
            Raw::Cells(cells) => cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect(),
        }
    }

    /// The id of a row that has none.
    pub(super) fn number(&self) -> String {
        format!("{}:{}", self.table.id, self.line)
    }

    /// Its cells.
    pub(super) fn cells(&self) -> Result<Cells, ArticleError> {
        let fault = |(why, help): (String, String)| ArticleError::Row {
            path: self.table.path.clone(),
            line: self.line,
            why,
            help,
        };
        let cells = match &self.raw {
            Raw::Json(line) => json::cells(line, &self.table.ranked).map_err(fault)?,
            Raw::Cells(cells) => {
                let mut texts = Cells::default();
                for (text, cell) in texts.iter_mut().zip(cells) {
                    *text = match cell {
                        None => None,
                        Some(cell) => Some(match std::str::from_utf8(cell) {
                            Ok(cell) => cell.to_owned(),
                            Err(_) => decode::decode(&self.place(), cell, false)?.text,
                        }),
                    };
                }
                texts
            }
        };
        // A cell of blanks is an empty one.
        let cells = cells.map(|cell| cell.filter(|cell| !cell.trim().is_empty()));
        if cells[Field::Text as usize].is_some() {
            return Ok(cells);
        }
        Err(match &self.raw {
            Raw::Json(line) => {
                let keys = json::keys(line);
                if keys
                    .iter()
                    .any(|key| self.table.ranked.get(key).is_some_and(|(field, _)| *field == Field::Text))
                {
                    self.without_text()
                } else {
                    let (why, help) = self.table.columns.missing(Field::Text, &keys);
                    ArticleError::Columns {
                        path: format!("{}, line {}", self.table.path, self.line),
                        why,
                        help,
                    }
                }
            }
            Raw::Cells(_) => self.without_text(),
        })
    }

    fn without_text(&self) -> ArticleError {
        ArticleError::Row {
            path: self.table.path.clone(),
            line: self.line,
            why: "the cell of the text is empty".to_owned(),
            help: "There is nothing to read in it; fill it, or leave the line out.".to_owned(),
        }
    }
}
