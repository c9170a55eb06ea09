//! What the program is made of, held against `deny.toml`: licences, sources, and crates that are there twice. Needs no network and no tool but cargo.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The packages of the locked tree.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs this test, so it is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let used: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .expect("there are nodes")
        .iter()
        .filter_map(|node| node["id"].as_str())
        .collect();
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)))
        .cloned()
        .collect()
}

/// What is in the tree more than once, of any platform: name and version a line.
fn tree() -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--duplicates", "--depth", "0", "--prefix", "none", "--target", "all", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs this test, so it is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

fn deny() -> toml::Table {
    include_str!("../deny.toml").parse().expect("deny.toml is TOML")
}

/// Whether an SPDX expression can be met with licences of `allowed`: of alternatives one, of what stands together all.
fn met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = expression.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at, allowed);
    met && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
    }
    allowed.contains(name.as_str())
}

#[test]
fn expressions_of_licences_are_understood() {
    let allowed = BTreeSet::from(["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"]);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("MIT/Apache-2.0", true),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception AND MIT", true),
        ("", false),
    ] {
        assert_eq!(met(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn licences_and_sources_are_those_that_may_be() {
    let deny = deny();
    let allowed: BTreeSet<&str> = deny["licenses"]["allow"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    let packages = packages();
    assert!(packages.len() > 100, "{} packages are too few to be true", packages.len());
    for package in &packages {
        let name = &package["name"];
        let license = package["license"].as_str().unwrap_or_default();
        assert!(met(license, &allowed), "{name} is under `{license}`, which deny.toml does not allow");
        match package["source"].as_str() {
            None => assert_eq!(name, "detente"),
            Some(source) => assert_eq!(
                source, "registry+https://github.com/rust-lang/crates.io-index",
                "{name} comes from elsewhere"
            ),
        }
    }
}

#[test]
fn what_is_there_twice_is_explained() {
    let deny = deny();
    let skips: BTreeSet<&str> = deny["bans"]["skip"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|skip| skip["crate"].as_str())
        .collect();
    let mut versions: BTreeMap<String, BTreeSet<Vec<u64>>> = BTreeMap::new();
    for line in tree().lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else {
            continue;
        };
        let version = version.trim_start_matches('v');
        let numbers = version.split(['.', '+', '-']).filter_map(|part| part.parse().ok()).collect();
        versions.entry(name.to_owned()).or_default().insert(numbers);
    }
    let mut met = BTreeSet::new();
    for (name, versions) in &versions {
        for version in versions.iter().rev().skip(1) {
            let skip = skips.iter().find(|skip| {
                let (of, start) = skip.split_once('@').expect("a version is named");
                of == name && start.split('.').zip(version).all(|(part, number)| part.parse() == Ok(*number))
            });
            let skip = skip.unwrap_or_else(|| panic!("{name} {version:?} stands beside a newer one, and deny.toml does not say who wants it"));
            met.insert(*skip);
        }
    }
    let idle: Vec<_> = skips.difference(&met).collect();
    assert!(idle.is_empty(), "deny.toml explains what is not there twice any more: {idle:?}");
}

#[test]
fn the_oldest_toolchain_is_stated_and_unsafe_forbidden() {
    let manifest: toml::Table = include_str!("../Cargo.toml").parse().expect("Cargo.toml is TOML");
    assert!(manifest["package"]["rust-version"].is_str());
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
