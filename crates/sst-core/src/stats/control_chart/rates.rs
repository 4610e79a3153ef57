//! Charts of counts: c for counts as they are, u for counts by exposure.

use super::chart::{ChartKind, Lines, Side};
use super::shares::{SIGNAL_TAIL, beyond_by_tail};
use super::{ChartLimits, ChartPlan, ControlChart};
use crate::stats::count_law::{CountLimits, Events};
use crate::stats::{Interval, StatsError};

/// Events, and in how much of something they could happen: sessions, open days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposed {
    /// How many events.
    pub events: u64,
    /// The exposure, more than 0; 0 is a gap.
    pub exposure: f64,
}

/// A c-chart: counts of rare things over equal stretches, `None` a gap.
///
/// Centre c: the mean count of the baseline. `Normal`: c ± 3 √c, cut at 0 (Montgomery 2009, 6th ed., p. 309). `Exact`: a signal if
/// P(X >= x) or P(X <= x) < 0.00135 under Poisson's law with mean c.
///
/// # Errors
/// `OutOfRange` of a plan that does not fit or a fixed centre below 0. In a point: `NoAnswers` of a gap.
///
/// ```
/// use sst_core::stats::{ChartLimits, ChartPlan, c_chart};
/// // Montgomery, example 7.3: c = 516/26 = 19.85, limits 6.48 and 33.22 (he rounds c first).
/// let counts = [Some(516 / 2), Some(516 / 2)];
/// let plan = ChartPlan { centre: Some(516.0 / 26.0), ..ChartPlan::default() };
/// let limits = c_chart(&counts, &plan, ChartLimits::Normal)?.points[0].lines?.limits.unwrap();
/// assert_eq!(format!("{:.2} {:.2}", limits.low, limits.high), "6.48 33.21");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn c_chart(counts: &[Option<u64>], plan: &ChartPlan, limits: ChartLimits) -> Result<ControlChart, StatsError> {
    let exposed = |count: &Option<u64>| match *count {
        Some(events) => Exposed { events, exposure: 1.0 },
        None => Exposed { events: 0, exposure: 0.0 },
    };
    u_chart(&counts.iter().map(exposed).collect::<Vec<_>>(), plan, limits)
}

/// A u-chart: events by exposure, where the exposure changes from month to month.
///
/// Centre u = Σ events/Σ exposure of the baseline. `Normal`: u ± 3 √(u/exposure), cut at 0 (Montgomery 2009, 6th ed., p. 314).
/// `Exact`: a signal if P(X >= x) or P(X <= x) < 0.00135 under Poisson's law with mean u · exposure. Events for one unit of exposure.
///
/// # Errors
/// `OutOfRange` of an exposure that is negative or not finite, of a plan that does not fit or a fixed centre below 0. In a point:
/// `NoAnswers` of a gap.
///
/// ```
/// use sst_core::stats::{ChartLimits, ChartPlan, Exposed, u_chart};
/// // Montgomery, example 7.4: 74 errors in 20 weeks of 50 shipments, u = 0.0740, limits 0 and 0.1894.
/// let weeks = [Exposed { events: 37, exposure: 50.0 }; 2];
/// let plan = ChartPlan { centre: Some(0.074), ..ChartPlan::default() };
/// let limits = u_chart(&weeks, &plan, ChartLimits::Normal)?.points[0].lines?.limits.unwrap();
/// assert_eq!(format!("{} {:.4}", limits.low, limits.high), "0 0.1894");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn u_chart(months: &[Exposed], plan: &ChartPlan, limits: ChartLimits) -> Result<ControlChart, StatsError> {
    if plan.centre.is_some_and(|centre| centre < 0.0) {
        return Err(StatsError::OutOfRange);
    }
    UChart { limits }.chart(months, plan)
}

struct UChart {
    limits: ChartLimits,
}

impl ChartKind for UChart {
    type Point = Exposed;
    /// The centre.
    type Baseline = f64;

    fn value(&self, month: Exposed) -> Result<f64, StatsError> {
        if !month.exposure.is_finite() || month.exposure < 0.0 {
            Err(StatsError::OutOfRange)
        } else if month.exposure == 0.0 {
            Err(StatsError::NoAnswers)
        } else {
            Ok(month.events as f64 / month.exposure)
        }
    }

    fn baseline(&self, months: &[Exposed], centre: Option<f64>) -> Result<f64, StatsError> {
        let events = months.iter().map(|month| month.events).sum::<u64>() as f64;
        Ok(centre.unwrap_or_else(|| events / months.iter().map(|month| month.exposure).sum::<f64>()))
    }

    fn lines(&self, &centre: &f64, month: Exposed) -> Result<Lines, StatsError> {
        let limits = match self.limits {
            ChartLimits::Normal => {
                let reach = 3.0 * (centre / month.exposure).sqrt();
                Interval { low: (centre - reach).max(0.0), high: centre + reach }
            }
            ChartLimits::Exact => {
                let counts = CountLimits::of(&Events { mean: centre * month.exposure }, SIGNAL_TAIL)?.drawn;
                Interval { low: counts.low / month.exposure, high: counts.high / month.exposure }
            }
        };
        Ok(Lines { centre, limits: Some(limits) })
    }

    fn beyond(&self, &centre: &f64, value: f64, lines: Lines, month: Exposed) -> Result<Option<Side>, StatsError> {
        match self.limits {
            ChartLimits::Normal => Ok(lines.limits.and_then(|limits| Side::outside(value, limits))),
            ChartLimits::Exact => beyond_by_tail(&Events { mean: centre * month.exposure }, month.events, SIGNAL_TAIL),
        }
    }
}
