//! Time until an event when not everyone is followed to the end: do clients come back, and when?
//!
//! Day t counts as within t days. On one day events come first: who is censored or ends otherwise that day was still at risk
//! of its events. With day j: n_j at risk (followed to day j or longer), d_j with the event, c_j with a competing end.

mod aalen_johansen;
mod at_horizon;
mod curve;
mod curve_scale;
mod event_table;
mod kaplan_meier;
mod log_rank;
mod median_day;

pub use aalen_johansen::aalen_johansen;
pub use at_horizon::{IncidenceAt, IncidenceMethod, incidence_at};
pub use curve::CurvePoint;
pub use curve_scale::CurveScale;
pub use event_table::{End, EventTable, RiskDay};
pub use kaplan_meier::kaplan_meier;
pub use log_rank::{LogRank, LogRankGroup, log_rank};
pub use median_day::{MedianDay, median_day};
