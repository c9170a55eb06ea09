//! The options of commands that rate with other lexicons than the study's.

use super::error::CliError;
use clap::Args;
use detente::pipeline::{Change, RunError};
use detente::tone::Edit;

/// Lexicons, rules and single entries other than the study's.
#[derive(Args)]
pub struct Lexicons {
    /// Rate with this lexicon in place of the one of the same name (`name` under [lexicon]); beside the others where there is none. May be given several times
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<String>,
    /// Rate with these valence rules
    #[arg(long, value_name = "FILE")]
    rules: Option<String>,
    /// Give an entry another weight, 0 to 4, or add it: 'hostility.threat:consequences=2'. May be given several times
    #[arg(long, value_name = "ENTRY=WEIGHT")]
    set: Vec<String>,
    /// Drop an entry: 'blam*'. May be given several times
    #[arg(long, value_name = "ENTRY")]
    drop: Vec<String>,
    /// Pin the lexicons in the ledger beside the run: later runs with others say so. To be done over the first year's articles, before the second is opened
    #[arg(long)]
    pub freeze: bool,
}

impl Lexicons {
    /// What is to be other.
    pub fn change(&self) -> Result<Change, CliError> {
        let set = self.set.iter().map(|words| Edit::set(words));
        let drop = self.drop.iter().map(|words| Edit::drop(words));
        let edits = set.chain(drop).collect::<Result<_, _>>().map_err(RunError::from)?;
        Ok(Change::given(&self.lexicon, self.rules.as_deref(), edits)?)
    }
}
