//! The learned model: a statement's features become a rating of each dimension on the 0-4 scale.
//!
//! Invariant: the same text is rated the same on every machine: weights are integers (thousandths of a logit), probabilities come from a table, and what the model knows of lexicons is
//! frozen in its file. A text in which nothing speaks for a dimension rates exactly 0 in it.
//!
//! Half of a rating is that of its trees ([`super::tree`]) wherever the lexicon found something to show them, the rest that of its words, which have two layers. The *words* layer gives every feature ([`super::feature`]) a weight in each dimension; their sum is the evidence. The *heads* layer has, for each dimension, four cumulative
//! logistic heads, P(rating ≥ k) for k = 1 to 4, over the two sums of evidence; a rating is the sum of the four probabilities, its expected value, counted from where there is no evidence.

use super::error::ToneError;
use super::feature::{self, Key};
use super::matcher::Scratch;
use super::rater::Rater;
use super::tree::{Forest, Grown, Layout, Room};
use super::{Dimension, MOST, Micro, POINT, Tone, Utterance};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Version of the layout of model files. Those of layout 1 have no trees: their words rate alone.
pub(crate) const LAYOUT: u32 = 2;

/// Values so little above that of no evidence, in micro-points, rate 0, by words and by trees: a word or two of small talk is no tone.
pub(crate) const FLOOR: Micro = 50_000;

/// Bits of a key that the filter of weights knows: 2^18 places for some 14,000 weights.
const FILTER: u32 = 18;

/// The weights by their features' keys, which are hashes already: a table of places, the first free one behind the key's lowest bits.
#[derive(Clone, Debug)]
struct Weights {
    /// A power of two of them, half and more empty, which key 0 says.
    slots: Vec<(Key, [i32; 2])>,
    /// Bits of the keys' highest [`FILTER`]: most features have no weight, and are seen to have none here, in a few kilobytes that stay near the processor.
    filter: Vec<u64>,
}

impl Weights {
    fn with_room_for(weights: usize) -> Weights {
        Weights {
            slots: vec![(0, [0; 2]); (2 * weights + 1).next_power_of_two()],
            filter: vec![0; 1 << (FILTER - 6)],
        }
    }

    /// Where the filter has a key: word and bit.
    #[inline]
    fn place(key: Key) -> (usize, u32) {
        let at = key >> (64 - FILTER);
        ((at >> 6) as usize, (at & 63) as u32)
    }

    /// The slot of a key, or the one where it would stand.
    #[inline]
    fn slot(&self, key: Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    fn insert(&mut self, key: Key, weight: [i32; 2]) {
        let at = self.slot(key);
        self.slots[at] = (key, weight);
        let (word, bit) = Weights::place(key);
        self.filter[word] |= 1 << bit;
    }

    #[inline]
    fn get(&self, key: Key) -> Option<[i32; 2]> {
        let (word, bit) = Weights::place(key);
        if self.filter[word] >> bit & 1 == 0 {
            return None;
        }
        let (known, weight) = self.slots[self.slot(key)];
        (known == key).then_some(weight)
    }
}

/// The farthest log-odds of the table, in thousandths: beyond, a probability is 0 or 1 to the micro-point but for some fifty.
const FARTHEST: i64 = 10_000;

/// A model file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// Layout of this file.
    pub layout: u32,
    /// What it is and what it was trained on, for people.
    pub about: About,
    /// The lexicons that it reads, frozen.
    pub lexicons: Vec<Frozen>,
    /// The valence rules that it reads, frozen.
    pub rules: Frozen,
    /// Four heads of hostility, four of conciliation.
    pub heads: [[Head; 4]; 2],
    /// What becomes of a rating between no evidence and the top: (expected value, rating) in micro-points, both rising, from (value without evidence, 0) to the top.
    pub scale: [Vec<[Micro; 2]>; 2],
    /// The trees of hostility and of conciliation.
    #[serde(default)]
    pub forests: [Forest; 2],
    /// Features with their evidence of hostility and of conciliation, in thousandths of a logit; in the order of the alphabet.
    pub weights: Vec<(String, i32, i32)>,
}

/// What a model is and was trained on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its name, in tables and pages.
    pub name: String,
    /// The statements it was trained on, and who rated them.
    pub data: String,
    /// How many there were.
    pub statements: u64,
    /// SHA-256 of the table of statements, hexadecimal.
    pub sha256: String,
}

/// A lexicon as it stood when the model was trained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// Its file.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// A logistic head: log-odds = bias + own × evidence of the dimension + other × evidence of the other one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// In thousandths of a logit.
    pub bias: i32,
    /// In thousandths.
    pub own: i32,
    /// In thousandths.
    pub other: i32,
}

/// Numbers and strings, whose serialising does not fail.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A model made ready.
#[derive(Clone, Debug)]
pub struct Model {
    file: ModelFile,
    rater: Rater,
    weights: Weights,
    probabilities: Vec<Micro>,
    layout: Layout,
    trees: [Grown; 2],
    hash: String,
}

/// A rater, and the texts that it was made of.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Of all of `lexicons` and `rules`.
    pub rater: &'a Rater,
    /// File name and text of each.
    pub lexicons: &'a [(&'a str, &'a str)],
    /// File name and text.
    pub rules: (&'a str, &'a str),
}

/// A feature that counted, for explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// As the model file writes it.
    pub feature: String,
    /// How often it stood there.
    pub times: u32,
    /// What it speaks for, in thousandths of a logit: hostility, conciliation; all times together.
    pub weight: [i64; 2],
}

/// Why a model rates as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// Features that counted, the strongest first.
    pub evidence: Vec<Evidence>,
    /// The rating that they give: hostility, conciliation.
    pub words: [Micro; 2],
    /// The rating by the trees; none in a model without trees, and where the lexicon found nothing.
    pub trees: Option<[Micro; 2]>,
}

impl ModelFile {
    /// The file's text: a line for every feature, so that a change of the model can be read.
    pub fn text(&self) -> String {
        let mut text = format!("{{\n\"layout\": {},\n\"about\": {},\n\"lexicons\": [", self.layout, json(&self.about));
        for (n, frozen) in self.lexicons.iter().enumerate() {
            text += &format!("{}\n{}", if n > 0 { "," } else { "" }, json(frozen));
        }
        text += &format!(
            "\n],\n\"rules\": {},\n\"heads\": {},\n\"scale\": {},\n\"forests\": [",
            json(&self.rules),
            json(&self.heads),
            json(&self.scale)
        );
        for (n, forest) in self.forests.iter().enumerate() {
            text += &format!("{}\n{{\"base\": {}, \"trees\": [", if n > 0 { "," } else { "" }, forest.base);
            for (n, tree) in forest.trees.iter().enumerate() {
                text += &format!("{}\n{}", if n > 0 { "," } else { "" }, json(tree));
            }
            text += "\n]}";
        }
        text += "\n],\n\"weights\": [";
        for (n, weight) in self.weights.iter().enumerate() {
            text += &format!("{}\n{}", if n > 0 { "," } else { "" }, json(weight));
        }
        text + "\n]\n}\n"
    }
}

impl Model {
    /// The model that ships: (name of the file, text).
    pub const SHIPPED: (&'static str, &'static str) = ("tone.json", include_str!("../../models/tone.json"));

    /// Reads a model file, given as (file name, text).
    ///
    /// # Errors
    /// A file that is no model, of another layout, with a lexicon that cannot be read, or with a feature that this program does not know.
    pub fn read(named: (&str, &str)) -> Result<Model, ToneError> {
        Self::read_beside(named, None)
    }

    /// As [`Model::read`], beside a rater that was made of these lexicons and rules (each file name and text) with no rule switched off: where the frozen ones are the same, they are not compiled again.
    ///
    /// # Errors
    /// As [`Model::read`].
    pub fn read_beside((name, text): (&str, &str), beside: Option<Beside<'_>>) -> Result<Model, ToneError> {
        let fault = |why: String| ToneError::Model { file: name.to_owned(), why };
        let file: ModelFile = serde_json::from_str(text).map_err(|why| fault(why.to_string()))?;
        if !(1..=LAYOUT).contains(&file.layout) {
            return Err(fault(format!("it has layout {}, this program reads layout {LAYOUT}", file.layout)));
        }
        Model::made(file, name, beside)
    }

    /// Makes a model file ready; `name` is for messages.
    pub(crate) fn of(file: ModelFile, name: &str) -> Result<Model, ToneError> {
        Model::made(file, name, None)
    }

    fn made(file: ModelFile, name: &str, beside: Option<Beside<'_>>) -> Result<Model, ToneError> {
        let fault = |why: String| ToneError::Model { file: name.to_owned(), why };
        let lexicons: Vec<(&str, &str)> = file.lexicons.iter().map(|frozen| (&*frozen.file, &*frozen.text)).collect();
        let frozen_are = |beside: &Beside<'_>| {
            file.rules.text == beside.rules.1
                && lexicons.len() == beside.lexicons.len()
                && lexicons.iter().zip(beside.lexicons).all(|(frozen, other)| frozen.1 == other.1)
        };
        let rater = match beside.filter(frozen_are) {
            Some(beside) => beside.rater.clone(),
            None => Rater::new(&lexicons, (&file.rules.file, &file.rules.text))?,
        };
        let mut weights = Weights::with_room_for(file.weights.len());
        for (feature, hostility, conciliation) in &file.weights {
            let key = feature::key_of(feature).ok_or_else(|| fault(format!("`{feature}` is no feature that this program knows")))?;
            weights.insert(key, [*hostility, *conciliation]);
        }
        for scale in &file.scale {
            let rising = scale.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] <= pair[1][1]);
            let ends = scale.first().is_some_and(|first| first[1] == 0) && scale.last().is_some_and(|last| (0..=MOST).contains(&last[1]));
            if !rising || !ends {
                return Err(fault("its scale does not rise from 0".to_owned()));
            }
        }
        let layout = Layout::of(&rater);
        let grown = |forest: &Forest| Grown::of(forest, &layout).map_err(fault);
        let trees = [grown(&file.forests[0])?, grown(&file.forests[1])?];
        let mut hash = Sha256::new();
        hash.update(json(&file));
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Model {
            file,
            rater,
            weights,
            probabilities: probabilities(),
            layout,
            trees,
            hash,
        })
    }

    /// What it is and was trained on.
    pub fn about(&self) -> &About {
        &self.file.about
    }

    /// SHA-256 over all that decides a rating.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Hash of the frozen lexicons and rules.
    pub fn lexicons_hash(&self) -> String {
        self.rater.hash()
    }

    /// Rates an utterance: hostility and conciliation, 0 to [`MOST`]. `rated` is the rating that a rater gave this very utterance
    /// in this scratch just before, used where that rater's lexicons are the frozen ones.
    pub fn rate(&self, scratch: &mut Scratch, utterance: &Utterance<'_>, rated: Option<(&Rater, &Tone)>) -> [Micro; 2] {
        let evidence = self.evidence(scratch, utterance, rated, |_, _| ());
        let words = self.scaled(evidence);
        self.by_trees(&mut scratch.trees).map_or(words, |trees| together(words, trees))
    }

    /// The rating by the trees alone, of the figures in `room`; none in a model without trees, and where the lexicon found nothing: its silence is no reason to halve what the words say.
    fn by_trees(&self, room: &mut Room) -> Option<[Micro; 2]> {
        let grown = self.file.forests.iter().any(|forest| !forest.trees.is_empty());
        (grown && !room.figures.is_empty()).then(|| self.trees.each_ref().map(|trees| trees.rating(&room.figures, &mut room.left)))
    }

    /// What speaks for its rating: the words' evidence, the strongest first, the rating that it gives, and that of the trees, if it has any. `rated` as for [`Model::rate`].
    pub fn explain(&self, scratch: &mut Scratch, utterance: &Utterance<'_>, rated: Option<(&Rater, &Tone)>) -> Reasons {
        let mut all: std::collections::BTreeMap<String, (u32, [i64; 2])> = std::collections::BTreeMap::new();
        let sums = self.evidence(scratch, utterance, rated, |feature, weight| {
            let so_far = all.entry(feature.to_string()).or_default();
            so_far.0 += 1;
            so_far.1[0] += i64::from(weight[0]);
            so_far.1[1] += i64::from(weight[1]);
        });
        let mut evidence: Vec<Evidence> = all
            .into_iter()
            .map(|(feature, (times, weight))| Evidence { feature, times, weight })
            .collect();
        evidence.sort_by_key(|one| std::cmp::Reverse(one.weight[0].abs() + one.weight[1].abs()));
        Reasons {
            evidence,
            words: self.scaled(sums),
            trees: self.by_trees(&mut scratch.trees),
        }
    }

    /// The words' evidence; the figures for the trees are left in `scratch`.
    fn evidence(
        &self,
        scratch: &mut Scratch,
        utterance: &Utterance<'_>,
        rated: Option<(&Rater, &Tone)>,
        mut show: impl FnMut(&feature::Feature<'_>, [i32; 2]),
    ) -> [i64; 2] {
        let own;
        let tone = match rated {
            Some((rater, tone)) if rater.same(&self.rater) => tone,
            _ => {
                own = self.rater.rate_with(scratch, utterance);
                &own
            }
        };
        let weight = |key: Key| self.weights.get(key);
        let mut sums = [0i64; 2];
        // Whichever rater read it last, the tokens are those of this text.
        let read = scratch.tokens.iter().copied();
        feature::read(
            &self.rater,
            tone,
            utterance,
            read,
            |key| weight(key).is_some(),
            |feature| {
                if let Some(weight) = weight(feature.key) {
                    sums[0] += i64::from(weight[0]);
                    sums[1] += i64::from(weight[1]);
                    show(feature, weight);
                }
            },
        );
        let Scratch { tokens, trees, .. } = scratch;
        self.layout.figures(tone, utterance, tokens.iter().copied(), trees);
        sums
    }

    /// The rating that evidence gives.
    pub(crate) fn scaled(&self, evidence: [i64; 2]) -> [Micro; 2] {
        Dimension::ALL.map(|dimension| {
            let d = dimension as usize;
            let value = expected(&self.file.heads[d], evidence[d], evidence[1 - d], |score| {
                probability(&self.probabilities, score)
            });
            interpolate(&self.file.scale[d], value)
        })
    }
}

/// Half the rating by words, half that by trees.
pub(crate) fn together(words: [Micro; 2], trees: [Micro; 2]) -> [Micro; 2] {
    [0, 1].map(|d| (words[d] + trees[d]) / 2)
}

/// The probability of log-odds in thousandths, from the table.
pub(crate) fn probability(table: &[Micro], score: i64) -> Micro {
    let at = table[score.unsigned_abs().min(FARTHEST as u64) as usize];
    if score >= 0 { at } else { POINT - at }
}

/// The sum of the heads' probabilities, of which none is more than the one before it.
pub(crate) fn expected(heads: &[Head; 4], own: i64, other: i64, probability: impl Fn(i64) -> Micro) -> Micro {
    let (mut sum, mut last) = (0, POINT);
    for head in heads {
        let score = i64::from(head.bias) + (i64::from(head.own) * own + i64::from(head.other) * other).div_euclid(1000);
        last = last.min(probability(score));
        sum += last;
    }
    sum
}

/// The rating at `value` on a scale of rising points; below the first 0, above the last its rating.
pub(crate) fn interpolate(scale: &[[Micro; 2]], value: Micro) -> Micro {
    let after = scale.partition_point(|point| point[0] <= value);
    match (after.checked_sub(1).map(|n| scale[n]), scale.get(after)) {
        (None, _) => 0,
        (Some([_, rating]), None) => rating,
        (Some([from, low]), Some(&[to, high])) => low + (value - from) * (high - low) / (to - from),
    }
}

/// 1 / (1 + e^-x) in micro-points for x = 0, .001, … 10. Only additions, products and quotients, which IEEE 754 gives the same everywhere.
pub(crate) fn probabilities() -> Vec<Micro> {
    // e^-0.001 by its series.
    let step: f64 = 1.0 - 0.001 * (1.0 - 0.001 / 2.0 * (1.0 - 0.001 / 3.0 * (1.0 - 0.001 / 4.0)));
    let mut power = 1.0;
    (0..=FARTHEST)
        .map(|_| {
            let probability = 1.0 / (1.0 + power);
            power *= step;
            (probability * POINT as f64 + 0.5).floor() as Micro
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_logistic_function() {
        for (n, &probability) in probabilities().iter().enumerate() {
            let exact = 1.0 / (1.0 + (-(n as f64) / 1000.0).exp());
            assert!((probability as f64 / POINT as f64 - exact).abs() < 1e-6, "{n}");
        }
    }

    #[test]
    fn a_scale_rises_from_no_evidence() {
        let scale = [[100, 0], [200, 1000], [400, 2000]];
        for (value, rating) in [(0, 0), (100, 0), (150, 500), (200, 1000), (300, 1500), (400, 2000), (900, 2000)] {
            assert_eq!(interpolate(&scale, value), rating, "{value}");
        }
    }
}
