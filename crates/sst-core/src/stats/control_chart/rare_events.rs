//! Charts of rare events: g for how many passed between two, t for how much time.

use super::chart::{ChartKind, Lines, Side};
use super::individuals::{finite, individuals_lines};
use super::shares::{SIGNAL_TAIL, beyond_by_tail};
use super::{ChartLimits, ChartPlan, ControlChart, Screening};
use crate::stats::count_law::{Between, CountLimits};
use crate::stats::{Interval, StatsError};

/// A g-chart: how many cases passed between one event and the next. Large is rare.
///
/// m: the mean of the baseline. `Normal`: limits m ± 3 √(m(m+1)), cut at 0, so that there is hardly ever a lower one. `Exact`: a
/// signal if P(X >= x) or P(X <= x) < 0.00135 under the geometric law with mean m. The centre is m (qicharts2 draws the median).
/// Benneyan (2001), *Health Care Management Science* 4, 305-318.
///
/// # Errors
/// `OutOfRange` of a plan that does not fit or a fixed centre below 0.
///
/// ```
/// use sst_core::stats::{ChartLimits, ChartPlan, g_chart};
/// // By hand: m = 8, √(8 · 9) = 8.485, upper limit 33.46.
/// let limits = g_chart(&[4, 12], &ChartPlan::default(), ChartLimits::Normal)?.points[0].lines?.limits.unwrap();
/// assert_eq!(format!("{} {:.2}", limits.low, limits.high), "0 33.46");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn g_chart(between: &[u64], plan: &ChartPlan, limits: ChartLimits) -> Result<ControlChart, StatsError> {
    if plan.centre.is_some_and(|centre| centre < 0.0) {
        return Err(StatsError::OutOfRange);
    }
    GChart { limits }.chart(between, plan)
}

/// A t-chart: how much time passed between one event and the next. Long is rare.
///
/// y = t^(1/3.6) is nearly normal where times are exponential; an XmR chart of y, turned back by t = y^3.6, its lower limit cut at
/// 0. In the unit of the times. A fixed centre is a time. Nelson (1994), *Journal of Quality Technology* 26, 239-240; Montgomery
/// (2009), 6th ed., p. 325 (he rounds the exponent to 0.2777).
///
/// # Errors
/// `OutOfRange` of a time that is not more than 0, or a plan that does not fit. In a point: `NoAnswers` of a gap, `OneValue`
/// where the baseline has one.
///
/// ```
/// use sst_core::stats::{ChartPlan, Screening, t_chart};
/// // Montgomery, example 7.6, hours between failures: 286^0.2777 = 4.80986, 948^0.2777 = 6.70903; the mean of y turned back.
/// let times = [286.0, 948.0].map(Some);
/// let centre = t_chart(&times, &ChartPlan::default(), Screening::Off)?.points[0].lines?.centre;
/// let his = f64::midpoint(4.80986, 6.70903).powf(1.0 / 0.2777);
/// assert!((centre / his - 1.0).abs() < 1e-4);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn t_chart(times: &[Option<f64>], plan: &ChartPlan, screening: Screening) -> Result<ControlChart, StatsError> {
    if plan.centre.is_some_and(|centre| centre <= 0.0) {
        return Err(StatsError::OutOfRange);
    }
    TChart { screening }.chart(times, plan)
}

struct GChart {
    limits: ChartLimits,
}

impl ChartKind for GChart {
    type Point = u64;
    /// The centre.
    type Baseline = f64;

    fn value(&self, between: u64) -> Result<f64, StatsError> {
        Ok(between as f64)
    }

    fn baseline(&self, between: &[u64], centre: Option<f64>) -> Result<f64, StatsError> {
        Ok(centre.unwrap_or_else(|| between.iter().sum::<u64>() as f64 / between.len() as f64))
    }

    fn lines(&self, &centre: &f64, _: u64) -> Result<Lines, StatsError> {
        let limits = match self.limits {
            ChartLimits::Normal => {
                let reach = 3.0 * (centre * (centre + 1.0)).sqrt();
                Interval { low: (centre - reach).max(0.0), high: centre + reach }
            }
            ChartLimits::Exact => CountLimits::of(&Between { mean: centre }, SIGNAL_TAIL)?.drawn,
        };
        Ok(Lines { centre, limits: Some(limits) })
    }

    fn beyond(&self, &centre: &f64, value: f64, lines: Lines, between: u64) -> Result<Option<Side>, StatsError> {
        match self.limits {
            ChartLimits::Normal => Ok(lines.limits.and_then(|limits| Side::outside(value, limits))),
            ChartLimits::Exact => beyond_by_tail(&Between { mean: centre }, between, SIGNAL_TAIL),
        }
    }
}

/// Nelson's exponent.
const POWER: f64 = 3.6;

struct TChart {
    screening: Screening,
}

impl ChartKind for TChart {
    type Point = Option<f64>;
    type Baseline = Lines;

    fn value(&self, time: Option<f64>) -> Result<f64, StatsError> {
        let time = finite(time)?;
        if time > 0.0 { Ok(time) } else { Err(StatsError::OutOfRange) }
    }

    fn baseline(&self, times: &[Option<f64>], centre: Option<f64>) -> Result<Lines, StatsError> {
        let root = |time: f64| time.powf(1.0 / POWER);
        let values: Vec<f64> = times.iter().flatten().map(|&time| root(time)).collect();
        let lines = individuals_lines(&values, centre.map(root), self.screening)?;
        // As a multiple of a time of the series: where all are alike, that time comes back to the last digit.
        let time = centre.or_else(|| times.iter().flatten().copied().next()).ok_or(StatsError::NoAnswers)?;
        let back = |y: f64| time * (y.max(0.0) / root(time)).powf(POWER);
        let limits = lines.limits.map(|limits| Interval { low: back(limits.low), high: back(limits.high) });
        Ok(Lines { centre: back(lines.centre), limits })
    }

    fn lines(&self, baseline: &Lines, _: Option<f64>) -> Result<Lines, StatsError> {
        Ok(*baseline)
    }
}
