//! One point of a curve of incidence.

use super::RiskDay;
use crate::stats::Interval;

/// The curve from one day on, until the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The day and its counts.
    pub risk: RiskDay,
    /// F, the share with the event by this day, 0 to 1.
    pub incidence: f64,
    /// S, the share still without event, and under Aalen-Johansen without a competing end: 0 to 1. Under Kaplan-Meier F = 1 - S.
    pub event_free: f64,
    /// The standard error of F. None where F is 0 or 1: it would be 0, or is undefined.
    pub standard_error: Option<f64>,
    /// Aalen's variance of F, as cmprsk's `cuminc` has it; under Kaplan-Meier the square of the standard error. None as above.
    pub variance_by_counts: Option<f64>,
    /// The interval of F. None as above.
    pub interval: Option<Interval>,
}
