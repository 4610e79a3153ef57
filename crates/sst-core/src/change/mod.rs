//! Change on a questionnaire: from the pairs of scores of a whole export to a rule with its numbers, and from there to what
//! each pair says.
//!
//! ```text
//! ChangeRule + Instrument + Pairs -> AppliedRule -> Verdict of a pair -> measures and classes
//! ```
//!
//! Standard deviations, means and cut-offs are computed once, from all sessions that are used, never for a group: a group
//! is not measured with a yardstick of its own.

mod applied;
mod measures;
mod pairs;
mod rule;
mod rule_set;
mod together;
mod verdict;

pub use crate::stats::{ChangeClass, ReliableChange};
pub use applied::{AppliedCutoff, AppliedRule, Criterion, CutoffSource, NotApplied, UsedSd};
pub use measures::{ChangeEvent, Scored, change_measures, joint_measures};
pub use pairs::Pairs;
pub use rule::{ChangeRule, CriterionKind, CutoffKind, SdSource};
pub use rule_set::RuleSet;
pub use together::Together;
pub use verdict::{ScoreFacts, Verdict};
