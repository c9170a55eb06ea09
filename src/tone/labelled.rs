//! Statements that people have rated, as a table gives them: what the model learns from and what ratings are compared with.
//!
//! Invariant: every grade is on the scale, and a statement has at least one coder. Nothing is guessed: a cell that is no grade is an error with its line.

use super::Dimension;
use super::agreement::Grade;
use csv::StringRecord;
use miette::Diagnostic;

/// A statement with the grades that people gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// The statement; several stretches joined by " … ".
    pub text: String,
    /// The reporting words; empty where there are none.
    pub cue: String,
    /// Row of the table, from 0, the header not counted.
    pub row: usize,
    /// What belongs together, and is never split between training and test; by default the statement's own line.
    pub group: String,
    /// What further column the caller named ("year"); empty where none.
    pub by: String,
    /// Of each coder of the table, in the order of its columns, hostility and conciliation from 0 to 4; none where that coder did not grade the statement.
    pub grades: Vec<Grade>,
}

impl Labelled {
    /// The mean of the coders.
    pub fn mean(&self) -> [f64; 2] {
        [0, 1].map(|d| self.given().map(|grade| grade[d]).sum::<f64>() / self.given().count() as f64)
    }

    /// The grades that there are.
    pub fn given(&self) -> impl Iterator<Item = [f64; 2]> + '_ {
        self.grades.iter().flatten().copied()
    }
}

/// Where things stand in a table.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// The statements.
    pub text: String,
    /// The reporting words.
    pub cue: Option<String>,
    /// What belongs together.
    pub group: Option<String>,
    /// A further column to be kept.
    pub by: Option<String>,
    /// Labels of another kind, turned into grades.
    pub map: Option<LabelMap>,
}

/// Labels and the grades that they stand for: `tone:conflict=H2C0,cooperation=H0C2`.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelMap {
    /// The column.
    pub column: String,
    /// Label, hostility, conciliation.
    pub labels: Vec<(String, [f64; 2])>,
}

impl std::str::FromStr for LabelMap {
    type Err = String;

    fn from_str(written: &str) -> Result<LabelMap, String> {
        const FORM: &str = "write COLUMN:LABEL=H2C0,LABEL=H0C2 with grades from 0 to 4";
        let (column, labels) = written.split_once(':').ok_or_else(|| format!("it names no column: {FORM}"))?;
        let labels = labels.split(',').map(|pair| {
            let (label, grades) = pair.split_once('=').ok_or_else(|| format!("`{pair}` gives no grades: {FORM}"))?;
            let read = grades
                .strip_prefix('H')
                .and_then(|grades| grades.split_once('C'))
                .and_then(|(h, c)| Some([grade(h)?, grade(c)?]));
            Ok((label.to_owned(), read.ok_or_else(|| format!("`{grades}` is no pair of grades: {FORM}"))?))
        });
        Ok(LabelMap {
            column: column.to_owned(),
            labels: labels.collect::<Result<_, String>>()?,
        })
    }
}

/// Why a table of rated statements cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum LabelledError {
    /// The table cannot be parsed.
    #[error("`{file}` is no table that can be read: {why}.")]
    #[diagnostic(code(detente::labelled::table))]
    Table {
        /// The file.
        file: String,
        /// The parser's words.
        why: String,
    },
    /// A column is missing.
    #[error("`{file}` has no column `{column}`.")]
    #[diagnostic(code(detente::labelled::column), help("Its columns are: {columns}. {advice}"))]
    Column {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// All of them.
        columns: String,
        /// What to do.
        advice: String,
    },
    /// A cell is no grade.
    #[error("`{file}`, line {line}, column `{column}`: `{cell}` is no grade.")]
    #[diagnostic(
        code(detente::labelled::grade),
        help("Grades go from 0 (none) to 4 (extreme); a coder who did not rate a statement leaves both cells empty.")
    )]
    Cell {
        /// The file.
        file: String,
        /// From 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        cell: String,
    },
    /// Nothing stands in it.
    #[error("`{file}` holds no rated statement.")]
    #[diagnostic(
        code(detente::labelled::empty),
        help("Give a CSV with a header, a column of statements, and hostility and conciliation from 0 to 4 in columns of these names.")
    )]
    Empty {
        /// The file.
        file: String,
    },
}

fn grade(cell: &str) -> Option<f64> {
    cell.trim().parse().ok().filter(|grade| (0.0..=4.0).contains(grade))
}

/// Reads the table in `text`, which stands in the file `file`. Grades stand in `hostility` and `conciliation`, or, of several coders, in `hostility_a`, `conciliation_a`, `hostility_b` and so
/// on; or come from labels by a map. Rows without a label of the map, and coders who left both cells empty, are passed over.
///
/// # Errors
/// A table that cannot be parsed, a missing column, a cell that is no grade, no statement at all.
pub fn labelled(file: &str, text: &str, columns: &Columns) -> Result<Vec<Labelled>, LabelledError> {
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = if file.ends_with(".tsv") { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let table = |why: csv::Error| LabelledError::Table {
        file: file.to_owned(),
        why: why.to_string(),
    };
    let header = reader.headers().map_err(table)?.clone();
    let missing = |column: &str, advice: &str| LabelledError::Column {
        file: file.to_owned(),
        column: column.to_owned(),
        columns: header.iter().collect::<Vec<_>>().join(", "),
        advice: advice.to_owned(),
    };
    let find = |column: &str| header.iter().position(|name| name == column);
    let need = |column: &str| find(column).ok_or_else(|| missing(column, "Name another one."));
    let optional = |column: &Option<String>| column.as_deref().map(need).transpose();
    let text_at = need(&columns.text)?;
    let (cue_at, group_at, by_at) = (optional(&columns.cue)?, optional(&columns.group)?, optional(&columns.by)?);
    let map = columns.map.as_ref().map(|map| Ok((need(&map.column)?, map))).transpose()?;
    // (hostility, conciliation) of each coder.
    let mut coders: Vec<[usize; 2]> = Vec::new();
    if map.is_none() {
        // A coder with one of the two columns under another name would be dropped without a word, so both are looked for from either.
        let is_coder = |coder: &str| coder.is_empty() || coder.starts_with('_');
        for (at, name) in header.iter().enumerate() {
            if let Some(coder) = name.strip_prefix("hostility").filter(|coder| is_coder(coder)) {
                let other = format!("conciliation{coder}");
                coders.push([at, find(&other).ok_or_else(|| missing(&other, "Every coder rates both."))?]);
            } else if let Some(coder) = name.strip_prefix("conciliation").filter(|coder| is_coder(coder)) {
                let other = format!("hostility{coder}");
                find(&other).ok_or_else(|| missing(&other, "Every coder rates both."))?;
            }
        }
        if coders.is_empty() {
            return Err(missing(
                "hostility",
                "Grades stand in hostility and conciliation, of several coders in hostility_a, conciliation_a and so on; labels of another kind are turned into grades by --map.",
            ));
        }
    }
    let mut rows = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for (row, record) in reader.records().enumerate() {
        let record: StringRecord = record.map_err(table)?;
        // The reader's own count is one low where lines end in CR LF: it stops between the two.
        let at = record.position().map_or(0, |position| position.byte() as usize).min(text.len());
        let at = at + usize::from(text.as_bytes().get(at) == Some(&b'\n'));
        line += text.as_bytes()[counted.min(at)..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        counted = at;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
        let mut grades = Vec::new();
        match map {
            Some((at, map)) => grades.extend(
                map.labels
                    .iter()
                    .filter(|(label, _)| record.get(at) == Some(label))
                    .map(|(_, grades)| Some(*grades)),
            ),
            None => {
                for coder in &coders {
                    let cells = coder.map(|at| record.get(at).unwrap_or_default());
                    if cells.iter().all(|cell| cell.trim().is_empty()) {
                        grades.push(None);
                        continue;
                    }
                    let mut both = [0.0; 2];
                    for dimension in Dimension::ALL {
                        let d = dimension as usize;
                        both[d] = grade(cells[d]).ok_or_else(|| LabelledError::Cell {
                            file: file.to_owned(),
                            line,
                            column: header.get(coder[d]).unwrap_or_default().to_owned(),
                            cell: cells[d].to_owned(),
                        })?;
                    }
                    grades.push(Some(both));
                }
            }
        }
        let text = cell(Some(text_at));
        if grades.iter().all(Option::is_none) || text.trim().is_empty() {
            continue;
        }
        rows.push(Labelled {
            row,
            text,
            cue: cell(cue_at),
            group: if group_at.is_some() { cell(group_at) } else { line.to_string() },
            by: cell(by_at),
            grades,
        });
    }
    if rows.is_empty() {
        return Err(LabelledError::Empty { file: file.to_owned() });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coders_and_labels_are_read() {
        let columns = Columns {
            text: "text".to_owned(),
            ..Columns::default()
        };
        let rows = labelled(
            "t.csv",
            "text,hostility_a,conciliation_a,hostility_b,conciliation_b\nNo.,2,0,1,0\nYes.,,,0,3\n",
            &columns,
        )
        .unwrap();
        assert_eq!(rows[0].grades, [Some([2.0, 0.0]), Some([1.0, 0.0])]);
        assert_eq!(rows[0].mean(), [1.5, 0.0]);
        assert_eq!(rows[1].grades, [None, Some([0.0, 3.0])]);
        assert_eq!(rows[1].mean(), [0.0, 3.0]);
        let map = "tone:bad=H2C0,good=H0C2".parse().unwrap();
        let columns = Columns { map: Some(map), ..columns };
        let rows = labelled("t.csv", "text,tone\nNo.,bad\nWell.,other\nYes.,good\n", &columns).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].grades, [Some([0.0, 2.0])]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let columns = Columns {
            text: "text".to_owned(),
            ..Columns::default()
        };
        for (table, message) in [
            ("text,hostility,conciliation\na,7,0\n", "line 2, column `hostility`: `7` is no grade"),
            (
                "text,hostility,conciliation\r\na,1,0\r\nb,7,0\r\n",
                "line 3, column `hostility`: `7` is no grade",
            ),
            ("text,hostility\na,1\n", "no column `conciliation`"),
            (
                "text,hostility_a,conciliation_a,hostile_b,conciliation_b\na,1,1,1,1\n",
                "no column `hostility_b`",
            ),
            ("words,hostility,conciliation\na,1,1\n", "no column `text`"),
            ("text,hostility,conciliation\n", "no rated statement"),
        ] {
            let error = labelled("t.csv", table, &columns).expect_err(table).to_string();
            assert!(error.contains(message), "{error}");
        }
        assert!("tone".parse::<LabelMap>().is_err() && "tone:a=2".parse::<LabelMap>().is_err());
    }
}
