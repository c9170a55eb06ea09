//! `detente lexicon diff`: what is other in one lexicon than in another, and what that does to a run.

use crate::cli::{error::CliError, output, rerun};
use clap::Args;
use detente::pipeline::{Change, Run};
use detente::tone::points;
use std::fmt::Write;
use std::path::PathBuf;

/// Say what is other in lexicon B than in lexicon A, entry by entry, and with --run what that does to a run
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon diff hostility my/hostility.toml
  detente lexicon diff hostility my/hostility.toml --run results/nrc")]
pub struct Diff {
    /// A lexicon: a file, or the name of a built-in
    #[arg(value_name = "A")]
    before: String,
    /// The other one
    #[arg(value_name = "B")]
    after: String,
    /// Rate the statements of this run with the one and with the other
    #[arg(long, value_name = "RUN")]
    run: Option<PathBuf>,
}

impl Diff {
    pub fn run(self) -> Result<(), CliError> {
        let [before, after] = [&self.before, &self.after].map(|name| Change::given(std::slice::from_ref(name), None, Vec::new()));
        let (before, after) = (before?, after?);
        if let Some(run) = &self.run {
            let effect = Run::open(run)?.difference(&before, &after, None)?;
            return output::say(&rerun::told(&effect));
        }
        let changes = before.difference(&after)?;
        let mut text = String::new();
        let weight = |weight: Option<i64>| weight.map_or_else(|| "–".to_owned(), |weight| points(weight).to_string());
        for change in &changes {
            let _ = writeln!(
                text,
                "{} {} ({} → {}), {}, line {}",
                change.what.as_str(),
                change.name,
                weight(change.before),
                weight(change.after),
                change.file,
                change.line
            );
        }
        let _ = match changes.len() {
            0 => writeln!(text, "Nothing that can change a rating is other."),
            1 => writeln!(text, "One entry is other."),
            n => writeln!(text, "{n} entries are other."),
        };
        output::say(&text)
    }
}
