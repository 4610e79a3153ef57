//! By how many standard errors a person moved.

use super::{Baseline, RciMethod};

/// The index of one pair of scores, positive where it got better; none where its denominator is 0 or undefined.
///
/// With SEM = s1 √(1-r), D = post - pre (all turned so that higher is better):
///
/// | method | index |
/// |---|---|
/// | Jacobson-Truax | D / (SEM √2) |
/// | Gulliksen-Lord-Novick | \[(post-m1) - r (pre-m1)\] / (s1 √(1-r²)) |
/// | Hsu-Linn-Nunnally | \[(post-m2) - r (pre-m1)\] / (s1 √(1-r²)) |
/// | Edwards-Nunnally | \[post - (r (pre-m1) + m1)\] / SEM |
/// | Nunnally-Kotsch | the same numerator / √(r² s1² (1-r) + s1² (1-r2)), r2 the reliability after, or r |
/// | Hageman-Arrindell | \[D r_dd + (m2-m1)(1-r_dd)\] / (√r_dd √2 SEM), r_dd of [`Baseline::reliability_of_differences`] |
///
/// Range: any number. It says something only beyond [`RciMethod::critical`]. Every numerator is a difference of scores, so
/// it changes its sign with the scale and no denominator does. Sources: at [`RciMethod`].
///
/// ```
/// use sst_core::stats::{Baseline, RciMethod, ScaleDirection, change_index};
/// let scale = Baseline {
///     direction: ScaleDirection::LowerIsBetter,
///     mean_pre: 15.0, sd_pre: 6.0, mean_post: 10.0, sd_post: 6.0,
///     correlation: Some(0.5), reliability: 0.84, reliability_post: None,
/// };
/// // SEM = 6 · 0.4 = 2.4: from 18 to 10 is 8/(2.4 √2) = 2.357 standard errors to the better.
/// let index = change_index(RciMethod::JacobsonTruax, &scale, 18.0, 10.0).unwrap();
/// assert!((index - 8.0 / (2.4 * 2.0_f64.sqrt())).abs() < 1e-12);
/// ```
pub fn change_index(method: RciMethod, baseline: &Baseline, pre: f64, post: f64) -> Option<f64> {
    let (m1, m2, s1, r) = (baseline.mean_pre, baseline.mean_post, baseline.sd_pre, baseline.reliability);
    let sem = baseline.standard_error_of_measurement()?;
    let s_diff = baseline.standard_error_of_difference()?;
    let regressed = r * (pre - m1) + m1;
    let of_prediction = s1 * ((1.0 - r) * (1.0 + r)).sqrt();
    let (numerator, denominator) = match method {
        RciMethod::JacobsonTruax => (post - pre, s_diff),
        RciMethod::GulliksenLordNovick => ((post - m1) - r * (pre - m1), of_prediction),
        RciMethod::HsuLinnNunnally => ((post - m2) - r * (pre - m1), of_prediction),
        RciMethod::EdwardsNunnally => (post - regressed, sem),
        RciMethod::NunnallyKotsch => {
            let r2 = baseline.reliability_post.unwrap_or(r);
            (post - regressed, s1 * (r * r * (1.0 - r) + (1.0 - r2)).sqrt())
        }
        RciMethod::HagemanArrindell => {
            let r_dd = baseline.reliability_of_differences()?;
            ((post - pre) * r_dd + (m2 - m1) * (1.0 - r_dd), r_dd.sqrt() * s_diff)
        }
    };
    let index = baseline.direction.sign() * numerator / denominator;
    (denominator > 0.0 && index.is_finite()).then_some(index)
}
