//! What the indices need to know of everybody: computed once from all used rows, never per group.

use super::ScaleDirection;

/// Means, spreads and reliability in points of the scale as it is printed, not turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// Which way is better.
    pub direction: ScaleDirection,
    /// m1, the mean before.
    pub mean_pre: f64,
    /// s1, the standard deviation before, above 0. The clinical norm's, or that of all baselines; never the functional one.
    pub sd_pre: f64,
    /// m2, the mean after.
    pub mean_post: f64,
    /// s2, the standard deviation after.
    pub sd_post: f64,
    /// ρ, the correlation of before and after, -1 to 1; none where it is undefined.
    pub correlation: Option<f64>,
    /// r, the reliability, 0 to 1.
    pub reliability: f64,
    /// The reliability after, 0 to 1, in Nunnally & Kotsch's index; none: as before.
    pub reliability_post: Option<f64>,
}

impl Baseline {
    /// SEM = s1 √(1-r), the standard error of measurement, in points, 0 at r = 1; none unless s1 > 0 and 0 <= r <= 1.
    pub fn standard_error_of_measurement(&self) -> Option<f64> {
        let has_range = self.sd_pre > 0.0 && (0.0..=1.0).contains(&self.reliability);
        has_range.then(|| self.sd_pre * (1.0 - self.reliability).sqrt()).filter(|sem| sem.is_finite())
    }

    /// S_diff = √(2 SEM²), the standard error of a difference, in points. Jacobson & Truax (1991), p. 14.
    ///
    /// ```
    /// use sst_core::stats::{Baseline, ScaleDirection};
    /// let couples = Baseline {
    ///     direction: ScaleDirection::HigherIsBetter,
    ///     mean_pre: 81.583_333_333_333_33, sd_pre: 11.825_661_265_562_1, mean_post: 98.05, sd_post: 19.241_814_202_229,
    ///     correlation: Some(0.517_721_362_631_885), reliability: 0.88, reliability_post: None,
    /// };
    /// assert_eq!(format!("{:.8}", couples.standard_error_of_difference().unwrap()), "5.79336719");
    /// ```
    pub fn standard_error_of_difference(&self) -> Option<f64> {
        Some(self.standard_error_of_measurement()? * std::f64::consts::SQRT_2)
    }

    /// The points a score must move beyond for Jacobson & Truax's index to exceed `critical`: critical · S_diff.
    pub fn reliable_points(&self, critical: f64) -> Option<f64> {
        Some(critical * self.standard_error_of_difference()?)
    }

    /// r_22 = (s2² - SEM²)/s2², the reliability after by the same error of measurement; none where it is not above 0: the
    /// scores after then spread less than their error. Hageman & Arrindell (1999).
    pub fn reliability_after(&self) -> Option<f64> {
        let error = self.standard_error_of_measurement()?;
        let reliability = (self.sd_post * self.sd_post - error * error) / (self.sd_post * self.sd_post);
        (reliability > 0.0 && reliability.is_finite()).then_some(reliability)
    }

    /// r_dd = (s1² r_11 + s2² r_22 - 2 s1 s2 ρ)/(s1² + s2² - 2 s1 s2 ρ), the reliability of differences, r_ii s_i² = s_i² -
    /// SEM²; none without ρ, where differences do not spread, or where it is not above 0. Hageman & Arrindell (1999).
    pub fn reliability_of_differences(&self) -> Option<f64> {
        let error = self.standard_error_of_measurement()?.powi(2);
        let rho = self.correlation.filter(|rho| (-1.0..=1.0).contains(rho))?;
        let (v1, v2) = (self.sd_pre.powi(2), self.sd_post.powi(2));
        let shared = 2.0 * self.sd_pre * self.sd_post * rho;
        let (of_true, of_observed) = ((v1 - error) + (v2 - error) - shared, v1 + v2 - shared);
        let reliability = of_true / of_observed;
        (of_observed > 0.0 && reliability > 0.0 && reliability.is_finite()).then_some(reliability)
    }
}
