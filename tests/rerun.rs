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
        &format!("statement,speaker,hostility,conciliation,drop\n{id},,,1,\n{},,,,yes\n", rows[1]["id"]),
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
    for round in 0..6 {
        council.write("h.toml", &edited(hostility, &words, &mut random));
        council.write("c.toml", &edited(conciliation, &words, &mut random));
        council.write("r.toml", &rules.replacen("own = 0", "own = 0.25", round));
        let mut options = vec!["--lexicon", "h.toml", "--lexicon", "c.toml"];
        if round % 2 == 1 {
            options.extend(["--rules", "r.toml"]);
        }
        if round == 5 {
            options.extend(["--set", "hostility.threat:of=1.5", "--drop", "hostility:accused"]);
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
