//! How far ratings agree: Krippendorff's alpha, Spearman's rho, the area under the ROC curve, mean absolute error.
//!
//! Invariant: every figure depends on the ratings alone, not on their order; what cannot be told (no variation, no case) is none.

/// What a coder gave a statement: hostility and conciliation, 0 to 4; none where that coder did not grade it.
pub type Grade = Option<[f64; 2]>;

/// Where a case begins: a mean hostility of 1.5, a mean conciliation of 1.
pub const CASE: [f64; 2] = [1.5, 1.0];

/// How ratings agree with coders in one dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Spearman's rho of the rating and the coders' mean.
    pub rho: Option<f64>,
    /// Area under the ROC curve of a mean grade of at least [`CASE`].
    pub auc: Option<f64>,
    /// Krippendorff's alpha, ordinal, of the rounded rating with each coder, averaged.
    pub alpha: Option<f64>,
    /// The same between coders; none with one coder.
    pub coders: Option<f64>,
    /// Mean absolute error, in points.
    pub error: f64,
}

impl Agreement {
    /// Of `rated` (points) with `grades` (of each statement a place for each coder), in dimension `d`; every statement has at least one grade.
    pub fn of(grades: &[&[Grade]], rated: &[f64], d: usize) -> Agreement {
        let given = |grades: &[Grade]| -> Vec<f64> { grades.iter().flatten().map(|grade| grade[d]).collect() };
        let units: Vec<Vec<f64>> = grades.iter().map(|grades| given(grades)).collect();
        let mean: Vec<f64> = units.iter().map(|unit| unit.iter().sum::<f64>() / unit.len().max(1) as f64).collect();
        let is: Vec<bool> = mean.iter().map(|mean| *mean >= CASE[d]).collect();
        Agreement {
            rho: rho(rated, &mean),
            auc: auc(rated, &is),
            alpha: with_each(grades, rated, d),
            coders: alpha(&units),
            error: error(rated, &mean),
        }
    }
}

/// Alpha of the rounded rating with each coder, averaged over the coders with whom it can be told.
pub fn with_each(grades: &[&[Grade]], rated: &[f64], d: usize) -> Option<f64> {
    let coders = grades.iter().map(|grades| grades.len()).max().unwrap_or(0);
    let with: Vec<f64> = (0..coders)
        .filter_map(|coder| {
            let unit = |(grades, rated): (&&[Grade], &f64)| Some(vec![rated.round(), (*grades.get(coder)?)?[d]]);
            alpha(&grades.iter().zip(rated).filter_map(unit).collect::<Vec<_>>())
        })
        .collect();
    (!with.is_empty()).then(|| with.iter().sum::<f64>() / with.len() as f64)
}

/// Krippendorff's alpha (Content Analysis, 4th ed., ch. 12) for ordinal grades: `units` holds each unit's grades, of which those with fewer than two are passed over. 1 is perfect, 0 chance.
pub fn alpha(units: &[Vec<f64>]) -> Option<f64> {
    let mut values: Vec<f64> = units.iter().filter(|unit| unit.len() > 1).flatten().copied().collect();
    let n = values.len() as f64;
    values.sort_by(f64::total_cmp);
    values.dedup();
    let index = |value: f64| values.partition_point(|&known| known < value);
    let k = values.len();
    if k < 2 {
        return None;
    }
    let mut coincidence = vec![0.0; k * k];
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let share = 1.0 / (unit.len() - 1) as f64;
        for (i, &a) in unit.iter().enumerate() {
            for (j, &b) in unit.iter().enumerate() {
                if i != j {
                    coincidence[index(a) * k + index(b)] += share;
                }
            }
        }
    }
    let total: Vec<f64> = (0..k).map(|c| coincidence[c * k..(c + 1) * k].iter().sum()).collect();
    let mut before = vec![0.0; k + 1];
    for c in 0..k {
        before[c + 1] = before[c] + total[c];
    }
    let distance = |c: usize, d: usize| {
        let (c, d) = (c.min(d), c.max(d));
        let between = before[d + 1] - before[c] - (total[c] + total[d]) / 2.0;
        between * between
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..k {
        for d in 0..k {
            if c != d {
                observed += coincidence[c * k + d] * distance(c, d);
                expected += total[c] * total[d] * distance(c, d);
            }
        }
    }
    Some(1.0 - observed * (n - 1.0) / expected)
}

/// Ranks from 1, equal values the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let to = from + order[from..].partition_point(|&at| values[at] == values[order[from]]);
        for &at in &order[from..to] {
            ranks[at] = (from + to + 1) as f64 / 2.0;
        }
        from = to;
    }
    ranks
}

/// Spearman's rho; none where one of the two does not vary.
pub fn rho(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len() as f64 + 1.0) / 2.0;
    let sum = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    let scale = (sum(&a, &a) * sum(&b, &b)).sqrt();
    (scale > 0.0).then(|| sum(&a, &b) / scale)
}

/// The chance that a case rates above one that is none, equal ratings as half; none where either is missing.
pub fn auc(ratings: &[f64], is: &[bool]) -> Option<f64> {
    let yes = is.iter().filter(|&&is| is).count() as f64;
    let no = is.len() as f64 - yes;
    let sum: f64 = ranks(ratings).iter().zip(is).filter(|(_, is)| **is).map(|(rank, _)| rank).sum();
    (yes > 0.0 && no > 0.0).then(|| (sum - yes * (yes + 1.0) / 2.0) / (yes * no))
}

/// Mean absolute difference.
pub fn error(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: PyPI krippendorff 0.9.0 on the example of three coders and fifteen units in Hayes & Krippendorff (2007): ordinal .806721.
    #[test]
    fn alpha_is_that_of_the_oracle() {
        // A digit a unit, `.` where the coder gave none.
        let coders = [".....34121133.3", "1.213343.......", "..21344.21133.4"];
        let grade = |coder: &str, unit: usize| coder[unit..=unit].parse::<f64>().ok();
        let units: Vec<Vec<f64>> = (0..15)
            .map(|unit| coders.iter().filter_map(|coder| grade(coder, unit)).collect())
            .collect();
        let found = alpha(&units).unwrap();
        assert!((found - 0.806_721).abs() < 1e-6, "{found}");
        let perfect: Vec<Vec<f64>> = (0..5).map(|n| vec![f64::from(n), f64::from(n)]).collect();
        assert_eq!(alpha(&perfect), Some(1.0));
        assert_eq!(alpha(&[vec![1.0, 1.0], vec![1.0]]), None);
    }

    /// The second coder, who left out the first statement, is not taken for the first one.
    #[test]
    fn coders_are_told_apart_where_one_left_some_out() {
        let grade = |hostility: f64| Some([hostility, 0.0]);
        let grades = [
            vec![None, grade(0.0)],
            vec![grade(1.0), grade(2.0)],
            vec![grade(2.0), None],
            vec![grade(3.0), grade(1.0)],
        ];
        let grades: Vec<&[Grade]> = grades.iter().map(Vec::as_slice).collect();
        let rated = [4.0, 1.0, 2.0, 3.0];
        let first = alpha(&[vec![1.0, 1.0], vec![2.0, 2.0], vec![3.0, 3.0]]).unwrap();
        let second = alpha(&[vec![4.0, 0.0], vec![1.0, 2.0], vec![3.0, 1.0]]).unwrap();
        assert_eq!(Agreement::of(&grades, &rated, 0).alpha, Some((first + second) / 2.0));
        assert!(first == 1.0 && second < 0.0);
    }

    #[test]
    fn ranks_of_equal_values_are_shared() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        // scipy 1.17.1: spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) = .8207826816681233
        let rho = rho(&[1.0, 2.0, 3.0, 4.0, 5.0], &[5.0, 6.0, 7.0, 8.0, 7.0]).unwrap();
        assert!((rho - 0.820_782_681_668_123_3).abs() < 1e-12, "{rho}");
        // scikit-learn: roc_auc_score([0, 0, 1, 1], [.1, .4, .35, .8]) = .75
        assert_eq!(auc(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]), Some(0.75));
        assert_eq!(auc(&[0.5, 0.5], &[false, true]), Some(0.5));
    }
}
