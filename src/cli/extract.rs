//! `detente extract`: the statements of articles as JSON lines.

use super::{error::CliError, output, progress::Bar};
use clap::{Args, ValueEnum};
use detente::pipeline::{Acts, Job, Search};
use detente::report::Foreign;
use detente::study::Study;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Find the statements of articles and write them as JSON lines, unrated
///
/// A line holds article (the file's stem), id, kind, act, spans, quoted, cue, mention (as [start, end] in Unicode code points of the article's text), speaker, side,
/// text and confidence. Articles in another language than English are named on standard error and give no line.
#[derive(Args)]
#[command(after_help = "Examples:
  detente extract articles/ -o statements.jsonl
  detente extract news.jsonl --acts all | head      each line of news.jsonl an article: {\"id\": …, \"text\": …}")]
pub struct Extract {
    /// Articles, folders of them, or tables of articles (.jsonl, .csv, .tsv, .parquet; the first three also .gz and .zst) with columns `id` and `text`
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE.jsonl")]
    output: Option<PathBuf>,
    /// Reported speech only, or thoughts too
    #[arg(long, value_enum, default_value = "speech")]
    acts: ActsChoice,
    /// Use the cues, titles and sides of this study instead of the built-in ones
    #[arg(long, value_name = "STUDY.toml")]
    study: Option<PathBuf>,
    /// Use N threads; the result is the same for any N [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum ActsChoice {
    Speech,
    All,
}

impl Extract {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load_settings)?;
        let search = Search::of(&study)?;
        let mut out = output::Output::to(self.output.as_deref())?;
        let bar = Bar::new(self.quiet);
        let acts = match self.acts {
            ActsChoice::Speech => Acts::Speech,
            ActsChoice::All => Acts::All,
        };
        let job = Job {
            paths: &self.paths,
            columns: &study.columns,
            limits: study.limits,
            on_error: study.on_error,
            acts,
            threads: self.threads.map(NonZeroUsize::get),
            progress: &|progress| bar.told(progress),
        };
        let done = job.extract(&search, out.writer());
        bar.clear();
        let done = done?;
        out.finish()?;
        if !self.quiet {
            for skip in &done.skipped {
                output::complain(&format!("not read: {}: {}", skip.path, skip.why));
            }
            if let Some(sentence) = Foreign::sentence(&done.foreign, usize::MAX) {
                output::complain(&sentence);
            }
            if self.output.is_some() {
                output::complain(&format!("{} statements of {} articles", done.statements, done.articles));
            }
        }
        Ok(())
    }
}
