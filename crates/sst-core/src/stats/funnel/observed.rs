//! Intervals of an observed count of events, for ratios of observed to expected counts.

use crate::stats::count_law::{CountLaw, Events};
use crate::stats::root::turning_point;
use crate::stats::{Interval, Level, StatsError, normal_quantile};

/// Byar's interval of a Poisson count; divide by the expected count for a standardised ratio.
///
/// o (1 - 1/(9o) - z/(3√o))³ and (o+1) (1 - 1/(9(o+1)) + z/(3√(o+1)))³; for o = 0 the lower end is 0. For rare events only: about a
/// common outcome it is far too wide. Breslow & Day (1987), *Statistical Methods in Cancer Research* II, p. 69.
///
/// # Errors
/// None but those of a level.
///
/// ```
/// use sst_core::stats::{Level, byar};
/// // PHEindicatormethods 2.1: 10 events where 8.4 are expected, a ratio of 1.19, 0.5699 to 2.1895.
/// let interval = byar(10, Level::DEFAULT)?;
/// assert_eq!(format!("{:.4} {:.4}", interval.low / 8.4, interval.high / 8.4), "0.5699 2.1895");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn byar(observed: u64, level: Level) -> Result<Interval, StatsError> {
    let z = normal_quantile(level.each_tail())?;
    let end = |o: f64, z: f64| o * (1.0 - 1.0 / (9.0 * o) + z / (3.0 * o.sqrt())).powi(3);
    let o = observed as f64;
    Ok(Interval { low: if observed == 0 { 0.0 } else { end(o, -z).max(0.0) }, high: end(o + 1.0, z) })
}

/// The exact (central) interval of a Poisson count.
///
/// The means with P(X >= o) = (1 - level)/2 and P(X <= o) = (1 - level)/2; for o = 0 the lower end is 0. Garwood (1936),
/// *Biometrika* 28, 437-442.
///
/// # Errors
/// None but those of a level.
///
/// ```
/// use sst_core::stats::{Level, exact_poisson};
/// // Garwood's table: 0 events, 3.69; 5 events, 1.62 to 11.67.
/// assert_eq!(format!("{:.2}", exact_poisson(0, Level::DEFAULT)?.high), "3.69");
/// let five = exact_poisson(5, Level::DEFAULT)?;
/// assert_eq!(format!("{:.2} {:.2}", five.low, five.high), "1.62 11.67");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn exact_poisson(observed: u64, level: Level) -> Result<Interval, StatsError> {
    let tail = level.each_tail();
    let o = observed as f64;
    // A mean of o + 1 is below the upper end, one this far out above it.
    let far = 2.0 * o + 20.0 - 4.0 * tail.ln();
    let high = turning_point(o, far, |mean| Events { mean }.at_most(observed).is_ok_and(|at_most| at_most < tail));
    let low = if observed == 0 {
        0.0
    } else {
        turning_point(0.0, o, |mean| Events { mean }.at_least(observed).is_ok_and(|at_least| at_least >= tail))
    };
    Ok(Interval { low, high })
}
