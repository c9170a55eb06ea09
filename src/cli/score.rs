//! `detente score`: ratings for a table of ready statements.

use super::{error::CliError, output};
use clap::{Args, ValueEnum};
use detente::article::{Field, Form, Preset};
use detente::pipeline::{Scoring, Tools};
use detente::study::Study;
use std::path::PathBuf;

/// Rate the statements of a table: its columns untouched, with hostility, conciliation and net added
///
/// Hostility and conciliation run from 0 to 4, net is conciliation less hostility; where a statement is empty so are they. Several stretches of one statement may be joined by \" … \".
/// Tables are CSV (.csv, .tsv), JSON lines (.jsonl), both also packed (.gz, .zst), and Parquet (.parquet), by their extension; they are read and written a batch at a time, whatever their size.
#[derive(Args)]
#[command(after_help = "Examples:
  detente score quotes.csv --text quotation -o scored.csv
  detente score quotes.parquet --text quotation -o scored.parquet
  detente score quotes-2016.jsonl.gz --preset quotebank -o scored.parquet
  detente score quotes.csv --text quotation --cue verb --study study.toml > scored.csv")]
pub struct Score {
    /// A table with a header
    #[arg(value_name = "TABLE")]
    file: PathBuf,
    /// The column with the statements
    #[arg(long, value_name = "COLUMN", required_unless_present = "preset")]
    text: Option<String>,
    /// The column with the reporting words (said, accused), whose tone counts too
    #[arg(long, value_name = "COLUMN")]
    cue: Option<String>,
    /// The layout of a published collection, which says where the statements stand
    #[arg(long, value_enum)]
    preset: Option<PresetChoice>,
    /// Write to FILE, in the form of its extension, instead of standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Use the lexicons and rules of this study instead of the built-in ones
    #[arg(long, value_name = "STUDY.toml")]
    study: Option<PathBuf>,
}

impl Score {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load_settings)?;
        let instrument = Tools::instrument(&study)?;
        let preset = self.preset.map(|PresetChoice::Quotebank| Preset::Quotebank.columns());
        let text = self.text.or_else(|| preset?.given(Field::Text).map(str::to_owned)).unwrap_or_default();
        let to = match &self.output {
            Some(path) if [".gz", ".zst"].iter().any(|end| path.to_string_lossy().ends_with(end)) => {
                return Err(CliError::Packed {
                    path: path.display().to_string(),
                });
            }
            Some(path) => Form::of(&path.to_string_lossy()),
            None => None,
        };
        let mut out = output::Output::to(self.output.as_deref())?;
        let scoring = Scoring {
            table: &self.file,
            text: &text,
            cue: self.cue.as_deref(),
            limits: study.limits,
        };
        let done = scoring.score(&instrument, to, out.writer())?;
        out.finish()?;
        if self.output.is_some() {
            let empty = if done.empty > 0 {
                format!("; {} without a statement, and so without ratings", done.empty)
            } else {
                String::new()
            };
            output::complain(&format!("{} rows, {} of them with words of the lexicons{empty}", done.rows, done.rated));
        }
        Ok(())
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum PresetChoice {
    Quotebank,
}
