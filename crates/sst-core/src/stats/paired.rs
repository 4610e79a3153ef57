//! Scores before and after of the same people: mean change, its test, and standardised change, each by its name.
//!
//! One group measured twice shows *change*, not an effect: nothing here tells treatment from time.

use super::tails_of_laws::student_t_two_sided;
use super::{
    Interval, Level, PairSums, ScaleDirection, StatsError, hedges_correction, noncentrality, pearson,
    student_t_quantile,
};

/// What n pairs come to. Change is after - before, positive where scores rose, unless [`turned`](Self::turned).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedMoments {
    /// n, how many pairs, at least 2.
    pub n: u64,
    /// The mean before.
    pub mean_pre: f64,
    /// The mean after.
    pub mean_post: f64,
    /// s1, the standard deviation before (n - 1).
    pub sd_pre: f64,
    /// s2, the standard deviation after (n - 1).
    pub sd_post: f64,
    /// s_D, the standard deviation of the changes (n - 1).
    pub sd_change: f64,
    /// ρ, Pearson's correlation of before and after; none where either does not vary.
    pub correlation: Option<f64>,
}

/// A paired t test of no mean change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedTest {
    /// t = mean change √n / s_D.
    pub t: f64,
    /// n - 1.
    pub df: f64,
    /// P(|T| >= |t|).
    pub two_sided: f64,
}

impl PairedMoments {
    /// From exact sums, x before and y after; `per_point` of the sums' units are one point (1000 for scores in thousandths).
    /// None of fewer than two pairs.
    pub fn of_sums(sums: &PairSums, per_point: f64) -> Option<Self> {
        if sums.n < 2 {
            return None;
        }
        let n = sums.n as f64;
        let (x, y, both) = sums.spreads();
        let sd = |spread: i128| (spread as f64 / (n * (n - 1.0))).sqrt() / per_point;
        Some(Self {
            n: sums.n,
            mean_pre: sums.x as f64 / n / per_point,
            mean_post: sums.y as f64 / n / per_point,
            sd_pre: sd(x),
            sd_post: sd(y),
            sd_change: sd(x + y - 2 * both),
            correlation: pearson(sums),
        })
    }

    /// From what papers print: n, (mean, standard deviation) before and after, and their correlation, with
    /// s_D = √(s1² + s2² - 2 ρ s1 s2). None unless n >= 2, both standard deviations are above 0 and -1 <= ρ <= 1.
    ///
    /// ```
    /// use sst_core::stats::PairedMoments;
    /// // metafor 3.8.1, escalc: SMCC 1.1194 (variance 0.0478), SMCR 1.1687 (0.0466), SMCRH (0.0513), all of before - after.
    /// let pairs = PairedMoments::of_published(34, (15.2, 5.1), (9.1, 6.0), 0.55).unwrap();
    /// let digits = |number: Option<f64>| format!("{:.4}", number.unwrap());
    /// assert_eq!([digits(pairs.g_z()), digits(pairs.variance_g_z())], ["-1.1194", "0.0478"]);
    /// assert_eq!([digits(pairs.g_becker()), digits(pairs.variance_g_becker())], ["-1.1687", "0.0466"]);
    /// assert_eq!(digits(pairs.variance_g_becker_unequal()), "0.0513");
    /// ```
    pub fn of_published(n: u64, pre: (f64, f64), post: (f64, f64), correlation: f64) -> Option<Self> {
        let variance = pre.1 * pre.1 + post.1 * post.1 - 2.0 * correlation * pre.1 * post.1;
        let is_fine = n >= 2 && pre.1 > 0.0 && post.1 > 0.0 && (-1.0..=1.0).contains(&correlation);
        (is_fine && variance.is_finite()).then(|| Self {
            n,
            mean_pre: pre.0,
            mean_post: post.0,
            sd_pre: pre.1,
            sd_post: post.1,
            sd_change: variance.max(0.0).sqrt(),
            correlation: Some(correlation),
        })
    }

    /// The same with positive changes for better: on a scale where lower is better both means change their sign.
    #[must_use]
    pub fn turned(self, direction: ScaleDirection) -> Self {
        let sign = direction.sign();
        Self { mean_pre: sign * self.mean_pre, mean_post: sign * self.mean_post, ..self }
    }

    /// Mean change, after - before, in points.
    pub fn mean_change(&self) -> f64 {
        self.mean_post - self.mean_pre
    }

    fn df(&self) -> f64 {
        self.n.saturating_sub(1) as f64
    }

    /// Mean change ± t(n-1) s_D/√n, in points.
    ///
    /// # Errors
    /// `OneValue` of fewer than two pairs.
    pub fn mean_change_interval(&self, level: Level) -> Result<Interval, StatsError> {
        if self.n < 2 {
            return Err(StatsError::OneValue);
        }
        let half = student_t_quantile(self.df(), level.each_tail())? * self.sd_change / (self.n as f64).sqrt();
        let mean = self.mean_change();
        Ok(Interval { low: mean - half, high: mean + half })
    }

    /// The paired t test of no mean change: P(|T| >= |t|) = I_x(df/2, 1/2), x = df/(df + t²).
    ///
    /// # Errors
    /// `OneValue` of fewer than two pairs or where all changed by the same; `NotConverged`.
    pub fn test(&self) -> Result<PairedTest, StatsError> {
        let t = self.d_z().ok_or(StatsError::OneValue)? * (self.n as f64).sqrt();
        let df = self.df();
        Ok(PairedTest { t, df, two_sided: student_t_two_sided(t, df)? })
    }

    /// d_z = mean change / s_D: in units of how much people differ in changing. None of fewer than two pairs or where all
    /// changed by the same. Cohen (1988), *Statistical power analysis*, p. 48.
    pub fn d_z(&self) -> Option<f64> {
        self.in_units_of(self.sd_change)
    }

    /// d_av = mean change / ((s1 + s2)/2), the mean of both standard deviations. Cumming (2012), *Understanding the new
    /// statistics*, p. 291.
    pub fn d_av(&self) -> Option<f64> {
        self.in_units_of(f64::midpoint(self.sd_pre, self.sd_post))
    }

    /// d_av with the root mean square: mean change / √((s1² + s2²)/2).
    pub fn d_av_rms(&self) -> Option<f64> {
        self.in_units_of(f64::midpoint(self.sd_pre.powi(2), self.sd_post.powi(2)).sqrt())
    }

    /// d_rm = d_z √(2 (1-ρ)); none without ρ. Morris & DeShon (2002), *Psychological Methods* 7, 105-125; Lakens (2013),
    /// *Frontiers in Psychology* 4:863, eq. 9.
    pub fn d_rm(&self) -> Option<f64> {
        Some(self.d_z()? * (2.0 * (1.0 - self.correlation?)).sqrt())
    }

    /// Becker's d = mean change / s1, in units of the spread before. Becker (1988), *British Journal of Mathematical and
    /// Statistical Psychology* 41, 257-278.
    pub fn d_becker(&self) -> Option<f64> {
        self.in_units_of(self.sd_pre)
    }

    /// g_z = J(n-1) d_z, the estimate of metafor's SMCC.
    pub fn g_z(&self) -> Option<f64> {
        Some(hedges_correction(self.n.checked_sub(1)?)? * self.d_z()?)
    }

    /// g_becker = J(n-1) d_becker, the estimate of metafor's SMCR and SMCRH.
    pub fn g_becker(&self) -> Option<f64> {
        Some(hedges_correction(self.n.checked_sub(1)?)? * self.d_becker()?)
    }

    /// The large-sample variance of g_z: 1/n + g_z²/(2n). metafor 3.8.1, `escalc`, SMCC; Gibbons, Hedeker & Davis (1993),
    /// *Journal of Educational Statistics* 18, 271-279.
    pub fn variance_g_z(&self) -> Option<f64> {
        let n = self.n as f64;
        Some(1.0 / n + self.g_z()?.powi(2) / (2.0 * n))
    }

    /// The large-sample variance of g_becker where both spreads are alike: 2 (1-ρ)/n + g²/(2n). metafor 3.8.1, SMCR.
    pub fn variance_g_becker(&self) -> Option<f64> {
        let n = self.n as f64;
        Some(2.0 * (1.0 - self.correlation?) / n + self.g_becker()?.powi(2) / (2.0 * n))
    }

    /// The variance of g_becker where the spreads may differ: J² \[s_D²/(s1² (n-1)) + g²/(2 (n-1))\]. Bonett (2008),
    /// *Psychological Methods* 13, 99-109, eq. 13, as metafor 3.8.1 has it (SMCRH); later versions leave J² out.
    pub fn variance_g_becker_unequal(&self) -> Option<f64> {
        let j = hedges_correction(self.n.checked_sub(1)?)?;
        let change = self.sd_change.powi(2) / (self.sd_pre.powi(2) * self.df());
        Some(j * j * (change + self.g_becker()?.powi(2) / (2.0 * self.df())))
    }

    /// The interval of the population's d_z: the noncentralities under which t = d_z √n would lie on either tail's edge,
    /// over √n. Changes normal.
    ///
    /// # Errors
    /// `OneValue` where d_z is undefined; as [`noncentrality`].
    pub fn d_z_interval(&self, level: Level) -> Result<Interval, StatsError> {
        let root = (self.n as f64).sqrt();
        let t = self.d_z().ok_or(StatsError::OneValue)? * root;
        // P(T <= t) falls as δ rises: 1 - tail at the lower end.
        let end = |p: f64| noncentrality(t, self.df(), p).map(|delta| delta / root);
        Ok(Interval { low: end(1.0 - level.each_tail())?, high: end(level.each_tail())? })
    }

    fn in_units_of(&self, sd: f64) -> Option<f64> {
        let size = self.mean_change() / sd;
        (self.n >= 2 && sd > 0.0 && size.is_finite()).then_some(size)
    }
}
