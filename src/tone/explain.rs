//! A rating taken apart: every hit, every rule that changed it with the words that set it off, and what it adds. Invariant: the derivation uses the rater's own
//! rules, so its last step is always the hit's parts, and its contributions sum to the rating.

use super::rater::Rater;
use super::{Applied, Dimension, Hit, Micro, Place, Tone, Utterance, points, rating};
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
    /// Its category: the speech act or image.
    pub category: String,
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
    /// Why it is as it is, in the words of the rules' file.
    pub note: Option<String>,
    /// The words that set it off.
    pub trigger: String,
    /// Where the trigger stands.
    pub place: Place,
    /// Bytes of the trigger in that place.
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
            let text = |place| match place {
                Place::Text => utterance.text,
                Place::Cue => utterance.cue,
            };
            let mut parts = rater.weight(hit.entry);
            let step = |&Applied { rule, place, span }: &Applied| {
                let rule = &rater.rules()[usize::from(rule)];
                let before = parts;
                parts = rule.apply(parts);
                Step {
                    rule: rule.name.clone(),
                    note: rule.note.clone(),
                    trigger: span.of(text(place)).to_owned(),
                    place,
                    span,
                    before,
                    after: parts,
                }
            };
            let steps = hit.rules.iter().map(step).collect();
            let entry = &rater.entries()[hit.entry as usize];
            ExplainedHit {
                entry: entry.name(),
                category: entry.category.clone(),
                words: hit.span.of(text(hit.place)).to_owned(),
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

/// The parts above 0 in words; "nothing" where there is none.
fn what_is_left(parts: [Micro; 2]) -> String {
    let named: Vec<String> = Dimension::ALL
        .into_iter()
        .filter(|&dimension| parts[dimension as usize] > 0)
        .map(|dimension| format!("{} {}", dimension.as_str(), shown(parts[dimension as usize])))
        .collect();
    if named.is_empty() { "nothing".to_owned() } else { named.join(" and ") }
}

/// What becomes of the part of rank `rank`: the strongest counts whole, each next one a third of the one before.
fn standing(rank: u32) -> String {
    match rank {
        0 => "the strongest, counts whole".to_owned(),
        1 => "second strongest, counts a third".to_owned(),
        2 => "third strongest, counts a ninth".to_owned(),
        _ => format!("of rank {}, counts 1/{}", rank + 1, 3u64.saturating_pow(rank)),
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for hit in &self.hits {
            let place = match hit.place {
                Place::Text => "",
                Place::Cue => " (reporting words)",
            };
            writeln!(
                f,
                "\"{}\"{place}: {}, {} {}, by the entry {}",
                hit.words,
                hit.category,
                hit.dimension.as_str(),
                shown(hit.weight),
                hit.entry
            )?;
            for step in &hit.steps {
                let of = if step.place == hit.place { "" } else { " of the reporting words" };
                writeln!(
                    f,
                    "    {} by \"{}\"{of}: {} becomes {}",
                    step.rule,
                    step.trigger,
                    what_is_left(step.before),
                    what_is_left(step.after)
                )?;
                if let Some(note) = &step.note {
                    writeln!(f, "        ({note})")?;
                }
            }
            let mut adds = false;
            for dimension in Dimension::ALL {
                let d = dimension as usize;
                let Some(rank) = hit.ranks[d] else { continue };
                let (part, contribution) = (hit.parts[d], hit.contribution[d]);
                // The cap shows where the contribution is less than the falling factor gives.
                let full = 3i64.checked_pow(rank).map_or(0, |divisor| (2 * part + divisor) / (2 * divisor));
                let cut = if contribution < full { ", cut where the scale ends" } else { "" };
                writeln!(f, "    {} to {}: adds {}{cut}", standing(rank), dimension.as_str(), shown(contribution))?;
                adds = true;
            }
            if !adds {
                writeln!(f, "    adds nothing")?;
            }
        }
        if self.hits.is_empty() {
            writeln!(f, "no entry of the lexicons found")?;
        }
        let net = self.tone.net();
        write!(
            f,
            "by the lexicons: {}, net {}{}",
            both([self.tone.hostility, self.tone.conciliation]),
            if net > 0 { "+" } else { "" },
            shown(net)
        )
    }
}
