//! Exact limits of a funnel.

use crate::stats::binomial::try_first_that_holds;
use crate::stats::count_law::{CountLaw, CountLimits, Successes};
use crate::stats::{Interval, Level, StatsError};

/// Limits of a funnel at one n.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// The smallest count that is not flagged: P(X <= x) is at least what a tail is left.
    pub lowest: u64,
    /// The largest count that is not flagged.
    pub highest: u64,
    /// Where to draw: a share outside it is flagged, one inside or on it is not. 0 to 1.
    pub drawn: Interval,
    /// Spiegelhalter's interpolated quantiles, 0 to 1, as FunnelPlotR and others draw them: a share above the upper one need not be
    /// flagged (12 of 12 at a centre of 0.79), so they are for comparison only.
    pub interpolated: Interval,
}

/// Limits of the counts of n answers about a centre, with (1 - level)/2 left on each side; 0.95 and 0.998 are usual.
///
/// Lowest: the first x with P(X <= x) >= tail; highest: the last with P(X >= x) >= tail, X ~ Bin(n, centre). Drawn between the last
/// count that is flagged and the first that is not, by linear interpolation of the tail. Interpolated: (r - a)/n, r the quantile
/// at p, a = (F(r) - p)/(F(r) - F(r-1)). Spiegelhalter (2005), *Statistics in Medicine* 24, 1185-1202, p. 1199.
///
/// # Errors
/// `NoAnswers` where n is 0, `OutOfRange` where the centre is not strictly between 0 and 1, `NotConverged`.
///
/// ```
/// use sst_core::stats::{Level, funnel_limits};
/// // 12 of 12 about 0.79 lies above the interpolated line at 95% and is within the counts that are not flagged.
/// let limits = funnel_limits(12, 0.79, Level::DEFAULT)?;
/// assert!(limits.interpolated.high < 1.0 && limits.highest == 12 && limits.drawn.high == 1.0);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn funnel_limits(answered: u64, centre: f64, level: Level) -> Result<FunnelLimits, StatsError> {
    if answered == 0 {
        return Err(StatsError::NoAnswers);
    }
    if !(centre > 0.0 && centre < 1.0) {
        return Err(StatsError::OutOfRange);
    }
    let law = Successes { n: answered, p: centre };
    let tail = level.each_tail();
    let counts = CountLimits::of(&law, tail)?;
    let n = answered as f64;
    let drawn = Interval { low: counts.drawn.low / n, high: (counts.drawn.high / n).min(1.0) };
    let interpolated = Interval {
        low: interpolated_quantile(&law, tail)?.max(0.0) / n,
        high: interpolated_quantile(&law, 1.0 - tail)?.max(0.0) / n,
    };
    Ok(FunnelLimits { lowest: counts.lowest, highest: counts.highest, drawn, interpolated })
}

fn interpolated_quantile(law: &Successes, p: f64) -> Result<f64, StatsError> {
    let r = try_first_that_holds(0, law.n, |x| Ok::<_, StatsError>(law.at_most(x)? >= p))?;
    let up_to = law.at_most(r)?;
    let below = if r == 0 { 0.0 } else { law.at_most(r - 1)? };
    Ok(r as f64 - (up_to - p) / (up_to - below))
}
