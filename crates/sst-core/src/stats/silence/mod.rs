//! Those who did not answer: what their answers could change.
//!
//! Bounds assume nothing; a tipping point says how much of the silence would settle a claim; the delta grid, weighting and
//! pooled imputations each assume something, and say what.

mod bounds;
mod delta;
mod imbens_manski;
mod response;
mod rubin;
mod tipping_point;
mod weighting;

pub use delta::DeltaEstimate;
pub use imbens_manski::ImbensManski;
pub use response::Response;
pub use rubin::{PooledImputations, pool_imputations};
pub use tipping_point::TippingPoint;
pub use weighting::{Weighted, WeightingCell, weight_by_cell};
