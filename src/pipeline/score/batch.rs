//! Rows of a table of ready statements, as they stand in it. Invariant: nothing of a row is lost, so that it can be written as it was.

use super::{RunError, Scoring};
use crate::article::{Budget, Cells, Columns, Field, Form, Line, Meter, Ranked, json_cells, json_line, unpack, worded};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use arrow::util::display::array_value_to_string;
use csv::ByteRecord;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::borrow::Cow;
use std::fs::File;
use std::io::BufRead;
use std::sync::Arc;

/// Rows of a batch at most.
const ROWS: usize = 8_192;

/// Bytes of a batch of lines or records, roughly.
const BYTES: usize = 8 << 20;

/// Bytes that are set aside for a record before it is read, at most.
const MOST_ROOM: usize = 4 << 10;

/// Where text and reporting words stand.
#[derive(Debug)]
pub(super) enum Places {
    Columns { text: usize, cue: Option<usize> },
    Keys(Ranked),
}

/// Some rows.
pub(super) enum Batch {
    /// Records of a CSV.
    Records(Vec<ByteRecord>),
    /// Lines of JSON, and the number of each.
    Lines(Vec<(u64, Vec<u8>)>),
    /// A batch of Parquet, and its text and cue as words.
    Columns(RecordBatch, ArrayRef, Option<ArrayRef>),
}

/// The table that is read.
pub(super) struct Given<'a> {
    scoring: &'a Scoring<'a>,
    form: Form,
    names: Vec<String>,
    places: Arc<Places>,
    inner: Inner,
}

enum Inner {
    Records {
        from: Box<csv::Reader<Budget>>,
        budget: Arc<std::sync::atomic::AtomicU64>,
    },
    Lines {
        from: Box<dyn BufRead + Send>,
        line: u64,
        first: Option<Vec<u8>>,
    },
    Columns(Box<ParquetRecordBatchReader>),
}

impl<'a> Given<'a> {
    pub fn open(scoring: &'a Scoring<'a>) -> Result<Given<'a>, RunError> {
        let path = scoring.table;
        // What has another extension was always read as CSV.
        let form = Form::of(&path.to_string_lossy()).unwrap_or(Form::Csv(b','));
        let unread = |why: std::io::Error| scoring.fault(why.to_string(), None);
        let columns = |names: &[String]| -> Result<Places, RunError> {
            Ok(Places::Columns {
                text: column(scoring, names, scoring.text)?,
                cue: scoring.cue.map(|cue| column(scoring, names, cue)).transpose()?,
            })
        };
        if form == Form::Parquet {
            let broken = |why: parquet::errors::ParquetError| scoring.fault(format!("it is no Parquet file, or a broken one: {why}"), None);
            let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).map_err(unread)?).map_err(broken)?;
            let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
            return Ok(Given {
                scoring,
                form,
                places: Arc::new(columns(&names)?),
                names,
                inner: Inner::Columns(Box::new(builder.with_batch_size(ROWS).build().map_err(broken)?)),
            });
        }
        let bytes = std::fs::metadata(path).map_err(unread)?.len();
        // A pipe has no size.
        let bytes = if bytes == 0 { u64::MAX } else { bytes };
        let mut from = unpack(path, bytes, scoring.limits, &Arc::new(Meter::default())).map_err(unread)?;
        if from.fill_buf().map_err(unread)?.starts_with("\u{FEFF}".as_bytes()) && form == Form::JsonLines {
            from.consume(3);
        }
        match form {
            Form::Csv(delimiter) => {
                let (budget, left) = Budget::new(from, u64::MAX);
                let mut from = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(budget);
                let malformed = |why: csv::Error| scoring.fault(why.to_string(), None);
                let header = from.byte_headers().map_err(malformed)?;
                let names: Vec<String> = header
                    .iter()
                    .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').to_owned())
                    .collect();
                Ok(Given {
                    scoring,
                    form,
                    places: Arc::new(columns(&names)?),
                    names,
                    inner: Inner::Records {
                        from: Box::new(from),
                        budget: left,
                    },
                })
            }
            _ => {
                let mut given = Given {
                    scoring,
                    form,
                    names: Vec::new(),
                    places: Arc::new(Places::Keys(Columns::only(
                        [Some((Field::Text, scoring.text)), scoring.cue.map(|cue| (Field::Cue, cue))]
                            .into_iter()
                            .flatten()
                            .map(|(field, name)| (field, name.to_owned())),
                    ))),
                    inner: Inner::Lines { from, line: 0, first: None },
                };
                // The first line says which columns there are.
                if let Some((_, held)) = given.line()? {
                    given.names = crate::article::json_keys(&held);
                    column(scoring, &given.names, scoring.text)?;
                    if let Inner::Lines { first, .. } = &mut given.inner {
                        *first = Some(held);
                    }
                }
                Ok(given)
            }
        }
    }

    pub fn form(&self) -> Form {
        self.form
    }

    /// Where text and reporting words stand.
    pub fn places(&self) -> Arc<Places> {
        Arc::clone(&self.places)
    }

    /// The columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The schema of a Parquet file.
    pub fn schema(&self) -> Option<Arc<arrow::datatypes::Schema>> {
        match &self.inner {
            Inner::Columns(from) => Some(arrow::array::RecordBatchReader::schema(from.as_ref())),
            _ => None,
        }
    }

    /// The header of a CSV, as it stands.
    pub fn header(&mut self) -> Option<ByteRecord> {
        match &mut self.inner {
            Inner::Records { from, .. } => from.byte_headers().ok().cloned(),
            _ => None,
        }
    }

    fn line(&mut self) -> Result<Option<(u64, Vec<u8>)>, RunError> {
        let scoring = self.scoring;
        let Inner::Lines { from, line, first } = &mut self.inner else {
            return Ok(None);
        };
        if let Some(first) = first.take() {
            return Ok(Some((*line, first)));
        }
        let mut held = Vec::new();
        loop {
            *line += 1;
            match json_line(from.as_mut(), &mut held, scoring.limits.line_bytes) {
                Ok(Line::None) => return Ok(None),
                Ok(Line::Full) if held.trim_ascii().is_empty() => {}
                Ok(Line::Full) => return Ok(Some((*line, held))),
                Ok(Line::TooLong(bytes)) => {
                    let why = format!(
                        "line {line} has {bytes} bytes, more than the {} a line may have",
                        scoring.limits.line_bytes
                    );
                    return Err(scoring.fault(
                        why,
                        Some("Set `line_bytes` under `[limits]` in a study, and name it with `--study`.".to_owned()),
                    ));
                }
                Err(why) => return Err(scoring.fault(format!("line {line}: {why}"), None)),
            }
        }
    }

    /// The next rows; none at the end.
    pub fn next(&mut self) -> Result<Option<Batch>, RunError> {
        let scoring = self.scoring;
        let (mut bytes, limit) = (0, scoring.limits.line_bytes);
        match &mut self.inner {
            Inner::Records { from, budget } => {
                let mut records: Vec<ByteRecord> = Vec::new();
                while records.len() < ROWS && bytes < BYTES {
                    budget.store(limit, std::sync::atomic::Ordering::Relaxed);
                    // Room for one like the last, so that it needn't grow step by step.
                    let room = records.last().map_or((0, 0), |last| (last.as_slice().len(), last.len()));
                    let mut record = ByteRecord::with_capacity((room.0 + room.0 / 4).min(MOST_ROOM), room.1);
                    if !from.read_byte_record(&mut record).map_err(|why| scoring.fault(why.to_string(), None))? {
                        break;
                    }
                    bytes += record.as_slice().len();
                    records.push(record);
                }
                Ok((!records.is_empty()).then_some(Batch::Records(records)))
            }
            Inner::Lines { .. } => {
                let mut lines = Vec::new();
                while lines.len() < ROWS && bytes < BYTES {
                    let Some((number, line)) = self.line()? else { break };
                    bytes += line.len();
                    lines.push((number, line));
                }
                Ok((!lines.is_empty()).then_some(Batch::Lines(lines)))
            }
            Inner::Columns(from) => {
                let Some(batch) = from.next() else { return Ok(None) };
                let broken = |why: arrow::error::ArrowError| scoring.fault(why.to_string(), None);
                let batch = batch.map_err(broken)?;
                let Places::Columns { text, cue } = self.places.as_ref() else {
                    return Ok(None);
                };
                let words = |column: usize| worded(batch.column(column)).map_err(broken);
                let (text, cue) = (words(*text)?, cue.map(words).transpose()?);
                Ok(Some(Batch::Columns(batch, text, cue)))
            }
        }
    }
}

fn column(scoring: &Scoring, names: &[String], wanted: &str) -> Result<usize, RunError> {
    names.iter().position(|name| name == wanted).ok_or_else(|| {
        let nearest = names
            .iter()
            .filter(|name| strsim::jaro_winkler(name, wanted) > 0.8)
            .min_by_key(|name| strsim::levenshtein(name, wanted));
        let meant = nearest.map(|name| format!("Did you mean `{name}`? ")).unwrap_or_default();
        scoring.fault(
            format!("it has no column `{wanted}`"),
            Some(format!("{meant}Its columns are: {}.", names.join(", "))),
        )
    })
}

/// A statement and its reporting words; none where the cell is empty.
type Said<'b> = (Option<Cow<'b, str>>, Option<Cow<'b, str>>);

impl Batch {
    pub fn len(&self) -> usize {
        match self {
            Batch::Records(records) => records.len(),
            Batch::Lines(lines) => lines.len(),
            Batch::Columns(batch, ..) => batch.num_rows(),
        }
    }

    /// Statement and reporting words of a row.
    ///
    /// # Errors
    /// A line that is no JSON object.
    pub fn said(&self, places: &Places, row: usize) -> Result<Said<'_>, String> {
        let (text, cue): Said<'_> = match (self, places) {
            (Batch::Records(records), Places::Columns { text, cue }) => {
                let cell = |column: usize| records[row].get(column).map(String::from_utf8_lossy);
                (cell(*text), cue.and_then(cell))
            }
            (Batch::Columns(_, text, cue), _) => (word(text, row), cue.as_ref().and_then(|cue| word(cue, row))),
            (Batch::Lines(lines), Places::Keys(ranked)) => {
                let (number, line) = &lines[row];
                let mut cells: Cells = json_cells(line, ranked).map_err(|(why, _)| format!("line {number}, {why}"))?;
                let mut cell = |field: Field| cells[field as usize].take().map(Cow::Owned);
                (cell(Field::Text), cell(Field::Cue))
            }
            // A table is of one form from its beginning to its end.
            (Batch::Records(_), Places::Keys(_)) | (Batch::Lines(_), Places::Columns { .. }) => (None, None),
        };
        Ok((text.filter(|text| !text.trim().is_empty()), cue))
    }

    /// The cells of a row as words, in the order of `names`.
    ///
    /// # Errors
    /// A line with a key that the first one lacks, or that is no JSON object.
    pub fn cells(&self, names: &[String], row: usize) -> Result<Vec<Option<String>>, String> {
        match self {
            Batch::Records(records) => Ok(records[row].iter().map(|cell| Some(String::from_utf8_lossy(cell).into_owned())).collect()),
            Batch::Columns(batch, ..) => batch
                .columns()
                .iter()
                .map(|column| match column.is_null(row) {
                    true => Ok(None),
                    false => array_value_to_string(column, row).map(Some).map_err(|why| why.to_string()),
                })
                .collect(),
            Batch::Lines(lines) => {
                let (number, line) = &lines[row];
                let mut object: serde_json::Map<String, serde_json::Value> =
                    serde_json::from_slice(line).map_err(|why| format!("line {number}: {why}"))?;
                let cells = names
                    .iter()
                    .map(|name| match object.remove(name) {
                        None | Some(serde_json::Value::Null) => None,
                        Some(serde_json::Value::String(words)) => Some(words),
                        Some(other) => Some(other.to_string()),
                    })
                    .collect();
                match object.keys().next() {
                    None => Ok(cells),
                    Some(key) => Err(format!(
                        "line {number} has a key `{key}` that the first line lacks, so there is no column for it"
                    )),
                }
            }
        }
    }
}

fn word(column: &ArrayRef, row: usize) -> Option<Cow<'_, str>> {
    if column.is_null(row) {
        return None;
    }
    Some(match column.data_type() {
        DataType::BinaryView => String::from_utf8_lossy(column.as_binary_view().value(row)),
        _ => Cow::Borrowed(column.as_string_view().value(row)),
    })
}
