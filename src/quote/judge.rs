//! The learned linear decisions of extraction: where rules cannot tell, a sum of weights over what stands around decides.
//!
//! Features are closed-class words, shapes, classes of cues, and single words, hashed into buckets: the shipped weights (`models/attribution.toml`) hold no words of
//! the corpus they were trained on. Invariant: weights and sums are integers (thousandths of a logit), so that the same words are judged the same on every machine.

use super::error::QuoteError;
use crate::article::Fault;
use serde::Deserialize;
use toml::Spanned;

/// Buckets that features are hashed into, for each decision.
pub(crate) const BUCKETS: usize = 32_768;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decision {
    /// Whether a content ends here.
    End,
    /// Whether a source begins further to the left.
    Source,
    /// Whether a draft is a statement.
    Statement,
    /// Whether the words taken for the source of a statement name it.
    Speaker,
}

/// All decisions, in the order of the model file.
pub(crate) const DECISIONS: [Decision; 4] = [Decision::End, Decision::Source, Decision::Statement, Decision::Speaker];

impl Decision {
    /// Its table in the model file.
    pub fn name(self) -> &'static str {
        match self {
            Decision::End => "end",
            Decision::Source => "source",
            Decision::Statement => "statement",
            Decision::Speaker => "speaker",
        }
    }
}

/// The features of one case: buckets that are on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    pub on: Vec<u16>,
}

impl Features {
    /// One feature: which template, and two values.
    #[inline]
    pub fn add(&mut self, template: u8, a: u64, b: u64) {
        let hash = mixed(mixed(TEMPLATES[usize::from(template)], a), b);
        self.on.push((hash % BUCKETS as u64) as u16);
    }

    /// None on yet, with room for those of any decision.
    pub fn room() -> Features {
        Features { on: Vec::with_capacity(64) }
    }
}

/// A hash with one more value in it.
#[inline]
const fn mixed(hash: u64, value: u64) -> u64 {
    let mut hash = (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ hash >> 32
}

/// Where the hash of each template begins.
const TEMPLATES: [u64; 256] = {
    let (mut table, mut n) = ([0; 256], 0);
    while n < 256 {
        table[n] = mixed(0xcbf2_9ce4_8422_2325, n as u64 + 1);
        n += 1;
    }
    table
};

/// A word without regard to case, as a number.
pub(crate) fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| {
        (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// 0, 1, 2, 3–4, 5–8, 9–16 … words as 0, 1, 2, 3, 4, 5 …
pub(crate) fn size(n: usize) -> u64 {
    if n < 3 {
        n as u64
    } else {
        u64::from(usize::BITS - (n - 1).leading_zeros()) + 1
    }
}

/// The weights of one decision, in thousandths of a logit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    pub bias: i32,
    /// [`BUCKETS`] of them; empty where nothing was learned.
    pub of: Vec<i32>,
}

/// The trained weights of all decisions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judge {
    weights: [Weights; 4],
}

/// How well a draft is founded before it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A quotation with a listed cue beside it.
    Quoted,
    /// A listed cue, or a construction of the grammar.
    Listed,
    /// A word that only looks like a verb, or a cue inside another content.
    Open,
}

/// Log-odds from which a draft that hangs on a listed cue is a statement, in thousandths: one in four such drafts at the edge is right. Lower than even, for a quotation
/// that is lost cannot be reviewed, a doubtful one can (its confidence says so). Chosen on polnear/train in two halves.
const LISTED: i32 = -1100;

/// The same for a quotation with a listed cue beside it: nearly all are right.
const QUOTED: i32 = -2500;

/// The same for drafts that hang on no listed cue: titles of books and films stand there too.
const OPEN: i32 = -900;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "read by people; the manifest hashes the file")]
    model: toml::Table,
    end: Part,
    source: Part,
    statement: Part,
    speaker: Part,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    bias: i32,
    /// `bucket:weight`, separated by white space.
    weights: Spanned<String>,
}

impl Judge {
    /// Reads a model file, given as (file name, text).
    ///
    /// # Errors
    /// A file that is not TOML, lacks a decision, or holds a weight that is none: with file, line and column.
    pub fn read((file, text): (&str, &str)) -> Result<Judge, QuoteError> {
        let parsed: File = toml::from_str(text).map_err(|e| Box::new(Fault::of_toml(file, text, &e)))?;
        let mut judge = Judge::default();
        for (decision, part) in DECISIONS.into_iter().zip([parsed.end, parsed.source, parsed.statement, parsed.speaker]) {
            let mut of = vec![0; BUCKETS];
            for pair in part.weights.get_ref().split_whitespace() {
                let read = pair
                    .split_once(':')
                    .and_then(|(bucket, weight)| Some((bucket.parse::<usize>().ok()?, weight.parse::<i32>().ok()?)));
                let Some((bucket, weight)) = read.filter(|&(bucket, _)| bucket < BUCKETS) else {
                    let message = format!(
                        "`{pair}` in the weights of `{}` is no `bucket:weight` with a bucket below {BUCKETS}.",
                        decision.name()
                    );
                    let help = "Model files are written by `detente train-attribution`, not by hand.";
                    return Err(Box::new(Fault::new(file, text, part.weights.span(), message).advise(help)).into());
                };
                of[bucket] = weight;
            }
            judge.set(decision, Weights { bias: part.bias, of });
        }
        Ok(judge)
    }

    /// Gives a decision its weights.
    pub fn set(&mut self, decision: Decision, weights: Weights) {
        self.weights[decision as usize] = weights;
    }

    /// Whether it was trained for the decision; if not, rules alone decide.
    pub fn knows(&self, decision: Decision) -> bool {
        !self.weights[decision as usize].of.is_empty()
    }

    /// The log-odds of yes, in thousandths.
    pub fn score(&self, decision: Decision, features: &Features) -> i32 {
        let weights = &self.weights[decision as usize];
        let Ok(of) = <&[i32; BUCKETS]>::try_from(weights.of.as_slice()) else {
            return weights.bias;
        };
        features
            .on
            .iter()
            .fold(weights.bias, |sum, &bucket| sum + of[usize::from(bucket) % BUCKETS])
    }

    /// Whether a draft of that score is a statement.
    pub fn accepts(&self, score: i32, standing: Standing) -> bool {
        if self.knows(Decision::Statement) {
            score
                >= match standing {
                    Standing::Quoted => QUOTED,
                    Standing::Listed => LISTED,
                    Standing::Open => OPEN,
                }
        } else {
            standing != Standing::Open
        }
    }
}

/// Log-odds in thousandths as a probability, to the hundredth: a table, for a machine's own exponential is not every machine's.
pub(crate) fn probability(score: i32) -> f32 {
    // The score from which the probability rounds up to n + 1 hundredths: ln(p / (1 - p)) at p = (n + ½) / 100, in thousandths.
    const STEPS: [i32; 100] = steps();
    STEPS.partition_point(|&step| step <= score) as f32 / 100.0
}

/// ln(p / (1 - p)) in thousandths at p = 0.5 %, 1.5 % … 99.5 %.
const fn steps() -> [i32; 100] {
    let mut out = [0; 100];
    let mut n = 0;
    while n < 100 {
        let p = (n as f64 + 0.5) / 100.0;
        // ln x = 2 artanh((x - 1) / (x + 1)), and (x - 1) / (x + 1) is 2p - 1 for x = p / (1 - p).
        let z = 2.0 * p - 1.0;
        let (mut sum, mut power, mut k) = (0.0, z, 1.0);
        while k < 4000.0 {
            sum += power / k;
            power *= z * z;
            k += 2.0;
        }
        let thousandths = 2000.0 * sum;
        out[n] = if thousandths < 0.0 {
            (thousandths - 0.5) as i32
        } else {
            (thousandths + 0.5) as i32
        };
        n += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_logistic_function() {
        for score in (-9000..9000).step_by(37) {
            let exact = 1.0 / (1.0 + (-f64::from(score) / 1000.0).exp());
            assert!((f64::from(probability(score)) - exact).abs() < 0.0051, "{score}");
        }
    }

    #[test]
    fn a_model_file_says_where_it_is_wrong() {
        let part = "bias = 0\nweights = \"\"\n";
        let text = format!("[model]\n[end]\n{part}[source]\n{part}[statement]\nbias = 1\nweights = \"3:4 x\"\n[speaker]\n{part}");
        let error = Judge::read(("m.toml", &text)).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.contains("m.toml, line 10") && error.contains("`x`"), "{error}");
    }

    #[test]
    fn sizes_grow_by_doubling() {
        assert_eq!([0, 1, 2, 3, 4, 5, 8, 9, 16, 17].map(size), [0, 1, 2, 3, 3, 4, 4, 5, 5, 6]);
    }
}
