//! Studies, or sites, pooled: from a table of them to a results document.
//!
//! One result for each study (`study`) and one for their average (`pooled`), with what is left without each study
//! (`pooled_without`) and what was known by each year (`pooled_up_to`). The order of rows does not matter.

mod document;
mod fit;
mod study;

pub use document::{PoolProvenance, pooled_results};
pub use study::{PoolModel, PoolScale, Pooling, Study, StudyNumbers};

/// The measure of each study's own result.
pub const STUDY: &str = "study";
/// The measure of the average.
pub const POOLED: &str = "pooled";
/// The measure of the average without one study.
pub const WITHOUT: &str = "pooled_without";
/// The measure of the average of the studies up to a year.
pub const UP_TO: &str = "pooled_up_to";
