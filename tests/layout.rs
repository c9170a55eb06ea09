//! The tables from outside: docs/TABLES.md names what is there, a spreadsheet runs nothing of it, and Python counts the same means from them. The last is skipped, and said so, where
//! Python or pyarrow is missing, unless DETENTE_REQUIRE_ALL=1.

#[allow(dead_code, reason = "the command line's tests use the rest of it")]
#[path = "cli/council.rs"]
mod council;

use arrow::datatypes::DataType;
use council::Council;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Name, type, whether a cell may be empty.
type Columns = Vec<(String, String, String)>;

/// The columns of each table as the document names them, and rows of it that say too little.
fn documented() -> (BTreeMap<String, Columns>, Vec<String>) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/TABLES.md")).expect("docs/TABLES.md stands");
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    let (mut table, mut poor) = (String::new(), Vec::new());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut table);
            tables.insert(table.clone(), Vec::new());
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if let ([name, kind, empty, unit, meaning], Some(columns)) = (cells.as_slice(), tables.get_mut(&table))
            && let Some(name) = name.strip_prefix('`')
        {
            let number = ["number", "whole number"].contains(kind);
            if meaning.len() < 3 || *unit == "?" || number && *unit == "–" {
                poor.push(line.to_owned());
            }
            columns.push((name.trim_end_matches('`').to_owned(), (*kind).to_owned(), (*empty).to_owned()));
        }
    }
    (tables, poor)
}

fn written(run: &Path) -> BTreeMap<String, Columns> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(run).expect("the run stands") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "parquet") {
            continue;
        }
        let file = fs::File::open(&path).expect("it can be read");
        let schema = ParquetRecordBatchReaderBuilder::try_new(file).expect("it is Parquet").schema().clone();
        let columns = schema.fields().iter().map(|field| {
            let kind = match field.data_type() {
                DataType::Utf8 => "text",
                DataType::Int64 => "whole number",
                DataType::Float64 => "number",
                DataType::Boolean => "yes/no",
                other => panic!("{other} has no word in docs/TABLES.md"),
            };
            (
                field.name().clone(),
                kind.to_owned(),
                if field.is_nullable() { "yes" } else { "no" }.to_owned(),
            )
        });
        tables.insert(path.file_stem().expect("a name").to_string_lossy().into_owned(), columns.collect());
    }
    tables
}

#[test]
fn the_document_names_the_columns_that_are_there_and_no_others() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let (documented, poor) = documented();
    let written = written(&council.path("results/estuary"));
    assert!(written.len() >= 8);
    for (table, columns) in &written {
        let known = documented.get(table).unwrap_or_else(|| panic!("docs/TABLES.md has no `## {table}`"));
        for column in columns {
            let (name, kind, empty) = column;
            assert!(
                known.contains(column),
                "docs/TABLES.md, ## {table}: add | `{name}` | {kind} | {empty} | unit, range | meaning |"
            );
        }
        assert_eq!(known, columns, "docs/TABLES.md, ## {table}: other columns, or another order");
    }
    let extra: Vec<&String> = documented.keys().filter(|table| !written.contains_key(*table)).collect();
    assert!(extra.is_empty(), "docs/TABLES.md names tables that no run has: {extra:?}");
    assert!(poor.is_empty(), "docs/TABLES.md: without unit or meaning: {poor:#?}");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/TABLES.md")).expect("it stands");
    let version = format!("layout {},", detente::report::Manifest::TABLES);
    assert!(text.contains(&version), "docs/TABLES.md is not for {version}");
}

#[test]
fn a_spreadsheet_runs_nothing_and_numbers_stay_numbers() {
    let council = Council::new();
    council.write(
        "articles/2022-01-15_=cmd|' -C calc'!A0.txt",
        "January 15, 2022\n\nThe council met.\n\n\"-2+3 is what they offer, @noon,\" Ada Quillon said. \"+1 and no threat,\" she said.\n",
    );
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let run = council.path("results/estuary");
    let (mut defused, mut negative) = (0, 0);
    for (table, columns) in written(&run) {
        for row in council::csv(&run.join(format!("{table}.csv"))) {
            for (name, kind, _) in &columns {
                let cell = row[name].as_str();
                if kind.ends_with("number") {
                    assert!(
                        cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite),
                        "{table}.{name}: {cell:?} is no number"
                    );
                    negative += usize::from(cell.starts_with('-'));
                } else {
                    assert!(
                        !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                        "{table}.{name}: {cell:?} would be run"
                    );
                    defused += usize::from(cell.starts_with("'="));
                }
            }
        }
    }
    assert!(defused > 0 && negative > 0, "{defused} {negative}");
}

#[test]
fn python_counts_the_same_from_csv_and_parquet() {
    let known = Command::new("python3").args(["-c", "import pyarrow"]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        let required = std::env::var_os("DETENTE_REQUIRE_ALL").is_some_and(|value| value == "1");
        assert!(!required, "DETENTE_REQUIRE_ALL=1, but there is no python3 with pyarrow");
        // Past the harness, which would keep it to itself.
        writeln!(
            std::io::stderr(),
            "SKIPPED: Python did not read the tables, because there is no python3 with pyarrow."
        )
        .expect("standard error");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    council.study("closed", "confidence = 0.6\n\n[output]\ntext = false\n");
    council.well(&["run", "closed.toml", "--quiet"]);
    let shipped = root.join("examples/aldwater-meridian-council/study.toml").display().to_string();
    council.well(&["run", &shipped, "--out", "results", "--quiet"]);
    for run in ["estuary", "closed", "aldwater-meridian-council"] {
        let counted = Command::new("python3")
            .arg(root.join("tests/layout/recompute.py"))
            .arg(council.path("results").join(run))
            .output()
            .expect("python3 starts");
        let said = String::from_utf8_lossy(&counted.stdout);
        assert!(counted.status.success(), "{run}: {said}{}", String::from_utf8_lossy(&counted.stderr));
        assert!(
            said.contains(" means") && said.contains(" differences") && said.contains(" shifts"),
            "{run}: {said}"
        );
    }
}
