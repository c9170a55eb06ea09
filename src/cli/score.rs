//! `detente score`: ratings for a CSV of ready statements.

use super::{error::CliError, output};
use clap::Args;
use detente::pipeline::{Tools, score};
use detente::study::Study;
use std::path::PathBuf;

/// Rate the statements of a CSV file: its columns untouched, with hostility, conciliation and net added
///
/// Hostility and conciliation run from 0 to 4, net is conciliation less hostility. Several stretches of one statement may be joined by \" … \".
#[derive(Args)]
#[command(after_help = "Examples:
  detente score quotes.csv --text quotation -o scored.csv
  detente score quotes.csv --text quotation --cue verb --study study.toml > scored.csv")]
pub struct Score {
    /// A CSV file with a header (tab-separated where it ends in .tsv)
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// The column with the statements
    #[arg(long, value_name = "COLUMN")]
    text: String,
    /// The column with the reporting words (said, accused), whose tone counts too
    #[arg(long, value_name = "COLUMN")]
    cue: Option<String>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "OUT.csv")]
    output: Option<PathBuf>,
    /// Use the lexicons and rules of this study instead of the built-in ones
    #[arg(long, value_name = "STUDY.toml")]
    study: Option<PathBuf>,
}

impl Score {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load_settings)?;
        let instrument = Tools::instrument(&study)?;
        let mut out = output::Output::to(self.output.as_deref())?;
        let done = score(&instrument, &self.file, &self.text, self.cue.as_deref(), out.writer())?;
        out.finish()?;
        if self.output.is_some() {
            output::complain(&format!("{} rows, {} of them with words of the lexicons", done.rows, done.rated));
        }
        Ok(())
    }
}
