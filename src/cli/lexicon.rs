//! `detente lexicon`: everything about lexicons but rating a study with them. A file for every subcommand.

mod check;
mod diff;
mod explain;
mod export;
mod import;
mod list;
mod suggest;
mod tools;

use super::error::CliError;
use clap::{Args, Subcommand};

/// Look through lexicons, try them on a run, and bring them in from other programs
#[derive(Args)]
pub struct Lexicon {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Diff(diff::Diff),
    List(list::List),
    Show(list::Show),
    Explain(explain::Explain),
    Check(check::Check),
    Suggest(suggest::Suggest),
    Import(import::Import),
    Export(export::Export),
}

impl Lexicon {
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Diff(diff) => diff.run(),
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
            Command::Explain(explain) => explain.run(),
            Command::Check(check) => check.run(),
            Command::Suggest(suggest) => suggest.run(),
            Command::Import(import) => import.run(),
            Command::Export(export) => export.run(),
        }
    }
}
