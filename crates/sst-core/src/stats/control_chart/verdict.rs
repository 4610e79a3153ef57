//! The two verdicts of "making data count": the variation now, and whether a target is met by more than luck.

use super::{ControlChart, Side, Signal, leading_signal};

/// Which way a measure should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
    /// Neither is: a count of referrals.
    Neither,
}

/// What the latest point says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variation {
    /// No signal at the latest point: no more than the usual variation.
    CommonCause,
    /// A signal the wanted way.
    Improvement(Side),
    /// A signal the other way.
    Concern(Side),
    /// A signal where neither way is better, or one without a side (too few crossings).
    Neither(Option<Side>),
}

/// Whether the usual variation stays on one side of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assurance {
    /// Both limits are on the good side: the target will be met.
    Pass,
    /// Both limits are on the bad side: without a change it will not be met.
    Fail,
    /// The target is between the limits, or on one: met some months and missed others by chance.
    Inconsistent,
}

/// The variation at one place, by the signal that leads there.
///
/// A trend counts the way it runs, the other rules by the side of the centre. NHS England, *Making data count*, icons of variation.
///
/// ```
/// use sst_core::stats::{ChartPlan, RuleSet, Screening, Side, Variation, Wanted, signals, variation, xmr_chart};
/// let values = [3.0, 4.0, 3.0, 5.0, 4.0, 3.0, 4.0, 15.0].map(Some);
/// let chart = xmr_chart(&values, &ChartPlan { freeze: Some(7), ..ChartPlan::default() }, Screening::Once)?;
/// let signals = signals(&chart, &RuleSet::PLOT_THE_DOTS)?;
/// assert_eq!(variation(&signals, 7, Wanted::Lower), Variation::Concern(Side::Above));
/// assert_eq!(variation(&signals, 6, Wanted::Lower), Variation::CommonCause);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn variation(signals: &[Signal], place: usize, wanted: Wanted) -> Variation {
    let Some(signal) = leading_signal(signals, place) else { return Variation::CommonCause };
    match (signal.side, wanted) {
        (None, _) | (_, Wanted::Neither) => Variation::Neither(signal.side),
        (Some(side @ Side::Above), Wanted::Higher) | (Some(side @ Side::Below), Wanted::Lower) => {
            Variation::Improvement(side)
        }
        (Some(side), Wanted::Higher | Wanted::Lower) => Variation::Concern(side),
    }
}

/// Whether the limits at the [latest](ControlChart::latest) point lie on one side of the target, in the unit of the chart.
///
/// `None` where neither way is better, or that point has no limits. Pass, wanted higher: target < lower limit; fail: target > upper limit.
/// NHS England, *Making data count*, icons of assurance.
///
/// ```
/// use sst_core::stats::{Assurance, ChartLimits, ChartPlan, Share, Wanted, assurance, p_chart};
/// let chart = p_chart(&[Share { events: 80, answered: 100 }; 3], &ChartPlan::default(), ChartLimits::Normal)?;
/// // 80% ± 12 points.
/// assert_eq!(assurance(&chart, 0.60, Wanted::Higher), Some(Assurance::Pass));
/// assert_eq!(assurance(&chart, 0.75, Wanted::Higher), Some(Assurance::Inconsistent));
/// assert_eq!(assurance(&chart, 0.95, Wanted::Higher), Some(Assurance::Fail));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn assurance(chart: &ControlChart, target: f64, wanted: Wanted) -> Option<Assurance> {
    let limits = chart.points[chart.latest()?].lines.ok()?.limits?;
    match (Side::outside(target, limits), wanted) {
        (_, Wanted::Neither) => None,
        (Some(Side::Below), Wanted::Higher) | (Some(Side::Above), Wanted::Lower) => Some(Assurance::Pass),
        (Some(_), Wanted::Higher | Wanted::Lower) => Some(Assurance::Fail),
        (None, Wanted::Higher | Wanted::Lower) => Some(Assurance::Inconsistent),
    }
}
