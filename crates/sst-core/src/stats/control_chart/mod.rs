//! A series of months or sessions: what is more than the usual variation, and by which rule.
//!
//! A chart ([`p_chart`], [`xmr_chart`], ...) gives each point its centre and limits; a [`RuleSet`] says which points are a signal.

mod bernoulli_cusum;
mod chart;
mod false_alarms;
mod individuals;
mod plan;
mod rare_events;
mod rates;
mod rule;
mod runs;
mod shares;
mod signal;
mod verdict;

pub use bernoulli_cusum::{BernoulliCusum, CusumPath};
pub use chart::{ChartPart, ChartPoint, ControlChart, Lines, Side};
pub use false_alarms::{QuietChart, QuietMonths, false_alarms};
pub use individuals::{Screening, run_chart, xmr_chart};
pub use plan::ChartPlan;
pub use rare_events::{g_chart, t_chart};
pub use rates::{Exposed, c_chart, u_chart};
pub use rule::{Rule, RuleSet};
pub use runs::{RunsAnalysis, runs_analysis};
pub use shares::{ChartLimits, laney_p_chart, p_chart};
pub use signal::{Signal, leading_signal, signals};
pub use verdict::{Assurance, Variation, Wanted, assurance, variation};
