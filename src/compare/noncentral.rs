//! The noncentral t distribution: what is known of a standardised difference lies in it. Invariant: falls from 1 to 0 as the noncentrality grows.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::ln_gamma;

/// Beyond this noncentrality the first terms of the series underflow.
pub const FURTHEST: f64 = 37.0;

/// P(T <= t) for `freedom` degrees of freedom and noncentrality `delta` (algorithm AS 243, Lenth 1989); none beyond [`FURTHEST`].
pub fn cdf(t: f64, freedom: f64, delta: f64) -> Option<f64> {
    if delta.abs() > FURTHEST || !t.is_finite() || freedom <= 0.0 {
        return None;
    }
    if t < 0.0 {
        return cdf(-t, freedom, -delta).map(|upper| 1.0 - upper);
    }
    let below_zero = Normal::new(0.0, 1.0).ok()?.cdf(-delta);
    let x = t * t / (t * t + freedom);
    if x == 0.0 {
        return Some(below_zero);
    }
    let half = delta * delta / 2.0;
    let b = freedom / 2.0;
    // Poisson weights of the two series, and the incomplete beta functions that they weigh; both go from term to term by recursion.
    let mut p = 0.5 * (-half).exp();
    let mut q = (2.0 / std::f64::consts::PI).sqrt() * p * delta;
    let mut left = 0.5 - p;
    let mut a = 0.5;
    let tail = (1.0 - x).powf(b);
    let mut odd = checked_beta_reg(a, b, x).ok()?;
    let mut odd_step = 2.0 * tail * (a * x.ln() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp();
    let mut even = 1.0 - tail;
    let mut even_step = b * x * tail;
    let mut sum = p * odd + q * even;
    for term in 1..10_000 {
        a += 1.0;
        odd -= odd_step;
        even -= even_step;
        odd_step *= x * (a + b - 1.0) / a;
        even_step *= x * (a + b - 0.5) / (a + 0.5);
        p *= half / f64::from(term);
        q *= half / (f64::from(term) + 0.5);
        left -= p;
        sum += p * odd + q * even;
        // What is left of the weights bounds what is left of the sum, once the terms fall.
        if f64::from(term) > half && left.abs().max(p) * odd.abs().max(odd_step) < 1e-16 {
            break;
        }
    }
    Some((sum + below_zero).clamp(0.0, 1.0))
}

/// The noncentrality under which a `t` of so many degrees of freedom has this share below it; none where it lies beyond [`FURTHEST`].
pub fn noncentrality(t: f64, freedom: f64, share: f64) -> Option<f64> {
    let (mut low, mut high) = (-FURTHEST, FURTHEST);
    if cdf(t, freedom, low)? < share || cdf(t, freedom, high)? > share {
        return None;
    }
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if cdf(t, freedom, middle)? > share {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some((low + high) / 2.0)
}
