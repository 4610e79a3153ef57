//! Paired scores: mean change, correlation and standardised change, each by its name.

use libm::lgamma;

use super::noncentral_t::noncentrality;
use super::{Interval, Level, StatsError};

/// What pairs of scores come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedMoments {
    /// How many pairs: at least 2.
    pub n: u64,
    /// The mean before.
    pub mean_pre: f64,
    /// The mean after.
    pub mean_post: f64,
    /// The standard deviation before (n - 1).
    pub sd_pre: f64,
    /// The standard deviation after (n - 1).
    pub sd_post: f64,
    /// The standard deviation of post - pre (n - 1).
    pub sd_change: f64,
    /// Pearson's r; `None` where either has no spread.
    pub correlation: Option<f64>,
}

impl PairedMoments {
    /// From counted pairs of integers (before, after), in exact sums; `None` of fewer than two pairs.
    pub fn of(pairs: impl IntoIterator<Item = ((i32, i32), u64)>) -> Option<Self> {
        let (mut n, mut x, mut y, mut xx, mut yy, mut xy) = (0_i128, 0_i128, 0_i128, 0_i128, 0_i128, 0_i128);
        for ((pre, post), count) in pairs {
            let (a, b, times) = (i128::from(pre), i128::from(post), i128::from(count));
            n += times;
            x += a * times;
            y += b * times;
            xx += a * a * times;
            yy += b * b * times;
            xy += a * b * times;
        }
        if n < 2 {
            return None;
        }
        // n² times each (co)variance, without cancellation.
        let (vx, vy, cxy) = (n * xx - x * x, n * yy - y * y, n * xy - x * y);
        let degrees = n as f64 * (n - 1) as f64;
        let sd = |scaled: i128| (scaled as f64 / degrees).sqrt();
        let correlation = (vx > 0 && vy > 0).then(|| cxy as f64 / ((vx as f64).sqrt() * (vy as f64).sqrt()));
        Some(Self {
            n: n as u64,
            mean_pre: x as f64 / n as f64,
            mean_post: y as f64 / n as f64,
            sd_pre: sd(vx),
            sd_post: sd(vy),
            sd_change: sd(vx + vy - 2 * cxy),
            correlation: correlation.map(|r| r.clamp(-1.0, 1.0)),
        })
    }

    /// The same in another unit.
    #[must_use]
    pub fn scaled(self, by: f64) -> Self {
        Self {
            mean_pre: self.mean_pre * by,
            mean_post: self.mean_post * by,
            sd_pre: self.sd_pre * by,
            sd_post: self.sd_post * by,
            sd_change: self.sd_change * by,
            ..self
        }
    }

    /// post - pre, of the means.
    pub fn mean_change(&self) -> f64 {
        self.mean_post - self.mean_pre
    }

    /// d_z = mean change / SD of the change: change in units of how much people differ in changing. `None` without spread.
    pub fn d_z(&self) -> Option<f64> {
        share(self.mean_change(), self.sd_change)
    }

    /// d_av = mean change / mean of both SDs. Cumming 2012, p. 291.
    pub fn d_av(&self) -> Option<f64> {
        share(self.mean_change(), self.sd_pre.midpoint(self.sd_post))
    }

    /// d_rm = d_z √(2(1-r)). Morris & DeShon 2002, eq. 8; Lakens 2013, eq. 9.
    pub fn d_rm(&self) -> Option<f64> {
        Some(self.d_z()? * (2.0 * (1.0 - self.correlation?)).sqrt())
    }

    /// d = mean change / SD before: the standardised mean change with raw score standardisation. Becker 1988, eq. 1.
    pub fn d_pre(&self) -> Option<f64> {
        share(self.mean_change(), self.sd_pre)
    }

    /// g_z = J d_z; `None` of two pairs, where there is no J.
    pub fn g_z(&self) -> Option<f64> {
        Some(self.d_z().filter(|_| self.n > 2)? * hedges_correction(self.n - 1))
    }

    /// g = J d, d standardised by the SD before; metafor's SMCR.
    pub fn g_pre(&self) -> Option<f64> {
        Some(self.d_pre().filter(|_| self.n > 2)? * hedges_correction(self.n - 1))
    }

    /// The variance of g_z: 1/n + g²/(2n); metafor's SMCC.
    pub fn variance_of_g_z(&self) -> Option<f64> {
        let n = self.n as f64;
        Some(1.0 / n + self.g_z()?.powi(2) / (2.0 * n))
    }

    /// The variance of g_pre: 2(1-r)/n + g²/(2n); metafor's SMCR.
    pub fn variance_of_g_pre(&self) -> Option<f64> {
        let n = self.n as f64;
        Some(2.0 * (1.0 - self.correlation?) / n + self.g_pre()?.powi(2) / (2.0 * n))
    }

    /// The variance of g_pre without equal variances: J² [SD_change²/(SD_pre² (n-1)) + g²/(2(n-1))]; metafor's SMCRH.
    pub fn heteroscedastic_variance_of_g_pre(&self) -> Option<f64> {
        let degrees = (self.n - 1) as f64;
        let spread = share(self.sd_change.powi(2), self.sd_pre.powi(2) * degrees)?;
        Some(hedges_correction(self.n - 1).powi(2) * (spread + self.g_pre()?.powi(2) / (2.0 * degrees)))
    }

    /// The interval of d_z, from the noncentral t law of t = d_z √n.
    ///
    /// # Errors
    /// As [`noncentrality`]; `OneValue` without spread.
    pub fn d_z_interval(&self, level: Level) -> Result<Interval, StatsError> {
        let root = (self.n as f64).sqrt();
        let t = self.d_z().ok_or(StatsError::OneValue)? * root;
        let degrees = (self.n - 1) as f64;
        let at = |probability: f64| noncentrality(t, degrees, probability).map(|ncp| ncp / root);
        Ok(Interval { low: at(1.0 - level.each_tail())?, high: at(level.each_tail())? })
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// J = Γ(m/2) / (√(m/2) Γ((m-1)/2)): takes the bias off a standardised mean with m degrees of freedom; 0 of one.
/// Hedges 1981, eq. 6e.
///
/// ```
/// // With 39 degrees of freedom J = 0.980624 (Hedges' approximation, 1 - 3/(4m-1), gives 0.980645).
/// assert!((sst_core::stats::hedges_correction(39) - 0.980_624_238_680_338).abs() < 1e-12);
/// ```
pub fn hedges_correction(degrees_of_freedom: u64) -> f64 {
    let m = degrees_of_freedom as f64;
    if m <= 1.0 {
        return 0.0;
    }
    // Γ(x+½)/Γ(x). Of large x the logarithms cancel; the asymptotic series (Graham, Knuth & Patashnik 1994, exercise 9.60)
    // is then exact to the last digit.
    let x = (m - 1.0) / 2.0;
    let ratio = if x > 50.0 {
        let y = 1.0 / x;
        let series =
            [1.0, -1.0 / 8.0, 1.0 / 128.0, 5.0 / 1024.0, -21.0 / 32768.0, -399.0 / 262_144.0, 869.0 / 4_194_304.0];
        x.sqrt() * series.iter().rev().fold(0.0, |sum, term| sum * y + term)
    } else {
        (lgamma(x + 0.5) - lgamma(x)).exp()
    };
    ratio / (m / 2.0).sqrt()
}
