//! The command line: arguments become calls, results become lines. A file for every subcommand; what they do is done elsewhere.

mod chart;
mod compare;
mod error;
mod explain;
mod extract;
mod history;
mod init;
mod lexicon;
mod lexicons;
mod output;
mod progress;
mod rerun;
mod run;
mod sample;
mod score;
mod sensitivity;
mod speakers;
mod timing;
mod train;
mod train_attribution;
mod validate;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Who said what in news articles, how hostile and how conciliatory it was, and whether it changed.
#[derive(Parser)]
#[command(
    name = "detente",
    version,
    about,
    max_term_width = 110,
    after_help = "Examples:
  detente run articles/                      a folder of articles: tables, charts and results/articles/report.html
  detente init my-study                      a study file and the lexicons, to be edited
  detente run my-study/study.toml            the study: two years compared
  detente compare results/my-study 2016 2022 two years side by side, in the terminal
  detente rerun results/my-study --set 'hostility.threat:consequences=2'
                                             other weights or words, and what they changed
  detente speakers results/my-study          which speakers are worth a look, and the lines that settle it
  detente sample results/my-study            statements for people to grade; `detente validate` compares
  detente explain \"We will not attack.\"      one sentence's rating, word by word

Exit codes:
  0  done (also when the reader of a pipe closes it)
  1  a file, lexicon or study is at fault, or nothing could be done; the message says which and what to do
  2  the command line is at fault

`detente COMMAND --help` explains a command with examples."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Run),
    Rerun(rerun::Rerun),
    Sensitivity(sensitivity::Sensitivity),
    Compare(compare::Compare),
    Chart(chart::Chart),
    Speakers(speakers::Speakers),
    Sample(sample::Sample),
    Validate(validate::Validate),
    Explain(explain::Explain),
    Extract(extract::Extract),
    Score(score::Score),
    Init(init::Init),
    Lexicon(lexicon::Lexicon),
    Watch(watch::Watched),
    Train(Box<train::Train>),
    TrainAttribution(train_attribution::TrainAttribution),
}

/// Parses the arguments and runs the command.
pub fn main() -> ExitCode {
    // A hook can be set once; this is the first and only place.
    let _ = miette::set_hook(Box::new(|_| {
        Box::new(miette::MietteHandlerOpts::new().width(110).break_words(false).build())
    }));
    let done = match Arguments::parse().command {
        Command::Run(run) => run.run(),
        Command::Rerun(rerun) => rerun.run(),
        Command::Sensitivity(sensitivity) => sensitivity.run(),
        Command::Compare(compare) => compare.run(),
        Command::Chart(chart) => chart.run(),
        Command::Speakers(speakers) => speakers.run(),
        Command::Sample(sample) => sample.run(),
        Command::Validate(validate) => validate.run(),
        Command::Explain(explain) => explain.run(),
        Command::Extract(extract) => extract.run(),
        Command::Score(score) => score.run(),
        Command::Init(init) => init.run(),
        Command::Lexicon(lexicon) => lexicon.run(),
        Command::Watch(watched) => watched.run(),
        Command::Train(train) => train.run(),
        Command::TrainAttribution(train) => train.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&format!("{:?}", miette::Report::new(error)));
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
