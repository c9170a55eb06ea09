//! A table of articles, row after row: JSON lines, CSV, Parquet. Invariant: rows come in the order of the table, each with its own fault or none, and no more than a
//! line, a record or a small batch of a row group is held.

pub(super) mod json;

use super::columns::{Columns, Field};
use super::packed::{self, Meter};
use super::row::{self, Raw, Row};
use super::{ArticleError, Limits, Source};
use arrow::array::{Array, ArrayRef, AsArray, UInt32Array};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows of a Parquet file that are decoded together at most.
const MOST_ROWS: usize = 256;

/// What they may take, in bytes, by the file's own account.
const BATCH_BYTES: i64 = 4 << 20;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line (`.jsonl`, `.ndjson`).
    JsonLines,
    /// Comma-separated (`.csv`), or with another delimiter (`.tsv`: tab).
    Csv(u8),
    /// Parquet.
    Parquet,
}

impl Form {
    /// The form of the file `path` by its extension, that of a packing (`.gz`, `.zst`) apart. None where it is no table.
    pub fn of(path: &str) -> Option<Form> {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        match bare.rsplit_once('.')?.1 {
            "jsonl" | "ndjson" => Some(Form::JsonLines),
            "csv" => Some(Form::Csv(b',')),
            "tsv" => Some(Form::Csv(b'\t')),
            "parquet" if bare.len() == name.len() => Some(Form::Parquet),
            _ => None,
        }
    }

    /// `path` without the extensions of a table.
    pub fn stem(path: &str) -> &str {
        let bare = [".gz", ".zst"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
        bare.rsplit_once('.').map_or(bare, |(stem, _)| stem)
    }
}

/// An open table.
pub(super) struct Rows {
    table: Arc<row::Table>,
    limits: Limits,
    line: u64,
    inner: Inner,
}

enum Inner {
    Json {
        from: Box<dyn BufRead + Send>,
        held: Vec<u8>,
    },
    Csv(Records),
    Parquet(Batches),
    /// Nothing comes after a fault that leaves no place to go on from.
    Ended,
}

type Places = [Option<usize>; Field::ALL.len()];

impl Rows {
    /// Opens the table `source`, of which `meter` is told what was read.
    ///
    /// # Errors
    /// A file that cannot be read or is no such table, a column that is missing.
    pub fn open(source: &Source, form: Form, columns: &Columns, limits: Limits, meter: &Arc<Meter>) -> Result<Rows, ArticleError> {
        let io = |why| ArticleError::Io {
            path: source.path.clone(),
            source: why,
        };
        let table = Arc::new(row::Table {
            path: source.path.clone(),
            id: source.id.clone(),
            ranked: columns.ranked(),
            columns: columns.clone(),
            ready: source.ready,
        });
        let inner = match form {
            Form::Parquet => Inner::Parquet(Batches::open(source, columns, limits, meter)?),
            Form::JsonLines | Form::Csv(_) => {
                let mut from = packed::open(&source.file, source.bytes, limits, meter).map_err(io)?;
                let head = from.fill_buf().map_err(io)?;
                if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
                    return Err(ArticleError::Table {
                        path: source.path.clone(),
                        why: "the table is in UTF-16".to_owned(),
                        help: "Save it as UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`.".to_owned(),
                    });
                }
                if head.starts_with(MARK) {
                    from.consume(MARK.len());
                }
                match form {
                    Form::Csv(delimiter) => Inner::Csv(Records::open(from, delimiter, source, columns, limits)?),
                    _ => Inner::Json { from, held: Vec::new() },
                }
            }
        };
        Ok(Rows {
            table,
            limits,
            line: 0,
            inner,
        })
    }

    fn fault(&self, line: u64, why: String, help: &str) -> ArticleError {
        ArticleError::Row {
            path: self.table.path.clone(),
            line,
            why,
            help: help.to_owned(),
        }
    }

    /// Ends the table with a fault of its own.
    fn ended(&mut self, line: u64, why: &dyn std::fmt::Display) -> ArticleError {
        self.inner = Inner::Ended;
        self.fault(
            line,
            format!("{why}; nothing behind it was read"),
            "The lines before it were read. Make the file anew, or cut it there.",
        )
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        const LIMIT: &str = "Set `line_bytes` under `[limits]` in the study to a larger number of bytes if that is one article.";
        let limits = self.limits;
        let raw = match &mut self.inner {
            Inner::Ended => return None,
            Inner::Json { from, held } => loop {
                self.line += 1;
                match json::line(from.as_mut(), held, limits.line_bytes) {
                    Ok(json::Line::Full) if held.trim_ascii().is_empty() => {}
                    Ok(json::Line::Full) => break Raw::Json(held.clone()),
                    Ok(json::Line::TooLong(bytes)) => {
                        let why = format!("the line has {bytes} bytes, more than the {} a line may have", limits.line_bytes);
                        return Some(Err(self.fault(self.line, why, LIMIT)));
                    }
                    Ok(json::Line::None) => return None,
                    Err(why) => return Some(Err(self.ended(self.line, &why))),
                }
            },
            Inner::Csv(records) => match records.next(limits.line_bytes) {
                Ok(Some((line, cells))) => {
                    self.line = line;
                    Raw::Cells(cells)
                }
                Ok(None) => return None,
                Err(csv) => {
                    let line = csv.position().map_or_else(|| records.line(), csv::Position::line);
                    return Some(Err(match csv.kind() {
                        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => self.fault(
                            line,
                            format!("the record has {len} cells, the header {expected_len}"),
                            "A cell with a delimiter, a quotation mark or a line break in it must be quoted.",
                        ),
                        csv::ErrorKind::Io(why) => self.ended(line, why),
                        _ => self.ended(line, &csv),
                    }));
                }
            },
            Inner::Parquet(batches) => match batches.next() {
                Ok(Some(cells)) => {
                    self.line += 1;
                    Raw::Cells(cells)
                }
                Ok(None) => return None,
                Err(why) => return Some(Err(self.ended(self.line + 1, &why))),
            },
        };
        let row = Row {
            table: Arc::clone(&self.table),
            line: self.line,
            raw,
        };
        Some(Ok(row))
    }
}

/// The mark with which some programs begin UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// The records of a CSV.
struct Records {
    from: csv::Reader<Budget>,
    held: csv::ByteRecord,
    places: Places,
    left: Arc<AtomicU64>,
}

/// What a reader may take before it is given more: a quotation mark that is never closed would otherwise take the whole file as one record.
pub(crate) struct Budget {
    inner: Box<dyn BufRead + Send>,
    left: Arc<AtomicU64>,
}

impl Budget {
    /// Lets `left` bytes of `inner` be taken until it is told otherwise.
    pub fn new(inner: Box<dyn BufRead + Send>, left: u64) -> (Budget, Arc<AtomicU64>) {
        let left = Arc::new(AtomicU64::new(left));
        (
            Budget {
                inner,
                left: Arc::clone(&left),
            },
            left,
        )
    }
}

impl Read for Budget {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other(
                "the record has more bytes than `line_bytes` under `[limits]` in the study allows; perhaps a quotation mark is not closed",
            ));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let count = self.inner.read(&mut into[..most])?;
        self.left.store(left - count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Records {
    fn open(inner: Box<dyn BufRead + Send>, delimiter: u8, source: &Source, columns: &Columns, limits: Limits) -> Result<Records, ArticleError> {
        let (budget, left) = Budget::new(inner, limits.line_bytes);
        let mut from = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(budget);
        let header = from.byte_headers().map_err(|why| ArticleError::Table {
            path: source.path.clone(),
            why: format!("it has no header: {why}"),
            help: "The first line must name the columns.".to_owned(),
        })?;
        let header: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        Ok(Records {
            places: columns.find(&header).map_err(|(why, help)| lacks(source, why, help))?,
            from,
            held: csv::ByteRecord::new(),
            left,
        })
    }

    fn line(&self) -> u64 {
        self.from.position().line()
    }

    #[allow(clippy::type_complexity)]
    fn next(&mut self, limit: u64) -> Result<Option<(u64, [Option<Vec<u8>>; Field::ALL.len()])>, csv::Error> {
        self.left.store(limit, Ordering::Relaxed);
        if !self.from.read_byte_record(&mut self.held)? {
            return Ok(None);
        }
        let line = self.held.position().map_or(0, csv::Position::line);
        let held = &self.held;
        Ok(Some((
            line,
            self.places
                .map(|place| held.get(place?).filter(|cell| !cell.is_empty()).map(<[u8]>::to_vec)),
        )))
    }
}

/// The rows of a Parquet file.
struct Batches {
    from: ParquetRecordBatchReader,
    /// The columns of the batch, by field.
    batch: [Option<ArrayRef>; Field::ALL.len()],
    /// Where the fields stand among the columns that are decoded.
    places: Places,
    rows: usize,
    at: usize,
    /// Rows taken, and rows of the file.
    done: u64,
    all: u64,
    /// The same file, read along for its hash.
    hashed: io::Take<File>,
    meter: Arc<Meter>,
    bytes: u64,
}

impl Batches {
    fn open(source: &Source, columns: &Columns, limits: Limits, meter: &Arc<Meter>) -> Result<Batches, ArticleError> {
        let io = |why| ArticleError::Io {
            path: source.path.clone(),
            source: why,
        };
        let broken = |why: parquet::errors::ParquetError| ArticleError::Table {
            path: source.path.clone(),
            why: format!("it is no Parquet file, or a broken one: {why}"),
            help: "Write it anew.".to_owned(),
        };
        let file = File::open(&source.file).map_err(io)?;
        let hashed = File::open(&source.file).map_err(io)?.take(source.bytes);
        let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(broken)?;
        let header: Vec<String> = found.schema().fields().iter().map(|field| field.name().clone()).collect();
        let wanted = columns.find(&header).map_err(|(why, help)| lacks(source, why, help))?;
        // Views share the bytes of a dictionary: a long value that stands in many rows is held once.
        let viewed: Vec<_> = found
            .schema()
            .fields()
            .iter()
            .map(|field| match field.data_type() {
                DataType::Utf8 | DataType::LargeUtf8 => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View)),
                DataType::Binary | DataType::LargeBinary => Arc::new(field.as_ref().clone().with_data_type(DataType::BinaryView)),
                _ => Arc::clone(field),
            })
            .collect();
        let schema = Arc::new(Schema::new_with_metadata(viewed, found.schema().metadata().clone()));
        let found = ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), ArrowReaderOptions::new().with_schema(schema)).map_err(broken)?;
        let (mut packed, mut unpacked, mut all) = (0i64, 0i64, 0i64);
        for group in found.metadata().row_groups() {
            packed += group.compressed_size();
            unpacked += group.total_byte_size();
            all += group.num_rows();
        }
        if unpacked > Limits::UNPACKED_FREE as i64 && unpacked / i64::try_from(limits.unpacked_ratio).unwrap_or(i64::MAX) > packed.max(1) {
            return Err(ArticleError::Table {
                path: source.path.clone(),
                why: format!("it unpacks to more than {} times its size, as a trap would", limits.unpacked_ratio),
                help: "If it is none, set `unpacked_ratio` under `[limits]` in the study.".to_owned(),
            });
        }
        let a_row = unpacked / all.max(1) + 1;
        let rows = usize::try_from(BATCH_BYTES / a_row).unwrap_or(1).clamp(1, MOST_ROWS);
        let mut roots: Vec<usize> = wanted.iter().flatten().copied().collect();
        roots.sort_unstable();
        let mask = ProjectionMask::roots(found.metadata().file_metadata().schema_descr(), roots.iter().copied());
        let from = ParquetRecordBatchReaderBuilder::new_with_metadata(file, found)
            .with_projection(mask)
            .with_batch_size(rows)
            .build()
            .map_err(broken)?;
        Ok(Batches {
            from,
            batch: [const { None }; Field::ALL.len()],
            places: wanted.map(|root| roots.iter().position(|&there| Some(there) == root)),
            rows: 0,
            at: 0,
            done: 0,
            all: u64::try_from(all).unwrap_or(0).max(1),
            hashed,
            meter: Arc::clone(meter),
            bytes: source.bytes,
        })
    }

    #[allow(clippy::type_complexity)]
    fn next(&mut self) -> Result<Option<[Option<Vec<u8>>; Field::ALL.len()]>, String> {
        while self.at == self.rows {
            let Some(batch) = self.from.next() else {
                self.read_along(u64::MAX).map_err(|why| why.to_string())?;
                return Ok(None);
            };
            let batch = batch.map_err(|why| why.to_string())?;
            for (column, place) in self.batch.iter_mut().zip(self.places) {
                *column = match place {
                    Some(place) => Some(worded(batch.column(place)).map_err(|why| why.to_string())?),
                    None => None,
                };
            }
            (self.rows, self.at) = (batch.num_rows(), 0);
            self.done += self.rows as u64;
            let to = (u128::from(self.bytes) * u128::from(self.done.min(self.all)) / u128::from(self.all)) as u64;
            self.read_along(to).map_err(|why| why.to_string())?;
        }
        let at = self.at;
        self.at += 1;
        Ok(Some(std::array::from_fn(|field| {
            let column = self.batch[field].as_ref().filter(|column| column.is_valid(at))?;
            let cell = match column.data_type() {
                DataType::BinaryView => column.as_binary_view().value(at),
                _ => column.as_string_view().value(at).as_bytes(),
            };
            Some(cell.to_vec())
        })))
    }

    /// Hashes the file up to its byte `to`, so that the hash is whole with the last row and never behind a pause at the start.
    fn read_along(&mut self, to: u64) -> io::Result<()> {
        let mut part = vec![0; 64 << 10];
        while self.meter.read() < to {
            match self.hashed.read(&mut part)? {
                0 => break,
                count => self.meter.add(&part[..count]),
            }
        }
        Ok(())
    }
}

/// A column as words: of lists the first, of numbers and days what ISO and JSON write.
pub(crate) fn worded(column: &ArrayRef) -> Result<ArrayRef, arrow::error::ArrowError> {
    match column.data_type() {
        DataType::Utf8View | DataType::BinaryView => Ok(Arc::clone(column)),
        DataType::List(_) => {
            let lists = column.as_list::<i32>();
            let firsts: UInt32Array = (0..lists.len())
                .map(|row| (lists.is_valid(row) && lists.value_length(row) > 0).then(|| lists.value_offsets()[row] as u32))
                .collect();
            worded(&take(lists.values().as_ref(), &firsts, None)?)
        }
        _ => cast(column, &DataType::Utf8View),
    }
}

fn lacks(source: &Source, why: String, help: String) -> ArticleError {
    ArticleError::Columns {
        path: source.path.clone(),
        why,
        help,
    }
}
