//! `detente lexicon`: everything about lexicons that needs no rating of a study. A file for every subcommand.

mod diff;
mod export;
mod import;

use super::error::CliError;
use clap::{Args, Subcommand};
use detente::study::Named;

/// Bring lexicons in from other programs, and take them out
#[derive(Args)]
pub struct Lexicon {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Diff(diff::Diff),
    Import(import::Import),
    Export(export::Export),
}

impl Lexicon {
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Diff(diff) => diff.run(),
            Command::Import(import) => import.run(),
            Command::Export(export) => export.run(),
        }
    }
}

/// A lexicon by the name of a built-in or the path of a file.
fn named(name: &str) -> Result<Named, CliError> {
    if let Some(named) = Named::builtin(name) {
        return Ok(named);
    }
    let text = std::fs::read_to_string(name).map_err(|why| CliError::Unread {
        path: name.to_owned(),
        why: why.to_string(),
    })?;
    Ok(Named::new(name, text))
}
