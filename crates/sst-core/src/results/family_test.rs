//! A test of several groups together.

use serde::{Deserialize, Serialize};

use super::comparison::Side;

/// One test of a whole family of groups: are they alike, do they rise, do two differ within strata?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FamilyTest {
    /// Which: `chi_squared`, `cochran_armitage`, `rao_scott_chi_squared`, `rao_scott_trend`, `cochran_mantel_haenszel`.
    pub test: String,
    /// The groups, in the order of a trend where there is one.
    pub groups: Vec<Side>,
    /// χ², or z of a trend.
    pub statistic: Option<f64>,
    /// Degrees of freedom, of χ².
    pub df: Option<u64>,
    /// The p-value of no difference, or of no trend.
    pub p: Option<f64>,
    /// The same adjusted for how many tests of this kind there are of the measure.
    pub p_adjusted: Option<f64>,
    /// How it was adjusted.
    pub adjustment: Option<String>,
    /// What the test estimates, by name.
    pub estimates: Vec<NamedEstimate>,
    /// The group whose labels are the strata.
    pub stratified_by: Option<String>,
    /// How many strata had something to add.
    pub strata: Option<u64>,
}

/// An estimate by its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedEstimate {
    /// `slope_per_step`, `common_odds_ratio`, `common_difference`.
    pub of: String,
    /// The estimate.
    pub estimate: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}
