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
