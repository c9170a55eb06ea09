//! `detente explain`: one sentence's rating, hit by hit.

use super::{error::CliError, output};
use clap::Args;
use detente::article::{CodePoints, Span};
use detente::pipeline::Tools;
use detente::quote::Kind;
use detente::study::Study;
use detente::tone::{Explanation, Micro, Place, Utterance, points};
use serde::Serialize;
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

/// What `--json` prints; ratings in points, offsets in code points of the text or cue.
#[derive(Serialize)]
struct Told {
    hostility: f64,
    conciliation: f64,
    net: f64,
    hits: Vec<ToldHit>,
}

#[derive(Serialize)]
struct ToldHit {
    entry: String,
    words: String,
    place: detente::tone::Place,
    at: [u32; 2],
    dimension: detente::tone::Dimension,
    weight: f64,
    rules: Vec<ToldRule>,
    hostility: f64,
    conciliation: f64,
}

#[derive(Serialize)]
struct ToldRule {
    rule: String,
    trigger: String,
    before: [f64; 2],
    after: [f64; 2],
}

impl Told {
    fn of(explanation: &Explanation, utterance: &Utterance) -> Told {
        let tone = &explanation.tone;
        let both = |parts: [Micro; 2]| parts.map(points);
        let hits = explanation.hits.iter().map(|hit| {
            let whole = if hit.place == Place::Cue { utterance.cue } else { utterance.text };
            let [hostility, conciliation] = both(hit.contribution);
            let rules = hit.steps.iter().map(|step| ToldRule {
                rule: step.rule.clone(),
                trigger: step.trigger.clone(),
                before: both(step.before),
                after: both(step.after),
            });
            ToldHit {
                entry: hit.entry.clone(),
                words: hit.words.clone(),
                place: hit.place,
                at: CodePoints::new(whole).span(whole, hit.span),
                dimension: hit.dimension,
                weight: points(hit.weight),
                rules: rules.collect(),
                hostility,
                conciliation,
            }
        });
        Told {
            hostility: points(tone.hostility),
            conciliation: points(tone.conciliation),
            net: points(tone.net()),
            hits: hits.collect(),
        }
    }
}

impl Explain {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load_settings)?;
        let rater = Tools::rater(&study)?;
        let quoted = [Span::new(0, self.text.len())];
        let utterance = Utterance {
            text: &self.text,
            cue: &self.cue,
            quoted: &quoted,
            kind: Kind::Direct,
        };
        let explanation = rater.explain(&utterance);
        if self.json {
            output::say_json(&Told::of(&explanation, &utterance))
        } else {
            output::say(&format!("{}\n", explanation.to_string().trim_end()))
        }
    }
}
