//! Effect sizes on articles' means. Both change sign when the years are swapped.

use super::interval::LEVEL;
use super::noncentral::noncentrality;
use super::sample::Sample;
use statrs::function::gamma::ln_gamma;

/// Hedges' g of `to` against `from`: the difference over the pooled standard deviation, times the exact small-sample factor
/// J = Γ(ν/2) / (√(ν/2) Γ((ν-1)/2)), ν = n₁ + n₂ - 2 (Hedges 1981; not the approximation 1 - 3/(4ν-1)). None below two degrees of freedom or without spread.
pub fn hedges_g(from: &[f64], to: &[f64]) -> Option<f64> {
    let standard = Standard::of(from, to)?;
    Some(standard.exact_j * standard.d)
}

/// The 95 % interval of Hedges' g: exact where articles' means are normal with one variance, from the noncentral t distribution, its ends times the same J (Cumming & Finch 2001). None as
/// for g, or where the years lie so far apart that the distribution is out of reach.
pub fn hedges_g_interval(from: &[f64], to: &[f64]) -> Option<(f64, f64)> {
    let Standard { d, root, freedom, exact_j } = Standard::of(from, to)?;
    let end = |share: f64| Some(exact_j * noncentrality(d * root, freedom, share)? / root);
    Some((end(0.5 + LEVEL / 2.0)?, end(0.5 - LEVEL / 2.0)?))
}

/// A difference in units of the pooled standard deviation.
struct Standard {
    d: f64,
    /// By what d becomes Student's t: √(n₁ n₂ / (n₁ + n₂)).
    root: f64,
    freedom: f64,
    exact_j: f64,
}

impl Standard {
    fn of(from: &[f64], to: &[f64]) -> Option<Standard> {
        let (a, b) = (Sample::of(from)?, Sample::of(to)?);
        let freedom = f64::from(a.n + b.n) - 2.0;
        if freedom < 2.0 {
            return None; // Γ(0): J has no value at ν = 1.
        }
        let pooled = (f64::from(a.n - 1) * a.variance + f64::from(b.n - 1) * b.variance) / freedom;
        if pooled == 0.0 {
            return None;
        }
        let (n, m) = (f64::from(a.n), f64::from(b.n));
        Some(Standard {
            d: (b.mean - a.mean) / pooled.sqrt(),
            root: (n * m / (n + m)).sqrt(),
            freedom,
            exact_j: (ln_gamma(freedom / 2.0) - ln_gamma((freedom - 1.0) / 2.0)).exp() / (freedom / 2.0).sqrt(),
        })
    }
}

/// Cliff's delta of `to` against `from`, -1 to 1: (pairs in which `to` is higher less pairs in which it is lower) over all pairs, by ranks in n log n. None without values.
pub fn cliffs_delta(from: &[f64], to: &[f64]) -> Option<f64> {
    if from.is_empty() || to.is_empty() {
        return None;
    }
    let mut sorted = from.to_vec();
    sorted.sort_by(f64::total_cmp);
    let balance: i64 = to
        .iter()
        .map(|&value| {
            let lower = sorted.partition_point(|&other| other < value) as i64;
            let not_higher = sorted.partition_point(|&other| other <= value) as i64;
            lower - (sorted.len() as i64 - not_higher)
        })
        .sum();
    Some(balance as f64 / (from.len() * to.len()) as f64)
}
