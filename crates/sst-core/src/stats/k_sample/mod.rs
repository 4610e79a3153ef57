//! More than two shares: are they alike, do they rise along an order, and which of many tests still hold?

mod all_pairs;
mod chi_squared;
mod cochran_armitage;
mod mantel_haenszel;
mod multiplicity;

pub use all_pairs::{PairOfShares, all_pairs};
pub use chi_squared::{SharesTest, chi_squared_of_shares};
pub use cochran_armitage::{TrendTest, cochran_armitage};
pub use mantel_haenszel::{CommonOddsRatio, MantelHaenszel, Stratum, mantel_haenszel};
pub use multiplicity::{Adjustment, adjust};
