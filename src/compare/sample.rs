//! The articles' means of one group in one year, summed up. Invariant: values that are all equal have exactly their own value as mean and exactly 0 as variance, so
//! that rounding never makes a spread where there is none.

/// Number, mean and variance of a list of articles' means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// How many; at least one.
    pub n: u32,
    /// Their mean.
    pub mean: f64,
    /// Their variance with n - 1; 0 for one value.
    pub variance: f64,
}

impl Sample {
    /// Of values in a fixed order; none for no value.
    pub fn of(values: &[f64]) -> Option<Sample> {
        let first = *values.first()?;
        let n = values.len();
        if values.iter().all(|&value| value == first) {
            return Some(Sample {
                n: n as u32,
                mean: first,
                variance: 0.0,
            });
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Sample {
            n: n as u32,
            mean,
            variance: squares / (n - 1) as f64,
        })
    }

    /// The squared standard error of the mean.
    pub fn error_squared(&self) -> f64 {
        self.variance / f64::from(self.n)
    }
}
