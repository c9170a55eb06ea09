//! The command line from outside: what it writes, what it says, and what it leaves where something is at fault.

#[path = "cli/council.rs"]
mod council;

use council::{Council, csv, files};
use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;

/// The names of what stands in the folder of results, logs left out.
fn results(council: &Council) -> Vec<String> {
    let Ok(entries) = fs::read_dir(council.path("results")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        // The history of what was tried stands beside the runs, and what each told.
        .filter(|name| !name.ends_with(".ledger.jsonl") && !name.ends_with(".log"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_study_becomes_tables_charts_a_page_and_a_manifest() {
    let council = Council::new();
    council.study("estuary", "");
    let said = council.well(&["run", "estuary.toml"]);
    assert!(said.contains("4 articles"), "{said}");
    assert_eq!(results(&council), ["estuary"]);
    let written = files(&council.path("results/estuary"));
    let tables = [
        "articles",
        "statements",
        "hits",
        "speakers",
        "groups",
        "meetings",
        "comparison",
        "sensitivity",
        "shift",
        "words",
        "targets",
        "uncorrected",
    ];
    for name in tables.iter().flat_map(|table| [format!("{table}.csv"), format!("{table}.parquet")]) {
        assert!(written.contains_key(&name), "{name} is missing of {:?}", written.keys());
    }
    for name in [
        "manifest.json",
        "report.html",
        "lexicons/hostility.toml",
        "lexicons/conciliation.toml",
        "lexicons/rules.toml",
    ] {
        assert!(written.contains_key(name), "{name} is missing");
    }
    let charts = written.keys().filter(|name| name.starts_with("charts/")).count();
    assert!(charts >= 2 * (2 + 2), "two charts and two speakers, in two forms: {charts}");
    assert!(!written.keys().any(|name| name.contains("spool") || name.contains("UNFINISHED")));

    let manifest: serde_json::Value = serde_json::from_slice(&written["manifest.json"]).expect("the manifest is JSON");
    let text = String::from_utf8_lossy(&written["manifest.json"]).into_owned();
    assert!(
        !text.contains(&council.folder.path().display().to_string()),
        "a manifest holds no absolute path"
    );
    assert_eq!(manifest["years"], serde_json::json!([2016, 2022]));
    assert_eq!(
        manifest["files"].as_object().map(serde_json::Map::len),
        Some(written.len() - 1),
        "every file but the manifest has its hash"
    );
    let statements = csv(&council.path("results/estuary/statements.csv"));
    assert_eq!(manifest["counts"]["statements"], statements.len());
    assert!(statements.len() >= 8, "every quotation is found: {statements:#?}");
}

#[test]
fn the_same_bytes_for_one_and_two_threads_and_for_a_second_run() {
    let council = Council::new();
    council.study("estuary", "");
    let mut runs = Vec::new();
    for (out, threads) in [("one", "1"), ("two", "2"), ("two", "2")] {
        council.well(&["run", "estuary.toml", "--out", out, "--threads", threads]);
        // The ledger and the log beside a run are its history, not its result.
        runs.push(files(&council.path(out).join("estuary")));
    }
    for (name, bytes) in &runs[0] {
        assert!(runs.iter().all(|run| run.get(name) == Some(bytes)), "{name} differs");
    }
    assert!(runs.iter().all(|run| run.len() == runs[0].len()));
}

#[test]
fn words_of_a_statement_stand_nowhere_where_the_study_gives_out_no_text() {
    let council = Council::new();
    council.study("open", "");
    council.study("closed", "[output]\ntext = false\n");
    council.well(&["run", "open.toml", "--quiet"]);
    council.well(&["run", "closed.toml", "--quiet"]);
    let statements = csv(&council.path("results/open/statements.csv"));
    // Runs of four words, and whole statements where they are shorter.
    let folded = |text: &str| {
        text.to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut runs: Vec<Vec<String>> = Vec::new();
    for statement in &statements {
        let words = folded(&statement["text"]);
        runs.extend(words.windows(4.min(words.len().max(1))).map(<[String]>::to_vec));
    }
    let looks_open = files(&council.path("results/open"));
    let looks_closed = files(&council.path("results/closed"));
    // What an entry says is the lexicon's, whoever uses the same words; entries are shown.
    let lexicons = looks_closed.iter().filter(|(name, _)| name.starts_with("lexicons"));
    let entries = lexicons
        .map(|(_, text)| format!(" {} ", folded(&String::from_utf8_lossy(text)).join(" ")))
        .collect::<String>();
    assert!(!entries.is_empty());
    runs.retain(|run| !entries.contains(&format!(" {} ", run.join(" "))));
    assert!(runs.len() > 50, "there is something to look for");
    let found_in = |bytes: &[u8]| {
        let words = format!(" {} ", folded(&String::from_utf8_lossy(bytes)).join(" "));
        runs.iter().find(|run| words.contains(&format!(" {} ", run.join(" ")))).cloned()
    };
    for name in ["statements.csv", "report.html"] {
        assert!(found_in(&looks_open[name]).is_some(), "the test finds what stands in {name}");
    }
    for (name, bytes) in &looks_closed {
        // Of the Parquet files the text is compressed; their cells are those of the CSV files, which other tests prove.
        if !name.ends_with(".png") && !name.ends_with(".parquet") {
            assert_eq!(found_in(bytes), None, "in {name}");
        }
    }
    for statement in csv(&council.path("results/closed/statements.csv")) {
        assert!(
            ["text", "cue", "mention"].iter().all(|column| statement[*column].is_empty()),
            "{statement:?}"
        );
        assert!(!statement["spans"].is_empty());
    }
    for hit in csv(&council.path("results/closed/hits.csv")) {
        assert!(
            hit["words"].is_empty() && hit["triggers"].is_empty() && !hit["entry"].is_empty(),
            "{hit:?}"
        );
    }
    // The ratings are the same.
    let ratings = |run: &str| {
        csv(&council.path(&format!("results/{run}/statements.csv")))
            .iter()
            .map(|row| (row["id"].clone(), row["net"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ratings("open"), ratings("closed"));
}

#[test]
fn what_came_from_articles_is_escaped_in_the_page_and_defused_in_tables() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let page = fs::read_to_string(council.path("results/estuary/report.html")).expect("the page stands");
    assert!(page.contains("Did the &#60;Estuary&#62; Council change?") || page.contains("Did the &lt;Estuary&gt; Council change?"));
    assert!(!page.contains("<em>") && !page.contains("<script>alert") && !page.contains("<Estuary>"));
    assert_eq!(
        page.matches("<script").count(),
        2,
        "the page's own: statements as JSON, and what shows them"
    );
    assert!(
        !page.contains("http://") || page.matches("http://").count() == page.matches("http://www.w3.org/").count(),
        "nothing is loaded"
    );
    assert!(!page.contains("https://"), "nothing is loaded");
    let raw = fs::read_to_string(council.path("results/estuary/statements.csv")).expect("the table stands");
    assert!(raw.contains("'=They lie"), "a formula is defused");
    assert!(!raw.contains(",=They"));
}

#[test]
fn numbers_of_a_run_are_taken_apart_exactly() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let hits = csv(&council.path("results/estuary/hits.csv"));
    let micro = |cell: &str| (cell.parse::<f64>().expect("a number") * 1e6).round() as i64;
    let mut rated = 0;
    for statement in csv(&council.path("results/estuary/statements.csv")) {
        for dimension in ["hostility", "conciliation"] {
            let sum: i64 = hits
                .iter()
                .filter(|hit| hit["statement"] == statement["id"])
                .map(|hit| micro(&hit[dimension]))
                .sum();
            let [lexicon, model] = ["lexicon", "model"].map(|rating| micro(&statement[&format!("{dimension}_{rating}")]));
            assert_eq!(sum, lexicon, "{statement:?}");
            let share = (100.0 * detente::tone::Blend::DEFAULT.share()).round() as i64;
            assert_eq!(
                micro(&statement[dimension]),
                lexicon * (100 - share) / 100 + model * share / 100,
                "{statement:?}"
            );
            rated += i64::from(sum > 0);
        }
        assert_eq!(
            micro(&statement["net"]),
            micro(&statement["conciliation"]) - micro(&statement["hostility"])
        );
    }
    assert!(rated >= 5, "some statements are rated: {rated}");
}

#[test]
fn places_are_code_points_of_the_articles_text() {
    let council = Council::new();
    let text = fs::read_to_string(council.path("articles/2016-04-21_paper.txt")).expect("it stands");
    let letters: Vec<char> = text.chars().collect();
    let lines = council.well(&["extract", "articles/2016-04-21_paper.txt"]);
    let mut seen = 0;
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(line["article"], "2016-04-21_paper");
        let span = |span: &serde_json::Value| {
            letters[span[0].as_u64().expect("a place") as usize..span[1].as_u64().expect("a place") as usize]
                .iter()
                .collect::<String>()
        };
        let parts: Vec<String> = line["spans"].as_array().expect("spans").iter().map(span).collect();
        assert_eq!(parts.join(" … "), line["text"].as_str().expect("text"));
        seen += usize::from(line["text"].as_str().is_some_and(|text| text.contains("Наши двери")));
    }
    assert_eq!(seen, 1, "{lines}");
}

#[test]
fn a_bad_article_is_listed_and_the_run_goes_on() {
    let council = Council::new();
    council.write("articles/broken.txt", b"\x00\x01\x02\x03\x00\x00no text");
    council.write("articles/minutes.pdf", "%PDF-1.4");
    council.study("estuary", "");
    let said = council.well(&["run", "estuary.toml"]);
    assert!(said.contains("broken.txt") && said.contains("minutes.pdf"), "{said}");
    let manifest = fs::read_to_string(council.path("results/estuary/manifest.json")).expect("it stands");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("the manifest is JSON");
    let skipped: Vec<&str> = manifest["skipped"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|skip| skip["path"].as_str())
        .collect();
    assert_eq!(skipped, ["broken.txt", "minutes.pdf"]);
    assert_eq!(manifest["counts"]["articles"], 4);
}

#[test]
fn bad_input_says_what_and_where_and_leaves_nothing() {
    let council = Council::new();
    council.write("empty/.keep", "");
    council.write("binary/a.txt", b"\x00\x01\x02\x03\x00\x00");
    council.study("key", "[compar]\nalpha = 0.1\n");
    let two = "[lexicon]\nname = \"own\"\nversion = \"1\"\nlanguage = \"en\"\nlicense = \"CC0-1.0\"\n\n[hostility.threat]\n\"storm*\" = 2\n\"gale\" = 1\n\"storm*\" = 3\n";
    council.write("own.toml", two);
    council.write(
        "other.toml",
        two.replace("\"storm*\" = 3\n", "")
            .replace("gale", "Storm*")
            .replace("\"storm*\" = 2\n", "\"squall\" = 2\n"),
    );
    council.write("third.toml", two.replace("\"storm*\" = 3\n", ""));
    council.study("collide", "[lexicons]\ntone = [\"third.toml\", \"other.toml\"]\n");
    council.study("double", "[lexicons]\ntone = \"own.toml\"\n");
    council.study("nowhere", "");
    fs::write(
        council.path("nowhere.toml"),
        "[study]\nname = \"nowhere\"\ntitle = \"x\"\narticles = [\"no-such-folder\"]\n",
    )
    .expect("it can be written");
    let cases: [(&[&str], &[&str]); 8] = [
        (&["run", "no-such-folder"], &["no-such-folder"]),
        (&["run", "nowhere.toml"], &["no-such-folder"]),
        (&["run", "empty"], &["empty"]),
        (&["run", "binary"], &["a.txt"]),
        (&["run", "key.toml"], &["key.toml", "compar"]),
        (&["run", "double.toml"], &["own.toml", "10"]),
        (&["run", "collide.toml"], &["third.toml", "other.toml", "8", "9"]),
        (&["run", "no-such-study.toml"], &["no-such-study.toml"]),
    ];
    for (arguments, names) in cases {
        let said = council.badly(arguments);
        for name in names {
            assert!(said.contains(name), "{arguments:?} does not name {name}: {said}");
        }
        assert_eq!(results(&council), Vec::<String>::new(), "{arguments:?}");
    }
}

#[test]
fn a_failed_run_leaves_the_result_of_before() {
    let council = Council::new();
    let study = council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let before = files(&council.path("results"));
    let text = fs::read_to_string(&study).expect("it stands");
    fs::write(&study, text.replace("[\"articles\"]", "[\"gone\"]")).expect("it can be written");
    council.badly(&["run", "estuary.toml"]);
    assert_eq!(files(&council.path("results")), before);
}

#[test]
fn a_folder_that_detente_did_not_write_is_left_as_it_is() {
    let council = Council::new();
    council.study("estuary", "");
    council.write("results/estuary/thesis.txt", "years of work");
    let said = council.badly(&["run", "estuary.toml"]);
    assert!(said.contains("results/estuary"), "{said}");
    assert_eq!(files(&council.path("results")).len(), 1);
}

#[test]
fn usage_is_told_apart_from_faults() {
    let council = Council::new();
    assert_eq!(council.run(&["run"]).0, 2);
    assert_eq!(council.run(&["fly"]).0, 2);
    assert_eq!(council.run(&["run", "x", "--threads", "0"]).0, 2);
    let help = council.well(&["--help"]);
    assert!(help.contains("Exit codes") && help.contains("Examples"), "{help}");
    for command in ["run", "compare", "chart", "speakers", "explain", "extract", "score", "init"] {
        let help = council.well(&[command, "--help"]);
        assert!(help.contains("Example"), "{command} shows no example");
    }
}

#[test]
fn two_years_are_compared_in_the_terminal_and_for_programs() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let table = council.well(&["compare", "results/estuary", "2016", "2022"]);
    for word in ["Drazny", "Quillon", "all together", "2016", "2022", "Too few articles"] {
        assert!(table.contains(word), "{word} is missing:\n{table}");
    }
    let json = council.well(&["compare", "results/estuary", "2016", "2022", "--speaker", "quillon", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(told.as_array().map(Vec::len), Some(3), "one speaker, three measures");
    // From the tables alone come the run's own numbers.
    let own = csv(&council.path("results/estuary/comparison.csv"));
    for difference in told.as_array().expect("a list") {
        let row = own
            .iter()
            .find(|row| difference["key"] == row["key"] && difference["measure"] == row["measure"] && row["by"] == "speaker")
            .expect("the run has it too");
        for number in ["delta", "p"] {
            // serde_json reads floats to within one unit in the last place.
            let (own, told) = (row[number].parse::<f64>().unwrap_or(0.0), difference[number].as_f64().unwrap_or(0.0));
            assert!((own - told).abs() < 1e-12, "{number}: {own} and {told}");
        }
    }
    let said = council.badly(&["compare", "results/estuary", "2016", "2022", "--speaker", "Quilon"]);
    assert!(said.contains("Quillon"), "a suggestion: {said}");
    let said = council.badly(&["compare", "articles", "2016", "2022"]);
    assert!(said.contains("manifest.json"), "{said}");
    // A year that the run does not have: which it has.
    let said = council.badly(&["compare", "results/estuary", "2016", "2021"]);
    assert!(said.contains("of 2021") && said.contains("2016 and 2022"), "{said}");
    // The corrected p stands apart, and what was compared is said.
    let all = council.well(&["compare", "results/estuary", "2016", "2022", "--by", "all"]);
    assert!(
        all.contains("p corr.") && all.contains('≈') && all.contains("All statements, indirect ones too."),
        "{all}"
    );
    for by in ["side", "role", "outlet"] {
        council.well(&["compare", "results/estuary", "2016", "2022", "--by", by, "--all"]);
    }
    assert_eq!(council.run(&["compare", "results/estuary", "2016", "2022", "--all", "--direct"]).0, 2);
    // What entries did sums to the change, for programs and in the table.
    let json = council.well(&["compare", "results/estuary", "2016", "2022", "--by", "all", "--words", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    for difference in told["differences"].as_array().expect("a list") {
        let entries = told["entries"].as_array().expect("a list").iter();
        let sum: f64 = entries
            .filter(|entry| entry["measure"] == difference["measure"])
            .filter_map(|entry| entry["delta"].as_f64())
            .sum();
        assert!((sum - difference["delta"].as_f64().unwrap_or(f64::NAN)).abs() < 1e-9, "{difference}");
    }
    let words = council.well(&["compare", "results/estuary", "2016", "2022", "--by", "all", "--words"]);
    assert!(words.contains("What moved net tone") && words.contains("the learned model"), "{words}");
}

#[test]
fn articles_in_another_language_are_listed_and_left_out() {
    let council = Council::new();
    for language in ["german", "russian", "french"] {
        let text = fs::read_to_string(format!("{}/tests/language/{language}.txt", env!("CARGO_MANIFEST_DIR"))).expect("it stands");
        council.write(&format!("articles/{language}.txt"), text);
    }
    council.write("articles/wire.txt", "The council met, and nothing came of it.");
    council.study("estuary", "");
    let said = council.well(&["run", "estuary.toml"]);
    let sentence = "3 articles are not English (1 French, 1 German, 1 Russian) and were left out: french, german, russian.";
    assert!(said.contains(&format!("warning: {sentence}")), "{said}");
    assert!(
        said.contains("wire could not be dated"),
        "English articles are still asked for their date: {said}"
    );
    assert!(
        !said.contains("german could not be dated") && !said.contains("german.txt has no statement"),
        "{said}"
    );
    let rows = csv(&council.path("results/estuary/articles.csv"));
    let german = rows.iter().find(|row| row["id"] == "german").expect("it is listed");
    assert_eq!((german["language"].as_str(), german["statements"].as_str()), ("German", "0"));
    assert!(german["language_why"].ends_with("of its words are common English ones"), "{german:?}");
    assert_eq!(rows.iter().filter(|row| row["language"] == "English").count(), 5);
    let manifest = fs::read_to_string(council.path("results/estuary/manifest.json")).expect("it stands");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("the manifest is JSON");
    assert_eq!((&manifest["counts"]["articles"], &manifest["counts"]["foreign"]), (&8.into(), &3.into()));
    assert_eq!(manifest["foreign"][1], serde_json::json!({"article": "german", "language": "German"}));
    assert_eq!(manifest["undated"].as_array().map(Vec::len), Some(1));
    let page = fs::read_to_string(council.path("results/estuary/report.html")).expect("the page stands");
    assert!(page.contains("left out: not English but German"));

    // Forced, it is read as the English it is said to be.
    council.study("forced", "[[article]]\nid = \"german\"\nlanguage = \"en\"\n");
    let said = council.well(&["run", "forced.toml"]);
    assert!(
        said.contains("2 articles are not English (1 French, 1 Russian) and were left out: french, russian."),
        "{said}"
    );

    let (code, lines, said) = council.run(&["extract", "articles"]);
    assert!(code == 0 && said.contains(sentence), "{said}");
    assert!(!lines.contains("\"german\"") && lines.contains("\"2016-04-20_wire\""), "{lines}");
    let (_, _, said) = council.run(&["extract", "articles", "--study", "forced.toml"]);
    assert!(said.contains("left out: french, russian."), "{said}");
    let (_, _, said) = council.run(&["extract", "articles", "--quiet"]);
    assert_eq!(said, "");
}

/// Of whom "he" is said in an article that names nobody, no speaker is found: that is as doubtful as can be.
#[test]
fn doubtful_statements_are_left_out_where_asked_and_told_of() {
    let council = Council::new();
    council.write(
        "articles/2022-01-14_paper.txt",
        "January 14, 2022\n\nThe Estuary Council left its harbour to the gulls, and the rain came in from the sea.\n\n\
         \"This lock is a disgrace and a threat to all of us,\" he said.\n\n\
         The gulls stayed, and the rain went on for three days.\n\n\
         \"We were betrayed, and we will not forget the insult,\" a voice on the quay replied.\n",
    );
    council.study("all", "");
    council.study("sure", "");
    let study = fs::read_to_string(council.path("sure.toml")).expect("it stands");
    council.write(
        "sure.toml",
        study.replace("statements = \"all\"", "statements = \"all\"\nconfidence = 0.7"),
    );
    let all = council.well(&["run", "all.toml"]);
    let sure = council.well(&["run", "sure.toml"]);
    let counts = |row: &BTreeMap<String, String>| row["echo"].is_empty() && !row["year"].is_empty();
    let doubtful = |row: &BTreeMap<String, String>| {
        ["confidence_span", "confidence_speaker"]
            .iter()
            .any(|column| row[*column].parse::<f64>().expect("a number") < 0.7)
    };
    let rows: Vec<_> = csv(&council.path("results/all/statements.csv")).into_iter().filter(counts).collect();
    let lost = rows.iter().filter(|row| row["speaker"].is_empty()).count();
    let left_out = rows.iter().filter(|row| doubtful(row)).count();
    assert!(lost > 0 && left_out >= lost, "there is something to leave out: {rows:#?}");
    let without = format!("without a speaker: {lost} of {} (", rows.len());
    let told = format!("left out as doubtful (confidence below 0.7): {left_out} of {} (", rows.len());
    let none = format!("without a speaker: 0 of {} (0 %)", rows.len() - left_out);
    assert!(all.contains(&without) && !all.contains("left out"), "{all}");
    assert!(sure.contains(&told) && sure.contains(&none), "{sure}");

    // On the command line as in the study.
    let asked = council.well(&["compare", "results/all", "2016", "2022", "--confidence", "0.7"]);
    assert_eq!(asked, council.well(&["compare", "results/sure", "2016", "2022"]));
    assert!(asked.contains(&told) && asked.contains(&none), "{asked}");
    let plain = council.well(&["compare", "results/all", "2016", "2022"]);
    assert_eq!(plain, council.well(&["compare", "results/sure", "2016", "2022", "--confidence", "0"]));
    assert!(plain.contains(&without) && plain != asked, "{plain}");
    let json = council.well(&["compare", "results/sure", "2016", "2022", "--by", "all", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!((&json[0]["confidence"], &json[0]["gaps"]["doubtful"]), (&0.7.into(), &left_out.into()));
    assert_eq!(json[0]["gaps"]["doubtful_without_speaker"], lost);

    // In the manifest and on the page, which shows the headline under both choices.
    let file = |name: &str| fs::read_to_string(council.path(&format!("results/{name}"))).expect("it stands");
    let manifest: serde_json::Value = serde_json::from_str(&file("sure/manifest.json")).expect("the manifest is JSON");
    assert_eq!((&manifest["settings"]["confidence"], &manifest["gaps"]), (&0.7.into(), &json[0]["gaps"]));
    let page = file("sure/report.html");
    assert!(page.contains(&told) && page.contains("not counted: doubtful"));
    for (name, page) in [("sure", &page), ("all", &file("all/report.html"))] {
        let table = page.split("<h2 id=\"choices\">").nth(1).and_then(|rest| rest.split("</table>").next());
        let choices: Vec<&str> = table
            .expect("the table stands")
            .lines()
            .filter(|line| line.contains("scope=\"row\""))
            .collect();
        let named = |choice: &str| -> &str {
            let mut rows = choices.iter().filter(|row| row.contains(&format!(">{choice}<")));
            rows.next().unwrap_or_else(|| panic!("{name}: no row of {choice}: {choices:#?}"))
        };
        let own = named("this run");
        for other in [
            "direct quotations only",
            "quoted words only",
            "repeats counted too",
            "rated by the lexicons alone",
            "rated by the learned model alone",
        ] {
            named(other);
        }
        let (with, without) = if name == "all" {
            (own, named("without doubtful ones"))
        } else {
            (named("all, doubtful ones too"), own)
        };
        assert!(
            with.contains(">–</td>") && with.contains(&format!(">{lost} of {} (", rows.len())),
            "{with}"
        );
        let told = format!(">doubtful (confidence below 0.7): {left_out} of {} (", rows.len());
        assert!(
            without.contains(&told) && without.contains(&format!(">0 of {} (0 %)<", rows.len() - left_out)),
            "{without}"
        );
    }

    for wrong in ["1.1", "-0.1", "NaN", "much"] {
        let (code, _, said) = council.run(&["compare", "results/all", "2016", "2022", &format!("--confidence={wrong}")]);
        assert!(code == 2 && said.contains("from 0 to 1"), "{wrong}: {said}");
    }
}

#[test]
fn charts_are_drawn_again_from_the_tables() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    fs::remove_dir_all(council.path("articles")).expect("it can be removed");
    let said = council.well(&["chart", "results/estuary", "--speaker", "Quillon", "-o", "slides", "--format", "svg"]);
    let drawn = files(&council.path("slides"));
    assert_eq!(drawn.len(), 1, "{said}");
    let (name, bytes) = drawn.first_key_value().expect("there is one");
    assert_eq!(
        files(&council.path("results/estuary/charts")).get(name),
        Some(bytes),
        "the run's own chart, byte for byte"
    );
    for kind in ["comparison", "map", "speaker", "timeline", "shift", "distribution", "sensitivity"] {
        council.well(&["chart", "results/estuary", "--kind", kind, "-o", kind]);
        let drawn = files(&council.path(kind));
        assert!(!drawn.is_empty());
        for file in drawn.keys() {
            assert!(file.starts_with(kind), "{file} is no chart of {kind}");
        }
    }
    // Nobody speaks for a side here; tests/page.rs has the stances of a study with sides.
    council.badly(&["chart", "results/estuary", "--kind", "stance", "-o", "stance"]);
}

#[test]
fn extraction_names_articles_by_stem_and_refuses_two_of_one() {
    let council = Council::new();
    council.well(&["extract", "articles", "-o", "all.jsonl"]);
    let lines = fs::read_to_string(council.path("all.jsonl")).expect("it stands");
    assert!(lines.lines().count() >= 8);
    council.write("more/2016-04-20_wire.txt", "\"We wait,\" Ada Quillon said.");
    let said = council.badly(&["extract", "articles", "more", "-o", "none.jsonl"]);
    assert!(said.contains("2016-04-20_wire"), "{said}");
    assert!(!council.path("none.jsonl").exists());

    let article = serde_json::json!({"doc": "own", "text": "\"We wait for a sign of peace,\" Ada Quillon said.", "attributions": []});
    council.write("articles.jsonl", format!("{article}\n\n"));
    let line = council.well(&["extract", "articles.jsonl", "--acts", "all"]);
    let line: serde_json::Value = serde_json::from_str(line.trim()).expect("one line");
    assert_eq!(
        (line["article"].as_str(), line["speaker"].as_str(), line["kind"].as_str()),
        (Some("own"), Some("Ada Quillon"), Some("direct"))
    );
    council.write("broken.jsonl", "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\"}\n");
    council.well(&["extract", "broken.jsonl", "-o", "whole.jsonl"]);
    council.write("broken.jsonl", "{\"id\": \"b\", \"words\": \"x\"}\n");
    let said = council.badly(&["extract", "broken.jsonl"]);
    assert!(said.contains("broken.jsonl, line 1") && said.contains("`words`"), "{said}");
}

/// A result takes its name by renaming: over a pipe or a device that would put a file in its place (as root even over `/dev/null`).
#[cfg(unix)]
#[test]
fn a_pipe_is_written_and_a_link_followed_never_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let council = Council::new();
    let pipe = council.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo stands in POSIX");
    assert!(made.success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("the pipe can be read")
    });
    council.well(&["extract", "articles", "-o", "pipe"]);
    assert!(
        reader.join().expect("it read").contains("ready for dialogue"),
        "the pipe passes on what was written"
    );
    assert!(
        fs::symlink_metadata(&pipe).expect("it stands").file_type().is_fifo(),
        "the pipe is a pipe still"
    );

    council.write("behind.jsonl", "old");
    std::os::unix::fs::symlink("behind.jsonl", council.path("link.jsonl")).expect("a temporary folder takes links");
    council.well(&["extract", "articles", "-o", "link.jsonl"]);
    assert!(
        fs::symlink_metadata(council.path("link.jsonl")).expect("it stands").is_symlink(),
        "the link is a link still"
    );
    assert!(
        fs::read_to_string(council.path("behind.jsonl"))
            .expect("it stands")
            .contains("ready for dialogue"),
        "the file behind it is the new one"
    );
}

#[test]
fn scoring_leaves_the_columns_and_adds_three() {
    let council = Council::new();
    let given = "id,quotation,verb,net worth\n1,\"We condemn this, \"\"again\"\"\",said,=2\n2,nothing to see,said,\"a\nb\"\n";
    council.write("quotes.csv", given);
    council.well(&["score", "quotes.csv", "--text", "quotation", "--cue", "verb", "-o", "scored.csv"]);
    let (before, after) = (csv(&council.path("quotes.csv")), csv(&council.path("scored.csv")));
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert!(before.iter().all(|(column, cell)| after[column] == *cell));
        assert_eq!(after.len(), before.len() + 3);
    }
    assert!(after[0]["hostility"].parse::<f64>().is_ok_and(|rating| rating > 0.0));
    assert_eq!((after[1]["hostility"].as_str(), after[1]["net"].as_str()), ("0", "0"));
    let said = council.badly(&["score", "quotes.csv", "--text", "quotations", "-o", "none.csv"]);
    assert!(said.contains("`quotation`") && said.contains("verb"), "{said}");
    let said = council.badly(&["score", "scored.csv", "--text", "quotation", "-o", "none.csv"]);
    assert!(said.contains("hostility"), "{said}");
    assert!(!council.path("none.csv").exists());
}

#[test]
fn a_sentence_is_explained_hit_by_hit() {
    let council = Council::new();
    let said = council.well(&["explain", "We condemn this aggression.", "--cue", "said"]);
    assert!(said.contains("condemn"), "{said}");
    let json = council.well(&["explain", "We condemn this aggression.", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let sum: f64 = told["hits"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|hit| hit["hostility"].as_f64())
        .sum();
    assert!((sum - told["lexicon"][0].as_f64().expect("a number")).abs() < 1e-9 && sum > 0.0, "{json}");
    let blended = (1.0 - told["share"].as_f64().expect("a share")) * sum
        + told["share"].as_f64().expect("a share") * told["model"][0].as_f64().expect("a number");
    assert!((blended - told["hostility"].as_f64().expect("a number")).abs() < 1e-5, "{json}");
    assert!(
        !told["evidence"].as_array().expect("a list").is_empty() && said.contains("learned model"),
        "{said}"
    );
}

#[test]
fn a_new_study_runs_and_is_never_overwritten() {
    let council = Council::new();
    council.well(&["init", "mine"]);
    let before = files(&council.path("mine"));
    assert!(
        before.contains_key("study.toml") && before.contains_key("lexicons/hostility.toml"),
        "{:?}",
        before.keys()
    );
    let said = council.badly(&["init", "mine"]);
    assert!(said.contains("study.toml"), "{said}");
    assert_eq!(files(&council.path("mine")), before);
    for (name, bytes) in files(&council.path("articles")) {
        council.write(&format!("mine/articles/{name}"), bytes);
    }
    council.well(&["run", "mine/study.toml"]);
    assert_eq!(results(&council).len(), 1);
}

#[test]
fn a_reader_that_stops_reading_is_no_fault() {
    let council = Council::new();
    let program = council.detente(&["extract", "articles"]).get_program().to_owned();
    let mut child = std::process::Command::new(program)
        .args(["extract", "articles"])
        .current_dir(council.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// The rows of a run's table, by a column.
fn by(council: &Council, run: &str, table: &str, column: &str) -> std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> {
    let rows = csv(&council.path(&format!("results/{run}/{table}.csv")));
    rows.into_iter().map(|row| (row[column].clone(), row)).collect()
}

fn manifest(council: &Council, run: &str) -> serde_json::Value {
    let text = fs::read(council.path(&format!("results/{run}/manifest.json"))).expect("it stands");
    serde_json::from_slice(&text).expect("the manifest is JSON")
}

fn warnings(council: &Council, run: &str) -> Vec<String> {
    let manifest = manifest(council, run);
    let list = manifest["warnings"].as_array().expect("a list");
    list.iter().filter_map(|warning| warning.as_str()).map(str::to_owned).collect()
}

#[test]
fn the_study_has_the_last_word_on_speakers() {
    let council = Council::new();
    council.study("plain", "");
    council.well(&["run", "plain.toml", "--quiet"]);
    let found = by(&council, "plain", "speakers", "id");
    assert!(
        found.contains_key("ada-quillon") && found.contains_key("karel-drazny"),
        "{:?}",
        found.keys()
    );

    council.study(
        "ruled",
        "[speakers.\"Ada Quillon-Marr\"]\nmerge = [\"Ada Quillon\"]\nside = \"Southern League\"\nrole = \"chief envoy\"\n\n\
         [speakers.\"Ida Drazny\"]\nsplit = \"Karel Drazny\"\narticles = [\"2022*\"]\n\n\
         [speakers.\"Karel Drazni\"]\nhide = true\n",
    );
    council.well(&["run", "ruled.toml", "--quiet"]);
    let ruled = by(&council, "ruled", "speakers", "id");
    let quillon = &ruled["ada-quillon-marr"];
    assert_eq!(quillon["statements"], found["ada-quillon"]["statements"]);
    assert_eq!(
        (
            quillon["name"].as_str(),
            quillon["side"].as_str(),
            quillon["role"].as_str(),
            quillon["doubt"].as_str()
        ),
        ("Ada Quillon-Marr", "Southern League", "chief envoy", "0")
    );
    assert!(quillon["merged_by"].ends_with("study"), "{quillon:?}");
    let statements = |row: &std::collections::BTreeMap<String, String>| row["statements"].parse::<u32>().expect("a number");
    assert_eq!(
        statements(&ruled["karel-drazny"]) + statements(&ruled["ida-drazny"]),
        statements(&found["karel-drazny"]),
        "a split loses nothing"
    );
    for row in csv(&council.path("results/ruled/statements.csv"))
        .iter()
        .filter(|row| row["speaker"] == "ida-drazny")
    {
        assert!(row["article"].starts_with("2022"), "{row:?}");
    }
    let said = warnings(&council, "ruled");
    assert!(
        said.iter().any(|warning| warning.starts_with("ruled.toml, line 20:")
            && warning.contains("`Karel Drazni`")
            && warning.contains("Is `Karel Drazny` meant?")),
        "{said:#?}"
    );
}

#[test]
fn a_hidden_speaker_stays_in_the_tables_and_counts_nowhere() {
    let council = Council::new();
    council.study("estuary", "[speakers.\"Karel Drazny\"]\nhide = true\n");
    council.well(&["run", "estuary.toml", "--quiet"]);
    assert_eq!(by(&council, "estuary", "speakers", "id")["karel-drazny"]["hidden"], "true");
    let statements = csv(&council.path("results/estuary/statements.csv"));
    let hidden: Vec<_> = statements.iter().filter(|row| row["speaker"] == "karel-drazny").collect();
    assert!(hidden.len() >= 3 && hidden.iter().all(|row| row["left_out"] == "hidden"));
    let counted: u32 = csv(&council.path("results/estuary/groups.csv"))
        .iter()
        .filter(|row| row["by"] == "all" && row["measure"] == "net")
        .map(|row| row["statements"].parse::<u32>().expect("a number"))
        .sum();
    assert_eq!(counted as usize, statements.len() - hidden.len());
    assert!(
        csv(&council.path("results/estuary/groups.csv"))
            .iter()
            .all(|row| row["key"] != "karel-drazny")
    );
    assert!(!files(&council.path("results/estuary/charts")).keys().any(|name| name.contains("drazny")));
    let page = fs::read_to_string(council.path("results/estuary/report.html")).expect("the page stands");
    assert!(page.contains("the study hides this speaker"));
}

#[test]
fn contradictions_among_speakers_name_both_lines() {
    let council = Council::new();
    council.study("words", "[speakers.One]\nmerge = [\"Quillon\"]\n[speakers.Two]\nmerge = [\"quillon\"]\n");
    let said = council.badly(&["run", "words.toml"]);
    assert!(said.contains("words.toml, line 14, column 10") && said.contains("in line 12"), "{said}");
    // What shows only when the articles are read: two names of one speaker.
    council.study(
        "found",
        "[speakers.One]\nmerge = [\"Ada Quillon\"]\n[speakers.Two]\nmerge = [\"ada-quillon\"]\n",
    );
    let said = council.badly(&["run", "found.toml"]);
    assert!(said.contains("found.toml, line 14, column 10") && said.contains("line 12"), "{said}");
    assert_eq!(results(&council), Vec::<String>::new());
}

#[test]
fn corrections_are_applied_counted_and_told() {
    let council = Council::new();
    council.study("before", "");
    council.well(&["run", "before.toml", "--quiet"]);
    let before = by(&council, "before", "statements", "id");
    assert!(manifest(&council, "before")["corrections"].is_null());
    let id = |article: &str, cue: &str| {
        let fits = |row: &&std::collections::BTreeMap<String, String>| row["article"].starts_with(article) && row["text"].contains(cue);
        before.values().find(fits).map(|row| row["id"].clone()).expect("it is found")
    };
    let (moved, dropped, rated, nobodys) = (
        id("2016-04-20", "reckless aggression"),
        id("2016-04-21", "They lie"),
        id("2022-01-12", "ultimatum"),
        id("2022-01-12", "welcome the offer"),
    );
    council.write(
        "corrections.csv",
        format!(
            "statement,speaker,drop,hostility,conciliation,note\n{moved},quillon,,,,\"his chair, her words\"\n{dropped},,yes,,,no statement\n\
             {rated},,,0.5,,\n{nobodys},-,no,,,\n0123456789abcdef,,yes,,,\n"
        ),
    );
    council.study("after", "");
    let said = council.well(&["run", "after.toml"]);
    assert!(
        said.contains("corrected by corrections.csv: 2 given another speaker, 1 left out, 1 rated by hand"),
        "{said}"
    );
    let after = by(&council, "after", "statements", "id");
    assert_eq!(before.len(), after.len(), "nothing is taken out of the table");
    let corrected = |id: &str| after[id]["corrected"].as_str();
    assert_eq!(
        [corrected(&moved), corrected(&dropped), corrected(&rated), corrected(&nobodys)],
        ["speaker", "dropped", "hostility", "speaker"]
    );
    assert_eq!(after.values().filter(|row| !row["corrected"].is_empty()).count(), 4);
    assert_eq!(
        (after[&moved]["speaker"].as_str(), after[&nobodys]["speaker"].as_str()),
        ("ada-quillon", "")
    );
    assert_eq!(
        (after[&rated]["hostility"].as_str(), &after[&rated]["hostility_lexicon"]),
        ("0.5", &before[&rated]["hostility_lexicon"])
    );
    assert_ne!(after[&rated]["net"], before[&rated]["net"]);
    assert_eq!(after[&dropped]["left_out"], "dropped");
    // The hits stay, and sum to what the words say.
    let hits = |run: &str| {
        let rows = csv(&council.path(&format!("results/{run}/hits.csv")));
        rows.into_iter().filter(|hit| hit["statement"] == rated).collect::<Vec<_>>()
    };
    assert!(!hits("after").is_empty() && hits("after") == hits("before"));

    let facts = &manifest(&council, "after")["corrections"];
    assert_eq!(
        (&facts["name"], &facts["speaker"], &facts["dropped"], &facts["rated"], &facts["unmatched"]),
        (
            &serde_json::json!("corrections.csv"),
            &serde_json::json!(2),
            &serde_json::json!(1),
            &serde_json::json!(1),
            &serde_json::json!(1)
        )
    );
    let said = warnings(&council, "after");
    assert!(
        said.iter()
            .any(|warning| warning.starts_with("corrections.csv, line 6:") && warning.contains("0123456789abcdef")),
        "{said:#?}"
    );

    // Without corrections the headline is that of the run without any; with them it counts one statement less.
    let headline = |run: &str, choice: &str| {
        let rows = csv(&council.path(&format!("results/{run}/sensitivity.csv")));
        let fits = |row: &&std::collections::BTreeMap<String, String>| row["choice"] == choice && row["by"] == "all" && row["measure"] == "net";
        rows.iter().find(fits).map(|row| {
            (
                row["delta"].clone(),
                row["statements"].parse::<i32>().expect("a number"),
                row["p"].clone(),
            )
        })
    };
    let (uncorrected, own) = (headline("after", "without corrections"), headline("before", "this run"));
    assert!(own.is_some());
    assert_eq!(uncorrected, own);
    assert_eq!(headline("before", "without corrections"), None);
    let counted = |row: Option<(String, i32, String)>| row.map(|(_, statements, _)| statements);
    assert_eq!(counted(headline("after", "this run")), counted(own).map(|statements| statements - 1));
    // From the tables alone come the corrected numbers again.
    let json = council.well(&["compare", "results/after", "2016", "2022", "--by", "all", "--json"]);
    let again: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let net = again
        .as_array()
        .expect("a list")
        .iter()
        .find(|row| row["measure"] == "net")
        .expect("net tone");
    let delta: f64 = headline("after", "this run").and_then(|row| row.0.parse().ok()).expect("a number");
    assert!((net["delta"].as_f64().expect("a number") - delta).abs() < 1e-9);

    let page = fs::read_to_string(council.path("results/after/report.html")).expect("the page stands");
    for words in [
        "Statements were corrected by hand (corrections.csv): 2 statements given another speaker, 1 statement left out, 1 statement rated by hand.",
        "without corrections",
        "Rated by hand: hostility (by its words ",
        "Speaker by hand.",
        "not counted: dropped by hand",
    ] {
        assert!(page.contains(words), "the page does not say: {words}");
    }
    let page = fs::read_to_string(council.path("results/before/report.html")).expect("the page stands");
    let page = page.rsplit_once("<script>").expect("the script comes last").0;
    assert!(!page.contains("by hand") && !page.contains("without corrections"));
    // The shift still sums to the difference: what a person rated, no entry made.
    let shift: f64 = csv(&council.path("results/after/shift.csv"))
        .iter()
        .filter(|row| row["by"] == "all" && row["measure"] == "net")
        .map(|row| row["delta"].parse::<f64>().expect("a number"))
        .sum();
    assert!((shift - delta).abs() < 1e-9, "{shift} {delta}");
}

#[test]
fn bad_corrections_stop_a_run_before_it_begins() {
    let council = Council::new();
    council.study("estuary", "");
    for (text, says) in [
        ("statement,speeker\n", ["corrections.csv, line 1, column 11", "`speaker`"]),
        (
            "statement,hostility\n0123456789abcdef,5\n",
            ["corrections.csv, line 2, column 18", "0 (none) to 4"],
        ),
    ] {
        council.write("corrections.csv", text);
        let said = council.badly(&["run", "estuary.toml"]);
        for words in says {
            assert!(said.contains(words), "{said}");
        }
    }
    assert_eq!(results(&council), Vec::<String>::new());
}

#[test]
fn speakers_worth_a_look_are_shown_with_lines_that_settle_them() {
    let council = Council::new();
    council.write(
        "articles/2022-01-14_wire.txt",
        "Harbour talks\n\nJanuary 14, 2022\n\nThe Estuary Council rested. \"We will wait for a better day,\" Karel Drazmy said in the harbour.\n\n\
         \"We will not sign this paper at all,\" Bela Orvash said. \"The door stays open to everyone,\" Orvash Bela said later.\n",
    );
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let speakers = by(&council, "estuary", "speakers", "id");
    assert_eq!(
        speakers["karel-drazny"]["merged_by"],
        "one name; surname; respelled",
        "{:?}",
        speakers.keys()
    );
    let said = council.well(&["speakers", "results/estuary"]);
    assert!(said.contains("Karel Drazny") && said.contains("[speakers.\"Karel Drazny\"]"), "{said}");
    assert!(
        said.lines()
            .filter(|line| !line.starts_with("      "))
            .all(|line| line.chars().count() <= 100),
        "{said}"
    );
    let told: serde_json::Value = serde_json::from_str(&council.well(&["speakers", "results/estuary", "--json"])).expect("it is JSON");
    let looks = told["looks"].as_array().expect("a list");
    let doubtful = looks.iter().find(|look| look["id"] == "karel-drazny").expect("he is doubtful");
    assert_eq!(doubtful["why"][0], "doubtful");
    // Pasted as they are, all lines make a study that runs, warns of nothing new, and settles everything.
    let lines: String = looks.iter().filter_map(|look| look["lines"].as_str()).collect();
    let before = warnings(&council, "estuary");
    council.study("estuary", &lines);
    council.well(&["run", "estuary.toml", "--quiet"]);
    assert_eq!(warnings(&council, "estuary"), before);
    let told: serde_json::Value = serde_json::from_str(&council.well(&["speakers", "results/estuary", "--json"])).expect("it is JSON");
    assert_eq!(told["looks"].as_array().map(Vec::len), Some(0), "{told:#}");
}

/// A statement of which no speaker is found, in an article that names nobody else.
const NOBODYS: &str = "\"This lock is a disgrace and a threat to all of us,\" he said.\n";

/// Whom a person names is sure: a threshold that leaves out doubtful speakers keeps the statement.
#[test]
fn a_speaker_named_by_hand_is_not_doubtful() {
    let council = Council::new();
    council.write(
        "articles/2022-01-14_paper.txt",
        format!("January 14, 2022\n\nThe Estuary Council rested.\n\n{NOBODYS}"),
    );
    let study = |name: &str| {
        council.study(name, "");
        let study = fs::read_to_string(council.path(&format!("{name}.toml"))).expect("it stands");
        council.write(
            &format!("{name}.toml"),
            study.replace("statements = \"all\"", "statements = \"all\"\nconfidence = 0.7"),
        );
        council.well(&["run", &format!("{name}.toml"), "--quiet"]);
    };
    study("before");
    let before = by(&council, "before", "statements", "id");
    let lost = before.values().find(|row| row["text"].contains("disgrace")).expect("it is found");
    assert_eq!((lost["speaker"].as_str(), lost["confidence_speaker"].as_str()), ("", "0"));
    council.write("corrections.csv", format!("statement,speaker\n{},quillon\n", lost["id"]));
    study("after");
    let after = &by(&council, "after", "statements", "id")[&lost["id"]];
    assert_eq!((after["speaker"].as_str(), after["confidence_speaker"].as_str()), ("ada-quillon", "1"));

    let counted = |run: &str, choice: &str| {
        let rows = csv(&council.path(&format!("results/{run}/sensitivity.csv")));
        let row = rows
            .into_iter()
            .find(|row| row["choice"] == choice && row["by"] == "all" && row["measure"] == "net");
        let row = row.unwrap_or_else(|| panic!("{run} has no row of `{choice}`"));
        let number = |column: &str| row[column].parse::<i32>().expect("a number");
        [number("counted"), number("without_speaker"), number("doubtful")]
    };
    let [own, uncorrected] = [counted("after", "this run"), counted("after", "without corrections")];
    assert_eq!(
        uncorrected,
        counted("before", "this run"),
        "the threshold holds without the corrections too"
    );
    assert_eq!(own, [uncorrected[0] + 1, uncorrected[1], uncorrected[2] - 1]);
    // Where the study leaves doubtful ones out, the other choice takes them.
    let all = counted("before", "all, doubtful ones too");
    assert_eq!((all[0], all[2]), (uncorrected[0] + uncorrected[2], 0));
}

#[test]
fn a_choice_that_leaves_nothing_to_compare_says_so() {
    let council = Council::new();
    for year in ["2016", "2022"] {
        council.write(
            &format!("nobody/{year}-04-20_paper.txt"),
            format!("April 20, {year}\n\nThe council rested.\n\n{NOBODYS}"),
        );
    }
    council.write("one/2016-04-20_paper.txt", format!("April 20, 2016\n\nThe council rested.\n\n{NOBODYS}"));
    council.well(&["run", "nobody", "--quiet"]);
    council.well(&["run", "one", "--quiet"]);
    let page = |run: &str| fs::read_to_string(council.path(&format!("results/{run}/report.html"))).expect("the page stands");
    let choices = |run: &str| {
        let rows = csv(&council.path(&format!("results/{run}/sensitivity.csv")));
        rows.into_iter()
            .map(|row| row["choice"].clone())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let nobody = page("nobody");
    let sure = nobody
        .lines()
        .find(|line| line.contains(">without doubtful ones<"))
        .expect("the choice is shown");
    assert!(sure.contains("nothing to compare") && sure.contains("2 of 2 (100 %)"), "{sure}");
    assert_eq!(
        choices("nobody").into_iter().collect::<Vec<_>>(),
        [
            "all statements, indirect ones too",
            "direct quotations only",
            "quoted words only",
            "rated by the learned model alone",
            "rated by the lexicons alone",
            "repeats counted too",
            "this run"
        ]
    );
    // Of one year nothing is compared, so nothing else could be.
    assert!(!page("one").contains("id=\"choices\"") && choices("one").is_empty());
}
