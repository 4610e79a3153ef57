//! Indices of reliable change: by how many standard errors a pair of scores differs from no change.
//!
//! Six published forms, in the notation of one table. With s1, s2 the standard deviations before and after, m1, m2 the means,
//! r the reliability, SEM = s1 √(1-r) and D = post - pre, each is linear in the scores: turning a scale round turns the
//! index's sign and nothing else.

use std::str::FromStr;

/// How the index is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RciMethod {
    /// D / (SEM √2). Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19.
    #[default]
    JacobsonTruax,
    /// [(post-m1) - r (pre-m1)] / (s1 √(1-r²)). Gulliksen 1950; Lord & Novick 1968.
    GulliksenLordNovick,
    /// [(post-m2) - r (pre-m1)] / (s1 √(1-r²)). Hsu 1989, 1995; Linn & Slinde 1977; Nunnally 1967.
    HsuLinnNunnally,
    /// [post - (r (pre-m1) + m1)] / SEM. Edwards, Yarvis, Mueller, Zingale & Wagman 1978; Nunnally 1967.
    EdwardsNunnally,
    /// The same numerator / √(r² s1² (1-r) + s1² (1-r2)), r2 the reliability after. Nunnally & Kotsch 1983.
    NunnallyKotsch,
    /// [D r_dd + (m2-m1)(1-r_dd)] / (√r_dd √2 SEM). Hageman & Arrindell 1999, Behav Res Ther 37:1169-1193.
    HagemanArrindell,
}

impl RciMethod {
    /// All.
    pub const ALL: [Self; 6] = [
        Self::JacobsonTruax,
        Self::GulliksenLordNovick,
        Self::HsuLinnNunnally,
        Self::EdwardsNunnally,
        Self::NunnallyKotsch,
        Self::HagemanArrindell,
    ];

    /// The method as documents name it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::JacobsonTruax => "jacobson_truax",
            Self::GulliksenLordNovick => "gulliksen_lord_novick",
            Self::HsuLinnNunnally => "hsu_linn_nunnally",
            Self::EdwardsNunnally => "edwards_nunnally",
            Self::NunnallyKotsch => "nunnally_kotsch",
            Self::HagemanArrindell => "hageman_arrindell",
        }
    }

    /// What the index must exceed: 1.959964 of a two-sided 95%; Hageman and Arrindell's is one-sided, 1.645.
    pub const fn critical(self) -> f64 {
        match self {
            Self::HagemanArrindell => 1.645,
            _ => 1.959_964,
        }
    }
}

/// As [`RciMethod::id`], with hyphens or underscores; the error says what is possible.
impl FromStr for RciMethod {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.replace('-', "_");
        let found = Self::ALL.into_iter().find(|method| method.id() == word);
        found.ok_or_else(|| Self::ALL.map(Self::id).join(", "))
    }
}

/// What an index is made with, in points of the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// m1, the mean before.
    pub mean_pre: f64,
    /// s1, the standard deviation before.
    pub sd_pre: f64,
    /// m2, the mean after.
    pub mean_post: f64,
    /// s2, the standard deviation after.
    pub sd_post: f64,
    /// ρ, the correlation of before and after; `None` where it is undefined.
    pub correlation: Option<f64>,
    /// r, the reliability before: 0 <= r <= 1.
    pub reliability: f64,
}

impl Baseline {
    /// SEM = s1 √(1-r): the standard error of measurement, in points.
    ///
    /// ```
    /// // Jacobson & Truax 1991, p. 14: with s1 = 10 and r = .80, S_diff = √2 · 4.47 = 6.32.
    /// # use sst_core::stats::Baseline;
    /// let couples = Baseline { mean_pre: 0.0, sd_pre: 10.0, mean_post: 0.0, sd_post: 10.0, correlation: None, reliability: 0.80 };
    /// assert!((couples.standard_error_of_difference() - 6.32).abs() < 0.005);
    /// ```
    pub fn standard_error_of_measurement(&self) -> f64 {
        self.sd_pre * (1.0 - self.reliability).sqrt()
    }

    /// S_diff = SEM √2: the standard error of a difference, in points.
    pub fn standard_error_of_difference(&self) -> f64 {
        self.standard_error_of_measurement() * std::f64::consts::SQRT_2
    }

    /// r22 = (s2² - SEM²) / s2²: the reliability after, by the same error of measurement.
    pub fn reliability_post(&self) -> f64 {
        1.0 - (self.standard_error_of_measurement() / self.sd_post).powi(2)
    }

    /// r_dd, the reliability of the differences; `None` without a correlation or where differences have no spread.
    pub fn reliability_of_differences(&self) -> Option<f64> {
        let (v1, v2) = (self.sd_pre.powi(2), self.sd_post.powi(2));
        let covariance = self.sd_pre * self.sd_post * self.correlation?;
        let of_differences = v1 + v2 - 2.0 * covariance;
        let true_part = v1 * self.reliability + v2 * self.reliability_post() - 2.0 * covariance;
        let reliability = true_part / of_differences;
        (of_differences > 0.0 && reliability > 0.0).then_some(reliability)
    }

    /// The index of a pair of scores: positive where the score rose. `None` where its denominator is 0 or undefined (a
    /// reliability of 1, no spread).
    pub fn index(&self, method: RciMethod, pre: f64, post: f64) -> Option<f64> {
        let (m1, m2, r, s1) = (self.mean_pre, self.mean_post, self.reliability, self.sd_pre);
        let (numerator, denominator) = match method {
            RciMethod::JacobsonTruax => (post - pre, self.standard_error_of_difference()),
            RciMethod::GulliksenLordNovick => ((post - m1) - r * (pre - m1), s1 * (1.0 - r * r).sqrt()),
            RciMethod::HsuLinnNunnally => ((post - m2) - r * (pre - m1), s1 * (1.0 - r * r).sqrt()),
            RciMethod::EdwardsNunnally => (post - (r * (pre - m1) + m1), self.standard_error_of_measurement()),
            RciMethod::NunnallyKotsch => (post - (r * (pre - m1) + m1), s1 * (r * r * (1.0 - r) + (1.0 - r)).sqrt()),
            RciMethod::HagemanArrindell => {
                let of_differences = self.reliability_of_differences()?;
                let regressed = (post - pre) * of_differences + (m2 - m1) * (1.0 - of_differences);
                (regressed, of_differences.sqrt() * self.standard_error_of_difference())
            }
        };
        (denominator > 0.0 && denominator.is_finite()).then(|| numerator / denominator)
    }

    /// Hageman and Arrindell's index of having passed a cut-off: [m2 + (post-m2) r22 - cut] / (√r22 SEM); beyond ±1.645.
    /// `None` where it is undefined.
    pub fn cutoff_index(&self, post: f64, cutoff: f64) -> Option<f64> {
        let r22 = self.reliability_post();
        let denominator = r22.max(0.0).sqrt() * self.standard_error_of_measurement();
        let numerator = self.mean_post + (post - self.mean_post) * r22 - cutoff;
        (denominator > 0.0).then(|| numerator / denominator)
    }

    /// The points a score must move for Jacobson and Truax's index to reach `critical`.
    pub fn points(&self, critical: f64) -> f64 {
        critical * self.standard_error_of_difference()
    }
}
