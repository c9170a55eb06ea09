//! `detente lexicon export`: a lexicon of ours as a dictionary of another program. Invariant: what that program has no room for is said with the line of the lexicon.

use super::super::{error::CliError, output};
use clap::Args;
use clap::builder::PossibleValuesParser;
use detente::study::Named;
use detente::tone::foreign::{Dictionary, Format};
use std::path::PathBuf;

/// Write a lexicon as a dictionary of another program
///
/// Categories are called as here (hostility.accusation), so that importing the file again finds them. Weights are kept where the format has any; where it has only a sign, hostility is negative.
#[derive(Args)]
#[command(after_help = "Examples:
  detente lexicon export hostility --format dicx -o hostility.dicx
  detente lexicon export mine.toml --format liwc -o mine.dic --notes lost.txt")]
pub struct Export {
    /// A lexicon file, or the name of a built-in one
    #[arg(value_name = "LEXICON")]
    lexicon: String,
    /// The format
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::ALL.map(Format::as_str)))]
    format: String,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write every note into FILE, a line each
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
}

impl Export {
    pub fn run(self) -> Result<(), CliError> {
        let named = Named::given(&self.lexicon)?;
        let entries = detente::tone::entries(&named.name, &named.text).map_err(detente::RunError::from)?;
        // The parser above lets no other word through.
        let format = Format::named(&self.format).unwrap_or(Format::Table);
        let dictionary = Dictionary::of(&entries, format);
        let written = format.write(&dictionary.terms);
        let mut out = output::Output::to(self.output.as_deref())?;
        out.write(&written.text)?;
        out.finish()?;
        output::complain(&format!(
            "{} of {} entries written as {}",
            written.terms.len(),
            entries.len(),
            format.about()
        ));
        let mut notes = dictionary.notes;
        notes.extend(written.notes);
        super::import::tell(&notes, self.notes.as_deref())
    }
}
