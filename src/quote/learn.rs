//! Training: articles in which people have marked who says what become the weights of the judge (`models/attribution.toml`).
//!
//! Each decision is a logistic regression with an L2 penalty over hashed features ([`super::judge`]); buckets that are seldom on are left out. First the rules run
//! without weights, and ends and sources are learned from what they come across; then drafts are judged with those, and speakers last. Invariant: the same articles in
//! the same order give the same file.

use super::annotated::Annotated;
use super::finder::Finder;
use super::judge::{BUCKETS, DECISIONS, Decision, Features, Judge, Weights};
use super::note::{Note, Notes};
use super::phrase::Run;
use super::word::{self, Word};
use crate::article::Span;
use argmin::core::{CostFunction, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Why no model came out.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum LearnError {
    /// There is no article to learn from.
    #[error("The file of annotated articles is empty.")]
    #[diagnostic(code(detente::learn::empty), help("A line of it is an article with its attributions."))]
    Empty,
    /// A decision that never came up, or always went the same way.
    #[error("There is nothing to learn from for `{decision}`: {yes} of {cases} cases are yes.")]
    #[diagnostic(
        code(detente::learn::cases),
        help("Give more articles; some hundred with a few thousand attributions are enough.")
    )]
    Cases {
        /// The decision.
        decision: &'static str,
        /// How often the answer is yes.
        yes: usize,
        /// How often it came up.
        cases: usize,
    },
    /// The regression did not converge or met a number that is none.
    #[error("The regression for `{decision}` failed: {reason}.")]
    #[diagnostic(code(detente::learn::fit))]
    Fit {
        /// The decision.
        decision: &'static str,
        /// The optimiser's own words.
        reason: String,
    },
}

/// Buckets that are on in fewer cases than this are left out: they would learn single sentences by heart.
const SELDOM: u32 = 8;

/// L2 penalty of each decision, in the order of [`DECISIONS`]; chosen on one half of polnear/train for the other half.
const PENALTY: [f64; 4] = [6.0, 10.0, 16.0, 10.0];

/// Steps of the optimiser at most.
const STEPS: u64 = 300;

/// Letters and digits of a text, counted: contents are compared by them, so that marks and spaces at the ends play no part.
pub(super) struct Letters {
    /// How many stand before each byte.
    before: Vec<u32>,
}

impl Letters {
    pub fn of(text: &str) -> Letters {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut n = 0;
        for c in text.chars() {
            before.extend(std::iter::repeat_n(n, c.len_utf8()));
            n += u32::from(c.is_alphanumeric());
        }
        before.push(n);
        Letters { before }
    }

    fn range(&self, start: u32, end: u32) -> (u32, u32) {
        (self.before[start as usize], self.before[end as usize])
    }

    pub fn spans(&self, spans: &[Span]) -> Vec<(u32, u32)> {
        spans.iter().map(|s| self.range(s.start, s.end)).filter(|r| r.0 < r.1).collect()
    }

    fn run(&self, words: &[Word], (start, end): Run) -> (u32, u32) {
        self.range(words[start].span.start, words[end - 1].span.end)
    }
}

/// Intersection over union of two sets of ranges, each disjoint.
pub(super) fn overlap(a: &[(u32, u32)], b: &[(u32, u32)]) -> f64 {
    let size = |set: &[(u32, u32)]| set.iter().map(|r| r.1 - r.0).sum::<u32>();
    let shared: u32 = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| x.1.min(y.1).saturating_sub(x.0.max(y.0))))
        .sum();
    let all = size(a) + size(b) - shared;
    if all == 0 { 0.0 } else { f64::from(shared) / f64::from(all) }
}

/// The cases of one decision.
#[derive(Default)]
struct Cases {
    features: Vec<Features>,
    yes: Vec<bool>,
}

impl Cases {
    fn push(&mut self, features: Features, yes: bool) {
        self.features.push(features);
        self.yes.push(yes);
    }

    /// Fits the weights.
    fn fit(&self, decision: Decision) -> Result<Weights, LearnError> {
        let name = decision.name();
        let yes = self.yes.iter().filter(|&&y| y).count();
        if yes < 2 || self.yes.len() < yes + 2 {
            return Err(LearnError::Cases {
                decision: name,
                yes,
                cases: self.yes.len(),
            });
        }
        let mut counts = vec![0u32; BUCKETS];
        for features in &self.features {
            for &bucket in &features.on {
                counts[bucket as usize] += 1;
            }
        }
        let kept: Vec<bool> = counts.iter().map(|&n| n >= SELDOM).collect();
        let problem = Regression {
            cases: self,
            kept: &kept,
            penalty: PENALTY[decision as usize],
        };
        let failed = |reason: String| LearnError::Fit { decision: name, reason };
        let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10)
            .with_tolerance_grad(1e-3)
            .map_err(|e| failed(e.to_string()))?;
        let found = Executor::new(problem, solver)
            .configure(|state| state.param(vec![0.0; BUCKETS + 1]).max_iters(STEPS))
            .run()
            .map_err(|e| failed(e.to_string()))?;
        let best: &Vec<f64> = found.state().get_best_param().ok_or_else(|| failed("no step was taken".to_string()))?;
        let thousandths = |weight: f64| (weight * 1000.0).round() as i32;
        Ok(Weights {
            bias: thousandths(best[BUCKETS]),
            of: best[..BUCKETS].iter().map(|&w| thousandths(w)).collect(),
        })
    }
}

/// The penalised log-loss of weights, the bias behind them; features are few a case, so only those that are on are visited.
struct Regression<'a> {
    cases: &'a Cases,
    kept: &'a [bool],
    penalty: f64,
}

impl Regression<'_> {
    fn each(&self, weights: &[f64], mut visit: impl FnMut(&Features, f64)) {
        for (features, &yes) in self.cases.features.iter().zip(&self.cases.yes) {
            let on = features.on.iter().filter(|b| self.kept[**b as usize]);
            let score: f64 = on.map(|&b| weights[b as usize]).sum::<f64>() + weights[BUCKETS];
            visit(features, if yes { score } else { -score });
        }
    }
}

impl CostFunction for Regression<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, argmin::core::Error> {
        let mut loss = 0.0;
        // ln(1 + e^-m), without overflow.
        self.each(weights, |_, margin| loss += (-margin).max(0.0) + (-margin.abs()).exp().ln_1p());
        Ok(loss + self.penalty / 2.0 * weights[..BUCKETS].iter().map(|w| w * w).sum::<f64>())
    }
}

impl Gradient for Regression<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, argmin::core::Error> {
        let mut gradient: Vec<f64> = weights.iter().map(|w| self.penalty * w).collect();
        gradient[BUCKETS] = 0.0;
        let mut case = 0;
        self.each(weights, |features, margin| {
            let sign = if self.cases.yes[case] { 1.0 } else { -1.0 };
            case += 1;
            let slope = -sign / (1.0 + margin.exp());
            for &bucket in features.on.iter().filter(|b| self.kept[**b as usize]) {
                gradient[bucket as usize] += slope;
            }
            gradient[BUCKETS] += slope;
        });
        Ok(gradient)
    }
}

/// What an article's notes say, beside what people marked.
struct Lesson<'a> {
    words: Vec<Word>,
    notes: Vec<Note>,
    letters: Letters,
    contents: Vec<Vec<(u32, u32)>>,
    sources: Vec<Vec<(u32, u32)>>,
    article: &'a Annotated,
}

impl<'a> Lesson<'a> {
    fn of(finder: &Finder, article: &'a Annotated) -> Lesson<'a> {
        let notes = Notes::default();
        finder.read(&article.text, &[], Some(&notes));
        let mut words = Vec::new();
        word::cut(&article.text, &[], &finder.vocabulary, &mut words);
        let letters = Letters::of(&article.text);
        Lesson {
            words,
            notes: notes.into_inner(),
            contents: article.attributions.iter().map(|a| letters.spans(&a.content)).collect(),
            sources: article.attributions.iter().map(|a| letters.spans(&a.source)).collect(),
            letters,
            article,
        }
    }

    /// A content that starts where a marked one does ends where that one does.
    fn ends(&self, cases: &mut Cases) {
        for note in &self.notes {
            let Note::End { start, rule, places } = note else { continue };
            let from = self.letters.before[self.words[*start].span.start as usize];
            let rule = self.letters.before[self.words[rule - 1].span.end as usize];
            let end = self
                .contents
                .iter()
                .flatten()
                .filter(|r| r.0 == from)
                .map(|r| r.1)
                .min_by_key(|end| end.abs_diff(rule));
            let Some(end) = end else { continue };
            for (place, features) in places {
                let at = self.letters.before[self.words[place - 1].span.end as usize];
                if at > end {
                    break;
                }
                cases.push(features.clone(), at == end);
                if at == end {
                    break;
                }
            }
        }
    }

    /// A source that lies in a marked one begins where that one does.
    fn sources(&self, cases: &mut Cases) {
        // A determiner more or less at the front is the same source.
        const DETERMINER: u32 = 3;
        const LATER: u32 = 40;
        let mut seen = BTreeSet::new();
        for note in &self.notes {
            let Note::Source { run, wider, features } = note else { continue };
            let (start, end) = self.letters.run(&self.words, *run);
            let wide = self.letters.before[self.words[wider.0].span.start as usize];
            if !seen.insert((wide, start, end)) {
                continue;
            }
            let marked = self
                .sources
                .iter()
                .flatten()
                .filter(|r| r.0 <= start && r.1 >= end && r.1 <= end + LATER)
                .map(|r| r.0)
                .max();
            if let Some(marked) = marked {
                cases.push(features.clone(), marked <= wide + DETERMINER);
            }
        }
    }

    /// A draft is a statement where it overlaps a marked one by half, and no other draft of the sentence does so better.
    fn statements(&self, cases: &mut Cases) {
        let mut drafts = Vec::new();
        let mut seen = BTreeSet::new();
        for note in &self.notes {
            let Note::Statement { sentence, draft, features } = note else { continue };
            let key = (sentence.start, draft.construction as u8, draft.nested, draft.act, draft.content.clone());
            if seen.insert(key) {
                drafts.push((sentence, draft, features));
            }
        }
        let mut pairs: Vec<(f64, bool, usize, usize)> = Vec::new();
        for (d, (sentence, draft, _)) in drafts.iter().enumerate() {
            let content: Vec<(u32, u32)> = draft.content.iter().map(|&run| self.letters.run(&self.words, run)).collect();
            let within = self.letters.run(&self.words, (sentence.start, sentence.end));
            for (g, marked) in self.contents.iter().enumerate() {
                // What is marked over several sentences is found sentence by sentence.
                let here: Vec<(u32, u32)> = marked
                    .iter()
                    .map(|r| (r.0.max(within.0), r.1.min(within.1)))
                    .filter(|r| r.0 < r.1)
                    .collect();
                let share = overlap(&content, &here);
                if share >= 0.5 {
                    pairs.push((share, draft.construction.is_open(), g, d));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
        let mut taken = BTreeSet::new();
        let mut right = vec![false; drafts.len()];
        for (_, _, g, d) in pairs {
            if !right[d] && taken.insert((g, drafts[d].0.start)) {
                right[d] = true;
            }
        }
        for ((_, _, features), right) in drafts.into_iter().zip(right) {
            cases.push(features.clone(), right);
        }
    }

    /// The source of a statement that matches a marked one is right where the two share their head.
    fn speakers(&self, cases: &mut Cases) {
        for note in &self.notes {
            let Note::Speaker { spans, mention, features } = note else { continue };
            let content = self.letters.spans(spans);
            let best = (0..self.contents.len())
                .map(|g| (overlap(&content, &self.contents[g]), g))
                .filter(|x| x.0 >= 0.5)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, g)) = best.filter(|&(_, g)| !self.sources[g].is_empty()) else {
                continue;
            };
            let marked: String = self.article.attributions[g]
                .source
                .iter()
                .map(|s| s.of(&self.article.text))
                .collect::<Vec<_>>()
                .join(" ");
            let right = mention.is_some_and(|span| same_source(&marked, span.of(&self.article.text)));
            cases.push(features.clone(), right);
        }
    }
}

/// Whether two wordings name one source: the same words, or the same head before any complement.
pub(super) fn same_source(a: &str, b: &str) -> bool {
    let head = |text: &str| -> Option<String> {
        let first = text.split([',', '(', '—', '–']).next().unwrap_or(text).to_lowercase();
        let mut last = None;
        for word in first.split_whitespace() {
            if last.is_some()
                && matches!(
                    word,
                    "who" | "whom" | "which" | "that" | "of" | "for" | "from" | "in" | "at" | "on" | "with" | "to" | "by" | "about"
                )
            {
                break;
            }
            last = Some(
                word.trim_end_matches("'s")
                    .trim_end_matches("’s")
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .to_string(),
            );
        }
        last
    };
    a.trim().eq_ignore_ascii_case(b.trim()) || head(a).is_some_and(|a| head(b) == Some(a))
}

/// What was learned, and from how much.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The model file.
    pub model: String,
    /// For each decision its name, how often it came up and how often the answer was yes.
    pub cases: Vec<(&'static str, usize, usize)>,
}

/// Trains the judge on annotated articles; `finder` gives the lexicons. `about` are the lines of the model file's `[model]` table (name, data, licence).
///
/// # Errors
/// Too few articles, or a regression that fails.
pub fn learn(finder: &Finder, articles: &[Annotated], about: &[(&str, &str)]) -> Result<Learned, LearnError> {
    if articles.is_empty() {
        return Err(LearnError::Empty);
    }
    let mut finder = finder.clone();
    finder.judge = Judge::default();
    let mut cases: BTreeMap<Decision, Cases> = DECISIONS.into_iter().map(|d| (d, Cases::default())).collect();
    let mut weights: BTreeMap<Decision, Weights> = BTreeMap::new();
    for step in [&[Decision::End, Decision::Source][..], &[Decision::Statement], &[Decision::Speaker]] {
        for article in articles {
            let lesson = Lesson::of(&finder, article);
            for decision in step {
                let Some(cases) = cases.get_mut(decision) else { continue };
                match decision {
                    Decision::End => lesson.ends(cases),
                    Decision::Source => lesson.sources(cases),
                    Decision::Statement => lesson.statements(cases),
                    Decision::Speaker => lesson.speakers(cases),
                }
            }
        }
        for &decision in step {
            let fitted = cases[&decision].fit(decision)?;
            finder.judge.set(decision, fitted.clone());
            weights.insert(decision, fitted);
        }
    }
    let mut model = String::from(
        "# Weights of the learned decisions of extraction, in thousandths of a logit, by hashed feature. Written by `detente train-attribution`.\n\n[model]\n",
    );
    for (key, value) in about {
        let _ = writeln!(model, "{key} = {}", toml::Value::from(*value));
    }
    for decision in DECISIONS {
        let fitted = &weights[&decision];
        let _ = writeln!(model, "\n[{}]\nbias = {}\nweights = \"\"\"", decision.name(), fitted.bias);
        let pairs: Vec<String> = fitted
            .of
            .iter()
            .enumerate()
            .filter(|(_, w)| **w != 0)
            .map(|(b, w)| format!("{b}:{w}"))
            .collect();
        for line in pairs.chunks(14) {
            let _ = writeln!(model, "{}", line.join(" "));
        }
        model.push_str("\"\"\"\n");
    }
    let cases = cases
        .iter()
        .map(|(decision, cases)| (decision.name(), cases.yes.len(), cases.yes.iter().filter(|&&y| y).count()))
        .collect();
    Ok(Learned { model, cases })
}
