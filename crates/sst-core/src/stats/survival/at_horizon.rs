//! The share with the event by a horizon, with its limits.

use super::{CurvePoint, CurveScale, EventTable, aalen_johansen, kaplan_meier};
use crate::stats::{Interval, Level, StatsError, wilson};

/// Which curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidenceMethod {
    /// 1 - S of Kaplan & Meier; a competing end counts as censored.
    KaplanMeier,
    /// The cumulative incidence of Aalen & Johansen.
    AalenJohansen,
}

impl IncidenceMethod {
    /// Every method.
    pub const ALL: [Self; 2] = [Self::KaplanMeier, Self::AalenJohansen];

    /// The id in results.
    pub const fn id(self) -> &'static str {
        match self {
            Self::KaplanMeier => "kaplan_meier",
            Self::AalenJohansen => "aalen_johansen",
        }
    }

    /// The whole curve by this method, with log-log intervals.
    ///
    /// # Errors
    /// `NoAnswers` of an empty table.
    pub fn curve(self, table: &EventTable, level: Level) -> Result<Vec<CurvePoint>, StatsError> {
        match self {
            Self::KaplanMeier => kaplan_meier(table, CurveScale::LogLog, level),
            Self::AalenJohansen => aalen_johansen(table, CurveScale::LogLog, level),
        }
    }
}

/// What is known of a horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidenceAt {
    /// h, in days.
    pub horizon: u32,
    /// F(h), 0 to 1.
    pub estimate: f64,
    /// Its standard error; none where F(h) is 0 or 1.
    pub standard_error: Option<f64>,
    /// The log-log interval; without events [0, Wilson's upper end at 0 of those at risk at h].
    ///
    /// `CurveAtEnd` where F(h) is 1, or where F(h) is 0 with nobody at risk.
    pub interval: Result<Interval, StatsError>,
    /// Those with the event by h, h included.
    pub events: u64,
    /// Those with a competing end by h, h included.
    pub competing: u64,
    /// Those followed to h or longer.
    pub at_risk: u64,
}

/// The share with the event by `horizon`, day h included.
///
/// Estimable only if someone was followed to h or longer, or nobody is left event-free before: S(h) = 0. A curve carried beyond its
/// last client (R's `extend`) is no estimate.
///
/// # Errors
/// `NoAnswers` of an empty table; `NotFollowed` where h is beyond the longest follow-up.
///
/// ```
/// use sst_core::stats::{EventTable, End, IncidenceMethod, Level, StatsError, incidence_at};
/// // 6-MP, Klein & Moeschberger 2003, table 4.1A: 1 - S(23) = 1 - 0.448; the last patient was followed for 35 weeks.
/// let relapses = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (week, End::Event));
/// let others = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (week, End::Censored));
/// let table: EventTable = relapses.into_iter().chain(others).collect();
/// let at = |horizon| incidence_at(&table, IncidenceMethod::KaplanMeier, horizon, Level::DEFAULT);
/// assert_eq!(format!("{:.3}", at(24)?.estimate), "0.552");
/// assert_eq!((at(24)?.at_risk, at(36)), (5, Err(StatsError::NotFollowed)));
/// # Ok::<(), StatsError>(())
/// ```
pub fn incidence_at(
    table: &EventTable,
    method: IncidenceMethod,
    horizon: u32,
    level: Level,
) -> Result<IncidenceAt, StatsError> {
    incidence_on(&method.curve(table, level)?, table, horizon, level)
}

fn incidence_on(
    curve: &[CurvePoint],
    table: &EventTable,
    horizon: u32,
    level: Level,
) -> Result<IncidenceAt, StatsError> {
    let reached = curve.partition_point(|point| point.risk.day <= horizon);
    let point = reached.checked_sub(1).map(|last| curve[last]);
    let at_risk = table.at_risk(horizon);
    if at_risk == 0 && point.is_none_or(|point| point.event_free > 0.0) {
        return Err(StatsError::NotFollowed);
    }
    let (events, competing) = (table.events_by(horizon), table.competing_by(horizon));
    let interval = match point.and_then(|point| point.interval) {
        Some(interval) => Ok(interval),
        None if events == 0 && at_risk > 0 => {
            wilson(0, at_risk, level).map(|all| Interval { low: 0.0, high: all.high })
        }
        None => Err(StatsError::CurveAtEnd),
    };
    Ok(IncidenceAt {
        horizon,
        estimate: point.map_or(0.0, |point| point.incidence),
        standard_error: point.and_then(|point| point.standard_error),
        interval,
        events,
        competing,
        at_risk,
    })
}
