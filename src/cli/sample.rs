//! `detente sample`: statements of a run for people to grade.

use super::{error::CliError, output};
use clap::{Args, ValueEnum};
use detente::pipeline::{Run, Strata};
use std::path::{Path, PathBuf};

/// Draw a coding sheet from a run: statements for people to grade, blind to speaker and year
///
/// The sheet is a CSV with the columns statement, cue, text, hostility, conciliation and note, the last three empty, in random order. A coder gives each statement 0 (none) to 4 (extreme) in both scales and leaves both cells empty where it cannot be graded. Give each coder a copy of the same sheet; `detente validate` compares what they return with the run.
#[derive(Args)]
#[command(after_help = "Examples:
  detente sample results/nrc --n 200 -o sheet.csv
  detente sample results/nrc --n 60 --by speaker --seed 2 > more.csv")]
pub struct Sample {
    /// The folder of a run
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// How many statements
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
    /// Draw evenly over the values of this
    #[arg(long, value_enum, default_value = "year")]
    by: ByChoice,
    /// Seed of the draw [default: as the run]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Write to FILE, which must not stand there yet, instead of standard output
    #[arg(short, long, value_name = "FILE.csv")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ByChoice {
    Year,
    Speaker,
    Side,
    Outlet,
}

impl Sample {
    pub fn run(self) -> Result<(), CliError> {
        // A sheet that stands there may hold a coder's work of days.
        if let Some(path) = self.output.as_deref().filter(|path| *path != Path::new("-") && path.exists()) {
            return Err(CliError::Exists {
                path: path.display().to_string(),
            });
        }
        let run = Run::open(&self.run)?;
        let by = match self.by {
            ByChoice::Year => Strata::Year,
            ByChoice::Speaker => Strata::Speaker,
            ByChoice::Side => Strata::Side,
            ByChoice::Outlet => Strata::Outlet,
        };
        let sheet = run.sample(self.n as usize, by, self.seed.unwrap_or(run.plan().seed))?;
        let mut out = output::Output::to(self.output.as_deref())?;
        sheet.write(out.writer())?;
        out.finish()?;
        output::complain(&format!(
            "{} statements drawn of {} that count, in {} strata{}",
            sheet.rows.len(),
            sheet.among,
            sheet.strata,
            if sheet.rows.len() < self.n as usize {
                "; that is all there are"
            } else {
                ""
            }
        ));
        Ok(())
    }
}
