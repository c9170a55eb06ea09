//! Coding sheets from outside: what `sample` draws and hides, and whether `validate` finds what was put into the sheets.

use assert_cmd::Command;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

type Record = BTreeMap<String, String>;

/// A folder with runs of the invented study.
struct Bench {
    folder: TempDir,
}

impl Bench {
    /// With one run, `run/aldwater-meridian-council`.
    fn new() -> Bench {
        let bench = Bench {
            folder: tempfile::tempdir().expect("the system has a temporary folder"),
        };
        bench.run_study("run", "");
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the study with these lines more into `out`.
    fn run_study(&self, out: &str, more: &str) {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/aldwater-meridian-council");
        let study = fs::read_to_string(example.join("study.toml")).expect("the example is there");
        let absolute = |name: &str| format!("{:?}", example.join(name).display().to_string());
        let study = study
            .replace("\"articles\"", &absolute("articles"))
            .replace("\"meetings.toml\"", &absolute("meetings.toml"))
            .replace("\"sides.toml\"", &absolute("sides.toml"));
        fs::write(self.path("study.toml"), format!("{study}\n{more}")).expect("a temporary folder can be written");
        self.well(&["run", "study.toml", "--quiet", "--out", out]);
    }

    fn detente(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("detente").expect("the program is built");
        let output = command
            .current_dir(self.folder.path())
            .args(arguments)
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Wants success; gives standard output.
    fn well(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.detente(arguments);
        assert_eq!(code, 0, "{arguments:?}\n{stdout}\n{stderr}");
        stdout
    }

    /// Wants exit code 1; gives the message, its line breaks and frame folded.
    fn badly(&self, arguments: &[&str]) -> String {
        let (code, stdout, stderr) = self.detente(arguments);
        assert_eq!(code, 1, "{arguments:?}\n{stdout}\n{stderr}");
        let bare: String = stderr.chars().map(|letter| if "│╰─▶×".contains(letter) { ' ' } else { letter }).collect();
        bare.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn statements(&self) -> BTreeMap<String, Record> {
        let (_, rows) = csv(&fs::read_to_string(self.path(RUN).join("statements.csv")).expect("the table is there"));
        rows.into_iter().map(|row| (row["id"].clone(), row)).collect()
    }

    /// Writes a sheet filled by a rule that gives the two grades, empty where it gives none.
    fn fill(&self, name: &str, sheet: &str, rule: impl Fn(&str) -> Option<[f64; 2]>) {
        let mut text = String::from("statement,hostility,conciliation,note\n");
        for row in csv(sheet).1 {
            let id = &row["statement"];
            match rule(id) {
                Some([hostility, conciliation]) => text += &format!("{id},{hostility},{conciliation},\n"),
                None => text += &format!("{id},,,what is this?\n"),
            }
        }
        fs::write(self.path(name), text).expect("a temporary folder can be written");
    }
}

const RUN: &str = "run/aldwater-meridian-council";

fn csv(text: &str) -> (Vec<String>, Vec<Record>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("there is a header").iter().map(str::to_owned).collect();
    (
        header,
        reader.deserialize().map(|record| record.expect("every record has all columns")).collect(),
    )
}

fn ids(sheet: &str) -> Vec<String> {
    csv(sheet).1.iter().map(|row| row["statement"].clone()).collect()
}

fn number(row: &Record, column: &str) -> f64 {
    row[column].parse().expect("a number")
}

#[test]
fn a_sheet_is_blind_even_repeatable_and_without_repeats() {
    let bench = Bench::new();
    let statements = bench.statements();
    let sheet = bench.well(&["sample", RUN, "--n", "12"]);
    let (header, rows) = csv(&sheet);
    assert_eq!(header, ["statement", "cue", "text", "hostility", "conciliation", "note"]);
    assert_eq!(rows.len(), 12);
    for row in &rows {
        assert!(
            ["hostility", "conciliation", "note"].iter().all(|column| row[*column].is_empty()),
            "{row:?}"
        );
        let known = &statements[&row["statement"]];
        assert_eq!((&row["text"], &row["cue"]), (&known["text"], &known["cue"]));
    }
    let drawn = ids(&sheet);
    assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 12, "none twice");
    let years: Vec<&str> = drawn.iter().map(|id| statements[id]["year"].as_str()).collect();
    let of = |year: &str| years.iter().filter(|other| **other == year).count();
    assert_eq!((of("2016"), of("2022")), (6, 6));
    assert!(
        !years.is_sorted() && !years.iter().rev().is_sorted(),
        "the order says nothing of the year: {years:?}"
    );

    assert_eq!(bench.well(&["sample", RUN, "--n", "12"]), sheet, "the same seed, the same sheet");
    assert_ne!(ids(&bench.well(&["sample", RUN, "--n", "12", "--seed", "1"])), drawn);

    // All that the run compares, and nothing else.
    let counted: BTreeSet<String> = statements
        .values()
        .filter(|row| row["kind"] != "indirect" && row["echo"].is_empty() && row["left_out"].is_empty() && !row["year"].is_empty())
        .map(|row| row["id"].clone())
        .collect();
    assert!(counted.len() > 12 && counted.len() < statements.len());
    for by in ["year", "speaker", "side", "outlet"] {
        let all = ids(&bench.well(&["sample", RUN, "--n", "100000", "--by", by]));
        assert_eq!(all.len(), counted.len(), "{by}");
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), counted, "{by}");
    }

    bench.well(&["sample", RUN, "--n", "12", "-o", "sheet.csv"]);
    assert_eq!(fs::read_to_string(bench.path("sheet.csv")).expect("it was written"), sheet);
    fs::write(bench.path("sheet.csv"), "days of work").expect("it can be written");
    let message = bench.badly(&["sample", RUN, "-o", "sheet.csv"]);
    assert!(message.contains("sheet.csv stands there already"), "{message}");
    assert_eq!(fs::read_to_string(bench.path("sheet.csv")).expect("it stands"), "days of work");
}

/// The first coder grades what the run compares, rounded; the second puts a point of hostility on every statement of 2022 and leaves out one statement.
#[test]
fn what_was_put_into_the_sheets_is_found() {
    let bench = Bench::new();
    let statements = bench.statements();
    let sheet = bench.well(&["sample", RUN, "--n", "60"]);
    let drawn = ids(&sheet);
    let rated = |id: &str| ["hostility", "conciliation"].map(|column| number(&statements[id], column));
    bench.fill("a.csv", &sheet, |id| Some(rated(id).map(f64::round)));
    let skipped = drawn[0].clone();
    let late = |id: &str| statements[id]["year"] == "2022";
    bench.fill("b.csv", &sheet, |id| {
        let [hostility, conciliation] = rated(id).map(f64::round);
        (id != skipped).then_some([(hostility + f64::from(u8::from(late(id)))).min(4.0), conciliation])
    });
    let mut with_stranger = fs::read_to_string(bench.path("b.csv")).expect("it was written");
    with_stranger += "0123456789abcdef,1,1,\n";
    fs::write(bench.path("b.csv"), with_stranger).expect("it can be written");

    let json = |arguments: &[&str]| -> serde_json::Value { serde_json::from_str(&bench.well(arguments)).expect("it is JSON") };
    let one = json(&["validate", RUN, "a.csv", "--json"]);
    let n = drawn.len();
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let near = |value: &serde_json::Value, wanted: f64| {
        let found = value.as_f64().unwrap_or(f64::NAN);
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
    };
    assert_eq!(one["statements"], n);
    assert_eq!(one["ratings"].as_array().map(Vec::len), Some(6));
    for (d, dimension) in ["hostility", "conciliation"].into_iter().enumerate() {
        let find = |rating: &str| {
            let is = |row: &&serde_json::Value| row["rating"] == rating && row["dimension"] == dimension;
            one["ratings"]
                .as_array()
                .and_then(|rows| rows.iter().find(is))
                .expect("each rating is told")
        };
        let compared = find(one["compared"].as_str().expect("a word"));
        near(&compared["alpha"], 1.0);
        assert!(compared["alpha_coders"].is_null(), "one coder agrees with nobody");
        near(
            &compared["error"],
            mean(drawn.iter().map(|id| (rated(id)[d] - rated(id)[d].round()).abs()).collect()),
        );
        assert_eq!(compared["n"], n);
        let lexicon = |id: &String| number(&statements[id], &format!("{dimension}_lexicon"));
        near(
            &find("lexicon")["error"],
            mean(drawn.iter().map(|id| (lexicon(id) - rated(id)[d].round()).abs()).collect()),
        );
        let look = &one["dimensions"][d];
        for graded in 0..5 {
            for rating in 0..5 {
                let wanted = drawn
                    .iter()
                    .filter(|id| graded == rating && rated(id)[d].round() as usize == graded)
                    .count();
                assert_eq!(look["confusion"][graded][rating], wanted, "{dimension} {graded} {rating}");
            }
        }
        let bins: u64 = look["calibration"]
            .as_array()
            .expect("bins")
            .iter()
            .filter_map(|bin| bin["n"].as_u64())
            .sum();
        assert_eq!(bins as usize, n, "every statement is in one bin");
        assert!(look["drift"].is_null(), "{look}");
    }

    let both = json(&["validate", RUN, "a.csv", "b.csv", "--json", "-o", "chart"]);
    assert_eq!(both["coders"][1]["unknown"], serde_json::json!(["0123456789abcdef"]));
    assert_eq!(both["coders"][1]["graded"], n - 1);
    let graded = |id: &String| {
        let first = rated(id)[0].round();
        let second = (first + f64::from(u8::from(late(id)))).min(4.0);
        if *id == skipped { first } else { (first + second) / 2.0 }
    };
    for (at, year) in ["2016", "2022"].into_iter().enumerate() {
        let of: Vec<&String> = drawn.iter().filter(|id| statements[*id]["year"] == year).collect();
        let found = &both["dimensions"][0]["years"][at];
        assert_eq!(found["n"], of.len());
        near(&found["graded"], mean(of.iter().map(|id| graded(id)).collect()));
        near(&found["difference"], mean(of.iter().map(|id| rated(id)[0] - graded(id)).collect()));
    }
    let drift = &both["dimensions"][0]["drift"];
    assert_eq!((&drift["from"], &drift["to"]), (&2016.into(), &2022.into()));
    assert!(
        drift["sentence"]
            .as_str()
            .is_some_and(|words| words.contains("The instrument drifts") && words.contains("lower")),
        "{drift}"
    );
    assert!(both["dimensions"][1]["drift"].is_null());
    let between = both["ratings"][1]["alpha_coders"].as_f64().expect("two coders can be compared");
    assert!((between - 1.0).abs() < 1e-9, "they agree in conciliation");
    assert!(both["ratings"][0]["alpha_coders"].as_f64().is_some_and(|alpha| alpha < 0.99));
    let worst = both["worst"].as_array().expect("there are some");
    let off = |row: &serde_json::Value| (row["rated"].as_f64().unwrap_or(0.0) - row["graded"].as_f64().unwrap_or(0.0)).abs();
    assert!(worst.len() == 10 && worst.windows(2).all(|pair| off(&pair[0]) >= off(&pair[1])));
    assert!(
        worst
            .iter()
            .all(|row| row["text"].as_str().is_some_and(|text| text.chars().count() <= 80))
    );

    assert!(fs::read(bench.path("chart/agreement.png")).is_ok_and(|png| png.starts_with(b"\x89PNG")));
    let svg = fs::read_to_string(bench.path("chart/agreement.svg")).expect("it was drawn");
    assert!(svg.contains(&format!("{n} statements")), "the chart tells its n");

    let told = bench.well(&["validate", RUN, "a.csv", "b.csv"]);
    for words in [
        "The instrument drifts",
        "no such statement: 1 (0123456789abcdef)",
        "between coders",
        "calibration",
        "Furthest off",
        "hostility by year",
    ] {
        assert!(told.contains(words), "{words} is missing:\n{told}");
    }
    if let Some(folder) = std::env::var_os("DETENTE_DRAW") {
        fs::copy(bench.path("chart/agreement.png"), Path::new(&folder).join("agreement.png")).expect("it can be written");
        fs::write(Path::new(&folder).join("validate.txt"), told).expect("it can be written");
    }
}

#[test]
fn what_is_wrong_is_said_and_what_to_do() {
    let bench = Bench::new();
    bench.run_study("closed", "[output]\ntext = false\n");
    let message = bench.badly(&["sample", "closed/aldwater-meridian-council"]);
    assert!(
        message.contains("holds no text") && message.contains("Run the study with text"),
        "{message}"
    );

    let sheet = bench.well(&["sample", RUN, "--n", "3"]);
    let drawn = ids(&sheet);
    let table = |rows: &[String]| format!("statement,hostility,conciliation\n{}\n", rows.join("\n"));
    let cases = [
        (
            table(&[format!("{},1,0", drawn[0]), format!("{},5,0", drawn[1])]),
            "line 3, column `hostility`: `5` is no grade",
        ),
        (
            table(&[format!("{},1,0", drawn[0]), format!("{},2,0", drawn[0])]),
            "twice, in the lines 2 and 3",
        ),
        (table(&["feedfeedfeedfeed,1,0".to_owned()]), "None of the 1 graded statements"),
        (table(&[format!("{},,", drawn[0])]), "holds no rated statement"),
        (format!("id,hostility,conciliation\n{},1,0\n", drawn[0]), "no column `statement`"),
        (
            format!("statement,hostility_a,conciliation_a,hostility_b,conciliation_b\n{},1,0,1,0\n", drawn[0]),
            "grades of several coders",
        ),
    ];
    for (text, says) in cases {
        fs::write(bench.path("bad.csv"), &text).expect("a temporary folder can be written");
        let message = bench.badly(&["validate", RUN, "bad.csv"]);
        assert!(message.contains(says) && message.contains("bad.csv") | message.contains(RUN), "{message}");
    }
    let filled = table(&[format!("{},1,0", drawn[0])]);
    fs::write(bench.path("good.csv"), filled).expect("a temporary folder can be written");
    assert!(bench.badly(&["validate", RUN, "good.csv", "./good.csv"]).contains("named twice"));
    assert!(bench.badly(&["validate", RUN, "lost.csv"]).contains("`lost.csv` cannot be read"));
    // A run without text is validated all the same: ids are those of the run with text.
    let told = bench.well(&["validate", "closed/aldwater-meridian-council", "good.csv"]);
    assert!(told.starts_with("1 statement, graded by 1 coder:"), "{told}");
}
