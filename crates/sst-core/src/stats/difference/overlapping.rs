//! Two shares with clients in both, or several times in one: two periods of one service.

use super::square_and_add;
use crate::stats::tails_of_laws::student_t_two_sided;
use crate::stats::{ClusterSums, Interval, Level, StatsError, student_t_quantile, wilson, wilson_cluster};

/// What the comparison needs of the clients, as integers. n1c, y1c are a client's answers and events on the first side,
/// n2c, y2c on the second; 0 where the client has none there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverlapSums {
    /// k, clients with an answer on either side.
    pub clients: u64,
    /// The first side.
    pub first: ClusterSums,
    /// The second side.
    pub second: ClusterSums,
    /// Σ n1c n2c.
    pub sum_n1_n2: u128,
    /// Σ n1c y2c.
    pub sum_n1_y2: u128,
    /// Σ y1c n2c.
    pub sum_y1_n2: u128,
    /// Σ y1c y2c.
    pub sum_y1_y2: u128,
}

/// A difference of two shares that may have clients in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverlappingDifference {
    /// p1 - p2, -1 to 1.
    pub estimate: f64,
    /// The linearised variance; 0 where no client departs from its side's share.
    pub variance: f64,
    /// r, the correlation of both estimates over the clients they share; 0 without such clients or without variance.
    pub correlation: f64,
    /// k - 1.
    pub df: f64,
    /// P(|T| >= |estimate|/√variance), T of Student's law; none where the variance is 0.
    pub two_sided: Option<f64>,
    /// Newcombe's interval from each side's own and r: what to show.
    pub interval: Interval,
    /// estimate ± t(k-1) √variance, cut at -1 and 1: empty at a variance of 0, too narrow near shares of 0 and 1.
    pub linear: Interval,
}

/// The difference p1 - p2 with the variance taken between clients.
///
/// variance = k/(k-1) Σ (z1c - z2c)², z_jc = (y_jc - p_j n_jc)/n_j, in whole numbers up to the division.
/// r = Σ z1c z2c/√(Σ z1c² Σ z2c²). The interval is [`square_and_add`] of each side's interval, which is Wilson's, or
/// [`wilson_cluster`]'s where clients repeat on that side, with r: without common clients and repeats it is Newcombe's,
/// and with one answer of every client on both sides Newcombe's paired one without continuity correction.
/// Variance: Binder (1983), *International Statistical Review* 51, 279-292; interval: Zou & Donner (2008).
///
/// # Errors
/// `NoAnswers` on either side, `MoreEventsThanAnswers`, `OneClient` where all answers come from one client or those of a
/// side with repeats do.
///
/// ```
/// use sst_core::stats::{ClusterSums, Level, OverlapSums, overlapping_difference};
/// // Newcombe 1998, paired: of 50 clients 36 said yes twice, 12 the first time only, 2 the second only: 0.0569 to 0.3404.
/// let side = |events: u64| ClusterSums {
///     clients: 50, answered: 50, events, sum_n2: 50, sum_ny: events.into(), sum_y2: events.into(),
/// };
/// let sums = OverlapSums {
///     clients: 50, first: side(48), second: side(38), sum_n1_n2: 50, sum_n1_y2: 38, sum_y1_n2: 48, sum_y1_y2: 36,
/// };
/// let interval = overlapping_difference(&sums, Level::DEFAULT)?.interval;
/// assert_eq!((format!("{:.4}", interval.low), format!("{:.4}", interval.high)), ("0.0569".into(), "0.3404".into()));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn overlapping_difference(sums: &OverlapSums, level: Level) -> Result<OverlappingDifference, StatsError> {
    let (one, two) = (side(&sums.first, level)?, side(&sums.second, level)?);
    if sums.clients <= 1 {
        return Err(StatsError::OneClient);
    }
    let [n1, y1, n2, y2] =
        [sums.first.answered, sums.first.events, sums.second.answered, sums.second.events].map(i128::from);
    let whole = |sum: u128| sum as i128;
    // n1 n2 Σ (y1c - p1 n1c)(y2c - p2 n2c).
    let common = n1 * n2 * whole(sums.sum_y1_y2) - n1 * y2 * whole(sums.sum_y1_n2) - y1 * n2 * whole(sums.sum_n1_y2)
        + y1 * y2 * whole(sums.sum_n1_n2);
    let squared = |n: i128| (n as f64) * (n as f64);
    let (spread1, spread2) = (sums.first.spread() as f64, sums.second.spread() as f64);
    let covariance = common as f64 / squared(n1) / squared(n2);
    let (variance1, variance2) = (spread1 / squared(n1) / squared(n1), spread2 / squared(n2) / squared(n2));
    let k = sums.clients as f64;
    let df = k - 1.0;
    let variance = (k / df * (variance1 + variance2 - 2.0 * covariance)).max(0.0);
    let both = (variance1 * variance2).sqrt();
    let correlation = if both > 0.0 { (covariance / both).clamp(-1.0, 1.0) } else { 0.0 };
    let estimate = one.0 - two.0;
    let half = student_t_quantile(df, level.each_tail())? * variance.sqrt();
    Ok(OverlappingDifference {
        estimate,
        variance,
        correlation,
        df,
        two_sided: (variance > 0.0).then(|| student_t_two_sided(estimate / variance.sqrt(), df)).transpose()?,
        interval: square_and_add(one, two, correlation),
        linear: Interval { low: (estimate - half).max(-1.0), high: (estimate + half).min(1.0) },
    })
}

/// A side's share and interval.
fn side(sums: &ClusterSums, level: Level) -> Result<(f64, Interval), StatsError> {
    let repeats = sums.clients < sums.answered;
    let interval =
        if repeats { wilson_cluster(*sums, level)?.interval } else { wilson(sums.events, sums.answered, level)? };
    Ok((sums.events as f64 / sums.answered as f64, interval))
}
