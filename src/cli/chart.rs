//! `detente chart`: charts drawn again from a run's tables.

use super::{error::CliError, output};
use clap::{Args, ValueEnum};
use detente::pipeline::{Format, Pick, Run, write_drawings};
use detente::report::Roster;
use std::path::PathBuf;

/// Draw charts from the tables of a run, without reading the articles again
///
/// Without --speaker or --kind all charts of a run are drawn.
#[derive(Args)]
#[command(after_help = "Examples:
  detente chart results/nrc --speaker Novak -o slides --format svg
  detente chart results/nrc --kind comparison")]
pub struct Chart {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// A speaker's chart: a name, a part of it, or an id; may be given several times
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Which chart
    #[arg(long, value_enum)]
    kind: Option<KindChoice>,
    /// Write into DIR
    #[arg(short, long, value_name = "DIR", default_value = "charts")]
    output: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value = "both")]
    format: FormatChoice,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindChoice {
    /// One for each speaker (or for those that --speaker names)
    Speaker,
    /// The speakers of one year against those of the other
    Comparison,
    /// Hostility against conciliation
    Map,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatChoice {
    Svg,
    Png,
    Both,
}

impl Chart {
    pub fn run(self) -> Result<(), CliError> {
        let run = Run::open(&self.run)?;
        let roster = Roster::new(run.speakers()?);
        let keys: Vec<String> = self
            .speaker
            .iter()
            .map(|name| roster.find(name).map(|speaker| speaker.id.clone()))
            .collect::<Result<_, _>>()?;
        let mut picks = Vec::new();
        match self.kind {
            Some(KindChoice::Comparison) => picks.push(Pick::Comparison),
            Some(KindChoice::Map) => picks.push(Pick::Map),
            Some(KindChoice::Speaker) if keys.is_empty() => picks.push(Pick::EverySpeaker),
            None if keys.is_empty() => picks.push(Pick::All),
            Some(KindChoice::Speaker) | None => {}
        }
        if !keys.is_empty() {
            picks.push(Pick::Speakers(keys));
        }
        let format = match self.format {
            FormatChoice::Svg => Format::Svg,
            FormatChoice::Png => Format::Png,
            FormatChoice::Both => Format::Both,
        };
        let mut lines = String::new();
        for pick in &picks {
            for path in write_drawings(&self.output, &run.draw(pick)?, format)? {
                lines.push_str(&format!("{}\n", path.display()));
            }
        }
        output::say(&lines)
    }
}
