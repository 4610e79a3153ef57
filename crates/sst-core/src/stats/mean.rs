//! The mean of a histogram with its t interval.

use super::{Interval, Level, StatsError, student_t_quantile};

/// A mean and its spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanEstimate {
    /// The mean.
    pub mean: f64,
    /// The sample standard deviation (n - 1); none of one value.
    pub sd: Option<f64>,
    /// mean ± t(n-1) sd / sqrt n; none of one value.
    pub interval: Option<Interval>,
}

/// Mean, sample standard deviation and t interval of integers given as (value, count).
///
/// Sums are exact; n² var = (n Σx² - (Σx)²) n / (n-1) does not cancel in integers. Mean and ends in the values' own unit.
/// "Student" (1908), *Biometrika* 6, 1-25.
///
/// # Errors
/// `NoAnswers` when there is no value.
///
/// ```
/// use sst_core::stats::{Level, mean_with_interval};
/// // Student's hours of sleep gained, in tenths; R's t.test(extra ~ group, paired = TRUE): 1.58, 0.7001 to 2.4599.
/// let tenths = [12, 24, 13, 13, 0, 10, 18, 8, 46, 14].map(|gain| (gain, 1));
/// let found = mean_with_interval(tenths, Level::DEFAULT)?;
/// let interval = found.interval.unwrap();
/// assert_eq!(format!("{:.1} {:.3} {:.3}", found.mean, interval.low, interval.high), "15.8 7.001 24.599");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn mean_with_interval(
    values: impl IntoIterator<Item = (i32, u64)>,
    level: Level,
) -> Result<MeanEstimate, StatsError> {
    let (mut n, mut sum, mut squares) = (0_i128, 0_i128, 0_i128);
    for (value, count) in values {
        let (value, count) = (i128::from(value), i128::from(count));
        n += count;
        sum += value * count;
        squares += value * value * count;
    }
    if n == 0 {
        return Err(StatsError::NoAnswers);
    }
    let nf = n as f64;
    let mean = sum as f64 / nf;
    if n == 1 {
        return Ok(MeanEstimate { mean, sd: None, interval: None });
    }
    let variance = (n * squares - sum * sum) as f64 / (nf * (nf - 1.0));
    let sd = variance.sqrt();
    let half = student_t_quantile(nf - 1.0, level.each_tail())? * sd / nf.sqrt();
    Ok(MeanEstimate { mean, sd: Some(sd), interval: Some(Interval { low: mean - half, high: mean + half }) })
}
