//! Lexicons against the statements of a run: where an entry fired, which words a prefix caught, what no entry knows. Invariant: the run is read, never changed; what is found depends on its tables and the lexicons given alone.

use super::{Run, RunError};
use crate::quote::Kind;
use crate::report::{StatementRow, TableReader};
use crate::tone::token::{TokenKind, fold, tokens};
use crate::tone::{Dimension, Hit, Place, Rater, Scratch, Utterance};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Letters and marks shown on either side of a hit.
const WINDOW: usize = 50;

/// From what rating on a statement is strongly rated: clear.
const STRONG: f64 = 2.0;

/// Statements that must have a word before it is proposed.
const FEWEST: u64 = 3;

/// By how much a coder's grade and the lexicon's rating must differ to be a contradiction.
const APART: f64 = 1.0;

/// A place where an entry fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Firing {
    /// Index of the entry in the rater.
    pub entry: u32,
    /// Id of the statement.
    pub statement: String,
    /// Id of the article.
    pub article: String,
    /// Year of comparison.
    pub year: Option<i64>,
    /// The speaker's name.
    pub name: Option<String>,
    /// Text or cue.
    pub place: Place,
    /// The words before it.
    pub before: String,
    /// The words found.
    pub words: String,
    /// The words behind it.
    pub after: String,
}

/// What the entries of a rater caught in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    /// Statements looked at.
    pub statements: u64,
    /// Of each entry of the rater, in its order, the words found, folded, with how often; the most frequent first.
    pub words: Vec<Vec<(String, u64)>>,
}

/// A word that no entry knows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unknown {
    /// The word, folded.
    pub word: String,
    /// Statements of the kind in question that have it.
    pub inside: u64,
    /// Other statements that have it.
    pub outside: u64,
    /// G², Dunning's log-likelihood ratio of the two shares; 3.84 is the level .05 of one test, and these are many.
    pub likelihood: f64,
}

/// Words that no entry knows, by the statements that they stand out in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Suggestions {
    /// Statements looked at.
    pub statements: u64,
    /// Statements rated clearly hostile, and their words.
    pub hostility: (u64, Vec<Unknown>),
    /// Statements rated clearly conciliatory, and their words.
    pub conciliation: (u64, Vec<Unknown>),
    /// Statements in which no entry was found, and their words.
    pub unscored: (u64, Vec<Unknown>),
    /// Entries whose statements hand coding contradicts.
    pub contradicted: Vec<Contradicted>,
}

/// A statement's rating by the lexicons, its mean grade, and its id.
type Pair = (f64, f64, String);

/// An entry that coders do not bear out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradicted {
    /// `lexicon:category:pattern`.
    pub entry: String,
    /// Its dimension.
    pub dimension: Dimension,
    /// Coded statements in which it adds to the rating.
    pub statements: u64,
    /// The lexicons' mean rating of these, 0 to 4.
    pub rated: f64,
    /// The coders' mean grade, 0 to 4.
    pub graded: f64,
    /// Some of these statements, those furthest apart first.
    pub ids: Vec<String>,
}

impl Run {
    /// Rates every statement of the run with `rater` and shows each to `see`, in the order of the table.
    ///
    /// # Errors
    /// A run without words; tables that cannot be read.
    pub fn rate_with(&self, rater: &Rater, mut see: impl FnMut(&StatementRow, &str, &str, &[Hit])) -> Result<u64, RunError> {
        let mut scratch = Scratch::default();
        let mut count = 0;
        for row in TableReader::<StatementRow>::open(self.folder())? {
            let row: StatementRow = row?;
            let Some(text) = row.text.as_deref() else {
                return Err(RunError::NoWords {
                    path: self.folder().display().to_string(),
                });
            };
            let cue = row.cue.as_deref().unwrap_or("");
            let utterance = Utterance {
                text,
                cue,
                quoted: &[],
                kind: Kind::Direct,
            };
            let tone = rater.rate_with(&mut scratch, &utterance);
            see(&row, text, cue, &tone.hits);
            count += 1;
        }
        Ok(count)
    }

    /// Every place where one of the `entries` of `rater` fires, in the order of the statements.
    ///
    /// # Errors
    /// As [`Run::rate_with`].
    pub fn firings(&self, rater: &Rater, entries: &BTreeSet<u32>) -> Result<Vec<Firing>, RunError> {
        let mut firings = Vec::new();
        self.rate_with(rater, |row, text, cue, hits| {
            for hit in hits.iter().filter(|hit| entries.contains(&hit.entry)) {
                let whole = if hit.place == Place::Cue { cue } else { text };
                let [before, after] = around(whole, hit.span.start as usize, hit.span.end as usize);
                firings.push(Firing {
                    entry: hit.entry,
                    statement: row.id.clone(),
                    article: row.article.clone(),
                    year: row.year,
                    name: row.name.clone(),
                    place: hit.place,
                    before,
                    words: hit.span.of(whole).split_whitespace().collect::<Vec<_>>().join(" "),
                    after,
                });
            }
        })?;
        Ok(firings)
    }

    /// The words that each entry of `rater` catches.
    ///
    /// # Errors
    /// As [`Run::rate_with`].
    pub fn caught(&self, rater: &Rater) -> Result<Caught, RunError> {
        let mut counts: Vec<BTreeMap<String, u64>> = vec![BTreeMap::new(); rater.entries().len()];
        let statements = self.rate_with(rater, |_, text, cue, hits| {
            for hit in hits {
                let whole = if hit.place == Place::Cue { cue } else { text };
                let words = fold(&hit.span.of(whole).split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
                *counts[hit.entry as usize].entry(words).or_default() += 1;
            }
        })?;
        let words = counts
            .into_iter()
            .map(|counts| {
                let mut words: Vec<(String, u64)> = counts.into_iter().collect();
                words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                words
            })
            .collect();
        Ok(Caught { statements, words })
    }

    /// Words that no entry of `rater` knows and that stand out in strongly rated or in unscored statements; with `sheets`, entries that coders contradict.
    ///
    /// # Errors
    /// As [`Run::rate_with`]; sheets that cannot be read.
    pub fn suggest(&self, rater: &Rater, sheets: &[PathBuf]) -> Result<Suggestions, RunError> {
        // Of each word in how many statements of each kind it stands: all, hostile, conciliatory, unscored.
        let mut words: BTreeMap<String, [u64; 4]> = BTreeMap::new();
        let mut totals = [0u64; 4];
        let grades = super::validate::mean_grades(sheets)?;
        let function = crate::quote::function_words();
        let mut coded: BTreeMap<(u32, usize), Vec<Pair>> = BTreeMap::new();
        self.rate_with(rater, |row, text, _, hits| {
            if row.echo.is_some() || row.left_out.is_some() {
                return;
            }
            let kinds = [
                true,
                row.hostility >= STRONG,
                row.conciliation >= STRONG,
                hits.iter().all(|hit| hit.parts == [0, 0]),
            ];
            for (total, kind) in totals.iter_mut().zip(kinds) {
                *total += u64::from(kind);
            }
            for word in unknown(text, hits, &function) {
                for (count, kind) in words.entry(word).or_default().iter_mut().zip(kinds) {
                    *count += u64::from(kind);
                }
            }
            if let Some(graded) = grades.get(&row.id) {
                for (d, graded) in graded.iter().enumerate() {
                    let rated = crate::tone::points(hits.iter().map(|hit| hit.contribution[d]).sum());
                    let entries: BTreeSet<u32> = hits.iter().filter(|hit| hit.contribution[d] > 0).map(|hit| hit.entry).collect();
                    for entry in entries {
                        coded.entry((entry, d)).or_default().push((rated, *graded, row.id.clone()));
                    }
                }
            }
        })?;
        let ranked = |kind: usize| {
            let mut ranked: Vec<Unknown> = words
                .iter()
                .filter(|(_, counts)| counts[kind] >= FEWEST)
                .map(|(word, counts)| {
                    let (inside, outside) = (counts[kind], counts[0] - counts[kind]);
                    let likelihood = likelihood(inside, totals[kind], outside, totals[0] - totals[kind]);
                    Unknown {
                        word: word.clone(),
                        inside,
                        outside,
                        likelihood,
                    }
                })
                .filter(|unknown| unknown.likelihood > 0.0)
                .collect();
            ranked.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood).then_with(|| a.word.cmp(&b.word)));
            (totals[kind], ranked)
        };
        let mut contradicted: Vec<Contradicted> = coded
            .into_iter()
            .filter_map(|((entry, d), mut all)| {
                let n = all.len() as f64;
                let rated = all.iter().map(|(rated, ..)| rated).sum::<f64>() / n;
                let graded = all.iter().map(|(_, graded, _)| graded).sum::<f64>() / n;
                all.sort_by(|a, b| (b.0 - b.1).abs().total_cmp(&(a.0 - a.1).abs()).then_with(|| a.2.cmp(&b.2)));
                let entry = &rater.entries()[entry as usize];
                ((rated - graded).abs() >= APART).then(|| Contradicted {
                    entry: entry.name(),
                    dimension: Dimension::ALL[d],
                    statements: all.len() as u64,
                    rated,
                    graded,
                    ids: all.into_iter().take(3).map(|(.., id)| id).collect(),
                })
            })
            .collect();
        contradicted.sort_by(|a, b| {
            let weight = |one: &Contradicted| (one.rated - one.graded).abs() * (one.statements as f64).sqrt();
            weight(b).total_cmp(&weight(a)).then_with(|| a.entry.cmp(&b.entry))
        });
        Ok(Suggestions {
            statements: totals[0],
            hostility: ranked(1),
            conciliation: ranked(2),
            unscored: ranked(3),
            contradicted,
        })
    }
}

/// The words on either side of a hit, at most [`WINDOW`] characters each, from a whole word on.
fn around(text: &str, start: usize, end: usize) -> [String; 2] {
    let one = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (one(&text[..start]), one(&text[end..]));
    let long = |words: &str| words.chars().count() > WINDOW;
    let before = match before.char_indices().rev().nth(WINDOW - 1) {
        Some((at, _)) if long(&before) => format!("…{}", before[at..].split_once(' ').map_or(&before[at..], |(_, rest)| rest)),
        _ => before,
    };
    let after = match after.char_indices().nth(WINDOW) {
        Some((at, _)) => format!("{}…", after[..at].rsplit_once(' ').map_or(&after[..at], |(rest, _)| rest)),
        None => after,
    };
    // Whether a blank parts it from the hit shows where the words are put together.
    let glued = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let before = if glued(text[..start].chars().next_back()) {
        before
    } else {
        format!("{before} ")
    };
    let after = if glued(text[end..].chars().next()) { after } else { format!(" {after}") };
    [before, after]
}

/// The words of a statement outside of its hits, folded: of three letters and more, beginning small (a name is no entry), and no function words.
fn unknown(text: &str, hits: &[Hit], function: &BTreeSet<&str>) -> BTreeSet<String> {
    tokens(text)
        .filter(|token| token.kind == TokenKind::Word)
        .filter(|token| {
            !hits
                .iter()
                .any(|hit| hit.place == Place::Text && hit.span.start < token.span.end && token.span.start < hit.span.end)
        })
        .map(|token| token.span.of(text))
        .filter(|word| word.chars().next().is_some_and(char::is_lowercase) && word.chars().count() >= 3)
        .map(|word| fold(word).into_owned())
        .filter(|word| !function.contains(word.as_str()))
        .collect()
}

/// G² of a word that stands in `a` of `all_a` statements of one kind and in `b` of `all_b` others; 0 where its share is not larger in the first.
fn likelihood(a: u64, all_a: u64, b: u64, all_b: u64) -> f64 {
    let (a, all_a, b, all_b) = (a as f64, all_a as f64, b as f64, all_b as f64);
    if all_a == 0.0 || all_b == 0.0 || a / all_a <= b / all_b {
        return 0.0;
    }
    let share = (a + b) / (all_a + all_b);
    let term = |count: f64, expected: f64| if count > 0.0 { count * (count / expected).ln() } else { 0.0 };
    let g = term(a, all_a * share) + term(b, all_b * share) + term(all_a - a, all_a * (1.0 - share)) + term(all_b - b, all_b * (1.0 - share));
    (2.0 * g).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likelihood_ratio_is_that_of_the_two_by_two_table() {
        // scipy 1.17.1: chi2_contingency([[12, 88], [5, 195]], correction=False, lambda_="log-likelihood")
        assert!(
            (likelihood(12, 100, 5, 200) - 10.469_549_1).abs() < 1e-6,
            "{}",
            likelihood(12, 100, 5, 200)
        );
        assert_eq!(likelihood(1, 100, 2, 100), 0.0);
        assert_eq!(likelihood(3, 3, 0, 0), 0.0);
        assert!(likelihood(3, 3, 0, 5) > 0.0);
    }

    #[test]
    fn a_window_begins_and_ends_with_whole_words() {
        let text = "One two three four five six seven eight nine ten eleven they blamed, us and many others of the harbour and its whole long quay";
        let at = text.find("blamed").unwrap();
        let [before, after] = around(text, at, at + 6);
        assert_eq!(before, "…four five six seven eight nine ten eleven they ");
        assert_eq!(after, ", us and many others of the harbour and its whole…");
        assert_eq!(around("blamed", 0, 6), [" ".to_owned(), " ".to_owned()]);
    }
}
