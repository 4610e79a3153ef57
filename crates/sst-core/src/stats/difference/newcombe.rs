//! Newcombe's hybrid score interval: Wilson's intervals of both shares, squared and added.

use crate::stats::{Interval, Level, Share, StatsError, wilson};

/// The interval of p1 - p2 of two independent shares, within \[-1, 1\].
///
/// With Wilson's (l1, u1) and (l2, u2): p1 - p2 - √((p1-l1)² + (u2-p2)²) to p1 - p2 + √((u1-p1)² + (p2-l2)²).
/// Newcombe (1998), *Statistics in Medicine* 17, 873-890, method 10.
///
/// # Errors
/// `NoAnswers` on either side, `MoreEventsThanAnswers`.
///
/// ```
/// use sst_core::stats::{Level, Share, newcombe};
/// // Newcombe 1998, table II (a): 56/70 - 48/80 gives 0.0524 to 0.3339.
/// let (first, second) = (Share { events: 56, answered: 70 }, Share { events: 48, answered: 80 });
/// let interval = newcombe(first, second, Level::DEFAULT)?;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.0524".into(), "0.3339".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn newcombe(first: Share, second: Share, level: Level) -> Result<Interval, StatsError> {
    let with_interval = |share: Share| Ok((share.estimate()?, wilson(share.events, share.answered, level)?));
    Ok(square_and_add(with_interval(first)?, with_interval(second)?, 0.0))
}

/// The interval of p1 - p2 from the two estimates, each with its own interval of the same level, whatever made it, and the
/// correlation r of the estimates (0 when independent), within \[-1, 1\].
///
/// low = p1 - p2 - √(a² + b² - 2 r a b), a = p1 - l1, b = u2 - p2; high = p1 - p2 + √(c² + e² - 2 r c e), c = u1 - p1,
/// e = p2 - l2. Zou & Donner (2008), *Statistics in Medicine* 27, 1693-1702 ("MOVER"); with r = φ Newcombe's paired one.
///
/// ```
/// use sst_core::stats::{Level, square_and_add, wilson};
/// // Newcombe's own, from Wilson's intervals: 56/70 - 48/80 gives 0.0524 to 0.3339.
/// let (first, second) = (wilson(56, 70, Level::DEFAULT)?, wilson(48, 80, Level::DEFAULT)?);
/// let interval = square_and_add((0.8, first), (0.6, second), 0.0);
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.0524".into(), "0.3339".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn square_and_add(first: (f64, Interval), second: (f64, Interval), correlation: f64) -> Interval {
    let ((p1, one), (p2, two)) = (first, second);
    let reach = |a: f64, b: f64| (a * a + b * b - 2.0 * correlation * a * b).max(0.0).sqrt();
    let difference = p1 - p2;
    Interval {
        low: (difference - reach(p1 - one.low, two.high - p2)).max(-1.0),
        high: (difference + reach(one.high - p1, p2 - two.low)).min(1.0),
    }
}
