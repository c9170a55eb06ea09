//! `detente lexicon check`: what is doubtful in a lexicon, and with a run what its entries caught there.

use super::super::{error::CliError, output};
use clap::Args;
use detente::pipeline::{Kept, Run, RunError};
use detente::study::Named;
use detente::tone::{Rater, check, entries, faults};
use std::fmt::Write;
use std::path::PathBuf;

/// Entries of a kind that are shown without --all.
const SHOWN: usize = 20;

/// Words shown of what a prefix caught.
const WORDS: usize = 12;

/// Endings that leave a word the same word, for prefixes.
const ENDINGS: &[&str] = &[
    "", "s", "es", "ed", "d", "ing", "er", "ers", "or", "ors", "ion", "ions", "ment", "ments", "e",
];

/// Look through a lexicon: entries that change nothing, slips in categories, prefixes that catch too much
///
/// What is wrong as to form is an error, and all such errors are shown: no number, a weight off the scale, the same words twice, a pattern that is none. With --run, entries that caught nothing in that run are listed, and of prefixes the words they caught, the most
/// frequent first, where some are more than an ending of the same word.
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon check mine.toml
  detente lexicon check mine.toml --run results/harbour-talks")]
pub struct Check {
    /// A lexicon file, or the name of a built-in one
    #[arg(value_name = "LEXICON")]
    lexicon: String,
    /// Look at what its entries catch in this run
    #[arg(long, value_name = "RUN")]
    run: Option<PathBuf>,
    /// Show all, not only the first twenty of each kind
    #[arg(long)]
    all: bool,
}

impl Check {
    pub fn run(self) -> Result<(), CliError> {
        let named = Named::given(&self.lexicon)?;
        let mut wrong = faults(&named.name, &named.text);
        if wrong.len() > 1 {
            let all = wrong.len();
            wrong.truncate(if self.all { usize::MAX } else { SHOWN });
            return Err(CliError::Mistakes {
                file: named.name,
                all,
                more: match all - wrong.len() {
                    0 => "Each says what to do about it.".to_owned(),
                    more => format!("Each says what to do about it; --all shows the other {more}."),
                },
                wrong,
            });
        }
        let all = entries(&named.name, &named.text).map_err(RunError::from)?;
        let mut known = Vec::new();
        for (file, text) in Rater::LEXICONS {
            known.extend(entries(file, text).map_err(RunError::from)?);
        }
        let most = if self.all { usize::MAX } else { SHOWN };
        let findings = check(&named.name, &all, &known);
        let own = all.iter().filter(|entry| entry.file == named.name).count();
        let mut text = format!("{}: {own} entries", named.name);
        if own < all.len() {
            let _ = write!(text, ", and {} of the lexicons it extends", all.len() - own);
        }
        let _ = writeln!(text, "; {} to look at.", findings.len());
        for finding in findings.iter().take(most) {
            let _ = writeln!(text, "  line {}: \"{}\" {}.", finding.line, finding.entry, finding.message);
        }
        more(&mut text, findings.len(), most);
        if let Some(run) = &self.run {
            text.push_str(&against(&Run::open(run)?, &named, most)?);
        }
        output::say(&text)
    }
}

fn more(text: &mut String, all: usize, most: usize) {
    if all > most {
        let _ = writeln!(text, "  … and {} more: --all shows them.", all - most);
    }
}

/// A prefix with how often it caught something, and what.
type Wide<'a> = (u64, &'a detente::tone::Entry, &'a Vec<(String, u64)>);

/// What the lexicon catches in the run.
fn against(run: &Run, named: &Named, most: usize) -> Result<String, CliError> {
    let kept = Kept::read(run.folder(), run.manifest())?;
    let rater = super::tools::rater(std::slice::from_ref(named), &kept.rules)?;
    let caught = run.caught(&rater)?;
    let own = || rater.entries().iter().zip(&caught.words).filter(|(entry, _)| entry.file == named.name);
    let mut never: Vec<_> = own().filter(|(_, words)| words.is_empty()).map(|(entry, _)| entry).collect();
    never.sort_by_key(|entry| entry.line);
    let mut text = format!(
        "\nIn the {} statements of the run, {} of {} entries catch something.\n",
        caught.statements,
        own().count() - never.len(),
        own().count()
    );
    let mut wide: Vec<Wide<'_>> = own()
        .filter(|(entry, words)| {
            entry.pattern.ends_with('*') && !entry.pattern.contains(' ') && words.iter().any(|(word, _)| strange(&entry.pattern, word))
        })
        .map(|(entry, words)| (words.iter().map(|(_, count)| count).sum(), entry, words))
        .collect();
    wide.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.line.cmp(&b.1.line)));
    if !wide.is_empty() {
        let _ = writeln!(
            text,
            "\nPrefixes that catch more than endings of one word, the most frequent first; `not_in` or a longer prefix keeps out what does not belong:"
        );
    }
    for (count, entry, words) in wide.iter().take(most) {
        let mut listed: Vec<String> = words.iter().take(WORDS).map(|(word, times)| format!("{word} {times}")).collect();
        if words.len() > WORDS {
            listed.push(format!("{} more", words.len() - WORDS));
        }
        let _ = writeln!(text, "  line {}: \"{}\" {count} times: {}", entry.line, entry.pattern, listed.join(", "));
    }
    more(&mut text, wide.len(), most);
    if !never.is_empty() {
        let _ = writeln!(text, "\nEntries that catch nothing there ({}):", never.len());
        for entry in never.iter().take(most) {
            let _ = writeln!(text, "  line {}: \"{}\"", entry.line, entry.pattern);
        }
        more(&mut text, never.len(), most);
    }
    Ok(text)
}

/// Whether a word that a prefix caught is more than the prefix with a usual ending.
fn strange(pattern: &str, word: &str) -> bool {
    let stem = pattern.trim_end_matches('*').to_lowercase();
    word.strip_prefix(stem.as_str()).is_none_or(|ending| !ENDINGS.contains(&ending))
}
