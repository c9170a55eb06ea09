//! What a study rates with: its lexicons and rules, a learned model beside them, and the share of each in what is compared. Invariant: every utterance is rated by both, so
//! that any of the three ratings can be compared later without the text.

use super::explain::{both, shown};
use super::{Blend, Explanation, Micro, Model, Rater, Reasons, Scratch, Tone, Utterance};
use std::fmt;

/// Lexicons, model and shares.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Lexicons and rules.
    pub rater: Rater,
    /// The learned model.
    pub model: Model,
    /// What is compared.
    pub blend: Blend,
}

/// An utterance's ratings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// The lexicon's, with its hits.
    pub tone: Tone,
    /// The model's: hostility, conciliation.
    pub model: [Micro; 2],
}

impl Instrument {
    /// Rates an utterance both ways, working in `scratch`.
    pub fn rate(&self, scratch: &mut Scratch, utterance: &Utterance<'_>) -> Ratings {
        let tone = self.rater.rate_with(scratch, utterance);
        let model = self.model.rate(scratch, utterance, Some((&self.rater, &tone)));
        Ratings { tone, model }
    }

    /// What is compared of them.
    pub fn compared(&self, ratings: &Ratings) -> [Micro; 2] {
        self.blend.rating([ratings.tone.hostility, ratings.tone.conciliation], ratings.model)
    }

    /// Rates an utterance and says how, both ways.
    pub fn explain(&self, utterance: &Utterance<'_>) -> Derivation {
        let mut scratch = Scratch::default();
        let ratings = self.rate(&mut scratch, utterance);
        Derivation {
            compared: self.compared(&ratings),
            model: ratings.model,
            reasons: self.model.explain(&mut scratch, utterance, Some((&self.rater, &ratings.tone))),
            lexicon: Explanation::new(&self.rater, utterance, ratings.tone),
            blend: self.blend,
        }
    }
}

/// How a rating that is compared came about. `Display` writes it as plain text.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// What is compared: hostility, conciliation.
    pub compared: [Micro; 2],
    /// The lexicon's part, hit by hit.
    pub lexicon: Explanation,
    /// The model's rating.
    pub model: [Micro; 2],
    /// What speaks for the model's rating.
    pub reasons: Reasons,
    /// The shares.
    pub blend: Blend,
}

/// Features that an explanation names.
const NAMED: usize = 8;

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.lexicon)?;
        if self.blend == Blend::LEXICON {
            return Ok(());
        }
        writeln!(f, "\nby the learned model: {}", both(self.model))?;
        if let Some(trees) = self.reasons.trees {
            writeln!(
                f,
                "    half by its trees, which read what the lexicons found and who is spoken of: {}",
                both(trees)
            )?;
            writeln!(f, "    half by its words: {}", both(self.reasons.words))?;
        }
        let logits = |thousandths: i64| format!("{}{:.2}", if thousandths > 0 { "+" } else { "" }, thousandths as f64 / 1000.0);
        for one in self.reasons.evidence.iter().take(NAMED) {
            writeln!(
                f,
                "    {}{}: log-odds of hostility {}, of conciliation {}",
                one.feature,
                if one.times > 1 { format!(" × {}", one.times) } else { String::new() },
                logits(one.weight[0]),
                logits(one.weight[1])
            )?;
        }
        match self.reasons.evidence.len().saturating_sub(NAMED) {
            0 => {}
            more => writeln!(f, "    and {more} more that say less")?,
        }
        let net = self.compared[1] - self.compared[0];
        write!(
            f,
            "\n{:.0} % model, {:.0} % lexicon: {}, net {}{}",
            100.0 * self.blend.share(),
            100.0 - 100.0 * self.blend.share(),
            both(self.compared),
            if net > 0 { "+" } else { "" },
            shown(net)
        )
    }
}
