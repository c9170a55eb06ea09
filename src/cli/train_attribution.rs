//! `detente train-attribution`: the weights of the learned decisions of extraction, from articles in which people have marked who says what.

use super::{error::CliError, output};
use clap::Args;
use detente::pipeline::Search;
use detente::quote::{Annotated, Band, Reliability, learn};
use detente::study::Study;
use std::path::PathBuf;

/// Learn from annotated articles who says what, and write the model file that extraction judges by
///
/// A line of GOLD.jsonl is an article: its text and its attributions, each with the spans of source and content in Unicode code points. Cues, titles and sides stay as
/// they are in the lexicons; learned is where a content ends, where a source begins, and which candidate is a statement. A study uses the file by
/// `attribution = "mine.toml"` under `[lexicons]`.
#[derive(Args)]
#[command(after_help = "Examples:
  detente train-attribution polnear/train.jsonl -o models/attribution.toml
  detente train-attribution train.jsonl --check dev.jsonl -o mine.toml      and say how often a confidence of .9 is right")]
pub struct TrainAttribution {
    /// Annotated articles, one a line
    #[arg(value_name = "GOLD.jsonl")]
    gold: PathBuf,
    /// Write the model to FILE instead of standard output
    #[arg(short, long, value_name = "FILE.toml")]
    output: Option<PathBuf>,
    /// Compare the confidences of the new model with these annotated articles, which it has not seen
    #[arg(long, value_name = "GOLD.jsonl")]
    check: Option<PathBuf>,
    /// What the articles are and whose, for the model file
    #[arg(long, value_name = "TEXT", default_value = "annotated articles")]
    data: String,
}

impl TrainAttribution {
    pub fn run(self) -> Result<(), CliError> {
        let search = Search::of(&Study::defaults())?;
        let articles = read(&self.gold)?;
        let attributions: usize = articles.iter().map(|a| a.attributions.len()).sum();
        let size = format!("{} articles, {attributions} attributions", articles.len());
        let about = [
            ("name", "attribution"),
            ("data", &*self.data),
            ("size", &*size),
            (
                "features",
                "closed-class words, shapes, cue classes and single words, hashed into 32768 buckets; no sequence of words of the articles",
            ),
        ];
        let learned = learn(&search.finder, &articles, &about)?;
        for (decision, cases, yes) in &learned.cases {
            output::complain(&format!("{decision}: {cases} cases, {yes} yes"));
        }
        if let Some(check) = &self.check {
            let finder = search
                .finder
                .clone()
                .with_model(("the new model", &learned.model))
                .map_err(detente::pipeline::RunError::from)?;
            let reliability = Reliability::of(&finder, &read(check)?);
            output::complain("confidence   of the span: right of all   of the speaker: right of all");
            for (tenth, (span, speaker)) in reliability.span.iter().zip(&reliability.speaker).enumerate() {
                output::complain(&format!(
                    "{:.1} to {:.1}   {}   {}",
                    tenth as f64 / 10.0,
                    (tenth + 1) as f64 / 10.0,
                    told(span),
                    told(speaker)
                ));
            }
        }
        let mut out = output::Output::to(self.output.as_deref())?;
        out.writer()
            .write_all(learned.model.as_bytes())
            .map_err(|why| detente::report::ReportError::Output { why })?;
        out.finish()
    }
}

fn told(band: &Band) -> String {
    let share = if band.statements == 0 {
        "  –".to_owned()
    } else {
        format!("{:3.0} %", 100.0 * band.right as f64 / band.statements as f64)
    };
    format!("{:5} of {:5}  {share}", band.right, band.statements)
}

fn read(path: &std::path::Path) -> Result<Vec<Annotated>, CliError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|why| CliError::Unread {
        path: name.clone(),
        why: why.to_string(),
    })?;
    Ok(Annotated::read_lines(&name, &text)?)
}
