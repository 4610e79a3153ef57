//! How many answers make an interval narrow enough.

use crate::stats::binomial::first_that_holds;
use crate::stats::proportion::wilson_at;
use crate::stats::{Level, StatsError, normal_quantile};

/// More answers than that are not looked for.
const MOST: u64 = 1 << 52;

/// n at which p ± z √(p(1-p)/n) is p ± `half_width`: z² p (1-p)/h², not rounded. 0 < p < 1, 0 < h < 1.
///
/// Cochran (1977), *Sampling techniques*, chapter 4. It is too small where p is near 0 or 1: see [`wilson_sample_size`].
///
/// # Errors
/// `OutOfRange` outside these ranges.
///
/// ```
/// use sst_core::stats::{Level, normal_sample_size};
/// // The well-known 385 for ±5 points at 50%.
/// assert_eq!(normal_sample_size(0.5, 0.05, Level::DEFAULT)?.ceil(), 385.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn normal_sample_size(expected: f64, half_width: f64, level: Level) -> Result<f64, StatsError> {
    check(expected, half_width)?;
    let z = normal_quantile(level.each_tail())?;
    let n = z * z * expected * (1.0 - expected) / (half_width * half_width);
    if n.is_finite() { Ok(n) } else { Err(StatsError::OutOfRange) }
}

/// How many of a population of `population` say as much as n0 of an endless one: n0/(1 + (n0 - 1)/N), not rounded, at most N.
/// n0 >= 1, N >= 1.
///
/// Cochran (1977), *Sampling techniques*, chapter 4.
///
/// # Errors
/// `OutOfRange` outside these ranges.
///
/// ```
/// // 385 of an endless population are 278 of 1000.
/// assert_eq!(sst_core::stats::finite_population(384.146, 1000)?.ceil(), 278.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn finite_population(of_endless: f64, population: u64) -> Result<f64, StatsError> {
    if !(of_endless >= 1.0 && of_endless.is_finite() && population > 0) {
        return Err(StatsError::OutOfRange);
    }
    Ok(of_endless / (1.0 + (of_endless - 1.0) / population as f64))
}

/// Half the width of Wilson's interval at a share of exactly `expected` among n answers:
/// z √(p(1-p)/n + z²/(4n²))/(1 + z²/n). 0 <= p <= 1, n >= 1.
///
/// # Errors
/// `OutOfRange` outside these ranges.
///
/// ```
/// use sst_core::stats::{Level, wilson_half_width};
/// // ±10 points where 50% are expected: 93 answers do, 92 do not.
/// let half = |answers| wilson_half_width(0.5, answers, Level::DEFAULT);
/// assert_eq!((format!("{:.4}", half(93)?), format!("{:.4}", half(92)?)), ("0.0996".into(), "0.1001".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn wilson_half_width(expected: f64, answers: u64, level: Level) -> Result<f64, StatsError> {
    if !(0.0..=1.0).contains(&expected) || answers == 0 {
        return Err(StatsError::OutOfRange);
    }
    let z = normal_quantile(level.each_tail())?;
    let interval = wilson_at(expected, 1.0 - expected, answers as f64, z);
    Ok((interval.high - interval.low) / 2.0)
}

/// The smallest n at which half of Wilson's interval at a share of exactly `expected` is at most `half_width`; it falls with
/// every further answer. 0 < p < 1, 0 < h < 1.
///
/// # Errors
/// `OutOfRange` outside these ranges or where more than 2^52 answers would be needed.
///
/// ```
/// use sst_core::stats::{Level, wilson_sample_size};
/// // ±5 points where 80% are expected: 245 answers, where the normal formula says 246.
/// assert_eq!(wilson_sample_size(0.8, 0.05, Level::DEFAULT)?, 245);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn wilson_sample_size(expected: f64, half_width: f64, level: Level) -> Result<u64, StatsError> {
    check(expected, half_width)?;
    let is_narrow =
        |answers: u64| wilson_half_width(expected, answers, level).is_ok_and(|reached| reached <= half_width);
    let n = first_that_holds(1, MOST, is_narrow);
    if n == MOST { Err(StatsError::OutOfRange) } else { Ok(n) }
}

/// n from which on Wilson's interval at a share of exactly `observed` leaves `claim` out, not rounded: z² c (1-c)/(p-c)². It is
/// how many answers would settle a claim if the share stays as it is. 0 <= p <= 1, 0 < c < 1.
///
/// Wilson's interval holds just the c with (p-c)² <= z² c (1-c)/n.
///
/// # Errors
/// `OutOfRange` outside these ranges or where both are one: then no number would.
///
/// ```
/// use sst_core::stats::{Level, answers_to_leave_out};
/// // To tell 70% from a claim of 80%: 62 answers.
/// assert_eq!(answers_to_leave_out(0.7, 0.8, Level::DEFAULT)?.ceil(), 62.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn answers_to_leave_out(observed: f64, claim: f64, level: Level) -> Result<f64, StatsError> {
    let is_fine = (0.0..=1.0).contains(&observed) && claim > 0.0 && claim < 1.0 && observed != claim;
    if !is_fine {
        return Err(StatsError::OutOfRange);
    }
    let z = normal_quantile(level.each_tail())?;
    Ok(z * z * claim * (1.0 - claim) / (observed - claim).powi(2))
}

fn check(expected: f64, half_width: f64) -> Result<(), StatsError> {
    let is_fine = expected > 0.0 && expected < 1.0 && half_width > 0.0 && half_width < 1.0;
    if is_fine { Ok(()) } else { Err(StatsError::OutOfRange) }
}
