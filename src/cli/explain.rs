//! `detente explain`: one sentence's rating, hit by hit.

use super::{error::CliError, output};
use clap::Args;
use detente::article::{CodePoints, Span};
use detente::pipeline::Tools;
use detente::quote::Kind;
use detente::study::Study;
use detente::tone::{Derivation, Micro, Place, Utterance, points};
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
    /// Hostility and conciliation by lexicons and rules alone.
    lexicon: [f64; 2],
    /// The same by the learned model alone.
    model: [f64; 2],
    /// The model's share of what stands above.
    share: f64,
    evidence: Vec<ToldEvidence>,
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

/// A feature of the model; log-odds.
#[derive(Serialize)]
struct ToldEvidence {
    feature: String,
    times: u32,
    hostility: f64,
    conciliation: f64,
}

#[derive(Serialize)]
struct ToldRule {
    rule: String,
    trigger: String,
    /// Where the trigger stands: text or cue.
    place: Place,
    before: [f64; 2],
    after: [f64; 2],
}

impl Told {
    fn of(derivation: &Derivation, utterance: &Utterance) -> Told {
        let explanation = &derivation.lexicon;
        let both = |parts: [Micro; 2]| parts.map(points);
        let hits = explanation.hits.iter().map(|hit| {
            let whole = if hit.place == Place::Cue { utterance.cue } else { utterance.text };
            let [hostility, conciliation] = both(hit.contribution);
            let rules = hit.steps.iter().map(|step| ToldRule {
                rule: step.rule.clone(),
                trigger: step.trigger.clone(),
                place: step.place,
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
        let [hostility, conciliation] = derivation.compared;
        let evidence = derivation.reasons.evidence.iter().map(|one| ToldEvidence {
            feature: one.feature.clone(),
            times: one.times,
            hostility: one.weight[0] as f64 / 1000.0,
            conciliation: one.weight[1] as f64 / 1000.0,
        });
        Told {
            hostility: points(hostility),
            conciliation: points(conciliation),
            net: points(conciliation - hostility),
            lexicon: both([explanation.tone.hostility, explanation.tone.conciliation]),
            model: both(derivation.model),
            share: derivation.blend.share(),
            evidence: evidence.collect(),
            hits: hits.collect(),
        }
    }
}

impl Explain {
    pub fn run(self) -> Result<(), CliError> {
        let study = self.study.as_deref().map_or_else(|| Ok(Study::defaults()), Study::load_settings)?;
        let instrument = Tools::instrument(&study)?;
        let quoted = [Span::new(0, self.text.len())];
        let utterance = Utterance {
            text: &self.text,
            cue: &self.cue,
            quoted: &quoted,
            kind: Kind::Direct,
        };
        let explanation = instrument.explain(&utterance);
        if self.json {
            output::say_json(&Told::of(&explanation, &utterance))
        } else {
            output::say(&format!("{}\n", explanation.to_string().trim_end()))
        }
    }
}
