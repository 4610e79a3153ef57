//! More than two shares: are they alike, do they rise along an order, and which of many tests still hold?

mod all_pairs;
mod chi_squared;
mod cochran_armitage;
mod common_difference;
mod mantel_haenszel;
mod multiplicity;
mod rao_scott;

pub use all_pairs::{PairOfShares, all_pairs};
pub use chi_squared::{SharesTest, chi_squared_of_shares};
pub use cochran_armitage::{TrendTest, cochran_armitage};
pub use common_difference::{CommonDifference, common_difference};
pub use mantel_haenszel::{CommonOddsRatio, MantelHaenszel, Stratum, mantel_haenszel};
pub use multiplicity::{Adjustment, adjust};
pub use rao_scott::{ClusteredShare, chi_squared_of_clustered_shares, trend_of_clustered_shares};
