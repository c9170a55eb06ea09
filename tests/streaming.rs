//! What must not show in a result: how many threads made it, in which order its files lay on the disk, where the machine stands, and whether it was stopped on the way.

#[allow(dead_code, reason = "the tests of the command line use the rest of it")]
#[path = "cli/council.rs"]
mod council;

use council::{ARTICLES, Council, files};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Variables of the environment.
type Environment = [(&'static str, &'static str)];

/// The council's articles so many times over, each time under other names; written in the order of `order`.
fn many(council: &Council, times: usize, order: impl Fn(usize) -> usize) {
    for n in 0..times {
        for (name, text) in ARTICLES {
            let (date, rest) = name.split_at(10);
            // Other words each time, or all of them were echoes of the first.
            let text = text.replace("harbour", &format!("harbour {}", order(n)));
            council.write(&format!("articles/{date}-{:04}{rest}", order(n)), text);
        }
    }
}

fn started(council: &Council, arguments: &[&str], environment: &Environment) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("detente"))
        .current_dir(council.folder.path())
        .args(arguments)
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in one {
        assert!(other[name] == *bytes, "{name} differs");
    }
}

#[test]
fn the_same_bytes_for_any_threads_order_of_files_language_and_time_zone() {
    let machines: [(usize, &str, &Environment); 3] = [
        (1, "1", &[("LC_ALL", "C"), ("TZ", "UTC")]),
        (7, "2", &[("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo")]),
        (5, "16", &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "America/St_Johns")]),
    ];
    let mut results = Vec::new();
    for (step, threads, environment) in machines {
        let council = Council::new();
        // A step that shares no divisor with the number goes through all of them, in another order.
        many(&council, 12, |n| n * step % 12);
        council.study("estuary", "");
        let status = started(&council, &["run", "estuary.toml", "--threads", threads], environment).wait();
        assert!(status.expect("it can be waited for").success());
        results.push(files(&council.path("results/estuary")));
    }
    for other in &results[1..] {
        same(&results[0], other);
    }
}

/// What stands at `results/estuary`: nothing, or a whole run.
fn none_or_whole(council: &Council) {
    let folder = council.path("results/estuary");
    assert!(!folder.exists() || folder.join("manifest.json").is_file() && folder.join("report.html").is_file());
}

/// Batches of the first pass that stand finished in what a stopped run left.
fn finished(council: &Council) -> usize {
    let noted = |entry: &fs::DirEntry| Path::new(&entry.file_name()).extension().is_some_and(|extension| extension == "done");
    fs::read_dir(council.path("results/estuary.partial/spool")).map_or(0, |entries| entries.flatten().filter(noted).count())
}

/// A limit on the size of files stands for the disk that is full: writing fails in the same place, with the same kind of error. Smaller and larger ones fail at different tables.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_said_and_nothing_is_left_half_written() {
    let council = Council::new();
    many(&council, 4, |n| n);
    council.study("estuary", "");
    let program = assert_cmd::cargo::cargo_bin("detente");
    let limited = |blocks: u32, arguments: &str| {
        // Without the trap the signal of the limit ends the program before it can say anything.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {arguments}");
        Command::new("sh")
            .current_dir(council.folder.path())
            .args(["-c", &script])
            .arg(&program)
            .output()
            .expect("a shell starts")
    };
    let mut said = std::collections::BTreeSet::new();
    for blocks in [0, 2, 16, 64, 256] {
        let output = limited(blocks, "run estuary.toml --quiet");
        if output.status.success() {
            break;
        }
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some(), "it was ended, not told: {why}");
        assert!(why.contains("cannot be written") || why.contains("could not be written"), "{why}");
        assert!(!council.path("results/estuary").exists() && !council.path("results/estuary.partial").exists());
        said.insert(why);
    }
    assert!(said.len() > 1, "all failed in one place: {said:?}");
    // And the result of before stays whole.
    council.well(&["run", "estuary.toml", "--quiet"]);
    let before = files(&council.path("results/estuary"));
    assert!(!limited(16, "run estuary.toml --quiet").status.success());
    same(&before, &files(&council.path("results/estuary")));
}

/// How far a stopped run had come.
fn reached(council: &Council) -> &'static str {
    let partial = council.path("results/estuary.partial");
    let is_there = |file: &str| partial.join(file).exists();
    match () {
        () if !partial.exists() => "before anything was written, or after the end",
        () if is_there("report.html") => "writing the page",
        () if is_there("charts") => "writing charts",
        () if is_there("groups.csv") => "comparing or drawing",
        () if is_there("statements.csv") => "writing tables",
        () if finished(council) > 0 => "between batches of the first pass",
        () => "the first batch",
    }
}

/// `cargo test --test streaming fifty -- --ignored --nocapture`
#[test]
#[ignore = "takes minutes: kills the program at fifty random moments"]
fn killed_at_fifty_random_moments_the_result_is_the_same() {
    const KILLS: usize = 50;
    let council = Council::new();
    many(&council, 96, |n| n);
    council.study("estuary", "");
    let begun = std::time::Instant::now();
    council.well(&["run", "estuary.toml", "--out", "undisturbed", "--quiet"]);
    let whole = begun.elapsed().as_millis() as u64;
    let undisturbed = files(&council.path("undisturbed/estuary"));
    // Knuth's 64-bit multiplier; the moments are those of the machine anyway.
    let mut seed: u64 = 2022;
    let mut reaches: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut kills, mut finishes) = (0, 0);
    while kills < KILLS {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = started(&council, &["run", "estuary.toml", "--resume"], &[]);
        sleep(Duration::from_millis((seed >> 33) % (whole + whole / 8)));
        let exited = child.try_wait().expect("it can be asked").is_some();
        if !exited {
            child.kill().expect("it can be killed");
            child.wait().expect("it can be waited for");
        }
        none_or_whole(&council);
        if exited {
            finishes += 1;
            same(&undisturbed, &files(&council.path("results/estuary")));
            fs::remove_dir_all(council.path("results/estuary")).expect("it is there");
        } else {
            kills += 1;
            *reaches.entry(reached(&council)).or_default() += 1;
            // What is gone on with passes over the first pass, so that now and then one begins anew.
            let partial = council.path("results/estuary.partial");
            if kills % 3 == 0 && partial.exists() {
                fs::remove_dir_all(partial).expect("it can be removed");
            }
        }
    }
    council.well(&["run", "estuary.toml", "--resume", "--quiet"]);
    same(&undisturbed, &files(&council.path("results/estuary")));
    assert!(!council.path("results/estuary.partial").exists());
    eprintln!("{kills} kills, {finishes} resumed runs that came to their end between them; killed while: {reaches:?}");
    assert!(reaches.len() > 2, "the moments were all alike: {reaches:?}");
}

#[test]
fn a_run_that_was_killed_goes_on_and_gives_the_same_bytes() {
    let council = Council::new();
    many(&council, 64, |n| n);
    council.study("estuary", "");
    council.well(&["run", "estuary.toml", "--out", "undisturbed", "--quiet"]);
    let mut most = 0;
    // Moments of the first pass, which is most of the time of so many articles.
    for wait in [150, 300, 450, 600, 900] {
        let mut child = started(&council, &["run", "estuary.toml", "--resume", "--threads", "1"], &[]);
        sleep(Duration::from_millis(wait));
        child.kill().expect("it can be killed");
        child.wait().expect("it can be waited for");
        none_or_whole(&council);
        most = most.max(finished(&council));
    }
    // Here one article is another than it was: what was made of it must not be mixed in.
    let changed = council.write("articles/2016-04-20-0003_wire.txt", "Nothing was said.\n");
    council.well(&["run", "estuary.toml", "--resume", "--quiet"]);
    council.well(&["run", "estuary.toml", "--out", "undisturbed", "--quiet"]);
    assert!(changed.exists());
    same(&files(&council.path("undisturbed/estuary")), &files(&council.path("results/estuary")));
    assert!(!council.path("results/estuary.partial").exists());
    eprintln!("batches that a killed run left finished: {most}");
}
