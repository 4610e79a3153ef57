//! Kaplan & Meier's curve with Greenwood's variance.

use super::{CurvePoint, CurveScale, EventTable};
use crate::stats::{Interval, Level, StatsError, normal_quantile};

/// The share with the event by each day, when censored clients would have gone on like the others.
///
/// S(t) = Π (1 - d_j/n_j), F = 1 - S; Var ln S = Σ d_j/(n_j (n_j - d_j)) (Greenwood); the interval of F is 1 minus that of S. A
/// competing end counts as censored: then F is what the event alone would come to, and more than
/// [`aalen_johansen`](super::aalen_johansen)'s. Kaplan & Meier (1958), *JASA* 53, 457-481; Greenwood (1926), *Reports on Public Health* 33, 1-26.
///
/// # Errors
/// `NoAnswers` of an empty table.
///
/// ```
/// use sst_core::stats::{CurveScale, End, EventTable, Level, kaplan_meier};
/// // 6-MP, Klein & Moeschberger 2003, tables 4.1A and 1.1: S(10) = 0.753 with standard error 0.0963, S(23) = 0.448 with 0.1346.
/// let relapses = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (week, End::Event));
/// let others = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (week, End::Censored));
/// let table: EventTable = relapses.into_iter().chain(others).collect();
/// let curve = kaplan_meier(&table, CurveScale::LogLog, Level::DEFAULT)?;
/// let at = |week| curve.iter().find(|point| point.risk.day == week).unwrap();
/// assert_eq!(format!("{:.3} {:.4}", at(10).event_free, at(10).standard_error.unwrap()), "0.753 0.0963");
/// assert_eq!(format!("{:.3} {:.4}", at(23).event_free, at(23).standard_error.unwrap()), "0.448 0.1346");
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn kaplan_meier(table: &EventTable, scale: CurveScale, level: Level) -> Result<Vec<CurvePoint>, StatsError> {
    if table.clients() == 0 {
        return Err(StatsError::NoAnswers);
    }
    let z = normal_quantile(level.each_tail())?;
    let (mut event_free, mut incidence, mut greenwood) = (1.0, 0.0, 0.0);
    let mut curve = Vec::new();
    for risk in table.days() {
        let (n, d) = (risk.at_risk as f64, risk.events as f64);
        if risk.events > 0 {
            let stay = (risk.at_risk - risk.events) as f64;
            incidence += event_free * (d / n);
            event_free *= stay / n;
            greenwood += d / (n * stay);
        }
        // Rounding must not leave a curve at 1 a digit below.
        if event_free == 0.0 {
            incidence = 1.0;
        }
        let is_inside = event_free > 0.0 && event_free < 1.0;
        let log_se = is_inside.then(|| f64::sqrt(greenwood));
        let interval = log_se.map(|log_se| scale.interval(event_free, log_se, z)).transpose()?;
        let standard_error = log_se.map(|log_se| event_free * log_se);
        curve.push(CurvePoint {
            risk,
            incidence,
            event_free,
            standard_error,
            variance_by_counts: standard_error.map(|se| se * se),
            interval: interval.map(|free| Interval { low: 1.0 - free.high, high: 1.0 - free.low }),
        });
    }
    Ok(curve)
}
