//! Charts of shares: p with exact or normal limits, and Laney's p'.

use super::chart::{ChartKind, Lines, Side};
use super::individuals::mean_moving_range;
use super::{ChartPlan, ControlChart, Screening};
use crate::stats::count_law::{CountLaw, CountLimits, Successes};
use crate::stats::{Interval, Share, StatsError};

/// Three sigma of a normal law in one tail, as the field rounds it: a signal is rarer than this on its side.
pub(super) const SIGNAL_TAIL: f64 = 0.00135;

/// What a point must be beyond to be a signal of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChartLimits {
    /// P(X >= x) or P(X <= x) below 0.00135 under the law of the counts. The default.
    #[default]
    Exact,
    /// Beyond the centre by more than three standard deviations of a normal law.
    Normal,
}

/// A p-chart: the share of yes of each month, about the share of the whole baseline.
///
/// Centre c = Σx/Σn of the baseline. `Normal`: limits c ± 3 √(c(1-c)/n) cut at 0 and 1, signals strictly beyond (Montgomery 2009,
/// *Introduction to Statistical Quality Control*, 6th ed., p. 292). `Exact`: a signal if P(X >= x) or P(X <= x) < 0.00135 under
/// Bin(n, c); the limits are drawn between the last count that is a signal and the first that is none, cut at 0 and 1. Months
/// with n = 0 are gaps (`NoAnswers`). Values and limits 0 to 1.
///
/// # Errors
/// `MoreEventsThanAnswers`, `OutOfRange` of a plan that does not fit or a fixed centre outside 0 to 1, `NotConverged`. In a point:
/// `NoAnswers` of a gap.
///
/// ```
/// use sst_core::stats::{ChartLimits, ChartPlan, Share, Side, p_chart};
/// let months = [(30, 42), (27, 38), (0, 0), (38, 51), (12, 12)].map(|(events, answered)| Share { events, answered });
/// let plan = ChartPlan { centre: Some(0.79), ..ChartPlan::default() };
/// // 12 of 12 about 79%: .79^12 = 0.059 is no signal. qicharts2 cuts 0.79 + 3 √(0.79 · 0.21/12) at 1.
/// let chart = p_chart(&months, &plan, ChartLimits::Exact)?;
/// assert_eq!(chart.points[4].beyond, None);
/// // 0 of 4 is: .21^4 = 0.0019 is not yet, .21^5 = 0.0004 is.
/// let none = |answered| [Share { events: 0, answered }];
/// assert_eq!(p_chart(&none(4), &plan, ChartLimits::Exact)?.points[0].beyond, None);
/// assert_eq!(p_chart(&none(5), &plan, ChartLimits::Exact)?.points[0].beyond, Some(Side::Below));
/// // A month without answers keeps its place and has no value.
/// assert!(chart.points[2].value.is_err() && chart.points[2].lines.is_err());
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn p_chart(months: &[Share], plan: &ChartPlan, limits: ChartLimits) -> Result<ControlChart, StatsError> {
    check_centre(plan)?;
    PChart { limits, laney: None }.chart(months, plan)
}

/// Laney's p'-chart: a p-chart with normal limits, widened by how much more the shares vary from month to month than chance.
///
/// z_i = (x_i/n_i - c)/√(c(1-c)/n_i), sigma-z = mean |z_i - z_(i-1)| / 1.128 over the baseline; limits c ± 3 sigma-z √(c(1-c)/n)
/// cut at 0 and 1. `Screening::Once` leaves out moving ranges of at least 3.267 times their mean, once (qicharts2 with its package
/// attached); `Screening::Off` keeps all (qicharts2 called by name, Laney's paper). Laney (2002), *Quality Engineering* 14,
/// 531-537. Where sigma-z is below 1 the limits are narrower than chance: [`ChartPart::is_narrower_than_p`](super::ChartPart::is_narrower_than_p).
///
/// # Errors
/// As of [`p_chart`]. In a point also: `OneValue` where the baseline has one month, `AllAlike` where its centre is 0 or 1.
///
/// ```
/// use sst_core::stats::{ChartPlan, Screening, Share, laney_p_chart};
/// // By hand: c = 1/2, z = -2 and 2, sigma-z = 4/1.128, limits 1/2 ± 3 · 4/1.128 · 0.05 and cut.
/// let chart = laney_p_chart(&[(40, 100), (60, 100)].map(|(events, answered)| Share { events, answered }), &ChartPlan::default(), Screening::Off)?;
/// assert_eq!(format!("{:.3}", chart.parts[0].sigma_z.unwrap()), "3.546");
/// assert!(!chart.parts[0].is_narrower_than_p());
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn laney_p_chart(months: &[Share], plan: &ChartPlan, screening: Screening) -> Result<ControlChart, StatsError> {
    check_centre(plan)?;
    PChart { limits: ChartLimits::Normal, laney: Some(screening) }.chart(months, plan)
}

fn check_centre(plan: &ChartPlan) -> Result<(), StatsError> {
    if plan.centre.is_none_or(|centre| (0.0..=1.0).contains(&centre)) { Ok(()) } else { Err(StatsError::OutOfRange) }
}

struct PChart {
    limits: ChartLimits,
    laney: Option<Screening>,
}

struct Baseline {
    centre: f64,
    sigma_z: Option<f64>,
}

impl Baseline {
    /// √(c(1-c)/n).
    fn deviation(&self, answered: u64) -> f64 {
        (self.centre * (1.0 - self.centre) / answered as f64).sqrt()
    }
}

impl ChartKind for PChart {
    type Point = Share;
    type Baseline = Baseline;

    fn value(&self, month: Share) -> Result<f64, StatsError> {
        month.estimate()
    }

    fn baseline(&self, months: &[Share], centre: Option<f64>) -> Result<Baseline, StatsError> {
        let sum = |count: fn(&Share) -> u64| months.iter().map(count).sum::<u64>() as f64;
        let centre = centre.unwrap_or_else(|| sum(|month| month.events) / sum(|month| month.answered));
        let mut baseline = Baseline { centre, sigma_z: None };
        if let Some(screening) = self.laney {
            if centre == 0.0 || centre == 1.0 {
                return Err(StatsError::AllAlike);
            }
            let z: Vec<f64> = months
                .iter()
                .map(|&month| Ok((month.estimate()? - centre) / baseline.deviation(month.answered)))
                .collect::<Result<_, StatsError>>()?;
            baseline.sigma_z = Some(mean_moving_range(&z, screening)? / 1.128);
        }
        Ok(baseline)
    }

    fn lines(&self, baseline: &Baseline, month: Share) -> Result<Lines, StatsError> {
        let limits = match self.limits {
            ChartLimits::Normal => {
                let reach = 3.0 * baseline.deviation(month.answered) * baseline.sigma_z.unwrap_or(1.0);
                Interval { low: baseline.centre - reach, high: baseline.centre + reach }
            }
            ChartLimits::Exact => {
                let law = Successes { n: month.answered, p: baseline.centre };
                let counts = CountLimits::of(&law, SIGNAL_TAIL)?.drawn;
                Interval { low: counts.low / month.answered as f64, high: counts.high / month.answered as f64 }
            }
        };
        let limits = Interval { low: limits.low.max(0.0), high: limits.high.min(1.0) };
        Ok(Lines { centre: baseline.centre, limits: Some(limits) })
    }

    fn beyond(&self, baseline: &Baseline, value: f64, lines: Lines, month: Share) -> Result<Option<Side>, StatsError> {
        match self.limits {
            ChartLimits::Normal => Ok(lines.limits.and_then(|limits| Side::outside(value, limits))),
            ChartLimits::Exact => {
                beyond_by_tail(&Successes { n: month.answered, p: baseline.centre }, month.events, SIGNAL_TAIL)
            }
        }
    }

    fn sigma_z(&self, baseline: &Baseline) -> Option<f64> {
        baseline.sigma_z
    }
}

/// The side on which a count is rarer than `tail`.
pub(super) fn beyond_by_tail(law: &impl CountLaw, count: u64, tail: f64) -> Result<Option<Side>, StatsError> {
    if law.at_least(count)? < tail {
        Ok(Some(Side::Above))
    } else if law.at_most(count)? < tail {
        Ok(Some(Side::Below))
    } else {
        Ok(None)
    }
}
