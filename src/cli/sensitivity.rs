//! `detente sensitivity`: how much of a run's headline hangs on single entries of the lexicons.

use super::{error::CliError, output};
use clap::Args;
use detente::pipeline::{self, EntrySensitivity, Options};
use detente::report::{ReportError, Staging, TableWriter};
use std::fmt::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Leave out every lexicon entry in turn, many at random, and shake the weights: what becomes of the headline
///
/// The headline is the difference of everyone's net tone between the two years. Every entry is really left out and its statements are rated again, so what a longer entry
/// hid comes to light. The tables left_out and bands go to NAME.sensitivity beside the run.
#[derive(Args)]
#[command(after_help = "Examples:
  detente sensitivity results/nrc")]
pub struct Sensitivity {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Use N threads; the result is the same for any N [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Entries that the terminal shows.
const SHOWN: usize = 10;

impl Sensitivity {
    pub fn run(self) -> Result<(), CliError> {
        let run = pipeline::Run::open(&self.run)?;
        let found = run.entry_sensitivity(&Options {
            out: PathBuf::new(),
            threads: self.threads.map(NonZeroUsize::get),
            progress: &|_| (),
        })?;
        let mut name = self.run.file_name().unwrap_or_default().to_os_string();
        name.push(".sensitivity");
        let target = self.run.with_file_name(name);
        let staging = Staging::begin(&target)?;
        TableWriter::write_all(staging.folder(), found.left_out.iter().cloned())?;
        TableWriter::write_all(staging.folder(), found.bands.iter().cloned())?;
        let path = staging.folder().join(detente::report::Manifest::FILE);
        let about = serde_json::json!({ "rater": run.manifest().rater, "entries": found.left_out.len(), "top_five": found.top_five });
        std::fs::write(&path, format!("{about:#}\n")).map_err(|why| ReportError::Write {
            path: path.display().to_string(),
            why: why.to_string(),
        })?;
        staging.commit()?;
        if self.quiet {
            return Ok(());
        }
        output::say(&format!("{}tables in {}\n", told(&found), target.display()))
    }
}

fn told(found: &EntrySensitivity) -> String {
    let headline = &found.headline;
    let own = headline.delta.unwrap_or(0.0);
    let mut text = format!(
        "net tone of everyone, {} → {}: {own:+.3}, {}\n",
        headline.from_year,
        headline.to_year,
        headline.verdict.as_str().replace('-', " ")
    );
    let _ = writeln!(text, "{} entries were found; without one of them:", found.left_out.len());
    for row in found.left_out.iter().take(SHOWN) {
        let verdict = row.verdict_without.as_deref().unwrap_or("").replace('-', " ");
        let _ = writeln!(
            text,
            "  {:+.3} ({:+.3}) without {} (weight {}, in {} {}): {verdict}",
            row.delta_without,
            row.moved,
            row.entry,
            row.weight,
            row.statements,
            if row.statements == 1 { "statement" } else { "statements" }
        );
    }
    if let Some(share) = found.top_five {
        let _ = writeln!(
            text,
            "the five that move most carry {:.0} % of all that single entries move",
            share * 100.0
        );
    }
    for band in &found.bands {
        let _ = writeln!(
            text,
            "{}: {:+.3} to {:+.3} in 95 % of {} draws, median {:+.3}, the same sign in {:.0} %",
            band.what,
            band.low,
            band.high,
            band.draws,
            band.median,
            band.same_sign * 100.0
        );
    }
    let turned: Vec<&str> = found.left_out.iter().filter(|row| row.turns).map(|row| row.entry.as_str()).collect();
    if !turned.is_empty() {
        let _ = writeln!(text, "warning: the change has the other sign without {}", turned.join(", or without "));
    }
    for row in found.left_out.iter().filter(|row| row.decides.as_deref() == Some("yes")) {
        let _ = writeln!(
            text,
            "warning: one entry decides the verdict: without {} it is “{}”",
            row.entry,
            row.verdict_without.as_deref().unwrap_or("").replace('-', " ")
        );
    }
    text
}
