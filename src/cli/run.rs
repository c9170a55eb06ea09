//! `detente run`: articles to tables, charts and a report.

use super::{error::CliError, history, lexicons::Lexicons, output, progress::Bar, timing::Timing};
use clap::{Args, ValueEnum};
use detente::compare::{By, Measure, Verdict};
use detente::pipeline::{self, Kept, Options};
use detente::study::{OnError, Study};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Read articles, rate every statement, compare the years, and write tables, charts and a report
///
/// STUDY is a study file (`detente init` writes one with comments), or a folder of articles (.txt, .md, .html) or a table of them (.jsonl, .csv, .tsv, .parquet; the first
/// three also .gz and .zst), which is a study with all defaults. The results go to
/// results/NAME in the current folder, whole or not at all; a result of before is replaced. With other lexicons than the study's they go to results/NAME@HASH, the same that
/// `detente rerun` makes of the study's run.
#[derive(Args)]
#[command(after_help = "Examples:
  detente run study.toml
  detente run articles/ --out elsewhere
  detente run news.jsonl.gz                      an article a line, with the keys id, text, title, date, outlet
  detente run study.toml --articles ~/corpus     the same study over other articles
  detente run study.toml --resume                what was stopped goes on where it stood
  detente run study.toml --quiet --json | jq .manifest.counts")]
pub struct Run {
    /// A study file (.toml), a folder of articles or a table of them
    #[arg(value_name = "STUDY.toml|FOLDER|TABLE")]
    study: PathBuf,
    /// Read the articles of this folder or table instead of those the study names
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
    #[command(flatten)]
    lexicons: Lexicons,
    /// Write the results to a folder in DIR
    #[arg(long, value_name = "DIR", default_value = "results")]
    out: PathBuf,
    /// What becomes of an article that cannot be read: it is listed and the run goes on, or the run stops [default: the study's, else skip]
    #[arg(long, value_name = "skip|fail")]
    on_error: Option<OnErrorChoice>,
    /// Use N threads; the result is the same for any N [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Go on where an interrupted run of the same study, articles and program stood
    #[arg(long)]
    resume: bool,
    /// Print how long each stage took, on standard error
    #[arg(long)]
    timings: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
    /// Print the manifest as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum OnErrorChoice {
    Skip,
    Fail,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Made<'a> {
    folder: String,
    manifest: &'a detente::report::Manifest,
}

impl Run {
    pub fn run(self) -> Result<(), CliError> {
        let file = self.study.extension().is_some_and(|extension| extension == "toml");
        let study = match &self.articles {
            // The study's own folder need not be on this machine then.
            Some(articles) if file => Study::load_settings(&self.study)?.with_articles(articles)?,
            Some(articles) => Study::of_folder(&self.study)?.with_articles(articles)?,
            None if file => Study::load(&self.study)?,
            None => Study::of_folder(&self.study)?,
        };
        let study = match self.on_error {
            None => study,
            Some(OnErrorChoice::Skip) => Study {
                on_error: OnError::Skip,
                ..study
            },
            Some(OnErrorChoice::Fail) => Study {
                on_error: OnError::Fail,
                ..study
            },
        };
        let change = self.lexicons.change()?;
        let study = if change.is_empty() {
            study
        } else {
            Kept::of(&study).changed(&change)?.into_study(study)
        };
        let bar = Bar::new(self.quiet);
        let timing = Timing::start();
        let options = Options {
            out: self.out.clone(),
            threads: self.threads.map(NonZeroUsize::get),
            progress: &|progress| {
                bar.told(progress);
                timing.told(progress);
            },
        };
        let run = if self.resume {
            pipeline::Run::resume(&study, &options)
        } else {
            pipeline::Run::make(&study, &options)
        };
        bar.clear();
        let lines = timing.lines();
        if self.timings {
            output::tell(&lines)?;
        }
        // What a run tells is kept beside it; where there is no room or right for that, the run itself has said so.
        let log = |name: &str, outcome: &str| {
            let _ = std::fs::write(
                self.out.join(format!("{name}.log")),
                format!("detente {}\n{lines}{outcome}", env!("CARGO_PKG_VERSION")),
            );
        };
        let run = match run {
            Ok(run) => run,
            Err(why) => {
                log(&study.name, &format!("stopped: {why}\n"));
                return Err(why.into());
            }
        };
        let changed = if change.is_empty() {
            Vec::new()
        } else {
            vec!["lexicons given on the command line".to_owned()]
        };
        let tried = history::note(&self.out, "run", changed, &run, self.lexicons.freeze)?;
        let outcome = summary(&run, &tried)?;
        let name = run.folder().file_name().unwrap_or_default().to_string_lossy();
        log(&name, &outcome);
        if self.json {
            return output::say_json(&Made {
                folder: run.folder().display().to_string(),
                manifest: run.manifest(),
            });
        }
        if self.quiet { Ok(()) } else { output::say(&outcome) }
    }
}

fn summary(run: &pipeline::Run, tried: &str) -> Result<String, CliError> {
    let manifest = run.manifest();
    let counts = &manifest.counts;
    let mut text = format!(
        "{} articles, {} statements, {} speakers\n",
        counts.articles, counts.statements, counts.speakers
    );
    let _ = writeln!(text, "compared statements without a speaker: {}", manifest.gaps.without_speaker());
    if let Some(words) = manifest.gaps.left_out(manifest.settings.confidence) {
        let _ = writeln!(text, "statements {words}");
    }
    let comparison = run.comparison()?;
    for row in comparison.iter().filter(|row| row.by == By::All.as_str()) {
        let value = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
        let measure = if row.measure == Measure::Net.as_str() {
            "net tone"
        } else {
            &row.measure
        };
        let _ = writeln!(
            text,
            "{measure}: {} in {}, {} in {}. {}",
            value(row.from_value),
            row.from_year,
            value(row.to_value),
            row.to_year,
            row.sentence
        );
    }
    if let Some(meetings) = comparison
        .iter()
        .find_map(|row| row.meetings.as_ref().filter(|_| row.by == By::All.as_str()))
    {
        let _ = writeln!(text, "{meetings}");
    }
    let changed: BTreeSet<&str> = comparison
        .iter()
        .filter(|row| row.by == By::Speaker.as_str() && row.verdict == Verdict::Changed.as_str())
        .map(|row| row.name.as_str())
        .collect();
    if !changed.is_empty() {
        let names: Vec<&str> = changed.into_iter().collect();
        let _ = writeln!(text, "speakers who clearly changed in some measure: {}", names.join(", "));
    }
    if let Some(corrections) = &manifest.corrections {
        let _ = writeln!(
            text,
            "corrected by {}: {} given another speaker, {} left out, {} rated by hand",
            corrections.name, corrections.speaker, corrections.dropped, corrections.rated
        );
    }
    let looks = run.review()?.looks.len();
    if looks > 0 {
        let _ = writeln!(text, "speakers worth a look: {looks}; detente speakers {}", run.folder().display());
    }
    for warning in &manifest.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    for skip in manifest
        .skipped
        .iter()
        .filter(|skip| !manifest.warnings.iter().any(|warning| warning.starts_with(&skip.path)))
    {
        let _ = writeln!(text, "not read: {}: {}", skip.path, skip.why);
    }
    for undated in &manifest.undated {
        let _ = writeln!(text, "to date {}, add to the study:\n{}", undated.article, undated.add);
    }
    let _ = writeln!(text, "{tried}");
    let _ = writeln!(text, "open {}", run.folder().join("report.html").display());
    Ok(text)
}
