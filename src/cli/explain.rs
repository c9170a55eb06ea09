//! `detente explain`: one sentence's rating, hit by hit.

use super::{error::CliError, output};
use clap::Args;
use detente::article::Span;
use detente::pipeline::Tools;
use detente::quote::Kind;
use detente::study::Study;
use detente::tone::Utterance;
use std::path::PathBuf;

/// Show how one sentence is rated: every word found, the rules that changed it, and what it adds
#[derive(Args)]
#[command(after_help = "Examples:
  detente explain \"We will not attack anyone.\"
  detente explain \"a hostile step\" --cue condemned
  detente explain \"We are ready for dialogue.\" --study study.toml --json")]
pub struct Explain {
    /// The sentence
    #[arg(value_name = "TEXT")]
    text: String,
    /// The reporting words, whose tone counts too
    #[arg(long, value_name = "WORDS", default_value = "")]
    cue: String,
    /// Use the lexicons and rules of this study instead of the built-in ones
    #[arg(long, value_name = "STUDY.toml")]
    study: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load)?;
        let rater = Tools::rater(&study)?;
        let quoted = [Span::new(0, self.text.len())];
        let explanation = rater.explain(&Utterance { text: &self.text, cue: &self.cue, quoted: &quoted, kind: Kind::Direct });
        if self.json { output::say_json(&explanation) } else { output::say(&format!("{}\n", explanation.to_string().trim_end())) }
    }
}
