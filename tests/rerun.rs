//! A rerun is, byte for byte, the run that the articles would have given with the same lexicons, and it says exactly what the change did.

#[path = "cli/council.rs"]
mod council;

use council::{Council, csv, files};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::fs;

/// A number below `n`.
fn below(random: &mut ChaCha8Rng, n: usize) -> usize {
    random.next_u32() as usize % n
}

/// The lines of a lexicon that hold an entry.
fn entries(text: &str) -> Vec<usize> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| line.starts_with('"') && line.contains("\" = "))
        .map(|(at, _)| at)
        .collect()
}

/// A lexicon with random edits of every kind; `words` are words of the articles, so that additions hit something.
fn edited(text: &str, words: &[&str], random: &mut ChaCha8Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for n in 0..8 {
        let mut places = entries(&lines.join("\n"));
        if n % 4 > 0 {
            // One that the articles hold, or may.
            let known = |at: &usize| {
                let first = lines[*at].trim_start_matches('"').split([' ', '*', '"', '-']).next().unwrap_or("");
                words.iter().any(|word| word.to_lowercase().starts_with(first))
            };
            places.retain(known);
        }
        let at = places[below(random, places.len())];
        let line = lines[at].clone();
        let word = words[below(random, words.len())];
        let pattern = line.split("\" = ").next().unwrap_or("").trim_start_matches('"').to_owned();
        match (random.next_u32() % 7, n) {
            (0, _) => drop(lines.remove(at)),
            (1, _) => lines[at] = format!("\"{pattern}\" = {}", f64::from(random.next_u32() % 9) / 2.0),
            // Another category: the entry moves to the end of the file.
            (2, _) => {
                lines.remove(at);
                let dimension = if text.contains("name = \"hostility\"") {
                    "hostility"
                } else {
                    "conciliation"
                };
                lines.extend([format!("[{dimension}.moved-{n}]"), line]);
            }
            (3, _) => lines.insert(at, format!("\"{word}\" = 2")),
            (4, _) => lines.insert(at, format!("\"{}*\" = 1.5", word.chars().take(4).collect::<String>())),
            (5, _) => lines.insert(at, format!("\"{word} … {}\" = 3", words[below(random, words.len())])),
            _ => lines[at] = format!("\"{pattern}\" = {{ weight = 1, not_in = [\"{word} {pattern}\", \"{pattern} {word}\"] }}"),
        }
    }
    // A pattern may not stand twice: of two the first stays.
    let mut seen = std::collections::BTreeSet::new();
    lines.retain(|line| {
        let pattern = line.split("\" = ").next().filter(|pattern| pattern.starts_with('"'));
        pattern.is_none_or(|pattern| seen.insert(pattern.to_lowercase()))
    });
    lines.join("\n") + "\n"
}

/// Of the first rounds: what random edits seldom make. A prefix that opens many words, a gapped pattern, a whole rule less, a long entry whose loss brings a shorter one to light, and what a lexicon that extends another
/// overrides, removes and adds.
const DIRECTED: [&[&str]; 5] = [
    &["--set", "hostility.threat:th*=1"],
    &[
        "--set",
        "conciliation.thanks:thank … patience=3",
        "--set",
        "hostility.blame:lie … signed=2",
    ],
    &[
        "--set",
        "hostility.threat:answer every threat=4",
        "--drop",
        "conciliation.reporting:welcom*",
    ],
    &["--lexicon", "extending.toml"],
    &[
        "--lexicon",
        "extending.toml",
        "--drop",
        "ultimatum*",
        "--set",
        "hostility.mine:harbour*=3",
    ],
];

/// The folders in `results` that are a study's with other lexicons.
fn variants(council: &Council, results: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(council.path(results))
        .expect("the folder stands")
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains('@') && !name.contains('.'))
        .collect();
    names.sort();
    names
}

#[test]
fn a_rerun_is_the_full_run_byte_for_byte() {
    let council = Council::new();
    council.study("estuary", "");
    // Corrections too, since their place in the result comes from tables of its own.
    council.well(&["run", "estuary.toml", "--quiet"]);
    let rows = csv(&council.path("results/estuary/statements.csv"));
    let id = rows[0]["id"].clone();
    council.write(
        "corrections.csv",
        format!("statement,speaker,hostility,conciliation,drop\n{id},,,1,\n{},,,,yes\n", rows[1]["id"]),
    );
    council.well(&["run", "estuary.toml", "--quiet"]);
    let text: String = rows.iter().map(|row| format!("{} {} ", row["text"], row["cue"])).collect();
    let words: Vec<&str> = text
        .split(|char: char| !char.is_ascii_alphabetic())
        .filter(|word| word.len() > 3)
        .collect();
    let (hostility, conciliation, rules) = (
        include_str!("../lexicons/hostility.toml"),
        include_str!("../lexicons/conciliation.toml"),
        include_str!("../lexicons/rules.toml"),
    );
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let mut moved = 0;
    for round in 0..8 {
        council.write("h.toml", edited(hostility, &words, &mut random));
        council.write("c.toml", edited(conciliation, &words, &mut random));
        council.write("r.toml", rules.replacen("own = 0", "own = 0.25", round));
        council.write(
            "extending.toml",
            "[lexicon]\nname = \"mine\"\nextends = \"default\"\n[hostility.mine]\n\"harbour*\" = 1\n\"ultimatum*\" = 1\n",
        );
        let mut options = vec!["--lexicon", "h.toml", "--lexicon", "c.toml"];
        if round % 2 == 1 {
            options.extend(["--rules", "r.toml"]);
        }
        if round == 5 {
            options.extend(["--set", "hostility.threat:of=1.5", "--drop", "hostility:accused"]);
        }
        if let Some(more) = DIRECTED.get(round) {
            options.extend(*more);
        }
        let (code, ..) = council.run(&[&["run", "estuary.toml", "--quiet", "--out", "full"], &options[..]].concat());
        if code != 0 {
            // The random edit made no lexicon (an entry dropped twice, say): nothing to compare.
            continue;
        }
        let said = council.well(&[&["rerun", "results/estuary"], &options[..]].concat());
        let names = variants(&council, "full");
        assert_eq!(names, variants(&council, "results"), "round {round}");
        let name = names.first().expect("a run was made");
        let (full, again) = (
            files(&council.path(&format!("full/{name}"))),
            files(&council.path(&format!("results/{name}"))),
        );
        let differ: Vec<&String> = full
            .keys()
            .chain(again.keys())
            .filter(|file| full.get(*file) != again.get(*file))
            .collect();
        assert!(differ.is_empty(), "round {round}: {differ:?} differ");
        moved += usize::from(said.contains("net tone:"));
        fs::remove_dir_all(council.path("full")).expect("it can be removed");
        fs::remove_dir_all(council.path(&format!("results/{name}"))).expect("it can be removed");
        fs::remove_dir_all(council.path(&format!("results/{name}.changes"))).expect("it can be removed");
    }
    assert!(moved >= 3, "only {moved} of the rounds could be compared");
}

#[test]
fn what_cannot_be_rerun_says_what_to_do() {
    let council = Council::new();
    council.study("estuary", "");
    council.study("silent", "[output]\ntext = false\n");
    council.well(&["run", "estuary.toml", "--quiet"]);
    council.well(&["run", "silent.toml", "--quiet"]);
    council.write("cues.toml", include_str!("../lexicons/cues.toml"));
    council.write("titles.toml", include_str!("../lexicons/titles.toml"));
    for (arguments, message) in [
        (&["rerun", "results/silent", "--drop", "accused"][..], "text = false"),
        (&["rerun", "results/estuary", "--lexicon", "cues.toml"], "needs detente run"),
        (&["rerun", "results/estuary", "--lexicon", "titles.toml"], "needs detente run"),
        (&["rerun", "results/estuary", "--drop", "acused"], "hostility.accusation:accused"),
        (&["rerun", "results/estuary", "--set", "accused=9"], "not from 0 to 4"),
        (&["rerun", "results/estuary", "--lexicon", "nothing.toml"], "cannot be read"),
    ] {
        let said = council.badly(arguments);
        assert!(said.contains(message), "{arguments:?}: {said}");
    }
}

#[test]
fn shares_of_a_change_sum_to_what_moved() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    // Several changes in one statement, and entries that a longer one hid.
    let said = council.well(&[
        "rerun",
        "results/estuary",
        "--set",
        "hostility.threat:ultimatum=1",
        "--set",
        "hostility.insult:with contempt=4",
        "--set",
        "hostility.accusation:reckless aggression=3",
        "--drop",
        "conciliation.reporting:welcom*",
        "--set",
        "conciliation.thanks:offer of=2",
    ]);
    let name = variants(&council, "results").remove(0);
    let table = |table: &str| csv(&council.path(&format!("results/{name}.changes/{table}.csv")));
    let number = |text: &str| text.trim_start_matches('\'').parse::<f64>().expect("a number");
    assert!(said.contains("This comparison has been run with 2 lexicons"), "{said}");
    assert_eq!(table("changes").len(), 5);
    let moves = table("moves");
    assert!(moves.len() >= 3, "{moves:?}");
    for row in &moves {
        let shares: f64 = row["shares"]
            .split("; ")
            .map(|share| number(share.rsplit(' ').next().unwrap_or("")))
            .sum();
        assert!((shares - number(&row["net_move"])).abs() < 1e-9, "{row:?}");
        assert!(row["net_after"] != row["net_before"] || row["hostility_after"] != row["hostility_before"]);
    }
    let several = moves.iter().filter(|row| row["shares"].contains("; ")).count();
    assert!(several > 0, "some statement has two changes: {moves:?}");
    for effect in table("effects").iter().filter(|row| row["by"] == "all" || row["by"] == "side") {
        let sum: f64 = table("shares")
            .iter()
            .filter(|share| (&share["by"], &share["key"], &share["measure"]) == (&effect["by"], &effect["key"], &effect["measure"]))
            .map(|share| number(&share["delta"]))
            .sum();
        let moved = number(&effect["delta_after"]) - number(&effect["delta_before"]);
        assert!((sum - moved).abs() < 1e-9, "{effect:?}: {sum} and {moved}");
    }
    let page = fs::read_to_string(council.path(&format!("results/{name}.changes/changes.html"))).expect("the page stands");
    assert!(
        page.contains("run with 2 lexicons") && page.contains("hostility:threat:ultimatum"),
        "{page}"
    );
    assert!(!page.contains("<script"), "what came from articles is escaped");
    for file in ["before-after.svg", "before-after.png", "changes.parquet", "manifest.json"] {
        assert!(council.path(&format!("results/{name}.changes/{file}")).is_file(), "{file} is missing");
    }
}

#[test]
fn the_ledger_counts_lexicons_and_frozen_ones_are_held_up() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let (code, _, frozen) = council.run(&["rerun", "results/estuary", "--freeze"]);
    assert_eq!(code, 0);
    assert!(frozen.contains("frozen") && frozen.contains("both years had been read"), "{frozen}");
    let (_, said, warned) = council.run(&["rerun", "results/estuary", "--drop", "ultimatum*"]);
    assert!(said.contains("run with 2 lexicons"), "{said}");
    assert!(warned.contains("WARNING: the lexicons were frozen"), "{warned}");
    let (_, again, warned) = council.run(&["run", "estuary.toml"]);
    assert!(
        again.contains("run with 2 lexicons") && !warned.contains("WARNING"),
        "the frozen ones: {again}{warned}"
    );
    let path = council.path("results/estuary.ledger.jsonl");
    let text = fs::read_to_string(&path).expect("the ledger stands");
    assert_eq!(text.lines().count(), 4, "{text}");
    fs::write(&path, format!("{text}what is this\n")).expect("it can be written");
    let (_, _, warned) = council.run(&["rerun", "results/estuary", "--drop", "ultimatum*"]);
    assert!(warned.contains("line 5, cannot be read"), "{warned}");
    let text = fs::read_to_string(&path).expect("the ledger stands");
    assert!(text.contains("what is this\n{") && text.lines().count() == 6, "{text}");
}

#[test]
fn sensitivity_by_entry_is_that_of_real_reruns() {
    let council = Council::new();
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--quiet"]);
    let said = council.well(&["sensitivity", "results/estuary"]);
    assert!(
        said.contains("entries were found") && said.contains("5 % of the entries left out"),
        "{said}"
    );
    let first = files(&council.path("results/estuary.sensitivity"));
    council.well(&["sensitivity", "results/estuary", "--quiet", "--threads", "1"]);
    assert_eq!(
        first,
        files(&council.path("results/estuary.sensitivity")),
        "the same for any number of threads"
    );
    let rows = csv(&council.path("results/estuary.sensitivity/left_out.csv"));
    let number = |text: &str| text.trim_start_matches('\'').parse::<f64>().expect("a number");
    for row in rows.iter().take(3) {
        council.well(&["rerun", "results/estuary", "--drop", &row["entry"], "--quiet"]);
        let name = variants(&council, "results").remove(0);
        let comparison = csv(&council.path(&format!("results/{name}/comparison.csv")));
        let headline = comparison
            .iter()
            .find(|row| row["by"] == "all" && row["measure"] == "net")
            .expect("the years are compared");
        assert!(
            (number(&headline["delta"]) - number(&row["delta_without"])).abs() < 1e-9,
            "{row:?} {headline:?}"
        );
        assert_eq!(headline["verdict"], row["verdict_without"], "{row:?}");
        fs::remove_dir_all(council.path(&format!("results/{name}"))).expect("it can be removed");
        fs::remove_dir_all(council.path(&format!("results/{name}.changes"))).expect("it can be removed");
    }
    let bands = csv(&council.path("results/estuary.sensitivity/bands.csv"));
    assert_eq!(bands.len(), 5);
    assert!(
        bands
            .iter()
            .all(|band| number(&band["low"]) <= number(&band["median"]) && number(&band["median"]) <= number(&band["high"]))
    );
}

/// Statements of the project's own training set with their numbers varied, `count` of them: text and cue.
fn many(count: usize) -> Vec<(String, String)> {
    let rows = csv(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/training/statements.csv"));
    let mut random = ChaCha8Rng::seed_from_u64(100_000);
    let varied = (0..count).map(|n| {
        let row = &rows[n % rows.len()];
        let digit = |letter: char, random: &mut ChaCha8Rng| {
            if letter.is_ascii_digit() {
                char::from(b'0' + (random.next_u32() % 10) as u8)
            } else {
                letter
            }
        };
        let text: String = row["text"].chars().map(|letter| digit(letter, &mut random)).collect();
        (format!("{text} (statement {n})"), row["cue"].clone())
    });
    varied.collect()
}

/// Ten edits: three weights, three entries less, four more; common ones, rare ones, a prefix, a gap.
const SETS: [&str; 7] = [
    "hostility.accusation:accused=1",
    "hostility.accusation:allege=2",
    "hostility.accusation:abusive=3",
    "hostility.threat:grave concern=2.5",
    "hostility.threat:ditch*=1",
    "conciliation.offer:ferries=1",
    "conciliation.offer:grateful to … gave=2",
];
const DROPS: [&str; 3] = ["abuse of power", "accusation*", "above the law"];

#[test]
fn ready_statements_of_many_speakers_are_rerun_byte_for_byte() {
    let council = Council::new();
    let mut table = csv::Writer::from_path(council.path("said.csv")).expect("it can be written");
    table
        .write_record(["id", "date", "outlet", "speaker", "cue", "text"])
        .expect("it can be written");
    let speakers = ["Karel Drazny", "Ada Quillon", "Vella Orrin", ""];
    for (n, (text, cue)) in many(240).into_iter().enumerate() {
        let date = ["2016-04-20", "2022-01-12"][n / 5 % 2];
        let outlet = ["Lanry Post", "Courier"][n % 2];
        let id = format!("s{n:04}");
        table
            .write_record([&id, date, outlet, speakers[n % 4], &cue, &text])
            .expect("it can be written");
    }
    table.flush().expect("it can be written");
    council.write(
        "said.toml",
        "[study]\nname = \"said\"\nstatements = [\"said.csv\"]\n\n[compare]\nyears = [2016, 2022]\nstatements = \"all\"\n",
    );
    council.well(&["run", "said.toml", "--quiet"]);
    let edits: Vec<&str> = SETS
        .iter()
        .flat_map(|set| ["--set", set])
        .chain(DROPS.iter().flat_map(|drop| ["--drop", drop]))
        .collect();
    let said = council.well(&[&["rerun", "results/said"], &edits[..]].concat());
    assert!(said.starts_with("10 entries changed; ") && !said.contains(" 0 moved"), "{said}");
    council.well(&[&["run", "said.toml", "--quiet", "--out", "full"], &edits[..]].concat());
    let name = variants(&council, "results").remove(0);
    let (full, again) = (
        files(&council.path(&format!("full/{name}"))),
        files(&council.path(&format!("results/{name}"))),
    );
    assert!(full.len() > 30, "{:?}", full.keys());
    let differ: Vec<&String> = full
        .keys()
        .chain(again.keys())
        .filter(|file| full.get(*file) != again.get(*file))
        .collect();
    assert!(differ.is_empty(), "{differ:?} differ");
}

/// Slow and about time, so not among the tests that always run: `cargo test --release --test rerun -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement of some seconds"]
fn an_edit_of_ten_entries_answers_in_a_tenth_of_the_time_of_rating_all() {
    use detente::quote::Kind;
    use detente::tone::{Blend, Changes, Edit, Instrument, Model, Scratch, Sought, Sources, Utterance};
    use std::time::Instant;
    let statements = many(100_000);
    let utterances: Vec<Utterance> = statements
        .iter()
        .map(|(text, cue)| Utterance {
            text,
            cue,
            quoted: &[],
            kind: Kind::Direct,
        })
        .collect();
    let (hostility, conciliation, rules) = (
        include_str!("../lexicons/hostility.toml"),
        include_str!("../lexicons/conciliation.toml"),
        include_str!("../lexicons/rules.toml"),
    );
    let old = [("hostility.toml", hostility), ("conciliation.toml", conciliation)];
    let mut new: Vec<(&str, String)> = old.map(|(name, text)| (name, text.to_owned())).to_vec();
    for edit in SETS.map(Edit::set).into_iter().chain(DROPS.map(Edit::drop)) {
        let pairs: Vec<(&str, &str)> = new.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let texts = edit.expect("it is an edit").apply(&pairs).expect("it can be made");
        new.iter_mut().zip(texts).for_each(|(lexicon, text)| lexicon.1 = text);
    }
    let new: Vec<(&str, &str)> = new.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let rules = ("rules.toml", rules);
    let (before, after) = (
        Sources {
            lexicons: &old,
            rules,
            off: &[],
        },
        Sources {
            lexicons: &new,
            rules,
            off: &[],
        },
    );
    let started = Instant::now();
    let instrument = Instrument {
        rater: after.rater().expect("the lexicons can be read"),
        model: Model::read(Model::SHIPPED).expect("the model can be read"),
        blend: Blend::DEFAULT,
    };
    let mut scratch = Scratch::default();
    let all: Vec<_> = utterances.iter().map(|utterance| instrument.rate(&mut scratch, utterance).tone).collect();
    let full = started.elapsed();

    let old_tones: Vec<_> = {
        let rater = before.rater().expect("the lexicons can be read");
        utterances.iter().map(|utterance| rater.rate_with(&mut scratch, utterance)).collect()
    };
    let started = Instant::now();
    let changes = Changes::between(&before, &after).expect("both can be read");
    let rater = changes.rater();
    let compiled = started.elapsed();
    let mut sought = Sought::default();
    let touched: Vec<usize> = (0..utterances.len())
        .filter(|&number| {
            !changes
                .touching(&mut sought, [utterances[number].text, utterances[number].cue])
                .is_empty()
        })
        .collect();
    let looked = started.elapsed();
    let again: Vec<(usize, _)> = touched
        .iter()
        .map(|&number| (number, rater.rate_with(&mut scratch, &utterances[number])))
        .collect();
    let answered = started.elapsed();

    let mut tones = old_tones;
    for (number, tone) in again {
        tones[number] = tone;
    }
    let wrong = tones
        .iter()
        .zip(&all)
        .filter(|(one, other)| (one.hostility, one.conciliation, one.hits.len()) != (other.hostility, other.conciliation, other.hits.len()))
        .count();
    assert_eq!(wrong, 0, "of all statements");
    println!(
        "{} changes touch {} of {} statements; all rated in {full:?}; answered in {answered:?} (lexicons {compiled:?}, words {:?}, the rest {:?}): {:.1} %",
        changes.list.len(),
        touched.len(),
        utterances.len(),
        looked - compiled,
        answered - looked,
        100.0 * answered.as_secs_f64() / full.as_secs_f64()
    );
    assert!(answered * 10 < full, "answered in {answered:?}, rated in {full:?}");
}
