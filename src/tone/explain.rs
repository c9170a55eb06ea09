//! A rating taken apart: every hit, every rule that changed it with the words that set it off, and what it adds. Invariant: the derivation uses the rater's own
//! rules, so its last step is always the hit's parts, and its contributions sum to the rating.

use super::rater::Rater;
use super::{Dimension, Hit, Micro, Place, Tone, Utterance, points, rating};
use crate::article::Span;
use std::fmt;

/// The derivation of a rating. `Display` writes it as plain text, a line a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The rating.
    pub tone: Tone,
    /// Its hits, in order of place and span.
    pub hits: Vec<ExplainedHit>,
}

/// How one hit came to what it adds.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedHit {
    /// `lexicon:category:pattern`.
    pub entry: String,
    /// The words found.
    pub words: String,
    /// Text or cue.
    pub place: Place,
    /// Bytes of the text or cue.
    pub span: Span,
    /// The entry's dimension.
    pub dimension: Dimension,
    /// The entry's weight.
    pub weight: Micro,
    /// Valence rules, in the order of application.
    pub steps: Vec<Step>,
    /// After the rules.
    pub parts: [Micro; 2],
    /// Rank among the hits of each dimension, from 0: the part is divided by 3 to the power of the rank. None where there is no part.
    pub ranks: [Option<u32>; 2],
    /// What it adds.
    pub contribution: [Micro; 2],
}

/// One rule applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Name of the rule.
    pub rule: String,
    /// The words that set it off.
    pub trigger: String,
    /// Bytes of the trigger, in the same place as the hit.
    pub span: Span,
    /// The parts before …
    pub before: [Micro; 2],
    /// … and after.
    pub after: [Micro; 2],
}

impl Explanation {
    /// Derives `tone`, which must be `rater`'s rating of `utterance`.
    pub(crate) fn new(rater: &Rater, utterance: &Utterance<'_>, tone: Tone) -> Explanation {
        let mut ranks = vec![[None; 2]; tone.hits.len()];
        let mut order = Vec::new();
        for d in Dimension::ALL.map(|dimension| dimension as usize) {
            rating::rank(&tone.hits, d, &mut order);
            for (rank, &index) in (0..).zip(&order) {
                ranks[index as usize][d] = Some(rank);
            }
        }
        let explain = |(hit, ranks): (&Hit, [Option<u32>; 2])| {
            let text = match hit.place {
                Place::Text => utterance.text,
                Place::Cue => utterance.cue,
            };
            let mut parts = rater.weight(hit.entry);
            let step = |&(rule, span): &(u16, Span)| {
                let rule = &rater.rules()[usize::from(rule)];
                let before = parts;
                parts = rule.apply(parts);
                Step {
                    rule: rule.name.clone(),
                    trigger: span.of(text).to_owned(),
                    span,
                    before,
                    after: parts,
                }
            };
            let steps = hit.rules.iter().map(step).collect();
            let entry = &rater.entries()[hit.entry as usize];
            ExplainedHit {
                entry: entry.name(),
                words: hit.span.of(text).to_owned(),
                place: hit.place,
                span: hit.span,
                dimension: entry.dimension,
                weight: entry.weight,
                steps,
                parts: hit.parts,
                ranks,
                contribution: hit.contribution,
            }
        };
        let hits = tone.hits.iter().zip(ranks).map(explain).collect();
        Explanation { tone, hits }
    }
}

/// Points with at most six decimals, without trailing zeros.
pub(super) fn shown(micro: Micro) -> String {
    let digits = format!("{:.6}", points(micro));
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) fn both(parts: [Micro; 2]) -> String {
    format!("hostility {}, conciliation {}", shown(parts[0]), shown(parts[1]))
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for hit in &self.hits {
            let place = match hit.place {
                Place::Text => "",
                Place::Cue => " (cue)",
            };
            writeln!(
                f,
                "\"{}\"{place} is {}: {} {}",
                hit.words,
                hit.entry,
                hit.dimension.as_str(),
                shown(hit.weight)
            )?;
            for step in &hit.steps {
                writeln!(
                    f,
                    "    {} by \"{}\": {} becomes {}",
                    step.rule,
                    step.trigger,
                    both(step.before),
                    both(step.after)
                )?;
            }
            let mut adds = false;
            for dimension in Dimension::ALL {
                let d = dimension as usize;
                let Some(rank) = hit.ranks[d] else { continue };
                let (part, contribution) = (hit.parts[d], hit.contribution[d]);
                let factor = if rank == 0 {
                    String::new()
                } else {
                    format!(" × 1/{}", 3u64.saturating_pow(rank))
                };
                // The cap shows where the contribution is less than the falling factor gives.
                let full = 3i64.checked_pow(rank).map_or(0, |divisor| (2 * part + divisor) / (2 * divisor));
                let cut = if contribution < full { ", cut where the scale ends" } else { "" };
                writeln!(
                    f,
                    "    adds {}{factor} = {} to {}{cut}",
                    shown(part),
                    shown(contribution),
                    dimension.as_str()
                )?;
                adds = true;
            }
            if !adds {
                writeln!(f, "    adds nothing")?;
            }
        }
        if self.hits.is_empty() {
            writeln!(f, "no entry found")?;
        }
        let net = self.tone.net();
        write!(
            f,
            "{}, net {}{}",
            both([self.tone.hostility, self.tone.conciliation]),
            if net > 0 { "+" } else { "" },
            shown(net)
        )
    }
}
