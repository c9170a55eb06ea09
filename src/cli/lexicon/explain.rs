//! `detente lexicon explain`: every place where an entry fired in a run, in its context.

use super::super::{error::CliError, output};
use super::list::shown;
use super::tools::{Which, meant};
use clap::Args;
use detente::pipeline::Run;
use std::fmt::Write;
use std::path::PathBuf;

/// Places shown without --all.
const SHOWN: usize = 30;

/// Show every place where an entry fires in a run, the words around it, and the statement
///
/// The lexicons are those that the run was rated with, unless others are named.
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon explain 'blam*' --run results/harbour-talks
  detente lexicon explain 'scapegoat*' --run results/harbour-talks --lexicon mine.toml")]
pub struct Explain {
    /// The entry as the lexicon writes it; also category:entry or lexicon:category:entry
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// The folder of a run
    #[arg(long, value_name = "RUN")]
    run: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Show all places, not only the first thirty
    #[arg(long)]
    all: bool,
    /// Print JSON (all)
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub fn run(self) -> Result<(), CliError> {
        let run = Run::open(&self.run)?;
        let rater = self.which.rater(Some(&run))?;
        let entries = meant(&rater, &self.entry)?;
        let firings = run.firings(&rater, &entries.iter().copied().collect())?;
        if self.json {
            return output::say_json(&firings);
        }
        let mut text = String::new();
        for index in entries {
            let own: Vec<_> = firings.iter().filter(|firing| firing.entry == index).collect();
            text.push_str(&shown(&rater.entries()[index as usize]));
            let statements: std::collections::BTreeSet<&str> = own.iter().map(|firing| firing.statement.as_str()).collect();
            let _ = writeln!(text, "  fires {} times in {} statements", own.len(), statements.len());
            let most = if self.all { own.len() } else { SHOWN };
            for firing in own.iter().take(most) {
                let year = firing.year.map_or_else(|| "    ".to_owned(), |year| year.to_string());
                let place = if firing.place == detente::tone::Place::Cue {
                    " (reporting words)"
                } else {
                    ""
                };
                let _ = writeln!(
                    text,
                    "  {year} {:>52}[{}]{:<52} {}{place}, {}",
                    firing.before,
                    firing.words,
                    firing.after,
                    firing.name.as_deref().unwrap_or("no speaker"),
                    firing.statement
                );
            }
            if own.len() > most {
                let _ = writeln!(text, "  … and {} more: --all shows them.", own.len() - most);
            }
        }
        output::say(&text)
    }
}
