//! A table of ready statements with its ratings added: what `detente score` writes. Invariant: the columns given are untouched and in their order, rows in theirs; three are added, empty
//! where there is no statement. A batch is held at a time, whatever the table's size.

mod batch;
mod sink;

use super::RunError;
use crate::article::{Form, Limits, Span};
use crate::quote::Kind;
use crate::report::ReportError;
use crate::tone::{Instrument, Labelled, Micro, Scratch, Utterance, points};
use batch::{Batch, Given};
use rayon::prelude::*;
use sink::Sink;
use std::io::Write;
use std::path::Path;

/// The columns that are added.
const ADDED: [&str; 3] = ["hostility", "conciliation", "net"];

/// Rows that one thread rates before it looks for others.
const SHARE: usize = 128;

/// The ratings of a row: hostility and conciliation; none where it has no statement.
type Rating = Option<[Micro; 2]>;

/// What was scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// Rows.
    pub rows: u64,
    /// Rows in which a lexicon entry was found.
    pub rated: u64,
    /// Rows without a statement: their ratings are empty.
    pub empty: u64,
}

/// What is scored, and how.
#[derive(Clone, Copy, Debug)]
pub struct Scoring<'a> {
    /// The table: CSV, JSON lines (both also packed) or Parquet, by its extension.
    pub table: &'a Path,
    /// The column of the statements.
    pub text: &'a str,
    /// The column of the reporting words.
    pub cue: Option<&'a str>,
    /// What bounds lines and packed files.
    pub limits: Limits,
}

impl Scoring<'_> {
    /// Rates the table and writes it to `out` in the form `to`; none is that of the table itself.
    ///
    /// # Errors
    /// No such file or column, a row that is none, a column of an added name.
    pub fn score(&self, instrument: &Instrument, to: Option<Form>, out: &mut (dyn Write + Send)) -> Result<Scored, RunError> {
        let mut given = Given::open(self)?;
        if let Some(taken) = ADDED.iter().find(|added| given.names().iter().any(|name| name == *added)) {
            return Err(self.fault(
                format!("it already has a column `{taken}`, which scoring would add"),
                Some("Rename or drop that column first.".to_owned()),
            ));
        }
        let mut sink = Sink::new(self, to.unwrap_or(given.form()), &mut given, out)?;
        let mut done = Scored::default();
        let places = given.places();
        let mut next = given.next()?;
        let mut rated: Option<(Batch, Vec<Rating>)> = None;
        // While a batch is rated, the one before is written and the one behind it read.
        while let Some(batch) = next.take() {
            let (ratings, beside) = rayon::join(
                || self.rate(instrument, &places, &batch),
                || -> Result<Option<Batch>, RunError> {
                    if let Some((batch, ratings)) = rated.take() {
                        sink.push(batch, &ratings)?;
                    }
                    given.next()
                },
            );
            next = beside?;
            let ratings = ratings?;
            for (rating, hit) in &ratings {
                done.empty += u64::from(rating.is_none());
                done.rated += u64::from(*hit);
            }
            done.rows += ratings.len() as u64;
            rated = Some((batch, ratings.into_iter().map(|(rating, _)| rating).collect()));
        }
        if let Some((batch, ratings)) = rated {
            sink.push(batch, &ratings)?;
        }
        sink.finish()?;
        Ok(done)
    }

    /// The ratings of a batch, and whether an entry was found in each.
    fn rate(&self, instrument: &Instrument, places: &batch::Places, batch: &Batch) -> Result<Vec<(Rating, bool)>, RunError> {
        let rated: Vec<Result<(Rating, bool), String>> = (0..batch.len())
            .into_par_iter()
            .with_min_len(SHARE)
            .map_init(Scratch::default, |scratch, row| {
                let (text, cue) = batch.said(places, row)?;
                Ok(text.map_or((None, false), |text| {
                    let (rating, hit) = rate(instrument, scratch, &text, cue.as_deref().unwrap_or_default());
                    (Some(rating), hit)
                }))
            })
            .collect();
        rated.into_iter().map(|row| row.map_err(|why| self.fault(why, None))).collect()
    }

    fn fault(&self, why: String, help: Option<String>) -> RunError {
        RunError::Score {
            path: self.table.display().to_string(),
            why,
            help,
        }
    }
}

fn rate(instrument: &Instrument, scratch: &mut Scratch, text: &str, cue: &str) -> ([Micro; 2], bool) {
    // A ready statement says nothing of what in it is verbatim: all of it is taken to be.
    let utterance = Utterance {
        text,
        cue,
        quoted: &[Span::new(0, text.len())],
        kind: Kind::Direct,
    };
    let ratings = instrument.rate(scratch, &utterance);
    (instrument.compared(&ratings), !ratings.tone.hits.is_empty())
}

/// Hostility, conciliation and net as they stand in a cell.
fn cells(rating: &Rating) -> [Option<f64>; 3] {
    rating.map_or([None; 3], |[hostility, conciliation]| {
        [hostility, conciliation, conciliation - hostility].map(|rating| Some(points(rating)))
    })
}

/// What parts the cells of the table at `path`.
fn delimiter(path: &Path) -> u8 {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tsv")) {
        b'\t'
    } else {
        b','
    }
}

/// Writes the CSV at `path` to `out` with ratings added: those of `statements`, row by row, and empty cells where a row is none of them. Where the table has columns of the added names already,
/// the added ones end in `_out_of_fold`.
///
/// # Errors
/// A table that cannot be read again, or no room to write.
pub fn with_ratings(path: &Path, statements: &[Labelled], ratings: &[[Micro; 2]], out: &mut dyn Write) -> Result<(), RunError> {
    let malformed = |why: csv::Error| RunError::Score {
        path: path.display().to_string(),
        why: why.to_string(),
        help: None,
    };
    let unwritten = |why: csv::Error| ReportError::Output {
        why: std::io::Error::other(why),
    };
    let delimiter = delimiter(path);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_path(path).map_err(malformed)?;
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let header = reader.byte_headers().map_err(malformed)?.clone();
    let taken = ADDED.iter().any(|added| header.iter().any(|name| name == added.as_bytes()));
    let added = ADDED.map(|name| if taken { format!("{name}_out_of_fold") } else { name.to_owned() });
    writer
        .write_byte_record(&header.iter().chain(added.iter().map(|name| name.as_bytes())).collect())
        .map_err(unwritten)?;
    let mut rated = statements.iter().zip(ratings).peekable();
    for (row, record) in reader.byte_records().enumerate() {
        let mut record = record.map_err(malformed)?;
        match rated.next_if(|(statement, _)| statement.row == row) {
            Some((_, [hostility, conciliation])) => {
                for rating in [*hostility, *conciliation, conciliation - hostility] {
                    record.push_field(points(rating).to_string().as_bytes());
                }
            }
            None => ADDED.iter().for_each(|_| record.push_field(b"")),
        }
        writer.write_byte_record(&record).map_err(unwritten)?;
    }
    writer.flush().map_err(|why| ReportError::Output { why })?;
    Ok(())
}
