//! Charts of single values: XmR, whose limits come from moving ranges, and the run chart, which has none.

use super::chart::{ChartKind, Lines};
use super::{ChartPlan, ControlChart};
use crate::stats::{Interval, StatsError};

/// Whether unusually large moving ranges are left out of their mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screening {
    /// Ranges of at least 3.267 times the mean range are left out, once (Nelson 1982, *Journal of Quality Technology* 14, 172-173).
    #[default]
    Once,
    /// All ranges count.
    Off,
}

/// An XmR chart (individuals and moving range), the chart of "making data count".
///
/// Centre: the mean of the baseline; limits centre ± 2.66 R̄, R̄ the mean of |y_i - y_(i-1)|, screened or not; 2.66 = 3/1.128. Points
/// strictly beyond are signals. Gaps are passed over: the range spans them. In the unit of the values, which may be negative.
/// Shewhart 1931; Montgomery (2009), 6th ed., p. 259 f.; NHS England, *Making data count* (2.66 and the screening as in
/// NHSRplotthedots 0.2.2).
///
/// # Errors
/// `OutOfRange` of a value that is not finite or a plan that does not fit. In a point: `NoAnswers` of a gap, `OneValue` where the
/// baseline has one.
///
/// ```
/// use sst_core::stats::{ChartPlan, Screening, xmr_chart};
/// // NHSRplotthedots 0.2.2, screening off: limits 10.60 to 35.07 about 22.83.
/// let values = [21.0, 25.0, 19.0, 23.0, 27.0, 22.0].map(Some);
/// let lines = xmr_chart(&values, &ChartPlan::default(), Screening::Off)?.points[0].lines?;
/// let limits = lines.limits.unwrap();
/// assert_eq!(format!("{:.2} {:.2} {:.2}", lines.centre, limits.low, limits.high), "22.83 10.60 35.07");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn xmr_chart(values: &[Option<f64>], plan: &ChartPlan, screening: Screening) -> Result<ControlChart, StatsError> {
    Xmr { screening }.chart(values, plan)
}

/// A run chart: the values about the median of the baseline, without limits; Anhoej's rules are made for it.
///
/// The median: the middle value, or the mean of the middle two. Perla, Provost & Murray (2011), *BMJ Quality & Safety* 20, 46-51.
///
/// # Errors
/// `OutOfRange` of a value that is not finite or a plan that does not fit. In a point: `NoAnswers` of a gap.
///
/// ```
/// use sst_core::stats::{ChartPlan, run_chart};
/// let chart = run_chart(&[Some(3.0), None, Some(9.0), Some(4.0), Some(8.0)], &ChartPlan::default())?;
/// assert_eq!(chart.points[0].lines?.centre, 6.0);
/// assert_eq!(chart.points[0].lines?.limits, None);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn run_chart(values: &[Option<f64>], plan: &ChartPlan) -> Result<ControlChart, StatsError> {
    Run.chart(values, plan)
}

/// The mean of |y_i - y_(i-1)|. `OneValue` where there is no range.
pub(super) fn mean_moving_range(values: &[f64], screening: Screening) -> Result<f64, StatsError> {
    let ranges: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let mean = mean(&ranges).ok_or(StatsError::OneValue)?;
    if screening == Screening::Off {
        return Ok(mean);
    }
    let kept: Vec<f64> = ranges.into_iter().filter(|&range| range < 3.267 * mean).collect();
    // None is kept only where all ranges are 0.
    Ok(self::mean(&kept).unwrap_or(mean))
}

pub(super) fn mean(values: &[f64]) -> Option<f64> {
    // From the first on: the mean of values that are all alike is that value, to the last digit.
    let first = values.first()?;
    Some(first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64)
}

/// The value of a place: `NoAnswers` of a gap.
pub(super) fn finite(value: Option<f64>) -> Result<f64, StatsError> {
    match value {
        None => Err(StatsError::NoAnswers),
        Some(value) if value.is_finite() => Ok(value),
        Some(_) => Err(StatsError::OutOfRange),
    }
}

/// The limits centre ± 2.66 R̄ of a baseline.
pub(super) fn individuals_lines(
    values: &[f64],
    centre: Option<f64>,
    screening: Screening,
) -> Result<Lines, StatsError> {
    let centre = centre.or_else(|| mean(values)).ok_or(StatsError::NoAnswers)?;
    let reach = 2.66 * mean_moving_range(values, screening)?;
    Ok(Lines { centre, limits: Some(Interval { low: centre - reach, high: centre + reach }) })
}

struct Xmr {
    screening: Screening,
}

impl ChartKind for Xmr {
    type Point = Option<f64>;
    type Baseline = Lines;

    fn value(&self, point: Option<f64>) -> Result<f64, StatsError> {
        finite(point)
    }

    fn baseline(&self, points: &[Option<f64>], centre: Option<f64>) -> Result<Lines, StatsError> {
        let values: Vec<f64> = points.iter().copied().flatten().collect();
        individuals_lines(&values, centre, self.screening)
    }

    fn lines(&self, baseline: &Lines, _: Option<f64>) -> Result<Lines, StatsError> {
        Ok(*baseline)
    }
}

struct Run;

impl ChartKind for Run {
    type Point = Option<f64>;
    type Baseline = Lines;

    fn value(&self, point: Option<f64>) -> Result<f64, StatsError> {
        finite(point)
    }

    fn baseline(&self, points: &[Option<f64>], centre: Option<f64>) -> Result<Lines, StatsError> {
        let mut values: Vec<f64> = points.iter().copied().flatten().collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let upper = values.get(middle).copied().ok_or(StatsError::NoAnswers)?;
        let median = if values.len() % 2 == 1 { upper } else { f64::midpoint(values[middle - 1], upper) };
        Ok(Lines { centre: centre.unwrap_or(median), limits: None })
    }

    fn lines(&self, baseline: &Lines, _: Option<f64>) -> Result<Lines, StatsError> {
        Ok(*baseline)
    }
}
