//! Where scored rows go: CSV, JSON lines or Parquet. Invariant: what is written in the form it was read in is written as it stood.

use super::batch::{Batch, Given};
use super::{ADDED, Rating, ReportError, RunError, Scoring, cells};
use crate::article::Form;
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::{BufWriter, Write};
use std::sync::Arc;

/// Rows of a Parquet row group.
const ROW_GROUP: usize = 131_072;

/// The table that is written.
pub(super) struct Sink<'a> {
    scoring: &'a Scoring<'a>,
    names: Vec<String>,
    inner: Inner<'a>,
}

enum Inner<'a> {
    Csv(Box<csv::Writer<&'a mut (dyn Write + Send)>>),
    Json(BufWriter<&'a mut (dyn Write + Send)>),
    Parquet(Box<ArrowWriter<&'a mut (dyn Write + Send)>>, Arc<Schema>),
}

fn unwritten(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RunError {
    ReportError::Output {
        why: std::io::Error::other(why),
    }
    .into()
}

fn csv_unwritten(why: csv::Error) -> RunError {
    match why.into_kind() {
        csv::ErrorKind::Io(why) => ReportError::Output { why }.into(),
        other => unwritten(format!("{other:?}")),
    }
}

impl<'a> Sink<'a> {
    pub fn new(scoring: &'a Scoring<'a>, form: Form, given: &mut Given, out: &'a mut (dyn Write + Send)) -> Result<Sink<'a>, RunError> {
        let names = given.names().to_vec();
        let inner = match form {
            Form::Csv(delimiter) => {
                let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
                let header = given.header().unwrap_or_else(|| names.iter().collect());
                writer
                    .write_byte_record(&header.iter().chain(ADDED.map(str::as_bytes)).collect())
                    .map_err(csv_unwritten)?;
                Inner::Csv(Box::new(writer))
            }
            Form::JsonLines => Inner::Json(BufWriter::new(out)),
            Form::Parquet => {
                let mut fields: Vec<Arc<Field>> = match given.schema() {
                    Some(schema) => schema.fields().iter().cloned().collect(),
                    None => names.iter().map(|name| Arc::new(Field::new(name, DataType::Utf8, true))).collect(),
                };
                fields.extend(ADDED.map(|name| Arc::new(Field::new(name, DataType::Float64, true))));
                let metadata = given.schema().map(|schema| schema.metadata().clone()).unwrap_or_default();
                let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
                let properties = WriterProperties::builder()
                    .set_compression(Compression::SNAPPY)
                    .set_max_row_group_row_count(Some(ROW_GROUP))
                    .build();
                let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(unwritten)?;
                Inner::Parquet(Box::new(writer), schema)
            }
        };
        Ok(Sink { scoring, names, inner })
    }

    /// Writes the rows of `batch` with their ratings.
    pub fn push(&mut self, batch: Batch, ratings: &[Rating]) -> Result<(), RunError> {
        let scoring = self.scoring;
        let words = |row: usize| batch.cells(&self.names, row).map_err(|why| scoring.fault(why, None));
        let io = |why: std::io::Error| RunError::from(ReportError::Output { why });
        match &mut self.inner {
            Inner::Csv(writer) => {
                for (row, rating) in ratings.iter().enumerate() {
                    match &batch {
                        Batch::Records(records) => records[row].iter().try_for_each(|cell| writer.write_field(cell)),
                        _ => words(row)?
                            .iter()
                            .try_for_each(|cell| writer.write_field(cell.as_deref().unwrap_or_default())),
                    }
                    .map_err(csv_unwritten)?;
                    let added = cells(rating).map(|cell| cell.map(|cell| cell.to_string()).unwrap_or_default());
                    writer.write_record(&added).map_err(csv_unwritten)?;
                }
            }
            Inner::Json(out) => {
                for (row, rating) in ratings.iter().enumerate() {
                    match &batch {
                        Batch::Lines(lines) => {
                            let line = lines[row].1.trim_ascii();
                            // It was read as an object, so it ends with its bracket.
                            let body = line.strip_suffix(b"}").unwrap_or(line).trim_ascii_end();
                            out.write_all(body).map_err(io)?;
                            if !body.ends_with(b"{") {
                                out.write_all(b",").map_err(io)?;
                            }
                        }
                        _ => {
                            out.write_all(b"{").map_err(io)?;
                            for (name, cell) in self.names.iter().zip(words(row)?) {
                                serde_json::to_writer(&mut *out, name).map_err(|why| io(why.into()))?;
                                out.write_all(b":").map_err(io)?;
                                serde_json::to_writer(&mut *out, &cell).map_err(|why| io(why.into()))?;
                                out.write_all(b",").map_err(io)?;
                            }
                        }
                    }
                    let [hostility, conciliation, net] = cells(rating).map(|cell| cell.map_or_else(|| "null".to_owned(), |cell| cell.to_string()));
                    writeln!(out, "\"hostility\":{hostility},\"conciliation\":{conciliation},\"net\":{net}}}").map_err(io)?;
                }
            }
            Inner::Parquet(writer, schema) => {
                let mut columns: Vec<ArrayRef> = match &batch {
                    Batch::Columns(batch, ..) => batch.columns().to_vec(),
                    _ => {
                        let rows = (0..ratings.len()).map(words).collect::<Result<Vec<_>, _>>()?;
                        (0..self.names.len())
                            .map(|column| Arc::new(rows.iter().map(|row| row.get(column).cloned().flatten()).collect::<StringArray>()) as ArrayRef)
                            .collect()
                    }
                };
                for added in 0..ADDED.len() {
                    columns.push(Arc::new(ratings.iter().map(|rating| cells(rating)[added]).collect::<Float64Array>()));
                }
                let batch = RecordBatch::try_new(Arc::clone(schema), columns).map_err(unwritten)?;
                writer.write(&batch).map_err(unwritten)?;
            }
        }
        Ok(())
    }

    /// Ends the table.
    pub fn finish(self) -> Result<(), RunError> {
        match self.inner {
            Inner::Csv(mut writer) => writer.flush().map_err(|why| ReportError::Output { why }.into()),
            Inner::Json(mut out) => out.flush().map_err(|why| ReportError::Output { why }.into()),
            Inner::Parquet(writer, _) => writer.close().map(|_| ()).map_err(unwritten),
        }
    }
}
