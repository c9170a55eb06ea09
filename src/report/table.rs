//! The form of a table: one row type gives its columns, its Parquet file and its CSV file, so that the three cannot drift apart.
//!
//! Invariant: Parquet and CSV hold the same cells in the same order; reading the Parquet file gives back exactly the rows that were written. Only text cells of
//! the CSV are changed, and only those a spreadsheet would run as a formula: they get a `'` in front.

use super::ReportError;
use arrow::array::{ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Float64Type, Int64Type, Schema};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::borrow::Cow;
use std::fs::File;
use std::io::BufWriter;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows held back until they are written together.
const BATCH: usize = 8_192;

/// Rows of a Parquet row group: small enough for a reader to skip by, large enough to compress.
const ROW_GROUP: usize = 131_072;

/// One column of a table, as the schema documentation lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in both files.
    pub name: &'static str,
    /// What stands in it.
    pub about: &'static str,
    /// "text", "whole number", "number" or "yes/no".
    pub kind: &'static str,
    /// Whether a cell may be empty.
    pub optional: bool,
}

/// What can stand in a cell.
pub trait Value: Sized {
    /// The word of [`Column::kind`].
    const KIND: &'static str;
    /// Whether a cell may be empty.
    const OPTIONAL: bool;

    /// The Arrow type of the column.
    fn data_type() -> DataType;

    /// Cells as an Arrow column.
    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef
    where
        Self: 'a;

    /// An Arrow column as cells; none where it is of another type or empty where it may not be.
    fn cells(array: &ArrayRef) -> Option<Vec<Self>>;

    /// The cell in CSV; text is defused.
    fn csv(&self) -> Cow<'_, str>;
}

/// A row of one table.
pub trait Row: Sized {
    /// File name of the table without extension.
    const TABLE: &'static str;
    /// Its columns, in order.
    const COLUMNS: &'static [Column];

    /// The Arrow schema.
    fn schema() -> Arc<Schema>;

    /// Rows as one Arrow batch.
    fn batch(rows: &[Self]) -> Result<RecordBatch, arrow::error::ArrowError>;

    /// A batch as rows; the name of the column that does not fit as error.
    fn rows(batch: &RecordBatch) -> Result<Vec<Self>, &'static str>;

    /// The cells in CSV.
    fn csv(&self) -> Vec<Cow<'_, str>>;
}

/// Makes a struct a [`Row`]: its doc comments become [`Column::about`].
macro_rules! table {
    ($(#[doc = $doc:literal])* pub struct $row:ident in $table:literal { $($(#[doc = $about:literal])+ $field:ident: $type:ty,)+ }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $row {
            $($(#[doc = $about])+ pub $field: $type,)+
        }

        impl $crate::report::table::Row for $row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [$crate::report::table::Column] = &[$($crate::report::table::Column {
                name: stringify!($field),
                about: concat!($($about),+).trim_ascii(),
                kind: <$type as $crate::report::table::Value>::KIND,
                optional: <$type as $crate::report::table::Value>::OPTIONAL,
            }),+];

            fn schema() -> std::sync::Arc<arrow::datatypes::Schema> {
                use $crate::report::table::Value;
                std::sync::Arc::new(arrow::datatypes::Schema::new(vec![
                    $(arrow::datatypes::Field::new(stringify!($field), <$type>::data_type(), <$type>::OPTIONAL)),+
                ]))
            }

            fn batch(rows: &[Self]) -> Result<arrow::array::RecordBatch, arrow::error::ArrowError> {
                use $crate::report::table::Value;
                arrow::array::RecordBatch::try_new(Self::schema(), vec![$(<$type>::array(rows.iter().map(|row| &row.$field))),+])
            }

            fn rows(batch: &arrow::array::RecordBatch) -> Result<Vec<Self>, &'static str> {
                use $crate::report::table::Value;
                $(let mut $field = batch
                    .column_by_name(stringify!($field))
                    .and_then(<$type>::cells)
                    .ok_or(stringify!($field))?
                    .into_iter();)+
                let mut rows = Vec::with_capacity(batch.num_rows());
                for _ in 0..batch.num_rows() {
                    rows.push(Self { $($field: $field.next().ok_or(stringify!($field))?,)+ });
                }
                Ok(rows)
            }

            fn csv(&self) -> Vec<std::borrow::Cow<'_, str>> {
                use $crate::report::table::Value;
                vec![$(self.$field.csv()),+]
            }
        }
    };
}
pub(crate) use table;

/// A text as a CSV cell: what a spreadsheet would run as a formula gets a `'` in front.
fn defused(text: &str) -> Cow<'_, str> {
    match text.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

impl Value for String {
    const KIND: &'static str = "text";
    const OPTIONAL: bool = false;

    fn data_type() -> DataType {
        DataType::Utf8
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(cells))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        array.as_string_opt::<i32>()?.iter().map(|cell| cell.map(str::to_owned)).collect()
    }

    fn csv(&self) -> Cow<'_, str> {
        defused(self)
    }
}

impl Value for Option<String> {
    const KIND: &'static str = "text";
    const OPTIONAL: bool = true;

    fn data_type() -> DataType {
        DataType::Utf8
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(StringArray::from_iter(cells.map(Option::as_deref)))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        Some(array.as_string_opt::<i32>()?.iter().map(|cell| cell.map(str::to_owned)).collect())
    }

    fn csv(&self) -> Cow<'_, str> {
        defused(self.as_deref().unwrap_or(""))
    }
}

/// A number as text: the shortest that reads back the same, and no minus before a zero.
fn plain(number: f64) -> String {
    format!("{}", number + 0.0)
}

impl Value for f64 {
    const KIND: &'static str = "number";
    const OPTIONAL: bool = false;

    fn data_type() -> DataType {
        DataType::Float64
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(cells.copied()))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        array.as_primitive_opt::<Float64Type>()?.iter().collect()
    }

    fn csv(&self) -> Cow<'_, str> {
        plain(*self).into()
    }
}

impl Value for Option<f64> {
    const KIND: &'static str = "number";
    const OPTIONAL: bool = true;

    fn data_type() -> DataType {
        DataType::Float64
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(Float64Array::from_iter(cells.copied()))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        Some(array.as_primitive_opt::<Float64Type>()?.iter().collect())
    }

    fn csv(&self) -> Cow<'_, str> {
        self.map(plain).unwrap_or_default().into()
    }
}

impl Value for i64 {
    const KIND: &'static str = "whole number";
    const OPTIONAL: bool = false;

    fn data_type() -> DataType {
        DataType::Int64
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(cells.copied()))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        array.as_primitive_opt::<Int64Type>()?.iter().collect()
    }

    fn csv(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
}

impl Value for Option<i64> {
    const KIND: &'static str = "whole number";
    const OPTIONAL: bool = true;

    fn data_type() -> DataType {
        DataType::Int64
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(Int64Array::from_iter(cells.copied()))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        Some(array.as_primitive_opt::<Int64Type>()?.iter().collect())
    }

    fn csv(&self) -> Cow<'_, str> {
        self.map(|number| number.to_string()).unwrap_or_default().into()
    }
}

impl Value for bool {
    const KIND: &'static str = "yes/no";
    const OPTIONAL: bool = false;

    fn data_type() -> DataType {
        DataType::Boolean
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(BooleanArray::from_iter(cells.map(|&cell| Some(cell))))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        array.as_boolean_opt()?.iter().collect()
    }

    fn csv(&self) -> Cow<'_, str> {
        if *self { "true".into() } else { "false".into() }
    }
}

impl Value for Option<bool> {
    const KIND: &'static str = "yes/no";
    const OPTIONAL: bool = true;

    fn data_type() -> DataType {
        DataType::Boolean
    }

    fn array<'a>(cells: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(BooleanArray::from_iter(cells.copied()))
    }

    fn cells(array: &ArrayRef) -> Option<Vec<Self>> {
        Some(array.as_boolean_opt()?.iter().collect())
    }

    fn csv(&self) -> Cow<'_, str> {
        self.as_ref().map_or("".into(), Value::csv)
    }
}

/// Writes one table, Parquet and CSV side by side, in batches.
pub struct TableWriter<R: Row> {
    folder: PathBuf,
    pending: Vec<R>,
    rows: u64,
    parquet: ArrowWriter<BufWriter<File>>,
    csv: csv::Writer<BufWriter<File>>,
}

impl<R: Row> TableWriter<R> {
    /// Opens `TABLE.parquet` and `TABLE.csv` in `folder`. Errors where they cannot be made.
    pub fn create(folder: &Path) -> Result<Self, ReportError> {
        let create = |extension: &str| {
            let path = folder.join(R::TABLE).with_extension(extension);
            File::create(&path).map(BufWriter::new).map_err(|why| ReportError::write(&path, why))
        };
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let parquet = ArrowWriter::try_new(create("parquet")?, R::schema(), Some(properties)).map_err(|why| broken::<R>(folder, why))?;
        let mut csv = csv::Writer::from_writer(create("csv")?);
        csv.write_record(R::COLUMNS.iter().map(|column| column.name))
            .map_err(|why| broken::<R>(folder, why))?;
        Ok(TableWriter {
            folder: folder.to_owned(),
            pending: Vec::new(),
            rows: 0,
            parquet,
            csv,
        })
    }

    /// Adds a row.
    pub fn push(&mut self, row: R) -> Result<(), ReportError> {
        self.csv
            .write_record(row.csv().iter().map(|cell| cell.as_bytes()))
            .map_err(|why| broken::<R>(&self.folder, why))?;
        self.pending.push(row);
        self.rows += 1;
        if self.pending.len() == BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ReportError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let batch = R::batch(&self.pending).map_err(|why| broken::<R>(&self.folder, why))?;
        self.pending.clear();
        self.parquet.write(&batch).map_err(|why| broken::<R>(&self.folder, why))
    }

    /// Writes what is left and closes both files. Gives the number of rows.
    pub fn finish(mut self) -> Result<u64, ReportError> {
        self.flush()?;
        self.parquet.close().map_err(|why| broken::<R>(&self.folder, why))?;
        self.csv.flush().map_err(|why| broken::<R>(&self.folder, why))?;
        Ok(self.rows)
    }

    /// Writes a whole table at once.
    pub fn write_all(folder: &Path, rows: impl IntoIterator<Item = R>) -> Result<u64, ReportError> {
        let mut table = Self::create(folder)?;
        for row in rows {
            table.push(row)?;
        }
        table.finish()
    }
}

fn broken<R: Row>(folder: &Path, why: impl std::fmt::Display) -> ReportError {
    ReportError::Write {
        path: folder.join(R::TABLE).display().to_string(),
        why: why.to_string(),
    }
}

/// Reads a table back from its Parquet file, row by row, in order.
pub struct TableReader<R: Row> {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    rows: std::vec::IntoIter<R>,
    row: PhantomData<R>,
}

impl<R: Row> TableReader<R> {
    /// Opens `folder/TABLE.parquet`. Errors where there is none or it is no Parquet file.
    pub fn open(folder: &Path) -> Result<Self, ReportError> {
        let path = folder.join(R::TABLE).with_extension("parquet");
        let unreadable = |why: String| ReportError::Read {
            path: path.display().to_string(),
            why,
        };
        let file = File::open(&path).map_err(|why| unreadable(why.to_string()))?;
        let batches = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| {
                // A row type with some of a table's columns costs the reading of those alone.
                let wanted = R::COLUMNS.iter().map(|column| column.name);
                let columns = ProjectionMask::columns(builder.parquet_schema(), wanted);
                builder.with_projection(columns).with_batch_size(BATCH).build()
            })
            .map_err(|why| unreadable(why.to_string()))?;
        Ok(TableReader {
            path,
            batches,
            rows: Vec::new().into_iter(),
            row: PhantomData,
        })
    }

    /// The whole table in memory: for the small ones.
    pub fn all(folder: &Path) -> Result<Vec<R>, ReportError> {
        Self::open(folder)?.collect()
    }

    fn unreadable(&self, why: String) -> ReportError {
        ReportError::Read {
            path: self.path.display().to_string(),
            why,
        }
    }
}

impl<R: Row> Iterator for TableReader<R> {
    type Item = Result<R, ReportError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            let batch = match self.batches.next()? {
                Ok(batch) => batch,
                Err(why) => return Some(Err(self.unreadable(why.to_string()))),
            };
            match R::rows(&batch) {
                Ok(rows) => self.rows = rows.into_iter(),
                Err(column) => return Some(Err(self.unreadable(format!("its column `{column}` is missing or of another type")))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    table! {
        /// A row with a cell of every kind.
        pub struct Sample in "sample" {
            /// Words.
            words: String,
            /// Perhaps words.
            maybe_words: Option<String>,
            /// A number.
            number: f64,
            /// Perhaps one.
            maybe_number: Option<f64>,
            /// A count.
            count: i64,
            /// Perhaps one.
            maybe_count: Option<i64>,
            /// Yes or no.
            flag: bool,
        }
    }

    /// A CSV text cell as it was before defusing.
    fn undefused(cell: &str) -> &str {
        match cell.as_bytes() {
            [b'\'', b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r', ..] => &cell[1..],
            _ => cell,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parquet_and_csv_and_rows_are_the_same(cells in prop::collection::vec(
            (any::<String>(), prop::option::of("[=+@\\t\\r'a-]{0,3}"), -4.0..4.0f64, prop::option::of(any::<f64>().prop_filter("finite", |n| n.is_finite())),
             any::<i64>(), prop::option::of(any::<i64>()), any::<bool>()), 0..40)) {
            let rows: Vec<Sample> = cells.into_iter()
                .map(|(words, maybe_words, number, maybe_number, count, maybe_count, flag)| Sample { words, maybe_words, number, maybe_number, count, maybe_count, flag })
                .collect();
            let folder = tempfile::tempdir().expect("the system has a temporary folder");
            let written = TableWriter::write_all(folder.path(), rows.iter().cloned()).expect("a temporary folder can be written");
            prop_assert_eq!(written, rows.len() as u64);
            let read: Vec<Sample> = TableReader::all(folder.path()).expect("what was written can be read");
            prop_assert_eq!(&read, &rows);
            let mut csv = csv::Reader::from_path(folder.path().join("sample.csv")).expect("what was written can be opened");
            let names: Vec<&str> = Sample::COLUMNS.iter().map(|column| column.name).collect();
            prop_assert_eq!(csv.headers().expect("there is a header").iter().collect::<Vec<_>>(), names);
            let mut count = 0;
            for (record, row) in csv.records().zip(&rows) {
                let record = record.expect("every record has all columns");
                count += 1;
                // A text that itself begins with ' and a formula sign is the one thing that the CSV cannot tell from a defused one.
                if !row.words.starts_with('\'') {
                    prop_assert_eq!(undefused(&record[0]), row.words.as_str());
                }
                if !row.maybe_words.as_deref().unwrap_or("").starts_with('\'') {
                    prop_assert_eq!(undefused(&record[1]), row.maybe_words.as_deref().unwrap_or(""));
                }
                prop_assert_eq!(record[2].parse::<f64>().expect("a number"), row.number);
                prop_assert_eq!(record[3].parse::<f64>().ok(), row.maybe_number);
                prop_assert_eq!(record[4].parse::<i64>().expect("a count"), row.count);
                prop_assert_eq!(record[5].parse::<i64>().ok(), row.maybe_count);
                prop_assert_eq!(record[6].parse::<bool>().expect("yes or no"), row.flag);
            }
            prop_assert_eq!(count, rows.len());
        }
    }

    #[test]
    fn no_text_cell_begins_like_a_formula_and_numbers_stay_numbers() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(text.to_owned().csv(), format!("'{text}"));
        }
        assert_eq!("don't = this".to_owned().csv(), "don't = this");
        assert_eq!((-1.5f64).csv(), "-1.5");
        assert_eq!((-0.0f64).csv(), "0");
    }

    #[test]
    fn the_comments_are_the_schema() {
        assert_eq!(
            Sample::COLUMNS[1],
            Column {
                name: "maybe_words",
                about: "Perhaps words.",
                kind: "text",
                optional: true
            }
        );
    }
}
