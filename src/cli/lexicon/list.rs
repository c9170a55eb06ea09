//! `detente lexicon list` and `show`: entries by category, and all that a lexicon says of one.

use super::super::{error::CliError, output};
use super::tools::{Which, meant};
use clap::Args;
use detente::tone::{Entry, points};
use std::collections::BTreeMap;
use std::fmt::Write;

/// List entries by category, with weight and place; without a category, the categories with how many entries they have
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon list
  detente lexicon list hostility.threat
  detente lexicon list --lexicon mine.toml blame")]
pub struct List {
    /// A dimension, a category, or both: hostility, threat, hostility.threat
    #[arg(value_name = "CATEGORY")]
    category: Option<String>,
    #[command(flatten)]
    which: Which,
}

impl List {
    pub fn run(self) -> Result<(), CliError> {
        let rater = self.which.rater(None)?;
        let mut groups: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in rater.entries() {
            groups
                .entry(format!("{}.{}", entry.dimension.as_str(), entry.category))
                .or_default()
                .push(entry);
        }
        let mut text = String::new();
        match &self.category {
            None => {
                for (category, entries) in &groups {
                    let _ = writeln!(text, "{category}: {} entries", entries.len());
                }
            }
            Some(wanted) => {
                let is = |category: &str| {
                    category == wanted
                        || category
                            .split_once('.')
                            .is_some_and(|(dimension, name)| dimension == wanted || name == wanted)
                };
                if !groups.keys().any(|category| is(category)) {
                    let names: Vec<&str> = groups.keys().map(String::as_str).collect();
                    return Err(CliError::NoCategory {
                        category: wanted.clone(),
                        known: names.join(", "),
                    });
                }
                for (category, entries) in groups.iter().filter(|(category, _)| is(category)) {
                    let _ = writeln!(text, "{category}: {} entries", entries.len());
                    for entry in entries {
                        let _ = writeln!(
                            text,
                            "  {:<40} {:<4} {}, line {}",
                            entry.pattern,
                            points(entry.weight),
                            entry.file,
                            entry.line
                        );
                    }
                }
            }
        }
        output::say(&text)
    }
}

/// Show all that a lexicon says of an entry: weight, category, exceptions, note and place
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon show 'blam*'
  detente lexicon show conciliation:respect --study study.toml")]
pub struct Show {
    /// The entry as the lexicon writes it; also category:entry or lexicon:category:entry
    #[arg(value_name = "ENTRY")]
    entry: String,
    #[command(flatten)]
    which: Which,
}

impl Show {
    pub fn run(self) -> Result<(), CliError> {
        let rater = self.which.rater(None)?;
        let mut text = String::new();
        for index in meant(&rater, &self.entry)? {
            text.push_str(&shown(&rater.entries()[index as usize]));
        }
        output::say(&text)
    }
}

/// All of an entry, a line a thing.
pub fn shown(entry: &Entry) -> String {
    let mut text = format!(
        "\"{}\" is {}.{}, weight {} ({}, line {})\n",
        entry.pattern,
        entry.dimension.as_str(),
        entry.category,
        points(entry.weight),
        entry.file,
        entry.line
    );
    for phrase in &entry.not_in {
        let _ = writeln!(text, "  not in \"{phrase}\"");
    }
    if let Some(note) = &entry.note {
        let _ = writeln!(text, "  note: {note}");
    }
    text
}
