//! `detente lexicon suggest`: words that no entry knows and that stand out where the rating is strong or missing.

use super::super::{error::CliError, output};
use super::tools::Which;
use clap::Args;
use detente::pipeline::{Run, Unknown};
use std::fmt::Write;
use std::path::PathBuf;

/// Suggest words for the lexicons: those that no entry knows and that stand out in strongly rated statements, or in those without any entry
///
/// Strongly rated is 2 and more, by the rating that the run compares. Words are ranked by G², Dunning's log-likelihood ratio: how much more of these statements than of all others have the word, with regard to chance. A word must stand in three of them.
/// With --coded, entries are shown whose statements coders grade otherwise than the lexicons rate them, by a point and more on average.
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon suggest results/harbour-talks
  detente lexicon suggest results/harbour-talks --coded anna.csv --coded ben.csv")]
pub struct Suggest {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Filled sheets of `detente sample`, one of each coder
    #[arg(long, value_name = "SHEET.csv")]
    coded: Vec<PathBuf>,
    /// Words shown of each kind
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    #[command(flatten)]
    which: Which,
    /// Print JSON (all)
    #[arg(long)]
    json: bool,
}

impl Suggest {
    pub fn run(self) -> Result<(), CliError> {
        let run = Run::open(&self.run)?;
        let rater = self.which.rater(Some(&run))?;
        let suggestions = run.suggest(&rater, &self.coded)?;
        if self.json {
            return output::say_json(&suggestions);
        }
        let mut text = format!("{} statements, repeats not counted.\n", suggestions.statements);
        for (kind, (statements, words)) in [
            ("rated hostile (2 and more)", &suggestions.hostility),
            ("rated conciliatory (2 and more)", &suggestions.conciliation),
            ("in which no entry counts", &suggestions.unscored),
        ] {
            let _ = writeln!(text, "\nIn the {statements} statements {kind}, words that no entry knows:");
            if words.is_empty() {
                let _ = writeln!(text, "  none stands out");
            }
            for Unknown {
                word,
                inside,
                outside,
                likelihood,
            } in words.iter().take(self.most)
            {
                let _ = writeln!(text, "  {word:<24} in {inside} of them, in {outside} others, G² {likelihood:.1}");
            }
        }
        if !self.coded.is_empty() {
            let _ = writeln!(text, "\nEntries whose statements coders grade otherwise, by a point and more:");
            if suggestions.contradicted.is_empty() {
                let _ = writeln!(text, "  none");
            }
            for one in suggestions.contradicted.iter().take(self.most) {
                let _ = writeln!(
                    text,
                    "  {} ({}): rated {:.2}, graded {:.2}, n = {}; see {}",
                    one.entry,
                    one.dimension.as_str(),
                    one.rated,
                    one.graded,
                    one.statements,
                    one.ids.join(", ")
                );
            }
        }
        output::say(&text)
    }
}
