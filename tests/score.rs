//! Scoring of tables: whatever form goes in and comes out, the ratings are the same, and nothing given is lost.

use arrow::array::{Array, AsArray, Int32Array, RecordBatch, StringArray};
use arrow::datatypes::Float64Type;
use detente::article::{Form, Limits};
use detente::pipeline::{Scored, Scoring, Tools};
use detente::study::Study;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

const STATEMENTS: [Option<&str>; 4] = [
    Some("We condemn this act of aggression."),
    Some("We are ready, \"truly\", for talks."),
    Some(" "),
    None,
];

fn score(path: &Path, to: Form) -> (Scored, Vec<u8>) {
    let instrument = Tools::instrument(&Study::defaults()).expect("the defaults are whole");
    let mut out = Vec::new();
    let scoring = Scoring {
        table: path,
        text: "quotation",
        cue: None,
        limits: Limits::DEFAULT,
    };
    let done = scoring.score(&instrument, Some(to), &mut out).expect("it can be scored");
    (done, out)
}

fn write(folder: &Path) {
    let mut lines = String::new();
    let mut comma = "key,quotation\n".to_owned();
    for (key, statement) in STATEMENTS.iter().enumerate() {
        lines.push_str(&format!("{}\n", serde_json::json!({"key": key, "quotation": statement})));
        comma.push_str(&format!("{key},\"{}\"\n", statement.unwrap_or_default().replace('"', "\"\"")));
    }
    fs::write(folder.join("a.jsonl"), lines).expect("written");
    fs::write(folder.join("a.csv"), comma).expect("written");
    let batch = RecordBatch::try_from_iter([
        ("key", Arc::new(Int32Array::from(vec![0, 1, 2, 3])) as Arc<dyn Array>),
        ("quotation", Arc::new(StringArray::from(STATEMENTS.to_vec()))),
    ])
    .expect("the columns are of one length");
    let file = fs::File::create(folder.join("a.parquet")).expect("made");
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).expect("made");
    writer.write(&batch).expect("written");
    writer.close().expect("written");
}

/// Key and hostility of every row.
fn read(form: Form, bytes: Vec<u8>) -> Vec<(String, Option<String>)> {
    match form {
        Form::Csv(_) => csv::Reader::from_reader(bytes.as_slice())
            .records()
            .map(|record| record.expect("it is whole"))
            .map(|record| (record[0].to_owned(), Some(record[2].to_owned()).filter(|cell| !cell.is_empty())))
            .collect(),
        Form::JsonLines => String::from_utf8(bytes)
            .expect("it is UTF-8")
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("it is JSON"))
            .map(|row| {
                let key = row["key"].as_str().map_or_else(|| row["key"].to_string(), str::to_owned);
                (key, row["hostility"].as_f64().map(|value| value.to_string()))
            })
            .collect(),
        Form::Parquet => {
            let mut file = tempfile::tempfile().expect("made");
            file.write_all(&bytes).expect("written");
            let reader = ParquetRecordBatchReaderBuilder::try_new(file)
                .expect("it is Parquet")
                .build()
                .expect("it is whole");
            let mut rows = Vec::new();
            for batch in reader {
                let batch = batch.expect("it is whole");
                let hostility = batch.column(2).as_primitive::<Float64Type>();
                for row in 0..batch.num_rows() {
                    let key = arrow::util::display::array_value_to_string(batch.column(0), row).expect("it can be shown");
                    rows.push((key, hostility.is_valid(row).then(|| hostility.value(row).to_string())));
                }
            }
            rows
        }
    }
}

#[test]
fn every_form_becomes_every_other_with_the_same_ratings() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    write(folder.path());
    let mut expected: Option<Vec<(String, Option<String>)>> = None;
    for from in ["a.csv", "a.jsonl", "a.parquet"] {
        for to in [Form::Csv(b','), Form::JsonLines, Form::Parquet] {
            let (done, bytes) = score(&folder.path().join(from), to);
            assert_eq!((done.rows, done.rated, done.empty), (4, 2, 2), "{from} to {to:?}");
            let rows = read(to, bytes);
            let expected = expected.get_or_insert_with(|| rows.clone());
            assert_eq!(&rows, expected, "{from} to {to:?}");
        }
    }
    let expected = expected.expect("there were tables");
    assert!(
        expected[0]
            .1
            .as_ref()
            .is_some_and(|cell| cell.parse::<f64>().is_ok_and(|value| value > 1.0)),
        "{expected:?}"
    );
    assert!(
        expected[2].1.is_none() && expected[3].1.is_none(),
        "an empty cell is missing, not 0: {expected:?}"
    );
}
