//! The day by which half have had the event.

use super::CurvePoint;

/// The median with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MedianDay {
    /// The first day with F >= 1/2.
    pub day: u32,
    /// The first day on which the interval of F reaches 1/2.
    pub low: Option<u32>,
    /// The first day on which it has left 1/2 behind; none where follow-up ends before.
    pub high: Option<u32>,
}

/// Half is reached, but for rounding.
const HALF: f64 = 0.5 - 1e-12;

/// The first day by which half have had the event; none where the curve does not get there.
///
/// The interval holds the days whose interval of F holds 1/2. Where F is 1/2 exactly, R takes the middle to the next event; this is the
/// day itself. Brookmeyer & Crowley (1982), *Biometrics* 38, 29-41.
///
/// ```
/// use sst_core::stats::{CurveScale, End, EventTable, Level, MedianDay, kaplan_meier, median_day};
/// // 6-MP: a median of 23 weeks (Klein & Moeschberger 2003, table 4.1A); survival 3.5-3, conf.type = "log-log": from 13 weeks, no upper end.
/// let relapses = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (week, End::Event));
/// let others = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (week, End::Censored));
/// let table: EventTable = relapses.into_iter().chain(others).collect();
/// let curve = kaplan_meier(&table, CurveScale::LogLog, Level::DEFAULT)?;
/// assert_eq!(median_day(&curve), Some(MedianDay { day: 23, low: Some(13), high: None }));
/// # Ok::<(), sst_core::stats::StatsError>(())
/// ```
pub fn median_day(curve: &[CurvePoint]) -> Option<MedianDay> {
    let first =
        |is_there: &dyn Fn(&CurvePoint) -> bool| curve.iter().find(|point| is_there(point)).map(|point| point.risk.day);
    let day = first(&|point| point.incidence >= HALF)?;
    let low = first(&|point| point.interval.is_some_and(|interval| interval.high >= HALF));
    let high = first(&|point| point.interval.is_some_and(|interval| interval.low >= HALF));
    // A curve that jumps over 1/2 with no interval on the way starts where it jumps.
    Some(MedianDay { day, low: low.filter(|&low| low <= day), high })
}
