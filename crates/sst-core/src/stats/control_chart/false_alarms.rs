//! How often a chart of quiet months raises an alarm: the false-alarm rate of a set of rules, by simulation.

use super::{ChartLimits, ChartPlan, ControlChart, RuleSet, Screening, p_chart, run_chart, signals, xmr_chart};
use crate::stats::count_law::{CountLaw, Successes};
use crate::stats::{Share, StatsError};

/// Months in which nothing changes.
#[derive(Debug, Clone, PartialEq)]
pub struct QuietMonths {
    /// n of each month; 0 is a gap.
    pub answered: Vec<u64>,
    /// The true share, 0 to 1, the same in all of them.
    pub share: f64,
}

/// The chart that is drawn of quiet months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuietChart {
    /// A p-chart.
    Shares(ChartLimits),
    /// Laney's p'-chart.
    Laney(Screening),
    /// An XmR chart of the shares.
    Individuals(Screening),
    /// A run chart of the shares.
    Run,
}

impl QuietChart {
    /// The chart of shares.
    fn draw(self, months: &[Share]) -> Result<ControlChart, StatsError> {
        let plan = ChartPlan::default();
        let values = || months.iter().map(|month| month.estimate().ok()).collect::<Vec<_>>();
        match self {
            Self::Shares(limits) => p_chart(months, &plan, limits),
            Self::Laney(screening) => super::laney_p_chart(months, &plan, screening),
            Self::Individuals(screening) => xmr_chart(&values(), &plan, screening),
            Self::Run => run_chart(&values(), &plan),
        }
    }
}

/// Draws `series` series of quiet months and counts those in which at least one rule fires anywhere: a share with its n.
///
/// Each count is drawn from Bin(n, share) by inversion of a word of `random`, 64 even bits; limits are computed from the series
/// itself, as a chart does. With the same words the answer is the same on every machine.
///
/// # Errors
/// `NoAnswers` where no series is drawn, `OutOfRange` where the share is none from 0 to 1, `NotConverged`.
///
/// ```
/// use sst_core::stats::{ChartLimits, QuietChart, QuietMonths, RuleSet, false_alarms};
/// let months = QuietMonths { answered: vec![45; 24], share: 0.78 };
/// let mut state = 7_u64;
/// let words = || {
///     // Knuth's constants; the upper bits are the good ones.
///     state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
///     state ^ state >> 33
/// };
/// let share = false_alarms(&months, QuietChart::Shares(ChartLimits::Exact), &RuleSet::LIMITS, 200, words)?;
/// assert!(share.answered == 200 && share.events < 30);
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn false_alarms(
    months: &QuietMonths,
    chart: QuietChart,
    rules: &RuleSet,
    series: u64,
    mut random: impl FnMut() -> u64,
) -> Result<Share, StatsError> {
    if series == 0 {
        return Err(StatsError::NoAnswers);
    }
    if !(0.0..=1.0).contains(&months.share) {
        return Err(StatsError::OutOfRange);
    }
    let laws = months.answered.iter().map(|&n| cumulative(n, months.share)).collect::<Result<Vec<_>, _>>()?;
    let mut alarms = Share { events: 0, answered: series };
    let mut drawn = Vec::with_capacity(laws.len());
    for _ in 0..series {
        drawn.clear();
        for (&answered, law) in months.answered.iter().zip(&laws) {
            // 53 bits, strictly below 1.
            let even = (random() >> 11) as f64 / (1_u64 << 53) as f64;
            drawn.push(Share { events: law.partition_point(|&at_most| at_most <= even) as u64, answered });
        }
        alarms.events += u64::from(!signals(&chart.draw(&drawn)?, rules)?.is_empty());
    }
    Ok(alarms)
}

/// P(X <= 0), ..., P(X <= n - 1).
fn cumulative(n: u64, share: f64) -> Result<Vec<f64>, StatsError> {
    let law = Successes { n, p: share };
    (0..n).map(|x| law.at_most(x)).collect()
}
