//! A run's ratings against hand coding: filled coding sheets, a coder each, beside the `statements` table.
//!
//! Invariant: what is compared is what the instrument rated. A rating that the study's corrections set by hand is not taken, since people would be compared with people; and a figure that cannot be told
//! (no variation, no case) is none.

use super::scan::micro;
use super::{Run, RunError, SheetError};
use crate::chart::{AgreementChart, ChartError, Drawing};
use crate::report::{StatementRow, TableReader};
use crate::study::Scorer;
use crate::tone::{Agreement, Columns, Dimension, LabelledError, Micro, agreement, labelled, points};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// By how much the mean error of two years may differ before it is called a drift, in points.
const DRIFT: f64 = 0.3;

/// Disagreements shown.
const WORST: usize = 10;

/// Characters shown of a statement.
const SHOWN: usize = 80;

/// Lower and upper bound of what is calibrated together; a rating on a bound belongs to the lower one, and 0 stands for itself, since it says that nothing was found.
const BINS: [[f64; 2]; 6] = [[0.0, 0.0], [0.0, 0.5], [0.5, 1.0], [1.0, 2.0], [2.0, 3.0], [3.0, 4.0]];

/// How a run's ratings compare with hand coding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Validation {
    /// Title of the run's study.
    pub study: String,
    /// The sheets, in the order given.
    pub coders: Vec<Coder>,
    /// Statements of the run that at least one coder graded: the n of all figures.
    pub statements: usize,
    /// Of these, those that the study's corrections rated by hand; their instrument's rating is taken all the same.
    pub rated_by_hand: usize,
    /// lexicon, model or blend: the rating that the run compares, of which `dimensions` and `worst` tell.
    pub compared: &'static str,
    /// Agreement of each of the three ratings in each dimension.
    pub ratings: Vec<RatingAgreement>,
    /// The compared rating, looked at closely: hostility, conciliation.
    pub dimensions: [DimensionAgreement; 2],
    /// Where the compared rating is furthest from the grade, the furthest first.
    pub worst: Vec<Disagreement>,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coder {
    /// Its file.
    pub sheet: String,
    /// Statements of the run that it grades.
    pub graded: usize,
    /// Ids it grades that no statement of the run has.
    pub unknown: Vec<String>,
}

/// How one rating agrees with the coders in one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatingAgreement {
    /// lexicon, model or blend.
    pub rating: &'static str,
    /// The scale.
    pub dimension: Dimension,
    /// Statements.
    pub n: usize,
    /// Spearman's rho of the rating and the coders' mean.
    pub rho: Option<f64>,
    /// Krippendorff's alpha, ordinal, of the rounded rating with each coder, averaged.
    pub alpha: Option<f64>,
    /// Krippendorff's alpha, ordinal, between the coders; none with one coder.
    pub alpha_coders: Option<f64>,
    /// Area under the ROC curve of "mean grade at least 1.5" for hostility, "at least 1" for conciliation.
    pub auc: Option<f64>,
    /// Mean absolute error, in points.
    pub error: f64,
}

/// The compared rating in one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionAgreement {
    /// The scale.
    pub dimension: Dimension,
    /// Statements by the coders' mean grade (first index) and the rating (second), both rounded.
    pub confusion: [[usize; 5]; 5],
    /// Mean grades by rating.
    pub calibration: Vec<Bin>,
    /// By year of comparison, ascending; undated statements first.
    pub years: Vec<YearAgreement>,
    /// The two years between which the mean error differs most, where it does so by more than .3.
    pub drift: Option<Drift>,
}

/// Statements of about the same rating.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Rated more than this, or 0 where both bounds are.
    pub over: f64,
    /// Rated at most this.
    pub up_to: f64,
    /// Statements.
    pub n: usize,
    /// Their mean grade.
    pub graded: Option<f64>,
}

/// Agreement in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearAgreement {
    /// Year of comparison; none: undated.
    pub year: Option<i64>,
    /// Statements.
    pub n: usize,
    /// Mean rating.
    pub rated: f64,
    /// Mean grade.
    pub graded: f64,
    /// The mean error: rated less graded.
    pub difference: f64,
    /// Its standard error, statements taken as independent; none for one statement.
    pub standard_error: Option<f64>,
    /// As [`RatingAgreement::alpha`].
    pub alpha: Option<f64>,
}

/// A mean error that is not the same in two years, so that part of a change between them is the instrument's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// The earlier year.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// How much higher a change from the one to the other looks than it is, in points.
    pub by: f64,
    /// Half of the 95 % interval of `by`; none where a year has one statement.
    pub margin: Option<f64>,
    /// All of it in words.
    pub sentence: String,
}

/// A statement on which rating and grade differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// Its id.
    pub statement: String,
    /// The scale.
    pub dimension: Dimension,
    /// The coders' mean.
    pub graded: f64,
    /// The rating.
    pub rated: f64,
    /// The first 80 characters of its text; none where the run holds no text.
    pub text: Option<String>,
}

/// A graded statement.
struct Case {
    statement: String,
    year: Option<i64>,
    text: Option<String>,
    /// By coder; none where that coder did not grade it.
    grades: Vec<Option<[f64; 2]>>,
    lexicon: [Micro; 2],
    model: [Micro; 2],
}

impl Case {
    fn mean(&self, d: usize) -> f64 {
        mean(self.grades.iter().flatten().map(|grade| grade[d])).unwrap_or(0.0)
    }
}

/// A case with a rating in one dimension.
#[derive(Clone, Copy)]
struct Pair<'a> {
    case: &'a Case,
    rated: f64,
    graded: f64,
}

/// Grades by statement id.
pub(super) type Grades = BTreeMap<String, [f64; 2]>;

impl Run {
    /// Compares the run's ratings with the grades of filled sheets, one of each coder.
    ///
    /// # Errors
    /// A sheet that cannot be read, lacks a column, holds no grade or one off the scale, grades a statement twice, or is named twice; no graded statement that the run has; tables that cannot be read.
    pub fn validate(&self, sheets: &[PathBuf]) -> Result<Validation, RunError> {
        let grades = read(sheets)?;
        let (cases, rated_by_hand) = self.cases(&grades)?;
        if cases.is_empty() {
            return Err(SheetError::Unknown {
                path: self.folder.display().to_string(),
                graded: grades.iter().flat_map(Grades::keys).collect::<BTreeSet<_>>().len(),
            }
            .into());
        }
        let known: BTreeSet<&str> = cases.iter().map(|case| case.statement.as_str()).collect();
        let coders = sheets.iter().zip(&grades).map(|(sheet, grades)| {
            let unknown: Vec<String> = grades.keys().filter(|id| !known.contains(id.as_str())).cloned().collect();
            Coder {
                sheet: sheet.display().to_string(),
                graded: grades.len() - unknown.len(),
                unknown,
            }
        });
        let settings = &self.manifest.settings;
        let pairs = |scorer: Scorer, d: usize| -> Vec<Pair> {
            let blend = scorer.blend(settings.share);
            let pair = |case| Pair {
                case,
                rated: points(blend.rating(case.lexicon, case.model)[d]),
                graded: case.mean(d),
            };
            cases.iter().map(pair).collect()
        };
        let ratings = [Scorer::Lexicon, Scorer::Model, Scorer::Blend]
            .into_iter()
            .flat_map(|scorer| Dimension::ALL.map(|dimension| agreement_of(scorer.as_str(), dimension, &pairs(scorer, dimension as usize))))
            .collect();
        let compared = Dimension::ALL.map(|dimension| pairs(settings.scorer, dimension as usize));
        Ok(Validation {
            study: self.manifest.study.title.clone(),
            coders: coders.collect(),
            statements: cases.len(),
            rated_by_hand,
            compared: settings.scorer.as_str(),
            ratings,
            dimensions: Dimension::ALL.map(|dimension| looked_at(dimension, &compared[dimension as usize])),
            worst: worst(&compared),
        })
    }

    /// The statements that anyone graded, in the order of the table, and how many of them the study rated by hand.
    fn cases(&self, grades: &[Grades]) -> Result<(Vec<Case>, usize), RunError> {
        let mut cases = Vec::new();
        let mut by_hand = 0;
        for statement in TableReader::<StatementRow>::open(&self.folder)? {
            let statement = statement?;
            let given: Vec<Option<[f64; 2]>> = grades.iter().map(|grades| grades.get(&statement.id).copied()).collect();
            if given.iter().all(Option::is_none) {
                continue;
            }
            by_hand += usize::from(Dimension::ALL.iter().any(|dimension| statement.is_corrected(dimension.as_str())));
            cases.push(Case {
                year: statement.year,
                text: statement.text.map(|text| text.chars().take(SHOWN).collect()),
                grades: given,
                lexicon: [statement.hostility_lexicon, statement.conciliation_lexicon].map(micro),
                model: [statement.hostility_model, statement.conciliation_model].map(micro),
                statement: statement.id,
            });
        }
        Ok((cases, by_hand))
    }
}

impl Validation {
    /// The compared rating against the grades as a chart.
    ///
    /// # Errors
    /// The drawing fails.
    pub fn draw(&self) -> Result<Drawing, ChartError> {
        let alpha = |dimension: Dimension| {
            let is = |rating: &&RatingAgreement| rating.rating == self.compared && rating.dimension == dimension;
            self.ratings.iter().find(is).and_then(|rating| rating.alpha)
        };
        AgreementChart {
            study: &self.study,
            rating: self.compared,
            coders: self.coders.len(),
            confusion: self.dimensions.each_ref().map(|dimension| dimension.confusion),
            alpha: Dimension::ALL.map(alpha),
        }
        .draw()
    }
}

/// The grades of each sheet.
fn read(sheets: &[PathBuf]) -> Result<Vec<Grades>, SheetError> {
    let mut all = Vec::new();
    let mut places = BTreeSet::new();
    let columns = Columns {
        text: "statement".to_owned(),
        ..Columns::default()
    };
    for sheet in sheets {
        let path = sheet.display().to_string();
        let unread = |why: std::io::Error| SheetError::Read {
            path: path.clone(),
            why: why.to_string(),
        };
        if !places.insert(sheet.canonicalize().map_err(unread)?) {
            return Err(SheetError::Same { path });
        }
        // Spreadsheets save in encodings of their own; ids and grades are the same in all of them, and nothing else is looked at.
        let bytes = std::fs::read(sheet).map_err(unread)?;
        let rows = labelled(&path, &String::from_utf8_lossy(&bytes), &columns).map_err(|why| advised(why, &columns.text))?;
        // Without a column that groups them, a row's group is its line.
        let mut lines: BTreeMap<String, String> = BTreeMap::new();
        let mut grades = Grades::new();
        for row in rows {
            let [Some(grade)] = row.grades[..] else {
                return Err(SheetError::Coders { path });
            };
            let id = row.text.trim().to_owned();
            if let Some(first) = lines.insert(id.clone(), row.group.clone()) {
                return Err(SheetError::Twice {
                    path,
                    id,
                    first,
                    second: row.group,
                });
            }
            grades.insert(id, grade);
        }
        all.push(grades);
    }
    Ok(all)
}

/// The mean grades of all coders, by statement.
pub(super) fn mean_grades(sheets: &[PathBuf]) -> Result<Grades, SheetError> {
    let mut sums: BTreeMap<String, ([f64; 2], f64)> = BTreeMap::new();
    for grades in read(sheets)? {
        for (id, grade) in grades {
            let (sum, n) = sums.entry(id).or_default();
            *n += 1.0;
            sum.iter_mut().zip(grade).for_each(|(sum, grade)| *sum += grade);
        }
    }
    Ok(sums.into_iter().map(|(id, (sum, n))| (id, sum.map(|sum| sum / n))).collect())
}

/// The same error with the advice that fits a sheet, whose columns nobody can rename on the command line.
fn advised(why: LabelledError, statement: &str) -> LabelledError {
    match why {
        LabelledError::Column { file, column, columns, .. } if column == statement => LabelledError::Column {
            file,
            column,
            columns,
            advice: "A sheet is what `detente sample` writes; save it as CSV with commas.".to_owned(),
        },
        other => other,
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}

/// Ratings and grades of `pairs`, as [`Agreement`] takes them.
fn apart<'a>(pairs: &[Pair<'a>]) -> (Vec<&'a [agreement::Grade]>, Vec<f64>) {
    pairs.iter().map(|pair| (pair.case.grades.as_slice(), pair.rated)).unzip()
}

fn alpha(pairs: &[Pair], d: usize) -> Option<f64> {
    let (grades, rated) = apart(pairs);
    agreement::with_each(&grades, &rated, d)
}

fn agreement_of(rating: &'static str, dimension: Dimension, pairs: &[Pair]) -> RatingAgreement {
    let (grades, rated) = apart(pairs);
    let found = Agreement::of(&grades, &rated, dimension as usize);
    RatingAgreement {
        rating,
        dimension,
        n: pairs.len(),
        rho: found.rho,
        alpha: found.alpha,
        alpha_coders: found.coders,
        auc: found.auc,
        error: found.error,
    }
}

fn looked_at(dimension: Dimension, pairs: &[Pair]) -> DimensionAgreement {
    let mut confusion = [[0; 5]; 5];
    let step = |points: f64| (points.round().max(0.0) as usize).min(4);
    for pair in pairs {
        confusion[step(pair.graded)][step(pair.rated)] += 1;
    }
    let calibration = BINS.into_iter().map(|[over, up_to]| {
        let within = |pair: &&Pair| {
            if up_to == 0.0 {
                pair.rated == 0.0
            } else {
                pair.rated > over && pair.rated <= up_to
            }
        };
        Bin {
            over,
            up_to,
            n: pairs.iter().filter(within).count(),
            graded: mean(pairs.iter().filter(within).map(|pair| pair.graded)),
        }
    });
    let mut by_year: BTreeMap<Option<i64>, Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        by_year.entry(pair.case.year).or_default().push(*pair);
    }
    let years: Vec<YearAgreement> = by_year
        .iter()
        .map(|(year, pairs)| {
            let all = |of: fn(&Pair) -> f64| mean(pairs.iter().map(of)).unwrap_or(0.0);
            let difference = all(|pair| pair.rated - pair.graded);
            let n = pairs.len();
            let squares: f64 = pairs.iter().map(|pair| (pair.rated - pair.graded - difference).powi(2)).sum();
            YearAgreement {
                year: *year,
                n,
                rated: all(|pair| pair.rated),
                graded: all(|pair| pair.graded),
                difference,
                standard_error: (n > 1).then(|| (squares / (n as f64 - 1.0) / n as f64).sqrt()),
                alpha: alpha(pairs, dimension as usize),
            }
        })
        .collect();
    DimensionAgreement {
        dimension,
        confusion,
        calibration: calibration.collect(),
        drift: drift(dimension, &years),
        years,
    }
}

/// The two dated years whose mean errors are furthest apart, where that is more than [`DRIFT`].
fn drift(dimension: Dimension, years: &[YearAgreement]) -> Option<Drift> {
    let dated = || years.iter().filter_map(|at| Some((at.year?, at)));
    let order = |one: &(i64, &YearAgreement), other: &(i64, &YearAgreement)| one.1.difference.total_cmp(&other.1.difference);
    let (low, high) = (dated().min_by(order)?, dated().max_by(order)?);
    let ((from, before), (to, after)) = if low.0 < high.0 { (low, high) } else { (high, low) };
    let by = after.difference - before.difference;
    // A hair beyond, lest rounding of sums decide.
    if by.abs() <= DRIFT + 1e-9 {
        return None;
    }
    let margin = before
        .standard_error
        .zip(after.standard_error)
        .map(|(one, other)| 1.96 * one.hypot(other));
    let surely = margin.is_some_and(|margin| by.abs() > margin);
    let sentence = format!(
        "The instrument drifts: in {} it is off by {:+.2} in {from} (n {}) and by {:+.2} in {to} (n {}), so a change from {from} to {to} looks {:.2}{} {} than it is.{}",
        dimension.as_str(),
        before.difference,
        before.n,
        after.difference,
        after.n,
        by.abs(),
        margin.map(|margin| format!(" ± {margin:.2}")).unwrap_or_default(),
        if by > 0.0 { "higher" } else { "lower" },
        if surely {
            ""
        } else {
            " With so few graded statements this may be chance: grade more."
        }
    );
    Some(Drift {
        from,
        to,
        by,
        margin,
        sentence,
    })
}

fn worst(compared: &[Vec<Pair>; 2]) -> Vec<Disagreement> {
    let mut all: Vec<Disagreement> = Dimension::ALL
        .into_iter()
        .flat_map(|dimension| compared[dimension as usize].iter().map(move |pair| (dimension, pair)))
        .filter(|(_, pair)| pair.rated != pair.graded)
        .map(|(dimension, pair)| Disagreement {
            statement: pair.case.statement.clone(),
            dimension,
            graded: pair.graded,
            rated: pair.rated,
            text: pair.case.text.clone(),
        })
        .collect();
    // Stable: what is equally far off stays in the order of the table, hostility first.
    all.sort_by(|one, other| (other.rated - other.graded).abs().total_cmp(&(one.rated - one.graded).abs()));
    all.truncate(WORST);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::POINT;

    fn case(year: i64, grades: &[Option<f64>]) -> Case {
        Case {
            statement: String::new(),
            year: Some(year),
            text: None,
            grades: grades.iter().map(|grade| grade.map(|grade| [grade, 0.0])).collect(),
            lexicon: [0; 2],
            model: [0, 4 * POINT],
        }
    }

    fn pairs<'a>(cases: &'a [Case], rated: &[f64]) -> Vec<Pair<'a>> {
        let pair = |(case, rated): (&'a Case, &f64)| Pair {
            case,
            rated: *rated,
            graded: case.mean(0),
        };
        cases.iter().zip(rated).map(pair).collect()
    }

    /// The second coder is right throughout, the first wrong; who left a statement out must not lend the other his place.
    #[test]
    fn a_coder_who_left_statements_out_stays_the_same_coder() {
        let cases = [
            case(2016, &[None, Some(0.0)]),
            case(2016, &[None, Some(4.0)]),
            case(2016, &[Some(4.0), Some(0.0)]),
            case(2016, &[Some(0.0), Some(4.0)]),
        ];
        let pairs = pairs(&cases, &[0.0, 4.0, 0.0, 4.0]);
        let first = agreement::alpha(&[vec![0.0, 4.0], vec![4.0, 0.0]]).unwrap();
        assert_eq!(alpha(&pairs, 0), Some((first + 1.0) / 2.0));
    }

    #[test]
    fn ratings_are_binned_and_counted_by_their_bounds() {
        let grades = [0.0, 1.0, 2.0, 1.0, 4.0, 4.0];
        let cases: Vec<Case> = grades.iter().map(|grade| case(2016, &[Some(*grade)])).collect();
        let seen = looked_at(Dimension::Hostility, &pairs(&cases, &[0.0, 0.5, 0.500001, 1.0, 2.5, 4.0]));
        let bins: Vec<(usize, Option<f64>)> = seen.calibration.iter().map(|bin| (bin.n, bin.graded)).collect();
        assert_eq!(
            bins,
            [(1, Some(0.0)), (1, Some(1.0)), (2, Some(1.5)), (0, None), (1, Some(4.0)), (1, Some(4.0))]
        );
        let mut confusion = [[0; 5]; 5];
        for (graded, rated) in [(0, 0), (1, 1), (2, 1), (1, 1), (4, 3), (4, 4)] {
            confusion[graded][rated] += 1;
        }
        assert_eq!(seen.confusion, confusion);
    }

    #[test]
    fn an_instrument_that_errs_otherwise_in_another_year_drifts() {
        let cases: Vec<Case> = [2016, 2016, 2022, 2022].map(|year| case(year, &[Some(1.0)])).into();
        for (rated, by, says) in [
            ([1.0, 1.0, 1.3, 1.3], None, ""),
            ([1.0, 1.0, 1.5, 1.5], Some(0.5), "looks 0.50 ± 0.00 higher than it is."),
            ([1.5, 1.5, 1.0, 1.0], Some(-0.5), "looks 0.50 ± 0.00 lower than it is."),
            ([0.0, 2.0, 1.0, 2.0], Some(0.5), "may be chance"),
        ] {
            let found = looked_at(Dimension::Hostility, &pairs(&cases, &rated)).drift;
            assert_eq!(found.as_ref().map(|drift| drift.by), by, "{rated:?}");
            assert!(found.is_none_or(|drift| drift.sentence.contains(says)), "{rated:?}");
        }
    }
}
