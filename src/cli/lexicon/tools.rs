//! Which lexicons a command looks at: those of a run as it was rated, of a study, a file, or the built-in ones. Invariant: they are compiled the same way as for a run, so what is said of them holds there.

use super::super::error::CliError;
use clap::Args;
use detente::pipeline::{Kept, Run, RunError};
use detente::study::{Named, Study};
use detente::tone::{Entry, Rater};
use std::path::PathBuf;

/// The lexicons in question.
#[derive(Args)]
pub struct Which {
    /// Look at these lexicons (files, or names of built-in ones) instead of the built-in ones
    #[arg(long, value_name = "LEXICON")]
    lexicon: Vec<String>,
    /// Look at the lexicons of this study
    #[arg(long, value_name = "STUDY.toml", conflicts_with = "lexicon")]
    study: Option<PathBuf>,
}

impl Which {
    /// The rater of what is given; without any, of the run's own lexicons, and without a run, of the built-in ones.
    pub fn rater(&self, run: Option<&Run>) -> Result<Rater, CliError> {
        let study = match (&self.study, run) {
            (Some(study), _) => Study::load_settings(study)?,
            (None, Some(run)) if self.lexicon.is_empty() => {
                let kept = Kept::read(run.folder(), run.manifest())?;
                return rater(&kept.lexicons, &kept.rules);
            }
            (None, _) => Study::defaults(),
        };
        if self.lexicon.is_empty() {
            return rater(&study.lexicons, &study.rules);
        }
        let lexicons = self.lexicon.iter().map(|name| Named::given(name)).collect::<Result<Vec<Named>, _>>()?;
        rater(&lexicons, &study.rules)
    }
}

/// Lexicons and rules, compiled.
pub fn rater(lexicons: &[Named], rules: &Named) -> Result<Rater, CliError> {
    let pairs: Vec<(&str, &str)> = lexicons.iter().map(|named| (named.name.as_str(), named.text.as_str())).collect();
    Ok(Rater::new(&pairs, (&rules.name, &rules.text)).map_err(RunError::from)?)
}

/// The entries that `wanted` means: words as a lexicon writes them, with or without the category or the lexicon before them.
pub fn meant(rater: &Rater, wanted: &str) -> Result<Vec<u32>, CliError> {
    let folded = |text: &str| text.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = folded(wanted);
    let is = |entry: &Entry| {
        let pattern = folded(&entry.pattern);
        wanted == pattern
            || wanted == folded(&entry.name())
            || wanted == format!("{}:{pattern}", folded(&entry.category))
            || wanted == format!("{}:{pattern}", entry.dimension.as_str())
            || wanted == format!("{}.{}:{pattern}", entry.dimension.as_str(), folded(&entry.category))
    };
    let found: Vec<u32> = (0u32..)
        .zip(rater.entries())
        .filter(|(_, entry)| is(entry))
        .map(|(index, _)| index)
        .collect();
    if found.is_empty() {
        let words = wanted.rsplit(':').next().unwrap_or(&wanted).to_owned();
        return Err(CliError::NoEntry {
            near: nearest(rater, &words),
            entry: wanted,
        });
    }
    Ok(found)
}

/// A sentence with the entries most like `words`.
fn nearest(rater: &Rater, words: &str) -> String {
    let mut near: Vec<(bool, usize, &str)> = rater
        .entries()
        .iter()
        .map(|entry| {
            let pattern = entry.pattern.as_str();
            let covers = pattern.strip_suffix('*').is_some_and(|stem| words.starts_with(&stem.to_lowercase()));
            (!covers, strsim::damerau_levenshtein(words, &pattern.to_lowercase()), pattern)
        })
        .filter(|(uncovered, distance, pattern)| !uncovered || *distance * 2 <= pattern.chars().count())
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.len() {
        0 => "`detente lexicon list` shows all.".to_owned(),
        _ => format!(
            "Most like it: {}.",
            near.iter()
                .take(5)
                .map(|(.., pattern)| format!("\"{pattern}\""))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}
