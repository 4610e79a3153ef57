//! Several studies or sites, pooled: an average, how much they differ, and where the next one may lie.
//!
//! Shares are pooled on the logit scale. With study i: y_i its estimate, v_i its variance, w_i = 1/(v_i + τ²); τ² is the
//! variance of the true values between studies.

mod binomial_normal;
mod effect;
mod heterogeneity;
mod logit_integral;
mod q_profile;
mod random_effects;
mod restricted_likelihood;
mod sensitivity;
mod small_studies;

pub use binomial_normal::binomial_normal;
pub use effect::{LogitEffect, StudyEffect, expit, expit_interval, logit_effect};
pub use heterogeneity::Heterogeneity;
pub(super) use logit_integral::likelihood;
pub use q_profile::q_profile;
pub use random_effects::{PoolInterval, Pooled, pool_studies, study_weights};
pub use sensitivity::{cumulative, leave_one_out};
pub use small_studies::{SmallStudyCheck, small_study_check, small_study_check_of_shares};
