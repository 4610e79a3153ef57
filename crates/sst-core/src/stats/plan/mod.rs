//! How many are needed: for a precision, to test a claim, to compare two groups, to see a mean change.
//!
//! Each number of answers assumes independent answers; where clients repeat, multiply it by the design effect.

mod exact_power;
mod follow_ups;
mod paired_t;
mod precision;
mod two_shares;

pub use exact_power::{Alternative, ExactPower, ExactSampleSize, exact_power, exact_sample_size};
pub use follow_ups::{follow_ups_to_be_sure, follow_ups_to_expect};
pub use paired_t::{paired_t_power, paired_t_sample_size};
pub use precision::{
    answers_to_leave_out, finite_population, normal_sample_size, wilson_half_width, wilson_sample_size,
};
pub use two_shares::{
    TwoShares, cohen_h, non_inferiority_sample_size, two_shares_power, two_shares_power_by_h, two_shares_sample_size,
    two_shares_sample_size_by_h,
};
