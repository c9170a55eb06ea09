//! A CSV of ready statements with its ratings added: what `detente score` writes. Invariant: the columns given are untouched and in their order; three are added.

use super::RunError;
use crate::article::Span;
use crate::quote::Kind;
use crate::report::ReportError;
use crate::tone::{Rater, Utterance, points};
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

/// Rates the column `text` (with the reporting words in `cue`, where given) of the CSV at `path` (tab-separated where it ends in `.tsv`), and writes it to `out`.
///
/// # Errors
/// No such file or column, a row of another length, a column of an added name.
pub fn score(rater: &Rater, path: &Path, text: &str, cue: Option<&str>, out: &mut dyn Write) -> Result<Scored, RunError> {
    let fault = |why: String, help: Option<String>| RunError::Score {
        path: path.display().to_string(),
        why,
        help,
    };
    let malformed = |why: csv::Error| fault(why.to_string(), None);
    let delimiter = if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tsv")) {
        b'\t'
    } else {
        b','
    };
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
        let rated: Vec<(ByteRecord, bool)> = batch.into_par_iter().map(|record| rate(rater, record, text, cue)).collect();
        for (record, hit) in &rated {
            writer.write_byte_record(record).map_err(unwritten)?;
            done.rated += u64::from(*hit);
        }
        done.rows += rated.len() as u64;
    }
    writer.flush().map_err(|why| ReportError::Output { why })?;
    Ok(done)
}

fn rate(rater: &Rater, mut record: ByteRecord, text: usize, cue: Option<usize>) -> (ByteRecord, bool) {
    let cell = |column: usize| String::from_utf8_lossy(record.get(column).unwrap_or_default()).into_owned();
    let (text, cue) = (cell(text), cue.map(cell).unwrap_or_default());
    // A ready statement says nothing of what in it is verbatim: all of it is taken to be.
    let tone = rater.rate(&Utterance {
        text: &text,
        cue: &cue,
        quoted: &[Span::new(0, text.len())],
        kind: Kind::Direct,
    });
    for rating in [tone.hostility, tone.conciliation, tone.net()] {
        record.push_field(points(rating).to_string().as_bytes());
    }
    (record, !tone.hits.is_empty())
}
