//! How much units (therapists, sites) differ beyond the chance of their clients: the intraclass correlation, the median odds ratio, and
//! each unit's estimate drawn towards the average as far as its numbers are few.

mod analysis_of_variance;
mod linear_random_intercept;
mod logistic_random_intercept;
mod median_odds_ratio;

pub use analysis_of_variance::{AnalysisOfVariance, UnitMoments, analysis_of_variance};
pub use linear_random_intercept::{LinearRandomIntercept, LinearRow, UnitEffect, linear_random_intercept};
pub use logistic_random_intercept::{LogisticRandomIntercept, ShrunkenShare, logistic_random_intercept};
pub use median_odds_ratio::{latent_intraclass_correlation, median_odds_ratio};
