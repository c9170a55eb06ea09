//! Training: rated statements become a model file. Invariant: the same statements in the same order give the same file, byte for byte.
//!
//! The words layer is an ordinal regression with all thresholds (Rennie & Srebro 2005): for each dimension one weight a feature and four thresholds, minimising the summed log-loss of
//! "is it at least k?" over k = 1 to 4 with an L2 penalty; where coders differ the target is the share of them who say yes. Features are sparse, so argmin's L-BFGS (linfa's own optimiser) sums over those
//! that are there. The heads are linfa's logistic regressions over the out-of-fold evidence, so that probabilities are right for statements that the words layer has not seen (Platt 1999). The
//! trees ([`super::tree`]) learn the coders' mean from the figures of the lexicon. The
//! scale is isotonic in effect: expected values from that of no evidence, which is 0, upward.

use super::agreement::{Agreement, Grade};
use super::feature;
use super::labelled::Labelled;
use super::model::{About, FLOOR, Frozen, Head, LAYOUT, Model, ModelFile, expected, interpolate, probabilities, probability, together};
use super::token::tokens;
use super::tree::{self, Figures, Grown, Layout};
use super::{Blend, Micro, POINT, Rater, ToneError, Utterance, points};
use crate::quote::Kind;
use argmin::core::{CostFunction, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use linfa::Dataset;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How a model is trained.
#[derive(Clone, Debug)]
pub struct Training<'a> {
    /// Lexicons to freeze: (file, text).
    pub lexicons: &'a [(&'a str, &'a str)],
    /// Rules to freeze.
    pub rules: (&'a str, &'a str),
    /// What it is and was trained on.
    pub about: About,
    /// Folds of cross-validation, at least 2.
    pub folds: usize,
    /// Seed of the deal of groups to folds.
    pub seed: u64,
}

/// L2 penalty. Between 5 and 40 cross-validation hardly differs; the higher end carries over better to statements of another kind.
pub const PENALTY: f64 = 20.0;

/// Statements that a word must stand in.
const WORD_IN: usize = 2;

/// Statements that another feature must stand in.
const FEATURE_IN: usize = 3;

/// A word is the model's own if it stands in small letters more than so many times as often as in the place of a name.
const NAMED: usize = 4;

/// Steps of the optimiser at most.
const STEPS: u64 = 200;

/// Cases on both sides that a head needs; one with fewer never says yes.
const CASES: usize = 5;

/// Why no model came out.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum TrainError {
    /// Too few statements or groups, or all alike.
    #[error("There is too little to learn from: {why}.")]
    #[diagnostic(
        code(detente::train::few),
        help("Some hundred statements of at least as many groups as there are folds are the least; a few thousand are good.")
    )]
    Few {
        /// What is missing.
        why: String,
    },
    /// A regression failed.
    #[error("The regression of {what} failed: {reason}.")]
    #[diagnostic(code(detente::train::fit))]
    Fit {
        /// Which.
        what: String,
        /// The optimiser's own words.
        reason: String,
    },
    /// A lexicon to be frozen is at fault.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Tone(#[from] ToneError),
}

/// A model with what cross-validation says of it.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model.
    pub file: ModelFile,
    /// Of each statement the rating by a model that has not seen its group: hostility, conciliation, in micro-points.
    pub out_of_fold: Vec<[Micro; 2]>,
    /// The lexicon's ratings.
    pub lexicon: Vec<[Micro; 2]>,
}

impl Trained {
    /// The three ratings by name: lexicon, model (out of fold), and the blend of the two as a study has it by default.
    pub fn ratings(&self) -> [(&'static str, Vec<[Micro; 2]>); 3] {
        let both = self.lexicon.iter().zip(&self.out_of_fold);
        let blend = both.map(|(lexicon, model)| Blend::DEFAULT.rating(*lexicon, *model)).collect();
        [("lexicon", self.lexicon.clone()), ("model", self.out_of_fold.clone()), ("blend", blend)]
    }
}

/// The features of a statement: index and how often, ascending.
type Row = Vec<(u32, f64)>;

/// Statements made ready for regression.
struct Cases {
    names: Vec<String>,
    rows: Vec<Row>,
}

impl Cases {
    /// Features of all `statements`; those that are seldom among the ones `seen` are left out.
    fn of(rater: &Rater, statements: &[Labelled], seen: &[bool]) -> Cases {
        // Of each word in how many statements it stands in all, in small letters, and as a name.
        let mut stands: BTreeMap<String, [usize; 3]> = BTreeMap::new();
        for (statement, _) in statements.iter().zip(seen).filter(|(_, seen)| **seen) {
            let mut here: BTreeSet<(String, feature::Stands)> = BTreeSet::new();
            for text in [&statement.text, &statement.cue] {
                feature::words(text, |word, how| {
                    here.insert((word.to_owned(), how));
                });
            }
            for (word, how) in here {
                let so_far = stands.entry(word).or_default();
                match how {
                    feature::Stands::Initial => so_far[0] += 1,
                    feature::Stands::Small => so_far[1] += 1,
                    feature::Stands::Named => so_far[2] += 1,
                }
            }
        }
        // A word that is often a name ("Western", "House") is none of the model's: at the beginning of a sentence nobody could tell.
        let known: HashSet<feature::Key> = stands
            .iter()
            .filter(|(_, [initial, small, named])| initial + small >= WORD_IN && *small > NAMED * named)
            .map(|(word, _)| feature::word_key(word))
            .collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let all: Vec<BTreeMap<String, f64>> = statements
            .iter()
            .zip(seen)
            .map(|(statement, seen)| {
                let utterance = utterance(statement);
                let mut here: BTreeMap<String, f64> = BTreeMap::new();
                feature::read(
                    rater,
                    &rater.rate(&utterance),
                    &utterance,
                    tokens(utterance.text),
                    |key| known.contains(&key),
                    |feature| {
                        *here.entry(feature.to_string()).or_default() += 1.0;
                    },
                );
                if *seen {
                    here.keys().for_each(|name| *counts.entry(name.clone()).or_default() += 1);
                }
                here
            })
            .collect();
        let names: Vec<String> = counts
            .into_iter()
            .filter(|(name, n)| match name.strip_prefix("word ") {
                Some(word) => *n >= WORD_IN && known.contains(&feature::word_key(word)),
                None => *n >= FEATURE_IN,
            })
            .map(|(name, _)| name)
            .collect();
        let rows = all
            .into_iter()
            .map(|here| {
                here.into_iter()
                    .filter_map(|(name, times)| Some((names.binary_search(&name).ok()? as u32, times)))
                    .collect()
            })
            .collect();
        Cases { names, rows }
    }
}

fn utterance(statement: &Labelled) -> Utterance<'_> {
    Utterance {
        text: &statement.text,
        cue: &statement.cue,
        quoted: &[],
        kind: Kind::Direct,
    }
}

/// Of each statement the shares of coders who grade dimension `d` at least 1, 2, 3, 4.
fn targets(statements: &[Labelled], d: usize) -> Vec<[f64; 4]> {
    let share = |statement: &Labelled, k: usize| {
        let yes = statement.given().filter(|grade| grade[d] >= k as f64 - 0.5).count();
        yes as f64 / statement.given().count() as f64
    };
    statements.iter().map(|statement| [1, 2, 3, 4].map(|k| share(statement, k))).collect()
}

/// The ordinal regression of one dimension. Parameters: a weight a feature, then four thresholds.
struct Regression<'a> {
    rows: &'a [Row],
    targets: &'a [[f64; 4]],
    seen: &'a [bool],
    features: usize,
    penalty: f64,
}

impl Regression<'_> {
    fn each(&self, weights: &[f64], mut visit: impl FnMut(&Row, &[f64; 4], f64)) {
        for ((row, target), _) in self.rows.iter().zip(self.targets).zip(self.seen).filter(|(_, seen)| **seen) {
            visit(row, target, row.iter().map(|&(at, times)| times * weights[at as usize]).sum());
        }
    }
}

impl CostFunction for Regression<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, argmin::core::Error> {
        let (words, thresholds) = weights.split_at(self.features);
        let mut cost = self.penalty / 2.0 * words.iter().map(|w| w * w).sum::<f64>();
        self.each(words, |_, target, score| {
            for (threshold, target) in thresholds.iter().zip(target) {
                let odds = score - threshold;
                // ln(1 + e^odds) - target × odds, without overflow.
                cost += odds.max(0.0) + (-odds.abs()).exp().ln_1p() - target * odds;
            }
        });
        Ok(cost)
    }
}

impl Gradient for Regression<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, argmin::core::Error> {
        let (words, thresholds) = weights.split_at(self.features);
        let mut gradient: Vec<f64> = words.iter().map(|w| self.penalty * w).collect();
        let mut slopes = [0.0; 4];
        self.each(words, |row, target, score| {
            let mut slope = 0.0;
            for k in 0..4 {
                let off = 1.0 / (1.0 + (thresholds[k] - score).exp()) - target[k];
                slope += off;
                slopes[k] -= off;
            }
            row.iter().for_each(|&(at, times)| gradient[at as usize] += times * slope);
        });
        gradient.extend(slopes);
        Ok(gradient)
    }
}

/// The words layer of dimension `d`, learned from the statements that are `seen`.
fn words_layer(cases: &Cases, targets: &[[f64; 4]], seen: &[bool], penalty: f64, what: &str) -> Result<Vec<f64>, TrainError> {
    let failed = |reason: String| TrainError::Fit {
        what: what.to_owned(),
        reason,
    };
    let features = cases.names.len();
    let problem = Regression {
        rows: &cases.rows,
        targets,
        seen,
        features,
        penalty,
    };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10)
        .with_tolerance_grad(1e-2)
        .map_err(|e| failed(e.to_string()))?;
    let mut start = vec![0.0; features];
    start.extend([0.5, 1.0, 2.0, 4.0]);
    let found = Executor::new(problem, solver)
        .configure(|state| state.param(start).max_iters(STEPS))
        .run()
        .map_err(|e| failed(e.to_string()))?;
    let best: &Vec<f64> = found.state().get_best_param().ok_or_else(|| failed("no step was taken".to_owned()))?;
    Ok(best[..features].to_vec())
}

/// Four heads of dimension `d` over the evidence of both, each a logistic regression of linfa's.
fn heads(evidence: &[[f64; 2]], statements: &[Labelled], d: usize) -> Result<[Head; 4], TrainError> {
    // A row a coder: linfa takes no weights.
    let rows: Vec<([f64; 2], f64)> = evidence
        .iter()
        .zip(statements)
        .flat_map(|(&evidence, statement)| statement.given().map(move |grade| (evidence, grade[d])))
        .collect();
    let matrix = Array2::from_shape_fn((rows.len(), 2), |(row, column)| rows[row].0[if column == 0 { d } else { 1 - d }]);
    let mut heads = [Head::default(); 4];
    for (k, head) in heads.iter_mut().enumerate() {
        let yes: Array1<bool> = rows.iter().map(|(_, grade)| *grade >= k as f64 + 0.5).collect();
        let count = yes.iter().filter(|&&yes| yes).count();
        if count < CASES || rows.len() - count < CASES {
            // Nothing to learn from: never, or always.
            head.bias = if count < CASES { -20_000 } else { 20_000 };
            continue;
        }
        let fitted = LogisticRegression::default()
            .alpha(1.0)
            .max_iterations(200)
            .fit(&Dataset::new(matrix.clone(), yes))
            .map_err(|why| TrainError::Fit {
                what: format!("head {}", k + 1),
                reason: why.to_string(),
            })?;
        // linfa takes the larger class for the positive one (linfa issue 393), whatever its documentation says.
        let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
        let thousandths = |weight: f64| (sign * weight * 1000.0).round() as i32;
        *head = Head {
            bias: thousandths(fitted.intercept()),
            own: thousandths(fitted.params()[0]),
            other: thousandths(fitted.params()[1]),
        };
    }
    Ok(heads)
}

/// The fold of each statement: groups are dealt at random, statements of one group together.
fn deal(statements: &[Labelled], folds: usize, seed: u64) -> Result<Vec<usize>, TrainError> {
    let mut groups: Vec<&str> = statements
        .iter()
        .map(|statement| statement.group.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    if groups.len() < folds || folds < 2 {
        return Err(TrainError::Few {
            why: format!("{} groups cannot be dealt to {folds} folds", groups.len()),
        });
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for last in (1..groups.len()).rev() {
        groups.swap(last, (random.next_u64() % (last as u64 + 1)) as usize);
    }
    let fold: BTreeMap<&str, usize> = groups.into_iter().enumerate().map(|(n, group)| (group, n % folds)).collect();
    Ok(statements.iter().map(|statement| fold[statement.group.as_str()]).collect())
}

/// Evidence in thousandths, as inference sums it.
fn sums(row: &Row, weights: &[Vec<f64>; 2]) -> [f64; 2] {
    [0, 1].map(|d| {
        row.iter()
            .map(|&(at, times)| times * (weights[d][at as usize] * 1000.0).round())
            .sum::<f64>()
            / 1000.0
    })
}

/// The figures of all statements.
struct Figured {
    layout: Layout,
    rows: Vec<Figures>,
}

impl Figured {
    fn of(rater: &Rater, statements: &[Labelled]) -> Figured {
        let layout = Layout::of(rater);
        let mut room = tree::Room::default();
        let rows = statements
            .iter()
            .map(|statement| {
                let utterance = utterance(statement);
                layout.figures(&rater.rate(&utterance), &utterance, tokens(utterance.text), &mut room);
                room.figures.clone()
            })
            .collect();
        Figured { layout, rows }
    }

    /// A forest of each dimension, grown on the statements that are `seen`.
    fn forests(&self, statements: &[Labelled], seen: &[bool]) -> [tree::Forest; 2] {
        [0, 1].map(|d| {
            let targets: Vec<f64> = statements.iter().map(|statement| statement.mean()[d]).collect();
            tree::grow(&self.layout, &self.rows, &targets, seen)
        })
    }
}

/// What models that have not seen a statement's group make of it.
struct OutOfFold {
    /// The words' evidence, in logits.
    evidence: Vec<[f64; 2]>,
    /// The trees' ratings; none where the lexicon found nothing to show them.
    trees: Vec<Option<[Micro; 2]>>,
}

impl OutOfFold {
    /// The rating of each statement, by what `words` makes of its evidence and by the trees.
    fn ratings(&self, words: impl Fn([f64; 2]) -> [Micro; 2]) -> Vec<[Micro; 2]> {
        let both = self.evidence.iter().zip(&self.trees);
        both.map(|(evidence, trees)| {
            let words = words(*evidence);
            trees.map_or(words, |trees| together(words, trees))
        })
        .collect()
    }
}

/// Out-of-fold evidence and ratings of all statements, learned from those that are `used`.
fn out_of_fold(
    rater: &Rater,
    figured: &Figured,
    statements: &[Labelled],
    fold: &[usize],
    folds: usize,
    used: &[bool],
) -> Result<OutOfFold, TrainError> {
    let mut evidence = vec![[0.0; 2]; statements.len()];
    let mut trees: Vec<Option<[Micro; 2]>> = figured.rows.iter().map(|row| (!row.is_empty()).then_some([0; 2])).collect();
    for held in 0..folds {
        let seen: Vec<bool> = fold.iter().zip(used).map(|(fold, used)| *fold != held && *used).collect();
        let cases = Cases::of(rater, statements, &seen);
        let weights = both(|d, what| words_layer(&cases, &targets(statements, d), &seen, PENALTY, what))?;
        for (at, _) in fold.iter().enumerate().filter(|(_, fold)| **fold == held) {
            evidence[at] = sums(&cases.rows[at], &weights);
        }
        for (d, forest) in figured.forests(statements, &seen).iter().enumerate() {
            let grown = Grown::of(forest, &figured.layout).map_err(|reason| TrainError::Fit {
                what: "the trees".to_owned(),
                reason,
            })?;
            for (at, _) in fold.iter().enumerate().filter(|(_, fold)| **fold == held) {
                if let Some(rating) = &mut trees[at] {
                    rating[d] = grown.rating(&figured.rows[at], &mut Vec::new());
                }
            }
        }
    }
    Ok(OutOfFold { evidence, trees })
}

fn both<T>(mut make: impl FnMut(usize, &str) -> Result<T, TrainError>) -> Result<[T; 2], TrainError> {
    Ok([make(0, "hostility")?, make(1, "conciliation")?])
}

/// The rating that evidence, in logits, gets from heads whose scales are straight.
fn rating(heads: &[[Head; 4]; 2], table: &[Micro], evidence: [f64; 2]) -> [Micro; 2] {
    let evidence = evidence.map(|sum| (sum * 1000.0).round() as i64);
    [0, 1].map(|d| {
        interpolate(
            &scale(&heads[d], table),
            expected(&heads[d], evidence[d], evidence[1 - d], |score| probability(table, score)),
        )
    })
}

/// From just above the expected value without evidence, which rates 0, to the top.
fn scale(heads: &[Head; 4], table: &[Micro]) -> Vec<[Micro; 2]> {
    vec![
        [expected(heads, 0, 0, |score| probability(table, score)) + FLOOR, 0],
        [4 * POINT, 4 * POINT],
    ]
}

/// Learns a model from rated statements.
///
/// # Errors
/// Too few groups for the folds, a lexicon at fault, a regression that fails.
pub fn train(training: &Training<'_>, statements: &[Labelled]) -> Result<Trained, TrainError> {
    let rater = Rater::new(training.lexicons, training.rules)?;
    let fold = deal(statements, training.folds, training.seed)?;
    let all = vec![true; statements.len()];
    let figured = Figured::of(&rater, statements);
    let unseen = out_of_fold(&rater, &figured, statements, &fold, training.folds, &all)?;
    let heads = both(|d, _| heads(&unseen.evidence, statements, d))?;
    let table = probabilities();
    let scale = heads.each_ref().map(|heads| scale(heads, &table));
    let frozen = |(file, text): (&str, &str)| Frozen {
        file: file.to_owned(),
        text: text.to_owned(),
    };
    let cases = Cases::of(&rater, statements, &all);
    let weights = both(|d, what| words_layer(&cases, &targets(statements, d), &all, PENALTY, what))?;
    let thousandths = |weight: f64| (weight * 1000.0).round() as i32;
    let file = ModelFile {
        layout: LAYOUT,
        about: About {
            statements: statements.len() as u64,
            ..training.about.clone()
        },
        lexicons: training.lexicons.iter().copied().map(frozen).collect(),
        rules: frozen(training.rules),
        heads,
        scale,
        forests: figured.forests(statements, &all),
        weights: cases
            .names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), thousandths(weights[0][at]), thousandths(weights[1][at])))
            .filter(|(name, hostility, conciliation)| name.starts_with("word ") || hostility.abs() + conciliation.abs() >= LEAST)
            .collect(),
    };
    let model = Model::of(file.clone(), "the new model")?;
    let out_of_fold = unseen.ratings(|evidence| model.scaled(evidence.map(|sum| (sum * 1000.0).round() as i64)));
    let lexicon = statements
        .iter()
        .map(|statement| {
            let tone = rater.rate(&utterance(statement));
            [tone.hostility, tone.conciliation]
        })
        .collect();
    Ok(Trained { file, out_of_fold, lexicon })
}

/// Features that say less than this in both dimensions, in thousandths of a logit, are left out of the file.
const LEAST: i32 = 12;

/// How `ratings` (micro-points) of `statements` agree with their coders, in dimension `d`.
pub fn agreement_with(statements: &[Labelled], ratings: &[[Micro; 2]], d: usize) -> Agreement {
    let grades: Vec<&[Grade]> = statements.iter().map(|statement| statement.grades.as_slice()).collect();
    let rated: Vec<f64> = ratings.iter().map(|rating| points(rating[d])).collect();
    Agreement::of(&grades, &rated, d)
}

/// Learning on part of the statements: how many there were, and how the ratings of the unseen ones agree with the coders, hostility and conciliation.
pub type Curve = Vec<(usize, [Agreement; 2])>;

/// What an eighth, a quarter, a half and all of the statements are good for: trained on that part of every training fold, measured on the whole of the others.
///
/// # Errors
/// As [`train`].
pub fn learning_curve(training: &Training<'_>, statements: &[Labelled]) -> Result<Curve, TrainError> {
    let rater = Rater::new(training.lexicons, training.rules)?;
    let fold = deal(statements, training.folds, training.seed)?;
    // Groups stay together here too: a part is so many of eight further folds.
    let eighth = deal(statements, 8, training.seed ^ 1)?;
    let table = probabilities();
    let figured = Figured::of(&rater, statements);
    [1, 2, 4, 8]
        .into_iter()
        .map(|eighths| {
            let used: Vec<bool> = eighth.iter().map(|part| *part < eighths).collect();
            let unseen = out_of_fold(&rater, &figured, statements, &fold, training.folds, &used)?;
            let heads = both(|d, _| heads(&unseen.evidence, statements, d))?;
            let ratings = unseen.ratings(|evidence| rating(&heads, &table, evidence));
            let size = used.iter().filter(|used| **used).count() * (training.folds - 1) / training.folds;
            Ok((size, [0, 1].map(|d| agreement_with(statements, &ratings, d))))
        })
        .collect()
}
