//! The runs under `results/` are those that this very code makes: every file, byte for byte. `just results` makes them anew.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The study, and the folder of articles it needs where they are not part of the repository.
const STUDIES: &[(&str, Option<&str>)] = &[("aldwater-meridian-council", None), ("nato-russia-council", Some("../shared/seeds"))];

#[test]
fn committed_results_are_those_of_this_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = tempfile::tempdir().expect("a temporary folder");
    let mut stale = Vec::new();
    for (study, needs) in STUDIES {
        if let Some(needs) = needs.filter(|needs| !root.join(needs).is_dir()) {
            let required = std::env::var_os("DETENTE_REQUIRE_ALL").is_some_and(|value| value == "1");
            assert!(!required, "{study} needs {needs}, which is missing");
            // Past the harness, which would keep it to itself.
            writeln!(std::io::stderr(), "skipped: results/{study}, whose articles in {needs} are missing").expect("standard error");
            continue;
        }
        assert_cmd::Command::cargo_bin("detente")
            .expect("the program of this package")
            .current_dir(root)
            .args(["run", &format!("examples/{study}/study.toml"), "--quiet", "--out"])
            .arg(fresh.path())
            .assert()
            .success();
        let (made, kept) = (files(&fresh.path().join(study)), files(&root.join("results").join(study)));
        for name in made.keys().chain(kept.keys()) {
            if made.get(name) != kept.get(name) && !stale.contains(&format!("{study}/{name}")) {
                stale.push(format!("{study}/{name}"));
            }
        }
    }
    assert!(
        stale.is_empty(),
        "results/ is stale; make it anew with `just results`. These differ: {}",
        stale.join(", ")
    );
}

/// Every file below `folder` by its relative path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                let name = path
                    .strip_prefix(folder)
                    .map_or_else(|_| path.display().to_string(), |p| p.display().to_string());
                out.insert(name, bytes);
            }
        }
    }
    out
}
