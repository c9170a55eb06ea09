//! A CSV of ready statements with its ratings added: what `detente score` writes. Invariant: the columns given are untouched and in their order; three are added.

use super::RunError;
use crate::article::Span;
use crate::quote::Kind;
use crate::report::ReportError;
use crate::tone::{Instrument, Labelled, Micro, Scratch, Utterance, points};
use csv::ByteRecord;
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;

/// Rows rated together.
const BATCH: usize = 4_096;

/// The columns that are added.
const ADDED: [&str; 3] = ["hostility", "conciliation", "net"];

/// What was scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// Rows.
    pub rows: u64,
    /// Rows in which a lexicon entry was found.
    pub rated: u64,
}

/// What parts the cells of the table at `path`.
fn delimiter(path: &Path) -> u8 {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tsv")) {
        b'\t'
    } else {
        b','
    }
}

/// Rates the column `text` (with the reporting words in `cue`, where given) of the CSV at `path` (tab-separated where it ends in `.tsv`), and writes it to `out`.
///
/// # Errors
/// No such file or column, a row of another length, a column of an added name.
pub fn score(instrument: &Instrument, path: &Path, text: &str, cue: Option<&str>, out: &mut dyn Write) -> Result<Scored, RunError> {
    let fault = |why: String, help: Option<String>| RunError::Score {
        path: path.display().to_string(),
        why,
        help,
    };
    let malformed = |why: csv::Error| fault(why.to_string(), None);
    let delimiter = delimiter(path);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_path(path).map_err(malformed)?;
    let header = reader.byte_headers().map_err(malformed)?.clone();
    let names: Vec<String> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').to_owned())
        .collect();
    let column = |wanted: &str| {
        names.iter().position(|name| name == wanted).ok_or_else(|| {
            let nearest = names
                .iter()
                .filter(|name| strsim::jaro_winkler(name, wanted) > 0.8)
                .min_by_key(|name| strsim::levenshtein(name, wanted));
            let meant = nearest.map(|name| format!("Did you mean `{name}`? ")).unwrap_or_default();
            fault(
                format!("it has no column `{wanted}`"),
                Some(format!("{meant}Its columns are: {}.", names.join(", "))),
            )
        })
    };
    let text = column(text)?;
    let cue = cue.map(column).transpose()?;
    if let Some(taken) = ADDED.iter().find(|added| names.iter().any(|name| name == *added)) {
        return Err(fault(
            format!("it already has a column `{taken}`, which scoring would add"),
            Some("Rename or drop that column first.".to_owned()),
        ));
    }
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let unwritten = |why: csv::Error| match why.into_kind() {
        csv::ErrorKind::Io(why) => ReportError::Output { why },
        other => ReportError::Output {
            why: std::io::Error::other(format!("{other:?}")),
        },
    };
    writer
        .write_byte_record(&header.iter().chain(ADDED.map(str::as_bytes)).collect())
        .map_err(unwritten)?;
    let mut records = reader.byte_records();
    let mut done = Scored::default();
    loop {
        let batch: Vec<ByteRecord> = records.by_ref().take(BATCH).collect::<Result<_, _>>().map_err(malformed)?;
        if batch.is_empty() {
            break;
        }
        let rated: Vec<(ByteRecord, bool)> = batch
            .into_par_iter()
            .map_init(Scratch::default, |scratch, record| rate(instrument, scratch, record, text, cue))
            .collect();
        for (record, hit) in &rated {
            writer.write_byte_record(record).map_err(unwritten)?;
            done.rated += u64::from(*hit);
        }
        done.rows += rated.len() as u64;
    }
    writer.flush().map_err(|why| ReportError::Output { why })?;
    Ok(done)
}

fn rate(instrument: &Instrument, scratch: &mut Scratch, mut record: ByteRecord, text: usize, cue: Option<usize>) -> (ByteRecord, bool) {
    let cell = |column: usize| String::from_utf8_lossy(record.get(column).unwrap_or_default()).into_owned();
    let (text, cue) = (cell(text), cue.map(cell).unwrap_or_default());
    // A ready statement says nothing of what in it is verbatim: all of it is taken to be.
    let utterance = Utterance {
        text: &text,
        cue: &cue,
        quoted: &[Span::new(0, text.len())],
        kind: Kind::Direct,
    };
    let ratings = instrument.rate(scratch, &utterance);
    let [hostility, conciliation] = instrument.compared(&ratings);
    for rating in [hostility, conciliation, conciliation - hostility] {
        record.push_field(points(rating).to_string().as_bytes());
    }
    (record, !ratings.tone.hits.is_empty())
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
