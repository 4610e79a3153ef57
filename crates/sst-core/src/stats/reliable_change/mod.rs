//! Change of one person on one scale: is it more than measurement error, and did it pass a cut-off?
//!
//! Symbols, as in the papers: m1, s1 mean and standard deviation before (`pre`), m2, s2 after (`post`), r the reliability of
//! the scale, ρ the correlation of before and after, D = post - pre, SEM = s1 √(1-r) the standard error of measurement.
//! Everything is in points of the scale as it is printed; which way is better is a [`ScaleDirection`], never assumed.
//! Positive is better in every index: an index is linear in the scores, so a scale turned round turns no index.

mod baseline;
mod class;
mod cutoff;
mod difference_rule;
mod direction;
mod effect_size_rule;
mod false_change;
mod index;
mod method;
mod percentage_rule;
mod regression_to_mean;
mod true_score;

pub use baseline::Baseline;
pub use class::ChangeClass;
pub use cutoff::{CutoffFormula, Norms, Population, cutoff, has_passed};
pub use difference_rule::DifferenceRule;
pub use direction::{ReliableChange, ScaleDirection};
pub use effect_size_rule::effect_size_change;
pub use false_change::{false_change_beyond_index, false_change_by_threshold};
pub use index::change_index;
pub use method::RciMethod;
pub use percentage_rule::{PercentageRule, relative_change};
pub use regression_to_mean::{mean_beyond_cutoff, regression_to_mean};
pub use true_score::{cutoff_index, true_score_norms};
